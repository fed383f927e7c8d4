//! `with` statements.

use rustpython_parser::ast;
use rustpython_parser::text_size::TextRange;
use theseus_bytecode::{CONSUME, Op};

use super::wait::Waits;
use super::{Lower, Value};
use crate::error::Res;
use crate::unit::Block;

/// A `with` or `async with` statement, whose nodes differ in name only.
#[derive(Clone, Copy)]
pub(super) struct With<'a> {
    body: &'a [ast::Stmt],
    range: TextRange,
    is_async: bool,
}

impl<'a> From<&'a ast::StmtWith> for With<'a> {
    fn from(s: &'a ast::StmtWith) -> With<'a> {
        With { body: &s.body, range: s.range, is_async: false }
    }
}

impl<'a> From<&'a ast::StmtAsyncWith> for With<'a> {
    fn from(s: &'a ast::StmtAsyncWith) -> With<'a> {
        With { body: &s.body, range: s.range, is_async: true }
    }
}

impl<'a> Lower<'a> {
    /// The managers from `items` on, and the body inside the last.
    pub(super) fn with_items(&mut self, items: &'a [ast::WithItem], s: With<'a>) -> Res<()> {
        let Some((item, rest)) = items.split_first() else {
            return self.body(s.body);
        };
        self.deeper()?;
        let base = self.push();
        let context = self.operand_at(&item.context_expr, base)?;
        let position = self.source.position(s.range);
        self.unit.position = position;
        let op = if s.is_async { Op::LoadAsyncWith } else { Op::LoadWith };
        self.emit(op, 0, base, context.take(), 0);
        self.top = base + 1;
        for _ in 0..3 {
            self.push();
        }
        let entered = base + 2;
        self.emit(Op::CallMethod, 0, entered, entered, 0);
        self.top = entered + 1;
        if s.is_async {
            self.wait(Waits::Enter, Value::Temp(entered), entered);
        }
        let mut state = self.unit.state.clone();
        self.forget(&mut state, &[s.body]);
        self.blocks.push(Block::With { base, position, is_async: s.is_async });
        let region = self.protect(entered, state);
        match &item.optional_vars {
            Some(target) => self.store(target, Value::Temp(entered))?,
            None => self.drop_temp(entered),
        }
        self.top = entered;
        self.with_items(rest, s)?;
        self.end_protect(region);
        self.blocks.pop();
        self.unit.position = position;
        let end = self.label();
        if self.unit.state.is_some() {
            self.leave_with(base, s.is_async);
            self.goto_end(end);
        }
        self.place_handler(region);
        self.failed_with(base, s.is_async);
        self.place(end);
        self.top = base;
        self.depth -= 1;
        Ok(())
    }

    /// The handler: calls the exit method with the exception, which may swallow it.
    fn failed_with(&mut self, base: u16, is_async: bool) {
        self.unit.top = base + 2;
        let (exc, prev) = (self.push(), self.push());
        self.emit(Op::EnterHandler, 0, exc, prev, 0);
        let window = self.push();
        self.emit(Op::Move, 0, window, base | CONSUME, 0);
        self.emit(Op::Move, 0, window + 1, (base + 1) | CONSUME, 0);
        self.emit(Op::ExcParts, 0, window + 2, exc, 0);
        for _ in 0..4 {
            self.push();
        }
        let state = self.unit.state.clone();
        let inside = self.protect(prev + 1, state);
        self.emit(Op::CallMethod, 0, window, window, 3);
        if is_async {
            self.top = window + 1;
            let outer = std::mem::replace(&mut self.in_exit, true);
            self.wait(Waits::Exit, Value::Temp(window), window);
            self.in_exit = outer;
        }
        let swallowed = self.label();
        self.jump(Op::JumpIfTrue, 0, window | CONSUME, 0, 0, swallowed);
        self.end_protect(inside);
        self.top = window;
        // It leaves from where the exception was raised.
        let position = std::mem::take(&mut self.unit.position);
        self.emit(Op::Reraise, 0, exc, prev, 0);
        self.unit.position = position;
        self.cleanup(inside, exc, prev, None);
        self.place(swallowed);
        self.emit(Op::ExitHandler, 0, exc, prev, 0);
    }
}
