//! The error a compilation ends with, and how one is made from a place in the source.

use crate::warnings::Warning;

/// Which Python exception the error becomes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ErrorKind {
    Syntax,
    Indentation,
    Tab,
    Value,
    Type,
    Memory,
    Recursion,
}

/// The end column of an error whose `end_offset` is None.
pub const NO_END: i32 = i32::MIN;
/// The end line of an error whose `end_lineno` is None.
pub const NO_LINE: u32 = u32::MAX;

/// A compilation error. Columns count characters from 1, as `SyntaxError.offset` does; 0 means
/// that the place is unknown.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SyntaxError {
    pub kind: ErrorKind,
    pub message: String,
    pub line: u32,
    pub column: u32,
    pub end_line: u32,
    /// As CPython says it: 0 or -1 where an error has no end.
    pub end_column: i32,
    /// The source line the error is on.
    pub text: Option<String>,
    /// The text ended too early: with more of it, it may be right.
    pub unfinished: bool,
    /// Its place is in attributes of the exception, not in its arguments.
    pub bare: bool,
    /// What was suspicious before it.
    pub warned: Vec<Warning>,
}

impl std::fmt::Display for SyntaxError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} (line {})", self.message, self.line)
    }
}

impl std::error::Error for SyntaxError {}

impl SyntaxError {
    /// The error with another end.
    pub(crate) fn ending(mut self: Box<Self>, column: i32) -> Box<SyntaxError> {
        (self.end_line, self.end_column) = (self.line, column);
        self
    }

    /// The error with the line it is on as the tokenizer of CPython has it: without its end.
    pub(crate) fn without_newline(mut self: Box<Self>) -> Box<SyntaxError> {
        self.text = self.text.map(|text| text.trim_end_matches('\n').to_owned());
        self
    }

    /// The error of a text that more may follow.
    pub(crate) fn unfinished_if(mut self: Box<Self>, unfinished: bool) -> Box<SyntaxError> {
        self.unfinished |= unfinished;
        self
    }

    /// An error about a file as a whole.
    pub fn of_file(message: String) -> SyntaxError {
        *SyntaxError::bare(ErrorKind::Syntax, message)
    }

    /// An error about a text as a whole: CPython gives it line 0 and column -1.
    pub(crate) fn of_text(message: String) -> Box<SyntaxError> {
        let mut error = SyntaxError::bare(ErrorKind::Syntax, message);
        error.end_column = NO_END;
        error
    }

    /// An error without a place.
    pub(crate) fn bare(kind: ErrorKind, message: impl Into<String>) -> Box<SyntaxError> {
        Box::new(SyntaxError {
            kind,
            message: message.into(),
            line: 0,
            column: 0,
            end_line: 0,
            end_column: 0,
            text: None,
            unfinished: false,
            bare: false,
            warned: Vec::new(),
        })
    }

    /// The compiler's answer to input that is nested too deeply.
    pub(crate) fn too_deep() -> Box<SyntaxError> {
        SyntaxError::bare(ErrorKind::Recursion, "maximum recursion depth exceeded during compilation")
    }
}

/// What every step of the compiler returns; boxed, so that the good path stays small.
pub(crate) type Res<T> = Result<T, Box<SyntaxError>>;
