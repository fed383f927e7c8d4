//! `set` and `frozenset`: an open-addressing table probed as CPython's, so that iteration order is
//! CPython's too (for equal hashes). Keys are compared through a closure; no Python code runs here.

use crate::alarm::{Alarm, Stopped};
use crate::edges::{EdgeVisitor, Payload, Relation, Shadow};
use crate::header::Kind;
use crate::heap::{interp_of, pending};
use crate::interp::Interp;
use crate::payload::dict::Foreign;
use crate::refs::ObjRef;

const MIN_SIZE: usize = 8;
const LINEAR_PROBES: usize = 9;
const PERTURB_SHIFT: u32 = 5;

/// A place in the table.
#[derive(Clone, Default)]
pub struct Place {
    /// Without key: [`DELETED`] if one was deleted here, so that probing goes on.
    pub hash: i64,
    pub key: Option<ObjRef>,
}

/// No hash is −1, so it marks a place whose key was deleted. A fresh place has hash 0 and no key.
const DELETED: i64 = -1;

/// Where the run after that at `at` begins.
#[inline(always)]
fn next_run(at: usize, perturb: u64, mask: usize) -> usize {
    at.wrapping_mul(5).wrapping_add(1).wrapping_add(perturb as usize) & mask
}

/// Whether two keys are equal where that can be told without running Python; notes if it can't.
#[inline(always)]
fn native_eq_or(a: &ObjRef, b: &ObjRef, foreign: &mut bool) -> bool {
    crate::ops::native_eq(a, b).unwrap_or_else(|| {
        *foreign = true;
        false
    })
}

/// The value of an exact int of one word.
#[inline(always)]
fn exact_int(key: &ObjRef) -> Option<i64> {
    if key.is_exact(Kind::Int) { key.int() } else { None }
}

/// Where probing for a key ends.
#[derive(Clone, Copy)]
enum Spot {
    Found(usize),
    Free(usize),
}

/// Where a run of places ends the search for an int; notes a key of another kind that might be equal.
#[inline(always)]
fn int_in_run(run: &[Place], value: i64, hash: i64, foreign: &mut bool) -> Option<Spot> {
    let stops = |p: &Place| p.hash == hash || p.hash == 0;
    let mut at = run.iter().position(stops)?;
    loop {
        let place = &run[at];
        let Some(key) = &place.key else { return Some(Spot::Free(at)) };
        if place.hash == hash {
            let is_int = key.is_exact(Kind::Int);
            if is_int && key.int() == Some(value) {
                return Some(Spot::Found(at));
            }
            *foreign |= !is_int;
        }
        at += 1 + run[at + 1..].iter().position(stops)?;
    }
}

/// How the keys of a table stood before it was made anew to exchange some of them.
pub struct Arrangement {
    /// The hash at each place, and the address of its key or 0; nothing if all keys were exchanged and none had
    /// been deleted.
    places: Vec<(i64, usize)>,
    /// How many places there were.
    len: usize,
    /// The table's count of changes afterwards.
    changes: u32,
}

/// The table of a set or frozenset.
#[derive(Default)]
pub struct Table {
    places: Vec<Place>,
    /// Places that ever held a key since the last resize.
    fill: usize,
    used: usize,
    /// Counts insertions and deletions, for operations that call Python code in between.
    changes: u32,
    /// Where `pop` goes on searching.
    finger: usize,
    /// Counts how often all keys got other places though none came or went.
    moves: u32,
}

impl Table {
    pub fn len(&self) -> usize {
        self.used
    }

    pub fn is_empty(&self) -> bool {
        self.used == 0
    }

    pub fn changes(&self) -> u32 {
        self.changes
    }

    /// Places of the table; iteration goes through them in order.
    pub fn places(&self) -> &[Place] {
        &self.places
    }

    pub fn iter(&self) -> impl Iterator<Item = (&ObjRef, i64)> {
        self.places.iter().filter_map(|p| Some((p.key.as_ref()?, p.hash)))
    }

