//! `try`: handlers and `finally`, with the exception table doing the work.

use rustpython_parser::ast::{self, Ranged};
use theseus_bytecode::{CONSUME, Op, Position};

use super::{Lower, Value};
use crate::error::Res;
use crate::unit::{Block, Bound, Label, RegionId};

/// The parts of a `try` statement.
struct Try<'a> {
    body: &'a [ast::Stmt],
    handlers: &'a [ast::ExceptHandler],
    orelse: &'a [ast::Stmt],
    finalbody: &'a [ast::Stmt],
    /// Its clauses are `except*`.
    star: bool,
}

impl<'a> Lower<'a> {
    pub(super) fn try_stmt(&mut self, s: &'a ast::StmtTry) -> Res<()> {
        let (body, handlers) = (&s.body, &s.handlers);
        self.try_parts(&Try { body, handlers, orelse: &s.orelse, finalbody: &s.finalbody, star: false })
    }

    pub(super) fn try_star(&mut self, s: &'a ast::StmtTryStar) -> Res<()> {
        let (body, handlers) = (&s.body, &s.handlers);
        self.try_parts(&Try { body, handlers, orelse: &s.orelse, finalbody: &s.finalbody, star: true })
    }

    fn try_parts(&mut self, s: &Try<'a>) -> Res<()> {
        self.mark_line();
        if s.finalbody.is_empty() {
            return self.try_except(s);
        }
        let depth = self.top;
        let state = self.handler_state(s, true);
        self.blocks.push(Block::Finally(s.finalbody));
        let region = self.protect(depth, state);
        if s.handlers.is_empty() {
            self.body(s.body)?;
        } else {
            self.try_except(s)?;
        }
        self.end_protect(region);
        self.blocks.pop();
        let end = self.label();
        if self.unit.state.is_some() {
            self.body(s.finalbody)?;
            self.goto_end(end);
        }
        self.place_handler(region);
        let (exc, prev) = (self.push(), self.push());
        let position = std::mem::take(&mut self.unit.position);
        self.emit(Op::EnterHandler, 0, exc, prev, 0);
        self.unit.position = position;
        let handler_state = self.unit.state.clone();
        self.blocks.push(Block::Handler { exc, prev, name: None });
        let inside = self.protect(prev + 1, handler_state);
        self.body(s.finalbody)?;
        self.end_protect(inside);
        self.blocks.pop();
        self.emit(Op::Reraise, 0, exc, prev, 0);
        self.cleanup(inside, exc, prev, None);
        self.top = depth;
        self.place(end);
        Ok(())
    }

    /// What is surely bound when a handler of the statement starts.
    fn handler_state(&self, s: &Try<'a>, everything: bool) -> Option<Bound> {
        let mut state = self.unit.state.clone();
        self.forget(&mut state, &[s.body]);
        if everything {
            for ast::ExceptHandler::ExceptHandler(handler) in s.handlers {
                self.forget(&mut state, &[&handler.body]);
                if let (Some(name), Some(state)) = (&handler.name, &mut state)
                    && let Some(reg) = self.local(name)
                {
                    state.remove(reg);
                }
            }
            self.forget(&mut state, &[s.orelse]);
        }
        state
    }

