//! The module `select`: waiting for descriptors by `select`, `poll` and `epoll`.

use std::collections::BTreeMap;

use theseus_object::args::Params;
use theseus_object::class::TypeSpec;
use theseus_object::edges::{EdgeVisitor, Payload};
use theseus_object::host::{EINTR, Fd, PollEntry};
use theseus_object::methods::{GetSet, NativeDef};
use theseus_object::{Args, Cx, ObjRef, PyResult, Raised, Slots};

use crate::exceptions::raise_os_error;
use crate::module::new_module;
use crate::world::{self, ask, c_int, descriptor, long, system};

static FUNCTIONS: &[NativeDef] = &[
    NativeDef::f_range(
        "select",
        select,
        3,
        4,
        "Wait until one or more file descriptors are ready for some kind of I/O.\n\nThe first three arguments are iterables of file descriptors to be waited for:\nrlist -- wait until ready for reading\nwlist -- wait until ready for writing\nxlist -- wait for an \"exceptional condition\"\nIf only one kind of condition is required, pass [] for the other lists.",
    ),
    NativeDef::f0(
        "poll",
        |cx| Ok(cx.new_object(Poll { entries: BTreeMap::new() })),
        "Returns a polling object.\n\nThis object supports registering and unregistering file descriptors, and then\npolling them for I/O events.",
    ),
];

const POLLIN: i16 = 1;
const POLLPRI: i16 = 2;
const POLLOUT: i16 = 4;
const POLLERR: i16 = 8;
const POLLHUP: i16 = 16;
const POLLNVAL: i16 = 32;

const NUMBERS: &[(&str, i64)] = &[
    ("PIPE_BUF", 4096),
    ("POLLIN", POLLIN as i64),
    ("POLLPRI", POLLPRI as i64),
    ("POLLOUT", POLLOUT as i64),
    ("POLLERR", POLLERR as i64),
    ("POLLHUP", POLLHUP as i64),
    ("POLLNVAL", POLLNVAL as i64),
    ("POLLRDNORM", 64),
    ("POLLRDBAND", 128),
    ("POLLWRNORM", 256),
    ("POLLWRBAND", 512),
    ("POLLMSG", 1024),
    ("POLLRDHUP", 8192),
    ("EPOLLIN", 1),
    ("EPOLLOUT", 4),
    ("EPOLLPRI", 2),
    ("EPOLLERR", 8),
    ("EPOLLHUP", 16),
    ("EPOLLRDHUP", 8192),
    ("EPOLLET", 2147483648),
    ("EPOLLONESHOT", 1073741824),
    ("EPOLLEXCLUSIVE", 268435456),
    ("EPOLLRDNORM", 64),
    ("EPOLLRDBAND", 128),
    ("EPOLLWRNORM", 256),
    ("EPOLLWRBAND", 512),
    ("EPOLLMSG", 1024),
    ("EPOLL_CLOEXEC", 524288),
];

pub fn install(cx: &mut Cx) {
    let doc = "This module supports asynchronous I/O on multiple file descriptors.\n\n*** IMPORTANT NOTICE ***\nOn Windows, only sockets are supported; on Unix, all file descriptors.";
    let module = new_module(cx, "select", doc);
    let Some(dict) = cx.existing_dict(&module) else { return };
    world::put_functions(cx, &dict, "select", FUNCTIONS);
    world::put_numbers(cx, &dict, NUMBERS);
    cx.namespace_put(&dict, "error", cx.excs.os_error.as_ref().clone());
    let poll = cx.add_native_type::<Poll>("select.poll", None, 0);
    cx.fill_type(&poll, &POLL);
    let epoll = cx.add_native_type::<Epoll>("select.epoll", None, 0);
    cx.fill_type(&epoll, &EPOLL);
    cx.namespace_put(&dict, "epoll", epoll.as_ref().clone());
}

/// Nanoseconds of the monotonic clock.
pub fn now(cx: &Cx) -> u64 {
    cx.host.get().map_or(0, |h| h.monotonic())
}

/// A timeout in nanoseconds from a number of seconds; `None` for none.
pub fn timeout(cx: &mut Cx, o: Option<&ObjRef>, words: &str) -> PyResult<Option<u64>> {
    let Some(o) = o.filter(|o| !o.is_none()) else { return Ok(None) };
    let seconds = match o.float() {
        Some(v) => v,
        None if o.is_int() => long(cx, o)? as f64,
        None => return Err(cx.type_error(words)),
    };
    if seconds.is_nan() {
        return Err(cx.value_error("Invalid value NaN (not a number)"));
    }
    if seconds < 0.0 {
        return Err(cx.value_error("timeout must be non-negative"));
    }
    if seconds > 9e9 {
        return Err(cx.overflow_error("timestamp out of range for platform time_t"));
    }
    Ok(Some((seconds * 1e9).ceil() as u64))
}

