//! The module `sys`.

pub mod hooks;
mod info;
mod platform;
mod stdlib;

use std::time::Duration;

use theseus_object::args::Params;
use theseus_object::instance::full_size;
use theseus_object::methods::NativeDef;
use theseus_object::payload::Exception;
use theseus_object::{Args, Cx, Kind, ObjRef, PyResult};

use crate::module::new_module;
use crate::stdio;

pub use hooks::{call_unraisable_hook, stderr_is_none, write_stderr, write_str_to_stderr};
pub use info::{FlagValues, asyncgen_hooks_type, set_flags};

static FUNCTIONS: &[NativeDef] = &[
    NativeDef::f0(
        "exc_info",
        exc_info,
        "Return current exception information: (type, value, traceback).\n\nReturn information about the most recent exception caught by an except\nclause in the current stack frame or in an older stack frame.",
    ),
    NativeDef::f0(
        "exception",
        exception,
        "Return the current exception.\n\nReturn the most recent exception caught by an except clause\nin the current stack frame or in an older stack frame, or None\nif no such clause exists.",
    ),
    NativeDef::f_range(
        "exit",
        exit,
        0,
        1,
        "Exit the interpreter by raising SystemExit(status).\n\nIf the status is omitted or None, it defaults to zero (i.e., success).\nIf the status is an integer, it will be used as the system exit status.\nIf it is another kind of object, it will be printed and the system\nexit status will be one (i.e., failure).",
    ),
    NativeDef::f0("getrecursionlimit", getrecursionlimit, "Return the current value of the recursion limit."),
    NativeDef::f1(
        "setrecursionlimit",
        setrecursionlimit,
        "Set the maximum depth of the Python interpreter stack to n.",
    ),
    NativeDef::f_full(
        "getsizeof",
        getsizeof,
        "getsizeof(object [, default]) -> int\n\nReturn the size of object in bytes.",
    ),
    NativeDef::f1(
        "getrefcount",
        getrefcount,
        "Return the reference count of object.\n\nThe count returned is generally one higher than you might expect,\nbecause it includes the (temporary) reference as an argument to\ngetrefcount().",
    ),
    NativeDef::f1(
        "intern",
        intern,
        "``Intern'' the given string.\n\nThis enters the string in the (global) table of interned strings whose\npurpose is to speed up dictionary lookups. Return the string itself or\nthe previously interned string object with the same value.",
    ),
    NativeDef::f0(
        "getdefaultencoding",
        utf8,
        "Return the current default encoding used by the Unicode implementation.",
    ),
    NativeDef::f0(
        "getfilesystemencoding",
        utf8,
        "Return the encoding used to convert Unicode filenames to OS filenames.",
    ),
    NativeDef::f0(
        "getfilesystemencodeerrors",
        encode_errors,
        "Return the error mode used for Unicode to OS filename conversion.",
    ),
    NativeDef::f0(
        "get_int_max_str_digits",
        get_max_digits,
        "Return the maximum string digits limit for non-binary int<->str conversions.",
    ),
    NativeDef::f_full(
        "set_int_max_str_digits",
        set_max_digits,
        "Set the maximum string digits limit for non-binary int<->str conversions.",
    ),
    NativeDef::f0("is_finalizing", is_finalizing, "Return True if Python is exiting."),
    NativeDef::f0(
        "getswitchinterval",
        getswitchinterval,
        "Return the current thread switch interval; see sys.setswitchinterval().",
    ),
    NativeDef::f1(
        "setswitchinterval",
        setswitchinterval,
        "Set the ideal thread switching delay inside the Python interpreter.\n\nThe actual frequency of switching threads can be lower if the\ninterpreter executes long sequences of uninterruptible code\n(this is implementation-specific and workload-dependent).\n\nThe parameter must represent the desired switching delay in seconds\nA typical value is 0.005 (5 milliseconds).",
    ),
    NativeDef::f0(
        "getallocatedblocks",
        getallocatedblocks,
        "Return the number of memory blocks currently allocated.",
    ),
    NativeDef::f1(
        "displayhook",
        hooks::displayhook,
        "Print an object to sys.stdout and also save it in builtins._",
    ),
    NativeDef::f3(
        "excepthook",
        hooks::excepthook,
        "Handle an exception by displaying it with a traceback on sys.stderr.",
    ),
    NativeDef::f1(
        "unraisablehook",
        hooks::unraisablehook,
        "Handle an unraisable exception.\n\nThe unraisable argument has the following attributes:\n\n* exc_type: Exception type.\n* exc_value: Exception value, can be None.\n* exc_traceback: Exception traceback, can be None.\n* err_msg: Error message, can be None.\n* object: Object causing the exception, can be None.",
    ),
    #[cfg(feature = "trace-refs")]
    NativeDef::f_range(
        "getobjects",
        getobjects,
        1,
        2,
        "Return up to limit live objects, newest first; 0 means all.",
    ),
];

