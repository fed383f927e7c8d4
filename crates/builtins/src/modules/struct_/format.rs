//! The format language of `struct`: what a format means, and items by it.

use smallvec::SmallVec;
use theseus_object::{Cx, ObjRef, PyResult, Raised};

use crate::item::{self, Misfit, Shape};

/// What stands in the bytes of a code.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Content {
    Pad,
    /// `s`: as many bytes as the code is long.
    Bytes,
    /// `p`: a length, then bytes.
    Pascal,
    Number(Shape),
}

/// A run of equal items.
#[derive(Clone, Copy)]
pub struct Code {
    letter: u8,
    content: Content,
    offset: usize,
    size: usize,
    repeat: usize,
}

/// A compiled format.
pub struct Format {
    pub codes: Vec<Code>,
    pub size: usize,
    /// How many objects are packed.
    pub items: usize,
    big: bool,
    /// Whether a float too large for 32 bits becomes infinite, as C converts it.
    native: bool,
}

/// Content and size of a letter; the alignment of native ones is their size.
fn letter(c: u8, native: bool) -> Option<(Content, usize)> {
    match c {
        b'x' => return Some((Content::Pad, 1)),
        b's' => return Some((Content::Bytes, 1)),
        b'p' => return Some((Content::Pascal, 1)),
        b'n' | b'N' | b'P' if !native => return None,
        _ => (),
    }
    let (shape, size) = item::native(c)?;
    let size = if !native && matches!(c, b'l' | b'L') { 4 } else { size };
    Some((Content::Number(shape), size))
}

