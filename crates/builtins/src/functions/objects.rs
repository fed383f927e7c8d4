//! isinstance, getattr, hash, id, vars, dir, callable and the like.

use theseus_object::methods::NativeDef;
use theseus_object::payload::List;
pub use theseus_object::slots::is_callable;
use theseus_object::{Cx, Kind, ObjRef, PyResult};

pub static FUNCTIONS: &[NativeDef] = &[
    NativeDef::f2(
        "isinstance",
        isinstance,
        "Return whether an object is an instance of a class or of a subclass thereof.\n\nA tuple, as in ``isinstance(x, (A, B, ...))``, may be given as the target to\ncheck against. This is equivalent to ``isinstance(x, A) or isinstance(x, B)\nor ...`` etc.",
    ),
    NativeDef::f2(
        "issubclass",
        issubclass,
        "Return whether 'cls' is derived from another class or is the same class.\n\nA tuple, as in ``issubclass(x, (A, B, ...))``, may be given as the target to\ncheck against. This is equivalent to ``issubclass(x, A) or issubclass(x, B)\nor ...``.",
    ),
    NativeDef::f_range(
        "getattr",
        getattr,
        2,
        3,
        "Get a named attribute from an object.\n\ngetattr(x, 'y') is equivalent to ``x.y``.\n\nWhen a default argument is given, it is returned when the attribute doesn't\nexist; without it, an exception is raised in that case.",
    ),
    NativeDef::f3(
        "setattr",
        setattr,
        "Sets the named attribute on the given object to the specified value.\n\nsetattr(x, 'y', v) is equivalent to ``x.y = v``",
    ),
    NativeDef::f2(
        "delattr",
        delattr,
        "Deletes the named attribute from the given object.\n\ndelattr(x, 'y') is equivalent to ``del x.y``",
    ),
    NativeDef::f2(
        "hasattr",
        hasattr,
        "Return whether the object has an attribute with the given name.\n\nThis is done by calling getattr(obj, name) and catching AttributeError.",
    ),
    NativeDef::f1(
        "callable",
        callable,
        "Return whether the object is callable (i.e., some kind of function).\n\nNote that classes are callable, as are instances of classes with a\n__call__() method.",
    ),
    NativeDef::f1(
        "hash",
        hash,
        "Return the hash value for the given object.\n\nTwo objects that compare equal must also have the same hash value, but the\nreverse is not necessarily true.",
    ),
    NativeDef::f1(
        "id",
        id,
        "Return the identity of an object.\n\nThis is guaranteed to be unique among simultaneously existing objects.\n(CPython uses the object's memory address.)",
    ),
    NativeDef::f_range(
        "vars",
        vars,
        0,
        1,
        "vars([object]) -> dictionary\n\nWithout arguments, equivalent to locals().\nWith an argument, equivalent to object.__dict__.",
    ),
    NativeDef::f_range(
        "dir",
        dir,
        0,
        1,
        "dir([object]) -> list of strings\n\nIf called without an argument, return the names in the current scope.\nElse, return an alphabetized list of names comprising (some of) the attributes\nof the given object, and of attributes reachable from it.\nIf the object supplies a method named __dir__, it will be used; otherwise\nthe default dir() logic is used and returns:\n  for a module object: the module's attributes.\n  for a class object:  its attributes, and recursively the attributes\n    of its bases.\n  for any other object: its attributes, its class's attributes, and\n    recursively the attributes of its class's base classes.",
    ),
];

fn isinstance(cx: &mut Cx, o: &ObjRef, class: &ObjRef) -> PyResult {
    let r = cx.isinstance(o, class)?;
    Ok(cx.bool(r))
}

fn issubclass(cx: &mut Cx, sub: &ObjRef, class: &ObjRef) -> PyResult {
    let r = cx.issubclass(sub, class)?;
    Ok(cx.bool(r))
}

fn getattr(cx: &mut Cx, args: &[ObjRef]) -> PyResult {
    let [o, name, rest @ ..] = args else { return Err(cx.bad_internal("arguments")) };
    let name = cx.attribute_name(name)?;
    match rest.first() {
        None => cx.getattr(o, &name),
        Some(default) => Ok(cx.try_getattr(o, &name)?.unwrap_or_else(|| default.clone())),
    }
}

fn setattr(cx: &mut Cx, o: &ObjRef, name: &ObjRef, value: &ObjRef) -> PyResult {
    cx.setattr(o, name, Some(value))?;
    Ok(cx.none.clone())
}

fn delattr(cx: &mut Cx, o: &ObjRef, name: &ObjRef) -> PyResult {
    cx.setattr(o, name, None)?;
    Ok(cx.none.clone())
}

fn hasattr(cx: &mut Cx, o: &ObjRef, name: &ObjRef) -> PyResult {
    let name = cx.attribute_name(name)?;
    let found = cx.try_getattr(o, &name)?.is_some();
    Ok(cx.bool(found))
}

fn callable(cx: &mut Cx, o: &ObjRef) -> PyResult {
    Ok(cx.bool(is_callable(o)))
}

fn hash(cx: &mut Cx, o: &ObjRef) -> PyResult {
    let h = cx.hash(o)?;
    Ok(cx.int(h))
}

fn id(cx: &mut Cx, o: &ObjRef) -> PyResult {
    Ok(cx.usize(o.id()))
}

fn vars(cx: &mut Cx, args: &[ObjRef]) -> PyResult {
    let Some(o) = args.first() else { return (cx.upcalls.current_locals)(cx) };
    let name = cx.names.dict.clone();
    match cx.try_getattr(o, &name)? {
        Some(dict) => Ok(dict),
        None => Err(cx.type_error("vars() argument must have __dict__ attribute")),
    }
}

fn dir(cx: &mut Cx, args: &[ObjRef]) -> PyResult {
    let names = match args.first() {
        Some(o) => {
            let hook = cx.names.dir.clone();
            match cx.call_type_method(o, &hook, &[]) {
                Some(r) => r?,
                None => return Err(cx.type_error("object does not provide __dir__")),
            }
        }
        None => {
            let locals = (cx.upcalls.current_locals)(cx)?;
            cx.call_method(&locals, "keys", &[])?
        }
    };
    let names = cx.collect(&names)?;
    let list = cx.new_list(names);
    sort(cx, &list)?;
    Ok(list)
}

/// Sorts a new list; names without Python calls.
fn sort(cx: &mut Cx, list: &ObjRef) -> PyResult<()> {
    if let Some(l) = cx.heap.get_mut::<List>(list)
        && l.items.iter().all(|o| o.is_exact(Kind::Str))
    {
        l.items.sort_by(|a, b| theseus_object::ops::str_order(a, b).unwrap_or(std::cmp::Ordering::Equal));
        return Ok(());
    }
    cx.call_method(list, "sort", &[])?;
    Ok(())
}
