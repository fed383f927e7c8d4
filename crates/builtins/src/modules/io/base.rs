//! `_IOBase`, `_RawIOBase`, `_BufferedIOBase` and `_TextIOBase`: what all streams have, told in terms
//! of the methods that subclasses write.

use theseus_object::class::TypeSpec;
use theseus_object::methods::{GetSet, NativeDef};
use theseus_object::typeobj::{Layout, type_flag};
use theseus_object::{Args, Cx, Kind, ObjRef, PyResult, Slots, TypeRef};

use super::file::File;
use super::{DEFAULT_BUFFER_SIZE, is_closed, size_argument, unsupported};
use super::{buffered, text};
use crate::type_::{instance_dict, set_instance_dict};

/// Payload of streams written in Python.
pub struct Base {
    closed: bool,
}

theseus_object::leaf_payloads!(Base);

/// The layout of every stream type.
pub const LAYOUT: Layout = Layout { members: 0, has_dict: true, has_weakref: true };

static IO: TypeSpec = TypeSpec {
    slots: Slots { new: Some(new), iter: Some(iter), next: Some(next), ..Slots::EMPTY },
    methods: &[
        NativeDef::range("seek", seek, 0, u8::MAX, "Change the stream position to the given byte offset."),
        NativeDef::m0("tell", tell, "Return current stream position."),
        NativeDef::range(
            "truncate",
            truncate,
            0,
            u8::MAX,
            "Truncate file to size bytes.\n\nFile pointer is left unchanged. Size defaults to the current IO position\nas reported by tell(). Return the new size.",
        ),
        NativeDef::m0(
            "flush",
            flush,
            "Flush write buffers, if applicable.\n\nThis is not implemented for read-only and non-blocking streams.",
        ),
        NativeDef::m0(
            "close",
            close,
            "Flush and close the IO object.\n\nThis method has no effect if the file is already closed.",
        ),
        NativeDef::m0(
            "seekable",
            no,
            "Return whether object supports random access.\n\nIf False, seek(), tell() and truncate() will raise OSError.\nThis method may need to do a test seek().",
        ),
        NativeDef::m0(
            "readable",
            no,
            "Return whether object was opened for reading.\n\nIf False, read() will raise OSError.",
        ),
        NativeDef::m0(
            "writable",
            no,
            "Return whether object was opened for writing.\n\nIf False, write() will raise OSError.",
        ),
        NativeDef::range("_checkClosed", check_closed_method, 0, u8::MAX, ""),
        NativeDef::range("_checkSeekable", |cx, v| check_can(cx, &v[0], "seekable"), 0, u8::MAX, ""),
        NativeDef::range("_checkReadable", |cx, v| check_can(cx, &v[0], "readable"), 0, u8::MAX, ""),
        NativeDef::range("_checkWritable", |cx, v| check_can(cx, &v[0], "writable"), 0, u8::MAX, ""),
        NativeDef::m0(
            "fileno",
            fileno,
            "Return underlying file descriptor if one exists.\n\nRaise OSError if the IO object does not use a file descriptor.",
        ),
        NativeDef::m0(
            "isatty",
            isatty,
            "Return whether this is an 'interactive' stream.\n\nReturn False if it can't be determined.",
        ),
        NativeDef::m0("__enter__", enter, ""),
        NativeDef::range("__exit__", exit, 0, u8::MAX, ""),
        NativeDef::m0("__del__", del, "Called when the instance is about to be destroyed."),
        NativeDef::range(
            "readline",
            readline,
            0,
            1,
            "Read and return a line from the stream.\n\nIf size is specified, at most size bytes will be read.\n\nThe line terminator is always b'\\n' for binary files; for text\nfiles, the newlines argument to open can be used to select the line\nterminator(s) recognized.",
        ),
        NativeDef::range(
            "readlines",
            readlines,
            0,
            1,
            "Return a list of lines from the stream.\n\nhint can be specified to control the number of lines read: no more\nlines will be read if the total size (in bytes/characters) of all\nlines so far exceeds hint.",
        ),
        NativeDef::m1(
            "writelines",
            writelines,
            "Write a list of lines to stream.\n\nLine separators are not added, so it is usual for each of the\nlines provided to have a line separator at the end.",
        ),
    ],
    getsets: &[
        GetSet::rw("__dict__", instance_dict, set_instance_dict, ""),
        GetSet::new("closed", closed, ""),
    ],
    doc: "The abstract base class for all I/O classes.",
};

