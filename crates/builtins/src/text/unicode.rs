//! Unicode: what CPython 3.12 (Unicode 15.0) knows of a code point.
use super::unicode_data::{self as data, PAGES, RECORDS, RUNS, Record};

/// In `INDEX`: the whole page is of the record in the other bits.
const UNIFORM: u16 = 0x8000;

struct Tables {
    index: [u16; 0x1100],
    pages: [[u16; 256]; PAGES],
}

const fn build() -> Tables {
    let mut tables = Tables { index: [0; 0x1100], pages: [[0; 256]; PAGES] };
    let (mut run, mut page, mut used) = (0, 0, 0);
    while page < 0x1100 {
        let first = (page as u32) << 8;
        while run + 1 < RUNS.len() && RUNS[run + 1] >> 11 <= first {
            run += 1;
        }
        if run + 1 >= RUNS.len() || RUNS[run + 1] >> 11 > first + 255 {
            tables.index[page] = UNIFORM | (RUNS[run] & 0x7ff) as u16;
        } else {
            let mut at = 0;
            while at < 256 {
                if run + 1 < RUNS.len() && RUNS[run + 1] >> 11 <= first + at as u32 {
                    run += 1;
                }
                tables.pages[used][at] = (RUNS[run] & 0x7ff) as u16;
                at += 1;
            }
            tables.index[page] = used as u16;
            used += 1;
        }
        page += 1;
    }
    tables
}

static TABLES: Tables = build();

fn record(c: u32) -> &'static Record {
    let entry = TABLES.index.get((c >> 8) as usize).copied().unwrap_or(UNIFORM);
    let number = if entry & UNIFORM != 0 {
        entry & !UNIFORM
    } else {
        TABLES.pages[entry as usize][(c & 0xff) as usize]
    };
    &RECORDS[number as usize]
}

/// The flags of a code point: an or of the bits named in `unicode_data`.
pub fn flags(c: u32) -> u16 {
    record(c).flags
}

fn has(c: u32, bits: u16) -> bool {
    record(c).flags & bits != 0
}

fn ascii(c: u32) -> Option<u8> {
    u8::try_from(c).ok().filter(u8::is_ascii)
}

pub fn is_alpha(c: u32) -> bool {
    ascii(c).map_or_else(|| has(c, data::ALPHA), |b| b.is_ascii_alphabetic())
}

pub fn is_decimal(c: u32) -> bool {
    ascii(c).map_or_else(|| has(c, data::DECIMAL), |b| b.is_ascii_digit())
}

pub fn is_digit(c: u32) -> bool {
    ascii(c).map_or_else(|| has(c, data::DIGIT), |b| b.is_ascii_digit())
}

pub fn is_numeric(c: u32) -> bool {
    ascii(c).map_or_else(|| has(c, data::NUMERIC), |b| b.is_ascii_digit())
}

pub fn is_alnum(c: u32) -> bool {
    const BITS: u16 = data::ALPHA | data::DECIMAL | data::DIGIT | data::NUMERIC;
    ascii(c).map_or_else(|| has(c, BITS), |b| b.is_ascii_alphanumeric())
}

pub fn is_space(c: u32) -> bool {
    match ascii(c) {
        Some(b) => matches!(b, 9..=13 | 28..=32),
        None => has(c, data::SPACE),
    }
}

/// Whether `str.splitlines` ends a line at this code point.
pub fn is_line_break(c: u32) -> bool {
    matches!(c, 10..=13 | 28..=30 | 0x85 | 0x2028 | 0x2029)
}

pub fn is_printable(c: u32) -> bool {
    match ascii(c) {
        Some(b) => matches!(b, 0x20..=0x7e),
        None => has(c, data::PRINTABLE),
    }
}

pub fn is_lower(c: u32) -> bool {
    ascii(c).map_or_else(|| has(c, data::LOWER), |b| b.is_ascii_lowercase())
}

pub fn is_upper(c: u32) -> bool {
    ascii(c).map_or_else(|| has(c, data::UPPER), |b| b.is_ascii_uppercase())
}

