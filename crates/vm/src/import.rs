//! Import: modules that are loaded, native ones, and `.py` files and packages on `sys.path`.

use theseus_object::payload::Module;
use theseus_object::{Cx, Kind, ObjRef, PyResult};

use crate::machine::Vm;
use crate::upcalls::compile_source;

/// `__import__(name, globals, locals, fromlist, level)`.
pub fn import(cx: &mut Cx, args: &[ObjRef]) -> PyResult {
    let vm = Vm::of(cx);
    let [name, globals, _, fromlist, level] = args else { return Err(vm.bad_internal("import")) };
    if !name.is_str() {
        return Err(vm.type_error("module name must be a string"));
    }
    let level = level.int().unwrap_or(0);
    if level < 0 {
        return Err(vm.value_error("level must be >= 0"));
    }
    let mut full = name.text_or_empty();
    if level > 0 {
        full = absolute(vm, globals, &full, level as usize)?;
    } else if full.is_empty() {
        return Err(vm.value_error("Empty module name"));
    }
    let module = load_dotted(vm, &full)?;
    if vm.truth(fromlist)? {
        import_submodules(vm, &module, &full, fromlist)?;
        return Ok(module);
    }
    if level > 0 {
        return Ok(module);
    }
    // `import a.b` binds `a`.
    let first = full.split('.').next().unwrap_or_default().to_string();
    loaded(vm, &first).map_or(Ok(module), Ok)
}

