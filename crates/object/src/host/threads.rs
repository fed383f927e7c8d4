//! Threads of the operating system, and waiting for one another.

use std::sync::Arc;
use std::sync::atomic::AtomicU32;

use super::{Answer, ENOSYS};

/// "Connection timed out": what a wait says that took too long.
pub const ETIMEDOUT: i32 = 110;

/// What a new thread runs.
pub type Body = Box<dyn FnOnce() + Send>;

#[expect(unused_variables, reason = "the defaults only refuse")]
pub trait Threads {
    /// Bytes of address space that the process may have, where that is limited.
    fn address_space(&self) -> Option<u64> {
        None
    }
    /// Starts a thread with this many bytes of native stack; its number, as [`Threads::thread`] gives it.
    fn start_thread(&self, stack: usize, body: Body) -> Answer<u64> {
        Err(ENOSYS)
    }
    /// The number of the calling thread, unlike that of any other that runs now.
    fn thread(&self) -> u64 {
        1
    }
    /// The number by which the system's tools know the calling thread.
    fn native_thread(&self) -> Answer<u64> {
        Err(ENOSYS)
    }
    /// Sends a signal to a thread that runs.
    fn signal_thread(&self, thread: u64, signal: i32) -> Answer<()> {
        Err(ENOSYS)
    }
    /// The clock of the processor time of a thread that runs.
    fn thread_clock(&self, thread: u64) -> Answer<i32> {
        Err(ENOSYS)
    }
    /// Sleeps while the word is 0, for at most so many nanoseconds: ETIMEDOUT when they are over, EINTR
    /// when a signal came.
    fn wait_word(&self, word: &AtomicU32, nanoseconds: Option<u64>) -> Answer<()> {
        Err(ENOSYS)
    }
    /// Writes 1 into the word and wakes who sleeps on it.
    fn wake_word(&self, word: &AtomicU32) {}
    /// The calling thread is now the one that gets signals. At each its word becomes 1.
    fn becomes_main(&self, word: &Arc<AtomicU32>) {}
}
