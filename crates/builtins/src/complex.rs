//! `complex`: the type, its constructor, operators and methods.

use std::cmp::Ordering;

use theseus_object::args::Params;
use theseus_object::class::TypeSpec;
use theseus_object::methods::{GetSet, NativeDef};
use theseus_object::payload::Complex;
use theseus_object::slots::{Binary, NUMBER_OPS, number};
use theseus_object::{Args, CompareOp, Cx, Kind, ObjRef, PyResult, Raised, Slots, TypeObj, hash};

use crate::expose;
use crate::int::format::number_format;
use crate::text;
use crate::text::float::Style;
use crate::text::spec;
use crate::{float, int};

pub(crate) type Pair = (f64, f64);

/// The value of a complex, float or int operand; `None` if it is none of them.
fn operand(cx: &mut Cx, o: &ObjRef) -> PyResult<Option<Pair>> {
    match o.kind() {
        Kind::Complex => Ok(o.complex()),
        Kind::Float => Ok(o.float().map(|v| (v, 0.0))),
        Kind::Int | Kind::Bool | Kind::BigInt => Ok(Some((int::to_float(cx, o)?, 0.0))),
        _ => Ok(None),
    }
}

fn binary(cx: &mut Cx, a: &ObjRef, b: &ObjRef, f: impl FnOnce(&mut Cx, Pair, Pair) -> PyResult) -> PyResult {
    let Some(x) = operand(cx, a)? else { return Ok(cx.not_implemented.clone()) };
    let Some(y) = operand(cx, b)? else { return Ok(cx.not_implemented.clone()) };
    f(cx, x, y)
}

fn add(cx: &mut Cx, a: &ObjRef, b: &ObjRef) -> PyResult {
    binary(cx, a, b, |cx, x, y| Ok(cx.complex(x.0 + y.0, x.1 + y.1)))
}

fn sub(cx: &mut Cx, a: &ObjRef, b: &ObjRef) -> PyResult {
    binary(cx, a, b, |cx, x, y| Ok(cx.complex(x.0 - y.0, x.1 - y.1)))
}

fn product(x: Pair, y: Pair) -> Pair {
    (x.0 * y.0 - x.1 * y.1, x.0 * y.1 + x.1 * y.0)
}

fn mul(cx: &mut Cx, a: &ObjRef, b: &ObjRef) -> PyResult {
    binary(cx, a, b, |cx, x, y| {
        let (re, im) = product(x, y);
        Ok(cx.complex(re, im))
    })
}

/// Smith's division, which avoids needless overflow; `None` if the divisor is 0.
pub(crate) fn quotient(x: Pair, y: Pair) -> Option<Pair> {
    let (re, im) = (y.0.abs(), y.1.abs());
    if re >= im {
        if re == 0.0 {
            return None;
        }
        let ratio = y.1 / y.0;
        let scale = y.0 + y.1 * ratio;
        return Some(((x.0 + x.1 * ratio) / scale, (x.1 - x.0 * ratio) / scale));
    }
    if im >= re {
        let ratio = y.0 / y.1;
        let scale = y.0 * ratio + y.1;
        return Some(((x.0 * ratio + x.1) / scale, (x.1 * ratio - x.0) / scale));
    }
    Some((f64::NAN, f64::NAN))
}

fn true_div(cx: &mut Cx, a: &ObjRef, b: &ObjRef) -> PyResult {
    binary(cx, a, b, |cx, x, y| match quotient(x, y) {
        Some((re, im)) => Ok(cx.complex(re, im)),
        None => Err(cx.zero_division_error("complex division by zero")),
    })
}

fn pow(cx: &mut Cx, a: &ObjRef, b: &ObjRef) -> PyResult {
    binary(cx, a, b, power)
}

fn pow_mod(cx: &mut Cx, a: &ObjRef, b: &ObjRef, _: &ObjRef) -> PyResult {
    if operand(cx, a)?.is_none() || operand(cx, b)?.is_none() {
        return Ok(cx.not_implemented.clone());
    }
    Err(cx.value_error("complex modulo"))
}

/// `x ** n` by repeated squaring.
fn whole_power(x: Pair, n: u32) -> Pair {
    let (mut r, mut square) = ((1.0, 0.0), x);
    let mut rest = n;
    while rest > 0 {
        if rest & 1 == 1 {
            r = product(r, square);
        }
        rest >>= 1;
        square = product(square, square);
    }
    r
}

