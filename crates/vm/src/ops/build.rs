//! Building containers, strings and functions.

use theseus_bytecode::{Flags, Word};
use theseus_object::payload::list::ObjVec;
use theseus_object::payload::set::Table;
use theseus_object::payload::{Dict, Function, List, Set, Tuple};
use theseus_object::{Kind, ObjRef, PyResult};

use crate::code::CodeData;
use crate::frame::{Value, nil_value};
use crate::machine::{
    DICT, INT, LIST, STR, State, TUPLE, Vm, borrow, consume, exact, finish, finish_unit_using, finish_using,
    int_value, owned, payload, put, raw, release, save, throw,
};
use crate::ops::compare::borrowed;
use crate::ops::load::take;
use crate::upcalls::named_builtins;

const SET: u16 = Kind::Set as u16;

/// Takes `n` registers from `first`: they are unbound afterwards.
unsafe fn take_window(s: State, first: u16, n: usize) -> impl ExactSizeIterator<Item = ObjRef> {
    let first = s.slot(first);
    (0..n).map(move |i| owned(std::mem::replace(&mut *first.add(i), nil_value())))
}

#[inline(always)]
unsafe fn move_to_tuple(vm: &mut Vm, first: *mut Value, n: usize) -> ObjRef {
    if n == 0 {
        return vm.empty_tuple.clone();
    }
    let t = vm.interp().tuple_cell(n);
    let to = Tuple::slots_unchecked(&t) as *mut Value;
    for i in 0..n {
        to.add(i).write(std::mem::replace(&mut *first.add(i), nil_value()));
    }
    t
}

#[inline(always)]
pub unsafe fn build_tuple(vm: &mut Vm, s: State, w: Word) -> State {
    let t = move_to_tuple(vm, s.slot(w.b()), w.c() as usize);
    put(vm, s.next(1), w.a(), raw(t))
}

#[inline(always)]
pub unsafe fn build_pair(vm: &mut Vm, s: State, w: Word) -> State {
    let (a, b) = (take(s, w.b()), take(s, w.c()));
    let t = vm.interp().tuple_cell(2);
    let to = Tuple::slots_unchecked(&t) as *mut Value;
    to.write(a);
    to.add(1).write(b);
    put(vm, s.next(1), w.a(), raw(t))
}

#[inline(never)]
pub unsafe fn build_list(vm: &mut Vm, s: State, w: Word) -> State {
    let n = w.c() as usize;
    let mut items = ObjVec::with_capacity(vm.interp(), n);
    for o in take_window(s, w.b(), n) {
        items.push(vm.interp(), o);
    }
    let list = vm.interp().alloc(&vm.types.list, List { items });
    put(vm, s.next(1), w.a(), raw(list))
}

#[inline(never)]
pub unsafe fn build_set(vm: &mut Vm, s: State, w: Word) -> State {
    save(vm, s);
    let set = vm.interp().new_set(Table::default());
    for o in take_window(s, w.b(), w.c() as usize) {
        if vm.set_add(&set, &o).is_err() {
            return throw(s);
        }
    }
    finish(vm, s, 1, w.a(), Ok(set))
}

#[inline(never)]
pub unsafe fn build_dict(vm: &mut Vm, s: State, w: Word) -> State {
    save(vm, s);
    let dict = vm.new_dict();
    payload::<Dict>(dict.as_ptr().as_ptr()).reserve(w.c() as usize);
    let mut items = take_window(s, w.b(), 2 * w.c() as usize);
    while let (Some(k), Some(v)) = (items.next(), items.next()) {
        if vm.dict_set(&dict, &k, v).is_err() {
            return throw(s);
        }
    }
    finish(vm, s, 1, w.a(), Ok(dict))
}

#[inline(never)]
pub unsafe fn build_string(vm: &mut Vm, s: State, w: Word) -> State {
    save(vm, s);
    let n = w.c() as usize;
    // The registers of a window are bound, and nothing but strs is in them.
    let parts = std::slice::from_raw_parts(s.slot(w.b()) as *const ObjRef, n);
    let r = theseus_builtins::str::join_strings(vm, parts);
    take_window(s, w.b(), n).for_each(drop);
    finish(vm, s, 1, w.a(), r)
}

