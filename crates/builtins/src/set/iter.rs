//! Iteration over a set.

use theseus_object::class::TypeSpec;
use theseus_object::edges::{EdgeVisitor, Payload, Relation};
use theseus_object::methods::NativeDef;
use theseus_object::slots::Slots;
use theseus_object::{Cx, ObjRef, PyResult};

use super::operations::len;
use crate::iters::{reduce_iterator, same};

/// Over the places of a set's table.
struct SetIter {
    set: Option<ObjRef>,
    /// Keys that the set had; another number of them is an error.
    size: usize,
    /// How often the set had moved its keys.
    moves: u32,
    at: usize,
    left: usize,
}

impl Payload for SetIter {
    fn edges(&mut self, v: &mut dyn EdgeVisitor) {
        v.edge(&mut self.set, Relation::Typed("set"));
    }
    fn clear(&mut self) {
        self.set = None;
    }
}

static SPEC: TypeSpec = TypeSpec {
    slots: Slots { iter: Some(same), next: Some(next), ..Slots::EMPTY },
    methods: &[NativeDef::length_hint(length_hint), NativeDef::reduce(reduce)],
    ..TypeSpec::EMPTY
};

/// No set is that large: the set changed, and every further step fails too.
const CHANGED: usize = usize::MAX;

pub(super) fn install(cx: &mut Cx) {
    let ty = cx.add_native_type::<SetIter>("set_iterator", None, 0);
    cx.fill_type(&ty, &SPEC);
}

pub(super) fn iter(cx: &mut Cx, set: &ObjRef) -> PyResult {
    let size = len(cx, set);
    let moves = cx.heap.set_table(set).map_or(0, |t| t.moves());
    Ok(cx.new_object(SetIter { set: Some(set.clone()), size, moves, at: 0, left: size }))
}

/// The first key at or behind a place: the place behind it, the key and its hash.
#[inline]
pub(crate) fn next_place(cx: &Cx, set: &ObjRef, from: usize) -> Option<(usize, ObjRef, i64)> {
    let places = cx.heap.set_table(set)?.places().get(from..)?;
    let (i, p) = places.iter().enumerate().find(|(_, p)| p.key.is_some())?;
    Some((from + i + 1, p.key.clone()?, p.hash))
}

fn next(cx: &mut Cx, me: &ObjRef) -> PyResult<Option<ObjRef>> {
    let Some(i) = cx.heap.get::<SetIter>(me) else { return Ok(None) };
    let Some(set) = i.set.clone() else { return Ok(None) };
    let (at, size, moves) = (i.at, i.size, i.moves);
    let moved = cx.heap.set_table(&set).is_some_and(|t| t.moves() != moves);
    let changed = moved || len(cx, &set) != size;
    let found = if changed { None } else { next_place(cx, &set, at) };
    let Some(i) = cx.heap.get_mut::<SetIter>(me) else { return Ok(None) };
    if changed {
        i.size = CHANGED;
        let how =
            if moved { "Set was rearranged during iteration" } else { "Set changed size during iteration" };
        return Err(cx.runtime_error(how));
    }
    match found {
        Some((after, key, _)) => {
            i.at = after;
            i.left = i.left.saturating_sub(1);
            Ok(Some(key))
        }
        None => {
            let set = i.set.take();
            drop(set);
            Ok(None)
        }
    }
}

fn length_hint(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let left = cx.heap.get::<SetIter>(me).and_then(|i| {
        let set = i.set.as_ref()?;
        (len(cx, set) == i.size).then_some(i.left)
    });
    Ok(cx.usize(left.unwrap_or(0)))
}

fn reduce(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let Some(i) = cx.heap.get::<SetIter>(me) else { return Err(cx.bad_internal("set iterator")) };
    let (set, mut at) = (i.set.clone(), i.at);
    let mut rest = Vec::new();
    while let Some(set) = &set
        && let Some((after, key, _)) = next_place(cx, set, at)
    {
        rest.push(key);
        at = after;
    }
    let rest = cx.new_list(rest);
    reduce_iterator(cx, "iter", rest, None)
}
