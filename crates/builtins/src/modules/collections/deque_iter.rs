//! The iterators over a deque, forwards and backwards.

use theseus_object::class::TypeSpec;
use theseus_object::edges::{EdgeVisitor, Payload, Relation};
use theseus_object::methods::NativeDef;
use theseus_object::slots::Slots;
use theseus_object::{Args, Cx, ObjRef, PyResult};

use super::deque::{Deque, changes, length};
use crate::iters::same;
use crate::sequence::size_argument;

struct DequeIter<const BACK: bool> {
    deque: ObjRef,
    /// How many items are still to come.
    left: usize,
    /// The deque's count of changes when the iterator was made.
    changes: u64,
}

impl<const BACK: bool> Payload for DequeIter<BACK> {
    fn edges(&mut self, v: &mut dyn EdgeVisitor) {
        v.fixed(&mut self.deque, Relation::Typed("deque"));
    }
}

macro_rules! spec {
    ($back:literal) => {
        TypeSpec {
            slots: Slots {
                new: Some(new::<$back>),
                iter: Some(same),
                next: Some(next::<$back>),
                ..Slots::EMPTY
            },
            methods: &[NativeDef::length_hint(length_hint::<$back>), NativeDef::reduce(reduce::<$back>)],
            getsets: &[],
            doc: "",
        }
    };
}

static FORWARDS: TypeSpec = spec!(false);
static BACKWARDS: TypeSpec = spec!(true);

pub(super) fn install(cx: &mut Cx, dict: &ObjRef) {
    let ty = cx.add_native_type::<DequeIter<false>>("collections._deque_iterator", None, 0);
    cx.fill_type(&ty, &FORWARDS);
    cx.namespace_put(dict, "_deque_iterator", ty.as_ref().clone());
    let ty = cx.add_native_type::<DequeIter<true>>("collections._deque_reverse_iterator", None, 0);
    cx.fill_type(&ty, &BACKWARDS);
    cx.namespace_put(dict, "_deque_reverse_iterator", ty.as_ref().clone());
}

fn over<const BACK: bool>(cx: &Cx, deque: &ObjRef) -> ObjRef {
    let (left, changes) = (length(cx, deque), changes(cx, deque));
    cx.new_object(DequeIter::<BACK> { deque: deque.clone(), left, changes })
}

pub(super) fn iter(cx: &mut Cx, deque: &ObjRef) -> PyResult {
    Ok(over::<false>(cx, deque))
}

pub(super) fn reversed(cx: &mut Cx, deque: &ObjRef) -> PyResult {
    Ok(over::<true>(cx, deque))
}

/// `_deque_iterator(deque, index=0)`.
fn new<const BACK: bool>(cx: &mut Cx, _: &ObjRef, args: &Args) -> PyResult {
    let (deque, index) = match args.pos() {
        [deque] => (deque, None),
        [deque, index] => (deque, Some(index)),
        other => {
            let (n, how) =
                (other.len(), if other.is_empty() { "least 1 argument" } else { "most 2 arguments" });
            return Err(cx.type_error(format!("function takes at {how} ({n} given)")));
        }
    };
    if !deque.has_payload::<Deque>() {
        let got = deque.ty().name();
        return Err(cx.type_error(format!("argument 1 must be collections.deque, not {got}")));
    }
    let it = over::<BACK>(cx, deque);
    if let Some(index) = index {
        let skipped = size_argument(cx, index)?.max(0) as usize;
        if let Some(i) = cx.heap.get_mut::<DequeIter<BACK>>(&it) {
            i.left = i.left.saturating_sub(skipped);
        }
    }
    Ok(it)
}

fn next<const BACK: bool>(cx: &mut Cx, me: &ObjRef) -> PyResult<Option<ObjRef>> {
    let Some(i) = cx.heap.get::<DequeIter<BACK>>(me) else { return Ok(None) };
    let Some(d) = cx.heap.get::<Deque>(&i.deque) else { return Ok(None) };
    if d.changes != i.changes {
        if let Some(i) = cx.heap.get_mut::<DequeIter<BACK>>(me) {
            i.left = 0;
        }
        return Err(cx.runtime_error("deque mutated during iteration"));
    }
    if i.left == 0 {
        return Ok(None);
    }
    let at = if BACK { i.left - 1 } else { d.items.len().saturating_sub(i.left) };
    let found = d.items.get(at).cloned();
    if let Some(i) = cx.heap.get_mut::<DequeIter<BACK>>(me) {
        i.left -= 1;
    }
    Ok(found)
}

fn length_hint<const BACK: bool>(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let left = cx.heap.get::<DequeIter<BACK>>(me).map_or(0, |i| i.left);
    Ok(cx.usize(left))
}

fn reduce<const BACK: bool>(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let Some(i) = cx.heap.get::<DequeIter<BACK>>(me) else { return Err(cx.bad_internal("deque iterator")) };
    let (deque, left) = (i.deque.clone(), i.left);
    let done = length(cx, &deque).saturating_sub(left);
    let args = cx.new_tuple([deque, cx.usize(done)]);
    Ok(cx.new_tuple([me.class(), args]))
}
