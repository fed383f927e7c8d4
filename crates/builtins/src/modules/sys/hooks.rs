//! displayhook, excepthook and unraisablehook.

use theseus_object::class::TypeSpec;
use theseus_object::edges::{EdgeVisitor, Payload};
use theseus_object::methods::GetSet;
use theseus_object::payload::{Exception, NativeData};
use theseus_object::{Cx, ObjRef, PyResult, Slots};

use super::namespace;
use crate::weakref::unraisable_text;

/// What `sys.unraisablehook` is called with.
pub struct UnraisableArgs {
    fields: [ObjRef; 5],
}

impl Payload for UnraisableArgs {
    fn edges(&mut self, v: &mut dyn EdgeVisitor) {
        v.items(&mut self.fields);
    }
}

const FIELDS: [&str; 5] = ["exc_type", "exc_value", "exc_traceback", "err_msg", "object"];

fn field<const N: usize>(cx: &mut Cx, o: &ObjRef) -> PyResult {
    let value = cx.heap.get::<UnraisableArgs>(o).and_then(|a| a.fields.get(N).cloned());
    Ok(value.unwrap_or_else(|| cx.none.clone()))
}

fn args_repr(cx: &mut Cx, o: &ObjRef) -> PyResult {
    let fields = cx.heap.get::<UnraisableArgs>(o).map(|a| a.fields.to_vec()).unwrap_or_default();
    let mut parts = Vec::new();
    for (name, value) in FIELDS.iter().zip(&fields) {
        parts.push(format!("{name}={}", cx.repr_text(value)?));
    }
    Ok(cx.new_str(&format!("UnraisableHookArgs({})", parts.join(", "))))
}

static ARGS: TypeSpec = TypeSpec {
    slots: Slots { repr: Some(args_repr), ..Slots::EMPTY },
    methods: &[],
    getsets: &[
        GetSet::member(FIELDS[0], field::<0>, ""),
        GetSet::member(FIELDS[1], field::<1>, ""),
        GetSet::member(FIELDS[2], field::<2>, ""),
        GetSet::member(FIELDS[3], field::<3>, ""),
        GetSet::member(FIELDS[4], field::<4>, ""),
    ],
    doc: "UnraisableHookArgs\n\nType used to pass arguments to sys.unraisablehook.",
};

pub fn install(cx: &mut Cx) {
    let ty = cx.add_native_type::<UnraisableArgs>("UnraisableHookArgs", None, 0);
    cx.fill_type(&ty, &ARGS);
}

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
    let text = cx.new_str(text);
    write_str_to_stderr(cx, text);
}

/// Whether there is a `sys.stderr`, and it is None.
pub fn stderr_is_none(cx: &Cx) -> bool {
    let stderr = namespace(cx).and_then(|d| cx.namespace_get(&d, &cx.names.stderr));
    stderr.is_some_and(|stream| stream.is_none())
}

/// Writes a str to `sys.stderr`, which may have an error handler for what cannot be encoded.
pub fn write_str_to_stderr(cx: &mut Cx, text: ObjRef) {
    let name = cx.names.stderr.clone();
    let Some(stderr) = namespace(cx).and_then(|d| cx.namespace_get(&d, &name)) else { return };
    if stderr.is_none() {
        return;
    }
    let written =
        cx.call_method(&stderr, "write", &[text]).and_then(|_| cx.call_method(&stderr, "flush", &[]));
    if written.is_err() {
        drop(cx.take_exception());
    }
}

/// `sys.unraisablehook(args)`: reports an exception that nobody can handle.
pub fn unraisablehook(cx: &mut Cx, args: &ObjRef) -> PyResult {
    let Some(args) = cx.heap.get::<UnraisableArgs>(args) else {
        return Err(cx.type_error("sys.unraisablehook argument type must be UnraisableHookArgs"));
    };
    let [_, e, _, message, object] = args.fields.clone();
    let message = message.text().map(|m| m.into_owned());
    let text = unraisable_text(cx, &e, message.as_deref(), &object);
    write_stderr(cx, &text);
    Ok(cx.none.clone())
}

/// Lets the hook that the program installed, or ours, report an exception. Where the hook fails, that is reported
/// instead.
pub fn call_unraisable_hook(cx: &mut Cx, e: &ObjRef, message: Option<&str>, object: &ObjRef) {
    let name = cx.intern("unraisablehook");
    let hook = namespace(cx).and_then(|d| cx.namespace_get(&d, &name));
    let own = hook
        .as_ref()
        .is_some_and(|h| cx.heap.get::<NativeData>(h).is_some_and(|n| n.def.name == "unraisablehook"));
    let Some(hook) = hook.filter(|h| !own && !h.is_none()) else {
        let text = unraisable_text(cx, e, message, object);
        return write_stderr(cx, &text);
    };
    let none = cx.none.clone();
    let message = message.map_or_else(|| none.clone(), |m| cx.new_str(m));
    let traceback = cx.heap.get::<Exception>(e).and_then(|x| x.traceback.clone());
    let traceback = traceback.unwrap_or_else(|| none.clone());
    let fields = [e.class(), e.clone(), traceback, message, object.clone()];
    let args = cx.new_object(UnraisableArgs { fields });
    if cx.call(&hook, &[args]).is_err()
        && let Some(e) = cx.take_exception()
    {
        let text = unraisable_text(cx, &e, Some("Exception ignored in sys.unraisablehook"), &hook);
        write_stderr(cx, &text);
    }
}
