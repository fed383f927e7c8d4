//! `range` and its iterators.
//!
//! Where start, stop and step are machine words, so are all numbers of the range; others go through
//! integers of any size.

use dashu_int::IBig;
use theseus_object::class::TypeSpec;
use theseus_object::methods::{GetSet, NativeDef};
use theseus_object::payload::number::IntRef;
use theseus_object::payload::{Range, RangeIter};
use theseus_object::typeobj::type_flag;
use theseus_object::{Args, CompareOp, Cx, Kind, ObjRef, PyResult, Slots};

use crate::expose;
use crate::int::division::floor_div_mod;
use crate::int::{exact_index, parse, value};
use crate::slice;

/// A range of machine words.
#[derive(Clone, Copy)]
struct Words {
    start: i64,
    stop: i64,
    step: i64,
}

impl Words {
    fn count(self) -> u64 {
        let (low, high) = if self.step > 0 { (self.start, self.stop) } else { (self.stop, self.start) };
        if self.step == 0 || low >= high {
            return 0;
        }
        let span = high.abs_diff(low);
        match self.step.unsigned_abs() {
            1 => span,
            step => (span - 1) / step + 1,
        }
    }

    /// The number at a valid position.
    fn at(self, index: u64) -> i64 {
        (i128::from(self.start) + i128::from(index) * i128::from(self.step)) as i64
    }

    /// The position of a number.
    fn find(self, v: i64) -> Option<u64> {
        let step = i128::from(self.step);
        let above = i128::from(v) - i128::from(self.start);
        if step == 0 || above % step != 0 {
            return None;
        }
        u64::try_from(above / step).ok().filter(|&at| at < self.count())
    }
}

/// A range of integers of any size.
struct Wide {
    start: IBig,
    stop: IBig,
    step: IBig,
}

impl Wide {
    fn count(&self) -> IBig {
        let (span, step) = match self.step > IBig::ZERO {
            true => (&self.stop - &self.start, self.step.clone()),
            false => (&self.start - &self.stop, -&self.step),
        };
        if span <= IBig::ZERO { IBig::ZERO } else { (span - IBig::ONE) / step + IBig::ONE }
    }

    fn at(&self, index: &IBig) -> IBig {
        &self.start + index * &self.step
    }

    fn find(&self, v: &IBig) -> Option<IBig> {
        let (at, rest) = floor_div_mod(&(v - &self.start), &self.step);
        (rest == IBig::ZERO && at >= IBig::ZERO && at < self.count()).then_some(at)
    }
}

fn parts(cx: &mut Cx, r: &ObjRef) -> PyResult<(ObjRef, ObjRef, ObjRef)> {
    match cx.heap.get::<Range>(r) {
        Some(r) => Ok((r.start.clone(), r.stop.clone(), r.step.clone())),
        None => Err(cx.bad_internal("range")),
    }
}

fn words(cx: &Cx, r: &ObjRef) -> Option<Words> {
    let r = cx.heap.get::<Range>(r)?;
    Some(Words { start: cx.meant_int(&r.start)?, stop: cx.meant_int(&r.stop)?, step: cx.meant_int(&r.step)? })
}

fn wide(cx: &mut Cx, r: &ObjRef) -> PyResult<Wide> {
    let (start, stop, step) = parts(cx, r)?;
    let number = |o: ObjRef| cx.meant_int(&o).map_or_else(|| value(&o), IBig::from);
    Ok(Wide { start: number(start), stop: number(stop), step: number(step) })
}

/// The number of items.
fn count(cx: &mut Cx, r: &ObjRef) -> PyResult<IBig> {
    match words(cx, r) {
        Some(words) => Ok(IBig::from(words.count())),
        None => Ok(wide(cx, r)?.count()),
    }
}

/// The sum of all numbers of a range object.
pub(crate) fn sum(cx: &mut Cx, r: &ObjRef) -> PyResult<IBig> {
    let range = wide(cx, r)?;
    let count = range.count();
    let pairs = &count * (&count - IBig::ONE) / IBig::from(2);
    Ok(range.start * count + range.step * pairs)
}

