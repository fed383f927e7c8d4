//! Containers that hash what a replacement changes: what is to be hashed anew, and which keys collide.
//!
//! Python code runs here only, through [`Memo`]: each question is asked once, and after a round in
//! which something was asked the heap is looked at again.

use std::rc::Rc;

use hashbrown::{HashMap, HashSet};

use theseus_object::marks::Marks;
use theseus_object::ops::native_eq;
use theseus_object::payload::{Dict, Exception};
use theseus_object::scan::FoundSlot;
use theseus_object::{Cx, Kind, ObjRef, PyResult, Raised, TypeObj};

use crate::conflict::{Conflict, Reason};
use crate::draft::{Draft, Hint, Rules};
use crate::policy::KeyPolicy;
use crate::record::entry_place;
use crate::words;

/// How deep natives look into tuples to see that hashing them asks nobody.
const QUIET_DEPTH: usize = 8;

/// Levels of nesting that are looked for one after another.
const PASSES: usize = 4;

/// Answers of Python code.
#[derive(Default)]
pub struct Memo {
    hashes: HashMap<usize, Result<i64, String>>,
    equal: HashMap<(usize, usize), bool>,
    shadows: HashMap<usize, ObjRef>,
    /// Why some containers will have no hash.
    failed: HashMap<usize, String>,
    /// What the addresses in the tables belong to.
    pub held: Vec<ObjRef>,
    /// Something was asked in this round.
    pub asked: bool,
    /// Addresses of containers whose keys cannot be asked, and need not, since there are conflicts.
    skipped: HashSet<usize>,
}

impl Memo {
    /// The hash of what will stand for the key; a text if it has none.
    fn hash(&mut self, cx: &mut Cx, key: &ObjRef) -> PyResult<Result<i64, String>> {
        if let Some(known) = self.hashes.get(&key.address()) {
            return Ok(known.clone());
        }
        if !quiet(cx, key, QUIET_DEPTH) {
            self.asked = true;
        }
        let hash = match cx.hash(key) {
            Ok(hash) => Ok(hash),
            Err(raised) => Err(unhashable(cx, raised)?),
        };
        self.held.push(key.clone());
        self.hashes.insert(key.address(), hash.clone());
        Ok(hash)
    }

    /// The hash that a key will have whose contents change. Where Python code need not be asked for it, it is
    /// not remembered: there may be millions of such keys.
    fn hash_anew(
        &mut self,
        cx: &mut Cx,
        rules: &Rules,
        tainted: &Tainted,
        key: &ObjRef,
    ) -> PyResult<Result<i64, String>> {
        let (asked, held) = (std::mem::take(&mut self.asked), self.held.len());
        let hash = match self.stand_in(cx, rules, tainted, key)? {
            Ok(shadow) => self.hash(cx, &shadow)?,
            Err(why) => Err(why),
        };
        if !self.asked && hash.is_ok() {
            for o in self.held.drain(held..) {
                self.shadows.remove(&o.address());
                self.hashes.remove(&o.address());
            }
        }
        self.asked |= asked;
        Ok(hash)
    }

    fn equal(&mut self, cx: &mut Cx, a: &ObjRef, b: &ObjRef) -> PyResult<bool> {
        if let Some(equal) = if a.is(b) { Some(true) } else { native_eq(a, b) } {
            return Ok(equal);
        }
        let pair = (a.address(), b.address());
        if let Some(known) = self.equal.get(&pair) {
            return Ok(*known);
        }
        self.asked = true;
        let equal = cx.eq(a, b)?;
        self.held.extend([a.clone(), b.clone()]);
        self.equal.insert(pair, equal);
        Ok(equal)
    }

    /// [`Memo::shadow`], or why the container will have no hash.
    fn stand_in(
        &mut self,
        cx: &mut Cx,
        rules: &Rules,
        tainted: &Tainted,
        o: &ObjRef,
    ) -> PyResult<Result<ObjRef, String>> {
        if let Some(why) = self.failed.get(&o.address()) {
            return Ok(Err(why.clone()));
        }
        match self.shadow(cx, rules, tainted, o) {
            Ok(shadow) => Ok(Ok(shadow)),
            Err(raised) => {
                let why = unhashable(cx, raised)?;
                self.held.push(o.clone());
                self.failed.insert(o.address(), why.clone());
                Ok(Err(why))
            }
        }
    }

