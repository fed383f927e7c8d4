//! `BytesIO`: bytes in memory as a stream.

use theseus_object::args::Params;
use theseus_object::buffer::{Buffer, BufferSlot, Pin};
use theseus_object::class::TypeSpec;
use theseus_object::edges::{EdgeVisitor, Payload};
use theseus_object::methods::{GetSet, NativeDef};
use theseus_object::typeobj::type_flag;
use theseus_object::{Args, Cx, Kind, MemoryView, ObjRef, PyResult, Slots, TypeRef};

use super::base::LAYOUT;
use super::size_argument;
use crate::str::args::ssize;

/// Payload of BytesIO.
struct Bytes {
    data: Vec<u8>,
    at: usize,
    closed: bool,
    /// Lent to views, which forbid changes of size.
    pin: Pin,
}

impl Payload for Bytes {
    const HAS_EDGES: bool = false;
    fn edges(&mut self, _: &mut dyn EdgeVisitor) {}
    fn extra_size(&self) -> usize {
        self.data.capacity()
    }
}

/// How views reach the bytes; the type itself exposes none.
static LENT: BufferSlot = BufferSlot {
    acquire: |cx, _| Err(cx.bad_internal("BytesIO buffer")),
    bytes: |heap, o| heap.get::<Bytes>(o).map(|b| &b.data[..]),
    bytes_mut: |heap, o| heap.get_mut::<Bytes>(o).map(|b| &mut b.data[..]),
};

static SPEC: TypeSpec = TypeSpec {
    slots: Slots { new: Some(new), init: Some(init), next: Some(next), iter: Some(iter), ..Slots::EMPTY },
    methods: &[
        NativeDef::range(
            "read",
            read,
            0,
            1,
            "Read at most size bytes, returned as a bytes object.\n\nIf the size argument is negative, read until EOF is reached.\nReturn an empty bytes object at EOF.",
        ),
        NativeDef::range("read1", read, 0, 1, "Read at most size bytes, returned as a bytes object."),
        NativeDef::range("readline", readline, 0, 1, "Next line from the file, as a bytes object."),
        NativeDef::range("readlines", readlines, 0, 1, "List of bytes objects, each a line from the file."),
        NativeDef::m1(
            "readinto",
            readinto,
            "Read bytes into buffer.\n\nReturns number of bytes read (0 for EOF), or None if the object\nis set not to block and has no data to read.",
        ),
        NativeDef::m1("write", write, "Write bytes to file.\n\nReturn the number of bytes written."),
        NativeDef::m1("writelines", writelines, "Write lines to the file."),
        NativeDef::range("seek", seek, 1, 2, "Change stream position."),
        NativeDef::m0("tell", tell, "Current file position, an integer."),
        NativeDef::range("truncate", truncate, 0, 1, "Truncate the file to at most size bytes."),
        NativeDef::m0("getvalue", getvalue, "Retrieve the entire contents of the BytesIO object."),
        NativeDef::m0(
            "getbuffer",
            getbuffer,
            "Get a read-write view over the contents of the BytesIO object.",
        ),
        NativeDef::m0("close", close, "Disable all I/O operations."),
        NativeDef::m0("flush", nothing, "Does nothing."),
        NativeDef::m0(
            "isatty",
            |cx, me| answer(cx, me, false),
            "Always returns False.\n\nBytesIO objects are not connected to a TTY-like device.",
        ),
        NativeDef::m0(
            "readable",
            |cx, me| answer(cx, me, true),
            "Returns True if the IO object can be read.",
        ),
        NativeDef::m0(
            "writable",
            |cx, me| answer(cx, me, true),
            "Returns True if the IO object can be written.",
        ),
        NativeDef::m0(
            "seekable",
            |cx, me| answer(cx, me, true),
            "Returns True if the IO object can be seeked.",
        ),
        NativeDef::m0("__getstate__", getstate, ""),
        NativeDef::m1("__setstate__", setstate, ""),
    ],
    getsets: &[GetSet::new("closed", closed, "True if the file is closed.")],
    doc: "Buffered I/O implementation using an in-memory bytes buffer.",
};

pub fn install(cx: &Cx, base: &TypeRef) -> TypeRef {
    let ty = cx.add_native_type_over::<Bytes>("_io.BytesIO", Some(base), type_flag::BASE_TYPE, LAYOUT);
    cx.fill_type(&ty, &SPEC);
    ty
}

fn new(cx: &mut Cx, class: &ObjRef, _: &Args) -> PyResult {
    let ty = cx.expect_type(class)?;
    Ok(cx.new_instance(ty, Bytes { data: Vec::new(), at: 0, closed: false, pin: Pin::default() }))
}

