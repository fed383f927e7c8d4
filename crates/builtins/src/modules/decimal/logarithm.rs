//! Exponentials and logarithms, correctly rounded: integers scaled by a power of two, with more digits
//! until the rounding is certain.

use dashu_int::ops::{BitTest, SquareRoot, UnsignedAbs};
use dashu_int::{IBig, UBig};
use theseus_object::{Cx, PyResult};

use super::coefficient::{Coefficient, power};
use super::number::{Number, cmp_size, propagate};
use super::settings::{MOST_DIGITS, Rounding, Settings, signal};

/// Digits computed beyond the precision at first.
const GUARD: i64 = 9;
/// What the last digits of an approximation may be wrong by.
const ERROR: u64 = 100;
/// Bits beyond those of the digits: for the errors of exponents of 64 bits, and of the steps.
const SPARE: usize = 96;

/// The logarithms of 2 and 10, scaled by 2^bits, as they were last needed.
#[derive(Default, Clone)]
struct Logarithms {
    bits: usize,
    two: IBig,
    ten: IBig,
}

theseus_object::leaf_payloads!(Logarithms);

/// atanh(1/n) · 2^bits
fn inverse_atanh(cx: &mut Cx, n: u64, bits: usize) -> PyResult<UBig> {
    let square = n * n;
    let mut power = (UBig::ONE << bits) / n;
    let mut sum = power.clone();
    let mut divisor = 3u64;
    while power != UBig::ZERO {
        cx.poll()?;
        power /= square;
        sum += &power / divisor;
        divisor += 2;
    }
    Ok(sum)
}

fn logarithms(cx: &mut Cx, bits: usize) -> PyResult<(IBig, IBig)> {
    let state = cx.state::<Logarithms>();
    let known = cx.heap.get::<Logarithms>(&state).cloned().unwrap_or_default();
    if known.bits >= bits {
        let shift = known.bits - bits;
        return Ok((known.two >> shift, known.ten >> shift));
    }
    let more = bits + 32;
    let parts = [31u64, 49, 161].map(|n| (n, more));
    let mut values = Vec::with_capacity(parts.len());
    for (n, bits) in parts {
        values.push(IBig::from(inverse_atanh(cx, n, bits)?));
    }
    let combine = |factors: [u8; 3]| -> IBig {
        let sum: IBig = values.iter().zip(factors).map(|(v, f)| v * IBig::from(f)).sum();
        sum >> (more - bits)
    };
    let (two, ten) = (combine([14, 10, 6]), combine([46, 34, 20]));
    if let Some(kept) = cx.heap.get_mut::<Logarithms>(&state) {
        *kept = Logarithms { bits, two: two.clone(), ten: ten.clone() };
    }
    Ok((two, ten))
}

/// Bits that hold this many decimal digits.
fn bits_for(digits: i64) -> usize {
    (digits.unsigned_abs() as usize) * 3322 / 1000 + SPARE
}

/// c · 10^e · 2^bits, the fraction cut off.
fn scaled(c: &Coefficient, e: i64, bits: usize) -> UBig {
    if e >= 0 {
        (c.big() * power(e.unsigned_abs())) << bits
    } else {
        (c.big() << bits) / power(e.unsigned_abs())
    }
}

/// Asks for approximations until rounding half to even is certain. `approximate` gives a number of at
/// least as many digits as it is told, which is wrong by less than [`ERROR`] in the last place and
/// is never exact.
fn certain(
    cx: &mut Cx,
    s: &Settings,
    status: &mut u32,
    mut approximate: impl FnMut(&mut Cx, i64) -> PyResult<Number>,
) -> PyResult<Number> {
    let mut guard = GUARD;
    loop {
        let mut n = approximate(cx, s.prec + guard)?;
        let cut = (n.digits() - s.prec).max(1).unsigned_abs();
        let half = Coefficient::from(5u128).shl(cut - 1);
        let tail = n.coefficient.low_digits(cut);
        let distance = if tail.cmp(&half).is_ge() { tail.sub(&half) } else { half.sub(&tail) };
        if distance.cmp(&Coefficient::from(u128::from(ERROR))).is_gt() {
            // The last digit says that something follows.
            if matches!(n.coefficient.last_digit(), 0 | 5) {
                n.coefficient = n.coefficient.add(&Coefficient::ONE);
            }
            return Ok(n.finish(s, status));
        }
        guard *= 2;
    }
}

