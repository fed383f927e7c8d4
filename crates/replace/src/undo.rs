//! Undoing: each place that was written and still holds what was written gets back what it held.

use theseus_object::edges::Relation;
use theseus_object::instance::Shape;
use theseus_object::payload::Dict;
use theseus_object::roots::{Place, Role, Root};
use theseus_object::scan::FoundSlot;
use theseus_object::{Cx, ObjRef, TypeObj};

use crate::commit::{forget, instances, write_roots};
use crate::draft::Hint;
use crate::record::{Record, entry_place};
use crate::rekey;

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
    let unknown = rekey::undo(cx, record);
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
    rekey::hash_anew(cx, unknown);
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
    let pair = |slot: &FoundSlot| &record.pairs[slot.target() as usize];
    let hints = record.hints.run(first, slots.len());
    let plain = || slots.iter().zip(hints.clone()).filter(|(_, hint)| hint.is_plain());
    let shape = cx.inline_shape(o);
    let mut last = 0;
    for (slot, hint) in plain() {
        let (old, new) = pair(slot);
        if hint.is_value() {
            displaced.extend(undo_value(cx, o, (entry_place(slot), &mut last), hint, old, new));
        } else if let Some(before) = hint.shape(&record.shapes).filter(|_| shape.is_none()) {
            displaced.extend(undo_attribute(cx, o, before, slot.ordinal, old, new));
        }
    }
    let members = o.ty().data.layout.members;
    let name = |shape: &Shape, ordinal| attribute_name(shape, members, ordinal).map(ObjRef::address);
    let mut left = plain().filter(|(_, hint)| !hint.is_value()).peekable();
    let wanted = plain().map(|(slot, _)| slot.ordinal);
    cx.heap.write_slots(o, wanted, displaced, |ordinal, held, _| {
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

/// The value of a key, wherever its entry stands now: where it stood, or else behind the last one found.
fn undo_value(
    cx: &mut Cx,
    dict: &ObjRef,
    (at, last): (usize, &mut usize),
    hint: Hint,
    old: &ObjRef,
    new: &ObjRef,
) -> Option<ObjRef> {
    let d = cx.heap.get_mut::<Dict>(dict)?;
    let here =
        |at: &usize| Hint::hash(d.entry_hash(*at)) == hint && d.value_at(*at).is_some_and(|v| v.is(new));
    let mut places = [at].into_iter().chain(*last..d.end()).chain(0..*last);
    let found = places.find(here)?;
    *last = found + 1;
    d.set_value_at(found, old.clone())
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
                cx.heap.write_slots(&keeper, 0.., displaced, |_, held, relation| {
                    (relation == Relation::Local(register) && held.is(new)).then(|| old.clone())
                });
            }
        }
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
