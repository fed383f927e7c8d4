//! Other objects as decimal numbers.

use std::borrow::Cow;

use dashu_int::{Sign, UBig};
use theseus_object::payload::number::IntRef;
use theseus_object::{Cx, Kind, ObjRef, PyResult};

use super::coefficient::Coefficient;
use super::number::{Form, Number};
use super::settings::{MOST_DIGITS, Settings, signal};
use super::state::{self, settings, settle};
use super::text;
use crate::text::{float, int};

/// An operand of operators: a Decimal, or an int's value.
#[inline]
pub fn operand<'a>(cx: &'a Cx, o: &'a ObjRef) -> Option<Cow<'a, Number>> {
    match cx.heap.get::<Number>(o) {
        Some(n) => Some(Cow::Borrowed(n)),
        None => from_int(o).map(Cow::Owned),
    }
}

/// An argument of methods: a Decimal or int.
pub fn wanted(cx: &mut Cx, o: &ObjRef) -> PyResult<Number> {
    if let Some(n) = operand(cx, o) {
        return Ok(n.into_owned());
    }
    let got = o.ty().name();
    Err(cx.type_error(format!("conversion from {got} to Decimal is not supported")))
}

pub fn from_int(o: &ObjRef) -> Option<Number> {
    Some(match o.integer()? {
        IntRef::Small(v) => Number::int(v),
        IntRef::Big(v) => {
            let (sign, size) = v.clone().into_parts();
            Number::finite(sign == Sign::Negative, Coefficient::from(size), 0)
        }
    })
}

/// The exact value of a float.
pub fn from_float(v: f64) -> Number {
    let negative = v.is_sign_negative();
    if v.is_nan() {
        return Number::nan().signed(negative);
    }
    let Ok((up, down)) = float::as_integer_ratio(v) else { return Number::infinity(negative) };
    let (_, up) = up.into_parts();
    let twos = down.trailing_zeros().unwrap_or(0);
    // up / 2^n is up · 5^n / 10^n.
    let coefficient = if twos == 0 { up } else { up * UBig::from(5u8).pow(twos) };
    Number::finite(negative, Coefficient::from(coefficient), -(twos as i64))
}

/// The argument of `from_float`.
pub fn float_or_int(cx: &mut Cx, o: &ObjRef) -> PyResult<Number> {
    if let Some(n) = from_int(o) {
        return Ok(n);
    }
    match o.float() {
        Some(v) => Ok(from_float(v)),
        None => Err(cx.type_error("argument must be int or float")),
    }
}

/// A str's number; `loose` allows for white space around it and underscores in it.
fn from_str(o: &ObjRef, loose: bool) -> Option<Number> {
    let chars = o.chars()?;
    let ascii = match o.ascii() {
        Some(text) => Cow::Borrowed(text),
        None => Cow::Owned(int::to_ascii(&chars.to_vec())),
    };
    if !loose {
        return text::parse(&ascii);
    }
    let trimmed = ascii.trim_matches(|c: char| matches!(c, ' ' | '\t'..='\r' | '\x1c'..='\x1f'));
    if trimmed.contains('_') { text::parse(&trimmed.replace('_', "")) } else { text::parse(trimmed) }
}

