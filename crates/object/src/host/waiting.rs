//! Clocks, and waiting for descriptors.

use super::{Answer, ENOSYS, Fd};

/// A moment taken apart; the fields are those of `struct tm`, but for the year, which is the full one,
/// and the month, which starts at 1.
#[derive(Clone, Default, Debug)]
pub struct LocalTime {
    pub year: i64,
    pub month: i32,
    pub day: i32,
    pub hour: i32,
    pub minute: i32,
    pub second: i32,
    /// Monday is 0.
    pub weekday: i32,
    /// From 1.
    pub yearday: i32,
    /// 1: summer time, 0: not, −1: unknown.
    pub summer: i32,
    pub zone: String,
    /// Seconds east of Greenwich.
    pub offset: i64,
}

#[expect(unused_variables, reason = "the defaults only refuse")]
pub trait Clocks {
    /// Nanoseconds of a clock that never goes back.
    fn monotonic(&self) -> u64 {
        0
    }
    /// Nanoseconds since 1970.
    fn wall_clock(&self) -> i128 {
        0
    }
    /// Nanoseconds of processor time of this process.
    fn process_time(&self) -> u64 {
        0
    }
    /// A clock of the system by its number, in nanoseconds.
    fn clock(&self, id: i32) -> Answer<i128> {
        Err(ENOSYS)
    }
    fn clock_resolution(&self, id: i32) -> Answer<i128> {
        Err(ENOSYS)
    }
    fn set_clock(&self, id: i32, nanoseconds: i128) -> Answer<()> {
        Err(ENOSYS)
    }
    /// A moment in seconds since 1970 in the local time zone.
    fn local_time(&self, seconds: i64) -> Answer<LocalTime> {
        Err(ENOSYS)
    }
    /// The moment that a local time means; its fields may be out of their ranges.
    fn moment(&self, time: &LocalTime) -> Answer<i64> {
        Err(ENOSYS)
    }
    /// Looks at the time zone of the environment again.
    fn reload_zone(&self) {}
}

/// A descriptor to wait for: bits of `poll`.
#[derive(Clone, Copy, Debug)]
pub struct PollEntry {
    pub fd: Fd,
    pub events: i16,
    pub ready: i16,
}

#[expect(unused_variables, reason = "the defaults only refuse")]
pub trait Waiting {
    /// Waits for one of the descriptors, at most so many milliseconds (−1: for ever); how many are ready.
    fn poll(&self, entries: &mut [PollEntry], milliseconds: i32) -> Answer<usize> {
        Err(ENOSYS)
    }
    fn epoll_create(&self, flags: i32) -> Answer<Fd> {
        Err(ENOSYS)
    }
    fn epoll_control(&self, epoll: Fd, operation: i32, fd: Fd, events: u32) -> Answer<()> {
        Err(ENOSYS)
    }
    /// Descriptors and events, at most `most`.
    fn epoll_wait(&self, epoll: Fd, most: usize, milliseconds: i32) -> Answer<Vec<(Fd, u32)>> {
        Err(ENOSYS)
    }
}
