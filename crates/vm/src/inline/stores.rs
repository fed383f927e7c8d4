//! What an inlined body stores into the attributes of one object, when it has succeeded.

use std::mem::MaybeUninit;

use theseus_object::Kind;
use theseus_object::header::Header;

use super::value::{Parts, Val};
use crate::frame::Value;
use crate::machine::{Vm, consumes, incref, owned, raw};
use crate::ops::attr::shape_word;

/// Stores that a body may end with.
const MOST: usize = 8;

pub struct Stores {
    object: Value,
    /// The shape that the object has afterwards; 0 if no attribute is added.
    shape: u64,
    len: usize,
    list: [MaybeUninit<(*mut Value, Val)>; MOST],
}

impl Stores {
    #[inline(always)]
    pub fn new() -> Stores {
        let list = [const { MaybeUninit::uninit() }; MOST];
        Stores { object: std::ptr::null_mut(), shape: 0, len: 0, list }
    }

    /// Whether something is to be stored into the object.
    #[inline(always)]
    pub fn touch(&self, o: Value) -> bool {
        self.object == o
    }

    /// The shape of an object with what is to be stored.
    ///
    /// # Safety
    /// It is an instance with a shape.
    #[inline(always)]
    pub unsafe fn shape_of(&self, o: Value) -> u64 {
        if self.touch(o) && self.shape != 0 { self.shape } else { *shape_word(o) }
    }

    /// The object will have another shape.
    #[inline(always)]
    pub fn advance(&mut self, shape: u64) {
        self.shape = shape;
    }

    /// Notes a store; `operand` says where the value stands. A number without an object is made one only if
    /// nobody else has it: two objects would be seen to differ. False: there is no room, or this is such a case.
    #[inline(always)]
    pub fn note(&mut self, o: Value, slot: *mut Value, v: Val, operand: u16) -> bool {
        let single = consumes(operand) || matches!(v.parts(), Parts::Object(_) | Parts::Bool(_));
        if !single || self.len == MOST || !(self.len == 0 || self.touch(o)) {
            return false;
        }
        self.object = o;
        self.list[self.len].write((slot, v));
        self.len += 1;
        true
    }

    /// Stores. Old values are released; their finalisers wait for the next boundary.
    ///
    /// # Safety
    /// Nothing was written since the stores were noted.
    #[inline(always)]
    pub unsafe fn commit(&self, vm: &Vm) {
        if self.len != 0 {
            self.write(vm);
        }
    }

    #[inline(never)]
    unsafe fn write(&self, vm: &Vm) {
        if self.shape != 0 {
            *shape_word(self.object) = self.shape;
        }
        let list = &self.list[..self.len];
        // A value may have stood in a slot that an earlier store empties, or overwrites in place: first all are
        // owned.
        list.iter().filter_map(|item| item.assume_init_read().1.as_object()).for_each(|v| incref(v));
        for item in list {
            let (slot, v) = item.assume_init_read();
            let old = *slot;
            let alone = |kind| !old.is_null() && (*old).word() == Header::sole_owner_word(kind);
            *slot = match v.parts() {
                Parts::Object(v) => v,
                Parts::Int(v) if alone(Kind::Int) && vm.interp().small_int(v).is_none() => {
                    *(old.add(1) as *mut i64) = v;
                    continue;
                }
                Parts::Float(v) if alone(Kind::Float) => {
                    *(old.add(1) as *mut f64) = v;
                    continue;
                }
                Parts::Int(v) => raw(vm.interp().int(v)),
                Parts::Float(v) => vm.interp().raw_float(v).as_ptr(),
                Parts::Bool(v) => raw(vm.interp().bool(v)),
            };
            if !old.is_null() {
                drop(owned(old));
            }
        }
    }
}
