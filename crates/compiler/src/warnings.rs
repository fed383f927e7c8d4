//! What CPython's compiler warns about: escapes that mean nothing, comparisons and calls that cannot
//! be meant. Found on the tree before it is lowered, in the order of the source.

use rustpython_parser::ast::{self, CmpOp, Expr, Ranged, Stmt};
use rustpython_parser::text_size::TextRange;

use crate::error::SyntaxError;
use crate::grammar::{blocks, each, expressions};
use crate::parse::{Strings, Tree};
use crate::source::Source;
use crate::tokens::{self, Literal, Part, Tokens};

/// A SyntaxWarning and its place; where warnings are errors, this is the error.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Warning(pub(crate) Box<SyntaxError>);

impl Warning {
    pub fn text(&self) -> &str {
        &self.0.message
    }

    pub fn line(&self) -> u32 {
        self.0.line
    }

    /// The SyntaxError it becomes.
    pub fn error(&self) -> &SyntaxError {
        &self.0
    }
}

/// What the text alone tells: what the tokenizer found, escapes that mean nothing.
pub(crate) fn of_text(source: &Source, tokens: &Tokens) -> Vec<Warning> {
    let mut found = Vec::new();
    for (at, message) in &tokens.suspicious {
        found.push((*at, lexical(source, *at, message)));
    }
    for literal in tokens.literals.iter().filter(|l| !l.raw) {
        escapes(source, literal, &literal.parts, &mut found);
    }
    in_order(found)
}

/// What the text tells before the place of an error.
pub(crate) fn before(source: &Source, error: &SyntaxError) -> Vec<Warning> {
    let tokens = match tokens::tokenize(source) {
        Ok(tokens) => tokens,
        Err(_) => tokens::tokenize_before(source).map(|(tokens, _)| tokens).unwrap_or_default(),
    };
    let mut found = of_text(source, &tokens);
    found.retain(|warning| (warning.0.line, warning.0.column) <= (error.line, error.column));
    found
}

/// What the code that the text stands for tells.
pub(crate) fn of_code(source: &Source, tree: &Tree, strings: &Strings) -> Vec<Warning> {
    let mut finder = Finder { source, strings, found: Vec::new() };
    match tree {
        Tree::Body(body) => finder.body(body),
        Tree::Expression(e) => each(e, &mut |e| finder.expr(e)),
    }
    for field in strings.fields() {
        each(field, &mut |e| finder.expr(e));
    }
    in_order(finder.found)
}

/// Warnings and where they belong.
type Found = Vec<(u32, Box<SyntaxError>)>;

/// What was found, by its place.
fn in_order(mut found: Found) -> Vec<Warning> {
    found.sort_by_key(|(at, _)| *at);
    found.into_iter().map(|(_, error)| Warning(error)).collect()
}

/// What the tokenizer found; the place has no width.
fn lexical(source: &Source, at: u32, message: &str) -> Box<SyntaxError> {
    let error = source.error(crate::ErrorKind::Syntax, message, at, at);
    let column = error.column as i32;
    error.ending(column).without_newline()
}

/// The first meaningless escape of a literal, or of each stretch of text of an f-string.
fn escapes(source: &Source, literal: &Literal, parts: &[Part], found: &mut Found) {
    for part in parts {
        match part {
            Part::Text { start, end } => {
                let text = &source.text[*start as usize..*end as usize];
                let Some(message) = bad_escape(text, literal) else { continue };
                let (from, to) = literal.blamed(source);
                found.push((*start, source.error(crate::ErrorKind::Syntax, message, from, to)));
            }
            Part::Field(field) => {
                if let Some(spec) = &field.spec {
                    escapes(source, literal, spec, found);
                }
            }
        }
    }
}

struct Finder<'a> {
    source: &'a Source,
    strings: &'a Strings,
    found: Found,
}

