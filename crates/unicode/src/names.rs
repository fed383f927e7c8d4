//! Names of code points, and the code points of names.

use std::cmp::Ordering;
use std::sync::OnceLock;

use crate::tables::{BY_NAME, EXTRA, NAMED, NUMBERED, PHRASES, PHRASES_AT, SHORT, WORDS, WORDS_AT};

/// Names made of a prefix and the code point, whose lower case is no name of it.
const UNIFIED: &str = "CJK UNIFIED IDEOGRAPH";
const HANGUL: &str = "HANGUL SYLLABLE ";
const SYLLABLES: std::ops::RangeInclusive<u32> = 0xac00..=0xd7a3;
const LEADING: [&str; 19] =
    ["G", "GG", "N", "D", "DD", "R", "M", "B", "BB", "S", "SS", "", "J", "JJ", "C", "K", "T", "P", "H"];
const VOWELS: [&str; 21] = [
    "A", "AE", "YA", "YAE", "EO", "E", "YEO", "YE", "O", "WA", "WAE", "OE", "YO", "U", "WEO", "WE", "WI",
    "YU", "EU", "YI", "I",
];
const TRAILING: [&str; 28] = [
    "", "G", "GG", "GS", "N", "NJ", "NH", "D", "L", "LG", "LM", "LB", "LS", "LT", "LP", "LH", "M", "B", "BS",
    "S", "SS", "NG", "J", "C", "K", "T", "P", "H",
];

/// Bytes of the longest name.
const LONGEST: usize = 128;

/// The name of a code point.
pub fn name(c: u32) -> Option<String> {
    if SYLLABLES.contains(&c) {
        let i = (c - SYLLABLES.start()) as usize;
        let (l, v, t) = (i / (21 * 28), i / 28 % 21, i % 28);
        return Some(format!("{HANGUL}{}{}{}", LEADING.get(l)?, VOWELS.get(v)?, TRAILING.get(t)?));
    }
    if let Some((_, _, prefix)) = numbered().iter().find(|(first, last, _)| (*first..=*last).contains(&c)) {
        return Some(format!("{prefix}-{c:04X}"));
    }
    let mut text = Vec::with_capacity(64);
    spell(number_of(c)?, &mut text);
    String::from_utf8(text).ok()
}

/// Ranges of code points named by a prefix and their number.
fn numbered() -> &'static [(u32, u32, &'static str)] {
    static RANGES: OnceLock<Vec<(u32, u32, &str)>> = OnceLock::new();
    let hex = |s: &str| u32::from_str_radix(s, 16).ok();
    let range = |line: &'static str| {
        let mut parts = line.splitn(3, ' ');
        Some((hex(parts.next()?)?, hex(parts.next()?)?, parts.next()?))
    };
    RANGES.get_or_init(|| NUMBERED.split('\n').filter_map(range).collect())
}

/// How many runs of named code points there are.
fn runs() -> usize {
    NAMED.len() / 2
}

