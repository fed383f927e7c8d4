//! Alarm: how work that runs no Python learns that ^C waits. It is given up then, and begun again if the
//! handler of the signal raises nothing.

use std::cell::Cell;
use std::sync::atomic::{AtomicU32, Ordering};

use crate::cx::Cx;
use crate::error::PyResult;
use crate::heap::pending;

/// The work was given up: the handler of a signal goes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stopped;

/// Bytes moved, or units looked at, between two looks at the alarm.
pub const PIECE: usize = 1 << 20;

/// What work asks now and then whether to stop.
pub struct Alarm<'a> {
    /// `None` on threads that handle no signals.
    pending: Option<&'a AtomicU32>,
    checks: Cell<u64>,
    /// How many checks go unheard. Each beginning grants more of them than the one before, so that signals
    /// that come at a steady rate do not keep the work from its end.
    deaf: u64,
}

impl Alarm<'_> {
    /// One that never rings.
    pub fn silent() -> Alarm<'static> {
        Alarm { pending: None, checks: Cell::new(0), deaf: 0 }
    }

    #[inline]
    pub fn check(&self) -> Result<(), Stopped> {
        let checks = self.checks.get() + 1;
        self.checks.set(checks);
        match self.pending {
            Some(bits) if bits.load(Ordering::Relaxed) & pending::INTERRUPT != 0 && checks > self.deaf => {
                Err(Stopped)
            }
            _ => Ok(()),
        }
    }

    /// [`Alarm::check`] once in [`PIECE`] rounds.
    #[inline(always)]
    pub fn check_now_and_then(&self, rounds: usize) -> Result<(), Stopped> {
        if rounds & (PIECE - 1) == PIECE - 1 { self.check() } else { Ok(()) }
    }

    /// Appends items piece by piece.
    #[inline]
    pub fn append<T: Clone>(&self, to: &mut Vec<T>, from: &[T]) -> Result<(), Stopped> {
        if from.len() <= PIECE {
            to.extend_from_slice(from);
            return Ok(());
        }
        for piece in from.chunks(PIECE) {
            self.check()?;
            to.extend_from_slice(piece);
        }
        Ok(())
    }

    /// Does something with a slice piece by piece.
    #[inline]
    pub fn each_piece<T>(&self, of: &[T], mut act: impl FnMut(&[T])) -> Result<(), Stopped> {
        for piece in of.chunks(PIECE) {
            act(piece);
            if of.len() > PIECE {
                self.check()?;
            }
        }
        Ok(())
    }

    /// Whether something holds of all pieces of a slice.
    #[inline]
    pub fn all_pieces<T>(&self, of: &[T], holds: impl Fn(&[T]) -> bool) -> Result<bool, Stopped> {
        for piece in of.chunks(PIECE) {
            if !holds(piece) {
                return Ok(false);
            }
            if of.len() > PIECE {
                self.check()?;
            }
        }
        Ok(true)
    }
}

impl Cx {
    /// The result of work that only reads; ^C stops it. The work has no effects, since it may be begun again.
    pub fn stoppable<R>(&mut self, work: impl Fn(&Cx, &Alarm<'_>) -> Result<R, Stopped>) -> PyResult<R> {
        let mut deaf = 0;
        loop {
            let pending = self.is_main_thread().then_some(&self.heap.interp().heap.pending);
            let alarm = Alarm { pending, checks: Cell::new(0), deaf };
            if let Ok(r) = work(self, &alarm) {
                // What had no room is empty.
                if self.heap.interp().heap.pending.load(Ordering::Relaxed) & pending::MEMORY != 0 {
                    self.poll()?;
                }
                return Ok(r);
            }
            deaf = alarm.checks.get() * 2;
            self.poll()?;
        }
    }
}
