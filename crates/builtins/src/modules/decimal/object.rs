//! The type `Decimal`.

use theseus_object::class::TypeSpec;
use theseus_object::methods::{GetSet, NativeDef};
use theseus_object::slots::{Binary, NUMBER_OPS, number};
use theseus_object::typeobj::type_flag;
use theseus_object::{Args, CompareOp, Cx, Kind, ObjRef, PyResult, Slots, hash};

use super::coefficient::Coefficient;
use super::context::given;
use super::convert::{exactly, float_or_int, from_float, operand, to_int, wanted};
use super::number::{Form, Number, cmp};
use super::operations::{self, Unary, operator, pair, raise_to};
use super::settings::{MAX_PREC, MOST_DIGITS, Rounding, Settings, signal};
use super::state::{bind, current, decimal, part, result, settings, settle};
use super::text::{self, Notation};
use super::{arithmetic, exponent};
use crate::int::format::text_object;
use crate::str::args::checked;
use crate::text::float;
use crate::text::spec::{self, Kind as SpecKind};

static SPEC: TypeSpec = TypeSpec {
    slots: Slots {
        new: Some(new),
        repr: Some(repr),
        str_: Some(str_of),
        hash: Some(hash_of),
        compare: Some(compare),
        bool_: Some(|cx, me| Ok(!own(cx, me)?.is_zero())),
        neg: Some(|cx, me| current_unary(cx, me, operations::minus)),
        pos: Some(|cx, me| current_unary(cx, me, operations::plus)),
        abs: Some(|cx, me| current_unary(cx, me, operations::abs)),
        int: Some(|cx, me| rounded_int(cx, me, Rounding::Down)),
        float: Some(to_float),
        pow_mod: Some(pow_mod),
        number: {
            let mut ops: [Option<Binary>; NUMBER_OPS] = [None; NUMBER_OPS];
            ops[number::ADD] = Some(|cx, a, b| operator(cx, a, b, arithmetic::add));
            ops[number::SUB] = Some(|cx, a, b| operator(cx, a, b, arithmetic::sub));
            ops[number::MUL] = Some(|cx, a, b| operator(cx, a, b, arithmetic::mul));
            ops[number::TRUEDIV] = Some(|cx, a, b| operator(cx, a, b, arithmetic::div));
            ops[number::FLOORDIV] = Some(|cx, a, b| operator(cx, a, b, arithmetic::div_int));
            ops[number::MOD] = Some(|cx, a, b| operator(cx, a, b, arithmetic::rem));
            ops[number::POW] = Some(pow);
            ops
        },
        ..Slots::EMPTY
    },
    methods: operations::DECIMAL_METHODS,
    getsets: &[
        GetSet::new("real", itself, ""),
        GetSet::new("imag", |cx, _| Ok(decimal(cx, Number::zero(false, 0))), ""),
    ],
    doc: "A decimal number. The value is a str, an int, a float, a tuple of sign, digits and exponent, or a Decimal, and is not rounded.",
};

macro_rules! test {
    ($name:literal, $f:expr, $doc:literal) => {
        NativeDef::m0(
            $name,
            |cx, me| {
                let test: fn(&Number) -> bool = $f;
                let yes = test(&own(cx, me)?);
                Ok(cx.bool(yes))
            },
            concat!($name, "($self, /)\n--\n\n", $doc),
        )
    };
}

