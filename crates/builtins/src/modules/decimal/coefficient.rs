//! The digits of a decimal number: in two machine words while they fit, else a big integer.

use std::cmp::Ordering;

use dashu_int::UBig;
use dashu_int::ops::{BitTest, DivRem};

/// A `u128` that needs no more alignment than a word, as payloads have it.
#[derive(Clone, Copy)]
#[repr(C, packed(8))]
pub struct Wide(u128);

/// A natural number. Whatever fits a `u128` is `Small`.
#[derive(Clone)]
pub enum Coefficient {
    Small(Wide),
    Big(UBig),
}

/// Digits that every `u128` has room for.
const ROOM: u64 = 38;

/// The powers of ten that fit a `u128`.
static POWERS: [u128; 39] = {
    let mut table = [1u128; 39];
    let mut at = 1;
    while at < 39 {
        table[at] = table[at - 1] * 10;
        at += 1;
    }
    table
};

/// 10^n, if it fits.
#[inline]
pub fn small_power(n: u64) -> Option<u128> {
    POWERS.get(usize::try_from(n).ok()?).copied()
}

/// 10^n; the caller has checked that memory holds it.
pub fn power(n: u64) -> UBig {
    match small_power(n) {
        Some(p) => UBig::from(p),
        None => UBig::from(10u8).pow(n as usize),
    }
}

#[inline]
fn count(v: u128) -> u64 {
    // 1233 / 4096 is a little more than log10(2).
    let guess = ((128 - v.leading_zeros()) * 1233) >> 12;
    let reached = POWERS.get(guess as usize).is_some_and(|&p| v >= p);
    u64::from(guess) + u64::from(reached)
}

fn count_big(v: &UBig) -> u64 {
    // 2^(bits − 1) ≤ v < 2^bits
    let bits = v.bit_len() as u128;
    let log = |bits: u128| (bits * 301_029_995_663_981_195 / 1_000_000_000_000_000_000) as u64;
    let (low, high) = (log(bits - 1), log(bits));
    if low == high || *v < power(high) { low + 1 } else { high + 1 }
}

/// a · b as upper and lower word.
#[inline]
fn full_product(a: u128, b: u128) -> (u128, u128) {
    const LOW: u128 = u64::MAX as u128;
    let (a1, a0, b1, b0) = (a >> 64, a & LOW, b >> 64, b & LOW);
    let low = a0 * b0;
    let cross = a1 * b0 + (low >> 64);
    let other = a0 * b1 + (cross & LOW);
    (a1 * b1 + (cross >> 64) + (other >> 64), (other << 64) | (low & LOW))
}

/// (high · 2^128 + low) / d where the quotient fits: `high < d`. By words of 64 bits.
fn wide_div(high: u128, low: u128, d: u128) -> (u128, u128) {
    if high == 0 {
        return (low / d, low % d);
    }
    const LOW: u128 = u64::MAX as u128;
    let shift = d.leading_zeros();
    let d = d << shift;
    let high = if shift == 0 { high } else { (high << shift) | (low >> (128 - shift)) };
    let low = low << shift;
    let (d1, d0) = (d >> 64, d & LOW);
    let step = |top: u128, next: u128| {
        let (mut q, mut r) = (top / d1, top % d1);
        while q > LOW || q * d0 > ((r << 64) | next) {
            q -= 1;
            r += d1;
            if r > LOW {
                break;
            }
        }
        let rest = ((top << 64) | next).wrapping_sub(q.wrapping_mul(d));
        (q, rest)
    };
    let (q1, r) = step(high, low >> 64);
    let (q0, r) = step(r, low & LOW);
    ((q1 << 64) | q0, r >> shift)
}

impl From<u128> for Coefficient {
    #[inline]
    fn from(v: u128) -> Coefficient {
        Coefficient::Small(Wide(v))
    }
}

impl From<UBig> for Coefficient {
    fn from(v: UBig) -> Coefficient {
        match u128::try_from(&v) {
            Ok(v) => Coefficient::from(v),
            Err(_) => Coefficient::Big(v),
        }
    }
}

impl Coefficient {
    pub const ZERO: Coefficient = Coefficient::Small(Wide(0));
    pub const ONE: Coefficient = Coefficient::Small(Wide(1));

