//! Sums, products, quotients and remainders.

use std::cmp::Ordering;

use dashu_int::UBig;
use dashu_int::fast_div::ConstDivisor;
use dashu_int::ops::SquareRoot;

use super::coefficient::{Coefficient, Rest};
use super::number::{Number, propagate};
use super::settings::{MOST_DIGITS, Rounding, Settings, signal};

pub fn add(a: &Number, b: &Number, s: &Settings, status: &mut u32) -> Number {
    if a.is_finite() && b.is_finite() {
        return sum(a, b, b.negative, s, status);
    }
    if let Some(nan) = propagate(&[a, b], s, status) {
        return nan;
    }
    match (a.is_infinite(), b.is_infinite()) {
        (true, true) if a.negative != b.negative => Number::invalid(signal::INVALID_OPERATION, status),
        (true, _) => a.clone(),
        _ => b.clone(),
    }
}

pub fn sub(a: &Number, b: &Number, s: &Settings, status: &mut u32) -> Number {
    if a.is_finite() && b.is_finite() {
        return sum(a, b, !b.negative, s, status);
    }
    if let Some(nan) = propagate(&[a, b], s, status) {
        return nan;
    }
    add(a, &b.negated(), s, status)
}

/// The sum of finite numbers, the second with a sign of its own.
fn sum(a: &Number, b: &Number, b_negative: bool, s: &Settings, status: &mut u32) -> Number {
    let (mut x, mut y, mut exp) = (None, None, a.exp);
    if a.exp != b.exp {
        let (large, small) = if a.exp > b.exp { (a, b) } else { (b, a) };
        exp = small.exp;
        let mut tiny = None;
        if !large.coefficient.is_zero() {
            // What lies far below the last digit that counts may be anything that rounds alike.
            let last = large.exp - 1 + (large.digits() - s.prec - 1).min(0);
            if small.adjusted() < last {
                exp = last;
                tiny = Some(Coefficient::from(u128::from(!small.coefficient.is_zero())));
            }
        }
        let shift = large.exp.abs_diff(exp);
        if shift > MOST_DIGITS && !large.coefficient.is_zero() {
            return Number::invalid(signal::OUT_OF_MEMORY, status);
        }
        let aligned = Some(large.coefficient.shl(shift));
        (x, y) = if a.exp > b.exp { (aligned, tiny) } else { (tiny, aligned) };
    }
    let (x, y) = (x.as_ref().unwrap_or(&a.coefficient), y.as_ref().unwrap_or(&b.coefficient));
    let (negative, size) = if a.negative == b_negative {
        (a.negative, x.add(y))
    } else {
        match x.cmp(y) {
            Ordering::Greater => (a.negative, x.sub(y)),
            Ordering::Less => (b_negative, y.sub(x)),
            Ordering::Equal => (s.rounding == Rounding::Floor, Coefficient::ZERO),
        }
    };
    Number::finite(negative, size, exp).finish(s, status)
}

pub fn mul(a: &Number, b: &Number, s: &Settings, status: &mut u32) -> Number {
    let negative = a.negative != b.negative;
    if a.is_finite() && b.is_finite() {
        let exp = a.exp + b.exp;
        // Cut at once, unless the number is so small that more digits go.
        if s.prec <= 38
            && let Some((cut, n, rest)) = a.coefficient.mul_cut(&b.coefficient, s.prec.unsigned_abs())
            && (s.emin..s.emax).contains(&(exp + n as i64 + s.prec - 1))
        {
            return Number::finite(negative, cut, exp + n as i64).finish_cut(rest, s, status);
        }
        if too_long(a, b) {
            return Number::invalid(signal::OUT_OF_MEMORY, status);
        }
        return Number::finite(negative, a.coefficient.mul(&b.coefficient), exp).finish(s, status);
    }
    if let Some(nan) = propagate(&[a, b], s, status) {
        return nan;
    }
    if a.is_zero() || b.is_zero() {
        return Number::invalid(signal::INVALID_OPERATION, status);
    }
    Number::infinity(negative)
}

