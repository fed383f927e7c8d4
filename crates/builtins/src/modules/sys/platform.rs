//! Functions of `sys` about the process and the interpreter's insides.

use theseus_object::methods::NativeDef;
use theseus_object::{Cx, ObjRef, PyResult};

use super::{namespace, write_stderr};

pub static FUNCTIONS: &[NativeDef] = &[
    NativeDef::f0(
        "getdlopenflags",
        getdlopenflags,
        "Return the current value of the flags that are used for dlopen calls.\n\nThe flag constants are defined in the os module.",
    ),
    NativeDef::f1(
        "setdlopenflags",
        setdlopenflags,
        "Set the flags used by the interpreter for dlopen calls.\n\nNothing is loaded that way here: the flags are remembered.",
    ),
    NativeDef::f0("_clear_type_cache", clear_type_cache, "Clear the internal type lookup cache."),
    NativeDef::f0(
        "is_stack_trampoline_active",
        is_stack_trampoline_active,
        "Return *True* if a stack profiler trampoline is active.",
    ),
    NativeDef::f1(
        "activate_stack_trampoline",
        activate_stack_trampoline,
        "Activate stack profiler trampoline *backend*.",
    ),
    NativeDef::f0(
        "deactivate_stack_trampoline",
        deactivate_stack_trampoline,
        "Deactivate the current stack profiler trampoline backend.\n\nIf no stack profiler is activated, this function has no effect.",
    ),
    NativeDef::f0(
        "getunicodeinternedsize",
        getunicodeinternedsize,
        "Return the number of elements of the unicode interned dictionary",
    ),
    NativeDef::f0(
        "_debugmallocstats",
        debugmallocstats,
        "Print summary info to stderr about the state of the object heap.",
    ),
];

const DLOPEN_FLAGS: &str = "_dlopen_flags";
/// RTLD_NOW.
const NOW: i64 = 2;

fn getdlopenflags(cx: &mut Cx) -> PyResult {
    let name = cx.intern(DLOPEN_FLAGS);
    let set = namespace(cx).and_then(|d| cx.namespace_get(&d, &name));
    Ok(set.unwrap_or_else(|| cx.int(NOW)))
}

fn setdlopenflags(cx: &mut Cx, flags: &ObjRef) -> PyResult {
    let v = cx.index(flags)?;
    if v.int().and_then(|n| i32::try_from(n).ok()).is_none() {
        return Err(cx.overflow_error("Python int too large to convert to C int"));
    }
    if let Some(dict) = namespace(cx) {
        cx.namespace_put(&dict, DLOPEN_FLAGS, v);
    }
    Ok(cx.none.clone())
}

/// Look-ups are cached under versions that are never used again: nothing stale can be found.
fn clear_type_cache(cx: &mut Cx) -> PyResult {
    Ok(cx.none.clone())
}

fn is_stack_trampoline_active(cx: &mut Cx) -> PyResult {
    Ok(cx.false_.clone())
}

fn activate_stack_trampoline(cx: &mut Cx, backend: &ObjRef) -> PyResult {
    if !backend.is_str() {
        let got = backend.kind_given();
        return Err(cx.type_error(format!("activate_stack_trampoline() argument must be str, not {got}")));
    }
    match backend.text_or_empty().as_str() {
        "perf" => Err(cx.value_error("perf trampoline not available")),
        other => Err(cx.value_error(format!("invalid backend: {other}"))),
    }
}

fn deactivate_stack_trampoline(cx: &mut Cx) -> PyResult {
    Ok(cx.none.clone())
}

fn getunicodeinternedsize(cx: &mut Cx) -> PyResult {
    let n = cx.interned_count();
    Ok(cx.usize(n))
}

fn debugmallocstats(cx: &mut Cx) -> PyResult {
    let objects = cx.walk().len();
    let interned = cx.interned_count();
    write_stderr(cx, &format!("{objects} live objects\n{interned} interned strings\n"));
    Ok(cx.none.clone())
}
