//! What hangs on the contents of namespaces, classes and functions: stamps, cells, dependants; and
//! [`Interp::mutated`], which every change that can break an assumption passes.
//!
//! A dict that somebody asks about gets a [`Watch`], which its [`WatchSlot`] holds. All writes to a dict end in
//! one function of `payload/dict.rs`, which tells the watch after the write and before the old value is dropped. So
//! whoever borrowed a value by way of a watch has been told when it goes.

mod slot;

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::ptr::{NonNull, null_mut};
use std::rc::{Rc, Weak};
use std::sync::atomic::{AtomicU8, Ordering};

use crate::header::{Header, Kind};
use crate::heap::pending;
use crate::instance::rustc_hash_like::Build;
use crate::interp::Interp;
use crate::payload::Dict;
use crate::refs::ObjRef;
use crate::typeobj::type_flag;

pub(crate) use slot::WatchSlot;

macro_rules! hooks {
    ($(#[$what:meta])* $kind:ident: $($variant:ident $name:literal $doc:literal,)*) => {
        $(#[$what])*
        #[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
        #[repr(u8)]
        pub enum $kind { $(#[doc = $doc] $variant,)* }

        impl $kind {
            pub const ALL: &[$kind] = &[$($kind::$variant,)*];

            /// Its name in traces, statistics and the list of hooks.
            pub fn name(self) -> &'static str {
                match self { $($kind::$variant => $name,)* }
            }
        }
    };
}

hooks! {
    /// What can happen to something that an optimisation assumed. Each is a hook: one place in the
    /// source reports it.
    Change:
    Set "dict_set" "A key of a watched dict got another value.",
    Add "dict_add" "A key came to a watched dict.",
    Delete "dict_delete" "A key of a watched dict went.",
    Clear "dict_clear" "A watched dict was emptied.",
    Refill "dict_refill" "A watched dict got the contents of another one.",
    Rewrite "dict_rewrite" "References in a watched dict were replaced where they stand.",
    Class "class" "A class, or one of its bases, changed.",
    Bases "bases" "A class got another MRO.",
    Code "code" "A function got another `__code__`, or specialised codes.",
    Defaults "defaults" "A function got other `__defaults__` or `__kwdefaults__`.",
    Death "death" "A class or function went that something rested on.",
}

hooks! {
    /// What a change makes void that sites compare or look-ups remember, without telling anybody: the hooks of
    /// `keysver`.
    Forgotten:
    KeysVersion "keys_version" "The version of a dict's keys, when one comes or goes.",
    OwnerVersion "owner_version" "The same of a module's namespace, when the module gets another class.",
    ClassVersion "class_version" "The version of a class and its subclasses.",
    Form "form" "What a function runs as.",
    Lookup "lookup" "What a class and its subclasses were found to have of a name whose plain value is rebound.",
}

const CHANGES: usize = Change::ALL.len();

/// One change, as it is told.
pub struct Mutation<'a> {
    pub change: Change,
    /// Address of the payload that changed.
    pub holder: usize,
    /// The key, where there is one.
    pub key: Option<&'a ObjRef>,
}

/// Who wants to know of every mutation.
pub trait Observer {
    fn mutated(&self, mutation: &Mutation);
}

/// Whoever assumed something of a dict's contents. The calls come while the dict is borrowed.
pub trait Dependant {
    /// What `site` rests on may not hold any more.
    fn broken(&self, site: u32, mutation: &Mutation);

    /// False when there is nobody to tell any more.
    fn alive(&self) -> bool;
}

/// Counters of mutations, and who observes them. One for an interpreter.
#[derive(Default)]
pub struct Mutations {
    /// How many there were; a stamp for those who assume that nothing changes anywhere.
    pub epoch: Cell<u64>,
    counts: [Cell<u64>; CHANGES],
    observer: RefCell<Option<Rc<dyn Observer>>>,
    /// Dependants that were told.
    pub told: Cell<u64>,
    /// Each mutation is to be looked at where pending work is.
    pub rechecks: Cell<bool>,
    /// Somebody counts the writes of each watch: none goes before its dict.
    pub keeps: Cell<bool>,
    /// Other defaults make a function another one even to calls that need none.
    pub versions_defaults: Cell<bool>,
    /// Not 0: a plain value of a class that is rebound again leaves the class its version. Another number each
    /// time this is switched on, since sites may have come to rest on versions meanwhile.
    pub spares_classes: Cell<u64>,
}

impl Mutations {
    pub fn count(&self, change: Change) -> u64 {
        self.counts[change as usize].get()
    }

    pub fn observe(&self, observer: Option<Rc<dyn Observer>>) {
        *self.observer.borrow_mut() = observer;
    }
}

/// Whether hooks can be dropped, one at a time, to see whether the tests notice: a build of its own.
const MUTANTS: bool = option_env!("THESEUS_MUTANTS").is_some();

/// The hook that does nothing in a build of mutants: its place in the list of all.
static DROPPED: AtomicU8 = AtomicU8::new(u8::MAX);

/// The names of all hooks.
fn hooks() -> impl Iterator<Item = &'static str> {
    Change::ALL.iter().map(|c| c.name()).chain(Forgotten::ALL.iter().map(|f| f.name()))
}

fn is_dropped(place: usize) -> bool {
    MUTANTS && usize::from(DROPPED.load(Ordering::Relaxed)) == place
}

fn dropped(change: Change) -> bool {
    is_dropped(change as usize)
}

/// Makes a number 0 that sites compare.
#[inline(always)]
pub(crate) fn forget<T: Default>(what: Forgotten, number: &Cell<T>) {
    forget_by(what, || number.set(T::default()));
}

/// Makes something void that was remembered.
#[inline(always)]
pub(crate) fn forget_by(what: Forgotten, forget: impl FnOnce()) {
    if !is_dropped(CHANGES + what as usize) {
        forget();
    }
}

/// Makes the program a mutant that lacks this hook. The error lists what is known.
pub fn drop_hook(name: &str) -> Result<(), String> {
    let Some(place) = hooks().position(|hook| hook == name) else {
        let known: Vec<&str> = hooks().collect();
        return Err(format!("unknown hook '{name}'; known: {}", known.join(" ")));
    };
    if !MUTANTS {
        return Err("hooks can be dropped in a build with THESEUS_MUTANTS=1 only".to_string());
    }
    DROPPED.store(place as u8, Ordering::Relaxed);
    Ok(())
}

impl Interp {
    /// Every change that can break an assumption passes here. Runs no Python code.
    #[cold]
    pub fn mutated(&self, mutation: &Mutation) {
        if dropped(mutation.change) {
            return;
        }
        let all = &self.mutations;
        all.epoch.set(all.epoch.get() + 1);
        if all.rechecks.get() {
            self.heap.set_pending(pending::RECHECK);
        }
        let count = &all.counts[mutation.change as usize];
        count.set(count.get() + 1);
        let observer = all.observer.borrow().clone();
        if let Some(o) = observer {
            o.mutated(mutation);
        }
    }
}

/// The value of a name as several namespaces give it, for whoever reads it often: globals and builtins,
/// or the dicts of an MRO. It owns nothing: the dicts' watches keep it true.
#[repr(C)]
pub struct NameCell {
    /// Null where nobody has the name, or what it means is of no use to the readers.
    value: Cell<*mut Header>,
    /// What each namespace has; the first one prevails.
    sides: Box<[Cell<*mut Header>]>,
    reads: Reads,
    /// The namespaces are others by now.
    void: Cell<bool>,
    name: ObjRef,
    hash: i64,
}

/// What the readers of a [`NameCell`] can do with what the namespaces have.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Reads {
    /// They take any value.
    Any,
    /// They read an attribute of a module.
    Attribute,
    /// They call a Python function of a class.
    Function,
    /// They read through a class what it has: a function, or what cannot be a descriptor.
    OfClass,
    /// They read through an instance what its class has, which cannot be a descriptor.
    OfInstance,
    /// They take the descriptor at this address.
    Descriptor(usize),
    /// They read or write what an instance has itself: the cell is null where a class has something
    /// that prevails, and else not.
    OwnSlot,
}

