//! Import: what stands in `sys.modules` is answered here, native modules too while the import system
//! is as it was made; everything else is done by the library's `importlib`, which is loaded when
//! it is first needed.

use theseus_builtins::modules::thread::rlock;
use theseus_bytecode::store::table_mark;
use theseus_object::payload::{Exception, Module};
use theseus_object::{Args, Cx, Kind, ObjRef, PyResult, Raised};

use crate::frameobj::FrameData;
use crate::import_time::timed;
use crate::library;
use crate::machine::Vm;
use crate::modules;
use crate::shared::Shared;
use crate::traceback::Traceback;

/// `__import__(name, globals, locals, fromlist, level)`.
pub fn import(cx: &mut Cx, args: &[ObjRef]) -> PyResult {
    let vm = Vm::of(cx);
    let [name, globals, _, fromlist, level] = args else { return Err(vm.bad_internal("import")) };
    if !name.is_str() {
        return Err(vm.type_error("module name must be a string"));
    }
    // The compiler and natives pass a pooled int for the level.
    let level = vm.meant_int(level).unwrap_or(i64::MAX);
    if level < 0 {
        return Err(vm.value_error("level must be >= 0"));
    }
    let full = match level {
        0 if name.str_len() == Some(0) => return Err(vm.value_error("Empty module name")),
        0 => name.clone(),
        _ => {
            let full = absolute(vm, globals, &name.text_or_empty(), level as usize)?;
            vm.intern(&full)
        }
    };
    let module = match loaded(vm, &full) {
        Some(m) if !m.is_none() => {
            wait_until_ready(vm, &m, &full)?;
            m
        }
        _ => find_and_load(vm, &full)?,
    };
    if vm.truth(fromlist)? {
        return with_submodules(vm, module, fromlist);
    }
    bound_module(vm, module, name, &full, level)
}

/// What `import a.b` binds: `a`.
fn bound_module(vm: &mut Vm, module: ObjRef, name: &ObjRef, full: &ObjRef, level: i64) -> PyResult {
    let text = name.text_or_empty();
    let Some((first, rest)) = text.split_once('.') else { return Ok(module) };
    if level == 0 {
        let first = vm.intern(first);
        return match loaded(vm, &first) {
            Some(m) if !m.is_none() => Ok(m),
            _ => find_and_load(vm, &first),
        };
    }
    let full = full.text_or_empty();
    let front = vm.intern(full.strip_suffix(rest).map_or(&*full, |f| f.trim_end_matches('.')));
    match loaded(vm, &front) {
        Some(m) => Ok(m),
        None => {
            let shown = vm.repr_text(&front)?;
            let message = vm.new_str(&format!("{shown} not in sys.modules as expected"));
            Err(vm.key_error(&message))
        }
    }
}

const FALL_BACK: &str =
    "can't resolve package from __spec__ or __package__, falling back on __name__ and __path__";

/// The package that a relative import starts from.
fn package_of(vm: &mut Vm, globals: &ObjRef) -> PyResult<String> {
    if globals.kind() != Kind::Dict {
        return Err(vm.type_error("globals must be a dict"));
    }
    let names = (vm.names.package.clone(), vm.names.spec.clone());
    let package = vm.namespace_get(globals, &names.0).filter(|p| !p.is_none());
    let spec = vm.namespace_get(globals, &names.1).filter(|s| !s.is_none());
    let parent = vm.intern("parent");
    if let Some(package) = package {
        if !package.is_str() {
            return Err(vm.type_error("package must be a string"));
        }
        if let Some(spec) = spec {
            let expected = vm.getattr(&spec, &parent)?;
            if !vm.eq(&package, &expected)? {
                let category = vm.excs.deprecation_warning.clone();
                vm.warn(&category, "__package__ != __spec__.parent", 1)?;
            }
        }
        return Ok(package.text_or_empty());
    }
    if let Some(spec) = spec {
        let package = vm.getattr(&spec, &parent)?;
        return match package.is_str() {
            true => Ok(package.text_or_empty()),
            false => Err(vm.type_error("__spec__.parent must be a string")),
        };
    }
    let category = vm.excs.import_warning.clone();
    vm.warn(&category, FALL_BACK, 1)?;
    let (key, path) = (vm.names.name.clone(), vm.names.path.clone());
    let Some(name) = vm.namespace_get(globals, &key) else {
        let message = vm.new_str("'__name__' not in globals");
        return Err(vm.key_error(&message));
    };
    if !name.is_str() {
        return Err(vm.type_error("__name__ must be a string"));
    }
    let name = name.text_or_empty();
    if vm.namespace_get(globals, &path).is_some() {
        return Ok(name);
    }
    Ok(name.rsplit_once('.').map(|(p, _)| p.to_string()).unwrap_or_default())
}

