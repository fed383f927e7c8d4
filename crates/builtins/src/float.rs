//! `float`: the type, its constructor, operators and methods.

use std::cmp::Ordering;

use dashu_int::{IBig, UBig};
use theseus_object::class::TypeSpec;
use theseus_object::methods::{GetSet, NativeDef};
use theseus_object::payload::Float;
use theseus_object::payload::number::IntRef;
use theseus_object::slots::{Binary, NUMBER_OPS, number};
use theseus_object::{Args, CompareOp, Cx, Kind, ObjRef, PyResult, Raised, Slots, TypeObj, hash};

use crate::expose;
use crate::int;
use crate::int::format::number_format;
use crate::str::args::checked;
use crate::text;
use crate::text::spec;

/// The value of a float or int operand; `None` if it is neither.
#[inline]
fn operand(cx: &mut Cx, o: &ObjRef) -> PyResult<Option<f64>> {
    match o.kind() {
        Kind::Float => Ok(o.float()),
        Kind::Int | Kind::Bool => Ok(o.int().map(|v| v as f64)),
        Kind::BigInt => int::to_float(cx, o).map(Some),
        _ => Ok(None),
    }
}

/// An operator on floats, one of which may be an int.
#[inline]
fn binary(cx: &mut Cx, a: &ObjRef, b: &ObjRef, f: impl FnOnce(&mut Cx, f64, f64) -> PyResult) -> PyResult {
    if let (Some(x), Some(y)) = (a.float(), b.float()) {
        return f(cx, x, y);
    }
    let Some(x) = operand(cx, a)? else { return Ok(cx.not_implemented.clone()) };
    let Some(y) = operand(cx, b)? else { return Ok(cx.not_implemented.clone()) };
    f(cx, x, y)
}

pub fn add(cx: &mut Cx, a: &ObjRef, b: &ObjRef) -> PyResult {
    binary(cx, a, b, |cx, x, y| Ok(cx.float(x + y)))
}

pub fn sub(cx: &mut Cx, a: &ObjRef, b: &ObjRef) -> PyResult {
    binary(cx, a, b, |cx, x, y| Ok(cx.float(x - y)))
}

pub fn mul(cx: &mut Cx, a: &ObjRef, b: &ObjRef) -> PyResult {
    binary(cx, a, b, |cx, x, y| Ok(cx.float(x * y)))
}

pub fn true_div(cx: &mut Cx, a: &ObjRef, b: &ObjRef) -> PyResult {
    binary(cx, a, b, |cx, x, y| {
        if y == 0.0 {
            return Err(cx.zero_division_error("float division by zero"));
        }
        Ok(cx.float(x / y))
    })
}

/// The remainder with the sign of the divisor.
fn remainder(x: f64, y: f64) -> f64 {
    let r = x % y;
    if r == 0.0 {
        return 0f64.copysign(y);
    }
    if (r < 0.0) != (y < 0.0) { r + y } else { r }
}

/// Quotient towards minus infinity and remainder; the divisor is not 0.
fn div_mod(x: f64, y: f64) -> (f64, f64) {
    let r = x % y;
    let mut q = (x - r) / y;
    let r = if r == 0.0 {
        0f64.copysign(y)
    } else if (r < 0.0) != (y < 0.0) {
        q -= 1.0;
        r + y
    } else {
        r
    };
    // The quotient is nearly an integer: which one, rounding tells.
    let q = match q.floor() {
        _ if q == 0.0 => 0f64.copysign(x / y),
        floor if q - floor > 0.5 => floor + 1.0,
        floor => floor,
    };
    (q, r)
}

pub fn floor_div(cx: &mut Cx, a: &ObjRef, b: &ObjRef) -> PyResult {
    binary(cx, a, b, |cx, x, y| {
        if y == 0.0 {
            return Err(cx.zero_division_error("float floor division by zero"));
        }
        Ok(cx.float(div_mod(x, y).0))
    })
}

