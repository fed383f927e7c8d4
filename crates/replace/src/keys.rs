//! Containers that hash what a replacement changes: what is to be hashed anew, and which keys collide.
//!
//! Python code runs here only, through [`Memo`]: each question is asked once, and after a round in
//! which something was asked the heap is looked at again.

use hashbrown::{HashMap, HashSet};

use theseus_object::edges::Relation;
use theseus_object::ops::native_eq;
use theseus_object::payload::{Dict, Exception};
use theseus_object::scan::Targets;
use theseus_object::{Cx, Kind, ObjRef, PyResult, Raised};

use crate::conflict::{Conflict, Reason};
use crate::draft::{Draft, Rules, relations};
use crate::policy::KeyPolicy;
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
    /// How many places the audit hooks were told of.
    pub audited: Option<usize>,
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
    /// In order of addresses, once all are found.
    objects: Vec<ObjRef>,
    /// Those whose holders are not sought yet.
    fresh: Vec<ObjRef>,
    containers: HashMap<usize, Container>,
    /// Addresses in the order in which the containers were found.
    order: Vec<usize>,
}

struct Container {
    holder: ObjRef,
    /// Positions of keys that change, with the pair if the key itself is replaced.
    keys: Vec<(usize, Option<u32>)>,
}

/// Whether the hash of an object follows from what it holds, by native rules.
pub fn hashes_by_content(o: &ObjRef) -> bool {
    let base = o.ty().solid_base();
    let native = theseus_object::TypeObj::of(&base).and_then(|t| t.slots().hash).map(|f| f as usize);
    o.ty().data.payload.shadow.is_some() && o.ty().slots().hash.map(|f| f as usize) == native
}

impl Tainted {
    /// A key at a position of a container is replaced.
    pub fn key(&mut self, holder: &ObjRef, at: usize, pair: Option<u32>) {
        let address = holder.address();
        let container = self.containers.entry(address).or_insert_with(|| {
            self.order.push(address);
            Container { holder: holder.clone(), keys: Vec::with_capacity(1) }
        });
        container.keys.push((at, pair));
        if hashes_by_content(holder) {
            self.object(holder);
        }
    }

    /// The hash of an object changes.
    pub fn object(&mut self, o: &ObjRef) {
        self.fresh.push(o.clone());
    }

    /// Whether the hash of an object changes.
    fn has(&self, o: &ObjRef) -> bool {
        self.objects.binary_search_by_key(&o.address(), ObjRef::address).is_ok()
    }

    /// Finds who holds objects whose hash changes, to any depth: one more pass over the heap a level.
    pub fn spread(&mut self, cx: &Cx) {
        loop {
            let mut fresh = std::mem::take(&mut self.fresh);
            fresh.sort_unstable_by_key(ObjRef::address);
            fresh.dedup_by_key(|o| o.address());
            fresh.retain(|o| !self.has(o));
            if fresh.is_empty() {
                return;
            }
            let found = cx.scan(&Targets::new(&fresh));
            self.objects.append(&mut fresh);
            self.objects.sort_unstable_by_key(ObjRef::address);
            for (holder, _, slots) in found.ledger.runs() {
                for relation in relations(cx, &holder, slots) {
                    if let Relation::Key(at) = relation {
                        self.key(&holder, at, None);
                    }
                }
                if hashes_by_content(&holder) {
                    self.object(&holder);
                }
            }
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
    for address in &tainted.order {
        let Some(container) = tainted.containers.get(address) else { continue };
        let is_dict = container.holder.has_payload::<Dict>();
        let Some(changed) = changed_keys(cx, rules, memo, tainted, container, draft)? else { continue };
        if is_dict {
            plan_dict(cx, rules.keys, memo, &container.holder, changed, draft)?;
        } else {
            plan_set(cx, memo, &container.holder, changed, draft)?;
        }
    }
    Ok(())
}

/// The keys of a container that change; nothing if one of them has no hash.
fn changed_keys(
    cx: &mut Cx,
    rules: &Rules,
    memo: &mut Memo,
    tainted: &Tainted,
    container: &Container,
    draft: &mut Draft,
) -> PyResult<Option<Vec<Changed>>> {
    let mut seen = HashSet::new();
    let mut list = Vec::with_capacity(container.keys.len());
    // A key that is replaced is not only hashed anew.
    let mut keys = container.keys.clone();
    keys.sort_by_key(|(at, pair)| (*at, pair.is_none()));
    for (at, pair) in keys {
        if !seen.insert(at) {
            continue;
        }
        let entry = match cx.heap.get::<Dict>(&container.holder) {
            Some(d) => d.entry(at).map(|(k, _)| (k.clone(), d.entry_hash(at))),
            None => cx.heap.set_table(&container.holder).and_then(|t| {
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
                    draft.conflicts.push(unhashable_key(&container.holder, &why));
                    return Ok(None);
                }
            },
        };
        match memo.hash(cx, &stand_in)? {
            Ok(hash) => list.push(Changed { at, before, hash, key, stand_in, pair }),
            Err(why) => {
                draft.conflicts.push(unhashable_key(&container.holder, &why));
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

fn plan_dict(
    cx: &mut Cx,
    policy: KeyPolicy,
    memo: &mut Memo,
    dict: &ObjRef,
    changed: Vec<Changed>,
    draft: &mut Draft,
) -> PyResult<()> {
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
    Ok(())
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
