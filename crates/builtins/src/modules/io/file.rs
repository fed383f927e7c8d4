//! `FileIO`: a descriptor as a raw stream.

use theseus_object::args::Params;
use theseus_object::class::TypeSpec;
use theseus_object::edges::{EdgeVisitor, Payload};
use theseus_object::host::{EAGAIN, ESPIPE, Fd};
use theseus_object::methods::{GetSet, NativeDef};
use theseus_object::typeobj::type_flag;
use theseus_object::{Args, Cx, ObjRef, PyResult, Raised, Slots, TypeRef};

use super::base::{self, LAYOUT};
use super::{DEFAULT_BUFFER_SIZE, refuse_pickling, size_argument, unsupported};
use crate::exceptions::raise_os_error;
use crate::world::{self, Also, file_error, retry, system};

/// Payload of FileIO; a descriptor of −1 is closed.
pub struct File {
    pub fd: Fd,
    created: bool,
    readable: bool,
    writable: bool,
    appending: bool,
    seekable: Option<bool>,
    close_fd: bool,
    block_size: i64,
}

const CLOSED: File = File {
    fd: -1,
    created: false,
    readable: false,
    writable: false,
    appending: false,
    seekable: None,
    close_fd: true,
    block_size: DEFAULT_BUFFER_SIZE as i64,
};

impl Payload for File {
    const HAS_EDGES: bool = false;
    fn edges(&mut self, _: &mut dyn EdgeVisitor) {}
    fn needs_finalizer(&self) -> bool {
        self.fd >= 0 && self.close_fd
    }
}

static SPEC: TypeSpec = TypeSpec {
    slots: Slots { repr: Some(repr), new: Some(new), init: Some(init), ..Slots::EMPTY },
    methods: &[
        NativeDef::m1("_dealloc_warn", warn_unclosed, ""),
        NativeDef::range(
            "read",
            read,
            0,
            1,
            "Read at most size bytes, returned as bytes.\n\nOnly makes one system call, so less data may be returned than requested.\nIn non-blocking mode, returns None if no data is available.\nReturn an empty bytes object at EOF.",
        ),
        NativeDef::m0(
            "readall",
            readall,
            "Read all data from the file, returned as bytes.\n\nIn non-blocking mode, returns as much as is immediately available,\nor None if no data is available.  Return an empty bytes object at EOF.",
        ),
        NativeDef::m1("readinto", readinto, "Same as RawIOBase.readinto()."),
        NativeDef::m1(
            "write",
            write,
            "Write buffer b to file, return number of bytes written.\n\nOnly makes one system call, so not all of the data may be written.\nThe number of bytes actually written is returned.  In non-blocking mode,\nreturns None if the write would block.",
        ),
        NativeDef::range("seek", seek, 1, 2, "Move to new file position and return the file position."),
        NativeDef::m0("tell", tell, "Current file position.\n\nCan raise OSError for non seekable files."),
        NativeDef::range(
            "truncate",
            truncate,
            0,
            1,
            "Truncate the file to at most size bytes and return the truncated size.\n\nSize defaults to the current file position, as returned by tell().\nThe current file position is changed to the value of size.",
        ),
        NativeDef::m0(
            "close",
            close,
            "Close the file.\n\nA closed file cannot be used for further I/O operations.  close() may be\ncalled more than once without error.",
        ),
        NativeDef::m0("seekable", seekable, "True if file supports random-access."),
        NativeDef::m0(
            "readable",
            |cx, me| answer(cx, me, |f| f.readable),
            "True if file was opened in a read mode.",
        ),
        NativeDef::m0(
            "writable",
            |cx, me| answer(cx, me, |f| f.writable),
            "True if file was opened in a write mode.",
        ),
        NativeDef::m0("fileno", fileno, "Return the underlying file descriptor (an integer)."),
        NativeDef::m0("isatty", isatty, "True if the file is connected to a TTY device."),
        NativeDef::m0("__reduce__", refuse_pickling, ""),
        NativeDef::range("__reduce_ex__", |cx, v| refuse_pickling(cx, &v[0]), 0, 1, ""),
    ],
    getsets: &[
        GetSet::new("closed", closed, "True if the file is closed"),
        GetSet::new(
            "closefd",
            |cx, me| attribute(cx, me, |f| f.close_fd),
            "True if the file descriptor will be closed by close().",
        ),
        GetSet::new("mode", |cx, me| Ok(cx.new_str(mode_of(cx, me))), "String giving the file mode"),
        GetSet::new("_blksize", block_size, ""),
    ],
    doc: "Open a file.\n\nThe mode can be 'r' (default), 'w', 'x' or 'a' for reading,\nwriting, exclusive creation or appending.  The file will be created if it\ndoesn't exist when opened for writing or appending; it will be truncated\nwhen opened for writing.  A FileExistsError will be raised if it already\nexists when opened for creating. Opening a file for creating implies\nwriting so this mode behaves in a similar way to 'w'.Add a '+' to the mode\nto allow simultaneous reading and writing. A custom opener can be used by\npassing a callable as *opener*. The underlying file descriptor for the file\nobject is then obtained by calling opener with (*name*, *flags*).\n*opener* must return an open file descriptor (passing os.open as *opener*\nresults in functionality similar to passing None).",
};

