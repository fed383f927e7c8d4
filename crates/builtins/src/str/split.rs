//! Splitting, joining, stripping and padding of str.

use std::ops::Range;

use theseus_object::alarm::Alarm;
use theseus_object::args::Params;
use theseus_object::methods::NativeDef;
use theseus_object::payload::List;
use theseus_object::payload::str::{Chars, JoinError};
use theseus_object::{Args, Cx, Kind, ObjRef, PyResult};

use super::args::{c_int, collected, limit, ssize, worked};
use super::exact;
use super::units::{by_width, chars, make, needle};
use crate::sequence::iter_or;
use crate::text::error::Error;
use crate::text::seq;
use crate::text::unicode::{is_line_break, is_space};

pub(super) static METHODS: &[NativeDef] = &[
    NativeDef::full(
        "split",
        split,
        "split($self, /, sep=None, maxsplit=-1)\n--\n\nReturn a list of the substrings in the string, using sep as the separator string.",
    ),
    NativeDef::full(
        "rsplit",
        rsplit,
        "rsplit($self, /, sep=None, maxsplit=-1)\n--\n\nReturn a list of the substrings in the string, using sep as the separator string.",
    ),
    NativeDef::full(
        "splitlines",
        splitlines,
        "splitlines($self, /, keepends=False)\n--\n\nReturn a list of the lines in the string, breaking at line boundaries.",
    ),
    NativeDef::m1("join", join, "join($self, iterable, /)\n--\n\nConcatenate any number of strings."),
    NativeDef::range(
        "strip",
        strip,
        0,
        1,
        "strip($self, chars=None, /)\n--\n\nReturn a copy of the string with leading and trailing whitespace removed.",
    ),
    NativeDef::range(
        "lstrip",
        lstrip,
        0,
        1,
        "lstrip($self, chars=None, /)\n--\n\nReturn a copy of the string with leading whitespace removed.",
    ),
    NativeDef::range(
        "rstrip",
        rstrip,
        0,
        1,
        "rstrip($self, chars=None, /)\n--\n\nReturn a copy of the string with trailing whitespace removed.",
    ),
    NativeDef::range(
        "center",
        center,
        1,
        2,
        "center($self, width, fillchar=' ', /)\n--\n\nReturn a centered string of length width.",
    ),
    NativeDef::range(
        "ljust",
        ljust,
        1,
        2,
        "ljust($self, width, fillchar=' ', /)\n--\n\nReturn a left-justified string of length width.",
    ),
    NativeDef::range(
        "rjust",
        rjust,
        1,
        2,
        "rjust($self, width, fillchar=' ', /)\n--\n\nReturn a right-justified string of length width.",
    ),
    NativeDef::m1(
        "zfill",
        zfill,
        "zfill($self, width, /)\n--\n\nPad a numeric string with zeros on the left, to fill a field of the given width.",
    ),
    NativeDef::full(
        "expandtabs",
        expandtabs,
        "expandtabs($self, /, tabsize=8)\n--\n\nReturn a copy where all tab characters are expanded using spaces.",
    ),
];

