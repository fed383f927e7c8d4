//! Attributes: instances, slots, properties, classes, modules, and sites that see many classes.

use criterion::{Criterion, criterion_group, criterion_main};
use theseus_benches::{Snippet, brief, time};

const SNIPPETS: &[Snippet] = &[
    (
        "load",
        "class A:\n    pass\ndef run(n):\n    o = A()\n    o.x = 1\n    for i in range(n):\n        o.x\n",
    ),
    ("store", "class A:\n    pass\ndef run(n):\n    o = A()\n    for i in range(n):\n        o.x = i\n"),
    (
        "slots",
        "class A:\n    __slots__ = ('x',)\ndef run(n):\n    o = A()\n    o.x = 1\n    for i in range(n):\n        o.x = o.x\n",
    ),
    (
        "property",
        "class A:\n    @property\n    def x(self):\n        return 1\ndef run(n):\n    o = A()\n    for i in range(n):\n        o.x\n",
    ),
    (
        "class_attribute",
        "class A:\n    x = 1\ndef run(n):\n    o = A()\n    for i in range(n):\n        o.x\n",
    ),
    (
        "getattr_fallback",
        "class A:\n    def __getattr__(self, name):\n        return 1\ndef run(n):\n    o = A()\n    for i in range(n):\n        o.x\n",
    ),
    ("module", "import sys\ndef run(n):\n    for i in range(n):\n        sys.maxsize\n"),
    (
        "four_classes",
        "class A:\n    def __init__(self):\n        self.x = 1\nclass B(A): pass\nclass C(A): pass\nclass D(A): pass\n\
         def run(n):\n    x = [A(), B(), C(), D()]\n    for i in range(n):\n        x[i & 3].x\n",
    ),
];

fn attributes(c: &mut Criterion) {
    time(c, "attributes", 10_000, SNIPPETS);
}

criterion_group! { name = benches; config = brief(); targets = attributes }
criterion_main!(benches);
