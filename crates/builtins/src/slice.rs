//! `slice`, and what sequences do with slices and indices.

use dashu_int::IBig;
use theseus_object::class::TypeSpec;
use theseus_object::methods::{GetSet, NativeDef};
use theseus_object::payload::SliceData;
use theseus_object::payload::number::IntRef;
use theseus_object::{Args, CompareOp, Cx, ObjRef, PyResult, Raised, Slots};

use crate::expose;

/// The items that a slice selects: `count` indices from `start` by `step`, all of them valid.
/// Without items, `start` is where an insertion goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SliceRange {
    pub start: i64,
    pub step: i64,
    pub count: usize,
}

impl SliceRange {
    /// The indices, in the slice's order.
    pub fn indices(self) -> impl Iterator<Item = usize> {
        (0..self.count as i64).map(move |i| (self.start + i * self.step) as usize)
    }
}

/// A slice's numbers, clipped to machine words but not yet to a length.
#[derive(Clone, Copy, Debug)]
pub struct Unpacked {
    start: i64,
    stop: i64,
    step: i64,
}

/// The numbers of a slice object. `__index__` of its parts may run Python code, so a sequence that
/// can change asks for its length only afterwards.
pub fn unpack(cx: &mut Cx, slice: &ObjRef) -> PyResult<Unpacked> {
    if let Some(plain) = unpack_plain(cx, slice) {
        return Ok(plain);
    }
    let (start, stop, step) = parts(cx, slice)?;
    let step = if step.is_none() { 1 } else { slice_index(cx, &step)?.max(-i64::MAX) };
    if step == 0 {
        return Err(cx.value_error("slice step cannot be zero"));
    }
    let (first, last) = ends(step);
    let start = if start.is_none() { first } else { slice_index(cx, &start)? };
    let stop = if stop.is_none() { last } else { slice_index(cx, &stop)? };
    Ok(Unpacked { start, stop, step })
}

/// Where a slice with this step begins and ends that does not say so.
fn ends(step: i64) -> (i64, i64) {
    if step < 0 { (i64::MAX, i64::MIN) } else { (0, i64::MAX) }
}

/// [`unpack`] where every part is None or an int of one word.
fn unpack_plain(cx: &Cx, slice: &ObjRef) -> Option<Unpacked> {
    let s = cx.heap.get::<SliceData>(slice)?;
    plain(&s.start, &s.stop, &s.step)
}

/// The numbers of a slice of these parts, if each is None or an int of one word.
pub fn plain(start: &ObjRef, stop: &ObjRef, step: &ObjRef) -> Option<Unpacked> {
    let part = |o: &ObjRef, missing| if o.is_none() { Some(missing) } else { o.int() };
    let step = part(step, 1).filter(|&step| step != 0 && step != i64::MIN)?;
    let (first, last) = ends(step);
    Some(Unpacked { start: part(start, first)?, stop: part(stop, last)?, step })
}

impl Unpacked {
    /// The items selected in a sequence of this length.
    pub fn adjust(self, len: usize) -> SliceRange {
        let len = i64::try_from(len).unwrap_or(i64::MAX);
        let (low, high) = if self.step < 0 { (-1, len - 1) } else { (0, len) };
        let clip = |at: i64| {
            let at = if at < 0 { at.saturating_add(len) } else { at };
            at.clamp(low, high)
        };
        let (start, stop, step) = (clip(self.start), clip(self.stop), self.step);
        let count = match step {
            1.. if start < stop => (stop - start - 1) / step + 1,
            ..=-1 if stop < start => (start - stop - 1) / -step + 1,
            _ => 0,
        };
        SliceRange { start, step, count: count as usize }
    }
}

/// The items that a slice object selects in a sequence of this length.
pub fn adjust(cx: &mut Cx, slice: &ObjRef, len: usize) -> PyResult<SliceRange> {
    Ok(unpack(cx, slice)?.adjust(len))
}

/// A sequence type's words about its indices.
pub struct Words {
    /// Ends before the name of the wrong type.
    pub type_error: &'static str,
    pub range_error: &'static str,
}

