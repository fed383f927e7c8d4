//! The module `_signal`: handlers of signals, which run at the next boundary, and timers.

use theseus_object::host::{Disposition, EAGAIN, EINTR, SignalInfo};
use theseus_object::methods::NativeDef;
use theseus_object::{Cx, Kind, ObjRef, PyResult};

use super::record::{self, Fields};
use super::select::{now, timeout as timeout_argument};
use crate::module::new_module;
use crate::world::{self, ask, c_int, system, wait};

static FUNCTIONS: &[NativeDef] = &[
    NativeDef::f2(
        "signal",
        signal,
        "Set the action for the given signal.\n\nThe action can be SIG_DFL, SIG_IGN, or a callable Python object.\nThe previous action is returned.  See getsignal() for possible return values.\n\n*** IMPORTANT NOTICE ***\nA signal handler function is called with two arguments:\nthe first is the signal number, the second is the interrupted stack frame.",
    ),
    NativeDef::f1(
        "getsignal",
        getsignal,
        "Return the current action for the given signal.\n\nThe return value can be:\n  SIG_IGN -- if the signal is being ignored\n  SIG_DFL -- if the default action for the signal is in effect\n  None    -- if an unknown handler is in effect\n  anything else -- the callable Python object used as a handler",
    ),
    NativeDef::f2(
        "default_int_handler",
        default_int_handler,
        "The default handler for SIGINT installed by Python.\n\nIt raises KeyboardInterrupt.",
    ),
    NativeDef::f1("raise_signal", raise_signal, "Send a signal to the executing process."),
    NativeDef::f1("alarm", alarm, "Arrange for SIGALRM to arrive after the given number of seconds."),
    NativeDef::f0("pause", pause, "Wait until a signal arrives."),
    NativeDef::f_range(
        "setitimer",
        setitimer,
        2,
        3,
        "Sets given itimer (one of ITIMER_REAL, ITIMER_VIRTUAL or ITIMER_PROF).\n\nThe timer will fire after value seconds and after that every interval seconds.\nThe itimer can be cleared by setting seconds to zero.\n\nReturns old values as a tuple: (delay, interval).",
    ),
    NativeDef::f1("getitimer", getitimer, "Returns current value of given itimer."),
    NativeDef::f_full(
        "set_wakeup_fd",
        set_wakeup_fd,
        "set_wakeup_fd(fd, *, warn_on_full_buffer=True) -> fd\n\nSets the fd to be written to (with the signal number) when a signal\ncomes in.  A library can use this to wakeup select or poll.\nThe previous fd or -1 is returned.\n\nThe fd must be non-blocking.",
    ),
    NativeDef::f2(
        "siginterrupt",
        siginterrupt,
        "Change system call restart behaviour.\n\nIf flag is False, system calls will be restarted when interrupted by\nsignal sig, else system calls will be interrupted.",
    ),
    NativeDef::f1(
        "strsignal",
        strsignal,
        "Return the system description of the given signal.\n\nReturns the description of signal *signalnum*, such as \"Interrupt\"\nfor :const:`SIGINT`. Returns :const:`None` if *signalnum` has no\ndescription. Raises :exc:`ValueError` if *signalnum* is invalid.",
    ),
    NativeDef::f0(
        "valid_signals",
        valid_signals,
        "Return a set of valid signal numbers on this platform.\n\nThe signal numbers returned by this function can be safely passed to\nfunctions like `pthread_kill`.",
    ),
    NativeDef::f2(
        "pthread_sigmask",
        pthread_sigmask,
        "Fetch and/or change the signal mask of the calling thread.",
    ),
    NativeDef::f2("pthread_kill", pthread_kill, "Send a signal to a thread."),
    NativeDef::f0(
        "sigpending",
        sigpending,
        "Examine pending signals.\n\nReturns a set of signal numbers that are pending for delivery to\nthe calling thread.",
    ),
    NativeDef::f1(
        "sigwaitinfo",
        sigwaitinfo,
        "Wait synchronously until one of the signals in *sigset* is delivered.\n\nReturns a struct_siginfo containing information about the signal.",
    ),
    NativeDef::f2(
        "sigtimedwait",
        sigtimedwait,
        "Like sigwaitinfo(), but with a timeout.\n\nThe timeout is specified in seconds, with floating point numbers allowed.",
    ),
    NativeDef::f_range(
        "pidfd_send_signal",
        pidfd_send_signal,
        2,
        4,
        "Send a signal to a process referred to by a pid file descriptor.",
    ),
    NativeDef::f1(
        "sigwait",
        sigwait,
        "Wait for a signal.\n\nSuspend execution of the calling thread until the delivery of one of the\nsignals specified in the signal set sigset.  The function accepts the signal\nand returns the signal number.",
    ),
];