/// `x ** y` in polar coordinates; `None` for a power of 0 that is none.
fn polar_power(x: Pair, y: Pair) -> Option<Pair> {
    if y == (0.0, 0.0) {
        return Some((1.0, 0.0));
    }
    if x == (0.0, 0.0) {
        return (y.1 == 0.0 && (y.0 >= 0.0 || y.0.is_nan())).then_some((0.0, 0.0));
    }
    let size = x.0.hypot(x.1);
    let mut length = size.powf(y.0);
    let angle = x.1.atan2(x.0);
    let mut phase = angle * y.0;
    if y.1 != 0.0 {
        length /= (angle * y.1).exp();
        phase += y.1 * size.ln();
    }
    // The sine of an infinite angle is an error of the domain.
    (!phase.is_infinite()).then(|| (length * phase.cos(), length * phase.sin()))
}

/// Exponents up to this are worked out by multiplication.
const SMALL_EXPONENT: f64 = 100.0;

pub(crate) fn power(cx: &mut Cx, x: Pair, y: Pair) -> PyResult {
    let r = if y.1 == 0.0 && y.0 == y.0.floor() && y.0.abs() <= SMALL_EXPONENT {
        let r = whole_power(x, y.0.abs() as u32);
        if y.0 > 0.0 { Some(r) } else { quotient((1.0, 0.0), r) }
    } else {
        polar_power(x, y)
    };
    match r {
        None => Err(cx.zero_division_error("0.0 to a negative or complex power")),
        Some((re, im)) if re.is_infinite() || im.is_infinite() => {
            Err(cx.overflow_error("complex exponentiation"))
        }
        Some((re, im)) => Ok(cx.complex(re, im)),
    }
}

fn value(o: &ObjRef) -> Pair {
    o.complex().unwrap_or_default()
}

/// A complex of the exact type.
fn itself(cx: &mut Cx, o: &ObjRef) -> PyResult {
    if o.is_exact(Kind::Complex) {
        return Ok(o.clone());
    }
    let (re, im) = value(o);
    Ok(cx.complex(re, im))
}

fn neg(cx: &mut Cx, o: &ObjRef) -> PyResult {
    let (re, im) = value(o);
    Ok(cx.complex(-re, -im))
}

pub(crate) fn abs(cx: &mut Cx, o: &ObjRef) -> PyResult {
    let (re, im) = value(o);
    let size = re.hypot(im);
    if size.is_infinite() && re.is_finite() && im.is_finite() {
        return Err(cx.overflow_error("absolute value too large"));
    }
    Ok(cx.float(size))
}

fn truth(_: &mut Cx, o: &ObjRef) -> PyResult<bool> {
    Ok(value(o) != (0.0, 0.0))
}

fn hash_slot(_: &mut Cx, o: &ObjRef) -> PyResult<i64> {
    let (re, im) = value(o);
    let by_identity = re.is_nan() || im.is_nan();
    Ok(hash::complex(re, im, if by_identity { o.id() } else { 0 }))
}

fn compare(cx: &mut Cx, a: &ObjRef, b: &ObjRef, op: CompareOp) -> PyResult {
    let (re, im) = value(a);
    let equal = match (b.complex(), b.float(), b.integer()) {
        (Some(other), _, _) => (re, im) == other,
        (_, Some(x), _) => re == x && im == 0.0,
        (_, _, Some(v)) => im == 0.0 && float::order_with_int(re, v) == Some(Ordering::Equal),
        _ => return Ok(cx.not_implemented.clone()),
    };
    match op {
        CompareOp::Eq => Ok(cx.bool(equal)),
        CompareOp::Ne => Ok(cx.bool(!equal)),
        _ => Ok(cx.not_implemented.clone()),
    }
}

fn repr(cx: &mut Cx, o: &ObjRef) -> PyResult {
    let (re, im) = value(o);
    let shortest = |x: f64, sign: bool| {
        let style = Style { sign, ..Style::default() };
        text::float::format(x, b'r', 0, style).unwrap_or_default()
    };
    let text = if re == 0.0 && re.is_sign_positive() {
        [&shortest(im, false)[..], b"j"].concat()
    } else {
        [b"(", &shortest(re, false)[..], &shortest(im, true), b"j)"].concat()
    };
    Ok(cx.str_from_latin1(&text))
}

fn format_method(cx: &mut Cx, me: &ObjRef, spec: &ObjRef) -> PyResult {
    let (re, im) = value(me);
    number_format(cx, me, spec, spec::Kind::Float, |spec, name| spec::format_complex(spec, re, im, name))
}

