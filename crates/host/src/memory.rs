//! Memory: the allocator of the process. It keeps a reserve, so that where memory ends a program gets a
//! MemoryError in place of the end of the process.

use std::alloc::{GlobalAlloc, Layout, System};
use std::ptr::null_mut;
use std::sync::atomic::{AtomicBool, AtomicPtr, AtomicU32, Ordering};

mod small;

/// The system's allocator and the reserve; for `#[global_allocator]`.
pub struct Allocator;

/// Bytes of the reserve. Nobody touches them, so they cost addresses and no memory.
const RESERVE: usize = 16 << 20;
/// What is larger than this is refused instead: whoever asks for so much can do without.
const SMALL: usize = 2 << 20;
/// Where so much comes back, the reserve is put by again: a chunk of the heap.
const MUCH: usize = 1 << 20;

static KEPT: AtomicPtr<u8> = AtomicPtr::new(null_mut());
/// Whether there should be a reserve.
static ARMED: AtomicBool = AtomicBool::new(false);
static FLAG: AtomicPtr<AtomicU32> = AtomicPtr::new(null_mut());
static BIT: AtomicU32 = AtomicU32::new(0);

fn layout() -> Layout {
    Layout::new::<[u8; RESERVE]>()
}

/// Keeps a reserve from now on, and sets `bit` in `flag` when it has to be broken into.
pub fn set_on_shortage(flag: &'static AtomicU32, bit: u32) {
    BIT.store(bit, Ordering::SeqCst);
    FLAG.store((&raw const *flag).cast_mut(), Ordering::SeqCst);
    ARMED.store(true, Ordering::SeqCst);
    fill();
}

fn fill() {
    // SAFETY: the layout has a size; what does not become the reserve goes back.
    unsafe {
        let p = System.alloc(layout());
        if !p.is_null() && KEPT.compare_exchange(null_mut(), p, Ordering::SeqCst, Ordering::SeqCst).is_err() {
            System.dealloc(p, layout());
        }
    }
}

/// Asks again after the reserve has gone back to the system.
#[cold]
#[inline(never)]
fn short(size: usize, again: impl Fn() -> *mut u8) -> *mut u8 {
    let kept = if size <= SMALL { KEPT.swap(null_mut(), Ordering::SeqCst) } else { null_mut() };
    if kept.is_null() {
        return null_mut();
    }
    // SAFETY: the reserve came from this allocator with this layout, and was taken out of reach; the flag is
    // static.
    unsafe {
        System.dealloc(kept, layout());
        if let Some(flag) = FLAG.load(Ordering::SeqCst).as_ref() {
            flag.fetch_or(BIT.load(Ordering::SeqCst), Ordering::SeqCst);
        }
    }
    again()
}

/// Asks the system, and then again without the reserve.
#[inline(always)]
unsafe fn from_system(layout: Layout) -> *mut u8 {
    let p = System.alloc(layout);
    if p.is_null() { short(layout.size(), || System.alloc(layout)) } else { p }
}

// SAFETY: everything comes from the system's allocator. What is small enough to be kept is asked for by the layout
// of its class, and resized and given back by it.
unsafe impl GlobalAlloc for Allocator {
    #[inline]
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        match small::class_of(layout) {
            Some(class) => small::take(class).unwrap_or_else(|| from_system(small::layout_of(class))),
            None => from_system(layout),
        }
    }

    #[inline]
    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        if small::class_of(layout).is_some() {
            let p = self.alloc(layout);
            if !p.is_null() {
                p.write_bytes(0, layout.size());
            }
            return p;
        }
        let p = System.alloc_zeroed(layout);
        if p.is_null() { short(layout.size(), || System.alloc_zeroed(layout)) } else { p }
    }

    #[inline]
    unsafe fn realloc(&self, old: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        let class_layout = |layout| small::class_of(layout).map_or(layout, small::layout_of);
        let (layout, new) =
            (class_layout(layout), class_layout(Layout::from_size_align_unchecked(size, layout.align())));
        if layout.size() == new.size() {
            return old;
        }
        let p = System.realloc(old, layout, new.size());
        if p.is_null() { short(size, || System.realloc(old, layout, new.size())) } else { p }
    }

    #[inline]
    unsafe fn dealloc(&self, p: *mut u8, layout: Layout) {
        if let Some(class) = small::class_of(layout) {
            return small::give(p, class);
        }
        System.dealloc(p, layout);
        if layout.size() >= MUCH && ARMED.load(Ordering::Relaxed) && KEPT.load(Ordering::Relaxed).is_null() {
            fill();
        }
    }
}