/// 1 with as many zeros as the precision has room for, which is not exact.
pub fn nearly_one(negative: bool, s: &Settings, status: &mut u32) -> Number {
    *status |= signal::INEXACT | signal::ROUNDED;
    if s.prec.unsigned_abs() > MOST_DIGITS {
        return Number::invalid(signal::OUT_OF_MEMORY, status);
    }
    let zeros = s.prec - 1;
    Number::finite(negative, Coefficient::ONE.shl(zeros.unsigned_abs()), -zeros).finish(s, status)
}

/// A number beyond the largest or below the smallest.
pub fn beyond(negative: bool, large: bool, s: &Settings, status: &mut u32) -> Number {
    const FAR: i64 = 3_000_000_000_000_000_000;
    Number::finite(negative, 1u128, if large { FAR } else { -FAR }).finish(s, status)
}

fn too_precise(s: &Settings, a: &Number) -> bool {
    s.prec.max(a.digits()).unsigned_abs() > MOST_DIGITS
}

pub fn exp(cx: &mut Cx, a: &Number, s: &Settings, status: &mut u32) -> PyResult<Number> {
    let s = &s.with(Rounding::HalfEven);
    if let Some(nan) = propagate(&[a], s, status) {
        return Ok(nan);
    }
    if a.is_infinite() {
        return Ok(if a.negative { Number::zero(false, 0) } else { a.clone() });
    }
    if a.is_zero() {
        return Ok(Number::int(1));
    }
    if a.adjusted() > 18 {
        return Ok(beyond(false, !a.negative, s, status));
    }
    if a.adjusted() < -(s.prec + 2) {
        return Ok(nearly_one(false, s, status));
    }
    // Far outside: no digit of it would be seen.
    let rough = scaled(&a.coefficient, a.exp, 0);
    let limit = if a.negative { s.etiny().unsigned_abs() } else { s.emax.unsigned_abs() };
    if rough > UBig::from(limit) * UBig::from(3u8) + UBig::from(10u8) {
        return Ok(beyond(false, !a.negative, s, status));
    }
    if too_precise(s, a) {
        return Ok(Number::invalid(signal::OUT_OF_MEMORY, status));
    }
    certain(cx, s, status, |cx, digits| {
        let (m, exponent) = exp_scaled(cx, a, digits)?;
        Ok(Number::finite(false, Coefficient::from(m), exponent))
    })
}

/// e^a as an integer of a digit more than asked for, and a power of ten.
fn exp_scaled(cx: &mut Cx, a: &Number, digits: i64) -> PyResult<(UBig, i64)> {
    let plain = bits_for(digits);
    // Halving the argument costs a squaring each, and saves terms.
    let halvings = (UBig::from(plain).sqrt() + UBig::ONE).bit_len().max(2).pow(2) / 2;
    let bits = plain + 2 * halvings;
    let (_, ten) = logarithms(cx, bits)?;
    let x = IBig::from(scaled(&a.coefficient, a.exp, bits));
    let x = if a.negative { -x } else { x };
    let (k, r) = crate::int::division::floor_div_mod(&x, &ten);
    let r = r.unsigned_abs() >> halvings;
    let mut sum = UBig::ONE << bits;
    let mut term = sum.clone();
    let mut n = 1u64;
    while term != UBig::ZERO {
        cx.poll()?;
        term = (&term * &r) >> bits;
        term /= n;
        sum += &term;
        n += 1;
    }
    for _ in 0..halvings {
        cx.poll()?;
        sum = (&sum * &sum) >> bits;
    }
    let m = (sum * power(digits.unsigned_abs())) >> bits;
    Ok((m, i64::try_from(k).unwrap_or(0) - digits))
}

/// What the logarithms of special operands are.
fn special_logarithm(a: &Number, s: &Settings, status: &mut u32) -> Option<Number> {
    if let Some(nan) = propagate(&[a], s, status) {
        return Some(nan);
    }
    if a.is_zero() {
        return Some(Number::infinity(true));
    }
    if a.negative {
        return Some(Number::invalid(signal::INVALID_OPERATION, status));
    }
    if a.is_infinite() {
        return Some(a.clone());
    }
    cmp_size(a, &Number::int(1)).is_eq().then(|| Number::zero(false, 0))
}

