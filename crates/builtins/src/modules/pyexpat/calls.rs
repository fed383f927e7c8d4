//! What a parser finds, told to the handlers.

use theseus_object::{Cx, ObjRef, PyResult};

use super::attributes::Handler;
use super::parser::XmlParser;
use crate::text::xml::{Code, Event, ModelDecl, NameId, Outside, Owner};
use crate::world;

/// Calls a handler. What it may ask about the place in the document is about the current event.
fn call(cx: &mut Cx, me: &ObjRef, handler: &ObjRef, args: &[ObjRef]) -> PyResult {
    let before = std::mem::replace(&mut XmlParser::of(cx, me)?.calling, true);
    let result = cx.call(handler, args);
    XmlParser::of(cx, me)?.calling = before;
    result
}

/// Hands on the character data that is held back.
pub(super) fn flush(cx: &mut Cx, me: &ObjRef) -> PyResult<()> {
    let p = XmlParser::of(cx, me)?;
    let Some(held) = p.buffer.as_mut().filter(|held| !held.is_empty()) else { return Ok(()) };
    let held = std::mem::take(held);
    let handler = p.handler(Handler::CharacterData).cloned();
    let data = cx.new_str(&held);
    // Its memory is used again.
    if let Some(buffer) = &mut XmlParser::of(cx, me)?.buffer {
        *buffer = held;
        buffer.clear();
    }
    match handler {
        Some(handler) => call(cx, me, &handler, &[data]).map(drop),
        None => Ok(()),
    }
}

/// The handler, if it is set; what is held back goes before what it is told.
fn ready(cx: &mut Cx, me: &ObjRef, handler: Handler) -> PyResult<Option<ObjRef>> {
    if XmlParser::of(cx, me)?.handler(handler).is_none() {
        return Ok(None);
    }
    flush(cx, me)?;
    Ok(XmlParser::of(cx, me)?.handler(handler).cloned())
}

/// A name as an object, the same for all its occurrences.
fn name(cx: &mut Cx, me: &ObjRef, id: NameId) -> PyResult {
    let p = XmlParser::of(cx, me)?;
    if let Some(Some(known)) = p.names.get(id.index()) {
        return Ok(known.clone());
    }
    let text = p.parser.name(id).to_owned();
    let made = shared(cx, me, &text)?;
    let p = XmlParser::of(cx, me)?;
    if p.names.len() <= id.index() {
        let count = p.parser.name_count().max(id.index() + 1);
        p.names.resize(count, None);
    }
    p.names[id.index()] = Some(made.clone());
    Ok(made)
}

/// A str that is kept in the dict of names, if there is one.
fn shared(cx: &mut Cx, me: &ObjRef, text: &str) -> PyResult {
    let made = cx.new_str(text);
    let Some(intern) = XmlParser::of(cx, me)?.intern.clone() else { return Ok(made) };
    if let Some(known) = cx.dict_get(&intern, &made)? {
        return Ok(known);
    }
    cx.dict_set(&intern, &made, made.clone())?;
    Ok(made)
}

/// The same for what may be missing.
fn shared_or_none(cx: &mut Cx, me: &ObjRef, text: Option<&str>) -> PyResult {
    match text {
        Some(text) => shared(cx, me, text),
        None => Ok(cx.none.clone()),
    }
}

fn str_or_none(cx: &Cx, text: Option<&str>) -> ObjRef {
    text.map_or_else(|| cx.none.clone(), |text| cx.new_str(text))
}

/// Gives the current token to the default handler.
fn default(cx: &mut Cx, me: &ObjRef) -> PyResult<()> {
    let Some(which) = XmlParser::of(cx, me)?.default else { return Ok(()) };
    let Some(handler) = ready(cx, me, which)? else { return Ok(()) };
    let Some(p) = XmlParser::get(cx, me) else { return Ok(()) };
    let raw = cx.new_str(p.parser.raw());
    call(cx, me, &handler, &[raw]).map(drop)
}

