//! String and bytes literals: escape sequences decoded from the source text.

use theseus_bytecode::Const;

use crate::error::{ErrorKind, Res};
use crate::source::Source;
use crate::tokens::{Literal, Part};

/// Text that may hold lone surrogates.
#[derive(Default, Clone, Debug)]
pub(crate) struct Text {
    narrow: String,
    wide: Option<Vec<u32>>,
}

impl Text {
    pub fn push(&mut self, code: u32) {
        if let Some(wide) = &mut self.wide {
            wide.push(code);
        } else if let Some(char) = char::from_u32(code) {
            self.narrow.push(char);
        } else {
            let mut wide: Vec<u32> = self.narrow.chars().map(|c| c as u32).collect();
            wide.push(code);
            self.wide = Some(wide);
        }
    }

    pub fn push_str(&mut self, text: &str) {
        match &mut self.wide {
            Some(wide) => wide.extend(text.chars().map(|c| c as u32)),
            None => self.narrow.push_str(text),
        }
    }

    /// The code points.
    pub fn codes(&self) -> Vec<u32> {
        match &self.wide {
            Some(wide) => wide.clone(),
            None => self.narrow.chars().map(|c| c as u32).collect(),
        }
    }

    pub fn is_empty(&self) -> bool {
        self.narrow.is_empty() && self.wide.is_none()
    }

    pub fn into_const(self) -> Const {
        match self.wide {
            Some(wide) => Const::WideStr(wide.into()),
            None => Const::Str(self.narrow.into()),
        }
    }
}

/// Appends the text `start..end` of a str literal.
pub(crate) fn decode_text(
    source: &Source,
    literal: &Literal,
    start: u32,
    end: u32,
    out: &mut Text,
) -> Res<()> {
    let text = &source.text[start as usize..end as usize];
    if literal.raw || !text.contains('\\') {
        out.push_str(text);
        return Ok(());
    }
    let fail = |at: usize, end: usize, what: &str| {
        let message = format!(
            "(unicode error) 'unicodeescape' codec can't decode bytes in position {at}-{}: {what}",
            end.max(at + 1) - 1
        );
        let (start, end) = literal.blamed(source);
        source.error(ErrorKind::Syntax, message, start, end)
    };
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        if bytes[at] != b'\\' {
            let next = text[at..].find('\\').map_or(bytes.len(), |n| at + n);
            out.push_str(&text[at..next]);
            at = next;
            continue;
        }
        let escape = at;
        let Some(&kind) = bytes.get(at + 1) else {
            out.push('\\' as u32);
            break;
        };
        at += 2;
        match kind {
            b'\n' => {}
            b'x' | b'u' | b'U' => {
                let (length, shown) = match kind {
                    b'x' => (2, "truncated \\xXX escape"),
                    b'u' => (4, "truncated \\uXXXX escape"),
                    _ => (8, "truncated \\UXXXXXXXX escape"),
                };
                let (value, count) = hex(&bytes[at..], length);
                at += count;
                if count < length {
                    return Err(fail(escape, at, shown));
                }
                if value > 0x10ffff {
                    return Err(fail(escape, at, "illegal Unicode character"));
                }
                out.push(value);
            }
            b'N' => {
                let name = text[at..].strip_prefix('{').and_then(|rest| rest.find('}').map(|n| &rest[..n]));
                let Some(name) = name.filter(|n| !n.is_empty()) else {
                    if text[at..].starts_with('{') {
                        at = if name.is_some() { at + 1 } else { text.len() };
                    }
                    return Err(fail(escape, at, "malformed \\N character escape"));
                };
                at += name.len() + 2;
                match theseus_unicode::names::character(name) {
                    Some(point) => out.push(point),
                    None => return Err(fail(escape, at, "unknown Unicode character name")),
                }
            }
            b'0'..=b'7' => {
                let (value, count) = octal(&bytes[at - 1..]);
                at += count - 1;
                out.push(value);
            }
            _ => match simple(kind) {
                Some(byte) => out.push(byte as u32),
                // An unknown escape keeps its backslash; the character follows as it is.
                None => {
                    out.push('\\' as u32);
                    at -= 1;
                }
            },
        }
    }
    Ok(())
}

/// Appends the value of a bytes literal.
pub(crate) fn decode_bytes(source: &Source, literal: &Literal, out: &mut Vec<u8>) -> Res<()> {
    let [Part::Text { start, end }] = literal.parts[..] else {
        return Ok(());
    };
    let bytes = &source.text.as_bytes()[start as usize..end as usize];
    let fail = |message: String| source.error(ErrorKind::Syntax, message, literal.start, literal.end);
    if !bytes.is_ascii() {
        return Err(fail("bytes can only contain ASCII literal characters".into()));
    }
    if literal.raw {
        out.extend_from_slice(bytes);
        return Ok(());
    }
    let mut at = 0;
    while at < bytes.len() {
        if bytes[at] != b'\\' || at + 1 >= bytes.len() {
            out.push(bytes[at]);
            at += 1;
            continue;
        }
        let kind = bytes[at + 1];
        at += 2;
        match kind {
            b'\n' => {}
            b'x' => {
                let (value, count) = hex(&bytes[at..], 2);
                if count < 2 {
                    return Err(fail(format!("(value error) invalid \\x escape at position {}", at - 2)));
                }
                at += 2;
                out.push(value as u8);
            }
            b'0'..=b'7' => {
                let (value, count) = octal(&bytes[at - 1..]);
                at += count - 1;
                out.push(value as u8);
            }
            _ => match simple(kind) {
                Some(byte) => out.push(byte),
                None => {
                    out.push(b'\\');
                    out.push(kind);
                }
            },
        }
    }
    Ok(())
}

fn simple(kind: u8) -> Option<u8> {
    Some(match kind {
        b'\\' | b'\'' | b'"' => kind,
        b'a' => 7,
        b'b' => 8,
        b'f' => 12,
        b'n' => b'\n',
        b'r' => b'\r',
        b't' => b'\t',
        b'v' => 11,
        _ => return None,
    })
}

fn hex(bytes: &[u8], length: usize) -> (u32, usize) {
    let mut value = 0u32;
    let mut count = 0;
    for &byte in bytes.iter().take(length) {
        let Some(digit) = (byte as char).to_digit(16) else {
            break;
        };
        value = value << 4 | digit;
        count += 1;
    }
    (value, count)
}

fn octal(bytes: &[u8]) -> (u32, usize) {
    let mut value = 0;
    let mut count = 0;
    for &byte in bytes.iter().take(3) {
        let Some(digit) = (byte as char).to_digit(8) else {
            break;
        };
        value = value << 3 | digit;
        count += 1;
    }
    (value, count)
}
