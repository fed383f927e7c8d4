//! The module `mmap`: files and memory mapped into the process.

use theseus_object::args::Params;
use theseus_object::buffer::{Buffer, BufferSlot, Pin};
use theseus_object::class::TypeSpec;
use theseus_object::host::{Fd, MapRequest, Mapping, Place};
use theseus_object::methods::{GetSet, NativeDef};
use theseus_object::typeobj::{Layout, type_flag};
use theseus_object::{Args, Cx, Kind, ObjRef, PyResult, Slots};

use crate::exceptions::raise_os_error;
use crate::module::native_module;
use crate::sequence::{size_argument, size_or_none};
use crate::slice::{Words, adjust, normalise_index};
use crate::str::args::bounds;
use crate::text::seq;
use crate::world::{self, ask, c_int};

/// Payload of `mmap`.
struct Map {
    /// Gone when it is closed.
    memory: Option<Box<dyn Mapping>>,
    at: usize,
    access: Access,
    /// A descriptor of its own of the file.
    fd: Option<Fd>,
    offset: i64,
    length: usize,
    pin: Pin,
}

theseus_object::leaf_payloads!(Map);

#[derive(Clone, Copy, PartialEq, Eq)]
enum Access {
    Default,
    Read,
    Write,
    Copy,
}

const SHARED: i32 = 1;
const PRIVATE: i32 = 2;
const ANONYMOUS: i32 = 32;
const READ: i32 = 1;
const WRITE: i32 = 2;
const DUPLICATE: i32 = 1030;

const NUMBERS: &[(&str, i64)] = &[
    ("ACCESS_DEFAULT", 0),
    ("ACCESS_READ", 1),
    ("ACCESS_WRITE", 2),
    ("ACCESS_COPY", 3),
    ("PROT_READ", READ as i64),
    ("PROT_WRITE", WRITE as i64),
    ("PROT_EXEC", 4),
    ("MAP_SHARED", SHARED as i64),
    ("MAP_PRIVATE", PRIVATE as i64),
    ("MAP_ANON", ANONYMOUS as i64),
    ("MAP_ANONYMOUS", ANONYMOUS as i64),
    ("MAP_DENYWRITE", 2048),
    ("MAP_EXECUTABLE", 4096),
    ("MAP_POPULATE", 32768),
    ("MAP_STACK", 131072),
    ("MADV_NORMAL", 0),
    ("MADV_RANDOM", 1),
    ("MADV_SEQUENTIAL", 2),
    ("MADV_WILLNEED", 3),
    ("MADV_DONTNEED", 4),
    ("MADV_FREE", 8),
    ("MADV_REMOVE", 9),
    ("MADV_DONTFORK", 10),
    ("MADV_DOFORK", 11),
    ("MADV_MERGEABLE", 12),
    ("MADV_UNMERGEABLE", 13),
    ("MADV_HUGEPAGE", 14),
    ("MADV_NOHUGEPAGE", 15),
    ("MADV_DONTDUMP", 16),
    ("MADV_DODUMP", 17),
    ("MADV_HWPOISON", 100),
    ("PAGESIZE", PAGE as i64),
    ("ALLOCATIONGRANULARITY", PAGE as i64),
];

const PAGE: usize = 4096;
const WORDS: Words =
    Words { type_error: "mmap indices must be integers, not ", range_error: "mmap index out of range" };

/// The position that a key means.
fn position(cx: &mut Cx, key: &ObjRef, len: usize) -> PyResult<usize> {
    if !key.is_int() && key.ty().slots().index.is_none() {
        return Err(cx.type_error("mmap indices must be integers"));
    }
    normalise_index(cx, key, len, &WORDS)
}

static MEMORY: BufferSlot = BufferSlot {
    acquire: |cx, o| {
        let len = data(cx, o)?.len();
        let map = map_mut(cx, o)?;
        let (readonly, pin) = (map.access == Access::Read, map.pin.clone());
        Ok(Buffer::new(&MEMORY, o, len, readonly).pinned(pin))
    },
    bytes: |heap, o| heap.get::<Map>(o)?.memory.as_deref().map(Mapping::bytes),
    bytes_mut: |heap, o| heap.get_mut::<Map>(o)?.memory.as_deref_mut().map(Mapping::bytes_mut),
};

