//! Calls: plain, of methods, with keywords, with unpacking, and zero-argument `super`.

use rustc_hash::FxHashMap;
use rustpython_parser::ast::{self, Expr, Ranged};
use rustpython_parser::text_size::TextRange;
use theseus_bytecode::{CONSUME, Const, Op, Reg};

use super::names::Slot;
use super::{Lower, Value};
use crate::error::Res;
use crate::names;

/// Calls with more arguments pass them as a tuple and a dict.
const MAX_ARGUMENTS: usize = 128;

impl<'a> Lower<'a> {
    pub(super) fn call(&mut self, e: &'a ast::ExprCall, dst: Reg) -> Res<()> {
        self.check_keywords(&e.keywords)?;
        let unpacks = e.args.iter().any(Expr::is_starred_expr)
            || e.keywords.iter().any(|k| k.arg.is_none())
            || e.args.len() + e.keywords.len() > MAX_ARGUMENTS;
        if unpacks {
            let base = self.window(dst);
            self.expr_to(&e.func, base)?;
            return self.call_unpacking(base, &e.args, &e.keywords, e.range, dst);
        }
        if let Expr::Attribute(method) = &*e.func {
            return self.call_method(e, method, dst);
        }
        let base = self.window(dst);
        self.expr_to(&e.func, base)?;
        let count = self.arguments(e)?;
        self.at(e.range);
        self.emit_call(Op::Call, dst, base, count, &e.keywords);
        Ok(())
    }

    /// Refuses names that cannot be bound and those that come twice.
    pub(super) fn check_keywords(&self, keywords: &[ast::Keyword]) -> Res<()> {
        let mut repeat: Option<(usize, &ast::Keyword)> = None;
        let mut first = FxHashMap::default();
        for (i, keyword) in keywords.iter().enumerate() {
            let Some(name) = &keyword.arg else { continue };
            let name = names::unmarked(name);
            let earlier = *first.entry(name).or_insert(i);
            // The name whose first place comes first is told.
            if earlier < i && repeat.is_none_or(|(before, _)| earlier < before) {
                repeat = Some((earlier, keyword));
            }
        }
        for (i, keyword) in keywords.iter().enumerate() {
            let Some(name) = &keyword.arg else { continue };
            let name = names::unmarked(name);
            self.check_target_name(name, keyword.range)?;
            if let Some((_, other)) = repeat.filter(|(earlier, _)| *earlier == i) {
                return Err(self.source.late(format!("keyword argument repeated: {name}"), other.range));
            }
        }
        Ok(())
    }

    fn call_method(&mut self, e: &'a ast::ExprCall, method: &'a ast::ExprAttribute, dst: Reg) -> Res<()> {
        let base = self.window(dst);
        if let Some((class, instance)) = self.plain_super(&method.value) {
            self.super_attribute(method, Op::LoadSuperMethod, (class, instance), base)?;
        } else {
            let object = self.operand_at(&method.value, base)?;
            self.at_attribute(method);
            let name = self.mangled(&method.attr);
            let name = self.unit.name(&name);
            self.emit(Op::LoadMethod, 0, base, object.take(), name);
        }
        // The pair takes a second register.
        self.top = base + 1;
        self.push();
        let count = self.arguments(e)?;
        self.at(e.range);
        let position = &mut self.unit.position;
        let start = self.source.place(method.range.end().into());
        if position.line != start.0 {
            position.line = start.0;
            position.column = start.1.saturating_sub(method.attr.len() as u32);
        }
        self.emit_call(Op::CallMethod, dst, base, count, &e.keywords);
        Ok(())
    }

    /// Evaluates all arguments into consecutive temporaries.
    fn arguments(&mut self, e: &'a ast::ExprCall) -> Res<u16> {
        for arg in &e.args {
            self.push_expr(arg)?;
        }
        for keyword in &e.keywords {
            self.push_expr(&keyword.value)?;
        }
        Ok((e.args.len() + e.keywords.len()) as u16)
    }

    fn emit_call(&mut self, op: Op, dst: Reg, base: Reg, count: u16, keywords: &[ast::Keyword]) {
        if keywords.is_empty() {
            self.emit(op, 0, dst, base, count);
            return;
        }
        let names = keywords.iter().filter_map(|k| k.arg.as_ref());
        // Private names are not mangled here.
        let names: Vec<Const> = names.map(|name| Const::Str(name.as_str().into())).collect();
        let names = self.constant(Const::Tuple(names.into()));
        let op = if op == Op::Call { Op::CallKw } else { Op::CallMethodKw };
        self.emit_extra(op, dst, base, count, names);
    }

    /// Calls what is in `base` with a tuple and, if there are keywords, a dict.
    pub(super) fn call_unpacking(
        &mut self,
        base: Reg,
        args: &'a [Expr],
        keywords: &'a [ast::Keyword],
        range: TextRange,
        dst: Reg,
    ) -> Res<()> {
        let tuple = self.push();
        // What is unpacked alone is iterated over after the keywords are evaluated.
        let late = match args {
            [Expr::Starred(alone)] if !keywords.is_empty() => Some(&alone.value),
            _ => None,
        };
        match late {
            Some(value) => self.expr_to(value, tuple)?,
            None => self.argument_tuple(args, range, tuple, base)?,
        }
        let mut x = 0;
        if !keywords.is_empty() {
            x = 1;
            let dict = self.push();
            self.argument_dict(keywords, range, dict, base)?;
        }
        self.at(range);
        if late.is_some() {
            self.emit(Op::ArgTuple, 0, tuple, tuple | CONSUME, base);
        }
        self.emit(Op::CallEx, x, dst, base, 0);
        Ok(())
    }

