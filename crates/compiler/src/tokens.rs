//! A light tokenizer: one pass that finds what the parser would get wrong or choke on.
//!
//! It checks brackets, indentation, numbers and nesting with CPython's words, and finds string
//! literals with their replacement fields. The parser then reads a copy of the source in which
//! each literal is blanked, so literals are decoded in one place only (`literal.rs`).

mod format;

use rustc_hash::FxHashMap;

use crate::error::{ErrorKind, Res, SyntaxError};
use crate::source::Source;

/// Levels of nesting the parser's tree may reach, estimated from the tokens.
const MAX_NESTING: u32 = 20_000;
const MAX_BRACKETS: usize = 200;
const MAX_INDENTS: usize = 100;
/// Replacement fields inside each other's format specifications.
const MAX_SPECS: u32 = 3;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum TokenKind {
    Name,
    Number,
    Str,
    Op,
    Newline,
    Indent,
    Dedent,
    End,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Token {
    pub kind: TokenKind,
    pub start: u32,
    pub end: u32,
}

/// A string literal in the source.
#[derive(Debug)]
pub(crate) struct Literal {
    pub start: u32,
    pub end: u32,
    pub bytes: bool,
    pub raw: bool,
    pub format: bool,
    /// Text and fields; a single `Text` for a plain literal.
    pub parts: Vec<Part>,
    /// The literal that follows it with nothing between (implicit concatenation).
    pub adjacent: Option<u32>,
}

impl Literal {
    /// What an error about the text of the literal points at: of an f-string its end, which CPython's parser
    /// has read when it decodes the text.
    pub fn blamed(&self, source: &Source) -> (u32, u32) {
        if !self.format || source.is_given() {
            return (self.start, self.end);
        }
        let text = &source.text[self.start as usize..self.end as usize];
        let quoted = text.trim_start_matches(|c: char| c.is_ascii_alphabetic());
        let triple = quoted.starts_with("\"\"\"") || quoted.starts_with("'''");
        (self.end - if triple { 3 } else { 1 }, self.end)
    }
}

#[derive(Debug)]
pub(crate) enum Part {
    Text { start: u32, end: u32 },
    Field(Field),
}

/// A replacement field of an f-string.
#[derive(Debug)]
pub(crate) struct Field {
    pub start: u32,
    pub end: u32,
    pub expr_start: u32,
    pub expr_end: u32,
    /// Source text shown before the value, for `{x=}`.
    pub debug: Option<(u32, u32)>,
    /// `s`, `r`, `a` or 0.
    pub conversion: u8,
    pub spec: Option<Vec<Part>>,
    /// Literals directly inside the expression.
    pub strings: Vec<u32>,
    /// Index of the parsed expression, given by `parse.rs`.
    pub parsed: usize,
}

#[derive(Default)]
pub(crate) struct Tokens {
    pub list: Vec<Token>,
    pub literals: Vec<Literal>,
    pub by_start: FxHashMap<u32, u32>,
    /// Literals that stand in no other literal.
    pub top: Vec<u32>,
    /// Indentations that hold tabs, and those of blank lines that are continued.
    pub tabs: Vec<(u32, u32)>,
    /// What the tokenizer warns about, and where: numbers that a keyword follows directly, braces of f-strings
    /// behind a backslash.
    pub suspicious: Vec<(u32, String)>,
    /// The last bracket that nothing closes: where it is, and on which line.
    pub unclosed: Option<(u32, u32)>,
}

impl Tokens {
    /// Source text `start..end` with the given literals blanked, byte for byte in place.
    pub fn blanked(&self, text: &str, start: u32, end: u32, strings: &[u32]) -> String {
        let mut out = String::with_capacity((end - start) as usize + 2);
        let mut at = start;
        for &index in strings {
            let literal = &self.literals[index as usize];
            out.push_str(&text[at as usize..literal.start as usize]);
            let mut inner = (literal.end - literal.start) as usize - 2;
            if literal.bytes {
                out.push('b');
                inner -= 1;
            }
            out.push('"');
            out.extend(std::iter::repeat_n(' ', inner));
            out.push('"');
            at = literal.end;
        }
        out.push_str(&text[at as usize..end as usize]);
        out
    }

    /// The whole source for the parser; tabs of indentations become spaces, which keeps widths
    /// apart because inconsistent ones were refused, and so do continuations of blank lines.
    pub fn blanked_source(&self, text: &str) -> String {
        let out = self.blanked(text, 0, text.len() as u32, &self.top);
        if self.tabs.is_empty() {
            return out;
        }
        let mut bytes = out.into_bytes();
        for &(start, end) in &self.tabs {
            for byte in &mut bytes[start as usize..end as usize] {
                if matches!(*byte, b'\t' | b'\\' | b'\n') {
                    *byte = b' ';
                }
            }
        }
        String::from_utf8(bytes).unwrap_or_default()
    }
}

pub(crate) fn tokenize(source: &Source) -> Res<Tokens> {
    let mut scanner = Scanner::new(source);
    scanner.run()?;
    Ok(scanner.out)
}

/// The tokens before the place where the tokenizer stopped, and whether an earlier error of the
/// parser outranks its own.
pub(crate) fn tokenize_before(source: &Source) -> Option<(Tokens, Option<u32>)> {
    let mut scanner = Scanner::new(source);
    scanner.run().err()?;
    if scanner.out.list.last().is_none_or(|t| t.kind != TokenKind::End) {
        // A backslash at the end of the text stands before nothing.
        scanner.pos = scanner.pos.min(scanner.bytes.len());
        let end = scanner.pos;
        if let Some(format) = scanner.formats.first() {
            let start = format.start as u32;
            scanner.weak = Some(start);
            // It is known by its quote alone.
            let prefix = scanner.bytes[format.start..].iter().take_while(|b| b.is_ascii_alphabetic()).count();
            let quote = start + prefix as u32 + if format.triple { 3 } else { 1 };
            scanner.out.list.push(Token { kind: TokenKind::Str, start, end: quote });
        }
        scanner.push(TokenKind::Newline, end);
        scanner.push(TokenKind::End, end);
    }
    Some((scanner.out, scanner.weak))
}

struct Scanner<'a> {
    source: &'a Source,
    bytes: &'a [u8],
    pos: usize,
    brackets: Vec<(u8, u32)>,
    /// Estimated depth of the expression at each bracket level.
    weights: Vec<u32>,
    total: u32,
    indents: Vec<(u32, u32)>,
    elifs: u32,
    /// The last comment, from where to where.
    comment: (usize, usize),
    out: Tokens,
    /// Where the tokenizer stopped with an error that an earlier one of the parser outranks.
    weak: Option<u32>,
    /// The first thing that the parser will refuse, unless the tokenizer finds something behind it.
    refused: Option<Refused>,
    /// The f-strings around the place.
    formats: Vec<Shape>,
    /// Where the expressions of the fields around the place begin.
    fields: Vec<usize>,
    /// The end of an f-string came in a format specification, and the f-string is read no further.
    cut: bool,
}

