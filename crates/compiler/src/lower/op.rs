//! Operators: binary, unary and comparison, in value and in jump position.

use rustpython_parser::ast::{self, CmpOp, Expr, Operator, UnaryOp as AstUnary};
use theseus_bytecode::{BinaryOp, CompareOp, Const, Op, Reg, UnaryOp};

use super::{Lower, Value};
use crate::error::Res;
use crate::unit::Label;
use theseus_bytecode::isa::JUMP_IF;

pub(super) fn binary_op(op: Operator) -> BinaryOp {
    match op {
        Operator::Add => BinaryOp::Add,
        Operator::Sub => BinaryOp::Sub,
        Operator::Mult => BinaryOp::Mul,
        Operator::MatMult => BinaryOp::MatMul,
        Operator::Div => BinaryOp::TrueDiv,
        Operator::Mod => BinaryOp::Mod,
        Operator::Pow => BinaryOp::Pow,
        Operator::LShift => BinaryOp::LShift,
        Operator::RShift => BinaryOp::RShift,
        Operator::BitOr => BinaryOp::Or,
        Operator::BitXor => BinaryOp::Xor,
        Operator::BitAnd => BinaryOp::And,
        Operator::FloorDiv => BinaryOp::FloorDiv,
    }
}

fn compare_op(op: CmpOp) -> CompareOp {
    match op {
        CmpOp::Eq => CompareOp::Eq,
        CmpOp::NotEq => CompareOp::Ne,
        CmpOp::Lt => CompareOp::Lt,
        CmpOp::LtE => CompareOp::Le,
        CmpOp::Gt => CompareOp::Gt,
        CmpOp::GtE => CompareOp::Ge,
        CmpOp::Is => CompareOp::Is,
        CmpOp::IsNot => CompareOp::IsNot,
        CmpOp::In => CompareOp::In,
        CmpOp::NotIn => CompareOp::NotIn,
    }
}

/// The right side of a comparison or operator.
#[derive(Clone, Copy)]
pub(super) enum Right {
    Value(Value),
    Constant(u16),
}

impl<'a> Lower<'a> {
    /// A chain `a + b + c` is lowered without recursion on its left side.
    pub(super) fn binary(&mut self, e: &'a ast::ExprBinOp, dst: Reg) -> Res<()> {
        let mut spine = vec![e];
        let mut inner = e;
        while let Expr::BinOp(left) = &*inner.left {
            if self.constant_of(&inner.left)?.is_some() {
                break;
            }
            spine.push(left);
            inner = left;
        }
        let mut left = self.operand_before(&inner.left, dst, &[&inner.right])?;
        while let Some(node) = spine.pop() {
            let mark = self.top;
            let right = self.right_side(&node.right)?;
            let out = match left {
                _ if spine.is_empty() => dst,
                Value::Temp(reg) => reg,
                Value::Local(_) => {
                    self.top = mark;
                    self.scratch(dst)
                }
            };
            let mark = mark.max(if out >= mark && out != dst { out + 1 } else { mark });
            self.at(node.range);
            self.emit_binary(binary_op(node.op) as u8, out, left, right);
            self.top = mark;
            left = Value::Temp(out);
        }
        Ok(())
    }

    /// A constant right operand needs no register.
    pub(super) fn right_side(&mut self, expr: &'a Expr) -> Res<Right> {
        if let Some(value) = self.constant_of(expr)? {
            return Ok(Right::Constant(self.constant(value)));
        }
        Ok(Right::Value(self.operand(expr)?))
    }

    pub(super) fn emit_binary(&mut self, x: u8, dst: Reg, left: Value, right: Right) {
        match right {
            Right::Constant(k) => self.emit(Op::BinaryK, x, dst, left.take(), k),
            Right::Value(right) => self.emit(Op::Binary, x, dst, left.take(), right.take()),
        }
    }

    pub(super) fn unary(&mut self, e: &'a ast::ExprUnaryOp, dst: Reg) -> Res<()> {
        let value = self.operand_at(&e.operand, dst)?;
        self.at(e.range);
        let op = match e.op {
            AstUnary::Not => {
                self.emit(Op::Not, 0, dst, value.take(), 0);
                return Ok(());
            }
            AstUnary::USub => UnaryOp::Neg,
            AstUnary::UAdd => UnaryOp::Pos,
            AstUnary::Invert => UnaryOp::Invert,
        };
        self.emit(Op::Unary, op as u8, dst, value.take(), 0);
        Ok(())
    }

    /// The right side of one comparison; displays after `in` become constants.
    fn compare_right(&mut self, op: CmpOp, expr: &'a Expr) -> Res<Right> {
        if matches!(op, CmpOp::In | CmpOp::NotIn) {
            let display = match expr {
                Expr::List(e) => self.constants(&e.elts)?.map(|v| Const::Tuple(v.into())),
                Expr::Set(e) => self.constants(&e.elts)?.map(|v| Const::FrozenSet(v.into())),
                _ => None,
            };
            if let Some(value) = display {
                return Ok(Right::Constant(self.constant(value)));
            }
            // Nobody can see the list: a tuple is cheaper.
            if let Expr::List(e) = expr
                && !e.elts.iter().any(Expr::is_starred_expr)
            {
                let reg = self.push();
                let mark = self.top;
                self.tuple(&e.elts, e.range, reg)?;
                self.top = mark;
                return Ok(Right::Value(Value::Temp(reg)));
            }
        }
        self.right_side(expr)
    }

