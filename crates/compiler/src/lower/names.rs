//! Names: where they live here, loading, storing and deleting them.

use theseus_bytecode::{Const, Op, Reg};

use super::{Lower, Value};
use crate::scope::{CLASS_DICT, Place, ScopeKind, mangle};

/// Where a name is reached from the code being lowered.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Slot {
    Local(Reg),
    Cell(Reg),
    Free(u16),
    Global,
    /// The namespace in register 0.
    Name,
    /// A class body's name that an enclosing function has.
    ClassFree(u16),
    /// An annotation scope's names that the class body around it may have.
    DictFree(u16),
    DictGlobal,
}

impl<'a> Lower<'a> {
    pub(super) fn mangled(&self, name: &str) -> String {
        let scope = match self.hidden.last() {
            Some((scope, _)) => &self.scopes.all[*scope],
            None => self.scope(),
        };
        mangle(scope.private.as_ref(), name).into_owned()
    }

    /// Whether a register belongs to an inlined comprehension's target.
    pub(super) fn is_hidden(&self, reg: Reg) -> bool {
        self.hidden.iter().any(|(_, registers)| registers.values().any(|&r| r == reg))
    }

    /// Where an (already mangled) name lives.
    pub(super) fn slot(&self, name: &str) -> Slot {
        for (scope, registers) in self.hidden.iter().rev() {
            if let Some(&reg) = registers.get(name) {
                let place = self.scopes.all[*scope].symbols.get(name).map(|s| s.place);
                return match place {
                    Some(Place::Cell) => Slot::Cell(reg),
                    _ => Slot::Local(reg),
                };
            }
        }
        let scope = self.scope();
        let free = || {
            let found = scope.free.iter().position(|n| **n == *name);
            found.unwrap_or(0) as u16
        };
        if let Some((outermost, _)) = self.hidden.first()
            && self.scopes.all[*outermost].over_class
        {
            let place = self.scopes.all[*outermost].symbols.get(name).map(|s| s.place);
            return if place == Some(Place::Free) { Slot::Free(free()) } else { Slot::Global };
        }
        let Some(symbol) = scope.symbols.get(name) else {
            return if scope.kind.is_function() { Slot::Global } else { Slot::Name };
        };
        let register = || self.registers.get(name).copied().unwrap_or(0);
        match (symbol.place, scope.kind) {
            (Place::GlobalExplicit, _) => Slot::Global,
            (Place::Free, ScopeKind::Class) if symbol.seen & crate::scope::seen::NONLOCAL == 0 => {
                Slot::ClassFree(free())
            }
            (Place::Free, _) if scope.sees_class && name != CLASS_DICT => Slot::DictFree(free()),
            (Place::GlobalImplicit, _) if scope.sees_class => Slot::DictGlobal,
            (Place::Free, _) => Slot::Free(free()),
            (_, ScopeKind::Module | ScopeKind::Class) => Slot::Name,
            (Place::Local, _) => Slot::Local(register()),
            (Place::Cell, _) => Slot::Cell(register()),
            (Place::GlobalImplicit | Place::Outer, _) => Slot::Global,
        }
    }

    /// The register a plain local lives in.
    pub(super) fn local(&self, name: &str) -> Option<Reg> {
        match self.slot(&self.mangled(name)) {
            Slot::Local(reg) => Some(reg),
            _ => None,
        }
    }

    /// Emits the check that reading a local needs, if it may be unbound here.
    pub(super) fn check_bound(&mut self, reg: Reg) {
        if !self.is_bound(reg) {
            self.emit(Op::CheckBound, 0, reg, 0, 0);
            self.set_bound(reg);
        }
    }

    pub(super) fn load_name(&mut self, name: &str, dst: Reg) {
        let name = self.mangled(name);
        match self.slot(&name) {
            Slot::Local(reg) => {
                self.check_bound(reg);
                if reg != dst {
                    self.emit(Op::Move, 0, dst, reg, 0);
                }
            }
            Slot::Cell(reg) => self.emit(Op::LoadCell, 0, dst, reg, 0),
            Slot::Free(index) => self.emit(Op::LoadFree, 0, dst, index, 0),
            Slot::ClassFree(index) => {
                let name = self.unit.name(&name);
                self.emit(Op::LoadClassFree, 0, dst, index, name);
            }
            Slot::DictFree(_) | Slot::DictGlobal => self.load_through_class(&name, dst),
            Slot::Global => {
                let name = self.unit.name(&name);
                self.emit(Op::LoadGlobal, 0, dst, name, 0);
            }
            Slot::Name => {
                let name = self.unit.name(&name);
                self.emit(Op::LoadName, 0, dst, name, 0);
            }
        }
    }

