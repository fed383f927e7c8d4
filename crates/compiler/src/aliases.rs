//! `type` statements that do not begin their line: the parser takes `type` for a name there.

use rustpython_parser::text_size::TextSize;
use rustpython_parser::{ParseError, Tok, ast};

use crate::names;
use crate::source::Source;
use crate::tokens::{Token, TokenKind, Tokens};

/// Words that begin a line with a block.
const HEADS: &[&str] = &[
    "if", "elif", "else", "for", "while", "with", "class", "def", "async", "try", "except", "finally",
    "match", "case",
];

/// Parses the statements of a text whose literals are blanked.
pub(crate) fn statements(source: &Source, tokens: &Tokens, text: &str) -> Result<Vec<ast::Stmt>, ParseError> {
    let keywords = keywords(source, tokens);
    names::parse(text, TextSize::default(), |token, range| {
        if keywords.contains(&range.start().into()) { Tok::Type } else { token }
    })
}

/// Where the word `type` begins a statement inside a line.
fn keywords(source: &Source, tokens: &Tokens) -> Vec<u32> {
    let mut found = Vec::new();
    for line in tokens.list.split_inclusive(|t| t.kind == TokenKind::Newline) {
        let Some(first) = line.iter().position(|t| !matches!(t.kind, TokenKind::Indent | TokenKind::Dedent))
        else {
            continue;
        };
        let is_type = |t: &Token| word(source, t) == "type";
        if line.iter().skip(first + 1).any(is_type) {
            let line = &line[first..];
            let block = block_start(source, line);
            let begins = |&i: &usize| word(source, &line[i - 1]) == ";" || block == Some(i);
            let all = (1..line.len() - 1).filter(begins);
            let all = all.filter(|&i| is_type(&line[i]) && line[i + 1].kind == TokenKind::Name);
            found.extend(all.map(|i| line[i].start));
        }
    }
    found
}

fn word<'s>(source: &'s Source, token: &Token) -> &'s str {
    &source.text[token.start as usize..token.end as usize]
}

/// Which token begins the block of a line with a head, behind the colon.
fn block_start(source: &Source, line: &[Token]) -> Option<usize> {
    if !HEADS.contains(&word(source, line.first()?)) {
        return None;
    }
    let (mut depth, mut lambdas) = (0, 0);
    for (i, token) in line.iter().enumerate() {
        match word(source, token) {
            "(" | "[" | "{" => depth += 1,
            ")" | "]" | "}" => depth -= 1,
            "lambda" if depth == 0 => lambdas += 1,
            ":" if depth == 0 && lambdas > 0 => lambdas -= 1,
            ":" if depth == 0 => return Some(i + 1),
            _ => (),
        }
    }
    None
}
