//! The byte streams under the text streams.

use theseus_object::class::TypeSpec;
use theseus_object::edges::{EdgeVisitor, Payload};
use theseus_object::host::{Errno, Host};
use theseus_object::methods::{GetSet, NativeDef};
use theseus_object::{Cx, ObjRef, PyResult, Slots};

use super::{check_open, raise_errno, read_lines, size_argument, with_host};

/// Standard output or error.
pub(super) struct Writer {
    fd: i32,
    closed: bool,
}

/// Standard input, and what was read from it but not yet given.
pub(super) struct Reader {
    pending: Vec<u8>,
    closed: bool,
}

impl Payload for Writer {
    const HAS_EDGES: bool = false;
    fn edges(&mut self, _: &mut dyn EdgeVisitor) {}
}

impl Payload for Reader {
    const HAS_EDGES: bool = false;
    fn edges(&mut self, _: &mut dyn EdgeVisitor) {}
}

static WRITER: TypeSpec = TypeSpec {
    slots: Slots { repr: Some(repr), ..Slots::EMPTY },
    methods: &[
        NativeDef::m1("write", write, "Write the given buffer to the IO stream."),
        NativeDef::m1("writelines", writelines, "Write a list of lines to stream."),
        NativeDef::m0("flush", flush, "Flush write buffers, if applicable."),
        NativeDef::m0("close", close, "Flush and close the IO object."),
        NativeDef::m0("fileno", fileno, "Return underlying file descriptor if one exists."),
        NativeDef::m0("isatty", isatty, "Return whether this is an 'interactive' stream."),
        NativeDef::m0("readable", no, "Return whether object was opened for reading."),
        NativeDef::m0("writable", yes, "Return whether object was opened for writing."),
        NativeDef::m0("seekable", no, "Return whether object supports random access."),
        NativeDef::m0("__enter__", enter, ""),
        NativeDef::range("__exit__", exit, 0, u8::MAX, ""),
    ],
    getsets: GETSETS,
    doc: "A byte stream that is written to.",
};

static READER: TypeSpec = TypeSpec {
    slots: Slots { repr: Some(repr), iter: Some(iter), next: Some(next), ..Slots::EMPTY },
    methods: &[
        NativeDef::range("read", read, 0, 1, "Read and return up to n bytes."),
        NativeDef::range("read1", read, 0, 1, "Read and return up to n bytes."),
        NativeDef::range("readline", readline, 0, 1, "Read and return a line from the stream."),
        NativeDef::range("readlines", readlines, 0, 1, "Return a list of lines from the stream."),
        NativeDef::m0("flush", flush, "Flush write buffers, if applicable."),
        NativeDef::m0("close", close, "Flush and close the IO object."),
        NativeDef::m0("fileno", fileno, "Return underlying file descriptor if one exists."),
        NativeDef::m0("isatty", isatty, "Return whether this is an 'interactive' stream."),
        NativeDef::m0("readable", yes, "Return whether object was opened for reading."),
        NativeDef::m0("writable", no, "Return whether object was opened for writing."),
        NativeDef::m0("seekable", no, "Return whether object supports random access."),
        NativeDef::m0("__enter__", enter, ""),
        NativeDef::range("__exit__", exit, 0, u8::MAX, ""),
    ],
    getsets: GETSETS,
    doc: "A byte stream that is read from.",
};

static GETSETS: &[GetSet] = &[
    GetSet::new("name", |cx, me| Ok(cx.new_str(name(cx, me))), ""),
    GetSet::new("mode", |cx, me| Ok(cx.new_str(if fd(cx, me) == 0 { "rb" } else { "wb" })), ""),
    GetSet::new("closed", |cx, me| Ok(cx.bool(is_closed(cx, me))), ""),
];

pub(super) fn install(cx: &Cx) {
    let ty = cx.add_native_type::<Writer>("_io.BufferedWriter", None, 0);
    cx.fill_type(&ty, &WRITER);
    let ty = cx.add_native_type::<Reader>("_io.BufferedReader", None, 0);
    cx.fill_type(&ty, &READER);
}

/// The byte stream of a standard stream.
pub(super) fn stream(cx: &Cx, fd: i32) -> ObjRef {
    match fd {
        0 => cx.new_object(Reader { pending: Vec::new(), closed: false }),
        _ => cx.new_object(Writer { fd, closed: false }),
    }
}

fn fd(cx: &Cx, me: &ObjRef) -> i32 {
    cx.heap.get::<Writer>(me).map_or(0, |w| w.fd)
}

fn name(cx: &Cx, me: &ObjRef) -> &'static str {
    super::text::NAMES[fd(cx, me).clamp(0, 2) as usize]
}

pub(super) fn is_closed(cx: &Cx, me: &ObjRef) -> bool {
    match cx.heap.get::<Writer>(me) {
        Some(w) => w.closed,
        None => cx.heap.get::<Reader>(me).is_some_and(|r| r.closed),
    }
}

fn open(cx: &mut Cx, me: &ObjRef) -> PyResult<()> {
    let closed = is_closed(cx, me);
    check_open(cx, closed)
}

fn repr(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let text = format!("<{} name='{}'>", me.ty().name(), name(cx, me));
    Ok(cx.new_str(&text))
}

fn write(cx: &mut Cx, me: &ObjRef, data: &ObjRef) -> PyResult {
    open(cx, me)?;
    crate::bytes::require(cx, data)?;
    let data = crate::bytes::data(&cx.heap, data).unwrap_or_default().into_owned();
    let fd = fd(cx, me);
    with_host(cx, |h| h.write(fd, &data))?;
    Ok(cx.usize(data.len()))
}