/// Milliseconds until a moment, rounded up; −1 for ever.
fn left(cx: &Cx, end: Option<u64>) -> i32 {
    match end {
        None => -1,
        Some(end) => end.saturating_sub(now(cx)).div_ceil(1_000_000).min(i32::MAX as u64) as i32,
    }
}

/// Polls until something is ready or the time is over; signals run their handlers meanwhile.
fn poll_until(cx: &mut Cx, entries: &mut [PollEntry], span: Option<u64>) -> PyResult<usize> {
    let end = span.map(|s| now(cx).saturating_add(s));
    loop {
        let wait = left(cx, end);
        match world::wait(cx, |h| h.poll(entries, wait)) {
            Err(EINTR) => cx.poll()?,
            Err(errno) => return Err(raise_os_error(cx, errno, None)),
            Ok(n) => return Ok(n),
        }
    }
}

/// The most descriptors that `select` takes.
const FD_SETSIZE: Fd = 1024;

fn select(cx: &mut Cx, args: &[ObjRef]) -> PyResult {
    let span = timeout(cx, args.get(3), "timeout must be a float or None")?;
    let mut lists = Vec::new();
    for list in &args[..3] {
        let items = match cx.collect(list) {
            Ok(items) => items,
            Err(_) if cx.catch(&cx.excs.type_error.clone()) => {
                return Err(cx.type_error("arguments 1-3 must be sequences"));
            }
            Err(e) => return Err(e),
        };
        let mut pairs = Vec::new();
        for item in items {
            let fd = descriptor(cx, &item)?;
            if fd >= FD_SETSIZE {
                return Err(cx.value_error("filedescriptor out of range in select()"));
            }
            pairs.push((fd, item));
        }
        lists.push(pairs);
    }
    let mut wanted: BTreeMap<Fd, i16> = BTreeMap::new();
    for (pairs, events) in lists.iter().zip([POLLIN, POLLOUT, POLLPRI]) {
        for (fd, _) in pairs {
            *wanted.entry(*fd).or_default() |= events;
        }
    }
    let mut entries: Vec<PollEntry> =
        wanted.iter().map(|(&fd, &events)| PollEntry { fd, events, ready: 0 }).collect();
    poll_until(cx, &mut entries, span)?;
    if entries.iter().any(|e| e.ready & POLLNVAL != 0) {
        return Err(raise_os_error(cx, theseus_object::host::EBADF, None));
    }
    let ready: BTreeMap<Fd, i16> = entries.iter().map(|e| (e.fd, e.ready)).collect();
    // What select calls readable and writable.
    let masks = [POLLIN | POLLHUP | POLLERR, POLLOUT | POLLERR, POLLPRI];
    let mut results = Vec::new();
    for (pairs, mask) in lists.into_iter().zip(masks) {
        let found = pairs.into_iter().filter(|(fd, _)| ready.get(fd).is_some_and(|r| r & mask != 0));
        results.push(cx.new_list(found.map(|(_, item)| item).collect()));
    }
    Ok(cx.new_tuple(results))
}

/// Payload of a polling object.
struct Poll {
    entries: BTreeMap<Fd, i16>,
}

theseus_object::leaf_payloads!(Poll);

static POLL: TypeSpec = TypeSpec {
    methods: &[
        NativeDef::range(
            "register",
            register,
            1,
            2,
            "Register a file descriptor with the polling object.\n\n  fd\n    either an integer, or an object with a fileno() method returning an int\n  eventmask\n    an optional bitmask describing the type of events to check for",
        ),
        NativeDef::m2("modify", modify, "Modify an already registered file descriptor."),
        NativeDef::m1(
            "unregister",
            unregister,
            "Remove a file descriptor being tracked by the polling object.",
        ),
        NativeDef::range(
            "poll",
            poll,
            0,
            1,
            "Polls the set of registered file descriptors.\n\n  timeout\n    The maximum time to wait in milliseconds, or else None (or a negative\n    value) to wait indefinitely.\n\nReturns a list containing any descriptors that have events or errors to\nreport, as a list of (fd, event) 2-tuples.",
        ),
    ],
    ..TypeSpec::EMPTY
};

/// Bits of events: an unsigned number of 16 bits.
fn events(cx: &mut Cx, o: &ObjRef) -> PyResult<i16> {
    let v = long(cx, o)?;
    match u16::try_from(v) {
        Ok(v) => Ok(v as i16),
        Err(_) if v < 0 => Err(cx.value_error("value must be positive")),
        Err(_) => Err(cx.overflow_error("Python int too large for C unsigned short")),
    }
}