/// Bytes that CPython puts before every object its collector knows.
const GC_HEADER: usize = 16;

pub fn install(cx: &mut Cx) {
    let sys = new_module(cx, "sys", DOC);
    let Some(dict) = cx.existing_dict(&sys) else { return };
    let name = cx.intern("sys");
    for def in FUNCTIONS.iter().chain(platform::FUNCTIONS) {
        let f = cx.native_function(def, Some(name.clone()));
        cx.namespace_put(&dict, def.name, f.clone());
        if matches!(def.name, "displayhook" | "excepthook" | "unraisablehook") {
            cx.namespace_put(&dict, &format!("__{}__", def.name), f);
        }
    }
    cx.namespace_put(&dict, "modules", cx.modules.clone());
    info::install(cx, &dict);
    hooks::install(cx);
    let streams = stdio::streams(cx);
    for (stream, name) in streams.into_iter().zip(["stdin", "stdout", "stderr"]) {
        cx.namespace_put(&dict, &format!("__{name}__"), stream.clone());
        cx.namespace_put(&dict, name, stream);
    }
}

const DOC: &str = "This module provides access to some objects used or maintained by the\ninterpreter and to functions that interact strongly with the interpreter.";

/// A name in the module's namespace, as it is now.
pub fn attribute(cx: &Cx, name: &ObjRef) -> Option<ObjRef> {
    namespace(cx).and_then(|d| cx.namespace_get(&d, name))
}

/// The dict of the module.
fn namespace(cx: &Cx) -> Option<ObjRef> {
    let name = cx.intern("sys");
    let sys = cx.namespace_get(&cx.modules, &name)?;
    cx.existing_dict(&sys)
}

fn exc_info(cx: &mut Cx) -> PyResult {
    let none = cx.none.clone();
    let Some(e) = cx.handled.clone() else { return Ok(cx.new_tuple([none.clone(), none.clone(), none])) };
    let traceback = cx.heap.get::<Exception>(&e).and_then(|x| x.traceback.clone());
    Ok(cx.new_tuple([e.class(), e.clone(), traceback.unwrap_or(none)]))
}

fn exception(cx: &mut Cx) -> PyResult {
    Ok(cx.handled.clone().unwrap_or_else(|| cx.none.clone()))
}

fn exit(cx: &mut Cx, args: &[ObjRef]) -> PyResult {
    let class = cx.excs.system_exit.as_ref().clone();
    let none = |o: &&ObjRef| !o.is_none();
    let args: Vec<ObjRef> = match args.first().filter(none) {
        // As CPython makes the exception: a tuple gives several arguments.
        Some(status) => cx.heap.tuple(status).map_or_else(|| vec![status.clone()], <[ObjRef]>::to_vec),
        None => Vec::new(),
    };
    let e = cx.call(&class, &args)?;
    Err(cx.raise(e))
}

fn getrecursionlimit(cx: &mut Cx) -> PyResult {
    Ok(cx.usize(cx.recursion_limit))
}

fn setrecursionlimit(cx: &mut Cx, limit: &ObjRef) -> PyResult {
    let v = cx.index(limit)?;
    let Some(n) = v.int().and_then(|n| i32::try_from(n).ok()) else {
        return Err(cx.overflow_error("Python int too large to convert to C int"));
    };
    if n < 1 {
        return Err(cx.value_error("recursion limit must be greater or equal than 1"));
    }
    let depth = (cx.upcalls.frame_depth)(cx);
    if depth >= n as usize {
        let ty = cx.excs.recursion_error.clone();
        let text = format!(
            "cannot set the recursion limit to {n} at the recursion depth {depth}: the limit is too low"
        );
        return Err(cx.error(&ty, text));
    }
    (cx.upcalls.set_recursion_limit)(cx, n as usize);
    Ok(cx.none.clone())
}

fn getsizeof(cx: &mut Cx, args: &Args) -> PyResult {
    const PARAMS: Params<1, 1> =
        Params { required: ["object"], optional: ["default"], posonly: 0, kwonly: 2 };
    let ([o], [default]) = args.bind(cx, "getsizeof", &PARAMS)?;
    let hook = cx.names.sizeof.clone();
    let own = match cx.call_type_method(&o, &hook, &[]) {
        Some(r) => r.and_then(|size| size_from(cx, &size)),
        None => Ok(full_size(&o)),
    };
    match (own, default) {
        (Ok(n), _) => {
            let collected = !matches!(
                o.kind(),
                Kind::None
                    | Kind::NotImplemented
                    | Kind::Ellipsis
                    | Kind::Bool
                    | Kind::Int
                    | Kind::BigInt
                    | Kind::Float
                    | Kind::Complex
                    | Kind::Str
                    | Kind::Bytes
                    | Kind::ByteArray
                    | Kind::Range
                    | Kind::Code
            );
            let plain_object = o.ty().is(&cx.types.object);
            Ok(cx.usize(n + if collected && !plain_object { GC_HEADER } else { 0 }))
        }
        (Err(_), Some(default)) if cx.catch(&cx.excs.type_error.clone()) => Ok(default),
        (Err(e), _) => Err(e),
    }
}

