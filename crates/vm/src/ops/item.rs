//! Subscripts and slices.

use theseus_bytecode::{Op, Word};
use theseus_object::payload::dict::Foreign;
use theseus_object::payload::list::ObjVec;
use theseus_object::payload::str::Chars;
use theseus_object::payload::{ByteArray, Bytes, Dict, List, SliceData, Tuple};
use theseus_object::{Kind, ObjRef, hash};

use crate::frame::{Value, nil_value};
use crate::machine::{
    DICT, INT, LIST, STR, State, TUPLE, Vm, borrow, consume, deoptimise, due, exact, finish_unit_using,
    finish_using, incref, int_value, owned, payload, put, put_int, raw, release, save,
};
use crate::ops::compare::borrowed;
use crate::ops::load::take;

const BYTES: u16 = Kind::Bytes as u16;
const BYTEARRAY: u16 = Kind::ByteArray as u16;

#[inline(never)]
pub unsafe fn get_item(vm: &mut Vm, s: State, w: Word) -> State {
    let (o, key) = (s.get(w.b()), s.get(w.c()));
    if due(vm, s) {
        let op = match (exact(o), exact(key)) {
            (LIST, INT) => Some(Op::GetItemListInt),
            (TUPLE, INT) => Some(Op::GetItemTupleInt),
            (STR, INT) => Some(Op::GetItemStrInt),
            (BYTES | BYTEARRAY, INT) => Some(Op::GetItemBytesInt),
            (DICT, INT | STR) => Some(Op::GetItemDict),
            _ => None,
        };
        if let Some(op) = op {
            s.set_op(op);
            s.set_cache(1, 0);
            return s;
        }
    }
    get_item_slow(vm, s, w, key, [w.b(), w.c()])
}

#[inline(never)]
pub unsafe fn get_item_k(vm: &mut Vm, s: State, w: Word) -> State {
    let o = s.get(w.b());
    let k = *vm.exec().consts.add(w.c() as usize);
    if due(vm, s) {
        let op = match (exact(o), exact(k)) {
            (LIST, INT) => Some(Op::GetItemListK),
            (TUPLE, INT) => Some(Op::GetItemTupleK),
            (DICT, STR) => Some(Op::GetItemDictK),
            _ => None,
        };
        if let Some(op) = op {
            s.set_op(op);
            s.set_cache(1, if exact(k) == INT { int_value(k) as u64 } else { 0 });
            return s;
        }
    }
    get_item_slow(vm, s, w, k, [w.b(), 0])
}

#[inline(never)]
unsafe fn get_item_slow(vm: &mut Vm, s: State, w: Word, key: Value, used: [u16; 2]) -> State {
    save(vm, s);
    if let Some(entered) = crate::call::special_frame(vm, s, w, w.b(), key, used) {
        return entered;
    }
    let (o, key) = (borrowed(s.get(w.b())), borrowed(key));
    let r = vm.getitem(&o, &key);
    drop((o, key));
    finish_using(vm, s, 2, w.a(), r, used)
}

/// An item found by a specialised form: counted, then the container is released.
#[inline(always)]
unsafe fn put_item(vm: &mut Vm, s: State, w: Word, v: Value) -> State {
    incref(v);
    let s = consume(vm, s.next(2), w.b());
    put(vm, s, w.a(), v)
}

/// Index into `len` items; negative ones count from the end.
#[inline(always)]
pub fn index(i: i64, len: usize) -> Option<usize> {
    let at = if i < 0 { i + len as i64 } else { i } as usize;
    (at < len).then_some(at)
}

/// The slow path of a specialised form whose guard held: an error or a rare case.
#[cold]
#[inline(never)]
unsafe fn rare(vm: &mut Vm, s: State, w: Word) -> State {
    let key = s.get(w.c());
    get_item_slow(vm, s, w, key, [w.b(), w.c()])
}

#[cold]
#[inline(never)]
unsafe fn rare_k(vm: &mut Vm, s: State, w: Word) -> State {
    let k = *vm.exec().consts.add(w.c() as usize);
    get_item_slow(vm, s, w, k, [w.b(), 0])
}

