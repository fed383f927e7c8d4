//! Powers: by squaring for integers, through logarithms for others.

use std::cmp::Ordering;

use theseus_object::{Cx, PyResult};

use super::arithmetic::{div, mul, sub};
use super::coefficient::Coefficient;
use super::logarithm::{beyond, exp, ln, nearly_one};
use super::number::{Number, cmp_size, propagate};
use super::settings::{MOST_DIGITS, Rounding, Settings, signal};

pub fn power(cx: &mut Cx, a: &Number, b: &Number, s: &Settings, status: &mut u32) -> PyResult<Number> {
    if let Some(nan) = propagate(&[a, b], s, status) {
        return Ok(nan);
    }
    let whole = b.is_integer();
    let odd = whole && b.exp <= 0 && b.whole().is_some_and(|v| v.is_odd());
    let negative = a.negative && odd;
    if let Some(special) = special(a, b, whole, negative, s, status) {
        return Ok(special);
    }
    let one = Number::int(1);
    if cmp_size(a, &one).is_eq() {
        return Ok(power_of_one(a, b, whole, negative, s, status));
    }
    if let Some(large) = out_of_range(a, b, s) {
        return Ok(beyond(negative, large, s, status));
    }
    if whole { by_squaring(cx, a, b, negative, s, status) } else { by_logarithm(cx, a, b, s, status) }
}

/// Zeros, infinities and negative bases.
fn special(
    a: &Number,
    b: &Number,
    whole: bool,
    negative: bool,
    s: &Settings,
    status: &mut u32,
) -> Option<Number> {
    let (zero, infinity) = (Number::zero(negative, 0), Number::infinity(negative));
    if a.is_zero() {
        return Some(match (b.is_zero(), b.negative) {
            (true, _) => Number::invalid(signal::INVALID_OPERATION, status),
            (_, true) => infinity,
            _ => zero,
        });
    }
    if a.negative && (!whole || b.is_infinite()) {
        return Some(Number::invalid(signal::INVALID_OPERATION, status));
    }
    if b.is_infinite() {
        let order = if a.is_infinite() { Ordering::Greater } else { cmp_size(a, &Number::int(1)) };
        return Some(match order {
            Ordering::Equal => nearly_one(negative, s, status),
            _ if (order == Ordering::Greater) == b.negative => zero,
            _ => infinity,
        });
    }
    if b.is_zero() {
        return Some(Number::int(1));
    }
    if a.is_infinite() {
        return Some(if b.negative { zero } else { infinity });
    }
    None
}

/// 1.000 to the third has nine zeros.
fn power_of_one(
    a: &Number,
    b: &Number,
    whole: bool,
    negative: bool,
    s: &Settings,
    status: &mut u32,
) -> Number {
    let mut zeros = s.prec - 1;
    if !whole {
        *status |= signal::INEXACT | signal::ROUNDED;
    } else if b.negative {
        return Number::int(1).signed(negative);
    } else {
        let wanted = b.word().and_then(|n| n.checked_mul(-a.exp)).unwrap_or(i64::MAX);
        let wanted = if a.exp == 0 { 0 } else { wanted.max(0) };
        if wanted > zeros {
            *status |= signal::ROUNDED;
        } else {
            zeros = wanted;
        }
    }
    if zeros.unsigned_abs() > MOST_DIGITS {
        return Number::invalid(signal::OUT_OF_MEMORY, status);
    }
    Number::finite(negative, Coefficient::ONE.shl(zeros.unsigned_abs()), -zeros)
}

/// Whether the power is certainly too large (`true`) or too small for a context.
fn out_of_range(a: &Number, b: &Number, s: &Settings) -> Option<bool> {
    let grows = cmp_size(a, &Number::int(1)).is_gt();
    // The exponent of the size of ln(a), or less.
    let size = match a.adjusted() {
        -1 | 0 => {
            let apart = sub(&a.abs(), &Number::int(1), &Settings::WIDEST, &mut 0);
            apart.adjusted() - 1
        }
        e => i64::from((if e < 0 { -1 - e } else { e }).unsigned_abs().ilog10()),
    };
    let large = grows != b.negative;
    let limit = if large { s.emax } else { s.etiny() };
    let digits = limit.unsigned_abs().checked_ilog10().map_or(1, |n| i64::from(n) + 1);
    (size + b.adjusted() > digits).then_some(large)
}

fn by_squaring(
    cx: &mut Cx,
    a: &Number,
    b: &Number,
    negative: bool,
    s: &Settings,
    status: &mut u32,
) -> PyResult<Number> {
    let mut work = s.with(Rounding::HalfEven);
    work.prec += b.digits() + b.exp + 2;
    work.clamp = false;
    let mut seen = 0;
    let mut base = a.clone();
    if b.negative {
        work.prec += 1;
        base = div(&Number::int(1), a, &work, &mut seen);
    }
    let Some(n) = b.whole() else { return Ok(Number::invalid(signal::OUT_OF_MEMORY, status)) };
    let mut result = base.clone();
    let bits = n.bits();
    for at in (0..bits.saturating_sub(1)).rev() {
        cx.poll()?;
        result = mul(&result, &result, &work, &mut seen);
        if n.bit(at) {
            result = mul(&result, &base, &work, &mut seen);
        }
        if !result.is_finite() || (result.is_zero() && seen & signal::CLAMPED != 0) {
            break;
        }
    }
    *status |= seen;
    if result.is_infinite() {
        return Ok(beyond(negative, true, s, status));
    }
    Ok(result.signed(negative).finish(s, status))
}

/// e^(b ln a), with so many digits more that the rounding is hardly ever wrong.
fn by_logarithm(cx: &mut Cx, a: &Number, b: &Number, s: &Settings, status: &mut u32) -> PyResult<Number> {
    if s.prec.unsigned_abs() > MOST_DIGITS {
        return Ok(Number::invalid(signal::OUT_OF_MEMORY, status));
    }
    let mut work = Settings::WIDEST;
    work.prec = s.prec.max(a.digits()) + 4 + 19;
    let mut seen = 0;
    let log = ln(cx, a, &work, &mut seen)?;
    let product = mul(&log, b, &work, &mut seen);
    let result = exp(cx, &product, &work, status)?;
    let one = Number::int(1);
    if result.is_infinite() {
        return Ok(beyond(false, true, s, status));
    }
    if result.is_finite() && cmp_size(&result, &one).is_eq() {
        let zeros = s.prec - 1;
        return Ok(
            Number::finite(false, Coefficient::ONE.shl(zeros.unsigned_abs()), -zeros).finish(s, status)
        );
    }
    Ok(result.finish(s, status))
}
