//! Source text: decoding, line table, and places as lines and columns.

use rustpython_parser::ast::{self, Ranged};
use rustpython_parser::text_size::TextRange;
use theseus_bytecode::Position;

use crate::error::{ErrorKind, Res, SyntaxError};

const MAX_INT_DIGITS: usize = 4300;

/// The text of one compilation, newlines normalised to `\n`.
pub(crate) struct Source {
    pub text: String,
    /// One expression: nothing adds a newline to its end.
    pub eval: bool,
    /// Lines typed at a prompt: the parser saw each before the next one was there.
    pub prompt: bool,
    /// Decimal digits that an int may have; 0 for any number.
    pub int_digits: usize,
    /// A file that is run, which CPython reads line by line: behind its end there is no column.
    pub file: bool,
    /// The parser's errors count columns in bytes: so it is in files, and bytes, that name no encoding.
    pub byte_columns: bool,
    /// Byte offset at which each line starts.
    lines: Vec<u32>,
    /// The places of offsets, in a text that stands for a tree which a program made.
    given: Option<Vec<Place>>,
}

/// Where a byte of a made-up text is said to stand.
pub(crate) struct Place {
    pub offset: u32,
    pub line: u32,
    /// In bytes, from 0.
    pub column: u32,
}

impl Source {
    pub fn new(mut text: String) -> Source {
        if text.contains('\r') {
            text = text.replace("\r\n", "\n").replace('\r', "\n");
        }
        let mut lines = vec![0];
        lines.extend(text.bytes().enumerate().filter(|&(_, b)| b == b'\n').map(|(i, _)| i as u32 + 1));
        Source {
            text,
            eval: false,
            prompt: false,
            int_digits: MAX_INT_DIGITS,
            file: false,
            byte_columns: false,
            lines,
            given: None,
        }
    }

    /// A made-up text; `places` are sorted by offset.
    pub fn given(text: String, places: Vec<Place>) -> Source {
        let mut source = Source::new(text);
        source.lines = vec![0];
        source.given = Some(places);
        source
    }

    /// A generator expression that is the only argument of a call has the call's parentheses.
    pub fn generator_range(&self, e: &ast::ExprGeneratorExp) -> TextRange {
        if e.range.start() != e.elt.range().start() {
            return e.range;
        }
        let text = &self.text;
        let (start, end) = (usize::from(e.range.start()), usize::from(e.range.end()));
        let before = text[..start].trim_end();
        let after = &text[end..];
        let close = after.len() - after.trim_start().len();
        if !before.ends_with('(') || !after[close..].starts_with(')') {
            return e.range;
        }
        TextRange::new(((before.len() - 1) as u32).into(), ((end + close + 1) as u32).into())
    }

    /// Whether the text is made up, for a tree.
    pub fn is_given(&self) -> bool {
        self.given.is_some()
    }

    /// Line (from 1) and byte column (from 0) of a byte offset.
    pub fn place(&self, offset: u32) -> (u32, u32) {
        if let Some(given) = &self.given {
            let at = given.partition_point(|place| place.offset <= offset);
            return given.get(at.saturating_sub(1)).map_or((0, 0), |place| (place.line, place.column));
        }
        let line = self.lines.partition_point(|&start| start <= offset).max(1);
        (line as u32, offset - self.lines[line - 1])
    }

    /// The place of a line, counted from 1, and a column of bytes.
    pub fn offset(&self, line: u32, column: u32) -> u32 {
        self.lines[(line as usize).clamp(1, self.lines.len()) - 1] + column
    }

    pub fn line_of(&self, offset: u32) -> u32 {
        self.place(offset).0
    }

    pub fn position(&self, range: TextRange) -> Position {
        let (line, column) = self.place(range.start().into());
        let (end_line, end_column) = self.place(range.end().into());
        Position { line, end_line, column, end_column }
    }

    /// Text of a line (from 1) without its newline.
    pub fn line_text(&self, line: u32) -> &str {
        if self.given.is_some() {
            return "";
        }
        let from = self.lines.get(line.saturating_sub(1) as usize).copied().unwrap_or(0);
        let rest = self.text.get(from as usize..).unwrap_or("");
        rest.split('\n').next().unwrap_or("")
    }

    /// An error about the bytes `start..end`.
    pub fn error(
        &self,
        kind: ErrorKind,
        message: impl Into<String>,
        start: u32,
        end: u32,
    ) -> Box<SyntaxError> {
        self.located(kind, message.into(), start, end, self.byte_columns)
    }

    /// An error of the tokenizer, which counts columns of files in characters.
    pub fn lexical(
        &self,
        kind: ErrorKind,
        message: impl Into<String>,
        start: u32,
        end: u32,
    ) -> Box<SyntaxError> {
        self.located(kind, message.into(), start, end, self.byte_columns && !self.file)
    }

