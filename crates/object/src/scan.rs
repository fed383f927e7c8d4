//! Finding the references to some objects in one pass over the heap, and writing slots in place.

use std::cell::Cell;
use std::ops::Range;
use std::ptr::NonNull;
use std::rc::{Rc, Weak};

use crate::edges::{EdgeVisitor, Relation};
use crate::header::{Header, Kind, flag};
use crate::heap::{BLOCK_SIZE, Block, Family, block_of};
use crate::instance::{payload_info, visit_edges};
use crate::interp::{Heap, Interp};
use crate::marks::GRANULE;
use crate::refs::ObjRef;

/// Objects whose references are sought, by number.
pub struct Targets {
    /// Addresses with the numbers, in order of addresses.
    sorted: Box<[(usize, u32)]>,
    /// The least address, and how far it is to the greatest: what lies outside is passed over.
    low: usize,
    span: usize,
    /// A bit for each address, so that nearly all other slots are passed over without a look into the list; and by
    /// how much a mixed address is shifted to be that of its bit.
    filter: Vec<u64>,
    shift: u32,
    /// How many references there are to all of them.
    references: usize,
}

impl Targets {
    pub fn new<'a>(objects: impl IntoIterator<Item = &'a ObjRef>) -> Targets {
        let mut references = 0;
        let numbered = objects.into_iter().enumerate().map(|(i, o)| {
            references += o.ref_count() as usize;
            (o.address(), i as u32)
        });
        let mut sorted: Box<[(usize, u32)]> = numbered.collect();
        sorted.sort_unstable();
        let bits = (sorted.len() * if sorted.len() > 4096 { 32 } else { 128 }).next_power_of_two().max(64);
        // No object lies at 0.
        let (low, high) = sorted.first().zip(sorted.last()).map_or((0, 0), |(low, high)| (low.0, high.0));
        let (filter, shift) = (vec![0; bits / 64], u64::BITS - bits.trailing_zeros());
        let mut targets = Targets { sorted, low, span: high - low, filter, shift, references };
        for i in 0..targets.sorted.len() {
            let (word, bit) = targets.bit(targets.sorted[i].0);
            targets.filter[word] |= 1 << bit;
        }
        targets
    }

    /// The word of the filter, and the bit in it, of an address.
    #[inline(always)]
    fn bit(&self, address: usize) -> (usize, u64) {
        let at = (address as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> self.shift;
        (at as usize / 64, at % 64)
    }

    /// The number of an object, if it is sought.
    #[inline(always)]
    pub fn find(&self, o: &ObjRef) -> Option<u32> {
        let address = o.address();
        if address.wrapping_sub(self.low) > self.span {
            return None;
        }
        let (word, bit) = self.bit(address);
        if self.filter[word] >> bit & 1 == 0 { None } else { self.number(address) }
    }

    #[inline(never)]
    fn number(&self, address: usize) -> Option<u32> {
        let at = self.sorted.binary_search_by_key(&address, |(address, _)| *address).ok()?;
        Some(self.sorted[at].1)
    }

    pub fn is_empty(&self) -> bool {
        self.sorted.is_empty()
    }

    pub fn len(&self) -> usize {
        self.sorted.len()
    }
}

/// A place in an object: 12 bytes.
#[derive(Debug)]
pub struct FoundSlot {
    /// Which of the holder's slots, in the order of its edges.
    pub ordinal: u32,
    target: u32,
    /// Where the holder lies in its block, in granules; with [`STRUCK`] when it is gone, or the place is struck off.
    holder: Cell<u16>,
}

const STRUCK: u16 = 1 << 15;

impl FoundSlot {
    fn new(holder: NonNull<Header>, ordinal: u32, target: u32) -> FoundSlot {
        let granule = (holder.as_ptr() as usize & (BLOCK_SIZE - 1)) / GRANULE;
        FoundSlot { ordinal, target, holder: Cell::new(granule as u16) }
    }