fn too_long(a: &Number, b: &Number) -> bool {
    (a.digits() + b.digits()).unsigned_abs() > MOST_DIGITS
}

/// a · b + c, rounded once.
pub fn fma(a: &Number, b: &Number, c: &Number, s: &Settings, status: &mut u32) -> Number {
    if let Some(nan) = propagate(&[a, b, c], s, status) {
        return nan;
    }
    if !a.is_finite() || !b.is_finite() || a.is_zero() || b.is_zero() {
        let product = mul(a, b, &Settings::WIDEST, status);
        if product.is_nan() {
            return product;
        }
        let product = match a.is_finite() && b.is_finite() {
            true => Number::zero(product.negative, a.exp + b.exp),
            false => product,
        };
        return add(&product, c, s, status);
    }
    if too_long(a, b) {
        return Number::invalid(signal::OUT_OF_MEMORY, status);
    }
    let product = Number::finite(a.negative != b.negative, a.coefficient.mul(&b.coefficient), a.exp + b.exp);
    add(&product, c, s, status)
}

pub fn div(a: &Number, b: &Number, s: &Settings, status: &mut u32) -> Number {
    let negative = a.negative != b.negative;
    if !a.is_finite() || !b.is_finite() {
        if let Some(nan) = propagate(&[a, b], s, status) {
            return nan;
        }
        return match (a.is_infinite(), b.is_infinite()) {
            (true, true) => Number::invalid(signal::INVALID_OPERATION, status),
            (true, false) => Number::infinity(negative),
            _ => {
                *status |= signal::CLAMPED;
                Number::zero(negative, s.etiny())
            }
        };
    }
    if b.is_zero() {
        return by_zero(a, negative, status);
    }
    let ideal = a.exp - b.exp;
    if a.is_zero() {
        return Number::zero(negative, ideal).finish(s, status);
    }
    let shift = b.digits() - a.digits() + s.prec + 1;
    if shift.abs() + a.digits().max(b.digits()) > MOST_DIGITS as i64 {
        return if_exact(s, a.digits() + 4 * b.digits(), status, |s, seen| div(a, b, s, seen));
    }
    let (mut q, inexact) = if shift >= 0 {
        a.coefficient.scaled_div(shift.unsigned_abs(), &b.coefficient)
    } else {
        let (q, r) = a.coefficient.div_rem(&b.coefficient.shl(shift.unsigned_abs()));
        (q, !r.is_zero())
    };
    let mut exp = ideal - shift;
    if inexact {
        // So that no rounding takes it for exact.
        if matches!(q.last_digit(), 0 | 5) {
            q = q.add(&Coefficient::ONE);
        }
    } else if ideal > exp {
        let (kept, gone) = q.strip_zeros((ideal - exp).unsigned_abs());
        q = kept;
        exp += gone as i64;
    }
    Number::finite(negative, q, exp).finish(s, status)
}

/// A result under a precision that memory has no digits for: it may be exact with fewer.
fn if_exact(
    s: &Settings,
    digits: i64,
    status: &mut u32,
    operation: impl Fn(&Settings, &mut u32) -> Number,
) -> Number {
    let mut seen = 0;
    if digits < MOST_DIGITS as i64 / 4 && digits < s.prec {
        let n = operation(&Settings { prec: digits, ..Settings::WIDEST }, &mut seen);
        if seen & (signal::INEXACT | signal::ROUNDED) == 0 {
            return n.finish(s, status);
        }
    }
    Number::invalid(signal::OUT_OF_MEMORY, status)
}

/// Division of a finite number by zero.
fn by_zero(a: &Number, negative: bool, status: &mut u32) -> Number {
    if a.is_zero() {
        return Number::invalid(signal::DIVISION_UNDEFINED, status);
    }
    *status |= signal::DIVISION_BY_ZERO;
    Number::infinity(negative)
}

