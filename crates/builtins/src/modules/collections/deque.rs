//! `deque`.

use std::collections::VecDeque;

use theseus_object::args::Params;
use theseus_object::class::TypeSpec;
use theseus_object::edges::{EdgeVisitor, Payload, Relation};
use theseus_object::instance::full_size;
use theseus_object::methods::{GetSet, NativeDef};
use theseus_object::ops::native_eq;
use theseus_object::slots::{Slots, number};
use theseus_object::typeobj::{Layout, type_flag};
use theseus_object::{Args, CompareOp, Cx, ObjRef, PyResult};

use super::deque_iter;
use crate::alias;
use crate::iters::{each, poll_now_and_then, python_operator_first};
use crate::sequence::{is_index, place, repeat_count, size_argument};

/// Payload of a deque.
pub(super) struct Deque {
    pub items: VecDeque<ObjRef>,
    pub maxlen: Option<usize>,
    /// Counts what changes places, for those who call Python code in between.
    pub changes: u64,
}

impl Payload for Deque {
    fn edges(&mut self, v: &mut dyn EdgeVisitor) {
        for (i, o) in self.items.iter_mut().enumerate() {
            v.fixed(o, Relation::Index(i));
        }
    }
    fn clear(&mut self) {
        let items = std::mem::take(&mut self.items);
        drop(items);
    }
    fn extra_size(&self) -> usize {
        self.items.capacity() * size_of::<ObjRef>()
    }
}

impl Deque {
    fn empty(maxlen: Option<usize>) -> Deque {
        Deque { items: VecDeque::new(), maxlen, changes: 0 }
    }

    /// Appends, and gives what falls out on the other side.
    fn push_back(&mut self, o: ObjRef) -> Option<ObjRef> {
        self.items.push_back(o);
        self.changes += 1;
        if self.maxlen.is_some_and(|m| self.items.len() > m) { self.items.pop_front() } else { None }
    }

    fn push_front(&mut self, o: ObjRef) -> Option<ObjRef> {
        self.items.push_front(o);
        self.changes += 1;
        if self.maxlen.is_some_and(|m| self.items.len() > m) { self.items.pop_back() } else { None }
    }

    fn rotate(&mut self, n: i64) {
        let len = self.items.len();
        if len > 1 {
            self.items.rotate_right(n.rem_euclid(len as i64) as usize);
            self.changes += 1;
        }
    }
}

const COPY: &str = "Return a shallow copy of a deque.";

static METHODS: &[NativeDef] = &[
    NativeDef::m1("append", append, "Add an element to the right side of the deque."),
    NativeDef::m1("appendleft", append_left, "Add an element to the left side of the deque."),
    NativeDef::m0("clear", clear, "Remove all elements from the deque."),
    NativeDef::m0("__copy__", copy, COPY),
    NativeDef::m0("copy", copy, COPY),
    NativeDef::m1("count", count, "D.count(value) -- return number of occurrences of value"),
    NativeDef::m1("extend", extend, "Extend the right side of the deque with elements from the iterable"),
    NativeDef::m1(
        "extendleft",
        extend_left,
        "Extend the left side of the deque with elements from the iterable",
    ),
    NativeDef::range(
        "index",
        index,
        1,
        3,
        "D.index(value, [start, [stop]]) -- return first index of value.\nRaises ValueError if the value is not present.",
    ),
    NativeDef::full("insert", insert, "D.insert(index, object) -- insert object before index"),
    NativeDef::m0("pop", pop, "Remove and return the rightmost element."),
    NativeDef::m0("popleft", pop_left, "Remove and return the leftmost element."),
    NativeDef::reduce(reduce),
    NativeDef::m1("remove", remove, "D.remove(value) -- remove first occurrence of value."),
    NativeDef::m0(
        "__reversed__",
        deque_iter::reversed,
        "D.__reversed__() -- return a reverse iterator over the deque",
    ),
    NativeDef::m0("reverse", reverse, "D.reverse() -- reverse *IN PLACE*"),
    NativeDef::full(
        "rotate",
        rotate,
        "Rotate the deque n steps to the right (default n=1).  If n is negative, rotates left.",
    ),
    NativeDef::m0("__sizeof__", sizeof, "D.__sizeof__() -- size of D in memory, in bytes"),
    NativeDef::class("__class_getitem__", alias::class_getitem, "See PEP 585"),
];

