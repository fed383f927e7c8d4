//! Threads: a machine of its own for each, on the interpreter that all share.
//!
//! Whoever holds the interpreter lock may look at every machine: the others stand still at an
//! instruction boundary or in a blocking call, with their program counters saved. [`machines`] lists
//! them. What one writes into another it must say by `attention`, so that the other looks at it before
//! it goes on.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::ptr::NonNull;

use theseus_builtins::functions::objects::is_callable;
use theseus_builtins::weakref::report_unraisable_in;
use theseus_object::heap::pending;
use theseus_object::methods::NativeDef;
use theseus_object::{Args, Cx, Kind, ObjRef, PyResult, Raised, TypeObj, stack};

use crate::frame::rooms;
use crate::machine::Vm;
use crate::start::RESERVE;
use crate::upcalls::run_finalizers;

/// Native stack of a thread, where the program asks for no more: natives may use a part of it, the
/// compiler the rest. The operating system gives it memory as it is touched.
const STACK: usize = 256 << 20;
/// The same where address space is limited.
const SMALL_STACK: usize = 8 << 20;
/// Native stack beyond what is counted.
const SPARE: usize = 1 << 20;
/// The exit code of a bug of ours, as sysexits.h has it.
const INTERNAL_ERROR: i32 = 70;

/// The machines of all threads of the interpreter, the oldest first. They stand still while the caller
/// holds the lock, and a pointer is good until it lets go of it. Each is a stack of frame records from
/// `stack.first_frame()`, a placeholder, up to `frame`; the registers below `top()` are owned references
/// or the sentinel.
pub fn machines(cx: &Cx) -> Vec<NonNull<Vm>> {
    // Every context is the first field of a machine.
    cx.threads.all().iter().map(|t| t.cx.cast()).collect()
}

/// Makes a thread raise an exception of a class at its next instruction boundary, or takes that back. Whether
/// there is a thread of this identity.
pub fn send(vm: &mut Vm, ident: u64, class: Option<ObjRef>) -> bool {
    let entry = vm.threads.all().into_iter().find(|entry| entry.ident == ident);
    let Some(machine) = entry.map(|entry| entry.cx.cast::<Vm>()) else { return false };
    let own = &raw mut *vm;
    let old = if machine.as_ptr() == own {
        vm.interp().heap.set_pending(pending::SWITCH);
        std::mem::replace(&mut vm.sent, class)
    } else {
        // SAFETY: the other machine stands still; nothing is held of it beyond these lines.
        let other = unsafe { &mut *machine.as_ptr() };
        other.cx.attention = true;
        std::mem::replace(&mut other.sent, class)
    };
    drop(old);
    true
}

/// Raises what another thread sent.
#[cold]
pub fn raise_sent(vm: &mut Vm, class: &ObjRef) -> Raised {
    match TypeObj::of(class).filter(|ty| ty.is_subtype(&vm.excs.base_exception)) {
        Some(ty) => {
            let e = vm.new_exception(ty, &[]);
            vm.raise(e)
        }
        None => {
            let shown = vm.repr_text(class).unwrap_or_default();
            let ty = vm.excs.system_error.clone();
            vm.error(&ty, format!("exception {shown} is not a BaseException subclass"))
        }
    }
}

/// What a new thread takes along.
struct Start {
    vm: Box<Vm>,
    function: ObjRef,
    values: Vec<ObjRef>,
    names: Vec<ObjRef>,
    /// Bytes of native stack.
    stack: usize,
}

/// A `Start` on its way.
struct Parcel(Start);

// SAFETY: the new thread opens it once it has the interpreter lock, and the sender keeps nothing of it.
unsafe impl Send for Parcel {}

fn start_new_thread(cx: &mut Cx, args: &Args) -> PyResult {
    args.no_keywords(cx, "start_new_thread")?;
    let [function, values, keywords @ ..] = args.exact_range(cx, "start_new_thread", 2, 3)? else {
        return Err(cx.bad_internal("arguments"));
    };
    if !is_callable(function) {
        return Err(cx.type_error("first arg must be callable"));
    }
    let Some(mut all) = cx.heap.tuple(values).map(<[ObjRef]>::to_vec) else {
        return Err(cx.type_error("2nd arg must be a tuple"));
    };
    let mut names = Vec::new();
    if let Some(keywords) = keywords.first() {
        if keywords.kind() != Kind::Dict {
            return Err(cx.type_error("optional 3rd arg must be a dictionary"));
        }
        for (name, value) in cx.dict_items(keywords) {
            names.push(name);
            all.push(value);
        }
    }
    if cx.threads.ending.get() {
        return Err(cx.runtime_error("can't create new thread at interpreter shutdown"));
    }
    start(Vm::of(cx), function.clone(), all, names)
}

