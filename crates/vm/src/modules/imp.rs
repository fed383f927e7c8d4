//! The module `_imp`: what `importlib` asks of the machine.

use theseus_builtins::module::new_module;
use theseus_builtins::modules::thread::rlock;
use theseus_object::args::Params;
use theseus_object::methods::NativeDef;
use theseus_object::{Args, Cx, Kind, ObjRef, PyResult};

use crate::library;
use crate::machine::Vm;

static FUNCTIONS: &[NativeDef] = &[
    NativeDef::f0("lock_held", lock_held, "Return True if the import lock is currently held, else False."),
    NativeDef::f0(
        "acquire_lock",
        acquire_lock,
        "Acquires the interpreter's import lock for the current thread.",
    ),
    NativeDef::f0("release_lock", release_lock, "Release the interpreter's import lock."),
    NativeDef::f0(
        "extension_suffixes",
        extension_suffixes,
        "Returns the list of file suffixes used to identify extension modules.",
    ),
    NativeDef::f1(
        "is_builtin",
        is_builtin,
        "Returns True if the module name corresponds to a built-in module.",
    ),
    NativeDef::f1("is_frozen", is_frozen, "Returns True if the module name corresponds to a frozen module."),
    NativeDef::f1(
        "is_frozen_package",
        is_frozen_package,
        "Returns True if the module name is of a frozen package.",
    ),
    NativeDef::f_full(
        "find_frozen",
        find_frozen,
        "Return info about the corresponding frozen module (if there is one) or None.",
    ),
    NativeDef::f_range(
        "get_frozen_object",
        get_frozen_object,
        1,
        2,
        "Create a code object for a frozen module.",
    ),
    NativeDef::f1("init_frozen", init_frozen, "Initializes a frozen module."),
    NativeDef::f1("create_builtin", create_builtin, "Create an extension module."),
    NativeDef::f1("exec_builtin", exec_builtin, "Initialize a built-in module."),
    NativeDef::f_range("create_dynamic", create_dynamic, 1, 2, "Create an extension module."),
    NativeDef::f1("exec_dynamic", exec_builtin, "Initialize an extension module."),
    NativeDef::f2(
        "_fix_co_filename",
        fix_co_filename,
        "Changes code.co_filename to specify the passed-in file path.",
    ),
    NativeDef::f2("source_hash", source_hash, "Return a hash of the source."),
    NativeDef::f0(
        "_frozen_module_names",
        frozen_module_names,
        "Returns the list of available frozen modules.",
    ),
    NativeDef::f1(
        "_override_frozen_modules_for_tests",
        override_frozen,
        "Override the use of frozen modules.",
    ),
    NativeDef::f0("ast_grammar", ast_grammar, "The grammar of syntax trees, for the classes of their nodes."),
    NativeDef::f1("library_has", library_has, "Whether the embedded library has this file."),
    NativeDef::f1("library_source", library_source, "The text of a file of the embedded library, or None."),
    NativeDef::f1("library_code", library_code, "The code of a file of the embedded library."),
    NativeDef::f1(
        "library_modules",
        library_modules,
        "Names of the modules in a folder of the embedded library, with whether each is a package.",
    ),
    NativeDef::f0("library_folder", library_folder, "Where the embedded library is said to lie."),
];

pub fn install(cx: &mut Cx) {
    let module = new_module(cx, "_imp", "(Extremely) low-level import machinery bits as used by importlib.");
    let Some(dict) = cx.existing_dict(&module) else { return };
    let name = cx.intern("_imp");
    for def in FUNCTIONS {
        let f = cx.native_function(def, Some(name.clone()));
        cx.namespace_put(&dict, def.name, f);
    }
    let policy = cx.new_str("default");
    cx.namespace_put(&dict, "check_hash_based_pycs", policy);
}

fn lock_held(cx: &mut Cx) -> PyResult {
    let lock = Vm::of(cx).shared.import_lock(cx);
    Ok(cx.bool(rlock::is_held(cx, &lock)))
}

fn acquire_lock(cx: &mut Cx) -> PyResult {
    let lock = Vm::of(cx).shared.import_lock(cx);
    rlock::take(cx, &lock)?;
    Ok(cx.none.clone())
}

fn release_lock(cx: &mut Cx) -> PyResult {
    let lock = Vm::of(cx).shared.import_lock(cx);
    if !rlock::is_mine(cx, &lock) {
        return Err(cx.runtime_error("not holding the import lock"));
    }
    rlock::give(cx, &lock)?;
    Ok(cx.none.clone())
}

fn extension_suffixes(cx: &mut Cx) -> PyResult {
    Ok(cx.new_list(Vec::new()))
}

fn name_of(cx: &mut Cx, name: &ObjRef, who: &str) -> PyResult<String> {
    match name.text() {
        Some(text) => Ok(text.into_owned()),
        None => {
            let got = name.kind_given();
            Err(cx.type_error(format!("{who}() argument must be str, not {got}")))
        }
    }
}

/// -1 for modules that cannot be made anew.
fn is_builtin(cx: &mut Cx, name: &ObjRef) -> PyResult {
    let name = name_of(cx, name, "is_builtin")?;
    let known = match name.as_str() {
        "builtins" | "sys" => -1,
        name => super::exists(Vm::of(cx), name) as i64,
    };
    Ok(cx.int(known))
}

fn is_frozen(cx: &mut Cx, name: &ObjRef) -> PyResult {
    let name = name_of(cx, name, "is_frozen")?;
    let found = library::find_frozen(Vm::of(cx), &name).is_some();
    Ok(cx.bool(found))
}