static SPEC: TypeSpec = TypeSpec {
    slots: Slots {
        new: Some(new),
        init: Some(init),
        repr: Some(repr),
        compare: Some(compare),
        iter: Some(deque_iter::iter),
        len: Some(len),
        contains: Some(contains),
        getitem: Some(getitem),
        setitem: Some(setitem),
        number: {
            let mut ops = Slots::EMPTY.number;
            ops[number::ADD] = Some(add);
            ops[number::MUL] = Some(mul);
            ops
        },
        inplace: {
            let mut ops = Slots::EMPTY.inplace;
            ops[number::ADD] = Some(inplace_add);
            ops[number::MUL] = Some(inplace_mul);
            ops
        },
        ..Slots::EMPTY
    },
    methods: METHODS,
    getsets: &[GetSet::new("maxlen", maxlen, "maximum size of a deque or None if unbounded")],
    doc: "deque([iterable[, maxlen]]) --> deque object\n\nA list-like sequence optimized for data accesses near its endpoints.",
};

pub(super) fn install(cx: &mut Cx, dict: &ObjRef) {
    let flags = type_flag::BASE_TYPE | type_flag::SEQUENCE;
    let ty = cx.add_native_type_over::<Deque>("collections.deque", None, flags, Layout::WEAK);
    cx.fill_type(&ty, &SPEC);
    // Sequences concatenate only from the left.
    drop(cx.namespace_delete(&ty.data.dict, &cx.intern("__radd__")));
    cx.namespace_put(dict, "deque", ty.as_ref().clone());
}

fn get<'a>(cx: &'a Cx, me: &'a ObjRef) -> Option<&'a Deque> {
    cx.heap.get::<Deque>(me)
}

/// The deque for writing.
fn own<'a>(cx: &'a mut Cx, me: &'a ObjRef) -> PyResult<&'a mut Deque> {
    if !me.has_payload::<Deque>() {
        return Err(cx.bad_internal("deque"));
    }
    cx.heap.get_mut::<Deque>(me).ok_or(theseus_object::Raised)
}

pub(super) fn item(cx: &Cx, me: &ObjRef, at: usize) -> Option<ObjRef> {
    get(cx, me)?.items.get(at).cloned()
}

pub(super) fn length(cx: &Cx, me: &ObjRef) -> usize {
    get(cx, me).map_or(0, |d| d.items.len())
}

pub(super) fn changes(cx: &Cx, me: &ObjRef) -> u64 {
    get(cx, me).map_or(0, |d| d.changes)
}

// ---- making

fn new(cx: &mut Cx, class: &ObjRef, _: &Args) -> PyResult {
    let ty = cx.expect_type(class)?;
    Ok(cx.new_instance(ty, Deque::empty(None)))
}

fn init(cx: &mut Cx, me: &ObjRef, args: &Args) -> PyResult<()> {
    const PARAMS: Params<0, 2> =
        Params { required: [], optional: ["iterable", "maxlen"], posonly: 0, kwonly: 2 };
    let ([], [iterable, maxlen]) = args.bind(cx, "deque", &PARAMS)?;
    let maxlen = match maxlen.filter(|m| !m.is_none()) {
        None => None,
        Some(m) if !m.is_int() => return Err(cx.type_error("an integer is required")),
        Some(m) => match usize::try_from(size_argument(cx, &m)?) {
            Ok(m) => Some(m),
            Err(_) => return Err(cx.value_error("maxlen must be non-negative")),
        },
    };
    let d = own(cx, me)?;
    d.maxlen = maxlen;
    d.changes += 1;
    let old = std::mem::take(&mut d.items);
    drop(old);
    match iterable {
        Some(iterable) => extend(cx, me, &iterable).map(drop),
        None => Ok(()),
    }
}