impl Reads {
    fn of(self, found: *mut Header) -> *mut Header {
        let Some(p) = NonNull::new(found) else {
            return if self == Reads::OwnSlot { NonNull::dangling().as_ptr() } else { found };
        };
        // SAFETY: the namespace that is being read holds it.
        let f = unsafe { ObjRef::from_borrowed(p) };
        let slots = f.ty().slots();
        let fixed = f.ty().has_flag(type_flag::IMMUTABLE);
        let fits = match self {
            Reads::Any | Reads::Attribute => true,
            Reads::Function => f.kind() == Kind::Function,
            Reads::OfClass => f.kind() == Kind::Function || fixed && slots.get.is_none(),
            Reads::OfInstance => fixed && slots.get.is_none() && slots.set.is_none(),
            Reads::Descriptor(at) => f.address() == at,
            Reads::OwnSlot => fixed && slots.set.is_none(),
        };
        if fits { found } else { null_mut() }
    }
}

/// Stands for what a namespace has whose keys are to be asked by Python code.
fn unknown() -> *mut Header {
    NonNull::dangling().as_ptr()
}

/// Which of the two namespaces of a [`NameCell`] a dict is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Side {
    Globals,
    Builtins,
}

impl From<Side> for usize {
    fn from(side: Side) -> usize {
        side as usize
    }
}

