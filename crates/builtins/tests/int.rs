//! Int arithmetic against a library of big numbers, at the limits of machine words above all.

mod common;

use dashu_int::IBig;
use dashu_int::ops::{BitTest, DivEuclid, RemEuclid};
use proptest::prelude::*;
use proptest::test_runner::TestCaseResult;
use theseus_builtins::int::int_binary;
use theseus_object::slots::number::{ADD, AND, FLOORDIV, LSHIFT, MOD, MUL, OR, POW, RSHIFT, SUB, XOR};
use theseus_object::{CompareOp, Cx, Kind, ObjRef};

/// Ints around the powers of two where representations change, small ones, and any.
fn ints() -> impl Strategy<Value = IBig> {
    let near = |base: IBig| (-3..4i64).prop_map(move |d| &base + IBig::from(d));
    let powers = (0..200usize, any::<bool>()).prop_flat_map(move |(bits, negative)| {
        let power = IBig::ONE << bits;
        near(if negative { -power } else { power })
    });
    prop_oneof![
        3 => prop_oneof![Just(i64::MIN), Just(i64::MAX), Just(-1), Just(0)].prop_flat_map(move |v| near(IBig::from(v))),
        2 => powers,
        2 => (-300..300i64).prop_map(IBig::from),
        2 => any::<i64>().prop_map(IBig::from),
        1 => any::<i128>().prop_map(IBig::from),
    ]
}

/// The object's value; it must be in its one form: a word if it fits one, pooled if it is small.
fn value(cx: &Cx, o: &ObjRef) -> IBig {
    let v = o.integer().expect("an int").to_big();
    let word = i64::try_from(&v).ok();
    assert_eq!(o.kind(), if word.is_some() { Kind::Int } else { Kind::BigInt });
    if let Some(word) = word.filter(|v| (-5..=256).contains(v)) {
        assert!(o.is(&cx.int(word)), "{word} is not the pooled one");
    }
    v
}

/// Division that rounds down.
fn floor_div(a: &IBig, b: &IBig) -> (IBig, IBig) {
    let (mut quotient, mut rest) = (a.div_euclid(b), IBig::from(a.rem_euclid(b)));
    if *b < IBig::ZERO && rest != IBig::ZERO {
        quotient -= IBig::ONE;
        rest += b;
    }
    (quotient, rest)
}

/// What `a op b` should be; `None` where it raises.
fn model(op: usize, a: &IBig, b: &IBig) -> Option<IBig> {
    let count = usize::try_from(b).ok();
    Some(match op {
        ADD => a + b,
        SUB => a - b,
        MUL => a * b,
        FLOORDIV if *b != IBig::ZERO => floor_div(a, b).0,
        MOD if *b != IBig::ZERO => floor_div(a, b).1,
        POW => (0..count?).fold(IBig::ONE, |p, _| p * a),
        LSHIFT => (0..count?).fold(a.clone(), |v, _| &v + &v),
        RSHIFT => floor_div(a, &(IBig::ONE << count?)).0,
        AND | OR | XOR => bitwise(op, a, b),
        _ => return None,
    })
}

/// Bit by bit, in two's complement.
fn bitwise(op: usize, a: &IBig, b: &IBig) -> IBig {
    let bit = |v: &IBig, i| BitTest::bit(v, i);
    let combine = |x: bool, y: bool| match op {
        AND => x & y,
        OR => x | y,
        _ => x ^ y,
    };
    let width = a.bit_len().max(b.bit_len()) + 1;
    let bits = (0..width).filter(|&i| combine(bit(a, i), bit(b, i)));
    let sum: IBig = bits.map(|i| IBig::ONE << i).sum();
    // The bits above are all as the last one.
    if combine(bit(a, width), bit(b, width)) { sum - (IBig::ONE << width) } else { sum }
}

fn agree(cx: &mut Cx, op: usize, a: &IBig, b: &IBig) -> TestCaseResult {
    let (x, y) = (cx.big_int(a.clone()), cx.big_int(b.clone()));
    let direct = int_binary(cx, op, &x, &y).ok().map(|o| value(cx, &o));
    cx.take_exception();
    prop_assert_eq!(&direct, &model(op, a, b), "{} {} {}", a, op, b);
    // The operator with all its dispatch says the same, and the operands are unharmed.
    let whole = cx.binary(op, &x, &y).ok().map(|o| value(cx, &o));
    cx.take_exception();
    prop_assert_eq!(direct, whole);
    prop_assert_eq!((value(cx, &x), value(cx, &y)), (a.clone(), b.clone()));
    Ok(())
}

