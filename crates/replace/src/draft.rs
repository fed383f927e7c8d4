//! A draft: everything that a replacement will write, and everything that stands against it.

use std::collections::BTreeMap;
use std::rc::Rc;

use hashbrown::{HashMap, HashSet};

use theseus_object::edges::Relation;
use theseus_object::instance::Shape;
use theseus_object::payload::{CellData, Dict, Exception, NativeData};
use theseus_object::roots::{OWN_ARGUMENT, Place, Role, Root, RootVisitor};
use theseus_object::scan::{Found, FoundSlot, Ledger, Targets, same_payload};
use theseus_object::typeobj::type_flag;
use theseus_object::{Cx, Kind, ObjRef, PyResult, TypeObj};

use crate::classes::{self, BasePlace, Rebase};
use crate::conflict::{self, Conflict, Reason};
use crate::keys::{self, Gone, KeyChanges};
use crate::memo::Memo;
use crate::policy::{KeyPolicy, Request, class_cells, pooled, storage};
use crate::state::{planning, refuse};
use crate::tainted::Tainted;
use crate::words;

/// How often planning looks at the heap again because Python code that it called may have changed it.
const ROUNDS: usize = 8;

/// Which references follow.
pub struct Rules<'a> {
    pub pairs: &'a [(ObjRef, ObjRef)],
    pub keys: KeyPolicy,
    pub targets: Targets,
    /// By pair: addresses of what keeps its references to the old object.
    kept: Vec<HashSet<usize>>,
    /// The same for all pairs.
    kept_all: HashSet<usize>,
    /// Frames whose registers are left alone.
    kept_frames: Vec<(u32, u32)>,
}

impl Rules<'_> {
    pub fn new<'a>(cx: &mut Cx, request: &'a Request) -> Rules<'a> {
        let pairs = &request.pairs;
        let mut kept = Vec::new();
        for (old, new) in pairs {
            let mut stays = storage(cx, new);
            let subclass =
                TypeObj::of(old).zip(TypeObj::of(new)).is_some_and(|(old, new)| new.is_subtype(old));
            if subclass {
                stays.extend(class_cells(cx, old));
            }
            kept.push(stays);
        }
        let mut kept_all: HashSet<usize> = request.arguments.iter().map(ObjRef::address).collect();
        let mut kept_frames = Vec::new();
        for o in &request.keep {
            kept_all.extend(storage(cx, o));
            kept_frames.extend((cx.upcalls.frames.running)(cx, o));
        }
        let targets = Targets::new(pairs.iter().map(|(old, _)| old));
        Rules { pairs, keys: request.keys, targets, kept, kept_all, kept_frames }
    }

    /// Whether the references of a holder to the old object of a pair stay.
    fn keeps(&self, holder: &ObjRef, pair: u32) -> bool {
        // Who looks at the heap, such as a set of the explorer's, holds no reference of the program's.
        if holder.ty().has_flag(type_flag::OBSERVER) {
            return true;
        }
        let address = holder.address();
        self.kept_all.contains(&address) || self.kept[pair as usize].contains(&address)
    }

    /// What comes in the place of something that a holder holds; nothing if it stays.
    pub fn replacement(&self, holder: &ObjRef, held: &ObjRef) -> Option<ObjRef> {
        let pair = self.targets.find(held).filter(|pair| !self.keeps(holder, *pair))?;
        Some(self.pairs[pair as usize].1.clone())
    }
}

/// A root that is written.
pub struct RootPlace {
    pub root: Root,
    pub pair: u32,
    /// Where the frame's variables go when it stops.
    pub keeper: Option<ObjRef>,
    pub words: String,
    pub counted: bool,
}

/// What is to be known of a reference beside its place: that it is a key, one whose entry goes, or an
/// instance's class; else,
/// should the holder change, how its place is found again: by the hash of the key if it is a dict's value,
/// by the shape if it is an attribute.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub struct Hint(u32);

impl Hint {
    pub const CLASS: Hint = Hint(1);
    pub const KEY: Hint = Hint(2);
    pub const GONE: Hint = Hint(3);
    /// The first shape's number.
    const SHAPES: usize = 4;
    /// Set for values; the other bits are those of the hash.
    const VALUE: u32 = 1 << 31;

