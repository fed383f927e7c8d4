//! Powers of ints, with and without a modulus.

use std::borrow::Cow;

use dashu_int::fast_div::ConstDivisor;
use dashu_int::modular::Reduced;
use dashu_int::ops::{BitTest, PowerOfTwo};
use dashu_int::{IBig, Sign, UBig};
use theseus_object::payload::number::IntRef;
use theseus_object::{Cx, ObjRef, PyResult, Raised};

use super::ops::check_bits;
use super::{big, bit_len, division, euclid, is_negative, long, to_float};

/// Results with fewer bits are worked out in one go.
const ONE_GO: u128 = 1 << 22;

pub fn pow(cx: &mut Cx, a: &ObjRef, b: &ObjRef) -> PyResult {
    let (Some(x), Some(y)) = (a.integer(), b.integer()) else { return Ok(cx.not_implemented.clone()) };
    if is_negative(y) {
        let (x, y) = (to_float(cx, a)?, to_float(cx, b)?);
        return crate::float::power(cx, x, y);
    }
    let odd = is_odd(y);
    match (x, y) {
        (_, IntRef::Small(0)) | (IntRef::Small(1), _) => Ok(cx.int(1)),
        (IntRef::Small(0), _) => Ok(cx.int(0)),
        (IntRef::Small(-1), _) => Ok(cx.int(if odd { -1 } else { 1 })),
        (_, IntRef::Big(_)) => Err(cx.memory_error("")),
        (IntRef::Small(x), IntRef::Small(n)) => match small_power(x, n) {
            Some(v) => Ok(cx.int(v)),
            None => wide_power(cx, &IBig::from(x), n as usize),
        },
        (IntRef::Big(x), IntRef::Small(n)) => wide_power(cx, x, n as usize),
    }
}

fn is_odd(v: IntRef<'_>) -> bool {
    match v {
        IntRef::Small(v) => v & 1 == 1,
        IntRef::Big(b) => b.as_sign_words().1.first().is_some_and(|w| w & 1 == 1),
    }
}

/// `None` if the power is no machine word.
fn small_power(x: i64, n: i64) -> Option<i64> {
    x.checked_pow(u32::try_from(n).ok()?)
}

fn wide_power(cx: &mut Cx, x: &IBig, n: usize) -> PyResult {
    let bits = bit_len(IntRef::Big(x)) as u128 * n as u128;
    if bits < ONE_GO {
        let r = x.pow(n);
        return Ok(cx.big_int(r));
    }
    check_bits(cx, usize::try_from(bits).unwrap_or(usize::MAX))?;
    let (sign, size) = x.clone().into_parts();
    let sign = if sign == Sign::Negative && n & 1 == 1 { Sign::Negative } else { Sign::Positive };
    if size.is_power_of_two() {
        let zeros = size.trailing_zeros().unwrap_or(0);
        return Ok(cx.big_int(IBig::from_parts(sign, UBig::ONE << (zeros * n))));
    }
    // Step by step, so that an interrupt comes through between the squarings.
    let mut r = size.clone();
    for bit in (0..n.ilog2()).rev() {
        cx.poll()?;
        r = cx.stoppable(|_, alarm| long::mul(&r, &r, alarm))?;
        if n >> bit & 1 == 1 {
            r = cx.stoppable(|_, alarm| long::mul(&r, &size, alarm))?;
        }
    }
    Ok(cx.big_int(IBig::from_parts(sign, r)))
}

/// `pow(a, b, modulus)`.
pub fn pow_mod(cx: &mut Cx, a: &ObjRef, b: &ObjRef, modulus: &ObjRef) -> PyResult {
    let (Some(x), Some(y), Some(m)) = (a.integer(), b.integer(), modulus.integer()) else {
        return Ok(cx.not_implemented.clone());
    };
    match (x, y, m) {
        (_, _, IntRef::Small(0)) => Err(cx.value_error("pow() 3rd argument cannot be 0")),
        (_, _, IntRef::Small(1 | -1)) => Ok(cx.int(0)),
        (IntRef::Small(x), IntRef::Small(n), IntRef::Small(m)) => small_pow_mod(cx, x, n, m),
        (x, y, m) => {
            let (x, y, m) = (big(x), big(y), big(m));
            wide_pow_mod(cx, &x, y, &m)
        }
    }
}

