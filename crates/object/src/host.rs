//! `Host`: what the interpreter asks of the world outside. The crate `host` implements it for a real
//! process; nothing else touches files, clocks, the environment or signals. Threads share it.
//!
//! Each part is a trait of its own whose methods answer ENOSYS unless they are implemented, so that a
//! sealed world says what it has and nothing more. Paths and names are bytes, as POSIX has them.

mod databases;
mod files;
mod linux;
mod processes;
mod sharing;
mod signals;
mod sockets;
mod terminals;
mod threads;
mod waiting;

pub use databases::{
    Backup, BlobHandle, BlobPlace, Column, Database, Databases, Datum, Fault, Guest, Hook, Number, Prepared,
    Refusal, Role, State, Statement,
};
pub use files::{Entry, EntryKind, Files, Place, Shelf, Shelved, SpaceStat, Stat, Whence};
pub use linux::Linux;
pub use processes::{
    Accounts, CpuTimes, Exit, FileAction, Group, Ids, PlainSpawn, Processes, Spawn, SystemName, Usage, User,
};
pub use sharing::{MapRequest, Mapping, Semaphore, Sharing};
pub use signals::{Disposition, SignalInfo, Signals};
pub use sockets::{Address, Control, Message, SocketInfo, Sockets};
pub use terminals::{CONTROL_CHARACTERS, Modes, Terminals};
pub use threads::{Body, ETIMEDOUT, Threads};
pub use waiting::{Clocks, LocalTime, PollEntry, Waiting};

/// An error number of the operating system.
pub type Errno = i32;

/// A file descriptor.
pub type Fd = i32;

/// What the world answers.
pub type Answer<T> = Result<T, Errno>;

/// "Function not implemented": what a world says that has no such thing.
pub const ENOSYS: Errno = 38;
/// A signal came first; whoever waited looks at pending work and asks again.
pub const EINTR: Errno = 4;
pub const EAGAIN: Errno = 11;
pub const ESPIPE: Errno = 29;
pub const EBADF: Errno = 9;
pub const ENOENT: Errno = 2;
pub const ENODEV: Errno = 19;

pub trait Host:
    Files
    + Processes
    + Clocks
    + Waiting
    + Signals
    + Sockets
    + Threads
    + Sharing
    + Terminals
    + Linux
    + Databases
    + Send
    + Sync
{
    /// Whether standard output is to be written at once.
    fn is_unbuffered(&self) -> bool {
        false
    }
    /// Whether somebody follows standard output line by line, though it is no terminal.
    fn is_followed(&self) -> bool {
        false
    }
    /// What standard output and error got since their last line end; it counts as shown from now on.
    fn take_open_line(&self) -> Vec<u8> {
        Vec::new()
    }
    fn error_text(&self, errno: Errno) -> String;

    /// All of a file.
    fn read_file(&self, path: &[u8]) -> Answer<Vec<u8>> {
        const READ_ONLY: i32 = 0o2000000;
        let fd = self.open(Place::Path(path), READ_ONLY, 0)?;
        let mut data = Vec::new();
        let mut chunk = vec![0; 64 << 10];
        let end = loop {
            match self.read(fd, &mut chunk) {
                Ok(0) => break Ok(()),
                Ok(n) => data.extend_from_slice(chunk.get(..n).unwrap_or_default()),
                Err(EINTR) => (),
                Err(e) => break Err(e),
            }
        };
        let _ = self.close(fd);
        end.map(|()| data)
    }

    /// Whether the path is a directory; `None` if there is nothing.
    fn is_directory(&self, path: &[u8]) -> Option<bool> {
        Some(self.stat(Place::Path(path), true).ok()?.is_directory())
    }

    /// Writes all of the data, for reports.
    fn write_all(&self, fd: Fd, mut data: &[u8]) -> Answer<()> {
        while !data.is_empty() {
            match self.write(fd, data) {
                Ok(n) => data = data.get(n..).unwrap_or_default(),
                Err(EINTR) => (),
                Err(e) => return Err(e),
            }
        }
        Ok(())
    }
}

/// A world without files, input or time; output goes nowhere. For tests and sealed programs.
pub struct Nothing;

impl Files for Nothing {
    fn write(&self, _: Fd, data: &[u8]) -> Answer<usize> {
        Ok(data.len())
    }
    fn read(&self, _: Fd, _: &mut [u8]) -> Answer<usize> {
        Ok(0)
    }
}
impl Processes for Nothing {}
impl Clocks for Nothing {}
impl Waiting for Nothing {}
impl Signals for Nothing {}
impl Sockets for Nothing {}
impl Threads for Nothing {}
impl Sharing for Nothing {}
impl Terminals for Nothing {}
impl Linux for Nothing {}
impl Databases for Nothing {}

impl Host for Nothing {
    fn error_text(&self, _: Errno) -> String {
        String::new()
    }
}
