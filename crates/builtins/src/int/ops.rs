//! The operators of ints, with short ways for machine words.

use dashu_int::IBig;
use theseus_object::payload::number::IntRef;
use theseus_object::slots::{Binary, NUMBER_OPS};
use theseus_object::{Cx, ObjRef, PyResult};

use super::{big, bit_len, division, exact, is_negative, long, power};

/// The functions by operator, in the order of the instruction set's; there is no `@`.
pub(super) const TABLE: [Option<Binary>; NUMBER_OPS] = [
    Some(add),
    Some(sub),
    Some(mul),
    None,
    Some(division::true_div),
    Some(division::floor_div),
    Some(division::modulo),
    Some(power::pow),
    Some(lshift),
    Some(rshift),
    Some(and),
    Some(or),
    Some(xor),
];

/// `a op b` of two ints, by the index of the operator's slot; NotImplemented if one is no int.
pub fn int_binary(cx: &mut Cx, op: usize, a: &ObjRef, b: &ObjRef) -> PyResult {
    match TABLE.get(op) {
        Some(Some(f)) => f(cx, a, b),
        _ => Ok(cx.not_implemented.clone()),
    }
}

/// An operator on integers of any size.
fn wide(cx: &mut Cx, a: &ObjRef, b: &ObjRef, f: impl FnOnce(&IBig, &IBig) -> IBig) -> PyResult {
    match (a.integer(), b.integer()) {
        (Some(x), Some(y)) => {
            // The result, and what the crate makes of an operand on the way.
            if !cx.can_allocate(bit_len(x).max(bit_len(y)) / 4) {
                return Err(cx.memory_error(""));
            }
            let r = f(&big(x), &big(y));
            Ok(cx.big_int(r))
        }
        _ => Ok(cx.not_implemented.clone()),
    }
}

pub fn add(cx: &mut Cx, a: &ObjRef, b: &ObjRef) -> PyResult {
    match (a.int(), b.int()) {
        (Some(x), Some(y)) => Ok(match x.checked_add(y) {
            Some(v) => cx.int(v),
            None => cx.big_int(IBig::from(i128::from(x) + i128::from(y))),
        }),
        _ => wide(cx, a, b, |x, y| x + y),
    }
}

pub fn sub(cx: &mut Cx, a: &ObjRef, b: &ObjRef) -> PyResult {
    match (a.int(), b.int()) {
        (Some(x), Some(y)) => Ok(match x.checked_sub(y) {
            Some(v) => cx.int(v),
            None => cx.big_int(IBig::from(i128::from(x) - i128::from(y))),
        }),
        _ => wide(cx, a, b, |x, y| x - y),
    }
}

pub fn mul(cx: &mut Cx, a: &ObjRef, b: &ObjRef) -> PyResult {
    if let (Some(x), Some(y)) = (a.int(), b.int()) {
        return Ok(match x.checked_mul(y) {
            Some(v) => cx.int(v),
            None => cx.big_int(IBig::from(i128::from(x) * i128::from(y))),
        });
    }
    let (Some(x), Some(y)) = (a.integer(), b.integer()) else { return Ok(cx.not_implemented.clone()) };
    check_bits(cx, bit_len(x) + bit_len(y))?;
    match (x, y) {
        (IntRef::Big(x), IntRef::Big(y)) => {
            let r = long::product(cx, x, y)?;
            Ok(cx.big_int(r))
        }
        _ => wide(cx, a, b, |x, y| x * y),
    }
}

/// MemoryError if there is no room to work out a number of so many bits.
pub(crate) fn check_bits(cx: &mut Cx, bits: usize) -> PyResult<()> {
    // The product and what the multiplication of large numbers needs beside it.
    if bits > 1 << 20 && !cx.can_allocate(bits.div_ceil(8).saturating_mul(24)) {
        return Err(cx.memory_error(""));
    }
    Ok(())
}

