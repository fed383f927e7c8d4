//! `bytes.decode` and `str(bytes, encoding)`: bytes to text.

use std::fmt::Write;

use theseus_object::alarm::PIECE;
use theseus_object::{Cx, ObjRef, PyResult};

use super::args::{room_for_step, worked};
use super::codec::{Encoding, Fault, Handler, Order, wrong_direction};
use crate::text::error::with_room;

/// The text of bytes in an encoding. `source` is the object that exceptions name, if it is bytes.
pub fn decode(cx: &mut Cx, source: Option<&ObjRef>, data: &[u8], encoding: &str, errors: &str) -> PyResult {
    if data.is_empty() {
        return Ok(cx.empty_str.clone());
    }
    match Encoding::known(encoding) {
        Some(known) => Ok(decode_part(cx, source, data, known, errors, true)?.text),
        None => {
            Encoding::refuse_binary(cx, encoding, "decode")?;
            let source = match source {
                Some(s) => s.clone(),
                None => cx.unshared_bytes(data),
            };
            crate::modules::codecs::decode_text(cx, &source, encoding, errors)
        }
    }
}

/// What was decoded.
pub(crate) struct Decoded {
    pub text: ObjRef,
    /// How many bytes were used: all, unless the last ones begin a character.
    pub used: usize,
    /// The encoding with the byte order that was found.
    pub encoding: Encoding,
}

/// The text of bytes in a native encoding; without `last` a character may be cut at the end.
pub(crate) fn decode_part(
    cx: &mut Cx,
    source: Option<&ObjRef>,
    data: &[u8],
    mut encoding: Encoding,
    errors: &str,
    last: bool,
) -> PyResult<Decoded> {
    let (mut data, mut source) = (data, source);
    let all = |text: ObjRef, n: usize, encoding| Ok(Decoded { text, used: n, encoding });
    let mut skipped = 0;
    match encoding {
        Encoding::Utf8 | Encoding::Ascii | Encoding::Latin1 if data.is_ascii() => {
            return all(latin1(cx, data)?, data.len(), encoding);
        }
        Encoding::Latin1 => return all(latin1(cx, data)?, data.len(), encoding),
        Encoding::Utf8Sig => {
            if let Some(rest) = data.strip_prefix(b"\xef\xbb\xbf") {
                (data, source, skipped) = (rest, None, 3);
            }
            encoding = Encoding::Utf8;
        }
        _ => (),
    }
    if encoding == Encoding::Utf8
        && let Ok(text) = std::str::from_utf8(data)
    {
        return all(cx.new_str(text), data.len() + skipped, encoding);
    }
    let start = match (encoding, data) {
        // Too short to tell the byte order.
        (Encoding::Wide(size, None), _) if !last && data.len() < size => {
            return all(cx.empty_str.clone(), 0, encoding);
        }
        (Encoding::Wide(size, None), [0xff, 0xfe, ..])
            if size == 2 || data.starts_with(&[0xff, 0xfe, 0, 0]) =>
        {
            encoding = Encoding::Wide(size, Some(Order::Little));
            size
        }
        (Encoding::Wide(size, None), _)
            if (size == 2 && data.starts_with(&[0xfe, 0xff])) || data.starts_with(&[0, 0, 0xfe, 0xff]) =>
        {
            encoding = Encoding::Wide(size, Some(Order::Big));
            size
        }
        (Encoding::Wide(size, None), _) => {
            encoding = Encoding::Wide(size, Some(Order::Little));
            0
        }
        _ => 0,
    };
    if let Encoding::Wide(2, order) = encoding
        && let Some(text) = plain_utf16(cx, data.get(start..).unwrap_or_default(), order)?
    {
        return all(text, data.len() + skipped, encoding);
    }
    let source = match source {
        Some(s) if s.is_exact(theseus_object::Kind::Bytes) => s.clone(),
        _ => cx.unshared_bytes(data),
    };
    let mut decoder = Decoder { encoding, errors, data, source, last, out: Vec::new() };
    let used = decoder.run(cx, start)?;
    let text = decoder.out;
    all(cx.stoppable(|cx, alarm| cx.str_of_points(&text, alarm))?, used + skipped, encoding)
}