    /// A copy of a container as it will be.
    fn shadow(&mut self, cx: &mut Cx, rules: &Rules, tainted: &Tainted, o: &ObjRef) -> PyResult<ObjRef> {
        if let Some(known) = self.shadows.get(&o.address()) {
            return Ok(known.clone());
        }
        cx.check_stack()?;
        let Some(make) = o.ty().data.payload.shadow else { return Ok(o.clone()) };
        if o.kind() == Kind::FrozenSet {
            self.asked = true;
        }
        let copy = make(cx, o, &mut |cx, held| match rules.replacement(o, held) {
            Some(new) => Ok(new),
            None if tainted.has(held) => self.shadow(cx, rules, tainted, held),
            None => Ok(held.clone()),
        })?;
        self.held.extend([o.clone(), copy.clone()]);
        self.shadows.insert(o.address(), copy.clone());
        Ok(copy)
    }
}

/// Whether hashing runs no Python code.
fn quiet(cx: &Cx, o: &ObjRef, depth: usize) -> bool {
    let by_address = cx.types.object.slots().hash.map(|f| f as usize);
    match o.kind() {
        Kind::Tuple if o.is_exact(Kind::Tuple) => {
            depth > 0 && cx.heap.tuple(o).is_some_and(|t| t.iter().all(|o| quiet(cx, o, depth - 1)))
        }
        Kind::Str | Kind::Int | Kind::BigInt | Kind::Float | Kind::Complex | Kind::Bytes => {
            o.header().sub.get() == 0
        }
        Kind::None | Kind::Bool | Kind::List | Kind::Dict | Kind::Set | Kind::ByteArray => {
            o.header().sub.get() == 0
        }
        _ => o.ty().slots().hash.map(|f| f as usize) == by_address,
    }
}

/// The text of a TypeError that says unhashable; anything else comes through.
fn unhashable(cx: &mut Cx, raised: Raised) -> PyResult<String> {
    let Some(e) = cx.exception().filter(|e| e.ty().is(&cx.excs.type_error)).cloned() else {
        return Err(raised);
    };
    let first = cx.heap.get::<Exception>(&e).and_then(|x| cx.heap.tuple(&x.args)?.first().cloned());
    match first.map(|t| t.text_or_empty()) {
        Some(text) if text.starts_with("unhashable type") => {
            cx.take_exception();
            Ok(text)
        }
        _ => Err(raised),
    }
}

/// Objects whose hash changes, and the containers that hold them as keys.
#[derive(Default)]
pub struct Tainted {
    objects: Marks,
    /// Those whose holders are not sought yet.
    fresh: Marks,
    /// By address.
    containers: HashMap<usize, Container>,
    /// Addresses in the order in which the containers were found.
    order: Vec<usize>,
}

struct Container {
    holder: ObjRef,
    /// Positions of keys that are hashed anew.
    keys: Vec<u32>,
}

impl Container {
    fn places(&self) -> impl Iterator<Item = (usize, Option<u32>)> {
        self.keys.iter().map(|at| (*at as usize, None))
    }
}

/// Whether the hash of an object follows from what it holds, by native rules.
pub fn hashes_by_content(cx: &Cx, o: &ObjRef) -> bool {
    if o.ty().data.payload.shadow.is_none() {
        return false;
    }
    let hash = |t: &TypeObj| t.slots().hash.map(|f| f as usize);
    let base = o.ty().solid_base();
    let own = hash(o.ty());
    own != hash(&cx.types.object) && TypeObj::of(&base).is_some_and(|native| own == hash(native))
}

impl Tainted {
    /// Keys at some positions of a container are hashed anew.
    fn keys(&mut self, holder: &ObjRef, at: &[usize]) {
        let address = holder.address();
        let container = self.containers.entry(address).or_insert_with(|| {
            self.order.push(address);
            Container { holder: holder.clone(), keys: Vec::with_capacity(at.len()) }
        });
        container.keys.extend(at.iter().map(|at| *at as u32));
    }

    /// What an object holds changes, and with it perhaps its hash and that of weak references to it.
    pub fn object(&mut self, cx: &Cx, o: &ObjRef) {
        if !hashes_by_content(cx, o) {
            return;
        }
        self.fresh.add(o);
        for w in cx.weakrefs_of(o) {
            if hashes_by_content(cx, &w) {
                self.fresh.add(&w);
            }
        }
    }