/// Whether the category is Lt.
pub fn is_title(c: u32) -> bool {
    c >= 0x80 && has(c, data::TITLE)
}

pub fn is_cased(c: u32) -> bool {
    const BITS: u16 = data::LOWER | data::UPPER | data::TITLE;
    ascii(c).map_or_else(|| has(c, BITS), |b| b.is_ascii_alphabetic())
}

pub fn is_case_ignorable(c: u32) -> bool {
    has(c, data::IGNORABLE)
}

/// Whether an identifier may start so; `_` is not in this Unicode property.
pub fn is_xid_start(c: u32) -> bool {
    ascii(c).map_or_else(|| has(c, data::XID_START), |b| b.is_ascii_alphabetic())
}

pub fn is_xid_continue(c: u32) -> bool {
    match ascii(c) {
        Some(b) => b.is_ascii_alphanumeric() || b == b'_',
        None => has(c, data::XID_CONTINUE),
    }
}

/// What `str.isidentifier` answers.
pub fn is_identifier(text: &[u32]) -> bool {
    match text.split_first() {
        Some((&first, rest)) => {
            (is_xid_start(first) || first == u32::from(b'_')) && rest.iter().all(|&c| is_xid_continue(c))
        }
        None => false,
    }
}

/// The value of a character that `is_decimal`.
pub fn decimal_value(c: u32) -> Option<u8> {
    match ascii(c) {
        Some(b) => b.is_ascii_digit().then(|| b - b'0'),
        None => is_decimal(c).then(|| record(c).digit),
    }
}

/// The value of a character that `is_digit`.
pub fn digit_value(c: u32) -> Option<u8> {
    match ascii(c) {
        Some(b) => b.is_ascii_digit().then(|| b - b'0'),
        None => is_digit(c).then(|| record(c).digit),
    }
}

/// One to three code points that a code point becomes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mapped {
    codes: [u32; 3],
}

impl Mapped {
    const fn one(c: u32) -> Mapped {
        Mapped { codes: [c, 0, 0] }
    }

    pub fn as_slice(&self) -> &[u32] {
        let len = match self.codes {
            [_, 0, _] => 1,
            [_, _, 0] => 2,
            _ => 3,
        };
        &self.codes[..len]
    }

    /// The first code point, which is the simple mapping (as in `re`).
    pub fn first(&self) -> u32 {
        self.codes[0]
    }
}

fn mapped(c: u32, delta: i32, special: Option<&[(u32, [u32; 3])]>) -> Mapped {
    if let Some(rows) = special
        && let Ok(at) = rows.binary_search_by_key(&c, |row| row.0)
    {
        return Mapped { codes: rows[at].1 };
    }
    Mapped::one(c.wrapping_add_signed(delta))
}

pub fn to_upper(c: u32) -> Mapped {
    if let Some(b) = ascii(c) {
        return Mapped::one(u32::from(b.to_ascii_uppercase()));
    }
    let r = record(c);
    mapped(c, r.upper, (r.flags & data::MULTI_UPPER != 0).then_some(&data::UPPER_SPECIAL))
}

/// The lower case without a look at the neighbours (see `case::lower` for final sigma).
pub fn to_lower(c: u32) -> Mapped {
    if let Some(b) = ascii(c) {
        return Mapped::one(u32::from(b.to_ascii_lowercase()));
    }
    let r = record(c);
    mapped(c, r.lower, (r.flags & data::MULTI_LOWER != 0).then_some(&data::LOWER_SPECIAL))
}

pub fn to_title(c: u32) -> Mapped {
    if let Some(b) = ascii(c) {
        return Mapped::one(u32::from(b.to_ascii_uppercase()));
    }
    let r = record(c);
    mapped(c, r.title, (r.flags & data::MULTI_TITLE != 0).then_some(&data::TITLE_SPECIAL))
}

pub fn to_folded(c: u32) -> Mapped {
    if let Some(b) = ascii(c) {
        return Mapped::one(u32::from(b.to_ascii_lowercase()));
    }
    if record(c).flags & data::OWN_FOLD != 0 {
        return mapped(c, 0, Some(&data::FOLD_SPECIAL));
    }
    to_lower(c)
}
