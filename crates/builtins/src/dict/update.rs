//! What `dict(...)`, `dict.update` and `|=` take: mappings, pairs and keywords.

use theseus_object::slots::Slots;
use theseus_object::{Args, Cx, Kind, ObjRef, PyResult};

use crate::iters::poll_now_and_then;
use crate::list::collect_or;
use crate::sequence::items;

/// One positional argument at most, then keywords.
pub(crate) fn from_arguments(cx: &mut Cx, dict: &ObjRef, name: &str, args: &Args) -> PyResult<()> {
    let given = Args::positional_only(args.pos()).exact_range(cx, name, 0, 1)?;
    if let Some(other) = given.first() {
        from_any(cx, dict, other)?;
    }
    for (key, value) in args.keywords() {
        let old = cx.dict_set(dict, key, value.clone())?;
        drop(old);
    }
    Ok(())
}

/// The items of a mapping, which has `keys`, or of an iterable of pairs.
pub(super) fn from_any(cx: &mut Cx, dict: &ObjRef, other: &ObjRef) -> PyResult<()> {
    if other.is_exact(Kind::Dict) {
        return cx.dict_merge(dict, other);
    }
    let name = cx.names.keys.clone();
    match cx.try_getattr(other, &name)? {
        Some(_) => from_mapping(cx, dict, other),
        None => from_pairs(cx, dict, other),
    }
}

/// Whether this is a dict whose class does not iterate in its own way: CPython copies its entries
/// without asking `keys`.
pub fn iterates_as_dict(cx: &Cx, o: &ObjRef) -> bool {
    let iter = |slots: &Slots| slots.iter.map(|f| f as usize);
    o.kind() == Kind::Dict && iter(o.ty().slots()) == iter(cx.types.dict.slots())
}

/// The items of a mapping by its `keys` and its subscripts.
pub fn from_mapping(cx: &mut Cx, dict: &ObjRef, other: &ObjRef) -> PyResult<()> {
    if iterates_as_dict(cx, other) {
        return cx.dict_merge(dict, other);
    }
    let keys = cx.call_method(other, "keys", &[])?;
    let it = match cx.iter(&keys) {
        Ok(it) => it,
        Err(_) if cx.catch(&cx.excs.type_error.clone()) => {
            let (name, got) = (other.ty().name(), keys.ty().name());
            return Err(cx.type_error(format!("{name}.keys() returned a non-iterable (type {got})")));
        }
        Err(e) => return Err(e),
    };
    for key in cx.collect(&it)? {
        let value = cx.getitem(other, &key)?;
        let old = cx.dict_set(dict, &key, value)?;
        drop(old);
    }
    Ok(())
}

fn from_pairs(cx: &mut Cx, dict: &ObjRef, other: &ObjRef) -> PyResult<()> {
    let it = cx.iter(other)?;
    let mut at = 0;
    while let Some(pair) = cx.next(&it)? {
        let (key, value) = split_pair(cx, &pair, at)?;
        let old = cx.dict_set(dict, &key, value)?;
        drop(old);
        at += 1;
        poll_now_and_then(cx, at)?;
    }
    Ok(())
}

/// Key and value of item `at` of an iterable of pairs.
fn split_pair(cx: &mut Cx, pair: &ObjRef, at: usize) -> PyResult<(ObjRef, ObjRef)> {
    if (pair.is_exact(Kind::Tuple) || pair.is_exact(Kind::List))
        && let [key, value] = items(&cx.heap, pair)
    {
        return Ok((key.clone(), value.clone()));
    }
    let message = format!("cannot convert dictionary update sequence element #{at} to a sequence");
    let parts = collect_or(cx, pair, &message)?;
    let [key, value] = &parts[..] else {
        let n = parts.len();
        return Err(
            cx.value_error(format!("dictionary update sequence element #{at} has length {n}; 2 is required"))
        );
    };
    Ok((key.clone(), value.clone()))
}
