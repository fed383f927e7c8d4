//! The set operations. They look keys up and add them in CPython's order, and sets are made of the
//! size that CPython makes them, so that their order comes out the same.

use theseus_object::payload::Dict;
use theseus_object::payload::set::{Place, Table};
use theseus_object::{Cx, Kind, ObjRef, PyResult};

use super::next_place;
use crate::iters::{each, poll_now_and_then};

/// Whether this is a set, a frozenset or an instance of a subclass.
#[inline]
pub(crate) fn is_set(o: &ObjRef) -> bool {
    matches!(o.kind(), Kind::Set | Kind::FrozenSet)
}

pub(super) fn len(cx: &Cx, set: &ObjRef) -> usize {
    cx.heap.set_table(set).map_or(0, |t| t.len())
}

/// A new set, or a frozenset if `like` is one.
fn new_like(cx: &Cx, like: &ObjRef) -> ObjRef {
    match like.kind() {
        Kind::FrozenSet => cx.new_frozenset(Default::default()),
        _ => cx.new_set(Default::default()),
    }
}

/// `set(iterable)`.
pub(crate) fn from_iterable(cx: &mut Cx, iterable: &ObjRef) -> PyResult {
    let result = cx.new_set(Default::default());
    update(cx, &result, iterable)?;
    Ok(result)
}

/// A copy of a set as an exact set or frozenset.
pub(crate) fn copy(cx: &mut Cx, set: &ObjRef) -> PyResult {
    let table = copied(cx, set, 0)?;
    Ok(match set.kind() {
        Kind::FrozenSet => cx.new_frozenset(table),
        _ => cx.new_set(table),
    })
}

/// A copy of a set's table as it comes out of adding all keys to an empty one of `size` places.
fn copied(cx: &mut Cx, set: &ObjRef, size: usize) -> PyResult<Table> {
    let places = cx.heap.set_table(set).map_or(0, |t| t.places().len());
    if !cx.can_allocate(places.max(size) * size_of::<Place>()) {
        return Err(cx.memory_error(""));
    }
    cx.stoppable(|cx, alarm| match cx.heap.set_table(set) {
        Some(table) => table.copy_into(size, alarm),
        None => Ok(Table::default()),
    })
}

/// Adds all items of an iterable.
pub fn update(cx: &mut Cx, set: &ObjRef, other: &ObjRef) -> PyResult<()> {
    if is_set(other) {
        return merge(cx, set, other);
    }
    if other.is_exact(Kind::Dict) {
        let n = cx.heap.get::<Dict>(other).map_or(0, Dict::len);
        reserve(cx, set, n);
        let mut at = 0;
        while let Some((after, key, hash)) = next_entry(cx, other, at) {
            cx.set_add_hashed(set, &key, hash)?;
            at = after;
            poll_now_and_then(cx, at)?;
        }
        return Ok(());
    }
    each(cx, other, |cx, key| {
        cx.set_add(set, &key)?;
        Ok(true)
    })
}

/// The first key of a dict at or behind a position: the position behind it, the key and its hash.
fn next_entry(cx: &Cx, dict: &ObjRef, from: usize) -> Option<(usize, ObjRef, i64)> {
    let d = cx.heap.get::<Dict>(dict)?;
    (from..d.end()).find_map(|at| Some((at + 1, d.entry(at)?.0.clone(), d.entry_hash(at))))
}

fn reserve(cx: &mut Cx, set: &ObjRef, n: usize) {
    if let Some(t) = cx.heap.set_table_mut(set) {
        t.reserve_for_update(n);
    }
}

/// [`next_place`] for a loop: now and then it looks for interrupts first.
fn following(cx: &mut Cx, set: &ObjRef, from: usize) -> PyResult<Option<(usize, ObjRef, i64)>> {
    let found = next_place(cx, set, from);
    match found {
        Some((after, ..)) if after >> 16 != from >> 16 => {
            cx.poll()?;
            Ok(next_place(cx, set, from))
        }
        found => Ok(found),
    }
}