    /// Follows the probing sequence of a hash to the key for which `eq` holds, or to the place where it
    /// would go: the last deleted one on the way, if they are wanted, else the fresh one at its end.
    /// `None`: no table yet.
    #[inline(always)]
    fn seek<const DELETED_TOO: bool>(&self, hash: i64, mut eq: impl FnMut(&ObjRef) -> bool) -> Option<Spot> {
        if self.places.is_empty() {
            return None;
        }
        let mask = self.places.len() - 1;
        let mut perturb = hash as u64;
        let mut first = hash as usize & mask;
        let mut deleted = None;
        let start = self.places.as_ptr();
        loop {
            let run = if first + LINEAR_PROBES <= mask { LINEAR_PROBES } else { 0 };
            // SAFETY: the run ends at or before the mask, and the table has mask + 1 places.
            unsafe {
                let mut p = start.add(first);
                let last = p.add(run);
                loop {
                    let at = p.offset_from_unsigned(start);
                    if (*p).hash == hash {
                        match &(*p).key {
                            Some(k) if eq(k) => return Some(Spot::Found(at)),
                            Some(_) => (),
                            // Fresh: the hash is 0, for no key's hash is that of a deleted place.
                            None => return Some(Spot::Free(deleted.unwrap_or(at))),
                        }
                    } else if DELETED_TOO && (*p).hash == DELETED {
                        deleted = Some(at);
                    } else if (*p).hash == 0 && (*p).key.is_none() {
                        return Some(Spot::Free(deleted.unwrap_or(at)));
                    }
                    if p == last {
                        break;
                    }
                    p = p.add(1);
                }
            }
            perturb >>= PERTURB_SHIFT;
            first = next_run(first, perturb, mask);
        }
    }

    /// Where the first place probed ends the search for a key by itself.
    #[inline(always)]
    fn at_home(&self, hash: i64, key: &ObjRef) -> Option<Spot> {
        let at = hash as usize & self.places.len().wrapping_sub(1);
        let place = self.places.get(at)?;
        match &place.key {
            Some(k) if k.is(key) => Some(Spot::Found(at)),
            None if place.hash != DELETED => Some(Spot::Free(at)),
            _ => None,
        }
    }

    /// Place of the key with this hash for which `eq` holds.
    #[inline(always)]
    pub fn find(&self, hash: i64, eq: impl FnMut(&ObjRef) -> bool) -> Option<usize> {
        match self.seek::<false>(hash, eq)? {
            Spot::Found(at) => Some(at),
            Spot::Free(_) => None,
        }
    }

    /// Place of an exact int or str key; a key of another kind with this hash, which might claim to
    /// be equal, gives `Err`.
    #[inline(never)]
    pub fn find_plain(&self, hash: i64, key: &ObjRef) -> Result<Option<usize>, Foreign> {
        match self.at_home(hash, key) {
            Some(Spot::Found(at)) => return Ok(Some(at)),
            Some(Spot::Free(_)) => return Ok(None),
            None => (),
        }
        if let Some(value) = exact_int(key).filter(|_| !self.places.is_empty()) {
            return self.find_int_probing(value, hash);
        }
        let mut foreign = false;
        let found = self.find(hash, |k| k.is(key) || native_eq_or(k, key, &mut foreign));
        if found.is_none() && foreign { Err(Foreign) } else { Ok(found) }
    }

    /// Place of an exact int key; `Err` as [`Table::find_plain`].
    #[inline(always)]
    pub fn find_int(&self, value: i64, hash: i64) -> Result<Option<usize>, Foreign> {
        let at = hash as usize & self.places.len().wrapping_sub(1);
        let Some(home) = self.places.get(at) else { return Ok(None) };
        match &home.key {
            None if home.hash != DELETED => Ok(None),
            Some(key) if key.is_exact(Kind::Int) && key.int() == Some(value) => Ok(Some(at)),
            _ => self.find_int_probing(value, hash),
        }
    }

