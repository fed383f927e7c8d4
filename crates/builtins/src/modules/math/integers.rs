//! Functions of ints: factorial, comb, perm, isqrt, gcd, lcm, prod.

use dashu_int::UBig;
use theseus_object::args::Params;
use theseus_object::payload::number::IntRef;
use theseus_object::slots::number;
use theseus_object::{Args, Cx, Kind, ObjRef, PyResult};

use crate::int;

/// Factors multiplied without asking for interrupts.
const CHUNK: u64 = 4096;

/// A product, if there is memory for it.
fn multiplied(cx: &mut Cx, a: UBig, b: UBig) -> PyResult<UBig> {
    int::ops::check_bits(cx, (a.as_words().len() + b.as_words().len()) * 64)?;
    cx.stoppable(|_, alarm| int::long::mul(&a, &b, alarm))
}

/// The product of the numbers from `low` to `high`, by halves, so that factors are of one size.
fn product(cx: &mut Cx, low: u64, high: u64) -> PyResult<UBig> {
    if low > high {
        return Ok(UBig::ONE);
    }
    if high - low < 8 {
        return Ok((low..=high).map(UBig::from).product());
    }
    if high - low > CHUNK {
        cx.poll()?;
    }
    let middle = low + (high - low) / 2;
    let a = product(cx, low, middle)?;
    let b = product(cx, middle + 1, high)?;
    multiplied(cx, a, b)
}

pub fn factorial(cx: &mut Cx, n: &ObjRef) -> PyResult {
    let n = cx.index(n)?;
    match n.integer() {
        Some(IntRef::Small(n @ 0..=20)) => Ok(cx.int((2..=n).product())),
        Some(IntRef::Small(n)) if n >= 0 => {
            // What no memory holds is not begun.
            let bits = (n as f64) * ((n as f64).max(2.0).log2() - 1.4);
            if bits > 1e12 {
                return Err(cx.memory_error(""));
            }
            let r = product(cx, 2, n as u64)?;
            Ok(cx.big_int(r.into()))
        }
        Some(v) if int::is_negative(v) => Err(cx.value_error("factorial() not defined for negative values")),
        _ => Err(cx.overflow_error(format!("factorial() argument should not exceed {}", i64::MAX))),
    }
}

/// The arguments of comb and perm, which must not be negative.
fn natural(cx: &mut Cx, o: &ObjRef, name: &str) -> PyResult<UBig> {
    let v = int::value(o);
    match UBig::try_from(v) {
        Ok(v) => Ok(v),
        Err(_) => Err(cx.value_error(format!("{name} must be a non-negative integer"))),
    }
}

/// n (n−1) … (n−k+1)
fn falling(cx: &mut Cx, n: &UBig, k: u64) -> PyResult<UBig> {
    if let Ok(n) = u64::try_from(n) {
        return product(cx, n - k + 1, n);
    }
    if k <= 8 {
        return Ok((0..k).map(|i| n - UBig::from(i)).product());
    }
    cx.poll()?;
    let half = k / 2;
    let a = falling(cx, n, half)?;
    let b = falling(cx, &(n - UBig::from(half)), k - half)?;
    multiplied(cx, a, b)
}

pub fn perm(cx: &mut Cx, args: &[ObjRef]) -> PyResult {
    let Some(k) = args.get(1).filter(|k| !k.is_none()) else { return factorial(cx, &args[0]) };
    let n = cx.index(&args[0])?;
    let k = cx.index(k)?;
    let n = natural(cx, &n, "n")?;
    let k = natural(cx, &k, "k")?;
    if n < k {
        return Ok(cx.int(0));
    }
    let Ok(k) = u64::try_from(&k) else {
        return Err(cx.overflow_error(format!("k must not exceed {}", i64::MAX)));
    };
    let r = falling(cx, &n, k)?;
    Ok(cx.big_int(r.into()))
}

/// Of small numbers, as long as each step fits a word.
fn small_comb(n: i64, k: i64) -> Option<i64> {
    if k < 0 || k > n {
        return None;
    }
    (1..=k.min(n - k)).try_fold(1i64, |r, i| Some(r.checked_mul(n - i + 1)? / i))
}

