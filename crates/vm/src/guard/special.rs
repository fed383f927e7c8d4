//! Functions with specialised codes: each call chooses the first code whose guards all hold.

use theseus_object::edges::{EdgeVisitor, Payload, Relation};
use theseus_object::payload::Function;
use theseus_object::watch::Change;
use theseus_object::{Args, Kind, ObjRef, PyResult, Raised};

use super::check::{Scope, Verdict, check, is_told};
use super::flat::{self, Flat};
use crate::code::CodeData;
use crate::exec::Exec;
use crate::frame::Value;
use crate::machine::{Vm, payload};

/// Payload of a `Specialization`: a code and what it is called behind.
pub struct Specialization {
    /// A code object, or any callable.
    pub code: ObjRef,
    pub guards: Vec<ObjRef>,
    /// Calls that ran the code after its guards were asked.
    pub hits: u64,
    pub misses: u64,
    pub removed: bool,
    /// The guard that failed last.
    pub cause: Option<ObjRef>,
    /// Called with the specialisation, the guard and its result when one does not hold.
    pub on_fail: Option<ObjRef>,
    pub place: Place,
    /// The epoch of mutations when all guards held, plus one; 0 if never.
    pub(super) verified: u64,
    /// What calls compare while the guards need not be asked.
    pub(super) flat: Option<Flat>,
    /// How many hits there are to be before it is looked again whether there is such a thing.
    pub(super) pause: u64,
}

/// Where guards are checked.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Place {
    /// On each call.
    Entry,
    /// On each call as well, but those that only a mutation can break are checked again after one.
    Site,
}

impl Place {
    pub const NAMES: &[(&str, Place)] = &[("entry", Place::Entry), ("site", Place::Site)];

    pub fn from_name(name: &str) -> Option<Place> {
        Place::NAMES.iter().find(|(n, _)| *n == name).map(|(_, p)| *p)
    }

    pub fn name(self) -> &'static str {
        Place::NAMES[self as usize].0
    }
}

impl Specialization {
    pub fn new(code: ObjRef, guards: Vec<ObjRef>) -> Specialization {
        Specialization {
            code,
            guards,
            hits: 0,
            misses: 0,
            removed: false,
            cause: None,
            on_fail: None,
            place: Place::Entry,
            verified: 0,
            flat: None,
            pause: 0,
        }
    }

    /// The guards are asked by the next call.
    pub(super) fn flatten_anew(&mut self) {
        self.hits = self.calls();
        self.flat = None;
    }

    /// Calls that ran the code.
    pub fn calls(&self) -> u64 {
        self.hits + self.flat.as_ref().map_or(0, Flat::calls)
    }
}

impl Payload for Specialization {
    fn edges(&mut self, v: &mut dyn EdgeVisitor) {
        v.fixed(&mut self.code, Relation::Attr("code"));
        v.items(&mut self.guards);
        v.edge(&mut self.cause, Relation::Attr("cause"));
        v.edge(&mut self.on_fail, Relation::Attr("on_fail"));
    }
    fn rewritten(&mut self, _: Relation, _: &ObjRef, _: &ObjRef) {
        self.flatten_anew();
    }
    fn clear(&mut self) {
        self.flatten_anew();
        self.guards.clear();
        self.cause = None;
        self.on_fail = None;
    }
}

/// Payload of what a function keeps in `special`: its specialisations in the order of trial.
#[derive(Default)]
pub struct Specialized {
    pub list: Vec<ObjRef>,
}

impl Payload for Specialized {
    fn edges(&mut self, v: &mut dyn EdgeVisitor) {
        v.items(&mut self.list);
    }
    fn rewritten(&mut self, relation: Relation, _: &ObjRef, _: &ObjRef) {
        if relation == Relation::Typed("__code__") {
            for s in &self.list {
                // SAFETY: they are specialisations, whose payloads nobody reads while a function changes.
                unsafe { payload::<Specialization>(s.as_ptr().as_ptr()) }.removed = true;
            }
        }
    }
    fn clear(&mut self) {
        self.list.clear();
    }
}

/// What a call runs.
pub enum Chosen {
    Code(*const Exec),
    Callable(ObjRef),
}

/// The specialisations of a function.
pub fn list(vm: &Vm, func: &ObjRef) -> Vec<ObjRef> {
    let special = vm.heap.get::<Function>(func).and_then(|f| f.special.clone());
    special.and_then(|s| vm.heap.get::<Specialized>(&s).map(|s| s.list.clone())).unwrap_or_default()
}

/// Adds a specialisation behind those that are there.
pub fn add(vm: &mut Vm, func: &ObjRef, item: ObjRef) {
    let special = vm.heap.get::<Function>(func).and_then(|f| f.special.clone());
    let special = special.unwrap_or_else(|| vm.new_object(Specialized::default()));
    if let Some(s) = vm.heap.get_mut::<Specialized>(&special) {
        s.list.push(item);
    }
    if let Some(f) = vm.heap.get_mut::<Function>(func) {
        f.special = Some(special);
        // The next call looks which form is due.
        f.changed(Change::Code);
    }
}

