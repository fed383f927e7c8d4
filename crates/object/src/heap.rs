//! The walkable heap: size-class blocks with one free list a class, and the disposal of objects.
//!
//! Blocks are 64 KiB, aligned to their size, so that a pointer finds its block by masking.
//! Objects without references lie in *leaf* blocks, others in *container* blocks, buffers that one
//! object owns in *raw* blocks. A cell whose type word is null is free.

mod tracing;

use std::alloc::{Layout, alloc, dealloc};
use std::cell::{Cell, UnsafeCell};
use std::ptr::{NonNull, null, null_mut};
use std::sync::atomic::{AtomicU32, Ordering};

use hashbrown::{HashMap, HashSet};

use crate::edges::{EdgeVisitor, Object, Payload, Relation};
use crate::header::{HEADER_SIZE, Header, Kind, SUB_HEAP_TYPE, flag};
use crate::instance;
use crate::interp::Interp;
use crate::payload::{List, Tuple};
#[cfg(feature = "checked")]
use crate::poison;
use crate::refs::ObjRef;
use crate::typeobj::TypeObj;

pub use tracing::Places;

pub const BLOCK_SIZE: usize = 1 << 16;
const BLOCK_HEADER: usize = 64;
const CHUNK_BLOCKS: usize = 16;
const CHUNK: usize = BLOCK_SIZE * CHUNK_BLOCKS;
const STEP_LIMIT: usize = 512;
/// Largest cell in a shared block; larger objects have a block of their own.
pub const CELL_LIMIT: usize = 8192;
const CLASSES: usize = 82;
/// Stands for the free list of a block that has none: its one cell is large.
const LARGE: u16 = u16::MAX;
/// Nesting of disposal beyond which objects are put off to a list.
const DISPOSE_DEPTH: u32 = 64;
/// Fresh container bytes after which the first collection runs.
const COLLECT_MINIMUM: usize = 4 << 20;

/// What lies in a block.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub enum Family {
    Leaf,
    Container,
    Raw,
}

/// Bits of [`HeapState::pending`]: work for the next instruction boundary.
pub mod pending {
    pub const COLLECT: u32 = 1;
    pub const FINALIZE: u32 = 2;
    pub const INTERRUPT: u32 = 4;
    /// Collect at every boundary (`-X gc=stress`).
    pub const STRESS: u32 = 8;
    /// Another thread wants the interpreter lock.
    pub const SWITCH: u32 = 16;
    /// Objects wait to be let go until an instruction has ended.
    pub const LIMBO: u32 = 32;
    /// Something was written, and what functions assume is to be checked again.
    pub const RECHECK: u32 = 64;
    /// There was no memory for something: MemoryError is due.
    pub const MEMORY: u32 = 128;
}

#[repr(C, align(64))]
pub struct Block {
    interp: *const Interp,
    pub cell: u32,
    count: u32,
    /// Cells handed out so far, free ones included.
    carved: Cell<u32>,
    /// Its free list, or [`LARGE`]: that of a large block, and of all while allocations are traced.
    slot: Cell<u16>,
    pub family: Family,
    /// Place in the collector's side tables during a collection.
    pub(crate) index: Cell<u32>,
    /// Bytes of the one cell of a large block, or of each.
    large: usize,
}

impl Block {
    fn cell_at(&self, i: usize) -> *mut u8 {
        // SAFETY: i < count, so the cell lies inside the block.
        unsafe { (self as *const Block as *mut u8).add(BLOCK_HEADER + i * self.cell as usize) }
    }

    /// Bytes of each cell.
    #[inline(always)]
    pub fn room(&self) -> usize {
        if self.slot.get() == LARGE { self.large } else { self.cell as usize }
    }

    /// Number of the cell that holds `p`.
    #[inline(always)]
    pub fn cell_number(&self, p: NonNull<Header>) -> usize {
        (p.as_ptr() as usize - self as *const Block as usize - BLOCK_HEADER) / self.cell as usize
    }

    pub fn carved(&self) -> usize {
        self.carved.get() as usize
    }

    /// The live object whose cell holds an address.
    pub fn find(&self, address: usize) -> Option<NonNull<Header>> {
        let at = address.checked_sub(self as *const Block as usize + BLOCK_HEADER)?;
        let i = at / self.room();
        if i >= self.carved() || self.family == Family::Raw {
            return None;
        }
        let p = NonNull::new(self.cell_at(i) as *mut Header)?;
        // SAFETY: as in `objects`; an object whose count is 0 is waiting to be freed.
        let h = unsafe { p.as_ref() };
        (!h.ty.get().is_null() && h.rc.get() > 0).then_some(p)
    }