pub fn modulo(cx: &mut Cx, a: &ObjRef, b: &ObjRef) -> PyResult {
    binary(cx, a, b, |cx, x, y| {
        if y == 0.0 {
            return Err(cx.zero_division_error("float modulo"));
        }
        Ok(cx.float(remainder(x, y)))
    })
}

pub fn divmod(cx: &mut Cx, a: &ObjRef, b: &ObjRef) -> PyResult {
    binary(cx, a, b, |cx, x, y| {
        if y == 0.0 {
            return Err(cx.zero_division_error("float divmod()"));
        }
        let (q, r) = div_mod(x, y);
        Ok(cx.new_tuple([cx.float(q), cx.float(r)]))
    })
}

pub fn pow(cx: &mut Cx, a: &ObjRef, b: &ObjRef) -> PyResult {
    binary(cx, a, b, power)
}

fn pow_mod(cx: &mut Cx, _: &ObjRef, _: &ObjRef, _: &ObjRef) -> PyResult {
    Err(cx.type_error("pow() 3rd argument not allowed unless all arguments are integers"))
}

/// OverflowError with the error number and the words of the C library.
pub(crate) fn out_of_range(cx: &mut Cx) -> Raised {
    const ERANGE: i64 = 34;
    let args = [cx.int(ERANGE), cx.new_str("Numerical result out of range")];
    let e = cx.new_exception(&cx.excs.overflow_error, &args);
    cx.raise(e)
}

fn is_odd(x: f64) -> bool {
    (x.abs() % 2.0) == 1.0
}

/// `x ** y`: a complex number for a root of a negative number.
pub(crate) fn power(cx: &mut Cx, x: f64, y: f64) -> PyResult {
    let special = match (x, y) {
        (_, 0.0) => Some(1.0),
        _ if x.is_nan() => Some(x),
        _ if y.is_nan() => Some(if x == 1.0 { 1.0 } else { y }),
        _ if y.is_infinite() => Some(match x.abs() {
            1.0 => 1.0,
            size if (y > 0.0) == (size > 1.0) => f64::INFINITY,
            _ => 0.0,
        }),
        _ if x.is_infinite() => Some(match (y > 0.0, is_odd(y)) {
            (true, true) => x,
            (true, false) => f64::INFINITY,
            (false, true) => 0f64.copysign(x),
            (false, false) => 0.0,
        }),
        (0.0, _) if y < 0.0 => {
            return Err(cx.zero_division_error("0.0 cannot be raised to a negative power"));
        }
        (0.0, _) => Some(if is_odd(y) { x } else { 0.0 }),
        _ => None,
    };
    if let Some(v) = special {
        return Ok(cx.float(v));
    }
    if x < 0.0 && y != y.floor() {
        return crate::complex::power(cx, (x, 0.0), (y, 0.0));
    }
    let size = x.abs().powf(y);
    if size.is_infinite() {
        return Err(out_of_range(cx));
    }
    Ok(cx.float(if x < 0.0 && is_odd(y) { -size } else { size }))
}

fn neg(cx: &mut Cx, o: &ObjRef) -> PyResult {
    Ok(cx.float(-value(o)))
}

pub(crate) fn abs(cx: &mut Cx, o: &ObjRef) -> PyResult {
    Ok(cx.float(value(o).abs()))
}

fn value(o: &ObjRef) -> f64 {
    o.float().unwrap_or(0.0)
}

/// A float of the exact type.
fn itself(cx: &mut Cx, o: &ObjRef) -> PyResult {
    if o.is_exact(Kind::Float) {
        return Ok(o.clone());
    }
    Ok(cx.float(value(o)))
}

fn truth(_: &mut Cx, o: &ObjRef) -> PyResult<bool> {
    Ok(value(o) != 0.0)
}

fn hash_slot(_: &mut Cx, o: &ObjRef) -> PyResult<i64> {
    let v = value(o);
    // Only NaN is hashed by identity, which must then not change hands.
    Ok(hash::float(v, if v.is_nan() { o.id() } else { 0 }))
}

fn repr(cx: &mut Cx, o: &ObjRef) -> PyResult {
    Ok(cx.str_from_latin1(&text::float::repr(value(o))))
}

