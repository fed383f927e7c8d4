//! What all system calls have in common: results, error numbers, strings that end in NUL.

use std::ffi::CString;

use theseus_object::host::{Answer, Errno, Fd, Place};

/// The error number of the call that just failed.
pub fn last() -> Errno {
    std::io::Error::last_os_error().raw_os_error().unwrap_or(libc::EIO)
}

/// A result that is negative on failure.
pub trait Result_: Copy {
    fn failed(self) -> bool;
}

impl Result_ for i32 {
    fn failed(self) -> bool {
        self < 0
    }
}

impl Result_ for i64 {
    fn failed(self) -> bool {
        self < 0
    }
}

impl Result_ for isize {
    fn failed(self) -> bool {
        self < 0
    }
}

pub fn check<T: Result_>(result: T) -> Answer<T> {
    if result.failed() { Err(last()) } else { Ok(result) }
}

/// A system call whose pointers are those of live slices, strings and structures of the caller, with
/// the lengths they have; the error number if it fails.
macro_rules! sys {
    ($call:expr) => {
        // SAFETY: see above: every argument that is a pointer comes from a borrow that is alive.
        $crate::calls::check(unsafe { $call })
    };
}
pub(crate) use sys;

/// A result that is itself an error number.
pub fn direct(errno: i32) -> Answer<()> {
    if errno == 0 { Ok(()) } else { Err(errno) }
}

/// A string for the system. Callers refuse NUL before; here it is an invalid argument.
pub fn string(bytes: &[u8]) -> Answer<CString> {
    CString::new(bytes).map_err(|_| libc::EINVAL)
}

/// A place as the directory and path of the `…at` calls.
pub enum Target {
    Path(Fd, CString),
    Open(Fd),
}

impl Target {
    pub fn of(place: Place<'_>) -> Answer<Target> {
        Ok(match place {
            Place::Path(path) => Target::Path(libc::AT_FDCWD, string(path)?),
            Place::At(fd, path) => Target::Path(fd, string(path)?),
            Place::Open(fd) => Target::Open(fd),
        })
    }

    /// Directory and path, for calls that know no open file.
    pub fn path(place: Place<'_>) -> Answer<(Fd, CString)> {
        match Target::of(place)? {
            Target::Path(fd, path) => Ok((fd, path)),
            Target::Open(_) => Err(libc::EINVAL),
        }
    }
}

pub fn timespec(nanoseconds: i128) -> libc::timespec {
    const SECOND: i128 = 1_000_000_000;
    libc::timespec {
        tv_sec: nanoseconds.div_euclid(SECOND) as libc::time_t,
        tv_nsec: nanoseconds.rem_euclid(SECOND) as libc::c_long,
    }
}

pub fn nanoseconds(seconds: i64, rest: i64) -> i128 {
    seconds as i128 * 1_000_000_000 + rest as i128
}

pub fn seconds(t: libc::timeval) -> f64 {
    t.tv_sec as f64 + t.tv_usec as f64 / 1e6
}

/// A structure of the system's with all bytes zero.
pub fn zeroed<T: Plain>() -> T {
    // SAFETY: the types named below consist of numbers and pointers, for which zero is a value.
    unsafe { std::mem::zeroed() }
}

/// Structures for which all bytes zero are a value.
pub trait Plain {}

macro_rules! plain {
    ($($ty:ty),*) => { $(impl Plain for $ty {})* };
}

plain!(
    libc::stat,
    libc::pthread_attr_t,
    libc::statvfs,
    libc::rusage,
    libc::tm,
    libc::utsname,
    libc::sigset_t,
    libc::sigaction,
    libc::itimerval,
    libc::sockaddr_ll,
    libc::sockaddr_nl,
    libc::sockaddr_storage,
    libc::sockaddr_vm,
    libc::addrinfo,
    libc::winsize,
    libc::termios,
    libc::tms,
    libc::cpu_set_t,
    libc::timespec,
    libc::siginfo_t,
    libc::msghdr,
    libc::cmsghdr,
    libc::posix_spawn_file_actions_t,
    libc::posix_spawnattr_t
);
