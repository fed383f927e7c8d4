//! What an `Exec` knows of its sites beyond the words: failures, statistics, values and cells that
//! they hold, and the anchor by which watches find them.

use std::cell::Cell;
use std::collections::HashMap;
use std::rc::Rc;

use theseus_bytecode::{Op, Word};
use theseus_guards::{Assumption, Optimisation, Strategy};
use theseus_object::edges::{EdgeVisitor, Relation};
use theseus_object::watch::{Change, CodeCell, Dependant, Mutation, NameCell};
use theseus_object::{Kind, ObjRef};

use super::{Broken, Guards};
use crate::exec::Exec;
use crate::guard::attrs::Noted;
use crate::guard::entry::EntryGuard;
use crate::guard::fold::Plan;
use crate::guard::inits::Init;
use crate::guard::record::Spending;

/// What an attribute instruction found: for objects of this class and shape, as long as the class has
/// this version. For a call: the function called, and its code as version.
#[derive(Clone, Copy)]
#[repr(C)]
pub struct Seen {
    pub version: u64,
    pub shape: u64,
    /// What the form for one class keeps in its third cache word.
    pub found: u64,
    /// Address of the class: of one class only the present version matters.
    pub class: usize,
}

/// Classes and shapes that an instruction tells apart.
pub const MOST_SEEN: usize = 4;

/// No class has this version.
const NOTHING: Seen = Seen { version: u64::MAX, shape: 0, found: 0, class: 0 };

/// What an instruction found since its guard failed first, the latest before the others.
#[derive(Clone, Copy)]
#[repr(transparent)]
pub struct AllSeen([Seen; MOST_SEEN]);

impl AllSeen {
    /// Puts one first; gives how many there are.
    fn add(&mut self, new: Seen) -> usize {
        let outdated = |s: &Seen| s.version != new.version && s.class == new.class;
        let known = |s: &Seen| (s.version, s.shape) == (new.version, new.shape);
        let mut all = [NOTHING; MOST_SEEN];
        all[0] = new;
        let kept = self.0.iter().filter(|s| s.version != NOTHING.version && !outdated(s) && !known(s));
        let count = 1 + all[1..].iter_mut().zip(kept).map(|(to, s)| *to = *s).count();
        self.0 = all;
        count
    }

    /// What was found for a class version and a shape. The shape is asked for where the version agrees.
    #[inline(always)]
    pub fn find(&self, version: u64, shape: impl Fn() -> u64) -> Option<u64> {
        self.0.iter().find(|s| s.version == version && s.shape == shape()).map(|s| s.found)
    }
}

/// One instruction that was specialised at least once, and guarded.
#[derive(Clone, Default)]
pub struct Site {
    /// Failures of its guard, those by invalidation among them.
    pub failures: u32,
    /// How many of them came from a watch that told of a write.
    pub invalidated: u32,
    /// The policy let it have no more attempts.
    pub gave_up: bool,
    /// What the policy made of it.
    pub tier: Tier,
    /// While the policy probes: how many mutations of its kind there were when it began, and for how many
    /// executions there may be none.
    pub probe: Option<(u64, u32)>,
    /// What it served last, where the opcode does not tell.
    pub serves: Option<Optimisation>,
    /// For instructions on attributes: what its forms found.
    seen: Option<Box<AllSeen>>,
    // What follows is counted while somebody records.
    pub hits: u64,
    pub specialised: u32,
    /// It was specialised again, and has not run since.
    pub recovering: bool,
    /// The epoch of mutations when it was last specialised.
    pub since: u64,
    pub cause: Option<Cause>,
}

impl Exec {
    /// The optimisation that the site at a word serves in this form.
    pub fn optimisation_at(&self, index: usize, op: Op, site: &Site) -> Optimisation {
        let told = site.serves.filter(|o| super::optimisations_of(op) & o.bit() != 0);
        told.unwrap_or_else(|| match super::record::optimisation_of(op) {
            Optimisation::BuiltinLoad if op.is_quickened() && self.has_global(index) => {
                Optimisation::GlobalLoad
            }
            first => first,
        })
    }

