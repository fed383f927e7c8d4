//! The guards of one specialised code as words to compare, which is what a call checks while nothing was mutated.
//! They say that every guard would hold if it were asked; when one of them differs, the guards are asked.

use std::cell::Cell;
use std::rc::Rc;

use theseus_object::header::Header;
use theseus_object::payload::{CellData, Dict, Function};
use theseus_object::{Interp, Kind, ObjRef, TypeObj};

use super::check::{Form, Guard, TIMED, is_native, is_told};
use super::special::{Place, Specialization};
use crate::frame::Value;
use crate::machine::{Vm, payload};

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
        let calls = TIMED - 1;
        self.granted.set(self.calls() + calls);
        self.left.set(calls);
    }

    #[inline(always)]
    fn spend(&self) -> bool {
        let left = self.left.get();
        self.left.set(left.saturating_sub(1));
        left > 0
    }
}

/// One comparison. What it points to is kept by the guards, and by the specialisation that keeps those.
enum Compare {
    /// A guard is of the class that it was of.
    Class { guard: *const Header, class: *const TypeObj },
    /// A class has the version that it had.
    Version { class: *const TypeObj, version: u64 },
    /// A dict was not written.
    Stamp { dict: *const Dict, stamp: u64 },
    /// An argument is of one of these classes.
    Argument { index: usize, classes: Box<[*const TypeObj]> },
    /// A function has the code that it had.
    Code { function: *const Function, code: *const Header },
    /// A cell has what it had.
    Cell { cell: *const CellData, value: *const Header },
}

fn address(o: Option<&ObjRef>) -> *const Header {
    o.map_or(std::ptr::null(), |o| o.as_ptr().as_ptr())
}

impl Compare {
    #[inline(always)]
    unsafe fn holds(&self, args: *const Value, n: usize) -> bool {
        match self {
            Compare::Stamp { dict, stamp } => (**dict).stamp() == *stamp,
            Compare::Class { guard, class } => std::ptr::eq((**guard).ty.get(), *class),
            Compare::Version { class, version } => (**class).current_version() == *version,
            Compare::Argument { index, classes } => {
                *index < n && classes.iter().any(|c| std::ptr::eq((**args.add(*index)).ty.get(), *c))
            }
            Compare::Code { function, code } => std::ptr::eq((**function).code.as_ptr().as_ptr(), *code),
            Compare::Cell { cell, value } => address((**cell).value.as_ref()) == *value,
        }
    }

    /// Takes what is now for what was, after the guards held; false if that is not for it to tell.
    unsafe fn renew(&mut self, interp: &Interp) -> bool {
        match self {
            Compare::Stamp { dict, stamp } => *stamp = (**dict).stamp(),
            Compare::Version { class, version } => *version = (**class).version(interp),
            Compare::Class { guard, class } => return std::ptr::eq((**guard).ty.get(), *class),
            Compare::Argument { .. } | Compare::Code { .. } | Compare::Cell { .. } => (),
        }
        true
    }

    /// Whether two compare the same.
    fn is_same(&self, other: &Compare) -> bool {
        match (self, other) {
            (Compare::Stamp { dict: a, .. }, Compare::Stamp { dict: b, .. }) => std::ptr::eq(*a, *b),
            (Compare::Version { class: a, .. }, Compare::Version { class: b, .. }) => std::ptr::eq(*a, *b),
            _ => false,
        }
    }
}

/// What a call compares instead of asking guards.
pub struct Flat {
    tally: Rc<Tally>,
    /// The namespaces of the function, which guards on names know.
    globals: *const Header,
    builtins: *const Header,
    /// Where guards are asked again only after a mutation: the epoch in which that was last done, plus one.
    epoch: Option<u64>,
    compares: Vec<Compare>,
}

