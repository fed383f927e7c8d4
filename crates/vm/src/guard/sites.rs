//! What an `Exec` knows of its sites beyond the words: failures, statistics, values and cells that
//! they hold, and the anchor by which watches find them.

use std::cell::Cell;
use std::collections::HashMap;
use std::rc::Rc;

use theseus_bytecode::Op;
use theseus_guards::{Assumption, Optimisation, Strategy};
use theseus_object::ObjRef;
use theseus_object::edges::{EdgeVisitor, Relation};
use theseus_object::watch::{Change, Dependant, Mutation, NameCell};

use super::{Broken, Guards};
use crate::exec::Exec;
use crate::guard::entry::EntryGuard;
use crate::guard::fold::Plan;

/// One instruction that was specialised at least once, and guarded.
#[derive(Clone, Default)]
pub struct Site {
    /// Failures of its guard, those by invalidation among them.
    pub failures: u32,
    /// How many of them came from a watch that told of a write.
    pub invalidated: u32,
    /// The policy let it have no more attempts.
    pub gave_up: bool,
    /// The policy moved it to a cell.
    pub celled: bool,
    /// What its plan serves, if it ever had one.
    pub folds: Option<Optimisation>,
    // What follows is counted while somebody records.
    pub hits: u64,
    pub specialised: u32,
    /// The epoch of mutations when it was last specialised.
    pub since: u64,
    pub cause: Option<Cause>,
}

impl Site {
    /// The optimisation that the site serves in this form.
    pub fn optimisation(&self, op: Op) -> Optimisation {
        self.folds.filter(|_| super::is_fold(op)).unwrap_or_else(|| super::record::optimisation_of(op))
    }
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
    pub cells: Vec<Rc<NameCell>>,
    /// What the values of names settle, by the word index of the look-up.
    plans: HashMap<u32, Box<Plan>>,
    /// What is checked when the code is entered.
    pub entry: Vec<EntryGuard>,
    /// The code ran with a namespace that is not its globals: its names are looked up anew each time.
    pub mixed: bool,
}

impl Sites {
    pub fn site(&mut self, index: usize) -> &mut Site {
        self.table.entry(index as u32).or_default()
    }

    pub fn get(&self, index: usize) -> Option<&Site> {
        self.table.get(&(index as u32))
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
        self.site(index).folds = Some(plan.optimisation);
        let slot = self.plans.entry(index as u32).insert_entry(Box::new(plan)).into_mut();
        &raw const **slot
    }

    pub fn plan(&self, index: usize) -> Option<&Plan> {
        self.plans.get(&(index as u32)).map(|p| &**p)
    }

    /// Visits the references that are held, all derived.
    pub fn edges(&mut self, v: &mut dyn EdgeVisitor) {
        let guards = self.entry.iter_mut().map(|g| g.name_slot());
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
        let reading = self.indexes().into_iter().filter(|&i| exec.op_at(i).is_some_and(holds));
        let read: Vec<u64> = reading.map(|i| exec.words()[i + 3]).collect();
        let (kept, gone) =
            std::mem::take(&mut self.held).into_iter().partition(|h| read.contains(&(h.address() as u64)));
        self.held = kept;
        gone
    }

    /// The anchor for watches, made on first use.
    pub fn anchor(&mut self, exec: &Exec, guards: &Rc<Guards>) -> Rc<Anchor> {
        let make = || Rc::new(Anchor { exec: Cell::new(exec), guards: guards.clone() });
        self.anchor.get_or_insert_with(make).clone()
    }
}

/// Whether a form reads a value that its `Exec` holds.
pub fn holds(op: Op) -> bool {
    matches!(op, Op::LoadGlobalUnchecked | Op::LoadGlobalEntry)
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
        let watched = |s| matches!(s, Some(Strategy::WatchDict | Strategy::WatchKey));
        if watched(exec.op_at(site as usize).and_then(super::strategy_of)) {
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
        self.demote(exec, index, Broken::By(mutation.change));
    }
}

/// The optimisations that a failure by this change is looked for in.
pub fn concerns(change: Change, optimisation: Optimisation) -> bool {
    use Optimisation::{AttrLoad, AttrStore, CallPy, MethodLoad};
    match change {
        Change::Class => matches!(optimisation, AttrLoad | AttrStore | MethodLoad | CallPy),
        Change::Code | Change::Defaults => matches!(optimisation, CallPy | MethodLoad | AttrLoad),
        // A module's attributes, or methods in its dict, are names of a namespace, too.
        _ => {
            matches!(optimisation.assumption(), Assumption::Name | Assumption::Place)
                || matches!(optimisation, AttrLoad | MethodLoad)
        }
    }
}
