//! `Program`: checked instructions, the form in which the machine runs a pattern.

use super::charset::{Fold, Set};

/// What a single character is compared with.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Single {
    /// Anything but a newline.
    Any,
    All,
    Char(u32),
    NotChar(u32),
    /// Index of a set of the program.
    Set(u32),
}

/// Assertions about a position.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum At {
    Start,
    LineStart,
    End,
    LineEnd,
    TextEnd,
    /// Between a word and no word; of ASCII letters or of Unicode's.
    Boundary {
        unicode: bool,
    },
    NoBoundary {
        unicode: bool,
    },
}

/// One instruction; `u32` operands named for places are indexes of instructions.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Op {
    Fail,
    /// The end of the pattern.
    Success,
    One(Single),
    At(At),
    /// The position goes into a slot; odd ones end a group.
    Mark(u32),
    Jump(u32),
    /// First the next instruction, later the place.
    Split(u32),
    /// First the place, later the next instruction.
    SplitTo(u32),
    /// Alternatives; index of a [`Branch`].
    Branch(u32),
    /// A single character repeated; index of a [`Repeat`].
    Repeat(u32),
    /// A loop begins: no rounds are done. Goes to its end.
    Enter(u32),
    /// The end of a loop's body; index of a [`Loop`].
    Until(u32),
    /// Like the two above for a loop that gives nothing back: its body lies behind `Try`.
    EnterPossessive(u32),
    TryPossessive(u32),
    EndPossessive(u32),
    Look {
        back: u32,
        not: bool,
        end: u32,
    },
    EndLook {
        not: bool,
    },
    Atomic,
    EndAtomic,
    Backref {
        group: u32,
        fold: Fold,
    },
    /// Goes to the place unless the group has matched.
    IfGroup {
        group: u32,
        otherwise: u32,
    },
}

/// A set of first characters.
#[derive(Clone, Debug)]
pub struct First {
    pub latin: Box<[bool; 256]>,
    /// Whether a character above 255 may be one.
    pub wide: bool,
}

impl First {
    #[inline(always)]
    pub fn may(&self, c: u32) -> bool {
        self.latin.get(c as usize).copied().unwrap_or(self.wide)
    }
}

/// Alternatives, at most 64, and for each next character which of them can match.
#[derive(Debug)]
pub struct Branch {
    pub places: Box<[u32]>,
    pub latin: Box<[u64; 256]>,
    pub wide: u64,
    /// Those that can match nothing.
    pub end: u64,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Greed {
    Greedy,
    Lazy,
    Possessive,
}

/// What must follow a repeat.
#[derive(Clone, Debug)]
pub enum Follow {
    Unknown,
    Char(u32),
    First(First),
}

/// A single character repeated.
#[derive(Debug)]
pub struct Repeat {
    pub single: Single,
    pub min: usize,
    /// `usize::MAX`: no bound.
    pub max: usize,
    pub greed: Greed,
    pub follow: Follow,
}

/// A loop over several instructions; it counts its rounds in `slot` and remembers in the slot
/// behind it where its last round began.
#[derive(Debug)]
pub struct Loop {
    pub slot: u32,
    pub min: usize,
    pub max: usize,
    pub lazy: bool,
    pub body: u32,
    pub end: u32,
}

/// Where a search may begin.
#[derive(Debug)]
pub enum Start {
    Anywhere,
    OfText,
    OfLine,
    /// This literal; the instructions that match it are over at `skip` if nothing else is among them.
    Literal {
        chars: Box<[u32]>,
        finder: Option<Box<memchr::memmem::Finder<'static>>>,
        skip: Option<u32>,
    },
    /// One of up to three bytes, and nothing above 255.
    Bytes(Box<[u8]>),
    First(First),
}

#[derive(Debug)]
pub struct Program {
    pub(super) ops: Vec<Op>,
    pub(super) sets: Vec<Set>,
    pub(super) branches: Vec<Branch>,
    pub(super) repeats: Vec<Repeat>,
    pub(super) loops: Vec<Loop>,
    pub(super) groups: usize,
    /// Slots of marks and loops together.
    pub(super) slots: usize,
    pub(super) start: Start,
}

/// A character as a text stores it.
pub trait Unit: Copy + Eq + Into<u32> {
    fn from_char(c: u32) -> Option<Self>;
    /// The first place of a character.
    fn find(text: &[Self], c: Self) -> Option<usize>;
    fn find_last(text: &[Self], c: Self) -> Option<usize>;
    /// The text, if it has one byte a character.
    fn bytes(text: &[Self]) -> Option<&[u8]>;
}

impl Unit for u8 {
    fn from_char(c: u32) -> Option<u8> {
        u8::try_from(c).ok()
    }
    #[inline]
    fn find(text: &[u8], c: u8) -> Option<usize> {
        memchr::memchr(c, text)
    }
    #[inline]
    fn find_last(text: &[u8], c: u8) -> Option<usize> {
        memchr::memrchr(c, text)
    }
    fn bytes(text: &[u8]) -> Option<&[u8]> {
        Some(text)
    }
}

macro_rules! wide_unit {
    ($ty:ty) => {
        impl Unit for $ty {
            fn from_char(c: u32) -> Option<$ty> {
                <$ty>::try_from(c).ok()
            }
            fn find(text: &[$ty], c: $ty) -> Option<usize> {
                text.iter().position(|x| *x == c)
            }
            fn find_last(text: &[$ty], c: $ty) -> Option<usize> {
                text.iter().rposition(|x| *x == c)
            }
            fn bytes(_: &[$ty]) -> Option<&[u8]> {
                None
            }
        }
    };
}

wide_unit!(u16);
wide_unit!(u32);

impl Program {
    /// How many groups the pattern has, the whole match not counted.
    pub fn groups(&self) -> usize {
        self.groups
    }

    #[inline(always)]
    pub(super) fn matches(&self, single: Single, c: u32) -> bool {
        match single {
            Single::Any => c != 10,
            Single::All => true,
            Single::Char(x) => c == x,
            Single::NotChar(x) => c != x,
            Single::Set(i) => self.sets[i as usize].has(c),
        }
    }
}
