//! An element as a sequence of its children.

use theseus_object::{Cx, Kind, ObjRef, PyResult};

use super::element::{self, Element, check, get_ref, of};
use crate::sequence::{is_index, place};

pub(super) fn len(cx: &mut Cx, me: &ObjRef) -> PyResult<usize> {
    Ok(of(cx, me)?.children.len())
}

/// A child at a place.
pub(super) fn child(cx: &Cx, me: &ObjRef, at: usize) -> Option<ObjRef> {
    get_ref(cx, me)?.children.get(at).cloned()
}

/// Appends an element to one.
pub(super) fn push(cx: &mut Cx, me: &ObjRef, child: ObjRef) -> PyResult<()> {
    let children = &mut of(cx, me)?.children;
    if children.len() == children.capacity() && children.try_reserve(1).is_err() {
        return Err(cx.memory_error(""));
    }
    of(cx, me)?.children.push(child);
    Ok(())
}

pub(super) fn append(cx: &mut Cx, me: &ObjRef, child: &ObjRef) -> PyResult {
    check(cx, "append", " 1", child)?;
    push(cx, me, child.clone())?;
    Ok(cx.none.clone())
}

fn only_elements(cx: &mut Cx, items: &[ObjRef]) -> PyResult<()> {
    match items.iter().find(|o| !o.has_payload::<Element>()) {
        None => Ok(()),
        Some(other) => {
            let got = other.ty().name();
            Err(cx.type_error(format!("expected an Element, not \"{got}\"")))
        }
    }
}

/// The elements of a sequence or iterable.
fn collected(cx: &mut Cx, elements: &ObjRef) -> PyResult<Vec<ObjRef>> {
    match cx.collect(elements) {
        Ok(items) => Ok(items),
        Err(_) if cx.catch(&cx.excs.type_error.clone()) => {
            let got = elements.ty().name();
            Err(cx.type_error(format!("expected sequence, not \"{got}\"")))
        }
        Err(raised) => Err(raised),
    }
}

pub(super) fn extend(cx: &mut Cx, me: &ObjRef, elements: &ObjRef) -> PyResult {
    for item in collected(cx, elements)? {
        only_elements(cx, std::slice::from_ref(&item))?;
        push(cx, me, item)?;
    }
    Ok(cx.none.clone())
}

pub(super) fn insert(cx: &mut Cx, me: &ObjRef, index: &ObjRef, child: &ObjRef) -> PyResult {
    let index = crate::sequence::size_argument(cx, index)?;
    if !child.has_payload::<Element>() {
        return check(cx, "insert", " 2", child).map(|()| cx.none.clone());
    }
    let children = &mut of(cx, me)?.children;
    let n = children.len();
    let at = if index < 0 { index.saturating_add_unsigned(n as u64).max(0) } else { index };
    children.insert(usize::try_from(at).unwrap_or(n).min(n), child.clone());
    Ok(cx.none.clone())
}

pub(super) fn remove(cx: &mut Cx, me: &ObjRef, sought: &ObjRef) -> PyResult {
    check(cx, "remove", "", sought)?;
    let mut at = 0;
    while let Some(child) = child(cx, me, at) {
        if child.is(sought) || cx.eq(&child, sought)? {
            let children = &mut of(cx, me)?.children;
            let gone = (at < children.len()).then(|| children.remove(at));
            drop(gone);
            return Ok(cx.none.clone());
        }
        at += 1;
    }
    Err(cx.value_error("list.remove(x): x not in list"))
}

/// The children as a list, which knows about slices.
fn list(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let children = of(cx, me)?.children.clone();
    Ok(cx.new_list(children))
}

pub(super) fn getitem(cx: &mut Cx, me: &ObjRef, key: &ObjRef) -> PyResult {
    if key.kind() == Kind::Slice {
        let list = list(cx, me)?;
        return cx.getitem(&list, key);
    }
    let index = index(cx, key)?;
    let children = &of(cx, me)?.children;
    match place(index, children.len()).and_then(|at| children.get(at)) {
        Some(child) => Ok(child.clone()),
        None => Err(cx.index_error("child index out of range")),
    }
}

fn index(cx: &mut Cx, key: &ObjRef) -> PyResult<i64> {
    if !is_index(key) {
        return Err(cx.type_error("element indices must be integers"));
    }
    cx.index_word(key)
}

pub(super) fn setitem(cx: &mut Cx, me: &ObjRef, key: &ObjRef, value: Option<&ObjRef>) -> PyResult<()> {
    if key.kind() == Kind::Slice {
        return set_slice(cx, me, key, value);
    }
    let index = index(cx, key)?;
    let children = &mut element::of(cx, me)?.children;
    let Some(at) = place(index, children.len()) else {
        return Err(cx.index_error("child assignment index out of range"));
    };
    let old = match value {
        None => children.remove(at),
        Some(value) if value.has_payload::<Element>() => std::mem::replace(&mut children[at], value.clone()),
        Some(value) => return only_elements(cx, std::slice::from_ref(value)),
    };
    drop(old);
    Ok(())
}

fn set_slice(cx: &mut Cx, me: &ObjRef, key: &ObjRef, value: Option<&ObjRef>) -> PyResult<()> {
    let items = match value {
        None => None,
        Some(value) => {
            let items = collected(cx, value)?;
            only_elements(cx, &items)?;
            Some(cx.new_list(items))
        }
    };
    let list = list(cx, me)?;
    cx.setitem(&list, key, items.as_ref())?;
    let children = cx.heap.list(&list).map(<[ObjRef]>::to_vec).unwrap_or_default();
    let old = std::mem::replace(&mut of(cx, me)?.children, children);
    drop(old);
    Ok(())
}
