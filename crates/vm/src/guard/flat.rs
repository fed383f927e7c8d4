//! The guards of one specialised code as words to compare: all of them after a mutation, and on each call those that
//! change without one. They say that every guard would hold if it were asked; when one differs, the guards are asked.

use std::cell::Cell;
use std::rc::Rc;

use theseus_object::header::Header;
use theseus_object::payload::{CellData, Dict, Function};
use theseus_object::{ObjRef, TypeObj};

use super::check::{Form, Guard, TIMED, is_native, is_told};
use super::special::{Place, Specialization};
use crate::code::CodeData;
use crate::exec::Exec;
use crate::frame::Value;
use crate::machine::{Vm, payload};

/// Calls of which one asks the guards, though words say that they hold: it is timed.
const GRANTED: u64 = 16 * TIMED;

/// How many calls were let through without asking the guards, each of which counts as asked.
#[derive(Default)]
pub struct Tally {
    granted: Cell<u64>,
    /// Calls until the guards are asked again, to be timed.
    left: Cell<u64>,
    ended: Cell<bool>,
}

impl Tally {
    pub fn calls(&self) -> u64 {
        self.granted.get() - self.left.get()
    }

    pub fn has_ended(&self) -> bool {
        self.ended.get()
    }

    /// What was compared counts no more: no further call is let through.
    pub fn end(&self) {
        self.granted.set(self.calls());
        self.left.set(0);
        self.ended.set(true);
    }

    fn grant(&self) {
        let calls = GRANTED - 1;
        self.granted.set(self.calls() + calls);
        self.left.set(calls);
    }

    #[inline(always)]
    fn has_left(&self) -> bool {
        self.left.get() > 0
    }

    /// One of the calls that are left is let through.
    #[inline(always)]
    fn spend(&self) {
        self.left.set(self.left.get() - 1);
    }
}

/// A word that has to be what it was.
#[derive(PartialEq)]
struct Same {
    at: *const u64,
    was: u64,
}

impl Same {
    unsafe fn now<T>(at: *const T) -> Same {
        const { assert!(size_of::<T>() == size_of::<u64>()) };
        let at = at.cast();
        Same { at, was: *at }
    }

    #[inline(always)]
    unsafe fn holds(&self) -> bool {
        *self.at == self.was
    }
}

/// An argument has to be of one of these classes.
struct Argument {
    index: usize,
    classes: Box<[*const TypeObj]>,
}

impl Argument {
    #[inline(always)]
    unsafe fn holds(&self, args: *const Value, n: usize) -> bool {
        self.index < n && self.classes.iter().any(|c| std::ptr::eq((**args.add(self.index)).ty.get(), *c))
    }
}

/// What is compared. What the words lie in is kept by the guards, and by the specialisation that keeps those, for
/// as long as its calls are let through.
#[derive(Default)]
struct Words {
    /// What changes without a mutation that is told: the classes of guards, contents of cells, forms of codes.
    untold: Vec<Same>,
    /// Of what changes by mutations that are told: codes, and where the stamps are.
    pinned: Vec<Same>,
    /// Versions and stamps, which count on though all guards hold. They are where they were as long as what is
    /// pinned holds.
    stamps: Vec<Same>,
    arguments: Vec<Argument>,
}

/// Words before the last in which the same word is looked for: guards of one dict are many, and lie one behind the
/// other.
const NEIGHBOURS: usize = 4;

fn add(words: &mut Vec<Same>, new: Same) {
    if !words.iter().rev().take(NEIGHBOURS).any(|known| *known == new) {
        words.push(new);
    }
}

impl Words {
    /// What says that a guard holds that held a moment ago; nothing if words cannot tell.
    unsafe fn add_guard(&mut self, vm: &Vm, guard: &ObjRef) -> Option<()> {
        if !is_native(vm, guard) {
            return None;
        }
        add(&mut self.untold, Same::now(&raw const (*guard.as_ptr().as_ptr()).ty));
        self.add_class(vm, guard.ty());
        match &payload::<Guard>(guard.as_ptr().as_ptr()).form {
            Form::Nothing => (),
            Form::Void | Form::Value { .. } => return None,
            Form::Arg { index, types } => {
                let classes = types.iter().map(|t| TypeObj::of(t).map(|t| &raw const *t));
                self.arguments.push(Argument { index: *index, classes: classes.collect::<Option<_>>()? });
            }
            Form::Dict(watched) => self.add_dict(watched.dict())?,
            Form::Names { dicts, .. } => dicts.iter().try_for_each(|w| self.add_dict(w.dict()))?,
            Form::Code { func, .. } => {
                let function = payload::<Function>(func.as_ptr().as_ptr());
                add(&mut self.pinned, Same::now(&raw const function.code));
            }
            Form::Type { class, names, .. } => {
                let class = TypeObj::of(class)?;
                // What is rebound again and again leaves the class its version.
                if names.iter().any(|n| class.rebinds(vm.interp(), n)) {
                    return None;
                }
                class.version(vm.interp());
                add(&mut self.pinned, Same::now(class.version_word()));
            }
            Form::Cell { cell, .. } => {
                let cell = payload::<CellData>(cell.as_ptr().as_ptr());
                add(&mut self.untold, Same::now(&raw const cell.value));
            }
        }
        Some(())
    }

    unsafe fn add_class(&mut self, vm: &Vm, class: &TypeObj) {
        class.version(vm.interp());
        add(&mut self.stamps, Same::now(class.version_word()));
    }