fn make(cx: &Cx, start: ObjRef, stop: ObjRef, step: ObjRef) -> ObjRef {
    cx.new_as(&cx.types.range, Range { start, stop, step })
}

/// An int that a program gave: a pooled one counts by what it holds now.
fn given(cx: &mut Cx, o: &ObjRef) -> PyResult {
    let o = exact_index(cx, o)?;
    match o.int() {
        Some(v) if cx.meant_int(&o) != Some(v) => Ok(cx.int(v)),
        _ => Ok(o),
    }
}

fn new(cx: &mut Cx, _class: &ObjRef, args: &Args) -> PyResult {
    args.no_keywords(cx, "range")?;
    let (start, stop, step) = match args.exact_range(cx, "range", 1, 3)? {
        [stop] => (cx.int(0), given(cx, stop)?, cx.int(1)),
        [start, stop] => (given(cx, start)?, given(cx, stop)?, cx.int(1)),
        [start, stop, step] => (given(cx, start)?, given(cx, stop)?, given(cx, step)?),
        _ => return Err(cx.bad_internal("arguments of range")),
    };
    if cx.meant_int(&step) == Some(0) {
        return Err(cx.value_error("range() arg 3 must not be zero"));
    }
    Ok(make(cx, start, stop, step))
}

fn repr(cx: &mut Cx, r: &ObjRef) -> PyResult {
    let range = wide(cx, r)?;
    let mut shown = Vec::new();
    for n in [range.start, range.stop, range.step] {
        let n = if let Ok(v) = i64::try_from(&n) { cx.fresh_int(v) } else { cx.big_int(n) };
        shown.push(cx.repr_text(&n)?);
    }
    if shown.last().is_some_and(|step| step == "1") {
        shown.pop();
    }
    Ok(cx.new_str(&format!("range({})", shown.join(", "))))
}

fn len(cx: &mut Cx, r: &ObjRef) -> PyResult<usize> {
    match usize::try_from(&count(cx, r)?).ok().filter(|n| isize::try_from(*n).is_ok()) {
        Some(count) => Ok(count),
        None => Err(cx.overflow_error("Python int too large to convert to C ssize_t")),
    }
}

fn truth(cx: &mut Cx, r: &ObjRef) -> PyResult<bool> {
    Ok(count(cx, r)? != IBig::ZERO)
}

fn getitem(cx: &mut Cx, r: &ObjRef, key: &ObjRef) -> PyResult {
    if key.kind() == Kind::Slice {
        return getslice(cx, r, key);
    }
    if !key.is_int() && key.ty().slots().index.is_none() {
        let got = key.ty().name();
        return Err(cx.type_error(format!("{}{got}", slice::RANGE.type_error)));
    }
    let key = cx.index(key)?;
    if let (Some(words), Some(at)) = (words(cx, r), key.int()) {
        let at = i128::from(at) + if at < 0 { i128::from(words.count()) } else { 0 };
        return match u64::try_from(at) {
            Ok(at) if at < words.count() => Ok(cx.int(words.at(at))),
            _ => Err(cx.index_error(slice::RANGE.range_error)),
        };
    }
    let (range, at) = (wide(cx, r)?, value(&key));
    let count = range.count();
    let at = if at < IBig::ZERO { at + &count } else { at };
    if at < IBig::ZERO || at >= count {
        return Err(cx.index_error(slice::RANGE.range_error));
    }
    Ok(cx.big_int(range.at(&at)))
}

fn getslice(cx: &mut Cx, r: &ObjRef, key: &ObjRef) -> PyResult {
    let range = wide(cx, r)?;
    let (start, stop, step) = slice::long_indices(cx, key, &range.count())?;
    let (start, stop, step) = (range.at(&start), range.at(&stop), step * &range.step);
    Ok(make(cx, cx.big_int(start), cx.big_int(stop), cx.big_int(step)))
}