static SPEC: TypeSpec = TypeSpec {
    slots: Slots {
        new: Some(new),
        len: Some(|cx, me| data(cx, me).map(<[u8]>::len)),
        getitem: Some(getitem),
        setitem: Some(setitem),
        iter: Some(iter),
        repr: Some(repr),
        buffer: Some(&MEMORY),
        ..Slots::EMPTY
    },
    methods: &[
        NativeDef::m0("close", close, ""),
        NativeDef::range("find", find, 0, 3, ""),
        NativeDef::range("rfind", rfind, 0, 3, ""),
        NativeDef::range("flush", flush, 0, 2, ""),
        NativeDef::range("madvise", madvise, 1, 3, ""),
        NativeDef::range("move", move_, 3, 3, ""),
        NativeDef::range("read", read, 0, 1, ""),
        NativeDef::m0("read_byte", read_byte, ""),
        NativeDef::m0("readline", readline, ""),
        NativeDef::m1("resize", resize, ""),
        NativeDef::range("seek", seek, 1, 2, ""),
        NativeDef::m0("size", size, ""),
        NativeDef::m0("tell", tell, ""),
        NativeDef::m1("write", write, ""),
        NativeDef::m1("write_byte", write_byte, ""),
        NativeDef::m0("__enter__", enter, ""),
        NativeDef::range("__exit__", exit, 0, 3, ""),
    ],
    getsets: &[GetSet::new("closed", closed, "")],
    doc: "mmap(fileno, length[, flags[, prot[, access[, offset]]]])\n\nMaps length bytes from the file specified by the file descriptor fileno,\nand returns a mmap object.",
};

pub fn install(cx: &mut Cx) {
    let dict = native_module(cx, "mmap", "", &[]);
    let ty = cx.add_native_type_over::<Map>("mmap.mmap", None, type_flag::BASE_TYPE, Layout::WEAK);
    cx.fill_type(&ty, &SPEC);
    cx.namespace_put(&dict, "mmap", ty.as_ref().clone());
    cx.namespace_put(&dict, "error", cx.excs.os_error.as_ref().clone());
    world::put_numbers(cx, &dict, NUMBERS);
}

/// Protection and flags that an access means.
fn modes(
    cx: &mut Cx,
    access: i32,
    flags: Option<i32>,
    protection: Option<i32>,
) -> PyResult<(Access, i32, i32)> {
    if access != 0 && (flags.is_some_and(|f| f != SHARED) || protection.is_some_and(|p| p != READ | WRITE)) {
        return Err(cx.value_error("mmap can't specify both access and flags, prot."));
    }
    let (flags, protection) = (flags.unwrap_or(SHARED), protection.unwrap_or(READ | WRITE));
    Ok(match access {
        1 => (Access::Read, SHARED, READ),
        2 => (Access::Write, SHARED, READ | WRITE),
        3 => (Access::Copy, PRIVATE, READ | WRITE),
        0 if protection & WRITE == 0 => (Access::Read, flags, protection),
        0 if protection & READ == 0 => (Access::Write, flags, protection),
        0 => (Access::Default, flags, protection),
        _ => return Err(cx.value_error("mmap invalid access parameter.")),
    })
}

/// The length of a mapping of a file: what was asked for, as far as there is any; 0 means to the end.
fn checked_length(cx: &mut Cx, fd: Fd, length: usize, offset: i64) -> PyResult<usize> {
    let Ok(stat) = ask(cx, |h| h.stat(Place::Open(fd), true)) else { return Ok(length) };
    if stat.mode & 0o170000 != 0o100000 {
        return Ok(length);
    }
    let problem = match length {
        0 if stat.size == 0 => "cannot mmap an empty file",
        0 if offset >= stat.size => "mmap offset is greater than file size",
        0 => return Ok((stat.size - offset) as usize),
        _ if offset > stat.size || stat.size - offset < length as i64 => {
            "mmap length is greater than file size"
        }
        _ => return Ok(length),
    };
    Err(cx.value_error(problem))
}

