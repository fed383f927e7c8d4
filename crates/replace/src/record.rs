//! What was written, place by place, without keeping anything alive but the old objects: the log that
//! undoing goes by, and from which places are told.

use std::rc::Rc;

use hashbrown::HashMap;

use theseus_object::edges::{EdgeVisitor, Relation};
use theseus_object::heap::interp_of;
use theseus_object::instance::Shape;
use theseus_object::payload::{Arrangement, Dict};
use theseus_object::roots::Root;
use theseus_object::scan::{FoundSlot, Ledger, Targets, Watch};
use theseus_object::{Cx, ObjRef};

use crate::classes::BasePlace;
use crate::commit::instances;
use crate::conflict::{Conflict, Reason};
use crate::draft::{Draft, Hints, pieces, relations};
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

/// An entry that went: its value, if it was a dict's.
pub struct GoneRecord {
    pub holder: Watch,
    pub at: usize,
    pub hash: i64,
    pub key: ObjRef,
    pub value: Option<ObjRef>,
}

/// Hashes of a key before and after it was exchanged.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Hashes {
    pub before: i64,
    pub after: i64,
}

/// What was done to keys; nothing in a plan.
#[derive(Default)]
pub struct KeyRecord {
    /// For each pair those of nearly all its keys.
    pub hashes: Vec<Option<Hashes>>,
    /// The hashes that other exchanged keys had before, by number in the ledger.
    pub odd: Vec<(u32, i64)>,
    /// Positions of keys that were hashed anew, each with the low half of its new hash as target.
    pub rekeyed: Rc<Ledger>,
    /// For each of them the hash before.
    pub before: Vec<i64>,
    pub gone: Vec<GoneRecord>,
    /// By address of a set how its keys stood, if they had to make room. It is looked at again whether they are
    /// there.
    pub arranged: HashMap<usize, Arrangement>,
}

/// Everything that a replacement writes.
#[derive(Default)]
pub struct Record {
    pub pairs: Vec<(ObjRef, ObjRef)>,
    pub ledger: Rc<Ledger>,
    pub hints: Rc<Hints>,
    pub shapes: Vec<&'static Shape>,
    pub roots: Vec<RootRecord>,
    pub bases: Vec<BasePlace<Watch>>,
    pub keys: KeyRecord,
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
            weak: draft.weak.iter().map(|(pair, list)| (*pair, list.iter().map(watch).collect())).collect(),
            attributes: draft.attributes.iter().map(|(o, name)| (watch(o), name.clone())).collect(),
            conflicts: draft
                .conflicts
                .iter()
                .map(|c| (c.reason, c.holder.as_ref().map(watch), c.text.clone()))
                .collect(),
            keys: KeyRecord::default(),
        }
    }

    /// References of the record itself, for the collector.
    pub fn edges(&mut self, v: &mut dyn EdgeVisitor) {
        for (old, new) in &mut self.pairs {
            v.fixed(old, Relation::Derived("old"));
            v.fixed(new, Relation::Derived("new"));
        }
        for gone in &mut self.keys.gone {
            v.fixed(&mut gone.key, Relation::Derived("key"));
            v.edge(&mut gone.value, Relation::Derived("value"));
        }
    }

    /// The places with their holders as far as these live; what is no object's is the interpreter's: no
    /// holder.
    pub fn places(&self, cx: &mut Cx) -> Vec<(Option<ObjRef>, Place)> {
        let mut list = Vec::new();
        let owners = self.owners(cx);
        for (o, first, slots) in self.ledger.runs() {
            for (start, piece) in pieces(slots) {
                let hints = self.hints.run(first + start, piece.len());
                for (relation, _) in
                    relations(cx, &o, piece).into_iter().zip(hints).filter(|(_, h)| h.is_plain())
                {
                    list.extend(relation.and_then(|relation| self.place(cx, &o, relation, &owners)));
                }
            }
        }
        for base in &self.bases {
            list.extend(base.class.get(cx).map(|o| (Some(o), Place::Base(base.index))));
        }
        for (o, first, slots) in self.ledger.runs() {
            let keys = self.hints.run(first, slots.len()).filter(|hint| hint.is_key());
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

    /// By address of a dict that nobody has asked for the instance whose attributes it holds.
    fn owners(&self, cx: &Cx) -> HashMap<usize, ObjRef> {
        let dicts: Vec<ObjRef> = self.ledger.holders().map(|(o, _)| o).filter(words::is_overflow).collect();
        let mut owners = HashMap::new();
        if dicts.is_empty() {
            return owners;
        }
        for (owner, _, slots) in cx.scan(&Targets::new(&dicts)).ledger.runs() {
            for (slot, relation) in slots.iter().zip(relations(cx, &owner, slots)) {
                if relation == Some(Relation::Part("__dict__")) {
                    owners.insert(dicts[slot.target() as usize].address(), owner.clone());
                }
            }
        }
        owners
    }

    /// A plain place: an attribute is its owner's, not that of the owner's dict.
    fn place(
        &self,
        cx: &mut Cx,
        holder: &ObjRef,
        relation: Relation,
        owners: &HashMap<usize, ObjRef>,
    ) -> Option<(Option<ObjRef>, Place)> {
        let owner = |cx: &Cx| owners.get(&holder.address()).cloned().or_else(|| self.class_of(cx, holder));
        if let Relation::Value(at) = relation
            && let Some(owner) = owner(cx)
        {
            let name = cx.heap.get::<Dict>(holder)?.entry(at)?.0.text_or_empty();
            return Some((Some(owner), Place::Attribute(name)));
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
        let gone = self.keys.gone.iter().map(|g| &g.holder);
        let weak = self.weak.iter().flat_map(|(_, list)| list);
        let attributes = self.attributes.iter().map(|(w, _)| w);
        let conflicts = self.conflicts.iter().filter_map(|(_, w, _)| w.as_ref());
        roots.chain(bases).chain(gone).chain(weak).chain(attributes).chain(conflicts)
    }
}

fn has_bases(cx: &Cx, class: &Watch, tuple: &ObjRef) -> bool {
    let class = class.get(cx);
    class.as_ref().and_then(theseus_object::TypeObj::of).is_some_and(|t| t.data.bases.is(tuple))
}

impl Drop for Record {
    fn drop(&mut self) {
        let Some((old, _)) = self.pairs.first() else { return };
        let interp = interp_of(old.as_ptr());
        self.watches().for_each(|w| w.release(interp));
    }
}
