//! Writing what a draft says. No Python code runs, nothing is freed before the last write, and nothing can
//! fail.

use theseus_object::payload::{Dict, FrozenSet, WeakRef};
use theseus_object::roots::{Root, RootVisitor};
use theseus_object::scan::{Ledger, LedgerBuilder, Targets};
use theseus_object::{Cx, Kind, ObjRef, TypeObj};

use crate::draft::{Draft, Hint, Hints};
use crate::keys::{Gone, key_at, key_ordinal};
use crate::record::{GoneRecord, Hashes, KeyRecord, Record};

/// Writes everything; what was displaced is dropped at the end.
pub fn commit(cx: &mut Cx, mut draft: Draft, record: &mut Record) {
    let mut displaced = Vec::new();
    let pairs = record.pairs.clone();
    for (holder, first, slots) in draft.ledger.runs() {
        let hints = draft.hints.run(first, slots.len());
        let plain = slots.iter().zip(hints).filter(|(_, hint)| hint.is_plain()).map(|(slot, _)| slot);
        let mut left = plain.clone().peekable();
        cx.heap.write_slots(&holder, plain.map(|s| s.ordinal), &mut displaced, |ordinal, _, _| {
            let slot = left.next_if(|s| s.ordinal == ordinal)?;
            Some(pairs[slot.target() as usize].1.clone())
        });
        // The pairs keep the old objects, so that none is freed here.
        displaced.clear();
    }
    let wanted = draft.roots.iter().map(|r| r.root).collect();
    write_roots(cx, &pairs, wanted, &mut displaced);
    let mut weak_keys = Vec::new();
    record.keys = change_keys(cx, &mut draft, &pairs, &mut displaced, &mut weak_keys);
    for (o, pair) in instances(&draft.ledger, &draft.hints) {
        if let Some(class) = TypeObj::of(&pairs[pair].1) {
            cx.set_class(&o, class);
        }
    }
    for r in &draft.rebases {
        displaced.extend(cx.rebase(&r.class, r.base.clone(), r.mro.clone(), &r.moves));
    }
    for r in &draft.rebases {
        cx.refresh_slots(&r.class);
    }
    for (pair, weak) in &draft.weak {
        let (old, new) = &pairs[*pair as usize];
        cx.redirect_weakrefs(weak, old, new);
    }
    weak_keys.into_iter().for_each(|(key, hash)| set_weak_hash(cx, &key, hash));
    for (class, name) in &draft.attributes {
        cx.class_attribute_changed(class, name);
    }
    forget(cx, &pairs);
    drop(draft);
    drop(displaced);
}

/// Entries go, keys are exchanged or hashed anew; what was done, for undoing.
fn change_keys(
    cx: &mut Cx,
    draft: &mut Draft,
    pairs: &[(ObjRef, ObjRef)],
    displaced: &mut Vec<ObjRef>,
    weak_keys: &mut Vec<(ObjRef, i64)>,
) -> KeyRecord {
    let mut record = KeyRecord { hashes: vec![None; pairs.len()], ..KeyRecord::default() };
    for Gone { holder, at } in &draft.gone {
        let Some((key, hash)) = key_at(cx, holder, *at) else { continue };
        let value = match cx.heap.get_mut::<Dict>(holder) {
            Some(d) => d.remove_at(*at).map(|(_, value)| value),
            None => cx.heap.set_table_mut(holder).and_then(|t| t.remove_at(*at)).and(None),
        };
        record.gone.push(GoneRecord { holder: cx.watch(holder), at: *at, hash, key, value });
    }
    let mut rekeyed = LedgerBuilder::default();
    for (holder, changes) in draft.changes.iter() {
        forget_hash(cx, holder);
        let (mut taken, mut put) = (Vec::new(), Vec::new());
        for c in changes {
            let at = c.at() as usize;
            let (Some((key, before)), after) = (key_at(cx, holder, at), c.hash(&draft.hashes)) else {
                continue;
            };
            let key = match c.pair() {
                Some(pair) => {
                    let usual = record.hashes[pair as usize].get_or_insert(Hashes { before, after });
                    if usual.before != before {
                        record.odd.extend(number(&draft.ledger, holder, at).map(|i| (i, before)));
                    }
                    pairs[pair as usize].1.clone()
                }
                None => {
                    rekeyed.add(holder, c.at(), after as u32);
                    record.before.push(before);
                    if key.has_payload::<WeakRef>() {
                        weak_keys.push((key.clone(), after));
                    }
                    key
                }
            };
            match cx.heap.get_mut::<Dict>(holder) {
                Some(d) => displaced.extend(d.rekey_at(at, after, key)),
                None => {
                    taken.push(at);
                    put.push((after, key));
                }
            }
        }
        // The record keeps the old objects, and keys that stay are put back: none is freed here.
        displaced.clear();
        if let Some(t) = cx.heap.set_table_mut(holder).filter(|_| !taken.is_empty()) {
            let (_, before) = t.exchange(&taken, put);
            record.arranged.extend(before.map(|before| (holder.address(), before)));
        }
    }
    record.odd.sort_unstable();
    record.rekeyed = rekeyed.finish(cx);
    record
}

