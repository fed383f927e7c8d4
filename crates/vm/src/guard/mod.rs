//! Guards as the machine keeps them: which optimisations are on and how they are guarded, what
//! happens when a guard fails, and counters.

pub mod analysis;
pub mod attrs;
pub mod check;
pub mod codes;
pub mod entry;
pub mod flat;
pub mod fold;
pub mod inits;
pub mod names;
pub mod record;
pub mod sites;
pub mod special;

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;

use theseus_bytecode::{Op, Word};
use theseus_guards::{Backoff, Decision, Optimisation, Settings, Strategy};
use theseus_object::payload::Function;
use theseus_object::watch::Change;
use theseus_object::{Interp, TypeObj};

use crate::exec::Exec;
use crate::machine::{State, Vm};
use crate::ops::attr_guarded::{CLASS, DICT, GETTER, MODULE};
use crate::ops::call_guarded::{DEFAULTS, INIT, INLINE, RECEIVER};
use record::Recorder;
use sites::{Site, Tier};

/// Settings and counters of an interpreter's guards.
#[derive(Default)]
pub struct Guards {
    settings: RefCell<Settings>,
    /// The optimisations that are on; [`Settings::mask`].
    mask: Cell<u32>,
    /// Guards that are proved to hold are left out.
    analyses: Cell<bool>,
    pub stress: Cell<bool>,
    /// The policy has sites wait for calmer times.
    pub probes: Cell<bool>,
    /// Guards that failed.
    pub violations: Cell<u64>,
    /// Sites that a watch made generic.
    pub invalidations: Cell<u64>,
    /// Sites that a policy allowed no further attempt.
    pub gave_up: Cell<u64>,
    /// Key versions handed out, where the policy limits them.
    key_versions: Cell<u64>,
    /// Classes by address: the version that sites saw last and how many there were, where the policy
    /// limits them.
    class_versions: RefCell<HashMap<usize, (u64, u32)>>,
    pub recorder: Recorder,
}

/// What broke a guard.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Broken {
    /// A check at the site failed: of the operand, or after a mutation that somebody may have seen.
    Check,
    /// A mutation that told the site.
    By(Change),
    /// Every guard is to fail.
    Stress,
}

impl Guards {
    pub fn new(settings: Settings) -> Rc<Guards> {
        let guards = Rc::new(Guards::default());
        guards.adopt(settings);
        guards
    }

    /// Other settings from now on. Sites specialised already stay as they are.
    pub fn adopt(&self, settings: Settings) {
        self.mask.set(settings.mask());
        self.analyses.set(settings.analysis);
        self.stress.set(settings.stress);
        self.probes.set(matches!(settings.policy.backoff, Backoff::BreakEven(_)));
        self.recorder.set_on(settings.record);
        *self.settings.borrow_mut() = settings;
    }

    pub fn settings(&self) -> Settings {
        self.settings.borrow().clone()
    }

    #[inline(always)]
    pub fn mask(&self) -> u32 {
        self.mask.get()
    }

    pub fn analyses(&self) -> bool {
        self.analyses.get()
    }

    #[inline(always)]
    pub fn is_on(&self, optimisation: Optimisation) -> bool {
        self.mask.get() & optimisation.bit() != 0
    }

    pub fn strategy(&self, optimisation: Optimisation) -> Strategy {
        self.settings.borrow().strategy(optimisation)
    }

    /// The machine looks at each instruction: it records, stresses, or waits for an event.
    pub fn watches(&self) -> bool {
        self.stress.get() || self.recorder.is_on() || self.recorder.has_triggers()
    }

    /// Whether a site may have another version of a dict's keys.
    fn spend_key_version(&self) -> bool {
        let Some(most) = self.settings.borrow().policy.key_versions else { return true };
        let spent = self.key_versions.get();
        self.key_versions.set(spent + 1);
        spent < most
    }

    /// Whether a site may rest on this version of a class.
    pub fn spend_class_version(&self, class: &TypeObj, version: u64) -> bool {
        let Some(most) = self.settings.borrow().policy.class_versions else { return true };
        let mut all = self.class_versions.borrow_mut();
        let (last, count) = all.entry(&raw const *class as usize).or_default();
        if *last != version {
            (*last, *count) = (version, *count + 1);
        }
        *count <= most
    }