/// An exact deque with the same items.
fn plain_copy(cx: &mut Cx, me: &ObjRef) -> ObjRef {
    let (items, maxlen) = get(cx, me).map(|d| (d.items.clone(), d.maxlen)).unwrap_or_default();
    let ty = cx.type_of::<Deque>();
    cx.new_instance(&ty, Deque { items, maxlen, changes: 0 })
}

fn copy(cx: &mut Cx, me: &ObjRef) -> PyResult {
    if me.ty().is(&cx.type_of::<Deque>()) {
        return Ok(plain_copy(cx, me));
    }
    let maxlen = get(cx, me).and_then(|d| d.maxlen).map(|m| cx.usize(m));
    let args: Vec<ObjRef> = [Some(me.clone()), maxlen].into_iter().flatten().collect();
    let made = cx.call(&me.class(), &args)?;
    if !made.has_payload::<Deque>() {
        let (class, got) = (me.ty().name(), made.ty().name());
        return Err(cx.type_error(format!("{class}() must return a deque, not {got}")));
    }
    Ok(made)
}

// ---- ends

/// The receiver's items, with room for one more.
#[inline]
fn roomy<'a>(cx: &'a mut Cx, me: &'a ObjRef) -> PyResult<&'a mut Deque> {
    let d = own(cx, me)?;
    if d.items.len() == d.items.capacity() && d.items.try_reserve(1).is_err() {
        return Err(cx.memory_error(""));
    }
    own(cx, me)
}

fn append(cx: &mut Cx, me: &ObjRef, o: &ObjRef) -> PyResult {
    let fallen = roomy(cx, me)?.push_back(o.clone());
    drop(fallen);
    Ok(cx.none.clone())
}

fn append_left(cx: &mut Cx, me: &ObjRef, o: &ObjRef) -> PyResult {
    let fallen = roomy(cx, me)?.push_front(o.clone());
    drop(fallen);
    Ok(cx.none.clone())
}

fn pop(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let d = own(cx, me)?;
    match d.items.pop_back() {
        Some(o) => {
            d.changes += 1;
            Ok(o)
        }
        None => Err(cx.index_error("pop from an empty deque")),
    }
}

fn pop_left(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let d = own(cx, me)?;
    match d.items.pop_front() {
        Some(o) => {
            d.changes += 1;
            Ok(o)
        }
        None => Err(cx.index_error("pop from an empty deque")),
    }
}

fn extend_by(cx: &mut Cx, me: &ObjRef, other: &ObjRef, left: bool) -> PyResult {
    let list = me.is(other).then(|| get(cx, me).map(|d| d.items.iter().cloned().collect()));
    let other = match list.flatten() {
        Some(items) => cx.new_list(items),
        None => other.clone(),
    };
    each(cx, &other, |cx, o| {
        let d = roomy(cx, me)?;
        let fallen = if left { d.push_front(o) } else { d.push_back(o) };
        drop(fallen);
        Ok(true)
    })?;
    Ok(cx.none.clone())
}

fn extend(cx: &mut Cx, me: &ObjRef, other: &ObjRef) -> PyResult {
    extend_by(cx, me, other, false)
}

fn extend_left(cx: &mut Cx, me: &ObjRef, other: &ObjRef) -> PyResult {
    extend_by(cx, me, other, true)
}

fn clear(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let d = own(cx, me)?;
    d.changes += 1;
    let old = std::mem::take(&mut d.items);
    drop(old);
    Ok(cx.none.clone())
}

fn reverse(cx: &mut Cx, me: &ObjRef) -> PyResult {
    own(cx, me)?.items.make_contiguous().reverse();
    Ok(cx.none.clone())
}

