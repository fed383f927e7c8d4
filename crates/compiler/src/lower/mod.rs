//! From the tree to register code, one code object for each scope.

mod assign;
mod block;
mod call;
mod class;
mod comp;
mod cond;
mod delete;
mod display;
mod expr;
pub(crate) mod fstring;
mod function;
mod generic;
mod import;
mod loops;
mod names;
mod op;
mod pattern;
mod stmt;
mod subscript;
mod try_;
mod wait;
pub(crate) mod walk;
mod with;

use std::ops::{Deref, DerefMut};
use std::sync::Arc;

use rustc_hash::FxHashSet;
use rustpython_parser::ast::{self, Expr, Ranged, Stmt};
use rustpython_parser::text_size::TextRange;
use theseus_bytecode::{CONSUME, Code, Const, Flags, Op, Position, Reg};

use crate::error::{ErrorKind, NO_END, Res, SyntaxError};
use crate::parse::{StringKind, Strings, Tree};
use crate::scope::{self, Scope, ScopeKind, Scopes};
use crate::source::Source;
use crate::unit::Unit;
use crate::{Mode, Options};

/// Levels of expressions and statements inside each other.
const MAX_DEPTH: u32 = 20_000;

/// An operand: a local's register, which is borrowed, or a temporary that its last use consumes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Value {
    Local(Reg),
    Temp(Reg),
}

impl Value {
    /// The operand field of the last use.
    pub fn take(self) -> u16 {
        match self {
            Value::Local(reg) => reg,
            Value::Temp(reg) => reg | CONSUME,
        }
    }

    /// The operand field of a use that is not the last.
    pub fn keep(self) -> u16 {
        match self {
            Value::Local(reg) | Value::Temp(reg) => reg,
        }
    }
}

pub(crate) struct Lower<'a> {
    source: &'a Source,
    strings: &'a Strings,
    scopes: &'a Scopes,
    options: Options,
    filename: Arc<str>,
    future_annotations: bool,
    /// Line of the last `__future__` import at the beginning.
    future_line: u32,
    unit: Unit<'a>,
    outer: Vec<Unit<'a>>,
    depth: u32,
    /// Operators known not to be constant, so that deep trees are looked at once.
    not_constant: FxHashSet<usize>,
}

impl<'a> Deref for Lower<'a> {
    type Target = Unit<'a>;

    fn deref(&self) -> &Unit<'a> {
        &self.unit
    }
}

impl<'a> DerefMut for Lower<'a> {
    fn deref_mut(&mut self) -> &mut Unit<'a> {
        &mut self.unit
    }
}

pub(crate) fn lower(
    source: &Source,
    tree: &Tree,
    strings: &Strings,
    filename: &str,
    options: &Options,
) -> Res<Arc<Code>> {
    let (asked, future_line) = match tree {
        Tree::Body(body) => future(source, body)?,
        Tree::Expression(_) => (false, 0),
    };
    let future_annotations = options.future_annotations || asked;
    let mut scopes = scope::scopes(source, tree, strings, future_annotations)?;
    scopes.all[0].is_async = options.top_level_await;
    let mut unit = Unit::new(0, "<module>".into(), "<module>".into(), 1);
    unit.name_mode = true;
    unit.local_limit = 1;
    unit.top = 1;
    unit.set_bound(0);
    if future_annotations {
        unit.flags |= Flags::FUTURE_ANNOTATIONS;
    }
    let mut lower = Lower {
        source,
        strings,
        scopes: &scopes,
        options: *options,
        filename: filename.into(),
        future_annotations,
        future_line,
        unit,
        outer: Vec::new(),
        depth: 0,
        not_constant: FxHashSet::default(),
    };
    match tree {
        Tree::Body(body) => lower.module(body)?,
        Tree::Expression(expr) => {
            let value = lower.operand(expr)?;
            lower.emit(Op::Return, 0, value.take(), 0, 0);
        }
    }
    let Lower { unit, filename, .. } = lower;
    finish(unit, &filename, &scopes)
}

/// Turns a unit into its code object.
fn finish(unit: Unit<'_>, filename: &Arc<str>, scopes: &Scopes) -> Res<Arc<Code>> {
    if unit.overflow || unit.constants.overflow {
        let message = "too many names, constants or registers in one code object";
        return Err(SyntaxError::bare(ErrorKind::Memory, message));
    }
    let free = &scopes.all[unit.scope].free;
    Ok(Arc::new(unit.assemble(filename, free)))
}

/// Features that `from __future__ import` may name.
const FEATURES: &[&str] = &[
    "nested_scopes",
    "generators",
    "division",
    "absolute_import",
    "with_statement",
    "print_function",
    "unicode_literals",
    "barry_as_FLUFL",
    "generator_stop",
    "annotations",
];

