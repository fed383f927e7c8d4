//! Comprehensions: inlined into the code around them (PEP 709), or functions of their own in
//! class bodies and for generator expressions.

use std::sync::Arc;

use rustc_hash::FxHashMap;
use rustpython_parser::ast::{self, Expr, Ranged};
use rustpython_parser::text_size::TextRange;
use theseus_bytecode::{Code, Op, Reg};

use super::{Lower, Value};
use crate::error::{Res, SyntaxError};
use crate::scope::{Name, Place, ScopeId, Scopes, seen};

/// What is done with each element.
#[derive(Clone, Copy)]
enum Element<'a> {
    List(&'a Expr),
    Set(&'a Expr),
    Dict(&'a Expr, &'a Expr),
    Yield(&'a Expr),
}

#[derive(Clone, Copy)]
struct Comp<'a> {
    generators: &'a [ast::Comprehension],
    element: Element<'a>,
    range: TextRange,
    scope: ScopeId,
    /// Name of the function, where it is one.
    name: &'static str,
}

impl<'a> Lower<'a> {
    fn comp_of(&self, expr: &'a Expr) -> Option<Comp<'a>> {
        let scopes: &'a Scopes = self.scopes;
        let comp = |scope: Option<ScopeId>, generators, element, range, name| {
            scope.map(|scope| Comp { generators, element, range, scope, name })
        };
        match expr {
            Expr::ListComp(e) => {
                let element = Element::List(&e.elt);
                comp(scopes.of(e), &e.generators, element, e.range, "<listcomp>")
            }
            Expr::SetComp(e) => {
                let element = Element::Set(&e.elt);
                comp(scopes.of(e), &e.generators, element, e.range, "<setcomp>")
            }
            Expr::DictComp(e) => {
                let element = Element::Dict(&e.key, &e.value);
                comp(scopes.of(e), &e.generators, element, e.range, "<dictcomp>")
            }
            Expr::GeneratorExp(e) => {
                let element = Element::Yield(&e.elt);
                let range = self.source.generator_range(e);
                comp(scopes.of(e), &e.generators, element, range, "<genexpr>")
            }
            _ => None,
        }
    }

    pub(super) fn comprehension(&mut self, expr: &'a Expr, dst: Reg) -> Res<()> {
        let Some(comp) = self.comp_of(expr) else {
            return Err(SyntaxError::too_deep());
        };
        let waits = self.scopes.all[comp.scope].awaits && !matches!(comp.element, Element::Yield(_));
        if waits && !self.may_wait() {
            let message = "asynchronous comprehension outside of an asynchronous function";
            return self.fail(message, comp.range);
        }
        if self.scopes.all[comp.scope].inlined {
            self.inlined(comp, dst)
        } else {
            self.as_function(comp, dst)
        }
    }

    /// Makes the function and calls it with the iterator of the first iterable.
    fn as_function(&mut self, comp: Comp<'a>, dst: Reg) -> Res<()> {
        let mark = self.top;
        let base = self.window(dst);
        let inner = self.top;
        let parts = self.no_parts();
        let code = self.comp_code(comp)?;
        self.at(comp.range);
        self.make_function(code, parts, base);
        self.top = inner;
        let iter = self.push();
        self.iterator(comp.generators, iter, comp.range)?;
        self.at(comp.range);
        self.emit(Op::Call, 0, dst, base, 1);
        self.top = mark;
        Ok(())
    }

    fn iterator(&mut self, generators: &'a [ast::Comprehension], iter: Reg, range: TextRange) -> Res<()> {
        let Some(first) = generators.first() else {
            return Ok(());
        };
        let value = self.iterable(&first.iter, iter)?;
        self.at(range);
        let op = if first.is_async { Op::GetAIter } else { Op::GetIter };
        self.emit(op, 0, iter, value.take(), 0);
        Ok(())
    }

    fn comp_code(&mut self, comp: Comp<'a>) -> Res<Arc<Code>> {
        let line = self.first_line(comp.range, &[]);
        self.enter_function(comp.scope, comp.name, line, None);
        if let Element::Yield(_) = comp.element {
            self.level(&comp, 0, 0, 0)?;
            self.at(comp.range);
            self.return_none();
        } else {
            let result = self.push();
            self.start(comp.element, result);
            self.level(&comp, 0, 0, result)?;
            self.at(comp.range);
            self.return_value(Value::Temp(result));
        }
        self.leave()
    }

    fn start(&mut self, element: Element<'_>, result: Reg) {
        let op = match element {
            Element::List(_) | Element::Yield(_) => Op::BuildList,
            Element::Set(_) => Op::BuildSet,
            Element::Dict(..) => Op::BuildDict,
        };
        self.emit(op, 0, result, result, 0);
    }

    fn inlined(&mut self, comp: Comp<'a>, dst: Reg) -> Res<()> {
        let mark = self.top;
        let result = self.scratch(dst);
        let iter = self.push();
        self.iterator(comp.generators, iter, comp.range)?;
        self.at(comp.range);
        self.start(comp.element, result);
        let scopes: &'a Scopes = self.scopes;
        let scope = &scopes.all[comp.scope];
        let mut registers: FxHashMap<Name, Reg> = FxHashMap::default();
        let mut hidden = Vec::new();
        for (name, symbol) in &scope.symbols {
            if symbol.seen & seen::BOUND == 0 {
                continue;
            }
            let reg = self.push();
            self.set_unbound(reg);
            if symbol.place == Place::Cell {
                self.emit(Op::MakeCell, 0, reg, 0, 0);
            }
            registers.insert(name.clone(), reg);
            hidden.push((name.clone(), reg));
        }
        self.unit.hidden.push((comp.scope, registers));
        let start = self.unit.length();
        let outcome = self.level(&comp, 0, iter, result);
        self.unit.hidden.pop();
        outcome?;
        let end = self.unit.length();
        self.unit.named.extend(hidden.iter().map(|(name, reg)| (name.clone(), *reg, start, end)));
        self.at(comp.range);
        for (_, reg) in hidden.into_iter().rev() {
            self.drop_temp(reg);
        }
        self.settle(dst, result);
        self.top = mark;
        Ok(())
    }

    /// One `for` of a comprehension and what stands inside it. The first one's iterator is
    /// given.
    fn level(&mut self, comp: &Comp<'a>, index: usize, first: Reg, result: Reg) -> Res<()> {
        self.deeper()?;
        let mark = self.top;
        let part = &comp.generators[index];
        let iter = if index == 0 {
            first
        } else {
            let iter = self.push();
            self.iterator(&comp.generators[index..], iter, comp.range)?;
            iter
        };
        if part.is_async {
            let outcome = self.async_level(comp, index, iter, result);
            self.top = mark;
            self.depth -= 1;
            return outcome;
        }
        let (body, next) = (self.label(), self.label());
        let state = self.unit.state.clone();
        self.at(comp.range);
        self.goto(next);
        self.unit.state = state;
        self.place(body);
        let inner = self.top;
        let item = self.loop_item(&part.target)?;
        for condition in &part.ifs {
            self.jump_if(condition, false, next)?;
        }
        if index + 1 < comp.generators.len() {
            self.level(comp, index + 1, 0, result)?;
        } else {
            self.element(comp, result)?;
        }
        self.top = inner;
        self.place(next);
        self.at(comp.range);
        self.for_iter(iter, item, body);
        self.top = mark;
        self.depth -= 1;
        Ok(())
    }

    /// The inside of an `async for` of a comprehension.
    fn async_level(&mut self, comp: &Comp<'a>, index: usize, iter: Reg, result: Reg) -> Res<()> {
        let part = &comp.generators[index];
        self.at(comp.range);
        let (next, skip) = (self.label(), self.label());
        let state = self.unit.state.clone();
        self.place(next);
        let items = self.async_next(iter, state);
        let inner = items.item + 1;
        self.store(&part.target, Value::Temp(items.item))?;
        self.top = inner;
        for condition in &part.ifs {
            self.jump_if(condition, false, skip)?;
        }
        if index + 1 < comp.generators.len() {
            self.level(comp, index + 1, 0, result)?;
        } else {
            self.element(comp, result)?;
        }
        self.place(skip);
        self.at(comp.range);
        self.goto(next);
        self.async_end(items, iter);
        Ok(())
    }

    fn element(&mut self, comp: &Comp<'a>, result: Reg) -> Res<()> {
        let mark = self.top;
        match comp.element {
            Element::List(elt) => {
                let value = self.operand(elt)?;
                self.at(elt.range());
                self.emit(Op::ListAppend, 0, result, value.take(), 0);
            }
            Element::Set(elt) => {
                let value = self.operand(elt)?;
                self.at(elt.range());
                self.emit(Op::SetAdd, 0, result, value.take(), 0);
            }
            Element::Dict(key, value) => {
                let range = TextRange::new(key.range().start(), value.range().end());
                let home = self.push();
                let key = self.operand_before(key, home, &[value])?;
                let value = self.operand(value)?;
                self.at(range);
                self.emit(Op::DictPut, 0, result, key.take(), value.take());
            }
            Element::Yield(elt) => {
                let value = self.operand(elt)?;
                self.at(elt.range());
                self.top = mark;
                let sent = self.push();
                self.top = mark;
                self.emit_yield(sent, value);
                self.drop_temp(sent);
            }
        }
        self.top = mark;
        Ok(())
    }
}
