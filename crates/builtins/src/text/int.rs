//! Int: integers read from text in a base, and their digits written in one.
use super::digits;
use super::error::{Error, string_with_room, with_room};
use dashu_int::{IBig, UBig};
use theseus_object::alarm::{Alarm, Stopped};

/// An integer as `parse` returns it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Int {
    Small(i64),
    Big(IBig),
}

/// An integer to format.
#[derive(Debug, Clone, Copy)]
pub enum IntRef<'a> {
    Small(i64),
    Big(&'a IBig),
}

impl IntRef<'_> {
    pub fn is_negative(self) -> bool {
        match self {
            IntRef::Small(value) => value < 0,
            IntRef::Big(value) => value < &IBig::ZERO,
        }
    }

    /// As a float, or the overflow error.
    pub fn to_float(self) -> Result<f64, Error> {
        match self {
            IntRef::Small(value) => Ok(value as f64),
            IntRef::Big(value) => super::float::from_int(value),
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ParseError {
    /// Not a literal of this base.
    Invalid,
    /// More decimal digits than allowed (this many).
    TooLong(usize),
    Memory,
    /// It was given up: see [`Stopped`].
    Stopped,
}

impl From<Stopped> for ParseError {
    fn from(_: Stopped) -> ParseError {
        ParseError::Stopped
    }
}

impl ParseError {
    /// The text of the error of a too long literal.
    pub fn too_long_text(limit: usize, digits: usize) -> String {
        format!(
            "Exceeds the limit ({limit} digits) for integer string conversion: value has {digits} digits; \
             use sys.set_int_max_str_digits() to increase the limit"
        )
    }
}

/// Unicode text with each white space a space, each decimal digit ASCII, other characters `?`.
/// `int` and `float` read what this returns.
pub fn to_ascii(text: &[u32]) -> String {
    let plain = |&c: &u32| match u8::try_from(c) {
        Ok(b) if b.is_ascii() => b as char,
        _ if super::unicode::is_space(c) => ' ',
        _ => super::unicode::decimal_value(c).map_or('?', |digit| (b'0' + digit) as char),
    };
    text.iter().map(plain).collect()
}

fn is_space(b: u8) -> bool {
    matches!(b, 9..=13 | 32)
}

/// `int(text, base)` for base 0 or 2 to 36, with ASCII white space around;
/// `max_digits` limits bases that are not powers of two (0: no limit).
pub fn parse(text: &str, base: u32, max_digits: usize, alarm: &Alarm<'_>) -> Result<Int, ParseError> {
    let text = text.trim_matches(|c: char| c.is_ascii() && is_space(c as u8));
    let (negative, body) = match text.as_bytes().first() {
        Some(b'-') => (true, &text[1..]),
        Some(b'+') => (false, &text[1..]),
        _ => (false, text),
    };
    let (base, digits, only_zero) = split_prefix(body, base).ok_or(ParseError::Invalid)?;
    let digits = digits.as_bytes();
    if let Some(value) = parse_small(digits, base) {
        if only_zero && value != 0 {
            return Err(ParseError::Invalid);
        }
        return Ok(Int::Small(if negative { -value } else { value }));
    }
    let size = parse_big(digits, base, only_zero, max_digits, alarm)?;
    let value = if negative { -IBig::from(size) } else { IBig::from(size) };
    Ok(match i64::try_from(&value) {
        Ok(small) => Int::Small(small),
        Err(_) => Int::Big(value),
    })
}

/// The base, the text after its prefix, and whether it must be zero (as `00` must in base 0).
fn split_prefix(body: &str, base: u32) -> Option<(u32, &str, bool)> {
    let bytes = body.as_bytes();
    let named = match (bytes.first(), bytes.get(1)) {
        (Some(b'0'), Some(b'x' | b'X')) => 16,
        (Some(b'0'), Some(b'o' | b'O')) => 8,
        (Some(b'0'), Some(b'b' | b'B')) => 2,
        _ => 0,
    };
    if named != 0 && (base == 0 || base == named) {
        let rest = &body[2..];
        return Some((named, rest.strip_prefix('_').unwrap_or(rest), false));
    }
    match base {
        0 => Some((10, body, bytes.first() == Some(&b'0'))),
        2..=36 => Some((base, body, false)),
        _ => None,
    }
}

/// Plain digits of at most 18 decimals or 12 others: no underscore, no overflow.
fn parse_small(digits: &[u8], base: u32) -> Option<i64> {
    if digits.is_empty() || digits.len() > if base <= 10 { 18 } else { 12 } {
        return None;
    }
    let mut value = 0i64;
    for &b in digits {
        value = value * i64::from(base) + i64::from((b as char).to_digit(base)?);
    }
    Some(value)
}

fn parse_big(
    text: &[u8],
    base: u32,
    only_zero: bool,
    max_digits: usize,
    alarm: &Alarm<'_>,
) -> Result<UBig, ParseError> {
    let mut digits = string_with_room(text.len()).map_err(|_| ParseError::Memory)?;
    let mut last = b'_';
    for (i, &b) in text.iter().enumerate() {
        alarm.check_now_and_then(i)?;
        if (b as char).is_digit(base) {
            digits.push(b as char);
        } else if b != b'_' || last == b'_' {
            return Err(ParseError::Invalid);
        }
        last = b;
    }
    if last == b'_' {
        return Err(ParseError::Invalid);
    }
    if !base.is_power_of_two() && max_digits > 0 && digits.len() > max_digits {
        return Err(ParseError::TooLong(digits.len()));
    }
    if only_zero && digits.bytes().any(|b| b != b'0') {
        return Err(ParseError::Invalid);
    }
    digits::parse(&digits, base, alarm)?.ok_or(ParseError::Invalid)
}

/// The decimal text of a word, in a buffer of its own.
pub struct Decimal {
    buffer: [u8; 20],
    start: u8,
}

impl Decimal {
    pub fn as_bytes(&self) -> &[u8] {
        &self.buffer[usize::from(self.start)..]
    }
}

/// `str(value)`.
#[inline]
pub fn to_text(value: i64) -> Decimal {
    let mut buffer = [0; 20];
    let mut at = write_decimal(value.unsigned_abs(), &mut buffer);
    if value < 0 {
        at -= 1;
        buffer[at] = b'-';
    }
    Decimal { buffer, start: at as u8 }
}

/// The two digits of each number below a hundred.
pub(super) static PAIRS: [[u8; 2]; 100] = {
    let mut pairs = [[b'0'; 2]; 100];
    let mut i = 0;
    while i < 100 {
        pairs[i] = [b'0' + (i / 10) as u8, b'0' + (i % 10) as u8];
        i += 1;
    }
    pairs
};

/// Writes the digits to the end of the buffer, one at least, and returns where they start.
#[inline]
pub(super) fn write_decimal(mut rest: u64, buffer: &mut [u8]) -> usize {
    let mut at = buffer.len();
    while rest >= 10 {
        at -= 2;
        buffer[at..at + 2].copy_from_slice(&PAIRS[(rest % 100) as usize]);
        rest /= 100;
    }
    // What is left is one digit, the first, or nothing.
    if rest > 0 || at == buffer.len() {
        at -= 1;
        buffer[at] = b'0' + rest as u8;
    }
    at
}

/// `str(value)`; the error when it has more than `max_digits` digits (0: no limit).
pub fn big_to_text(value: &IBig, max_digits: usize, alarm: &Alarm<'_>) -> Result<String, Error> {
    let (sign, size) = value.clone().into_parts();
    let mut text = decimal(&size, max_digits, alarm)?;
    if sign == dashu_int::Sign::Negative {
        text.insert(0, '-');
    }
    Ok(text)
}

fn too_long<T>(limit: usize) -> Result<T, Error> {
    Error::value(format!(
        "Exceeds the limit ({limit} digits) for integer string conversion; \
         use sys.set_int_max_str_digits() to increase the limit"
    ))
}

/// The decimal digits. A number that is far beyond the limit is not converted: 19 digits are in each word.
fn decimal(size: &UBig, max_digits: usize, alarm: &Alarm<'_>) -> Result<String, Error> {
    if max_digits > 0 && size.as_words().len().saturating_sub(1).saturating_mul(19) > max_digits {
        return too_long(max_digits);
    }
    let text = match u128::try_from(size) {
        Ok(words) => words.to_string(),
        Err(_) => digits::decimal(size, alarm)?,
    };
    if max_digits > 0 && text.len() > max_digits { too_long(max_digits) } else { Ok(text) }
}

/// Digits without sign or prefix: in the buffer when the integer is small.
#[derive(Debug)]
pub enum Digits {
    Small([u8; 64], u8),
    Big(String),
}

impl Digits {
    pub fn as_bytes(&self) -> &[u8] {
        match self {
            Digits::Small(buffer, start) => &buffer[usize::from(*start)..],
            Digits::Big(text) => text.as_bytes(),
        }
    }
}

/// The digits of the absolute value in base 2, 8, 10 or 16 (others up to 36 work too).
pub fn digits(value: IntRef<'_>, base: u32, upper: bool, max_digits: usize) -> Result<Digits, Error> {
    match value {
        IntRef::Small(value) => Ok(small_digits(value.unsigned_abs(), base, upper)),
        IntRef::Big(value) if base == 10 => {
            let (_, size) = value.clone().into_parts();
            Ok(Digits::Big(decimal(&size, max_digits, &Alarm::silent())?))
        }
        IntRef::Big(value) => {
            let (_, size) = value.clone().into_parts();
            let radix = size.in_radix(base.clamp(2, 36) as u8);
            Ok(Digits::Big(if upper { format!("{radix:#}") } else { radix.to_string() }))
        }
    }
}

fn small_digits(mut rest: u64, base: u32, upper: bool) -> Digits {
    let letter = if upper { b'A' } else { b'a' };
    let base = u64::from(base.clamp(2, 36));
    let mut buffer = [b'0'; 64];
    let mut at = 64;
    let write = |digit: u64| match digit as u8 {
        digit @ 0..=9 => b'0' + digit,
        digit => letter + digit - 10,
    };
    if base == 10 {
        at = write_decimal(rest, &mut buffer);
    } else if base.is_power_of_two() {
        let bits = base.trailing_zeros();
        while rest > 0 {
            at -= 1;
            buffer[at] = write(rest & (base - 1));
            rest >>= bits;
        }
    } else {
        while rest > 0 {
            at -= 1;
            buffer[at] = write(rest % base);
            rest /= base;
        }
    }
    Digits::Small(buffer, at.min(63) as u8)
}

/// With sign and prefix, as `bin`, `oct` and `hex` write it (`prefix` is empty or like `0x`).
pub fn to_radix(value: IntRef<'_>, base: u32, prefix: &str, alarm: &Alarm<'_>) -> Result<Vec<u8>, Error> {
    let digits = match value {
        IntRef::Small(value) => small_digits(value.unsigned_abs(), base, false).as_bytes().to_vec(),
        IntRef::Big(value) => digits::binary(value, base.trailing_zeros() as usize, alarm)?,
    };
    let mut out = with_room(digits.len() + 3)?;
    out.extend_from_slice(if value.is_negative() { b"-" } else { b"" });
    out.extend_from_slice(prefix.as_bytes());
    alarm.append(&mut out, &digits)?;
    Ok(out)
}
