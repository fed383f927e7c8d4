//! All code points against what CPython 3.12 answers: hashes of its answers.

use theseus_unicode::normal::normalize;
use theseus_unicode::{Edition, Form, names, properties as p};

fn mix(hash: u64, text: &str) -> u64 {
    text.chars().fold(hash, |hash, c| hash.wrapping_mul(31).wrapping_add(c.into()) & 0xffff_ffff_ffff)
}

fn decomposition(c: u32, edition: Edition) -> String {
    let Some(parts) = p::decomposition(c, edition) else { return String::new() };
    let points = parts.points().map(|point| format!("{point:04X}"));
    let tag = Some(parts.tag().to_string()).filter(|tag| !tag.is_empty());
    tag.into_iter().chain(points).collect::<Vec<_>>().join(" ")
}

type Property = fn(u32, Edition) -> String;

const PROPERTIES: [(Property, [u64; 2]); 6] = [
    (|c, e| p::category(c, e).into(), [41_725_646_391_518, 230_412_514_711_136]),
    (|c, e| p::bidirectional(c, e).into(), [256_462_026_395_980, 140_181_727_017_546]),
    (|c, e| p::combining(c, e).to_string(), [7_769_778_484_973, 33_694_880_127_666]),
    (|c, e| p::east_asian_width(c, e).into(), [253_282_043_376_312, 270_806_713_026_595]),
    (|c, e| u8::from(p::is_mirrored(c, e)).to_string(), [26_655_735_246_051, 112_532_353_571_072]),
    (decomposition, [270_706_185_416_156, 260_526_046_420_236]),
];

const DECIMAL: u64 = 182_123_542_543_814;
const DECIMAL_OLD: u64 = 118_042_919_234_454;
const DIGIT: u64 = 258_911_976_614_596;
const NAME: u64 = 253_456_292_907_806;
/// Form; hash of what single code points become, and of what they become among others.
const FORMS: [(Form, u64, u64); 4] = [
    (Form::Nfc, 111_449_809_387_077, 174_698_141_208_399),
    (Form::Nfd, 276_396_913_912_532, 274_420_236_189_016),
    (Form::Nfkc, 83_341_087_912_684, 169_422_628_288_777),
    (Form::Nfkd, 210_823_092_241_845, 45_264_780_284_828),
];

#[test]
fn properties() {
    for (number, (property, expected)) in PROPERTIES.iter().enumerate() {
        for (edition, expected) in [Edition::Current, Edition::Old].into_iter().zip(expected) {
            let hash = (0..0x11_0000).fold(0, |hash, c| mix(hash, &property(c, edition)));
            assert_eq!(hash, *expected, "property {number}, {edition:?}");
        }
    }
}

#[test]
fn digits() {
    let expected = [(Edition::Current, DECIMAL, DIGIT), (Edition::Old, DECIMAL_OLD, DIGIT)];
    for (edition, decimal, digit) in expected {
        let hash = |f: fn(u32, Edition) -> Option<u8>, edition| {
            let rows = (0..0x11_0000).filter_map(|c| f(c, edition).map(|v| format!("{c}{v}")));
            rows.fold(0, |hash, row| mix(hash, &row))
        };
        assert_eq!(hash(p::decimal, edition), decimal);
        assert_eq!(hash(p::digit, Edition::Current), digit);
    }
    assert_eq!((p::numeric(0xbd, Edition::Current), p::numeric(0x61, Edition::Current)), (Some(0.5), None));
}

#[test]
fn name_and_back() {
    let mut hash = 0;
    for c in 0..0x11_0000 {
        let Some(name) = names::name(c) else { continue };
        hash = mix(hash, &format!("{c}{name}"));
        assert_eq!(names::character(&name), Some(c), "{name}");
    }
    assert_eq!(hash, NAME);
    assert_eq!(names::sequence("keycap digit one"), Some(vec![0x31, 0xfe0f, 0x20e3]));
    assert_eq!(
        (names::character("LF"), names::own("LF"), names::character("KEYCAP DIGIT ONE")),
        (Some(10), None, None)
    );
}

#[test]
fn normal_forms() {
    for (form, alone, between) in FORMS {
        let (mut first, mut second) = (0, 0);
        for c in 0..0x11_0000u32 {
            let text = |points: &[u32]| {
                let points = normalize(points, form, Edition::Current);
                points.into_iter().fold(String::new(), |text, c| text + &format!("{c:x} "))
            };
            let made = text(&[c]);
            if made != format!("{c:x} ") {
                first = mix(first, &format!("{c} {made}"));
            }
            if c >= 0xc0 {
                second = mix(second, &text(&[0x61, c, 0x301, 0x323, c]));
            }
        }
        assert_eq!((first, second), (alone, between), "{form:?}");
    }
}
