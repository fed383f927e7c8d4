//! The module `_pools`: the pools of small ints and one-byte bytes, broken and mended on purpose.
//!
//! Indexes and values are what the given objects mean, not what a broken pool makes of them, and
//! numbers are answered by objects outside the pool.

use theseus_object::class::TypeSpec;
use theseus_object::methods::NativeDef;
use theseus_object::pools::Pool;
use theseus_object::{Cx, ObjRef, PyResult, Slots};

use crate::module::native_module;
use crate::namespace::simple_namespace;

/// Payload of `theseus.pools.ints` and `theseus.pools.bytes`.
struct PoolObject(Pool);

theseus_object::leaf_payloads!(PoolObject);

static SPEC: TypeSpec = TypeSpec {
    slots: Slots { repr: Some(repr), ..Slots::EMPTY },
    methods: &[
        NativeDef::m2(
            "corrupt",
            corrupt,
            "corrupt($self, index, value, /)\n--\n\nWrite a value into the object that the pool has for an index.\n\nEveryone who holds the object sees it. The value of a byte is 0 to 255 or one byte.\nRaises IndexError if the pool has no such index.",
        ),
        NativeDef::m0(
            "check",
            check,
            "check($self, /)\n--\n\nReturn the indexes, in order, whose objects hold another value.",
        ),
        NativeDef::m0(
            "restore",
            restore,
            "restore($self, /)\n--\n\nMend all objects of the pool and return how many were wrong.",
        ),
    ],
    getsets: &[],
    doc: "Objects that the interpreter has once for everyone: ints from -5 to 256, or bytes of length 1.",
};

pub fn install(cx: &mut Cx) {
    let ty = cx.add_native_type::<PoolObject>("theseus.Pool", None, 0);
    cx.fill_type(&ty, &SPEC);
    let ints = cx.new_object(PoolObject(Pool::Ints));
    let bytes = cx.new_object(PoolObject(Pool::Bytes));
    let dict = native_module(cx, "_pools", "The pools of small ints and one-byte bytes.", &[]);
    let pools = simple_namespace(cx, vec![("bytes", bytes), ("ints", ints)]);
    cx.namespace_put(&dict, "pools", pools);
}

fn pool(cx: &mut Cx, me: &ObjRef) -> PyResult<Pool> {
    match cx.heap.get::<PoolObject>(me) {
        Some(p) => Ok(p.0),
        None => Err(cx.bad_internal("pool")),
    }
}

/// The number that an int means; nothing if it does not fit 64 bits.
fn number(cx: &mut Cx, o: &ObjRef) -> PyResult<Option<i64>> {
    let o = cx.index(o)?;
    Ok(cx.meant_int(&o))
}

fn corrupt(cx: &mut Cx, me: &ObjRef, index: &ObjRef, value: &ObjRef) -> PyResult {
    let pool = pool(cx, me)?;
    let at = number(cx, index)?;
    let value = match (pool, cx.heap.bytes(value)) {
        (Pool::Bytes, Some(&[byte])) => Some(i64::from(byte)),
        _ => number(cx, value)?,
    };
    let value = match (pool, value) {
        (Pool::Bytes, value) if value.is_none_or(|v| u8::try_from(v).is_err()) => {
            return Err(cx.value_error("byte must be in range(0, 256)"));
        }
        (_, None) => return Err(cx.overflow_error("value does not fit 64 bits")),
        (_, Some(value)) => value,
    };
    if !at.is_some_and(|at| cx.heap.pool_set(pool, at, value)) {
        let (first, last) = pool.bounds();
        let index = at.map_or_else(|| "so large a one".to_string(), |at| at.to_string());
        return Err(cx.index_error(format!("the pool has the indexes {first} to {last}, not {index}")));
    }
    Ok(cx.none.clone())
}

fn check(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let pool = pool(cx, me)?;
    let wrong = cx.heap.pool_wrong(pool);
    let wrong = wrong.into_iter().map(|i| cx.fresh_int(i)).collect();
    Ok(cx.new_list(wrong))
}

fn restore(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let pool = pool(cx, me)?;
    let mended = cx.heap.pool_restore(pool);
    Ok(cx.fresh_int(mended as i64))
}

fn repr(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let pool = pool(cx, me)?;
    let ((first, last), wrong) = (pool.bounds(), cx.heap.pool_wrong(pool).len());
    let name = if pool == Pool::Ints { "ints" } else { "bytes" };
    Ok(cx.new_str(&format!("<theseus.pools.{name}: {first} to {last}, {wrong} wrong>")))
}
