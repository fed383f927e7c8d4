//! Specialising look-ups of names: each strategy has an opcode of its own.

use std::rc::Rc;

use theseus_bytecode::Op;
use theseus_guards::{Optimisation, Recheck, Strategy};
use theseus_object::payload::Dict;
use theseus_object::watch::{NameCell, Reads, Side};
use theseus_object::{Kind, ObjRef, TypeObj};

use crate::exec::Exec;
use crate::guard::analysis;
use crate::guard::entry::EntryGuard;
use crate::guard::fold::{self, Plan};
use crate::guard::sites::Tier;
use crate::machine::{BACK_OFF, State, Vm, payload};

/// A name that was found, and where.
struct Found<'a> {
    exec: &'a Exec,
    index: usize,
    name: &'a ObjRef,
    hash: i64,
    /// Position in the globals or, if they have no such name, in the builtins.
    at: usize,
    side: Side,
}

impl<'a> Found<'a> {
    fn new(vm: &Vm, exec: &'a Exec, index: usize, name: &'a ObjRef) -> Option<Found<'a>> {
        if !exec.globals.is_exact(Kind::Dict) || !exec.builtins.is_exact(Kind::Dict) {
            return None;
        }
        let hash = name.str_hash(vm.interp());
        for (side, dict) in [(Side::Globals, &exec.globals), (Side::Builtins, &exec.builtins)] {
            match dict_of(dict).find_str(name, hash) {
                Ok(Some(at)) => return Some(Found { exec, index, name, hash, at, side }),
                Ok(None) => (),
                Err(_) => return None,
            }
        }
        None
    }

    fn optimisation(&self) -> Optimisation {
        match self.side {
            Side::Globals => Optimisation::GlobalLoad,
            Side::Builtins => Optimisation::BuiltinLoad,
        }
    }

    /// The namespaces whose contents decide what the name means.
    fn sides(&self) -> &'static [Side] {
        match self.side {
            Side::Globals => &[Side::Globals],
            Side::Builtins => &[Side::Globals, Side::Builtins],
        }
    }

    fn dict(&self, side: Side) -> &'a ObjRef {
        if side == Side::Globals { &self.exec.globals } else { &self.exec.builtins }
    }

    fn dicts(&self) -> impl Iterator<Item = &'a ObjRef> {
        self.sides().iter().map(|&side| self.dict(side))
    }

    /// What the name's value settles about the instructions that follow.
    fn plan(&self, vm: &mut Vm) -> Option<Plan> {
        let value = self.value()?.clone();
        fold::plan(vm, self.exec, self.index, &value, self.at)
    }

    /// The plan of a name that settles nothing now, and did before.
    fn look_up(&self, optimisation: Optimisation) -> Option<Plan> {
        let register = self.exec.code().words[self.index].a();
        Some(Plan::look_up(optimisation, self.value()?, self.at, register))
    }

    fn value(&self) -> Option<&'a ObjRef> {
        dict_of(self.dict(self.side)).value_at(self.at)
    }
}

/// The payload of a namespace.
pub(super) fn dict_of(o: &ObjRef) -> &'static mut Dict {
    // SAFETY: the callers checked that it is a dict; nobody keeps the borrow while anything runs.
    unsafe { payload::<Dict>(o.as_ptr().as_ptr()) }
}

/// Writes the specialised form of a global look-up, as the strategy of its optimisation asks for.
///
/// # Safety
/// `s` is at a `LoadGlobal` or at a `LoadName` whose namespace is the globals.
pub unsafe fn specialise(vm: &mut Vm, s: State, name: &ObjRef) {
    let exec = &*(*vm.frame).exec;
    let index = exec.index_of(s.pc);
    let Some(found) = Found::new(vm, exec, index, name) else { return };
    let plain_name = exec.code().words[index].op() == Some(Op::LoadName);
    // While somebody is told of events, nothing is passed over: the site waits.
    if vm.tracer.tells() {
        s.set_cache(1, BACK_OFF);
        return;
    }
    let mut plan = if plain_name { None } else { found.plan(vm) };
    let optimisation = plan.as_ref().map_or_else(|| found.optimisation(), |p| p.optimisation);
    let sites = exec.sites();
    let celled = sites.tier(index) != Tier::Own;
    let mut strategy = if celled { Strategy::Cell } else { vm.guards.strategy(optimisation) };
    if !vm.guards.is_on(optimisation) {
        s.set_cache(1, BACK_OFF);
        return;
    }
    // The forms of the other strategies rely on the namespace being the globals for good.
    if plain_name && sites.mixed {
        strategy = Strategy::KeysVer;
    }
    let policy = vm.guards.settings().policy;
    for (&side, dict) in found.sides().iter().zip(found.dicts()) {
        let most = if side == Side::Globals { policy.global_writes } else { policy.builtin_writes };
        if most.is_some_and(|most| dict_of(dict).watched(vm.interp()).writes() >= most) {
            return refuse(vm, s, exec, index);
        }
    }
    if vm.guards.recorder.is_on() {
        for dict in found.dicts() {
            dict_of(dict).watched(vm.interp());
        }
    }
    // These look on when the value of a name changes.
    if plan.is_none() && matches!(strategy, Strategy::KeysVer | Strategy::Cell | Strategy::WatchKeySet) {
        let served = sites.get(index).and_then(|s| s.serves).filter(|o| super::FOLDS & o.bit() != 0);
        plan = served.and_then(|o| found.look_up(o));
    }
    let Some((op, at)) = form(vm, s, &found, strategy, plain_name) else { return };
    s.set_cache(3, at);
    match plan {
        None if !plain_name && prove(vm, s, exec, index, op, strategy) => (),
        None => s.set_op(op),
        Some(plan) => {
            plan.patience.set(vm.guards.patience(exec.sites().site(index)));
            s.set_cache(3, exec.sites().keep_plan(index, plan) as u64);
            s.set_op(folding(op));
        }
    }
}