    /// A site gets no more attempts.
    fn give_up(&self, exec: &Exec, index: usize) {
        // SAFETY: nobody holds the table here.
        unsafe { exec.sites() }.site(index).gave_up = true;
        self.gave_up.set(self.gave_up.get() + 1);
        self.recorder.decided("give_up", exec, index);
    }

    /// How many mutations there were of the kinds that can break such an instruction.
    fn mutations_of(&self, interp: &Interp, op: Op) -> u64 {
        let concerned = |c: &&Change| sites::concerns(**c, record::optimisation_of(op));
        Change::ALL.iter().filter(concerned).map(|&c| interp.mutations.count(c)).sum()
    }

    /// Whether a site that is due may be specialised, or has to wait for calmer times.
    ///
    /// # Safety
    /// `s` is at the instruction of the running frame.
    #[cold]
    pub unsafe fn may_try(&self, vm: &Vm, s: State) -> bool {
        let exec = vm.exec();
        let (index, sites) = (exec.index_of(s.pc), exec.sites());
        let Some((before, period)) = sites.get(index).and_then(|site| site.probe) else { return true };
        let Some(op) = exec.op_at(index) else { return true };
        let now = self.mutations_of(vm.interp(), op);
        let calm = now == before;
        sites.site(index).probe = (!calm).then_some((now, period));
        if !calm {
            s.set_cache(1, period.into());
        }
        calm
    }

    /// Whether the policy still lets calls of a function be specialised.
    pub fn trusts_code(&self, f: &Function) -> bool {
        let changes = f.watch.as_ref().map_or(0, |w| w.changes());
        changes == 0 || self.settings.borrow().policy.code_changes.is_none_or(|most| changes < most)
    }

    /// How often a site that rests on a value lets others pass: as often as it would wait after a failure.
    fn patience(&self, site: &Site) -> u32 {
        match self.settings.borrow().policy.backoff.after(site.failures + 1) {
            Decision::Wait(n) | Decision::Probe(n) => n,
            Decision::GiveUp | Decision::Typed | Decision::Cell => 0,
        }
    }

    /// For how many calls a body that gave up so often is not inlined; the greatest number: for good.
    pub fn pause(&self, failures: u32) -> u32 {
        match self.settings.borrow().policy.backoff.after(failures) {
            Decision::Wait(n) | Decision::Probe(n) => n,
            Decision::GiveUp => u32::MAX,
            Decision::Typed | Decision::Cell => 1,
        }
    }

    /// Makes a site generic, to be specialised again as the policy says.
    pub fn demote(&self, exec: &Exec, index: usize, broken: Broken) {
        let Some(op) = exec.op_at(index) else { return };
        self.violations.set(self.violations.get() + 1);
        // SAFETY: nobody holds the table while a guard fails.
        let sites = unsafe { exec.sites() };
        if self.recorder.is_on() {
            self.recorder.failed(exec, index, op, broken, sites.site(index));
        }
        let site = sites.site(index);
        site.failures = site.failures.saturating_add(1);
        let policy = self.settings.borrow().policy;
        // What a cell holds may be rebound at any rate; a site whose cell was of no use waits like others.
        let celled = site.tier == Tier::Own
            && matches!(op.generic(), Op::LoadGlobal | Op::LoadName)
            && policy.name_cells.is_some_and(|most| site.failures >= most);
        let movable = celled || optimisations_of(op) & (NAMES | ATTRIBUTES) != 0;
        let decision = match broken {
            Broken::Stress => Decision::Wait(1),
            _ if celled => Decision::Cell,
            _ => policy.backoff.after(site.failures),
        };
        let wait = match decision {
            Decision::Wait(n) => n.into(),
            Decision::Probe(period) => {
                site.probe = Some((self.mutations_of(exec.interp(), op), period));
                period.into()
            }
            Decision::GiveUp => {
                self.give_up(exec, index);
                u64::MAX
            }
            Decision::Typed | Decision::Cell => {
                let tier = if decision == Decision::Cell { Tier::Cell } else { Tier::Typed };
                site.tier = if movable { tier } else { Tier::Own };
                1
            }
        };
        exec.make_generic(index, wait);
        if op.generic() == Op::LoadGlobal {
            analysis::forsake(exec, index, wait);
        }
    }
}

/// A policy does not trust what a site would rest on: it stays generic.
///
/// # Safety
/// `s` is at an instruction of the running frame.
#[cold]
pub unsafe fn refuse(vm: &Vm, s: State) {
    let exec = vm.exec();
    vm.guards.recorder.decided("refuse", exec, exec.index_of(s.pc));
}