static PLAIN_METHODS: &[NativeDef] = &[
    test!("is_canonical", |_| true, "Whether self is canonical: always."),
    test!("is_finite", Number::is_finite, "Whether self is finite."),
    test!("is_infinite", Number::is_infinite, "Whether self is infinite."),
    test!("is_nan", Number::is_nan, "Whether self is a NaN."),
    test!("is_qnan", |n| n.form == Form::Quiet, "Whether self is a quiet NaN."),
    test!("is_snan", |n| n.form == Form::Signaling, "Whether self is a signaling NaN."),
    test!("is_signed", |n| n.negative, "Whether self has a minus sign."),
    test!("is_zero", Number::is_zero, "Whether self is zero."),
    NativeDef::m0(
        "adjusted",
        adjusted,
        "adjusted($self, /)\n--\n\nThe exponent of the first digit; 0 if there is none.",
    ),
    NativeDef::m0("canonical", itself, "canonical($self, /)\n--\n\nSelf."),
    NativeDef::m0("conjugate", itself, "conjugate($self, /)\n--\n\nSelf."),
    NativeDef::m0("radix", |cx, _| Ok(decimal(cx, Number::int(10))), "radix($self, /)\n--\n\nTen."),
    NativeDef::m0(
        "copy_abs",
        |cx, me| plain_unary(cx, me, operations::copy_abs),
        "copy_abs($self, /)\n--\n\nSelf without its sign.",
    ),
    NativeDef::m0(
        "copy_negate",
        |cx, me| plain_unary(cx, me, operations::copy_negate),
        "copy_negate($self, /)\n--\n\nSelf with the other sign.",
    ),
    NativeDef::class(
        "from_float",
        from_float_method,
        "from_float($type, f, /)\n--\n\nA Decimal of exactly the value of a float or int.",
    ),
    NativeDef::m0("as_tuple", as_tuple, "as_tuple($self, /)\n--\n\nSign, digits and exponent."),
    NativeDef::m0(
        "as_integer_ratio",
        as_integer_ratio,
        "as_integer_ratio($self, /)\n--\n\nNumerator and denominator in lowest terms.",
    ),
    NativeDef::m0("__copy__", itself, "__copy__($self, /)\n--\n\n"),
    NativeDef::m1("__deepcopy__", |cx, me, _| itself(cx, me), "__deepcopy__($self, memo, /)\n--\n\n"),
    NativeDef::full("__format__", format, "__format__($self, fmtarg, override=None, /)\n--\n\n"),
    NativeDef::m0("__reduce__", reduce, "__reduce__($self, /)\n--\n\n"),
    NativeDef::range("__round__", round, 0, 1, "__round__($self, ndigits=None, /)\n--\n\n"),
    NativeDef::m0("__ceil__", |cx, me| rounded_int(cx, me, Rounding::Ceiling), "__ceil__($self, /)\n--\n\n"),
    NativeDef::m0("__floor__", |cx, me| rounded_int(cx, me, Rounding::Floor), "__floor__($self, /)\n--\n\n"),
    NativeDef::m0("__trunc__", |cx, me| rounded_int(cx, me, Rounding::Down), "__trunc__($self, /)\n--\n\n"),
    NativeDef::m0("__complex__", complex, "__complex__($self, /)\n--\n\n"),
    NativeDef::m1("__divmod__", divmod, "__divmod__($self, value, /)\n--\n\n"),
    NativeDef::m1("__rdivmod__", |cx, a, b| divmod(cx, b, a), "__rdivmod__($self, value, /)\n--\n\n"),
];

pub fn install(cx: &mut Cx, dict: &ObjRef) {
    let ty = cx.add_native_type::<Number>("decimal.Decimal", None, type_flag::BASE_TYPE);
    cx.fill_type(&ty, &SPEC);
    cx.add_methods(&ty, PLAIN_METHODS);
    cx.namespace_put(dict, "Decimal", ty.as_ref().clone());
}

fn own(cx: &mut Cx, me: &ObjRef) -> PyResult<Number> {
    match cx.heap.get::<Number>(me) {
        Some(n) => Ok(n.clone()),
        None => Err(cx.bad_internal("Decimal")),
    }
}

fn itself(_: &mut Cx, me: &ObjRef) -> PyResult {
    Ok(me.clone())
}

/// A Decimal of a class: one of a subclass that asks for more is made by calling it.
fn new(cx: &mut Cx, class: &ObjRef, args: &Args) -> PyResult {
    let ([], [value, context]) = bind(cx, args, [], ["value", "context"])?;
    let context = given(cx, context.as_ref())?;
    let plain = cx.type_of::<Number>();
    let n = match value {
        None => Number::zero(false, 0),
        Some(o) if class.is(plain.as_ref()) && o.class().is(class) => return Ok(o),
        Some(o) => exactly(cx, &o, &context)?,
    };
    let ty = cx.expect_type(class)?;
    Ok(cx.new_instance(ty, n))
}

fn from_float_method(cx: &mut Cx, class: &ObjRef, args: &Args) -> PyResult {
    let o = args.only(cx, "decimal.Decimal.from_float")?;
    let n = float_or_int(cx, o)?;
    let made = decimal(cx, n);
    if class.is(cx.type_of::<Number>().as_ref()) { Ok(made) } else { cx.call(class, &[made]) }
}

fn reduce(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let text = cx.str(me)?;
    let args = cx.new_tuple([text]);
    Ok(cx.new_tuple([me.class(), args]))
}

// ---- operators

fn current_unary(cx: &mut Cx, me: &ObjRef, f: Unary) -> PyResult {
    let context = current(cx)?;
    let (n, s) = (own(cx, me)?, settings(cx, &context));
    let mut status = 0;
    let n = f(&n, &s, &mut status);
    result(cx, &context, n, status)
}

