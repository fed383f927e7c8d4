//! The instruction set and code objects as plain data: what the compiler writes and the machine runs.
//!
//! This crate knows no heap and no objects: constants are neutral data that the machine materialises.

pub mod code;
pub mod disasm;
pub mod flow;
pub mod isa;
mod late;
pub mod origins;
pub mod page;
pub mod store;
pub mod unroll;
pub mod verify;
pub mod word;

pub use code::{Code, Const, ExceptionEntry, Flags, HiddenLocal, Position};
pub use isa::{BinaryOp, CompareOp, Op, Operand, Typing, UnaryOp};
pub use word::{CONSUME, Reg, Word};
