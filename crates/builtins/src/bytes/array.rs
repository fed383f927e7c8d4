//! What changes a bytearray: item and slice assignment, in-place operators, list-like methods.

use theseus_object::methods::NativeDef;
use theseus_object::payload::ByteArray;
use theseus_object::slots::{Binary, NUMBER_OPS, number};
use theseus_object::{Cx, Kind, ObjRef, PyResult};

use super::construct::{bytes_of_items, from_object};
use super::{ARRAY_WORDS, buffer, byte_value, check_resizable, own};
use crate::iters::python_operator_first;
use crate::sequence::iter_or;
use crate::slice::{SliceRange, normalise_index, unpack};
use crate::str::args::{repetitions, ssize};

pub(super) const INPLACE: [Option<Binary>; NUMBER_OPS] = {
    let mut n: [Option<Binary>; NUMBER_OPS] = [None; NUMBER_OPS];
    n[number::ADD] = Some(inplace_add);
    n[number::MUL] = Some(inplace_multiply);
    n
};

pub(super) static METHODS: &[NativeDef] = &[
    NativeDef::m1(
        "append",
        append,
        "append($self, item, /)\n--\n\nAppend a single item to the end of the bytearray.",
    ),
    NativeDef::m1(
        "extend",
        extend,
        "extend($self, iterable_of_ints, /)\n--\n\nAppend all the items from the iterator or sequence to the end of the bytearray.",
    ),
    NativeDef::m2(
        "insert",
        insert,
        "insert($self, index, item, /)\n--\n\nInsert a single item into the bytearray before the given index.",
    ),
    NativeDef::range(
        "pop",
        pop,
        0,
        1,
        "pop($self, index=-1, /)\n--\n\nRemove and return a single item from B.",
    ),
    NativeDef::m1(
        "remove",
        remove,
        "remove($self, value, /)\n--\n\nRemove the first occurrence of a value in the bytearray.",
    ),
    NativeDef::m0(
        "reverse",
        reverse,
        "reverse($self, /)\n--\n\nReverse the order of the values in B in place.",
    ),
    NativeDef::m0("clear", clear, "clear($self, /)\n--\n\nRemove all items from the bytearray."),
    NativeDef::m0("copy", copy, "copy($self, /)\n--\n\nReturn a copy of B."),
    NativeDef::m0(
        "__alloc__",
        alloc,
        "B.__alloc__() -> int\n\nReturn the number of bytes actually allocated.",
    ),
    NativeDef::reduce(reduce),
    NativeDef::range("__reduce_ex__", reduce_ex, 0, 1, "Return state information for pickling."),
    NativeDef::m1("__release_buffer__", super::view::release_buffer, super::view::RELEASE_DOC),
];

/// The data for writing, where nothing else runs meanwhile.
fn data_mut<'a>(cx: &'a mut Cx, me: &'a ObjRef) -> PyResult<&'a mut Vec<u8>> {
    if me.kind() != Kind::ByteArray {
        return Err(cx.bad_internal("bytearray"));
    }
    match cx.heap.get_mut::<ByteArray>(me) {
        Some(b) => Ok(&mut b.data),
        None => Err(theseus_object::Raised),
    }
}

/// Makes room for more bytes, or MemoryError.
fn reserve(cx: &mut Cx, me: &ObjRef, more: usize) -> PyResult<()> {
    check_resizable(cx, me)?;
    if data_mut(cx, me)?.try_reserve(more).is_err() {
        return Err(cx.memory_error(""));
    }
    Ok(())
}

fn none(cx: &Cx) -> PyResult {
    Ok(cx.none.clone())
}

fn append(cx: &mut Cx, me: &ObjRef, item: &ObjRef) -> PyResult {
    let b = byte_value(cx, item)?;
    reserve(cx, me, 1)?;
    data_mut(cx, me)?.push(b);
    none(cx)
}

fn extend(cx: &mut Cx, me: &ObjRef, iterable: &ObjRef) -> PyResult {
    let more = match buffer(cx, iterable)? {
        Some(data) => data,
        None => {
            let words = |o: &ObjRef| format!("can't extend bytearray with {}", o.ty().name());
            let items = iter_or(cx, iterable, words)?;
            // Asked for what it may raise: what comes is counted as it comes.
            crate::iters::length_hint(cx, iterable)?;
            bytes_of_items(cx, &items, Kind::ByteArray)?
        }
    };
    extend_with(cx, me, &more)?;
    none(cx)
}

