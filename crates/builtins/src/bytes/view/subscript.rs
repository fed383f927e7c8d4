//! Items and slices of a memoryview.

use theseus_object::{Buffer, Cx, Kind, MemoryView, ObjRef, PyResult};

use super::{alive, code};
use crate::item;
use crate::slice::adjust;

/// What a subscript of a view means.
enum Key {
    /// Byte place of one item.
    Item(usize),
    /// A slice of the first dimension.
    Slice(Box<Buffer>),
    /// The view itself: `[...]` without dimensions.
    Whole,
}

fn is_index(o: &ObjRef) -> bool {
    o.is_int() || o.ty().slots().index.is_some()
}

/// The byte offset of an index in a dimension.
fn offset(cx: &mut Cx, b: &Buffer, dimension: usize, index: i64) -> PyResult<isize> {
    let n = b.shape.get(dimension).copied().unwrap_or(0) as i64;
    let i = if index < 0 { index.saturating_add(n) } else { index };
    if !(0..n).contains(&i) {
        let d = dimension + 1;
        return Err(cx.index_error(format!("index out of bounds on dimension {d}")));
    }
    Ok(i as isize * b.strides.get(dimension).copied().unwrap_or(0))
}

/// The part of the view that a slice of its first dimension selects.
fn sliced(cx: &mut Cx, b: &Buffer, key: &ObjRef) -> PyResult<Buffer> {
    let r = adjust(cx, key, b.shape.first().copied().unwrap_or(0))?;
    let mut part = b.clone();
    if let (Some(n), Some(stride)) = (part.shape.first_mut(), part.strides.first_mut()) {
        if r.count > 0 {
            part.start = (part.start as isize + r.start as isize * *stride) as usize;
        }
        *n = r.count;
        // A step that overflows belongs to at most one item.
        *stride = stride.wrapping_mul(r.step as isize);
    }
    Ok(part)
}

/// The place of the item with these indices.
fn place_of(cx: &mut Cx, b: &Buffer, indices: &[ObjRef]) -> PyResult<usize> {
    let n = b.shape.len();
    if indices.len() > n {
        let given = indices.len();
        return Err(cx.type_error(format!("cannot index {n}-dimension view with {given}-element tuple")));
    }
    let mut at = b.start as isize;
    for (d, index) in indices.iter().enumerate() {
        let i = cx.index_word(index)?;
        at += offset(cx, b, d, i)?;
    }
    Ok(at as usize)
}

fn resolve(cx: &mut Cx, b: &Buffer, key: &ObjRef, writes: bool) -> PyResult<Key> {
    let tuple = cx.heap.tuple(key).map(<[ObjRef]>::to_vec);
    if b.shape.is_empty() {
        return match tuple {
            Some(t) if t.is_empty() => Ok(Key::Item(b.start)),
            _ if key.is(&cx.ellipsis.clone()) => Ok(if writes { Key::Item(b.start) } else { Key::Whole }),
            _ => Err(cx.type_error("invalid indexing of 0-dim memory")),
        };
    }
    if is_index(key) {
        if b.shape.len() > 1 {
            let what = if writes { "sub-views" } else { "multi-dimensional sub-views" };
            return Err(cx.not_implemented_error(format!("{what} are not implemented")));
        }
        let i = cx.index_word(key)?;
        return Ok(Key::Item((b.start as isize + offset(cx, b, 0, i)?) as usize));
    }
    let only_one = "memoryview slice assignments are currently restricted to ndim = 1";
    if key.kind() == Kind::Slice {
        if writes && b.shape.len() > 1 {
            return Err(cx.not_implemented_error(only_one));
        }
        return Ok(Key::Slice(Box::new(sliced(cx, b, key)?)));
    }
    match tuple {
        Some(t) if t.iter().all(is_index) => {
            if t.len() < b.shape.len() {
                return Err(cx.not_implemented_error("sub-views are not implemented"));
            }
            Ok(Key::Item(place_of(cx, b, &t)?))
        }
        Some(t) if t.iter().all(|o| o.kind() == Kind::Slice) => {
            let text = if writes { only_one } else { "multi-dimensional slicing is not implemented" };
            Err(cx.not_implemented_error(text))
        }
        _ => Err(cx.type_error("memoryview: invalid slice key")),
    }
}

pub(super) fn getitem(cx: &mut Cx, me: &ObjRef, key: &ObjRef) -> PyResult {
    let b = alive(cx, me)?.clone();
    match resolve(cx, &b, key, false)? {
        Key::Whole => Ok(me.clone()),
        Key::Slice(part) => Ok(cx.new_memoryview(MemoryView::new(*part))),
        Key::Item(at) => {
            let code = code(cx, me)?;
            Ok(item::unpack(cx, code, b.item(&cx.heap, at)))
        }
    }
}

pub(super) fn setitem(cx: &mut Cx, me: &ObjRef, key: &ObjRef, value: Option<&ObjRef>) -> PyResult<()> {
    let code = code(cx, me)?;
    let b = alive(cx, me)?.clone();
    if b.readonly {
        return Err(cx.type_error("cannot modify read-only memory"));
    }
    let Some(value) = value else { return Err(cx.type_error("cannot delete memory")) };
    let new = if key.kind() == Kind::Slice && b.shape.len() == 1 { Some(cx.buffer(value)?) } else { None };
    match (resolve(cx, &b, key, true)?, new) {
        (Key::Item(at), _) => {
            let item = match item::pack(cx, code, value) {
                Ok(item) => item,
                Err(e) => return Err(item::raise_misfit(cx, e, &b.format)),
            };
            // The value's methods may have released the view.
            alive(cx, me)?;
            b.set_item(&mut cx.heap, at, &item);
        }
        (Key::Slice(part), Some(new)) => {
            let plain = |f: &str| f.strip_prefix('@').unwrap_or(f).to_string();
            if plain(&part.format) != plain(&new.format) || part.shape != new.shape {
                let text = "memoryview assignment: lvalue and rvalue have different structures";
                return Err(cx.value_error(text));
            }
            let bytes = new.copied(cx)?;
            for (at, item) in part.places().into_iter().zip(bytes.chunks_exact(part.itemsize.max(1))) {
                part.set_item(&mut cx.heap, at, item);
            }
        }
        _ => (),
    }
    Ok(())
}
