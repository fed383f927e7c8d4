//! Dict operations that may call `__hash__` and `__eq__` of keys.
//!
//! Look-up goes in rounds: with the dict borrowed, keys that are equal without asking are found and
//! the others of the same hash collected; with the borrow ended they are compared; if the dict was
//! changed by that, look-up starts again.

use smallvec::SmallVec;

use crate::cx::Cx;
use crate::error::PyResult;
use crate::ops::native_eq;
use crate::payload::Dict;
use crate::refs::ObjRef;

impl Cx {
    /// Position of a key in a dict.
    #[inline]
    pub fn dict_find(&mut self, dict: &ObjRef, key: &ObjRef, hash: i64) -> PyResult<Option<usize>> {
        if let Some(d) = self.heap.get::<Dict>(dict)
            && let Ok(found) = d.find_plain(hash, key)
        {
            return Ok(found);
        }
        self.dict_find_asking(dict, key, hash)
    }

    /// Look-up that calls `__eq__` of keys.
    #[inline(never)]
    fn dict_find_asking(&mut self, dict: &ObjRef, key: &ObjRef, hash: i64) -> PyResult<Option<usize>> {
        loop {
            let mut unsure: SmallVec<[(usize, ObjRef); 2]> = SmallVec::new();
            let Some(d) = self.heap.get::<Dict>(dict) else { return Ok(None) };
            let found = d.find(hash, |k| {
                if k.is(key) {
                    return true;
                }
                native_eq(k, key).unwrap_or_else(|| {
                    unsure.push((0, k.clone()));
                    false
                })
            });
            if found.is_some() || unsure.is_empty() {
                return Ok(found);
            }
            let version = d.version(self);
            let mut changed = false;
            for (_, k) in &unsure {
                let equal = self.eq(k, key)?;
                let Some(d) = self.heap.get::<Dict>(dict) else { return Ok(None) };
                if d.current_version() != version {
                    changed = true;
                    break;
                }
                if equal {
                    return Ok(d.find(hash, |other| other.is(k)));
                }
            }
            if !changed {
                return Ok(None);
            }
            self.poll()?;
        }
    }

    /// `dict.get(key)`.
    pub fn dict_get(&mut self, dict: &ObjRef, key: &ObjRef) -> PyResult<Option<ObjRef>> {
        let hash = self.hash(key)?;
        self.dict_get_hashed(dict, key, hash)
    }

    pub fn dict_get_hashed(&mut self, dict: &ObjRef, key: &ObjRef, hash: i64) -> PyResult<Option<ObjRef>> {
        let at = self.dict_find(dict, key, hash)?;
        Ok(at.and_then(|at| self.heap.get::<Dict>(dict)?.value_at(at).cloned()))
    }

    /// `dict[key] = value`; gives the old value.
    pub fn dict_set(&mut self, dict: &ObjRef, key: &ObjRef, value: ObjRef) -> PyResult<Option<ObjRef>> {
        let hash = self.hash(key)?;
        self.dict_set_hashed(dict, key, hash, value)
    }

    pub fn dict_set_hashed(
        &mut self,
        dict: &ObjRef,
        key: &ObjRef,
        hash: i64,
        value: ObjRef,
    ) -> PyResult<Option<ObjRef>> {
        let at = self.dict_find(dict, key, hash)?;
        let Some(d) = self.heap.get_mut::<Dict>(dict) else { return Err(self.bad_internal("dict")) };
        Ok(match at {
            Some(at) => d.set_value_at(at, value),
            None => {
                d.insert_new(hash, key.clone(), value);
                None
            }
        })
    }

    /// Removes a key; gives key and value.
    pub fn dict_remove(&mut self, dict: &ObjRef, key: &ObjRef) -> PyResult<Option<(ObjRef, ObjRef)>> {
        let hash = self.hash(key)?;
        let at = self.dict_find(dict, key, hash)?;
        Ok(at.and_then(|at| self.heap.get_mut::<Dict>(dict)?.remove_at(at)))
    }

    /// Adds all items of another dict; existing keys get the new values.
    pub fn dict_merge(&mut self, dict: &ObjRef, other: &ObjRef) -> PyResult<()> {
        if dict.is(other) {
            return Ok(());
        }
        let empty = self.heap.get::<Dict>(dict).is_some_and(Dict::is_empty);
        if empty {
            let copy = self.heap.get::<Dict>(other).map(Dict::copy_packed);
            let old = copy.and_then(|copy| Some(self.heap.get_mut::<Dict>(dict)?.replace(copy)));
            drop(old);
            return Ok(());
        }
        let mut at = 0;
        let Some(size) = self.heap.get::<Dict>(other).map(Dict::len) else { return Ok(()) };
        while let Some(d) = self.heap.get::<Dict>(other).filter(|d| at < d.end()) {
            if let Some((k, v)) = d.entry(at) {
                let (hash, k, v) = (d.entry_hash(at), k.clone(), v.clone());
                drop(self.dict_set_hashed(dict, &k, hash, v)?);
                if self.heap.get::<Dict>(other).is_none_or(|d| d.len() != size) {
                    return Err(self.runtime_error("dict mutated during update"));
                }
            }
            at += 1;
            if at & 0xffff == 0 {
                self.poll()?;
            }
        }
        Ok(())
    }
}
