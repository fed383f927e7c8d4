//! The graph: objects as numbers, with the dicts that instances would have as numbers of their own,
//! the roots, and what belongs to the explorer and is passed over.

use std::cell::OnceCell;

use rustc_hash::FxHashSet;

use theseus_object::edges::{EdgeVisitor, Payload, Relation};
use theseus_object::header::flag;
use theseus_object::instance::{Attributes, full_size};
use theseus_object::survey::{Node, Survey};
use theseus_object::typeobj::type_flag;
use theseus_object::{Heap, Interp, Kind, ObjRef};

use crate::roots::Held;
use crate::set::{Bits, ObjectSet};

/// A reference that no object holds.
pub struct Root<'h> {
    pub node: Node,
    pub held: &'h Held,
}

/// Tells the name of a local variable of a suspended frame from the number of its register.
pub type LocalName<'h> = &'h dyn Fn(&ObjRef, usize) -> Option<String>;

/// State of the interpreter: objects that belong to the explorer though their type does not tell.
#[derive(Default)]
pub struct Observers {
    objects: Vec<ObjRef>,
    addresses: FxHashSet<usize>,
}

impl Payload for Observers {
    fn edges(&mut self, v: &mut dyn EdgeVisitor) {
        v.items(&mut self.objects);
    }
}

impl Observers {
    pub fn add(&mut self, o: &ObjRef) {
        if self.addresses.insert(o.address()) {
            self.objects.push(o.clone());
        }
    }

    fn has(&self, o: &ObjRef) -> bool {
        self.addresses.contains(&o.address())
    }
}

/// Whether an object belongs to the explorer.
pub fn is_observer(observers: Option<&Observers>, o: &ObjRef) -> bool {
    o.ty().has_flag(type_flag::OBSERVER)
        || (matches!(o.kind(), Kind::Function | Kind::Module | Kind::Type)
            && observers.is_some_and(|list| list.has(o)))
}

/// A graph lives as long as one question to the explorer.
pub struct Graph<'h> {
    pub survey: Survey<'h>,
    observers: Option<&'h Observers>,
    pub roots: Vec<Root<'h>>,
    local_name: LocalName<'h>,
    /// For each container the number of the object whose `__dict__` it is.
    owners: OnceCell<Vec<u32>>,
}

/// In the table of owners: nobody.
const NOBODY: u32 = u32::MAX;

