//! Percent: `%` format strings taken apart, and values formatted for one directive.
use super::ascii::{self, Ascii, put};
use super::error::{Error, with_room};
use super::float::{self, Style};
use super::int::{self, IntRef};
use std::ops::Range;

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Flags {
    /// `-`
    pub left: bool,
    /// `+`
    pub plus: bool,
    /// a space
    pub space: bool,
    /// `0`
    pub zero: bool,
    /// `#`
    pub alt: bool,
}

/// A width or a precision.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Count {
    None,
    Fixed(usize),
    /// From the next argument: an int, and a negative width sets `left`.
    Star,
}

/// One directive. Its user does these in order: look up `key`, take the arguments of a `*` width and a
/// `*` precision, raise `fault`, take the argument, and format it (`%5%` is unsupported: only `%%` is a `%`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Directive {
    /// Where the mapping key is.
    pub key: Option<Range<usize>>,
    pub flags: Flags,
    pub width: Count,
    pub precision: Count,
    /// The conversion type; 0 when there is a fault.
    pub code: u32,
    /// Where the conversion type is.
    pub pos: usize,
    pub fault: Option<Error>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    Literal(Range<usize>),
    Directive(Directive),
}

/// The pieces of a format string, of `str` (u32) or bytes (u8).
#[derive(Debug, Clone)]
pub struct Parser<'a, T> {
    text: &'a [T],
    at: usize,
    mapping: bool,
    /// What is said about a precision that no C int holds.
    too_precise: &'static str,
}

impl<'a, T: Copy + Into<u32>> Parser<'a, T> {
    /// `mapping`: the right operand can be looked up by key.
    pub fn new(text: &'a [T], mapping: bool) -> Parser<'a, T> {
        Parser { text, at: 0, mapping, too_precise: "precision too big" }
    }

    /// As the parser of a format of bytes, whose errors have words of their own.
    pub fn of_bytes(self) -> Parser<'a, T> {
        Parser { too_precise: "prec too big", ..self }
    }

    fn peek(&self) -> Option<u32> {
        self.text.get(self.at).map(|&c| c.into())
    }

    fn take(&mut self, wanted: u8) -> bool {
        let found = self.peek() == Some(u32::from(wanted));
        self.at += usize::from(found);
        found
    }

    fn find_percent(&self, from: usize) -> usize {
        let found = self.text[from..].iter().position(|&c| c.into() == u32::from(b'%'));
        found.map_or(self.text.len(), |at| from + at)
    }

    /// The key after `(`, with the parentheses inside it balanced.
    fn key(&mut self) -> Result<Range<usize>, Error> {
        if !self.mapping {
            return Err(Error::Type("format requires a mapping".into()));
        }
        let start = self.at;
        let mut depth = 1;
        while let Some(c) = self.peek() {
            self.at += 1;
            if c == u32::from(b'(') {
                depth += 1;
            } else if c == u32::from(b')') {
                depth -= 1;
                if depth == 0 {
                    return Ok(start..self.at - 1);
                }
            }
        }
        Error::value("incomplete format key")
    }

    fn flags(&mut self) -> Flags {
        let mut flags = Flags::default();
        loop {
            match self.peek().map(u8::try_from) {
                Some(Ok(b'-')) => flags.left = true,
                Some(Ok(b'+')) => flags.plus = true,
                Some(Ok(b' ')) => flags.space = true,
                Some(Ok(b'#')) => flags.alt = true,
                Some(Ok(b'0')) => flags.zero = true,
                _ => return flags,
            }
            self.at += 1;
        }
    }

    /// Digits of a number of at most `most`; or the error text.
    fn count(&mut self, most: usize, error: &'static str) -> Result<Count, Error> {
        if self.take(b'*') {
            return Ok(Count::Star);
        }
        let mut value = None;
        while let Some(digit) = self.peek().and_then(char::from_u32).and_then(|c| c.to_digit(10)) {
            let (before, digit) = (value.unwrap_or(0), digit as usize);
            if before > (most - digit) / 10 {
                return Error::value(error);
            }
            value = Some(before * 10 + digit);
            self.at += 1;
        }
        Ok(value.map_or(Count::None, Count::Fixed))
    }

    /// All after the `%`.
    fn directive(&mut self, out: &mut Directive) -> Result<(), Error> {
        if self.take(b'(') {
            out.key = Some(self.key()?);
        }
        out.flags = self.flags();
        out.width = self.count(isize::MAX as usize, "width too big")?;
        if self.take(b'.') {
            out.precision = match self.count(i32::MAX as usize, self.too_precise)? {
                Count::None => Count::Fixed(0),
                count => count,
            };
        }
        let _ = self.take(b'h') || self.take(b'l') || self.take(b'L');
        out.pos = self.at;
        match self.peek() {
            Some(code) => out.code = code,
            None => return Error::value("incomplete format"),
        }
        self.at += 1;
        Ok(())
    }
}

