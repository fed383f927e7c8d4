//! Standard streams: stdout is buffered (by lines on a terminal), stderr by lines.

use std::cell::{Cell, RefCell};
use std::io::Read;

/// Bytes of output that are kept before they are written.
const BUFFER: usize = 32 << 10;

/// The standard streams of the process.
pub struct Streams {
    out: RefCell<Vec<u8>>,
    out_terminal: bool,
    unbuffered: bool,
    input: RefCell<Vec<u8>>,
    input_ended: Cell<bool>,
}

impl Streams {
    pub fn new(unbuffered: bool) -> Streams {
        Streams {
            out: RefCell::new(Vec::with_capacity(BUFFER)),
            out_terminal: is_terminal(1),
            unbuffered,
            input: RefCell::default(),
            input_ended: Cell::new(false),
        }
    }

    pub fn is_terminal(&self, stream: i32) -> bool {
        is_terminal(stream)
    }

    /// Writes to stdout (1, buffered) or stderr (2).
    pub fn write(&self, stream: i32, data: &[u8]) -> Result<(), i32> {
        if stream != 1 {
            return write_all(stream, data);
        }
        let mut out = self.out.borrow_mut();
        out.extend_from_slice(data);
        let line = self.out_terminal && data.contains(&b'\n');
        if out.len() >= BUFFER || line || self.unbuffered {
            return flush_buffer(&mut out);
        }
        Ok(())
    }

    pub fn flush(&self, stream: i32) -> Result<(), i32> {
        if stream == 1 { flush_buffer(&mut self.out.borrow_mut()) } else { Ok(()) }
    }

    /// A line of standard input with its newline; empty at the end. A signal that comes first is
    /// the error EINTR, after which the call can be made again.
    pub fn read_line(&self) -> Result<Vec<u8>, i32> {
        let mut input = self.input.borrow_mut();
        let mut searched = 0;
        loop {
            if let Some(at) = input[searched..].iter().position(|&b| b == b'\n') {
                return Ok(input.drain(..=searched + at).collect());
            }
            if self.input_ended.get() {
                return Ok(std::mem::take(&mut *input));
            }
            searched = input.len();
            self.fill(&mut input)?;
        }
    }

    /// The rest of standard input.
    pub fn read_all(&self) -> Result<Vec<u8>, i32> {
        let mut input = self.input.borrow_mut();
        while !self.input_ended.get() {
            self.fill(&mut input)?;
        }
        Ok(std::mem::take(&mut *input))
    }

    fn fill(&self, input: &mut Vec<u8>) -> Result<(), i32> {
        if !crate::signals::wait_for_input(0) {
            return Err(libc::EINTR);
        }
        let mut chunk = [0; 8192];
        match std::io::stdin().lock().read(&mut chunk) {
            Ok(0) => self.input_ended.set(true),
            Ok(n) => input.extend_from_slice(&chunk[..n]),
            Err(e) if e.kind() == std::io::ErrorKind::Interrupted => (),
            Err(e) => return Err(e.raw_os_error().unwrap_or(libc::EIO)),
        }
        Ok(())
    }
}

/// Writes what is buffered. What cannot be written is dropped: it would fail again at exit.
fn flush_buffer(out: &mut Vec<u8>) -> Result<(), i32> {
    if out.is_empty() {
        return Ok(());
    }
    let r = write_all(1, out);
    out.clear();
    r
}

/// Writes by the system call: Rust's own streams buffer and ignore closed ones.
fn write_all(stream: i32, mut data: &[u8]) -> Result<(), i32> {
    while !data.is_empty() {
        // SAFETY: the pointer and the length are of a live slice.
        let n = unsafe { libc::write(stream, data.as_ptr().cast(), data.len()) };
        if n < 0 {
            let errno = std::io::Error::last_os_error().raw_os_error().unwrap_or(libc::EIO);
            if errno == libc::EINTR {
                continue;
            }
            return Err(errno);
        }
        data = &data[n as usize..];
    }
    Ok(())
}

fn is_terminal(stream: i32) -> bool {
    // SAFETY: isatty takes any number.
    unsafe { libc::isatty(stream) == 1 }
}
