//! The module `_operator`: the operators as functions.

mod access;
mod getters;
mod methodcaller;

use theseus_object::methods::NativeDef;
use theseus_object::slots::{Special, number};
use theseus_object::{CompareOp, Cx, ObjRef, PyResult};

use crate::module::native_module;

const DOC: &str = "Operator interface.\n\nThis module exports a set of functions implemented in C corresponding\nto the intrinsic operators of Python.  For example, operator.add(x, y)\nis equivalent to the expression x+y.  The function names are those\nused for special methods; variants without leading and trailing\n'__' are also provided for convenience.";

/// A row for a function of two arguments: its name, its expression, and what it does.
macro_rules! two {
    ($name:literal, $expr:literal, $f:expr) => {
        NativeDef::f2($name, $f, concat!($name, "($module, a, b, /)\n--\n\nSame as ", $expr, "."))
    };
}

macro_rules! one {
    ($name:literal, $expr:literal, $f:expr) => {
        NativeDef::f1($name, $f, concat!($name, "($module, a, /)\n--\n\nSame as ", $expr, "."))
    };
}

fn binary<const OP: usize>(cx: &mut Cx, a: &ObjRef, b: &ObjRef) -> PyResult {
    cx.binary(OP, a, b)
}

fn inplace<const OP: usize>(cx: &mut Cx, a: &ObjRef, b: &ObjRef) -> PyResult {
    cx.inplace(OP, a, b)
}

fn compare<const OP: usize>(cx: &mut Cx, a: &ObjRef, b: &ObjRef) -> PyResult {
    cx.compare(CompareOp::ALL[OP], a, b)
}

static OPERATORS: &[NativeDef] = &[
    two!("add", "a + b", binary::<{ number::ADD }>),
    two!("and_", "a & b", binary::<{ number::AND }>),
    two!("floordiv", "a // b", binary::<{ number::FLOORDIV }>),
    two!("lshift", "a << b", binary::<{ number::LSHIFT }>),
    two!("matmul", "a @ b", binary::<{ number::MATMUL }>),
    two!("mod", "a % b", binary::<{ number::MOD }>),
    two!("mul", "a * b", binary::<{ number::MUL }>),
    two!("or_", "a | b", binary::<{ number::OR }>),
    two!("pow", "a ** b", binary::<{ number::POW }>),
    two!("rshift", "a >> b", binary::<{ number::RSHIFT }>),
    two!("sub", "a - b", binary::<{ number::SUB }>),
    two!("truediv", "a / b", binary::<{ number::TRUEDIV }>),
    two!("xor", "a ^ b", binary::<{ number::XOR }>),
    two!("iadd", "a += b", inplace::<{ number::ADD }>),
    two!("iand", "a &= b", inplace::<{ number::AND }>),
    two!("ifloordiv", "a //= b", inplace::<{ number::FLOORDIV }>),
    two!("ilshift", "a <<= b", inplace::<{ number::LSHIFT }>),
    two!("imatmul", "a @= b", inplace::<{ number::MATMUL }>),
    two!("imod", "a %= b", inplace::<{ number::MOD }>),
    two!("imul", "a *= b", inplace::<{ number::MUL }>),
    two!("ior", "a |= b", inplace::<{ number::OR }>),
    two!("ipow", "a **= b", inplace::<{ number::POW }>),
    two!("irshift", "a >>= b", inplace::<{ number::RSHIFT }>),
    two!("isub", "a -= b", inplace::<{ number::SUB }>),
    two!("itruediv", "a /= b", inplace::<{ number::TRUEDIV }>),
    two!("ixor", "a ^= b", inplace::<{ number::XOR }>),
    two!("lt", "a < b", compare::<0>),
    two!("le", "a <= b", compare::<1>),
    two!("eq", "a == b", compare::<2>),
    two!("ne", "a != b", compare::<3>),
    two!("gt", "a > b", compare::<4>),
    two!("ge", "a >= b", compare::<5>),
    two!("is_", "a is b", |cx, a, b| Ok(cx.bool(a.is(b)))),
    two!("is_not", "a is not b", |cx, a, b| Ok(cx.bool(!a.is(b)))),
    one!("abs", "abs(a)", |cx, a| cx.unary(Special::Abs, a)),
    one!("inv", "~a", |cx, a| cx.unary(Special::Invert, a)),
    one!("invert", "~a", |cx, a| cx.unary(Special::Invert, a)),
    one!("neg", "-a", |cx, a| cx.unary(Special::Neg, a)),
    one!("pos", "+a", |cx, a| cx.unary(Special::Pos, a)),
    one!("index", "a.__index__()", crate::int::exact_index),
    one!("not_", "not a", |cx, a| {
        let truth = cx.truth(a)?;
        Ok(cx.bool(!truth))
    }),
    NativeDef::f1(
        "truth",
        |cx, a| {
            let truth = cx.truth(a)?;
            Ok(cx.bool(truth))
        },
        "truth($module, a, /)\n--\n\nReturn True if a is true, False otherwise.",
    ),
];

pub fn install(cx: &mut Cx) {
    let dict = native_module(cx, "_operator", DOC, OPERATORS);
    let module = cx.intern("_operator");
    for def in access::FUNCTIONS {
        let f = cx.native_function(def, Some(module.clone()));
        cx.namespace_put(&dict, def.name, f);
    }
    getters::install(cx, &dict);
    methodcaller::install(cx, &dict);
}
