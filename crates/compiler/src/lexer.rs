//! Every token of a text, line by line, as the library's `tokenize` shows them: comments, line ends that
//! end no statement, the parts of f-strings. What only a parser could refuse is let through.

use std::ops::Range;

use crate::error::{ErrorKind, NO_END, NO_LINE, SyntaxError};

const MAX_BRACKETS: usize = 200;
const MAX_INDENTS: usize = 100;
const MAX_STRINGS: usize = 150;
const MAX_FIELDS: i32 = 3;

/// Kinds of tokens, by CPython's numbers.
pub mod kind {
    pub const END: u8 = 0;
    pub const NAME: u8 = 1;
    pub const NUMBER: u8 = 2;
    pub const STRING: u8 = 3;
    pub const NEWLINE: u8 = 4;
    pub const INDENT: u8 = 5;
    pub const DEDENT: u8 = 6;
    /// Any operator, and characters that are none.
    pub const OPERATOR: u8 = 55;
    pub const STRING_START: u8 = 61;
    pub const STRING_MIDDLE: u8 = 62;
    pub const STRING_END: u8 = 63;
    pub const COMMENT: u8 = 64;
    /// A line end that ends no statement.
    pub const BLANK: u8 = 65;
}

/// Operators by their numbers, from 7 on.
const OPERATORS: [&str; 48] = [
    "(", ")", "[", "]", ":", ",", ";", "+", "-", "*", "/", "|", "&", "<", ">", "=", ".", "%", "{", "}", "==",
    "!=", "<=", ">=", "~", "^", "<<", ">>", "**", "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=", "<<=",
    ">>=", "**=", "//", "//=", "@", "@=", "->", "...", ":=", "!",
];

/// A token. Lines count from 1, columns from 0 and in characters.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Lexeme {
    pub kind: u8,
    pub text: String,
    pub start: (usize, usize),
    pub end: (usize, usize),
    /// The source lines on which it stands.
    pub line: String,
}

impl Lexeme {
    /// The number of the operator that this is, or its kind.
    pub fn exact_kind(&self) -> u8 {
        let number = OPERATORS.iter().position(|&op| op == self.text);
        match number {
            Some(n) if self.kind == kind::OPERATOR => n as u8 + 7,
            _ if self.kind == kind::OPERATOR && self.text == "<>" => 28,
            _ => self.kind,
        }
    }
}

/// Why there is no next token.
#[derive(Debug)]
pub enum Stop<E> {
    Error(Box<SyntaxError>),
    /// Whoever gives the lines failed.
    Lines(E),
}

/// Gives the next line with its end; nothing or an empty one after the last.
pub type Lines<'a, E> = &'a mut dyn FnMut() -> Result<Option<String>, E>;

type Lexed<T, E> = Result<T, Stop<E>>;

/// An f-string that has begun.
#[derive(Clone, Debug)]
struct Format {
    start: usize,
    line: usize,
    line_start: usize,
    quote: u8,
    triple: bool,
    raw: bool,
    /// Brackets open in its fields.
    depth: i32,
    /// Fields inside each other, less one.
    fields: i32,
    /// The expression of the field has ended: what follows is a format specification.
    ended: bool,
    /// Text comes next, not the tokens of a field.
    literal: bool,
}

/// Reads tokens, a line at a time.
#[derive(Debug, Default)]
pub struct Lexer {
    /// All that was read so far.
    text: String,
    at: usize,
    /// Number of the line read last, and where it starts.
    line: usize,
    line_start: usize,
    exhausted: bool,
    /// The last line had no end of its own.
    unended: bool,
    /// At the beginning of a line.
    fresh: bool,
    /// On a line of comments and space only.
    blank: bool,
    indents: Vec<(usize, usize)>,
    /// Indents (above 0) or dedents to tell of.
    pending: isize,
    brackets: usize,
    formats: Vec<Format>,
}

impl Lexer {
    pub fn new() -> Lexer {
        Lexer { fresh: true, ..Lexer::default() }
    }

    /// The next token; the one of kind `END` is the last.
    pub fn next<E>(&mut self, lines: Lines<'_, E>) -> Lexed<Lexeme, E> {
        match self.formats.last() {
            Some(format) if format.literal => self.format_text(lines),
            _ => self.plain(lines),
        }
    }

    /// The byte `ahead` of the place, in the line that was read; 0 where it ends.
    fn ahead(&self, ahead: usize) -> u8 {
        self.text.as_bytes().get(self.at + ahead).copied().unwrap_or(0)
    }

