//! Unwinding: finding the handler of an exception, and ending the frames that have none.

use std::sync::atomic::Ordering;

use theseus_bytecode::{Op, Word};
use theseus_object::ObjRef;
use theseus_object::heap::pending;

use crate::frame::{Action, nil_value};
use crate::machine::{EXIT, State, Vm, borrow, drained, owned};

/// Releases what the running frame holds: locals, function and extras; temporaries are gone before.
/// A frame object takes the locals over.
///
/// # Safety
/// The frame ends: nothing uses its window any more.
pub unsafe fn release_frame(vm: &mut Vm) {
    let frame = &mut *vm.frame;
    if !frame.object.is_null() {
        crate::frameobj::detach(vm);
    }
    let frame = &mut *vm.frame;
    for i in 0..(*frame.exec).locals as usize {
        let slot = frame.base.add(i);
        let old = *slot;
        if old != nil_value() {
            *slot = nil_value();
            drop(owned(old));
        }
    }
    drop(owned(frame.func));
    frame.handled = None;
}

/// The handler of `Throw`: leads to the handler of the exception in flight or out of the loop.
#[cold]
#[inline(never)]
pub unsafe fn throw(vm: &mut Vm, _: State) -> State {
    loop {
        let frame = &*vm.frame;
        let exec = &*frame.exec;
        let index = exec.index_of(frame.pc);
        if !vm.shared.late.borrow().is_empty() {
            crate::late::settle(vm);
        }
        let again = std::mem::take(&mut vm.reraising);
        if !again {
            crate::traceback::add(vm);
        }
        let frame = &*vm.frame;
        if !frame.object.is_null() && Word(*frame.pc).op() != Some(Op::Reraise) {
            crate::frameobj::note_raised(frame.object, index);
        }
        if vm.tracer.tells() {
            crate::trace::raised(vm, again);
        }
        if let Some(entry) = exec.code().handler(index) {
            let frame = &*vm.frame;
            for i in entry.depth as usize..exec.registers as usize {
                let old = std::mem::replace(&mut *frame.base.add(i), nil_value());
                if old != nil_value() {
                    drop(owned(old));
                }
            }
            let pc = exec.words.add(entry.target as usize) as *const u64;
            if vm.tracer.tells() && crate::trace::handles(vm, entry.target as usize).is_err() {
                (*vm.frame).pc = pc;
                continue;
            }
            let frame = &*vm.frame;
            return State { pc: drained(vm, pc), base: frame.base };
        }
        if vm.tracer.tells() {
            crate::trace::unwinds(vm);
        }
        release_temporaries(vm);
        if let Some(s) = leave_frame(vm) {
            return s;
        }
    }
}

/// Releases the temporaries of the running frame, which is about to end; finalisers that this calls
/// for still run in it.
unsafe fn release_temporaries(vm: &mut Vm) {
    let frame = vm.frame;
    let exec = &*(*frame).exec;
    for i in exec.locals as usize..exec.registers as usize {
        let slot = (*frame).base.add(i);
        let old = std::mem::replace(&mut *slot, nil_value());
        if old != nil_value() {
            drop(owned(old));
        }
    }
    if vm.interp().heap.pending.load(Ordering::Relaxed) & pending::FINALIZE != 0 {
        let pc = (*frame).pc;
        // As after the instruction.
        (*frame).pc = pc.add(1);
        crate::upcalls::run_finalizers(vm);
        (*frame).pc = pc;
    }
}

/// The AttributeError of a getter, which ends, learns which attribute was looked up.
unsafe fn complete_attribute_error(vm: &mut Vm) {
    let (getter, caller) = (&*vm.frame, &*vm.frame.sub(1));
    let w = Word(*caller.pc);
    let loads = w.op().is_some_and(|op| op.generic() == Op::LoadAttr);
    let me = *getter.base;
    if loads && me != nil_value() {
        let (me, name) = (borrow(&me).clone(), (*caller.exec).name(w.c()).clone());
        vm.complete_attribute_error(&me, &name);
    }
}

/// Ends the running frame with the exception in flight; the state to go on with if somebody takes
/// it as a result, or if the loop ends.
unsafe fn leave_frame(vm: &mut Vm) -> Option<State> {
    let frame = &mut *vm.frame;
    let (action, extra) = (frame.action, frame.extra);
    if frame.is_generator {
        crate::generator::failed(vm);
        vm.frame = vm.frame.sub(1);
        if action == Action::Item {
            let caller = &*vm.frame;
            let s = State { pc: caller.pc, base: caller.base };
            crate::asyncgen::items_failed(vm, s);
        }
    } else {
        if action == Action::Value && vm.pending_is(&vm.excs.attribute_error.clone()) {
            complete_attribute_error(vm);
        }
        release_frame(vm);
        vm.frame = vm.frame.sub(1);
        if action == Action::Init && !extra.is_null() {
            drop(owned(extra));
        }
    }
    match action {
        Action::Exit => {
            vm.result = std::ptr::null_mut();
            Some(State { pc: &raw const EXIT, base: std::ptr::null_mut() })
        }
        Action::NextMethod if vm.pending_is(&vm.excs.stop_iteration.clone()) => {
            let caught: Option<ObjRef> = vm.take_exception();
            drop(caught);
            let caller = &*vm.frame;
            let s = State { pc: caller.pc, base: caller.base };
            Some(crate::ops::iter::exhausted(vm, s, Word(*s.pc)))
        }
        _ => None,
    }
}
