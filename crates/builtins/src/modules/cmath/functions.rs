//! Complex functions, after Kahan: branch cuts by the signs of zeros, no needless overflow.

use std::f64::consts::{E, FRAC_PI_2, LN_2, LN_10};

use super::table::{self, Table};
use crate::modules::math::special::{Fault, asinh as real_asinh};

pub type Complex = (f64, f64);
pub type Value = Result<Complex, Fault>;

/// Parts larger than this are halved before they are squared.
const LARGE: f64 = f64::MAX / 4.0;

fn log_large() -> f64 {
    LARGE.ln()
}

fn is_finite(z: Complex) -> bool {
    z.0.is_finite() && z.1.is_finite()
}

/// Row or column of a part in the tables.
fn class(v: f64) -> usize {
    let negative = v.is_sign_negative();
    if v.is_nan() {
        6
    } else if v.is_infinite() {
        if negative { 0 } else { 5 }
    } else if v == 0.0 {
        if negative { 2 } else { 3 }
    } else if negative {
        1
    } else {
        4
    }
}

fn entry(t: &Table, z: Complex) -> Complex {
    t[class(z.0)][class(z.1)]
}

fn is_large(z: Complex) -> bool {
    z.0.abs() > LARGE || z.1.abs() > LARGE
}

/// The logarithm of half the size of something large.
fn log_size(z: Complex) -> f64 {
    (z.0 / 2.0).hypot(z.1 / 2.0).ln()
}

pub fn sqrt(z: Complex) -> Complex {
    let (re, im) = z;
    if !is_finite(z) {
        return entry(&table::SQRT, z);
    }
    if re == 0.0 && im == 0.0 {
        return (0.0, im);
    }
    let (ax, ay) = (re.abs(), im.abs());
    let s = if ax < f64::MIN_POSITIVE && ay < f64::MIN_POSITIVE && (ax > 0.0 || ay > 0.0) {
        // Subnormal parts are brought up first.
        let (ax, ay) = (libm::ldexp(ax, 53), libm::ldexp(ay, 53));
        libm::ldexp((ax + ax.hypot(ay)).sqrt(), -27)
    } else {
        let ax = ax / 8.0;
        2.0 * (ax + ax.hypot(ay / 8.0)).sqrt()
    };
    let d = ay / (2.0 * s);
    if re >= 0.0 { (s, d.copysign(im)) } else { (d, s.copysign(im)) }
}

pub fn acos(z: Complex) -> Value {
    let (re, im) = z;
    if !is_finite(z) {
        return Ok(entry(&table::ACOS, z));
    }
    if is_large(z) {
        let size = log_size(z) + 2.0 * LN_2;
        let part = if re < 0.0 { -size.copysign(im) } else { size.copysign(-im) };
        return Ok((im.abs().atan2(re), part));
    }
    let s1 = sqrt((1.0 - re, -im));
    let s2 = sqrt((1.0 + re, im));
    Ok((2.0 * s1.0.atan2(s2.0), real_asinh(s2.0 * s1.1 - s2.1 * s1.0)))
}

pub fn acosh(z: Complex) -> Value {
    let (re, im) = z;
    if !is_finite(z) {
        return Ok(entry(&table::ACOSH, z));
    }
    if is_large(z) {
        return Ok((log_size(z) + 2.0 * LN_2, im.atan2(re)));
    }
    let s1 = sqrt((re - 1.0, im));
    let s2 = sqrt((re + 1.0, im));
    Ok((real_asinh(s1.0 * s2.0 + s1.1 * s2.1), 2.0 * s1.1.atan2(s2.0)))
}

pub fn asin(z: Complex) -> Value {
    let s = asinh((-z.1, z.0))?;
    Ok((s.1, -s.0))
}