pub fn ln(cx: &mut Cx, a: &Number, s: &Settings, status: &mut u32) -> PyResult<Number> {
    let s = &s.with(Rounding::HalfEven);
    if let Some(special) = special_logarithm(a, s, status) {
        return Ok(special);
    }
    if too_precise(s, a) {
        return Ok(Number::invalid(signal::OUT_OF_MEMORY, status));
    }
    certain(cx, s, status, |cx, digits| {
        let digits = digits + near_one(a);
        let bits = bits_for(digits);
        let v = ln_scaled(cx, a, bits)?;
        Ok(decimal_of(v, bits, digits))
    })
}

pub fn log10(cx: &mut Cx, a: &Number, s: &Settings, status: &mut u32) -> PyResult<Number> {
    let s = &s.with(Rounding::HalfEven);
    if let Some(special) = special_logarithm(a, s, status) {
        return Ok(special.finish(s, status));
    }
    if a.coefficient.strip_zeros(u64::MAX).0.small() == Some(1) {
        return Ok(Number::int(a.adjusted()).finish(s, status));
    }
    if too_precise(s, a) {
        return Ok(Number::invalid(signal::OUT_OF_MEMORY, status));
    }
    certain(cx, s, status, |cx, digits| {
        let digits = digits + near_one(a) + 1;
        let bits = bits_for(digits);
        let v = ln_scaled(cx, a, bits)?;
        let (_, ten) = logarithms(cx, bits)?;
        Ok(decimal_of((v << bits) / ten, bits, digits))
    })
}

/// An integer scaled by 2^bits as one scaled by 10^digits.
fn decimal_of(v: IBig, bits: usize, digits: i64) -> Number {
    let negative = v < IBig::ZERO;
    let m = (v.unsigned_abs() * power(digits.unsigned_abs())) >> bits;
    Number::finite(negative, Coefficient::from(m), -digits)
}

/// How many zeros follow the point in a − 1: so many digits of the logarithm go.
fn near_one(a: &Number) -> i64 {
    if !(-1..=0).contains(&a.adjusted()) {
        return 0;
    }
    let mut ignored = 0;
    let rest = super::arithmetic::sub(a, &Number::int(1), &Settings::WIDEST, &mut ignored);
    (-rest.adjusted()).max(0) + 1
}

/// ln(a) · 2^bits
fn ln_scaled(cx: &mut Cx, a: &Number, bits: usize) -> PyResult<IBig> {
    // Near 1 there is nothing to add.
    let tens = if (-1..=0).contains(&a.adjusted()) { 0 } else { a.adjusted() };
    let y = scaled(&a.coefficient, a.exp - tens, bits);
    let mut twos = y.bit_len() as i64 - bits as i64 - 1;
    // Between 3/4 and 3/2.
    let three = UBig::from(3u8);
    let ratio = |twos: i64| -> UBig {
        if twos >= 0 { &y >> twos.unsigned_abs() as usize } else { &y << twos.unsigned_abs() as usize }
    };
    let mut f = ratio(twos);
    if f > (&three << (bits - 1)) {
        twos += 1;
        f = ratio(twos);
    }
    // Square roots come nearer to 1, for numbers long enough.
    let roots = if bits > 2000 { (UBig::from(bits).sqrt().bit_len().pow(2)) / 3 } else { 0 };
    let more = bits + 2 * roots;
    let mut f = f << (more - bits);
    for _ in 0..roots {
        cx.poll()?;
        f = (f << more).sqrt();
    }
    let one = IBig::ONE << more;
    let f = IBig::from(f);
    let z = ((&f - &one) << more) / (&f + &one);
    let square = (&z * &z) >> more;
    let (mut sum, mut term, mut n) = (z.clone(), z, 3u64);
    loop {
        cx.poll()?;
        term = (&term * &square) >> more;
        let part = &term / IBig::from(n);
        if part == IBig::ZERO {
            break;
        }
        sum += part;
        n += 2;
    }
    let series = sum << (roots + 1) >> (more - bits);
    let (two, ten) = logarithms(cx, bits)?;
    Ok(series + two * IBig::from(twos) + ten * IBig::from(tens))
}