    /// Whether what the look-up at a word reads is a global, and no builtin.
    fn has_global(&self, index: usize) -> bool {
        let code = self.code();
        let found = code.words.get(index).filter(|w| w.op() == Some(Op::LoadGlobal)).map(|w| {
            let name = self.name(w.b());
            let find = || super::names::dict_of(&self.globals).find_str(name, name.str_hash(self.interp()));
            self.globals.is_exact(Kind::Dict) && matches!(find(), Ok(Some(_)))
        });
        found.unwrap_or(false)
    }
}

/// How far a policy has moved a site away from the strategy that was asked for.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Tier {
    #[default]
    Own,
    /// A cell whose value keeps its class.
    Typed,
    Cell,
}

/// Why a guard failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cause {
    /// The name of a change, or what else it was.
    pub what: &'static str,
    /// The key that was written.
    pub key: Option<String>,
    /// The line that mutated, as `file:line`.
    pub by: Option<String>,
}

impl Cause {
    pub fn of(what: &'static str) -> Cause {
        Cause { what, key: None, by: None }
    }
}

/// Everything of one `Exec`.
#[derive(Default)]
pub struct Sites {
    table: HashMap<u32, Site>,
    anchor: Option<Rc<Anchor>>,
    /// Values that sites read without asking anybody; derived, so never rewritten where they stand.
    pub held: Vec<ObjRef>,
    cells: Vec<Rc<NameCell>>,
    code_cells: Vec<Rc<CodeCell>>,
    /// What sites compare beyond their words, which point to it.
    noted: HashMap<u32, Box<Noted>>,
    /// What calls of classes found, to which their words point.
    inits: HashMap<u32, Box<Init>>,
    /// What the values of names settle, by the word index of the look-up.
    plans: HashMap<u32, Box<Plan>>,
    /// What is checked when the code is entered.
    pub entry: Vec<EntryGuard>,
    /// So many of these, and it is looked which nobody needs.
    crowded: usize,
    /// The code ran with a namespace that is not its globals: its names are looked up anew each time.
    pub mixed: bool,
}

impl Sites {
    /// Keeps what an attribute instruction found, if its guard failed before: where it is to look if there
    /// are several things to tell apart.
    pub fn see(&mut self, index: usize, new: Seen) -> Option<*const AllSeen> {
        let site = self.table.get_mut(&(index as u32)).filter(|s| s.failures > 0)?;
        let seen = site.seen.get_or_insert_with(|| Box::new(AllSeen([NOTHING; MOST_SEEN])));
        (seen.add(new) > 1).then_some(&raw const **seen)
    }

    /// Whether an instruction met several things that it can tell apart.
    pub fn has_seen_several(&self, index: usize) -> bool {
        let seen = self.get(index).and_then(|s| s.seen.as_ref());
        seen.is_some_and(|seen| seen.0[1].version != NOTHING.version)
    }

    /// Nothing counts that instructions on attributes found.
    pub fn forget_seen(&mut self) {
        self.table.values_mut().for_each(|s| s.seen = None);
    }

    pub fn site(&mut self, index: usize) -> &mut Site {
        self.table.entry(index as u32).or_default()
    }

    pub fn get(&self, index: usize) -> Option<&Site> {
        self.table.get(&(index as u32))
    }

    /// What a policy made of a site.
    pub fn tier(&self, index: usize) -> Tier {
        self.get(index).map_or(Tier::Own, |site| site.tier)
    }

    /// Word indexes of the sites, in order.
    pub fn indexes(&self) -> Vec<usize> {
        let mut all: Vec<usize> = self.table.keys().map(|&i| i as usize).collect();
        all.sort_unstable();
        all
    }

    /// Statistics start again; what policies count stays.
    pub fn forget_counts(&mut self) {
        for s in self.table.values_mut() {
            (s.hits, s.specialised, s.cause) = (0, 0, None);
        }
    }

    /// Keeps a value alive that a site reads.
    pub fn hold(&mut self, value: &ObjRef) {
        if !self.held.iter().any(|h| h.is(value)) {
            self.held.push(value.clone());
        }
    }