fn new(cx: &mut Cx, class: &ObjRef, args: &Args) -> PyResult {
    const PARAMS: Params<2, 4> = Params {
        required: ["fileno", "length"],
        optional: ["flags", "prot", "access", "offset"],
        posonly: 0,
        kwonly: 6,
    };
    let ty = cx.expect_type(class)?;
    let ([fileno, length], [flags, protection, access, offset]) = args.bind(cx, "mmap", &PARAMS)?;
    let number = |cx: &mut Cx, o: Option<ObjRef>| o.map(|o| c_int(cx, &o)).transpose();
    let fd = c_int(cx, &fileno)?;
    let length = size_argument(cx, &length)?;
    let (flags, protection, access) = (number(cx, flags)?, number(cx, protection)?, number(cx, access)?);
    let offset = offset.map_or(Ok(0), |o| world::long(cx, &o))?;
    let Ok(length) = usize::try_from(length) else {
        return Err(cx.overflow_error("memory mapped length must be positive"));
    };
    if offset < 0 {
        return Err(cx.overflow_error("memory mapped offset must be positive"));
    }
    let (access, flags, protection) = modes(cx, access.unwrap_or(0), flags, protection)?;
    let (mut own, mut flags, mut length) = (None, flags, length);
    if fd == -1 {
        flags |= ANONYMOUS;
    } else {
        length = checked_length(cx, fd, length, offset)?;
        let copy = ask(cx, |h| h.control(fd, DUPLICATE, 0));
        own = Some(copy.map_err(|errno| raise_os_error(cx, errno, None))?);
    }
    let request = MapRequest { fd: own, length, protection, flags, offset };
    match ask(cx, |h| h.map(&request)) {
        Ok(memory) => {
            let memory = Some(memory);
            Ok(cx.new_instance(
                ty,
                Map { memory, at: 0, access, fd: own, offset, length, pin: Pin::default() },
            ))
        }
        Err(errno) => {
            own.map(|fd| ask(cx, |h| h.close(fd)));
            Err(raise_os_error(cx, errno, None))
        }
    }
}

fn map_mut<'a>(cx: &'a mut Cx, me: &'a ObjRef) -> PyResult<&'a mut Map> {
    if cx.heap.get::<Map>(me).is_none_or(|m| m.memory.is_none()) {
        return Err(cx.value_error("mmap closed or invalid"));
    }
    cx.heap.get_mut::<Map>(me).ok_or(theseus_object::Raised)
}

fn data<'a>(cx: &'a mut Cx, me: &'a ObjRef) -> PyResult<&'a [u8]> {
    let map = map_mut(cx, me)?;
    Ok(map.memory.as_deref().map(Mapping::bytes).unwrap_or_default())
}

/// The memory for writing.
fn writable<'a>(cx: &'a mut Cx, me: &'a ObjRef) -> PyResult<&'a mut [u8]> {
    if map_mut(cx, me)?.access == Access::Read {
        return Err(cx.type_error("mmap can't modify a readonly memory map."));
    }
    let map = map_mut(cx, me)?;
    Ok(map.memory.as_deref_mut().map(Mapping::bytes_mut).unwrap_or_default())
}

/// A size may change only while nobody has a view.
fn check_views(cx: &mut Cx, me: &ObjRef, message: &str) -> PyResult<()> {
    let views = cx.heap.get::<Map>(me).map_or(0, |m| std::rc::Rc::strong_count(&m.pin) - 1);
    if views > 0 { Err(cx.buffer_error(message)) } else { Ok(()) }
}

fn close(cx: &mut Cx, me: &ObjRef) -> PyResult {
    check_views(cx, me, "cannot close exported pointers exist")?;
    if let Some(map) = cx.heap.get_mut::<Map>(me) {
        let (memory, fd) = (map.memory.take(), map.fd.take());
        drop(memory);
        fd.map(|fd| ask(cx, |h| h.close(fd)));
    }
    Ok(cx.none.clone())
}

