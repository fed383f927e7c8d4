//! The host of a real process, for the interpreter.

use theseus_host::{ClockSource, Streams};
use theseus_object::host::{Errno, Host};

pub struct ProcessHost {
    streams: Streams,
    clock: ClockSource,
}

impl ProcessHost {
    pub fn new(unbuffered: bool) -> ProcessHost {
        ProcessHost { streams: Streams::new(unbuffered), clock: ClockSource::default() }
    }
}

impl Host for ProcessHost {
    fn write(&self, stream: i32, data: &[u8]) -> Result<(), Errno> {
        self.streams.write(stream, data)
    }
    fn flush(&self, stream: i32) -> Result<(), Errno> {
        self.streams.flush(stream)
    }
    fn read_line(&self) -> Result<Vec<u8>, Errno> {
        self.streams.read_line()
    }
    fn read_all(&self) -> Result<Vec<u8>, Errno> {
        self.streams.read_all()
    }
    fn is_terminal(&self, stream: i32) -> bool {
        self.streams.is_terminal(stream)
    }
    fn monotonic(&self) -> u64 {
        self.clock.monotonic()
    }
    fn wall_clock(&self) -> i128 {
        self.clock.wall()
    }
    fn process_time(&self) -> u64 {
        self.clock.process()
    }
    fn sleep(&self, nanoseconds: u64) {
        self.clock.sleep(nanoseconds)
    }
    fn read_file(&self, path: &[u8]) -> Result<Vec<u8>, Errno> {
        theseus_host::read_file(path)
    }
    fn is_directory(&self, path: &[u8]) -> Option<bool> {
        theseus_host::is_directory(path)
    }
    fn error_text(&self, errno: Errno) -> String {
        theseus_host::error_text(errno)
    }
}
