//! Searches and splits, against simple ones and against what CPython 3.12 answers.
use crate::text::error::Error;
use crate::text::seq::{self, Unit, center_margins, find, partition, rfind, rpartition, strip};
use std::ops::Range;
use theseus_object::alarm::Alarm;

/// The functions that ask an alarm, with one that never rings.
macro_rules! quiet {
    ($($name:ident ($($arg:ident: $ty:ty),*) -> $result:ty { $unwrap:ident };)*) => {
        $(fn $name<T: Unit>($($arg: $ty),*) -> $result {
            seq::$name($($arg,)* &Alarm::silent()).$unwrap()
        })*
    };
}

quiet! {
    count(text: &[T], needle: &[T], most: usize) -> usize { unwrap };
    split(text: &[T], separator: &[T], most: usize) -> Vec<Range<usize>> { unwrap };
    rsplit(text: &[T], separator: &[T], most: usize) -> Vec<Range<usize>> { unwrap };
    split_space(text: &[T], most: usize, is_space: impl Fn(T) -> bool) -> Vec<Range<usize>> { unwrap };
    rsplit_space(text: &[T], most: usize, is_space: impl Fn(T) -> bool) -> Vec<Range<usize>> { unwrap };
    split_lines(text: &[T], keep: bool, is_break: impl Fn(T) -> bool) -> Vec<Range<usize>> { unwrap };
    replace(text: &[T], from: &[T], to: &[T], most: usize) -> Result<Option<Vec<T>>, Error> { into };
    pad(text: &[T], left: usize, right: usize, fill: T) -> Result<Vec<T>, Error> { into };
    zero_fill(text: &[T], width: usize) -> Result<Vec<T>, Error> { into };
    expand_tabs(text: &[T], size: isize, too_long: &str) -> Result<Vec<T>, Error> { into };
}

fn parts(text: &str, ranges: Vec<Range<usize>>) -> Vec<&str> {
    ranges.into_iter().map(|range| &text[range]).collect()
}

fn is_space(u: u8) -> bool {
    u.is_ascii_whitespace()
}

/// All texts of up to `len` letters `a` and `b`.
fn words(len: usize) -> Vec<Vec<u32>> {
    let mut all = vec![vec![]];
    for at in 0..(1 << len) - 1 {
        for letter in [97, 98] {
            let mut word: Vec<u32> = all[at].clone();
            word.push(letter);
            all.push(word);
        }
    }
    all
}

#[test]
fn searches() {
    let needles = words(6);
    for text in words(9).iter().chain(&[[words(6).concat(), words(5).concat()].concat()]) {
        for needle in &needles {
            let len = needle.len();
            let starts = || (0..=text.len().saturating_sub(len)).filter(|&at| text[at..].starts_with(needle));
            let (first, last) = (starts().next(), starts().next_back());
            assert_eq!((find(text, needle), rfind(text, needle)), (first, last), "{needle:?} in {text:?}");
        }
    }
}

#[test]
fn long_needles() {
    let text = [vec![1u16; 5000], vec![2], vec![1; 5000]].concat();
    for at in [0, 250, 499] {
        let mut needle = vec![1u16; 500];
        needle[at] = 2;
        assert_eq!(find(&text, &needle), Some(5000 - at));
        assert_eq!(rfind(&text, &needle), Some(5000 - at));
        needle[499 - at] = 3;
        assert_eq!((find(&text, &needle), rfind(&text, &needle)), (None, None));
    }
}

#[test]
fn splits() {
    let all = usize::MAX;
    let text = "a,b,,c";
    let bytes = text.as_bytes();
    assert_eq!(parts(text, split(bytes, b",", all)), ["a", "b", "", "c"]);
    assert_eq!(parts(text, split(bytes, b",", 2)), ["a", "b", ",c"]);
    assert_eq!(parts(text, rsplit(bytes, b",", 2)), ["a,b", "", "c"]);
    let text = " a  b c ";
    let bytes = text.as_bytes();
    assert_eq!(parts(text, split_space(bytes, all, is_space)), ["a", "b", "c"]);
    assert_eq!(parts(text, split_space(bytes, 1, is_space)), ["a", "b c "]);
    assert_eq!(parts(text, split_space(bytes, 0, is_space)), ["a  b c "]);
    assert_eq!(parts(text, rsplit_space(bytes, 1, is_space)), [" a  b", "c"]);
    let text = "a\r\nb\n\rc";
    let ends = |u: u8| u == b'\r' || u == b'\n';
    assert_eq!(parts(text, split_lines(text.as_bytes(), false, ends)), ["a", "b", "", "c"]);
    assert_eq!(parts(text, split_lines(text.as_bytes(), true, ends)), ["a\r\n", "b\n", "\r", "c"]);
    assert_eq!(partition(b"a=b=c", b"="), Some(1..2));
    assert_eq!(rpartition(b"a=b=c", b"="), Some(3..4));
    assert_eq!(strip(b" a b ", true, true, is_space), 1..4);
    assert_eq!(strip(b"   ", true, true, is_space), 3..3);
}

#[test]
fn replaces() {
    let all = usize::MAX;
    let run = |text: &[u8], from: &[u8], to: &[u8], most| replace(text, from, to, most).unwrap();
    assert_eq!(run(b"aaa", b"a", b"b", 2).unwrap(), b"bba");
    assert_eq!(run(b"aaaa", b"aa", b"xyz", all).unwrap(), b"xyzxyz");
    assert_eq!(run(b"ab", b"", b"-", all).unwrap(), b"-a-b-");
    assert_eq!(run(b"ab", b"", b"-", 2).unwrap(), b"-a-b");
    assert_eq!(run(b"", b"", b"x", all).unwrap(), b"x");
    assert_eq!(run(b"ab", b"c", b"d", all), None);
    assert_eq!((count(b"aaaa", b"aa", all), count(b"aaa", b"", all), count(b"aaa", b"a", 2)), (2, 4, 2));
}

#[test]
fn fields() {
    assert_eq!(expand_tabs(b"a\tbc\n\td\t", 4, "").unwrap(), b"a   bc\n    d   ");
    assert_eq!(expand_tabs(b"a\tb", 0, "").unwrap(), b"ab");
    assert!(expand_tabs(b"\t\t", isize::MAX, "too long").is_err());
    assert_eq!((center_margins(1, 4), center_margins(2, 5), center_margins(3, 2)), ((1, 2), (2, 1), (0, 0)));
    assert_eq!(zero_fill(b"-5", 4).unwrap(), b"-005");
    assert!(pad(b"a", usize::MAX, 0, b' ').is_err());
}
