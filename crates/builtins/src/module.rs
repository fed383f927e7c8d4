//! `module`: a namespace with a name.

use theseus_object::args::Params;
use theseus_object::class::TypeSpec;
use theseus_object::methods::{GetSet, NativeDef};
use theseus_object::module::name_module;
pub use theseus_object::module::{module_over, native_module, new_module};
use theseus_object::payload::Module;
use theseus_object::{Args, Cx, Kind, ObjRef, PyResult, Raised, Slots, TypeObj, TypeRef};

static SPEC: TypeSpec = TypeSpec {
    slots: Slots {
        repr: Some(repr),
        getattr: Some(getattr),
        new: Some(new),
        init: Some(init),
        ..Slots::EMPTY
    },
    methods: &[NativeDef::m0("__dir__", dir, "__dir__() -> list\nspecialized dir() implementation")],
    getsets: &[
        GetSet::member("__dict__", dict, ""),
        GetSet::rw("__annotations__", annotations, set_annotations, ""),
    ],
    doc: "Create a module object.\n\nThe name must be a string; the optional docstring can have any type.",
};

pub fn install(cx: &mut Cx) {
    let ty = cx.types.module.clone();
    cx.fill_type(&ty, &SPEC);
}

/// The exception class of a native module, kept as `kept` and put into the module's namespace
/// under its own name; the class says it comes from `of`.
pub fn exception_class(
    cx: &mut Cx,
    dict: &ObjRef,
    kept: &'static str,
    of: &str,
    name: &str,
    base: &TypeRef,
) -> ObjRef {
    let namespace = cx.new_dict();
    cx.namespace_put(&namespace, "__module__", cx.new_str(of));
    let bases = cx.new_tuple([base.as_ref().clone()]);
    let metaclass = cx.types.type_.as_ref().clone();
    let class = match cx.call(&metaclass, &[cx.new_str(name), bases, namespace]) {
        Ok(class) => class,
        Err(_) => base.as_ref().clone(),
    };
    cx.keep(kept, class.clone());
    cx.namespace_put(dict, name, class.clone());
    class
}

/// Raises an exception of a class made by [`exception_class`].
#[cold]
pub fn raise_kept(cx: &mut Cx, kept: &str, message: impl AsRef<str>) -> Raised {
    let class = cx.kept(kept);
    match class.as_ref().and_then(TypeObj::of) {
        Some(ty) => {
            let e = cx.new_exception(ty, &[cx.new_str(message.as_ref())]);
            cx.raise(e)
        }
        None => cx.value_error(message),
    }
}

fn new(cx: &mut Cx, class: &ObjRef, _: &Args) -> PyResult {
    let dict = cx.new_dict();
    let ty = cx.expect_type(class)?;
    Ok(cx.new_instance(ty, Module { dict }))
}

fn init(cx: &mut Cx, m: &ObjRef, args: &Args) -> PyResult<()> {
    const PARAMS: Params<1, 1> = Params { required: ["name"], optional: ["doc"], posonly: 0, kwonly: 2 };
    let ([name], [doc]) = args.bind(cx, "module", &PARAMS)?;
    if !name.is_str() {
        let got = name.kind_given();
        return Err(cx.type_error(format!("module() argument 'name' must be str, not {got}")));
    }
    let dict = namespace(cx, m)?;
    let doc = doc.unwrap_or_else(|| cx.none.clone());
    name_module(cx, &dict, name, doc);
    Ok(())
}

fn namespace(cx: &mut Cx, m: &ObjRef) -> PyResult {
    match cx.heap.get::<Module>(m) {
        Some(m) => Ok(m.dict.clone()),
        None => Err(cx.bad_internal("module")),
    }
}

fn str_in(cx: &Cx, dict: &ObjRef, name: &ObjRef) -> Option<String> {
    cx.namespace_get(dict, name)?.text().map(|t| t.into_owned())
}

/// The module's names, then its `__getattr__`.
fn getattr(cx: &mut Cx, m: &ObjRef, name: &ObjRef) -> PyResult {
    let name = &cx.attribute_name(name)?;
    let found = m.ty().lookup(cx, name);
    if found.is_none()
        && let Some(v) = cx.instance_get(m, name)
    {
        return Ok(v);
    }
    if found.is_some() {
        match cx.generic_getattr(m, name) {
            Err(_) if cx.catch(&cx.excs.attribute_error.clone()) => (),
            r => return r,
        }
    }
    if fill_sys(cx, m)?
        && let Some(v) = cx.instance_get(m, name)
    {
        return Ok(v);
    }
    let dict = namespace(cx, m)?;
    let hook = cx.intern("__getattr__");
    if let Some(f) = cx.namespace_get(&dict, &hook) {
        return cx.call(&f, std::slice::from_ref(name));
    }
    let shown = name.text_or_empty();
    let text = match str_in(cx, &dict, &cx.names.name) {
        Some(module) if is_initializing(cx, &dict)? => format!(
            "partially initialized module '{module}' has no attribute '{shown}' (most likely due to a circular import)"
        ),
        Some(module) => format!("module '{module}' has no attribute '{shown}'"),
        None => format!("module has no attribute '{shown}'"),
    };
    Err(cx.no_attribute(m, name, text))
}