const NUMBERS: &[(&str, i64)] = &[
    ("SIGHUP", 1),
    ("SIGINT", 2),
    ("SIGQUIT", 3),
    ("SIGILL", 4),
    ("SIGTRAP", 5),
    ("SIGABRT", 6),
    ("SIGIOT", 6),
    ("SIGBUS", 7),
    ("SIGFPE", 8),
    ("SIGKILL", 9),
    ("SIGUSR1", 10),
    ("SIGSEGV", 11),
    ("SIGUSR2", 12),
    ("SIGPIPE", 13),
    ("SIGALRM", 14),
    ("SIGTERM", 15),
    ("SIGSTKFLT", 16),
    ("SIGCHLD", 17),
    ("SIGCLD", 17),
    ("SIGCONT", 18),
    ("SIGSTOP", 19),
    ("SIGTSTP", 20),
    ("SIGTTIN", 21),
    ("SIGTTOU", 22),
    ("SIGURG", 23),
    ("SIGXCPU", 24),
    ("SIGXFSZ", 25),
    ("SIGVTALRM", 26),
    ("SIGPROF", 27),
    ("SIGWINCH", 28),
    ("SIGIO", 29),
    ("SIGPOLL", 29),
    ("SIGPWR", 30),
    ("SIGSYS", 31),
    ("SIGRTMIN", 34),
    ("SIGRTMAX", 64),
    ("NSIG", NSIG),
    ("SIG_DFL", 0),
    ("SIG_IGN", 1),
    ("SIG_BLOCK", 0),
    ("SIG_UNBLOCK", 1),
    ("SIG_SETMASK", 2),
    ("ITIMER_REAL", 0),
    ("ITIMER_VIRTUAL", 1),
    ("ITIMER_PROF", 2),
];

const NSIG: i64 = 65;
const SIGINT: i32 = 2;
/// The dict from signal numbers to the handlers that the program set.
const HANDLERS: &str = "_signal.handlers";
const DEFAULT: &str = "_signal.default_int_handler";

pub fn install(cx: &mut Cx) {
    let module =
        new_module(cx, "_signal", "This module provides mechanisms to use signal handlers in Python.");
    let Some(dict) = cx.existing_dict(&module) else { return };
    world::put_functions(cx, &dict, "_signal", FUNCTIONS);
    world::put_numbers(cx, &dict, NUMBERS);
    let info = record::kept_type(cx, &SIGINFO);
    cx.namespace_put(&dict, "struct_siginfo", info);
    // One object, so that programs can compare it with what getsignal gives.
    let key = cx.intern("default_int_handler");
    let default = default_handler(cx);
    drop(cx.namespace_set(&dict, &key, default));
    let bases = cx.new_tuple([cx.excs.os_error.as_ref().clone()]);
    let body = cx.new_dict();
    cx.namespace_put(&body, "__module__", cx.new_str("signal"));
    let (name, make) = (cx.new_str("itimer_error"), cx.types.type_.as_ref().clone());
    match cx.call(&make, &[name, bases, body]) {
        Ok(class) => cx.namespace_put(&dict, "ItimerError", class),
        Err(_) => drop(cx.take_exception()),
    }
}

fn default_handler(cx: &Cx) -> ObjRef {
    if let Some(f) = cx.kept(DEFAULT) {
        return f;
    }
    let def = FUNCTIONS.iter().find(|d| d.name == "default_int_handler");
    let f = match def {
        Some(def) => cx.native_function(def, Some(cx.intern("_signal"))),
        None => cx.none.clone(),
    };
    cx.keep(DEFAULT, f.clone());
    f
}

fn handlers(cx: &Cx) -> ObjRef {
    if let Some(dict) = cx.kept(HANDLERS) {
        return dict;
    }
    let dict = cx.new_dict();
    cx.keep(HANDLERS, dict.clone());
    dict
}

/// Runs the handlers of the signals that came; called when the bit of pending work is set.
pub fn handle_signals(cx: &mut Cx) -> PyResult<()> {
    if !cx.is_main_thread() {
        return Ok(());
    }
    let Some(host) = cx.host.get() else { return Ok(()) };
    let mut came = host.take_signals();
    while came != 0 {
        let signal = came.trailing_zeros() as i32;
        came &= came - 1;
        let run = run_handler(cx, signal);
        if run.is_err() {
            // The others wait for the next boundary.
            if let Some(host) = cx.host.get().filter(|_| came != 0) {
                host.note_signals(came);
            }
            return run;
        }
    }
    Ok(())
}

