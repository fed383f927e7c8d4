//! `islice`.

use theseus_object::class::TypeSpec;
use theseus_object::edges::{EdgeVisitor, Payload, Relation};
use theseus_object::methods::NativeDef;
use theseus_object::slots::Slots;
use theseus_object::{Args, Cx, ObjRef, PyResult};

use super::{add, bad, empty_iterator, positional};
use crate::iters::{inner, poll_now_and_then, same};
use crate::sequence::{int_argument, size_argument};

struct Islice {
    it: Option<ObjRef>,
    /// Position of the item that is given next.
    next: i64,
    stop: Option<i64>,
    step: i64,
    /// How many items were taken from the iterator.
    taken: i64,
}

impl Payload for Islice {
    fn edges(&mut self, v: &mut dyn EdgeVisitor) {
        v.edge(&mut self.it, Relation::Attr("iterator"));
    }
    fn clear(&mut self) {
        self.it = None;
    }
}

static SPEC: TypeSpec = TypeSpec {
    slots: Slots { new: Some(new), iter: Some(same), next: Some(next), ..Slots::EMPTY },
    methods: &[NativeDef::reduce(outdated!(reduce)), NativeDef::set_state(outdated!(set_state, state))],
    getsets: &[],
    doc: "islice(iterable, stop) --> islice object\nislice(iterable, start, stop[, step]) --> islice object\n\nReturn an iterator whose next() method returns selected values from an\niterable.  If start is specified, will skip all preceding elements;\notherwise, start defaults to zero.  Step defaults to one.  If\nspecified as another value, step determines how many values are\nskipped between successive calls.  Works like a slice() on a list\nbut returns an iterator.",
};

pub(super) fn install(cx: &mut Cx, dict: &ObjRef) {
    add::<Islice>(cx, dict, "islice", &SPEC);
}

/// An argument as a machine word; `default` for None and, quietly, -1 for what is none.
fn word(cx: &mut Cx, o: Option<&ObjRef>, default: i64) -> i64 {
    let Some(o) = o.filter(|o| !o.is_none()) else { return default };
    match size_argument(cx, o) {
        Ok(v) => v,
        Err(_) => {
            drop(cx.take_exception());
            -1
        }
    }
}

fn new(cx: &mut Cx, class: &ObjRef, args: &Args) -> PyResult {
    const STOP: &str = "Stop argument for islice() must be None or an integer: 0 <= x <= sys.maxsize.";
    const INDICES: &str = "Indices for islice() must be None or an integer: 0 <= x <= sys.maxsize.";
    const STEP: &str = "Step for islice() must be a positive integer or None.";
    let ty = cx.expect_type(class)?;
    let given = positional(cx, ty, "islice", args, 2, 4)?;
    let Some((iterable, bounds)) = given.split_first() else { return Err(bad(cx)) };
    let (start, stop) = match bounds {
        [stop] => (None, stop),
        [start, stop, ..] => (Some(start), stop),
        [] => return Err(bad(cx)),
    };
    let start = word(cx, start, 0);
    let stop = if stop.is_none() { None } else { Some(word(cx, Some(stop), 0)) };
    if stop == Some(-1) {
        return Err(cx.value_error(STOP));
    }
    if start < 0 || stop.is_some_and(|s| s < 0) {
        return Err(cx.value_error(INDICES));
    }
    let step = word(cx, bounds.get(2), 1);
    if step < 1 {
        return Err(cx.value_error(STEP));
    }
    let it = cx.iter(iterable)?;
    Ok(cx.new_instance(ty, Islice { it: Some(it), next: start, stop, step, taken: 0 }))
}

fn next(cx: &mut Cx, me: &ObjRef) -> PyResult<Option<ObjRef>> {
    let r = step(cx, me);
    if !matches!(r, Ok(Some(_))) {
        let it = cx.heap.get_mut::<Islice>(me).and_then(|s| s.it.take());
        drop(it);
    }
    r
}

fn step(cx: &mut Cx, me: &ObjRef) -> PyResult<Option<ObjRef>> {
    let Some(s) = cx.heap.get::<Islice>(me) else { return Ok(None) };
    let Some(it) = s.it.clone() else { return Ok(None) };
    let (at, stop, mut taken) = (s.next, s.stop, s.taken);
    while taken < at {
        if inner(cx, &it)?.is_none() {
            return Ok(None);
        }
        taken += 1;
        set_taken(cx, me, taken);
        poll_now_and_then(cx, taken as usize)?;
    }
    if stop.is_some_and(|stop| taken >= stop) {
        return Ok(None);
    }
    let Some(item) = inner(cx, &it)? else { return Ok(None) };
    if let Some(s) = cx.heap.get_mut::<Islice>(me) {
        s.taken = s.taken.saturating_add(1);
        s.next = s.next.saturating_add(s.step);
        if let Some(stop) = s.stop {
            s.next = s.next.min(stop);
        }
    }
    Ok(Some(item))
}

#[inline]
fn set_taken(cx: &mut Cx, me: &ObjRef, taken: i64) {
    if let Some(s) = cx.heap.get_mut::<Islice>(me) {
        s.taken = taken;
    }
}

fn reduce(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let Some(s) = cx.heap.get::<Islice>(me) else { return Err(bad(cx)) };
    let (it, next, stop, step, taken) = (s.it.clone(), s.next, s.stop, s.step, s.taken);
    let zero = cx.int(0);
    let Some(it) = it else {
        let empty = empty_iterator(cx)?;
        let args = cx.new_tuple([empty, zero.clone()]);
        return Ok(cx.new_tuple([me.class(), args, zero]));
    };
    let stop = stop.map_or_else(|| cx.none.clone(), |s| cx.int(s));
    let args = cx.new_tuple([it, cx.int(next), stop, cx.int(step)]);
    Ok(cx.new_tuple([me.class(), args, cx.int(taken)]))
}

fn set_state(cx: &mut Cx, me: &ObjRef, state: &ObjRef) -> PyResult {
    let taken = int_argument(cx, state)?;
    set_taken(cx, me, taken);
    Ok(cx.none.clone())
}