/// The position of an int in the range.
fn find_int(cx: &mut Cx, r: &ObjRef, v: &ObjRef) -> PyResult<Option<ObjRef>> {
    if let (Some(words), Some(v)) = (words(cx, r), v.int()) {
        return Ok(words.find(v).map(|at| cx.big_int(IBig::from(at))));
    }
    let found = wide(cx, r)?.find(&value(v));
    Ok(found.map(|at| cx.big_int(at)))
}

/// The int that an object certainly equals; `None` if only asking each number can tell, and
/// `Some(None)` if it equals no int.
fn as_int(cx: &mut Cx, v: &ObjRef) -> PyResult<Option<Option<ObjRef>>> {
    if v.kind() == Kind::Bool || v.is_exact(Kind::Int) || v.is_exact(Kind::BigInt) {
        return Ok(Some(Some(v.clone())));
    }
    if !v.is_exact(Kind::Float) {
        return Ok(None);
    }
    match v.float() {
        Some(x) if x.is_finite() && x == x.floor() => Ok(Some(Some(parse::from_float(cx, x)?))),
        _ => Ok(Some(None)),
    }
}

/// How many numbers equal an object; with `first_only`, whether one does.
fn search(cx: &mut Cx, r: &ObjRef, v: &ObjRef, first_only: bool) -> PyResult<u64> {
    if let Some(known) = as_int(cx, v)? {
        let found = match known {
            Some(v) => find_int(cx, r, &v)?.is_some(),
            None => false,
        };
        return Ok(u64::from(found));
    }
    let it = cx.iter(r)?;
    let (mut found, mut rounds) = (0, 0u32);
    while let Some(item) = cx.next(&it)? {
        rounds = rounds.wrapping_add(1);
        if rounds & 0xffff == 0 {
            cx.poll()?;
        }
        if cx.eq(&item, v)? {
            found += 1;
            if first_only {
                break;
            }
        }
    }
    Ok(found)
}

fn contains(cx: &mut Cx, r: &ObjRef, v: &ObjRef) -> PyResult<bool> {
    Ok(search(cx, r, v, true)? > 0)
}

fn count_of(cx: &mut Cx, r: &ObjRef, v: &ObjRef) -> PyResult {
    let n = search(cx, r, v, false)?;
    Ok(cx.big_int(IBig::from(n)))
}

fn index(cx: &mut Cx, r: &ObjRef, v: &ObjRef) -> PyResult {
    if v.kind() == Kind::Bool || v.is_exact(Kind::Int) || v.is_exact(Kind::BigInt) {
        return match find_int(cx, r, v)? {
            Some(at) => Ok(at),
            None => {
                let shown = cx.repr_text(v)?;
                Err(cx.value_error(format!("{shown} is not in range")))
            }
        };
    }
    let it = cx.iter(r)?;
    let mut at = 0;
    while let Some(item) = cx.next(&it)? {
        if cx.eq(&item, v)? {
            return Ok(cx.int(at));
        }
        at += 1;
        if at & 0xffff == 0 {
            cx.poll()?;
        }
    }
    Err(cx.value_error("sequence.index(x): x not in sequence"))
}

/// What two equal ranges have in common: the count, and where there are items, the first and step.
fn identity(cx: &mut Cx, r: &ObjRef) -> PyResult<(IBig, Option<IBig>, Option<IBig>)> {
    let count = count(cx, r)?;
    let range = wide(cx, r)?;
    let (some, several) = (count > IBig::ZERO, count > IBig::ONE);
    Ok((count, some.then_some(range.start), several.then_some(range.step)))
}

fn compare(cx: &mut Cx, a: &ObjRef, b: &ObjRef, op: CompareOp) -> PyResult {
    if b.kind() != Kind::Range || !matches!(op, CompareOp::Eq | CompareOp::Ne) {
        return Ok(cx.not_implemented.clone());
    }
    let equal = identity(cx, a)? == identity(cx, b)?;
    Ok(cx.bool(equal == (op == CompareOp::Eq)))
}

fn hash(cx: &mut Cx, r: &ObjRef) -> PyResult<i64> {
    let (count, start, step) = identity(cx, r)?;
    let part = |n: Option<IBig>| match n.as_ref().map(i64::try_from) {
        Some(Ok(v)) => cx.fresh_int(v),
        Some(Err(_)) => cx.big_int(n.unwrap_or_default()),
        None => cx.none.clone(),
    };
    let parts = cx.new_tuple([part(Some(count)), part(start), part(step)]);
    cx.hash(&parts)
}