/// The module of a name without dots, imported.
pub fn import_module(vm: &mut Vm, name: &str) -> PyResult {
    let name = vm.intern(name);
    match loaded(vm, &name) {
        Some(m) if !m.is_none() => Ok(m),
        _ => find_and_load(vm, &name),
    }
}

/// The absolute name of a relative import.
fn absolute(vm: &mut Vm, globals: &ObjRef, name: &str, level: usize) -> PyResult<String> {
    let mut package = package_of(vm, globals)?;
    if package.is_empty() {
        return Err(vm.import_error("attempted relative import with no known parent package"));
    }
    for _ in 1..level {
        match package.rsplit_once('.') {
            Some((parent, _)) => package = parent.to_string(),
            None => return Err(vm.import_error("attempted relative import beyond top-level package")),
        }
    }
    Ok(if name.is_empty() { package } else { format!("{package}.{name}") })
}

/// The module of this name in `sys.modules`.
fn loaded(vm: &mut Vm, name: &ObjRef) -> Option<ObjRef> {
    let modules = vm.modules.clone();
    vm.namespace_get(&modules, name)
}

/// Whether a module's body is still running.
fn is_initializing(vm: &mut Vm, module: &ObjRef) -> PyResult<bool> {
    let spec = vm.names.spec.clone();
    let spec = match vm.existing_dict(module).filter(|_| module.kind() == Kind::Module) {
        Some(dict) => vm.namespace_get(&dict, &spec),
        None => vm.try_getattr(module, &spec)?,
    };
    let Some(spec) = spec.filter(|s| !s.is_none()) else { return Ok(false) };
    let name = vm.intern("_initializing");
    match vm.try_getattr(&spec, &name)? {
        Some(v) => vm.truth(&v),
        None => Ok(false),
    }
}

/// Another thread may be loading the module: its lock is waited for.
fn wait_until_ready(vm: &mut Vm, module: &ObjRef, name: &ObjRef) -> PyResult<()> {
    if let Some(importlib) = vm.shared.importlib.borrow().clone()
        && is_initializing(vm, module)?
    {
        vm.call_method(&importlib, "_lock_unlock_module", std::slice::from_ref(name))?;
    }
    Ok(())
}

/// Finds and runs a module that is not yet loaded.
fn find_and_load(vm: &mut Vm, name: &ObjRef) -> PyResult {
    match &vm.shared.import_times {
        Some(times) => timed(vm, times, &name.text_or_empty(), |vm| load_found(vm, name)),
        None => load_found(vm, name),
    }
}

fn load_found(vm: &mut Vm, name: &ObjRef) -> PyResult {
    // While nobody has looked at the import system, it would find native modules first.
    if vm.shared.importlib.borrow().is_none()
        && loaded(vm, name).is_none()
        && let Some(module) = modules::load(vm, &name.text_or_empty())
    {
        return Ok(module);
    }
    let importlib = ensure(vm)?;
    let builtins = vm.builtins.clone();
    let key = vm.names.import.clone();
    let import = vm.namespace_get(&builtins, &key).unwrap_or_else(|| vm.none.clone());
    let result = vm.call_method(&importlib, "_find_and_load", &[name.clone(), import]);
    if result.is_err() {
        trim_traceback(vm);
    }
    result
}