static RAW: TypeSpec = TypeSpec {
    methods: &[
        NativeDef::range("read", raw_read, 0, 1, ""),
        NativeDef::m0("readall", raw_readall, "Read until EOF, using multiple read() call."),
        NativeDef::m1("readinto", |cx, _, _| not_implemented(cx), ""),
        NativeDef::m1("write", |cx, _, _| not_implemented(cx), ""),
    ],
    doc: "Base class for raw binary I/O.",
    ..TypeSpec::EMPTY
};

static BUFFERED: TypeSpec = TypeSpec {
    methods: &[
        NativeDef::m0(
            "detach",
            |cx, _| Err(unsupported(cx, "detach")),
            "Disconnect this buffer from its underlying raw stream and return it.\n\nAfter the raw stream has been detached, the buffer is in an unusable\nstate.",
        ),
        NativeDef::range(
            "read",
            |cx, _| Err(unsupported(cx, "read")),
            0,
            u8::MAX,
            "Read and return up to n bytes.",
        ),
        NativeDef::range(
            "read1",
            |cx, _| Err(unsupported(cx, "read1")),
            0,
            u8::MAX,
            "Read and return up to size bytes, with at most one read() call to the underlying raw stream.",
        ),
        NativeDef::m1("readinto", |cx, me, b| read_into(cx, me, b, "read"), ""),
        NativeDef::m1("readinto1", |cx, me, b| read_into(cx, me, b, "read1"), ""),
        NativeDef::range(
            "write",
            |cx, _| Err(unsupported(cx, "write")),
            0,
            u8::MAX,
            "Write buffer b to the IO stream.",
        ),
    ],
    doc: "Base class for buffered IO objects.",
    ..TypeSpec::EMPTY
};

static TEXT: TypeSpec = TypeSpec {
    methods: &[
        NativeDef::range(
            "detach",
            |cx, _| Err(unsupported(cx, "detach")),
            0,
            u8::MAX,
            "Separate the underlying buffer from the TextIOBase and return it.",
        ),
        NativeDef::range(
            "read",
            |cx, _| Err(unsupported(cx, "read")),
            0,
            u8::MAX,
            "Read at most size characters from stream.",
        ),
        NativeDef::range(
            "readline",
            |cx, _| Err(unsupported(cx, "readline")),
            0,
            u8::MAX,
            "Read until newline or EOF.",
        ),
        NativeDef::range(
            "write",
            |cx, _| Err(unsupported(cx, "write")),
            0,
            u8::MAX,
            "Write string s to stream.",
        ),
    ],
    getsets: &[
        GetSet::new("encoding", |cx, _| Ok(cx.none.clone()), "Encoding of the text stream."),
        GetSet::new("newlines", |cx, _| Ok(cx.none.clone()), "Line endings translated so far."),
        GetSet::new("errors", |cx, _| Ok(cx.none.clone()), "The error setting of the decoder or encoder."),
    ],
    doc: "Base class for text I/O.",
    ..TypeSpec::EMPTY
};

/// The four abstract types.
pub struct Bases {
    pub io: TypeRef,
    pub raw: TypeRef,
    pub buffered: TypeRef,
    pub text: TypeRef,
}

pub fn install(cx: &Cx) -> Bases {
    let make = |name: &str, base: Option<&TypeRef>, spec: &'static TypeSpec| {
        let ty = cx.add_native_type_over::<Base>(name, base, type_flag::BASE_TYPE, LAYOUT);
        cx.fill_type(&ty, spec);
        ty
    };
    let io = make("_io._IOBase", None, &IO);
    let raw = make("_io._RawIOBase", Some(&io), &RAW);
    let buffered = make("_io._BufferedIOBase", Some(&io), &BUFFERED);
    let text = make("_io._TextIOBase", Some(&io), &TEXT);
    Bases { io, raw, buffered, text }
}

fn new(cx: &mut Cx, class: &ObjRef, _: &Args) -> PyResult {
    let ty = cx.expect_type(class)?;
    Ok(cx.new_instance(ty, Base { closed: false }))
}

fn not_implemented(cx: &mut Cx) -> PyResult {
    Err(cx.not_implemented_error(""))
}

fn closed(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let r = cx.heap.get::<Base>(me).is_some_and(|b| b.closed);
    Ok(cx.bool(r))
}

/// ValueError on a closed stream.
pub fn check_closed(cx: &mut Cx, me: &ObjRef) -> PyResult<()> {
    if is_closed(cx, me)? { Err(cx.value_error("I/O operation on closed file.")) } else { Ok(()) }
}