#[test]
fn arithmetic() {
    common::check(2000, (ints(), ints()), |cx, (a, b)| {
        [ADD, SUB, MUL, FLOORDIV, MOD, AND, OR, XOR].into_iter().try_for_each(|op| agree(cx, op, &a, &b))
    });
}

#[test]
fn shifts() {
    common::check(1000, (ints(), -2..300i64), |cx, (a, n)| {
        [LSHIFT, RSHIFT].into_iter().try_for_each(|op| agree(cx, op, &a, &IBig::from(n)))
    });
}

/// Shifting far to the right leaves the sign.
#[test]
fn far_shifts() {
    common::check(200, (ints(), ints()), |cx, (a, n)| {
        if n > IBig::from(1000) {
            let (x, y) = (cx.big_int(a.clone()), cx.big_int(n));
            let shifted = int_binary(cx, RSHIFT, &x, &y).ok().and_then(|o| o.int());
            prop_assert_eq!(shifted, Some(if a < IBig::ZERO { -1 } else { 0 }));
        }
        Ok(())
    });
}

#[test]
fn powers() {
    common::check(500, (ints(), 0..24i64), |cx, (a, n)| agree(cx, POW, &a, &IBig::from(n)));
}

#[test]
fn modular_powers() {
    common::check(500, (ints(), 0..40i64, ints()), |cx, (a, n, m)| {
        let objects = [&a, &IBig::from(n), &m].map(|v| cx.big_int(v.clone()));
        let [x, y, z] = &objects;
        let found = cx.pow_mod(x, y, z).ok().map(|o| value(cx, &o));
        cx.take_exception();
        let power = model(POW, &a, &IBig::from(n));
        let expected = power.filter(|_| m != IBig::ZERO).map(|p| floor_div(&p, &m).1);
        prop_assert_eq!(found, expected);
        Ok(())
    });
}

#[test]
fn order() {
    common::check(1000, (ints(), ints()), |cx, (a, b)| {
        let (x, y) = (cx.big_int(a.clone()), cx.big_int(b.clone()));
        for op in CompareOp::ALL {
            prop_assert_eq!(cx.compare_bool(op, &x, &y).ok(), Some(op.holds(a.cmp(&b))));
        }
        prop_assert!(a != b || cx.hash(&x) == cx.hash(&y));
        Ok(())
    });
}

#[test]
fn text() {
    common::check(1000, (ints(), 2..=36u8), |cx, (a, base)| {
        let x = cx.big_int(a.clone());
        prop_assert_eq!(cx.str_text(&x).ok(), Some(a.to_string()));
        let int = cx.types.int.as_ref().clone();
        for (text, base) in [(a.to_string(), 10), (a.in_radix(base).to_string(), base)] {
            let arguments = [cx.new_str(&text), cx.int(i64::from(base))];
            let back = cx.call(&int, &arguments).ok().map(|o| value(cx, &o));
            prop_assert_eq!(back.as_ref(), Some(&a), "int({:?}, {})", text, base);
        }
        for (code, prefix, base) in [("b", "0b", 2), ("o", "0o", 8), ("x", "0x", 16)] {
            let format = cx.new_str(&format!("#{code}"));
            let text = cx.call_method(&x, "__format__", &[format]).ok().map(|o| o.text_or_empty());
            let (sign, digits) = if a < IBig::ZERO { ("-", -&a) } else { ("", a.clone()) };
            prop_assert_eq!(text, Some(format!("{sign}{prefix}{}", digits.in_radix(base))));
        }
        Ok(())
    });
}

#[test]
fn bytes() {
    common::check(500, (ints(), any::<bool>()), |cx, (a, big)| {
        let (x, int) = (cx.big_int(a.clone()), cx.types.int.as_ref().clone());
        let length = cx.int(40);
        let order = cx.new_str(if big { "big" } else { "little" });
        let signed = cx.true_.clone();
        let names = [cx.intern("signed")];
        let mut call = |o: &ObjRef, method: &str, first: &ObjRef, second: Option<&ObjRef>| {
            let name = cx.intern(method);
            let method = cx.getattr(o, &name)?;
            let values: Vec<ObjRef> =
                [Some(first), second, Some(&signed)].into_iter().flatten().cloned().collect();
            cx.call_args(&method, &theseus_object::Args { values: &values, names: &names })
        };
        let image = call(&x, "to_bytes", &length, Some(&order)).expect("320 bits hold it");
        let back = call(&int, "from_bytes", &image, Some(&order)).expect("the bytes of an int");
        prop_assert_eq!(value(cx, &back), a);
        Ok(())
    });
}
