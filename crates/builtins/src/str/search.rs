//! Finding, counting and replacing parts of a str; prefixes and suffixes.

use theseus_object::methods::NativeDef;
use theseus_object::payload::str::Chars;
use theseus_object::{Cx, Kind, ObjRef, PyResult};

use super::args::{bounds, check_count, expect_str, limit, worked};
use super::exact;
use super::units::{by_width, chars, make, needle};
use crate::text::seq;

pub(super) static METHODS: &[NativeDef] = &[
    NativeDef::range(
        "find",
        find,
        0,
        u8::MAX,
        "S.find(sub[, start[, end]]) -> int\n\nReturn the lowest index in S where substring sub is found.",
    ),
    NativeDef::range(
        "rfind",
        rfind,
        0,
        u8::MAX,
        "S.rfind(sub[, start[, end]]) -> int\n\nReturn the highest index in S where substring sub is found.",
    ),
    NativeDef::range(
        "index",
        index,
        0,
        u8::MAX,
        "S.index(sub[, start[, end]]) -> int\n\nReturn the lowest index in S where substring sub is found.",
    ),
    NativeDef::range(
        "rindex",
        rindex,
        0,
        u8::MAX,
        "S.rindex(sub[, start[, end]]) -> int\n\nReturn the highest index in S where substring sub is found.",
    ),
    NativeDef::range(
        "count",
        count,
        0,
        u8::MAX,
        "S.count(sub[, start[, end]]) -> int\n\nReturn the number of non-overlapping occurrences of substring sub.",
    ),
    NativeDef::range(
        "startswith",
        startswith,
        0,
        u8::MAX,
        "S.startswith(prefix[, start[, end]]) -> bool\n\nReturn True if S starts with the specified prefix, False otherwise.",
    ),
    NativeDef::range(
        "endswith",
        endswith,
        0,
        u8::MAX,
        "S.endswith(suffix[, start[, end]]) -> bool\n\nReturn True if S ends with the specified suffix, False otherwise.",
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
        "removeprefix($self, prefix, /)\n--\n\nReturn a str with the given prefix string removed if present.",
    ),
    NativeDef::m1(
        "removesuffix",
        removesuffix,
        "removesuffix($self, suffix, /)\n--\n\nReturn a str with the given suffix string removed if present.",
    ),
    NativeDef::m1(
        "partition",
        partition,
        "partition($self, sep, /)\n--\n\nPartition the string into three parts using the given separator.",
    ),
    NativeDef::m1(
        "rpartition",
        rpartition,
        "rpartition($self, sep, /)\n--\n\nPartition the string into three parts using the given separator.",
    ),
];

/// Place of the needle in a part of the text.
fn place(text: Chars<'_>, sub: Chars<'_>, part: (usize, usize), last: bool) -> Option<usize> {
    by_width!(text, |u| {
        let u = u.get(part.0..part.1)?;
        let n = needle(u, sub)?;
        let found = if last { seq::rfind(u, &n) } else { seq::find(u, &n) };
        Some(found? + part.0)
    })
}

/// Receiver, needle and bounds of a search, and where the needle is.
fn search(cx: &mut Cx, values: &[ObjRef], name: &str, last: bool) -> PyResult<Option<usize>> {
    check_count(cx, name, values.len().saturating_sub(1), 1, 3)?;
    let (me, sub) = (&values[0], &values[1]);
    let part = bounds(cx, chars(me).len(), values.get(2), values.get(3))?;
    if !sub.is_str() {
        let got = sub.ty().name();
        return Err(cx.type_error(format!("must be str, not {got}")));
    }
    Ok(part.and_then(|part| place(chars(me), chars(sub), part, last)))
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
        None => Err(cx.value_error("substring not found")),
    }
}

fn count(cx: &mut Cx, values: &[ObjRef]) -> PyResult {
    check_count(cx, "count", values.len().saturating_sub(1), 1, 3)?;
    let (me, sub) = (&values[0], &values[1]);
    let part = bounds(cx, chars(me).len(), values.get(2), values.get(3))?;
    if !sub.is_str() {
        let got = sub.ty().name();
        return Err(cx.type_error(format!("must be str, not {got}")));
    }
    let Some((start, end)) = part else { return Ok(cx.int(0)) };
    let n = cx.stoppable(|_, alarm| {
        by_width!(chars(me), |u| {
            let u = u.get(start..end).unwrap_or_default();
            needle(u, chars(sub)).map_or(Ok(0), |n| seq::count(u, &n, usize::MAX, alarm))
        })
    })?;
    Ok(cx.usize(n))
}

/// `part in text`.
pub(super) fn contains(cx: &mut Cx, me: &ObjRef, part: &ObjRef) -> PyResult<bool> {
    if !part.is_str() {
        let got = part.ty().name();
        return Err(cx.type_error(format!("'in <string>' requires string as left operand, not {got}")));
    }
    let text = chars(me);
    Ok(place(text, chars(part), (0, text.len()), false).is_some())
}