    /// Live objects of this block.
    pub fn objects(&self) -> impl Iterator<Item = NonNull<Header>> + '_ {
        (0..self.carved()).filter_map(|i| self.object_at(i))
    }

    /// The words of all cells handed out so far.
    pub(crate) fn words(&self) -> &[Cell<u64>] {
        let bytes = self.carved() * self.room();
        // SAFETY: the cells lie behind each other in the block, aligned to words, and any bits are a
        // number.
        unsafe { std::slice::from_raw_parts(self.cell_at(0).cast::<Cell<u64>>(), bytes / 8) }
    }

    /// The object in a cell that was handed out before, if it is live.
    #[inline(always)]
    pub(crate) fn object_at(&self, cell: usize) -> Option<NonNull<Header>> {
        let p = NonNull::new(self.cell_at(cell) as *mut Header)?;
        // SAFETY: carved cells of leaf and container blocks hold a header, free ones too.
        (!unsafe { p.as_ref() }.ty.get().is_null()).then_some(p)
    }
}

/// The block that holds `p`.
#[inline(always)]
pub fn block_of(p: NonNull<Header>) -> &'static Block {
    // SAFETY: every cell lies in the first 64 KiB of a block aligned to 64 KiB, and blocks live as
    // long as the interpreter.
    unsafe { &*((p.as_ptr() as usize & !(BLOCK_SIZE - 1)) as *const Block) }
}

#[inline(always)]
fn class_of(size: usize) -> usize {
    if size <= STEP_LIMIT {
        size.div_ceil(8)
    } else {
        let s = size - 1;
        let log = usize::BITS as usize - 1 - s.leading_zeros() as usize;
        65 + (log - 9) * 4 + (s >> (log - 2) & 3)
    }
}

fn class_size(class: usize) -> usize {
    if class <= 64 {
        class.max(1) * 8
    } else {
        let (log, sub) = (9 + (class - 65) / 4, (class - 65) % 4);
        (5 + sub) << (log - 2)
    }
}

/// Room of the cell that an allocation of `size` bytes gets.
pub fn cell_room(size: usize) -> usize {
    if size <= CELL_LIMIT { class_size(class_of(size)) } else { size }
}

/// Allocation state. Everything in it is a cell that is never lent by reference.
pub struct HeapState {
    free: [Cell<*mut u8>; CLASSES * 3],
    current: [Cell<*const Block>; CLASSES * 3],
    blocks: UnsafeCell<Vec<NonNull<Block>>>,
    large: UnsafeCell<Vec<NonNull<Block>>>,
    chunks: UnsafeCell<Vec<NonNull<u8>>>,
    chunk_left: Cell<usize>,
    depth: Cell<u32>,
    deferred: UnsafeCell<Vec<NonNull<Header>>>,
    finalizers: UnsafeCell<Vec<ObjRef>>,
    #[cfg(feature = "checked")]
    quarantine: UnsafeCell<poison::Quarantine>,
    /// Work for the next instruction boundary, bits of [`pending`]. Signal handlers set bits too.
    pub pending: AtomicU32,
    /// While allocations are traced, what is known of them.
    tracing: UnsafeCell<Option<Box<tracing::Tracing>>>,
    fresh: Cell<usize>,
    pub(crate) threshold: Cell<usize>,
    pub collect_enabled: Cell<bool>,
    #[cfg(feature = "trace-refs")]
    pub(crate) chain: Header,
}

impl HeapState {
    pub(crate) fn new() -> HeapState {
        HeapState {
            free: [const { Cell::new(null_mut()) }; CLASSES * 3],
            current: [const { Cell::new(null()) }; CLASSES * 3],
            blocks: UnsafeCell::default(),
            large: UnsafeCell::default(),
            chunks: UnsafeCell::default(),
            chunk_left: Cell::new(0),
            depth: Cell::new(0),
            deferred: UnsafeCell::default(),
            finalizers: UnsafeCell::default(),
            #[cfg(feature = "checked")]
            quarantine: UnsafeCell::default(),
            pending: AtomicU32::new(0),
            tracing: UnsafeCell::default(),
            fresh: Cell::new(0),
            threshold: Cell::new(COLLECT_MINIMUM),
            collect_enabled: Cell::new(true),
            #[cfg(feature = "trace-refs")]
            chain: Header::new(Kind::Nil, null()),
        }
    }

    #[inline(always)]
    pub fn set_pending(&self, bit: u32) {
        self.pending.fetch_or(bit, Ordering::Relaxed);
    }

