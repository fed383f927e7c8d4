//! A decimal number: sign, coefficient and exponent, or an infinity or NaN.

use std::cmp::Ordering;

use super::coefficient::{Coefficient, Rest};
use super::settings::{MOST_DIGITS, Rounding, Settings, signal};

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Form {
    Finite,
    Infinite,
    /// The coefficient is the NaN's payload.
    Quiet,
    Signaling,
}

/// Payload of a Decimal.
#[derive(Clone)]
pub struct Number {
    pub negative: bool,
    pub form: Form,
    /// 0 unless finite.
    pub exp: i64,
    pub coefficient: Coefficient,
}

theseus_object::leaf_payloads!(Number);

impl Number {
    pub fn finite(negative: bool, coefficient: impl Into<Coefficient>, exp: i64) -> Number {
        Number { negative, form: Form::Finite, exp, coefficient: coefficient.into() }
    }

    pub fn zero(negative: bool, exp: i64) -> Number {
        Number::finite(negative, Coefficient::ZERO, exp)
    }

    pub fn int(v: i64) -> Number {
        Number::finite(v < 0, u128::from(v.unsigned_abs()), 0)
    }

    pub fn infinity(negative: bool) -> Number {
        Number { negative, form: Form::Infinite, exp: 0, coefficient: Coefficient::ZERO }
    }

    pub fn nan() -> Number {
        Number { negative: false, form: Form::Quiet, exp: 0, coefficient: Coefficient::ZERO }
    }

    /// A NaN that comes of a condition.
    pub fn invalid(condition: u32, status: &mut u32) -> Number {
        *status |= condition;
        Number::nan()
    }

    pub fn is_finite(&self) -> bool {
        self.form == Form::Finite
    }

    pub fn is_infinite(&self) -> bool {
        self.form == Form::Infinite
    }

    pub fn is_nan(&self) -> bool {
        matches!(self.form, Form::Quiet | Form::Signaling)
    }

    pub fn is_zero(&self) -> bool {
        self.form == Form::Finite && self.coefficient.is_zero()
    }

    pub fn digits(&self) -> i64 {
        self.coefficient.digits() as i64
    }

    /// The exponent of the first digit.
    pub fn adjusted(&self) -> i64 {
        self.exp + self.digits() - 1
    }

    pub fn signed(mut self, negative: bool) -> Number {
        self.negative = negative;
        self
    }

    pub fn abs(&self) -> Number {
        self.clone().signed(false)
    }

    pub fn negated(&self) -> Number {
        self.clone().signed(!self.negative)
    }

    /// Whether it is finite and has no fraction.
    pub fn is_integer(&self) -> bool {
        self.is_finite()
            && (self.exp >= 0
                || self.coefficient.is_zero()
                || (self.adjusted() >= 0 && self.coefficient.shr(self.exp.unsigned_abs()).1 == Rest::Nothing))
    }

    /// The integer of a number without a fraction; `None` if it is too large.
    pub fn whole(&self) -> Option<Coefficient> {
        match self.exp {
            _ if self.coefficient.is_zero() => Some(Coefficient::ZERO),
            e if e <= 0 => Some(self.coefficient.shr(e.unsigned_abs()).0),
            e if e.unsigned_abs() > MOST_DIGITS => None,
            e => Some(self.coefficient.shl(e.unsigned_abs())),
        }
    }

    /// The integer as a machine word, beyond which it is none.
    pub fn word(&self) -> Option<i64> {
        if !self.is_integer() || (!self.is_zero() && self.adjusted() > 20) {
            return None;
        }
        let v = i128::try_from(self.whole()?.small()?).ok()?;
        i64::try_from(if self.negative { -v } else { v }).ok()
    }
}

/// The order of the sizes of finite numbers.
pub fn cmp_size(a: &Number, b: &Number) -> Ordering {
    match (a.coefficient.is_zero(), b.coefficient.is_zero()) {
        (true, true) => return Ordering::Equal,
        (true, false) => return Ordering::Less,
        (false, true) => return Ordering::Greater,
        _ => (),
    }
    if a.exp == b.exp {
        return a.coefficient.cmp(&b.coefficient);
    }
    a.adjusted().cmp(&b.adjusted()).then_with(|| {
        // The one with the larger exponent has fewer digits.
        let shift = a.exp.abs_diff(b.exp);
        if a.exp > b.exp {
            a.coefficient.shl(shift).cmp(&b.coefficient)
        } else {
            a.coefficient.cmp(&b.coefficient.shl(shift))
        }
    })
}

/// The order of numbers that are no NaN.
pub fn cmp(a: &Number, b: &Number) -> Ordering {
    let rank = |n: &Number| match (n.is_zero(), n.negative) {
        (true, _) => 0,
        (_, true) => -1,
        _ => 1,
    };
    let by_sign = rank(a).cmp(&rank(b));
    if by_sign.is_ne() {
        return by_sign;
    }
    let size = match (a.is_infinite(), b.is_infinite()) {
        (true, true) => Ordering::Equal,
        (true, false) => Ordering::Greater,
        (false, true) => Ordering::Less,
        _ => cmp_size(a, b),
    };
    if a.negative { size.reverse() } else { size }
}

/// Whether the size grows by one unit in the last place.
pub fn rounds_up(rounding: Rounding, negative: bool, kept: &Coefficient, rest: Rest) -> bool {
    match (rounding, rest) {
        (_, Rest::Nothing) | (Rounding::Down, _) => false,
        (Rounding::Up, _) => true,
        (Rounding::Ceiling, _) => !negative,
        (Rounding::Floor, _) => negative,
        (Rounding::Up05, _) => matches!(kept.last_digit(), 0 | 5),
        (_, Rest::Below) => false,
        (_, Rest::Above) => true,
        (Rounding::HalfUp, Rest::Half) => true,
        (Rounding::HalfDown, Rest::Half) => false,
        (Rounding::HalfEven, Rest::Half) => kept.is_odd(),
    }
}

