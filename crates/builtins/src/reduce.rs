//! What any object gives to `copy` and `pickle`: `object.__reduce__`, `__reduce_ex__`, `__getstate__`.

use theseus_object::payload::{Dict, MethodDescriptor, NativeData};
use theseus_object::{Cx, Kind, ObjRef, PyResult};

use crate::dictview;
use crate::modules::attribute_of;
use crate::sequence::size_argument;

pub fn reduce(cx: &mut Cx, o: &ObjRef) -> PyResult {
    common(cx, o, 0)
}

/// A class's own `__reduce__` goes before what the protocol says.
pub fn reduce_ex(cx: &mut Cx, o: &ObjRef, protocol: &ObjRef) -> PyResult {
    let protocol = size_argument(cx, protocol)?;
    let name = cx.names.reduce.clone();
    let own = o.ty().lookup(cx, &name);
    let plain = own.is_some_and(|f| {
        cx.heap.get::<MethodDescriptor>(&f).is_some_and(|d| d.owner.is(cx.types.object.as_ref()))
    });
    if plain && cx.finds_plainly(o) {
        return common(cx, o, protocol);
    }
    let f = cx.getattr(o, &name)?;
    // An attribute of the instance may hide that of the class, which decides.
    if plain {
        return common(cx, o, protocol);
    }
    cx.call(&f, &[])
}

fn common(cx: &mut Cx, o: &ObjRef, protocol: i64) -> PyResult {
    if protocol >= 2 {
        return by_new(cx, o);
    }
    let f = attribute_of(cx, "copyreg", "_reduce_ex")?;
    let protocol = cx.int(protocol);
    cx.call(&f, &[o.clone(), protocol])
}

fn cannot_pickle(cx: &mut Cx, o: &ObjRef) -> theseus_object::Raised {
    let name = o.ty().name();
    cx.type_error(format!("cannot pickle '{name}' object"))
}

/// `getattr(o, name)`, to be called again.
pub(crate) fn as_attribute(cx: &mut Cx, o: ObjRef, name: &str) -> PyResult {
    let key = cx.intern("getattr");
    let Some(f) = cx.namespace_get(&cx.builtins, &key) else { return Err(cx.attribute_error("getattr")) };
    let args = cx.new_tuple([o, cx.new_str(name)]);
    Ok(cx.new_tuple([f, args]))
}

/// What is to be called again with `__new__`: a function, its arguments, the state, items of a list
/// and those of a dict.
fn by_new(cx: &mut Cx, o: &ObjRef) -> PyResult {
    if o.ty().slots().new.is_none() {
        return Err(cannot_pickle(cx, o));
    }
    let (args, keywords) = new_arguments(cx, o)?;
    let given = args.is_some();
    let keywords = keywords.filter(|k| cx.heap.get::<Dict>(k).is_some_and(|d| !d.is_empty()));
    let (name, args) = match keywords {
        Some(keywords) => {
            let args = args.unwrap_or_else(|| cx.empty_tuple.clone());
            ("__newobj_ex__", cx.new_tuple([o.class(), args, keywords]))
        }
        None => {
            let mut all = vec![o.class()];
            if let Some(args) = args {
                all.extend(cx.collect(&args)?);
            }
            ("__newobj__", cx.new_tuple(all))
        }
    };
    let function = attribute_of(cx, "copyreg", name)?;
    let is_list = o.kind() == Kind::List;
    let is_dict = o.kind() == Kind::Dict;
    let state = state_of(cx, o, !(given || is_list || is_dict))?;
    let none = cx.none.clone();
    let list_items = if is_list { cx.iter(o)? } else { none.clone() };
    let dict_items = if o.is_exact(Kind::Dict) {
        let items = dictview::items(cx, o)?;
        cx.iter(&items)?
    } else if is_dict {
        let items = cx.call_method(o, "items", &[])?;
        cx.iter(&items)?
    } else {
        none
    };
    Ok(cx.new_tuple([function, args, state, list_items, dict_items]))
}

