//! The greatest common divisor of long ints, in steps between which ^C comes through.

use dashu_int::ops::{Abs, Gcd};
use dashu_int::{IBig, UBig};
use theseus_object::{Cx, PyResult};

use super::long;

/// Numbers of fewer words are left to the crate's own function.
const LONG: usize = 2048;

/// The greatest common divisor; 0 of two zeros.
pub(crate) fn gcd(cx: &mut Cx, a: UBig, b: UBig) -> PyResult<UBig> {
    if a.is_zero() || b.is_zero() {
        return Ok(a + b);
    }
    let mut pair = Pair::new(a, b);
    while pair.b.as_sign_words().1.len() > LONG {
        cx.poll()?;
        pair.step(cx, None)?;
    }
    let (_, a) = pair.a.into_parts();
    let (_, b) = pair.b.into_parts();
    Ok(if b.is_zero() { a } else { a.gcd(&b) })
}

/// The inverse of `x` modulo `m`, both positive; `None` if they have a divisor in common.
pub(super) fn inverse(cx: &mut Cx, x: &UBig, m: &UBig) -> PyResult<Option<UBig>> {
    let mut pair = Pair::new(m.clone(), x % m);
    // What times `x` is `a` and `b`, modulo `m`.
    let mut factors = (IBig::ZERO, IBig::ONE);
    while pair.b != IBig::ZERO {
        cx.poll()?;
        pair.step(cx, Some(&mut factors))?;
    }
    if pair.a != IBig::ONE {
        return Ok(None);
    }
    let m = IBig::from(m.clone());
    let (_, r) = long::quotient(cx, &factors.0, &m)?;
    let r = if r < IBig::ZERO { r + m } else { r };
    Ok(UBig::try_from(r).ok())
}

/// Two numbers, `a` at least `b`, that become smaller and keep their divisors.
struct Pair {
    a: IBig,
    b: IBig,
}

impl Pair {
    fn new(a: UBig, b: UBig) -> Pair {
        let (a, b) = if a < b { (b, a) } else { (a, b) };
        Pair { a: a.into(), b: b.into() }
    }

    /// Some steps of Euclid's algorithm, made on the leading bits as far as those decide (Lehmer), or a single
    /// one by division. The factors go through the same steps.
    fn step(&mut self, cx: &mut Cx, factors: Option<&mut (IBig, IBig)>) -> PyResult<()> {
        let rows = lehmer(&self.a, &self.b);
        if rows[0][1] == 0 {
            let (q, r) = long::quotient(cx, &self.a, &self.b)?;
            self.a = std::mem::replace(&mut self.b, r);
            if let Some((u, v)) = factors {
                let next = &*u - long::product(cx, &q, v)?;
                *u = std::mem::replace(v, next);
            }
            return Ok(());
        }
        let apply = |x: &IBig, y: &IBig, row: [i64; 2]| x * IBig::from(row[0]) + y * IBig::from(row[1]);
        (self.a, self.b) = (apply(&self.a, &self.b, rows[0]).abs(), apply(&self.a, &self.b, rows[1]).abs());
        if let Some((u, v)) = factors {
            (*u, *v) = (apply(u, v, rows[0]), apply(u, v, rows[1]));
        }
        Ok(())
    }
}

/// The leading 62 bits of the larger number, and those of the other at the same places.
fn leading(a: &IBig, b: &IBig) -> (i128, i128) {
    let (a, b) = (a.as_sign_words().1, b.as_sign_words().1);
    let top = |words: &[u64]| {
        let word = |back: usize| a.len().checked_sub(back).and_then(|i| words.get(i)).copied().unwrap_or(0);
        (u128::from(word(1)) << 64) | u128::from(word(2))
    };
    let shift = 66 - a.last().map_or(0, |w| w.leading_zeros());
    ((top(a) >> shift) as i128, (top(b) >> shift) as i128)
}

/// The matrix of the steps that the leading bits decide: the identity if none.
fn lehmer(a: &IBig, b: &IBig) -> [[i64; 2]; 2] {
    let (mut x, mut y) = leading(a, b);
    let mut rows = [[1i128, 0], [0, 1]];
    loop {
        let [[p, q], [r, s]] = rows;
        if y + r == 0 || y + s == 0 {
            break;
        }
        let quotient = (x + p) / (y + r);
        if quotient != (x + q) / (y + s) {
            break;
        }
        let next = [p - quotient * r, q - quotient * s];
        if next.iter().any(|v| i64::try_from(*v).is_err()) {
            break;
        }
        rows = [[r, s], next];
        (x, y) = (y, x - quotient * y);
    }
    rows.map(|row| row.map(|v| v as i64))
}
