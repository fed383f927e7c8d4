//! The module `math`.

mod integers;
pub mod special;
mod sums;

use dashu_int::IBig;
use theseus_object::args::Params;
use theseus_object::methods::NativeDef;
use theseus_object::payload::number::IntRef;
use theseus_object::slots::number;
use theseus_object::{Args, Cx, Kind, ObjRef, PyResult, Raised};

use self::special::Fault;
use crate::float::real;
use crate::int;
use crate::module::native_module;

/// A function of one float without errors of its own: what is no number or infinite for a proper
/// argument is a domain error, or an overflow where the function grows without bound.
macro_rules! plain {
    ($($name:ident $f:expr, $overflows:literal;)*) => {$(
        fn $name(cx: &mut Cx, x: &ObjRef) -> PyResult {
            let x = real(cx, x)?;
            let f: fn(f64) -> f64 = $f;
            finish(cx, x, f(x), $overflows)
        }
    )*};
}

plain! {
    acos f64::acos, false;
    acosh special::acosh, false;
    asin f64::asin, false;
    asinh special::asinh, false;
    atan f64::atan, false;
    atanh special::atanh, false;
    cbrt theseus_object::libm::cbrt, false;
    cos f64::cos, false;
    cosh f64::cosh, true;
    erf theseus_object::libm::erf, false;
    erfc theseus_object::libm::erfc, false;
    exp f64::exp, true;
    exp2 f64::exp2, true;
    expm1 f64::exp_m1, true;
    fabs f64::abs, false;
    log1p f64::ln_1p, false;
    sin f64::sin, false;
    sinh f64::sinh, true;
    sqrt f64::sqrt, false;
    tan f64::tan, false;
    tanh f64::tanh, false;
}

