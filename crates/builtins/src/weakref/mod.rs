//! Weak references, their callbacks, and the finalisers that wait in the heap's queue.

mod proxy;

use theseus_object::class::TypeSpec;
use theseus_object::methods::{GetSet, NativeDef};
use theseus_object::payload::{Exception, WeakRef};
use theseus_object::slots::Special;
use theseus_object::typeobj::type_flag;
use theseus_object::{Args, CompareOp, Cx, Kind, ObjRef, PyResult, Slots};

use crate::alias;
use crate::module::native_module;
use crate::modules::sys;

static SPEC: TypeSpec = TypeSpec {
    slots: Slots {
        repr: Some(repr),
        hash: Some(hash),
        compare: Some(compare),
        call: Some(call),
        new: Some(new),
        init: Some(init),
        ..Slots::EMPTY
    },
    methods: &[NativeDef::class("__class_getitem__", alias::class_getitem, "See PEP 585")],
    getsets: &[GetSet::member("__callback__", callback, "")],
    doc: "",
};

static FUNCTIONS: &[NativeDef] = &[
    NativeDef::f2(
        "_remove_dead_weakref",
        remove_dead,
        "_remove_dead_weakref($module, dct, key, /)\n--\n\nAtomically remove key from dict if it points to a dead weakref.",
    ),
    NativeDef::f1("getweakrefcount", getweakrefcount, "Return the number of weak references to 'object'."),
    NativeDef::f1(
        "getweakrefs",
        getweakrefs,
        "Return a list of all weak reference objects pointing to 'object'.",
    ),
    NativeDef::f_range(
        "proxy",
        proxy::make,
        1,
        2,
        "Create a proxy object that weakly references 'object'.\n\n  callback\n    If given, is called with a reference to the proxy when\n    'object' is about to be finalized.",
    ),
];

pub fn install(cx: &mut Cx) {
    let ty = cx.add_native_type::<WeakRef>("weakref.ReferenceType", None, type_flag::BASE_TYPE);
    cx.fill_type(&ty, &SPEC);
    cx.weakref_hook.set(Some(|interp, weak| interp.weakref_expired(weak)));
}

/// The module `_weakref`.
pub fn install_module(cx: &mut Cx) {
    let ty = cx.type_of::<WeakRef>();
    let proxies = proxy::install(cx);
    let types = [
        ("ref", ty.as_ref().clone()),
        ("ReferenceType", ty.as_ref().clone()),
        ("ProxyType", proxies[0].as_ref().clone()),
        ("CallableProxyType", proxies[1].as_ref().clone()),
    ];
    let dict = native_module(cx, "_weakref", "Weak-reference support module.", FUNCTIONS);
    for (name, ty) in types {
        cx.namespace_put(&dict, name, ty);
    }
}

/// TypeError if there cannot be weak references to the object.
fn check_target(cx: &mut Cx, target: &ObjRef) -> PyResult<()> {
    if target.takes_weakrefs() {
        return Ok(());
    }
    let name = target.ty().name();
    Err(cx.type_error(format!("cannot create weak reference to '{name}' object")))
}

fn new(cx: &mut Cx, class: &ObjRef, args: &Args) -> PyResult {
    let plain = class.is(cx.type_of::<WeakRef>().as_ref());
    if plain {
        args.no_keywords(cx, "ref")?;
    }
    let (target, callback) = match args.pos() {
        [target] => (target, None),
        [target, callback] => (target, Some(callback.clone()).filter(|c| !c.is_none())),
        other => {
            let (n, how) = if other.is_empty() {
                (0, "at least 1 argument")
            } else {
                (other.len(), "at most 2 arguments")
            };
            return Err(cx.type_error(format!("__new__ expected {how}, got {n}")));
        }
    };
    check_target(cx, target)?;
    let ty = cx.expect_type(class)?;
    if plain && callback.is_none() {
        // One reference without callback serves everybody.
        let known =
            cx.weakrefs_of(target).into_iter().find(|w| w.ty().is(ty) && callback_of(cx, w).is_none());
        if let Some(known) = known {
            return Ok(known);
        }
    }
    Ok(cx.new_weakref(ty, target, callback))
}

fn init(cx: &mut Cx, w: &ObjRef, args: &Args) -> PyResult<()> {
    if w.ty().data.heap_type {
        args.no_keywords(cx, "ref")?;
    }
    args.exact_range(cx, "__init__", 1, 2)?;
    Ok(())
}

/// What a weak reference or proxy points to, while it lives.
pub fn target(cx: &Cx, w: &ObjRef) -> Option<ObjRef> {
    cx.heap.get::<WeakRef>(w).and_then(WeakRef::target)
}

/// The one plain reference without callback.
fn is_shared(cx: &Cx, w: &ObjRef) -> bool {
    w.class().is(cx.type_of::<WeakRef>().as_ref()) && callback_of(cx, w).is_none()
}

fn callback_of(cx: &Cx, w: &ObjRef) -> Option<ObjRef> {
    cx.heap.get::<WeakRef>(w).and_then(|w| w.callback.clone())
}

fn call(cx: &mut Cx, w: &ObjRef, args: &Args) -> PyResult {
    if !args.names.is_empty() {
        return Err(cx.type_error("weakref() takes no keyword arguments"));
    }
    if !args.values.is_empty() {
        let n = args.values.len();
        return Err(cx.type_error(format!("weakref expected 0 arguments, got {n}")));
    }
    Ok(target(cx, w).unwrap_or_else(|| cx.none.clone()))
}