pub fn asinh(z: Complex) -> Value {
    let (re, im) = z;
    if !is_finite(z) {
        return Ok(entry(&table::ASINH, z));
    }
    if is_large(z) {
        let size = log_size(z) + 2.0 * LN_2;
        let part = if im.is_sign_positive() { size.copysign(re) } else { -size.copysign(-re) };
        return Ok((part, im.atan2(re.abs())));
    }
    let s1 = sqrt((1.0 + im, -re));
    let s2 = sqrt((1.0 - im, re));
    Ok((real_asinh(s1.0 * s2.1 - s2.0 * s1.1), im.atan2(s1.0 * s2.0 - s1.1 * s2.1)))
}

pub fn atan(z: Complex) -> Value {
    let s = atanh((-z.1, z.0))?;
    Ok((s.1, -s.0))
}

pub fn atanh(z: Complex) -> Value {
    let (re, im) = z;
    if !is_finite(z) {
        return Ok(entry(&table::ATANH, z));
    }
    if re.is_sign_negative() {
        let r = atanh((-re, -im))?;
        return Ok((-r.0, -r.1));
    }
    let ay = im.abs();
    let root = LARGE.sqrt();
    if re > root || ay > root {
        let h = (re / 2.0).hypot(im / 2.0);
        return Ok((re / 4.0 / h / h, -FRAC_PI_2.copysign(-im)));
    }
    if re == 1.0 && ay < f64::MIN_POSITIVE.sqrt() {
        if ay == 0.0 {
            return Err(Fault::Domain);
        }
        let part = -(ay.sqrt() / ay.hypot(2.0).sqrt()).ln();
        return Ok((part, (2f64.atan2(-ay) / 2.0).copysign(im)));
    }
    let near = 1.0 - re;
    let part = (4.0 * re / (near * near + ay * ay)).ln_1p() / 4.0;
    Ok((part, -(-2.0 * im).atan2(near * (1.0 + re) - ay * ay) / 2.0))
}

/// OverflowError where a finite argument has an infinite value.
fn bounded(r: Complex) -> Value {
    if r.0.is_infinite() || r.1.is_infinite() { Err(Fault::Range) } else { Ok(r) }
}

pub fn cos(z: Complex) -> Value {
    cosh((-z.1, z.0))
}

pub fn cosh(z: Complex) -> Value {
    let (re, im) = z;
    if !is_finite(z) {
        if im.is_infinite() && !re.is_nan() {
            return Err(Fault::Domain);
        }
        if re.is_infinite() && im.is_finite() && im != 0.0 {
            let sine = f64::INFINITY.copysign(im.sin());
            return Ok((f64::INFINITY.copysign(im.cos()), if re > 0.0 { sine } else { -sine }));
        }
        return Ok(entry(&table::COSH, z));
    }
    if re.abs() > log_large() {
        let less = re - 1f64.copysign(re);
        return bounded((im.cos() * less.cosh() * E, im.sin() * less.sinh() * E));
    }
    bounded((im.cos() * re.cosh(), im.sin() * re.sinh()))
}

pub fn sin(z: Complex) -> Value {
    let s = sinh((-z.1, z.0))?;
    Ok((s.1, -s.0))
}

pub fn sinh(z: Complex) -> Value {
    let (re, im) = z;
    if !is_finite(z) {
        if im.is_infinite() && !re.is_nan() {
            return Err(Fault::Domain);
        }
        if re.is_infinite() && im.is_finite() && im != 0.0 {
            let cosine = f64::INFINITY.copysign(im.cos());
            return Ok((if re > 0.0 { cosine } else { -cosine }, f64::INFINITY.copysign(im.sin())));
        }
        return Ok(entry(&table::SINH, z));
    }
    if re.abs() > log_large() {
        let less = re - 1f64.copysign(re);
        return bounded((im.cos() * less.sinh() * E, im.sin() * less.cosh() * E));
    }
    bounded((im.cos() * re.sinh(), im.sin() * re.cosh()))
}

pub fn tan(z: Complex) -> Value {
    let s = tanh((-z.1, z.0))?;
    Ok((s.1, -s.0))
}