fn reduce(cx: &mut Cx, r: &ObjRef) -> PyResult {
    let (start, stop, step) = parts(cx, r)?;
    let args = cx.new_tuple([start, stop, step]);
    Ok(cx.new_tuple([r.class(), args]))
}

fn iter(cx: &mut Cx, r: &ObjRef) -> PyResult {
    if let Some(words) = words(cx, r) {
        let data = RangeIter { next: words.start, step: words.step, left: words.count() };
        return Ok(cx.new_as(&cx.types.range_iterator, data));
    }
    let range = wide(cx, r)?;
    let left = range.count();
    Ok(cx.new_object(LongRangeIter { next: range.start, step: range.step, left }))
}

fn reversed(cx: &mut Cx, r: &ObjRef) -> PyResult {
    if let Some(words) = words(cx, r).filter(|w| w.step != i64::MIN) {
        let left = words.count();
        let data = RangeIter { next: words.at(left.wrapping_sub(1)), step: -words.step, left };
        return Ok(cx.new_as(&cx.types.range_iterator, data));
    }
    let range = wide(cx, r)?;
    let left = range.count();
    Ok(cx.new_object(LongRangeIter { next: range.at(&(&left - IBig::ONE)), step: -range.step, left }))
}

fn start(cx: &mut Cx, r: &ObjRef) -> PyResult {
    Ok(parts(cx, r)?.0)
}

fn stop(cx: &mut Cx, r: &ObjRef) -> PyResult {
    Ok(parts(cx, r)?.1)
}

fn step(cx: &mut Cx, r: &ObjRef) -> PyResult {
    Ok(parts(cx, r)?.2)
}

static SPEC: TypeSpec = TypeSpec {
    slots: Slots {
        repr: Some(repr),
        hash: Some(hash),
        compare: Some(compare),
        iter: Some(iter),
        new: Some(new),
        len: Some(len),
        getitem: Some(getitem),
        contains: Some(contains),
        bool_: Some(truth),
        ..Slots::EMPTY
    },
    methods: &[
        NativeDef::m1(
            "count",
            count_of,
            "rangeobject.count(value) -> integer -- return number of occurrences of value",
        ),
        NativeDef::m1(
            "index",
            index,
            "rangeobject.index(value) -> integer -- return index of value.\n\
             Raise ValueError if the value is not present.",
        ),
        NativeDef::m0("__reversed__", reversed, "Return a reverse iterator."),
        NativeDef::m0("__reduce__", reduce, ""),
    ],
    getsets: &[
        GetSet::member("start", start, ""),
        GetSet::member("stop", stop, ""),
        GetSet::member("step", step, ""),
    ],
    doc: "range(stop) -> range object\nrange(start, stop[, step]) -> range object\n\n\
          Return an object that produces a sequence of integers from start (inclusive)\n\
          to stop (exclusive) by step.  range(i, j) produces i, i+1, i+2, ..., j-1.\n\
          start defaults to 0, and stop is omitted!  range(4) produces 0, 1, 2, 3.\n\
          These are exactly the valid indices for a list of 4 elements.\n\
          When step is given, it specifies the increment (or decrement).",
};

fn word_next(cx: &mut Cx, it: &ObjRef) -> PyResult<Option<ObjRef>> {
    let Some(r) = cx.heap.get_mut::<RangeIter>(it).filter(|r| r.left > 0) else { return Ok(None) };
    let v = r.next;
    r.left -= 1;
    r.next = v.wrapping_add(r.step);
    Ok(Some(cx.int(v)))
}

/// Over a range with numbers beyond machine words: `left` numbers from `next` by `step`.
struct LongRangeIter {
    next: IBig,
    step: IBig,
    left: IBig,
}

theseus_object::leaf_payloads!(LongRangeIter);

