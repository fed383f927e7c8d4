//! `str.encode`: text to bytes.

use theseus_object::alarm::{Alarm, PIECE};
use theseus_object::args::Params;
use theseus_object::methods::NativeDef;
use theseus_object::payload::str::Chars;
use theseus_object::{Args, Cx, ObjRef, PyResult};

use super::args::{long_bytes, room_for_step, worked};
use super::codec::{Encoding, Fault, Handler, Order};
use super::format::escaped;
use super::name_argument;
use super::units::{by_width, chars};
use crate::text::error::{Error, with_room};

pub(super) static METHODS: &[NativeDef] = &[NativeDef::full(
    "encode",
    encode_method,
    "encode($self, /, encoding='utf-8', errors='strict')\n--\n\nEncode the string using the codec registered for encoding.",
)];

static PARAMS: Params<0, 2> =
    Params { required: [], optional: ["encoding", "errors"], posonly: 0, kwonly: 2 };

fn encode_method(cx: &mut Cx, me: &ObjRef, args: &Args) -> PyResult {
    if let ([], Some(text)) = (args.values, me.ascii()) {
        return long_bytes(cx, text.as_bytes());
    }
    let ([], [encoding, errors]) = args.bind(cx, "encode", &PARAMS)?;
    let encoding = name_argument(cx, "encode", "encoding", encoding)?;
    let errors = name_argument(cx, "encode", "errors", errors)?;
    let encoding = encoding.as_deref().unwrap_or("utf-8");
    if let Some(text) = me.ascii()
        && Encoding::known(encoding).is_some_and(Encoding::keeps_ascii)
    {
        return long_bytes(cx, text.as_bytes());
    }
    let data = encode(cx, me, encoding, errors.as_deref().unwrap_or("strict"))?;
    long_bytes(cx, &data)
}

/// The bytes of a str in an encoding.
pub fn encode(cx: &mut Cx, s: &ObjRef, encoding: &str, errors: &str) -> PyResult<Vec<u8>> {
    match Encoding::known(encoding) {
        Some(known) => encode_known(cx, s, known, errors),
        None => {
            Encoding::refuse_binary(cx, encoding, "encode")?;
            crate::modules::codecs::encode_text(cx, s, encoding, errors)
        }
    }
}

/// The bytes of a str in a native encoding.
pub(crate) fn encode_known(cx: &mut Cx, s: &ObjRef, encoding: Encoding, errors: &str) -> PyResult<Vec<u8>> {
    let text = chars(s);
    match (encoding, text) {
        (Encoding::Utf8 | Encoding::Ascii | Encoding::Latin1, Chars::Ascii(t)) => copied(cx, t.as_bytes()),
        (Encoding::Latin1, Chars::Latin1(t)) => copied(cx, t),
        (Encoding::Utf8, _) => match worked(cx, |_, alarm| utf8(text, alarm))? {
            Some(data) => Ok(data),
            None => Encoder::new(encoding, errors, s).run(cx),
        },
        (Encoding::Wide(2, order), Chars::Ascii(t)) => utf16(cx, t.as_bytes(), order),
        (Encoding::Wide(2, order), Chars::Latin1(t)) => utf16(cx, t, order),
        _ => Encoder::new(encoding, errors, s).run(cx),
    }
}

/// Characters below 256 as UTF-16, behind a byte order mark if no order is given.
fn utf16(cx: &mut Cx, text: &[u8], order: Option<Order>) -> PyResult<Vec<u8>> {
    worked(cx, |_, alarm| {
        let mut out = with_room(2 * text.len() + 2)?;
        if order.is_none() {
            out.extend([0xff, 0xfe]);
        }
        for piece in text.chunks(PIECE) {
            alarm.check()?;
            match order {
                Some(Order::Big) => out.extend(piece.iter().flat_map(|&b| [0, b])),
                _ => out.extend(piece.iter().flat_map(|&b| [b, 0])),
            }
        }
        Ok(out)
    })
}

fn copied(cx: &mut Cx, data: &[u8]) -> PyResult<Vec<u8>> {
    worked(cx, |_, alarm| {
        let mut out = with_room(data.len())?;
        alarm.append(&mut out, data)?;
        Ok(out)
    })
}

/// Characters as UTF-8; `None` if a lone surrogate is among them.
fn utf8(text: Chars<'_>, alarm: &Alarm<'_>) -> Result<Option<Vec<u8>>, Error> {
    let most = if matches!(text, Chars::Ascii(_) | Chars::Latin1(_)) { 2 } else { 4 };
    let mut out = with_room(text.len().min(PIECE) * most)?;
    by_width!(text, |units| {
        for piece in units.chunks(PIECE) {
            alarm.check()?;
            out.try_reserve(piece.len() * most).map_err(|_| Error::Memory)?;
            if !push_units(&mut out, piece) {
                return Ok(None);
            }
        }
        Ok(Some(out))
    })
}

/// Appends characters as UTF-8; stops with false at a lone surrogate.
pub(crate) fn push_utf8(out: &mut Vec<u8>, text: Chars<'_>) -> bool {
    by_width!(text, |units| push_units(out, units))
}

fn push_units<T: Copy + Into<u32>>(out: &mut Vec<u8>, units: &[T]) -> bool {
    for &c in units {
        match char::from_u32(c.into()) {
            Some(c) if c.is_ascii() => out.push(c as u8),
            Some(c) => out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes()),
            None => return false,
        }
    }
    true
}

struct Encoder<'a> {
    encoding: Encoding,
    errors: &'a str,
    source: &'a ObjRef,
    out: Vec<u8>,
}