/// Takes the frames of `importlib` out of the traceback of the exception in flight, as CPython does:
/// all of them from an ImportError, else those that called a module's code.
fn trim_traceback(vm: &mut Vm) {
    let Some(e) = vm.exception().cloned() else { return };
    let always = vm.pending_is(&vm.excs.import_error.clone());
    let mut entries = Vec::new();
    let mut at = vm.heap.get::<Exception>(&e).and_then(|x| x.traceback.clone());
    while let Some(t) = at {
        at = vm.heap.get::<Traceback>(&t).and_then(|t| t.next.clone());
        entries.push(t);
    }
    let kind = |vm: &Vm, t: &ObjRef| {
        let code =
            vm.heap.get::<Traceback>(t).and_then(|t| vm.heap.get::<FrameData>(&t.frame)).map(|f| f.code());
        let code = code.map(|c| &c.code);
        let own = code.is_some_and(|c| c.filename.starts_with("<frozen importlib._bootstrap"));
        (own, own && code.is_some_and(|c| &*c.name == "_call_with_frames_removed"))
    };
    let mut kept: Vec<ObjRef> = Vec::new();
    let mut chunk: Vec<ObjRef> = Vec::new();
    for t in entries {
        let (own, calls) = kind(vm, &t);
        if own {
            chunk.push(t);
            if always || calls {
                chunk.clear();
            }
        } else {
            kept.append(&mut chunk);
            kept.push(t);
        }
    }
    kept.append(&mut chunk);
    let mut next = None;
    for t in kept.into_iter().rev() {
        if let Some(data) = vm.heap.get_mut::<Traceback>(&t) {
            let old = std::mem::replace(&mut data.next, next.take());
            drop(old);
        }
        next = Some(t);
    }
    if let Some(x) = vm.heap.get_mut::<Exception>(&e) {
        let old = std::mem::replace(&mut x.traceback, next);
        drop(old);
    }
}

/// The import system, made if this is the first time that it is needed.
pub fn ensure(vm: &mut Vm) -> PyResult {
    let shared = vm.shared;
    let ready = |shared: &Shared| shared.importlib.borrow().clone().filter(|_| shared.can_import.get());
    if let Some(importlib) = ready(shared) {
        return Ok(importlib);
    }
    vm.check_stack()?;
    let lock = shared.import_lock(vm);
    rlock::take(vm, &lock)?;
    // Another thread may have made it; and this one asks for it while it makes it.
    let known = ready(shared).or_else(|| shared.importlib.borrow().clone());
    let made = match known {
        Some(importlib) => Ok(importlib),
        // CPython has it before any program runs, and traces none of that.
        None => crate::trace::untold(vm, make),
    };
    if made.is_err() {
        drop(shared.importlib.take());
    }
    rlock::give(vm, &lock)?;
    made
}

fn make(vm: &mut Vm) -> PyResult {
    let name = vm.names.sys.clone();
    let Some(sys) = loaded(vm, &name) else { return Err(vm.runtime_error("lost sys module")) };
    let Some(namespace) = vm.existing_dict(&sys) else { return Err(vm.runtime_error("lost sys module")) };
    // What the program assigned before it ever looked stays.
    let lists = ["meta_path", "path_hooks"];
    let assigned = lists.map(|n| vm.namespace_get(&namespace, &vm.intern(n)));
    for name in lists {
        let list = vm.new_list(Vec::new());
        vm.namespace_put(&namespace, name, list);
    }
    let importlib = frozen_module(vm, "_frozen_importlib")?;
    let Some(imp) = modules::load(vm, "_imp") else { return Err(vm.bad_internal("module _imp")) };
    vm.call_method(&importlib, "_install", &[sys, imp])?;
    vm.shared.importlib.replace(Some(importlib.clone()));
    vm.call_method(&importlib, "_install_external_importers", &[])?;
    let library = frozen_module(vm, "_theseus_library")?;
    let mark = vm.new_bytes(&table_mark().to_le_bytes());
    vm.call_method(&library, "install", &[mark])?;
    for (name, value) in lists.into_iter().zip(assigned) {
        if let Some(value) = value {
            vm.namespace_put(&namespace, name, value);
        }
    }
    main_loader(vm)?;
    vm.shared.can_import.set(true);
    Ok(importlib)
}

/// `__main__` has a loader from when loaders exist.
fn main_loader(vm: &mut Vm) -> PyResult<()> {
    let (main, loader) = (vm.names.main.clone(), vm.names.loader.clone());
    let file = vm.names.file.clone();
    let Some(dict) = loaded(vm, &main).and_then(|m| vm.existing_dict(&m)) else { return Ok(()) };
    if vm.namespace_get(&dict, &loader).is_some_and(|l| !l.is_none()) {
        return Ok(());
    }
    let (module, class, args) = match vm.namespace_get(&dict, &file) {
        Some(file) => ("_frozen_importlib_external", "SourceFileLoader", vec![main, file]),
        None => ("_frozen_importlib", "BuiltinImporter", Vec::new()),
    };
    let (module, class) = (vm.intern(module), vm.intern(class));
    let Some(module) = loaded(vm, &module) else { return Ok(()) };
    let class = vm.getattr(&module, &class)?;
    let made = if args.is_empty() { class } else { vm.call(&class, &args)? };
    drop(vm.namespace_set(&dict, &loader, made));
    Ok(())
}

