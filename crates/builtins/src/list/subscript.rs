//! Reading, writing and deleting items and slices of a list.

use theseus_object::alarm::PIECE;
use theseus_object::payload::List;
use theseus_object::payload::list::ObjVec;
use theseus_object::{Cx, Kind, ObjRef, PyResult};

use super::{collect_or, replace_items};
use crate::sequence::{is_index, items, place};
use crate::slice::{LIST, SliceRange, unpack};

pub(super) fn getitem(cx: &mut Cx, me: &ObjRef, key: &ObjRef) -> PyResult {
    if let Some(at) = position(cx, key)? {
        let own = items(&cx.heap, me);
        let found = place(at, own.len()).and_then(|at| own.get(at)).cloned();
        return found.ok_or_else(|| cx.index_error(LIST.range_error));
    }
    let range = selection(cx, me, key)?;
    if range.step == 1 && range.count > PIECE {
        let from = usize::try_from(range.start).unwrap_or(0);
        let part = super::stretch(cx, me, from, from + range.count)?;
        return Ok(cx.new_list(part));
    }
    if !cx.can_allocate(range.count * 8) {
        return Err(cx.memory_error(""));
    }
    let part = cx.stoppable(|cx, alarm| {
        let own = items(&cx.heap, me);
        let mut part = ObjVec::with_capacity(cx, range.count);
        match range.step {
            1 => stretch(own, range).iter().for_each(|o| part.push(cx, o.clone())),
            _ => {
                for o in range.indices().filter_map(|at| own.get(at)) {
                    part.push(cx, o.clone());
                    alarm.check_now_and_then(part.len())?;
                }
            }
        }
        Ok(part)
    })?;
    let ty = &cx.types.list;
    Ok(cx.new_as(ty, List { items: part }))
}

pub(super) fn setitem(cx: &mut Cx, me: &ObjRef, key: &ObjRef, value: Option<&ObjRef>) -> PyResult<()> {
    if let Some(at) = position(cx, key)? {
        let old = cx.heap.list_mut(me).and_then(|(_, own)| {
            let at = place(at, own.len())?;
            match value {
                Some(v) => Some(std::mem::replace(own.get_mut(at)?, v.clone())),
                None => own.remove(at),
            }
        });
        return match old {
            Some(_) => Ok(()),
            None => Err(cx.index_error("list assignment index out of range")),
        };
    }
    let range = selection(cx, me, key)?;
    match value {
        Some(v) if range.step == 1 => {
            let new = collect_or(cx, v, "can only assign an iterable")?;
            splice(cx, me, range, new);
            Ok(())
        }
        Some(v) => set_stepped(cx, me, range, v),
        None if range.step == 1 => {
            splice(cx, me, range, Vec::new());
            Ok(())
        }
        None => delete_stepped(cx, me, range),
    }
}

/// The number of a key that is an index.
fn position(cx: &mut Cx, key: &ObjRef) -> PyResult<Option<i64>> {
    match key.int() {
        Some(at) => Ok(Some(at)),
        None if is_index(key) => cx.index_word(key).map(Some),
        None => Ok(None),
    }
}

/// What a key that is no index selects.
fn selection(cx: &mut Cx, me: &ObjRef, key: &ObjRef) -> PyResult<SliceRange> {
    if key.kind() != Kind::Slice {
        let name = key.ty().name();
        return Err(cx.type_error(format!("{}{name}", LIST.type_error)));
    }
    Ok(unpack(cx, key)?.adjust(items(&cx.heap, me).len()))
}

/// The items of a range without gaps, as far as they (still) are there.
fn stretch(own: &[ObjRef], range: SliceRange) -> &[ObjRef] {
    let start = (range.start as usize).min(own.len());
    let end = start.saturating_add(range.count).min(own.len());
    own.get(start..end).unwrap_or(&[])
}

fn splice(cx: &mut Cx, me: &ObjRef, range: SliceRange, new: Vec<ObjRef>) {
    let start = range.start as usize;
    let old = cx.heap.list_mut(me).map(|(interp, own)| {
        let start = start.min(own.len());
        own.splice(interp, start, start.saturating_add(range.count), new)
    });
    drop(old);
}

fn set_stepped(cx: &mut Cx, me: &ObjRef, range: SliceRange, value: &ObjRef) -> PyResult<()> {
    let new = collect_or(cx, value, "must assign iterable to extended slice")?;
    let (given, wanted) = (new.len(), range.count);
    if given != wanted {
        return Err(cx.value_error(format!(
            "attempt to assign sequence of size {given} to extended slice of size {wanted}"
        )));
    }
    let Some((_, own)) = cx.heap.list_mut(me) else { return Ok(()) };
    let old: Vec<ObjRef> =
        range.indices().zip(new).filter_map(|(at, o)| Some(std::mem::replace(own.get_mut(at)?, o))).collect();
    drop(old);
    Ok(())
}

fn delete_stepped(cx: &mut Cx, me: &ObjRef, range: SliceRange) -> PyResult<()> {
    if range.count == 0 {
        return Ok(());
    }
    if !cx.can_allocate(items(&cx.heap, me).len() * 16) {
        return Err(cx.memory_error(""));
    }
    // The same places from the lowest up.
    let (step, last) =
        (range.step.unsigned_abs() as usize, range.start + (range.count as i64 - 1) * range.step);
    let first = range.start.min(last) as usize;
    let goes =
        |at: usize| at >= first && (at - first).is_multiple_of(step) && (at - first) / step < range.count;
    let all = cx.heap.list_mut(me).map(|(_, own): (_, &mut ObjVec)| own.take()).unwrap_or_default();
    let mut gone = Vec::with_capacity(range.count);
    let mut kept = Vec::with_capacity(all.len().saturating_sub(range.count));
    for (at, o) in all.into_iter().enumerate() {
        if goes(at) { gone.push(o) } else { kept.push(o) }
    }
    drop(replace_items(cx, me, kept));
    drop(gone);
    Ok(())
}
