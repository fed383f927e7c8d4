//! Constant expressions: what CPython's optimiser computes at compile time, within its limits.

use num_bigint::{BigInt, Sign};
use rustpython_parser::ast::{Operator, UnaryOp};
use rustpython_parser::text_size::TextRange;
use theseus_bytecode::Const;

use crate::error::SyntaxError;
use crate::source::Source;

/// The error for what the compiler does not know yet.
pub(crate) fn unsupported(source: &Source, what: &str, range: TextRange) -> Box<SyntaxError> {
    source.late(format!("not yet supported: {what}"), range)
}

const MAX_INT_BITS: u64 = 128;
const MAX_STR_SIZE: usize = 4096;

pub(crate) fn integer(value: &BigInt) -> Const {
    match i64::try_from(value) {
        Ok(small) => Const::Int(small),
        Err(_) => {
            let (sign, magnitude) = value.to_bytes_le();
            Const::BigInt { negative: sign == Sign::Minus, magnitude: magnitude.into() }
        }
    }
}

/// The integer a constant is, booleans included.
fn as_integer(value: &Const) -> Option<BigInt> {
    Some(match value {
        Const::Int(n) => BigInt::from(*n),
        Const::True => BigInt::from(1),
        Const::False => BigInt::from(0),
        Const::BigInt { negative, magnitude } => {
            let sign = if *negative { Sign::Minus } else { Sign::Plus };
            BigInt::from_bytes_le(sign, magnitude)
        }
        _ => return None,
    })
}

fn as_float(value: &Const) -> Option<f64> {
    match value {
        Const::Float(n) => Some(*n),
        // Beyond 53 bits the conversion rounds; leave that to the machine.
        Const::Int(n) if n.unsigned_abs() <= 1 << 53 => Some(*n as f64),
        Const::True => Some(1.0),
        Const::False => Some(0.0),
        _ => None,
    }
}

/// A text that is the same for constants that compare equal.
pub(crate) fn equality_key(value: &Const) -> String {
    match value {
        Const::True | Const::False | Const::Int(_) | Const::BigInt { .. } => {
            as_integer(value).map(|n| n.to_string()).unwrap_or_default()
        }
        Const::Float(n) | Const::Complex(n, 0.0) if n.fract() == 0.0 && n.abs() < 1e300 => format!("{n:.0}"),
        Const::Complex(re, im) => format!("{re:?}+{im:?}j"),
        Const::Float(n) => format!("{n:?}"),
        other => format!("{other:?}"),
    }
}

/// Truth of a constant.
pub(crate) fn truth(value: &Const) -> bool {
    match value {
        Const::None | Const::False => false,
        Const::True | Const::Ellipsis | Const::BigInt { .. } | Const::Code(_) | Const::Stored(_) => true,
        Const::Int(n) => *n != 0,
        Const::Float(n) => *n != 0.0,
        Const::Complex(re, im) => *re != 0.0 || *im != 0.0,
        Const::Str(text) => !text.is_empty(),
        Const::WideStr(codes) => !codes.is_empty(),
        Const::Bytes(bytes) => !bytes.is_empty(),
        Const::Tuple(items) | Const::FrozenSet(items) => !items.is_empty(),
    }
}

pub(crate) fn unary(op: UnaryOp, value: &Const) -> Option<Const> {
    if op == UnaryOp::Not {
        return Some(if truth(value) { Const::False } else { Const::True });
    }
    match (op, value) {
        (UnaryOp::USub, Const::Float(n)) => Some(Const::Float(-n)),
        (UnaryOp::UAdd, Const::Float(n)) => Some(Const::Float(*n)),
        (UnaryOp::USub, Const::Complex(re, im)) => Some(Const::Complex(-re, -im)),
        (UnaryOp::UAdd, Const::Complex(re, im)) => Some(Const::Complex(*re, *im)),
        _ => {
            let n = as_integer(value)?;
            Some(integer(&match op {
                UnaryOp::USub => -n,
                UnaryOp::UAdd => n,
                _ => -n - 1,
            }))
        }
    }
}

pub(crate) fn binary(op: Operator, left: &Const, right: &Const) -> Option<Const> {
    if let (Some(a), Some(b)) = (as_integer(left), as_integer(right)) {
        return integers(op, &a, &b, left, right);
    }
    if let (Some(a), Some(b)) = (as_float(left), as_float(right)) {
        return floats(op, a, b);
    }
    if matches!(left, Const::Complex(..)) || matches!(right, Const::Complex(..)) {
        return complexes(op, left, right);
    }
    match (op, left, right) {
        (Operator::Add, Const::Str(a), Const::Str(b)) if a.len() + b.len() <= MAX_STR_SIZE => {
            Some(Const::Str(format!("{a}{b}").into()))
        }
        (Operator::Add, Const::Bytes(a), Const::Bytes(b)) if a.len() + b.len() <= MAX_STR_SIZE => {
            Some(Const::Bytes([&a[..], &b[..]].concat().into()))
        }
        (Operator::Add, Const::Tuple(a), Const::Tuple(b)) if a.len() + b.len() <= 256 => {
            Some(Const::Tuple([&a[..], &b[..]].concat().into()))
        }
        (Operator::Mult, Const::Int(n), sequence) | (Operator::Mult, sequence, Const::Int(n)) => {
            repeat(sequence, *n)
        }
        _ => None,
    }
}

