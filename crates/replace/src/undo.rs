//! Undoing: each place that was written and still holds what was written gets back what it held.

use theseus_object::edges::Relation;
use theseus_object::instance::Shape;
use theseus_object::payload::Dict;
use theseus_object::roots::{Place, Role, Root};
use theseus_object::scan::FoundSlot;
use theseus_object::{Cx, ObjRef, TypeObj};

use crate::commit::{forget, forget_hash, instances, plain_keys, set_weak_hash, write_roots};
use crate::draft::Hint;
use crate::record::{DictRecord, Record, SetRecord, entry_place};

/// Undoes what the record tells.
pub fn undo(cx: &mut Cx, record: &mut Record) {
    let mut displaced = Vec::new();
    let pairs = record.pairs.clone();
    // Keys first: values are found by the hashes of keys as they were.
    for (pair, weak) in &record.weak {
        let (old, new) = &pairs[*pair as usize];
        let there = cx.weakrefs_of(new);
        let weak: Vec<ObjRef> =
            weak.iter().filter_map(|w| w.get(cx)).filter(|w| there.iter().any(|t| t.is(w))).collect();
        if !weak.is_empty() {
            cx.redirect_weakrefs(&weak, new, old);
        }
    }
    for (dict, at, pair) in plain_keys(&record.ledger, &record.hints) {
        let (old, new) = &pairs[pair];
        let Some((before, after)) = record.hashes[pair] else { continue };
        let Some(d) = cx.heap.get_mut::<Dict>(&dict) else { continue };
        // The entry may stand elsewhere now.
        let here = d.entry_hash(at) == after && d.entry(at).is_some_and(|(key, _)| key.is(new));
        let at = if here { Some(at) } else { d.find(after, |k| k.is(new)) };
        drop(at.map(|at| d.rekey_at(at, before, old.clone())));
    }
    for d in &mut record.dicts {
        undo_dict(cx, d, &pairs, &mut displaced);
    }
    for s in &record.sets {
        undo_set(cx, s, &pairs, &mut displaced);
    }
    let mut news = Vec::new();
    for (o, first, slots) in record.ledger.runs() {
        undo_slots(cx, record, &o, first, slots, &mut news);
        // The pairs keep the new objects, so that none is freed here.
        news.clear();
    }
    undo_roots(cx, record, &pairs, &mut displaced);
    for (o, pair) in instances(&record.ledger, &record.hints) {
        let (old, new) = &pairs[pair];
        if let (Some(old), Some(new)) = (TypeObj::of(old), TypeObj::of(new))
            && o.ty().is(new)
        {
            cx.set_class(&o, old);
        }
    }
    undo_bases(cx, record, &pairs, &mut displaced);
    for (watch, name) in &record.attributes {
        if let Some(class) = watch.get(cx) {
            cx.class_attribute_changed(&class, name);
        }
    }
    let back: Vec<(ObjRef, ObjRef)> = pairs.into_iter().map(|(old, new)| (new, old)).collect();
    forget(cx, &back);
    drop(displaced);
}

/// Plain slots of one holder; `first` is the place of the first in the ledger.
fn undo_slots(
    cx: &mut Cx,
    record: &Record,
    o: &ObjRef,
    first: usize,
    slots: &[FoundSlot],
    displaced: &mut Vec<ObjRef>,
) {
    let pair = |slot: &FoundSlot| &record.pairs[slot.target as usize];
    let hints = &record.hints[first..first + slots.len()];
    let plain = || slots.iter().zip(hints).filter(|(_, hint)| hint.is_plain());
    let shape = cx.inline_shape(o);
    for (slot, hint) in plain() {
        let (old, new) = pair(slot);
        if hint.is_value() {
            displaced.extend(undo_value(cx, o, entry_place(slot), *hint, old, new));
        } else if let Some(before) = hint.shape(&record.shapes).filter(|_| shape.is_none()) {
            displaced.extend(undo_attribute(cx, o, before, slot.ordinal, old, new));
        }
    }
    let members = o.ty().data.layout.members;
    let name = |shape: &Shape, ordinal| attribute_name(shape, members, ordinal).map(ObjRef::address);
    let mut left = plain().filter(|(_, hint)| !hint.is_value()).peekable();
    cx.heap.write_slots(o, displaced, |ordinal, held, _| {
        while left.next_if(|(s, _)| s.ordinal < ordinal).is_some() {}
        let (slot, hint) = left.next_if(|(s, _)| s.ordinal == ordinal)?;
        let (old, new) = pair(slot);
        // Attributes may have come and gone: another one may lie there now.
        let moved = shape.zip(hint.shape(&record.shapes)).is_some_and(|(now, before)| {
            !std::ptr::eq(now, before) && name(now, ordinal) != name(before, ordinal)
        });
        (held.is(new) && !moved).then(|| old.clone())
    });
}