impl NameCell {
    /// A cell of globals and builtins.
    pub fn new(interp: &Interp, name: &ObjRef) -> Rc<NameCell> {
        NameCell::over(interp, name, 2, Reads::Any)
    }

    /// A cell of so many namespaces.
    pub fn over(interp: &Interp, name: &ObjRef, sides: usize, reads: Reads) -> Rc<NameCell> {
        let (name, hash) = (name.clone(), name.str_hash(interp));
        let sides = (0..sides).map(|_| Cell::new(null_mut())).collect();
        let (value, void) = (Cell::new(reads.of(null_mut())), Cell::new(false));
        Rc::new(NameCell { value, sides, reads, void, name, hash })
    }

    /// Borrowed from the namespace that holds it.
    #[inline(always)]
    pub fn value(&self) -> *mut Header {
        self.value.get()
    }

    pub fn name(&self) -> &ObjRef {
        &self.name
    }

    fn set(&self, side: usize, value: *mut Header) {
        if self.void.get() {
            return;
        }
        self.sides[side].set(value);
        let found = self.sides.iter().map(Cell::get).find(|v| !v.is_null());
        let found = found.unwrap_or(null_mut());
        self.value.set(if found == unknown() { null_mut() } else { self.reads.of(found) });
    }

    /// It stands for nothing any more.
    fn retire(&self) {
        self.void.set(true);
        self.value.set(null_mut());
    }

    fn read(&self, side: usize, dict: &Dict) {
        let value = match dict.find_str(&self.name, self.hash) {
            Ok(found) => found.and_then(|at| dict.value_at(at)).map_or(null_mut(), |v| v.as_ptr().as_ptr()),
            Err(_) => unknown(),
        };
        self.set(side, value);
    }
}

/// A site of a dependant.
struct Site {
    owner: Rc<dyn Dependant>,
    number: u32,
}

impl Site {
    /// What tells it from the others.
    fn key(&self) -> (usize, u32) {
        (Rc::as_ptr(&self.owner).cast::<()>() as usize, self.number)
    }
}

