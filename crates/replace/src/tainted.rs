//! Objects whose hash changes with what a replacement writes, and where they are keys.

use hashbrown::HashSet;

use theseus_object::edges::Relation;
use theseus_object::marks::Marks;
use theseus_object::payload::Dict;
use theseus_object::{Cx, ObjRef, TypeObj};

/// Levels of nesting that are looked for one after another.
const PASSES: usize = 4;

/// Objects whose hash changes.
#[derive(Default)]
pub struct Tainted {
    objects: Marks,
    /// Those whose holders are not sought yet.
    fresh: Marks,
    /// Containers whose keys change, or are hashed anew.
    containers: Marks,
    /// Whether keys are exchanged in some of them.
    pub exchanged: bool,
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

/// Whether an object is a dict or a set.
fn has_keys(cx: &Cx, o: &ObjRef) -> bool {
    o.has_payload::<Dict>() || cx.heap.set_table(o).is_some()
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

    /// Keys of a container are exchanged.
    pub fn exchange_in(&mut self, container: &ObjRef) {
        self.containers.add(container);
        self.exchanged = true;
    }

    /// The containers whose keys change, or are hashed anew, in order.
    pub fn take_containers(&mut self) -> Marks {
        let mut containers = std::mem::take(&mut self.containers);
        containers.sort();
        containers
    }

    /// Calls `f` with the position of each key of a container that is hashed anew, in their order.
    pub fn keys(&self, cx: &Cx, container: &ObjRef, mut f: impl FnMut(u32)) {
        if self.objects.is_empty() {
            return;
        }
        cx.heap.slots(container, |_, held, relation| {
            if let Relation::Key(at) = relation
                && self.objects.has(held)
            {
                f(at as u32);
            }
        });
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
            cx.scan_hashed(&fresh, |holder, as_key| {
                if as_key {
                    self.containers.add(holder);
                }
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
            for holder in index.holders(address) {
                if has_keys(cx, holder) {
                    self.containers.add(holder);
                }
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
