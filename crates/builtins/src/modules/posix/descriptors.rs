//! Open files by their descriptors.

use theseus_object::args::Params;
use theseus_object::host::{Fd, Place};
use theseus_object::methods::NativeDef;
use theseus_object::{Args, Cx, ObjRef, PyResult};

use super::{directory, flag};
use crate::exceptions::raise_os_error;
use crate::str::args::ssize;
use crate::world::{self, Also, c_int, file_error, long, retry, system};

pub static FUNCTIONS: &[NativeDef] = &[
    NativeDef::f_full(
        "open",
        open,
        "Open a file for low level IO.  Returns a file descriptor (integer).\n\nIf dir_fd is not None, it should be a file descriptor open to a directory,\n  and path should be relative; path will then be relative to that directory.\ndir_fd may not be implemented on your platform.\n  If it is unavailable, using it will raise a NotImplementedError.",
    ),
    NativeDef::f_full("close", close, "Close a file descriptor."),
    NativeDef::f2(
        "closerange",
        closerange,
        "Closes all file descriptors in [fd_low, fd_high), ignoring errors.",
    ),
    NativeDef::f2("read", read, "Read from a file descriptor.  Returns a bytes object."),
    NativeDef::f3(
        "pread",
        pread,
        "Read a number of bytes from a file descriptor starting at a particular offset.\n\nRead length bytes from file descriptor fd, starting at offset bytes from\nthe beginning of the file.  The file offset remains unchanged.",
    ),
    NativeDef::f2("readv", readv, "Read from a file descriptor fd into an iterable of buffers."),
    NativeDef::f2("write", write, "Write a bytes object to a file descriptor."),
    NativeDef::f3("pwrite", pwrite, "Write bytes to a file descriptor starting at a particular offset."),
    NativeDef::f2(
        "writev",
        writev,
        "Iterate over buffers, and write the contents of each to a file descriptor.",
    ),
    NativeDef::f_range(
        "preadv",
        preadv,
        3,
        4,
        "Reads from a file descriptor into a number of mutable bytes-like objects.\n\nCombines the functionality of readv() and pread(). As readv(), it will\ntransfer data into each buffer until it is full and then move on to the next\nbuffer in the sequence to hold the rest of the data. Its fourth argument,\nspecifies the file offset at which the input operation is to be performed.",
    ),
    NativeDef::f_range(
        "pwritev",
        pwritev,
        3,
        4,
        "Writes the contents of bytes-like objects to a file descriptor at a given offset.\n\nCombines the functionality of writev() and pwrite(). All buffers must be a sequence\nof bytes-like objects. Buffers are processed in array order. Entire contents of first\nbuffer is written before proceeding to second, and so on.",
    ),
    NativeDef::f3("lseek", lseek, "Set the position of a file descriptor.  Return the new position."),
    NativeDef::f_full("fsync", |cx, a| sync(cx, a, "fsync", false), "Force write of fd to disk."),
    NativeDef::f_full(
        "fdatasync",
        |cx, a| sync(cx, a, "fdatasync", true),
        "Force write of fd to disk without forcing update of metadata.",
    ),
    NativeDef::f2(
        "ftruncate",
        ftruncate,
        "Truncate a file, specified by file descriptor, to a specific length.",
    ),
    NativeDef::f1("dup", dup, "Return a duplicate of a file descriptor."),
    NativeDef::f_full("dup2", dup2, "Duplicate file descriptor."),
    NativeDef::f0(
        "pipe",
        pipe,
        "Create a pipe.\n\nReturns a tuple of two file descriptors:\n  (read_fd, write_fd)",
    ),
    NativeDef::f0(
        "openpty",
        openpty,
        "Open a pseudo-terminal.\n\nReturn a tuple of (master_fd, slave_fd) containing open file descriptors\nfor both the master and slave ends.",
    ),
    NativeDef::f1(
        "login_tty",
        login_tty,
        "Prepare the tty of which fd is a file descriptor for a new login session.\n\nMake the calling process a session leader; make the tty the\ncontrolling tty, the stdin, the stdout, and the stderr of the\ncalling process; close fd.",
    ),
    NativeDef::f0(
        "forkpty",
        forkpty,
        "Fork a new process with a new pseudo-terminal as controlling tty.\n\nReturns a tuple of (pid, master_fd).\nLike fork(), return pid of 0 to the child process,\nand pid of child to the parent process.\nTo both, return fd of newly opened pseudo-terminal.",
    ),
    NativeDef::f1(
        "pipe2",
        pipe2,
        "Create a pipe with flags set atomically.\n\nReturns a tuple of two file descriptors:\n  (read_fd, write_fd)\n\nflags can be constructed by ORing together one or more of these values:\nO_NONBLOCK, O_CLOEXEC.",
    ),
    NativeDef::f1(
        "isatty",
        isatty,
        "Return True if the fd is connected to a terminal.\n\nReturn True if the file descriptor is an open file descriptor\nconnected to the slave end of a terminal.",
    ),
    NativeDef::f1(
        "ttyname",
        ttyname,
        "Return the name of the terminal device connected to 'fd'.\n\n  fd\n    Integer file descriptor handle.",
    ),
    NativeDef::f1(
        "get_inheritable",
        get_inheritable,
        "Get the close-on-exe flag of the specified file descriptor.",
    ),
    NativeDef::f2(
        "set_inheritable",
        set_inheritable,
        "Set the inheritable flag of the specified file descriptor.",
    ),
    NativeDef::f1(
        "get_blocking",
        get_blocking,
        "Get the blocking mode of the file descriptor.\n\nReturn False if the O_NONBLOCK flag is set, True if the flag is cleared.",
    ),
    NativeDef::f2(
        "set_blocking",
        set_blocking,
        "Set the blocking mode of the specified file descriptor.\n\nSet the O_NONBLOCK flag if blocking is False,\nclear the O_NONBLOCK flag otherwise.",
    ),
    NativeDef::f3("lockf", lockf, "Apply, test or remove a POSIX lock on an open file descriptor."),
    NativeDef::f_full(
        "sendfile",
        sendfile,
        "Copy count bytes from file descriptor in_fd to file descriptor out_fd.",
    ),
    NativeDef::f_full(
        "device_encoding",
        device_encoding,
        "Return a string describing the encoding of a terminal's file descriptor.\n\nThe file descriptor must be attached to a terminal.\nIf the device is not a terminal, return None.",
    ),
];