impl Flat {
    /// The guards of a specialisation that held a moment ago, if each can be told by words.
    unsafe fn of(vm: &Vm, function: &Function, s: &Specialization) -> Option<Flat> {
        let mut compares: Vec<Compare> = Vec::new();
        let at_site = s.place == Place::Site;
        let asked = || s.guards.iter().filter(|g| !at_site || !is_told(vm, g));
        for guard in asked() {
            if !is_native(vm, guard) {
                return None;
            }
            let class: &TypeObj = guard.ty();
            let version = Compare::Version { class, version: class.version(vm.interp()) };
            let own = Compare::Class { guard: guard.as_ptr().as_ptr(), class };
            for compare in [own, version].into_iter().chain(words_of(vm, guard)?) {
                // Guards of one dict are many, and lie one behind the other.
                if !compares.iter().rev().take(4).any(|known| known.is_same(&compare)) {
                    compares.push(compare);
                }
            }
        }
        let tally = Rc::new(Tally::default());
        for guard in asked() {
            payload::<Guard>(guard.as_ptr().as_ptr()).tallied(&tally);
        }
        tally.grant();
        let epoch = at_site.then_some(s.verified);
        let [globals, builtins] = [&function.globals, &function.builtins].map(|o| address(Some(o)));
        Some(Flat { tally, globals, builtins, epoch, compares })
    }

    /// Calls that were let through.
    pub fn calls(&self) -> u64 {
        self.tally.calls()
    }

    /// Whether a call of the function with these arguments may run the specialised code; counted if so.
    ///
    /// # Safety
    /// The function is the one whose specialisation this is of, and there are `n` arguments at `args`.
    #[inline]
    pub unsafe fn allows(&self, vm: &Vm, function: &Function, args: *const Value, n: usize) -> bool {
        let same = address(Some(&function.globals)) == self.globals
            && address(Some(&function.builtins)) == self.builtins
            && self.epoch.is_none_or(|epoch| epoch == vm.interp().mutations.epoch.get() + 1);
        same && self.compares.iter().all(|c| c.holds(args, n)) && self.tally.spend()
    }

    /// Whether it goes on after the guards have held once more.
    unsafe fn renew(&mut self, interp: &Interp, epoch: u64) -> bool {
        if self.tally.has_ended() || !self.compares.iter_mut().all(|c| c.renew(interp)) {
            return false;
        }
        self.epoch = self.epoch.map(|_| epoch);
        self.tally.grant();
        true
    }
}

impl Drop for Flat {
    fn drop(&mut self) {
        self.tally.end();
    }
}

/// What says that a guard holds that held a moment ago; nothing if words cannot tell.
unsafe fn words_of(vm: &Vm, guard: &ObjRef) -> Option<Vec<Compare>> {
    let stamp = |dict: &ObjRef| {
        let dict: *const Dict = payload::<Dict>(dict.as_ptr().as_ptr());
        Compare::Stamp { dict, stamp: (*dict).stamp() }
    };
    Some(match &payload::<Guard>(guard.as_ptr().as_ptr()).form {
        Form::Nothing => Vec::new(),
        Form::Void | Form::Value { .. } => return None,
        Form::Arg { index, types } => {
            let classes =
                types.iter().map(|t| TypeObj::of(t).map(|t| &raw const *t)).collect::<Option<_>>()?;
            vec![Compare::Argument { index: *index, classes }]
        }
        Form::Dict(watched) => vec![stamp(watched.dict())],
        Form::Names { dicts, .. } => dicts.iter().map(|w| stamp(w.dict())).collect(),
        Form::Code { func, code } => {
            let function: *const Function = payload::<Function>(func.as_ptr().as_ptr());
            vec![Compare::Code { function, code: address(Some(code)) }]
        }
        Form::Type { class, names, .. } => {
            let class = TypeObj::of(class)?;
            // What is rebound again and again leaves the class its version.
            if names.iter().any(|n| class.rebinds(vm.interp(), n)) {
                return None;
            }
            vec![Compare::Version { class, version: class.version(vm.interp()) }]
        }
        Form::Cell { cell, value } => {
            let cell: *const CellData = payload::<CellData>(cell.as_ptr().as_ptr());
            vec![Compare::Cell { cell, value: address(value.as_ref()) }]
        }
    })
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
    let epoch = s.verified;
    if s.flat.as_mut().is_some_and(|flat| flat.renew(vm.interp(), epoch)) || s.hits < s.pause {
        return;
    }
    s.flatten_anew();
    s.flat = if s.code.kind() == Kind::Code { Flat::of(vm, function, s) } else { None };
    s.pause = if s.flat.is_some() { 0 } else { s.hits + PAUSE };
}