static FUNCTIONS: &[NativeDef] = &[
    NativeDef::f1(
        "acos",
        acos,
        "acos($module, x, /)\n--\n\nReturn the arc cosine (measured in radians) of x.\n\nThe result is between 0 and pi.",
    ),
    NativeDef::f1("acosh", acosh, "acosh($module, x, /)\n--\n\nReturn the inverse hyperbolic cosine of x."),
    NativeDef::f1(
        "asin",
        asin,
        "asin($module, x, /)\n--\n\nReturn the arc sine (measured in radians) of x.\n\nThe result is between -pi/2 and pi/2.",
    ),
    NativeDef::f1("asinh", asinh, "asinh($module, x, /)\n--\n\nReturn the inverse hyperbolic sine of x."),
    NativeDef::f1(
        "atan",
        atan,
        "atan($module, x, /)\n--\n\nReturn the arc tangent (measured in radians) of x.\n\nThe result is between -pi/2 and pi/2.",
    ),
    NativeDef::f2(
        "atan2",
        atan2,
        "atan2($module, y, x, /)\n--\n\nReturn the arc tangent (measured in radians) of y/x.\n\nUnlike atan(y/x), the signs of both x and y are considered.",
    ),
    NativeDef::f1("atanh", atanh, "atanh($module, x, /)\n--\n\nReturn the inverse hyperbolic tangent of x."),
    NativeDef::f1("cbrt", cbrt, "cbrt($module, x, /)\n--\n\nReturn the cube root of x."),
    NativeDef::f1(
        "ceil",
        ceil,
        "ceil($module, x, /)\n--\n\nReturn the ceiling of x as an Integral.\n\nThis is the smallest integer >= x.",
    ),
    NativeDef::f2(
        "copysign",
        copysign,
        "copysign($module, x, y, /)\n--\n\nReturn a float with the magnitude (absolute value) of x but the sign of y.",
    ),
    NativeDef::f1("cos", cos, "cos($module, x, /)\n--\n\nReturn the cosine of x (measured in radians)."),
    NativeDef::f1("cosh", cosh, "cosh($module, x, /)\n--\n\nReturn the hyperbolic cosine of x."),
    NativeDef::f1(
        "degrees",
        degrees,
        "degrees($module, x, /)\n--\n\nConvert angle x from radians to degrees.",
    ),
    NativeDef::f_full(
        "dist",
        sums::dist,
        "dist($module, p, q, /)\n--\n\nReturn the Euclidean distance between two points p and q.",
    ),
    NativeDef::f1("erf", erf, "erf($module, x, /)\n--\n\nError function at x."),
    NativeDef::f1("erfc", erfc, "erfc($module, x, /)\n--\n\nComplementary error function at x."),
    NativeDef::f1("exp", exp, "exp($module, x, /)\n--\n\nReturn e raised to the power of x."),
    NativeDef::f1("exp2", exp2, "exp2($module, x, /)\n--\n\nReturn 2 raised to the power of x."),
    NativeDef::f1("expm1", expm1, "expm1($module, x, /)\n--\n\nReturn exp(x)-1."),
    NativeDef::f1("fabs", fabs, "fabs($module, x, /)\n--\n\nReturn the absolute value of the float x."),
    NativeDef::f1(
        "factorial",
        integers::factorial,
        "factorial($module, n, /)\n--\n\nFind n!.\n\nRaise a ValueError if x is negative or non-integral.",
    ),
    NativeDef::f1(
        "floor",
        floor,
        "floor($module, x, /)\n--\n\nReturn the floor of x as an Integral.\n\nThis is the largest integer <= x.",
    ),
    NativeDef::f2("fmod", fmod, "fmod($module, x, y, /)\n--\n\nReturn fmod(x, y), according to platform C."),
    NativeDef::f1(
        "frexp",
        frexp,
        "frexp($module, x, /)\n--\n\nReturn the mantissa and exponent of x, as pair (m, e).",
    ),
    NativeDef::f1(
        "fsum",
        sums::fsum,
        "fsum($module, seq, /)\n--\n\nReturn an accurate floating-point sum of values in the iterable seq.",
    ),
    NativeDef::f1("gamma", gamma, "gamma($module, x, /)\n--\n\nGamma function at x."),
    NativeDef::f_range(
        "gcd",
        integers::gcd,
        0,
        u8::MAX,
        "gcd($module, *integers)\n--\n\nGreatest Common Divisor.",
    ),
    NativeDef::f_range(
        "hypot",
        sums::hypot,
        0,
        u8::MAX,
        "hypot(*coordinates) -> value\n\nMultidimensional Euclidean distance from the origin to a point.",
    ),
    NativeDef::f_full(
        "isclose",
        isclose,
        "isclose($module, /, a, b, *, rel_tol=1e-09, abs_tol=0.0)\n--\n\nDetermine whether two floating point numbers are close in value.",
    ),
    NativeDef::f1(
        "isfinite",
        isfinite,
        "isfinite($module, x, /)\n--\n\nReturn True if x is neither an infinity nor a NaN, and False otherwise.",
    ),
    NativeDef::f1(
        "isinf",
        isinf,
        "isinf($module, x, /)\n--\n\nReturn True if x is a positive or negative infinity, and False otherwise.",
    ),
    NativeDef::f1(
        "isnan",
        isnan,
        "isnan($module, x, /)\n--\n\nReturn True if x is a NaN (not a number), and False otherwise.",
    ),
    NativeDef::f1(
        "isqrt",
        integers::isqrt,
        "isqrt($module, n, /)\n--\n\nReturn the integer part of the square root of the input.",
    ),
    NativeDef::f_range(
        "lcm",
        integers::lcm,
        0,
        u8::MAX,
        "lcm($module, *integers)\n--\n\nLeast Common Multiple.",
    ),
    NativeDef::f2(
        "ldexp",
        ldexp,
        "ldexp($module, x, i, /)\n--\n\nReturn x * (2**i).\n\nThis is essentially the inverse of frexp().",
    ),
    NativeDef::f1(
        "lgamma",
        lgamma,
        "lgamma($module, x, /)\n--\n\nNatural logarithm of absolute value of Gamma function at x.",
    ),
    NativeDef::f_range(
        "log",
        log,
        1,
        2,
        "log(x, [base=math.e])\nReturn the logarithm of x to the given base.",
    ),
    NativeDef::f1("log10", log10, "log10($module, x, /)\n--\n\nReturn the base 10 logarithm of x."),
    NativeDef::f1(
        "log1p",
        log1p,
        "log1p($module, x, /)\n--\n\nReturn the natural logarithm of 1+x (base e).",
    ),
    NativeDef::f1("log2", log2, "log2($module, x, /)\n--\n\nReturn the base 2 logarithm of x."),
    NativeDef::f1(
        "modf",
        modf,
        "modf($module, x, /)\n--\n\nReturn the fractional and integer parts of x.\n\nBoth results carry the sign of x and are floats.",
    ),
    NativeDef::f_full(
        "nextafter",
        nextafter,
        "nextafter($module, x, y, /, *, steps=None)\n--\n\nReturn the floating-point value the given number of steps after x towards y.",
    ),
    NativeDef::f_range(
        "perm",
        integers::perm,
        1,
        2,
        "perm($module, n, k=None, /)\n--\n\nNumber of ways to choose k items from n items without repetition and with order.",
    ),
    NativeDef::f2(
        "comb",
        integers::comb,
        "comb($module, n, k, /)\n--\n\nNumber of ways to choose k items from n items without repetition and without order.",
    ),
    NativeDef::f2("pow", pow, "pow($module, x, y, /)\n--\n\nReturn x**y (x to the power of y)."),
    NativeDef::f_full(
        "prod",
        integers::prod,
        "prod($module, iterable, /, *, start=1)\n--\n\nCalculate the product of all the elements in the input iterable.",
    ),
    NativeDef::f1(
        "radians",
        radians,
        "radians($module, x, /)\n--\n\nConvert angle x from degrees to radians.",
    ),
    NativeDef::f2(
        "remainder",
        remainder,
        "remainder($module, x, y, /)\n--\n\nDifference between x and the closest integer multiple of y.",
    ),
    NativeDef::f1("sin", sin, "sin($module, x, /)\n--\n\nReturn the sine of x (measured in radians)."),
    NativeDef::f1("sinh", sinh, "sinh($module, x, /)\n--\n\nReturn the hyperbolic sine of x."),
    NativeDef::f1("sqrt", sqrt, "sqrt($module, x, /)\n--\n\nReturn the square root of x."),
    NativeDef::f2(
        "sumprod",
        sums::sumprod,
        "sumprod($module, p, q, /)\n--\n\nReturn the sum of products of values from two iterables p and q.",
    ),
    NativeDef::f1("tan", tan, "tan($module, x, /)\n--\n\nReturn the tangent of x (measured in radians)."),
    NativeDef::f1("tanh", tanh, "tanh($module, x, /)\n--\n\nReturn the hyperbolic tangent of x."),
    NativeDef::f1(
        "trunc",
        trunc,
        "trunc($module, x, /)\n--\n\nTruncates the Real x to the nearest Integral toward 0.\n\nUses the __trunc__ magic method.",
    ),
    NativeDef::f1(
        "ulp",
        ulp,
        "ulp($module, x, /)\n--\n\nReturn the value of the least significant bit of the float x.",
    ),
];