    /// Keeps the plan of a site, whose former one nobody reads any more, and gives its address.
    pub fn keep_plan(&mut self, index: usize, plan: Plan) -> *const Plan {
        self.site(index).serves = Some(plan.optimisation);
        let slot = self.plans.entry(index as u32).insert_entry(Box::new(plan)).into_mut();
        &raw const **slot
    }

    pub fn plan(&self, index: usize) -> Option<&Plan> {
        self.plans.get(&(index as u32)).map(|p| &**p)
    }

    /// Visits the references that are held, all derived.
    pub fn edges(&mut self, v: &mut dyn EdgeVisitor) {
        let guards = self.entry.iter_mut().flat_map(|g| g.slots());
        let plans = self.plans.values_mut().flat_map(|p| p.slots());
        self.held.iter_mut().chain(guards).chain(plans).for_each(|o| v.fixed(o, Relation::Derived("site")));
    }

    /// Lets go what sites hold, none of which reads it any more.
    pub fn clear(&mut self) {
        self.held.clear();
        self.entry.clear();
        self.plans.clear();
    }

    /// Gives up the held values that no site of `exec` reads any more.
    pub fn release_held(&mut self, exec: &Exec) -> Vec<ObjRef> {
        let reading = self.indexes().into_iter().filter(|&i| exec.holds_at(i));
        let mut read: Vec<u64> = reading.flat_map(|i| exec.caches(i)).copied().collect();
        read.extend(self.inits.values().map(|i| i.init.get() as u64));
        let (kept, gone) =
            std::mem::take(&mut self.held).into_iter().partition(|h| read.contains(&(h.address() as u64)));
        self.held = kept;
        gone
    }

    /// [`Sites::release_held`] whenever there are twice as many.
    pub fn release_if_many(&mut self, exec: &Exec) -> Vec<ObjRef> {
        let many = self.held.len() >= 16 && self.held.len().is_power_of_two();
        if many { self.release_held(exec) } else { Vec::new() }
    }

    /// What is checked on entry, for a site to add what it assumes. Guards that no site needs any more go before,
    /// when there are twice as many.
    pub fn assumed(&mut self, exec: &Exec) -> &mut Vec<EntryGuard> {
        if self.entry.len() >= self.crowded.max(16) {
            let resting =
                self.indexes().into_iter().filter(|&i| exec.strategy_at(i) == Some(Strategy::Entry));
            let mut subjects: Vec<u64> = resting.filter_map(|i| exec.caches(i).first().copied()).collect();
            subjects.extend(self.inits.values().map(|i| i.init.get() as u64));
            self.entry.retain(|g| g.subject().is_none_or(|s| subjects.contains(&(s as u64))));
            self.crowded = 2 * self.entry.len();
        }
        &mut self.entry
    }

    /// Keeps what a site compares; its address.
    pub fn note(&mut self, index: usize, noted: Noted) -> u64 {
        let noted = Box::new(noted);
        let at = &raw const *noted as u64;
        self.noted.insert(index as u32, noted);
        at
    }

    /// Keeps what a call of a class found; its address.
    pub fn keep_init(&mut self, index: usize, found: Init) -> *const Init {
        let slot = self.inits.entry(index as u32).insert_entry(Box::new(found)).into_mut();
        &raw const **slot
    }

    pub fn keep_cell(&mut self, exec: &Exec, cell: Rc<NameCell>) {
        let read = self.read_cells(exec, self.cells.len());
        keep(&mut self.cells, cell, read);
    }

    pub fn keep_code_cell(&mut self, exec: &Exec, cell: Rc<CodeCell>) {
        let read = self.read_cells(exec, self.code_cells.len());
        keep(&mut self.code_cells, cell, read);
    }

    /// Whenever there are twice as many cells as before: addresses, those of cells that sites read among them.
    fn read_cells(&self, exec: &Exec, len: usize) -> Option<Vec<u64>> {
        let reading = |i: &usize| exec.strategy_at(*i) == Some(Strategy::Cell);
        (len >= 16 && len.is_power_of_two()).then(|| {
            self.indexes().into_iter().filter(reading).flat_map(|i| exec.caches(i)).copied().collect()
        })
    }

    /// The anchor for watches, made on first use.
    pub fn anchor(&mut self, exec: &Exec, guards: &Rc<Guards>) -> Rc<Anchor> {
        let make = || Rc::new(Anchor { exec: Cell::new(exec), guards: guards.clone() });
        self.anchor.get_or_insert_with(make).clone()
    }
}

