//! `dict`: its special methods.

mod methods;
mod update;

pub(crate) use update::from_arguments as update;
pub use update::{from_mapping, iterates_as_dict};

use theseus_object::class::TypeSpec;
use theseus_object::payload::Dict;
use theseus_object::slots::{Slots, number};
use theseus_object::{Args, CompareOp, Cx, Kind, ObjRef, PyResult};

use crate::dictview;
use crate::iters::poll_now_and_then;
use crate::sequence::join;

static SPEC: TypeSpec = TypeSpec {
    slots: Slots {
        new: Some(new),
        init: Some(init),
        repr: Some(repr),
        compare: Some(compare),
        iter: Some(dictview::iter_keys),
        len: Some(len_of),
        contains: Some(contains),
        getitem: Some(getitem),
        setitem: Some(setitem),
        number: {
            let mut ops = Slots::EMPTY.number;
            ops[number::OR] = Some(or);
            ops
        },
        inplace: {
            let mut ops = Slots::EMPTY.inplace;
            ops[number::OR] = Some(inplace_or);
            ops
        },
        ..Slots::EMPTY
    },
    methods: methods::METHODS,
    getsets: &[],
    doc: "dict() -> new empty dictionary\ndict(mapping) -> new dictionary initialized from a mapping object's\n    (key, value) pairs\ndict(iterable) -> new dictionary initialized as if via:\n    d = {}\n    for k, v in iterable:\n        d[k] = v\ndict(**kwargs) -> new dictionary initialized with the name=value pairs\n    in the keyword argument list.  For example:  dict(one=1, two=2)",
};

pub fn install(cx: &mut Cx) {
    let ty = cx.types.dict.clone();
    cx.fill_type(&ty, &SPEC);
    crate::expose(cx, &ty);
}

/// Number of entries of a dict.
pub(crate) fn len(cx: &Cx, dict: &ObjRef) -> usize {
    cx.heap.get::<Dict>(dict).map_or(0, Dict::len)
}

/// An entry of a dict, and where it stands.
pub(crate) struct Found {
    /// The position behind it.
    pub after: usize,
    pub hash: i64,
    pub key: ObjRef,
    pub value: ObjRef,
}

/// The first entry at or behind a position.
#[inline]
pub(crate) fn next_entry(cx: &Cx, dict: &ObjRef, from: usize) -> Option<Found> {
    let d = cx.heap.get::<Dict>(dict)?;
    (from..d.end()).find_map(|at| {
        let (key, value) = d.entry(at)?;
        Some(Found { after: at + 1, hash: d.entry_hash(at), key: key.clone(), value: value.clone() })
    })
}

fn new(cx: &mut Cx, class: &ObjRef, _: &Args) -> PyResult {
    let ty = cx.expect_type(class)?;
    Ok(cx.new_instance(ty, Dict::default()))
}

fn init(cx: &mut Cx, me: &ObjRef, args: &Args) -> PyResult<()> {
    update::from_arguments(cx, me, "dict", args)
}

pub(crate) fn repr(cx: &mut Cx, me: &ObjRef) -> PyResult {
    if len(cx, me) == 0 {
        return Ok(cx.new_str("{}"));
    }
    cx.guarded_repr(me, "{...}", |cx| {
        let (comma, colon) = (cx.new_str(", "), cx.new_str(": "));
        let mut parts = vec![cx.new_str("{")];
        let mut at = 0;
        while let Some(e) = next_entry(cx, me, at) {
            if parts.len() > 1 {
                parts.push(comma.clone());
            }
            parts.push(cx.repr(&e.key)?);
            parts.push(colon.clone());
            parts.push(cx.repr(&e.value)?);
            at = e.after;
            poll_now_and_then(cx, at)?;
        }
        parts.push(cx.new_str("}"));
        Ok(join(cx, &parts))
    })
}

fn compare(cx: &mut Cx, a: &ObjRef, b: &ObjRef, op: CompareOp) -> PyResult {
    let both = a.kind() == Kind::Dict && b.kind() == Kind::Dict;
    if !both || !matches!(op, CompareOp::Eq | CompareOp::Ne) {
        return Ok(cx.not_implemented.clone());
    }
    let same = equal(cx, a, b)?;
    Ok(cx.bool(same == (op == CompareOp::Eq)))
}

/// Whether two dicts have equal items, in whatever order.
pub(crate) fn equal(cx: &mut Cx, a: &ObjRef, b: &ObjRef) -> PyResult<bool> {
    if len(cx, a) != len(cx, b) {
        return Ok(false);
    }
    let mut at = 0;
    while let Some(e) = next_entry(cx, a, at) {
        match cx.dict_get_hashed(b, &e.key, e.hash)? {
            Some(other) if cx.eq(&e.value, &other)? => at = e.after,
            _ => return Ok(false),
        }
        poll_now_and_then(cx, at)?;
    }
    Ok(true)
}

fn len_of(cx: &mut Cx, me: &ObjRef) -> PyResult<usize> {
    Ok(len(cx, me))
}

fn contains(cx: &mut Cx, me: &ObjRef, key: &ObjRef) -> PyResult<bool> {
    let hash = cx.hash(key)?;
    Ok(cx.dict_find(me, key, hash)?.is_some())
}

fn getitem(cx: &mut Cx, me: &ObjRef, key: &ObjRef) -> PyResult {
    if let Some(v) = cx.dict_get(me, key)? {
        return Ok(v);
    }
    if !me.is_exact(Kind::Dict) {
        let name = cx.names.missing.clone();
        if let Some(r) = cx.call_type_method(me, &name, &[key]) {
            return r;
        }
    }
    Err(cx.key_error(key))
}

fn setitem(cx: &mut Cx, me: &ObjRef, key: &ObjRef, value: Option<&ObjRef>) -> PyResult<()> {
    match value {
        Some(v) => {
            let old = cx.dict_set(me, key, v.clone())?;
            drop(old);
            Ok(())
        }
        None => match cx.dict_remove(me, key)? {
            Some(_) => Ok(()),
            None => Err(cx.key_error(key)),
        },
    }
}

/// An exact dict with the same items.
pub(crate) fn copy(cx: &Cx, me: &ObjRef) -> ObjRef {
    let copy = cx.heap.get::<Dict>(me).map(Dict::copy).unwrap_or_default();
    cx.dict_from(copy)
}

fn or(cx: &mut Cx, a: &ObjRef, b: &ObjRef) -> PyResult {
    if a.kind() != Kind::Dict || b.kind() != Kind::Dict {
        return Ok(cx.not_implemented.clone());
    }
    let result = copy(cx, a);
    update::from_any(cx, &result, b)?;
    Ok(result)
}

fn inplace_or(cx: &mut Cx, me: &ObjRef, other: &ObjRef) -> PyResult {
    update::from_any(cx, me, other)?;
    Ok(me.clone())
}
