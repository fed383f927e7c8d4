//! Calls of Python functions under the strategies that are not the default, and of those with specialised codes.
//!
//! Each form of the former checks that the callee is the function that was seen before, and knows in a way of its own
//! which code that has.

use theseus_bytecode::Word;
use theseus_object::Kind;
use theseus_object::payload::Function;
use theseus_object::watch::CodeCell;

use crate::call::exec_of;
use crate::exec::Exec;
use crate::guard::attrs::Noted;
use crate::guard::special;
use crate::inline;
use crate::machine::{State, Vm, deoptimise, payload};
use crate::ops::call::{call_whatever, enter_window, enter_with_defaults};
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
unsafe fn noted<'a>(s: State) -> &'a Noted {
    &*(s.cache(2) as *const Noted)
}

/// The form that the function runs as, or where the machine goes on if the guard does not hold.
type Target = Result<u64, State>;

/// Calls what a guard allows. Arguments that stand in place get their frame here; classes, defaults and bodies
/// without a frame are left to `otherwise`.
#[inline(always)]
unsafe fn call_by(
    vm: &mut Vm,
    s: State,
    w: Word,
    target: impl Fn(&mut Vm, State, Word) -> Target,
    otherwise: unsafe fn(&mut Vm, State, Word) -> State,
) -> State {
    if !fits(s, w) {
        return deoptimise(vm, s);
    }
    if w.x() & (INIT | DEFAULTS | INLINE) != 0 {
        return otherwise(vm, s, w);
    }
    let slot = s.slot(w.b());
    match target(vm, s, w) {
        Ok(exec) => enter_window(vm, s, slot, slot.add(1), exec as *const Exec, arguments(w)),
        Err(next) => next,
    }
}

/// How many arguments there are, with the receiver.
#[inline(always)]
fn arguments(w: Word) -> usize {
    w.c() as usize + (w.x() >> 7) as usize
}

/// Calls a function with its defaults, or without a frame.
unsafe fn enter_otherwise(vm: &mut Vm, s: State, w: Word, target: Target) -> State {
    let exec = match target {
        Ok(exec) => exec as *const Exec,
        Err(next) => return next,
    };
    let (slot, n) = (s.slot(w.b()), arguments(w));
    if w.x() & DEFAULTS != 0 {
        return enter_with_defaults(vm, s, slot, exec, n);
    }
    match inline::call(vm, &*exec, *slot, slot.add(1), n) {
        Some(v) => finish_inlined(vm, s.next(3), w, slot, n + 1, v),
        None => enter_window(vm, s, slot, slot.add(1), exec, n),
    }
}

/// A handler, and what it leaves to one of its own out of line.
macro_rules! call_forms {
    ($($handler:ident $otherwise:ident $target:ident $init:ident;)*) => {$(
        #[inline(always)]
        pub unsafe fn $handler(vm: &mut Vm, s: State, w: Word) -> State {
            call_by(vm, s, w, |vm, s, w| $target(vm, s, w), $otherwise)
        }

        #[inline(never)]
        unsafe fn $otherwise(vm: &mut Vm, s: State, w: Word) -> State {
            if w.x() & INIT != 0 {
                return init_guarded::$init(vm, s, w);
            }
            let target = $target(vm, s, w);
            enter_otherwise(vm, s, w, target)
        }
    )*};
}

call_forms! {
    call_py_free otherwise_free told free;
    call_py_entry otherwise_entry checked checked;
    call_py_epoch otherwise_epoch at_epoch epoch;
    call_py_stamp otherwise_stamp stamped stamps;
    call_py_cell otherwise_cell celled cells;
}

/// Another code would have been told, or is not asked for.
#[inline(always)]
unsafe fn told(_: &mut Vm, s: State, _: Word) -> Target {
    Ok(s.cache(2))
}

#[inline(always)]
unsafe fn checked(vm: &mut Vm, s: State, _: Word) -> Target {
    if verified(vm) { Ok(s.cache(2)) } else { Err(s) }
}

#[inline(always)]
unsafe fn at_epoch(vm: &mut Vm, s: State, _: Word) -> Target {
    let noted = noted(s);
    if vm.interp().mutations.epoch.get() == noted.stamp { Ok(noted.value) } else { Err(deoptimise(vm, s)) }
}

#[inline(always)]
unsafe fn stamped(vm: &mut Vm, s: State, w: Word) -> Target {
    // Something else may stand where a function stood that is gone.
    let (f, noted) = (s.get(w.b()), noted(s));
    if (*f).kind.get() != Kind::Function || payload::<Function>(f).stamp() != noted.stamp {
        return Err(deoptimise(vm, s));
    }
    Ok(noted.value)
}

#[inline(always)]
unsafe fn celled(vm: &mut Vm, s: State, w: Word) -> Target {
    let cell = &*(s.cache(2) as *const CodeCell);
    if cell.exec.get() == 0 && !fill(vm, s, w, cell) {
        return Err(deoptimise(vm, s));
    }
    Ok(cell.exec.get() as u64)
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

// ---- functions with specialised codes

#[inline(always)]
pub unsafe fn call_py_chosen(vm: &mut Vm, s: State, w: Word) -> State {
    let slot = s.slot(w.b());
    let f = *slot;
    if (*f).kind.get() != Kind::Function || payload::<Function>(f).exec.get() as u64 != s.cache(1) {
        return deoptimise(vm, s);
    }
    match special::told(vm, payload::<Function>(f), slot.add(1), arguments(w)) {
        // The processor goes on by what the word says, before it has read the guards.
        Some(exec) if exec as u64 == s.cache(2) => enter_window(vm, s, slot, slot.add(1), exec, arguments(w)),
        Some(exec) => enter_other(vm, s, w, exec),
        None => call_whatever(vm, s, w, w.x() & RECEIVER != 0),
    }
}

/// Enters a form that is not the one chosen last.
#[inline(never)]
unsafe fn enter_other(vm: &mut Vm, s: State, w: Word, exec: *const Exec) -> State {
    s.set_cache(2, exec as u64);
    let slot = s.slot(w.b());
    enter_window(vm, s, slot, slot.add(1), exec, arguments(w))
}