/// Integer quotient and remainder of finite numbers, the divisor not zero; `None` if the quotient has
/// more digits than the precision.
fn whole_division(a: &Number, b: &Number, s: &Settings) -> Option<(Number, Number)> {
    let negative = a.negative != b.negative;
    let ideal = a.exp.min(b.exp);
    if a.is_zero() {
        return Some((Number::zero(negative, 0), Number::zero(a.negative, ideal)));
    }
    let gap = a.adjusted() - b.adjusted();
    if gap < 0 {
        // Fewer zeros than the divisor has digits.
        let shift = a.exp.abs_diff(ideal);
        let rest = Number::finite(a.negative, a.coefficient.shl(shift), ideal);
        return Some((Number::zero(negative, 0), rest));
    }
    if gap > s.prec || gap > MOST_DIGITS as i64 {
        return None;
    }
    let x = a.coefficient.shl(a.exp.abs_diff(ideal));
    let y = b.coefficient.shl(b.exp.abs_diff(ideal));
    let (q, r) = x.div_rem(&y);
    if q.digits() as i64 > s.prec {
        return None;
    }
    Some((Number::finite(negative, q, 0), Number::finite(a.negative, r, ideal)))
}

pub fn div_int(a: &Number, b: &Number, s: &Settings, status: &mut u32) -> Number {
    let negative = a.negative != b.negative;
    if !a.is_finite() || !b.is_finite() {
        if let Some(nan) = propagate(&[a, b], s, status) {
            return nan;
        }
        return match (a.is_infinite(), b.is_infinite()) {
            (true, true) => Number::invalid(signal::INVALID_OPERATION, status),
            (true, false) => Number::infinity(negative),
            _ => Number::zero(negative, 0),
        };
    }
    if b.is_zero() {
        return by_zero(a, negative, status);
    }
    match whole_division(a, b, s) {
        Some((q, _)) => q.finish(s, status),
        None => Number::invalid(signal::DIVISION_IMPOSSIBLE, status),
    }
}

/// What remainders have in common where an operand is special or the divisor zero.
fn special_rem(a: &Number, b: &Number, s: &Settings, status: &mut u32) -> Option<Number> {
    if !a.is_finite() || !b.is_finite() {
        if let Some(nan) = propagate(&[a, b], s, status) {
            return Some(nan);
        }
        if a.is_infinite() {
            return Some(Number::invalid(signal::INVALID_OPERATION, status));
        }
        return Some(a.clone().finish(s, status));
    }
    if b.is_zero() {
        let condition = if a.is_zero() { signal::DIVISION_UNDEFINED } else { signal::INVALID_OPERATION };
        return Some(Number::invalid(condition, status));
    }
    None
}

pub fn rem(a: &Number, b: &Number, s: &Settings, status: &mut u32) -> Number {
    if let Some(special) = special_rem(a, b, s, status) {
        return special;
    }
    match whole_division(a, b, s) {
        Some((_, r)) => r.finish(s, status),
        None => Number::invalid(signal::DIVISION_IMPOSSIBLE, status),
    }
}

pub fn divmod(a: &Number, b: &Number, s: &Settings, status: &mut u32) -> (Number, Number) {
    let negative = a.negative != b.negative;
    if !a.is_finite() || !b.is_finite() {
        if let Some(nan) = propagate(&[a, b], s, status) {
            return (nan.clone(), nan);
        }
        if a.is_infinite() {
            let q = match b.is_infinite() {
                true => Number::nan(),
                false => Number::infinity(negative),
            };
            return (q, Number::invalid(signal::INVALID_OPERATION, status));
        }
        return (Number::zero(negative, 0), a.clone().finish(s, status));
    }
    if b.is_zero() {
        if a.is_zero() {
            let nan = Number::invalid(signal::DIVISION_UNDEFINED, status);
            return (nan.clone(), nan);
        }
        *status |= signal::DIVISION_BY_ZERO;
        return (Number::infinity(negative), Number::invalid(signal::INVALID_OPERATION, status));
    }
    match whole_division(a, b, s) {
        Some((q, r)) => (q.finish(s, status), r.finish(s, status)),
        None => {
            let nan = Number::invalid(signal::DIVISION_IMPOSSIBLE, status);
            (nan.clone(), nan)
        }
    }
}

