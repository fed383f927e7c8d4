//! What an older Python 3 does not have: `ast.parse(feature_version=…)`.

use super::{Node, Value};
use crate::error::{ErrorKind, Res, SyntaxError};
use crate::source::Source;
use crate::tokens::{TokenKind, Tokens};

/// Classes of nodes, the minor version that has them first, and what messages call them.
const CLASSES: &[(&str, u8, &str)] = &[
    ("AnnAssign", 6, "Variable annotation syntax is"),
    ("AsyncFor", 5, "Async for loops are"),
    ("AsyncFunctionDef", 5, "Async functions are"),
    ("AsyncWith", 5, "Async with statements are"),
    ("Await", 5, "Await expressions are"),
    ("MatMult", 5, "The '@' operator is"),
    ("Match", 10, "Pattern matching is"),
    ("NamedExpr", 8, "Assignment expressions are"),
    ("TryStar", 11, "Exception groups are"),
    ("TypeAlias", 12, "Type statement is"),
];

/// Fields that hold something only since a minor version.
const FIELDS: &[(&str, u8, &str)] = &[
    ("is_async", 6, "Async comprehensions are"),
    ("posonlyargs", 8, "Positional-only parameters are"),
    ("type_params", 12, "Type parameter lists are"),
];

const UNDERSCORES: (u8, &str) = (6, "Underscores in numeric literals are");

/// Refuses what Python 3.`minor` does not have. As parsers go, what stands inside is refused before what is round it.
pub(crate) fn check(source: &Source, tokens: &Tokens, tree: &Node, minor: u8) -> Res<()> {
    let (since, words) = UNDERSCORES;
    let grouped = |kind, text: &str| kind == TokenKind::Number && text.contains('_');
    for token in tokens.list.iter().filter(|_| minor < since) {
        if grouped(token.kind, &source.text[token.start as usize..token.end as usize]) {
            return Err(too_new(source, (token.start, token.end), since, words));
        }
    }
    check_node(source, tree, minor, (0, 0))
}

/// `around` is the place of the nearest node round this one that has one.
fn check_node(source: &Source, node: &Node, minor: u8, around: (u32, u32)) -> Res<()> {
    let place = node.place.map_or(around, |[line, column, end_line, end_column]| {
        (source.offset(line as u32, column as u32), source.offset(end_line as u32, end_column as u32))
    });
    for (field, value) in &node.fields {
        check_value(source, value, minor, place)?;
        let newer = FIELDS.iter().find(|(name, since, _)| name == field && minor < *since);
        if let Some((_, since, words)) = newer.filter(|_| holds(value)) {
            return Err(too_new(source, place, *since, words));
        }
    }
    match CLASSES.iter().find(|(class, since, _)| *class == node.class && minor < *since) {
        Some((_, since, words)) => Err(too_new(source, place, *since, words)),
        None => Ok(()),
    }
}

fn check_value(source: &Source, value: &Value, minor: u8, around: (u32, u32)) -> Res<()> {
    match value {
        Value::Node(node) => check_node(source, node, minor, around),
        Value::List(items) => items.iter().try_for_each(|item| check_value(source, item, minor, around)),
        _ => Ok(()),
    }
}

fn holds(value: &Value) -> bool {
    match value {
        Value::List(items) => !items.is_empty(),
        Value::Int(n) => *n != 0,
        _ => false,
    }
}

/// CPython has read to the end of what it refuses.
fn too_new(source: &Source, (_, end): (u32, u32), since: u8, words: &str) -> Box<SyntaxError> {
    let start = end.saturating_sub(1);
    source.error(
        ErrorKind::Syntax,
        format!("{words} only supported in Python 3.{since} and greater"),
        start,
        end,
    )
}