pub fn install(cx: &Cx, raw: &TypeRef) -> TypeRef {
    let ty = cx.add_native_type_over::<File>("_io.FileIO", Some(raw), type_flag::BASE_TYPE, LAYOUT);
    cx.fill_type(&ty, &SPEC);
    ty
}

fn new(cx: &mut Cx, class: &ObjRef, _: &Args) -> PyResult {
    let ty = cx.expect_type(class)?;
    Ok(cx.new_instance(ty, File { ..CLOSED }))
}

/// A stream over a descriptor that is open already, under a name.
pub fn over(cx: &mut Cx, fd: Fd, writable: bool, name: &ObjRef) -> PyResult {
    let ty = cx.type_of::<File>();
    let me = cx.new_instance(&ty, File { fd, readable: !writable, writable, close_fd: false, ..CLOSED });
    set_name(cx, &me, name)?;
    Ok(me)
}

fn set_name(cx: &mut Cx, me: &ObjRef, name: &ObjRef) -> PyResult<()> {
    let key = cx.intern("name");
    cx.setattr(me, &key, Some(name))
}

const O_RDWR: i32 = 2;
const O_WRONLY: i32 = 1;
const O_CREAT: i32 = 0o100;
const O_EXCL: i32 = 0o200;
const O_TRUNC: i32 = 0o1000;
const O_APPEND: i32 = 0o2000;
const O_CLOEXEC: i32 = 0o2000000;

/// What a mode string asks for, and the flags to open the file with.
fn parse_mode(cx: &mut Cx, mode: &str) -> PyResult<(File, i32)> {
    let (mut file, mut flags, mut main, mut plus) = (File { ..CLOSED }, O_CLOEXEC, false, false);
    let bad = |cx: &mut Cx| {
        cx.value_error("Must have exactly one of create/read/write/append mode and at most one plus")
    };
    for c in mode.chars() {
        match c {
            'x' | 'r' | 'w' | 'a' => {
                if main {
                    return Err(bad(cx));
                }
                main = true;
                file.created = c == 'x';
                file.readable = c == 'r';
                file.writable = c != 'r';
                file.appending = c == 'a';
                flags |= match c {
                    'x' => O_EXCL | O_CREAT,
                    'w' => O_CREAT | O_TRUNC,
                    'a' => O_APPEND | O_CREAT,
                    _ => 0,
                };
            }
            'b' => (),
            '+' => {
                if plus {
                    return Err(bad(cx));
                }
                (file.readable, file.writable, plus) = (true, true, true);
            }
            _ => return Err(cx.value_error(format!("invalid mode: {mode}"))),
        }
    }
    if !main {
        return Err(bad(cx));
    }
    // A plus before the letter counts all the same.
    if plus {
        (file.readable, file.writable) = (true, true);
    }
    flags |= match (file.readable, file.writable) {
        (true, true) => O_RDWR,
        (true, false) => 0,
        _ => O_WRONLY,
    };
    Ok((file, flags))
}

