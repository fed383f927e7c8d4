//! `try`: handlers and `finally`, with the exception table doing the work.

use rustpython_parser::ast;
use theseus_bytecode::Op;

use super::{Lower, Value};
use crate::error::Res;
use crate::unit::{Block, Bound, Label, RegionId};

impl<'a> Lower<'a> {
    pub(super) fn try_stmt(&mut self, s: &'a ast::StmtTry) -> Res<()> {
        self.mark_line();
        if s.finalbody.is_empty() {
            return self.try_except(s);
        }
        let depth = self.top;
        let state = self.handler_state(s, true);
        self.blocks.push(Block::Finally(&s.finalbody));
        let region = self.protect(depth, state);
        if s.handlers.is_empty() {
            self.body(&s.body)?;
        } else {
            self.try_except(s)?;
        }
        self.end_protect(region);
        self.blocks.pop();
        let end = self.label();
        if self.unit.state.is_some() {
            self.body(&s.finalbody)?;
            self.goto(end);
        }
        self.place_handler(region);
        let (exc, prev) = (self.push(), self.push());
        let position = std::mem::take(&mut self.unit.position);
        self.emit(Op::EnterHandler, 0, exc, prev, 0);
        self.unit.position = position;
        let handler_state = self.unit.state.clone();
        self.blocks.push(Block::Handler { exc, prev, name: None });
        let inside = self.protect(prev + 1, handler_state);
        self.body(&s.finalbody)?;
        self.end_protect(inside);
        self.blocks.pop();
        self.emit(Op::Reraise, 0, exc, prev, 0);
        self.cleanup(inside, exc, prev, None);
        self.top = depth;
        self.place(end);
        Ok(())
    }

    /// What is surely bound when a handler of the statement starts.
    fn handler_state(&self, s: &'a ast::StmtTry, everything: bool) -> Option<Bound> {
        let mut state = self.unit.state.clone();
        self.forget(&mut state, &[&s.body]);
        if everything {
            for ast::ExceptHandler::ExceptHandler(handler) in &s.handlers {
                self.forget(&mut state, &[&handler.body]);
                if let (Some(name), Some(state)) = (&handler.name, &mut state)
                    && let Some(reg) = self.local(name)
                {
                    state.remove(reg);
                }
            }
            self.forget(&mut state, &[&s.orelse]);
        }
        state
    }

    fn try_except(&mut self, s: &'a ast::StmtTry) -> Res<()> {
        let depth = self.top;
        let state = self.handler_state(s, false);
        let region = self.protect(depth, state);
        self.body(&s.body)?;
        self.end_protect(region);
        let end = self.label();
        self.body(&s.orelse)?;
        self.goto(end);
        self.place_handler(region);
        let (exc, prev) = (self.push(), self.push());
        let position = std::mem::take(&mut self.unit.position);
        self.emit(Op::EnterHandler, 0, exc, prev, 0);
        self.unit.position = position;
        let handler_state = self.unit.state.clone();
        self.blocks.push(Block::Handler { exc, prev, name: None });
        let inside = self.protect(prev + 1, handler_state);
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
        self.emit(Op::ExitHandler, 0, exc, prev, 0);
        if let Some(name) = name {
            self.clear_name(name);
        }
        self.goto(end);
        if let Some(id) = region {
            self.resume_region(id);
        }
    }
}