    #[inline(never)]
    fn find_int_probing(&self, value: i64, hash: i64) -> Result<Option<usize>, Foreign> {
        match self.seek_int::<false>(value, hash)? {
            Spot::Found(at) => Ok(Some(at)),
            Spot::Free(_) => Ok(None),
        }
    }

    /// [`Table::seek`] for an exact int, in a table that has places; `Err` as [`Table::find_plain`].
    #[inline(always)]
    fn seek_int<const DELETED_TOO: bool>(&self, value: i64, hash: i64) -> Result<Spot, Foreign> {
        let mask = self.places.len() - 1;
        let mut perturb = hash as u64;
        let mut first = hash as usize & mask;
        let (mut foreign, mut deleted) = (false, None);
        loop {
            // A run has one of two fixed lengths, so that going through it needs no counting.
            let rest = &self.places[first..];
            let (run, spot) = match rest.first_chunk::<{ LINEAR_PROBES + 1 }>() {
                Some(run) => (&run[..], int_in_run(run, value, hash, &mut foreign)),
                None => (&rest[..1], int_in_run(&rest[..1], value, hash, &mut foreign)),
            };
            if let Some(Spot::Found(at)) = spot {
                return Ok(Spot::Found(first + at));
            }
            if DELETED_TOO && self.fill > self.used {
                let passed = if let Some(Spot::Free(at)) = spot { &run[..at] } else { run };
                deleted = passed.iter().rposition(|p| p.hash == DELETED).map(|at| first + at).or(deleted);
            }
            match spot {
                Some(_) if foreign => return Err(Foreign),
                Some(Spot::Found(at) | Spot::Free(at)) => {
                    return Ok(Spot::Free(deleted.unwrap_or(first + at)));
                }
                None => (),
            }
            perturb >>= PERTURB_SHIFT;
            first = next_run(first, perturb, mask);
        }
    }

    /// Adds a key unless it is there, without asking any key whether it is equal; says whether it was
    /// added. `Err` as [`Table::find_plain`].
    #[inline(always)]
    pub fn add_plain(&mut self, hash: i64, key: &ObjRef) -> Result<bool, Foreign> {
        match self.at_home(hash, key) {
            Some(Spot::Found(_)) => Ok(false),
            Some(Spot::Free(at)) => {
                self.put(at, hash, key.clone());
                Ok(true)
            }
            None => self.add_probing(hash, key),
        }
    }

    #[inline(never)]
    fn add_probing(&mut self, hash: i64, key: &ObjRef) -> Result<bool, Foreign> {
        if let Some(value) = exact_int(key).filter(|_| !self.places.is_empty()) {
            return match self.seek_int::<true>(value, hash)? {
                Spot::Found(_) => Ok(false),
                Spot::Free(at) => {
                    self.put(at, hash, key.clone());
                    Ok(true)
                }
            };
        }
        let mut foreign = false;
        let spot = self.seek::<true>(hash, |k| k.is(key) || native_eq_or(k, key, &mut foreign));
        match spot {
            Some(Spot::Found(_)) => return Ok(false),
            _ if foreign => return Err(Foreign),
            Some(Spot::Free(at)) => self.put(at, hash, key.clone()),
            None => self.insert_new(hash, key.clone()),
        }
        Ok(true)
    }

    /// Adds a key that is not yet there.
    pub fn insert_new(&mut self, hash: i64, key: ObjRef) {
        if self.places.is_empty() {
            self.places.resize(MIN_SIZE, Place::default());
        }
        if let Some(at) = self.free_place(hash) {
            self.put(at, hash, key);
        }
    }

    /// Where a key that is not there would go.
    fn free_place(&self, hash: i64) -> Option<usize> {
        match self.seek::<true>(hash, |_| false)? {
            Spot::Found(at) | Spot::Free(at) => Some(at),
        }
    }

