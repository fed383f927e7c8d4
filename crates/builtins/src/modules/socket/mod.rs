//! The module `_socket`: sockets over IP and in the file system, and names of hosts.

mod address;
mod message;
mod names;
mod numbers;

use theseus_object::args::Params;
use theseus_object::class::TypeSpec;
use theseus_object::edges::{EdgeVisitor, Payload};
use theseus_object::host::{Answer, EAGAIN, EBADF, EINTR, Fd, Host, PollEntry};
use theseus_object::methods::{GetSet, NativeDef};
use theseus_object::typeobj::type_flag;
use theseus_object::{Args, Cx, Kind, ObjRef, PyResult, Raised, Slots};

use crate::exceptions::raise_os_error;
use crate::module::new_module;
use crate::modules::sys::hooks::call_unraisable_hook;
use crate::str::args::ssize;
use crate::world::{self, c_int, system};

/// Payload of a socket; −1 is closed.
struct Socket {
    fd: Fd,
    family: i32,
    kind: i32,
    protocol: i32,
    /// Nanoseconds that an operation may take; `None` for no limit.
    timeout: Option<u64>,
}

impl Payload for Socket {
    const HAS_EDGES: bool = false;
    fn edges(&mut self, _: &mut dyn EdgeVisitor) {}
    fn needs_finalizer(&self) -> bool {
        self.fd >= 0
    }
}

const AF_INET: i32 = 2;
const SOCK_STREAM: i32 = 1;
const SOCK_NONBLOCK: i32 = 0o4000;
const SOCK_CLOEXEC: i32 = 0o2000000;
pub const POLLIN: i16 = 1;
pub const POLLOUT: i16 = 4;

