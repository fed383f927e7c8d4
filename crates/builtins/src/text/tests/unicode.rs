//! Unicode properties, case and quoting, against what CPython 3.12 answers.
use theseus_object::alarm::Alarm;

use crate::text::{case, quote, unicode};

type Test = fn(u32) -> bool;

/// How many code points pass, and a hash of them.
#[rustfmt::skip]
const COUNTS: &[(Test, usize, u64)] = &[
    (unicode::is_alpha, 136104, 0x6a7ff5bfc0497406), (unicode::is_decimal, 680, 0xdc76e5b9662aecd4),
    (unicode::is_digit, 808, 0x8697fd9957494260), (unicode::is_numeric, 1912, 0xc70372c8299bd2dc),
    (unicode::is_alnum, 137935, 0x398504d4c1534815), (unicode::is_space, 29, 0x3e332c7582934fdc),
    (unicode::is_printable, 148998, 0x98badb0f0c754bec), (unicode::is_lower, 2544, 0x59ef10441468ad96),
    (unicode::is_upper, 1951, 0x69be82dc58c72de2), (unicode::is_xid_continue, 139463, 0xe43586b6e0ccb06f),
];

type Mapping = fn(u32) -> unicode::Mapped;

/// A hash of what all code points become.
#[rustfmt::skip]
const MAPPINGS: &[(Mapping, u64)] = &[
    (unicode::to_upper, 0xbcfeafd8806c83d3), (unicode::to_lower, 0xeadc9c9fd613261b),
    (unicode::to_title, 0x7df8132606c2326f), (unicode::to_folded, 0x943d2a2bc49eede4),
];

/// Text; lower, upper, title, capitalized, swapped, folded.
#[rustfmt::skip]
const CASES: &[(&str, &str, &str, &str, &str, &str, &str)] = &[
    ("", "", "", "", "", "", ""),
    ("abc Def", "abc def", "ABC DEF", "Abc Def", "Abc def", "ABC dEF", "abc def"),
    ("\u{3a3}", "\u{3c3}", "\u{3a3}", "\u{3a3}", "\u{3a3}", "\u{3c3}", "\u{3c3}"),
    ("A\u{3a3}", "a\u{3c2}", "A\u{3a3}", "A\u{3c2}", "A\u{3c2}", "a\u{3c2}", "a\u{3c3}"),
    ("A\u{3a3} B", "a\u{3c2} b", "A\u{3a3} B", "A\u{3c2} B", "A\u{3c2} b", "a\u{3c2} b", "a\u{3c3} b"),
    ("A\u{3a3}\u{301}", "a\u{3c2}\u{301}", "A\u{3a3}\u{301}", "A\u{3c2}\u{301}", "A\u{3c2}\u{301}", "a\u{3c2}\u{301}", "a\u{3c3}\u{301}"),
    ("A\u{3a3}\u{301}b", "a\u{3c3}\u{301}b", "A\u{3a3}\u{301}B", "A\u{3c3}\u{301}B", "A\u{3c3}\u{301}b", "a\u{3c3}\u{301}B", "a\u{3c3}\u{301}b"),
    ("a\u{3a3}.b", "a\u{3c3}.b", "A\u{3a3}.B", "A\u{3c3}.B", "A\u{3c3}.b", "A\u{3c3}.B", "a\u{3c3}.b"),
    ("\u{130}stanbul", "i\u{307}stanbul", "\u{130}STANBUL", "\u{130}stanbul", "\u{130}stanbul", "i\u{307}STANBUL", "i\u{307}stanbul"),
    ("\u{df}a", "\u{df}a", "SSA", "Ssa", "Ssa", "SSA", "ssa"),
    ("\u{fb01}x", "\u{fb01}x", "FIX", "Fix", "Fix", "FIX", "fix"),
    ("\u{1c5} \u{1c6}", "\u{1c6} \u{1c6}", "\u{1c4} \u{1c4}", "\u{1c5} \u{1c5}", "\u{1c5} \u{1c6}", "\u{1c5} \u{1c4}", "\u{1c6} \u{1c6}"),
    ("o\u{2019}neil", "o\u{2019}neil", "O\u{2019}NEIL", "O\u{2019}Neil", "O\u{2019}neil", "O\u{2019}NEIL", "o\u{2019}neil"),
    ("\u{1f80}X", "\u{1f80}x", "\u{1f08}\u{399}X", "\u{1f88}x", "\u{1f88}x", "\u{1f08}\u{399}x", "\u{1f00}\u{3b9}x"),
    ("\u{149}", "\u{149}", "\u{2bc}N", "\u{2bc}N", "\u{2bc}N", "\u{2bc}N", "\u{2bc}n"),
];

