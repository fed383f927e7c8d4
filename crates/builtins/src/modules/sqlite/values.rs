//! Values: between Python's and SQLite's.

use theseus_object::host::Datum;
use theseus_object::{Cx, Kind, ObjRef, PyResult};

use crate::str::{decode, encode};

/// The value that an object is for SQLite; nothing if it is none.
pub fn datum(cx: &mut Cx, o: &ObjRef) -> PyResult<Option<Datum>> {
    if o.is_none() {
        return Ok(Some(Datum::Null));
    }
    if o.is_int() {
        let Some(v) = o.int() else {
            return Err(cx.overflow_error("Python int too large to convert to SQLite INTEGER"));
        };
        return Ok(Some(Datum::Integer(v)));
    }
    if o.kind() == Kind::Float {
        return Ok(o.float().map(Datum::Real));
    }
    if o.is_str() {
        return Ok(Some(Datum::Text(utf8(cx, o)?)));
    }
    if o.ty().slots().buffer.is_none() {
        return Ok(None);
    }
    let buffer = cx.contiguous_buffer(o)?;
    Ok(Some(Datum::Blob(buffer.copied(cx)?)))
}

/// The object that a value is, as functions of SQL get it.
pub fn object(cx: &mut Cx, value: Datum) -> PyResult {
    match value {
        Datum::Null => Ok(cx.none.clone()),
        Datum::Integer(v) => Ok(cx.int(v)),
        Datum::Real(v) => Ok(cx.float(v)),
        Datum::Text(v) => text(cx, &v),
        Datum::Blob(v) => Ok(cx.new_bytes(&v)),
    }
}

pub fn objects(cx: &mut Cx, values: Vec<Datum>) -> PyResult<Vec<ObjRef>> {
    values.into_iter().map(|value| object(cx, value)).collect()
}

/// Text of UTF-8, or UnicodeDecodeError.
pub fn text(cx: &mut Cx, bytes: &[u8]) -> PyResult {
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(cx.new_str(text)),
        Err(_) => decode(cx, None, bytes, "utf-8", "strict"),
    }
}

pub fn utf8(cx: &mut Cx, text: &ObjRef) -> PyResult<Vec<u8>> {
    match text.ascii() {
        Some(text) => Ok(text.as_bytes().to_vec()),
        None => encode(cx, text, "utf-8", "strict"),
    }
}

/// A name for SQLite; `what` begins the TypeError: `create_function() argument 'name'`.
pub fn name(cx: &mut Cx, o: &ObjRef, what: &str) -> PyResult<Vec<u8>> {
    if !o.is_str() {
        let got = o.kind_given();
        return Err(cx.type_error(format!("{what} must be str, not {got}")));
    }
    let bytes = utf8(cx, o)?;
    if bytes.contains(&0) {
        return Err(cx.value_error("embedded null character"));
    }
    Ok(bytes)
}
