//! `_count_elements`: the loop of `collections.Counter`.

use theseus_object::methods::NativeDef;
use theseus_object::payload::Dict;
use theseus_object::slots::number;
use theseus_object::{Cx, Kind, ObjRef, PyResult};

use crate::iters::each;

pub(super) static FUNCTIONS: &[NativeDef] = &[NativeDef::f2(
    "_count_elements",
    count_elements,
    "_count_elements($module, mapping, iterable, /)\n--\n\nCount elements in the iterable, updating the mapping",
)];

fn count_elements(cx: &mut Cx, mapping: &ObjRef, iterable: &ObjRef) -> PyResult {
    if is_plain(cx, mapping) {
        each(cx, iterable, |cx, key| count_in_dict(cx, mapping, &key))?;
        return Ok(cx.none.clone());
    }
    let name = cx.intern("get");
    let get = cx.getattr(mapping, &name)?;
    let (zero, one) = (cx.fresh_int(0), cx.fresh_int(1));
    each(cx, iterable, |cx, key| {
        let old = cx.call(&get, &[key.clone(), zero.clone()])?;
        let new = cx.binary(number::ADD, &old, &one)?;
        cx.setitem(mapping, &key, Some(&new))?;
        Ok(true)
    })?;
    Ok(cx.none.clone())
}

/// Whether the mapping gets and sets items as a dict does.
fn is_plain(cx: &Cx, mapping: &ObjRef) -> bool {
    if mapping.kind() != Kind::Dict {
        return false;
    }
    let (own, dict) = (mapping.ty(), &cx.types.dict);
    ["get", "__setitem__"].iter().all(|name| {
        let name = cx.intern(name);
        match (own.lookup(cx, &name), dict.lookup(cx, &name)) {
            (Some(a), Some(b)) => a.is(&b),
            _ => false,
        }
    })
}

fn count_in_dict(cx: &mut Cx, dict: &ObjRef, key: &ObjRef) -> PyResult<bool> {
    let hash = cx.hash(key)?;
    let Some(at) = cx.dict_find(dict, key, hash)? else {
        let one = cx.int(1);
        drop(cx.dict_set_hashed(dict, key, hash, one)?);
        return Ok(true);
    };
    let Some(old) = cx.heap.get::<Dict>(dict).and_then(|d| d.value_at(at).cloned()) else {
        return Err(cx.bad_internal("dict"));
    };
    if let Some(n) = old.int().filter(|_| old.is_exact(Kind::Int)).and_then(|n| n.checked_add(1)) {
        let new = cx.int(n);
        let old = cx.heap.get_mut::<Dict>(dict).and_then(|d| d.set_value_at(at, new));
        drop(old);
        return Ok(true);
    }
    let one = cx.fresh_int(1);
    let new = cx.binary(number::ADD, &old, &one)?;
    drop(cx.dict_set_hashed(dict, key, hash, new)?);
    Ok(true)
}
