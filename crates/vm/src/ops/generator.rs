//! Yielding and delegation.

use theseus_bytecode::Word;
use theseus_object::{Kind, ObjRef, PyResult};

use crate::generator::{Step, resume, suspend};
use crate::machine::{State, Vm, finish_using, raw, save, throw};
use crate::ops::compare::borrowed;
use crate::ops::load::take;

#[inline(always)]
pub unsafe fn yield_(vm: &mut Vm, s: State, w: Word) -> State {
    let v = take(s, w.b());
    save(vm, s);
    suspend(vm, s.pc, v, w.c() as usize)
}

#[inline(never)]
pub unsafe fn yield_from_iter(vm: &mut Vm, s: State, w: Word) -> State {
    save(vm, s);
    let o = borrowed(s.get(w.b()));
    let r = if o.kind() == Kind::Generator { Ok(o.clone()) } else { vm.iter(&o) };
    drop(o);
    finish_using(vm, s, 1, w.a(), r, [w.b()])
}

#[inline(never)]
pub unsafe fn yield_from(vm: &mut Vm, s: State, w: Word) -> State {
    save(vm, s);
    let (it, sent) = (borrowed(s.get(w.b())), borrowed(s.get(w.c())));
    match step(vm, &it, &sent) {
        Ok(Step::Yielded(v)) => {
            drop((it, sent));
            // Everything up to the iterator and the sent value is kept.
            let keep = (w.b() & 0x7fff).max(w.c() & 0x7fff) as usize + 1;
            suspend(vm, s.pc, raw(v), keep)
        }
        Ok(Step::Returned(v)) => {
            drop((it, sent));
            use theseus_bytecode::CONSUME;
            let (a, used) = (w.a(), [w.b() | CONSUME, w.c() | CONSUME]);
            finish_using(vm, s, 1, a, Ok(v), used)
        }
        Err(_) => throw(s),
    }
}

fn step(vm: &mut Vm, it: &ObjRef, sent: &ObjRef) -> PyResult<Step> {
    if it.kind() == Kind::Generator {
        return resume(vm, it, Ok(Some(sent.clone())));
    }
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
