//! The pools: ints −5…256 and the 256 one-byte `bytes`, which can be broken, checked and mended.
//!
//! What a pooled object holds is user data. The interpreter finds a pooled object by its place in the
//! pool, never by its content, and never computes with one that it put there itself: a number that
//! natives hand to one another may be a pooled int, whose meaning is its place
//! ([`Interp::meant_int`]).

use crate::header::Kind;
use crate::heap::{Block, Family};
use crate::instance;
use crate::interp::{Heap, Interp};
use crate::payload::Int;
use crate::payload::bytes;
use crate::refs::ObjRef;

/// The smallest pooled int.
pub const FIRST_INT: i64 = -5;
/// The largest pooled int.
pub const LAST_INT: i64 = 256;

/// One of the two pools.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Pool {
    Ints,
    Bytes,
}

impl Pool {
    /// The least and the greatest index: the number or the byte that an object of the pool means.
    pub const fn bounds(self) -> (i64, i64) {
        match self {
            Pool::Ints => (FIRST_INT, LAST_INT),
            Pool::Bytes => (0, 255),
        }
    }

    fn objects(self, interp: &Interp) -> &[ObjRef] {
        match self {
            Pool::Ints => &interp.small_ints,
            Pool::Bytes => &interp.bytes_pool,
        }
    }
}

impl Interp {
    /// Where in the pool of ints an object stands: the number that it means, whatever it holds.
    pub fn pooled_int(&self, o: &ObjRef) -> Option<i64> {
        let at = |v: i64| usize::try_from(v - FIRST_INT).ok().and_then(|i| self.small_ints.get(i));
        match o.int() {
            Some(v) if (FIRST_INT..=LAST_INT).contains(&v) && at(v).is_some_and(|p| p.is(o)) => Some(v),
            Some(_) if self.ints_broken.get() => {
                self.small_ints.iter().position(|p| p.is(o)).map(|i| i as i64 + FIRST_INT)
            }
            _ => None,
        }
    }

    /// The value of an int that natives or compiled code made: a pooled one means its place.
    pub fn meant_int(&self, o: &ObjRef) -> Option<i64> {
        if self.ints_broken.get() { self.pooled_int(o).or_else(|| o.int()) } else { o.int() }
    }
}

impl Heap {
    /// What the object at an index of a pool holds now; `None` if there is no such index.
    pub fn pool_get(&self, pool: Pool, index: i64) -> Option<i64> {
        let place = usize::try_from(index - pool.bounds().0).ok()?;
        let o = pool.objects(self.interp()).get(place)?;
        match pool {
            Pool::Ints => o.int(),
            Pool::Bytes => self.bytes(o)?.first().map(|b| i64::from(*b)),
        }
    }

    /// Writes into the object at an index of a pool; false if there is no such index. The value of a
    /// byte is taken modulo 256.
    pub fn pool_set(&mut self, pool: Pool, index: i64, value: i64) -> bool {
        let Some(place) = usize::try_from(index - pool.bounds().0).ok() else { return false };
        let Some(o) = pool.objects(self.interp()).get(place).cloned() else { return false };
        self.write(pool, &o, value);
        if pool == Pool::Ints {
            self.forget_constants();
        }
        true
    }

    fn write(&mut self, pool: Pool, o: &ObjRef, value: i64) {
        match pool {
            Pool::Ints => {
                self.interp().ints_broken.set(true);
                if let Some(int) = self.get_mut::<Int>(o) {
                    int.0 = value;
                }
            }
            Pool::Bytes => drop(bytes::write_byte(self, o, 0, value as u8)),
        }
    }

    /// The indexes whose objects hold something else, in order.
    pub fn pool_wrong(&self, pool: Pool) -> Vec<i64> {
        let (first, last) = pool.bounds();
        (first..=last).filter(|&i| self.pool_get(pool, i) != Some(i)).collect()
    }

    /// Mends every object of a pool; how many were wrong.
    pub fn pool_restore(&mut self, pool: Pool) -> usize {
        let wrong = self.pool_wrong(pool);
        let objects = pool.objects(self.interp()).to_vec();
        for (o, i) in objects.iter().zip(pool.bounds().0..).filter(|(_, i)| wrong.contains(i)) {
            self.write(pool, o, i);
        }
        if pool == Pool::Ints {
            self.interp().ints_broken.set(false);
            self.forget_constants();
        }
        wrong.len()
    }

    /// Undoes what instructions have taken from constants whose objects are written: immediate
    /// operands are forms of the quickened code, which reads the objects again.
    pub fn forget_constants(&mut self) {
        let codes = self.interp().heap.blocks(Family::Container).flat_map(Block::objects);
        // SAFETY: the walk yields live objects, and the payload's function makes and frees none.
        unsafe {
            codes.filter(|p| p.as_ref().kind.get() == Kind::Code).for_each(|p| {
                (instance::payload_info(p.as_ref()).forget_constants)(p);
            })
        }
    }
}
