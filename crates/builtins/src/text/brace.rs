//! Brace: `str.format` strings taken apart.
use super::error::Error;
use super::unicode::decimal_value;
use std::ops::Range;

/// What a field takes first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum First {
    /// `{}`: the next argument.
    Auto,
    Index(usize),
    /// Where the name of a keyword argument is.
    Name(Range<usize>),
}

/// One step from a value to a part of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// `.name`
    Attr(Range<usize>),
    /// `[12]`
    Index(usize),
    /// `[text]`
    Key(Range<usize>),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// The whole field name, as `string.Formatter.parse` gives it.
    pub name: Range<usize>,
    /// The character after `!`.
    pub conversion: Option<u32>,
    pub spec: Range<usize>,
    /// The spec has replacement fields of its own.
    pub nested: bool,
}

/// A literal, and the field after it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    pub literal: Range<usize>,
    pub field: Option<Field>,
}

/// The pieces of a format string. `{{` ends a piece whose literal has the first of the braces.
/// After an error no piece follows.
#[derive(Debug, Clone)]
pub struct Parser<'a> {
    text: &'a [u32],
    at: usize,
    end: usize,
}

/// The error when specs nest deeper than two levels.
pub const TOO_DEEP: &str = "Max string recursion exceeded";

const OPEN: u32 = b'{' as u32;
const CLOSE: u32 = b'}' as u32;
const BANG: u32 = b'!' as u32;
const COLON: u32 = b':' as u32;
const DOT: u32 = b'.' as u32;
const BRACKET: u32 = b'[' as u32;
const END_BRACKET: u32 = b']' as u32;

impl<'a> Parser<'a> {
    pub fn new(text: &'a [u32]) -> Parser<'a> {
        Parser { text, at: 0, end: text.len() }
    }

    /// The pieces of a part of a format string; ranges still refer to all of it.
    pub fn of_range(text: &'a [u32], range: Range<usize>) -> Parser<'a> {
        let end = range.end.min(text.len());
        Parser { text, at: range.start.min(end), end }
    }

    fn take(&mut self) -> Option<u32> {
        let c = *self.text[..self.end].get(self.at)?;
        self.at += 1;
        Some(c)
    }

    fn piece(&mut self) -> Result<Piece, Error> {
        let start = self.at;
        let is_brace = |&c: &u32| c == OPEN || c == CLOSE;
        let Some(len) = self.text[start..self.end].iter().position(is_brace) else {
            self.at = self.end;
            return Ok(Piece { literal: start..self.end, field: None });
        };
        let brace = self.text[start + len];
        self.at = start + len + 1;
        let next = self.text[..self.end].get(self.at).copied();
        if next == Some(brace) {
            self.at += 1;
            return Ok(Piece { literal: start..start + len + 1, field: None });
        }
        if brace == CLOSE {
            return Error::value("Single '}' encountered in format string");
        }
        if next.is_none() {
            return Error::value("Single '{' encountered in format string");
        }
        Ok(Piece { literal: start..start + len, field: Some(self.field()?) })
    }

    /// All after the `{`.
    fn field(&mut self) -> Result<Field, Error> {
        let start = self.at;
        let end = loop {
            match self.take() {
                None => return Error::value("expected '}' before end of string"),
                Some(OPEN) => return Error::value("unexpected '{' in field name"),
                Some(BRACKET) => {
                    while self.at < self.end && self.text[self.at] != END_BRACKET {
                        self.at += 1;
                    }
                }
                Some(end @ (CLOSE | COLON | BANG)) => break end,
                Some(_) => {}
            }
        };
        let name = start..self.at - 1;
        let empty = self.at..self.at;
        let mut field = Field { name, conversion: None, spec: empty, nested: false };
        if end == CLOSE {
            return Ok(field);
        }
        if end == BANG {
            field.conversion = self.take();
            if field.conversion.is_none() {
                return Error::value("end of string while looking for conversion specifier");
            }
            match self.take() {
                Some(CLOSE) => return Ok(field),
                Some(COLON) | None => {}
                Some(_) => return Error::value("expected ':' after conversion specifier"),
            }
        }
        let spec = self.at;
        let mut depth = 1;
        while let Some(c) = self.take() {
            if c == OPEN {
                field.nested = true;
                depth += 1;
            } else if c == CLOSE {
                depth -= 1;
                if depth == 0 {
                    field.spec = spec..self.at - 1;
                    return Ok(field);
                }
            }
        }
        Error::value("unmatched '{' in format spec")
    }
}

impl Iterator for Parser<'_> {
    type Item = Result<Piece, Error>;

    fn next(&mut self) -> Option<Result<Piece, Error>> {
        if self.at >= self.end {
            return None;
        }
        let piece = self.piece();
        if piece.is_err() {
            self.at = self.end;
        }
        Some(piece)
    }
}

/// The number that a text is, when it is one (in the digits of any script).
fn number(text: &[u32]) -> Result<Option<usize>, Error> {
    let mut value = 0usize;
    for &c in text {
        let Some(digit) = decimal_value(c) else { return Ok(None) };
        let digit = usize::from(digit);
        if value > (isize::MAX as usize - digit) / 10 {
            return Error::value("Too many decimal digits in format string");
        }
        value = value * 10 + digit;
    }
    Ok((!text.is_empty()).then_some(value))
}

/// A field name in its first part and the steps from there.
pub fn split_name<'a>(text: &'a [u32], name: &Range<usize>) -> Result<(First, Path<'a>), Error> {
    let end = name.end.min(text.len());
    let start = name.start.min(end);
    let is_step = |&c: &u32| c == DOT || c == BRACKET;
    let stop = text[start..end].iter().position(is_step).map_or(end, |len| start + len);
    let first = match number(&text[start..stop])? {
        Some(index) => First::Index(index),
        None if start == stop => First::Auto,
        None => First::Name(start..stop),
    };
    Ok((first, Path { text, at: stop, end }))
}

