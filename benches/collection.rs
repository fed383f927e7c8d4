//! The cycle collector: garbage of several shapes, and a full collection over live objects.

use criterion::{Criterion, criterion_group, criterion_main};
use theseus_benches::{Snippet, brief, done, execute, machine, time};
use theseus_object::collect::collect;

const GARBAGE: &[Snippet] = &[
    (
        "lists",
        "import gc\ndef run(n):\n    for i in range(n):\n        x = []\n        x.append(x)\n    return gc.collect()\n",
    ),
    (
        "instances",
        "import gc\nclass A:\n    pass\ndef run(n):\n    for i in range(n):\n        x = A()\n        x.me = x\n    x = None\n    return gc.collect()\n",
    ),
    (
        "ring",
        "import gc\ndef run(n):\n    first = last = [None]\n    for i in range(n):\n        last = [last]\n    first[0] = last\n    first = last = None\n    return gc.collect()\n",
    ),
    (
        "finalizers",
        "import gc\nclass A:\n    def __del__(self):\n        pass\ndef run(n):\n    for i in range(n):\n        x = A()\n        x.me = x\n    x = None\n    gc.collect()\n    return gc.collect()\n",
    ),
];

fn garbage(c: &mut Criterion) {
    time(c, "garbage", 1_000, GARBAGE);
}

/// Nothing is garbage: what a program with a large heap pays for each collection.
fn live(c: &mut Criterion) {
    let mut machine = machine();
    let cx = machine.cx();
    let globals = execute(cx, "x = [[i, str(i), (i,), {'k': [i]}] for i in range(20_000)]\n");
    let globals = done(cx, globals);
    c.bench_function("live/80k_containers", |b| b.iter(|| collect(cx.heap.interp())));
    drop(globals);
}

criterion_group! { name = benches; config = brief(); targets = garbage, live }
criterion_main!(benches);
