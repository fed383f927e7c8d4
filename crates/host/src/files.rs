//! Descriptors, paths and directories.

use std::ffi::CStr;

use theseus_object::host::{Answer, Entry, EntryKind, Fd, Files, Host, Place, SpaceStat, Stat, Whence};

use crate::Process;
use crate::calls::{Target, check, last, nanoseconds, string, sys, timespec, zeroed};

/// All of a file, without an interpreter.
pub fn read_file(path: &[u8]) -> Answer<Vec<u8>> {
    Process::new().read_file(path)
}

/// Adds to the end of a file, which is made if it is missing; nobody else may read it then.
pub fn append_file(path: &[u8], data: &[u8]) -> Answer<()> {
    let host = Process::new();
    let flags = libc::O_WRONLY | libc::O_APPEND | libc::O_CREAT | libc::O_CLOEXEC;
    let fd = host.open(Place::Path(path), flags, 0o600)?;
    let written = host.write_all(fd, data);
    let _ = host.close(fd);
    written
}

/// Whether the path is a directory; `None` if there is nothing.
pub fn is_directory(path: &[u8]) -> Option<bool> {
    Process::new().is_directory(path)
}

fn no_follow(follow: bool) -> i32 {
    if follow { 0 } else { libc::AT_SYMLINK_NOFOLLOW }
}

/// The longest transfer that one call takes.
const MOST: usize = i32::MAX as usize;

impl Files for Process {
    fn open(&self, place: Place<'_>, flags: i32, mode: u32) -> Answer<Fd> {
        let (dir, path) = Target::path(place)?;
        match sys!(libc::openat(dir, path.as_ptr(), flags | libc::O_CLOEXEC, mode)) {
            Err(errno) => self.open_shelved(place, flags, errno),
            fd => fd,
        }
    }

    fn close(&self, fd: Fd) -> Answer<()> {
        sys!(libc::close(fd)).map(drop)
    }

    fn read(&self, fd: Fd, into: &mut [u8]) -> Answer<usize> {
        let n = sys!(libc::read(fd, into.as_mut_ptr().cast(), into.len().min(MOST)))? as usize;
        if fd == 0 {
            // What was typed ended with a line end.
            self.take_open_line();
        }
        Ok(n)
    }

    fn write(&self, fd: Fd, data: &[u8]) -> Answer<usize> {
        if let (1 | 2, Some(output)) = (fd, &self.output) {
            output(fd, data);
            return Ok(data.len());
        }
        let n = sys!(libc::write(fd, data.as_ptr().cast(), data.len().min(MOST)))? as usize;
        if let 1 | 2 = fd {
            self.shown(&data[..n]);
        }
        Ok(n)
    }

    fn read_at(&self, fd: Fd, into: &mut [u8], offset: i64) -> Answer<usize> {
        sys!(libc::pread(fd, into.as_mut_ptr().cast(), into.len().min(MOST), offset)).map(|n| n as usize)
    }

    fn write_at(&self, fd: Fd, data: &[u8], offset: i64) -> Answer<usize> {
        sys!(libc::pwrite(fd, data.as_ptr().cast(), data.len().min(MOST), offset)).map(|n| n as usize)
    }

    fn seek(&self, fd: Fd, offset: i64, whence: Whence) -> Answer<i64> {
        sys!(libc::lseek(fd, offset, whence))
    }

