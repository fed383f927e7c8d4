//! Containers whose keys a replacement exchanges or hashes anew: which those are, and which keys collide.

use std::ops::Range;

use hashbrown::{HashMap, HashSet};

use theseus_object::payload::Dict;
use theseus_object::scan::{FoundSlot, Ledger};
use theseus_object::{Cx, ObjRef, PyResult};

use crate::conflict::{Conflict, Reason};
use crate::draft::{Draft, Hint, Hints, Rules};
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

/// Where keys of one container change.
pub struct Changing {
    pub holder: ObjRef,
    /// Among the references found: those that are exchanged keys are to be looked for here.
    pub found: Range<usize>,
    /// Among the keys that are hashed anew.
    pub rekeyed: Range<usize>,
}

/// The containers of exchanged keys, then those whose keys are only hashed anew; each that lives, once.
pub fn changing<'a>(
    ledger: &'a Ledger,
    hints: &'a Hints,
    rekeyed: &'a Ledger,
) -> impl Iterator<Item = Changing> + 'a {
    let is_key = |i: &usize| ledger.slot(*i).is_some() && hints[*i].get().is_key();
    let has_keys = move |places: &Range<usize>| places.clone().any(|i| is_key(&i));
    let exchanged = ledger.holders().filter(move |(_, found)| has_keys(found)).map(|(holder, found)| {
        let rekeyed = if rekeyed.is_empty() { 0..0 } else { rekeyed.slots_of(&holder) };
        Changing { holder, found, rekeyed }
    });
    let others = rekeyed.holders().filter(move |(holder, _)| !has_keys(&ledger.slots_of(holder)));
    let others = others.map(|(holder, rekeyed)| Changing { holder, found: 0..0, rekeyed });
    exchanged.chain(others)
}

/// A key that changes, or whose hash does.
struct KeyChange {
    /// Its position.
    at: u32,
    pair: u32,
    hash: i64,
}

impl KeyChange {
    /// In the place of a pair: the key stays.
    const STAYS: u32 = u32::MAX;

    /// The pair, if the key is replaced.
    fn pair(&self) -> Option<u32> {
        (self.pair != KeyChange::STAYS).then_some(self.pair)
    }
}

