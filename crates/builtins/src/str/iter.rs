//! Iterators over str: one type for ASCII text, one for other.

use theseus_object::class::TypeSpec;
use theseus_object::edges::{EdgeVisitor, Payload, Relation};
use theseus_object::methods::NativeDef;
use theseus_object::payload::{AsciiIter, StrPosition};
use theseus_object::{Cx, ObjRef, PyResult, Slots};

use super::units::chars;
use crate::sequence::int_argument;

/// Over a str of any characters.
struct WideIter(StrPosition);

impl Payload for WideIter {
    fn edges(&mut self, v: &mut dyn EdgeVisitor) {
        v.edge(&mut self.0.text, Relation::Typed("text"));
    }
}

static ASCII: TypeSpec = TypeSpec {
    slots: Slots { iter: Some(|_, me| Ok(me.clone())), next: Some(next_ascii), ..Slots::EMPTY },
    methods: METHODS,
    ..TypeSpec::EMPTY
};

static WIDE: TypeSpec = TypeSpec {
    slots: Slots { iter: Some(|_, me| Ok(me.clone())), next: Some(next_wide), ..Slots::EMPTY },
    methods: METHODS,
    ..TypeSpec::EMPTY
};

static METHODS: &[NativeDef] =
    &[NativeDef::length_hint(length_hint), NativeDef::reduce(reduce), NativeDef::set_state(set_state)];

pub(super) fn install(cx: &Cx) {
    let ascii = cx.add_native_type::<AsciiIter>("str_ascii_iterator", None, 0);
    cx.fill_type(&ascii, &ASCII);
    let wide = cx.add_native_type::<WideIter>("str_iterator", None, 0);
    cx.fill_type(&wide, &WIDE);
}

/// Slot `iter` of str.
pub(super) fn iter(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let at = StrPosition { text: Some(me.clone()), index: 0 };
    Ok(if me.ascii().is_some() { cx.new_object(AsciiIter(at)) } else { cx.new_object(WideIter(at)) })
}

fn position<'a>(cx: &'a mut Cx, it: &'a ObjRef) -> Option<&'a mut StrPosition> {
    if it.has_payload::<AsciiIter>() {
        return cx.heap.get_mut::<AsciiIter>(it).map(|p| &mut p.0);
    }
    cx.heap.get_mut::<WideIter>(it).map(|p| &mut p.0)
}

fn next_wide(cx: &mut Cx, it: &ObjRef) -> PyResult<Option<ObjRef>> {
    let Some(at) = cx.heap.get_mut::<WideIter>(it).map(|p| &mut p.0) else { return Ok(None) };
    let Some(c) = at.text.as_ref().and_then(|t| chars(t).get(at.index)) else {
        drop(at.text.take());
        return Ok(None);
    };
    at.index += 1;
    Ok(Some(cx.char(c)))
}

fn next_ascii(cx: &mut Cx, it: &ObjRef) -> PyResult<Option<ObjRef>> {
    let Some(at) = cx.heap.get_mut::<AsciiIter>(it).map(|p| &mut p.0) else { return Ok(None) };
    let Some(&c) = at.text.as_ref().and_then(|t| t.ascii()?.as_bytes().get(at.index)) else {
        drop(at.text.take());
        return Ok(None);
    };
    at.index += 1;
    Ok(Some(cx.char(c as u32)))
}

fn length_hint(cx: &mut Cx, it: &ObjRef) -> PyResult {
    let left = position(cx, it).and_then(|at| Some(chars(at.text.as_ref()?).len() - at.index));
    Ok(cx.usize(left.unwrap_or(0)))
}

fn reduce(cx: &mut Cx, it: &ObjRef) -> PyResult {
    let name = cx.intern("iter");
    let iter = cx.namespace_get(&cx.builtins, &name).unwrap_or_else(|| cx.none.clone());
    let state = position(cx, it).and_then(|at| Some((at.text.clone()?, at.index)));
    Ok(match state {
        Some((text, index)) => {
            let args = cx.new_tuple([text]);
            let index = cx.usize(index);
            cx.new_tuple([iter, args, index])
        }
        None => {
            let args = cx.new_tuple([cx.empty_str.clone()]);
            cx.new_tuple([iter, args])
        }
    })
}

fn set_state(cx: &mut Cx, it: &ObjRef, state: &ObjRef) -> PyResult {
    let index = usize::try_from(int_argument(cx, state)?).unwrap_or(0);
    if let Some(at) = position(cx, it)
        && let Some(text) = &at.text
    {
        at.index = index.min(chars(text).len());
    }
    Ok(cx.none.clone())
}
