//! A heap of a million objects: enumerating them, and visiting every reference they hold.

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use theseus_benches::{brief, done, execute, machine};

/// In each round ten objects: five numbers and strings; a list, a tuple, a dict, an instance and its
/// list of what it holds.
const SOURCE: &str = "
class Record:
    def __init__(self, name, items):
        self.name = name
        self.items = items

def build(rounds):
    out = []
    for i in range(rounds):
        number, half, name = i + 1000, i * 0.5, 'record %d' % i
        record = Record(name, [number, half, (half, i + 2000)])
        out.append({'record': record, 'key ' + name: [number]})
    return out

heap = build(100_000)
";

fn heap(c: &mut Criterion) {
    let mut machine = machine();
    let cx = machine.cx();
    let before = cx.heap.interp().count_objects();
    let globals = execute(cx, SOURCE);
    let globals = done(cx, globals);
    let interp = cx.heap.interp();
    let (objects, edges) = (interp.count_objects(), interp.count_edges());
    println!("{} objects, {before} of them the machine's own, {edges} references", objects);

    let mut group = c.benchmark_group("heap");
    group.throughput(Throughput::Elements(objects as u64));
    group.bench_function("enumerate", |b| b.iter(|| interp.count_objects()));
    group.throughput(Throughput::Elements(edges as u64));
    group.bench_function("edges", |b| b.iter(|| interp.count_edges()));
    group.finish();
    drop(globals);
}

criterion_group! { name = benches; config = brief(); targets = heap }
criterion_main!(benches);
