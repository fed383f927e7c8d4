//! Attributes and methods.

use theseus_bytecode::{Op, Word};
use theseus_object::header::HEADER_SIZE;
use theseus_object::instance::Tail;
use theseus_object::methods::GetSet;
use theseus_object::payload::{Dict, Function, Module, Property};
use theseus_object::{Kind, ObjRef, PyResult, TypeObj};

use crate::frame::{Action, Value, nil_value};
use crate::guard::sites::AllSeen;
use crate::machine::{
    DICT, State, Vm, borrow, consume, deoptimise, drained, due, exact, finish, finish_unit_using,
    finish_using, incref, owned, payload, put, raw, release, save, throw,
};
use crate::ops::compare::borrowed;
use crate::ops::load::take;
use crate::quicken;

// ---- guards

#[inline(always)]
pub unsafe fn version_of(o: Value) -> u64 {
    (*(*o).ty.get()).current_version()
}

/// The shape word of an instance over `object`.
#[inline(always)]
pub unsafe fn shape_word(o: Value) -> *mut u64 {
    (o as *mut u8).add(HEADER_SIZE) as *mut u64
}

#[inline(always)]
pub unsafe fn slot_at(o: Value, offset: u64) -> *mut Value {
    (o as *mut u8).add(offset as usize) as *mut Value
}

// ---- loading

#[inline(never)]
pub unsafe fn load_attr(vm: &mut Vm, s: State, w: Word) -> State {
    save(vm, s);
    let o = borrowed(s.get(w.b()));
    let name = vm.exec().name(w.c()).clone();
    if due(vm, s) {
        if quicken::load_attr(vm, s, &o, &name) {
            return s;
        }
        s.set_cache(1, crate::machine::BACK_OFF);
    }
    let r = vm.getattr_interned(&o, &name);
    drop(o);
    finish_using(vm, s, 4, w.a(), r, [w.b()])
}

/// Puts a counted copy of `v` and releases the object it came from.
#[inline(always)]
pub(super) unsafe fn put_loaded(vm: &mut Vm, s: State, w: Word, v: Value) -> State {
    incref(v);
    let s = consume(vm, s.next(4), w.b());
    put(vm, s, w.a(), v)
}

#[inline(always)]
pub unsafe fn load_attr_slot(vm: &mut Vm, s: State, w: Word) -> State {
    let o = s.get(w.b());
    if version_of(o) != s.cache(1) || *shape_word(o) != s.cache(2) {
        return deoptimise(vm, s);
    }
    let v = *slot_at(o, s.cache(3));
    if v.is_null() {
        return deoptimise(vm, s);
    }
    put_loaded(vm, s, w, v)
}

/// What an instruction found before on objects of the class and shape of `o`.
#[inline(always)]
pub unsafe fn seen(s: State, o: Value) -> Option<u64> {
    (*(s.cache(3) as *const AllSeen)).find(version_of(o), || *shape_word(o))
}

#[inline(always)]
pub unsafe fn load_attr_slots(vm: &mut Vm, s: State, w: Word) -> State {
    let o = s.get(w.b());
    let Some(offset) = seen(s, o) else { return deoptimise(vm, s) };
    let v = *slot_at(o, offset);
    if v.is_null() {
        return deoptimise(vm, s);
    }
    put_loaded(vm, s, w, v)
}

/// The attributes of an instance of native code's, if its class and shape are those seen before.
#[inline(always)]
unsafe fn known_tail(s: State, o: Value) -> Option<Tail> {
    let tail = Tail::of(borrow(&raw const o)).filter(|_| version_of(o) == s.cache(1))?;
    (tail.shape() as u64 == s.cache(2)).then_some(tail)
}

#[inline(never)]
pub unsafe fn load_attr_tail(vm: &mut Vm, s: State, w: Word) -> State {
    let found = known_tail(s, s.get(w.b())).and_then(|tail| tail.get(s.cache(3) as usize));
    match found {
        Some(v) => {
            let s = consume(vm, s.next(4), w.b());
            put(vm, s, w.a(), raw(v))
        }
        None => deoptimise(vm, s),
    }
}