    /// Nothing if no watch sees what is written to the dict.
    unsafe fn add_dict(&mut self, dict: &ObjRef) -> Option<()> {
        let [watch, stamp] = payload::<Dict>(dict.as_ptr().as_ptr()).stamp_words()?;
        add(&mut self.pinned, Same::now(watch));
        add(&mut self.stamps, Same::now(stamp));
        Some(())
    }

    /// Whether that holds which no mutation tells of.
    #[inline(always)]
    unsafe fn fit(&self, args: *const Value, n: usize) -> bool {
        self.untold.iter().all(|w| w.holds()) && self.arguments.iter().all(|a| a.holds(args, n))
    }

    /// Whether that holds which mutations tell of.
    unsafe fn hold(&self) -> bool {
        self.pinned.iter().all(|w| w.holds()) && self.stamps.iter().all(|w| w.holds())
    }

    /// Takes the stamps that are now for those that were, after the guards held; false if that is not for it to
    /// tell. A class that has no version is to be asked for one.
    unsafe fn renew(&mut self) -> bool {
        let pinned = self.untold.iter().chain(&self.pinned).all(|w| w.holds());
        pinned
            && self.stamps.iter_mut().all(|w| {
                w.was = *w.at;
                w.was != 0
            })
    }
}

/// What a call compares instead of asking guards.
pub struct Flat {
    tally: Rc<Tally>,
    /// The form of the specialised code for these namespaces, which are the function's and known to guards on names.
    pub exec: *const Exec,
    globals: *const Header,
    builtins: *const Header,
    /// The epoch of mutations in which all was last found to hold.
    epoch: Cell<u64>,
    /// Those guards are not here that are asked again after a mutation.
    at_site: bool,
    words: Words,
}

fn address(o: &ObjRef) -> *const Header {
    o.as_ptr().as_ptr()
}

impl Flat {
    /// The guards of a specialisation that held a moment ago, if each can be told by words.
    unsafe fn of(vm: &Vm, function: &Function, s: &Specialization) -> Option<Flat> {
        let at_site = s.place == Place::Site;
        let asked = || s.guards.iter().filter(|g| !at_site || !is_told(vm, g));
        let code = vm.heap.get::<CodeData>(&s.code)?;
        let exec = code.exec(vm.interp(), &function.globals, &function.builtins);
        let mut words = Words::default();
        // As long as none was lost the form is there.
        words.untold.push(Same::now(&raw const code.lost));
        asked().try_for_each(|guard| words.add_guard(vm, guard))?;
        let tally = Rc::new(Tally::default());
        for guard in asked() {
            payload::<Guard>(guard.as_ptr().as_ptr()).tallied(&tally);
        }
        tally.grant();
        let epoch = Cell::new(vm.interp().mutations.epoch.get());
        let [globals, builtins] = [&function.globals, &function.builtins].map(address);
        Some(Flat { tally, exec, globals, builtins, epoch, at_site, words })
    }

    /// Calls that were let through.
    pub fn calls(&self) -> u64 {
        self.tally.calls()
    }

    fn is_for(&self, function: &Function) -> bool {
        address(&function.globals) == self.globals && address(&function.builtins) == self.builtins
    }

    /// Whether a call of the function with these arguments may run the specialised code; counted if so.
    ///
    /// # Safety
    /// The function is the one whose specialisation this is of, and there are `n` arguments at `args`.
    #[inline(always)]
    pub unsafe fn allows(&self, vm: &Vm, function: &Function, args: *const Value, n: usize) -> bool {
        let epoch = vm.interp().mutations.epoch.get();
        let allowed = self.tally.has_left()
            && (self.epoch.get() == epoch || self.verify(function, epoch))
            && self.words.fit(args, n)
            && (*self.exec).takes(n);
        if allowed {
            self.tally.spend();
        }
        allowed
    }

    /// Something was mutated: whether it was anything that the guards rest on.
    #[inline(never)]
    unsafe fn verify(&self, function: &Function, epoch: u64) -> bool {
        let holds = !self.at_site && self.is_for(function) && self.words.hold();
        if holds {
            self.epoch.set(epoch);
        }
        holds
    }

    /// Whether it goes on after the guards have held once more.
    unsafe fn renew(&mut self, function: &Function, epoch: u64) -> bool {
        if self.tally.has_ended() || !self.is_for(function) || !self.words.renew() {
            return false;
        }
        self.epoch.set(epoch);
        self.tally.grant();
        true
    }
}

impl Drop for Flat {
    fn drop(&mut self) {
        self.tally.end();
    }
}

/// Calls for which no other attempt is made after one in vain.
const PAUSE: u64 = 64;

/// The guards of a specialisation have held: the next calls compare words.
///
/// # Safety
/// `item` is a specialisation of `func`, and nothing has run since the guards were asked.
pub unsafe fn prepare(vm: &Vm, func: &ObjRef, item: &ObjRef) {
    let function = payload::<Function>(func.as_ptr().as_ptr());
    let s = payload::<Specialization>(item.as_ptr().as_ptr());
    let epoch = vm.interp().mutations.epoch.get();
    if s.flat.as_mut().is_some_and(|flat| flat.renew(function, epoch)) || s.hits < s.pause {
        return;
    }
    s.flatten_anew();
    s.flat = Flat::of(vm, function, s);
    s.pause = if s.flat.is_some() { 0 } else { s.hits + PAUSE };
}