/// Text, `repr` and `ascii`.
#[rustfmt::skip]
const QUOTES: &[(&str, &str)] = &[
    ("", "''"), ("a", "'a'"), ("it's", "\"it's\""), ("\"", "'\"'"), ("'\"", "'\\'\"'"),
    ("\\\n\u{d}\u{9}\u{0}\u{7f}", "'\\\\\\n\\r\\t\\x00\\x7f'"),
    ("\u{e9}\u{a0}\u{ad}", "'\u{e9}\\xa0\\xad'"),
    ("\u{20ac}\u{2028}\u{feff}", "'\u{20ac}\\u2028\\ufeff'"),
    ("\u{1f600}\u{e0001}", "'\u{1f600}\\U000e0001'"),
    ("'\u{e9}", "\"'\u{e9}\""),
];

fn codes(text: &str) -> Vec<u32> {
    text.chars().map(u32::from).collect()
}

fn add(hash: u64, c: u32) -> u64 {
    hash.wrapping_mul(31).wrapping_add(u64::from(c))
}

#[test]
fn properties() {
    for (number, &(test, count, hash)) in COUNTS.iter().enumerate() {
        let found: Vec<u32> = (0..0x11_0000).filter(|&c| test(c)).collect();
        assert_eq!((found.len(), found.into_iter().fold(0, add)), (count, hash), "property {number}");
    }
    assert!(!unicode::is_alpha(u32::MAX) && !unicode::is_printable(0xd800));
    assert_eq!(unicode::decimal_value(0x663), Some(3));
    assert_eq!((unicode::decimal_value(0xb2), unicode::digit_value(0xb2)), (None, Some(2)));
}

#[test]
fn mappings() {
    for (number, &(map, hash)) in MAPPINGS.iter().enumerate() {
        let mut found = 0;
        for c in 0..0x11_0000 {
            found = map(c).as_slice().iter().fold(found, |hash, &c| add(hash, c));
        }
        assert_eq!(found, hash, "mapping {number}");
    }
}

type Convert = fn(&[u32]) -> Vec<u32>;

#[test]
fn cases() {
    let maps: [Convert; 6] =
        [case::lower, case::upper, case::title, case::capitalize, case::swapcase, case::casefold];
    for &(text, lower, upper, title, capital, swapped, folded) in CASES {
        for (map, expected) in maps.iter().zip([lower, upper, title, capital, swapped, folded]) {
            assert_eq!(map(&codes(text)), codes(expected), "{text:?}");
        }
    }
    let is = |test: fn(Vec<u32>) -> bool, text: &str| test(codes(text));
    assert!(is(case::is_title, "Abc Def") && !is(case::is_title, "ABc"));
    assert!(is(case::is_lower, "a1") && is(case::is_upper, "A1") && !is(case::is_lower, "1"));
    assert!(unicode::is_identifier(&codes("_a1")) && !unicode::is_identifier(&codes("1a")));
}

#[test]
fn quotes() {
    let silent = Alarm::silent();
    for &(text, repr) in QUOTES {
        assert_eq!(
            quote::repr_str(&codes(text), unicode::is_printable, &silent),
            Ok(codes(repr)),
            "{text:?}"
        );
        if text.is_ascii() {
            assert_eq!(quote::repr_ascii(text.as_bytes(), &silent).as_deref(), Ok(repr));
        }
    }
    assert_eq!(quote::repr_bytes(b"it's \xff\0\n", &silent).as_deref(), Ok("b\"it's \\xff\\x00\\n\""));
}
