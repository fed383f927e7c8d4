//! A body that is evaluated without a frame: its registers, and what instructions read. Each method gives
//! what it stands for, or nothing, and then the body gives up.
//!
//! SAFETY of them all: as for handlers (`crates/vm/src/ops/mod.rs`); a body has at most `REGISTERS` registers,
//! and what they hold lives as long as the arguments, since nothing is written before the end.

use std::mem::MaybeUninit;

use theseus_bytecode::isa::JUMP_IF;
use theseus_bytecode::{CompareOp as Code, UnaryOp, Word};
use theseus_object::payload::{CellData, Dict, Function, List, Tuple};
use theseus_object::watch::{NameCell, Side};
use theseus_object::{Kind, ObjRef, TypeObj};

use super::steps::{GIVE_UP, RETURNED, STEPS};
use super::stores::Stores;
use super::value::{Parts, Val};
use crate::exec::Exec;
use crate::frame::Value;
use crate::guard::fold::{Outcome, Plan};
use crate::machine::{DICT, LIST, STR, State, TUPLE, Vm, borrow, exact, payload};
use crate::ops::attr::{module_value, seen, shape_word, slot_at, type_value, version_of};
use crate::ops::attr_guarded as by_strategy;
use crate::ops::branch::strs_hold;
use crate::ops::call::native_len;
use crate::ops::compare::relation;
use crate::ops::item::index;

/// Registers of a body that may be inlined.
pub const REGISTERS: usize = 16;

/// Runs a body to its end; nothing if it gives up.
///
/// # Safety
/// As for [`super::call`]; the code of `exec` is inlinable.
#[inline(never)]
pub unsafe fn evaluate(vm: &Vm, exec: &Exec, func: Value, args: *const Value, n: usize) -> Option<Val> {
    let file = [const { MaybeUninit::uninit() }; REGISTERS];
    let mut body = Body { vm, exec, func, pc: exec.words, result: Val::nil(), stores: Stores::new(), file };
    for i in 0..exec.locals as usize {
        let v = if i < n { Val::object(*args.add(i)) } else { Val::nil() };
        body.file.as_mut_ptr().add(i).write(MaybeUninit::new(v));
    }
    loop {
        let w = Word(*body.pc);
        match STEPS.get_unchecked(w.0 as u8 as usize)(&mut body, w) {
            GIVE_UP => return None,
            RETURNED => break,
            length => body.pc = body.pc.offset(length),
        }
    }
    let v = body.result.keep();
    body.stores.commit(vm);
    Some(v)
}

pub struct Body<'a> {
    vm: &'a Vm,
    pub exec: &'a Exec,
    func: Value,
    pc: *const u64,
    result: Val,
    stores: Stores,
    file: [MaybeUninit<Val>; REGISTERS],
}

fn dict(o: &ObjRef) -> &Dict {
    // SAFETY: names are specialised for exact dicts only.
    unsafe { payload::<Dict>(o.as_ptr().as_ptr()) }
}

fn of(o: &ObjRef) -> Val {
    Val::object(o.as_ptr().as_ptr())
}