#[inline(always)]
pub unsafe fn load_attr_member(vm: &mut Vm, s: State, w: Word) -> State {
    let o = s.get(w.b());
    if version_of(o) != s.cache(1) {
        return deoptimise(vm, s);
    }
    let v = *slot_at(o, s.cache(3));
    if v.is_null() {
        return deoptimise(vm, s);
    }
    put_loaded(vm, s, w, v)
}

#[inline(never)]
pub unsafe fn load_attr_dict(vm: &mut Vm, s: State, w: Word) -> State {
    if version_of(s.get(w.b())) != s.cache(1) {
        return deoptimise(vm, s);
    }
    load_from_dict(vm, s, w, s.cache(3))
}

/// Loads from the dict of an instance whose class is known: `place` has the dict's offset and the position in it.
pub unsafe fn load_from_dict(vm: &mut Vm, s: State, w: Word, place: u64) -> State {
    let o = s.get(w.b());
    if *shape_word(o) != vm.dict_shape as *const _ as u64 {
        return deoptimise(vm, s);
    }
    // The first inline slot holds the dict; the version is of this very dict.
    let dict = *slot_at(o, place & 0xffff_ffff);
    if exact(dict) != DICT || payload::<Dict>(dict).current_version() != s.cache(2) {
        return deoptimise(vm, s);
    }
    match payload::<Dict>(dict).value_at((place >> 32) as usize) {
        Some(v) => put_loaded(vm, s, w, v.as_ptr().as_ptr()),
        None => deoptimise(vm, s),
    }
}

#[inline(always)]
pub unsafe fn load_attr_class(vm: &mut Vm, s: State, w: Word) -> State {
    let o = s.get(w.b());
    if version_of(o) != s.cache(1) || *shape_word(o) != s.cache(2) {
        return deoptimise(vm, s);
    }
    put_loaded(vm, s, w, s.cache(3) as Value)
}

#[inline(never)]
pub unsafe fn load_attr_native(vm: &mut Vm, s: State, w: Word) -> State {
    if version_of(s.get(w.b())) != s.cache(1) {
        return deoptimise(vm, s);
    }
    save(vm, s);
    let o = borrowed(s.get(w.b()));
    let r = ((*(s.cache(2) as *const GetSet)).get)(vm, &o);
    drop(o);
    finish_using(vm, s, 4, w.a(), r, [w.b()])
}

/// The attribute of the class in the caches, if the class has their version. What has a class of the program's
/// (the operand x tells) must be looked at: it may have been given `__get__`, which versions do not say.
#[inline(always)]
pub unsafe fn type_value(pc: *const u64, o: Value, w: Word) -> Option<Value> {
    if o as u64 != *pc.add(2) || (*(o as *const TypeObj)).current_version() != *pc.add(1) {
        return None;
    }
    let v = *pc.add(3) as Value;
    (w.x() == 0 || (*(*v).ty.get()).slots().get.is_none()).then_some(v)
}

#[inline(never)]
pub unsafe fn load_attr_type(vm: &mut Vm, s: State, w: Word) -> State {
    match type_value(s.pc, s.get(w.b()), w) {
        Some(v) => put_loaded(vm, s, w, v),
        None => deoptimise(vm, s),
    }
}

/// The value at a position of a module's namespace, by the caches of the instruction at `pc`.
#[inline(always)]
pub unsafe fn module_value(pc: *const u64, o: Value) -> Option<Value> {
    if o as u64 != *pc.add(2) {
        return None;
    }
    let d = payload::<Dict>(payload::<Module>(o).dict.as_ptr().as_ptr());
    if d.current_version() != *pc.add(1) {
        return None;
    }
    d.value_at(*pc.add(3) as usize).map(|v| v.as_ptr().as_ptr())
}