#[inline(always)]
pub unsafe fn get_item_list_int(vm: &mut Vm, s: State, w: Word) -> State {
    let (o, key) = (s.get(w.b()), s.get(w.c()));
    if exact(o) != LIST || exact(key) != INT {
        return deoptimise(vm, s);
    }
    let items = &payload::<List>(o).items;
    match index(int_value(key), items.len()) {
        Some(at) => put_item(vm, s, w, items.get_unchecked(at).as_ptr().as_ptr()),
        None => rare(vm, s, w),
    }
}

#[inline(always)]
pub unsafe fn get_item_tuple_int(vm: &mut Vm, s: State, w: Word) -> State {
    let (o, key) = (s.get(w.b()), s.get(w.c()));
    if exact(o) != TUPLE || exact(key) != INT {
        return deoptimise(vm, s);
    }
    let items = Tuple::items_unchecked(borrow(&raw const o));
    match index(int_value(key), items.len()) {
        Some(at) => put_item(vm, s, w, items.get_unchecked(at).as_ptr().as_ptr()),
        None => rare(vm, s, w),
    }
}

#[inline(always)]
pub unsafe fn get_item_list_k(vm: &mut Vm, s: State, w: Word) -> State {
    let o = s.get(w.b());
    if exact(o) != LIST {
        return deoptimise(vm, s);
    }
    let items = &payload::<List>(o).items;
    match index(s.cache(1) as i64, items.len()) {
        Some(at) => put_item(vm, s, w, items.get_unchecked(at).as_ptr().as_ptr()),
        None => rare_k(vm, s, w),
    }
}

#[inline(always)]
pub unsafe fn get_item_tuple_k(vm: &mut Vm, s: State, w: Word) -> State {
    let o = s.get(w.b());
    if exact(o) != TUPLE {
        return deoptimise(vm, s);
    }
    let items = Tuple::items_unchecked(borrow(&raw const o));
    match index(s.cache(1) as i64, items.len()) {
        Some(at) => put_item(vm, s, w, items.get_unchecked(at).as_ptr().as_ptr()),
        None => rare_k(vm, s, w),
    }
}

#[inline(always)]
pub unsafe fn get_item_str_int(vm: &mut Vm, s: State, w: Word) -> State {
    let (o, key) = (s.get(w.b()), s.get(w.c()));
    if exact(o) != STR || exact(key) != INT {
        return deoptimise(vm, s);
    }
    let bytes = match borrow(&raw const o).chars_unchecked() {
        Chars::Ascii(t) => t.as_bytes(),
        Chars::Latin1(t) => t,
        _ => return rare(vm, s, w),
    };
    match index(int_value(key), bytes.len()) {
        Some(at) => {
            let c = *bytes.get_unchecked(at);
            let v = vm.interp().latin1.get_unchecked(c as usize).as_ptr().as_ptr();
            put_item(vm, s, w, v)
        }
        None => rare(vm, s, w),
    }
}

#[inline(always)]
pub unsafe fn get_item_bytes_int(vm: &mut Vm, s: State, w: Word) -> State {
    let (o, key) = (s.get(w.b()), s.get(w.c()));
    let kind = exact(o);
    if !(kind == BYTES || kind == BYTEARRAY) || exact(key) != INT {
        return deoptimise(vm, s);
    }
    let data: &[u8] = if kind == BYTES {
        Bytes::data_unchecked(borrow(&raw const o))
    } else {
        &payload::<ByteArray>(o).data
    };
    match index(int_value(key), data.len()) {
        Some(at) => {
            let v = *data.get_unchecked(at) as i64;
            let s = consume(vm, s.next(2), w.b());
            put_int(vm, s, w.a(), v)
        }
        None => rare(vm, s, w),
    }
}

/// Position of an exact int or str key; `Err` where keys of other types may be equal.
#[inline(always)]
unsafe fn find(vm: &Vm, d: &Dict, key: Value) -> Result<Option<usize>, Foreign> {
    if exact(key) == STR {
        let k = borrow(&raw const key);
        d.find_str(k, k.str_hash(vm.interp()))
    } else {
        let v = int_value(key);
        d.find_int(v, hash::int(v))
    }
}