/// An error of the parser's, and where the token begins that it concerns.
struct Refused {
    at: usize,
    error: Box<SyntaxError>,
}

impl<'a> Scanner<'a> {
    fn new(source: &'a Source) -> Scanner<'a> {
        Scanner {
            source,
            bytes: source.text.as_bytes(),
            pos: 0,
            brackets: Vec::new(),
            weights: vec![0],
            total: 0,
            indents: vec![(0, 0)],
            elifs: 0,
            comment: (0, 0),
            out: Tokens::default(),
            weak: None,
            refused: None,
            formats: Vec::new(),
            fields: Vec::new(),
            cut: false,
        }
    }
}

impl Scanner<'_> {
    fn peek(&self, ahead: usize) -> u8 {
        self.bytes.get(self.pos + ahead).copied().unwrap_or(0)
    }

    /// An error of the grammar, about `start..end`.
    fn fail<T>(&self, message: impl Into<String>, start: usize, end: usize) -> Res<T> {
        Err(self.source.error(ErrorKind::Syntax, message, start as u32, end as u32))
    }

    /// A character that begins a token of no statement.
    fn foreign(&mut self, at: usize) {
        if self.refused.is_none() {
            let error = self.source.error(ErrorKind::Syntax, "invalid syntax", at as u32, at as u32 + 1);
            self.refused = Some(Refused { at, error });
        }
    }

