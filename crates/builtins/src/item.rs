//! Items in memory: the numbers of `struct`, `array` and memoryview as bytes, both ways.

use dashu_int::IBig;
use smallvec::SmallVec;
use theseus_object::payload::number::IntRef;
use theseus_object::{Cx, Kind, ObjRef, PyResult, Raised};

/// Why an object is no item of some format.
pub(crate) enum Misfit {
    Type,
    Value,
    /// Another exception is in flight.
    Raised(Raised),
}

pub(crate) type Packed = SmallVec<[u8; 8]>;

/// What stands behind a native format character.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    Char,
    Bool,
    Signed,
    Unsigned,
    Float,
    Pointer,
}

/// Shape and size of a native format character.
pub(crate) fn native(code: u8) -> Option<(Shape, usize)> {
    Some(match code {
        b'c' => (Shape::Char, 1),
        b'?' => (Shape::Bool, 1),
        b'b' => (Shape::Signed, 1),
        b'B' => (Shape::Unsigned, 1),
        b'h' => (Shape::Signed, 2),
        b'H' => (Shape::Unsigned, 2),
        b'i' => (Shape::Signed, 4),
        b'I' => (Shape::Unsigned, 4),
        b'l' | b'q' | b'n' => (Shape::Signed, 8),
        b'L' | b'Q' | b'N' => (Shape::Unsigned, 8),
        b'e' => (Shape::Float, 2),
        b'f' => (Shape::Float, 4),
        b'd' => (Shape::Float, 8),
        b'P' => (Shape::Pointer, 8),
        _ => return None,
    })
}

/// An item of a native format as an object.
pub(crate) fn unpack(cx: &Cx, code: u8, item: &[u8]) -> ObjRef {
    match native(code).map(|(shape, _)| shape) {
        Some(Shape::Char) => cx.new_bytes(item),
        Some(Shape::Bool) => cx.bool(item.iter().any(|&b| b != 0)),
        Some(Shape::Float) => cx.float(read_float(item, cfg!(target_endian = "big"))),
        Some(Shape::Signed) => read_int(cx, item, true, cfg!(target_endian = "big")),
        _ => read_int(cx, item, false, cfg!(target_endian = "big")),
    }
}

/// The bytes of an object as an item of a native format.
pub(crate) fn pack(cx: &mut Cx, code: u8, o: &ObjRef) -> Result<Packed, Misfit> {
    let Some((shape, size)) = native(code) else { return Err(Misfit::Type) };
    let big = cfg!(target_endian = "big");
    match shape {
        Shape::Char => match cx.heap.bytes(o) {
            Some(&[b]) if o.kind() == Kind::Bytes => Ok(Packed::from_slice(&[b])),
            _ if o.kind() == Kind::Bytes => Err(Misfit::Value),
            _ => Err(Misfit::Type),
        },
        Shape::Bool => match cx.truth(o) {
            Ok(v) => Ok(Packed::from_slice(&[v as u8])),
            Err(e) => Err(Misfit::Raised(e)),
        },
        Shape::Float => {
            let v = float(cx, o)?;
            write_float(v, size, big).ok_or(Misfit::Value)
        }
        Shape::Signed => write_int(integer(cx, o)?, size, true, big).ok_or(Misfit::Value),
        Shape::Unsigned => write_int(integer(cx, o)?, size, false, big).ok_or(Misfit::Value),
        Shape::Pointer => {
            let v = integer(cx, o)?;
            let fits = write_int(v, size, false, big).or_else(|| write_int(v, size, true, big));
            fits.ok_or(Misfit::Value)
        }
    }
}

/// What a failed conversion means for the format's error.
fn misfit(cx: &mut Cx, e: Raised) -> Misfit {
    if cx.catch(&cx.excs.type_error.clone()) {
        Misfit::Type
    } else if cx.catch(&cx.excs.overflow_error.clone()) || cx.catch(&cx.excs.value_error.clone()) {
        Misfit::Value
    } else {
        Misfit::Raised(e)
    }
}

/// The value of an int object; what is beyond 128 bits stands at the far end of them.
pub(crate) fn wide(o: &ObjRef) -> i128 {
    match o.integer() {
        Some(IntRef::Small(v)) => v.into(),
        Some(IntRef::Big(b)) => {
            i128::try_from(b).unwrap_or(if *b < IBig::ZERO { i128::MIN } else { i128::MAX })
        }
        None => 0,
    }
}

fn integer(cx: &mut Cx, o: &ObjRef) -> Result<i128, Misfit> {
    match cx.index(o) {
        Ok(v) => Ok(wide(&v)),
        Err(e) => Err(misfit(cx, e)),
    }
}

fn float(cx: &mut Cx, o: &ObjRef) -> Result<f64, Misfit> {
    match crate::float::real(cx, o) {
        Ok(v) => Ok(v),
        Err(e) => Err(misfit(cx, e)),
    }
}

/// At most eight bytes as an unsigned number.
#[inline]
pub(crate) fn read_word(item: &[u8], big: bool) -> u64 {
    let mut word = [0; 8];
    // The usual lengths are single loads.
    match (item, big) {
        (&[a], _) => return a.into(),
        (&[a, b], false) => return u16::from_le_bytes([a, b]).into(),
        (&[a, b, c, d], false) => return u32::from_le_bytes([a, b, c, d]).into(),
        (_, false) => word.iter_mut().zip(item).for_each(|(to, from)| *to = *from),
        (_, true) => word.iter_mut().zip(item.iter().rev()).for_each(|(to, from)| *to = *from),
    }
    u64::from_le_bytes(word)
}