/// The exact order of a float and an int; `None` for NaN.
pub(crate) fn order_with_int(x: f64, v: IntRef<'_>) -> Option<Ordering> {
    const WORD: f64 = (1u64 << 63) as f64;
    if x.is_nan() {
        return None;
    }
    let above = if x > 0.0 { Ordering::Greater } else { Ordering::Less };
    Some(match v {
        IntRef::Small(v) if (-WORD..WORD).contains(&x) => {
            let whole = x as i64;
            let part = x - whole as f64;
            whole.cmp(&v).then(part.partial_cmp(&0.0)?)
        }
        IntRef::Small(_) => above,
        IntRef::Big(b) => match text::float::to_int(x) {
            Ok(whole) if x.abs() >= WORD => whole.cmp(b),
            Ok(_) => IBig::ZERO.cmp(b),
            Err(_) => above,
        },
    })
}

/// The order of a float and another number; `None` if that is no number.
fn order(x: f64, b: &ObjRef) -> Option<Option<Ordering>> {
    if let Some(y) = b.float() {
        return Some(x.partial_cmp(&y));
    }
    Some(order_with_int(x, b.integer()?))
}

fn compare(cx: &mut Cx, a: &ObjRef, b: &ObjRef, op: CompareOp) -> PyResult {
    Ok(match order(value(a), b) {
        Some(Some(order)) => cx.bool(op.holds(order)),
        Some(None) => cx.bool(op == CompareOp::Ne),
        None => cx.not_implemented.clone(),
    })
}

/// `float(x)`.
pub(crate) fn from_object(cx: &mut Cx, x: &ObjRef) -> PyResult<f64> {
    if x.is_exact(Kind::Float) {
        return Ok(value(x));
    }
    if x.is_exact(Kind::Int)
        && let Some(v) = x.int()
    {
        return Ok(v as f64);
    }
    let slots = x.ty().slots();
    let (float, index) = (slots.float, slots.index);
    if let Some(float) = float {
        let v = float(cx, x)?;
        return match v.float() {
            Some(f) if v.is_exact(Kind::Float) => Ok(f),
            Some(f) => {
                let method = format!("{}.__float__", x.ty().name());
                cx.expect_exact(&v, &method, "float")?;
                Ok(f)
            }
            None => {
                let (name, got) = (x.ty().name(), v.ty().name());
                Err(cx.type_error(format!("{name}.__float__ returned non-float (type {got})")))
            }
        };
    }
    if index.is_some() {
        let v = cx.index(x)?;
        return int::to_float(cx, &v);
    }
    match x.kind() {
        Kind::Str | Kind::Bytes | Kind::ByteArray => from_text(cx, x),
        _ if x.ty().slots().buffer.is_some() => {
            let bytes = cx.buffer(x)?.copied(cx)?;
            let bytes = cx.new_bytes(&bytes);
            parsed_text(cx, &bytes, x)
        }
        _ => {
            let name = x.ty().name();
            Err(cx.type_error(format!("float() argument must be a string or a real number, not '{name}'")))
        }
    }
}

/// A real number as arguments of native functions take it: no text.
pub(crate) fn real(cx: &mut Cx, x: &ObjRef) -> PyResult<f64> {
    if let Some(v) = x.float() {
        return Ok(v);
    }
    if let Some(v) = x.int().filter(|v| v.unsigned_abs() < 1 << 53) {
        return Ok(v as f64);
    }
    let slots = x.ty().slots();
    if slots.float.is_none() && slots.index.is_none() {
        let got = x.ty().name();
        return Err(cx.type_error(format!("must be real number, not {got}")));
    }
    from_object(cx, x)
}

/// A str, bytes or bytearray as a float.
fn from_text(cx: &mut Cx, x: &ObjRef) -> PyResult<f64> {
    parsed_text(cx, x, x)
}

