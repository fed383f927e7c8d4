//! Roots as the machine presents them: registers and records of the frames of every machine, and
//! what a thread keeps outside its frames.

use theseus_bytecode::flow::is_call;
use theseus_bytecode::{Code, Op, Reg, Word};
use theseus_object::edges::Relation;
use theseus_object::header::Kind;
use theseus_object::heap::pending;
use theseus_object::payload::{CellData, Exception, MethodDescriptor, NativeData};
use theseus_object::roots::{Frames, OWN_ARGUMENT, Place, Role, Root, RootVisitor};
use theseus_object::{Cx, ObjRef, TypeObj};

use crate::code::CodeData;
use crate::frame::{Action, Frame, Value, nil_value};
use crate::generator::Generator;
use crate::machine::{Vm, borrow};
use crate::thread::machines;

pub const FRAMES: Frames = Frames {
    visit,
    admits,
    describe,
    keeper,
    running,
    natives,
    local_name,
    free_names,
    rebind: crate::exec::rebind_all,
};

/// What native code that runs the interpreter from outside is called.
const EMBEDDER: &str = "the embedding program";

/// Calls `f` for each machine of the interpreter, with its place in the list of threads.
fn each_machine(vm: &mut Vm, mut f: impl FnMut(u32, &mut Vm)) {
    for (number, machine) in machines(vm).into_iter().enumerate() {
        // SAFETY: machines of other threads stand still while this one holds the lock, and this one's
        // is lent to nobody else while the list is walked.
        f(number as u32, unsafe { &mut *machine.as_ptr() });
    }
}

/// The machine at a place in the list of threads; the caller's, should there be none.
fn machine(vm: &mut Vm, number: u32) -> &mut Vm {
    match machines(vm).get(number as usize) {
        // SAFETY: as above.
        Some(machine) => unsafe { &mut *machine.as_ptr() },
        None => vm,
    }
}

fn visit(cx: &mut Cx, visitor: &mut dyn RootVisitor) {
    let vm = Vm::of(cx);
    let me = &raw const *vm;
    each_machine(vm, |number, vm| {
        let frames = frames(vm);
        for i in 0..frames.len() {
            let asks = std::ptr::eq(vm, me) && i + 1 == frames.len();
            // SAFETY: the records are those of live frames; the visitor writes owned references only.
            unsafe { visit_frame(vm, number, &frames, i, asks, visitor) };
        }
        visit_thread(vm, visitor);
    });
    visit_shared(vm, visitor);
    vm.interp().visit_roots(visitor);
}

/// Records of the running frames, outermost first.
pub fn frames(vm: &Vm) -> Vec<*mut Frame> {
    let first = vm.stack.first_frame();
    // SAFETY: the records up to the running frame's lie in the region.
    (1..=vm.depth()).map(|i| unsafe { first.add(i) }).collect()
}

/// A frame with what is above it.
struct View<'a> {
    frame: &'a mut Frame,
    /// Registers that are its own: those of a callee's window belong to the callee.
    registers: usize,
    /// Word index of its instruction.
    index: usize,
    /// Its instruction has begun, and waits for native code.
    begun: bool,
    native: bool,
}

