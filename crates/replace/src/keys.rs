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

    /// Finds who holds objects whose hash changes, to any depth: one more pass over the heap a level.
    pub fn spread(&mut self, cx: &Cx) {
        loop {
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
    }
}

/// A key of a dict that changes, or whose hash does.
pub struct KeyChange {
    pub at: usize,
    pub before: i64,
    pub hash: i64,
    pub key: ObjRef,
    pub pair: Option<u32>,
}

pub struct DictChange {
    pub dict: ObjRef,
    pub keys: Box<[KeyChange]>,
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

/// A changed key with what stands for it in comparisons.
struct Changed {
    at: usize,
    before: i64,
    hash: i64,
    key: ObjRef,
    stand_in: ObjRef,
    pair: Option<u32>,
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
        let listed = plan_container(cx, rules, memo, tainted, &holder, keys, draft)?;
        if listed {
            let hints = Rc::make_mut(&mut draft.hints)[first..first + slots.len()].iter_mut();
            hints.filter(|hint| hint.is_key()).for_each(|hint| *hint = Hint::LISTED);
        }
    }
    for address in tainted.order.iter().filter(|address| !done.contains(*address)) {
        let Some(container) = tainted.containers.get(address) else { continue };
        plan_container(cx, rules, memo, tainted, &container.holder, container.places().collect(), draft)?;
    }
    Ok(())
}

/// Positions of keys that change, with the pair if the key itself is replaced.
type KeyPlaces = Vec<(usize, Option<u32>)>;

/// Works out one container; says whether the draft lists what becomes of it.
fn plan_container(
    cx: &mut Cx,
    rules: &Rules,
    memo: &mut Memo,
    tainted: &Tainted,
    holder: &ObjRef,
    keys: KeyPlaces,
    draft: &mut Draft,
) -> PyResult<bool> {
    let changed = match changed_keys(cx, rules, memo, tainted, holder, keys, draft) {
        Ok(Some(changed)) => changed,
        Ok(None) => return Ok(false),
        // What cannot be is not asked for its hash in vain: the conflicts are told.
        Err(_) if !draft.conflicts.is_empty() && cx.catch(&cx.excs.exception.clone()) => return Ok(false),
        Err(raised) => return Err(raised),
    };
    if holder.has_payload::<Dict>() {
        return plan_dict(cx, rules.keys, memo, holder, changed, draft);
    }
    plan_set(cx, memo, holder, changed, draft)?;
    Ok(true)
}

/// The keys of a container that change; nothing if one of them has no hash.
fn changed_keys(
    cx: &mut Cx,
    rules: &Rules,
    memo: &mut Memo,
    tainted: &Tainted,
    holder: &ObjRef,
    mut keys: KeyPlaces,
    draft: &mut Draft,
) -> PyResult<Option<Vec<Changed>>> {
    let mut list = Vec::with_capacity(keys.len());
    // A key that is replaced is not only hashed anew.
    keys.sort_by_key(|(at, pair)| (*at, pair.is_none()));
    keys.dedup_by_key(|(at, _)| *at);
    for (at, pair) in keys {
        let entry = match cx.heap.get::<Dict>(holder) {
            Some(d) => d.entry(at).map(|(k, _)| (k.clone(), d.entry_hash(at))),
            None => cx.heap.set_table(holder).and_then(|t| {
                let place = t.places().get(at)?;
                Some((place.key.clone()?, place.hash))
            }),
        };
        let Some((key, before)) = entry else { continue };
        let (key, stand_in) = match pair {
            Some(pair) => (rules.pairs[pair as usize].1.clone(), rules.pairs[pair as usize].1.clone()),
            None => match memo.stand_in(cx, rules, tainted, &key)? {
                Ok(shadow) => (key.clone(), shadow),
                Err(why) => {
                    draft.conflicts.push(unhashable_key(holder, &why));
                    return Ok(None);
                }
            },
        };
        match memo.hash(cx, &stand_in)? {
            Ok(hash) => list.push(Changed { at, before, hash, key, stand_in, pair }),
            Err(why) => {
                draft.conflicts.push(unhashable_key(holder, &why));
                return Ok(None);
            }
        }
    }
    Ok(Some(list))
}

fn unhashable_key(holder: &ObjRef, why: &str) -> Conflict {
    Conflict::new(Reason::Unhashable, Some(holder), format!("{}: {why}", key_of(holder)))
}

/// A key of a container, in words.
fn key_of(holder: &ObjRef) -> String {
    let what = if holder.has_payload::<Dict>() { "key of" } else { "element of" };
    format!("{what} {}", words::noun(holder))
}

/// Keys with this hash among those of a container that do not change.
fn candidates(cx: &Cx, holder: &ObjRef, hash: i64, changed: &HashSet<usize>) -> Vec<(usize, ObjRef)> {
    let mut keys = Vec::new();
    if let Some(d) = cx.heap.get::<Dict>(holder) {
        d.find(hash, |k| {
            keys.push(k.clone());
            false
        });
        let at = |k: &ObjRef| d.find(hash, |other| other.is(k));
        return keys
            .into_iter()
            .filter_map(|k| Some((at(&k)?, k)))
            .filter(|(at, _)| !changed.contains(at))
            .collect();
    }
    let Some(t) = cx.heap.set_table(holder) else { return Vec::new() };
    t.find(hash, |k| {
        keys.push(k.clone());
        false
    });
    let at = |k: &ObjRef| t.find(hash, |other| other.is(k));
    keys.into_iter().filter_map(|k| Some((at(&k)?, k))).filter(|(at, _)| !changed.contains(at)).collect()
}

