//! Relations in words, for people and for counting.

use std::fmt;

use theseus_object::edges::Relation;
use theseus_object::header::{Kind, flag};
use theseus_object::payload::{Dict, FrozenSet, Set};
use theseus_object::{Cx, ObjRef};

/// What a place is counted as, in the singular.
pub fn category(holder: &ObjRef, relation: Relation) -> &'static str {
    let set = holder.has_payload::<Set>() || holder.has_payload::<FrozenSet>();
    match relation {
        Relation::Key(_) if set => "set element",
        Relation::Key(_) => "dict key",
        Relation::Value(_) if is_overflow(holder) => "attribute",
        Relation::Value(_) => "dict value",
        Relation::Index(_) => match holder.kind() {
            Kind::List => "list item",
            Kind::Tuple => "tuple item",
            Kind::Code => "constant",
            _ => "item",
        },
        Relation::Slot(_) => "attribute",
        Relation::Cell => "closure cell",
        Relation::Local(_) => "local",
        Relation::Class => "instance",
        named => named.name().unwrap_or("reference"),
    }
}

/// Whether a dict is but the place for what an instance had no room for.
pub fn is_overflow(holder: &ObjRef) -> bool {
    holder.is_exact(Kind::Dict) && holder.header().has_flag(flag::OVERFLOW)
}

/// The category for a number of places.
pub fn plural(category: &str, n: usize) -> String {
    match category.chars().last() {
        Some('_') => category.to_string(),
        _ if n == 1 => category.to_string(),
        Some('s') => format!("{category}es"),
        _ => format!("{category}s"),
    }
}

/// Where a holder keeps what it holds.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Place {
    /// A key of a dict, an element of a set: `key`.
    Key,
    /// The value of the key with this text: `['k']`.
    Value(String),
    /// An item: `[3]`.
    Index(usize),
    /// A constant of a code object: `co_consts[3]`.
    Constant(usize),
    /// An attribute, or a class's: `.name`.
    Attribute(String),
    /// The contents of a cell: `cell`.
    Cell,
    /// A variable or temporary of a frame: `local x of f`.
    Variable(String),
    /// The class of an instance: `instance of`.
    Class,
    /// A base of a class: `__bases__[0]`.
    Base(usize),
    /// A field that only native code writes: `__self__`.
    Field(&'static str),
    /// What no object holds: `exception in flight`.
    Root(String),
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Place::Key => f.write_str("key"),
            Place::Value(key) => write!(f, "[{key}]"),
            Place::Index(i) => write!(f, "[{i}]"),
            Place::Constant(i) => write!(f, "co_consts[{i}]"),
            Place::Attribute(name) => write!(f, ".{name}"),
            Place::Cell => f.write_str("cell"),
            Place::Class => f.write_str("instance of"),
            Place::Base(i) => write!(f, "__bases__[{i}]"),
            Place::Field(name) => f.write_str(name),
            Place::Variable(words) | Place::Root(words) => f.write_str(words),
        }
    }
}

/// The place that a relation of an object's means.
pub fn place(cx: &mut Cx, holder: &ObjRef, relation: Relation) -> Place {
    match relation {
        Relation::Key(_) => Place::Key,
        Relation::Value(at) => {
            let key = cx.heap.get::<Dict>(holder).and_then(|d| d.entry(at)).map(|(k, _)| k.clone());
            Place::Value(key.map(|k| short(cx, &k)).unwrap_or_default())
        }
        Relation::Index(i) if holder.kind() == Kind::Code => Place::Constant(i),
        Relation::Index(i) => Place::Index(i),
        Relation::Slot(i) => match cx.slot_name(holder, i) {
            Some(name) => Place::Attribute(name.text_or_empty()),
            None => Place::Root(format!("slot {i}")),
        },
        Relation::Cell => Place::Cell,
        Relation::Local(r) => {
            let name = cx.upcalls.frames.local_name;
            Place::Variable(name(cx, holder, r).unwrap_or_else(|| format!("register {r}")))
        }
        Relation::Class => Place::Class,
        named => Place::Field(named.name().unwrap_or_default()),
    }
}

/// A key in words without calling Python code: the `repr` of what is plain, the type of anything else.
pub fn short(cx: &mut Cx, key: &ObjRef) -> String {
    let plain = key.is_exact(Kind::Str)
        || key.is_exact(Kind::Int)
        || key.is_exact(Kind::BigInt)
        || key.is_exact(Kind::Float)
        || key.is_exact(Kind::Bytes)
        || key.is_exact(Kind::Bool)
        || key.is_none();
    if plain && let Ok(text) = cx.repr_text(key) {
        return text;
    }
    format!("<{}>", key.ty().name())
}

/// An object as messages name it.
pub fn noun(o: &ObjRef) -> String {
    let name = o.ty().name();
    let article = if name.starts_with(['a', 'e', 'i', 'o', 'u', 'A', 'E', 'I', 'O']) { "an" } else { "a" };
    format!("{article} {name}")
}
