//! Exceptions about names and values: KeyError, StopIteration, SystemExit, NameError,
//! AttributeError and ImportError.

use theseus_object::args::Params;
use theseus_object::class::TypeSpec;
use theseus_object::methods::{GetSet, NativeDef};
use theseus_object::payload::Exception;
use theseus_object::{Args, Cx, Kind, ObjRef, PyResult, Slots};

use super::base::{self, arguments, set_arguments};
use super::fields::{self, accessors};

pub static KEY_ERROR: TypeSpec = TypeSpec {
    slots: Slots { str_: Some(key_error_str), ..Slots::EMPTY },
    methods: &[],
    getsets: &[],
    doc: "Mapping key not found.",
};

pub static STOP_ITERATION: TypeSpec = TypeSpec {
    slots: Slots { init: Some(stop_iteration_init), ..Slots::EMPTY },
    methods: &[],
    getsets: &[GetSet::rw_member("value", value, set_value, "generator return value")],
    doc: "Signal the end from iterator.__next__().",
};

pub static SYSTEM_EXIT: TypeSpec = TypeSpec {
    slots: Slots { init: Some(system_exit_init), ..Slots::EMPTY },
    methods: &[],
    getsets: &[GetSet::rw_member("code", value, set_value, "exception code")],
    doc: "Request to exit from the interpreter.",
};

pub static NAME_ERROR: TypeSpec = TypeSpec {
    slots: Slots { init: Some(name_error_init), ..Slots::EMPTY },
    methods: &[],
    getsets: &[GetSet::rw_member("name", value, set_value, "name")],
    doc: "Name not found globally.",
};

pub static ATTRIBUTE_ERROR: TypeSpec = TypeSpec {
    slots: Slots { init: Some(attribute_error_init), ..Slots::EMPTY },
    methods: &[
        NativeDef::m0("__getstate__", attribute_error_state, ""),
        NativeDef::m0("__reduce__", attribute_error_reduce, ""),
    ],
    getsets: &[
        GetSet::rw_member("name", first, set_first, "attribute name"),
        GetSet::rw_member("obj", second, set_second, "object"),
    ],
    doc: "Attribute not found.",
};

pub static IMPORT_ERROR: TypeSpec = TypeSpec {
    slots: Slots { str_: Some(import_error_str), init: Some(import_error_init), ..Slots::EMPTY },
    methods: &[NativeDef::m0("__reduce__", import_error_reduce, "")],
    getsets: &[
        GetSet::rw_member("msg", message, set_message, "exception message"),
        GetSet::rw_member("name", import_name, set_import_name, "module name"),
        GetSet::rw_member("path", import_path, set_import_path, "module path"),
        GetSet::rw_member("name_from", import_name_from, set_import_name_from, "name imported from module"),
    ],
    doc: "Import can't find module, or can't find name in module.",
};

/// The key is shown with its quotes.
fn key_error_str(cx: &mut Cx, e: &ObjRef) -> PyResult {
    match &arguments(cx, e)[..] {
        [key] => cx.repr(key),
        _ => base::str_(cx, e),
    }
}

fn value(cx: &mut Cx, e: &ObjRef) -> PyResult {
    let value = cx.heap.get::<Exception>(e).and_then(|x| x.value.clone());
    Ok(value.unwrap_or_else(|| cx.none.clone()))
}

fn set_value(cx: &mut Cx, e: &ObjRef, value: Option<&ObjRef>) -> PyResult<()> {
    let old = cx.heap.get_mut::<Exception>(e).and_then(|x| std::mem::replace(&mut x.value, value.cloned()));
    drop(old);
    Ok(())
}

fn stop_iteration_init(cx: &mut Cx, e: &ObjRef, args: &Args) -> PyResult<()> {
    base::init(cx, e, args)?;
    set_value(cx, e, args.values.first())
}

fn system_exit_init(cx: &mut Cx, e: &ObjRef, args: &Args) -> PyResult<()> {
    base::init(cx, e, args)?;
    match args.values {
        [] => Ok(()),
        [code] => set_value(cx, e, Some(code)),
        all => {
            let all = cx.tuple_from_slice(all);
            set_value(cx, e, Some(&all))
        }
    }
}

