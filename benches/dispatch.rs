//! One instruction after another: loops, arithmetic, comparisons, subscripts.

use criterion::{Criterion, criterion_group, criterion_main};
use theseus_benches::{Snippet, brief, time};

const SNIPPETS: &[Snippet] = &[
    ("empty_loop", "def run(n):\n    for i in range(n):\n        pass\n"),
    ("int_add", "def run(n):\n    t = 0\n    for i in range(n):\n        t = t + i\n    return t\n"),
    ("float_add", "def run(n):\n    t = 0.0\n    for i in range(n):\n        t = t + 1.5\n    return t\n"),
    (
        "while_compare",
        "def run(n):\n    i = 0\n    while i < n:\n        if i == 7:\n            pass\n        i += 1\n",
    ),
    (
        "list_index",
        "def run(n):\n    x = list(range(16))\n    t = 0\n    for i in range(n):\n        t += x[i & 15]\n    return t\n",
    ),
    (
        "dict_index",
        "def run(n):\n    x = {i: i for i in range(16)}\n    t = 0\n    for i in range(n):\n        t += x[i & 15]\n    return t\n",
    ),
    ("global_load", "g = 1\ndef run(n):\n    t = 0\n    for i in range(n):\n        t += g\n    return t\n"),
    (
        "unpack_swap",
        "def run(n):\n    a, b = 1, 2\n    for i in range(n):\n        a, b = b, a\n    return a\n",
    ),
];

fn dispatch(c: &mut Criterion) {
    time(c, "dispatch", 10_000, SNIPPETS);
}

criterion_group! { name = benches; config = brief(); targets = dispatch }
criterion_main!(benches);