    fn argument_tuple(&mut self, args: &'a [Expr], range: TextRange, tuple: Reg, callee: Reg) -> Res<()> {
        if let Some(values) = self.constants(args)? {
            self.at(range);
            self.load_constant(tuple, Const::Tuple(values.into()));
            return Ok(());
        }
        if !args.iter().any(Expr::is_starred_expr) {
            let mark = self.top;
            self.tuple(args, range, tuple)?;
            self.top = mark;
            return Ok(());
        }
        if let [Expr::Starred(alone)] = args {
            let mark = self.top;
            let value = self.operand(&alone.value)?;
            self.at(range);
            self.emit(Op::ArgTuple, 0, tuple, value.take(), callee);
            self.top = mark;
            return Ok(());
        }
        self.grow_list(args, range, tuple)?;
        self.at(range);
        self.emit(Op::ListToTuple, 0, tuple, tuple | CONSUME, 0);
        Ok(())
    }

    pub(super) fn argument_dict(
        &mut self,
        keywords: &'a [ast::Keyword],
        range: TextRange,
        dict: Reg,
        callee: Reg,
    ) -> Res<()> {
        if let [ast::Keyword { arg: None, value, .. }] = keywords {
            let mark = self.top;
            let value = self.operand(value)?;
            self.at(range);
            self.emit(Op::ArgDict, 0, dict, value.take(), callee);
            self.top = mark;
            return Ok(());
        }
        let mut started = false;
        let mut rest = keywords;
        while !rest.is_empty() {
            let mark = self.top;
            let named = rest.iter().take_while(|k| k.arg.is_some()).count().min(32);
            let (run, after) = rest.split_at(named.max(1));
            rest = after;
            if named > 0 {
                let target = if started { self.push() } else { dict };
                self.keyword_dict(run, range, target)?;
                if started {
                    self.emit(Op::DictMerge, 0, dict, target | CONSUME, callee);
                }
            } else {
                if !started {
                    self.at(range);
                    self.emit(Op::BuildDict, 0, dict, dict, 0);
                }
                for keyword in run {
                    let value = self.operand(&keyword.value)?;
                    self.at(range);
                    self.emit(Op::DictMerge, 0, dict, value.take(), callee);
                }
            }
            started = true;
            self.top = mark;
        }
        Ok(())
    }

    fn keyword_dict(&mut self, run: &'a [ast::Keyword], range: TextRange, dict: Reg) -> Res<()> {
        let mark = self.top;
        let base = self.top;
        for keyword in run {
            let name = keyword.arg.as_deref().unwrap_or_default();
            self.push_constant(Const::Str(name.into()));
            self.push_expr(&keyword.value)?;
        }
        self.at(range);
        self.emit(Op::BuildDict, 0, dict, base, run.len() as u16);
        self.top = mark;
        Ok(())
    }

    // ---- super

    /// For a call `super()` in a method: where `__class__` and the first parameter live.
    pub(super) fn plain_super(&self, expr: &Expr) -> Option<(Slot, Slot)> {
        let Expr::Call(call) = expr else { return None };
        let Expr::Name(name) = &*call.func else {
            return None;
        };
        if &name.id != "super" || !call.args.is_empty() || !call.keywords.is_empty() {
            return None;
        }
        let scope = self.scope();
        let first = scope.params.first()?;
        if !scope.kind.is_function()
            || self.arg_count == 0
            || self.slot("super") != Slot::Global
            // A module that names it may mean something else by it: then it is called.
            || self.scopes.all[0].symbols.contains_key("super")
            || !matches!(self.slot("__class__"), Slot::Free(_) | Slot::Cell(_))
        {
            return None;
        }
        match self.slot(first) {
            slot @ (Slot::Local(_) | Slot::Cell(_)) => Some((self.slot("__class__"), slot)),
            _ => None,
        }
    }

    /// `super().name`, or the method pair of it, into `dst`.
    pub(super) fn super_attribute(
        &mut self,
        e: &'a ast::ExprAttribute,
        op: Op,
        (class, instance): (Slot, Slot),
        dst: Reg,
    ) -> Res<()> {
        let mark = self.top;
        let base = self.window(dst);
        if let Expr::Call(call) = &*e.value {
            self.at(call.func.range());
        }
        self.load_name("super", base);
        self.at(e.value.range());
        for slot in [class, instance] {
            let reg = self.push();
            match slot {
                Slot::Free(index) => self.emit(Op::LoadFree, 0, reg, index, 0),
                Slot::Cell(cell) => self.emit(Op::LoadCell, 0, reg, cell, 0),
                Slot::Local(local) => {
                    self.check_bound(local);
                    self.move_value(reg, Value::Local(local));
                }
                _ => {}
            }
        }
        self.at_attribute(e);
        let name = self.mangled(&e.attr);
        let name = self.unit.name(&name);
        self.emit(op, 0, dst, base, name);
        self.top = mark;
        Ok(())
    }
}
