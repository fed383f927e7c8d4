//! What changes an array.

use theseus_object::slots::number;
use theseus_object::{Cx, Kind, ObjRef, PyResult, Raised};

use super::{ASSIGN_WORDS, Array, array, find, item_at, pack, position};
use crate::iters::python_operator_first;
use crate::slice::unpack;
use crate::str::args::ssize;

/// The array for writing, where nothing else runs meanwhile.
fn array_mut<'a>(cx: &'a mut Cx, me: &'a ObjRef) -> PyResult<&'a mut Array> {
    if !me.has_payload::<Array>() {
        return Err(cx.bad_internal("array"));
    }
    cx.heap.get_mut::<Array>(me).ok_or(Raised)
}

/// BufferError while somebody looks at the memory.
fn check_resizable(cx: &mut Cx, me: &ObjRef) -> PyResult<()> {
    if array(cx, me)?.views.as_ref().is_some_and(|v| std::rc::Rc::strong_count(v) > 1) {
        return Err(cx.buffer_error("cannot resize an array that is exporting buffers"));
    }
    Ok(())
}

/// Puts bytes in the place of others.
fn splice(cx: &mut Cx, me: &ObjRef, start: usize, end: usize, new: &[u8]) -> PyResult<()> {
    if end - start != new.len() {
        check_resizable(cx, me)?;
    }
    let a = array_mut(cx, me)?;
    if a.data.try_reserve(new.len()).is_err() {
        return Err(cx.memory_error(""));
    }
    let len = a.data.len();
    a.data.splice(start.min(len)..end.min(len), new.iter().copied());
    Ok(())
}

pub(super) fn push_bytes(cx: &mut Cx, me: &ObjRef, bytes: &[u8]) -> PyResult<()> {
    let len = array(cx, me)?.data.len();
    splice(cx, me, len, len, bytes)
}

fn none(cx: &Cx) -> PyResult {
    Ok(cx.none.clone())
}

pub(super) fn append(cx: &mut Cx, me: &ObjRef, v: &ObjRef) -> PyResult {
    let code = array(cx, me)?.code;
    let item = pack(cx, code, v)?;
    check_resizable(cx, me)?;
    let data = &mut array_mut(cx, me)?.data;
    if data.try_reserve(item.len()).is_err() {
        return Err(cx.memory_error(""));
    }
    data.extend_from_slice(&item);
    none(cx)
}

/// Appends the items of an iterable.
pub(super) fn extend_items(cx: &mut Cx, me: &ObjRef, o: &ObjRef) -> PyResult<()> {
    let it = cx.iter(o)?;
    let mut count = 0u32;
    while let Some(v) = cx.next(&it)? {
        append(cx, me, &v)?;
        count = count.wrapping_add(1);
        if count & 0xfff == 0 {
            cx.poll()?;
        }
    }
    Ok(())
}

pub(super) fn extend(cx: &mut Cx, me: &ObjRef, o: &ObjRef) -> PyResult {
    let code = array(cx, me)?.code;
    match cx.heap.get::<Array>(o) {
        Some(other) if other.code != code => {
            return Err(cx.type_error("can only extend with array of same kind"));
        }
        Some(other) => {
            if !cx.can_allocate(other.data.len().saturating_mul(4)) {
                return Err(cx.memory_error(""));
            }
            let data = other.data.clone();
            push_bytes(cx, me, &data)?;
        }
        None => extend_items(cx, me, o)?,
    }
    none(cx)
}

pub(super) fn fromlist(cx: &mut Cx, me: &ObjRef, list: &ObjRef) -> PyResult {
    if list.kind() != Kind::List {
        return Err(cx.type_error("arg must be list"));
    }
    let code = array(cx, me)?.code;
    let items = cx.heap.list(list).map(<[ObjRef]>::to_vec).unwrap_or_default();
    let mut bytes = Vec::new();
    for v in &items {
        bytes.extend(pack(cx, code, v)?);
        if cx.heap.list(list).map(<[ObjRef]>::len) != Some(items.len()) {
            return Err(cx.runtime_error("list changed size during iteration"));
        }
    }
    push_bytes(cx, me, &bytes)?;
    none(cx)
}