    fn try_except(&mut self, s: &Try<'a>) -> Res<()> {
        let depth = self.top;
        let state = self.handler_state(s, false);
        let region = self.protect(depth, state);
        self.body(s.body)?;
        self.end_protect(region);
        let end = self.label();
        self.body(s.orelse)?;
        self.goto_end(end);
        self.place_handler(region);
        let (exc, prev) = (self.push(), self.push());
        let position = std::mem::take(&mut self.unit.position);
        self.emit(Op::EnterHandler, 0, exc, prev, 0);
        self.unit.position = position;
        let handler_state = self.unit.state.clone();
        self.blocks.push(Block::Handler { exc, prev, name: None });
        let inside = self.protect(prev + 1, handler_state);
        if s.star {
            self.star_clauses(s, exc, prev, end)?;
            self.end_protect(inside);
            self.blocks.pop();
            let position = std::mem::take(&mut self.unit.position);
            self.emit(Op::Reraise, 0, exc, prev, 0);
            self.unit.position = position;
            self.cleanup(inside, exc, prev, None);
            self.top = depth;
            self.place(end);
            return Ok(());
        }
        for (index, handler) in s.handlers.iter().enumerate() {
            let ast::ExceptHandler::ExceptHandler(handler) = handler;
            if handler.type_.is_none() && index + 1 < s.handlers.len() {
                return self.fail("default 'except:' must be last", handler.range);
            }
            self.handler(handler, exc, prev, end)?;
        }
        self.end_protect(inside);
        self.blocks.pop();
        let position = std::mem::take(&mut self.unit.position);
        // What no clause takes leaves from the last one.
        if let Some(ast::ExceptHandler::ExceptHandler(last)) = s.handlers.last()
            && let Some(class) = &last.type_
        {
            self.at(class.range());
        }
        self.emit(Op::Reraise, 0, exc, prev, 0);
        self.unit.position = position;
        self.cleanup(inside, exc, prev, None);
        self.top = depth;
        self.place(end);
        Ok(())
    }

    /// One `except` clause: tests, binds, runs, and leaves for `end`.
    fn handler(
        &mut self,
        handler: &'a ast::ExceptHandlerExceptHandler,
        exc: u16,
        prev: u16,
        end: Label,
    ) -> Res<()> {
        let next = self.label();
        let mark = self.top;
        if let Some(class) = &handler.type_ {
            let test = self.push();
            let class_value = self.operand_at(class, test)?;
            self.at(handler.range);
            self.emit(Op::ExcMatch, 0, test, exc, class_value.take());
            self.jump(Op::JumpIfFalse, 0, Value::Temp(test).take(), 0, 0, next);
            self.top = mark;
        }
        self.at(handler.range);
        if handler.type_.is_none() {
            self.mark_line();
        }
        let Some(name) = &handler.name else {
            self.body(&handler.body)?;
            self.leave_handler(exc, prev, None, end);
            self.place(next);
            return Ok(());
        };
        self.check_target_name(name, handler.range)?;
        let name: &'a str = name.as_str();
        self.store_name(name, Value::Local(exc));
        let mut state = self.unit.state.clone();
        self.forget(&mut state, &[&handler.body]);
        // Only the innermost of the two blocks clears the name; the outer one, which covers
        // the matching, is left through this one.
        if let Some(Block::Handler { name: slot, .. }) = self.handler_block() {
            *slot = Some(name);
        }
        let named = self.protect(prev + 1, state);
        self.body(&handler.body)?;
        self.end_protect(named);
        if let Some(Block::Handler { name: slot, .. }) = self.handler_block() {
            *slot = None;
        }
        self.leave_handler(exc, prev, Some(name), end);
        // The clean-up does all that the outer region's would: it lies outside that too.
        let outer = self.handler_region();
        if let Some(id) = outer {
            self.pause_region(id);
        }
        self.cleanup(named, exc, prev, Some(name));
        if let Some(id) = outer {
            self.resume_region(id);
        }
        self.place(next);
        Ok(())
    }

    /// The clauses of `except*`: each gets its part of the exception. What they raise and what none
    /// of them took is put together again; it is in `exc` at the end, unless all is handled.
    fn star_clauses(&mut self, s: &Try<'a>, exc: u16, prev: u16, end: Label) -> Res<()> {
        let raised = self.push();
        let rest = self.push();
        // What holds the clauses together is of no line.
        self.unit.position = Position::default();
        self.emit(Op::BuildList, 0, raised, rest, 0);
        self.emit(Op::Move, 0, rest, exc, 0);
        for ast::ExceptHandler::ExceptHandler(handler) in s.handlers {
            self.star_clause(handler, raised, rest)?;
        }
        let position = std::mem::take(&mut self.unit.position);
        self.emit(Op::ListAppend, 0, raised, rest | CONSUME, 0);
        let result = rest;
        self.emit(Op::PrepareReraise, 0, result, exc, raised | CONSUME);
        let again = self.label();
        self.jump(Op::JumpIfNotNone, 0, result, 0, 0, again);
        self.drop_temp(result);
        self.leave_handler(exc, prev, None, end);
        self.place(again);
        self.emit(Op::Move, 0, exc, result | CONSUME, 0);
        self.unit.position = position;
        Ok(())
    }

