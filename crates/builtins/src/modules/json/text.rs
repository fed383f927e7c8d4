//! JSON strings: from text to quoted text and back.

use theseus_object::payload::str::Chars;
use theseus_object::{Cx, ObjRef, PyResult, Raised};

use crate::str::builder::Builder;
use crate::str::units::{StrUnit, by_width, chars};

const HEX: &[u8; 16] = b"0123456789abcdef";

/// The letter of a short escape.
fn short_escape(c: u32) -> Option<u8> {
    Some(match c {
        0x22 => b'"',
        0x5c => b'\\',
        0x08 => b'b',
        0x0c => b'f',
        0x0a => b'n',
        0x0d => b'r',
        0x09 => b't',
        _ => return None,
    })
}

fn push_unit_escape(out: &mut Vec<u8>, unit: u32) {
    out.extend_from_slice(b"\\u");
    out.extend((0..4).rev().map(|i| HEX[(unit >> (4 * i) & 15) as usize]));
}

fn is_plain(c: u8) -> bool {
    (0x20..0x7f).contains(&c) && c != b'"' && c != b'\\'
}

fn push_escaped_ascii(out: &mut Vec<u8>, c: u32) {
    if c < 0x80 && is_plain(c as u8) {
        out.push(c as u8);
    } else if let Some(letter) = short_escape(c) {
        out.extend_from_slice(&[b'\\', letter]);
    } else if c > 0xffff {
        let v = c - 0x10000;
        push_unit_escape(out, 0xd800 | v >> 10);
        push_unit_escape(out, 0xdc00 | (v & 0x3ff));
    } else {
        push_unit_escape(out, c);
    }
}

/// Appends a str in quotes, everything beyond ASCII escaped.
pub fn quote_ascii(out: &mut Builder, s: &ObjRef) {
    if let Chars::Ascii(text) = chars(s)
        && text.bytes().all(is_plain)
    {
        out.push_ascii(b"\"");
        out.push_ascii(text.as_bytes());
        out.push_ascii(b"\"");
        return;
    }
    let chars = chars(s);
    let mut quoted = Vec::with_capacity(chars.len() + 16);
    quoted.push(b'"');
    by_width!(chars, |units| units.iter().for_each(|&c| push_escaped_ascii(&mut quoted, c.into())));
    quoted.push(b'"');
    out.push_ascii(&quoted);
}

/// Appends a str in quotes, with only quotes, backslashes and control characters escaped.
pub fn quote(out: &mut Builder, s: &ObjRef) {
    let needs_escape = |c: u32| c < 0x20 || c == 0x22 || c == 0x5c;
    out.push_ascii(b"\"");
    if !chars(s).iter().any(needs_escape) {
        out.push(s);
        out.push_ascii(b"\"");
        return;
    }
    for c in chars(s).iter() {
        if !needs_escape(c) {
            out.push_point(c);
        } else if let Some(letter) = short_escape(c) {
            out.push_ascii(&[b'\\', letter]);
        } else {
            let mut escaped = Vec::new();
            push_unit_escape(&mut escaped, c);
            out.push_ascii(&escaped);
        }
    }
    out.push_ascii(b"\"");
}

/// Raises `json.JSONDecodeError(message, text, position)`.
#[cold]
pub fn decode_error(cx: &mut Cx, message: &str, text: &ObjRef, at: usize) -> Raised {
    match new_decode_error(cx, message, text, at) {
        Ok(e) => cx.raise(e),
        Err(e) => e,
    }
}

fn new_decode_error(cx: &mut Cx, message: &str, text: &ObjRef, at: usize) -> PyResult {
    let (name, class) = (cx.new_str("json.decoder"), cx.new_str("JSONDecodeError"));
    let names = cx.new_tuple([class.clone()]);
    let (none, zero) = (cx.none.clone(), cx.int(0));
    let import = cx.upcalls.import;
    let module = import(cx, &[name, none.clone(), none, names, zero])?;
    let class = cx.getattr(&module, &class)?;
    // The quote before a text that begins inside a string lies at -1.
    let at = cx.int(at as i64);
    cx.call(&class, &[cx.new_str(message), text.clone(), at])
}