fn closed(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let closed = cx.heap.get::<Map>(me).is_none_or(|m| m.memory.is_none());
    Ok(cx.bool(closed))
}

fn enter(cx: &mut Cx, me: &ObjRef) -> PyResult {
    map_mut(cx, me)?;
    Ok(me.clone())
}

fn exit(cx: &mut Cx, args: &[ObjRef]) -> PyResult {
    close(cx, &args[0])
}

fn getitem(cx: &mut Cx, me: &ObjRef, key: &ObjRef) -> PyResult {
    let len = data(cx, me)?.len();
    if key.kind() != Kind::Slice {
        let at = position(cx, key, len)?;
        let byte = data(cx, me)?.get(at).copied().unwrap_or(0);
        return Ok(cx.int(byte.into()));
    }
    let range = adjust(cx, key, len)?;
    let memory = data(cx, me)?;
    let part: Vec<u8> = range.indices().filter_map(|at| memory.get(at).copied()).collect();
    Ok(cx.new_bytes(&part))
}

fn setitem(cx: &mut Cx, me: &ObjRef, key: &ObjRef, value: Option<&ObjRef>) -> PyResult<()> {
    let len = writable(cx, me)?.len();
    let Some(value) = value else {
        return Err(cx.type_error("mmap object doesn't support item deletion"));
    };
    if key.kind() != Kind::Slice {
        let at = position(cx, key, len)?;
        if !value.is_int() && value.ty().slots().index.is_none() {
            return Err(cx.type_error("mmap item value must be an int"));
        }
        let Ok(byte) = u8::try_from(size_argument(cx, value)?) else {
            return Err(cx.value_error("mmap item value must be in range(0, 256)"));
        };
        if let Some(slot) = writable(cx, me)?.get_mut(at) {
            *slot = byte;
        }
        return Ok(());
    }
    let range = adjust(cx, key, len)?;
    let new = cx.buffer(value)?.copied(cx)?;
    if new.len() != range.count {
        return Err(cx.index_error("mmap slice assignment is wrong size"));
    }
    let memory = writable(cx, me)?;
    for (at, byte) in range.indices().zip(new) {
        memory[at] = byte;
    }
    Ok(())
}

/// Items that iteration gives are bytes of length 1.
fn iter(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let items: Vec<u8> = data(cx, me)?.to_vec();
    let items = items.iter().map(|&byte| cx.new_bytes(&[byte])).collect();
    let list = cx.new_list(items);
    cx.iter(&list)
}

fn repr(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let Some(map) = cx.heap.get::<Map>(me) else { return Err(cx.bad_internal("mmap")) };
    let access = match map.access {
        Access::Default => "ACCESS_DEFAULT",
        Access::Read => "ACCESS_READ",
        Access::Write => "ACCESS_WRITE",
        Access::Copy => "ACCESS_COPY",
    };
    let text = match map.memory {
        None => "<mmap.mmap closed=True>".to_owned(),
        Some(_) => format!(
            "<mmap.mmap closed=False, access={access}, length={}, pos={}, offset={}>",
            map.length, map.at, map.offset
        ),
    };
    Ok(cx.new_str(&text))
}

fn search(cx: &mut Cx, args: &[ObjRef], from_end: bool) -> PyResult {
    let me = &args[0];
    let (len, at) = (data(cx, me)?.len(), map_mut(cx, me)?.at);
    let Some(wanted) = args.get(1) else {
        let name = if from_end { "rfind" } else { "find" };
        return Err(cx.type_error(format!("{name}() takes at least 1 argument (0 given)")));
    };
    let wanted = cx.buffer(wanted)?.copied(cx)?;
    let start = args.get(2).cloned().unwrap_or_else(|| cx.usize(at));
    let part = bounds(cx, len, Some(&start), args.get(3))?;
    let memory = data(cx, me)?;
    let found = part.and_then(|(start, end)| {
        let part = memory.get(start..end)?;
        let found = if from_end { seq::rfind(part, &wanted) } else { seq::find(part, &wanted) };
        found.map(|at| at + start)
    });
    Ok(cx.int(found.map_or(-1, |at| at as i64)))
}

