//! `BufferedReader`, `BufferedWriter` and `BufferedRandom`: bytes read ahead and written late.

pub mod read;
pub mod write;

use theseus_object::args::Params;
use theseus_object::class::TypeSpec;
use theseus_object::edges::{EdgeVisitor, Payload, Relation};
use theseus_object::methods::{GetSet, NativeDef};
use theseus_object::typeobj::type_flag;
use theseus_object::{Args, Cx, Heap, ObjRef, PyResult, Slots, TypeRef};

use super::base::{LAYOUT, check_can};
use super::file::{self, File};
use super::{DEFAULT_BUFFER_SIZE, is_closed, named_repr, refuse_pickling};
use crate::modules::wait::{Waiters, wait_for, wake_one};

/// Payload of the three types.
pub struct Buffered {
    raw: Option<ObjRef>,
    state: State,
    readable: bool,
    writable: bool,
    size: usize,
    /// Bytes read from the raw stream; those before `at` were given out.
    ahead: Vec<u8>,
    at: usize,
    /// Bytes not yet written to the raw stream.
    late: Vec<u8>,
    /// The thread that reads or writes now; 0 for none.
    user: u64,
    waiters: Waiters,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    New,
    Ready,
    Detached,
}

impl Payload for Buffered {
    fn edges(&mut self, v: &mut dyn EdgeVisitor) {
        v.edge(&mut self.raw, Relation::Attr("raw"));
    }
    fn clear(&mut self) {
        self.raw = None;
    }
    fn needs_finalizer(&self) -> bool {
        self.raw.is_some()
    }
    fn extra_size(&self) -> usize {
        self.size
    }
}

const SHARED: &[NativeDef] = &[
    NativeDef::m0("detach", detach, "Disconnect this buffer from its underlying raw stream and return it."),
    NativeDef::m0("close", close, "Flush and close the IO object."),
    NativeDef::m0(
        "seekable",
        |cx, me| on_raw(cx, me, "seekable"),
        "Return whether object supports random access.",
    ),
    NativeDef::m0(
        "fileno",
        |cx, me| on_raw(cx, me, "fileno"),
        "Return underlying file descriptor if one exists.",
    ),
    NativeDef::m0(
        "isatty",
        |cx, me| on_raw(cx, me, "isatty"),
        "Return whether this is an 'interactive' stream.",
    ),
    NativeDef::range("seek", seek, 1, 2, "Change the stream position to the given byte offset."),
    NativeDef::m0("tell", tell, "Return current stream position."),
    NativeDef::range("truncate", write::truncate, 0, 1, "Truncate file to size bytes."),
    NativeDef::m1("_dealloc_warn", warn_unclosed, ""),
    NativeDef::m0("__reduce__", refuse_pickling, ""),
    NativeDef::range("__reduce_ex__", |cx, v| refuse_pickling(cx, &v[0]), 0, 1, ""),
];

static GETSETS: &[GetSet] = &[
    GetSet::new("closed", |cx, me| raw_attribute(cx, me, "closed"), ""),
    GetSet::new("name", |cx, me| raw_attribute(cx, me, "name"), ""),
    GetSet::new("mode", |cx, me| raw_attribute(cx, me, "mode"), ""),
    GetSet::member("raw", raw, ""),
    GetSet::new("_finalizing", |cx, _| Ok(cx.false_.clone()), ""),
];

static READER: TypeSpec = TypeSpec {
    slots: Slots {
        repr: Some(repr),
        new: Some(new),
        init: Some(init_reader),
        next: Some(read::next),
        ..Slots::EMPTY
    },
    methods: &[NativeDef::m0("flush", flush_raw, "Flush write buffers, if applicable.")],
    getsets: GETSETS,
    doc: "Create a new buffered reader using the given readable raw IO object.",
};

static WRITER: TypeSpec = TypeSpec {
    slots: Slots { repr: Some(repr), new: Some(new), init: Some(init_writer), ..Slots::EMPTY },
    methods: &[NativeDef::m0("flush", write::flush, "Flush write buffers, if applicable.")],
    getsets: GETSETS,
    doc: "A buffer for a writeable sequential RawIO object.\n\nThe constructor creates a BufferedWriter for the given writeable raw\nstream. If the buffer_size is not given, it defaults to\nDEFAULT_BUFFER_SIZE.",
};

static RANDOM: TypeSpec = TypeSpec {
    slots: Slots {
        repr: Some(repr),
        new: Some(new),
        init: Some(init_random),
        next: Some(read::next),
        ..Slots::EMPTY
    },
    methods: &[NativeDef::m0("flush", write::flush, "Flush write buffers, if applicable.")],
    getsets: GETSETS,
    doc: "A buffered interface to random access streams.\n\nThe constructor creates a reader and writer for a seekable stream,\nraw, given in the first argument. If the buffer_size is omitted it\ndefaults to DEFAULT_BUFFER_SIZE.",
};

