//! Float: the text of a float (shortest, exact to a precision, hexadecimal) and back.
use super::ascii::{self, Ascii};
use super::error::Error;
use super::int::{PAIRS, write_decimal};
use dashu_int::{IBig, UBig};

/// No double has more significant decimal digits (767) or decimal places (1074).
const EXACT: usize = 1100;

/// How `format` writes a float, beyond code and precision.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Style {
    /// `#`: keep the point and the trailing zeros.
    pub alt: bool,
    /// Add `.0` to what looks like an integer.
    pub dot_zero: bool,
    /// `z`: a negative zero, after rounding, loses its sign.
    pub no_negative_zero: bool,
    /// Write `+` too.
    pub sign: bool,
}

/// Decimal digits `0.ddd * 10**point`; no trailing zeros, none at all for zero.
struct Digits {
    text: Ascii,
    point: i32,
}

impl Digits {
    /// From text like `12.5`, `1e-7` or `1.25e20`, without a sign.
    fn from_text(text: &str) -> Digits {
        let (mantissa, exponent) = text.split_once('e').unwrap_or((text, "0"));
        let (whole, rest) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let mut point = exponent.parse::<i32>().unwrap_or(0) + whole.len() as i32;
        // The zeros that come first count, but are no digits.
        let zeros = mantissa.bytes().take_while(|b| matches!(b, b'0' | b'.')).filter(|&b| b == b'0').count();
        let (whole, rest) = (whole.get(zeros..).unwrap_or(""), &rest[zeros.saturating_sub(whole.len())..]);
        let mut digits = Digits { text: Ascii::from_slice(whole.as_bytes()), point: 1 };
        digits.text.extend_from_slice(rest.as_bytes());
        digits.trim(b'0');
        point -= zeros as i32;
        if !digits.text.is_empty() {
            digits.point = point;
        }
        digits
    }

    /// Takes this digit off the end, as often as it is there.
    fn trim(&mut self, digit: u8) {
        while self.text.last() == Some(&digit) {
            self.text.pop();
        }
    }

    fn shortest(x: f64) -> Digits {
        Digits::from_text(zmij::Buffer::new().format_finite(x.abs()))
    }

    /// The exact value rounded half to even to `count` significant digits.
    fn rounded(x: f64, count: usize) -> Digits {
        Digits::rounded_shortest(x, count)
            .unwrap_or_else(|| Digits::from_text(&format!("{:.*e}", count.min(EXACT) - 1, x.abs())))
    }

    /// The same from the shortest digits, where they decide it. Up to 15 digits, half a unit of the
    /// last one is more (but in subnormal numbers) than the shortest digits are off; and a midpoint between two results has one
    /// digit more than they have, so that it cannot lie between the value and longer shortest digits,
    /// only be them.
    fn rounded_shortest(x: f64, count: usize) -> Option<Digits> {
        if count > 15 || x.is_subnormal() {
            return None;
        }
        let mut digits = Digits::shortest(x);
        let lost = digits.text.get(count..).unwrap_or_default();
        if lost == b"5" {
            return None;
        }
        let up = lost.first() >= Some(&b'5');
        digits.text.truncate(count);
        if up {
            // All nines become a one, a place higher.
            digits.trim(b'9');
            match digits.text.last_mut() {
                Some(last) => *last += 1,
                None => {
                    digits.text.push(b'1');
                    digits.point += 1;
                }
            }
        }
        digits.trim(b'0');
        Some(digits)
    }
}

/// `repr(x)`.
pub fn repr(x: f64) -> Ascii {
    if let Some(special) = special_text(x, false) {
        return Ascii::from_slice(special.as_bytes());
    }
    let mut buffer = zmij::Buffer::new();
    let text = buffer.format_finite(x);
    let size = x.abs();
    let plain = size == 0.0 || (1e-4..1e16).contains(&size);
    if plain && text.contains('.') && !text.contains('e') {
        return Ascii::from_slice(text.as_bytes());
    }
    let style = Style { dot_zero: true, ..Style::default() };
    format(x, b'r', 0, style).unwrap_or_default()
}

