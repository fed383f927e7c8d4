//! What CPython calls an expression in its messages, and which grammar level one belongs to.

use rustpython_parser::ast::{self, Expr, Ranged};

/// The name of an expression. `format` says whether it starts with an f-string.
pub(crate) fn kind_of(expr: &Expr, format: bool) -> &'static str {
    match expr {
        Expr::Attribute(_) => "attribute",
        Expr::Subscript(_) => "subscript",
        Expr::Starred(_) => "starred",
        Expr::Name(_) => "name",
        Expr::List(_) => "list",
        Expr::Tuple(_) => "tuple",
        Expr::Lambda(_) => "lambda",
        Expr::Call(_) => "function call",
        Expr::BoolOp(_) | Expr::BinOp(_) | Expr::UnaryOp(_) => "expression",
        Expr::GeneratorExp(_) => "generator expression",
        Expr::Yield(_) | Expr::YieldFrom(_) => "yield expression",
        Expr::Await(_) => "await expression",
        Expr::ListComp(_) => "list comprehension",
        Expr::SetComp(_) => "set comprehension",
        Expr::DictComp(_) => "dict comprehension",
        Expr::Dict(_) => "dict literal",
        Expr::Set(_) => "set display",
        Expr::JoinedStr(_) | Expr::FormattedValue(_) => "f-string expression",
        Expr::Compare(_) => "comparison",
        Expr::IfExp(_) => "conditional expression",
        Expr::NamedExpr(_) => "named expression",
        Expr::Slice(_) => "slice",
        Expr::Constant(e) => match &e.value {
            ast::Constant::None => "None",
            ast::Constant::Bool(true) => "True",
            ast::Constant::Bool(false) => "False",
            ast::Constant::Ellipsis => "ellipsis",
            ast::Constant::Str(_) if format => "f-string expression",
            _ => "literal",
        },
    }
}

/// Whether an expression is of the level `bitwise_or` of the grammar, below comparisons.
pub(crate) fn is_bitwise_or(expr: &Expr) -> bool {
    match expr {
        Expr::UnaryOp(e) => e.op != ast::UnaryOp::Not,
        Expr::BoolOp(_)
        | Expr::Compare(_)
        | Expr::IfExp(_)
        | Expr::Lambda(_)
        | Expr::NamedExpr(_)
        | Expr::Starred(_)
        | Expr::Yield(_)
        | Expr::YieldFrom(_) => false,
        _ => true,
    }
}

/// Whether an expression starts with one of the level `bitwise_or`.
pub(crate) fn starts_with_bitwise_or(expr: &Expr) -> bool {
    match expr {
        Expr::BoolOp(e) => e.values.first().is_none_or(starts_with_bitwise_or),
        Expr::IfExp(e) => starts_with_bitwise_or(&e.body),
        Expr::Compare(_) => true,
        other => is_bitwise_or(other),
    }
}

/// The part of the level `bitwise_or` with which an expression begins, if it begins with one.
pub(crate) fn bitwise_or_prefix(expr: &Expr) -> Option<&Expr> {
    match expr {
        Expr::Tuple(e) => match e.elts.first() {
            Some(first) if first.range().start() == e.range.start() => bitwise_or_prefix(first),
            _ => Some(expr),
        },
        Expr::BoolOp(e) => e.values.first().and_then(bitwise_or_prefix),
        Expr::IfExp(e) => bitwise_or_prefix(&e.body),
        Expr::Compare(e) => Some(&e.left),
        other => is_bitwise_or(other).then_some(other),
    }
}

/// Whether `=` behind the expression gets no hint about `==`: the grammar excludes these.
pub(crate) fn takes_no_hint(expr: &Expr) -> bool {
    match expr {
        Expr::List(_) | Expr::Tuple(_) | Expr::GeneratorExp(_) => true,
        Expr::Constant(e) => matches!(e.value, ast::Constant::None | ast::Constant::Bool(_)),
        _ => false,
    }
}
