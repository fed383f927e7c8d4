//! Relations in words, for people and for counting.

use theseus_object::edges::Relation;
use theseus_object::header::Kind;
use theseus_object::payload::{Dict, FrozenSet, Set};
use theseus_object::{Cx, ObjRef};

/// What a place is counted as, in the singular.
pub fn category(holder: &ObjRef, relation: Relation) -> &'static str {
    let set = holder.has_payload::<Set>() || holder.has_payload::<FrozenSet>();
    match relation {
        Relation::Key(_) if set => "set element",
        Relation::Key(_) => "dict key",
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

/// The category for a number of places.
pub fn plural(category: &str, n: usize) -> String {
    match category.chars().last() {
        Some('_') => category.to_string(),
        _ if n == 1 => category.to_string(),
        Some('s') => format!("{category}es"),
        _ => format!("{category}s"),
    }
}

/// Where a holder keeps what it holds: `['k']`, `[3]`, `.attr`, `key`, `cell`, `__self__`.
pub fn relation(cx: &mut Cx, holder: &ObjRef, relation: Relation) -> String {
    match relation {
        Relation::Key(_) => "key".into(),
        Relation::Value(at) => {
            let key = cx.heap.get::<Dict>(holder).and_then(|d| d.entry(at)).map(|(k, _)| k.clone());
            format!("[{}]", key.map(|k| short(cx, &k)).unwrap_or_default())
        }
        Relation::Index(i) if holder.kind() == Kind::Code => format!("co_consts[{i}]"),
        Relation::Index(i) => format!("[{i}]"),
        Relation::Slot(i) => match cx.slot_name(holder, i) {
            Some(name) => format!(".{}", name.text_or_empty()),
            None => format!("slot {i}"),
        },
        Relation::Cell => "cell".into(),
        Relation::Local(r) => {
            let name = cx.upcalls.frames.local_name;
            name(cx, holder, r).unwrap_or_else(|| format!("register {r}"))
        }
        Relation::Class => "instance of".into(),
        named => named.name().unwrap_or_default().to_string(),
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
    let article = if name.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
    format!("{article} {name}")
}
