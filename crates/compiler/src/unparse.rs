//! Expressions back to text, as CPython writes them: annotations under
//! `from __future__ import annotations`.

use std::fmt::Write;

use rustpython_parser::ast::{self, BoolOp, Expr, Operator, UnaryOp};
use theseus_bytecode::Const;

use crate::error::{Res, SyntaxError};
use crate::literal::{Text, decode_text};
use crate::names;
use crate::parse::{StringKind, Strings};
use crate::source::Source;
use crate::tokens::{Field, Literal, Part};

/// How tightly an operator binds; an operand that binds less tightly gets parentheses.
mod level {
    pub const TUPLE: u8 = 0;
    pub const TEST: u8 = 1;
    pub const OR: u8 = 2;
    pub const AND: u8 = 3;
    pub const NOT: u8 = 4;
    pub const COMPARE: u8 = 5;
    pub const BIT_OR: u8 = 6;
    pub const BIT_XOR: u8 = 7;
    pub const BIT_AND: u8 = 8;
    pub const SHIFT: u8 = 9;
    pub const SUM: u8 = 10;
    pub const TERM: u8 = 11;
    pub const FACTOR: u8 = 12;
    pub const POWER: u8 = 13;
    pub const AWAIT: u8 = 14;
    pub const ATOM: u8 = 15;
}

pub(crate) fn unparse(source: &Source, strings: &Strings, expr: &Expr) -> Res<Const> {
    let mut writer = Writer { source, strings, out: String::new(), depth: 0 };
    writer.expr(expr, level::TEST)?;
    Ok(Const::Str(writer.out.into()))
}

struct Writer<'a> {
    source: &'a Source,
    strings: &'a Strings,
    out: String,
    depth: u32,
}

fn operator(op: Operator) -> (&'static str, u8, bool) {
    match op {
        Operator::Add => (" + ", level::SUM, false),
        Operator::Sub => (" - ", level::SUM, false),
        Operator::Mult => (" * ", level::TERM, false),
        Operator::MatMult => (" @ ", level::TERM, false),
        Operator::Div => (" / ", level::TERM, false),
        Operator::Mod => (" % ", level::TERM, false),
        Operator::FloorDiv => (" // ", level::TERM, false),
        Operator::LShift => (" << ", level::SHIFT, false),
        Operator::RShift => (" >> ", level::SHIFT, false),
        Operator::BitOr => (" | ", level::BIT_OR, false),
        Operator::BitXor => (" ^ ", level::BIT_XOR, false),
        Operator::BitAnd => (" & ", level::BIT_AND, false),
        Operator::Pow => (" ** ", level::POWER, true),
    }
}

