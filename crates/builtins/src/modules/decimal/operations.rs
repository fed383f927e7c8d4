//! The operations that both `Decimal` and `Context` have as methods: tables of what they compute.

use theseus_object::methods::NativeDef;
use theseus_object::{Args, Cx, ObjRef, PyResult};

use super::context::{given, rounding_named};
use super::convert::{operand, wanted};
use super::number::{Form, Number};
use super::settings::{Rounding, Settings};
use super::state::{bind, decimal, result, settings, settle};
use super::text::{self, Notation};
use super::{arithmetic, exponent, logarithm, logical, order, power};

pub type Unary = fn(&Number, &Settings, &mut u32) -> Number;
pub type Binary = fn(&Number, &Number, &Settings, &mut u32) -> Number;
/// An operation that takes long, and lets interrupts in.
type Slow = fn(&mut Cx, &Number, &Settings, &mut u32) -> PyResult<Number>;
type Test = fn(&Number, &Settings) -> bool;

// ---- Decimal: the receiver first, the context last

/// The receiver as a number, and the context.
fn context_only(cx: &mut Cx, me: &ObjRef, args: &Args) -> PyResult<(Number, ObjRef)> {
    let ([], [context]) = bind(cx, args, [], ["context"])?;
    let context = given(cx, context.as_ref())?;
    Ok((wanted(cx, me)?, context))
}

fn own_unary(cx: &mut Cx, me: &ObjRef, args: &Args, f: Unary) -> PyResult {
    let (n, context) = context_only(cx, me, args)?;
    let mut status = 0;
    let n = f(&n, &settings(cx, &context), &mut status);
    result(cx, &context, n, status)
}

fn own_slow(cx: &mut Cx, me: &ObjRef, args: &Args, f: Slow) -> PyResult {
    let (n, context) = context_only(cx, me, args)?;
    slow(cx, &context, &n, f)
}

fn slow(cx: &mut Cx, context: &ObjRef, n: &Number, f: Slow) -> PyResult {
    let mut status = 0;
    let s = settings(cx, context);
    let n = f(cx, n, &s, &mut status)?;
    result(cx, context, n, status)
}

fn own_test(cx: &mut Cx, me: &ObjRef, args: &Args, f: Test) -> PyResult {
    let (n, context) = context_only(cx, me, args)?;
    let yes = f(&n, &settings(cx, &context));
    Ok(cx.bool(yes))
}

fn own_binary(cx: &mut Cx, me: &ObjRef, args: &Args, f: Binary) -> PyResult {
    let ([other], [context]) = bind(cx, args, ["other"], ["context"])?;
    let context = given(cx, context.as_ref())?;
    let (a, b) = (wanted(cx, me)?, wanted(cx, &other)?);
    let mut status = 0;
    let n = f(&a, &b, &settings(cx, &context), &mut status);
    result(cx, &context, n, status)
}

fn own_rounding(cx: &mut Cx, me: &ObjRef, args: &Args, f: Unary) -> PyResult {
    let ([], [rounding, context]) = bind(cx, args, [], ["rounding", "context"])?;
    let context = given(cx, context.as_ref())?;
    let s = rounded(cx, &context, rounding)?;
    let n = wanted(cx, me)?;
    let mut status = 0;
    let n = f(&n, &s, &mut status);
    result(cx, &context, n, status)
}

/// The settings of a context, with a rounding mode that was given.
fn rounded(cx: &mut Cx, context: &ObjRef, rounding: Option<ObjRef>) -> PyResult<Settings> {
    let s = settings(cx, context);
    match rounding.filter(|o| !o.is_none()) {
        Some(o) => Ok(s.with(rounding_named(cx, &o)?)),
        None => Ok(s),
    }
}

fn own_quantize(cx: &mut Cx, me: &ObjRef, args: &Args) -> PyResult {
    let ([exp], [rounding, context]) = bind(cx, args, ["exp"], ["rounding", "context"])?;
    let context = given(cx, context.as_ref())?;
    let s = rounded(cx, &context, rounding)?;
    let (a, b) = (wanted(cx, me)?, wanted(cx, &exp)?);
    let mut status = 0;
    let n = exponent::quantize(&a, &b, &s, &mut status);
    result(cx, &context, n, status)
}