fn size_from(cx: &mut Cx, size: &ObjRef) -> PyResult<usize> {
    if !size.is_int() {
        return Err(cx.type_error("an integer is required"));
    }
    match size.int() {
        Some(n) if n >= 0 => Ok(n as usize),
        Some(_) => Err(cx.value_error("__sizeof__() should return >= 0")),
        None => Err(cx.overflow_error("Python int too large to convert to C ssize_t")),
    }
}

/// The argument itself is one of the references.
fn getrefcount(cx: &mut Cx, o: &ObjRef) -> PyResult {
    Ok(cx.int(o.ref_count() as i64))
}

fn intern(cx: &mut Cx, s: &ObjRef) -> PyResult {
    if s.is_exact(Kind::Str) {
        return Ok(cx.intern_obj(s));
    }
    let got = s.kind_given();
    if s.is_str() {
        return Err(cx.type_error(format!("can't intern {got}")));
    }
    Err(cx.type_error(format!("intern() argument must be str, not {got}")))
}

fn utf8(cx: &mut Cx) -> PyResult {
    Ok(cx.new_str("utf-8"))
}

fn encode_errors(cx: &mut Cx) -> PyResult {
    Ok(cx.new_str("surrogateescape"))
}

fn get_max_digits(cx: &mut Cx) -> PyResult {
    Ok(cx.usize(cx.int_max_str_digits.get()))
}

/// Shortest limit other than none.
const LEAST_DIGITS: i64 = 640;

fn set_max_digits(cx: &mut Cx, args: &Args) -> PyResult {
    const PARAMS: Params<1, 0> = Params { required: ["maxdigits"], optional: [], posonly: 0, kwonly: 1 };
    let ([n], []) = args.bind(cx, "set_int_max_str_digits", &PARAMS)?;
    let v = cx.index(&n)?;
    let Some(n) = v.int().and_then(|n| i32::try_from(n).ok()) else {
        return Err(cx.overflow_error("Python int too large to convert to C int"));
    };
    if n != 0 && (n as i64) < LEAST_DIGITS {
        return Err(cx.value_error(format!("maxdigits must be 0 or larger than {LEAST_DIGITS}")));
    }
    cx.int_max_str_digits.set(n as usize);
    Ok(cx.none.clone())
}

/// Kept from the moment the interpreter ends.
const FINALIZING: &str = "sys.finalizing";

/// The functions of `atexit` have run; what comes now is finalisers.
pub fn set_finalizing(cx: &Cx) {
    cx.keep(FINALIZING, cx.true_.clone());
}

fn is_finalizing(cx: &mut Cx) -> PyResult {
    Ok(cx.kept(FINALIZING).unwrap_or_else(|| cx.false_.clone()))
}

fn getswitchinterval(cx: &mut Cx) -> PyResult {
    let microseconds = cx.threads.lock.interval().as_micros();
    Ok(cx.float(1e-6 * microseconds as f64))
}

/// The interval is one of whole microseconds, at least one.
fn setswitchinterval(cx: &mut Cx, seconds: &ObjRef) -> PyResult {
    let seconds = match (seconds.float(), seconds.int()) {
        (Some(f), _) => f,
        (None, Some(i)) => i as f64,
        _ => {
            let got = seconds.ty().name();
            return Err(cx.type_error(format!("must be real number, not {got}")));
        }
    };
    if seconds <= 0.0 || seconds.is_nan() {
        return Err(cx.value_error("switch interval must be strictly positive"));
    }
    cx.threads.lock.set_interval(Duration::from_micros((seconds * 1e6).max(1.0) as u64));
    Ok(cx.none.clone())
}

fn getallocatedblocks(cx: &mut Cx) -> PyResult {
    let n = cx.walk().len();
    Ok(cx.usize(n))
}

#[cfg(feature = "trace-refs")]
fn getobjects(cx: &mut Cx, args: &[ObjRef]) -> PyResult {
    let limit = match args.first() {
        Some(n) => cx.index_word(n)?.max(0) as usize,
        None => 0,
    };
    let class = args.get(1).cloned();
    let limit = if limit == 0 { usize::MAX } else { limit };
    let wanted = |o: &ObjRef| class.as_ref().is_none_or(|c| o.class().is(c));
    let list = cx.newest_objects().into_iter().filter(wanted).take(limit).collect();
    Ok(cx.new_list(list))
}