static SPEC: TypeSpec = TypeSpec {
    slots: Slots { new: Some(new), init: Some(init), repr: Some(repr), ..Slots::EMPTY },
    methods: &[
        NativeDef::m0(
            "_accept",
            accept,
            "_accept() -> (integer, address info)\n\nWait for an incoming connection.  Return a new socket file descriptor\nrepresenting the connection, and the address of the client.",
        ),
        NativeDef::m1("bind", bind, "bind(address)\n\nBind the socket to a local address."),
        NativeDef::m0("close", close, "close()\n\nClose the socket.  It cannot be used after this call."),
        NativeDef::m1("connect", connect, "connect(address)\n\nConnect the socket to a remote address."),
        NativeDef::m1(
            "connect_ex",
            connect_ex,
            "connect_ex(address) -> errno\n\nThis is like connect(address), but returns an error code (the errno value)\ninstead of raising an exception when an error occurs.",
        ),
        NativeDef::m0(
            "detach",
            detach,
            "detach()\n\nClose the socket object without closing the underlying file descriptor.",
        ),
        NativeDef::m0(
            "fileno",
            |cx, me| {
                let fd = field(cx, me, |s| s.fd);
                Ok(cx.int(fd as i64))
            },
            "fileno() -> integer\n\nReturn the integer file descriptor of the socket.",
        ),
        NativeDef::m0(
            "getblocking",
            getblocking,
            "getblocking()\n\nReturns True if socket is in blocking mode, or False if it\nis in non-blocking mode.",
        ),
        NativeDef::m0(
            "getpeername",
            |cx, me| name_of(cx, me, true),
            "getpeername() -> address info\n\nReturn the address of the remote endpoint.",
        ),
        NativeDef::m0(
            "getsockname",
            |cx, me| name_of(cx, me, false),
            "getsockname() -> address info\n\nReturn the address of the local endpoint.",
        ),
        NativeDef::range("getsockopt", getsockopt, 2, 3, "getsockopt(level, option[, buffersize]) -> value"),
        NativeDef::m0("gettimeout", gettimeout, "gettimeout() -> timeout"),
        NativeDef::range(
            "listen",
            listen,
            0,
            1,
            "listen([backlog])\n\nEnable a server to accept connections.",
        ),
        NativeDef::range("recv", recv, 1, 2, "recv(buffersize[, flags]) -> data"),
        NativeDef::range("recv_into", recv_into, 1, 3, "recv_into(buffer, [nbytes[, flags]]) -> nbytes_read"),
        NativeDef::range("recvfrom", recvfrom, 1, 2, "recvfrom(buffersize[, flags]) -> (data, address info)"),
        NativeDef::range(
            "recvfrom_into",
            recvfrom_into,
            1,
            3,
            "recvfrom_into(buffer[, nbytes[, flags]]) -> (nbytes, address info)",
        ),
        NativeDef::range(
            "recvmsg",
            message::receive,
            1,
            3,
            "recvmsg(bufsize[, ancbufsize[, flags]]) -> (data, ancdata, msg_flags, address)",
        ),
        NativeDef::range(
            "recvmsg_into",
            message::receive_into,
            1,
            3,
            "recvmsg_into(buffers[, ancbufsize[, flags]]) -> (nbytes, ancdata, msg_flags, address)",
        ),
        NativeDef::range(
            "sendmsg",
            message::send,
            1,
            4,
            "sendmsg(buffers[, ancdata[, flags[, address]]]) -> count",
        ),
        NativeDef::range("send", send, 1, 2, "send(data[, flags]) -> count"),
        NativeDef::range("sendall", sendall, 1, 2, "sendall(data[, flags])"),
        NativeDef::range("sendto", sendto, 2, 3, "sendto(data[, flags], address) -> count"),
        NativeDef::m1("setblocking", setblocking, "setblocking(flag)"),
        NativeDef::range("setsockopt", setsockopt, 0, 4, "setsockopt(level, option, value: int)"),
        NativeDef::m1("settimeout", settimeout, "settimeout(timeout)"),
        NativeDef::m1("shutdown", shutdown, "shutdown(flag)"),
        NativeDef::m0("__del__", del, ""),
    ],
    getsets: &[
        GetSet::member(
            "family",
            |cx, me| {
                let n = field(cx, me, |s| s.family);
                Ok(cx.int(n as i64))
            },
            "the socket family",
        ),
        GetSet::member(
            "type",
            |cx, me| {
                let n = field(cx, me, |s| s.kind);
                Ok(cx.int(n as i64))
            },
            "the socket type",
        ),
        GetSet::member(
            "proto",
            |cx, me| {
                let n = field(cx, me, |s| s.protocol);
                Ok(cx.int(n as i64))
            },
            "the socket protocol",
        ),
        GetSet::new("timeout", gettimeout, "the socket timeout"),
    ],
    doc: "socket(family=AF_INET, type=SOCK_STREAM, proto=0) -> socket object\nsocket(family=-1, type=-1, proto=-1, fileno=None) -> socket object\n\nOpen a socket of the given type.",
};

pub fn install(cx: &mut Cx) {
    let doc = "Implementation module for socket operations.\n\nSee the socket module for documentation.";
    let module = new_module(cx, "_socket", doc);
    let Some(dict) = cx.existing_dict(&module) else { return };
    world::put_functions(cx, &dict, "_socket", names::FUNCTIONS);
    world::put_functions(cx, &dict, "_socket", message::FUNCTIONS);
    world::put_numbers(cx, &dict, numbers::NUMBERS);
    let ty = cx.add_native_type::<Socket>("_socket.socket", None, type_flag::BASE_TYPE);
    cx.fill_type(&ty, &SPEC);
    cx.namespace_put(&dict, "socket", ty.as_ref().clone());
    cx.namespace_put(&dict, "SocketType", ty.as_ref().clone());
    cx.namespace_put(&dict, "error", cx.excs.os_error.as_ref().clone());
    cx.namespace_put(&dict, "timeout", cx.excs.timeout_error.as_ref().clone());
    cx.namespace_put(&dict, "has_ipv6", cx.true_.clone());
    for name in ["gaierror", "herror"] {
        let bases = cx.new_tuple([cx.excs.os_error.as_ref().clone()]);
        let body = cx.new_dict();
        cx.namespace_put(&body, "__module__", cx.new_str("socket"));
        let (title, make) = (cx.new_str(name), cx.types.type_.as_ref().clone());
        match cx.call(&make, &[title, bases, body]) {
            Ok(class) => {
                cx.namespace_put(&dict, name, class.clone());
                cx.keep(if name == "gaierror" { "_socket.gaierror" } else { "_socket.herror" }, class);
            }
            Err(_) => drop(cx.take_exception()),
        }
    }
}