fn own_fma(cx: &mut Cx, me: &ObjRef, args: &Args) -> PyResult {
    let ([other, third], [context]) = bind(cx, args, ["other", "third"], ["context"])?;
    let context = given(cx, context.as_ref())?;
    let (a, b, c) = (wanted(cx, me)?, wanted(cx, &other)?, wanted(cx, &third)?);
    let mut status = 0;
    let n = arithmetic::fma(&a, &b, &c, &settings(cx, &context), &mut status);
    result(cx, &context, n, status)
}

fn own_text(cx: &mut Cx, me: &ObjRef, args: &Args) -> PyResult {
    let (n, context) = context_only(cx, me, args)?;
    let text = text::write(&n, Notation::Engineering, settings(cx, &context).capitals);
    Ok(cx.new_str(&text))
}

fn own_class(cx: &mut Cx, me: &ObjRef, args: &Args) -> PyResult {
    let (n, context) = context_only(cx, me, args)?;
    let name = number_class(&n, &settings(cx, &context));
    Ok(cx.new_str(name))
}

fn own_same_quantum(cx: &mut Cx, me: &ObjRef, args: &Args) -> PyResult {
    let ([other], [context]) = bind(cx, args, ["other"], ["context"])?;
    given(cx, context.as_ref())?;
    let (a, b) = (wanted(cx, me)?, wanted(cx, &other)?);
    Ok(cx.bool(same_quantum(&a, &b)))
}

// ---- Context: the operands are arguments

fn unary(cx: &mut Cx, context: &ObjRef, x: &ObjRef, f: Unary) -> PyResult {
    let n = wanted(cx, x)?;
    let mut status = 0;
    let n = f(&n, &settings(cx, context), &mut status);
    result(cx, context, n, status)
}

fn test(cx: &mut Cx, context: &ObjRef, x: &ObjRef, f: Test) -> PyResult {
    let n = wanted(cx, x)?;
    let yes = f(&n, &settings(cx, context));
    Ok(cx.bool(yes))
}

fn slow_of(cx: &mut Cx, context: &ObjRef, x: &ObjRef, f: Slow) -> PyResult {
    let n = wanted(cx, x)?;
    slow(cx, context, &n, f)
}

/// The `N` operands of a context's method.
fn operands<const N: usize>(cx: &mut Cx, args: &Args, name: &str) -> PyResult<[Number; N]> {
    args.no_keywords(cx, &format!("decimal.Context.{name}"))?;
    let n = args.values.len();
    if n != N {
        return Err(cx.type_error(format!("function takes exactly {N} arguments ({n} given)")));
    }
    let mut out = std::array::from_fn(|_| Number::nan());
    for (slot, o) in out.iter_mut().zip(args.values) {
        *slot = wanted(cx, o)?;
    }
    Ok(out)
}

fn binary(cx: &mut Cx, context: &ObjRef, args: &Args, name: &str, f: Binary) -> PyResult {
    let [a, b] = operands(cx, args, name)?;
    let mut status = 0;
    let n = f(&a, &b, &settings(cx, context), &mut status);
    result(cx, context, n, status)
}

fn divmod(cx: &mut Cx, context: &ObjRef, args: &Args) -> PyResult {
    let [a, b] = operands(cx, args, "divmod")?;
    pair(cx, context, &a, &b)
}

/// Quotient and remainder as a tuple.
pub fn pair(cx: &mut Cx, context: &ObjRef, a: &Number, b: &Number) -> PyResult {
    let mut status = 0;
    let (q, r) = arithmetic::divmod(a, b, &settings(cx, context), &mut status);
    settle(cx, context, status)?;
    let both = [decimal(cx, q), decimal(cx, r)];
    Ok(cx.new_tuple(both))
}

fn fma(cx: &mut Cx, context: &ObjRef, args: &Args) -> PyResult {
    let [a, b, c] = operands(cx, args, "fma")?;
    let mut status = 0;
    let n = arithmetic::fma(&a, &b, &c, &settings(cx, context), &mut status);
    result(cx, context, n, status)
}

fn same_quantum_of(cx: &mut Cx, _: &ObjRef, args: &Args) -> PyResult {
    let [a, b] = operands(cx, args, "same_quantum")?;
    Ok(cx.bool(same_quantum(&a, &b)))
}

