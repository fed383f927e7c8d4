//! Moves, constants, cells and free variables.

use theseus_bytecode::Word;
use theseus_object::ObjRef;
use theseus_object::payload::{CellData, Function, Tuple};

use crate::frame::{Value, nil_value};
use crate::machine::{
    State, Vm, borrow, consumes, finish, incref, owned, payload, put, raw, release, save, throw,
};

#[inline(always)]
pub unsafe fn nop(_: &mut Vm, s: State, _: Word) -> State {
    s.next(1)
}

/// Reads an operand as an owned value: moved out of a temporary, counted otherwise.
#[inline(always)]
pub unsafe fn take(s: State, operand: u16) -> Value {
    let slot = s.slot(operand);
    let v = *slot;
    if consumes(operand) {
        *slot = nil_value();
    } else {
        incref(v);
    }
    v
}

#[inline(always)]
pub unsafe fn move_(vm: &mut Vm, s: State, w: Word) -> State {
    let v = take(s, w.b());
    put(vm, s.next(1), w.a(), v)
}

#[inline(always)]
pub unsafe fn load_const(vm: &mut Vm, s: State, w: Word) -> State {
    let v = *vm.exec().consts.add(w.b() as usize);
    incref(v);
    put(vm, s.next(1), w.a(), v)
}

/// The number of a copy of a loop's body.
#[inline(never)]
pub unsafe fn load_int(vm: &mut Vm, s: State, w: Word) -> State {
    let v = vm.interp().small_ints[w.b() as usize].as_ptr().as_ptr();
    incref(v);
    put(vm, s.next(1), w.a(), v)
}

#[inline(always)]
pub unsafe fn check_bound(vm: &mut Vm, s: State, w: Word) -> State {
    if s.get(w.a()) == nil_value() {
        return unbound(vm, s, w);
    }
    s.next(1)
}

#[cold]
#[inline(never)]
unsafe fn unbound(vm: &mut Vm, s: State, w: Word) -> State {
    save(vm, s);
    let name =
        vm.exec().data().local_names.get(w.a() as usize).map(ObjRef::text_or_empty).unwrap_or_default();
    vm.unbound_local_error(format!(
        "cannot access local variable '{name}' where it is not associated with a value"
    ));
    throw(s)
}

#[inline(always)]
pub unsafe fn unbind(vm: &mut Vm, s: State, w: Word) -> State {
    let slot = s.slot(w.a());
    let old = *slot;
    *slot = nil_value();
    release(vm, s.next(1), old)
}

#[inline(never)]
pub unsafe fn make_cell(vm: &mut Vm, s: State, w: Word) -> State {
    let slot = s.slot(w.a());
    let held = *slot;
    if w.x() == 1 {
        let value = (held != nil_value()).then(|| owned(held));
        *slot = raw(vm.interp().alloc(&vm.types.cell, CellData { value }));
        return s.next(1);
    }
    let cell = raw(vm.interp().alloc(&vm.types.cell, CellData { value: None }));
    *slot = cell;
    release(vm, s.next(1), held)
}

/// The cell of free variable `i` of the running function.
#[inline(always)]
unsafe fn free_cell(vm: &Vm, i: u16) -> Value {
    let function = payload::<Function>((*vm.frame).func);
    match &function.closure {
        Some(t) => Tuple::items_unchecked(t).get_unchecked(i as usize).as_ptr().as_ptr(),
        None => nil_value(),
    }
}

#[inline(always)]
unsafe fn load_from(vm: &mut Vm, s: State, w: Word, cell: Value) -> State {
    match &payload::<CellData>(cell).value {
        Some(v) => {
            let v = v.as_ptr().as_ptr();
            incref(v);
            put(vm, s.next(1), w.a(), v)
        }
        None => empty_cell(vm, s, w),
    }
}

/// NameError for a variable whose cell is empty: UnboundLocalError for one of this function.
#[cold]
#[inline(never)]
unsafe fn empty_cell(vm: &mut Vm, s: State, w: Word) -> State {
    use theseus_bytecode::Op;
    save(vm, s);
    let data = vm.exec().data();
    let op = w.op();
    if matches!(op, Some(Op::LoadCell | Op::DeleteCell)) {
        let r = if op == Some(Op::LoadCell) { w.b() } else { w.a() };
        let name = data.local_names.get(r as usize).map(ObjRef::text_or_empty).unwrap_or_default();
        vm.unbound_local_error(format!(
            "cannot access local variable '{name}' where it is not associated with a value"
        ));
        return throw(s);
    }
    let i = if op == Some(Op::DeleteFree) { w.a() } else { w.b() };
    let name = data.free_names.get(i as usize).map(ObjRef::text_or_empty).unwrap_or_default();
    vm.name_error(format!(
        "cannot access free variable '{name}' where it is not associated with a value in enclosing scope"
    ));
    throw(s)
}

#[inline(always)]
unsafe fn store_into(vm: &mut Vm, s: State, cell: Value, v: Value) -> State {
    let old = payload::<CellData>(cell).value.replace(owned(v)).map_or(nil_value(), raw);
    release(vm, s.next(1), old)
}

unsafe fn delete_from(vm: &mut Vm, s: State, w: Word, cell: Value) -> State {
    match payload::<CellData>(cell).value.take() {
        Some(o) => release(vm, s.next(1), raw(o)),
        None => empty_cell(vm, s, w),
    }
}

#[inline(always)]
pub unsafe fn load_cell(vm: &mut Vm, s: State, w: Word) -> State {
    load_from(vm, s, w, s.get(w.b()))
}

#[inline(always)]
pub unsafe fn store_cell(vm: &mut Vm, s: State, w: Word) -> State {
    let v = take(s, w.b());
    store_into(vm, s, s.get(w.a()), v)
}

#[inline(never)]
pub unsafe fn delete_cell(vm: &mut Vm, s: State, w: Word) -> State {
    delete_from(vm, s, w, s.get(w.a()))
}

#[inline(always)]
pub unsafe fn load_free(vm: &mut Vm, s: State, w: Word) -> State {
    let cell = free_cell(vm, w.b());
    load_from(vm, s, w, cell)
}

#[inline(always)]
pub unsafe fn store_free(vm: &mut Vm, s: State, w: Word) -> State {
    let v = take(s, w.b());
    let cell = free_cell(vm, w.a());
    store_into(vm, s, cell, v)
}

#[inline(never)]
pub unsafe fn delete_free(vm: &mut Vm, s: State, w: Word) -> State {
    let cell = free_cell(vm, w.a());
    delete_from(vm, s, w, cell)
}

#[inline(always)]
pub unsafe fn load_free_cell(vm: &mut Vm, s: State, w: Word) -> State {
    let cell = free_cell(vm, w.b());
    incref(cell);
    put(vm, s.next(1), w.a(), cell)
}

#[inline(never)]
pub unsafe fn load_class_free(vm: &mut Vm, s: State, w: Word) -> State {
    save(vm, s);
    let namespace = borrow(s.base).clone();
    let name = vm.exec().name(w.c()).clone();
    match super::name::namespace_lookup(vm, &namespace, &name) {
        Ok(Some(v)) => finish(vm, s, 1, w.a(), Ok(v)),
        Ok(None) => load_free(vm, s, w),
        Err(_) => throw(s),
    }
}
