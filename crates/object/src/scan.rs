//! Finding the references to some objects in one pass over the heap, and writing slots in place.

use std::ptr::NonNull;

use hashbrown::HashMap;

use crate::edges::{EdgeVisitor, Relation};
use crate::header::{Header, Kind};
use crate::heap::Family;
use crate::instance::{payload_info, visit_edges};
use crate::interp::{Heap, Interp};
use crate::refs::ObjRef;

/// Objects whose references are sought, by number.
pub struct Targets {
    first: usize,
    numbers: HashMap<usize, u32>,
    /// A bit for each address, so that nearly all slots are passed over without a look into the table.
    filter: Vec<u64>,
}

impl Targets {
    pub fn new<'a>(objects: impl IntoIterator<Item = &'a ObjRef>) -> Targets {
        let numbers: HashMap<usize, u32> =
            objects.into_iter().enumerate().map(|(i, o)| (o.address(), i as u32)).collect();
        let bits = (numbers.len() * 32).next_power_of_two().max(64);
        let mut targets = Targets {
            first: numbers.keys().next().copied().unwrap_or(0),
            filter: if numbers.len() > 1 { vec![0; bits / 64] } else { Vec::new() },
            numbers,
        };
        let addresses: Vec<usize> = targets.numbers.keys().copied().collect();
        for address in addresses {
            if let Some((word, bit)) = targets.place(address) {
                targets.filter[word] |= bit;
            }
        }
        targets
    }

    #[inline(always)]
    fn place(&self, address: usize) -> Option<(usize, u64)> {
        let mask = (self.filter.len() * 64).checked_sub(1)?;
        let at = (address as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 40;
        let at = at as usize & mask;
        Some((at / 64, 1 << (at % 64)))
    }

    /// The number of an object, if it is sought.
    #[inline(always)]
    pub fn find(&self, o: &ObjRef) -> Option<u32> {
        let address = o.address();
        match self.place(address) {
            None if address != self.first => None,
            Some((word, bit)) if self.filter[word] & bit == 0 => None,
            _ => self.numbers.get(&address).copied(),
        }
    }

    pub fn is_empty(&self) -> bool {
        self.numbers.is_empty()
    }

    pub fn len(&self) -> usize {
        self.numbers.len()
    }
}

/// A slot that holds one of the objects sought.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FoundSlot {
    /// Which of the holder's slots, in the order of its edges.
    pub ordinal: u32,
    pub target: u32,
}

/// Holders of references, with the place where their slots begin among all slots.
#[derive(Default)]
pub struct Found {
    pub holders: Vec<(ObjRef, u32)>,
    pub slots: Vec<FoundSlot>,
    /// The type objects of the heap.
    pub types: Vec<ObjRef>,
    /// All references from objects to those sought, also the ones that do not count.
    pub edges: usize,
}

impl Found {
    /// Each holder with its slots.
    pub fn iter(&self) -> impl Iterator<Item = (&ObjRef, &[FoundSlot])> {
        self.holders.iter().enumerate().map(|(i, (holder, first))| {
            let end = self.holders.get(i + 1).map_or(self.slots.len(), |(_, first)| *first as usize);
            (holder, &self.slots[*first as usize..end])
        })
    }
}

struct Seek<'a> {
    targets: &'a Targets,
    ordinal: u32,
    slots: Vec<FoundSlot>,
    derived: usize,
}

impl EdgeVisitor for Seek<'_> {
    #[inline(always)]
    fn edge(&mut self, slot: &mut Option<ObjRef>, relation: Relation) {
        if let Some(o) = slot
            && let Some(target) = self.targets.find(o)
        {
            if relation.counts() {
                self.slots.push(FoundSlot { ordinal: self.ordinal, target });
            } else {
                self.derived += 1;
            }
        }
        self.ordinal += 1;
    }

    fn items(&mut self, slots: &mut [ObjRef]) {
        for o in slots {
            if let Some(target) = self.targets.find(o) {
                self.slots.push(FoundSlot { ordinal: self.ordinal, target });
            }
            self.ordinal += 1;
        }
    }
}

impl Interp {
    /// Finds every reference that counts to the objects sought.
    pub fn scan(&self, targets: &Targets) -> Found {
        let mut found = Found::default();
        let mut seek = Seek { targets, ordinal: 0, slots: Vec::new(), derived: 0 };
        for p in self.heap.blocks(Family::Container).flat_map(|b| b.objects()) {
            // SAFETY: the walk yields live objects; one whose count is 0 is waiting to be freed. Nothing
            // is made or freed meanwhile, and no slot is lent.
            unsafe {
                let h = p.as_ref();
                if h.rc.get() == 0 {
                    continue;
                }
                if h.kind.get() == Kind::Type {
                    found.types.push(ObjRef::from_borrowed(p));
                }
                seek.ordinal = 0;
                let first = seek.slots.len();
                visit_edges(p, &mut seek);
                if seek.slots.len() > first {
                    found.holders.push((ObjRef::from_borrowed(p), first as u32));
                }
            }
        }
        found.edges = seek.slots.len() + seek.derived;
        found.slots = seek.slots;
        found
    }
}

struct Read<F>(u32, F);

impl<F: FnMut(u32, &ObjRef, Relation)> EdgeVisitor for Read<F> {
    fn edge(&mut self, slot: &mut Option<ObjRef>, relation: Relation) {
        if let Some(o) = slot {
            (self.1)(self.0, o, relation);
        }
        self.0 += 1;
    }
}

