//! Statements.

use rustpython_parser::ast::{self, Expr, Ranged, Stmt};
use theseus_bytecode::{CONSUME, Op, Position};

use super::Lower;
use crate::Mode;
use crate::error::Res;
use crate::unit::Label;

impl<'a> Lower<'a> {
    pub(super) fn body(&mut self, body: &'a [Stmt]) -> Res<()> {
        body.iter().try_for_each(|stmt| self.stmt(stmt))
    }

    fn stmt(&mut self, stmt: &'a Stmt) -> Res<()> {
        self.deeper()?;
        let mark = self.top;
        self.at(stmt.range());
        self.stmt_inner(stmt)?;
        self.top = mark;
        self.depth -= 1;
        Ok(())
    }

    fn stmt_inner(&mut self, stmt: &'a Stmt) -> Res<()> {
        match stmt {
            Stmt::FunctionDef(s) => self.function_def(s.into()),
            Stmt::AsyncFunctionDef(s) => self.function_def(s.into()),
            Stmt::ClassDef(s) => self.class_def(s),
            Stmt::Return(s) => self.return_stmt(s.value.as_deref(), s.range),
            Stmt::Delete(s) => s.targets.iter().try_for_each(|t| self.delete(t)),
            Stmt::Assign(s) => self.assign(s),
            Stmt::AugAssign(s) => self.augmented(s),
            Stmt::AnnAssign(s) => self.annotated(s),
            Stmt::For(s) => self.for_stmt(s),
            Stmt::AsyncFor(s) => self.async_for(s),
            Stmt::While(s) => self.while_stmt(s),
            Stmt::If(s) => self.if_stmt(s),
            Stmt::With(s) => self.with_items(&s.items, s.into()),
            Stmt::AsyncWith(s) => self.async_with(s),
            Stmt::Raise(s) => self.raise(s),
            Stmt::Try(s) => self.try_stmt(s),
            Stmt::TryStar(s) => self.try_star(s),
            Stmt::Assert(s) => self.assert(s),
            Stmt::Import(s) => self.import(s),
            Stmt::ImportFrom(s) => self.import_from(s),
            Stmt::Match(s) => self.match_stmt(s),
            Stmt::Expr(s) => self.expr_stmt(s),
            Stmt::Break(s) => self.leave_loop(true, s.range),
            Stmt::Continue(s) => self.leave_loop(false, s.range),
            Stmt::Pass(_) => {
                self.mark_line();
                Ok(())
            }
            Stmt::Global(_) | Stmt::Nonlocal(_) => Ok(()),
            Stmt::TypeAlias(s) => self.type_alias(s),
        }
    }

    fn expr_stmt(&mut self, s: &'a ast::StmtExpr) -> Res<()> {
        if self.options.mode == Mode::Single && self.outer.is_empty() {
            let value = self.operand(&s.value)?;
            self.at(s.range);
            self.emit(Op::PrintExpr, 0, value.take(), 0, 0);
            return Ok(());
        }
        let before = self.unit.length();
        self.effect(&s.value)?;
        if self.unit.length() == before {
            self.at(s.range);
            self.mark_line();
        }
        Ok(())
    }

    /// A statement without code of its own is a line all the same, for whoever traces.
    pub(super) fn mark_line(&mut self) {
        if self.unit.last_line() != self.unit.position.line {
            self.emit(Op::Nop, 0, 0, 0, 0);
        }
    }

    /// Jumps to where a statement ends. Where paths meet, the jump belongs to the lines they come from.
    pub(super) fn goto_end(&mut self, end: Label) {
        let position = self.unit.position;
        if self.unit.joins_here() {
            self.unit.position = Position::default();
        }
        self.goto(end);
        self.unit.position = position;
    }

    /// An `elif` chain is lowered without recursion.
    fn if_stmt(&mut self, s: &'a ast::StmtIf) -> Res<()> {
        let end = self.label();
        let mut current = s;
        loop {
            self.at(current.range);
            let next = self.label();
            self.jump_if(&current.test, false, next)?;
            self.body(&current.body)?;
            if current.orelse.is_empty() {
                self.place(next);
                break;
            }
            self.goto_end(end);
            self.place(next);
            match &current.orelse[..] {
                [Stmt::If(inner)] => current = inner,
                rest => {
                    self.body(rest)?;
                    break;
                }
            }
        }
        self.place(end);
        Ok(())
    }

    fn raise(&mut self, s: &'a ast::StmtRaise) -> Res<()> {
        let Some(exc) = &s.exc else {
            self.emit(Op::Raise, 0, 0, 0, 0);
            return Ok(());
        };
        let later: Vec<&'a Expr> = s.cause.iter().map(|c| &**c).collect();
        let home = self.push();
        let exc = self.operand_before(exc, home, &later)?;
        match &s.cause {
            Some(cause) => {
                let cause = self.operand(cause)?;
                self.at(s.range);
                self.emit(Op::Raise, 2, exc.take(), cause.take(), 0);
            }
            None => {
                self.at(s.range);
                self.emit(Op::Raise, 1, exc.take(), 0, 0);
            }
        }
        Ok(())
    }

    fn assert(&mut self, s: &'a ast::StmtAssert) -> Res<()> {
        if self.options.optimize > 0 {
            return Ok(());
        }
        let passed = self.label();
        self.jump_if(&s.test, true, passed)?;
        self.at(s.range);
        let class = self.push();
        self.emit(Op::LoadAssertionError, 0, class, 0, 0);
        if let Some(message) = &s.msg {
            self.push_expr(message)?;
            self.at(s.range);
            self.emit(Op::Call, 0, class, class, 1);
        }
        self.emit(Op::Raise, 1, class | CONSUME, 0, 0);
        self.place(passed);
        Ok(())
    }
}