/// Descriptor and timeout of a socket; nothing for other objects.
pub fn state(cx: &Cx, o: &ObjRef) -> Option<(Fd, Option<u64>)> {
    cx.heap.get::<Socket>(o).map(|socket| (socket.fd, socket.timeout))
}

fn field(cx: &Cx, me: &ObjRef, get: fn(&Socket) -> i32) -> i32 {
    cx.heap.get::<Socket>(me).map_or(-1, get)
}

fn new(cx: &mut Cx, class: &ObjRef, _: &Args) -> PyResult {
    let ty = cx.expect_type(class)?;
    Ok(cx.new_instance(ty, Socket { fd: -1, family: -1, kind: -1, protocol: -1, timeout: None }))
}

/// The family, type and protocol that an open socket says it has.
fn inspect(cx: &mut Cx, fd: Fd, given: [i32; 3]) -> PyResult<[i32; 3]> {
    const SOL_SOCKET: i32 = 1;
    const SO_TYPE: i32 = 3;
    const SO_DOMAIN: i32 = 39;
    const SO_PROTOCOL: i32 = 38;
    let mut out = given;
    for (slot, option) in out.iter_mut().zip([SO_DOMAIN, SO_TYPE, SO_PROTOCOL]) {
        if *slot == -1 {
            let mut word = [0; 4];
            system(cx, |h| h.option(fd, SOL_SOCKET, option, &mut word))?;
            *slot = i32::from_ne_bytes(word);
        }
    }
    Ok(out)
}

fn init(cx: &mut Cx, me: &ObjRef, args: &Args) -> PyResult<()> {
    static PARAMS: Params<0, 4> =
        Params { required: [], optional: ["family", "type", "proto", "fileno"], posonly: 0, kwonly: 4 };
    let ([], [family, kind, protocol, fileno]) = args.bind(cx, "socket", &PARAMS)?;
    let mut read = |o: Option<ObjRef>| o.map_or(Ok(-1), |o| c_int(cx, &o));
    let (family, kind, protocol) = (read(family)?, read(kind)?, read(protocol)?);
    let (fd, parts) = match fileno.filter(|f| !f.is_none()) {
        Some(f) => {
            if f.float().is_some() {
                return Err(cx.type_error("integer argument expected, got float"));
            }
            let fd = c_int(cx, &f)?;
            if fd < 0 {
                return Err(cx.value_error("negative file descriptor"));
            }
            (fd, inspect(cx, fd, [family, kind, protocol])?)
        }
        None => {
            let or = |n: i32, default: i32| if n == -1 { default } else { n };
            let parts = [or(family, AF_INET), or(kind, SOCK_STREAM), or(protocol, 0)];
            (system(cx, |h| h.socket(parts[0], parts[1], parts[2]))?, parts)
        }
    };
    let [family, kind, protocol] = parts;
    let timeout = names::default_timeout(cx);
    let nonblocking = kind & SOCK_NONBLOCK != 0;
    if timeout.is_some() && !nonblocking {
        system(cx, |h| h.set_blocking(fd, false))?;
    }
    if let Some(s) = cx.heap.get_mut::<Socket>(me) {
        let kind = kind & !(SOCK_NONBLOCK | SOCK_CLOEXEC);
        *s = Socket { fd, family, kind, protocol, timeout: if nonblocking { Some(0) } else { timeout } };
    }
    Ok(())
}

