//! Sets of characters: what `IN` and the case-insensitive literals ask of one character.

use super::code::op;
use crate::text::unicode;

/// Which character of a text is looked up in a set, or compared.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Fold {
    /// The character itself.
    None,
    /// Its lower case, of ASCII letters only.
    Ascii,
    /// Its lower case in Unicode.
    Unicode,
    /// It, its lower and its upper case in the C locale.
    Locale,
}

pub fn lower_ascii(c: u32) -> u32 {
    if (0x41..=0x5a).contains(&c) { c + 0x20 } else { c }
}

fn upper_ascii(c: u32) -> u32 {
    if (0x61..=0x7a).contains(&c) { c - 0x20 } else { c }
}

pub fn lower_unicode(c: u32) -> u32 {
    unicode::to_lower(c).first()
}

impl Fold {
    /// The character that stands for `c` in comparisons of two texts.
    pub fn apply(self, c: u32) -> u32 {
        match self {
            Fold::None => c,
            Fold::Ascii | Fold::Locale => lower_ascii(c),
            Fold::Unicode => lower_unicode(c),
        }
    }
}

/// The kinds of characters that `re` knows, without their negations.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Category {
    Digit,
    Space,
    Word,
    LineBreak,
    UnicodeDigit,
    UnicodeSpace,
    UnicodeWord,
    UnicodeLineBreak,
}

impl Category {
    /// The category with a number of the code, and whether it is negated.
    pub fn from_code(n: u32) -> Option<(Category, bool)> {
        use Category::*;
        // A word of the locale is one of ASCII: the locale is always C.
        const PAIRS: [Category; 9] =
            [Digit, Space, Word, LineBreak, Word, UnicodeDigit, UnicodeSpace, UnicodeWord, UnicodeLineBreak];
        PAIRS.get(n as usize / 2).map(|&category| (category, n % 2 == 1))
    }

    pub fn has(self, c: u32) -> bool {
        let byte = u8::try_from(c).unwrap_or(0xff);
        match self {
            Category::Digit => byte.is_ascii_digit(),
            Category::Space => matches!(byte, 9..=13 | 32),
            Category::Word => byte.is_ascii_alphanumeric() || byte == b'_',
            Category::LineBreak => c == 10,
            Category::UnicodeDigit => unicode::is_decimal(c),
            Category::UnicodeSpace => unicode::is_space(c),
            Category::UnicodeWord => unicode::is_alnum(c) || c == u32::from(b'_'),
            Category::UnicodeLineBreak => unicode::is_line_break(c),
        }
    }

    /// Its members above 255, if they are few.
    fn few_wide(self) -> Option<&'static [u32]> {
        const SPACES: &[u32] = &[
            0x1680, 0x2000, 0x2001, 0x2002, 0x2003, 0x2004, 0x2005, 0x2006, 0x2007, 0x2008, 0x2009, 0x200a,
            0x2028, 0x2029, 0x202f, 0x205f, 0x3000,
        ];
        match self {
            Category::Digit | Category::Space | Category::Word | Category::LineBreak => Some(&[]),
            Category::UnicodeSpace => Some(SPACES),
            Category::UnicodeLineBreak => Some(&[0x2028, 0x2029]),
            Category::UnicodeDigit | Category::UnicodeWord => None,
        }
    }
}

/// A part of a set. The first one that holds the character decides.
#[derive(Clone, Debug)]
pub enum Item {
    /// From here on, to be held means not to be in the set.
    Negate,
    Literal(u32),
    Range(u32, u32),
    /// A range that holds a character or its upper case.
    RangeIgnore(u32, u32),
    Category(Category, bool),
    /// Bits of the characters below 256.
    Bits(Box<[u32; 8]>),
    /// Bits of the characters below 65536: for each 256 of them the number of a block of 8 words.
    Blocks(Box<[u8; 256]>, Box<[u32]>),
}

