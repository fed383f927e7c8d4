//! Iteration and unpacking.

use std::ptr::NonNull;

use theseus_bytecode::{Op, Word};
use theseus_object::header::Header;
use theseus_object::payload::list::ObjVec;
use theseus_object::payload::{AsciiIter, List, ListIter, RangeIter, Tuple, TupleIter};
use theseus_object::{Kind, ObjRef, PyResult, TypeObj};

use crate::frame::{Value, nil_value};
use crate::generator::{Flavour, Generator};
use crate::machine::{
    BACK_OFF, LIST, State, TUPLE, Vm, borrow, consume, consumes, deoptimise, drained, due, exact,
    finish_using, incref, owned, payload, put, put_int, raw, release, save, throw,
};
use crate::ops::branch::jump_by;
use crate::ops::compare::borrowed;

#[inline(never)]
pub unsafe fn get_iter(vm: &mut Vm, s: State, w: Word) -> State {
    let v = s.get(w.b());
    match exact(v) {
        LIST => {
            let list = owned(super::load::take(s, w.b()));
            let it = vm.interp().alloc(&vm.types.list_iterator, ListIter { list: Some(list), index: 0 });
            return put(vm, s.next(1), w.a(), raw(it));
        }
        TUPLE => {
            let tuple = owned(super::load::take(s, w.b()));
            let it = vm.interp().alloc(&vm.types.tuple_iterator, TupleIter { tuple: Some(tuple), index: 0 });
            return put(vm, s.next(1), w.a(), raw(it));
        }
        GENERATOR if payload::<Generator>(v).flavour == Flavour::Generator => {
            let v = super::load::take(s, w.b());
            return put(vm, s.next(1), w.a(), v);
        }
        _ => (),
    }
    save(vm, s);
    let o = borrowed(v);
    let r = vm.iter(&o);
    drop(o);
    finish_using(vm, s, 1, w.a(), r, [w.b()])
}

const GENERATOR: u16 = Kind::Generator as u16;
const RANGE: u16 = Kind::RangeIter as u16;
const LIST_ITER: u16 = Kind::ListIter as u16;
const TUPLE_ITER: u16 = Kind::TupleIter as u16;
const ASCII_ITER: u16 = Kind::AsciiIter as u16;

#[inline(always)]
fn distance(w: Word) -> isize {
    w.c() as i16 as isize
}

#[inline(never)]
pub unsafe fn for_iter(vm: &mut Vm, s: State, w: Word) -> State {
    let it = s.get(w.a());
    if due(vm, s) {
        let op = match exact(it) {
            RANGE => Some(Op::ForIterRange),
            LIST_ITER => Some(Op::ForIterList),
            TUPLE_ITER => Some(Op::ForIterTuple),
            ASCII_ITER => Some(Op::ForIterAscii),
            GENERATOR => Some(Op::ForIterGenerator),
            // Builtin types live for ever.
            _ if (*it).sub.get() == 0 && borrow(&raw const it).ty().slots().next.is_some() => {
                s.set_cache(1, (*it).ty.get() as u64);
                Some(Op::ForIterNative)
            }
            _ => None,
        };
        if let Some(op) = op {
            s.set_op(op);
            return s;
        }
        s.set_cache(1, BACK_OFF);
    }
    for_iter_slow(vm, s, w)
}

#[inline(never)]
unsafe fn for_iter_slow(vm: &mut Vm, s: State, w: Word) -> State {
    save(vm, s);
    let it = borrowed(s.get(w.a()));
    if let Some(entered) = crate::call::next_frame(vm, s, &it) {
        return entered;
    }
    let r = vm.next(&it);
    drop(it);
    match r {
        Ok(Some(v)) => {
            let to = jump_by(vm, s, distance(w));
            let to = put(vm, to, w.b(), raw(v));
            State { pc: drained(vm, to.pc), base: to.base }
        }
        Ok(None) => exhausted(vm, s, w),
        Err(_) => throw(s),
    }
}

/// The loop is over: the iterator is released.
#[inline(always)]
pub unsafe fn exhausted(vm: &mut Vm, s: State, w: Word) -> State {
    vm.stop_value = None;
    let slot = s.slot(w.a());
    let it = std::mem::replace(&mut *slot, nil_value());
    let s = release(vm, s.next(2), it);
    State { pc: drained(vm, s.pc), base: s.base }
}

/// As [`exhausted`]. The iterator lets go of the list first: what is appended later comes no more.
#[inline(never)]
unsafe fn list_exhausted(vm: &mut Vm, s: State, w: Word) -> State {
    drop(payload::<ListIter>(s.get(w.a())).list.take());
    exhausted(vm, s, w)
}

/// Hands a generator's value to its ForIter.
#[inline(always)]
pub unsafe fn deliver(vm: &mut Vm, s: State, v: Value) -> State {
    let w = Word(*s.pc);
    let to = jump_by(vm, s, distance(w));
    put(vm, to, w.b(), v)
}