fn extend_with(cx: &mut Cx, me: &ObjRef, more: &[u8]) -> PyResult<()> {
    if !more.is_empty() {
        reserve(cx, me, more.len())?;
        data_mut(cx, me)?.extend_from_slice(more);
    }
    Ok(())
}

fn insert(cx: &mut Cx, me: &ObjRef, index: &ObjRef, item: &ObjRef) -> PyResult {
    let at = ssize(cx, index)?;
    let b = byte_value(cx, item)?;
    reserve(cx, me, 1)?;
    let data = data_mut(cx, me)?;
    let len = data.len() as i64;
    let at = if at < 0 { at.saturating_add(len).max(0) } else { at.min(len) };
    data.insert(at as usize, b);
    none(cx)
}

fn pop(cx: &mut Cx, values: &[ObjRef]) -> PyResult {
    let me = &values[0];
    let at = match values.get(1) {
        Some(i) => ssize(cx, i)?,
        None => -1,
    };
    let len = own(&cx.heap, me).len() as i64;
    if len == 0 {
        return Err(cx.index_error("pop from empty bytearray"));
    }
    let at = if at < 0 { at.saturating_add(len) } else { at };
    if !(0..len).contains(&at) {
        return Err(cx.index_error("pop index out of range"));
    }
    check_resizable(cx, me)?;
    let b = data_mut(cx, me)?.remove(at as usize);
    Ok(cx.int(b as i64))
}

fn remove(cx: &mut Cx, me: &ObjRef, value: &ObjRef) -> PyResult {
    let b = byte_value(cx, value)?;
    let Some(at) = memchr::memchr(b, own(&cx.heap, me)) else {
        return Err(cx.value_error("value not found in bytearray"));
    };
    check_resizable(cx, me)?;
    data_mut(cx, me)?.remove(at);
    none(cx)
}

fn reverse(cx: &mut Cx, me: &ObjRef) -> PyResult {
    data_mut(cx, me)?.reverse();
    none(cx)
}

fn clear(cx: &mut Cx, me: &ObjRef) -> PyResult {
    check_resizable(cx, me)?;
    *data_mut(cx, me)? = Vec::new();
    none(cx)
}

fn copy(cx: &mut Cx, me: &ObjRef) -> PyResult {
    Ok(cx.new_bytearray(own(&cx.heap, me).to_vec()))
}

fn alloc(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let n = own(&cx.heap, me).len();
    Ok(cx.usize(if n == 0 { 0 } else { n + 1 }))
}

fn reduce(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let text = cx.str_from_latin1(own(&cx.heap, me));
    let args = cx.new_tuple([text, cx.new_str("latin-1")]);
    let state = crate::reduce::state_of(cx, me, false)?;
    Ok(cx.new_tuple([me.class(), args, state]))
}

fn reduce_ex(cx: &mut Cx, values: &[ObjRef]) -> PyResult {
    let [me, protocol @ ..] = values else { return Err(cx.bad_internal("arguments")) };
    let protocol = match protocol.first() {
        Some(p) => crate::sequence::size_argument(cx, p)?,
        None => 0,
    };
    // Before protocol 3 there were no bytes.
    if protocol < 3 {
        return reduce(cx, me);
    }
    let data = cx.unshared_bytes(own(&cx.heap, me));
    let args = cx.new_tuple([data]);
    let state = crate::reduce::state_of(cx, me, false)?;
    Ok(cx.new_tuple([me.class(), args, state]))
}

/// `me += other`
fn inplace_add(cx: &mut Cx, me: &ObjRef, other: &ObjRef) -> PyResult {
    let Some(more) = buffer(cx, other)? else { return Ok(cx.not_implemented.clone()) };
    if other.is(me) && !more.is_empty() {
        // CPython holds a view of the operand meanwhile.
        return Err(cx.buffer_error("Existing exports of data: object cannot be re-sized"));
    }
    extend_with(cx, me, &more)?;
    Ok(me.clone())
}

