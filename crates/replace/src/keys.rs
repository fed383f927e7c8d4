//! Containers whose keys a replacement exchanges or hashes anew: which those are, and which keys collide.

use std::rc::Rc;

use hashbrown::{HashMap, HashSet};

use theseus_object::payload::Dict;
use theseus_object::scan::FoundSlot;
use theseus_object::{Cx, ObjRef, PyResult};

use crate::conflict::{self, Conflict, Reason};
use crate::draft::{Draft, Hint, Rules};
use crate::memo::Memo;
use crate::policy::KeyPolicy;
use crate::record::entry_place;
use crate::tainted::Tainted;
use crate::words;

/// An entry that goes, since its key is there already.
pub struct Gone {
    pub holder: ObjRef,
    pub at: usize,
}

/// The number of a key's slot.
pub fn key_ordinal(holder: &ObjRef, at: usize) -> u32 {
    if holder.has_payload::<Dict>() { 2 * at as u32 } else { at as u32 }
}

/// The position of a key of a dict or set.
pub fn key_place(holder: &ObjRef, slot: &FoundSlot) -> usize {
    if holder.has_payload::<Dict>() { entry_place(slot) } else { slot.ordinal as usize }
}

/// The key at a position of a dict or set, with its hash.
pub fn key_at(cx: &Cx, holder: &ObjRef, at: usize) -> Option<(ObjRef, i64)> {
    match cx.heap.get::<Dict>(holder) {
        Some(d) => d.entry(at).map(|(key, _)| (key.clone(), d.entry_hash(at))),
        None => cx.heap.set_table(holder)?.places().get(at).and_then(|p| Some((p.key.clone()?, p.hash))),
    }
}

/// A key that changes, or whose hash does: 12 bytes.
#[derive(Clone, Copy)]
pub struct KeyChange {
    /// Its position; with [`EXCHANGED`] if the key is exchanged.
    place: u32,
    /// Halves of the hash that it will have; of a key that is exchanged the pair, which has the hash.
    what: [u32; 2],
}

const EXCHANGED: u32 = 1 << 31;

impl KeyChange {
    fn exchanged(at: u32, pair: u32) -> KeyChange {
        KeyChange { place: at | EXCHANGED, what: [pair, 0] }
    }

    fn stays(at: u32) -> KeyChange {
        KeyChange { place: at, what: [0, 0] }
    }

    fn set_hash(&mut self, hash: i64) {
        self.what = [hash as u32, (hash >> 32) as u32];
    }

    /// Its position.
    pub fn at(&self) -> u32 {
        self.place & !EXCHANGED
    }

    /// The pair, if the key is replaced.
    pub fn pair(&self) -> Option<u32> {
        (self.place & EXCHANGED != 0).then_some(self.what[0])
    }

    /// The hash that will stand there, with those of the new objects by pair.
    pub fn hash(&self, hashes: &[Option<i64>]) -> i64 {
        match self.pair() {
            Some(pair) => hashes[pair as usize].unwrap_or_default(),
            None => i64::from(self.what[0]) | i64::from(self.what[1]) << 32,
        }
    }
}

/// Changes of keys, container after container.
#[derive(Default)]
pub struct KeyChanges {
    /// The containers, each with the end of its changes.
    containers: Vec<(ObjRef, u32)>,
    changes: Vec<KeyChange>,
}

impl KeyChanges {
    fn add(&mut self, holder: &ObjRef, changes: Vec<KeyChange>) {
        if self.changes.is_empty() {
            self.changes = changes;
        } else {
            self.changes.extend(changes);
        }
        self.containers.push((holder.clone(), self.changes.len() as u32));
    }

    /// The containers in the order of the heap, each with its changes in the order of their positions.
    pub fn iter(&self) -> impl Iterator<Item = (&ObjRef, &[KeyChange])> {
        let mut start = 0;
        self.containers.iter().map(move |(holder, end)| {
            let range = start..*end as usize;
            start = range.end;
            (holder, &self.changes[range])
        })
    }
}