/// Works out all containers; conflicts and changes go to the draft.
pub fn plan(
    cx: &mut Cx,
    rules: &Rules,
    memo: &mut Memo,
    tainted: &mut Tainted,
    draft: &mut Draft,
) -> PyResult<()> {
    draft.rekeyed = cx.ledger(std::mem::take(&mut tainted.keys));
    draft.rehashed = vec![0; draft.rekeyed.len()];
    let (ledger, hints, rekeyed) = (draft.ledger.clone(), draft.hints.clone(), draft.rekeyed.clone());
    for places in changing(&ledger, &hints, &rekeyed) {
        let holder = &places.holder;
        let mut planning = Planning { rules, memo: &mut *memo, tainted, holder, draft: &mut *draft };
        planning.container(cx, &places)?;
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
}

impl Planning<'_, '_> {
    fn container(&mut self, cx: &mut Cx, places: &Changing) -> PyResult<()> {
        if self.memo.skipped.contains(&self.holder.address()) {
            return Ok(());
        }
        let changed = match self.changed_keys(cx, places) {
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
        let is_dict = self.holder.has_payload::<Dict>();
        let gone =
            if is_dict { self.doubles_of_dict(cx, &changed)? } else { self.doubles_of_set(cx, &changed)? };
        *(if is_dict { &mut self.draft.dicts } else { &mut self.draft.sets }) += 1;
        self.note(places, &changed, gone);
        Ok(())
    }

    /// The keys that change, in the order of their positions; nothing if one of them has no hash.
    fn changed_keys(&mut self, cx: &mut Cx, places: &Changing) -> PyResult<Option<Vec<KeyChange>>> {
        let (ledger, rekeyed) = (self.draft.ledger.clone(), self.draft.rekeyed.clone());
        let mut list = Vec::with_capacity(places.rekeyed.len());
        for slot in
            places.found.clone().filter_map(|i| ledger.slot(i).filter(|_| self.draft.hints[i].get().is_key()))
        {
            let at = key_place(self.holder, slot) as u32;
            list.push(KeyChange { at, pair: slot.target(), hash: 0 });
        }
        let exchanged = list.len();
        for (i, slot) in places.rekeyed.clone().filter_map(|i| Some((i, rekeyed.slot(i)?))) {
            // A key that is replaced is not only hashed anew.
            if list[..exchanged].binary_search_by_key(&slot.ordinal, |c| c.at).is_ok() {
                rekeyed.strike(i);
            } else {
                list.push(KeyChange { at: slot.ordinal, pair: KeyChange::STAYS, hash: 0 });
            }
        }
        list.sort_unstable_by_key(|c| c.at);
        for c in &mut list {
            let Some(key) = self.key(cx, c) else { continue };
            match self.memo.hash_anew(cx, self.rules, self.tainted, &key)? {
                Ok(hash) => c.hash = hash,
                Err(why) => {
                    let text = format!("{}: {why}", key_of(self.holder));
                    self.draft.conflicts.push(Conflict::new(Reason::Unhashable, Some(self.holder), text));
                    return Ok(None);
                }
            }
        }
        Ok(Some(list))
    }

    /// What is known of the keys goes to the draft.
    fn note(&mut self, places: &Changing, changed: &[KeyChange], gone: HashSet<u32>) {
        let draft = &mut *self.draft;
        let change = |at: u32| changed.binary_search_by_key(&at, |c| c.at).ok().map(|i| &changed[i]);
        for i in places.found.clone() {
            let Some(slot) = draft.ledger.slot(i).filter(|_| draft.hints[i].get().is_key()) else { continue };
            let at = key_place(self.holder, slot) as u32;
            if gone.contains(&at) {
                draft.hints[i].set(Hint::GONE);
            } else if let Some(c) = change(at) {
                draft.hashes[slot.target() as usize] = Some(c.hash);
            }
        }
        for i in places.rekeyed.clone() {
            let Some(slot) = draft.rekeyed.slot(i) else { continue };
            if gone.contains(&slot.ordinal) {
                draft.rekeyed.strike(i);
            } else if let Some(c) = change(slot.ordinal) {
                draft.rehashed[i] = c.hash;
                slot.set_target(c.hash as u32);
            }
        }
        let mut gone: Vec<u32> = gone.into_iter().collect();
        gone.sort_unstable();
        let gone = gone.into_iter().map(|at| Gone { holder: self.holder.clone(), at: at as usize });
        draft.gone.extend(gone);
    }

    /// The key that will stand there.
    fn key(&self, cx: &Cx, c: &KeyChange) -> Option<ObjRef> {
        match c.pair() {
            Some(pair) => Some(self.rules.pairs[pair as usize].1.clone()),
            None => key_at(cx, self.holder, c.at as usize).map(|(key, _)| key),
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
        let others = candidates(cx, self.holder, c.hash, changed);
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
                rivals.push((other.at, before));
            }
        }
        Ok(rivals)
    }

    /// The positions of entries that go by the policy for key conflicts.
    fn doubles_of_dict(&mut self, cx: &mut Cx, changed: &[KeyChange]) -> PyResult<HashSet<u32>> {
        let mut gone: HashSet<u32> = HashSet::new();
        let mut earlier = Earlier::among(changed);
        for (i, c) in changed.iter().enumerate() {
            let mut before = earlier.with_hash(c.hash, i);
            before.retain(|at| !gone.contains(&changed[*at].at));
            for (at, key) in self.rivals(cx, changed, &before, c)? {
                match self.rules.keys {
                    KeyPolicy::Error => {
                        let (key, holder) = (words::short(cx, &key), key_of(self.holder));
                        let text = format!("{holder}: the key {key} is there already");
                        self.draft.conflicts.push(Conflict::new(Reason::KeyExists, Some(self.holder), text));
                    }
                    KeyPolicy::New => drop(gone.insert(c.at)),
                    KeyPolicy::Old => drop(gone.insert(at)),
                }
            }
        }
        Ok(gone)
    }

    /// The positions of keys of which an equal one is there.
    fn doubles_of_set(&mut self, cx: &mut Cx, changed: &[KeyChange]) -> PyResult<HashSet<u32>> {
        let mut gone: HashSet<u32> = HashSet::new();
        let mut earlier = Earlier::among(changed);
        for (i, c) in changed.iter().enumerate() {
            let mut before = earlier.with_hash(c.hash, i);
            before.retain(|at| !gone.contains(&changed[*at].at));
            if !self.rivals(cx, changed, &before, c)?.is_empty() {
                gone.insert(c.at);
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
    let mut keys = Vec::new();
    let mut note = |k: &ObjRef| {
        keys.push(k.clone());
        false
    };
    let (dict, table) = (cx.heap.get::<Dict>(holder), cx.heap.set_table(holder));
    match (dict, table) {
        (Some(d), _) => drop(d.find(hash, &mut note)),
        (None, Some(t)) => drop(t.find(hash, &mut note)),
        (None, None) => {}
    }
    let at = |k: &ObjRef| match (dict, table) {
        (Some(d), _) => d.find(hash, |other| other.is(k)),
        (None, t) => t?.find(hash, |other| other.is(k)),
    };
    let stays = |at: &usize| changed.binary_search_by_key(at, |c| c.at as usize).is_err();
    keys.into_iter().filter_map(|k| Some((at(&k).filter(stays)?, k))).collect()
}

/// Numbers of changed keys by hash, as they are gone through, for hashes that several will have.
struct Earlier(HashMap<i64, Vec<usize>>);

impl Earlier {
    fn among(changed: &[KeyChange]) -> Earlier {
        let mut hashes: Vec<i64> = changed.iter().map(|c| c.hash).collect();
        hashes.sort_unstable();
        let shared = hashes.windows(2).filter(|w| w[0] == w[1]);
        Earlier(shared.map(|w| (w[0], Vec::new())).collect())
    }

    /// Those before that have this hash; this one is added.
    fn with_hash(&mut self, hash: i64, number: usize) -> Vec<usize> {
        let Some(list) = self.0.get_mut(&hash) else { return Vec::new() };
        let before = list.clone();
        list.push(number);
        before
    }
}
