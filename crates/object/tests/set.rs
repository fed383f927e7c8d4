//! Tables of sets against an ordered set.

use std::collections::BTreeSet;

use proptest::prelude::*;
use theseus_object::alarm::Alarm;
use theseus_object::payload::set::Table;
use theseus_object::{Interp, ObjRef, hash};

#[derive(Clone, Debug)]
enum Step {
    Add(i64),
    Remove(i64),
    Pop,
    Sweep,
    Copy,
    CopyInto(u32),
    Reserve(usize),
    Clear,
}

/// Keys near each other, and far apart with the same low bits, so that probing goes a long way.
fn keys() -> impl Strategy<Value = i64> {
    prop_oneof![0..40i64, (0..40i64).prop_map(|v| v << 12), Just(i64::MIN), Just(-1), Just(i64::MAX)]
}

fn steps() -> impl Strategy<Value = Step> {
    prop_oneof![
        12 => keys().prop_map(Step::Add),
        8 => keys().prop_map(Step::Remove),
        2 => Just(Step::Pop),
        1 => Just(Step::Sweep),
        1 => Just(Step::Copy),
        1 => (3..8u32).prop_map(Step::CopyInto),
        1 => (0..60usize).prop_map(Step::Reserve),
        1 => proptest::option::weighted(0.2, Just(Step::Clear)).prop_map(|s| s.unwrap_or(Step::Pop)),
    ]
}

fn find(table: &Table, key: i64) -> Option<usize> {
    table.find(hash::int(key), |k| k.int() == Some(key))
}

fn apply(interp: &Interp, table: &mut Table, model: &mut BTreeSet<i64>, step: &Step) {
    match step {
        Step::Add(key) => {
            if find(table, *key).is_none() {
                table.insert_new(hash::int(*key), interp.int(*key));
                assert!(model.insert(*key));
            }
        }
        Step::Remove(key) => {
            let gone = find(table, *key).and_then(|at| table.remove_at(at));
            assert_eq!(gone.is_some(), model.remove(key));
        }
        Step::Pop => match table.pop() {
            Some(key) => assert!(model.remove(&key.int().expect("an int"))),
            None => assert!(model.is_empty()),
        },
        Step::Sweep => table.sweep(),
        Step::Copy => *table = table.copy(),
        Step::CopyInto(log) => *table = table.copy_into(1 << log, &Alarm::silent()).unwrap_or_default(),
        Step::Reserve(n) => table.reserve_for_update(*n),
        Step::Clear => {
            drop(table.take_all());
            model.clear();
        }
    }
}

proptest! {
    #[test]
    fn as_ordered_set(steps in proptest::collection::vec(steps(), 0..150)) {
        let interp = Interp::new((0, 0));
        let (mut table, mut model) = (Table::default(), BTreeSet::new());
        for step in &steps {
            let (before, changes) = (model.clone(), table.changes());
            apply(interp, &mut table, &mut model, step);
            if !matches!(step, Step::Copy | Step::CopyInto(_)) {
                prop_assert!(before == model || table.changes() != changes);
            }
            prop_assert_eq!(table.len(), model.len());
            let mut held: Vec<i64> = table.iter().filter_map(|(k, _)| k.int()).collect();
            held.sort_unstable();
            prop_assert!(held.iter().eq(&model));
            prop_assert!(table.iter().all(|(k, h)| k.int().map(hash::int) == Some(h)));
            let absent = (0..40).find(|k| !model.contains(k));
            prop_assert!(model.iter().all(|&k| find(&table, k).is_some()));
            prop_assert!(absent.is_none_or(|k| find(&table, k).is_none()));
        }
    }

    /// An exchanged key moves no other while there is room, and giving it back restores the order, unless the
    /// table has changed since; then it is found all the same.
    #[test]
    fn exchanged_and_given_back(
        steps in proptest::collection::vec(steps(), 1..80),
        later in proptest::collection::vec(steps(), 0..20),
        picks in proptest::collection::vec(any::<prop::sample::Index>(), 1..12),
    ) {
        let interp = Interp::new((0, 0));
        let (mut table, mut model) = (Table::default(), BTreeSet::new());
        steps.iter().for_each(|step| apply(interp, &mut table, &mut model, step));
        let order = |table: &Table| -> Vec<i64> { table.iter().filter_map(|(k, _)| k.int()).collect() };
        let before = order(&table);
        if before.is_empty() {
            return Ok(());
        }
        let olds: BTreeSet<i64> = picks.iter().map(|pick| before[pick.index(before.len())]).collect();
        let news: Vec<i64> = (100..).filter(|k| !model.contains(k)).take(olds.len()).collect();
        let places: Vec<usize> = olds.iter().map(|k| find(&table, *k).expect("an old key")).collect();
        let crowded = table.places().iter().filter(|p| p.key.is_some() || p.hash == -1).count() + olds.len();
        let roomy = crowded < table.places().len();
        let (_, arranged) = table.exchange(&places, news.iter().map(|k| (hash::int(*k), interp.int(*k))).collect());
        let others = |list: Vec<i64>| -> Vec<i64> {
            list.into_iter().filter(|k| !olds.contains(k) && !news.contains(k)).collect()
        };
        prop_assert!(!roomy || others(order(&table)) == others(before.clone()));
        prop_assert!(news.iter().all(|k| find(&table, *k).is_some()));
        prop_assert!(olds.iter().all(|k| find(&table, *k).is_none()));
        model.retain(|k| !olds.contains(k));
        model.extend(&news);
        later.iter().for_each(|step| apply(interp, &mut table, &mut model, step));
        let (mut taken, mut put) = (Vec::new(), Vec::new());
        for ((old, new), at) in olds.iter().zip(&news).zip(places) {
            if let Some(now) = find(&table, *new) {
                taken.push(now);
                model.remove(new);
                if find(&table, *old).is_none() {
                    put.push((at, hash::int(*old), interp.int(*old)));
                    model.insert(*old);
                }
            }
        }
        table.give_back(&taken, put, arranged.as_ref());
        prop_assert!(!later.is_empty() || order(&table) == before);
        prop_assert!(model.iter().all(|&k| find(&table, k).is_some()));
        prop_assert!((0..1000).all(|k| model.contains(&k) || find(&table, k).is_none()));
        prop_assert_eq!(table.len(), model.len());
    }
}

/// Keys that all have one hash are kept apart by the comparison alone.
#[test]
fn equal_hashes() {
    let interp = Interp::new((0, 0));
    let mut table = Table::default();
    let is = |v: i64| move |k: &ObjRef| k.int() == Some(v);
    for v in 0..200 {
        assert!(table.find(7, is(v)).is_none());
        table.insert_new(7, interp.int(v));
    }
    for v in (0..200).step_by(2) {
        let at = table.find(7, is(v)).expect("the key is there");
        table.remove_at(at);
    }
    assert!((0..200).all(|v| table.find(7, is(v)).is_some() == (v % 2 == 1)));
    assert_eq!(table.len(), 100);
}