pub(super) fn frombytes(cx: &mut Cx, me: &ObjRef, o: &ObjRef) -> PyResult {
    let data = cx.contiguous_buffer(o)?.copied(cx)?;
    let size = array(cx, me)?.size();
    if !data.len().is_multiple_of(size) {
        return Err(cx.value_error("bytes length not a multiple of item size"));
    }
    push_bytes(cx, me, &data)?;
    none(cx)
}

pub(super) fn fromunicode(cx: &mut Cx, me: &ObjRef, o: &ObjRef) -> PyResult {
    crate::str::args::expect_str(cx, "fromunicode", "", o)?;
    if array(cx, me)?.code != b'u' {
        return Err(cx.value_error("fromunicode() may only be called on unicode type arrays"));
    }
    let points = o.chars().map(|c| c.to_vec()).unwrap_or_default();
    let bytes: Vec<u8> = points.iter().flat_map(|c| c.to_ne_bytes()).collect();
    push_bytes(cx, me, &bytes)?;
    none(cx)
}

pub(super) fn fromfile(cx: &mut Cx, me: &ObjRef, file: &ObjRef, n: &ObjRef) -> PyResult {
    let n = ssize(cx, n)?;
    let size = array(cx, me)?.size();
    let Ok(n) = usize::try_from(n) else { return Err(cx.value_error("negative count")) };
    let Some(wanted) = n.checked_mul(size).filter(|&n| n <= isize::MAX as usize) else {
        return Err(cx.memory_error(""));
    };
    let wanted_object = cx.usize(wanted);
    let data = cx.call_method(file, "read", &[wanted_object])?;
    if data.kind() != Kind::Bytes {
        return Err(cx.type_error("read() didn't return bytes"));
    }
    let got = cx.heap.bytes(&data).map_or(0, <[u8]>::len);
    frombytes(cx, me, &data)?;
    if got != wanted {
        let ty = cx.excs.eof_error.clone();
        return Err(cx.error(&ty, "read() didn't return enough bytes"));
    }
    none(cx)
}

pub(super) fn insert(cx: &mut Cx, me: &ObjRef, i: &ObjRef, v: &ObjRef) -> PyResult {
    let i = ssize(cx, i)?;
    let a = array(cx, me)?;
    let (code, size) = (a.code, a.size());
    let item = pack(cx, code, v)?;
    let len = array(cx, me)?.len() as i64;
    let at = if i < 0 { i.saturating_add(len).max(0) } else { i.min(len) } as usize * size;
    splice(cx, me, at, at, &item)?;
    none(cx)
}

pub(super) fn pop(cx: &mut Cx, args: &[ObjRef]) -> PyResult {
    let me = &args[0];
    let i = match args.get(1) {
        Some(i) => ssize(cx, i)?,
        None => -1,
    };
    let a = array(cx, me)?;
    let (len, size) = (a.len() as i64, a.size());
    if len == 0 {
        return Err(cx.index_error("pop from empty array"));
    }
    let i = if i < 0 { i.saturating_add(len) } else { i };
    if !(0..len).contains(&i) {
        return Err(cx.index_error("pop index out of range"));
    }
    let i = i as usize;
    let v = item_at(cx, me, i)?;
    splice(cx, me, i * size, (i + 1) * size, &[])?;
    Ok(v.unwrap_or_else(|| cx.none.clone()))
}

pub(super) fn remove(cx: &mut Cx, me: &ObjRef, v: &ObjRef) -> PyResult {
    let Some(i) = find(cx, me, v, 0, usize::MAX)? else {
        return Err(cx.value_error("array.remove(x): x not in array"));
    };
    let size = array(cx, me)?.size();
    splice(cx, me, i * size, (i + 1) * size, &[])?;
    none(cx)
}

pub(super) fn reverse(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let a = array_mut(cx, me)?;
    let size = a.size();
    // Reversed as a whole, then each item turned back.
    a.data.reverse();
    a.data.chunks_exact_mut(size).for_each(<[u8]>::reverse);
    none(cx)
}

