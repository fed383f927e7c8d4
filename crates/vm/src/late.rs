//! Late reads: a local is read where an instruction consumes it, which may be after operands that stand
//! to the right of it were evaluated. If one of these writes the variable from outside, through the
//! frame, the instruction is still to read the old value: its word becomes `LateRead`, which runs it
//! with the old value in the register.

use theseus_bytecode::{Op, Operand, Word};
use theseus_object::ObjRef;

use crate::dispatch::HANDLERS;
use crate::exec::Exec;
use crate::frame::{Frame, Value, nil_value};
use crate::machine::{State, Vm, borrow, owned, raw};

/// An old value that is still to be read.
pub struct Late {
    /// The window of the frame.
    base: *mut Value,
    word: *const u64,
    register: u16,
    old: ObjRef,
}

impl Late {
    /// The value, for whoever replaces references.
    pub fn old(&mut self) -> &mut ObjRef {
        &mut self.old
    }
}

/// Writes a local of a running frame that is in the middle of a call.
///
/// # Safety
/// `frame` is a live record and `register` one of its locals.
pub unsafe fn write(vm: &Vm, frame: *const Frame, register: u16, value: ObjRef) {
    let (exec, base) = (&*(*frame).exec, (*frame).base);
    let slot = base.add(register as usize);
    if *slot == value.as_ptr().as_ptr() {
        return;
    }
    if *slot != nil_value() {
        for index in exec.code().late_readers(exec.index_of((*frame).pc), register) {
            keep(vm, exec, index, base, register);
        }
    }
    put(base, register, value);
}

/// Keeps what a register holds for the instruction at `index`, unless an older value is kept already.
unsafe fn keep(vm: &Vm, exec: &Exec, index: usize, base: *mut Value, register: u16) {
    let word = exec.words.add(index);
    let mut late = vm.shared.late.borrow_mut();
    let Some(op) = exec.code().words[index].op() else { return };
    if late.iter().any(|l| l.base == base && l.register == register && l.word == word) {
        return;
    }
    *word = Word(*word).with_op(Op::LateRead).0;
    if op.cache_words() > 0 {
        // The site does not specialise meanwhile.
        *word.add(1) = u64::MAX;
    }
    let old = borrow(base.add(register as usize)).clone();
    late.push(Late { base, word, register, old });
}

/// Writes a local of a window at once.
///
/// # Safety
/// As for [`write`].
pub unsafe fn put(base: *mut Value, register: u16, value: ObjRef) {
    let old = std::mem::replace(&mut *base.add(register as usize), raw(value));
    if old != nil_value() {
        drop(owned(old));
    }
}

/// Takes the old values kept for a window that `which` names; their words are as the compiler wrote them
/// unless others wait there.
unsafe fn take(vm: &Vm, base: *mut Value, which: impl Fn(&Late) -> bool) -> Vec<Late> {
    let mut late = vm.shared.late.borrow_mut();
    let taken: Vec<Late> = late.extract_if(.., |l| l.base == base && which(l)).collect();
    let exec: &Exec = vm.exec();
    for l in &taken {
        if late.iter().any(|other| other.word == l.word) {
            continue;
        }
        if let Some(op) = exec.code().words[exec.index_of(l.word)].op() {
            let word = l.word.cast_mut();
            *word = Word(*word).with_op(op).0;
            if op.cache_words() > 0 {
                *word.add(1) = 0;
            }
        }
    }
    taken
}

/// The handler of `LateRead`: the instruction that stood there, reading the old values of this window. For
/// another activation of the same code it is just the instruction.
#[cold]
#[inline(never)]
pub unsafe fn run(vm: &mut Vm, s: State) -> State {
    let exec: &Exec = vm.exec();
    let Some(op) = exec.code().words[exec.index_of(s.pc)].op() else { return s };
    let waiting = take(vm, s.base, |l| l.word == s.pc);
    let w = Word(*s.pc).with_op(op);
    let swap = |register: u16, v: Value| std::mem::replace(&mut *s.base.add(register as usize), v);
    let new: Vec<(u16, Value)> =
        waiting.into_iter().map(|l| (l.register, swap(l.register, raw(l.old)))).collect();
    let mut next = HANDLERS[op as usize](vm, s, w);
    // A site that specialises runs once more.
    while next.pc == s.pc && next.base == s.base {
        let Some(op) = Word(*s.pc).op().filter(|op| *op != Op::LateRead) else { break };
        next = HANDLERS[op as usize](vm, s, Word(*s.pc));
    }
    for (register, new) in new {
        // Where the instruction assigns the variable, that comes last.
        let assigned = op.operands()[1] == Operand::Def && w.a() == register;
        let gone = if assigned { new } else { swap(register, new) };
        if gone != nil_value() {
            drop(owned(gone));
        }
    }
    next
}

/// An exception ends what the running frame was doing: nobody reads the old values any more.
///
/// # Safety
/// The running frame's window is in use.
pub unsafe fn settle(vm: &Vm) {
    drop(take(vm, (*vm.frame).base, |_| true));
}