fn find(cx: &mut Cx, args: &[ObjRef]) -> PyResult {
    search(cx, args, false)
}

fn rfind(cx: &mut Cx, args: &[ObjRef]) -> PyResult {
    search(cx, args, true)
}

/// Offset and length of a part of the memory, all of it if nothing is said.
fn part(cx: &mut Cx, me: &ObjRef, args: &[ObjRef], offset_error: &str) -> PyResult<(usize, usize)> {
    let len = data(cx, me)?.len();
    let offset = args.first().map_or(Ok(0), |o| size_argument(cx, o))?;
    let Some(offset) = usize::try_from(offset).ok().filter(|&offset| offset <= len) else {
        return Err(cx.value_error(offset_error));
    };
    let length = args.get(1).map_or(Ok((len - offset) as i64), |o| size_argument(cx, o))?;
    let Ok(length) = usize::try_from(length) else { return Err(cx.value_error(offset_error)) };
    Ok((offset, length))
}

fn flush(cx: &mut Cx, args: &[ObjRef]) -> PyResult {
    let me = &args[0];
    let (offset, length) = part(cx, me, &args[1..], "flush values out of range")?;
    let map = map_mut(cx, me)?;
    if offset + length > map.length {
        return Err(cx.value_error("flush values out of range"));
    }
    if matches!(map.access, Access::Read | Access::Copy) {
        return Ok(cx.none.clone());
    }
    let done = map.memory.as_deref().map_or(Ok(()), |m| m.flush(offset, length));
    match done {
        Ok(()) => Ok(cx.none.clone()),
        Err(errno) => Err(raise_os_error(cx, errno, None)),
    }
}

fn madvise(cx: &mut Cx, args: &[ObjRef]) -> PyResult {
    let (me, advice) = (&args[0], c_int(cx, &args[1])?);
    let (offset, length) = part(cx, me, &args[2..], "madvise start out of bounds")?;
    let map = map_mut(cx, me)?;
    let length = length.min(map.length - offset);
    let done = map.memory.as_deref().map_or(Ok(()), |m| m.advise(advice, offset, length));
    match done {
        Ok(()) => Ok(cx.none.clone()),
        Err(errno) => Err(raise_os_error(cx, errno, None)),
    }
}

fn move_(cx: &mut Cx, args: &[ObjRef]) -> PyResult {
    let me = &args[0];
    let mut numbers = [0; 3];
    for (slot, o) in numbers.iter_mut().zip(&args[1..]) {
        *slot = size_argument(cx, o)?;
    }
    let memory = writable(cx, me)?;
    let fits = |n: i64| usize::try_from(n).ok().filter(|&n| n <= memory.len());
    let [to, from, count] = numbers.map(fits);
    match (to, from, count) {
        (Some(to), Some(from), Some(n)) if to + n <= memory.len() && from + n <= memory.len() => {
            memory.copy_within(from..from + n, to);
            Ok(cx.none.clone())
        }
        _ => Err(cx.value_error("source, destination, or count out of range")),
    }
}

/// The next bytes, at most so many; the position moves behind them.
fn take(cx: &mut Cx, me: &ObjRef, most: usize) -> PyResult {
    let at = map_mut(cx, me)?.at;
    let memory = data(cx, me)?;
    let (start, end) = (at.min(memory.len()), at.saturating_add(most).min(memory.len()));
    let taken = memory[start..end].to_vec();
    map_mut(cx, me)?.at = end.max(at);
    Ok(cx.new_bytes(&taken))
}

fn read(cx: &mut Cx, args: &[ObjRef]) -> PyResult {
    let me = &args[0];
    let most = size_or_none(cx, args.get(1))?.unwrap_or(-1);
    take(cx, me, usize::try_from(most).unwrap_or(usize::MAX))
}