    /// The next byte; another line is read if it must be.
    fn peek<E>(&mut self, lines: Lines<'_, E>) -> Lexed<Option<u8>, E> {
        if self.at >= self.text.len() && !self.exhausted {
            match lines().map_err(Stop::Lines)? {
                Some(line) if !line.is_empty() => self.add(&line)?,
                _ => self.exhausted = true,
            }
        }
        Ok(self.text.as_bytes().get(self.at).copied())
    }

    fn add<E>(&mut self, line: &str) -> Lexed<(), E> {
        self.line += 1;
        self.line_start = self.text.len();
        self.unended = !line.ends_with('\n');
        self.text.push_str(line);
        if self.unended {
            self.text.push('\n');
        }
        if line.contains('\0') {
            return self.fail_at("source code cannot contain null bytes", 0);
        }
        Ok(())
    }

    fn error<T, E>(&self, kind: ErrorKind, message: &str, column: usize, text: Option<&str>) -> Lexed<T, E> {
        let mut error = SyntaxError::bare(kind, message);
        (error.line, error.column) = (self.line as u32, column as u32);
        (error.end_line, error.end_column) = (NO_LINE, NO_END);
        error.text = text.map(str::to_owned);
        Err(Stop::Error(error))
    }

    fn fail_at<T, E>(&self, message: &str, column: usize) -> Lexed<T, E> {
        self.error(ErrorKind::Syntax, message, column, None)
    }

    /// An error at the character that was read last.
    fn fail<T, E>(&self, message: &str) -> Lexed<T, E> {
        self.fail_at(message, self.columns(self.line_start, self.at))
    }

    /// An error of indentation, about the whole line.
    fn misplaced<T, E>(&self, kind: ErrorKind, message: &str) -> Lexed<T, E> {
        let line = self.text[self.line_start..].lines().next().unwrap_or_default();
        self.error(kind, message, line.chars().count() + 1, Some(line))
    }

    fn columns(&self, from: usize, to: usize) -> usize {
        self.text.get(from..to).map_or(0, |text| text.chars().count())
    }

    /// The token from `start` to the place, on one line.
    fn token(&self, kind: u8, start: usize) -> Lexeme {
        self.spanning(kind, start..self.at, self.line, self.line_start)
    }

    /// A token that began on another line.
    fn spanning(&self, kind: u8, range: Range<usize>, line: usize, line_start: usize) -> Lexeme {
        let end = (self.line, self.columns(self.line_start, range.end));
        let shown = &self.text[line_start..];
        let shown = shown.strip_suffix('\n').filter(|_| self.unended).unwrap_or(shown);
        Lexeme {
            kind,
            start: (line, self.columns(line_start, range.start)),
            end,
            text: self.text[range].to_owned(),
            line: shown.to_owned(),
        }
    }

    /// A token behind the last line.
    fn behind(&self, kind: u8) -> Lexeme {
        let place = (self.line + 1, 0);
        Lexeme { kind, text: String::new(), start: place, end: place, line: String::new() }
    }

    fn plain<E>(&mut self, lines: Lines<'_, E>) -> Lexed<Lexeme, E> {
        if std::mem::take(&mut self.fresh) {
            self.indentation(lines)?;
        }
        if self.pending != 0 {
            return Ok(self.indented());
        }
        loop {
            match self.peek(lines)? {
                Some(b' ' | b'\t' | 0x0c) => self.at += 1,
                Some(b'\r') if self.ahead(1) != b'\n' => self.at += 1,
                Some(b'\\') => self.continuation(lines)?,
                _ => break,
            }
        }
        let Some(byte) = self.peek(lines)? else {
            return match self.brackets > 0 || !self.formats.is_empty() {
                true => self.ends_early(),
                false => Ok(self.behind(kind::END)),
            };
        };
        let start = self.at;
        match byte {
            b'#' => {
                self.skip(|b| !matches!(b, b'\n' | b'\r'));
                Ok(self.token(kind::COMMENT, start))
            }
            b'\n' | b'\r' => Ok(self.line_end()),
            b'0'..=b'9' => self.number(),
            b'.' if self.ahead(1).is_ascii_digit() => self.number(),
            b'"' | b'\'' => self.string(start, false, false, lines),
            _ if is_word(byte) => self.word(lines),
            _ => self.operator(byte),
        }
    }

    fn skip(&mut self, fits: impl Fn(u8) -> bool) {
        while self.at < self.text.len() && fits(self.ahead(0)) {
            self.at += 1;
        }
    }

    /// The text ended inside brackets, a field or a continued line.
    fn ends_early<T, E>(&self) -> Lexed<T, E> {
        let column =
            self.formats.first().map_or(0, |format| self.columns(format.line_start, self.text.len()));
        self.fail_at("unexpected EOF in multi-line statement", column)
    }

