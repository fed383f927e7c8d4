//! What the criterion targets share: a machine in this process, and tables of snippets to time.

use std::time::Duration;

use criterion::{Criterion, Throughput};
use theseus_object::cx::Compile;
use theseus_object::host::Nothing;
use theseus_object::{Cx, ObjRef, PyResult};
use theseus_vm::{Machine, Options};

/// A name, and Python source that defines `run(n)`.
pub type Snippet = (&'static str, &'static str);

/// A machine on a host that has nothing.
pub fn machine() -> Machine {
    Machine::new(Options::new(Box::new(Nothing)))
}

/// Runs source text and gives its namespace.
pub fn execute(cx: &mut Cx, source: &str) -> PyResult {
    let (text, name, globals) = (cx.new_str(source), cx.new_str("<bench>"), cx.new_dict());
    let (compile, exec) = (cx.upcalls.compile, cx.upcalls.exec_code);
    let code = compile(cx, &text, &name, "exec", &Compile::INHERIT)?;
    exec(cx, &code, &globals, &globals, None)?;
    Ok(globals)
}

/// The function `name` of a namespace.
pub fn function(cx: &Cx, globals: &ObjRef, name: &str) -> ObjRef {
    cx.namespace_get(globals, &cx.intern(name)).unwrap_or_else(|| panic!("no function {name}"))
}

/// Says which exception ended a snippet.
pub fn done<T>(cx: &mut Cx, result: PyResult<T>) -> T {
    result.unwrap_or_else(|_| {
        let text = cx.take_exception().map(|e| (cx.upcalls.exception_text)(cx, &e));
        panic!("{}", text.unwrap_or_default())
    })
}

/// Short runs: these targets show what a change did, not the last percent.
pub fn brief() -> Criterion {
    Criterion::default()
        .sample_size(20)
        .warm_up_time(Duration::from_millis(200))
        .measurement_time(Duration::from_millis(800))
}

/// Times `run(n)` of each snippet; a result is the time of one of its `n` rounds.
pub fn time(c: &mut Criterion, group: &str, n: u32, snippets: &[Snippet]) {
    let mut group = c.benchmark_group(group);
    group.throughput(Throughput::Elements(u64::from(n)));
    for (name, source) in snippets {
        let mut machine = machine();
        let cx = machine.cx();
        let globals = execute(cx, source);
        let globals = done(cx, globals);
        let (run, count) = (function(cx, &globals, "run"), [cx.int(i64::from(n))]);
        group.bench_function(*name, |b| {
            b.iter(|| {
                let result = cx.call(&run, &count);
                done(cx, result)
            })
        });
    }
    group.finish();
}
