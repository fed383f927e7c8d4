//! The normal forms NFC, NFD, NFKC and NFKD.

use crate::Edition;
use crate::properties::{combining, decomposition};
use crate::tables::{COMPOSED, CORRECTED};

/// A normal form.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Form {
    Nfc,
    Nfd,
    Nfkc,
    Nfkd,
}

impl Form {
    pub fn from_name(name: &str) -> Option<Form> {
        Some(match name {
            "NFC" => Form::Nfc,
            "NFD" => Form::Nfd,
            "NFKC" => Form::Nfkc,
            "NFKD" => Form::Nfkd,
            _ => return None,
        })
    }

    /// Below this code point every text is in the form.
    pub fn first_other(self) -> u32 {
        match self {
            Form::Nfc => 0x300,
            Form::Nfd => 0xc0,
            Form::Nfkc | Form::Nfkd => 0xa0,
        }
    }

    fn composes(self) -> bool {
        matches!(self, Form::Nfc | Form::Nfkc)
    }

    fn compatible(self) -> bool {
        matches!(self, Form::Nfkc | Form::Nfkd)
    }
}

const SYLLABLE: u32 = 0xac00;
const LEADING: u32 = 0x1100;
const VOWEL: u32 = 0x1161;
const TRAILING: u32 = 0x11a7;
const VOWELS: u32 = 21;
const TRAILINGS: u32 = 28;
const SYLLABLES: u32 = 19 * VOWELS * TRAILINGS;

/// The text in a normal form.
pub fn normalize(text: &[u32], form: Form, edition: Edition) -> Vec<u32> {
    let mut out = Vec::with_capacity(text.len() + text.len() / 4);
    for &c in text {
        decompose(c, form, edition, &mut out);
    }
    // Combining classes are the present ones for both editions, as in CPython.
    reorder(&mut out);
    if form.composes() {
        compose(&mut out);
    }
    out
}

fn decompose(c: u32, form: Form, edition: Edition, out: &mut Vec<u32>) {
    if c < form.first_other() && c < 0xc0 {
        out.push(c);
        return;
    }
    if let Some(index) = c.checked_sub(SYLLABLE).filter(|i| *i < SYLLABLES) {
        out.extend([LEADING + index / (VOWELS * TRAILINGS), VOWEL + index / TRAILINGS % VOWELS]);
        if index % TRAILINGS > 0 {
            out.push(TRAILING + index % TRAILINGS);
        }
        return;
    }
    if edition == Edition::Old
        && let Some(at) = (0..CORRECTED.len()).step_by(2).find(|at| CORRECTED.at(*at) as u32 == c)
    {
        out.push(CORRECTED.at(at + 1) as u32);
        return;
    }
    let parts = decomposition(c, edition).filter(|d| d.is_canonical() || form.compatible());
    let Some(parts) = parts else {
        out.push(c);
        return;
    };
    // No chain of decompositions is longer than a few, so this recursion ends soon.
    parts.points().for_each(|c| decompose(c, form, edition, out));
}

/// Sorts marks behind a base by their combining classes.
fn reorder(text: &mut [u32]) {
    let mut marks: Vec<(u8, u32)> = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let start = at;
        marks.clear();
        while let Some(&c) = text.get(at)
            && c >= 0x300
        {
            let class = combining(c, Edition::Current);
            if class == 0 {
                break;
            }
            marks.push((class, c));
            at += 1;
        }
        if marks.len() > 1 {
            marks.sort_by_key(|(class, _)| *class);
            text.iter_mut().skip(start).zip(&marks).for_each(|(slot, (_, c))| *slot = *c);
        }
        at += 1;
    }
}

/// What two code points compose to.
fn pair(a: u32, b: u32) -> Option<u32> {
    if let (Some(l), Some(v)) = (a.checked_sub(LEADING), b.checked_sub(VOWEL))
        && l < 19
        && v < VOWELS
    {
        return Some(SYLLABLE + (l * VOWELS + v) * TRAILINGS);
    }
    if let (Some(s), Some(t)) = (a.checked_sub(SYLLABLE), b.checked_sub(TRAILING))
        && s < SYLLABLES
        && s % TRAILINGS == 0
        && (1..TRAILINGS).contains(&t)
    {
        return Some(a + t);
    }
    let key = u64::from(a) << 21 | u64::from(b);
    let at = COMPOSED.partition(0, COMPOSED.len(), |row| row >> 21 < key);
    COMPOSED.get(at).filter(|row| row >> 21 == key).map(|row| row as u32 & 0x1f_ffff)
}

fn compose(text: &mut Vec<u32>) {
    let (mut starter, mut last, mut kept) = (None, 0, 0);
    for at in 0..text.len() {
        let c = text[at];
        let class = if c < 0x300 { 0 } else { combining(c, Edition::Current) };
        if let Some(place) = starter {
            let adjacent = place + 1 == kept;
            // What stands between blocks the pair unless its class is lower.
            if (adjacent || last < class && last > 0)
                && let Some(made) = pair(text[place], c)
            {
                text[place] = made;
                continue;
            }
        }
        if class == 0 {
            starter = Some(kept);
        }
        last = class;
        text[kept] = c;
        kept += 1;
    }
    text.truncate(kept);
}
