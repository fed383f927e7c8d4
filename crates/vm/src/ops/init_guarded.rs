//! Calls of classes under the strategies that are not the default: how each knows that the class still makes
//! its instances as before. That it is the class seen before is checked by the callers, in `call_guarded.rs`.

use theseus_bytecode::Word;
use theseus_object::payload::Function;
use theseus_object::{Kind, TypeObj};

use super::call_guarded::INLINE;
use super::guarded::verified;
use super::inlined::enter_init;
use crate::call::exec_of;
use crate::guard::inits::{Init, code_cell};
use crate::machine::{State, Vm, deoptimise, payload};

#[inline(always)]
unsafe fn found<'a>(s: State) -> &'a Init {
    &*(s.cache(2) as *const Init)
}

unsafe fn enter(vm: &mut Vm, s: State, w: Word) -> State {
    let found = found(s);
    enter_init(vm, s, w, found.init.get(), found.exec.get(), w.x() & INLINE != 0)
}

/// Another `__init__` would have been told, or is not asked for.
#[inline(never)]
pub unsafe fn free(vm: &mut Vm, s: State, w: Word) -> State {
    enter(vm, s, w)
}

#[inline(never)]
pub unsafe fn checked(vm: &mut Vm, s: State, w: Word) -> State {
    if verified(vm) { enter(vm, s, w) } else { s }
}

#[inline(never)]
pub unsafe fn epoch(vm: &mut Vm, s: State, w: Word) -> State {
    if vm.interp().mutations.epoch.get() != found(s).stamp {
        return deoptimise(vm, s);
    }
    enter(vm, s, w)
}

/// The operand's own dict comes first: if that was not written, the others are alive, and so is the function.
#[inline(never)]
pub unsafe fn stamps(vm: &mut Vm, s: State, w: Word) -> State {
    let (found, class) = (found(s), s.get(w.b()));
    let Some(((_, own), others)) = found.dicts.split_first() else { return deoptimise(vm, s) };
    let same = (*class).kind.get() == Kind::Type
        && (*(class as *const TypeObj)).stamp() == *own
        && others.iter().all(|(dict, stamp)| (**dict).stamp() == *stamp)
        && payload::<Function>(found.init.get()).stamp() == found.stamp;
    if same { enter(vm, s, w) } else { deoptimise(vm, s) }
}

#[inline(never)]
pub unsafe fn cells(vm: &mut Vm, s: State, w: Word) -> State {
    let Some((name, code)) = &found(s).cells else { return deoptimise(vm, s) };
    let init = name.value();
    if init.is_null() || (init != found(s).init.get() || code.exec.get() == 0) && !refill(vm, s, w) {
        return deoptimise(vm, s);
    }
    enter(vm, s, w)
}

/// Takes what the cell of the name has now, if that takes the same arguments.
#[cold]
#[inline(never)]
unsafe fn refill(vm: &mut Vm, s: State, w: Word) -> bool {
    let found = &mut *(s.cache(2) as *mut Init);
    let Some((name, code)) = &mut found.cells else { return false };
    let function = payload::<Function>(name.value());
    let exec = exec_of(vm, function);
    if exec.is_null() || !(*exec).plain || (*exec).positional as usize != w.c() as usize + 1 {
        return false;
    }
    found.init.set(name.value());
    found.exec.set(exec);
    *code = code_cell(function, exec);
    true
}