fn repeat(sequence: &Const, count: i64) -> Option<Const> {
    let count = usize::try_from(count).unwrap_or(0);
    let fits = |length: usize, limit: usize| length.checked_mul(count).is_some_and(|n| n <= limit);
    match sequence {
        Const::Str(text) if fits(text.len(), MAX_STR_SIZE) => Some(Const::Str(text.repeat(count).into())),
        Const::Bytes(bytes) if fits(bytes.len(), MAX_STR_SIZE) => {
            Some(Const::Bytes(bytes.repeat(count).into()))
        }
        Const::Tuple(items) if fits(items.len(), 256) => {
            let copies = std::iter::repeat_n(&items[..], count);
            Some(Const::Tuple(copies.flatten().cloned().collect()))
        }
        _ => None,
    }
}

fn integers(op: Operator, a: &BigInt, b: &BigInt, left: &Const, right: &Const) -> Option<Const> {
    let zero = BigInt::from(0);
    let small = |n: &BigInt| n.bits() <= MAX_INT_BITS;
    if !small(a) || !small(b) {
        // Sums of big literals are folded; products and powers may grow too far.
        if !matches!(op, Operator::Add | Operator::Sub) {
            return None;
        }
    }
    let both_bool = |f: fn(bool, bool) -> bool| {
        let flag = |c: &Const| match c {
            Const::True => Some(true),
            Const::False => Some(false),
            _ => None,
        };
        let value = f(flag(left)?, flag(right)?);
        Some(if value { Const::True } else { Const::False })
    };
    let result = match op {
        Operator::Add => a + b,
        Operator::Sub => a - b,
        Operator::Mult if a.bits() + b.bits() <= MAX_INT_BITS => a * b,
        Operator::FloorDiv if *b != zero => floor_div(a, b).0,
        Operator::Mod if *b != zero => floor_div(a, b).1,
        Operator::Div if *b != zero => {
            let (a, b) = (as_float(left)?, as_float(right)?);
            return Some(Const::Float(a / b));
        }
        Operator::Pow => {
            let exponent = u32::try_from(b).ok()?;
            if a.bits() * exponent as u64 > MAX_INT_BITS {
                return None;
            }
            a.pow(exponent)
        }
        Operator::LShift => {
            let shift = u64::try_from(b).ok()?;
            if a.bits() + shift > MAX_INT_BITS {
                return None;
            }
            a << shift
        }
        Operator::RShift => a >> u64::try_from(b).ok()?,
        Operator::BitAnd => return both_bool(|a, b| a & b).or_else(|| Some(integer(&(a & b)))),
        Operator::BitOr => return both_bool(|a, b| a | b).or_else(|| Some(integer(&(a | b)))),
        Operator::BitXor => return both_bool(|a, b| a ^ b).or_else(|| Some(integer(&(a ^ b)))),
        _ => return None,
    };
    Some(integer(&result))
}

/// Quotient rounded down, and the remainder with the divisor's sign.
fn floor_div(a: &BigInt, b: &BigInt) -> (BigInt, BigInt) {
    let (quotient, remainder) = (a / b, a % b);
    if remainder.sign() != Sign::NoSign && (remainder.sign() == Sign::Minus) != (b.sign() == Sign::Minus) {
        (quotient - 1, remainder + b)
    } else {
        (quotient, remainder)
    }
}

fn floats(op: Operator, a: f64, b: f64) -> Option<Const> {
    Some(Const::Float(match op {
        Operator::Add => a + b,
        Operator::Sub => a - b,
        Operator::Mult => a * b,
        Operator::Div if b != 0.0 => a / b,
        _ => return None,
    }))
}

/// `1 + 2j` is how a complex number is written.
fn complexes(op: Operator, left: &Const, right: &Const) -> Option<Const> {
    let parts = |c: &Const| match c {
        Const::Complex(re, im) => Some((*re, *im)),
        other => as_float(other).map(|re| (re, 0.0)),
    };
    let ((ar, ai), (br, bi)) = (parts(left)?, parts(right)?);
    match op {
        Operator::Add => Some(Const::Complex(ar + br, ai + bi)),
        Operator::Sub => Some(Const::Complex(ar - br, ai - bi)),
        _ => None,
    }
}