/// The text of UTF-16 without surrogates and without an odd byte; `None` for any other.
fn plain_utf16(cx: &mut Cx, data: &[u8], order: Option<Order>) -> PyResult<Option<ObjRef>> {
    if !data.len().is_multiple_of(2) {
        return Ok(None);
    }
    worked(cx, |cx, alarm| {
        let mut points = with_room(data.len() / 2)?;
        for piece in data.chunks(2 * PIECE) {
            alarm.check()?;
            let from = points.len();
            let units = piece.as_chunks().0.iter();
            match order {
                Some(Order::Big) => points.extend(units.map(|&unit| u32::from(u16::from_be_bytes(unit)))),
                _ => points.extend(units.map(|&unit| u32::from(u16::from_le_bytes(unit)))),
            }
            let surrogates =
                points.get(from..).unwrap_or_default().iter().filter(|&c| c >> 11 == 0xd800 >> 11);
            if surrogates.count() > 0 {
                return Ok(None);
            }
        }
        Ok(Some(cx.str_of_points(&points, alarm)?))
    })
}

fn latin1(cx: &mut Cx, data: &[u8]) -> PyResult {
    cx.stoppable(|cx, alarm| cx.str_of_latin1(data, alarm))
}

struct Decoder<'a> {
    encoding: Encoding,
    errors: &'a str,
    data: &'a [u8],
    source: ObjRef,
    last: bool,
    out: Vec<u32>,
}

/// A character and the bytes it took, or the bytes that are wrong and why.
type Step = Result<(u32, usize), (usize, &'static str)>;

impl Decoder<'_> {
    /// Decodes from `start` on; where it stopped.
    fn run(&mut self, cx: &mut Cx, start: usize) -> PyResult<usize> {
        let mut at = start;
        while at < self.data.len() {
            room_for_step(cx, &mut self.out)?;
            match self.step(at) {
                Ok((c, used)) => {
                    self.out.push(c);
                    at += used;
                }
                Err((bad, reason)) => {
                    let cut = matches!(reason, "unexpected end of data" | "truncated data");
                    if !self.last && cut && at + bad >= self.data.len() {
                        return Ok(at);
                    }
                    at = self.handle(cx, at, at + bad, reason)?;
                    cx.poll()?;
                }
            }
        }
        Ok(at)
    }

    fn step(&self, at: usize) -> Step {
        let rest = self.data.get(at..).unwrap_or_default();
        match self.encoding {
            Encoding::Wide(2, order) => utf16(rest, order),
            Encoding::Wide(_, order) => utf32(rest, order),
            Encoding::Utf8 | Encoding::Utf8Sig => utf8(rest),
            _ => match rest.first() {
                Some(&b) if b < 0x80 || self.encoding == Encoding::Latin1 => Ok((b as u32, 1)),
                _ => Err((1, "ordinal not in range(128)")),
            },
        }
    }

    /// What the error handler makes of the bytes `start..end`; where to go on.
    fn handle(&mut self, cx: &mut Cx, start: usize, end: usize, reason: &str) -> PyResult<usize> {
        let Some(handler) = Handler::known(cx, self.errors) else {
            let fault =
                Fault { encoding: self.encoding.name(), object: self.source.clone(), start, end, reason };
            let (text, at) = crate::modules::codecs::decode_fault(cx, self.errors, &fault)?;
            self.out.extend(super::units::points(&text));
            return Ok(at);
        };
        let bad = self.data.get(start..end).unwrap_or_default();
        match handler {
            Handler::Ignore => return Ok(end),
            Handler::Replace => {
                self.out.push(0xfffd);
                return Ok(end);
            }
            Handler::BackslashReplace => {
                let mut text = String::new();
                for b in bad {
                    let _ = write!(text, "\\x{b:02x}");
                }
                self.out.extend(text.bytes().map(u32::from));
                return Ok(end);
            }
            Handler::SurrogateEscape => {
                let escaped = bad.iter().take(4).take_while(|&&b| b >= 0x80).count();
                if escaped > 0 {
                    self.out.extend(bad.iter().take(escaped).map(|&b| 0xdc00 + b as u32));
                    return Ok(start + escaped);
                }
            }
            Handler::SurrogatePass => {
                if let Some((c, used)) = self.surrogate(start) {
                    self.out.push(c);
                    return Ok(start + used);
                }
            }
            Handler::XmlCharRefReplace | Handler::NameReplace => {
                return Err(wrong_direction(cx, "UnicodeDecodeError"));
            }
            Handler::Strict => (),
        }
        let fault = Fault { encoding: self.encoding.name(), object: self.source.clone(), start, end, reason };
        Err(fault.raise_decode(cx))
    }

    /// The lone surrogate that stands at `at`, if one does.
    fn surrogate(&self, at: usize) -> Option<(u32, usize)> {
        let rest = self.data.get(at..)?;
        let (c, used) = match (self.encoding, rest) {
            (Encoding::Utf8, &[0xed, b @ 0xa0..=0xbf, c @ 0x80..=0xbf, ..]) => {
                (0xd000 | (b as u32 & 0x3f) << 6 | (c as u32 & 0x3f), 3)
            }
            (Encoding::Wide(2, order), &[a, b, ..]) => (unit16(a, b, order), 2),
            (Encoding::Wide(4, order), &[a, b, c, d, ..]) => (unit32([a, b, c, d], order), 4),
            _ => return None,
        };
        (0xd800..0xe000).contains(&c).then_some((c, used))
    }
}