/// Calls a handler with what the closure makes, or gives the token to the default one.
fn tell(
    cx: &mut Cx,
    me: &ObjRef,
    handler: Handler,
    args: impl FnOnce(&mut Cx) -> PyResult<Vec<ObjRef>>,
) -> PyResult<()> {
    match ready(cx, me, handler)? {
        Some(handler) => {
            let args = args(cx)?;
            call(cx, me, &handler, &args).map(drop)
        }
        None => default(cx, me),
    }
}

/// Whether a handler gave zero.
fn refuses(cx: &mut Cx, me: &ObjRef, handler: &ObjRef, args: &[ObjRef]) -> PyResult<bool> {
    let answer = call(cx, me, handler, args)?;
    Ok(world::long(cx, &answer)? == 0)
}

/// Tells the handlers of an event; the error is that one of them refused it.
pub(super) fn event(cx: &mut Cx, me: &ObjRef, event: Event) -> PyResult<Option<Code>> {
    match event {
        Event::Start { name: id, empty } => start(cx, me, id, empty)?,
        Event::End { name: id, empty } => match ready(cx, me, Handler::EndElement)? {
            Some(handler) => {
                let name = name(cx, me, id)?;
                call(cx, me, &handler, &[name])?;
            }
            None if empty => (),
            None => default(cx, me)?,
        },
        Event::Text(span) => {
            let Some(p) = XmlParser::get(cx, me) else { return Ok(None) };
            if p.handler(Handler::CharacterData).is_none() {
                default(cx, me)?;
            } else if p.buffer.is_some() {
                let text = p.parser.span(span).to_owned();
                hold(cx, me, &text)?;
            } else {
                let data = cx.new_str(p.parser.span(span));
                tell(cx, me, Handler::CharacterData, |_| Ok(vec![data]))?;
            }
        }
        Event::Char(c) => {
            let p = XmlParser::of(cx, me)?;
            if p.handler(Handler::CharacterData).is_none() {
                default(cx, me)?;
            } else if p.buffer.is_some() {
                hold(cx, me, c.encode_utf8(&mut [0; 4]))?;
            } else {
                tell(cx, me, Handler::CharacterData, |cx| Ok(vec![cx.char(c.into())]))?;
            }
        }
        Event::Bound { prefix, uri } => {
            if let Some(handler) = ready(cx, me, Handler::StartNamespaceDecl)? {
                let prefix = prefix_name(cx, me, prefix)?;
                let uri = match uri {
                    Some(uri) => name(cx, me, uri)?,
                    None => cx.none.clone(),
                };
                call(cx, me, &handler, &[prefix, uri])?;
            }
        }
        Event::Unbound { prefix } => {
            if let Some(handler) = ready(cx, me, Handler::EndNamespaceDecl)? {
                let prefix = prefix_name(cx, me, prefix)?;
                call(cx, me, &handler, &[prefix])?;
            }
        }
        Event::CdataBegin => tell(cx, me, Handler::StartCdataSection, |_| Ok(Vec::new()))?,
        Event::CdataEnd => tell(cx, me, Handler::EndCdataSection, |_| Ok(Vec::new()))?,
        Event::Comment(span) => tell(cx, me, Handler::Comment, |cx| Ok(vec![line_text(cx, me, span)]))?,
        Event::Instruction { target, data } => {
            tell(cx, me, Handler::ProcessingInstruction, |cx| {
                Ok(vec![name(cx, me, target)?, line_text(cx, me, data)])
            })?;
        }
        Event::NotStandalone => {
            if let Some(handler) = ready(cx, me, Handler::NotStandalone)?
                && refuses(cx, me, &handler, &[])?
            {
                return Ok(Some(Code::NotStandalone));
            }
        }
        Event::Outside(outside) => return refer_outside(cx, me, &outside),
        Event::Skipped { name, is_parameter } => {
            tell(cx, me, Handler::SkippedEntity, |cx| {
                Ok(vec![shared(cx, me, &name)?, cx.int(is_parameter.into())])
            })?;
        }
        Event::Other(owner) => {
            let handler = match owner {
                Owner::Nobody => None,
                Owner::Doctype => Some(Handler::StartDoctypeDecl),
                Owner::Entity => Some(Handler::EntityDecl),
                Owner::Notation => Some(Handler::NotationDecl),
                Owner::Attlist => Some(Handler::AttlistDecl),
                Owner::Element => Some(Handler::ElementDecl),
            };
            let p = XmlParser::of(cx, me)?;
            if handler.is_none_or(|handler| p.handler(handler).is_none()) {
                default(cx, me)?;
            }
        }
        other => declaration(cx, me, other)?,
    }
    Ok(None)
}