impl View<'_> {
    unsafe fn new(vm: &Vm, frames: &[*mut Frame], i: usize) -> View<'static> {
        let frame = &mut *frames[i];
        let exec = &*frame.exec;
        let next = frames.get(i + 1).map(|f| &**f);
        let all = exec.registers as usize;
        let registers = next.map_or(all, |n| {
            all.min((n.base as usize).saturating_sub(frame.base as usize) / size_of::<Value>())
        });
        let begun = !vm.resting.contains(&frames[i]);
        let native = begun && next.is_none_or(|n| n.action == Action::Exit);
        let index = exec.index_of(frame.pc);
        View { frame, registers, index, begun, native }
    }

    fn word(&self) -> Option<(Word, Op)> {
        // SAFETY: the frame runs, so its Exec is alive.
        let code = unsafe { (*self.frame.exec).code() };
        let word = *code.words.get(self.index)?;
        Some((word, word.op()?))
    }

    /// First register of the window of the native call under way.
    fn window(&self) -> Option<usize> {
        let (word, op) = self.word()?;
        (self.native && is_call(op)).then(|| (word.b() & 0x7fff) as usize)
    }

    unsafe fn slot(&self, i: usize) -> *mut Value {
        self.frame.base.add(i)
    }

    /// Whether a method that a call is about to run takes the object as its receiver.
    fn receives(&self, word: Word, register: usize, new: &ObjRef) -> bool {
        let method = (word.b() & 0x7fff) as usize;
        if !matches!(word.op(), Some(Op::CallMethod | Op::CallMethodKw)) || register != method + 1 {
            return true;
        }
        // SAFETY: the window lies in the frame's registers; what is not NIL there is an owned reference.
        let callee = unsafe { borrow(self.slot(method)) };
        if callee.kind() != Kind::MethodDescriptor {
            return true;
        }
        // SAFETY: the kind is checked.
        let data = unsafe { crate::machine::payload::<MethodDescriptor>(callee.as_ptr().as_ptr()) };
        TypeObj::of(&data.owner).is_some_and(|owner| new.ty().is_subtype(owner))
    }

    /// What reads a temporary next; nothing if what it holds is dead.
    fn next_use(&self, register: usize) -> Option<Word> {
        // SAFETY: as above.
        let code = unsafe { (*self.frame.exec).code() };
        if self.index >= code.words.len() {
            return None;
        }
        code.next_use(self.index, self.begun, register as Reg)
    }
}

unsafe fn visit_frame(
    vm: &mut Vm,
    machine: u32,
    frames: &[*mut Frame],
    i: usize,
    asks: bool,
    visitor: &mut dyn RootVisitor,
) {
    let view = View::new(vm, frames, i);
    let depth = i as u32 + 1;
    let locals = (*view.frame.exec).locals as usize;
    let window = view.window().unwrap_or(usize::MAX);
    let place = |role| Place::Frame { machine, depth, role };
    for r in 0..view.registers {
        let slot = view.slot(r);
        if *slot == nil_value() {
            continue;
        }
        let role = match r {
            _ if r < locals => Role::Local,
            _ if r >= window => Role::Argument,
            // A dead number may stay for reuse.
            _ if matches!((**slot).kind.get(), Kind::Int | Kind::Float) && view.next_use(r).is_none() => {
                Role::Own
            }
            _ => Role::Temporary,
        };
        let relation = match role {
            Role::Argument if asks => Relation::Fixed(OWN_ARGUMENT),
            Role::Argument => Relation::Fixed("argument"),
            Role::Own => Relation::Derived("dead number"),
            _ => Relation::Local(r),
        };
        // An operand of the instruction that native code works on must outlive it.
        let operand = view.native && role != Role::Argument;
        let before = *slot;
        visitor.root(&mut *slot.cast::<ObjRef>(), Root { relation, place: place(role) });
        if operand && *slot != before {
            vm.limbo.push((frames[i], borrow(&raw const before).clone()));
            // The instruction looks at finalisers where it releases its operands.
            vm.interp().heap.set_pending(pending::LIMBO | pending::FINALIZE);
        }
    }
    let mut own = |slot: &mut Value, relation, role| {
        if !slot.is_null() && *slot != nil_value() {
            visitor.root(&mut *(&raw mut *slot).cast::<ObjRef>(), Root { relation, place: place(role) });
        }
    };
    let frame = view.frame;
    own(&mut frame.func, Relation::Derived("f_func"), Role::Own);
    own(&mut frame.object, Relation::Derived("frame"), Role::Own);
    if frame.is_generator {
        own(&mut frame.extra, Relation::Derived("generator"), Role::Own);
    } else {
        own(&mut frame.extra, Relation::Attr("new instance"), Role::Result);
    }
    if let Some(slot) = &mut frame.handled {
        let relation = Relation::Typed("handled exception");
        visitor.root(slot, Root { relation, place: place(Role::Own) });
    }
}