/// The name of an attribute that lies inline.
fn attribute_name(shape: &Shape, members: usize, ordinal: u32) -> Option<&ObjRef> {
    shape.names().get((ordinal as usize).checked_sub(members)?)
}

/// The value of a key, wherever its entry stands now.
fn undo_value(
    cx: &mut Cx,
    dict: &ObjRef,
    at: usize,
    hint: Hint,
    old: &ObjRef,
    new: &ObjRef,
) -> Option<ObjRef> {
    let d = cx.heap.get_mut::<Dict>(dict)?;
    let here = |at: usize| Hint::hash(d.entry_hash(at)) == hint && d.value_at(at).is_some_and(|v| v.is(new));
    let found = if here(at) { Some(at) } else { (0..d.end()).find(|at| here(*at)) };
    d.set_value_at(found?, old.clone())
}

/// An attribute that lay inline and has moved to the instance's dict.
fn undo_attribute(
    cx: &mut Cx,
    o: &ObjRef,
    shape: &Shape,
    ordinal: u32,
    old: &ObjRef,
    new: &ObjRef,
) -> Option<ObjRef> {
    let name = attribute_name(shape, o.ty().data.layout.members, ordinal)?;
    let dict = cx.existing_dict(o)?;
    let held = cx.namespace_get(&dict, name)?;
    if held.is(new) { cx.namespace_set(&dict, name, old.clone()) } else { None }
}

fn undo_roots(cx: &mut Cx, record: &Record, pairs: &[(ObjRef, ObjRef)], displaced: &mut Vec<ObjRef>) {
    for r in &record.roots {
        let (old, new) = &pairs[r.pair as usize];
        let back = [(new.clone(), old.clone())];
        let Place::Frame { role, .. } = r.root.place else {
            write_roots(cx, &back, vec![r.root], displaced);
            continue;
        };
        // A temporary is gone when its instruction has ended.
        let (Some(keeper), Role::Local, Relation::Local(register)) =
            (r.keeper.as_ref().and_then(|w| w.get(cx)), role, r.root.relation)
        else {
            continue;
        };
        match (cx.upcalls.frames.running)(cx, &keeper) {
            Some((machine, depth)) => {
                let root = Root { place: Place::Frame { machine, depth, role }, ..r.root };
                write_roots(cx, &back, vec![root], displaced);
            }
            None => {
                cx.heap.write_slots(&keeper, displaced, |_, held, relation| {
                    (relation == Relation::Local(register) && held.is(new)).then(|| old.clone())
                });
            }
        }
    }
}

