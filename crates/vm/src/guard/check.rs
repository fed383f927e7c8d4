//! Guards as objects: what functions with specialised codes are called behind.

use std::rc::Rc;

use theseus_object::edges::{EdgeVisitor, Payload, Relation};
use theseus_object::payload::{CellData, Dict, Function};
use theseus_object::{Args, Kind, ObjRef, PyResult, TypeObj};

use crate::guard::flat::Tally;
use crate::guard::record::Spending;
use crate::machine::{Vm, payload};

/// What a check says; the numbers are those of PEP 510.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Verdict {
    Holds = 0,
    /// Not this time.
    Fails = 1,
    /// Never again.
    FailsForever = 2,
}

impl Verdict {
    fn lasting(holds: bool) -> Verdict {
        if holds { Verdict::Holds } else { Verdict::FailsForever }
    }

    pub fn from_int(n: i64) -> Option<Verdict> {
        [Verdict::Holds, Verdict::Fails, Verdict::FailsForever].into_iter().find(|v| *v as i64 == n)
    }
}

/// Keys of one dict with the values they had; a key that is absent counts.
pub struct Watched {
    dict: ObjRef,
    keys: Vec<ObjRef>,
    values: Vec<Option<ObjRef>>,
    /// The dict's stamp when all was last found to be the same.
    stamp: u64,
}

impl Watched {
    /// What the dict says now. `keys` are strs.
    pub fn new(vm: &Vm, dict: &ObjRef, keys: Vec<ObjRef>) -> Watched {
        let keys: Vec<ObjRef> = keys.into_iter().map(|k| vm.intern(&k.text_or_empty())).collect();
        let values = keys.iter().map(|k| vm.namespace_get(dict, k)).collect();
        let mut watched = Watched { dict: dict.clone(), keys, values, stamp: 0 };
        watched.stamp = watched.now(vm);
        watched
    }

    pub fn dict(&self) -> &ObjRef {
        &self.dict
    }

    fn now(&self, vm: &Vm) -> u64 {
        // SAFETY: the kind was checked when the guard was made; nothing runs.
        unsafe { payload::<Dict>(self.dict.as_ptr().as_ptr()) }.watched(vm.interp()).stamp()
    }

    fn holds(&mut self, vm: &Vm) -> bool {
        let now = self.now(vm);
        if now == self.stamp {
            return true;
        }
        let same = |(k, old): (&ObjRef, &Option<ObjRef>)| match (vm.namespace_get(&self.dict, k), old) {
            (Some(new), Some(old)) => new.is(old),
            (new, old) => new.is_none() && old.is_none(),
        };
        let holds = self.keys.iter().zip(&self.values).all(same);
        if holds {
            self.stamp = now;
        }
        holds
    }
}

/// What a guard assumes.
#[derive(Default)]
pub enum Form {
    /// Nothing: a class written in Python decides.
    #[default]
    Nothing,
    /// It was wrong from the start.
    Void,
    /// An argument's class is one of these.
    Arg {
        index: usize,
        types: Vec<ObjRef>,
    },
    Dict(Watched),
    /// Names, seen by code with these globals (and builtins).
    Names {
        globals: ObjRef,
        builtins: Option<ObjRef>,
        dicts: Vec<Watched>,
    },
    Code {
        func: ObjRef,
        code: ObjRef,
    },
    /// Attributes of a class, wherever in its MRO they stand.
    Type {
        class: ObjRef,
        names: Vec<ObjRef>,
        values: Vec<Option<ObjRef>>,
        version: u64,
    },
    Cell {
        cell: ObjRef,
        value: Option<ObjRef>,
    },
    /// What a callable gives is this object.
    Value {
        get: ObjRef,
        expected: ObjRef,
    },
}

/// Payload of a guard.
#[derive(Default)]
pub struct Guard {
    pub form: Form,
    /// How often it was asked.
    asked: u64,
    /// Calls that were let through without asking it.
    tallies: Vec<Rc<Tally>>,
    pub failed: u64,
    /// The last result that was not 0.
    pub last_failure: u8,
    /// Nanoseconds of the checks that were timed, and how many these were.
    pub sampled: (u64, u64),
}

