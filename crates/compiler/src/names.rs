//! Names on their way to the parser: in normal form, and told from each other where they are given twice in a
//! list of parameters or arguments. That the parser refuses, but Python's grammar does not: it is for the
//! passes behind, and not for one who asks for the tree only.

use std::fmt::Write;

use rustpython_parser::lexer::LexicalErrorType;
use rustpython_parser::text_size::{TextRange, TextSize};
use rustpython_parser::{Parse, ParseError, ParseErrorType, Tok};
use theseus_unicode::normal::normalize;
use theseus_unicode::{Edition, Form};

/// Stands, with a number, behind a name that came before, which makes it another name to the parser.
/// No text that is parsed has this character.
const MARK: char = '\0';

/// So many are marked before the parser's refusal counts: each costs a parse.
const MOST: usize = 50;

/// Parses text that begins at a place of the source. `change` may turn tokens into others; `wrapped` are the
/// ranges that get parentheses of no width around them.
pub(crate) fn parse<T: Parse>(
    text: &str,
    start: TextSize,
    change: impl Fn(Tok, TextRange) -> Tok,
    wrapped: &[TextRange],
) -> Result<T, ParseError> {
    let mut repeats: Vec<TextSize> = Vec::new();
    loop {
        let tokens = T::lex_starts_at(text, start).map(|token| {
            let (token, range) = token?;
            let mut token = change(token, range);
            if let Tok::Name { name } = &mut token {
                if !name.is_ascii() {
                    *name = normal(name);
                }
                if let Some(number) = repeats.iter().position(|at| *at == range.start()) {
                    let _ = write!(name, "{MARK}{number}");
                }
            }
            Ok((token, range))
        });
        let tokens = tokens.flat_map(|token| {
            let range = token.as_ref().map_or_else(|_| TextRange::default(), |(_, range)| *range);
            let opens = wrapped.iter().any(|w| w.start() == range.start() && !range.is_empty());
            let closes = wrapped.iter().any(|w| w.end() == range.end() && !range.is_empty());
            let before = opens.then(|| Ok((Tok::Lpar, TextRange::empty(range.start()))));
            let after = closes.then(|| Ok((Tok::Rpar, TextRange::empty(range.end()))));
            [before, Some(token), after].into_iter().flatten()
        });
        match T::parse_tokens(tokens, "") {
            Err(error) if is_repeat(&error) && repeats.len() < MOST && !repeats.contains(&error.offset) => {
                repeats.push(error.offset);
            }
            parsed => return parsed,
        }
    }
}

fn is_repeat(error: &ParseError) -> bool {
    use LexicalErrorType::{DuplicateArgumentError, DuplicateKeywordArgumentError};
    matches!(
        error.error,
        ParseErrorType::Lexical(DuplicateArgumentError(_) | DuplicateKeywordArgumentError(_))
    )
}

/// An identifier as Python knows it: in normal form KC.
fn normal(name: &str) -> String {
    let points: Vec<u32> = name.chars().map(u32::from).collect();
    normalize(&points, Form::Nfkc, Edition::Current).into_iter().filter_map(char::from_u32).collect()
}

/// A name without its mark.
pub(crate) fn unmarked(name: &str) -> &str {
    name.split_once(MARK).map_or(name, |(name, _)| name)
}
