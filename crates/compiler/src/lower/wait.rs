//! What waits: `await`, `async for` and `async with`.

use rustpython_parser::ast::{self, Ranged};
use theseus_bytecode::{CONSUME, Const, Flags, Op, Reg};

use super::{Lower, Value};
use crate::error::Res;
use crate::scope::ScopeKind;
use crate::unit::{Block, Bound, RegionId};

/// What an awaitable comes from, for the words of its error.
#[derive(Clone, Copy)]
pub(super) enum Waits {
    Await,
    Enter,
    Exit,
}

/// The part of an asynchronous loop that asks for the next item.
pub(super) struct Items {
    /// The register that gets it.
    pub item: Reg,
    region: RegionId,
}

impl<'a> Lower<'a> {
    /// Whether `await` may stand here: in an `async def`, or a generator expression, which it makes
    /// asynchronous.
    pub(super) fn may_wait(&self) -> bool {
        let scope = self.scope();
        scope.is_async || scope.kind.is_comprehension()
    }

    pub(super) fn await_(&mut self, e: &'a ast::ExprAwait, dst: Reg) -> Res<()> {
        if !self.may_wait() {
            let function = matches!(self.kind(), ScopeKind::Function | ScopeKind::Lambda);
            let message =
                if function { "'await' outside async function" } else { "'await' outside function" };
            return self.fail(message, e.range);
        }
        let mark = self.top;
        let iter = self.push();
        let value = self.operand_at(&e.value, iter)?;
        self.at(e.range);
        self.top = iter + 1;
        self.emit(Op::GetAwaitable, Waits::Await as u8, iter, value.take(), 0);
        self.delegate(iter, dst);
        self.top = mark;
        Ok(())
    }

    /// Waits for a value that is the topmost temporary.
    pub(super) fn wait(&mut self, what: Waits, value: Value, dst: Reg) {
        self.emit(Op::GetAwaitable, what as u8, dst, value.take(), 0);
        self.delegate(dst, dst);
    }

    /// Runs the iterator in the topmost temporary to its end, yielding what it yields. A module that does so
    /// is a coroutine.
    pub(super) fn delegate(&mut self, iter: Reg, dst: Reg) {
        if self.unit.scope == 0 {
            self.flags |= Flags::COROUTINE;
        }
        let mark = self.top;
        let sent = self.push_constant(Const::None);
        let x = self.handling();
        self.emit(Op::YieldFrom, x, dst, iter, sent);
        self.top = mark;
    }

    /// The bit of a yield that stands in a handler: the exception goes with the frame.
    pub(super) fn handling(&self) -> u8 {
        let handled =
            self.in_exit || self.blocks.iter().any(|b| matches!(b, Block::Handler { .. } | Block::Star));
        if handled { 2 } else { 0 }
    }

    /// Asks the asynchronous iterator for the next item; `state` is what is bound at its end.
    pub(super) fn async_next(&mut self, iter: Reg, state: Option<Bound>) -> Items {
        let item = self.push();
        let region = self.protect(item, state);
        self.emit(Op::GetANext, 0, item, iter, 0);
        self.delegate(item, item);
        self.end_protect(region);
        Items { item, region }
    }

    /// Where the asynchronous iterator ended: StopAsyncIteration is dropped with the iterator.
    pub(super) fn async_end(&mut self, items: Items, iter: Reg) {
        self.place_handler(items.region);
        self.top = items.item;
        let (exc, prev) = (self.push(), self.push());
        self.emit(Op::EnterHandler, 0, exc, prev, 0);
        let ended = self.push();
        self.emit(Op::MatchStopAsync, 0, ended, exc, 0);
        let end = self.label();
        self.jump(Op::JumpIfTrue, 0, ended | CONSUME, 0, 0, end);
        self.emit(Op::Reraise, 0, exc, prev, 0);
        self.place(end);
        self.emit(Op::ExitHandler, 0, exc, prev, 0);
        self.drop_temp(iter);
        self.top = items.item;
    }

    pub(super) fn async_for(&mut self, s: &'a ast::StmtAsyncFor) -> Res<()> {
        if !self.scope().is_async {
            return self.fail("'async for' outside async function", s.range);
        }
        let iter = self.push();
        let value = self.operand_at(&s.iter, iter)?;
        self.at(s.iter.range());
        self.emit(Op::GetAIter, 0, iter, value.take(), 0);
        let (next, exit) = (self.label(), self.label());
        let mut state = self.unit.state.clone();
        self.forget(&mut state, &[&s.body]);
        self.unit.state.clone_from(&state);
        self.place(next);
        self.at(s.range);
        let items = self.async_next(iter, state);
        self.blocks.push(Block::Loop { exit, next, iter: Some(iter) });
        self.store(&s.target, Value::Temp(items.item))?;
        self.top = items.item;
        self.body(&s.body)?;
        self.blocks.pop();
        self.goto_end(next);
        self.at(s.iter.range());
        self.async_end(items, iter);
        self.top = iter;
        self.body(&s.orelse)?;
        self.place(exit);
        Ok(())
    }

    pub(super) fn async_with(&mut self, s: &'a ast::StmtAsyncWith) -> Res<()> {
        if !self.scope().is_async {
            return self.fail("'async with' outside async function", s.range);
        }
        self.with_items(&s.items, s.into())
    }
}