fn power_of(cx: &mut Cx, context: &ObjRef, args: &Args) -> PyResult {
    let ([a, b], [modulo]) = bind(cx, args, ["a", "b"], ["modulo"])?;
    let (a, b) = (wanted(cx, &a)?, wanted(cx, &b)?);
    let modulo = match modulo.filter(|m| !m.is_none()) {
        Some(m) => Some(wanted(cx, &m)?),
        None => None,
    };
    raise_to(cx, context, &a, &b, modulo.as_ref())
}

/// a^b, or that modulo a third.
pub fn raise_to(cx: &mut Cx, context: &ObjRef, a: &Number, b: &Number, modulo: Option<&Number>) -> PyResult {
    let s = settings(cx, context);
    let mut status = 0;
    let n = match modulo {
        Some(m) => arithmetic::power_mod(a, b, m, &s, &mut status),
        None => power::power(cx, a, b, &s, &mut status)?,
    };
    result(cx, context, n, status)
}

fn text_of(cx: &mut Cx, context: &ObjRef, x: &ObjRef, notation: Notation) -> PyResult {
    let n = wanted(cx, x)?;
    let text = text::write(&n, notation, settings(cx, context).capitals);
    Ok(cx.new_str(&text))
}

fn class_of(cx: &mut Cx, context: &ObjRef, x: &ObjRef) -> PyResult {
    let n = wanted(cx, x)?;
    let name = number_class(&n, &settings(cx, context));
    Ok(cx.new_str(name))
}

fn canonical(cx: &mut Cx, _: &ObjRef, x: &ObjRef) -> PyResult {
    if cx.heap.get::<Number>(x).is_some() {
        return Ok(x.clone());
    }
    Err(cx.type_error("argument must be a Decimal"))
}

// ---- what they compute

/// As `+n`: minus zero becomes zero, unless rounding is towards it.
pub fn plus(n: &Number, s: &Settings, status: &mut u32) -> Number {
    signed_as(n, n.negative, s, status)
}

pub fn minus(n: &Number, s: &Settings, status: &mut u32) -> Number {
    signed_as(n, !n.negative, s, status)
}

fn signed_as(n: &Number, negative: bool, s: &Settings, status: &mut u32) -> Number {
    if let Some(nan) = super::number::propagate(&[n], s, status) {
        return nan;
    }
    let negative = negative && !(n.is_zero() && s.rounding != Rounding::Floor);
    n.clone().signed(negative).finish(s, status)
}

pub fn abs(n: &Number, s: &Settings, status: &mut u32) -> Number {
    if let Some(nan) = super::number::propagate(&[n], s, status) {
        return nan;
    }
    n.abs().finish(s, status)
}

/// As it is, rounded; a NaN stays as it is.
fn rounded_copy(n: &Number, s: &Settings, status: &mut u32) -> Number {
    n.clone().finish(s, status)
}

fn copy(n: &Number, _: &Settings, _: &mut u32) -> Number {
    n.clone()
}

pub fn copy_abs(n: &Number, _: &Settings, _: &mut u32) -> Number {
    n.abs()
}

pub fn copy_negate(n: &Number, _: &Settings, _: &mut u32) -> Number {
    n.negated()
}

fn copy_sign(a: &Number, b: &Number, _: &Settings, _: &mut u32) -> Number {
    a.clone().signed(b.negative)
}

fn same_quantum(a: &Number, b: &Number) -> bool {
    match (a.is_finite(), b.is_finite()) {
        (true, true) => a.exp == b.exp,
        (false, false) => a.is_nan() == b.is_nan(),
        _ => false,
    }
}

fn is_normal(n: &Number, s: &Settings) -> bool {
    n.is_finite() && !n.is_zero() && n.adjusted() >= s.emin
}

fn is_subnormal(n: &Number, s: &Settings) -> bool {
    n.is_finite() && !n.is_zero() && n.adjusted() < s.emin
}