impl Writer<'_> {
    fn text(&mut self, text: &str) {
        self.out.push_str(text);
    }

    fn expr(&mut self, expr: &Expr, above: u8) -> Res<()> {
        self.depth += 1;
        if self.depth > 20_000 {
            return Err(SyntaxError::too_deep());
        }
        let (own, opens) = match expr {
            Expr::BoolOp(e) if e.op == BoolOp::Or => (level::OR, true),
            Expr::BoolOp(_) => (level::AND, true),
            Expr::BinOp(e) => (operator(e.op).1, true),
            Expr::UnaryOp(e) if e.op == UnaryOp::Not => (level::NOT, true),
            Expr::UnaryOp(_) => (level::FACTOR, true),
            Expr::Lambda(_) | Expr::IfExp(_) => (level::TEST, true),
            Expr::Compare(_) => (level::COMPARE, true),
            Expr::Await(_) => (level::AWAIT, true),
            Expr::NamedExpr(_) => (level::TUPLE, true),
            Expr::Tuple(e) if e.elts.is_empty() => (level::ATOM, false),
            Expr::Tuple(_) => (level::TUPLE, true),
            Expr::Yield(_) | Expr::YieldFrom(_) => (level::TUPLE, true),
            _ => (level::ATOM, false),
        };
        let parenthesis =
            opens && above > own || matches!(expr, Expr::Yield(_) | Expr::YieldFrom(_) | Expr::NamedExpr(_));
        if parenthesis {
            self.text("(");
        }
        self.bare(expr, own)?;
        if parenthesis {
            self.text(")");
        }
        self.depth -= 1;
        Ok(())
    }

    fn list(&mut self, exprs: &[Expr]) -> Res<()> {
        for (index, expr) in exprs.iter().enumerate() {
            if index > 0 {
                self.text(", ");
            }
            self.expr(expr, level::TEST)?;
        }
        Ok(())
    }

    fn bare(&mut self, expr: &Expr, own: u8) -> Res<()> {
        match expr {
            Expr::Name(e) => self.text(&e.id),
            Expr::Constant(e) => return self.constant(e),
            Expr::BoolOp(e) => {
                let word = if e.op == BoolOp::Or { " or " } else { " and " };
                for (index, value) in e.values.iter().enumerate() {
                    if index > 0 {
                        self.text(word);
                    }
                    self.expr(value, own + 1)?;
                }
            }
            Expr::BinOp(e) => {
                let (symbol, _, right_first) = operator(e.op);
                self.expr(&e.left, own + right_first as u8)?;
                self.text(symbol);
                self.expr(&e.right, own + !right_first as u8)?;
            }
            Expr::UnaryOp(e) => {
                self.text(match e.op {
                    UnaryOp::Invert => "~",
                    UnaryOp::Not => "not ",
                    UnaryOp::UAdd => "+",
                    UnaryOp::USub => "-",
                });
                self.expr(&e.operand, own)?;
            }
            Expr::Lambda(e) => {
                // CPython leaves the space out where no positional parameter follows.
                let positional = !e.args.posonlyargs.is_empty() || !e.args.args.is_empty();
                self.text(if positional { "lambda " } else { "lambda" });
                self.parameters(&e.args)?;
                self.text(": ");
                self.expr(&e.body, level::TEST)?;
            }
            Expr::IfExp(e) => {
                self.expr(&e.body, own + 1)?;
                self.text(" if ");
                self.expr(&e.test, own + 1)?;
                self.text(" else ");
                self.expr(&e.orelse, own)?;
            }
            Expr::NamedExpr(e) => {
                self.expr(&e.target, level::TUPLE)?;
                self.text(" := ");
                self.expr(&e.value, level::ATOM)?;
            }
            Expr::Compare(e) => {
                self.expr(&e.left, own + 1)?;
                for (op, right) in e.ops.iter().zip(&e.comparators) {
                    let _ = write!(self.out, " {} ", op.as_str());
                    self.expr(right, own + 1)?;
                }
            }
            Expr::Await(e) => {
                self.text("await ");
                self.expr(&e.value, level::ATOM)?;
            }
            Expr::Yield(e) => {
                self.text("yield");
                if let Some(value) = &e.value {
                    self.text(" ");
                    self.expr(value, level::TUPLE)?;
                }
            }
            Expr::YieldFrom(e) => {
                self.text("yield from ");
                self.expr(&e.value, level::TUPLE)?;
            }
            Expr::Starred(e) => {
                self.text("*");
                self.expr(&e.value, level::BIT_OR)?;
            }
            _ => return self.closed(expr),
        }
        Ok(())
    }

    /// Expressions that need no parentheses around them.
    fn closed(&mut self, expr: &Expr) -> Res<()> {
        match expr {
            Expr::Tuple(e) if e.elts.is_empty() => self.text("()"),
            Expr::Tuple(e) => {
                self.list(&e.elts)?;
                if e.elts.len() == 1 {
                    self.text(",");
                }
            }
            Expr::List(e) => {
                self.text("[");
                self.list(&e.elts)?;
                self.text("]");
            }
            Expr::Set(e) => {
                self.text("{");
                self.list(&e.elts)?;
                self.text("}");
            }
            Expr::Dict(e) => {
                self.text("{");
                for (index, (key, value)) in e.keys.iter().zip(&e.values).enumerate() {
                    if index > 0 {
                        self.text(", ");
                    }
                    match key {
                        Some(key) => {
                            self.expr(key, level::TEST)?;
                            self.text(": ");
                            self.expr(value, level::TEST)?;
                        }
                        None => {
                            self.text("**");
                            self.expr(value, level::BIT_OR)?;
                        }
                    }
                }
                self.text("}");
            }
            Expr::ListComp(e) => self.comprehension("[", &[&e.elt], &e.generators, "]")?,
            Expr::SetComp(e) => self.comprehension("{", &[&e.elt], &e.generators, "}")?,
            Expr::GeneratorExp(e) => self.comprehension("(", &[&e.elt], &e.generators, ")")?,
            Expr::DictComp(e) => {
                self.comprehension("{", &[&e.key, &e.value], &e.generators, "}")?;
            }
            Expr::Call(e) => self.call(e)?,
            Expr::Attribute(e) => {
                self.expr(&e.value, level::ATOM)?;
                let number =
                    matches!(&*e.value, Expr::Constant(c) if matches!(c.value, ast::Constant::Int(_)));
                self.text(if number { " ." } else { "." });
                self.text(&e.attr);
            }
            Expr::Subscript(e) => {
                self.expr(&e.value, level::ATOM)?;
                self.text("[");
                self.expr(&e.slice, level::TUPLE)?;
                // A lone starred index is a tuple of one.
                let starred = matches!(&*e.slice, Expr::Starred(_));
                self.text(if starred { ",]" } else { "]" });
            }
            Expr::Slice(e) => {
                if let Some(lower) = &e.lower {
                    self.expr(lower, level::TEST)?;
                }
                self.text(":");
                if let Some(upper) = &e.upper {
                    self.expr(upper, level::TEST)?;
                }
                if let Some(step) = &e.step {
                    self.text(":");
                    self.expr(step, level::TEST)?;
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn call(&mut self, e: &ast::ExprCall) -> Res<()> {
        self.expr(&e.func, level::ATOM)?;
        if let ([Expr::GeneratorExp(_)], []) = (&e.args[..], &e.keywords[..]) {
            return self.expr(&e.args[0], level::TEST);
        }
        self.text("(");
        self.list(&e.args)?;
        for (index, keyword) in e.keywords.iter().enumerate() {
            if index > 0 || !e.args.is_empty() {
                self.text(", ");
            }
            match &keyword.arg {
                Some(name) => {
                    self.text(names::unmarked(name));
                    self.text("=");
                }
                None => self.text("**"),
            }
            self.expr(&keyword.value, level::TEST)?;
        }
        self.text(")");
        Ok(())
    }

    fn comprehension(
        &mut self,
        open: &str,
        results: &[&Expr],
        generators: &[ast::Comprehension],
        close: &str,
    ) -> Res<()> {
        self.text(open);
        for (index, result) in results.iter().enumerate() {
            if index > 0 {
                self.text(": ");
            }
            self.expr(result, level::TEST)?;
        }
        for part in generators {
            self.text(if part.is_async { " async for " } else { " for " });
            self.expr(&part.target, level::TUPLE)?;
            self.text(" in ");
            self.expr(&part.iter, level::TEST + 1)?;
            for condition in &part.ifs {
                self.text(" if ");
                self.expr(condition, level::TEST + 1)?;
            }
        }
        self.text(close);
        Ok(())
    }

    fn parameters(&mut self, args: &ast::Arguments) -> Res<()> {
        let mut first = true;
        let positional = args.posonlyargs.iter().chain(&args.args);
        for (index, arg) in positional.enumerate() {
            self.comma(&mut first);
            self.parameter(arg)?;
            if index + 1 == args.posonlyargs.len() {
                self.text(", /");
            }
        }
        if args.vararg.is_some() || !args.kwonlyargs.is_empty() {
            self.comma(&mut first);
            self.text("*");
            if let Some(vararg) = &args.vararg {
                self.text(names::unmarked(&vararg.arg));
            }
        }
        for arg in &args.kwonlyargs {
            self.comma(&mut first);
            self.parameter(arg)?;
        }
        if let Some(kwarg) = &args.kwarg {
            self.comma(&mut first);
            self.text("**");
            self.text(names::unmarked(&kwarg.arg));
        }
        Ok(())
    }

    fn comma(&mut self, first: &mut bool) {
        if !*first {
            self.text(", ");
        }
        *first = false;
    }

    fn parameter(&mut self, arg: &ast::ArgWithDefault) -> Res<()> {
        self.text(names::unmarked(&arg.def.arg));
        if let Some(default) = &arg.default {
            self.text("=");
            self.expr(default, level::TEST)?;
        }
        Ok(())
    }

    fn constant(&mut self, e: &ast::ExprConstant) -> Res<()> {
        match &e.value {
            ast::Constant::Str(_) | ast::Constant::Bytes(_) => {
                let start = e.range.start().into();
                match self.strings.value(self.source, start)? {
                    StringKind::Plain(value) => {
                        if self.source.text[start as usize..].starts_with(['u', 'U']) {
                            self.text("u");
                        }
                        self.out.push_str(&repr(&value));
                    }
                    StringKind::Format => self.format(start)?,
                }
            }
            ast::Constant::None => self.text("None"),
            ast::Constant::Bool(true) => self.text("True"),
            ast::Constant::Bool(false) => self.text("False"),
            ast::Constant::Ellipsis => self.text("..."),
            ast::Constant::Int(n) => {
                let _ = write!(self.out, "{n}");
            }
            ast::Constant::Float(n) => self.float(*n),
            ast::Constant::Complex { imag, .. } => {
                let whole = imag.fract() == 0.0 && imag.abs() < 1e16;
                if whole {
                    let _ = write!(self.out, "{imag:.0}");
                } else {
                    self.float(*imag);
                }
                self.text("j");
            }
            ast::Constant::Tuple(_) => {}
        }
        Ok(())
    }

    fn float(&mut self, n: f64) {
        if n.is_infinite() {
            self.text("1e309");
            return;
        }
        let exponent = if n == 0.0 { 0.0 } else { n.abs().log10().floor() };
        if !(-4.0..16.0).contains(&exponent) {
            let text = format!("{n:e}");
            let (digits, power) = text.split_once('e').unwrap_or((&text, "0"));
            let power: i32 = power.parse().unwrap_or(0);
            let sign = if power < 0 { '-' } else { '+' };
            let _ = write!(self.out, "{digits}e{sign}{:02}", power.abs());
        } else {
            let _ = write!(self.out, "{n:?}");
        }
    }

    /// An f-string: its text with the fields in it, quoted as a whole.
    fn format(&mut self, start: u32) -> Res<()> {
        let strings = self.strings;
        let mut body = Text::default();
        for literal in strings.pieces(start) {
            self.parts(literal, &literal.parts, &mut body)?;
        }
        self.text("f");
        self.text(&repr(&body.into_const()));
        Ok(())
    }

    fn parts(&mut self, literal: &Literal, parts: &[Part], body: &mut Text) -> Res<()> {
        for part in parts {
            match part {
                Part::Text { start, end } => {
                    let mut text = Text::default();
                    decode_text(self.source, literal, *start, *end, &mut text)?;
                    for code in text.codes() {
                        body.push(code);
                        if code == '{' as u32 || code == '}' as u32 {
                            body.push(code);
                        }
                    }
                }
                Part::Field(field) => self.field(literal, field, body)?,
            }
        }
        Ok(())
    }

    fn field(&mut self, literal: &Literal, field: &Field, body: &mut Text) -> Res<()> {
        if let Some((start, end)) = field.debug {
            body.push_str(
                &self.source.text[start as usize..end as usize].replace('{', "{{").replace('}', "}}"),
            );
        }
        let outer = std::mem::take(&mut self.out);
        if let Some(expr) = self.strings.field(field.parsed) {
            self.expr(expr, level::TEST + 1)?;
        }
        let shown = std::mem::replace(&mut self.out, outer);
        body.push_str(if shown.starts_with('{') { "{ " } else { "{" });
        body.push_str(&shown);
        let conversion = match field.conversion {
            0 if field.debug.is_some() && field.spec.is_none() => b'r',
            conversion => conversion,
        };
        if conversion != 0 {
            body.push_str("!");
            body.push(conversion.into());
        }
        if let Some(spec) = &field.spec {
            body.push_str(":");
            self.parts(literal, spec, body)?;
        }
        body.push_str("}");
        Ok(())
    }
}

/// `repr` of a str or bytes constant.
pub(crate) fn repr(value: &Const) -> String {
    let (codes, bytes): (Vec<u32>, bool) = match value {
        Const::Str(text) => (text.chars().map(|c| c as u32).collect(), false),
        Const::WideStr(codes) => (codes.to_vec(), false),
        Const::Bytes(bytes) => (bytes.iter().map(|&b| b as u32).collect(), true),
        _ => (Vec::new(), false),
    };
    let has = |c: char| codes.contains(&(c as u32));
    let quote = if has('\'') && !has('"') { '"' } else { '\'' };
    let mut out = String::from(if bytes { "b" } else { "" });
    out.push(quote);
    for code in codes {
        let char = char::from_u32(code);
        let _ = match (code, char) {
            (0x0a, _) => write!(out, "\\n"),
            (0x0d, _) => write!(out, "\\r"),
            (0x09, _) => write!(out, "\\t"),
            (0x5c, _) => write!(out, "\\\\"),
            (_, Some(c)) if c == quote => write!(out, "\\{c}"),
            (0x20..=0x7e, Some(c)) => write!(out, "{c}"),
            (0..=0xa0, _) => write!(out, "\\x{code:02x}"),
            (_, Some(c)) if !bytes && !c.is_control() && code != 0xad => write!(out, "{c}"),
            (0..=0xff, _) => write!(out, "\\x{code:02x}"),
            (0..=0xffff, _) => write!(out, "\\u{code:04x}"),
            _ => write!(out, "\\U{code:08x}"),
        };
    }
    out.push(quote);
    out
}