/// The keyword arguments alone, by name.
fn keywords<const N: usize>(
    cx: &mut Cx,
    args: &Args,
    name: &str,
    names: [&'static str; N],
) -> PyResult<[Option<ObjRef>; N]> {
    let params = Params { required: [], optional: names, posonly: 0, kwonly: 0 };
    let ([], given) = args.skip(args.positional()).bind(cx, name, &params)?;
    Ok(given)
}

fn name_error_init(cx: &mut Cx, e: &ObjRef, args: &Args) -> PyResult<()> {
    let [name] = keywords(cx, args, "NameError", ["name"])?;
    set_arguments(cx, e, args.pos());
    set_value(cx, e, name.as_ref())
}

accessors! { 2; first set_first 0; second set_second 1; }

fn attribute_error_init(cx: &mut Cx, e: &ObjRef, args: &Args) -> PyResult<()> {
    let given = keywords(cx, args, "AttributeError", ["name", "obj"])?;
    set_arguments(cx, e, args.pos());
    // Without keywords the name and object become known when the error leaves the look-up.
    if given.iter().any(Option::is_some) {
        let given = given.map(|v| v.unwrap_or_else(|| cx.none.clone()));
        fields::set_all(cx, e, &given);
    }
    Ok(())
}

accessors! {
    4;
    import_message set_message 0;
    import_name set_import_name 1;
    import_path set_import_path 2;
    import_name_from set_import_name_from 3;
}

fn import_error_init(cx: &mut Cx, e: &ObjRef, args: &Args) -> PyResult<()> {
    let [name, path, name_from] = keywords(cx, args, "ImportError", ["name", "path", "name_from"])?;
    set_arguments(cx, e, args.pos());
    let message = match args.pos() {
        [one] => Some(one.clone()),
        _ => None,
    };
    let all = [message, name, path, name_from].map(|v| v.unwrap_or_else(|| cx.none.clone()));
    fields::set_all(cx, e, &all);
    Ok(())
}

/// The attributes with some fields that are set; `None` if there is none of them.
fn state(cx: &mut Cx, e: &ObjRef, named: [(&str, ObjRef); 3]) -> PyResult {
    let state = cx.new_dict();
    for (name, value) in cx.instance_items(e) {
        drop(cx.dict_set(&state, &name, value)?);
    }
    for (name, value) in named {
        if !value.is_none() {
            cx.namespace_put(&state, name, value);
        }
    }
    Ok(if cx.dict_items(&state).is_empty() { cx.none.clone() } else { state })
}

fn import_error_reduce(cx: &mut Cx, e: &ObjRef) -> PyResult {
    let args = cx.new_tuple(arguments(cx, e));
    let named = [
        ("name", import_name(cx, e)?),
        ("path", import_path(cx, e)?),
        ("name_from", import_name_from(cx, e)?),
    ];
    let state = state(cx, e, named)?;
    Ok(if state.is_none() { cx.new_tuple([e.class(), args]) } else { cx.new_tuple([e.class(), args, state]) })
}

/// The object is left out: it may be anything.
fn attribute_error_state(cx: &mut Cx, e: &ObjRef) -> PyResult {
    let args = cx.new_tuple(arguments(cx, e));
    let named = [("name", first(cx, e)?), ("args", args), ("", cx.none.clone())];
    state(cx, e, named)
}

fn attribute_error_reduce(cx: &mut Cx, e: &ObjRef) -> PyResult {
    let args = cx.new_tuple(arguments(cx, e));
    let state = attribute_error_state(cx, e)?;
    Ok(cx.new_tuple([e.class(), args, state]))
}

/// The message; of an exception that native code made, its only argument.
fn message(cx: &mut Cx, e: &ObjRef) -> PyResult {
    if fields::try_get(cx, e, 0).is_some() {
        return import_message(cx, e);
    }
    match &arguments(cx, e)[..] {
        [one] => Ok(one.clone()),
        _ => Ok(cx.none.clone()),
    }
}

fn import_error_str(cx: &mut Cx, e: &ObjRef) -> PyResult {
    let text = message(cx, e)?;
    if text.is_exact(Kind::Str) { Ok(text) } else { base::str_(cx, e) }
}
