//! `charmap_encode`, `charmap_decode` and `charmap_build`: encodings that are tables.

use theseus_object::methods::NativeDef;
use theseus_object::{Cx, ObjRef, PyResult};

use super::errors::{decode_fault, encode_fault};
use super::native::{
    bytes_argument, decoded_text, encoded, errors_argument, fault_object, result, text_argument,
};
use crate::str::args::room_for_step;
use crate::str::codec::Fault;
use crate::str::units::{chars, points};

pub static FUNCTIONS: &[NativeDef] = &[
    NativeDef::f_range("charmap_encode", encode, 1, 3, ""),
    NativeDef::f_range("charmap_decode", decode, 1, 3, ""),
    NativeDef::f1("charmap_build", build, ""),
];

/// A dict from characters to the places they have in a decoding table.
fn build(cx: &mut Cx, map: &ObjRef) -> PyResult {
    crate::str::args::expect_str(cx, "charmap_build", "", map)?;
    let dict = cx.new_dict();
    for (i, c) in chars(map).iter().enumerate() {
        let (key, value) = (cx.int(c as i64), cx.usize(i));
        cx.setitem(&dict, &key, Some(&value))?;
    }
    Ok(dict)
}

/// What a mapping says of a number; `None` if nothing.
fn look_up(cx: &mut Cx, map: &ObjRef, n: u32) -> PyResult<Option<ObjRef>> {
    let key = cx.int(n as i64);
    match cx.getitem(map, &key) {
        Ok(v) => Ok(Some(v).filter(|v| !v.is_none())),
        Err(_) if cx.catch(&cx.excs.lookup_error.clone()) => Ok(None),
        Err(e) => Err(e),
    }
}

/// Appends what a character is in the mapping; false if it is nothing.
fn put(cx: &mut Cx, map: &ObjRef, c: u32, out: &mut Vec<u8>) -> PyResult<bool> {
    let Some(found) = look_up(cx, map, c)? else { return Ok(false) };
    if let Some(data) = cx.heap.bytes(&found) {
        out.extend_from_slice(data);
        return Ok(true);
    }
    match found.int() {
        Some(b @ 0..=255) => {
            out.push(b as u8);
            Ok(true)
        }
        Some(_) => Err(cx.type_error("character mapping must be in range(256)")),
        None => {
            let got = found.ty().name();
            Err(cx.type_error(format!("character mapping must return integer, bytes or None, not {got}")))
        }
    }
}

fn encode(cx: &mut Cx, values: &[ObjRef]) -> PyResult {
    let text = &values[0];
    text_argument(cx, "charmap_encode", text)?;
    let errors = errors_argument(cx, "charmap_encode", values.get(1))?;
    let n = chars(text).len();
    let Some(map) = values.get(2).filter(|m| !m.is_none()) else {
        let data = crate::str::encode(cx, text, "latin-1", &errors)?;
        return encoded(cx, &data, n);
    };
    let all = chars(text);
    let (mut out, mut at) = (Vec::new(), 0);
    while let Some(c) = all.get(at) {
        room_for_step(cx, &mut out)?;
        if put(cx, map, c, &mut out)? {
            at += 1;
            continue;
        }
        let mut end = at + 1;
        while let Some(c) = all.get(end) {
            if look_up(cx, map, c)?.is_some() {
                break;
            }
            end += 1;
        }
        let reason = "character maps to <undefined>";
        let fault = Fault { encoding: "charmap", object: text.clone(), start: at, end, reason };
        let (replacement, next) = encode_fault(cx, &errors, &fault)?;
        if let Some(data) = cx.heap.bytes(&replacement) {
            out.extend_from_slice(data);
        } else {
            for c in points(&replacement) {
                if !put(cx, map, c, &mut out)? {
                    return Err(fault.raise_encode(cx));
                }
            }
        }
        at = next;
        cx.poll()?;
    }
    encoded(cx, &out, n)
}

/// The characters that a byte is in a mapping; `None` for none.
fn decoded(cx: &mut Cx, map: &ObjRef, b: u8) -> PyResult<Option<Vec<u32>>> {
    if map.is_str() {
        return Ok(chars(map).get(b as usize).filter(|&c| c != 0xfffe).map(|c| vec![c]));
    }
    let Some(found) = look_up(cx, map, b as u32)? else { return Ok(None) };
    if found.is_str() {
        let all = points(&found).to_vec();
        return Ok((all != [0xfffe]).then_some(all));
    }
    match found.int() {
        Some(0xfffe) => Ok(None),
        Some(c @ 0..0x11_0000) => Ok(Some(vec![c as u32])),
        Some(_) => Err(cx.type_error("character mapping must be in range(0x110000)")),
        None => Err(cx.type_error("character mapping must return integer, None or str")),
    }
}

fn decode(cx: &mut Cx, values: &[ObjRef]) -> PyResult {
    let data = bytes_argument(cx, &values[0])?;
    let errors = errors_argument(cx, "charmap_decode", values.get(1))?;
    let Some(map) = values.get(2).filter(|m| !m.is_none()) else {
        return result(cx, cx.str_from_latin1(&data), data.len());
    };
    let (mut out, mut at) = (Vec::new(), 0);
    while let Some(&b) = data.get(at) {
        room_for_step(cx, &mut out)?;
        if let Some(text) = decoded(cx, map, b)? {
            out.extend(text);
            at += 1;
            continue;
        }
        let reason = "character maps to <undefined>";
        let object = fault_object(cx, &values[0], &data);
        let fault = Fault { encoding: "charmap", object, start: at, end: at + 1, reason };
        let (text, next) = decode_fault(cx, &errors, &fault)?;
        out.extend(points(&text));
        at = next;
        cx.poll()?;
    }
    decoded_text(cx, &out, data.len())
}
