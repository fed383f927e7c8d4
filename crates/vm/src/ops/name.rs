//! Globals, builtins and names of namespaces.

use theseus_bytecode::{Op, Word};
use theseus_object::payload::Dict;
use theseus_object::{Kind, ObjRef, PyResult};

use crate::frame::Value;
use crate::guard::names;
use crate::machine::{
    State, Vm, borrow, deoptimise, due, finish, finish_unit, incref, payload, put, raw, release, save, throw,
};
use crate::ops::load::take;

/// The value of a name in the globals or builtins of the running code.
pub unsafe fn global_lookup(vm: &mut Vm, name: &ObjRef) -> PyResult<Option<ObjRef>> {
    let exec = vm.exec();
    let (globals, builtins) = (exec.globals.clone(), exec.builtins.clone());
    // A subclass of dict has a say in what it gives.
    match namespace_lookup(vm, &globals, name)? {
        Some(v) => Ok(Some(v)),
        None => namespace_lookup(vm, &builtins, name),
    }
}

/// The value of a name that stands in no namespace of its own: a subclass of dict as globals is only
/// asked for what it holds.
pub fn outer_lookup(vm: &mut Vm, name: &ObjRef) -> PyResult<Option<ObjRef>> {
    let (globals, builtins) = (vm.exec().globals.clone(), vm.exec().builtins.clone());
    let found = match globals.is_exact(Kind::Dict) {
        true => namespace_lookup(vm, &globals, name)?,
        false => vm.namespace_get(&globals, name),
    };
    match found {
        Some(v) => Ok(Some(v)),
        None => namespace_lookup(vm, &builtins, name),
    }
}

/// `namespace[name]`, `None` if that raises KeyError.
pub fn namespace_lookup(vm: &mut Vm, namespace: &ObjRef, name: &ObjRef) -> PyResult<Option<ObjRef>> {
    if namespace.is_exact(Kind::Dict) {
        let found = vm.namespace_get(namespace, name);
        if found.is_some() || !asks_keys(vm, namespace, name) {
            return Ok(found);
        }
    }
    match vm.getitem(namespace, name) {
        Ok(v) => Ok(Some(v)),
        Err(_) if caught_key_error(vm) => Ok(None),
        Err(e) => Err(e),
    }
}

/// Whether a dict has a key of no exact str that may be equal to the name: that is to be asked.
fn asks_keys(vm: &Vm, namespace: &ObjRef, name: &ObjRef) -> bool {
    // SAFETY: the caller checked that it is a dict; nothing runs while it is looked at.
    let dict = unsafe { payload::<Dict>(namespace.as_ptr().as_ptr()) };
    dict.find_str(name, name.str_hash(vm.interp())).is_err()
}

/// Drops a KeyError in flight.
fn caught_key_error(vm: &mut Vm) -> bool {
    let ty = vm.excs.key_error.clone();
    vm.catch(&ty)
}

#[cold]
pub unsafe fn no_name(vm: &mut Vm, s: State, name: &ObjRef) -> State {
    vm.name_error(format!("name '{}' is not defined", name.text_or_empty()));
    if let Some(e) = vm.exception().cloned()
        && let Some(x) = vm.heap.get_mut::<theseus_object::payload::Exception>(&e)
    {
        x.value = Some(name.clone());
    }
    throw(s)
}

#[inline(never)]
pub unsafe fn load_global(vm: &mut Vm, s: State, w: Word) -> State {
    load_global_slow(vm, s, w)
}

#[inline(never)]
unsafe fn load_global_slow(vm: &mut Vm, s: State, w: Word) -> State {
    save(vm, s);
    let name = vm.exec().name(w.b()).clone();
    if due(vm, s) {
        names::specialise(vm, s, &name);
    }
    match global_lookup(vm, &name) {
        Ok(Some(v)) => finish(vm, s, 4, w.a(), Ok(v)),
        Ok(None) => no_name(vm, s, &name),
        Err(_) => throw(s),
    }
}

fn raw_of(o: &ObjRef) -> Value {
    o.as_ptr().as_ptr()
}

/// The value in a slot of a namespace, which lies where it lay while the namespace's version stands.
#[inline(always)]
unsafe fn put_cached(vm: &mut Vm, s: State, w: Word) -> State {
    let v = *(s.cache(3) as *const Value);
    incref(v);
    put(vm, s.next(4), w.a(), v)
}

#[inline(always)]
pub unsafe fn load_global_module(vm: &mut Vm, s: State, w: Word) -> State {
    // The version of the globals, which the `Exec` keeps.
    if *(s.cache(2) as *const u64) != s.cache(1) {
        return deoptimise(vm, s);
    }
    put_cached(vm, s, w)
}

#[inline(always)]
pub unsafe fn load_global_builtin(vm: &mut Vm, s: State, w: Word) -> State {
    let exec = vm.exec();
    let g = payload::<Dict>(raw_of(&exec.globals));
    let b = payload::<Dict>(raw_of(&exec.builtins));
    if g.current_version() != s.cache(1) || b.current_version() != s.cache(2) {
        return deoptimise(vm, s);
    }
    put_cached(vm, s, w)
}

/// The look-up before this one has just checked the keys (`guard/analysis.rs`).
#[inline(always)]
pub unsafe fn load_global_module_proved(vm: &mut Vm, s: State, w: Word) -> State {
    put_cached(vm, s, w)
}