/// How many bytes at the start of the text are a float.
fn float_len(text: &[u8]) -> usize {
    let sign = usize::from(matches!(text.first(), Some(b'+' | b'-')));
    let body = text.get(sign..).unwrap_or_default();
    for word in ["infinity", "inf", "nan"] {
        if body.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word.as_bytes())) {
            return sign + word.len();
        }
    }
    let digits =
        |from: usize| body.get(from..).unwrap_or_default().iter().take_while(|b| b.is_ascii_digit()).count();
    let whole = digits(0);
    let point = usize::from(body.get(whole) == Some(&b'.'));
    let fraction = if point == 1 { digits(whole + 1) } else { 0 };
    if whole + fraction == 0 {
        return 0;
    }
    let mut end = whole + point + fraction;
    if let Some(b'e' | b'E') = body.get(end) {
        let sign = usize::from(matches!(body.get(end + 1), Some(b'+' | b'-')));
        let exponent = digits(end + 1 + sign);
        if exponent > 0 {
            end += 1 + sign + exponent;
        }
    }
    sign + end
}

/// Whether each underscore stands between digits.
fn underscores_fit(text: &str) -> bool {
    let bytes = text.as_bytes();
    let digit = |at: Option<usize>| at.and_then(|at| bytes.get(at)).is_some_and(u8::is_ascii_digit);
    let fits = |at: usize| digit(at.checked_sub(1)) && digit(Some(at + 1));
    text.bytes().enumerate().all(|(at, b)| b != b'_' || fits(at))
}

/// `complex(text)`: `a`, `bj` or `a±bj`, perhaps in parentheses, with white space around; there are
/// no underscores left.
fn parse(text: &str) -> Option<Pair> {
    const SPACE: [char; 6] = [' ', '\t', '\n', '\r', '\x0b', '\x0c'];
    let mut text = text.trim_matches(SPACE);
    if let Some(rest) = text.strip_prefix('(') {
        text = rest.strip_suffix(')')?.trim_matches(SPACE);
    }
    let (first, rest) = text.split_at_checked(float_len(text.as_bytes()))?;
    let is_j = |rest: &str| matches!(rest, "j" | "J");
    // A sign, or nothing, before the j means one.
    let unit = |rest: &str| match rest.strip_suffix(['j', 'J'])? {
        "" | "+" => Some(1.0),
        "-" => Some(-1.0),
        _ => None,
    };
    if first.is_empty() {
        return Some((0.0, unit(rest)?));
    }
    let re: f64 = first.parse().ok()?;
    if rest.is_empty() {
        return Some((re, 0.0));
    }
    if is_j(rest) {
        return Some((0.0, re));
    }
    if !rest.starts_with(['+', '-']) {
        return None;
    }
    let (second, end) = rest.split_at_checked(float_len(rest.as_bytes()))?;
    if second.is_empty() {
        return Some((re, unit(end)?));
    }
    is_j(end).then_some((re, second.parse().ok()?))
}

fn from_text(cx: &mut Cx, o: &ObjRef) -> PyResult<Pair> {
    let text = match (o.ascii(), o.chars()) {
        (None, Some(chars)) => text::int::to_ascii(&chars.to_vec()),
        (text, _) => text.unwrap_or_default().to_string(),
    };
    if !underscores_fit(&text) {
        let shown = cx.repr_text(o)?;
        return Err(cx.value_error(format!("could not convert string to complex: {shown}")));
    }
    match parse(&text.replace('_', "")) {
        Some(v) => Ok(v),
        None => Err(cx.value_error("complex() arg is a malformed string")),
    }
}

fn of_class(cx: &mut Cx, class: &ObjRef, (re, im): Pair) -> PyResult {
    match TypeObj::of(class) {
        Some(ty) if ty.data.heap_type => Ok(cx.new_instance(ty, Complex((re, im)))),
        _ => Ok(cx.complex(re, im)),
    }
}

/// What `__complex__` of an object gives, if it has that.
fn converted(cx: &mut Cx, o: &ObjRef) -> PyResult<Option<ObjRef>> {
    if o.is_exact(Kind::Complex) {
        return Ok(None);
    }
    let name = cx.names.complex.clone();
    match cx.call_type_method(o, &name, &[]) {
        None => Ok(None),
        Some(v) => {
            let v = v?;
            if v.kind() == Kind::Complex {
                cx.expect_exact(&v, "__complex__", "complex")?;
                return Ok(Some(v));
            }
            Err(cx.type_error(format!("__complex__ returned non-complex (type {})", v.ty().name())))
        }
    }
}

