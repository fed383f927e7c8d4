//! The names of a document, one number each, and the namespaces that their prefixes are bound to.

use std::collections::HashMap;

use super::fault::{Checked, Code};

/// A name's number. That of the empty name is 0.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub struct NameId(u32);

impl NameId {
    pub const EMPTY: NameId = NameId(0);

    pub fn index(self) -> usize {
        self.0 as usize
    }
}

struct Name {
    text: Box<str>,
    /// Where its part behind the colon begins; 0 if there is none.
    local: u32,
    prefix: NameId,
    /// As a prefix: the namespace it is bound to.
    uri: Option<NameId>,
    /// What it was last expanded to: for which namespace, as shown, and as compared.
    expanded: Option<(NameId, NameId, NameId)>,
    /// The number of the tag in which it last was an attribute.
    seen: u64,
}

/// How names are expanded by namespaces.
#[derive(Clone, Copy)]
pub struct Expansion {
    /// What stands between namespace and name; NUL for nothing.
    pub separator: char,
    /// Whether the prefix follows, behind another separator.
    pub triplets: bool,
}

pub const XML: &str = "http://www.w3.org/XML/1998/namespace";
const XMLNS: &str = "http://www.w3.org/2000/xmlns/";

/// Slots of the cache in front of the map.
const RECENT: usize = 128;

pub struct Names {
    list: Vec<Name>,
    by_text: HashMap<Box<str>, NameId>,
    recent: [NameId; RECENT],
    /// What bindings took the place of, innermost last.
    shadowed: Vec<(NameId, Option<NameId>)>,
    tag: u64,
}

impl Names {
    pub fn new() -> Names {
        let mut names = Names {
            list: Vec::new(),
            by_text: HashMap::new(),
            recent: [NameId::EMPTY; RECENT],
            shadowed: Vec::new(),
            tag: 0,
        };
        names.add("");
        let (xml, uri) = (names.id("xml"), names.id(XML));
        names.list[xml.index()].uri = Some(uri);
        names
    }

    pub fn len(&self) -> usize {
        self.list.len()
    }

    pub fn text(&self, id: NameId) -> &str {
        &self.list[id.index()].text
    }

    /// The number of a name.
    pub fn id(&mut self, text: &str) -> NameId {
        let bytes = text.as_bytes();
        let (Some(first), Some(last)) = (bytes.first(), bytes.last()) else { return NameId::EMPTY };
        let slot = (bytes.len() * 5 + usize::from(*first) + usize::from(*last) * 31) % RECENT;
        let recent = self.recent[slot];
        if self.text(recent) == text {
            return recent;
        }
        let id = match self.by_text.get(text) {
            Some(&id) => id,
            None => self.add(text),
        };
        self.recent[slot] = id;
        id
    }

    fn add(&mut self, text: &str) -> NameId {
        let id = NameId(self.list.len() as u32);
        let colon = text.find(':');
        self.list.push(Name {
            text: text.into(),
            local: colon.map_or(0, |at| at as u32 + 1),
            prefix: NameId::EMPTY,
            uri: None,
            expanded: None,
            seen: 0,
        });
        self.by_text.insert(text.into(), id);
        if let Some(prefix) = colon.and_then(|at| text.get(..at)) {
            let prefix = self.id(prefix);
            self.list[id.index()].prefix = prefix;
        }
        id
    }

    /// Begins a tag, among whose attributes none may be twice.
    pub fn begin_tag(&mut self) {
        self.tag += 1;
    }

    /// Whether the attribute is there for the first time in this tag.
    pub fn first_in_tag(&mut self, id: NameId) -> bool {
        let tag = self.tag;
        std::mem::replace(&mut self.list[id.index()].seen, tag) != tag
    }

    // ---- namespaces