    /// An error of the tokenizer: it has no width, and its text no newline.
    fn stop<T>(&self, message: impl Into<String>, at: usize) -> Res<T> {
        let error = self.source.lexical(ErrorKind::Syntax, message, at as u32, at as u32);
        let column = error.column as i32;
        let mut error = error.ending(column);
        error.text = error.text.map(|t| t.trim_end_matches('\n').to_owned());
        Err(error)
    }

    fn suspect(&mut self, at: usize, message: String) {
        self.out.suspicious.push((at as u32, message));
    }

    fn push(&mut self, kind: TokenKind, start: usize) {
        self.out.list.push(Token { kind, start: start as u32, end: self.pos as u32 });
    }

    fn run(&mut self) -> Res<()> {
        let (mut line_start, mut comment) = (true, None);
        loop {
            if line_start {
                line_start = false;
                if self.brackets.is_empty() {
                    self.indentation()?;
                }
            }
            match self.peek(0) {
                0 if self.pos >= self.bytes.len() => break,
                b' ' | b'\t' | 0x0c => self.pos += 1,
                b'#' => {
                    comment = Some(self.pos);
                    self.comment();
                }
                b'\n' => {
                    // The token of a line end begins with the comment before it.
                    let start = comment.take().unwrap_or(self.pos);
                    self.pos += 1;
                    line_start = true;
                    if self.brackets.is_empty() && self.in_line() {
                        self.push_newline(start);
                        self.reset_weight();
                    }
                }
                b'\\' => self.continuation()?,
                _ => self.token()?,
            }
        }
        if let Some(&(_, at)) = self.brackets.last() {
            self.out.unclosed = Some((at, self.source.line_of(at)));
        }
        let end = self.pos;
        if self.in_line() {
            self.push_newline(end);
        }
        for _ in 1..self.indents.len() {
            self.push(TokenKind::Dedent, end);
        }
        self.push(TokenKind::End, end);
        match self.refused.take() {
            Some(Refused { at, error }) => {
                self.weak = Some(at as u32);
                Err(error)
            }
            None => Ok(()),
        }
    }

    /// Whether the current logical line has a token already.
    fn in_line(&self) -> bool {
        !matches!(
            self.out.list.last().map(|t| t.kind),
            None | Some(TokenKind::Newline | TokenKind::Indent | TokenKind::Dedent)
        )
    }

    fn comment(&mut self) {
        let start = self.pos;
        while self.pos < self.bytes.len() && self.bytes[self.pos] != b'\n' {
            self.pos += 1;
        }
        self.comment = (start, self.pos);
    }

    /// The end of a line, of which a comment before it is part.
    fn push_newline(&mut self, end: usize) {
        let start = if self.comment.1 == end { self.comment.0 } else { end };
        self.push(TokenKind::Newline, start);
    }

    fn continuation(&mut self) -> Res<()> {
        if self.peek(1) == b'\n' {
            self.pos += 2;
            if self.pos >= self.bytes.len() {
                return self.end_of_file(self.pos - 1).map_err(|e: Box<SyntaxError>| e.unfinished_if(true));
            }
            return Ok(());
        }
        if self.pos + 1 >= self.bytes.len() {
            return self.end_of_file(self.pos + 1);
        }
        let message = "unexpected character after line continuation character";
        let at = self.pos as u32 + 1;
        self.weak = Some(self.pos as u32);
        Err(self.source.error(ErrorKind::Syntax, message, at, at).ending(0))
    }

    fn end_of_file<T>(&self, at: usize) -> Res<T> {
        let error =
            self.source.error(ErrorKind::Syntax, "unexpected EOF while parsing", at as u32, at as u32);
        Err(error.ending(-1))
    }