static PARAMS: Params<1, 3> =
    Params { required: ["file"], optional: ["mode", "closefd", "opener"], posonly: 0, kwonly: 4 };

fn init(cx: &mut Cx, me: &ObjRef, args: &Args) -> PyResult<()> {
    let ([name], [mode, close_fd, opener]) = args.bind(cx, "FileIO", &PARAMS)?;
    let mode = match mode {
        Some(m) => {
            crate::str::args::expect_str(cx, "FileIO", " 'mode'", &m)?;
            m.text_or_empty()
        }
        None => "r".to_string(),
    };
    let close_fd = match close_fd {
        Some(c) => cx.truth(&c)?,
        None => true,
    };
    if cx.heap.get::<File>(me).is_some_and(|f| f.fd >= 0) {
        close_descriptor(cx, me)?;
    }
    let number = given_descriptor(cx, &name)?;
    let (mut file, flags) = parse_mode(cx, &mode)?;
    file.close_fd = close_fd;
    let opened_here = number.is_none();
    file.fd = match number {
        Some(fd) => fd,
        None => {
            if !close_fd {
                return Err(cx.value_error("Cannot use closefd=False with file name"));
            }
            open_by_name(cx, &name, flags, opener.as_ref().filter(|o| !o.is_none()))?
        }
    };
    let appending = file.appending;
    let fd = file.fd;
    if let Some(f) = cx.heap.get_mut::<File>(me) {
        *f = file;
    }
    let checked = check_opened(cx, me, fd, &name, opened_here)
        .and_then(|()| set_name(cx, me, &name))
        .and_then(|()| if appending { to_the_end(cx, fd) } else { Ok(()) });
    if checked.is_err() {
        // A descriptor that was given stays open, one of ours does not.
        if let Some(f) = cx.heap.get_mut::<File>(me) {
            f.fd = -1;
        }
        if opened_here {
            let _ = world::ask(cx, |h| h.close(fd));
        }
    }
    checked
}

/// The descriptor, if the name is a number.
fn given_descriptor(cx: &mut Cx, name: &ObjRef) -> PyResult<Option<Fd>> {
    if !name.is_int() {
        return Ok(None);
    }
    let Some(fd) = name.int().and_then(|v| i32::try_from(v).ok()) else {
        return Err(cx.overflow_error("Python int too large to convert to C int"));
    };
    if fd < 0 {
        return Err(cx.value_error("negative file descriptor"));
    }
    Ok(Some(fd))
}

fn open_by_name(cx: &mut Cx, name: &ObjRef, flags: i32, opener: Option<&ObjRef>) -> PyResult<Fd> {
    let Some(opener) = opener else {
        let name_text = world::fspath(cx, name)?;
        let path = world::path(cx, "", "file", &name_text, Also::Nothing)?;
        let place = path.place(None);
        return match retry(cx, |h| h.open(place, flags, 0o666))? {
            Ok(fd) => Ok(fd),
            Err(errno) => Err(file_error(cx, errno, name, None)),
        };
    };
    let flags = cx.int(flags as i64);
    let r = cx.call(opener, &[name.clone(), flags])?;
    if !r.is_int() {
        return Err(cx.type_error("expected integer from opener"));
    }
    let fd = world::c_int(cx, &r)?;
    if fd < 0 {
        return Err(cx.value_error(format!("opener returned {fd}")));
    }
    let _ = world::ask(cx, |h| h.set_inheritable(fd, false));
    Ok(fd)
}

/// Looks at what was opened: not a directory; a new file's block size.
fn check_opened(cx: &mut Cx, me: &ObjRef, fd: Fd, name: &ObjRef, _: bool) -> PyResult<()> {
    const EISDIR: i32 = 21;
    match world::ask(cx, |h| h.stat(theseus_object::host::Place::Open(fd), true)) {
        Ok(s) if s.is_directory() => Err(file_error(cx, EISDIR, name, None)),
        Ok(s) => {
            if let Some(f) = cx.heap.get_mut::<File>(me).filter(|_| s.block_size > 1) {
                f.block_size = s.block_size;
            }
            Ok(())
        }
        Err(errno @ theseus_object::host::EBADF) => Err(raise_os_error(cx, errno, None)),
        Err(_) => Ok(()),
    }
}