/// Positional and keyword arguments that `__new__` needs, as the object says.
fn new_arguments(cx: &mut Cx, o: &ObjRef) -> PyResult<(Option<ObjRef>, Option<ObjRef>)> {
    let hook = cx.intern("__getnewargs_ex__");
    if let Some(r) = cx.call_type_method(o, &hook, &[]) {
        let r = r?;
        let Some(items) = cx.heap.tuple(&r).map(<[ObjRef]>::to_vec) else {
            let got = r.ty().name();
            return Err(cx.type_error(format!("__getnewargs_ex__ should return a tuple, not '{got}'")));
        };
        let [args, keywords] = items.as_slice() else {
            let n = items.len();
            return Err(
                cx.value_error(format!("__getnewargs_ex__ should return a tuple of length 2, not {n}"))
            );
        };
        let checks = [("first", args, Kind::Tuple, "tuple"), ("second", keywords, Kind::Dict, "dict")];
        for (which, part, kind, what) in checks {
            if part.kind() != kind {
                let got = part.ty().name();
                return Err(cx.type_error(format!(
                    "{which} item of the tuple returned by __getnewargs_ex__ must be a {what}, not '{got}'"
                )));
            }
        }
        return Ok((Some(args.clone()), Some(keywords.clone())));
    }
    let hook = cx.intern("__getnewargs__");
    let Some(r) = cx.call_type_method(o, &hook, &[]) else { return Ok((None, None)) };
    let args = r?;
    if args.kind() != Kind::Tuple {
        let got = args.ty().name();
        return Err(cx.type_error(format!("__getnewargs__ should return a tuple, not '{got}'")));
    }
    Ok((Some(args), None))
}

/// What `__getstate__` says. `required`: nothing else tells of what a native type holds.
pub(crate) fn state_of(cx: &mut Cx, o: &ObjRef, required: bool) -> PyResult {
    let name = cx.names.getstate.clone();
    let f = cx.getattr(o, &name)?;
    let plain = cx
        .heap
        .get::<NativeData>(&f)
        .is_some_and(|n| n.self_.as_ref().is_some_and(|me| me.is(o)) && is_getstate(n));
    if plain {
        return default_state(cx, o, required);
    }
    cx.call(&f, &[])
}

fn is_getstate(n: &NativeData) -> bool {
    use theseus_object::methods::NativeFn;
    matches!(n.def.call, NativeFn::A1(f) if std::ptr::fn_addr_eq(f, getstate as fn(&mut Cx, &ObjRef) -> PyResult))
}

pub fn getstate(cx: &mut Cx, o: &ObjRef) -> PyResult {
    default_state(cx, o, false)
}

/// The attributes, and beside them the members of `__slots__`.
fn default_state(cx: &mut Cx, o: &ObjRef, required: bool) -> PyResult {
    if required && !matches!(o.kind(), Kind::Instance | Kind::None) {
        match cx.expect_type(&o.ty().solid_base())?.name().as_str() {
            // It holds nothing: what its subclasses add stands in attributes.
            "datetime.tzinfo" => (),
            name @ ("memoryview" | "code") => {
                return Err(cx.type_error(format!("cannot pickle {name} objects")));
            }
            _ => return Err(cannot_pickle(cx, o)),
        }
    }
    if o.kind() == Kind::Module
        && let Some(dict) = cx.existing_dict(o)
    {
        return Ok(dict);
    }
    let own = cx.instance_items(o);
    let state = if own.is_empty() { cx.none.clone() } else { cx.new_dict() };
    for (name, value) in own {
        drop(cx.dict_set(&state, &name, value)?);
    }
    let names = slot_names(cx, o)?;
    let members = cx.new_dict();
    for name in names {
        if let Some(value) = cx.try_getattr(o, &name)? {
            drop(cx.dict_set(&members, &name, value)?);
        }
    }
    if cx.heap.get::<Dict>(&members).is_none_or(Dict::is_empty) {
        return Ok(state);
    }
    Ok(cx.new_tuple([state, members]))
}

/// The names that `copyreg` works out once for a class, mangled ones mangled.
fn slot_names(cx: &mut Cx, o: &ObjRef) -> PyResult<Vec<ObjRef>> {
    let ty = o.ty();
    if !ty.data.heap_type {
        return Ok(Vec::new());
    }
    let key = cx.intern("__slotnames__");
    let names = match cx.namespace_get(&ty.data.dict, &key) {
        Some(known) => known,
        None => {
            let f = attribute_of(cx, "copyreg", "_slotnames")?;
            cx.call(&f, &[o.class()])?
        }
    };
    match names.kind() {
        Kind::None => Ok(Vec::new()),
        Kind::List => cx.collect(&names),
        _ => Err(cx.type_error("copyreg._slotnames didn't return a list or None")),
    }
}
