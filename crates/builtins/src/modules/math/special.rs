//! Functions of one float: gamma by Lanczos' approximation, the hyperbolic inverses, error functions.
#![allow(clippy::excessive_precision, reason = "coefficients as they are published")]

use std::f64::consts::{LN_2, PI};

/// Why a function has no value.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Fault {
    Domain,
    Range,
}

type Value = Result<f64, Fault>;

/// Lanczos' parameter, and the coefficients of the rational function that belongs to it.
const G: f64 = 6.024680040776729583740234375;
const G_MINUS_HALF: f64 = 5.524680040776729583740234375;
const NUMERATOR: [f64; 13] = [
    23531376880.410759688572007674451636754734846804940,
    42919803642.649098768957899047001988850926355848959,
    35711959237.355668049440185451547166705960488635843,
    17921034426.037209699919755754458931112671403265390,
    6039542586.3520280050642916443072979210699388420708,
    1439720407.3117216736632230727949123939715485786372,
    248874557.86205415651146038641322942321632125127801,
    31426415.585400194380614231628318205362874684987640,
    2876370.6289353724412254090516208496135991145378768,
    186056.26539522349504029498971604569928220784236328,
    8071.6720023658162106380029022722506138218516325024,
    210.82427775157934587250973392071336271166969580291,
    2.5066282746310002701649081771338373386264310793408,
];
const DENOMINATOR: [f64; 13] = [
    0.0,
    39916800.0,
    120543840.0,
    150917976.0,
    105258076.0,
    45995730.0,
    13339535.0,
    2637558.0,
    357423.0,
    32670.0,
    1925.0,
    66.0,
    1.0,
];
const LN_PI: f64 = 1.144729885849400174143427351353058711647;
/// Γ of more than this is no double, and below minus this it is 0.
const GAMMA_LIMIT: f64 = 200.0;

/// The rational function, whose terms are added so that none overflows.
fn lanczos_sum(x: f64) -> f64 {
    let (mut num, mut den) = (0.0, 0.0);
    let terms = NUMERATOR.iter().zip(&DENOMINATOR);
    if x < 5.0 {
        for (n, d) in terms.rev() {
            num = num * x + n;
            den = den * x + d;
        }
    } else {
        for (n, d) in terms {
            num = num / x + n;
            den = den / x + d;
        }
    }
    num / den
}

/// sin(πx), exact at multiples of 1/2.
fn sin_pi(x: f64) -> f64 {
    let y = x.abs() % 2.0;
    let r = match (2.0 * y).round() as i32 {
        0 => (PI * y).sin(),
        1 => (PI * (y - 0.5)).cos(),
        2 => (PI * (1.0 - y)).sin(),
        3 => -(PI * (y - 1.5)).cos(),
        _ => (PI * (y - 2.0)).sin(),
    };
    1f64.copysign(x) * r
}

pub fn gamma(x: f64) -> Value {
    if !x.is_finite() {
        return if x == f64::NEG_INFINITY { Err(Fault::Domain) } else { Ok(x) };
    }
    if x == 0.0 {
        return Err(Fault::Domain);
    }
    if x == x.floor() {
        if x < 0.0 {
            return Err(Fault::Domain);
        }
        if x <= 23.0 {
            // Products of small ints are exact up to 22!.
            return Ok((1..x as u64).map(|n| n as f64).product());
        }
    }
    let size = x.abs();
    if size < 1e-20 {
        let r = 1.0 / x;
        return if r.is_infinite() { Err(Fault::Range) } else { Ok(r) };
    }
    if size > GAMMA_LIMIT {
        return if x < 0.0 { Ok(0.0 / sin_pi(x)) } else { Err(Fault::Range) };
    }
    let y = size + G_MINUS_HALF;
    // What rounding y lost.
    let lost = if size > G_MINUS_HALF { (y - size) - G_MINUS_HALF } else { (y - G_MINUS_HALF) - size };
    let z = lost * G / y;
    // A power that would overflow is taken in two halves.
    let by_power = |r: f64, multiply: bool| {
        let apply = |r: f64, p: f64| if multiply { r * p } else { r / p };
        if size < 140.0 {
            apply(r, y.powf(size - 0.5))
        } else {
            let half = y.powf(size / 2.0 - 0.25);
            apply(apply(r, half), half)
        }
    };
    let r = if x < 0.0 {
        let r = -PI / sin_pi(size) / size * y.exp() / lanczos_sum(size);
        by_power(r - z * r, false)
    } else {
        let r = lanczos_sum(size) / y.exp();
        by_power(r + z * r, true)
    };
    if r.is_infinite() { Err(Fault::Range) } else { Ok(r) }
}