fn plain_unary(cx: &mut Cx, me: &ObjRef, f: Unary) -> PyResult {
    let n = f(&own(cx, me)?, &Settings::WIDEST, &mut 0);
    Ok(decimal(cx, n))
}

fn divmod(cx: &mut Cx, a: &ObjRef, b: &ObjRef) -> PyResult {
    let (a, b) = match (operand(cx, a), operand(cx, b)) {
        (Some(a), Some(b)) => (a.into_owned(), b.into_owned()),
        _ => return Ok(cx.not_implemented.clone()),
    };
    let context = current(cx)?;
    pair(cx, &context, &a, &b)
}

fn pow(cx: &mut Cx, a: &ObjRef, b: &ObjRef) -> PyResult {
    let none = cx.none.clone();
    pow_mod(cx, a, b, &none)
}

fn pow_mod(cx: &mut Cx, a: &ObjRef, b: &ObjRef, modulo: &ObjRef) -> PyResult {
    let (x, y) = match (operand(cx, a), operand(cx, b)) {
        (Some(a), Some(b)) => (a.into_owned(), b.into_owned()),
        _ => return Ok(cx.not_implemented.clone()),
    };
    let m = match operand(cx, modulo) {
        Some(m) => Some(m.into_owned()),
        None if modulo.is_none() => None,
        None => return Ok(cx.not_implemented.clone()),
    };
    let context = current(cx)?;
    raise_to(cx, &context, &x, &y, m.as_ref())
}

/// What a comparison is with: for a Fraction, its numerator, and its denominator for the other side.
fn comparable(
    cx: &mut Cx,
    o: &ObjRef,
    op: CompareOp,
    status: &mut u32,
) -> PyResult<Option<(Number, Option<Number>)>> {
    let equality = matches!(op, CompareOp::Eq | CompareOp::Ne);
    let float = match (o.float(), o.complex()) {
        (Some(v), _) => Some(v),
        (None, Some((re, im))) if equality && im == 0.0 => Some(re),
        _ => None,
    };
    if let Some(v) = float {
        *status |= signal::FLOAT_OPERATION;
        return Ok(Some((from_float(v), None)));
    }
    if o.complex().is_some() || o.is_str() || o.is_none() {
        return Ok(None);
    }
    let rational = part(cx, |s| s.rational.clone())?;
    if !cx.isinstance(o, &rational)? {
        return Ok(None);
    }
    let mut parts = Vec::with_capacity(2);
    for name in ["numerator", "denominator"] {
        let name = cx.intern(name);
        let v = cx.getattr(o, &name)?;
        parts.push(wanted(cx, &v)?);
    }
    let down = parts.pop();
    Ok(parts.pop().map(|up| (up, down)))
}

fn compare(cx: &mut Cx, me: &ObjRef, other: &ObjRef, op: CompareOp) -> PyResult {
    let order = match (cx.heap.get::<Number>(me), operand(cx, other)) {
        (Some(a), Some(b)) if !a.is_nan() && !b.is_nan() => Some(cmp(a, &b)),
        _ => None,
    };
    if let Some(order) = order {
        return Ok(cx.bool(op.holds(order)));
    }
    let mut a = own(cx, me)?;
    let context = current(cx)?;
    let b = match operand(cx, other).map(|b| b.into_owned()) {
        Some(b) => b,
        None => {
            let mut status = 0;
            let Some((b, scale)) = comparable(cx, other, op, &mut status)? else {
                return Ok(cx.not_implemented.clone());
            };
            if matches!(op, CompareOp::Eq | CompareOp::Ne) {
                operations::raise_quietly(cx, &context, status)?;
            } else {
                settle(cx, &context, status)?;
            }
            if let Some(scale) = scale.filter(|_| a.is_finite()) {
                a = Number::finite(a.negative, a.coefficient.mul(&scale.coefficient), a.exp);
            }
            b
        }
    };
    if !a.is_nan() && !b.is_nan() {
        return Ok(cx.bool(op.holds(cmp(&a, &b))));
    }
    let signaling = a.form == Form::Signaling || b.form == Form::Signaling;
    if signaling || !matches!(op, CompareOp::Eq | CompareOp::Ne) {
        settle(cx, &context, signal::INVALID_OPERATION)?;
    }
    Ok(cx.bool(op == CompareOp::Ne))
}

