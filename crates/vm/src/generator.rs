//! Generators: suspended frames. Resuming moves the registers onto the stack, yielding moves them
//! back, so that calls made from a generator overlap windows like all others.

use theseus_bytecode::{Op, Word};
use theseus_object::edges::{EdgeVisitor, Payload, Relation};
use theseus_object::payload::Exception;
use theseus_object::{Cx, Kind, ObjRef, PyResult, Raised};

use crate::call::{fits, run_nested};
use crate::exec::Exec;
use crate::frame::{Action, Frame, Value, nil_value};
use crate::machine::{EXIT, State, Vm, borrow, owned, payload, raw, throw};

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
    registers: Vec<Option<ObjRef>>,
    /// Where to go on.
    pub pc: *const u64,
    pub stage: Stage,
    /// The exception that the generator is handling while suspended.
    handled: Option<ObjRef>,
    /// Its Python frame object, if somebody asked.
    pub frame: Option<ObjRef>,
    pub name: ObjRef,
    pub qualname: ObjRef,
}

impl Payload for Generator {
    const KIND: Kind = Kind::Generator;

    fn edges(&mut self, v: &mut dyn EdgeVisitor) {
        v.fixed(&mut self.func, Relation::Attr("gi_func"));
        for (i, r) in self.registers.iter_mut().enumerate() {
            v.edge(r, Relation::Local(i));
        }
        v.edge(&mut self.handled, Relation::Attr("exc_state"));
        v.edge(&mut self.frame, Relation::Attr("gi_frame"));
        v.fixed(&mut self.name, Relation::Attr("__name__"));
        v.fixed(&mut self.qualname, Relation::Attr("__qualname__"));
    }

    fn clear(&mut self) {
        self.stage = Stage::Finished;
        self.handled = None;
        drop(self.let_go());
    }

    /// A suspended frame inside `try` or `with` has code to run before it goes.
    fn needs_finalizer(&self) -> bool {
        // SAFETY: the function keeps the Exec.
        self.stage == Stage::Suspended && !unsafe { &*self.exec }.code().exceptions.is_empty()
    }
}

impl Generator {
    /// Parts with the registers; the frame object, if somebody else holds it too, takes them over.
    fn let_go(&mut self) -> Vec<Option<ObjRef>> {
        let registers = std::mem::take(&mut self.registers);
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
        drop(self.let_go());
    }
}

/// Whether the generator has not run yet.
pub fn is_fresh(g: &ObjRef) -> bool {
    // SAFETY: `g` is a generator: frame objects remember nothing else.
    unsafe { payload::<Generator>(g.as_ptr().as_ptr()).stage == Stage::Fresh }
}

/// What the frame of a suspended generator holds.
pub fn registers(g: &ObjRef) -> Vec<Option<ObjRef>> {
    // SAFETY: as above.
    unsafe { payload::<Generator>(g.as_ptr().as_ptr()).registers.clone() }
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
    let n = (*exec).locals as usize;
    let registers = (0..n).map(|i| take_register(base.add(i))).collect();
    let data = (*exec).data();
    let generator = Generator {
        func,
        exec,
        registers,
        pc: (*exec).words,
        stage: Stage::Fresh,
        handled: None,
        frame: None,
        name: data.name.clone(),
        qualname: data.qualname.clone(),
    };
    vm.interp().new_object(generator)
}

unsafe fn take_register(at: *mut Value) -> Option<ObjRef> {
    let v = std::mem::replace(&mut *at, nil_value());
    (v != nil_value()).then(|| owned(v))
}

