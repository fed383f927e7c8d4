//! Regular expressions: the matcher for the code that the standard library's `re._compiler` emits.
//!
//! [`compile`] checks that code and turns it into a [`Program`]; a [`Machine`] runs it over text of
//! one, two or four bytes a character. It backtracks on stacks of its own, so no pattern recurses on
//! the native stack, and it stops after a number of steps to be resumed, so that its caller can look
//! for interrupts. Nothing here knows objects.

mod analyse;
mod charset;
mod code;
mod compile;
mod machine;
mod program;
mod search;

pub use charset::{lower_ascii, lower_unicode};
pub use code::{CODE_SIZE, MAGIC, MAX_GROUPS, MAX_REPEAT};
pub use compile::{Invalid, compile};
pub use machine::{Goal, Machine, Outcome, UNSET};
pub use program::{Program, Unit};

#[cfg(test)]
mod tests;
