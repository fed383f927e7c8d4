//! The interpreter lock.
//!
//! Who wants it waits in line. The first in line waits for the switch interval and then asks for it, by
//! a bit of pending work that the holder sees at the next instruction boundary; the holder gives the lock
//! to the one who asked and joins the end of the line. A holder that lets go of it because it is about to
//! block gives it to nobody unless somebody asked or has seen it go by a few times: whoever comes first
//! takes it, so that a call that blocks for a moment only costs no switch.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::heap::pending;
use crate::host::Answer;

/// CPython's switch interval.
const INTERVAL: Duration = Duration::from_millis(5);

/// How often somebody in line lets others take the lock that was free for a moment.
const PATIENCE: u64 = 8;

/// The lock of an interpreter. The thread that makes it holds it.
pub struct Lock {
    state: Mutex<State>,
    /// Nanoseconds that the first in line waits before it asks.
    interval: AtomicU64,
    /// No other thread gets it any more.
    closed: AtomicBool,
}

#[derive(Default)]
struct State {
    held: bool,
    line: VecDeque<Arc<Waiter>>,
    /// The first in line has asked for it.
    asked: bool,
    /// How often it was let go of.
    releases: u64,
}

#[derive(Default)]
struct Waiter {
    wake: Condvar,
    /// It was given the lock.
    granted: AtomicBool,
    /// What `releases` was when it came.
    since: u64,
}

impl State {
    /// The first in line has a reason to look.
    fn tell_first(&self) {
        if let Some(first) = self.line.front() {
            first.wake.notify_one();
        }
    }

    /// Makes the first in line the holder; false if there is none.
    fn give(&mut self) -> bool {
        let Some(next) = self.line.pop_front() else { return false };
        next.granted.store(true, Ordering::Relaxed);
        next.wake.notify_one();
        (self.held, self.asked) = (true, false);
        self.tell_first();
        true
    }
}

impl Lock {
    pub(crate) fn new() -> Lock {
        Lock {
            state: Mutex::new(State { held: true, ..State::default() }),
            interval: AtomicU64::new(INTERVAL.as_nanos() as u64),
            closed: AtomicBool::new(false),
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // Nobody panics while the state is locked.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The switch interval.
    pub fn interval(&self) -> Duration {
        Duration::from_nanos(self.interval.load(Ordering::Relaxed))
    }

    pub fn set_interval(&self, interval: Duration) {
        let n = u64::try_from(interval.as_nanos()).unwrap_or(u64::MAX);
        self.interval.store(n.max(1), Ordering::Relaxed);
    }

    /// Whether no other thread gets it any more.
    pub fn is_closed(&self) -> bool {
        self.closed.load(Ordering::Relaxed)
    }

    /// Waits until the calling thread has the lock; `requests` is the word of pending work. Does not come
    /// back once the lock is closed.
    pub fn acquire(&self, requests: &AtomicU32) {
        let mut state = self.state();
        if !state.held && !self.is_closed() {
            state.held = true;
            return;
        }
        self.wait_in_line(state, requests);
    }

    fn wait_in_line(&self, mut state: MutexGuard<'_, State>, requests: &AtomicU32) {
        let me = Arc::new(Waiter { since: state.releases, ..Waiter::default() });
        state.line.push_back(me.clone());
        loop {
            if self.is_closed() {
                drop(state);
                park_forever();
            }
            if me.granted.load(Ordering::Relaxed) {
                // What was asked for is done.
                requests.fetch_and(!pending::SWITCH, Ordering::Relaxed);
                return;
            }
            let first = state.line.front().is_some_and(|w| Arc::ptr_eq(w, &me));
            if !first {
                state = me.wake.wait(state).unwrap_or_else(PoisonError::into_inner);
                continue;
            }
            if !state.held {
                state.give();
                continue;
            }
            let (now, waited) =
                me.wake.wait_timeout(state, self.interval()).unwrap_or_else(PoisonError::into_inner);
            state = now;
            if waited.timed_out() && state.held {
                state.asked = true;
                requests.fetch_or(pending::SWITCH, Ordering::Relaxed);
            }
        }
    }

    /// Lets go of the lock.
    pub fn release(&self) {
        let mut state = self.state();
        state.releases += 1;
        let waited = state.line.front().is_some_and(|first| state.releases - first.since > PATIENCE);
        if (state.asked || waited) && state.give() {
            return;
        }
        state.held = false;
        state.tell_first();
    }

    /// Gives the lock to the first in line and waits for it again; false if nobody waits.
    pub(crate) fn hand_over(&self, requests: &AtomicU32) -> bool {
        let mut state = self.state();
        let given = !self.is_closed() && state.give();
        if given {
            self.wait_in_line(state, requests);
        }
        given
    }

    /// The holder keeps the lock until the process ends: whoever wants it sleeps for good, so that no
    /// thread touches an interpreter that has ended.
    pub fn close(&self) {
        let state = self.state();
        self.closed.store(true, Ordering::Relaxed);
        state.tell_first();
    }

    /// Forks while nobody is about to change the state. In the child nobody is in line.
    pub(crate) fn fork(&self, fork: impl FnOnce() -> Answer<i32>) -> Answer<i32> {
        let mut state = self.state();
        let answer = fork();
        if answer == Ok(0) {
            // The threads that wait on them are not there; neither are their conditions.
            std::mem::forget(std::mem::take(&mut state.line));
        }
        answer
    }
}

/// The thread may hold references to objects on its stack, so it must neither go on nor unwind.
fn park_forever() -> ! {
    loop {
        std::thread::park();
    }
}