    fn located(
        &self,
        kind: ErrorKind,
        message: String,
        start: u32,
        end: u32,
        in_bytes: bool,
    ) -> Box<SyntaxError> {
        if self.eval && start as usize >= self.text.len() {
            return self.error_at_end(kind, message);
        }
        let (line, column) = self.place(start);
        if self.given.is_some() {
            let (end_line, end_column) = self.place(end);
            let mut error = SyntaxError::bare(kind, message);
            (error.line, error.column) = (line, column + 1);
            (error.end_line, error.end_column) = (end_line, end_column as i32 + 1);
            return error;
        }
        let first = self.text.as_bytes().get(start as usize);
        // A comment is part of the newline behind it.
        let newline = first.is_none_or(|b| matches!(b, b'\n' | b'#'));
        let (end_line, end_column) = match newline {
            true => (line, self.line_text(line).len() as u32),
            false => self.place(end.max(start)),
        };
        let chars = |line: u32, column: u32| {
            if in_bytes {
                return column + 1;
            }
            let text = self.line_text(line);
            let upto = text.get(..column as usize).unwrap_or(text);
            upto.chars().count() as u32 + 1
        };
        let whole = self.eval && line as usize == self.lines.len();
        Box::new(SyntaxError {
            kind,
            message,
            line,
            column: chars(line, column),
            end_line,
            // A newline is one column wide.
            end_column: (chars(end_line, end_column) + u32::from(newline)) as i32,
            text: Some(format!("{}{}", self.line_text(line), if whole { "" } else { "\n" })),
            unfinished: false,
            bare: false,
            warned: Vec::new(),
        })
    }

    /// An error at the end of an expression: CPython gives it no column.
    pub fn error_at_end(&self, kind: ErrorKind, message: String) -> Box<SyntaxError> {
        let mut error = SyntaxError::bare(kind, message);
        error.line = self.text.lines().count() as u32;
        error.end_line = error.line;
        error.text = Some(self.text.split_inclusive('\n').next_back().unwrap_or("").to_owned());
        error
    }

    /// An error at the token that stands for the end of the text.
    pub fn end_of_input(&self, message: &str) -> Box<SyntaxError> {
        let mut error = self.error_at_end(ErrorKind::Syntax, message.to_owned());
        error.column = 0;
        let text = error.text.take().unwrap_or_default();
        error.text = Some(if text.ends_with('\n') { text } else { text + "\n" });
        error.ending(0)
    }

    /// What `compile` says of a text that more may follow, if it is told to allow for that.
    pub fn incomplete(&self) -> Box<SyntaxError> {
        let mut error = self.error_at_end(ErrorKind::Syntax, "incomplete input".into());
        error.column = error.text.as_ref().map_or(0, |text| text.chars().count() as u32);
        error.ending(-1).unfinished_if(true)
    }

    /// At a prompt, an empty line ends a block that lacks something: that line is at fault.
    pub fn at_empty_line(&self, mut error: Box<SyntaxError>) -> Box<SyntaxError> {
        if self.prompt && error.unfinished && self.text.ends_with("\n\n") {
            error.line = self.text.lines().count() as u32;
            // Within a block, the end of that block stands there too, which has no column.
            let nested = self.text.trim_end().lines().next_back().is_some_and(|l| l.starts_with([' ', '\t']));
            error.column = u32::from(error.kind == ErrorKind::Syntax || !nested);
            error.text = Some("\n".into());
            return error.ending(-1);
        }
        error
    }

    pub fn syntax(&self, message: impl Into<String>, range: TextRange) -> Box<SyntaxError> {
        self.error(ErrorKind::Syntax, message, range.start().into(), range.end().into())
    }

    /// An error about a name or a future feature: like [`Source::late`], with the message as its only argument.
    pub fn symbolic(&self, message: impl Into<String>, range: TextRange) -> Box<SyntaxError> {
        let mut error = self.late(message, range);
        error.bare = true;
        error
    }

    /// An error found after parsing: it has no text, CPython reads the line from the file.
    pub fn late(&self, message: impl Into<String>, range: TextRange) -> Box<SyntaxError> {
        let (start, end) = (range.start().into(), range.end().into());
        let mut error = self.located(ErrorKind::Syntax, message.into(), start, end, true);
        error.text = None;
        error
    }

    /// An error behind the last line.
    pub fn at_end_of_file(&self, mut error: Box<SyntaxError>) -> Box<SyntaxError> {
        if self.file {
            error.column = 0;
        }
        error
    }
}