#[cold]
/// Warns that an open file goes, by the stream that the program had of it.
fn warn_unclosed(cx: &mut Cx, me: &ObjRef, source: &ObjRef) -> PyResult {
    if cx.heap.get::<File>(me).is_some_and(|f| f.fd >= 0 && f.close_fd) {
        let category = cx.excs.resource_warning.clone();
        let text = format!("unclosed file {}", cx.repr_text(source)?);
        if cx.warn(&category, &text, 1).is_err() {
            crate::weakref::report_unraisable(cx, me);
        }
    }
    Ok(cx.none.clone())
}

fn closed_error(cx: &mut Cx) -> Raised {
    cx.value_error("I/O operation on closed file")
}

/// The open descriptor, or ValueError.
fn open_fd(cx: &mut Cx, me: &ObjRef) -> PyResult<Fd> {
    match cx.heap.get::<File>(me) {
        Some(f) if f.fd >= 0 => Ok(f.fd),
        _ => Err(closed_error(cx)),
    }
}

fn readable_fd(cx: &mut Cx, me: &ObjRef) -> PyResult<Fd> {
    let fd = open_fd(cx, me)?;
    match cx.heap.get::<File>(me) {
        Some(f) if f.readable => Ok(fd),
        _ => Err(unsupported(cx, "File not open for reading")),
    }
}

fn writable_fd(cx: &mut Cx, me: &ObjRef) -> PyResult<Fd> {
    let fd = open_fd(cx, me)?;
    match cx.heap.get::<File>(me) {
        Some(f) if f.writable => Ok(fd),
        _ => Err(unsupported(cx, "File not open for writing")),
    }
}

fn answer(cx: &mut Cx, me: &ObjRef, get: fn(&File) -> bool) -> PyResult {
    open_fd(cx, me)?;
    attribute(cx, me, get)
}

fn attribute(cx: &mut Cx, me: &ObjRef, get: fn(&File) -> bool) -> PyResult {
    let r = cx.heap.get::<File>(me).is_some_and(get);
    Ok(cx.bool(r))
}

fn closed(cx: &mut Cx, me: &ObjRef) -> PyResult {
    attribute(cx, me, |f| f.fd < 0)
}

fn block_size(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let n = block_size_of(cx, me);
    Ok(cx.int(n))
}

/// The size that reads and writes of the file are best done in.
pub fn block_size_of(cx: &Cx, me: &ObjRef) -> i64 {
    cx.heap.get::<File>(me).map_or(DEFAULT_BUFFER_SIZE as i64, |f| f.block_size)
}

fn mode_of(cx: &Cx, me: &ObjRef) -> &'static str {
    let Some(f) = cx.heap.get::<File>(me) else { return "" };
    match (f.created, f.appending, f.readable, f.writable) {
        (true, _, true, _) => "xb+",
        (true, ..) => "xb",
        (_, true, true, _) => "ab+",
        (_, true, ..) => "ab",
        (_, _, true, true) => "rb+",
        (_, _, true, _) => "rb",
        _ => "wb",
    }
}

fn repr(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let Some((fd, close_fd)) = cx.heap.get::<File>(me).map(|f| (f.fd, f.close_fd)) else {
        return Err(cx.bad_internal("FileIO"));
    };
    let class = me.ty().name();
    let class = if me.ty().data.heap_type { class } else { "_io.FileIO".to_string() };
    if fd < 0 {
        return Ok(cx.new_str(&format!("<{class} [closed]>")));
    }
    let mode = mode_of(cx, me);
    let close_fd = if close_fd { "True" } else { "False" };
    let key = cx.intern("name");
    let text = match cx.try_getattr(me, &key)? {
        Some(name) => {
            let name = super::name_text(cx, me, &name)?;
            format!("<{class} name={name} mode='{mode}' closefd={close_fd}>")
        }
        None => format!("<{class} fd={fd} mode='{mode}' closefd={close_fd}>"),
    };
    Ok(cx.new_str(&text))
}