fn check_closed_method(cx: &mut Cx, values: &[ObjRef]) -> PyResult {
    check_closed(cx, &values[0])?;
    Ok(cx.none.clone())
}

/// UnsupportedOperation unless the stream says that it is seekable, readable or writable.
pub fn check_can(cx: &mut Cx, me: &ObjRef, what: &str) -> PyResult {
    let r = cx.call_method(me, what, &[])?;
    if r.is(&cx.true_) {
        return Ok(r);
    }
    Err(unsupported(cx, &format!("File or stream is not {what}.")))
}

fn seek(cx: &mut Cx, _: &[ObjRef]) -> PyResult {
    Err(unsupported(cx, "seek"))
}

fn truncate(cx: &mut Cx, _: &[ObjRef]) -> PyResult {
    Err(unsupported(cx, "truncate"))
}

fn fileno(cx: &mut Cx, _: &ObjRef) -> PyResult {
    Err(unsupported(cx, "fileno"))
}

fn tell(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let args = [cx.fresh_int(0), cx.fresh_int(1)];
    cx.call_method(me, "seek", &args)
}

fn flush(cx: &mut Cx, me: &ObjRef) -> PyResult {
    check_closed(cx, me)?;
    Ok(cx.none.clone())
}

/// Flushes and marks the stream as closed, even if flushing fails.
pub fn close(cx: &mut Cx, me: &ObjRef) -> PyResult {
    if cx.heap.get::<Base>(me).is_some_and(|b| b.closed) {
        return Ok(cx.none.clone());
    }
    let flushed = cx.call_method(me, "flush", &[]);
    if let Some(b) = cx.heap.get_mut::<Base>(me) {
        b.closed = true;
    }
    flushed?;
    Ok(cx.none.clone())
}

fn no(cx: &mut Cx, _: &ObjRef) -> PyResult {
    Ok(cx.false_.clone())
}

fn isatty(cx: &mut Cx, me: &ObjRef) -> PyResult {
    check_closed(cx, me)?;
    Ok(cx.false_.clone())
}

fn enter(cx: &mut Cx, me: &ObjRef) -> PyResult {
    check_closed(cx, me)?;
    Ok(me.clone())
}

fn exit(cx: &mut Cx, values: &[ObjRef]) -> PyResult {
    cx.call_method(&values[0], "close", &[])
}

/// A stream that nobody can reach any more is closed; that this fails is nobody's business.
pub fn del(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let open = match is_closed(cx, me) {
        Ok(closed) => !closed,
        Err(_) => {
            drop(cx.take_exception());
            true
        }
    };
    if open {
        warn_unclosed(cx, me);
    }
    if open && cx.call_method(me, "close", &[]).is_err() {
        drop(cx.take_exception());
    }
    Ok(cx.none.clone())
}

/// Lets the stream below one that goes unclosed give the warning; what fails is forgotten.
fn warn_unclosed(cx: &mut Cx, me: &ObjRef) {
    let below = match () {
        () if me.has_payload::<File>() => Some(me.clone()),
        () => buffered::raw_of(cx, me).or_else(|| text::buffer_of(cx, me)),
    };
    let Some(below) = below else { return };
    if cx.call_method(&below, "_dealloc_warn", std::slice::from_ref(me)).is_err() {
        drop(cx.take_exception());
    }
}

fn iter(cx: &mut Cx, me: &ObjRef) -> PyResult {
    check_closed(cx, me)?;
    Ok(me.clone())
}

fn next(cx: &mut Cx, me: &ObjRef) -> PyResult<Option<ObjRef>> {
    let line = cx.call_method(me, "readline", &[])?;
    let empty = cx.len(&line)? == 0;
    Ok((!empty).then_some(line))
}

/// The bytes that a method of a stream gave, or OSError.
fn given_bytes(cx: &mut Cx, method: &str, r: &ObjRef) -> PyResult<Vec<u8>> {
    if r.kind() != Kind::Bytes {
        let got = r.ty().name();
        return Err(cx.os_error(format!("{method}() should have returned a bytes object, not '{got}'")));
    }
    Ok(cx.heap.bytes(r).map(<[u8]>::to_vec).unwrap_or_default())
}