/// A guard failed: the generic form is written back, to be run as often as the policy says before
/// the site is specialised again.
///
/// # Safety
/// `s` is at the failed instruction of the running frame.
#[cold]
#[inline(never)]
pub unsafe fn failed(vm: &mut Vm, s: State) -> State {
    if crate::ops::call::unsettle(vm, s) {
        return s;
    }
    let exec = &*(*vm.frame).exec;
    vm.guards.demote(exec, exec.index_of(s.pc), Broken::Check);
    s
}

const NAMES: u32 = Optimisation::BuiltinLoad.bit() | Optimisation::GlobalLoad.bit();
/// What the value of a name may settle.
const FOLDS: u32 =
    Optimisation::CallFold.bit() | Optimisation::DeadBranch.bit() | Optimisation::RangeUnroll.bit();
const ATTRIBUTES: u32 =
    Optimisation::AttrLoad.bit() | Optimisation::AttrStore.bit() | Optimisation::MethodLoad.bit();
const CALLS: u32 = Optimisation::CallPy.bit() | Optimisation::CallBuiltin.bit() | Optimisation::Inline.bit();

/// The optimisations that an opcode, generic or not, is for; all where there is no telling.
pub const fn optimisations_of(op: Op) -> u32 {
    use Optimisation as O;
    match op {
        Op::LoadGlobalModule
        | Op::LoadNameModule
        | Op::LoadGlobalStampModule
        | Op::LoadGlobalModuleProved => O::GlobalLoad.bit(),
        Op::LoadGlobalBuiltin
        | Op::LoadNameBuiltin
        | Op::LoadGlobalStampBuiltin
        | Op::LoadGlobalBuiltinProved => O::BuiltinLoad.bit(),
        Op::CallPyInline | Op::CallMethodPyInline | Op::CallInitInline | Op::LoadAttrPropertyInline => {
            O::Inline.bit()
        }
        Op::CallPy
        | Op::CallPyAny
        | Op::CallPyDefaults
        | Op::CallPyChosen
        | Op::CallInit
        | Op::CallMethodPy
        | Op::CallMethodPyAny => O::CallPy.bit(),
        Op::CallNative
        | Op::CallClass
        | Op::CallLen
        | Op::CallIsInstance
        | Op::CallMethodNative
        | Op::CallListAppend
        | Op::CallListPop
        | Op::CallSetAdd => O::CallBuiltin.bit(),
        Op::CallPyFree | Op::CallPyEntry | Op::CallPyEpoch | Op::CallPyStamp | Op::CallPyCell => {
            O::CallPy.bit() | O::Inline.bit()
        }
        _ => match GENERIC[op as usize] {
            _ if matches!(op, Op::FoldMethod) => O::CallFold.bit(),
            _ if is_fold(op) => FOLDS,
            Op::LoadGlobal | Op::LoadName if op.is_quickened() => NAMES,
            Op::LoadGlobal => NAMES | FOLDS,
            Op::LoadName => NAMES,
            Op::StoreGlobal | Op::StoreName => O::GlobalStore.bit(),
            Op::LoadAttr if op.is_quickened() => O::AttrLoad.bit(),
            Op::LoadAttr => O::AttrLoad.bit() | O::Inline.bit(),
            Op::StoreAttr => O::AttrStore.bit(),
            Op::LoadMethod if !op.is_quickened() => O::MethodLoad.bit() | O::CallFold.bit(),
            Op::LoadMethod | Op::LoadSuperMethod => O::MethodLoad.bit(),
            Op::GetItem | Op::GetItemK | Op::SetItem => O::SubscrType.bit(),
            Op::Binary | Op::BinaryK | Op::Compare | Op::CompareK | Op::JumpCompare | Op::JumpCompareK => {
                O::BinopType.bit()
            }
            Op::ForIter => O::IterType.bit(),
            Op::Call | Op::CallMethod => CALLS,
            _ => u32::MAX,
        },
    }
}

macro_rules! generic_table {
    ($(($name:ident, $handler:ident, $family:ident, $operands:tt, $cache:literal, $generic:ident, $doc:literal))*) => {
        const GENERIC: &[Op] = &[$(Op::$generic,)*];
    };
}
theseus_bytecode::for_each_op!(generic_table);

/// [`optimisations_of`] by opcode byte.
pub static OPTIMISATIONS: [u32; 256] = {
    let mut table = [u32::MAX; 256];
    let mut i = 0;
    while i <= Op::Extended as usize {
        table[i] = optimisations_of(Op::ALL[i]);
        i += 1;
    }
    table
};

