//! How text streams decode and encode: UTF-8, ASCII and Latin-1 natively, others by their codecs.

use std::rc::Rc;

use theseus_object::{Cx, Kind, ObjRef, PyResult};

use super::newline::Translator;
use crate::str::push_utf8;
use crate::str::units::chars;
use theseus_object::payload::str::Chars;

/// Encodings that are done natively.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Coding {
    Utf8,
    Ascii,
    Latin1,
}

impl Coding {
    pub fn named(name: &str) -> Option<Coding> {
        let plain: String =
            name.to_ascii_lowercase().chars().map(|c| if matches!(c, '-' | ' ') { '_' } else { c }).collect();
        Some(match plain.as_str() {
            "utf_8" | "utf8" | "u8" | "utf" | "cp65001" => Coding::Utf8,
            "ascii" | "us_ascii" | "646" => Coding::Ascii,
            "latin_1" | "latin1" | "latin" | "l1" | "iso_8859_1" | "iso8859_1" | "8859" | "cp819" => {
                Coding::Latin1
            }
            _ => return None,
        })
    }

    pub fn name(self) -> &'static str {
        match self {
            Coding::Utf8 => "utf-8",
            Coding::Ascii => "ascii",
            Coding::Latin1 => "latin-1",
        }
    }
}

/// A decoder with the bytes that wait for more.
pub enum Decoder {
    Native { coding: Coding, errors: Rc<str>, pending: Vec<u8> },
    Object(ObjRef),
}

/// A decoder and the translation of line ends behind it.
pub struct Reader {
    pub decoder: Decoder,
    pub translator: Option<Translator>,
}

/// How many bytes at the end are the beginning of a character.
fn unfinished(data: &[u8]) -> usize {
    for back in 1..=data.len().min(3) {
        let tail = &data[data.len() - back..];
        match tail[0] {
            0x80..=0xbf => continue,
            0xc2..=0xf4 => {
                let cut = std::str::from_utf8(tail).is_err_and(|e| e.error_len().is_none());
                return if cut { back } else { 0 };
            }
            _ => return 0,
        }
    }
    0
}

impl Reader {
    /// The text of the next bytes; `last` at the end of all.
    pub fn feed(&mut self, cx: &mut Cx, data: &[u8], last: bool) -> PyResult {
        let text = match &mut self.decoder {
            Decoder::Native { coding, errors, pending } => {
                let joined;
                let mut data = data;
                if !pending.is_empty() {
                    let mut all = std::mem::take(pending);
                    all.extend_from_slice(data);
                    joined = all;
                    data = &joined;
                }
                let keep = if *coding == Coding::Utf8 && !last { unfinished(data) } else { 0 };
                let (now, later) = data.split_at(data.len() - keep);
                *pending = later.to_vec();
                crate::str::decode(cx, None, now, coding.name(), errors)?
            }
            Decoder::Object(decoder) => {
                let args = [cx.unshared_bytes(data), cx.bool(last)];
                let decoder = decoder.clone();
                let text = cx.call_method(&decoder, "decode", &args)?;
                if !text.is_str() {
                    let got = text.ty().name();
                    return Err(cx.type_error(format!("decoder should return a string result, not '{got}'")));
                }
                text
            }
        };
        Ok(match &mut self.translator {
            Some(t) => t.feed(cx, text, last),
            None => text,
        })
    }

    /// Bytes not yet decoded, and a number for the rest of the state.
    pub fn state(&self, cx: &mut Cx) -> PyResult<(Vec<u8>, u64)> {
        let (bytes, flags) = match &self.decoder {
            Decoder::Native { pending, .. } => (pending.clone(), 0),
            Decoder::Object(decoder) => {
                let decoder = decoder.clone();
                let state = cx.call_method(&decoder, "getstate", &[])?;
                let parts = cx.heap.tuple(&state).map(<[ObjRef]>::to_vec).unwrap_or_default();
                let [bytes, flags] = &parts[..] else { return Err(cx.type_error("illegal decoder state")) };
                if bytes.kind() != Kind::Bytes {
                    let got = bytes.ty().name();
                    let text = format!(
                        "illegal decoder state: the first item should be a bytes object, not '{got}'"
                    );
                    return Err(cx.type_error(text));
                }
                let flags = crate::world::long(cx, flags)?;
                (cx.heap.bytes(bytes).unwrap_or_default().to_vec(), flags as u64)
            }
        };
        Ok(match &self.translator {
            Some(t) => (bytes, flags << 1 | u64::from(t.pending)),
            None => (bytes, flags),
        })
    }

    pub fn set_state(&mut self, cx: &mut Cx, bytes: &[u8], mut flags: u64) -> PyResult<()> {
        if let Some(t) = &mut self.translator {
            t.pending = flags & 1 != 0;
            flags >>= 1;
        }
        match &mut self.decoder {
            Decoder::Native { pending, .. } => *pending = bytes.to_vec(),
            Decoder::Object(decoder) => {
                let decoder = decoder.clone();
                let parts = [cx.new_bytes(bytes), cx.int(flags as i64)];
                let state = cx.new_tuple(parts);
                cx.call_method(&decoder, "setstate", &[state])?;
            }
        }
        Ok(())
    }

    pub fn reset(&mut self, cx: &mut Cx) -> PyResult<()> {
        if let Some(t) = &mut self.translator {
            t.reset();
        }
        match &mut self.decoder {
            Decoder::Native { pending, .. } => {
                pending.clear();
                Ok(())
            }
            Decoder::Object(decoder) => {
                let decoder = decoder.clone();
                cx.call_method(&decoder, "reset", &[]).map(drop)
            }
        }
    }

    /// Whether going back to the start of the stream is all that the state needs: bytes a character
    /// are known natively.
    pub fn is_native(&self) -> bool {
        matches!(self.decoder, Decoder::Native { .. })
    }
}

/// An encoder.
#[derive(Clone)]
pub enum Encoder {
    Native { coding: Coding, errors: Rc<str> },
    Object(ObjRef),
}

impl Encoder {
    /// Appends a text as bytes.
    pub fn feed(&self, cx: &mut Cx, text: &ObjRef, out: &mut Vec<u8>) -> PyResult<()> {
        match self {
            Encoder::Native { coding, errors } => {
                let start = out.len();
                match (coding, chars(text)) {
                    (_, Chars::Ascii(s)) => out.extend_from_slice(s.as_bytes()),
                    (Coding::Latin1, Chars::Latin1(s)) => out.extend_from_slice(s),
                    (Coding::Utf8, wide) if push_utf8(out, wide) => (),
                    _ => {
                        // The error handler has the whole text.
                        out.truncate(start);
                        out.extend(crate::str::encode(cx, text, coding.name(), errors)?);
                    }
                }
                Ok(())
            }
            Encoder::Object(encoder) => {
                let r = cx.call_method(encoder, "encode", std::slice::from_ref(text))?;
                if r.kind() != Kind::Bytes {
                    let got = r.ty().name();
                    return Err(cx.type_error(format!("encoder should return a bytes object, not '{got}'")));
                }
                out.extend_from_slice(cx.heap.bytes(&r).unwrap_or_default());
                Ok(())
            }
        }
    }
}
