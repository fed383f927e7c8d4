//! `%` formatting of bytes and bytearray.

use theseus_object::{Cx, Kind, ObjRef, PyResult};

use super::args::{checked, raise_text};
use super::format::ascii_repr;
use super::percent::{Conversion, Values, float_text, int_text, to_float};
use crate::bytes::buffer;
use crate::text::percent::{self, Directive, Parser, Piece};

/// `format % operand` as bytes.
pub(crate) fn format_bytes(cx: &mut Cx, format: &[u8], operand: &ObjRef) -> PyResult<Vec<u8>> {
    let is_text = matches!(operand.kind(), Kind::Str | Kind::Bytes | Kind::ByteArray);
    let mut values = Values::new(operand, is_text);
    let mut out = Vec::with_capacity(format.len() + 16);
    for piece in Parser::new(format, values.is_mapping()).of_bytes() {
        match piece {
            Piece::Literal(range) => cx.extend_to(&mut out, format.get(range).unwrap_or_default())?,
            Piece::Directive(d) => {
                if let Some(key) = &d.key {
                    let key = cx.new_bytes(format.get(key.clone()).unwrap_or_default());
                    values.look_up(cx, &key)?;
                }
                let c = Conversion::new(cx, &d, &mut values)?;
                let value = values.next(cx)?;
                convert(cx, &mut out, &c, &d, format, &value)?;
            }
        }
    }
    values.finish(cx, "bytes")?;
    Ok(out)
}

fn convert(
    cx: &mut Cx,
    out: &mut Vec<u8>,
    c: &Conversion,
    d: &Directive,
    format: &[u8],
    value: &ObjRef,
) -> PyResult<()> {
    let code = u8::try_from(d.code).unwrap_or(0);
    let (data, precision) = match code {
        b's' | b'b' => (plain(cx, value)?, c.precision),
        b'r' | b'a' => {
            let text = ascii_repr(cx, value)?;
            (text.ascii().unwrap_or_default().as_bytes().to_vec(), c.precision)
        }
        b'c' => (vec![byte(cx, value)?], None),
        b'd' | b'i' | b'u' | b'o' | b'x' | b'X' => {
            // Messages name `%i` by its synonym here.
            let text = int_text(cx, c, if code == b'i' { b'd' } else { code }, value)?;
            return cx.extend_to(out, &text);
        }
        b'e' | b'E' | b'f' | b'F' | b'g' | b'G' => {
            let v = match to_float(cx, value) {
                Ok(Some(v)) => v,
                Err(e) if !cx.pending_is(&cx.excs.type_error.clone()) => return Err(e),
                _ => {
                    let got = value.ty().name();
                    return Err(cx.type_error(format!("float argument required, not {got}")));
                }
            };
            let text = float_text(cx, c, code, v)?;
            return cx.extend_to(out, &text);
        }
        _ => return Err(raise_text(cx, percent::unsupported_in_bytes(format, d))),
    };
    let field = percent::format_text(c.flags, c.width, precision, &data, b' ');
    let field = checked(cx, field)?;
    cx.extend_to(out, &field)
}

/// The bytes of a value for `%b`.
fn plain(cx: &mut Cx, value: &ObjRef) -> PyResult<Vec<u8>> {
    if let Some(data) = cx.heap.bytes(value) {
        return Ok(data.to_vec());
    }
    let name = cx.names.bytes.clone();
    if let Some(r) = cx.call_type_method(value, &name, &[]) {
        let r = r?;
        if r.kind() == Kind::Bytes {
            return Ok(cx.heap.bytes(&r).unwrap_or_default().to_vec());
        }
        let got = r.ty().name();
        return Err(cx.type_error(format!("__bytes__ returned non-bytes (type {got})")));
    }
    match buffer(cx, value)? {
        Some(data) => Ok(data),
        None => {
            let got = value.ty().name();
            Err(cx.type_error(format!(
                "%b requires a bytes-like object, or an object that implements __bytes__, not '{got}'"
            )))
        }
    }
}

/// The byte that `%c` writes.
fn byte(cx: &mut Cx, value: &ObjRef) -> PyResult<u8> {
    if let Some(data) = cx.heap.bytes(value) {
        if let &[b] = data {
            return Ok(b);
        }
        return Err(cx.type_error("%c requires an integer in range(256) or a single byte"));
    }
    if !value.is_int() && value.ty().slots().index.is_none() {
        return Err(cx.type_error("%c requires an integer in range(256) or a single byte"));
    }
    let v = cx.index(value)?;
    match v.int().and_then(|v| u8::try_from(v).ok()) {
        Some(v) => Ok(v),
        None => Err(cx.overflow_error("%c arg not in range(256)")),
    }
}