pub fn install(cx: &mut Cx) {
    let doc = "This module provides access to the mathematical functions\ndefined by the C standard.";
    let dict = native_module(cx, "math", doc, FUNCTIONS);
    let constants = [
        ("pi", std::f64::consts::PI),
        ("e", std::f64::consts::E),
        ("tau", std::f64::consts::TAU),
        ("inf", f64::INFINITY),
        ("nan", f64::NAN),
    ];
    for (name, value) in constants {
        cx.namespace_put(&dict, name, cx.float(value));
    }
}

pub(super) fn domain_error(cx: &mut Cx) -> Raised {
    cx.value_error("math domain error")
}

pub(super) fn range_error(cx: &mut Cx) -> Raised {
    cx.overflow_error("math range error")
}

fn fault(cx: &mut Cx, fault: Fault) -> Raised {
    match fault {
        Fault::Domain => domain_error(cx),
        Fault::Range => range_error(cx),
    }
}

#[inline]
fn finish(cx: &mut Cx, x: f64, r: f64, overflows: bool) -> PyResult {
    if r.is_nan() && !x.is_nan() {
        return Err(domain_error(cx));
    }
    if r.is_infinite() && x.is_finite() {
        return Err(if overflows { range_error(cx) } else { domain_error(cx) });
    }
    Ok(cx.float(r))
}

fn pair(cx: &mut Cx, x: &ObjRef, y: &ObjRef) -> PyResult<(f64, f64)> {
    Ok((real(cx, x)?, real(cx, y)?))
}

fn atan2(cx: &mut Cx, y: &ObjRef, x: &ObjRef) -> PyResult {
    let (y, x) = pair(cx, y, x)?;
    Ok(cx.float(y.atan2(x)))
}

fn copysign(cx: &mut Cx, x: &ObjRef, y: &ObjRef) -> PyResult {
    let (x, y) = pair(cx, x, y)?;
    Ok(cx.float(x.copysign(y)))
}

fn fmod(cx: &mut Cx, x: &ObjRef, y: &ObjRef) -> PyResult {
    let (x, y) = pair(cx, x, y)?;
    if y.is_infinite() && x.is_finite() {
        return Ok(cx.float(x));
    }
    let r = x % y;
    if r.is_nan() && !x.is_nan() && !y.is_nan() {
        return Err(domain_error(cx));
    }
    Ok(cx.float(r))
}