#[inline(always)]
pub unsafe fn for_iter_range(vm: &mut Vm, s: State, w: Word) -> State {
    let it = s.get(w.a());
    if exact(it) != RANGE {
        return deoptimise(vm, s);
    }
    let r = payload::<RangeIter>(it);
    if r.left == 0 {
        return exhausted(vm, s, w);
    }
    let v = r.next;
    r.left -= 1;
    r.next = v.wrapping_add(r.step);
    let to = jump_by(vm, s, distance(w));
    put_int(vm, to, w.b(), v)
}

#[inline(always)]
pub unsafe fn for_iter_list(vm: &mut Vm, s: State, w: Word) -> State {
    let it = s.get(w.a());
    if exact(it) != LIST_ITER {
        return deoptimise(vm, s);
    }
    let i = payload::<ListIter>(it);
    let Some(list) = &i.list else { return list_exhausted(vm, s, w) };
    let items = &payload::<List>(list.as_ptr().as_ptr()).items;
    let Some(v) = items.get(i.index) else { return list_exhausted(vm, s, w) };
    i.index += 1;
    let v = v.as_ptr().as_ptr();
    incref(v);
    let to = jump_by(vm, s, distance(w));
    put(vm, to, w.b(), v)
}

#[inline(always)]
pub unsafe fn for_iter_tuple(vm: &mut Vm, s: State, w: Word) -> State {
    let it = s.get(w.a());
    if exact(it) != TUPLE_ITER {
        return deoptimise(vm, s);
    }
    let i = payload::<TupleIter>(it);
    let Some(tuple) = &i.tuple else { return exhausted(vm, s, w) };
    let Some(v) = Tuple::items_unchecked(tuple).get(i.index) else { return exhausted(vm, s, w) };
    i.index += 1;
    let v = v.as_ptr().as_ptr();
    incref(v);
    let to = jump_by(vm, s, distance(w));
    put(vm, to, w.b(), v)
}

#[inline(always)]
pub unsafe fn for_iter_ascii(vm: &mut Vm, s: State, w: Word) -> State {
    let it = s.get(w.a());
    if exact(it) != ASCII_ITER {
        return deoptimise(vm, s);
    }
    let i = &mut payload::<AsciiIter>(it).0;
    let Some(&c) = i.text.as_ref().and_then(|t| t.str_bytes().get(i.index)) else {
        return exhausted(vm, s, w);
    };
    i.index += 1;
    let v = vm.interp().latin1[c as usize].as_ptr().as_ptr();
    incref(v);
    let to = jump_by(vm, s, distance(w));
    put(vm, to, w.b(), v)
}

#[inline(always)]
pub unsafe fn for_iter_generator(vm: &mut Vm, s: State, w: Word) -> State {
    let it = s.get(w.a());
    if exact(it) != GENERATOR {
        return deoptimise(vm, s);
    }
    save(vm, s);
    crate::generator::enter_from_loop(vm, s, w, it)
}

#[inline(never)]
pub unsafe fn for_iter_native(vm: &mut Vm, s: State, w: Word) -> State {
    let it = s.get(w.a());
    if (*it).ty.get() as u64 != s.cache(1) || (*it).sub.get() != 0 {
        return deoptimise(vm, s);
    }
    let it = borrowed(it);
    let Some(next) = it.ty().slots().next else { return deoptimise(vm, s) };
    save(vm, s);
    let r = next(vm, &it);
    drop(it);
    match r {
        Ok(Some(v)) => {
            let to = jump_by(vm, s, distance(w));
            let to = put(vm, to, w.b(), raw(v));
            State { pc: drained(vm, to.pc), base: to.base }
        }
        Ok(None) => exhausted(vm, s, w),
        Err(_) => throw(s),
    }
}

// ---- unpacking

/// The items of an exact tuple or list.
#[inline(always)]
unsafe fn items_of(v: &Value) -> Option<&[ObjRef]> {
    match exact(*v) {
        TUPLE => Some(Tuple::items_unchecked(borrow(v))),
        LIST => Some(&payload::<List>(*v).items),
        _ => None,
    }
}

#[inline(always)]
pub unsafe fn unpack(vm: &mut Vm, s: State, w: Word) -> State {
    let v = s.get(w.b());
    match items_of(&v) {
        Some(items) if items.len() == w.c() as usize => spread(vm, s, w, v, items),
        _ => unpack_slow(vm, s, w),
    }
}

