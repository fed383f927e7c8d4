//! Recording: hits, misses and causes of each site, the trace of events, and actions at chosen events.
//!
//! It happens in the loop that also traces, so the plain loop knows nothing of it.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::fmt::Write;
use std::rc::Rc;

use theseus_bytecode::{Op, Operand, Word};
use theseus_guards::{Optimisation, Recheck, Strategy};
use theseus_object::edges::Object;
use theseus_object::payload::{Dict, Function};
use theseus_object::watch::{Change, Mutation, Observer};
use theseus_object::{ObjRef, PyResult};

use super::sites::{Cause, Site, concerns};
use super::{Broken, Guards, optimisations_of};
use crate::code::CodeData;
use crate::exec::Exec;
use crate::frame::Frame;
use crate::machine::{State, Vm};

/// Mutations that are kept to explain failures.
const KEPT: usize = 256;

/// One mutation that was seen.
struct Seen {
    change: Change,
    holder: usize,
    key: Option<String>,
    epoch: u64,
    by: Option<String>,
}

impl Seen {
    fn cause(&self) -> Cause {
        Cause { what: self.change.name(), key: self.key.clone(), by: self.by.clone() }
    }
}

/// An event of the language at which an action may run; the same under every strategy.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Event {
    /// A Python frame starts or goes on.
    Call,
    /// A jump backwards.
    BackEdge,
    /// Another line, or the same one again.
    Line,
}

impl Event {
    pub const NAMES: &[(&str, Event)] =
        &[("call", Event::Call), ("backedge", Event::BackEdge), ("line", Event::Line)];
}

/// What time goes into.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Spending {
    Generic,
    Special,
    Guards,
    Invalidation,
}

/// One instruction in so many is timed.
const TIMED: u64 = 64;

struct Trigger {
    event: Event,
    /// Events left until it is due.
    left: u64,
    action: ObjRef,
}

/// What is recorded of all sites together.
#[derive(Default)]
pub struct Recorder {
    on: Cell<bool>,
    /// Our own calls are not recorded.
    paused: Cell<bool>,
    /// The machine that runs, for the line of a mutation; null before.
    vm: Cell<Option<*const Vm>>,
    seen: RefCell<VecDeque<Seen>>,
    number: Cell<u64>,
    /// Lines of the trace that wait to be written.
    events: RefCell<String>,
    sink: RefCell<Option<ObjRef>>,
    triggers: RefCell<Vec<Trigger>>,
    line: Cell<(usize, u32)>,
    pub executed: Executed,
    /// Instructions that were looked at; when the one that is timed began, or 0.
    looked: Cell<u64>,
    began: Cell<u64>,
    /// Nanoseconds by [`Spending`].
    spent: [Cell<u64>; 4],
}

/// Instructions that were executed while it was recorded.
#[derive(Default)]
pub struct Executed {
    /// Forms that could have been specialised, and those that were.
    pub generic: Cell<u64>,
    pub special: Cell<u64>,
    /// Dicts in which generic forms looked for a global or builtin name.
    pub probes: Cell<u64>,
}

impl Recorder {
    pub fn is_on(&self) -> bool {
        self.on.get()
    }

    pub fn set_on(&self, on: bool) {
        self.on.set(on);
    }

    /// Adds nanoseconds to what was spent.
    pub fn spent(&self, what: Spending, ns: u64) {
        let sum = &self.spent[what as usize];
        sum.set(sum.get() + ns);
    }

