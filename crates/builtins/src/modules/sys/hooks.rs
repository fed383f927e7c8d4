//! displayhook, excepthook and unraisablehook.

use theseus_object::payload::{Exception, NativeData};
use theseus_object::{Cx, ObjRef, PyResult};

use super::namespace;
use crate::namespace::simple_namespace;
use crate::weakref::unraisable_text;

/// What the interactive mode does with the value of an expression.
pub fn displayhook(cx: &mut Cx, value: &ObjRef) -> PyResult {
    if value.is_none() {
        return Ok(value.clone());
    }
    let builtins = cx.builtins.clone();
    cx.namespace_put(&builtins, "_", cx.none.clone());
    let text = cx.repr(value)?;
    let name = cx.names.stdout.clone();
    let stdout = namespace(cx).and_then(|d| cx.namespace_get(&d, &name)).filter(|s| !s.is_none());
    let Some(stdout) = stdout else { return Err(cx.runtime_error("lost sys.stdout")) };
    cx.call_method(&stdout, "write", &[text])?;
    let newline = cx.new_str("\n");
    cx.call_method(&stdout, "write", &[newline])?;
    cx.namespace_put(&builtins, "_", value.clone());
    Ok(cx.none.clone())
}

/// Prints an exception and its chain on `sys.stderr`.
pub fn excepthook(cx: &mut Cx, _: &ObjRef, value: &ObjRef, traceback: &ObjRef) -> PyResult {
    if let Some(x) = cx.heap.get_mut::<Exception>(value)
        && x.traceback.is_none()
        && !traceback.is_none()
    {
        x.traceback = Some(traceback.clone());
    }
    if value.has_payload::<Exception>() {
        let text = (cx.upcalls.exception_text)(cx, value);
        write_stderr(cx, &text);
        return Ok(cx.none.clone());
    }
    let got = value.ty().name();
    write_stderr(cx, &format!("TypeError: print_exception(): Exception expected for value, {got} found\n"));
    Ok(cx.none.clone())
}

/// Writes to `sys.stderr`; there is nowhere to report that this fails.
pub fn write_stderr(cx: &mut Cx, text: &str) {
    let name = cx.names.stderr.clone();
    let Some(stderr) = namespace(cx).and_then(|d| cx.namespace_get(&d, &name)) else { return };
    if stderr.is_none() {
        return;
    }
    let text = cx.new_str(text);
    let written =
        cx.call_method(&stderr, "write", &[text]).and_then(|_| cx.call_method(&stderr, "flush", &[]));
    if written.is_err() {
        drop(cx.take_exception());
    }
}

/// `sys.unraisablehook(args)`: reports an exception that nobody can handle.
pub fn unraisablehook(cx: &mut Cx, args: &ObjRef) -> PyResult {
    let part = |cx: &mut Cx, name: &str| {
        let name = cx.intern(name);
        cx.getattr(args, &name)
    };
    let (e, message, object) = (part(cx, "exc_value")?, part(cx, "err_msg")?, part(cx, "object")?);
    let message = message.text().map(|m| m.into_owned());
    let text = unraisable_text(cx, &e, message.as_deref(), &object);
    write_stderr(cx, &text);
    Ok(cx.none.clone())
}

/// Lets the hook that the program installed, or ours, report an exception.
pub fn call_unraisable_hook(cx: &mut Cx, e: &ObjRef, object: &ObjRef) -> PyResult<()> {
    let name = cx.intern("unraisablehook");
    let hook = namespace(cx).and_then(|d| cx.namespace_get(&d, &name));
    let own = hook
        .as_ref()
        .is_some_and(|h| cx.heap.get::<NativeData>(h).is_some_and(|n| n.def.name == "unraisablehook"));
    let Some(hook) = hook.filter(|h| !own && !h.is_none()) else {
        let text = unraisable_text(cx, e, None, object);
        write_stderr(cx, &text);
        return Ok(());
    };
    let none = cx.none.clone();
    let traceback = cx.heap.get::<Exception>(e).and_then(|x| x.traceback.clone());
    let args = simple_namespace(
        cx,
        vec![
            ("exc_type", e.class()),
            ("exc_value", e.clone()),
            ("exc_traceback", traceback.unwrap_or_else(|| none.clone())),
            ("err_msg", none),
            ("object", object.clone()),
        ],
    );
    cx.call(&hook, &[args])?;
    Ok(())
}
