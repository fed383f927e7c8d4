//! Integers and their text, against what CPython 3.12 answers.
use crate::text::error::Error;
use crate::text::int::{self, *};
use dashu_int::IBig;
use theseus_object::alarm::Alarm;

fn parse(text: &str, base: u32, max_digits: usize) -> Result<Int, ParseError> {
    int::parse(text, base, max_digits, &Alarm::silent())
}

fn big_to_text(value: &IBig, max_digits: usize) -> Result<String, Error> {
    int::big_to_text(value, max_digits, &Alarm::silent())
}

fn to_radix(value: IntRef<'_>, base: u32, prefix: &str) -> String {
    String::from_utf8(int::to_radix(value, base, prefix, &Alarm::silent()).unwrap()).unwrap()
}

#[test]
fn long_numbers() {
    for n in [32_767, 32_768, 32_769, 65_536, 65_537, 200_003] {
        for (number, text) in [
            (IBig::from(10).pow(n), format!("1{}", "0".repeat(n))),
            (IBig::from(10).pow(n) - IBig::ONE, "9".repeat(n)),
        ] {
            assert!(big_to_text(&number, 0).unwrap() == text);
            assert!(parse(&text, 10, 0) == Ok(Int::Big(number.clone())));
            assert!(number.to_string() == text);
        }
    }
}

#[rustfmt::skip]
const PARSES: &[(&str, u32, Option<&str>)] = &[
    ("0", 2, Some("0")), ("0", 36, Some("0")), ("0", 10, Some("0")), ("-0", 8, Some("0")),
    ("-0", 2, Some("0")), ("-0", 36, Some("0")), ("00", 0, Some("0")), ("00", 36, Some("0")),
    ("00", 2, Some("0")), ("01", 10, Some("1")), ("01", 0, None), ("01", 8, Some("1")), ("+7", 0, Some("7")),
    ("+7", 10, Some("7")), ("+7", 16, Some("7")), (" 42 ", 8, Some("34")), (" 42 ", 16, Some("66")),
    (" 42 ", 36, Some("146")), ("4 2", 10, None), ("4 2", 36, None), ("4 2", 8, None), ("", 2, None),
    ("", 8, None), ("", 0, None), ("-", 2, None), ("-", 16, None), ("-", 10, None), ("+-1", 2, None),
    ("+-1", 0, None), ("+-1", 10, None), ("1_000", 2, Some("8")), ("1_000", 8, Some("512")),
    ("1_000", 16, Some("4096")), ("_1", 2, None), ("_1", 8, None), ("_1", 0, None), ("1_", 0, None),
    ("1_", 2, None), ("1_", 10, None), ("1__0", 2, None), ("1__0", 10, None), ("1__0", 16, None),
    ("0x1f", 10, None), ("0x1f", 36, Some("42819")), ("0x1f", 2, None), ("0X_1F", 16, Some("31")),
    ("0X_1F", 10, None), ("0X_1F", 8, None), ("0x", 10, None), ("0x", 0, None), ("0x", 2, None),
    ("0x_", 0, None), ("0x_", 8, None), ("0x_", 2, None), ("0b101", 10, None), ("0b101", 36, Some("514513")),
    ("0b101", 16, Some("45313")), ("0o17", 2, None), ("0o17", 10, None), ("0o17", 0, Some("15")),
    ("0b2", 10, None), ("0b2", 36, Some("398")), ("0b2", 0, None), ("1f", 16, Some("31")), ("1f", 10, None),
    ("1f", 2, None), ("zz", 16, None), ("zz", 0, None), ("zz", 10, None), ("0_0", 16, Some("0")),
    ("0_0", 2, Some("0")), ("0_0", 8, Some("0")), ("9223372036854775807", 0, Some("9223372036854775807")),
    ("9223372036854775807", 2, None), ("9223372036854775807", 10, Some("9223372036854775807")),
    ("9223372036854775808", 10, Some("9223372036854775808")),
    ("9223372036854775808", 0, Some("9223372036854775808")), ("9223372036854775808", 2, None),
    ("-9223372036854775808", 0, Some("-9223372036854775808")),
    ("-9223372036854775808", 10, Some("-9223372036854775808")), ("-9223372036854775808", 2, None),
    ("-9223372036854775809", 2, None), ("-9223372036854775809", 8, None),
    ("-9223372036854775809", 10, Some("-9223372036854775809")),
    ("123456789012345678901234567890", 10, Some("123456789012345678901234567890")),
    ("123456789012345678901234567890", 2, None),
    ("123456789012345678901234567890", 36, Some("1436287679432363134028105837355561937436483460")),
    ("\u{661}\u{662}", 0, Some("12")), ("\u{661}\u{662}", 2, None), ("\u{661}\u{662}", 16, Some("18")),
    ("\u{2003}5\u{2003}", 0, Some("5")), ("\u{2003}5\u{2003}", 10, Some("5")),
    ("\u{2003}5\u{2003}", 8, Some("5")), ("\u{b2}", 16, None), ("\u{b2}", 8, None), ("\u{b2}", 36, None),
    ("1\u{0}", 36, None), ("1\u{0}", 8, None), ("1\u{0}", 16, None), ("0b1_", 0, None), ("0b1_", 36, None),
    ("0b1_", 16, None), ("0xg", 2, None), ("0xg", 10, None), ("0xg", 36, Some("1204")),
];

#[test]
fn parses() {
    for &(text, base, expected) in PARSES {
        let codes: Vec<u32> = text.chars().map(u32::from).collect();
        let shown = match parse(&to_ascii(&codes), base, 4300) {
            Ok(Int::Small(value)) => Some(String::from_utf8_lossy(to_text(value).as_bytes()).into_owned()),
            Ok(Int::Big(value)) => Some(value.to_string()),
            Err(_) => None,
        };
        assert_eq!(shown.as_deref(), expected, "int({text:?}, {base})");
    }
}

#[test]
fn limits() {
    let text = "1".repeat(4301);
    assert_eq!(parse(&text, 10, 4300), Err(ParseError::TooLong(4301)));
    assert!(matches!(parse(&text, 8, 4300), Ok(Int::Big(_))));
    assert!(matches!(parse(&text[1..], 10, 4300), Ok(Int::Big(_))));
    let value = IBig::from(10).pow(4300);
    assert!(big_to_text(&value, 4300).is_err());
    assert_eq!(big_to_text(&(value - IBig::ONE), 4300).map(|text| text.len()), Ok(4300));
}

#[test]
fn radixes() {
    let big = -(IBig::ONE << 64);
    assert_eq!(to_radix(IntRef::Small(-255), 16, "0x"), "-0xff");
    assert_eq!(to_radix(IntRef::Small(0), 2, "0b"), "0b0");
    assert_eq!(to_radix(IntRef::Big(&big), 16, "0x"), "-0x10000000000000000");
    assert_eq!(to_radix(IntRef::Small(i64::MIN), 8, "0o"), "-0o1000000000000000000000");
}
