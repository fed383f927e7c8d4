//! What programs are compiled to: every kind of statement passes the verifier, and the forms
//! that matter for speed are chosen.

use std::sync::Arc;

use theseus_bytecode::disasm::disassemble;
use theseus_bytecode::verify::verify;
use theseus_bytecode::{Code, Const, Op};
use theseus_compiler::{ErrorKind, Options, compile};

fn code(text: &str) -> Arc<Code> {
    let code = compile(text, "<test>", &Options::default()).expect("it compiles");
    if let Err(fault) = verify(&code) {
        panic!("{fault}\n{}", disassemble(&code, None, Some(text)));
    }
    code
}

/// The code of the first function of a program.
fn function(text: &str) -> Arc<Code> {
    let found = code(text).consts.iter().find_map(|value| match value {
        Const::Code(code) => Some(code.clone()),
        _ => None,
    });
    found.expect("a function")
}

fn ops(code: &Code) -> Vec<Op> {
    let mut found = Vec::new();
    let mut index = 0;
    while index < code.words.len() {
        let op = code.words[index].op().expect("an opcode");
        found.push(op);
        index += 1 + op.cache_words();
    }
    found
}

#[test]
fn operands_are_used_where_they_are() {
    let add = function("def f(a, b):\n    c = a + b\n    return c\n");
    assert_eq!(ops(&add)[..2], [Op::Binary, Op::Return]);
    let swap = function("def f(a, b):\n    a, b = b, a\n");
    assert_eq!(ops(&swap)[..4], [Op::Move, Op::Move, Op::Move, Op::Move]);
    let test = function("def f(a):\n    if a < 3 and a is not None:\n        return a\n");
    assert_eq!(ops(&test)[..2], [Op::JumpCompareK, Op::JumpIfNone]);
}

#[test]
fn a_walrus_makes_the_left_operand_a_copy() {
    let add = function("def f(a):\n    return a + (a := 2)\n");
    assert_eq!(ops(&add)[0], Op::Move);
}

#[test]
fn reads_that_may_fail_are_checked() {
    let check = |text: &str| ops(&function(text)).contains(&Op::CheckBound);
    assert!(!check("def f(a):\n    b = a\n    return b\n"));
    assert!(check("def f(a):\n    if a:\n        b = a\n    return b\n"));
    assert!(!check("def f(a):\n    if a:\n        b = a\n    else:\n        b = 1\n    return b\n"));
    assert!(check("def f(a):\n    del a\n    return a\n"));
    assert!(check("def f(a):\n    for b in a:\n        pass\n    return b\n"));
    assert!(check("def f():\n    try:\n        b = g()\n    except E:\n        pass\n    return b\n"));
    assert!(check(
        "def f():\n    while 1:\n        try:\n            e = 1\n            g(e)\n        except E as e:\n            pass\n        g(e)\n"
    ));
}

#[test]
fn constants_are_folded() {
    let folded = function("def f():\n    return -5 // 2 + 10 ** 2\n");
    // The first constant is the docstring.
    assert_eq!(folded.consts, [Const::None, Const::Int(97)]);
    let tuple = function("def f(a):\n    return a in {1, 2}\n");
    assert!(matches!(tuple.consts[1], Const::FrozenSet(_)));
    let big = function("def f():\n    return 1 << 100000\n");
    assert!(ops(&big).contains(&Op::BinaryK));
}

#[test]
fn surrogates_survive() {
    let lone = function("def f():\n    return 'a\\ud800'\n");
    assert_eq!(lone.consts, [Const::None, Const::WideStr([97, 0xd800].into())]);
}

#[test]
fn long_jumps_reach() {
    let body = "        a.b(c, d)\n".repeat(20_000);
    for head in ["while a < 3 and b", "for x in a", "if a is b and b > c"] {
        code(&format!("def f(a, b, c, d):\n    {head}:\n{body}    return 1\n"));
    }
}

#[test]
fn statements_keep_the_rules() {
    let programs = [
        "def f(x):\n    for i in x:\n        try:\n            if i: continue\n            if x: break\n            return g(i)\n        finally:\n            h()\n    else:\n        return 2\n",
        "def f():\n    with a as b, c as (d, e):\n        return d(e)\n",
        "def f():\n    for a in b:\n        with c:\n            for d in a:\n                with d:\n                    return d\n",
        "def f():\n    try:\n        return a()\n    except B as e:\n        return e\n    except (C, D):\n        raise\n    else:\n        pass\n    finally:\n        return 3\n",
        "def f():\n    while True:\n        try:\n            yield a\n        finally:\n            yield from b\n            break\n",
        "class A(B, metaclass=C, **d):\n    x: int = 1\n    def f(self): return super().f(*self.a, **self.b)\n    y = [__class__ for a in b]\n",
        "x = [(lambda: (a, b))() for a in c if a for b in a if b]\ny = {a: {b for b in a} for a in x}\nz = (a for a in x)\n",
        "def f(*a, b=1, **c):\n    global g\n    g = a\n    def h():\n        nonlocal b\n        b += 1\n        del b\n    return h\n",
        "def f(a):\n    a[1:2] = a[::2]\n    a.b[c] += d\n    a.b += 1\n    del a[1:2], a.b\n    x = y = z = a\n    (x, *y), [z] = a\n",
        "print(f'{a!r:>{b}} {c=} {f'{d}'}', *e, k=1, **f)\n",
        "def f(a, b, c):\n    return a < b() < c() < d, (a and b) or (c if a else b), not a\n",
        "import a.b.c as d, e.f\nfrom . import g as h\nfrom i import *\n",
    ];
    for program in programs {
        code(program);
    }
}

#[test]
fn deep_programs_end_in_an_error() {
    let deep = std::thread::Builder::new().stack_size(256 << 20).spawn(|| {
        for unit in ["-", "not ", "a.", "a+", "a if b else "] {
            let text = format!("x = {}a", unit.repeat(100_000));
            let error = compile(&text, "<test>", &Options::default()).expect_err("too deep");
            assert_eq!(error.kind, ErrorKind::Recursion);
        }
        for unit in ["-", "not ", "a.", "a+"] {
            compile(&format!("x = {}a", unit.repeat(15_000)), "<test>", &Options::default())
                .expect("deep, but not too deep");
        }
    });
    deep.expect("a thread").join().expect("no overflow");
}