impl Format {
    /// Compiles a format; the error is a message.
    pub fn parse(text: &[u8]) -> Result<Format, &'static str> {
        let little = cfg!(target_endian = "little");
        let (native, big, text) = match text.first() {
            Some(b'<') => (false, false, &text[1..]),
            Some(b'>' | b'!') => (false, true, &text[1..]),
            Some(b'=') => (false, !little, &text[1..]),
            Some(b'@') => (true, !little, &text[1..]),
            _ => (true, !little, text),
        };
        const TOO_LONG: &str = "total struct size too long";
        let mut format = Format { codes: Vec::new(), size: 0, items: 0, big, native };
        let mut rest = text.iter().copied();
        while let Some(c) = rest.next() {
            if c.is_ascii_whitespace() || c == 0x0b {
                continue;
            }
            let (mut c, mut count) = (c, 1usize);
            if c.is_ascii_digit() {
                count = usize::from(c - b'0');
                loop {
                    c = rest.next().ok_or("repeat count given without format specifier")?;
                    if !c.is_ascii_digit() {
                        break;
                    }
                    count = count
                        .checked_mul(10)
                        .and_then(|n| n.checked_add(usize::from(c - b'0')))
                        .filter(|&n| n <= isize::MAX as usize)
                        .ok_or(TOO_LONG)?;
                }
            }
            let (content, size) = letter(c, native).ok_or("bad char in struct format")?;
            if native && size > 1 {
                format.size = format.size.checked_next_multiple_of(size).ok_or(TOO_LONG)?;
            }
            let offset = format.size;
            let bytes = size.checked_mul(count).ok_or(TOO_LONG)?;
            format.size = offset.checked_add(bytes).filter(|&n| n <= isize::MAX as usize).ok_or(TOO_LONG)?;
            match content {
                Content::Pad => (),
                Content::Bytes | Content::Pascal => {
                    format.items += 1;
                    format.codes.push(Code { letter: c, content, offset, size: count, repeat: 1 });
                }
                Content::Number(_) if count > 0 => {
                    format.items += count;
                    format.codes.push(Code { letter: c, content, offset, size, repeat: count });
                }
                Content::Number(_) => (),
            }
        }
        Ok(format)
    }

    /// The objects in `data`, which has the format's size.
    pub fn unpack(&self, cx: &Cx, data: &[u8]) -> SmallVec<[ObjRef; 8]> {
        let mut out = SmallVec::with_capacity(self.items);
        for code in &self.codes {
            let mut at = code.offset;
            for _ in 0..code.repeat {
                let bytes = data.get(at..at + code.size).unwrap_or_default();
                out.push(self.unpack_item(cx, code, bytes));
                at += code.size;
            }
        }
        out
    }

    fn unpack_item(&self, cx: &Cx, code: &Code, bytes: &[u8]) -> ObjRef {
        match code.content {
            Content::Number(Shape::Signed) => item::read_int(cx, bytes, true, self.big),
            Content::Number(Shape::Unsigned | Shape::Pointer) => item::read_int(cx, bytes, false, self.big),
            Content::Number(Shape::Float) => cx.float(item::read_float(bytes, self.big)),
            Content::Number(Shape::Bool) => cx.bool(bytes.iter().any(|&b| b != 0)),
            Content::Pascal => {
                let length = bytes.first().map_or(0, |&n| usize::from(n)).min(bytes.len().saturating_sub(1));
                cx.new_bytes(bytes.get(1..1 + length).unwrap_or_default())
            }
            _ => cx.new_bytes(bytes),
        }
    }

    /// Writes the objects into `out`, which has the format's size and is zero.
    pub fn pack(&self, cx: &mut Cx, values: &[ObjRef], out: &mut [u8]) -> PyResult<()> {
        let mut values = values.iter();
        for code in &self.codes {
            let mut at = code.offset;
            for _ in 0..code.repeat {
                let Some(value) = values.next() else { return Ok(()) };
                let Some(to) = out.get_mut(at..at + code.size) else { return Ok(()) };
                self.pack_item(cx, code, value, to)?;
                at += code.size;
            }
        }
        Ok(())
    }

    fn pack_item(&self, cx: &mut Cx, code: &Code, value: &ObjRef, to: &mut [u8]) -> PyResult<()> {
        match code.content {
            Content::Pad => Ok(()),
            Content::Bytes | Content::Pascal => {
                let Some(bytes) = cx.heap.bytes(value) else {
                    let c = char::from(code.letter);
                    return Err(error(cx, format!("argument for '{c}' must be a bytes object")));
                };
                let (to, length) = match (code.content, to.split_first_mut()) {
                    (Content::Pascal, Some((first, to))) => {
                        let n = bytes.len().min(to.len());
                        *first = n.min(255) as u8;
                        (to, n)
                    }
                    (Content::Pascal, None) => return Ok(()),
                    _ => {
                        let n = bytes.len().min(to.len());
                        (to, n)
                    }
                };
                if let (Some(to), Some(from)) = (to.get_mut(..length), bytes.get(..length)) {
                    to.copy_from_slice(from);
                }
                Ok(())
            }
            Content::Number(shape) => self.pack_number(cx, code, shape, value, to),
        }
    }

    fn pack_number(
        &self,
        cx: &mut Cx,
        code: &Code,
        shape: Shape,
        value: &ObjRef,
        to: &mut [u8],
    ) -> PyResult<()> {
        if let (Shape::Signed | Shape::Unsigned, Some(v)) = (shape, value.int()) {
            let signed = shape == Shape::Signed;
            return match item::write_word(v, to, signed, self.big) {
                true => Ok(()),
                false => Err(range_error(cx, code, signed)),
            };
        }
        let packed = match shape {
            Shape::Char | Shape::Bool => match item::pack(cx, code.letter, value) {
                Ok(packed) => Some(packed),
                Err(Misfit::Raised(e)) => return Err(e),
                Err(_) => return Err(error(cx, "char format requires a bytes object of length 1")),
            },
            Shape::Float => {
                let v = match crate::float::real(cx, value) {
                    Ok(v) => v,
                    Err(_) => {
                        cx.take_exception();
                        return Err(error(cx, "required argument is not a float"));
                    }
                };
                let fits = code.size != 4 || self.native || item::fits_single(v);
                match item::write_float(v, code.size, self.big).filter(|_| fits) {
                    Some(packed) => Some(packed),
                    None if value.is_int() => return Err(error(cx, "int too large to convert")),
                    None => {
                        let c = char::from(code.letter);
                        return Err(cx.overflow_error(format!("float too large to pack with {c} format")));
                    }
                }
            }
            Shape::Signed | Shape::Unsigned | Shape::Pointer => {
                let v = item::wide(&integer(cx, value)?);
                let signed = shape == Shape::Signed;
                let packed = item::write_int(v, code.size, signed, self.big);
                match shape {
                    Shape::Pointer => packed.or_else(|| item::write_int(v, code.size, true, self.big)),
                    _ => packed,
                }
            }
        };
        match packed {
            Some(packed) => to.copy_from_slice(&packed),
            None if shape == Shape::Pointer => return Err(error(cx, "int too large to convert")),
            None => return Err(range_error(cx, code, shape == Shape::Signed)),
        }
        Ok(())
    }
}

fn integer(cx: &mut Cx, value: &ObjRef) -> PyResult {
    if !value.is_int() && value.ty().slots().index.is_none() {
        return Err(error(cx, "required argument is not an integer"));
    }
    cx.index(value)
}

#[cold]
fn range_error(cx: &mut Cx, code: &Code, signed: bool) -> Raised {
    let bits = 8 * code.size as u32;
    let (low, high) =
        if signed { (-(1i128 << (bits - 1)), (1i128 << (bits - 1)) - 1) } else { (0, (1i128 << bits) - 1) };
    let c = char::from(code.letter);
    error(cx, format!("'{c}' format requires {low} <= number <= {high}"))
}

/// Raises `struct.error`.
#[cold]
pub fn error(cx: &mut Cx, message: impl AsRef<str>) -> Raised {
    crate::module::raise_kept(cx, "_struct.error", message)
}
