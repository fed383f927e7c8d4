//! Undoing what was done to keys: exchanged ones come back, entries that went too, and what hashes by what was
//! written is hashed as before, also where it became a key only since.

use std::ops::Range;

use theseus_object::ops::native_eq;
use theseus_object::payload::{Arrangement, Dict};
use theseus_object::{Cx, Kind, ObjRef};

use crate::commit::{forget_hash, set_weak_hash};
use crate::draft::Hint;
use crate::keys::{key_at, key_place};
use crate::record::{GoneRecord, Record};
use crate::tainted::{Tainted, hashes_by_content};

/// A key whose hash nobody wrote down, for it was none then: where it stands.
pub struct Unknown {
    holder: ObjRef,
    at: usize,
    key: ObjRef,
}

/// A key that gets its hash back, or the old key in its place.
struct Back {
    /// Where it stands.
    now: usize,
    /// Where it stood.
    at: usize,
    hash: i64,
    key: ObjRef,
}

/// Gives all keys back but those that are to be hashed when everything is written.
pub fn undo(cx: &mut Cx, record: &mut Record) -> Vec<Unknown> {
    let mut tainted = tainted(cx, record);
    let mut unknown = Vec::new();
    let containers = tainted.take_containers();
    for holder in cx.marked(&containers) {
        forget_hash(cx, &holder);
        let places = if tainted.exchanged { record.ledger.slots_of(&holder) } else { 0..0 };
        let (mut back, mut taken) = exchanged(cx, record, &holder, places);
        let mut direct = taken.clone();
        direct.sort_unstable();
        let mut recalled = Recalled::of(record, record.keys.rekeyed.slots_of(&holder));
        let mut rekeyed = Vec::new();
        tainted.keys(cx, &holder, |at| rekeyed.push(at as usize));
        for now in rekeyed {
            let Some((key, after)) = key_at(cx, &holder, now).filter(|_| direct.binary_search(&now).is_err())
            else {
                continue;
            };
            match recalled.take(now, after) {
                Some((at, hash)) => {
                    taken.push(now);
                    back.push(Back { now, at, hash, key });
                }
                None => unknown.push(Unknown { holder: holder.clone(), at: now, key }),
            }
        }
        give_back(cx, &holder, back, &taken, record.keys.arranged.get(&holder.address()));
    }
    for gone in std::mem::take(&mut record.keys.gone) {
        let holder = gone.holder.get(cx);
        gone.holder.release(cx);
        if let Some(holder) = holder {
            put_back(cx, &holder, gone);
        }
    }
    unknown
}

/// What hashes by places that were written, and where it is a key now.
fn tainted(cx: &mut Cx, record: &Record) -> Tainted {
    let mut tainted = Tainted::default();
    for (holder, first, slots) in record.ledger.runs() {
        let hints = || record.hints.run(first, slots.len());
        if hints().any(|hint| hint.is_key()) {
            tainted.exchange_in(&holder);
        }
        if hashes_by_content(cx, &holder) && hints().any(|hint| hint != Hint::CLASS) {
            tainted.object(cx, &holder);
        }
    }
    // Members that went come back, and with them another hash.
    for holder in record.keys.gone.iter().filter_map(|gone| gone.holder.get(cx)) {
        tainted.object(cx, &holder);
    }
    for weak in record.weak.iter().flat_map(|(_, list)| list).filter_map(|w| w.get(cx)) {
        tainted.object(cx, &weak);
    }
    tainted.spread(cx);
    tainted
}

/// The old keys that come back into a container, and the places that they, or equal ones, take over.
fn exchanged(cx: &Cx, record: &Record, holder: &ObjRef, places: Range<usize>) -> (Vec<Back>, Vec<usize>) {
    let (dict, table) = (cx.heap.get::<Dict>(holder), cx.heap.set_table(holder));
    let find = |hash: i64, is: &dyn Fn(&ObjRef) -> bool| match (dict, table) {
        (Some(d), _) => d.find(hash, is),
        (None, t) => t?.find(hash, is),
    };
    let (mut back, mut taken) = (Vec::new(), Vec::new());
    for i in places.filter(|i| record.hints.get(*i) == Hint::KEY) {
        let Some(slot) = record.ledger.slot(i) else { continue };
        let (pair, at) = (slot.target() as usize, key_place(holder, slot));
        let ((old, new), Some(hashes)) = (&record.pairs[pair], record.keys.hashes[pair]) else { continue };
        let odd = record.keys.odd.binary_search_by_key(&(i as u32), |(i, _)| *i);
        let hash = odd.map_or(hashes.before, |found| record.keys.odd[found].1);
        // Entries move towards the beginning, if nobody orders them; what stands behind came later.
        let moved = |now: &usize| table.is_some() || *now <= at || !holder.is_exact(Kind::Dict);
        if let Some(now) = find(hashes.after, &|k| k.is(new)).filter(moved) {
            taken.push(now);
            back.push(Back { now, at, hash, key: old.clone() });
        }
    }
    // An equal key that came later stays: a dict keeps the new one beside it, in a set both become one.
    let mut direct = taken.clone();
    direct.sort_unstable();
    back.retain(|b| {
        let equal = |k: &ObjRef| k.is(&b.key) || native_eq(k, &b.key) == Some(true);
        find(b.hash, &equal).is_none_or(|at| direct.binary_search(&at).is_ok())
    });
    if dict.is_some() {
        taken = back.iter().map(|b| b.now).collect();
    }
    (back, taken)
}

