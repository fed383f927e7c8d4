//! enumerate, zip, map, filter, reversed and the iterators over callables and old-style sequences;
//! helpers for native code that iterates.

pub(crate) mod callable;
mod enumerate;
mod map;
mod reversed;
mod zip;

pub(crate) use callable::CallableIter;
pub(crate) use map::{end_by_exception, refuse_keywords};

use theseus_object::slots::is_number_trampoline;
use theseus_object::{Cx, Kind, ObjRef, PyResult};

use crate::sequence::item;

pub fn install(cx: &mut Cx) {
    enumerate::install(cx);
    zip::install(cx);
    map::install(cx);
    reversed::install(cx);
    callable::install(cx);
}

/// Slot `iter` of iterators.
pub(crate) fn same(_: &mut Cx, it: &ObjRef) -> PyResult {
    Ok(it.clone())
}

/// The next item of the iterator that another one reads from: iterators over iterators nest on the
/// native stack.
#[inline]
pub(crate) fn inner(cx: &mut Cx, it: &ObjRef) -> PyResult<Option<ObjRef>> {
    cx.check_stack()?;
    cx.next(it)
}

/// Calls `f` with each item of an iterable until it says false.
pub(crate) fn each(
    cx: &mut Cx,
    o: &ObjRef,
    mut f: impl FnMut(&mut Cx, ObjRef) -> PyResult<bool>,
) -> PyResult<()> {
    if o.is_exact(Kind::List) || o.is_exact(Kind::Tuple) {
        let mut at = 0;
        while let Some(x) = item(cx, o, at) {
            if !f(cx, x)? {
                return Ok(());
            }
            at += 1;
            poll_now_and_then(cx, at)?;
        }
        return Ok(());
    }
    let it = cx.iter(o)?;
    let mut rounds = 0;
    while let Some(x) = cx.next(&it)? {
        if !f(cx, x)? {
            return Ok(());
        }
        rounds += 1;
        poll_now_and_then(cx, rounds)?;
    }
    Ok(())
}

#[inline(always)]
pub(crate) fn poll_now_and_then(cx: &mut Cx, rounds: usize) -> PyResult<()> {
    if rounds & 0xffff == 0 { cx.poll() } else { Ok(()) }
}

/// About how many items an iterable has: what `operator.length_hint(o, 0)` says.
pub(crate) fn length_hint(cx: &mut Cx, o: &ObjRef) -> PyResult<usize> {
    Ok(known_length(cx, o)?.unwrap_or(0))
}

/// About how many items an iterable has, if it says so.
pub(crate) fn known_length(cx: &mut Cx, o: &ObjRef) -> PyResult<Option<usize>> {
    let type_error = cx.excs.type_error.clone();
    if let Some(len) = o.ty().slots().len {
        match len(cx, o) {
            Err(_) if cx.catch(&type_error) => (),
            r => return r.map(Some),
        }
    }
    let name = cx.names.length_hint.clone();
    let r = match cx.call_type_method(o, &name, &[]) {
        None => return Ok(None),
        Some(Err(_)) if cx.catch(&type_error) => return Ok(None),
        Some(r) => r?,
    };
    if r.is_not_implemented() {
        return Ok(None);
    }
    if !r.is_int() {
        let name = r.ty().name();
        return Err(cx.type_error(format!("__length_hint__ must be an integer, not {name}")));
    }
    match r.int() {
        Some(n) if n >= 0 => Ok(Some(n as usize)),
        Some(_) => Err(cx.value_error("__length_hint__() should return >= 0")),
        None => Err(cx.overflow_error("Python int too large to convert to C ssize_t")),
    }
}

/// What an iterator gives to `pickle` and `copy`: a builtin function, its argument and a state.
pub(crate) fn reduce_iterator(cx: &mut Cx, function: &str, over: ObjRef, state: Option<ObjRef>) -> PyResult {
    let name = cx.intern(function);
    let Some(f) = cx.namespace_get(&cx.builtins, &name) else {
        return Err(cx.attribute_error(function));
    };
    let args = cx.new_tuple([over]);
    Ok(match state {
        Some(state) => cx.new_tuple([f, args, state]),
        None => cx.new_tuple([f, args]),
    })
}

/// `a op b` by the operator of `other`, one of the two, if its class has it in Python: sequences
/// have no number slots in CPython, so that numbers are asked before them. One that stands on the left has
/// been asked already.
pub(crate) fn python_operator_first(
    cx: &mut Cx,
    op: usize,
    a: &ObjRef,
    b: &ObjRef,
    other: &ObjRef,
) -> PyResult<Option<ObjRef>> {
    if !other.is(b) || !is_number_trampoline(other.ty(), op) {
        return Ok(None);
    }
    let Some(f) = other.ty().slots().number[op] else { return Ok(None) };
    let r = f(cx, a, b)?;
    Ok(Some(r).filter(|r| !r.is_not_implemented()))
}
