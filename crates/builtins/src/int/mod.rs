//! `int`: the type, its constructor and its attributes. `bool` is its one native subclass.

mod bits;
mod boolean;
pub mod bytes;
pub mod division;
pub(crate) mod euclid;
pub mod format;
pub mod ops;
pub mod parse;
pub mod power;

use std::borrow::Cow;

use dashu_int::{IBig, Sign};
use theseus_object::args::Params;
use theseus_object::class::TypeSpec;
use theseus_object::header::LINK_SIZE;
use theseus_object::methods::{GetSet, NativeDef};
use theseus_object::payload::number::IntRef;
use theseus_object::payload::{BigInt, Int};
use theseus_object::{Args, CompareOp, Cx, Kind, ObjRef, PyResult, Slots, TypeObj, hash};

use crate::expose;
use crate::str::args::{checked, worked};
use crate::text;

pub use ops::int_binary;

/// The integer of any size.
pub(crate) fn big(v: IntRef<'_>) -> Cow<'_, IBig> {
    match v {
        IntRef::Small(v) => Cow::Owned(IBig::from(v)),
        IntRef::Big(b) => Cow::Borrowed(b),
    }
}

/// The value of an int object as an integer of any size; 0 if it is none.
pub(crate) fn value(o: &ObjRef) -> IBig {
    o.integer().map(IntRef::to_big).unwrap_or_default()
}

/// The int as the functions of [`crate::text`] take it.
pub(crate) fn text_ref(o: &ObjRef) -> text::int::IntRef<'_> {
    match o.integer() {
        Some(IntRef::Big(b)) => text::int::IntRef::Big(b),
        Some(IntRef::Small(v)) => text::int::IntRef::Small(v),
        None => text::int::IntRef::Small(0),
    }
}

/// An int object of the exact type `int` with the value of a bool or an instance of a subclass.
pub(crate) fn exact(cx: &Cx, o: &ObjRef) -> ObjRef {
    if o.is_exact(Kind::Int) || o.is_exact(Kind::BigInt) {
        return o.clone();
    }
    match o.integer() {
        Some(IntRef::Big(b)) => cx.big_int(b.clone()),
        Some(IntRef::Small(v)) => cx.int(v),
        None => o.clone(),
    }
}

/// The index of an object as an int object of the exact type.
pub(crate) fn exact_index(cx: &mut Cx, o: &ObjRef) -> PyResult {
    let v = cx.index(o)?;
    Ok(exact(cx, &v))
}

/// The int as a float; OverflowError if it is too large.
pub(crate) fn to_float(cx: &mut Cx, o: &ObjRef) -> PyResult<f64> {
    match o.integer() {
        Some(IntRef::Big(b)) => {
            let r = text::float::from_int(b);
            checked(cx, r)
        }
        Some(IntRef::Small(v)) => Ok(v as f64),
        None => Err(cx.bad_internal("int")),
    }
}

/// Bits of the magnitude.
pub(crate) fn bit_len(v: IntRef<'_>) -> usize {
    match v {
        IntRef::Small(v) => (64 - v.unsigned_abs().leading_zeros()) as usize,
        IntRef::Big(b) => {
            let (_, words) = b.as_sign_words();
            words.last().map_or(0, |top| words.len() * 64 - top.leading_zeros() as usize)
        }
    }
}

/// Whether it is below 0.
pub fn is_negative(v: IntRef<'_>) -> bool {
    match v {
        IntRef::Small(v) => v < 0,
        IntRef::Big(b) => b.sign() == Sign::Negative,
    }
}

/// An instance of `class`, which is `int` or a subclass, with the value of an int object.
fn of_class(cx: &mut Cx, class: &ObjRef, v: ObjRef) -> PyResult {
    if class.is(cx.types.int.as_ref()) {
        return Ok(v);
    }
    let Some(ty) = TypeObj::of(class) else { return Err(cx.bad_internal("class of an int")) };
    match v.integer() {
        Some(IntRef::Big(b)) => Ok(cx.new_instance(ty, BigInt(b.clone()))),
        Some(IntRef::Small(v)) => Ok(cx.new_instance(ty, Int(v))),
        None => Err(cx.bad_internal("int")),
    }
}