fn is_frozen_package(cx: &mut Cx, name: &ObjRef) -> PyResult {
    let name = name_of(cx, name, "is_frozen_package")?;
    match library::find_frozen(Vm::of(cx), &name) {
        Some(f) => Ok(cx.bool(f.path.ends_with("/__init__.py"))),
        None => Err(no_frozen(cx, &name)),
    }
}

fn no_frozen(cx: &mut Cx, name: &str) -> theseus_object::Raised {
    cx.import_error(format!("No such frozen object named {name}"))
}

/// `(data, is_package, origin)`; there is no data.
fn find_frozen(cx: &mut Cx, args: &Args) -> PyResult {
    const PARAMS: Params<1, 1> = Params { required: ["name"], optional: ["withdata"], posonly: 1, kwonly: 1 };
    let ([name], [_]) = args.bind(cx, "find_frozen", &PARAMS)?;
    let name = name_of(cx, &name, "find_frozen")?;
    match library::find_frozen(Vm::of(cx), &name) {
        Some(f) => {
            let package = cx.bool(f.path.ends_with("/__init__.py"));
            let parts = [cx.none.clone(), package, cx.new_str(f.origin)];
            Ok(cx.new_tuple(parts))
        }
        None => Ok(cx.none.clone()),
    }
}

fn get_frozen_object(cx: &mut Cx, args: &[ObjRef]) -> PyResult {
    let Some(name) = args.first() else { return Err(cx.bad_internal("arguments")) };
    let name = name_of(cx, name, "get_frozen_object")?;
    match library::find_frozen(Vm::of(cx), &name) {
        Some(f) => f.code(Vm::of(cx)),
        None => Err(no_frozen(cx, &name)),
    }
}

fn init_frozen(cx: &mut Cx, name: &ObjRef) -> PyResult {
    let name = name_of(cx, name, "init_frozen")?;
    match library::find_frozen(Vm::of(cx), &name) {
        Some(_) => crate::import::frozen_module(Vm::of(cx), &name),
        None => Ok(cx.none.clone()),
    }
}

fn create_builtin(cx: &mut Cx, spec: &ObjRef) -> PyResult {
    let key = cx.intern("name");
    let name = cx.getattr(spec, &key)?;
    let text = name_of(cx, &name, "create_builtin")?;
    match super::load(Vm::of(cx), &text) {
        Some(module) => Ok(module),
        None => Ok(cx.none.clone()),
    }
}

fn exec_builtin(cx: &mut Cx, _: &ObjRef) -> PyResult {
    Ok(cx.int(0))
}

fn create_dynamic(cx: &mut Cx, args: &[ObjRef]) -> PyResult {
    let key = cx.intern("name");
    let name = match args.first() {
        Some(spec) => cx.getattr(spec, &key)?,
        None => cx.none.clone(),
    };
    let shown = cx.str_text(&name)?;
    Err(cx.import_error(format!("extension modules are not supported: {shown}")))
}

/// Code objects do not change: one with the right name is asked for when it is made.
fn fix_co_filename(cx: &mut Cx, code: &ObjRef, path: &ObjRef) -> PyResult {
    if code.kind() != Kind::Code || !path.is_str() {
        return Err(cx.type_error("_fix_co_filename() takes a code object and a str"));
    }
    Ok(cx.none.clone())
}

/// Any hash of eight bytes does: our own is the one that reads it.
fn source_hash(cx: &mut Cx, key: &ObjRef, source: &ObjRef) -> PyResult {
    let key = cx.index_word(key)? as u64;
    let bytes = cx.new_bytes(cx.heap.bytes(source).unwrap_or_default());
    let hash = bytes.bytes_hash(cx) as u64 ^ key;
    Ok(cx.new_bytes(&hash.to_le_bytes()))
}

fn frozen_module_names(cx: &mut Cx) -> PyResult {
    let names = library::all_frozen(Vm::of(cx)).map(|f| f.name).collect::<Vec<_>>();
    let names = names.into_iter().map(|n| cx.new_str(n)).collect();
    Ok(cx.new_list(names))
}

fn override_frozen(cx: &mut Cx, _: &ObjRef) -> PyResult {
    Ok(cx.none.clone())
}

fn ast_grammar(cx: &mut Cx) -> PyResult {
    Ok(cx.new_str(theseus_compiler::tree::grammar::GRAMMAR))
}

fn library_has(cx: &mut Cx, path: &ObjRef) -> PyResult {
    let found = library::find(Vm::of(cx), &path.text_or_empty()).is_some();
    Ok(cx.bool(found))
}

fn library_source(cx: &mut Cx, path: &ObjRef) -> PyResult {
    let source = library::find(Vm::of(cx), &path.text_or_empty()).and_then(|f| f.source());
    Ok(source.map(|s| cx.new_bytes(&s)).unwrap_or_else(|| cx.none.clone()))
}

fn library_code(cx: &mut Cx, path: &ObjRef) -> PyResult {
    let path = path.text_or_empty();
    match library::find(Vm::of(cx), &path) {
        Some(file) => library::code(Vm::of(cx), file, &path),
        None => Err(cx.import_error(format!("no file {path} in the library"))),
    }
}

fn library_modules(cx: &mut Cx, folder: &ObjRef) -> PyResult {
    let list = library::modules_in(Vm::of(cx), &folder.text_or_empty());
    let pair = |(name, package): (String, bool)| cx.new_tuple([cx.new_str(&name), cx.bool(package)]);
    let list = list.into_iter().map(pair).collect();
    Ok(cx.new_list(list))
}

fn library_folder(cx: &mut Cx) -> PyResult {
    let folder = Vm::of(cx).shared.library.to_string();
    Ok(cx.new_str(&folder))
}
