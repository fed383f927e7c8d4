//! Which part of an expression a traceback marks: the operator of a binary operation, the brackets
//! of a subscript.

use rustpython_parser::ast::{self, Ranged};
use rustpython_parser::{Parse, ast::Expr};

/// Whose report it is: they look for an operator behind parentheses in ways of their own.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Reporter {
    Interpreter,
    /// The library's `traceback`.
    Library,
}

/// Byte range of the operator or subscript in the text of one expression; `None` for expressions
/// of other kinds, which are marked as a whole.
pub fn operator_anchors(text: &str, reporter: Reporter) -> Option<(usize, usize)> {
    // Long texts are not worth a parse; deep ones are not safe to drop.
    if text.len() > 4096 {
        return None;
    }
    let body = ast::Suite::parse(text, "").ok()?;
    let [ast::Stmt::Expr(statement)] = &body[..] else { return None };
    match &*statement.value {
        Expr::BinOp(op) => {
            let (from, to) = (op.left.end().to_usize(), op.right.start().to_usize());
            match reporter {
                Reporter::Interpreter => operator(text.as_bytes(), from, to),
                Reporter::Library => library_operator(text.as_bytes(), from, to),
            }
        }
        Expr::Subscript(s) => {
            let bytes = text.as_bytes();
            let (from, to) = (s.value.end().to_usize(), s.slice.end().to_usize());
            let open = (from..to).find(|&i| bytes.get(i) == Some(&b'['))?;
            let close =
                (to..bytes.len()).find(|&i| bytes.get(i) == Some(&b']')).map_or(bytes.len(), |i| i + 1);
            Some((open, close))
        }
        _ => None,
    }
}

/// The operator between two operands, whose parentheses may stand there too.
fn operator(text: &[u8], from: usize, to: usize) -> Option<(usize, usize)> {
    let at = (from..to).find(|&i| text.get(i).is_some_and(|b| !b.is_ascii_whitespace() && *b != b')'))?;
    let next = at + 1;
    let double = next < to && text.get(next).is_some_and(|b| !b.is_ascii_whitespace());
    Some((at, if double { next + 1 } else { next }))
}

/// The same for the library, which measures the operator before it passes over parentheses.
fn library_operator(text: &[u8], from: usize, to: usize) -> Option<(usize, usize)> {
    let between = text.get(from..to)?;
    let offset = between.iter().take_while(|b| b.is_ascii_whitespace()).count();
    let double = between.get(offset + 1).is_some_and(|b| !b.is_ascii_whitespace() && *b != b'#');
    let passed = |b: &&u8| b.is_ascii_whitespace() || matches!(b, b')' | b'#');
    let at = from + offset + text.get(from + offset..)?.iter().take_while(passed).count();
    Some((at, at + 1 + usize::from(double)))
}