    pub fn clear_pending(&self, bit: u32) {
        self.pending.fetch_and(!bit, Ordering::Relaxed);
    }

    /// Queues an object whose finaliser must run; takes the only reference.
    pub fn queue_finalizer(&self, o: ObjRef) {
        // SAFETY: the queue is touched only here and in `take_finalizers`, never across a call.
        unsafe { (*self.finalizers.get()).push(o) };
        self.set_pending(pending::FINALIZE);
    }

    pub fn take_finalizers(&self) -> Vec<ObjRef> {
        self.clear_pending(pending::FINALIZE);
        // SAFETY: as above.
        unsafe { std::mem::take(&mut *self.finalizers.get()) }
    }

    /// Presents the objects whose finalisers wait.
    pub(crate) fn visit_finalizers(&self, mut f: impl FnMut(&mut ObjRef)) {
        // SAFETY: as above; the visitor makes and frees no objects.
        unsafe { (*self.finalizers.get()).iter_mut().for_each(&mut f) }
    }

    /// After a collection that left `live` container bytes: when the next one is due.
    pub fn schedule(&self, live: usize) {
        self.fresh.set(0);
        self.threshold.set(COLLECT_MINIMUM.max(live / 2));
    }

    /// Until [`HeapState::resume_disposal`], objects without references left are not freed, but for
    /// numbers. Calls nest.
    pub(crate) fn put_off_disposal(&self) {
        self.depth.set(self.depth.get() + DISPOSE_DEPTH);
    }

    pub(crate) fn resume_disposal(&self) {
        self.depth.set(self.depth.get() - DISPOSE_DEPTH);
        if self.depth.get() == 0 {
            // SAFETY: what was put off has no references and nobody else frees it.
            unsafe { free_deferred(self) };
        }
    }

    /// Blocks of one family, the large ones included.
    pub fn blocks(&self, family: Family) -> impl Iterator<Item = &'static Block> + '_ {
        // SAFETY: the vectors grow only in `new_block` and `alloc_large`; a walk allocates nothing
        // from the heap (see `walk`).
        let (blocks, large) = unsafe { (&*self.blocks.get(), &*self.large.get()) };
        // SAFETY: blocks live as long as the interpreter.
        blocks.iter().chain(large).map(|b| unsafe { &*b.as_ptr() }).filter(move |b| b.family == family)
    }

    /// Cells of one family that are or were in use: there are no more objects than that.
    pub fn cells(&self, family: Family) -> usize {
        self.blocks(family).map(Block::carved).sum()
    }
}

impl Interp {
    /// Takes a cell from the free list of a size class and family.
    #[inline(always)]
    fn take_cell(&self, slot: usize) -> *mut u8 {
        let p = self.heap.free[slot].get();
        let p = if p.is_null() {
            self.alloc_slow(slot)
        } else {
            // SAFETY: a free cell holds the link to the next one where an object has its count.
            unsafe { self.heap.free[slot].set(*(p.add(LINK) as *mut *mut u8)) };
            p
        };
        #[cfg(feature = "checked")]
        // SAFETY: the cell is free, and was filled when it became so.
        unsafe {
            poison::verify(p)
        };
        p
    }

    /// Puts a cell on the free list it came from.
    ///
    /// # Safety
    /// Nothing uses the cell any more, and it came from that list.
    #[inline(always)]
    unsafe fn give_cell(&self, slot: usize, p: *mut u8) {
        #[cfg(feature = "checked")]
        let Some((slot, p)) = (*self.heap.quarantine.get()).pass(slot, p) else { return };
        let list = self.heap.free.get_unchecked(slot);
        *(p.add(LINK) as *mut *mut u8) = list.get();
        list.set(p);
    }

    /// A cell for an object; its header words are not yet written, but for the trace-refs links.
    #[inline(always)]
    pub(crate) fn alloc_cell(&self, size: usize, family: Family) -> NonNull<Header> {
        let cell = if size <= CELL_LIMIT {
            self.take_cell(family as usize * CLASSES + class_of(size))
        } else {
            self.alloc_large(size, family)
        };
        // SAFETY: never null.
        let p = unsafe { NonNull::new_unchecked(cell as *mut Header) };
        #[cfg(feature = "trace-refs")]
        self.link(p);
        p
    }