pub(super) fn byteswap(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let a = array_mut(cx, me)?;
    let size = a.size();
    a.data.chunks_exact_mut(size).for_each(<[u8]>::reverse);
    none(cx)
}

pub(super) fn inplace_add(cx: &mut Cx, me: &ObjRef, o: &ObjRef) -> PyResult {
    if !o.has_payload::<Array>() {
        let got = o.ty().name();
        return Err(cx.type_error(format!("can only extend array with array (not \"{got}\")")));
    }
    extend(cx, me, o)?;
    Ok(me.clone())
}

pub(super) fn inplace_multiply(cx: &mut Cx, me: &ObjRef, times: &ObjRef) -> PyResult {
    if let Some(r) = python_operator_first(cx, number::MUL, me, times, times)? {
        return Ok(r);
    }
    let Some(n) = crate::str::args::repetitions(cx, times)? else {
        let got = times.ty().name();
        return Err(cx.type_error(format!("'{got}' object cannot be interpreted as an integer")));
    };
    let len = array(cx, me)?.data.len();
    if n != 1 && len != 0 {
        check_resizable(cx, me)?;
        if !len.checked_mul(n).is_some_and(|size| cx.can_allocate(size)) {
            return Err(cx.memory_error(""));
        }
        let a = array_mut(cx, me)?;
        a.data = a.data.repeat(n);
    }
    Ok(me.clone())
}

/// `me[key] = value`, or `del me[key]`.
pub(super) fn setitem(cx: &mut Cx, me: &ObjRef, key: &ObjRef, value: Option<&ObjRef>) -> PyResult<()> {
    if key.kind() == Kind::Slice {
        return set_slice(cx, me, key, value);
    }
    let i = position(cx, me, key, &ASSIGN_WORDS)?;
    let a = array(cx, me)?;
    let (code, size) = (a.code, a.size());
    let Some(value) = value else { return splice(cx, me, i * size, (i + 1) * size, &[]) };
    let item = pack(cx, code, value)?;
    if let Some(to) = array_mut(cx, me)?.data.get_mut(i * size..(i + 1) * size) {
        to.copy_from_slice(&item);
    }
    Ok(())
}

fn set_slice(cx: &mut Cx, me: &ObjRef, key: &ObjRef, value: Option<&ObjRef>) -> PyResult<()> {
    let unpacked = unpack(cx, key)?;
    let a = array(cx, me)?;
    let (code, size, len) = (a.code, a.size(), a.len());
    let new = match value {
        None => Vec::new(),
        Some(v) => match cx.heap.get::<Array>(v) {
            Some(other) if other.code == code => other.data.clone(),
            Some(_) => return Err(cx.type_error("bad argument type for built-in operation")),
            None => {
                let got = v.ty().name();
                return Err(cx.type_error(format!("can only assign array (not \"{got}\") to array slice")));
            }
        },
    };
    let range = unpacked.adjust(len);
    if range.step == 1 {
        let start = range.start as usize;
        return splice(cx, me, start * size, (start + range.count) * size, &new);
    }
    if value.is_none() {
        if range.count == 0 {
            return Ok(());
        }
        check_resizable(cx, me)?;
        let mut dropped = vec![false; len];
        for i in range.indices() {
            if let Some(flag) = dropped.get_mut(i) {
                *flag = true;
            }
        }
        let a = array_mut(cx, me)?;
        let kept = a.data.chunks_exact(size).zip(&dropped).filter(|(_, dropped)| !**dropped);
        a.data = kept.flat_map(|(item, _)| item.iter().copied()).collect();
        return Ok(());
    }
    if new.len() != range.count * size {
        let (n, wanted) = (new.len() / size, range.count);
        let text = format!("attempt to assign array of size {n} to extended slice of size {wanted}");
        return Err(cx.value_error(text));
    }
    let a = array_mut(cx, me)?;
    for (i, item) in range.indices().zip(new.chunks_exact(size)) {
        if let Some(to) = a.data.get_mut(i * size..(i + 1) * size) {
            to.copy_from_slice(item);
        }
    }
    Ok(())
}