/// Puts the items into consecutive registers and releases their container: counted copies, but of a
/// tuple that goes with this the items themselves.
#[inline(always)]
unsafe fn spread(vm: &mut Vm, s: State, w: Word, v: Value, items: &[ObjRef]) -> State {
    let first = s.slot(w.a());
    let mut next = s.next(1);
    if consumes(w.b()) && (*v).word() == Header::sole_owner_word(Kind::Tuple) {
        *s.slot(w.b()) = nil_value();
        for (i, item) in items.iter().enumerate() {
            let old = std::mem::replace(&mut *first.add(i), item.as_ptr().as_ptr());
            next = release(vm, next, old);
        }
        vm.interp().free_emptied_tuple(NonNull::new_unchecked(v));
        return next;
    }
    // Held until the last item is counted: the container may be in a register that is written.
    let container = super::load::take(s, w.b());
    for (i, item) in items.iter().enumerate() {
        let v = item.as_ptr().as_ptr();
        incref(v);
        let old = std::mem::replace(&mut *first.add(i), v);
        next = release(vm, next, old);
    }
    release(vm, next, container)
}

#[inline(never)]
unsafe fn unpack_slow(vm: &mut Vm, s: State, w: Word) -> State {
    save(vm, s);
    let o = borrowed(s.get(w.b()));
    match unpack_items(vm, &o, w.c() as usize) {
        Ok(items) => {
            drop(o);
            store_unpacked(vm, s, w, items)
        }
        Err(_) => throw(s),
    }
}

unsafe fn store_unpacked(vm: &mut Vm, s: State, w: Word, items: Vec<ObjRef>) -> State {
    let mut next = consume(vm, s.next(1), w.b());
    let first = w.a() & 0x7fff;
    for (i, item) in items.into_iter().enumerate() {
        next = put(vm, next, first + i as u16, raw(item));
    }
    State { pc: drained(vm, next.pc), base: next.base }
}

fn unpack_items(vm: &mut Vm, o: &ObjRef, n: usize) -> PyResult<Vec<ObjRef>> {
    let it = unpack_iter(vm, o)?;
    let mut items = Vec::with_capacity(n.min(1024));
    while items.len() < n {
        match vm.next(&it)? {
            Some(v) => items.push(v),
            None => {
                let got = items.len();
                return Err(vm.value_error(format!("not enough values to unpack (expected {n}, got {got})")));
            }
        }
    }
    if vm.next(&it)?.is_some() {
        return Err(vm.value_error(format!("too many values to unpack (expected {n})")));
    }
    Ok(items)
}

fn unpack_iter(vm: &mut Vm, o: &ObjRef) -> PyResult {
    let slots = o.ty().slots();
    if slots.iter.is_none() && slots.getitem.is_none() || TypeObj::of(o).is_some_and(|_| slots.iter.is_none())
    {
        let name = o.ty().name();
        return Err(vm.type_error(format!("cannot unpack non-iterable {name} object")));
    }
    vm.iter(o)
}

#[inline(never)]
pub unsafe fn unpack_ex(vm: &mut Vm, s: State, w: Word) -> State {
    let v = s.get(w.b());
    let (before, after) = ((w.c() & 255) as usize, (w.c() >> 8) as usize);
    if let Some(items) = items_of(&v).filter(|items| items.len() >= before + after) {
        return spread_starred(vm, s, w, items.split_at(before), after);
    }
    save(vm, s);
    let o = borrowed(v);
    let items = match exact(v) {
        LIST | TUPLE => vm.collect(&o),
        _ => unpack_iter(vm, &o).and_then(|it| vm.collect(&it)),
    };
    let mut items = match items {
        Ok(items) => items,
        Err(_) => return throw(s),
    };
    drop(o);
    if items.len() < before + after {
        let (least, got) = (before + after, items.len());
        vm.value_error(format!("not enough values to unpack (expected at least {least}, got {got})"));
        return throw(s);
    }
    let tail = items.split_off(items.len() - after);
    let middle = items.split_off(before);
    let middle = vm.interp().new_list(middle);
    items.push(middle);
    items.extend(tail);
    store_unpacked(vm, s, w, items)
}

/// As [`spread`], with a list of all items but the first and the last ones between those.
unsafe fn spread_starred(
    vm: &mut Vm,
    s: State,
    w: Word,
    (head, rest): (&[ObjRef], &[ObjRef]),
    after: usize,
) -> State {
    let (middle, tail) = rest.split_at(rest.len() - after);
    let container = super::load::take(s, w.b());
    let mut items = ObjVec::with_capacity(vm.interp(), middle.len());
    for item in middle {
        items.push(vm.interp(), item.clone());
    }
    let middle = vm.interp().alloc(&vm.types.list, List { items });
    let first = s.slot(w.a());
    let mut next = s.next(1);
    for (i, item) in head.iter().chain([&middle]).chain(tail).enumerate() {
        let v = item.as_ptr().as_ptr();
        incref(v);
        let old = std::mem::replace(&mut *first.add(i), v);
        next = release(vm, next, old);
    }
    drop(middle);
    release(vm, next, container)
}
