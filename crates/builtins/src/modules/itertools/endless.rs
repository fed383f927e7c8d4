//! `count`, `cycle` and `repeat`.

use theseus_object::args::Params;
use theseus_object::class::TypeSpec;
use theseus_object::edges::{EdgeVisitor, Payload, Relation};
use theseus_object::methods::NativeDef;
use theseus_object::slots::{Slots, number};
use theseus_object::{Args, Cx, Kind, ObjRef, PyResult};

use super::{add, bad, ended, positional, state_items};
use crate::iters::{inner, same};
use crate::sequence::size_argument;

struct Count {
    now: i64,
    step: i64,
    /// The value to come and the step where machine words do not do.
    long: Option<(ObjRef, ObjRef)>,
}

impl Payload for Count {
    fn edges(&mut self, v: &mut dyn EdgeVisitor) {
        if let Some((now, step)) = &mut self.long {
            v.fixed(now, Relation::Attr("count"));
            v.fixed(step, Relation::Attr("step"));
        }
    }
}

struct Cycle {
    it: Option<ObjRef>,
    /// The list of what was seen.
    saved: ObjRef,
    index: usize,
    first_pass: bool,
}

impl Payload for Cycle {
    fn edges(&mut self, v: &mut dyn EdgeVisitor) {
        v.edge(&mut self.it, Relation::Attr("iterator"));
        v.fixed(&mut self.saved, Relation::Part("saved"));
    }
    fn clear(&mut self) {
        self.it = None;
    }
}

struct Repeat {
    element: ObjRef,
    /// `None`: for ever.
    left: Option<u64>,
}

impl Payload for Repeat {
    fn edges(&mut self, v: &mut dyn EdgeVisitor) {
        v.fixed(&mut self.element, Relation::Attr("element"));
    }
}

static COUNT: TypeSpec = TypeSpec {
    slots: Slots {
        new: Some(count_new),
        iter: Some(same),
        next: Some(count_next),
        repr: Some(count_repr),
        ..Slots::EMPTY
    },
    methods: &[NativeDef::reduce(outdated!(count_reduce))],
    getsets: &[],
    doc: "count(start=0, step=1)\n--\n\nReturn a count object whose .__next__() method returns consecutive values.\n\nEquivalent to:\n    def count(firstval=0, step=1):\n        x = firstval\n        while 1:\n            yield x\n            x += step",
};

static CYCLE: TypeSpec = TypeSpec {
    slots: Slots { new: Some(cycle_new), iter: Some(same), next: Some(cycle_next), ..Slots::EMPTY },
    methods: &[
        NativeDef::reduce(outdated!(cycle_reduce)),
        NativeDef::set_state(outdated!(cycle_set_state, state)),
    ],
    getsets: &[],
    doc: "cycle(iterable, /)\n--\n\nReturn elements from the iterable until it is exhausted. Then repeat the sequence indefinitely.",
};

static REPEAT: TypeSpec = TypeSpec {
    slots: Slots {
        new: Some(repeat_new),
        iter: Some(same),
        next: Some(repeat_next),
        repr: Some(repeat_repr),
        ..Slots::EMPTY
    },
    methods: &[NativeDef::length_hint(repeat_hint), NativeDef::reduce(outdated!(repeat_reduce))],
    getsets: &[],
    doc: "repeat(object [,times]) -> create an iterator which returns the object\nfor the specified number of times.  If not specified, returns the object\nendlessly.",
};

pub(super) fn install(cx: &mut Cx, dict: &ObjRef) {
    add::<Count>(cx, dict, "count", &COUNT);
    add::<Cycle>(cx, dict, "cycle", &CYCLE);
    add::<Repeat>(cx, dict, "repeat", &REPEAT);
}

// ---- count

fn is_number(o: &ObjRef) -> bool {
    let s = o.ty().slots();
    s.index.is_some() || s.int.is_some() || s.float.is_some() || o.complex().is_some()
}