/// [`from_text`], for text that the object `given` stands for.
fn parsed_text(cx: &mut Cx, x: &ObjRef, given: &ObjRef) -> PyResult<f64> {
    let parsed = match (x.ascii(), x.chars()) {
        (Some(text), _) => text::float::parse(text),
        (None, Some(chars)) => text::float::parse(&text::int::to_ascii(&chars.to_vec())),
        (None, None) => {
            let bytes = cx.heap.bytes(x).unwrap_or_default();
            std::str::from_utf8(bytes).ok().and_then(text::float::parse)
        }
    };
    match parsed {
        Some(v) => Ok(v),
        None => {
            let shown = cx.repr_text(given)?;
            Err(cx.value_error(format!("could not convert string to float: {shown}")))
        }
    }
}

fn of_class(cx: &mut Cx, class: &ObjRef, v: f64) -> PyResult {
    match TypeObj::of(class) {
        Some(ty) if ty.data.heap_type => Ok(cx.new_instance(ty, Float(v))),
        _ => Ok(cx.float(v)),
    }
}

fn new(cx: &mut Cx, class: &ObjRef, args: &Args) -> PyResult {
    if args.names.is_empty()
        && let [x] = args.values
        && class.is(cx.types.float.as_ref())
    {
        if x.is_exact(Kind::Float) {
            return Ok(x.clone());
        }
        if let Some(v) = x.int().filter(|_| x.is_exact(Kind::Int)) {
            return Ok(cx.float(v as f64));
        }
    }
    let ty = cx.expect_type(class)?;
    let own_init = ty.slots().init.map(|f| f as usize) != cx.types.float.slots().init.map(|f| f as usize);
    let args = if own_init { Args::positional_only(args.pos()) } else { *args };
    args.no_keywords(cx, "float")?;
    let v = match args.exact_range(cx, "float", 0, 1)? {
        [x] => from_object(cx, x)?,
        _ => 0.0,
    };
    of_class(cx, class, v)
}

fn int_slot(cx: &mut Cx, o: &ObjRef) -> PyResult {
    int::parse::from_float(cx, value(o))
}

fn floor(cx: &mut Cx, o: &ObjRef) -> PyResult {
    int::parse::from_float(cx, value(o).floor())
}

fn ceil(cx: &mut Cx, o: &ObjRef) -> PyResult {
    int::parse::from_float(cx, value(o).ceil())
}

fn round_method(cx: &mut Cx, args: &[ObjRef]) -> PyResult {
    match args {
        [me] => round(cx, me, None),
        [me, ndigits] => round(cx, me, Some(ndigits)),
        _ => Err(cx.bad_internal("arguments of __round__")),
    }
}

/// `round(me, ndigits)`: an int without digits.
pub(crate) fn round(cx: &mut Cx, me: &ObjRef, ndigits: Option<&ObjRef>) -> PyResult {
    let Some(ndigits) = ndigits.filter(|n| !n.is_none()) else {
        return int::parse::from_float(cx, value(me).round_ties_even());
    };
    let ndigits = cx.index_clipped(ndigits)?.clamp(-1000, 1000);
    let r = text::float::round_digits(value(me), ndigits as i32);
    let v = checked(cx, r)?;
    Ok(cx.float(v))
}

fn is_integer(cx: &mut Cx, o: &ObjRef) -> PyResult {
    let v = value(o);
    Ok(cx.bool(v.is_finite() && v == v.floor()))
}

fn as_integer_ratio(cx: &mut Cx, o: &ObjRef) -> PyResult {
    let r = text::float::as_integer_ratio(value(o));
    let (numerator, denominator): (IBig, UBig) = checked(cx, r)?;
    Ok(cx.new_tuple([cx.big_int(numerator), cx.big_int(denominator.into())]))
}

fn hex(cx: &mut Cx, o: &ObjRef) -> PyResult {
    Ok(cx.new_str(&text::float::hex(value(o))))
}

