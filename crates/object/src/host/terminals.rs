//! Terminals: their modes, and what waits in their lines.

use super::{Answer, ENOSYS, Fd};

/// Control characters that a terminal has.
pub const CONTROL_CHARACTERS: usize = 32;

/// The modes of a terminal, as `termios` has them.
#[derive(Clone, Copy, Default, Debug)]
pub struct Modes {
    pub input: u32,
    pub output: u32,
    pub control: u32,
    pub local: u32,
    pub input_speed: u32,
    pub output_speed: u32,
    pub characters: [u8; CONTROL_CHARACTERS],
}

/// The numbers of `when`, `queue` and `action` are POSIX's.
#[expect(unused_variables, reason = "the defaults only refuse")]
pub trait Terminals {
    fn modes(&self, fd: Fd) -> Answer<Modes> {
        Err(ENOSYS)
    }
    fn set_modes(&self, fd: Fd, when: i32, modes: &Modes) -> Answer<()> {
        Err(ENOSYS)
    }
    fn send_break(&self, fd: Fd, duration: i32) -> Answer<()> {
        Err(ENOSYS)
    }
    /// Waits until all output is sent.
    fn drain(&self, fd: Fd) -> Answer<()> {
        Err(ENOSYS)
    }
    fn flush_queue(&self, fd: Fd, queue: i32) -> Answer<()> {
        Err(ENOSYS)
    }
    fn flow(&self, fd: Fd, action: i32) -> Answer<()> {
        Err(ENOSYS)
    }
    /// The two ends of a new pseudo-terminal.
    fn open_terminal(&self) -> Answer<(Fd, Fd)> {
        Err(ENOSYS)
    }
}
