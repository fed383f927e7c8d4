//! The module `time`.

use theseus_object::host::Host;
use theseus_object::methods::NativeDef;
use theseus_object::{Cx, ObjRef, PyResult};

use crate::module::new_module;

const SECOND: f64 = 1e9;
/// Sleeping goes in parts of this many nanoseconds, so that an interrupt need not wait.
const NAP: u64 = 50_000_000;

static FUNCTIONS: &[NativeDef] = &[
    NativeDef::f0("time", time, "Return the current time in seconds since the Epoch."),
    NativeDef::f0("time_ns", time_ns, "Return the current time in nanoseconds since the Epoch."),
    NativeDef::f0("perf_counter", monotonic, "Performance counter for benchmarking."),
    NativeDef::f0("perf_counter_ns", monotonic_ns, "Performance counter for benchmarking as nanoseconds."),
    NativeDef::f0("monotonic", monotonic, "Monotonic clock, cannot go backward."),
    NativeDef::f0("monotonic_ns", monotonic_ns, "Monotonic clock, cannot go backward, as nanoseconds."),
    NativeDef::f0(
        "process_time",
        process_time,
        "Process time for profiling: sum of the kernel and user-space CPU time.",
    ),
    NativeDef::f0("process_time_ns", process_time_ns, "Process time for profiling as nanoseconds."),
    NativeDef::f1("sleep", sleep, "sleep(seconds)\n\nDelay execution for a given number of seconds."),
];

fn ask<T>(cx: &mut Cx, f: impl FnOnce(&dyn Host) -> T) -> PyResult<T> {
    match cx.host.get().map(|host| f(host.as_ref())) {
        Some(v) => Ok(v),
        None => Err(cx.runtime_error("there is no clock")),
    }
}

fn time(cx: &mut Cx) -> PyResult {
    let now = ask(cx, |host| host.wall_clock())?;
    Ok(cx.float(now as f64 / SECOND))
}

fn time_ns(cx: &mut Cx) -> PyResult {
    let now = ask(cx, |host| host.wall_clock())?;
    Ok(cx.big_int(now.into()))
}

fn monotonic(cx: &mut Cx) -> PyResult {
    let now = ask(cx, |host| host.monotonic())?;
    Ok(cx.float(now as f64 / SECOND))
}

fn monotonic_ns(cx: &mut Cx) -> PyResult {
    let now = ask(cx, |host| host.monotonic())?;
    Ok(cx.big_int(now.into()))
}

fn process_time(cx: &mut Cx) -> PyResult {
    let now = ask(cx, |host| host.process_time())?;
    Ok(cx.float(now as f64 / SECOND))
}

fn process_time_ns(cx: &mut Cx) -> PyResult {
    let now = ask(cx, |host| host.process_time())?;
    Ok(cx.big_int(now.into()))
}

/// A time span given in seconds, as nanoseconds.
fn nanoseconds(cx: &mut Cx, o: &ObjRef) -> PyResult<i64> {
    let Some(seconds) = o.float() else {
        let v = cx.index(o)?;
        return match v.int().and_then(|v| v.checked_mul(1_000_000_000)) {
            Some(span) => Ok(span),
            None => Err(cx.overflow_error("timestamp too large to convert to C _PyTime_t")),
        };
    };
    if seconds.is_nan() {
        return Err(cx.value_error("Invalid value NaN (not a number)"));
    }
    // Away from zero: a timeout is never shorter than asked for.
    let span = seconds * SECOND;
    let span = if span < 0.0 { span.floor() } else { span.ceil() };
    const WORD: f64 = (1u64 << 63) as f64;
    if !(-WORD..WORD).contains(&span) {
        return Err(cx.overflow_error("timestamp out of range for platform time_t"));
    }
    Ok(span as i64)
}

fn sleep(cx: &mut Cx, seconds: &ObjRef) -> PyResult {
    let span = nanoseconds(cx, seconds)?;
    let Ok(span) = u64::try_from(span) else {
        return Err(cx.value_error("sleep length must be non-negative"));
    };
    let end = ask(cx, |host| host.monotonic())?.saturating_add(span);
    loop {
        let left = ask(cx, |host| {
            let left = end.saturating_sub(host.monotonic());
            host.sleep(left.min(NAP));
            left
        })?;
        cx.poll()?;
        if left <= NAP {
            return Ok(cx.none.clone());
        }
    }
}

pub fn install(cx: &mut Cx) {
    let module = new_module(cx, "time", "This module provides various functions to manipulate time values.");
    let Some(dict) = cx.existing_dict(&module) else { return };
    let name = cx.intern("time");
    for def in FUNCTIONS {
        let f = cx.native_function(def, Some(name.clone()));
        cx.namespace_put(&dict, def.name, f);
    }
}