/// What a thread keeps outside its frames.
fn visit_thread(vm: &mut Vm, visitor: &mut dyn RootVisitor) {
    vm.cx.visit_roots(visitor);
    let place = Place::Thread;
    if !vm.result.is_null() {
        // SAFETY: the result of the frame that left the loop is an owned reference.
        visitor.root(
            unsafe { &mut *(&raw mut vm.result).cast::<ObjRef>() },
            Root { relation: Relation::Attr("result"), place },
        );
    }
    let mut present = |slot: Option<&mut ObjRef>, relation| {
        if let Some(slot) = slot {
            visitor.root(slot, Root { relation, place });
        }
    };
    let asyncs = &mut vm.asyncs;
    present(asyncs.firstiter.as_mut(), Relation::Attr("firstiter hook"));
    present(asyncs.finalizer.as_mut(), Relation::Attr("finalizer hook"));
    present(vm.sent.as_mut(), Relation::Attr("exception sent to the thread"));
    for (slot, name) in vm.tracer.functions() {
        present(slot.as_mut(), Relation::Attr(name));
    }
    vm.limbo.iter_mut().for_each(|(_, slot)| present(Some(slot), Relation::Derived("operand")));
}

/// What the threads have in common outside the heap.
fn visit_shared(vm: &mut Vm, visitor: &mut dyn RootVisitor) {
    let mut present =
        |slot: &mut ObjRef, relation| visitor.root(slot, Root { relation, place: Place::Thread });
    let shared = vm.shared;
    shared.audit_hooks.borrow_mut().iter_mut().for_each(|hook| present(hook, Relation::Attr("audit hook")));
    let mut monitoring = shared.monitoring.borrow_mut();
    monitoring.references().for_each(|o| present(o, Relation::Attr("monitoring")));
    for (slot, name) in [(&shared.importlib, "importlib"), (&shared.lock, "import lock")] {
        slot.borrow_mut().iter_mut().for_each(|slot| present(slot, Relation::Derived(name)));
    }
    present(&mut shared.natives.borrow_mut(), Relation::Derived("natives"));
    shared.late.borrow_mut().iter_mut().for_each(|l| present(l.old(), Relation::Attr("operand read late")));
}

/// Lets go what operands of finished instructions were: those of frames that have ended or have come to
/// an instruction boundary.
pub fn leave_limbo(vm: &mut Vm) {
    if vm.limbo.is_empty() {
        return;
    }
    let at = vm.frame;
    let (done, waiting) = std::mem::take(&mut vm.limbo).into_iter().partition(|(frame, _)| *frame >= at);
    vm.limbo = waiting;
    let done: Vec<(*mut Frame, ObjRef)> = done;
    if vm.limbo.is_empty() {
        vm.interp().heap.clear_pending(pending::LIMBO);
    }
    drop(done);
}

fn view(cx: &mut Cx, number: u32, depth: u32) -> Option<View<'static>> {
    let vm = machine(Vm::of(cx), number);
    let frames = frames(vm);
    let i = (depth as usize).checked_sub(1).filter(|i| *i < frames.len())?;
    // SAFETY: the records are those of live frames.
    Some(unsafe { View::new(vm, &frames, i) })
}

fn admits(cx: &mut Cx, root: &Root, old: &ObjRef, new: &ObjRef) -> bool {
    let Place::Frame { machine, depth, role } = root.place else {
        return !matches!(root.relation, Relation::Typed(_)) || new.has_payload::<Exception>();
    };
    let (Role::Temporary | Role::Local, Relation::Local(r)) = (role, root.relation) else {
        return match root.relation {
            Relation::Typed(_) => new.has_payload::<Exception>(),
            _ => true,
        };
    };
    let Some(view) = view(cx, machine, depth) else { return false };
    // SAFETY: the frame runs.
    let code = unsafe { (*view.frame.exec).code() };
    if role == Role::Local {
        return register_admits(code, view.index, r, old, new);
    }
    let reads = view.next_use(r);
    reads.is_none_or(|word| waits_for(word, r as Reg, old, new) && view.receives(word, r, new))
}

