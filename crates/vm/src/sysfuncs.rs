//! Functions of `sys` that need the machine, and the default of `breakpoint`.

use theseus_object::args::Params;
use theseus_object::methods::NativeDef;
use theseus_object::payload::Exception;
use theseus_object::{Args, Cx, ObjRef, PyResult};

use crate::frameobj;
use crate::machine::Vm;

/// Puts functions into a module that exists from the start.
pub fn add(cx: &mut Cx, module: &str, defs: &'static [NativeDef]) {
    let (name, modules) = (cx.intern(module), cx.modules.clone());
    let Some(dict) = cx.namespace_get(&modules, &name).and_then(|m| cx.existing_dict(&m)) else { return };
    for def in defs {
        let f = cx.native_function(def, Some(name.clone()));
        cx.namespace_put(&dict, def.name, f);
    }
}

/// An attribute of a module that is loaded.
fn module_attribute(cx: &mut Cx, module: &str, name: &str) -> Option<ObjRef> {
    let (module, name, modules) = (cx.intern(module), cx.intern(name), cx.modules.clone());
    let dict = cx.namespace_get(&modules, &module).and_then(|m| cx.existing_dict(&m))?;
    cx.namespace_get(&dict, &name)
}

/// A dict from the idents of threads to what `of` tells of their machines.
fn of_threads(cx: &mut Cx, of: impl Fn(&mut Vm) -> Option<ObjRef>) -> PyResult {
    let dict = cx.new_dict();
    for mut machine in crate::thread::machines(cx) {
        // SAFETY: the machine stands still; nothing is held of it beyond the call.
        let (ident, value) = unsafe { (machine.as_ref().cx.thread.ident, of(machine.as_mut())) };
        if let Some(value) = value {
            let ident = cx.usize(ident as usize);
            cx.dict_set(&dict, &ident, value)?;
        }
    }
    Ok(dict)
}

fn current_frames(cx: &mut Cx) -> PyResult {
    // SAFETY: the record is one of those that run.
    of_threads(cx, |vm| frameobj::seen(vm, 0).map(|frame| unsafe { frameobj::of_record(vm, frame) }))
}

fn current_exceptions(cx: &mut Cx) -> PyResult {
    of_threads(cx, |vm| Some(vm.cx.handled.clone().unwrap_or_else(|| vm.none.clone())))
}

fn getframemodulename(cx: &mut Cx, args: &Args) -> PyResult {
    const PARAMS: Params<0, 1> = Params { required: [], optional: ["depth"], posonly: 0, kwonly: 1 };
    let ([], [depth]) = args.bind(cx, "_getframemodulename", &PARAMS)?;
    let depth = match depth {
        Some(d) => cx.index_word(&d)?.max(0) as usize,
        None => 0,
    };
    let vm = Vm::of(cx);
    let Some(frame) = frameobj::seen(vm, depth) else { return Ok(vm.none.clone()) };
    // SAFETY: the record is one of those that run.
    let func = unsafe { crate::machine::borrow(&raw const (*frame).func).clone() };
    let module = vm.heap.get::<theseus_object::payload::Function>(&func).map(|f| f.module.clone());
    Ok(module.unwrap_or_else(|| vm.none.clone()))
}

// ---- breakpoint

/// `os.environ[name]`, if the module can be had.
fn environment(cx: &mut Cx, name: &str) -> Option<String> {
    let get = |cx: &mut Cx| -> PyResult {
        let os = import(cx, "os")?;
        let key = cx.intern("environ");
        let environ = cx.getattr(&os, &key)?;
        let name = cx.new_str(name);
        cx.call_method(&environ, "get", &[name])
    };
    match get(cx) {
        Ok(v) if v.is_str() => Some(v.text_or_empty()),
        Ok(_) => None,
        Err(_) => {
            drop(cx.take_exception());
            None
        }
    }
}

