//! Signals: ^C sets a bit that the machine looks at, and wakes whoever waits for input.

use std::os::fd::{AsRawFd, RawFd};
use std::os::unix::net::UnixStream;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

/// Gets a byte at each SIGINT. Signals belong to the process, so it is one for all.
static WAKE: OnceLock<UnixStream> = OnceLock::new();

/// From now on SIGINT sets `bit` in `flag` instead of ending the process. An ignored SIGINT stays
/// ignored, as in CPython. Without memory for it ^C ends the process: nothing else is lost.
pub fn set_on_interrupt(flag: &'static AtomicU32, bit: u32) {
    // SAFETY: reading the present action changes nothing.
    let ignored = unsafe {
        let mut old: libc::sigaction = std::mem::zeroed();
        libc::sigaction(libc::SIGINT, std::ptr::null(), &mut old) == 0 && old.sa_sigaction == libc::SIG_IGN
    };
    if ignored {
        return;
    }
    // The bit first: whoever is woken looks at it.
    // SAFETY: the handler only sets a bit of an atomic that lives as long as the process.
    let set = unsafe {
        signal_hook::low_level::register(libc::SIGINT, move || {
            flag.fetch_or(bit, Ordering::Relaxed);
        })
    };
    if set.is_ok()
        && let Ok((reader, writer)) = UnixStream::pair()
        && reader.set_nonblocking(true).is_ok()
        && signal_hook::low_level::pipe::register(libc::SIGINT, writer).is_ok()
    {
        let _ = WAKE.set(reader);
    }
}

/// Waits until `file` can be read; false if a signal came first.
pub(crate) fn wait_for_input(file: RawFd) -> bool {
    let Some(wake) = WAKE.get() else { return true };
    let entry = |fd| libc::pollfd { fd, events: libc::POLLIN, revents: 0 };
    let mut files = [entry(wake.as_raw_fd()), entry(file)];
    // SAFETY: the array is ours and its length is given.
    if unsafe { libc::poll(files.as_mut_ptr(), files.len() as libc::nfds_t, -1) } < 0 {
        // Interrupted by a signal; of other errors the reading itself will tell.
        return std::io::Error::last_os_error().raw_os_error() != Some(libc::EINTR);
    }
    if files[0].revents == 0 {
        return true;
    }
    let mut bytes = [0; 64];
    let _ = std::io::Read::read(&mut &*wake, &mut bytes);
    false
}