const EINVAL: i32 = 22;

fn open(cx: &mut Cx, args: &Args) -> PyResult {
    static PARAMS: Params<2, 2> =
        Params { required: ["path", "flags"], optional: ["mode", "dir_fd"], posonly: 0, kwonly: 3 };
    let ([path, flags], [mode, dir]) = args.bind(cx, "open", &PARAMS)?;
    let path = world::path(cx, "open", "path", &path, Also::Nothing)?;
    let flags = c_int(cx, &flags)?;
    let mode = mode.map_or(Ok(0o777), |m| c_int(cx, &m))?;
    let dir = directory(cx, &dir)?;
    let place = path.place(dir);
    match retry(cx, |h| h.open(place, flags, mode as u32))? {
        Ok(fd) => Ok(cx.int(fd as i64)),
        Err(errno) => Err(file_error(cx, errno, &path.object, None)),
    }
}

fn close(cx: &mut Cx, args: &Args) -> PyResult {
    static PARAMS: Params<1, 0> = Params { required: ["fd"], optional: [], posonly: 0, kwonly: 1 };
    let ([fd], []) = args.bind(cx, "close", &PARAMS)?;
    let fd = c_int(cx, &fd)?;
    // A signal leaves it closed all the same.
    match world::wait(cx, |h| h.close(fd)) {
        Err(errno) if errno != theseus_object::host::EINTR => Err(raise_os_error(cx, errno, None)),
        _ => Ok(cx.none.clone()),
    }
}

fn closerange(cx: &mut Cx, low: &ObjRef, high: &ObjRef) -> PyResult {
    let (low, high) = (c_int(cx, low)?, c_int(cx, high)?);
    // Beyond the limit of open files there is nothing to close.
    const SC_OPEN_MAX: i32 = 4;
    let most = world::ask(cx, |h| h.limit(SC_OPEN_MAX)).unwrap_or(1 << 16).clamp(1024, 1 << 20) as i32;
    for fd in low.max(0)..high.min(most) {
        let _ = world::ask(cx, |h| h.close(fd));
    }
    Ok(cx.none.clone())
}

