//! Writing of buffered streams.

use theseus_object::host::EAGAIN;
use theseus_object::methods::NativeDef;
use theseus_object::{Cx, ObjRef, PyResult, Raised};

use super::super::{file, unsupported};
use super::{Buffered, alone, is_plain, open_raw, rewind, tell};
use crate::str::args::ssize;

pub const METHODS: &[NativeDef] = &[
    NativeDef::m1(
        "write",
        write,
        "Write the given buffer to the IO stream.\n\nReturns the number of bytes written, which is always the length of b\nin bytes.\n\nRaises BlockingIOError if the buffer is full and the\nunderlying raw stream cannot accept more data at the moment.",
    ),
    NativeDef::m0(
        "writable",
        |cx, me| super::on_raw(cx, me, "writable"),
        "Return whether object was opened for writing.",
    ),
];

/// One write of the raw stream; `None` if it takes nothing yet.
fn raw_write(cx: &mut Cx, raw: &ObjRef, data: &[u8]) -> PyResult<Option<usize>> {
    if is_plain(raw) {
        return file::write_some(cx, raw, data);
    }
    let bytes = cx.unshared_bytes(data);
    let view = cx.memoryview(&bytes)?;
    let r = cx.call_method(raw, "write", &[view])?;
    if r.is_none() {
        return Ok(None);
    }
    let got = ssize(cx, &r)?;
    match usize::try_from(got).ok().filter(|&n| n <= data.len()) {
        Some(n) => Ok(Some(n)),
        None => {
            let n = data.len();
            Err(cx.os_error(format!(
                "raw write() returned invalid length {got} (should have been between 0 and {n})"
            )))
        }
    }
}

#[cold]
fn blocked(cx: &mut Cx, written: usize) -> Raised {
    let class = cx.excs.blocking_io_error.as_ref().clone();
    let text = cx.new_str("write could not complete without blocking");
    let args = [cx.int(EAGAIN as i64), text, cx.usize(written)];
    match cx.call(&class, &args) {
        Ok(e) => cx.raise(e),
        Err(e) => e,
    }
}

/// Writes what waits. What the raw stream did not take stays.
pub fn flush_late(cx: &mut Cx, me: &ObjRef, raw: &ObjRef) -> PyResult<()> {
    let Some(b) = cx.heap.get_mut::<Buffered>(me).filter(|b| !b.late.is_empty()) else { return Ok(()) };
    let data = std::mem::take(&mut b.late);
    let mut done = 0;
    let result = loop {
        let Some(rest) = data.get(done..).filter(|r| !r.is_empty()) else { break Ok(()) };
        match raw_write(cx, raw, rest) {
            Ok(Some(n)) => done += n,
            Ok(None) => break Err(blocked(cx, 0)),
            Err(e) => break Err(e),
        }
        if let Err(e) = cx.poll() {
            break Err(e);
        }
    };
    if let Some(b) = cx.heap.get_mut::<Buffered>(me) {
        let mut rest = data;
        rest.drain(..done);
        let new = std::mem::replace(&mut b.late, rest);
        // Python code of the raw stream may have written meanwhile.
        b.late.extend(new);
    }
    result
}

pub fn flush(cx: &mut Cx, me: &ObjRef) -> PyResult {
    alone(cx, me, |cx| flush_now(cx, me))
}

fn flush_now(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let raw = open_raw(cx, me, "flush of")?;
    flush_late(cx, me, &raw)?;
    if cx.heap.get::<Buffered>(me).is_some_and(|b| b.readable) {
        rewind(cx, me, &raw)?;
    }
    Ok(cx.none.clone())
}

pub fn truncate(cx: &mut Cx, values: &[ObjRef]) -> PyResult {
    let me = &values[0];
    super::raw(cx, me)?;
    let raw = open_raw(cx, me, "truncate of")?;
    if !cx.heap.get::<Buffered>(me).is_some_and(|b| b.writable) {
        return Err(unsupported(cx, "truncate"));
    }
    alone(cx, me, |cx| {
        flush_now(cx, me)?;
        let size = match values.get(1).filter(|s| !s.is_none()) {
            Some(s) => s.clone(),
            None => tell(cx, me)?,
        };
        cx.call_method(&raw, "truncate", &[size])
    })
}

fn write(cx: &mut Cx, me: &ObjRef, data: &ObjRef) -> PyResult {
    super::raw(cx, me)?;
    if let Some(bytes) = cx.heap.bytes(data) {
        // Small writes of plain bytes, which are most of them, are only copied.
        let bytes = bytes.to_vec();
        write_bytes(cx, me, &bytes)?;
        return Ok(cx.usize(bytes.len()));
    }
    if data.is_str() {
        return Err(cx.type_error("a bytes-like object is required, not 'str'"));
    }
    let bytes = cx.buffer(data)?.copied(cx)?;
    write_bytes(cx, me, &bytes)?;
    Ok(cx.usize(bytes.len()))
}

/// Writes all of the data, or as much as the buffer takes if the raw stream takes nothing.
pub fn write_bytes(cx: &mut Cx, me: &ObjRef, data: &[u8]) -> PyResult<()> {
    alone(cx, me, |cx| write_all(cx, me, data))
}

fn write_all(cx: &mut Cx, me: &ObjRef, data: &[u8]) -> PyResult<()> {
    let raw = open_raw(cx, me, "write to")?;
    if cx.heap.get::<Buffered>(me).is_some_and(|b| b.readable) {
        rewind(cx, me, &raw)?;
    }
    let Some(b) = cx.heap.get_mut::<Buffered>(me) else { return Err(cx.bad_internal("buffer")) };
    let size = b.size;
    if b.late.len() + data.len() <= size {
        b.late.extend_from_slice(data);
        return Ok(());
    }
    if let Err(e) = flush_late(cx, me, &raw) {
        if !cx.pending_is(&cx.excs.blocking_io_error.clone()) {
            return Err(e);
        }
        // What fits is kept, and only the rest is refused.
        let Some(b) = cx.heap.get_mut::<Buffered>(me) else { return Err(e) };
        let room = size.saturating_sub(b.late.len());
        if data.len() <= room {
            b.late.extend_from_slice(data);
            drop(cx.take_exception());
            return Ok(());
        }
        b.late.extend_from_slice(data.get(..room).unwrap_or_default());
        drop(cx.take_exception());
        return Err(blocked(cx, room));
    }
    let mut done = 0;
    while data.len() - done > size {
        match raw_write(cx, &raw, data.get(done..).unwrap_or_default())? {
            Some(n) => done += n,
            None => {
                let Some(b) = cx.heap.get_mut::<Buffered>(me) else { break };
                b.late.extend_from_slice(data.get(done..done + size).unwrap_or_default());
                return Err(blocked(cx, done + size));
            }
        }
        cx.poll()?;
    }
    if let Some(b) = cx.heap.get_mut::<Buffered>(me) {
        b.late.extend_from_slice(data.get(done..).unwrap_or_default());
    }
    Ok(())
}
