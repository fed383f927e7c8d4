//! Specialising calls of Python functions by the strategies that are not the default.

use std::rc::Rc;

use theseus_bytecode::Op;
use theseus_guards::{Optimisation, Recheck, Strategy};
use theseus_object::payload::Function;

use crate::exec::Exec;
use crate::frame::Value;
use crate::guard::attrs::Noted;
use crate::guard::entry::EntryGuard;
use crate::guard::sites::Tier;
use crate::machine::{State, Vm, borrow, payload};

/// Writes the form that the strategy of `call-py` or `inline` asks for, of a call of `callee` with just the
/// arguments that `exec` takes, or with defaults for some; false if that is the default's. `bits` go to `x`.
///
/// # Safety
/// `s` is at a `Call` or, with `RECEIVER`, at a `CallMethod`, whose callee is this function.
pub unsafe fn write(
    vm: &mut Vm,
    s: State,
    callee: Value,
    target: *const Exec,
    bits: u8,
    optimisation: Optimisation,
) -> bool {
    let exec = &*(*vm.frame).exec;
    let index = exec.index_of(s.pc);
    let celled = exec.sites().tier(index) != Tier::Own;
    let strategy = if celled { Strategy::Cell } else { vm.guards.strategy(optimisation) };
    let function = payload::<Function>(callee);
    let epoch = vm.interp().mutations.epoch.get();
    let (op, tag, last) = match strategy {
        Strategy::Off | Strategy::Kind | Strategy::KeysVer | Strategy::WatchKeySet => return false,
        Strategy::Unchecked => {
            hold(exec, callee);
            (Op::CallPyFree, strategy as u8, target as u64)
        }
        Strategy::Entry => {
            let func = borrow(&raw const callee);
            let assumed = exec.sites().assumed(exec);
            if !assumed.iter().any(|g| g.is_of_function(func, target)) {
                assumed.push(EntryGuard::of_function(func, target));
            }
            if !super::entry::begin(vm, exec) {
                return false;
            }
            match vm.guards.settings().recheck {
                Recheck::Call => (Op::CallPyEntry, 0, target as u64),
                Recheck::Never | Recheck::Backedge => {
                    hold(exec, callee);
                    (Op::CallPyFree, strategy as u8, target as u64)
                }
            }
        }
        Strategy::Epoch => {
            // A function that dies is told only by its watch.
            function.watched();
            let noted = Noted::new(epoch, target as u64);
            (Op::CallPyEpoch, 0, exec.sites().note(index, noted))
        }
        Strategy::DictVer => {
            let stamp = function.watched().stamp();
            let noted = Noted::new(stamp, target as u64);
            (Op::CallPyStamp, 0, exec.sites().note(index, noted))
        }
        Strategy::Cell => {
            let cell = function.watched().cell((*target).positional);
            cell.exec.set(target as usize);
            let at = Rc::as_ptr(&cell) as u64;
            exec.sites().keep_code_cell(exec, cell);
            (Op::CallPyCell, 0, at)
        }
        Strategy::WatchDict | Strategy::WatchKey => {
            let anchor = exec.sites().anchor(exec, &vm.guards);
            let watch = function.watched();
            match strategy {
                Strategy::WatchDict => watch.depend(anchor, index as u32),
                _ => watch.depend_on_code(anchor, index as u32),
            }
            (Op::CallPyFree, strategy as u8, target as u64)
        }
    };
    exec.sites().site(index).serves = Some(optimisation);
    s.set_cache(1, callee as u64);
    s.set_cache(2, last);
    s.set_x(tag | bits);
    s.set_op(op);
    true
}

/// The site calls what nobody keeps true: the `Exec` keeps it alive.
unsafe fn hold(exec: &Exec, callee: Value) {
    let sites = exec.sites();
    let gone = sites.release_if_many(exec);
    sites.hold(borrow(&raw const callee));
    drop(gone);
}
