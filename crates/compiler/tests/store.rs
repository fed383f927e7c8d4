//! Code objects as bytes: what goes in comes out, and damaged bytes give an error, never a panic.

use theseus_bytecode::store::{decode, decode_verified, encode, reseal};
use theseus_compiler::{Options, compile};

const PROGRAM: &str = r#"
"""Doc."""
import os.path as p
from . import x
class C[T](object, metaclass=type):
    a: int = 10**30
    def f(self, a, /, b=1.5, *args, c=2j, **kw):
        def g():
            nonlocal a
            a += 1
            yield from (i for i in b if i in {1, 2, (3, "x"), b"y", None, ...})
        try:
            with open("\ud800é") as h, self:
                return [k for k in h if (z := k)]
        except* (OSError, ValueError) as e:
            raise e from None
        finally:
            del a
    lambda self, *, k=-5: f"{self!r:>{k}} {True}"
"#;

const SMALL: &str =
    "def f(a, *b):\n    for i in b:\n        a = a + i * 2\n    return lambda: (a, 'x', 1.5)\n";

fn bytes(text: &str) -> Vec<u8> {
    let code = compile(text, "<test>", &Options::default()).expect("it compiles");
    encode(&code)
}

#[test]
fn what_goes_in_comes_out() {
    let text = PROGRAM.replace("class C[T]", "class C").replace("except*", "except");
    let code = compile(&text, "<test>", &Options::default()).expect("it compiles");
    let stored = encode(&code);
    assert_eq!(*decode_verified(&stored).expect("it decodes"), *code);
    let moved = decode(&stored, Some("/elsewhere.py")).expect("it decodes");
    assert_eq!(&*moved.filename, "/elsewhere.py");
}

#[test]
fn a_changed_byte_is_noticed() {
    let good = bytes(SMALL);
    for at in 0..good.len() {
        let mut bad = good.clone();
        bad[at] ^= 1 << (at % 8);
        assert!(decode(&bad, None).is_err(), "byte {at}");
    }
    for len in 0..good.len() {
        assert!(decode(&good[..len], None).is_err(), "length {len}");
    }
}

#[test]
fn damage_under_a_right_checksum_does_not_panic() {
    let good = bytes(SMALL);
    for at in 0..good.len() {
        for value in [0, 1, 0x7f, 0x80, 0xff, good[at].wrapping_add(1)] {
            let mut bad = good.clone();
            bad[at] = value;
            reseal(&mut bad);
            let _ = decode_verified(&bad);
        }
        let mut short = good[..at].to_vec();
        reseal(&mut short);
        assert!(decode(&short, None).is_err());
    }
}