/// As [`load_global_module_proved`].
#[inline(always)]
pub unsafe fn load_global_builtin_proved(vm: &mut Vm, s: State, w: Word) -> State {
    put_cached(vm, s, w)
}

#[inline(never)]
pub unsafe fn store_global(vm: &mut Vm, s: State, w: Word) -> State {
    save(vm, s);
    let name = vm.exec().name(w.a()).clone();
    let globals = vm.exec().globals.clone();
    let v = crate::machine::owned(take(s, w.b()));
    if asks_keys(vm, &globals, &name) {
        let r = vm.dict_set(&globals, &name, v).map(drop);
        return finish_unit(vm, s, 3, r);
    }
    let old = vm.namespace_set(&globals, &name, v);
    if due(vm, s) {
        quicken_store(vm, s, &name, &globals, Op::StoreGlobalModule);
    }
    drop(old);
    finish_unit(vm, s, 3, Ok(()))
}

unsafe fn quicken_store(vm: &mut Vm, s: State, name: &ObjRef, globals: &ObjRef, op: Op) {
    let g = payload::<Dict>(raw_of(globals));
    if let (true, Ok(Some(at))) = (globals.is_exact(Kind::Dict), g.find_str(name, name.str_hash(vm.interp())))
    {
        s.set_cache(1, g.version(vm.interp()));
        s.set_cache(2, at as u64);
        s.set_op(op);
    }
}

#[inline(always)]
pub unsafe fn store_global_module(vm: &mut Vm, s: State, w: Word) -> State {
    let g = payload::<Dict>(raw_of(&vm.exec().globals));
    if g.current_version() != s.cache(1) {
        return deoptimise(vm, s);
    }
    let old = g.set_value_at(s.cache(2) as usize, crate::machine::owned(take(s, w.b())));
    release(vm, s.next(3), old.map_or(crate::frame::nil_value(), raw))
}

#[inline(never)]
pub unsafe fn delete_global(vm: &mut Vm, s: State, w: Word) -> State {
    save(vm, s);
    let name = vm.exec().name(w.a()).clone();
    let globals = vm.exec().globals.clone();
    match vm.namespace_delete(&globals, &name) {
        Some(v) => {
            drop(v);
            finish_unit(vm, s, 1, Ok(()))
        }
        None => no_name(vm, s, &name),
    }
}

#[inline(never)]
pub unsafe fn load_name(vm: &mut Vm, s: State, w: Word) -> State {
    save(vm, s);
    let name = vm.exec().name(w.b()).clone();
    let namespace = borrow(s.base).clone();
    if namespace.is(&vm.exec().globals) && namespace.is_exact(Kind::Dict) {
        if due(vm, s) {
            names::specialise(vm, s, &name);
        }
    } else {
        match namespace_lookup(vm, &namespace, &name) {
            Ok(Some(v)) => return finish(vm, s, 4, w.a(), Ok(v)),
            Ok(None) => (),
            Err(_) => return throw(s),
        }
    }
    match outer_lookup(vm, &name) {
        Ok(Some(v)) => finish(vm, s, 4, w.a(), Ok(v)),
        Ok(None) => no_name(vm, s, &name),
        Err(_) => throw(s),
    }
}

#[inline(always)]
pub unsafe fn load_name_module(vm: &mut Vm, s: State, w: Word) -> State {
    if !borrow(s.base).is(&vm.exec().globals) {
        return deoptimise(vm, s);
    }
    load_global_module(vm, s, w)
}

#[inline(always)]
pub unsafe fn load_name_builtin(vm: &mut Vm, s: State, w: Word) -> State {
    if !borrow(s.base).is(&vm.exec().globals) {
        return deoptimise(vm, s);
    }
    load_global_builtin(vm, s, w)
}

#[inline(never)]
pub unsafe fn store_name(vm: &mut Vm, s: State, w: Word) -> State {
    save(vm, s);
    let name = vm.exec().name(w.a()).clone();
    let namespace = borrow(s.base).clone();
    let v = crate::machine::owned(take(s, w.b()));
    if namespace.is_exact(Kind::Dict) && !asks_keys(vm, &namespace, &name) {
        let old = vm.namespace_set(&namespace, &name, v);
        if namespace.is(&vm.exec().globals) && due(vm, s) {
            quicken_store(vm, s, &name, &namespace, Op::StoreNameModule);
        }
        drop(old);
        return finish_unit(vm, s, 3, Ok(()));
    }
    let r = vm.setitem(&namespace, &name, Some(&v));
    finish_unit(vm, s, 3, r)
}

#[inline(always)]
pub unsafe fn store_name_module(vm: &mut Vm, s: State, w: Word) -> State {
    if !borrow(s.base).is(&vm.exec().globals) {
        return deoptimise(vm, s);
    }
    store_global_module(vm, s, w)
}

#[inline(never)]
pub unsafe fn delete_name(vm: &mut Vm, s: State, w: Word) -> State {
    save(vm, s);
    let name = vm.exec().name(w.a()).clone();
    let namespace = borrow(s.base).clone();
    if namespace.is_exact(Kind::Dict) {
        return match vm.namespace_delete(&namespace, &name) {
            Some(v) => {
                drop(v);
                finish_unit(vm, s, 1, Ok(()))
            }
            None => no_name(vm, s, &name),
        };
    }
    match vm.setitem(&namespace, &name, None) {
        Err(_) if caught_key_error(vm) => no_name(vm, s, &name),
        r => finish_unit(vm, s, 1, r),
    }
}