/// Whether the part of the text starts or ends with an affix.
fn has_affix(text: Chars<'_>, affix: Chars<'_>, part: (usize, usize), at_end: bool) -> bool {
    by_width!(text, |u| {
        let Some(u) = u.get(part.0..part.1) else { return false };
        let Some(n) = needle(u, affix) else { return false };
        if at_end { u.ends_with(&n) } else { u.starts_with(&n) }
    })
}

fn affix(cx: &mut Cx, values: &[ObjRef], name: &str, at_end: bool) -> PyResult {
    check_count(cx, name, values.len().saturating_sub(1), 1, 3)?;
    let (me, affix) = (&values[0], &values[1]);
    let part = bounds(cx, chars(me).len(), values.get(2), values.get(3))?;
    if affix.is_str() {
        return Ok(cx.bool(part.is_some_and(|part| has_affix(chars(me), chars(affix), part, at_end))));
    }
    if affix.kind() != Kind::Tuple {
        let got = affix.ty().name();
        return Err(cx.type_error(format!("{name} first arg must be str or a tuple of str, not {got}")));
    }
    let mut wrong = None;
    let mut found = false;
    for a in cx.heap.tuple(affix).unwrap_or_default() {
        if !a.is_str() {
            wrong = Some(a.ty().name());
            break;
        }
        if part.is_some_and(|part| has_affix(chars(me), chars(a), part, at_end)) {
            found = true;
            break;
        }
    }
    if let Some(got) = wrong {
        return Err(cx.type_error(format!("tuple for {name} must only contain str, not {got}")));
    }
    Ok(cx.bool(found))
}

fn startswith(cx: &mut Cx, values: &[ObjRef]) -> PyResult {
    affix(cx, values, "startswith", false)
}

fn endswith(cx: &mut Cx, values: &[ObjRef]) -> PyResult {
    affix(cx, values, "endswith", true)
}

fn replace(cx: &mut Cx, values: &[ObjRef]) -> PyResult {
    let (me, old, new) = (&values[0], &values[1], &values[2]);
    expect_str(cx, "replace", " 1", old)?;
    expect_str(cx, "replace", " 2", new)?;
    let most = limit(cx, values.get(3))?;
    let (text, from, to) = (chars(me), chars(old), chars(new));
    if let (Some(text), Some([byte])) = (text.narrow(), from.narrow())
        && memchr::memchr(*byte, text).is_none()
    {
        return Ok(exact(cx, me));
    }
    // The replacement may need wider units than the text.
    let wider = new.str_width() > me.str_width() && !to.is_empty();
    worked(cx, |cx, alarm| {
        if wider {
            let needle =
                needle::<u32>(&[], from).filter(|_| place(text, from, (0, text.len()), false).is_some());
            let Some(needle) = needle else { return Ok(exact(cx, me)) };
            let replaced = seq::replace(&text.to_vec(), &needle, &to.to_vec(), most, alarm)?;
            return Ok(replaced.map_or_else(|| exact(cx, me), |r| cx.str_from_points(&r)));
        }
        by_width!(text, |u| {
            let (Some(from), Some(to)) = (needle(u, from), needle(u, to)) else { return Ok(exact(cx, me)) };
            match seq::replace(u, &from, &to, most, alarm)? {
                Some(r) => Ok(make(cx, &r, alarm)?),
                None => Ok(exact(cx, me)),
            }
        })
    })
}

fn removeprefix(cx: &mut Cx, me: &ObjRef, prefix: &ObjRef) -> PyResult {
    expect_str(cx, "removeprefix", "", prefix)?;
    let len = chars(me).len();
    Ok(match has_affix(chars(me), chars(prefix), (0, len), false) {
        true => cx.str_slice(me, chars(prefix).len(), len),
        false => exact(cx, me),
    })
}

fn removesuffix(cx: &mut Cx, me: &ObjRef, suffix: &ObjRef) -> PyResult {
    expect_str(cx, "removesuffix", "", suffix)?;
    let len = chars(me).len();
    Ok(match has_affix(chars(me), chars(suffix), (0, len), true) {
        true => cx.str_slice(me, 0, len - chars(suffix).len()),
        false => exact(cx, me),
    })
}

fn cut(cx: &mut Cx, me: &ObjRef, sep: &ObjRef, last: bool) -> PyResult {
    if !sep.is_str() {
        let got = sep.ty().name();
        return Err(cx.type_error(format!("must be str, not {got}")));
    }
    if chars(sep).is_empty() {
        return Err(cx.value_error("empty separator"));
    }
    let len = chars(me).len();
    let empty = cx.empty_str.clone();
    let parts = match place(chars(me), chars(sep), (0, len), last) {
        Some(at) => [cx.str_slice(me, 0, at), sep.clone(), cx.str_slice(me, at + chars(sep).len(), len)],
        None if last => [empty.clone(), empty, me.clone()],
        None => [me.clone(), empty.clone(), empty],
    };
    Ok(cx.new_tuple(parts))
}

fn partition(cx: &mut Cx, me: &ObjRef, sep: &ObjRef) -> PyResult {
    cut(cx, me, sep, false)
}

fn rpartition(cx: &mut Cx, me: &ObjRef, sep: &ObjRef) -> PyResult {
    cut(cx, me, sep, true)
}