fn run_handler(cx: &mut Cx, signal: i32) -> PyResult<()> {
    let (dict, number) = (handlers(cx), cx.int(signal as i64));
    let found = match cx.contains(&dict, &number)? {
        true => Some(cx.getitem(&dict, &number)?),
        false => None,
    };
    match found {
        Some(f) if !f.is_int() && !f.is_none() => {
            let frame = current_frame(cx);
            cx.call(&f, &[number, frame]).map(drop)
        }
        None if signal == SIGINT => Err(interrupt(cx)),
        _ => Ok(()),
    }
}

/// The frame that was interrupted, or None.
fn current_frame(cx: &mut Cx) -> ObjRef {
    let name = cx.intern("_getframe");
    let made = match super::sys::attribute(cx, &name) {
        Some(f) => cx.call(&f, &[]),
        None => return cx.none.clone(),
    };
    made.unwrap_or_else(|_| {
        drop(cx.take_exception());
        cx.none.clone()
    })
}

#[cold]
fn interrupt(cx: &mut Cx) -> theseus_object::Raised {
    let ty = cx.excs.keyboard_interrupt.clone();
    cx.error(&ty, "")
}

fn default_int_handler(cx: &mut Cx, _: &ObjRef, _: &ObjRef) -> PyResult {
    Err(interrupt(cx))
}

fn number(cx: &mut Cx, o: &ObjRef) -> PyResult<i32> {
    let n = c_int(cx, o)?;
    if !(1..NSIG as i32).contains(&n) {
        return Err(cx.value_error("signal number out of range"));
    }
    Ok(n)
}

/// What `getsignal` gives for a signal.
pub fn present(cx: &mut Cx, signal: i32) -> PyResult {
    let (dict, key) = (handlers(cx), cx.int(signal as i64));
    if cx.contains(&dict, &key)? {
        return cx.getitem(&dict, &key);
    }
    Ok(match ask(cx, |h| h.disposition(signal)) {
        Ok(Disposition::Default) | Err(_) => cx.int(0),
        Ok(Disposition::Ignore) => cx.int(1),
        Ok(Disposition::Note) if signal == SIGINT => default_handler(cx),
        Ok(_) => cx.none.clone(),
    })
}

fn getsignal(cx: &mut Cx, signal: &ObjRef) -> PyResult {
    let signal = number(cx, signal)?;
    present(cx, signal)
}

fn signal(cx: &mut Cx, signal: &ObjRef, handler: &ObjRef) -> PyResult {
    let n = number(cx, signal)?;
    only_main(cx, "signal")?;
    let callable = handler.ty().slots().call.is_some()
        || matches!(handler.kind(), Kind::Function | Kind::Method)
        || cx.is_native(handler);
    let to = match handler.int().filter(|_| handler.is_int()) {
        Some(0) => Disposition::Default,
        Some(1) => Disposition::Ignore,
        _ if callable => Disposition::Note,
        _ => {
            let text = "signal handler must be signal.SIG_IGN, signal.SIG_DFL, or a callable object";
            return Err(cx.type_error(text));
        }
    };
    cx.poll()?;
    let old = present(cx, n)?;
    system(cx, |h| h.set_disposition(n, to))?;
    let (dict, key) = (handlers(cx), cx.int(n as i64));
    cx.setitem(&dict, &key, Some(handler))?;
    Ok(old)
}

/// ValueError in a thread that does not run the handlers.
fn only_main(cx: &mut Cx, function: &str) -> PyResult<()> {
    if cx.is_main_thread() && cx.host.get().is_none_or(|h| h.has_signals()) {
        return Ok(());
    }
    Err(cx.value_error(format!("{function} only works in main thread of the main interpreter")))
}

fn raise_signal(cx: &mut Cx, signal: &ObjRef) -> PyResult {
    let n = c_int(cx, signal)?;
    system(cx, |h| h.raise(n))?;
    cx.poll()?;
    Ok(cx.none.clone())
}

fn alarm(cx: &mut Cx, seconds: &ObjRef) -> PyResult {
    let n = c_int(cx, seconds)?;
    let left = cx.host.get().map_or(0, |h| h.alarm(n as u32));
    Ok(cx.int(left as i64))
}

