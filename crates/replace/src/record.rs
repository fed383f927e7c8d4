//! What was written, place by place, without keeping anything alive but the old objects: the log that
//! undoing goes by, and from which places are told.

use theseus_object::edges::{EdgeVisitor, Relation};
use theseus_object::heap::interp_of;
use theseus_object::instance::Shape;
use theseus_object::payload::Dict;
use theseus_object::payload::set::Arrangement;
use theseus_object::roots::Root;
use theseus_object::scan::{FoundSlot, Watch};
use theseus_object::{Cx, Kind, ObjRef};

use crate::draft::{Draft, relations};
use crate::words;

/// A holder of plain slots.
pub struct Holder {
    pub watch: Watch,
    /// Where its slots begin.
    pub first: u32,
    pub trail: Trail,
}

/// How places of a holder are found again when it has changed since.
pub enum Trail {
    None,
    /// Where attributes lay, that have moved to a dict.
    Shape(&'static Shape),
    /// Hashes of the keys of dict values, one for each slot.
    Hashes(Box<[i64]>),
}

impl Trail {
    fn of(cx: &Cx, holder: &ObjRef, slots: &[FoundSlot]) -> Trail {
        if let Some(d) = cx.heap.get::<Dict>(holder) {
            return Trail::Hashes(slots.iter().map(|s| d.entry_hash(value_place(*s))).collect());
        }
        // The slots of other payloads than a plain instance's are not its attributes alone.
        let shape = if holder.kind() == Kind::Instance { cx.inline_shape(holder) } else { None };
        shape.map_or(Trail::None, Trail::Shape)
    }
}

/// The position of a dict's value: keys and values take turns among the slots.
pub fn value_place(slot: FoundSlot) -> usize {
    slot.ordinal as usize / 2
}

/// A root that was written.
pub struct RootRecord {
    pub root: Root,
    pub pair: u32,
    /// Where a frame's variables go when it stops; nothing for roots that are no frame's.
    pub keeper: Option<Watch>,
    pub words: String,
    pub counted: bool,
}

/// A dict whose keys changed.
pub struct DictRecord {
    pub watch: Watch,
    /// Position, hash before and after, and the pair if the key was replaced.
    pub keys: Vec<(usize, i64, i64, Option<u32>)>,
    /// Entries that went: position, hash, key and value.
    pub removed: Vec<(usize, i64, ObjRef, ObjRef)>,
}

/// A set whose keys changed.
pub struct SetRecord {
    pub watch: Watch,
    pub before: Arrangement,
    /// How often the set had changed afterwards.
    pub changes: u32,
    pub pairs: Vec<u32>,
}

/// Everything that a replacement writes.
#[derive(Default)]
pub struct Record {
    pub pairs: Vec<(ObjRef, ObjRef)>,
    pub holders: Vec<Holder>,
    pub slots: Vec<FoundSlot>,
    pub roots: Vec<RootRecord>,
    pub instances: Vec<(Watch, u32)>,
    pub bases: Vec<(Watch, usize, u32)>,
    /// Positions of keys, for telling places.
    pub keys: Vec<(Watch, Vec<(usize, u32)>)>,
    pub dicts: Vec<DictRecord>,
    pub sets: Vec<SetRecord>,
    pub weak: Vec<(u32, Vec<Watch>)>,
    pub attributes: Vec<(Watch, ObjRef)>,
}

impl Record {
    /// The record of what the draft writes; made before it is written.
    pub fn new(cx: &Cx, pairs: &[(ObjRef, ObjRef)], draft: &Draft) -> Record {
        let watch = |o: &ObjRef| cx.watch(o);
        Record {
            pairs: pairs.to_vec(),
            holders: draft
                .plain()
                .zip(&draft.holders)
                .map(|((o, slots), (_, first))| Holder {
                    watch: watch(o),
                    first: *first,
                    trail: Trail::of(cx, o, slots),
                })
                .collect(),
            slots: draft.slots.clone(),
            roots: draft
                .roots
                .iter()
                .map(|r| RootRecord {
                    root: r.root,
                    pair: r.pair,
                    keeper: r.keeper.as_ref().map(watch),
                    words: r.words.clone(),
                    counted: r.counted,
                })
                .collect(),
            instances: draft.instances.iter().map(|(o, pair)| (watch(o), *pair)).collect(),
            bases: draft.bases.iter().map(|(o, at, pair)| (watch(o), *at, *pair)).collect(),
            keys: draft.keys.iter().map(|(o, list)| (watch(o), list.clone())).collect(),
            dicts: draft.dicts.iter().map(|change| dict_record(cx, change)).collect(),
            sets: draft
                .sets
                .iter()
                .filter_map(|change| {
                    let before = cx.heap.set_table(&change.set)?.arrangement();
                    Some(SetRecord {
                        watch: watch(&change.set),
                        before,
                        changes: 0,
                        pairs: change.pairs.clone(),
                    })
                })
                .collect(),
            weak: draft.weak.iter().map(|(pair, list)| (*pair, list.iter().map(watch).collect())).collect(),
            attributes: draft.attributes.iter().map(|(o, name)| (watch(o), name.clone())).collect(),
        }
    }

