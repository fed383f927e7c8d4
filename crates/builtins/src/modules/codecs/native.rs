//! `utf_8_encode`, `utf_8_decode` and their like for every native encoding.

use theseus_object::methods::NativeDef;
use theseus_object::{Cx, Kind, ObjRef, PyResult};

use crate::str::args::long_bytes;
use crate::str::codec::{Encoding, Order};
use crate::str::{decode_part, encode_known};

/// Functions of an encoding: `(str, errors=None)` and `(bytes, errors=None, final=False)`.
macro_rules! pair {
    ($encode:literal, $decode:literal, $encoding:expr, $whole:expr) => {
        [
            NativeDef::f_range($encode, |cx, v| encode(cx, v, $encode, $encoding), 1, 2, ""),
            NativeDef::f_range($decode, |cx, v| decode(cx, v, $decode, $encoding, $whole), 1, 3, ""),
        ]
    };
}

const LITTLE: Option<Order> = Some(Order::Little);
const BIG: Option<Order> = Some(Order::Big);

const PAIRS: [[NativeDef; 2]; 9] = [
    pair!("utf_8_encode", "utf_8_decode", Encoding::Utf8, false),
    pair!("ascii_encode", "ascii_decode", Encoding::Ascii, true),
    pair!("latin_1_encode", "latin_1_decode", Encoding::Latin1, true),
    pair!("utf_16_encode", "utf_16_decode", Encoding::Wide(2, None), false),
    pair!("utf_16_le_encode", "utf_16_le_decode", Encoding::Wide(2, LITTLE), false),
    pair!("utf_16_be_encode", "utf_16_be_decode", Encoding::Wide(2, BIG), false),
    pair!("utf_32_encode", "utf_32_decode", Encoding::Wide(4, None), false),
    pair!("utf_32_le_encode", "utf_32_le_decode", Encoding::Wide(4, LITTLE), false),
    pair!("utf_32_be_encode", "utf_32_be_decode", Encoding::Wide(4, BIG), false),
];

pub static FUNCTIONS: &[NativeDef] = {
    const fn flat() -> [NativeDef; 21] {
        let p = PAIRS;
        let [a, b, c, d, e, f, g, h, i] = p;
        let ([a0, a1], [b0, b1], [c0, c1], [d0, d1], [e0, e1]) = (a, b, c, d, e);
        let ([f0, f1], [g0, g1], [h0, h1], [i0, i1]) = (f, g, h, i);
        [
            a0,
            a1,
            b0,
            b1,
            c0,
            c1,
            d0,
            d1,
            e0,
            e1,
            f0,
            f1,
            g0,
            g1,
            h0,
            h1,
            i0,
            i1,
            NativeDef::f_range("utf_16_ex_decode", |cx, v| decode_ex(cx, v, 2), 1, 4, ""),
            NativeDef::f_range("utf_32_ex_decode", |cx, v| decode_ex(cx, v, 4), 1, 4, ""),
            NativeDef::f_range("readbuffer_encode", readbuffer_encode, 1, 2, ""),
        ]
    }
    static FLAT: [NativeDef; 21] = flat();
    &FLAT
};

/// An `errors` argument: str or None.
pub fn errors_argument(cx: &mut Cx, function: &str, o: Option<&ObjRef>) -> PyResult<String> {
    let Some(o) = o.filter(|o| !o.is_none()) else { return Ok("strict".to_string()) };
    if !o.is_str() {
        let got = o.kind_given();
        return Err(cx.type_error(format!("{function}() argument 2 must be str or None, not {got}")));
    }
    Ok(o.text_or_empty())
}

/// The text to encode.
pub fn text_argument(cx: &mut Cx, function: &str, o: &ObjRef) -> PyResult<()> {
    crate::str::args::expect_str(cx, function, " 1", o)
}

/// The bytes to decode.
pub fn bytes_argument(cx: &mut Cx, o: &ObjRef) -> PyResult<Vec<u8>> {
    cx.buffer(o)?.copied(cx)
}

pub fn flag(cx: &mut Cx, o: Option<&ObjRef>, default: bool) -> PyResult<bool> {
    match o {
        Some(o) => cx.truth(o),
        None => Ok(default),
    }
}

/// `(result, length)`.
pub fn result(cx: &Cx, r: ObjRef, n: usize) -> PyResult {
    Ok(cx.new_tuple([r, cx.usize(n)]))
}

/// `(bytes, length)` of what was encoded.
pub(super) fn encoded(cx: &mut Cx, data: &[u8], n: usize) -> PyResult {
    let data = long_bytes(cx, data)?;
    result(cx, data, n)
}

/// `(str, length)` of what was decoded.
pub(super) fn decoded_text(cx: &mut Cx, text: &[u32], n: usize) -> PyResult {
    let text = cx.stoppable(|cx, alarm| cx.str_of_points(text, alarm))?;
    result(cx, text, n)
}

/// The object that an exception about some bytes names.
pub(super) fn fault_object(cx: &Cx, given: &ObjRef, data: &[u8]) -> ObjRef {
    if given.is_exact(Kind::Bytes) { given.clone() } else { cx.new_bytes(data) }
}

fn encode(cx: &mut Cx, values: &[ObjRef], name: &str, encoding: Encoding) -> PyResult {
    text_argument(cx, name, &values[0])?;
    let errors = errors_argument(cx, name, values.get(1))?;
    let data = encode_known(cx, &values[0], encoding, &errors)?;
    let n = values[0].str_len().unwrap_or(0);
    encoded(cx, &data, n)
}

/// Encodings of one byte a character take no `final`: their data is always whole.
fn decode(cx: &mut Cx, values: &[ObjRef], name: &str, encoding: Encoding, whole: bool) -> PyResult {
    let data = bytes_argument(cx, &values[0])?;
    let errors = errors_argument(cx, name, values.get(1))?;
    let last = whole || flag(cx, values.get(2), false)?;
    let d = decode_part(cx, Some(&values[0]), &data, encoding, &errors, last)?;
    result(cx, d.text, d.used)
}

/// As `decode`, with the byte order given (−1, 0 or 1) and told.
fn decode_ex(cx: &mut Cx, values: &[ObjRef], size: usize) -> PyResult {
    let data = bytes_argument(cx, &values[0])?;
    let errors = errors_argument(cx, "utf_16_ex_decode", values.get(1))?;
    let order = match values.get(2) {
        Some(o) => crate::world::c_int(cx, o)?,
        None => 0,
    };
    let last = flag(cx, values.get(3), false)?;
    let order = match order {
        0 => None,
        n if n < 0 => LITTLE,
        _ => BIG,
    };
    let d = decode_part(cx, Some(&values[0]), &data, Encoding::Wide(size, order), &errors, last)?;
    let marked = size == 2 && (data.starts_with(b"\xff\xfe") || data.starts_with(b"\xfe\xff"))
        || size == 4 && (data.starts_with(b"\xff\xfe\0\0") || data.starts_with(b"\0\0\xfe\xff"));
    let found = match (order, d.encoding) {
        (None, _) if !marked => 0,
        (_, Encoding::Wide(_, Some(Order::Little))) => -1,
        (_, Encoding::Wide(_, Some(Order::Big))) => 1,
        _ => 0,
    };
    Ok(cx.new_tuple([d.text, cx.usize(d.used), cx.int(found)]))
}

fn readbuffer_encode(cx: &mut Cx, values: &[ObjRef]) -> PyResult {
    let data = match values[0].is_str() {
        true => crate::str::encode(cx, &values[0], "utf-8", "strict")?,
        false => bytes_argument(cx, &values[0])?,
    };
    encoded(cx, &data, data.len())
}