/// The three types in the order reader, writer, random.
pub fn install(cx: &Cx, base: &TypeRef) -> [TypeRef; 3] {
    let make = |name: &str, spec: &'static TypeSpec, tables: &[&'static [NativeDef]]| {
        let ty = cx.add_native_type_over::<Buffered>(name, Some(base), type_flag::BASE_TYPE, LAYOUT);
        cx.fill_type(&ty, spec);
        for table in tables {
            cx.add_methods(&ty, table);
        }
        ty
    };
    [
        make("_io.BufferedReader", &READER, &[SHARED, read::METHODS]),
        make("_io.BufferedWriter", &WRITER, &[SHARED, write::METHODS]),
        make("_io.BufferedRandom", &RANDOM, &[SHARED, read::METHODS, write::METHODS]),
    ]
}

fn new(cx: &mut Cx, class: &ObjRef, _: &Args) -> PyResult {
    let ty = cx.expect_type(class)?;
    let data = Buffered {
        raw: None,
        state: State::New,
        readable: false,
        writable: false,
        size: 0,
        ahead: Vec::new(),
        at: 0,
        late: Vec::new(),
        user: 0,
        waiters: Waiters::default(),
    };
    Ok(cx.new_instance(ty, data))
}

/// A buffered stream of one of the three types over a raw one, without its checks.
pub fn over(
    cx: &Cx,
    class: &ObjRef,
    raw: &ObjRef,
    readable: bool,
    writable: bool,
    size: usize,
) -> Option<ObjRef> {
    let ty = theseus_object::TypeObj::of(class)?;
    let data = Buffered {
        raw: Some(raw.clone()),
        state: State::Ready,
        readable,
        writable,
        size,
        ahead: Vec::new(),
        at: 0,
        late: Vec::new(),
        user: 0,
        waiters: Waiters::default(),
    };
    Some(cx.new_instance(ty, data))
}

static PARAMS: Params<1, 1> = Params { required: ["raw"], optional: ["buffer_size"], posonly: 0, kwonly: 2 };

fn init(cx: &mut Cx, me: &ObjRef, args: &Args, name: &str, needs: &[&str]) -> PyResult<()> {
    let ([raw], [size]) = args.bind(cx, name, &PARAMS)?;
    if let Some(b) = cx.heap.get_mut::<Buffered>(me) {
        b.state = State::New;
    }
    let size = match size {
        Some(s) => crate::str::args::ssize(cx, &s)?,
        None => DEFAULT_BUFFER_SIZE as i64,
    };
    for what in needs {
        check_can(cx, &raw, what)?;
    }
    let Some(size) = usize::try_from(size).ok().filter(|&n| n > 0) else {
        return Err(cx.value_error("buffer size must be strictly positive"));
    };
    if !cx.can_allocate(size) {
        return Err(cx.memory_error(""));
    }
    let old = cx.heap.get_mut::<Buffered>(me).map(|b| {
        b.state = State::Ready;
        b.readable = needs.contains(&"readable");
        b.writable = needs.contains(&"writable");
        b.size = size;
        (b.ahead, b.at, b.late) = (Vec::new(), 0, Vec::new());
        b.raw.replace(raw)
    });
    drop(old);
    Ok(())
}

fn init_reader(cx: &mut Cx, me: &ObjRef, args: &Args) -> PyResult<()> {
    init(cx, me, args, "BufferedReader", &["readable"])
}

fn init_writer(cx: &mut Cx, me: &ObjRef, args: &Args) -> PyResult<()> {
    init(cx, me, args, "BufferedWriter", &["writable"])
}

fn init_random(cx: &mut Cx, me: &ObjRef, args: &Args) -> PyResult<()> {
    init(cx, me, args, "BufferedRandom", &["seekable", "readable", "writable"])
}

fn line<'a>(heap: &'a mut Heap, me: &'a ObjRef) -> Option<&'a mut Waiters> {
    heap.get_mut::<Buffered>(me).map(|b| &mut b.waiters)
}

/// Does something with the buffer that may wait for the raw stream, while no other thread does.
fn alone<T>(cx: &mut Cx, me: &ObjRef, work: impl FnOnce(&mut Cx) -> PyResult<T>) -> PyResult<T> {
    let user = |cx: &Cx| cx.heap.get::<Buffered>(me).map_or(0, |b| b.user);
    let number = cx.thread.number;
    if user(cx) == number {
        let text = cx.repr_text(me)?;
        return Err(cx.runtime_error(format!("reentrant call inside {text}")));
    }
    // In a forked child the user may be a thread of the parent's.
    wait_for(cx, me, line, None, |cx| !cx.threads.runs(user(cx)))?;
    let set = |cx: &mut Cx, number| {
        if let Some(b) = cx.heap.get_mut::<Buffered>(me) {
            b.user = number;
        }
    };
    set(cx, number);
    let result = work(cx);
    set(cx, 0);
    wake_one(cx, me, line);
    result
}

