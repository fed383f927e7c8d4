//! The methods of `dict`.

use theseus_object::methods::NativeDef;
use theseus_object::payload::Dict;
use theseus_object::{Args, Cx, Kind, ObjRef, PyResult, TypeObj};

use super::{copy, len, next_entry, update};
use crate::iters::each;
use crate::set::{is_set, next_place};
use crate::{alias, dictview};

pub(super) static METHODS: &[NativeDef] = &[
    NativeDef::m1(
        "__contains__",
        contains,
        "__contains__($self, key, /)\n--\n\nTrue if the dictionary has the specified key, else False.",
    ),
    NativeDef::m1("__getitem__", super::getitem, "__getitem__($self, key, /)\n--\n\nReturn self[key]."),
    NativeDef::m0(
        "__reversed__",
        dictview::reversed_keys,
        "__reversed__($self, /)\n--\n\nReturn a reverse iterator over the dict keys.",
    ),
    NativeDef::class("__class_getitem__", alias::class_getitem, "See PEP 585"),
    NativeDef::m0("clear", clear, "D.clear() -> None.  Remove all items from D."),
    NativeDef::m0("copy", copy_method, "D.copy() -> a shallow copy of D"),
    NativeDef::class(
        "fromkeys",
        fromkeys,
        "fromkeys($type, iterable, value=None, /)\n--\n\nCreate a new dictionary with keys from iterable and values set to value.",
    ),
    NativeDef::range(
        "get",
        get,
        1,
        2,
        "get($self, key, default=None, /)\n--\n\nReturn the value for key if key is in the dictionary, else default.",
    ),
    NativeDef::m0("items", dictview::items, "D.items() -> a set-like object providing a view on D's items"),
    NativeDef::m0("keys", dictview::keys, "D.keys() -> a set-like object providing a view on D's keys"),
    NativeDef::range(
        "pop",
        pop,
        1,
        2,
        "D.pop(k[,d]) -> v, remove specified key and return the corresponding value.\n\nIf the key is not found, return the default if given; otherwise,\nraise a KeyError.",
    ),
    NativeDef::m0(
        "popitem",
        popitem,
        "popitem($self, /)\n--\n\nRemove and return a (key, value) pair as a 2-tuple.\n\nPairs are returned in LIFO (last-in, first-out) order.\nRaises KeyError if the dict is empty.",
    ),
    NativeDef::range(
        "setdefault",
        setdefault,
        1,
        2,
        "setdefault($self, key, default=None, /)\n--\n\nInsert key with a value of default if key is not in the dictionary.\n\nReturn the value for key if key is in the dictionary, else default.",
    ),
    NativeDef::full(
        "update",
        update_method,
        "D.update([E, ]**F) -> None.  Update D from dict/iterable E and F.\nIf E is present and has a .keys() method, then does:  for k in E: D[k] = E[k]\nIf E is present and lacks a .keys() method, then does:  for k, v in E: D[k] = v\nIn either case, this is followed by: for k in F:  D[k] = F[k]",
    ),
    NativeDef::m0("values", dictview::values, "D.values() -> an object providing a view on D's values"),
];

fn contains(cx: &mut Cx, me: &ObjRef, key: &ObjRef) -> PyResult {
    let r = super::contains(cx, me, key)?;
    Ok(cx.bool(r))
}

fn clear(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let old = cx.heap.get_mut::<Dict>(me).map(Dict::take_all);
    drop(old);
    Ok(cx.none.clone())
}

fn copy_method(cx: &mut Cx, me: &ObjRef) -> PyResult {
    Ok(copy(cx, me))
}

fn fromkeys(cx: &mut Cx, class: &ObjRef, args: &Args) -> PyResult {
    args.no_keywords(cx, "dict.fromkeys")?;
    let given = args.exact_range(cx, "fromkeys", 1, 2)?;
    let Some(iterable) = given.first() else { return Err(cx.bad_internal("arguments")) };
    let value = given.get(1).cloned().unwrap_or_else(|| cx.none.clone());
    let exact = TypeObj::of(class).is_some_and(|t| t.is(&cx.types.dict));
    let result = if exact { cx.new_dict() } else { cx.call(class, &[])? };
    if !result.is_exact(Kind::Dict) {
        each(cx, iterable, |cx, key| {
            cx.setitem(&result, &key, Some(&value))?;
            Ok(true)
        })?;
        return Ok(result);
    }
    let mut at = 0;
    if len(cx, &result) > 0 {
        each_key(cx, &result, iterable, &value)?;
    } else if iterable.is_exact(Kind::Dict) {
        while let Some(e) = next_entry(cx, iterable, at) {
            drop(cx.dict_set_hashed(&result, &e.key, e.hash, value.clone())?);
            at = e.after;
        }
    } else if is_set(iterable) && (iterable.is_exact(Kind::Set) || iterable.is_exact(Kind::FrozenSet)) {
        while let Some((after, key, hash)) = next_place(cx, iterable, at) {
            drop(cx.dict_set_hashed(&result, &key, hash, value.clone())?);
            at = after;
        }
    } else {
        each_key(cx, &result, iterable, &value)?;
    }
    Ok(result)
}

/// Sets the value for each key of an iterable.
fn each_key(cx: &mut Cx, dict: &ObjRef, keys: &ObjRef, value: &ObjRef) -> PyResult<()> {
    each(cx, keys, |cx, key| {
        drop(cx.dict_set(dict, &key, value.clone())?);
        Ok(true)
    })
}

fn get(cx: &mut Cx, args: &[ObjRef]) -> PyResult {
    let [me, key, default @ ..] = args else { return Err(cx.bad_internal("arguments")) };
    let found = cx.dict_get(me, key)?;
    Ok(found.or_else(|| default.first().cloned()).unwrap_or_else(|| cx.none.clone()))
}

fn pop(cx: &mut Cx, args: &[ObjRef]) -> PyResult {
    let [me, key, default @ ..] = args else { return Err(cx.bad_internal("arguments")) };
    // An empty dict does not ask for the hash.
    let found = if len(cx, me) == 0 { None } else { cx.dict_remove(me, key)? };
    match (found, default.first()) {
        (Some((_, value)), _) => Ok(value),
        (None, Some(default)) => Ok(default.clone()),
        (None, None) => Err(cx.key_error(key)),
    }
}

fn popitem(cx: &mut Cx, me: &ObjRef) -> PyResult {
    match cx.heap.get_mut::<Dict>(me).and_then(Dict::pop_last) {
        Some((key, value)) => Ok(cx.new_tuple([key, value])),
        None => {
            let message = cx.new_str("popitem(): dictionary is empty");
            Err(cx.key_error(&message))
        }
    }
}

fn setdefault(cx: &mut Cx, args: &[ObjRef]) -> PyResult {
    let [me, key, default @ ..] = args else { return Err(cx.bad_internal("arguments")) };
    let hash = cx.hash(key)?;
    if let Some(v) = cx.dict_get_hashed(me, key, hash)? {
        return Ok(v);
    }
    let value = default.first().cloned().unwrap_or_else(|| cx.none.clone());
    // Looking up may have run code that changed the dict, but it has not found the key.
    if let Some(d) = cx.heap.get_mut::<Dict>(me) {
        d.insert_new(hash, key.clone(), value.clone());
    }
    Ok(value)
}

fn update_method(cx: &mut Cx, me: &ObjRef, args: &Args) -> PyResult {
    update::from_arguments(cx, me, "update", args)?;
    Ok(cx.none.clone())
}
