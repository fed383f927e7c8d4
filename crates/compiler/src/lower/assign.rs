//! Assignment: plain, unpacking, augmented and annotated.

use rustpython_parser::ast::{self, Expr, Ranged};
use rustpython_parser::text_size::TextRange;
use theseus_bytecode::{CONSUME, Const, Op, Reg};

use super::op::binary_op;
use super::{Lower, Value};
use crate::error::Res;
use crate::kinds;
use crate::scope;
use theseus_bytecode::isa::INPLACE;

/// Targets of one unpacking; with more the registers run out.
const MAX_TARGETS: usize = 30_000;

impl<'a> Lower<'a> {
    pub(super) fn assign(&mut self, s: &'a ast::StmtAssign) -> Res<()> {
        let mark = self.top;
        let result = self.assign_inner(s);
        self.top = mark;
        result
    }

    fn assign_inner(&mut self, s: &'a ast::StmtAssign) -> Res<()> {
        if let [target] = &s.targets[..]
            && let (Some(targets), Some(values)) = (display(target), display(&s.value))
            && targets.len() == values.len()
            && targets.len() <= 16
            && !targets.iter().chain(values).any(Expr::is_starred_expr)
            && self.constant_of(&s.value)?.is_none()
        {
            return self.assign_parallel(targets, values);
        }
        let Some((first, rest)) = s.targets.split_first() else {
            return Ok(());
        };
        let value = match first {
            Expr::Name(name) => {
                self.check_target_name(&name.id, name.range)?;
                match self.local(&name.id) {
                    // The value goes where it belongs at once.
                    Some(reg) => {
                        self.expr_to(&s.value, reg)?;
                        for target in rest {
                            self.store(target, Value::Local(reg))?;
                        }
                        return Ok(());
                    }
                    None => self.operand(&s.value)?,
                }
            }
            _ => self.operand_for_store(&s.value, &s.targets)?,
        };
        let Some((last, before)) = s.targets.split_last() else {
            return Ok(());
        };
        for target in before {
            self.store(target, Value::Local(value.keep()))?;
        }
        self.store(last, value)
    }

    /// The value of an assignment; copied if a target's own expressions, or an earlier target,
    /// rebind the local it is.
    fn operand_for_store(&mut self, value: &'a Expr, targets: &'a [Expr]) -> Res<Value> {
        let later: Vec<&'a Expr> = targets.iter().collect();
        if targets.len() > 1 && matches!(value, Expr::Name(_)) {
            let reg = self.push_expr(value)?;
            return Ok(Value::Temp(reg));
        }
        let home = self.push();
        self.operand_before(value, home, &later)
    }

    /// `a, b = b, a`: values into temporaries, then to the targets, without a tuple.
    fn assign_parallel(&mut self, targets: &'a [Expr], values: &'a [Expr]) -> Res<()> {
        let mut temps = Vec::new();
        for value in values {
            temps.push(self.push_expr(value)?);
        }
        for (target, reg) in targets.iter().zip(temps) {
            self.store(target, Value::Temp(reg))?;
        }
        Ok(())
    }

    /// Stores a value into a target.
    pub(super) fn store(&mut self, target: &'a Expr, value: Value) -> Res<()> {
        match target {
            Expr::Name(name) => {
                self.check_target_name(&name.id, name.range)?;
                self.at(name.range);
                self.store_name(&name.id, value);
                Ok(())
            }
            Expr::Attribute(e) => {
                self.check_target_name(&e.attr, e.range)?;
                let mark = self.top;
                let object = self.operand(&e.value)?;
                self.at_attribute(e);
                let name = self.mangled(&e.attr);
                let name = self.unit.name(&name);
                self.emit(Op::StoreAttr, 0, object.take(), value.take(), name);
                self.top = mark;
                Ok(())
            }
            Expr::Subscript(e) => self.store_subscript(e, value),
            Expr::Tuple(e) => self.unpack(&e.elts, e.range, value),
            Expr::List(e) => self.unpack(&e.elts, e.range, value),
            Expr::Starred(e) => {
                let message = "starred assignment target must be in a list or tuple";
                self.fail(message, e.range)
            }
            other => {
                let message = format!("cannot assign to {}", self.kind_of(other));
                self.fail(message, other.range())
            }
        }
    }

    fn unpack(&mut self, targets: &'a [Expr], range: TextRange, value: Value) -> Res<()> {
        self.deeper()?;
        let stars: Vec<usize> = (0..targets.len()).filter(|&i| targets[i].is_starred_expr()).collect();
        if stars.len() > 1 {
            return self.fail("multiple starred expressions in assignment", range);
        }
        if targets.len() > MAX_TARGETS {
            self.overflow = true;
            return Ok(());
        }
        let mark = self.top;
        self.at(range);
        let count = targets.len() as u16;
        if let (Some(first), []) = (self.consecutive_locals(targets), &stars[..]) {
            self.emit(Op::Unpack, 0, first, value.take(), count);
            for reg in first..first + count {
                self.set_bound(reg);
            }
            self.depth -= 1;
            return Ok(());
        }
        let base = self.top;
        for _ in targets {
            self.push();
        }
        match stars[..] {
            [at] => {
                let after = targets.len() - 1 - at;
                if at > 255 || after > 255 {
                    return self.fail("too many expressions in star-unpacking assignment", range);
                }
                let split = at as u16 | (after as u16) << 8;
                self.emit(Op::UnpackEx, 0, base, value.take(), split);
            }
            _ => self.emit(Op::Unpack, 0, base, value.take(), count),
        }
        for (index, target) in targets.iter().enumerate() {
            let target = match target {
                Expr::Starred(starred) => &*starred.value,
                other => other,
            };
            self.store(target, Value::Temp(base + index as u16))?;
        }
        self.top = mark;
        self.depth -= 1;
        Ok(())
    }