/// The raw stream of a buffered one that has it.
pub fn raw_of(cx: &Cx, me: &ObjRef) -> Option<ObjRef> {
    cx.heap.get::<Buffered>(me).filter(|b| b.state == State::Ready)?.raw.clone()
}

/// The raw stream knows whether there is a file to warn about.
fn warn_unclosed(cx: &mut Cx, me: &ObjRef, source: &ObjRef) -> PyResult {
    let warned = match raw_of(cx, me) {
        Some(raw) => cx.call_method(&raw, "_dealloc_warn", std::slice::from_ref(source)),
        None => return Ok(cx.none.clone()),
    };
    if warned.is_err() {
        drop(cx.take_exception());
    }
    Ok(cx.none.clone())
}

fn raw(cx: &mut Cx, me: &ObjRef) -> PyResult {
    match cx.heap.get::<Buffered>(me) {
        Some(Buffered { state: State::Ready, raw: Some(raw), .. }) => Ok(raw.clone()),
        Some(Buffered { state: State::Detached, .. }) => Err(cx.value_error("raw stream has been detached")),
        _ => Err(cx.value_error("I/O operation on uninitialized object")),
    }
}

fn on_raw(cx: &mut Cx, me: &ObjRef, method: &str) -> PyResult {
    let raw = raw(cx, me)?;
    cx.call_method(&raw, method, &[])
}

fn raw_attribute(cx: &mut Cx, me: &ObjRef, name: &str) -> PyResult {
    let raw = raw(cx, me)?;
    let name = cx.intern(name);
    cx.getattr(&raw, &name)
}

/// Whether a raw stream is a plain FileIO, whose methods nobody overrides.
fn is_plain(raw: &ObjRef) -> bool {
    raw.has_payload::<File>() && !raw.ty().data.heap_type
}

/// The raw stream, which must be open; `what` begins the words: `read of`.
fn open_raw(cx: &mut Cx, me: &ObjRef, what: &str) -> PyResult {
    let raw = raw(cx, me)?;
    let closed = match cx.heap.get::<File>(&raw).filter(|_| is_plain(&raw)) {
        Some(f) => f.fd < 0,
        None => is_closed(cx, &raw)?,
    };
    if closed { Err(cx.value_error(format!("{what} closed file"))) } else { Ok(raw) }
}

fn repr(cx: &mut Cx, me: &ObjRef) -> PyResult {
    named_repr(cx, me, |_, _| Ok(String::new()))
}

/// Bytes read ahead and not given out.
fn unread(cx: &Cx, me: &ObjRef) -> usize {
    cx.heap.get::<Buffered>(me).map_or(0, |b| b.ahead.len().saturating_sub(b.at))
}

fn forget_ahead(cx: &mut Cx, me: &ObjRef) {
    if let Some(b) = cx.heap.get_mut::<Buffered>(me) {
        b.ahead.clear();
        b.at = 0;
    }
}

/// A position that a raw stream gave.
fn position(cx: &mut Cx, r: &ObjRef) -> PyResult<i64> {
    let at = crate::world::long(cx, r)?;
    if at < 0 {
        return Err(cx.os_error(format!("Raw stream returned invalid position {at}")));
    }
    Ok(at)
}

fn raw_seek(cx: &mut Cx, raw: &ObjRef, offset: i64, whence: i32) -> PyResult<i64> {
    if is_plain(raw) {
        return file::move_to(cx, raw, offset, whence);
    }
    let args = [cx.fresh_int(offset), cx.fresh_int(whence as i64)];
    let r = cx.call_method(raw, "seek", &args)?;
    position(cx, &r)
}

fn raw_tell(cx: &mut Cx, raw: &ObjRef) -> PyResult<i64> {
    if is_plain(raw) {
        return file::move_to(cx, raw, 0, 1);
    }
    let r = cx.call_method(raw, "tell", &[])?;
    position(cx, &r)
}

/// Moves the raw stream back over what was read ahead, so that writing goes where reading stopped.
fn rewind(cx: &mut Cx, me: &ObjRef, raw: &ObjRef) -> PyResult<()> {
    let unread = unread(cx, me);
    if unread > 0 {
        raw_seek(cx, raw, -(unread as i64), 1)?;
    }
    forget_ahead(cx, me);
    Ok(())
}

