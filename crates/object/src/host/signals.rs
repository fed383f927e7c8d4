//! Signals: what becomes of them, timers that send them, and those that came.

use super::{Answer, ENOSYS, Fd};

/// What becomes of a signal.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Disposition {
    Default,
    Ignore,
    /// It is noted, and Python's handler runs at the next boundary.
    Note,
    /// Somebody else's handler.
    Foreign,
}

/// What the system tells with a signal.
#[derive(Clone, Copy, Default, Debug)]
pub struct SignalInfo {
    pub signal: i32,
    pub code: i32,
    pub errno: i32,
    pub pid: i32,
    pub user: u32,
    pub status: i32,
    pub band: i64,
}

#[expect(unused_variables, reason = "the defaults only refuse")]
pub trait Signals {
    /// Whether the process's signals are this world's: of several interpreters one has them.
    fn has_signals(&self) -> bool {
        true
    }
    fn disposition(&self, signal: i32) -> Answer<Disposition> {
        Err(ENOSYS)
    }
    fn set_disposition(&self, signal: i32, to: Disposition) -> Answer<()> {
        Err(ENOSYS)
    }
    /// The signals that came since the last call: bit `n` for signal `n`.
    fn take_signals(&self) -> u64 {
        0
    }
    /// Puts noted signals back, so that they are seen later.
    fn note_signals(&self, signals: u64) {}
    /// Gets a byte, the signal's number, at each noted signal; gives the one before, −1 for none.
    fn set_wakeup(&self, fd: Fd) -> Fd {
        -1
    }
    /// Sends a signal to the calling thread.
    fn raise(&self, signal: i32) -> Answer<()> {
        Err(ENOSYS)
    }
    /// Seconds left of an alarm set before; 0 if there was none.
    fn alarm(&self, seconds: u32) -> u32 {
        0
    }
    /// Waits for a signal.
    fn pause(&self) {}
    /// Sets an interval timer to (first, then every), in seconds, and gives its old setting.
    fn set_timer(&self, which: i32, first: f64, every: f64) -> Answer<(f64, f64)> {
        Err(ENOSYS)
    }
    fn timer(&self, which: i32) -> Answer<(f64, f64)> {
        Err(ENOSYS)
    }
    /// Changes the set of blocked signals as `how` says; the set before. Bit `n` for signal `n`.
    fn block_signals(&self, how: i32, set: u64) -> Answer<u64> {
        Err(ENOSYS)
    }
    fn pending_signals(&self) -> Answer<u64> {
        Err(ENOSYS)
    }
    /// Waits for one of the signals of a set.
    fn wait_signal(&self, set: u64) -> Answer<i32> {
        Err(ENOSYS)
    }
    /// Waits for one of the signals of a set, at most so many nanoseconds; EAGAIN when they are over.
    fn await_signal(&self, set: u64, limit: Option<i128>) -> Answer<SignalInfo> {
        Err(ENOSYS)
    }
    /// Whether system calls go on after the signal.
    fn set_restart(&self, signal: i32, on: bool) -> Answer<()> {
        Err(ENOSYS)
    }
    fn signal_text(&self, signal: i32) -> Option<String> {
        None
    }
}
