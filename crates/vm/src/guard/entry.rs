//! The strategy `entry`: what a function assumes of its namespaces is checked when it is entered, by
//! the tags of the dicts first, then by value.

use theseus_bytecode::Op;
use theseus_guards::Strategy;
use theseus_object::ObjRef;
use theseus_object::payload::Dict;
use theseus_object::watch::Side;

use super::Broken;
use crate::exec::Exec;
use crate::machine::{Vm, payload};

/// One name in one of the namespaces of an `Exec`.
pub struct EntryGuard {
    side: Side,
    name: ObjRef,
    hash: i64,
    /// The dict's stamp when the value was last found to be the same.
    stamp: u64,
    /// Address of the value; 0 where the dict has no such name. It is only compared: if the dict has an
    /// object there now, that is what the name means.
    value: usize,
}

impl EntryGuard {
    /// What holds now; the dict is watched from now on.
    pub fn new(vm: &Vm, exec: &Exec, side: Side, name: &ObjRef) -> EntryGuard {
        let mut guard =
            EntryGuard { side, name: name.clone(), hash: name.str_hash(vm.interp()), stamp: 0, value: 0 };
        guard.stamp = guard.dict(exec).watched(vm.interp()).stamp();
        guard.value = guard.current(exec);
        guard
    }

    pub fn is_of(&self, side: Side, name: &ObjRef) -> bool {
        self.side == side && self.name.is(name)
    }

    pub fn name_slot(&mut self) -> &mut ObjRef {
        &mut self.name
    }

    #[expect(clippy::mut_from_ref, reason = "the machine's own, see below")]
    fn dict<'a>(&self, exec: &'a Exec) -> &'a mut Dict {
        let dict = if self.side == Side::Globals { &exec.globals } else { &exec.builtins };
        // SAFETY: entry guards are of exact dicts; nothing else runs while one is looked at.
        unsafe { payload::<Dict>(dict.as_ptr().as_ptr()) }
    }

    fn current(&self, exec: &Exec) -> usize {
        let d = self.dict(exec);
        let at = d.find_str(&self.name, self.hash).ok().flatten();
        at.and_then(|at| d.value_at(at)).map_or(0, ObjRef::address)
    }

    fn holds(&mut self, vm: &Vm, exec: &Exec) -> bool {
        let now = self.dict(exec).watched(vm.interp()).stamp();
        if now == self.stamp {
            return true;
        }
        self.stamp = now;
        self.current(exec) == self.value
    }
}

/// Checks everything that `exec` assumes. If something does not hold, all its sites of this strategy
/// are generic afterwards.
///
/// # Safety
/// `exec` is that of the running frame.
pub unsafe fn check(vm: &mut Vm, exec: &Exec) -> bool {
    let sites = exec.sites();
    let mut holds = true;
    for guard in &mut sites.entry {
        holds &= guard.holds(vm, exec);
    }
    if holds {
        exec.verified.set(vm.interp().mutations.epoch.get());
    } else {
        remove(vm, exec);
    }
    holds
}

/// Makes the sites of `exec` that rest on the check at entry generic.
#[cold]
unsafe fn remove(vm: &mut Vm, exec: &Exec) {
    let entry = |op: Option<Op>| op.and_then(super::strategy_of) == Some(Strategy::Entry);
    for index in exec.sites().indexes().into_iter().filter(|&i| entry(exec.op_at(i))) {
        vm.guards.demote(exec, index, Broken::Check);
    }
    exec.start.set(exec.words);
    let sites = exec.sites();
    let gone = (std::mem::take(&mut sites.entry), sites.release_held(exec));
    drop(gone);
}
