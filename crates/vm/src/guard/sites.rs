//! What an `Exec` knows of its sites beyond the words: failures, statistics, values and cells that
//! they hold, and the anchor by which watches find them.

use std::cell::Cell;
use std::collections::HashMap;
use std::rc::Rc;

use theseus_bytecode::Op;
use theseus_guards::{Optimisation, Strategy};
use theseus_object::ObjRef;
use theseus_object::watch::{Change, Dependant, Mutation, NameCell};

use super::{Broken, Guards};
use crate::exec::Exec;
use crate::guard::entry::EntryGuard;

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
    /// The policy moved it to a cell.
    pub celled: bool,
    /// For instructions on attributes: what its forms found.
    seen: Option<Box<AllSeen>>,
    // What follows is counted while somebody records.
    pub hits: u64,
    pub specialised: u32,
    /// The epoch of mutations when it was last specialised.
    pub since: u64,
    pub cause: Option<Cause>,
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
    /// What is checked when the code is entered.
    pub entry: Vec<EntryGuard>,
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
    use Optimisation::{AttrLoad, AttrStore, BuiltinLoad, CallPy, GlobalLoad, GlobalStore, MethodLoad};
    match change {
        Change::Class => matches!(optimisation, AttrLoad | AttrStore | MethodLoad | CallPy),
        Change::Code | Change::Defaults => matches!(optimisation, CallPy | MethodLoad | AttrLoad),
        _ => matches!(optimisation, BuiltinLoad | GlobalLoad | GlobalStore | AttrLoad | MethodLoad),
    }
}
