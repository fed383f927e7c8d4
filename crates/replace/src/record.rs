//! What was written, place by place, without keeping anything alive but the old objects: the log that
//! undoing goes by, and from which places are told.

use std::rc::Rc;

use theseus_object::edges::{EdgeVisitor, Relation};
use theseus_object::heap::interp_of;
use theseus_object::instance::Shape;
use theseus_object::payload::Dict;
use theseus_object::payload::set::Arrangement;
use theseus_object::roots::Root;
use theseus_object::scan::{FoundSlot, Ledger, Watch};
use theseus_object::{Cx, ObjRef};

use crate::classes::BasePlace;
use crate::commit::instances;
use crate::conflict::{Conflict, Reason};
use crate::draft::{Draft, Hint, pieces, relations};
use crate::keys::KeyPlace;
use crate::words::{self, Place};

/// The position of a dict's entry: keys and values take turns among the slots.
pub fn entry_place(slot: &FoundSlot) -> usize {
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
    pub keys: Box<[KeyPlace]>,
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
    pub ledger: Rc<Ledger>,
    pub hints: Rc<Vec<Hint>>,
    pub shapes: Vec<&'static Shape>,
    pub roots: Vec<RootRecord>,
    pub bases: Vec<BasePlace<Watch>>,
    /// As in the draft.
    pub hashes: Vec<Option<(i64, i64)>>,
    pub dicts: Vec<DictRecord>,
    pub sets: Vec<SetRecord>,
    pub weak: Vec<(u32, Vec<Watch>)>,
    pub attributes: Vec<(Watch, ObjRef)>,
    /// What stands against a plan.
    pub conflicts: Vec<(Reason, Option<Watch>, String)>,
}

impl Record {
    /// The record of what the draft writes; made before it is written.
    pub fn new(cx: &Cx, pairs: &[(ObjRef, ObjRef)], draft: &Draft) -> Record {
        let watch = |o: &ObjRef| cx.watch(o);
        Record {
            pairs: pairs.to_vec(),
            ledger: draft.ledger.clone(),
            hints: draft.hints.clone(),
            hashes: draft.hashes.clone(),
            shapes: draft.shapes.clone(),
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
            bases: draft
                .bases
                .iter()
                .map(|p| BasePlace { class: watch(&p.class), index: p.index, pair: p.pair, age: p.age })
                .collect(),
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
            conflicts: draft
                .conflicts
                .iter()
                .map(|c| (c.reason, c.holder.as_ref().map(watch), c.text.clone()))
                .collect(),
        }
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
    pub fn places(&self, cx: &mut Cx) -> Vec<(Option<ObjRef>, Place)> {
        let mut list = Vec::new();
        for (o, first, slots) in self.ledger.runs() {
            for (start, piece) in pieces(slots) {
                let hints = self.hints[first + start..].iter();
                for (relation, _) in
                    relations(cx, &o, piece).into_iter().zip(hints).filter(|(_, h)| h.is_plain())
                {
                    list.extend(self.place(cx, &o, relation));
                }
            }
        }
        for base in &self.bases {
            list.extend(base.class.get(cx).map(|o| (Some(o), Place::Base(base.index))));
        }
        for (o, first, slots) in self.ledger.runs() {
            let keys = self.hints[first..first + slots.len()].iter().filter(|hint| hint.is_key());
            list.extend(keys.map(|_| (Some(o.clone()), Place::Key)));
        }
        for root in self.roots.iter().filter(|r| r.counted) {
            let words = root.words.clone();
            list.push(match root.keeper.as_ref() {
                Some(w) => (w.get(cx), Place::Variable(words)),
                None => (None, Place::Root(words)),
            });
        }
        list.extend(instances(&self.ledger, &self.hints).map(|(o, _)| (Some(o), Place::Class)));
        list
    }

    /// What stands against a plan.
    pub fn conflicts(&self, cx: &Cx) -> Vec<Conflict> {
        let conflict = |(reason, holder, text): &(Reason, Option<Watch>, String)| Conflict {
            reason: *reason,
            holder: holder.as_ref().and_then(|w| w.get(cx)),
            text: text.clone(),
        };
        self.conflicts.iter().map(conflict).collect()
    }

    /// A plain place: an attribute of a class is the class's, not its dict's.
    fn place(&self, cx: &mut Cx, holder: &ObjRef, relation: Relation) -> Option<(Option<ObjRef>, Place)> {
        if let (Relation::Value(at), Some(class)) = (relation, self.class_of(cx, holder)) {
            let name = cx.heap.get::<Dict>(holder)?.entry(at)?.0.text_or_empty();
            return Some((Some(class), Place::Attribute(name)));
        }
        if matches!(relation, Relation::Index(_))
            && self.bases.iter().any(|p| has_bases(cx, &p.class, holder))
        {
            return None;
        }
        let place = words::place(cx, holder, relation);
        Some((Some(holder.clone()), place))
    }

    fn class_of(&self, cx: &Cx, dict: &ObjRef) -> Option<ObjRef> {
        self.attributes.iter().find_map(|(watch, _)| {
            let class = watch.get(cx)?;
            let t = theseus_object::TypeObj::of(&class)?;
            t.data.dict.is(dict).then(|| class.clone())
        })
    }

    fn watches(&self) -> impl Iterator<Item = &Watch> {
        let roots = self.roots.iter().filter_map(|r| r.keeper.as_ref());
        let bases = self.bases.iter().map(|p| &p.class);
        let dicts = self.dicts.iter().map(|d| &d.watch);
        let sets = self.sets.iter().map(|s| &s.watch);
        let weak = self.weak.iter().flat_map(|(_, list)| list);
        let attributes = self.attributes.iter().map(|(w, _)| w);
        let conflicts = self.conflicts.iter().filter_map(|(_, w, _)| w.as_ref());
        roots.chain(bases).chain(dicts).chain(sets).chain(weak).chain(attributes).chain(conflicts)
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
        keys: change.keys.iter().map(|k| k.place).collect(),
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