    /// The slots of the holder with a number.
    pub fn slots_of(&self, i: usize) -> &[FoundSlot] {
        let end = self.holders.get(i + 1).map_or(self.slots.len(), |h| h.first as usize);
        &self.slots[self.holders[i].first as usize..end]
    }

    /// References of the record itself, for the collector.
    pub fn edges(&mut self, v: &mut dyn EdgeVisitor) {
        for (old, new) in &mut self.pairs {
            v.fixed(old, Relation::Derived("old"));
            v.fixed(new, Relation::Derived("new"));
        }
        for (_, _, key, value) in self.dicts.iter_mut().flat_map(|d| &mut d.removed) {
            v.fixed(key, Relation::Derived("key"));
            v.fixed(value, Relation::Derived("value"));
        }
    }

    /// The places with their holders as far as these live; what is no object's is the interpreter's: no
    /// holder.
    pub fn places(&self, cx: &mut Cx) -> Vec<(Option<ObjRef>, String)> {
        let mut list = Vec::new();
        for (i, holder) in self.holders.iter().enumerate() {
            let Some(o) = holder.watch.get(cx) else { continue };
            let slots = self.slots_of(i);
            for relation in relations(cx, &o, slots) {
                list.extend(self.place(cx, &o, relation));
            }
        }
        for (watch, at, _) in &self.bases {
            list.extend(watch.get(cx).map(|o| (Some(o), format!("__bases__[{at}]"))));
        }
        for (watch, keys) in &self.keys {
            let Some(o) = watch.get(cx) else { continue };
            list.extend(keys.iter().map(|_| (Some(o.clone()), "key".to_string())));
        }
        for root in self.roots.iter().filter(|r| r.counted) {
            list.push((root.keeper.as_ref().and_then(|w| w.get(cx)), root.words.clone()));
        }
        for (watch, _) in &self.instances {
            list.extend(watch.get(cx).map(|o| (Some(o), "instance of".to_string())));
        }
        list
    }

    /// A plain place: an attribute of a class is the class's, not its dict's.
    fn place(&self, cx: &mut Cx, holder: &ObjRef, relation: Relation) -> Option<(Option<ObjRef>, String)> {
        if let (Relation::Value(at), Some(class)) = (relation, self.class_of(cx, holder)) {
            let name = cx.heap.get::<Dict>(holder)?.entry(at)?.0.text_or_empty();
            return Some((Some(class), format!(".{name}")));
        }
        if matches!(relation, Relation::Index(_)) && self.bases.iter().any(|(w, ..)| has_bases(cx, w, holder))
        {
            return None;
        }
        let text = words::relation(cx, holder, relation);
        Some((Some(holder.clone()), text))
    }

    fn class_of(&self, cx: &Cx, dict: &ObjRef) -> Option<ObjRef> {
        self.attributes.iter().find_map(|(watch, _)| {
            let class = watch.get(cx)?;
            let t = theseus_object::TypeObj::of(&class)?;
            t.data.dict.is(dict).then(|| class.clone())
        })
    }

    fn watches(&self) -> impl Iterator<Item = &Watch> {
        let holders = self.holders.iter().map(|h| &h.watch);
        let roots = self.roots.iter().filter_map(|r| r.keeper.as_ref());
        let instances = self.instances.iter().map(|(w, _)| w);
        let bases = self.bases.iter().map(|(w, ..)| w);
        let keys = self.keys.iter().map(|(w, _)| w);
        let dicts = self.dicts.iter().map(|d| &d.watch);
        let sets = self.sets.iter().map(|s| &s.watch);
        let weak = self.weak.iter().flat_map(|(_, list)| list);
        let attributes = self.attributes.iter().map(|(w, _)| w);
        holders
            .chain(roots)
            .chain(instances)
            .chain(bases)
            .chain(keys)
            .chain(dicts)
            .chain(sets)
            .chain(weak)
            .chain(attributes)
    }
}

fn has_bases(cx: &Cx, class: &Watch, tuple: &ObjRef) -> bool {
    let class = class.get(cx);
    class.as_ref().and_then(theseus_object::TypeObj::of).is_some_and(|t| t.data.bases.is(tuple))
}

fn dict_record(cx: &Cx, change: &crate::keys::DictChange) -> DictRecord {
    let entry = |at: &usize| {
        let d = cx.heap.get::<Dict>(&change.dict)?;
        let (key, value) = d.entry(*at)?;
        Some((*at, d.entry_hash(*at), key.clone(), value.clone()))
    };
    DictRecord {
        watch: cx.watch(&change.dict),
        keys: change.keys.iter().map(|k| (k.at, k.before, k.hash, k.pair)).collect(),
        removed: change.removed.iter().filter_map(entry).collect(),
    }
}

impl Drop for Record {
    fn drop(&mut self) {
        let Some((old, _)) = self.pairs.first() else { return };
        let interp = interp_of(old.as_ptr());
        self.watches().for_each(|w| w.release(interp));
    }
}