impl Finder<'_> {
    fn warn(&mut self, message: impl Into<String>, range: TextRange) {
        let error = self.source.late(message, range);
        self.found.push((range.start().into(), error));
    }

    fn body(&mut self, body: &[Stmt]) {
        let mut stack: Vec<&Stmt> = body.iter().rev().collect();
        while let Some(next) = stack.pop() {
            if let Stmt::Assert(s) = next
                && matches!(&*s.test, Expr::Tuple(t) if !t.elts.is_empty())
            {
                self.warn("assertion is always true, perhaps remove parentheses?", s.range);
            }
            expressions(next, &mut |e| each(e, &mut |e| self.expr(e)));
            let at = stack.len();
            blocks(next, &mut |block, _| stack.extend(block));
            stack[at..].reverse();
        }
    }

    fn expr(&mut self, e: &Expr) {
        match e {
            Expr::Compare(e) => self.compare(e),
            Expr::Call(e) => {
                let callable = !matches!(&*e.func, Expr::Lambda(_));
                if let Some(name) = self.type_of(&e.func).filter(|_| callable) {
                    let message = format!("'{name}' object is not callable; perhaps you missed a comma?");
                    self.warn(message, e.func.range());
                }
            }
            Expr::Subscript(e) if e.ctx.is_load() => self.subscript(e),
            _ => {}
        }
    }

    fn compare(&mut self, e: &ast::ExprCompare) {
        let mut left = &*e.left;
        for (op, right) in e.ops.iter().zip(&e.comparators) {
            let literal = [left, right].into_iter().find(|e| self.is_value(e));
            if let (CmpOp::Is | CmpOp::IsNot, Some(literal)) = (op, literal) {
                let name = self.type_of(literal).unwrap_or_default();
                let (word, meant) = if *op == CmpOp::Is { ("is", "==") } else { ("is not", "!=") };
                self.warn(format!("\"{word}\" with '{name}' literal. Did you mean \"{meant}\"?"), e.range);
                return;
            }
            left = right;
        }
    }

    fn subscript(&mut self, e: &ast::ExprSubscript) {
        let Some(name) = self.type_of(&e.value) else { return };
        match name {
            "tuple" | "str" | "bytes" | "list" => {
                let Some(index) = self.type_of(&e.slice).filter(|n| !matches!(*n, "int" | "bool" | "slice"))
                else {
                    return;
                };
                let message = format!(
                    "{name} indices must be integers or slices, not {index}; perhaps you missed a comma?"
                );
                self.warn(message, e.value.range());
            }
            "dict" => {}
            _ => {
                let message = format!("'{name}' object is not subscriptable; perhaps you missed a comma?");
                self.warn(message, e.value.range());
            }
        }
    }

    /// A constant whose identity means nothing.
    fn is_value(&self, e: &Expr) -> bool {
        match e {
            Expr::Constant(c) => match c.value {
                ast::Constant::None | ast::Constant::Bool(_) | ast::Constant::Ellipsis => false,
                _ => !self.strings.is_format(c.range.start().into()),
            },
            Expr::Tuple(t) => t.elts.iter().all(is_constant),
            Expr::UnaryOp(u) => !u.op.is_not() && is_number(&u.operand),
            Expr::BinOp(b) => is_number(&b.left) && is_number(&b.right),
            _ => false,
        }
    }

    /// The type of a display or constant.
    fn type_of(&self, e: &Expr) -> Option<&'static str> {
        Some(match e {
            Expr::Tuple(_) => "tuple",
            Expr::List(_) | Expr::ListComp(_) => "list",
            Expr::Dict(_) | Expr::DictComp(_) => "dict",
            Expr::Set(_) | Expr::SetComp(_) => "set",
            Expr::GeneratorExp(_) => "generator",
            Expr::Lambda(_) => "function",
            Expr::Slice(_) => "slice",
            Expr::UnaryOp(u) if !u.op.is_not() && is_number(&u.operand) => self.type_of(&u.operand)?,
            Expr::BinOp(b) if is_number(&b.left) && is_number(&b.right) => self.type_of(&b.left)?,
            Expr::Constant(c) => match c.value {
                ast::Constant::None => "NoneType",
                ast::Constant::Bool(_) => "bool",
                ast::Constant::Int(_) => "int",
                ast::Constant::Float(_) => "float",
                ast::Constant::Complex { .. } => "complex",
                ast::Constant::Ellipsis => "ellipsis",
                ast::Constant::Bytes(_) => "bytes",
                _ => "str",
            },
            _ => return None,
        })
    }
}

fn is_number(e: &Expr) -> bool {
    use ast::Constant::{Complex, Float, Int};
    matches!(e, Expr::Constant(c) if matches!(c.value, Int(_) | Float(_) | Complex { .. }))
}

fn is_constant(e: &Expr) -> bool {
    let mut stack = vec![e];
    while let Some(next) = stack.pop() {
        match next {
            Expr::Constant(_) => {}
            Expr::Tuple(t) => stack.extend(&t.elts),
            _ => return false,
        }
    }
    true
}

/// What is wrong with the first escape that means nothing, if there is one. Braces of f-strings are the
/// tokenizer's.
fn bad_escape(text: &str, literal: &Literal) -> Option<String> {
    let mut rest = text;
    loop {
        let at = rest.find('\\')?;
        rest = &rest[at + 1..];
        let next = rest.chars().next()?;
        match next {
            '0'..='7' => {
                let octal: String = rest.chars().take(3).take_while(|c| ('0'..='7').contains(c)).collect();
                if u32::from_str_radix(&octal, 8).is_ok_and(|n| n > 0o377) {
                    return Some(format!("invalid octal escape sequence '\\{octal}'"));
                }
            }
            '\n' | '\\' | '\'' | '"' | 'a' | 'b' | 'f' | 'n' | 'r' | 't' | 'v' | 'x' => {}
            'N' | 'u' | 'U' if !literal.bytes => {}
            '{' | '}' if literal.format => {}
            other => return Some(format!("invalid escape sequence '\\{other}'")),
        }
        rest = &rest[next.len_utf8()..];
    }
}

#[cfg(test)]
mod tests {
    use super::bad_escape;
    use crate::tokens::Literal;

    #[test]
    fn escapes_that_mean_nothing() {
        let literal = |bytes, format| Literal {
            start: 0,
            end: 0,
            bytes,
            raw: false,
            format,
            parts: Vec::new(),
            adjacent: None,
        };
        let text = |text| bad_escape(text, &literal(false, false));
        assert_eq!(text(r"\n\x41\N{DIGIT ONE}\\d"), None);
        assert_eq!(text(r"a\d").as_deref(), Some(r"invalid escape sequence '\d'"));
        assert_eq!(text(r"\{").as_deref(), Some(r"invalid escape sequence '\{'"));
        assert_eq!(text(r"\7778").as_deref(), Some(r"invalid octal escape sequence '\777'"));
        let bytes = bad_escape(r"\u0041", &literal(true, false));
        assert_eq!(bytes.as_deref(), Some(r"invalid escape sequence '\u'"));
        assert_eq!(bad_escape(r"\{", &literal(false, true)), None);
    }
}
