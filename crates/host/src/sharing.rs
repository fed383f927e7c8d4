//! Mapped memory and named semaphores.

use std::collections::BTreeSet;
use std::ptr::NonNull;
use std::sync::{Mutex, MutexGuard, PoisonError};

use theseus_object::host::{Answer, EAGAIN, ETIMEDOUT, MapRequest, Mapping, Semaphore, Sharing};

use crate::Process;
use crate::calls::{last, string, sys, zeroed};

/// Memory of `mmap`.
struct Mapped {
    start: NonNull<u8>,
    length: usize,
    protection: i32,
}

// SAFETY: the memory belongs to this value alone, wherever it goes.
unsafe impl Send for Mapped {}

impl Mapping for Mapped {
    fn bytes(&self) -> &[u8] {
        if self.protection & libc::PROT_READ == 0 {
            return &[];
        }
        // SAFETY: the range is mapped until the value is dropped, and may be read. Another process that
        // writes it meanwhile changes bytes, for which any value is one.
        unsafe { std::slice::from_raw_parts(self.start.as_ptr(), self.length) }
    }

    fn bytes_mut(&mut self) -> &mut [u8] {
        if self.protection & libc::PROT_WRITE == 0 {
            return &mut [];
        }
        // SAFETY: as above; in this process nobody else has the memory, and it may be written.
        unsafe { std::slice::from_raw_parts_mut(self.start.as_ptr(), self.length) }
    }

    fn flush(&self, offset: usize, length: usize) -> Answer<()> {
        let at = self.part(offset, length)?;
        sys!(libc::msync(at, length, libc::MS_SYNC)).map(drop)
    }

    fn advise(&self, advice: i32, offset: usize, length: usize) -> Answer<()> {
        let at = self.part(offset, length)?;
        sys!(libc::madvise(at, length, advice)).map(drop)
    }

    fn resize(&mut self, length: usize) -> Answer<()> {
        // SAFETY: the old range is ours; nobody has a slice of it, for this borrow is unique.
        let moved =
            unsafe { libc::mremap(self.start.as_ptr().cast(), self.length, length, libc::MREMAP_MAYMOVE) };
        self.start = mapped(moved)?;
        self.length = length;
        Ok(())
    }
}

impl Mapped {
    /// Where a part of the memory begins.
    fn part(&self, offset: usize, length: usize) -> Answer<*mut libc::c_void> {
        match offset.checked_add(length) {
            // SAFETY: the offset lies within the mapping.
            Some(end) if end <= self.length => Ok(unsafe { self.start.as_ptr().add(offset) }.cast()),
            _ => Err(libc::EINVAL),
        }
    }
}

impl Drop for Mapped {
    fn drop(&mut self) {
        let _ = sys!(libc::munmap(self.start.as_ptr().cast(), self.length));
    }
}

fn mapped(start: *mut libc::c_void) -> Answer<NonNull<u8>> {
    if start == libc::MAP_FAILED {
        return Err(last());
    }
    NonNull::new(start.cast()).ok_or(libc::ENOMEM)
}

/// The semaphores that are open, so that a number is never taken for an address that is none.
static OPEN: Mutex<BTreeSet<Semaphore>> = Mutex::new(BTreeSet::new());

fn open() -> MutexGuard<'static, BTreeSet<Semaphore>> {
    OPEN.lock().unwrap_or_else(PoisonError::into_inner)
}

fn address(semaphore: Semaphore) -> Answer<*mut libc::sem_t> {
    if open().contains(&semaphore) { Ok(semaphore as *mut libc::sem_t) } else { Err(libc::EINVAL) }
}

/// A call about a semaphore that is open.
macro_rules! semaphore {
    ($call:ident($semaphore:expr $(, $argument:expr)*)) => {{
        let address = address($semaphore)?;
        sys!(libc::$call(address $(, $argument)*))
    }};
}

impl Sharing for Process {
    fn map(&self, request: &MapRequest) -> Answer<Box<dyn Mapping>> {
        let fd = request.fd.unwrap_or(-1);
        // SAFETY: the system chooses where the memory lies; no memory of ours is touched.
        let start = unsafe {
            let nowhere = std::ptr::null_mut();
            libc::mmap(nowhere, request.length, request.protection, request.flags, fd, request.offset)
        };
        let protection = request.protection;
        Ok(Box::new(Mapped { start: mapped(start)?, length: request.length, protection }))
    }

    fn open_semaphore(&self, name: &[u8], value: Option<u32>) -> Answer<Semaphore> {
        let name = string(name)?;
        // SAFETY: the name is alive; mode and value are numbers.
        let opened = unsafe {
            match value {
                Some(value) => libc::sem_open(name.as_ptr(), libc::O_CREAT | libc::O_EXCL, 0o600, value),
                None => libc::sem_open(name.as_ptr(), 0),
            }
        };
        if opened == libc::SEM_FAILED {
            return Err(last());
        }
        open().insert(opened as Semaphore);
        Ok(opened as Semaphore)
    }

    fn close_semaphore(&self, semaphore: Semaphore) -> Answer<()> {
        semaphore!(sem_close(semaphore))?;
        open().remove(&semaphore);
        Ok(())
    }

    fn unlink_semaphore(&self, name: &[u8]) -> Answer<()> {
        let name = string(name)?;
        sys!(libc::sem_unlink(name.as_ptr())).map(drop)
    }

    fn wait_semaphore(&self, semaphore: Semaphore, nanoseconds: Option<u64>) -> Answer<()> {
        let Some(nanoseconds) = nanoseconds else {
            return semaphore!(sem_wait(semaphore)).map(drop);
        };
        if nanoseconds == 0 {
            let taken = semaphore!(sem_trywait(semaphore)).map(drop);
            return taken.map_err(|errno| if errno == EAGAIN { ETIMEDOUT } else { errno });
        }
        const SECOND: u64 = 1_000_000_000;
        let mut until: libc::timespec = zeroed();
        sys!(libc::clock_gettime(libc::CLOCK_REALTIME, &mut until))?;
        let rest = until.tv_nsec as u64 + nanoseconds % SECOND;
        until.tv_sec = until.tv_sec.saturating_add((nanoseconds / SECOND + rest / SECOND) as libc::time_t);
        until.tv_nsec = (rest % SECOND) as libc::c_long;
        semaphore!(sem_timedwait(semaphore, &until)).map(drop)
    }

    fn post_semaphore(&self, semaphore: Semaphore) -> Answer<()> {
        semaphore!(sem_post(semaphore)).map(drop)
    }

    fn semaphore_value(&self, semaphore: Semaphore) -> Answer<i32> {
        let mut value = 0;
        semaphore!(sem_getvalue(semaphore, &mut value))?;
        Ok(value)
    }
}
