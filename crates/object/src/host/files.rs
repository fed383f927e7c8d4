//! Descriptors, paths and what `stat` tells.

use super::{Answer, ENOSYS, Fd};

/// What a call is about: a path, a path below an open directory, or an open file.
#[derive(Clone, Copy, Debug)]
pub enum Place<'a> {
    Path(&'a [u8]),
    At(Fd, &'a [u8]),
    Open(Fd),
}

/// From where a position counts; the numbers are POSIX's.
pub type Whence = i32;

/// The status of a file; times in nanoseconds since 1970.
#[derive(Clone, Copy, Default, Debug)]
pub struct Stat {
    pub mode: u32,
    pub inode: u64,
    pub device: u64,
    pub links: u64,
    pub user: u32,
    pub group: u32,
    pub size: i64,
    pub accessed: i128,
    pub modified: i128,
    pub changed: i128,
    pub block_size: i64,
    pub blocks: i64,
    pub special_device: u64,
}

impl Stat {
    pub fn is_directory(&self) -> bool {
        self.mode & 0o170000 == 0o040000
    }
}

/// The status of a file system, as `statvfs` has it.
#[derive(Clone, Copy, Default, Debug)]
pub struct SpaceStat {
    pub block_size: u64,
    pub fragment_size: u64,
    pub blocks: u64,
    pub free: u64,
    pub available: u64,
    pub files: u64,
    pub free_files: u64,
    pub available_files: u64,
    pub flags: u64,
    pub longest_name: u64,
    pub id: u64,
}

/// What a directory says of an entry's type.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum EntryKind {
    Directory,
    File,
    Link,
    Other,
    Unknown,
}

/// A name in a directory.
#[derive(Clone, Debug)]
pub struct Entry {
    pub name: Vec<u8>,
    pub inode: u64,
    pub kind: EntryKind,
}

/// What lies at a path of a [`Shelf`].
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Shelved {
    Directory,
    /// A file of so many bytes.
    File(usize),
}

/// Files for reading that no disk has: the embedded library. A world looks there for a path that the system
/// does not know.
pub trait Shelf: Send + Sync {
    /// The absolute path that all the others begin with.
    fn root(&self) -> &[u8];
    /// What lies at a path below the root; the root's own is empty.
    fn find(&self, path: &str) -> Option<Shelved>;
    fn read(&self, path: &str) -> Option<Vec<u8>>;
    /// The names in a directory.
    fn list(&self, path: &str) -> Vec<(String, Shelved)>;
}

#[expect(unused_variables, reason = "the defaults only refuse")]
pub trait Files {
    /// A new descriptor, not inherited by programs that are run.
    fn open(&self, place: Place<'_>, flags: i32, mode: u32) -> Answer<Fd> {
        Err(ENOSYS)
    }
    fn close(&self, fd: Fd) -> Answer<()> {
        Err(ENOSYS)
    }
    fn read(&self, fd: Fd, into: &mut [u8]) -> Answer<usize> {
        Err(ENOSYS)
    }
    fn write(&self, fd: Fd, data: &[u8]) -> Answer<usize> {
        Err(ENOSYS)
    }
    fn read_at(&self, fd: Fd, into: &mut [u8], offset: i64) -> Answer<usize> {
        Err(ENOSYS)
    }
    fn write_at(&self, fd: Fd, data: &[u8], offset: i64) -> Answer<usize> {
        Err(ENOSYS)
    }
    fn seek(&self, fd: Fd, offset: i64, whence: Whence) -> Answer<i64> {
        Err(ENOSYS)
    }
    fn stat(&self, place: Place<'_>, follow: bool) -> Answer<Stat> {
        Err(ENOSYS)
    }
    fn space(&self, place: Place<'_>) -> Answer<SpaceStat> {
        Err(ENOSYS)
    }
    fn truncate(&self, place: Place<'_>, length: i64) -> Answer<()> {
        Err(ENOSYS)
    }
    /// Writes what the system holds back of a file; without its times if `data_only`.
    fn sync(&self, fd: Fd, data_only: bool) -> Answer<()> {
        Err(ENOSYS)
    }
    fn duplicate(&self, fd: Fd) -> Answer<Fd> {
        Err(ENOSYS)
    }
    fn duplicate_to(&self, fd: Fd, to: Fd, inheritable: bool) -> Answer<Fd> {
        Err(ENOSYS)
    }
    /// The ends for reading and for writing; `flags` as of `pipe2`.
    fn pipe(&self, flags: i32) -> Answer<(Fd, Fd)> {
        Err(ENOSYS)
    }
    fn is_terminal(&self, fd: Fd) -> bool {
        false
    }
    /// Columns and lines.
    fn terminal_size(&self, fd: Fd) -> Answer<(u16, u16)> {
        Err(ENOSYS)
    }
    fn terminal_name(&self, fd: Fd) -> Answer<Vec<u8>> {
        Err(ENOSYS)
    }
    fn is_inheritable(&self, fd: Fd) -> Answer<bool> {
        Err(ENOSYS)
    }
    fn set_inheritable(&self, fd: Fd, on: bool) -> Answer<()> {
        Err(ENOSYS)
    }
    fn is_blocking(&self, fd: Fd) -> Answer<bool> {
        Err(ENOSYS)
    }
    fn set_blocking(&self, fd: Fd, on: bool) -> Answer<()> {
        Err(ENOSYS)
    }
    /// `fcntl` with a number, or with a structure that is read and written.
    fn control(&self, fd: Fd, command: i32, argument: i64) -> Answer<i32> {
        Err(ENOSYS)
    }
    fn control_buffer(&self, fd: Fd, command: i32, buffer: &mut [u8]) -> Answer<i32> {
        Err(ENOSYS)
    }
    fn device_control(&self, fd: Fd, request: u64, argument: i64) -> Answer<i32> {
        Err(ENOSYS)
    }
    fn device_control_buffer(&self, fd: Fd, request: u64, buffer: &mut [u8]) -> Answer<i32> {
        Err(ENOSYS)
    }
    fn lock(&self, fd: Fd, operation: i32) -> Answer<()> {
        Err(ENOSYS)
    }
    /// Takes or gives up a lock on a part of a file: `command` is `LOCK_SH` …, as of `lockf`.
    fn lock_part(&self, fd: Fd, command: i32, length: i64, start: i64, whence: Whence) -> Answer<()> {
        Err(ENOSYS)
    }
    fn send_file(&self, to: Fd, from: Fd, offset: Option<i64>, count: usize) -> Answer<usize> {
        Err(ENOSYS)
    }