/// 10^e modulo the prime of hashes, also for negative e.
fn ten_to(e: i64) -> u128 {
    const P: u128 = hash::MODULUS as u128;
    // By Fermat, the inverse of ten is its power P − 2.
    let times = |base: u128, mut n: u64| {
        let (mut r, mut b) = (1u128, base);
        while n > 0 {
            if n & 1 == 1 {
                r = r * b % P;
            }
            b = b * b % P;
            n >>= 1;
        }
        r
    };
    let base = if e >= 0 { 10 } else { times(10, hash::MODULUS - 2) };
    times(base, e.unsigned_abs())
}

fn hash_of(cx: &mut Cx, me: &ObjRef) -> PyResult<i64> {
    let n = own(cx, me)?;
    let size = match n.form {
        Form::Signaling => return Err(cx.type_error("Cannot hash a signaling NaN value")),
        Form::Quiet => return Ok(hash::pointer(me.id())),
        Form::Infinite => hash::INF,
        Form::Finite => {
            const P: u128 = hash::MODULUS as u128;
            let residue = match n.coefficient.small() {
                Some(v) => v % P,
                None => u128::from(hash::big(&n.coefficient.big().into()).unsigned_abs()),
            };
            (residue * ten_to(n.exp) % P) as i64
        }
    };
    Ok(match if n.negative { -size } else { size } {
        -1 => -2,
        h => h,
    })
}

// ---- text

fn repr(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let text = written(cx, me)?;
    Ok(cx.new_str(&format!("Decimal('{text}')")))
}

fn str_of(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let text = written(cx, me)?;
    Ok(cx.new_str(&text))
}

fn written(cx: &mut Cx, me: &ObjRef) -> PyResult<String> {
    let context = current(cx)?;
    let capitals = settings(cx, &context).capitals;
    Ok(text::write(&own(cx, me)?, Notation::Scientific, capitals))
}

/// Whether an alignment is written out, which zero padding must not follow.
fn aligned_zero(text: &[u32]) -> bool {
    let is_align = |c: Option<&u32>| c.is_some_and(|c| [b'<', b'>', b'=', b'^'].map(u32::from).contains(c));
    let after = if is_align(text.get(1)) {
        2
    } else if is_align(text.first()) {
        1
    } else {
        return false;
    };
    let is_mark =
        |c: &&u32| ["+", "-", " ", "z"].iter().any(|m| m.bytes().next().map(u32::from) == Some(**c));
    let marks = text.iter().skip(after).take_while(is_mark).count();
    text.get(after + marks) == Some(&u32::from(b'0'))
}

fn format(cx: &mut Cx, me: &ObjRef, args: &Args) -> PyResult {
    args.no_keywords(cx, "decimal.Decimal.__format__")?;
    let [given, rest @ ..] = args.values else {
        return Err(cx.type_error("function takes at least 1 argument (0 given)"));
    };
    match rest {
        [] => (),
        [o] if o.is_none() => (),
        [o] if o.kind() == Kind::Dict => {
            return Err(cx.error(&cx.excs.not_implemented_error.clone(), "format with a locale of its own"));
        }
        [_] => return Err(cx.type_error("optional argument must be a dict")),
        _ => {
            let n = args.values.len();
            return Err(cx.type_error(format!("function takes at most 2 arguments ({n} given)")));
        }
    }
    let Some(chars) = given.chars() else { return Err(cx.type_error("format arg must be str")) };
    let chars = chars.to_vec();
    let parsed = spec::parse(&chars, SpecKind::Float, "decimal.Decimal").ok().filter(|spec| {
        let known = matches!(
            spec.ty.map(u8::try_from),
            None | Some(Ok(b'e' | b'E' | b'f' | b'F' | b'g' | b'G' | b'n' | b'N' | b'%'))
        );
        let local = matches!(spec.ty.map(u8::try_from), Some(Ok(b'n' | b'N')));
        known && !spec.alt && spec.grouping != Some(b'_') && !(local && spec.grouping.is_some())
    });
    let Some(mut spec) = parsed.filter(|_| !aligned_zero(&chars)) else {
        return Err(cx.value_error("invalid format string"));
    };
    // Without a locale of its own.
    spec.ty = spec.ty.map(|ty| match ty as u8 {
        b'n' => b'g'.into(),
        b'N' => b'G'.into(),
        _ => ty,
    });
    let context = current(cx)?;
    let (n, s) = (own(cx, me)?, settings(cx, &context));
    let most = spec.precision.max(spec.width).map_or(0, |n| n as u64);
    if most > MAX_PREC.unsigned_abs() {
        return Err(cx.value_error("format specification exceeds internal limits of _decimal"));
    }
    if spec.precision.is_some_and(|p| p as u64 > MOST_DIGITS) {
        return Err(cx.memory_error(""));
    }
    let Some(text) = text::format(&n, &spec, s.rounding, s.capitals) else { return Err(cx.memory_error("")) };
    if !n.is_finite() && spec.zero {
        spec.fill = b' '.into();
        spec.align = Some(b'>');
    }
    let r = spec::format_number(&spec, &text);
    let text = checked(cx, r)?;
    Ok(text_object(cx, text))
}