#[inline(always)]
pub unsafe fn load_attr_module(vm: &mut Vm, s: State, w: Word) -> State {
    match module_value(s.pc, s.get(w.b())) {
        Some(v) => put_loaded(vm, s, w, v),
        None => deoptimise(vm, s),
    }
}

#[inline(never)]
pub unsafe fn load_attr_property(vm: &mut Vm, s: State, w: Word) -> State {
    let o = s.get(w.b());
    if version_of(o) != s.cache(1) {
        return deoptimise(vm, s);
    }
    enter_getter(vm, s, w, s.cache(2) as Value)
}

/// Calls the getter of a property, if it is a function that takes the object alone.
pub(super) unsafe fn enter_getter(vm: &mut Vm, s: State, w: Word, property: Value) -> State {
    let get = &payload::<Property>(property).get;
    if get.kind() != Kind::Function {
        return deoptimise(vm, s);
    }
    let exec = crate::call::exec_of(vm, payload::<Function>(get.as_ptr().as_ptr()));
    if exec.is_null() || !(*exec).plain || (*exec).positional != 1 {
        return deoptimise(vm, s);
    }
    save(vm, s);
    let base = vm.top();
    if !crate::call::fits(vm, exec, base) {
        return throw(s);
    }
    let me = take(s, w.b());
    let old = std::mem::replace(&mut *base, me);
    if old != nil_value() {
        drop(owned(old));
    }
    crate::call::clear_locals(base, 1, exec);
    let f = raw(get.clone());
    let entered = crate::call::push(vm, f, exec, base, Action::Value, std::ptr::null_mut());
    crate::call::check_pending(vm, entered)
}

// ---- storing

#[inline(never)]
pub unsafe fn store_attr(vm: &mut Vm, s: State, w: Word) -> State {
    save(vm, s);
    let (o, v) = (borrowed(s.get(w.a())), borrowed(s.get(w.b())));
    let name = vm.exec().name(w.c()).clone();
    if due(vm, s) {
        if quicken::store_attr(vm, s, &o, &name) {
            return s;
        }
        s.set_cache(1, crate::machine::BACK_OFF);
    }
    if let Some(entered) = crate::call::setter_frame(vm, &o, &name, &v) {
        return entered;
    }
    let r = vm.setattr(&o, &name, Some(&v));
    drop((o, v));
    finish_unit_using(vm, s, 4, r, [w.a(), w.b()])
}

/// Writes the slot at an offset and releases what it held last.
#[inline(always)]
pub(super) unsafe fn overwrite(vm: &mut Vm, s: State, w: Word, slot: *mut Value) -> State {
    let v = take(s, w.b());
    let old = std::mem::replace(&mut *slot, v);
    let s = consume(vm, s.next(4), w.a());
    if old.is_null() { s } else { release(vm, s, old) }
}

#[inline(always)]
pub unsafe fn store_attr_slot(vm: &mut Vm, s: State, w: Word) -> State {
    let o = s.get(w.a());
    if version_of(o) != s.cache(1) || *shape_word(o) != s.cache(2) {
        return deoptimise(vm, s);
    }
    overwrite(vm, s, w, slot_at(o, s.cache(3)))
}

#[inline(never)]
pub unsafe fn store_attr_slots(vm: &mut Vm, s: State, w: Word) -> State {
    let o = s.get(w.a());
    match seen(s, o) {
        Some(offset) => overwrite(vm, s, w, slot_at(o, offset)),
        None => deoptimise(vm, s),
    }
}

#[inline(always)]
pub unsafe fn store_attr_member(vm: &mut Vm, s: State, w: Word) -> State {
    let o = s.get(w.a());
    if version_of(o) != s.cache(1) {
        return deoptimise(vm, s);
    }
    overwrite(vm, s, w, slot_at(o, s.cache(3)))
}

