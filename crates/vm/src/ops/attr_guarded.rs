//! Attributes and methods under the strategies that are not the default.
//!
//! Each form checks that the operand is of the class that was seen before and has the same shape, or is the
//! same class or module: on that memory safety rests. They differ in how they know that the class or module
//! still says the same.

use theseus_bytecode::Word;
use theseus_object::payload::{Dict, Module};
use theseus_object::watch::NameCell;
use theseus_object::{Kind, TypeObj};

use crate::frame::Value;
use crate::guard::attrs::Noted;
use crate::machine::{State, Vm, deoptimise, exact, payload};
use crate::ops::attr::{
    enter_getter, load_from_dict, overwrite, put_callable, put_loaded, put_method, shape_word, slot_at,
};
use crate::ops::guarded::verified;

/// Whether the operand is as it was.
#[inline(always)]
pub unsafe fn fits(s: State, o: Value) -> bool {
    (*o).ty.get() as u64 == s.cache(1) && *shape_word(o) == s.cache(2)
}

/// Bits of `x` for values: the operand is the class itself, or a module, and not an instance.
pub const CLASS: u8 = 0x80;
pub const MODULE: u8 = 0x40;
/// The value is a property of the instance's class, whose getter is called. Shapes do not matter then.
pub const GETTER: u8 = 0x20;

/// The value stands in the dict of the instance, which has the version that is in the shape's place.
pub const DICT: u8 = 0x10;

/// Whether the operand is the one that has the value: an instance as it was, the class, or a plain module with
/// this namespace.
#[inline(always)]
pub unsafe fn is_holder(s: State, o: Value, w: Word) -> bool {
    match w.x() & (CLASS | MODULE | GETTER | DICT) {
        0 => fits(s, o),
        GETTER | DICT => (*o).ty.get() as u64 == s.cache(1),
        CLASS => o as u64 == s.cache(1),
        _ => {
            exact(o) == Kind::Module as u16
                && payload::<Module>(o).dict.as_ptr().as_ptr() as u64 == s.cache(1)
        }
    }
}

/// The namespace whose stamp stands first, of an operand that is the holder of a value.
#[inline(always)]
pub unsafe fn namespace<'a>(o: Value, w: Word) -> &'a Dict {
    let dict = match w.x() & (CLASS | MODULE) {
        0 => &(*(*o).ty.get()).data.dict,
        CLASS => &(*(o as *const TypeObj)).data.dict,
        _ => &payload::<Module>(o).dict,
    };
    payload::<Dict>(dict.as_ptr().as_ptr())
}

/// The namespace of the class of an instance.
#[inline(always)]
pub unsafe fn of_class<'a>(o: Value) -> &'a Dict {
    payload::<Dict>((*(*o).ty.get()).data.dict.as_ptr().as_ptr())
}

#[inline(always)]
pub unsafe fn is_epoch(vm: &Vm, epoch: u64) -> bool {
    vm.interp().mutations.epoch.get() == epoch
}

/// What the site noted where its words have no room.
#[inline(always)]
pub unsafe fn noted<'a>(s: State) -> &'a Noted {
    &*(s.cache(3) as *const Noted)
}

/// Whether the namespace was not written, nor those of the MRO behind it. If the first was not, the others are
/// alive.
#[inline(always)]
pub unsafe fn stamps_hold(s: State, own: &Dict) -> bool {
    let noted = noted(s);
    own.stamp() == noted.stamp && noted.others.iter().all(|(d, stamp)| (**d).stamp() == *stamp)
}

