//! Files, clocks and how the process ends.

use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;
use std::time::{Instant, SystemTime, UNIX_EPOCH};

pub fn read_file(path: &[u8]) -> Result<Vec<u8>, i32> {
    std::fs::read(OsStr::from_bytes(path)).map_err(|e| e.raw_os_error().unwrap_or(libc::EIO))
}

/// Whether the path is a directory; `None` if there is nothing.
pub fn is_directory(path: &[u8]) -> Option<bool> {
    std::fs::metadata(OsStr::from_bytes(path)).ok().map(|m| m.is_dir())
}

/// The operating system's words for an error number.
pub fn error_text(errno: i32) -> String {
    let text = std::io::Error::from_raw_os_error(errno).to_string();
    match text.rfind(" (os error") {
        Some(at) => text[..at].to_string(),
        None => text,
    }
}

/// Clocks, in nanoseconds.
pub struct ClockSource {
    start: Instant,
}

impl Default for ClockSource {
    fn default() -> ClockSource {
        ClockSource { start: Instant::now() }
    }
}

impl ClockSource {
    /// Since this source was made; never goes back.
    pub fn monotonic(&self) -> u64 {
        self.start.elapsed().as_nanos() as u64
    }

    /// Since 1970.
    pub fn wall(&self) -> i128 {
        match SystemTime::now().duration_since(UNIX_EPOCH) {
            Ok(d) => d.as_nanos() as i128,
            Err(e) => -(e.duration().as_nanos() as i128),
        }
    }

    /// Processor time of this process.
    pub fn process(&self) -> u64 {
        let mut t = libc::timespec { tv_sec: 0, tv_nsec: 0 };
        // SAFETY: the struct is ours and the clock exists.
        unsafe { libc::clock_gettime(libc::CLOCK_PROCESS_CPUTIME_ID, &mut t) };
        t.tv_sec as u64 * 1_000_000_000 + t.tv_nsec as u64
    }

    pub fn sleep(&self, nanoseconds: u64) {
        std::thread::sleep(std::time::Duration::from_nanos(nanoseconds));
    }
}

/// Ends the process by SIGINT, so that whoever started it sees why.
pub fn die_by_interrupt() -> ! {
    // SAFETY: restores the default action and raises the signal.
    unsafe {
        libc::signal(libc::SIGINT, libc::SIG_DFL);
        libc::raise(libc::SIGINT);
    }
    std::process::exit(130)
}