    #[inline]
    pub fn small(&self) -> Option<u128> {
        match self {
            Coefficient::Small(v) => Some(v.0),
            Coefficient::Big(_) => None,
        }
    }

    pub fn big(&self) -> UBig {
        match self {
            Coefficient::Small(v) => UBig::from(v.0),
            Coefficient::Big(v) => v.clone(),
        }
    }

    #[inline]
    pub fn is_zero(&self) -> bool {
        self.small() == Some(0)
    }

    /// How many digits; one for zero.
    #[inline]
    pub fn digits(&self) -> u64 {
        match self {
            Coefficient::Small(v) => count(v.0).max(1),
            Coefficient::Big(v) => count_big(v),
        }
    }

    pub fn last_digit(&self) -> u8 {
        match self {
            Coefficient::Small(v) => (v.0 % 10) as u8,
            Coefficient::Big(v) => v % 10u8,
        }
    }

    pub fn is_odd(&self) -> bool {
        match self {
            Coefficient::Small(v) => v.0 & 1 == 1,
            Coefficient::Big(v) => v.bit(0),
        }
    }

    /// How many bits.
    pub fn bits(&self) -> usize {
        match self {
            Coefficient::Small(v) => (128 - { v.0 }.leading_zeros()) as usize,
            Coefficient::Big(v) => v.bit_len(),
        }
    }

    pub fn bit(&self, at: usize) -> bool {
        match self {
            Coefficient::Small(v) => at < 128 && (v.0 >> at) & 1 == 1,
            Coefficient::Big(v) => v.bit(at),
        }
    }

    pub fn add(&self, other: &Coefficient) -> Coefficient {
        if let (Some(a), Some(b)) = (self.small(), other.small())
            && let Some(sum) = a.checked_add(b)
        {
            return sum.into();
        }
        (self.big() + other.big()).into()
    }

    /// The difference; the caller knows that it is not negative.
    pub fn sub(&self, other: &Coefficient) -> Coefficient {
        match (self.small(), other.small()) {
            (Some(a), Some(b)) => a.wrapping_sub(b).into(),
            _ => (self.big() - other.big()).into(),
        }
    }

    pub fn mul(&self, other: &Coefficient) -> Coefficient {
        if let (Some(a), Some(b)) = (self.small(), other.small())
            && let Some(product) = a.checked_mul(b)
        {
            return product.into();
        }
        (self.big() * other.big()).into()
    }

    /// The product without its last `cut` digits, and what they were to the half of one; `None` where
    /// that needs more than two words.
    pub fn mul_cut(&self, other: &Coefficient, prec: u64) -> Option<(Coefficient, u64, Rest)> {
        let (a, b) = (self.small()?, other.small()?);
        let (high, low) = full_product(a, b);
        if high == 0 {
            return None;
        }
        let least = (self.digits() + other.digits() - 1).checked_sub(prec)?;
        let mut cut = least;
        loop {
            let unit = small_power(cut).filter(|&unit| cut > 0 && high < unit)?;
            let (q, r) = wide_div(high, low, unit);
            if count(q) <= prec {
                return Some((q.into(), cut, Rest::of(r.cmp(&(unit / 2)), r == 0)));
            }
            cut += 1;
        }
    }

    /// Quotient and remainder; the divisor is not 0.
    pub fn div_rem(&self, by: &Coefficient) -> (Coefficient, Coefficient) {
        match (self.small(), by.small()) {
            (Some(a), Some(b)) => ((a / b).into(), (a % b).into()),
            _ => {
                let (q, r) = self.big().div_rem(by.big());
                (q.into(), r.into())
            }
        }
    }

    /// Quotient of this · 10^shift, and whether something remained.
    pub fn scaled_div(&self, shift: u64, by: &Coefficient) -> (Coefficient, bool) {
        if let (Some(a), Some(b), Some(scale)) = (self.small(), by.small(), small_power(shift)) {
            let (high, low) = full_product(a, scale);
            if high < b {
                let (q, r) = wide_div(high, low, b);
                return (q.into(), r != 0);
            }
        }
        let (q, r) = self.shl(shift).div_rem(by);
        (q, !r.is_zero())
    }

