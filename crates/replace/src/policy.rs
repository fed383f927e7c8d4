//! What is to be replaced, and what is not: pairs, containers to be left alone, key conflicts.

use hashbrown::HashSet;

use theseus_object::edges::Relation;
use theseus_object::header::flag;
use theseus_object::payload::CellData;
use theseus_object::{Cx, Kind, ObjRef, TypeObj};

/// What becomes of a dict that would have the same key twice.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum KeyPolicy {
    /// It is a conflict.
    #[default]
    Error,
    /// The entry of the new key stays.
    New,
    /// The entry of the old key stays, with the new key.
    Old,
}

/// What somebody asks for.
#[derive(Clone, Default)]
pub struct Request {
    /// Old and new objects: each reference to the first of a pair becomes one to the second.
    pub pairs: Vec<(ObjRef, ObjRef)>,
    /// What these hold directly stays.
    pub keep: Vec<ObjRef>,
    pub keys: KeyPolicy,
    /// Containers that the request itself came in.
    pub arguments: Vec<ObjRef>,
    /// Addresses of the values that native code passed for the request.
    pub values: Vec<usize>,
}

/// Why references to an object cannot be replaced: everybody shares it. Nothing for others.
pub fn pooled(cx: &Cx, o: &ObjRef) -> Option<&'static str> {
    if matches!(o.kind(), Kind::None | Kind::NotImplemented | Kind::Ellipsis | Kind::Bool) {
        return Some("a singleton");
    }
    if o.is_exact(Kind::Int) && o.int().is_some_and(|v| (-5..=256).contains(&v)) {
        return Some("a pooled int");
    }
    if o.is_exact(Kind::Bytes) && cx.heap.bytes(o).is_some_and(|b| b.len() <= 1) {
        return Some("a pooled bytes object");
    }
    if o.is(&cx.empty_tuple) {
        return Some("the empty tuple");
    }
    if o.is_exact(Kind::Str) && (o.header().has_flag(flag::INTERNED) || o.str_len().is_some_and(|n| n <= 1)) {
        return Some("an interned str");
    }
    None
}

/// Addresses of an object and of what belongs to it alone: its dict, closure, defaults, bases. What these
/// hold is stored in the object itself.
pub fn storage(cx: &Cx, o: &ObjRef) -> HashSet<usize> {
    let mut parts = Vec::new();
    cx.heap.slots(o, |_, held, relation| {
        if matches!(relation, Relation::Part(_)) {
            parts.push(held.clone());
        }
    });
    let cells =
        parts.iter().filter_map(|p| cx.heap.tuple(p)).flatten().filter(|c| c.has_payload::<CellData>());
    let cells: Vec<usize> = cells.map(ObjRef::address).collect();
    parts.iter().map(ObjRef::address).chain([o.address()]).chain(cells).collect()
}

/// The compiler's cells of a class's own methods, in which `super()` finds the class.
pub fn class_cells(cx: &mut Cx, class: &ObjRef) -> HashSet<usize> {
    let Some(dict) = TypeObj::of(class).map(|t| t.data.dict.clone()) else { return HashSet::new() };
    let mut cells = HashSet::new();
    for (_, value) in cx.dict_items(&dict) {
        let mut held = vec![value.clone()];
        // Class methods, properties and such hold their functions.
        if value.kind() != Kind::Type {
            cx.heap.slots(&value, |_, o, relation| {
                if relation.counts() {
                    held.push(o.clone());
                }
            });
        }
        cells.extend(held.iter().filter_map(|f| class_cell(cx, f)));
    }
    cells
}

fn class_cell(cx: &Cx, f: &ObjRef) -> Option<usize> {
    let f = cx.heap.get::<theseus_object::payload::Function>(f)?;
    let names = (cx.upcalls.frames.free_names)(cx, &f.code);
    let at = names.iter().position(|n| n.is(&cx.names.class))?;
    Some(cx.heap.tuple(f.closure.as_ref()?)?.get(at)?.address())
}
