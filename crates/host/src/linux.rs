//! What Linux has beyond POSIX.

use std::ffi::CString;

use theseus_object::host::{Answer, Fd, Linux, Place};

use crate::Process;
use crate::calls::{Target, direct, nanoseconds, string, sys, zeroed};

/// The path that calls without a directory take: relative to the current one, or an open file's.
enum Where {
    Path(CString),
    Open(Fd),
}

fn place_of(place: Place<'_>) -> Answer<Where> {
    match Target::of(place)? {
        Target::Path(libc::AT_FDCWD, path) => Ok(Where::Path(path)),
        Target::Path(..) => Err(libc::EINVAL),
        Target::Open(fd) => Ok(Where::Open(fd)),
    }
}

/// Asks first how much there is, then for it; again if it has grown meanwhile.
fn sized(ask: impl Fn(*mut libc::c_void, usize) -> Answer<isize>) -> Answer<Vec<u8>> {
    loop {
        let mut room = vec![0u8; ask(std::ptr::null_mut(), 0)? as usize];
        match ask(room.as_mut_ptr().cast(), room.len()) {
            Ok(n) => {
                room.truncate(n as usize);
                return Ok(room);
            }
            Err(libc::ERANGE) => (),
            Err(e) => return Err(e),
        }
    }
}

/// A pointer to an offset that may be missing.
fn offset(at: &mut Option<i64>) -> *mut i64 {
    at.as_mut().map_or(std::ptr::null_mut(), std::ptr::from_mut)
}

impl Linux for Process {
    fn attribute(&self, place: Place<'_>, name: &[u8], follow: bool) -> Answer<Vec<u8>> {
        let (place, name) = (place_of(place)?, string(name)?);
        sized(|to, room| match &place {
            Where::Path(path) if follow => sys!(libc::getxattr(path.as_ptr(), name.as_ptr(), to, room)),
            Where::Path(path) => sys!(libc::lgetxattr(path.as_ptr(), name.as_ptr(), to, room)),
            Where::Open(fd) => sys!(libc::fgetxattr(*fd, name.as_ptr(), to, room)),
        })
    }

    fn set_attribute(
        &self,
        place: Place<'_>,
        name: &[u8],
        value: &[u8],
        flags: i32,
        follow: bool,
    ) -> Answer<()> {
        let name = string(name)?;
        let (name, data, n) = (name.as_ptr(), value.as_ptr().cast(), value.len());
        match place_of(place)? {
            Where::Path(path) if follow => sys!(libc::setxattr(path.as_ptr(), name, data, n, flags)),
            Where::Path(path) => sys!(libc::lsetxattr(path.as_ptr(), name, data, n, flags)),
            Where::Open(fd) => sys!(libc::fsetxattr(fd, name, data, n, flags)),
        }
        .map(drop)
    }

    fn remove_attribute(&self, place: Place<'_>, name: &[u8], follow: bool) -> Answer<()> {
        let name = string(name)?;
        match place_of(place)? {
            Where::Path(path) if follow => sys!(libc::removexattr(path.as_ptr(), name.as_ptr())),
            Where::Path(path) => sys!(libc::lremovexattr(path.as_ptr(), name.as_ptr())),
            Where::Open(fd) => sys!(libc::fremovexattr(fd, name.as_ptr())),
        }
        .map(drop)
    }

    fn attributes(&self, place: Place<'_>, follow: bool) -> Answer<Vec<u8>> {
        let place = place_of(place)?;
        sized(|to, room| match &place {
            Where::Path(path) if follow => sys!(libc::listxattr(path.as_ptr(), to.cast(), room)),
            Where::Path(path) => sys!(libc::llistxattr(path.as_ptr(), to.cast(), room)),
            Where::Open(fd) => sys!(libc::flistxattr(*fd, to.cast(), room)),
        })
    }

    fn memory_file(&self, name: &[u8], flags: u32) -> Answer<Fd> {
        let name = string(name)?;
        sys!(libc::memfd_create(name.as_ptr(), flags))
    }