/// The remainder that is nearest to zero.
pub fn rem_near(a: &Number, b: &Number, s: &Settings, status: &mut u32) -> Number {
    if let Some(special) = special_rem(a, b, s, status) {
        return special;
    }
    let ideal = a.exp.min(b.exp);
    if !a.is_zero() && a.adjusted() - b.adjusted() < -1 {
        let padded = Number::finite(a.negative, a.coefficient.shl(a.exp.abs_diff(ideal)), ideal);
        return padded.finish(s, status);
    }
    let Some((q, mut r)) = whole_division(a, b, s) else {
        return Number::invalid(signal::DIVISION_IMPOSSIBLE, status);
    };
    let divisor = b.coefficient.shl(b.exp.abs_diff(ideal));
    let order = r.coefficient.add(&r.coefficient).cmp(&divisor);
    if order == Ordering::Greater || (order == Ordering::Equal && q.coefficient.is_odd()) {
        if q.coefficient.add(&Coefficient::ONE).digits() as i64 > s.prec {
            return Number::invalid(signal::DIVISION_IMPOSSIBLE, status);
        }
        r.coefficient = divisor.sub(&r.coefficient);
        r.negative = !r.negative;
    }
    r.finish(s, status)
}

/// The square root, always rounded half to even.
pub fn sqrt(a: &Number, s: &Settings, status: &mut u32) -> Number {
    let s = &s.with(Rounding::HalfEven);
    if let Some(nan) = propagate(&[a], s, status) {
        return nan;
    }
    let ideal = a.exp.div_euclid(2);
    if a.is_zero() {
        return Number::zero(a.negative, ideal).finish(s, status);
    }
    if a.negative {
        return Number::invalid(signal::INVALID_OPERATION, status);
    }
    if a.is_infinite() {
        return a.clone();
    }
    // The digits in pairs, as many as give the precision and one more.
    let odd = a.exp.rem_euclid(2);
    let pairs = (a.digits() + odd + 1) / 2;
    let shift = s.prec + 1 - pairs;
    if shift.abs() * 2 + a.digits() > MOST_DIGITS as i64 {
        return if_exact(s, a.digits() + 1, status, |s, seen| sqrt(a, s, seen));
    }
    let (scaled, cut) = if shift >= 0 {
        (a.coefficient.shl((2 * shift + odd).unsigned_abs()), Rest::Nothing)
    } else {
        a.coefficient.shl(odd.unsigned_abs()).shr((-2 * shift).unsigned_abs())
    };
    let scaled = scaled.big();
    let mut root = scaled.sqrt();
    let mut exp = ideal - shift;
    if cut == Rest::Nothing && &root * &root == scaled {
        let (kept, gone) = Coefficient::from(root).strip_zeros((ideal - exp).max(0).unsigned_abs());
        exp += gone as i64;
        return Number::finite(false, kept, exp).finish(s, status);
    }
    if &root % 5u8 == 0 {
        root += 1u8;
    }
    Number::finite(false, Coefficient::from(root), exp).finish(s, status)
}

/// a^b modulo m, of integers.
pub fn power_mod(a: &Number, b: &Number, m: &Number, s: &Settings, status: &mut u32) -> Number {
    if let Some(nan) = propagate(&[a, b, m], s, status) {
        return nan;
    }
    let wrong = !a.is_integer()
        || !b.is_integer()
        || !m.is_integer()
        || (b.negative && !b.is_zero())
        || m.is_zero()
        || (a.is_zero() && b.is_zero())
        || m.adjusted() >= s.prec;
    if wrong {
        return Number::invalid(signal::INVALID_OPERATION, status);
    }
    let (Some(modulus), Some(exponent), Some(base)) = (m.whole(), b.whole(), a.whole()) else {
        return Number::invalid(signal::OUT_OF_MEMORY, status);
    };
    let modulus = modulus.big();
    // The ring of a single element has no 1, which the power to 0 would be.
    let result = match modulus.is_one() {
        true => UBig::ZERO,
        false => ConstDivisor::new(modulus).reduce(base.big()).pow(&exponent.big()).residue(),
    };
    let negative = a.negative && exponent.is_odd();
    Number::finite(negative, Coefficient::from(result), 0)
}