/// The absolute name of a relative import.
fn absolute(vm: &mut Vm, globals: &ObjRef, name: &str, level: usize) -> PyResult<String> {
    let package = vm.names.package.clone();
    let found = vm.namespace_get(globals, &package).filter(ObjRef::is_str);
    let mut package = match found {
        Some(p) => p.text_or_empty(),
        None => {
            let (key, path) = (vm.names.name.clone(), vm.names.path.clone());
            let name = vm.namespace_get(globals, &key).map(|n| n.text_or_empty()).unwrap_or_default();
            if vm.namespace_get(globals, &path).is_some() {
                name
            } else {
                name.rsplit_once('.').map(|(p, _)| p.to_string()).unwrap_or_default()
            }
        }
    };
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
fn loaded(vm: &mut Vm, name: &str) -> Option<ObjRef> {
    let (key, modules) = (vm.intern(name), vm.modules.clone());
    vm.namespace_get(&modules, &key)
}

/// Makes the native module of this name, if there is one.
fn native(vm: &mut Vm, name: &str) -> Option<ObjRef> {
    theseus_builtins::modules::find(name)?(vm);
    loaded(vm, name)
}

fn load_dotted(vm: &mut Vm, full: &str) -> PyResult {
    let mut parent: Option<ObjRef> = None;
    let mut at = String::new();
    for part in full.split('.') {
        let above = at.clone();
        if !at.is_empty() {
            at.push('.');
        }
        at.push_str(part);
        let module = match loaded(vm, &at) {
            Some(m) if m.is_none() => {
                let text = format!("import of {at} halted; None in sys.modules");
                return Err(not_found(vm, &at, text));
            }
            Some(m) => m,
            None => match native(vm, &at) {
                Some(m) => m,
                None => load(vm, &at, part, parent.as_ref().map(|p| (p, above.as_str())))?,
            },
        };
        if let Some(p) = &parent {
            let key = vm.intern(part);
            vm.setattr(p, &key, Some(&module))?;
        }
        parent = Some(module);
    }
    match parent {
        Some(m) => Ok(m),
        None => Err(vm.value_error("Empty module name")),
    }
}

fn not_found(vm: &mut Vm, name: &str, text: String) -> theseus_object::Raised {
    let ty = vm.excs.module_not_found_error.clone();
    let raised = vm.error(&ty, text);
    if let Some(e) = vm.exception().cloned() {
        let (key, value) = (vm.intern("name"), vm.new_str(name));
        let _ = vm.setattr(&e, &key, Some(&value));
    }
    raised
}

/// Finds and runs a module that is not yet loaded.
fn load(vm: &mut Vm, full: &str, part: &str, parent: Option<(&ObjRef, &str)>) -> PyResult {
    if let Some(install) = theseus_builtins::modules::find(full) {
        install(vm);
        if let Some(module) = loaded(vm, full) {
            return Ok(module);
        }
    }
    let path = match parent {
        None => {
            let (sys, path) = (loaded(vm, "sys"), vm.intern("path"));
            match sys {
                Some(sys) => vm.try_getattr(&sys, &path)?,
                None => None,
            }
        }
        Some((p, above)) => {
            let key = vm.names.path.clone();
            match vm.try_getattr(p, &key)? {
                Some(path) => Some(path),
                None => {
                    let text = format!("No module named '{full}'; '{above}' is not a package");
                    return Err(not_found(vm, full, text));
                }
            }
        }
    };
    let folders = match path {
        Some(p) => vm.collect(&p)?,
        None => Vec::new(),
    };
    for folder in folders {
        let folder = folder.text_or_empty();
        let base = if folder.is_empty() {
            part.to_string()
        } else {
            format!("{}/{part}", folder.trim_end_matches('/'))
        };
        let package = format!("{base}/__init__.py");
        if let Some(source) = read(vm, &package) {
            return run_module(vm, full, &source, &package, Some(&base));
        }
        let file = format!("{base}.py");
        if let Some(source) = read(vm, &file) {
            return run_module(vm, full, &source, &file, None);
        }
    }
    Err(not_found(vm, full, format!("No module named '{full}'")))
}

fn read(vm: &Vm, path: &str) -> Option<Vec<u8>> {
    let host = vm.host.get()?;
    if host.is_directory(path.as_bytes()) != Some(false) {
        return None;
    }
    host.read_file(path.as_bytes()).ok()
}

fn run_module(vm: &mut Vm, full: &str, source: &[u8], file: &str, package: Option<&str>) -> PyResult {
    let options = theseus_compiler::Options { in_memory: true, ..Default::default() };
    let code = compile_source(vm, source, file, &options)?;
    let dict = vm.new_dict();
    let name = vm.intern(full);
    let module = vm.interp().alloc(&vm.types.module, Module { dict: dict.clone() });
    vm.namespace_put(&dict, "__name__", name.clone());
    let none = vm.none.clone();
    for key in ["__doc__", "__loader__", "__spec__"] {
        vm.namespace_put(&dict, key, none.clone());
    }
    vm.namespace_put(&dict, "__file__", vm.new_str(file));
    let parent = if package.is_some() { full } else { full.rsplit_once('.').map_or("", |(p, _)| p) };
    vm.namespace_put(&dict, "__package__", vm.new_str(parent));
    if let Some(folder) = package {
        let folder = vm.new_str(folder);
        vm.namespace_put(&dict, "__path__", vm.new_list(vec![folder]));
    }
    let modules = vm.modules.clone();
    drop(vm.namespace_set(&modules, &name, module));
    let exec = vm.upcalls.exec_code;
    if let Err(e) = exec(vm, &code, &dict, &dict, None) {
        drop(vm.namespace_delete(&modules, &name));
        return Err(e);
    }
    match vm.namespace_get(&modules, &name) {
        Some(m) => Ok(m),
        None => Err(vm.key_error(&name)),
    }
}

/// `from package import sub` loads submodules that the package lacks as attributes.
fn import_submodules(vm: &mut Vm, module: &ObjRef, full: &str, fromlist: &ObjRef) -> PyResult<()> {
    let path = vm.names.path.clone();
    if vm.try_getattr(module, &path)?.is_none() {
        return Ok(());
    }
    for name in vm.collect(fromlist)? {
        let text = name.text_or_empty();
        if text == "*" || vm.try_getattr(module, &name)?.is_some() {
            continue;
        }
        let missing = vm.excs.module_not_found_error.clone();
        if load_dotted(vm, &format!("{full}.{text}")).is_err() && !vm.catch(&missing) {
            return Err(theseus_object::Raised);
        }
    }
    Ok(())
}

/// `from module import name`.
pub fn import_from(vm: &mut Vm, module: &ObjRef, name: &ObjRef) -> PyResult {
    if let Some(v) = vm.try_getattr(module, name)? {
        return Ok(v);
    }
    let key = vm.names.name.clone();
    let module_name = match vm.try_getattr(module, &key)? {
        Some(n) if n.is_str() => n.text_or_empty(),
        _ => "<unknown module name>".to_string(),
    };
    let text = name.text_or_empty();
    if let Some(sub) = loaded(vm, &format!("{module_name}.{text}")) {
        return Ok(sub);
    }
    let key = vm.names.file.clone();
    let file = if module.kind() == Kind::Module { vm.try_getattr(module, &key)? } else { None };
    let place = file.map(|f| f.text_or_empty()).unwrap_or_else(|| "unknown location".to_string());
    Err(vm.import_error(format!("cannot import name '{text}' from '{module_name}' ({place})")))
}