fn rotate(cx: &mut Cx, me: &ObjRef, args: &Args) -> PyResult {
    args.no_keywords(cx, "deque.rotate")?;
    let by = args.exact_range(cx, "deque.rotate", 0, 1)?;
    let n = match by.first() {
        Some(n) => size_argument(cx, n)?,
        None => 1,
    };
    own(cx, me)?.rotate(n);
    Ok(cx.none.clone())
}

// ---- searching

const MUTATED: &str = "deque mutated during iteration";

/// Position of the first item in `from..to` equal to `value`; RuntimeError if the deque changes.
fn find(
    cx: &mut Cx,
    me: &ObjRef,
    value: &ObjRef,
    from: usize,
    to: usize,
    mutated: Mutated,
) -> PyResult<Option<usize>> {
    let before = changes(cx, me);
    let mut at = from;
    while at < to {
        let Some(x) = item(cx, me, at) else { return Ok(None) };
        let equal = match native_eq(&x, value) {
            _ if x.is(value) => true,
            Some(known) => known,
            None => {
                let equal = cx.eq(&x, value)?;
                if changes(cx, me) != before {
                    return Err(mutated(cx));
                }
                equal
            }
        };
        if equal {
            return Ok(Some(at));
        }
        at += 1;
        poll_now_and_then(cx, at)?;
    }
    Ok(None)
}

type Mutated = fn(&mut Cx) -> theseus_object::Raised;

fn during_iteration(cx: &mut Cx) -> theseus_object::Raised {
    cx.runtime_error(MUTATED)
}

fn during_remove(cx: &mut Cx) -> theseus_object::Raised {
    cx.index_error("deque mutated during remove().")
}

fn contains(cx: &mut Cx, me: &ObjRef, value: &ObjRef) -> PyResult<bool> {
    let n = length(cx, me);
    Ok(find(cx, me, value, 0, n, during_iteration)?.is_some())
}

fn count(cx: &mut Cx, me: &ObjRef, value: &ObjRef) -> PyResult {
    let (mut n, mut from, end) = (0, 0, length(cx, me));
    while let Some(at) = find(cx, me, value, from, end, during_iteration)? {
        n += 1;
        from = at + 1;
    }
    Ok(cx.usize(n))
}

/// A start or stop of `index`, clipped to what is there.
fn bound(cx: &mut Cx, o: Option<&ObjRef>, default: usize, len: usize) -> PyResult<usize> {
    let Some(o) = o else { return Ok(default) };
    if !is_index(o) {
        return Err(cx.type_error("slice indices must be integers or have an __index__ method"));
    }
    let v = cx.index_clipped(o)?;
    let v = if v < 0 { v.saturating_add(len as i64).max(0) } else { v };
    Ok(usize::try_from(v).unwrap_or(len).min(len))
}

fn index(cx: &mut Cx, args: &[ObjRef]) -> PyResult {
    let [me, value, bounds @ ..] = args else { return Err(cx.bad_internal("arguments")) };
    let n = length(cx, me);
    let start = bound(cx, bounds.first(), 0, n)?;
    let stop = bound(cx, bounds.get(1), n, n)?;
    match find(cx, me, value, start, stop, during_iteration)? {
        Some(at) => Ok(cx.usize(at)),
        None => Err(not_in(cx, value)),
    }
}

fn not_in(cx: &mut Cx, value: &ObjRef) -> theseus_object::Raised {
    match cx.repr_text(value) {
        Ok(shown) => cx.value_error(format!("{shown} is not in deque")),
        Err(e) => e,
    }
}

fn remove(cx: &mut Cx, me: &ObjRef, value: &ObjRef) -> PyResult {
    let n = length(cx, me);
    let Some(at) = find(cx, me, value, 0, n, during_remove)? else { return Err(not_in(cx, value)) };
    delete(cx, me, at)?;
    Ok(cx.none.clone())
}