fn register(cx: &mut Cx, values: &[ObjRef]) -> PyResult {
    let fd = descriptor(cx, &values[1])?;
    let mask = match values.get(2) {
        Some(m) => events(cx, m)?,
        None => POLLIN | POLLPRI | POLLOUT,
    };
    if let Some(p) = cx.heap.get_mut::<Poll>(&values[0]) {
        p.entries.insert(fd, mask);
    }
    Ok(cx.none.clone())
}

fn modify(cx: &mut Cx, me: &ObjRef, fd: &ObjRef, mask: &ObjRef) -> PyResult {
    let (fd, mask) = (descriptor(cx, fd)?, events(cx, mask)?);
    match cx.heap.get_mut::<Poll>(me).and_then(|p| p.entries.get_mut(&fd)) {
        Some(slot) => *slot = mask,
        None => return Err(raise_os_error(cx, theseus_object::host::ENOENT, None)),
    }
    Ok(cx.none.clone())
}

fn unregister(cx: &mut Cx, me: &ObjRef, fd: &ObjRef) -> PyResult {
    let fd = descriptor(cx, fd)?;
    if cx.heap.get_mut::<Poll>(me).and_then(|p| p.entries.remove(&fd)).is_none() {
        let key = cx.int(fd as i64);
        return Err(cx.key_error(&key));
    }
    Ok(cx.none.clone())
}

fn poll(cx: &mut Cx, values: &[ObjRef]) -> PyResult {
    let span = match values.get(1).filter(|o| !o.is_none()) {
        None => None,
        Some(o) => {
            let milliseconds = match o.float() {
                Some(v) if v.is_nan() => return Err(cx.value_error("Invalid value NaN (not a number)")),
                Some(v) => v.ceil(),
                None if o.is_int() => long(cx, o)? as f64,
                None => return Err(cx.type_error("timeout must be an integer or None")),
            };
            (milliseconds >= 0.0).then_some((milliseconds * 1e6) as u64)
        }
    };
    let Some(p) = cx.heap.get::<Poll>(&values[0]) else { return Err(cx.bad_internal("poll")) };
    let mut entries: Vec<PollEntry> =
        p.entries.iter().map(|(&fd, &events)| PollEntry { fd, events, ready: 0 }).collect();
    poll_until(cx, &mut entries, span)?;
    let ready = entries.iter().filter(|e| e.ready != 0);
    let pairs = ready.map(|e| cx.new_tuple([cx.int(e.fd as i64), cx.int(e.ready as u16 as i64)])).collect();
    Ok(cx.new_list(pairs))
}

/// Payload of an epoll object; −1 is closed.
struct Epoll {
    fd: Fd,
}

impl Payload for Epoll {
    const HAS_EDGES: bool = false;
    fn edges(&mut self, _: &mut dyn EdgeVisitor) {}
    fn needs_finalizer(&self) -> bool {
        self.fd >= 0
    }
}

static EPOLL: TypeSpec = TypeSpec {
    slots: Slots { new: Some(new_epoll), ..Slots::EMPTY },
    methods: &[
        NativeDef::m0(
            "close",
            close,
            "Close the epoll control file descriptor.\n\nFurther operations on the epoll object will raise an exception.",
        ),
        NativeDef::m0("fileno", fileno, "Return the epoll control file descriptor."),
        NativeDef::full(
            "register",
            |cx, me, args| control(cx, me, args, "register", ADD),
            "Registers a new fd or raises an OSError if the fd is already registered.",
        ),
        NativeDef::full(
            "modify",
            |cx, me, args| control(cx, me, args, "modify", MODIFY),
            "Modify event mask for a registered file descriptor.",
        ),
        NativeDef::full(
            "unregister",
            |cx, me, args| control(cx, me, args, "unregister", DELETE),
            "Remove a registered file descriptor from the epoll object.",
        ),
        NativeDef::full("poll", epoll_poll, "Wait for events on the epoll file descriptor."),
        NativeDef::m0("__enter__", enter, ""),
        NativeDef::range("__exit__", |cx, v| close(cx, &v[0]), 0, u8::MAX, ""),
        NativeDef::m0("__del__", close, ""),
        NativeDef::class("fromfd", from_fd, "Create an epoll object from a given control fd."),
    ],
    getsets: &[GetSet::new("closed", closed, "True if the epoll handler is closed")],
    doc: "Returns an epolling object.\n\n  sizehint\n    The expected number of events to be registered.  It must be positive,\n    or -1 to use the default.  It is only used on older systems where\n    epoll_create1() is not available; otherwise it has no effect (though its\n    value is still checked).\n  flags\n    Deprecated and completely ignored.  However, when supplied, its value\n    must be 0 or select.EPOLL_CLOEXEC, otherwise OSError is raised.",
};

