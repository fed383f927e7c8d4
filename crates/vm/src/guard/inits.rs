//! Specialising calls of classes by the strategies that are not the default: the class makes plain instances,
//! and its `__init__` is a function that has the same code.

use std::cell::Cell;
use std::rc::Rc;

use theseus_bytecode::Op;
use theseus_guards::{Optimisation, Recheck, Strategy};
use theseus_object::payload::{Dict, Function};
use theseus_object::slots::Special;
use theseus_object::watch::{CodeCell, NameCell, Reads};
use theseus_object::{ObjRef, TypeObj};

use crate::exec::Exec;
use crate::frame::Value;
use crate::guard::attrs::{dict_of, namespaces};
use crate::guard::entry::EntryGuard;
use crate::guard::sites::Tier;
use crate::machine::{State, Vm, payload};
use crate::ops::call_guarded::{INIT, INLINE};

/// What a site found that calls a class.
pub struct Init {
    /// The function, and what it runs as.
    pub init: Cell<Value>,
    pub exec: Cell<*const Exec>,
    /// The epoch, or the stamp of the function.
    pub stamp: u64,
    /// The dicts of the classes that can change, with their stamps; the class's own is the first.
    pub dicts: Vec<(*const Dict, u64)>,
    /// What the classes have as `__init__`, and what that runs as.
    pub cells: Option<(Rc<NameCell>, Rc<CodeCell>)>,
}

/// Writes the form that the strategy asks for, of a call of `class`, whose `__init__` runs as `target` with the
/// arguments that stand there; false if that is the default's.
///
/// # Safety
/// `s` is at a `Call` of this class.
pub unsafe fn write(
    vm: &mut Vm,
    s: State,
    class: &TypeObj,
    init: &ObjRef,
    target: *const Exec,
    optimisation: Optimisation,
) -> bool {
    let exec = &*(*vm.frame).exec;
    let index = exec.index_of(s.pc);
    let celled = exec.sites().tier(index) != Tier::Own;
    let strategy = if celled { Strategy::Cell } else { vm.guards.strategy(optimisation) };
    if matches!(strategy, Strategy::Off | Strategy::Kind | Strategy::KeysVer) || class.shares_dict() {
        return false;
    }
    let mut found = Init {
        init: Cell::new(init.as_ptr().as_ptr()),
        exec: Cell::new(target),
        stamp: vm.interp().mutations.epoch.get(),
        dicts: Vec::new(),
        cells: None,
    };
    let function = payload::<Function>(found.init.get());
    let checks = vm.guards.settings().recheck == Recheck::Call;
    let (op, tag) = match strategy {
        Strategy::Entry => {
            if !assume(vm, exec, class, init, target) {
                return false;
            }
            (if checks { Op::CallPyEntry } else { Op::CallPyFree }, strategy as u8)
        }
        Strategy::Epoch => {
            // What dies is told only by its watch.
            function.watched();
            for namespace in namespaces(class) {
                dict_of(&namespace).watched(vm.interp());
            }
            (Op::CallPyEpoch, 0)
        }
        Strategy::DictVer => {
            let stamped = |n: &ObjRef| (&raw const *dict_of(n), dict_of(n).watched(vm.interp()).stamp());
            found.dicts = namespaces(class).iter().map(stamped).collect();
            found.stamp = function.watched().stamp();
            (Op::CallPyStamp, 0)
        }
        Strategy::Cell => {
            let Some(cell) = cell_of(vm, class) else { return false };
            depend(vm, exec, index, class, strategy);
            found.cells = Some((cell, code_cell(function, target)));
            (Op::CallPyCell, 0)
        }
        Strategy::WatchDict | Strategy::WatchKey => {
            depend(vm, exec, index, class, strategy);
            let anchor = exec.sites().anchor(exec, &vm.guards);
            match strategy {
                Strategy::WatchDict => function.watched().depend(anchor, index as u32),
                _ => function.watched().depend_on_code(anchor, index as u32),
            }
            (Op::CallPyFree, strategy as u8)
        }
        _ => (Op::CallPyFree, strategy as u8),
    };
    let sites = exec.sites();
    // Nobody keeps true what these read: the `Exec` keeps it alive.
    let held = strategy == Strategy::Unchecked || strategy == Strategy::Entry && !checks;
    let gone = if held { sites.release_if_many(exec) } else { Vec::new() };
    if held {
        sites.hold(&class.to_ref());
        sites.hold(init);
    }
    sites.site(index).serves = Some(optimisation);
    s.set_cache(1, &raw const *class as u64);
    s.set_cache(2, sites.keep_init(index, found) as u64);
    s.set_x(if op == Op::CallPyFree { tag } else { 0 } | INIT | inline_bit(optimisation));
    s.set_op(op);
    drop(gone);
    true
}

fn inline_bit(optimisation: Optimisation) -> u8 {
    if optimisation == Optimisation::Inline { INLINE } else { 0 }
}

/// The cell of a function's code, which has it.
pub unsafe fn code_cell(function: &mut Function, target: *const Exec) -> Rc<CodeCell> {
    let cell = function.watched().cell((*target).positional);
    cell.exec.set(target as usize);
    cell
}

/// Adds the class's `__init__` and `__new__`, and the code of the former, to what is checked on entry.
unsafe fn assume(vm: &mut Vm, exec: &Exec, class: &TypeObj, init: &ObjRef, target: *const Exec) -> bool {
    let assumed = exec.sites().assumed(exec);
    for name in breaking(vm) {
        if !assumed.iter().any(|g| g.is_of_class(class, &name, false)) {
            let value = class.lookup(vm.interp(), &name);
            let guard = EntryGuard::of_class(vm, &class.to_ref(), &name, value.as_ref(), false);
            assumed.push(guard);
        }
    }
    if !assumed.iter().any(|g| g.is_of_function(init, target)) {
        assumed.push(EntryGuard::of_function(init, target));
    }
    super::entry::begin(vm, exec)
}

/// The names by which a class says how its instances are made.
fn breaking(vm: &Vm) -> [ObjRef; 3] {
    let special = |s| vm.special_name(s).clone();
    [special(Special::Init), special(Special::New), vm.names.abstractmethods.clone()]
}

/// The one cell of a class's `__init__`.
fn cell_of(vm: &Vm, class: &TypeObj) -> Option<Rc<NameCell>> {
    let all: Vec<ObjRef> = class.mro().iter().filter_map(TypeObj::of).map(|t| t.data.dict.clone()).collect();
    super::attrs::cell_over(vm, &all, vm.special_name(Special::Init), Reads::Function)
}

/// The site is told of writes to the classes: to any name, or to one that says how instances are made. A cell
/// knows of `__init__` itself.
unsafe fn depend(vm: &Vm, exec: &Exec, index: usize, class: &TypeObj, strategy: Strategy) {
    let anchor = exec.sites().anchor(exec, &vm.guards);
    let first = usize::from(strategy == Strategy::Cell);
    for namespace in namespaces(class) {
        let watch = dict_of(&namespace).watched(vm.interp());
        if strategy == Strategy::WatchDict {
            watch.depend(anchor.clone(), index as u32);
            continue;
        }
        for name in &breaking(vm)[first..] {
            watch.depend_on_key(name.str_hash(vm.interp()), anchor.clone(), index as u32);
        }
    }
}