#[inline(never)]
pub unsafe fn format_value(vm: &mut Vm, s: State, w: Word) -> State {
    let has_spec = w.x() & 4 != 0;
    let v = s.get(w.b());
    if !has_spec && exact(v) == STR && matches!(w.x() & 3, 0 | 1) {
        let v = take(s, w.b());
        return put(vm, s.next(1), w.a(), v);
    }
    if !has_spec && exact(v) == INT && w.x() & 3 != 3 {
        let text = theseus_builtins::int::word_text(vm, int_value(v));
        let s = consume(vm, s.next(1), w.b());
        return put(vm, s, w.a(), raw(text));
    }
    save(vm, s);
    let o = borrowed(v);
    let spec = has_spec.then(|| borrowed(s.get(w.c())));
    let converted = match w.x() & 3 {
        1 => vm.str(&o),
        2 => vm.repr(&o),
        3 => ascii(vm, &o),
        _ => Ok(o.clone()),
    };
    let r = match converted {
        Ok(o) => theseus_builtins::str::format_value(vm, &o, spec.as_ref()),
        Err(e) => Err(e),
    };
    drop((o, spec));
    finish_using(vm, s, 1, w.a(), r, [w.b(), if has_spec { w.c() } else { 0 }])
}

/// `ascii(o)`.
fn ascii(vm: &mut Vm, o: &ObjRef) -> PyResult {
    let r = vm.repr(o)?;
    if r.ascii().is_some() {
        return Ok(r);
    }
    let mut text = String::new();
    for c in r.chars().into_iter().flat_map(|c| c.to_vec()) {
        match c {
            0..0x80 => text.push(c as u8 as char),
            0x80..0x100 => text.push_str(&format!("\\x{c:02x}")),
            0x100..0x1_0000 => text.push_str(&format!("\\u{c:04x}")),
            _ => text.push_str(&format!("\\U{c:08x}")),
        }
    }
    Ok(vm.new_str(&text))
}

#[inline(always)]
pub unsafe fn list_append(vm: &mut Vm, s: State, w: Word) -> State {
    let v = owned(take(s, w.b()));
    let list = payload::<List>(s.get(w.a()));
    list.items.push(vm.interp(), v);
    s.next(1)
}

#[inline(never)]
pub unsafe fn list_extend(vm: &mut Vm, s: State, w: Word) -> State {
    save(vm, s);
    let source = s.get(w.b());
    if exact(source) == TUPLE || exact(source) == LIST && source != s.get(w.a()) {
        let items: &[ObjRef] = match exact(source) {
            TUPLE => Tuple::items_unchecked(borrow(&raw const source)),
            _ => &payload::<List>(source).items,
        };
        let list = payload::<List>(s.get(w.a()));
        if list.items.reserve(vm.interp(), items.len()) {
            items.iter().for_each(|item| list.items.push(vm.interp(), item.clone()));
        }
        return finish_unit_using(vm, s, 1, Ok(()), [w.b()]);
    }
    let (list, o) = (borrowed(s.get(w.a())), borrowed(s.get(w.b())));
    let r = if iterable(&o) {
        vm.collect(&o).map(|items| {
            let list = payload::<List>(list.as_ptr().as_ptr());
            if list.items.reserve(vm.interp(), items.len()) {
                items.into_iter().for_each(|item| list.items.push(vm.interp(), item));
            }
        })
    } else {
        let got = o.ty().name();
        Err(vm.type_error(format!("Value after * must be an iterable, not {got}")))
    };
    drop((list, o));
    finish_unit_using(vm, s, 1, r, [w.b()])
}

fn iterable(o: &ObjRef) -> bool {
    o.ty().slots().iter.is_some() || o.ty().slots().getitem.is_some()
}

/// A lone `*args` that cannot be iterated is blamed on the callee.
#[inline(never)]
pub unsafe fn arg_tuple(vm: &mut Vm, s: State, w: Word) -> State {
    if exact(s.get(w.b())) == TUPLE {
        let t = owned(take(s, w.b()));
        return finish(vm, s, 1, w.a(), Ok(t));
    }
    save(vm, s);
    let (o, callee) = (borrowed(s.get(w.b())), borrowed(s.get(w.c())));
    let r = if iterable(&o) {
        vm.collect(&o).map(|items| vm.interp().new_tuple(items))
    } else {
        let (f, got) = (crate::call::callee_name(vm, &callee), o.ty().name());
        Err(vm.type_error(format!("{f} argument after * must be an iterable, not {got}")))
    };
    drop((o, callee));
    finish_using(vm, s, 1, w.a(), r, [w.b(), 0])
}

/// The call reads the dict and does not keep it, so that it need not be a copy.
#[inline(never)]
pub unsafe fn arg_dict(vm: &mut Vm, s: State, w: Word) -> State {
    let o = s.get(w.b());
    if exact(o) == Kind::Dict as u16 && payload::<Dict>(o).iter().all(|(_, k, _)| k.is_exact(Kind::Str)) {
        let d = owned(take(s, w.b()));
        return finish(vm, s, 1, w.a(), Ok(d));
    }
    save(vm, s);
    let (o, callee) = (borrowed(o), borrowed(s.get(w.c())));
    let dict = vm.new_dict();
    let r = merge_keywords(vm, &dict, &o, &callee).map(|()| dict);
    drop((o, callee));
    finish_using(vm, s, 1, w.a(), r, [w.b(), 0])
}