fn special_text(x: f64, upper: bool) -> Option<&'static str> {
    let text = match (x.is_nan(), x.is_infinite(), upper) {
        (true, _, false) => "nan",
        (true, _, true) => "NAN",
        (_, true, false) if x < 0.0 => "-inf",
        (_, true, false) => "inf",
        (_, true, true) if x < 0.0 => "-INF",
        (_, true, true) => "INF",
        _ => return None,
    };
    Some(text)
}

/// A float with code `e E f F g G n % r`; `r` (shortest) ignores the precision.
/// The only error is that of memory.
pub fn format(x: f64, code: u8, precision: usize, style: Style) -> Result<Ascii, Error> {
    if code == b'%' {
        let mut out = format(x * 100.0, b'f', precision, style)?;
        out.push(b'%');
        return Ok(out);
    }
    let upper = code.is_ascii_uppercase();
    if let Some(special) = special_text(x, upper) {
        let plus = if style.sign && !special.starts_with('-') { "+" } else { "" };
        return Ok([plus.as_bytes(), special.as_bytes()].concat().into());
    }
    match code.to_ascii_lowercase() {
        b'f' => format_fixed(x, precision, style),
        b'e' => format_exponent(x, precision, style, upper),
        b'r' => {
            let digits = Digits::shortest(x);
            let exponent = digits.point <= -4 || digits.point > 16;
            lay_out(x, &digits, exponent, 0, style, upper)
        }
        _ => format_general(x, precision.max(1), style, upper),
    }
}

/// The sign that a float is written with.
fn sign(x: f64, style: Style, is_zero: bool) -> Option<u8> {
    if x.is_sign_negative() && !(is_zero && style.no_negative_zero) {
        Some(b'-')
    } else {
        style.sign.then_some(b'+')
    }
}

fn push_zeros(out: &mut Ascii, count: usize) {
    if count > 0 {
        out.resize(out.len() + count, b'0');
    }
}

fn format_fixed(x: f64, precision: usize, style: Style) -> Result<Ascii, Error> {
    if let Some(units) = decimal_units(x, precision) {
        return Ok(fixed_point(sign(x, style, units == 0), units, precision, style.alt));
    }
    let exact = precision.min(EXACT);
    let mut out = ascii::with_room(precision.saturating_add(24))?;
    let text = format!("{:.*}", exact, x.abs());
    let is_zero = text.bytes().all(|b| matches!(b, b'0' | b'.'));
    out.extend(sign(x, style, is_zero));
    out.extend_from_slice(text.as_bytes());
    push_zeros(&mut out, precision - exact);
    if precision == 0 && style.alt {
        out.push(b'.');
    }
    Ok(out)
}

/// The powers of ten up to the largest precision of [`decimal_units`].
const TENS: [u64; 16] = {
    let mut tens = [1; 16];
    let mut i = 1;
    while i < tens.len() {
        tens[i] = tens[i - 1] * 10;
        i += 1;
    }
    tens
};

/// `x.abs() * 10**precision`, rounded half to even, where that is a machine word: the usual case,
/// which needs no arithmetic beyond 128 bits.
fn decimal_units(x: f64, precision: usize) -> Option<u64> {
    let unit = *TENS.get(precision)?;
    let (_, mantissa, power) = decode(x);
    let size = u128::from(mantissa) * u128::from(unit);
    let units = match power {
        0..=20 => size << power,
        21.. => return None,
        -126..0 => {
            let shift = -power;
            let (kept, lost, half) = (size >> shift, size & ((1 << shift) - 1), 1 << (shift - 1));
            kept + u128::from(lost > half || (lost == half && kept & 1 == 1))
        }
        // Less than half a unit: the size has no more than 103 bits.
        _ => 0,
    };
    u64::try_from(units).ok()
}

/// Decimal units with the point before the last `precision` digits, of which there are at most 15.
fn fixed_point(sign: Option<u8>, units: u64, precision: usize, point: bool) -> Ascii {
    let mut buffer = [0; 40];
    let (mut at, mut rest) = (buffer.len(), units);
    for _ in 0..precision / 2 {
        at -= 2;
        buffer[at..at + 2].copy_from_slice(&PAIRS[(rest % 100) as usize]);
        rest /= 100;
    }
    if !precision.is_multiple_of(2) {
        at -= 1;
        buffer[at] = b'0' + (rest % 10) as u8;
        rest /= 10;
    }
    if precision > 0 || point {
        at -= 1;
        buffer[at] = b'.';
    }
    at = write_decimal(rest, &mut buffer[..at]);
    if let Some(sign) = sign {
        at -= 1;
        buffer[at] = sign;
    }
    Ascii::from_slice(&buffer[at..])
}