    pub fn hash(hash: i64) -> Hint {
        Hint(hash as u32 | Hint::VALUE)
    }

    /// Whether it is an ordinary slot, that can be written as it is.
    pub fn is_plain(self) -> bool {
        self != Hint::CLASS && !self.is_key()
    }

    pub fn is_key(self) -> bool {
        self == Hint::KEY || self == Hint::GONE
    }

    pub fn is_value(self) -> bool {
        self.0 & Hint::VALUE != 0
    }

    /// The shape that is meant, among those of the draft.
    pub fn shape(self, shapes: &[&'static Shape]) -> Option<&'static Shape> {
        shapes.get((self.0 as usize).checked_sub(Hint::SHAPES)?).copied()
    }
}

/// A hint for each place of a ledger. Those that nobody sets take no memory: the system gives fresh pages of
/// zeros, which are only made when they are written.
#[derive(Default)]
pub struct Hints(Vec<u32>);

impl Hints {
    fn new(len: usize) -> Hints {
        Hints(vec![0; len])
    }

    pub fn get(&self, i: usize) -> Hint {
        Hint(self.0[i])
    }

    pub fn set(&mut self, i: usize, hint: Hint) {
        if self.get(i) != hint {
            self.0[i] = hint.0;
        }
    }

    /// Those of `len` places from the first on.
    pub fn run(&self, first: usize, len: usize) -> impl Iterator<Item = Hint> + Clone + '_ {
        self.0[first..first + len].iter().map(|hint| Hint(*hint))
    }
}

#[derive(Default)]
pub struct Draft {
    /// Every reference that follows.
    pub ledger: Rc<Ledger>,
    /// What is to be known of each of them.
    pub hints: Rc<Hints>,
    /// Shapes that hints name by number.
    pub shapes: Vec<&'static Shape>,
    pub roots: Vec<RootPlace>,
    /// How many instances the old class of each pair has.
    pub instances: Vec<usize>,
    pub bases: Vec<BasePlace<ObjRef>>,
    pub rebases: Vec<Rebase>,
    /// For each pair the hash of the new object, if it will be a key.
    pub hashes: Vec<Option<i64>>,
    /// Keys that are exchanged or hashed anew, if the draft will be written.
    pub changes: KeyChanges,
    /// Entries that go.
    pub gone: Vec<Gone>,
    /// How many dicts have keys that change, and how many sets.
    pub dicts: usize,
    pub sets: usize,
    /// Weak references that follow, by pair.
    pub weak: Vec<(u32, Vec<ObjRef>)>,
    /// Attributes of classes that are written.
    pub attributes: Vec<(ObjRef, ObjRef)>,
    /// How many places there are of each category.
    pub places: BTreeMap<&'static str, usize>,
    pub conflicts: Vec<Conflict>,
    /// References that native functions hold while they run.
    pub pinned: usize,
    /// Those functions.
    pub pinned_by: Vec<String>,
    /// Counted references that nothing accounts for; 0 where no native function runs.
    pub unexplained: isize,
}

impl Draft {
    pub fn count(&self) -> usize {
        self.places.values().sum()
    }

    fn add(&mut self, category: &'static str) {
        *self.places.entry(category).or_default() += 1;
    }