#[inline(always)]
pub unsafe fn store_attr_add(vm: &mut Vm, s: State, w: Word) -> State {
    let o = s.get(w.a());
    let at = w.x();
    if version_of(o) != s.cache(1) || *shape_word(o) != s.cache(2) || (*o).aux.get() <= at {
        return deoptimise(vm, s);
    }
    *shape_word(o) = s.cache(3);
    let slot = shape_word(o).add(1 + at as usize) as *mut Value;
    *slot = take(s, w.b());
    consume(vm, s.next(4), w.a())
}

#[inline(never)]
pub unsafe fn delete_attr(vm: &mut Vm, s: State, w: Word) -> State {
    save(vm, s);
    let o = borrowed(s.get(w.a()));
    let name = vm.exec().name(w.c()).clone();
    let r = vm.setattr(&o, &name, None);
    drop(o);
    finish_unit_using(vm, s, 1, r, [w.a()])
}

// ---- methods

/// Leaves a method and its receiver for CallMethod, or a callable that needs none.
#[inline(always)]
unsafe fn put_pair(
    vm: &mut Vm,
    s: State,
    n: usize,
    w: Word,
    used: u16,
    f: Option<ObjRef>,
    o: ObjRef,
) -> State {
    let s = consume(vm, s.next(n), used);
    let s = put(vm, s, w.a(), f.map_or(nil_value(), raw));
    put(vm, s, w.a() + 1, raw(o))
}

#[inline(never)]
pub unsafe fn load_method(vm: &mut Vm, s: State, w: Word) -> State {
    save(vm, s);
    let o = borrowed(s.get(w.b()));
    let name = vm.exec().name(w.c()).clone();
    if due(vm, s) {
        if quicken::load_method(vm, s, &o, &name) {
            return s;
        }
        s.set_cache(1, crate::machine::BACK_OFF);
    }
    match crate::lookup::method(vm, &o, &name) {
        Ok((f, receiver)) => {
            drop(o);
            let s = put_pair(vm, s, 4, w, w.b(), f, receiver);
            State { pc: drained(vm, s.pc), base: s.base }
        }
        Err(_) => throw(s),
    }
}

/// Puts a cached function and moves or copies the receiver behind it.
#[inline(always)]
pub(super) unsafe fn put_method(vm: &mut Vm, s: State, w: Word, f: Value) -> State {
    incref(f);
    let me = take(s, w.b());
    let s = put(vm, s.next(4), w.a(), f);
    put(vm, s, w.a() + 1, me)
}

#[inline(always)]
pub unsafe fn load_method_instance(vm: &mut Vm, s: State, w: Word) -> State {
    let o = s.get(w.b());
    if version_of(o) != s.cache(1) || *shape_word(o) != s.cache(2) {
        return deoptimise(vm, s);
    }
    put_method(vm, s, w, s.cache(3) as Value)
}

#[inline(never)]
pub unsafe fn load_method_tail(vm: &mut Vm, s: State, w: Word) -> State {
    match known_tail(s, s.get(w.b())) {
        Some(_) => put_method(vm, s, w, s.cache(3) as Value),
        None => deoptimise(vm, s),
    }
}

#[inline(always)]
pub unsafe fn load_method_instances(vm: &mut Vm, s: State, w: Word) -> State {
    match seen(s, s.get(w.b())) {
        Some(f) => put_method(vm, s, w, f as Value),
        None => deoptimise(vm, s),
    }
}

#[inline(always)]
pub unsafe fn load_method_plain(vm: &mut Vm, s: State, w: Word) -> State {
    let o = s.get(w.b());
    if version_of(o) != s.cache(1) {
        return deoptimise(vm, s);
    }
    put_method(vm, s, w, s.cache(3) as Value)
}

/// A callable without receiver: unbound, then the callable.
#[inline(always)]
pub(super) unsafe fn put_callable(vm: &mut Vm, s: State, w: Word, v: Value) -> State {
    incref(v);
    let s = consume(vm, s.next(4), w.b());
    let s = put(vm, s, w.a(), nil_value());
    put(vm, s, w.a() + 1, v)
}

