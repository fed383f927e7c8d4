//! What the parser does not see in statements: `type` that does not begin its line, which it takes for a
//! name, and that the subject of a `match` with a comma is a tuple where it stands.

use rustpython_parser::text_size::{TextRange, TextSize};
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
    let subjects = subjects(source, tokens);
    let parse = |forced: Option<(u32, Tok)>| {
        let change = |token, range: TextRange| match &forced {
            Some((at, keyword)) if *at == u32::from(range.start()) => keyword.clone(),
            _ if keywords.contains(&range.start().into()) => Tok::Type,
            _ => token,
        };
        names::parse(text, TextSize::default(), change, &subjects)
    };
    parse(None).map_err(|error: ParseError| {
        // The word that begins the line may be meant for a keyword, which leads farther.
        let forced = soft_keyword(source, tokens, error.offset.into());
        let farther = forced.and_then(|forced| parse(Some(forced)).err());
        farther.filter(|other| other.offset > error.offset).unwrap_or(error)
    })
}

/// The word that begins the line of a place, if it can be a keyword but need not be one.
fn soft_keyword(source: &Source, tokens: &Tokens, at: u32) -> Option<(u32, Tok)> {
    let breaks = |t: &Token| matches!(t.kind, TokenKind::Newline | TokenKind::Indent | TokenKind::Dedent);
    let before = tokens.list.partition_point(|t| t.start <= at);
    let line = tokens.list[..before].iter().rposition(breaks).map_or(0, |i| i + 1);
    let token = tokens.list.get(line).filter(|t| t.start <= at)?;
    let keyword = match word(source, token) {
        "match" => Tok::Match,
        "case" => Tok::Case,
        "type" => Tok::Type,
        _ => return None,
    };
    Some((token.start, keyword))
}

/// The subjects of `match` statements that are tuples without parentheses.
fn subjects(source: &Source, tokens: &Tokens) -> Vec<TextRange> {
    let mut found = Vec::new();
    for (at, window) in tokens.list.windows(2).enumerate() {
        let begins = at == 0 || !matches!(tokens.list[at - 1].kind, TokenKind::Name | TokenKind::Op);
        if !begins || word(source, &window[0]) != "match" || word(source, &window[1]) == "," {
            continue;
        }
        let rest = &tokens.list[at..];
        let Some(end) = rest.iter().position(|t| t.kind == TokenKind::Newline) else { continue };
        let has_cases = rest.get(end + 2).is_some_and(|t| word(source, t) == "case");
        if let (true, Some(block)) = (has_cases, block_start(source, &rest[..end]))
            && block == end
            && has_comma(source, &rest[1..end - 1])
        {
            found.push(TextRange::new(rest[1].start.into(), rest[end - 2].end.into()));
        }
    }
    found
}

/// Whether there is a comma outside of brackets and lambdas.
fn has_comma(source: &Source, tokens: &[Token]) -> bool {
    let (mut depth, mut lambdas) = (0, 0);
    tokens.iter().any(|token| {
        match word(source, token) {
            "(" | "[" | "{" => depth += 1,
            ")" | "]" | "}" => depth -= 1,
            "lambda" if depth == 0 => lambdas += 1,
            ":" if depth == 0 => lambdas -= 1,
            "," => return depth == 0 && lambdas == 0,
            _ => (),
        }
        false
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