    /// The number of the object that it refers to.
    pub fn target(&self) -> u32 {
        self.target
    }

    fn granule(&self) -> u16 {
        self.holder.get() & !STRUCK
    }

    fn strike(&self) {
        self.holder.set(self.holder.get() | STRUCK);
    }

    fn is_struck(&self) -> bool {
        self.holder.get() & STRUCK != 0
    }
}

/// Places in the order of the heap. It keeps no holder alive: each tells when it is freed.
#[derive(Debug, Default)]
pub struct Ledger {
    slots: Vec<FoundSlot>,
    /// Addresses of blocks, each with the range of the slots whose holders lie in it, in the order of the slots.
    blocks: Vec<(usize, Range<u32>)>,
    /// Numbers of the blocks in order of their addresses.
    sorted: Vec<u32>,
}

impl Ledger {
    fn new(mut slots: Vec<FoundSlot>, blocks: Vec<(usize, Range<u32>)>) -> Ledger {
        slots.shrink_to_fit();
        let mut sorted: Vec<u32> = (0..blocks.len() as u32).collect();
        sorted.sort_unstable_by_key(|i| blocks[*i as usize].0);
        Ledger { slots, blocks, sorted }
    }

    pub fn len(&self) -> usize {
        self.slots.len()
    }

    pub fn is_empty(&self) -> bool {
        self.slots.is_empty()
    }

    /// Each holder that lives, with the numbers of its places, those struck off included.
    pub fn holders(&self) -> impl Iterator<Item = (ObjRef, Range<usize>)> {
        let mut blocks = self.blocks.iter();
        let (mut block, mut at, mut end) = (0, 0, 0);
        std::iter::from_fn(move || {
            loop {
                if at == end {
                    let (next, range) = blocks.next()?;
                    (block, at, end) = (*next, range.start as usize, range.end as usize);
                }
                let (start, granule) = (at, self.slots[at].granule());
                let mut struck = true;
                while at < end && self.slots[at].granule() == granule {
                    struck &= self.slots[at].is_struck();
                    at += 1;
                }
                let address = block + usize::from(granule) * GRANULE;
                let Some(holder) = NonNull::new(address as *mut Header).filter(|_| !struck) else { continue };
                // SAFETY: an object that is freed strikes its places off, so this one lives; if somebody refers
                // to it, so may we.
                if unsafe { holder.as_ref() }.rc.get() > 0 {
                    // SAFETY: as above.
                    let holder = unsafe { ObjRef::from_borrowed(holder) };
                    return Some((holder, start..at));
                }
            }
        })
    }

    /// Each holder that lives, with places that follow each other and the number of the first of them.
    pub fn runs(&self) -> impl Iterator<Item = (ObjRef, usize, &[FoundSlot])> {
        let mut holders = self.holders();
        let mut left = None;
        std::iter::from_fn(move || {
            loop {
                let (holder, range) = left.take().or_else(|| holders.next())?;
                let slots = &self.slots[range.clone()];
                let Some(first) = slots.iter().position(|s| !s.is_struck()) else { continue };
                let len = slots[first..].iter().take_while(|s| !s.is_struck()).count();
                let start = range.start + first;
                if start + len < range.end {
                    left = Some((holder.clone(), start + len..range.end));
                }
                return Some((holder, start, &slots[first..first + len]));
            }
        })
    }

    /// The place at a number; nothing if it is struck off.
    pub fn slot(&self, i: usize) -> Option<&FoundSlot> {
        self.slots.get(i).filter(|s| !s.is_struck())
    }

    /// Numbers of the places of a holder.
    pub fn slots_of(&self, holder: &ObjRef) -> Range<usize> {
        self.range(holder.as_ptr())
    }