#[inline(always)]
pub unsafe fn get_item_dict(vm: &mut Vm, s: State, w: Word) -> State {
    let (o, key) = (s.get(w.b()), s.get(w.c()));
    if exact(o) != DICT || !matches!(exact(key), INT | STR) {
        return deoptimise(vm, s);
    }
    let d = payload::<Dict>(o);
    match find(vm, d, key) {
        Ok(Some(at)) => match d.value_at(at) {
            Some(v) => {
                let v = v.as_ptr().as_ptr();
                incref(v);
                let s = consume(vm, s.next(2), w.b());
                let s = consume(vm, s, w.c());
                put(vm, s, w.a(), v)
            }
            None => rare(vm, s, w),
        },
        _ => rare(vm, s, w),
    }
}

#[inline(always)]
pub unsafe fn get_item_dict_k(vm: &mut Vm, s: State, w: Word) -> State {
    let o = s.get(w.b());
    if exact(o) != DICT {
        return deoptimise(vm, s);
    }
    let k = *vm.exec().consts.add(w.c() as usize);
    let d = payload::<Dict>(o);
    match find(vm, d, k) {
        Ok(Some(at)) => match d.value_at(at) {
            Some(v) => put_item(vm, s, w, v.as_ptr().as_ptr()),
            None => rare_k(vm, s, w),
        },
        _ => rare_k(vm, s, w),
    }
}

// ---- writing

#[inline(never)]
pub unsafe fn set_item(vm: &mut Vm, s: State, w: Word) -> State {
    let (o, key) = (s.get(w.a()), s.get(w.b()));
    if due(vm, s) {
        let op = match (exact(o), exact(key)) {
            (LIST, INT) => Some(Op::SetItemListInt),
            (DICT, INT | STR) => Some(Op::SetItemDict),
            (BYTEARRAY, INT) => Some(Op::SetItemByteArray),
            _ => None,
        };
        if let Some(op) = op {
            s.set_op(op);
            s.set_cache(1, 0);
            return s;
        }
    }
    set_item_slow(vm, s, w)
}

#[inline(never)]
unsafe fn set_item_slow(vm: &mut Vm, s: State, w: Word) -> State {
    save(vm, s);
    let (o, key, v) = (borrowed(s.get(w.a())), borrowed(s.get(w.b())), borrowed(s.get(w.c())));
    let r = vm.setitem(&o, &key, Some(&v));
    drop((o, key, v));
    finish_unit_using(vm, s, 2, r, [w.a(), w.b(), w.c()])
}

#[inline(always)]
pub unsafe fn set_item_list_int(vm: &mut Vm, s: State, w: Word) -> State {
    let (o, key) = (s.get(w.a()), s.get(w.b()));
    if exact(o) != LIST || exact(key) != INT {
        return deoptimise(vm, s);
    }
    let items = &mut payload::<List>(o).items;
    let Some(at) = index(int_value(key), items.len()) else { return set_item_slow(vm, s, w) };
    let old = raw(std::mem::replace(items.get_unchecked_mut(at), owned(take(s, w.c()))));
    let s = consume(vm, s.next(2), w.a());
    release(vm, s, old)
}

#[inline(always)]
pub unsafe fn set_item_dict(vm: &mut Vm, s: State, w: Word) -> State {
    let (o, key) = (s.get(w.a()), s.get(w.b()));
    if exact(o) != DICT || !matches!(exact(key), INT | STR) {
        return deoptimise(vm, s);
    }
    let Some(old) = store(vm, s, o, key, w.c()) else { return set_item_slow(vm, s, w) };
    let s = consume(vm, s.next(2), w.a());
    let s = consume(vm, s, w.b());
    release(vm, s, old)
}

