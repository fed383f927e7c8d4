//! Calls whose callee is evaluated in place (`crates/vm/src/inline.rs`). Where its body gives up, the call is
//! made as by the form without inlining.

use theseus_bytecode::Word;
use theseus_object::payload::{Function, Property};
use theseus_object::{Kind, TypeObj};

use super::attr::{load_attr_property, version_of};
use super::call::{call_init_with, enter_window, init_of};
use crate::call::exec_of;
use crate::exec::Exec;
use crate::frame::{Value, nil_value};
use crate::inline::{self, Val};
use crate::machine::{State, Vm, consume, deoptimise, drained, payload, put, raw, release, save, throw};

/// Ends an inlined call: the `n` registers from `first` are released, the value goes to `a`.
#[inline(always)]
pub unsafe fn finish_inlined(
    vm: &mut Vm,
    mut s: State,
    w: Word,
    first: *mut Value,
    n: usize,
    v: Val,
) -> State {
    for i in 0..n {
        let old = std::mem::replace(&mut *first.add(i), nil_value());
        s = release(vm, s, old);
    }
    let s = v.put(vm, s, w.a());
    State { pc: drained(vm, s.pc), base: s.base }
}

/// Calls a function with `n` arguments behind it.
#[inline(always)]
unsafe fn call_window(vm: &mut Vm, s: State, w: Word, n: usize) -> State {
    let slot = s.slot(w.b());
    let f = *slot;
    let exec = s.cache(1) as *const Exec;
    if (*f).kind.get() != Kind::Function || payload::<Function>(f).exec.get() != exec as usize {
        return deoptimise(vm, s);
    }
    match inline::call(vm, &*exec, f, slot.add(1), n) {
        Some(v) => finish_inlined(vm, s.next(3), w, slot, n + 1, v),
        None => enter_window(vm, s, slot, slot.add(1), exec, n),
    }
}

#[inline(never)]
pub unsafe fn call_py_inline(vm: &mut Vm, s: State, w: Word) -> State {
    call_window(vm, s, w, w.c() as usize)
}

#[inline(never)]
pub unsafe fn call_method_py_inline(vm: &mut Vm, s: State, w: Word) -> State {
    call_window(vm, s, w, w.c() as usize + 1)
}

#[inline(never)]
pub unsafe fn call_init_inline(vm: &mut Vm, s: State, w: Word) -> State {
    let Some((init, exec)) = init_of(vm, s, w) else { return deoptimise(vm, s) };
    enter_init(vm, s, w, init, exec, true)
}

/// Makes an instance of a class and calls its `__init__`, in a frame or, if it may be inlined, without one.
pub unsafe fn enter_init(
    vm: &mut Vm,
    s: State,
    w: Word,
    init: Value,
    exec: *const Exec,
    inlines: bool,
) -> State {
    let slot = s.slot(w.b());
    let class = *slot;
    let n = w.c() as usize + 1;
    // The instance takes the place of the class: it stands right before the arguments.
    let instance = raw(vm.interp().alloc_instance(&*(class as *const TypeObj)));
    *slot = instance;
    let value = if inlines { inline::call(vm, &*exec, init, slot, n) } else { None };
    let Some(v) = value else { return call_init_with(vm, s, class, init, exec, n) };
    let mut next = s.next(3);
    *slot = nil_value();
    for i in 1..n {
        let old = std::mem::replace(&mut *slot.add(i), nil_value());
        next = release(vm, next, old);
    }
    let rc = &(*class).rc;
    rc.set(rc.get() - 1);
    next = put(vm, next, w.a(), instance);
    if !v.is_none() {
        let got = v.type_name();
        save(vm, s);
        vm.type_error(format!("__init__() should return None, not '{got}'"));
        return throw(s);
    }
    State { pc: drained(vm, next.pc), base: next.base }
}

#[inline(never)]
pub unsafe fn load_attr_property_inline(vm: &mut Vm, s: State, w: Word) -> State {
    let o = s.get(w.b());
    if version_of(o) != s.cache(1) {
        return deoptimise(vm, s);
    }
    let get = &payload::<Property>(s.cache(2) as Value).get;
    if get.kind() == Kind::Function {
        let f = get.as_ptr().as_ptr();
        let exec = exec_of(vm, payload::<Function>(f));
        if !exec.is_null()
            && (*exec).plain
            && (*exec).positional == 1
            && let Some(v) = inline::call(vm, &*exec, f, s.slot(w.b()), 1)
        {
            let next = consume(vm, s.next(4), w.b());
            let next = v.put(vm, next, w.a());
            return State { pc: drained(vm, next.pc), base: next.base };
        }
    }
    load_attr_property(vm, s, w)
}
