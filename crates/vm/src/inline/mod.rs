//! Inlining: the body of a small Python function is evaluated where the function is called, without a
//! frame. It runs the callee's own words as quickening left them, on values that need no counts: the
//! arguments stand still while it runs, and numbers in between need no objects.
//!
//! What keeps this invisible: nothing that it does can be seen before it has succeeded. It reads, computes,
//! and notes what is to be stored; an instruction that could raise, run Python code or needs a frame, and
//! every guard that fails, gives up, and the call is made as usual, from its beginning. Stores are done at
//! the end, when nothing can fail any more. While somebody traces or records, every call has its frame.

mod body;
mod steps;
mod stores;
mod value;

use std::cell::Cell;

use theseus_bytecode::{Op, disasm};

use crate::exec::Exec;
use crate::frame::Value;
use crate::guard::Guards;
use crate::machine::Vm;
use body::REGISTERS;
pub use value::Val;

/// Words of a body that may be inlined.
const WORDS: usize = 64;

/// Whether calls of a code may be inlined: it is short, and all its instructions have forms that need no
/// frame.
pub fn is_inlinable(exec: &Exec) -> bool {
    let code = exec.code();
    let small = code.words.len() <= WORDS && code.register_count as usize <= REGISTERS;
    let simple = |(_, op): (usize, Op)| SIMPLE.contains(&op);
    small && exec.plain && code.exceptions.is_empty() && disasm::instructions(&code.words).all(simple)
}

/// The instructions that have such forms.
const SIMPLE: &[Op] = &[
    Op::Nop,
    Op::Move,
    Op::LoadConst,
    Op::CheckBound,
    Op::Unbind,
    Op::LoadFree,
    Op::LoadGlobal,
    Op::LoadAttr,
    Op::StoreAttr,
    Op::GetItem,
    Op::GetItemK,
    Op::Binary,
    Op::BinaryK,
    Op::Unary,
    Op::Not,
    Op::Compare,
    Op::CompareK,
    Op::Jump,
    Op::JumpIfTrue,
    Op::JumpIfFalse,
    Op::JumpIfNone,
    Op::JumpIfNotNone,
    Op::JumpCompare,
    Op::JumpCompareK,
    Op::Call,
    Op::Return,
    Op::ReturnK,
];

/// When the body of an [`Exec`] is tried again after it gave up: as the back-off policy says of sites.
#[derive(Default)]
pub struct Trials {
    /// Calls to be made before the next trial.
    wait: Cell<u32>,
    /// Trials that gave up, those before a row of successes not counted.
    failures: Cell<u32>,
    /// Successes since the last failure.
    hits: Cell<u32>,
}

/// A row of successes so long makes up for a failure.
const ROW: u32 = 16;

impl Trials {
    #[inline(always)]
    fn is_due(&self) -> bool {
        let wait = self.wait.get();
        if wait == 0 {
            return true;
        }
        if wait != u32::MAX {
            self.wait.set(wait - 1);
        }
        false
    }

    #[inline(always)]
    fn succeeded(&self) {
        self.hits.set(self.hits.get().wrapping_add(1));
    }

    /// A body that gives up now and then is tried every time; one that mostly does, seldom.
    #[cold]
    fn gave_up(&self, guards: &Guards) {
        if self.hits.replace(0) >= ROW {
            self.failures.set(0);
            return;
        }
        let failures = self.failures.get().saturating_add(1);
        self.failures.set(failures);
        self.wait.set(guards.pause(failures));
    }
}

/// Tries to evaluate a call with `n` arguments at `args`, which stand still. An object that it gives is
/// owned. What it stored may have queued finalisers.
///
/// # Safety
/// `func` is a function whose form is `exec`, which takes exactly these arguments in place.
#[inline(always)]
pub unsafe fn call(vm: &mut Vm, exec: &Exec, func: Value, args: *const Value, n: usize) -> Option<Val> {
    if !exec.trials.is_due() || vm.tracer.is_looking() || vm.frame.add(1) >= vm.frame_end {
        return None;
    }
    let v = body::evaluate(vm, exec, func, args, n);
    match v {
        Some(_) => exec.trials.succeeded(),
        None => exec.trials.gave_up(&vm.guards),
    }
    v
}