impl Number {
    /// Without the last `n` digits of the coefficient, rounded; the exponent stays.
    pub fn cut(&mut self, n: u64, rounding: Rounding) -> Rest {
        let (kept, rest) = self.coefficient.shr(n);
        self.coefficient = kept;
        self.round_by(rest, rounding);
        rest
    }

    fn round_by(&mut self, rest: Rest, rounding: Rounding) {
        if rounds_up(rounding, self.negative, &self.coefficient, rest) {
            self.coefficient = self.coefficient.add(&Coefficient::ONE);
        }
    }

    /// As the context wants it: rounded to its precision, within its exponents.
    #[inline]
    pub fn finish(mut self, s: &Settings, status: &mut u32) -> Number {
        if !self.is_finite() {
            return if self.is_nan() { self.fit_payload(s) } else { self };
        }
        let digits = self.digits();
        let adjusted = self.exp + digits - 1;
        // The everyday case.
        if digits <= s.prec && adjusted <= s.emax && adjusted >= s.emin && !(s.clamp && self.exp > s.etop()) {
            return self;
        }
        self.check_exponent(s, status);
        self.check_digits(s, status);
        self
    }

    /// A product or quotient that has been cut to the precision already: `rest` was behind it.
    pub fn finish_cut(mut self, rest: Rest, s: &Settings, status: &mut u32) -> Number {
        self.round_by(rest, s.rounding);
        *status |= signal::ROUNDED | if rest == Rest::Nothing { 0 } else { signal::INEXACT };
        self.finish(s, status)
    }

    fn fit_payload(mut self, s: &Settings) -> Number {
        let room = s.prec - i64::from(s.clamp);
        if self.digits() > room {
            self.coefficient = self.coefficient.low_digits(room.max(0).unsigned_abs());
            if room <= 0 {
                self.coefficient = Coefficient::ZERO;
            }
        }
        self
    }

    fn overflow(&mut self, s: &Settings, status: &mut u32) {
        let to_infinity = match s.rounding {
            Rounding::Down | Rounding::Up05 => false,
            Rounding::Ceiling => !self.negative,
            Rounding::Floor => self.negative,
            _ => true,
        };
        *status |= signal::OVERFLOW | signal::INEXACT | signal::ROUNDED;
        *self = if to_infinity { Number::infinity(self.negative) } else { largest(self.negative, s, status) };
    }

    fn check_exponent(&mut self, s: &Settings, status: &mut u32) {
        let adjusted = self.adjusted();
        if adjusted > s.emax {
            if self.coefficient.is_zero() {
                self.exp = if s.clamp { s.etop() } else { s.emax };
                *status |= signal::CLAMPED;
                return;
            }
            self.overflow(s, status);
        } else if s.clamp && self.exp > s.etop() {
            let shift = self.exp.abs_diff(s.etop());
            if !self.coefficient.is_zero() {
                if shift > MOST_DIGITS {
                    *self = Number::invalid(signal::OUT_OF_MEMORY, status);
                    return;
                }
                self.coefficient = self.coefficient.shl(shift);
            }
            self.exp = s.etop();
            *status |= signal::CLAMPED;
            if !self.coefficient.is_zero() && adjusted < s.emin {
                *status |= signal::SUBNORMAL;
            }
        } else if adjusted < s.emin {
            self.check_tiny(s, status);
        }
    }

    fn check_tiny(&mut self, s: &Settings, status: &mut u32) {
        let etiny = s.etiny();
        if self.coefficient.is_zero() {
            if self.exp < etiny {
                self.exp = etiny;
                *status |= signal::CLAMPED;
            }
            return;
        }
        *status |= signal::SUBNORMAL;
        if self.exp < etiny {
            let rest = self.cut(self.exp.abs_diff(etiny), s.rounding);
            self.exp = etiny;
            *status |= signal::ROUNDED;
            if rest != Rest::Nothing {
                *status |= signal::INEXACT | signal::UNDERFLOW;
                if self.coefficient.is_zero() {
                    *status |= signal::CLAMPED;
                }
            }
        }
    }

    fn check_digits(&mut self, s: &Settings, status: &mut u32) {
        if !self.is_finite() || self.digits() <= s.prec {
            return;
        }
        let excess = self.digits() - s.prec;
        let rest = self.cut(excess.unsigned_abs(), s.rounding);
        self.exp += excess;
        if self.digits() > s.prec {
            self.coefficient = self.coefficient.shr(1).0;
            self.exp += 1;
        }
        *status |= signal::ROUNDED | if rest == Rest::Nothing { 0 } else { signal::INEXACT };
        self.check_exponent(s, status);
    }
}

/// The largest finite number.
pub fn largest(negative: bool, s: &Settings, status: &mut u32) -> Number {
    let digits = s.prec.unsigned_abs();
    if digits > MOST_DIGITS {
        return Number::invalid(signal::OUT_OF_MEMORY, status);
    }
    let nines = Coefficient::ONE.shl(digits).sub(&Coefficient::ONE);
    Number::finite(negative, nines, s.etop())
}

/// What an operation gives where an operand is a NaN.
pub fn propagate(operands: &[&Number], s: &Settings, status: &mut u32) -> Option<Number> {
    let signaling = operands.iter().find(|n| n.form == Form::Signaling);
    if signaling.is_some() {
        *status |= signal::INVALID_OPERATION;
    }
    let nan = signaling.or_else(|| operands.iter().find(|n| n.form == Form::Quiet))?;
    Some(Number { form: Form::Quiet, ..(*nan).clone() }.fit_payload(s))
}
