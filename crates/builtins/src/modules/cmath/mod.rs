//! The module `cmath`.

mod functions;
#[rustfmt::skip]
mod table;

use theseus_object::args::Params;
use theseus_object::methods::NativeDef;
use theseus_object::{Args, Cx, ObjRef, PyResult};

use self::functions::{Complex, Value};
use super::math::special::Fault;
use super::math::{domain_error, range_error};
use crate::complex::{complex_number, quotient};
use crate::float::real;
use crate::module::native_module;

/// Functions from complex to complex.
macro_rules! plain {
    ($($name:ident)*) => {$(
        fn $name(cx: &mut Cx, z: &ObjRef) -> PyResult {
            let z = complex_number(cx, z)?;
            finish(cx, functions::$name(z))
        }
    )*};
}

plain! { acos acosh asin asinh atan atanh cos cosh exp log10 sin sinh tan tanh }

static FUNCTIONS: &[NativeDef] = &[
    NativeDef::f1("acos", acos, "acos($module, z, /)\n--\n\nReturn the arc cosine of z."),
    NativeDef::f1("acosh", acosh, "acosh($module, z, /)\n--\n\nReturn the inverse hyperbolic cosine of z."),
    NativeDef::f1("asin", asin, "asin($module, z, /)\n--\n\nReturn the arc sine of z."),
    NativeDef::f1("asinh", asinh, "asinh($module, z, /)\n--\n\nReturn the inverse hyperbolic sine of z."),
    NativeDef::f1("atan", atan, "atan($module, z, /)\n--\n\nReturn the arc tangent of z."),
    NativeDef::f1("atanh", atanh, "atanh($module, z, /)\n--\n\nReturn the inverse hyperbolic tangent of z."),
    NativeDef::f1("cos", cos, "cos($module, z, /)\n--\n\nReturn the cosine of z."),
    NativeDef::f1("cosh", cosh, "cosh($module, z, /)\n--\n\nReturn the hyperbolic cosine of z."),
    NativeDef::f1("exp", exp, "exp($module, z, /)\n--\n\nReturn the exponential value e**z."),
    NativeDef::f_full(
        "isclose",
        isclose,
        "isclose($module, /, a, b, *, rel_tol=1e-09, abs_tol=0.0)\n--\n\nDetermine whether two complex numbers are close in value.",
    ),
    NativeDef::f1(
        "isfinite",
        isfinite,
        "isfinite($module, z, /)\n--\n\nReturn True if both the real and imaginary parts of z are finite, else False.",
    ),
    NativeDef::f1(
        "isinf",
        isinf,
        "isinf($module, z, /)\n--\n\nChecks if the real or imaginary part of z is infinite.",
    ),
    NativeDef::f1(
        "isnan",
        isnan,
        "isnan($module, z, /)\n--\n\nChecks if the real or imaginary part of z not a number (NaN).",
    ),
    NativeDef::f_range(
        "log",
        log,
        1,
        2,
        "log($module, z, base=<unrepresentable>, /)\n--\n\nlog(z[, base]) -> the logarithm of z to the given base.\n\nIf the base is not specified, returns the natural logarithm (base e) of z.",
    ),
    NativeDef::f1("log10", log10, "log10($module, z, /)\n--\n\nReturn the base-10 logarithm of z."),
    NativeDef::f1(
        "phase",
        phase,
        "phase($module, z, /)\n--\n\nReturn argument, also known as the phase angle, of a complex.",
    ),
    NativeDef::f1(
        "polar",
        polar,
        "polar($module, z, /)\n--\n\nConvert a complex from rectangular coordinates to polar coordinates.\n\nr is the distance from 0 and phi the phase angle.",
    ),
    NativeDef::f2(
        "rect",
        rect,
        "rect($module, r, phi, /)\n--\n\nConvert from polar coordinates to rectangular coordinates.",
    ),
    NativeDef::f1("sin", sin, "sin($module, z, /)\n--\n\nReturn the sine of z."),
    NativeDef::f1("sinh", sinh, "sinh($module, z, /)\n--\n\nReturn the hyperbolic sine of z."),
    NativeDef::f1("sqrt", sqrt, "sqrt($module, z, /)\n--\n\nReturn the square root of z."),
    NativeDef::f1("tan", tan, "tan($module, z, /)\n--\n\nReturn the tangent of z."),
    NativeDef::f1("tanh", tanh, "tanh($module, z, /)\n--\n\nReturn the hyperbolic tangent of z."),
];

