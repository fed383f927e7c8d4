//! The world outside: standard streams, files, clocks, signals. The only crate that touches them.

mod process;
mod signals;
mod streams;

pub use process::{ClockSource, die_by_interrupt, error_text, is_directory, read_file};
pub use signals::set_on_interrupt;
pub use streams::Streams;