/// Adds all keys of another set.
fn merge(cx: &mut Cx, set: &ObjRef, other: &ObjRef) -> PyResult<()> {
    if set.is(other) || len(cx, other) == 0 {
        return Ok(());
    }
    let n = len(cx, other);
    reserve(cx, set, n);
    if let Some(size) = cx.heap.set_table(set).filter(|t| t.is_fresh()).map(|t| t.places().len()) {
        let copy = copied(cx, other, size)?;
        let old = cx.heap.set_table_mut(set).map(|t| t.replace(copy));
        drop(old);
        return Ok(());
    }
    let mut at = 0;
    while let Some((after, key, hash)) = following(cx, other, at)? {
        cx.set_add_hashed(set, &key, hash)?;
        at = after;
    }
    Ok(())
}

/// `key in set`; a set as key means the frozenset equal to it.
pub(super) fn contains_key(cx: &mut Cx, set: &ObjRef, key: &ObjRef) -> PyResult<bool> {
    with_frozen_key(cx, key, |cx, key| cx.set_contains(set, key))
}

/// Removes a key; false if it was not there.
pub(super) fn remove_key(cx: &mut Cx, set: &ObjRef, key: &ObjRef) -> PyResult<bool> {
    with_frozen_key(cx, key, |cx, key| cx.set_remove(set, key))
}

fn with_frozen_key(
    cx: &mut Cx,
    key: &ObjRef,
    f: impl Fn(&mut Cx, &ObjRef) -> PyResult<bool>,
) -> PyResult<bool> {
    match f(cx, key) {
        Err(_) if key.kind() == Kind::Set && cx.catch(&cx.excs.type_error.clone()) => {
            let table = copied(cx, key, 0)?;
            let frozen = cx.new_frozenset(table);
            f(cx, &frozen)
        }
        r => r,
    }
}

fn remove_hashed(cx: &mut Cx, set: &ObjRef, key: &ObjRef, hash: i64) -> PyResult<bool> {
    let Some(at) = cx.set_find(set, key, hash)? else { return Ok(false) };
    let old = cx.heap.set_table_mut(set).and_then(|t| t.remove_at(at));
    Ok(old.is_some())
}

fn clear(cx: &mut Cx, set: &ObjRef) {
    let old = cx.heap.set_table_mut(set).map(|t| t.take_all());
    drop(old);
}

/// The keys that are in both, as a new set of the kind of `set`.
pub(crate) fn intersection(cx: &mut Cx, set: &ObjRef, other: &ObjRef) -> PyResult {
    if set.is(other) {
        return copy(cx, set);
    }
    let result = new_like(cx, set);
    if is_set(other) {
        let (large, small) = if len(cx, other) > len(cx, set) { (other, set) } else { (set, other) };
        let mut at = 0;
        while let Some((after, key, hash)) = following(cx, small, at)? {
            if cx.set_find(large, &key, hash)?.is_some() {
                cx.set_add_hashed(&result, &key, hash)?;
            }
            at = after;
        }
        return Ok(result);
    }
    each(cx, other, |cx, key| {
        let hash = cx.hash(&key)?;
        if cx.set_find(set, &key, hash)?.is_some() {
            cx.set_add_hashed(&result, &key, hash)?;
        }
        Ok(true)
    })?;
    Ok(result)
}

/// The keys that are in the set and in all others.
pub(super) fn intersection_of_all(cx: &mut Cx, set: &ObjRef, others: &[ObjRef]) -> PyResult {
    if others.is_empty() {
        return copy(cx, set);
    }
    let mut result = set.clone();
    for other in others {
        result = intersection(cx, &result, other)?;
    }
    Ok(result)
}

pub(super) fn intersection_update(cx: &mut Cx, set: &ObjRef, others: &[ObjRef]) -> PyResult<()> {
    let result = intersection_of_all(cx, set, others)?;
    let mut table = Default::default();
    if let Some(t) = cx.heap.set_table_mut(&result) {
        std::mem::swap(t, &mut table);
    }
    let old = cx.heap.set_table_mut(set).map(|t| t.replace(table));
    drop(old);
    Ok(())
}

/// The keys that are not in the other.
pub(super) fn difference(cx: &mut Cx, set: &ObjRef, other: &ObjRef) -> PyResult {
    let size = match other.kind() {
        Kind::Set | Kind::FrozenSet => Some(len(cx, other)),
        Kind::Dict if other.is_exact(Kind::Dict) => cx.heap.get::<Dict>(other).map(Dict::len),
        _ => None,
    };
    // A small set is taken out of a copy.
    if size.is_none_or(|n| len(cx, set) >> 2 > n) {
        let result = copy(cx, set)?;
        difference_update(cx, &result, other)?;
        return Ok(result);
    }
    let result = new_like(cx, set);
    let mut at = 0;
    while let Some((after, key, hash)) = following(cx, set, at)? {
        let found = if is_set(other) {
            cx.set_find(other, &key, hash)?.is_some()
        } else {
            cx.dict_find(other, &key, hash)?.is_some()
        };
        if !found {
            cx.set_add_hashed(&result, &key, hash)?;
        }
        at = after;
    }
    Ok(result)
}

