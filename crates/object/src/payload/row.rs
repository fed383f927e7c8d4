//! A row of optional references, filled from registers and emptied into them: what a suspended frame
//! keeps. Its memory comes from the interpreter's heap and stays with it.

use std::ops::{Deref, DerefMut};
use std::ptr::NonNull;

use crate::header::{Header, nil};
use crate::heap::free_raw;
use crate::interp::Interp;
use crate::refs::ObjRef;

/// Rows up to this many bytes lie in the interpreter's heap, larger ones in the system's.
const RAW_LIMIT: usize = 1024;

/// Only `len` places are in use; the others hold nothing.
pub struct Row {
    places: NonNull<Option<ObjRef>>,
    len: u32,
    room: u32,
}

impl Row {
    /// An empty row with room for `room` references.
    pub fn new(interp: &Interp, room: usize) -> Row {
        let bytes = room * size_of::<Option<ObjRef>>();
        let places = if bytes == 0 {
            NonNull::dangling()
        } else if bytes <= RAW_LIMIT {
            interp.alloc_raw(bytes).cast()
        } else {
            let mut v = std::mem::ManuallyDrop::new(Vec::with_capacity(room));
            // SAFETY: a vector's pointer is never null.
            unsafe { NonNull::new_unchecked(v.as_mut_ptr()) }
        };
        Row { places, len: 0, room: room as u32 }
    }

    /// Moves the content of the first registers of a window here; they are unbound afterwards.
    ///
    /// # Safety
    /// The row is empty and has room for `n`; as many registers are at `from`, each owned or unbound.
    #[inline(always)]
    pub unsafe fn fill_from(&mut self, from: *mut *mut Header, n: usize) {
        debug_assert!(self.len == 0 && n <= self.room as usize);
        let places = self.places.as_ptr() as *mut *mut Header;
        for i in 0..n {
            let v = std::mem::replace(&mut *from.add(i), nil().as_ptr());
            *places.add(i) = if v == nil().as_ptr() { std::ptr::null_mut() } else { v };
        }
        self.len = n as u32;
    }

    /// Moves everything into registers, and releases what is left in those.
    ///
    /// # Safety
    /// There are as many registers at `to`, each owned or unbound.
    #[inline(always)]
    pub unsafe fn move_to(&mut self, to: *mut *mut Header) {
        let places = self.places.as_ptr() as *mut *mut Header;
        for i in 0..std::mem::take(&mut self.len) as usize {
            let v = *places.add(i);
            let old = std::mem::replace(&mut *to.add(i), if v.is_null() { nil().as_ptr() } else { v });
            if old != nil().as_ptr() {
                drop(ObjRef::from_raw(NonNull::new_unchecked(old)));
            }
        }
    }

    /// The content, which leaves the row empty.
    pub fn take(&mut self) -> Vec<Option<ObjRef>> {
        let taken = self.iter_mut().map(Option::take).collect();
        self.len = 0;
        taken
    }
}

impl Deref for Row {
    type Target = [Option<ObjRef>];
    fn deref(&self) -> &[Option<ObjRef>] {
        // SAFETY: the first `len` places are initialised.
        unsafe { std::slice::from_raw_parts(self.places.as_ptr(), self.len as usize) }
    }
}

impl DerefMut for Row {
    fn deref_mut(&mut self) -> &mut [Option<ObjRef>] {
        // SAFETY: as above.
        unsafe { std::slice::from_raw_parts_mut(self.places.as_ptr(), self.len as usize) }
    }
}

impl Drop for Row {
    fn drop(&mut self) {
        let room = self.room as usize;
        // SAFETY: the places in use are dropped once; the memory goes back to where it came from.
        unsafe {
            std::ptr::drop_in_place(&mut self[..]);
            if room * size_of::<Option<ObjRef>>() > RAW_LIMIT {
                drop(Vec::from_raw_parts(self.places.as_ptr(), 0, room));
            } else if room > 0 {
                free_raw(self.places.cast());
            }
        }
    }
}
