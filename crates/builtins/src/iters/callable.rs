//! The iterators that `iter` makes: over calls until a sentinel comes, and over indices.

use theseus_object::class::TypeSpec;
use theseus_object::edges::{EdgeVisitor, Payload, Relation};
use theseus_object::methods::NativeDef;
use theseus_object::ops::{SeqIter, seq_iter_next};
use theseus_object::slots::Slots;
use theseus_object::{Cx, ObjRef, PyResult};

use super::{reduce_iterator, same};
use crate::sequence::size_argument;

/// Calls a function until it gives the sentinel; both are `None` after that.
pub(crate) struct CallableIter {
    pub callable: Option<ObjRef>,
    pub sentinel: Option<ObjRef>,
}

impl Payload for CallableIter {
    fn edges(&mut self, v: &mut dyn EdgeVisitor) {
        v.edge(&mut self.callable, Relation::Attr("callable"));
        v.edge(&mut self.sentinel, Relation::Attr("sentinel"));
    }
    fn clear(&mut self) {
        self.callable = None;
        self.sentinel = None;
    }
}

static CALLABLE: TypeSpec = TypeSpec {
    slots: Slots { iter: Some(same), next: Some(next_call), ..Slots::EMPTY },
    methods: &[NativeDef::reduce(reduce_callable)],
    ..TypeSpec::EMPTY
};

static SEQUENCE: TypeSpec = TypeSpec {
    slots: Slots { iter: Some(same), next: Some(seq_iter_next), ..Slots::EMPTY },
    methods: &[
        NativeDef::length_hint(length_hint),
        NativeDef::reduce(reduce_sequence),
        NativeDef::set_state(set_state),
    ],
    ..TypeSpec::EMPTY
};

pub(super) fn install(cx: &mut Cx) {
    let callable = cx.add_native_type::<CallableIter>("callable_iterator", None, 0);
    cx.fill_type(&callable, &CALLABLE);
    let sequence = cx.add_native_type::<SeqIter>("iterator", None, 0);
    cx.fill_type(&sequence, &SEQUENCE);
}

fn next_call(cx: &mut Cx, me: &ObjRef) -> PyResult<Option<ObjRef>> {
    let Some(c) = cx.heap.get::<CallableIter>(me) else { return Ok(None) };
    let Some(callable) = c.callable.clone() else { return Ok(None) };
    let value = match cx.call(&callable, &[]) {
        Ok(value) => value,
        Err(_) if cx.catch(&cx.excs.stop_iteration.clone()) => {
            finish(cx, me);
            return Ok(None);
        }
        Err(e) => return Err(e),
    };
    // The call may have ended this very iterator.
    let Some(sentinel) = cx.heap.get::<CallableIter>(me).and_then(|c| c.sentinel.clone()) else {
        return Ok(None);
    };
    if cx.eq(&sentinel, &value)? {
        finish(cx, me);
        return Ok(None);
    }
    Ok(Some(value))
}

fn finish(cx: &mut Cx, me: &ObjRef) {
    let ended = cx.heap.get_mut::<CallableIter>(me).map(|c| (c.callable.take(), c.sentinel.take()));
    drop(ended);
}

fn reduce_callable(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let Some(c) = cx.heap.get::<CallableIter>(me) else { return Err(cx.bad_internal("iterator")) };
    let (Some(callable), Some(sentinel)) = (c.callable.clone(), c.sentinel.clone()) else {
        let empty = cx.empty_tuple.clone();
        return reduce_iterator(cx, "iter", empty, None);
    };
    let name = cx.intern("iter");
    let Some(f) = cx.namespace_get(&cx.builtins, &name) else { return Err(cx.attribute_error("iter")) };
    let args = cx.new_tuple([callable, sentinel]);
    Ok(cx.new_tuple([f, args]))
}

fn length_hint(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let Some(s) = cx.heap.get::<SeqIter>(me) else { return Err(cx.bad_internal("iterator")) };
    let (Some(sequence), index) = (s.sequence.clone(), s.index) else { return Ok(cx.int(0)) };
    if sequence.ty().slots().len.is_none() {
        return Ok(cx.not_implemented.clone());
    }
    let n = cx.len(&sequence)?;
    Ok(cx.usize(n.saturating_sub(usize::try_from(index).unwrap_or(0))))
}

fn reduce_sequence(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let Some(s) = cx.heap.get::<SeqIter>(me) else { return Err(cx.bad_internal("iterator")) };
    let index = cx.int(s.index);
    match s.sequence.clone() {
        Some(sequence) => reduce_iterator(cx, "iter", sequence, Some(index)),
        None => {
            let empty = cx.empty_tuple.clone();
            reduce_iterator(cx, "iter", empty, None)
        }
    }
}

fn set_state(cx: &mut Cx, me: &ObjRef, state: &ObjRef) -> PyResult {
    let index = size_argument(cx, state)?;
    if let Some(s) = cx.heap.get_mut::<SeqIter>(me) {
        s.index = index.max(0);
    }
    Ok(cx.none.clone())
}