fn new(cx: &mut Cx, class: &ObjRef, args: &Args) -> PyResult {
    static PARAMS: Params<0, 2> = Params { required: [], optional: ["", "base"], posonly: 1, kwonly: 2 };
    let v = match (args.values, args.names) {
        ([], _) => cx.int(0),
        ([x], []) => parse::from_object(cx, x)?,
        _ => match args.bind(cx, "int", &PARAMS)? {
            ([], [Some(x), Some(base)]) => parse::with_base(cx, &x, &base)?,
            ([], [Some(x), None]) => parse::from_object(cx, &x)?,
            _ => return Err(cx.type_error("int() missing string argument")),
        },
    };
    of_class(cx, class, v)
}

fn repr(cx: &mut Cx, o: &ObjRef) -> PyResult {
    match o.integer() {
        Some(IntRef::Small(v)) => Ok(word_text(cx, v)),
        Some(IntRef::Big(b)) => {
            let limit = cx.int_max_str_digits.get();
            worked(cx, |cx, alarm| {
                let text = text::int::big_to_text(b, limit, alarm)?;
                Ok(cx.str_of_latin1(text.as_bytes(), alarm)?)
            })
        }
        None => Err(cx.bad_internal("int")),
    }
}

/// The decimal text of a machine word.
pub fn word_text(cx: &Cx, v: i64) -> ObjRef {
    cx.str_from_latin1(text::int::to_text(v).as_bytes())
}

fn hash_slot(_: &mut Cx, o: &ObjRef) -> PyResult<i64> {
    Ok(match o.integer() {
        Some(IntRef::Big(b)) => hash::big(b),
        Some(IntRef::Small(v)) => hash::int(v),
        None => 0,
    })
}

fn compare(cx: &mut Cx, a: &ObjRef, b: &ObjRef, op: CompareOp) -> PyResult {
    let order = match (a.integer(), b.integer()) {
        (Some(IntRef::Small(x)), Some(IntRef::Small(y))) => x.cmp(&y),
        (Some(x), Some(y)) => big(x).cmp(&big(y)),
        _ => return Ok(cx.not_implemented.clone()),
    };
    Ok(cx.bool(op.holds(order)))
}

fn truth(_: &mut Cx, o: &ObjRef) -> PyResult<bool> {
    Ok(o.int() != Some(0))
}

fn float_slot(cx: &mut Cx, o: &ObjRef) -> PyResult {
    let v = to_float(cx, o)?;
    Ok(cx.float(v))
}

/// `int(self)`, which many attributes of an int are.
fn itself(cx: &mut Cx, o: &ObjRef) -> PyResult {
    Ok(exact(cx, o))
}

fn imag(cx: &mut Cx, _: &ObjRef) -> PyResult {
    Ok(cx.int(0))
}

fn denominator(cx: &mut Cx, _: &ObjRef) -> PyResult {
    Ok(cx.int(1))
}

fn as_integer_ratio(cx: &mut Cx, o: &ObjRef) -> PyResult {
    let numerator = exact(cx, o);
    Ok(cx.new_tuple([numerator, cx.int(1)]))
}

fn is_integer(cx: &mut Cx, _: &ObjRef) -> PyResult {
    Ok(cx.true_.clone())
}

fn getnewargs(cx: &mut Cx, o: &ObjRef) -> PyResult {
    let v = exact(cx, o);
    Ok(cx.new_tuple([v]))
}

/// What CPython's digits of 30 bits take.
fn sizeof(cx: &mut Cx, o: &ObjRef) -> PyResult {
    let digits = o.integer().map_or(0, bit_len).div_ceil(30).max(1);
    Ok(cx.usize(LINK_SIZE + 24 + 4 * digits))
}

fn round_method(cx: &mut Cx, args: &[ObjRef]) -> PyResult {
    match args {
        [me] => Ok(exact(cx, me)),
        [me, ndigits] => round(cx, me, ndigits),
        _ => Err(cx.bad_internal("arguments of __round__")),
    }
}

