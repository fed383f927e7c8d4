//! Case: the case conversions and tests of whole strings of code points.
use super::unicode::{self, is_case_ignorable, is_cased, to_folded, to_lower, to_title, to_upper};

const CAPITAL_SIGMA: u32 = 0x3a3;
const SMALL_SIGMA: u32 = 0x3c3;
const FINAL_SIGMA: u32 = 0x3c2;

/// The lower case of the capital sigma at `at`: final after a cased letter with none after it.
fn lower_sigma(text: &[u32], at: usize) -> u32 {
    let before = text[..at].iter().rev().find(|&&c| !is_case_ignorable(c));
    let after = text[at + 1..].iter().find(|&&c| !is_case_ignorable(c));
    let is_final = before.is_some_and(|&c| is_cased(c)) && !after.is_some_and(|&c| is_cased(c));
    if is_final { FINAL_SIGMA } else { SMALL_SIGMA }
}

fn push_lower(out: &mut Vec<u32>, text: &[u32], at: usize, c: u32) {
    if c == CAPITAL_SIGMA {
        out.push(lower_sigma(text, at));
    } else {
        out.extend_from_slice(to_lower(c).as_slice());
    }
}

pub fn lower(text: &[u32]) -> Vec<u32> {
    let mut out = Vec::with_capacity(text.len());
    for (at, &c) in text.iter().enumerate() {
        push_lower(&mut out, text, at, c);
    }
    out
}

pub fn upper(text: &[u32]) -> Vec<u32> {
    let mut out = Vec::with_capacity(text.len());
    for &c in text {
        out.extend_from_slice(to_upper(c).as_slice());
    }
    out
}

pub fn casefold(text: &[u32]) -> Vec<u32> {
    let mut out = Vec::with_capacity(text.len());
    for &c in text {
        out.extend_from_slice(to_folded(c).as_slice());
    }
    out
}

pub fn capitalize(text: &[u32]) -> Vec<u32> {
    let mut out = Vec::with_capacity(text.len());
    for (at, &c) in text.iter().enumerate() {
        if at == 0 {
            out.extend_from_slice(to_title(c).as_slice());
        } else {
            push_lower(&mut out, text, at, c);
        }
    }
    out
}

pub fn title(text: &[u32]) -> Vec<u32> {
    let mut out = Vec::with_capacity(text.len());
    let mut inside = false;
    for (at, &c) in text.iter().enumerate() {
        if inside {
            push_lower(&mut out, text, at, c);
        } else {
            out.extend_from_slice(to_title(c).as_slice());
        }
        inside = is_cased(c);
    }
    out
}

pub fn swapcase(text: &[u32]) -> Vec<u32> {
    let mut out = Vec::with_capacity(text.len());
    for (at, &c) in text.iter().enumerate() {
        if unicode::is_upper(c) {
            push_lower(&mut out, text, at, c);
        } else if unicode::is_lower(c) {
            out.extend_from_slice(to_upper(c).as_slice());
        } else {
            out.push(c);
        }
    }
    out
}

/// `str.islower`: a cased character, and no upper or title case one.
pub fn is_lower(text: impl IntoIterator<Item = u32>) -> bool {
    let mut cased = false;
    for c in text {
        if unicode::is_upper(c) || unicode::is_title(c) {
            return false;
        }
        cased |= unicode::is_lower(c);
    }
    cased
}

/// `str.isupper`: a cased character, and no lower or title case one.
pub fn is_upper(text: impl IntoIterator<Item = u32>) -> bool {
    let mut cased = false;
    for c in text {
        if unicode::is_lower(c) || unicode::is_title(c) {
            return false;
        }
        cased |= unicode::is_upper(c);
    }
    cased
}

/// `str.istitle`: upper case exactly after what has no case.
pub fn is_title(text: impl IntoIterator<Item = u32>) -> bool {
    let (mut cased, mut inside) = (false, false);
    for c in text {
        if unicode::is_upper(c) || unicode::is_title(c) {
            if inside {
                return false;
            }
            (cased, inside) = (true, true);
        } else if unicode::is_lower(c) {
            if !inside {
                return false;
            }
            cased = true;
        } else {
            inside = false;
        }
    }
    cased
}
