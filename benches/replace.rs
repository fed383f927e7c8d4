//! Replacing in a heap of a million objects: one reference, 100,000 of them in different places, and a
//! thousand pairs at once beside one. A round replaces there and back, each with its undo log. Then the pass
//! over the heap alone, in bytes a second, beside a plain sum over the same bytes.

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use theseus_benches::{brief, done, execute, function};
use theseus_object::host::Nothing;
use theseus_object::scan::Targets;
use theseus_object::{Cx, ObjRef};
use theseus_vm::{Machine, Options};

/// Half lists, a quarter instances, a quarter dicts, as where other tools were measured; then the places of
/// the references.
const SOURCE: &str = "
from _replace import plan, replace, replace_many

class Thing:
    pass

def filler(n):
    out = []
    for i in range(n // 4):
        thing = Thing()
        thing.a = i
        out.append([i])
        out.append([i, i])
        out.append(thing)
        out.append({'a': i})
    return out

def cell(x):
    return (lambda: x).__closure__[0]

heap = filler(1_000_000)
old, new = Thing(), Thing()
N = 100_000
PLACES = {
    'one': lambda: [old],
    'lists': lambda: [[old] for _ in range(N)],
    'tuples': lambda: [(old, 1) for _ in range(N)],
    'cells': lambda: [cell(old) for _ in range(N)],
    'keys': lambda: [{old: 1} for _ in range(N)],
    'tuple keys': lambda: {(old, i): i for i in range(N)},
}
held = None

def hold(name):
    global held
    held = PLACES[name]()

def run():
    replace(old, new)
    replace(new, old)

def look():
    plan(old, new)

pairs = [(Thing(), Thing()) for _ in range(1000)]
back = [(b, a) for a, b in pairs]
spread = [[a] for a, b in pairs]

def many():
    replace_many(pairs)
    replace_many(back)
";

fn replace(c: &mut Criterion) {
    let mut options = Options::new(Box::new(Nothing));
    options.natives = vec![theseus_replace::NATIVES];
    let mut machine = Machine::new(options);
    let cx = machine.cx();
    let globals = execute(cx, SOURCE);
    let globals = done(cx, globals);
    let mut group = c.benchmark_group("replace");
    let names = ["one", "lists", "tuples", "cells", "keys", "tuple keys"];
    let (hold, run) = (function(cx, &globals, "hold"), function(cx, &globals, "run"));
    for name in names {
        let held = cx.call(&hold, &[cx.new_str(name)]);
        done(cx, held);
        group.bench_function(name, |b| {
            b.iter(|| {
                let result = cx.call(&run, &[]);
                done(cx, result)
            })
        });
    }
    for name in ["look", "many"] {
        let f = function(cx, &globals, name);
        group.bench_function(name, |b| {
            b.iter(|| {
                let result = cx.call(&f, &[]);
                done(cx, result)
            })
        });
    }
    group.finish();
    scan(c, cx, &globals);
}

/// A pass that finds one reference, and plain sums over the bytes that it goes through.
fn scan(c: &mut Criterion, cx: &mut Cx, globals: &ObjRef) {
    let old = cx.intern("old");
    let old = cx.namespace_get(globals, &old).expect("the object sought");
    let mut group = c.benchmark_group("scan");
    group.throughput(Throughput::Bytes(cx.sum_containers().0 as u64));
    for number in [1, 1000] {
        let others: Vec<ObjRef> = (1..number).map(|_| cx.new_list(Vec::new())).collect();
        let targets = Targets::new(others.iter().chain([&old]));
        group.bench_function(format!("for {number}"), |b| b.iter(|| cx.scan(&targets).edges));
    }
    group.bench_function("sum", |b| b.iter(|| cx.sum_containers()));
    group.finish();
}

criterion_group! { name = benches; config = brief(); targets = replace }
criterion_main!(benches);