    fn indentation(&mut self) -> Res<()> {
        if self.in_line() {
            return Ok(());
        }
        let start = self.pos;
        let (mut column, mut alternative, mut tabs) = (0u32, 0u32, false);
        // Where the first of the lines ends that a backslash continues.
        let mut continued = None;
        loop {
            match self.peek(0) {
                b' ' => {
                    column += 1;
                    alternative += 1;
                }
                b'\t' => {
                    column = (column / 8 + 1) * 8;
                    alternative += 1;
                    tabs = true;
                }
                0x0c => (column, alternative) = (0, 0),
                b'\\' if self.peek(1) == b'\n' && self.pos + 2 < self.bytes.len() => {
                    continued.get_or_insert((self.pos, column, alternative));
                    self.pos += 1;
                }
                _ => break,
            }
            self.pos += 1;
        }
        let blank = matches!(self.peek(0), b'\n' | b'#') || self.pos >= self.bytes.len();
        if let Some((end, first, first_alternative)) = continued.filter(|_| !blank) {
            (self.pos, column, alternative) = (end, first, first_alternative);
        }
        if tabs || blank && continued.is_some() {
            self.out.tabs.push((start as u32, self.pos as u32));
        }
        if blank {
            return Ok(());
        }
        let &(top, top_alternative) = self.indents.last().unwrap_or(&(0, 0));
        let tab_error = |this: &Self| {
            let message = "inconsistent use of tabs and spaces in indentation";
            Err(this.source.error(ErrorKind::Tab, message, start as u32, this.pos as u32).ending(0))
        };
        if column == top {
            if alternative != top_alternative {
                return tab_error(self);
            }
        } else if column > top {
            if alternative <= top_alternative {
                return tab_error(self);
            }
            if self.indents.len() >= MAX_INDENTS {
                let message = "too many levels of indentation";
                return Err(self.source.error(
                    ErrorKind::Indentation,
                    message,
                    start as u32,
                    self.pos as u32,
                ));
            }
            self.indents.push((column, alternative));
            self.push(TokenKind::Indent, start);
        } else {
            while self.indents.last().is_some_and(|&(c, _)| column < c) {
                self.indents.pop();
                self.push(TokenKind::Dedent, start);
            }
            let &(now, now_alternative) = self.indents.last().unwrap_or(&(0, 0));
            if column != now {
                let message = "unindent does not match any outer indentation level";
                let line_end = self.pos + self.rest_of_line();
                let at = line_end as u32;
                self.weak = Some(start as u32);
                return Err(self.source.error(ErrorKind::Indentation, message, at, at).ending(-1));
            }
            if alternative != now_alternative {
                return tab_error(self);
            }
        }
        Ok(())
    }

    fn rest_of_line(&self) -> usize {
        self.bytes[self.pos..].iter().position(|&b| b == b'\n').unwrap_or(self.bytes.len() - self.pos)
    }

    fn token(&mut self) -> Res<()> {
        let start = self.pos;
        let byte = self.peek(0);
        if byte.is_ascii_digit() || byte == b'.' && self.peek(1).is_ascii_digit() {
            self.number()?;
            self.push(TokenKind::Number, start);
        } else if let Some(index) = self.literal(0)? {
            if let Some(Token { kind: TokenKind::Str, start, .. }) = self.out.list.last()
                && let Some(&previous) = self.out.by_start.get(start)
            {
                self.out.literals[previous as usize].adjacent = Some(index);
            }
            self.out.top.push(index);
            self.push(TokenKind::Str, start);
        } else if byte == b'_' || byte.is_ascii_alphabetic() || byte >= 0x80 {
            self.name()?;
            match &self.bytes[start..self.pos] {
                b"lambda" | b"not" | b"if" | b"await" | b"else" => self.weigh()?,
                b"elif" => {
                    self.elifs += 1;
                    if self.elifs > 4 * MAX_NESTING {
                        return Err(SyntaxError::too_deep());
                    }
                }
                _ => {}
            }
            self.push(TokenKind::Name, start);
        } else {
            self.operator()?;
            self.push(TokenKind::Op, start);
        }
        Ok(())
    }