#[inline(never)]
pub unsafe fn list_to_tuple(vm: &mut Vm, s: State, w: Word) -> State {
    let list = owned(take(s, w.b()));
    let l = payload::<List>(list.as_ptr().as_ptr());
    let len = l.items.len();
    let t = if list.ref_count() == 1 && len > 0 && vm.interp().can_allocate(len * 8) {
        let t = vm.interp().tuple_cell(len);
        l.items.move_to(Tuple::slots_unchecked(&t));
        t
    } else {
        vm.interp().tuple_from_slice(&l.items)
    };
    drop(list);
    finish(vm, s, 1, w.a(), Ok(t))
}

#[inline(never)]
pub unsafe fn set_add(vm: &mut Vm, s: State, w: Word) -> State {
    let (set, key) = (s.get(w.a()), s.get(w.b()));
    if exact(set) == SET
        && let Some(hash) = super::item::plain_hash(vm, key)
        && payload::<Set>(set).table.add_plain(hash, borrow(&raw const key)).is_ok()
    {
        return consume(vm, s.next(1), w.b());
    }
    save(vm, s);
    let (set, o) = (borrowed(s.get(w.a())), borrowed(s.get(w.b())));
    let r = vm.set_add(&set, &o).map(drop);
    drop((set, o));
    finish_unit_using(vm, s, 1, r, [w.b()])
}

#[inline(never)]
pub unsafe fn set_update(vm: &mut Vm, s: State, w: Word) -> State {
    save(vm, s);
    let (set, o) = (borrowed(s.get(w.a())), borrowed(s.get(w.b())));
    let r = theseus_builtins::set::update(vm, &set, &o);
    drop((set, o));
    finish_unit_using(vm, s, 1, r, [w.b()])
}

#[inline(never)]
pub unsafe fn dict_put(vm: &mut Vm, s: State, w: Word) -> State {
    let (dict, key) = (s.get(w.a()), s.get(w.b()));
    if exact(dict) == DICT
        && matches!(exact(key), INT | STR)
        && let Some(old) = super::item::store(vm, s, dict, key, w.c())
    {
        let s = consume(vm, s.next(1), w.b());
        return release(vm, s, old);
    }
    save(vm, s);
    let (dict, k, v) = (borrowed(s.get(w.a())), borrowed(s.get(w.b())), borrowed(s.get(w.c())));
    let r = vm.dict_set(&dict, &k, v).map(drop);
    drop((dict, k));
    finish_unit_using(vm, s, 1, r, [w.b(), w.c()])
}

#[inline(never)]
pub unsafe fn dict_update(vm: &mut Vm, s: State, w: Word) -> State {
    save(vm, s);
    let (dict, o) = (borrowed(s.get(w.a())), borrowed(s.get(w.b())));
    let r = if o.is_exact(Kind::Dict) {
        vm.dict_merge(&dict, &o)
    } else {
        mapping_items(vm, &o).and_then(|items| match items {
            Some(items) => items.into_iter().try_for_each(|(k, v)| vm.dict_set(&dict, &k, v).map(drop)),
            None => {
                let name = o.ty().name();
                Err(vm.type_error(format!("'{name}' object is not a mapping")))
            }
        })
    };
    drop((dict, o));
    finish_unit_using(vm, s, 1, r, [w.b()])
}

/// Items of any mapping by `keys()` and subscripts; `None` if it has no `keys`.
fn mapping_items(vm: &mut Vm, o: &ObjRef) -> PyResult<Option<Vec<(ObjRef, ObjRef)>>> {
    if theseus_builtins::dict::iterates_as_dict(vm, o) {
        return Ok(Some(vm.dict_items(o)));
    }
    let name = vm.names.keys.clone();
    let Some(keys) = vm.try_getattr(o, &name)? else { return Ok(None) };
    let keys = vm.call(&keys, &[])?;
    let slots = keys.ty().slots();
    if slots.iter.is_none() && slots.getitem.is_none() {
        let (own, got) = (o.ty().name(), keys.ty().name());
        return Err(vm.type_error(format!("{own}.keys() returned a non-iterable (type {got})")));
    }
    let mut items = Vec::new();
    for k in vm.collect(&keys)? {
        let v = vm.getitem(o, &k)?;
        items.push((k, v));
    }
    Ok(Some(items))
}

