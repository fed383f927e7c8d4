//! Reading of buffered streams.

use theseus_object::methods::NativeDef;
use theseus_object::{Cx, Kind, ObjRef, PyResult};

use super::super::file;
use super::{Buffered, alone, is_plain, open_raw, unread, write};
use crate::str::args::ssize;

pub const METHODS: &[NativeDef] = &[
    NativeDef::range("read", read, 0, 1, "Read and return up to n bytes."),
    NativeDef::range(
        "read1",
        read1,
        0,
        1,
        "Read and return up to n bytes, with at most one read() call to the raw stream.",
    ),
    NativeDef::m1("readinto", |cx, me, b| readinto(cx, me, b, false), ""),
    NativeDef::m1("readinto1", |cx, me, b| readinto(cx, me, b, true), ""),
    NativeDef::range("readline", readline_method, 0, 1, "Read and return a line from the stream."),
    NativeDef::range("peek", peek, 0, 1, ""),
    NativeDef::m0(
        "readable",
        |cx, me| super::on_raw(cx, me, "readable"),
        "Return whether object was opened for reading.",
    ),
];

/// The raw stream, ready for reading: what was written late is with it.
fn ready(cx: &mut Cx, me: &ObjRef, what: &str) -> PyResult {
    let raw = open_raw(cx, me, what)?;
    write::flush_late(cx, me, &raw)?;
    Ok(raw)
}

/// At most `n` bytes of the raw stream in one read; `None` if there are none yet.
fn raw_read(cx: &mut Cx, raw: &ObjRef, n: usize) -> PyResult<Option<Vec<u8>>> {
    if is_plain(raw) {
        return file::read_some(cx, raw, n);
    }
    if !cx.can_allocate(n) {
        return Err(cx.memory_error(""));
    }
    let array = cx.new_bytearray(vec![0; n]);
    let view = cx.memoryview(&array)?;
    let r = cx.call_method(raw, "readinto", &[view])?;
    if r.is_none() {
        return Ok(None);
    }
    let got = if r.is_int() { r.int() } else { Some(length(cx, &r)?) };
    let data = got.and_then(|g| usize::try_from(g).ok()).and_then(|g| cx.heap.bytes(&array)?.get(..g));
    match data {
        Some(data) => Ok(Some(data.to_vec())),
        None => {
            let got = got.unwrap_or(i64::MAX);
            Err(cx.os_error(format!(
                "raw readinto() returned invalid length {got} (should have been between 0 and {n})"
            )))
        }
    }
}

/// A length that a raw stream gave instead of an int.
#[cold]
fn length(cx: &mut Cx, r: &ObjRef) -> PyResult<i64> {
    match ssize(cx, r) {
        Ok(n) => Ok(n),
        Err(_) => {
            let cause = cx.take_exception();
            let raised = cx.os_error("raw readinto() failed");
            if let (Some(e), Some(cause)) = (cx.exception().cloned(), cause) {
                let name = cx.intern("__cause__");
                let _ = cx.setattr(&e, &name, Some(&cause));
            }
            Err(raised)
        }
    }
}

/// Reads ahead into the empty buffer; how much there is then, `None` if nothing yet.
fn fill(cx: &mut Cx, me: &ObjRef, raw: &ObjRef) -> PyResult<Option<usize>> {
    let size = cx.heap.get::<Buffered>(me).map_or(0, |b| b.size);
    let Some(data) = raw_read(cx, raw, size)? else { return Ok(None) };
    let n = data.len();
    if let Some(b) = cx.heap.get_mut::<Buffered>(me) {
        (b.ahead, b.at) = (data, 0);
    }
    Ok(Some(n))
}

/// Gives out at most `n` of the bytes read ahead.
fn take(cx: &mut Cx, me: &ObjRef, n: usize) -> Vec<u8> {
    let Some(b) = cx.heap.get_mut::<Buffered>(me) else { return Vec::new() };
    let end = b.ahead.len().min(b.at.saturating_add(n));
    let data = b.ahead.get(b.at..end).map(<[u8]>::to_vec).unwrap_or_default();
    b.at = end;
    data
}

/// All that is left; `None` if nothing yet.
pub fn read_all(cx: &mut Cx, me: &ObjRef) -> PyResult<Option<Vec<u8>>> {
    alone(cx, me, |cx| all_left(cx, me))
}

