//! What Linux has beyond POSIX's files and processes: attributes of files, memory and events as descriptors,
//! processes as descriptors, scheduling, namespaces.

use super::{Answer, ENOSYS, Fd, Place};

#[expect(unused_variables, reason = "the defaults only refuse")]
pub trait Linux {
    /// The value of an extended attribute.
    fn attribute(&self, place: Place<'_>, name: &[u8], follow: bool) -> Answer<Vec<u8>> {
        Err(ENOSYS)
    }
    fn set_attribute(
        &self,
        place: Place<'_>,
        name: &[u8],
        value: &[u8],
        flags: i32,
        follow: bool,
    ) -> Answer<()> {
        Err(ENOSYS)
    }
    fn remove_attribute(&self, place: Place<'_>, name: &[u8], follow: bool) -> Answer<()> {
        Err(ENOSYS)
    }
    /// The names of extended attributes, each ended by NUL.
    fn attributes(&self, place: Place<'_>, follow: bool) -> Answer<Vec<u8>> {
        Err(ENOSYS)
    }

    /// A file in memory that only its descriptor names.
    fn memory_file(&self, name: &[u8], flags: u32) -> Answer<Fd> {
        Err(ENOSYS)
    }
    /// A counter as a descriptor.
    fn event(&self, initial: u32, flags: i32) -> Answer<Fd> {
        Err(ENOSYS)
    }
    /// Copies bytes between files within the system; offsets that are given do not move the files' own.
    fn copy_range(
        &self,
        from: (Fd, Option<i64>),
        to: (Fd, Option<i64>),
        count: usize,
        flags: u32,
    ) -> Answer<usize> {
        Err(ENOSYS)
    }
    /// Moves bytes between a pipe and another file.
    fn splice(
        &self,
        from: (Fd, Option<i64>),
        to: (Fd, Option<i64>),
        count: usize,
        flags: u32,
    ) -> Answer<usize> {
        Err(ENOSYS)
    }
    /// Tells how a part of a file will be used.
    fn advise(&self, fd: Fd, offset: i64, length: i64, advice: i32) -> Answer<()> {
        Err(ENOSYS)
    }
    /// Makes room on the disk for a part of a file.
    fn allocate(&self, fd: Fd, offset: i64, length: i64) -> Answer<()> {
        Err(ENOSYS)
    }
    /// Writes all that the system holds back.
    fn sync_all(&self) {}
    fn change_root(&self, path: &[u8]) -> Answer<()> {
        Err(ENOSYS)
    }

    /// A process as a descriptor.
    fn process_descriptor(&self, pid: i32, flags: u32) -> Answer<Fd> {
        Err(ENOSYS)
    }
    fn signal_descriptor(&self, fd: Fd, signal: i32, flags: u32) -> Answer<()> {
        Err(ENOSYS)
    }

    /// The policy by which a process is scheduled.
    fn scheduler(&self, pid: i32) -> Answer<i32> {
        Err(ENOSYS)
    }
    fn set_scheduler(&self, pid: i32, policy: i32, priority: i32) -> Answer<()> {
        Err(ENOSYS)
    }
    /// The priority within the policy.
    fn static_priority(&self, pid: i32) -> Answer<i32> {
        Err(ENOSYS)
    }
    fn set_static_priority(&self, pid: i32, priority: i32) -> Answer<()> {
        Err(ENOSYS)
    }
    /// The lowest and the highest priority of a policy.
    fn priorities(&self, policy: i32) -> Answer<(i32, i32)> {
        Err(ENOSYS)
    }
    /// How long a process runs when its turn comes, in nanoseconds.
    fn time_slice(&self, pid: i32) -> Answer<i128> {
        Err(ENOSYS)
    }

    fn unshare(&self, flags: i32) -> Answer<()> {
        Err(ENOSYS)
    }
    fn join_namespace(&self, fd: Fd, kind: i32) -> Answer<()> {
        Err(ENOSYS)
    }
}