/// One check in so many is timed.
pub const TIMED: u64 = 64;

impl Guard {
    /// How often it was checked.
    pub fn executed(&self) -> u64 {
        self.asked + self.tallies.iter().map(|t| t.calls()).sum::<u64>()
    }

    /// Calls that this counts are let through without asking.
    pub fn tallied(&mut self, tally: &Rc<Tally>) {
        let ended = self.tallies.extract_if(.., |t| t.has_ended());
        self.asked += ended.map(|t| t.calls()).sum::<u64>();
        self.tallies.push(tally.clone());
    }

    /// It assumes something else: it is asked by the next call.
    pub fn changed(&self) {
        self.tallies.iter().for_each(|t| t.end());
    }
}

impl Form {
    /// Whether only a mutation that is told can break it.
    fn is_told(&self) -> bool {
        matches!(
            self,
            Form::Void | Form::Dict(_) | Form::Names { .. } | Form::Code { .. } | Form::Type { .. }
        )
    }
}

/// Whether the interpreter checks a guard itself: its class has no check of its own.
pub fn is_native(vm: &Vm, guard: &ObjRef) -> bool {
    let own = vm.intern("check");
    let native = guard.ty().lookup(vm, &own).is_some_and(|f| f.kind() == Kind::MethodDescriptor);
    native && vm.heap.get::<Guard>(guard).is_some()
}

/// Whether nothing but a mutation that is told can break a guard.
pub fn is_told(vm: &Vm, guard: &ObjRef) -> bool {
    is_native(vm, guard) && vm.heap.get::<Guard>(guard).is_some_and(|g| g.form.is_told())
}

impl Payload for Guard {
    fn edges(&mut self, v: &mut dyn EdgeVisitor) {
        let watched = |w: &mut Watched, v: &mut dyn EdgeVisitor| {
            v.fixed(&mut w.dict, Relation::Attr("dict"));
            v.items(&mut w.keys);
            for value in &mut w.values {
                v.edge(value, Relation::Attr("value"));
            }
        };
        match &mut self.form {
            Form::Nothing | Form::Void => (),
            Form::Arg { types, .. } => v.items(types),
            Form::Dict(w) => watched(w, v),
            Form::Names { globals, builtins, dicts } => {
                v.fixed(globals, Relation::Attr("globals"));
                v.edge(builtins, Relation::Attr("builtins"));
                dicts.iter_mut().for_each(|w| watched(w, v));
            }
            Form::Code { func, code } => {
                v.fixed(func, Relation::Attr("func"));
                v.fixed(code, Relation::Attr("code"));
            }
            Form::Type { class, names, values, .. } => {
                v.fixed(class, Relation::Attr("type"));
                v.items(names);
                for value in values {
                    v.edge(value, Relation::Attr("value"));
                }
            }
            Form::Cell { cell, value } => {
                v.fixed(cell, Relation::Attr("cell"));
                v.edge(value, Relation::Attr("value"));
            }
            Form::Value { get, expected } => {
                v.fixed(get, Relation::Attr("get"));
                v.fixed(expected, Relation::Attr("expected"));
            }
        }
    }

    fn clear(&mut self) {
        self.changed();
        self.form = Form::Nothing;
    }

    fn rewritten(&mut self, _: Relation, _: &ObjRef, _: &ObjRef) {
        self.changed();
    }
}

/// The namespaces that a call would see.
pub struct Scope {
    pub globals: ObjRef,
    pub builtins: ObjRef,
}

impl Scope {
    pub fn of(f: &Function) -> Scope {
        Scope { globals: f.globals.clone(), builtins: f.builtins.clone() }
    }
}

