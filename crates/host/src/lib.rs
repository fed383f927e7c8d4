//! The world outside: files, processes, clocks, signals, sockets. The only crate that touches them.

mod calls;
mod clocks;
mod databases;
mod files;
mod linux;
mod memory;
mod processes;
mod sharing;
mod shelf;
mod signals;
mod sockets;
mod spawn;
mod terminals;
mod threads;
mod users;
mod waiting;

use std::sync::{Mutex, PoisonError};

use theseus_object::host::{Errno, Fd, Host, Shelf};

pub use files::{append_file, is_directory, read_file};
pub use memory::{Allocator, set_on_shortage};
pub use signals::{SignalMask, block_signals, die_by_interrupt, leave_signals, set_on_signal, take_signals};
pub use threads::{address_space, stack_left};

/// Takes what is written to descriptor 1 or 2.
pub type Output = Box<dyn Fn(Fd, &[u8]) + Send + Sync>;

/// The operating system as a process sees it.
pub struct Process {
    /// Standard output is written at once.
    pub unbuffered: bool,
    /// Signals are noted for this interpreter.
    pub signals: bool,
    /// Gets what the interpreter writes to standard output and error, instead of the system.
    pub output: Option<Output>,
    /// Files that the process has besides the system's.
    pub shelf: Option<Box<dyn Shelf>>,
    /// What was written to descriptors 1 and 2 since the last line end.
    open_line: Mutex<Vec<u8>>,
    start: std::time::Instant,
}

/// The longest open line that is kept.
const OPEN_LINE: usize = 4096;

impl Process {
    pub fn new() -> Process {
        Process {
            unbuffered: false,
            signals: false,
            output: None,
            shelf: None,
            open_line: Mutex::default(),
            start: std::time::Instant::now(),
        }
    }

    /// Notes what standard output or error got.
    fn shown(&self, data: &[u8]) {
        let mut line = self.open_line.lock().unwrap_or_else(PoisonError::into_inner);
        let rest = match data.iter().rposition(|&b| b == b'\n') {
            Some(end) => {
                line.clear();
                &data[end + 1..]
            }
            None => data,
        };
        if line.len() + rest.len() <= OPEN_LINE {
            line.extend_from_slice(rest);
        }
    }
}

impl Default for Process {
    fn default() -> Process {
        Process::new()
    }
}

impl Host for Process {
    fn is_unbuffered(&self) -> bool {
        self.unbuffered
    }

    fn is_followed(&self) -> bool {
        self.output.is_some()
    }

    fn take_open_line(&self) -> Vec<u8> {
        std::mem::take(&mut *self.open_line.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn error_text(&self, errno: Errno) -> String {
        error_text(errno)
    }
}

/// The number of this process.
pub fn process_id() -> u32 {
    std::process::id()
}

/// Ends the process with an exit code.
pub fn exit(code: i32) -> ! {
    std::process::exit(code)
}

/// The operating system's words for an error number.
pub fn error_text(errno: i32) -> String {
    let text = std::io::Error::from_raw_os_error(errno).to_string();
    match text.rfind(" (os error") {
        Some(at) => text[..at].to_string(),
        None => text,
    }
}