fn number_class(n: &Number, s: &Settings) -> &'static str {
    let by_sign = |minus: &'static str, plus: &'static str| if n.negative { minus } else { plus };
    match n.form {
        Form::Signaling => "sNaN",
        Form::Quiet => "NaN",
        Form::Infinite => by_sign("-Infinity", "+Infinity"),
        Form::Finite if n.is_zero() => by_sign("-Zero", "+Zero"),
        Form::Finite if is_subnormal(n, s) => by_sign("-Subnormal", "+Subnormal"),
        Form::Finite => by_sign("-Normal", "+Normal"),
    }
}

/// The signature of a method over a line about it.
macro_rules! doc {
    ($name:literal, $signature:literal, $doc:literal) => {
        concat!($name, $signature, "\n--\n\n", $doc)
    };
}

/// A method of `Decimal`: the kind of operation, its name, what computes it.
macro_rules! own {
    (unary $($row:tt)*) => { own!(@ own_unary "($self, /, context=None)" $($row)*) };
    (slow $($row:tt)*) => { own!(@ own_slow "($self, /, context=None)" $($row)*) };
    (test $($row:tt)*) => { own!(@ own_test "($self, /, context=None)" $($row)*) };
    (binary $($row:tt)*) => { own!(@ own_binary "($self, /, other, context=None)" $($row)*) };
    (rounding $($row:tt)*) => { own!(@ own_rounding "($self, /, rounding=None, context=None)" $($row)*) };
    (@ $kind:ident $signature:literal $name:literal $f:path, $doc:literal) => {
        NativeDef::full($name, |cx, me, args| $kind(cx, me, args, $f), doc!($name, $signature, $doc))
    };
}

/// A method of `Context`, likewise.
macro_rules! of_context {
    (unary $($row:tt)*) => { of_context!(@ unary $($row)*) };
    (slow $($row:tt)*) => { of_context!(@ slow_of $($row)*) };
    (test $($row:tt)*) => { of_context!(@ test $($row)*) };
    (binary $name:literal $f:path, $doc:literal) => {
        NativeDef::full(
            $name,
            |cx, me, args| binary(cx, me, args, $name, $f),
            doc!($name, "($self, x, y, /)", $doc),
        )
    };
    (@ $kind:ident $name:literal $f:expr, $doc:literal) => {
        NativeDef::m1($name, |cx, me, x| $kind(cx, me, x, $f), doc!($name, "($self, x, /)", $doc))
    };
}

pub static DECIMAL_METHODS: &[NativeDef] = &[
    own!(slow "exp" logarithm::exp, "e to the power of self."),
    own!(slow "ln" logarithm::ln, "The natural logarithm."),
    own!(slow "log10" logarithm::log10, "The logarithm to base ten."),
    own!(unary "next_minus" exponent::next_minus, "The largest number less than self."),
    own!(unary "next_plus" exponent::next_plus, "The smallest number greater than self."),
    own!(unary "normalize" exponent::normalize, "Self without zeros at the end."),
    own!(rounding "to_integral" exponent::to_integral_value, "The nearest integer, without signals."),
    own!(rounding "to_integral_value" exponent::to_integral_value, "The nearest integer, without signals."),
    own!(rounding "to_integral_exact" exponent::to_integral_exact, "The nearest integer; signals what is lost."),
    own!(unary "sqrt" arithmetic::sqrt, "The square root."),
    own!(unary "logb" exponent::logb, "The exponent of the first digit."),
    own!(unary "logical_invert" logical::invert, "Each digit inverted."),
    own!(binary "compare" order::compare, "-1, 0 or 1, or a NaN."),
    own!(binary "compare_signal" order::compare_signal, "As compare; all NaNs signal."),
    own!(binary "compare_total" order::compare_total, "-1, 0 or 1 in the order of representations."),
    own!(binary "compare_total_mag" order::compare_total_mag, "As compare_total, without the signs."),
    own!(binary "max" order::max, "The larger."),
    own!(binary "max_mag" order::max_mag, "The larger in size."),
    own!(binary "min" order::min, "The smaller."),
    own!(binary "min_mag" order::min_mag, "The smaller in size."),
    own!(binary "next_toward" exponent::next_toward, "The neighbour of self in the direction of other."),
    own!(binary "remainder_near" arithmetic::rem_near, "The remainder that is nearest to zero."),
    own!(binary "copy_sign" copy_sign, "Self with the sign of other."),
    own!(binary "logical_and" logical::and, "Both, digit by digit."),
    own!(binary "logical_or" logical::or, "Either, digit by digit."),
    own!(binary "logical_xor" logical::xor, "One but not both, digit by digit."),
    own!(binary "rotate" exponent::rotate, "The digits turned round by other."),
    own!(binary "scaleb" exponent::scaleb, "Self with other added to the exponent."),
    own!(binary "shift" exponent::shift, "The digits moved by other."),
    own!(test "is_normal" is_normal, "Whether self is finite, not zero and not subnormal."),
    own!(test "is_subnormal" is_subnormal, "Whether self is below the normal numbers."),
    NativeDef::full(
        "quantize",
        own_quantize,
        doc!(
            "quantize",
            "($self, /, exp, rounding=None, context=None)",
            "Self rounded to the exponent of another."
        ),
    ),
    NativeDef::full(
        "fma",
        own_fma,
        doc!("fma", "($self, /, other, third, context=None)", "self * other + third, rounded once."),
    ),
    NativeDef::full(
        "to_eng_string",
        own_text,
        doc!("to_eng_string", "($self, /, context=None)", "The text in engineering notation."),
    ),
    NativeDef::full(
        "number_class",
        own_class,
        doc!("number_class", "($self, /, context=None)", "The name of the kind of number."),
    ),
    NativeDef::full(
        "same_quantum",
        own_same_quantum,
        doc!("same_quantum", "($self, /, other, context=None)", "Whether the exponents are the same."),
    ),
];