    fn stat(&self, place: Place<'_>, follow: bool) -> Answer<Stat> {
        let mut s: libc::stat = zeroed();
        let known = match Target::of(place)? {
            Target::Path(dir, path) => sys!(libc::fstatat(dir, path.as_ptr(), &mut s, no_follow(follow))),
            Target::Open(fd) => sys!(libc::fstat(fd, &mut s)),
        };
        if let Err(errno) = known {
            return self.stat_shelved(place, errno);
        }
        Ok(Stat {
            mode: s.st_mode,
            inode: s.st_ino,
            device: s.st_dev,
            links: s.st_nlink,
            user: s.st_uid,
            group: s.st_gid,
            size: s.st_size,
            accessed: nanoseconds(s.st_atime, s.st_atime_nsec),
            modified: nanoseconds(s.st_mtime, s.st_mtime_nsec),
            changed: nanoseconds(s.st_ctime, s.st_ctime_nsec),
            block_size: s.st_blksize,
            blocks: s.st_blocks,
            special_device: s.st_rdev,
        })
    }

    fn space(&self, place: Place<'_>) -> Answer<SpaceStat> {
        let mut s: libc::statvfs = zeroed();
        match Target::of(place)? {
            Target::Path(_, path) => sys!(libc::statvfs(path.as_ptr(), &mut s))?,
            Target::Open(fd) => sys!(libc::fstatvfs(fd, &mut s))?,
        };
        Ok(SpaceStat {
            block_size: s.f_bsize,
            fragment_size: s.f_frsize,
            blocks: s.f_blocks,
            free: s.f_bfree,
            available: s.f_bavail,
            files: s.f_files,
            free_files: s.f_ffree,
            available_files: s.f_favail,
            flags: s.f_flag,
            longest_name: s.f_namemax,
            id: s.f_fsid,
        })
    }

    fn truncate(&self, place: Place<'_>, length: i64) -> Answer<()> {
        match Target::of(place)? {
            Target::Path(_, path) => sys!(libc::truncate(path.as_ptr(), length)),
            Target::Open(fd) => sys!(libc::ftruncate(fd, length)),
        }
        .map(drop)
    }

    fn sync(&self, fd: Fd, data_only: bool) -> Answer<()> {
        if data_only { sys!(libc::fdatasync(fd)) } else { sys!(libc::fsync(fd)) }.map(drop)
    }

    fn duplicate(&self, fd: Fd) -> Answer<Fd> {
        sys!(libc::fcntl(fd, libc::F_DUPFD_CLOEXEC, 0))
    }

    fn duplicate_to(&self, fd: Fd, to: Fd, inheritable: bool) -> Answer<Fd> {
        if inheritable || fd == to {
            return sys!(libc::dup2(fd, to));
        }
        sys!(libc::dup3(fd, to, libc::O_CLOEXEC))
    }

    fn pipe(&self, flags: i32) -> Answer<(Fd, Fd)> {
        let mut ends = [0; 2];
        sys!(libc::pipe2(ends.as_mut_ptr(), flags))?;
        Ok((ends[0], ends[1]))
    }

    fn is_terminal(&self, fd: Fd) -> bool {
        let elsewhere = self.output.is_some() && matches!(fd, 1 | 2);
        // SAFETY: isatty takes any number.
        !elsewhere && unsafe { libc::isatty(fd) == 1 }
    }

    fn terminal_size(&self, fd: Fd) -> Answer<(u16, u16)> {
        let mut size: libc::winsize = zeroed();
        sys!(libc::ioctl(fd, libc::TIOCGWINSZ, &mut size))?;
        Ok((size.ws_col, size.ws_row))
    }

    fn terminal_name(&self, fd: Fd) -> Answer<Vec<u8>> {
        let mut name = [0u8; 256];
        // SAFETY: the array is ours and its length is given.
        match unsafe { libc::ttyname_r(fd, name.as_mut_ptr().cast(), name.len()) } {
            0 => Ok(until_nul(&name).to_vec()),
            e => Err(e),
        }
    }

    fn is_inheritable(&self, fd: Fd) -> Answer<bool> {
        Ok(sys!(libc::fcntl(fd, libc::F_GETFD))? & libc::FD_CLOEXEC == 0)
    }