    fn range(&self, p: NonNull<Header>) -> Range<usize> {
        let block = std::ptr::from_ref(block_of(p)) as usize;
        let found = self.sorted.binary_search_by_key(&block, |i| self.blocks[*i as usize].0);
        let Ok(found) = found else { return 0..0 };
        let range = self.blocks[self.sorted[found] as usize].1.clone();
        let (start, granule) = (range.start as usize, FoundSlot::new(p, 0, 0).granule());
        let slots = &self.slots[start..range.end as usize];
        let first = slots.partition_point(|s| s.granule() < granule);
        let len = slots[first..].partition_point(|s| s.granule() == granule);
        start + first..start + first + len
    }

    /// Takes a place out.
    pub fn strike(&self, i: usize) {
        self.slots[i].strike();
    }

    /// The holder is being freed.
    fn forget(&self, p: NonNull<Header>) {
        self.slots[self.range(p)].iter().for_each(FoundSlot::strike);
    }
}

/// A ledger that is being made, holder after holder in the order of the heap.
#[derive(Default)]
pub struct LedgerBuilder {
    slots: Vec<FoundSlot>,
    blocks: Vec<(usize, Range<u32>)>,
}

impl LedgerBuilder {
    /// Adds a place, those of one holder in their order.
    pub fn add(&mut self, holder: &ObjRef, ordinal: u32, target: u32) {
        holder.header().set_flag(flag::WATCHED);
        let (block, at) = (std::ptr::from_ref(block_of(holder.as_ptr())) as usize, self.slots.len() as u32);
        match self.blocks.last_mut() {
            Some((last, range)) if *last == block => range.end = at + 1,
            _ => self.blocks.push((block, at..at + 1)),
        }
        self.slots.push(FoundSlot::new(holder.as_ptr(), ordinal, target));
    }

    pub fn finish(self, interp: &Interp) -> Rc<Ledger> {
        interp.keep_ledger(Ledger::new(self.slots, self.blocks))
    }
}

impl Interp {
    /// Holders that are freed will tell the ledger.
    fn keep_ledger(&self, ledger: Ledger) -> Rc<Ledger> {
        let ledger = Rc::new(ledger);
        let mut ledgers = self.ledgers.borrow_mut();
        ledgers.retain(|l| l.strong_count() > 0);
        ledgers.push(Rc::downgrade(&ledger));
        ledger
    }
}

/// What a pass over the heap found.
#[derive(Default)]
pub struct Found {
    pub ledger: Rc<Ledger>,
    /// The type objects of the heap.
    pub types: Vec<ObjRef>,
    /// All references from objects to those sought, also the ones that do not count.
    pub edges: usize,
}

struct Seek<'a> {
    targets: &'a Targets,
    holder: NonNull<Header>,
    ordinal: u32,
    slots: Vec<FoundSlot>,
    derived: usize,
}

impl Seek<'_> {
    fn found(&mut self, target: u32) {
        self.slots.push(FoundSlot::new(self.holder, self.ordinal, target));
    }
}

impl EdgeVisitor for Seek<'_> {
    #[inline(always)]
    fn edge(&mut self, slot: &mut Option<ObjRef>, relation: Relation) {
        if let Some(o) = slot
            && let Some(target) = self.targets.find(o)
        {
            if relation.counts() {
                self.found(target);
            } else {
                self.derived += 1;
            }
        }
        self.ordinal += 1;
    }

    fn items(&mut self, slots: &mut [ObjRef]) {
        for o in slots {
            if let Some(target) = self.targets.find(o) {
                self.found(target);
            }
            self.ordinal += 1;
        }
    }
}

