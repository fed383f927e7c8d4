//! `dict`: entries in insertion order under a hash table of their indexes.
//!
//! Up to [`SMALL`] entries are found by scanning them; beyond that hashbrown's `HashTable` holds
//! their indexes. These operations run no Python code: keys are compared through a closure, and
//! what may call `__eq__` is in [`crate::dictops`].

use std::cell::Cell;
use std::ptr::NonNull;

use hashbrown::HashTable;

use crate::edges::{EdgeVisitor, Payload, Relation};
use crate::header::Kind;
use crate::heap::{interp_of, pending};
use crate::interp::{Heap, Interp};
use crate::refs::ObjRef;
use crate::typeobj::TypeObj;
use crate::watch::{Change, Forgotten, Watch, WatchSlot, forget};

const SMALL: usize = 8;
/// Entries from which on there may be no memory for more.
const LONG: usize = 1 << 15;

/// Entries up to which a table that is full becomes four times as large, and not twice.
const QUADRUPLES: usize = 1 << 16;

/// A key with its hash and value; without key the entry was deleted.
pub struct Entry {
    pub hash: i64,
    pub key: Option<ObjRef>,
    pub value: Option<ObjRef>,
}

impl Entry {
    fn addresses(&self) -> [Option<usize>; 2] {
        [&self.key, &self.value].map(|o| o.as_ref().map(ObjRef::address))
    }
}

/// A look-up met a key of the same hash that only Python code can compare.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Foreign;

/// Payload of a dict.
#[derive(Default)]
pub struct Dict {
    entries: Vec<Entry>,
    table: HashTable<u32>,
    used: u32,
    /// Insertions left until holes are dropped: at the same moments as in CPython, since who changes
    /// a dict while iterating over it sees positions move.
    room: u32,
    /// What inline caches compare: 0 until somebody asks, set back to 0 when a key comes or goes.
    /// Values may change while it stands.
    version: Cell<u64>,
    /// What hangs on the contents, if anything does.
    watch: WatchSlot,
}

/// Insertions that a dict of `used` entries takes in CPython when its table is made for `wanted`.
fn room_for(wanted: usize, used: usize) -> u32 {
    let size = wanted.max(8).next_power_of_two();
    u32::try_from((size * 2 / 3).saturating_sub(used)).unwrap_or(u32::MAX)
}

