//! `sys.settrace`, `sys.setprofile` and the events of `sys.monitoring`.
//!
//! While a trace or profile function is set, a tool wants events, or guards are recorded or stressed, code runs in a loop
//! of its own that looks at each instruction before it executes it, by the same handlers. The plain loop knows nothing of this: when
//! tracing is switched on, the bit of pending finalisers is set, and where the machine looks at that it
//! leaves the plain loop ([`switch`]).

use std::cell::Cell;
use std::rc::Rc;
use std::sync::atomic::Ordering;

use theseus_bytecode::origins::Origins;
use theseus_bytecode::{Op, Word};
use theseus_object::heap::pending;
use theseus_object::methods::NativeDef;
use theseus_object::payload::{Exception, Method, RangeIter};
use theseus_object::{Cx, Kind, ObjRef, PyResult, Raised};

use crate::codemake::WORD_BYTES;
use crate::dispatch::{HANDLERS, run};
use crate::frame::{Value, nil_value};
use crate::frameobj::{self, of_record, tracing};
use crate::guard::analysis::is_proved;
use crate::guard::{is_fold, record};
use crate::machine::{BACK_OFF, DRAIN, EXIT, State, THROW, Vm, borrow, raw, throw};
use crate::monitor::{self, Event};
use crate::upcalls::between_instructions;

/// Events before instructions.
const LINES: u32 = Event::Line.bit() | Event::Instruction.bit();

/// What a thread knows of tracing.
#[derive(Default)]
pub struct Tracer {
    trace: Option<ObjRef>,
    profile: Option<ObjRef>,
    /// Bits of the events that tools of `sys.monitoring` may want.
    monitored: u32,
    /// Counts how often lines began to be told to tools.
    session: u32,
    /// Functions of ours that run now, whose own events are not told.
    busy: usize,
    /// Events are told: some function is set and none runs.
    telling: bool,
    /// Guards are recorded or stressed.
    watching: bool,
    /// Allocations are traced: who ran an instruction last.
    counting: Option<Rc<Cell<*const Vm>>>,
    /// Any of these: code runs in the loop that looks.
    looking: bool,
    /// The innermost loop is the plain one.
    plain_loop: bool,
    /// Where the other loop goes on.
    switch: Option<State>,
}

impl Tracer {
    /// Whether a function of ours runs, told of some event.
    pub fn is_busy(&self) -> bool {
        self.busy > 0
    }

    fn update(&mut self) {
        let wanted = self.trace.is_some() || self.profile.is_some() || self.monitored != 0;
        self.telling = self.busy == 0 && wanted;
        self.looking = self.telling || self.watching || self.counting.is_some();
    }