/// Whether the new object may take the place of the old one in a register of a frame that stopped at an
/// instruction.
pub fn register_admits(code: &Code, index: usize, register: usize, old: &ObjRef, new: &ObjRef) -> bool {
    if code.name_mode && register == 0 {
        return new.is_exact(Kind::Dict) || !old.is_exact(Kind::Dict);
    }
    if register < code.local_count() {
        let cell = old.has_payload::<CellData>() && code.cells.contains(&(register as Reg));
        return !cell || new.has_payload::<CellData>();
    }
    let reads = code.next_use(index, false, register as Reg);
    reads.is_none_or(|word| waits_for(word, register as Reg, old, new))
}

/// Whether an instruction that waits for the old object in a register works with the new one.
fn waits_for(word: Word, register: Reg, old: &ObjRef, new: &ObjRef) -> bool {
    let Some(op) = word.op() else { return false };
    let is = |operand: u16| operand & 0x7fff == register;
    let iterates = || new.ty().slots().next.is_some();
    let same = || {
        old.header().exact() == new.header().exact() && (old.kind() != Kind::Opaque || old.ty().is(new.ty()))
    };
    match op {
        Op::ForIter => iterates(),
        Op::YieldFrom if is(word.b()) => new.kind() == Kind::Generator || iterates(),
        Op::ListAppend
        | Op::ListExtend
        | Op::SetAdd
        | Op::SetUpdate
        | Op::DictPut
        | Op::DictUpdate
        | Op::DictMerge
        | Op::LoadDictFree
        | Op::LoadDictGlobal
            if is(word.a()) =>
        {
            same()
        }
        Op::ListToTuple | Op::BuildString | Op::MakeFunction | Op::ImportName => same(),
        Op::MatchKeys | Op::PrepareReraise if is(word.c()) => same(),
        Op::MatchClass if word.c() + 1 == register => same(),
        Op::CallEx if !is(word.b()) => same(),
        Op::EnterHandler
        | Op::ExitHandler
        | Op::Reraise
        | Op::EnterStar
        | Op::ExcParts
        | Op::MatchStopAsync => new.has_payload::<Exception>(),
        Op::ExcMatch | Op::ExcMatchStar | Op::PrepareReraise if is(word.b()) => {
            new.has_payload::<Exception>()
        }
        _ => true,
    }
}

fn describe(cx: &mut Cx, root: &Root) -> String {
    let name = root.relation.name().unwrap_or_default();
    let Place::Frame { machine, depth, role } = root.place else { return name.to_string() };
    let Some(view) = view(cx, machine, depth) else { return name.to_string() };
    // SAFETY: the frame runs.
    let code = unsafe { (*view.frame.exec).code() };
    let of = &code.name;
    match (role, root.relation) {
        (Role::Local | Role::Temporary, Relation::Local(r)) => match register_name(code, r, view.index) {
            Some(name) => format!("local {name} of {of}"),
            None if role == Role::Local => format!("namespace of {of}"),
            None => format!("temporary of {of}"),
        },
        (Role::Argument, _) => {
            format!("argument of {}", callee(&view).unwrap_or_else(|| "a native function".into()))
        }
        _ => format!("{name} of {of}"),
    }
}

/// The variable that a register holds at an instruction.
fn register_name(code: &Code, register: usize, index: usize) -> Option<String> {
    if code.name_mode && register == 0 {
        return None;
    }
    let hidden = code
        .hidden
        .iter()
        .find(|h| h.register as usize == register && (h.start..h.end).contains(&(index as u32)));
    hidden.map(|h| h.name.to_string()).or_else(|| code.local_names.get(register).map(|n| n.to_string()))
}