/// Finds the run before the first one for which `test` is false.
fn run(test: impl Fn(usize) -> bool) -> Option<usize> {
    let (mut low, mut high) = (0, runs());
    while low < high {
        let middle = low.midpoint(high);
        if test(middle) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    low.checked_sub(1)
}

/// How many names there are.
fn count() -> usize {
    BY_NAME.len()
}

/// The number of a code point's name.
fn number_of(c: u32) -> Option<usize> {
    let at = run(|i| NAMED.at(i * 2) as u32 <= c)?;
    let (first, number) = (NAMED.at(at * 2), NAMED.at(at * 2 + 1));
    let end = if at + 1 < runs() { NAMED.at(at * 2 + 3) } else { count() };
    let number = number + (c as usize - first);
    (number < end).then_some(number)
}

/// The code point that has the name with this number.
fn code_of(number: usize) -> Option<u32> {
    let at = run(|i| NAMED.at(i * 2 + 1) <= number)?;
    Some((NAMED.at(at * 2) + number - NAMED.at(at * 2 + 1)) as u32)
}

/// Appends the text of the name with this number.
fn spell(number: usize, out: &mut Vec<u8>) {
    let bytes = PHRASES.0;
    let mut at = PHRASES_AT.at(number / 32);
    for _ in 0..number % 32 {
        at += 1 + bytes.get(at).copied().unwrap_or(0) as usize;
    }
    let len = bytes.get(at).copied().unwrap_or(0) as usize;
    let mut coded = bytes.get(at + 1..at + 1 + len).unwrap_or_default().iter().map(|b| *b as usize);
    let short = SHORT.at(0);
    while let Some(byte) = coded.next() {
        let word = if byte < short { byte } else { short + (byte - short) * 256 + coded.next().unwrap_or(0) };
        if !out.is_empty() {
            out.push(b' ');
        }
        push_word(word, out);
    }
}

fn push_word(word: usize, out: &mut Vec<u8>) {
    let mut letters = WORDS.0.get(WORDS_AT.at(word / 8)..).unwrap_or_default().iter();
    let mut skip = word % 8;
    for &letter in letters.by_ref() {
        if skip == 0 {
            out.push(letter & 0x7f);
        }
        if letter & 0x80 != 0 {
            if skip == 0 {
                return;
            }
            skip -= 1;
        }
    }
}

/// The code point with this name or alias, in either case.
pub fn character(name: &str) -> Option<u32> {
    match sequence(name)?[..] {
        [only] => Some(only),
        _ => None,
    }
}

/// The code point with this name proper.
pub fn own(name: &str) -> Option<u32> {
    if name.len() > LONGEST || !name.is_ascii() {
        return None;
    }
    if let Some(syllable) = name.strip_prefix(HANGUL) {
        return hangul(syllable);
    }
    let upper = name.to_ascii_uppercase();
    by_number(name, &upper).or_else(|| plain(upper.as_bytes()))
}

/// The code points of a name, an alias or a named sequence.
pub fn sequence(name: &str) -> Option<Vec<u32>> {
    if let Some(c) = own(name) {
        return Some(vec![c]);
    }
    let upper = name.to_ascii_uppercase();
    let (_, points) = EXTRA.split('\n').filter_map(|line| line.split_once(';')).find(|(n, _)| *n == upper)?;
    points.split(' ').map(|p| u32::from_str_radix(p, 16).ok()).collect()
}

/// A syllable by the longest parts that it begins with.
fn hangul(text: &str) -> Option<u32> {
    fn longest<'a, const N: usize>(text: &'a str, parts: &[&str; N]) -> Option<(usize, &'a str)> {
        let found = parts.iter().enumerate().filter(|(_, part)| text.starts_with(**part));
        let (i, part) = found.max_by_key(|(_, part)| part.len())?;
        Some((i, &text[part.len()..]))
    }
    let (l, rest) = longest(text, &LEADING)?;
    let (v, rest) = longest(rest, &VOWELS)?;
    let (t, rest) = longest(rest, &TRAILING)?;
    rest.is_empty().then(|| SYLLABLES.start() + ((l * 21 + v) * 28 + t) as u32)
}

/// A name that ends in its number.
fn by_number(name: &str, upper: &str) -> Option<u32> {
    let (prefix, digits) = upper.rsplit_once('-')?;
    if !(4..=5).contains(&digits.len()) || !digits.bytes().all(|b| b.is_ascii_hexdigit()) {
        return None;
    }
    let c = u32::from_str_radix(digits, 16).ok()?;
    let exact = prefix == UNIFIED;
    let known = numbered().iter().any(|&(first, last, p)| p == prefix && (first..=last).contains(&c));
    let written = if exact { name == upper } else { format!("{c:04X}") == digits };
    (known && written).then_some(c)
}

/// A name of the table.
fn plain(upper: &[u8]) -> Option<u32> {
    let (mut low, mut high) = (0, count());
    let mut text = Vec::with_capacity(64);
    while low < high {
        let middle = low.midpoint(high);
        let number = BY_NAME.at(middle);
        text.clear();
        spell(number, &mut text);
        match text.as_slice().cmp(upper) {
            Ordering::Equal => return code_of(number),
            Ordering::Less => low = middle + 1,
            Ordering::Greater => high = middle,
        }
    }
    None
}