/// The words of the builtin sequences.
pub const LIST: Words = Words {
    type_error: "list indices must be integers or slices, not ",
    range_error: "list index out of range",
};
pub const TUPLE: Words = Words {
    type_error: "tuple indices must be integers or slices, not ",
    range_error: "tuple index out of range",
};
pub const RANGE: Words = Words {
    type_error: "range indices must be integers or slices, not ",
    range_error: "range object index out of range",
};

/// The valid position that an index object means in a sequence of this length.
pub fn normalise_index(cx: &mut Cx, key: &ObjRef, len: usize, words: &Words) -> PyResult<usize> {
    let at = match key.int() {
        Some(at) => at,
        None if key.is_int() || key.ty().slots().index.is_some() => cx.index_word(key)?,
        None => return Err(cx.type_error(format!("{}{}", words.type_error, key.ty().name()))),
    };
    let at = if at < 0 { at.saturating_add(len as i64) } else { at };
    match usize::try_from(at) {
        Ok(at) if at < len => Ok(at),
        _ => Err(cx.index_error(words.range_error)),
    }
}

/// Start, stop and step as they are.
fn parts(cx: &mut Cx, slice: &ObjRef) -> PyResult<(ObjRef, ObjRef, ObjRef)> {
    match cx.heap.get::<SliceData>(slice) {
        Some(s) => Ok((s.start.clone(), s.stop.clone(), s.step.clone())),
        None => Err(cx.bad_internal("slice")),
    }
}

fn not_an_index(cx: &mut Cx) -> Raised {
    cx.type_error("slice indices must be integers or None or have an __index__ method")
}

/// A part of a slice as a machine word, clipped.
fn slice_index(cx: &mut Cx, o: &ObjRef) -> PyResult<i64> {
    if let Some(v) = o.int() {
        return Ok(v);
    }
    if !o.is_int() && o.ty().slots().index.is_none() {
        return Err(not_an_index(cx));
    }
    cx.index_clipped(o)
}

/// A part of a slice as an integer of any size.
fn slice_integer(cx: &mut Cx, o: &ObjRef) -> PyResult<IBig> {
    if !o.is_int() && o.ty().slots().index.is_none() {
        return Err(not_an_index(cx));
    }
    let v = cx.index(o)?;
    Ok(v.integer().map(IntRef::to_big).unwrap_or_default())
}

/// `slice.indices(length)` for lengths of any size: start, stop and step.
pub fn long_indices(cx: &mut Cx, slice: &ObjRef, length: &IBig) -> PyResult<(IBig, IBig, IBig)> {
    let (start, stop, step) = parts(cx, slice)?;
    let step = if step.is_none() { IBig::ONE } else { slice_integer(cx, &step)? };
    if step == IBig::ZERO {
        return Err(cx.value_error("slice step cannot be zero"));
    }
    let down = step < IBig::ZERO;
    let (low, high) = if down { (IBig::NEG_ONE, length - IBig::ONE) } else { (IBig::ZERO, length.clone()) };
    let mut end = |o: &ObjRef, default: &IBig| -> PyResult<IBig> {
        if o.is_none() {
            return Ok(default.clone());
        }
        let v = slice_integer(cx, o)?;
        let v = if v < IBig::ZERO { v + length } else { v };
        Ok(v.clamp(low.clone(), high.clone()))
    };
    let (first, last) = if down { (&high, &low) } else { (&low, &high) };
    let start = end(&start, first)?;
    let stop = end(&stop, last)?;
    Ok((start, stop, step))
}

fn new(cx: &mut Cx, _class: &ObjRef, args: &Args) -> PyResult {
    args.no_keywords(cx, "slice")?;
    let none = cx.none.clone();
    let (start, stop, step) = match args.exact_range(cx, "slice", 1, 3)? {
        [stop] => (none.clone(), stop.clone(), none),
        [start, stop] => (start.clone(), stop.clone(), none),
        [start, stop, step] => (start.clone(), stop.clone(), step.clone()),
        _ => return Err(cx.bad_internal("arguments of slice")),
    };
    Ok(cx.new_as(&cx.types.slice, SliceData { start, stop, step }))
}