    /// Allocates an object. Its class is counted if it is one made at run time.
    #[inline(always)]
    pub fn alloc<T: Payload>(&self, ty: &TypeObj, data: T) -> ObjRef {
        let family = if T::HAS_EDGES { Family::Container } else { Family::Leaf };
        let p = self.alloc_cell(size_of::<Object<T>>().max(HEADER_SIZE + 8), family);
        // SAFETY: the cell is large enough and belongs to nobody.
        unsafe {
            self.init_header(p, T::KIND, ty);
            (&raw mut (*p.cast::<Object<T>>().as_ptr()).data).write(data);
            ObjRef::from_raw(p)
        }
    }

    /// Writes a fresh header: one reference, no flags.
    ///
    /// # Safety
    /// `p` is a cell from `alloc_cell`.
    #[inline(always)]
    pub(crate) unsafe fn init_header(&self, p: NonNull<Header>, kind: Kind, ty: &TypeObj) {
        let h = p.as_ref();
        h.rc.set(1);
        (h.rc.as_ptr() as *mut u64).write(Header::sole_owner_word(kind));
        h.ty.set(ty);
        let sub = ty.data.sub.get();
        if sub != 0 {
            h.sub.set(sub);
            if sub & SUB_HEAP_TYPE != 0 {
                ty.head.rc.set(ty.head.rc.get() + 1);
            }
        }
    }

    #[cold]
    #[inline(never)]
    fn alloc_slow(&self, slot: usize) -> *mut u8 {
        if slot < Family::Raw as usize * CLASSES && self.traces_memory() {
            return self.alloc_traced(slot, || self.carve(slot));
        }
        self.carve(slot)
    }

    /// Makes more free cells, and gives one.
    fn carve(&self, slot: usize) -> *mut u8 {
        let heap = &self.heap;
        let (family, class) = (slot / CLASSES, slot % CLASSES);
        let family = [Family::Leaf, Family::Container, Family::Raw][family];
        let mut block = heap.current[slot].get();
        // SAFETY: a current block lives as long as the interpreter.
        if block.is_null() || unsafe { (*block).carved.get() == (*block).count } {
            block = self.new_block(class, family);
            heap.current[slot].set(block);
        }
        // SAFETY: as above; the cells written were never handed out.
        unsafe {
            let block = &*block;
            let batch = (4096 / block.cell).max(1).min(block.count - block.carved.get());
            let first = block.carved.get();
            let mut next: *mut u8 = null_mut();
            for i in (first..first + batch).rev() {
                let p = block.cell_at(i as usize);
                if family != Family::Raw {
                    (&raw mut (*(p as *mut Header)).ty).write(Cell::new(null()));
                }
                *(p.add(LINK) as *mut *mut u8) = next;
                next = p;
                #[cfg(feature = "checked")]
                poison::fill(p);
            }
            block.carved.set(first + batch);
            heap.free[slot].set(*(next.add(LINK) as *mut *mut u8));
            next
        }
    }

    fn new_block(&self, class: usize, family: Family) -> *const Block {
        let heap = &self.heap;
        // SAFETY: the vectors are touched only here, never lent out; sizes are constants.
        unsafe {
            if heap.chunk_left.get() == 0 {
                let layout = Layout::from_size_align_unchecked(CHUNK, BLOCK_SIZE);
                let chunk = NonNull::new(alloc(layout)).or_else(|| {
                    self.release_unused();
                    NonNull::new(alloc(layout))
                });
                let Some(chunk) = chunk else { std::alloc::handle_alloc_error(layout) };
                (*heap.chunks.get()).push(chunk);
                heap.chunk_left.set(CHUNK_BLOCKS);
            }
            let left = heap.chunk_left.get() - 1;
            heap.chunk_left.set(left);
            let chunk = *(*heap.chunks.get()).last().unwrap_unchecked();
            let cell = class_size(class);
            let block = chunk.add((CHUNK_BLOCKS - 1 - left) * BLOCK_SIZE).cast::<Block>();
            block.write(Block {
                interp: self,
                cell: cell as u32,
                count: ((BLOCK_SIZE - BLOCK_HEADER) / cell) as u32,
                carved: Cell::new(0),
                slot: Cell::new(if family != Family::Raw && self.traces_memory() {
                    LARGE
                } else {
                    (family as usize * CLASSES + class) as u16
                }),
                family,
                index: Cell::new(0),
                large: cell,
            });
            (*heap.blocks.get()).push(block);
            self.note_fresh(BLOCK_SIZE, family);
            block.as_ptr()
        }
    }