fn repr(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let Some(s) = cx.heap.get::<Socket>(me) else { return Err(cx.bad_internal("socket")) };
    let text =
        format!("<socket object, fd={}, family={}, type={}, proto={}>", s.fd, s.family, s.kind, s.protocol);
    Ok(cx.new_str(&text))
}

fn close(cx: &mut Cx, me: &ObjRef) -> PyResult {
    const ECONNRESET: i32 = 104;
    let Some(s) = cx.heap.get_mut::<Socket>(me) else { return Ok(cx.none.clone()) };
    let fd = std::mem::replace(&mut s.fd, -1);
    if fd >= 0 {
        match world::wait(cx, |h| h.close(fd)) {
            Err(errno) if errno != ECONNRESET => return Err(raise_os_error(cx, errno, None)),
            _ => (),
        }
    }
    Ok(cx.none.clone())
}

/// A socket that nobody has closed is told of.
fn del(cx: &mut Cx, me: &ObjRef) -> PyResult {
    if field(cx, me, |s| s.fd) >= 0 {
        let shown = cx.repr_text(me)?;
        let category = cx.excs.resource_warning.clone();
        if cx.warn(&category, &format!("unclosed {shown}"), 1).is_err()
            && let Some(e) = cx.take_exception()
        {
            call_unraisable_hook(cx, &e, None, me);
        }
    }
    close(cx, me)
}

fn detach(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let fd = cx.heap.get_mut::<Socket>(me).map_or(-1, |s| std::mem::replace(&mut s.fd, -1));
    Ok(cx.int(fd as i64))
}

#[cold]
fn timed_out(cx: &mut Cx) -> Raised {
    let ty = cx.excs.timeout_error.clone();
    cx.error(&ty, "timed out")
}

/// Waits until the socket can be read or written, at most until `end`; false if time is over.
pub fn wait(cx: &mut Cx, fd: Fd, events: i16, end: Option<u64>) -> PyResult<bool> {
    loop {
        let left = match end {
            None => -1,
            Some(end) => {
                let now = cx.host.get().map_or(0, |h| h.monotonic());
                end.saturating_sub(now).div_ceil(1_000_000).min(i32::MAX as u64) as i32
            }
        };
        let mut entries = [PollEntry { fd, events, ready: 0 }];
        match world::wait(cx, |h| h.poll(&mut entries, left)) {
            Err(EINTR) => cx.poll()?,
            Err(errno) => return Err(raise_os_error(cx, errno, None)),
            Ok(n) => return Ok(n > 0),
        }
    }
}

/// When an operation that starts now must be done.
fn deadline(cx: &Cx, me: &ObjRef) -> Option<u64> {
    let span = cx.heap.get::<Socket>(me)?.timeout.filter(|&t| t > 0)?;
    Some(cx.host.get().map_or(0, |h| h.monotonic()).saturating_add(span))
}

/// An operation that may have to wait, within the socket's timeout.
fn patient<T: Send>(
    cx: &mut Cx,
    me: &ObjRef,
    events: i16,
    end: Option<u64>,
    mut call: impl FnMut(&dyn Host, Fd) -> Answer<T> + Send,
) -> PyResult<T> {
    let Some((fd, timeout)) = cx.heap.get::<Socket>(me).map(|s| (s.fd, s.timeout)) else {
        return Err(cx.bad_internal("socket"));
    };
    let limited = timeout.is_some_and(|t| t > 0);
    loop {
        if limited && fd >= 0 && !wait(cx, fd, events, end)? {
            return Err(timed_out(cx));
        }
        match world::wait(cx, |h| call(h, fd)) {
            Ok(v) => return Ok(v),
            Err(EINTR) => cx.poll()?,
            Err(EAGAIN) if limited => (),
            Err(errno) => return Err(raise_os_error(cx, errno, None)),
        }
    }
}

fn accept(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let end = deadline(cx, me);
    let (fd, from) = patient(cx, me, POLLIN, end, |h, fd| h.accept(fd))?;
    let from = address::to_object(cx, &from);
    Ok(cx.new_tuple([cx.int(fd as i64), from]))
}