/// Checks the `__future__` imports: whether they ask for string annotations, and the line of the last.
fn future(source: &Source, body: &[Stmt]) -> Res<(bool, u32)> {
    let mut annotations = false;
    let mut last = 0;
    let mut allowed = true;
    for (index, stmt) in body.iter().enumerate() {
        match stmt {
            Stmt::ImportFrom(s) if s.module.as_deref() == Some("__future__") => {
                if !allowed {
                    let message = "from __future__ imports must occur at the beginning of the file";
                    return Err(source.symbolic(message, s.range));
                }
                last = source.line_of(s.range.start().into());
                for alias in &s.names {
                    let name = alias.name.as_str();
                    annotations |= name == "annotations";
                    if name == "braces" {
                        return Err(source.symbolic("not a chance", s.range).ending(NO_END));
                    }
                    if !FEATURES.contains(&name) {
                        let message = format!("future feature {name} is not defined");
                        return Err(source.symbolic(message, s.range).ending(NO_END));
                    }
                }
            }
            Stmt::Expr(e) if index == 0 && is_string(&e.value) => {}
            _ => allowed = false,
        }
    }
    Ok((annotations, last))
}

fn is_string(expr: &Expr) -> bool {
    matches!(expr, Expr::Constant(c) if matches!(c.value, ast::Constant::Str(_)))
}

impl<'a> Lower<'a> {
    fn module(&mut self, body: &'a [Stmt]) -> Res<()> {
        if self.options.mode == Mode::Exec
            && let Some(doc) = self.docstring(body)?
        {
            self.has_docstring = true;
            self.constant(doc.clone());
            self.set_annotations();
            self.at(body[0].range());
            self.store_constant("__doc__", doc);
            self.body(&body[1..])?;
        } else {
            self.set_annotations();
            self.body(body)?;
        }
        self.return_none();
        Ok(())
    }

    /// Makes `__annotations__` where a module or class body annotates a name.
    fn set_annotations(&mut self) {
        if self.scope().has_annotations {
            self.emit(Op::SetupAnnotations, 0, 0, 0, 0);
        }
    }

    fn return_none(&mut self) {
        if self.unit.state.is_none() {
            return;
        }
        let none = self.constant(Const::None);
        if self.unit.joins_here() {
            // It belongs to each of the lines that lead here.
            self.unit.position = Position::default();
        }
        self.emit(Op::ReturnK, 0, none, 0, 0);
    }

    /// The docstring a body begins with, unless they are dropped.
    fn docstring(&self, body: &[Stmt]) -> Res<Option<Const>> {
        let Some(Stmt::Expr(first)) = body.first() else {
            return Ok(None);
        };
        if !is_string(&first.value) || self.options.optimize >= 2 {
            return Ok(None);
        }
        match self.strings.value(self.source, first.value.range().start().into())? {
            StringKind::Plain(value @ (Const::Str(_) | Const::WideStr(_))) => Ok(Some(value)),
            _ => Ok(None),
        }
    }

    // ---- the scope and unit being lowered

    fn scope(&self) -> &'a Scope {
        let scopes: &'a Scopes = self.scopes;
        &scopes.all[self.unit.scope]
    }

    fn kind(&self) -> ScopeKind {
        self.scope().kind
    }

    fn enter(&mut self, unit: Unit<'a>) {
        let outer = std::mem::replace(&mut self.unit, unit);
        self.outer.push(outer);
    }

    fn leave(&mut self) -> Res<Arc<Code>> {
        let Some(outer) = self.outer.pop() else {
            return Err(SyntaxError::bare(ErrorKind::Memory, "no scope to leave"));
        };
        let unit = std::mem::replace(&mut self.unit, outer);
        finish(unit, &self.filename, self.scopes)
    }

    // ---- places and errors

    fn at(&mut self, range: TextRange) {
        self.unit.position = self.source.position(range);
    }

    fn fail<T>(&self, message: impl Into<String>, range: TextRange) -> Res<T> {
        Err(self.source.late(message, range))
    }

    fn deeper(&mut self) -> Res<()> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(SyntaxError::too_deep());
        }
        Ok(())
    }

    // ---- small helpers

    /// Loads a constant into a register.
    fn load_constant(&mut self, dst: Reg, value: Const) {
        let at = self.constant(value);
        self.emit(Op::LoadConst, 0, dst, at, 0);
    }

    /// Pushes a constant as a new temporary.
    fn push_constant(&mut self, value: Const) -> Reg {
        let reg = self.push();
        self.load_constant(reg, value);
        reg
    }

    fn store_constant(&mut self, name: &str, value: Const) {
        let mark = self.top;
        let reg = self.push_constant(value);
        self.top = mark;
        self.store_name(name, Value::Temp(reg));
    }

    /// `dst` if it may hold intermediate values, else a new temporary.
    fn scratch(&mut self, dst: Reg) -> Reg {
        if self.is_temp(dst) && !self.is_hidden(dst) { dst } else { self.push() }
    }

    /// Moves an intermediate value to where it is wanted.
    fn settle(&mut self, dst: Reg, from: Reg) {
        if dst != from {
            self.emit(Op::Move, 0, dst, from | CONSUME, 0);
        }
    }

    /// First register of a window of consecutive temporaries: `dst` itself if it is the last
    /// temporary, else the next. Return to `mark` afterwards.
    fn window(&mut self, dst: Reg) -> Reg {
        if self.is_temp(dst) && dst + 1 == self.top && !self.is_hidden(dst) { dst } else { self.push() }
    }
}