fn undo_dict(cx: &mut Cx, record: &mut DictRecord, pairs: &[(ObjRef, ObjRef)], displaced: &mut Vec<ObjRef>) {
    let Some(dict) = record.watch.get(cx) else { return };
    for place in &record.keys {
        let (at, pair, before, after) = (place.at as usize, place.pair(), place.before, place.hash);
        let Some(d) = cx.heap.get_mut::<Dict>(&dict) else { return };
        // The entry may stand elsewhere now.
        let new = pair.map(|pair| &pairs[pair as usize].1);
        let moved = new.and_then(|new| d.find(after, |k| k.is(new)));
        let at = if d.entry_hash(at) == after { Some(at) } else { moved };
        let Some((at, (key, _))) = at.and_then(|at| Some((at, d.entry(at)?))) else { continue };
        let key = match pair {
            Some(pair) if key.is(&pairs[pair as usize].1) => pairs[pair as usize].0.clone(),
            Some(_) => continue,
            None => key.clone(),
        };
        displaced.extend(d.rekey_at(at, before, key.clone()));
        set_weak_hash(cx, &key, before);
    }
    let Some(d) = cx.heap.get_mut::<Dict>(&dict) else { return };
    for (at, hash, key, value) in record.removed.drain(..) {
        if let Some((key, value)) = d.put_back(at, hash, key, value)
            && d.find(hash, |k| k.is(&key)).is_none()
        {
            d.insert_new(hash, key, value);
        }
    }
}

fn undo_set(cx: &mut Cx, record: &SetRecord, pairs: &[(ObjRef, ObjRef)], displaced: &mut Vec<ObjRef>) {
    let Some(set) = record.watch.get(cx) else { return };
    let Some(t) = cx.heap.set_table_mut(&set) else { return };
    if t.changes() == record.changes {
        let old = |address: usize| pairs.iter().map(|(old, _)| old).find(|o| o.address() == address).cloned();
        displaced.extend(t.restore(&record.before, old));
        let keys: Vec<(ObjRef, i64)> = t.iter().map(|(k, hash)| (k.clone(), hash)).collect();
        keys.iter().for_each(|(k, hash)| set_weak_hash(cx, k, *hash));
        forget_hash(cx, &set);
        return;
    }
    // The set has changed since: only what was replaced goes back.
    for pair in &record.pairs {
        let (old, new) = &pairs[*pair as usize];
        let there = t.iter().find(|(k, _)| k.is(new)).map(|(_, hash)| hash);
        let Some(at) = there.and_then(|hash| t.find(hash, |k| k.is(new))) else { continue };
        let Some(hash) = record.before.hash_of(old.address()) else { continue };
        displaced.extend(t.remove_at(at));
        t.insert_new(hash, old.clone());
    }
}

/// Classes whose old base came back into the tuple of their bases.
fn undo_bases(cx: &mut Cx, record: &Record, pairs: &[(ObjRef, ObjRef)], displaced: &mut Vec<ObjRef>) {
    for place in &record.bases {
        let (old, new) = &pairs[place.pair as usize];
        if let Some(class) = place.class.get(cx) {
            relinearise(cx, &class, &[(new.clone(), old.clone())], displaced);
            if let (Some(old), Some(class)) = (TypeObj::of(old), TypeObj::of(&class)) {
                old.move_subclass(class, place.age);
            }
        }
    }
}

/// Gives a class and those below it the MRO that follows from their bases.
fn relinearise(cx: &mut Cx, class: &ObjRef, moves: &[(ObjRef, ObjRef)], displaced: &mut Vec<ObjRef>) {
    let Some(bases) = TypeObj::of(class).map(|t| t.data.bases.clone()) else { return };
    let list = cx.heap.tuple(&bases).map(<[ObjRef]>::to_vec).unwrap_or_default();
    let moves: Vec<_> = moves.iter().filter(|(_, to)| list.iter().any(|b| b.is(to))).cloned().collect();
    let made = cx.linearise(class, &list).and_then(|mro| Ok((mro, cx.best_base(&list)?)));
    let Ok((mro, base)) = made else {
        cx.take_exception();
        return;
    };
    let mro = cx.new_tuple(mro);
    displaced.extend(cx.rebase(class, base, mro, &moves));
    for sub in TypeObj::of(class).map(TypeObj::subclasses).unwrap_or_default() {
        relinearise(cx, &sub, &[], displaced);
    }
    cx.refresh_slots(class);
}
