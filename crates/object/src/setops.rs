//! Set operations that may call `__hash__` and `__eq__` of members; see [`crate::dictops`].

use smallvec::SmallVec;

use crate::cx::Cx;
use crate::error::PyResult;
use crate::interp::Heap;
use crate::ops::native_eq;
use crate::payload::set::Table;
use crate::payload::{FrozenSet, Set};
use crate::refs::ObjRef;

impl Heap {
    /// The table of a set or frozenset.
    #[inline]
    pub fn set_table<'a>(&'a self, o: &'a ObjRef) -> Option<&'a Table> {
        self.get::<Set>(o).map(|s| &s.table).or_else(|| self.get::<FrozenSet>(o).map(|s| &s.table))
    }

    /// The table for writing; of a frozenset only while it is being made.
    pub fn set_table_mut<'a>(&'a mut self, o: &'a ObjRef) -> Option<&'a mut Table> {
        if o.has_payload::<Set>() {
            return self.get_mut::<Set>(o).map(|s| &mut s.table);
        }
        self.get_mut::<FrozenSet>(o).map(|s| &mut s.table)
    }
}

impl Cx {
    /// Place of a key in a set or frozenset.
    #[inline]
    pub fn set_find(&mut self, set: &ObjRef, key: &ObjRef, hash: i64) -> PyResult<Option<usize>> {
        if let Some(t) = self.heap.set_table(set)
            && let Ok(found) = t.find_plain(hash, key)
        {
            return Ok(found);
        }
        self.set_find_asking(set, key, hash)
    }

    /// Look-up that calls `__eq__` of keys.
    #[inline(never)]
    fn set_find_asking(&mut self, set: &ObjRef, key: &ObjRef, hash: i64) -> PyResult<Option<usize>> {
        loop {
            let mut unsure: SmallVec<[ObjRef; 2]> = SmallVec::new();
            let Some(t) = self.heap.set_table(set) else { return Ok(None) };
            let found = t.find(hash, |k| {
                k.is(key)
                    || native_eq(k, key).unwrap_or_else(|| {
                        unsure.push(k.clone());
                        false
                    })
            });
            if found.is_some() || unsure.is_empty() {
                return Ok(found);
            }
            let changes = t.changes();
            let mut changed = false;
            for k in &unsure {
                let equal = self.eq(k, key)?;
                let Some(t) = self.heap.set_table(set) else { return Ok(None) };
                if t.changes() != changes {
                    changed = true;
                    break;
                }
                if equal {
                    return Ok(t.find(hash, |other| other.is(k)));
                }
            }
            if !changed {
                return Ok(None);
            }
            self.poll()?;
        }
    }

    /// `key in set`.
    pub fn set_contains(&mut self, set: &ObjRef, key: &ObjRef) -> PyResult<bool> {
        let hash = self.hash(key)?;
        Ok(self.set_find(set, key, hash)?.is_some())
    }

    /// Adds a key; false if it was there.
    pub fn set_add(&mut self, set: &ObjRef, key: &ObjRef) -> PyResult<bool> {
        let hash = self.hash(key)?;
        self.set_add_hashed(set, key, hash)
    }

    #[inline(always)]
    pub fn set_add_hashed(&mut self, set: &ObjRef, key: &ObjRef, hash: i64) -> PyResult<bool> {
        if let Some(t) = self.heap.set_table_mut(set)
            && let Ok(added) = t.add_plain(hash, key)
        {
            return Ok(added);
        }
        self.set_add_asking(set, key, hash)
    }

    #[cold]
    #[inline(never)]
    fn set_add_asking(&mut self, set: &ObjRef, key: &ObjRef, hash: i64) -> PyResult<bool> {
        if self.set_find(set, key, hash)?.is_some() {
            return Ok(false);
        }
        if let Some(t) = self.heap.set_table_mut(set) {
            t.insert_new(hash, key.clone());
        }
        Ok(true)
    }

    /// Removes a key; false if it was not there.
    pub fn set_remove(&mut self, set: &ObjRef, key: &ObjRef) -> PyResult<bool> {
        let hash = self.hash(key)?;
        let at = self.set_find(set, key, hash)?;
        let removed = at.and_then(|at| self.heap.set_table_mut(set)?.remove_at(at));
        Ok(removed.is_some())
    }
}