impl Interp {
    /// Finds every reference that counts to the objects sought.
    pub fn scan(&self, targets: &Targets) -> Found {
        let mut found = Found::default();
        let mut blocks = Vec::new();
        // The counts say how many there can be; without the memory for so many, room is made as they are found.
        let mut slots = Vec::new();
        let _ = slots.try_reserve_exact(targets.references);
        let mut seek = Seek { targets, holder: NonNull::dangling(), ordinal: 0, slots, derived: 0 };
        for block in self.heap.blocks(Family::Container) {
            let first = seek.slots.len() as u32;
            for p in block.objects() {
                // SAFETY: the walk yields live objects; one whose count is 0 is waiting to be freed.
                // Nothing is made or freed meanwhile, and no slot is lent.
                unsafe {
                    let h = p.as_ref();
                    if h.rc.get() == 0 {
                        continue;
                    }
                    if h.kind.get() == Kind::Type {
                        found.types.push(ObjRef::from_borrowed(p));
                    }
                    (seek.holder, seek.ordinal) = (p, 0);
                    let before = seek.slots.len();
                    visit_edges(p, &mut seek);
                    if seek.slots.len() > before {
                        h.set_flag(flag::WATCHED);
                    }
                }
            }
            let end = seek.slots.len() as u32;
            if end > first {
                blocks.push((std::ptr::from_ref(block) as usize, first..end));
            }
        }
        found.edges = seek.slots.len() + seek.derived;
        found.ledger = self.keep_ledger(Ledger::new(seek.slots, blocks));
        found
    }
}

impl Interp {
    /// Reads all that a pass over containers goes through, word by word: how many bytes, and their sum.
    /// Benchmarks have it to compare with.
    pub fn sum_containers(&self) -> (usize, u64) {
        let (mut bytes, mut sum) = (0, 0_u64);
        for words in self.heap.blocks(Family::Container).map(Block::words) {
            bytes += size_of_val(words);
            sum = words.iter().fold(sum, |sum, w| sum.wrapping_add(w.get()));
        }
        (bytes, sum)
    }
}

/// Goes through the slots of one object to some of them, by their numbers in the order of edges.
struct Wanted<I> {
    ordinal: u32,
    next: Option<u32>,
    rest: I,
}

impl<I: Iterator<Item = u32>> Wanted<I> {
    fn new(mut wanted: I) -> Wanted<I> {
        Wanted { ordinal: 0, next: wanted.next(), rest: wanted }
    }

    /// Whether the slot that comes next is wanted.
    #[inline(always)]
    fn is_here(&mut self) -> bool {
        let here = self.next == Some(self.ordinal);
        self.ordinal += 1;
        if here {
            self.next = self.rest.next();
        }
        here
    }

    /// Calls `f` with the wanted ones of so many slots that come next, numbered from 0.
    fn among(&mut self, len: usize, mut f: impl FnMut(u32, usize)) {
        let (first, end) = (self.ordinal, self.ordinal + len as u32);
        while let Some(at) = self.next.filter(|at| *at < end) {
            f(at, (at - first) as usize);
            self.next = self.rest.next();
        }
        self.ordinal = end;
    }
}

struct Read<I, F> {
    wanted: Wanted<I>,
    with: F,
}

impl<I: Iterator<Item = u32>, F: FnMut(u32, &ObjRef, Relation)> EdgeVisitor for Read<I, F> {
    fn edge(&mut self, slot: &mut Option<ObjRef>, relation: Relation) {
        let ordinal = self.wanted.ordinal;
        if self.wanted.is_here()
            && let Some(o) = slot
        {
            (self.with)(ordinal, o, relation);
        }
    }

    fn items(&mut self, slots: &mut [ObjRef]) {
        let with = &mut self.with;
        self.wanted.among(slots.len(), |ordinal, i| with(ordinal, &slots[i], Relation::Index(i)));
    }
}

struct Write<'a, I, F> {
    wanted: Wanted<I>,
    with: F,
    written: Written<'a>,
}

/// What was written into an object.
struct Written<'a> {
    displaced: &'a mut Vec<ObjRef>,
    /// What the payload is to be told of.
    told: Option<Vec<(Relation, ObjRef, ObjRef)>>,
}

impl Written<'_> {
    fn put(&mut self, slot: &mut ObjRef, relation: Relation, new: ObjRef) {
        let old = std::mem::replace(slot, new.clone());
        if let Some(told) = &mut self.told
            && !matches!(relation, Relation::Slot(_) | Relation::Part("__dict__"))
        {
            told.push((relation, old.clone(), new));
        }
        self.displaced.push(old);
    }
}

