//! Names given twice in a list of parameters or arguments: the parser refuses them, but Python's grammar
//! does not. They are for the passes behind it, and not for one who asks for the tree only.

use std::fmt::Write;

use rustpython_parser::lexer::LexicalErrorType;
use rustpython_parser::text_size::{TextRange, TextSize};
use rustpython_parser::{Parse, ParseError, ParseErrorType, Tok};

/// Stands, with a number, behind a name that came before, which makes it another name to the parser.
/// No text that is parsed has this character.
const MARK: char = '\0';

/// So many are marked before the parser's refusal counts: each costs a parse.
const MOST: usize = 50;

/// Parses text that begins at a place of the source. `change` may turn tokens into others.
pub(crate) fn parse<T: Parse>(
    text: &str,
    start: TextSize,
    change: impl Fn(Tok, TextRange) -> Tok,
) -> Result<T, ParseError> {
    let mut repeats: Vec<TextSize> = Vec::new();
    loop {
        let tokens = T::lex_starts_at(text, start).map(|token| {
            let (token, range) = token?;
            let mut token = change(token, range);
            if let Tok::Name { name } = &mut token
                && let Some(number) = repeats.iter().position(|at| *at == range.start())
            {
                let _ = write!(name, "{MARK}{number}");
            }
            Ok((token, range))
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

/// A name as the source has it.
pub(crate) fn unmarked(name: &str) -> &str {
    name.split_once(MARK).map_or(name, |(name, _)| name)
}
