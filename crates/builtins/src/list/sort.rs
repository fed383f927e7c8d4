//! Sorting a list in place.

use std::cmp::Ordering;

use theseus_object::ops::{native_eq, native_order};
use theseus_object::payload::List;
use theseus_object::payload::list::ObjVec;
use theseus_object::{CompareOp, Cx, Kind, ObjRef, PyResult};

use super::native;
use super::timsort::{self, Ticket};
use crate::iters::poll_now_and_then;
use crate::str::args::{checked, worked};
use crate::text::error::with_room;

/// `list.sort`: the list is empty while it is sorted, and keeps all items if something fails.
pub(crate) fn sort(cx: &mut Cx, list: &ObjRef, key: Option<&ObjRef>, reverse: bool) -> PyResult<()> {
    let Some(l) = cx.heap.get_mut::<List>(list) else { return Err(cx.bad_internal("list")) };
    let mut items = l.items.take();
    l.items = ObjVec::untouched();
    let result = sort_items(cx, &mut items, key, reverse);
    let touched = cx.heap.get::<List>(list).is_some_and(|l| !l.items.is_untouched());
    if let Some((interp, own)) = cx.heap.list_mut(list) {
        let dropped = own.take();
        if !items.is_empty() {
            *own = ObjVec::from_vec(interp, items);
        }
        drop(dropped);
    }
    result?;
    if touched {
        return Err(cx.value_error("list modified during sort"));
    }
    Ok(())
}

/// Sorts items that no Python code can reach; none is lost if something fails.
fn sort_items(cx: &mut Cx, items: &mut Vec<ObjRef>, key: Option<&ObjRef>, reverse: bool) -> PyResult<()> {
    let mut keys = match key {
        Some(f) => {
            let room = with_room(items.len());
            let mut keys = checked(cx, room)?;
            for item in items.iter() {
                keys.push(cx.call(f, std::slice::from_ref(item))?);
                poll_now_and_then(cx, keys.len())?;
            }
            Some(keys)
        }
        None => None,
    };
    // Reversed before and after, equal items keep their order.
    if reverse {
        items.reverse();
        keys.iter_mut().for_each(|k| k.reverse());
    }
    let result = sort_by_keys(cx, items, keys);
    if reverse {
        items.reverse();
    }
    result
}

fn sort_by_keys(cx: &mut Cx, items: &mut Vec<ObjRef>, keys: Option<Vec<ObjRef>>) -> PyResult<()> {
    let all = keys.as_ref().unwrap_or(items);
    if all.len() < 2 {
        return Ok(());
    }
    if Ticket::try_from(all.len()).is_err() {
        return Err(cx.memory_error(""));
    }
    let room = with_room(all.len());
    let slots = checked(cx, room)?;
    if let Some(order) = worked(cx, |cx, alarm| native::order(&cx.heap, all, alarm))? {
        arrange(items, &order, slots);
        return Ok(());
    }
    let mut order: Vec<Ticket> = (0..all.len() as Ticket).collect();
    let mut comparisons = 0;
    let result = timsort::sort(&mut order, |a, b| {
        comparisons += 1;
        poll_now_and_then(cx, comparisons)?;
        less(cx, &all[a as usize], &all[b as usize])
    });
    arrange(items, &order, slots);
    result
}

/// Puts the items in the order of their tickets; `slots` has room for them.
fn arrange(items: &mut Vec<ObjRef>, order: &[Ticket], mut slots: Vec<Option<ObjRef>>) {
    slots.extend(items.drain(..).map(Some));
    items.extend(order.iter().filter_map(|&i| slots.get_mut(i as usize)?.take()));
}

/// `a < b`.
fn less(cx: &mut Cx, a: &ObjRef, b: &ObjRef) -> PyResult<bool> {
    if let Some(order) = native_order(a, b) {
        return Ok(order.is_lt());
    }
    if a.is_exact(Kind::Tuple)
        && b.is_exact(Kind::Tuple)
        && let Some(r) = tuple_less(cx, a, b)
    {
        return Ok(r);
    }
    let r = cx.compare(CompareOp::Lt, a, b)?;
    cx.truth(&r)
}

/// `a < b` of tuples as far as their items are exact ints, floats and strs.
fn tuple_less(cx: &Cx, a: &ObjRef, b: &ObjRef) -> Option<bool> {
    let (a, b) = (cx.heap.tuple(a)?, cx.heap.tuple(b)?);
    for (x, y) in a.iter().zip(b) {
        if x.is(y) || native_eq(x, y)? {
            continue;
        }
        // Unequal without an order: a NaN is not less, and the general way says the same.
        return native_order(x, y).map(Ordering::is_lt);
    }
    Some(a.len() < b.len())
}