fn keeper(cx: &mut Cx, number: u32, depth: u32) -> ObjRef {
    let none = cx.none.clone();
    let vm = machine(Vm::of(cx), number);
    let Some(&record) = frames(vm).get((depth as usize).wrapping_sub(1)) else { return none };
    // SAFETY: the record is that of a live frame; a generator's frame holds its generator.
    unsafe {
        if (*record).is_generator {
            return borrow(&raw const (*record).extra).clone();
        }
        crate::frameobj::of_record(vm, record)
    }
}

fn running(cx: &mut Cx, keeper: &ObjRef) -> Option<(u32, u32)> {
    let mut found = None;
    each_machine(Vm::of(cx), |number, vm| {
        let at = |slot: Value| slot == keeper.as_ptr().as_ptr();
        for (i, record) in frames(vm).into_iter().enumerate() {
            // SAFETY: the records are those of live frames.
            let frame = unsafe { &*record };
            if at(frame.object) || frame.is_generator && at(frame.extra) {
                found = Some((number, i as u32 + 1));
            }
        }
    });
    found
}

fn natives(cx: &mut Cx) -> Vec<String> {
    let vm = Vm::of(cx);
    let me = &raw const *vm;
    let mut names: Vec<String> = vm.shared.embedded.then(|| EMBEDDER.to_string()).into_iter().collect();
    each_machine(vm, |_, vm| {
        let frames = frames(vm);
        for i in 0..frames.len() {
            let asks = std::ptr::eq(vm, me) && i + 1 == frames.len();
            // SAFETY: the records are those of live frames.
            let view = unsafe { View::new(vm, &frames, i) };
            if !asks && view.native {
                let op = view.word().map(|(_, op)| format!("{} instruction", op.name()));
                names.push(callee(&view).or(op).unwrap_or_else(|| "a native function".into()));
            }
        }
    });
    names
}

/// The native function that a frame is calling.
fn callee(view: &View) -> Option<String> {
    let first = view.window()?;
    // SAFETY: the window lies in the frame's registers; what is not NIL there is an owned reference.
    unsafe {
        let at = (first..view.registers.min(first + 2)).find(|r| *view.slot(*r) != nil_value())?;
        let f = borrow(view.slot(at));
        let receiver = (at + 1 < view.registers).then(|| view.slot(at + 1)).filter(|s| **s != nil_value());
        let on = |o: &ObjRef, name: &str| format!("{}.{name}", o.ty().name());
        Some(match f.kind() {
            Kind::Native => {
                let data = crate::machine::payload::<NativeData>(f.as_ptr().as_ptr());
                match &data.self_ {
                    Some(me) if data.def.receivers() == 1 => on(me, data.def.name),
                    _ => data.def.name.to_string(),
                }
            }
            Kind::MethodDescriptor => {
                let data = crate::machine::payload::<MethodDescriptor>(f.as_ptr().as_ptr());
                receiver.map_or(data.def.name.to_string(), |me| on(borrow(me), data.def.name))
            }
            Kind::Type => TypeObj::of(f)?.name(),
            _ => f.ty().name(),
        })
    }
}

fn local_name(cx: &Cx, keeper: &ObjRef, register: usize) -> Option<String> {
    let (exec, index) = match cx.heap.get::<Generator>(keeper) {
        // SAFETY: the function keeps the Exec.
        Some(g) => (g.exec, unsafe { (*g.exec).index_of(g.pc) }),
        None => crate::frameobj::code_place(cx, keeper)?,
    };
    // SAFETY: as above.
    let code = unsafe { (*exec).code() };
    let name = register_name(code, register, index);
    Some(match name {
        Some(name) => format!("local {name} of {}", code.name),
        None => format!("temporary of {}", code.name),
    })
}

fn free_names(cx: &Cx, code: &ObjRef) -> Vec<ObjRef> {
    cx.heap.get::<CodeData>(code).map(|d| d.free_names.clone()).unwrap_or_default()
}