/// Puts an operand into an exact dict under an exact int or str and gives the old value, or the
/// sentinel. `None`: nothing is done, for keys of other types may be equal.
#[inline(always)]
pub unsafe fn store(vm: &mut Vm, s: State, dict: Value, key: Value, operand: u16) -> Option<Value> {
    let d = payload::<Dict>(dict);
    let found = find(vm, d, key).ok()?;
    let v = take(s, operand);
    Some(match found {
        Some(at) => d.set_value_at(at, owned(v)).map_or(nil_value(), raw),
        None => {
            insert(vm, d, key, v);
            nil_value()
        }
    })
}

/// The hash of an exact int or str, which no Python code is asked for.
#[inline(always)]
pub unsafe fn plain_hash(vm: &Vm, key: Value) -> Option<i64> {
    match exact(key) {
        INT => Some(hash::int(int_value(key))),
        STR => Some(borrow(&raw const key).str_hash(vm.interp())),
        _ => None,
    }
}

#[inline(never)]
unsafe fn insert(vm: &Vm, d: &mut Dict, key: Value, v: Value) {
    let v = owned(v);
    let hash = plain_hash(vm, key).unwrap_or_default();
    d.insert_new(hash, borrowed(key), v);
}

#[inline(always)]
pub unsafe fn set_item_bytearray(vm: &mut Vm, s: State, w: Word) -> State {
    let (o, key, v) = (s.get(w.a()), s.get(w.b()), s.get(w.c()));
    if exact(o) != BYTEARRAY || exact(key) != INT {
        return deoptimise(vm, s);
    }
    let data = &mut payload::<ByteArray>(o).data;
    let at = index(int_value(key), data.len());
    match at {
        Some(at) if exact(v) == INT && (0..256).contains(&int_value(v)) => {
            *data.get_unchecked_mut(at) = int_value(v) as u8;
            consume(vm, s.next(2), w.a())
        }
        _ => set_item_slow(vm, s, w),
    }
}

#[inline(never)]
pub unsafe fn delete_item(vm: &mut Vm, s: State, w: Word) -> State {
    save(vm, s);
    let (o, key) = (borrowed(s.get(w.a())), borrowed(s.get(w.b())));
    let r = vm.setitem(&o, &key, None);
    drop((o, key));
    finish_unit_using(vm, s, 1, r, [w.a(), w.b()])
}

// ---- slices

/// Takes the two bounds at `first` as a slice object.
unsafe fn take_slice(vm: &mut Vm, s: State, first: u16, n: u8) -> ObjRef {
    let part = |i: u16| owned(std::mem::replace(&mut *s.slot(first + i), nil_value()));
    let (start, stop) = (part(0), part(1));
    let step = if n == 3 { part(2) } else { vm.none.clone() };
    vm.interp().alloc(&vm.types.slice, SliceData { start, stop, step })
}

#[inline(never)]
pub unsafe fn get_slice(vm: &mut Vm, s: State, w: Word) -> State {
    save(vm, s);
    if let Some(v) = plain_slice(vm, s, w) {
        return finish_using(vm, s, 1, w.a(), Ok(v), [w.b()]);
    }
    let slice = take_slice(vm, s, w.c() & 0x7fff, w.x());
    let o = borrowed(s.get(w.b()));
    let r = vm.getitem(&o, &slice);
    drop((o, slice));
    finish_using(vm, s, 1, w.a(), r, [w.b()])
}

/// The range that two bounds of ints and Nones mean for `len` items; the bounds are released.
unsafe fn plain_bounds(s: State, first: u16, len: usize) -> Option<(usize, usize)> {
    let bound = |v: Value, missing: usize| match exact(v) {
        INT => {
            let i = int_value(v);
            Some(if i < 0 { (i + len as i64).max(0) as usize } else { (i as usize).min(len) })
        }
        NONE => Some(missing),
        _ => None,
    };
    let (start, stop) = (bound(s.get(first), 0)?, bound(s.get(first + 1), len)?);
    for r in [first, first + 1] {
        drop(owned(std::mem::replace(&mut *s.slot(r), nil_value())));
    }
    Some((start, stop.max(start)))
}

const NONE: u16 = Kind::None as u16;

