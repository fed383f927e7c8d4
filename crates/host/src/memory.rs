//! Memory: the allocator of the process. It keeps a reserve, so that where memory ends a program gets a
//! MemoryError in place of the end of the process.

use std::alloc::{GlobalAlloc, Layout, System};
use std::ptr::null_mut;
use std::sync::atomic::{AtomicBool, AtomicPtr, AtomicU32, AtomicUsize, Ordering};

use crate::threads::address_space;

mod small;

/// The system's allocator and the reserve; for `#[global_allocator]`.
pub struct Allocator;

/// Parts of the reserve: each stands for one shortage, and so for one MemoryError.
const PARTS: usize = 4;
/// Bytes of a part at least. Nobody touches them, so they cost addresses and no memory.
const LEAST: usize = 8 << 20;
/// And at most; in between, a share of the addresses that the process may have.
const MOST: usize = 64 << 20;
const SHARE: u64 = 32;
/// What is larger than this fraction of a part is refused instead: whoever asks for so much can do without.
const FRACTION: usize = 4;
/// Where so much comes back, the reserve is put by again: a chunk of the heap.
const MUCH: usize = 1 << 20;

/// The parts. The first word of each tells its size.
static KEPT: [AtomicPtr<usize>; PARTS] = [const { AtomicPtr::new(null_mut()) }; PARTS];
/// The size of the last part that was put by.
static SIZE: AtomicUsize = AtomicUsize::new(0);
/// Whether there should be a reserve.
static ARMED: AtomicBool = AtomicBool::new(false);
static FLAG: AtomicPtr<AtomicU32> = AtomicPtr::new(null_mut());
static BIT: AtomicU32 = AtomicU32::new(0);

fn layout(size: usize) -> Layout {
    Layout::from_size_align(size, align_of::<usize>()).unwrap_or(Layout::new::<[usize; LEAST / 8]>())
}

/// Keeps a reserve from now on, and sets `bit` in `flag` when it has to be broken into.
pub fn set_on_shortage(flag: &'static AtomicU32, bit: u32) {
    BIT.store(bit, Ordering::SeqCst);
    FLAG.store((&raw const *flag).cast_mut(), Ordering::SeqCst);
    ARMED.store(true, Ordering::SeqCst);
    fill();
}

/// Puts by what is missing of the reserve, small parts where there is no room for more.
#[cold]
#[inline(never)]
fn fill() {
    let wanted = address_space().map_or(LEAST, |space| (space / SHARE) as usize).clamp(LEAST, MOST);
    for part in KEPT.iter().filter(|part| part.load(Ordering::SeqCst).is_null()) {
        // SAFETY: the layout has a size; the word is written before others can see it; what does not become
        // a part goes back.
        unsafe {
            let fitting = [wanted, LEAST].into_iter().map(|size| (System.alloc(layout(size)), size));
            let Some((p, size)) = fitting.into_iter().find(|(p, _)| !p.is_null()) else { return };
            let p = p.cast::<usize>();
            p.write(size);
            if part.compare_exchange(null_mut(), p, Ordering::SeqCst, Ordering::SeqCst).is_ok() {
                SIZE.store(size, Ordering::SeqCst);
            } else {
                System.dealloc(p.cast(), layout(size));
            }
        }
    }
}

/// Asks again after a part of the reserve has gone back to the system.
#[cold]
#[inline(never)]
fn short(size: usize, again: impl Fn() -> *mut u8) -> *mut u8 {
    if size > SIZE.load(Ordering::SeqCst) / FRACTION {
        return null_mut();
    }
    let parts = KEPT.iter().rev().map(|part| part.swap(null_mut(), Ordering::SeqCst));
    let Some(kept) = parts.into_iter().find(|part| !part.is_null()) else { return null_mut() };
    // SAFETY: the part came from this allocator with the layout of its size, and was taken out of reach; the
    // flag is static.
    unsafe {
        System.dealloc(kept.cast(), layout(kept.read()));
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

/// Puts by what was taken from the reserve.
#[inline]
fn refill() {
    // Parts go from the last one on.
    if ARMED.load(Ordering::Relaxed) && KEPT[PARTS - 1].load(Ordering::Relaxed).is_null() {
        fill();
    }
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
        if layout.size() >= MUCH {
            refill();
        }
    }
}