    /// Puts a key into a free place, and grows the table when it is three fifths full.
    #[inline(always)]
    fn put(&mut self, at: usize, hash: i64, key: ObjRef) {
        self.changes = self.changes.wrapping_add(1);
        self.used += 1;
        let place = &mut self.places[at];
        let reused = std::mem::replace(&mut place.hash, hash) == DELETED;
        place.key = Some(key);
        if reused {
            return;
        }
        self.fill += 1;
        let mask = self.places.len() - 1;
        if self.fill * 5 >= mask * 3 {
            self.grow(at);
        }
    }

    /// Grows the table, or where there is no memory gives up the key that was put in last: MemoryError is due.
    #[cold]
    #[inline(never)]
    fn grow(&mut self, last: usize) {
        let least = if self.used > 50_000 { self.used * 2 } else { self.used * 4 };
        if self.used > 50_000
            && let Some(key) = self.places[last].key.clone()
            && let interp = interp_of(key.as_ptr())
            && !interp.can_allocate((least + 1).next_power_of_two() * size_of::<Place>())
        {
            drop(self.remove_at(last));
            return interp.heap.set_pending(pending::MEMORY);
        }
        self.resize(least);
    }

    /// Where a key goes that is not there, in a table that nothing was deleted from.
    #[inline(always)]
    fn empty_place(&self, hash: i64) -> usize {
        let mask = self.places.len() - 1;
        let mut perturb = hash as u64;
        let mut first = hash as usize & mask;
        loop {
            let last = if first + LINEAR_PROBES <= mask { first + LINEAR_PROBES } else { first };
            if let Some(at) = (first..=last).find(|&at| self.places[at].key.is_none()) {
                return at;
            }
            perturb >>= PERTURB_SHIFT;
            first = next_run(first, perturb, mask);
        }
    }

    #[cold]
    #[inline(never)]
    fn resize(&mut self, least: usize) {
        let mut size = MIN_SIZE;
        while size <= least {
            size *= 2;
        }
        self.rebuild(size);
    }

    /// Puts the keys into a table of so many places, without marks of deleted ones.
    fn rebuild(&mut self, size: usize) {
        let old = std::mem::replace(&mut self.places, vec![Place::default(); size]);
        for p in old.into_iter().filter(|p| p.key.is_some()) {
            let at = self.empty_place(p.hash);
            self.places[at] = p;
        }
        self.fill = self.used;
    }

    /// Room for `n` more keys, as CPython sizes a set before a bulk update.
    pub fn reserve_for_update(&mut self, n: usize) {
        let mask = self.places.len().max(MIN_SIZE) - 1;
        if (self.fill + n) * 5 >= mask * 3 {
            self.resize((self.used + n) * 2);
        }
    }

    pub fn remove_at(&mut self, at: usize) -> Option<ObjRef> {
        let place = self.places.get_mut(at)?;
        let key = place.key.take()?;
        place.hash = DELETED;
        self.used -= 1;
        self.changes = self.changes.wrapping_add(1);
        Some(key)
    }

    /// Empties the table; the keys go to the caller to be dropped when nothing is borrowed.
    pub fn take_all(&mut self) -> Vec<Place> {
        self.used = 0;
        self.fill = 0;
        self.changes = self.changes.wrapping_add(1);
        std::mem::take(&mut self.places)
    }

    /// Takes out the next key in table order, going on where the last one was.
    pub fn pop(&mut self) -> Option<ObjRef> {
        let n = self.places.len();
        let at = (0..n).map(|i| (self.finger + i) & (n - 1)).find(|&at| self.places[at].key.is_some())?;
        self.finger = at + 1;
        self.remove_at(at)
    }

    /// Drops the marks of deleted keys where they are more than a quarter of the table.
    pub fn sweep(&mut self) {
        if self.fill - self.used > self.places.len().saturating_sub(1) / 4 {
            self.resize(if self.used > 50_000 { self.used * 2 } else { self.used * 4 });
        }
    }