fn is_surrogate(c: u32) -> bool {
    (0xd800..0xe000).contains(&c)
}

impl<'a> Encoder<'a> {
    fn new(encoding: Encoding, errors: &'a str, source: &'a ObjRef) -> Encoder<'a> {
        Encoder { encoding, errors, source, out: Vec::new() }
    }

    fn run(mut self, cx: &mut Cx) -> PyResult<Vec<u8>> {
        match self.encoding {
            Encoding::Utf8Sig => self.out.extend_from_slice(b"\xef\xbb\xbf"),
            Encoding::Wide(size, None) => self.unit(0xfeff, size, Order::Little),
            _ => (),
        }
        let text = chars(self.source);
        let mut at = 0;
        while let Some(c) = text.get(at) {
            room_for_step(cx, &mut self.out)?;
            if self.can(c) {
                self.put(c);
                at += 1;
                continue;
            }
            let mut end = at + 1;
            if !matches!(self.encoding, Encoding::Wide(..)) {
                while text.get(end).is_some_and(|c| !self.can(c)) {
                    end += 1;
                }
            }
            at = self.handle(cx, at, end)?;
        }
        Ok(self.out)
    }

    /// Whether the encoding has this character.
    fn can(&self, c: u32) -> bool {
        match self.encoding {
            Encoding::Ascii => c < 0x80,
            Encoding::Latin1 => c < 0x100,
            _ => !is_surrogate(c),
        }
    }

    fn unit(&mut self, c: u32, size: usize, order: Order) {
        match (size, order) {
            (2, Order::Little) => self.out.extend_from_slice(&(c as u16).to_le_bytes()),
            (2, Order::Big) => self.out.extend_from_slice(&(c as u16).to_be_bytes()),
            (_, Order::Little) => self.out.extend_from_slice(&c.to_le_bytes()),
            (_, Order::Big) => self.out.extend_from_slice(&c.to_be_bytes()),
        }
    }

    /// Writes a character, a lone surrogate too.
    fn put(&mut self, c: u32) {
        match self.encoding {
            Encoding::Ascii | Encoding::Latin1 => self.out.push(c as u8),
            Encoding::Utf8 | Encoding::Utf8Sig => match char::from_u32(c) {
                Some(c) => self.out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes()),
                None => self.out.extend_from_slice(&surrogate_bytes(c)),
            },
            Encoding::Wide(size, order) => {
                let order = order.unwrap_or(Order::Little);
                if size == 2 && c > 0xffff {
                    let c = c - 0x1_0000;
                    self.unit(0xd800 | c >> 10, 2, order);
                    self.unit(0xdc00 | c & 0x3ff, 2, order);
                } else {
                    self.unit(c, size, order);
                }
            }
        }
    }

    fn put_text(&mut self, text: &str) {
        for c in text.chars() {
            self.put(c as u32);
        }
    }

    /// What the error handler makes of the characters `start..end`; where to go on.
    fn handle(&mut self, cx: &mut Cx, start: usize, end: usize) -> PyResult<usize> {
        let Some(handler) = Handler::known(cx, self.errors) else {
            return self.handle_by_name(cx, start, end);
        };
        let text = chars(self.source);
        for at in start..end {
            let Some(c) = text.get(at) else { break };
            room_for_step(cx, &mut self.out)?;
            match handler {
                Handler::Ignore => (),
                Handler::Replace => self.put(b'?' as u32),
                Handler::BackslashReplace => self.put_text(&escaped(c)),
                Handler::XmlCharRefReplace => self.put_text(&format!("&#{c};")),
                Handler::SurrogateEscape if (0xdc80..0xdd00).contains(&c) && self.is_byte_wise() => {
                    self.out.push(c as u8);
                }
                Handler::SurrogatePass if is_surrogate(c) && !self.is_charmap() => self.put(c),
                Handler::NameReplace => {
                    let text = crate::modules::codecs::name_escape(cx, c);
                    self.put_text(&text);
                }
                _ => return Err(self.fault(at, end).raise_encode(cx)),
            }
        }
        Ok(end)
    }

    /// Asks a handler that the program registered.
    fn handle_by_name(&mut self, cx: &mut Cx, start: usize, end: usize) -> PyResult<usize> {
        let fault = self.fault(start, end);
        let (replacement, at) = crate::modules::codecs::encode_fault(cx, self.errors, &fault)?;
        if let Some(bytes) = cx.heap.bytes(&replacement) {
            self.out.extend_from_slice(bytes);
            return Ok(at);
        }
        for c in chars(&replacement).iter() {
            if !self.can(c) {
                return Err(self.fault(start, end).raise_encode(cx));
            }
            self.put(c);
        }
        Ok(at)
    }

    /// Whether a single byte may be put among the others.
    fn is_byte_wise(&self) -> bool {
        !matches!(self.encoding, Encoding::Wide(..))
    }

    fn is_charmap(&self) -> bool {
        matches!(self.encoding, Encoding::Ascii | Encoding::Latin1)
    }

    fn fault(&self, start: usize, end: usize) -> Fault<'static> {
        let reason = match self.encoding {
            Encoding::Ascii => "ordinal not in range(128)",
            Encoding::Latin1 => "ordinal not in range(256)",
            _ => "surrogates not allowed",
        };
        Fault { encoding: self.encoding.name(), object: self.source.clone(), start, end, reason }
    }
}

/// A lone surrogate as UTF-8 would have it.
fn surrogate_bytes(c: u32) -> [u8; 3] {
    [0xe0 | (c >> 12) as u8, 0x80 | (c >> 6 & 0x3f) as u8, 0x80 | (c & 0x3f) as u8]
}
