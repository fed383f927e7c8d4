//! Where a dict keeps its watch.

use std::ptr::with_exposed_provenance;

use super::Watch;
use crate::interp::Interp;

/// Nothing, or a watch: one that sees all writes, or one that sees keys that come or go and not the values that
/// are put in their place. Whoever writes tells these apart by one comparison.
#[derive(Default)]
#[repr(transparent)]
pub(crate) struct WatchSlot(
    /// The address of the watch, which is owned; negated if it does not see values.
    isize,
);

impl WatchSlot {
    #[inline(always)]
    pub fn is_some(&self) -> bool {
        self.0 != 0
    }

    /// Whether a watch wants to know of values that are put in the place of others.
    #[inline(always)]
    pub fn sees_values(&self) -> bool {
        self.0 > 0
    }

    #[inline(always)]
    pub fn get(&self) -> Option<&Watch> {
        // SAFETY: the address is null or that of a box that this owns.
        unsafe { with_exposed_provenance::<Watch>(self.0.unsigned_abs()).as_ref() }
    }

    fn make(&mut self, interp: &Interp) {
        self.0 = Box::into_raw(Box::new(Watch::new(interp))).expose_provenance() as isize;
    }

    /// The watch, which sees all writes from now on.
    pub fn all(&mut self, interp: &Interp) -> &Watch {
        if self.0 == 0 {
            self.make(interp);
        }
        let is_new = self.0 < 0;
        self.0 = self.0.abs();
        let watch = self.existing();
        if is_new {
            watch.renew();
        }
        watch
    }

    /// The watch, made as one that sees keys only.
    pub fn of_keys(&mut self, interp: &Interp) -> &Watch {
        if self.0 == 0 {
            self.make(interp);
            self.0 = -self.0;
        }
        self.existing()
    }

    fn existing(&self) -> &Watch {
        // SAFETY: the callers have made it.
        unsafe { self.get().unwrap_unchecked() }
    }

    /// A watch that nobody has asked for during many writes sees no values any more, or goes. Its stamp never
    /// comes back.
    pub fn forget_idle(&mut self) {
        if self.get().is_some_and(Watch::is_idle) {
            let kept = self.get().is_some_and(Watch::has_keys_resting);
            if kept { self.0 = -self.0.abs() } else { *self = WatchSlot::default() }
        }
    }
}

impl Drop for WatchSlot {
    fn drop(&mut self) {
        if self.0 != 0 {
            let at = std::ptr::with_exposed_provenance_mut::<Watch>(self.0.unsigned_abs());
            // SAFETY: the slot owns the box, and nobody borrows from a slot that goes.
            drop(unsafe { Box::from_raw(at) });
        }
    }
}
