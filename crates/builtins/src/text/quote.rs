//! Quote: string and bytes literals, as `repr` and `ascii` write them.
use std::fmt::Write;

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

fn push_quoted(out: &mut String, text: &[u8]) {
    if let Ok(plain) = std::str::from_utf8(text)
        && text.iter().all(|&b| is_plain(b))
    {
        out.push('\'');
        out.push_str(plain);
        out.push('\'');
        return;
    }
    let quote = choose(text.contains(&b'\''), text.contains(&b'"'));
    out.push(quote as char);
    for &b in text {
        push_ascii(out, b, quote);
    }
    out.push(quote as char);
}

/// `repr` of a string of ASCII bytes (other bytes are escaped, as `ascii` does for Latin-1).
pub fn repr_ascii(text: &[u8]) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    push_quoted(&mut out, text);
    out
}

/// `repr` of bytes.
pub fn repr_bytes(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len() + 3);
    out.push('b');
    push_quoted(&mut out, bytes);
    out
}

fn escape_wide(out: &mut String, c: u32) {
    let _ = match c {
        0..=0xff => write!(out, "\\x{c:02x}"),
        0x100..=0xffff => write!(out, "\\u{c:04x}"),
        _ => write!(out, "\\U{c:08x}"),
    };
}

/// `repr` of a string, given which code points beyond ASCII are printable.
pub fn repr_str(text: &[u32], printable: impl Fn(u32) -> bool) -> Vec<u32> {
    let has = |b: u8| text.contains(&u32::from(b));
    let quote = choose(has(b'\''), has(b'"'));
    let mut out = Vec::with_capacity(text.len() + 2);
    let mut escaped = String::new();
    out.push(u32::from(quote));
    for &c in text {
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
    out
}

/// `ascii` of a string.
pub fn ascii(text: &[u32]) -> String {
    let has = |b: u8| text.contains(&u32::from(b));
    let quote = choose(has(b'\''), has(b'"'));
    let mut out = String::with_capacity(text.len() + 2);
    out.push(quote as char);
    for &c in text {
        match u8::try_from(c) {
            Ok(b) if b.is_ascii() => push_ascii(&mut out, b, quote),
            _ => escape_wide(&mut out, c),
        }
    }
    out.push(quote as char);
    out
}