    fn weigh(&mut self) -> Res<()> {
        self.total += 1;
        if let Some(weight) = self.weights.last_mut() {
            *weight += 1;
        }
        if self.total > MAX_NESTING {
            return Err(SyntaxError::too_deep());
        }
        Ok(())
    }

    fn reset_weight(&mut self) {
        if let Some(weight) = self.weights.last_mut() {
            self.total -= *weight;
            *weight = 0;
        }
    }

    fn operator(&mut self) -> Res<()> {
        let start = self.pos;
        let text = &self.bytes[start..];
        let two = [
            b"**", b"//", b">>", b"<<", b"<=", b">=", b"==", b"!=", b"->", b"+=", b"-=", b"*=", b"/=", b"%=",
            b"&=", b"|=", b"^=", b"@=", b":=", b"<>",
        ];
        let three = [&b"**="[..], b"//=", b">>=", b"<<=", b"..."];
        let length = if three.iter().any(|op| text.starts_with(op)) {
            3
        } else if two.iter().any(|op| text.starts_with(&op[..])) {
            2
        } else {
            1
        };
        self.pos += length;
        match text[0] {
            open @ (b'(' | b'[' | b'{') => {
                if self.brackets.len() >= MAX_BRACKETS {
                    return self.stop("too many nested parentheses", start);
                }
                self.weigh()?;
                self.brackets.push((open, start as u32));
                self.weights.push(0);
            }
            close @ (b')' | b']' | b'}') => self.close(close, start)?,
            b',' | b';' => self.reset_weight(),
            b'+' | b'-' | b'*' | b'/' | b'%' | b'@' | b'&' | b'|' | b'^' | b'~' | b'<' | b'>' | b'.' => {
                if length < 3 {
                    self.weigh()?;
                }
            }
            b'=' | b':' => {}
            b'!' if length == 2 => {}
            b'$' | b'?' | b'!' | b'`' => self.foreign(start),
            other if other < 0x20 || other == 0x7f => {
                return self.stop(format!("invalid non-printable character U+{other:04X}"), start);
            }
            _ => return self.fail("invalid syntax", start, start + 1),
        }
        Ok(())
    }

    fn close(&mut self, close: u8, at: usize) -> Res<()> {
        let Some((open, opened)) = self.brackets.pop() else {
            return self.stop(format!("unmatched '{}'", close as char), at);
        };
        if self.weights.len() > 1 {
            self.total -= self.weights.pop().unwrap_or(0);
        }
        if close != closing(open) {
            let (line, here) = (self.source.line_of(opened), self.source.line_of(at as u32));
            let mut message = format!(
                "closing parenthesis '{}' does not match opening parenthesis '{}'",
                close as char, open as char
            );
            if line != here {
                message.push_str(&format!(" on line {line}"));
            }
            return self.stop(message, at);
        }
        Ok(())
    }

    fn name(&mut self) -> Res<()> {
        let start = self.pos;
        while self.pos < self.bytes.len() {
            let byte = self.bytes[self.pos];
            if byte == b'_' || byte.is_ascii_alphanumeric() {
                self.pos += 1;
                continue;
            }
            if byte < 0x80 {
                break;
            }
            let Some(char) = self.source.text[self.pos..].chars().next() else {
                break;
            };
            let fits = if self.pos == start {
                unicode_ident::is_xid_start(char)
            } else {
                unicode_ident::is_xid_continue(char)
            };
            if !fits {
                let shown = if char.is_control() || char.is_whitespace() || is_format(char) {
                    format!("invalid non-printable character U+{:04X}", char as u32)
                } else {
                    format!("invalid character '{char}' (U+{:04X})", char as u32)
                };
                return self.stop(shown, self.pos);
            }
            self.pos += char.len_utf8();
        }
        Ok(())
    }