/// Checks a guard for a call with these arguments, by its class's `check` if that is written in Python.
pub fn check(vm: &mut Vm, guard: &ObjRef, scope: &Scope, args: &Args) -> PyResult<Verdict> {
    let timed = vm.heap.get::<Guard>(guard).is_some_and(|g| g.executed() % TIMED == 0);
    let start = if timed { vm.nanoseconds() } else { 0 };
    let native = is_native(vm, guard);
    let verdict = if native { check_native(vm, guard, scope, args)? } else { ask(vm, guard, args)? };
    let took = if timed { vm.nanoseconds().saturating_sub(start) } else { 0 };
    if timed {
        vm.guards.recorder.spent(Spending::Guards, took * TIMED);
    }
    if let Some(g) = vm.heap.get_mut::<Guard>(guard) {
        g.asked += 1;
        g.sampled.0 += took;
        g.sampled.1 += u64::from(timed);
        if verdict != Verdict::Holds {
            g.failed += 1;
            g.last_failure = verdict as u8;
        }
    }
    Ok(verdict)
}

/// Calls `guard.check(args, kwargs)`.
fn ask(vm: &mut Vm, guard: &ObjRef, args: &Args) -> PyResult<Verdict> {
    let positional = vm.new_tuple(args.pos().iter().cloned());
    let keywords = vm.new_dict();
    for (name, value) in args.keywords() {
        drop(vm.namespace_set(&keywords, name, value.clone()));
    }
    let answer = vm.call_method(guard, "check", &[positional, keywords])?;
    answer.int().and_then(Verdict::from_int).ok_or_else(|| {
        let got = vm.repr_text(&answer).unwrap_or_default();
        vm.value_error(format!("a guard's check must return 0, 1 or 2, not {got}"))
    })
}

/// The check that the interpreter makes itself.
pub fn check_native(vm: &mut Vm, guard: &ObjRef, scope: &Scope, args: &Args) -> PyResult<Verdict> {
    let Some(g) = vm.heap.get::<Guard>(guard) else { return Err(vm.type_error("a guard expected")) };
    if let Form::Value { get, expected } = &g.form {
        let (get, expected) = (get.clone(), expected.clone());
        return Ok(Verdict::lasting(vm.call(&get, &[])?.is(&expected)));
    }
    // SAFETY: what follows runs no Python code, and nothing else touches the guard.
    let g = unsafe { payload::<Guard>(guard.as_ptr().as_ptr()) };
    Ok(match &mut g.form {
        Form::Nothing | Form::Value { .. } => Verdict::Holds,
        Form::Void => Verdict::FailsForever,
        Form::Arg { index, types } => {
            let value = args.pos().get(*index).filter(|_| args.names.is_empty());
            let fits = value.is_some_and(|v| types.iter().any(|t| v.class().is(t)));
            if fits { Verdict::Holds } else { Verdict::Fails }
        }
        Form::Dict(w) => Verdict::lasting(w.holds(vm)),
        Form::Names { globals, builtins, dicts } => {
            let same = globals.is(&scope.globals) && builtins.as_ref().is_none_or(|b| b.is(&scope.builtins));
            Verdict::lasting(same && dicts.iter_mut().all(|w| w.holds(vm)))
        }
        Form::Code { func, code } => {
            Verdict::lasting(vm.heap.get::<Function>(func).is_some_and(|f| f.code.is(code)))
        }
        Form::Type { class, names, values, version } => {
            Verdict::lasting(type_holds(vm, class, names, values, version))
        }
        Form::Cell { cell, value } => {
            let now = vm.heap.get::<CellData>(cell).and_then(|c| c.value.as_ref());
            Verdict::lasting(now.map(ObjRef::address) == value.as_ref().map(ObjRef::address))
        }
    })
}

fn type_holds(
    vm: &Vm,
    class: &ObjRef,
    names: &[ObjRef],
    values: &[Option<ObjRef>],
    version: &mut u64,
) -> bool {
    let Some(ty) = TypeObj::of(class) else { return false };
    let now = ty.version(vm.interp());
    if now == *version && !names.iter().any(|n| ty.rebinds(vm.interp(), n)) {
        return true;
    }
    let same = |(n, old): (&ObjRef, &Option<ObjRef>)| {
        ty.lookup(vm, n).map(|v| v.address()) == old.as_ref().map(ObjRef::address)
    };
    let holds = names.iter().zip(values).all(same);
    if holds {
        *version = now;
    }
    holds
}