/// Writes the form without a check if another look-up is proved to make it.
unsafe fn prove(vm: &Vm, s: State, exec: &Exec, index: usize, op: Op, strategy: Strategy) -> bool {
    if !vm.guards.analyses() {
        return false;
    }
    let Some(leader) = analysis::leader(exec, index, op, [s.cache(1), s.cache(2)]) else { return false };
    let form = analysis::proved(op);
    s.set_cache(if form == Op::LoadGlobalProved { 1 } else { 2 }, leader as u64);
    s.set_x(strategy as u8);
    s.set_op(form);
    true
}

/// The form that settles what follows, behind the same guard.
fn folding(op: Op) -> Op {
    match op {
        Op::LoadGlobalModule => Op::FoldModule,
        Op::LoadGlobalBuiltin => Op::FoldBuiltin,
        Op::LoadGlobalUnchecked => Op::FoldUnchecked,
        Op::LoadGlobalEntry => Op::FoldEntry,
        Op::LoadGlobalEntryChecked => Op::FoldEntryChecked,
        Op::LoadGlobalEpoch => Op::FoldEpoch,
        Op::LoadGlobalStampModule => Op::FoldStampModule,
        Op::LoadGlobalStampBuiltin => Op::FoldStampBuiltin,
        Op::LoadGlobalCell => Op::FoldCell,
        Op::LoadGlobalWatchDict => Op::FoldWatchDict,
        Op::LoadGlobalWatchKey => Op::FoldWatchKey,
        Op::LoadGlobalKeySet => Op::FoldKeySet,
        op => op,
    }
}

/// The form of a strategy, with what it reads: the value, or its place. The other caches are written.
unsafe fn form(
    vm: &mut Vm,
    s: State,
    found: &Found,
    strategy: Strategy,
    plain_name: bool,
) -> Option<(Op, u64)> {
    let (exec, index) = (found.exec, found.index);
    let value = found.value()?;
    let sites = exec.sites();
    let op = match strategy {
        Strategy::Off | Strategy::Kind => return None,
        Strategy::KeysVer => return keys_version(vm, s, found, plain_name),
        Strategy::WatchKeySet => return key_set(vm, s, found),
        Strategy::Unchecked => {
            sites.hold(value);
            sites.site(index);
            Op::LoadGlobalUnchecked
        }
        Strategy::Entry => {
            let assumed = sites.assumed(exec);
            for &side in found.sides() {
                if !assumed.iter().any(|g| g.is_of(side, found.name)) {
                    assumed.push(EntryGuard::new(vm, exec, side, found.name));
                }
            }
            // What is held when guards are first made is what they compare with.
            if !super::entry::begin(vm, exec) {
                s.set_cache(1, BACK_OFF);
                return None;
            }
            let sites = exec.sites();
            sites.site(index);
            match vm.guards.settings().recheck {
                Recheck::Never | Recheck::Backedge => {
                    sites.hold(value);
                    Op::LoadGlobalEntry
                }
                Recheck::Call => Op::LoadGlobalEntryChecked,
            }
        }
        Strategy::Epoch => {
            for dict in found.dicts() {
                dict_of(dict).watched(vm.interp());
            }
            s.set_cache(1, vm.interp().mutations.epoch.get());
            Op::LoadGlobalEpoch
        }
        Strategy::DictVer => {
            for (i, dict) in found.dicts().enumerate() {
                s.set_cache(1 + i, dict_of(dict).watched(vm.interp()).stamp());
            }
            match found.side {
                Side::Globals => Op::LoadGlobalStampModule,
                Side::Builtins => Op::LoadGlobalStampBuiltin,
            }
        }
        Strategy::Cell => {
            let cell = cell_of(vm, found);
            s.set_cache(2, Rc::as_ptr(&cell) as u64);
            let tier = sites.tier(index);
            sites.site(index);
            sites.keep_cell(exec, cell);
            if tier == Tier::Typed {
                s.set_cache(1, value.ty() as *const TypeObj as u64);
                Op::LoadGlobalCellTyped
            } else {
                Op::LoadGlobalCell
            }
        }
        Strategy::WatchDict | Strategy::WatchKey => {
            let anchor = sites.anchor(exec, &vm.guards);
            let number = index as u32;
            for dict in found.dicts() {
                let watch = dict_of(dict).watched(vm.interp());
                match strategy {
                    Strategy::WatchDict => watch.depend(anchor.clone(), number),
                    _ => watch.depend_on_key(found.hash, anchor.clone(), number),
                }
            }
            if strategy == Strategy::WatchDict { Op::LoadGlobalWatchDict } else { Op::LoadGlobalWatchKey }
        }
    };
    Some((op, value.as_ptr().as_ptr() as u64))
}

