//! The type of a function in a comment, `(int, *str) -> bool`: the mode `func_type` of `ast.parse`.

use super::{Node, Value};
use crate::error::{ErrorKind, Res};
use crate::source::Source;
use crate::tokens::{TokenKind, tokenize};

/// The text as a pair of a list and an expression, everything at its place; none if it has not that form.
pub(crate) fn as_pair(source: &Source) -> Res<String> {
    let list = tokenize(source)?.list;
    let text_of = |i: usize| list.get(i).map_or("", |t| &source.text[t.start as usize..t.end as usize]);
    let refuse = |i: usize| {
        let token = list[i.min(list.len() - 1)];
        Err(source.error(ErrorKind::Syntax, "invalid syntax", token.start, token.end))
    };
    if text_of(0) != "(" {
        return refuse(0);
    }
    let mut pair = source.text.clone().into_bytes();
    let mut write = |i: usize, what: &[u8]| {
        let start = list[i].start as usize;
        pair[start..start + what.len()].copy_from_slice(what);
    };
    let mut depth = 0;
    let mut at = 0;
    while at < list.len() {
        match text_of(at) {
            "(" | "[" | "{" => depth += 1,
            ")" | "]" | "}" => depth -= 1,
            "*" if depth == 1 && matches!(text_of(at - 1), "(" | ",") => write(at, b" "),
            "**" if depth == 1 && matches!(text_of(at - 1), "(" | ",") => write(at, b"  "),
            _ => {}
        }
        if depth == 0 {
            break;
        }
        at += 1;
    }
    if text_of(at) != ")" || text_of(at + 1) != "->" {
        return refuse(at + 1);
    }
    write(0, b"[");
    write(at, b"]");
    write(at + 1, b" ,");
    let mut depth = 0;
    let end = list.iter().position(|t| t.kind == TokenKind::End).unwrap_or(list.len());
    for i in at + 2..end {
        match text_of(i) {
            "(" | "[" | "{" => depth += 1,
            ")" | "]" | "}" => depth -= 1,
            "," if depth == 0 => return refuse(i),
            _ => {}
        }
    }
    Ok(String::from_utf8_lossy(&pair).into_owned())
}

/// The node for a pair that was parsed as an expression.
pub(crate) fn function_type(pair: Node) -> Option<Node> {
    let Value::Node(tuple) = field(pair, "body")? else { return None };
    let Value::List(parts) = field(*tuple, "elts")? else { return None };
    let [arguments, returns] = <[Value; 2]>::try_from(parts).ok()?;
    let Value::Node(list) = arguments else { return None };
    let fields = vec![("argtypes", field(*list, "elts")?), ("returns", returns)];
    Some(Node { class: "FunctionType", fields, place: None })
}

fn field(node: Node, name: &str) -> Option<Value> {
    node.fields.into_iter().find(|(field, _)| *field == name).map(|(_, value)| value)
}
