//! Look-ups of names under the strategies that are not the default. They differ in what they check:
//! the value itself stands in a cache word, borrowed from where the strategy says it lies.

use theseus_bytecode::Word;
use theseus_object::payload::Dict;
use theseus_object::watch::NameCell;

use crate::frame::Value;
use crate::guard::entry;
use crate::machine::{State, Vm, deoptimise, incref, payload, put};

/// The value that the site has found, which is alive as long as its guard holds.
#[inline(always)]
unsafe fn put_found(vm: &mut Vm, s: State, w: Word) -> State {
    let v = s.cache(3) as Value;
    incref(v);
    put(vm, s.next(4), w.a(), v)
}

/// The `Exec` holds the value.
#[inline(always)]
pub unsafe fn load_global_unchecked(vm: &mut Vm, s: State, w: Word) -> State {
    put_found(vm, s, w)
}

/// No watched dict was written since.
#[inline(always)]
pub unsafe fn epoch_holds(vm: &Vm, s: State) -> bool {
    vm.interp().mutations.epoch.get() == s.cache(1)
}

/// The globals were not written since.
#[inline(always)]
pub unsafe fn stamp_holds(vm: &Vm, s: State) -> bool {
    payload::<Dict>(vm.exec().globals.as_ptr().as_ptr()).stamp() == s.cache(1)
}

/// Neither the globals nor the builtins were written since.
#[inline(always)]
pub unsafe fn stamps_hold(vm: &Vm, s: State) -> bool {
    let exec = vm.exec();
    let globals = payload::<Dict>(exec.globals.as_ptr().as_ptr()).stamp();
    let builtins = payload::<Dict>(exec.builtins.as_ptr().as_ptr()).stamp();
    globals == s.cache(1) && builtins == s.cache(2)
}

/// What the name's cell, which the `Exec` keeps, has from the namespaces now; null for nothing.
#[inline(always)]
pub unsafe fn cell_value(s: State) -> Value {
    (*(s.cache(2) as *const NameCell)).value()
}

#[inline(always)]
pub unsafe fn load_global_epoch(vm: &mut Vm, s: State, w: Word) -> State {
    if !epoch_holds(vm, s) {
        return deoptimise(vm, s);
    }
    put_found(vm, s, w)
}

#[inline(always)]
pub unsafe fn load_global_stamp_module(vm: &mut Vm, s: State, w: Word) -> State {
    if !stamp_holds(vm, s) {
        return deoptimise(vm, s);
    }
    put_found(vm, s, w)
}

#[inline(always)]
pub unsafe fn load_global_stamp_builtin(vm: &mut Vm, s: State, w: Word) -> State {
    if !stamps_hold(vm, s) {
        return deoptimise(vm, s);
    }
    put_found(vm, s, w)
}

#[inline(always)]
pub unsafe fn load_global_cell(vm: &mut Vm, s: State, w: Word) -> State {
    let v = cell_value(s);
    if v.is_null() {
        return deoptimise(vm, s);
    }
    incref(v);
    put(vm, s.next(4), w.a(), v)
}

/// The same, whose readers may rest on the value's class.
#[inline(always)]
pub unsafe fn load_global_cell_typed(vm: &mut Vm, s: State, w: Word) -> State {
    let v = (*(s.cache(2) as *const NameCell)).value();
    if v.is_null() || (*v).ty.get() as u64 != s.cache(1) {
        return deoptimise(vm, s);
    }
    incref(v);
    put(vm, s.next(4), w.a(), v)
}

/// A write to the dict would have written the generic form over this one, or another look-up has just
/// checked the same.
#[inline(always)]
pub unsafe fn load_global_watched(vm: &mut Vm, s: State, w: Word) -> State {
    put_found(vm, s, w)
}

/// A key that came or went would have written the generic form over this one: the slot is the name's.
#[inline(always)]
pub unsafe fn load_global_key_set(vm: &mut Vm, s: State, w: Word) -> State {
    let v = *(s.cache(3) as *const Value);
    incref(v);
    put(vm, s.next(4), w.a(), v)
}

/// The check at entry was the last one; the `Exec` holds the value.
#[inline(always)]
pub unsafe fn load_global_entry(vm: &mut Vm, s: State, w: Word) -> State {
    put_found(vm, s, w)
}

#[inline(always)]
pub unsafe fn load_global_entry_checked(vm: &mut Vm, s: State, w: Word) -> State {
    if !verified(vm) {
        return s;
    }
    put_found(vm, s, w)
}

/// Whether what the running code assumed on entry still holds; if not, its sites are generic.
#[inline(always)]
pub(super) unsafe fn verified(vm: &mut Vm) -> bool {
    vm.exec().verified.get() == vm.interp().mutations.epoch.get() || check(vm)
}

#[cold]
#[inline(never)]
unsafe fn check(vm: &mut Vm) -> bool {
    let exec = (*vm.frame).exec;
    entry::check(vm, &*exec)
}