    /// The hint that names a shape.
    fn shape(&mut self, shape: &'static Shape) -> Hint {
        if !self.shapes.last().is_some_and(|last| std::ptr::eq(*last, shape)) {
            self.shapes.push(shape);
        }
        Hint((self.shapes.len() - 1 + Hint::SHAPES) as u32)
    }
}

/// Slots of one holder in pieces, with the place of the first: so that what is worked out for each slot takes
/// little memory, also where a holder has millions.
pub fn pieces(slots: &[FoundSlot]) -> impl Iterator<Item = (usize, &[FoundSlot])> {
    let size = (slots.len() / 16).max(1024);
    slots.chunks(size).enumerate().map(move |(i, piece)| (i * size, piece))
}

/// The relations of some slots of an object; none of those that hold nothing.
pub fn relations(cx: &Cx, holder: &ObjRef, slots: &[FoundSlot]) -> Vec<Option<Relation>> {
    let mut found = vec![None; slots.len()];
    let mut left = slots.iter().zip(&mut found);
    cx.heap.slots_at(holder, slots.iter().map(|s| s.ordinal), |ordinal, _, relation| {
        if let Some((_, place)) = left.find(|(slot, _)| slot.ordinal == ordinal) {
            *place = Some(relation);
        }
    });
    found
}

/// Plans until nothing that planning itself caused changes the plan any more. Conflicts are in the draft,
/// not raised.
///
/// Of what is to be written the audit hooks hear, once of each pair. The tuple that they get is an argument of
/// the request: who keeps it goes on seeing the old object.
pub fn settle(cx: &mut Cx, request: &mut Request, to_be_written: bool) -> PyResult<Draft> {
    let impossible = check_pairs(cx, request);
    if impossible.is_empty() {
        return settle_pairs(cx, request, to_be_written);
    }
    // Nothing will be written: what is left to tell is what stands against the other pairs.
    let possible = request.pairs.iter().enumerate().filter(|(i, _)| !impossible.contains_key(i));
    let mut others = Request { pairs: possible.map(|(_, pair)| pair.clone()).collect(), ..request.clone() };
    let more =
        if others.pairs.is_empty() { Vec::new() } else { settle_pairs(cx, &mut others, false)?.conflicts };
    Ok(Draft { conflicts: impossible.into_values().chain(more).collect(), ..Draft::default() })
}

fn settle_pairs(cx: &mut Cx, request: &mut Request, to_be_written: bool) -> PyResult<Draft> {
    planning(cx, |cx| {
        let mut memo = Memo::default();
        let mut told = !to_be_written;
        for _ in 0..ROUNDS {
            memo.asked = false;
            let draft = draft(cx, request, &mut memo, to_be_written)?;
            if memo.asked {
                continue;
            }
            if told || !draft.conflicts.is_empty() || !(cx.upcalls.hears_events)(cx) {
                return Ok(draft);
            }
            let count = draft.count();
            drop(draft);
            for (old, new) in &request.pairs {
                let count = cx.usize(count);
                let args = cx.new_tuple([old.clone(), new.clone(), count]);
                (cx.upcalls.audit)(cx, "theseus.replace", &args)?;
                request.arguments.push(args);
            }
            told = true;
        }
        Err(refuse(cx, "the heap went on changing while the replacement was planned", &[]))
    })
}

/// The pairs that can never be replaced, whoever refers to the old object, and why.
fn check_pairs(cx: &mut Cx, request: &Request) -> BTreeMap<usize, Conflict> {
    let mut seen = HashSet::new();
    let mut conflicts = BTreeMap::new();
    for (i, (old, _)) in request.pairs.iter().enumerate() {
        if !seen.insert(old.address()) {
            let text = format!("{} is to be replaced twice", words::noun(old));
            conflicts.insert(i, Conflict::new(Reason::Twice, None, text));
        } else if let Some(what) = pooled(cx, old) {
            let text = format!("{} is {what}", words::short(cx, old));
            conflicts.insert(i, Conflict::new(Reason::Shared, None, text));
        }
    }
    conflicts
}

/// All the places that follow, with what is to be hashed anew because of them.
pub fn look(cx: &mut Cx, request: &Request, rules: &Rules, memo: &Memo) -> (Draft, Tainted) {
    let mut draft = Draft::default();
    let found = cx.scan(&rules.targets);
    let hits = RootHits::seek(cx, &rules.targets);
    account(cx, request, &found, &hits, memo, &mut draft);
    let types = Types::new(&found.types);
    let mut tainted = Tainted::default();
    draft.instances = vec![0; rules.pairs.len()];
    draft.hashes = vec![None; rules.pairs.len()];
    let mut hints = Hints::new(found.ledger.len());
    for (holder, first, slots) in found.ledger.runs() {
        let mut check = Check {
            rules,
            types: &types,
            ledger: &found.ledger,
            draft: &mut draft,
            hints: &mut hints,
            tainted: &mut tainted,
        };
        check.holder(cx, &holder, first, slots);
    }
    conflict::sort(&mut draft.conflicts);
    draft.hints = Rc::new(hints);
    draft.ledger = found.ledger;
    check_roots(cx, rules, hits, &mut draft);
    (draft, tainted)
}

/// Bytes that planning, writing and undoing may need for a reference.
const ROOM: usize = 96;

/// One round of planning.
fn draft(cx: &mut Cx, request: &Request, memo: &mut Memo, to_be_written: bool) -> PyResult<Draft> {
    let references: usize = request.pairs.iter().map(|(old, _)| old.ref_count() as usize).sum();
    if !cx.can_allocate(references.saturating_mul(ROOM)) {
        return Err(cx.memory_error(""));
    }
    let rules = Rules::new(cx, request);
    let (mut draft, mut tainted) = look(cx, request, &rules, memo);
    classes::plan(cx, &rules, &mut draft);
    follow_weakly(cx, &rules, &mut draft, &mut tainted);
    tainted.spread(cx);
    keys::plan(cx, &rules, memo, &mut tainted, &mut draft, to_be_written)?;
    Ok(draft)
}

/// All the places that refer to an object, whatever may stand there.
pub fn survey(cx: &mut Cx, o: &ObjRef) -> Draft {
    let stand_in = cx.alloc_instance(&cx.types.object);
    let request = Request { pairs: vec![(o.clone(), stand_in)], ..Request::default() };
    let rules = Rules::new(cx, &request);
    look(cx, &request, &rules, &Memo::default()).0
}

/// What the types of the heap keep in objects of their own.
pub struct Types {
    pub mros: HashSet<usize>,
    /// Classes by their tuple of bases.
    pub bases: HashMap<usize, Vec<ObjRef>>,
    pub dicts: HashMap<usize, ObjRef>,
}

impl Types {
    fn new(list: &[ObjRef]) -> Types {
        let mut types = Types { mros: HashSet::new(), bases: HashMap::new(), dicts: HashMap::new() };
        for class in list {
            let Some(t) = TypeObj::of(class) else { continue };
            types.mros.insert(t.data.mro.address());
            types.bases.entry(t.data.bases.address()).or_default().push(class.clone());
            types.dicts.insert(t.data.dict.address(), class.clone());
        }
        types
    }
}

/// Looks at the slots of one holder after another.
struct Check<'a, 'r> {
    rules: &'a Rules<'r>,
    types: &'a Types,
    ledger: &'a Ledger,
    draft: &'a mut Draft,
    hints: &'a mut Hints,
    tainted: &'a mut Tainted,
}

impl Check<'_, '_> {
    fn holder(&mut self, cx: &mut Cx, holder: &ObjRef, first: usize, slots: &[FoundSlot]) {
        if self.types.mros.contains(&holder.address()) {
            (first..first + slots.len()).for_each(|i| self.ledger.strike(i));
            return;
        }
        // The slots of other payloads than a plain instance's are not its attributes alone.
        let shape = if holder.kind() == Kind::Instance { cx.inline_shape(holder) } else { None };
        let shape = shape.map_or_else(Hint::default, |shape| self.draft.shape(shape));
        let mut follows = false;
        for (start, piece) in pieces(slots) {
            for ((slot, relation), i) in piece.iter().zip(relations(cx, holder, piece)).zip(first + start..) {
                let Some(relation) = relation else { continue };
                if self.rules.keeps(holder, slot.target()) {
                    self.ledger.strike(i);
                    continue;
                }
                follows |= relation != Relation::Class;
                let hint = self.slot(cx, holder, slot, relation, shape);
                self.hints.set(i, hint);
            }
        }
        if follows {
            self.tainted.object(cx, holder);
        }
    }

