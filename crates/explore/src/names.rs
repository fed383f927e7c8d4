//! The words for types, kinds and single objects, as Heapy's tables have them.

use theseus_object::class::MemberDescriptor;
use theseus_object::payload::{Dict, Function, List, Method, NativeData};
use theseus_object::survey::Survey;
use theseus_object::{Cx, Heap, Interp, Kind, ObjRef, TypeObj};

use crate::set::ObjectSet;

/// Types that the module `types` names.
const IN_TYPES: &[(&str, &str)] = &[
    ("NoneType", "NoneType"),
    ("NotImplementedType", "NotImplementedType"),
    ("ellipsis", "EllipsisType"),
    ("code", "CodeType"),
    ("builtin_function_or_method", "BuiltinMethodType"),
    ("method", "MethodType"),
    ("method-wrapper", "MethodWrapperType"),
    ("wrapper_descriptor", "WrapperDescriptorType"),
    ("method_descriptor", "MethodDescriptorType"),
    ("classmethod_descriptor", "ClassMethodDescriptorType"),
    ("getset_descriptor", "GetSetDescriptorType"),
    ("member_descriptor", "MemberDescriptorType"),
    ("mappingproxy", "MappingProxyType"),
    ("generator", "GeneratorType"),
    ("coroutine", "CoroutineType"),
    ("async_generator", "AsyncGeneratorType"),
    ("frame", "FrameType"),
    ("traceback", "TracebackType"),
    ("cell", "CellType"),
];

/// Types that stand alone though `builtins` does not name them.
const ALONE: &[&str] = &["function", "module"];

/// A type's name with its module, unless everybody knows it without.
pub fn type_name(interp: &Interp, ty: &TypeObj) -> String {
    let name = ty.name();
    if ty.data.heap_type {
        let module = interp.namespace_get(&ty.data.dict, &interp.names.module);
        let module = module.map(|m| m.text_or_empty()).unwrap_or_default();
        return if module == "builtins" || module.is_empty() { name } else { format!("{module}.{name}") };
    }
    if name.contains('.') || ALONE.contains(&name.as_str()) {
        return name;
    }
    if let Some((_, known)) = IN_TYPES.iter().find(|(own, _)| *own == name) {
        return format!("types.{known}");
    }
    let known = interp.namespace_get(&interp.builtins, &interp.intern(&name));
    if known.is_some_and(|o| TypeObj::of(&o).is_some_and(|t| t.is(ty))) {
        return name;
    }
    format!("builtins.{name}")
}

/// One object of a set.
#[derive(Clone)]
pub struct Item {
    /// The object, or the owner of a virtual dict.
    pub object: ObjRef,
    pub is_virtual: bool,
    /// Whose `__dict__` it is.
    pub owner: Option<ObjRef>,
    pub size: usize,
}

/// What an object is shown by where all of a table are of its kind.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Show {
    Text,
    Value,
    Name,
    Method,
    Code,
    Frame,
    Length,
    Address,
    OwnerName,
    OwnerAddress,
}

impl Show {
    fn header(self) -> &'static str {
        match self {
            Show::Text => "Representation (limited)",
            Show::Value => "Value",
            Show::Name => "Name",
            Show::Method => "Type/<Type at address> . method",
            Show::Code => "File:Line:Name",
            Show::Frame => "Name at Address",
            Show::Length => "Address*Length",
            Show::Address => "Address",
            Show::OwnerName => "Owner Name",
            Show::OwnerAddress => "Owner Address",
        }
    }
}

impl Item {
    /// The set of this alone.
    pub fn alone(&self) -> ObjectSet {
        let one = vec![self.object.clone()];
        match self.is_virtual {
            true => ObjectSet { objects: Vec::new(), owners: one },
            false => ObjectSet { objects: one, owners: Vec::new() },
        }
    }

    /// A dict, real or virtual, of that very class.
    pub fn is_dict(&self) -> bool {
        self.is_virtual || self.object.is_exact(Kind::Dict)
    }

    /// Class, or `dict of` the class of its owner.
    pub fn kind(&self, interp: &Interp) -> String {
        match (&self.owner, self.is_dict()) {
            (Some(owner), true) => format!("dict of {}", type_name(interp, owner.ty())),
            (None, true) => "dict (no owner)".to_string(),
            (_, false) => type_name(interp, self.object.ty()),
        }
    }