    /// The functions with their names.
    pub fn functions(&mut self) -> [(&mut Option<ObjRef>, &'static str); 2] {
        [(&mut self.trace, "trace function"), (&mut self.profile, "profile function")]
    }

    /// Whether each instruction is looked at for the guards' sake.
    pub fn watch(&mut self, watching: bool) {
        self.watching = watching;
        self.update();
    }

    /// Sets which events tools want.
    pub fn monitor(&mut self, events: u32) {
        if !self.monitors(LINES) {
            self.session += 1;
        }
        self.monitored = events;
        self.update();
    }

    /// Whether allocations are traced, and who is told which thread allocates.
    pub fn count(&mut self, counting: Option<Rc<Cell<*const Vm>>>) {
        self.counting = counting;
        self.update();
    }

    /// Whether tools may want one of these events.
    fn monitors(&self, events: u32) -> bool {
        self.monitored & events != 0
    }

    /// Whether each instruction is looked at.
    #[inline(always)]
    pub fn is_looking(&self) -> bool {
        self.looking
    }

    /// Whether events are told.
    #[inline(always)]
    pub fn tells(&self) -> bool {
        self.telling
    }
}

/// Runs the frame just pushed to its end, in the loop that is due.
///
/// # Safety
/// As [`run`].
#[inline(always)]
pub unsafe fn execute(vm: &mut Vm, s: State) {
    let outer = vm.tracer.plain_loop;
    if vm.tracer.looking {
        return execute_from(vm, s, true, outer);
    }
    vm.tracer.plain_loop = true;
    run(vm, s);
    vm.tracer.plain_loop = outer;
    if vm.tracer.looking {
        switched(vm, outer);
    }
}

/// Tracing was switched on under the plain loop, which has left for the other or has ended.
#[cold]
#[inline(never)]
unsafe fn switched(vm: &mut Vm, outer: bool) {
    match vm.tracer.switch.take() {
        Some(next) => execute_from(vm, next, false, outer),
        None if outer => ask_to_switch(vm),
        None => (),
    }
}

/// Runs from `s` in the one loop or the other, as they change. `entered`: the frame is just pushed.
#[cold]
#[inline(never)]
unsafe fn execute_from(vm: &mut Vm, s: State, entered: bool, outer: bool) {
    let (mut s, mut entered) = (s, entered);
    loop {
        vm.tracer.plain_loop = !vm.tracer.looking;
        if vm.tracer.looking {
            run_traced(vm, s, entered);
        } else {
            run(vm, s);
        }
        entered = false;
        match vm.tracer.switch.take() {
            Some(next) => s = next,
            None => break,
        }
    }
    vm.tracer.plain_loop = outer;
    if vm.tracer.looking && outer {
        ask_to_switch(vm);
    }
}

/// Every thread looks at each instruction from now on, or not any more.
pub fn watch_all(vm: &mut Vm, watching: bool) {
    let own = &raw mut *vm;
    for machine in crate::thread::machines(vm).into_iter().filter(|m| m.as_ptr() != own) {
        // SAFETY: the machine stands still; nothing is held of it beyond the loop's round.
        let other = unsafe { &mut *machine.as_ptr() };
        other.tracer.watch(watching);
        other.cx.attention = true;
    }
    vm.tracer.watch(watching);
    if vm.tracer.looking && vm.tracer.plain_loop {
        ask_to_switch(vm);
    }
}

/// Every thread tells from now on what tools want.
pub fn monitor_all(vm: &mut Vm) {
    let events = vm.shared.monitoring.borrow().mask();
    for mut machine in crate::thread::machines(vm) {
        // SAFETY: the machine stands still; nothing is held of it beyond the loop's round.
        let vm = unsafe { machine.as_mut() };
        vm.tracer.monitor(events);
        vm.cx.attention = true;
    }
    ask_to_switch(vm);
}

/// Every thread tells from now on where it allocates, or not any more.
pub fn count_all(vm: &mut Vm) {
    let counting = vm.shared.allocates.borrow().clone();
    for mut machine in crate::thread::machines(vm) {
        // SAFETY: as above.
        let vm = unsafe { machine.as_mut() };
        vm.tracer.count(counting.clone());
        vm.cx.attention = true;
    }
    ask_to_switch(vm);
}

/// Tells tools of an event at a word of the running code.
fn monitor(vm: &mut Vm, event: Event, index: usize, args: &[ObjRef]) -> PyResult<()> {
    if vm.tracer.telling && vm.tracer.monitors(event.bit()) {
        return monitor::tell(vm, event, index, args);
    }
    Ok(())
}

/// Tells tools of an event at the running instruction.
fn monitor_here(vm: &mut Vm, event: Event, args: &[ObjRef]) -> PyResult<()> {
    // SAFETY: a frame runs.
    let index = unsafe { vm.exec().index_of((*vm.frame).pc) };
    monitor(vm, event, index, args)
}

fn ask_to_switch(vm: &Vm) {
    vm.interp().heap.pending.fetch_or(pending::FINALIZE, Ordering::Relaxed);
}

/// Whether tracing has been switched on under the plain loop.
pub fn must_switch(vm: &Vm) -> bool {
    vm.tracer.looking && vm.tracer.plain_loop
}

/// Where pending work was done: the state to go on with, which leaves the plain loop if tracing has
/// been switched on.
pub fn switch(vm: &mut Vm, s: State) -> State {
    if must_switch(vm) {
        vm.tracer.switch = Some(s);
        return State { pc: &raw const EXIT, base: std::ptr::null_mut() };
    }
    s
}

/// The loop that tells events.
unsafe fn run_traced(vm: &mut Vm, s: State, entered: bool) {
    let mut s = if entered { enters(vm, s) } else { goes_on(vm, s) };
    // Whether the last instruction jumped backwards, and whether the next one begins its line anew.
    let (mut again, mut back, mut anew) = (false, false, false);
    let mut called: Option<Called> = None;
    let mut told = vm.tracer.telling;
    loop {
        let (mut w, mut op) = fetch(s);
        if op == Op::Exit {
            return;
        }
        if !vm.tracer.looking {
            vm.tracer.switch = Some(s);
            return;
        }
        if !op.is_internal() {
            if let Some(original) = rolled(vm, s) {
                s = original;
                (w, op) = fetch(s);
            }
            crate::machine::save(vm, s);
            if let Some(source) = &vm.tracer.counting {
                source.set(&raw const *vm);
                vm.heap.interp().measure_fresh();
            }
            if vm.tracer.telling && !told {
                s = goes_on(vm, s);
            }
            told = vm.tracer.telling;
        }
        if vm.tracer.watching && !op.is_internal() {
            if record::before(vm, s, op, back && !again).is_err() {
                s = throw(s);
                continue;
            }
            // A guard that is to fail has put back the generic form.
            (w, op) = fetch(s);
        }
        if vm.tracer.telling && (is_fold(op) || is_proved(op)) {
            // What it passes over is to be seen, and what is proved does not hold where others come between.
            let exec = vm.exec();
            exec.make_generic(exec.index_of(s.pc), BACK_OFF);
            (w, op) = fetch(s);
        }
        if vm.tracer.telling && !op.is_internal() && !again {
            match before(vm, s, w, op, anew) {
                Ok(f) => called = f,
                Err(_) => {
                    s = throw(s);
                    continue;
                }
            }
            if let Some(target) = jump_asked(vm) {
                s = crate::jump::go(vm, s, target);
                // Nothing is told of the line that it chose.
                tell_no_line(vm, s, 0);
                (called, back, anew) = (None, true, false);
                continue;
            }
            // What the function changed may have made the site generic.
            (w, op) = fetch(s);
        }
        // The first record is a placeholder, so there is one below.
        let (frame, exec) = (vm.frame, (*vm.frame).exec);
        let (pc, outer) = (s.pc, (*vm.frame.sub(1)).pc);
        s = HANDLERS[op as usize](vm, s, w);
        // A site that specialises runs once more.
        again = vm.frame == frame && s.pc == pc && Word(*pc).op() != Some(op);
        let at = if vm.frame < frame { outer } else { pc };
        back = vm.frame <= frame && s.pc <= at && s.pc >= vm.exec().words && jumps_back(at);
        anew = vm.frame <= frame && begins_anew(s, at, back);
        if vm.tracer.watching && !op.is_internal() {
            if vm.frame >= frame && (*frame).exec == exec {
                record::after(vm, &*exec, pc, op);
            }
            if s.pc != &raw const EXIT && record::flush(vm).is_err() {
                s = throw(s);
                continue;
            }
        }
        if again {
            continue;
        }
        if let Some(called) = called.take()
            && vm.tracer.telling
            && returned(vm, frame, s, &called).is_err()
        {
            s = throw(s);
        }
        if vm.tracer.monitors(Event::Jump.bit() | Event::Branch.bit())
            && vm.frame == frame
            && jumped(vm, s, op).is_err()
        {
            s = throw(s);
        }
        if vm.frame > frame && vm.tracer.looking && s.pc != &raw const EXIT {
            s = enters(vm, s);
        }
    }
}

/// Where an instruction of an unrolled loop stands in the loop itself, which goes on from there with the numbers
/// that are left.
unsafe fn rolled(vm: &mut Vm, s: State) -> Option<State> {
    let exec = &*(*vm.frame).exec;
    let index = exec.index_of(s.pc) as u32;
    let found = exec.code().unrolled.iter().find_map(|u| Some((u, u.original(index)?)));
    let (u, (original, taken)) = found?;
    let origins = Origins::new(exec.code());
    let place = (u.iterator as usize).checked_sub(origins.first);
    // Where the loop is left, its iterator is gone before its last instruction.
    if origins.before(original as usize).zip(place).is_some_and(|(held, i)| held[i].is_some()) {
        let left = u64::from(u.count - taken);
        let it = RangeIter { next: u.number(taken), step: u.step.into(), left };
        let it = raw(vm.interp().alloc(&vm.types.range_iterator, it));
        // Nothing is in the register: the copies hold no iterator.
        *s.slot(u.iterator) = it;
    }
    Some(State { pc: exec.words.add(original as usize), base: s.base })
}

/// A call that is under way.
struct Called {
    /// The native function, for the profile function.
    native: Option<ObjRef>,
    /// What is called and its first argument, for tools, if it is no Python function.
    monitored: Option<[ObjRef; 2]>,
}

/// The events after a call from `frame` that led to `s`.
unsafe fn returned(vm: &mut Vm, frame: *mut crate::frame::Frame, s: State, called: &Called) -> PyResult<()> {
    let raised = s.pc == &raw const THROW;
    // Where a `Drain` comes next, what it goes on with is not to be lost to the function's own.
    let resume = vm.resume;
    let mut r = match &called.native {
        Some(f) => profile_event(vm, frame, if raised { "c_exception" } else { "c_return" }, f.clone()),
        None => Ok(()),
    };
    // Where a frame was pushed, as by a class with an `__init__` in Python, the call has not ended.
    if let Some(what) = called.monitored.as_ref().filter(|_| r.is_ok() && vm.frame == frame) {
        r = monitor_here(vm, if raised { Event::CRaise } else { Event::CReturn }, what);
    }
    vm.resume = resume;
    r
}

/// The event after an instruction that may have jumped, to `s`, in the frame that still runs.
unsafe fn jumped(vm: &mut Vm, s: State, op: Op) -> PyResult<()> {
    let event = match op.generic() {
        Op::Jump => Event::Jump,
        generic if op.family() == "branch" || generic == Op::ForIter => Event::Branch,
        _ => return Ok(()),
    };
    let pc = if s.pc == &raw const DRAIN { vm.resume } else { s.pc };
    if pc == &raw const THROW {
        return Ok(());
    }
    let target = vm.usize(vm.exec().index_of(pc) * WORD_BYTES);
    let resume = vm.resume;
    let r = monitor_here(vm, event, &[target]);
    vm.resume = resume;
    r
}

/// The instruction to run.
unsafe fn fetch(s: State) -> (Word, Op) {
    let w = Word(*s.pc);
    // Every instruction of verified code is a row of the table.
    (w, w.op().unwrap_or(Op::Throw))
}

/// The word at which the trace function wants the running frame to go on.
unsafe fn jump_asked(vm: &mut Vm) -> Option<usize> {
    if (*vm.frame).object.is_null() {
        return None;
    }
    let o = of_record(vm, vm.frame);
    tracing(vm, &o)?.jump.take()
}

/// Whether the instruction is one that jumps.
unsafe fn jumps_back(at: *const u64) -> bool {
    !at.is_null() && Word(*at).op().is_some_and(|op| op.family() == "branch" || op.generic() == Op::ForIter)
}

/// Whether the instruction at `s` begins its line once more, though the one at `at` that led there may stand on
/// the same line. A loop over an iterator does where its body leads back to it, not where its body begins.
unsafe fn begins_anew(s: State, at: *const u64, back: bool) -> bool {
    if at.is_null() || s.pc == &raw const EXIT {
        return false;
    }
    let kind = |at: *const u64| Word(*at).op().map(Op::generic);
    match kind(s.pc) {
        Some(Op::ForIter) => {
            let body = s.pc.wrapping_offset(Word(*s.pc).c() as i16 as isize);
            back || (body..s.pc).contains(&at)
        }
        _ => back && kind(at) != Some(Op::ForIter),
    }
}

/// Nothing was told up to here: what is left of the line is no event.
unsafe fn goes_on(vm: &mut Vm, s: State) -> State {
    tell_no_line(vm, s, 1);
    s
}

/// The line of the instruction this many words before `s` is one that was told.
unsafe fn tell_no_line(vm: &mut Vm, s: State, before: usize) {
    if (*vm.frame).object.is_null() || (*(*vm.frame).exec).code.is_null() {
        return;
    }
    let index = vm.exec().index_of(s.pc).saturating_sub(before);
    let line = vm.exec().code().position(index).line;
    let o = of_record(vm, vm.frame);
    if let Some(t) = tracing(vm, &o) {
        t.line = line;
    }
}

/// A frame was pushed or resumed: the event `call`.
unsafe fn enters(vm: &mut Vm, s: State) -> State {
    if vm.tracer.watching && record::enters(vm).is_err() {
        return throw(s);
    }
    if !vm.tracer.telling {
        return s;
    }
    let frame = vm.frame;
    let begins = [vm.exec().start.get(), vm.exec().words.cast_const()].contains(&s.pc);
    if begins {
        let o = of_record(vm, frame);
        let (first, session) = (first_line(vm), vm.tracer.session);
        if let Some(t) = tracing(vm, &o) {
            t.shown = Some(first);
            t.session = session;
        }
    }
    let told = tell_call(vm, frame).and_then(|()| match vm.exception().cloned() {
        Some(e) if s.pc == &raw const THROW => monitor_here(vm, Event::PyThrow, &[e]),
        _ if begins => monitor(vm, Event::PyStart, 0, &[]),
        _ => monitor_here(vm, Event::PyResume, &[]),
    });
    match told {
        Ok(()) => s,
        Err(_) => throw(s),
    }
}

/// The line that a frame is on before its first instruction.
fn first_line(vm: &Vm) -> u32 {
    let code = vm.exec().code();
    if code.name_mode && &*code.name == "<module>" { 0 } else { code.first_line }
}

unsafe fn tell_call(vm: &mut Vm, frame: *mut crate::frame::Frame) -> PyResult<()> {
    let o = of_record(vm, frame);
    let none = vm.none.clone();
    let mut result = Ok(());
    if let Some(f) = vm.tracer.trace.clone() {
        match call(vm, &f, &o, "call", none.clone()) {
            Ok(local) => {
                if let Some(t) = tracing(vm, &o).filter(|_| !local.is_none()) {
                    let old = t.function.replace(local);
                    drop(old);
                }
            }
            Err(_) => {
                stop_tracing(vm, &o);
                result = Err(Raised);
            }
        }
    }
    if result.is_ok() {
        result = profile_event(vm, frame, "call", none);
    }
    if let Some(t) = tracing(vm, &o) {
        t.shown = None;
    }
    result
}

/// Calls a trace or profile function. Its changes to `f_locals` reach the frame.
fn call(vm: &mut Vm, f: &ObjRef, frame: &ObjRef, event: &'static str, arg: ObjRef) -> PyResult {
    untold(vm, |vm| {
        if let Some(t) = tracing(vm, frame) {
            t.event = event;
        }
        let fresh = frameobj::has_snapshot(vm, frame).then(|| frameobj::locals(vm, frame));
        drop(fresh);
        // The instruction that such an event comes before has not begun.
        let before = matches!(event, "line" | "opcode" | "call");
        let args = [frame.clone(), vm.intern(event), arg];
        let r = if before { between_instructions(vm, |vm| vm.call(f, &args)) } else { vm.call(f, &args) };
        drop(args);
        frameobj::write_back(vm, frame, true, false);
        if let Some(t) = tracing(vm, frame) {
            t.event = "";
        }
        r
    })
}

/// Calls a function that is told events, with none told meanwhile. If it raises nothing, the exception in
/// flight goes on.
pub fn untold(vm: &mut Vm, f: impl FnOnce(&mut Vm) -> PyResult) -> PyResult {
    let kept = vm.take_exception();
    let reraising = std::mem::take(&mut vm.reraising);
    vm.tracer.busy += 1;
    vm.tracer.update();
    let r = f(vm);
    vm.tracer.busy -= 1;
    vm.tracer.update();
    vm.reraising = reraising;
    if r.is_ok()
        && let Some(e) = kept
    {
        vm.reraise(e);
    }
    r
}

fn stop_tracing(vm: &mut Vm, frame: &ObjRef) {
    let old = vm.tracer.trace.take();
    vm.tracer.update();
    let local = tracing(vm, frame).and_then(|t| t.function.take());
    drop((old, local));
}

/// An event of a frame for its own trace function.
unsafe fn local_event(
    vm: &mut Vm,
    frame: *mut crate::frame::Frame,
    event: &'static str,
    arg: ObjRef,
) -> PyResult<()> {
    if vm.tracer.trace.is_none() || (*frame).object.is_null() {
        return Ok(());
    }
    let o = of_record(vm, frame);
    let Some(f) = tracing(vm, &o).and_then(|t| t.function.clone()) else { return Ok(()) };
    match call(vm, &f, &o, event, arg) {
        Ok(next) => {
            if let Some(t) = tracing(vm, &o).filter(|_| !next.is_none()) {
                let old = t.function.replace(next);
                drop(old);
            }
            Ok(())
        }
        Err(_) => {
            stop_tracing(vm, &o);
            Err(Raised)
        }
    }
}

unsafe fn profile_event(
    vm: &mut Vm,
    frame: *mut crate::frame::Frame,
    event: &'static str,
    arg: ObjRef,
) -> PyResult<()> {
    let Some(f) = vm.tracer.profile.clone() else { return Ok(()) };
    let o = of_record(vm, frame);
    match call(vm, &f, &o, event, arg) {
        Ok(_) => Ok(()),
        Err(_) => {
            let old = vm.tracer.profile.take();
            vm.tracer.update();
            drop(old);
            Err(Raised)
        }
    }
}

/// The events before an instruction. `Some`: a call is about to be made whose end is to be told.
unsafe fn before(vm: &mut Vm, s: State, w: Word, op: Op, anew: bool) -> PyResult<Option<Called>> {
    if !(*vm.frame).object.is_null() || vm.tracer.monitors(LINES) {
        // Cells are made before the first line.
        if op != Op::MakeCell {
            line_event(vm, s, anew)?;
        }
    }
    match op.generic() {
        Op::Return => {
            let v = borrow(s.slot(w.a())).clone();
            leaves(vm, v, Event::PyReturn)?;
        }
        Op::ReturnK => {
            let v = borrow(vm.exec().consts.add(w.a() as usize)).clone();
            leaves(vm, v, Event::PyReturn)?;
        }
        Op::Yield => {
            let v = borrow(s.slot(w.b())).clone();
            leaves(vm, v, Event::PyYield)?;
        }
        Op::Call | Op::CallKw | Op::CallEx | Op::CallMethod | Op::CallMethodKw => {
            return calls(vm, s, w, op.generic());
        }
        _ => (),
    }
    Ok(None)
}

/// The events before a call.
unsafe fn calls(vm: &mut Vm, s: State, w: Word, op: Op) -> PyResult<Option<Called>> {
    let mut called = Called { native: None, monitored: None };
    if vm.tracer.profile.is_some()
        && let Some(f) = native_callee(vm, s, w)
    {
        profile_event(vm, vm.frame, "c_call", f.clone())?;
        called.native = Some(f);
    }
    if vm.tracer.monitors(Event::Call.bit()) {
        let index = vm.exec().index_of(s.pc);
        if monitor::is_wanted(vm, Event::Call, index) {
            let what = callee(vm, s, w, op);
            monitor(vm, Event::Call, index, &what)?;
            let python = match vm.heap.get::<Method>(&what[0]) {
                Some(m) => m.func.kind() == Kind::Function,
                None => what[0].kind() == Kind::Function,
            };
            called.monitored = (!python).then_some(what);
        }
    }
    Ok(Some(called).filter(|c| c.native.is_some() || c.monitored.is_some()))
}

/// What a call instruction calls, and its first argument as tools are told it.
unsafe fn callee(vm: &mut Vm, s: State, w: Word, op: Op) -> [ObjRef; 2] {
    let slot = s.slot(w.b() & 0x7fff);
    let bound = *slot == nil_value();
    let f = borrow(slot.add(bound.into())).clone();
    let first = match op {
        Op::CallEx => {
            let args = borrow(slot.add(1)).clone();
            vm.heap.tuple(&args).and_then(|args| args.first().cloned())
        }
        // The object that has the method is an argument, unless the method is bound to it.
        Op::CallMethod | Op::CallMethodKw if !bound => Some(borrow(slot.add(1)).clone()),
        _ if w.c() == 0 => None,
        _ => Some(borrow(slot.add(1 + usize::from(bound))).clone()),
    };
    let missing = vm.shared.monitoring.borrow().missing.clone();
    let first = first.or(missing).unwrap_or_else(|| vm.none.clone());
    [f, first]
}

unsafe fn line_event(vm: &mut Vm, s: State, anew: bool) -> PyResult<()> {
    let frame = vm.frame;
    let index = vm.exec().index_of(s.pc);
    let line = vm.exec().code().position(index).line;
    let before = vm.exec().code().position(index.saturating_sub(1)).line;
    let o = of_record(vm, frame);
    let (monitors, session) = (vm.tracer.monitors(LINES), vm.tracer.session);
    let Some(t) = tracing(vm, &o).filter(|t| t.function.is_some() || monitors) else { return Ok(()) };
    if monitors && t.session != session {
        // The rest of the line in which tools began to look is no event.
        (t.line, t.session) = (before, session);
    }
    let fresh = line != 0 && (line != t.line || anew);
    let (lines, opcodes) = (t.lines && fresh, t.opcodes);
    if line != 0 {
        t.line = line;
    }
    let none = vm.none.clone();
    if monitors {
        if fresh {
            let line = vm.usize(line as usize);
            monitor(vm, Event::Line, index, &[line])?;
        }
        monitor(vm, Event::Instruction, index, &[])?;
    }
    if lines {
        local_event(vm, frame, "line", none.clone())?;
    }
    if opcodes {
        local_event(vm, frame, "opcode", none)?;
    }
    Ok(())
}

/// The native function that a call instruction calls, bound.
unsafe fn native_callee(vm: &mut Vm, s: State, w: Word) -> Option<ObjRef> {
    let slot = s.slot(w.b() & 0x7fff);
    let method = *slot == nil_value();
    let f = if method { borrow(slot.add(1)).clone() } else { borrow(slot).clone() };
    match f.kind() {
        Kind::Native => Some(f),
        Kind::MethodDescriptor if *slot.add(1) != nil_value() => {
            let me = borrow(slot.add(1)).clone();
            let bound = vm.bind(&f, &me);
            if bound.is_err() {
                drop(vm.take_exception());
            }
            bound.ok()
        }
        _ => None,
    }
}

/// The running frame is about to hand on a value.
fn leaves(vm: &mut Vm, v: ObjRef, event: Event) -> PyResult<()> {
    monitor_here(vm, event, std::slice::from_ref(&v))?;
    returns(vm, v)
}

/// Tells trace and profile function that the running frame is left.
fn returns(vm: &mut Vm, v: ObjRef) -> PyResult<()> {
    // SAFETY: a frame runs.
    unsafe {
        let frame = vm.frame;
        local_event(vm, frame, "return", v.clone())?;
        profile_event(vm, frame, "return", v)
    }
}

/// A value passes the running frame, which delegates.
#[inline(always)]
pub fn yields(vm: &mut Vm, v: Value) {
    if vm.tracer.telling {
        // SAFETY: `v` is an owned value on its way.
        let v = unsafe { borrow(&raw const v).clone() };
        if leaves(vm, v, Event::PyYield).is_err() {
            // Nobody can take the exception between two frames.
            drop(vm.take_exception());
        }
    }
}

/// What the running frame delegated to has ended with a value: it shows as the StopIteration that
/// carries it.
#[cold]
#[inline(never)]
pub fn delegate_ended(vm: &mut Vm, v: &ObjRef) {
    let args = if v.is_none() { Vec::new() } else { vec![v.clone()] };
    let e = vm.new_exception(&vm.excs.stop_iteration.clone(), &args);
    if let Some(x) = vm.heap.get_mut::<Exception>(&e) {
        x.value = args.first().cloned();
    }
    let arg = vm.new_tuple([e.class(), e.clone(), vm.none.clone()]);
    // SAFETY: a frame runs.
    let told = unsafe { local_event(vm, vm.frame, "exception", arg) };
    if told.and_then(|()| monitor_here(vm, Event::StopIteration, &[e])).is_err() {
        // The delegation has ended all the same.
        drop(vm.take_exception());
    }
}

/// An exception was raised in the running frame or came to it; `again`: by the end of a handler.
#[cold]
#[inline(never)]
pub fn raised(vm: &mut Vm, again: bool) {
    let Some(e) = vm.exception().cloned() else { return };
    let event = if again { Event::Reraise } else { Event::Raise };
    if monitor_here(vm, event, std::slice::from_ref(&e)).is_err() || again {
        return;
    }
    let traceback = vm.heap.get::<Exception>(&e).and_then(|x| x.traceback.clone());
    let traceback = traceback.unwrap_or_else(|| vm.none.clone());
    let arg = vm.new_tuple([e.class(), e, traceback]);
    // SAFETY: a frame runs. An exception of the trace function takes the place of this one.
    let _ = unsafe { local_event(vm, vm.frame, "exception", arg) };
}

/// An exception leaves the running frame.
#[cold]
#[inline(never)]
pub fn unwinds(vm: &mut Vm) {
    let (none, e) = (vm.none.clone(), vm.exception().cloned());
    // An exception of the trace function takes the place of this one.
    let _ = monitor_here(vm, Event::PyUnwind, e.as_slice()).and_then(|()| returns(vm, none));
}

/// The running frame goes on at a handler of the exception in flight.
///
/// # Errors
/// What a tool raises takes the place of that exception.
#[cold]
#[inline(never)]
pub fn handles(vm: &mut Vm, index: usize) -> PyResult<()> {
    let e = vm.exception().cloned();
    monitor(vm, Event::ExceptionHandled, index, e.as_slice())
}

// ---- functions of sys

/// Sets one of the functions, telling the plain loop if need be.
fn set(cx: &mut Cx, f: &ObjRef, slot: fn(&mut Tracer) -> &mut Option<ObjRef>) -> PyResult {
    let vm = Vm::of(cx);
    let old = std::mem::replace(slot(&mut vm.tracer), Some(f.clone()).filter(|f| !f.is_none()));
    vm.tracer.update();
    drop(old);
    if vm.tracer.looking && vm.tracer.plain_loop {
        ask_to_switch(vm);
    }
    Ok(vm.none.clone())
}

/// Sets one of the functions of every thread. The others go on in the loop that is due as soon as they
/// have the lock.
fn set_all(cx: &mut Cx, f: &ObjRef, slot: fn(&mut Tracer) -> &mut Option<ObjRef>) -> PyResult {
    let mut olds = Vec::new();
    for mut machine in crate::thread::machines(cx) {
        // SAFETY: the machine stands still; nothing is held of it beyond the loop's round.
        let vm = unsafe { machine.as_mut() };
        olds.push(std::mem::replace(slot(&mut vm.tracer), Some(f.clone()).filter(|f| !f.is_none())));
        vm.tracer.update();
        vm.cx.attention = true;
    }
    drop(olds);
    ask_to_switch(Vm::of(cx));
    Ok(cx.none.clone())
}

fn settrace_all(cx: &mut Cx, f: &ObjRef) -> PyResult {
    set_all(cx, f, |t| &mut t.trace)
}

fn setprofile_all(cx: &mut Cx, f: &ObjRef) -> PyResult {
    set_all(cx, f, |t| &mut t.profile)
}

fn settrace(cx: &mut Cx, f: &ObjRef) -> PyResult {
    set(cx, f, |t| &mut t.trace)
}

fn setprofile(cx: &mut Cx, f: &ObjRef) -> PyResult {
    set(cx, f, |t| &mut t.profile)
}

fn gettrace(cx: &mut Cx) -> PyResult {
    let f = Vm::of(cx).tracer.trace.clone();
    Ok(f.unwrap_or_else(|| cx.none.clone()))
}

fn getprofile(cx: &mut Cx) -> PyResult {
    let f = Vm::of(cx).tracer.profile.clone();
    Ok(f.unwrap_or_else(|| cx.none.clone()))
}

/// Calls a function with tracing on, though a trace function runs.
fn call_tracing(cx: &mut Cx, f: &ObjRef, args: &ObjRef) -> PyResult {
    let Some(values) = cx.heap.tuple(args).map(<[ObjRef]>::to_vec) else {
        let got = args.kind_given();
        return Err(cx.type_error(format!("call_tracing() argument 2 must be tuple, not {got}")));
    };
    let vm = Vm::of(cx);
    let busy = std::mem::take(&mut vm.tracer.busy);
    vm.tracer.update();
    let r = vm.call(f, &values);
    vm.tracer.busy = busy;
    vm.tracer.update();
    r
}

static FUNCTIONS: &[NativeDef] = &[
    NativeDef::f1(
        "settrace",
        settrace,
        "settrace(function)\n\nSet the global debug tracing function.  It will be called on each\nfunction call.  See the debugger chapter in the library manual.",
    ),
    NativeDef::f1(
        "setprofile",
        setprofile,
        "setprofile(function)\n\nSet the profiling function.  It will be called on each function call\nand return.  See the profiler chapter in the library manual.",
    ),
    NativeDef::f1(
        "_settraceallthreads",
        settrace_all,
        "Set the global debug tracing function in all running threads belonging to the current interpreter.\n\nIt will be called on each function call. See the debugger chapter\nin the library manual.",
    ),
    NativeDef::f1(
        "_setprofileallthreads",
        setprofile_all,
        "Set the profiling function in all running threads belonging to the current interpreter.\n\nIt will be called on each function call and return.  See the profiler chapter\nin the library manual.",
    ),
    NativeDef::f0(
        "gettrace",
        gettrace,
        "Return the global debug tracing function set with sys.settrace.\n\nSee the debugger chapter in the library manual.",
    ),
    NativeDef::f0(
        "getprofile",
        getprofile,
        "Return the profiling function set with sys.setprofile.\n\nSee the profiler chapter in the library manual.",
    ),
    NativeDef::f2(
        "call_tracing",
        call_tracing,
        "Call func(*args), while tracing is enabled.\n\nThe tracing state is saved, and restored afterwards.  This is intended\nto be called from a debugger from a checkpoint, to recursively debug\nsome other code.",
    ),
];

pub fn install(cx: &mut Cx) {
    crate::sysfuncs::add(cx, "sys", FUNCTIONS);
}
