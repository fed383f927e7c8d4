//! A code object as plain data: words, constants, names, the exception table and positions.

use std::sync::Arc;

use crate::store::Stored;
use crate::unroll::Unrolled;
use crate::word::{Reg, Word};

/// Properties of a code object. The bits are CPython's `co_flags`, so Python sees them as they are.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Flags(pub u32);

impl Flags {
    pub const OPTIMIZED: u32 = 0x1;
    pub const NEWLOCALS: u32 = 0x2;
    pub const VARARGS: u32 = 0x4;
    pub const VARKEYWORDS: u32 = 0x8;
    pub const NESTED: u32 = 0x10;
    pub const GENERATOR: u32 = 0x20;
    pub const COROUTINE: u32 = 0x80;
    pub const ITERABLE_COROUTINE: u32 = 0x100;
    pub const ASYNC_GENERATOR: u32 = 0x200;
    /// Calling the code makes a generator, a coroutine or an asynchronous generator.
    pub const SUSPENDS: u32 = Flags::GENERATOR | Flags::COROUTINE | Flags::ASYNC_GENERATOR;
    pub const FUTURE_ANNOTATIONS: u32 = 0x100_0000;
    /// Library code in the place of what CPython has in C: it leaves no entries in tracebacks. Programs do not
    /// see the flag.
    pub const IN_PLACE_OF_NATIVE: u32 = 0x8000_0000;

    pub const fn has(self, bit: u32) -> bool {
        self.0 & bit != 0
    }
}

/// A constant as neutral data.
#[derive(Clone, PartialEq, Debug)]
pub enum Const {
    None,
    True,
    False,
    Ellipsis,
    Int(i64),
    /// An integer beyond 64 bits: sign and little-endian magnitude.
    BigInt {
        negative: bool,
        magnitude: Box<[u8]>,
    },
    Float(f64),
    Complex(f64, f64),
    Str(Box<str>),
    /// A string with lone surrogates, as code points.
    WideStr(Box<[u32]>),
    Bytes(Box<[u8]>),
    Tuple(Box<[Const]>),
    FrozenSet(Box<[Const]>),
    Code(Arc<Code>),
    /// A code object of the library that nobody has asked for yet.
    Stored(Arc<Stored>),
}

impl Const {
    /// The code object that it is.
    pub fn code(&self) -> Option<Arc<Code>> {
        match self {
            Const::Code(code) => Some(code.clone()),
            Const::Stored(stored) => Some(stored.code()),
            _ => None,
        }
    }

    /// Whether Python finds them equal: numbers are so by value, whatever their types.
    pub fn equals(&self, other: &Const) -> bool {
        match (self, other) {
            (Const::Tuple(a), Const::Tuple(b)) => {
                a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.equals(b))
            }
            _ => match (self.number(), other.number()) {
                (None, None) => self == other,
                (a, b) => a == b,
            },
        }
    }

    /// The real part and the imaginary one.
    fn number(&self) -> Option<(Real, f64)> {
        let whole = |negative, magnitude: &[u8]| Real::Whole { negative, magnitude: trimmed(magnitude) };
        Some(match self {
            Const::False => (whole(false, &[]), 0.0),
            Const::True => (whole(false, &[1]), 0.0),
            Const::Int(v) => (whole(*v < 0, &v.unsigned_abs().to_le_bytes()), 0.0),
            Const::BigInt { negative, magnitude } => (whole(*negative, magnitude), 0.0),
            Const::Float(v) => (Real::of(*v), 0.0),
            Const::Complex(re, im) => (Real::of(*re), *im),
            _ => return None,
        })
    }
}

/// A real number such that equal ones have equal fields.
#[derive(PartialEq)]
enum Real {
    /// Sign and little-endian magnitude without zeros at its end.
    Whole {
        negative: bool,
        magnitude: Box<[u8]>,
    },
    Float(f64),
}

impl Real {
    fn of(v: f64) -> Real {
        if v.fract() != 0.0 || !v.is_finite() {
            return Real::Float(v);
        }
        const MANTISSA: u32 = f64::MANTISSA_DIGITS - 1;
        let exponent = (v.to_bits() >> MANTISSA & 0x7ff) as usize;
        let mantissa = v.to_bits() & ((1 << MANTISSA) - 1) | 1 << MANTISSA;
        let magnitude = match exponent.checked_sub(1023 + MANTISSA as usize) {
            None => trimmed(&(v.abs() as u64).to_le_bytes()),
            Some(shift) => {
                let shifted = u128::from(mantissa) << (shift % 8);
                let mut bytes = vec![0; shift / 8];
                bytes.extend_from_slice(&shifted.to_le_bytes());
                trimmed(&bytes)
            }
        };
        Real::Whole { negative: v < 0.0, magnitude }
    }
}