/// `round(me, ndigits)`: to a multiple of a power of ten, halves to the even one.
pub(crate) fn round(cx: &mut Cx, me: &ObjRef, ndigits: &ObjRef) -> PyResult {
    let ndigits = cx.index_clipped(ndigits)?;
    if ndigits >= 0 {
        return Ok(exact(cx, me));
    }
    let Some(v) = me.integer() else { return Err(cx.bad_internal("int")) };
    let places = ndigits.unsigned_abs();
    // With so many places even half of the unit is more than the number.
    if places > bit_len(v) as u64 * 30103 / 100_000 + 2 {
        return Ok(cx.int(0));
    }
    let unit = IBig::from(10).pow(places as usize);
    let (count, rest) = division::floor_div_mod(&big(v), &unit);
    let twice = &rest * IBig::from(2);
    let up = match twice.cmp(&unit) {
        std::cmp::Ordering::Less => false,
        std::cmp::Ordering::Equal => &count & IBig::ONE == IBig::ONE,
        std::cmp::Ordering::Greater => true,
    };
    let count = if up { count + IBig::ONE } else { count };
    Ok(cx.big_int(count * unit))
}

static SPEC: TypeSpec = TypeSpec {
    slots: Slots {
        repr: Some(repr),
        hash: Some(hash_slot),
        compare: Some(compare),
        new: Some(new),
        bool_: Some(truth),
        number: ops::TABLE,
        pow_mod: Some(power::pow_mod),
        neg: Some(ops::neg),
        pos: Some(itself),
        invert: Some(ops::invert),
        abs: Some(ops::abs),
        divmod: Some(division::divmod),
        int: Some(itself),
        float: Some(float_slot),
        index: Some(itself),
        ..Slots::EMPTY
    },
    methods: METHODS,
    getsets: &[
        GetSet::new("real", itself, "the real part of a complex number"),
        GetSet::new("imag", imag, "the imaginary part of a complex number"),
        GetSet::new("numerator", itself, "the numerator of a rational number in lowest terms"),
        GetSet::new("denominator", denominator, "the denominator of a rational number in lowest terms"),
    ],
    doc: "int([x]) -> integer\nint(x, base=10) -> integer\n\n\
          Convert a number or string to an integer, or return 0 if no arguments\n\
          are given.  If x is a number, return x.__int__().  For floating point\n\
          numbers, this truncates towards zero.\n\n\
          If x is not a number or if base is given, then x must be a string,\n\
          bytes, or bytearray instance representing an integer literal in the\n\
          given base.  The literal can be preceded by '+' or '-' and be surrounded\n\
          by whitespace.  The base defaults to 10.  Valid bases are 0 and 2-36.\n\
          Base 0 means to interpret the base from the string as an integer literal.\n\
          >>> int('0b100', base=0)\n4",
};

static METHODS: &[NativeDef] = &[
    NativeDef::m0("conjugate", itself, "Returns self, the complex conjugate of any int."),
    NativeDef::m0("bit_length", bits::bit_length, "Number of bits necessary to represent self in binary."),
    NativeDef::m0(
        "bit_count",
        bits::bit_count,
        "Number of ones in the binary representation of the absolute value of self.",
    ),
    NativeDef::full("to_bytes", bytes::to_bytes, "Return an array of bytes representing an integer."),
    NativeDef::class(
        "from_bytes",
        bytes::from_bytes,
        "Return the integer represented by the given array of bytes.",
    ),
    NativeDef::m0(
        "as_integer_ratio",
        as_integer_ratio,
        "Return a pair of integers, whose ratio is equal to the original int.",
    ),
    NativeDef::m0(
        "is_integer",
        is_integer,
        "Returns True. Exists for duck type compatibility with float.is_integer.",
    ),
    NativeDef::m0("__trunc__", itself, "Truncating an Integral returns itself."),
    NativeDef::m0("__floor__", itself, "Flooring an Integral returns itself."),
    NativeDef::m0("__ceil__", itself, "Ceiling of an Integral returns itself."),
    NativeDef::range("__round__", round_method, 0, 1, "Rounding an Integral returns itself."),
    NativeDef::m0("__getnewargs__", getnewargs, ""),
    NativeDef::m1("__format__", format::int_format, "Convert to a string according to format_spec."),
    NativeDef::m0("__sizeof__", sizeof, "Returns size in memory, in bytes."),
];

pub fn install(cx: &mut Cx) {
    let ty = cx.types.int.clone();
    cx.fill_type(&ty, &SPEC);
    expose(cx, &ty);
    boolean::install(cx);
}
