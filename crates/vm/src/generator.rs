//! Generators, coroutines and asynchronous generators: suspended frames. Resuming moves the registers
//! onto the stack, yielding moves them back, so that calls made from a generator overlap windows like
//! all others. Who delegates to a suspended frame (`yield from`, `await`) pushes it above its own, so
//! that a chain of them takes no native stack.

use theseus_bytecode::{CONSUME, Flags, Op, Word};
use theseus_guards::Recheck;
use theseus_object::edges::{EdgeVisitor, Payload, Relation};
use theseus_object::payload::{Exception, Function, Row};
use theseus_object::{Cx, Kind, ObjRef, PyResult, Raised};

use crate::asyncgen;
use crate::call::{fits, run_nested};
use crate::exec::Exec;
use crate::frame::{Action, Frame, Value, nil_value};
use crate::guard::entry;
use crate::machine::{EXIT, State, Vm, borrow, finish_using, owned, payload, raw, throw};

/// What calling the function made.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Flavour {
    Generator,
    Coroutine,
    AsyncGenerator,
}

impl Flavour {
    fn of(flags: Flags) -> Flavour {
        if flags.has(Flags::COROUTINE) {
            Flavour::Coroutine
        } else if flags.has(Flags::ASYNC_GENERATOR) {
            Flavour::AsyncGenerator
        } else {
            Flavour::Generator
        }
    }