/// Removes all items of an iterable.
pub(crate) fn difference_update(cx: &mut Cx, set: &ObjRef, other: &ObjRef) -> PyResult<()> {
    if set.is(other) {
        clear(cx, set);
        return Ok(());
    }
    if is_set(other) {
        let much_larger = len(cx, other) >> 3 > len(cx, set);
        let other = if much_larger { intersection(cx, set, other)? } else { other.clone() };
        let mut at = 0;
        while let Some((after, key, hash)) = following(cx, &other, at)? {
            remove_hashed(cx, set, &key, hash)?;
            at = after;
        }
    } else {
        each(cx, other, |cx, key| {
            cx.set_remove(set, &key)?;
            Ok(true)
        })?;
    }
    if let Some(t) = cx.heap.set_table_mut(set) {
        t.sweep();
    }
    Ok(())
}

pub(super) fn symmetric_difference(cx: &mut Cx, set: &ObjRef, other: &ObjRef) -> PyResult {
    let result = new_like(cx, set);
    update(cx, &result, other)?;
    symmetric_difference_update(cx, &result, set)?;
    Ok(result)
}

/// Removes the items that are there and adds those that are not.
pub(crate) fn symmetric_difference_update(cx: &mut Cx, set: &ObjRef, other: &ObjRef) -> PyResult<()> {
    if set.is(other) {
        clear(cx, set);
        return Ok(());
    }
    let mut at = 0;
    if other.is_exact(Kind::Dict) {
        while let Some((after, key, hash)) = next_entry(cx, other, at) {
            toggle(cx, set, &key, hash)?;
            at = after;
        }
        return Ok(());
    }
    let others = if is_set(other) { other.clone() } else { from_iterable(cx, other)? };
    while let Some((after, key, hash)) = following(cx, &others, at)? {
        toggle(cx, set, &key, hash)?;
        at = after;
    }
    Ok(())
}

fn toggle(cx: &mut Cx, set: &ObjRef, key: &ObjRef, hash: i64) -> PyResult<()> {
    if !remove_hashed(cx, set, key, hash)? {
        cx.set_add_hashed(set, key, hash)?;
    }
    Ok(())
}

/// Whether all keys of a set are in the other, which may be any iterable.
pub(super) fn issubset(cx: &mut Cx, set: &ObjRef, other: &ObjRef) -> PyResult<bool> {
    if !is_set(other) {
        let both = intersection(cx, set, other)?;
        return Ok(len(cx, &both) == len(cx, set));
    }
    if len(cx, set) > len(cx, other) {
        return Ok(false);
    }
    let mut at = 0;
    while let Some((after, key, hash)) = following(cx, set, at)? {
        if cx.set_find(other, &key, hash)?.is_none() {
            return Ok(false);
        }
        at = after;
    }
    Ok(true)
}

pub(super) fn issuperset(cx: &mut Cx, set: &ObjRef, other: &ObjRef) -> PyResult<bool> {
    if is_set(other) {
        return issubset(cx, other, set);
    }
    let mut all = true;
    each(cx, other, |cx, key| {
        all = contains_key(cx, set, &key)?;
        Ok(all)
    })?;
    Ok(all)
}

pub(super) fn isdisjoint(cx: &mut Cx, set: &ObjRef, other: &ObjRef) -> PyResult<bool> {
    if set.is(other) {
        return Ok(len(cx, set) == 0);
    }
    if is_set(other) {
        let (large, small) = if len(cx, other) > len(cx, set) { (other, set) } else { (set, other) };
        let mut at = 0;
        while let Some((after, key, hash)) = following(cx, small, at)? {
            if cx.set_find(large, &key, hash)?.is_some() {
                return Ok(false);
            }
            at = after;
        }
        return Ok(true);
    }
    let mut none = true;
    each(cx, other, |cx, key| {
        none = !cx.set_contains(set, &key)?;
        Ok(none)
    })?;
    Ok(none)
}