fn bind(cx: &mut Cx, me: &ObjRef, to: &ObjRef) -> PyResult {
    let (fd, family) = (field(cx, me, |s| s.fd), field(cx, me, |s| s.family));
    let to = address::parse(cx, "bind", family, to)?;
    system(cx, |h| h.bind(fd, &to))?;
    Ok(cx.none.clone())
}

/// Connects; the inner error is that of the system.
fn connect_to(cx: &mut Cx, me: &ObjRef, to: &ObjRef, function: &str) -> PyResult<Answer<()>> {
    const EINPROGRESS: i32 = 115;
    const SOL_SOCKET: i32 = 1;
    const SO_ERROR: i32 = 4;
    let (fd, family) = (field(cx, me, |s| s.fd), field(cx, me, |s| s.family));
    let to = address::parse(cx, function, family, to)?;
    let end = deadline(cx, me);
    let timeout = cx.heap.get::<Socket>(me).and_then(|s| s.timeout);
    let errno = match world::wait(cx, |h| h.connect(fd, &to)) {
        Ok(()) => return Ok(Ok(())),
        Err(errno) => errno,
    };
    // A connection that a signal interrupted goes on by itself.
    let waits =
        errno == EINTR && timeout != Some(0) || errno == EINPROGRESS && timeout.is_some_and(|t| t > 0);
    if errno == EINTR {
        cx.poll()?;
    }
    if !waits {
        return Ok(Err(errno));
    }
    if !wait(cx, fd, POLLOUT, end)? {
        return Err(timed_out(cx));
    }
    let mut word = [0; 4];
    system(cx, |h| h.option(fd, SOL_SOCKET, SO_ERROR, &mut word))?;
    let errno = i32::from_ne_bytes(word);
    Ok(if errno == 0 { Ok(()) } else { Err(errno) })
}

fn connect(cx: &mut Cx, me: &ObjRef, to: &ObjRef) -> PyResult {
    match connect_to(cx, me, to, "connect")? {
        Ok(()) => Ok(cx.none.clone()),
        Err(errno) => Err(raise_os_error(cx, errno, None)),
    }
}

fn connect_ex(cx: &mut Cx, me: &ObjRef, to: &ObjRef) -> PyResult {
    match connect_to(cx, me, to, "connect_ex") {
        Ok(Ok(())) => Ok(cx.int(0)),
        Ok(Err(errno)) => Ok(cx.int(errno as i64)),
        Err(_) if cx.catch(&cx.excs.timeout_error.clone()) => Ok(cx.int(EAGAIN as i64)),
        Err(e) => Err(e),
    }
}

fn name_of(cx: &mut Cx, me: &ObjRef, peer: bool) -> PyResult {
    let fd = field(cx, me, |s| s.fd);
    let name = system(cx, |h| h.address(fd, peer))?;
    Ok(address::to_object(cx, &name))
}

fn listen(cx: &mut Cx, values: &[ObjRef]) -> PyResult {
    let backlog = match values.get(1) {
        Some(n) => c_int(cx, n)?.max(0),
        None => 128,
    };
    let fd = field(cx, &values[0], |s| s.fd);
    system(cx, |h| h.listen(fd, backlog))?;
    Ok(cx.none.clone())
}

fn flags(cx: &mut Cx, o: Option<&ObjRef>) -> PyResult<i32> {
    match o {
        Some(o) => c_int(cx, o),
        None => Ok(0),
    }
}

/// Room for as many bytes as an argument says.
fn room(cx: &mut Cx, o: &ObjRef, function: &str) -> PyResult<Vec<u8>> {
    let Ok(n) = usize::try_from(ssize(cx, o)?) else {
        return Err(cx.value_error(format!("negative buffersize in {function}")));
    };
    if !cx.can_allocate(n) {
        return Err(cx.memory_error(""));
    }
    Ok(vec![0; n])
}

