//! Ints as bytes: `int.to_bytes` and `int.from_bytes`.

use dashu_int::{IBig, Sign, UBig};
use theseus_object::args::Params;
use theseus_object::payload::number::IntRef;
use theseus_object::{Args, Cx, Kind, ObjRef, PyResult};

use super::{bit_len, is_negative};
use crate::str::args::ssize;

/// Whether the most significant byte is first.
fn big_endian(cx: &mut Cx, name: &str, order: Option<&ObjRef>) -> PyResult<bool> {
    let Some(order) = order else { return Ok(true) };
    match order.ascii() {
        Some("big") => Ok(true),
        Some("little") => Ok(false),
        _ if order.is_str() => Err(cx.value_error("byteorder must be either 'little' or 'big'")),
        _ => {
            let got = order.kind_given();
            Err(cx.type_error(format!("{name}() argument 'byteorder' must be str, not {got}")))
        }
    }
}

fn flag(cx: &mut Cx, o: Option<&ObjRef>) -> PyResult<bool> {
    o.map_or(Ok(false), |o| cx.truth(o))
}

pub(super) fn to_bytes(cx: &mut Cx, me: &ObjRef, args: &Args) -> PyResult {
    static PARAMS: Params<0, 3> =
        Params { required: [], optional: ["length", "byteorder", "signed"], posonly: 0, kwonly: 2 };
    let ([], [length, order, signed]) = args.bind(cx, "to_bytes", &PARAMS)?;
    let length = length.map_or(Ok(1), |o| ssize(cx, &o))?;
    let big_endian = big_endian(cx, "to_bytes", order.as_ref())?;
    let signed = flag(cx, signed.as_ref())?;
    let Ok(length) = usize::try_from(length) else {
        return Err(cx.value_error("length argument must be non-negative"));
    };
    let Some(v) = me.integer() else { return Err(cx.bad_internal("int")) };
    if is_negative(v) && !signed {
        return Err(cx.overflow_error("can't convert negative int to unsigned"));
    }
    if !cx.can_allocate(length.saturating_add(bit_len(v) / 8)) {
        return Err(cx.memory_error(""));
    }
    let needed = if signed { signed_bits(v) } else { bit_len(v) };
    // As in CPython, -1 fits in no bytes at all.
    let is_minus_one = matches!(v, IntRef::Small(-1));
    if !is_minus_one && needed > length.saturating_mul(8) {
        return Err(cx.overflow_error("int too big to convert"));
    }
    let mut bytes = Vec::with_capacity(length);
    match v {
        IntRef::Small(v) => bytes.extend(v.to_le_bytes().into_iter().take(length)),
        IntRef::Big(b) => bytes.extend(b.to_le_bytes().iter().copied().take(length)),
    }
    bytes.resize(length, if is_negative(v) { 0xff } else { 0 });
    if big_endian {
        bytes.reverse();
    }
    Ok(cx.unshared_bytes(&bytes))
}

/// Bits of the two's complement with its sign; 0 needs none.
fn signed_bits(v: IntRef<'_>) -> usize {
    match v {
        IntRef::Small(0) => 0,
        IntRef::Small(v) => (65 - (v ^ (v >> 63)).leading_zeros()) as usize,
        IntRef::Big(b) if b.sign() == Sign::Negative => bit_len(IntRef::Big(&!b)) + 1,
        IntRef::Big(b) => bit_len(IntRef::Big(b)) + 1,
    }
}

pub(super) fn from_bytes(cx: &mut Cx, class: &ObjRef, args: &Args) -> PyResult {
    static PARAMS: Params<1, 2> =
        Params { required: ["bytes"], optional: ["byteorder", "signed"], posonly: 0, kwonly: 2 };
    let ([source], [order, signed]) = args.bind(cx, "from_bytes", &PARAMS)?;
    let big_endian = big_endian(cx, "from_bytes", order.as_ref())?;
    let signed = flag(cx, signed.as_ref())?;
    let mut bytes = bytes_of(cx, &source)?;
    if !cx.can_allocate(bytes.len().saturating_mul(3)) {
        return Err(cx.memory_error(""));
    }
    if big_endian {
        bytes.reverse();
    }
    let v = if signed { IBig::from_le_bytes(&bytes) } else { IBig::from(UBig::from_le_bytes(&bytes)) };
    let v = cx.big_int(v);
    if class.is(cx.types.int.as_ref()) {
        return Ok(v);
    }
    cx.call(class, &[v])
}

/// The bytes of an object as `bytes(o)` makes them, but not of an int.
fn bytes_of(cx: &mut Cx, o: &ObjRef) -> PyResult<Vec<u8>> {
    if o.is_exact(Kind::Bytes) || o.kind() == Kind::ByteArray {
        return Ok(cx.heap.bytes(o).map(<[u8]>::to_vec).unwrap_or_default());
    }
    let name = cx.names.bytes.clone();
    if let Some(made) = cx.call_type_method(o, &name, &[]) {
        let made = made?;
        if made.kind() != Kind::Bytes {
            return Err(cx.type_error(format!("__bytes__ returned non-bytes (type {})", made.ty().name())));
        }
        return Ok(cx.heap.bytes(&made).map(<[u8]>::to_vec).unwrap_or_default());
    }
    if let Some(bytes) = cx.heap.bytes(o) {
        return Ok(bytes.to_vec());
    }
    if o.is_str() || o.ty().slots().iter.is_none() && o.ty().slots().getitem.is_none() {
        let name = o.ty().name();
        return Err(cx.type_error(format!("cannot convert '{name}' object to bytes")));
    }
    let items = cx.collect(o)?;
    let mut bytes = Vec::with_capacity(items.len());
    for item in &items {
        match u8::try_from(cx.index_clipped(item)?) {
            Ok(b) => bytes.push(b),
            Err(_) => return Err(cx.value_error("bytes must be in range(0, 256)")),
        }
    }
    Ok(bytes)
}