fn count_new(cx: &mut Cx, class: &ObjRef, args: &Args) -> PyResult {
    const PARAMS: Params<0, 2> = Params { required: [], optional: ["start", "step"], posonly: 0, kwonly: 2 };
    let ty = cx.expect_type(class)?;
    let ([], [start, step]) = args.bind(cx, "count", &PARAMS)?;
    if [&start, &step].into_iter().flatten().any(|o| !is_number(o)) {
        return Err(cx.type_error("a number is required"));
    }
    // What is not given is no int of the pool: those are data of programs.
    let number = |given: Option<ObjRef>, v: i64| given.unwrap_or_else(|| cx.fresh_int(v));
    let (start, step) = (number(start, 0), number(step, 1));
    let plain = start.is_exact(Kind::Int) && step.is_exact(Kind::Int);
    let by_one = start.is_int() && step.int() == Some(1);
    let count = match (start.int(), step.int()) {
        (Some(now), Some(step)) if plain || by_one => Count { now, step, long: None },
        _ => Count { now: 0, step: 0, long: Some((start, step)) },
    };
    Ok(cx.new_instance(ty, count))
}

fn count_next(cx: &mut Cx, me: &ObjRef) -> PyResult<Option<ObjRef>> {
    let Some(c) = cx.heap.get_mut::<Count>(me) else { return Ok(None) };
    if c.long.is_none() {
        let now = c.now;
        if let Some(next) = now.checked_add(c.step) {
            c.now = next;
            return Ok(Some(cx.int(now)));
        }
    }
    let r = count_long(cx, me);
    ended(cx, r)
}

/// A step with objects; the first one beyond a machine word makes them.
fn count_long(cx: &mut Cx, me: &ObjRef) -> PyResult<Option<ObjRef>> {
    let Some(c) = cx.heap.get::<Count>(me) else { return Ok(None) };
    let (now, step) = match &c.long {
        Some((now, step)) => (now.clone(), step.clone()),
        None => (cx.int(c.now), cx.int(c.step)),
    };
    let next = cx.binary(number::ADD, &now, &step)?;
    let old = cx.heap.get_mut::<Count>(me).map(|c| c.long.replace((next, step)));
    drop(old);
    Ok(Some(now))
}

/// The value to come, and the step if it need be told.
fn count_parts(cx: &mut Cx, me: &ObjRef) -> PyResult<(ObjRef, Option<ObjRef>)> {
    let Some(c) = cx.heap.get::<Count>(me) else { return Err(bad(cx)) };
    Ok(match &c.long {
        Some((now, step)) => (now.clone(), Some(step.clone())),
        None => (cx.int(c.now), Some(c.step).filter(|s| *s != 1).map(|s| cx.int(s))),
    })
}

fn count_repr(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let (now, step) = count_parts(cx, me)?;
    let now = cx.repr_text(&now)?;
    // One as a step is not shown, however it came about.
    let text = match step.filter(|s| s.int() != Some(1)) {
        Some(step) => format!("count({now}, {})", cx.repr_text(&step)?),
        None => format!("count({now})"),
    };
    Ok(cx.new_str(&text))
}

fn count_reduce(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let (now, step) = count_parts(cx, me)?;
    let args: Vec<ObjRef> = [Some(now), step].into_iter().flatten().collect();
    let args = cx.new_tuple(args);
    Ok(cx.new_tuple([me.class(), args]))
}

// ---- cycle

fn cycle_new(cx: &mut Cx, class: &ObjRef, args: &Args) -> PyResult {
    let ty = cx.expect_type(class)?;
    let [iterable] = positional(cx, ty, "cycle", args, 1, 1)? else { return Err(bad(cx)) };
    let it = cx.iter(iterable)?;
    let saved = cx.new_list(Vec::new());
    Ok(cx.new_instance(ty, Cycle { it: Some(it), saved, index: 0, first_pass: false }))
}

fn cycle_next(cx: &mut Cx, me: &ObjRef) -> PyResult<Option<ObjRef>> {
    let Some(c) = cx.heap.get::<Cycle>(me) else { return Ok(None) };
    if c.it.is_none() {
        return Ok(again(cx, me));
    }
    if let Some(it) = c.it.clone() {
        let (saved, again) = (c.saved.clone(), c.first_pass);
        if let Some(item) = inner(cx, &it)? {
            if !again && let Some((interp, list)) = cx.heap.list_mut(&saved) {
                list.push(interp, item.clone());
            }
            return Ok(Some(item));
        }
        let ended = cx.heap.get_mut::<Cycle>(me).and_then(|c| c.it.take());
        drop(ended);
    }
    Ok(again(cx, me))
}