fn repr(cx: &mut Cx, o: &ObjRef) -> PyResult {
    let (start, stop, step) = parts(cx, o)?;
    let (start, stop, step) = (cx.repr(&start)?, cx.repr(&stop)?, cx.repr(&step)?);
    let pieces =
        [cx.new_str("slice("), start, cx.new_str(", "), stop, cx.new_str(", "), step, cx.new_str(")")];
    Ok(cx.str_concat(&pieces.each_ref()))
}

/// Slices compare as the tuples of their parts.
fn compare(cx: &mut Cx, a: &ObjRef, b: &ObjRef, op: CompareOp) -> PyResult {
    if cx.heap.get::<SliceData>(b).is_none() {
        return Ok(cx.not_implemented.clone());
    }
    if a.is(b) {
        return Ok(cx.bool(matches!(op, CompareOp::Eq | CompareOp::Le | CompareOp::Ge)));
    }
    let (a, b) = (parts(cx, a)?, parts(cx, b)?);
    let (a, b) = (cx.new_tuple([a.0, a.1, a.2]), cx.new_tuple([b.0, b.1, b.2]));
    cx.compare(op, &a, &b)
}

/// As the hash of a tuple, but without its length.
fn hash(cx: &mut Cx, o: &ObjRef) -> PyResult<i64> {
    const PRIME_1: u64 = 11_400_714_785_074_694_791;
    const PRIME_2: u64 = 14_029_467_366_897_019_727;
    const PRIME_5: u64 = 2_870_177_450_012_600_261;
    let (start, stop, step) = parts(cx, o)?;
    let mut sum = PRIME_5;
    for part in [start, stop, step] {
        let lane = cx.hash(&part)? as u64;
        sum = sum.wrapping_add(lane.wrapping_mul(PRIME_2)).rotate_left(31).wrapping_mul(PRIME_1);
    }
    Ok(if sum == u64::MAX { 1_546_275_796 } else { sum as i64 })
}

fn indices(cx: &mut Cx, me: &ObjRef, length: &ObjRef) -> PyResult {
    let length = cx.index(length)?;
    let length = length.integer().map(IntRef::to_big).unwrap_or_default();
    if length < IBig::ZERO {
        return Err(cx.value_error("length should not be negative"));
    }
    let (start, stop, step) = long_indices(cx, me, &length)?;
    let items = [cx.big_int(start), cx.big_int(stop), cx.big_int(step)];
    Ok(cx.new_tuple(items))
}

fn reduce(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let (start, stop, step) = parts(cx, me)?;
    let args = cx.new_tuple([start, stop, step]);
    Ok(cx.new_tuple([me.class(), args]))
}

fn start(cx: &mut Cx, me: &ObjRef) -> PyResult {
    Ok(parts(cx, me)?.0)
}

fn stop(cx: &mut Cx, me: &ObjRef) -> PyResult {
    Ok(parts(cx, me)?.1)
}

fn step(cx: &mut Cx, me: &ObjRef) -> PyResult {
    Ok(parts(cx, me)?.2)
}

static SPEC: TypeSpec = TypeSpec {
    slots: Slots {
        repr: Some(repr),
        hash: Some(hash),
        compare: Some(compare),
        new: Some(new),
        ..Slots::EMPTY
    },
    methods: &[
        NativeDef::m1("indices", indices, "S.indices(len) -> (start, stop, stride)"),
        NativeDef::reduce(reduce),
    ],
    getsets: &[
        GetSet::member("start", start, ""),
        GetSet::member("stop", stop, ""),
        GetSet::member("step", step, ""),
    ],
    doc: "slice(stop)\nslice(start, stop[, step])\n\nCreate a slice object.  \
          This is used for extended slicing (e.g. a[0:10:2]).",
};

pub fn install(cx: &mut Cx) {
    let ty = cx.types.slice.clone();
    cx.fill_type(&ty, &SPEC);
    expose(cx, &ty);
}