pub fn comb(cx: &mut Cx, n: &ObjRef, k: &ObjRef) -> PyResult {
    if let (Some(n), Some(k)) = (n.int(), k.int())
        && let Some(r) = small_comb(n, k)
    {
        return Ok(cx.int(r));
    }
    let n = cx.index(n)?;
    let k = cx.index(k)?;
    let n = natural(cx, &n, "n")?;
    let k = natural(cx, &k, "k")?;
    if n < k {
        return Ok(cx.int(0));
    }
    let other = &n - &k;
    let k = k.min(other);
    let Ok(k) = u64::try_from(&k) else {
        return Err(cx.overflow_error(format!("min(n - k, k) must not exceed {}", i64::MAX)));
    };
    let top = falling(cx, &n, k)?;
    let bottom = product(cx, 2, k)?;
    let (r, _) = cx.stoppable(|_, alarm| int::long::div_rem(&top, &bottom, alarm))?;
    Ok(cx.big_int(r.into()))
}

pub fn isqrt(cx: &mut Cx, n: &ObjRef) -> PyResult {
    let n = cx.index(n)?;
    match UBig::try_from(int::value(&n)) {
        Ok(n) => {
            let r = int::long::root(cx, &n)?;
            Ok(cx.big_int(r.into()))
        }
        Err(_) => Err(cx.value_error("isqrt() argument must be nonnegative")),
    }
}

fn small_gcd(mut a: u64, mut b: u64) -> u64 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

fn gcd_of(cx: &mut Cx, a: &UBig, b: &UBig) -> PyResult<UBig> {
    if let (Ok(a), Ok(b)) = (u64::try_from(a), u64::try_from(b)) {
        return Ok(UBig::from(small_gcd(a, b)));
    }
    int::euclid::gcd(cx, a.clone(), b.clone())
}

/// The size of an int without its sign.
fn magnitude(cx: &mut Cx, o: &ObjRef) -> PyResult<UBig> {
    let (_, size) = int::value(&cx.index(o)?).into_parts();
    Ok(size)
}

pub fn gcd(cx: &mut Cx, args: &[ObjRef]) -> PyResult {
    if let [a, b] = args
        && let (Some(x), Some(y)) = (a.int(), b.int())
        && let Ok(r) = i64::try_from(small_gcd(x.unsigned_abs(), y.unsigned_abs()))
    {
        return Ok(cx.int(r));
    }
    let mut r = UBig::ZERO;
    for o in args {
        let n = magnitude(cx, o)?;
        r = gcd_of(cx, &r, &n)?;
    }
    Ok(cx.big_int(r.into()))
}

pub fn lcm(cx: &mut Cx, args: &[ObjRef]) -> PyResult {
    let mut r = UBig::ONE;
    for o in args {
        let n = magnitude(cx, o)?;
        cx.poll()?;
        r = if r.is_zero() || n.is_zero() { UBig::ZERO } else { &r / gcd_of(cx, &r, &n)? * n };
    }
    Ok(cx.big_int(r.into()))
}

static PROD: Params<1, 1> = Params { required: ["iterable"], optional: ["start"], posonly: 1, kwonly: 1 };

pub fn prod(cx: &mut Cx, args: &Args) -> PyResult {
    let ([iterable], [start]) = args.bind(cx, "prod", &PROD)?;
    let mut r = start.unwrap_or_else(|| cx.fresh_int(1));
    // As long as the factors are ints of a word, the product is no object: a pooled one is user data.
    let mut word = r.int().filter(|_| r.is_exact(Kind::Int));
    let it = cx.iter(&iterable)?;
    let mut count = 0u32;
    while let Some(item) = cx.next(&it)? {
        count = count.wrapping_add(1);
        if count & 0xff == 0 {
            cx.poll()?;
        }
        if let Some(product) = word {
            let factor = item.int().filter(|_| item.is_exact(Kind::Int));
            word = factor.and_then(|f| product.checked_mul(f));
            if word.is_some() {
                continue;
            }
            r = cx.fresh_int(product);
        }
        r = cx.binary(number::MUL, &r, &item)?;
    }
    Ok(word.map_or(r, |product| cx.int(product)))
}