    fn continuation<E>(&mut self, lines: Lines<'_, E>) -> Lexed<(), E> {
        let end = if self.ahead(1) == b'\r' { 2 } else { 1 };
        if self.ahead(end) != b'\n' {
            let message = "unexpected character after line continuation character";
            return self.fail_at(message, self.columns(self.line_start, self.text.len()));
        }
        self.at += end + 1;
        match self.peek(lines)? {
            Some(_) => Ok(()),
            None => self.ends_early(),
        }
    }

    fn indentation<E>(&mut self, lines: Lines<'_, E>) -> Lexed<(), E> {
        let (mut column, mut alternative, mut continued) = (0, 0, None);
        let byte = loop {
            match self.peek(lines)? {
                Some(b' ') => (column, alternative) = (column + 1, alternative + 1),
                Some(b'\t') => (column, alternative) = ((column / 8 + 1) * 8, alternative + 1),
                Some(0x0c) => (column, alternative) = (0, 0),
                Some(b'\\') => {
                    continued.get_or_insert(column);
                    self.continuation(lines)?;
                    continue;
                }
                byte => break byte,
            }
            self.at += 1;
        };
        self.blank = matches!(byte, Some(b'#' | b'\n' | b'\r'));
        if self.blank || self.brackets > 0 {
            return Ok(());
        }
        if let Some(first) = continued {
            (column, alternative) = (first, first);
        }
        self.compare_indent(column, alternative)
    }

    fn compare_indent<E>(&mut self, column: usize, alternative: usize) -> Lexed<(), E> {
        const TABS: &str = "inconsistent use of tabs and spaces in indentation";
        let top = |this: &Self| this.indents.last().copied().unwrap_or((0, 0));
        let (now, other) = top(self);
        if column > now {
            if self.indents.len() + 1 >= MAX_INDENTS {
                return self.misplaced(ErrorKind::Indentation, "too many levels of indentation");
            }
            if alternative <= other {
                return self.misplaced(ErrorKind::Tab, TABS);
            }
            self.indents.push((column, alternative));
            self.pending = 1;
            return Ok(());
        }
        while column < top(self).0 {
            self.indents.pop();
            self.pending -= 1;
        }
        if column != top(self).0 {
            let message = "unindent does not match any outer indentation level";
            return self.misplaced(ErrorKind::Indentation, message);
        }
        if alternative != top(self).1 {
            return self.misplaced(ErrorKind::Tab, TABS);
        }
        Ok(())
    }

    fn indented(&mut self) -> Lexeme {
        if self.pending > 0 {
            self.pending -= 1;
            return self.token(kind::INDENT, self.line_start);
        }
        self.pending += 1;
        match self.at < self.text.len() {
            true => self.token(kind::DEDENT, self.at),
            false => self.behind(kind::DEDENT),
        }
    }

    fn line_end(&mut self) -> Lexeme {
        let start = self.at;
        let column = self.columns(self.line_start, start);
        self.at += if self.ahead(0) == b'\r' { 2 } else { 1 };
        self.fresh = true;
        let kind = if self.blank || self.brackets > 0 { kind::BLANK } else { kind::NEWLINE };
        let mut token = self.token(kind, start);
        if self.unended {
            token.text.clear();
        }
        token.end = (self.line, column + token.text.len().max(1));
        token
    }

    /// Digits with single underscores between them.
    fn digits<E>(&mut self, base: u32, what: &str) -> Lexed<(), E> {
        loop {
            self.skip(|b| (b as char).is_digit(base));
            if self.ahead(0) != b'_' {
                return Ok(());
            }
            self.at += 1;
            self.digit_follows(base, what)?;
        }
    }

    fn digit_follows<E>(&mut self, base: u32, what: &str) -> Lexed<(), E> {
        let next = self.ahead(0) as char;
        if next.is_digit(base) {
            return Ok(());
        }
        if next.is_ascii_digit() {
            self.at += 1;
            return self.fail(&format!("invalid digit '{next}' in {what} literal"));
        }
        self.fail(&format!("invalid {what} literal"))
    }

