//! `Host`: what the interpreter asks of the world outside. The crate `host` implements it for a real
//! process; nothing else touches files, clocks, the environment or signals.

/// An error number of the operating system.
pub type Errno = i32;

pub trait Host {
    /// Writes all of `data` to a standard stream (1 or 2), buffered.
    fn write(&self, stream: i32, data: &[u8]) -> Result<(), Errno>;
    fn flush(&self, stream: i32) -> Result<(), Errno>;
    /// A line of standard input with its newline; empty at the end.
    fn read_line(&self) -> Result<Vec<u8>, Errno>;
    /// The rest of standard input.
    fn read_all(&self) -> Result<Vec<u8>, Errno>;
    fn is_terminal(&self, stream: i32) -> bool;
    /// Nanoseconds of a clock that never goes back.
    fn monotonic(&self) -> u64;
    /// Nanoseconds since 1970.
    fn wall_clock(&self) -> i128;
    /// Nanoseconds of processor time of this process.
    fn process_time(&self) -> u64;
    fn sleep(&self, nanoseconds: u64);
    fn read_file(&self, path: &[u8]) -> Result<Vec<u8>, Errno>;
    /// Whether the path is a directory; `None` if there is nothing.
    fn is_directory(&self, path: &[u8]) -> Option<bool>;
    fn error_text(&self, errno: Errno) -> String;
}

/// A world without files, input or time; output goes nowhere. For tests and sealed programs.
pub struct Nothing;

impl Host for Nothing {
    fn write(&self, _: i32, _: &[u8]) -> Result<(), Errno> {
        Ok(())
    }
    fn flush(&self, _: i32) -> Result<(), Errno> {
        Ok(())
    }
    fn read_line(&self) -> Result<Vec<u8>, Errno> {
        Ok(Vec::new())
    }
    fn read_all(&self) -> Result<Vec<u8>, Errno> {
        Ok(Vec::new())
    }
    fn is_terminal(&self, _: i32) -> bool {
        false
    }
    fn monotonic(&self) -> u64 {
        0
    }
    fn wall_clock(&self) -> i128 {
        0
    }
    fn process_time(&self) -> u64 {
        0
    }
    fn sleep(&self, _: u64) {}
    fn read_file(&self, _: &[u8]) -> Result<Vec<u8>, Errno> {
        Err(2)
    }
    fn is_directory(&self, _: &[u8]) -> Option<bool> {
        None
    }
    fn error_text(&self, _: Errno) -> String {
        String::new()
    }
}