    /// Gives back to the system what lies in chunks without a used cell: for an interpreter whose program has
    /// ended, and where memory ends. What is used stays where it is.
    pub fn release_unused(&self) {
        let heap = &self.heap;
        let block_at = |address: usize| address & !(BLOCK_SIZE - 1);
        // SAFETY: a free cell holds the link to the next one where an object has its count.
        let next = |p: *mut u8| unsafe { *(p.add(LINK) as *mut *mut u8) };
        let mut unused: HashMap<usize, u32> = HashMap::new();
        for list in &heap.free {
            let mut p = list.get();
            while !p.is_null() {
                *unused.entry(block_at(p as usize)).or_default() += 1;
                p = next(p);
            }
        }
        // SAFETY: the vectors are touched only here and where blocks are made, never lent out.
        let (blocks, chunks) = unsafe { (&mut *heap.blocks.get(), &mut *heap.chunks.get()) };
        // SAFETY: listed blocks live.
        let carved = |b: &NonNull<Block>| unsafe { b.as_ref() }.carved.get();
        let is_used =
            |b: &&NonNull<Block>| unused.get(&(b.as_ptr() as usize)).copied().unwrap_or(0) < carved(b);
        let used: HashSet<usize> = blocks.iter().filter(is_used).map(|b| b.as_ptr() as usize).collect();
        let of = |chunk: &NonNull<u8>| {
            let start = chunk.as_ptr() as usize;
            (0..CHUNK_BLOCKS).map(move |i| start + i * BLOCK_SIZE)
        };
        let unused_chunks = chunks.iter().filter(|chunk| !of(chunk).any(|block| used.contains(&block)));
        let gone: HashSet<usize> = unused_chunks.flat_map(of).collect();
        for list in &heap.free {
            let (mut p, mut last) = (list.replace(null_mut()), null_mut::<u8>());
            while !p.is_null() {
                let after = next(p);
                if !gone.contains(&block_at(p as usize)) {
                    match last.is_null() {
                        true => list.set(p),
                        // SAFETY: a free cell, which holds a link.
                        false => unsafe { *(last.add(LINK) as *mut *mut u8) = p },
                    }
                    last = p;
                }
                p = after;
            }
            if !last.is_null() {
                // SAFETY: as above.
                unsafe { *(last.add(LINK) as *mut *mut u8) = null_mut() };
            }
        }
        heap.current.iter().filter(|c| gone.contains(&(c.get() as usize))).for_each(|c| c.set(null()));
        if chunks.last().is_some_and(|chunk| gone.contains(&(chunk.as_ptr() as usize))) {
            heap.chunk_left.set(0);
        }
        blocks.retain(|b| !gone.contains(&(b.as_ptr() as usize)));
        chunks.retain(|chunk| {
            let goes = gone.contains(&(chunk.as_ptr() as usize));
            if goes {
                // SAFETY: every cell that was ever handed out of it is free and in no list any more, so nothing
                // refers to what lies in the chunk; it came with this layout.
                unsafe {
                    dealloc(chunk.as_ptr(), Layout::from_size_align_unchecked(CHUNK, BLOCK_SIZE));
                }
            }
            !goes
        });
    }

    /// Calls `f` for every live object, those without references first.
    ///
    /// # Safety
    /// `f` neither makes nor frees objects.
    #[inline]
    pub unsafe fn for_each_object(&self, mut f: impl FnMut(NonNull<Header>)) {
        for family in [Family::Leaf, Family::Container] {
            for block in self.heap.blocks(family) {
                // An object whose count is 0 is waiting to be freed.
                block.objects().filter(|p| p.as_ref().rc.get() > 0).for_each(&mut f);
            }
        }
    }

    /// How many objects are alive.
    pub fn count_objects(&self) -> usize {
        let mut n = 0;
        // SAFETY: only a number changes.
        unsafe { self.for_each_object(|_| n += 1) };
        n
    }

    /// How many references objects hold to objects.
    pub fn count_edges(&self) -> usize {
        struct Count(usize);
        impl EdgeVisitor for Count {
            #[inline(always)]
            fn edge(&mut self, slot: &mut Option<ObjRef>, _: Relation) {
                self.0 += usize::from(slot.is_some());
            }
        }
        let mut count = Count(0);
        // Objects without edges are passed over, a block at a time.
        for p in self.heap.blocks(Family::Container).flat_map(Block::objects) {
            // SAFETY: live, and the visitor only counts.
            unsafe { instance::visit_edges(p, &mut count) };
        }
        count.0
    }

    fn note_fresh(&self, bytes: usize, family: Family) {
        let heap = &self.heap;
        if family == Family::Container {
            heap.fresh.set(heap.fresh.get() + bytes);
            if heap.fresh.get() > heap.threshold.get() && heap.collect_enabled.get() {
                heap.set_pending(pending::COLLECT);
            }
        }
    }