#[inline]
pub(crate) fn read_int(cx: &Cx, item: &[u8], signed: bool, big: bool) -> ObjRef {
    let word = read_word(item, big);
    if signed {
        let unused = 64 - 8 * item.len().clamp(1, 8) as u32;
        return cx.int((word << unused) as i64 >> unused);
    }
    match i64::try_from(word) {
        Ok(v) => cx.int(v),
        Err(_) => cx.big_int(word.into()),
    }
}

/// Writes a word as an int of the place's length, 8 bytes at most; false if it does not fit.
#[inline]
pub(crate) fn write_word(v: i64, to: &mut [u8], signed: bool, big: bool) -> bool {
    let unused = 64 - 8 * to.len().clamp(1, 8) as u32;
    let kept = if signed { v << unused >> unused } else { ((v as u64) << unused >> unused) as i64 };
    if kept != v || (!signed && v < 0) {
        return false;
    }
    let bytes = v.to_le_bytes();
    match (bytes.get(..to.len()), big) {
        (Some(bytes), false) => to.copy_from_slice(bytes),
        (Some(bytes), true) => to.iter_mut().zip(bytes.iter().rev()).for_each(|(to, from)| *to = *from),
        (None, _) => return false,
    }
    true
}

/// The bytes of an int, `None` if it does not fit.
pub(crate) fn write_int(v: i128, size: usize, signed: bool, big: bool) -> Option<Packed> {
    let bits = 8 * size as u32;
    let (low, high) =
        if signed { (-(1i128 << (bits - 1)), (1i128 << (bits - 1)) - 1) } else { (0, (1i128 << bits) - 1) };
    if !(low..=high).contains(&v) {
        return None;
    }
    let mut out = Packed::from_slice((v as u64).to_le_bytes().get(..size)?);
    if big {
        out.reverse();
    }
    Some(out)
}

pub(crate) fn read_float(item: &[u8], big: bool) -> f64 {
    let word = read_word(item, big);
    match item.len() {
        2 => half_to_f64(word as u16),
        4 => f32::from_bits(word as u32).into(),
        _ => f64::from_bits(word),
    }
}

/// The bytes of a float; `None` if a half or (for `struct`, see [`fits_single`]) has no such value.
pub(crate) fn write_float(v: f64, size: usize, big: bool) -> Option<Packed> {
    let word = match size {
        2 => half_from_f64(v)?.into(),
        4 => (v as f32).to_bits().into(),
        _ => v.to_bits(),
    };
    let mut out = Packed::from_slice(word.to_le_bytes().get(..size)?);
    if big {
        out.reverse();
    }
    Some(out)
}

/// Whether a finite value stays finite in 32 bits.
pub(crate) fn fits_single(v: f64) -> bool {
    !v.is_finite() || (v as f32).is_finite()
}

fn half_to_f64(bits: u16) -> f64 {
    let (exponent, fraction) = (i32::from(bits >> 10 & 31), f64::from(bits & 1023));
    let v = match exponent {
        31 if fraction == 0.0 => f64::INFINITY,
        31 => f64::NAN,
        0 => fraction * 2f64.powi(-24),
        _ => (1.0 + fraction / 1024.0) * 2f64.powi(exponent - 15),
    };
    if bits >> 15 == 1 { -v } else { v }
}

/// Rounds to the nearest half, ties to even; `None` beyond the largest.
fn half_from_f64(v: f64) -> Option<u16> {
    let sign = if v.is_sign_negative() { 0x8000 } else { 0 };
    if v.is_nan() {
        return Some(sign | 0x7e00);
    }
    if v.is_infinite() {
        return Some(sign | 0x7c00);
    }
    // In units of the last place of the half: subnormals share the smallest exponent.
    let magnitude = v.abs();
    let exponent = if magnitude == 0.0 { -15 } else { ((magnitude.to_bits() >> 52) as i32 - 1023).max(-15) };
    let exponent = exponent.max(-14);
    let units = (magnitude * 2f64.powi(10 - exponent)).round_ties_even();
    // A carry out of the fraction goes into the exponent by itself.
    let bits = units as i64 + i64::from(exponent + 14) * 1024;
    (bits < 0x7c00).then_some(sign | bits as u16)
}

/// The format of a memoryview or array as one native character; `@` in front means the same.
pub(crate) fn native_code(format: &str) -> Option<u8> {
    match format.as_bytes() {
        [code] | [b'@', code] if native(*code).is_some() => Some(*code),
        _ => None,
    }
}

/// ValueError or TypeError with the given beginnings for what could not be packed.
pub(crate) fn raise_misfit(cx: &mut Cx, e: Misfit, code: &str) -> Raised {
    match e {
        Misfit::Type => cx.type_error(format!("memoryview: invalid type for format '{code}'")),
        Misfit::Value => cx.value_error(format!("memoryview: invalid value for format '{code}'")),
        Misfit::Raised(e) => e,
    }
}

/// The unpacked items at places in memory.
pub(crate) fn unpack_all(cx: &mut Cx, code: u8, items: &[u8], size: usize) -> PyResult<Vec<ObjRef>> {
    let mut out = Vec::with_capacity(items.len() / size.max(1));
    for (i, item) in items.chunks_exact(size.max(1)).enumerate() {
        if i & 0xffff == 0xffff {
            cx.poll()?;
        }
        out.push(unpack(cx, code, item));
    }
    Ok(out)
}