fn writelines(cx: &mut Cx, me: &ObjRef, lines: &ObjRef) -> PyResult {
    open(cx, me)?;
    let it = cx.iter(lines)?;
    while let Some(line) = cx.next(&it)? {
        write(cx, me, &line)?;
    }
    Ok(cx.none.clone())
}

fn flush(cx: &mut Cx, me: &ObjRef) -> PyResult {
    open(cx, me)?;
    let fd = fd(cx, me);
    if fd != 0 {
        with_host(cx, |h| h.flush(fd))?;
    }
    Ok(cx.none.clone())
}

pub(super) fn close(cx: &mut Cx, me: &ObjRef) -> PyResult {
    if is_closed(cx, me) {
        return Ok(cx.none.clone());
    }
    let flushed = flush(cx, me);
    if let Some(w) = cx.heap.get_mut::<Writer>(me) {
        w.closed = true;
    }
    if let Some(r) = cx.heap.get_mut::<Reader>(me) {
        r.closed = true;
        r.pending = Vec::new();
    }
    flushed
}

fn fileno(cx: &mut Cx, me: &ObjRef) -> PyResult {
    open(cx, me)?;
    let fd = fd(cx, me);
    Ok(cx.int(fd as i64))
}

fn isatty(cx: &mut Cx, me: &ObjRef) -> PyResult {
    open(cx, me)?;
    let fd = fd(cx, me);
    let r = with_host(cx, |h| Ok(h.is_terminal(fd)))?;
    Ok(cx.bool(r))
}

fn yes(cx: &mut Cx, me: &ObjRef) -> PyResult {
    open(cx, me)?;
    Ok(cx.true_.clone())
}

fn no(cx: &mut Cx, me: &ObjRef) -> PyResult {
    open(cx, me)?;
    Ok(cx.false_.clone())
}

fn enter(cx: &mut Cx, me: &ObjRef) -> PyResult {
    open(cx, me)?;
    Ok(me.clone())
}

fn exit(cx: &mut Cx, values: &[ObjRef]) -> PyResult {
    close(cx, &values[0])
}

/// Up to `most` bytes of the pending ones.
fn take(cx: &mut Cx, me: &ObjRef, most: usize) -> Vec<u8> {
    match cx.heap.get_mut::<Reader>(me) {
        Some(r) => {
            let n = most.min(r.pending.len());
            r.pending.drain(..n).collect()
        }
        None => Vec::new(),
    }
}

fn put_back(cx: &mut Cx, me: &ObjRef, more: &[u8]) {
    if let Some(r) = cx.heap.get_mut::<Reader>(me) {
        r.pending.extend_from_slice(more);
    }
}

/// Input from the host; a signal that comes meanwhile is seen to.
fn host_input(cx: &mut Cx, read: impl Fn(&dyn Host) -> Result<Vec<u8>, Errno>) -> PyResult<Vec<u8>> {
    const INTERRUPTED: Errno = 4;
    loop {
        match cx.host.get().map(|h| read(h.as_ref())) {
            Some(Ok(line)) => return Ok(line),
            Some(Err(INTERRUPTED)) => cx.poll()?,
            Some(Err(errno)) => return Err(raise_errno(cx, errno)),
            None => return Ok(Vec::new()),
        }
    }
}

fn host_line(cx: &mut Cx) -> PyResult<Vec<u8>> {
    host_input(cx, |h| h.read_line())
}

/// A line with its end, empty at the end of input.
pub(super) fn line(cx: &mut Cx, me: &ObjRef) -> PyResult<Vec<u8>> {
    let pending = cx.heap.get::<Reader>(me).and_then(|r| memchr::memchr(b'\n', &r.pending));
    if let Some(at) = pending {
        return Ok(take(cx, me, at + 1));
    }
    let mut line = take(cx, me, usize::MAX);
    line.extend(host_line(cx)?);
    Ok(line)
}

/// All that is left.
pub(super) fn rest(cx: &mut Cx, me: &ObjRef) -> PyResult<Vec<u8>> {
    let mut all = take(cx, me, usize::MAX);
    all.extend(host_input(cx, |h| h.read_all())?);
    Ok(all)
}

fn read(cx: &mut Cx, values: &[ObjRef]) -> PyResult {
    let me = &values[0];
    open(cx, me)?;
    let data = match size_argument(cx, values.get(1))? {
        None => rest(cx, me)?,
        Some(n) => {
            while cx.heap.get::<Reader>(me).is_some_and(|r| r.pending.len() < n) {
                let more = host_line(cx)?;
                if more.is_empty() {
                    break;
                }
                put_back(cx, me, &more);
            }
            take(cx, me, n)
        }
    };
    Ok(cx.new_bytes(&data))
}

fn readline(cx: &mut Cx, values: &[ObjRef]) -> PyResult {
    let me = &values[0];
    open(cx, me)?;
    let most = size_argument(cx, values.get(1))?;
    let mut data = line(cx, me)?;
    if let Some(n) = most.filter(|&n| n < data.len()) {
        let more = data.split_off(n);
        if let Some(r) = cx.heap.get_mut::<Reader>(me) {
            r.pending.splice(..0, more);
        }
    }
    Ok(cx.new_bytes(&data))
}

fn readlines(cx: &mut Cx, values: &[ObjRef]) -> PyResult {
    let hint = size_argument(cx, values.get(1))?;
    let me = values[0].clone();
    read_lines(cx, hint, |cx| readline(cx, std::slice::from_ref(&me)))
}

fn iter(cx: &mut Cx, me: &ObjRef) -> PyResult {
    open(cx, me)?;
    Ok(me.clone())
}

fn next(cx: &mut Cx, me: &ObjRef) -> PyResult<Option<ObjRef>> {
    open(cx, me)?;
    let data = line(cx, me)?;
    Ok((!data.is_empty()).then(|| cx.new_bytes(&data)))
}