fn long_next(cx: &mut Cx, it: &ObjRef) -> PyResult<Option<ObjRef>> {
    let Some(r) = cx.heap.get_mut::<LongRangeIter>(it).filter(|r| r.left > IBig::ZERO) else {
        return Ok(None);
    };
    let next = &r.next + &r.step;
    r.left -= IBig::ONE;
    let v = std::mem::replace(&mut r.next, next);
    Ok(Some(cx.big_int(v)))
}

/// Next number, step and count of what is left of either iterator.
fn rest(cx: &mut Cx, it: &ObjRef) -> PyResult<LongRangeIter> {
    if let Some(r) = cx.heap.get::<RangeIter>(it) {
        return Ok(LongRangeIter {
            next: IBig::from(r.next),
            step: IBig::from(r.step),
            left: IBig::from(r.left),
        });
    }
    match cx.heap.get::<LongRangeIter>(it) {
        Some(r) => Ok(LongRangeIter { next: r.next.clone(), step: r.step.clone(), left: r.left.clone() }),
        None => Err(cx.bad_internal("range iterator")),
    }
}

fn length_hint(cx: &mut Cx, it: &ObjRef) -> PyResult {
    let left = rest(cx, it)?.left;
    Ok(cx.big_int(left))
}

fn iterator_reduce(cx: &mut Cx, it: &ObjRef) -> PyResult {
    let rest = rest(cx, it)?;
    let stop = &rest.next + &rest.left * &rest.step;
    let range = make(cx, cx.big_int(rest.next), cx.big_int(stop), cx.big_int(rest.step));
    let name = cx.intern("iter");
    let function = cx.namespace_get(&cx.builtins, &name).unwrap_or_else(|| cx.none.clone());
    Ok(cx.new_tuple([function, cx.new_tuple([range]), cx.none.clone()]))
}

/// Goes on by as many numbers as the state says.
fn setstate(cx: &mut Cx, it: &ObjRef, state: &ObjRef) -> PyResult {
    let state = cx.index(state)?;
    if it.has_payload::<RangeIter>() && state.int().is_none() {
        return Err(cx.overflow_error("Python int too large to convert to C long"));
    }
    let mut rest = rest(cx, it)?;
    let skip = state.integer().map(IntRef::to_big).unwrap_or_default().clamp(IBig::ZERO, rest.left.clone());
    rest.next += &skip * &rest.step;
    rest.left -= skip;
    if let Some(r) = cx.heap.get_mut::<RangeIter>(it) {
        r.left = u64::try_from(&rest.left).unwrap_or(0);
        // Past the last number there may be no machine word; it is not used then.
        r.next = i64::try_from(&rest.next).unwrap_or(0);
    } else if let Some(r) = cx.heap.get_mut::<LongRangeIter>(it) {
        *r = rest;
    }
    Ok(cx.none.clone())
}

fn itself(_: &mut Cx, it: &ObjRef) -> PyResult {
    Ok(it.clone())
}

const ITERATOR_METHODS: &[NativeDef] = &[
    NativeDef::length_hint(length_hint),
    NativeDef::reduce(iterator_reduce),
    NativeDef::set_state(setstate),
];

static WORD_ITERATOR: TypeSpec = TypeSpec {
    slots: Slots { iter: Some(itself), next: Some(word_next), ..Slots::EMPTY },
    methods: ITERATOR_METHODS,
    getsets: &[],
    doc: "",
};

static LONG_ITERATOR: TypeSpec = TypeSpec {
    slots: Slots { iter: Some(itself), next: Some(long_next), ..Slots::EMPTY },
    methods: ITERATOR_METHODS,
    getsets: &[],
    doc: "",
};

pub fn install(cx: &mut Cx) {
    let ty = cx.types.range.clone();
    cx.fill_type(&ty, &SPEC);
    ty.add_flag(type_flag::SEQUENCE);
    expose(cx, &ty);
    let ty = cx.types.range_iterator.clone();
    cx.fill_type(&ty, &WORD_ITERATOR);
    let ty = cx.add_native_type::<LongRangeIter>("longrange_iterator", None, 0);
    cx.fill_type(&ty, &LONG_ITERATOR);
}