    /// One slot; the hint for it.
    fn slot(
        &mut self,
        cx: &mut Cx,
        holder: &ObjRef,
        slot: &FoundSlot,
        relation: Relation,
        shape: Hint,
    ) -> Hint {
        match relation {
            Relation::Class => {
                self.draft.add("instance");
                self.draft.instances[slot.target() as usize] += 1;
                Hint::CLASS
            }
            Relation::Key(_) => {
                self.draft.add(words::category(holder, relation));
                self.tainted.exchange_in(holder);
                Hint::KEY
            }
            _ => {
                self.plain(cx, holder, slot, relation);
                match (relation, cx.heap.get::<Dict>(holder)) {
                    (Relation::Value(at), Some(d)) => Hint::hash(d.entry_hash(at)),
                    _ => shape,
                }
            }
        }
    }

    fn plain(&mut self, cx: &mut Cx, holder: &ObjRef, slot: &FoundSlot, relation: Relation) {
        let (old, new) = &self.rules.pairs[slot.target() as usize];
        let draft = &mut *self.draft;
        let index = if let Relation::Index(i) = relation { Some(i) } else { None };
        if let (Some(i), Some(classes)) = (index, self.types.bases.get(&holder.address())) {
            for class in classes {
                draft.add("base");
                draft.bases.push(BasePlace { class: class.clone(), index: i, pair: slot.target(), age: 0 });
            }
            return;
        }
        if let Some((reason, why)) = misfit(cx, holder, relation, old, new) {
            let text = format!("{} {}: {why}", words::noun(holder), words::place(cx, holder, relation));
            draft.conflicts.push(Conflict::new(reason, Some(holder), text));
        }
        let class = self.types.dicts.get(&holder.address());
        if let (Some(class), Relation::Value(at)) = (class, relation) {
            draft.add("class attribute");
            let name = cx.heap.get::<Dict>(holder).and_then(|d| d.entry(at)).map(|(k, _)| k.clone());
            draft.attributes.extend(name.map(|name| (class.clone(), name)));
        } else {
            draft.add(words::category(holder, relation));
        }
    }
}

/// Why the new object may not stand where the old one does.
fn misfit(
    cx: &mut Cx,
    holder: &ObjRef,
    relation: Relation,
    old: &ObjRef,
    new: &ObjRef,
) -> Option<(Reason, String)> {
    let wants = |o: &ObjRef| (Reason::Type, format!("needs {}, not {}", words::noun(o), words::noun(new)));
    match relation {
        Relation::Fixed(_) => return Some((Reason::Lent, "its memory is lent".into())),
        Relation::Typed(_) | Relation::Part(_) if !same_payload(old, new) => return Some(wants(old)),
        Relation::Part("__dict__") if !new.is_exact(Kind::Dict) => return Some(wants(old)),
        Relation::Typed("__code__") => {
            let names = cx.upcalls.frames.free_names;
            let (before, after) = (names(cx, old).len(), names(cx, new).len());
            if before != after {
                let text = format!("needs code with {before} free variables, not {after}");
                return Some((Reason::FreeVariables, text));
            }
        }
        Relation::Index(_)
            if holder.kind() == Kind::Tuple
                && old.has_payload::<CellData>()
                && !new.has_payload::<CellData>()
                && is_closure(cx, holder) =>
        {
            return Some(wants(old));
        }
        _ => {}
    }
    if cx.heap.admits(holder, relation, old, new) {
        return None;
    }
    Some(match relation {
        Relation::Receiver(_) => {
            let method = cx.heap.get::<NativeData>(holder).map(|n| format!(" {}", n.def.name));
            let method = method.unwrap_or_default();
            (Reason::Receiver, format!("the method{method} does not apply to {}", words::noun(new)))
        }
        _ => (Reason::Type, format!("{} may not stand there", words::noun(new))),
    })
}

/// Whether a tuple is the closure of a function, whose cells code reads without a look.
fn is_closure(cx: &Cx, tuple: &ObjRef) -> bool {
    let found = cx.scan(&Targets::new([tuple]));
    found.ledger.runs().any(|(holder, _, slots)| {
        relations(cx, &holder, slots).contains(&Some(Relation::Part("__closure__")))
    })
}

/// Roots that hold old objects.
struct RootHits<'a> {
    targets: &'a Targets,
    found: Vec<(Root, u32)>,
}

