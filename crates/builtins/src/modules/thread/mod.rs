//! The module `_thread`, but for what starts a thread, which is the machine's.

mod local;
mod lock;
pub mod rlock;

use theseus_object::args::Params;
use theseus_object::methods::NativeDef;
use theseus_object::payload::Exception;
use theseus_object::threads::OfThread;
use theseus_object::{Args, Cx, ObjRef, PyResult};

use super::record::{self, Fields};
use crate::module::native_module;
use crate::modules::signal::{handle_signals, present};
use crate::modules::sys;
use crate::sequence::size_argument;
use crate::world::system;

const DOC: &str = "This module provides primitive operations to write multi-threaded programs.\nThe 'threading' module provides a more convenient interface.";

const ALLOCATE: &str = "allocate_lock() -> lock object\n(allocate() is an obsolete synonym)\n\nCreate a new lock object. See help(type(threading.Lock())) for\ninformation about locks.";
const EXIT: &str = "exit()\n(exit_thread() is an obsolete synonym)\n\nThis is synonymous to ``raise SystemExit''.  It will cause the current\nthread to exit silently unless the exception is caught.";

static FUNCTIONS: &[NativeDef] = &[
    NativeDef::f0(
        "_count",
        |cx| Ok(cx.usize(cx.threads.count().saturating_sub(1))),
        "_count() -> integer\n\nReturn the number of currently running Python threads, excluding\nthe main thread. The returned number comprises all threads created\nthrough `start_new_thread()` as well as `threading.Thread`, and not\nyet finished.",
    ),
    NativeDef::f1(
        "_excepthook",
        excepthook,
        "_excepthook($module, (exc_type, exc_value, exc_traceback, thread), /)\n--\n\nHandle uncaught Thread.run() exception.",
    ),
    NativeDef::f0(
        "_is_main_interpreter",
        |cx| Ok(cx.true_.clone()),
        "_is_main_interpreter()\n\nReturn True if the current interpreter is the main Python interpreter.",
    ),
    NativeDef::f0(
        "_set_sentinel",
        set_sentinel,
        "_set_sentinel() -> lock\n\nSet a sentinel lock that will be released when the current thread\nstate is finalized (after it is untied from the interpreter).\n\nThis is a private API for the threading module.",
    ),
    NativeDef::f0("allocate", lock::allocate, ALLOCATE),
    NativeDef::f0("allocate_lock", lock::allocate, ALLOCATE),
    NativeDef::f0("daemon_threads_allowed", |cx| Ok(cx.true_.clone()), ""),
    NativeDef::f0("exit", exit, EXIT),
    NativeDef::f0("exit_thread", exit, EXIT),
    NativeDef::f0(
        "get_ident",
        get_ident,
        "get_ident() -> integer\n\nReturn a non-zero integer that uniquely identifies the current thread\namongst other threads that exist simultaneously.\n\nThis may be used to identify per-thread resources.  Even though on\nsome platforms threads identities may appear to be allocated\nconsecutive numbers starting at 1, this behavior should not be relied\nupon, and the number should be seen purely as a magic cookie.\nA thread's identity may be reused for another thread after it exits.",
    ),
    NativeDef::f0(
        "get_native_id",
        get_native_id,
        "get_native_id() -> integer\n\nReturn a non-negative integer identifying the thread as reported\nby the OS (kernel). This may be used to uniquely identify a\nparticular thread within a system.",
    ),
    NativeDef::f_range(
        "interrupt_main",
        interrupt_main,
        0,
        1,
        "interrupt_main(signum=signal.SIGINT, /)\n\nSimulate the arrival of the given signal in the main thread,\nwhere the corresponding signal handler will be executed.\nIf *signum* is omitted, SIGINT is assumed.\nA subthread can use this function to interrupt the main thread.\n\nNote: the default signal handler for SIGINT raises ``KeyboardInterrupt``.",
    ),
    NativeDef::f_range(
        "stack_size",
        stack_size,
        0,
        1,
        "stack_size([size]) -> size\n\nReturn the thread stack size used when creating new threads.  The\noptional size argument specifies the stack size (in bytes) to be used\nfor subsequent thread creation.",
    ),
];

static HOOK_ARGS: Fields = Fields {
    name: "_thread._ExceptHookArgs",
    doc: "ExceptHookArgs\n\nType used to pass arguments to threading.excepthook.",
    fields: &[
        ("exc_type", "Exception type"),
        ("exc_value", "Exception value"),
        ("exc_traceback", "Exception traceback"),
        ("thread", "Thread"),
    ],
    visible: 4,
    sealed: false,
};

pub fn install(cx: &mut Cx) {
    let dict = native_module(cx, "_thread", DOC, FUNCTIONS);
    lock::install(cx, &dict);
    rlock::install(cx, &dict);
    local::install(cx, &dict);
    let error = cx.excs.runtime_error.as_ref().clone();
    cx.namespace_put(&dict, "error", error);
    cx.namespace_put(&dict, "TIMEOUT_MAX", cx.float(lock::TIMEOUT_MAX));
    let hook_args = record::make_type(cx, &HOOK_ARGS);
    cx.namespace_put(&dict, HOOK_ARGS.short_name(), hook_args);
}