/// Keeps a cell that a site is about to read, and of the others those that are among `read`.
fn keep<T>(cells: &mut Vec<Rc<T>>, cell: Rc<T>, read: Option<Vec<u64>>) {
    if let Some(read) = read {
        cells.retain(|c| read.contains(&(Rc::as_ptr(c) as u64)));
    }
    if !cells.iter().any(|c| Rc::ptr_eq(c, &cell)) {
        cells.push(cell);
    }
}

impl Exec {
    /// How the instruction at a word is guarded; `None` if it is generic.
    pub fn strategy_at(&self, index: usize) -> Option<Strategy> {
        self.words().get(index).and_then(|&w| super::strategy_of(Word(w)))
    }

    /// The words behind an instruction that belong to it.
    pub fn caches(&self, index: usize) -> &[u64] {
        let n = self.op_at(index).map_or(0, Op::cache_words);
        self.words().get(index + 1..=index + n).unwrap_or_default()
    }

    /// Whether an instruction reads a value that this holds.
    fn holds_at(&self, index: usize) -> bool {
        match self.op_at(index) {
            Some(Op::LoadGlobalUnchecked | Op::LoadGlobalEntry) => true,
            Some(
                Op::LoadAttrSlotFree
                | Op::StoreAttrSlotFree
                | Op::LoadAttrValueFree
                | Op::LoadMethodFree
                | Op::CallPyFree,
            ) => {
                matches!(self.strategy_at(index), Some(Strategy::Unchecked | Strategy::Entry))
            }
            _ => false,
        }
    }
}

impl Drop for Sites {
    fn drop(&mut self) {
        if let Some(a) = &self.anchor {
            a.exec.set(std::ptr::null());
        }
    }
}

/// Stands for an `Exec` in the lists of watches, and outlives it.
pub struct Anchor {
    /// Null when the `Exec` is gone.
    exec: Cell<*const Exec>,
    guards: Rc<Guards>,
}

impl Dependant for Anchor {
    fn broken(&self, site: u32, mutation: &Mutation) {
        // SAFETY: the Exec clears the pointer when it dies; it is boxed and does not move.
        let Some(exec) = (unsafe { self.exec.get().as_ref() }) else { return };
        // What a cell does not know, the site is told.
        use Strategy::{Cell, WatchDict, WatchKey, WatchKeySet};
        let watched = |s| matches!(s, Some(WatchDict | WatchKey | WatchKeySet | Cell));
        if watched(exec.strategy_at(site as usize)) {
            self.guards.invalidated(exec, site as usize, mutation);
        }
    }

    fn alive(&self) -> bool {
        !self.exec.get().is_null()
    }
}

impl Guards {
    /// A watch told of a write: the site is generic again.
    fn invalidated(&self, exec: &Exec, index: usize, mutation: &Mutation) {
        self.invalidations.set(self.invalidations.get() + 1);
        // SAFETY: nobody holds the table across a write to a dict.
        unsafe { exec.sites() }.site(index).invalidated += 1;
        let start = if self.recorder.is_on() { self.recorder.now() } else { 0 };
        self.demote(exec, index, Broken::By(mutation.change));
        if start != 0 {
            self.recorder.spent(Spending::Invalidation, self.recorder.now().saturating_sub(start));
        }
    }
}

/// The optimisations that a failure by this change is looked for in.
pub fn concerns(change: Change, optimisation: Optimisation) -> bool {
    use Optimisation::{AttrLoad, AttrStore, CallPy, Inline, MethodLoad};
    match change {
        Change::Class | Change::Bases => {
            matches!(optimisation, AttrLoad | AttrStore | MethodLoad | CallPy | Inline)
        }
        Change::Code | Change::Defaults => matches!(optimisation, CallPy | Inline | MethodLoad | AttrLoad),
        // A module's attributes, or methods in its dict, are names of a namespace, too.
        _ => {
            matches!(optimisation.assumption(), Assumption::Name | Assumption::Place)
                || matches!(optimisation, AttrLoad | MethodLoad)
        }
    }
}
