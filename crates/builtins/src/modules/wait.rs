//! Waiting for something that only other code can bring about: in naps, so that ^C is heard.

use theseus_object::{Cx, ObjRef, PyResult};

/// Naps are this many nanoseconds at most.
const NAP: u64 = 20_000_000;

/// Waits until `ready` says so, at most for `timeout` nanoseconds; false if the time is over.
pub(crate) fn wait_for(
    cx: &mut Cx,
    timeout: Option<u64>,
    mut ready: impl FnMut(&mut Cx) -> bool,
) -> PyResult<bool> {
    let now = |cx: &Cx| cx.host.get().map_or(0, |host| host.monotonic());
    let end = timeout.map(|t| now(cx).saturating_add(t));
    loop {
        if ready(cx) {
            return Ok(true);
        }
        let left = match end {
            Some(end) => end.saturating_sub(now(cx)),
            None => NAP,
        };
        if left == 0 {
            return Ok(false);
        }
        match cx.host.get() {
            Some(host) => host.sleep(left.min(NAP)),
            None => return Err(cx.runtime_error("there is no clock")),
        }
        cx.poll()?;
    }
}

/// A timeout in seconds as nanoseconds, rounded up.
pub(crate) fn nanoseconds(cx: &mut Cx, o: &ObjRef) -> PyResult<i64> {
    let seconds = match o.float() {
        Some(v) if v.is_nan() => return Err(cx.value_error("Invalid value NaN (not a number)")),
        Some(v) => v,
        None => {
            let v = cx.index(o)?;
            match v.int().and_then(|v| v.checked_mul(1_000_000_000)) {
                Some(span) => return Ok(span),
                None => return Err(cx.overflow_error("timestamp too large to convert to C _PyTime_t")),
            }
        }
    };
    let span = seconds * 1e9;
    let span = if span < 0.0 { span.floor() } else { span.ceil() };
    const WORD: f64 = (1u64 << 63) as f64;
    if (-WORD..WORD).contains(&span) {
        return Ok(span as i64);
    }
    Err(cx.overflow_error("timestamp out of range for platform time_t"))
}
