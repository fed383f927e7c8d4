//! Text and replacement fields of f-strings, as the tokenizer and the parser's rules for fields read them.

use super::{Field, MAX_SPECS, Part, Refused, Scanner, Shape};
use crate::error::{ErrorKind, Res};
use crate::lower::fstring::without_comments;
use crate::messages::KEYWORDS;
use crate::parse::{check_cut_field, check_field};

/// A replacement field that is being read.
struct Open {
    start: usize,
    expression: (usize, usize),
    /// Brackets that were open before it.
    outside: usize,
    /// Literals directly in it, and the last if the next one adjoins it.
    strings: Vec<u32>,
    last: Option<u32>,
}

impl Scanner<'_> {
    /// Text and fields of an f-string, or of a format specification, up to its end.
    pub(super) fn parts(&mut self, shape: Shape, in_spec: bool) -> Res<Vec<Part>> {
        let mut parts = Vec::new();
        let mut start = self.pos as u32;
        let text = |parts: &mut Vec<Part>, start: u32, end: usize| {
            if start < end as u32 {
                parts.push(Part::Text { start, end: end as u32 });
            }
        };
        loop {
            let ends = self.pos >= self.bytes.len();
            if ends || self.peek(0) == b'\n' && !shape.triple {
                if !in_spec || shape.triple {
                    return self.unterminated(shape);
                }
                // The line end is space of the field.
                text(&mut parts, start, self.pos);
                return Ok(parts);
            }
            if self.at_quote(shape) {
                text(&mut parts, start, self.pos);
                self.cut = in_spec;
                return Ok(parts);
            }
            match self.peek(0) {
                b'\\' => self.escape(shape),
                b'{' if self.peek(1) == b'{' && !in_spec => {
                    text(&mut parts, start, self.pos + 1);
                    self.pos += 2;
                    start = self.pos as u32;
                }
                b'{' => {
                    text(&mut parts, start, self.pos);
                    parts.push(Part::Field(self.field(shape)?));
                    start = self.pos as u32;
                    if self.cut {
                        return Ok(parts);
                    }
                }
                b'}' if in_spec => {
                    text(&mut parts, start, self.pos);
                    return Ok(parts);
                }
                b'}' if self.peek(1) == b'}' => {
                    text(&mut parts, start, self.pos + 1);
                    self.pos += 2;
                    start = self.pos as u32;
                }
                b'}' => {
                    return self.stop("f-string: single '}' is not allowed", self.pos);
                }
                _ => self.pos += 1,
            }
        }
    }

    /// Moves over a backslash and what it escapes: never a brace.
    fn escape(&mut self, shape: Shape) {
        match self.peek(1) {
            b'N' if !shape.raw && self.peek(2) == b'{' => {
                let ends = |t: &Self| matches!(t.peek(0), b'}' | b'\n') || t.at_quote(shape);
                while self.pos < self.bytes.len() && !ends(self) {
                    self.pos += 1;
                }
                self.pos += usize::from(self.peek(0) == b'}');
            }
            brace @ (b'{' | b'}') => {
                self.pos += 1;
                if !shape.raw {
                    self.suspect(self.pos, format!("invalid escape sequence '\\{}'", brace as char));
                }
            }
            _ => self.pos += 2,
        }
    }

    fn field(&mut self, shape: Shape) -> Res<Field> {
        let start = self.pos;
        if shape.specs >= MAX_SPECS {
            return self.stop("f-string: expressions nested too deeply", start - 1);
        }
        self.pos += 1;
        let expr_start = self.pos;
        let outside = self.brackets.len();
        let mut open =
            Open { start, expression: (expr_start, expr_start), outside, strings: Vec::new(), last: None };
        self.fields.push(expr_start);
        self.field_expression(shape, &mut open)?;
        let expr_end = self.pos;
        open.expression.1 = expr_end;
        let mut debug = None;
        if self.peek(0) == b'=' {
            self.pos += 1;
            self.space();
            debug = Some((expr_start as u32, self.pos as u32));
        }
        if without_comments(&self.source.text[expr_start..expr_end]).trim().is_empty() {
            let at = if debug.is_some() { expr_end } else { self.pos };
            let message = format!("f-string: valid expression required before '{}'", self.bytes[at] as char);
            self.refuse(&open, message, at, at + 1);
        }
        let converted = self.peek(0) == b'!';
        let word = if converted { self.conversion(shape, &mut open)? } else { (0, 0) };
        let mut spec = None;
        if self.peek(0) == b':' {
            spec = Some(self.specification(shape, &open)?);
        }
        if !self.cut {
            let message = match (spec.is_some(), converted, debug.is_some()) {
                (true, ..) => "f-string: expecting '}', or format specs",
                (_, true, _) => "f-string: expecting ':' or '}'",
                (.., true) => "f-string: expecting '!', or ':', or '}'",
                _ => "f-string: expecting '=', or '!', or ':', or '}'",
            };
            self.end_of_field(shape, &mut open, message)?;
        }
        let conversion = match &self.bytes[word.0..word.1] {
            [] => 0,
            [c @ (b's' | b'r' | b'a')] => *c,
            _ => {
                let shown = &self.source.text[word.0..word.1];
                let mut message = "f-string: invalid conversion character".to_owned();
                if !KEYWORDS.contains(&shown) {
                    message.push_str(&format!(" '{shown}': expected 's', 'r', or 'a'"));
                }
                self.refuse(&open, message, word.0, word.1);
                0
            }
        };
        self.fields.pop();
        Ok(Field {
            start: start as u32,
            end: self.pos as u32,
            expr_start: expr_start as u32,
            expr_end: expr_end as u32,
            debug,
            conversion,
            spec,
            strings: open.strings,
            parsed: usize::MAX,
        })
    }

    /// The format specification behind `:`.
    fn specification(&mut self, shape: Shape, open: &Open) -> Res<Vec<Part>> {
        if shape.level > 100 {
            return self.stop("f-string: expressions nested too deeply", open.start);
        }
        self.pos += 1;
        let deeper = Shape { level: shape.level + 1, specs: shape.specs + 1, ..shape };
        let parts = self.parts(deeper, true)?;
        if self.cut {
            let end = self.pos + if shape.triple { 3 } else { 1 };
            self.refuse(open, "f-string: expecting '}', or format specs", self.pos, end);
            // The brace stays open.
            self.brackets.push((b'{', open.start as u32));
            self.weights.push(0);
        }
        Ok(parts)
    }

    /// Moves over the name behind `!`, and tells where it is. What else stands there is left.
    fn conversion(&mut self, shape: Shape, open: &mut Open) -> Res<(usize, usize)> {
        let mark = self.pos;
        self.pos += 1;
        self.space();
        let from = self.pos;
        if from >= self.bytes.len() {
            return self.never_closed(open.start);
        }
        if matches!(self.peek(0), b'}' | b':') {
            self.refuse(open, "f-string: missing conversion character", from, from + 1);
            return Ok((from, from));
        }
        self.field_token(shape, open)?;
        let first = self.bytes[from];
        let is_name = first == b'_' || first >= 0x80 || first.is_ascii_alphabetic();
        if !is_name || matches!(self.bytes[self.pos - 1], b'"' | b'\'') {
            self.refuse(open, "f-string: invalid conversion character", from, self.pos);
            return Ok((from, from));
        }
        if from > mark + 1 {
            let message = "f-string: conversion type must come right after the exclamanation mark";
            self.refuse(open, message, mark, self.pos);
        }
        let word = (from, self.pos);
        self.space();
        Ok(word)
    }

    /// Moves over the brace that ends a field, or refuses what stands there instead.
    fn end_of_field(&mut self, shape: Shape, open: &mut Open, message: &str) -> Res<()> {
        self.space();
        if self.peek(0) != b'}' && self.pos < self.bytes.len() {
            let from = self.pos;
            self.field_token(shape, open)?;
            self.refuse(open, message, from, self.pos);
        }
        loop {
            self.field_expression(shape, open)?;
            match self.peek(0) {
                b'}' => {
                    self.pos += 1;
                    return Ok(());
                }
                b':' => {
                    self.specification(shape, open)?;
                    if self.cut {
                        return Ok(());
                    }
                }
                _ => self.pos += 1,
            }
        }
    }

    /// What is wrong with a field, unless its expression is wrong.
    fn refuse(&mut self, open: &Open, message: impl Into<String>, start: usize, end: usize) {
        if self.refused.is_some() {
            return;
        }
        let error = check_field(self.source, open.expression.0, open.expression.1).err();
        let own = || {
            let error = self.source.error(ErrorKind::Syntax, message, start as u32, end as u32);
            if error.end_line > error.line { error.without_newline() } else { error }
        };
        let error = error.unwrap_or_else(own);
        let at = self.formats.first().map_or(open.start, |shape| shape.start);
        self.refused = Some(Refused { at, error });
    }

    /// The error of a field in which the f-string's quote comes at `at`. What the parser refuses without looking
    /// at the quote comes first.
    pub(super) fn cut_off<T>(&mut self, at: usize) -> Res<T> {
        let empty = "f-string: valid expression required";
        if let Some(refused) = self.refused.take_if(|refused| refused.error.message.starts_with(empty)) {
            return Err(refused.error);
        }
        if let Some(&start) = self.fields.last() {
            check_cut_field(self.source, start, at)?;
        }
        self.stop("f-string: expecting '}'", at)
    }

    fn never_closed<T>(&self, open: usize) -> Res<T> {
        let message = "'{' was never closed";
        let error = self.source.error(ErrorKind::Syntax, message, open as u32, open as u32 + 1);
        Err(error.ending(0).unfinished_if(true))
    }

    /// Moves over space, line ends and comments in a field.
    fn space(&mut self) {
        loop {
            match self.peek(0) {
                b'#' => self.comment(),
                byte if byte.is_ascii_whitespace() => self.pos += 1,
                _ => return,
            }
        }
    }

    /// Moves over the expression of a field, to the `}`, `!`, `:` or `=` that ends it.
    fn field_expression(&mut self, shape: Shape, open: &mut Open) -> Res<()> {
        loop {
            self.space();
            if self.pos >= self.bytes.len() {
                return match self.refused.take() {
                    // CPython never looks so far.
                    Some(Refused { error, .. }) if !error.message.starts_with("f-string: invalid conv") => {
                        Err(error)
                    }
                    _ => self.never_closed(open.start),
                };
            }
            let byte = self.peek(0);
            if self.brackets.len() == open.outside {
                let equals = self.peek(1) == b'=';
                if byte == b'}' || byte == b'!' && !equals || byte == b':' || byte == b'=' && !equals {
                    return Ok(());
                }
            }
            self.field_token(shape, open)?;
        }
    }

    /// Moves over a token of a field.
    fn field_token(&mut self, shape: Shape, open: &mut Open) -> Res<()> {
        if let Some(index) = self.literal(shape.level + 1)? {
            if let Some(previous) = open.last {
                self.out.literals[previous as usize].adjacent = Some(index);
            }
            open.last = Some(index);
            open.strings.push(index);
            return Ok(());
        }
        open.last = None;
        let (byte, start) = (self.peek(0), self.pos);
        if byte.is_ascii_digit() || byte == b'.' && self.peek(1).is_ascii_digit() {
            return self.number();
        }
        if byte == b'_' || byte.is_ascii_alphabetic() || byte >= 0x80 {
            return self.name();
        }
        match byte {
            b'\\' => self.continuation(),
            b')' | b']' | b'}' if self.brackets.len() == open.outside => {
                self.stop(format!("f-string: unmatched '{}'", byte as char), self.pos)
            }
            b'!' if self.peek(1) != b'=' => {
                self.pos += 1;
                Ok(())
            }
            b'$' | b'?' | b'`' => {
                self.pos += 1;
                let before = (open.expression.0, start);
                let nothing = self.brackets.len() > open.outside
                    || self.source.text[before.0..before.1].trim().is_empty();
                if nothing {
                    let text = &self.source.text[before.0..self.pos];
                    let first = before.0 + (text.len() - text.trim_start().len());
                    let message = "f-string: expecting a valid expression after '{'";
                    let empty = Open { expression: (start, start), strings: Vec::new(), ..*open };
                    self.refuse(&empty, message, first, first + 1);
                } else {
                    let part = Open { expression: before, strings: Vec::new(), ..*open };
                    self.refuse(&part, "f-string: expecting '=', or '!', or ':', or '}'", start, start + 1);
                }
                Ok(())
            }
            _ => self.operator(),
        }
    }
}