/// A buffer of the size asked for, or the error that the system would give.
fn room(cx: &mut Cx, n: &ObjRef) -> PyResult<Vec<u8>> {
    let Ok(n) = usize::try_from(ssize(cx, n)?) else { return Err(raise_os_error(cx, EINVAL, None)) };
    let n = n.min(i32::MAX as usize);
    if !cx.can_allocate(n) {
        return Err(cx.memory_error(""));
    }
    Ok(vec![0; n])
}

fn read(cx: &mut Cx, fd: &ObjRef, n: &ObjRef) -> PyResult {
    let fd = c_int(cx, fd)?;
    let mut data = room(cx, n)?;
    let n = system(cx, |h| h.read(fd, &mut data))?;
    Ok(cx.new_bytes(data.get(..n).unwrap_or_default()))
}

fn pread(cx: &mut Cx, fd: &ObjRef, n: &ObjRef, offset: &ObjRef) -> PyResult {
    let fd = c_int(cx, fd)?;
    let (mut data, offset) = (room(cx, n)?, long(cx, offset)?);
    let n = system(cx, |h| h.read_at(fd, &mut data, offset))?;
    Ok(cx.new_bytes(data.get(..n).unwrap_or_default()))
}

fn readv(cx: &mut Cx, fd: &ObjRef, buffers: &ObjRef) -> PyResult {
    scatter(cx, "readv", fd, buffers, None)
}

/// The offset of `preadv` and `pwritev`. Flags that ask the system for more are not served.
fn vector_offset(cx: &mut Cx, values: &[ObjRef]) -> PyResult<i64> {
    const EOPNOTSUPP: i32 = 95;
    if let Some(flags) = values.get(3)
        && c_int(cx, flags)? != 0
    {
        return Err(raise_os_error(cx, EOPNOTSUPP, None));
    }
    long(cx, &values[2])
}

fn preadv(cx: &mut Cx, values: &[ObjRef]) -> PyResult {
    let offset = vector_offset(cx, values)?;
    scatter(cx, "preadv", &values[0], &values[1], Some(offset))
}

/// Reads into one buffer after the other.
fn scatter(cx: &mut Cx, name: &str, fd: &ObjRef, buffers: &ObjRef, offset: Option<i64>) -> PyResult {
    let fd = c_int(cx, fd)?;
    let mut lent = Vec::new();
    for o in cx.collect(buffers)? {
        lent.push(cx.writable_buffer(&o, &format!("{name}() buffer"))?);
    }
    let mut data = vec![0; lent.iter().map(|b| b.len()).sum()];
    let n = system(cx, |h| match offset {
        Some(offset) => h.read_at(fd, &mut data, offset),
        None => h.read(fd, &mut data),
    })?;
    let mut rest = data.get(..n).unwrap_or_default();
    for buffer in &lent {
        let (part, more) = rest.split_at(rest.len().min(buffer.len()));
        if let Some(to) = buffer.bytes_mut(&mut cx.heap).get_mut(..part.len()) {
            to.copy_from_slice(part);
        }
        rest = more;
    }
    Ok(cx.usize(n))
}

fn data_of(cx: &mut Cx, o: &ObjRef) -> PyResult<Vec<u8>> {
    cx.buffer(o)?.copied(cx)
}

fn write(cx: &mut Cx, fd: &ObjRef, data: &ObjRef) -> PyResult {
    let fd = c_int(cx, fd)?;
    let data = data_of(cx, data)?;
    let n = system(cx, |h| h.write(fd, &data))?;
    if n < data.len() {
        // A signal may have ended the call early; its handler comes first.
        cx.poll()?;
    }
    Ok(cx.usize(n))
}

fn pwrite(cx: &mut Cx, fd: &ObjRef, data: &ObjRef, offset: &ObjRef) -> PyResult {
    let fd = c_int(cx, fd)?;
    let (data, offset) = (data_of(cx, data)?, long(cx, offset)?);
    let n = system(cx, |h| h.write_at(fd, &data, offset))?;
    Ok(cx.usize(n))
}

fn gathered(cx: &mut Cx, buffers: &ObjRef) -> PyResult<Vec<u8>> {
    let mut data = Vec::new();
    for o in cx.collect(buffers)? {
        data.extend(data_of(cx, &o)?);
    }
    Ok(data)
}