/// The next of the items that were seen.
#[inline]
fn again(cx: &mut Cx, me: &ObjRef) -> Option<ObjRef> {
    let c = cx.heap.get::<Cycle>(me)?;
    let list = cx.heap.list(&c.saved)?;
    let index = c.index;
    let (item, n) = (list.get(index).cloned(), list.len());
    if let Some(c) = cx.heap.get_mut::<Cycle>(me) {
        c.index = if index + 1 >= n { 0 } else { index + 1 };
    }
    item
}

fn cycle_reduce(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let Some(c) = cx.heap.get::<Cycle>(me) else { return Err(bad(cx)) };
    let (it, saved, index, again) = (c.it.clone(), c.saved.clone(), c.index, c.first_pass);
    let (it, again) = match it {
        Some(it) => (it, again),
        None => {
            let it = cx.iter(&saved)?;
            if index > 0 {
                let index = cx.usize(index);
                cx.call_method(&it, "__setstate__", &[index])?;
            }
            (it, true)
        }
    };
    let args = cx.new_tuple([it]);
    let state = cx.new_tuple([saved, cx.bool(again)]);
    Ok(cx.new_tuple([me.class(), args, state]))
}

fn cycle_set_state(cx: &mut Cx, me: &ObjRef, state: &ObjRef) -> PyResult {
    let items = state_items(cx, state)?;
    let [saved, again] = items.as_slice() else {
        return Err(cx.type_error("function takes exactly 2 arguments"));
    };
    if saved.kind() != Kind::List {
        let got = saved.ty().name();
        return Err(cx.type_error(format!("argument 1 must be list, not {got}")));
    }
    let again = cx.index(again)?.int() != Some(0);
    let old = cx.heap.get_mut::<Cycle>(me).map(|c| {
        (c.first_pass, c.index) = (again, 0);
        std::mem::replace(&mut c.saved, saved.clone())
    });
    drop(old);
    Ok(cx.none.clone())
}

// ---- repeat

fn repeat_new(cx: &mut Cx, class: &ObjRef, args: &Args) -> PyResult {
    const PARAMS: Params<1, 1> = Params { required: ["object"], optional: ["times"], posonly: 0, kwonly: 2 };
    let ty = cx.expect_type(class)?;
    let ([element], [times]) = args.bind(cx, "repeat", &PARAMS)?;
    let left = match times {
        Some(times) => Some(size_argument(cx, &times)?.max(0) as u64),
        None => None,
    };
    Ok(cx.new_instance(ty, Repeat { element, left }))
}

fn repeat_next(cx: &mut Cx, me: &ObjRef) -> PyResult<Option<ObjRef>> {
    let Some(r) = cx.heap.get_mut::<Repeat>(me) else { return Ok(None) };
    match &mut r.left {
        Some(0) => return Ok(None),
        Some(n) => *n -= 1,
        None => (),
    }
    Ok(Some(r.element.clone()))
}

fn repeat_parts(cx: &mut Cx, me: &ObjRef) -> PyResult<(ObjRef, Option<u64>)> {
    match cx.heap.get::<Repeat>(me) {
        Some(r) => Ok((r.element.clone(), r.left)),
        None => Err(bad(cx)),
    }
}

fn repeat_repr(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let (element, left) = repeat_parts(cx, me)?;
    let element = cx.repr_text(&element)?;
    let text = match left {
        Some(n) => format!("repeat({element}, {n})"),
        None => format!("repeat({element})"),
    };
    Ok(cx.new_str(&text))
}

fn repeat_hint(cx: &mut Cx, me: &ObjRef) -> PyResult {
    match repeat_parts(cx, me)?.1 {
        Some(n) => Ok(cx.usize(n as usize)),
        None => Err(cx.type_error("len() of unsized object")),
    }
}

fn repeat_reduce(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let (element, left) = repeat_parts(cx, me)?;
    let left = left.map(|n| cx.usize(n as usize));
    let args: Vec<ObjRef> = [Some(element), left].into_iter().flatten().collect();
    let args = cx.new_tuple(args);
    Ok(cx.new_tuple([me.class(), args]))
}