/// A list of parts of a str.
fn parts(
    cx: &mut Cx,
    me: &ObjRef,
    ranges: impl Fn(&Alarm<'_>) -> Result<Vec<Range<usize>>, Error>,
) -> PyResult {
    let whole = chars(me).len();
    let items = worked(cx, |cx, alarm| {
        let ranges = ranges(alarm)?;
        match ranges.as_slice() {
            [only] if only.start == 0 && only.end == whole => Ok(vec![exact(cx, me)]),
            _ => collected(alarm, ranges.into_iter().map(|r| cx.str_slice(me, r.start, r.end))),
        }
    })?;
    Ok(cx.new_list(items))
}

static SPLIT: Params<0, 2> = Params { required: [], optional: ["sep", "maxsplit"], posonly: 0, kwonly: 2 };

fn split_any(cx: &mut Cx, me: &ObjRef, args: &Args, name: &str, from_right: bool) -> PyResult {
    let ([], [sep, most]) = args.bind(cx, name, &SPLIT)?;
    let most = limit(cx, most.as_ref())?;
    let sep = sep.filter(|s| !s.is_none());
    match &sep {
        None => parts(cx, me, |alarm| {
            by_width!(chars(me), |u| match from_right {
                true => seq::rsplit_space(u, most, |c| is_space(c.into()), alarm),
                false => seq::split_space(u, most, |c| is_space(c.into()), alarm),
            })
        }),
        Some(sep) => {
            if !sep.is_str() {
                let got = sep.ty().name();
                return Err(cx.type_error(format!("must be str or None, not {got}")));
            }
            if chars(sep).is_empty() {
                return Err(cx.value_error("empty separator"));
            }
            parts(cx, me, |alarm| {
                by_width!(chars(me), |u| match needle(u, chars(sep)) {
                    Some(n) if from_right => seq::rsplit(u, &n, most, alarm),
                    Some(n) => seq::split(u, &n, most, alarm),
                    None => Ok(std::iter::once(0..u.len()).collect()),
                })
            })
        }
    }
}

fn split(cx: &mut Cx, me: &ObjRef, args: &Args) -> PyResult {
    split_any(cx, me, args, "split", false)
}

fn rsplit(cx: &mut Cx, me: &ObjRef, args: &Args) -> PyResult {
    split_any(cx, me, args, "rsplit", true)
}

static KEEPENDS: Params<0, 1> = Params { required: [], optional: ["keepends"], posonly: 0, kwonly: 1 };

fn splitlines(cx: &mut Cx, me: &ObjRef, args: &Args) -> PyResult {
    let ([], [keep]) = args.bind(cx, "splitlines", &KEEPENDS)?;
    let keep = match keep {
        Some(k) => cx.truth(&k)?,
        None => false,
    };
    parts(cx, me, |alarm| {
        by_width!(chars(me), |u| seq::split_lines(u, keep, |c| is_line_break(c.into()), alarm))
    })
}

/// `separator.join(iterable)`.
pub(super) fn join(cx: &mut Cx, me: &ObjRef, iterable: &ObjRef) -> PyResult {
    let joined = match iterable.kind() {
        Kind::List if iterable.is_exact(Kind::List) => {
            cx.str_join(me, cx.heap.get::<List>(iterable).map(|l| &l.items[..]).unwrap_or_default())
        }
        Kind::Tuple if iterable.is_exact(Kind::Tuple) => {
            cx.str_join(me, cx.heap.tuple(iterable).unwrap_or_default())
        }
        _ => {
            let items = iter_or(cx, iterable, |_| "can only join an iterable".to_string())?;
            let items = cx.collect(&items)?;
            return join_items(cx, me, &items);
        }
    };
    match joined {
        Ok(r) => Ok(r),
        Err(JoinError::TooLong) => Err(cx.memory_error("")),
        Err(JoinError::NotStr(i)) => {
            let items = cx.collect(iterable)?;
            let got = items.get(i).map(|o| o.ty().name()).unwrap_or_default();
            Err(cx.type_error(format!("sequence item {i}: expected str instance, {got} found")))
        }
    }
}

fn join_items(cx: &mut Cx, separator: &ObjRef, items: &[ObjRef]) -> PyResult {
    match cx.str_join(separator, items) {
        Ok(r) => Ok(r),
        Err(JoinError::TooLong) => Err(cx.memory_error("")),
        Err(JoinError::NotStr(i)) => {
            let got = items.get(i).map(|o| o.ty().name()).unwrap_or_default();
            Err(cx.type_error(format!("sequence item {i}: expected str instance, {got} found")))
        }
    }
}

/// One str of the given strs, one after another.
pub fn join_strings(cx: &mut Cx, items: &[ObjRef]) -> PyResult {
    let empty = cx.empty_str.clone();
    join_items(cx, &empty, items)
}

fn strip_any(cx: &mut Cx, values: &[ObjRef], name: &str, left: bool, right: bool) -> PyResult {
    let me = &values[0];
    let text = chars(me);
    let range = match values.get(1).filter(|o| !o.is_none()) {
        None => by_width!(text, |u| seq::strip(u, left, right, |c| is_space(c.into()))),
        Some(set) => {
            let Some(set) = set.chars() else {
                return Err(cx.type_error(format!("{name} arg must be None or str")));
            };
            strip_set(text, set, left, right)
        }
    };
    Ok(cx.str_slice(me, range.start, range.end))
}

/// What is left of a text without the characters of a set at its sides.
fn strip_set(text: Chars<'_>, set: Chars<'_>, left: bool, right: bool) -> Range<usize> {
    // One bit for each ASCII character of the set; others are looked for.
    let mut ascii = 0u128;
    for c in set.iter().filter(|&c| c < 128) {
        ascii |= 1 << c;
    }
    let is_in = |c: u32| if c < 128 { ascii >> c & 1 != 0 } else { set.iter().any(|s| s == c) };
    by_width!(text, |u| seq::strip(u, left, right, |c| is_in(c.into())))
}

fn strip(cx: &mut Cx, values: &[ObjRef]) -> PyResult {
    strip_any(cx, values, "strip", true, true)
}

fn lstrip(cx: &mut Cx, values: &[ObjRef]) -> PyResult {
    strip_any(cx, values, "lstrip", true, false)
}

fn rstrip(cx: &mut Cx, values: &[ObjRef]) -> PyResult {
    strip_any(cx, values, "rstrip", false, true)
}

/// Width and fill character of a padding method.
fn field(cx: &mut Cx, values: &[ObjRef]) -> PyResult<(usize, u32)> {
    let width = match values.get(1) {
        Some(w) => usize::try_from(ssize(cx, w)?).unwrap_or(0),
        None => 0,
    };
    let Some(fill) = values.get(2) else { return Ok((width, ' ' as u32)) };
    let Some(fill_chars) = fill.chars() else {
        let got = fill.ty().name();
        return Err(cx.type_error(format!("The fill character must be a unicode character, not {got}")));
    };
    match (fill_chars.len(), fill_chars.get(0)) {
        (1, Some(c)) => Ok((width, c)),
        _ => Err(cx.type_error("The fill character must be exactly one character long")),
    }
}

/// The text between fill characters.
fn pad(cx: &mut Cx, me: &ObjRef, left: usize, right: usize, fill: u32) -> PyResult {
    if left + right == 0 {
        return Ok(exact(cx, me));
    }
    worked(cx, |cx, alarm| match (chars(me), u8::try_from(fill)) {
        (Chars::Ascii(s), Ok(fill)) => {
            let padded = seq::pad(s.as_bytes(), left, right, fill, alarm)?;
            Ok(cx.str_of_latin1(&padded, alarm)?)
        }
        (text, _) => Ok(cx.str_from_points(&seq::pad(&text.to_vec(), left, right, fill, alarm)?)),
    })
}

fn center(cx: &mut Cx, values: &[ObjRef]) -> PyResult {
    let (width, fill) = field(cx, values)?;
    let (left, right) = seq::center_margins(chars(&values[0]).len(), width);
    pad(cx, &values[0], left, right, fill)
}

fn ljust(cx: &mut Cx, values: &[ObjRef]) -> PyResult {
    let (width, fill) = field(cx, values)?;
    let room = width.saturating_sub(chars(&values[0]).len());
    pad(cx, &values[0], 0, room, fill)
}

fn rjust(cx: &mut Cx, values: &[ObjRef]) -> PyResult {
    let (width, fill) = field(cx, values)?;
    let room = width.saturating_sub(chars(&values[0]).len());
    pad(cx, &values[0], room, 0, fill)
}

fn zfill(cx: &mut Cx, me: &ObjRef, width: &ObjRef) -> PyResult {
    let width = usize::try_from(ssize(cx, width)?).unwrap_or(0);
    let text = chars(me);
    if width <= text.len() {
        return Ok(exact(cx, me));
    }
    worked(cx, |cx, alarm| Ok(by_width!(chars(me), |u| make(cx, &seq::zero_fill(u, width, alarm)?, alarm)?)))
}

static TABSIZE: Params<0, 1> = Params { required: [], optional: ["tabsize"], posonly: 0, kwonly: 1 };

fn expandtabs(cx: &mut Cx, me: &ObjRef, args: &Args) -> PyResult {
    let ([], [size]) = args.bind(cx, "expandtabs", &TABSIZE)?;
    let size = match size {
        Some(o) => c_int(cx, &o)?,
        None => 8,
    };
    let too_long = "new string is too long";
    let size = size as isize;
    worked(cx, |cx, alarm| {
        Ok(by_width!(chars(me), |u| make(cx, &seq::expand_tabs(u, size, too_long, alarm)?, alarm)?))
    })
}
