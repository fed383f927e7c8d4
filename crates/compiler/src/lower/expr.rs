//! Expressions: evaluated into a register, as an operand, or for their effect.

use rustpython_parser::ast::{self, Expr, Ranged};
use theseus_bytecode::{CONSUME, Const, Flags, Op, Reg};

use super::names::Slot;
use super::{Lower, Value};
use crate::Mode;
use crate::error::Res;
use crate::fold;
use crate::parse::StringKind;

impl<'a> Lower<'a> {
    /// Evaluates into a register. Only the last instruction writes a local's register, so that
    /// an exception leaves the local as it was.
    pub(super) fn expr_to(&mut self, expr: &'a Expr, dst: Reg) -> Res<()> {
        self.deeper()?;
        let mark = self.top;
        let result = self.expr_inner(expr, dst);
        self.top = mark;
        self.depth -= 1;
        result
    }

    fn expr_inner(&mut self, expr: &'a Expr, dst: Reg) -> Res<()> {
        if let Some(value) = self.constant_of(expr)? {
            self.at(expr.range());
            self.load_constant(dst, value);
            return Ok(());
        }
        match expr {
            Expr::Name(e) => {
                self.at(e.range);
                self.load_name(&e.id, dst);
                Ok(())
            }
            Expr::Constant(e) => self.string(e, dst),
            Expr::BoolOp(e) => self.bool_op(e, dst),
            Expr::NamedExpr(e) => self.walrus(e, dst),
            Expr::BinOp(e) => self.binary(e, dst),
            Expr::UnaryOp(e) => self.unary(e, dst),
            Expr::Lambda(e) => self.lambda(e, dst),
            Expr::IfExp(e) => self.if_exp(e, dst),
            Expr::Dict(e) => self.dict(e, dst),
            Expr::Set(e) => self.set(e, dst),
            Expr::ListComp(_) | Expr::SetComp(_) | Expr::DictComp(_) | Expr::GeneratorExp(_) => {
                self.comprehension(expr, dst)
            }
            Expr::Yield(e) => self.yield_(e, dst),
            Expr::YieldFrom(e) => self.yield_from(e, dst),
            Expr::Await(e) => self.await_(e, dst),
            Expr::Compare(e) => self.compare(e, dst),
            Expr::Call(e) => self.call(e, dst),
            Expr::Attribute(e) => self.attribute(e, dst),
            Expr::Subscript(e) => self.subscript(e, dst),
            Expr::List(e) => self.list(&e.elts, e.range, dst),
            Expr::Tuple(e) => self.tuple(&e.elts, e.range, dst),
            Expr::Slice(e) => self.slice(e, dst),
            Expr::Starred(e) => self.fail("can't use starred expression here", e.range),
            Expr::JoinedStr(_) | Expr::FormattedValue(_) => {
                Err(fold::unsupported(self.source, "this expression", expr.range()))
            }
        }
    }

    /// Evaluates as an operand: a plain local is borrowed, anything else becomes a temporary.
    pub(super) fn operand(&mut self, expr: &'a Expr) -> Res<Value> {
        if let Some(value) = self.borrowed(expr) {
            return Ok(value);
        }
        let reg = self.push();
        self.expr_to(expr, reg)?;
        Ok(Value::Temp(reg))
    }

    /// As `operand`, but a temporary may be `dst`.
    pub(super) fn operand_at(&mut self, expr: &'a Expr, dst: Reg) -> Res<Value> {
        if let Some(value) = self.borrowed(expr) {
            return Ok(value);
        }
        let reg = self.scratch(dst);
        self.expr_to(expr, reg)?;
        Ok(Value::Temp(reg))
    }

