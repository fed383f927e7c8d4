//! Starting: a machine from nothing, with and without a program to run.

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use theseus_benches::{brief, machine};

fn startup(c: &mut Criterion) {
    c.bench_function("startup/machine", |b| b.iter_batched(|| (), |()| machine(), BatchSize::PerIteration));
    c.bench_function("startup/pass", |b| {
        b.iter_batched(
            || (),
            |()| {
                let mut machine = machine();
                machine.run_main(b"pass", "<bench>", None);
                machine
            },
            BatchSize::PerIteration,
        )
    });
}

criterion_group! { name = benches; config = brief(); targets = startup }
criterion_main!(benches);