fn trimmed(magnitude: &[u8]) -> Box<[u8]> {
    let end = magnitude.iter().rposition(|&byte| byte != 0).map_or(0, |at| at + 1);
    magnitude[..end].into()
}

/// Instructions in `start..end` (word indexes) that raise continue at `target`; registers from
/// `depth` upwards are released first. Inner entries stand before the outer ones that hold them.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ExceptionEntry {
    pub start: u32,
    pub end: u32,
    pub target: u32,
    pub depth: Reg,
}

/// Where in the source an instruction comes from. Lines count from 1, columns are UTF-8 byte
/// offsets from 0. `line` 0 means no position.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Position {
    pub line: u32,
    pub end_line: u32,
    pub column: u32,
    pub end_column: u32,
}

/// A variable of an inlined comprehension: a temporary with a name, for the words `start..end`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct HiddenLocal {
    pub name: Box<str>,
    pub register: Reg,
    pub start: u32,
    pub end: u32,
}

/// A code object. Registers: `0..locals` are the named locals (parameters first, in CPython's
/// order: positional, keyword-only, `*args`, `**kwargs`), the rest temporaries.
#[derive(Clone, PartialEq, Debug)]
pub struct Code {
    pub name: Box<str>,
    pub qualname: Box<str>,
    pub filename: Arc<str>,
    pub first_line: u32,
    pub flags: Flags,
    /// Positional parameters, those that are positional-only included.
    pub arg_count: u16,
    pub posonly_count: u16,
    pub kwonly_count: u16,
    /// Names of the locals by register; the variables of inlined comprehensions are not among them.
    pub local_names: Vec<Box<str>>,
    /// Temporaries that are the variables of inlined comprehensions.
    pub hidden: Vec<HiddenLocal>,
    /// Registers among the locals that hold a cell, in the order of `co_cellvars`.
    pub cells: Vec<Reg>,
    pub free_names: Vec<Box<str>>,
    pub register_count: u16,
    pub words: Vec<Word>,
    pub consts: Vec<Const>,
    pub names: Vec<Box<str>>,
    pub exceptions: Vec<ExceptionEntry>,
    /// Sorted by word index; an instruction has the position of the last entry at or before it.
    pub positions: Vec<(u32, Position)>,
    /// Loops whose bodies stand behind the code once for each number.
    pub unrolled: Vec<Unrolled>,
    /// For a class body: how many distinct attributes its methods store on their first argument.
    pub instance_attributes: u16,
    /// The first constant is the docstring.
    pub has_docstring: bool,
    /// Names live in a namespace object held by register 0 (module and class bodies, `exec`).
    pub name_mode: bool,
}

impl Code {
    pub fn local_count(&self) -> usize {
        self.local_names.len()
    }

    /// Parameters of every kind: how many registers a call fills.
    pub fn parameter_count(&self) -> usize {
        self.arg_count as usize
            + self.kwonly_count as usize
            + self.flags.has(Flags::VARARGS) as usize
            + self.flags.has(Flags::VARKEYWORDS) as usize
    }

    /// Source position of the instruction at word `index`.
    pub fn position(&self, index: usize) -> Position {
        match self.positions.partition_point(|&(at, _)| at as usize <= index) {
            0 => Position::default(),
            n => self.positions[n - 1].1,
        }
    }

    /// The first of the instructions in a row, up to the one at word `index`, that stand on its line.
    pub fn line_start(&self, index: usize) -> usize {
        let until = self.positions.partition_point(|&(at, _)| at as usize <= index);
        let Some(line) = self.positions[..until].last().map(|(_, p)| p.line) else { return 0 };
        let row = self.positions[..until].iter().rev().take_while(|(_, p)| p.line == line);
        row.last().map_or(0, |&(at, _)| at as usize)
    }

    /// The position of an instruction or, if it stands on no line, of the last one before it that does.
    pub fn last_position(&self, index: usize) -> Position {
        let until = self.positions.partition_point(|&(at, _)| at as usize <= index);
        let placed = self.positions[..until].iter().rev().find(|(_, p)| p.line != 0);
        placed.map_or_else(Position::default, |&(_, p)| p)
    }

    /// The innermost handler for an exception raised by the instruction at word `index`.
    pub fn handler(&self, index: usize) -> Option<&ExceptionEntry> {
        self.exceptions.iter().find(|e| (e.start as usize..e.end as usize).contains(&index))
    }
}
