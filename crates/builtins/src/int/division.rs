//! Division of ints: floor division, remainder and the correctly rounded quotient.

use dashu_int::IBig;
use dashu_int::ops::DivRem;
use theseus_object::payload::number::IntRef;
use theseus_object::{Cx, ObjRef, PyResult};

use super::{big, bit_len, is_negative};
use crate::text::float::scaled;

/// Both operands if they are ints.
fn operands<'a>(a: &'a ObjRef, b: &'a ObjRef) -> Option<(IntRef<'a>, IntRef<'a>)> {
    Some((a.integer()?, b.integer()?))
}

/// Quotient towards minus infinity and remainder with the sign of the divisor, which is not 0.
pub(crate) fn floor_div_mod(x: &IBig, y: &IBig) -> (IBig, IBig) {
    let (q, r) = x.div_rem(y);
    if r != IBig::ZERO && (r < IBig::ZERO) != (*y < IBig::ZERO) {
        return (q - IBig::ONE, r + y);
    }
    (q, r)
}

/// As [`floor_div_mod`]; `None` if the quotient is no machine word.
#[inline]
pub(crate) fn small_div_mod(x: i64, y: i64) -> Option<(i64, i64)> {
    let (q, r) = (x.checked_div(y)?, x.checked_rem(y)?);
    Some(if r != 0 && (r < 0) != (y < 0) { (q - 1, r + y) } else { (q, r) })
}

pub fn floor_div(cx: &mut Cx, a: &ObjRef, b: &ObjRef) -> PyResult {
    match operands(a, b) {
        Some((_, IntRef::Small(0))) => Err(cx.zero_division_error("integer division or modulo by zero")),
        Some((x, y)) => {
            if let (IntRef::Small(x), IntRef::Small(y)) = (x, y)
                && let Some((q, _)) = small_div_mod(x, y)
            {
                return Ok(cx.int(q));
            }
            let q = floor_div_mod(&big(x), &big(y)).0;
            Ok(cx.big_int(q))
        }
        None => Ok(cx.not_implemented.clone()),
    }
}

pub fn modulo(cx: &mut Cx, a: &ObjRef, b: &ObjRef) -> PyResult {
    match operands(a, b) {
        Some((_, IntRef::Small(0))) => Err(cx.zero_division_error("integer modulo by zero")),
        Some((x, y)) => {
            if let (IntRef::Small(x), IntRef::Small(y)) = (x, y)
                && let Some((_, r)) = small_div_mod(x, y)
            {
                return Ok(cx.int(r));
            }
            let r = floor_div_mod(&big(x), &big(y)).1;
            Ok(cx.big_int(r))
        }
        None => Ok(cx.not_implemented.clone()),
    }
}

pub fn divmod(cx: &mut Cx, a: &ObjRef, b: &ObjRef) -> PyResult {
    match operands(a, b) {
        Some((_, IntRef::Small(0))) => Err(cx.zero_division_error("integer division or modulo by zero")),
        Some((x, y)) => {
            if let (IntRef::Small(x), IntRef::Small(y)) = (x, y)
                && let Some((q, r)) = small_div_mod(x, y)
            {
                return Ok(cx.new_tuple([cx.int(q), cx.int(r)]));
            }
            let (q, r) = floor_div_mod(&big(x), &big(y));
            Ok(cx.new_tuple([cx.big_int(q), cx.big_int(r)]))
        }
        None => Ok(cx.not_implemented.clone()),
    }
}

/// Integers up to this are floats without rounding.
const EXACT: u64 = 1 << 53;

pub fn true_div(cx: &mut Cx, a: &ObjRef, b: &ObjRef) -> PyResult {
    let Some((x, y)) = operands(a, b) else { return Ok(cx.not_implemented.clone()) };
    match (x, y) {
        (_, IntRef::Small(0)) => Err(cx.zero_division_error("division by zero")),
        (IntRef::Small(x), IntRef::Small(y)) if x.unsigned_abs() <= EXACT && y.unsigned_abs() <= EXACT => {
            Ok(cx.float(x as f64 / y as f64))
        }
        _ => {
            let size = quotient(x, y);
            if size.is_infinite() {
                return Err(cx.overflow_error("integer division result too large for a float"));
            }
            Ok(cx.float(if is_negative(x) == is_negative(y) { size } else { -size }))
        }
    }
}

/// The size of `x / y`, rounded half to even.
fn quotient(x: IntRef<'_>, y: IntRef<'_>) -> f64 {
    if let IntRef::Small(0) = x {
        return 0.0;
    }
    let above = bit_len(x) as i64 - bit_len(y) as i64;
    if above > 1025 {
        return f64::INFINITY;
    }
    if above < -1100 {
        return 0.0;
    }
    // Three bits more than a float has; what follows them only matters if there is any.
    let shift = 56 - above;
    let (_, x) = x.to_big().into_parts();
    let (_, y) = y.to_big().into_parts();
    let (x, y) = if shift >= 0 { (x << shift as usize, y) } else { (x, y << -shift as usize) };
    let (q, r) = x.div_rem(y);
    scaled(u64::try_from(&q).unwrap_or(u64::MAX), !r.is_zero(), -shift)
}