    /// Whether the hash of an object changes.
    fn has(&self, o: &ObjRef) -> bool {
        self.objects.has(o)
    }

    /// Finds who holds objects whose hash changes, to any depth: some levels by a pass over the heap each,
    /// those beyond by an index that one more pass makes.
    pub fn spread(&mut self, cx: &Cx) {
        for _ in 0..PASSES {
            let mut fresh = std::mem::take(&mut self.fresh);
            fresh.seal_without(&self.objects);
            if fresh.is_empty() {
                return;
            }
            cx.scan_hashed(&fresh, |holder, keys| {
                if !keys.is_empty() {
                    self.keys(holder, keys);
                }
                self.object(cx, holder);
            });
            self.objects.unite(fresh);
        }
        self.fresh.seal_without(&self.objects);
        if self.fresh.is_empty() {
            return;
        }
        let index = cx.hashed_edges();
        let mut work: Vec<usize> = self.fresh.addresses().collect();
        let mut seen: HashSet<usize> = work.iter().copied().collect();
        while let Some(address) = work.pop() {
            for (holder, key) in index.holders(address) {
                if let Some(at) = key {
                    self.keys(holder, &[at]);
                }
                if !hashes_by_content(cx, holder) {
                    continue;
                }
                let weak = cx.weakrefs_of(holder);
                for o in weak.iter().filter(|w| hashes_by_content(cx, w)).chain([holder]) {
                    if !self.objects.has(o) && seen.insert(o.address()) {
                        self.fresh.add(o);
                        work.push(o.address());
                    }
                }
            }
        }
        let mut fresh = std::mem::take(&mut self.fresh);
        fresh.seal_without(&self.objects);
        self.objects.unite(fresh);
    }
}

/// Where a key changes, or its hash does.
#[derive(Clone, Copy)]
pub struct KeyPlace {
    /// Its position.
    pub at: u32,
    pair: u32,
    pub before: i64,
    pub hash: i64,
}

impl KeyPlace {
    /// In the place of a pair: the key stays.
    const STAYS: u32 = u32::MAX;

    /// The pair, if the key is replaced.
    pub fn pair(&self) -> Option<u32> {
        (self.pair != KeyPlace::STAYS).then_some(self.pair)
    }
}

pub struct KeyChange {
    pub place: KeyPlace,
    /// The key that will stand there.
    pub key: ObjRef,
}

pub struct DictChange {
    pub dict: ObjRef,
    pub keys: Vec<KeyChange>,
    /// Positions of entries that go, by the policy for key conflicts.
    pub removed: Box<[usize]>,
}

pub struct SetChange {
    pub set: ObjRef,
    /// All keys with their hashes, in order.
    pub keys: Vec<(i64, ObjRef)>,
    /// Pairs that stand in the set.
    pub pairs: Vec<u32>,
}

/// Works out all containers; conflicts and changes go to the draft.
pub fn plan(
    cx: &mut Cx,
    rules: &Rules,
    memo: &mut Memo,
    tainted: &Tainted,
    draft: &mut Draft,
) -> PyResult<()> {
    // First those in which keys themselves are replaced, then those whose keys stay.
    let (ledger, hints) = (draft.ledger.clone(), draft.hints.clone());
    let mut done = HashSet::new();
    for (holder, first, slots) in ledger.runs() {
        let direct = slots.iter().zip(&hints[first..]).filter(|(_, hint)| hint.is_key());
        let is_dict = holder.has_payload::<Dict>();
        let place = |slot: &FoundSlot| if is_dict { entry_place(slot) } else { slot.ordinal as usize };
        let mut keys: Vec<_> = direct.map(|(slot, _)| (place(slot), Some(slot.target))).collect();
        if keys.is_empty() {
            continue;
        }
        if let Some(container) = tainted.containers.get(&holder.address()) {
            done.insert(holder.address());
            keys.extend(container.places());
        }
        let mut planning = Planning { rules, memo: &mut *memo, tainted, holder: &holder, draft: &mut *draft };
        let listed = planning.container(cx, keys)?;
        if listed {
            let hints = Rc::make_mut(&mut draft.hints)[first..first + slots.len()].iter_mut();
            hints.filter(|hint| hint.is_key()).for_each(|hint| *hint = Hint::LISTED);
        }
    }
    for address in tainted.order.iter().filter(|address| !done.contains(*address)) {
        let Some(container) = tainted.containers.get(address) else { continue };
        let holder = &container.holder;
        let mut planning = Planning { rules, memo: &mut *memo, tainted, holder, draft: &mut *draft };
        planning.container(cx, container.places().collect())?;
    }
    Ok(())
}

