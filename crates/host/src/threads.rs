//! Threads, and words that they sleep on.

use std::os::unix::thread::JoinHandleExt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use theseus_object::host::{Answer, Body, Threads};

use crate::Process;
use crate::calls::{direct, sys, timespec, zeroed};
use crate::signals;

/// Bytes of native stack that the calling thread has below `here`, an address in it.
pub fn stack_left(here: usize) -> Option<usize> {
    let (mut attributes, mut low, mut size) = (zeroed(), std::ptr::null_mut(), 0);
    // SAFETY: the attributes are filled for this thread, read and destroyed.
    unsafe {
        direct(libc::pthread_getattr_np(libc::pthread_self(), &mut attributes)).ok()?;
        let read = direct(libc::pthread_attr_getstack(&attributes, &mut low, &mut size));
        libc::pthread_attr_destroy(&mut attributes);
        read.ok()?;
    }
    here.checked_sub(low as usize)
}

/// Bytes of address space that the process may have, if there is a limit.
pub fn address_space() -> Option<u64> {
    let mut limit = libc::rlimit { rlim_cur: 0, rlim_max: 0 };
    sys!(libc::getrlimit(libc::RLIMIT_AS, &mut limit)).ok()?;
    (limit.rlim_cur != libc::RLIM_INFINITY).then_some(limit.rlim_cur)
}

impl Threads for Process {
    fn address_space(&self) -> Option<u64> {
        address_space()
    }

    fn start_thread(&self, stack: usize, body: Body) -> Answer<u64> {
        match std::thread::Builder::new().stack_size(stack).spawn(body) {
            Ok(handle) => Ok(handle.as_pthread_t()),
            Err(e) => Err(e.raw_os_error().unwrap_or(libc::EAGAIN)),
        }
    }

    fn thread(&self) -> u64 {
        // SAFETY: pthread_self has no conditions.
        unsafe { libc::pthread_self() as u64 }
    }

    fn native_thread(&self) -> Answer<u64> {
        // SAFETY: gettid has no conditions.
        Ok(unsafe { libc::gettid() } as u64)
    }

    fn signal_thread(&self, thread: u64, signal: i32) -> Answer<()> {
        // SAFETY: the caller says that the thread runs.
        direct(unsafe { libc::pthread_kill(thread as libc::pthread_t, signal) })
    }

    fn thread_clock(&self, thread: u64) -> Answer<i32> {
        let mut clock = 0;
        // SAFETY: as above; the clock's number goes into our own variable.
        direct(unsafe { libc::pthread_getcpuclockid(thread as libc::pthread_t, &mut clock) })?;
        Ok(clock)
    }

    fn wait_word(&self, word: &AtomicU32, nanoseconds: Option<u64>) -> Answer<()> {
        if word.load(Ordering::SeqCst) != 0 {
            return Ok(());
        }
        let span = nanoseconds.map(|n| timespec(n as i128));
        let span = span.as_ref().map_or(std::ptr::null(), std::ptr::from_ref);
        let operation = libc::FUTEX_WAIT | libc::FUTEX_PRIVATE_FLAG;
        match sys!(libc::syscall(libc::SYS_futex, word.as_ptr(), operation, 0, span)) {
            // The word had changed before the thread slept.
            Ok(_) | Err(libc::EAGAIN) => Ok(()),
            Err(errno) => Err(errno),
        }
    }

    fn wake_word(&self, word: &AtomicU32) {
        word.store(1, Ordering::SeqCst);
        let operation = libc::FUTEX_WAKE | libc::FUTEX_PRIVATE_FLAG;
        // Nobody may be asleep.
        let _ = sys!(libc::syscall(libc::SYS_futex, word.as_ptr(), operation, 1));
    }

    fn becomes_main(&self, word: &Arc<AtomicU32>) {
        signals::go_to_this_thread(word);
    }
}
