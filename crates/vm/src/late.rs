//! Late reads: a local is read where an instruction consumes it, which may be after operands that stand
//! to the right of it were evaluated. If one of these writes the variable from outside, through the
//! frame, the instruction is still to read the old value: its word becomes `LateRead`, which runs it
//! with the old value in the register.

use theseus_bytecode::{CONSUME, Code, Op, Operand, Word};
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

/// The registers that an instruction reads, in the order in which their values are evaluated in the
/// source, as fields of the word: 1, 2, 3 for a, b, c.
fn order(op: Op) -> [usize; 3] {
    match op {
        // What is assigned is evaluated first, then where.
        Op::SetItem | Op::SetSlice => [3, 1, 2],
        Op::StoreAttr => [2, 1, 3],
        _ => [1, 2, 3],
    }
}

fn field(w: Word, i: usize) -> u16 {
    [0, w.a(), w.b(), w.c()][i]
}

/// The instruction, by word index, that is still to read a local after the one at `at`, whose result is
/// an operand to the right. Only straight code is followed.
fn reader(code: &Code, at: usize, local: u16) -> Option<usize> {
    let first = *code.words.get(at)?;
    let op = first.op()?;
    if op.operands()[1] != Operand::Def {
        return None;
    }
    // Temporaries that the result of the call has gone into.
    let mut derived = vec![first.a()];
    let mut i = at + 1 + op.cache_words();
    while let Some(w) = code.words.get(i).copied() {
        let op = w.op()?;
        let kinds = op.operands();
        let reads = |k: usize| matches!(kinds[k], Operand::Use | Operand::Reg | Operand::Win);
        let mut seen = false;
        for k in order(op).into_iter().filter(|&k| reads(k)) {
            let register = field(w, k) & !CONSUME;
            let is_derived =
                derived.iter().any(|&d| d == register || (kinds[k] == Operand::Win && d > register));
            if seen && is_derived {
                return Some(i);
            }
            seen |= kinds[k] == Operand::Use && field(w, k) == local;
        }
        let goes = kinds.iter().any(|k| matches!(k, Operand::J16 | Operand::J32));
        if goes || matches!(op, Op::Yield | Op::YieldFrom | Op::Return | Op::ReturnK) {
            return None;
        }
        for k in (1..4).filter(|&k| reads(k)) {
            let register = field(w, k) & !CONSUME;
            let gone = kinds[k] == Operand::Win || field(w, k) & CONSUME != 0;
            let used = derived.iter().any(|&d| d == register || (kinds[k] == Operand::Win && d > register));
            derived.retain(|&d| !(gone && (d == register || kinds[k] == Operand::Win && d > register)));
            if used && kinds[1] == Operand::Def && usize::from(w.a()) >= code.local_count() {
                derived.push(w.a());
            }
        }
        if derived.is_empty() {
            return None;
        }
        i += 1 + op.cache_words();
    }
    None
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
    if *slot != nil_value()
        && let Some(index) = reader(exec.code(), exec.index_of((*frame).pc), register)
    {
        keep(vm, exec, index, base, register);
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