fn delete(cx: &mut Cx, me: &ObjRef, at: usize) -> PyResult<()> {
    let d = own(cx, me)?;
    d.changes += 1;
    let old = d.items.remove(at);
    drop(old);
    Ok(())
}

fn insert(cx: &mut Cx, me: &ObjRef, args: &Args) -> PyResult {
    args.no_keywords(cx, "deque.insert")?;
    let [index, value] = args.values else {
        let n = args.positional();
        return Err(cx.type_error(format!("insert() takes exactly 2 arguments ({n} given)")));
    };
    let index = size_argument(cx, index)?;
    let d = own(cx, me)?;
    let n = d.items.len();
    if d.maxlen == Some(n) {
        return Err(cx.index_error("deque already at its maximum size"));
    }
    let at = if index < 0 { index.saturating_add(n as i64).max(0) } else { index };
    d.items.insert((at as usize).min(n), value.clone());
    d.changes += 1;
    Ok(cx.none.clone())
}

// ---- items by position

fn at_index(cx: &mut Cx, me: &ObjRef, key: &ObjRef) -> PyResult<usize> {
    if !is_index(key) {
        let got = key.ty().name();
        return Err(cx.type_error(format!("sequence index must be integer, not '{got}'")));
    }
    let index = cx.index_word(key)?;
    match place(index, length(cx, me)) {
        Some(at) => Ok(at),
        None => Err(cx.index_error("deque index out of range")),
    }
}

fn getitem(cx: &mut Cx, me: &ObjRef, key: &ObjRef) -> PyResult {
    let at = at_index(cx, me, key)?;
    match item(cx, me, at) {
        Some(o) => Ok(o),
        None => Err(cx.index_error("deque index out of range")),
    }
}

fn setitem(cx: &mut Cx, me: &ObjRef, key: &ObjRef, value: Option<&ObjRef>) -> PyResult<()> {
    let at = at_index(cx, me, key)?;
    let Some(value) = value else { return delete(cx, me, at) };
    let old = own(cx, me)?.items.get_mut(at).map(|slot| std::mem::replace(slot, value.clone()));
    drop(old);
    Ok(())
}

fn len(cx: &mut Cx, me: &ObjRef) -> PyResult<usize> {
    Ok(length(cx, me))
}

// ---- operators

fn add(cx: &mut Cx, a: &ObjRef, b: &ObjRef) -> PyResult {
    if !a.has_payload::<Deque>() {
        return Ok(cx.not_implemented.clone());
    }
    if !b.has_payload::<Deque>() {
        if let Some(r) = python_operator_first(cx, number::ADD, a, b, b)? {
            return Ok(r);
        }
        let got = b.ty().name();
        return Err(cx.type_error(format!("can only concatenate deque (not \"{got}\") to deque")));
    }
    let new = copy(cx, a)?;
    extend(cx, &new, b)?;
    Ok(new)
}

fn inplace_add(cx: &mut Cx, me: &ObjRef, other: &ObjRef) -> PyResult {
    extend(cx, me, other)?;
    Ok(me.clone())
}

fn mul(cx: &mut Cx, a: &ObjRef, b: &ObjRef) -> PyResult {
    let (me, count) = if a.has_payload::<Deque>() { (a, b) } else { (b, a) };
    if let Some(r) = python_operator_first(cx, number::MUL, a, b, count)? {
        return Ok(r);
    }
    let n = times(cx, count)?;
    let new = copy(cx, me)?;
    repeat(cx, &new, n)?;
    Ok(new)
}

fn inplace_mul(cx: &mut Cx, me: &ObjRef, count: &ObjRef) -> PyResult {
    if let Some(r) = python_operator_first(cx, number::MUL, me, count, count)? {
        return Ok(r);
    }
    let n = times(cx, count)?;
    repeat(cx, me, n)?;
    Ok(me.clone())
}

