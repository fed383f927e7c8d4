//! Finding, counting and replacing in bytes and bytearray; prefixes and suffixes.

use smallvec::SmallVec;
use theseus_object::methods::NativeDef;
use theseus_object::{Cx, Kind, ObjRef, PyResult};

use super::{byte_value, data, like, own, part, require};
use crate::str::args::{bounds, check_count, limit, worked};
use crate::text::seq;

pub(super) static METHODS: &[NativeDef] = &[
    NativeDef::range(
        "find",
        find,
        0,
        u8::MAX,
        "B.find(sub[, start[, end]]) -> int\n\nReturn the lowest index in B where subsection sub is found.",
    ),
    NativeDef::range(
        "rfind",
        rfind,
        0,
        u8::MAX,
        "B.rfind(sub[, start[, end]]) -> int\n\nReturn the highest index in B where subsection sub is found.",
    ),
    NativeDef::range(
        "index",
        index,
        0,
        u8::MAX,
        "B.index(sub[, start[, end]]) -> int\n\nReturn the lowest index in B where subsection sub is found.",
    ),
    NativeDef::range(
        "rindex",
        rindex,
        0,
        u8::MAX,
        "B.rindex(sub[, start[, end]]) -> int\n\nReturn the highest index in B where subsection sub is found.",
    ),
    NativeDef::range(
        "count",
        count,
        0,
        u8::MAX,
        "B.count(sub[, start[, end]]) -> int\n\nReturn the number of non-overlapping occurrences of subsection sub.",
    ),
    NativeDef::range(
        "startswith",
        startswith,
        0,
        u8::MAX,
        "B.startswith(prefix[, start[, end]]) -> bool\n\nReturn True if B starts with the specified prefix, False otherwise.",
    ),
    NativeDef::range(
        "endswith",
        endswith,
        0,
        u8::MAX,
        "B.endswith(suffix[, start[, end]]) -> bool\n\nReturn True if B ends with the specified suffix, False otherwise.",
    ),
    NativeDef::range(
        "replace",
        replace,
        2,
        3,
        "replace($self, old, new, count=-1, /)\n--\n\nReturn a copy with all occurrences of substring old replaced by new.",
    ),
    NativeDef::m1(
        "removeprefix",
        removeprefix,
        "removeprefix($self, prefix, /)\n--\n\nReturn a bytes object with the given prefix string removed if present.",
    ),
    NativeDef::m1(
        "removesuffix",
        removesuffix,
        "removesuffix($self, suffix, /)\n--\n\nReturn a bytes object with the given suffix string removed if present.",
    ),
    NativeDef::m1(
        "partition",
        partition,
        "partition($self, sep, /)\n--\n\nPartition the bytes into three parts using the given separator.",
    ),
    NativeDef::m1(
        "rpartition",
        rpartition,
        "rpartition($self, sep, /)\n--\n\nPartition the bytes into three parts using the given separator.",
    ),
];

/// What is sought: bytes, or one byte given as an int.
type Needle = SmallVec<[u8; 32]>;

fn needle(cx: &mut Cx, o: &ObjRef) -> PyResult<Needle> {
    if let Some(data) = data(&cx.heap, o) {
        return Ok(Needle::from_slice(&data));
    }
    if o.is_int() || o.ty().slots().index.is_some() {
        let b = byte_value(cx, o)?;
        return Ok(Needle::from_slice(&[b]));
    }
    let got = o.ty().name();
    Err(cx.type_error(format!("argument should be integer or bytes-like object, not '{got}'")))
}

/// The needle, and the part of the receiver to look at.
fn arguments(cx: &mut Cx, values: &[ObjRef], name: &str) -> PyResult<(Needle, Option<(usize, usize)>)> {
    check_count(cx, name, values.len().saturating_sub(1), 1, 3)?;
    let len = own(&cx.heap, &values[0]).len();
    let part = bounds(cx, len, values.get(2), values.get(3))?;
    Ok((needle(cx, &values[1])?, part))
}

fn search(cx: &mut Cx, values: &[ObjRef], name: &str, last: bool) -> PyResult<Option<usize>> {
    let (sub, part) = arguments(cx, values, name)?;
    Ok(part.and_then(|(start, end)| {
        let text = own(&cx.heap, &values[0]).get(start..end)?;
        let at = if last { seq::rfind(text, &sub) } else { seq::find(text, &sub) };
        Some(at? + start)
    }))
}

fn find(cx: &mut Cx, values: &[ObjRef]) -> PyResult {
    let at = search(cx, values, "find", false)?;
    Ok(cx.int(at.map_or(-1, |at| at as i64)))
}

fn rfind(cx: &mut Cx, values: &[ObjRef]) -> PyResult {
    let at = search(cx, values, "rfind", true)?;
    Ok(cx.int(at.map_or(-1, |at| at as i64)))
}

fn index(cx: &mut Cx, values: &[ObjRef]) -> PyResult {
    let at = search(cx, values, "index", false)?;
    found(cx, at)
}

fn rindex(cx: &mut Cx, values: &[ObjRef]) -> PyResult {
    let at = search(cx, values, "rindex", true)?;
    found(cx, at)
}

fn found(cx: &mut Cx, at: Option<usize>) -> PyResult {
    match at {
        Some(at) => Ok(cx.usize(at)),
        None => Err(cx.value_error("subsection not found")),
    }
}