    fn digits(&mut self, fits: impl Fn(u8) -> bool, what: &str) -> Res<usize> {
        let mut count = 0;
        loop {
            if self.peek(0) == b'_' {
                if !fits(self.peek(1)) {
                    self.pos += 1;
                    let next = self.peek(0);
                    if next.is_ascii_digit() && what != "decimal" {
                        let message = format!("invalid digit '{}' in {what} literal", next as char);
                        return self.stop(message, self.pos);
                    }
                    return self.stop(format!("invalid {what} literal"), self.pos - 1);
                }
                self.pos += 1;
            }
            if !fits(self.peek(0)) {
                return Ok(count);
            }
            self.pos += 1;
            count += 1;
        }
    }

    fn number(&mut self) -> Res<()> {
        let start = self.pos;
        let radix = match (self.peek(0), self.peek(1) | 0x20) {
            (b'0', b'x') => Some(("hexadecimal", 16)),
            (b'0', b'o') => Some(("octal", 8)),
            (b'0', b'b') => Some(("binary", 2)),
            _ => None,
        };
        if let Some((what, base)) = radix {
            self.pos += 2;
            let count = self.digits(|b| (b as char).is_digit(base), what)?;
            let next = self.peek(0);
            if next.is_ascii_digit() {
                let message = format!("invalid digit '{}' in {what} literal", next as char);
                return self.stop(message, self.pos);
            }
            if count == 0 {
                return self.stop(format!("invalid {what} literal"), self.pos - 1);
            }
            return self.end_of_number(what);
        }
        let digits = self.digits(|b| b.is_ascii_digit(), "decimal")?;
        let mut float = false;
        if self.peek(0) == b'.' {
            float = true;
            self.pos += 1;
            if self.peek(0).is_ascii_digit() {
                self.digits(|b| b.is_ascii_digit(), "decimal")?;
            }
        }
        if self.peek(0) | 0x20 == b'e' {
            let sign = matches!(self.peek(1), b'+' | b'-') as usize;
            if self.peek(1 + sign).is_ascii_digit() {
                float = true;
                self.pos += 1 + sign;
                self.digits(|b| b.is_ascii_digit(), "decimal")?;
            } else if sign == 1 {
                return self.stop("invalid decimal literal", self.pos + 1);
            }
        }
        if self.peek(0) | 0x20 == b'j' {
            self.pos += 1;
            return self.end_of_number("imaginary");
        }
        if !float {
            let text = &self.bytes[start..self.pos];
            if text[0] == b'0' && text.iter().any(|b| !matches!(b, b'0' | b'_')) {
                let message = "leading zeros in decimal integer literals are not permitted; use an 0o prefix for octal integers";
                let zeros = text.iter().take_while(|b| matches!(b, b'0' | b'_')).count();
                return self
                    .fail(message, start, start + zeros)
                    .map_err(|e: Box<SyntaxError>| e.without_newline());
            }
            let limit = self.source.int_digits;
            if limit != 0 && digits > limit {
                let message = format!(
                    "Exceeds the limit ({limit} digits) for integer string conversion: value has {digits} digits; use sys.set_int_max_str_digits() to increase the limit - Consider hexadecimal for huge integer literals to avoid decimal conversion limits."
                );
                // CPython tells the line alone.
                return self.fail(message, start, self.pos).map_err(|mut e: Box<SyntaxError>| {
                    (e.column, e.end_line, e.end_column) = (0, e.line, 0);
                    e
                });
            }
        }
        self.end_of_number("decimal")
    }

    /// A keyword may follow a number directly; any other name character is an error.
    fn end_of_number(&mut self, what: &'static str) -> Res<()> {
        let next = self.peek(0);
        if next != b'_' && !next.is_ascii_alphanumeric() {
            return Ok(());
        }
        let rest = &self.bytes[self.pos..];
        let word =
            &rest[..rest.iter().position(|b| !b.is_ascii_alphanumeric() && *b != b'_').unwrap_or(rest.len())];
        let keywords: [&[u8]; 8] = [b"and", b"else", b"for", b"if", b"in", b"is", b"not", b"or"];
        if keywords.iter().any(|k| word.starts_with(k)) {
            self.suspect(self.pos - 1, format!("invalid {what} literal"));
            return Ok(());
        }
        self.stop(format!("invalid {what} literal"), self.pos - 1)
    }

