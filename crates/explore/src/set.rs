//! Sets: of numbers while a graph stands, of objects for whoever keeps them.

use std::collections::TryReserveError;

use theseus_object::ObjRef;
use theseus_object::edges::{EdgeVisitor, Payload, Relation};

/// A set of numbers below a bound.
#[derive(Clone, Default)]
pub struct Bits(Vec<u64>);

impl Bits {
    pub fn new(room: usize) -> Bits {
        Bits(vec![0; room.div_ceil(64)])
    }

    #[inline(always)]
    pub fn has(&self, i: usize) -> bool {
        self.0[i / 64] >> (i % 64) & 1 != 0
    }

    /// Puts a number in; false if it was there.
    #[inline(always)]
    pub fn insert(&mut self, i: usize) -> bool {
        let (word, bit) = (&mut self.0[i / 64], 1 << (i % 64));
        let fresh = *word & bit == 0;
        *word |= bit;
        fresh
    }

    #[inline(always)]
    pub fn remove(&mut self, i: usize) {
        self.0[i / 64] &= !(1 << (i % 64));
    }

    pub fn count(&self) -> usize {
        self.0.iter().map(|w| w.count_ones() as usize).sum()
    }

    pub fn is_empty(&self) -> bool {
        self.0.iter().all(|w| *w == 0)
    }

    /// Combines word by word with a set of the same bound.
    pub fn combine(&mut self, other: &Bits, op: impl Fn(u64, u64) -> u64) {
        for (a, b) in self.0.iter_mut().zip(&other.0) {
            *a = op(*a, *b);
        }
    }

    pub fn is_subset(&self, of: &Bits) -> bool {
        self.0.iter().zip(&of.0).all(|(a, b)| a & !b == 0)
    }

    pub fn iter(&self) -> impl Iterator<Item = usize> + '_ {
        self.0.iter().enumerate().flat_map(|(at, &word)| {
            std::iter::successors((word != 0).then_some(word), |w| {
                let rest = w & (w - 1);
                (rest != 0).then_some(rest)
            })
            .map(move |w| at * 64 + w.trailing_zeros() as usize)
        })
    }
}

/// Payload of a set of objects: the objects, and the owners of virtual dicts that belong to it.
///
/// An instance that keeps its attributes inline has no dict; the explorer shows one all the same,
/// known by its owner.
#[derive(Default)]
pub struct ObjectSet {
    pub objects: Vec<ObjRef>,
    pub owners: Vec<ObjRef>,
}

impl Payload for ObjectSet {
    fn edges(&mut self, v: &mut dyn EdgeVisitor) {
        for (i, o) in self.objects.iter_mut().chain(&mut self.owners).enumerate() {
            v.fixed(o, Relation::Index(i));
        }
    }

    fn clear(&mut self) {
        self.objects.clear();
        self.owners.clear();
    }

    fn extra_size(&self) -> usize {
        (self.objects.capacity() + self.owners.capacity()) * size_of::<ObjRef>()
    }
}

impl ObjectSet {
    /// Room for this many, or the error that there is no memory.
    pub fn with_room(objects: usize, owners: usize) -> Result<ObjectSet, TryReserveError> {
        let mut set = ObjectSet::default();
        set.objects.try_reserve_exact(objects)?;
        set.owners.try_reserve_exact(owners)?;
        Ok(set)
    }

    pub fn len(&self) -> usize {
        self.objects.len() + self.owners.len()
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}