pub fn install(cx: &mut Cx) {
    let doc = "This module provides access to mathematical functions for complex\nnumbers.";
    let dict = native_module(cx, "cmath", doc, FUNCTIONS);
    let reals = [
        ("pi", std::f64::consts::PI),
        ("e", std::f64::consts::E),
        ("tau", std::f64::consts::TAU),
        ("inf", f64::INFINITY),
        ("nan", f64::NAN),
    ];
    for (name, value) in reals {
        cx.namespace_put(&dict, name, cx.float(value));
    }
    cx.namespace_put(&dict, "infj", cx.complex(0.0, f64::INFINITY));
    cx.namespace_put(&dict, "nanj", cx.complex(0.0, f64::NAN));
}

fn checked<T>(cx: &mut Cx, r: Result<T, Fault>) -> PyResult<T> {
    r.map_err(|e| match e {
        Fault::Domain => domain_error(cx),
        Fault::Range => range_error(cx),
    })
}

fn finish(cx: &mut Cx, r: Value) -> PyResult {
    let (re, im) = checked(cx, r)?;
    Ok(cx.complex(re, im))
}

fn sqrt(cx: &mut Cx, z: &ObjRef) -> PyResult {
    let z = complex_number(cx, z)?;
    finish(cx, Ok(functions::sqrt(z)))
}

fn log(cx: &mut Cx, args: &[ObjRef]) -> PyResult {
    let z = complex_number(cx, &args[0])?;
    let base = match args.get(1) {
        Some(base) => Some(complex_number(cx, base)?),
        None => None,
    };
    let r = match base {
        None => functions::log(z),
        Some(base) => functions::log(z).and_then(|r| match quotient(r, functions::log(base)?) {
            Some(q) => Ok(q),
            None => Err(Fault::Domain),
        }),
    };
    finish(cx, r)
}

fn phase(cx: &mut Cx, z: &ObjRef) -> PyResult {
    let z = complex_number(cx, z)?;
    let r = checked(cx, functions::phase(z))?;
    Ok(cx.float(r))
}

fn polar(cx: &mut Cx, z: &ObjRef) -> PyResult {
    let z = complex_number(cx, z)?;
    let r = checked(cx, functions::size(z))?;
    Ok(cx.new_tuple([cx.float(r), cx.float(z.1.atan2(z.0))]))
}

fn rect(cx: &mut Cx, r: &ObjRef, phi: &ObjRef) -> PyResult {
    let (r, phi) = (real(cx, r)?, real(cx, phi)?);
    finish(cx, functions::rect(r, phi))
}

fn test(cx: &mut Cx, z: &ObjRef, f: fn(Complex) -> bool) -> PyResult {
    let z = complex_number(cx, z)?;
    Ok(cx.bool(f(z)))
}

fn isfinite(cx: &mut Cx, z: &ObjRef) -> PyResult {
    test(cx, z, |z| z.0.is_finite() && z.1.is_finite())
}

fn isinf(cx: &mut Cx, z: &ObjRef) -> PyResult {
    test(cx, z, |z| z.0.is_infinite() || z.1.is_infinite())
}

fn isnan(cx: &mut Cx, z: &ObjRef) -> PyResult {
    test(cx, z, |z| z.0.is_nan() || z.1.is_nan())
}

static ISCLOSE: Params<2, 2> =
    Params { required: ["a", "b"], optional: ["rel_tol", "abs_tol"], posonly: 0, kwonly: 2 };

fn isclose(cx: &mut Cx, args: &Args) -> PyResult {
    let ([a, b], [rel, abs]) = args.bind(cx, "isclose", &ISCLOSE)?;
    let (a, b) = (complex_number(cx, &a)?, complex_number(cx, &b)?);
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
    let infinite = |z: Complex| z.0.is_infinite() || z.1.is_infinite();
    let diff = (a.0 - b.0).hypot(a.1 - b.1);
    let size = |z: Complex| z.0.hypot(z.1);
    let close = a == b
        || (!infinite(a) && !infinite(b) && (diff <= rel * size(b) || diff <= rel * size(a) || diff <= abs));
    Ok(cx.bool(close))
}
