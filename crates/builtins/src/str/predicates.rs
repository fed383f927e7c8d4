//! Questions about all characters of a str.

use theseus_object::methods::NativeDef;
use theseus_object::{Cx, ObjRef, PyResult};

use super::units::{by_width, chars, points};
use crate::text::{case, unicode};

pub(super) static METHODS: &[NativeDef] = &[
    NativeDef::m0(
        "isalnum",
        isalnum,
        "isalnum($self, /)\n--\n\nReturn True if the string is an alpha-numeric string, False otherwise.",
    ),
    NativeDef::m0(
        "isalpha",
        isalpha,
        "isalpha($self, /)\n--\n\nReturn True if the string is an alphabetic string, False otherwise.",
    ),
    NativeDef::m0(
        "isascii",
        isascii,
        "isascii($self, /)\n--\n\nReturn True if all characters in the string are ASCII, False otherwise.",
    ),
    NativeDef::m0(
        "isdecimal",
        isdecimal,
        "isdecimal($self, /)\n--\n\nReturn True if the string is a decimal string, False otherwise.",
    ),
    NativeDef::m0(
        "isdigit",
        isdigit,
        "isdigit($self, /)\n--\n\nReturn True if the string is a digit string, False otherwise.",
    ),
    NativeDef::m0(
        "isidentifier",
        isidentifier,
        "isidentifier($self, /)\n--\n\nReturn True if the string is a valid Python identifier, False otherwise.",
    ),
    NativeDef::m0(
        "islower",
        islower,
        "islower($self, /)\n--\n\nReturn True if the string is a lowercase string, False otherwise.",
    ),
    NativeDef::m0(
        "isnumeric",
        isnumeric,
        "isnumeric($self, /)\n--\n\nReturn True if the string is a numeric string, False otherwise.",
    ),
    NativeDef::m0(
        "isprintable",
        isprintable,
        "isprintable($self, /)\n--\n\nReturn True if the string is printable, False otherwise.",
    ),
    NativeDef::m0(
        "isspace",
        isspace,
        "isspace($self, /)\n--\n\nReturn True if the string is a whitespace string, False otherwise.",
    ),
    NativeDef::m0(
        "istitle",
        istitle,
        "istitle($self, /)\n--\n\nReturn True if the string is a title-cased string, False otherwise.",
    ),
    NativeDef::m0(
        "isupper",
        isupper,
        "isupper($self, /)\n--\n\nReturn True if the string is an uppercase string, False otherwise.",
    ),
];

/// Whether there are characters and each is of a sort.
fn all(cx: &mut Cx, me: &ObjRef, is: impl Fn(u32) -> bool) -> PyResult {
    let r = cx.stoppable(|_, alarm| {
        by_width!(chars(me), |u| Ok(
            !u.is_empty() && alarm.all_pieces(u, |piece| piece.iter().all(|&c| is(c.into())))?
        ))
    })?;
    Ok(cx.bool(r))
}

fn isalnum(cx: &mut Cx, me: &ObjRef) -> PyResult {
    all(cx, me, unicode::is_alnum)
}

fn isalpha(cx: &mut Cx, me: &ObjRef) -> PyResult {
    all(cx, me, unicode::is_alpha)
}

fn isdecimal(cx: &mut Cx, me: &ObjRef) -> PyResult {
    all(cx, me, unicode::is_decimal)
}

fn isdigit(cx: &mut Cx, me: &ObjRef) -> PyResult {
    all(cx, me, unicode::is_digit)
}

fn isnumeric(cx: &mut Cx, me: &ObjRef) -> PyResult {
    all(cx, me, unicode::is_numeric)
}

fn isspace(cx: &mut Cx, me: &ObjRef) -> PyResult {
    all(cx, me, unicode::is_space)
}

fn isascii(cx: &mut Cx, me: &ObjRef) -> PyResult {
    Ok(cx.bool(me.ascii().is_some()))
}

fn isprintable(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let r = by_width!(chars(me), |u| u.iter().all(|&c| unicode::is_printable(c.into())));
    Ok(cx.bool(r))
}

fn isidentifier(cx: &mut Cx, me: &ObjRef) -> PyResult {
    Ok(cx.bool(unicode::is_identifier(&points(me))))
}

fn islower(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let r = by_width!(chars(me), |u| case::is_lower(u.iter().map(|&c| c.into())));
    Ok(cx.bool(r))
}

fn isupper(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let r = by_width!(chars(me), |u| case::is_upper(u.iter().map(|&c| c.into())));
    Ok(cx.bool(r))
}

fn istitle(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let r = by_width!(chars(me), |u| case::is_title(u.iter().map(|&c| c.into())));
    Ok(cx.bool(r))
}
