//! Values of inlined bodies: objects, and numbers that need none.

use theseus_object::Kind;

use crate::frame::{Value, nil_value};
use crate::machine::{
    FLOAT, INT, State, Vm, borrow, exact, float_value, incref, int_value, put, put_bool, put_float, put_int,
};
use crate::ops::call::native_len;

/// A value in a register of an inlined body.
#[derive(Clone, Copy)]
pub struct Val {
    tag: Tag,
    bits: u64,
}

#[derive(Clone, Copy, PartialEq, Eq)]
#[repr(u64)]
enum Tag {
    /// An object, borrowed, or the sentinel.
    Object,
    Int,
    Float,
    Bool,
}

/// What a value is, for those who take it apart.
pub enum Parts {
    Object(Value),
    Int(i64),
    Float(f64),
    Bool(bool),
}

impl Val {
    #[inline(always)]
    pub fn object(v: Value) -> Val {
        Val { tag: Tag::Object, bits: v as u64 }
    }

    #[inline(always)]
    pub fn nil() -> Val {
        Val::object(nil_value())
    }

    #[inline(always)]
    pub fn of_int(v: i64) -> Val {
        Val { tag: Tag::Int, bits: v as u64 }
    }

    #[inline(always)]
    pub fn of_float(v: f64) -> Val {
        Val { tag: Tag::Float, bits: v.to_bits() }
    }

    #[inline(always)]
    pub fn of_bool(v: bool) -> Val {
        Val { tag: Tag::Bool, bits: v.into() }
    }

    #[inline(always)]
    pub fn is_nil(self) -> bool {
        self.tag == Tag::Object && self.bits == nil_value() as u64
    }

    #[inline(always)]
    pub fn parts(self) -> Parts {
        match self.tag {
            Tag::Object => Parts::Object(self.bits as Value),
            Tag::Int => Parts::Int(self.bits as i64),
            Tag::Float => Parts::Float(f64::from_bits(self.bits)),
            Tag::Bool => Parts::Bool(self.bits != 0),
        }
    }

    /// The object, or the sentinel; nothing for a number without one.
    #[inline(always)]
    pub fn as_object(self) -> Option<Value> {
        (self.tag == Tag::Object).then_some(self.bits as Value)
    }

    /// The value of an exact int of machine size.
    #[inline(always)]
    pub unsafe fn int(self) -> Option<i64> {
        match self.parts() {
            Parts::Int(v) => Some(v),
            Parts::Object(v) if exact(v) == INT => Some(int_value(v)),
            _ => None,
        }
    }

    /// The value of an exact float.
    #[inline(always)]
    pub unsafe fn float(self) -> Option<f64> {
        match self.parts() {
            Parts::Float(v) => Some(v),
            Parts::Object(v) if exact(v) == FLOAT => Some(float_value(v)),
            _ => None,
        }
    }

    /// The truth of what has one without asking.
    #[inline(always)]
    pub unsafe fn truth(self) -> Option<bool> {
        let v = match self.parts() {
            Parts::Bool(v) => return Some(v),
            Parts::Int(v) => return Some(v != 0),
            Parts::Float(v) => return Some(v != 0.0),
            Parts::Object(v) => v,
        };
        match (*v).kind.get() {
            Kind::Bool => Some(int_value(v) != 0),
            Kind::None => Some(false),
            _ if exact(v) == INT => Some(int_value(v) != 0),
            _ if exact(v) == FLOAT => Some(float_value(v) != 0.0),
            _ => native_len(v).map(|n| n != 0),
        }
    }

    /// Whether it is None.
    #[inline(always)]
    pub unsafe fn is_none(self) -> bool {
        self.as_object().is_some_and(|v| (*v).kind.get() == Kind::None)
    }

    /// Makes a borrowed object an owned one.
    #[inline(always)]
    pub unsafe fn keep(self) -> Val {
        if let Some(v) = self.as_object() {
            incref(v);
        }
        self
    }

    /// Moves an owned value into a register.
    #[inline(always)]
    pub unsafe fn put(self, vm: &mut Vm, s: State, register: u16) -> State {
        match self.parts() {
            Parts::Object(v) => put(vm, s, register, v),
            Parts::Int(v) => put_int(vm, s, register, v),
            Parts::Float(v) => put_float(vm, s, register, v),
            Parts::Bool(v) => put_bool(vm, s, register, v),
        }
    }

    /// The name of its type.
    pub unsafe fn type_name(self) -> String {
        match self.parts() {
            Parts::Object(v) => borrow(&raw const v).ty().name(),
            Parts::Int(_) => "int".into(),
            Parts::Float(_) => "float".into(),
            Parts::Bool(_) => "bool".into(),
        }
    }
}
