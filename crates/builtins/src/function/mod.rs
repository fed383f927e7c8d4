//! Callables: functions written in Python, bound methods, native functions and cells.

mod cell;
mod method;
mod native;

use theseus_object::args::Params;
use theseus_object::class::TypeSpec;
use theseus_object::methods::GetSet;
use theseus_object::payload::{Function, Method};
use theseus_object::watch::Change;
use theseus_object::{Args, Cx, Kind, ObjRef, PyResult, Slots};

use crate::type_::set_instance_dict;

static SPEC: TypeSpec = TypeSpec {
    slots: Slots { repr: Some(repr), call: Some(call), get: Some(get), new: Some(new), ..Slots::EMPTY },
    methods: &[],
    getsets: &[
        GetSet::rw("__code__", code, set_code, ""),
        GetSet::rw("__defaults__", defaults, set_defaults, ""),
        GetSet::rw("__kwdefaults__", kwdefaults, set_kwdefaults, ""),
        GetSet::rw("__annotations__", annotations, set_annotations, ""),
        GetSet::rw("__dict__", dict, set_dict, ""),
        GetSet::rw("__name__", name, set_name, ""),
        GetSet::rw("__qualname__", qualname, set_qualname, ""),
        GetSet::rw("__type_params__", type_params, set_type_params, ""),
        GetSet::rw_member("__doc__", doc, set_doc, ""),
        GetSet::rw_member("__module__", module, set_module, ""),
        GetSet::member("__closure__", closure, ""),
        GetSet::member("__globals__", globals, ""),
        GetSet::member("__builtins__", builtins, ""),
    ],
    doc: "Create a function object.\n\n  code\n    a code object\n  globals\n    the globals dictionary\n  name\n    a string that overrides the name from the code object\n  argdefs\n    a tuple that specifies the default argument values\n  closure\n    a tuple that supplies the bindings for free variables",
};

pub fn install(cx: &mut Cx) {
    let ty = cx.types.function.clone();
    cx.fill_type(&ty, &SPEC);
    method::install(cx);
    native::install(cx);
    cell::install(cx);
}

fn call(cx: &mut Cx, f: &ObjRef, args: &Args) -> PyResult {
    (cx.upcalls.call_function)(cx, f, args)
}

fn get(cx: &mut Cx, f: &ObjRef, o: Option<&ObjRef>, _: &ObjRef) -> PyResult {
    let Some(o) = o else { return Ok(f.clone()) };
    let method = cx.types.method.clone();
    Ok(cx.new_as(&method, Method { func: f.clone(), self_: o.clone() }))
}

fn function<'a>(cx: &'a mut Cx, f: &'a ObjRef) -> PyResult<&'a mut Function> {
    if f.kind() != Kind::Function {
        return Err(cx.bad_internal("function"));
    }
    match cx.heap.get_mut::<Function>(f) {
        Some(data) => Ok(data),
        None => Err(theseus_object::Raised),
    }
}

fn repr(cx: &mut Cx, f: &ObjRef) -> PyResult {
    let name = function(cx, f)?.qualname.text_or_empty();
    Ok(cx.new_str(&format!("<function {name} at {:#x}>", f.address())))
}

/// Number of free variables of a code object.
fn free_count(cx: &mut Cx, code: &ObjRef) -> PyResult<usize> {
    let name = cx.intern("co_freevars");
    let names = cx.getattr(code, &name)?;
    cx.len(&names)
}