/// A complex number as arguments of native functions take it: no text.
pub(crate) fn complex_number(cx: &mut Cx, o: &ObjRef) -> PyResult<Pair> {
    if let Some(v) = o.complex() {
        return Ok(v);
    }
    match converted(cx, o)? {
        Some(v) => Ok(value(&v)),
        None => Ok((float::real(cx, o)?, 0.0)),
    }
}

fn is_number(o: &ObjRef) -> bool {
    let slots = o.ty().slots();
    o.kind() == Kind::Complex || slots.float.is_some() || slots.index.is_some()
}

/// A part given to the constructor: its value, and whether it is complex.
fn part(cx: &mut Cx, o: &ObjRef) -> PyResult<(Pair, bool)> {
    match o.complex() {
        Some(v) => Ok((v, true)),
        None => Ok(((float::from_object(cx, o)?, 0.0), false)),
    }
}

fn wrong_argument(cx: &mut Cx, what: &str, o: &ObjRef) -> Raised {
    let name = o.ty().name();
    cx.type_error(format!("complex() {what}, not '{name}'"))
}

fn new(cx: &mut Cx, class: &ObjRef, args: &Args) -> PyResult {
    static PARAMS: Params<0, 2> = Params { required: [], optional: ["real", "imag"], posonly: 0, kwonly: 2 };
    let ([], [re, im]) = args.bind(cx, "complex", &PARAMS)?;
    let re = re.unwrap_or_else(|| cx.int(0));
    if re.is_exact(Kind::Complex) && im.is_none() && class.is(cx.types.complex.as_ref()) {
        return Ok(re);
    }
    if re.is_str() {
        if im.is_some() {
            return Err(cx.type_error("complex() can't take second arg if first is a string"));
        }
        let v = from_text(cx, &re)?;
        return of_class(cx, class, v);
    }
    if im.as_ref().is_some_and(ObjRef::is_str) {
        return Err(cx.type_error("complex() second arg can't be a string"));
    }
    let re = converted(cx, &re)?.unwrap_or(re);
    if !is_number(&re) {
        return Err(wrong_argument(cx, "first argument must be a string or a number", &re));
    }
    if let Some(im) = im.as_ref().filter(|im| !is_number(im)) {
        return Err(wrong_argument(cx, "second argument must be a number", im));
    }
    let (mut v, re_is_complex) = part(cx, &re)?;
    if let Some(im) = im {
        let (second, im_is_complex) = part(cx, &im)?;
        if im_is_complex {
            v.0 -= second.1;
        }
        v.1 = if re_is_complex { second.0 + v.1 } else { second.0 };
    }
    of_class(cx, class, v)
}

fn real(cx: &mut Cx, o: &ObjRef) -> PyResult {
    Ok(cx.float(value(o).0))
}

fn imag(cx: &mut Cx, o: &ObjRef) -> PyResult {
    Ok(cx.float(value(o).1))
}

fn conjugate(cx: &mut Cx, o: &ObjRef) -> PyResult {
    let (re, im) = value(o);
    Ok(cx.complex(re, -im))
}

fn getnewargs(cx: &mut Cx, o: &ObjRef) -> PyResult {
    let (re, im) = value(o);
    Ok(cx.new_tuple([cx.float(re), cx.float(im)]))
}

const NUMBER: [Option<Binary>; NUMBER_OPS] = {
    let mut table: [Option<Binary>; NUMBER_OPS] = [None; NUMBER_OPS];
    table[number::ADD] = Some(add);
    table[number::SUB] = Some(sub);
    table[number::MUL] = Some(mul);
    table[number::TRUEDIV] = Some(true_div);
    table[number::POW] = Some(pow);
    table
};

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
        ..Slots::EMPTY
    },
    methods: &[
        NativeDef::m0("conjugate", conjugate, "Return the complex conjugate of its argument."),
        NativeDef::m0("__complex__", itself, "Convert this value to exact type complex."),
        NativeDef::m0("__getnewargs__", getnewargs, ""),
        NativeDef::m1("__format__", format_method, "Convert to a string according to format_spec."),
    ],
    getsets: &[
        GetSet::member("real", real, "the real part of a complex number"),
        GetSet::member("imag", imag, "the imaginary part of a complex number"),
    ],
    doc: "Create a complex number from a string or numbers.\n\n\
          If a string is given, parse it as a complex number.\n\
          If a single number is given, convert it to a complex number.\n\
          If the 'real' or 'imag' arguments are given, create a complex number\n\
          with the specified real and imaginary components.",
};

pub fn install(cx: &mut Cx) {
    let ty = cx.types.complex.clone();
    cx.fill_type(&ty, &SPEC);
    expose(cx, &ty);
}