impl<T: Copy + Into<u32>> Iterator for Parser<'_, T> {
    type Item = Piece;

    fn next(&mut self) -> Option<Piece> {
        let start = self.at;
        if start >= self.text.len() {
            return None;
        }
        let percent = self.find_percent(start);
        if percent > start {
            self.at = percent;
            return Some(Piece::Literal(start..percent));
        }
        self.at += 1;
        if self.take(b'%') {
            return Some(Piece::Literal(start + 1..start + 2));
        }
        let mut out = Directive {
            key: None,
            flags: Flags::default(),
            width: Count::None,
            precision: Count::None,
            code: 0,
            pos: start,
            fault: None,
        };
        if let Err(fault) = self.directive(&mut out) {
            out.fault = Some(fault);
            self.at = self.text.len();
        }
        Some(Piece::Directive(out))
    }
}

/// The error of a code that no conversion has.
pub fn unsupported(code: u32, pos: usize) -> Error {
    let shown = char::from_u32(code).filter(|_| (31..127).contains(&code)).unwrap_or('?');
    Error::Value(format!("unsupported format character '{shown}' (0x{code:x}) at index {pos}"))
}

/// The error of a code that no conversion of bytes has.
pub fn unsupported_in_bytes(text: &[u8], directive: &Directive) -> Error {
    let Directive { code, pos, .. } = *directive;
    let digits = match directive.precision {
        Count::None => directive.width,
        precision => precision,
    };
    let before = pos.checked_sub(1).and_then(|at| text.get(at));
    let after_digits = matches!(digits, Count::Fixed(_)) && before.is_some_and(u8::is_ascii_digit);
    if code > 127 && !after_digits {
        // CPython's message gets a negative `char` here, unless digits came before.
        return Error::Overflow("character argument not in range(0x110000)".into());
    }
    let shown = char::from_u32(code).unwrap_or('?');
    Error::Value(format!("unsupported format character '{shown}' (0x{code:x}) at index {pos}"))
}

/// Text put in a field; `space` is the fill.
pub fn format_text<T: Copy>(
    flags: Flags,
    width: Option<usize>,
    precision: Option<usize>,
    text: &[T],
    space: T,
) -> Result<Vec<T>, Error> {
    let text = &text[..text.len().min(precision.unwrap_or(usize::MAX))];
    let total = text.len().max(width.unwrap_or(0));
    let mut out = with_room(total)?;
    if !flags.left {
        out.resize(total - text.len(), space);
    }
    out.extend_from_slice(text);
    out.resize(total, space);
    Ok(out)
}

/// A number in a field: sign, prefix and digits, with zeros or spaces between or around.
fn put_number(
    flags: Flags,
    width: Option<usize>,
    negative: bool,
    prefix: &str,
    zeros: usize,
    digits: &[u8],
) -> Result<Ascii, Error> {
    let sign = match (negative, flags.plus, flags.space) {
        (true, ..) => "-",
        (_, true, _) => "+",
        (_, _, true) => " ",
        _ => "",
    };
    let len = (sign.len() + prefix.len() + digits.len()).saturating_add(zeros);
    let room = width.unwrap_or(0).saturating_sub(len);
    let (left, inner) = match flags {
        Flags { left: true, .. } => (0, 0),
        Flags { zero: true, .. } => (0, room),
        _ => (room, 0),
    };
    let mut out = ascii::filled(len.saturating_add(room), b' ')?;
    let mut at = left;
    put(&mut out, &mut at, sign.as_bytes());
    put(&mut out, &mut at, prefix.as_bytes());
    out[at..at + inner + zeros].fill(b'0');
    at += inner + zeros;
    put(&mut out, &mut at, digits);
    Ok(out)
}

/// An int for the codes `d i u o x X`; `max_digits` limits decimal digits (0: no limit).
pub fn format_int(
    flags: Flags,
    width: Option<usize>,
    precision: Option<usize>,
    code: u8,
    value: IntRef<'_>,
    max_digits: usize,
) -> Result<Ascii, Error> {
    let precision = precision.unwrap_or(0);
    if precision > i32::MAX as usize - 3 {
        return Error::overflow("precision too large");
    }
    let (base, prefix) = match code {
        b'o' => (8, "0o"),
        b'x' => (16, "0x"),
        b'X' => (16, "0X"),
        _ => (10, ""),
    };
    let digits = int::digits(value, base, code == b'X', max_digits)?;
    let text = digits.as_bytes();
    let prefix = if flags.alt { prefix } else { "" };
    put_number(flags, width, value.is_negative(), prefix, precision.saturating_sub(text.len()), text)
}

/// A float for the codes `e E f F g G`.
pub fn format_float(
    flags: Flags,
    width: Option<usize>,
    precision: Option<usize>,
    code: u8,
    value: f64,
) -> Result<Ascii, Error> {
    let style = Style { alt: flags.alt, ..Style::default() };
    let text = float::format(value, code, precision.unwrap_or(6), style)?;
    match text.strip_prefix(b"-") {
        Some(digits) => put_number(flags, width, true, "", 0, digits),
        None => put_number(flags, width, false, "", 0, &text),
    }
}