fn recv(cx: &mut Cx, values: &[ObjRef]) -> PyResult {
    let mut data = room(cx, &values[1], "recv")?;
    let flags = flags(cx, values.get(2))?;
    let end = deadline(cx, &values[0]);
    let n = patient(cx, &values[0], POLLIN, end, |h, fd| h.receive(fd, &mut data, flags))?;
    Ok(cx.new_bytes(data.get(..n).unwrap_or_default()))
}

fn recvfrom(cx: &mut Cx, values: &[ObjRef]) -> PyResult {
    let mut data = room(cx, &values[1], "recvfrom")?;
    let flags = flags(cx, values.get(2))?;
    let end = deadline(cx, &values[0]);
    let (n, from) = patient(cx, &values[0], POLLIN, end, |h, fd| h.receive_from(fd, &mut data, flags))?;
    let from = from.map_or_else(|| cx.none.clone(), |a| address::to_object(cx, &a));
    Ok(cx.new_tuple([cx.new_bytes(data.get(..n).unwrap_or_default()), from]))
}

/// Receives into a buffer, and tells how much and from where.
fn receive_into(cx: &mut Cx, values: &[ObjRef], function: &str) -> PyResult<(usize, ObjRef)> {
    let buffer = cx.writable_buffer(&values[1], &format!("{function}() argument 1"))?;
    let n = match values.get(2) {
        Some(n) => ssize(cx, n)?,
        None => 0,
    };
    let n = match usize::try_from(n) {
        Ok(0) => buffer.len(),
        Ok(n) if n > buffer.len() => {
            return Err(cx.value_error("buffer too small for requested bytes"));
        }
        Ok(n) => n,
        Err(_) => return Err(cx.value_error(format!("negative buffersize in {function}"))),
    };
    let flags = flags(cx, values.get(3))?;
    let mut data = vec![0; n];
    let end = deadline(cx, &values[0]);
    let (n, from) = patient(cx, &values[0], POLLIN, end, |h, fd| h.receive_from(fd, &mut data, flags))?;
    let data = data.get(..n).unwrap_or_default();
    if let Some(to) = buffer.bytes_mut(&mut cx.heap).get_mut(..data.len()) {
        to.copy_from_slice(data);
    }
    let from = from.map_or_else(|| cx.none.clone(), |a| address::to_object(cx, &a));
    Ok((n, from))
}

fn recv_into(cx: &mut Cx, values: &[ObjRef]) -> PyResult {
    let (n, _) = receive_into(cx, values, "recv_into")?;
    Ok(cx.usize(n))
}

fn recvfrom_into(cx: &mut Cx, values: &[ObjRef]) -> PyResult {
    let (n, from) = receive_into(cx, values, "recvfrom_into")?;
    Ok(cx.new_tuple([cx.usize(n), from]))
}

fn data_of(cx: &mut Cx, o: &ObjRef) -> PyResult<Vec<u8>> {
    cx.buffer(o)?.copied(cx)
}

fn send(cx: &mut Cx, values: &[ObjRef]) -> PyResult {
    let data = data_of(cx, &values[1])?;
    let flags = flags(cx, values.get(2))?;
    let end = deadline(cx, &values[0]);
    let n = patient(cx, &values[0], POLLOUT, end, |h, fd| h.send(fd, &data, flags))?;
    Ok(cx.usize(n))
}

fn sendall(cx: &mut Cx, values: &[ObjRef]) -> PyResult {
    let data = data_of(cx, &values[1])?;
    let flags = flags(cx, values.get(2))?;
    let end = deadline(cx, &values[0]);
    let mut done = 0;
    while done < data.len() {
        let rest = data.get(done..).unwrap_or_default();
        done += patient(cx, &values[0], POLLOUT, end, |h, fd| h.send(fd, rest, flags))?;
        cx.poll()?;
    }
    Ok(cx.none.clone())
}

