//! `%` format strings, against what CPython 3.12 answers.
use crate::text::ascii::Ascii;
use crate::text::error::Error;
use crate::text::int::IntRef;
use crate::text::percent::*;

/// Format, value (its eighth for floats), result; `!` is before the text of an error.
#[rustfmt::skip]
const CASES: &[(&str, i64, &str)] = &[
    ("%d", 1000000, "1000000"), ("%d", 255, "255"), ("%5d|", 255, "  255|"), ("%5d|", 0, "    0|"),
    ("%-5d|", 255, "255  |"), ("%-5d|", -42, "-42  |"), ("%05d", 5, "00005"), ("%05d", -42, "-0042"),
    ("%+d", -42, "-42"), ("%+d", 255, "+255"), ("% d", 0, " 0"), ("% d", 1000000, " 1000000"),
    ("%.5d", -42, "-00042"), ("%.5d", 255, "00255"), ("%08.3d", 5, "00000005"),
    ("%08.3d", 1000000, "01000000"), ("%-08d|", 5, "5       |"), ("%-08d|", 1000000, "1000000 |"),
    ("%#x", 0, "0x0"), ("%#x", 5, "0x5"), ("%#X", 255, "0XFF"), ("%#X", -42, "-0X2A"),
    ("%#010x", 5, "0x00000005"), ("%#010x", 0, "0x00000000"), ("%#.5x", 1000000, "0xf4240"),
    ("%#.5x", 5, "0x00005"), ("%#o", 0, "0o0"), ("%#o", 1000000, "0o3641100"), ("%o", 1000000, "3641100"),
    ("%o", 255, "377"), ("%x", 1000000, "f4240"), ("%x", -42, "-2a"), ("%i", 5, "5"),
    ("%i", 1000000, "1000000"), ("%u", 5, "5"), ("%u", -42, "-42"), ("%f", 5, "0.625000"),
    ("%f", 255, "31.875000"), ("%.2f", -42, "-5.25"), ("%.2f", 1000000, "125000.00"),
    ("%08.3f", 255, "0031.875"), ("%08.3f", -42, "-005.250"), ("%e", 0, "0.000000e+00"),
    ("%e", -42, "-5.250000e+00"), ("%.0e", -42, "-5e+00"), ("%.0e", 0, "0e+00"), ("%#.0f", 5, "1."),
    ("%#.0f", -42, "-5."), ("%g", 1000000, "125000"), ("%g", 5, "0.625"), ("%#g", -42, "-5.25000"),
    ("%#g", 0, "0.00000"), ("%+.3G", 1000000, "+1.25E+05"), ("%+.3G", 5, "+0.625"), ("%ld", 0, "0"),
    ("%ld", 1000000, "1000000"), ("%5.1F|", 255, " 31.9|"), ("%5.1F|", 5, "  0.6|"), ("a%%b", 1000000, "a%b"),
    ("a%%b", -42, "a%b"), ("%%", 5, "%"), ("%%", 0, "%"),
    ("%5%", 255, "!unsupported format character '%' (0x25) at index 2"),
    ("%5%", 1000000, "!unsupported format character '%' (0x25) at index 2"),
    ("%y", 5, "!unsupported format character 'y' (0x79) at index 1"),
    ("%y", 255, "!unsupported format character 'y' (0x79) at index 1"), ("%", 1000000, "!incomplete format"),
    ("%", 255, "!incomplete format"), ("a%5", 5, "!incomplete format"), ("a%5", 255, "!incomplete format"),
    ("%.", -42, "!incomplete format"), ("%.", 0, "!incomplete format"), ("%l", 1000000, "!incomplete format"),
    ("%l", 255, "!incomplete format"),
    ("%\u{20ac}", 1000000, "!unsupported format character '?' (0x20ac) at index 1"),
    ("%\u{20ac}", 0, "!unsupported format character '?' (0x20ac) at index 1"),
    ("%99999999999999999999d", 0, "!width too big"), ("%99999999999999999999d", 5, "!width too big"),
    ("%.9999999999d", 0, "!precision too big"), ("%.9999999999d", 1000000, "!precision too big"),
    ("%.2147483646d", 5, "!precision too large"), ("%.2147483646d", 255, "!precision too large"),
    ("%(a)d", 0, "!format requires a mapping"), ("%(a)d", 5, "!format requires a mapping"), ("x", 5, "x"),
    ("x", 255, "x"), ("", 1000000, ""), ("", -42, ""),
];

fn number(count: Count) -> Option<usize> {
    if let Count::Fixed(value) = count { Some(value) } else { None }
}

fn shown(text: Ascii) -> String {
    String::from_utf8_lossy(&text).into_owned()
}

fn put(directive: &Directive, value: i64) -> Result<String, Error> {
    let Directive { flags, code, .. } = *directive;
    let (width, precision) = (number(directive.width), number(directive.precision));
    match u8::try_from(code) {
        _ if directive.fault.is_some() => Err(directive.fault.clone().unwrap_or(Error::Memory)),
        Ok(code @ (b'd' | b'i' | b'u' | b'o' | b'x' | b'X')) => {
            format_int(flags, width, precision, code, IntRef::Small(value), 0).map(shown)
        }
        Ok(code @ (b'e' | b'E' | b'f' | b'F' | b'g' | b'G')) => {
            format_float(flags, width, precision, code, value as f64 / 8.0).map(shown)
        }
        _ => Err(unsupported(code, directive.pos)),
    }
}

fn format(text: &str, value: i64) -> Result<String, Error> {
    let codes: Vec<u32> = text.chars().map(u32::from).collect();
    let mut out = String::new();
    for piece in Parser::new(&codes, false) {
        match piece {
            Piece::Literal(range) => out.push_str(&crate::text::error::lossy(&codes[range])),
            Piece::Directive(directive) => out.push_str(&put(&directive, value)?),
        }
    }
    Ok(out)
}

#[test]
fn cases() {
    for &(text, value, expected) in CASES {
        let shown = match format(text, value) {
            Ok(text) => text,
            Err(Error::Value(text) | Error::Overflow(text) | Error::Type(text)) => format!("!{text}"),
            Err(Error::Memory | Error::Stopped) => "!".into(),
        };
        assert_eq!(shown, expected, "{text:?} % {value}");
    }
}

#[test]
fn directives() {
    let text = b"%(a(b))-*.*lsx";
    let pieces: Vec<Piece> = Parser::new(text, true).collect();
    let Piece::Directive(first) = &pieces[0] else { panic!("a directive") };
    assert_eq!(first.key, Some(2..6));
    assert_eq!((first.width, first.precision, first.pos), (Count::Star, Count::Star, 12));
    assert_eq!(first.code, u32::from(b's'));
    assert_eq!(pieces[1], Piece::Literal(13..14));
    let faults = Parser::new(b"%(a", true).next();
    let Some(Piece::Directive(fault)) = faults else { panic!("a directive") };
    assert_eq!(fault.fault, Some(Error::Value("incomplete format key".into())));
}

#[test]
fn text_fields() {
    let flags = Flags { left: true, ..Flags::default() };
    assert_eq!(format_text(flags, Some(5), Some(2), b"abc", b' ').unwrap(), b"ab   ");
    assert_eq!(format_text(Flags::default(), Some(5), None, b"abc", b' ').unwrap(), b"  abc");
    assert_eq!(format_text(Flags::default(), Some(usize::MAX), None, b"abc", b' '), Err(Error::Memory));
}