fn writev(cx: &mut Cx, fd: &ObjRef, buffers: &ObjRef) -> PyResult {
    let fd = c_int(cx, fd)?;
    let data = gathered(cx, buffers)?;
    let n = system(cx, |h| h.write(fd, &data))?;
    Ok(cx.usize(n))
}

fn pwritev(cx: &mut Cx, values: &[ObjRef]) -> PyResult {
    let fd = c_int(cx, &values[0])?;
    let offset = vector_offset(cx, values)?;
    let data = gathered(cx, &values[1])?;
    let n = system(cx, |h| h.write_at(fd, &data, offset))?;
    Ok(cx.usize(n))
}

fn lseek(cx: &mut Cx, fd: &ObjRef, offset: &ObjRef, whence: &ObjRef) -> PyResult {
    let fd = c_int(cx, fd)?;
    let (offset, whence) = (long(cx, offset)?, c_int(cx, whence)?);
    let at = system(cx, |h| h.seek(fd, offset, whence))?;
    Ok(cx.int(at))
}

fn sync(cx: &mut Cx, args: &Args, name: &str, data_only: bool) -> PyResult {
    static PARAMS: Params<1, 0> = Params { required: ["fd"], optional: [], posonly: 0, kwonly: 1 };
    let ([fd], []) = args.bind(cx, name, &PARAMS)?;
    let fd = world::descriptor(cx, &fd)?;
    system(cx, |h| h.sync(fd, data_only))?;
    Ok(cx.none.clone())
}

fn ftruncate(cx: &mut Cx, fd: &ObjRef, length: &ObjRef) -> PyResult {
    let (fd, length) = (c_int(cx, fd)?, long(cx, length)?);
    system(cx, |h| h.truncate(Place::Open(fd), length))?;
    Ok(cx.none.clone())
}

fn dup(cx: &mut Cx, fd: &ObjRef) -> PyResult {
    let fd = c_int(cx, fd)?;
    let new = system(cx, |h| h.duplicate(fd))?;
    Ok(cx.int(new as i64))
}

fn dup2(cx: &mut Cx, args: &Args) -> PyResult {
    static PARAMS: Params<2, 1> =
        Params { required: ["fd", "fd2"], optional: ["inheritable"], posonly: 0, kwonly: 3 };
    let ([fd, to], [inheritable]) = args.bind(cx, "dup2", &PARAMS)?;
    let (fd, to) = (c_int(cx, &fd)?, c_int(cx, &to)?);
    let inheritable = flag(cx, &inheritable, true)?;
    let new = system(cx, |h| h.duplicate_to(fd, to, inheritable))?;
    Ok(cx.int(new as i64))
}

fn ends(cx: &Cx, (a, b): (Fd, Fd)) -> ObjRef {
    cx.new_tuple([cx.int(a as i64), cx.int(b as i64)])
}

fn pipe(cx: &mut Cx) -> PyResult {
    const O_CLOEXEC: i32 = 0o2000000;
    let made = system(cx, |h| h.pipe(O_CLOEXEC))?;
    Ok(ends(cx, made))
}

fn openpty(cx: &mut Cx) -> PyResult {
    let made = system(cx, |h| h.open_terminal())?;
    Ok(ends(cx, made))
}

/// Makes a terminal the controlling one of a new session, and the three standard streams.
fn log_in(cx: &mut Cx, fd: Fd) -> PyResult<()> {
    const CONTROLLING_TERMINAL: u64 = 0x540e;
    system(cx, |h| h.new_session())?;
    system(cx, |h| h.device_control(fd, CONTROLLING_TERMINAL, 0))?;
    for stream in 0..3 {
        system(cx, |h| h.duplicate_to(fd, stream, true))?;
    }
    if fd > 2 { system(cx, |h| h.close(fd)) } else { Ok(()) }
}

fn login_tty(cx: &mut Cx, fd: &ObjRef) -> PyResult {
    let fd = c_int(cx, fd)?;
    log_in(cx, fd)?;
    Ok(cx.none.clone())
}

fn forkpty(cx: &mut Cx) -> PyResult {
    let (first, second) = system(cx, |h| h.open_terminal())?;
    let pid = super::process::fork_process(cx).map_err(|errno| raise_os_error(cx, errno, None))?;
    if pid == 0 {
        log_in(cx, second)?;
    } else {
        system(cx, |h| h.close(second))?;
    }
    Ok(cx.new_tuple([cx.int(pid.into()), cx.int(first.into())]))
}

