//! Writing what a draft says. No Python code runs, nothing is freed before the last write, and nothing can
//! fail.

use theseus_object::payload::{Dict, FrozenSet, WeakRef};
use theseus_object::roots::{Root, RootVisitor};
use theseus_object::scan::{Ledger, Targets};
use theseus_object::{Cx, Kind, ObjRef, TypeObj};

use crate::draft::{Draft, Hint};
use crate::record::{Record, entry_place};

/// Writes everything; what was displaced is dropped at the end.
pub fn commit(cx: &mut Cx, draft: Draft, record: &mut Record) {
    let mut displaced = Vec::new();
    let pairs = record.pairs.clone();
    for (holder, first, slots) in draft.ledger.runs() {
        let mut left = slots.iter().zip(&draft.hints[first..]).filter(|(_, hint)| hint.is_plain()).peekable();
        cx.heap.write_slots(&holder, &mut displaced, |ordinal, _, _| {
            let (slot, _) = left.next_if(|(s, _)| s.ordinal == ordinal)?;
            Some(pairs[slot.target as usize].1.clone())
        });
        // The pairs keep the old objects, so that none is freed here.
        displaced.clear();
    }
    let wanted = draft.roots.iter().map(|r| r.root).collect();
    write_roots(cx, &pairs, wanted, &mut displaced);
    for (dict, at, pair) in plain_keys(&draft.ledger, &draft.hints) {
        let Some((_, after)) = draft.hashes[pair] else { continue };
        let Some(d) = cx.heap.get_mut::<Dict>(&dict) else { continue };
        drop(d.rekey_at(at, after, pairs[pair].1.clone()));
    }
    for change in &draft.dicts {
        let Some(d) = cx.heap.get_mut::<Dict>(&change.dict) else { continue };
        for at in &change.removed {
            displaced.extend(d.remove_at(*at).into_iter().flat_map(|(k, v)| [k, v]));
        }
        for key in &change.keys {
            displaced.extend(d.rekey_at(key.place.at as usize, key.place.hash, key.key.clone()));
        }
    }
    for (change, done) in draft.sets.iter().zip(&mut record.sets) {
        forget_hash(cx, &change.set);
        let Some(t) = cx.heap.set_table_mut(&change.set) else { continue };
        displaced.extend(t.rearrange(change.keys.clone()).into_iter().filter_map(|p| p.key));
        done.changes = t.changes();
    }
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
    for change in &draft.dicts {
        change.keys.iter().for_each(|k| set_weak_hash(cx, &k.key, k.place.hash));
    }
    for change in &draft.sets {
        change.keys.iter().for_each(|(hash, key)| set_weak_hash(cx, key, *hash));
    }
    for (class, name) in &draft.attributes {
        cx.class_attribute_changed(class, name);
    }
    forget(cx, &pairs);
    drop(draft);
    drop(displaced);
}

/// Keys that are exchanged in dicts of which nothing else is to be known, with position and pair.
pub fn plain_keys(ledger: &Ledger, hints: &[Hint]) -> impl Iterator<Item = (ObjRef, usize, usize)> {
    ledger.runs().flat_map(|(holder, first, slots)| {
        let keys = slots.iter().zip(&hints[first..]).filter(|(_, hint)| **hint == Hint::KEY);
        keys.map(move |(slot, _)| (holder.clone(), entry_place(slot), slot.target as usize))
    })
}

/// Instances of old classes with the pair.
pub fn instances(ledger: &Ledger, hints: &[Hint]) -> impl Iterator<Item = (ObjRef, usize)> {
    ledger.runs().flat_map(|(holder, first, slots)| {
        let found = slots.iter().zip(&hints[first..]).find(|(_, hint)| **hint == Hint::CLASS);
        found.map(|(slot, _)| (holder, slot.target as usize))
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