    /// The names in a directory but `.` and `..`, in the system's order.
    fn list(&self, place: Place<'_>) -> Answer<Vec<Entry>> {
        Err(ENOSYS)
    }
    fn make_directory(&self, place: Place<'_>, mode: u32) -> Answer<()> {
        Err(ENOSYS)
    }
    fn make_fifo(&self, place: Place<'_>, mode: u32) -> Answer<()> {
        Err(ENOSYS)
    }
    fn make_node(&self, place: Place<'_>, mode: u32, device: u64) -> Answer<()> {
        Err(ENOSYS)
    }
    /// Removes a name, or an empty directory.
    fn remove(&self, place: Place<'_>, directory: bool) -> Answer<()> {
        Err(ENOSYS)
    }
    fn rename(&self, from: Place<'_>, to: Place<'_>) -> Answer<()> {
        Err(ENOSYS)
    }
    fn link(&self, from: Place<'_>, to: Place<'_>, follow: bool) -> Answer<()> {
        Err(ENOSYS)
    }
    fn symlink(&self, target: &[u8], place: Place<'_>) -> Answer<()> {
        Err(ENOSYS)
    }
    fn read_link(&self, place: Place<'_>) -> Answer<Vec<u8>> {
        Err(ENOSYS)
    }
    fn set_mode(&self, place: Place<'_>, mode: u32, follow: bool) -> Answer<()> {
        Err(ENOSYS)
    }
    /// An id of −1 is left as it is.
    fn set_owner(&self, place: Place<'_>, user: u32, group: u32, follow: bool) -> Answer<()> {
        Err(ENOSYS)
    }
    /// Sets the times of access and change, in nanoseconds; `None`: now.
    fn set_times(&self, place: Place<'_>, times: Option<(i128, i128)>, follow: bool) -> Answer<()> {
        Err(ENOSYS)
    }
    /// Whether the file may be used as `mode` says, for the real ids unless `effective`.
    fn may(&self, place: Place<'_>, mode: i32, effective: bool, follow: bool) -> bool {
        false
    }
    fn current_directory(&self) -> Answer<Vec<u8>> {
        Err(ENOSYS)
    }
    fn change_directory(&self, place: Place<'_>) -> Answer<()> {
        Err(ENOSYS)
    }
    /// Sets the mask of new files' modes and gives the old one.
    fn set_mask(&self, mask: u32) -> Answer<u32> {
        Err(ENOSYS)
    }
    /// `pathconf` or `fpathconf`; −1 for no limit.
    fn path_limit(&self, place: Place<'_>, name: i32) -> Answer<i64> {
        Err(ENOSYS)
    }
}
