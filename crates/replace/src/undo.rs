//! Undoing: each place that was written and still holds what was written gets back what it held.

use theseus_object::edges::Relation;
use theseus_object::instance::Shape;
use theseus_object::payload::Dict;
use theseus_object::roots::{Place, Role, Root};
use theseus_object::scan::FoundSlot;
use theseus_object::{Cx, ObjRef, TypeObj};

use crate::commit::{forget, forget_hash, set_weak_hash, write_roots};
use crate::record::{DictRecord, Holder, Record, SetRecord, Trail, value_place};

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
    for d in &mut record.dicts {
        undo_dict(cx, d, &pairs, &mut displaced);
    }
    for s in &record.sets {
        undo_set(cx, s, &pairs, &mut displaced);
    }
    for (i, holder) in record.holders.iter().enumerate() {
        if let Some(o) = holder.watch.get(cx) {
            undo_slots(cx, &o, holder, record.slots_of(i), &pairs, &mut displaced);
        }
    }
    undo_roots(cx, record, &pairs, &mut displaced);
    for (watch, pair) in &record.instances {
        let (old, new) = &pairs[*pair as usize];
        if let (Some(o), Some(old), Some(new)) = (watch.get(cx), TypeObj::of(old), TypeObj::of(new))
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

/// Plain slots of one holder.
fn undo_slots(
    cx: &mut Cx,
    o: &ObjRef,
    holder: &Holder,
    slots: &[FoundSlot],
    pairs: &[(ObjRef, ObjRef)],
    displaced: &mut Vec<ObjRef>,
) {
    match &holder.trail {
        Trail::Hashes(hashes) => {
            for (slot, hash) in slots.iter().zip(hashes) {
                let (old, new) = &pairs[slot.target as usize];
                displaced.extend(undo_value(cx, o, value_place(*slot), *hash, old, new));
            }
        }
        Trail::Shape(shape) if cx.inline_shape(o).is_none() => {
            for slot in slots {
                let (old, new) = &pairs[slot.target as usize];
                displaced.extend(undo_attribute(cx, o, shape, slot.ordinal as usize, old, new));
            }
        }
        _ => {
            let mut left = slots.iter().peekable();
            cx.heap.write_slots(o, displaced, |ordinal, held, _| {
                let slot = left.next_if(|s| s.ordinal == ordinal)?;
                let (old, new) = &pairs[slot.target as usize];
                held.is(new).then(|| old.clone())
            });
        }
    }
}

/// The value of a key, wherever its entry stands now.
fn undo_value(
    cx: &mut Cx,
    dict: &ObjRef,
    at: usize,
    hash: i64,
    old: &ObjRef,
    new: &ObjRef,
) -> Option<ObjRef> {
    let d = cx.heap.get_mut::<Dict>(dict)?;
    let here = |at: usize| d.entry_hash(at) == hash && d.value_at(at).is_some_and(|v| v.is(new));
    let found = if here(at) { Some(at) } else { (0..d.end()).find(|at| here(*at)) };
    d.set_value_at(found?, old.clone())
}

/// An attribute that lay inline and has moved to the instance's dict.
fn undo_attribute(
    cx: &mut Cx,
    o: &ObjRef,
    shape: &Shape,
    slot: usize,
    old: &ObjRef,
    new: &ObjRef,
) -> Option<ObjRef> {
    let name = shape.names().get(slot.checked_sub(o.ty().data.layout.members)?)?;
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
    for &(at, before, after, pair) in &record.keys {
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
    for (watch, _, pair) in &record.bases {
        let (old, new) = &pairs[*pair as usize];
        if let Some(class) = watch.get(cx) {
            relinearise(cx, &class, &[(new.clone(), old.clone())], displaced);
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
