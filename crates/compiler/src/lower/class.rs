//! Class definitions and class bodies.

use std::sync::Arc;

use rustc_hash::FxHashSet;
use rustpython_parser::ast::{self, Expr, Ranged, Stmt};
use theseus_bytecode::{CONSUME, Code, Const, Op, Reg};

use super::{Lower, Value};
use crate::error::{Res, SyntaxError};
use crate::scope::Def;
use crate::unit::Unit;

impl<'a> Lower<'a> {
    pub(super) fn class_def(&mut self, def: &'a ast::StmtClassDef) -> Res<()> {
        let mark = self.top;
        self.check_target_name(&def.name, def.range)?;
        let decorators = self.decorators(&def.decorator_list)?;
        let base = match def.type_params.is_empty() {
            true => self.build_class(def, None)?,
            false => self.generic_class(def)?,
        };
        self.top = base + 1;
        let value = self.decorate(&def.decorator_list, &decorators, base);
        self.at(def.range);
        self.store_name(&def.name, value);
        self.top = mark;
        Ok(())
    }

    /// The class as the next temporary; with type parameters (a tuple in a register) it has a
    /// further base.
    pub(super) fn build_class(&mut self, def: &'a ast::StmtClassDef, generic: Option<Reg>) -> Res<Reg> {
        let base = self.push();
        self.check_keywords(&def.keywords)?;
        self.at(def.range);
        self.emit(Op::LoadBuildClass, 0, base, 0, 0);
        let function = self.push();
        let inner = self.top;
        let code = self.class_code(def)?;
        self.at(def.range);
        let parts = self.no_parts();
        self.make_function(code, parts, function);
        self.top = inner;
        self.push_constant(Const::Str(def.name.as_str().into()));
        let unpacks =
            def.bases.iter().any(Expr::is_starred_expr) || def.keywords.iter().any(|k| k.arg.is_none());
        if unpacks {
            self.class_call_unpacking(def, base, function, generic)?;
        } else {
            for argument in &def.bases {
                self.push_expr(argument)?;
            }
            if let Some(params) = generic {
                let reg = self.push();
                self.generic_base(params, reg);
            }
            for keyword in &def.keywords {
                self.push_expr(&keyword.value)?;
            }
            let count = 2 + def.bases.len() + generic.is_some() as usize + def.keywords.len();
            self.at(def.range);
            if def.keywords.is_empty() {
                self.emit(Op::Call, 0, base, base, count as u16);
            } else {
                let names = def.keywords.iter().filter_map(|k| k.arg.as_ref());
                let names: Vec<Const> = names.map(|name| Const::Str(name.as_str().into())).collect();
                let names = self.constant(Const::Tuple(names.into()));
                self.emit_extra(Op::CallKw, base, base, count as u16, names);
            }
        }
        self.top = base + 1;
        Ok(base)
    }

    /// `class A(*bases, **keywords)`: the body function and the name begin the list of
    /// arguments.
    fn class_call_unpacking(
        &mut self,
        def: &'a ast::StmtClassDef,
        base: Reg,
        function: Reg,
        generic: Option<Reg>,
    ) -> Res<()> {
        self.at(def.range);
        let list = function;
        self.emit(Op::BuildList, 0, list, function, 2);
        self.top = list + 1;
        for argument in &def.bases {
            let mark = self.top;
            let (op, value) = match argument {
                Expr::Starred(starred) => (Op::ListExtend, self.operand(&starred.value)?),
                other => (Op::ListAppend, self.operand(other)?),
            };
            self.at(def.range);
            self.emit(op, 0, list, value.take(), 0);
            self.top = mark;
        }
        if let Some(params) = generic {
            let reg = self.push();
            self.generic_base(params, reg);
            self.emit(Op::ListAppend, 0, list, reg | CONSUME, 0);
            self.top = reg;
        }
        self.emit(Op::ListToTuple, 0, list, list | CONSUME, 0);
        let mut x = 0;
        if !def.keywords.is_empty() {
            x = 1;
            let dict = self.push();
            self.argument_dict(&def.keywords, def.range, dict, base)?;
        }
        self.at(def.range);
        self.emit(Op::CallEx, x, base, base, 0);
        Ok(())
    }

