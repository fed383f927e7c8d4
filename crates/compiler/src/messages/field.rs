//! Errors in the replacement fields of f-strings.

use rustpython_parser::ast::{Expr, Ranged};
use rustpython_parser::{Parse, ParseError, ParseErrorType};

use super::{Scene, ends_operand, lexical_message, text_of};
use crate::Mode;
use crate::error::{ErrorKind, Res, SyntaxError};
use crate::source::Source;
use crate::tokens::{TokenKind, Tokens, tokenize};

/// An error in a replacement field, which was parsed as `(text)`.
pub(crate) fn rewrite_field(
    source: &Source,
    text: String,
    error: ParseError,
    start: u32,
    end: u32,
) -> Box<SyntaxError> {
    let at = u32::from(error.offset).clamp(start, end);
    let trimmed = source.text[start as usize..end as usize].trim_start();
    let first = end - trimmed.len() as u32;
    let fail = |message: &str, at: u32| source.error(ErrorKind::Syntax, message, at, end);
    if trimmed.starts_with("lambda") {
        let message = "f-string: lambda expressions are not allowed without parentheses";
        return source.error(ErrorKind::Syntax, message, first, end + 1);
    }
    if let Some(rest) = trimmed.strip_prefix('*').filter(|rest| !rest.starts_with('*'))
        && Expr::parse(rest, "").is_ok()
    {
        // CPython finds it after parsing.
        let mut error = fail("can't use starred expression here", first);
        error.text = None;
        return error;
    }
    let inner = Source::new(text);
    let Ok(tokens) = tokenize(&inner) else { return fail("f-string: invalid syntax", at) };
    if let Some(lambda) =
        open_lambda(&inner, &tokens).filter(|_| source.text[end as usize..].starts_with(':'))
    {
        let message = "f-string: lambda expressions are not allowed without parentheses";
        return source.error(ErrorKind::Syntax, message, lambda + start - 1, end + 1);
    }
    let scene = Scene::new(&inner, &tokens, at - start + 1, &error.error, Mode::Eval);
    if let Some((message, from, to)) = scene.special() {
        let error = source.error(ErrorKind::Syntax, message, from + start - 1, to + start - 1);
        return if error.end_line > error.line { error.without_newline() } else { error };
    }
    if let ParseErrorType::Lexical(lexical) = &error.error
        && let (Some(message), Some(behind)) = (lexical_message(lexical), scene.behind_mixed(lexical))
    {
        return source.error(ErrorKind::Syntax, message, behind.start + start - 1, behind.end + start - 1);
    }
    // The longest expression the field starts with; what follows it is wrong.
    let solid = tokens.list.iter().take_while(|t| t.kind != TokenKind::Newline).count();
    let length = (2..solid).rev().find(|&n| scene.parsed(1, n).is_some());
    let (message, index) = match length {
        Some(n) => ("f-string: expecting '=', or '!', or ':', or '}'", n),
        None => ("f-string: expecting a valid expression after '{'", 1),
    };
    let place = tokens.list.get(index).map_or((at, end), |t| (t.start + start - 1, t.end + start - 1));
    source.error(ErrorKind::Syntax, message, place.0, place.1)
}

/// Refuses a generator expression that has no parentheses but those put round the text of its field, which
/// begins at `start`.
pub(crate) fn check_bare_generator(source: &Source, expr: &Expr, start: u32) -> Res<()> {
    let Expr::GeneratorExp(generator) = expr else { return Ok(()) };
    if u32::from(generator.range.start()) >= start {
        return Ok(());
    }
    let end = u32::from(generator.elt.range().end());
    let rest = &source.text[end as usize..];
    let at = end + (rest.len() - rest.trim_start().len()) as u32;
    let word = if rest.trim_start().starts_with("async") { 5 } else { 3 };
    let message = "f-string: expecting '=', or '!', or ':', or '}'";
    Err(source.error(ErrorKind::Syntax, message, at, at + word))
}

/// Where a `lambda` stands in the text of a field, outside all brackets but those put round the text, and
/// not as an operand.
fn open_lambda(source: &Source, tokens: &Tokens) -> Option<u32> {
    let mut depth = 0;
    for token in tokens.list.iter().rev() {
        match text_of(source, token) {
            ")" | "]" | "}" => depth += 1,
            "(" | "[" | "{" => depth -= 1,
            "lambda" if depth == 1 => {
                let before = source.text[..token.start as usize].trim_end();
                let begins = before.ends_with(['(', ',']) || ends_operand(source, tokens, token.start);
                return begins.then_some(token.start);
            }
            _ => {}
        }
    }
    None
}
