//! Small pieces of memory that a thread gave back, kept for the next time it asks: both cost a few instructions
//! then, where the system's allocator takes a hundred.

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::ptr::null_mut;

/// Larger pieces are left to the system, in bytes.
const LARGEST: usize = 16 * (CLASSES - 1) + 8;
/// Classes of sizes. Class `c` has pieces of `16 * c + 8` bytes, which is what common allocators hand out: a
/// word of each multiple of 16 is their own.
const CLASSES: usize = 33;
/// Bytes of each class that a thread keeps.
const KEPT: usize = 8 << 10;

/// The pieces of one class.
struct Class {
    /// The piece given back last; its first word leads to the one before.
    first: Cell<*mut u8>,
    /// How many more may be kept.
    room: Cell<usize>,
}

/// What a thread keeps.
struct Pieces {
    classes: [Class; CLASSES],
    /// Whether the thread's end lets go of them; until then nothing is kept.
    begun: Cell<bool>,
}

thread_local! {
    static PIECES: Pieces = const {
        Pieces {
            classes: [const { Class { first: Cell::new(null_mut()), room: Cell::new(0) } }; CLASSES],
            begun: Cell::new(false),
        }
    };
    static END: End = const { End };
}

/// Gives everything back to the system when its thread ends. What is given back later is not kept.
struct End;

impl Drop for End {
    fn drop(&mut self) {
        PIECES.with(|pieces| {
            for (i, class) in pieces.classes.iter().enumerate() {
                class.room.set(0);
                while let Some(p) = class.take() {
                    // SAFETY: pieces of the class came from the system in this size.
                    unsafe { System.dealloc(p, layout_of(i)) };
                }
            }
        });
    }
}

impl Class {
    #[inline(always)]
    fn take(&self) -> Option<*mut u8> {
        let p = self.first.get();
        if p.is_null() {
            return None;
        }
        // SAFETY: a piece that is kept has the address of the one before in its first word, or null.
        self.first.set(unsafe { p.cast::<*mut u8>().read() });
        self.room.set(self.room.get() + 1);
        Some(p)
    }
}

/// The class of pieces with this layout; none if they are not kept.
#[inline(always)]
pub fn class_of(layout: Layout) -> Option<usize> {
    (layout.size() <= LARGEST && layout.align() <= 8).then_some(layout.size().div_ceil(8) / 2)
}

/// How pieces of a class are asked for.
#[inline(always)]
pub fn layout_of(class: usize) -> Layout {
    // SAFETY: the alignment is a power of two, and the size is small.
    unsafe { Layout::from_size_align_unchecked(16 * class + 8, 8) }
}

/// A piece that was kept.
#[inline(always)]
pub fn take(class: usize) -> Option<*mut u8> {
    PIECES.with(|pieces| pieces.classes[class].take())
}

/// Keeps a piece, or gives it back to the system.
///
/// # Safety
/// The piece came from the system by [`layout_of`] the class, and nobody uses it.
#[inline(always)]
pub unsafe fn give(p: *mut u8, class: usize) {
    PIECES.with(|pieces| {
        let class_pieces = &pieces.classes[class];
        let room = class_pieces.room.get();
        if room == 0 {
            return full(pieces, p, class);
        }
        p.cast::<*mut u8>().write(class_pieces.first.get());
        class_pieces.first.set(p);
        class_pieces.room.set(room - 1);
    });
}

/// [`give`] where there is no room, because so many pieces are kept or because the thread is new or at its end.
#[cold]
#[inline(never)]
unsafe fn full(pieces: &Pieces, p: *mut u8, class: usize) {
    System.dealloc(p, layout_of(class));
    if !pieces.begun.replace(true) && END.try_with(|_| ()).is_ok() {
        for (i, class) in pieces.classes.iter().enumerate() {
            class.room.set(KEPT / layout_of(i).size());
        }
    }
}