fn remainder(cx: &mut Cx, x: &ObjRef, y: &ObjRef) -> PyResult {
    let (x, y) = pair(cx, x, y)?;
    if x.is_finite() && y.is_finite() && y != 0.0 {
        return Ok(cx.float(special::remainder(x, y)));
    }
    if x.is_nan() || y.is_nan() {
        return Ok(cx.float(if x.is_nan() { x } else { y }));
    }
    if x.is_infinite() || y == 0.0 {
        return Err(domain_error(cx));
    }
    Ok(cx.float(x))
}

fn pow(cx: &mut Cx, x: &ObjRef, y: &ObjRef) -> PyResult {
    let (x, y) = pair(cx, x, y)?;
    let r = x.powf(y);
    if x.is_finite() && y.is_finite() {
        if r.is_nan() {
            return Err(domain_error(cx));
        }
        if r.is_infinite() {
            return Err(if x == 0.0 { domain_error(cx) } else { range_error(cx) });
        }
    }
    Ok(cx.float(r))
}

fn degrees(cx: &mut Cx, x: &ObjRef) -> PyResult {
    let x = real(cx, x)?;
    Ok(cx.float(x * (180.0 / std::f64::consts::PI)))
}

fn radians(cx: &mut Cx, x: &ObjRef) -> PyResult {
    let x = real(cx, x)?;
    Ok(cx.float(x * (std::f64::consts::PI / 180.0)))
}

fn gamma(cx: &mut Cx, x: &ObjRef) -> PyResult {
    let x = real(cx, x)?;
    special::gamma(x).map(|r| cx.float(r)).map_err(|e| fault(cx, e))
}

fn lgamma(cx: &mut Cx, x: &ObjRef) -> PyResult {
    let x = real(cx, x)?;
    special::lgamma(x).map(|r| cx.float(r)).map_err(|e| fault(cx, e))
}

fn isfinite(cx: &mut Cx, x: &ObjRef) -> PyResult {
    let x = real(cx, x)?;
    Ok(cx.bool(x.is_finite()))
}

fn isinf(cx: &mut Cx, x: &ObjRef) -> PyResult {
    let x = real(cx, x)?;
    Ok(cx.bool(x.is_infinite()))
}

fn isnan(cx: &mut Cx, x: &ObjRef) -> PyResult {
    let x = real(cx, x)?;
    Ok(cx.bool(x.is_nan()))
}

fn ulp(cx: &mut Cx, x: &ObjRef) -> PyResult {
    let x = real(cx, x)?;
    Ok(cx.float(special::ulp(x)))
}

/// A logarithm; ints beyond floats go by mantissa and exponent.
fn log_by(cx: &mut Cx, x: &ObjRef, f: fn(f64) -> f64) -> PyResult<f64> {
    if let Some(v) = x.integer() {
        if int::is_negative(v) || v_is_zero(v) {
            return Err(domain_error(cx));
        }
        return Ok(match crate::text::float::from_int(&v.to_big()) {
            Ok(x) => f(x),
            Err(_) => {
                let bits = int::bit_len(v);
                let top = v.to_big() >> (bits - 64);
                let mantissa = crate::text::float::from_int(&top).unwrap_or(1.0) / 2f64.powi(64);
                f(mantissa) + f(2.0) * bits as f64
            }
        });
    }
    let x = real(cx, x)?;
    if x > 0.0 || x.is_nan() {
        return Ok(if x == f64::INFINITY { x } else { f(x) });
    }
    Err(domain_error(cx))
}

fn v_is_zero(v: IntRef<'_>) -> bool {
    matches!(v, IntRef::Small(0))
}

fn log(cx: &mut Cx, args: &[ObjRef]) -> PyResult {
    let x = log_by(cx, &args[0], f64::ln)?;
    let Some(base) = args.get(1) else { return Ok(cx.float(x)) };
    let base = log_by(cx, base, f64::ln)?;
    let (x, base) = (cx.float(x), cx.float(base));
    cx.binary(number::TRUEDIV, &x, &base)
}

fn log2(cx: &mut Cx, x: &ObjRef) -> PyResult {
    let r = log_by(cx, x, f64::log2)?;
    Ok(cx.float(r))
}

fn log10(cx: &mut Cx, x: &ObjRef) -> PyResult {
    let r = log_by(cx, x, f64::log10)?;
    Ok(cx.float(r))
}

/// A float as the int object it is equal to.
fn whole(cx: &mut Cx, x: f64) -> PyResult {
    // Within these bounds the conversion loses nothing.
    if x.abs() < (1u64 << 62) as f64 {
        return Ok(cx.int(x as i64));
    }
    let r = crate::text::float::to_int(x);
    let v: IBig = crate::str::args::checked(cx, r)?;
    Ok(cx.big_int(v))
}

