//! Calls: Python functions, methods, natives, classes, generators.

use criterion::{Criterion, criterion_group, criterion_main};
use theseus_benches::{Snippet, brief, time};

const SNIPPETS: &[Snippet] = &[
    ("function", "def f(a):\n    return a\ndef run(n):\n    for i in range(n):\n        f(i)\n"),
    ("defaults", "def f(a, b=2, c=3):\n    return a\ndef run(n):\n    for i in range(n):\n        f(i)\n"),
    (
        "keywords",
        "def f(a, b, c):\n    return a\ndef run(n):\n    for i in range(n):\n        f(i, c=1, b=2)\n",
    ),
    (
        "star_args",
        "def f(*a, **k):\n    return a\ndef run(n):\n    for i in range(n):\n        f(i, 2, x=3)\n",
    ),
    (
        "method",
        "class A:\n    def m(self, a):\n        return a\ndef run(n):\n    o = A()\n    for i in range(n):\n        o.m(i)\n",
    ),
    ("native", "def run(n):\n    x = [1, 2]\n    for i in range(n):\n        len(x)\n"),
    ("native_method", "def run(n):\n    x = []\n    for i in range(n):\n        x.append(i)\n"),
    (
        "init",
        "class A:\n    def __init__(self, a):\n        self.a = a\ndef run(n):\n    for i in range(n):\n        A(i)\n",
    ),
    (
        "generator",
        "def g(n):\n    for i in range(n):\n        yield i\ndef run(n):\n    for i in g(n):\n        pass\n",
    ),
    (
        "closure",
        "def run(n):\n    t = 0\n    def f():\n        nonlocal t\n        t += 1\n    for i in range(n):\n        f()\n",
    ),
];

fn calls(c: &mut Criterion) {
    time(c, "calls", 10_000, SNIPPETS);
}

criterion_group! { name = benches; config = brief(); targets = calls }
criterion_main!(benches);