    pub(super) fn compare(&mut self, e: &'a ast::ExprCompare, dst: Reg) -> Res<()> {
        if let ([op], [right]) = (&e.ops[..], &e.comparators[..]) {
            let left = self.operand_before(&e.left, dst, &[right])?;
            let right = self.compare_right(*op, right)?;
            self.at(e.range);
            self.emit_compare(compare_op(*op), dst, left, right);
            return Ok(());
        }
        let work = self.scratch(dst);
        let (fail, end) = (self.label(), self.label());
        let middles = self.compare_chain(e, |this, op, left, right, last| {
            this.emit_compare(op, work, left, right);
            if !last {
                this.jump(Op::JumpIfFalse, 0, work, 0, 0, fail);
                this.emit(Op::Unbind, 0, work, 0, 0);
            }
        })?;
        if !middles.is_empty() {
            self.goto(end);
        }
        self.place(fail);
        self.drop_middles(&middles);
        self.place(end);
        self.settle(dst, work);
        Ok(())
    }

    fn drop_middles(&mut self, middles: &[Reg]) {
        for &reg in middles {
            self.drop_temp(reg);
        }
    }

    /// Lowers `a < b < c`: `step` is called for each comparison. Middle values that are
    /// temporaries stay live until the next comparison consumes them; they are returned, so that
    /// a failing chain can release whichever is bound.
    fn compare_chain(
        &mut self,
        e: &'a ast::ExprCompare,
        mut step: impl FnMut(&mut Self, CompareOp, Value, Right, bool),
    ) -> Res<Vec<Reg>> {
        let mut middles = Vec::new();
        let later: Vec<&'a Expr> = e.comparators.iter().take(1).collect();
        let left_home = self.push();
        let mut left = self.operand_before(&e.left, left_home, &later)?;
        let count = e.ops.len();
        for (index, (op, expr)) in e.ops.iter().zip(&e.comparators).enumerate() {
            let last = index + 1 == count;
            if last {
                let right = self.compare_right(*op, expr)?;
                self.at(e.range);
                step(self, compare_op(*op), left, right, true);
                break;
            }
            let home = self.push();
            let right = self.operand_before(expr, home, &[&e.comparators[index + 1]])?;
            if let Value::Temp(reg) = right {
                middles.push(reg);
            }
            self.at(e.range);
            // Kept: the next comparison reads it again.
            let kept = Right::Value(Value::Local(right.keep()));
            step(self, compare_op(*op), left, kept, false);
            left = right;
        }
        Ok(middles)
    }

    fn emit_compare(&mut self, op: CompareOp, dst: Reg, left: Value, right: Right) {
        match right {
            Right::Constant(k) => self.emit(Op::CompareK, op as u8, dst, left.take(), k),
            Right::Value(right) => {
                self.emit(Op::Compare, op as u8, dst, left.take(), right.take());
            }
        }
    }

    /// Jumps if the comparison is (not) true.
    pub(super) fn jump_compare(&mut self, e: &'a ast::ExprCompare, sense: bool, label: Label) -> Res<()> {
        let mark = self.top;
        if let ([op], [right]) = (&e.ops[..], &e.comparators[..]) {
            let home = self.push();
            let left = self.operand_before(&e.left, home, &[right])?;
            let right = self.compare_right(*op, right)?;
            self.at(e.range);
            self.top = mark;
            match (op, right) {
                (CmpOp::Is | CmpOp::IsNot, Right::Constant(k))
                    if self.constants.list[k as usize] == Const::None =>
                {
                    let op = if (*op == CmpOp::Is) == sense { Op::JumpIfNone } else { Op::JumpIfNotNone };
                    self.jump(op, 0, left.take(), 0, 0, label);
                }
                _ => self.emit_jump_compare(compare_op(*op), left, right, sense, label),
            }
            return Ok(());
        }
        let (fail, end) = (self.label(), self.label());
        let middles = &e.comparators[..e.comparators.len() - 1];
        let borrowed = middles.iter().zip(&e.comparators[1..]).all(|(middle, next)| {
            matches!(middle, Expr::Name(n) if self.local(&n.id).is_some() && !self.rebinds(next, &n.id))
        });
        // With no middle value to release, a failing part may go straight to its aim.
        let broken = match (borrowed, sense) {
            (true, false) => label,
            (true, true) => end,
            _ => fail,
        };
        let middles = self.compare_chain(e, |this, op, left, right, last| {
            let (sense, label) = if last { (sense, label) } else { (false, broken) };
            this.emit_jump_compare(op, left, right, sense, label);
        })?;
        if !borrowed {
            self.goto(end);
            self.place(fail);
            self.drop_middles(&middles);
            if !sense {
                self.goto(label);
            }
        }
        self.place(end);
        self.top = mark;
        Ok(())
    }

    pub(super) fn emit_jump_compare(
        &mut self,
        op: CompareOp,
        left: Value,
        right: Right,
        sense: bool,
        label: Label,
    ) {
        let x = op as u8 | if sense { JUMP_IF } else { 0 };
        match right {
            Right::Constant(k) => {
                self.jump(Op::JumpCompareK, x, 0, left.take(), k, label);
            }
            Right::Value(right) => {
                self.jump(Op::JumpCompare, x, 0, left.take(), right.take(), label);
            }
        }
    }
}
