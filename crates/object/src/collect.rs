//! The cycle collector: finds containers that only other garbage refers to, and frees them.
//!
//! It subtracts from each container's count the edges that come from other containers; what is
//! left over zero is held from outside (registers, native code, the interpreter), and all that can
//! be reached from there is alive. Side tables by block hold the counts, so objects carry none.
//! Work lists replace recursion.

use std::collections::{HashMap, HashSet};
use std::ptr::NonNull;

use crate::edges::{EdgeVisitor, Relation};
use crate::header::{Header, Kind, SUB_HEAP_TYPE, flag};
use crate::heap::{Block, Family, block_of};
use crate::instance::visit_edges;
use crate::interp::Interp;
use crate::refs::ObjRef;

const REACHED: u32 = u32::MAX;

/// Counts by block and cell.
struct Table {
    counts: Vec<Vec<u32>>,
    /// Place of large blocks in their list, restored at the end.
    saved: Vec<(&'static Block, u32)>,
}

impl Table {
    fn new(interp: &Interp) -> Table {
        let mut table = Table { counts: Vec::new(), saved: Vec::new() };
        for block in interp.heap.blocks(Family::Container) {
            table.saved.push((block, block.index.get()));
            block.index.set(table.counts.len() as u32);
            let mut counts = vec![0; block.carved()];
            for p in block.objects() {
                // SAFETY: the walk yields live objects.
                counts[block.cell_number(p)] = unsafe { p.as_ref() }.rc.get();
            }
            table.counts.push(counts);
        }
        table
    }

    #[inline(always)]
    fn at(&mut self, p: NonNull<Header>) -> Option<&mut u32> {
        let block = block_of(p);
        if block.family != Family::Container {
            return None;
        }
        self.counts.get_mut(block.index.get() as usize)?.get_mut(block.cell_number(p))
    }
}

impl Drop for Table {
    fn drop(&mut self) {
        for (block, index) in &self.saved {
            block.index.set(*index);
        }
    }
}

struct Subtract<'a>(&'a mut Table);
impl EdgeVisitor for Subtract<'_> {
    fn edge(&mut self, slot: &mut Option<ObjRef>, _: Relation) {
        if let Some(o) = slot
            && let Some(n) = self.0.at(o.as_ptr())
        {
            *n = n.wrapping_sub(1);
        }
    }
}

struct Reach<'a>(&'a mut Table, Vec<NonNull<Header>>);
impl EdgeVisitor for Reach<'_> {
    fn edge(&mut self, slot: &mut Option<ObjRef>, _: Relation) {
        if let Some(o) = slot
            && let Some(n) = self.0.at(o.as_ptr())
            && *n != REACHED
        {
            *n = REACHED;
            self.1.push(o.as_ptr());
        }
    }
}

fn containers(interp: &Interp) -> impl Iterator<Item = NonNull<Header>> + '_ {
    interp.heap.blocks(Family::Container).flat_map(|b| b.objects())
}

/// Garbage: containers that cannot be reached from outside the heap.
fn unreachable(interp: &Interp) -> (Vec<NonNull<Header>>, usize) {
    let mut table = Table::new(interp);
    for p in containers(interp) {
        // SAFETY: live; the world is stopped, so the slots are lent to nobody.
        unsafe { visit_edges(p, &mut Subtract(&mut table)) };
    }
    let roots: Vec<_> = containers(interp).filter(|&p| table.at(p).is_some_and(|n| *n > 0)).collect();
    let mut reach = Reach(&mut table, roots);
    for p in &reach.1 {
        if let Some(n) = reach.0.at(*p) {
            *n = REACHED;
        }
    }
    while let Some(p) = reach.1.pop() {
        // SAFETY: as above.
        unsafe { visit_edges(p, &mut reach) };
    }
    let mut live = 0;
    let mut garbage = Vec::new();
    for block in interp.heap.blocks(Family::Container) {
        for p in block.objects() {
            match table.at(p) {
                Some(&mut REACHED) => live += block.cell as usize,
                _ => garbage.push(p),
            }
        }
    }
    (garbage, live)
}

/// A collection. Finalisers of garbage are queued, and their objects survive until the next
/// collection; the rest is cleared and freed. Returns how many objects were found unreachable.
pub fn collect(interp: &Interp) -> usize {
    collect_or_finalize(interp).0
}

/// Like [`collect`]; the flag says that nothing was freed yet since finalisers must run first.
pub fn collect_or_finalize(interp: &Interp) -> (usize, bool) {
    let (held, finalizing) = found(interp);
    if !finalizing {
        free(&held);
    }
    let n = held.len();
    // Cells are used again in the opposite order, so new objects lie in the order in which they are made,
    // which is the order of their finalisers should they become garbage together.
    held.into_iter().rev().for_each(drop);
    (n, finalizing)
}