/// Adds character data to what is held back.
fn hold(cx: &mut Cx, me: &ObjRef, text: &str) -> PyResult<()> {
    let p = XmlParser::of(cx, me)?;
    let used = p.buffer.as_ref().map_or(0, String::len);
    if used + text.len() > p.buffer_size {
        flush(cx, me)?;
        // Its handler may have been taken away.
        if XmlParser::of(cx, me)?.handler(Handler::CharacterData).is_none() {
            return Ok(());
        }
    }
    let p = XmlParser::of(cx, me)?;
    if text.len() > p.buffer_size {
        let data = cx.new_str(text);
        return tell(cx, me, Handler::CharacterData, |_| Ok(vec![data]));
    }
    if let Some(buffer) = &mut p.buffer {
        buffer.push_str(text);
    }
    Ok(())
}

fn start(cx: &mut Cx, me: &ObjRef, id: NameId, empty: bool) -> PyResult<()> {
    let Some(handler) = ready(cx, me, Handler::StartElement)? else {
        let p = XmlParser::of(cx, me)?;
        let ended = empty && p.handler(Handler::EndElement).is_some();
        return if ended { Ok(()) } else { default(cx, me) };
    };
    let shown = name(cx, me, id)?;
    let p = XmlParser::of(cx, me)?;
    let (all, written) = p.parser.attribute_count();
    let count = if p.specified_attributes { written } else { all };
    let ordered = p.ordered_attributes;
    let mut list = Vec::with_capacity(if ordered { 2 * count } else { 0 });
    let dict = if ordered { None } else { Some(cx.new_dict()) };
    for i in 0..count {
        let Some(p) = XmlParser::get(cx, me) else { break };
        let Some((key, value)) = p.parser.attribute(i) else { break };
        let value = cx.new_str(value);
        let key = name(cx, me, key)?;
        match &dict {
            Some(dict) => drop(cx.dict_set(dict, &key, value)?),
            None => list.extend([key, value]),
        }
    }
    let attributes = dict.unwrap_or_else(|| cx.new_list(list));
    call(cx, me, &handler, &[shown, attributes])?;
    let p = XmlParser::of(cx, me)?;
    if empty && p.handler(Handler::EndElement).is_some() {
        // The end of the element is a place of its own.
        p.parser.pass_token();
    }
    Ok(())
}

fn prefix_name(cx: &mut Cx, me: &ObjRef, prefix: NameId) -> PyResult {
    if prefix == NameId::EMPTY { Ok(cx.none.clone()) } else { name(cx, me, prefix) }
}

/// Part of the text, its line breaks made even.
fn line_text(cx: &Cx, me: &ObjRef, span: (usize, usize)) -> ObjRef {
    let text = XmlParser::get(cx, me).map_or("", |p| p.parser.span(span));
    if text.contains('\r') {
        cx.new_str(&text.replace("\r\n", "\n").replace('\r', "\n"))
    } else {
        cx.new_str(text)
    }
}

fn refer_outside(cx: &mut Cx, me: &ObjRef, outside: &Outside) -> PyResult<Option<Code>> {
    let Some(handler) = ready(cx, me, Handler::ExternalEntityRef)? else {
        if outside.context.is_some() || outside.is_parameter {
            default(cx, me)?;
        }
        XmlParser::of(cx, me)?.parser.came_back(outside, false);
        return Ok(None);
    };
    let args = [
        str_or_none(cx, outside.context.as_deref()),
        shared_or_none(cx, me, outside.base.as_deref())?,
        shared_or_none(cx, me, outside.system.as_deref())?,
        shared_or_none(cx, me, outside.public.as_deref())?,
    ];
    if refuses(cx, me, &handler, &args)? {
        return Ok(Some(Code::ExternalEntityHandling));
    }
    if XmlParser::of(cx, me)?.parser.came_back(outside, true) {
        return event(cx, me, Event::NotStandalone);
    }
    Ok(None)
}