/// Spreads a hash over all bits: hashbrown takes the top seven as tag, and small ints have none.
#[inline(always)]
fn mix(hash: i64) -> u64 {
    (hash as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

impl Payload for Dict {
    const KIND: Kind = Kind::Dict;
    crate::plain_fields!(
        Dict: entries "entries" Buffer, table "table" Buffer, used "used" Length,
        room "room" Value, version "version" Value, watch "watch" Buffer
    );

    fn edges(&mut self, v: &mut dyn EdgeVisitor) {
        let watched = self.watch.is_some();
        let mut rewritten = false;
        for (i, e) in self.entries.iter_mut().enumerate() {
            let before = watched.then(|| e.addresses());
            v.edge(&mut e.key, Relation::Key(i));
            v.edge(&mut e.value, Relation::Value(i));
            rewritten |= before.is_some_and(|before| before != e.addresses());
        }
        if rewritten {
            self.note_all(Change::Rewrite);
        }
    }

    fn clear(&mut self) {
        drop(self.take_all());
    }

    fn extra_size(&self) -> usize {
        self.entries.capacity() * size_of::<Entry>() + self.table.capacity() * 5
    }
}

impl Dict {
    /// An empty dict with memory for `n` entries.
    pub fn with_capacity(n: usize) -> Dict {
        Dict { entries: Vec::with_capacity(n), ..Dict::default() }
    }

    pub fn len(&self) -> usize {
        self.used as usize
    }

    pub fn is_empty(&self) -> bool {
        self.used == 0
    }

    /// Live entries with their positions, in order.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (usize, &ObjRef, &ObjRef)> {
        self.entries.iter().enumerate().filter_map(|(i, e)| Some((i, e.key.as_ref()?, e.value.as_ref()?)))
    }

    /// Positions in use, deleted ones included.
    #[inline(always)]
    pub fn end(&self) -> usize {
        self.entries.len()
    }

    /// The entry at a position, if it is live.
    #[inline(always)]
    pub fn entry(&self, at: usize) -> Option<(&ObjRef, &ObjRef)> {
        let e = self.entries.get(at)?;
        Some((e.key.as_ref()?, e.value.as_ref()?))
    }

    pub fn entry_hash(&self, at: usize) -> i64 {
        self.entries.get(at).map_or(0, |e| e.hash)
    }

    /// The value at a position known to be live.
    #[inline(always)]
    pub fn value_at(&self, at: usize) -> Option<&ObjRef> {
        self.entries.get(at)?.value.as_ref()
    }

    /// Where the value at a live position lies, while the version stands: whatever moves entries ends it.
    pub fn slot_at(&self, at: usize) -> Option<NonNull<ObjRef>> {
        self.value_at(at).map(NonNull::from)
    }

    /// Where the version stands, for who compares it often and keeps the dict alive.
    pub fn version_cell(&self) -> &Cell<u64> {
        &self.version
    }

    /// Puts a value at a live position and gives the old one. No key changes, so the version stands.
    #[inline(always)]
    pub fn set_value_at(&mut self, at: usize, value: ObjRef) -> Option<ObjRef> {
        let old = self.entries.get_mut(at)?.value.replace(value);
        if self.watch.sees_values() {
            self.tell(Change::Set, at);
        }
        old
    }

    /// The version that caches compare.
    #[inline]
    pub fn version(&self, interp: &Interp) -> u64 {
        if self.version.get() == 0 {
            self.version.set(interp.next_version());
        }
        self.version.get()
    }

    #[inline(always)]
    pub fn current_version(&self) -> u64 {
        self.version.get()
    }

    /// What hangs on the contents; made when first asked for.
    pub fn watched(&mut self, interp: &Interp) -> &Watch {
        let watch = self.watch.all(interp);
        watch.asked();
        watch
    }

    /// What hangs on the keys and on where their values lie. Values are written past it, unless somebody asked
    /// for [`Dict::watched`], too.
    pub fn keys_watched(&mut self, interp: &Interp) -> &Watch {
        self.watch.of_keys(interp)
    }

    /// What hangs on the contents, if somebody asked for it before.
    pub fn watch(&self) -> Option<&Watch> {
        self.watch.get()
    }

    /// The number that changes with every write; 0 while nobody watches.
    #[inline(always)]
    pub fn stamp(&self) -> u64 {
        if self.watch.sees_values() { self.watch.get().map_or(0, Watch::stamp) } else { 0 }
    }

    /// What says that nothing was written, if a watch sees all writes: the word that names the watch, and as long as
    /// that is the same, the one of its stamp.
    pub fn stamp_words(&self) -> Option<[*const u64; 2]> {
        let watch = self.watch.get().filter(|_| self.watch.sees_values())?;
        Some([(&raw const self.watch).cast(), watch.stamp_word()])
    }

    #[inline(always)]
    fn keys_changed(&mut self) {
        forget(Forgotten::KeysVersion, &self.version);
    }

    /// Entries are about to move for keys that may come.
    fn entries_move(&mut self) {
        self.keys_changed();
        self.note_all(Change::Add);
    }

    /// THE place that every write passes, after it was made: here of one key. That of a value alone looks whether
    /// the watch sees those.
    #[inline(always)]
    fn note(&mut self, change: Change, at: usize) {
        if self.watch.is_some() {
            self.tell(change, at);
        }
    }

    /// Tells the watch of a write, out of line: few dicts have one.
    #[cold]
    #[inline(never)]
    fn tell(&mut self, change: Change, at: usize) {
        if let (Some(watch), Some(e)) = (self.watch.get(), self.entries.get(at)) {
            watch.written(self, change, e.key.as_ref().map(|k| (k, e.hash)));
            self.forget_idle();
        }
    }

    /// [`Dict::note`] of all keys at once.
    #[inline(always)]
    fn note_all(&mut self, change: Change) {
        if let Some(watch) = self.watch.get() {
            watch.written(self, change, None);
            self.forget_idle();
        }
    }

    /// A watch that nobody has asked for during many writes goes. Its stamp never comes back.
    fn forget_idle(&mut self) {
        self.watch.forget_idle();
    }

    /// The module whose namespace it is got another class, which may look names up in another way. Whoever
    /// rests on more than the version looks at the class.
    pub fn owner_changed(&self) {
        forget(Forgotten::OwnerVersion, &self.version);
    }

    /// Position of the key with this hash for which `eq` holds.
    #[inline(always)]
    pub fn find(&self, hash: i64, mut eq: impl FnMut(&ObjRef) -> bool) -> Option<usize> {
        let mut same = |e: &Entry| e.hash == hash && e.key.as_ref().is_some_and(&mut eq);
        if self.entries.len() <= SMALL {
            return self.entries.iter().position(same);
        }
        self.table.find(mix(hash), |&i| same(&self.entries[i as usize])).map(|&i| i as usize)
    }

    /// Position of an int key; only ints can be equal without calling Python code, so a key of
    /// another kind with this hash gives `Err`.
    #[inline]
    pub fn find_int(&self, value: i64, hash: i64) -> Result<Option<usize>, Foreign> {
        let mut foreign = false;
        let found = self.find(hash, |k| {
            if k.is_exact(Kind::Int) {
                k.int() == Some(value)
            } else {
                foreign = true;
                false
            }
        });
        if found.is_none() && foreign { Err(Foreign) } else { Ok(found) }
    }

    /// Position of any key as far as that can be told without calling Python code; `Err` where a key
    /// with this hash must be asked.
    #[inline]
    pub fn find_plain(&self, hash: i64, key: &ObjRef) -> Result<Option<usize>, Foreign> {
        let mut foreign = false;
        let found = self.find(hash, |k| {
            k.is(key)
                || crate::ops::native_eq(k, key).unwrap_or_else(|| {
                    foreign = true;
                    false
                })
        });
        if found.is_none() && foreign { Err(Foreign) } else { Ok(found) }
    }

    /// Position of a str key, `Err` as in [`Dict::find_int`].
    #[inline]
    pub fn find_str(&self, key: &ObjRef, hash: i64) -> Result<Option<usize>, Foreign> {
        let mut foreign = false;
        let found = self.find(hash, |k| {
            if k.is(key) {
                true
            } else if k.is_exact(Kind::Str) || compares_as_str(k) {
                k.str_eq(key)
            } else {
                foreign = true;
                false
            }
        });
        if found.is_none() && foreign { Err(Foreign) } else { Ok(found) }
    }

    /// Appends a key that is not yet there. Where there is no memory for it, it is let go, and MemoryError is due.
    pub fn insert_new(&mut self, hash: i64, key: ObjRef, value: ObjRef) {
        if self.entries.len() >= LONG && !self.has_room_for_one() {
            return interp_of(key.as_ptr()).heap.set_pending(pending::MEMORY);
        }
        if self.room == 0 {
            self.compact();
        }
        self.room -= 1;
        if self.entries.len() == self.entries.capacity() {
            let more = match self.entries.len() {
                0 => 4,
                n @ 1..=64 => n,
                n => n / 2 + 1,
            };
            self.entries.reserve_exact(more);
        }
        let at = self.entries.len();
        self.entries.push(Entry { hash, key: Some(key), value: Some(value) });
        self.used += 1;
        self.keys_changed();
        if at == SMALL {
            self.rebuild();
        } else if at > SMALL {
            let (entries, n) = (&self.entries, self.table.len());
            let hash_of = |&i: &u32| mix(entries[i as usize].hash);
            if n == self.table.capacity() && n <= QUADRUPLES {
                self.table.reserve(3 * n, hash_of);
            }
            self.table.insert_unique(mix(hash), at as u32, hash_of);
        }
        self.note(Change::Add, at);
    }

    /// Makes room for an entry in a long dict; false if there is no memory.
    fn has_room_for_one(&mut self) -> bool {
        let n = self.entries.len();
        if n == self.entries.capacity() {
            self.entries_move();
            if self.entries.try_reserve_exact(n / 2 + 1).is_err() {
                return false;
            }
        }
        let entries = &self.entries;
        self.table.len() < self.table.capacity()
            || self.table.try_reserve(1, |&i| mix(entries[i as usize].hash)).is_ok()
    }

    /// Removes the entry at a live position.
    pub fn remove_at(&mut self, at: usize) -> Option<(ObjRef, ObjRef)> {
        let hash = self.entries.get(at)?.hash;
        self.unlink(at, hash);
        let e = self.entries.get_mut(at)?;
        let pair = (e.key.take()?, e.value.take()?);
        e.hash = 0;
        self.used -= 1;
        self.keys_changed();
        if let Some(watch) = self.watch.get() {
            watch.written(self, Change::Delete, Some((&pair.0, hash)));
            self.forget_idle();
        }
        Some(pair)
    }

    /// Gives the entry at a live position another key with its hash, in the same place of the order;
    /// gives the old key.
    pub fn rekey_at(&mut self, at: usize, hash: i64, key: ObjRef) -> Option<ObjRef> {
        let before = self.entries.get(at).filter(|e| e.key.is_some())?.hash;
        self.unlink(at, before);
        let entry = self.entries.get_mut(at)?;
        entry.hash = hash;
        let old = entry.key.replace(key);
        self.link(at, hash);
        self.keys_changed();
        self.note_all(Change::Rewrite);
        old
    }

    /// Puts an entry back into the hole at a position; gives it back if there is none.
    pub fn put_back(&mut self, at: usize, hash: i64, key: ObjRef, value: ObjRef) -> Option<(ObjRef, ObjRef)> {
        match self.entries.get_mut(at) {
            Some(e) if e.key.is_none() => *e = Entry { hash, key: Some(key), value: Some(value) },
            _ => return Some((key, value)),
        }
        if let Some(hole) = self.entries.first_mut().filter(|e| e.key.is_none()) {
            hole.hash = hole.hash.min(at as i64);
        }
        self.used += 1;
        self.link(at, hash);
        self.keys_changed();
        self.note_all(Change::Rewrite);
        None
    }

    /// Takes a position out of the table, if there is one.
    fn unlink(&mut self, at: usize, hash: i64) {
        if self.entries.len() > SMALL
            && let Ok(found) = self.table.find_entry(mix(hash), |&i| i as usize == at)
        {
            found.remove();
        }
    }

    /// Enters a position into the table, if there is one.
    fn link(&mut self, at: usize, hash: i64) {
        if self.entries.len() > SMALL {
            let entries = &self.entries;
            self.table.insert_unique(mix(hash), at as u32, |&i| mix(entries[i as usize].hash));
        }
    }

    /// Removes the last entry, and the holes behind it, so that popping from the end stays cheap.
    pub fn pop_last(&mut self) -> Option<(ObjRef, ObjRef)> {
        while self.entries.last().is_some_and(|e| e.key.is_none()) {
            self.drop_last();
        }
        let pair = self.remove_at(self.entries.len().checked_sub(1)?);
        self.drop_last();
        pair
    }

    /// Drops the last place, which is a hole.
    fn drop_last(&mut self) {
        if self.entries.len() == SMALL + 1 {
            self.table.clear();
        }
        self.entries.pop();
    }

    /// Position of the first entry. The hash of a hole at the very beginning tells from where to look,
    /// so that a queue taken from the front is not searched through again and again.
    fn first(&mut self) -> Option<usize> {
        let hole = self.entries.first().filter(|e| e.key.is_none());
        let from = hole.map_or(0, |e| usize::try_from(e.hash).unwrap_or(0));
        let at = (from..self.entries.len()).find(|i| self.entries[*i].key.is_some())?;
        self.first_is(at);
        Some(at)
    }

    /// Notes in a hole at the beginning that nothing lives before a position.
    fn first_is(&mut self, at: usize) {
        if let Some(hole) = self.entries.first_mut().filter(|e| e.key.is_none()) {
            hole.hash = at as i64;
        }
    }

    /// Removes the first entry, for `OrderedDict.popitem`.
    pub fn pop_first(&mut self) -> Option<(ObjRef, ObjRef)> {
        let at = self.first()?;
        self.remove_at(at)
    }

    /// Moves an entry to the beginning, for `OrderedDict.move_to_end`.
    pub fn move_to_front(&mut self, at: usize) {
        if self.first() == Some(at) {
            return;
        }
        let hash = self.entry_hash(at);
        let Some((key, value)) = self.remove_at(at) else { return };
        let moved = Entry { hash, key: Some(key), value: Some(value) };
        self.used += 1;
        if let Some(free) = self.first().unwrap_or(self.entries.len()).checked_sub(1) {
            if let Some(e) = self.entries.get_mut(free) {
                *e = moved;
            }
            self.first_is(free);
            if self.entries.len() > SMALL {
                let entries = &self.entries;
                self.table.insert_unique(mix(hash), free as u32, |&i| mix(entries[i as usize].hash));
            }
            self.note(Change::Add, free);
            return;
        }
        // Room for as many again, so that moving to the front stays cheap.
        let gap = self.used as usize / 2 + 4;
        let holes = (1..gap).map(|_| Entry { hash: 0, key: None, value: None });
        let old = std::mem::take(&mut self.entries);
        self.entries = holes.chain([moved]).chain(old).collect();
        self.first_is(gap - 1);
        self.rebuild();
        self.note(Change::Add, gap - 1);
    }

    /// Moves an entry to the end, for `OrderedDict.move_to_end`.
    pub fn move_to_end(&mut self, at: usize) {
        // A search that goes on while it is last again and again must see no change.
        if self.entries[at + 1..].iter().all(|e| e.key.is_none()) {
            return;
        }
        let hash = self.entry_hash(at);
        if let Some((key, value)) = self.remove_at(at) {
            self.insert_new(hash, key, value);
        }
    }

    /// Drops the holes and makes room for twice the entries.
    fn compact(&mut self) {
        self.room = room_for(self.len() * 3, self.len());
        if self.len() < self.entries.len() {
            self.entries.retain(|e| e.key.is_some());
            self.rebuild();
        }
    }

    /// Makes the table anew from the entries, with room for as many again while they are few.
    fn rebuild(&mut self) {
        self.table.clear();
        if self.entries.len() <= SMALL {
            return;
        }
        let entries = &self.entries;
        let room = entries.len() + entries.len().min(64);
        self.table.reserve(room, |&i| mix(entries[i as usize].hash));
        for (i, e) in entries.iter().enumerate().filter(|(_, e)| e.key.is_some()) {
            self.table.insert_unique(mix(e.hash), i as u32, |&i| mix(entries[i as usize].hash));
        }
    }

    /// Empties the dict; the entries go to the caller to be dropped when nothing is borrowed.
    pub fn take_all(&mut self) -> Vec<Entry> {
        self.keys_changed();
        self.table = HashTable::new();
        self.used = 0;
        self.room = 0;
        let old = std::mem::take(&mut self.entries);
        self.note_all(Change::Clear);
        old
    }

    /// Puts the entries of another dict in the place of this one's and gives the old ones.
    pub fn replace(&mut self, other: Dict) -> Vec<Entry> {
        let old = self.take_all();
        self.entries = other.entries;
        self.table = other.table;
        self.used = other.used;
        self.room = other.room;
        self.note_all(Change::Refill);
        old
    }

    /// A copy with the same order and hashes; holes stay where they are few, as in CPython.
    pub fn copy(&self) -> Dict {
        if self.len() < self.entries.len() * 2 / 3 {
            return self.copy_packed();
        }
        self.copy_entries(self.room, |_| true)
    }

    /// A copy without holes.
    pub fn copy_packed(&self) -> Dict {
        let holes = self.len() < self.entries.len();
        let room = if holes { room_for((self.len() * 3).div_ceil(2), self.len()) } else { self.room };
        self.copy_entries(room, |e| e.key.is_some())
    }

    fn copy_entries(&self, room: u32, keep: impl Fn(&Entry) -> bool) -> Dict {
        let mut entries = Vec::with_capacity(self.entries.len());
        let kept = self.entries.iter().filter(|e| keep(e));
        entries.extend(kept.map(|e| Entry { hash: e.hash, key: e.key.clone(), value: e.value.clone() }));
        let mut out = Dict { entries, used: self.used, room, ..Dict::default() };
        out.rebuild();
        out
    }

    /// Room for `n` entries in all.
    pub fn reserve(&mut self, n: usize) {
        if n > self.entries.len() {
            self.entries_move();
            self.entries.reserve_exact(n - self.entries.len());
            self.room = self.room.max(room_for(n.saturating_mul(3).div_ceil(2), self.len()));
        }
    }
}

/// Whether it is an instance of a subclass of str that leaves comparing to str.
#[cold]
#[inline(never)]
fn compares_as_str(o: &ObjRef) -> bool {
    let base = o.ty().solid_base();
    let compare = |t: &TypeObj| t.slots().compare.map(|f| f as usize);
    o.kind() == Kind::Str && TypeObj::of(&base).is_some_and(|plain| compare(plain) == compare(o.ty()))
}

impl Interp {
    pub fn new_dict(&self) -> ObjRef {
        self.alloc(&self.types.dict, Dict::default())
    }

    pub fn dict_from(&self, dict: Dict) -> ObjRef {
        self.alloc(&self.types.dict, dict)
    }

    /// # Safety
    /// The result is used up before anything else can touch the dict.
    #[inline(always)]
    #[expect(clippy::mut_from_ref, reason = "the contract above")]
    unsafe fn dict_mut(&self, o: &ObjRef) -> Option<&mut Dict> {
        // SAFETY: the kind is checked; the caller keeps the borrow alone.
        (o.kind() == Kind::Dict).then(|| unsafe { o.data_ptr::<Dict>().as_mut() })
    }

    /// The value of a str key in a namespace. Keys of other types that claim to be equal to a
    /// string are passed over.
    #[inline]
    pub fn namespace_get(&self, dict: &ObjRef, name: &ObjRef) -> Option<ObjRef> {
        // SAFETY: the borrow ends with this expression, which runs no other code.
        let d = unsafe { self.dict_mut(dict) }?;
        let at = d.find_str(name, name.str_hash(self)).ok()??;
        d.value_at(at).cloned()
    }

    /// Writes a name into a module's, a class's or an instance's dict. Gives the old value.
    pub fn namespace_set(&self, dict: &ObjRef, name: &ObjRef, value: ObjRef) -> Option<ObjRef> {
        // SAFETY: the borrow ends before the old value is dropped, in the caller.
        let d = unsafe { self.dict_mut(dict) }?;
        let hash = name.str_hash(self);
        match d.find_str(name, hash) {
            Ok(Some(at)) => d.set_value_at(at, value),
            _ => {
                d.insert_new(hash, name.clone(), value);
                None
            }
        }
    }

    /// Removes a name and gives its value.
    pub fn namespace_delete(&self, dict: &ObjRef, name: &ObjRef) -> Option<ObjRef> {
        // SAFETY: the borrow ends before the pair is dropped.
        let d = unsafe { self.dict_mut(dict) }?;
        let at = d.find_str(name, name.str_hash(self)).ok()??;
        d.remove_at(at).map(|(_, value)| value)
    }

    /// Items of a dict, cloned.
    pub fn dict_items(&self, dict: &ObjRef) -> Vec<(ObjRef, ObjRef)> {
        // SAFETY: the borrow ends with this expression, which only clones.
        let d = unsafe { self.dict_mut(dict) };
        d.map(|d| d.iter().map(|(_, k, v)| (k.clone(), v.clone())).collect()).unwrap_or_default()
    }

    /// Sets a name given as text.
    pub fn namespace_put(&self, dict: &ObjRef, name: &str, value: ObjRef) {
        drop(self.namespace_set(dict, &self.intern(name), value));
    }
}

impl Heap {
    #[inline]
    pub fn dict<'a>(&'a self, o: &'a ObjRef) -> Option<&'a Dict> {
        self.get::<Dict>(o)
    }

    #[inline]
    pub fn dict_mut<'a>(&'a mut self, o: &'a ObjRef) -> Option<&'a mut Dict> {
        self.get_mut::<Dict>(o)
    }
}
