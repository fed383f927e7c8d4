//! Properties of one code point.

use crate::Edition;
use crate::tables::{
    DECOMPOSED, DECOMPOSED_AT, DECOMPOSED_INTO, NUMBERS, NUMERIC, NUMERIC_OLD, Numbers, RECORDS, RUNS,
    RUNS_OLD, TAGS,
};

const CATEGORIES: [&str; 30] = [
    "Cn", "Lu", "Ll", "Lt", "Mn", "Mc", "Me", "Nd", "Nl", "No", "Zs", "Zl", "Zp", "Cc", "Cf", "Cs", "Co",
    "Lm", "Lo", "Pc", "Pd", "Ps", "Pe", "Pi", "Pf", "Po", "Sm", "Sc", "Sk", "So",
];
const BIDIRECTIONAL: [&str; 24] = [
    "", "L", "LRE", "LRO", "R", "AL", "RLE", "RLO", "PDF", "EN", "ES", "ET", "AN", "CS", "NSM", "BN", "B",
    "S", "WS", "ON", "LRI", "RLI", "FSI", "PDI",
];
const WIDTHS: [&str; 6] = ["F", "H", "W", "Na", "A", "N"];

const PAGES: usize = 0x1100;

/// For each 256 code points the run that holds the first of them.
struct Pages([u16; PAGES + 1]);

const fn pages(runs: &Numbers<4>) -> Pages {
    let mut pages = Pages([0; PAGES + 1]);
    let (mut run, mut page) = (0, 0);
    while page < PAGES {
        let first = (page as u32) << 8;
        while run + 1 < runs.len() && word(runs.0, run + 1) >> 11 <= first {
            run += 1;
        }
        pages.0[page] = run as u16;
        page += 1;
    }
    pages.0[PAGES] = runs.len() as u16 - 1;
    pages
}

const fn word(bytes: &[u8], i: usize) -> u32 {
    u32::from_le_bytes([bytes[i * 4], bytes[i * 4 + 1], bytes[i * 4 + 2], bytes[i * 4 + 3]])
}

static PAGE: Pages = pages(&RUNS_NOW);
static PAGE_OLD: Pages = pages(&RUNS_THEN);
const RUNS_NOW: Numbers<4> = Numbers(RUNS.0);
const RUNS_THEN: Numbers<4> = Numbers(RUNS_OLD.0);

/// The record of a code point: category, bidirectional class, combining class, width, flags.
fn record(c: u32, edition: Edition) -> [u8; 5] {
    let (runs, pages) = match edition {
        Edition::Current => (&RUNS, &PAGE),
        Edition::Old => (&RUNS_OLD, &PAGE_OLD),
    };
    let page = (c >> 8) as usize;
    let (Some(&first), Some(&last)) = (pages.0.get(page), pages.0.get(page + 1)) else { return [0; 5] };
    let run = runs.partition(first as usize, last as usize + 1, |r| r as u32 >> 11 <= c);
    let number = runs.at(run.saturating_sub(1)) & 0x7ff;
    RECORDS.0.as_chunks::<5>().0.get(number).copied().unwrap_or_default()
}

fn text<const N: usize>(names: &'static [&'static str; N], i: u8) -> &'static str {
    names.get(i as usize).copied().unwrap_or_default()
}

/// The general category, two letters.
pub fn category(c: u32, edition: Edition) -> &'static str {
    text(&CATEGORIES, record(c, edition)[0])
}

pub fn is_assigned(c: u32, edition: Edition) -> bool {
    record(c, edition)[0] != 0
}

pub fn bidirectional(c: u32, edition: Edition) -> &'static str {
    text(&BIDIRECTIONAL, record(c, edition)[1])
}

/// The canonical combining class.
pub fn combining(c: u32, edition: Edition) -> u8 {
    record(c, edition)[2]
}

pub fn east_asian_width(c: u32, edition: Edition) -> &'static str {
    text(&WIDTHS, record(c, edition)[3])
}

pub fn is_mirrored(c: u32, edition: Edition) -> bool {
    record(c, edition)[4] & 1 == 1
}

/// What a numeric character counts for.
pub fn numeric(c: u32, edition: Edition) -> Option<f64> {
    let table = match edition {
        Edition::Current => &NUMERIC,
        Edition::Old => &NUMERIC_OLD,
    };
    let at = table.partition(0, table.len(), |row| (row as u32 >> 8) < c);
    let row = table.get(at).filter(|row| *row as u32 >> 8 == c)?;
    NUMBERS.get((row & 0xff) as usize).map(f64::from_bits)
}

/// The value of a digit, superscripts and such included.
pub fn digit(c: u32, edition: Edition) -> Option<u8> {
    let is_digit = record(c, edition)[4] >> 1 >= 2;
    numeric(c, edition).filter(|_| is_digit).map(|v| v as u8)
}

/// The value of a digit of a decimal number.
pub fn decimal(c: u32, edition: Edition) -> Option<u8> {
    let is_decimal = record(c, edition)[4] >> 1 == 3;
    numeric(c, edition).filter(|_| is_decimal).map(|v| v as u8)
}

/// A decomposition as the database has it: Hangul syllables, which are computed, have none.
#[derive(Clone, Copy)]
pub struct Decomposition {
    tag: u8,
    start: usize,
    end: usize,
}

impl Decomposition {
    /// Empty for a canonical one.
    pub fn tag(self) -> &'static str {
        TAGS.split('\n').nth(self.tag as usize).unwrap_or_default()
    }

    pub fn is_canonical(self) -> bool {
        self.tag == 0
    }

    pub fn points(self) -> impl DoubleEndedIterator<Item = u32> {
        (self.start..self.end).map(|i| DECOMPOSED_INTO.at(i) as u32)
    }
}

pub fn decomposition(c: u32, edition: Edition) -> Option<Decomposition> {
    let at = DECOMPOSED.partition(0, DECOMPOSED.len(), |row| (row as u32 & 0xff_ffff) < c);
    let row = DECOMPOSED.get(at).filter(|row| *row as u32 & 0xff_ffff == c)?;
    if edition == Edition::Old && !is_assigned(c, edition) {
        return None;
    }
    let (start, end) = (DECOMPOSED_AT.at(at), DECOMPOSED_AT.at(at + 1));
    Some(Decomposition { tag: (row >> 24) as u8, start, end })
}