/// Pushes the frame of a generator that is not running. `Err`: no room, RecursionError is raised.
///
/// # Safety
/// `g` is a fresh or suspended generator.
unsafe fn push(vm: &mut Vm, g: &ObjRef, action: Action) -> PyResult<State> {
    let data = payload::<Generator>(g.as_ptr().as_ptr());
    let base = vm.top();
    if !fits(vm, data.exec, base) {
        return Err(Raised);
    }
    for (i, r) in data.registers.iter_mut().enumerate() {
        let old = std::mem::replace(&mut *base.add(i), r.take().map_or(nil_value(), raw));
        if old != nil_value() {
            drop(owned(old));
        }
    }
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

/// The handler of `Yield`: moves the frame back into its generator and hands the value on.
///
/// # Safety
/// A generator's frame runs; `v` is owned.
pub unsafe fn suspend(vm: &mut Vm, pc: *const u64, v: Value, keep: usize) -> State {
    let frame = &mut *vm.frame;
    let g = owned(frame.extra);
    let data = payload::<Generator>(g.as_ptr().as_ptr());
    let registers = (*frame.exec).registers as usize;
    data.registers.clear();
    data.registers.extend((0..keep.min(registers)).map(|i| take_register(frame.base.add(i))));
    data.pc = pc;
    data.stage = Stage::Suspended;
    let outer = frame.handled.take();
    let same = match (&outer, &vm.cx.handled) {
        (Some(a), Some(b)) => a.is(b),
        (None, None) => true,
        _ => false,
    };
    if !same {
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
    match action {
        Action::Exit => {
            vm.yielded = true;
            vm.result = v;
            State { pc: &raw const EXIT, base: std::ptr::null_mut() }
        }
        _ => crate::ops::call::resume_caller(vm, v, action, std::ptr::null_mut()),
    }
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
    data.registers = Vec::new();
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
            let caller = &*vm.frame;
            let s = State { pc: caller.pc, base: caller.base };
            crate::ops::iter::exhausted(vm, s, Word(*s.pc))
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
    let stop = vm.excs.stop_iteration.clone();
    if vm.pending_is(&stop)
        && let Some(cause) = vm.take_exception()
    {
        let text = vm.new_str("generator raised StopIteration");
        let e = vm.new_exception(&vm.excs.runtime_error.clone(), &[text]);
        if let Some(x) = vm.heap.get_mut::<Exception>(&e) {
            x.cause = Some(cause.clone());
            x.context = Some(cause);
            x.suppress_context = true;
        }
        vm.reraise(e);
        crate::traceback::add(vm);
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
        stage => {
            let g = g.clone();
            match push(vm, &g, Action::Next) {
                Ok(entered) => resume_with(vm, entered, stage, None),
                Err(_) => throw(s),
            }
        }
    }
}

/// Goes on behind the `Yield` where the generator stopped, with what was sent.
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

/// What a step of a generator gave.
pub enum Step {
    Yielded(ObjRef),
    Returned(ObjRef),
}

/// Runs a generator until it yields or ends. `sent` is an exception to raise for `Err`.
pub fn resume(cx: &mut Cx, g: &ObjRef, sent: Result<Option<ObjRef>, ObjRef>) -> PyResult<Step> {
    let vm = Vm::of(cx);
    vm.check_stack()?;
    let Some(data) = vm.heap.get::<Generator>(g) else { return Err(vm.bad_internal("generator")) };
    let stage = data.stage;
    match stage {
        Stage::Running => return Err(vm.value_error("generator already executing")),
        Stage::Finished => {
            return match sent {
                Err(e) => Err(vm.raise(e)),
                Ok(_) => Ok(Step::Returned(vm.none.clone())),
            };
        }
        Stage::Fresh => {
            if matches!(&sent, Ok(Some(v)) if !v.is_none()) {
                return Err(vm.type_error("can't send non-None value to a just-started generator"));
            }
        }
        Stage::Suspended => (),
    }
    // SAFETY: the generator is fresh or suspended; its frame is pushed with the action Exit.
    unsafe {
        let entered = push(vm, g, Action::Exit)?;
        let s = match sent {
            Ok(v) => resume_with(vm, entered, stage, v),
            Err(e) => {
                vm.raise(e);
                throw(entered)
            }
        };
        let value = run_nested(vm, s)?;
        Ok(if std::mem::take(&mut vm.yielded) { Step::Yielded(value) } else { Step::Returned(value) })
    }
}

/// What the generator delegates to, if it stopped in a `yield from`.
fn delegate(vm: &Vm, g: &ObjRef) -> Option<ObjRef> {
    let data = vm.heap.get::<Generator>(g)?;
    if data.stage != Stage::Suspended {
        return None;
    }
    // SAFETY: a suspended generator's pc points into its code.
    let w = Word(unsafe { *data.pc });
    (w.op() == Some(Op::YieldFrom)).then(|| data.registers.get(w.b() as usize & 0x7fff)?.clone())?
}

/// `generator.throw`: delegated where the generator stands in a `yield from`.
pub fn throw_into(cx: &mut Cx, g: &ObjRef, e: ObjRef) -> PyResult<Step> {
    let vm = Vm::of(cx);
    let Some(inner) = delegate(vm, g) else { return resume(cx, g, Err(e)) };
    let exit = e.ty().is_subtype(&cx.excs.generator_exit.clone());
    if exit {
        mark(cx, g, Stage::Running);
        let closed = close_iterator(cx, &inner);
        mark(cx, g, Stage::Suspended);
        if closed.is_err() {
            let e = cx.take_exception().unwrap_or(e);
            return end_delegation(cx, g, Err(e));
        }
        return end_delegation(cx, g, Err(e));
    }
    let stepped = if inner.kind() == Kind::Generator {
        mark(cx, g, Stage::Running);
        let r = throw_into(cx, &inner, e);
        mark(cx, g, Stage::Suspended);
        r
    } else {
        let name = cx.names.throw.clone();
        mark(cx, g, Stage::Running);
        let f = cx.try_getattr(&inner, &name);
        let r = match f {
            Ok(Some(f)) => cx.call(&f, &[e]).map(Step::Yielded),
            Ok(None) => {
                mark(cx, g, Stage::Suspended);
                return end_delegation(cx, g, Err(e));
            }
            Err(r) => Err(r),
        };
        mark(cx, g, Stage::Suspended);
        r
    };
    match stepped {
        Ok(Step::Yielded(v)) => Ok(Step::Yielded(v)),
        Ok(Step::Returned(v)) => end_delegation(cx, g, Ok(v)),
        Err(_) if cx.pending_is(&cx.excs.stop_iteration.clone()) => {
            cx.stop_value_from_exception();
            let v = cx.stop_value.take().unwrap_or_else(|| cx.none.clone());
            end_delegation(cx, g, Ok(v))
        }
        Err(_) => {
            let Some(e) = cx.take_exception() else { return Err(Raised) };
            end_delegation(cx, g, Err(e))
        }
    }
}

fn mark(cx: &mut Cx, g: &ObjRef, stage: Stage) {
    if let Some(data) = cx.heap.get_mut::<Generator>(g) {
        data.stage = stage;
    }
}

/// Goes on behind a `yield from` whose iterator ended with a value or an exception.
fn end_delegation(cx: &mut Cx, g: &ObjRef, outcome: Result<ObjRef, ObjRef>) -> PyResult<Step> {
    match outcome {
        Err(e) => resume(cx, g, Err(e)),
        Ok(v) => {
            let vm = Vm::of(cx);
            // SAFETY: the generator stands at a YieldFrom; its registers are what that holds.
            unsafe {
                let data = payload::<Generator>(g.as_ptr().as_ptr());
                let w = Word(*data.pc);
                let index = |r: u16| (r & 0x7fff) as usize;
                for r in [index(w.b()), index(w.c())] {
                    if let Some(slot) = data.registers.get_mut(r) {
                        drop(slot.take());
                    }
                }
                data.pc = data.pc.add(1);
                let entered = push(vm, g, Action::Exit)?;
                let s = crate::machine::put(vm, entered, w.a(), raw(v));
                let value = run_nested(vm, s)?;
                Ok(if std::mem::take(&mut vm.yielded) { Step::Yielded(value) } else { Step::Returned(value) })
            }
        }
    }
}

/// Closes an iterator that a generator delegates to.
fn close_iterator(cx: &mut Cx, it: &ObjRef) -> PyResult<()> {
    if it.kind() == Kind::Generator {
        return close(cx, it).map(drop);
    }
    let name = cx.names.close.clone();
    match cx.try_getattr(it, &name)? {
        Some(f) => cx.call(&f, &[]).map(drop),
        None => Ok(()),
    }
}

/// `generator.close`.
pub fn close(cx: &mut Cx, g: &ObjRef) -> PyResult {
    let Some(data) = cx.heap.get_mut::<Generator>(g) else { return Err(cx.bad_internal("generator")) };
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
    let e = cx.new_exception(&ty, &[]);
    match throw_into(cx, g, e) {
        Ok(Step::Yielded(_)) => Err(cx.runtime_error("generator ignored GeneratorExit")),
        Ok(Step::Returned(_)) => Ok(cx.none.clone()),
        Err(_) if cx.catch(&ty) || cx.catch(&cx.excs.stop_iteration.clone()) => Ok(cx.none.clone()),
        Err(e) => Err(e),
    }
}

/// The generator that a suspended generator's `yield from` waits for, for `gi_yieldfrom`.
pub fn yield_from(cx: &mut Cx, g: &ObjRef) -> Option<ObjRef> {
    delegate(Vm::of(cx), g)
}