    fn set_inheritable(&self, fd: Fd, on: bool) -> Answer<()> {
        let flags = sys!(libc::fcntl(fd, libc::F_GETFD))? & !libc::FD_CLOEXEC;
        let flags = if on { flags } else { flags | libc::FD_CLOEXEC };
        sys!(libc::fcntl(fd, libc::F_SETFD, flags)).map(drop)
    }

    fn is_blocking(&self, fd: Fd) -> Answer<bool> {
        Ok(sys!(libc::fcntl(fd, libc::F_GETFL))? & libc::O_NONBLOCK == 0)
    }

    fn set_blocking(&self, fd: Fd, on: bool) -> Answer<()> {
        let flags = sys!(libc::fcntl(fd, libc::F_GETFL))? & !libc::O_NONBLOCK;
        let flags = if on { flags } else { flags | libc::O_NONBLOCK };
        sys!(libc::fcntl(fd, libc::F_SETFL, flags)).map(drop)
    }

    fn control(&self, fd: Fd, command: i32, argument: i64) -> Answer<i32> {
        sys!(libc::fcntl(fd, command, argument as libc::c_long))
    }

    /// The buffer is at least as long as the largest structure that a command takes.
    fn control_buffer(&self, fd: Fd, command: i32, buffer: &mut [u8]) -> Answer<i32> {
        let mut room = [0u8; 1024];
        let n = buffer.len().min(room.len());
        room[..n].copy_from_slice(&buffer[..n]);
        let r = sys!(libc::fcntl(fd, command, room.as_mut_ptr()))?;
        buffer[..n].copy_from_slice(&room[..n]);
        Ok(r)
    }

    fn device_control(&self, fd: Fd, request: u64, argument: i64) -> Answer<i32> {
        sys!(libc::ioctl(fd, request, argument as libc::c_long))
    }

    fn device_control_buffer(&self, fd: Fd, request: u64, buffer: &mut [u8]) -> Answer<i32> {
        let mut room = [0u8; 4096];
        let n = buffer.len().min(room.len());
        room[..n].copy_from_slice(&buffer[..n]);
        let r = sys!(libc::ioctl(fd, request, room.as_mut_ptr()))?;
        buffer[..n].copy_from_slice(&room[..n]);
        Ok(r)
    }

    fn lock(&self, fd: Fd, operation: i32) -> Answer<()> {
        sys!(libc::flock(fd, operation)).map(drop)
    }

    fn lock_part(&self, fd: Fd, command: i32, length: i64, start: i64, whence: Whence) -> Answer<()> {
        let kind = if command & libc::LOCK_UN != 0 {
            libc::F_UNLCK
        } else if command & libc::LOCK_SH != 0 {
            libc::F_RDLCK
        } else if command & libc::LOCK_EX != 0 {
            libc::F_WRLCK
        } else {
            return Err(libc::EINVAL);
        };
        let lock = libc::flock {
            l_type: kind as i16,
            l_whence: whence as i16,
            l_start: start,
            l_len: length,
            l_pid: 0,
        };
        let how = if command & libc::LOCK_NB != 0 { libc::F_SETLK } else { libc::F_SETLKW };
        sys!(libc::fcntl(fd, how, &lock)).map(drop)
    }

    fn send_file(&self, to: Fd, from: Fd, offset: Option<i64>, count: usize) -> Answer<usize> {
        let mut at = offset.unwrap_or(0);
        let place = if offset.is_some() { &raw mut at } else { std::ptr::null_mut() };
        sys!(libc::sendfile(to, from, place, count)).map(|n| n as usize)
    }