/// Works out all containers; conflicts go to the draft, and if it will be written, the changes, too.
pub fn plan(
    cx: &mut Cx,
    rules: &Rules,
    memo: &mut Memo,
    tainted: &mut Tainted,
    draft: &mut Draft,
    to_be_written: bool,
) -> PyResult<()> {
    let mut gone = Vec::new();
    let known = draft.conflicts.len();
    let containers = tainted.take_containers();
    for holder in cx.marked(&containers) {
        let mut planning =
            Planning { rules, memo, tainted, holder: &holder, draft, gone: &mut gone, to_be_written };
        planning.container(cx)?;
    }
    conflict::sort(&mut draft.conflicts[known..]);
    if let Some(hints) = Rc::get_mut(&mut draft.hints) {
        gone.into_iter().for_each(|i| hints.set(i, Hint::GONE));
    }
    Ok(())
}

/// One container that is worked out.
struct Planning<'a, 'r> {
    rules: &'a Rules<'r>,
    memo: &'a mut Memo,
    tainted: &'a Tainted,
    holder: &'a ObjRef,
    draft: &'a mut Draft,
    /// Numbers of exchanged keys whose entries go.
    gone: &'a mut Vec<usize>,
    to_be_written: bool,
}

impl Planning<'_, '_> {
    fn container(&mut self, cx: &mut Cx) -> PyResult<()> {
        if self.memo.skipped.contains(&self.holder.address()) {
            return Ok(());
        }
        let mut changed = match self.changed_keys(cx) {
            Ok(Some(changed)) => changed,
            Ok(None) => return Ok(()),
            // What cannot be is not asked for its hash in vain: the conflicts are told.
            Err(_) if !self.draft.conflicts.is_empty() && cx.catch(&cx.excs.exception.clone()) => {
                self.memo.held.push(self.holder.clone());
                self.memo.skipped.insert(self.holder.address());
                return Ok(());
            }
            Err(raised) => return Err(raised),
        };
        if changed.is_empty() {
            return Ok(());
        }
        let is_dict = self.holder.has_payload::<Dict>();
        let gone =
            if is_dict { self.doubles_of_dict(cx, &changed)? } else { self.doubles_of_set(cx, &changed)? };
        *(if is_dict { &mut self.draft.dicts } else { &mut self.draft.sets }) += 1;
        if !gone.is_empty() {
            self.note(gone, &mut changed);
        }
        if self.to_be_written {
            self.draft.changes.add(self.holder, changed);
        }
        Ok(())
    }

    /// Exchanged keys: their numbers in the ledger, with their positions and pairs.
    fn exchanged(&self) -> Vec<(usize, KeyChange)> {
        if !self.tainted.exchanged {
            return Vec::new();
        }
        let (ledger, hints) = (&self.draft.ledger, &self.draft.hints);
        let keys = ledger.slots_of(self.holder).filter(|i| hints.get(*i).is_key());
        keys.filter_map(|i| {
            let slot = ledger.slot(i)?;
            Some((i, KeyChange::exchanged(key_place(self.holder, slot) as u32, slot.target())))
        })
        .collect()
    }

    /// The keys that change, in the order of their positions; nothing if one of them has no hash.
    fn changed_keys(&mut self, cx: &mut Cx) -> PyResult<Option<Vec<KeyChange>>> {
        let mut list: Vec<KeyChange> = self.exchanged().into_iter().map(|(_, change)| change).collect();
        let exchanged = list.len();
        self.tainted.keys(cx, self.holder, |at| {
            // A key that is replaced is not only hashed anew.
            if list[..exchanged].binary_search_by_key(&at, KeyChange::at).is_err() {
                list.push(KeyChange::stays(at));
            }
        });
        if exchanged > 0 && exchanged < list.len() {
            list.sort_unstable_by_key(KeyChange::at);
        }
        for c in &mut list {
            let Some(key) = self.key(cx, c) else { continue };
            match (self.memo.hash_anew(cx, self.rules, self.tainted, &key)?, c.pair()) {
                (Ok(hash), Some(pair)) => self.draft.hashes[pair as usize] = Some(hash),
                (Ok(hash), None) => c.set_hash(hash),
                (Err(why), _) => {
                    let text = format!("{}: {why}", key_of(self.holder));
                    self.draft.conflicts.push(Conflict::new(Reason::Unhashable, Some(self.holder), text));
                    return Ok(None);
                }
            }
        }
        Ok(Some(list))
    }

