//! Functions and lambdas: their code, defaults, annotations, cells and decorators.

use std::sync::Arc;

use rustpython_parser::ast::{self, Expr, Ranged};
use rustpython_parser::text_size::TextRange;
use theseus_bytecode::{Code, Const, Flags, Op, Reg};

use super::{Lower, Value};
use crate::error::{Res, SyntaxError};
use crate::scope::{Def, Name, Place, ScopeId, ScopeKind, mangle};
use crate::unit::Unit;
use crate::unparse::unparse;

pub(super) const DEFAULTS: u8 = 1;
pub(super) const KEYWORD_DEFAULTS: u8 = 2;
pub(super) const ANNOTATIONS: u8 = 4;
const CELLS: u8 = 8;

/// The values a function is made with, in consecutive temporaries.
pub(super) struct Parts {
    pub bits: u8,
    pub base: Reg,
}

impl<'a> Lower<'a> {
    pub(super) fn function_def(&mut self, def: Def<'a>) -> Res<()> {
        let mark = self.top;
        self.check_target_name(def.name, def.range)?;
        let decorators = self.decorators(def.decorator_list)?;
        let target = match self.local(def.name) {
            Some(reg) if decorators.is_empty() => reg,
            _ => self.push(),
        };
        self.at(def.range);
        let inner = self.top;
        if def.type_params.is_empty() {
            let parts = self.function_parts(def.args, Some(def), def.range)?;
            let code = self.def_code(def)?;
            self.at(def.range);
            self.make_function(code, parts, target);
        } else {
            self.generic_function(def, target)?;
        }
        self.top = inner;
        let value = self.decorate(def.decorator_list, &decorators, target);
        self.at(def.range);
        self.store_name(def.name, value);
        self.top = mark;
        Ok(())
    }

    /// Evaluates decorators into temporaries.
    pub(super) fn decorators(&mut self, list: &'a [Expr]) -> Res<Vec<Reg>> {
        list.iter().map(|d| self.push_expr(d)).collect()
    }

    /// Applies decorators, the last one first; each stands just below what it is called with.
    pub(super) fn decorate(&mut self, list: &[Expr], registers: &[Reg], value: Reg) -> Value {
        let mut result = value;
        for (decorator, &reg) in list.iter().zip(registers).rev() {
            self.at(decorator.range());
            self.emit(Op::Call, 0, reg, reg, 1);
            result = reg;
        }
        if self.is_temp(result) { Value::Temp(result) } else { Value::Local(result) }
    }

    /// Defaults, keyword defaults and annotations. The cells come last, with the code.
    pub(super) fn function_parts(
        &mut self,
        args: &'a ast::Arguments,
        def: Option<Def<'a>>,
        range: TextRange,
    ) -> Res<Parts> {
        let with_default = args.posonlyargs.iter().chain(&args.args);
        let plain = with_default.chain(&args.kwonlyargs).map(|a| &a.def);
        for arg in plain.chain(args.vararg.as_deref()).chain(args.kwarg.as_deref()) {
            self.check_target_name(&arg.arg, arg.range)?;
        }
        let base = self.top;
        let mut bits = 0;
        let positional = args.posonlyargs.iter().chain(&args.args);
        let defaults: Vec<&'a Expr> = positional.filter_map(|a| a.default.as_deref()).collect();
        if !defaults.is_empty() {
            bits |= DEFAULTS;
            let reg = self.push();
            self.default_tuple(&defaults, range, reg)?;
        }
        let keyword: Vec<_> =
            args.kwonlyargs.iter().filter_map(|a| a.default.as_deref().map(|d| (&a.def, d))).collect();
        if !keyword.is_empty() {
            bits |= KEYWORD_DEFAULTS;
            let dict = self.push();
            let first = self.top;
            for (arg, default) in &keyword {
                let name = self.mangled(&arg.arg);
                self.push_constant(Const::Str(name.into()));
                self.push_expr(default)?;
            }
            self.at(range);
            self.emit(Op::BuildDict, 0, dict, first, keyword.len() as u16);
            self.top = first;
        }
        if let Some(def) = def
            && self.annotation_dict(def)?
        {
            bits |= ANNOTATIONS;
        }
        Ok(Parts { bits, base })
    }

