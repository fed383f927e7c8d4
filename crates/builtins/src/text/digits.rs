//! Digits: long integers to and from text, by halves, so that the alarm is heard between divisions.

use super::error::{Error, with_room};
use dashu_int::{IBig, UBig};
use theseus_object::alarm::{Alarm, Stopped};

use crate::int::long;

/// Decimal digits, and words of a number, that are converted in one go.
const LEAF: usize = 1 << 15;
const LEAF_WORDS: usize = LEAF / 19;

/// `base` to the power of `LEAF`, of twice that, and so on, as far as a number of `digits` digits is halved.
fn powers(base: u32, digits: usize, alarm: &Alarm<'_>) -> Result<Vec<UBig>, Stopped> {
    let mut all = Vec::new();
    let mut length = LEAF;
    while length < digits {
        alarm.check()?;
        let next = match all.last() {
            Some(last) => long::mul(last, last, alarm)?,
            None => UBig::from(base).pow(LEAF),
        };
        all.push(next);
        length *= 2;
    }
    Ok(all)
}

/// The number that valid digits of a base stand for.
pub(super) fn parse(digits: &str, base: u32, alarm: &Alarm<'_>) -> Result<Option<UBig>, Stopped> {
    if digits.len() <= LEAF || base.is_power_of_two() {
        return Ok(UBig::from_str_radix(digits, base).ok());
    }
    let powers = powers(base, digits.len(), alarm)?;
    parse_half(digits, base, &powers, alarm)
}

fn parse_half(digits: &str, base: u32, powers: &[UBig], alarm: &Alarm<'_>) -> Result<Option<UBig>, Stopped> {
    alarm.check()?;
    let Some((power, smaller)) = powers.split_last() else {
        return Ok(UBig::from_str_radix(digits, base).ok());
    };
    let low = LEAF << smaller.len();
    let Some(at) = digits.len().checked_sub(low).filter(|&at| at > 0) else {
        return parse_half(digits, base, smaller, alarm);
    };
    let (high, low) = digits.split_at(at);
    let high = parse_half(high, base, smaller, alarm)?;
    let low = parse_half(low, base, smaller, alarm)?;
    Ok(match (high, low) {
        (Some(high), Some(low)) => Some(long::mul(&high, power, alarm)? + low),
        _ => None,
    })
}

/// The decimal digits of a number.
pub(super) fn decimal(number: &UBig, alarm: &Alarm<'_>) -> Result<String, Stopped> {
    let words = number.as_words().len();
    if words <= LEAF_WORDS {
        return Ok(number.to_string());
    }
    let powers = powers(10, words.saturating_mul(19), alarm)?;
    let mut out = String::with_capacity(words.saturating_mul(20));
    write_half(&mut out, number, &powers, alarm)?;
    Ok(out)
}

/// Appends the digits of a number below the square of the last power; behind others zeros fill its room.
fn write_half(out: &mut String, number: &UBig, powers: &[UBig], alarm: &Alarm<'_>) -> Result<(), Stopped> {
    alarm.check()?;
    let room = LEAF << powers.len();
    let Some((power, smaller)) = powers.split_last() else {
        let text = number.to_string();
        let zeros = if out.is_empty() { 0 } else { room.saturating_sub(text.len()) };
        out.extend(std::iter::repeat_n('0', zeros));
        if !(out.is_empty() && number.is_zero()) {
            out.push_str(&text);
        }
        return Ok(());
    };
    if out.is_empty() && number < power {
        return write_half(out, number, smaller, alarm);
    }
    let (high, low) = long::div_rem(number, power, alarm)?;
    write_half(out, &high, smaller, alarm)?;
    write_half(out, &low, smaller, alarm)
}

/// The digits of the size of a number in the base of two to the power of `bits`, 4 at most.
pub(super) fn binary(number: &IBig, bits: usize, alarm: &Alarm<'_>) -> Result<Vec<u8>, Error> {
    let words = number.as_sign_words().1;
    let word = |i: usize| words.get(i).copied().unwrap_or(0);
    let unused = words.last().map_or(0, |w| w.leading_zeros() as usize);
    let count = (words.len() * 64 - unused).div_ceil(bits).max(1);
    let mut out = with_room(count)?;
    for i in (0..count).rev() {
        let (at, shift) = (i * bits / 64, i * bits % 64);
        let above = if shift > 64 - bits { word(at + 1) << (64 - shift) } else { 0 };
        let digit = (word(at) >> shift | above) as usize & ((1 << bits) - 1);
        out.push(b"0123456789abcdef"[digit & 15]);
        alarm.check_now_and_then(i)?;
    }
    Ok(out)
}