/// Adds a site; dead ones and those that stand there twice go whenever the list has doubled.
fn add(list: &mut Vec<Site>, site: Site) {
    if list.len() >= 16 && list.len().is_power_of_two() {
        list.retain(|s| s.owner.alive());
        list.sort_by_key(Site::key);
        list.dedup_by_key(|s| s.key());
    }
    list.push(site);
}

/// Tells sites that what they rest on was written.
fn tell(interp: &Interp, sites: &[Site], mutation: &Mutation) {
    for site in sites {
        site.owner.broken(site.number, mutation);
    }
    interp.mutations.told.set(interp.mutations.told.get() + sites.len() as u64);
}

/// What hangs on the contents of one dict.
pub struct Watch {
    interp: NonNull<Interp>,
    /// A number that changes with every write, and is never used again.
    stamp: Cell<u64>,
    /// How often it was written.
    writes: Cell<u32>,
    /// How often it was written since somebody asked.
    unasked: Cell<u32>,
    /// Dependants on the whole dict.
    all: RefCell<Vec<Site>>,
    /// Dependants on single keys, by hash.
    keyed: RefCell<HashMap<i64, Vec<Site>, Build>>,
    /// Dependants on which keys there are, and where their values lie.
    keys: RefCell<Vec<Site>>,
    cells: RefCell<HashMap<i64, Vec<(Weak<NameCell>, usize)>, Build>>,
}

/// A watch that was written so often since somebody asked is of no use, if nothing hangs on it.
const IDLE: u32 = 32;

impl Watch {
    pub(crate) fn new(interp: &Interp) -> Watch {
        Watch {
            interp: NonNull::from(interp),
            stamp: Cell::new(interp.next_version()),
            writes: Cell::new(0),
            unasked: Cell::new(0),
            all: RefCell::default(),
            keyed: RefCell::default(),
            keys: RefCell::default(),
            cells: RefCell::default(),
        }
    }

    #[inline(always)]
    pub fn stamp(&self) -> u64 {
        self.stamp.get()
    }

    /// Where the stamp stands.
    pub(crate) fn stamp_word(&self) -> *const u64 {
        self.stamp.as_ptr()
    }

    /// Writes since somebody first watched.
    pub fn writes(&self) -> u32 {
        self.writes.get()
    }

    /// Somebody wants to know of the dict.
    pub(crate) fn asked(&self) {
        self.unasked.set(0);
    }

    /// Whether nobody wants to know of each write any more. While something hangs on it that does, it is asked
    /// for in this way.
    pub(crate) fn is_idle(&self) -> bool {
        if self.unasked.get() < IDLE {
            return false;
        }
        self.unasked.set(0);
        // SAFETY: an interpreter outlives its objects.
        let kept = unsafe { self.interp.as_ref() }.mutations.keeps.get();
        let read = |cells: &Vec<(Weak<NameCell>, usize)>| cells.iter().any(|(c, _)| c.strong_count() > 0);
        let hanging = !self.all.borrow().is_empty() || !self.keyed.borrow().is_empty();
        !kept && !hanging && !self.cells.borrow().values().any(read)
    }

    /// Tells `owner` of the next write to the dict.
    pub fn depend(&self, owner: Rc<dyn Dependant>, number: u32) {
        add(&mut self.all.borrow_mut(), Site { owner, number });
    }

    /// Tells `owner` of the next write to a key of this hash, or to all keys.
    pub fn depend_on_key(&self, hash: i64, owner: Rc<dyn Dependant>, number: u32) {
        add(self.keyed.borrow_mut().entry(hash).or_default(), Site { owner, number });
    }

    /// Tells `owner` of the next key that comes or goes, and when entries move.
    pub fn depend_on_keys(&self, owner: Rc<dyn Dependant>, number: u32) {
        add(&mut self.keys.borrow_mut(), Site { owner, number });
    }