pub fn tanh(z: Complex) -> Value {
    let (re, im) = z;
    if !is_finite(z) {
        if im.is_infinite() && re.is_finite() {
            return Err(Fault::Domain);
        }
        if re.is_infinite() && im.is_finite() && im != 0.0 {
            return Ok((1f64.copysign(re), 0f64.copysign(2.0 * im.sin() * im.cos())));
        }
        return Ok(entry(&table::TANH, z));
    }
    if re.abs() > log_large() {
        return Ok((1f64.copysign(re), 4.0 * im.sin() * im.cos() * (-2.0 * re.abs()).exp()));
    }
    let (tx, ty) = (re.tanh(), im.tan());
    let c = 1.0 / re.cosh();
    let both = tx * ty;
    let denominator = 1.0 + both * both;
    Ok((tx * (1.0 + ty * ty) / denominator, (ty / denominator) * c * c))
}

pub fn exp(z: Complex) -> Value {
    let (re, im) = z;
    if !is_finite(z) {
        if im.is_infinite() && (re.is_finite() || re == f64::INFINITY) {
            return Err(Fault::Domain);
        }
        if re.is_infinite() && im.is_finite() && im != 0.0 {
            let size = if re > 0.0 { f64::INFINITY } else { 0.0 };
            return Ok((size.copysign(im.cos()), size.copysign(im.sin())));
        }
        return Ok(entry(&table::EXP, z));
    }
    if re > log_large() {
        let l = (re - 1.0).exp();
        return bounded((l * im.cos() * E, l * im.sin() * E));
    }
    let l = re.exp();
    bounded((l * im.cos(), l * im.sin()))
}

pub fn log(z: Complex) -> Value {
    let (re, im) = z;
    if !is_finite(z) {
        return Ok(entry(&table::LOG, z));
    }
    let (ax, ay) = (re.abs(), im.abs());
    let size = if is_large(z) {
        log_size(z) + LN_2
    } else if ax < f64::MIN_POSITIVE && ay < f64::MIN_POSITIVE {
        if ax == 0.0 && ay == 0.0 {
            return Err(Fault::Domain);
        }
        libm::ldexp(ax, 53).hypot(libm::ldexp(ay, 53)).ln() - 53.0 * LN_2
    } else {
        let h = ax.hypot(ay);
        if (0.71..=1.73).contains(&h) {
            let (more, less) = if ax > ay { (ax, ay) } else { (ay, ax) };
            ((more - 1.0) * (more + 1.0) + less * less).ln_1p() / 2.0
        } else {
            h.ln()
        }
    };
    Ok((size, im.atan2(re)))
}

pub fn log10(z: Complex) -> Value {
    let r = log(z)?;
    Ok((r.0 / LN_10, r.1 / LN_10))
}

/// The complex of a length and an angle.
pub fn rect(r: f64, phi: f64) -> Value {
    if !r.is_finite() || !phi.is_finite() {
        if r != 0.0 && !r.is_nan() && phi.is_infinite() {
            return Err(Fault::Domain);
        }
        if r.is_infinite() && phi.is_finite() && phi != 0.0 {
            let (c, s) = (f64::INFINITY.copysign(phi.cos()), f64::INFINITY.copysign(phi.sin()));
            return Ok(if r > 0.0 { (c, s) } else { (-c, -s) });
        }
        return Ok(entry(&table::RECT, (r, phi)));
    }
    if phi == 0.0 {
        return Ok((r, r * phi));
    }
    Ok((r * phi.cos(), r * phi.sin()))
}

/// The length of a complex.
pub fn size(z: Complex) -> Result<f64, Fault> {
    let r = z.0.hypot(z.1);
    if r.is_infinite() && is_finite(z) { Err(Fault::Range) } else { Ok(r) }
}

/// The angle of a complex.
pub fn phase(z: Complex) -> Result<f64, Fault> {
    let r = z.1.atan2(z.0);
    // An angle too small for a float.
    if r == 0.0 && z.1 != 0.0 && z.0.is_finite() { Err(Fault::Range) } else { Ok(r) }
}