    /// The word for it in messages.
    pub fn noun(self) -> &'static str {
        match self {
            Flavour::Generator => "generator",
            Flavour::Coroutine => "coroutine",
            Flavour::AsyncGenerator => "async generator",
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Stage {
    Fresh,
    Suspended,
    Running,
    Finished,
}

/// Payload of a generator.
pub struct Generator {
    /// The function; it keeps code and globals alive.
    pub func: ObjRef,
    pub exec: *const Exec,
    /// Registers of the suspended frame.
    registers: Row,
    /// Where to go on.
    pub pc: *const u64,
    pub stage: Stage,
    /// The exception that the generator is handling while suspended.
    handled: Option<ObjRef>,
    /// Its Python frame object, if somebody asked.
    pub frame: Option<ObjRef>,
    pub name: ObjRef,
    pub qualname: ObjRef,
    pub flavour: Flavour,
    /// An exception was thrown into it before it began: that goes out as it is.
    unbegun: bool,
    /// An asynchronous generator: it has met the hooks of the event loop.
    pub hooked: bool,
    /// An asynchronous generator: it takes no more requests.
    pub closed: bool,
    /// An asynchronous generator: one of its awaitables is under way.
    pub busy: bool,
    /// A coroutine's `cr_origin`, or what finalises an asynchronous generator.
    pub origin_or_finalizer: Option<ObjRef>,
}

impl Payload for Generator {
    const KIND: Kind = Kind::Generator;

    fn edges(&mut self, v: &mut dyn EdgeVisitor) {
        v.fixed(&mut self.func, Relation::Derived("gi_func"));
        for (i, r) in self.registers.iter_mut().enumerate() {
            v.edge(r, Relation::Local(i));
        }
        v.edge(&mut self.handled, Relation::Typed("exc_state"));
        v.edge(&mut self.frame, Relation::Derived("gi_frame"));
        v.fixed(&mut self.name, Relation::Typed("__name__"));
        v.fixed(&mut self.qualname, Relation::Typed("__qualname__"));
        v.edge(&mut self.origin_or_finalizer, Relation::Attr("cr_origin"));
    }

    fn admits(&self, relation: Relation, old: &ObjRef, new: &ObjRef) -> bool {
        let Relation::Local(register) = relation else { return true };
        // SAFETY: the function keeps the Exec, and a suspended pc points into its words.
        let (code, index) = unsafe { ((*self.exec).code(), (*self.exec).index_of(self.pc)) };
        crate::roots::register_admits(code, index, register, old, new)
    }

    fn clear(&mut self) {
        self.stage = Stage::Finished;
        self.handled = None;
        drop(self.let_go());
    }

    /// What has something to do before it goes: a suspended frame inside `try` or `with`, or one that
    /// delegates; a coroutine that nobody awaited; what an event loop wants to know of.
    fn needs_finalizer(&self) -> bool {
        if matches!(self.stage, Stage::Finished | Stage::Running) {
            return false;
        }
        let watched =
            self.flavour == Flavour::AsyncGenerator && !self.closed && self.origin_or_finalizer.is_some();
        let fresh = self.stage == Stage::Fresh;
        // SAFETY: the function keeps the Exec, and a suspended pc points into its words.
        watched
            || (fresh && self.flavour == Flavour::Coroutine)
            || !fresh
                && unsafe {
                    !(*self.exec).code().exceptions.is_empty() || Word(*self.pc).op() == Some(Op::YieldFrom)
                }
    }
}

impl Generator {
    /// Parts with the registers; the frame object, if somebody else holds it too, takes them over.
    fn let_go(&mut self) -> Vec<Option<ObjRef>> {
        let registers = self.registers.take();
        let Some(frame) = self.frame.take() else { return registers };
        let (locals, kept) =
            if frame.ref_count() > 1 { (registers, Vec::new()) } else { (Vec::new(), registers) };
        // SAFETY: `frame` is this generator's frame object.
        unsafe { crate::frameobj::leave_generator(&frame, locals) };
        kept
    }
}

impl Drop for Generator {
    fn drop(&mut self) {
        if self.frame.is_some() {
            drop(self.let_go());
        }
    }
}

/// Whether the generator has not run yet.
pub fn is_fresh(g: &ObjRef) -> bool {
    // SAFETY: `g` is a generator: frame objects remember nothing else.
    unsafe { payload::<Generator>(g.as_ptr().as_ptr()).stage == Stage::Fresh }
}

/// Whether the generator has ended.
pub fn is_finished(g: &ObjRef) -> bool {
    // SAFETY: `g` is a generator.
    unsafe { payload::<Generator>(g.as_ptr().as_ptr()).stage == Stage::Finished }
}

/// What the frame of a suspended generator holds.
pub fn registers(g: &ObjRef) -> Vec<Option<ObjRef>> {
    // SAFETY: as above.
    unsafe { payload::<Generator>(g.as_ptr().as_ptr()).registers.to_vec() }
}

/// `gi_frame`: the frame object, made if need be; `None` when the generator has ended.
pub fn frame(cx: &mut Cx, g: &ObjRef) -> Option<ObjRef> {
    let vm = Vm::of(cx);
    let data = vm.heap.get::<Generator>(g)?;
    if data.stage == Stage::Finished {
        return None;
    }
    if data.stage == Stage::Running
        && let Some(f) = crate::frameobj::of_running(vm, g)
    {
        return Some(f);
    }
    let data = vm.heap.get::<Generator>(g)?;
    if let Some(f) = &data.frame {
        return Some(f.clone());
    }
    // SAFETY: the function keeps the Exec; the pc points into its words.
    let index = unsafe { (*data.exec).index_of(data.pc) };
    let frame = crate::frameobj::of_generator(vm, g, data.func.clone(), data.exec, index);
    vm.heap.get_mut::<Generator>(g)?.frame = Some(frame.clone());
    Some(frame)
}

/// Makes the generator of a call whose parameters are bound at `base`.
///
/// # Safety
/// `exec` is of `func`; the window at `base` is bound.
pub unsafe fn new(vm: &mut Vm, func: ObjRef, exec: *const Exec, base: *mut Value) -> ObjRef {
    let mut registers = Row::new(vm.interp(), (*exec).registers as usize);
    registers.fill_from(base, (*exec).locals as usize);
    let function = payload::<Function>(func.as_ptr().as_ptr());
    let (name, qualname) = (function.name.clone(), function.qualname.clone());
    let flavour = Flavour::of((*exec).code().flags);
    let origin = flavour == Flavour::Coroutine && vm.asyncs.origin_depth > 0;
    let generator = Generator {
        func,
        exec,
        registers,
        pc: (*exec).words,
        stage: Stage::Fresh,
        handled: None,
        frame: None,
        name,
        qualname,
        flavour,
        unbegun: false,
        hooked: false,
        closed: false,
        busy: false,
        origin_or_finalizer: if origin { Some(asyncgen::origin(vm)) } else { None },
    };
    match &vm.asyncs.types[flavour as usize] {
        Some(ty) => vm.interp().alloc(ty, generator),
        None => vm.interp().new_object(generator),
    }
}

/// Pushes the frame of a generator that is not running. `Err`: no room, RecursionError is raised.
///
/// # Safety
/// `g` is a fresh or suspended generator.
#[inline(always)]
unsafe fn push(vm: &mut Vm, g: &ObjRef, action: Action) -> PyResult<State> {
    let data = payload::<Generator>(g.as_ptr().as_ptr());
    let base = vm.top();
    if !fits(vm, data.exec, base) {
        return Err(Raised);
    }
    if (*data.exec).start.get() != (*data.exec).words {
        check_entry(vm, &*data.exec, data.stage);
    }
    data.registers.move_to(base);
    data.stage = Stage::Running;
    let frame = vm.frame.add(1);
    let handled = vm.cx.handled.clone();
    if let Some(own) = data.handled.take() {
        vm.cx.handled = Some(own);
    }
    frame.write(Frame {
        pc: data.pc,
        base,
        exec: data.exec,
        func: raw(data.func.clone()),
        extra: raw(g.clone()),
        object: data.frame.take().map_or(std::ptr::null_mut(), raw),
        handled,
        action,
        is_generator: true,
    });
    vm.frame = frame;
    if !(*frame).object.is_null() {
        crate::frameobj::attach(vm);
    }
    Ok(State { pc: data.pc, base })
}

/// Something is checked whenever the code is entered: to go on after a `yield` is to enter it again, unless
/// nothing is ever looked at twice.
#[cold]
#[inline(never)]
unsafe fn check_entry(vm: &mut Vm, exec: &Exec, stage: Stage) {
    let again = vm.guards.settings().recheck != Recheck::Never;
    if (stage == Stage::Fresh || again) && exec.verified.get() != vm.interp().mutations.epoch.get() {
        entry::check(vm, exec);
    }
}

/// The handler of `Yield`: moves the frame back into its generator and hands the value on, past the
/// frames that delegate. `item`: an asynchronous generator's, for whoever asked it.
///
/// # Safety
/// A generator's frame runs; `v` is owned.
pub unsafe fn suspend(vm: &mut Vm, pc: *const u64, v: Value, keep: usize, item: bool) -> State {
    let action = move_back(vm, pc, keep);
    match action {
        Action::Next => {
            let s = caller_state(vm);
            crate::ops::iter::deliver(vm, s, v)
        }
        Action::Exit => leave_loop(vm, v, item),
        _ => pass_on(vm, v, item, action),
    }
}

/// Hands a yielded value to native code.
#[inline(always)]
fn leave_loop(vm: &mut Vm, v: Value, item: bool) -> State {
    vm.yielded = true;
    vm.item = item;
    vm.result = v;
    State { pc: &raw const EXIT, base: std::ptr::null_mut() }
}

/// Hands a yielded value to whoever is not a plain loop.
#[inline(never)]
unsafe fn pass_on(vm: &mut Vm, v: Value, item: bool, action: Action) -> State {
    let mut action = action;
    loop {
        match action {
            Action::Exit => return leave_loop(vm, v, item),
            Action::Item if item => {
                let s = caller_state(vm);
                asyncgen::item_delivered(vm, s);
                return end_delegation(vm, s, owned(v));
            }
            Action::Delegate | Action::Item => {
                let s = caller_state(vm);
                crate::trace::yields(vm, v);
                action = move_back(vm, s.pc, kept(Word(*s.pc)));
            }
            _ => return crate::ops::call::resume_caller(vm, v, action, std::ptr::null_mut()),
        }
    }
}

/// How many registers a frame keeps that stops in a `YieldFrom`.
pub fn kept(w: Word) -> usize {
    (w.b() & 0x7fff).max(w.c() & 0x7fff) as usize + 1
}

/// Where the running frame, which called or delegated, stands.
#[inline(always)]
unsafe fn caller_state(vm: &Vm) -> State {
    State { pc: (*vm.frame).pc, base: (*vm.frame).base }
}

/// Ends a `YieldFrom` with the result of what it delegated to.
pub unsafe fn end_delegation(vm: &mut Vm, s: State, v: ObjRef) -> State {
    let w = Word(*s.pc);
    if vm.tracer.tells() {
        crate::trace::delegate_ended(vm, &v);
    }
    finish_using(vm, s, 1, w.a(), Ok(v), [w.b() | CONSUME, w.c() | CONSUME])
}

/// Moves the running frame back into its generator; what was to become of its value.
#[inline(always)]
unsafe fn move_back(vm: &mut Vm, pc: *const u64, keep: usize) -> Action {
    let frame = &mut *vm.frame;
    let g = owned(frame.extra);
    let data = payload::<Generator>(g.as_ptr().as_ptr());
    data.registers.fill_from(frame.base, keep.min((*frame.exec).registers as usize));
    data.pc = pc;
    data.stage = Stage::Suspended;
    let outer = frame.handled.take();
    // The frame may handle the very exception that whoever resumed it handles.
    if Word(*pc).x() & 2 != 0 {
        data.handled = std::mem::replace(&mut vm.cx.handled, outer);
    }
    let (action, func, object) = (frame.action, frame.func, frame.object);
    if !object.is_null() {
        crate::frameobj::suspend(vm);
        data.frame = Some(owned(object));
    }
    vm.frame = vm.frame.sub(1);
    // The generator holds the function too.
    drop(owned(func));
    drop(g);
    action
}

/// Ends a generator's frame: what it holds is released, its state is set.
unsafe fn end(vm: &mut Vm) -> ObjRef {
    let frame = &mut *vm.frame;
    let g = owned(frame.extra);
    let outer = frame.handled.take();
    vm.cx.handled = outer;
    crate::unwind::release_frame(vm);
    let data = payload::<Generator>(g.as_ptr().as_ptr());
    data.stage = Stage::Finished;
    g
}

/// The generator returned.
///
/// # Safety
/// A generator's frame runs.
pub unsafe fn finished(vm: &mut Vm, value: ObjRef) -> State {
    let action = (*vm.frame).action;
    let g = end(vm);
    vm.frame = vm.frame.sub(1);
    drop(g);
    match action {
        Action::Next => {
            drop(value);
            let s = caller_state(vm);
            crate::ops::iter::exhausted(vm, s, Word(*s.pc))
        }
        Action::Delegate => {
            let s = caller_state(vm);
            end_delegation(vm, s, value)
        }
        Action::Item => {
            drop(value);
            let s = caller_state(vm);
            asyncgen::items_ended(vm, s);
            throw(s)
        }
        _ => {
            vm.yielded = false;
            vm.result = raw(value);
            State { pc: &raw const EXIT, base: std::ptr::null_mut() }
        }
    }
}

/// The generator raised: StopIteration becomes RuntimeError. The frame record stays for the caller.
///
/// # Safety
/// A generator's frame runs and an exception is in flight.
pub unsafe fn failed(vm: &mut Vm) {
    let data = payload::<Generator>((*vm.frame).extra);
    let flavour = data.flavour;
    let mut stopped = None;
    if data.unbegun {
        // Its own code raised nothing.
    } else if vm.pending_is(&vm.excs.stop_iteration.clone()) {
        stopped = Some("StopIteration");
    } else if flavour == Flavour::AsyncGenerator && vm.pending_is(&vm.excs.stop_async_iteration.clone()) {
        stopped = Some("StopAsyncIteration");
    }
    if let Some(name) = stopped
        && let Some(cause) = vm.take_exception()
    {
        let text = vm.new_str(&format!("{} raised {name}", flavour.noun()));
        let e = vm.new_exception(&vm.excs.runtime_error.clone(), &[text]);
        if let Some(x) = vm.heap.get_mut::<Exception>(&e) {
            x.cause = Some(cause.clone());
            x.context = Some(cause);
            x.suppress_context = true;
        }
        // The generator's frame is in the traceback of the cause only.
        vm.reraise(e);
    }
    let g = end(vm);
    drop(g);
}

/// A `for` loop resumes a generator by pushing its frame.
///
/// # Safety
/// `it` is a generator; the state is saved.
pub unsafe fn enter_from_loop(vm: &mut Vm, s: State, w: Word, it: Value) -> State {
    let g = borrow(&raw const it);
    match payload::<Generator>(it).stage {
        Stage::Finished => crate::ops::iter::exhausted(vm, s, w),
        Stage::Running => {
            vm.value_error("generator already executing");
            throw(s)
        }
        stage => match push(vm, g, Action::Next) {
            Ok(entered) => resume_with(vm, entered, stage, None),
            Err(_) => throw(s),
        },
    }
}

/// Goes on behind the `Yield` where the generator stopped, with what was sent.
#[inline(always)]
unsafe fn resume_with(vm: &mut Vm, s: State, stage: Stage, sent: Option<ObjRef>) -> State {
    if stage == Stage::Fresh {
        return s;
    }
    let w = Word(*s.pc);
    let value = raw(sent.unwrap_or_else(|| vm.none.clone()));
    if w.op() == Some(Op::YieldFrom) {
        // The instruction runs again, with the value in `c`.
        return crate::machine::put(vm, s, w.c(), value);
    }
    crate::machine::put(vm, s.next(1), w.a(), value)
}

/// A `YieldFrom` resumes a suspended frame by pushing it; `action` is `Delegate` or `Item`.
///
/// # Safety
/// `g` is a generator; the state is saved.
pub unsafe fn enter_from_delegation(
    vm: &mut Vm,
    s: State,
    g: &ObjRef,
    action: Action,
    sent: Option<ObjRef>,
) -> State {
    let data = payload::<Generator>(g.as_ptr().as_ptr());
    let stage = data.stage;
    if matches!(stage, Stage::Running | Stage::Finished) || (stage == Stage::Fresh && !is_nothing(&sent)) {
        return match refuse(vm, g, &Ok(sent)) {
            Err(_) => throw(s),
            Ok(()) => {
                let none = vm.none.clone();
                end_delegation(vm, s, none)
            }
        };
    }
    match push(vm, g, action) {
        Ok(entered) => resume_with(vm, entered, stage, sent),
        Err(_) => throw(s),
    }
}

fn is_nothing(sent: &Option<ObjRef>) -> bool {
    sent.as_ref().is_none_or(ObjRef::is_none)
}

/// What a step of a generator gave.
pub enum Step {
    Yielded(ObjRef),
    /// An item of an asynchronous generator.
    Item(ObjRef),
    Returned(ObjRef),
}

/// The errors of resuming what runs, has ended, or has not begun; `sent` is an exception for `Err`.
/// `Ok`: it has ended without being an error.
fn refuse(cx: &mut Cx, g: &ObjRef, sent: &Result<Option<ObjRef>, ObjRef>) -> PyResult<()> {
    let Some(data) = cx.heap.get::<Generator>(g) else { return Err(cx.bad_internal("generator")) };
    let (stage, noun) = (data.stage, data.flavour.noun());
    let coroutine = data.flavour == Flavour::Coroutine;
    match (stage, sent) {
        (Stage::Running, _) => Err(cx.value_error(format!("{noun} already executing"))),
        (Stage::Finished, _) if coroutine => Err(cx.runtime_error("cannot reuse already awaited coroutine")),
        (Stage::Finished, Err(e)) => Err(cx.reraise(e.clone())),
        (Stage::Fresh, Ok(sent)) if !is_nothing(sent) => {
            Err(cx.type_error(format!("can't send non-None value to a just-started {noun}")))
        }
        _ => Ok(()),
    }
}

/// Runs the frame just entered and tells what came of it.
unsafe fn run_step(vm: &mut Vm, s: State) -> PyResult<Step> {
    let value = run_nested(vm, s)?;
    let item = std::mem::take(&mut vm.item);
    Ok(match std::mem::take(&mut vm.yielded) {
        true if item => Step::Item(value),
        true => Step::Yielded(value),
        false => Step::Returned(value),
    })
}

/// Runs a generator until it yields or ends. `sent` is an exception to raise for `Err`.
pub fn resume(cx: &mut Cx, g: &ObjRef, sent: Result<Option<ObjRef>, ObjRef>) -> PyResult<Step> {
    let vm = Vm::of(cx);
    vm.check_stack()?;
    let Some(data) = vm.heap.get::<Generator>(g) else { return Err(vm.bad_internal("generator")) };
    let stage = data.stage;
    if stage != Stage::Suspended {
        refuse(vm, g, &sent)?;
    }
    if stage == Stage::Finished {
        return Ok(Step::Returned(vm.none.clone()));
    }
    // SAFETY: the generator is fresh or suspended; its frame is pushed with the action Exit.
    unsafe {
        let entered = push(vm, g, Action::Exit)?;
        let s = match sent {
            Ok(v) => resume_with(vm, entered, stage, v),
            Err(e) => throw_fresh(vm, entered, stage, e),
        };
        run_step(vm, s)
    }
}

/// Raises an exception in the frame just pushed, whose generator was at `stage`.
unsafe fn throw_fresh(vm: &mut Vm, s: State, stage: Stage, e: ObjRef) -> State {
    payload::<Generator>((*vm.frame).extra).unbegun = stage == Stage::Fresh;
    thrown(vm, e);
    throw(s)
}

/// Whether the running frame is that of a generator into which an exception is thrown before it has begun.
pub fn is_unbegun(vm: &Vm) -> bool {
    // SAFETY: a frame runs; that of a generator has it as its extra.
    unsafe { (*vm.frame).is_generator && payload::<Generator>((*vm.frame).extra).unbegun }
}

/// Puts an exception in flight that is thrown into the running frame. Its context is what the generator
/// handles, or one that delegates to it, not what whoever throws does.
unsafe fn thrown(vm: &mut Vm, e: ObjRef) -> Raised {
    let mut outermost = vm.frame;
    while (*outermost).action == Action::Delegate {
        outermost = outermost.sub(1);
    }
    let own = match (&vm.cx.handled, &(*outermost).handled) {
        (Some(own), Some(outer)) => !own.is(outer),
        (own, _) => own.is_some(),
    };
    if own { vm.raise(e) } else { vm.reraise(e) }
}

/// The suspended frame that an iterator stands for, if it is one of Python code.
pub fn behind(cx: &Cx, it: &ObjRef) -> Option<ObjRef> {
    if it.kind() == Kind::Generator {
        return Some(it.clone());
    }
    crate::awaitable::wrapped_coroutine(cx, it)
}

/// What the running frame, just pushed, waits for.
unsafe fn waits_for(vm: &Vm) -> Option<ObjRef> {
    let frame = &*vm.frame;
    let w = Word(*frame.pc);
    if w.op() != Some(Op::YieldFrom) {
        return None;
    }
    let slot = frame.base.add((w.b() & 0x7fff) as usize);
    (*slot != nil_value()).then(|| borrow(slot).clone())
}

/// An exception to throw into a generator.
pub struct Thrown {
    pub exception: ObjRef,
    /// The arguments it was made of, which iterators of other kinds get as they are.
    pub given: Vec<ObjRef>,
}

impl From<ObjRef> for Thrown {
    fn from(exception: ObjRef) -> Thrown {
        Thrown { given: vec![exception.clone()], exception }
    }
}

/// `generator.throw`: where the generator delegates, the exception goes to the innermost. With
/// `closing`, GeneratorExit closes what it delegates to instead.
pub fn throw_into(cx: &mut Cx, g: &ObjRef, e: Thrown, closing: bool) -> PyResult<Step> {
    let vm = Vm::of(cx);
    vm.check_stack()?;
    refuse(vm, g, &Err(e.exception.clone()))?;
    let exit = closing && e.exception.ty().is_subtype(&vm.excs.generator_exit.clone());
    let stage = vm.heap.get::<Generator>(g).map_or(Stage::Finished, |data| data.stage);
    // SAFETY: frames are pushed of suspended generators only; where one stands in a YieldFrom, its
    // registers are what that holds.
    unsafe {
        let mut s = push(vm, g, Action::Exit)?;
        loop {
            let Some(inner) = waits_for(vm) else { break };
            let python = behind(vm, &inner).filter(|g| {
                !exit && matches!(payload::<Generator>(g.as_ptr().as_ptr()).stage, Stage::Suspended)
            });
            let Some(python) = python else {
                let s = throw_to_iterator(vm, s, &inner, e, exit);
                drop(inner);
                return run_step(vm, s);
            };
            match push(vm, &python, Action::Delegate) {
                Ok(entered) => s = entered,
                Err(_) => return run_step(vm, throw(s)),
            }
        }
        let s = throw_fresh(vm, s, stage, e.exception);
        run_step(vm, s)
    }
}

/// Throws an exception into the iterator that the running frame delegates to; how that frame goes on.
unsafe fn throw_to_iterator(vm: &mut Vm, s: State, it: &ObjRef, e: Thrown, exit: bool) -> State {
    if exit {
        if close_iterator(vm, it).is_ok() {
            thrown(vm, e.exception);
        }
        return throw(s);
    }
    let thrown_in = if it.kind() == Kind::Generator {
        throw_into(vm, it, e, false).map(Some)
    } else {
        let name = vm.names.throw.clone();
        match vm.try_getattr(it, &name) {
            Ok(Some(f)) => vm.call(&f, &e.given).map(|v| Some(Step::Yielded(v))),
            Ok(None) => Err(thrown(vm, e.exception)),
            Err(r) => Err(r),
        }
    };
    match thrown_in {
        Ok(Some(Step::Returned(v))) => end_delegation(vm, s, v),
        Ok(Some(Step::Yielded(v) | Step::Item(v))) => suspend(vm, s.pc, raw(v), kept(Word(*s.pc)), false),
        _ if vm.pending_is(&vm.excs.stop_iteration.clone()) => {
            vm.stop_value_from_exception();
            let v = vm.stop_value.take().unwrap_or_else(|| vm.none.clone());
            end_delegation(vm, s, v)
        }
        _ => throw(s),
    }
}

/// What the generator delegates to, if it stopped in a `yield from` or `await`.
pub fn delegate(cx: &Cx, g: &ObjRef) -> Option<ObjRef> {
    let data = cx.heap.get::<Generator>(g)?;
    if data.stage != Stage::Suspended {
        return None;
    }
    // SAFETY: a suspended generator's pc points into its code.
    let w = Word(unsafe { *data.pc });
    (w.op() == Some(Op::YieldFrom)).then(|| data.registers.get(w.b() as usize & 0x7fff)?.clone())?
}

/// Closes an iterator that a generator delegates to.
fn close_iterator(cx: &mut Cx, it: &ObjRef) -> PyResult<()> {
    if let Some(g) = behind(cx, it) {
        return close(cx, &g).map(drop);
    }
    let name = cx.names.close.clone();
    match cx.try_getattr(it, &name) {
        Ok(Some(f)) => cx.call(&f, &[]).map(drop),
        Ok(None) => Ok(()),
        Err(_) => {
            theseus_builtins::weakref::report_unraisable(cx, it);
            Ok(())
        }
    }
}

/// `generator.close`. What it delegates to is closed first, from the innermost outwards, without
/// recursion.
pub fn close(cx: &mut Cx, g: &ObjRef) -> PyResult {
    let mut chain = vec![g.clone()];
    let mut at = g.clone();
    while let Some(inner) = delegate(cx, &at).and_then(|it| behind(cx, &it)) {
        mark(cx, &at, Stage::Running);
        chain.push(inner.clone());
        at = inner;
    }
    let mut failure = None;
    while let Some(g) = chain.pop() {
        if chain.last().is_some() {
            // What ran already is no part of the chain: it refuses.
            failure = close_one(cx, &g, failure).err().and_then(|_| cx.take_exception());
            if let Some(outer) = chain.last() {
                mark(cx, outer, Stage::Suspended);
            }
            continue;
        }
        return close_one(cx, &g, failure);
    }
    Ok(cx.none.clone())
}

fn mark(cx: &mut Cx, g: &ObjRef, stage: Stage) {
    if let Some(data) = cx.heap.get_mut::<Generator>(g) {
        data.stage = stage;
    }
}

/// Closes a generator with GeneratorExit, or with what closing its delegate raised.
fn close_one(cx: &mut Cx, g: &ObjRef, failure: Option<ObjRef>) -> PyResult {
    let Some(data) = cx.heap.get_mut::<Generator>(g) else { return Err(cx.bad_internal("generator")) };
    let noun = data.flavour.noun();
    match data.stage {
        Stage::Finished => return Ok(cx.none.clone()),
        Stage::Fresh => {
            data.stage = Stage::Finished;
            drop(data.let_go());
            return Ok(cx.none.clone());
        }
        _ => (),
    }
    let ty = cx.excs.generator_exit.clone();
    let step = match failure {
        Some(e) => resume(cx, g, Err(e)),
        None => {
            let e = cx.new_exception(&ty, &[]);
            throw_into(cx, g, Thrown::from(e), true)
        }
    };
    match step {
        Ok(Step::Yielded(_) | Step::Item(_)) => {
            Err(cx.runtime_error(format!("{noun} ignored GeneratorExit")))
        }
        Ok(Step::Returned(_)) => Ok(cx.none.clone()),
        Err(_) if cx.catch(&ty) || cx.catch(&cx.excs.stop_iteration.clone()) => Ok(cx.none.clone()),
        Err(e) => Err(e),
    }
}

/// What is left to do when nobody holds a generator any more: it is closed, or somebody is told.
pub fn finalize(vm: &mut Vm, g: &ObjRef) {
    let Some(data) = vm.heap.get::<Generator>(g) else { return };
    let result = match (data.flavour, data.stage, &data.origin_or_finalizer) {
        (_, Stage::Finished | Stage::Running, _) => return,
        (Flavour::AsyncGenerator, _, Some(hook)) if !data.closed => {
            let hook = hook.clone();
            vm.call(&hook, std::slice::from_ref(g))
        }
        (Flavour::Coroutine, Stage::Fresh, _) => {
            let g = g.clone();
            crate::traceback::blaming_previous(vm, |vm| asyncgen::warn_never_awaited(vm, &g));
            return;
        }
        _ => close(vm, g),
    };
    if result.is_err() {
        crate::traceback::add_if_missing(vm);
        theseus_builtins::weakref::report_unraisable(vm, g);
    }
}
