//! Tracing of allocations, for `tracemalloc`: of each object made since, where that was and how large it is.
//!
//! Costs nothing while it is off. While it is on, the lists of free cells are put aside, so that every
//! allocation takes the slow way, and blocks of objects carry the class of large ones, so that every
//! object that is freed does. Numbers are freed without a look at their block: those are told apart from
//! live ones when the next cell is taken.

use std::collections::HashMap;
use std::ptr::{NonNull, null_mut};

use super::{Block, CLASSES, Family, LARGE, LINK, NUMBER_SLOT, class_of};
use crate::header::Header;
use crate::instance::full_size;
use crate::interp::Interp;
use crate::refs::ObjRef;

/// Tells where the program stands.
pub trait Places {
    /// A number for the place that allocates now.
    fn here(&mut self) -> u32;
    /// For whoever made it.
    fn as_any(&mut self) -> &mut dyn std::any::Any;
}

/// What is known of an object that was made while allocations were traced.
#[derive(Clone, Copy)]
struct Made {
    place: u32,
    bytes: usize,
}

/// The state of a tracing under way.
pub(super) struct Tracing {
    places: Box<dyn Places>,
    /// Heads of lists of free cells, by slot.
    aside: Vec<*mut u8>,
    made: HashMap<usize, Made>,
    /// Addresses of objects whose size is not known yet.
    fresh: Vec<usize>,
    current: usize,
    peak: usize,
    /// What is made now is not traced.
    paused: bool,
}

impl Tracing {
    fn forget(&mut self, address: usize) {
        if let Some(made) = self.made.remove(&address) {
            self.current -= made.bytes;
        }
    }

    fn set_aside(&mut self, slot: usize, p: *mut u8) {
        // SAFETY: the cell is free, and its link is in the word of the count.
        unsafe { *(p.add(LINK) as *mut *mut u8) = self.aside[slot] };
        self.aside[slot] = p;
    }

    /// A free cell.
    fn take(&mut self, slot: usize) -> Option<*mut u8> {
        let head = Some(self.aside[slot]).filter(|head| !head.is_null())?;
        // SAFETY: a free cell holds the link to the next one.
        self.aside[slot] = unsafe { *(head.add(LINK) as *mut *mut u8) };
        Some(head)
    }

    /// Notes how large an object is.
    fn measure(&mut self, address: usize) {
        let Some(made) = self.made.get_mut(&address) else { return };
        let Some(p) = NonNull::new(address as *mut Header) else { return };
        // SAFETY: what is in the table is a live object's cell; its type word is null until it is made, and
        // one whose count is 0 waits to be freed.
        let bytes = unsafe {
            if p.as_ref().ty.get().is_null() || p.as_ref().rc.get() == 0 {
                return;
            }
            full_size(&ObjRef::from_borrowed(p))
        };
        self.current = self.current - made.bytes + bytes;
        self.peak = self.peak.max(self.current);
        made.bytes = bytes;
    }
}

/// Slots of cells for objects.
const OBJECTS: std::ops::Range<usize> = 0..Family::Raw as usize * CLASSES;

impl Interp {
    /// Does something with what is known, if allocations are traced.
    fn traced<R>(&self, f: impl FnOnce(&mut Tracing) -> R) -> Option<R> {
        // SAFETY: the state is touched only in this file, under the lock of the interpreter; what is called
        // here neither allocates objects nor frees any, so nobody borrows it again meanwhile.
        unsafe { (*self.heap.tracing.get()).as_deref_mut() }.map(f)
    }

    /// Whether allocations are traced.
    pub fn traces_memory(&self) -> bool {
        self.traced(|_| ()).is_some()
    }

    /// Traces allocations from now on; no effect if they are.
    pub fn trace_memory(&self, places: Box<dyn Places>) {
        if self.traces_memory() {
            return;
        }
        let tracing = Tracing {
            places,
            aside: vec![null_mut(); OBJECTS.end],
            made: HashMap::new(),
            fresh: Vec::new(),
            current: 0,
            peak: 0,
            paused: false,
        };
        // SAFETY: nobody has a borrow of the state.
        unsafe { *self.heap.tracing.get() = Some(Box::new(tracing)) };
        for block in self.object_blocks() {
            block.slot.set(LARGE);
        }
        OBJECTS.for_each(|slot| self.put_aside(slot));
    }

    /// Ends it, and forgets all that is known.
    pub fn untrace_memory(&self) {
        OBJECTS.for_each(|slot| self.put_aside(slot));
        // SAFETY: as above.
        let Some(tracing) = (unsafe { (*self.heap.tracing.get()).take() }) else { return };
        for block in self.object_blocks() {
            block.slot.set(slot_of(block) as u16);
        }
        for (slot, head) in tracing.aside.into_iter().enumerate() {
            self.heap.free[slot].set(head);
        }
    }