/// A slice of an exact list, tuple or str by plain bounds.
unsafe fn plain_slice(vm: &mut Vm, s: State, w: Word) -> Option<ObjRef> {
    let o = s.get(w.b());
    let first = w.c() & 0x7fff;
    match exact(o) {
        LIST if w.x() == 3 => picked(vm, s, &payload::<List>(o).items, first),
        _ if w.x() == 3 => None,
        LIST => {
            let items = &payload::<List>(o).items;
            let (start, stop) = plain_bounds(s, first, items.len())?;
            let mut copy = ObjVec::with_capacity(vm.interp(), stop - start);
            for item in &items[start..stop] {
                copy.push(vm.interp(), item.clone());
            }
            Some(vm.interp().alloc(&vm.types.list, List { items: copy }))
        }
        TUPLE => {
            let items = Tuple::items_unchecked(borrow(&raw const o));
            let (start, stop) = plain_bounds(s, first, items.len())?;
            Some(vm.interp().tuple_from_slice(&items[start..stop]))
        }
        STR => {
            let text = borrow(&raw const o);
            let (start, stop) = plain_bounds(s, first, text.str_len()?)?;
            Some(vm.interp().str_slice(text, start, stop))
        }
        _ => None,
    }
}

/// A list of the items that three plain parts of a slice select; they are released.
unsafe fn picked(vm: &mut Vm, s: State, items: &[ObjRef], first: u16) -> Option<ObjRef> {
    let [start, stop, step] = [0, 1, 2].map(|i| borrow(s.slot(first + i)));
    let range = theseus_builtins::slice::plain(start, stop, step)?.adjust(items.len());
    let mut copy = ObjVec::with_capacity(vm.interp(), range.count);
    for item in range.indices().filter_map(|at| items.get(at)) {
        copy.push(vm.interp(), item.clone());
    }
    for r in first..first + 3 {
        drop(owned(std::mem::replace(&mut *s.slot(r), nil_value())));
    }
    Some(vm.interp().alloc(&vm.types.list, List { items: copy }))
}

/// Writes a list over a stretch of the same length of another list, by plain bounds; whether it did.
unsafe fn plain_splice(s: State, w: Word) -> bool {
    let (o, v) = (s.get(w.a()), s.get(w.c()));
    if exact(o) != LIST || exact(v) != LIST || o == v {
        return false;
    }
    let own = &mut payload::<List>(o).items;
    let new = &payload::<List>(v).items;
    let first = w.b() & 0x7fff;
    let bound = |v: Value, missing: usize| match exact(v) {
        INT if int_value(v) >= 0 => Some((int_value(v) as usize).min(own.len())),
        NONE => Some(missing),
        _ => None,
    };
    let (Some(start), Some(stop)) = (bound(s.get(first), 0), bound(s.get(first + 1), own.len())) else {
        return false;
    };
    if stop < start || stop - start != new.len() {
        return false;
    }
    let _ = plain_bounds(s, first, own.len());
    // Dropping the old items runs no Python, so nobody looks at the list meanwhile.
    for (slot, o) in own[start..stop].iter_mut().zip(new.iter()) {
        drop(std::mem::replace(slot, o.clone()));
    }
    true
}

#[inline(never)]
pub unsafe fn set_slice(vm: &mut Vm, s: State, w: Word) -> State {
    save(vm, s);
    if plain_splice(s, w) {
        return finish_unit_using(vm, s, 1, Ok(()), [w.a(), w.c()]);
    }
    let slice = take_slice(vm, s, w.b() & 0x7fff, 2);
    let (o, v) = (borrowed(s.get(w.a())), borrowed(s.get(w.c())));
    let r = vm.setitem(&o, &slice, Some(&v));
    drop((o, v, slice));
    finish_unit_using(vm, s, 1, r, [w.a(), w.c()])
}

#[inline(never)]
pub unsafe fn build_slice(vm: &mut Vm, s: State, w: Word) -> State {
    let slice = take_slice(vm, s, w.b() & 0x7fff, w.x());
    put(vm, s.next(1), w.a(), raw(slice))
}
