//! Sums and norms without loss: fsum, sumprod, hypot, dist.

use theseus_object::slots::number;
use theseus_object::{Args, Cx, Kind, ObjRef, PyResult};

use crate::float::real;

/// Sum and rounding error of an addition.
fn two_sum(a: f64, b: f64) -> (f64, f64) {
    let x = a + b;
    let z = x - a;
    (x, (a - (x - z)) + (b - z))
}

/// The same where `a` is not smaller than `b`.
fn fast_two_sum(a: f64, b: f64) -> (f64, f64) {
    let x = a + b;
    (x, (a - x) + b)
}

/// Product and rounding error of a multiplication.
fn two_product(a: f64, b: f64) -> (f64, f64) {
    let x = a * b;
    (x, a.mul_add(b, -x))
}

/// `fsum(seq)`: partial sums that do not overlap carry the exact total.
pub fn fsum(cx: &mut Cx, seq: &ObjRef) -> PyResult {
    let it = cx.iter(seq)?;
    let mut partials: Vec<f64> = Vec::new();
    let (mut special, mut infinite) = (0.0, 0.0);
    let mut count = 0u32;
    while let Some(item) = cx.next(&it)? {
        count = count.wrapping_add(1);
        if count & 0xfff == 0 {
            cx.poll()?;
        }
        let item = real(cx, &item)?;
        let mut x = item;
        let mut kept = 0;
        for i in 0..partials.len() {
            let mut y = partials.get(i).copied().unwrap_or(0.0);
            if x.abs() < y.abs() {
                std::mem::swap(&mut x, &mut y);
            }
            let (high, low) = fast_two_sum(x, y);
            if low != 0.0 {
                if let Some(slot) = partials.get_mut(kept) {
                    *slot = low;
                }
                kept += 1;
            }
            x = high;
        }
        partials.truncate(kept);
        if x == 0.0 {
            continue;
        }
        if x.is_finite() {
            partials.push(x);
            continue;
        }
        if item.is_finite() {
            return Err(cx.overflow_error("intermediate overflow in fsum"));
        }
        if item.is_infinite() {
            infinite += item;
        }
        special += item;
        partials.clear();
    }
    if special != 0.0 {
        if f64::is_nan(infinite) {
            return Err(cx.value_error("-inf + inf in fsum"));
        }
        return Ok(cx.float(special));
    }
    Ok(cx.float(round_partials(&partials)))
}

/// The total of partial sums, the largest last, rounded once.
fn round_partials(partials: &[f64]) -> f64 {
    let mut rest = partials.iter().rev().copied();
    let Some(mut high) = rest.next() else { return 0.0 };
    let mut low = 0.0;
    for y in rest.by_ref() {
        (high, low) = fast_two_sum(high, y);
        if low != 0.0 {
            break;
        }
    }
    // Halfway cases go by the sign of what is further below.
    if let Some(below) = rest.next()
        && ((low < 0.0 && below < 0.0) || (low > 0.0 && below > 0.0))
    {
        let y = low * 2.0;
        let x = high + y;
        if y == x - high {
            return x;
        }
    }
    high
}

/// A float total of three parts.
#[derive(Clone, Copy, Default)]
struct Triple(f64, f64, f64);

impl Triple {
    fn add_product(self, x: f64, y: f64) -> Triple {
        let (p, p_low) = two_product(x, y);
        let (high, s_low) = two_sum(self.0, p);
        let (r, r_low) = two_sum(self.1, p_low);
        let (low, t_low) = two_sum(r, s_low);
        Triple(high, low, self.2 + r_low + t_low)
    }

    fn value(self) -> f64 {
        self.0 + two_sum(self.1, self.2).0
    }
}

/// What two factors are as floats, if one is a float and the other a float or an int.
fn float_pair(cx: &mut Cx, p: &ObjRef, q: &ObjRef) -> Option<(f64, f64)> {
    let (fp, fq) = (p.is_exact(Kind::Float), q.is_exact(Kind::Float));
    let is_int = |o: &ObjRef| o.is_exact(Kind::Int) || o.is_exact(Kind::BigInt) || o.kind() == Kind::Bool;
    let known = fp && (fq || is_int(q)) || fq && is_int(p);
    if !known {
        return None;
    }
    let mut value = |o: &ObjRef| match real(cx, o) {
        Ok(v) => Some(v),
        Err(_) => {
            cx.take_exception();
            None
        }
    };
    Some((value(p)?, value(q)?))
}