    /// The prefix that an attribute of this name declares: empty for the default namespace.
    pub fn declares(&self, id: NameId) -> Option<&str> {
        let rest = self.text(id).strip_prefix("xmlns")?;
        if rest.is_empty() { Some(rest) } else { rest.strip_prefix(':') }
    }

    /// How many bindings there are.
    pub fn bindings(&self) -> usize {
        self.shadowed.len()
    }

    /// Binds a prefix to a namespace.
    pub fn bind(&mut self, prefix: NameId, uri: &str, by: Expansion) -> Checked<()> {
        let (is_xml, is_xmlns) = (uri == XML, uri == XMLNS);
        let must_be_xml = match self.text(prefix) {
            "xmlns" => return Err(Code::ReservedPrefixXmlns.into()),
            name => name == "xml",
        };
        if uri.is_empty() && prefix != NameId::EMPTY {
            return Err(Code::UndeclaringPrefix.into());
        }
        if must_be_xml != is_xml {
            return Err(if must_be_xml { Code::ReservedPrefixXml } else { Code::ReservedNamespaceUri }.into());
        }
        if is_xmlns {
            return Err(Code::ReservedNamespaceUri.into());
        }
        if by.separator != '\0' && !may_be_in_uri(by.separator) && uri.contains(by.separator) {
            return Err(Code::Syntax.into());
        }
        let uri = if uri.is_empty() { None } else { Some(self.id(uri)) };
        let old = std::mem::replace(&mut self.list[prefix.index()].uri, uri);
        self.shadowed.push((prefix, old));
        Ok(())
    }

    /// Undoes the last binding; which prefix it was for.
    pub fn unbind(&mut self) -> Option<NameId> {
        let (prefix, old) = self.shadowed.pop()?;
        self.list[prefix.index()].uri = old;
        Some(prefix)
    }

    /// What is bound, by prefix.
    pub fn bound(&self) -> impl Iterator<Item = (&str, &str)> {
        let of = |name: &'_ Name| name.uri;
        self.list.iter().filter_map(move |name| Some((&*name.text, self.text(of(name)?))))
    }

    /// A name with its namespace: as it is shown, and as it is compared.
    pub fn expand(&mut self, id: NameId, by: Expansion, by_default: bool) -> Checked<(NameId, NameId)> {
        let name = &self.list[id.index()];
        let uri = self.list[name.prefix.index()].uri;
        let uri = match uri {
            Some(uri) if name.local > 0 || by_default => uri,
            _ if name.local > 0 => return Err(Code::UnboundPrefix.into()),
            _ => return Ok((id, id)),
        };
        match name.expanded {
            Some((of, shown, compared)) if of == uri => Ok((shown, compared)),
            _ => Ok(self.expand_anew(id, uri, by)),
        }
    }

    #[cold]
    fn expand_anew(&mut self, id: NameId, uri: NameId, by: Expansion) -> (NameId, NameId) {
        let name = &self.list[id.index()];
        let mut text = self.text(uri).to_owned();
        let separate = |text: &mut String| {
            if by.separator != '\0' {
                text.push(by.separator);
            }
        };
        separate(&mut text);
        text.push_str(name.text.get(name.local as usize..).unwrap_or_default());
        let prefix = name.prefix;
        let compared = self.id(&text);
        let mut shown = compared;
        if by.triplets && prefix != NameId::EMPTY {
            separate(&mut text);
            text.push_str(self.text(prefix));
            shown = self.id(&text);
        }
        self.list[id.index()].expanded = Some((uri, shown, compared));
        (shown, compared)
    }

    /// The namespace of an expanded name's prefix changes when triplets are wanted: forgets what was expanded.
    pub fn forget_expanded(&mut self) {
        self.list.iter_mut().for_each(|name| name.expanded = None);
    }
}

/// Characters that RFC 3986 lets a URI have.
fn may_be_in_uri(c: char) -> bool {
    c.is_ascii_alphanumeric() || "-._~:/?#[]@!$&'()*+,;=%".contains(c)
}