    /// Whether there is a cell for so many bytes. If not, MemoryError is due at the next boundary, and whoever
    /// makes an object of that size makes an empty one.
    #[inline]
    pub(crate) fn has_room(&self, size: usize) -> bool {
        size <= CELL_LIMIT || self.has_large_room(size)
    }

    #[cold]
    #[inline(never)]
    fn has_large_room(&self, size: usize) -> bool {
        let fits = self.can_allocate(size.saturating_add(2 * BLOCK_SIZE));
        if !fits {
            self.heap.set_pending(pending::MEMORY);
        }
        fits
    }

    #[cold]
    #[inline(never)]
    fn alloc_large(&self, size: usize, family: Family) -> *mut u8 {
        let Ok(layout) = Layout::from_size_align(size + BLOCK_HEADER, BLOCK_SIZE) else {
            std::alloc::handle_alloc_error(Layout::new::<u8>())
        };
        // SAFETY: the layout has a size; callers checked it against `Interp::MAX_OBJECT`.
        unsafe {
            let Some(block) = NonNull::new(alloc(layout).cast::<Block>()) else {
                std::alloc::handle_alloc_error(layout)
            };
            block.write(Block {
                interp: self,
                cell: size.min(u32::MAX as usize) as u32,
                count: 1,
                carved: Cell::new(1),
                slot: Cell::new(LARGE),
                family,
                index: Cell::new(0),
                large: size,
            });
            let list = &mut *self.heap.large.get();
            // Large blocks know their place in the list, so that freeing is constant time.
            block.as_ref().index.set(list.len() as u32);
            list.push(block);
            self.note_fresh(size, family);
            let p = block.as_ref().cell_at(0);
            if family != Family::Raw {
                // As of other cells that nobody has written.
                (&raw mut (*(p as *mut Header)).ty).write(Cell::new(null()));
                self.note_made(p);
            }
            p
        }
    }

    /// Returns a cell whose payload is gone.
    ///
    /// # Safety
    /// `p` came from `alloc_cell` and nothing refers to it any more.
    #[inline(always)]
    pub(crate) unsafe fn free_cell(&self, p: NonNull<Header>, block: &Block) {
        #[cfg(feature = "trace-refs")]
        self.unlink(p);
        if block.slot.get() == LARGE {
            self.free_seldom(p, block);
            return;
        }
        if block.family != Family::Raw {
            p.as_ref().ty.set(null());
        }
        self.give_cell(block.slot.get() as usize, p.as_ptr() as *mut u8);
    }

    /// A cell for an Int or Float, header written: the machine's fast path.
    #[inline(always)]
    fn number_cell(&self, kind: Kind, ty: &TypeObj) -> NonNull<Header> {
        let p = self.take_cell(NUMBER_SLOT);
        // SAFETY: a fresh cell of the size of a number.
        unsafe {
            let p = NonNull::new_unchecked(p as *mut Header);
            #[cfg(feature = "trace-refs")]
            self.link(p);
            (p.as_ref().rc.as_ptr() as *mut u64).write(Header::sole_owner_word(kind));
            p.as_ref().ty.set(ty);
            p
        }
    }

    /// Whether a number can be made at once, without asking for more cells.
    #[inline(always)]
    pub fn has_number_cell(&self) -> bool {
        !self.heap.free[NUMBER_SLOT].get().is_null()
    }

    /// An int object outside the pool, as a counted pointer.
    #[inline(always)]
    pub fn raw_int(&self, v: i64) -> NonNull<Header> {
        let p = self.number_cell(Kind::Int, &self.types.int);
        // SAFETY: the cell has room for one word behind the header.
        unsafe { p.add(1).cast::<i64>().write(v) };
        p
    }

    /// A float object, as a counted pointer.
    #[inline(always)]
    pub fn raw_float(&self, v: f64) -> NonNull<Header> {
        let p = self.number_cell(Kind::Float, &self.types.float);
        // SAFETY: as above.
        unsafe { p.add(1).cast::<f64>().write(v) };
        p
    }

    /// Frees a number object known to have no other owner: the fast path of the machine.
    ///
    /// # Safety
    /// `p` is an Int or Float with no references left.
    #[inline(always)]
    pub unsafe fn free_number(&self, p: NonNull<Header>) {
        #[cfg(feature = "trace-refs")]
        self.unlink(p);
        p.as_ref().ty.set(null());
        self.give_cell(NUMBER_SLOT, p.as_ptr() as *mut u8);
    }