fn all_left(cx: &mut Cx, me: &ObjRef) -> PyResult<Option<Vec<u8>>> {
    let raw = ready(cx, me, "read of")?;
    let mut all = take(cx, me, usize::MAX);
    if is_plain(&raw) {
        let rest = file::read_rest(cx, &raw)?;
        let none = rest.is_none() && all.is_empty();
        cx.extend_to(&mut all, &rest.unwrap_or_default())?;
        return Ok((!none).then_some(all));
    }
    let name = cx.intern("readall");
    if let Some(readall) = cx.try_getattr(&raw, &name)? {
        let r = cx.call(&readall, &[])?;
        if r.is_none() {
            return Ok((!all.is_empty()).then_some(all));
        }
        if r.kind() != Kind::Bytes {
            return Err(cx.type_error("readall() should return bytes"));
        }
        all.extend_from_slice(cx.heap.bytes(&r).unwrap_or_default());
        return Ok(Some(all));
    }
    loop {
        let r = cx.call_method(&raw, "read", &[])?;
        if r.is_none() {
            return Ok((!all.is_empty()).then_some(all));
        }
        if r.kind() != Kind::Bytes {
            return Err(cx.type_error("read() should return bytes"));
        }
        let data = cx.heap.bytes(&r).unwrap_or_default();
        if data.is_empty() {
            return Ok(Some(all));
        }
        all.extend_from_slice(data);
        cx.poll()?;
    }
}

/// Up to `n` bytes, fewer only at the end; `None` if nothing yet.
pub fn read_up_to(cx: &mut Cx, me: &ObjRef, n: usize) -> PyResult<Option<Vec<u8>>> {
    if unread(cx, me) >= n {
        open_raw(cx, me, "read of")?;
        return Ok(Some(take(cx, me, n)));
    }
    alone(cx, me, |cx| patiently(cx, me, n))
}

/// Up to `n` bytes in as many reads of the raw stream as it takes.
fn patiently(cx: &mut Cx, me: &ObjRef, n: usize) -> PyResult<Option<Vec<u8>>> {
    let raw = ready(cx, me, "read of")?;
    let mut data = take(cx, me, n);
    let size = cx.heap.get::<Buffered>(me).map_or(1, |b| b.size);
    while data.len() < n {
        let left = n - data.len();
        let whole = left - left % size;
        if whole > 0 {
            match raw_read(cx, &raw, whole)? {
                None => return Ok((!data.is_empty()).then_some(data)),
                Some(more) if more.is_empty() => break,
                Some(more) => cx.extend_to(&mut data, &more)?,
            }
        } else {
            match fill(cx, me, &raw)? {
                None => return Ok((!data.is_empty()).then_some(data)),
                Some(0) => break,
                Some(_) => {
                    let more = take(cx, me, left);
                    cx.extend_to(&mut data, &more)?;
                }
            }
        }
        cx.poll()?;
    }
    Ok(Some(data))
}

/// At most `n` bytes with at most one read of the raw stream.
pub fn read_once(cx: &mut Cx, me: &ObjRef, n: usize) -> PyResult<Vec<u8>> {
    open_raw(cx, me, "read of")?;
    if n == 0 {
        return Ok(Vec::new());
    }
    if unread(cx, me) > 0 {
        return Ok(take(cx, me, n));
    }
    alone(cx, me, |cx| {
        let raw = ready(cx, me, "read of")?;
        super::forget_ahead(cx, me);
        Ok(raw_read(cx, &raw, n)?.unwrap_or_default())
    })
}

fn read(cx: &mut Cx, values: &[ObjRef]) -> PyResult {
    let me = &values[0];
    let n = match values.get(1).filter(|n| !n.is_none()) {
        Some(n) => ssize(cx, n)?,
        None => -1,
    };
    if n < -1 {
        return Err(cx.value_error("read length must be non-negative or -1"));
    }
    super::raw(cx, me)?;
    let data = match usize::try_from(n) {
        Ok(n) => read_up_to(cx, me, n)?,
        Err(_) => read_all(cx, me)?,
    };
    match data {
        Some(data) => Ok(cx.new_bytes(&data)),
        None => Ok(cx.none.clone()),
    }
}

fn read1(cx: &mut Cx, values: &[ObjRef]) -> PyResult {
    let me = &values[0];
    let n = match values.get(1) {
        Some(n) => ssize(cx, n)?,
        None => -1,
    };
    super::raw(cx, me)?;
    let n = match usize::try_from(n) {
        Ok(n) => n,
        Err(_) => cx.heap.get::<Buffered>(me).map_or(0, |b| b.size),
    };
    let data = read_once(cx, me, n)?;
    Ok(cx.new_bytes(&data))
}

