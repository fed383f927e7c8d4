//! `str.format` strings, against what CPython 3.12 answers.
use crate::text::brace::*;
use crate::text::error::{Error, lossy};

/// Format string and its parts: `<name;conversion;spec;first and steps>`, an index with `#`.
#[rustfmt::skip]
const CASES: &[(&str, &str)] = &[
    ("", ""), ("a", "a"), ("{}", "<;;;>"), ("a{0}b", "a<0;;;#0>b"), ("{{}}", "{}"), ("{{{}}}", "{<;;;>}"),
    ("{", "!Single '{' encountered in format string"), ("}", "!Single '}' encountered in format string"),
    ("a}b", "!Single '}' encountered in format string"), ("{a", "!expected '}' before end of string"),
    ("{a!", "!end of string while looking for conversion specifier"),
    ("{a!r", "!unmatched '{' in format spec"), ("{a!r}", "<a;r;;a>"),
    ("{a!rx}", "!expected ':' after conversion specifier"), ("{a!r:>5}", "<a;r;>5;a>"),
    ("{:>{w}}", "<;;>{w};>"), ("{:{", "!unmatched '{' in format spec"),
    ("{a{b}", "!unexpected '{' in field name"), ("{0.x[1][a b].y}", "<0.x[1][a b].y;;;#0.x[#1][a b].y>"),
    ("{0[}", "!expected '}' before end of string"), ("{0[]}", "!Empty attribute in format string"),
    ("{0.}", "!Empty attribute in format string"),
    ("{0[a]b}", "!Only '.' or '[' may follow ']' in format field specifier"), ("{a[{]}", "<a[{];;;a[{]>"),
    ("{01}", "<01;;;#1>"), ("{\u{663}}", "<\u{663};;;#3>"), ("{-1}", "<-1;;;-1>"),
    ("{99999999999999999999}", "!Too many decimal digits in format string"),
    ("{a:}}", "!Single '}' encountered in format string"), ("x{:.2f}y{{", "x<;;.2f;>y{"),
    ("{!}", "!unmatched '{' in format spec"), ("{!s:", "!unmatched '{' in format spec"),
    ("{0[99999999999999999999]}", "!Too many decimal digits in format string"),
    ("{a.b.}", "!Empty attribute in format string"), ("{[0]}", "<[0];;;[#0]>"), ("{.a}", "<.a;;;.a>"),
];

fn field(codes: &[u32], field: &Field) -> Result<String, Error> {
    let part = |range: &std::ops::Range<usize>| lossy(&codes[range.clone()]);
    let conversion = field.conversion.and_then(char::from_u32).map(String::from).unwrap_or_default();
    let mut out = format!("<{};{conversion};{};", part(&field.name), part(&field.spec));
    let (first, path) = split_name(codes, &field.name)?;
    match first {
        First::Auto => {}
        First::Index(index) => out.push_str(&format!("#{index}")),
        First::Name(range) => out.push_str(&part(&range)),
    }
    for step in path {
        out.push_str(&match step? {
            Step::Attr(range) => format!(".{}", part(&range)),
            Step::Index(index) => format!("[#{index}]"),
            Step::Key(range) => format!("[{}]", part(&range)),
        });
    }
    Ok(out + ">")
}

fn parts(codes: &[u32]) -> Result<String, Error> {
    let mut out = String::new();
    for piece in Parser::new(codes) {
        let piece = piece?;
        out.push_str(&lossy(&codes[piece.literal]));
        if let Some(found) = &piece.field {
            out.push_str(&field(codes, found)?);
        }
    }
    Ok(out)
}

#[test]
fn cases() {
    for &(text, expected) in CASES {
        let codes: Vec<u32> = text.chars().map(u32::from).collect();
        let shown = match parts(&codes) {
            Ok(text) => text,
            Err(Error::Value(text)) => format!("!{text}"),
            Err(other) => format!("{other:?}"),
        };
        assert_eq!(shown, expected, "{text:?}");
    }
}

#[test]
fn numbering() {
    let mut state = Numbering::default();
    assert_eq!(state.resolve(&First::Name(0..1)), Ok(None));
    assert_eq!(state.resolve(&First::Auto), Ok(Some(0)));
    assert_eq!(state.resolve(&First::Auto), Ok(Some(1)));
    assert!(state.resolve(&First::Index(0)).is_err());
    let mut state = Numbering::default();
    assert_eq!(state.resolve(&First::Index(4)), Ok(Some(4)));
    assert!(state.resolve(&First::Auto).is_err());
}
