//! The dispatch loop: one `match` made from the instruction table; each arm calls the handler of
//! its opcode.

use theseus_bytecode::{Op, Word, for_each_op};

use crate::machine::{State, Vm};
use crate::ops;

macro_rules! arm {
    (exit, $family:ident, $vm:ident, $s:ident, $w:ident) => {
        return
    };
    ($handler:ident, $family:ident, $vm:ident, $s:ident, $w:ident) => {
        $s = ops::$family::$handler($vm, $s, $w)
    };
}

/// Runs an opcode of two bytes.
///
/// # Safety
/// As for every handler.
#[inline(never)]
pub unsafe fn extended(vm: &mut Vm, s: State, w: Word) -> State {
    HANDLERS[Op::Extended as usize + 1 + w.x() as usize](vm, s, w)
}

macro_rules! dispatch_loop {
    ($(($name:ident, $handler:ident, $family:ident, $operands:tt, $cache:literal, $generic:ident, $doc:literal))*) => {
        /// Runs from `s` until a frame with the action `Exit` ends. The result lies in the machine.
        ///
        /// # Safety
        /// `s` is the state of the machine's running frame, whose code is verified.
        #[inline(never)]
        pub unsafe fn run(vm: &mut Vm, mut s: State) {
            loop {
                let w = Word(*s.pc);
                // Every opcode byte in verified code is that of a row up to `Extended`.
                match std::mem::transmute::<u16, Op>((w.0 as u8).into()) {
                    $(Op::$name if Op::$name.is_extended() => std::hint::unreachable_unchecked(),
                    Op::$name => arm!($handler, $family, vm, s, w),)*
                }
            }
        }
    };
}

for_each_op!(dispatch_loop);

/// A handler as a function, for the loop that traces.
pub type Handler = unsafe fn(&mut Vm, State, Word) -> State;

macro_rules! handler_table {
    ($(($name:ident, $handler:ident, $family:ident, $operands:tt, $cache:literal, $generic:ident, $doc:literal))*) => {
        /// The handlers by opcode.
        pub static HANDLERS: &[Handler] = &[$(ops::$family::$handler,)*];
    };
}

for_each_op!(handler_table);
