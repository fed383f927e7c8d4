//! Signals: ^C sets a bit that the machine looks at.

use std::sync::atomic::{AtomicU32, Ordering};

/// From now on SIGINT sets `bit` in `flag` instead of ending the process. An ignored SIGINT stays
/// ignored, as in CPython.
pub fn set_on_interrupt(flag: &'static AtomicU32, bit: u32) {
    // SAFETY: reading the present action changes nothing.
    let ignored = unsafe {
        let mut old: libc::sigaction = std::mem::zeroed();
        libc::sigaction(libc::SIGINT, std::ptr::null(), &mut old) == 0 && old.sa_sigaction == libc::SIG_IGN
    };
    if ignored {
        return;
    }
    // SAFETY: the handler only sets a bit of an atomic that lives as long as the process.
    let set = unsafe { signal_hook::low_level::register(libc::SIGINT, move || { flag.fetch_or(bit, Ordering::Relaxed); }) };
    // Without a handler ^C ends the process: nothing else is lost.
    drop(set);
}