fn pause(cx: &mut Cx) -> PyResult {
    let _ = wait(cx, |h| {
        h.pause();
        Ok(())
    });
    cx.poll()?;
    Ok(cx.none.clone())
}

fn seconds(cx: &mut Cx, o: &ObjRef) -> PyResult<f64> {
    match o.float() {
        Some(v) => Ok(v),
        None => Ok(world::long(cx, o)? as f64),
    }
}

fn timer_error(cx: &mut Cx, errno: i32) -> theseus_object::Raised {
    let name = cx.intern("_signal");
    let key = cx.intern("ItimerError");
    let class = cx.namespace_get(&cx.modules, &name).and_then(|m| cx.existing_dict(&m));
    let class = class.and_then(|d| cx.namespace_get(&d, &key));
    let class = class.unwrap_or_else(|| cx.excs.os_error.as_ref().clone());
    let text = cx.host.get().map(|h| h.error_text(errno)).unwrap_or_default();
    let args = [cx.int(errno as i64), cx.new_str(&text)];
    match cx.call(&class, &args) {
        Ok(e) => cx.raise(e),
        Err(e) => e,
    }
}

fn pair(cx: &Cx, (a, b): (f64, f64)) -> ObjRef {
    cx.new_tuple([cx.float(a), cx.float(b)])
}

fn setitimer(cx: &mut Cx, args: &[ObjRef]) -> PyResult {
    let which = c_int(cx, &args[0])?;
    let first = seconds(cx, &args[1])?;
    let every = match args.get(2) {
        Some(o) => seconds(cx, o)?,
        None => 0.0,
    };
    match ask(cx, |h| h.set_timer(which, first, every)) {
        Ok(old) => Ok(pair(cx, old)),
        Err(errno) => Err(timer_error(cx, errno)),
    }
}

fn getitimer(cx: &mut Cx, which: &ObjRef) -> PyResult {
    let which = c_int(cx, which)?;
    match ask(cx, |h| h.timer(which)) {
        Ok(now) => Ok(pair(cx, now)),
        Err(errno) => Err(timer_error(cx, errno)),
    }
}

fn set_wakeup_fd(cx: &mut Cx, args: &theseus_object::Args) -> PyResult {
    let [fd, ..] = args.pos() else {
        return Err(cx.type_error("set_wakeup_fd() takes exactly 1 positional argument (0 given)"));
    };
    let fd = c_int(cx, fd)?;
    only_main(cx, "set_wakeup_fd")?;
    if fd >= 0 {
        let place = theseus_object::host::Place::Open(fd);
        system(cx, |h| h.stat(place, true))?;
        if ask(cx, |h| h.is_blocking(fd)).unwrap_or(false) {
            return Err(cx.value_error(format!("the fd {fd} must be in non-blocking mode")));
        }
    }
    let old = cx.host.get().map_or(-1, |h| h.set_wakeup(fd));
    Ok(cx.int(old as i64))
}

fn siginterrupt(cx: &mut Cx, signal: &ObjRef, flag: &ObjRef) -> PyResult {
    let n = number(cx, signal)?;
    let interrupts = c_int(cx, flag)? != 0;
    system(cx, |h| h.set_restart(n, !interrupts))?;
    Ok(cx.none.clone())
}

fn strsignal(cx: &mut Cx, signal: &ObjRef) -> PyResult {
    let n = number(cx, signal)?;
    let text = cx.host.get().and_then(|h| h.signal_text(n));
    Ok(match text.filter(|t| !t.starts_with("Unknown signal")) {
        Some(text) => cx.new_str(&text),
        None => cx.none.clone(),
    })
}

/// A set of the signals whose bits are set.
fn to_set(cx: &mut Cx, bits: impl Iterator<Item = i64>) -> PyResult {
    let items = bits.map(|n| cx.int(n)).collect();
    let list = cx.new_list(items);
    let set = cx.types.set.as_ref().clone();
    cx.call(&set, &[list])
}

fn valid_signals(cx: &mut Cx) -> PyResult {
    // Two are the system's own.
    to_set(cx, (1..NSIG).filter(|n| !matches!(n, 32 | 33)))
}

/// The signals of an iterable: bit `n` for signal `n`.
pub fn bits_of(cx: &mut Cx, signals: &ObjRef) -> PyResult<u64> {
    let mut bits = 0;
    for o in cx.collect(signals)? {
        let n = world::long(cx, &o)?;
        if !(1..NSIG).contains(&n) {
            return Err(cx.value_error(format!("signal number {n} out of range [1; {}]", NSIG - 1)));
        }
        bits |= 1u64.checked_shl(n as u32).unwrap_or(0);
    }
    Ok(bits)
}

