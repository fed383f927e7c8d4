//! Clocks and local time.

use std::ffi::CStr;
use std::time::{SystemTime, UNIX_EPOCH};

use theseus_object::host::{Answer, Clocks, LocalTime};

use crate::Process;
use crate::calls::{last, nanoseconds, sys, timespec, zeroed};

unsafe extern "C" {
    fn tzset();
}

impl Clocks for Process {
    fn monotonic(&self) -> u64 {
        match self.clock(libc::CLOCK_MONOTONIC) {
            Ok(n) => n as u64,
            Err(_) => self.start.elapsed().as_nanos() as u64,
        }
    }

    fn wall_clock(&self) -> i128 {
        match SystemTime::now().duration_since(UNIX_EPOCH) {
            Ok(d) => d.as_nanos() as i128,
            Err(e) => -(e.duration().as_nanos() as i128),
        }
    }

    fn process_time(&self) -> u64 {
        self.clock(libc::CLOCK_PROCESS_CPUTIME_ID).unwrap_or(0) as u64
    }

    fn clock(&self, id: i32) -> Answer<i128> {
        let mut t: libc::timespec = zeroed();
        sys!(libc::clock_gettime(id, &mut t))?;
        Ok(nanoseconds(t.tv_sec, t.tv_nsec))
    }

    fn clock_resolution(&self, id: i32) -> Answer<i128> {
        let mut t: libc::timespec = zeroed();
        sys!(libc::clock_getres(id, &mut t))?;
        Ok(nanoseconds(t.tv_sec, t.tv_nsec))
    }

    fn set_clock(&self, id: i32, nanoseconds: i128) -> Answer<()> {
        let t = timespec(nanoseconds);
        sys!(libc::clock_settime(id, &t)).map(drop)
    }

    fn local_time(&self, seconds: i64) -> Answer<LocalTime> {
        let mut t: libc::tm = zeroed();
        // SAFETY: both pointers are of our own variables.
        if unsafe { libc::localtime_r(&seconds, &mut t) }.is_null() {
            return Err(last());
        }
        Ok(from_system(&t))
    }

    fn moment(&self, time: &LocalTime) -> Answer<i64> {
        let mut t: libc::tm = zeroed();
        t.tm_year = i32::try_from(time.year - 1900).map_err(|_| libc::EOVERFLOW)?;
        (t.tm_mon, t.tm_mday, t.tm_hour) = (time.month - 1, time.day, time.hour);
        (t.tm_min, t.tm_sec, t.tm_isdst) = (time.minute, time.second, time.summer);
        // −1 is a moment too, but not with this weekday.
        t.tm_wday = -1;
        // SAFETY: the pointer is of our own variable.
        let seconds = unsafe { libc::mktime(&mut t) };
        if seconds == -1 && t.tm_wday == -1 { Err(libc::EOVERFLOW) } else { Ok(seconds) }
    }

    fn reload_zone(&self) {
        // SAFETY: reads the environment, which only this interpreter changes.
        unsafe { tzset() }
    }
}

fn from_system(t: &libc::tm) -> LocalTime {
    let zone = if t.tm_zone.is_null() {
        String::new()
    } else {
        // SAFETY: the system gives a string that lives as long as the zone's rules.
        unsafe { CStr::from_ptr(t.tm_zone) }.to_string_lossy().into_owned()
    };
    LocalTime {
        year: t.tm_year as i64 + 1900,
        month: t.tm_mon + 1,
        day: t.tm_mday,
        hour: t.tm_hour,
        minute: t.tm_min,
        second: t.tm_sec,
        weekday: (t.tm_wday + 6) % 7,
        yearday: t.tm_yday + 1,
        summer: t.tm_isdst,
        zone,
        offset: t.tm_gmtoff,
    }
}