impl RootVisitor for RootHits<'_> {
    fn root(&mut self, slot: &mut ObjRef, root: Root) {
        if let Some(pair) = self.targets.find(slot) {
            self.found.push((root, pair));
        }
    }
}

impl RootHits<'_> {
    fn seek(cx: &mut Cx, targets: &Targets) -> Vec<(Root, u32)> {
        let mut hits = RootHits { targets, found: Vec::new() };
        (cx.upcalls.frames.visit)(cx, &mut hits);
        hits.found
    }
}

/// Whether a root is an argument of the native call that asks.
fn is_own(root: &Root) -> bool {
    root.relation == Relation::Fixed(OWN_ARGUMENT)
}

/// Compares counts with what was found: what is left is held by native functions.
fn account(
    cx: &mut Cx,
    request: &Request,
    found: &Found,
    hits: &[(Root, u32)],
    memo: &Memo,
    draft: &mut Draft,
) {
    let olds: HashSet<usize> = request.pairs.iter().map(|(old, _)| old.address()).collect();
    let counted: isize = request.pairs.iter().map(|(old, _)| old.ref_count() as isize).sum();
    let ours = |o: &ObjRef| isize::from(olds.contains(&o.address()));
    let handles: isize = request.pairs.iter().map(|(old, new)| ours(old) + ours(new)).sum::<isize>()
        + request.keep.iter().chain(&request.arguments).chain(&memo.held).map(ours).sum::<isize>()
        + found.types.iter().map(ours).sum::<isize>();
    let passed = if hits.iter().any(|(root, _)| is_own(root)) {
        0
    } else {
        request.values.iter().filter(|address| olds.contains(*address)).count() as isize
    };
    draft.unexplained = counted - found.edges as isize - hits.len() as isize - handles - passed;
    draft.pinned_by = (cx.upcalls.frames.natives)(cx);
    if !draft.pinned_by.is_empty() {
        let arguments = |(root, _): &&(Root, u32)| {
            matches!(root.place, Place::Frame { role: Role::Argument, .. }) && !is_own(root)
        };
        draft.pinned = hits.iter().filter(arguments).count() + draft.unexplained.max(0) as usize;
    }
}