    /// Blocks with many cells for objects.
    fn object_blocks(&self) -> impl Iterator<Item = &'static Block> + '_ {
        let families = [Family::Leaf, Family::Container].into_iter();
        families.flat_map(|family| self.heap.blocks(family)).filter(|block| block.count > 1)
    }

    /// Moves the cells of a free list aside; none of them is an object any more.
    fn put_aside(&self, slot: usize) {
        self.traced(|tracing| {
            let mut p = self.heap.free[slot].replace(null_mut());
            while !p.is_null() {
                // SAFETY: a free cell holds the link to the next one.
                let next = unsafe { *(p.add(LINK) as *mut *mut u8) };
                tracing.forget(p as usize);
                tracing.set_aside(slot, p);
                p = next;
            }
        });
    }

    /// A cell, with a note of where it was taken; `carve` makes more free cells and gives one.
    pub(super) fn alloc_traced(&self, slot: usize, carve: impl FnOnce() -> *mut u8) -> *mut u8 {
        self.put_aside(NUMBER_SLOT);
        let p = self.traced(|tracing| tracing.take(slot)).flatten().unwrap_or_else(|| {
            let p = carve();
            self.put_aside(slot);
            p
        });
        self.note_made(p);
        p
    }

    /// Notes where an object was made.
    pub(super) fn note_made(&self, p: *mut u8) {
        self.traced(|tracing| {
            if tracing.paused {
                return;
            }
            let place = tracing.places.here();
            tracing.made.insert(p as usize, Made { place, bytes: 0 });
            tracing.fresh.push(p as usize);
        });
    }

    /// Forgets an object that is freed.
    pub(super) fn note_freed(&self, p: *mut u8) {
        self.traced(|tracing| tracing.forget(p as usize));
    }

    /// Returns a cell whose block seems to be a large one.
    ///
    /// # Safety
    /// As for `free_cell`.
    pub(super) unsafe fn free_traced(&self, p: *mut u8, block: &Block) {
        self.note_freed(p);
        let slot = slot_of(block);
        self.give_cell(slot, p);
        self.put_aside(slot);
    }

    /// Measures what was made since the last call: the objects are complete now.
    pub fn measure_fresh(&self) {
        self.traced(|tracing| {
            for address in std::mem::take(&mut tracing.fresh) {
                tracing.measure(address);
            }
        });
    }

    /// Bytes of the objects traced that are alive, and the most there have been.
    pub fn traced_memory(&self) -> (usize, usize) {
        self.put_aside(NUMBER_SLOT);
        let known = self.traced(|tracing| {
            tracing.fresh.clear();
            for address in tracing.made.keys().copied().collect::<Vec<_>>() {
                tracing.measure(address);
            }
            (tracing.current, tracing.peak)
        });
        known.unwrap_or_default()
    }

    /// The most there have been is what there is.
    pub fn reset_peak(&self) {
        let (current, _) = self.traced_memory();
        self.traced(|tracing| tracing.peak = current);
    }

    /// Place and bytes of every object traced that is alive.
    pub fn traced_objects(&self) -> Vec<(u32, usize)> {
        self.traced_memory();
        let objects = |tracing: &mut Tracing| {
            let measured = tracing.made.values().filter(|made| made.bytes > 0);
            measured.map(|made| (made.place, made.bytes)).collect()
        };
        self.traced(objects).unwrap_or_default()
    }

    /// Where an object was made.
    pub fn traced_place(&self, o: &ObjRef) -> Option<u32> {
        let address = o.as_ptr().as_ptr() as usize;
        self.traced(|tracing| tracing.made.get(&address).map(|made| made.place)).flatten()
    }

    /// Does something whose objects are not traced: what tells of the memory is not to be part of it.
    pub fn untraced<R>(&self, f: impl FnOnce() -> R) -> R {
        self.traced(|tracing| tracing.paused = true);
        let r = f();
        self.traced(|tracing| tracing.paused = false);
        r
    }

    /// Forgets what was traced, and goes on.
    pub fn clear_traces(&self) {
        self.traced(|tracing| {
            tracing.made.clear();
            tracing.fresh.clear();
            (tracing.current, tracing.peak) = (0, 0);
        });
    }

    /// Does something with the places.
    pub fn with_places<R>(&self, f: impl FnOnce(&mut dyn Places) -> R) -> Option<R> {
        self.traced(|tracing| f(&mut *tracing.places))
    }
}

/// The free list of a block with many cells.
fn slot_of(block: &Block) -> usize {
    block.family as usize * CLASSES + class_of(block.cell as usize)
}