/// `types.FunctionType(code, globals, name=None, argdefs=None, closure=None)`.
fn new(cx: &mut Cx, _: &ObjRef, args: &Args) -> PyResult {
    const PARAMS: Params<2, 3> = Params {
        required: ["code", "globals"],
        optional: ["name", "argdefs", "closure"],
        posonly: 0,
        kwonly: 5,
    };
    let ([code, globals], [name, defaults, closure]) = args.bind(cx, "function", &PARAMS)?;
    for (o, kind, what, type_name) in
        [(&code, Kind::Code, "code", "code"), (&globals, Kind::Dict, "globals", "dict")]
    {
        if o.kind() != kind {
            let got = o.kind_given();
            return Err(cx.type_error(format!("function() argument '{what}' must be {type_name}, not {got}")));
        }
    }
    let given = |o: Option<ObjRef>| o.filter(|o| !o.is_none());
    let (name, defaults) = (given(name), given(defaults));
    if name.as_ref().is_some_and(|n| !n.is_str()) {
        return Err(cx.type_error("arg 3 (name) must be None or string"));
    }
    if defaults.as_ref().is_some_and(|d| d.kind() != Kind::Tuple) {
        return Err(cx.type_error("arg 4 (defaults) must be None or tuple"));
    }
    let closure = check_closure(cx, &code, given(closure))?;
    let own = cx.names.name.clone();
    let module = cx.namespace_get(&globals, &own);
    let attribute = |cx: &mut Cx, text: &str| {
        let name = cx.intern(text);
        cx.getattr(&code, &name)
    };
    let own_name = attribute(cx, "co_name")?;
    let own_qualname = attribute(cx, "co_qualname")?;
    let builtins = cx.namespace_get(&globals, &cx.names.builtins);
    let builtins = match builtins {
        Some(b) if b.kind() == Kind::Module => cx.existing_dict(&b),
        Some(b) if b.kind() == Kind::Dict => Some(b),
        _ => None,
    };
    let none = cx.none.clone();
    let consts = attribute(cx, "co_consts")?;
    let doc = cx.heap.tuple(&consts).and_then(|c| c.first()).filter(|d| d.is_str()).cloned();
    let data = Function {
        exec: Default::default(),
        qualname: own_qualname,
        name: name.unwrap_or(own_name),
        builtins: builtins.unwrap_or_else(|| cx.builtins.clone()),
        module: module.unwrap_or_else(|| none.clone()),
        code,
        globals,
        defaults,
        kwdefaults: None,
        closure,
        doc: doc.unwrap_or(none),
        annotations: None,
        type_params: None,
        dict: None,
        special: None,
        retired: Vec::new(),
        watch: None,
    };
    let ty = cx.types.function.clone();
    Ok(cx.new_as(&ty, data))
}

fn check_closure(cx: &mut Cx, code: &ObjRef, closure: Option<ObjRef>) -> PyResult<Option<ObjRef>> {
    let free = free_count(cx, code)?;
    let cells = match &closure {
        None if free > 0 => return Err(cx.type_error("arg 5 (closure) must be tuple")),
        None => return Ok(None),
        Some(t) => cx.heap.tuple(t).map(<[ObjRef]>::to_vec),
    };
    let Some(cells) = cells else { return Err(cx.type_error("arg 5 (closure) must be None or tuple")) };
    if cells.len() != free {
        let name = cx.intern("co_name");
        let name = cx.getattr(code, &name)?.text_or_empty();
        let n = cells.len();
        return Err(cx.value_error(format!("{name} requires closure of length {free}, not {n}")));
    }
    if let Some(other) = cells.iter().find(|c| c.kind() != Kind::Cell) {
        let got = other.ty().name();
        return Err(cx.type_error(format!("arg 5 (closure) expected cell, found {got}")));
    }
    Ok(closure)
}

fn code(cx: &mut Cx, f: &ObjRef) -> PyResult {
    Ok(function(cx, f)?.code.clone())
}

fn set_code(cx: &mut Cx, f: &ObjRef, value: Option<&ObjRef>) -> PyResult<()> {
    let Some(new) = value.filter(|v| v.kind() == Kind::Code) else {
        return Err(cx.type_error("__code__ must be set to a code object"));
    };
    let free = free_count(cx, new)?;
    let closure = function(cx, f)?.closure.clone();
    let have = closure.as_ref().and_then(|c| cx.heap.tuple(c)).map_or(0, <[ObjRef]>::len);
    if free != have {
        let name = function(cx, f)?.name.text_or_empty();
        return Err(
            cx.value_error(format!("{name}() requires a code object with {have} free vars, not {free}"))
        );
    }
    function(cx, f)?.set_code(new.clone());
    Ok(())
}

/// Tells that a function is another one from now on.
fn changed(cx: &mut Cx, f: &ObjRef, change: Change) -> PyResult<()> {
    function(cx, f)?.changed(change);
    Ok(())
}

fn or_none(cx: &Cx, value: Option<ObjRef>) -> ObjRef {
    value.unwrap_or_else(|| cx.none.clone())
}

fn defaults(cx: &mut Cx, f: &ObjRef) -> PyResult {
    let value = function(cx, f)?.defaults.clone();
    Ok(or_none(cx, value))
}

/// A value of a kind, or nothing for None and deletion.
fn optional(cx: &mut Cx, value: Option<&ObjRef>, kind: Kind, complaint: &str) -> PyResult<Option<ObjRef>> {
    match value.filter(|v| !v.is_none()) {
        Some(v) if v.kind() != kind => Err(cx.type_error(complaint)),
        v => Ok(v.cloned()),
    }
}

fn set_defaults(cx: &mut Cx, f: &ObjRef, value: Option<&ObjRef>) -> PyResult<()> {
    let value = optional(cx, value, Kind::Tuple, "__defaults__ must be set to a tuple object")?;
    let old = std::mem::replace(&mut function(cx, f)?.defaults, value);
    changed(cx, f, Change::Defaults)?;
    drop(old);
    Ok(())
}

fn kwdefaults(cx: &mut Cx, f: &ObjRef) -> PyResult {
    let value = function(cx, f)?.kwdefaults.clone();
    Ok(or_none(cx, value))
}