fn format_exponent(x: f64, precision: usize, style: Style, upper: bool) -> Result<Ascii, Error> {
    let digits = Digits::rounded(x, precision.saturating_add(1));
    lay_out(x, &digits, true, precision.saturating_add(1), style, upper)
}

fn push_exponent(out: &mut Ascii, exponent: i32, upper: bool) {
    let size = exponent.unsigned_abs() as usize;
    out.push(if upper { b'E' } else { b'e' });
    out.push(if exponent < 0 { b'-' } else { b'+' });
    if size >= 100 {
        out.push(b'0' + (size / 100) as u8);
    }
    out.extend(PAIRS[size % 100]);
}

fn format_general(x: f64, precision: usize, style: Style, upper: bool) -> Result<Ascii, Error> {
    let digits = Digits::rounded(x, precision);
    let most = i32::try_from(precision).unwrap_or(i32::MAX) - i32::from(style.dot_zero);
    let exponent = digits.point <= -4 || digits.point > most;
    let shown = if style.alt { precision } else { 0 };
    lay_out(x, &digits, exponent, shown, style, upper)
}

/// Digits with their point, or an exponent; zeros follow until `shown` digits are there.
fn lay_out(
    x: f64,
    digits: &Digits,
    exponent: bool,
    shown: usize,
    style: Style,
    upper: bool,
) -> Result<Ascii, Error> {
    let text: &[u8] = if digits.text.is_empty() { b"0" } else { &digits.text };
    let point = if exponent { 1 } else { digits.point };
    let leading = usize::try_from(point).unwrap_or(0);
    let mut end = text.len().max(shown).max(leading);
    if !exponent && style.dot_zero {
        end = end.max(leading + 1);
    }
    let mut out = ascii::with_room(end.saturating_add(16 + point.unsigned_abs() as usize))?;
    out.extend(sign(x, style, x == 0.0));
    let split = leading.min(text.len());
    if leading == 0 {
        out.push(b'0');
    }
    out.extend_from_slice(&text[..split]);
    push_zeros(&mut out, leading - split);
    if end > leading || style.alt {
        out.push(b'.');
    }
    if point < 0 {
        push_zeros(&mut out, point.unsigned_abs() as usize);
    }
    out.extend_from_slice(&text[split..]);
    push_zeros(&mut out, end - leading.max(text.len()));
    if exponent {
        push_exponent(&mut out, digits.point - 1, upper);
    }
    Ok(out)
}

/// The white space that surrounds a number.
const SPACE: [char; 6] = [' ', '\t', '\n', '\r', '\x0b', '\x0c'];

/// `float(text)`; `int::to_ascii` gives the text of Unicode digits and white space.
pub fn parse(text: &str) -> Option<f64> {
    let text = text.trim_matches(SPACE);
    if !text.contains('_') {
        return text.parse().ok();
    }
    let bytes = text.as_bytes();
    let digit = |at: Option<usize>| at.and_then(|at| bytes.get(at)).is_some_and(u8::is_ascii_digit);
    for (at, &b) in bytes.iter().enumerate() {
        if b == b'_' && !(digit(at.checked_sub(1)) && digit(Some(at + 1))) {
            return None;
        }
    }
    text.replace('_', "").parse().ok()
}

/// `x.hex()`.
pub fn hex(x: f64) -> String {
    if !x.is_finite() {
        return String::from_utf8_lossy(&repr(x)).into_owned();
    }
    let bits = x.to_bits();
    let sign = if x.is_sign_negative() { "-" } else { "" };
    let fraction = bits & ((1 << 52) - 1);
    let exponent = (bits >> 52 & 0x7ff) as i32;
    if x == 0.0 {
        return format!("{sign}0x0.0p+0");
    }
    let (lead, exponent) = if exponent == 0 { (0, -1022) } else { (1, exponent - 1023) };
    format!("{sign}0x{lead}.{fraction:013x}p{exponent:+}")
}