fn fileno(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let fd = open_fd(cx, me)?;
    Ok(cx.int(fd as i64))
}

fn isatty(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let fd = open_fd(cx, me)?;
    let r = cx.host.get().is_some_and(|h| h.is_terminal(fd));
    Ok(cx.bool(r))
}

fn seekable(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let fd = open_fd(cx, me)?;
    let known = cx.heap.get::<File>(me).and_then(|f| f.seekable);
    let r = match known {
        Some(r) => r,
        None => world::ask(cx, |h| h.seek(fd, 0, 1)).is_ok(),
    };
    if let Some(f) = cx.heap.get_mut::<File>(me) {
        f.seekable = Some(r);
    }
    Ok(cx.bool(r))
}

/// Up to `n` bytes; `None` if there are none yet.
pub fn read_some(cx: &mut Cx, me: &ObjRef, n: usize) -> PyResult<Option<Vec<u8>>> {
    let fd = readable_fd(cx, me)?;
    if !cx.can_allocate(n) {
        return Err(cx.memory_error(""));
    }
    let mut data = vec![0; n];
    match retry(cx, |h| h.read(fd, &mut data))? {
        Ok(got) => {
            data.truncate(got);
            Ok(Some(data))
        }
        Err(EAGAIN) => Ok(None),
        Err(errno) => Err(raise_os_error(cx, errno, None)),
    }
}

/// All that is left; `None` if there is nothing yet.
pub fn read_rest(cx: &mut Cx, me: &ObjRef) -> PyResult<Option<Vec<u8>>> {
    let fd = readable_fd(cx, me)?;
    let place = theseus_object::host::Place::Open(fd);
    let size = world::ask(cx, |h| Ok((h.stat(place, true)?.size - h.seek(fd, 0, 1)?).max(0)));
    let mut room = usize::try_from(size.unwrap_or(0)).unwrap_or(0) + 1;
    room = room.max(DEFAULT_BUFFER_SIZE);
    let mut all = Vec::new();
    loop {
        if !cx.can_allocate(all.len() + room) {
            return Err(cx.memory_error(""));
        }
        let at = all.len();
        all.resize(at + room, 0);
        let answer = retry(cx, |h| h.read(fd, all.get_mut(at..).unwrap_or_default()))?;
        match answer {
            Ok(n) => {
                all.truncate(at + n);
                if n == 0 {
                    return Ok(Some(all));
                }
            }
            Err(EAGAIN) => {
                all.truncate(at);
                return Ok((!all.is_empty()).then_some(all));
            }
            Err(errno) => return Err(raise_os_error(cx, errno, None)),
        }
        room = all.len().clamp(DEFAULT_BUFFER_SIZE, 1 << 24);
        cx.poll()?;
    }
}

fn optional_bytes(cx: &Cx, data: Option<Vec<u8>>) -> ObjRef {
    match data {
        Some(d) => cx.new_bytes(&d),
        None => cx.none.clone(),
    }
}

fn read(cx: &mut Cx, values: &[ObjRef]) -> PyResult {
    let me = &values[0];
    readable_fd(cx, me)?;
    let data = match size_argument(cx, values.get(1))? {
        Some(n) => read_some(cx, me, n)?,
        None => return cx.call_method(me, "readall", &[]),
    };
    Ok(optional_bytes(cx, data))
}

fn readall(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let data = read_rest(cx, me)?;
    Ok(optional_bytes(cx, data))
}

fn readinto(cx: &mut Cx, me: &ObjRef, target: &ObjRef) -> PyResult {
    readable_fd(cx, me)?;
    let buffer = cx.writable_buffer(target, "readinto() argument")?;
    let Some(data) = read_some(cx, me, buffer.len())? else { return Ok(cx.none.clone()) };
    if let Some(to) = buffer.bytes_mut(&mut cx.heap).get_mut(..data.len()) {
        to.copy_from_slice(&data);
    }
    Ok(cx.usize(data.len()))
}

