//! Memory and semaphores that processes share.

use super::{Answer, ENOSYS, Fd};

/// What is to be mapped; the numbers are POSIX's.
#[derive(Clone, Copy, Debug)]
pub struct MapRequest {
    /// Of a file, or of nothing but memory.
    pub fd: Option<Fd>,
    pub length: usize,
    pub protection: i32,
    pub flags: i32,
    pub offset: i64,
}

/// Mapped memory, given back when it is dropped. Other processes may write it at any time.
pub trait Mapping: Send {
    /// Nothing if it may not be read.
    fn bytes(&self) -> &[u8];
    /// Nothing if it may not be written.
    fn bytes_mut(&mut self) -> &mut [u8];
    /// Writes a part back to the file.
    fn flush(&self, offset: usize, length: usize) -> Answer<()>;
    fn advise(&self, advice: i32, offset: usize, length: usize) -> Answer<()>;
    fn resize(&mut self, length: usize) -> Answer<()>;
}

/// A semaphore of the system, by a number of the host's.
pub type Semaphore = u64;

#[expect(unused_variables, reason = "the defaults only refuse")]
pub trait Sharing {
    fn map(&self, request: &MapRequest) -> Answer<Box<dyn Mapping>> {
        Err(ENOSYS)
    }

    /// Opens a semaphore by its name; with a value it is made, and must be new.
    fn open_semaphore(&self, name: &[u8], value: Option<u32>) -> Answer<Semaphore> {
        Err(ENOSYS)
    }
    fn close_semaphore(&self, semaphore: Semaphore) -> Answer<()> {
        Err(ENOSYS)
    }
    /// Takes the name away; who has the semaphore open keeps it.
    fn unlink_semaphore(&self, name: &[u8]) -> Answer<()> {
        Err(ENOSYS)
    }
    /// Counts down, once the count is above 0: ETIMEDOUT after so many nanoseconds, EINTR when a signal came.
    fn wait_semaphore(&self, semaphore: Semaphore, nanoseconds: Option<u64>) -> Answer<()> {
        Err(ENOSYS)
    }
    fn post_semaphore(&self, semaphore: Semaphore) -> Answer<()> {
        Err(ENOSYS)
    }
    fn semaphore_value(&self, semaphore: Semaphore) -> Answer<i32> {
        Err(ENOSYS)
    }
}
