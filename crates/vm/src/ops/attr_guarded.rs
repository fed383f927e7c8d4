//! Attributes and methods under the strategies that are not the default.
//!
//! Each form checks that the operand is of the class that was seen before and has the same shape: on that
//! memory safety rests. They differ in how they know that the class still says the same.

use theseus_bytecode::Word;
use theseus_object::watch::NameCell;

use crate::frame::Value;
use crate::guard::attrs::Noted;
use crate::machine::{State, Vm, deoptimise};
use crate::ops::attr::{overwrite, put_loaded, put_method, shape_word, slot_at};
use crate::ops::guarded::verified;

/// Whether the operand is as it was.
#[inline(always)]
unsafe fn fits(s: State, o: Value) -> bool {
    (*o).ty.get() as u64 == s.cache(1) && *shape_word(o) == s.cache(2)
}

#[inline(always)]
unsafe fn is_epoch(vm: &Vm, epoch: u64) -> bool {
    vm.interp().mutations.epoch.get() == epoch
}

/// What the site noted where its words have no room.
#[inline(always)]
unsafe fn noted<'a>(s: State) -> &'a Noted {
    &*(s.cache(3) as *const Noted)
}

/// Whether no class of the operand's MRO had its dict written.
#[inline(always)]
unsafe fn stamps_hold(s: State, o: Value) -> bool {
    let noted = noted(s);
    (*(*o).ty.get()).stamp() == noted.stamp && noted.others.iter().all(|(t, stamp)| (**t).stamp() == *stamp)
}

/// What the site's cell has; null if it is of no use.
#[inline(always)]
unsafe fn cell_value(s: State) -> Value {
    (*(s.cache(3) as *const NameCell)).value()
}

/// The slot at the place that `x` names.
#[inline(always)]
unsafe fn slot(o: Value, w: Word) -> *mut Value {
    slot_at(o, u64::from(w.x()) * 8)
}

// ---- loading

#[inline(always)]
unsafe fn load(vm: &mut Vm, s: State, w: Word, slot: *mut Value) -> State {
    let v = *slot;
    if v.is_null() {
        return deoptimise(vm, s);
    }
    put_loaded(vm, s, w, v)
}

/// A handler of five: it takes the slot where its guard holds.
macro_rules! slot_forms {
    ($use:ident: $free:ident $entry:ident $epoch:ident $stamp:ident $cell:ident, $operand:ident) => {
        #[inline(always)]
        pub unsafe fn $free(vm: &mut Vm, s: State, w: Word) -> State {
            let o = s.get(w.$operand());
            if !fits(s, o) {
                return deoptimise(vm, s);
            }
            $use(vm, s, w, slot_at(o, s.cache(3)))
        }

        #[inline(always)]
        pub unsafe fn $entry(vm: &mut Vm, s: State, w: Word) -> State {
            let o = s.get(w.$operand());
            if !fits(s, o) {
                return deoptimise(vm, s);
            }
            if !verified(vm) {
                return s;
            }
            $use(vm, s, w, slot_at(o, s.cache(3)))
        }

        #[inline(always)]
        pub unsafe fn $epoch(vm: &mut Vm, s: State, w: Word) -> State {
            let o = s.get(w.$operand());
            if !fits(s, o) || !is_epoch(vm, s.cache(3)) {
                return deoptimise(vm, s);
            }
            $use(vm, s, w, slot(o, w))
        }

        #[inline(always)]
        pub unsafe fn $stamp(vm: &mut Vm, s: State, w: Word) -> State {
            let o = s.get(w.$operand());
            if !fits(s, o) || !stamps_hold(s, o) {
                return deoptimise(vm, s);
            }
            $use(vm, s, w, slot(o, w))
        }

        #[inline(always)]
        pub unsafe fn $cell(vm: &mut Vm, s: State, w: Word) -> State {
            let o = s.get(w.$operand());
            if !fits(s, o) || cell_value(s).is_null() {
                return deoptimise(vm, s);
            }
            $use(vm, s, w, slot(o, w))
        }
    };
}

slot_forms!(load: load_attr_slot_free load_attr_slot_entry load_attr_slot_epoch load_attr_slot_stamp load_attr_slot_cell, b);
slot_forms!(overwrite: store_attr_slot_free store_attr_slot_entry store_attr_slot_epoch store_attr_slot_stamp store_attr_slot_cell, a);

// ---- methods

#[inline(never)]
pub unsafe fn load_method_free(vm: &mut Vm, s: State, w: Word) -> State {
    if !fits(s, s.get(w.b())) {
        return deoptimise(vm, s);
    }
    put_method(vm, s, w, s.cache(3) as Value)
}

#[inline(never)]
pub unsafe fn load_method_entry(vm: &mut Vm, s: State, w: Word) -> State {
    if !fits(s, s.get(w.b())) {
        return deoptimise(vm, s);
    }
    if !verified(vm) {
        return s;
    }
    put_method(vm, s, w, s.cache(3) as Value)
}

#[inline(never)]
pub unsafe fn load_method_epoch(vm: &mut Vm, s: State, w: Word) -> State {
    if !fits(s, s.get(w.b())) || !is_epoch(vm, noted(s).stamp) {
        return deoptimise(vm, s);
    }
    put_method(vm, s, w, noted(s).value as Value)
}

#[inline(never)]
pub unsafe fn load_method_stamp(vm: &mut Vm, s: State, w: Word) -> State {
    let o = s.get(w.b());
    if !fits(s, o) || !stamps_hold(s, o) {
        return deoptimise(vm, s);
    }
    put_method(vm, s, w, noted(s).value as Value)
}

#[inline(never)]
pub unsafe fn load_method_cell(vm: &mut Vm, s: State, w: Word) -> State {
    if !fits(s, s.get(w.b())) {
        return deoptimise(vm, s);
    }
    let f = cell_value(s);
    if f.is_null() {
        return deoptimise(vm, s);
    }
    put_method(vm, s, w, f)
}