fn repr(cx: &mut Cx, w: &ObjRef) -> PyResult {
    let at = w.address();
    let Some(o) = target(cx, w) else { return Ok(cx.new_str(&format!("<weakref at {at:#x}; dead>"))) };
    // What the type says of the name; a class may answer for any attribute and fail.
    let own = match o.ty().lookup(cx, &cx.names.name.clone()) {
        Some(name) => cx.bind(&name, &o).ok(),
        None => None,
    };
    if own.is_none() {
        drop(cx.take_exception());
    }
    let named = own.filter(|n| n.is_str()).map(|n| format!(" ({})", n.text_or_empty())).unwrap_or_default();
    let text = format!("<weakref at {at:#x}; to '{}' at {:#x}{named}>", o.ty().name(), o.address());
    Ok(cx.new_str(&text))
}

fn hash(cx: &mut Cx, w: &ObjRef) -> PyResult<i64> {
    let known = cx.heap.get::<WeakRef>(w).and_then(|w| w.hash.get());
    if let Some(h) = known {
        return Ok(h);
    }
    let Some(o) = target(cx, w) else { return Err(cx.type_error("weak object has gone away")) };
    let h = cx.hash(&o)?;
    if let Some(w) = cx.heap.get::<WeakRef>(w) {
        w.hash.set(Some(h));
    }
    Ok(h)
}

/// By the targets while both live, else by identity.
fn compare(cx: &mut Cx, a: &ObjRef, b: &ObjRef, op: CompareOp) -> PyResult {
    let both = a.has_payload::<WeakRef>() && b.has_payload::<WeakRef>();
    if !both || !matches!(op, CompareOp::Eq | CompareOp::Ne) {
        return Ok(cx.not_implemented.clone());
    }
    match (target(cx, a), target(cx, b)) {
        (Some(x), Some(y)) => cx.compare(op, &x, &y),
        _ => Ok(cx.bool(a.is(b) == (op == CompareOp::Eq))),
    }
}

fn callback(cx: &mut Cx, w: &ObjRef) -> PyResult {
    Ok(callback_of(cx, w).unwrap_or_else(|| cx.none.clone()))
}

fn getweakrefcount(cx: &mut Cx, o: &ObjRef) -> PyResult {
    let n = cx.weakrefs_of(o).len();
    Ok(cx.usize(n))
}

/// Removes a key whose value is a weak reference to what is gone.
fn remove_dead(cx: &mut Cx, dict: &ObjRef, key: &ObjRef) -> PyResult {
    if dict.kind() != Kind::Dict {
        let got = dict.kind_given();
        return Err(cx.type_error(format!("_remove_dead_weakref() argument 1 must be dict, not {got}")));
    }
    let Some(value) = cx.dict_get(dict, key)? else { return Ok(cx.none.clone()) };
    if !value.has_payload::<WeakRef>() {
        return Err(cx.type_error("not a weakref"));
    }
    if target(cx, &value).is_none() {
        drop(cx.dict_remove(dict, key)?);
    }
    Ok(cx.none.clone())
}

fn getweakrefs(cx: &mut Cx, o: &ObjRef) -> PyResult {
    let mut list = cx.weakrefs_of(o);
    // What everybody shares comes first.
    list.sort_by_key(|w| !is_shared(cx, w));
    Ok(cx.new_list(list))
}

/// Runs what an object in the heap's queue waits for: the callback of a weak reference or proxy
/// whose target is gone, or `__del__`. Errors are reported and forgotten.
pub fn finalize(cx: &mut Cx, o: &ObjRef) {
    if o.has_payload::<WeakRef>() && target(cx, o).is_none() && callback_of(cx, o).is_some() {
        return run_callback(cx, o);
    }
    let name = cx.special_name(Special::Del).clone();
    let Some(f) = o.ty().lookup(cx, &name) else { return };
    if cx.call_special(o, Special::Del, &[]).is_some_and(|r| r.is_err()) {
        report_unraisable(cx, &f);
    }
}

/// Calls the callback of a weak reference whose target is gone, once.
pub fn run_callback(cx: &mut Cx, w: &ObjRef) {
    let f = cx.heap.get_mut::<WeakRef>(w).and_then(|w| w.callback.take());
    let Some(f) = f else { return };
    if cx.call(&f, std::slice::from_ref(w)).is_err() {
        report_unraisable(cx, &f);
    }
}

/// Reports the exception in flight as one that nobody can handle, through `sys.unraisablehook`.
pub fn report_unraisable(cx: &mut Cx, object: &ObjRef) {
    report(cx, None, object);
}

/// The same, with words of its own in front.
pub fn report_unraisable_in(cx: &mut Cx, message: &str, object: &ObjRef) {
    report(cx, Some(message), object);
}

fn report(cx: &mut Cx, message: Option<&str>, object: &ObjRef) {
    (cx.upcalls.blame_running_frame)(cx);
    let Some(e) = cx.take_exception() else { return };
    sys::call_unraisable_hook(cx, &e, message, object);
}

/// The text of an exception that nobody can handle: its traceback without the chain.
pub fn unraisable_text(cx: &mut Cx, e: &ObjRef, message: Option<&str>, object: &ObjRef) -> String {
    let mut text = message.unwrap_or("Exception ignored in").to_string();
    if !object.is_none() {
        let shown = match cx.repr_text(object) {
            Ok(shown) => shown,
            Err(_) => {
                drop(cx.take_exception());
                "<object repr() failed>".to_string()
            }
        };
        text += &format!(": {shown}");
    } else {
        text += ":";
    }
    text.push('\n');
    let chain = cx.heap.get_mut::<Exception>(e).map(|x| (x.cause.take(), x.context.take()));
    text += &(cx.upcalls.exception_text)(cx, e);
    if let (Some((cause, context)), Some(x)) = (chain, cx.heap.get_mut::<Exception>(e)) {
        (x.cause, x.context) = (cause, context);
    }
    text
}
