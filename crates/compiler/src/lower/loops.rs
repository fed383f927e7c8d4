//! `for` and `while`.

use rustpython_parser::ast::{self, Expr, Ranged, Stmt};
use theseus_bytecode::{Const, Op, Reg};

use super::walk::{is_small, unbound_in};
use super::{Lower, Value};
use crate::error::Res;
use crate::fold;
use crate::unit::{Block, Label};

impl<'a> Lower<'a> {
    pub(super) fn for_stmt(&mut self, s: &'a ast::StmtFor) -> Res<()> {
        let iter = self.push();
        let value = self.iterable(&s.iter, iter)?;
        self.at(s.range);
        self.emit(Op::GetIter, 0, iter, value.take(), 0);
        let (body, next, exit) = (self.label(), self.label(), self.label());
        let mut state = self.unit.state.clone();
        self.goto(next);
        self.forget(&mut state, &[&s.body]);
        self.unit.state = state;
        self.place(body);
        self.blocks.push(Block::Loop { exit, next, iter: Some(iter) });
        let inner = self.top;
        let item = self.loop_item(&s.target)?;
        self.body(&s.body)?;
        self.top = inner;
        self.blocks.pop();
        self.place(next);
        self.at(s.range);
        self.for_iter(iter, item, body);
        self.top = iter;
        self.body(&s.orelse)?;
        self.place(exit);
        Ok(())
    }

    /// What a loop goes over; a display of constants that nobody else sees is a constant.
    pub(super) fn iterable(&mut self, expr: &'a Expr, dst: Reg) -> Res<Value> {
        let constant = match expr {
            Expr::List(e) => self.constants(&e.elts)?.map(|v| Const::Tuple(v.into())),
            Expr::Set(e) => self.constants(&e.elts)?.map(|v| Const::FrozenSet(v.into())),
            _ => None,
        };
        if let Some(value) = constant {
            self.at(expr.range());
            self.load_constant(dst, value);
            return Ok(Value::Temp(dst));
        }
        self.operand_at(expr, dst)
    }

    /// The register that receives the items: the target's own if it is a plain local. Otherwise
    /// the item is stored at the start of the body.
    pub(super) fn loop_item(&mut self, target: &'a Expr) -> Res<Reg> {
        if let Expr::Name(name) = target {
            self.check_target_name(&name.id, name.range)?;
            if let Some(reg) = self.local(&name.id) {
                self.set_bound(reg);
                return Ok(reg);
            }
        }
        let item = self.push();
        let mark = self.top;
        self.store(target, Value::Temp(item))?;
        self.top = mark;
        Ok(item)
    }

    /// The bottom of a loop. At the end of the items the target is what it was.
    pub(super) fn for_iter(&mut self, iter: Reg, item: Reg, body: Label) {
        let bound = self.is_bound(item);
        self.jump(Op::ForIter, 0, iter, item, 0, body);
        if !bound {
            self.set_unbound(item);
        }
    }

    pub(super) fn while_stmt(&mut self, s: &'a ast::StmtWhile) -> Res<()> {
        let always = self.constant_of(&s.test)?.map(|value| fold::truth(&value));
        if always == Some(true) {
            self.mark_line();
        }
        let (body, next, exit) = (self.label(), self.label(), self.label());
        let done = self.label();
        let twice = always.is_none() && is_small(&s.test);
        let outside = self.unit.state.clone();
        if twice {
            self.jump_if(&s.test, false, done)?;
        } else if always == Some(false) {
            self.at(s.test.range());
            self.goto(done);
        }
        let mut state = self.unit.state.clone();
        if !twice && always.is_none() {
            self.at(s.test.range());
            self.goto(next);
            state = outside;
        }
        self.forget(&mut state, &[&s.body]);
        self.unit.state = state;
        self.place(body);
        let blocks = Block::Loop { exit, next, iter: None };
        self.blocks.push(blocks);
        self.body(&s.body)?;
        self.blocks.pop();
        self.place(next);
        if always == Some(true) {
            self.at(s.test.range());
            self.goto(body);
        } else if always.is_none() {
            self.jump_if(&s.test, true, body)?;
        }
        self.place(done);
        self.body(&s.orelse)?;
        self.place(exit);
        Ok(())
    }

    /// Takes away from `state` what running the bodies may unbind.
    pub(super) fn forget(&self, state: &mut Option<crate::unit::Bound>, bodies: &[&'a [Stmt]]) {
        if !self.scope().has_delete {
            return;
        }
        let mut names = Vec::new();
        for body in bodies {
            unbound_in(body, &mut names);
        }
        if let Some(state) = state {
            for name in names {
                if let Some(reg) = self.local(name) {
                    state.remove(reg);
                }
            }
        }
    }
}
