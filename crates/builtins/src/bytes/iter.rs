//! Iterators over bytes, bytearray and memoryview.

use theseus_object::class::TypeSpec;
use theseus_object::edges::{EdgeVisitor, Payload, Relation};
use theseus_object::methods::NativeDef;
use theseus_object::{Cx, Kind, ObjRef, PyResult, Slots};

use crate::sequence::int_argument;

/// Over a sequence of bytes; `None` when exhausted.
struct Position {
    sequence: Option<ObjRef>,
    index: usize,
}

macro_rules! iterators {
    ($($name:ident,)*) => {
        $(struct $name(Position);
        impl Payload for $name {
            fn edges(&mut self, v: &mut dyn EdgeVisitor) {
                v.edge(&mut self.0.sequence, Relation::Typed("sequence"));
            }
            fn clear(&mut self) {
                self.0.sequence = None;
            }
        })*

        fn position<'a>(cx: &'a mut Cx, it: &'a ObjRef) -> Option<&'a mut Position> {
            $(if it.has_payload::<$name>() {
                return cx.heap.get_mut::<$name>(it).map(|p| &mut p.0);
            })*
            None
        }
    };
}

iterators! {
    BytesIter,
    ArrayIter,
    ViewIter,
}

static SPEC: TypeSpec = TypeSpec {
    slots: Slots { iter: Some(|_, me| Ok(me.clone())), next: Some(next), ..Slots::EMPTY },
    methods: &[
        NativeDef::length_hint(length_hint),
        NativeDef::reduce(reduce),
        NativeDef::set_state(set_state),
    ],
    ..TypeSpec::EMPTY
};

pub(super) fn install(cx: &Cx) {
    let types = [
        cx.add_native_type::<BytesIter>("bytes_iterator", None, 0),
        cx.add_native_type::<ArrayIter>("bytearray_iterator", None, 0),
        cx.add_native_type::<ViewIter>("memory_iterator", None, 0),
    ];
    for ty in types {
        cx.fill_type(&ty, &SPEC);
    }
}

/// Slot `iter` of the three types.
pub(super) fn iter(cx: &mut Cx, me: &ObjRef) -> PyResult {
    super::view::check_alive(cx, me)?;
    let at = Position { sequence: Some(me.clone()), index: 0 };
    Ok(match me.kind() {
        Kind::Bytes => cx.new_object(BytesIter(at)),
        Kind::ByteArray => cx.new_object(ArrayIter(at)),
        _ => cx.new_object(ViewIter(at)),
    })
}

fn next(cx: &mut Cx, it: &ObjRef) -> PyResult<Option<ObjRef>> {
    let Some(at) = position(cx, it) else { return Ok(None) };
    let Some(sequence) = at.sequence.clone() else { return Ok(None) };
    let i = at.index;
    at.index += 1;
    let item = match cx.heap.bytes(&sequence) {
        Some(data) => data.get(i).map(|&b| cx.int(b as i64)),
        None => super::view::item_at(cx, &sequence, i)?,
    };
    if item.is_none() {
        let ended = position(cx, it).and_then(|at| at.sequence.take());
        drop(ended);
    }
    Ok(item)
}

fn length_hint(cx: &mut Cx, it: &ObjRef) -> PyResult {
    let state = position(cx, it).and_then(|at| Some((at.sequence.clone()?, at.index)));
    let Some((sequence, index)) = state else { return Ok(cx.int(0)) };
    let len = cx.len(&sequence)?;
    Ok(cx.usize(len.saturating_sub(index)))
}

fn reduce(cx: &mut Cx, it: &ObjRef) -> PyResult {
    let name = cx.intern("iter");
    let iter = cx.namespace_get(&cx.builtins, &name).unwrap_or_else(|| cx.none.clone());
    let state = position(cx, it).and_then(|at| Some((at.sequence.clone()?, at.index)));
    Ok(match state {
        Some((sequence, index)) => {
            let args = cx.new_tuple([sequence]);
            let index = cx.usize(index);
            cx.new_tuple([iter, args, index])
        }
        None => {
            let args = cx.new_tuple([cx.empty_tuple.clone()]);
            cx.new_tuple([iter, args])
        }
    })
}

fn set_state(cx: &mut Cx, it: &ObjRef, state: &ObjRef) -> PyResult {
    let index = usize::try_from(int_argument(cx, state)?).unwrap_or(0);
    let Some(sequence) = position(cx, it).and_then(|at| at.sequence.clone()) else {
        return Ok(cx.none.clone());
    };
    let len = cx.len(&sequence)?;
    if let Some(at) = position(cx, it) {
        at.index = index.min(len);
    }
    Ok(cx.none.clone())
}
