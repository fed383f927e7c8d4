//! What a context says: precision, limits of exponents, rounding, signals.

/// Signals and conditions, one bit each, in the order in which `repr` of a context lists them.
pub mod signal {
    pub const CLAMPED: u32 = 1;
    pub const CONVERSION_SYNTAX: u32 = 1 << 1;
    pub const DIVISION_BY_ZERO: u32 = 1 << 2;
    pub const DIVISION_IMPOSSIBLE: u32 = 1 << 3;
    pub const DIVISION_UNDEFINED: u32 = 1 << 4;
    pub const INEXACT: u32 = 1 << 6;
    pub const INVALID_CONTEXT: u32 = 1 << 7;
    pub const INVALID_OPERATION: u32 = 1 << 8;
    pub const OUT_OF_MEMORY: u32 = 1 << 9;
    pub const FLOAT_OPERATION: u32 = 1 << 10;
    pub const OVERFLOW: u32 = 1 << 11;
    pub const ROUNDED: u32 = 1 << 12;
    pub const SUBNORMAL: u32 = 1 << 13;
    pub const UNDERFLOW: u32 = 1 << 14;
    /// Everything that the signal InvalidOperation stands for.
    pub const INVALID: u32 = CONVERSION_SYNTAX
        | DIVISION_IMPOSSIBLE
        | DIVISION_UNDEFINED
        | INVALID_CONTEXT
        | INVALID_OPERATION
        | OUT_OF_MEMORY;
    pub const ERRORS: u32 = INVALID | DIVISION_BY_ZERO;
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Rounding {
    Up,
    Down,
    Ceiling,
    Floor,
    HalfUp,
    HalfDown,
    HalfEven,
    Up05,
}

impl Rounding {
    pub const ALL: [(Rounding, &'static str); 8] = [
        (Rounding::Up, "ROUND_UP"),
        (Rounding::Down, "ROUND_DOWN"),
        (Rounding::Ceiling, "ROUND_CEILING"),
        (Rounding::Floor, "ROUND_FLOOR"),
        (Rounding::HalfUp, "ROUND_HALF_UP"),
        (Rounding::HalfDown, "ROUND_HALF_DOWN"),
        (Rounding::HalfEven, "ROUND_HALF_EVEN"),
        (Rounding::Up05, "ROUND_05UP"),
    ];

    pub fn name(self) -> &'static str {
        Rounding::ALL.iter().find(|(r, _)| *r == self).map_or("", |(_, name)| name)
    }
}

pub const MAX_PREC: i64 = 999_999_999_999_999_999;
pub const MAX_EMAX: i64 = MAX_PREC;
pub const MIN_EMIN: i64 = -MAX_PREC;
pub const MIN_ETINY: i64 = MIN_EMIN - (MAX_PREC - 1);

/// Digits that arithmetic goes up to; more are a MemoryError.
pub const MOST_DIGITS: u64 = 20_000_000;

#[derive(Clone, Copy)]
pub struct Settings {
    pub prec: i64,
    pub rounding: Rounding,
    pub emin: i64,
    pub emax: i64,
    pub capitals: bool,
    pub clamp: bool,
    pub traps: u32,
    pub flags: u32,
}

impl Settings {
    pub const DEFAULT: Settings = Settings {
        prec: 28,
        rounding: Rounding::HalfEven,
        emin: -999_999,
        emax: 999_999,
        capitals: true,
        clamp: false,
        traps: signal::INVALID | signal::DIVISION_BY_ZERO | signal::OVERFLOW,
        flags: 0,
    };
    pub const BASIC: Settings = Settings {
        prec: 9,
        rounding: Rounding::HalfUp,
        traps: Settings::DEFAULT.traps | signal::UNDERFLOW | signal::CLAMPED,
        ..Settings::DEFAULT
    };
    pub const EXTENDED: Settings = Settings { prec: 9, traps: 0, ..Settings::DEFAULT };
    /// The widest: what it cannot hold exactly is no Decimal.
    pub const WIDEST: Settings =
        Settings { prec: MAX_PREC, emin: MIN_EMIN, emax: MAX_EMAX, traps: 0, ..Settings::DEFAULT };

    pub fn etiny(&self) -> i64 {
        self.emin - (self.prec - 1)
    }

    pub fn etop(&self) -> i64 {
        self.emax - (self.prec - 1)
    }

    pub fn with(&self, rounding: Rounding) -> Settings {
        Settings { rounding, ..*self }
    }
}
