//! The 64-bit instruction word: opcode, small immediate and three 16-bit operands.
//!
//! ```text
//! bits   0..8   opcode
//!        8..16  x   small immediate (operator, flags), or the rest of an extended opcode
//!       16..32  a   usually the destination
//!       32..48  b
//!       48..64  c
//! ```
//! A 32-bit jump distance takes `b` and `c` together. Distances count words from the jumping
//! instruction's own word. A register operand of kind `Use` may carry [`CONSUME`]: the
//! instruction then releases the register when it has read it.

use crate::isa::Op;

/// A register number in a frame's window.
pub type Reg = u16;

/// Flag on a `Use` operand: the register is a temporary whose life ends at this instruction.
pub const CONSUME: u16 = 0x8000;

/// One word of code: an instruction, an operand word or an inline cache.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(transparent)]
pub struct Word(pub u64);

impl Word {
    pub const fn new(op: Op, x: u8, a: u16, b: u16, c: u16) -> Word {
        Word(op.bits() | (x as u64) << 8 | (a as u64) << 16 | (b as u64) << 32 | (c as u64) << 48)
    }

    /// An instruction whose `b` and `c` hold a 32-bit jump distance.
    pub const fn jump(op: Op, x: u8, a: u16, distance: i32) -> Word {
        Word(op.bits() | (x as u64) << 8 | (a as u64) << 16 | (distance as u32 as u64) << 32)
    }

    #[inline(always)]
    pub const fn x(self) -> u8 {
        (self.0 >> 8) as u8
    }

    /// Operand `a` with its flag.
    #[inline(always)]
    pub const fn a(self) -> u16 {
        (self.0 >> 16) as u16
    }

    /// Operand `b` with its flag.
    #[inline(always)]
    pub const fn b(self) -> u16 {
        (self.0 >> 32) as u16
    }

    /// Operand `c` with its flag.
    #[inline(always)]
    pub const fn c(self) -> u16 {
        (self.0 >> 48) as u16
    }

    /// The 32-bit jump distance in `b` and `c`.
    #[inline(always)]
    pub const fn distance(self) -> i32 {
        (self.0 >> 32) as i32
    }

    /// The opcode; `None` when no opcode has this number (an operand or cache word).
    pub fn op(self) -> Option<Op> {
        Op::from_bytes(self.0 as u8, self.x())
    }

    /// The same word under another opcode.
    #[inline(always)]
    pub const fn with_op(self, op: Op) -> Word {
        Word((self.0 & !0xff) | op.bits())
    }
}