    /// Puts the keys of another table in the place of this one's and gives the old ones.
    pub fn replace(&mut self, other: Table) -> Vec<Place> {
        (self.fill, self.used) = (other.fill, other.used);
        self.changes = self.changes.wrapping_add(1);
        std::mem::replace(&mut self.places, other.places)
    }

    /// A copy, with CPython's layout of a set made from another one.
    pub fn copy(&self) -> Table {
        self.copy_into(0, &Alarm::silent()).unwrap_or_default()
    }

    /// A copy as it comes out of adding all keys to an empty table of `size` places.
    pub fn copy_into(&self, size: usize, alarm: &Alarm<'_>) -> Result<Table, Stopped> {
        let mut out = Table { places: vec![Place::default(); size], ..Table::default() };
        if self.used == 0 {
            return Ok(out);
        }
        out.reserve_for_update(self.used);
        if out.places.is_empty() {
            out.places.resize(MIN_SIZE, Place::default());
        }
        (out.fill, out.used) = (self.used, self.used);
        if out.places.len() == self.places.len() && self.fill == self.used {
            out.places.clear();
            alarm.append(&mut out.places, &self.places)?;
            return Ok(out);
        }
        for (i, (k, hash)) in self.iter().enumerate() {
            let at = out.empty_place(hash);
            out.places[at] = Place { hash, key: Some(k.clone()) };
            alarm.check_now_and_then(i)?;
        }
        Ok(out)
    }

    /// How often the keys got other places though none came or went, for iterators.
    pub fn moves(&self) -> u32 {
        self.moves
    }

    /// Takes the keys at some places out and puts others where their hashes lead, no more of them than were
    /// taken. The table keeps its size, and the other keys stay where they are as long as there is room: if not,
    /// how all stood is told. Gives the old keys.
    pub fn exchange(
        &mut self,
        taken: &[usize],
        put: Vec<(i64, ObjRef)>,
    ) -> (Vec<ObjRef>, Option<Arrangement>) {
        let crowded = self.fill + put.len() >= self.places.len();
        let mut before = crowded.then(|| self.arrangement(taken.len()));
        let old = self.take_out(taken);
        if crowded {
            self.rebuild(self.places.len());
        }
        for (hash, key) in put {
            if let Some(at) = self.free_place(hash) {
                self.occupy(at, hash, key);
            }
        }
        if let Some(before) = &mut before {
            before.changes = self.changes;
        }
        (old, before)
    }

    /// How the keys stand, of which some will be exchanged.
    fn arrangement(&self, exchanged: usize) -> Arrangement {
        let plain = self.used == exchanged && self.fill == self.used;
        let place = |p: &Place| (p.hash, p.key.as_ref().map_or(0, ObjRef::address));
        let places = if plain { Vec::new() } else { self.places.iter().map(place).collect() };
        Arrangement { places, len: self.places.len(), changes: 0 }
    }

    /// Takes the keys at some places out and puts others at the places that they were taken from, or else where
    /// their hashes lead. A table that was made anew, and not changed since, is arranged as before. Gives the
    /// old keys.
    pub fn give_back(
        &mut self,
        taken: &[usize],
        put: Vec<(usize, i64, ObjRef)>,
        before: Option<&Arrangement>,
    ) -> Vec<ObjRef> {
        let before = before.filter(|b| b.changes == self.changes && b.len == self.places.len());
        let old = self.take_out(taken);
        if let Some(before) = before {
            self.arrange(before);
        }
        let mut homeless = Vec::new();
        let mut placed = Vec::with_capacity(put.len());
        for (at, hash, key) in put {
            // One place stays fresh, for probing ends there.
            let fits =
                |p: &Place| p.key.is_none() && (p.hash == DELETED || self.fill + 1 < self.places.len());
            if self.places.get(at).is_some_and(fits) {
                placed.push((at, hash, key.address()));
                self.occupy(at, hash, key);
            } else {
                homeless.push((hash, key));
            }
        }
        // The table may have been made anew since, so that probing does not come by.
        for (at, hash, address) in placed {
            if self.find(hash, |k| k.address() == address) != Some(at) {
                homeless.extend(self.remove_at(at).map(|key| (hash, key)));
            }
        }
        for (hash, key) in homeless {
            self.insert_new(hash, key);
        }
        old
    }

