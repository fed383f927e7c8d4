//! What an interactive prompt does with the lines that it has.

use crate::Mode;
use crate::parse::{Tree, is_compound, parse};
use crate::source::Source;
use crate::tokens::{TokenKind, tokenize};

/// What lines typed at a prompt are.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Piece {
    /// Space and comments.
    Nothing,
    /// A line end stands within brackets or a string, or behind a backslash.
    Open,
    /// A block that goes on until a line is empty.
    Block,
    /// A statement, right or wrong.
    Whole,
}

/// What lines, each with its end, are: a statement with a block goes on until an empty line, as at
/// CPython's prompt, and a mistake is told as soon as it is typed.
pub fn piece(text: &str) -> Piece {
    let empty_line = text.ends_with("\n\n") || text == "\n";
    let source = Source::new(text.to_owned());
    let tokens = match tokenize(&source) {
        Ok(tokens) => tokens,
        Err(e) if e.unfinished => return Piece::Open,
        Err(_) => return Piece::Whole,
    };
    let layout = |kind| matches!(kind, TokenKind::Newline | TokenKind::Dedent | TokenKind::End);
    if tokens.list.iter().all(|t| layout(t.kind)) {
        return Piece::Nothing;
    }
    match parse(&source, Mode::Single, false) {
        Err(e) if !e.unfinished => Piece::Whole,
        Err(_) if tokens.unclosed.is_some() => Piece::Open,
        Err(_) if empty_line => Piece::Whole,
        Err(_) => Piece::Block,
        Ok((Tree::Body(body), _)) if !empty_line && body.first().is_some_and(is_compound) => Piece::Block,
        Ok(_) => Piece::Whole,
    }
}
