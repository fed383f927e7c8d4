//! Yielding, delegation and awaiting.

use theseus_bytecode::{Flags, Word};
use theseus_object::{Kind, ObjRef, PyResult};

use crate::asyncgen::{self, ASend};
use crate::awaitable;
use crate::frame::{Action, nil_value};
use crate::generator::{self, Flavour, Step, enter_from_delegation, kept, suspend};
use crate::machine::{State, Vm, finish, finish_using, owned, raw, save, throw};
use crate::ops::compare::borrowed;
use crate::ops::load::take;

#[inline(always)]
pub unsafe fn yield_(vm: &mut Vm, s: State, w: Word) -> State {
    let v = take(s, w.b());
    save(vm, s);
    suspend(vm, s.pc, v, w.c() as usize, w.x() != 0)
}

#[inline(never)]
pub unsafe fn yield_from_iter(vm: &mut Vm, s: State, w: Word) -> State {
    save(vm, s);
    let o = borrowed(s.get(w.b()));
    let coroutine = awaitable::is_coroutine(vm, &o);
    let r = if coroutine && !vm.exec().code().flags.has(Flags::COROUTINE | Flags::ITERABLE_COROUTINE) {
        Err(vm.type_error("cannot 'yield from' a coroutine object in a non-coroutine generator"))
    } else if coroutine || awaitable::flavour(vm, &o) == Some(Flavour::Generator) {
        Ok(o.clone())
    } else {
        vm.iter(&o)
    };
    drop(o);
    finish_using(vm, s, 1, w.a(), r, [w.b()])
}

#[inline(never)]
pub unsafe fn yield_from(vm: &mut Vm, s: State, w: Word) -> State {
    save(vm, s);
    let it = borrowed(s.get(w.b()));
    let slot = s.slot(w.c());
    let sent = owned(std::mem::replace(&mut *slot, nil_value()));
    if it.kind() == Kind::Generator {
        return enter_from_delegation(vm, s, &it, Action::Delegate, Some(sent));
    }
    if it.has_payload::<ASend>() {
        return match asyncgen::begin_item(vm, &it, sent) {
            Ok((g, sent)) => item(vm, s, &g, sent),
            Err(_) => throw(s),
        };
    }
    if let Some(coroutine) = awaitable::wrapped_coroutine(vm, &it) {
        return enter_from_delegation(vm, s, &coroutine, Action::Delegate, Some(sent));
    }
    match step(vm, &it, &sent) {
        Ok(Step::Returned(v)) => {
            drop((it, sent));
            generator::end_delegation(vm, s, v)
        }
        Ok(Step::Yielded(v) | Step::Item(v)) => {
            drop((it, sent));
            let v = raw(v);
            crate::trace::yields(vm, v);
            // Everything up to the iterator and the sent value is kept.
            suspend(vm, s.pc, v, kept(w), false)
        }
        Err(_) => throw(s),
    }
}

/// Asks an asynchronous generator for an item.
unsafe fn item(vm: &mut Vm, s: State, g: &ObjRef, sent: ObjRef) -> State {
    if generator::is_finished(g) {
        asyncgen::items_ended(vm, s);
        return throw(s);
    }
    let entered = enter_from_delegation(vm, s, g, Action::Item, Some(sent));
    if entered.pc == &raw const crate::machine::THROW && entered.base == s.base {
        asyncgen::items_failed(vm, s);
    }
    entered
}

fn step(vm: &mut Vm, it: &ObjRef, sent: &ObjRef) -> PyResult<Step> {
    let r = if sent.is_none() {
        vm.next(it)
    } else {
        let name = vm.names.send.clone();
        let f = vm.getattr(it, &name)?;
        match vm.call(&f, std::slice::from_ref(sent)) {
            Ok(v) => Ok(Some(v)),
            Err(_) if vm.pending_is(&vm.excs.stop_iteration.clone()) => {
                vm.stop_value_from_exception();
                Ok(None)
            }
            Err(e) => Err(e),
        }
    };
    Ok(match r? {
        Some(v) => Step::Yielded(v),
        None => Step::Returned(vm.stop_value.take().unwrap_or_else(|| vm.none.clone())),
    })
}

#[inline(never)]
pub unsafe fn get_awaitable(vm: &mut Vm, s: State, w: Word) -> State {
    save(vm, s);
    let o = borrowed(s.get(w.b()));
    let r = awaitable::for_await(vm, &o, w.x());
    drop(o);
    finish_using(vm, s, 1, w.a(), r, [w.b()])
}

#[inline(never)]
pub unsafe fn get_aiter(vm: &mut Vm, s: State, w: Word) -> State {
    save(vm, s);
    let o = borrowed(s.get(w.b()));
    let r = awaitable::for_aiter(vm, &o);
    drop(o);
    finish_using(vm, s, 1, w.a(), r, [w.b()])
}

#[inline(never)]
pub unsafe fn get_anext(vm: &mut Vm, s: State, w: Word) -> State {
    save(vm, s);
    let it = borrowed(s.get(w.b()));
    let r = awaitable::for_anext(vm, &it);
    drop(it);
    finish(vm, s, 1, w.a(), r)
}
