//! Who holds objects as keys, or hashes by what it holds: the passes over the heap behind hashing anew.

use std::ptr::NonNull;

use crate::edges::{EdgeVisitor, Relation};
use crate::header::{Header, Kind};
use crate::heap::{Block, CELL_LIMIT, Family};
use crate::instance::{payload_info, visit_edges};
use crate::interp::Interp;
use crate::marks::Marks;
use crate::refs::ObjRef;

/// Whether what an object holds may be its keys or decide on its hash.
///
/// # Safety
/// The object is live.
unsafe fn hashes(p: NonNull<Header>) -> bool {
    let h = p.as_ref();
    h.rc.get() > 0
        && match h.kind.get() {
            Kind::Dict | Kind::Set => true,
            Kind::List | Kind::Instance | Kind::Cell => false,
            _ => payload_info(h).shadow.is_some(),
        }
}

/// Looks for members of a set in what hashes: as keys, or anywhere.
struct SeekHashed<'a> {
    marks: &'a Marks,
    /// Whether a member is a key.
    as_key: bool,
    /// Whether there is a member at all.
    holds: bool,
}

impl EdgeVisitor for SeekHashed<'_> {
    #[inline(always)]
    fn edge(&mut self, slot: &mut Option<ObjRef>, relation: Relation) {
        if relation.counts()
            && let Some(o) = slot
            && self.marks.has(o)
        {
            self.holds = true;
            self.as_key |= matches!(relation, Relation::Key(_));
        }
    }
}

impl Interp {
    /// Finds the objects whose place among the keys of others, or whose hash, may change with those of the
    /// members of a set: calls `f` with each, and with whether members are its keys. `f` makes and frees no
    /// objects.
    pub fn scan_hashed(&self, marks: &Marks, mut f: impl FnMut(&ObjRef, bool)) {
        let mut seek = SeekHashed { marks, as_key: false, holds: false };
        for p in self.heap.blocks(Family::Container).flat_map(Block::objects) {
            // SAFETY: the walk yields live objects; one whose count is 0 is waiting to be freed. Nothing is
            // made or freed meanwhile, and no slot is lent.
            unsafe {
                if !hashes(p) {
                    continue;
                }
                (seek.as_key, seek.holds) = (false, false);
                visit_edges(p, &mut seek);
                if seek.holds {
                    f(&ObjRef::from_borrowed(p), seek.as_key);
                }
            }
        }
    }
}

/// References by which a hash follows from another: from keys to what has them, from contents to what hashes by
/// them. Leaves are left out.
pub struct HashedEdges {
    /// Address of what is held, and who holds it: in order of addresses.
    edges: Vec<(usize, ObjRef)>,
}

impl HashedEdges {
    /// Who holds the object at an address.
    pub fn holders(&self, address: usize) -> impl Iterator<Item = &ObjRef> {
        let first = self.edges.partition_point(|(held, _)| *held < address);
        let own = self.edges[first..].iter().take_while(move |(held, _)| *held == address);
        own.map(|(_, holder)| holder)
    }
}

/// Collects the references of one holder.
struct CollectHashed<'a> {
    holder: &'a ObjRef,
    edges: &'a mut Vec<(usize, ObjRef)>,
}

impl EdgeVisitor for CollectHashed<'_> {
    fn edge(&mut self, slot: &mut Option<ObjRef>, relation: Relation) {
        let Some(o) = slot.as_ref().filter(|_| relation.counts()) else { return };
        let is_key = matches!(relation, Relation::Key(_));
        if !is_key && matches!(self.holder.kind(), Kind::Dict | Kind::Set) {
            return;
        }
        if o.ty().data.payload.shadow.is_some() {
            self.edges.push((o.address(), self.holder.clone()));
        }
    }
}

impl Interp {
    /// All such references of the heap.
    pub fn hashed_edges(&self) -> HashedEdges {
        let mut edges = Vec::new();
        for p in self.heap.blocks(Family::Container).flat_map(Block::objects) {
            // SAFETY: the walk yields live objects, nothing is made or freed meanwhile, and no slot is lent.
            unsafe {
                if hashes(p) {
                    let holder = ObjRef::from_borrowed(p);
                    visit_edges(p, &mut CollectHashed { holder: &holder, edges: &mut edges });
                }
            }
        }
        edges.sort_unstable_by_key(|(held, _)| *held);
        HashedEdges { edges }
    }
}

impl Interp {
    /// The members of a sorted set that live, in the order of the heap. Each is looked up when it is its turn:
    /// Python code may run in between.
    pub fn marked<'a>(&self, marks: &'a Marks) -> impl Iterator<Item = ObjRef> + use<'a> {
        // SAFETY: `find` gives live objects only.
        let object = |p| unsafe { ObjRef::from_borrowed(p) };
        let blocks = self.heap.blocks(Family::Container).filter(|b| marks.addresses_in(b).next().is_some());
        // Blocks of one large object go with it.
        let (large, shared): (Vec<&Block>, Vec<&Block>) = blocks.partition(|b| b.room() > CELL_LIMIT);
        let found = move |block: &'static Block| {
            marks.addresses_in(block).filter_map(|address| block.find(address)).map(object)
        };
        let large: Vec<ObjRef> = large.into_iter().flat_map(found).collect();
        shared.into_iter().flat_map(found).chain(large)
    }
}
