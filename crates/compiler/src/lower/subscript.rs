//! Subscripts and slices.

use rustpython_parser::ast::{self, Expr, Ranged};
use theseus_bytecode::{CONSUME, Const, Op, Reg};

use super::op::Right;
use super::{Lower, Value};
use crate::error::Res;

/// What stands in the brackets of a store: a key, or two ends of a slice in consecutive
/// temporaries.
pub(super) enum Key {
    Item(Value),
    Slice(Reg),
}

impl<'a> Lower<'a> {
    pub(super) fn subscript(&mut self, e: &'a ast::ExprSubscript, dst: Reg) -> Res<()> {
        let object = self.operand_before(&e.value, dst, &[&e.slice])?;
        if let Expr::Slice(slice) = &*e.slice {
            let (base, count) = self.slice_parts(slice)?;
            self.at(e.range);
            self.emit(Op::GetSlice, count, dst, object.take(), base);
            return Ok(());
        }
        if let Expr::Starred(_) = &*e.slice {
            let home = self.push();
            self.tuple(std::slice::from_ref(&*e.slice), e.slice.range(), home)?;
            self.at(e.range);
            let key = Value::Temp(home).take();
            self.emit(Op::GetItem, 0, dst, object.take(), key);
            return Ok(());
        }
        match self.right_side(&e.slice)? {
            Right::Constant(k) => {
                self.at(e.range);
                self.emit(Op::GetItemK, 0, dst, object.take(), k);
            }
            Right::Value(key) => {
                self.at(e.range);
                self.emit(Op::GetItem, 0, dst, object.take(), key.take());
            }
        }
        Ok(())
    }

    /// Both ends of a slice, `None` where one is missing, in consecutive temporaries.
    fn slice_ends(&mut self, e: &'a ast::ExprSlice) -> Res<Reg> {
        let base = self.top;
        for part in [&e.lower, &e.upper] {
            match part {
                Some(part) => self.push_expr(part)?,
                None => self.push_constant(Const::None),
            };
        }
        Ok(base)
    }

    /// Both ends and the step, if there is one; the number of temporaries.
    fn slice_parts(&mut self, e: &'a ast::ExprSlice) -> Res<(Reg, u8)> {
        let base = self.slice_ends(e)?;
        if let Some(step) = &e.step {
            self.push_expr(step)?;
        }
        Ok((base, if e.step.is_some() { 3 } else { 2 }))
    }

    /// A slice object.
    pub(super) fn slice(&mut self, e: &'a ast::ExprSlice, dst: Reg) -> Res<()> {
        let (base, count) = self.slice_parts(e)?;
        self.at(e.range);
        self.emit(Op::BuildSlice, count, dst, base, 0);
        Ok(())
    }

    /// The key of a store into a subscript.
    pub(super) fn store_key(&mut self, slice: &'a Expr) -> Res<Key> {
        if let Expr::Slice(ends) = slice
            && ends.step.is_none()
        {
            return Ok(Key::Slice(self.slice_ends(ends)?));
        }
        if let Expr::Starred(_) = slice {
            let home = self.push();
            self.tuple(std::slice::from_ref(slice), slice.range(), home)?;
            return Ok(Key::Item(Value::Temp(home)));
        }
        Ok(Key::Item(self.operand(slice)?))
    }

    pub(super) fn store_subscript(&mut self, e: &'a ast::ExprSubscript, value: Value) -> Res<()> {
        let mark = self.top;
        let home = self.push();
        let object = self.operand_before(&e.value, home, &[&e.slice])?;
        match self.store_key(&e.slice)? {
            Key::Item(key) => {
                self.at(e.range);
                self.emit(Op::SetItem, 0, object.take(), key.take(), value.take());
            }
            Key::Slice(ends) => {
                self.at(e.range);
                self.emit(Op::SetSlice, 0, object.take(), ends, value.take());
            }
        }
        self.top = mark;
        Ok(())
    }

    /// `a[k] op= v`: object and key are evaluated once.
    pub(super) fn augmented_subscript(
        &mut self,
        e: &'a ast::ExprSubscript,
        x: u8,
        value: &'a Expr,
        range: rustpython_parser::text_size::TextRange,
    ) -> Res<()> {
        let mark = self.top;
        let home = self.push();
        let object = self.operand_before(&e.value, home, &[&e.slice, value])?;
        let constant = self.constant_of(&e.slice)?.map(|key| self.constant(key));
        let key = match constant {
            Some(_) => None,
            None => {
                let home = self.push();
                Some(self.operand_before(&e.slice, home, &[value])?)
            }
        };
        let item = self.push();
        self.at(e.range);
        match (key, constant) {
            (Some(key), _) => self.emit(Op::GetItem, 0, item, object.keep(), key.keep()),
            (None, k) => self.emit(Op::GetItemK, 0, item, object.keep(), k.unwrap_or(0)),
        }
        let right = self.right_side(value)?;
        self.at(range);
        self.emit_binary(x, item, Value::Temp(item), right);
        self.at(e.range);
        self.top = item + 1;
        let key = match (key, constant) {
            (Some(key), _) => key,
            (None, k) => {
                let reg = self.push();
                self.emit(Op::LoadConst, 0, reg, k.unwrap_or(0), 0);
                Value::Temp(reg)
            }
        };
        self.emit(Op::SetItem, 0, object.take(), key.take(), item | CONSUME);
        self.top = mark;
        Ok(())
    }

    pub(super) fn delete_subscript(&mut self, e: &'a ast::ExprSubscript) -> Res<()> {
        let mark = self.top;
        let home = self.push();
        let object = self.operand_before(&e.value, home, &[&e.slice])?;
        let key = match &*e.slice {
            Expr::Starred(_) => {
                let home = self.push();
                self.tuple(std::slice::from_ref(&*e.slice), e.slice.range(), home)?;
                Value::Temp(home)
            }
            slice => self.operand(slice)?,
        };
        self.at(e.range());
        self.emit(Op::DeleteItem, 0, object.take(), key.take(), 0);
        self.top = mark;
        Ok(())
    }
}
