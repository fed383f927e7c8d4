//! Comparisons that give a Decimal, and the larger or smaller of two.

use std::cmp::Ordering;

use super::number::{Form, Number, cmp, cmp_size, propagate};
use super::settings::{Settings, signal};

fn as_number(order: Ordering) -> Number {
    Number::int(order as i64)
}

pub fn compare(a: &Number, b: &Number, s: &Settings, status: &mut u32) -> Number {
    propagate(&[a, b], s, status).unwrap_or_else(|| as_number(cmp(a, b)))
}

/// As [`compare`]; every NaN signals.
pub fn compare_signal(a: &Number, b: &Number, s: &Settings, status: &mut u32) -> Number {
    match propagate(&[a, b], s, status) {
        Some(nan) => {
            *status |= signal::INVALID_OPERATION;
            nan
        }
        None => as_number(cmp(a, b)),
    }
}

/// The order of all numbers: −NaN, −sNaN, numbers (1.0 before 1), sNaN, NaN.
fn total(a: &Number, b: &Number) -> Ordering {
    if a.negative != b.negative {
        return b.negative.cmp(&a.negative);
    }
    let rank = |n: &Number| match n.form {
        Form::Finite | Form::Infinite => 0,
        Form::Signaling => 1,
        Form::Quiet => 2,
    };
    let size = rank(a).cmp(&rank(b)).then_with(|| match (a.form, b.form) {
        (Form::Finite, Form::Finite) => cmp_size(a, b).then(a.exp.cmp(&b.exp)),
        (Form::Infinite, other) | (other, Form::Infinite) => {
            let order = if other == Form::Infinite { Ordering::Equal } else { Ordering::Greater };
            if a.is_infinite() { order } else { order.reverse() }
        }
        _ => a.coefficient.cmp(&b.coefficient),
    });
    if a.negative { size.reverse() } else { size }
}

pub fn compare_total(a: &Number, b: &Number, _: &Settings, _: &mut u32) -> Number {
    as_number(total(a, b))
}

pub fn compare_total_mag(a: &Number, b: &Number, _: &Settings, _: &mut u32) -> Number {
    as_number(total(&a.abs(), &b.abs()))
}

/// One of two by an order; a quiet NaN gives way to a number.
fn choose(a: &Number, b: &Number, order: Ordering, by_size: bool, s: &Settings, status: &mut u32) -> Number {
    if a.form == Form::Quiet && !b.is_nan() {
        return b.clone().finish(s, status);
    }
    if b.form == Form::Quiet && !a.is_nan() {
        return a.clone().finish(s, status);
    }
    if let Some(nan) = propagate(&[a, b], s, status) {
        return nan;
    }
    let found = if by_size { cmp(&a.abs(), &b.abs()) } else { cmp(a, b) };
    let found = found.then_with(|| total(a, b));
    if found == order { a.clone() } else { b.clone() }.finish(s, status)
}

pub fn max(a: &Number, b: &Number, s: &Settings, status: &mut u32) -> Number {
    choose(a, b, Ordering::Greater, false, s, status)
}

pub fn max_mag(a: &Number, b: &Number, s: &Settings, status: &mut u32) -> Number {
    choose(a, b, Ordering::Greater, true, s, status)
}

pub fn min(a: &Number, b: &Number, s: &Settings, status: &mut u32) -> Number {
    choose(a, b, Ordering::Less, false, s, status)
}

pub fn min_mag(a: &Number, b: &Number, s: &Settings, status: &mut u32) -> Number {
    choose(a, b, Ordering::Less, true, s, status)
}