fn sendto(cx: &mut Cx, values: &[ObjRef]) -> PyResult {
    let data = data_of(cx, &values[1])?;
    let (flags, to) = match values.get(3) {
        Some(to) => (c_int(cx, &values[2])?, to),
        None => (0, &values[2]),
    };
    let family = field(cx, &values[0], |s| s.family);
    let to = address::parse(cx, "sendto", family, to)?;
    let end = deadline(cx, &values[0]);
    let n = patient(cx, &values[0], POLLOUT, end, |h, fd| h.send_to(fd, &data, flags, &to))?;
    Ok(cx.usize(n))
}

fn shutdown(cx: &mut Cx, me: &ObjRef, how: &ObjRef) -> PyResult {
    let (fd, how) = (field(cx, me, |s| s.fd), c_int(cx, how)?);
    system(cx, |h| h.shut_down(fd, how))?;
    Ok(cx.none.clone())
}

fn getblocking(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let r = cx.heap.get::<Socket>(me).is_some_and(|s| s.timeout != Some(0));
    Ok(cx.bool(r))
}

fn gettimeout(cx: &mut Cx, me: &ObjRef) -> PyResult {
    match cx.heap.get::<Socket>(me).and_then(|s| s.timeout) {
        Some(t) => Ok(cx.float(t as f64 / 1e9)),
        None => Ok(cx.none.clone()),
    }
}

fn set_timeout(cx: &mut Cx, me: &ObjRef, timeout: Option<u64>) -> PyResult {
    let fd = field(cx, me, |s| s.fd);
    system(cx, |h| if fd < 0 { Err(EBADF) } else { h.set_blocking(fd, timeout.is_none()) })?;
    if let Some(s) = cx.heap.get_mut::<Socket>(me) {
        s.timeout = timeout;
    }
    Ok(cx.none.clone())
}

fn setblocking(cx: &mut Cx, me: &ObjRef, on: &ObjRef) -> PyResult {
    let on = cx.truth(on)?;
    set_timeout(cx, me, if on { None } else { Some(0) })
}

fn settimeout(cx: &mut Cx, me: &ObjRef, timeout: &ObjRef) -> PyResult {
    let timeout = names::timeout(cx, timeout)?;
    set_timeout(cx, me, timeout)
}

fn getsockopt(cx: &mut Cx, values: &[ObjRef]) -> PyResult {
    let fd = field(cx, &values[0], |s| s.fd);
    let (level, name) = (c_int(cx, &values[1])?, c_int(cx, &values[2])?);
    let size = match values.get(3) {
        Some(n) => c_int(cx, n)?,
        None => 0,
    };
    if size == 0 {
        let mut word = [0; 4];
        system(cx, |h| h.option(fd, level, name, &mut word))?;
        return Ok(cx.int(i32::from_ne_bytes(word) as i64));
    }
    if !(1..=1024).contains(&size) {
        return Err(cx.os_error("getsockopt buflen out of range"));
    }
    let mut data = vec![0; size as usize];
    let n = system(cx, |h| h.option(fd, level, name, &mut data))?;
    Ok(cx.new_bytes(data.get(..n).unwrap_or_default()))
}

fn setsockopt(cx: &mut Cx, values: &[ObjRef]) -> PyResult {
    let given = values.len() - 1;
    if given < 3 {
        return Err(cx.type_error(format!("setsockopt() takes exactly 3 arguments ({given} given)")));
    }
    let fd = field(cx, &values[0], |s| s.fd);
    let (level, name) = (c_int(cx, &values[1])?, c_int(cx, &values[2])?);
    let value = match &values[3] {
        v if v.is_int() => c_int(cx, v)?.to_ne_bytes().to_vec(),
        v if v.is_none() => {
            let n = values.get(4).map_or(Ok(0), |n| c_int(cx, n))?;
            vec![0; n.clamp(0, 1024) as usize]
        }
        v if v.kind() == Kind::Str => return Err(cx.type_error("a bytes-like object is required, not 'str'")),
        v => data_of(cx, v)?,
    };
    system(cx, |h| h.set_option(fd, level, name, &value))?;
    Ok(cx.none.clone())
}
