//! Logical operations, digit by digit, on numbers whose digits are all 0 or 1.

use super::coefficient::Coefficient;
use super::number::Number;
use super::settings::{MOST_DIGITS, Settings, signal};

/// The digits of an operand, the last first; `None` if it is not made of zeros and ones.
fn digits(n: &Number) -> Option<Vec<u8>> {
    if !n.is_finite() || n.negative || n.exp != 0 {
        return None;
    }
    let mut text = n.coefficient.text().into_bytes();
    text.reverse();
    text.iter().all(|b| matches!(b, b'0' | b'1')).then_some(text)
}

fn number(digits: Vec<u8>) -> Number {
    let text: String = digits.iter().rev().map(|&b| char::from(b)).collect();
    Number::finite(false, Coefficient::parse(&text), 0)
}

fn combine(a: &Number, b: &Number, s: &Settings, status: &mut u32, f: fn(u8, u8) -> u8) -> Number {
    let (Some(a), Some(b)) = (digits(a), digits(b)) else {
        return Number::invalid(signal::INVALID_OPERATION, status);
    };
    let room = usize::try_from(s.prec).unwrap_or(usize::MAX);
    let at = |list: &[u8], i: usize| list.get(i).map_or(0, |b| b - b'0');
    let all = a.len().max(b.len()).min(room);
    number((0..all).map(|i| f(at(&a, i), at(&b, i)) + b'0').collect())
}

pub fn and(a: &Number, b: &Number, s: &Settings, status: &mut u32) -> Number {
    combine(a, b, s, status, |x, y| x & y)
}

pub fn or(a: &Number, b: &Number, s: &Settings, status: &mut u32) -> Number {
    combine(a, b, s, status, |x, y| x | y)
}

pub fn xor(a: &Number, b: &Number, s: &Settings, status: &mut u32) -> Number {
    combine(a, b, s, status, |x, y| x ^ y)
}

pub fn invert(a: &Number, s: &Settings, status: &mut u32) -> Number {
    let Some(a) = digits(a) else { return Number::invalid(signal::INVALID_OPERATION, status) };
    if s.prec.unsigned_abs() > MOST_DIGITS {
        return Number::invalid(signal::OUT_OF_MEMORY, status);
    }
    number((0..s.prec as usize).map(|i| if a.get(i) == Some(&b'1') { b'0' } else { b'1' }).collect())
}