impl<'h> Graph<'h> {
    /// `state` is the interpreter's [`Observers`].
    pub fn new(heap: &'h Heap, state: &'h ObjRef, held: &'h [Held], local_name: LocalName<'h>) -> Graph<'h> {
        let survey = Survey::new(heap);
        let roots = held.iter().filter_map(|held| Some(Root { node: survey.node(&held.object)?, held }));
        let roots = roots.collect();
        let observers = heap.get::<Observers>(state);
        Graph { survey, observers, roots, local_name, owners: OnceCell::new() }
    }

    /// The name of a local variable of a suspended frame.
    pub fn local_name(&self, keeper: &ObjRef, register: usize) -> Option<String> {
        (self.local_name)(keeper, register)
    }

    pub fn heap(&self) -> &'h Heap {
        self.survey.heap()
    }

    pub fn interp(&self) -> &'h Interp {
        self.survey.heap().interp()
    }

    /// All numbers are below this, those of virtual dicts included.
    pub fn room(&self) -> usize {
        self.survey.room() + self.survey.container_room()
    }

    pub fn is_virtual(&self, n: Node) -> bool {
        n.index() >= self.survey.room()
    }

    /// The number of the dict that a container would have.
    fn dict_of(&self, owner: Node) -> Node {
        Node((self.survey.room() + owner.index()) as u32)
    }

    /// The number of the object itself, or of the owner of a virtual dict.
    pub fn base(&self, n: Node) -> Node {
        if self.is_virtual(n) { Node(n.0 - self.survey.room() as u32) } else { n }
    }

    /// The object of a number, or the owner of a virtual dict.
    pub fn object(&self, n: Node) -> Option<ObjRef> {
        self.survey.object(self.base(n))
    }

    /// Whether an object belongs to the explorer.
    pub fn is_observer(&self, o: &ObjRef) -> bool {
        is_observer(self.observers, o)
    }

    /// Whether an object keeps attributes inline that are shown as a dict.
    pub fn has_virtual_dict(&self, o: &ObjRef) -> bool {
        let Some(slots) = self.interp().slot_use(o).filter(|s| s.attributes == Attributes::Inline) else {
            return false;
        };
        o.kind() == Kind::Instance
            || (slots.members..slots.room).any(|i| self.interp().member_get(o, i).is_some())
    }

    /// Calls `f` with each number that `n` refers to, and how.
    #[inline]
    pub fn edges(&self, n: Node, mut f: impl FnMut(Node, Relation)) {
        let Some(o) = self.object(n) else { return };
        self.edges_of(n, &o, |target, _, relation| f(target, relation));
    }

    /// As [`Graph::edges`] for an object at hand; `f` gets the object too, for a virtual dict its owner.
    #[inline]
    pub fn edges_of(&self, n: Node, o: &ObjRef, mut f: impl FnMut(Node, &ObjRef, Relation)) {
        let slots = self.interp().slot_use(o).filter(|s| s.attributes == Attributes::Inline);
        let Some(slots) = slots else { return self.survey.edges(o, f) };
        let inline = |r: Relation| matches!(r, Relation::Slot(i) if i >= slots.members);
        if self.is_virtual(n) {
            self.survey.edges(o, |target, t, r| {
                if inline(r) {
                    f(target, t, r);
                }
            });
            return;
        }
        let mut any = o.kind() == Kind::Instance;
        self.survey.edges(o, |target, t, r| {
            if inline(r) {
                any = true;
            } else {
                f(target, t, r);
            }
        });
        if any {
            f(self.dict_of(n), o, Relation::Attr("__dict__"));
        }
    }

    /// Everything that the roots reach without passing through the explorer's own or through what is
    /// in `without`.
    pub fn reachable(&self, without: Option<&Bits>) -> Bits {
        let roots = self.roots.iter().map(|r| &r.held.object);
        self.closure(roots, |n, o| without.is_some_and(|w| w.has(n.index())) || self.is_observer(o))
    }

    /// What can be reached from some objects without passing through what is to be skipped; that is told
    /// a number and its object, or the owner of the virtual dict.
    pub fn closure<'a>(
        &self,
        from: impl Iterator<Item = &'a ObjRef>,
        skip: impl Fn(Node, &ObjRef) -> bool,
    ) -> Bits {
        let mut seen = Bits::new(self.room());
        let mut work: Vec<(Node, ObjRef)> = Vec::new();
        for o in from {
            if let Some(n) = self.survey.node(o)
                && !skip(n, o)
                && seen.insert(n.index())
            {
                work.push((n, o.clone()));
            }
        }
        let leaves = self.survey.container_room()..self.survey.room();
        while let Some((n, o)) = work.pop() {
            self.edges_of(n, &o, |target, t, _| {
                if seen.has(target.index()) || skip(target, t) {
                    return;
                }
                seen.insert(target.index());
                if !leaves.contains(&target.index()) {
                    work.push((target, t.clone()));
                }
            });
        }
        seen
    }

    /// What the program can reach. States of native modules are passed through, and not shown.
    pub fn heap_objects(&self) -> Bits {
        let mut seen = self.reachable(None);
        let states = self.roots.iter().filter(|r| r.held.object.ty().name() == "state");
        states.for_each(|r| seen.remove(r.node.index()));
        seen
    }

    /// Whether a number stands for an object of the explorer's.
    pub fn is_hidden(&self, n: Node) -> bool {
        self.survey.object(self.base(n)).is_some_and(|o| self.is_observer(&o))
    }

    /// Calls `f` with everything that may hold references and is not the explorer's: containers and
    /// virtual dicts.
    pub fn for_each_source(&self, f: &mut dyn FnMut(Node, &ObjRef)) {
        self.survey.for_each_container(|n, o| self.as_sources(n, o, f));
    }

    /// Calls `f` with a container, unless it is the explorer's, and with its virtual dict if it has one.
    pub fn as_sources(&self, n: Node, o: &ObjRef, f: &mut dyn FnMut(Node, &ObjRef)) {
        if self.is_observer(o) {
            return;
        }
        f(n, o);
        if self.has_virtual_dict(o) {
            f(self.dict_of(n), o);
        }
    }

    /// Calls `f` with every number of a set, and its object or the owner of the virtual dict.
    pub fn for_each(&self, set: &ObjectSet, mut f: impl FnMut(Node, &ObjRef)) {
        for o in &set.objects {
            if let Some(n) = self.survey.node(o) {
                f(n, o);
            }
        }
        for o in &set.owners {
            let dict = match self.interp().slot_use(o) {
                // Somebody asked for the dict since.
                Some(s) if s.attributes == Attributes::Dict => self.interp().member_get(o, s.members),
                _ => None,
            };
            match dict {
                Some(dict) => {
                    if let Some(n) = self.survey.node(&dict) {
                        f(n, &dict);
                    }
                }
                None => {
                    if let Some(n) = self.survey.node(o) {
                        f(self.dict_of(n), o);
                    }
                }
            }
        }
    }

    /// The numbers of a set.
    pub fn bits(&self, set: &ObjectSet) -> Bits {
        let mut bits = Bits::new(self.room());
        self.for_each(set, |n, _| {
            bits.insert(n.index());
        });
        bits
    }

    /// The objects of numbers, but those before the reference point if `fresh`.
    pub fn collect(&self, bits: &Bits, fresh: bool) -> ObjectSet {
        let room = self.survey.room();
        let mut set = ObjectSet::default();
        let count = bits.count();
        if count < room / 16 {
            for i in bits.iter() {
                let Some(o) = self.object(Node(i as u32)) else { continue };
                if !fresh || !o.header().has_flag(flag::OLD) {
                    if i < room { set.objects.push(o) } else { set.owners.push(o) }
                }
            }
            return set;
        }
        set.objects.reserve(count);
        let mut take = |n: Node, o: &ObjRef| {
            if fresh && o.header().has_flag(flag::OLD) {
                return;
            }
            if bits.has(n.index()) {
                set.objects.push(o.clone());
            }
            if n.index() < self.survey.container_room() && bits.has(room + n.index()) {
                set.owners.push(o.clone());
            }
        };
        self.survey.for_each(&mut take);
        set
    }

    /// Bytes of an object; the room of inline attributes counts as their virtual dict's.
    pub fn size(&self, n: Node, o: &ObjRef) -> usize {
        let inline = match self.interp().slot_use(o) {
            Some(s) if s.attributes == Attributes::Inline && self.has_virtual_dict(o) => {
                (s.room - s.members) * size_of::<ObjRef>()
            }
            _ => 0,
        };
        if self.is_virtual(n) { inline } else { full_size(o) - inline }
    }

    /// The object whose `__dict__` a number is.
    pub fn owner(&self, n: Node) -> Option<ObjRef> {
        if self.is_virtual(n) {
            return self.object(n);
        }
        let owners = self.owners.get_or_init(|| self.find_owners());
        let owner = *owners.get(n.index())?;
        (owner != NOBODY).then(|| self.survey.object(Node(owner)))?
    }

    fn find_owners(&self) -> Vec<u32> {
        let mut owners = vec![NOBODY; self.survey.container_room()];
        let interp = self.interp();
        self.survey.for_each_container(|n, o| {
            let dict = match o.kind() {
                Kind::Module | Kind::Function | Kind::Type => interp.existing_dict(o),
                _ => match interp.slot_use(o) {
                    Some(s) if s.attributes == Attributes::Dict => interp.member_get(o, s.members),
                    _ => None,
                },
            };
            if let Some(place) =
                dict.and_then(|d| self.survey.node(&d)).and_then(|d| owners.get_mut(d.index()))
            {
                *place = n.0;
            }
        });
        owners
    }
}
