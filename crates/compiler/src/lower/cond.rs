//! Conditions: expressions that decide a jump and leave no value.

use rustpython_parser::ast::{self, BoolOp, Expr, Ranged, UnaryOp};
use theseus_bytecode::Op;

use super::Lower;
use crate::error::Res;
use crate::fold;
use crate::unit::Label;

impl<'a> Lower<'a> {
    /// Jumps to `label` if the truth of the expression equals `sense`.
    pub(super) fn jump_if(&mut self, expr: &'a Expr, sense: bool, label: Label) -> Res<()> {
        self.deeper()?;
        let mark = self.top;
        let result = self.jump_if_inner(expr, sense, label);
        self.top = mark;
        self.depth -= 1;
        result
    }

    fn jump_if_inner(&mut self, expr: &'a Expr, sense: bool, label: Label) -> Res<()> {
        if let Some(value) = self.constant_of(expr)? {
            self.at(expr.range());
            self.mark_line();
            if fold::truth(&value) == sense {
                self.at(expr.range());
                self.goto(label);
            }
            return Ok(());
        }
        match expr {
            Expr::UnaryOp(e) if e.op == UnaryOp::Not => self.jump_if(&e.operand, !sense, label),
            Expr::BoolOp(e) => self.jump_if_bool(e, sense, label),
            Expr::Compare(e) => self.jump_compare(e, sense, label),
            _ => {
                let value = self.operand(expr)?;
                self.at(expr.range());
                let op = if sense { Op::JumpIfTrue } else { Op::JumpIfFalse };
                self.jump(op, 0, value.take(), 0, 0, label);
                Ok(())
            }
        }
    }

    fn jump_if_bool(&mut self, e: &'a ast::ExprBoolOp, sense: bool, label: Label) -> Res<()> {
        // The truth of one value that decides the whole.
        let deciding = e.op == BoolOp::Or;
        if sense == deciding {
            return e.values.iter().try_for_each(|value| self.jump_if(value, sense, label));
        }
        let skip = self.label();
        if let Some((last, first)) = e.values.split_last() {
            for value in first {
                self.jump_if(value, deciding, skip)?;
            }
            self.jump_if(last, sense, label)?;
        }
        self.place(skip);
        Ok(())
    }
}
