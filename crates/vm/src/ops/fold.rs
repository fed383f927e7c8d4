//! Names whose value settles what follows: behind the name's guard, the instructions that use it are
//! passed over. See `guard/fold.rs` for what is settled.

use theseus_bytecode::{Op, Word};
use theseus_object::payload::{Dict, RangeIter};

use super::guarded::{cell_value, epoch_holds, stamp_holds, stamps_hold, verified};
use crate::frame::Value;
use crate::guard::fold::{Outcome, Plan};
use crate::machine::{State, Vm, consume, deoptimise, incref, payload, put, put_float, put_int, raw};

/// The plan of the site, which its `Exec` keeps.
#[inline(always)]
unsafe fn plan<'a>(s: State) -> &'a Plan {
    &*(s.cache(3) as *const Plan)
}

/// Does what the instructions that are passed over would have done.
#[inline(never)]
unsafe fn settle(vm: &mut Vm, s: State) -> State {
    let plan = plan(s);
    let next = s.next(plan.words);
    match &plan.outcome {
        Outcome::Branch => next,
        Outcome::Value => {
            let v = plan.value as Value;
            incref(v);
            put(vm, next, plan.register, v)
        }
        Outcome::Int(v) => put_int(vm, next, plan.register, *v),
        Outcome::Float(v) => put_float(vm, next, plan.register, *v),
        Outcome::Shared(o) => {
            let v = o.as_ptr().as_ptr();
            incref(v);
            put(vm, next, plan.register, v)
        }
        Outcome::Text(text) => {
            let v = raw(vm.interp().new_str(text));
            put(vm, next, plan.register, v)
        }
        &Outcome::Range { copies, .. } if copies > 0 && !vm.tracer.is_looking() => s.next(copies),
        &Outcome::Range { next: first, step, left, .. } => {
            let it = vm.interp().alloc(&vm.types.range_iterator, RangeIter { next: first, step, left });
            put(vm, next, plan.register, raw(it))
        }
    }
}

/// Settles if the name still means what the plan was made for.
#[inline(always)]
unsafe fn settle_if(vm: &mut Vm, s: State, w: Word, value: Option<Value>) -> State {
    match value {
        Some(v) if v as usize == plan(s).value => settle(vm, s),
        Some(v) => other_value(vm, s, w, v),
        None => deoptimise(vm, s),
    }
}

/// The name means something else for the time being, or for good.
#[inline(never)]
unsafe fn other_value(vm: &mut Vm, s: State, w: Word, v: Value) -> State {
    let patience = &plan(s).patience;
    if patience.get() == 0 {
        return deoptimise(vm, s);
    }
    patience.set(patience.get() - 1);
    incref(v);
    put(vm, s.next(LENGTH), w.a(), v)
}

/// Words of a look-up.
const LENGTH: usize = 1 + Op::LoadGlobal.cache_words();

#[inline(always)]
pub unsafe fn fold_module(vm: &mut Vm, s: State, w: Word) -> State {
    let g = payload::<Dict>(vm.exec().globals.as_ptr().as_ptr());
    if g.current_version() != s.cache(1) {
        return deoptimise(vm, s);
    }
    let value = g.value_at(plan(s).at).map(|v| v.as_ptr().as_ptr());
    settle_if(vm, s, w, value)
}

#[inline(always)]
pub unsafe fn fold_builtin(vm: &mut Vm, s: State, w: Word) -> State {
    let exec = vm.exec();
    let g = payload::<Dict>(exec.globals.as_ptr().as_ptr());
    let b = payload::<Dict>(exec.builtins.as_ptr().as_ptr());
    if g.current_version() != s.cache(1) || b.current_version() != s.cache(2) {
        return deoptimise(vm, s);
    }
    let value = b.value_at(plan(s).at).map(|v| v.as_ptr().as_ptr());
    settle_if(vm, s, w, value)
}

/// The methods of builtin types stay what they are.
#[inline(always)]
pub unsafe fn fold_method(vm: &mut Vm, s: State, w: Word) -> State {
    // A constant, which its code keeps alive.
    let s = consume(vm, s, w.b());
    settle(vm, s)
}

/// Nothing is checked: by `none` never, by the watches since a write would have put back the generic
/// form, by `entry` since the check was made on entry.
#[inline(always)]
pub unsafe fn fold_unchecked(vm: &mut Vm, s: State, _: Word) -> State {
    settle(vm, s)
}

#[inline(always)]
pub unsafe fn fold_entry_checked(vm: &mut Vm, s: State, _: Word) -> State {
    if !verified(vm) {
        return s;
    }
    settle(vm, s)
}

#[inline(always)]
pub unsafe fn fold_epoch(vm: &mut Vm, s: State, _: Word) -> State {
    if !epoch_holds(vm, s) {
        return deoptimise(vm, s);
    }
    settle(vm, s)
}

#[inline(always)]
pub unsafe fn fold_stamp_module(vm: &mut Vm, s: State, _: Word) -> State {
    if !stamp_holds(vm, s) {
        return deoptimise(vm, s);
    }
    settle(vm, s)
}

#[inline(always)]
pub unsafe fn fold_stamp_builtin(vm: &mut Vm, s: State, _: Word) -> State {
    if !stamps_hold(vm, s) {
        return deoptimise(vm, s);
    }
    settle(vm, s)
}

#[inline(always)]
pub unsafe fn fold_key_set(vm: &mut Vm, s: State, w: Word) -> State {
    settle_if(vm, s, w, Some(*(s.cache(2) as *const Value)))
}

#[inline(always)]
pub unsafe fn fold_cell(vm: &mut Vm, s: State, w: Word) -> State {
    let v = cell_value(s);
    settle_if(vm, s, w, (!v.is_null()).then_some(v))
}