    /// Reads a string literal if one begins here.
    fn literal(&mut self, level: u32) -> Res<Option<u32>> {
        let start = self.pos;
        let (mut bytes, mut raw, mut format) = (false, false, false);
        let mut at = start;
        loop {
            match self.bytes.get(at).map_or(0, |b| b | 0x20) {
                b'b' if !bytes && !format => bytes = true,
                b'r' if !raw => raw = true,
                b'f' if !format && !bytes => format = true,
                b'u' if at == start && matches!(self.bytes.get(at + 1), Some(b'"' | b'\'')) => {}
                _ => break,
            }
            at += 1;
        }
        let quote = match self.bytes.get(at) {
            Some(&q @ (b'"' | b'\'')) => q,
            _ => return Ok(None),
        };
        let triple = self.bytes.get(at + 1) == Some(&quote) && self.bytes.get(at + 2) == Some(&quote);
        self.pos = at + if triple { 3 } else { 1 };
        let shape = Shape { start, quote, triple, raw, format, level, specs: 0 };
        let parts = if format {
            if level > 100 {
                return self.stop("f-string: expressions nested too deeply", start);
            }
            self.formats.push(shape);
            let parts = self.parts(shape, false)?;
            self.formats.pop();
            self.cut = false;
            parts
        } else {
            vec![self.plain(shape)?]
        };
        self.pos += if triple { 3 } else { 1 };
        let index = self.out.literals.len() as u32;
        self.out.literals.push(Literal {
            start: start as u32,
            end: self.pos as u32,
            bytes,
            raw,
            format,
            parts,
            adjacent: None,
        });
        self.out.by_start.insert(start as u32, index);
        Ok(Some(index))
    }

    fn at_quote(&self, shape: Shape) -> bool {
        self.peek(0) == shape.quote
            && (!shape.triple || self.peek(1) == shape.quote && self.peek(2) == shape.quote)
    }

    fn unterminated<T>(&mut self, shape: Shape) -> Res<T> {
        let mut at = self.pos.min(self.bytes.len());
        let ends = at == self.bytes.len();
        if (shape.triple || ends) && at > 0 && self.bytes[at - 1] == b'\n' {
            at -= 1;
        }
        let line = self.source.line_of(at as u32);
        let message = format!(
            "unterminated {}{} literal (detected at line {line})",
            if shape.triple { "triple-quoted " } else { "" },
            if shape.format { "f-string" } else { "string" },
        );
        if !shape.format
            && self.formats.last().is_some_and(|f| f.quote == shape.quote && f.triple == shape.triple)
        {
            // The quote was to end the f-string around it.
            return self.cut_off(shape.start);
        }
        // A line end that stops it is not the end of the text, unless it is escaped.
        let open = shape.triple || self.pos >= self.bytes.len();
        self.stop(message, shape.start).map_err(|e| e.unfinished_if(open))
    }

    fn plain(&mut self, shape: Shape) -> Res<Part> {
        let start = self.pos as u32;
        loop {
            if self.pos >= self.bytes.len() || self.peek(0) == b'\n' && !shape.triple {
                return self.unterminated(shape);
            }
            if self.at_quote(shape) {
                return Ok(Part::Text { start, end: self.pos as u32 });
            }
            self.pos += if self.peek(0) == b'\\' { 2 } else { 1 };
        }
    }
}

/// What a string literal looks like, while it is read.
#[derive(Clone, Copy)]
struct Shape {
    start: usize,
    quote: u8,
    triple: bool,
    raw: bool,
    format: bool,
    level: u32,
    /// Format specifications around it in the same literal.
    specs: u32,
}

fn closing(open: u8) -> u8 {
    match open {
        b'(' => b')',
        b'[' => b']',
        _ => b'}',
    }
}

/// Characters of general category Cf that show up in pasted code.
fn is_format(char: char) -> bool {
    matches!(char as u32, 0xad | 0x200b..=0x200f | 0x202a..=0x202e | 0x2060..=0x2064 | 0xfeff)
}