impl Item {
    fn has(&self, c: u32) -> bool {
        match self {
            Item::Negate => false,
            Item::Literal(x) => c == *x,
            Item::Range(low, high) => (*low..=*high).contains(&c),
            Item::RangeIgnore(low, high) => {
                (*low..=*high).contains(&c) || (*low..=*high).contains(&unicode::to_upper(c).first())
            }
            Item::Category(category, not) => category.has(c) != *not,
            Item::Bits(words) => words.get(c as usize / 32).is_some_and(|w| w >> (c % 32) & 1 == 1),
            Item::Blocks(blocks, words) => {
                let Some(&block) = blocks.get(c as usize / 256) else { return false };
                let at = block as usize * 8 + c as usize % 256 / 32;
                words.get(at).is_some_and(|w| w >> (c % 32) & 1 == 1)
            }
        }
    }
}

/// A set of characters, worked out for those below 256.
#[derive(Debug)]
pub struct Set {
    pub latin: [bool; 256],
    fold: Fold,
    not: bool,
    items: Box<[Item]>,
}

impl Set {
    pub fn new(items: Vec<Item>, fold: Fold, not: bool) -> Set {
        let mut set = Set { latin: [false; 256], fold, not, items: items.into() };
        set.latin = std::array::from_fn(|c| set.ask(c as u32));
        set
    }

    #[inline(always)]
    pub fn has(&self, c: u32) -> bool {
        match self.latin.get(c as usize) {
            Some(&known) => known,
            None => self.ask(c),
        }
    }

    fn ask(&self, c: u32) -> bool {
        let found = match self.fold {
            Fold::Locale if c < 256 => {
                let (low, up) = (lower_ascii(c), upper_ascii(c));
                self.find(c) || self.find(low) || self.find(up)
            }
            fold => self.find(fold.apply(c)),
        };
        found != self.not
    }

    fn find(&self, c: u32) -> bool {
        let mut held = true;
        for item in &self.items {
            match item {
                Item::Negate => held = !held,
                item if item.has(c) => return held,
                _ => (),
            }
        }
        !held
    }

    /// Its members above 255, if they can be listed.
    pub fn few_wide(&self) -> Option<Vec<u32>> {
        const FEW: u32 = 64;
        if self.not || self.fold == Fold::Unicode {
            return None;
        }
        let mut found = Vec::new();
        for item in &self.items {
            match item {
                Item::Literal(c) => found.push(*c),
                Item::Range(low, high) if high < low || *high < 256 => (),
                Item::Range(low, high) if high - low < FEW => found.extend(*low..=*high),
                Item::Category(category, false) => found.extend_from_slice(category.few_wide()?),
                Item::Bits(_) => (),
                _ => return None,
            }
        }
        found.retain(|c| *c > 255);
        Some(found)
    }
}

/// Reads the set that starts at `code`; gives its items and what follows its end mark.
pub fn read(mut code: &[u32]) -> Option<(Vec<Item>, &[u32])> {
    let mut items = Vec::new();
    loop {
        let (&first, rest) = code.split_first()?;
        let used = match (first, rest) {
            (op::FAILURE, rest) => return Some((items, rest)),
            (op::NEGATE, _) => {
                items.push(Item::Negate);
                0
            }
            (op::LITERAL, [c, ..]) => {
                items.push(Item::Literal(*c));
                1
            }
            (op::RANGE, [low, high, ..]) => {
                items.push(Item::Range(*low, *high));
                2
            }
            (op::RANGE_UNI_IGNORE, [low, high, ..]) => {
                items.push(Item::RangeIgnore(*low, *high));
                2
            }
            (op::CATEGORY, [n, ..]) => {
                let (category, not) = Category::from_code(*n)?;
                items.push(Item::Category(category, not));
                1
            }
            (op::CHARSET, rest) => {
                items.push(Item::Bits(Box::new(*rest.first_chunk::<8>()?)));
                8
            }
            (op::BIGCHARSET, [count, rest @ ..]) => {
                let (table, words) = rest.split_first_chunk::<64>()?;
                let words = words.get(..(*count as usize).checked_mul(8)?)?;
                let blocks: [u8; 256] = std::array::from_fn(|i| table[i / 4].to_ne_bytes()[i % 4]);
                if blocks.iter().any(|b| u32::from(*b) >= *count) {
                    return None;
                }
                items.push(Item::Blocks(Box::new(blocks), words.into()));
                1 + 64 + words.len()
            }
            _ => return None,
        };
        code = &rest[used..];
    }
}