fn exit(cx: &mut Cx) -> PyResult {
    let ty = cx.excs.system_exit.clone();
    Err(cx.error(&ty, ""))
}

fn get_ident(cx: &mut Cx) -> PyResult {
    Ok(cx.usize(cx.thread.ident as usize))
}

fn get_native_id(cx: &mut Cx) -> PyResult {
    let id = system(cx, |host| host.native_thread())?;
    Ok(cx.usize(id as usize))
}

/// A lock that is let go of when the thread has ended.
fn set_sentinel(cx: &mut Cx) -> PyResult {
    let made = lock::allocate(cx)?;
    cx.ends_with_thread(Box::new(Sentinel(made.clone())));
    Ok(made)
}

struct Sentinel(ObjRef);

impl OfThread for Sentinel {
    fn end(self: Box<Self>, cx: &mut Cx) {
        lock::unlock(cx, &self.0);
    }
}

fn interrupt_main(cx: &mut Cx, args: &[ObjRef]) -> PyResult {
    const INTERRUPT: i64 = 2;
    let signal = match args.first() {
        Some(signal) => size_argument(cx, signal)?,
        None => INTERRUPT,
    };
    if !(1..65).contains(&signal) {
        return Err(cx.value_error("signal number out of range"));
    }
    // A signal that is ignored, or would end the process, has no handler to run.
    if present(cx, signal as i32)?.is_int() {
        return Ok(cx.none.clone());
    }
    let main = cx.threads.main();
    if let Some(host) = cx.host.get().filter(|_| signal < 64) {
        host.note_signals(1 << signal);
        if let Some(main) = main {
            host.wake_word(&main.word);
        }
    }
    // From the main thread the call itself is interrupted.
    handle_signals(cx)?;
    Ok(cx.none.clone())
}

/// The least native stack that a program may ask for.
const LEAST: i64 = 32 << 10;

fn stack_size(cx: &mut Cx, args: &[ObjRef]) -> PyResult {
    let size = match args.first() {
        Some(size) => size_argument(cx, size)?,
        None => 0,
    };
    if size < 0 {
        return Err(cx.value_error("size must be 0 or a positive value"));
    }
    if size > 0 && size < LEAST {
        return Err(cx.value_error(format!("size not valid: {size} bytes")));
    }
    let old = cx.threads.stack_size.get();
    if !args.is_empty() {
        cx.threads.stack_size.set(size as usize);
    }
    Ok(cx.usize(old))
}

/// Prints what a thread did not catch.
fn excepthook(cx: &mut Cx, args: &ObjRef) -> PyResult {
    let parts = cx.heap.tuple(args).map(<[ObjRef]>::to_vec).unwrap_or_default();
    let [class, value, _, thread] = parts.as_slice() else {
        return Err(cx.type_error("_thread.excepthook argument type must be ExceptHookArgs"));
    };
    if class.is(cx.excs.system_exit.as_ref()) {
        return Ok(cx.none.clone());
    }
    let name = cx.intern("name");
    let shown = match cx.try_getattr(thread, &name)? {
        Some(name) => cx.str_text(&name)?,
        None => cx.thread.ident.to_string(),
    };
    let mut text = format!("Exception in thread {shown}:\n");
    if value.has_payload::<Exception>() {
        text += &(cx.upcalls.exception_text)(cx, value);
    }
    if sys::stderr_is_none(cx) {
        // The stream that there was when the thread was made.
        let key = cx.intern("_stderr");
        let Some(stream) = cx.try_getattr(thread, &key)?.filter(|stream| !stream.is_none()) else {
            return Ok(cx.none.clone());
        };
        let text = cx.new_str(&text);
        cx.call_method(&stream, "write", &[text])?;
        return cx.call_method(&stream, "flush", &[]);
    }
    sys::write_stderr(cx, &text);
    Ok(cx.none.clone())
}

/// Binds the arguments of `acquire(blocking=True, timeout=-1)`: whether to wait, and how long.
fn acquire_arguments(cx: &mut Cx, args: &Args) -> PyResult<(bool, Option<u64>)> {
    const PARAMS: Params<0, 2> =
        Params { required: [], optional: ["blocking", "timeout"], posonly: 0, kwonly: 2 };
    let ([], [blocking, timeout]) = args.bind(cx, "acquire", &PARAMS)?;
    let blocking = match blocking {
        Some(b) => cx.truth(&b)?,
        None => true,
    };
    let timeout = match timeout {
        Some(t) => super::wait::nanoseconds(cx, &t)?,
        None => -1_000_000_000,
    };
    if !blocking && timeout != -1_000_000_000 {
        return Err(cx.value_error("can't specify a timeout for a non-blocking call"));
    }
    if timeout < 0 && timeout != -1_000_000_000 {
        return Err(cx.value_error("timeout value must be positive"));
    }
    if timeout as f64 / 1e9 > lock::TIMEOUT_MAX {
        return Err(cx.overflow_error("timeout value is too large"));
    }
    Ok((blocking, u64::try_from(timeout).ok()))
}