/// `sys` gets the lists of the import system when somebody first looks for them; whether it did now.
fn fill_sys(cx: &mut Cx, m: &ObjRef) -> PyResult<bool> {
    let name = cx.intern("meta_path");
    let is_sys = cx.namespace_get(&cx.modules, &cx.names.sys).is_some_and(|sys| sys.is(m));
    let dict = namespace(cx, m)?;
    if !is_sys || cx.namespace_get(&dict, &name).is_some() {
        return Ok(false);
    }
    (cx.upcalls.import_system)(cx)?;
    Ok(true)
}

fn is_initializing(cx: &mut Cx, dict: &ObjRef) -> PyResult<bool> {
    let Some(spec) = cx.namespace_get(dict, &cx.names.spec).filter(|s| !s.is_none()) else {
        return Ok(false);
    };
    let name = cx.intern("_initializing");
    match cx.try_getattr(&spec, &name)? {
        Some(v) => cx.truth(&v),
        None => Ok(false),
    }
}

fn repr(cx: &mut Cx, m: &ObjRef) -> PyResult {
    // The import system knows, once it is there.
    let (importlib, hook) = (cx.intern("_frozen_importlib"), cx.intern("_module_repr"));
    if let Some(importlib) = cx.namespace_get(&cx.modules, &importlib)
        && let Some(hook) = cx.try_getattr(&importlib, &hook)?
    {
        return cx.call(&hook, std::slice::from_ref(m));
    }
    let (name, file) = (cx.names.name.clone(), cx.names.file.clone());
    let name = match cx.try_getattr(m, &name)? {
        Some(name) => cx.repr_text(&name)?,
        None => "'?'".to_string(),
    };
    let text = match cx.try_getattr(m, &file)? {
        Some(file) => format!("<module {name} from {}>", cx.repr_text(&file)?),
        None if is_native(cx, m) => format!("<module {name} (built-in)>"),
        None => format!("<module {name}>"),
    };
    Ok(cx.new_str(&text))
}

/// Native modules hold native functions that name them.
fn is_native(cx: &Cx, m: &ObjRef) -> bool {
    let Some(dict) = cx.heap.get::<Module>(m).map(|m| &m.dict) else { return false };
    let Some(name) = cx.namespace_get(dict, &cx.names.name) else { return false };
    cx.dict_items(dict).iter().any(|(_, v)| {
        let module = cx.heap.get::<theseus_object::payload::NativeData>(v).and_then(|n| n.module.as_ref());
        module.is_some_and(|m| m.is_str() && name.is_str() && m.str_eq(&name))
    })
}

/// `dir(module)`: the names in it, or what its `__dir__` says.
fn dir(cx: &mut Cx, m: &ObjRef) -> PyResult {
    let name = cx.names.dict.clone();
    let dict = cx.getattr(m, &name)?;
    if dict.kind() != Kind::Dict {
        return Err(cx.type_error("<module>.__dict__ is not a dictionary"));
    }
    if let Some(hook) = cx.namespace_get(&dict, &cx.names.dir) {
        return cx.call(&hook, &[]);
    }
    fill_sys(cx, m)?;
    let keys = cx.dict_items(&dict).into_iter().map(|(k, _)| k).collect();
    Ok(cx.new_list(keys))
}

fn dict(cx: &mut Cx, m: &ObjRef) -> PyResult {
    fill_sys(cx, m)?;
    namespace(cx, m)
}

fn annotations(cx: &mut Cx, m: &ObjRef) -> PyResult {
    let dict = namespace(cx, m)?;
    if let Some(v) = cx.namespace_get(&dict, &cx.names.annotations) {
        return Ok(v);
    }
    let made = cx.new_dict();
    drop(cx.namespace_set(&dict, &cx.names.annotations, made.clone()));
    Ok(made)
}

fn set_annotations(cx: &mut Cx, m: &ObjRef, value: Option<&ObjRef>) -> PyResult<()> {
    let dict = namespace(cx, m)?;
    let name = cx.names.annotations.clone();
    let old = match value {
        Some(v) => cx.namespace_set(&dict, &name, v.clone()),
        None => match cx.namespace_delete(&dict, &name) {
            None => return Err(cx.attribute_error("__annotations__")),
            old => old,
        },
    };
    drop(old);
    Ok(())
}