    fn list(&self, place: Place<'_>) -> Answer<Vec<Entry>> {
        let fd = match Target::of(place)? {
            Target::Path(dir, path) => {
                let flags = libc::O_RDONLY | libc::O_DIRECTORY | libc::O_CLOEXEC;
                match sys!(libc::openat(dir, path.as_ptr(), flags)) {
                    Err(errno) => return self.list_shelved(place, errno),
                    Ok(fd) => fd,
                }
            }
            Target::Open(fd) => sys!(libc::fcntl(fd, libc::F_DUPFD_CLOEXEC, 0))?,
        };
        // SAFETY: the descriptor is ours; the stream takes it over.
        let stream = unsafe { libc::fdopendir(fd) };
        if stream.is_null() {
            let e = last();
            let _ = sys!(libc::close(fd));
            return Err(e);
        }
        // SAFETY: the stream is open. A descriptor given to us may have been read before.
        unsafe { libc::rewinddir(stream) };
        let mut entries = Vec::new();
        loop {
            // SAFETY: the stream is open, and the entry is read before the next call.
            let entry = unsafe {
                *libc::__errno_location() = 0;
                libc::readdir64(stream).as_ref()
            };
            let Some(entry) = entry else { break };
            // SAFETY: the system ends names with NUL.
            let name = unsafe { CStr::from_ptr(entry.d_name.as_ptr()) }.to_bytes();
            if name == b"." || name == b".." {
                continue;
            }
            let kind = match entry.d_type {
                libc::DT_DIR => EntryKind::Directory,
                libc::DT_REG => EntryKind::File,
                libc::DT_LNK => EntryKind::Link,
                libc::DT_UNKNOWN => EntryKind::Unknown,
                _ => EntryKind::Other,
            };
            entries.push(Entry { name: name.to_vec(), inode: entry.d_ino, kind });
        }
        let e = last();
        // SAFETY: the stream is open and not used any more.
        unsafe { libc::closedir(stream) };
        if e == 0 || e == libc::EIO && entries.is_empty() { Ok(entries) } else { Err(e) }
    }

    fn make_directory(&self, place: Place<'_>, mode: u32) -> Answer<()> {
        let (dir, path) = Target::path(place)?;
        sys!(libc::mkdirat(dir, path.as_ptr(), mode)).map(drop)
    }

    fn make_fifo(&self, place: Place<'_>, mode: u32) -> Answer<()> {
        let (dir, path) = Target::path(place)?;
        sys!(libc::mkfifoat(dir, path.as_ptr(), mode)).map(drop)
    }

    fn make_node(&self, place: Place<'_>, mode: u32, device: u64) -> Answer<()> {
        let (dir, path) = Target::path(place)?;
        sys!(libc::mknodat(dir, path.as_ptr(), mode, device)).map(drop)
    }

    fn remove(&self, place: Place<'_>, directory: bool) -> Answer<()> {
        let (dir, path) = Target::path(place)?;
        let flags = if directory { libc::AT_REMOVEDIR } else { 0 };
        sys!(libc::unlinkat(dir, path.as_ptr(), flags)).map(drop)
    }

    fn rename(&self, from: Place<'_>, to: Place<'_>) -> Answer<()> {
        let ((a, from), (b, to)) = (Target::path(from)?, Target::path(to)?);
        sys!(libc::renameat(a, from.as_ptr(), b, to.as_ptr())).map(drop)
    }

    fn link(&self, from: Place<'_>, to: Place<'_>, follow: bool) -> Answer<()> {
        let ((a, from), (b, to)) = (Target::path(from)?, Target::path(to)?);
        let flags = if follow { libc::AT_SYMLINK_FOLLOW } else { 0 };
        sys!(libc::linkat(a, from.as_ptr(), b, to.as_ptr(), flags)).map(drop)
    }

    fn symlink(&self, target: &[u8], place: Place<'_>) -> Answer<()> {
        let (target, (dir, path)) = (string(target)?, Target::path(place)?);
        sys!(libc::symlinkat(target.as_ptr(), dir, path.as_ptr())).map(drop)
    }

    fn read_link(&self, place: Place<'_>) -> Answer<Vec<u8>> {
        let (dir, path) = Target::path(place)?;
        let mut text = vec![0u8; libc::PATH_MAX as usize + 1];
        let n = sys!(libc::readlinkat(dir, path.as_ptr(), text.as_mut_ptr().cast(), text.len()))?;
        text.truncate(n as usize);
        Ok(text)
    }