fn utf8(rest: &[u8]) -> Step {
    let window = rest.get(..4).unwrap_or(rest);
    let (valid, error) = match std::str::from_utf8(window) {
        Ok(text) => (text, None),
        Err(e) => {
            let valid =
                window.get(..e.valid_up_to()).and_then(|v| std::str::from_utf8(v).ok()).unwrap_or_default();
            (valid, Some(e))
        }
    };
    if let Some(c) = valid.chars().next() {
        return Ok((c as u32, c.len_utf8()));
    }
    match (error.and_then(|e| e.error_len()), rest.first()) {
        (None, _) => Err((rest.len().max(1), "unexpected end of data")),
        (Some(_), Some(0x80..=0xc1 | 0xf5..=0xff)) => Err((1, "invalid start byte")),
        (Some(n), _) => Err((n, "invalid continuation byte")),
    }
}

fn unit16(a: u8, b: u8, order: Option<Order>) -> u32 {
    match order {
        Some(Order::Big) => u16::from_be_bytes([a, b]) as u32,
        _ => u16::from_le_bytes([a, b]) as u32,
    }
}

fn unit32(bytes: [u8; 4], order: Option<Order>) -> u32 {
    match order {
        Some(Order::Big) => u32::from_be_bytes(bytes),
        _ => u32::from_le_bytes(bytes),
    }
}

fn utf16(rest: &[u8], order: Option<Order>) -> Step {
    let &[a, b, ref after @ ..] = rest else { return Err((rest.len(), "truncated data")) };
    let high = unit16(a, b, order);
    match high {
        0xd800..0xdc00 => {
            let &[c, d, ..] = after else { return Err((rest.len(), "unexpected end of data")) };
            let low = unit16(c, d, order);
            if (0xdc00..0xe000).contains(&low) {
                return Ok((0x1_0000 + ((high - 0xd800) << 10) + (low - 0xdc00), 4));
            }
            Err((2, "illegal UTF-16 surrogate"))
        }
        0xdc00..0xe000 => Err((2, "illegal encoding")),
        _ => Ok((high, 2)),
    }
}

fn utf32(rest: &[u8], order: Option<Order>) -> Step {
    let &[a, b, c, d, ..] = rest else { return Err((rest.len(), "truncated data")) };
    match unit32([a, b, c, d], order) {
        0xd800..0xe000 => Err((4, "code point in surrogate code point range(0xd800, 0xe000)")),
        c @ 0..0x11_0000 => Ok((c, 4)),
        _ => Err((4, "code point not in range(0x110000)")),
    }
}
