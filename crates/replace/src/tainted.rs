//! Objects whose hash changes with what a replacement writes, and where they are keys.

use hashbrown::HashSet;

use theseus_object::marks::Marks;
use theseus_object::{Cx, ObjRef, TypeObj};

/// Levels of nesting that are looked for one after another.
const PASSES: usize = 4;

/// Objects whose hash changes.
#[derive(Default)]
pub struct Tainted {
    objects: Marks,
    /// Those whose holders are not sought yet.
    fresh: Marks,
    /// The containers that hold them as keys, and the positions there.
    pub keys: Vec<(ObjRef, u32)>,
}

/// Whether the hash of an object follows from what it holds, by native rules.
pub fn hashes_by_content(cx: &Cx, o: &ObjRef) -> bool {
    if o.ty().data.payload.shadow.is_none() {
        return false;
    }
    let hash = |t: &TypeObj| t.slots().hash.map(|f| f as usize);
    let base = o.ty().solid_base();
    let own = hash(o.ty());
    own != hash(&cx.types.object) && TypeObj::of(&base).is_some_and(|native| own == hash(native))
}

impl Tainted {
    /// What an object holds changes, and with it perhaps its hash and that of weak references to it.
    pub fn object(&mut self, cx: &Cx, o: &ObjRef) {
        if !hashes_by_content(cx, o) {
            return;
        }
        self.fresh.add(o);
        for w in cx.weakrefs_of(o) {
            if hashes_by_content(cx, &w) {
                self.fresh.add(&w);
            }
        }
    }

    /// Whether the hash of an object changes.
    pub fn has(&self, o: &ObjRef) -> bool {
        self.objects.has(o)
    }

    /// Finds who holds objects whose hash changes, to any depth: some levels by a pass over the heap each,
    /// those beyond by an index that one more pass makes.
    pub fn spread(&mut self, cx: &Cx) {
        for _ in 0..PASSES {
            let mut fresh = std::mem::take(&mut self.fresh);
            fresh.seal_without(&self.objects);
            if fresh.is_empty() {
                return;
            }
            cx.scan_hashed(&fresh, |holder, keys| {
                self.keys.extend(keys.iter().map(|at| (holder.clone(), *at as u32)));
                self.object(cx, holder);
            });
            self.objects.unite(fresh);
        }
        self.fresh.seal_without(&self.objects);
        if self.fresh.is_empty() {
            return;
        }
        let index = cx.hashed_edges();
        let mut work: Vec<usize> = self.fresh.addresses().collect();
        let mut seen: HashSet<usize> = work.iter().copied().collect();
        while let Some(address) = work.pop() {
            for (holder, key) in index.holders(address) {
                self.keys.extend(key.map(|at| (holder.clone(), at as u32)));
                if !hashes_by_content(cx, holder) {
                    continue;
                }
                let weak = cx.weakrefs_of(holder);
                for o in weak.iter().filter(|w| hashes_by_content(cx, w)).chain([holder]) {
                    if !self.objects.has(o) && seen.insert(o.address()) {
                        self.fresh.add(o);
                        work.push(o.address());
                    }
                }
            }
        }
        let mut fresh = std::mem::take(&mut self.fresh);
        fresh.seal_without(&self.objects);
        self.objects.unite(fresh);
    }
}