fn rounded(cx: &mut Cx, x: &ObjRef, hook: &ObjRef, f: fn(f64) -> f64) -> PyResult {
    if !x.is_exact(Kind::Float)
        && let Some(r) = cx.call_type_method(x, hook, &[])
    {
        return r;
    }
    let x = real(cx, x)?;
    whole(cx, f(x))
}

fn ceil(cx: &mut Cx, x: &ObjRef) -> PyResult {
    let hook = cx.names.ceil.clone();
    rounded(cx, x, &hook, f64::ceil)
}

fn floor(cx: &mut Cx, x: &ObjRef) -> PyResult {
    let hook = cx.names.floor.clone();
    rounded(cx, x, &hook, f64::floor)
}

fn trunc(cx: &mut Cx, x: &ObjRef) -> PyResult {
    if let Some(v) = x.float().filter(|_| x.is_exact(Kind::Float)) {
        return whole(cx, v.trunc());
    }
    let hook = cx.names.trunc.clone();
    match cx.call_type_method(x, &hook, &[]) {
        Some(r) => r,
        None => {
            let name = x.ty().name();
            Err(cx.type_error(format!("type {name} doesn't define __trunc__ method")))
        }
    }
}

fn frexp(cx: &mut Cx, x: &ObjRef) -> PyResult {
    let x = real(cx, x)?;
    let (m, e) = if x.is_finite() && x != 0.0 { libm::frexp(x) } else { (x, 0) };
    Ok(cx.new_tuple([cx.float(m), cx.int(e.into())]))
}

fn ldexp(cx: &mut Cx, x: &ObjRef, i: &ObjRef) -> PyResult {
    let x = real(cx, x)?;
    let exponent = match i.integer() {
        Some(IntRef::Small(v)) => v,
        Some(v) => {
            if int::is_negative(v) {
                i64::MIN
            } else {
                i64::MAX
            }
        }
        None => return Err(cx.type_error("Expected an int as second argument to ldexp.")),
    };
    if x == 0.0 || !x.is_finite() {
        return Ok(cx.float(x));
    }
    let r = libm::ldexp(x, exponent.clamp(-5000, 5000) as i32);
    if r.is_infinite() { Err(range_error(cx)) } else { Ok(cx.float(r)) }
}

fn modf(cx: &mut Cx, x: &ObjRef) -> PyResult {
    let x = real(cx, x)?;
    let (part, whole) = match x {
        _ if x.is_infinite() => (0f64.copysign(x), x),
        _ if x.is_nan() => (x, x),
        _ => ((x - x.trunc()).copysign(x), x.trunc()),
    };
    Ok(cx.new_tuple([cx.float(part), cx.float(whole)]))
}

static ISCLOSE: Params<2, 2> =
    Params { required: ["a", "b"], optional: ["rel_tol", "abs_tol"], posonly: 0, kwonly: 2 };

fn isclose(cx: &mut Cx, args: &Args) -> PyResult {
    let ([a, b], [rel, abs]) = args.bind(cx, "isclose", &ISCLOSE)?;
    let (a, b) = pair(cx, &a, &b)?;
    let rel = match rel {
        Some(v) => real(cx, &v)?,
        None => 1e-9,
    };
    let abs = match abs {
        Some(v) => real(cx, &v)?,
        None => 0.0,
    };
    if rel < 0.0 || abs < 0.0 {
        return Err(cx.value_error("tolerances must be non-negative"));
    }
    let diff = (b - a).abs();
    let close = a == b
        || (!a.is_infinite()
            && !b.is_infinite()
            && (diff <= (rel * b).abs() || diff <= (rel * a).abs() || diff <= abs));
    Ok(cx.bool(close))
}

static NEXTAFTER: Params<2, 1> = Params { required: ["x", "y"], optional: ["steps"], posonly: 2, kwonly: 2 };

fn nextafter(cx: &mut Cx, args: &Args) -> PyResult {
    let ([x, y], [steps]) = args.bind(cx, "nextafter", &NEXTAFTER)?;
    let (x, y) = pair(cx, &x, &y)?;
    let steps = match steps.filter(|s| !s.is_none()) {
        None => return Ok(cx.float(special::neighbour(x, y))),
        Some(s) => {
            let s = cx.index(&s)?;
            match s.integer() {
                Some(v) if int::is_negative(v) => {
                    return Err(cx.value_error("steps must be a non-negative integer"));
                }
                Some(IntRef::Small(v)) => v as u64,
                _ => u64::MAX,
            }
        }
    };
    Ok(cx.float(special::nextafter(x, y, steps)))
}