/// Whether a form passes over the instructions behind it.
pub const fn is_fold(op: Op) -> bool {
    matches!(
        op,
        Op::FoldModule
            | Op::FoldBuiltin
            | Op::FoldUnchecked
            | Op::FoldEntry
            | Op::FoldEntryChecked
            | Op::FoldEpoch
            | Op::FoldStampModule
            | Op::FoldStampBuiltin
            | Op::FoldCell
            | Op::FoldWatchDict
            | Op::FoldWatchKey
            | Op::FoldKeySet
            | Op::FoldMethod
    )
}

/// How a specialised form is guarded; `None` for generic forms.
pub fn strategy_of(w: Word) -> Option<Strategy> {
    use Optimisation as O;
    let op = w.op()?;
    Some(match op {
        _ if !op.is_quickened() => return None,
        Op::LoadGlobalUnchecked | Op::FoldUnchecked => Strategy::Unchecked,
        Op::LoadGlobalEntry | Op::LoadGlobalEntryChecked | Op::FoldEntry | Op::FoldEntryChecked => {
            Strategy::Entry
        }
        Op::LoadGlobalEpoch | Op::FoldEpoch => Strategy::Epoch,
        Op::LoadGlobalStampModule
        | Op::LoadGlobalStampBuiltin
        | Op::FoldStampModule
        | Op::FoldStampBuiltin => Strategy::DictVer,
        Op::LoadGlobalCell | Op::LoadGlobalCellTyped | Op::FoldCell => Strategy::Cell,
        Op::LoadGlobalWatchDict | Op::FoldWatchDict => Strategy::WatchDict,
        Op::LoadGlobalWatchKey | Op::FoldWatchKey => Strategy::WatchKey,
        Op::LoadGlobalKeySet | Op::FoldKeySet => Strategy::WatchKeySet,
        Op::FoldMethod => Strategy::Kind,
        Op::LoadGlobalProved => *Strategy::ALL.get(w.x() as usize)?,
        // What is not checked at the site is told by another way, which the word names.
        Op::LoadAttrSlotFree | Op::StoreAttrSlotFree => *Strategy::ALL.get(w.x() as usize)?,
        Op::LoadAttrValueFree | Op::LoadMethodFree => {
            *Strategy::ALL.get((w.x() & !(CLASS | MODULE | GETTER | DICT)) as usize)?
        }
        Op::CallPyFree => *Strategy::ALL.get((w.x() & !(RECEIVER | INLINE | DEFAULTS | INIT)) as usize)?,
        Op::LoadAttrSlotEntry
        | Op::StoreAttrSlotEntry
        | Op::LoadAttrValueEntry
        | Op::LoadMethodEntry
        | Op::CallPyEntry => Strategy::Entry,
        Op::LoadAttrSlotEpoch
        | Op::StoreAttrSlotEpoch
        | Op::LoadAttrValueEpoch
        | Op::LoadMethodEpoch
        | Op::CallPyEpoch => Strategy::Epoch,
        Op::LoadAttrSlotStamp
        | Op::StoreAttrSlotStamp
        | Op::LoadAttrValueStamp
        | Op::LoadMethodStamp
        | Op::CallPyStamp => Strategy::DictVer,
        Op::LoadAttrSlotCell
        | Op::StoreAttrSlotCell
        | Op::LoadAttrValueCell
        | Op::LoadMethodCell
        | Op::CallPyCell => Strategy::Cell,
        _ => match optimisations_of(op)
            & (O::CallBuiltin.bit() | O::IterType.bit() | O::BinopType.bit() | O::SubscrType.bit())
        {
            0 => Strategy::KeysVer,
            _ => Strategy::Kind,
        },
    })
}

impl Exec {
    /// The instruction at a word as it stands.
    pub fn op_at(&self, index: usize) -> Option<Op> {
        self.words().get(index).and_then(|&w| Word(w).op())
    }

    /// Writes back what the compiler wrote, to be run `wait` times before a new attempt.
    pub fn make_generic(&self, index: usize, wait: u64) {
        if let Some(op) = self.code().words[index].op() {
            // SAFETY: the words are this Exec's; an instruction that is specialised has a cache word.
            unsafe {
                let at = self.words.add(index);
                *at.cast::<u8>() = op as u8;
                *at.add(1) = wait;
            }
        }
    }
}
