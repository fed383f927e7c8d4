//! `bool`: the two ints that are truth values.

use theseus_object::class::TypeSpec;
use theseus_object::slots::{Binary, NUMBER_OPS, number};
use theseus_object::{Args, Cx, Kind, ObjRef, PyResult, Slots};

use super::ops;
use crate::expose;

fn new(cx: &mut Cx, _class: &ObjRef, args: &Args) -> PyResult {
    args.no_keywords(cx, "bool")?;
    match args.exact_range(cx, "bool", 0, 1)? {
        [x] => {
            let truth = cx.truth(x)?;
            Ok(cx.bool(truth))
        }
        _ => Ok(cx.false_.clone()),
    }
}

fn repr(cx: &mut Cx, o: &ObjRef) -> PyResult {
    Ok(cx.intern(if o.int() == Some(0) { "False" } else { "True" }))
}

/// The truth of both operands, if both are bools.
fn bools(a: &ObjRef, b: &ObjRef) -> Option<(bool, bool)> {
    let truth = |o: &ObjRef| (o.kind() == Kind::Bool).then(|| o.int() != Some(0));
    Some((truth(a)?, truth(b)?))
}

fn and(cx: &mut Cx, a: &ObjRef, b: &ObjRef) -> PyResult {
    match bools(a, b) {
        Some((a, b)) => Ok(cx.bool(a & b)),
        None => ops::and(cx, a, b),
    }
}

fn or(cx: &mut Cx, a: &ObjRef, b: &ObjRef) -> PyResult {
    match bools(a, b) {
        Some((a, b)) => Ok(cx.bool(a | b)),
        None => ops::or(cx, a, b),
    }
}

fn xor(cx: &mut Cx, a: &ObjRef, b: &ObjRef) -> PyResult {
    match bools(a, b) {
        Some((a, b)) => Ok(cx.bool(a ^ b)),
        None => ops::xor(cx, a, b),
    }
}

/// `~True` is −2, which is hardly what was meant.
fn invert(cx: &mut Cx, o: &ObjRef) -> PyResult {
    let category = cx.excs.deprecation_warning.clone();
    let text = "Bitwise inversion '~' on bool is deprecated. This returns the bitwise inversion of the underlying int \
                object and is usually not what you expect from negating a bool. Use the 'not' operator for boolean \
                negation or ~int(x) if you really want the bitwise inversion of the underlying int.";
    cx.warn(&category, text, 1)?;
    ops::invert(cx, o)
}

const NUMBER: [Option<Binary>; NUMBER_OPS] = {
    let mut table: [Option<Binary>; NUMBER_OPS] = [None; NUMBER_OPS];
    table[number::AND] = Some(and);
    table[number::OR] = Some(or);
    table[number::XOR] = Some(xor);
    table
};

static SPEC: TypeSpec = TypeSpec {
    slots: Slots { repr: Some(repr), new: Some(new), number: NUMBER, invert: Some(invert), ..Slots::EMPTY },
    methods: &[],
    getsets: &[],
    doc: "bool(x) -> bool\n\nReturns True when the argument x is true, False otherwise.\n\
          The builtins True and False are the only two instances of the class bool.\n\
          The class bool is a subclass of the class int, and cannot be subclassed.",
};

pub(super) fn install(cx: &mut Cx) {
    let ty = cx.bool_type();
    cx.fill_type(&ty, &SPEC);
    expose(cx, &ty);
}