/// Sign, digits and exponent.
fn from_tuple(cx: &mut Cx, o: &ObjRef) -> PyResult<Number> {
    let items = cx.collect(o)?;
    let [sign, digits, exponent] = items.as_slice() else {
        return Err(cx.value_error("argument must be a sequence of length 3"));
    };
    let Some(sign) = sign.int().filter(|v| (0..=1).contains(v)) else {
        return Err(cx.value_error("sign must be an integer with the value 0 or 1"));
    };
    let form = match (exponent.ascii(), exponent.int()) {
        (Some("F"), _) => return Ok(Number::infinity(sign == 1)),
        (Some("n"), _) => Form::Quiet,
        (Some("N"), _) => Form::Signaling,
        _ if exponent.is_str() => {
            return Err(cx.value_error("string argument in the third position must be 'F', 'n' or 'N'"));
        }
        (_, Some(_)) => Form::Finite,
        _ if exponent.is_int() => {
            return Err(cx.overflow_error("Python int too large to convert to C ssize_t"));
        }
        _ => return Err(cx.value_error("exponent must be an integer")),
    };
    let digits = if matches!(digits.kind(), Kind::Tuple | Kind::List) {
        cx.collect(digits)?
    } else {
        return Err(cx.value_error("coefficient must be a tuple of digits"));
    };
    let mut read = String::with_capacity(digits.len());
    for digit in &digits {
        match digit.int().and_then(|v| u8::try_from(v).ok()).filter(|v| *v < 10) {
            Some(v) => read.push(char::from(b'0' + v)),
            None => return Err(cx.value_error("coefficient must be a tuple of digits")),
        }
    }
    // Beyond any context in either direction.
    const FAR: i64 = 4_000_000_000_000_000_000;
    let exp = if form == Form::Finite { exponent.int().unwrap_or(0).clamp(-FAR, FAR) } else { 0 };
    Ok(Number {
        negative: sign == 1,
        form,
        exp,
        coefficient: Coefficient::parse(read.trim_start_matches('0')),
    })
}

/// What any object that can be a Decimal stands for, and the conditions that came with it.
fn value(cx: &mut Cx, o: &ObjRef, loose: bool, status: &mut u32) -> PyResult<Number> {
    if o.is_str() {
        return Ok(from_str(o, loose).unwrap_or_else(|| Number::invalid(signal::CONVERSION_SYNTAX, status)));
    }
    if let Some(n) = operand(cx, o) {
        return Ok(n.into_owned());
    }
    if matches!(o.kind(), Kind::Tuple | Kind::List) {
        return from_tuple(cx, o);
    }
    if let Some(v) = o.float() {
        *status |= signal::FLOAT_OPERATION;
        return Ok(from_float(v));
    }
    wanted(cx, o)
}

/// The value of an argument of the constructor, exactly; the context only hears of errors.
pub fn exactly(cx: &mut Cx, o: &ObjRef, context: &ObjRef) -> PyResult<Number> {
    let mut status = 0;
    let n = value(cx, o, true, &mut status)?;
    settle(cx, context, status)?;
    let mut seen = 0;
    let mut n = n.finish(&Settings::WIDEST, &mut seen);
    if seen & (signal::INEXACT | signal::ROUNDED | signal::CLAMPED) != 0 {
        n = Number::invalid(signal::INVALID_OPERATION, &mut seen);
    }
    settle(cx, context, seen & signal::ERRORS)?;
    Ok(n)
}

/// `context.create_decimal(o)`
pub fn under(cx: &mut Cx, o: &ObjRef, context: &ObjRef) -> PyResult {
    let mut status = 0;
    let n = value(cx, o, false, &mut status)?;
    settle(cx, context, status)?;
    let s = settings(cx, context);
    status = 0;
    if n.is_nan() && !n.coefficient.is_zero() && n.digits() > s.prec - i64::from(s.clamp) {
        let nan = Number::invalid(signal::CONVERSION_SYNTAX, &mut status);
        return state::result(cx, context, nan, status);
    }
    let n = n.finish(&s, &mut status);
    state::result(cx, context, n, status)
}

/// The int of a number without a fraction.
pub fn to_int(cx: &mut Cx, n: &Number) -> PyResult {
    if n.exp > 0 && n.exp.unsigned_abs() > MOST_DIGITS && !n.is_zero() {
        return Err(cx.memory_error(""));
    }
    let size = n.whole().unwrap_or(Coefficient::ZERO);
    if let Some(v) = size.small().and_then(|v| i64::try_from(v).ok()) {
        return Ok(cx.int(if n.negative { -v } else { v }));
    }
    let sign = if n.negative { Sign::Negative } else { Sign::Positive };
    Ok(cx.big_int(dashu_int::IBig::from_parts(sign, size.big())))
}
