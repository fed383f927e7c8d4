//! Quote: string and bytes literals, as `repr` and `ascii` write them.
use std::fmt::Write;

use theseus_object::alarm::{Alarm, PIECE};

use super::error::{Error, string_with_room, with_room};

/// The quote that `repr` takes: double only where single ones, and no double ones, are inside.
fn choose(has_single: bool, has_double: bool) -> u8 {
    if has_single && !has_double { b'"' } else { b'\'' }
}

/// The letter of a two-character escape.
fn short_escape(b: u8, quote: u8) -> Option<u8> {
    match b {
        b'\n' => Some(b'n'),
        b'\r' => Some(b'r'),
        b'\t' => Some(b't'),
        b'\\' => Some(b'\\'),
        b if b == quote => Some(quote),
        _ => None,
    }
}

fn push_ascii(out: &mut String, b: u8, quote: u8) {
    match short_escape(b, quote) {
        Some(letter) => {
            out.push('\\');
            out.push(letter as char);
        }
        None if matches!(b, 0x20..=0x7e) => out.push(b as char),
        None => push_byte(out, b),
    }
}

fn push_byte(out: &mut String, b: u8) {
    const HEX: &[u8; 16] = b"0123456789abcdef";
    out.push_str("\\x");
    out.push(HEX[usize::from(b >> 4)] as char);
    out.push(HEX[usize::from(b & 15)] as char);
}

/// What is written as it is, for either quote.
fn is_plain(b: u8) -> bool {
    matches!(b, 0x20..=0x7e) && !matches!(b, b'\\' | b'\'' | b'"')
}

/// Room for so many more bytes, and for those that close a literal.
fn reserve(out: &mut String, more: usize) -> Result<(), Error> {
    out.try_reserve(more + 1).map_err(|_| Error::Memory)
}

fn quoted(prefix: &str, text: &[u8], alarm: &Alarm<'_>) -> Result<String, Error> {
    let mut out = string_with_room(prefix.len() + text.len() + 2)?;
    out.push_str(prefix);
    let quote = choose(text.contains(&b'\''), text.contains(&b'"'));
    out.push(quote as char);
    for piece in text.chunks(PIECE) {
        alarm.check()?;
        match std::str::from_utf8(piece) {
            Ok(plain) if piece.iter().all(|&b| is_plain(b)) => {
                reserve(&mut out, plain.len())?;
                out.push_str(plain);
            }
            _ => {
                reserve(&mut out, piece.len() * 4)?;
                piece.iter().for_each(|&b| push_ascii(&mut out, b, quote));
            }
        }
    }
    out.push(quote as char);
    Ok(out)
}

/// `repr` of a string of ASCII bytes (other bytes are escaped, as `ascii` does for Latin-1).
pub fn repr_ascii(text: &[u8], alarm: &Alarm<'_>) -> Result<String, Error> {
    quoted("", text, alarm)
}

/// `repr` of bytes.
pub fn repr_bytes(bytes: &[u8], alarm: &Alarm<'_>) -> Result<String, Error> {
    quoted("b", bytes, alarm)
}

fn escape_wide(out: &mut String, c: u32) {
    let _ = match c {
        0..=0xff => write!(out, "\\x{c:02x}"),
        0x100..=0xffff => write!(out, "\\u{c:04x}"),
        _ => write!(out, "\\U{c:08x}"),
    };
}

/// `repr` of a string, given which code points beyond ASCII are printable.
pub fn repr_str<T: Copy + Into<u32>>(
    text: &[T],
    printable: impl Fn(u32) -> bool,
    alarm: &Alarm<'_>,
) -> Result<Vec<u32>, Error> {
    let quote = quote_for(text);
    let mut out = with_room(text.len() + 2)?;
    let mut escaped = String::new();
    out.push(u32::from(quote));
    for (i, &c) in text.iter().enumerate() {
        let c = c.into();
        if i & (PIECE - 1) == 0 {
            alarm.check()?;
            out.try_reserve(PIECE.min(text.len() - i) * 10 + 1).map_err(|_| Error::Memory)?;
        }
        match u8::try_from(c) {
            Ok(b) if is_plain(b) => out.push(c),
            _ if c >= 0x80 && printable(c) => out.push(c),
            other => {
                escaped.clear();
                match other {
                    Ok(b) if b.is_ascii() => push_ascii(&mut escaped, b, quote),
                    _ => escape_wide(&mut escaped, c),
                }
                out.extend(escaped.bytes().map(u32::from));
            }
        }
    }
    out.push(u32::from(quote));
    Ok(out)
}

fn quote_for<T: Copy + Into<u32>>(text: &[T]) -> u8 {
    let has = |b: u8| text.iter().any(|&c| c.into() == u32::from(b));
    choose(has(b'\''), has(b'"'))
}