    fn number<E>(&mut self) -> Lexed<Lexeme, E> {
        let start = self.at;
        let radix = match (self.ahead(0), self.ahead(1) | 0x20) {
            (b'0', b'x') => Some((16, "hexadecimal")),
            (b'0', b'o') => Some((8, "octal")),
            (b'0', b'b') => Some((2, "binary")),
            _ => None,
        };
        if let Some((base, what)) = radix {
            self.at += 2;
            if self.ahead(0) == b'_' {
                self.at += 1;
            }
            self.digit_follows(base, what)?;
            self.digits(base, what)?;
            if self.ahead(0).is_ascii_digit() {
                self.digit_follows(base, what)?;
            }
            return Ok(self.token(kind::NUMBER, start));
        }
        self.digits(10, "decimal")?;
        if self.ahead(0) == b'.' {
            self.at += 1;
            if self.ahead(0).is_ascii_digit() {
                self.digits(10, "decimal")?;
            }
        }
        if self.ahead(0) | 0x20 == b'e' {
            let sign = usize::from(matches!(self.ahead(1), b'+' | b'-'));
            if self.ahead(1 + sign).is_ascii_digit() {
                self.at += 1 + sign;
                self.digits(10, "decimal")?;
            } else if sign == 1 {
                self.at += 2;
                return self.fail("invalid decimal literal");
            } else {
                return Ok(self.token(kind::NUMBER, start));
            }
        }
        if self.ahead(0) | 0x20 == b'j' {
            self.at += 1;
        }
        Ok(self.token(kind::NUMBER, start))
    }

    /// A name, or a string with a prefix.
    fn word<E>(&mut self, lines: Lines<'_, E>) -> Lexed<Lexeme, E> {
        let start = self.at;
        self.skip(is_word);
        if !matches!(self.ahead(0), b'"' | b'\'') {
            return Ok(self.token(kind::NAME, start));
        }
        match self.text[start..self.at].to_ascii_lowercase().as_str() {
            prefix @ ("f" | "rf" | "fr") => self.string(start, true, prefix.len() == 2, lines),
            "b" | "r" | "u" | "br" | "rb" => self.string(start, false, false, lines),
            _ => Ok(self.token(kind::NAME, start)),
        }
    }

    /// A string whose quote comes next.
    fn string<E>(&mut self, start: usize, format: bool, raw: bool, lines: Lines<'_, E>) -> Lexed<Lexeme, E> {
        let quote = self.ahead(0);
        let triple = self.ahead(1) == quote && self.ahead(2) == quote;
        let (line, line_start) = (self.line, self.line_start);
        self.at += if triple { 3 } else { 1 };
        if format {
            if self.formats.len() + 1 >= MAX_STRINGS {
                return self.fail("too many nested f-strings");
            }
            let (depth, fields) = (0, -1);
            let begun = Format {
                start,
                line,
                line_start,
                quote,
                triple,
                raw,
                depth,
                fields,
                ended: false,
                literal: true,
            };
            self.formats.push(begun);
            return Ok(self.token(kind::STRING_START, start));
        }
        loop {
            let next = self.peek(lines)?;
            if next.is_none() || next == Some(b'\n') && !triple {
                return self.unterminated("", triple, start, line, line_start);
            }
            if self.closes(quote, triple) {
                self.at += if triple { 3 } else { 1 };
                return Ok(self.spanning(kind::STRING, start..self.at, line, line_start));
            }
            self.at += 1;
            if next == Some(b'\\') {
                self.escaped(lines)?;
            }
        }
    }

    /// Moves over the character behind a backslash.
    fn escaped<E>(&mut self, lines: Lines<'_, E>) -> Lexed<(), E> {
        if self.peek(lines)? == Some(b'\r') {
            self.at += 1;
        }
        if self.peek(lines)?.is_some() {
            self.at += 1;
        }
        Ok(())
    }

    fn closes(&self, quote: u8, triple: bool) -> bool {
        self.ahead(0) == quote && (!triple || self.ahead(1) == quote && self.ahead(2) == quote)
    }

    fn unterminated<T, E>(
        &mut self,
        format: &str,
        triple: bool,
        start: usize,
        line: usize,
        line_start: usize,
    ) -> Lexed<T, E> {
        let triple = if triple { "triple-quoted " } else { "" };
        let message = format!("unterminated {triple}{format}string literal (detected at line {})", self.line);
        self.line = line;
        self.fail_at(&message, self.columns(line_start, start) + 1)
    }

