//! Making and freeing objects of each common kind.

use criterion::{Criterion, criterion_group, criterion_main};
use theseus_benches::{Snippet, brief, time};

const SNIPPETS: &[Snippet] = &[
    ("floats", "def run(n):\n    x = [0.0] * n\n    for i in range(n):\n        x[i] = i * 0.5\n"),
    ("tuples", "def run(n):\n    for i in range(n):\n        (i, n)\n"),
    ("lists", "def run(n):\n    for i in range(n):\n        [i, n]\n"),
    ("dicts", "def run(n):\n    for i in range(n):\n        {'a': i}\n"),
    ("sets", "def run(n):\n    for i in range(n):\n        {i}\n"),
    ("strings", "def run(n):\n    for i in range(n):\n        str(i)\n"),
    ("instances", "class A:\n    pass\ndef run(n):\n    for i in range(n):\n        A()\n"),
    ("growing_list", "def run(n):\n    x = []\n    for i in range(n):\n        x.append(None)\n"),
    ("growing_dict", "def run(n):\n    x = {}\n    for i in range(n):\n        x[i] = None\n"),
    ("linked", "def run(n):\n    x = None\n    for i in range(n):\n        x = (x, i)\n"),
];

fn allocation(c: &mut Criterion) {
    time(c, "allocation", 10_000, SNIPPETS);
}

criterion_group! { name = benches; config = brief(); targets = allocation }
criterion_main!(benches);
