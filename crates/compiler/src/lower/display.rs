//! Displays: tuples, lists, sets and dicts, with unpacking.

use rustpython_parser::ast::{self, Expr};
use rustpython_parser::text_size::TextRange;
use theseus_bytecode::{CONSUME, Const, Op, Reg};

use super::Lower;
use crate::error::Res;

/// Displays with more elements are built one by one, to spare registers.
const MAX_WINDOW: usize = 64;

impl<'a> Lower<'a> {
    pub(super) fn tuple(&mut self, elts: &'a [Expr], range: TextRange, dst: Reg) -> Res<()> {
        if elts.len() > MAX_WINDOW || elts.iter().any(Expr::is_starred_expr) {
            let list = self.scratch(dst);
            self.grow_list(elts, range, list)?;
            self.emit(Op::ListToTuple, 0, dst, list | CONSUME, 0);
            return Ok(());
        }
        if let [first, second] = elts {
            let first = self.operand_before(first, dst, &[second])?;
            let second = self.operand(second)?;
            self.at(range);
            self.emit(Op::BuildPair, 0, dst, first.take(), second.take());
            return Ok(());
        }
        let base = self.consecutive(elts, dst)?;
        self.at(range);
        self.emit(Op::BuildTuple, 0, dst, base, elts.len() as u16);
        Ok(())
    }

    /// Evaluates expressions into consecutive temporaries; the first may be `dst`.
    fn consecutive(&mut self, elts: &'a [Expr], dst: Reg) -> Res<Reg> {
        let Some((first, rest)) = elts.split_first() else {
            return Ok(self.top);
        };
        let base = self.window(dst);
        self.expr_to(first, base)?;
        for elt in rest {
            self.push_expr(elt)?;
        }
        Ok(base)
    }

    pub(super) fn list(&mut self, elts: &'a [Expr], range: TextRange, dst: Reg) -> Res<()> {
        let constant = elts.len() >= 3 && self.constants(elts)?.is_some();
        if constant || elts.len() > MAX_WINDOW || elts.iter().any(Expr::is_starred_expr) {
            let list = self.scratch(dst);
            self.grow_list(elts, range, list)?;
            self.settle(dst, list);
            return Ok(());
        }
        let base = self.consecutive(elts, dst)?;
        self.at(range);
        self.emit(Op::BuildList, 0, dst, base, elts.len() as u16);
        Ok(())
    }

    /// Builds a list element by element in the temporary `list`.
    pub(super) fn grow_list(&mut self, elts: &'a [Expr], range: TextRange, list: Reg) -> Res<()> {
        if let Some(values) = self.constants(elts)? {
            self.at(range);
            self.emit(Op::BuildList, 0, list, list, 0);
            let mark = self.top;
            let all = self.push_constant(Const::Tuple(values.into()));
            self.emit(Op::ListExtend, 0, list, all | CONSUME, 0);
            self.top = mark;
            return Ok(());
        }
        // What stands before the first star goes in at once. The list may take the place of
        // the window's first register only if that is the top one.
        let plain = elts.iter().take_while(|e| !e.is_starred_expr()).count();
        let plain = if plain > MAX_WINDOW { 0 } else { plain };
        let mark = self.top;
        let base = self.consecutive(&elts[..plain], list)?;
        self.at(range);
        self.emit(Op::BuildList, 0, list, base, plain as u16);
        self.top = mark;
        for elt in &elts[plain..] {
            let mark = self.top;
            if let Expr::Starred(starred) = elt {
                let value = self.operand(&starred.value)?;
                self.at(range);
                self.emit(Op::ListExtend, 0, list, value.take(), 0);
            } else {
                let value = self.operand(elt)?;
                self.at(range);
                self.emit(Op::ListAppend, 0, list, value.take(), 0);
            }
            self.top = mark;
        }
        Ok(())
    }

    pub(super) fn set(&mut self, e: &'a ast::ExprSet, dst: Reg) -> Res<()> {
        if e.elts.len() >= 3
            && let Some(values) = self.constants(&e.elts)?
        {
            // The order of the elements shows that CPython merges a frozenset into an empty set.
            let set = self.scratch(dst);
            self.at(e.range);
            self.emit(Op::BuildSet, 0, set, set, 0);
            let mark = self.top;
            let all = self.push_constant(Const::FrozenSet(values.into()));
            self.emit(Op::SetUpdate, 0, set, all | CONSUME, 0);
            self.top = mark;
            self.settle(dst, set);
            return Ok(());
        }
        if e.elts.len() <= MAX_WINDOW && !e.elts.iter().any(Expr::is_starred_expr) {
            let base = self.consecutive(&e.elts, dst)?;
            self.at(e.range);
            self.emit(Op::BuildSet, 0, dst, base, e.elts.len() as u16);
            return Ok(());
        }
        let set = self.scratch(dst);
        self.at(e.range);
        self.emit(Op::BuildSet, 0, set, set, 0);
        for elt in &e.elts {
            let mark = self.top;
            let (op, value) = match elt {
                Expr::Starred(starred) => (Op::SetUpdate, self.operand(&starred.value)?),
                other => (Op::SetAdd, self.operand(other)?),
            };
            self.at(e.range);
            self.emit(op, 0, set, value.take(), 0);
            self.top = mark;
        }
        self.settle(dst, set);
        Ok(())
    }

    pub(super) fn dict(&mut self, e: &'a ast::ExprDict, dst: Reg) -> Res<()> {
        let plain = e.keys.iter().take_while(|k| k.is_some()).count();
        let at_once = if plain > MAX_WINDOW / 2 { 0 } else { plain };
        let all = at_once == e.keys.len();
        let dict = if all { dst } else { self.scratch(dst) };
        let mark = self.top;
        let mut base = self.top;
        for (index, (key, value)) in e.keys.iter().zip(&e.values).take(at_once).enumerate() {
            let Some(key) = key else { continue };
            let reg = if index == 0 { self.window(dict) } else { self.push() };
            if index == 0 {
                base = reg;
            }
            self.expr_to(key, reg)?;
            self.push_expr(value)?;
        }
        self.at(e.range);
        self.emit(Op::BuildDict, 0, dict, base, at_once as u16);
        self.top = mark;
        for (key, value) in e.keys.iter().zip(&e.values).skip(at_once) {
            let mark = self.top;
            if let Some(key) = key {
                let home = self.push();
                let key = self.operand_before(key, home, &[value])?;
                let value = self.operand(value)?;
                self.at(e.range);
                self.emit(Op::DictPut, 0, dict, key.take(), value.take());
            } else {
                let value = self.operand(value)?;
                self.at(e.range);
                self.emit(Op::DictUpdate, 0, dict, value.take(), 0);
            }
            self.top = mark;
        }
        if !all {
            self.settle(dst, dict);
        }
        Ok(())
    }
}
