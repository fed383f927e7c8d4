//! Type parameters and type aliases: each list of parameters is a function of its own that is called
//! at once; bounds and values are functions that are called when somebody asks.

use std::sync::Arc;

use rustpython_parser::ast::{self, Expr};
use rustpython_parser::text_size::TextRange;
use theseus_bytecode::{CONSUME, Code, Const, Op, Reg, Typing};

use super::function::{ANNOTATIONS, DEFAULTS, KEYWORD_DEFAULTS, Parts};
use super::{Lower, Value};
use crate::error::{Res, SyntaxError};
use crate::scope::{Def, ScopeId};

impl<'a> Lower<'a> {
    /// Makes a function with type parameters.
    pub(super) fn generic_function(&mut self, def: Def<'a>, target: Reg) -> Res<()> {
        let call = self.push();
        let defaults = self.function_parts(def.args, None, def.range)?;
        let line = self.first_line(def.range, def.decorator_list);
        self.enter_type_params(def.type_params, def.name, line)?;
        self.at(def.range);
        let params = self.type_params(def.type_params)?;
        let function = self.push();
        let mut parts = Parts { bits: defaults.bits, base: self.top };
        for reg in 0..(defaults.bits & (DEFAULTS | KEYWORD_DEFAULTS)).count_ones() as Reg {
            let part = self.push();
            self.emit(Op::Move, 0, part, reg, 0);
        }
        if self.annotation_dict(def)? {
            parts.bits |= ANNOTATIONS;
        }
        let code = self.def_code(def)?;
        self.at(def.range);
        self.make_function(code, parts, function);
        self.typing(Typing::SetParams, params, params, 2);
        self.return_value(Value::Temp(params));
        let code = self.leave()?;
        self.call_generic(code, call, defaults.bits.count_ones() as u16, def.range);
        self.move_value(target, Value::Temp(call));
        Ok(())
    }

    /// Makes a class with type parameters as the next temporary.
    pub(super) fn generic_class(&mut self, def: &'a ast::StmtClassDef) -> Res<Reg> {
        let call = self.push();
        let line = self.first_line(def.range, &def.decorator_list);
        self.enter_type_params(&def.type_params, &def.name, line)?;
        self.at(def.range);
        let params = self.type_params(&def.type_params)?;
        self.store_name(".type_params", Value::Local(params));
        let class = self.build_class(def, Some(params))?;
        self.drop_temp(params);
        self.return_value(Value::Temp(class));
        let code = self.leave()?;
        self.call_generic(code, call, 0, def.range);
        Ok(call)
    }

    /// `Generic[parameters]`, the last base of a class with type parameters.
    pub(super) fn generic_base(&mut self, params: Reg, dst: Reg) {
        self.emit(Op::Move, 0, dst, params, 0);
        self.typing(Typing::Base, dst, dst, 1);
    }

    pub(super) fn type_alias(&mut self, s: &'a ast::StmtTypeAlias) -> Res<()> {
        let Expr::Name(name) = &*s.name else {
            return self.fail("invalid syntax", s.range);
        };
        self.check_target_name(&name.id, s.range)?;
        let text = Const::Str(name.id.as_str().into());
        let line = self.first_line(s.range, &[]);
        let call = self.push();
        if s.type_params.is_empty() {
            self.load_constant(call, text);
            self.push_constant(Const::None);
            self.alias(s, name, call)?;
        } else {
            self.enter_type_params(&s.type_params, &name.id, line)?;
            self.at(s.range);
            let first = self.push_constant(text);
            self.type_params(&s.type_params)?;
            self.alias(s, name, first)?;
            self.return_value(Value::Temp(first));
            let code = self.leave()?;
            self.call_generic(code, call, 0, s.range);
        }
        self.at(s.range);
        self.store_name(&name.id, Value::Temp(call));
        Ok(())
    }

    /// The alias itself, behind its name and parameters.
    fn alias(&mut self, s: &'a ast::StmtTypeAlias, name: &'a ast::ExprName, first: Reg) -> Res<()> {
        let value = self.push();
        self.lazy(self.scopes.of(s), &name.id, s.range, &s.value, value)?;
        self.at(s.range);
        self.typing(Typing::Alias, first, first, 3);
        self.top = first + 1;
        Ok(())
    }

    // ---- parameters

    fn enter_type_params(&mut self, list: &'a [ast::TypeParam], owner: &str, line: u32) -> Res<()> {
        let Some(id) = self.scopes.of_type_params(list) else {
            return Err(SyntaxError::too_deep());
        };
        self.enter_function(id, &format!("<generic parameters of {owner}>"), line, None);
        Ok(())
    }

    /// Calls the function of a list of type parameters, whose arguments follow `call`.
    fn call_generic(&mut self, code: Arc<Code>, call: Reg, arguments: u16, range: TextRange) {
        self.at(range);
        let parts = self.no_parts();
        self.make_function(code, parts, call);
        self.emit(Op::Call, 0, call, call, arguments);
        self.top = call + 1;
    }

    /// Makes the parameters, binds them, and leaves a tuple of them in the next temporary.
    fn type_params(&mut self, list: &'a [ast::TypeParam]) -> Res<Reg> {
        let tuple = self.push();
        let first = self.top;
        for param in list {
            let (name, kind, range) = match param {
                ast::TypeParam::TypeVar(p) => (&p.name, Typing::TypeVar, p.range),
                ast::TypeParam::ParamSpec(p) => (&p.name, Typing::ParamSpec, p.range),
                ast::TypeParam::TypeVarTuple(p) => (&p.name, Typing::TypeVarTuple, p.range),
            };
            self.check_target_name(name, range)?;
            self.at(range);
            let reg = self.push_constant(Const::Str(name.as_str().into()));
            match param {
                ast::TypeParam::TypeVar(p) if p.bound.is_some() => self.bounded(p, reg)?,
                _ => self.typing(kind, reg, reg, 1),
            }
            self.top = reg + 1;
            self.store_name(name, Value::Local(reg));
        }
        self.emit(Op::BuildTuple, 0, tuple, first, list.len() as u16);
        self.top = tuple + 1;
        Ok(tuple)
    }

    /// A type variable whose name is in a register, with a bound or a tuple of constraints.
    fn bounded(&mut self, p: &'a ast::TypeParamTypeVar, reg: Reg) -> Res<()> {
        let Some(bound) = &p.bound else { return Ok(()) };
        let function = self.push();
        self.lazy(self.scopes.of_bound(p), &p.name, p.range, bound, function)?;
        let kind = if bound.is_tuple_expr() { Typing::Constrained } else { Typing::Bounded };
        self.at(p.range);
        self.typing(kind, reg, reg, 2);
        Ok(())
    }

    /// A function without parameters that gives the value of an expression.
    fn lazy(
        &mut self,
        id: Option<ScopeId>,
        name: &str,
        range: TextRange,
        value: &'a Expr,
        dst: Reg,
    ) -> Res<()> {
        let Some(id) = id else {
            return Err(SyntaxError::too_deep());
        };
        let line = self.first_line(range, &[]);
        self.enter_function(id, name, line, None);
        let value = self.operand(value)?;
        self.at(range);
        self.return_value(value);
        let code = self.leave()?;
        let parts = self.no_parts();
        self.make_function(code, parts, dst);
        self.top = dst + 1;
        Ok(())
    }

    fn typing(&mut self, kind: Typing, dst: Reg, first: Reg, count: u16) {
        self.emit(Op::MakeTyping, kind as u8, dst, first & !CONSUME, count);
    }
}
