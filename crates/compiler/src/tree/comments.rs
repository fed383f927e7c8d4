//! Type comments: found in the source, and put into the tree where CPython's grammar has room for them.

use theseus_bytecode::Const;

use super::{Node, Place, Value};
use crate::error::{ErrorKind, Res};
use crate::source::Source;
use crate::tokens::{Token, TokenKind, Tokens};

/// A comment that tells a type, or that none is to be checked on its line.
struct Comment {
    /// Where it begins and ends.
    start: u32,
    end: u32,
    /// The type, or behind `ignore` the rest.
    text: String,
    ignores: bool,
}

/// What is put into the tree.
struct Comments<'a> {
    source: &'a Source,
    tokens: &'a [Token],
    list: Vec<Comment>,
}

/// Puts type comments into the tree of a module or an interactive statement.
///
/// # Errors
/// A parameter list has one behind a lone `*`.
pub(super) fn attach(source: &Source, tokens: &Tokens, tree: &mut Node) -> Res<()> {
    let c = Comments { source, tokens: &tokens.list, list: found(source, tokens) };
    if c.list.is_empty() {
        return Ok(());
    }
    for pair in c.tokens.windows(2) {
        if let ["*", ","] = [c.text(&pair[0]), c.text(&pair[1])]
            && let Some(comment) = c.right_behind(pair[1].end).filter(|comment| !comment.ignores)
        {
            let message = "bare * has associated type comment";
            return Err(source.error(ErrorKind::Syntax, message, comment.start, comment.end));
        }
    }
    c.node(tree);
    let ignored = c.list.iter().filter(|comment| comment.ignores).map(|comment| {
        let fields = vec![
            ("lineno", Value::Int(source.line_of(comment.start).into())),
            ("tag", Value::Const(Const::Str(comment.text.as_str().into()))),
        ];
        Value::Node(Box::new(Node { class: "TypeIgnore", fields, place: None }))
    });
    let ignored = ignored.collect();
    if let Some(slot) = field(tree, "type_ignores") {
        *slot = Value::List(ignored);
    }
    Ok(())
}

/// All such comments outside strings.
fn found(source: &Source, tokens: &Tokens) -> Vec<Comment> {
    let text = &source.text;
    let mut list = Vec::new();
    let mut strings = tokens.top.iter().map(|&i| &tokens.literals[i as usize]).peekable();
    let mut at = 0;
    while let Some(hash) = text[at..].find('#').map(|i| at + i) {
        while strings.next_if(|s| s.end as usize <= hash).is_some() {}
        if let Some(string) = strings.peek().filter(|s| s.start as usize <= hash) {
            at = string.end as usize;
            continue;
        }
        let end = text[hash..].find('\n').map_or(text.len(), |i| hash + i);
        let spaces = [' ', '\t'];
        let body = text[hash + 1..end].trim_start_matches(spaces);
        if let Some(rest) = body.strip_prefix("type:") {
            let rest = rest.trim_start_matches(spaces);
            let tag = rest.strip_prefix("ignore");
            let tag =
                tag.filter(|tag| !tag.starts_with(|c: char| !c.is_ascii() || c.is_ascii_alphanumeric()));
            list.push(Comment {
                start: hash as u32,
                end: end as u32,
                text: tag.unwrap_or(rest).to_string(),
                ignores: tag.is_some(),
            });
        }
        at = end;
    }
    list
}

fn field<'n>(node: &'n mut Node, name: &str) -> Option<&'n mut Value> {
    node.fields.iter_mut().find(|(known, _)| *known == name).map(|(_, value)| value)
}

impl Comments<'_> {
    fn text(&self, token: &Token) -> &str {
        &self.source.text[token.start as usize..token.end as usize]
    }

    /// The comment that begins behind a place, with nothing but spaces between.
    fn right_behind(&self, at: u32) -> Option<&Comment> {
        let rest = &self.source.text[at as usize..];
        let start = at + (rest.len() - rest.trim_start_matches([' ', '\t']).len()) as u32;
        self.list.iter().find(|comment| comment.start == start)
    }

    /// Index of the first token at or behind a place.
    fn token_at(&self, at: u32) -> usize {
        self.tokens.partition_point(|token| token.start < at)
    }

    fn node(&self, node: &mut Node) {
        let comment = match (node.class, node.place) {
            ("Assign", Some(place)) => self.right_behind(self.end(place)),
            ("For" | "AsyncFor" | "With" | "AsyncWith", Some(place)) => {
                self.colon(place).and_then(|colon| self.right_behind(colon))
            }
            ("FunctionDef" | "AsyncFunctionDef", Some(place)) => {
                self.colon(place).and_then(|colon| self.of_function(colon))
            }
            ("arg", Some(place)) => self.of_parameter(place),
            _ => None,
        };
        if let Some(comment) = comment.filter(|comment| !comment.ignores) {
            let text = comment.text.clone();
            if let Some(slot) = field(node, "type_comment") {
                *slot = Value::Name(text);
            }
        }
        // The parameters of a lambda have none.
        if node.class != "Lambda" {
            node.fields.iter_mut().for_each(|(_, value)| self.value(value));
        }
    }

    fn value(&self, value: &mut Value) {
        match value {
            Value::Node(node) => self.node(node),
            Value::List(list) => list.iter_mut().for_each(|value| self.value(value)),
            _ => {}
        }
    }

    fn start(&self, place: Place) -> u32 {
        self.source.offset(place[0] as u32, place[1] as u32)
    }

    fn end(&self, place: Place) -> u32 {
        self.source.offset(place[2] as u32, place[3] as u32)
    }

    /// The end of the colon behind the head of a compound statement.
    fn colon(&self, place: Place) -> Option<u32> {
        let mut depth = 0;
        for token in &self.tokens[self.token_at(self.start(place))..] {
            match self.text(token) {
                "(" | "[" | "{" => depth += 1,
                ")" | "]" | "}" => depth -= 1,
                ":" if depth == 0 => return Some(token.end),
                _ => {}
            }
        }
        None
    }

    /// Of a function: on the line of its colon, or alone before its body.
    fn of_function(&self, colon: u32) -> Option<&Comment> {
        self.right_behind(colon).or_else(|| {
            let solid = |token: &&Token| {
                !matches!(token.kind, TokenKind::Newline | TokenKind::Indent) && token.start < token.end
            };
            let body = self.tokens[self.token_at(colon)..].iter().find(solid)?;
            let line = &self.source.text[colon as usize..];
            let next = colon + line.find('\n')? as u32;
            self.list.iter().find(|comment| comment.start > next && comment.end < body.start)
        })
    }

    /// Of a parameter: behind its comma, or before the bracket that closes the list.
    fn of_parameter(&self, place: Place) -> Option<&Comment> {
        let from = self.token_at(self.end(place));
        let mut depth = 0;
        for at in from..self.tokens.len() {
            let token = &self.tokens[at];
            match self.text(token) {
                "(" | "[" | "{" => depth += 1,
                ")" if depth == 0 => {
                    let before = self.tokens[at.checked_sub(1)?].end;
                    return self.between(before, token.start);
                }
                ")" | "]" | "}" => depth -= 1,
                "," if depth == 0 => {
                    let next = self.tokens.get(at + 1)?.start;
                    return self.between(token.end, next);
                }
                _ => {}
            }
        }
        None
    }

    fn between(&self, start: u32, end: u32) -> Option<&Comment> {
        self.list.iter().find(|comment| start <= comment.start && comment.end <= end)
    }
}