    /// A name in an annotation scope: the namespace of the class comes first.
    fn load_through_class(&mut self, name: &str, dst: Reg) {
        let mark = self.top;
        let reg = self.scratch(dst);
        let slot = self.slot(name);
        let class = self.scope().free.iter().position(|n| **n == *CLASS_DICT).unwrap_or(0);
        self.emit(Op::LoadFree, 0, reg, class as u16, 0);
        let name = self.unit.name(name);
        match slot {
            Slot::DictFree(index) => self.emit(Op::LoadDictFree, 0, reg, index, name),
            _ => self.emit(Op::LoadDictGlobal, 0, reg, name, 0),
        }
        self.settle(dst, reg);
        self.top = mark;
    }

    pub(super) fn store_name(&mut self, name: &str, value: Value) {
        let name = self.mangled(name);
        match self.slot(&name) {
            Slot::Local(reg) => {
                if value != Value::Local(reg) {
                    self.emit(Op::Move, 0, reg, value.take(), 0);
                }
            }
            Slot::Cell(reg) => self.emit(Op::StoreCell, 0, reg, value.take(), 0),
            Slot::Free(index) | Slot::DictFree(index) => self.emit(Op::StoreFree, 0, index, value.take(), 0),
            Slot::Global | Slot::DictGlobal => {
                let name = self.unit.name(&name);
                self.emit(Op::StoreGlobal, 0, name, value.take(), 0);
            }
            Slot::Name | Slot::ClassFree(_) => {
                let name = self.unit.name(&name);
                self.emit(Op::StoreName, 0, name, value.take(), 0);
            }
        }
    }

    pub(super) fn delete_name(&mut self, name: &str) {
        let name = self.mangled(name);
        match self.slot(&name) {
            Slot::Local(reg) => {
                self.check_bound(reg);
                self.emit(Op::Unbind, 0, reg, 0, 0);
            }
            Slot::Cell(reg) => self.emit(Op::DeleteCell, 0, reg, 0, 0),
            Slot::Free(index) | Slot::DictFree(index) => self.emit(Op::DeleteFree, 0, index, 0, 0),
            Slot::Global | Slot::DictGlobal => {
                let name = self.unit.name(&name);
                self.emit(Op::DeleteGlobal, 0, name, 0, 0);
            }
            Slot::Name | Slot::ClassFree(_) => {
                let name = self.unit.name(&name);
                self.emit(Op::DeleteName, 0, name, 0, 0);
            }
        }
    }

    /// Ends the life of an exception's name: unbound, whether the handler left it bound or not.
    pub(super) fn clear_name(&mut self, name: &str) {
        if let Some(reg) = self.local(name) {
            self.emit(Op::Unbind, 0, reg, 0, 0);
            return;
        }
        self.store_constant(name, Const::None);
        self.delete_name(name);
    }

    /// Puts the cell of a captured variable into a register, for a function made here.
    pub(super) fn load_cell(&mut self, name: &str, dst: Reg) {
        for (scope, registers) in self.unit.hidden.iter().rev() {
            if let Some(&reg) = registers.get(name) {
                let place = self.scopes.all[*scope].symbols.get(name).map(|s| s.place);
                if place == Some(Place::Cell) {
                    self.emit(Op::Move, 0, dst, reg, 0);
                    return;
                }
            }
        }
        if name == "__class__"
            && self.scope().needs_class_cell
            && let Some(reg) = self.class_cell
        {
            self.emit(Op::Move, 0, dst, reg, 0);
            return;
        }
        if name == CLASS_DICT
            && self.scope().needs_class_dict
            && let Some(reg) = self.class_dict
        {
            self.emit(Op::Move, 0, dst, reg, 0);
            return;
        }
        let free = self.scope().free.iter().position(|n| **n == *name);
        if let Some(index) = free {
            self.emit(Op::LoadFreeCell, 0, dst, index as u16, 0);
            return;
        }
        let reg = self.registers.get(name).copied().unwrap_or(0);
        self.emit(Op::Move, 0, dst, reg, 0);
    }
}