#[inline(always)]
pub unsafe fn load_method_module(vm: &mut Vm, s: State, w: Word) -> State {
    match module_value(s.pc, s.get(w.b())) {
        Some(v) => put_callable(vm, s, w, v),
        None => deoptimise(vm, s),
    }
}

#[inline(never)]
pub unsafe fn load_method_type(vm: &mut Vm, s: State, w: Word) -> State {
    match type_value(s.pc, s.get(w.b()), w) {
        Some(v) => put_callable(vm, s, w, v),
        None => deoptimise(vm, s),
    }
}

// ---- super

/// Takes the window of a super instruction: what the name gave, class and first argument.
unsafe fn take_super(s: State, w: Word) -> [ObjRef; 3] {
    std::array::from_fn(|i| owned(std::mem::replace(&mut *s.slot((w.b() & 0x7fff) + i as u16), nil_value())))
}

/// `super(class, me).name`: with the receiver apart if it is a function to be called with it.
fn super_attribute(
    vm: &mut Vm,
    [callee, class, me]: &[ObjRef; 3],
    name: &ObjRef,
) -> PyResult<(Option<ObjRef>, ObjRef)> {
    let key = vm.names.super_.clone();
    let builtins = vm.builtins.clone();
    let genuine = vm.namespace_get(&builtins, &key).is_some_and(|s| s.is(callee))
        && TypeObj::of(callee).is_some_and(|t| !t.data.heap_type);
    if !genuine {
        let proxy = vm.call(callee, &[])?;
        return Ok((None, vm.getattr(&proxy, name)?));
    }
    let (found, binds) = theseus_builtins::super_::super_getattr(vm, class, me, name)?;
    Ok(if binds { (Some(found), me.clone()) } else { (None, found) })
}

#[inline(never)]
pub unsafe fn load_super_attr(vm: &mut Vm, s: State, w: Word) -> State {
    save(vm, s);
    let parts = take_super(s, w);
    let name = vm.exec().name(w.c()).clone();
    let r = match super_attribute(vm, &parts, &name) {
        Ok((Some(f), me)) => vm.bind(&f, &me),
        Ok((None, v)) => Ok(v),
        Err(e) => Err(e),
    };
    drop(parts);
    finish(vm, s, 1, w.a(), r)
}

#[inline(never)]
pub unsafe fn load_super_method(vm: &mut Vm, s: State, w: Word) -> State {
    save(vm, s);
    let parts = take_super(s, w);
    let name = vm.exec().name(w.c()).clone();
    match super_attribute(vm, &parts, &name) {
        Ok((f, receiver)) => {
            if let Some(f) = &f
                && due(vm, s)
                && parts[0].as_ptr().as_ptr() == vm.super_type
            {
                // What stands behind the class in the MRO of the receiver's type changes only with
                // that type's version.
                s.set_cache(1, receiver.ty().version(vm.interp()));
                s.set_cache(2, parts[1].as_ptr().as_ptr() as u64);
                s.set_cache(3, f.as_ptr().as_ptr() as u64);
                s.set_op(Op::LoadSuperMethodFunction);
            }
            drop(parts);
            let s = put_pair(vm, s, 4, w, 0, f, receiver);
            State { pc: drained(vm, s.pc), base: s.base }
        }
        Err(_) => throw(s),
    }
}

#[inline(never)]
pub unsafe fn load_super_method_function(vm: &mut Vm, s: State, w: Word) -> State {
    let window = s.slot(w.b());
    let (callee, class, me) = (*window, *window.add(1), *window.add(2));
    if callee != vm.super_type || class as u64 != s.cache(2) || version_of(me) != s.cache(1) {
        return deoptimise(vm, s);
    }
    let f = s.cache(3) as Value;
    incref(f);
    for i in 0..3 {
        *window.add(i) = nil_value();
    }
    let s = release(vm, s.next(4), callee);
    let s = release(vm, s, class);
    let s = put(vm, s, w.a(), f);
    put(vm, s, w.a() + 1, me)
}