/// The keys of a container that were hashed anew: low halves of their hashes with numbers in the record, in order.
struct Recalled<'a> {
    record: &'a Record,
    left: Vec<(u32, u32)>,
}

impl Recalled<'_> {
    /// In the place of a number: the key was found.
    const FOUND: u32 = u32::MAX;

    fn of(record: &Record, places: Range<usize>) -> Recalled<'_> {
        let live = places.filter_map(|i| Some((record.keys.rekeyed.slot(i)?.target(), i as u32)));
        let mut left: Vec<(u32, u32)> = live.collect();
        left.sort_unstable();
        Recalled { record, left }
    }

    /// Where the key stood that has this hash now, and the hash that it had; nothing if that is not certain.
    fn take(&mut self, now: usize, after: i64) -> Option<(usize, i64)> {
        let low = after as u32;
        let first = self.left.partition_point(|(hash, _)| *hash < low);
        let len = self.left[first..].iter().take_while(|(hash, _)| *hash == low).count();
        let record = self.record;
        let place = |i: u32| record.keys.rekeyed.slot(i as usize).map_or(0, |slot| slot.ordinal as usize);
        let before = |i: u32| record.keys.before[i as usize];
        let mut alike =
            self.left[first..first + len].iter_mut().filter(|(_, i)| *i != Self::FOUND).peekable();
        let hash = before(alike.peek()?.1);
        let mut same = true;
        let mut chosen = None;
        for (_, i) in alike {
            same &= before(*i) == hash;
            if chosen.is_none() || place(*i) == now {
                chosen = Some(i);
            }
        }
        let chosen = chosen.filter(|i| same || place(**i) == now)?;
        let i = std::mem::replace(chosen, Self::FOUND);
        Some((place(i), before(i)))
    }
}

fn give_back(cx: &mut Cx, holder: &ObjRef, back: Vec<Back>, taken: &[usize], before: Option<&Arrangement>) {
    for b in &back {
        set_weak_hash(cx, &b.key, b.hash);
    }
    if let Some(d) = cx.heap.get_mut::<Dict>(holder) {
        // The record keeps the keys, or the new ones: none is freed here.
        back.into_iter().for_each(|b| drop(d.rekey_at(b.now, b.hash, b.key)));
    } else if let Some(t) = cx.heap.set_table_mut(holder) {
        drop(t.give_back(taken, back.into_iter().map(|b| (b.at, b.hash, b.key)).collect(), before));
    }
}

/// An entry that went comes back, unless its key is there again.
fn put_back(cx: &mut Cx, holder: &ObjRef, gone: GoneRecord) {
    let GoneRecord { at, hash, key, value, .. } = gone;
    forget_hash(cx, holder);
    let equal = |k: &ObjRef| k.is(&key) || native_eq(k, &key) == Some(true);
    if let (Some(d), Some(value)) = (cx.heap.get_mut::<Dict>(holder), value) {
        if d.find(hash, equal).is_none()
            && let Some((key, value)) = d.put_back(at, hash, key.clone(), value)
        {
            d.insert_new(hash, key, value);
        }
    } else if let Some(t) = cx.heap.set_table_mut(holder)
        && t.find(hash, equal).is_none()
    {
        drop(t.give_back(&[], vec![(at, hash, key)], None));
    }
}

/// Hashes the keys that became keys only since. One that has no hash any more stays where it is.
pub fn hash_anew(cx: &mut Cx, unknown: Vec<Unknown>) {
    for Unknown { holder, at, key } in unknown {
        let Ok(hash) = cx.hash(&key) else {
            cx.take_exception();
            continue;
        };
        set_weak_hash(cx, &key, hash);
        let there = |at: &usize| key_at(cx, &holder, *at).is_some_and(|(k, _)| k.is(&key));
        let end = cx
            .heap
            .get::<Dict>(&holder)
            .map_or_else(|| cx.heap.set_table(&holder).map_or(0, |t| t.places().len()), Dict::end);
        let Some(at) = Some(at).filter(there).or_else(|| (0..end).find(there)) else { continue };
        if let Some(d) = cx.heap.get_mut::<Dict>(&holder) {
            drop(d.rekey_at(at, hash, key));
        } else if let Some(t) = cx.heap.set_table_mut(&holder) {
            drop(t.give_back(&[at], vec![(usize::MAX, hash, key)], None));
        }
    }
}
