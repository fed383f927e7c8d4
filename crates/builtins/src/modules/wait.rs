//! Waiting for something that only other threads can bring about.

use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::atomic::AtomicU32;

use theseus_object::host::{EINTR, ETIMEDOUT};
use theseus_object::{Cx, Heap, ObjRef, PyResult};

use crate::exceptions::raise_os_error;
use crate::world;

/// The threads that wait for a change of an object, in the order they came: the words they sleep on.
#[derive(Default)]
pub(crate) struct Waiters(VecDeque<Arc<AtomicU32>>);

impl Waiters {
    /// Takes a word out of the line; false if it is not there any more.
    fn leave(&mut self, word: &Arc<AtomicU32>) -> bool {
        let at = self.0.iter().position(|w| Arc::ptr_eq(w, word));
        at.and_then(|at| self.0.remove(at)).is_some()
    }
}

/// Where an object keeps those who wait for it.
pub(crate) type Line = for<'a> fn(&'a mut Heap, &'a ObjRef) -> Option<&'a mut Waiters>;

/// Lets the first that waits for `o` look again.
pub(crate) fn wake_one(cx: &mut Cx, o: &ObjRef, line: Line) {
    if let Some(word) = line(&mut cx.heap, o).and_then(|w| w.0.pop_front())
        && let Some(host) = cx.host.get()
    {
        host.wake_word(&word);
    }
}

/// Waits until `ready` says so, at most for `timeout` nanoseconds; false if the time is over. Handlers of
/// signals run meanwhile.
pub(crate) fn wait_for(
    cx: &mut Cx,
    o: &ObjRef,
    line: Line,
    timeout: Option<u64>,
    mut ready: impl FnMut(&mut Cx) -> bool,
) -> PyResult<bool> {
    if ready(cx) {
        return Ok(true);
    }
    if timeout == Some(0) {
        return Ok(false);
    }
    let now = |cx: &Cx| cx.host.get().map_or(0, |host| host.monotonic());
    let end = timeout.map(|t| now(cx).saturating_add(t));
    let word = cx.thread.word.clone();
    loop {
        let left = end.map(|end| end.saturating_sub(now(cx)));
        if left == Some(0) {
            return Ok(false);
        }
        cx.thread.rests();
        // A signal that came before is seen here, one that comes now wakes the thread.
        cx.poll()?;
        if ready(cx) {
            return Ok(true);
        }
        if let Some(waiters) = line(&mut cx.heap, o) {
            waiters.0.push_back(word.clone());
        }
        let answer = world::wait(cx, |host| host.wait_word(&word, left));
        let woken = !line(&mut cx.heap, o).is_some_and(|waiters| waiters.leave(&word));
        if ready(cx) {
            return Ok(true);
        }
        let answer = match answer {
            Ok(()) | Err(EINTR | ETIMEDOUT) => cx.poll(),
            Err(errno) => Err(raise_os_error(cx, errno, None)),
        };
        if woken && (answer.is_err() || end.is_some_and(|end| end <= now(cx))) {
            // Who goes away hands on what it was woken for.
            wake_one(cx, o, line);
        }
        answer?;
    }
}

/// Sleeps for so many nanoseconds; handlers of signals run meanwhile.
pub(crate) fn sleep(cx: &mut Cx, nanoseconds: u64) -> PyResult<()> {
    let now = |cx: &Cx| cx.host.get().map_or(0, |host| host.monotonic());
    let end = now(cx).saturating_add(nanoseconds);
    let word = cx.thread.word.clone();
    loop {
        cx.thread.rests();
        // A signal that came before is seen here, one that comes now wakes the thread.
        cx.poll()?;
        let left = end.saturating_sub(now(cx));
        match world::wait(cx, |host| host.wait_word(&word, Some(left))) {
            Ok(()) | Err(EINTR) if left > 0 => (),
            Ok(()) | Err(EINTR | ETIMEDOUT) => return cx.poll(),
            Err(errno) => return Err(raise_os_error(cx, errno, None)),
        }
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
