//! A survey: the objects of a heap as numbers, for readers of the whole graph.
//!
//! A [`Node`] is the number of a cell, counted through all blocks of leaves and containers, so that
//! whoever walks the heap keeps what it learns in plain tables by number. While a survey lives, no
//! object that has references is freed: disposal is put off until its end.

use std::mem::ManuallyDrop;
use std::ptr::NonNull;

use crate::edges::{EdgeVisitor, Relation};
use crate::header::Header;
use crate::heap::{Block, Family, block_of};
use crate::instance::visit_edges;
use crate::interp::Heap;
use crate::refs::ObjRef;

/// The number of a cell.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Node(pub u32);

impl Node {
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// One block: its first number, how many cells count, and what its index was before.
struct Place {
    block: &'static Block,
    first: u32,
    cells: u32,
    saved: u32,
}

/// The numbering. Objects made while it lives have no number.
pub struct Survey<'h> {
    heap: &'h Heap,
    places: Vec<Place>,
    /// Containers come first: numbers below this are theirs.
    containers: u32,
    room: u32,
}

impl<'h> Survey<'h> {
    pub fn new(heap: &'h Heap) -> Survey<'h> {
        let interp = heap.interp();
        interp.heap.put_off_disposal();
        let mut survey = Survey { heap, places: Vec::new(), containers: 0, room: 0 };
        for family in [Family::Container, Family::Leaf] {
            for block in interp.heap.blocks(family) {
                let cells = block.carved() as u32;
                let saved = block.index.replace(survey.places.len() as u32);
                survey.places.push(Place { block, first: survey.room, cells, saved });
                survey.room += cells;
            }
            if family == Family::Container {
                survey.containers = survey.room;
            }
        }
        survey
    }

    pub fn heap(&self) -> &'h Heap {
        self.heap
    }

    /// All numbers are below this.
    pub fn room(&self) -> usize {
        self.room as usize
    }

    /// Numbers of containers are below this.
    pub fn container_room(&self) -> usize {
        self.containers as usize
    }

    #[inline(always)]
    fn number(&self, p: NonNull<Header>) -> Option<Node> {
        let block = block_of(p);
        let place = self.places.get(block.index.get() as usize)?;
        let cell = block.cell_number(p) as u32;
        // A block made since has an index of its own meaning.
        (std::ptr::eq(place.block, block) && cell < place.cells).then(|| Node(place.first + cell))
    }

    /// The number of an object; none if it was made since the survey began.
    #[inline]
    pub fn node(&self, o: &ObjRef) -> Option<Node> {
        self.number(o.as_ptr())
    }

    /// The object of a number; none if the cell is free.
    pub fn object(&self, n: Node) -> Option<ObjRef> {
        let at = self.places.partition_point(|p| p.first <= n.0).checked_sub(1)?;
        let place = &self.places[at];
        let p = place.block.object_at((n.0 - place.first) as usize)?;
        // SAFETY: a cell with a type holds a live object.
        Some(unsafe { ObjRef::from_borrowed(p) })
    }

    /// Calls `f` with every live object, containers first. `f` gives up no reference.
    pub fn for_each(&self, f: impl FnMut(Node, &ObjRef)) {
        self.walk(&self.places, f);
    }

    /// Calls `f` with every live container. `f` gives up no reference.
    pub fn for_each_container(&self, f: impl FnMut(Node, &ObjRef)) {
        let end = self.places.partition_point(|p| p.block.family == Family::Container);
        self.walk(&self.places[..end], f);
    }

    #[inline]
    fn walk(&self, places: &[Place], mut f: impl FnMut(Node, &ObjRef)) {
        for place in places {
            for cell in 0..place.cells {
                if let Some(p) = place.block.object_at(cell as usize) {
                    // SAFETY: a live object, to which `f` drops no reference; this one is not dropped.
                    let o = ManuallyDrop::new(unsafe { ObjRef::from_raw(p) });
                    // An object whose count is 0 is waiting to be freed.
                    if o.ref_count() > 0 {
                        f(Node(place.first + cell), &o);
                    }
                }
            }
        }
    }

    /// Whether an object refers to one of these.
    #[inline]
    pub fn holds(&self, o: &ObjRef, wanted: &[ObjRef]) -> bool {
        let mut holds = Holds { wanted, found: false };
        // SAFETY: live, and the visitor only compares addresses.
        unsafe { visit_edges(o.as_ptr(), &mut holds) };
        holds.found
    }

    /// Calls `f` with each object that `o` refers to, and how. `f` gives up no reference.
    #[inline]
    pub fn edges(&self, o: &ObjRef, f: impl FnMut(Node, &ObjRef, Relation)) {
        let mut each = Each { survey: self, f };
        // SAFETY: live; nobody holds the inside of an object mutably while the heap is borrowed, and the
        // visitor only reads.
        unsafe { visit_edges(o.as_ptr(), &mut each) };
    }
}

/// Looks for some objects by address.
struct Holds<'w> {
    wanted: &'w [ObjRef],
    found: bool,
}

impl EdgeVisitor for Holds<'_> {
    #[inline]
    fn edge(&mut self, slot: &mut Option<ObjRef>, _: Relation) {
        if let Some(o) = slot {
            self.found |= self.wanted.iter().any(|w| w.is(o));
        }
    }
}

struct Each<'s, 'h, F> {
    survey: &'s Survey<'h>,
    f: F,
}

impl<F: FnMut(Node, &ObjRef, Relation)> EdgeVisitor for Each<'_, '_, F> {
    #[inline]
    fn edge(&mut self, slot: &mut Option<ObjRef>, relation: Relation) {
        if let Some(o) = slot
            && let Some(n) = self.survey.number(o.as_ptr())
        {
            (self.f)(n, o, relation);
        }
    }
}

impl Drop for Survey<'_> {
    fn drop(&mut self) {
        for place in &self.places {
            place.block.index.set(place.saved);
        }
        self.heap.interp().heap.resume_disposal();
    }
}