impl Body<'_> {
    #[inline(always)]
    pub unsafe fn get(&self, operand: u16) -> Val {
        self.file.get_unchecked((operand & 0x7fff) as usize).assume_init_read()
    }

    /// Puts a value into a register: the words to go on, if there is one.
    #[inline(always)]
    pub unsafe fn set(&mut self, operand: u16, v: Option<Val>, words: isize) -> isize {
        let Some(v) = v else { return GIVE_UP };
        self.file.get_unchecked_mut(operand as usize).write(v);
        words
    }

    /// Ends the body with a value.
    #[inline(always)]
    pub fn give(&mut self, v: Option<Val>) -> isize {
        let Some(v) = v else { return GIVE_UP };
        self.result = v;
        RETURNED
    }

    #[inline(always)]
    pub unsafe fn bound(&self, operand: u16) -> Option<Val> {
        let v = self.get(operand);
        (!v.is_nil()).then_some(v)
    }

    #[inline(always)]
    unsafe fn object(&self, operand: u16) -> Option<Value> {
        self.get(operand).as_object()
    }

    #[inline(always)]
    pub unsafe fn constant(&self, i: u16) -> Val {
        Val::object(*self.exec.consts.add(i as usize))
    }

    /// A cache word of the instruction.
    #[inline(always)]
    pub unsafe fn cache(&self, i: usize) -> u64 {
        *self.pc.add(i)
    }

    // ---- jumps

    /// Only forwards: a body comes to its end.
    #[inline(always)]
    pub fn jump(&self, taken: Option<bool>, distance: isize, words: isize) -> isize {
        match taken {
            Some(true) if distance > 0 => distance,
            Some(false) => words,
            _ => GIVE_UP,
        }
    }

    /// Ends a fused comparison.
    #[inline(always)]
    pub fn branch(&self, w: Word, taken: Option<bool>) -> isize {
        self.jump(taken, w.a() as i16 as isize, 2)
    }

    #[inline(always)]
    pub unsafe fn floats_jump(&self, w: Word, b: Val) -> Option<bool> {
        let holds = relation(self.get(w.b()).float()?, b.float()?) as u64 & self.cache(1) & 7 != 0;
        Some(holds == (self.cache(1) >> 8 != 0))
    }

    #[inline(always)]
    pub unsafe fn strs_jump(&self, w: Word, b: Val) -> Option<bool> {
        let (a, b) = (self.object(w.b())?, b.as_object()?);
        if exact(a) != STR || exact(b) != STR {
            return None;
        }
        Some(strs_hold(w, a, b) == (w.x() & JUMP_IF != 0))
    }

    #[inline(always)]
    pub unsafe fn identity_jumps(&self, w: Word, b: Val) -> Option<bool> {
        let (a, b) = (self.object(w.b())?, b.as_object()?);
        let wanted = w.x() & JUMP_IF != 0;
        match Code::from_byte(w.x() & !JUMP_IF)? {
            Code::Is => Some((a == b) == wanted),
            Code::IsNot => Some((a != b) == wanted),
            _ => None,
        }
    }

    // ---- names

    #[inline(always)]
    pub unsafe fn free(&self, i: u16) -> Option<Val> {
        let cells = payload::<Function>(self.func).closure.as_ref()?;
        let cell = Tuple::items_unchecked(cells).get(i as usize)?;
        payload::<CellData>(cell.as_ptr().as_ptr()).value.as_ref().map(of)
    }

    /// Whether no key came or went of the namespaces that decide about a name.
    #[inline(always)]
    unsafe fn keys_stand(&self, side: Side) -> bool {
        let same = |o: &ObjRef, i: usize| dict(o).current_version() == self.cache(i);
        same(&self.exec.globals, 1) && (side == Side::Globals || same(&self.exec.builtins, 2))
    }

    #[inline(always)]
    pub unsafe fn global_at(&self, side: Side) -> Option<Val> {
        if self.keys_stand(side) { self.in_slot(3) } else { None }
    }

    /// As [`Body::global_at`] where the keys are known to stand: what lies in the slot of a cache word.
    #[inline(always)]
    pub unsafe fn in_slot(&self, cache: usize) -> Option<Val> {
        Some(Val::object(*(self.cache(cache) as *const Value)))
    }

    /// What the name of a plan has, if no key came or went.
    pub unsafe fn at_place(&self, side: Side) -> Option<Val> {
        let plan = &*(self.cache(3) as *const Plan);
        let home = if side == Side::Globals { &self.exec.globals } else { &self.exec.builtins };
        if self.keys_stand(side) { dict(home).value_at(plan.at).map(of) } else { None }
    }

    #[inline(always)]
    pub fn epoch(&self) -> u64 {
        self.vm.interp().mutations.epoch.get()
    }

    /// Whether the namespaces were not written since: the globals, or both.
    #[inline(always)]
    pub unsafe fn stamps(&self, both: bool) -> bool {
        dict(&self.exec.globals).stamp() == self.cache(1)
            && (!both || dict(&self.exec.builtins).stamp() == self.cache(2))
    }

    /// The value that the word keeps, if its guard holds.
    #[inline(always)]
    pub unsafe fn kept(&self, holds: bool) -> Option<Val> {
        holds.then(|| Val::object(self.cache(3) as Value))
    }

    #[inline(always)]
    pub unsafe fn cell(&self) -> Option<Val> {
        let v = (*(self.cache(2) as *const NameCell)).value();
        (!v.is_null()).then(|| Val::object(v))
    }

    /// Does what the value of a name settles, if it still has that.
    pub unsafe fn fold(&mut self, now: Option<Val>) -> isize {
        let plan = &*(self.cache(3) as *const Plan);
        if now.and_then(Val::as_object).is_none_or(|v| v as usize != plan.value) {
            return GIVE_UP;
        }
        let v = match &plan.outcome {
            Outcome::Branch => return plan.words as isize,
            Outcome::Int(v) => Val::of_int(*v),
            Outcome::Float(v) => Val::of_float(*v),
            Outcome::Shared(o) => of(o),
            Outcome::Value => Val::object(plan.value as Value),
            Outcome::Text(_) | Outcome::Range { .. } => return GIVE_UP,
        };
        self.set(plan.register, Some(v), plan.words as isize)
    }

    // ---- attributes

    /// The object whose attribute is read, if its type has the version of the cache.
    #[inline(always)]
    unsafe fn holder(&self, w: Word) -> Option<Value> {
        let o = self.object(w.b())?;
        (version_of(o) == self.cache(1) && !self.stores.touch(o)).then_some(o)
    }

    #[inline(always)]
    pub unsafe fn slot(&self, w: Word) -> Option<Val> {
        let o = self.holder(w)?;
        let v = if *shape_word(o) == self.cache(2) { *slot_at(o, self.cache(3)) } else { return None };
        (!v.is_null()).then(|| Val::object(v))
    }

    /// As [`Body::slot`], of one of several classes.
    #[inline(always)]
    pub unsafe fn slot_of_many(&self, w: Word) -> Option<Val> {
        let o = self.object(w.b()).filter(|&o| !self.stores.touch(o))?;
        let v = *slot_at(o, seen(self.state(), o)?);
        (!v.is_null()).then(|| Val::object(v))
    }

    #[inline(always)]
    pub unsafe fn member(&self, w: Word) -> Option<Val> {
        let v = *slot_at(self.holder(w)?, self.cache(3));
        (!v.is_null()).then(|| Val::object(v))
    }

    #[inline(always)]
    pub unsafe fn of_class(&self, w: Word) -> Option<Val> {
        let o = self.holder(w)?;
        (*shape_word(o) == self.cache(2)).then(|| Val::object(self.cache(3) as Value))
    }

    #[inline(always)]
    pub unsafe fn of_type(&self, w: Word) -> Option<Val> {
        type_value(self.pc, self.object(w.b())?, w).map(Val::object)
    }

    #[inline(always)]
    pub unsafe fn of_module(&self, w: Word) -> Option<Val> {
        module_value(self.pc, self.object(w.b())?).map(Val::object)
    }

    /// The object that is to get an attribute, if its type has the version of the cache, and the value.
    #[inline(always)]
    unsafe fn target(&self, w: Word) -> Option<(Value, Val)> {
        let (o, v) = (self.object(w.a())?, self.bound(w.b())?);
        (version_of(o) == self.cache(1)).then_some((o, v))
    }

    #[inline(always)]
    unsafe fn note(&mut self, w: Word, o: Value, slot: *mut Value, v: Val) -> isize {
        if self.stores.note(o, slot, v, w.b()) { 4 } else { GIVE_UP }
    }

    #[inline(always)]
    pub unsafe fn store_member(&mut self, w: Word) -> isize {
        let Some((o, v)) = self.target(w) else { return GIVE_UP };
        self.note(w, o, slot_at(o, self.cache(3)), v)
    }

    #[inline(always)]
    pub unsafe fn store_slot(&mut self, w: Word) -> isize {
        match self.target(w) {
            Some((o, v)) if self.stores.shape_of(o) == self.cache(2) => {
                self.note(w, o, slot_at(o, self.cache(3)), v)
            }
            _ => GIVE_UP,
        }
    }

    /// As [`Body::store_slot`], of one of several classes. While an attribute is being added to it, its shape is
    /// none that was seen.
    #[inline(always)]
    pub unsafe fn store_slot_of_many(&mut self, w: Word) -> isize {
        let (Some(o), Some(v)) = (self.object(w.a()), self.bound(w.b())) else { return GIVE_UP };
        match seen(self.state(), o) {
            Some(offset) if self.stores.shape_of(o) == *shape_word(o) => {
                self.note(w, o, slot_at(o, offset), v)
            }
            _ => GIVE_UP,
        }
    }

    #[inline(always)]
    pub unsafe fn store_added(&mut self, w: Word) -> isize {
        let at = w.x();
        match self.target(w) {
            Some((o, v)) if self.stores.shape_of(o) == self.cache(2) && (*o).aux.get() > at => {
                let length = self.note(w, o, shape_word(o).add(1 + at as usize) as *mut Value, v);
                if length != GIVE_UP {
                    self.stores.advance(self.cache(3));
                }
                length
            }
            _ => GIVE_UP,
        }
    }

    // ---- attributes, by the strategies that are not the default

    /// The instruction, for those who read its caches.
    #[inline(always)]
    fn state(&self) -> State {
        State { pc: self.pc, base: std::ptr::null_mut() }
    }

    /// A write would have put back the generic form, or nothing is checked.
    pub unsafe fn told(&self, _: Value) -> bool {
        true
    }

    pub unsafe fn verified(&self, _: Value) -> bool {
        self.exec.verified.get() == self.epoch()
    }

    pub unsafe fn at_epoch(&self, _: Value) -> bool {
        self.epoch() == self.cache(3)
    }

    pub unsafe fn stamped(&self, o: Value) -> bool {
        by_strategy::stamps_hold(self.state(), by_strategy::of_class(o))
    }

    pub unsafe fn celled(&self, _: Value) -> bool {
        !by_strategy::cell_value(self.state()).is_null()
    }

    #[inline(always)]
    pub unsafe fn load_by(&mut self, w: Word, holds: unsafe fn(&Self, Value) -> bool, offset: u64) -> isize {
        let fits = |&o: &Value| by_strategy::fits(self.state(), o) && holds(self, o) && !self.stores.touch(o);
        let v = self.object(w.b()).filter(fits).map(|o| *slot_at(o, offset));
        self.set(w.a(), v.filter(|v| !v.is_null()).map(Val::object), 4)
    }

    #[inline(always)]
    pub unsafe fn store_by(&mut self, w: Word, holds: unsafe fn(&Self, Value) -> bool, offset: u64) -> isize {
        let (Some(o), Some(v)) = (self.object(w.a()), self.bound(w.b())) else { return GIVE_UP };
        let same = (*o).ty.get() as u64 == self.cache(1) && self.stores.shape_of(o) == self.cache(2);
        if same && holds(self, o) { self.note(w, o, slot_at(o, offset), v) } else { GIVE_UP }
    }

    /// A value whose holder is the operand, and whose guard, given the namespace, holds.
    #[inline(always)]
    pub unsafe fn value_by(&mut self, w: Word, value: unsafe fn(&Self, &Dict) -> Option<Value>) -> isize {
        let s = self.state();
        if w.x() & (by_strategy::GETTER | by_strategy::DICT) != 0 {
            return GIVE_UP;
        }
        let holder = self.object(w.b()).filter(|&o| by_strategy::is_holder(s, o, w) && !self.stores.touch(o));
        let v = holder.and_then(|o| value(self, by_strategy::namespace(o, w)));
        self.set(w.a(), v.map(Val::object), 4)
    }

    pub unsafe fn value_told(&self, _: &Dict) -> Option<Value> {
        Some(self.cache(3) as Value)
    }

    pub unsafe fn value_verified(&self, _: &Dict) -> Option<Value> {
        (self.exec.verified.get() == self.epoch()).then(|| self.cache(3) as Value)
    }

    pub unsafe fn value_at_epoch(&self, _: &Dict) -> Option<Value> {
        let noted = by_strategy::noted(self.state());
        (self.epoch() == noted.stamp).then_some(noted.value as Value)
    }

    pub unsafe fn value_stamped(&self, own: &Dict) -> Option<Value> {
        let s = self.state();
        by_strategy::stamps_hold(s, own).then(|| by_strategy::noted(s).value as Value)
    }

    pub unsafe fn value_celled(&self, _: &Dict) -> Option<Value> {
        Some(by_strategy::cell_value(self.state())).filter(|v| !v.is_null())
    }

    // ---- items and calls of builtins

    #[inline(always)]
    pub unsafe fn list_item(&self, w: Word, at: Option<i64>) -> Option<Val> {
        let o = self.object(w.b())?;
        let items = if exact(o) == LIST { &payload::<List>(o).items } else { return None };
        items.get(index(at?, items.len())?).map(of)
    }

    #[inline(always)]
    pub unsafe fn tuple_item(&self, w: Word, at: Option<i64>) -> Option<Val> {
        let o = self.object(w.b())?;
        let items =
            if exact(o) == TUPLE { Tuple::items_unchecked(borrow(&raw const o)) } else { return None };
        items.get(index(at?, items.len())?).map(of)
    }

    pub unsafe fn entry(&self, w: Word) -> Option<Val> {
        let o = self.object(w.b())?;
        let d = if exact(o) == DICT { payload::<Dict>(o) } else { return None };
        let key = self.get(w.c());
        let at = match (key.int(), key.as_object()) {
            (Some(v), _) => d.find_int(v, theseus_object::hash::int(v)).ok()??,
            (None, Some(k)) if exact(k) == STR => {
                let k = borrow(&raw const k);
                d.find_str(k, k.str_hash(self.vm.interp())).ok()??
            }
            _ => return None,
        };
        d.value_at(at).map(of)
    }

    /// The first argument of a call whose callee is that of the cache.
    #[inline(always)]
    unsafe fn argument(&self, w: Word) -> Option<Value> {
        let first = w.b() & 0x7fff;
        let same = self.object(first)? as u64 == self.cache(1);
        if same { self.object(first + 1) } else { None }
    }

    #[inline(always)]
    pub unsafe fn length(&self, w: Word) -> Option<Val> {
        native_len(self.argument(w)?).map(|n| Val::of_int(n as i64))
    }

    pub unsafe fn is_instance(&self, w: Word) -> Option<Val> {
        let (o, class) = (self.argument(w)?, self.object((w.b() & 0x7fff) + 2)?);
        if (*class).kind.get() != Kind::Type || !std::ptr::eq((*class).ty.get(), &*self.vm.types.type_) {
            return None;
        }
        let is = (*(*o).ty.get()).is_subtype(&*(class as *const TypeObj));
        // An object may claim another class through `__class__`.
        (is || (*o).sub.get() == 0).then(|| Val::of_bool(is))
    }

    // ---- numbers

    #[inline(always)]
    pub unsafe fn ints(&self, w: Word) -> Option<(i64, i64)> {
        Some((self.get(w.b()).int()?, self.get(w.c()).int()?))
    }

    /// An int and the constant of the cache.
    #[inline(always)]
    pub unsafe fn int_k(&self, w: Word) -> Option<(i64, i64)> {
        Some((self.get(w.b()).int()?, self.cache(1) as i64))
    }

    #[inline(always)]
    pub unsafe fn floats(&self, w: Word) -> Option<(f64, f64)> {
        Some((self.get(w.b()).float()?, self.get(w.c()).float()?))
    }

    #[inline(always)]
    pub unsafe fn float_k(&self, w: Word) -> Option<(f64, f64)> {
        Some((self.get(w.b()).float()?, f64::from_bits(self.cache(1))))
    }

    /// Ends an operator: its result goes to `a`.
    #[inline(always)]
    pub unsafe fn int(&mut self, w: Word, v: Option<i64>) -> isize {
        self.set(w.a(), v.map(Val::of_int), 2)
    }

    #[inline(always)]
    pub unsafe fn float(&mut self, w: Word, v: Option<f64>) -> isize {
        self.set(w.a(), v.map(Val::of_float), 2)
    }

    #[inline(always)]
    pub unsafe fn truth(&mut self, w: Word, v: Option<bool>) -> isize {
        self.set(w.a(), v.map(Val::of_bool), 2)
    }

    pub unsafe fn negated(&self, w: Word) -> Option<Val> {
        if w.x() != UnaryOp::Neg as u8 {
            return None;
        }
        match (self.get(w.b()).int(), self.get(w.b()).parts()) {
            (Some(v), _) => v.checked_neg().map(Val::of_int),
            (None, Parts::Object(_) | Parts::Float(_)) => self.get(w.b()).float().map(|v| Val::of_float(-v)),
            _ => None,
        }
    }
}
