//! Raw dict operations against a list of pairs.

use proptest::prelude::*;
use theseus_object::payload::Dict;
use theseus_object::{Interp, ObjRef, hash};

#[derive(Clone, Debug, PartialEq)]
enum Key {
    Int(i64),
    Str(u8),
}

#[derive(Clone, Debug)]
enum Step {
    Set(Key, i64),
    Remove(Key),
    PopLast,
    MoveToEnd(Key),
    Clear,
    Copy,
    Reserve(usize),
}

fn keys() -> impl Strategy<Value = Key> {
    prop_oneof![(0..24i64).prop_map(Key::Int), (0..24u8).prop_map(Key::Str)]
}

fn steps() -> impl Strategy<Value = Step> {
    prop_oneof![
        8 => (keys(), 0..1000i64).prop_map(|(k, v)| Step::Set(k, v)),
        5 => keys().prop_map(Step::Remove),
        1 => Just(Step::PopLast),
        1 => keys().prop_map(Step::MoveToEnd),
        1 => Just(Step::Copy),
        1 => (0..40usize).prop_map(Step::Reserve),
        1 => proptest::option::weighted(0.2, Just(Step::Clear)).prop_map(|s| s.unwrap_or(Step::PopLast)),
    ]
}

/// A dict and the pairs that it should hold.
struct Pair<'a> {
    interp: &'a Interp,
    /// Bits of the hashes that are kept: few make all keys collide.
    mask: i64,
    dict: Dict,
    model: Vec<(Key, i64)>,
}

impl Pair<'_> {
    fn object(&self, key: &Key) -> ObjRef {
        match key {
            Key::Int(v) => self.interp.int(*v),
            Key::Str(c) => self.interp.new_str(&format!("key {c}")),
        }
    }

    fn hash(&self, key: &Key) -> i64 {
        self.mask
            & match key {
                Key::Int(v) => hash::int(*v),
                Key::Str(_) => self.object(key).str_hash(self.interp),
            }
    }

    /// Position of a key, found as inline caches and namespaces find it.
    fn find(&self, key: &Key) -> Result<Option<usize>, theseus_object::payload::dict::Foreign> {
        match key {
            Key::Int(v) => self.dict.find_int(*v, self.hash(key)),
            Key::Str(_) => self.dict.find_str(&self.object(key), self.hash(key)),
        }
    }

    fn apply(&mut self, step: &Step) {
        match step {
            Step::Set(key, value) => {
                let new = self.interp.int(*value);
                let at = self.find(key).ok().flatten();
                match self.model.iter_mut().find(|(k, _)| k == key) {
                    Some((_, old)) => {
                        let was = self.dict.set_value_at(at.expect("the key is there"), new);
                        assert_eq!(was.and_then(|o| o.int()), Some(std::mem::replace(old, *value)));
                    }
                    None => {
                        self.dict.insert_new(self.hash(key), self.object(key), new);
                        self.model.push((key.clone(), *value));
                    }
                }
            }
            Step::Remove(key) => {
                let at = self.find(key).ok().flatten();
                let gone = at.and_then(|at| self.dict.remove_at(at));
                let place = self.model.iter().position(|(k, _)| k == key);
                let expected = place.map(|i| self.model.remove(i).1);
                assert_eq!(gone.and_then(|(_, v)| v.int()), expected);
            }
            Step::PopLast => {
                let gone = self.dict.pop_last();
                assert_eq!(gone.and_then(|(_, v)| v.int()), self.model.pop().map(|(_, v)| v));
            }
            Step::MoveToEnd(key) => {
                if let Ok(Some(at)) = self.find(key) {
                    self.dict.move_to_end(at);
                    let place = self.model.iter().position(|(k, _)| k == key).expect("the key is there");
                    let pair = self.model.remove(place);
                    self.model.push(pair);
                }
            }
            Step::Clear => {
                drop(self.dict.take_all());
                self.model.clear();
            }
            Step::Copy => self.dict = self.dict.copy(),
            Step::Reserve(n) => self.dict.reserve(*n),
        }
    }

    /// The dict holds the model's pairs in its order, and finds each key and no other.
    fn check(&self) {
        let found = self.dict.iter().map(|(_, k, v)| (k.int(), k.text_or_empty(), v.int()));
        let expected = self.model.iter().map(|(k, v)| {
            let k = self.object(k);
            (k.int(), k.text_or_empty(), Some(*v))
        });
        assert!(found.eq(expected));
        assert_eq!(self.dict.len(), self.model.len());
        assert!(self.dict.end() >= self.dict.len());
        for key in (0..24).map(Key::Int).chain((0..24).map(Key::Str)) {
            let held = self.model.iter().find(|(k, _)| *k == key);
            let foreign = |k: &Key| std::mem::discriminant(k) != std::mem::discriminant(&key);
            let unsure = self.model.iter().any(|(k, _)| foreign(k) && self.hash(k) == self.hash(&key));
            match self.find(&key) {
                Ok(at) => {
                    let value = at.and_then(|at| self.dict.value_at(at)).and_then(|v| v.int());
                    assert_eq!(value, held.map(|(_, v)| *v));
                    assert!(held.is_some() || !unsure);
                }
                Err(theseus_object::payload::dict::Foreign) => assert!(held.is_none() && unsure),
            }
        }
    }
}

proptest! {
    #[test]
    fn as_pairs(steps in proptest::collection::vec(steps(), 0..120), mask in prop_oneof![Just(-1i64), Just(3)]) {
        let interp = Interp::new((0, 0));
        let mut pair = Pair { interp, mask, dict: Dict::default(), model: Vec::new() };
        for step in &steps {
            let version = pair.dict.version(interp);
            let before: Vec<Key> = pair.model.iter().map(|(k, _)| k.clone()).collect();
            let copied = matches!(step, Step::Copy);
            let moves = |k: &Key| before.contains(k) && before.last() != Some(k);
            let moved = matches!(step, Step::MoveToEnd(k) if moves(k));
            let emptied = matches!(step, Step::Clear);
            // Where values lie changes with the room for them.
            let roomier = matches!(step, Step::Reserve(_));
            pair.apply(step);
            let same = before.iter().eq(pair.model.iter().map(|(k, _)| k));
            if !copied && !emptied && !roomier {
                prop_assert_eq!(pair.dict.current_version() == version, same && !moved);
            }
            prop_assert!(same || pair.dict.current_version() != version);
            pair.check();
        }
    }
}

/// Queues and stacks keep the entries short: holes are taken away before the entries grow.
#[test]
fn holes_are_compacted() {
    let interp = Interp::new((0, 0));
    let mut dict = Dict::default();
    for i in 0..100_000 {
        dict.insert_new(hash::int(i), interp.int(i), interp.none.clone());
        if i >= 10 {
            let at = dict.find_int(i - 10, hash::int(i - 10)).expect("only ints").expect("the key is there");
            dict.remove_at(at);
        }
    }
    assert_eq!(dict.len(), 10);
    assert!(dict.end() < 64, "{} places for 10 keys", dict.end());
}
