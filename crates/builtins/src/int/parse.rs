//! `int(x)`: integers from numbers, text and objects that convert themselves.

use theseus_object::alarm::Stopped;
use theseus_object::{Cx, Kind, ObjRef, PyResult, Raised};

use super::{exact, exact_index};
use crate::str::args::checked;
use crate::text;
use crate::text::int::{Int, ParseError};

/// `int(x)`.
pub fn from_object(cx: &mut Cx, x: &ObjRef) -> PyResult {
    match x.kind() {
        Kind::Int | Kind::BigInt | Kind::Float | Kind::Str if x.ty().data.heap_type => (),
        Kind::Int | Kind::BigInt | Kind::Bool => return Ok(exact(cx, x)),
        Kind::Float => return from_float(cx, x.float().unwrap_or(0.0)),
        Kind::Str => return from_text(cx, x, 10),
        _ => (),
    }
    let slots = x.ty().slots();
    let (int, index) = (slots.int, slots.index);
    if let Some(int) = int {
        let v = int(cx, x)?;
        if !v.is_int() {
            return Err(cx.type_error(format!("__int__ returned non-int (type {})", v.ty().name())));
        }
        cx.expect_exact(&v, "__int__", "int")?;
        return Ok(exact(cx, &v));
    }
    if index.is_some() {
        return exact_index(cx, x);
    }
    let trunc = cx.names.trunc.clone();
    if x.ty().lookup(cx, &trunc).is_some() {
        let category = cx.excs.deprecation_warning.clone();
        cx.warn(&category, "The delegation of int() to __trunc__ is deprecated.", 1)?;
    }
    if let Some(v) = cx.call_type_method(x, &trunc, &[]) {
        let v = v?;
        if !v.is_int() && v.ty().slots().index.is_none() {
            return Err(cx.type_error(format!("__trunc__ returned non-Integral (type {})", v.ty().name())));
        }
        return exact_index(cx, &v);
    }
    match x.kind() {
        Kind::Str => from_text(cx, x, 10),
        Kind::Bytes | Kind::ByteArray => from_bytes_text(cx, x, 10),
        _ if x.ty().slots().buffer.is_some() => {
            let bytes = cx.buffer(x)?.copied(cx)?;
            let bytes = cx.new_bytes(&bytes);
            from_bytes_text(cx, &bytes, 10)
        }
        _ => {
            let name = x.ty().name();
            Err(cx.type_error(format!(
                "int() argument must be a string, a bytes-like object or a real number, not '{name}'"
            )))
        }
    }
}

/// `int(x, base)`.
pub(super) fn with_base(cx: &mut Cx, x: &ObjRef, base: &ObjRef) -> PyResult {
    let base = match cx.index_clipped(base)? {
        base @ (0 | 2..=36) => base as u32,
        _ => return Err(cx.value_error("int() base must be >= 2 and <= 36, or 0")),
    };
    match x.kind() {
        Kind::Str => from_text(cx, x, base),
        Kind::Bytes | Kind::ByteArray => from_bytes_text(cx, x, base),
        _ => Err(cx.type_error("int() can't convert non-string with explicit base")),
    }
}

/// The integer part of a float.
pub(crate) fn from_float(cx: &mut Cx, x: f64) -> PyResult {
    const WORD: f64 = (1u64 << 63) as f64;
    if (-WORD..WORD).contains(&x) {
        return Ok(cx.int(x as i64));
    }
    let r = text::float::to_int(x);
    let v = checked(cx, r)?;
    Ok(cx.big_int(v))
}

fn from_text(cx: &mut Cx, x: &ObjRef, base: u32) -> PyResult {
    let limit = cx.int_max_str_digits.get();
    let parsed = match (x.ascii(), x.chars()) {
        (Some(text), _) => parse(cx, text, base, limit)?,
        (None, Some(chars)) => parse(cx, &text::int::to_ascii(&chars.to_vec()), base, limit)?,
        (None, None) => Err(ParseError::Invalid),
    };
    finish(cx, x, base, parsed)
}

fn from_bytes_text(cx: &mut Cx, x: &ObjRef, base: u32) -> PyResult {
    let limit = cx.int_max_str_digits.get();
    let parsed = match cx.heap.bytes(x).map(<[u8]>::to_vec).map(String::from_utf8) {
        Some(Ok(text)) => parse(cx, &text, base, limit)?,
        _ => Err(ParseError::Invalid),
    };
    finish(cx, x, base, parsed)
}

fn parse(cx: &mut Cx, text: &str, base: u32, limit: usize) -> PyResult<Result<Int, ParseError>> {
    cx.stoppable(|_, alarm| match text::int::parse(text, base, limit, alarm) {
        Err(ParseError::Stopped) => Err(Stopped),
        parsed => Ok(parsed),
    })
}

fn finish(cx: &mut Cx, x: &ObjRef, base: u32, parsed: Result<Int, ParseError>) -> PyResult {
    match parsed {
        Ok(Int::Small(v)) => Ok(cx.int(v)),
        Ok(Int::Big(v)) => Ok(cx.big_int(v)),
        Err(ParseError::TooLong(digits)) => {
            let limit = cx.int_max_str_digits.get();
            Err(cx.value_error(ParseError::too_long_text(limit, digits)))
        }
        Err(ParseError::Memory) => Err(cx.memory_error("")),
        Err(ParseError::Invalid | ParseError::Stopped) => Err(invalid_literal(cx, x, base)),
    }
}

/// The words show the first 200 characters of the text.
fn invalid_literal(cx: &mut Cx, x: &ObjRef, base: u32) -> Raised {
    let bytes = cx.heap.bytes(x).map(<[u8]>::to_vec);
    let shown = match cx.repr_text(&bytes.map_or_else(|| x.clone(), |b| cx.new_bytes(&b))) {
        Ok(text) => text,
        Err(raised) => return raised,
    };
    let shown: String = shown.chars().take(200).collect();
    cx.value_error(format!("invalid literal for int() with base {base}: {shown}"))
}