/// The steps of a field name.
#[derive(Debug, Clone)]
pub struct Path<'a> {
    text: &'a [u32],
    at: usize,
    end: usize,
}

impl Path<'_> {
    fn step(&mut self) -> Result<Step, Error> {
        let kind = self.text[self.at];
        let start = self.at + 1;
        let rest = &self.text[start..self.end];
        let (range, step) = match kind {
            DOT => {
                let len = rest.iter().position(|&c| c == DOT || c == BRACKET).unwrap_or(rest.len());
                self.at = start + len;
                (start..start + len, Step::Attr(start..start + len))
            }
            BRACKET => {
                let Some(len) = rest.iter().position(|&c| c == END_BRACKET) else {
                    return Error::value("Missing ']' in format string");
                };
                self.at = start + len + 1;
                let range = start..start + len;
                let step = match number(&self.text[range.clone()])? {
                    Some(index) => Step::Index(index),
                    None => Step::Key(range.clone()),
                };
                (range, step)
            }
            _ => return Error::value("Only '.' or '[' may follow ']' in format field specifier"),
        };
        if range.is_empty() {
            return Error::value("Empty attribute in format string");
        }
        Ok(step)
    }
}

impl Iterator for Path<'_> {
    type Item = Result<Step, Error>;

    fn next(&mut self) -> Option<Result<Step, Error>> {
        if self.at >= self.end {
            return None;
        }
        let step = self.step();
        if step.is_err() {
            self.at = self.end;
        }
        Some(step)
    }
}

/// Which of automatic and manual numbering a format string uses.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Numbering {
    #[default]
    Unknown,
    /// The next argument to take.
    Auto(usize),
    Manual,
}

impl Numbering {
    /// The index of the argument, or nothing for a name.
    pub fn resolve(&mut self, first: &First) -> Result<Option<usize>, Error> {
        match (first, *self) {
            (First::Name(_), _) => Ok(None),
            (First::Auto, Numbering::Manual) => {
                Error::value("cannot switch from manual field specification to automatic field numbering")
            }
            (First::Index(_), Numbering::Auto(_)) => {
                Error::value("cannot switch from automatic field numbering to manual field specification")
            }
            (First::Index(index), _) => {
                *self = Numbering::Manual;
                Ok(Some(*index))
            }
            (First::Auto, state) => {
                let index = if let Numbering::Auto(next) = state { next } else { 0 };
                *self = Numbering::Auto(index + 1);
                Ok(Some(index))
            }
        }
    }
}

/// The error of a conversion that is not `r`, `s` or `a`.
pub fn unknown_conversion(c: u32) -> Error {
    Error::Value(match char::from_u32(c) {
        Some(shown) if (33..127).contains(&c) => format!("Unknown conversion specifier {shown}"),
        _ => format!("Unknown conversion specifier \\x{c:x}"),
    })
}