    fn show(&self) -> Show {
        if self.is_dict() {
            return match self.owner.as_ref().map(ObjRef::kind) {
                None => Show::Length,
                Some(Kind::Module | Kind::Type | Kind::Function) => Show::OwnerName,
                Some(_) => Show::OwnerAddress,
            };
        }
        let o = &self.object;
        match o.kind() {
            Kind::Type => Show::Name,
            _ if o.ty().data.heap_type => Show::Address,
            Kind::Str | Kind::Bytes => Show::Text,
            Kind::Int | Kind::BigInt | Kind::Float | Kind::Complex | Kind::Bool | Kind::None => Show::Value,
            Kind::Function | Kind::Module | Kind::Native => Show::Name,
            Kind::Method => Show::Method,
            Kind::Code => Show::Code,
            Kind::List | Kind::Tuple => Show::Length,
            Kind::Opaque if o.ty().name() == "frame" => Show::Frame,
            _ => Show::Address,
        }
    }

    /// The title of the column of a table whose objects are all like this one.
    pub fn header(&self) -> &'static str {
        self.show().header()
    }

    /// The words for the object in a table of its kind.
    pub fn text(&self, cx: &mut Cx) -> String {
        let o = &self.object;
        match self.show() {
            Show::Text | Show::Value => {
                let text = cx.repr_text(o).unwrap_or_else(|_| forget(cx));
                if self.show() == Show::Text { limited(&text, 30) } else { text }
            }
            Show::Name => object_name(cx, o),
            Show::Method => {
                let Some(m) = cx.heap.get::<Method>(o).map(|m| (m.self_.clone(), m.func.clone())) else {
                    return String::new();
                };
                let of = match TypeObj::of(&m.0) {
                    Some(t) => type_name(cx, t),
                    None => format!("<{} at {}>", type_name(cx, m.0.ty()), address(&m.0)),
                };
                let name = attribute(cx, &m.1, "__name__");
                format!("{of}.{name}")
            }
            Show::Code => {
                let parts = ["co_filename", "co_firstlineno", "co_name"];
                let [file, line, name] = parts.map(|p| attribute(cx, o, p));
                format!("{}:{line}:{name}", file.rsplit('/').next().unwrap_or_default())
            }
            Show::Frame => {
                let name = attribute_of(cx, o, "f_code").map(|code| attribute(cx, &code, "co_name"));
                format!("<{} at {}>", name.unwrap_or_default(), address(o))
            }
            Show::Length => format!("{}*{}", address(o), length(cx, o)),
            Show::Address => address(o),
            Show::OwnerName => self.owner.as_ref().map(|w| object_name(cx, w)).unwrap_or_default(),
            Show::OwnerAddress => self.owner.as_ref().map(address).unwrap_or_default(),
        }
    }

    /// The words for the object where its kind stands before them.
    pub fn short_text(&self, cx: &mut Cx) -> String {
        match &self.owner {
            Some(owner) if self.is_dict() => match (TypeObj::of(owner), cx.heap.get::<Function>(owner)) {
                (Some(ty), _) => format!("..{}", ty.name()),
                (None, Some(f)) => format!("..{}", f.name.text_or_empty()),
                (None, None) => self.text(cx),
            },
            _ => self.text(cx),
        }
    }

    /// Kind and words.
    pub fn brief(&self, cx: &mut Cx) -> String {
        format!("{}: {}", self.kind(cx.heap.interp()), self.short_text(cx))
    }
}

fn forget(cx: &mut Cx) -> String {
    cx.take_exception();
    String::new()
}

/// `s` with its middle left out if it has more characters than `most`, as `reprlib` does.
pub fn limited(s: &str, most: usize) -> String {
    let chars: Vec<char> = s.chars().collect();
    if chars.len() <= most {
        return s.to_string();
    }
    let before = (most - 3) / 2;
    let after = most - 3 - before;
    let (head, tail) = (&chars[..before], &chars[chars.len() - after..]);
    head.iter().copied().chain("...".chars()).chain(tail.iter().copied()).collect()
}

pub fn address(o: &ObjRef) -> String {
    format!("{:#x}", o.address())
}

fn length(cx: &Cx, o: &ObjRef) -> usize {
    match o.kind() {
        Kind::List => cx.heap.get::<List>(o).map_or(0, |l| l.items.len()),
        Kind::Tuple => cx.heap.tuple(o).map_or(0, <[ObjRef]>::len),
        _ => cx.heap.get::<Dict>(o).map_or(0, Dict::len),
    }
}