    /// Whether somebody rests on the keys.
    pub(crate) fn has_keys_resting(&self) -> bool {
        !self.keys.borrow().is_empty()
    }

    /// Nobody told of writes for a while: who compares the stamp is to look again.
    pub(crate) fn renew(&self) {
        // SAFETY: an interpreter outlives its objects.
        self.stamp.set(unsafe { self.interp.as_ref() }.next_version());
    }

    /// Keeps one side of a cell true from now on. `dict` is the watched one.
    pub fn mirror(&self, dict: &Dict, cell: &Rc<NameCell>, side: impl Into<usize>) {
        let side = side.into();
        cell.read(side, dict);
        let mut cells = self.cells.borrow_mut();
        let list = cells.entry(cell.hash).or_default();
        list.retain(|(c, _)| c.strong_count() > 0);
        list.push((Rc::downgrade(cell), side));
    }

    /// The cells of this name that are kept true as one side already.
    pub fn cell(&self, name: &ObjRef, hash: i64, side: impl Into<usize>, reads: Reads) -> Vec<Rc<NameCell>> {
        let (cells, side) = (self.cells.borrow(), side.into());
        let same = cells.get(&hash).into_iter().flatten().filter(|(_, s)| *s == side);
        let fits = |c: &Rc<NameCell>| c.name.str_eq(name) && c.reads == reads && !c.void.get();
        same.filter_map(|(c, _)| c.upgrade()).filter(fits).collect()
    }

    /// The dict was written: `key` with its hash, or all of it.
    #[cold]
    #[inline(never)]
    pub(crate) fn written(&self, dict: &Dict, change: Change, key: Option<(&ObjRef, i64)>) {
        if dropped(change) {
            return;
        }
        // SAFETY: an interpreter outlives its objects.
        let interp = unsafe { self.interp.as_ref() };
        self.stamp.set(interp.next_version());
        self.writes.set(self.writes.get().saturating_add(1));
        self.unasked.set(self.unasked.get() + 1);
        let holder = &raw const *dict as usize;
        let mutation = Mutation { change, holder, key: key.map(|(k, _)| k) };
        interp.mutated(&mutation);
        let mut broken = std::mem::take(&mut *self.all.borrow_mut());
        if change != Change::Set {
            broken.append(&mut self.keys.borrow_mut());
        }
        let mut keyed = self.keyed.borrow_mut();
        match key {
            Some((_, hash)) => broken.extend(keyed.remove(&hash).unwrap_or_default()),
            None => broken.extend(keyed.drain().flat_map(|(_, list)| list)),
        }
        drop(keyed);
        tell(interp, &broken, &mutation);
        if matches!(change, Change::Bases | Change::Death) {
            self.each_cell(|cell, _| cell.retire());
        } else {
            self.refresh(dict, key.map(|(_, hash)| hash));
        }
    }

    /// Reads the cells anew: those of a hash, or all.
    fn refresh(&self, dict: &Dict, hash: Option<i64>) {
        let cells = self.cells.borrow();
        let one = hash.map(|h| cells.get(&h).into_iter());
        let all = hash.is_none().then(|| cells.values());
        let lists = one.into_iter().flatten().chain(all.into_iter().flatten());
        for (cell, side) in lists.flatten() {
            if let Some(c) = cell.upgrade() {
                c.read(*side, dict);
            }
        }
    }
}

impl Watch {
    fn each_cell(&self, f: impl Fn(&NameCell, usize)) {
        for (cell, side) in self.cells.borrow().values().flatten() {
            if let Some(c) = cell.upgrade() {
                f(&c, *side);
            }
        }
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.each_cell(|cell, side| cell.set(side, null_mut()));
        // A class has told of its death before.
        let mut resting = std::mem::take(&mut *self.all.borrow_mut());
        resting.append(&mut self.keys.borrow_mut());
        resting.extend(self.keyed.borrow_mut().drain().flat_map(|(_, sites)| sites));
        resting.retain(|site| site.owner.alive());
        if !resting.is_empty() && !dropped(Change::Death) {
            // SAFETY: an interpreter outlives its objects.
            let interp = unsafe { self.interp.as_ref() };
            let mutation = Mutation { change: Change::Death, holder: &raw const *self as usize, key: None };
            interp.mutated(&mutation);
            tell(interp, &resting, &mutation);
        }
    }
}