fn flush_raw(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let raw = raw(cx, me)?;
    cx.call_method(&raw, "flush", &[])
}

fn seek(cx: &mut Cx, values: &[ObjRef]) -> PyResult {
    let me = &values[0];
    let whence = match values.get(2) {
        Some(w) => crate::world::c_int(cx, w)?,
        None => 0,
    };
    raw(cx, me)?;
    // Data and holes are what the system knows.
    if !(0..=4).contains(&whence) {
        return Err(cx.value_error(format!("whence value {whence} unsupported")));
    }
    let raw = open_raw(cx, me, "seek of")?;
    check_can(cx, &raw, "seekable")?;
    let target = crate::world::long(cx, &values[1])?;
    alone(cx, me, |cx| move_to(cx, me, &raw, target, whence))
}

fn move_to(cx: &mut Cx, me: &ObjRef, raw: &ObjRef, mut target: i64, whence: i32) -> PyResult {
    let readable = cx.heap.get::<Buffered>(me).is_some_and(|b| b.readable);
    let late = cx.heap.get::<Buffered>(me).is_some_and(|b| !b.late.is_empty());
    if readable && whence < 2 && !late {
        let current = raw_tell(cx, raw)?;
        let unread = unread(cx, me) as i64;
        let here = current - unread;
        let offset = if whence == 0 { target.saturating_sub(here) } else { target };
        let used = cx.heap.get::<Buffered>(me).map_or(0, |b| b.at) as i64;
        if (-used..=unread).contains(&offset) {
            if let Some(b) = cx.heap.get_mut::<Buffered>(me) {
                b.at = (b.at as i64 + offset) as usize;
            }
            return Ok(cx.int(here + offset));
        }
    }
    write::flush_late(cx, me, raw)?;
    if whence == 1 {
        target = target.saturating_sub(unread(cx, me) as i64);
    }
    let at = raw_seek(cx, raw, target, whence)?;
    forget_ahead(cx, me);
    Ok(cx.int(at))
}

fn tell(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let raw = raw(cx, me)?;
    let at = raw_tell(cx, &raw)?;
    let late = cx.heap.get::<Buffered>(me).map_or(0, |b| b.late.len());
    let here = at + late as i64 - unread(cx, me) as i64;
    // A raw stream that somebody else moved may stand before what was read.
    Ok(cx.int(here.max(0)))
}

fn detach(cx: &mut Cx, me: &ObjRef) -> PyResult {
    raw(cx, me)?;
    cx.call_method(me, "flush", &[])?;
    let taken = cx.heap.get_mut::<Buffered>(me).and_then(|b| {
        b.state = State::Detached;
        b.raw.take()
    });
    match taken {
        Some(raw) => Ok(raw),
        None => Err(cx.value_error("raw stream has been detached")),
    }
}

/// Runs both steps; the first error is the context of the second, or goes on itself.
pub fn both(cx: &mut Cx, first: PyResult, second: impl FnOnce(&mut Cx) -> PyResult) -> PyResult {
    if first.is_ok() {
        return second(cx);
    }
    let Some(e) = cx.take_exception() else { return first };
    match second(cx) {
        Ok(_) => Err(cx.reraise(e)),
        Err(raised) => {
            if let Some(new) = cx.exception().cloned()
                && let Some(x) = cx.heap.get_mut::<theseus_object::payload::Exception>(&new)
                && x.context.is_none()
            {
                x.context = Some(e);
            }
            Err(raised)
        }
    }
}

fn close(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let raw = raw(cx, me)?;
    if is_closed(cx, &raw)? {
        return Ok(cx.none.clone());
    }
    let flushed = cx.call_method(me, "flush", &[]);
    // Who waits meanwhile finds a closed stream.
    let r = both(cx, flushed, |cx| alone(cx, me, |cx| cx.call_method(&raw, "close", &[])));
    if let Some(b) = cx.heap.get_mut::<Buffered>(me) {
        (b.ahead, b.at, b.late) = (Vec::new(), 0, Vec::new());
    }
    r
}

/// Whether a stream is one of ours and its raw stream a plain file, so that no Python code runs.
pub fn is_plain_stream(cx: &Cx, o: &ObjRef) -> bool {
    !o.ty().data.heap_type
        && cx
            .heap
            .get::<Buffered>(o)
            .is_some_and(|b| b.state == State::Ready && b.raw.as_ref().is_some_and(is_plain))
}

/// The descriptor under a plain stream; −1 if it is closed.
pub fn plain_descriptor(cx: &Cx, o: &ObjRef) -> Option<i32> {
    let raw = cx.heap.get::<Buffered>(o).and_then(|b| b.raw.as_ref())?;
    cx.heap.get::<File>(raw).map(|f| f.fd)
}
