//! Escapes: `unicode_escape`, `raw_unicode_escape` and those of bytes literals.

use theseus_object::methods::NativeDef;
use theseus_object::{Cx, ObjRef, PyResult};

use super::errors::decode_fault;
use super::native::{
    bytes_argument, decoded_text, encoded, errors_argument, fault_object, flag, result, text_argument,
};
use crate::str::args::room_for_step;
use crate::str::codec::Fault;
use crate::str::units::{chars, points};

pub static FUNCTIONS: &[NativeDef] = &[
    NativeDef::f_range("unicode_escape_encode", unicode_encode, 1, 2, ""),
    NativeDef::f_range("unicode_escape_decode", unicode_decode, 1, 3, ""),
    NativeDef::f_range("raw_unicode_escape_encode", raw_encode, 1, 2, ""),
    NativeDef::f_range("raw_unicode_escape_decode", raw_decode, 1, 3, ""),
    NativeDef::f_range("escape_encode", escape_encode, 1, 2, ""),
    NativeDef::f_range("escape_decode", escape_decode, 1, 2, ""),
];

fn unicode_encode(cx: &mut Cx, values: &[ObjRef]) -> PyResult {
    text_argument(cx, "unicode_escape_encode", &values[0])?;
    let all = chars(&values[0]);
    let mut out = Vec::new();
    for c in all.iter() {
        room_for_step(cx, &mut out)?;
        match c {
            9 => out.extend(b"\\t"),
            10 => out.extend(b"\\n"),
            13 => out.extend(b"\\r"),
            0x5c => out.extend(b"\\\\"),
            32..=126 => out.push(c as u8),
            _ => out.extend(crate::str::format::escaped(c).bytes()),
        }
    }
    encoded(cx, &out, all.len())
}

fn raw_encode(cx: &mut Cx, values: &[ObjRef]) -> PyResult {
    text_argument(cx, "raw_unicode_escape_encode", &values[0])?;
    let all = chars(&values[0]);
    let mut out = Vec::new();
    for c in all.iter() {
        room_for_step(cx, &mut out)?;
        match c {
            0..=0xff => out.push(c as u8),
            0x100..=0xffff => out.extend(format!("\\u{c:04x}").bytes()),
            _ => out.extend(format!("\\U{c:08x}").bytes()),
        }
    }
    encoded(cx, &out, all.len())
}

/// The text of bytes, or of a str, which is taken as UTF-8.
fn source(cx: &mut Cx, o: &ObjRef) -> PyResult<Vec<u8>> {
    if o.is_str() { crate::str::encode(cx, o, "utf-8", "strict") } else { bytes_argument(cx, o) }
}

