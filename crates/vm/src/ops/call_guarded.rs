//! Calls of Python functions under the strategies that are not the default.
//!
//! Each form checks that the callee is the function that was seen before, and knows in a way of its own
//! which code that has.

use theseus_bytecode::Word;
use theseus_object::Kind;
use theseus_object::payload::Function;
use theseus_object::watch::CodeCell;

use crate::call::exec_of;
use crate::exec::Exec;
use crate::guard::attrs::Noted;
use crate::inline;
use crate::machine::{State, Vm, deoptimise, payload};
use crate::ops::call::{enter_window, enter_with_defaults};
use crate::ops::guarded::verified;
use crate::ops::init_guarded;
use crate::ops::inlined::finish_inlined;

/// Bits of `x`: the receiver is the first argument; the body is to be inlined;
pub const RECEIVER: u8 = 0x80;
pub const INLINE: u8 = 0x40;
/// The function's defaults are behind the arguments.
pub const DEFAULTS: u8 = 0x20;
/// A class is called, whose `__init__` is the function.
pub const INIT: u8 = 0x10;

#[inline(always)]
unsafe fn fits(s: State, w: Word) -> bool {
    s.get(w.b()) as u64 == s.cache(1)
}

#[inline(always)]
unsafe fn enter(vm: &mut Vm, s: State, w: Word, exec: u64) -> State {
    let slot = s.slot(w.b());
    let n = w.c() as usize + (w.x() >> 7) as usize;
    if w.x() & DEFAULTS != 0 {
        return enter_with_defaults(vm, s, slot, exec as *const Exec, n);
    }
    if w.x() & INLINE != 0
        && let Some(v) = inline::call(vm, &*(exec as *const Exec), *slot, slot.add(1), n)
    {
        return finish_inlined(vm, s.next(3), w, slot, n + 1, v);
    }
    enter_window(vm, s, slot, slot.add(1), exec as *const Exec, n)
}

#[inline(always)]
unsafe fn noted<'a>(s: State) -> &'a Noted {
    &*(s.cache(2) as *const Noted)
}

/// Another code would have been told, or is not asked for.
#[inline(never)]
pub unsafe fn call_py_free(vm: &mut Vm, s: State, w: Word) -> State {
    if !fits(s, w) {
        return deoptimise(vm, s);
    }
    if w.x() & INIT != 0 {
        return init_guarded::free(vm, s, w);
    }
    enter(vm, s, w, s.cache(2))
}

#[inline(never)]
pub unsafe fn call_py_entry(vm: &mut Vm, s: State, w: Word) -> State {
    if !fits(s, w) {
        return deoptimise(vm, s);
    }
    if w.x() & INIT != 0 {
        return init_guarded::checked(vm, s, w);
    }
    if !verified(vm) {
        return s;
    }
    enter(vm, s, w, s.cache(2))
}

#[inline(never)]
pub unsafe fn call_py_epoch(vm: &mut Vm, s: State, w: Word) -> State {
    if !fits(s, w) {
        return deoptimise(vm, s);
    }
    if w.x() & INIT != 0 {
        return init_guarded::epoch(vm, s, w);
    }
    if vm.interp().mutations.epoch.get() != noted(s).stamp {
        return deoptimise(vm, s);
    }
    enter(vm, s, w, noted(s).value)
}

#[inline(never)]
pub unsafe fn call_py_stamp(vm: &mut Vm, s: State, w: Word) -> State {
    if !fits(s, w) {
        return deoptimise(vm, s);
    }
    if w.x() & INIT != 0 {
        return init_guarded::stamps(vm, s, w);
    }
    // Something else may stand where a function stood that is gone.
    let f = s.get(w.b());
    if (*f).kind.get() != Kind::Function || payload::<Function>(f).stamp() != noted(s).stamp {
        return deoptimise(vm, s);
    }
    enter(vm, s, w, noted(s).value)
}

#[inline(never)]
pub unsafe fn call_py_cell(vm: &mut Vm, s: State, w: Word) -> State {
    if !fits(s, w) {
        return deoptimise(vm, s);
    }
    if w.x() & INIT != 0 {
        return init_guarded::cells(vm, s, w);
    }
    let cell = &*(s.cache(2) as *const CodeCell);
    if cell.exec.get() == 0 && !fill(vm, s, w, cell) {
        return deoptimise(vm, s);
    }
    enter(vm, s, w, cell.exec.get() as u64)
}

/// Puts the form of the new code into the cell, if it takes the same arguments.
#[cold]
#[inline(never)]
unsafe fn fill(vm: &mut Vm, s: State, w: Word, cell: &CodeCell) -> bool {
    let f = s.get(w.b());
    if (*f).kind.get() != Kind::Function {
        return false;
    }
    let exec = exec_of(vm, payload::<Function>(f));
    let fits = !exec.is_null() && (*exec).plain && cell.takes((*exec).positional);
    if fits {
        cell.exec.set(exec as usize);
    }
    fits
}