/// The executable form of a function that takes so many arguments, for whoever calls it often.
#[repr(C)]
pub struct CodeCell {
    /// The machine's `Exec`; 0 until somebody asks after a change.
    pub exec: Cell<usize>,
    positional: Cell<Option<u32>>,
}

impl CodeCell {
    /// Whether it stands for a function that is alive and takes so many arguments.
    pub fn takes(&self, positional: u32) -> bool {
        self.positional.get() == Some(positional)
    }
}

/// What hangs on one function.
pub struct FunctionWatch {
    interp: NonNull<Interp>,
    /// A number that changes with every setter, and is never used again.
    stamp: Cell<u64>,
    /// How often it became another one.
    changes: Cell<u32>,
    /// Dependants on all of it.
    all: RefCell<Vec<Site>>,
    /// Dependants on its code.
    code: RefCell<Vec<Site>>,
    cells: RefCell<Vec<Weak<CodeCell>>>,
}

impl FunctionWatch {
    pub(crate) fn new(interp: &Interp) -> FunctionWatch {
        FunctionWatch {
            interp: NonNull::from(interp),
            stamp: Cell::new(interp.next_version()),
            changes: Cell::new(0),
            all: RefCell::default(),
            code: RefCell::default(),
            cells: RefCell::default(),
        }
    }

    #[inline(always)]
    pub fn stamp(&self) -> u64 {
        self.stamp.get()
    }

    pub fn changes(&self) -> u32 {
        self.changes.get()
    }

    /// Tells `owner` of the next change.
    pub fn depend(&self, owner: Rc<dyn Dependant>, number: u32) {
        add(&mut self.all.borrow_mut(), Site { owner, number });
    }

    /// Tells `owner` of the next other code.
    pub fn depend_on_code(&self, owner: Rc<dyn Dependant>, number: u32) {
        add(&mut self.code.borrow_mut(), Site { owner, number });
    }

    /// The cell for calls with so many arguments.
    pub fn cell(&self, positional: u32) -> Rc<CodeCell> {
        let mut cells = self.cells.borrow_mut();
        cells.retain(|c| c.strong_count() > 0);
        if let Some(cell) = cells.iter().filter_map(Weak::upgrade).find(|c| c.takes(positional)) {
            return cell;
        }
        let cell = Rc::new(CodeCell { exec: Cell::new(0), positional: Cell::new(Some(positional)) });
        cells.push(Rc::downgrade(&cell));
        cell
    }

    /// The function changed.
    #[cold]
    pub(crate) fn changed(&self, mutation: &Mutation) {
        self.changes.set(self.changes.get().saturating_add(1));
        if dropped(mutation.change) {
            return;
        }
        // SAFETY: an interpreter outlives its objects.
        let interp = unsafe { self.interp.as_ref() };
        interp.mutated(mutation);
        self.stamp.set(interp.next_version());
        let mut broken = std::mem::take(&mut *self.all.borrow_mut());
        if mutation.change != Change::Defaults {
            broken.extend(std::mem::take(&mut *self.code.borrow_mut()));
            for cell in self.cells.borrow().iter().filter_map(Weak::upgrade) {
                cell.exec.set(0);
                if mutation.change == Change::Death {
                    cell.positional.set(None);
                }
            }
        }
        tell(interp, &broken, mutation);
    }
}

impl Drop for FunctionWatch {
    fn drop(&mut self) {
        self.changed(&Mutation { change: Change::Death, holder: &raw const *self as usize, key: None });
    }
}
