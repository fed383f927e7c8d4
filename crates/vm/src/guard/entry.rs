//! The strategy `entry`: what a function assumes of its namespaces is checked when it is entered, by
//! the tags of the dicts first, then by value.

use theseus_bytecode::Op;
use theseus_object::ObjRef;
use theseus_object::payload::Dict;

use super::Broken;
use crate::exec::Exec;
use crate::machine::{Vm, payload};

/// One name in one dict.
pub struct EntryGuard {
    dict: ObjRef,
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
    pub fn new(vm: &Vm, dict: &ObjRef, name: &ObjRef) -> EntryGuard {
        let hash = name.str_hash(vm.interp());
        let (value, stamp) = (value_of(dict, name, hash), stamp_of(vm, dict));
        EntryGuard { dict: dict.clone(), name: name.clone(), hash, stamp, value }
    }

    pub fn is_of(&self, dict: &ObjRef, name: &ObjRef) -> bool {
        self.dict.is(dict) && self.name.is(name)
    }

    /// The references it holds.
    pub fn parts(&mut self) -> [&mut ObjRef; 2] {
        [&mut self.dict, &mut self.name]
    }

    fn holds(&mut self, vm: &Vm) -> bool {
        let now = stamp_of(vm, &self.dict);
        if now == self.stamp {
            return true;
        }
        self.stamp = now;
        value_of(&self.dict, &self.name, self.hash) == self.value
    }
}

fn stamp_of(vm: &Vm, dict: &ObjRef) -> u64 {
    // SAFETY: entry guards are of exact dicts; nothing else runs.
    unsafe { payload::<Dict>(dict.as_ptr().as_ptr()) }.watched(vm.interp()).stamp()
}

fn value_of(dict: &ObjRef, name: &ObjRef, hash: i64) -> usize {
    // SAFETY: as above.
    let d = unsafe { payload::<Dict>(dict.as_ptr().as_ptr()) };
    let at = d.find_str(name, hash).ok().flatten();
    at.and_then(|at| d.value_at(at)).map_or(0, ObjRef::address)
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
        holds &= guard.holds(vm);
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
    let entry = |op: Option<Op>| matches!(op, Some(Op::LoadGlobalEntry | Op::LoadGlobalEntryChecked));
    for index in exec.sites().indexes().into_iter().filter(|&i| entry(exec.op_at(i))) {
        vm.guards.demote(exec, index, Broken::Check);
    }
    exec.start.set(exec.words);
    let sites = exec.sites();
    let gone = (std::mem::take(&mut sites.entry), sites.release_held(exec));
    drop(gone);
}