/// A line, read byte by byte unless the stream lets us peek.
fn readline(cx: &mut Cx, values: &[ObjRef]) -> PyResult {
    let me = values[0].clone();
    let limit = size_argument(cx, values.get(1))?;
    let peek = cx.intern("peek");
    let peek = cx.try_getattr(&me, &peek)?;
    let mut line = Vec::new();
    while limit.is_none_or(|n| line.len() < n) {
        let mut want = 1;
        if let Some(peek) = &peek {
            let one = cx.fresh_int(1);
            let r = cx.call(peek, &[one])?;
            let ahead = given_bytes(cx, "peek", &r)?;
            if !ahead.is_empty() {
                let most = limit.map_or(ahead.len(), |n| (n - line.len()).min(ahead.len()));
                let part = ahead.get(..most).unwrap_or(&ahead);
                want = memchr::memchr(b'\n', part).map_or(part.len(), |at| at + 1);
            }
        }
        let want = cx.usize(want);
        let r = cx.call_method(&me, "read", &[want])?;
        if r.is_none() {
            break;
        }
        let data = given_bytes(cx, "read", &r)?;
        if data.is_empty() {
            break;
        }
        line.extend(data);
        if line.last() == Some(&b'\n') {
            break;
        }
        cx.poll()?;
    }
    Ok(cx.new_bytes(&line))
}

pub fn readlines(cx: &mut Cx, values: &[ObjRef]) -> PyResult {
    let me = values[0].clone();
    let hint = size_argument(cx, values.get(1))?;
    let it = cx.iter(&me)?;
    let (mut lines, mut total) = (Vec::new(), 0);
    while let Some(line) = cx.next(&it)? {
        if let Some(hint) = hint.filter(|&h| h > 0) {
            let n = cx.len(&line)?;
            lines.push(line);
            total += n;
            if total > hint {
                break;
            }
        } else {
            lines.push(line);
        }
        cx.poll()?;
    }
    Ok(cx.new_list(lines))
}

fn writelines(cx: &mut Cx, me: &ObjRef, lines: &ObjRef) -> PyResult {
    check_closed(cx, me)?;
    let it = cx.iter(lines)?;
    while let Some(line) = cx.next(&it)? {
        cx.call_method(me, "write", &[line])?;
        cx.poll()?;
    }
    Ok(cx.none.clone())
}

fn raw_read(cx: &mut Cx, values: &[ObjRef]) -> PyResult {
    let me = &values[0];
    let Some(n) = size_argument(cx, values.get(1))? else { return cx.call_method(me, "readall", &[]) };
    if !cx.can_allocate(n) {
        return Err(cx.memory_error(""));
    }
    let array = cx.new_bytearray(vec![0; n]);
    let r = cx.call_method(me, "readinto", std::slice::from_ref(&array))?;
    if r.is_none() {
        return Ok(r);
    }
    let got = crate::str::args::ssize(cx, &r)?;
    let Some(data) = usize::try_from(got).ok().and_then(|got| cx.heap.bytes(&array)?.get(..got)) else {
        return Err(cx.value_error(format!("readinto returned {got} outside buffer size {n}")));
    };
    Ok(cx.new_bytes(data))
}

fn raw_readall(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let mut all = Vec::new();
    loop {
        let n = cx.int(DEFAULT_BUFFER_SIZE as i64);
        let r = cx.call_method(me, "read", &[n])?;
        if r.is_none() {
            return Ok(if all.is_empty() { r } else { cx.new_bytes(&all) });
        }
        if r.kind() != Kind::Bytes {
            return Err(cx.type_error("read() should return bytes"));
        }
        let data = cx.heap.bytes(&r).unwrap_or_default();
        if data.is_empty() {
            return Ok(cx.new_bytes(&all));
        }
        all.extend_from_slice(data);
        cx.poll()?;
    }
}

/// `readinto` in terms of `read` or `read1`.
fn read_into(cx: &mut Cx, me: &ObjRef, target: &ObjRef, method: &str) -> PyResult {
    let name = if method == "read" { "readinto" } else { "readinto1" };
    let buffer = cx.writable_buffer(target, &format!("{name}() argument"))?;
    let n = cx.usize(buffer.len());
    let r = cx.call_method(me, method, &[n])?;
    if r.kind() != Kind::Bytes {
        return Err(cx.type_error("read() should return bytes"));
    }
    let data = cx.heap.bytes(&r).map(<[u8]>::to_vec).unwrap_or_default();
    if data.len() > buffer.len() {
        let (got, most) = (data.len(), buffer.len());
        return Err(
            cx.value_error(format!("read() returned too much data: {most} bytes requested, {got} returned"))
        );
    }
    if let Some(to) = buffer.bytes_mut(&mut cx.heap).get_mut(..data.len()) {
        to.copy_from_slice(&data);
    }
    Ok(cx.usize(data.len()))
}
