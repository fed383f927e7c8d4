//! The methods of str against vectors of code points.

mod common;

use proptest::prelude::*;
use theseus_object::{Cx, ObjRef};

/// Few letters, so that needles are found, of every width.
fn texts(longest: usize) -> impl Strategy<Value = Vec<u32>> {
    let narrow = proptest::collection::vec(prop_oneof![Just(97u32), Just(98)], 0..longest);
    let letters = [97, 97, 97, 98, 0xe9, 0x4e2d, 0x1_f600];
    let wide = proptest::collection::vec(proptest::sample::select(letters.to_vec()), 0..longest);
    prop_oneof![narrow, wide]
}

fn points(o: &ObjRef) -> Vec<u32> {
    o.chars().expect("a str").to_vec()
}

/// Where `needle` stands in `text`.
fn places<'a>(text: &'a [u32], needle: &'a [u32]) -> impl DoubleEndedIterator<Item = usize> + 'a {
    let last = (text.len() + 1).saturating_sub(needle.len());
    (0..last).filter(move |&i| text[i..].starts_with(needle))
}

/// The text between occurrences that don't overlap.
fn split(text: &[u32], needle: &[u32]) -> Vec<Vec<u32>> {
    let mut parts = vec![Vec::new()];
    let mut at = 0;
    while at < text.len() {
        if text[at..].starts_with(needle) {
            parts.push(Vec::new());
            at += needle.len();
        } else {
            parts.last_mut().expect("never empty").push(text[at]);
            at += 1;
        }
    }
    parts
}

fn number(cx: &mut Cx, o: &ObjRef, method: &str, needle: &ObjRef) -> Option<i64> {
    cx.call_method(o, method, std::slice::from_ref(needle)).ok()?.int()
}

#[test]
fn searching() {
    common::check(2000, (texts(60), texts(5)), |cx, (text, needle)| {
        let (s, n) = (cx.str_from_points(&text), cx.str_from_points(&needle));
        let index = |at: Option<usize>| Some(at.map_or(-1, |i| i as i64));
        prop_assert_eq!(number(cx, &s, "find", &n), index(places(&text, &needle).next()));
        prop_assert_eq!(number(cx, &s, "rfind", &n), index(places(&text, &needle).next_back()));
        prop_assert_eq!(cx.contains(&s, &n).ok(), Some(places(&text, &needle).next().is_some()));
        let count = if needle.is_empty() { text.len() + 1 } else { split(&text, &needle).len() - 1 };
        prop_assert_eq!(number(cx, &s, "count", &n), Some(count as i64));
        Ok(())
    });
}

#[test]
fn splitting() {
    common::check(1000, (texts(60), texts(4), texts(4)), |cx, (text, needle, new)| {
        let [s, n, to] = [&text, &needle, &new].map(|t| cx.str_from_points(t));
        if needle.is_empty() {
            prop_assert!(cx.call_method(&s, "split", &[n]).is_err());
            cx.take_exception();
            return Ok(());
        }
        let parts = split(&text, &needle);
        let list = cx.call_method(&s, "split", std::slice::from_ref(&n)).expect("a separator");
        let found: Vec<_> = cx.heap.list(&list).expect("a list").iter().map(points).collect();
        prop_assert_eq!(&found, &parts);
        let joined = cx.call_method(&n, "join", &[list]).expect("strs");
        prop_assert_eq!(points(&joined), text);
        let replaced = cx.call_method(&s, "replace", &[n, to]).expect("strs");
        prop_assert_eq!(points(&replaced), parts.join(&new[..]));
        Ok(())
    });
}

/// The characters that `text[start:stop:step]` takes, one by one.
fn sliced(text: &[u32], start: Option<i64>, stop: Option<i64>, step: i64) -> Vec<u32> {
    let len = text.len() as i64;
    let (least, most) = if step > 0 { (0, len) } else { (-1, len - 1) };
    let place = |v: i64| (if v < 0 { v + len } else { v }).clamp(least, most);
    let mut at = start.map_or(if step > 0 { 0 } else { len - 1 }, place);
    let end = stop.map_or(if step > 0 { len } else { -1 }, place);
    let mut out = Vec::new();
    while if step > 0 { at < end } else { at > end } {
        out.push(text[at as usize]);
        at += step;
    }
    out
}

#[test]
fn slicing() {
    let bound = || proptest::option::of(-50..50i64);
    let step = prop_oneof![Just(1i64), Just(-1), -4..0i64, 1..5i64];
    common::check(2000, (texts(40), bound(), bound(), step), |cx, (text, start, stop, step)| {
        let s = cx.str_from_points(&text);
        let slice = cx.types.slice.as_ref().clone();
        let [a, b] = [start, stop].map(|v| v.map_or_else(|| cx.none.clone(), |v| cx.int(v)));
        let key = cx.call(&slice, &[a, b, cx.int(step)]).expect("a slice");
        let part = cx.getitem(&s, &key).expect("slices of strs");
        let expected = sliced(&text, start, stop, step);
        prop_assert_eq!(points(&part), expected.clone());
        prop_assert_eq!(part.str_width(), cx.str_from_points(&expected).str_width());
        Ok(())
    });
}

#[test]
fn encoding() {
    let text = proptest::collection::vec(any::<char>().prop_map(u32::from), 0..30);
    common::check(1000, text, |cx, text| {
        let s = cx.str_from_points(&text);
        for codec in ["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "utf-32"] {
            let codec = cx.new_str(codec);
            let image = cx.call_method(&s, "encode", std::slice::from_ref(&codec)).expect("no surrogates");
            let back = cx.call_method(&image, "decode", &[codec]).expect("what was encoded");
            prop_assert_eq!(points(&back), text.clone());
        }
        let expected: String = text.iter().filter_map(|&c| char::from_u32(c)).collect();
        let image = cx.call_method(&s, "encode", &[]).expect("no surrogates");
        prop_assert_eq!(cx.heap.bytes(&image), Some(expected.as_bytes()));
        Ok(())
    });
}