/// The number of a key's place in the ledger.
fn number(ledger: &Ledger, holder: &ObjRef, at: usize) -> Option<u32> {
    let mut places = ledger.slots_of(holder);
    let is_there = |i: &usize| ledger.slot(*i).is_some_and(|slot| key_ordinal(holder, at) == slot.ordinal);
    places.find(is_there).map(|i| i as u32)
}

/// Instances of old classes with the pair.
pub fn instances(ledger: &Ledger, hints: &Hints) -> impl Iterator<Item = (ObjRef, usize)> {
    ledger.runs().flat_map(|(holder, first, slots)| {
        let found = slots.iter().zip(hints.run(first, slots.len())).find(|(_, hint)| *hint == Hint::CLASS);
        found.map(|(slot, _)| (holder, slot.target() as usize))
    })
}

/// A weak reference that is a key knows its hash, also when its object is gone.
pub fn set_weak_hash(cx: &mut Cx, key: &ObjRef, hash: i64) {
    if let Some(w) = cx.heap.get_mut::<WeakRef>(key) {
        w.hash.set(Some(hash));
    }
}

/// A frozenset's hash is worked out again.
pub fn forget_hash(cx: &mut Cx, set: &ObjRef) {
    if let Some(f) = cx.heap.get_mut::<FrozenSet>(set) {
        f.hash.set(None);
    }
}

/// Instructions that remember objects by their address forget them.
pub fn forget(cx: &mut Cx, pairs: &[(ObjRef, ObjRef)]) {
    let data = |o: &ObjRef| {
        matches!(
            o.kind(),
            Kind::Instance | Kind::List | Kind::Tuple | Kind::Set | Kind::FrozenSet | Kind::Str | Kind::Bytes
        ) || matches!(o.kind(), Kind::Int | Kind::BigInt | Kind::Float | Kind::ByteArray)
    };
    if pairs.iter().any(|(old, new)| !data(old) || !data(new)) {
        (cx.upcalls.frames.rebind)(cx, pairs);
    }
}

struct WriteRoots<'a> {
    targets: Targets,
    pairs: &'a [(ObjRef, ObjRef)],
    wanted: Vec<Root>,
    displaced: &'a mut Vec<ObjRef>,
}

impl RootVisitor for WriteRoots<'_> {
    fn root(&mut self, slot: &mut ObjRef, root: Root) {
        if let Some(pair) = self.targets.find(slot)
            && self.wanted.contains(&root)
        {
            let new = self.pairs[pair as usize].1.clone();
            self.displaced.push(std::mem::replace(slot, new));
        }
    }
}

/// Writes the second of a pair into those of the roots that hold the first.
pub fn write_roots(cx: &mut Cx, pairs: &[(ObjRef, ObjRef)], wanted: Vec<Root>, displaced: &mut Vec<ObjRef>) {
    if wanted.is_empty() {
        return;
    }
    let targets = Targets::new(pairs.iter().map(|(old, _)| old));
    let mut write = WriteRoots { targets, pairs, wanted, displaced };
    (cx.upcalls.frames.visit)(cx, &mut write);
}