    /// Entries that go leave the changes.
    fn note(&mut self, gone: HashSet<u32>, changed: &mut Vec<KeyChange>) {
        changed.retain(|c| !gone.contains(&c.at()));
        let exchanged = self.exchanged().into_iter().filter(|(_, c)| gone.contains(&c.at()));
        self.gone.extend(exchanged.map(|(i, _)| i));
        let mut gone: Vec<u32> = gone.into_iter().collect();
        gone.sort_unstable();
        let gone = gone.into_iter().map(|at| Gone { holder: self.holder.clone(), at: at as usize });
        self.draft.gone.extend(gone);
    }

    /// The key that will stand there.
    fn key(&self, cx: &Cx, c: &KeyChange) -> Option<ObjRef> {
        match c.pair() {
            Some(pair) => Some(self.rules.pairs[pair as usize].1.clone()),
            None => key_at(cx, self.holder, c.at() as usize).map(|(key, _)| key),
        }
    }

    /// What stands for a key in comparisons: the key as it will be.
    fn stand_in(&mut self, cx: &mut Cx, c: &KeyChange) -> PyResult<Option<ObjRef>> {
        let Some(key) = self.key(cx, c).filter(|key| self.tainted.has(key)) else {
            return Ok(self.key(cx, c));
        };
        Ok(Some(self.memo.stand_in(cx, self.rules, self.tainted, &key)?.unwrap_or(key)))
    }

    /// The keys that will equal a changed one, with their positions: those that stay, then the earlier of the
    /// changed ones.
    fn rivals(
        &mut self,
        cx: &mut Cx,
        changed: &[KeyChange],
        earlier: &[usize],
        c: &KeyChange,
    ) -> PyResult<Vec<(u32, ObjRef)>> {
        let mut rivals = Vec::new();
        let others = candidates(cx, self.holder, c.hash(&self.draft.hashes), changed);
        if others.is_empty() && earlier.is_empty() {
            return Ok(rivals);
        }
        let Some(stand_in) = self.stand_in(cx, c)? else { return Ok(rivals) };
        for (at, key) in others {
            if self.memo.equal(cx, &key, &stand_in)? {
                rivals.push((at as u32, key));
            }
        }
        for other in earlier.iter().map(|at| &changed[*at]) {
            let Some(before) = self.stand_in(cx, other)? else { continue };
            if self.memo.equal(cx, &before, &stand_in)? {
                rivals.push((other.at(), before));
            }
        }
        Ok(rivals)
    }

    /// The positions of entries that go by the policy for key conflicts.
    fn doubles_of_dict(&mut self, cx: &mut Cx, changed: &[KeyChange]) -> PyResult<HashSet<u32>> {
        let mut gone: HashSet<u32> = HashSet::new();
        let mut earlier = Earlier::among(changed, &self.draft.hashes);
        for (i, c) in changed.iter().enumerate() {
            let mut before = earlier.with_hash(c.hash(&self.draft.hashes), i);
            before.retain(|at| !gone.contains(&changed[*at].at()));
            for (at, key) in self.rivals(cx, changed, &before, c)? {
                match self.rules.keys {
                    KeyPolicy::Error => {
                        let (key, holder) = (words::short(cx, &key), key_of(self.holder));
                        let text = format!("{holder}: the key {key} is there already");
                        self.draft.conflicts.push(Conflict::new(Reason::KeyExists, Some(self.holder), text));
                    }
                    KeyPolicy::New => drop(gone.insert(c.at())),
                    KeyPolicy::Old => drop(gone.insert(at)),
                }
            }
        }
        Ok(gone)
    }