fn read_byte(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let at = map_mut(cx, me)?.at;
    let Some(&byte) = data(cx, me)?.get(at) else {
        return Err(cx.value_error("read byte out of range"));
    };
    map_mut(cx, me)?.at += 1;
    Ok(cx.int(byte.into()))
}

fn readline(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let at = map_mut(cx, me)?.at;
    let rest = data(cx, me)?.get(at..).unwrap_or_default();
    let most = rest.iter().position(|&b| b == b'\n').map_or(rest.len(), |end| end + 1);
    take(cx, me, most)
}

fn resize(cx: &mut Cx, me: &ObjRef, size: &ObjRef) -> PyResult {
    let size = size_argument(cx, size)?;
    let map = map_mut(cx, me)?;
    let (access, fd, offset) = (map.access, map.fd, map.offset);
    check_views(cx, me, "mmap can't resize with extant buffers exported.")?;
    if matches!(access, Access::Read | Access::Copy) {
        return Err(cx.type_error("mmap can't resize a readonly or copy-on-write memory map."));
    }
    let Ok(size) = usize::try_from(size) else { return Err(cx.value_error("new size out of range")) };
    let longer = fd.map_or(Ok(()), |fd| ask(cx, |h| h.truncate(Place::Open(fd), offset + size as i64)));
    let map = map_mut(cx, me)?;
    let done = longer.and_then(|()| map.memory.as_mut().map_or(Ok(()), |m| m.resize(size)));
    match done {
        Ok(()) => {
            map.length = size;
            Ok(cx.none.clone())
        }
        Err(errno) => Err(raise_os_error(cx, errno, None)),
    }
}

fn seek(cx: &mut Cx, args: &[ObjRef]) -> PyResult {
    let (me, distance) = (&args[0], size_argument(cx, &args[1])?);
    let whence = args.get(2).map_or(Ok(0), |o| c_int(cx, o))?;
    let map = map_mut(cx, me)?;
    let (len, at) = (map.length as i64, map.at as i64);
    let from = match whence {
        0 => 0,
        1 => at,
        2 => len,
        _ => return Err(cx.value_error("unknown seek type")),
    };
    match from.checked_add(distance).filter(|to| (0..=len).contains(to)) {
        Some(to) => {
            map_mut(cx, me)?.at = to as usize;
            Ok(cx.none.clone())
        }
        None => Err(cx.value_error("seek out of range")),
    }
}

fn size(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let map = map_mut(cx, me)?;
    let (fd, length) = (map.fd, map.length);
    let size = match fd {
        Some(fd) => ask(cx, |h| h.stat(Place::Open(fd), true)).map(|stat| stat.size),
        None => Ok(length as i64),
    };
    match size {
        Ok(size) => Ok(cx.int(size)),
        Err(errno) => Err(raise_os_error(cx, errno, None)),
    }
}

fn tell(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let at = map_mut(cx, me)?.at;
    Ok(cx.usize(at))
}

fn write(cx: &mut Cx, me: &ObjRef, value: &ObjRef) -> PyResult {
    let new = cx.buffer(value)?.copied(cx)?;
    writable(cx, me)?;
    let at = map_mut(cx, me)?.at;
    let memory = writable(cx, me)?;
    let Some(part) = at.checked_add(new.len()).and_then(|end| memory.get_mut(at..end)) else {
        return Err(cx.value_error("data out of range"));
    };
    part.copy_from_slice(&new);
    map_mut(cx, me)?.at += new.len();
    Ok(cx.usize(new.len()))
}

fn write_byte(cx: &mut Cx, me: &ObjRef, value: &ObjRef) -> PyResult {
    let Ok(byte) = u8::try_from(size_argument(cx, value)?) else {
        return Err(cx.overflow_error("unsigned byte integer is greater than maximum"));
    };
    writable(cx, me)?;
    let at = map_mut(cx, me)?.at;
    let Some(slot) = writable(cx, me)?.get_mut(at) else {
        return Err(cx.value_error("write byte out of range"));
    };
    *slot = byte;
    map_mut(cx, me)?.at += 1;
    Ok(cx.none.clone())
}