    /// Nanoseconds, by the names of `time_in_tiers`.
    pub fn times(&self) -> [(&'static str, u64); 4] {
        let [generic, special, guards, invalidation] = [0, 1, 2, 3].map(|i: usize| self.spent[i].get());
        [
            ("generic_ns", generic),
            ("special_ns", special),
            ("guard_ns", guards),
            ("invalidate_ns", invalidation),
        ]
    }

    /// The clock, if a machine runs.
    pub fn now(&self) -> u64 {
        // SAFETY: as in `place`.
        self.vm.get().and_then(|vm| unsafe { vm.as_ref() }).map_or(0, Vm::nanoseconds)
    }

    /// Where events go: an object with `write`, or a callable. Gives the one before.
    pub fn set_sink(&self, sink: Option<ObjRef>) -> Option<ObjRef> {
        std::mem::replace(&mut *self.sink.borrow_mut(), sink)
    }

    /// Runs `action` at the event number `k` (from 1) that comes from now on.
    pub fn at(&self, event: Event, k: u64, action: ObjRef) {
        self.triggers.borrow_mut().push(Trigger { event, left: k, action });
    }

    /// A machine ends.
    pub fn forget(&self, vm: &Vm) {
        if self.vm.get() == Some(&raw const *vm) {
            self.vm.set(None);
        }
    }

    pub fn has_triggers(&self) -> bool {
        !self.triggers.borrow().is_empty()
    }

    /// The line that runs now, as `file:line`.
    fn place(&self) -> Option<String> {
        // SAFETY: the machine that runs is alive, and so is its running frame's Exec. The loop
        // saves the pc before each instruction.
        unsafe {
            let vm = self.vm.get()?.as_ref()?;
            let frame: &Frame = &*vm.frame;
            let exec = &*frame.exec;
            if exec.code.is_null() {
                return None;
            }
            let code = exec.code();
            Some(format!("{}:{}", code.filename, code.position(exec.index_of(frame.pc)).line))
        }
    }

    /// The epoch of mutations.
    fn epoch(&self) -> u64 {
        // SAFETY: as in `place`.
        self.vm.get().and_then(|vm| unsafe { vm.as_ref() }).map_or(0, |vm| vm.interp().mutations.epoch.get())
    }

    /// Why a check failed: the last mutation since the site was specialised that concerns it.
    fn cause(&self, exec: &Exec, index: usize, op: Op, broken: Broken, site: &Site) -> Cause {
        match broken {
            Broken::Stress => return Cause::of("stress"),
            Broken::By(change) => {
                return match self.seen.borrow().front() {
                    Some(m) => m.cause(),
                    None => Cause::of(change.name()),
                };
            }
            Broken::Check => (),
        }
        let names = optimisations_of(op) & super::NAMES != 0;
        let dicts = [&exec.globals, &exec.builtins].map(payload_address);
        let seen = self.seen.borrow();
        let keys_only = exec.strategy_at(index) == Some(Strategy::KeysVer) && !super::is_fold(op);
        let fits = |m: &&Seen| {
            let optimisation = exec.optimisation_at(index, op, site);
            m.epoch > site.since
                && !(keys_only && m.change == Change::Set)
                && concerns(m.change, optimisation)
                && (!names || dicts.contains(&m.holder))
        };
        match seen.iter().find(fits) {
            Some(m) => m.cause(),
            None => Cause::of("operand"),
        }
    }

    /// Notes a failure in the site's statistics and in the trace.
    pub fn failed(&self, exec: &Exec, index: usize, op: Op, broken: Broken, site: &mut Site) {
        if self.paused.get() {
            return;
        }
        let cause = self.cause(exec, index, op, broken, site);
        let event = if matches!(broken, Broken::By(_)) { "invalidate" } else { "fail" };
        self.event(event, exec, index, op, site, Some(&cause));
        site.cause = Some(cause);
    }

    /// Something that a policy decided about a site, or that became of it.
    pub fn decided(&self, event: &str, exec: &Exec, index: usize) {
        if let Some(op) = exec.op_at(index).filter(|_| self.on.get() && !self.paused.get()) {
            // SAFETY: nobody holds the table while a site is decided on.
            self.event(event, exec, index, op, unsafe { exec.sites() }.site(index), None);
        }
    }

    /// What happened to the specialised codes of a function.
    fn function_event(&self, event: &str, code: &theseus_bytecode::Code) {
        if self.sink.borrow().is_none() || self.paused.get() {
            return;
        }
        self.number.set(self.number.get() + 1);
        let place = text(&format!("{}:{}:0", code.filename, code.first_line));
        let assumed = text(&code.qualname);
        let _ = writeln!(
            self.events.borrow_mut(),
            "{{\"n\":{},\"ev\":\"{event}\",\"site\":{place},\"op\":\"Call\",\"opt\":\"specialize\",\
             \"guards\":\"entry\",\"assume\":{assumed}}}",
            self.number.get(),
        );
    }

    fn event(&self, event: &str, exec: &Exec, index: usize, op: Op, site: &Site, cause: Option<&Cause>) {
        if self.sink.borrow().is_none() {
            return;
        }
        self.number.set(self.number.get() + 1);
        let code = exec.code();
        let p = code.position(index);
        let mut events = self.events.borrow_mut();
        let place = text(&format!("{}:{}:{}", code.filename, p.line, p.column));
        let _ = write!(events, "{{\"n\":{},\"ev\":\"{event}\",\"site\":{place}", self.number.get());
        let _ = write!(
            events,
            ",\"op\":\"{}\",\"opt\":\"{}\",\"guards\":\"{}\"",
            op.generic().name(),
            exec.optimisation_at(index, op, site).name(),
            exec.strategy_at(index).unwrap_or(Strategy::Off).name()
        );
        if let Some(assumed) = assumed(exec, index) {
            let _ = write!(events, ",\"assume\":{}", text(&assumed));
        }
        if let Some(c) = cause {
            let _ = write!(events, ",\"cause\":\"{}\",\"tier\":\"special>generic\"", c.what);
            for (key, value) in [("key", &c.key), ("by", &c.by)] {
                if let Some(value) = value {
                    let _ = write!(events, ",\"{key}\":{}", text(value));
                }
            }
        }
        events.push_str("}\n");
    }
}

/// Traces what happened to the specialised codes of a function.
pub fn noted(vm: &Vm, event: &str, func: &ObjRef) {
    let code = vm.heap.get::<Function>(func).map(|f| f.code.clone());
    if let Some(data) = code.as_ref().and_then(|c| vm.heap.get::<CodeData>(c)) {
        vm.guards.recorder.function_event(event, &data.code);
    }
}

/// The optimisation that a specialised form serves.
pub fn optimisation_of(op: Op) -> Optimisation {
    let mask = optimisations_of(op);
    // A generic look-up serves itself first.
    let own = mask & !(super::FOLDS | Optimisation::Inline.bit());
    let mask = if own != 0 { own } else { mask };
    let first = Optimisation::ALL.iter().copied().find(|o| mask & o.bit() != 0);
    first.unwrap_or(Optimisation::GlobalLoad)
}

/// What a site takes for granted, for people: the name it reads.
pub fn assumed(exec: &Exec, index: usize) -> Option<String> {
    let w = exec.code().words[index];
    let operands = w.op()?.operands();
    let fields = [w.x().into(), w.a(), w.b(), w.c()];
    let at = operands.iter().position(|o| *o == Operand::Name)?;
    Some(exec.name(fields[at]).text_or_empty())
}

fn payload_address(o: &ObjRef) -> usize {
    o.address() + std::mem::offset_of!(Object<Dict>, data)
}

/// A JSON string.
fn text(s: &str) -> String {
    let mut out = String::from("\"");
    for c in s.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            c if (c as u32) < 0x20 => {
                let _ = write!(out, "\\u{:04x}", c as u32);
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

impl Observer for Guards {
    fn mutated(&self, mutation: &Mutation) {
        let r = &self.recorder;
        let seen = Seen {
            change: mutation.change,
            holder: mutation.holder,
            key: mutation.key.filter(|k| k.is_str()).map(ObjRef::text_or_empty),
            epoch: r.epoch(),
            by: r.place(),
        };
        let mut all = r.seen.borrow_mut();
        all.push_front(seen);
        all.truncate(KEPT);
    }
}

// ---- in the loop that looks at each instruction

/// Before an instruction: where the machine is, and actions that are due. Under stress a specialised
/// form fails here, which is told by the state that comes back.
///
/// # Safety
/// `s` is the state of the running frame, at an instruction that stands in code.
pub unsafe fn before(vm: &mut Vm, s: State, op: Op, back: bool) -> PyResult<()> {
    let guards = vm.guards.clone();
    guards.recorder.vm.set(Some(&raw const *vm));
    if guards.stress.get() && op.is_quickened() {
        let exec = &*(*vm.frame).exec;
        guards.demote(exec, exec.index_of(s.pc), Broken::Stress);
    }
    let r = &guards.recorder;
    if r.is_on() {
        r.looked.set(r.looked.get() + 1);
        r.began.set(if r.looked.get().is_multiple_of(TIMED) { vm.nanoseconds() } else { 0 });
    }
    if !r.has_triggers() || r.paused.get() {
        return Ok(());
    }
    if back {
        happens(vm, Event::BackEdge)?;
    }
    let line = vm.exec().code().position(vm.exec().index_of(s.pc)).line;
    let here = (vm.frame as usize, line);
    if guards.recorder.line.replace(here) != here || back {
        happens(vm, Event::Line)?;
    }
    Ok(())
}

/// A frame was pushed or resumed.
pub fn enters(vm: &mut Vm) -> PyResult<()> {
    if !vm.guards.recorder.has_triggers() || vm.guards.recorder.paused.get() {
        return Ok(());
    }
    happens(vm, Event::Call)
}

/// Counts an event and runs the actions that it was awaited for.
fn happens(vm: &mut Vm, event: Event) -> PyResult<()> {
    let guards = vm.guards.clone();
    let mut due = Vec::new();
    guards.recorder.triggers.borrow_mut().retain_mut(|t| {
        t.left -= u64::from(t.event == event);
        let now = t.left == 0;
        if now {
            due.push(t.action.clone());
        }
        !now
    });
    for action in due {
        quietly(vm, |vm| vm.call(&action, &[]))?;
    }
    Ok(())
}

/// Runs something of ours: it is not recorded, and what the machine returns stays.
fn quietly(vm: &mut Vm, f: impl FnOnce(&mut Vm) -> PyResult) -> PyResult<()> {
    let guards = vm.guards.clone();
    let kept = vm.take_exception();
    let paused = guards.recorder.paused.replace(true);
    let reraising = std::mem::take(&mut vm.reraising);
    let r = f(vm);
    vm.reraising = reraising;
    guards.recorder.paused.set(paused);
    if r.is_ok()
        && let Some(e) = kept
    {
        vm.reraise(e);
    }
    r.map(drop)
}

/// After an instruction that stood at `pc` of `exec`, which is alive: whether the site was specialised
/// by it, or its guard held.
///
/// # Safety
/// `pc` is an instruction of `exec`.
pub unsafe fn after(vm: &Vm, exec: &Exec, pc: *const u64, op: Op) {
    let guards = &vm.guards;
    if !guards.recorder.is_on() || guards.recorder.paused.get() {
        return;
    }
    let r = &guards.recorder;
    let began = r.began.replace(0);
    if began != 0 {
        let what = if op.is_quickened() { Spending::Special } else { Spending::Generic };
        r.spent(what, vm.nanoseconds().saturating_sub(began) * TIMED);
    }
    let index = exec.index_of(pc);
    let now = Word(*pc).op().unwrap_or(op);
    let executed = &guards.recorder.executed;
    match (op.is_quickened(), now.is_quickened()) {
        (true, true) => {
            let site = exec.sites().site(index);
            site.hits += 1;
            executed.special.set(executed.special.get() + 1);
            if std::mem::take(&mut site.recovering) {
                r.event("recover", exec, index, now, site, None);
            }
        }
        (false, false) if op.cache_words() > 0 => {
            executed.generic.set(executed.generic.get() + 1);
            executed.probes.set(executed.probes.get() + probes(vm, exec, index, op));
        }
        (false, true) => {
            executed.generic.set(executed.generic.get() + 1);
            executed.probes.set(executed.probes.get() + probes(vm, exec, index, op));
            let site = exec.sites().site(index);
            site.specialised += 1;
            site.since = vm.interp().mutations.epoch.get();
            site.recovering = site.failures > 0;
            let event = if site.recovering { "respecialize" } else { "specialize" };
            guards.recorder.event(event, exec, index, now, site, None);
        }
        _ => (),
    }
}

/// In how many dicts the generic form of a global name's load looked.
fn probes(vm: &Vm, exec: &Exec, index: usize, op: Op) -> u64 {
    if op != Op::LoadGlobal {
        return 0;
    }
    let name = exec.code().words[index].b();
    let found = vm.namespace_get(&exec.globals, exec.name(name)).is_some();
    if found { 1 } else { 2 }
}

/// Hands waiting events to whoever takes them.
pub fn flush(vm: &mut Vm) -> PyResult<()> {
    let guards = vm.guards.clone();
    if guards.recorder.paused.get() || guards.recorder.events.borrow().is_empty() {
        return Ok(());
    }
    let lines = std::mem::take(&mut *guards.recorder.events.borrow_mut());
    let Some(sink) = guards.recorder.sink.borrow().clone() else { return Ok(()) };
    quietly(vm, |vm| {
        let none = vm.none.clone();
        let (write, flush) = (vm.intern("write"), vm.intern("flush"));
        let Some(write) = vm.try_getattr(&sink, &write)? else {
            for line in lines.lines() {
                let line = vm.new_str(line);
                vm.call(&sink, &[line])?;
            }
            return Ok(none);
        };
        let lines = vm.new_str(&lines);
        vm.call(&write, &[lines])?;
        match vm.try_getattr(&sink, &flush)? {
            Some(flush) => vm.call(&flush, &[]),
            None => Ok(none),
        }
    })
}

/// Opens a file for the trace.
pub fn open(vm: &mut Vm, path: &ObjRef) -> PyResult {
    let (builtins, name) = (vm.builtins.clone(), vm.intern("open"));
    let Some(open) = vm.namespace_get(&builtins, &name) else { return Err(vm.bad_internal("open")) };
    let mode = vm.new_str("w");
    vm.call(&open, &[path.clone(), mode])
}

/// The trace that the settings ask for.
pub fn open_trace(vm: &mut Vm) -> PyResult<()> {
    if let Some(path) = vm.guards.settings().trace {
        let path = vm.new_str(&path);
        let file = open(vm, &path)?;
        drop(vm.guards.recorder.set_sink(Some(file)));
    }
    Ok(())
}

/// Makes the loops of all threads obey the settings: whether each instruction is looked at, and
/// whether mutations are observed.
pub fn follow(vm: &mut Vm) {
    let guards = vm.shared.guards.clone();
    guards.recorder.vm.set(Some(&raw const *vm));
    let observer = guards.recorder.is_on().then(|| guards.clone() as Rc<dyn Observer>);
    vm.interp().mutations.observe(observer);
    let (policy, mutations) = (guards.settings().policy, &vm.interp().mutations);
    mutations.keeps.set(guards.recorder.is_on() || policy.counts_writes());
    mutations.rechecks.set(guards.settings().recheck == Recheck::Backedge);
    mutations.versions_defaults.set(policy.code_changes.is_some());
    mutations.spares_classes.set(policy.class_cells);
    crate::trace::watch_all(vm, guards.watches());
}
