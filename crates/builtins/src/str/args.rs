//! Arguments of str and bytes methods: numbers, slice bounds and the words of their errors.

use theseus_object::alarm::{Alarm, PIECE, Stopped};
use theseus_object::payload::number::IntRef;
use theseus_object::{Cx, ObjRef, PyResult, Raised};

use crate::text::error::{Error, with_room};

/// Raises what a text function failed with.
#[cold]
pub(crate) fn raise_text(cx: &mut Cx, e: Error) -> Raised {
    match e {
        Error::Value(text) => cx.value_error(text),
        Error::Overflow(text) => cx.overflow_error(text),
        Error::Type(text) => cx.type_error(text),
        Error::Memory => cx.memory_error(""),
        Error::Stopped => cx.bad_internal("work given up"),
    }
}

/// The result of work of a text function that ^C may stop, or its error raised.
pub(crate) fn worked<T>(cx: &mut Cx, work: impl Fn(&Cx, &Alarm<'_>) -> Result<T, Error>) -> PyResult<T> {
    let r = cx.stoppable(|cx, alarm| match work(cx, alarm) {
        Err(Error::Stopped) => Err(Stopped),
        r => Ok(r),
    })?;
    checked(cx, r)
}

/// The result of a text function, or its error raised.
#[inline]
pub(crate) fn checked<T>(cx: &mut Cx, r: Result<T, Error>) -> PyResult<T> {
    r.map_err(|e| raise_text(cx, e))
}

/// Items that one more step of a codec may append without asking for room.
const STEP: usize = 64;

/// Makes room for what one more step appends. Where there is none yet, ^C is looked for.
#[inline(always)]
pub(crate) fn room_for_step<T>(cx: &mut Cx, out: &mut Vec<T>) -> PyResult<()> {
    if out.capacity() - out.len() >= STEP { Ok(()) } else { more_room(cx, out) }
}

#[cold]
#[inline(never)]
fn more_room<T>(cx: &mut Cx, out: &mut Vec<T>) -> PyResult<()> {
    cx.poll()?;
    match out.try_reserve_exact(out.len().clamp(2 * STEP, PIECE)) {
        Ok(()) => Ok(()),
        Err(_) => Err(cx.memory_error("")),
    }
}

/// A bytes object of a codec's output; ^C stops the copying.
pub(crate) fn long_bytes(cx: &mut Cx, data: &[u8]) -> PyResult {
    if data.len() <= PIECE {
        return Ok(cx.new_bytes(data));
    }
    cx.stoppable(|cx, alarm| cx.bytes_of_pieces(data.len(), [data], alarm))
}

/// The objects of an iterator, as many as there is memory for.
pub(crate) fn collected(
    alarm: &Alarm<'_>,
    objects: impl ExactSizeIterator<Item = ObjRef>,
) -> Result<Vec<ObjRef>, Error> {
    let mut all = with_room(objects.len())?;
    for o in objects {
        all.push(o);
        if all.len() & 0xffff == 0 {
            alarm.check()?;
        }
    }
    Ok(all)
}

/// Counts arguments in the words of `PyArg_ParseTuple`.
pub(crate) fn check_count(cx: &mut Cx, name: &str, given: usize, least: usize, most: usize) -> PyResult<()> {
    if (least..=most).contains(&given) {
        return Ok(());
    }
    let (how, n) = match (least == most, given < least) {
        (true, _) => ("exactly", least),
        (_, true) => ("at least", least),
        (_, false) => ("at most", most),
    };
    let s = theseus_object::error::plural(n);
    Err(cx.type_error(format!("{name}() takes {how} {n} argument{s} ({given} given)")))
}

/// A size or count: an int that fits a machine word.
pub(crate) fn ssize(cx: &mut Cx, o: &ObjRef) -> PyResult<i64> {
    let v = cx.index(o)?;
    match v.int() {
        Some(v) => Ok(v),
        None => Err(cx.overflow_error("Python int too large to convert to C ssize_t")),
    }
}

/// An int of 32 bits.
pub(crate) fn c_int(cx: &mut Cx, o: &ObjRef) -> PyResult<i32> {
    let v = cx.index(o)?;
    match v.int().map(i32::try_from) {
        Some(Ok(v)) => Ok(v),
        _ => Err(cx.overflow_error("Python int too large to convert to C int")),
    }
}

/// A limit on the number of splits or replacements: negative means none.
pub(crate) fn limit(cx: &mut Cx, o: Option<&ObjRef>) -> PyResult<usize> {
    match o {
        None => Ok(usize::MAX),
        Some(o) => Ok(usize::try_from(ssize(cx, o)?).unwrap_or(usize::MAX)),
    }
}

fn bound(cx: &mut Cx, o: &ObjRef) -> PyResult<i64> {
    if let Some(v) = o.int() {
        return Ok(v);
    }
    if !o.is_int() && o.ty().slots().index.is_none() {
        return Err(cx.type_error("slice indices must be integers or None or have an __index__ method"));
    }
    cx.index_clipped(o)
}

/// Optional start and end of the part of `len` items that a search looks at. The start may lie
/// beyond the end: then there is no such part, and not even an empty string is found in it.
pub(crate) fn bounds(
    cx: &mut Cx,
    len: usize,
    start: Option<&ObjRef>,
    end: Option<&ObjRef>,
) -> PyResult<Option<(usize, usize)>> {
    let len = len as i64;
    let mut at = [0, len];
    for (slot, o) in at.iter_mut().zip([start, end]) {
        if let Some(o) = o.filter(|o| !o.is_none()) {
            let v = bound(cx, o)?;
            *slot = if v < 0 { v.saturating_add(len).max(0) } else { v };
        }
    }
    let [start, end] = [at[0], at[1].min(len)];
    Ok((start <= end).then_some((start as usize, end as usize)))
}

/// How often to repeat a sequence; `None` if the operand is no integer.
pub(crate) fn repetitions(cx: &mut Cx, o: &ObjRef) -> PyResult<Option<usize>> {
    if !o.is_int() && o.ty().slots().index.is_none() {
        return Ok(None);
    }
    let v = cx.index(o)?;
    match v.integer() {
        Some(IntRef::Small(v)) => Ok(Some(usize::try_from(v).unwrap_or(0))),
        _ => {
            let name = o.ty().name();
            Err(cx.overflow_error(format!("cannot fit '{name}' into an index-sized integer")))
        }
    }
}

/// TypeError unless the argument at a position is a str.
pub(crate) fn expect_str(cx: &mut Cx, function: &str, which: &str, o: &ObjRef) -> PyResult<()> {
    if o.is_str() {
        return Ok(());
    }
    let got = o.kind_given();
    Err(cx.type_error(format!("{function}() argument{which} must be str, not {got}")))
}