impl<I, F> EdgeVisitor for Write<'_, I, F>
where
    I: Iterator<Item = u32>,
    F: FnMut(u32, &ObjRef, Relation) -> Option<ObjRef>,
{
    fn edge(&mut self, slot: &mut Option<ObjRef>, relation: Relation) {
        let ordinal = self.wanted.ordinal;
        // Keys and the class have hashes and counts that go with them.
        if self.wanted.is_here()
            && !matches!(relation, Relation::Key(_) | Relation::Class)
            && let Some(o) = slot
            && let Some(new) = (self.with)(ordinal, o, relation)
        {
            self.written.put(o, relation, new);
        }
    }

    fn items(&mut self, slots: &mut [ObjRef]) {
        let (with, written) = (&mut self.with, &mut self.written);
        self.wanted.among(slots.len(), |ordinal, i| {
            if let Some(new) = with(ordinal, &slots[i], Relation::Index(i)) {
                written.put(&mut slots[i], Relation::Index(i), new);
            }
        });
    }
}

impl Heap {
    /// Calls `f` with every slot of an object that holds something: its number in the order of edges,
    /// what it holds, and the relation. `f` makes and frees no objects.
    pub fn slots(&self, holder: &ObjRef, f: impl FnMut(u32, &ObjRef, Relation)) {
        self.slots_at(holder, 0.., f);
    }

    /// The same with the slots of some numbers, in their order.
    pub fn slots_at(
        &self,
        holder: &ObjRef,
        wanted: impl IntoIterator<Item = u32>,
        f: impl FnMut(u32, &ObjRef, Relation),
    ) {
        let mut read = Read { wanted: Wanted::new(wanted.into_iter()), with: f };
        // SAFETY: the object is live and, while the token is borrowed, nobody writes its slots.
        unsafe { visit_edges(holder.as_ptr(), &mut read) }
    }

    /// Puts what `f` gives into the slots of some numbers, in their order, for those where it gives something.
    /// Keys and the class are not for this. What was in the slots goes to `displaced`, so that nothing is freed
    /// meanwhile.
    pub fn write_slots(
        &mut self,
        holder: &ObjRef,
        wanted: impl IntoIterator<Item = u32>,
        displaced: &mut Vec<ObjRef>,
        f: impl FnMut(u32, &ObjRef, Relation) -> Option<ObjRef>,
    ) {
        let plain =
            matches!(holder.kind(), Kind::Instance | Kind::List | Kind::Tuple | Kind::Dict | Kind::Cell);
        let written = Written { displaced, told: (!plain).then(Vec::new) };
        let mut write = Write { wanted: Wanted::new(wanted.into_iter()), with: f, written };
        // SAFETY: the object is live and the unique borrow of the token says that no slot is lent.
        unsafe { visit_edges(holder.as_ptr(), &mut write) };
        for (relation, old, new) in write.written.told.unwrap_or_default() {
            // SAFETY: the object has the payload that its header tells; no slot is lent.
            unsafe { (payload_info(holder.header()).rewritten)(holder.as_ptr(), relation, &old, &new) };
        }
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
        }
    }
}

impl Interp {
    /// Watches an object without keeping it. The watch must be released.
    pub fn watch(&self, o: &ObjRef) -> Watch {
        o.header().set_flag(flag::WATCHED);
        let mut table = self.watched.borrow_mut();
        let entry = table.entry(o.as_ptr()).or_insert_with(|| (self.next_version(), 0));
        entry.1 += 1;
        Watch { at: o.as_ptr(), stamp: entry.0 }
    }

    /// A watched object is being freed.
    pub(crate) fn forget_watched(&self, p: NonNull<Header>) {
        self.watched.borrow_mut().remove(&p);
        self.ledgers.borrow().iter().filter_map(Weak::upgrade).for_each(|l| l.forget(p));
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