#[inline(never)]
pub unsafe fn dict_merge(vm: &mut Vm, s: State, w: Word) -> State {
    save(vm, s);
    let (dict, o, callee) = (borrowed(s.get(w.a())), borrowed(s.get(w.b())), borrowed(s.get(w.c())));
    let r = merge_keywords(vm, &dict, &o, &callee);
    drop((dict, o, callee));
    finish_unit_using(vm, s, 1, r, [w.b()])
}

fn merge_keywords(vm: &mut Vm, dict: &ObjRef, o: &ObjRef, callee: &ObjRef) -> PyResult<()> {
    // The first dict of strs can be copied as it is.
    let plain = o.is_exact(Kind::Dict)
        && vm.heap.get::<Dict>(dict).is_some_and(Dict::is_empty)
        && vm.heap.get::<Dict>(o).is_some_and(|d| d.iter().all(|(_, k, _)| k.is_exact(Kind::Str)));
    if plain {
        return vm.dict_merge(dict, o);
    }
    let items = match mapping_items(vm, o) {
        Ok(items) => items,
        // Whatever AttributeError comes out of the mapping: CPython takes it for none.
        Err(_) if vm.pending_is(&vm.excs.attribute_error.clone()) => {
            drop(vm.take_exception());
            None
        }
        Err(e) => return Err(e),
    };
    let Some(items) = items else {
        let (f, got) = (crate::call::callee_name(vm, callee), o.ty().name());
        return Err(vm.type_error(format!("{f} argument after ** must be a mapping, not {got}")));
    };
    for (k, v) in items {
        if vm.dict_get(dict, &k)?.is_some() {
            let k = vm.str_text(&k)?;
            let f = crate::call::callee_name(vm, callee);
            return Err(vm.type_error(format!("{f} got multiple values for keyword argument '{k}'")));
        }
        drop(vm.dict_set(dict, &k, v)?);
    }
    Ok(())
}

#[inline(never)]
pub unsafe fn make_function(vm: &mut Vm, s: State, w: Word) -> State {
    let exec = vm.exec();
    let code = borrow(exec.consts.add(w.b() as usize)).clone();
    let (globals, builtins) = (exec.globals.clone(), exec.builtins.clone());
    // A program may have given other ones to what it defines from now on.
    let builtins = named_builtins(vm, &globals).unwrap_or(builtins);
    let mut at = w.c() & 0x7fff;
    let mut part = |bit: u8| {
        (w.x() & bit != 0).then(|| {
            at += 1;
            owned(std::mem::replace(&mut *s.slot(at - 1), nil_value()))
        })
    };
    let (defaults, kwdefaults, annotations, closure) = (part(1), part(2), part(4), part(8));
    let f = new_function(vm, code, globals, builtins, closure, |f| {
        f.defaults = defaults;
        f.kwdefaults = kwdefaults;
        f.annotations = annotations;
    });
    put(vm, s.next(1), w.a(), raw(f))
}

/// A function object for a code object.
pub fn new_function(
    vm: &mut Vm,
    code: ObjRef,
    globals: ObjRef,
    builtins: ObjRef,
    closure: Option<ObjRef>,
    adjust: impl FnOnce(&mut Function),
) -> ObjRef {
    let none = vm.none.clone();
    let Some(data) = vm.heap.get::<CodeData>(&code) else { return none };
    // Made when the function is first called.
    let exec = data.made_exec(&globals, &builtins).unwrap_or(std::ptr::null());
    let doc = data.docstring(vm.interp());
    let (name, qualname) = (data.name.clone(), data.qualname.clone());
    let key = vm.names.name.clone();
    let module = vm.namespace_get(&globals, &key).unwrap_or_else(|| none.clone());
    let mut f = Function {
        exec: std::cell::Cell::new(exec as usize),
        code,
        globals,
        builtins,
        name,
        qualname,
        defaults: None,
        kwdefaults: None,
        closure,
        doc: doc.unwrap_or(none),
        module,
        annotations: None,
        type_params: None,
        dict: None,
        special: None,
        retired: Vec::new(),
        watch: None,
    };
    adjust(&mut f);
    vm.interp().alloc(&vm.types.function, f)
}

#[inline(never)]
pub unsafe fn load_build_class(vm: &mut Vm, s: State, w: Word) -> State {
    save(vm, s);
    let name = vm.names.build_class.clone();
    let builtins = vm.exec().builtins.clone();
    match super::name::namespace_lookup(vm, &builtins, &name) {
        Ok(Some(f)) => finish(vm, s, 1, w.a(), Ok(f)),
        Ok(None) => {
            vm.name_error("__build_class__ not found");
            throw(s)
        }
        Err(_) => throw(s),
    }
}

/// Whether calling this code makes a generator or coroutine.
pub fn suspends(flags: Flags) -> bool {
    flags.0 & (Flags::GENERATOR | Flags::COROUTINE | Flags::ASYNC_GENERATOR) != 0
}
