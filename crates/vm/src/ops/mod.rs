//! Handlers: one function an opcode, in files by family.
//!
//! A handler gets the machine, the state and the instruction word, and returns the state to go on
//! with. What it may rely on: operands are bound (the compiler checks), registers and indexes are in
//! range (the verifier checks), nothing else runs between two instructions.
//!
//! SAFETY of this module as a whole: the code that runs is verified, so `State::slot` stays in the
//! window, and each register holds an owned reference or the sentinel. A handler that may run Python
//! code or raise saves the state first.

pub mod arith;
pub mod attr;
pub mod attr_guarded;
pub mod branch;
pub mod build;
pub mod call;
pub mod call_guarded;
pub mod compare;
pub mod except;
pub mod fold;
pub mod generator;
pub mod guarded;
pub mod import;
pub mod init_guarded;
pub mod inlined;
pub mod internal;
pub mod item;
pub mod iter;
pub mod load;
pub mod name;
pub mod pattern;
pub mod typing;
