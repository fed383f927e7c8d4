//! Arrays and their iterators as state: pickling and copying.

use theseus_object::{Args, Cx, Kind, ObjRef, PyResult};

use super::{Array, ArrayIter, CODES, array, is_array_type, item_size, text, tobytes, tolist};
use crate::item;
use crate::str::args::{c_int, ssize};

/// What the items are in memory, as pickles number it.
#[derive(Clone, Copy)]
enum Format {
    /// Size, sign, big-endian.
    Int(usize, bool, bool),
    Float(usize, bool),
    Text(usize, bool),
}

/// By their numbers.
static FORMATS: &[Format] = &[
    Format::Int(1, false, false),
    Format::Int(1, true, false),
    Format::Int(2, false, false),
    Format::Int(2, false, true),
    Format::Int(2, true, false),
    Format::Int(2, true, true),
    Format::Int(4, false, false),
    Format::Int(4, false, true),
    Format::Int(4, true, false),
    Format::Int(4, true, true),
    Format::Int(8, false, false),
    Format::Int(8, false, true),
    Format::Int(8, true, false),
    Format::Int(8, true, true),
    Format::Float(4, false),
    Format::Float(4, true),
    Format::Float(8, false),
    Format::Float(8, true),
    Format::Text(2, false),
    Format::Text(2, true),
    Format::Text(4, false),
    Format::Text(4, true),
];

/// The number of a code's format on this machine.
fn native_number(code: u8) -> i64 {
    let big = i64::from(cfg!(target_endian = "big"));
    match code {
        b'B' => 0,
        b'b' => 1,
        b'u' => 20 + big,
        b'f' => 14 + big,
        b'd' => 16 + big,
        _ => {
            let by_size = match item_size(code) {
                2 => 2,
                4 => 6,
                _ => 10,
            };
            by_size + if code.is_ascii_lowercase() { 2 } else { 0 } + big
        }
    }
}

pub(super) fn reduce(cx: &mut Cx, me: &ObjRef, protocol: &ObjRef) -> PyResult {
    let protocol = ssize(cx, protocol)?;
    let code = array(cx, me)?.code;
    let state = cx.own_dict(me).unwrap_or_else(|| cx.none.clone());
    let shown = cx.char(code.into());
    if protocol < 3 {
        let items = if code == b'u' { text(cx, me)? } else { tolist(cx, me)? };
        let args = cx.new_tuple([shown, items]);
        return Ok(cx.new_tuple([me.class(), args, state]));
    }
    let rebuild = crate::modules::attribute_of(cx, "array", "_array_reconstructor")?;
    let bytes = tobytes(cx, me)?;
    let args = cx.new_tuple([me.class(), shown, cx.int(native_number(code)), bytes]);
    Ok(cx.new_tuple([rebuild, args, state]))
}

pub(super) fn reconstruct(cx: &mut Cx, args: &Args) -> PyResult {
    let [class, code, number, bytes] = args.exact_range(cx, "_array_reconstructor", 4, 4)? else {
        return Err(cx.bad_internal("arguments"));
    };
    let code = match code.chars() {
        Some(c) if c.len() == 1 => c.get(0).unwrap_or(0),
        _ => {
            let got = code.kind_given();
            let text = format!("_array_reconstructor() argument 2 must be a unicode character, not {got}");
            return Err(cx.type_error(text));
        }
    };
    let number = c_int(cx, number)?;
    let Some(ty) = theseus_object::TypeObj::of(class) else {
        let got = class.ty().name();
        return Err(cx.type_error(format!("first argument must be a type object, not {got}")));
    };
    if !is_array_type(cx, class) {
        let (name, array) = (ty.name(), cx.type_of::<Array>().name());
        return Err(cx.type_error(format!("{name} is not a subtype of {array}")));
    }
    let Some(code) = u8::try_from(code).ok().filter(|&c| CODES.as_bytes().contains(&c)) else {
        return Err(cx.value_error("second argument must be a valid type code"));
    };
    let Some(&format) = usize::try_from(number).ok().and_then(|n| FORMATS.get(n)) else {
        return Err(cx.value_error("third argument must be a valid machine format code."));
    };
    if bytes.kind() != Kind::Bytes {
        let got = bytes.ty().name();
        return Err(cx.type_error(format!("fourth argument should be bytes, not {got}")));
    }
    if i64::from(number) == native_number(code) {
        let code = cx.char(code.into());
        return cx.call(class, &[code, bytes.clone()]);
    }
    let data = cx.heap.bytes(bytes).unwrap_or_default().to_vec();
    converted(cx, class, code, format, &data)
}

/// An array from items as another machine has them.
fn converted(cx: &mut Cx, class: &ObjRef, code: u8, format: Format, data: &[u8]) -> PyResult {
    let size = match format {
        Format::Int(size, ..) | Format::Float(size, _) | Format::Text(size, _) => size,
    };
    if !data.len().is_multiple_of(size) {
        return Err(cx.value_error("bytes length not a multiple of item size"));
    }
    let chunks = data.chunks_exact(size);
    let (code, items) = match format {
        Format::Int(size, signed, big) => {
            let fits = |c: u8| {
                !matches!(c, b'u' | b'f' | b'd') && item_size(c) == size && c.is_ascii_lowercase() == signed
            };
            let code = CODES.bytes().find(|&c| fits(c)).unwrap_or(code);
            let items: Vec<ObjRef> = chunks.map(|bytes| item::read_int(cx, bytes, signed, big)).collect();
            (code, cx.new_list(items))
        }
        Format::Float(_, big) => {
            let items: Vec<ObjRef> = chunks.map(|bytes| cx.float(item::read_float(bytes, big))).collect();
            (code, cx.new_list(items))
        }
        Format::Text(size, big) => {
            let units: Vec<u32> = chunks.map(|bytes| item::read_word(bytes, big) as u32).collect();
            let points: Vec<u32> = if size == 4 {
                units
            } else {
                let units = units.iter().map(|&u| u as u16);
                char::decode_utf16(units)
                    .map(|c| c.map_or_else(|e| e.unpaired_surrogate().into(), u32::from))
                    .collect()
            };
            if points.iter().any(|&c| c > 0x10ffff) {
                return Err(cx.value_error("character is not in range [U+0000; U+10ffff]"));
            }
            (code, cx.str_from_points(&points))
        }
    };
    let code = cx.char(code.into());
    cx.call(class, &[code, items])
}

pub(super) fn reduce_iterator(cx: &mut Cx, it: &ObjRef) -> PyResult {
    let name = cx.intern("iter");
    let iter = cx.namespace_get(&cx.builtins, &name).unwrap_or_else(|| cx.none.clone());
    let state = cx.heap.get::<ArrayIter>(it).map(|s| (s.array.clone(), s.index));
    Ok(match state {
        Some((Some(array), index)) => {
            let args = cx.new_tuple([array]);
            cx.new_tuple([iter, args, cx.usize(index)])
        }
        _ => {
            let args = cx.new_tuple([cx.empty_tuple.clone()]);
            cx.new_tuple([iter, args])
        }
    })
}

pub(super) fn set_iterator(cx: &mut Cx, it: &ObjRef, state: &ObjRef) -> PyResult {
    let index = ssize(cx, state)?;
    let array = cx.heap.get::<ArrayIter>(it).and_then(|s| s.array.clone());
    let len = match &array {
        Some(array) => cx.len(array)?,
        None => return Ok(cx.none.clone()),
    };
    if let Some(s) = cx.heap.get_mut::<ArrayIter>(it) {
        s.index = usize::try_from(index).unwrap_or(0).min(len);
    }
    Ok(cx.none.clone())
}