/// `sumprod(p, q)`: ints and floats are summed without objects as long as nothing else comes.
pub fn sumprod(cx: &mut Cx, p: &ObjRef, q: &ObjRef) -> PyResult {
    let (p_it, q_it) = (cx.iter(p)?, cx.iter(q)?);
    let mut total = cx.fresh_int(0);
    let mut ints = Some(0i64);
    let mut floats = Some((Triple::default(), false));
    let mut count = 0u32;
    loop {
        count = count.wrapping_add(1);
        if count & 0xfff == 0 {
            cx.poll()?;
        }
        let p = cx.next(&p_it)?;
        let q = cx.next(&q_it)?;
        let pair = match (p, q) {
            (Some(p), Some(q)) => Some((p, q)),
            (None, None) => None,
            _ => return Err(cx.value_error("Inputs are not the same length")),
        };
        if let Some(sum) = ints {
            if let Some((p, q)) = &pair
                && p.is_exact(Kind::Int)
                && q.is_exact(Kind::Int)
                && let Some(more) = p.int().zip(q.int()).and_then(|(p, q)| p.checked_mul(q)?.checked_add(sum))
            {
                ints = Some(more);
                continue;
            }
            ints = None;
            total = cx.binary(number::ADD, &total, &cx.fresh_int(sum))?;
        }
        if let Some((sum, used)) = floats {
            if let Some((p, q)) = &pair
                && let Some((x, y)) = float_pair(cx, p, q)
            {
                let more = sum.add_product(x, y);
                if more.0.is_finite() {
                    floats = Some((more, true));
                    continue;
                }
            }
            floats = None;
            // A total of 0.0 that nothing was added to would make an int a float.
            if used {
                total = cx.binary(number::ADD, &total, &cx.float(sum.value()))?;
            }
        }
        let Some((p, q)) = pair else { return Ok(total) };
        let term = cx.binary(number::MUL, &p, &q)?;
        total = cx.binary(number::ADD, &total, &term)?;
    }
}

/// The Euclidean norm of non-negative numbers whose largest is `max`.
fn norm(values: &mut [f64], max: f64, has_nan: bool) -> f64 {
    if max.is_infinite() {
        return max;
    }
    if has_nan {
        return f64::NAN;
    }
    if max == 0.0 || values.len() <= 1 {
        return max;
    }
    let (_, exponent) = libm::frexp(max);
    if exponent < -1023 {
        // The scale would overflow: subnormal numbers are brought up first.
        values.iter_mut().for_each(|v| *v /= f64::MIN_POSITIVE);
        return f64::MIN_POSITIVE * norm(values, max / f64::MIN_POSITIVE, has_nan);
    }
    let scale = libm::ldexp(1.0, -exponent);
    let (mut sum, mut lost_products, mut lost_sums) = (1.0, 0.0, 0.0);
    let mut add = |sum: &mut f64, a: f64, b: f64| {
        let (p, p_low) = two_product(a, b);
        let (s, s_low) = fast_two_sum(*sum, p);
        *sum = s;
        lost_products += p_low;
        lost_sums += s_low;
        *sum - 1.0 + (lost_products + lost_sums)
    };
    let mut square = 0.0;
    for v in values.iter() {
        let x = v * scale;
        square = add(&mut sum, x, x);
    }
    let h = square.sqrt();
    // One step of Newton's method with the exact residue.
    let residue = add(&mut sum, -h, h);
    (h + residue / (2.0 * h)) / scale
}

fn norm_of(mut values: Vec<f64>) -> f64 {
    let mut has_nan = false;
    let mut max = 0.0;
    for v in &mut values {
        *v = v.abs();
        has_nan |= v.is_nan();
        if *v > max {
            max = *v;
        }
    }
    norm(&mut values, max, has_nan)
}

/// `hypot(*coordinates)`
pub fn hypot(cx: &mut Cx, coordinates: &[ObjRef]) -> PyResult {
    let mut values = Vec::with_capacity(coordinates.len());
    for c in coordinates {
        values.push(real(cx, c)?);
    }
    Ok(cx.float(norm_of(values)))
}

/// `dist(p, q)`
pub fn dist(cx: &mut Cx, args: &Args) -> PyResult {
    let [p, q] = args.exact_range(cx, "dist", 2, 2)? else { return Err(cx.bad_internal("arguments")) };
    let (p, q) = (cx.collect(p)?, cx.collect(q)?);
    if p.len() != q.len() {
        return Err(cx.value_error("both points must have the same number of dimensions"));
    }
    let mut values = Vec::with_capacity(p.len());
    for (p, q) in p.iter().zip(&q) {
        let (p, q) = (real(cx, p)?, real(cx, q)?);
        values.push((p - q).abs());
    }
    Ok(cx.float(norm_of(values)))
}