/// Positions of keys that change, with the pair if the key itself is replaced.
type KeyPlaces = Vec<(usize, Option<u32>)>;

/// One container that is worked out.
struct Planning<'a, 'r> {
    rules: &'a Rules<'r>,
    memo: &'a mut Memo,
    tainted: &'a Tainted,
    holder: &'a ObjRef,
    draft: &'a mut Draft,
}

impl Planning<'_, '_> {
    /// Says whether the draft lists what becomes of the container.
    fn container(&mut self, cx: &mut Cx, keys: KeyPlaces) -> PyResult<bool> {
        if self.memo.skipped.contains(&self.holder.address()) {
            return Ok(false);
        }
        let changed = match self.changed_keys(cx, keys) {
            Ok(Some(changed)) => changed,
            Ok(None) => return Ok(false),
            // What cannot be is not asked for its hash in vain: the conflicts are told.
            Err(_) if !self.draft.conflicts.is_empty() && cx.catch(&cx.excs.exception.clone()) => {
                self.memo.held.push(self.holder.clone());
                self.memo.skipped.insert(self.holder.address());
                return Ok(false);
            }
            Err(raised) => return Err(raised),
        };
        if self.holder.has_payload::<Dict>() {
            return self.dict(cx, changed);
        }
        self.set(cx, changed)?;
        Ok(true)
    }

    /// The keys that change, in the order of their positions; nothing if one of them has no hash.
    fn changed_keys(&mut self, cx: &mut Cx, mut keys: KeyPlaces) -> PyResult<Option<Vec<KeyChange>>> {
        let mut list = Vec::with_capacity(keys.len());
        // A key that is replaced is not only hashed anew.
        keys.sort_by_key(|(at, pair)| (*at, pair.is_none()));
        keys.dedup_by_key(|(at, _)| *at);
        for (at, pair) in keys {
            let entry = match cx.heap.get::<Dict>(self.holder) {
                Some(d) => d.entry(at).map(|(k, _)| (k.clone(), d.entry_hash(at))),
                None => cx.heap.set_table(self.holder).and_then(|t| {
                    let place = t.places().get(at)?;
                    Some((place.key.clone()?, place.hash))
                }),
            };
            let Some((key, before)) = entry else { continue };
            let (key, hash) = match pair {
                Some(pair) => {
                    let new = self.rules.pairs[pair as usize].1.clone();
                    let hash = self.memo.hash(cx, &new)?;
                    (new, hash)
                }
                None => {
                    let hash = self.memo.hash_anew(cx, self.rules, self.tainted, &key)?;
                    (key, hash)
                }
            };
            match hash {
                Ok(hash) => {
                    let pair = pair.unwrap_or(KeyPlace::STAYS);
                    let place = KeyPlace { at: at as u32, pair, before, hash };
                    list.push(KeyChange { place, key });
                }
                Err(why) => {
                    let text = format!("{}: {why}", key_of(self.holder));
                    self.draft.conflicts.push(Conflict::new(Reason::Unhashable, Some(self.holder), text));
                    return Ok(None);
                }
            }
        }
        Ok(Some(list))
    }

    /// What stands for a key in comparisons: the key as it will be.
    fn stand_in(&mut self, cx: &mut Cx, c: &KeyChange) -> PyResult<ObjRef> {
        if c.place.pair().is_some() {
            return Ok(c.key.clone());
        }
        let stand_in = self.memo.stand_in(cx, self.rules, self.tainted, &c.key)?;
        Ok(stand_in.unwrap_or_else(|_| c.key.clone()))
    }