fn fromhex(cx: &mut Cx, class: &ObjRef, args: &Args) -> PyResult {
    let text = args.only(cx, "float.fromhex")?;
    let Some(text) = text.text() else {
        return Err(cx.type_error("bad argument type for built-in operation"));
    };
    let r = text::float::from_hex(&text);
    let v = checked(cx, r)?;
    let v = cx.float(v);
    if class.is(cx.types.float.as_ref()) {
        return Ok(v);
    }
    cx.call(class, &[v])
}

fn getformat(cx: &mut Cx, _: &ObjRef, args: &Args) -> PyResult {
    let name = args.only(cx, "float.__getformat__")?;
    match name.ascii() {
        Some("double" | "float") => Ok(cx.new_str("IEEE, little-endian")),
        _ if name.is_str() => Err(cx.value_error("__getformat__() argument 1 must be 'double' or 'float'")),
        _ => {
            let got = name.kind_given();
            Err(cx.type_error(format!("__getformat__() argument must be str, not {got}")))
        }
    }
}

fn format_method(cx: &mut Cx, me: &ObjRef, spec: &ObjRef) -> PyResult {
    let v = value(me);
    number_format(cx, me, spec, spec::Kind::Float, |spec, name| spec::format_float(spec, v, name))
}

fn imag(cx: &mut Cx, _: &ObjRef) -> PyResult {
    Ok(cx.float(0.0))
}

fn getnewargs(cx: &mut Cx, o: &ObjRef) -> PyResult {
    let v = cx.float(value(o));
    Ok(cx.new_tuple([v]))
}

const NUMBER: [Option<Binary>; NUMBER_OPS] = {
    let mut table: [Option<Binary>; NUMBER_OPS] = [None; NUMBER_OPS];
    table[number::ADD] = Some(add);
    table[number::SUB] = Some(sub);
    table[number::MUL] = Some(mul);
    table[number::TRUEDIV] = Some(true_div);
    table[number::FLOORDIV] = Some(floor_div);
    table[number::MOD] = Some(modulo);
    table[number::POW] = Some(pow);
    table
};

static METHODS: &[NativeDef] = &[
    NativeDef::m0("conjugate", itself, "Return self, the complex conjugate of any float."),
    NativeDef::m0("__trunc__", int_slot, "Return the Integral closest to x between 0 and x."),
    NativeDef::m0("__floor__", floor, "Return the floor as an Integral."),
    NativeDef::m0("__ceil__", ceil, "Return the ceiling as an Integral."),
    NativeDef::range(
        "__round__",
        round_method,
        0,
        1,
        "Return the Integral closest to x, rounding half toward even.",
    ),
    NativeDef::m0(
        "as_integer_ratio",
        as_integer_ratio,
        "Return a pair of integers, whose ratio is exactly equal to the original float.",
    ),
    NativeDef::class("fromhex", fromhex, "Create a floating-point number from a hexadecimal string."),
    NativeDef::m0("hex", hex, "Return a hexadecimal representation of a floating-point number."),
    NativeDef::m0("is_integer", is_integer, "Return True if the float is an integer."),
    NativeDef::m0("__getnewargs__", getnewargs, ""),
    NativeDef::class("__getformat__", getformat, "You probably don't want to use this function."),
    NativeDef::m1("__format__", format_method, "Formats the float according to format_spec."),
];

static SPEC: TypeSpec = TypeSpec {
    slots: Slots {
        repr: Some(repr),
        hash: Some(hash_slot),
        compare: Some(compare),
        new: Some(new),
        bool_: Some(truth),
        number: NUMBER,
        pow_mod: Some(pow_mod),
        neg: Some(neg),
        pos: Some(itself),
        abs: Some(abs),
        divmod: Some(divmod),
        int: Some(int_slot),
        float: Some(itself),
        ..Slots::EMPTY
    },
    methods: METHODS,
    getsets: &[
        GetSet::new("real", itself, "the real part of a complex number"),
        GetSet::new("imag", imag, "the imaginary part of a complex number"),
    ],
    doc: "Convert a string or number to a floating point number, if possible.",
};

pub fn install(cx: &mut Cx) {
    let ty = cx.types.float.clone();
    cx.fill_type(&ty, &SPEC);
    expose(cx, &ty);
}