/// Events of the prolog.
fn declaration(cx: &mut Cx, me: &ObjRef, event: Event) -> PyResult<()> {
    match event {
        Event::XmlDecl(d) => {
            if d.of_entity && XmlParser::of(cx, me)?.handler(Handler::XmlDecl).is_none() {
                return default(cx, me);
            }
            tell(cx, me, Handler::XmlDecl, |cx| {
                let standalone = d.standalone.map_or(-1, i64::from);
                let [version, encoding] =
                    [&d.version, &d.encoding].map(|text| str_or_none(cx, text.as_deref()));
                Ok(vec![version, encoding, cx.int(standalone)])
            })
        }
        Event::Doctype(d) => tell(cx, me, Handler::StartDoctypeDecl, |cx| {
            let name = shared(cx, me, &d.name)?;
            let system = shared_or_none(cx, me, d.system.as_deref())?;
            let public = shared_or_none(cx, me, d.public.as_deref())?;
            Ok(vec![name, system, public, cx.int(d.has_subset.into())])
        }),
        Event::DoctypeEnd => tell(cx, me, Handler::EndDoctypeDecl, |_| Ok(Vec::new())),
        Event::Entity(d) => {
            let unparsed = XmlParser::of(cx, me)?.handler(Handler::UnparsedEntityDecl).is_some();
            let outer = [&d.base, &d.system, &d.public, &d.notation].map(Option::as_deref);
            if unparsed && d.notation.is_some() {
                return tell(cx, me, Handler::UnparsedEntityDecl, |cx| {
                    let mut args = vec![shared(cx, me, &d.name)?];
                    for text in outer {
                        args.push(shared_or_none(cx, me, text)?);
                    }
                    Ok(args)
                });
            }
            tell(cx, me, Handler::EntityDecl, |cx| {
                let value = str_or_none(cx, d.value.as_deref());
                let mut args = vec![shared(cx, me, &d.name)?, cx.int(d.is_parameter.into()), value];
                for text in outer {
                    args.push(shared_or_none(cx, me, text)?);
                }
                Ok(args)
            })
        }
        Event::Notation(d) => tell(cx, me, Handler::NotationDecl, |cx| {
            let mut args = vec![shared(cx, me, &d.name)?];
            for text in [&d.base, &d.system, &d.public] {
                args.push(shared_or_none(cx, me, text.as_deref())?);
            }
            Ok(args)
        }),
        Event::Attribute(d) => tell(cx, me, Handler::AttlistDecl, |cx| {
            let (element, name) = (shared(cx, me, &d.element)?, shared(cx, me, &d.name)?);
            let (kind, default) = (cx.new_str(&d.kind), str_or_none(cx, d.default.as_deref()));
            Ok(vec![element, name, kind, default, cx.int(d.required.into())])
        }),
        Event::Element(d) => tell(cx, me, Handler::ElementDecl, |cx| {
            let name = shared(cx, me, &d.element)?;
            Ok(vec![name, model(cx, me, &d)?])
        }),
        _ => Ok(()),
    }
}

/// A content model as nested tuples of type, quantifier, name and members.
fn model(cx: &mut Cx, me: &ObjRef, d: &ModelDecl) -> PyResult {
    let mut made: Vec<ObjRef> = Vec::new();
    for node in &d.nodes {
        let members = made.split_off(made.len().saturating_sub(node.members));
        let name = shared_or_none(cx, me, node.name.as_deref())?;
        let members = cx.new_tuple(members);
        let parts = [cx.int(node.kind.into()), cx.int(node.quantifier.into()), name, members];
        made.push(cx.new_tuple(parts));
    }
    Ok(made.pop().unwrap_or_else(|| cx.none.clone()))
}
