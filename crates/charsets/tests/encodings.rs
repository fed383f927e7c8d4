//! Encodings from outside: text there and back, faults, states.

use theseus_charsets::{Encoding, Fault, State};

fn encoding(name: &str) -> &'static Encoding {
    Encoding::find(name).expect("an encoding of this name")
}

fn encoded(name: &str, text: &str) -> Result<Vec<u8>, Fault> {
    let points: Vec<u32> = text.chars().map(u32::from).collect();
    let (mut state, mut out) = (encoding(name).start(false), Vec::new());
    encoding(name).encode(&points, &mut 0, true, &mut state, &mut out)?;
    encoding(name).finish(&mut state, &mut out);
    Ok(out)
}

fn decoded(name: &str, data: &[u8]) -> Result<String, (usize, Fault)> {
    let (mut state, mut out, mut at) = (encoding(name).start(true), Vec::new(), 0);
    while at < data.len() {
        encoding(name).decode(data, &mut at, &mut state, &mut out, 4).map_err(|fault| (at, fault))?;
    }
    Ok(out.into_iter().filter_map(char::from_u32).collect())
}

#[test]
fn text_comes_back() {
    let texts = [
        ("gbk", "中文 abc 々"),
        ("gb18030", "ä€\u{1f600}中"),
        ("hz", "~中a文"),
        ("big5hkscs", "\u{ca}\u{304}\u{ea}x字"),
        ("euc_kr", "한국어 똠"),
        ("johab", "한국어"),
        ("shift_jis", "日本語 ｶﾅ"),
        ("cp932", "日本語①\u{e000}"),
        ("euc_jis_2004", "か\u{309a}ｶ丂"),
        ("iso2022_jp_2", "日本한ascii简"),
        ("iso2022_kr", "한국\n어"),
    ];
    for (name, text) in texts {
        let data = encoded(name, text).unwrap_or_else(|fault| panic!("{name}: {fault:?}"));
        assert_eq!(decoded(name, &data), Ok(text.to_string()), "{name}: {data:x?}");
    }
}

#[test]
fn faults_say_how_much_is_wrong() {
    assert_eq!(decoded("gbk", b"a\xff\x01"), Err((1, Fault::Bad(1))));
    assert_eq!(decoded("gbk", b"a\x81"), Err((1, Fault::Short)));
    assert_eq!(decoded("gb18030", b"\x81\x30\x81"), Err((0, Fault::Short)));
    assert_eq!(decoded("shift_jisx0213", b"\x87\x9f"), Err((0, Fault::Bad(2))));
    assert_eq!(decoded("iso2022_jp", b"\x1b$Bz~"), Err((3, Fault::Bad(2))));
    assert_eq!(decoded("iso2022_jp", b"\x1b(Z"), Err((0, Fault::Bad(3))));
    assert_eq!(encoded("big5", "\u{600}"), Err(Fault::Bad(1)));
}

#[test]
fn a_first_half_waits() {
    let (big5, mut out) = (encoding("big5hkscs"), Vec::new());
    let fault = big5.encode(&[0xca], &mut 0, false, &mut State::default(), &mut out);
    assert_eq!((fault, out.len()), (Err(Fault::Short), 0));
}