// ---- as other things

fn to_float(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let n = own(cx, me)?;
    if n.form == Form::Signaling {
        return Err(cx.value_error("cannot convert signaling NaN to float"));
    }
    let v = if n.is_nan() {
        if n.negative { -f64::NAN } else { f64::NAN }
    } else {
        float::parse(&text::write(&n, Notation::Scientific, true)).unwrap_or(f64::NAN)
    };
    Ok(cx.float(v))
}

fn complex(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let v = to_float(cx, me)?;
    Ok(cx.complex(v.float().unwrap_or(0.0), 0.0))
}

/// The numerator and denominator, or the integer, of a finite number; `what` it cannot be otherwise.
fn finite(cx: &mut Cx, me: &ObjRef, what: &str) -> PyResult<Number> {
    let n = own(cx, me)?;
    match n.form {
        Form::Finite => Ok(n),
        Form::Infinite => Err(cx.overflow_error(format!("cannot convert Infinity to {what}"))),
        _ => Err(cx.value_error(format!("cannot convert NaN to {what}"))),
    }
}

fn rounded_int(cx: &mut Cx, me: &ObjRef, rounding: Rounding) -> PyResult {
    let n = finite(cx, me, "integer")?;
    let whole = exponent::to_integral_value(&n, &Settings::WIDEST.with(rounding), &mut 0);
    to_int(cx, &whole)
}

fn round(cx: &mut Cx, args: &[ObjRef]) -> PyResult {
    let [me, digits @ ..] = args else { return Err(cx.bad_internal("arguments")) };
    let Some(digits) = digits.first() else { return rounded_int(cx, me, Rounding::HalfEven) };
    if !digits.is_int() {
        return Err(cx.type_error("optional arg must be an integer"));
    }
    let Some(digits) = digits.int() else {
        return Err(cx.overflow_error("Python int too large to convert to C ssize_t"));
    };
    let context = current(cx)?;
    let (n, s) = (own(cx, me)?, settings(cx, &context));
    let mut status = 0;
    let n = exponent::quantize(&n, &Number::finite(false, 1u128, digits.saturating_neg()), &s, &mut status);
    result(cx, &context, n, status)
}

fn adjusted(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let n = own(cx, me)?;
    let v = if n.is_finite() { n.adjusted() } else { 0 };
    Ok(cx.int(v))
}

fn as_tuple(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let n = own(cx, me)?;
    let digits: Vec<ObjRef> = match n.form {
        Form::Quiet | Form::Signaling if n.coefficient.is_zero() => Vec::new(),
        _ => n.coefficient.text().bytes().map(|b| cx.int(i64::from(b - b'0'))).collect(),
    };
    let exp = match n.form {
        Form::Finite => cx.int(n.exp),
        Form::Infinite => cx.intern("F"),
        Form::Quiet => cx.intern("n"),
        Form::Signaling => cx.intern("N"),
    };
    let class = part(cx, |s| s.tuple.clone())?;
    let (sign, digits) = (cx.int(n.negative.into()), cx.new_tuple(digits));
    cx.call(&class, &[sign, digits, exp])
}

fn as_integer_ratio(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let n = finite(cx, me, "integer ratio")?;
    if n.exp >= 0 || n.is_zero() {
        let one = cx.int(1);
        let up = to_int(cx, &n)?;
        return Ok(cx.new_tuple([up, one]));
    }
    if n.exp.unsigned_abs() > MOST_DIGITS {
        return Err(cx.memory_error(""));
    }
    let (up, down) = lowest(&n.coefficient, n.exp.unsigned_abs());
    let up = to_int(cx, &Number::finite(n.negative, up, 0))?;
    let down = to_int(cx, &Number::finite(false, down, 0))?;
    Ok(cx.new_tuple([up, down]))
}

/// c / 10^n in lowest terms.
fn lowest(c: &Coefficient, n: u64) -> (Coefficient, Coefficient) {
    use dashu_int::ops::Gcd;
    let (up, down) = (c.big(), Coefficient::ONE.shl(n).big());
    let common = (&up).gcd(&down);
    ((up / &common).into(), (down / &common).into())
}