    /// The positions of keys of which an equal one is there.
    fn doubles_of_set(&mut self, cx: &mut Cx, changed: &[KeyChange]) -> PyResult<HashSet<u32>> {
        let mut gone: HashSet<u32> = HashSet::new();
        let mut earlier = Earlier::among(changed, &self.draft.hashes);
        for (i, c) in changed.iter().enumerate() {
            let mut before = earlier.with_hash(c.hash(&self.draft.hashes), i);
            before.retain(|at| !gone.contains(&changed[*at].at()));
            if !self.rivals(cx, changed, &before, c)?.is_empty() {
                gone.insert(c.at());
            }
        }
        Ok(gone)
    }
}

/// A key of a container, in words.
fn key_of(holder: &ObjRef) -> String {
    let what = if holder.has_payload::<Dict>() { "key of" } else { "element of" };
    format!("{what} {}", words::noun(holder))
}

/// Keys with this hash among those of a container that do not change, with their positions.
fn candidates(cx: &Cx, holder: &ObjRef, hash: i64, changed: &[KeyChange]) -> Vec<(usize, ObjRef)> {
    let (dict, table) = (cx.heap.get::<Dict>(holder), cx.heap.set_table(holder));
    if dict.map(Dict::len).or(table.map(|t| t.len())) == Some(changed.len()) {
        return Vec::new();
    }
    let mut keys = Vec::new();
    let mut note = |k: &ObjRef| {
        keys.push(k.clone());
        false
    };
    match (dict, table) {
        (Some(d), _) => drop(d.find(hash, &mut note)),
        (None, Some(t)) => drop(t.find(hash, &mut note)),
        (None, None) => {}
    }
    let at = |k: &ObjRef| match (dict, table) {
        (Some(d), _) => d.find(hash, |other| other.is(k)),
        (None, t) => t?.find(hash, |other| other.is(k)),
    };
    let stays = |at: &usize| changed.binary_search_by_key(at, |c| c.at() as usize).is_err();
    keys.into_iter().filter_map(|k| Some((at(&k).filter(stays)?, k))).collect()
}

/// Numbers of changed keys by hash, as they are gone through, for hashes that several will have.
struct Earlier(HashMap<i64, Vec<usize>>);

impl Earlier {
    /// Bits of the filter for each key.
    const FILTER_BITS: usize = 8;

    fn among(changed: &[KeyChange], hashes: &[Option<i64>]) -> Earlier {
        if changed.len() < 2 {
            return Earlier(HashMap::new());
        }
        // What comes twice finds its bit set; so does a hash that shares the bit of another, which is counted.
        let bits = (changed.len() * Earlier::FILTER_BITS).next_power_of_two().max(64);
        let mut filter = vec![0_u64; bits / 64];
        let mut counts: HashMap<i64, u32> = HashMap::new();
        let all = || changed.iter().map(|c| c.hash(hashes));
        for hash in all() {
            let at = (hash as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 24;
            let (word, bit) = (at as usize % bits / 64, 1 << (at % 64));
            if filter[word] & bit != 0 {
                counts.insert(hash, 0);
            }
            filter[word] |= bit;
        }
        drop(filter);
        if !counts.is_empty() {
            for hash in all() {
                if let Some(n) = counts.get_mut(&hash) {
                    *n += 1;
                }
            }
        }
        Earlier(counts.into_iter().filter(|(_, n)| *n > 1).map(|(hash, _)| (hash, Vec::new())).collect())
    }

    /// Those before that have this hash; this one is added.
    fn with_hash(&mut self, hash: i64, number: usize) -> Vec<usize> {
        let Some(list) = self.0.get_mut(&hash) else { return Vec::new() };
        let before = list.clone();
        list.push(number);
        before
    }
}