/// Makes the module of frozen code and runs it, without the import system.
pub fn frozen_module(vm: &mut Vm, name: &str) -> PyResult {
    let Some(frozen) = library::find_frozen(vm, name) else {
        return Err(vm.import_error(format!("No such frozen object named {name}")));
    };
    let code = frozen.code(vm)?;
    let dict = vm.new_dict();
    let key = vm.intern(name);
    let none = vm.none.clone();
    for (name, value) in [("__name__", &key), ("__doc__", &none), ("__package__", &none)] {
        vm.namespace_put(&dict, name, value.clone());
    }
    for name in ["__loader__", "__spec__"] {
        vm.namespace_put(&dict, name, none.clone());
    }
    let origin = vm.new_str(frozen.origin);
    vm.namespace_put(&dict, "__origname__", origin);
    let module = vm.interp().alloc(&vm.types.module, Module { dict: dict.clone() });
    let modules = vm.modules.clone();
    drop(vm.namespace_set(&modules, &key, module.clone()));
    let exec = vm.upcalls.exec_code;
    exec(vm, &code, &dict, &dict, None)?;
    Ok(module)
}

/// `from package import sub` loads submodules that the package lacks as attributes.
fn with_submodules(vm: &mut Vm, module: ObjRef, fromlist: &ObjRef) -> PyResult {
    let path = vm.names.path.clone();
    if vm.try_getattr(&module, &path)?.is_none() {
        return Ok(module);
    }
    // Mostly everything is there.
    let names = vm.heap.tuple(fromlist).map(<[ObjRef]>::to_vec);
    if let Some(names) = names.filter(|list| list.iter().all(|n| n.is_str() && n.ascii() != Some("*"))) {
        let mut complete = true;
        for name in &names {
            complete = complete && vm.try_getattr(&module, name)?.is_some();
        }
        if complete {
            return Ok(module);
        }
    }
    let importlib = ensure(vm)?;
    let gcd_import = vm.intern("_gcd_import");
    let import = vm.getattr(&importlib, &gcd_import)?;
    let result = vm.call_method(&importlib, "_handle_fromlist", &[module, fromlist.clone(), import]);
    if result.is_err() {
        trim_traceback(vm);
    }
    result
}

/// `from module import name`.
pub fn import_from(vm: &mut Vm, module: &ObjRef, name: &ObjRef) -> PyResult {
    if let Some(v) = vm.try_getattr(module, name)? {
        return Ok(v);
    }
    let key = vm.names.name.clone();
    let module_name = vm.try_getattr(module, &key)?.filter(ObjRef::is_str);
    if let Some(package) = &module_name {
        let full = vm.intern(&format!("{}.{}", package.text_or_empty(), name.text_or_empty()));
        if let Some(sub) = loaded(vm, &full) {
            return Ok(sub);
        }
    }
    Err(no_such_name(vm, module, module_name, name)?)
}

fn no_such_name(
    vm: &mut Vm,
    module: &ObjRef,
    module_name: Option<ObjRef>,
    name: &ObjRef,
) -> PyResult<Raised> {
    let key = vm.names.file.clone();
    let is_module = module.kind() == Kind::Module;
    let file = if is_module && module_name.is_some() { vm.try_getattr(module, &key)? } else { None };
    let file = file.filter(ObjRef::is_str);
    let owner = module_name.clone().unwrap_or_else(|| vm.new_str("<unknown module name>"));
    let (shown, owner) = (vm.repr_text(name)?, vm.repr_text(&owner)?);
    let text = match &file {
        None => format!("cannot import name {shown} from {owner} (unknown location)"),
        Some(file) => {
            let file = file.text_or_empty();
            if is_initializing(vm, module)? {
                format!(
                    "cannot import name {shown} from partially initialized module {owner} (most likely due to a circular import) ({file})"
                )
            } else {
                format!("cannot import name {shown} from {owner} ({file})")
            }
        }
    };
    let none = vm.none.clone();
    let values =
        [vm.new_str(&text), module_name.unwrap_or_else(|| none.clone()), file.unwrap_or(none), name.clone()];
    let names = ["name", "path", "name_from"].map(|n| vm.intern(n));
    let class = vm.excs.import_error.as_ref().clone();
    let e = vm.call_args(&class, &Args { values: &values, names: &names })?;
    Ok(vm.raise(e))
}