/// Writes what one call takes; `None` if nothing can be written yet.
pub fn write_some(cx: &mut Cx, me: &ObjRef, data: &[u8]) -> PyResult<Option<usize>> {
    let fd = writable_fd(cx, me)?;
    match retry(cx, |h| h.write(fd, data))? {
        Ok(n) => Ok(Some(n)),
        Err(EAGAIN) => Ok(None),
        Err(errno) => Err(raise_os_error(cx, errno, None)),
    }
}

fn write(cx: &mut Cx, me: &ObjRef, data: &ObjRef) -> PyResult {
    writable_fd(cx, me)?;
    let data = cx.buffer(data)?.copied(cx)?;
    match write_some(cx, me, &data)? {
        Some(n) => {
            if n < data.len() {
                // A signal may have ended the call early; its handler comes first.
                cx.poll()?;
            }
            Ok(cx.usize(n))
        }
        None => Ok(cx.none.clone()),
    }
}

/// Moves the position and tells the new one.
pub fn move_to(cx: &mut Cx, me: &ObjRef, offset: i64, whence: i32) -> PyResult<i64> {
    let fd = open_fd(cx, me)?;
    let at = system(cx, |h| h.seek(fd, offset, whence))?;
    if let Some(f) = cx.heap.get_mut::<File>(me) {
        f.seekable = Some(true);
    }
    Ok(at)
}

fn seek(cx: &mut Cx, values: &[ObjRef]) -> PyResult {
    let me = &values[0];
    open_fd(cx, me)?;
    let whence = match values.get(2) {
        Some(w) => world::c_int(cx, w)?,
        None => 0,
    };
    if values[1].float().is_some() {
        return Err(cx.type_error("an integer is required"));
    }
    let offset = world::long(cx, &values[1])?;
    let at = move_to(cx, me, offset, whence)?;
    Ok(cx.int(at))
}

fn tell(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let at = move_to(cx, me, 0, 1)?;
    Ok(cx.int(at))
}

fn truncate(cx: &mut Cx, values: &[ObjRef]) -> PyResult {
    let me = &values[0];
    let fd = writable_fd(cx, me)?;
    let size = match values.get(1).filter(|s| !s.is_none()) {
        Some(s) => s.clone(),
        None => tell(cx, me)?,
    };
    let length = world::long(cx, &size)?;
    system(cx, |h| h.truncate(theseus_object::host::Place::Open(fd), length))?;
    Ok(size)
}

/// Gives the descriptor up, and closes it if it is ours.
fn close_descriptor(cx: &mut Cx, me: &ObjRef) -> PyResult<()> {
    let Some(f) = cx.heap.get_mut::<File>(me) else { return Ok(()) };
    let (fd, close) = (std::mem::replace(&mut f.fd, -1), f.close_fd);
    if fd < 0 || !close {
        return Ok(());
    }
    // A signal leaves it closed all the same.
    match world::wait(cx, |h| h.close(fd)) {
        Err(errno) if errno != theseus_object::host::EINTR => Err(raise_os_error(cx, errno, None)),
        _ => Ok(()),
    }
}

/// Moves to the end of a file just opened; a pipe has none.
fn to_the_end(cx: &mut Cx, fd: Fd) -> PyResult<()> {
    match world::ask(cx, |h| h.seek(fd, 0, 2)) {
        Ok(_) | Err(ESPIPE) => Ok(()),
        Err(errno) => Err(raise_os_error(cx, errno, None)),
    }
}

pub fn close(cx: &mut Cx, me: &ObjRef) -> PyResult {
    if cx.heap.get::<File>(me).is_some_and(|f| f.fd < 0) {
        return Ok(cx.none.clone());
    }
    // A subclass or the object itself may flush in a way of its own.
    let flushed = base::close(cx, me);
    if flushed.is_err() {
        let raised = cx.take_exception();
        let closed = close_descriptor(cx, me);
        if let (Ok(()), Some(e)) = (closed, raised) {
            return Err(cx.reraise(e));
        }
        return Err(Raised);
    }
    close_descriptor(cx, me)?;
    Ok(cx.none.clone())
}