fn pipe2(cx: &mut Cx, flags: &ObjRef) -> PyResult {
    let flags = c_int(cx, flags)?;
    let made = system(cx, |h| h.pipe(flags))?;
    Ok(ends(cx, made))
}

fn isatty(cx: &mut Cx, fd: &ObjRef) -> PyResult {
    let fd = c_int(cx, fd)?;
    let r = cx.host.get().is_some_and(|h| h.is_terminal(fd));
    Ok(cx.bool(r))
}

fn ttyname(cx: &mut Cx, fd: &ObjRef) -> PyResult {
    let fd = c_int(cx, fd)?;
    let name = system(cx, |h| h.terminal_name(fd))?;
    Ok(world::name_from_bytes(cx, &name))
}

fn get_inheritable(cx: &mut Cx, fd: &ObjRef) -> PyResult {
    let fd = c_int(cx, fd)?;
    let r = system(cx, |h| h.is_inheritable(fd))?;
    Ok(cx.bool(r))
}

fn set_inheritable(cx: &mut Cx, fd: &ObjRef, on: &ObjRef) -> PyResult {
    let (fd, on) = (c_int(cx, fd)?, c_int(cx, on)? != 0);
    system(cx, |h| h.set_inheritable(fd, on))?;
    Ok(cx.none.clone())
}

fn get_blocking(cx: &mut Cx, fd: &ObjRef) -> PyResult {
    let fd = c_int(cx, fd)?;
    let r = system(cx, |h| h.is_blocking(fd))?;
    Ok(cx.bool(r))
}

fn set_blocking(cx: &mut Cx, fd: &ObjRef, on: &ObjRef) -> PyResult {
    let (fd, on) = (c_int(cx, fd)?, cx.truth(on)?);
    system(cx, |h| h.set_blocking(fd, on))?;
    Ok(cx.none.clone())
}

/// `lockf` with the commands of POSIX, from the present position on.
fn lockf(cx: &mut Cx, fd: &ObjRef, command: &ObjRef, length: &ObjRef) -> PyResult {
    const LOCK_EX: i32 = 2;
    const LOCK_NB: i32 = 4;
    const LOCK_UN: i32 = 8;
    let (fd, command, length) = (c_int(cx, fd)?, c_int(cx, command)?, long(cx, length)?);
    let command = match command {
        0 => LOCK_UN,
        1 => LOCK_EX,
        2 => LOCK_EX | LOCK_NB,
        3 => return Err(cx.not_implemented_error("lockf: F_TEST is not supported")),
        _ => return Err(raise_os_error(cx, EINVAL, None)),
    };
    system(cx, |h| h.lock_part(fd, command, length, 0, 1))?;
    Ok(cx.none.clone())
}

fn sendfile(cx: &mut Cx, args: &Args) -> PyResult {
    static PARAMS: Params<4, 0> =
        Params { required: ["out_fd", "in_fd", "offset", "count"], optional: [], posonly: 0, kwonly: 4 };
    let ([to, from, offset, count], []) = args.bind(cx, "sendfile", &PARAMS)?;
    let (to, from) = (c_int(cx, &to)?, c_int(cx, &from)?);
    let offset = match Some(offset).filter(|o| !o.is_none()) {
        Some(o) => Some(long(cx, &o)?),
        None => None,
    };
    let count = usize::try_from(ssize(cx, &count)?).unwrap_or(0);
    let n = system(cx, |h| h.send_file(to, from, offset, count))?;
    Ok(cx.usize(n))
}

fn device_encoding(cx: &mut Cx, args: &Args) -> PyResult {
    static PARAMS: Params<1, 0> = Params { required: ["fd"], optional: [], posonly: 0, kwonly: 1 };
    let ([fd], []) = args.bind(cx, "device_encoding", &PARAMS)?;
    let fd = c_int(cx, &fd)?;
    if !cx.host.get().is_some_and(|h| h.is_terminal(fd)) {
        return Ok(cx.none.clone());
    }
    let name = crate::modules::io::text::locale_encoding(cx);
    Ok(cx.new_str(name))
}