pub static CONTEXT_METHODS: &[NativeDef] = &[
    of_context!(unary "abs" abs, "The absolute value."),
    of_context!(slow "exp" logarithm::exp, "e to the power of x."),
    of_context!(slow "ln" logarithm::ln, "The natural logarithm."),
    of_context!(slow "log10" logarithm::log10, "The logarithm to base ten."),
    of_context!(unary "minus" minus, "-x, rounded."),
    of_context!(unary "plus" plus, "+x, rounded."),
    of_context!(unary "next_minus" exponent::next_minus, "The largest number less than x."),
    of_context!(unary "next_plus" exponent::next_plus, "The smallest number greater than x."),
    of_context!(unary "normalize" exponent::normalize, "x without zeros at the end."),
    of_context!(unary "to_integral" exponent::to_integral_value, "The nearest integer, without signals."),
    of_context!(unary "to_integral_value" exponent::to_integral_value, "The nearest integer, without signals."),
    of_context!(unary "to_integral_exact" exponent::to_integral_exact, "The nearest integer; signals what is lost."),
    of_context!(unary "sqrt" arithmetic::sqrt, "The square root."),
    of_context!(unary "logb" exponent::logb, "The exponent of the first digit."),
    of_context!(unary "logical_invert" logical::invert, "Each digit inverted."),
    of_context!(unary "copy_abs" copy_abs, "x without its sign."),
    of_context!(unary "copy_negate" copy_negate, "x with the other sign."),
    of_context!(unary "copy_decimal" copy, "x as a Decimal."),
    of_context!(unary "_apply" rounded_copy, "x as the context wants it."),
    of_context!(binary "add" arithmetic::add, "The sum."),
    of_context!(binary "subtract" arithmetic::sub, "The difference."),
    of_context!(binary "multiply" arithmetic::mul, "The product."),
    of_context!(binary "divide" arithmetic::div, "The quotient."),
    of_context!(binary "divide_int" arithmetic::div_int, "The quotient without its fraction."),
    of_context!(binary "remainder" arithmetic::rem, "The remainder."),
    of_context!(binary "remainder_near" arithmetic::rem_near, "The remainder that is nearest to zero."),
    of_context!(binary "compare" order::compare, "-1, 0 or 1, or a NaN."),
    of_context!(binary "compare_signal" order::compare_signal, "As compare; all NaNs signal."),
    of_context!(binary "compare_total" order::compare_total, "-1, 0 or 1 in the order of representations."),
    of_context!(binary "compare_total_mag" order::compare_total_mag, "As compare_total, without the signs."),
    of_context!(binary "max" order::max, "The larger."),
    of_context!(binary "max_mag" order::max_mag, "The larger in size."),
    of_context!(binary "min" order::min, "The smaller."),
    of_context!(binary "min_mag" order::min_mag, "The smaller in size."),
    of_context!(binary "next_toward" exponent::next_toward, "The neighbour of x in the direction of y."),
    of_context!(binary "quantize" exponent::quantize, "x rounded to the exponent of y."),
    of_context!(binary "copy_sign" copy_sign, "x with the sign of y."),
    of_context!(binary "logical_and" logical::and, "Both, digit by digit."),
    of_context!(binary "logical_or" logical::or, "Either, digit by digit."),
    of_context!(binary "logical_xor" logical::xor, "One but not both, digit by digit."),
    of_context!(binary "rotate" exponent::rotate, "The digits of x turned round by y."),
    of_context!(binary "scaleb" exponent::scaleb, "x with y added to the exponent."),
    of_context!(binary "shift" exponent::shift, "The digits of x moved by y."),
    NativeDef::full("divmod", divmod, doc!("divmod", "($self, x, y, /)", "Quotient and remainder.")),
    NativeDef::full("fma", fma, doc!("fma", "($self, x, y, z, /)", "x * y + z, rounded once.")),
    NativeDef::full(
        "power",
        power_of,
        doc!("power", "($self, /, a, b, modulo=None)", "a to the power of b."),
    ),
    NativeDef::full(
        "same_quantum",
        same_quantum_of,
        doc!("same_quantum", "($self, x, y, /)", "Whether the exponents are the same."),
    ),
    of_context!(test "is_normal" is_normal, "Whether x is finite, not zero and not subnormal."),
    of_context!(test "is_subnormal" is_subnormal, "Whether x is below the normal numbers."),
    NativeDef::m1(
        "is_canonical",
        |cx, me, x| canonical(cx, me, x).map(|_| cx.bool(true)),
        doc!("is_canonical", "($self, x, /)", "Whether x is canonical: always."),
    ),
    of_context!(test "is_finite" |n, _| n.is_finite(), "Whether x is finite."),
    of_context!(test "is_infinite" |n, _| n.is_infinite(), "Whether x is infinite."),
    of_context!(test "is_nan" |n, _| n.is_nan(), "Whether x is a NaN."),
    of_context!(test "is_qnan" |n, _| n.form == Form::Quiet, "Whether x is a quiet NaN."),
    of_context!(test "is_signed" |n, _| n.negative, "Whether x has a minus sign."),
    of_context!(test "is_snan" |n, _| n.form == Form::Signaling, "Whether x is a signaling NaN."),
    of_context!(test "is_zero" |n, _| n.is_zero(), "Whether x is zero."),
    NativeDef::m0("radix", |cx, _| Ok(decimal(cx, Number::int(10))), doc!("radix", "($self, /)", "Ten.")),
    NativeDef::m1("canonical", canonical, doc!("canonical", "($self, x, /)", "x itself.")),
    NativeDef::m1(
        "number_class",
        class_of,
        doc!("number_class", "($self, x, /)", "The name of the kind of number."),
    ),
    NativeDef::m1(
        "to_sci_string",
        |cx, me, x| text_of(cx, me, x, Notation::Scientific),
        doc!("to_sci_string", "($self, x, /)", "The text in scientific notation."),
    ),
    NativeDef::m1(
        "to_eng_string",
        |cx, me, x| text_of(cx, me, x, Notation::Engineering),
        doc!("to_eng_string", "($self, x, /)", "The text in engineering notation."),
    ),
];

/// The operands of an operator, if both can be.
#[inline]
pub fn operator(cx: &mut Cx, a: &ObjRef, b: &ObjRef, f: Binary) -> PyResult {
    let context = super::state::current(cx)?;
    let s = settings(cx, &context);
    let mut status = 0;
    let n = match (operand(cx, a), operand(cx, b)) {
        (Some(x), Some(y)) => f(&x, &y, &s, &mut status),
        _ => return Ok(cx.not_implemented.clone()),
    };
    result(cx, &context, n, status)
}

/// Raises flags, but no exception.
pub fn raise_quietly(cx: &mut Cx, context: &ObjRef, status: u32) -> PyResult<()> {
    super::context::change(cx, context, |s| s.flags |= status)?;
    Ok(())
}