    fn default_tuple(&mut self, defaults: &[&'a Expr], range: TextRange, dst: Reg) -> Res<()> {
        let mut values = Vec::new();
        for default in defaults {
            match self.constant_of(default)? {
                Some(value) => values.push(value),
                None => break,
            }
        }
        if values.len() == defaults.len() {
            self.load_constant(dst, Const::Tuple(values.into()));
            return Ok(());
        }
        let first = self.top;
        for default in defaults {
            self.push_expr(default)?;
        }
        self.at(range);
        self.emit(Op::BuildTuple, 0, dst, first, defaults.len() as u16);
        self.top = first;
        Ok(())
    }

    /// Builds the dict of annotations as the next temporary, if there are any.
    pub(super) fn annotation_dict(&mut self, def: Def<'a>) -> Res<bool> {
        let args = def.args;
        let positional = args.posonlyargs.iter().chain(&args.args).map(|a| &a.def);
        let all = positional
            .chain(args.vararg.as_deref())
            .chain(args.kwonlyargs.iter().map(|a| &a.def))
            .chain(args.kwarg.as_deref());
        let mut pairs: Vec<(String, &'a Expr)> =
            all.filter_map(|arg| arg.annotation.as_deref().map(|a| (self.mangled(&arg.arg), a))).collect();
        pairs.extend(def.returns.map(|r| ("return".to_owned(), r)));
        if pairs.is_empty() {
            return Ok(false);
        }
        let dict = self.push();
        let first = self.top;
        let count = pairs.len() as u16;
        for (name, annotation) in pairs {
            self.push_constant(Const::Str(name.into()));
            let reg = self.push();
            self.annotation(annotation, reg)?;
        }
        self.at(def.range);
        self.emit(Op::BuildDict, 0, dict, first, count);
        self.top = first;
        Ok(true)
    }

    /// Evaluates an annotation, or its text under `from __future__ import annotations`.
    pub(super) fn annotation(&mut self, annotation: &'a Expr, dst: Reg) -> Res<()> {
        if self.future_annotations {
            let text = unparse(self.source, self.strings, annotation)?;
            self.at(annotation.range());
            self.load_constant(dst, text);
            return Ok(());
        }
        // `*args: *Ts` takes the only item of the unpacked value.
        if let Expr::Starred(starred) = annotation {
            let mark = self.top;
            let value = self.operand(&starred.value)?;
            self.at(annotation.range());
            self.top = mark;
            let item = self.push();
            self.emit(Op::Unpack, 0, item, value.take(), 1);
            self.set_bound(item);
            self.settle(dst, item);
            self.top = mark;
            return Ok(());
        }
        self.expr_to(annotation, dst)
    }

    /// Emits the making of a function; its parts are the temporaries from `parts.base`.
    pub(super) fn make_function(&mut self, code: Arc<Code>, parts: Parts, dst: Reg) {
        let mut bits = parts.bits;
        let free: Vec<String> = code.free_names.iter().map(|n| n.to_string()).collect();
        if !free.is_empty() {
            bits |= CELLS;
            let tuple = self.push();
            let first = self.top;
            for name in &free {
                let reg = self.push();
                self.load_cell(name, reg);
            }
            self.emit(Op::BuildTuple, 0, tuple, first, free.len() as u16);
            self.top = first;
        }
        let code = self.constant(Const::Code(code));
        let base = if bits == 0 { 0 } else { parts.base };
        self.emit(Op::MakeFunction, bits, dst, code, base);
    }

    pub(super) fn no_parts(&self) -> Parts {
        Parts { bits: 0, base: self.top }
    }

    // ---- code

    /// Line of a definition: that of its first decorator.
    pub(super) fn first_line(&self, range: TextRange, decorators: &[Expr]) -> u32 {
        let start = match decorators.first() {
            Some(first) => first.range().start(),
            None => range.start(),
        };
        self.source.line_of(start.into())
    }

    pub(super) fn def_code(&mut self, def: Def<'a>) -> Res<Arc<Code>> {
        let Some(id) = self.scopes.of_def(&def) else {
            return Err(SyntaxError::too_deep());
        };
        let line = self.first_line(def.range, def.decorator_list);
        self.enter_function(id, def.name, line, Some(def.args));
        let body = match self.docstring(def.body)? {
            Some(doc) => {
                self.has_docstring = true;
                self.constant(doc);
                &def.body[1..]
            }
            None => {
                // CPython's first constant is the docstring or its absence.
                self.constant(Const::None);
                def.body
            }
        };
        self.body(body)?;
        self.return_none();
        self.leave()
    }

    pub(super) fn lambda_code(&mut self, e: &'a ast::ExprLambda) -> Res<Arc<Code>> {
        let Some(id) = self.scopes.of(e) else {
            return Err(SyntaxError::too_deep());
        };
        let line = self.first_line(e.range, &[]);
        self.enter_function(id, "<lambda>", line, Some(&e.args));
        self.constant(Const::None);
        let value = self.operand(&e.body)?;
        self.at(e.body.range());
        self.return_value(value);
        self.leave()
    }

    /// Starts the unit of a function scope: registers, flags and cells.
    pub(super) fn enter_function(
        &mut self,
        id: ScopeId,
        name: &str,
        line: u32,
        args: Option<&ast::Arguments>,
    ) {
        let qualname = self.qualname(name);
        let scopes = self.scopes;
        let scope = &scopes.all[id];
        let mut unit = Unit::new(id, name.to_owned(), qualname, line);
        unit.flags = Flags::OPTIMIZED | Flags::NEWLOCALS;
        // A generator expression that waits is an asynchronous generator.
        let is_async = scope.is_async || (scope.kind == ScopeKind::Generator && scope.awaits);
        unit.flags |= match (is_async, scope.generator) {
            (true, true) => Flags::ASYNC_GENERATOR,
            (true, false) => Flags::COROUTINE,
            (false, true) => Flags::GENERATOR,
            (false, false) => 0,
        };
        if self.future_annotations {
            unit.flags |= Flags::FUTURE_ANNOTATIONS;
        }
        let mut outer = scope.parent;
        while let Some(parent) = outer {
            if scopes.all[parent].kind.is_function() {
                unit.flags |= Flags::NESTED;
            }
            outer = scopes.all[parent].parent;
        }
        unit.arg_count = scope.params.len() as u16;
        if let Some(args) = args {
            unit.posonly_count = args.posonlyargs.len() as u16;
            unit.arg_count = (args.posonlyargs.len() + args.args.len()) as u16;
            unit.kwonly_count = args.kwonlyargs.len() as u16;
            if args.vararg.is_some() {
                unit.flags |= Flags::VARARGS;
            }
            if args.kwarg.is_some() {
                unit.flags |= Flags::VARKEYWORDS;
            }
        }
        let is_local = |name: &&Name| {
            let place = scope.symbols.get(*name).map(|s| s.place);
            matches!(place, Some(Place::Local | Place::Cell))
        };
        let is_cell = |name: &Name| scope.symbols.get(name).is_some_and(|s| s.place == Place::Cell);
        let others = scope.symbols.keys().filter(|n| !scope.params.contains(n));
        let (mut cells, plain): (Vec<&Name>, Vec<&Name>) = others.filter(is_local).partition(|n| is_cell(n));
        cells.sort();
        let all = scope.params.iter().chain(plain).chain(cells);
        for (reg, name) in all.enumerate() {
            let reg = reg as Reg;
            unit.local_names.push(name.clone());
            unit.registers.insert(name.clone(), reg);
            let param = (reg as usize) < scope.params.len();
            if param {
                unit.set_bound(reg);
            }
            if is_cell(name) {
                unit.cells.push(reg);
            }
        }
        if unit.local_names.len() > 30_000 {
            unit.overflow = true;
        }
        unit.local_limit = unit.local_names.len() as Reg;
        unit.top = unit.local_limit;
        unit.position.line = line;
        unit.position.end_line = line;
        self.enter(unit);
        let params = scope.params.len();
        for reg in self.cells.clone() {
            self.emit(Op::MakeCell, ((reg as usize) < params) as u8, reg, 0, 0);
        }
    }

    /// `Outer.<locals>.name`. Type parameters are no outer function.
    pub(super) fn qualname(&self, name: &str) -> String {
        let parameters = matches!(self.kind(), ScopeKind::TypeParams | ScopeKind::TypeBound);
        let outer = match self.outer.last() {
            Some(outer) if parameters => outer,
            _ => &self.unit,
        };
        let scope = &self.scopes.all[outer.scope];
        if scope.kind == ScopeKind::Module {
            return name.to_owned();
        }
        let mangled = mangle(scope.private.as_ref(), name);
        let declared = scope.symbols.get(&*mangled).map(|s| s.place);
        if declared == Some(Place::GlobalExplicit) {
            return name.to_owned();
        }
        let within =
            scope.kind.is_function() && !matches!(scope.kind, ScopeKind::TypeParams | ScopeKind::TypeBound);
        let locals = if within { "<locals>." } else { "" };
        format!("{}.{locals}{name}", outer.qualname)
    }
}