fn not_invertible(cx: &mut Cx) -> Raised {
    cx.value_error("base is not invertible for the given modulus")
}

fn small_pow_mod(cx: &mut Cx, x: i64, n: i64, m: i64) -> PyResult {
    let size = i128::from(m).abs();
    let mut base = i128::from(x).rem_euclid(size);
    if n < 0 {
        base = match inverse(base, size) {
            Some(v) => v,
            None => return Err(not_invertible(cx)),
        };
    }
    let r = match u32::try_from(size) {
        Ok(size) => i128::from(short_power(base as u64, n.unsigned_abs(), u64::from(size))),
        Err(_) => long_power(base as u128, n.unsigned_abs(), size as u128) as i128,
    };
    let r = if m < 0 && r != 0 { r + i128::from(m) } else { r };
    Ok(cx.big_int(IBig::from(r)))
}

/// `base ** n % size` where products fit a machine word.
fn short_power(mut base: u64, mut n: u64, size: u64) -> u64 {
    let mut r = 1;
    while n > 0 {
        if n & 1 == 1 {
            r = r * base % size;
        }
        base = base * base % size;
        n >>= 1;
    }
    r
}

/// `base ** n % size` where products fit two machine words.
fn long_power(mut base: u128, mut n: u64, size: u128) -> u128 {
    let mut r = 1;
    while n > 0 {
        if n & 1 == 1 {
            r = r * base % size;
        }
        base = base * base % size;
        n >>= 1;
    }
    r
}

/// The inverse of `x` modulo `m`, by Euclid.
fn inverse(x: i128, m: i128) -> Option<i128> {
    let (mut a, mut b, mut u, mut v) = (x, m, 1, 0);
    while b != 0 {
        let q = a / b;
        (a, b) = (b, a - q * b);
        (u, v) = (v, u - q * v);
    }
    (a == 1).then(|| u.rem_euclid(m))
}

/// `base ** n`, four bits of the exponent after the other if it takes long, so that an interrupt comes through.
fn power_in_ring<'a>(cx: &mut Cx, base: Reduced<'a>, n: &UBig) -> PyResult<Reduced<'a>> {
    let size = base.modulus().bit_len();
    if size.saturating_mul(size).saturating_mul(n.bit_len()) < 1 << 32 {
        return Ok(base.pow(n));
    }
    let mut powers = vec![base.pow(&UBig::ZERO)];
    for _ in 1..16 {
        let next = powers.last().map(|p| p * &base);
        powers.extend(next);
    }
    let mut r = powers[0].clone();
    for word in n.as_words().iter().rev() {
        for shift in (0..64).step_by(4).rev() {
            cx.poll()?;
            for _ in 0..4 {
                r = r.sqr();
            }
            match word >> shift & 15 {
                0 => (),
                digit => r *= &powers[digit as usize],
            }
        }
    }
    Ok(r)
}

fn wide_pow_mod(cx: &mut Cx, x: &IBig, n: Cow<'_, IBig>, m: &IBig) -> PyResult {
    let (sign, size) = m.clone().into_parts();
    let ring = ConstDivisor::new(size.clone());
    let mut base =
        ring.reduce(division::long_floor_div_mod(cx, x, &IBig::from(size.clone()))?.1.into_parts().1);
    let (direction, n) = n.into_owned().into_parts();
    if direction == Sign::Negative {
        base = match euclid::inverse(cx, &base.residue(), &size)? {
            Some(v) => ring.reduce(v),
            None => return Err(not_invertible(cx)),
        };
    }
    let r = if long::is_long(&size) {
        long::power(cx, &base.residue(), &n, &size)?
    } else {
        power_in_ring(cx, base, &n)?.residue()
    };
    let r = IBig::from(r);
    let r = if sign == Sign::Negative && r != IBig::ZERO { r + m } else { r };
    Ok(cx.big_int(r))
}