/// The garbage that a collection would free, for who wants to look at it. The flag says that finalisers
/// were queued: when they have run, there may be less.
pub fn found(interp: &Interp) -> (Vec<ObjRef>, bool) {
    // Without memory for its tables, 4 bytes a cell and 16 an object in the worst case, there is no collection.
    let cells = interp.heap.cells(Family::Container);
    if !interp.can_allocate(cells * 20) {
        return (Vec::new(), false);
    }
    let (garbage, live) = unreachable(interp);
    interp.heap.schedule(live);
    // Hold everything while it is taken apart.
    // SAFETY: garbage is live until its edges are cleared.
    let held: Vec<ObjRef> = garbage.iter().map(|&p| unsafe { ObjRef::from_borrowed(p) }).collect();
    let python = |o: &ObjRef| {
        let h = o.header();
        h.sub.get() & SUB_HEAP_TYPE != 0 && o.ty().data.has_finalizer.get()
    };
    let native = |o: &ObjRef| {
        matches!(o.header().kind.get(), Kind::Generator | Kind::Opaque)
            // SAFETY: the object has the payload that its type tells.
            && unsafe { (o.ty().data.payload.needs_finalizer)(o.as_ptr()) }
    };
    // No finaliser finds garbage by a weak reference, and their callbacks come first.
    for o in held.iter().filter(|o| o.header().has_flag(flag::WEAK)) {
        interp.weakrefs_cleared(o.as_ptr());
    }
    let mut finalizing = false;
    // A `__del__` may want to use what natives would close; a class over a native has `__del__` from it.
    let mut only: Vec<&ObjRef> = held.iter().filter(|o| python(o) && !native(o)).collect();
    // Cells of one size lie in the order in which they were made, which is CPython's for finalisers.
    let size = |o: &ObjRef| (o.header().kind.get(), o.header().aux.get());
    if only.windows(2).any(|pair| size(pair[0]) != size(pair[1])) {
        sort_as_found(&held, &mut only);
    }
    let both = held.iter().filter(|o| python(o) && native(o));
    let wanting = only.into_iter().chain(both).chain(held.iter().filter(|o| !python(o) && native(o)));
    for o in wanting {
        if !o.header().has_flag(flag::FINALIZED) {
            o.header().set_flag(flag::FINALIZED);
            interp.heap.queue_finalizer(o.clone());
            finalizing = true;
        }
    }
    // A finaliser may bring anything of this garbage back: it is looked at again when they have run.
    (held, finalizing)
}

struct Found<'a>(&'a mut Vec<NonNull<Header>>);
impl EdgeVisitor for Found<'_> {
    fn edge(&mut self, slot: &mut Option<ObjRef>, _: Relation) {
        self.0.extend(slot.as_ref().map(ObjRef::as_ptr));
    }
}

/// Sorts some of the garbage as its dicts lead to it, which is about the order in which programs made it.
fn sort_as_found(held: &[ObjRef], objects: &mut [&ObjRef]) {
    let garbage: HashSet<NonNull<Header>> = held.iter().map(ObjRef::as_ptr).collect();
    let mut places = HashMap::new();
    for dict in held.iter().filter(|o| o.kind() == Kind::Dict) {
        let mut next = vec![dict.as_ptr()];
        while let Some(p) = next.pop() {
            if !garbage.contains(&p) || places.contains_key(&p) {
                continue;
            }
            places.insert(p, places.len());
            let first = next.len();
            // SAFETY: held; the world is stopped, so the slots are lent to nobody.
            unsafe { visit_edges(p, &mut Found(&mut next)) };
            next[first..].reverse();
        }
    }
    objects.sort_by_key(|o| places.get(&o.as_ptr()).copied().unwrap_or(usize::MAX));
}

/// Takes garbage apart.
fn free(held: &[ObjRef]) {
    for o in held {
        // SAFETY: nobody but garbage refers to the object, so no slot of it is lent.
        unsafe { crate::instance::clear_edges(o.as_ptr()) };
    }
}

/// Objects that refer to `target`, each once.
pub fn referrers(interp: &Interp, target: &ObjRef) -> Vec<ObjRef> {
    struct Find(NonNull<Header>, bool);
    impl EdgeVisitor for Find {
        fn edge(&mut self, slot: &mut Option<ObjRef>, _: Relation) {
            self.1 |= slot.as_ref().is_some_and(|o| o.as_ptr() == self.0);
        }
    }
    let mut found = Vec::new();
    for p in containers(interp) {
        let mut find = Find(target.as_ptr(), false);
        // SAFETY: live; the visitor only compares addresses.
        unsafe { visit_edges(p, &mut find) };
        if find.1 {
            found.push(p);
        }
    }
    // SAFETY: nothing was freed since.
    found.into_iter().map(|p| unsafe { ObjRef::from_borrowed(p) }).collect()
}

/// Objects that `source` refers to, in the order of its edges.
pub fn referents(source: &ObjRef) -> Vec<ObjRef> {
    struct Take(Vec<ObjRef>);
    impl EdgeVisitor for Take {
        fn edge(&mut self, slot: &mut Option<ObjRef>, _: Relation) {
            self.0.extend(slot.clone());
        }
    }
    let mut take = Take(Vec::new());
    // SAFETY: live; the visitor only clones references.
    unsafe { visit_edges(source.as_ptr(), &mut take) };
    take.0
}
