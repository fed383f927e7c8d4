//! Operations on the exponent: `quantize`, rounding to integers, `scaleb`, `logb`, neighbours.

use std::cmp::Ordering;

use super::arithmetic::{add, sub};
use super::coefficient::{Coefficient, Rest};
use super::number::{Number, cmp, largest, propagate};
use super::settings::{MOST_DIGITS, Rounding, Settings, signal};

/// `a` with the exponent of `b`.
pub fn quantize(a: &Number, b: &Number, s: &Settings, status: &mut u32) -> Number {
    if !a.is_finite() || !b.is_finite() {
        if let Some(nan) = propagate(&[a, b], s, status) {
            return nan;
        }
        return match a.is_infinite() && b.is_infinite() {
            true => a.clone(),
            false => Number::invalid(signal::INVALID_OPERATION, status),
        };
    }
    to_exponent(a, b.exp, s, status)
}

/// A finite number with another exponent, which must be one of the context's.
fn to_exponent(a: &Number, exp: i64, s: &Settings, status: &mut u32) -> Number {
    if exp > s.emax || exp < s.etiny() {
        return Number::invalid(signal::INVALID_OPERATION, status);
    }
    if a.is_zero() {
        return Number::zero(a.negative, exp).finish(s, status);
    }
    let gap = a.exp - exp;
    if a.digits() + gap > s.prec {
        return Number::invalid(signal::INVALID_OPERATION, status);
    }
    if gap >= 0 {
        if gap.unsigned_abs() > MOST_DIGITS {
            return Number::invalid(signal::OUT_OF_MEMORY, status);
        }
        let padded = Number::finite(a.negative, a.coefficient.shl(gap.unsigned_abs()), exp);
        return checked(padded, s, 0, status);
    }
    let mut result = a.clone();
    let rest = result.cut(gap.unsigned_abs(), s.rounding);
    result.exp = exp;
    let seen = signal::ROUNDED | if rest == Rest::Nothing { 0 } else { signal::INEXACT };
    checked(result, s, seen, status)
}

fn checked(n: Number, s: &Settings, seen: u32, status: &mut u32) -> Number {
    if n.adjusted() > s.emax || n.digits() > s.prec {
        return Number::invalid(signal::INVALID_OPERATION, status);
    }
    *status |= seen;
    n.finish(s, status)
}

/// A finite number with an exponent, whatever the precision: as formatting wants it.
pub fn rescale(a: &Number, exp: i64, rounding: Rounding) -> Option<Number> {
    let mut result = a.clone();
    if a.exp >= exp {
        let shift = a.exp.abs_diff(exp);
        if shift > MOST_DIGITS {
            return None;
        }
        result.coefficient = a.coefficient.shl(shift);
    } else {
        result.cut(a.exp.abs_diff(exp), rounding);
    }
    result.exp = exp;
    Some(result)
}

/// Without a fraction; `exact` signals what is lost.
fn integral(a: &Number, s: &Settings, exact: bool, status: &mut u32) -> Number {
    if let Some(nan) = propagate(&[a], s, status) {
        return nan;
    }
    if a.is_infinite() || a.exp >= 0 {
        return a.clone();
    }
    if a.is_zero() {
        return Number::zero(a.negative, 0);
    }
    let mut result = a.clone();
    let rest = result.cut(a.exp.unsigned_abs(), s.rounding);
    result.exp = 0;
    if exact {
        *status |= signal::ROUNDED | if rest == Rest::Nothing { 0 } else { signal::INEXACT };
    }
    result
}

pub fn to_integral_value(a: &Number, s: &Settings, status: &mut u32) -> Number {
    integral(a, s, false, status)
}

pub fn to_integral_exact(a: &Number, s: &Settings, status: &mut u32) -> Number {
    integral(a, s, true, status)
}

pub fn normalize(a: &Number, s: &Settings, status: &mut u32) -> Number {
    if let Some(nan) = propagate(&[a], s, status) {
        return nan;
    }
    let mut n = a.clone().finish(s, status);
    if !n.is_finite() {
        return n;
    }
    if n.is_zero() {
        return Number::zero(n.negative, 0);
    }
    let most = if s.clamp { s.etop() } else { s.emax };
    let (kept, gone) = n.coefficient.strip_zeros((most - n.exp).max(0).unsigned_abs());
    n.coefficient = kept;
    n.exp += gone as i64;
    n
}

pub fn logb(a: &Number, s: &Settings, status: &mut u32) -> Number {
    if let Some(nan) = propagate(&[a], s, status) {
        return nan;
    }
    if a.is_infinite() {
        return Number::infinity(false);
    }
    if a.is_zero() {
        *status |= signal::DIVISION_BY_ZERO;
        return Number::infinity(true);
    }
    Number::int(a.adjusted()).finish(s, status)
}