fn init(cx: &mut Cx, me: &ObjRef, args: &Args) -> PyResult<()> {
    static PARAMS: Params<0, 1> = Params { required: [], optional: ["initial_bytes"], posonly: 0, kwonly: 1 };
    let ([], [initial]) = args.bind(cx, "BytesIO", &PARAMS)?;
    let data = match initial.filter(|o| !o.is_none()) {
        Some(o) => cx.buffer(&o)?.copied(cx)?,
        None => Vec::new(),
    };
    check_resizable(cx, me)?;
    if let Some(b) = cx.heap.get_mut::<Bytes>(me) {
        (b.data, b.at, b.closed) = (data, 0, false);
    }
    Ok(())
}

fn check_resizable(cx: &mut Cx, me: &ObjRef) -> PyResult<()> {
    if cx.heap.get::<Bytes>(me).is_some_and(|b| std::rc::Rc::strong_count(&b.pin) > 1) {
        return Err(cx.buffer_error("Existing exports of data: object cannot be re-sized"));
    }
    Ok(())
}

/// The payload of an open stream, or ValueError.
fn open<'a>(cx: &'a mut Cx, me: &'a ObjRef) -> PyResult<&'a mut Bytes> {
    if cx.heap.get::<Bytes>(me).is_none_or(|b| b.closed) {
        return Err(cx.value_error("I/O operation on closed file."));
    }
    cx.heap.get_mut::<Bytes>(me).ok_or(theseus_object::Raised)
}

fn closed(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let r = cx.heap.get::<Bytes>(me).is_some_and(|b| b.closed);
    Ok(cx.bool(r))
}

fn answer(cx: &mut Cx, me: &ObjRef, yes: bool) -> PyResult {
    open(cx, me)?;
    Ok(cx.bool(yes))
}

fn nothing(cx: &mut Cx, me: &ObjRef) -> PyResult {
    open(cx, me)?;
    Ok(cx.none.clone())
}

fn close(cx: &mut Cx, me: &ObjRef) -> PyResult {
    check_resizable(cx, me)?;
    if let Some(b) = cx.heap.get_mut::<Bytes>(me) {
        (b.closed, b.data) = (true, Vec::new());
    }
    Ok(cx.none.clone())
}

/// Gives out the next `n` bytes, fewer at the end.
fn take(cx: &mut Cx, me: &ObjRef, n: usize) -> PyResult {
    let b = open(cx, me)?;
    let start = b.at.min(b.data.len());
    let end = start.saturating_add(n).min(b.data.len());
    if end > start {
        b.at = end;
    }
    let part = cx.heap.get::<Bytes>(me).and_then(|b| b.data.get(start..end)).unwrap_or_default();
    Ok(cx.new_bytes(part))
}

fn read(cx: &mut Cx, values: &[ObjRef]) -> PyResult {
    let n = size_argument(cx, values.get(1))?;
    take(cx, &values[0], n.unwrap_or(usize::MAX))
}

/// Length of the next line, at most `limit`.
fn line_length(cx: &mut Cx, me: &ObjRef, limit: Option<usize>) -> PyResult<usize> {
    let b = open(cx, me)?;
    let rest = b.data.get(b.at..).unwrap_or_default();
    let n = memchr::memchr(b'\n', rest).map_or(rest.len(), |at| at + 1);
    Ok(n.min(limit.unwrap_or(usize::MAX)))
}

fn readline(cx: &mut Cx, values: &[ObjRef]) -> PyResult {
    let limit = size_argument(cx, values.get(1))?;
    let n = line_length(cx, &values[0], limit)?;
    take(cx, &values[0], n)
}

fn readlines(cx: &mut Cx, values: &[ObjRef]) -> PyResult {
    let hint = size_argument(cx, values.get(1))?.filter(|&h| h > 0);
    let (mut lines, mut total) = (Vec::new(), 0);
    loop {
        let n = line_length(cx, &values[0], None)?;
        if n == 0 {
            break;
        }
        lines.push(take(cx, &values[0], n)?);
        total += n;
        if hint.is_some_and(|h| total >= h) {
            break;
        }
    }
    Ok(cx.new_list(lines))
}

fn iter(cx: &mut Cx, me: &ObjRef) -> PyResult {
    open(cx, me)?;
    Ok(me.clone())
}

fn next(cx: &mut Cx, me: &ObjRef) -> PyResult<Option<ObjRef>> {
    let n = line_length(cx, me, None)?;
    if n == 0 {
        return Ok(None);
    }
    take(cx, me, n).map(Some)
}

