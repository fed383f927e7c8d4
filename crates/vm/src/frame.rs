//! Frame records and the register stack.
//!
//! Register invariants: every slot of the filled part of the stack is [`NIL`] or an owned
//! reference. Instructions read operands borrowed. A dead number may stay in a temporary as scratch
//! for the next result; anything else is released by the instruction that uses it last.

use theseus_object::ObjRef;
use theseus_object::header::{Header, nil};

use crate::exec::Exec;

/// A register's content: an owned object, or the sentinel.
pub type Value = *mut Header;

#[inline(always)]
pub fn nil_value() -> Value {
    nil().as_ptr()
}

/// What happens with the result of a frame.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub enum Action {
    /// Into the register `a` of the caller's instruction.
    Value,
    /// The dispatch loop ends and hands it to native code.
    Exit,
    /// It must be None; the new instance (`extra`) goes to `a`.
    Init,
    /// A generator's value: into `b` of a ForIter, which then jumps.
    Next,
    /// As `Next`, of a `__next__` method: StopIteration ends the loop.
    NextMethod,
    /// What a `YieldFrom` runs: yielded values go on outwards, the result ends the instruction.
    Delegate,
    /// As `Delegate` for the generator behind an `asend`: an item ends the instruction.
    Item,
    /// Dropped: the setter of a property.
    Discard,
    /// The result of a Compare or the truth that a JumpCompare waits for; NotImplemented asks
    /// further.
    Comparison,
    /// Into `a` of a Binary, whose operands are then consumed; NotImplemented asks further.
    Operator,
}

#[repr(C)]
pub struct Frame {
    /// The instruction that runs, while something else may look: calls, errors.
    pub pc: *const u64,
    pub base: *mut Value,
    pub exec: *const Exec,
    /// The function, owned.
    pub func: Value,
    /// Owned or null: a new instance for `Init`, the generator of a generator's frame.
    pub extra: Value,
    /// The Python frame object, owned, or null.
    pub object: Value,
    /// For a generator's frame: the exception handled by whoever resumed it.
    pub handled: Option<ObjRef>,
    pub action: Action,
    pub is_generator: bool,
}

impl Frame {
    /// Whether the record stands for the native code below all frames of a thread.
    pub fn is_placeholder(&self) -> bool {
        // SAFETY: a record's Exec lives as long as the record.
        unsafe { (*self.exec).code.is_null() }
    }
}

/// Registers and frame records of a thread. Both regions are reserved once and never move; the
/// operating system gives them memory as they are touched.
pub struct Stack {
    registers: Region<Value>,
    frames: Region<Frame>,
}

/// Room for so many registers and frame records; where address space is short, the next smaller one is
/// taken.
const ROOMS: &[(usize, usize)] = &[(32 << 20, 2 << 20), (4 << 20, 256 << 10), (512 << 10, 32 << 10)];
/// Those of the rooms that take an eighth of limited address space at most, and the smallest.
pub fn rooms(address_space: Option<u64>) -> &'static [(usize, usize)] {
    let bytes =
        |&(registers, frames): &(usize, usize)| registers * size_of::<Value>() + frames * size_of::<Frame>();
    let most = address_space.map_or(usize::MAX, |space| (space / 8) as usize);
    let fitting = ROOMS.iter().position(|room| bytes(room) <= most);
    &ROOMS[fitting.unwrap_or(ROOMS.len() - 1)..]
}

/// Registers filled with NIL in one step.
const FILL: usize = 4096;

struct Region<T> {
    start: *mut T,
    len: usize,
}

impl<T> Region<T> {
    fn new(len: usize) -> Option<Region<T>> {
        let layout = std::alloc::Layout::array::<T>(len).ok()?;
        // SAFETY: the layout is not empty.
        let start = unsafe { std::alloc::alloc(layout) } as *mut T;
        (!start.is_null()).then_some(Region { start, len })
    }
}

impl<T> Drop for Region<T> {
    fn drop(&mut self) {
        if let Ok(layout) = std::alloc::Layout::array::<T>(self.len) {
            // SAFETY: allocated with this layout; contents were released by the machine.
            unsafe { std::alloc::dealloc(self.start.cast(), layout) }
        }
    }
}

impl Stack {
    /// The first of `rooms` for which there is address space, if there is one.
    pub fn new(rooms: &[(usize, usize)]) -> Option<Stack> {
        let stack = |&(registers, frames): &(usize, usize)| {
            Some(Stack { registers: Region::new(registers)?, frames: Region::new(frames)? })
        };
        rooms.iter().find_map(stack)
    }

    pub fn first_register(&self) -> *mut Value {
        self.registers.start
    }

    pub fn first_frame(&self) -> *mut Frame {
        self.frames.start
    }

    /// One past the last frame record that `limit` nested frames use; the first record is a
    /// placeholder.
    pub fn frame_end(&self, limit: usize) -> *mut Frame {
        // SAFETY: stays in the region.
        unsafe { self.frames.start.add((limit + 1).min(self.frames.len - 8)) }
    }

    /// Fills registers with NIL from `filled` to beyond `need`; the new end, or `None` at the end
    /// of the region.
    pub fn fill(&self, filled: *mut Value, need: *mut Value) -> Option<*mut Value> {
        // SAFETY: all arithmetic stays in the region, which is checked first.
        unsafe {
            let end = self.registers.start.add(self.registers.len - FILL);
            if need >= end {
                return None;
            }
            let mut at = filled;
            let until = need.add(FILL);
            while at < until {
                at.write(nil_value());
                at = at.add(1);
            }
            Some(at)
        }
    }
}
