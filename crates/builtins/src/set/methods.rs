//! The methods of `set` and `frozenset`.

use theseus_object::methods::NativeDef;
use theseus_object::{Cx, Kind, ObjRef, PyResult};

use super::operations::{
    self, contains_key, copy, difference, difference_update, intersection_of_all, intersection_update,
    remove_key, symmetric_difference, symmetric_difference_update, update,
};
use crate::alias;

macro_rules! shared {
    ($($more:expr,)*) => {
        &[
            NativeDef::m1("__contains__", contains, "x.__contains__(y) <==> y in x."),
            NativeDef::reduce(reduce),
            NativeDef::class("__class_getitem__", alias::class_getitem, "See PEP 585"),
            NativeDef::m0("copy", copy_method, "Return a shallow copy of a set."),
            NativeDef::range(
                "difference",
                difference_method,
                0,
                u8::MAX,
                "Return the difference of two or more sets as a new set.\n\n(i.e. all elements that are in this set but not the others.)",
            ),
            NativeDef::range(
                "intersection",
                intersection,
                0,
                u8::MAX,
                "Return the intersection of two sets as a new set.\n\n(i.e. all elements that are in both sets.)",
            ),
            NativeDef::m1("isdisjoint", isdisjoint, "Return True if two sets have a null intersection."),
            NativeDef::m1("issubset", issubset, "Test whether every element in the set is in other."),
            NativeDef::m1("issuperset", issuperset, "Test whether every element in other is in the set."),
            NativeDef::m1(
                "symmetric_difference",
                symmetric_difference_method,
                "Return the symmetric difference of two sets as a new set.\n\n(i.e. all elements that are in exactly one of the sets.)",
            ),
            NativeDef::range(
                "union",
                union,
                0,
                u8::MAX,
                "Return the union of sets as a new set.\n\n(i.e. all elements that are in either set.)",
            ),
            $($more,)*
        ]
    };
}

pub(super) static FROZENSET: &[NativeDef] = shared! {};

pub(super) static SET: &[NativeDef] = shared! {
    NativeDef::m1("add", add, "Add an element to a set.\n\nThis has no effect if the element is already present."),
    NativeDef::m0("clear", clear, "Remove all elements from this set."),
    NativeDef::range(
        "difference_update",
        difference_update_method,
        0,
        u8::MAX,
        "Remove all elements of another set from this set.",
    ),
    NativeDef::m1(
        "discard",
        discard,
        "Remove an element from a set if it is a member.\n\nUnlike set.remove(), the discard() method does not raise\nan exception when an element is missing from the set.",
    ),
    NativeDef::range(
        "intersection_update",
        intersection_update_method,
        0,
        u8::MAX,
        "Update a set with the intersection of itself and another.",
    ),
    NativeDef::m0(
        "pop",
        pop,
        "Remove and return an arbitrary set element.\nRaises KeyError if the set is empty.",
    ),
    NativeDef::m1(
        "remove",
        remove,
        "Remove an element from a set; it must be a member.\n\nIf the element is not a member, raise a KeyError.",
    ),
    NativeDef::m1(
        "symmetric_difference_update",
        symmetric_difference_update_method,
        "Update a set with the symmetric difference of itself and another.",
    ),
    NativeDef::range(
        "update",
        update_method,
        0,
        u8::MAX,
        "Update a set with the union of itself and others.",
    ),
};

/// Receiver and arguments of a method of any number of arguments.
fn receiver<'a>(cx: &mut Cx, args: &'a [ObjRef]) -> PyResult<(&'a ObjRef, &'a [ObjRef])> {
    args.split_first().ok_or_else(|| cx.bad_internal("arguments"))
}

fn contains(cx: &mut Cx, me: &ObjRef, key: &ObjRef) -> PyResult {
    let r = contains_key(cx, me, key)?;
    Ok(cx.bool(r))
}