pub fn and(cx: &mut Cx, a: &ObjRef, b: &ObjRef) -> PyResult {
    match (a.int(), b.int()) {
        (Some(x), Some(y)) => Ok(cx.int(x & y)),
        _ => wide(cx, a, b, |x, y| x & y),
    }
}

pub fn or(cx: &mut Cx, a: &ObjRef, b: &ObjRef) -> PyResult {
    match (a.int(), b.int()) {
        (Some(x), Some(y)) => Ok(cx.int(x | y)),
        _ => wide(cx, a, b, |x, y| x | y),
    }
}

pub fn xor(cx: &mut Cx, a: &ObjRef, b: &ObjRef) -> PyResult {
    match (a.int(), b.int()) {
        (Some(x), Some(y)) => Ok(cx.int(x ^ y)),
        _ => wide(cx, a, b, |x, y| x ^ y),
    }
}

/// Bits beyond which CPython cannot even count the digits.
const MOST_BITS: u128 = 30 * ((1 << 61) - 8);

pub fn lshift(cx: &mut Cx, a: &ObjRef, b: &ObjRef) -> PyResult {
    let (Some(x), Some(y)) = (a.integer(), b.integer()) else { return Ok(cx.not_implemented.clone()) };
    if is_negative(y) {
        return Err(cx.value_error("negative shift count"));
    }
    match (x, y) {
        (IntRef::Small(0), _) => Ok(cx.int(0)),
        (IntRef::Small(x), IntRef::Small(n @ 0..64)) if (x << n) >> n == x => Ok(cx.int(x << n)),
        (x, IntRef::Small(n)) => {
            let bits = (bit_len(x) as u64).saturating_add(n.unsigned_abs());
            // The number is copied before it is shifted, and the result is stored.
            let bytes = usize::try_from(bits / 8).unwrap_or(usize::MAX);
            if !cx.can_allocate(bytes.saturating_mul(if bytes > 1 << 20 { 3 } else { 1 })) {
                return Err(cx.memory_error(""));
            }
            let r = &*big(x) << n as usize;
            Ok(cx.big_int(r))
        }
        (_, IntRef::Big(n)) if *n >= IBig::from(MOST_BITS) => {
            Err(cx.overflow_error("too many digits in integer"))
        }
        _ => Err(cx.memory_error("")),
    }
}

pub fn rshift(cx: &mut Cx, a: &ObjRef, b: &ObjRef) -> PyResult {
    let (Some(x), Some(y)) = (a.integer(), b.integer()) else { return Ok(cx.not_implemented.clone()) };
    if is_negative(y) {
        return Err(cx.value_error("negative shift count"));
    }
    match (x, y) {
        (IntRef::Small(x), IntRef::Small(n)) => Ok(cx.int(x >> n.min(63))),
        (IntRef::Big(x), IntRef::Small(n)) => {
            let r = x >> n as usize;
            Ok(cx.big_int(r))
        }
        (x, IntRef::Big(_)) => Ok(cx.int(if is_negative(x) { -1 } else { 0 })),
    }
}

pub(super) fn neg(cx: &mut Cx, o: &ObjRef) -> PyResult {
    match o.integer() {
        Some(IntRef::Small(v)) if v != i64::MIN => Ok(cx.int(-v)),
        Some(v) => {
            let r = -v.to_big();
            Ok(cx.big_int(r))
        }
        None => Err(cx.bad_internal("int")),
    }
}

pub(super) fn invert(cx: &mut Cx, o: &ObjRef) -> PyResult {
    match o.integer() {
        Some(IntRef::Small(v)) => Ok(cx.int(!v)),
        Some(IntRef::Big(b)) => {
            let r = !b;
            Ok(cx.big_int(r))
        }
        None => Err(cx.bad_internal("int")),
    }
}

pub(crate) fn abs(cx: &mut Cx, o: &ObjRef) -> PyResult {
    match o.integer() {
        Some(v) if is_negative(v) => neg(cx, o),
        _ => Ok(exact(cx, o)),
    }
}