/// What is there for a caller's buffer after at most one read: more than the buffer of ours holds is read at once.
fn read_into_once(cx: &mut Cx, me: &ObjRef, n: usize) -> PyResult<Vec<u8>> {
    let size = cx.heap.get::<Buffered>(me).map_or(0, |b| b.size);
    if n.saturating_sub(unread(cx, me)) <= size {
        return read_once(cx, me, n);
    }
    alone(cx, me, |cx| {
        let raw = ready(cx, me, "readinto of")?;
        let mut data = take(cx, me, n);
        data.extend(raw_read(cx, &raw, n - data.len())?.unwrap_or_default());
        Ok(data)
    })
}

fn readinto(cx: &mut Cx, me: &ObjRef, target: &ObjRef, once: bool) -> PyResult {
    let name = if once { "readinto1" } else { "readinto" };
    super::raw(cx, me)?;
    let buffer = cx.writable_buffer(target, &format!("{name}() argument"))?;
    open_raw(cx, me, "readinto of")?;
    let data = match once {
        true => Some(read_into_once(cx, me, buffer.len())?),
        false => read_up_to(cx, me, buffer.len())?,
    };
    let Some(data) = data else { return Ok(cx.none.clone()) };
    if let Some(to) = buffer.bytes_mut(&mut cx.heap).get_mut(..data.len()) {
        to.copy_from_slice(&data);
    }
    Ok(cx.usize(data.len()))
}

fn peek(cx: &mut Cx, values: &[ObjRef]) -> PyResult {
    let me = &values[0];
    if let Some(n) = values.get(1) {
        ssize(cx, n)?;
    }
    open_raw(cx, me, "peek of")?;
    alone(cx, me, |cx| {
        if unread(cx, me) == 0 {
            let raw = ready(cx, me, "peek of")?;
            super::forget_ahead(cx, me);
            fill(cx, me, &raw)?;
        }
        Ok(())
    })?;
    let ahead = cx.heap.get::<Buffered>(me).and_then(|b| b.ahead.get(b.at..)).unwrap_or_default();
    Ok(cx.new_bytes(ahead))
}

/// A line with its end, at most `limit` bytes; empty at the end of the stream.
fn readline(cx: &mut Cx, me: &ObjRef, limit: Option<usize>) -> PyResult {
    alone(cx, me, |cx| line(cx, me, limit))
}

fn line(cx: &mut Cx, me: &ObjRef, limit: Option<usize>) -> PyResult {
    let most = limit.unwrap_or(usize::MAX);
    let here = |cx: &Cx, most: usize| -> Option<usize> {
        let b = cx.heap.get::<Buffered>(me)?;
        let ahead = b.ahead.get(b.at..)?;
        let part = ahead.get(..most).unwrap_or(ahead);
        match memchr::memchr(b'\n', part) {
            Some(at) => Some(at + 1),
            None => (part.len() == most).then_some(most),
        }
    };
    open_raw(cx, me, "readline of")?;
    if let Some(n) = here(cx, most) {
        let Some(b) = cx.heap.get_mut::<Buffered>(me) else { return Err(cx.bad_internal("buffer")) };
        let start = b.at;
        b.at += n;
        let line =
            cx.heap.get::<Buffered>(me).and_then(|b| b.ahead.get(start..start + n)).unwrap_or_default();
        return Ok(cx.new_bytes(line));
    }
    let raw = ready(cx, me, "readline of")?;
    let mut line = take(cx, me, most);
    loop {
        if line.len() >= most || fill(cx, me, &raw)?.unwrap_or(0) == 0 {
            return Ok(cx.new_bytes(&line));
        }
        let left = most - line.len();
        if let Some(n) = here(cx, left) {
            let end = take(cx, me, n);
            cx.extend_to(&mut line, &end)?;
            return Ok(cx.new_bytes(&line));
        }
        let more = take(cx, me, left);
        cx.extend_to(&mut line, &more)?;
        cx.poll()?;
    }
}

fn readline_method(cx: &mut Cx, values: &[ObjRef]) -> PyResult {
    let limit = super::super::size_argument(cx, values.get(1))?;
    super::raw(cx, &values[0])?;
    readline(cx, &values[0], limit)
}

pub fn next(cx: &mut Cx, me: &ObjRef) -> PyResult<Option<ObjRef>> {
    let line = if me.ty().data.heap_type {
        cx.call_method(me, "readline", &[])?
    } else {
        super::raw(cx, me)?;
        readline(cx, me, None)?
    };
    let empty = match cx.heap.bytes(&line) {
        Some(b) => b.is_empty(),
        None => cx.len(&line)? == 0,
    };
    Ok((!empty).then_some(line))
}