    /// Returns the cell of a large block, or of any block while allocations are traced.
    #[cold]
    #[inline(never)]
    unsafe fn free_seldom(&self, p: NonNull<Header>, block: &Block) {
        let cell = p.as_ptr() as *mut u8;
        if block.count == 1 {
            self.note_freed(cell);
            self.free_large(block);
            return;
        }
        p.as_ref().ty.set(null());
        self.free_traced(cell, block);
    }

    unsafe fn free_large(&self, block: &Block) {
        let list = &mut *self.heap.large.get();
        let at = block.index.get() as usize;
        list.swap_remove(at);
        if let Some(moved) = list.get(at) {
            moved.as_ref().index.set(at as u32);
        }
        let layout = Layout::from_size_align_unchecked(block.large + BLOCK_HEADER, BLOCK_SIZE);
        dealloc(block as *const Block as *mut u8, layout);
    }

    /// A buffer that one object owns.
    #[inline(always)]
    pub(crate) fn alloc_raw(&self, size: usize) -> NonNull<u8> {
        debug_assert!(size <= CELL_LIMIT);
        let slot = Family::Raw as usize * CLASSES + class_of(size.max(LINK + 8));
        // SAFETY: never null.
        unsafe { NonNull::new_unchecked(self.take_cell(slot)) }
    }

    #[cfg(feature = "trace-refs")]
    fn link(&self, p: NonNull<Header>) {
        let chain = &self.heap.chain as *const Header as *mut Header;
        // SAFETY: the chain is circular through live objects; the interpreter is never moved.
        unsafe {
            let next = if (*chain).next.get().is_null() { chain } else { (*chain).next.get() };
            p.as_ref().next.set(next);
            p.as_ref().prev.set(chain);
            (*next).prev.set(p.as_ptr());
            (*chain).next.set(p.as_ptr());
        }
    }

    #[cfg(feature = "trace-refs")]
    fn unlink(&self, p: NonNull<Header>) {
        // SAFETY: as in `link`.
        unsafe {
            let (next, prev) = (p.as_ref().next.get(), p.as_ref().prev.get());
            (*prev).next.set(next);
            (*next).prev.set(prev);
        }
    }

    /// Every live object, newest first: what `sys.getobjects` gives.
    #[cfg(feature = "trace-refs")]
    pub fn newest_objects(&self) -> Vec<ObjRef> {
        // SAFETY: the chain yields live objects; one whose count is 0 is waiting to be freed.
        self.chain()
            .filter(|p| unsafe { p.as_ref() }.rc.get() > 0)
            .map(|p| unsafe { ObjRef::from_borrowed(p) })
            .collect()
    }

    /// The chain of all live objects, newest first.
    #[cfg(feature = "trace-refs")]
    fn chain(&self) -> impl Iterator<Item = NonNull<Header>> + '_ {
        let end = &self.heap.chain as *const Header as *mut Header;
        let mut at = self.heap.chain.next.get();
        std::iter::from_fn(move || {
            if at == end {
                return None;
            }
            let p = NonNull::new(at)?;
            // SAFETY: the chain holds live objects; nothing is freed while it is walked.
            at = unsafe { p.as_ref() }.next.get();
            Some(p)
        })
    }
}

/// Free list of Int and Float cells.
const NUMBER_SLOT: usize = Family::Leaf as usize * CLASSES + (HEADER_SIZE + 8) / 8;

/// Where a free cell keeps its link: in the word of the count, behind the trace-refs links.
pub(crate) const LINK: usize = HEADER_SIZE - 16;

/// Returns a raw buffer of the given size to the heap it came from.
///
/// # Safety
/// `p` came from `alloc_raw` and nothing uses it any more.
#[inline(always)]
pub(crate) unsafe fn free_raw(p: NonNull<u8>) {
    let block = block_of(p.cast());
    (*block.interp).give_cell(block.slot.get() as usize, p.as_ptr());
}

/// The interpreter that an object belongs to.
#[inline(always)]
pub fn interp_of(p: NonNull<Header>) -> &'static Interp {
    // SAFETY: an interpreter outlives its objects.
    unsafe { &*block_of(p).interp }
}