    /// One `except*` clause.
    fn star_clause(
        &mut self,
        handler: &'a ast::ExceptHandlerExceptHandler,
        raised: u16,
        rest: u16,
    ) -> Res<()> {
        let Some(class) = &handler.type_ else {
            return self.fail("expected one or more exception types", handler.range);
        };
        let mark = self.top;
        let (skip, next) = (self.label(), self.label());
        let group = self.push();
        let class_value = self.operand_at(class, group)?;
        self.at(handler.range);
        self.emit(Op::ExcMatchStar, 0, group, rest, class_value.take());
        self.jump(Op::JumpIfNone, 0, group, 0, 0, skip);
        self.top = group + 1;
        let before = self.push();
        self.emit(Op::EnterStar, 0, group, before, 0);
        let name = handler.name.as_ref().map(|n| n.as_str());
        if let Some(name) = name {
            self.check_target_name(name, handler.range)?;
            self.store_name(name, Value::Local(group));
        }
        let mut state = self.unit.state.clone();
        self.forget(&mut state, &[&handler.body]);
        if let (Some(state), Some(reg)) = (&mut state, name.and_then(|n| self.local(n))) {
            state.remove(reg);
        }
        self.blocks.push(Block::Star);
        let region = self.protect(before + 1, state);
        self.body(&handler.body)?;
        self.end_protect(region);
        self.blocks.pop();
        if self.unit.state.is_some() {
            let position = std::mem::take(&mut self.unit.position);
            self.emit(Op::ExitHandler, 0, group, before, 0);
            if let Some(name) = name {
                self.clear_name(name);
            }
            self.goto(next);
            self.unit.position = position;
        }
        // What the body raises is kept for the end.
        self.place_handler(region);
        self.unit.position = Position::default();
        let (inner, displaced) = (self.push(), self.push());
        self.emit(Op::EnterHandler, 0, inner, displaced, 0);
        if let Some(name) = name {
            self.clear_name(name);
        }
        self.emit(Op::ListAppend, 0, raised, inner | CONSUME, 0);
        self.drop_temp(displaced);
        self.emit(Op::ExitHandler, 0, group, before, 0);
        self.goto(next);
        self.place(skip);
        // A clause that is skipped stays on the line of its test.
        self.at(handler.range);
        self.drop_temp(group);
        self.place(next);
        self.top = mark;
        Ok(())
    }

    /// The block of the handler being lowered, which lies just below its region.
    fn handler_block(&mut self) -> Option<&mut Block<'a>> {
        let blocks = &mut self.unit.blocks;
        blocks.iter_mut().rev().find(|b| matches!(b, Block::Handler { .. }))
    }

    /// The region that covers the handler being lowered.
    fn handler_region(&self) -> Option<RegionId> {
        match self.blocks.last() {
            Some(&Block::Region(id)) => Some(id),
            _ => None,
        }
    }

    /// The normal end of a handler. It lies outside the handler's own protection.
    fn leave_handler(&mut self, exc: u16, prev: u16, name: Option<&'a str>, end: Label) {
        if self.unit.state.is_none() {
            return;
        }
        let region = self.handler_region();
        if let Some(id) = region {
            self.pause_region(id);
        }
        // The clean-up is of no line.
        let position = std::mem::take(&mut self.unit.position);
        self.emit(Op::ExitHandler, 0, exc, prev, 0);
        if let Some(name) = name {
            self.clear_name(name);
        }
        self.goto(end);
        self.unit.position = position;
        if let Some(id) = region {
            self.resume_region(id);
        }
    }
}