/// `me *= times`
fn inplace_multiply(cx: &mut Cx, me: &ObjRef, times: &ObjRef) -> PyResult {
    if let Some(r) = python_operator_first(cx, number::MUL, me, times, times)? {
        return Ok(r);
    }
    let Some(n) = repetitions(cx, times)? else { return Ok(cx.not_implemented.clone()) };
    let len = own(&cx.heap, me).len();
    if n == 1 || len == 0 {
        return Ok(me.clone());
    }
    check_resizable(cx, me)?;
    if !len.checked_mul(n).is_some_and(|size| cx.can_allocate(size)) {
        return Err(cx.memory_error(""));
    }
    let data = data_mut(cx, me)?;
    *data = data.repeat(n);
    Ok(me.clone())
}

/// `me[key] = value`, or `del me[key]`.
pub(super) fn setitem(cx: &mut Cx, me: &ObjRef, key: &ObjRef, value: Option<&ObjRef>) -> PyResult<()> {
    if key.kind() == Kind::Slice {
        return set_slice(cx, me, key, value);
    }
    let is_index = key.is_int() || key.ty().slots().index.is_some();
    let b = match value {
        Some(v) if is_index => Some(byte_value(cx, v)?),
        _ => None,
    };
    let len = own(&cx.heap, me).len();
    let at = normalise_index(cx, key, len, &ARRAY_WORDS)?;
    if b.is_none() {
        check_resizable(cx, me)?;
    }
    let data = data_mut(cx, me)?;
    match (data.get_mut(at), b) {
        (Some(slot), Some(b)) => *slot = b,
        (Some(_), None) => {
            data.remove(at);
        }
        // `__index__` of the key made the array shorter.
        (None, _) => return Err(cx.index_error(ARRAY_WORDS.range_error)),
    }
    Ok(())
}

/// Whether an object is or can become a number, as `PyNumber_Check` sees it.
fn is_number(o: &ObjRef) -> bool {
    let slots = o.ty().slots();
    slots.index.is_some() || slots.int.is_some() || slots.float.is_some() || o.kind() == Kind::Complex
}

fn set_slice(cx: &mut Cx, me: &ObjRef, key: &ObjRef, value: Option<&ObjRef>) -> PyResult<()> {
    let unpacked = unpack(cx, key)?;
    let new = match value {
        None => Vec::new(),
        Some(v) => match buffer(cx, v)? {
            Some(data) => data,
            None if v.is_str() || is_number(v) => {
                let text = "can assign only bytes, buffers, or iterables of ints in range(0, 256)";
                return Err(cx.type_error(text));
            }
            None => from_object(cx, v, Kind::ByteArray)?,
        },
    };
    let range = unpacked.adjust(own(&cx.heap, me).len());
    if range.step == 1 {
        if new.len() != range.count {
            check_resizable(cx, me)?;
        }
        reserve(cx, me, new.len())?;
        let start = range.start as usize;
        data_mut(cx, me)?.splice(start..start + range.count, new);
        return Ok(());
    }
    if new.is_empty() {
        return delete_steps(cx, me, range);
    }
    if new.len() != range.count {
        let (n, wanted) = (new.len(), range.count);
        let text = format!("attempt to assign bytes of size {n} to extended slice of size {wanted}");
        return Err(cx.value_error(text));
    }
    let data = data_mut(cx, me)?;
    for (at, b) in range.indices().zip(new) {
        if let Some(slot) = data.get_mut(at) {
            *slot = b;
        }
    }
    Ok(())
}

/// Deletes the items of an extended slice.
fn delete_steps(cx: &mut Cx, me: &ObjRef, range: SliceRange) -> PyResult<()> {
    if range.count == 0 {
        return Ok(());
    }
    check_resizable(cx, me)?;
    let data = data_mut(cx, me)?;
    let mut dropped = vec![false; data.len()];
    for at in range.indices() {
        if let Some(slot) = dropped.get_mut(at) {
            *slot = true;
        }
    }
    let mut flags = dropped.into_iter();
    data.retain(|_| !flags.next().unwrap_or(false));
    Ok(())
}