    fn class_code(&mut self, def: &'a ast::StmtClassDef) -> Res<Arc<Code>> {
        let Some(id) = self.scopes.of(def) else {
            return Err(SyntaxError::too_deep());
        };
        let line = self.first_line(def.range, &def.decorator_list);
        let name = def.name.to_string();
        let qualname = self.qualname(&name);
        let mut unit = Unit::new(id, name, qualname.clone(), line);
        unit.name_mode = true;
        unit.local_limit = 1;
        unit.top = 1;
        unit.set_bound(0);
        unit.instance_attributes = instance_attributes(&def.body);
        unit.position.line = line;
        unit.position.end_line = line;
        self.enter(unit);
        if self.scope().needs_class_cell {
            let cell = self.push();
            self.unit.class_cell = Some(cell);
            self.emit(Op::MakeCell, 0, cell, 0, 0);
        }
        if self.scope().needs_class_dict {
            let cell = self.push();
            self.unit.class_dict = Some(cell);
            self.emit(Op::Move, 0, cell, 0, 0);
            self.emit(Op::MakeCell, 1, cell, 0, 0);
        }
        let mark = self.top;
        let module = self.push();
        let name = self.unit.name("__name__");
        self.emit(Op::LoadName, 0, module, name, 0);
        self.top = mark;
        self.store_name("__module__", Value::Temp(module));
        self.store_constant("__qualname__", Const::Str(qualname.into()));
        if !def.type_params.is_empty() {
            let params = self.push();
            self.load_name(".type_params", params);
            self.top = mark;
            self.store_name("__type_params__", Value::Temp(params));
        }
        self.set_annotations();
        let body = match self.docstring(&def.body)? {
            Some(doc) => {
                self.at(def.body[0].range());
                self.store_constant("__doc__", doc);
                &def.body[1..]
            }
            None => &def.body[..],
        };
        self.body(body)?;
        if let Some(cell) = self.class_dict {
            self.store_name("__classdictcell__", Value::Temp(cell));
        }
        match self.class_cell {
            Some(cell) => {
                self.store_name("__classcell__", Value::Local(cell));
                self.return_value(Value::Temp(cell));
            }
            None => self.return_none(),
        }
        self.leave()
    }
}

/// How many attributes the methods of a class body store on their first parameter.
fn instance_attributes(body: &[Stmt]) -> u16 {
    let mut names = FxHashSet::default();
    for stmt in body {
        let def: Def<'_> = match stmt {
            Stmt::FunctionDef(def) => def.into(),
            Stmt::AsyncFunctionDef(def) => def.into(),
            _ => continue,
        };
        if let Some(first) = def.args.posonlyargs.iter().chain(&def.args.args).next() {
            stored_on(&first.def.arg, def.body, &mut names);
        }
    }
    names.len().min(u16::MAX as usize) as u16
}

fn stored_on<'s>(receiver: &str, body: &'s [Stmt], names: &mut FxHashSet<&'s str>) {
    for stmt in body {
        match stmt {
            Stmt::Assign(s) => s.targets.iter().for_each(|t| target(receiver, t, names)),
            Stmt::AugAssign(s) => target(receiver, &s.target, names),
            Stmt::AnnAssign(s) if s.value.is_some() => target(receiver, &s.target, names),
            Stmt::For(s) => {
                target(receiver, &s.target, names);
                stored_on(receiver, &s.body, names);
                stored_on(receiver, &s.orelse, names);
            }
            Stmt::AsyncFor(s) => {
                target(receiver, &s.target, names);
                stored_on(receiver, &s.body, names);
                stored_on(receiver, &s.orelse, names);
            }
            Stmt::AsyncWith(s) => {
                let targets = s.items.iter().filter_map(|i| i.optional_vars.as_deref());
                targets.for_each(|t| target(receiver, t, names));
                stored_on(receiver, &s.body, names);
            }
            Stmt::While(s) => {
                stored_on(receiver, &s.body, names);
                stored_on(receiver, &s.orelse, names);
            }
            Stmt::If(_) => {
                let mut next = Some(stmt);
                while let Some(Stmt::If(s)) = next.take() {
                    stored_on(receiver, &s.body, names);
                    match &s.orelse[..] {
                        [only @ Stmt::If(_)] => next = Some(only),
                        rest => stored_on(receiver, rest, names),
                    }
                }
            }
            Stmt::With(s) => {
                let targets = s.items.iter().filter_map(|i| i.optional_vars.as_deref());
                targets.for_each(|t| target(receiver, t, names));
                stored_on(receiver, &s.body, names);
            }
            Stmt::Match(s) => s.cases.iter().for_each(|case| stored_on(receiver, &case.body, names)),
            Stmt::Try(s) => stored_in_try(receiver, [&s.body, &s.orelse, &s.finalbody], &s.handlers, names),
            Stmt::TryStar(s) => {
                stored_in_try(receiver, [&s.body, &s.orelse, &s.finalbody], &s.handlers, names);
            }
            _ => {}
        }
    }
}

fn stored_in_try<'s>(
    receiver: &str,
    blocks: [&'s [Stmt]; 3],
    handlers: &'s [ast::ExceptHandler],
    names: &mut FxHashSet<&'s str>,
) {
    blocks.into_iter().for_each(|b| stored_on(receiver, b, names));
    for ast::ExceptHandler::ExceptHandler(handler) in handlers {
        stored_on(receiver, &handler.body, names);
    }
}

fn target<'s>(receiver: &str, expr: &'s Expr, names: &mut FxHashSet<&'s str>) {
    match expr {
        Expr::Attribute(e) => {
            if matches!(&*e.value, Expr::Name(n) if n.id.as_str() == receiver) {
                names.insert(&e.attr);
            }
        }
        Expr::Tuple(e) => e.elts.iter().for_each(|e| target(receiver, e, names)),
        Expr::List(e) => e.elts.iter().for_each(|e| target(receiver, e, names)),
        Expr::Starred(e) => target(receiver, &e.value, names),
        _ => {}
    }
}