/// The policy allows the site no more attempts.
unsafe fn refuse(vm: &Vm, s: State, exec: &Exec, index: usize) {
    super::refuse(vm, s);
    vm.guards.give_up(exec, index);
    s.set_cache(1, u64::MAX);
}

/// Whether the policy grants the versions of keys that the site needs.
unsafe fn may_version(vm: &Vm, s: State, found: &Found) -> bool {
    for dict in found.dicts() {
        if dict_of(dict).current_version() == 0 && !vm.guards.spend_key_version() {
            refuse(vm, s, found.exec, found.index);
            return false;
        }
    }
    true
}

/// The form that reads the slot of the value until a key comes or goes.
unsafe fn key_set(vm: &mut Vm, s: State, found: &Found) -> Option<(Op, u64)> {
    if !may_version(vm, s, found) {
        return None;
    }
    let anchor = found.exec.sites().anchor(found.exec, &vm.guards);
    for dict in found.dicts() {
        // Counted as a version of the keys, by which policies limit how often sites may rest on them.
        dict_of(dict).version(vm.interp());
        dict_of(dict).keys_watched(vm.interp()).depend_on_keys(anchor.clone(), found.index as u32);
    }
    let slot = dict_of(found.dict(found.side)).slot_at(found.at)?.as_ptr() as u64;
    s.set_cache(2, slot);
    Some((Op::LoadGlobalKeySet, slot))
}

/// The form that compares the keys' versions and reads the slot of the value.
unsafe fn keys_version(vm: &mut Vm, s: State, found: &Found, plain_name: bool) -> Option<(Op, u64)> {
    if !may_version(vm, s, found) {
        return None;
    }
    for (i, dict) in found.dicts().enumerate() {
        s.set_cache(1 + i, dict_of(dict).version(vm.interp()));
    }
    let home = dict_of(found.dict(found.side));
    if found.side == Side::Globals {
        s.set_cache(2, home.version_cell().as_ptr() as u64);
    }
    let op = match (found.side, plain_name) {
        (Side::Globals, false) => Op::LoadGlobalModule,
        (Side::Globals, true) => Op::LoadNameModule,
        (Side::Builtins, false) => Op::LoadGlobalBuiltin,
        (Side::Builtins, true) => Op::LoadNameBuiltin,
    };
    Some((op, home.slot_at(found.at)?.as_ptr() as u64))
}

/// The one cell of a name in these globals and builtins.
fn cell_of(vm: &Vm, found: &Found) -> Rc<NameCell> {
    let (globals, builtins) = (&found.exec.globals, &found.exec.builtins);
    let of_globals =
        dict_of(globals).watched(vm.interp()).cell(found.name, found.hash, Side::Globals, Reads::Any);
    let of_builtins =
        dict_of(builtins).watched(vm.interp()).cell(found.name, found.hash, Side::Builtins, Reads::Any);
    let shared = of_globals.into_iter().find(|c| of_builtins.iter().any(|other| Rc::ptr_eq(c, other)));
    shared.unwrap_or_else(|| {
        let cell = NameCell::new(vm.interp(), found.name);
        for (dict, side) in [(globals, Side::Globals), (builtins, Side::Builtins)] {
            let d: &Dict = dict_of(dict);
            if let Some(watch) = d.watch() {
                watch.mirror(d, &cell, side);
            }
        }
        cell
    })
}

impl Exec {
    /// Names of this code may mean something else than its globals say, from now on.
    ///
    /// # Safety
    /// No other borrow of the sites is alive.
    pub unsafe fn mix(&self) {
        let sites = self.sites();
        if std::mem::replace(&mut sites.mixed, true) {
            return;
        }
        let code = self.code();
        for (index, op) in theseus_bytecode::disasm::instructions(&code.words) {
            if op == Op::LoadName && self.op_at(index).is_some_and(|now| now.generic() == Op::LoadGlobal) {
                self.make_generic(index, BACK_OFF);
            }
        }
    }
}