fn reduce(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let keys = cx.heap.set_table(me).map(|t| t.iter().map(|(k, _)| k.clone()).collect());
    let keys = cx.new_list(keys.unwrap_or_default());
    let args = cx.new_tuple([keys]);
    let name = cx.names.getstate.clone();
    let state = cx.getattr(me, &name)?;
    let state = cx.call(&state, &[])?;
    Ok(cx.new_tuple([me.class(), args, state]))
}

fn copy_method(cx: &mut Cx, me: &ObjRef) -> PyResult {
    Ok(if me.is_exact(Kind::FrozenSet) { me.clone() } else { copy(cx, me) })
}

fn difference_method(cx: &mut Cx, args: &[ObjRef]) -> PyResult {
    let (me, others) = receiver(cx, args)?;
    let Some((first, rest)) = others.split_first() else { return Ok(copy(cx, me)) };
    let result = difference(cx, me, first)?;
    for other in rest {
        difference_update(cx, &result, other)?;
    }
    Ok(result)
}

fn intersection(cx: &mut Cx, args: &[ObjRef]) -> PyResult {
    let (me, others) = receiver(cx, args)?;
    intersection_of_all(cx, me, others)
}

fn isdisjoint(cx: &mut Cx, me: &ObjRef, other: &ObjRef) -> PyResult {
    let r = operations::isdisjoint(cx, me, other)?;
    Ok(cx.bool(r))
}

fn issubset(cx: &mut Cx, me: &ObjRef, other: &ObjRef) -> PyResult {
    let r = operations::issubset(cx, me, other)?;
    Ok(cx.bool(r))
}

fn issuperset(cx: &mut Cx, me: &ObjRef, other: &ObjRef) -> PyResult {
    let r = operations::issuperset(cx, me, other)?;
    Ok(cx.bool(r))
}

fn union(cx: &mut Cx, args: &[ObjRef]) -> PyResult {
    let (me, others) = receiver(cx, args)?;
    let result = copy(cx, me);
    for other in others.iter().filter(|o| !o.is(me)) {
        update(cx, &result, other)?;
    }
    Ok(result)
}

fn add(cx: &mut Cx, me: &ObjRef, key: &ObjRef) -> PyResult {
    cx.set_add(me, key)?;
    Ok(cx.none.clone())
}

fn clear(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let old = cx.heap.set_table_mut(me).map(|t| t.take_all());
    drop(old);
    Ok(cx.none.clone())
}

fn difference_update_method(cx: &mut Cx, args: &[ObjRef]) -> PyResult {
    let (me, others) = receiver(cx, args)?;
    for other in others {
        difference_update(cx, me, other)?;
    }
    Ok(cx.none.clone())
}

fn discard(cx: &mut Cx, me: &ObjRef, key: &ObjRef) -> PyResult {
    remove_key(cx, me, key)?;
    Ok(cx.none.clone())
}

fn intersection_update_method(cx: &mut Cx, args: &[ObjRef]) -> PyResult {
    let (me, others) = receiver(cx, args)?;
    intersection_update(cx, me, others)?;
    Ok(cx.none.clone())
}

fn pop(cx: &mut Cx, me: &ObjRef) -> PyResult {
    if let Some(key) = cx.heap.set_table_mut(me).and_then(|t| t.pop()) {
        return Ok(key);
    }
    let message = cx.new_str("pop from an empty set");
    Err(cx.key_error(&message))
}

fn remove(cx: &mut Cx, me: &ObjRef, key: &ObjRef) -> PyResult {
    if remove_key(cx, me, key)? {
        return Ok(cx.none.clone());
    }
    Err(cx.key_error(key))
}

fn symmetric_difference_update_method(cx: &mut Cx, me: &ObjRef, other: &ObjRef) -> PyResult {
    symmetric_difference_update(cx, me, other)?;
    Ok(cx.none.clone())
}

fn update_method(cx: &mut Cx, args: &[ObjRef]) -> PyResult {
    let (me, others) = receiver(cx, args)?;
    for other in others {
        update(cx, me, other)?;
    }
    Ok(cx.none.clone())
}

fn symmetric_difference_method(cx: &mut Cx, me: &ObjRef, other: &ObjRef) -> PyResult {
    symmetric_difference(cx, me, other)
}