    fn operator<E>(&mut self, byte: u8) -> Lexed<Lexeme, E> {
        let start = self.at;
        if let Some(format) = self.formats.last_mut()
            && matches!(byte, b':' | b'}' | b'!' | b'{')
        {
            if format.depth - i32::from(byte != b'{') == 0 {
                format.ended = byte != b'{';
            }
            if byte == b':' && format.depth - 1 == format.fields {
                format.literal = true;
                self.at += 1;
                return Ok(self.token(kind::OPERATOR, start));
            }
        }
        if byte < 0x20 || byte == 0x7f {
            self.at += 1;
            return self.fail(&format!("invalid non-printable character U+{byte:04X}"));
        }
        let rest = &self.text[start..];
        let fits = |n: &usize| rest.get(..*n).is_some_and(|op| op == "<>" || OPERATORS.contains(&op));
        self.at += [3, 2].into_iter().find(fits).unwrap_or(1);
        match byte {
            b'(' | b'[' | b'{' => {
                if self.brackets >= MAX_BRACKETS {
                    return self.fail("too many nested parentheses");
                }
                self.brackets += 1;
                if let Some(format) = self.formats.last_mut() {
                    format.depth += 1;
                }
            }
            b')' | b']' | b'}' => self.close(byte)?,
            _ => (),
        }
        Ok(self.token(kind::OPERATOR, start))
    }

    fn close<E>(&mut self, byte: u8) -> Lexed<(), E> {
        if self.formats.last().is_some_and(|f| f.depth == 0) && byte == b'}' {
            return self.fail("f-string: single '}' is not allowed");
        }
        self.brackets = self.brackets.saturating_sub(1);
        if let Some(format) = self.formats.last_mut() {
            format.depth -= 1;
            if byte == b'}' && format.depth == format.fields {
                format.fields -= 1;
                format.literal = true;
            }
        }
        Ok(())
    }

    /// The end of an f-string, or its text up to the next field.
    fn format_text<E>(&mut self, lines: Lines<'_, E>) -> Lexed<Lexeme, E> {
        let Some(format) = self.formats.last().cloned() else { return self.plain(lines) };
        let start = self.at;
        let (line, line_start) = (self.line, self.line_start);
        self.peek(lines)?;
        if self.ahead(0) == b'{' && self.ahead(1) != b'{' {
            self.enter_field()?;
            return self.plain(lines);
        }
        if self.closes(format.quote, format.triple) {
            self.at += if format.triple { 3 } else { 1 };
            self.formats.pop();
            return Ok(self.token(kind::STRING_END, start));
        }
        let end = self.format_span(&format, lines)?;
        let mut token = self.spanning(kind::STRING_MIDDLE, start..end, line, line_start);
        token.end = (self.line, self.columns(self.line_start, end));
        Ok(token)
    }

    fn enter_field<E>(&mut self) -> Lexed<(), E> {
        let Some(format) = self.formats.last_mut() else { return Ok(()) };
        format.fields += 1;
        format.literal = false;
        if format.fields >= MAX_FIELDS {
            return self.fail("f-string: expressions nested too deeply");
        }
        Ok(())
    }

    /// Moves over the text of an f-string; where it ends.
    fn format_span<E>(&mut self, format: &Format, lines: Lines<'_, E>) -> Lexed<usize, E> {
        let in_spec = format.ended && format.fields >= 0;
        let mut named = false;
        loop {
            let next = self.peek(lines)?;
            if next.is_none() || next == Some(b'\n') && !format.triple {
                if in_spec && next.is_some() {
                    self.leave_text();
                    return Ok(self.at);
                }
                return self.unterminated("f-", format.triple, format.start, format.line, format.line_start);
            }
            if self.closes(format.quote, format.triple) {
                return Ok(self.at);
            }
            match next {
                Some(b'{') if self.ahead(1) != b'{' || in_spec => {
                    self.enter_field()?;
                    return Ok(self.at);
                }
                Some(b'{') => {
                    self.at += 2;
                    return Ok(self.at - 1);
                }
                Some(b'}') if named => {
                    self.at += 1;
                    return Ok(self.at);
                }
                Some(b'}') if self.ahead(1) == b'}' && !in_spec && format.depth == 0 => {
                    self.at += 2;
                    return Ok(self.at - 1);
                }
                Some(b'}') => {
                    self.leave_text();
                    return Ok(self.at);
                }
                Some(b'\\') => {
                    self.at += 1;
                    match self.ahead(0) {
                        b'{' | b'}' => (),
                        b'N' if !format.raw => {
                            self.at += 1;
                            named = self.ahead(0) == b'{';
                            self.at += usize::from(named);
                        }
                        _ => self.escaped(lines)?,
                    }
                }
                _ => self.at += 1,
            }
        }
    }

    /// What comes next are tokens, not text.
    fn leave_text(&mut self) {
        if let Some(format) = self.formats.last_mut() {
            format.literal = false;
        }
    }
}

fn is_word(byte: u8) -> bool {
    byte == b'_' || byte.is_ascii_alphanumeric() || byte >= 0x80
}