fn times(cx: &mut Cx, count: &ObjRef) -> PyResult<i64> {
    if is_index(count) {
        return repeat_count(cx, count);
    }
    let got = count.ty().name();
    Err(cx.type_error(format!("can't multiply sequence by non-int of type '{got}'")))
}

fn repeat(cx: &mut Cx, me: &ObjRef, n: i64) -> PyResult<()> {
    let Some(d) = get(cx, me) else { return Ok(()) };
    let (len, maxlen) = (d.items.len(), d.maxlen);
    if n <= 0 || len == 0 {
        return clear(cx, me).map(drop);
    }
    // Only the last `maxlen` items stay.
    let wanted = len.saturating_mul(n as usize);
    let kept = maxlen.map_or(wanted, |m| wanted.min(m));
    if !cx.can_allocate(kept.saturating_mul(8)) {
        return Err(cx.memory_error(""));
    }
    let d = own(cx, me)?;
    let skipped = (wanted - kept) % len;
    let items: VecDeque<ObjRef> = d.items.iter().cycle().skip(skipped).take(kept).cloned().collect();
    d.changes += 1;
    let old = std::mem::replace(&mut d.items, items);
    drop(old);
    Ok(())
}

fn compare(cx: &mut Cx, a: &ObjRef, b: &ObjRef, op: CompareOp) -> PyResult {
    if !a.has_payload::<Deque>() || !b.has_payload::<Deque>() {
        return Ok(cx.not_implemented.clone());
    }
    let (n, m) = (length(cx, a), length(cx, b));
    match op {
        CompareOp::Eq if a.is(b) => return Ok(cx.true_.clone()),
        CompareOp::Ne if a.is(b) => return Ok(cx.false_.clone()),
        CompareOp::Eq if n != m => return Ok(cx.false_.clone()),
        CompareOp::Ne if n != m => return Ok(cx.true_.clone()),
        _ => (),
    }
    let before = (changes(cx, a), changes(cx, b));
    let mut at = 0;
    while let (Some(x), Some(y)) = (item(cx, a, at), item(cx, b, at)) {
        let equal = x.is(&y) || cx.eq(&x, &y)?;
        if !equal {
            return match op {
                CompareOp::Eq => Ok(cx.false_.clone()),
                CompareOp::Ne => Ok(cx.true_.clone()),
                _ => cx.compare(op, &x, &y),
            };
        }
        if before != (changes(cx, a), changes(cx, b)) {
            return Err(during_iteration(cx));
        }
        at += 1;
        poll_now_and_then(cx, at)?;
    }
    Ok(cx.bool(op.holds(n.cmp(&m))))
}

fn repr(cx: &mut Cx, me: &ObjRef) -> PyResult {
    cx.guarded_repr(me, "[...]", |cx| {
        let list = get(cx, me).map(|d| d.items.iter().cloned().collect()).unwrap_or_default();
        let list = cx.new_list(list);
        let shown = cx.repr(&list)?;
        let name = crate::type_::short_name(me.ty());
        let end = match get(cx, me).and_then(|d| d.maxlen) {
            Some(m) => format!(", maxlen={m})"),
            None => ")".to_string(),
        };
        Ok(cx.str_concat(&[&cx.new_str(&format!("{name}(")), &shown, &cx.new_str(&end)]))
    })
}

fn reduce(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let state = cx.call_method(me, "__getstate__", &[])?;
    let it = cx.iter(me)?;
    let args = match get(cx, me).and_then(|d| d.maxlen) {
        Some(m) => cx.new_tuple([cx.empty_tuple.clone(), cx.usize(m)]),
        None => cx.empty_tuple.clone(),
    };
    Ok(cx.new_tuple([me.class(), args, state, it]))
}

fn maxlen(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let maxlen = get(cx, me).and_then(|d| d.maxlen);
    Ok(maxlen.map_or_else(|| cx.none.clone(), |m| cx.usize(m)))
}

fn sizeof(cx: &mut Cx, me: &ObjRef) -> PyResult {
    Ok(cx.usize(full_size(me)))
}