fn start(vm: &mut Vm, function: ObjRef, values: Vec<ObjRef>, names: Vec<ObjRef>) -> PyResult {
    let interp = vm.heap.forever();
    let host = interp.host.get();
    let limited = host.and_then(|h| h.address_space()).is_some();
    // Of threads there may be many: where address space is limited, each gets the least.
    let (least, rooms) = if limited { (SMALL_STACK, rooms(Some(0))) } else { (STACK, rooms(None)) };
    let stack = interp.threads.stack_size.get().max(least);
    let new = Vm::new(interp, vm.shared, rooms, vm.cx.recursion_limit);
    let (Some(mut new), Some(host)) = (new, host) else {
        return Err(vm.runtime_error("can't start new thread"));
    };
    new.asyncs = vm.asyncs.of_new_thread();
    new.cx.begin_thread(0);
    let (number, mut context) = (new.cx.thread.number, NonNull::from(&mut new.cx));
    let parcel = Parcel(Start { vm: new, function, values, names, stack });
    match host.start_thread(stack + SPARE, Box::new(move || run(parcel))) {
        Ok(ident) => {
            interp.threads.name(number, ident);
            // SAFETY: the thread waits for the lock, and its machine stays where it is.
            unsafe { context.as_mut() }.thread.ident = ident;
            Ok(vm.usize(ident as usize))
        }
        Err(_) => {
            // The parcel went with the closure.
            interp.threads.remove(number);
            Err(vm.runtime_error("can't start new thread"))
        }
    }
}

/// The life of a thread.
fn run(parcel: Parcel) {
    // All that is looked at without the lock is the pointer to the interpreter.
    let interp = parcel.0.vm.heap.forever();
    interp.threads.lock.acquire(&interp.heap.pending);
    if catch_unwind(AssertUnwindSafe(|| live(parcel.0))).is_err() {
        // A bug of ours: what the other threads would see is anybody's guess.
        if let Some(host) = interp.host.get() {
            host.exit_now(INTERNAL_ERROR);
        }
    }
    interp.threads.lock.release();
}

fn live(start: Start) {
    let Start { mut vm, function, values, names, stack } = start;
    let limit = stack.min(vm.shared.native_stack.max(1 << 20)).saturating_sub(RESERVE);
    vm.cx.stack_limit = stack::pointer().saturating_sub(limit);
    vm.cx.container_limit = vm.cx.stack_limit;
    let watching = vm.shared.guards.watches();
    vm.tracer.watch(watching);
    let events = vm.shared.monitoring.borrow().mask();
    vm.tracer.monitor(events);
    let allocates = vm.shared.allocates.borrow().clone();
    vm.tracer.count(allocates);
    let result = vm.call_args(&function, &Args { values: &values, names: &names });
    drop((values, names));
    let exit = vm.excs.system_exit.clone();
    if result.is_err() && !vm.cx.catch(&exit) {
        report_unraisable_in(&mut vm, "Exception ignored in thread started by", &function);
    }
    drop((function, result));
    end(&mut vm);
}

/// What a thread held goes, then those who wait for its end are told.
fn end(vm: &mut Vm) {
    vm.cx.handled = None;
    vm.cx.context = None;
    vm.cx.stop_value = None;
    vm.tracer = Default::default();
    if let Some(source) = &*vm.shared.allocates.borrow()
        && source.get() == &raw const *vm
    {
        source.set(std::ptr::null());
    }
    vm.shared.guards.recorder.forget(vm);
    vm.asyncs = Default::default();
    run_finalizers(vm);
    // The sentinel, which tells those who wait, was made first.
    while vm.cx.end_part() {
        run_finalizers(vm);
    }
    vm.cx.end_thread();
}

static FUNCTIONS: &[NativeDef] = &[
    NativeDef::f_full("start_new", start_new_thread, START),
    NativeDef::f_full("start_new_thread", start_new_thread, START),
];

const START: &str = "start_new_thread(function, args[, kwargs])\n(start_new() is an obsolete synonym)\n\nStart a new thread and return its identifier.\n\nThe thread will call the function with positional arguments from the\ntuple args and keyword arguments taken from the optional dictionary\nkwargs.  The thread exits when the function returns; the return value\nis ignored.  The thread will also exit when the function raises an\nunhandled exception; a stack trace will be printed unless the exception\nis SystemExit.\n";

/// Makes `_thread`, with what the machine adds to it.
pub fn install(cx: &mut Cx) {
    theseus_builtins::modules::thread::install(cx);
    crate::sysfuncs::add(cx, "_thread", FUNCTIONS);
}
