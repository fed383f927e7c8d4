//! `-X importtime`: how long imports take, told one by one as they end.

use std::cell::Cell;

use theseus_object::PyResult;

use crate::machine::Vm;

/// What is remembered between the beginning of an import and its end.
#[derive(Default)]
pub struct ImportTimes {
    /// The line above the columns has been written.
    begun: Cell<bool>,
    /// Imports that are under way.
    depth: Cell<usize>,
    /// Nanoseconds that imports within the present one took.
    inner: Cell<u64>,
}

/// Imports by `load`, and tells how long it took without and with the imports within it.
pub fn timed(
    vm: &mut Vm,
    times: &ImportTimes,
    name: &str,
    load: impl FnOnce(&mut Vm) -> PyResult,
) -> PyResult {
    let now = |vm: &Vm| vm.host.get().map_or(0, |host| host.monotonic());
    if !times.begun.replace(true) {
        tell(vm, "import time: self [us] | cumulative | imported package\n");
    }
    let depth = times.depth.get();
    times.depth.set(depth + 1);
    let before = times.inner.replace(0);
    let start = now(vm);
    let result = load(vm);
    let whole = now(vm).saturating_sub(start);
    let own = whole.saturating_sub(times.inner.get());
    times.inner.set(before + whole);
    times.depth.set(depth);
    if result.is_ok() {
        let (own, whole, indent) = (micro(own), micro(whole), depth * 2);
        tell(vm, &format!("import time: {own:>9} | {whole:>10} | {:indent$}{name}\n", ""));
    }
    result
}

/// Microseconds, rounded up.
fn micro(nanoseconds: u64) -> u64 {
    nanoseconds.div_ceil(1000)
}

fn tell(vm: &Vm, text: &str) {
    if let Some(host) = vm.host.get() {
        let _ = host.write_all(2, text.as_bytes());
    }
}
