//! The parser's errors in CPython's words.

use rustpython_parser::lexer::LexicalErrorType;
use rustpython_parser::{ParseError, ParseErrorType, Tok};

use crate::error::{ErrorKind, Res, SyntaxError};
use crate::source::Source;
use crate::tokens::{Token, TokenKind, Tokens};

/// Refuses what `eval` refuses before parsing.
pub(crate) fn check_expression(source: &Source, tokens: &Tokens) -> Res<()> {
    match tokens.list.first() {
        Some(token) if token.kind == TokenKind::Indent => Err(source.error(
            ErrorKind::Indentation,
            "unexpected indent",
            token.start,
            token.end,
        )),
        _ => Ok(()),
    }
}

pub(crate) fn rewrite(source: &Source, tokens: &Tokens, error: ParseError) -> Box<SyntaxError> {
    let at = u32::from(error.offset).min(source.text.len() as u32);
    if let ParseErrorType::Lexical(lexical) = &error.error
        && let Some(message) = lexical_message(lexical)
    {
        return source.error(ErrorKind::Syntax, message, at, at);
    }
    let _ = Tok::Name {
        name: String::new(),
    };
    source.error(ErrorKind::Syntax, "invalid syntax", at, end_of(tokens, at))
}

fn end_of(tokens: &Tokens, at: u32) -> u32 {
    let found = tokens.list.iter().find(|t: &&Token| t.start == at);
    found.map_or(at, |t| t.end)
}

fn lexical_message(error: &LexicalErrorType) -> Option<String> {
    Some(match error {
        LexicalErrorType::DefaultArgumentError => {
            "parameter without a default follows parameter with a default".into()
        }
        LexicalErrorType::OtherError(text) => text.clone(),
        other => other.to_string(),
    })
}

pub(crate) fn rewrite_field(
    source: &Source,
    tokens: &Tokens,
    error: ParseError,
    start: u32,
    end: u32,
) -> Box<SyntaxError> {
    let _ = tokens;
    let at = u32::from(error.offset).clamp(start, end);
    source.error(ErrorKind::Syntax, "f-string: invalid syntax", at, end)
}