const ADD: i32 = 1;
const DELETE: i32 = 2;
const MODIFY: i32 = 3;

fn new_epoll(cx: &mut Cx, _: &ObjRef, args: &Args) -> PyResult {
    static PARAMS: Params<0, 2> =
        Params { required: [], optional: ["sizehint", "flags"], posonly: 0, kwonly: 2 };
    const CLOEXEC: i32 = 524288;
    let ([], [hint, flags]) = args.bind(cx, "epoll", &PARAMS)?;
    let hint = hint.map_or(Ok(-1), |h| c_int(cx, &h))?;
    let flags = flags.map_or(Ok(0), |f| c_int(cx, &f))?;
    if hint < -1 || hint == 0 {
        return Err(cx.value_error("negative sizehint"));
    }
    if !matches!(flags, 0 | CLOEXEC) {
        return Err(cx.os_error("invalid flags"));
    }
    let fd = system(cx, |h| h.epoll_create(0))?;
    Ok(cx.new_object(Epoll { fd }))
}

fn from_fd(cx: &mut Cx, _: &ObjRef, args: &Args) -> PyResult {
    let fd = args.only(cx, "select.epoll.fromfd")?;
    let fd = c_int(cx, fd)?;
    Ok(cx.new_object(Epoll { fd }))
}

fn epoll_fd(cx: &mut Cx, me: &ObjRef) -> PyResult<Fd> {
    match cx.heap.get::<Epoll>(me) {
        Some(e) if e.fd >= 0 => Ok(e.fd),
        _ => Err(closed_error(cx)),
    }
}

#[cold]
fn closed_error(cx: &mut Cx) -> Raised {
    cx.value_error("I/O operation on closed epoll object")
}

fn close(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let Some(e) = cx.heap.get_mut::<Epoll>(me) else { return Ok(cx.none.clone()) };
    let fd = std::mem::replace(&mut e.fd, -1);
    if fd >= 0
        && let Err(errno) = ask(cx, |h| h.close(fd))
    {
        return Err(raise_os_error(cx, errno, None));
    }
    Ok(cx.none.clone())
}

fn closed(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let r = cx.heap.get::<Epoll>(me).is_none_or(|e| e.fd < 0);
    Ok(cx.bool(r))
}

fn fileno(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let fd = epoll_fd(cx, me)?;
    Ok(cx.int(fd as i64))
}

fn enter(cx: &mut Cx, me: &ObjRef) -> PyResult {
    epoll_fd(cx, me)?;
    Ok(me.clone())
}

fn control(cx: &mut Cx, me: &ObjRef, args: &Args, name: &str, operation: i32) -> PyResult {
    static PARAMS: Params<1, 1> = Params { required: ["fd"], optional: ["eventmask"], posonly: 0, kwonly: 2 };
    const DEFAULT: u32 = 1 | 2 | 4;
    let epoll = epoll_fd(cx, me)?;
    let ([fd], [mask]) = args.bind(cx, name, &PARAMS)?;
    let fd = descriptor(cx, &fd)?;
    let mask = match mask {
        Some(m) => long(cx, &m)? as u32,
        None => DEFAULT,
    };
    system(cx, |h| h.epoll_control(epoll, operation, fd, mask))?;
    Ok(cx.none.clone())
}

fn epoll_poll(cx: &mut Cx, me: &ObjRef, args: &Args) -> PyResult {
    static PARAMS: Params<0, 2> =
        Params { required: [], optional: ["timeout", "maxevents"], posonly: 0, kwonly: 2 };
    let epoll = epoll_fd(cx, me)?;
    let ([], [span, most]) = args.bind(cx, "poll", &PARAMS)?;
    let negative =
        span.as_ref().and_then(|s| s.float().or(s.int().map(|v| v as f64))).is_some_and(|v| v < 0.0);
    let span = span.filter(|_| !negative);
    let span = timeout(cx, span.as_ref(), "timeout must be an integer or None")?;
    let most = most.map_or(Ok(-1), |m| c_int(cx, &m))?;
    let most = match most {
        -1 => (FD_SETSIZE - 1) as usize,
        n if n <= 0 => return Err(cx.value_error(format!("maxevents must be greater than 0, got {n}"))),
        n => n as usize,
    };
    let end = span.map(|s| now(cx).saturating_add(s));
    let found = loop {
        let wait = left(cx, end);
        match world::wait(cx, |h| h.epoll_wait(epoll, most, wait)) {
            Err(EINTR) => cx.poll()?,
            Err(errno) => return Err(raise_os_error(cx, errno, None)),
            Ok(found) => break found,
        }
    };
    let pairs = found.iter().map(|&(fd, e)| cx.new_tuple([cx.int(fd as i64), cx.int(e as i64)])).collect();
    Ok(cx.new_list(pairs))
}