struct Write<'a> {
    ordinal: u32,
    with: &'a mut dyn FnMut(u32, &ObjRef, Relation) -> Option<ObjRef>,
    written: Vec<(Relation, ObjRef, ObjRef)>,
}

impl EdgeVisitor for Write<'_> {
    fn edge(&mut self, slot: &mut Option<ObjRef>, relation: Relation) {
        if let Some(o) = slot
            && let Some(new) = (self.with)(self.ordinal, o, relation)
        {
            let old = std::mem::replace(o, new.clone());
            self.written.push((relation, old, new));
        }
        self.ordinal += 1;
    }
}

impl Heap {
    /// Calls `f` with every slot of an object that holds something: its number in the order of edges,
    /// what it holds, and the relation. `f` makes and frees no objects.
    pub fn slots(&self, holder: &ObjRef, f: impl FnMut(u32, &ObjRef, Relation)) {
        // SAFETY: the object is live and, while the token is borrowed, nobody writes its slots.
        unsafe { visit_edges(holder.as_ptr(), &mut Read(0, f)) }
    }

    /// Puts what `f` gives into the slots of an object, for those where it gives something. Keys and the
    /// class are not for this: they have hashes and counts that go with them. What was in the slots goes
    /// to `displaced`, so that nothing is freed meanwhile.
    pub fn write_slots(
        &mut self,
        holder: &ObjRef,
        displaced: &mut Vec<ObjRef>,
        mut f: impl FnMut(u32, &ObjRef, Relation) -> Option<ObjRef>,
    ) -> usize {
        let mut with = |ordinal, o: &ObjRef, relation| {
            (!matches!(relation, Relation::Key(_) | Relation::Class)).then(|| f(ordinal, o, relation))?
        };
        let mut write = Write { ordinal: 0, with: &mut with, written: Vec::new() };
        // SAFETY: the object is live and the unique borrow of the token says that no slot is lent.
        unsafe { visit_edges(holder.as_ptr(), &mut write) };
        let written = write.written;
        let count = written.len();
        for (relation, old, new) in written {
            if !matches!(relation, Relation::Slot(_) | Relation::Part("__dict__"))
                || holder.kind() != Kind::Instance
            {
                // SAFETY: the object has the payload that its header tells; no slot is lent.
                unsafe { (payload_info(holder.header()).rewritten)(holder.as_ptr(), relation, &old, &new) };
            }
            displaced.push(old);
        }
        count
    }

    /// Whether the payload of the holder lets the new object take the old one's place.
    pub fn admits(&self, holder: &ObjRef, relation: Relation, old: &ObjRef, new: &ObjRef) -> bool {
        // SAFETY: the object has the payload that its header tells.
        holder.kind() == Kind::Instance
            || unsafe { (payload_info(holder.header()).admits)(holder.as_ptr(), relation, old, new) }
    }
}

/// Whether the two objects have the same payload.
pub fn same_payload(a: &ObjRef, b: &ObjRef) -> bool {
    let number = |o: &ObjRef| matches!(o.kind(), Kind::Int | Kind::BigInt | Kind::Bool);
    (number(a) && number(b))
        || (a.kind() == b.kind()
            && (a.kind() != Kind::Opaque || a.ty().data.payload.id == b.ty().data.payload.id))
}

/// A look at an object that does not keep it: it tells whether the object still lives.
pub struct Watch {
    at: NonNull<Header>,
    stamp: u64,
}

impl Watch {
    /// The object, if it lives.
    pub fn get(&self, interp: &Interp) -> Option<ObjRef> {
        let stamp = interp.watched.borrow().get(&self.at).map(|(stamp, _)| *stamp);
        // SAFETY: an object that is freed leaves the table, so this one lives.
        (stamp == Some(self.stamp) && unsafe { self.at.as_ref() }.rc.get() > 0)
            .then(|| unsafe { ObjRef::from_borrowed(self.at) })
    }

    /// Ends the watching.
    pub fn release(&self, interp: &Interp) {
        let mut table = interp.watched.borrow_mut();
        let Some((stamp, users)) = table.get_mut(&self.at).filter(|(stamp, _)| *stamp == self.stamp) else {
            return;
        };
        debug_assert!(*stamp == self.stamp);
        *users -= 1;
        if *users == 0 {
            table.remove(&self.at);
            // SAFETY: the object was in the table, so it lives.
            unsafe { self.at.as_ref() }.clear_flag(crate::header::flag::WATCHED);
        }
    }
}

impl Interp {
    /// Watches an object without keeping it. The watch must be released.
    pub fn watch(&self, o: &ObjRef) -> Watch {
        o.header().set_flag(crate::header::flag::WATCHED);
        let mut table = self.watched.borrow_mut();
        let entry = table.entry(o.as_ptr()).or_insert_with(|| (self.next_version(), 0));
        entry.1 += 1;
        Watch { at: o.as_ptr(), stamp: entry.0 }
    }

    /// A watched object is being freed.
    pub(crate) fn forget_watched(&self, p: NonNull<Header>) {
        self.watched.borrow_mut().remove(&p);
    }
}

impl Interp {
    /// Whether some live object's header passes the test.
    pub fn any_object(&self, test: impl Fn(&Header) -> bool) -> bool {
        let mut blocks = [Family::Leaf, Family::Container].into_iter().flat_map(|f| self.heap.blocks(f));
        // SAFETY: the walk yields live objects, and nothing is made or freed meanwhile.
        blocks.any(|b| b.objects().any(|p| unsafe { p.as_ref().rc.get() > 0 && test(p.as_ref()) }))
    }
}