/// Frees an object whose count has come to zero, or queues its finaliser. Never runs Python code.
///
/// # Safety
/// `p` is live and nothing refers to it.
#[inline(never)]
pub unsafe fn dispose(p: NonNull<Header>) {
    let h = p.as_ref();
    let block = block_of(p);
    let interp = &*block.interp;
    // Their payloads hold nothing that is to be dropped.
    if matches!(h.kind.get(), Kind::Int | Kind::Float | Kind::Str)
        && h.sub.get() | (h.flags.get() & (flag::WEAK | flag::INTERNED)) == 0
    {
        interp.free_cell(p, block);
        return;
    }
    dispose_container(p, block, interp);
}

/// Apart, so that freeing a number or str saves no registers.
#[inline(never)]
unsafe fn dispose_container(p: NonNull<Header>, block: &Block, interp: &Interp) {
    let h = p.as_ref();
    if h.kind.get() == Kind::BigInt && h.sub.get() | (h.flags.get() & flag::WEAK) == 0 {
        std::ptr::drop_in_place(&mut p.cast::<Object<crate::payload::BigInt>>().as_mut().data);
        interp.free_cell(p, block);
        return;
    }
    if h.is_plain(Kind::Tuple) {
        dispose_plain::<Tuple>(p, block, interp)
    } else if h.is_plain(Kind::List) {
        dispose_plain::<List>(p, block, interp)
    } else {
        dispose_slow(p, interp)
    }
}

/// Frees an exact builtin container that has no flags: there is nobody to be told.
#[inline(always)]
unsafe fn dispose_plain<T: Payload>(p: NonNull<Header>, block: &Block, interp: &Interp) {
    let heap = &interp.heap;
    let depth = heap.depth.get();
    if depth >= DISPOSE_DEPTH {
        (*heap.deferred.get()).push(p);
        return;
    }
    heap.depth.set(depth + 1);
    std::ptr::drop_in_place(&mut p.cast::<Object<T>>().as_mut().data);
    interp.free_cell(p, block);
    heap.depth.set(depth);
    if depth == 0 && !(*heap.deferred.get()).is_empty() {
        free_deferred(heap);
    }
}

/// Whether freeing an object of this kind never needs a finaliser: exact builtin types but those
/// whose payload may ask for one.
#[inline(always)]
fn is_simple(h: &Header) -> bool {
    h.sub.get() == 0 && !h.has_flag(flag::WEAK) && !matches!(h.kind.get(), Kind::Generator | Kind::Opaque)
}

unsafe fn dispose_slow(p: NonNull<Header>, interp: &Interp) {
    let h = p.as_ref();
    let heap = &interp.heap;
    if !is_simple(h) && !h.has_flag(flag::FINALIZED) && wants_finalizer(p) {
        h.set_flag(flag::FINALIZED);
        h.rc.set(1);
        heap.queue_finalizer(ObjRef::from_raw(p));
        return;
    }
    if h.has_flag(flag::WEAK) {
        // Callbacks are queued; they hold the references they need.
        h.rc.set(1);
        interp.weakrefs_cleared(p);
        h.rc.set(0);
    }
    if heap.depth.get() >= DISPOSE_DEPTH {
        (*heap.deferred.get()).push(p);
        return;
    }
    heap.depth.set(heap.depth.get() + 1);
    free_object(p, interp);
    heap.depth.set(heap.depth.get() - 1);
    if heap.depth.get() == 0 {
        free_deferred(heap);
    }
}

/// Frees the objects that were put off.
///
/// # Safety
/// They are of this heap, and none is being freed already.
unsafe fn free_deferred(heap: &HeapState) {
    while let Some(p) = (*heap.deferred.get()).pop() {
        heap.depth.set(1);
        free_object(p, interp_of(p));
        heap.depth.set(0);
    }
}

#[inline(always)]
unsafe fn wants_finalizer(p: NonNull<Header>) -> bool {
    let h = p.as_ref();
    let ty = &*h.ty.get();
    let native =
        matches!(h.kind.get(), Kind::Generator | Kind::Opaque) && (ty.data.payload.needs_finalizer)(p);
    native || (h.sub.get() != 0 && ty.data.has_finalizer.get())
}

unsafe fn free_object(p: NonNull<Header>, interp: &Interp) {
    let h = p.as_ref();
    let ty = h.ty.get();
    if h.aux.get() > 0 {
        instance::drop_tail(p);
    }
    if h.kind.get() != Kind::Instance {
        (instance::payload_info(h).drop)(p);
    }
    if h.has_flag(flag::INTERNED | flag::WATCHED) {
        interp.forget(p);
    }
    let heap_type = h.sub.get() & SUB_HEAP_TYPE != 0;
    interp.free_cell(p, block_of(p));
    if heap_type {
        drop(ObjRef::from_raw(NonNull::from(&(*ty).head)));
    }
}