    fn event(&self, initial: u32, flags: i32) -> Answer<Fd> {
        sys!(libc::eventfd(initial, flags))
    }

    fn copy_range(
        &self,
        mut from: (Fd, Option<i64>),
        mut to: (Fd, Option<i64>),
        count: usize,
        flags: u32,
    ) -> Answer<usize> {
        let (at, place) = (offset(&mut from.1), offset(&mut to.1));
        sys!(libc::copy_file_range(from.0, at, to.0, place, count, flags)).map(|n| n as usize)
    }

    fn splice(
        &self,
        mut from: (Fd, Option<i64>),
        mut to: (Fd, Option<i64>),
        count: usize,
        flags: u32,
    ) -> Answer<usize> {
        let (at, place) = (offset(&mut from.1), offset(&mut to.1));
        sys!(libc::splice(from.0, at, to.0, place, count, flags)).map(|n| n as usize)
    }

    fn advise(&self, fd: Fd, offset: i64, length: i64, advice: i32) -> Answer<()> {
        // SAFETY: the call takes any numbers.
        direct(unsafe { libc::posix_fadvise(fd, offset, length, advice) })
    }

    fn allocate(&self, fd: Fd, offset: i64, length: i64) -> Answer<()> {
        // SAFETY: the call takes any numbers.
        direct(unsafe { libc::posix_fallocate(fd, offset, length) })
    }

    fn sync_all(&self) {
        // SAFETY: the call has no arguments.
        unsafe { libc::sync() }
    }

    fn change_root(&self, path: &[u8]) -> Answer<()> {
        let path = string(path)?;
        sys!(libc::chroot(path.as_ptr())).map(drop)
    }

    fn process_descriptor(&self, pid: i32, flags: u32) -> Answer<Fd> {
        sys!(libc::syscall(libc::SYS_pidfd_open, pid, flags)).map(|fd| fd as Fd)
    }

    fn signal_descriptor(&self, fd: Fd, signal: i32, flags: u32) -> Answer<()> {
        let nothing = std::ptr::null::<libc::siginfo_t>();
        sys!(libc::syscall(libc::SYS_pidfd_send_signal, fd, signal, nothing, flags)).map(drop)
    }

    fn scheduler(&self, pid: i32) -> Answer<i32> {
        sys!(libc::sched_getscheduler(pid))
    }

    fn set_scheduler(&self, pid: i32, policy: i32, priority: i32) -> Answer<()> {
        let parameter = libc::sched_param { sched_priority: priority };
        sys!(libc::sched_setscheduler(pid, policy, &parameter)).map(drop)
    }

    fn static_priority(&self, pid: i32) -> Answer<i32> {
        let mut parameter = libc::sched_param { sched_priority: 0 };
        sys!(libc::sched_getparam(pid, &mut parameter))?;
        Ok(parameter.sched_priority)
    }

    fn set_static_priority(&self, pid: i32, priority: i32) -> Answer<()> {
        let parameter = libc::sched_param { sched_priority: priority };
        sys!(libc::sched_setparam(pid, &parameter)).map(drop)
    }

    fn priorities(&self, policy: i32) -> Answer<(i32, i32)> {
        Ok((sys!(libc::sched_get_priority_min(policy))?, sys!(libc::sched_get_priority_max(policy))?))
    }

    fn time_slice(&self, pid: i32) -> Answer<i128> {
        let mut slice: libc::timespec = zeroed();
        sys!(libc::sched_rr_get_interval(pid, &mut slice))?;
        Ok(nanoseconds(slice.tv_sec, slice.tv_nsec))
    }

    fn unshare(&self, flags: i32) -> Answer<()> {
        sys!(libc::unshare(flags)).map(drop)
    }

    fn join_namespace(&self, fd: Fd, kind: i32) -> Answer<()> {
        sys!(libc::setns(fd, kind)).map(drop)
    }
}
