//! Leaving blocks early: what `return`, `break` and `continue` do on their way out.

use rustpython_parser::ast::Ranged;
use rustpython_parser::text_size::TextRange;
use theseus_bytecode::{CONSUME, Const, Flags, Op, Position, Reg};

use super::wait::Waits;
use super::{Lower, Value};
use crate::error::Res;
use crate::unit::{Block, Bound, RegionId};

impl<'a> Lower<'a> {
    /// Emits what leaving the blocks above `down_to` takes, innermost first. The blocks come
    /// back with [`Self::rewind`], once the jump out has been emitted. `value` waits meanwhile.
    fn unwind(&mut self, down_to: usize, value: Option<Reg>) -> Res<Vec<Block<'a>>> {
        let mut removed = Vec::new();
        while self.blocks.len() > down_to {
            let Some(block) = self.blocks.pop() else {
                break;
            };
            match block {
                Block::Region(id) => self.pause_region(id),
                Block::Loop { iter: Some(iter), .. } => self.drop_temp(iter),
                Block::Loop { iter: None, .. } | Block::Star => {}
                Block::Value(reg) => self.drop_temp(reg),
                Block::Handler { exc, prev, name } => {
                    self.emit(Op::ExitHandler, 0, exc, prev, 0);
                    if let Some(name) = name {
                        self.clear_name(name);
                    }
                }
                Block::With { base, position, is_async } => {
                    let before = std::mem::replace(&mut self.unit.position, position);
                    self.leave_with(base, is_async);
                    self.unit.position = before;
                }
                Block::Finally(body) => {
                    let before = self.unit.position;
                    let waits = value.map(|reg| self.blocks.push(Block::Value(reg)));
                    self.body(body)?;
                    if waits.is_some() {
                        self.blocks.pop();
                    }
                    self.unit.position = before;
                }
            }
            removed.push(block);
        }
        Ok(removed)
    }

    fn rewind(&mut self, removed: Vec<Block<'a>>) {
        for block in removed.into_iter().rev() {
            if let Block::Region(id) = block {
                self.resume_region(id);
            }
            self.blocks.push(block);
        }
    }

    /// Calls the exit method of a `with` that ends normally; its pair is copied to the top,
    /// because nothing may live above the window of a call.
    pub(super) fn leave_with(&mut self, base: Reg, is_async: bool) {
        let mark = self.top;
        let mut window = base;
        if self.top > base + 2 {
            window = self.push();
            self.push();
            self.emit(Op::Move, 0, window, base | CONSUME, 0);
            self.emit(Op::Move, 0, window + 1, (base + 1) | CONSUME, 0);
        }
        for _ in 0..3 {
            self.push_constant(Const::None);
        }
        self.emit(Op::CallMethod, 0, window, window, 3);
        if is_async {
            self.top = window + 1;
            self.wait(Waits::Exit, Value::Temp(window), window);
        }
        self.drop_temp(window);
        self.top = mark;
    }

    pub(super) fn return_stmt(
        &mut self,
        value: Option<&'a rustpython_parser::ast::Expr>,
        range: TextRange,
    ) -> Res<()> {
        if !self.kind().is_function() {
            return self.fail("'return' outside function", range);
        }
        let constant = match value {
            None => Some(Const::None),
            Some(expr) => self.constant_of(expr)?,
        };
        let shown = match (value, &constant) {
            (Some(expr), Some(_)) => expr.range(),
            _ => range,
        };
        self.check_star(0, shown)?;
        if self.flags & Flags::ASYNC_GENERATOR != 0 && value.is_some() {
            return self.fail("'return' with value in async generator", range);
        }
        let mark = self.top;
        let busy = self.leaving_runs_code(0);
        let value = match (value, &constant) {
            (Some(expr), None) => Some(match self.operand(expr)? {
                Value::Local(reg) if busy => {
                    let copy = self.push();
                    self.emit(Op::Move, 0, copy, reg, 0);
                    Value::Temp(copy)
                }
                value => value,
            }),
            _ => None,
        };
        self.at(range);
        let waiting = match value {
            Some(Value::Temp(reg)) => Some(reg),
            _ => None,
        };
        if busy && value.is_none() {
            self.mark_line();
        }
        let removed = self.unwind(0, waiting)?;
        if busy {
            self.unit.position = Position::default();
        }
        match (value, constant) {
            (Some(value), _) => self.return_value(value),
            (None, constant) => {
                let constant = self.constant(constant.unwrap_or(Const::None));
                self.emit(Op::ReturnK, 0, constant, 0, 0);
            }
        }
        self.rewind(removed);
        self.top = mark;
        Ok(())
    }

    /// Refuses a jump out of `except*`, given the index of the block it goes to.
    fn check_star(&self, down_to: usize, range: TextRange) -> Res<()> {
        let star = self.blocks[down_to..].iter().any(|b| matches!(b, Block::Star));
        if star {
            let message = "'break', 'continue' and 'return' cannot appear in an except* block";
            return self.fail(message, range);
        }
        Ok(())
    }

    /// Whether leaving the blocks above `down_to` runs code of the program.
    fn leaving_runs_code(&self, down_to: usize) -> bool {
        self.blocks[down_to..].iter().any(|b| {
            matches!(b, Block::Finally(_) | Block::With { .. } | Block::Handler { name: Some(_), .. })
        })
    }

    /// `break` or `continue`.
    pub(super) fn leave_loop(&mut self, stop: bool, range: TextRange) -> Res<()> {
        let found = self.blocks.iter().rposition(|b| matches!(b, Block::Loop { .. }));
        self.check_star(found.unwrap_or(0), range)?;
        let Some(index) = found else {
            let message = if stop { "'break' outside loop" } else { "'continue' not properly in loop" };
            return self.fail(message, range);
        };
        self.at(range);
        let busy = self.leaving_runs_code(index + 1);
        if busy {
            self.mark_line();
        }
        let removed = self.unwind(index + 1, None)?;
        if busy {
            self.unit.position = Position::default();
        }
        if let Some(&Block::Loop { exit, next, iter }) = self.blocks.last() {
            if stop && let Some(iter) = iter {
                self.drop_temp(iter);
            }
            self.goto(if stop { exit } else { next });
        }
        self.rewind(removed);
        Ok(())
    }

    // ---- protected regions

    /// Starts protecting instructions; the handler may use registers from `depth`.
    pub(super) fn protect(&mut self, depth: Reg, state: Option<Bound>) -> RegionId {
        let id = self.open_region(depth, state);
        self.blocks.push(Block::Region(id));
        id
    }

    pub(super) fn end_protect(&mut self, id: RegionId) {
        self.blocks.pop();
        self.close_region(id);
    }

    /// The handler for exceptions raised inside the handler that holds `exc` and `prev`: makes
    /// the exception handled before that one the handled one again, and goes on raising.
    pub(super) fn cleanup(&mut self, id: RegionId, exc: Reg, prev: Reg, name: Option<&'a str>) {
        let mark = self.top;
        self.place_handler(id);
        let before = std::mem::take(&mut self.unit.position);
        self.unit.top = prev + 1;
        let inner = self.push();
        let displaced = self.push();
        self.emit(Op::EnterHandler, 0, inner, displaced, 0);
        if let Some(name) = name {
            self.clear_name(name);
        }
        self.drop_temp(displaced);
        self.drop_temp(exc);
        self.emit(Op::Reraise, 0, inner, prev, 0);
        self.unit.position = before;
        self.top = mark;
    }
}
