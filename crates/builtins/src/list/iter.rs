//! Iterators over a list, forwards and backwards.

use theseus_object::class::TypeSpec;
use theseus_object::edges::{EdgeVisitor, Payload, Relation};
use theseus_object::methods::NativeDef;
use theseus_object::payload::ListIter;
use theseus_object::slots::Slots;
use theseus_object::{Cx, ObjRef, PyResult};

use crate::iters::{reduce_iterator, same};
use crate::sequence::{int_argument, item, items};

/// Backwards over a list: the next item is the one before `end`.
struct ListReverse {
    list: Option<ObjRef>,
    end: usize,
}

impl Payload for ListReverse {
    fn edges(&mut self, v: &mut dyn EdgeVisitor) {
        v.edge(&mut self.list, Relation::Typed("list"));
    }
    fn clear(&mut self) {
        self.list = None;
    }
}

static FORWARD: TypeSpec = TypeSpec {
    slots: Slots { iter: Some(same), next: Some(next), ..Slots::EMPTY },
    methods: &[
        NativeDef::length_hint(length_hint),
        NativeDef::reduce(reduce),
        NativeDef::set_state(set_state),
    ],
    ..TypeSpec::EMPTY
};

static BACKWARD: TypeSpec = TypeSpec {
    slots: Slots { iter: Some(same), next: Some(next_back), ..Slots::EMPTY },
    methods: &[
        NativeDef::length_hint(length_hint_back),
        NativeDef::reduce(reduce_back),
        NativeDef::set_state(set_state_back),
    ],
    ..TypeSpec::EMPTY
};

pub(super) fn install(cx: &mut Cx) {
    let forward = cx.types.list_iterator.clone();
    cx.fill_type(&forward, &FORWARD);
    let backward = cx.add_native_type::<ListReverse>("list_reverseiterator", None, 0);
    cx.fill_type(&backward, &BACKWARD);
}

pub(super) fn iter(cx: &mut Cx, list: &ObjRef) -> PyResult {
    let it = ListIter { list: Some(list.clone()), index: 0 };
    Ok(cx.new_as(&cx.types.list_iterator, it))
}

pub(super) fn reversed(cx: &mut Cx, list: &ObjRef) -> PyResult {
    let end = items(&cx.heap, list).len();
    Ok(cx.new_object(ListReverse { list: Some(list.clone()), end }))
}

fn next(cx: &mut Cx, it: &ObjRef) -> PyResult<Option<ObjRef>> {
    let Some(i) = cx.heap.get::<ListIter>(it) else { return Ok(None) };
    let found = i.list.as_ref().and_then(|l| items(&cx.heap, l).get(i.index)).cloned();
    let Some(i) = cx.heap.get_mut::<ListIter>(it) else { return Ok(None) };
    if found.is_some() {
        i.index += 1;
    } else {
        let list = i.list.take();
        drop(list);
    }
    Ok(found)
}

fn next_back(cx: &mut Cx, it: &ObjRef) -> PyResult<Option<ObjRef>> {
    let Some(i) = cx.heap.get::<ListReverse>(it) else { return Ok(None) };
    let found = match (&i.list, i.end.checked_sub(1)) {
        (Some(l), Some(at)) => item(cx, l, at),
        _ => None,
    };
    let Some(i) = cx.heap.get_mut::<ListReverse>(it) else { return Ok(None) };
    if found.is_some() {
        i.end -= 1;
    } else {
        let list = i.list.take();
        drop(list);
    }
    Ok(found)
}

fn length_hint(cx: &mut Cx, it: &ObjRef) -> PyResult {
    let left = cx.heap.get::<ListIter>(it).and_then(|i| {
        let list = i.list.as_ref()?;
        Some(items(&cx.heap, list).len().saturating_sub(i.index))
    });
    Ok(cx.usize(left.unwrap_or(0)))
}

fn length_hint_back(cx: &mut Cx, it: &ObjRef) -> PyResult {
    let left = cx.heap.get::<ListReverse>(it).and_then(|i| {
        let list = i.list.as_ref()?;
        Some(i.end).filter(|&end| end <= items(&cx.heap, list).len())
    });
    Ok(cx.usize(left.unwrap_or(0)))
}

fn reduce(cx: &mut Cx, it: &ObjRef) -> PyResult {
    let Some(i) = cx.heap.get::<ListIter>(it) else { return Err(cx.bad_internal("list iterator")) };
    let state = cx.usize(i.index);
    match i.list.clone() {
        Some(list) => reduce_iterator(cx, "iter", list, Some(state)),
        None => {
            let empty = cx.new_list(Vec::new());
            reduce_iterator(cx, "iter", empty, None)
        }
    }
}

fn reduce_back(cx: &mut Cx, it: &ObjRef) -> PyResult {
    let Some(i) = cx.heap.get::<ListReverse>(it) else { return Err(cx.bad_internal("list iterator")) };
    let state = cx.int(i.end as i64 - 1);
    match i.list.clone() {
        Some(list) => reduce_iterator(cx, "reversed", list, Some(state)),
        None => {
            let empty = cx.new_list(Vec::new());
            reduce_iterator(cx, "iter", empty, None)
        }
    }
}

fn set_state(cx: &mut Cx, it: &ObjRef, state: &ObjRef) -> PyResult {
    let index = int_argument(cx, state)?;
    if let Some(i) = cx.heap.get_mut::<ListIter>(it).filter(|i| i.list.is_some()) {
        i.index = usize::try_from(index).unwrap_or(0);
    }
    Ok(cx.none.clone())
}

fn set_state_back(cx: &mut Cx, it: &ObjRef, state: &ObjRef) -> PyResult {
    let index = int_argument(cx, state)?;
    let list = cx.heap.get::<ListReverse>(it).and_then(|i| i.list.clone());
    if let Some(list) = list {
        let most = items(&cx.heap, &list).len();
        let end = usize::try_from(index.saturating_add(1)).unwrap_or(0).min(most);
        if let Some(i) = cx.heap.get_mut::<ListReverse>(it) {
            i.end = end;
        }
    }
    Ok(cx.none.clone())
}