    /// Puts the keys where they stood. Places of keys that are not there count as those of deleted ones.
    fn arrange(&mut self, before: &Arrangement) {
        let mut moves = Vec::new();
        for (to, (hash, address)) in
            before.places.iter().enumerate().filter(|(_, (_, address))| *address != 0)
        {
            moves.extend(self.find(*hash, |k| k.address() == *address).map(|from| (from, to)));
        }
        if moves.len() != self.used {
            return;
        }
        let mut old = std::mem::replace(&mut self.places, vec![Place::default(); before.len]);
        for (place, (hash, address)) in self.places.iter_mut().zip(&before.places) {
            place.hash = if *address == 0 { *hash } else { DELETED };
        }
        for (from, to) in moves {
            self.places[to] = std::mem::take(&mut old[from]);
        }
        self.fill = self.places.iter().filter(|p| p.key.is_some() || p.hash == DELETED).count();
    }

    /// Takes out keys that others will come for. Places of deleted keys stay such, even if these were all: probing
    /// leads over them to where the keys will come back.
    fn take_out(&mut self, taken: &[usize]) -> Vec<ObjRef> {
        let old = taken.iter().filter_map(|at| self.remove_at(*at)).collect();
        self.changes = self.changes.wrapping_add(1);
        self.moves = self.moves.wrapping_add(1);
        old
    }

    /// Puts a key into a free place of a table that is large enough.
    fn occupy(&mut self, at: usize, hash: i64, key: ObjRef) {
        let reused = std::mem::replace(&mut self.places[at].hash, hash) == DELETED;
        self.places[at].key = Some(key);
        self.used += 1;
        self.fill += usize::from(!reused);
    }

    /// Whether no place was ever used, so that [`Table::copy_into`] may replace the table.
    pub fn is_fresh(&self) -> bool {
        self.fill == 0
    }

    fn visit(&mut self, v: &mut dyn EdgeVisitor) {
        for (i, p) in self.places.iter_mut().enumerate() {
            v.edge(&mut p.key, Relation::Key(i));
        }
    }
}

/// Payload of a set.
#[derive(Default)]
pub struct Set {
    pub table: Table,
}

/// Payload of a frozenset; the hash is computed once.
#[derive(Default)]
pub struct FrozenSet {
    pub table: Table,
    pub hash: std::cell::Cell<Option<i64>>,
}

impl Payload for Set {
    const KIND: Kind = Kind::Set;
    fn edges(&mut self, v: &mut dyn EdgeVisitor) {
        self.table.visit(v);
    }
    fn clear(&mut self) {
        drop(self.table.take_all());
    }
    fn extra_size(&self) -> usize {
        self.table.places.capacity() * size_of::<Place>()
    }
}

impl Payload for FrozenSet {
    const KIND: Kind = Kind::FrozenSet;
    const SHADOW: Option<Shadow> = Some(|cx, o, f| {
        let keys: Vec<ObjRef> =
            cx.heap.set_table(o).map_or(Vec::new(), |t| t.iter().map(|(k, _)| k.clone()).collect());
        let copy = cx.new_frozenset(Table::default());
        for key in keys {
            let key = f(cx, &key)?;
            cx.set_add(&copy, &key)?;
        }
        Ok(copy)
    });
    fn edges(&mut self, v: &mut dyn EdgeVisitor) {
        self.table.visit(v);
    }
    fn extra_size(&self) -> usize {
        self.table.places.capacity() * size_of::<Place>()
    }
}

impl Interp {
    pub fn new_set(&self, table: Table) -> ObjRef {
        self.alloc(&self.types.set, Set { table })
    }

    pub fn new_frozenset(&self, table: Table) -> ObjRef {
        self.alloc(&self.types.frozenset, FrozenSet { table, hash: Default::default() })
    }
}