    /// The keys that will equal a changed one: those that stay with their positions, then the earlier of the
    /// changed ones.
    fn rivals(
        &mut self,
        cx: &mut Cx,
        changed: &[KeyChange],
        earlier: &[usize],
        c: &KeyChange,
    ) -> PyResult<Vec<(usize, ObjRef)>> {
        let mut rivals = Vec::new();
        let others = candidates(cx, self.holder, c.place.hash, changed);
        if others.is_empty() && earlier.is_empty() {
            return Ok(rivals);
        }
        let stand_in = self.stand_in(cx, c)?;
        for (at, key) in others {
            if self.memo.equal(cx, &key, &stand_in)? {
                rivals.push((at, key));
            }
        }
        for other in earlier.iter().map(|at| &changed[*at]) {
            let before = self.stand_in(cx, other)?;
            if self.memo.equal(cx, &before, &stand_in)? {
                rivals.push((other.place.at as usize, other.key.clone()));
            }
        }
        Ok(rivals)
    }

    fn dict(&mut self, cx: &mut Cx, mut changed: Vec<KeyChange>) -> PyResult<bool> {
        let mut removed: HashSet<usize> = HashSet::new();
        let mut earlier = Earlier::among(&changed);
        for (i, c) in changed.iter().enumerate() {
            let mut before = earlier.with_hash(c.place.hash, i);
            before.retain(|at| !removed.contains(&(changed[*at].place.at as usize)));
            for (at, key) in self.rivals(cx, &changed, &before, c)? {
                let _ = match self.rules.keys {
                    KeyPolicy::Error => {
                        let (key, holder) = (words::short(cx, &key), key_of(self.holder));
                        let text = format!("{holder}: the key {key} is there already");
                        self.draft.conflicts.push(Conflict::new(Reason::KeyExists, Some(self.holder), text));
                        false
                    }
                    KeyPolicy::New => removed.insert(c.place.at as usize),
                    KeyPolicy::Old => removed.insert(at),
                };
            }
        }
        if removed.is_empty() && changed.iter().all(|c| is_plain(c, &mut self.draft.hashes)) {
            self.draft.plain_dicts += 1;
            return Ok(false);
        }
        changed.retain(|c| !removed.contains(&(c.place.at as usize)));
        let mut removed: Box<[usize]> = removed.into_iter().collect();
        removed.sort_unstable();
        self.draft.dicts.push(DictChange { dict: self.holder.clone(), keys: changed, removed });
        Ok(true)
    }

    fn set(&mut self, cx: &mut Cx, changed: Vec<KeyChange>) -> PyResult<()> {
        let mut merged: HashSet<usize> = HashSet::new();
        let mut earlier = Earlier::among(&changed);
        for (i, c) in changed.iter().enumerate() {
            let mut before = earlier.with_hash(c.place.hash, i);
            before.retain(|at| !merged.contains(&(changed[*at].place.at as usize)));
            if !self.rivals(cx, &changed, &before, c)?.is_empty() {
                merged.insert(c.place.at as usize);
            }
        }
        let pairs = changed.iter().filter_map(|c| c.place.pair()).collect();
        let mut changed = changed.into_iter().peekable();
        let Some(table) = cx.heap.set_table(self.holder) else { return Ok(()) };
        let mut keys = Vec::with_capacity(table.len());
        for (at, place) in table.places().iter().enumerate() {
            let change = changed.next_if(|c| c.place.at as usize == at);
            if merged.contains(&at) {
                continue;
            }
            keys.extend(match (change, &place.key) {
                (Some(c), _) => Some((c.place.hash, c.key)),
                (None, Some(key)) => Some((place.hash, key.clone())),
                (None, None) => None,
            });
        }
        self.draft.sets.push(SetChange { set: self.holder.clone(), keys, pairs });
        Ok(())
    }
}

/// Whether a key is exchanged and has the hashes of its pair, which the first one gives.
fn is_plain(c: &KeyChange, hashes: &mut [Option<(i64, i64)>]) -> bool {
    let own = (c.place.before, c.place.hash);
    c.place.pair().is_some_and(|pair| *hashes[pair as usize].get_or_insert(own) == own)
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
    let stays = |at: &usize| changed.binary_search_by_key(at, |c| c.place.at as usize).is_err();
    keys.into_iter().filter_map(|k| Some((at(&k).filter(stays)?, k))).collect()
}

/// Numbers of changed keys by hash, as they are gone through, for hashes that several will have.
struct Earlier(HashMap<i64, Vec<usize>>);

impl Earlier {
    fn among(changed: &[KeyChange]) -> Earlier {
        let mut hashes: Vec<i64> = changed.iter().map(|c| c.place.hash).collect();
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