    /// As `operand_at` for an operand that is used after `later` have been evaluated: a local
    /// that one of them rebinds is copied.
    pub(super) fn operand_before(&mut self, expr: &'a Expr, dst: Reg, later: &[&'a Expr]) -> Res<Value> {
        if let Expr::Name(name) = expr
            && self.local(&name.id).is_some()
            && later.iter().any(|e| self.rebinds(e, &name.id))
        {
            let reg = self.scratch(dst);
            self.expr_to(expr, reg)?;
            return Ok(Value::Temp(reg));
        }
        self.operand_at(expr, dst)
    }

    fn borrowed(&mut self, expr: &'a Expr) -> Option<Value> {
        let Expr::Name(name) = expr else { return None };
        let reg = self.local(&name.id)?;
        self.at(name.range);
        self.check_bound(reg);
        Some(Value::Local(reg))
    }

    /// Evaluates into the next temporary.
    pub(super) fn push_expr(&mut self, expr: &'a Expr) -> Res<Reg> {
        let reg = self.push();
        self.expr_to(expr, reg)?;
        Ok(reg)
    }

    /// Evaluates and drops the value.
    pub(super) fn effect(&mut self, expr: &'a Expr) -> Res<()> {
        if self.constant_of(expr)?.is_some() || self.borrowed(expr).is_some() {
            return Ok(());
        }
        let mark = self.top;
        let reg = self.push_expr(expr)?;
        self.emit(Op::Unbind, 0, reg, 0, 0);
        self.top = mark;
        Ok(())
    }

    // ---- constants

    /// The value of a constant expression.
    pub(super) fn constant_of(&mut self, expr: &Expr) -> Res<Option<Const>> {
        let key = std::ptr::from_ref(expr) as usize;
        let found = match expr {
            Expr::Constant(e) => return self.literal(e),
            Expr::Name(e) if &e.id == "__debug__" => {
                return Ok(Some(if self.options.optimize == 0 { Const::True } else { Const::False }));
            }
            Expr::UnaryOp(_) | Expr::BinOp(_) | Expr::Tuple(_) if self.not_constant.contains(&key) => None,
            Expr::UnaryOp(e) => {
                let value = self.constant_of(&e.operand)?;
                // What `eval` compiles tells that this is deprecated; of a program nobody would hear.
                let told = self.options.mode == Mode::Eval && e.op == ast::UnaryOp::Invert;
                let told = told && matches!(value, Some(Const::True | Const::False));
                value.filter(|_| !told).and_then(|value| fold::unary(e.op, &value))
            }
            Expr::BinOp(e) => match self.constant_of(&e.left)? {
                Some(left) => self.constant_of(&e.right)?.and_then(|right| fold::binary(e.op, &left, &right)),
                None => None,
            },
            Expr::Tuple(e) => self.constants(&e.elts)?.map(|v| Const::Tuple(v.into())),
            _ => return Ok(None),
        };
        if found.is_none() {
            self.not_constant.insert(key);
        }
        Ok(found)
    }

    /// The values of expressions that are all constant.
    pub(super) fn constants(&mut self, exprs: &[Expr]) -> Res<Option<Vec<Const>>> {
        let mut values = Vec::new();
        for expr in exprs {
            match self.constant_of(expr)? {
                Some(value) => values.push(value),
                None => return Ok(None),
            }
        }
        Ok(Some(values))
    }

    fn literal(&mut self, e: &ast::ExprConstant) -> Res<Option<Const>> {
        if !matches!(e.value, ast::Constant::Str(_) | ast::Constant::Bytes(_)) {
            return Ok(Some(plain(&e.value)));
        }
        Ok(match self.strings.value(self.source, e.range.start().into())? {
            StringKind::Plain(value) => Some(value),
            StringKind::Format => None,
        })
    }

    // ---- the smaller kinds

    fn walrus(&mut self, e: &'a ast::ExprNamedExpr, dst: Reg) -> Res<()> {
        let Expr::Name(target) = &*e.target else {
            let message = "cannot use assignment expressions with this target";
            return self.fail(message, e.target.range());
        };
        self.check_target_name(&target.id, target.range)?;
        let name = self.mangled(&target.id);
        if let Slot::Local(reg) = self.slot(&name) {
            self.expr_to(&e.value, reg)?;
            self.at(e.range);
            if reg != dst {
                self.emit(Op::Move, 0, dst, reg, 0);
            }
            return Ok(());
        }
        let reg = self.scratch(dst);
        self.expr_to(&e.value, reg)?;
        self.at(e.range);
        self.store_name(&target.id, Value::Local(reg));
        self.settle(dst, reg);
        Ok(())
    }

    fn if_exp(&mut self, e: &'a ast::ExprIfExp, dst: Reg) -> Res<()> {
        let (other, end) = (self.label(), self.label());
        self.jump_if(&e.test, false, other)?;
        self.expr_to(&e.body, dst)?;
        self.goto(end);
        self.place(other);
        self.expr_to(&e.orelse, dst)?;
        self.place(end);
        Ok(())
    }

    fn attribute(&mut self, e: &'a ast::ExprAttribute, dst: Reg) -> Res<()> {
        if let Some((class, instance)) = self.plain_super(&e.value) {
            return self.super_attribute(e, Op::LoadSuperAttr, (class, instance), dst);
        }
        let object = self.operand_at(&e.value, dst)?;
        self.at_attribute(e);
        let name = self.mangled(&e.attr);
        let name = self.unit.name(&name);
        self.emit(Op::LoadAttr, 0, dst, object.take(), name);
        Ok(())
    }

    /// The place of an attribute; of its name only, if the expression goes over lines.
    pub(super) fn at_attribute(&mut self, e: &ast::ExprAttribute) {
        self.at(e.range);
        let position = &mut self.unit.position;
        let length = e.attr.len() as u32;
        if position.line != position.end_line && position.end_column >= length {
            position.line = position.end_line;
            position.column = position.end_column - length;
        }
    }

    fn yield_(&mut self, e: &'a ast::ExprYield, dst: Reg) -> Res<()> {
        self.check_yield(e.range)?;
        let mark = self.top;
        let value = match &e.value {
            Some(value) => self.operand(value)?,
            None => Value::Temp(self.push_constant(Const::None)),
        };
        self.top = mark;
        self.at(e.range);
        self.emit_yield(dst, value);
        Ok(())
    }

    /// Yields; what lies below the current temporaries is kept.
    pub(super) fn emit_yield(&mut self, dst: Reg, value: Value) {
        let keep = self.top.max(self.local_limit);
        let item = self.flags & Flags::ASYNC_GENERATOR != 0;
        let x = item as u8 | self.handling();
        self.emit(Op::Yield, x, dst, value.take(), keep);
    }

    fn yield_from(&mut self, e: &'a ast::ExprYieldFrom, dst: Reg) -> Res<()> {
        self.check_yield(e.range)?;
        if self.scope().is_async {
            return self.fail("'yield from' inside async function", e.range);
        }
        let iter = self.push();
        let value = self.operand_at(&e.value, iter)?;
        self.at(e.range);
        self.emit(Op::YieldFromIter, 0, iter, value.take(), 0);
        self.delegate(iter, dst);
        Ok(())
    }

    fn check_yield(&self, range: rustpython_parser::text_size::TextRange) -> Res<()> {
        if self.kind().is_function() {
            return Ok(());
        }
        self.fail("'yield' outside function", range)
    }

    fn lambda(&mut self, e: &'a ast::ExprLambda, dst: Reg) -> Res<()> {
        let mark = self.top;
        let parts = self.function_parts(&e.args, None, e.range)?;
        let code = self.lambda_code(e)?;
        self.at(e.range);
        self.make_function(code, parts, dst);
        self.top = mark;
        Ok(())
    }

    fn bool_op(&mut self, e: &'a ast::ExprBoolOp, dst: Reg) -> Res<()> {
        let op = match e.op {
            ast::BoolOp::And => Op::JumpIfFalse,
            ast::BoolOp::Or => Op::JumpIfTrue,
        };
        let Some((last, first)) = e.values.split_last() else {
            return Ok(());
        };
        let work = self.scratch(dst);
        let end = self.label();
        for value in first {
            self.expr_to(value, work)?;
            self.at(e.range);
            self.jump(op, 0, work, 0, 0, end);
            self.emit(Op::Unbind, 0, work, 0, 0);
        }
        self.expr_to(last, work)?;
        self.place(end);
        self.at(e.range);
        self.settle(dst, work);
        Ok(())
    }

    fn string(&mut self, e: &'a ast::ExprConstant, dst: Reg) -> Res<()> {
        self.format_string(e.range, dst)
    }

    /// Drops the value in a temporary.
    pub(super) fn drop_temp(&mut self, reg: Reg) {
        self.emit(Op::Unbind, 0, reg, 0, 0);
    }

    /// Moves a value to a register.
    pub(super) fn move_value(&mut self, dst: Reg, value: Value) {
        if value.keep() != dst {
            self.emit(Op::Move, 0, dst, value.take(), 0);
        }
    }

    /// Consumes a temporary into a return.
    pub(super) fn return_value(&mut self, value: Value) {
        let operand = match value {
            Value::Local(reg) => reg,
            Value::Temp(reg) => reg | CONSUME,
        };
        self.emit(Op::Return, 0, operand, 0, 0);
    }
}

/// A constant that the tree itself holds.
fn plain(value: &ast::Constant) -> Const {
    match value {
        ast::Constant::None => Const::None,
        ast::Constant::Bool(true) => Const::True,
        ast::Constant::Bool(false) => Const::False,
        ast::Constant::Int(n) => fold::integer(n),
        ast::Constant::Float(n) => Const::Float(*n),
        ast::Constant::Complex { real, imag } => Const::Complex(*real, *imag),
        ast::Constant::Ellipsis => Const::Ellipsis,
        ast::Constant::Str(text) => Const::Str(text.as_str().into()),
        ast::Constant::Bytes(bytes) => Const::Bytes(bytes.as_slice().into()),
        // The parser makes none; in a tree that a program made, it is a frozen set.
        ast::Constant::Tuple(items) => Const::FrozenSet(items.iter().map(plain).collect()),
    }
}