/// The module with this dotted name.
fn import(cx: &mut Cx, name: &str) -> PyResult {
    let text = cx.new_str(name);
    let fromlist = cx.new_tuple([cx.new_str("*")]);
    let (globals, level) = (cx.new_dict(), cx.int(0));
    let import = cx.upcalls.import;
    import(cx, &[text, globals.clone(), globals, fromlist, level])
}

/// What `breakpoint()` calls unless the program says otherwise: `pdb.set_trace`, or what
/// PYTHONBREAKPOINT names.
fn breakpointhook(cx: &mut Cx, args: &Args) -> PyResult {
    let target = environment(cx, "PYTHONBREAKPOINT").unwrap_or_default();
    let target = if target.is_empty() { "pdb.set_trace" } else { &target };
    if target == "0" {
        return Ok(cx.none.clone());
    }
    let (module, name) = target.rsplit_once('.').unwrap_or(("builtins", target));
    let found = match module {
        // Of no package, a name with a dot in front means nothing.
        "" => Err(cx.error(&cx.excs.import_error.clone(), "")),
        _ => import(cx, module).and_then(|m| {
            let name = cx.intern(name);
            cx.getattr(&m, &name)
        }),
    };
    match found {
        Ok(hook) => cx.call_args(&hook, args),
        Err(_) => {
            let import_error = cx.excs.import_error.clone();
            let attribute_error = cx.excs.attribute_error.clone();
            if target == "pdb.set_trace" && cx.pending_is(&import_error) {
                return Err(theseus_object::Raised);
            }
            if cx.catch(&import_error) || cx.catch(&attribute_error) {
                let text = format!("Ignoring unimportable $PYTHONBREAKPOINT: \"{target}\"");
                let category = cx.excs.runtime_warning.clone();
                crate::modules::warnings::give(cx, &category, &text, 1)?;
                return Ok(cx.none.clone());
            }
            Err(theseus_object::Raised)
        }
    }
}

fn breakpoint(cx: &mut Cx, args: &Args) -> PyResult {
    match module_attribute(cx, "sys", "breakpointhook") {
        Some(hook) => cx.call_args(&hook, args),
        None => Err(cx.runtime_error("lost sys.breakpointhook")),
    }
}

// ---- audit

pub fn audit(cx: &mut Cx, args: &[ObjRef]) -> PyResult {
    let Some((event, rest)) = args.split_first() else {
        return Err(cx.type_error("audit() missing 1 required positional argument: 'event'"));
    };
    if hears_events(cx) {
        if !event.is_str() {
            let got = event.ty().name();
            return Err(cx.type_error(format!("expected str for argument 'event', not {got}")));
        }
        let rest = cx.tuple_from_slice(rest);
        tell_hooks(cx, event, &rest)?;
    }
    Ok(cx.none.clone())
}

/// Whether there are audit hooks.
pub fn hears_events(cx: &mut Cx) -> bool {
    !Vm::of(cx).shared.audit_hooks.borrow().is_empty()
}

fn tell_hooks(cx: &mut Cx, event: &ObjRef, args: &ObjRef) -> PyResult<()> {
    let hooks = Vm::of(cx).shared.audit_hooks.borrow().clone();
    for hook in hooks {
        cx.call(&hook, &[event.clone(), args.clone()])?;
    }
    Ok(())
}

/// Raises an audit event of native code, with a tuple of arguments.
pub fn raise_audit_event(cx: &mut Cx, event: &str, args: &ObjRef) -> PyResult<()> {
    if !hears_events(cx) {
        return Ok(());
    }
    let event = cx.new_str(event);
    tell_hooks(cx, &event, args)
}