/// The logarithm of the absolute value of Γ.
pub fn lgamma(x: f64) -> Value {
    if !x.is_finite() {
        return Ok(if x.is_nan() { x } else { f64::INFINITY });
    }
    if x == x.floor() && x <= 2.0 {
        return if x <= 0.0 { Err(Fault::Domain) } else { Ok(0.0) };
    }
    let size = x.abs();
    if size < 1e-20 {
        return Ok(-size.ln());
    }
    let mut r = lanczos_sum(size).ln() - G;
    r += (size - 0.5) * ((size + G - 0.5).ln() - 1.0);
    if x < 0.0 {
        r = LN_PI - sin_pi(size).abs().ln() - size.ln() - r;
    }
    if r.is_infinite() { Err(Fault::Range) } else { Ok(r) }
}

const TINY: f64 = 1.0 / (1u64 << 28) as f64;
const HUGE: f64 = (1u64 << 28) as f64;

pub fn asinh(x: f64) -> f64 {
    let size = x.abs();
    if !x.is_finite() || size < TINY {
        return x;
    }
    let r = if size > HUGE {
        size.ln() + LN_2
    } else if size > 2.0 {
        (2.0 * size + 1.0 / ((x * x + 1.0).sqrt() + size)).ln()
    } else {
        let t = x * x;
        (size + t / (1.0 + (1.0 + t).sqrt())).ln_1p()
    };
    r.copysign(x)
}

/// Not a number below 1.
pub fn acosh(x: f64) -> f64 {
    if x > HUGE {
        return if x.is_infinite() { x } else { x.ln() + LN_2 };
    }
    if x > 2.0 {
        let t = x * x;
        return (2.0 * x - 1.0 / (x + (t - 1.0).sqrt())).ln();
    }
    if x > 1.0 {
        let t = x - 1.0;
        return (t + (2.0 * t + t * t).sqrt()).ln_1p();
    }
    if x == 1.0 { 0.0 } else { f64::NAN }
}

/// Infinite at ±1, not a number beyond.
pub fn atanh(x: f64) -> f64 {
    let size = x.abs();
    let r = if size < 0.5 {
        if size < TINY {
            return x;
        }
        let t = size + size;
        0.5 * (t + t * size / (1.0 - size)).ln_1p()
    } else if size < 1.0 {
        0.5 * ((size + size) / (1.0 - size)).ln_1p()
    } else if size == 1.0 {
        f64::INFINITY
    } else {
        f64::NAN
    };
    r.copysign(x)
}

/// `x` with the sign and in the range of IEEE 754's remainder; both are finite and `y` is not 0.
pub fn remainder(x: f64, y: f64) -> f64 {
    let (size, step) = (x.abs(), y.abs());
    let m = size % step;
    // How far it is to the next multiple, which is exact.
    let rest = step - m;
    let r = if m < rest {
        m
    } else if m > rest {
        -rest
    } else {
        // Halfway: the even multiple.
        m - 2.0 * ((0.5 * (size - m)) % step)
    };
    1f64.copysign(x) * r
}

/// The neighbour of `x` towards `y`; on the way to 0 the sign stays.
pub fn neighbour(x: f64, y: f64) -> f64 {
    if x.is_nan() || y.is_nan() {
        return x + y;
    }
    if x == y {
        y
    } else if x == 0.0 {
        f64::from_bits(1).copysign(y)
    } else if (y > x) == (x > 0.0) {
        f64::from_bits(x.to_bits() + 1)
    } else {
        f64::from_bits(x.to_bits() - 1)
    }
}

/// The float `steps` representable values from `x` towards `y`.
pub fn nextafter(x: f64, y: f64, steps: u64) -> f64 {
    if steps == 0 || x.is_nan() {
        return x;
    }
    if y.is_nan() {
        return y;
    }
    if x == y {
        return y;
    }
    const SIGN: u64 = 1 << 63;
    // Floats of one sign are ordered as their bits.
    let (a, b) = (x.to_bits(), y.to_bits());
    let (size_a, size_b) = (a & !SIGN, b & !SIGN);
    if (a ^ b) & SIGN != 0 {
        // On the other side of zero.
        return if size_a + size_b <= steps {
            y
        } else if size_a < steps {
            f64::from_bits((b & SIGN) | (steps - size_a))
        } else {
            f64::from_bits((a & SIGN) | (size_a - steps))
        };
    }
    let bits = if size_a > size_b {
        if size_a - size_b >= steps { a - steps } else { b }
    } else if size_b - size_a >= steps {
        a + steps
    } else {
        b
    };
    f64::from_bits(bits)
}

/// The value of the least significant bit.
pub fn ulp(x: f64) -> f64 {
    if x.is_nan() {
        return x;
    }
    let size = x.abs();
    if size.is_infinite() {
        return size;
    }
    let next = size.next_up();
    // The largest float has no finite neighbour above.
    if next.is_infinite() { size - size.next_down() } else { next - size }
}