/// What the site's cell has; null if it is of no use.
#[inline(always)]
pub unsafe fn cell_value(s: State) -> Value {
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
            if !fits(s, o) || !stamps_hold(s, of_class(o)) {
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

// ---- values and methods

/// Puts a value, or what the getter of a property gives.
#[inline(always)]
unsafe fn put_value(vm: &mut Vm, s: State, w: Word, v: Value) -> State {
    match w.x() & (GETTER | DICT) {
        0 => put_loaded(vm, s, w, v),
        GETTER => enter_getter(vm, s, w, v),
        _ => load_from_dict(vm, s, w, v as u64),
    }
}

/// A handler of five: it takes the value where its guard holds.
macro_rules! value_forms {
    ($use:ident: $free:ident $entry:ident $epoch:ident $stamp:ident $cell:ident) => {
        #[inline(never)]
        pub unsafe fn $free(vm: &mut Vm, s: State, w: Word) -> State {
            if !is_holder(s, s.get(w.b()), w) {
                return deoptimise(vm, s);
            }
            $use(vm, s, w, s.cache(3) as Value)
        }

        #[inline(never)]
        pub unsafe fn $entry(vm: &mut Vm, s: State, w: Word) -> State {
            if !is_holder(s, s.get(w.b()), w) {
                return deoptimise(vm, s);
            }
            if !verified(vm) {
                return s;
            }
            $use(vm, s, w, s.cache(3) as Value)
        }

        #[inline(never)]
        pub unsafe fn $epoch(vm: &mut Vm, s: State, w: Word) -> State {
            if !is_holder(s, s.get(w.b()), w) || !is_epoch(vm, noted(s).stamp) {
                return deoptimise(vm, s);
            }
            $use(vm, s, w, noted(s).value as Value)
        }

        #[inline(never)]
        pub unsafe fn $stamp(vm: &mut Vm, s: State, w: Word) -> State {
            let o = s.get(w.b());
            if !is_holder(s, o, w) || !stamps_hold(s, namespace(o, w)) {
                return deoptimise(vm, s);
            }
            $use(vm, s, w, noted(s).value as Value)
        }

        #[inline(never)]
        pub unsafe fn $cell(vm: &mut Vm, s: State, w: Word) -> State {
            if !is_holder(s, s.get(w.b()), w) {
                return deoptimise(vm, s);
            }
            let dict = w.x() & (DICT | CLASS) == DICT;
            let v = if dict { place_by_cell(s) } else { cell_value(s) };
            if v.is_null() {
                return deoptimise(vm, s);
            }
            $use(vm, s, w, v)
        }
    };
}

/// The place in the instance's dict; null if something in a class prevails by now.
unsafe fn place_by_cell(s: State) -> Value {
    let noted = noted(s);
    let prevails = noted.cell.as_ref().is_none_or(|cell| cell.value().is_null());
    if prevails { std::ptr::null_mut() } else { noted.value as Value }
}

value_forms!(put_value: load_attr_value_free load_attr_value_entry load_attr_value_epoch load_attr_value_stamp load_attr_value_cell);
value_forms!(put_callable: own_free own_entry own_epoch own_stamp own_cell);

/// A handler of five for methods: it takes the function of an instance's class where its guard holds, and leaves
/// what a class or module has itself to another one, out of line.
macro_rules! method_forms {
    ($($handler:ident $own:ident |$vm:ident, $s:ident, $o:ident| $holds:expr, $function:expr;)*) => {$(
        #[inline(always)]
        pub unsafe fn $handler($vm: &mut Vm, $s: State, w: Word) -> State {
            if w.x() & (CLASS | MODULE) != 0 {
                return $own($vm, $s, w);
            }
            let $o = $s.get(w.b());
            if !fits($s, $o) || !$holds {
                return deoptimise($vm, $s);
            }
            put_method($vm, $s, w, $function as Value)
        }
    )*};
}

method_forms! {
    load_method_free own_free |vm, s, o| true, s.cache(3);
    load_method_epoch own_epoch |vm, s, o| is_epoch(vm, noted(s).stamp), noted(s).value;
    load_method_stamp own_stamp |vm, s, o| stamps_hold(s, of_class(o)), noted(s).value;
    load_method_cell own_cell |vm, s, o| !cell_value(s).is_null(), cell_value(s);
}

/// As the other four; what was checked on entry may make the site generic.
#[inline(always)]
pub unsafe fn load_method_entry(vm: &mut Vm, s: State, w: Word) -> State {
    if w.x() & (CLASS | MODULE) != 0 {
        return own_entry(vm, s, w);
    }
    if !fits(s, s.get(w.b())) {
        return deoptimise(vm, s);
    }
    if !verified(vm) {
        return s;
    }
    put_method(vm, s, w, s.cache(3) as Value)
}