/// Hooks that are there already hear of a new one, and may refuse it by raising an Exception.
fn addaudithook(cx: &mut Cx, args: &Args) -> PyResult {
    const PARAMS: Params<1, 0> = Params { required: ["hook"], optional: [], posonly: 0, kwonly: 1 };
    let ([hook], []) = args.bind(cx, "addaudithook", &PARAMS)?;
    let event = cx.new_str("sys.addaudithook");
    if let Err(e) = audit(cx, &[event]) {
        let exception = cx.excs.exception.clone();
        return if cx.catch(&exception) { Ok(cx.none.clone()) } else { Err(e) };
    }
    Vm::of(cx).shared.audit_hooks.borrow_mut().push(hook);
    Ok(cx.none.clone())
}

// ---- the exception that ended the program

fn sys_dict(vm: &Vm) -> Option<ObjRef> {
    vm.namespace_get(&vm.modules, &vm.names.sys).and_then(|m| vm.existing_dict(&m))
}

/// What keeps the last exception must not keep it when the program ends.
pub fn forget_last(vm: &mut Vm) {
    let Some(dict) = sys_dict(vm) else { return };
    for key in ["last_exc", "last_type", "last_value", "last_traceback"] {
        let name = vm.intern(key);
        if vm.namespace_get(&dict, &name).is_some() {
            vm.namespace_put(&dict, key, vm.none.clone());
        }
    }
}

/// `sys.last_exc` and such, for debuggers.
pub fn remember_last(vm: &mut Vm, e: &ObjRef) {
    let Some(dict) = sys_dict(vm) else { return };
    let traceback = vm.heap.get::<Exception>(e).and_then(|x| x.traceback.clone());
    let traceback = traceback.unwrap_or_else(|| vm.none.clone());
    let parts = [
        ("last_exc", e.clone()),
        ("last_type", e.class()),
        ("last_value", e.clone()),
        ("last_traceback", traceback),
    ];
    for (key, value) in parts {
        vm.namespace_put(&dict, key, value);
    }
}

static FUNCTIONS: &[NativeDef] = &[
    NativeDef::f0(
        "_current_frames",
        current_frames,
        "Return a dict mapping each thread's thread id to its current stack frame.\n\nThis function should be used for specialized purposes only.",
    ),
    NativeDef::f0(
        "_current_exceptions",
        current_exceptions,
        "Return a dict mapping each thread's identifier to its current raised exception.\n\nThis function should be used for specialized purposes only.",
    ),
    NativeDef::f_full(
        "_getframemodulename",
        getframemodulename,
        "Return the name of the module for a calling frame.\n\nThe default depth returns the module containing the call to this API.\nA more typical use in a library will pass a depth of 1 to get the user's\nmodule rather than the library module.\n\nIf no frame, module, or name can be found, returns None.",
    ),
    NativeDef::f_full(
        "breakpointhook",
        breakpointhook,
        "breakpointhook(*args, **kws)\n\nThis hook function is called by built-in breakpoint().",
    ),
    NativeDef::f_range(
        "audit",
        audit,
        0,
        u8::MAX,
        "audit(event, *args)\n\nPasses the event to any hooks that are attached.",
    ),
    NativeDef::f_full("addaudithook", addaudithook, "Adds a new audit hook callback."),
];

static BUILTINS: &[NativeDef] = &[NativeDef::f_full(
    "breakpoint",
    breakpoint,
    "breakpoint(*args, **kws)\n\nCall sys.breakpointhook(*args, **kws).  sys.breakpointhook() must accept\nwhatever arguments are passed.\n\nBy default, this drops you into the pdb debugger.",
)];

pub fn install(cx: &mut Cx) {
    add(cx, "sys", FUNCTIONS);
    add(cx, "builtins", BUILTINS);
    if let Some(hook) = module_attribute(cx, "sys", "breakpointhook") {
        let (name, modules) = (cx.intern("sys"), cx.modules.clone());
        if let Some(dict) = cx.namespace_get(&modules, &name).and_then(|m| cx.existing_dict(&m)) {
            cx.namespace_put(&dict, "__breakpointhook__", hook);
        }
    }
}