/// A piece of escaped text.
enum Piece {
    /// A character and how many bytes it took.
    Char(u32, usize),
    /// Characters and how many bytes they took.
    Chars(Vec<u32>, usize),
    /// The bytes end before the escape does.
    Cut(usize, &'static str),
    Bad(usize, &'static str),
}

/// Reads `count` hexadecimal digits behind the two bytes of an escape.
fn hexadecimal(rest: &[u8], count: usize, short: &'static str) -> Piece {
    let digits = rest.iter().skip(2).take(count).take_while(|b| b.is_ascii_hexdigit()).count();
    if digits < count {
        return if 2 + digits == rest.len() {
            Piece::Cut(rest.len(), short)
        } else {
            Piece::Bad(2 + digits, short)
        };
    }
    let text = rest.get(2..2 + count).and_then(|d| std::str::from_utf8(d).ok()).unwrap_or("0");
    match u32::from_str_radix(text, 16) {
        Ok(c) if c < 0x11_0000 => Piece::Char(c, 2 + count),
        _ => Piece::Bad(2 + count, "illegal Unicode character"),
    }
}

/// One to three octal digits behind the backslash.
fn octal(rest: &[u8]) -> (u32, usize) {
    let digits = rest.iter().skip(1).take(3).take_while(|b| (b'0'..=b'7').contains(b));
    digits.fold((0, 1), |(v, n), b| (v * 8 + (b - b'0') as u32, n + 1))
}

fn simple(b: u8) -> Option<u32> {
    Some(match b {
        b'\\' => 92,
        b'\'' => 39,
        b'"' => 34,
        b'b' => 8,
        b'f' => 12,
        b't' => 9,
        b'n' => 10,
        b'r' => 13,
        b'v' => 11,
        b'a' => 7,
        _ => return None,
    })
}

/// The escape at the start of `rest`.
fn escape(cx: &mut Cx, rest: &[u8]) -> Piece {
    let Some(&b) = rest.get(1) else { return Piece::Cut(1, "\\ at end of string") };
    match b {
        b'\n' => Piece::Chars(Vec::new(), 2),
        b'0'..=b'7' => {
            let (c, n) = octal(rest);
            Piece::Char(c, n)
        }
        b'x' => hexadecimal(rest, 2, "truncated \\xXX escape"),
        b'u' => hexadecimal(rest, 4, "truncated \\uXXXX escape"),
        b'U' => hexadecimal(rest, 8, "truncated \\UXXXXXXXX escape"),
        b'N' => named(cx, rest),
        _ => match simple(b) {
            Some(c) => Piece::Char(c, 2),
            None => Piece::Chars(vec![92, b as u32], 2),
        },
    }
}

/// `\N{NAME}`, which the module `unicodedata` knows.
fn named(cx: &mut Cx, rest: &[u8]) -> Piece {
    const BAD: &str = "malformed \\N character escape";
    if rest.get(2) != Some(&b'{') {
        return if rest.len() == 2 { Piece::Cut(2, BAD) } else { Piece::Bad(2, BAD) };
    }
    let Some(end) = rest.iter().position(|&b| b == b'}') else { return Piece::Cut(rest.len(), BAD) };
    let name = rest.get(3..end).unwrap_or_default();
    if name.is_empty() {
        return Piece::Bad(end, BAD);
    }
    let name = cx.new_str(&String::from_utf8_lossy(name));
    let found =
        super::super::io::import(cx, "unicodedata").and_then(|m| cx.call_method(&m, "lookup", &[name]));
    match found {
        Ok(text) => Piece::Chars(points(&text).to_vec(), end + 1),
        Err(_) => {
            drop(cx.take_exception());
            Piece::Bad(end + 1, "unknown Unicode character name")
        }
    }
}

fn unicode_decode(cx: &mut Cx, values: &[ObjRef]) -> PyResult {
    decode_escapes(cx, values, "unicode_escape_decode", "unicodeescape", |cx, rest| match rest.first() {
        Some(b'\\') => escape(cx, rest),
        other => Piece::Char(other.map_or(0, |&b| b as u32), 1),
    })
}

fn raw_decode(cx: &mut Cx, values: &[ObjRef]) -> PyResult {
    decode_escapes(cx, values, "raw_unicode_escape_decode", "rawunicodeescape", |_, rest| match rest {
        [b'\\', b'u', ..] => hexadecimal(rest, 4, "truncated \\uXXXX escape"),
        [b'\\', b'U', ..] => match hexadecimal(rest, 8, "truncated \\UXXXXXXXX escape") {
            Piece::Bad(n, "illegal Unicode character") => Piece::Bad(n, "\\Uxxxxxxxx out of range"),
            piece => piece,
        },
        // A second backslash is not the start of an escape.
        [b'\\', b @ b'\\', ..] => Piece::Chars(vec![92, *b as u32], 2),
        [b'\\'] => Piece::Cut(1, "\\ at end of string"),
        _ => Piece::Char(rest.first().map_or(0, |&b| b as u32), 1),
    })
}

fn decode_escapes(
    cx: &mut Cx,
    values: &[ObjRef],
    function: &str,
    encoding: &str,
    piece: impl Fn(&mut Cx, &[u8]) -> Piece,
) -> PyResult {
    let data = source(cx, &values[0])?;
    let errors = errors_argument(cx, function, values.get(1))?;
    let last = flag(cx, values.get(2), true)?;
    let raw = encoding == "rawunicodeescape";
    let (mut out, mut at) = (Vec::new(), 0);
    while let Some(rest) = data.get(at..).filter(|r| !r.is_empty()) {
        room_for_step(cx, &mut out)?;
        let (n, reason) = match piece(cx, rest) {
            Piece::Char(c, n) => {
                out.push(c);
                at += n;
                continue;
            }
            Piece::Chars(text, n) => {
                out.extend(text);
                at += n;
                continue;
            }
            Piece::Cut(..) if !last => break,
            // A backslash at the end of raw text stands for itself.
            Piece::Cut(1, _) if raw => {
                out.push(92);
                at += 1;
                continue;
            }
            Piece::Cut(n, reason) | Piece::Bad(n, reason) => (n, reason),
        };
        let object = fault_object(cx, &values[0], &data);
        let fault = Fault { encoding, object, start: at, end: at + n, reason };
        let (text, next) = decode_fault(cx, &errors, &fault)?;
        out.extend(points(&text));
        at = next;
        cx.poll()?;
    }
    decoded_text(cx, &out, at)
}

/// The inside of the bytes literal for the data.
fn escape_encode(cx: &mut Cx, values: &[ObjRef]) -> PyResult {
    let Some(data) = cx.heap.bytes(&values[0]).filter(|_| values[0].kind() == theseus_object::Kind::Bytes)
    else {
        let got = values[0].ty().name();
        return Err(cx.type_error(format!("escape_encode() argument 1 must be bytes, not {got}")));
    };
    if !cx.can_allocate(data.len().saturating_mul(4)) {
        return Err(cx.memory_error(""));
    }
    let mut out = Vec::with_capacity(data.len());
    for &b in data {
        match b {
            b'\'' | b'\\' => out.extend([b'\\', b]),
            b'\t' => out.extend(b"\\t"),
            b'\n' => out.extend(b"\\n"),
            b'\r' => out.extend(b"\\r"),
            32..=126 => out.push(b),
            _ => out.extend(format!("\\x{b:02x}").bytes()),
        }
    }
    let n = data.len();
    result(cx, cx.new_bytes(&out), n)
}

fn escape_decode(cx: &mut Cx, values: &[ObjRef]) -> PyResult {
    let data = source(cx, &values[0])?;
    let errors = errors_argument(cx, "escape_decode", values.get(1))?;
    let (mut out, mut at) = (Vec::with_capacity(data.len()), 0);
    while let Some(rest) = data.get(at..).filter(|r| !r.is_empty()) {
        if rest[0] != b'\\' {
            out.push(rest[0]);
            at += 1;
            continue;
        }
        let Some(&b) = rest.get(1) else { return Err(cx.value_error("Trailing \\ in string")) };
        at += match b {
            b'\n' => 2,
            b'0'..=b'7' => {
                let (c, n) = octal(rest);
                out.push(c as u8);
                n
            }
            b'x' => match hexadecimal(rest, 2, "") {
                Piece::Char(c, n) => {
                    out.push(c as u8);
                    n
                }
                _ => {
                    match errors.as_str() {
                        "replace" => out.push(b'?'),
                        "ignore" => (),
                        "strict" => {
                            return Err(cx.value_error(format!("invalid \\x escape at position {at}")));
                        }
                        _ => {
                            return Err(cx.value_error(format!(
                                "decoding error; unknown error handling code: {errors}"
                            )));
                        }
                    }
                    2 + usize::from(rest.get(2).is_some_and(u8::is_ascii_hexdigit))
                }
            },
            _ => {
                match simple(b) {
                    Some(c) => out.push(c as u8),
                    None => out.extend([b'\\', b]),
                }
                2
            }
        };
    }
    result(cx, cx.new_bytes(&out), data.len())
}