/// `float.fromhex(text)`, with its ASCII white space around.
pub fn from_hex(text: &str) -> Result<f64, Error> {
    let (negative, body) = match text.trim_matches(SPACE) {
        text if text.starts_with('-') => (true, &text[1..]),
        text => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let sign = if negative { -1.0 } else { 1.0 };
    if body.eq_ignore_ascii_case("inf") || body.eq_ignore_ascii_case("infinity") {
        return Ok(f64::INFINITY * sign);
    }
    if body.eq_ignore_ascii_case("nan") {
        return Ok(f64::NAN.copysign(sign));
    }
    match hex_value(body) {
        // The value counts before what may follow it.
        Some((x, _)) if x.is_infinite() => {
            Error::overflow("hexadecimal value too large to represent as a float")
        }
        Some((x, "")) => Ok(x * sign),
        _ => Error::value("invalid hexadecimal floating-point string"),
    }
}

/// Split off the characters at the start that pass a test.
fn split_while(text: &str, test: fn(&u8) -> bool) -> (&str, &str) {
    text.split_at(text.bytes().position(|b| !test(&b)).unwrap_or(text.len()))
}

/// The value at the start of the text, and the rest.
fn hex_value(body: &str) -> Option<(f64, &str)> {
    let body = body.strip_prefix("0x").or_else(|| body.strip_prefix("0X")).unwrap_or(body);
    let (whole, rest) = split_while(body, u8::is_ascii_hexdigit);
    let (fraction, rest) = match rest.strip_prefix('.') {
        Some(rest) => split_while(rest, u8::is_ascii_hexdigit),
        None => ("", rest),
    };
    if whole.is_empty() && fraction.is_empty() {
        return None;
    }
    let (exponent, rest) = match rest.strip_prefix(['p', 'P']) {
        Some(rest) => hex_exponent(rest)?,
        None => (0, rest),
    };
    // The first 15 significant digits, a sticky bit for the others, and the exponent of the last.
    let (mut high, mut sticky) = (0u64, false);
    let mut scale = exponent - 4 * i64::try_from(fraction.len()).ok()?;
    for b in whole.bytes().chain(fraction.bytes()) {
        let digit = (b as char).to_digit(16)?;
        if high >> 56 == 0 {
            high = high << 4 | u64::from(digit);
        } else {
            sticky |= digit != 0;
            scale = scale.saturating_add(4);
        }
    }
    Some((scaled(high, sticky, scale), rest))
}

/// The signed number at the start of the text, and the rest.
fn hex_exponent(text: &str) -> Option<(i64, &str)> {
    const FAR: i64 = 1 << 60;
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let (digits, rest) = split_while(unsigned, u8::is_ascii_digit);
    if digits.is_empty() {
        return None;
    }
    let size = digits.parse().unwrap_or(FAR).min(FAR);
    Some((if text.starts_with('-') { -size } else { size }, rest))
}

/// `high * 2**scale`, rounded half to even; `sticky` says that `high` lacks a bit more.
pub(crate) fn scaled(high: u64, sticky: bool, scale: i64) -> f64 {
    if high == 0 {
        return 0.0;
    }
    let length = i64::from(64 - high.leading_zeros());
    let top = scale.saturating_add(length);
    if top > 1024 {
        return f64::INFINITY;
    }
    if top < -1100 {
        return 0.0;
    }
    let unit = (top - 53).max(-1074);
    let shift = unit - scale;
    let mut kept = match shift {
        ..=0 => high << -shift,
        1..=63 => high >> shift,
        _ => 0,
    };
    if shift > 0 {
        let lost = if shift > 63 { high } else { high & ((1 << shift) - 1) };
        let half = if shift > 64 { u64::MAX } else { 1 << (shift - 1) };
        let above = lost > half || (lost == half && (sticky || kept & 1 == 1));
        kept += u64::from(above);
    }
    // `kept` has at most 53 bits here (or is 2**53), so each step is exact but for overflow.
    if kept >> 53 != 0 && unit + 53 > 1023 {
        return f64::INFINITY;
    }
    let biased = unit + 1074;
    if kept >> 52 == 0 {
        return f64::from_bits(kept);
    }
    f64::from_bits(kept.wrapping_add((biased as u64) << 52))
}

/// `round(x, ndigits)`.
pub fn round_digits(x: f64, ndigits: i32) -> Result<f64, Error> {
    if !x.is_finite() || ndigits > 323 || x == 0.0 {
        return Ok(x);
    }
    if ndigits < -308 {
        return Ok(0.0 * x);
    }
    let rounded: f64 = match usize::try_from(ndigits) {
        Ok(places) => format!("{x:.places$}").parse().unwrap_or(x),
        Err(_) => round_tens(x.abs(), ndigits.unsigned_abs()).copysign(x),
    };
    if rounded.is_infinite() {
        return Error::overflow("rounded value too large to represent");
    }
    Ok(rounded)
}

/// A positive float, rounded half to even to a multiple of `10**places`.
fn round_tens(x: f64, places: u32) -> f64 {
    if x < 9e18 && places <= 18 {
        let (whole, unit) = (x as u64, 10u64.pow(places));
        let (count, lost) = (whole / unit, whole % unit);
        let sticky = x.fract() != 0.0;
        let above = lost > unit / 2 || (lost == unit / 2 && (sticky || count % 2 == 1));
        return (u128::from(count + u64::from(above)) * u128::from(unit)) as f64;
    }
    let whole = format!("{:.0}", x.trunc());
    let Some(kept) = whole.len().checked_sub(places as usize) else { return 0.0 };
    let (head, tail) = whole.split_at(kept);
    let even = head.bytes().last().is_none_or(|b| b % 2 == 0);
    let (first, others) = tail.split_at(tail.len().min(1));
    let above = match first.as_bytes().first() {
        Some(b'5') => !even || x.fract() != 0.0 || others.bytes().any(|b| b != b'0'),
        Some(&b) => b > b'5',
        None => false,
    };
    let count = UBig::from_str_radix(if head.is_empty() { "0" } else { head }, 10).unwrap_or_default();
    format!("{}e{places}", count + UBig::from(u8::from(above))).parse().unwrap_or(x)
}

/// The sign, the odd-or-any integer and the power of two that make a finite float.
fn decode(x: f64) -> (bool, u64, i32) {
    let bits = x.to_bits();
    let (fraction, exponent) = (bits & ((1 << 52) - 1), (bits >> 52 & 0x7ff) as i32);
    let (mantissa, power) =
        if exponent == 0 { (fraction, -1074) } else { (fraction | 1 << 52, exponent - 1075) };
    let zeros = if mantissa == 0 { 0 } else { mantissa.trailing_zeros() };
    (x < 0.0, mantissa >> zeros, power + zeros as i32)
}

fn signed(negative: bool, size: UBig) -> IBig {
    if negative { -IBig::from(size) } else { IBig::from(size) }
}

/// `x.as_integer_ratio()`.
pub fn as_integer_ratio(x: f64) -> Result<(IBig, UBig), Error> {
    if x.is_nan() {
        return Error::value("cannot convert NaN to integer ratio");
    }
    if x.is_infinite() {
        return Error::overflow("cannot convert Infinity to integer ratio");
    }
    let (negative, mantissa, power) = decode(x);
    let size = UBig::from(mantissa);
    if mantissa == 0 {
        return Ok((IBig::ZERO, UBig::ONE));
    }
    let shift = power.unsigned_abs() as usize;
    if power >= 0 {
        Ok((signed(negative, size << shift), UBig::ONE))
    } else {
        Ok((signed(negative, size), UBig::ONE << shift))
    }
}

/// `int(x)`: the integer towards zero.
pub fn to_int(x: f64) -> Result<IBig, Error> {
    if x.is_nan() {
        return Error::value("cannot convert float NaN to integer");
    }
    if x.is_infinite() {
        return Error::overflow("cannot convert float infinity to integer");
    }
    let (negative, mantissa, power) = decode(x.trunc());
    Ok(signed(negative, UBig::from(mantissa) << usize::try_from(power).unwrap_or(0)))
}

/// `float(value)`, rounded half to even; the error when it is too large.
pub fn from_int(value: &IBig) -> Result<f64, Error> {
    let x = value.to_f64().value();
    if x.is_infinite() {
        return Error::overflow("int too large to convert to float");
    }
    Ok(x)
}