fn check_roots(cx: &mut Cx, rules: &Rules, hits: Vec<(Root, u32)>, draft: &mut Draft) {
    for (root, pair) in hits {
        let (old, new) = &rules.pairs[pair as usize];
        if matches!(root.relation, Relation::Derived(_) | Relation::Fixed(_)) {
            continue;
        }
        let mut keeper = None;
        let mut category = "root";
        let mut counted = true;
        if let Place::Frame { machine, depth, role } = root.place {
            if rules.kept_frames.contains(&(machine, depth)) {
                continue;
            }
            keeper = Some((cx.upcalls.frames.keeper)(cx, machine, depth));
            category = if role == Role::Local { "local" } else { "temporary" };
            counted = matches!(role, Role::Local | Role::Temporary);
        } else if matches!(root.relation, Relation::Typed(_)) {
            category = "exception state";
        }
        let words = (cx.upcalls.frames.describe)(cx, &root);
        let typed = matches!(root.relation, Relation::Typed(_)) && !new.has_payload::<Exception>();
        if typed || !(cx.upcalls.frames.admits)(cx, &root, old, new) {
            let text = format!("{words}: needs {}, not {}", words::noun(old), words::noun(new));
            draft.conflicts.push(Conflict::new(Reason::Type, keeper.as_ref(), text));
        }
        if counted {
            draft.add(category);
        }
        draft.roots.push(RootPlace { root, pair, keeper, words, counted });
    }
}

/// Weak references follow where there can be some to the new object.
fn follow_weakly(cx: &Cx, rules: &Rules, draft: &mut Draft, tainted: &mut Tainted) {
    for (pair, (old, new)) in rules.pairs.iter().enumerate() {
        let weak = cx.weakrefs_of(old);
        if weak.is_empty() || !new.takes_weakrefs() {
            continue;
        }
        weak.iter().for_each(|w| tainted.object(cx, w));
        draft.weak.push((pair as u32, weak));
    }
}
