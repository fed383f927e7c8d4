//! The module `atexit`: functions that are called when the program ends.

use theseus_object::edges::{EdgeVisitor, Payload, Relation};
use theseus_object::methods::NativeDef;
use theseus_object::{Args, Cx, ObjRef, PyResult};

use crate::functions::objects::is_callable;
use crate::module::native_module;
use crate::weakref;

/// A registered call.
struct Callback {
    function: ObjRef,
    values: Vec<ObjRef>,
    names: Vec<ObjRef>,
}

/// The calls in the order in which they were registered.
#[derive(Default)]
struct Callbacks(Vec<Option<Callback>>);

impl Payload for Callbacks {
    fn edges(&mut self, v: &mut dyn EdgeVisitor) {
        for c in self.0.iter_mut().flatten() {
            v.fixed(&mut c.function, Relation::Attr("function"));
            c.values.iter_mut().for_each(|o| v.fixed(o, Relation::Attr("args")));
            c.names.iter_mut().for_each(|o| v.fixed(o, Relation::Attr("kwargs")));
        }
    }
    fn clear(&mut self) {
        let old = std::mem::take(&mut self.0);
        drop(old);
    }
}

static FUNCTIONS: &[NativeDef] = &[
    NativeDef::f0(
        "_clear",
        clear,
        "_clear() -> None\n\nClear the list of previously registered exit functions.",
    ),
    NativeDef::f0(
        "_ncallbacks",
        count,
        "_ncallbacks() -> int\n\nReturn the number of registered exit functions.",
    ),
    NativeDef::f0(
        "_run_exitfuncs",
        run_exitfuncs,
        "_run_exitfuncs() -> None\n\nRun all registered exit functions.\n\nIf a callback raises an exception, it is logged with sys.unraisablehook.",
    ),
    NativeDef::f_full(
        "register",
        register,
        "register(func, *args, **kwargs) -> func\n\nRegister a function to be executed upon normal program termination\n\n    func - function to be called at exit\n    args - optional arguments to pass to func\n    kwargs - optional keyword arguments to pass to func\n\n    func is returned to facilitate usage as a decorator.",
    ),
    NativeDef::f1(
        "unregister",
        unregister,
        "unregister(func) -> None\n\nUnregister an exit function which was previously registered using\natexit.register\n\n    func - function to be unregistered",
    ),
];

pub fn install(cx: &mut Cx) {
    let doc = "allow programmer to define multiple exit functions to be executed\nupon normal program termination.\n\nTwo public functions, register and unregister, are defined.\n";
    native_module(cx, "atexit", doc, FUNCTIONS);
}

fn register(cx: &mut Cx, args: &Args) -> PyResult {
    let Some(function) = args.pos().first() else {
        let n = args.positional();
        return Err(cx.type_error(format!("register() takes at least 1 argument ({n} given)")));
    };
    if !is_callable(function) {
        return Err(cx.type_error("the first argument must be callable"));
    }
    let rest = args.skip(1);
    let callback =
        Callback { function: function.clone(), values: rest.values.to_vec(), names: rest.names.to_vec() };
    let state = cx.state::<Callbacks>();
    if let Some(c) = cx.heap.get_mut::<Callbacks>(&state) {
        c.0.push(Some(callback));
    }
    Ok(function.clone())
}

/// Forgets every call of what is equal to a function.
fn unregister(cx: &mut Cx, function: &ObjRef) -> PyResult {
    let state = cx.state::<Callbacks>();
    let mut at = 0;
    while let Some(slot) = cx.heap.get::<Callbacks>(&state).and_then(|c| c.0.get(at)) {
        let known = slot.as_ref().map(|c| c.function.clone());
        if let Some(known) = known
            && cx.eq(&known, function)?
        {
            let slot = cx.heap.get_mut::<Callbacks>(&state).and_then(|c| c.0.get_mut(at)?.take());
            drop(slot);
        }
        at += 1;
    }
    Ok(cx.none.clone())
}

fn clear(cx: &mut Cx) -> PyResult {
    let state = cx.state::<Callbacks>();
    let old = cx.heap.get_mut::<Callbacks>(&state).map(|c| std::mem::take(&mut c.0));
    drop(old);
    Ok(cx.none.clone())
}

fn count(cx: &mut Cx) -> PyResult {
    let state = cx.state::<Callbacks>();
    let n = cx.heap.get::<Callbacks>(&state).map_or(0, |c| c.0.len());
    Ok(cx.usize(n))
}

fn run_exitfuncs(cx: &mut Cx) -> PyResult {
    run(cx);
    Ok(cx.none.clone())
}

/// Calls what was registered until now, the last first. Errors are reported and forgotten.
pub fn run(cx: &mut Cx) {
    let state = cx.state::<Callbacks>();
    let n = cx.heap.get::<Callbacks>(&state).map_or(0, |c| c.0.len());
    for at in (0..n).rev() {
        let slot = cx.heap.get_mut::<Callbacks>(&state).and_then(|c| c.0.get_mut(at)?.take());
        let Some(c) = slot else { continue };
        let args = Args { values: &c.values, names: &c.names };
        if cx.call_args(&c.function, &args).is_err() {
            weakref::report_unraisable_in(cx, "Exception ignored in atexit callback", &c.function);
        }
    }
    // What was registered meanwhile is not called.
    let rest = cx.heap.get_mut::<Callbacks>(&state).map(|c| std::mem::take(&mut c.0));
    drop(rest);
}