/// Decodes a file: byte order mark, coding cookie, UTF-8.
pub(crate) fn decode(bytes: &[u8], filename: &str, in_memory: bool) -> Res<String> {
    let (body, marked) = match bytes.strip_prefix(b"\xef\xbb\xbf") {
        Some(rest) => (rest, true),
        None => (bytes, false),
    };
    let fail = |in_text: String, in_file: String| match in_memory {
        true => Err(SyntaxError::of_text(in_text)),
        false => Err(SyntaxError::bare(ErrorKind::Syntax, in_file)),
    };
    let cookie = cookie(body);
    let name = cookie.as_deref().map(normal_name);
    match name.as_deref() {
        None | Some("utf-8") => {}
        Some(other) if marked => {
            let message = format!("encoding problem: {other} with BOM");
            return fail(message.clone(), message);
        }
        Some("iso-8859-1") => return Ok(body.iter().map(|&b| b as char).collect()),
        Some("ascii") => {
            return match body.iter().position(|b| !b.is_ascii()) {
                None => Ok(body.iter().map(|&b| b as char).collect()),
                Some(at) => {
                    let byte = body[at];
                    let reason = "ordinal not in range(128)";
                    let message =
                        format!("'ascii' codec can't decode byte 0x{byte:02x} in position {at}: {reason}");
                    fail(message, "encoding problem: ascii".into())
                }
            };
        }
        Some(other) => {
            return fail(format!("unknown encoding: {other}"), format!("encoding problem: {other}"));
        }
    }
    match std::str::from_utf8(body) {
        Ok(text) => Ok(text.to_owned()),
        Err(error) => {
            Err(not_utf8(body, error.valid_up_to(), in_memory || cookie.is_some() || marked, filename))
        }
    }
}

fn not_utf8(body: &[u8], at: usize, declared: bool, filename: &str) -> Box<SyntaxError> {
    let line = body[..at].iter().filter(|&&b| b == b'\n').count() as u32 + 1;
    let byte = body[at];
    let from = body[..at].iter().rposition(|&b| b == b'\n').map_or(0, |i| i + 1);
    // CPython finds the byte when it decodes the literal, and counts from there.
    let quote = body[from..at].iter().rposition(|b| matches!(b, b'"' | b'\''));
    let column = quote.map_or(at - from, |quote| at - from - quote - 1);
    let message = if declared {
        let reason = if byte & 0xc0 == 0x80 || byte >= 0xf5 || byte == 0xc0 || byte == 0xc1 {
            "invalid start byte"
        } else if at + 1 == body.len() {
            "unexpected end of data"
        } else {
            "invalid continuation byte"
        };
        format!("(unicode error) 'utf-8' codec can't decode byte 0x{byte:02x} in position {column}: {reason}")
    } else {
        format!(
            "Non-UTF-8 code starting with '\\x{byte:02x}' in file {filename} on line {line}, but no encoding declared; see https://peps.python.org/pep-0263/ for details"
        )
    };
    let mut error = SyntaxError::bare(ErrorKind::Syntax, message);
    // Of an undeclared encoding the message alone tells the place.
    if declared {
        error.line = line;
        let text = body[from..].split(|&b| b == b'\n').next().unwrap_or(&[]);
        error.text = Some(format!("{}\n", String::from_utf8_lossy(text)));
        error.column = quote.map_or(at - from, |quote| quote) as u32 + 1;
        (error.end_line, error.end_column) = (line, error.column as i32 + 1);
    }
    error
}

/// Whether a file says how it is encoded.
pub(crate) fn names_encoding(bytes: &[u8]) -> bool {
    bytes.starts_with(b"\xef\xbb\xbf") || cookie(bytes).is_some()
}

/// The encoding that a file names, if it is none of those decoded here.
pub(crate) fn foreign_encoding(bytes: &[u8]) -> Option<String> {
    let name = cookie(bytes)?;
    let known = matches!(normal_name(&name).as_str(), "utf-8" | "iso-8859-1" | "ascii");
    (!known && !bytes.starts_with(b"\xef\xbb\xbf")).then_some(name)
}

/// The encoding named by a comment in the first two lines.
fn cookie(body: &[u8]) -> Option<String> {
    for line in body.split(|&b| b == b'\n').take(2) {
        let trimmed = line.trim_ascii_start();
        let trimmed = trimmed.strip_prefix(b"\x0c").unwrap_or(trimmed);
        if trimmed.is_empty() {
            continue;
        }
        if trimmed[0] != b'#' {
            return None;
        }
        let text: String = trimmed.iter().map(|&b| b as char).collect();
        let mut from = 0;
        while let Some(found) = text[from..].find("coding") {
            let rest = &text[from + found + 6..];
            if rest.starts_with([':', '=']) {
                let name: String = rest[1..]
                    .trim_start_matches([' ', '\t'])
                    .chars()
                    .take_while(|c| c.is_ascii_alphanumeric() || "-_.".contains(*c))
                    .collect();
                if !name.is_empty() {
                    return Some(name);
                }
            }
            from += found + 6;
        }
    }
    None
}

/// CPython's `get_normal_name`: the common spellings of the encodings we know.
fn normal_name(name: &str) -> String {
    let plain: String =
        name.chars().take(12).map(|c| if c == '_' { '-' } else { c.to_ascii_lowercase() }).collect();
    if plain == "utf-8" || plain.starts_with("utf-8-") || plain == "utf8" {
        return "utf-8".into();
    }
    for known in ["latin-1", "iso-8859-1", "iso-latin-1"] {
        if plain == known || plain.starts_with(&format!("{known}-")) {
            return "iso-8859-1".into();
        }
    }
    match plain.as_str() {
        "latin1" | "l1" | "iso8859-1" => "iso-8859-1".into(),
        "us-ascii" | "ascii" => "ascii".into(),
        _ => name.to_owned(),
    }
}
