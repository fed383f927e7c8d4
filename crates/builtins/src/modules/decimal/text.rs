//! Decimal numbers as text: read, written, formatted.

use super::coefficient::Coefficient;
use super::exponent::rescale;
use super::number::{Form, Number};
use super::settings::Rounding;
use crate::text::spec::Spec;

/// How an exponent is written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Notation {
    Scientific,
    /// Exponents are multiples of three.
    Engineering,
}

/// What a text stands for; `None` if it is no number. Exponents that fit no Decimal stay as large as
/// can be, so that they overflow.
pub fn parse(text: &str) -> Option<Number> {
    let (negative, body) = match text.as_bytes().first()? {
        b'-' => (true, text.get(1..)?),
        b'+' => (false, text.get(1..)?),
        _ => (false, text),
    };
    if !body.bytes().next().is_some_and(|b| b.is_ascii_digit() || b == b'.') {
        return parse_special(body).map(|n| n.signed(negative));
    }
    let (digits, exponent) = match body.find(['e', 'E']) {
        Some(at) => (body.get(..at)?, parse_exponent(body.get(at + 1..)?)?),
        None => (body, 0),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let all_digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
    if whole.len() + fraction.len() == 0 || !all_digits(whole) || !all_digits(fraction) {
        return None;
    }
    let coefficient = if fraction.is_empty() {
        Coefficient::parse(whole.trim_start_matches('0'))
    } else {
        let joined = [whole, fraction].concat();
        Coefficient::parse(joined.trim_start_matches('0'))
    };
    Some(Number::finite(negative, coefficient, exponent - fraction.len() as i64))
}

fn parse_special(body: &str) -> Option<Number> {
    let lower = body.to_ascii_lowercase();
    if matches!(lower.as_str(), "inf" | "infinity") {
        return Some(Number::infinity(false));
    }
    let (form, payload) = match lower.strip_prefix("snan") {
        Some(rest) => (Form::Signaling, rest),
        None => (Form::Quiet, lower.strip_prefix("nan")?),
    };
    if !payload.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    Some(Number { form, coefficient: Coefficient::parse(payload.trim_start_matches('0')), ..Number::nan() })
}

fn parse_exponent(text: &str) -> Option<i64> {
    const FAR: i64 = 4_000_000_000_000_000_000;
    let (negative, digits) = match text.as_bytes().first()? {
        b'-' => (true, text.get(1..)?),
        b'+' => (false, text.get(1..)?),
        _ => (false, text),
    };
    if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let size = digits.parse::<i64>().unwrap_or(FAR).min(FAR);
    Some(if negative { -size } else { size })
}

/// `str(n)`, or with exponents of threes.
pub fn write(n: &Number, notation: Notation, capitals: bool) -> String {
    let sign = if n.negative { "-" } else { "" };
    if !n.is_finite() {
        return format!("{sign}{}", special(n));
    }
    let digits = n.coefficient.text();
    let left = n.exp + digits.len() as i64;
    let plain = n.exp <= 0 && left > -6;
    let point = if plain {
        left
    } else if notation == Notation::Scientific {
        1
    } else if n.is_zero() {
        (left + 1).rem_euclid(3) - 1
    } else {
        (left - 1).rem_euclid(3) + 1
    };
    let mut out = String::with_capacity(digits.len() + 8);
    out.push_str(sign);
    place_point(&mut out, &digits, point);
    if left != point {
        out.push(if capitals { 'E' } else { 'e' });
        out.push_str(&format!("{:+}", left - point));
    }
    out
}

fn special(n: &Number) -> String {
    let name = match n.form {
        Form::Infinite => return "Infinity".to_string(),
        Form::Signaling => "sNaN",
        _ => "NaN",
    };
    if n.coefficient.is_zero() { name.to_string() } else { format!("{name}{}", n.coefficient.text()) }
}

/// Digits with a point after `point` of them, and the zeros it takes.
fn place_point(out: &mut String, digits: &str, point: i64) {
    let len = digits.len() as i64;
    let zeros =
        |out: &mut String, n: i64| out.extend(std::iter::repeat_n('0', n.max(0).unsigned_abs() as usize));
    if point <= 0 {
        out.push_str("0.");
        zeros(out, -point);
        out.push_str(digits);
    } else if point >= len {
        out.push_str(digits);
        zeros(out, point - len);
    } else {
        let (whole, fraction) = digits.split_at(point.unsigned_abs() as usize);
        out.push_str(whole);
        out.push('.');
        out.push_str(fraction);
    }
}

/// The text of a number for a format spec, without padding and grouping; `None` if it is too long.
pub fn format(n: &Number, spec: &Spec, rounding: Rounding, capitals: bool) -> Option<String> {
    let ty = spec.ty.map_or(if capitals { b'G' } else { b'g' }, |ty| ty as u8);
    let percent = if ty == b'%' { "%" } else { "" };
    if !n.is_finite() {
        let sign = if n.negative { "-" } else { "" };
        return Some(format!("{sign}{}{percent}", special(n)));
    }
    let mut n = n.clone();
    let fixed = matches!(ty, b'f' | b'F' | b'%');
    if ty == b'%' {
        n.exp += 2;
    }
    match spec.precision.and_then(|p| i64::try_from(p).ok()) {
        Some(p) if fixed => n = rescale(&n, -p, rounding)?,
        Some(p) if matches!(ty, b'e' | b'E') => n = to_digits(n, p + 1, rounding)?,
        Some(p) if n.digits() > p.max(1) => n = to_digits(n, p.max(1), rounding)?,
        _ => (),
    }
    if fixed && n.exp > 0 {
        n = rescale(&n, 0, rounding)?;
    }
    if spec.z && n.is_zero() {
        n.negative = false;
    }
    let digits = n.coefficient.text();
    let left = n.exp + digits.len() as i64;
    let point = match spec.precision {
        _ if fixed => left,
        Some(p) if matches!(ty, b'e' | b'E') && n.is_zero() => 1 - i64::try_from(p).ok()?,
        _ if matches!(ty, b'e' | b'E') => 1,
        _ if n.exp <= 0 && left > -6 => left,
        _ => 1,
    };
    let mut out = String::with_capacity(digits.len() + 8);
    if n.negative {
        out.push('-');
    }
    place_point(&mut out, &digits, point);
    let exponent = left - point;
    if exponent != 0 || matches!(ty, b'e' | b'E') {
        out.push(if matches!(ty, b'E' | b'G') { 'E' } else { 'e' });
        out.push_str(&format!("{exponent:+}"));
    }
    out.push_str(percent);
    Some(out)
}

/// A number rounded or padded to so many digits; zero stays as it is.
fn to_digits(n: Number, digits: i64, rounding: Rounding) -> Option<Number> {
    if n.is_zero() {
        return Some(n);
    }
    let exp = n.adjusted() + 1 - digits;
    let rounded = rescale(&n, exp, rounding)?;
    if rounded.digits() > digits { rescale(&rounded, exp + 1, rounding) } else { Some(rounded) }
}
