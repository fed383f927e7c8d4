//! Strs against vectors of code points: widths, slices, concatenation, joining, hashes.

use proptest::prelude::*;
use theseus_object::payload::str::Width;
use theseus_object::{Interp, ObjRef};

const EDGES: [u32; 10] = [0, 0x7f, 0x80, 0xff, 0x100, 0xd800, 0xdfff, 0xffff, 0x1_0000, 0x10_ffff];

/// Characters of every width, their limits and lone surrogates.
fn chars() -> impl Strategy<Value = u32> {
    prop_oneof![
        6 => 0x20..0x7fu32,
        2 => proptest::sample::select(&EDGES[..4]),
        1 => proptest::sample::select(&EDGES[..8]),
        1 => proptest::sample::select(&EDGES[..]),
    ]
}

fn texts() -> impl Strategy<Value = Vec<u32>> {
    proptest::collection::vec(chars(), 0..40)
}

/// The str holds these characters, in the smallest width, with the hash of a fresh one.
fn check(interp: &Interp, s: &ObjRef, model: &[u32]) {
    assert_eq!(s.chars().map(|c| c.to_vec()).as_deref(), Some(model));
    assert_eq!(s.str_len(), Some(model.len()));
    let width = Width::for_max(model.iter().copied().max().unwrap_or(0));
    assert_eq!(s.str_width(), Some(width));
    let fresh = interp.str_from_points(model);
    assert!(s.str_eq(&fresh));
    assert_eq!(s.str_hash(interp), fresh.str_hash(interp));
    let text: String = model.iter().map(|&c| char::from_u32(c).unwrap_or('\u{fffd}')).collect();
    assert_eq!(s.text().as_deref(), Some(&*text));
}

proptest! {
    #[test]
    fn from_points(model in texts()) {
        let interp = Interp::new((1, 2));
        check(interp, &interp.str_from_points(&model), &model);
        if let Some(text) = model.iter().map(|&c| char::from_u32(c)).collect::<Option<String>>() {
            check(interp, &interp.new_str(&text), &model);
        }
        if let Ok(units) = model.iter().map(|&c| u16::try_from(c)).collect::<Result<Vec<_>, _>>() {
            check(interp, &interp.str_from_u16(&units), &model);
        }
        if let Ok(bytes) = model.iter().map(|&c| u8::try_from(c)).collect::<Result<Vec<_>, _>>() {
            check(interp, &interp.str_from_latin1(&bytes), &model);
        }
    }

    #[test]
    fn slices(model in texts(), a in 0..40usize, b in 0..40usize) {
        let interp = Interp::new((1, 2));
        let (start, end) = (a.min(b).min(model.len()), a.max(b).min(model.len()));
        let part = interp.str_slice(&interp.str_from_points(&model), start, end);
        check(interp, &part, &model[start..end]);
    }

    #[test]
    fn concatenation(parts in proptest::collection::vec(texts(), 0..6)) {
        let interp = Interp::new((1, 2));
        let strs: Vec<ObjRef> = parts.iter().map(|p| interp.str_from_points(p)).collect();
        check(interp, &interp.str_concat(&strs.iter().collect::<Vec<_>>()), &parts.concat());
    }

    /// Appending to the only reference may write in place; other strs never change.
    #[test]
    fn appending(parts in proptest::collection::vec(texts(), 1..12), kept in 0..12usize) {
        let interp = Interp::new((1, 2));
        let mut built = interp.empty_str.clone();
        let mut model = Vec::new();
        let mut witness = None;
        for (i, part) in parts.iter().enumerate() {
            if i == kept {
                witness = Some((built.clone(), model.clone()));
            }
            built.str_hash(interp);
            built = interp.str_append(built, &interp.str_from_points(part));
            model.extend(part);
            check(interp, &built, &model);
        }
        if let Some((s, model)) = witness {
            check(interp, &s, &model);
        }
        check(interp, &interp.empty_str, &[]);
    }

    #[test]
    fn joining(separator in texts(), parts in proptest::collection::vec(texts(), 0..6)) {
        let interp = Interp::new((1, 2));
        let items: Vec<ObjRef> = parts.iter().map(|p| interp.str_from_points(p)).collect();
        let joined = interp.str_join(&interp.str_from_points(&separator), &items);
        check(interp, &joined.expect("all are strs"), &parts.join(&separator[..]));
    }

    #[test]
    fn interning(model in texts()) {
        let interp = Interp::new((1, 2));
        let first = interp.intern_obj(&interp.str_from_points(&model));
        let second = interp.intern_obj(&interp.str_from_points(&model));
        prop_assert!(first.is(&second));
        check(interp, &first, &model);
    }
}