/// Places of changed keys by hash, as they are gone through.
#[derive(Default)]
struct Earlier(HashMap<i64, Vec<usize>>);

impl Earlier {
    /// Those before that have this hash; the one at `at`, of so many, is added.
    fn with_hash(&mut self, hash: i64, at: usize, of: usize) -> Vec<usize> {
        // One alone has none before it.
        if of == 1 {
            return Vec::new();
        }
        let list = self.0.entry(hash).or_default();
        let before = list.clone();
        list.push(at);
        before
    }
}

/// Works out a dict; says whether the draft lists what becomes of it.
fn plan_dict(
    cx: &mut Cx,
    policy: KeyPolicy,
    memo: &mut Memo,
    dict: &ObjRef,
    changed: Vec<Changed>,
    draft: &mut Draft,
) -> PyResult<bool> {
    let positions: HashSet<usize> = changed.iter().map(|c| c.at).collect();
    let mut removed: HashSet<usize> = HashSet::new();
    let mut earlier = Earlier::default();
    for (i, c) in changed.iter().enumerate() {
        let mut rivals = Vec::new();
        for (at, key) in candidates(cx, dict, c.hash, &positions) {
            if memo.equal(cx, &key, &c.stand_in)? {
                rivals.push((at, key));
            }
        }
        for other in earlier.with_hash(c.hash, i, changed.len()).into_iter().map(|at| &changed[at]) {
            if !removed.contains(&other.at) && memo.equal(cx, &other.stand_in, &c.stand_in)? {
                rivals.push((other.at, other.key.clone()));
            }
        }
        for (at, key) in rivals {
            let _ = match policy {
                KeyPolicy::Error => {
                    let (key, holder) = (words::short(cx, &key), key_of(dict));
                    let text = format!("{holder}: the key {key} is there already");
                    draft.conflicts.push(Conflict::new(Reason::KeyExists, Some(dict), text));
                    false
                }
                KeyPolicy::New => removed.insert(c.at),
                KeyPolicy::Old => removed.insert(at),
            };
        }
    }
    if removed.is_empty() && changed.iter().all(|c| is_plain(c, &mut draft.hashes)) {
        draft.plain_dicts += 1;
        return Ok(false);
    }
    let mut gone: Box<[usize]> = removed.iter().copied().collect();
    gone.sort_unstable();
    let keys = changed.into_iter().filter(|c| !removed.contains(&c.at)).map(|c| KeyChange {
        at: c.at,
        before: c.before,
        hash: c.hash,
        key: c.key,
        pair: c.pair,
    });
    let keys = keys.collect();
    draft.dicts.push(DictChange { dict: dict.clone(), keys, removed: gone });
    Ok(true)
}

/// Whether a key is exchanged and has the hashes of its pair, which the first one gives.
fn is_plain(c: &Changed, hashes: &mut [Option<(i64, i64)>]) -> bool {
    let own = (c.before, c.hash);
    c.pair.is_some_and(|pair| *hashes[pair as usize].get_or_insert(own) == own)
}

fn plan_set(
    cx: &mut Cx,
    memo: &mut Memo,
    set: &ObjRef,
    changed: Vec<Changed>,
    draft: &mut Draft,
) -> PyResult<()> {
    let positions: HashSet<usize> = changed.iter().map(|c| c.at).collect();
    let mut merged: HashSet<usize> = HashSet::new();
    let mut earlier = Earlier::default();
    for (i, c) in changed.iter().enumerate() {
        let mut same = false;
        for (_, key) in candidates(cx, set, c.hash, &positions) {
            same |= memo.equal(cx, &key, &c.stand_in)?;
        }
        for other in earlier.with_hash(c.hash, i, changed.len()).into_iter().map(|at| &changed[at]) {
            same |= !merged.contains(&other.at) && memo.equal(cx, &other.stand_in, &c.stand_in)?;
        }
        if same {
            merged.insert(c.at);
        }
    }
    let pairs = changed.iter().filter_map(|c| c.pair).collect();
    let by_place: HashMap<usize, Changed> = changed.into_iter().map(|c| (c.at, c)).collect();
    let Some(table) = cx.heap.set_table(set) else { return Ok(()) };
    let mut keys = Vec::new();
    for (at, place) in table.places().iter().enumerate().filter(|(at, _)| !merged.contains(at)) {
        match (by_place.get(&at), &place.key) {
            (Some(c), _) => keys.push((c.hash, c.key.clone())),
            (None, Some(key)) => keys.push((place.hash, key.clone())),
            (None, None) => {}
        }
    }
    draft.sets.push(SetChange { set: set.clone(), keys, pairs });
    Ok(())
}