/// Removes a specialisation; frames that run its code keep it.
pub fn remove(vm: &mut Vm, func: &ObjRef, item: &ObjRef) {
    if let Some(s) = vm.heap.get_mut::<Specialization>(item) {
        s.removed = true;
    }
    super::record::noted(vm, "remove", func);
    let special = vm.heap.get::<Function>(func).and_then(|f| f.special.clone());
    let mut left = true;
    if let Some(s) = special.as_ref().and_then(|s| vm.heap.get_mut::<Specialized>(s)) {
        s.list.retain(|i| !i.is(item));
        left = !s.list.is_empty();
    }
    if let Some(f) = vm.heap.get_mut::<Function>(func) {
        f.retire(item.clone());
        if !left {
            f.special = None;
            f.changed(Change::Code);
        }
    }
}

/// Chooses the code of a call. A guard that raises loses its specialisation.
pub fn choose(vm: &mut Vm, func: &ObjRef, values: &[ObjRef], names: &[ObjRef]) -> PyResult<Chosen> {
    let args = Args { values, names };
    let Some(f) = vm.heap.get::<Function>(func) else { return Err(vm.bad_internal("function")) };
    let scope = Scope::of(f);
    for item in list(vm, func) {
        let Some(s) = vm.heap.get::<Specialization>(&item) else { continue };
        let (guards, epoch) = (s.guards.clone(), vm.interp().mutations.epoch.get() + 1);
        let known = s.place == Place::Site && s.verified == epoch;
        let mut verdict = Verdict::Holds;
        for guard in &guards {
            if known && is_told(vm, guard) {
                continue;
            }
            match check(vm, guard, &scope, &args) {
                Ok(v) => verdict = v,
                Err(e) => {
                    let kept = vm.take_exception();
                    remove(vm, func, &item);
                    if let Some(e) = kept {
                        vm.reraise(e);
                    }
                    return Err(e);
                }
            }
            if verdict != Verdict::Holds {
                failed(vm, &item, guard);
                if verdict == Verdict::FailsForever {
                    remove(vm, func, &item);
                }
                tell(vm, &item, guard, verdict)?;
                break;
            }
        }
        match verdict {
            Verdict::FailsForever | Verdict::Fails => (),
            Verdict::Holds => {
                if let Some(s) = vm.heap.get_mut::<Specialization>(&item)
                    && !s.removed
                {
                    s.hits += 1;
                    // What a guard mutated meanwhile is found by the next call.
                    s.verified = epoch;
                    let code = s.code.clone();
                    // SAFETY: nothing has run since the guards were asked, but what words cannot tell.
                    unsafe { flat::prepare(vm, func, &item) };
                    return chosen(vm, func, code);
                }
            }
        }
    }
    let code = vm.heap.get::<Function>(func).map(|f| f.code.clone()).ok_or(Raised)?;
    chosen(vm, func, code)
}

/// The form that a call with these positional arguments runs, if words say that the guards of the first
/// specialisation hold. Runs no Python code.
///
/// # Safety
/// There are `n` arguments at `args`.
#[inline(always)]
pub unsafe fn told(vm: &Vm, function: &Function, args: *const Value, n: usize) -> Option<*const Exec> {
    let list = &payload::<Specialized>(function.special.as_ref()?.as_ptr().as_ptr()).list;
    let flat = payload::<Specialization>(list.first()?.as_ptr().as_ptr()).flat.as_ref()?;
    flat.allows(vm, function, args, n).then_some(flat.exec)
}

fn failed(vm: &mut Vm, item: &ObjRef, guard: &ObjRef) {
    if let Some(s) = vm.heap.get_mut::<Specialization>(item) {
        s.misses += 1;
        s.cause = Some(guard.clone());
    }
}

/// Calls what wanted to know of failures.
fn tell(vm: &mut Vm, item: &ObjRef, guard: &ObjRef, verdict: Verdict) -> PyResult<()> {
    let on_fail = vm.heap.get::<Specialization>(item).and_then(|s| s.on_fail.clone());
    if let Some(f) = on_fail {
        let verdict = vm.int(verdict as i64);
        vm.call(&f, &[item.clone(), guard.clone(), verdict])?;
    }
    Ok(())
}

fn chosen(vm: &mut Vm, func: &ObjRef, code: ObjRef) -> PyResult<Chosen> {
    if code.kind() != Kind::Code {
        return Ok(Chosen::Callable(code));
    }
    let Some(f) = vm.heap.get::<Function>(func) else { return Err(vm.bad_internal("function")) };
    let Some(data) = vm.heap.get::<CodeData>(&code) else { return Err(vm.bad_internal("code")) };
    Ok(Chosen::Code(data.exec(vm.interp(), &f.globals, &f.builtins)))
}