fn set_kwdefaults(cx: &mut Cx, f: &ObjRef, value: Option<&ObjRef>) -> PyResult<()> {
    let value = optional(cx, value, Kind::Dict, "__kwdefaults__ must be set to a dict object")?;
    let old = std::mem::replace(&mut function(cx, f)?.kwdefaults, value);
    changed(cx, f, Change::Defaults)?;
    drop(old);
    Ok(())
}

fn annotations(cx: &mut Cx, f: &ObjRef) -> PyResult {
    if let Some(a) = function(cx, f)?.annotations.clone() {
        return Ok(a);
    }
    let made = cx.new_dict();
    function(cx, f)?.annotations = Some(made.clone());
    Ok(made)
}

fn set_annotations(cx: &mut Cx, f: &ObjRef, value: Option<&ObjRef>) -> PyResult<()> {
    let value = optional(cx, value, Kind::Dict, "__annotations__ must be set to a dict object")?;
    let old = std::mem::replace(&mut function(cx, f)?.annotations, value);
    drop(old);
    Ok(())
}

fn dict(cx: &mut Cx, f: &ObjRef) -> PyResult {
    let made = cx.own_dict(f);
    Ok(or_none(cx, made))
}

fn set_dict(cx: &mut Cx, f: &ObjRef, value: Option<&ObjRef>) -> PyResult<()> {
    match value {
        Some(v) if v.kind() == Kind::Dict => {
            let old = function(cx, f)?.dict.replace(v.clone());
            drop(old);
            Ok(())
        }
        Some(_) => set_instance_dict(cx, f, value),
        None => Err(cx.type_error("cannot delete __dict__")),
    }
}

fn string(cx: &mut Cx, value: Option<&ObjRef>, name: &str) -> PyResult {
    match value.filter(|v| v.is_str()) {
        Some(v) => Ok(v.clone()),
        None => Err(cx.type_error(format!("{name} must be set to a string object"))),
    }
}

fn name(cx: &mut Cx, f: &ObjRef) -> PyResult {
    Ok(function(cx, f)?.name.clone())
}

fn set_name(cx: &mut Cx, f: &ObjRef, value: Option<&ObjRef>) -> PyResult<()> {
    let value = string(cx, value, "__name__")?;
    let old = std::mem::replace(&mut function(cx, f)?.name, value);
    drop(old);
    Ok(())
}

fn qualname(cx: &mut Cx, f: &ObjRef) -> PyResult {
    Ok(function(cx, f)?.qualname.clone())
}

fn set_qualname(cx: &mut Cx, f: &ObjRef, value: Option<&ObjRef>) -> PyResult<()> {
    let value = string(cx, value, "__qualname__")?;
    let old = std::mem::replace(&mut function(cx, f)?.qualname, value);
    drop(old);
    Ok(())
}

fn type_params(cx: &mut Cx, f: &ObjRef) -> PyResult {
    let value = function(cx, f)?.type_params.clone();
    Ok(value.unwrap_or_else(|| cx.empty_tuple.clone()))
}

fn set_type_params(cx: &mut Cx, f: &ObjRef, value: Option<&ObjRef>) -> PyResult<()> {
    let Some(value) = value.filter(|v| v.kind() == Kind::Tuple) else {
        return Err(cx.type_error("__type_params__ must be set to a tuple"));
    };
    let old = function(cx, f)?.type_params.replace(value.clone());
    drop(old);
    Ok(())
}

fn doc(cx: &mut Cx, f: &ObjRef) -> PyResult {
    Ok(function(cx, f)?.doc.clone())
}

fn set_doc(cx: &mut Cx, f: &ObjRef, value: Option<&ObjRef>) -> PyResult<()> {
    let value = or_none(cx, value.cloned());
    let old = std::mem::replace(&mut function(cx, f)?.doc, value);
    drop(old);
    Ok(())
}

fn module(cx: &mut Cx, f: &ObjRef) -> PyResult {
    Ok(function(cx, f)?.module.clone())
}

fn set_module(cx: &mut Cx, f: &ObjRef, value: Option<&ObjRef>) -> PyResult<()> {
    let value = or_none(cx, value.cloned());
    let old = std::mem::replace(&mut function(cx, f)?.module, value);
    drop(old);
    Ok(())
}

fn closure(cx: &mut Cx, f: &ObjRef) -> PyResult {
    let value = function(cx, f)?.closure.clone();
    Ok(or_none(cx, value))
}

fn globals(cx: &mut Cx, f: &ObjRef) -> PyResult {
    Ok(function(cx, f)?.globals.clone())
}

fn builtins(cx: &mut Cx, f: &ObjRef) -> PyResult {
    Ok(function(cx, f)?.builtins.clone())
}