    /// First register of targets that are plain locals in consecutive registers.
    fn consecutive_locals(&self, targets: &[Expr]) -> Option<Reg> {
        let mut first = None;
        for (index, target) in targets.iter().enumerate() {
            let Expr::Name(name) = target else {
                return None;
            };
            if &name.id == "__debug__" {
                return None;
            }
            let reg = self.local(&name.id)?;
            let expected = *first.get_or_insert(reg) + index as u16;
            if reg != expected {
                return None;
            }
        }
        first
    }

    pub(super) fn augmented(&mut self, s: &'a ast::StmtAugAssign) -> Res<()> {
        let mark = self.top;
        let x = binary_op(s.op) as u8 | INPLACE;
        match &*s.target {
            Expr::Name(name) => {
                self.check_target_name(&name.id, name.range)?;
                if let Some(reg) = self.local(&name.id) {
                    let home = self.push();
                    let left = self.operand_before(&s.target, home, &[&s.value])?;
                    let right = self.right_side(&s.value)?;
                    self.at(s.range);
                    self.emit_binary(x, reg, left, right);
                } else {
                    let reg = self.push_expr(&s.target)?;
                    let right = self.right_side(&s.value)?;
                    self.at(s.range);
                    self.emit_binary(x, reg, Value::Temp(reg), right);
                    self.at(name.range);
                    self.store_name(&name.id, Value::Temp(reg));
                }
            }
            Expr::Attribute(e) => {
                let home = self.push();
                let object = self.operand_before(&e.value, home, &[&s.value])?;
                let reg = self.push();
                self.at_attribute(e);
                let name = self.mangled(&e.attr);
                let name = self.unit.name(&name);
                self.emit(Op::LoadAttr, 0, reg, object.keep(), name);
                let right = self.right_side(&s.value)?;
                self.at(s.range);
                self.emit_binary(x, reg, Value::Temp(reg), right);
                self.at_attribute(e);
                self.emit(Op::StoreAttr, 0, object.take(), reg | CONSUME, name);
            }
            Expr::Subscript(e) => self.augmented_subscript(e, x, &s.value, s.range)?,
            other => {
                let message =
                    format!("'{}' is an illegal expression for augmented assignment", self.kind_of(other));
                return self.fail(message, other.range());
            }
        }
        self.top = mark;
        Ok(())
    }

    pub(super) fn annotated(&mut self, s: &'a ast::StmtAnnAssign) -> Res<()> {
        match &*s.target {
            Expr::Name(_) | Expr::Attribute(_) | Expr::Subscript(_) => {}
            Expr::Tuple(e) => {
                return self.fail("only single target (not tuple) can be annotated", e.range);
            }
            Expr::List(e) => {
                return self.fail("only single target (not list) can be annotated", e.range);
            }
            other => return self.fail("illegal target for annotation", other.range()),
        }
        let mark = self.top;
        match &*s.target {
            Expr::Name(e) if s.value.is_none() => self.check_target_name(&e.id, s.range)?,
            Expr::Attribute(e) if s.value.is_none() => self.check_target_name(&e.attr, s.range)?,
            _ => {}
        }
        if let Some(value) = &s.value {
            match &*s.target {
                Expr::Name(name) if self.local(&name.id).is_some() => {
                    self.check_target_name(&name.id, name.range)?;
                    let reg = self.local(&name.id).unwrap_or(0);
                    self.expr_to(value, reg)?;
                }
                target => {
                    let home = self.push();
                    let value = self.operand_before(value, home, &[target])?;
                    self.store(target, value)?;
                }
            }
            self.top = mark;
        }
        let in_function = self.kind().is_function();
        match &*s.target {
            Expr::Name(name) if scope::is_simple(self.source, s) && !in_function => {
                let home = self.push();
                self.annotation(&s.annotation, home)?;
                let dict = self.push();
                self.at(s.range);
                self.load_name("__annotations__", dict);
                let mangled = self.mangled(&name.id);
                let key = self.push_constant(Const::Str(mangled.into()));
                let (dict, key) = (dict | CONSUME, key | CONSUME);
                self.emit(Op::SetItem, 0, dict, key, home | CONSUME);
            }
            Expr::Name(_) if in_function || self.future_annotations => {}
            Expr::Name(_) => self.effect(&s.annotation)?,
            target => {
                // A target that is not stored to is still evaluated.
                if s.value.is_none() {
                    match target {
                        Expr::Attribute(e) => self.effect(&e.value)?,
                        Expr::Subscript(e) => {
                            self.effect(&e.value)?;
                            self.effect(&e.slice)?;
                        }
                        _ => {}
                    }
                }
                if !self.future_annotations && !in_function {
                    self.effect(&s.annotation)?;
                }
            }
        }
        self.top = mark;
        Ok(())
    }

    // ---- checks

    pub(super) fn check_target_name(&self, name: &str, range: TextRange) -> Res<()> {
        if name == "__debug__" {
            return self.fail("cannot assign to __debug__", range);
        }
        Ok(())
    }

    /// What CPython calls an expression in its messages about targets.
    pub(super) fn kind_of(&self, expr: &Expr) -> &'static str {
        kinds::kind_of(expr, self.strings.is_format(expr.range().start().into()))
    }
}

/// The elements of a tuple or list display.
fn display(expr: &Expr) -> Option<&[Expr]> {
    match expr {
        Expr::Tuple(e) => Some(&e.elts),
        Expr::List(e) => Some(&e.elts),
        _ => None,
    }
}