    /// This · 10^n.
    pub fn shl(&self, n: u64) -> Coefficient {
        if n == 0 || self.is_zero() {
            return self.clone();
        }
        if let (Some(a), Some(p)) = (self.small(), small_power(n))
            && let Some(product) = a.checked_mul(p)
        {
            return product.into();
        }
        (self.big() * power(n)).into()
    }

    /// Without the last `n` digits, and what they were.
    pub fn shr(&self, n: u64) -> (Coefficient, Rest) {
        if n == 0 {
            return (self.clone(), Rest::Nothing);
        }
        if n > self.digits() {
            let rest = if self.is_zero() { Rest::Nothing } else { Rest::Below };
            return (Coefficient::ZERO, rest);
        }
        match (self.small(), small_power(n)) {
            (Some(a), Some(p)) => {
                let (q, r) = (a / p, a % p);
                (q.into(), Rest::of(r.cmp(&(p / 2)), r == 0))
            }
            _ => {
                let p = power(n);
                let half = &p >> 1usize;
                let (q, r) = self.big().div_rem(p);
                (q.into(), Rest::of(r.cmp(&half), r == UBig::ZERO))
            }
        }
    }

    /// The last `n` digits.
    pub fn low_digits(&self, n: u64) -> Coefficient {
        if n >= self.digits() {
            return self.clone();
        }
        match (self.small(), small_power(n)) {
            (Some(a), Some(p)) => (a % p).into(),
            _ => (self.big() % power(n)).into(),
        }
    }

    /// Without at most `most` zeros at the end, and how many went.
    pub fn strip_zeros(&self, most: u64) -> (Coefficient, u64) {
        if self.is_zero() {
            return (self.clone(), 0);
        }
        let Coefficient::Small(v) = self else { return self.strip_big(most) };
        let (mut v, mut gone) = (v.0, 0);
        for step in [16u64, 8, 4, 2, 1, 1] {
            let unit = POWERS[step as usize];
            while gone + step <= most && v.trailing_zeros() as u64 >= step && v % unit == 0 {
                v /= unit;
                gone += step;
            }
        }
        (v.into(), gone)
    }

    fn strip_big(&self, most: u64) -> (Coefficient, u64) {
        let mut v = self.big();
        let mut gone = 0;
        let zeros = v.trailing_zeros().unwrap_or(0) as u64;
        let mut step = 1u64 << zeros.max(1).ilog2();
        while step > 0 {
            if gone + step <= most {
                let (q, r) = (&v).div_rem(&power(step));
                if r == UBig::ZERO {
                    v = q;
                    gone += step;
                    continue;
                }
            }
            step /= 2;
        }
        (v.into(), gone)
    }

    pub fn text(&self) -> String {
        match self {
            Coefficient::Small(v) => { v.0 }.to_string(),
            Coefficient::Big(v) => v.to_string(),
        }
    }

    /// The number that ASCII digits stand for.
    pub fn parse(digits: &str) -> Coefficient {
        if digits.len() as u64 <= ROOM {
            return digits.bytes().fold(0u128, |v, b| v * 10 + u128::from(b - b'0')).into();
        }
        UBig::from_str_radix(digits, 10).unwrap_or(UBig::ZERO).into()
    }

    pub fn cmp(&self, other: &Coefficient) -> Ordering {
        match (self, other) {
            (Coefficient::Small(a), Coefficient::Small(b)) => { a.0 }.cmp(&{ b.0 }),
            (Coefficient::Big(a), Coefficient::Big(b)) => a.cmp(b),
            (Coefficient::Small(_), Coefficient::Big(_)) => Ordering::Less,
            (Coefficient::Big(_), Coefficient::Small(_)) => Ordering::Greater,
        }
    }
}

/// What was cut off, in units of the last digit that stayed.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Rest {
    Nothing,
    Below,
    Half,
    Above,
}

impl Rest {
    #[inline]
    fn of(to_half: Ordering, is_zero: bool) -> Rest {
        match to_half {
            _ if is_zero => Rest::Nothing,
            Ordering::Less => Rest::Below,
            Ordering::Equal => Rest::Half,
            Ordering::Greater => Rest::Above,
        }
    }
}
