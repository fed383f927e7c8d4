//! Functions with specialised codes: each call chooses the first code whose guards all hold.

use theseus_object::edges::{EdgeVisitor, Payload, Relation};
use theseus_object::payload::Function;
use theseus_object::watch::Change;
use theseus_object::{Args, Kind, ObjRef, PyResult, Raised};

use super::check::{Scope, Verdict, check};
use crate::code::CodeData;
use crate::exec::Exec;
use crate::machine::Vm;

/// Payload of a `Specialization`: a code and what it is called behind.
pub struct Specialization {
    /// A code object, or any callable.
    pub code: ObjRef,
    pub guards: Vec<ObjRef>,
    pub hits: u64,
    pub misses: u64,
    pub removed: bool,
    /// The guard that failed last.
    pub cause: Option<ObjRef>,
}

impl Payload for Specialization {
    fn edges(&mut self, v: &mut dyn EdgeVisitor) {
        v.fixed(&mut self.code, Relation::Attr("code"));
        v.items(&mut self.guards);
        v.edge(&mut self.cause, Relation::Attr("cause"));
    }
    fn clear(&mut self) {
        self.guards.clear();
        self.cause = None;
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
    let special = vm.heap.get::<Function>(func).and_then(|f| f.special.clone());
    let mut left = true;
    if let Some(s) = special.as_ref().and_then(|s| vm.heap.get_mut::<Specialized>(s)) {
        s.list.retain(|i| !i.is(item));
        left = !s.list.is_empty();
    }
    if let Some(f) = vm.heap.get_mut::<Function>(func) {
        f.retired.push(item.clone());
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
        let Some(guards) = vm.heap.get::<Specialization>(&item).map(|s| s.guards.clone()) else { continue };
        let mut verdict = Verdict::Holds;
        for guard in &guards {
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
                break;
            }
        }
        match verdict {
            Verdict::FailsForever => remove(vm, func, &item),
            Verdict::Fails => (),
            Verdict::Holds => {
                if let Some(s) = vm.heap.get_mut::<Specialization>(&item)
                    && !s.removed
                {
                    s.hits += 1;
                    let code = s.code.clone();
                    return chosen(vm, func, code);
                }
            }
        }
    }
    let code = vm.heap.get::<Function>(func).map(|f| f.code.clone()).ok_or(Raised)?;
    chosen(vm, func, code)
}

fn failed(vm: &mut Vm, item: &ObjRef, guard: &ObjRef) {
    if let Some(s) = vm.heap.get_mut::<Specialization>(item) {
        s.misses += 1;
        s.cause = Some(guard.clone());
    }
}

fn chosen(vm: &mut Vm, func: &ObjRef, code: ObjRef) -> PyResult<Chosen> {
    if code.kind() != Kind::Code {
        return Ok(Chosen::Callable(code));
    }
    let Some(f) = vm.heap.get::<Function>(func) else { return Err(vm.bad_internal("function")) };
    let Some(data) = vm.heap.get::<CodeData>(&code) else { return Err(vm.bad_internal("code")) };
    Ok(Chosen::Code(data.exec(vm.interp(), &f.globals, &f.builtins)))
}