/// An attribute of a native object, got without running Python code.
fn attribute_of(cx: &mut Cx, o: &ObjRef, name: &str) -> Option<ObjRef> {
    let name = cx.intern(name);
    let value = cx.getattr(o, &name).ok();
    if value.is_none() {
        cx.take_exception();
    }
    value
}

fn attribute(cx: &mut Cx, o: &ObjRef, name: &str) -> String {
    match attribute_of(cx, o, name) {
        Some(v) if v.is_str() => v.text_or_empty(),
        Some(v) => v.int().map(|n| n.to_string()).unwrap_or_default(),
        None => String::new(),
    }
}

/// Module and name of a type, function or native function; the name of a module.
fn object_name(cx: &mut Cx, o: &ObjRef) -> String {
    if let Some(t) = TypeObj::of(o) {
        return type_name(cx, t);
    }
    if let Some(f) = cx.heap.get::<Function>(o) {
        return format!("{}.{}", f.module.text_or_empty(), f.name.text_or_empty());
    }
    if let Some(f) = cx.heap.get::<NativeData>(o) {
        return match &f.module {
            Some(m) if m.text_or_empty() == "builtins" => f.def.name.to_string(),
            Some(m) => format!("{}.{}", m.text_or_empty(), f.def.name),
            None => format!("None.{}", f.def.name),
        };
    }
    match cx.existing_dict(o).and_then(|d| cx.namespace_get(&d, &cx.names.name)) {
        Some(name) => name.text_or_empty(),
        None => address(o),
    }
}

/// A representation that runs no Python code: literals as they are, other objects by type and address.
pub fn literal(survey: &Survey, o: &ObjRef) -> String {
    let heap = survey.heap();
    match o.kind() {
        _ if o.ty().data.heap_type => plain(heap.interp(), o),
        Kind::None => "None".to_string(),
        Kind::Bool => if o.is(&heap.interp().true_) { "True" } else { "False" }.to_string(),
        Kind::Int => o.int().map(|n| n.to_string()).unwrap_or_default(),
        Kind::Str => quoted(o),
        Kind::Tuple => {
            let items = heap.tuple(o).unwrap_or_default();
            let texts: Vec<String> = items.iter().map(|i| nested(survey, i)).collect();
            if texts.len() == 1 { format!("({},)", texts[0]) } else { format!("({})", texts.join(", ")) }
        }
        Kind::Type => match TypeObj::of(o) {
            Some(t) => format!("<class '{}'>", type_name(heap.interp(), t)),
            None => plain(heap.interp(), o),
        },
        _ => plain(heap.interp(), o),
    }
}

/// An item of a tuple; a tuple in it is only hinted at, so that nesting has an end.
fn nested(survey: &Survey, o: &ObjRef) -> String {
    if o.kind() == Kind::Tuple { "(...)".to_string() } else { literal(survey, o) }
}

fn plain(interp: &Interp, o: &ObjRef) -> String {
    format!("<{} object at {}>", type_name(interp, o.ty()), address(o))
}

/// A str between quotes, as Python writes it.
fn quoted(o: &ObjRef) -> String {
    let text = o.text_or_empty();
    let quote = if text.contains('\'') && !text.contains('"') { '"' } else { '\'' };
    let mut out = String::from(quote);
    for c in text.chars() {
        match c {
            '\\' => out += "\\\\",
            '\n' => out += "\\n",
            '\r' => out += "\\r",
            '\t' => out += "\\t",
            c if c == quote => out.extend(['\\', c]),
            c if u32::from(c) < 32 || c == '\u{7f}' => out += &format!("\\x{:02x}", u32::from(c)),
            c => out.push(c),
        }
    }
    out.push(quote);
    out
}

/// The name of a `__slots__` member by its number.
pub fn member_name(heap: &Heap, o: &ObjRef, index: usize) -> Option<ObjRef> {
    o.ty().mro().iter().filter_map(TypeObj::of).find_map(|t| {
        let dict = heap.get::<Dict>(&t.data.dict)?;
        dict.iter().find_map(|(_, name, value)| {
            let member = heap.get::<MemberDescriptor>(value)?;
            (member.index() == Some(index)).then(|| name.clone())
        })
    })
}
