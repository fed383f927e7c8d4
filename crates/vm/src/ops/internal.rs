//! Opcodes that stand in no code object.

use theseus_bytecode::Word;

use crate::machine::{State, Vm, throw as throw_state};

pub use crate::dispatch::extended;

#[cold]
#[inline(never)]
pub unsafe fn drain(vm: &mut Vm, s: State, _: Word) -> State {
    let resume = vm.resume;
    // Finalisers run as if called by the instruction that comes next.
    (*vm.frame).pc = resume;
    crate::upcalls::between_instructions(vm, |vm| {
        crate::roots::leave_limbo(vm);
        crate::upcalls::run_finalizers(vm);
    });
    crate::trace::switch(vm, State { pc: resume, base: s.base })
}

/// Stands before the first word of code that assumes something on entry.
#[inline(never)]
pub unsafe fn enter_guarded(vm: &mut Vm, s: State, _: Word) -> State {
    let exec = (*vm.frame).exec;
    crate::guard::entry::check(vm, &*exec);
    s.next(1)
}

#[inline(always)]
pub unsafe fn throw(vm: &mut Vm, s: State, _: Word) -> State {
    crate::unwind::throw(vm, s)
}

#[inline(always)]
pub unsafe fn late_read(vm: &mut Vm, s: State, _: Word) -> State {
    crate::late::run(vm, s)
}

/// Never called: the dispatch loop ends at `Exit` (see the macro there).
pub unsafe fn exit(_: &mut Vm, s: State, _: Word) -> State {
    throw_state(s)
}