fn count(cx: &mut Cx, values: &[ObjRef]) -> PyResult {
    let (sub, part) = arguments(cx, values, "count")?;
    let Some((start, end)) = part else { return Ok(cx.int(0)) };
    let n = cx.stoppable(|cx, alarm| {
        let text = own(&cx.heap, &values[0]).get(start..end).unwrap_or_default();
        seq::count(text, &sub, usize::MAX, alarm)
    })?;
    Ok(cx.usize(n))
}

/// `item in bytes`.
pub(super) fn contains(cx: &mut Cx, me: &ObjRef, item: &ObjRef) -> PyResult<bool> {
    let sub = if item.is_int() || item.ty().slots().index.is_some() {
        let b = byte_value(cx, item)?;
        Needle::from_slice(&[b])
    } else {
        require(cx, item)?;
        needle(cx, item)?
    };
    Ok(seq::find(own(&cx.heap, me), &sub).is_some())
}

fn has_affix(text: &[u8], affix: &[u8], at_end: bool) -> bool {
    if at_end { text.ends_with(affix) } else { text.starts_with(affix) }
}

fn affix(cx: &mut Cx, values: &[ObjRef], name: &str, at_end: bool) -> PyResult {
    check_count(cx, name, values.len().saturating_sub(1), 1, 3)?;
    let (me, affix) = (&values[0], &values[1]);
    let len = own(&cx.heap, me).len();
    let part = bounds(cx, len, values.get(2), values.get(3))?;
    let holds = |cx: &Cx, affix: &ObjRef| {
        let text = part.and_then(|(start, end)| own(&cx.heap, me).get(start..end));
        text.zip(data(&cx.heap, affix)).is_some_and(|(text, affix)| has_affix(text, &affix, at_end))
    };
    if data(&cx.heap, affix).is_some() {
        return Ok(cx.bool(holds(cx, affix)));
    }
    if affix.kind() != Kind::Tuple {
        let got = affix.ty().name();
        return Err(cx.type_error(format!("{name} first arg must be bytes or a tuple of bytes, not {got}")));
    }
    for a in cx.heap.tuple(affix).map(<[ObjRef]>::to_vec).unwrap_or_default() {
        require(cx, &a)?;
        if holds(cx, &a) {
            return Ok(cx.true_.clone());
        }
    }
    Ok(cx.false_.clone())
}

fn startswith(cx: &mut Cx, values: &[ObjRef]) -> PyResult {
    affix(cx, values, "startswith", false)
}

fn endswith(cx: &mut Cx, values: &[ObjRef]) -> PyResult {
    affix(cx, values, "endswith", true)
}

fn replace(cx: &mut Cx, values: &[ObjRef]) -> PyResult {
    let (me, old, new) = (&values[0], &values[1], &values[2]);
    require(cx, old)?;
    require(cx, new)?;
    let most = limit(cx, values.get(3))?;
    let same = |cx: &Cx| part(cx, me, 0, own(&cx.heap, me).len());
    let replaced = worked(cx, |cx, alarm| {
        let (from, to) = (data(&cx.heap, old).unwrap_or_default(), data(&cx.heap, new).unwrap_or_default());
        match seq::replace(own(&cx.heap, me), &from, &to, most, alarm)? {
            None => Ok(same(cx)),
            Some(r) if me.kind() == Kind::ByteArray => Ok(cx.new_bytearray(r)),
            Some(r) => Ok(cx.bytes_of_pieces(r.len(), [&r[..]], alarm)?),
        }
    })?;
    Ok(replaced)
}

fn without_affix(cx: &mut Cx, me: &ObjRef, affix: &ObjRef, at_end: bool) -> PyResult {
    require(cx, affix)?;
    let len = own(&cx.heap, me).len();
    let cut = match data(&cx.heap, affix) {
        Some(a) if has_affix(own(&cx.heap, me), &a, at_end) => a.len(),
        _ => 0,
    };
    Ok(if at_end { part(cx, me, 0, len - cut) } else { part(cx, me, cut, len) })
}

fn removeprefix(cx: &mut Cx, me: &ObjRef, prefix: &ObjRef) -> PyResult {
    without_affix(cx, me, prefix, false)
}

fn removesuffix(cx: &mut Cx, me: &ObjRef, suffix: &ObjRef) -> PyResult {
    without_affix(cx, me, suffix, true)
}

fn cut(cx: &mut Cx, me: &ObjRef, sep: &ObjRef, last: bool) -> PyResult {
    require(cx, sep)?;
    let sep_data = needle(cx, sep)?;
    if sep_data.is_empty() {
        return Err(cx.value_error("empty separator"));
    }
    let text = own(&cx.heap, me);
    let len = text.len();
    let found = if last { seq::rpartition(text, &sep_data) } else { seq::partition(text, &sep_data) };
    let empty = || like(cx, me, Vec::new());
    let parts = match found {
        Some(at) => {
            let middle = match me.kind() {
                Kind::ByteArray => cx.new_bytearray(sep_data.to_vec()),
                _ => sep.clone(),
            };
            [part(cx, me, 0, at.start), middle, part(cx, me, at.end, len)]
        }
        None => {
            let whole = if me.kind() == Kind::Bytes { me.clone() } else { part(cx, me, 0, len) };
            if last { [empty(), empty(), whole] } else { [whole, empty(), empty()] }
        }
    };
    Ok(cx.new_tuple(parts))
}

fn partition(cx: &mut Cx, me: &ObjRef, sep: &ObjRef) -> PyResult {
    cut(cx, me, sep, false)
}

fn rpartition(cx: &mut Cx, me: &ObjRef, sep: &ObjRef) -> PyResult {
    cut(cx, me, sep, true)
}