fn members(bits: u64) -> impl Iterator<Item = i64> {
    (1..64).filter(move |n| bits & 1 << n != 0)
}

fn pthread_sigmask(cx: &mut Cx, how: &ObjRef, set: &ObjRef) -> PyResult {
    let how = c_int(cx, how)?;
    let bits = bits_of(cx, set)?;
    let old = system(cx, |h| h.block_signals(how, bits))?;
    cx.poll()?;
    to_set(cx, members(old))
}

fn pthread_kill(cx: &mut Cx, thread: &ObjRef, signal: &ObjRef) -> PyResult {
    const ESRCH: i32 = 3;
    let (thread, n) = (world::long(cx, thread)? as u64, c_int(cx, signal)?);
    if !cx.threads.has(thread) {
        return Err(crate::exceptions::raise_os_error(cx, ESRCH, None));
    }
    system(cx, |h| h.signal_thread(thread, n))?;
    cx.poll()?;
    Ok(cx.none.clone())
}

fn sigpending(cx: &mut Cx) -> PyResult {
    let bits = system(cx, |h| h.pending_signals())?;
    to_set(cx, members(bits))
}

fn sigwait(cx: &mut Cx, set: &ObjRef) -> PyResult {
    let bits = bits_of(cx, set)?;
    loop {
        match wait(cx, |h| h.wait_signal(bits)) {
            Ok(n) => return Ok(cx.int(n as i64)),
            Err(EINTR) => cx.poll()?,
            Err(errno) => return Err(crate::exceptions::raise_os_error(cx, errno, None)),
        }
    }
}

static SIGINFO: Fields = Fields {
    name: "signal.struct_siginfo",
    doc: "struct_siginfo: Result from sigwaitinfo or sigtimedwait.\n\nThis object may be accessed either as a tuple of\n(si_signo, si_code, si_errno, si_pid, si_uid, si_status, si_band),\nor via the attributes si_signo, si_code, and so on.",
    fields: &[
        ("si_signo", "signal number"),
        ("si_code", "signal code"),
        ("si_errno", "errno associated with this signal"),
        ("si_pid", "sending process ID"),
        ("si_uid", "real user ID of sending process"),
        ("si_status", "exit value or signal"),
        ("si_band", "band event for SIGPOLL"),
    ],
    visible: 7,
    sealed: false,
};

fn info_record(cx: &mut Cx, info: &SignalInfo) -> ObjRef {
    let class = record::kept_type(cx, &SIGINFO);
    let head = [info.signal, info.code, info.errno, info.pid].map(i64::from);
    let tail = [info.user as i64, info.status as i64, info.band];
    let values = head.iter().chain(&tail).map(|&n| cx.int(n)).collect();
    record::build(cx, &class, values)
}

fn sigwaitinfo(cx: &mut Cx, set: &ObjRef) -> PyResult {
    let bits = bits_of(cx, set)?;
    let info = system(cx, |h| h.await_signal(bits, None))?;
    Ok(info_record(cx, &info))
}

fn sigtimedwait(cx: &mut Cx, set: &ObjRef, timeout: &ObjRef) -> PyResult {
    let bits = bits_of(cx, set)?;
    let words = "'timeout' must be a number of seconds";
    let span = timeout_argument(cx, Some(timeout), words)?.unwrap_or(u64::MAX);
    let end = now(cx).saturating_add(span);
    loop {
        let left = end.saturating_sub(now(cx)) as i128;
        match wait(cx, |h| h.await_signal(bits, Some(left))) {
            Ok(info) => return Ok(info_record(cx, &info)),
            Err(EAGAIN) => return Ok(cx.none.clone()),
            Err(EINTR) => cx.poll()?,
            Err(errno) => return Err(crate::exceptions::raise_os_error(cx, errno, None)),
        }
    }
}

fn pidfd_send_signal(cx: &mut Cx, values: &[ObjRef]) -> PyResult {
    let (fd, signal) = (c_int(cx, &values[0])?, c_int(cx, &values[1])?);
    if values.get(2).is_some_and(|info| !info.is_none()) {
        return Err(cx.type_error("siginfo must be None"));
    }
    let flags = values.get(3).map_or(Ok(0), |flags| world::long(cx, flags))? as u32;
    system(cx, |h| h.signal_descriptor(fd, signal, flags))?;
    cx.poll()?;
    Ok(cx.none.clone())
}
