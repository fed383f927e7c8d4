//! Exploring a heap of a million objects: the questions that have a limit of time.

use criterion::{Criterion, criterion_group, criterion_main};
use theseus_benches::{brief, done, execute, function};
use theseus_object::host::Nothing;
use theseus_vm::{Machine, Options};

/// Half lists, a quarter instances, a quarter dicts, all in one list; `question(name)` asks.
const SOURCE: &str = "
import _explore

class Record:
    def __init__(self, item):
        self.item = item

def build(rounds):
    out = []
    for i in range(rounds):
        out.append([i, out])
        out.append([None])
        out.append(Record(i))
        out.append({'record': out[-1]})
    return out

kept = build(250_000)
heap = _explore.heap(False)
one, all = _explore.iso(kept[10]), _explore.iso(kept)

def table(relation):
    return _explore.table(_explore.partition(heap, relation), 0, False, 0, 0)

def question(name):
    match name:
        case 'heap': return _explore.heap(False)
        case 'table': return table('Clodo')
        case 'referrers': return _explore.referrers(one)
        case 'byvia': return table('Via')
        case 'byrcs': return table('Rcs')
        case 'domisize': return _explore.size(_explore.dominos(all))
        case 'imdom': return _explore.imdom(one)
        case 'paths': return _explore.count_paths(_explore.shortest(None, one))
";

fn explore(c: &mut Criterion) {
    let mut options = Options::new(Box::new(Nothing));
    options.natives = vec![theseus_explore::pymod::MODULES];
    let mut machine = Machine::new(options);
    let cx = machine.cx();
    let globals = execute(cx, SOURCE);
    let globals = done(cx, globals);
    println!("{} objects", cx.heap.interp().count_objects());
    let ask = function(cx, &globals, "question");
    let mut group = c.benchmark_group("explore");
    for name in ["heap", "table", "referrers", "byvia", "byrcs", "domisize", "imdom", "paths"] {
        let words = [cx.new_str(name)];
        group.bench_function(name, |b| {
            b.iter(|| {
                let answer = cx.call(&ask, &words);
                done(cx, answer)
            })
        });
    }
    group.finish();
    drop(globals);
}

criterion_group! { name = benches; config = brief(); targets = explore }
criterion_main!(benches);