/// What a string scan found: the str and where the text goes on.
pub type Scanned = PyResult<(ObjRef, usize)>;

/// Reads the string that began before `start`.
pub fn scan_string(cx: &mut Cx, text: &ObjRef, start: usize, strict: bool) -> Scanned {
    by_width!(chars(text), |units| scan_units(cx, text, units, start, strict))
}

/// As [`scan_string`], over the units of the text.
#[inline]
pub fn scan_units<U: StrUnit + Into<u32>>(
    cx: &mut Cx,
    text: &ObjRef,
    units: &[U],
    start: usize,
    strict: bool,
) -> Scanned {
    let rest = units.get(start..).unwrap_or_default();
    let special = |c: u32| c == 0x22 || c == 0x5c || (c < 0x20 && strict);
    match rest.iter().position(|&c| special(c.into())) {
        Some(n) if rest.get(n).is_some_and(|&c| c.into() == 0x22) => {
            let s = U::make(cx, rest.get(..n).unwrap_or_default());
            Ok((s, start + n + 1))
        }
        _ => scan_escaped(cx, text, units, start, strict),
    }
}

/// A string with escapes or errors in it.
fn scan_escaped<U: StrUnit + Into<u32>>(
    cx: &mut Cx,
    text: &ObjRef,
    units: &[U],
    start: usize,
    strict: bool,
) -> Scanned {
    let begin = start.wrapping_sub(1);
    let unit = |i: usize| units.get(i).map(|&c| c.into());
    let mut out: Vec<u32> = Vec::with_capacity(32);
    let mut at = start;
    loop {
        // Up to the next quote, backslash or control character at one go.
        let rest = units.get(at..).unwrap_or_default();
        let special = |c: u32| c == 0x22 || c == 0x5c || (c < 0x20 && strict);
        let Some(n) = rest.iter().position(|&c| special(c.into())) else {
            return Err(decode_error(cx, "Unterminated string starting at", text, begin));
        };
        out.extend(rest.iter().take(n).map(|&c| c.into()));
        at += n;
        match unit(at) {
            Some(0x22) => return Ok((cx.str_from_points(&out), at + 1)),
            Some(0x5c) => (),
            _ => return Err(decode_error(cx, "Invalid control character at", text, at)),
        }
        at += 1;
        let Some(letter) = unit(at) else {
            return Err(decode_error(cx, "Unterminated string starting at", text, begin));
        };
        at += 1;
        if letter != u32::from(b'u') {
            let Some(c) = unescaped(letter) else {
                return Err(decode_error(cx, "Invalid \\escape", text, at - 2));
            };
            out.push(c);
            continue;
        }
        if at + 4 >= units.len() {
            return Err(decode_error(cx, "Invalid \\uXXXX escape", text, at - 1));
        }
        let four = |from: usize| {
            (from..from + 4).try_fold(0, |v, i| Some(v << 4 | char::from_u32(unit(i)?)?.to_digit(16)?))
        };
        let Some(mut c) = four(at) else {
            return Err(decode_error(cx, "Invalid \\uXXXX escape", text, at - 1));
        };
        at += 4;
        let is_high = c & 0xfc00 == 0xd800;
        if is_high && at + 6 < units.len() && unit(at) == Some(0x5c) && unit(at + 1) == Some(0x75) {
            let Some(low) = four(at + 2) else {
                return Err(decode_error(cx, "Invalid \\uXXXX escape", text, at + 1));
            };
            if low & 0xfc00 == 0xdc00 {
                c = 0x10000 + ((c & 0x3ff) << 10 | (low & 0x3ff));
                at += 6;
            }
        }
        out.push(c);
    }
}

fn unescaped(letter: u32) -> Option<u32> {
    Some(match u8::try_from(letter).ok()? {
        c @ (b'"' | b'\\' | b'/') => c.into(),
        b'b' => 8,
        b'f' => 12,
        b'n' => 10,
        b'r' => 13,
        b't' => 9,
        _ => return None,
    })
}