    fn set_mode(&self, place: Place<'_>, mode: u32, follow: bool) -> Answer<()> {
        match Target::of(place)? {
            Target::Path(dir, path) => sys!(libc::fchmodat(dir, path.as_ptr(), mode, no_follow(follow))),
            Target::Open(fd) => sys!(libc::fchmod(fd, mode)),
        }
        .map(drop)
    }

    fn set_owner(&self, place: Place<'_>, user: u32, group: u32, follow: bool) -> Answer<()> {
        match Target::of(place)? {
            Target::Path(dir, path) => {
                sys!(libc::fchownat(dir, path.as_ptr(), user, group, no_follow(follow)))
            }
            Target::Open(fd) => sys!(libc::fchown(fd, user, group)),
        }
        .map(drop)
    }

    fn set_times(&self, place: Place<'_>, times: Option<(i128, i128)>, follow: bool) -> Answer<()> {
        let now = libc::timespec { tv_sec: 0, tv_nsec: libc::UTIME_NOW };
        let times = times.map_or([now, now], |(a, m)| [timespec(a), timespec(m)]);
        match Target::of(place)? {
            Target::Path(dir, path) => {
                sys!(libc::utimensat(dir, path.as_ptr(), times.as_ptr(), no_follow(follow)))
            }
            Target::Open(fd) => sys!(libc::futimens(fd, times.as_ptr())),
        }
        .map(drop)
    }

    fn may(&self, place: Place<'_>, mode: i32, effective: bool, follow: bool) -> bool {
        let Ok((dir, path)) = Target::path(place) else { return false };
        let flags = no_follow(follow) | if effective { libc::AT_EACCESS } else { 0 };
        match sys!(libc::faccessat(dir, path.as_ptr(), mode, flags)) {
            Err(errno) => self.may_shelved(place, mode, errno),
            Ok(_) => true,
        }
    }

    fn current_directory(&self) -> Answer<Vec<u8>> {
        let mut path = vec![0u8; libc::PATH_MAX as usize + 1];
        // SAFETY: the buffer is ours and its length is given.
        if unsafe { libc::getcwd(path.as_mut_ptr().cast(), path.len()) }.is_null() {
            return Err(last());
        }
        Ok(until_nul(&path).to_vec())
    }

    fn change_directory(&self, place: Place<'_>) -> Answer<()> {
        match Target::of(place)? {
            Target::Path(_, path) => sys!(libc::chdir(path.as_ptr())),
            Target::Open(fd) => sys!(libc::fchdir(fd)),
        }
        .map(drop)
    }

    fn set_mask(&self, mask: u32) -> Answer<u32> {
        // SAFETY: umask takes any number and cannot fail.
        Ok(unsafe { libc::umask(mask) })
    }

    fn path_limit(&self, place: Place<'_>, name: i32) -> Answer<i64> {
        // SAFETY: the error number is this thread's own.
        unsafe { *libc::__errno_location() = 0 };
        let r = match Target::of(place)? {
            Target::Path(_, path) => sys!(libc::pathconf(path.as_ptr(), name)),
            Target::Open(fd) => sys!(libc::fpathconf(fd, name)),
        };
        match r {
            Err(0) => Ok(-1),
            r => r,
        }
    }
}

/// The bytes before the first NUL.
pub fn until_nul(bytes: &[u8]) -> &[u8] {
    let end = bytes.iter().position(|&b| b == 0).unwrap_or(bytes.len());
    &bytes[..end]
}

/// Whether a result that may rightly be −1 was a failure: `errno` was zero before.
pub fn ambiguous<T: crate::calls::Result_>(result: T) -> Answer<T> {
    match check(result) {
        Err(0) => Ok(result),
        r => r,
    }
}