fn readinto(cx: &mut Cx, me: &ObjRef, target: &ObjRef) -> PyResult {
    let buffer = cx.writable_buffer(target, "readinto() argument")?;
    let data = take(cx, me, buffer.len())?;
    let data = cx.heap.bytes(&data).map(<[u8]>::to_vec).unwrap_or_default();
    if let Some(to) = buffer.bytes_mut(&mut cx.heap).get_mut(..data.len()) {
        to.copy_from_slice(&data);
    }
    Ok(cx.usize(data.len()))
}

fn write(cx: &mut Cx, me: &ObjRef, data: &ObjRef) -> PyResult {
    open(cx, me)?;
    let data = cx.buffer(data)?.copied(cx)?;
    check_resizable(cx, me)?;
    let b = open(cx, me)?;
    if data.is_empty() {
        return Ok(cx.int(0));
    }
    if b.at > b.data.len() {
        let at = b.at;
        if !cx.can_allocate(at) {
            return Err(cx.memory_error(""));
        }
        open(cx, me)?.data.resize(at, 0);
    }
    let b = open(cx, me)?;
    let over = (b.data.len() - b.at).min(data.len());
    let at = b.at;
    if let Some(to) = b.data.get_mut(at..at + over) {
        to.copy_from_slice(&data[..over]);
    }
    if b.data.try_reserve(data.len() - over).is_err() {
        return Err(cx.memory_error(""));
    }
    b.data.extend_from_slice(&data[over..]);
    b.at += data.len();
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

fn seek(cx: &mut Cx, values: &[ObjRef]) -> PyResult {
    let me = &values[0];
    let offset = ssize(cx, &values[1])?;
    let whence = match values.get(2) {
        Some(w) => crate::world::c_int(cx, w)?,
        None => 0,
    };
    let b = open(cx, me)?;
    let base = match whence {
        0 if offset < 0 => return Err(cx.value_error(format!("negative seek value {offset}"))),
        0 => 0,
        1 => b.at as i64,
        2 => b.data.len() as i64,
        _ => return Err(cx.value_error(format!("invalid whence ({whence}, should be 0, 1 or 2)"))),
    };
    let Some(at) = base.checked_add(offset) else { return Err(cx.overflow_error("new position too large")) };
    let at = at.max(0) as usize;
    open(cx, me)?.at = at;
    Ok(cx.usize(at))
}

fn tell(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let at = open(cx, me)?.at;
    Ok(cx.usize(at))
}

fn truncate(cx: &mut Cx, values: &[ObjRef]) -> PyResult {
    let me = &values[0];
    open(cx, me)?;
    check_resizable(cx, me)?;
    let n = match values.get(1).filter(|n| !n.is_none()) {
        Some(n) => ssize(cx, n)?,
        None => open(cx, me)?.at as i64,
    };
    let Ok(size) = usize::try_from(n) else { return Err(cx.value_error(format!("negative size value {n}"))) };
    open(cx, me)?.data.truncate(size);
    Ok(cx.usize(size))
}

fn getvalue(cx: &mut Cx, me: &ObjRef) -> PyResult {
    open(cx, me)?;
    let data = cx.heap.get::<Bytes>(me).map(|b| &b.data[..]).unwrap_or_default();
    Ok(cx.new_bytes(data))
}

fn getbuffer(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let b = open(cx, me)?;
    let (n, pin) = (b.data.len(), b.pin.clone());
    let lent = Buffer::new(&LENT, me, n, false).pinned(pin);
    Ok(cx.new_memoryview(MemoryView::new(lent)))
}

fn getstate(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let value = getvalue(cx, me)?;
    let at = tell(cx, me)?;
    let dict = super::dict_copy(cx, me);
    Ok(cx.new_tuple([value, at, dict]))
}

fn setstate(cx: &mut Cx, me: &ObjRef, state: &ObjRef) -> PyResult {
    let parts = cx.heap.tuple(state).map(<[ObjRef]>::to_vec).unwrap_or_default();
    let [value, at, dict] = &parts[..] else {
        let (name, got) = (me.ty().name(), state.ty().name());
        return Err(cx.type_error(format!("{name}.__setstate__ argument should be 3-tuple, got {got}")));
    };
    check_resizable(cx, me)?;
    let data = cx.buffer(value)?.copied(cx)?;
    if !at.is_int() {
        let got = at.ty().name();
        return Err(cx.type_error(format!("second item of state must be an integer, not {got}")));
    }
    let at = ssize(cx, at)?;
    let Ok(at) = usize::try_from(at) else {
        return Err(cx.value_error("position value cannot be negative"));
    };
    let b = open(cx, me)?;
    (b.data, b.at) = (data, at);
    if dict.kind() == Kind::Dict {
        super::update_dict(cx, me, dict)?;
    } else if !dict.is_none() {
        let got = dict.ty().name();
        return Err(cx.type_error(format!("third item of state should be a dict, got a {got}")));
    }
    Ok(cx.none.clone())
}