/// The operand of `shift`, `rotate` and `scaleb`: an integer as it stands, of at most `most`.
fn count(b: &Number, most: i64) -> Option<i64> {
    if !b.is_finite() || b.exp != 0 {
        return None;
    }
    b.word().filter(|n| n.unsigned_abs() <= most.unsigned_abs())
}

pub fn scaleb(a: &Number, b: &Number, s: &Settings, status: &mut u32) -> Number {
    if let Some(nan) = propagate(&[a, b], s, status) {
        return nan;
    }
    let Some(n) = count(b, 2 * (s.emax + s.prec)) else {
        return Number::invalid(signal::INVALID_OPERATION, status);
    };
    if a.is_infinite() {
        return a.clone();
    }
    Number { exp: a.exp.saturating_add(n), ..a.clone() }.finish(s, status)
}

/// The last digits of a coefficient, as many as the precision has.
fn capped(a: &Number, s: &Settings) -> Coefficient {
    a.coefficient.low_digits(s.prec.unsigned_abs())
}

pub fn shift(a: &Number, b: &Number, s: &Settings, status: &mut u32) -> Number {
    if let Some(nan) = propagate(&[a, b], s, status) {
        return nan;
    }
    let Some(n) = count(b, s.prec) else { return Number::invalid(signal::INVALID_OPERATION, status) };
    if a.is_infinite() {
        return a.clone();
    }
    if n.unsigned_abs() > MOST_DIGITS && n > 0 && !a.is_zero() {
        return Number::invalid(signal::OUT_OF_MEMORY, status);
    }
    let by = n.unsigned_abs();
    let moved = if n >= 0 {
        let moved = Number::finite(false, a.coefficient.shl(by), 0);
        capped(&moved, s)
    } else {
        capped(a, s).shr(by).0
    };
    Number { coefficient: moved, ..a.clone() }
}

pub fn rotate(a: &Number, b: &Number, s: &Settings, status: &mut u32) -> Number {
    if let Some(nan) = propagate(&[a, b], s, status) {
        return nan;
    }
    let Some(n) = count(b, s.prec) else { return Number::invalid(signal::INVALID_OPERATION, status) };
    if a.is_infinite() {
        return a.clone();
    }
    if s.prec.unsigned_abs() > MOST_DIGITS && !a.is_zero() {
        return Number::invalid(signal::OUT_OF_MEMORY, status);
    }
    let left = n.rem_euclid(s.prec).unsigned_abs();
    let right = s.prec.unsigned_abs() - left;
    let c = capped(a, s);
    let high = Number::finite(false, c.shl(left), 0);
    let turned = if a.is_zero() { c } else { capped(&high, s).add(&c.shr(right).0) };
    Number { coefficient: turned, ..a.clone() }
}

/// The next number in a direction.
fn neighbour(a: &Number, up: bool, s: &Settings, status: &mut u32) -> Number {
    if let Some(nan) = propagate(&[a], s, status) {
        return nan;
    }
    if a.is_infinite() {
        return if a.negative == up { largest(a.negative, s, status) } else { a.clone() };
    }
    let s = Settings { clamp: s.clamp, ..s.with(if up { Rounding::Ceiling } else { Rounding::Floor }) };
    let mut seen = 0;
    let rounded = a.clone().finish(&s, &mut seen);
    if seen & (signal::INEXACT | signal::ERRORS) != 0 {
        *status |= seen & signal::ERRORS;
        return rounded;
    }
    let tiny = Number::finite(false, 1u128, s.etiny() - 1);
    let result = if up { add(&rounded, &tiny, &s, &mut seen) } else { sub(&rounded, &tiny, &s, &mut seen) };
    *status |= seen & signal::ERRORS;
    result
}

pub fn next_plus(a: &Number, s: &Settings, status: &mut u32) -> Number {
    neighbour(a, true, s, status)
}

pub fn next_minus(a: &Number, s: &Settings, status: &mut u32) -> Number {
    neighbour(a, false, s, status)
}

pub fn next_toward(a: &Number, b: &Number, s: &Settings, status: &mut u32) -> Number {
    if let Some(nan) = propagate(&[a, b], s, status) {
        return nan;
    }
    let result = match cmp(a, b) {
        Ordering::Equal => return a.clone().signed(b.negative),
        Ordering::Less => next_plus(a, s, status),
        Ordering::Greater => next_minus(a, s, status),
    };
    if result.is_infinite() {
        *status |= signal::OVERFLOW | signal::ROUNDED | signal::INEXACT;
    } else if result.is_finite() && result.adjusted() < s.emin {
        *status |= signal::UNDERFLOW | signal::SUBNORMAL | signal::ROUNDED | signal::INEXACT;
        if result.is_zero() {
            *status |= signal::CLAMPED;
        }
    }
    result
}
