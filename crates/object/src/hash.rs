//! CPython's hash functions: numbers, strings, tuples, frozensets, addresses.

use dashu_int::IBig;
use siphasher::sip::SipHasher13;
use std::hash::Hasher;

/// Hashes of numbers are taken modulo this prime, 2^61 − 1.
pub const MODULUS: u64 = (1 << 61) - 1;
pub const INF: i64 = 314_159;
pub const IMAG: i64 = 1_000_003;
/// Of None: the same in every run, as the hashes of the other constants are.
pub const NONE: i64 = 0xfca8_6420;

/// −1 means "error" in CPython's interface, so no hash has that value.
#[inline(always)]
fn not_minus_one(h: i64) -> i64 {
    if h == -1 { -2 } else { h }
}

#[inline(always)]
pub fn int(v: i64) -> i64 {
    let m = v.unsigned_abs();
    if m < MODULUS {
        return not_minus_one(v);
    }
    let r = (m % MODULUS) as i64;
    not_minus_one(if v < 0 { -r } else { r })
}

pub fn big(v: &IBig) -> i64 {
    let r: IBig = v % IBig::from(MODULUS);
    not_minus_one(i64::try_from(r).unwrap_or(0))
}

/// Source: the algorithm in CPython's documentation of numeric types.
pub fn float(v: f64, address: usize) -> i64 {
    if v.is_nan() {
        return pointer(address);
    }
    if v.is_infinite() {
        return if v > 0.0 { INF } else { -INF };
    }
    if v == v.trunc() && v.abs() < 1e15 {
        return int(v as i64);
    }
    let bits = v.to_bits();
    let exponent = (bits >> 52 & 0x7ff) as i32;
    let fraction = bits & ((1 << 52) - 1);
    let (m, e) = if exponent == 0 { (fraction, -1074) } else { (fraction | 1 << 52, exponent - 1075) };
    // m · 2^e modulo 2^61 − 1: multiplying by a power of two rotates 61 bits.
    let rotate = e.rem_euclid(61) as u32;
    let m = m % MODULUS;
    let h = if rotate == 0 { m } else { (m << rotate & MODULUS) | m >> (61 - rotate) };
    not_minus_one(if v < 0.0 { -(h as i64) } else { h as i64 })
}

pub fn complex(re: f64, im: f64, address: usize) -> i64 {
    not_minus_one(float(re, address).wrapping_add(IMAG.wrapping_mul(float(im, address))))
}

/// Objects compared by identity.
#[inline(always)]
pub fn pointer(address: usize) -> i64 {
    not_minus_one((address as u64).rotate_right(4) as i64)
}

/// Strings and bytes: SipHash-1-3 over the stored bytes, keyed by interpreter.
pub fn bytes(key: (u64, u64), data: &[u8]) -> i64 {
    if data.is_empty() {
        return 0;
    }
    let mut hasher = SipHasher13::new_with_keys(key.0, key.1);
    hasher.write(data);
    not_minus_one(hasher.finish() as i64)
}

/// Tuples, from the hashes of the items (xxHash-like, as CPython since 3.8).
pub struct TupleHasher(u64, usize);

const PRIME_1: u64 = 11_400_714_785_074_694_791;
const PRIME_2: u64 = 14_029_467_366_897_019_727;
const PRIME_5: u64 = 2_870_177_450_012_600_261;

impl TupleHasher {
    #[expect(clippy::new_without_default)]
    pub fn new() -> TupleHasher {
        TupleHasher(PRIME_5, 0)
    }

    #[inline(always)]
    pub fn add(&mut self, h: i64) {
        let acc = self.0.wrapping_add((h as u64).wrapping_mul(PRIME_2));
        self.0 = acc.rotate_left(31).wrapping_mul(PRIME_1);
        self.1 += 1;
    }

    #[inline(always)]
    pub fn finish(self) -> i64 {
        let h = self.0.wrapping_add(self.1 as u64 ^ (PRIME_5 ^ 3_527_539));
        if h == u64::MAX { 1_546_275_796 } else { h as i64 }
    }
}

/// Frozensets: order does not matter.
pub fn frozenset(hashes: impl Iterator<Item = i64>) -> i64 {
    let mut h: u64 = 0;
    let mut n: u64 = 0;
    for x in hashes {
        let x = x as u64;
        h ^= ((x ^ 89_869_747) ^ (x << 16)).wrapping_mul(3_644_798_167);
        n += 1;
    }
    h ^= (n + 1).wrapping_mul(1_927_868_237);
    h ^= (h >> 11) ^ (h >> 25);
    h = h.wrapping_mul(69_069).wrapping_add(907_133_923);
    if h == u64::MAX { 590_923_713 } else { h as i64 }
}

/// The key that CPython makes from `PYTHONHASHSEED`: a linear congruence; seed 0 gives zeros.
pub fn seed_key(seed: u32) -> (u64, u64) {
    if seed == 0 {
        return (0, 0);
    }
    let mut x = seed;
    let mut next = || {
        x = x.wrapping_mul(214_013).wrapping_add(2_531_011);
        (x >> 16) as u8
    };
    let mut word = || u64::from_le_bytes(std::array::from_fn(|_| next()));
    (word(), word())
}
