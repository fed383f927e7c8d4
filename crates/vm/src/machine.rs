//! `Vm`: the context of a thread with its frames and registers, and the primitives of handlers.

use std::ops::{Deref, DerefMut};
use std::ptr::NonNull;
use std::rc::Rc;
use std::sync::atomic::Ordering;

use theseus_bytecode::{Op, Word};
use theseus_object::edges::Object;
use theseus_object::header::{Header, Kind};
use theseus_object::heap::{dispose, pending};
use theseus_object::{Cx, Interp, ObjRef, Raised};

use crate::exec::Exec;
use crate::frame::{Action, Frame, Stack, Value, nil_value};
use crate::guard::{Guards, OPTIMISATIONS};
use crate::shared::Shared;
use crate::upcalls::UPCALLS;

/// A thread that runs Python. The context comes first, so a `&mut Cx` that the machine gave out
/// is a `&mut Vm` too (see [`Vm::of`]).
#[repr(C)]
pub struct Vm {
    pub cx: Cx,
    /// The running frame.
    pub frame: *mut Frame,
    /// End of the registers that are filled.
    pub filled: *mut Value,
    pub frame_end: *mut Frame,
    /// Where to go on after `Drain`.
    pub resume: *const u64,
    /// Result of the frame that left the loop; null with an exception in flight.
    pub result: Value,
    /// The exception in flight is raised again: its traceback has this frame already.
    pub reraising: bool,
    /// Set when a generator's frame left the loop by `yield`.
    pub yielded: bool,
    /// What was yielded is an item of an asynchronous generator.
    pub item: bool,
    pub asyncs: crate::asyncgen::Asyncs,
    pub tracer: crate::trace::Tracer,
    /// As in `shared`.
    pub super_type: Value,
    /// As in `shared`.
    pub guards: Rc<Guards>,
    pub stack: Stack,
    /// What the machines of all threads have in common.
    pub shared: &'static Shared,
    /// Frames that stand between two instructions while pending work runs.
    pub resting: Vec<*mut Frame>,
    /// The class of an exception that another thread wants this one to raise at its next boundary.
    pub sent: Option<ObjRef>,
    /// What operands of instructions under way were before a replacement; kept until the frame goes on.
    pub limbo: Vec<(*mut Frame, ObjRef)>,
}

/// Registers of the dispatch loop: the instruction to run and the window.
#[derive(Clone, Copy)]
#[repr(C)]
pub struct State {
    pub pc: *const u64,
    pub base: *mut Value,
}

pub static THROW: u64 = Word::new(Op::Throw, 0, 0, 0, 0).0;
pub static DRAIN: u64 = Word::new(Op::Drain, 0, 0, 0, 0).0;
pub static EXIT: u64 = Word::new(Op::Exit, 0, 0, 0, 0).0;

impl Deref for Vm {
    type Target = Cx;
    #[inline(always)]
    fn deref(&self) -> &Cx {
        &self.cx
    }
}

impl DerefMut for Vm {
    #[inline(always)]
    fn deref_mut(&mut self) -> &mut Cx {
        &mut self.cx
    }
}

impl Vm {
    /// A machine for a thread, with one of these rooms for registers and frames; nothing if there is no
    /// address space. Its context is not in the
    /// list of threads yet, and the limit of its native stack is to be set on the thread itself.
    pub fn new(
        interp: &'static Interp,
        shared: &'static Shared,
        rooms: &[(usize, usize)],
        recursion_limit: usize,
    ) -> Option<Box<Vm>> {
        let stack = Stack::new(rooms)?;
        let (frame, base) = (stack.first_frame(), stack.first_register());
        // SAFETY: the interpreter is never freed; the thread is new.
        let cx = unsafe { Cx::new(NonNull::from(interp), &UPCALLS, 0) };
        let mut vm = Box::new(Vm {
            cx,
            frame,
            filled: base,
            frame_end: frame,
            resume: std::ptr::null(),
            result: std::ptr::null_mut(),
            reraising: false,
            yielded: false,
            item: false,
            asyncs: Default::default(),
            tracer: Default::default(),
            super_type: shared.super_type.get(),
            guards: shared.guards.clone(),
            stack,
            sent: None,
            shared,
            resting: Vec::new(),
            limbo: Vec::new(),
        });
        // The first record stands for native code: a window of no registers.
        // SAFETY: the region of frames has room.
        unsafe {
            frame.write(Frame {
                pc: std::ptr::null(),
                base,
                exec: shared.placeholder,
                func: nil_value(),
                extra: std::ptr::null_mut(),
                object: std::ptr::null_mut(),
                handled: None,
                action: Action::Exit,
                is_generator: false,
            });
        }
        vm.reserve(base);
        vm.set_recursion_limit(recursion_limit);
        Some(vm)
    }

    /// The machine behind a context.
    #[inline(always)]
    pub fn of(cx: &mut Cx) -> &mut Vm {
        // SAFETY: every context that native code meets is the first field of a Vm: `Cx::new` is
        // called in `Vm::new` only.
        unsafe { &mut *(cx as *mut Cx as *mut Vm) }
    }

    #[inline(always)]
    pub fn interp(&self) -> &Interp {
        self.cx.heap.interp()
    }

    /// The host's monotonic clock in nanoseconds; 0 if it has none.
    pub fn nanoseconds(&self) -> u64 {
        self.cx.host.get().map_or(0, |h| h.monotonic())
    }

    /// Work is waiting for an instruction boundary.
    #[inline(always)]
    pub fn has_pending(&self) -> bool {
        self.interp().heap.pending.load(Ordering::Relaxed) != 0
    }

    #[inline(always)]
    pub fn exec(&self) -> &Exec {
        // SAFETY: a running frame's Exec is alive: its function keeps the code.
        unsafe { &*(*self.frame).exec }
    }

    /// The first register above the running frame's window.
    pub fn top(&self) -> *mut Value {
        // SAFETY: the frame's window lies in the stack.
        unsafe { (*self.frame).base.add((*(*self.frame).exec).registers as usize) }
    }

    /// Makes sure that registers up to `need` are filled. False at the end of the stack.
    #[inline(always)]
    pub fn reserve(&mut self, need: *mut Value) -> bool {
        need <= self.filled || self.reserve_slow(need)
    }

    #[cold]
    #[inline(never)]
    fn reserve_slow(&mut self, need: *mut Value) -> bool {
        match self.stack.fill(self.filled, need) {
            Some(end) => {
                self.filled = end;
                true
            }
            None => false,
        }
    }

    /// The recursion limit: how many frames there may be.
    pub fn set_recursion_limit(&mut self, limit: usize) {
        self.cx.recursion_limit = limit;
        self.frame_end = self.stack.frame_end(limit);
    }

    /// How deep the running frame is nested.
    pub fn depth(&self) -> usize {
        // SAFETY: both pointers lie in the region of frames.
        unsafe { self.frame.offset_from(self.stack.first_frame()) as usize }
    }
}

impl State {
    #[inline(always)]
    pub unsafe fn slot(self, r: u16) -> *mut Value {
        self.base.add((r & 0x7fff) as usize)
    }

    #[inline(always)]
    pub unsafe fn get(self, r: u16) -> Value {
        *self.slot(r)
    }

    /// Goes on `n` words further.
    #[inline(always)]
    pub unsafe fn next(self, n: usize) -> State {
        State { pc: self.pc.add(n), base: self.base }
    }

    /// An operand word or cache behind the instruction.
    #[inline(always)]
    pub unsafe fn cache(self, i: usize) -> u64 {
        *self.pc.add(i)
    }

    #[inline(always)]
    pub unsafe fn set_cache(self, i: usize, v: u64) {
        *(self.pc as *mut u64).add(i) = v
    }

    /// Writes another opcode, of one byte, over the instruction.
    #[inline(always)]
    pub unsafe fn set_op(self, op: Op) {
        *(self.pc as *mut u8) = op as u8
    }

    /// Writes the immediate operand of an instruction that is not using it.
    #[inline(always)]
    pub unsafe fn set_x(self, x: u8) {
        *(self.pc as *mut u8).add(1) = x
    }
}

/// Kind and sub-type byte as one half-word: `Kind as u16` for exact builtin types.
#[inline(always)]
pub unsafe fn exact(p: Value) -> u16 {
    (*p).exact()
}

pub const INT: u16 = Kind::Int as u16;
pub const FLOAT: u16 = Kind::Float as u16;
pub const STR: u16 = Kind::Str as u16;
pub const LIST: u16 = Kind::List as u16;
pub const TUPLE: u16 = Kind::Tuple as u16;
pub const DICT: u16 = Kind::Dict as u16;

#[inline(always)]
pub unsafe fn int_value(p: Value) -> i64 {
    *(p.add(1) as *const i64)
}

#[inline(always)]
pub unsafe fn float_value(p: Value) -> f64 {
    *(p.add(1) as *const f64)
}

#[inline(always)]
pub unsafe fn incref(p: Value) {
    (*p).check_live();
    let rc = &(*p).rc;
    rc.set(rc.get().wrapping_add(1));
}

/// A register's content as a borrowed reference, for the time of the instruction.
#[inline(always)]
pub unsafe fn borrow<'a>(slot: *const Value) -> &'a ObjRef {
    // An owned register and an ObjRef are the same word.
    &*(slot as *const ObjRef)
}

/// Owned reference → register content.
#[inline(always)]
pub fn raw(o: ObjRef) -> Value {
    o.into_raw().as_ptr()
}

/// Register content → owned reference.
#[inline(always)]
pub unsafe fn owned(v: Value) -> ObjRef {
    ObjRef::from_raw(NonNull::new_unchecked(v))
}

/// Whether a `Use` operand ends its register's life.
#[inline(always)]
pub fn consumes(operand: u16) -> bool {
    let mut operand = u64::from(operand);
    // The dispatch loop must test the operand, not a bit in the middle of its word: that would keep a wide
    // constant in a register, of which the loop has none to spare.
    // SAFETY: it is no instruction: the value stays what it is.
    unsafe {
        std::arch::asm!("/* {0} */", inout(reg) operand, options(pure, nomem, nostack, preserves_flags))
    };
    operand & u64::from(theseus_bytecode::CONSUME) != 0
}

/// Releases a value; if that queued a finaliser, the next instruction is `Drain`.
#[inline(always)]
pub unsafe fn release(vm: &mut Vm, s: State, v: Value) -> State {
    if v == nil_value() {
        return s;
    }
    release_object(vm, s, v)
}

/// [`release`] for a value that is an object.
#[inline(always)]
pub unsafe fn release_object(vm: &mut Vm, s: State, v: Value) -> State {
    (*v).check_live();
    let rc = (*v).rc.get().wrapping_sub(1);
    (*v).rc.set(rc);
    if rc == 0 {
        return State { pc: free(vm, s.pc, v), base: s.base };
    }
    s
}

#[cold]
#[inline(never)]
unsafe fn free(vm: &mut Vm, pc: *const u64, v: Value) -> *const u64 {
    if (*v).is_plain(Kind::Float) || (*v).is_plain(Kind::Int) {
        vm.interp().free_number(NonNull::new_unchecked(v));
        return pc;
    }
    free_any(vm, pc, v)
}

/// Apart, so that freeing a number saves no registers.
#[inline(never)]
unsafe fn free_any(vm: &mut Vm, pc: *const u64, v: Value) -> *const u64 {
    dispose(NonNull::new_unchecked(v));
    drained(vm, pc)
}

/// The instruction to go on with: `Drain` first if finalisers are queued.
#[inline(always)]
pub fn drained(vm: &mut Vm, pc: *const u64) -> *const u64 {
    if vm.interp().heap.pending.load(Ordering::Relaxed) & pending::FINALIZE != 0 {
        return drain_first(vm, pc);
    }
    pc
}

/// `Drain` first, whatever is queued.
#[cold]
#[inline(never)]
pub fn drain_first(vm: &mut Vm, pc: *const u64) -> *const u64 {
    // Where unwinding or draining comes next anyway, nothing is to be remembered.
    if pc != &raw const THROW && pc != &raw const DRAIN {
        vm.resume = pc;
    }
    if pc == &raw const THROW { pc } else { &raw const DRAIN }
}

/// Empties a register whose content the instruction consumed.
#[inline(always)]
pub unsafe fn consume(vm: &mut Vm, s: State, operand: u16) -> State {
    if !consumes(operand) {
        return s;
    }
    let slot = s.slot(operand);
    let v = *slot;
    *slot = nil_value();
    release(vm, s, v)
}

/// Puts an owned value into a register and releases what was there.
#[inline(always)]
pub unsafe fn put(vm: &mut Vm, s: State, r: u16, v: Value) -> State {
    let slot = s.slot(r);
    let old = *slot;
    *slot = v;
    release(vm, s, old)
}

/// Puts an int: into the box that the register alone owns, if it is an int's.
#[inline(always)]
pub unsafe fn put_int(vm: &mut Vm, s: State, r: u16, v: i64) -> State {
    let slot = s.slot(r);
    let old = *slot;
    let new = if (v.wrapping_add(5) as u64) < 262 {
        let p = vm.interp().small_ints.get_unchecked((v + 5) as usize).as_ptr().as_ptr();
        incref(p);
        p
    } else {
        if (*old).word() == Header::sole_owner_word(Kind::Int) {
            *(old.add(1) as *mut i64) = v;
            return s;
        }
        if !vm.interp().has_number_cell() {
            return put_int_slow(vm, s, r, v);
        }
        vm.interp().raw_int(v).as_ptr()
    };
    *slot = new;
    release(vm, s, old)
}

/// [`put_int`] where cells must be made first. A call of its own at the end of the instruction, so that
/// the loop keeps nothing over it and needs no registers for that.
#[cold]
#[inline(never)]
unsafe fn put_int_slow(vm: &mut Vm, s: State, r: u16, v: i64) -> State {
    let new = vm.interp().raw_int(v).as_ptr();
    put(vm, s, r, new)
}

/// Puts a float, as [`put_int`].
#[inline(always)]
pub unsafe fn put_float(vm: &mut Vm, s: State, r: u16, v: f64) -> State {
    let slot = s.slot(r);
    let old = *slot;
    if (*old).word() == Header::sole_owner_word(Kind::Float) {
        *(old.add(1) as *mut f64) = v;
        return s;
    }
    if !vm.interp().has_number_cell() {
        return put_float_slow(vm, s, r, v);
    }
    *slot = vm.interp().raw_float(v).as_ptr();
    release(vm, s, old)
}

/// As [`put_int_slow`].
#[cold]
#[inline(never)]
unsafe fn put_float_slow(vm: &mut Vm, s: State, r: u16, v: f64) -> State {
    let new = vm.interp().raw_float(v).as_ptr();
    put(vm, s, r, new)
}

#[inline(always)]
pub unsafe fn put_bool(vm: &mut Vm, s: State, r: u16, v: bool) -> State {
    let p = if v { vm.interp().true_.as_ptr() } else { vm.interp().false_.as_ptr() }.as_ptr();
    incref(p);
    put(vm, s, r, p)
}

/// The state after an instruction raised.
#[inline(always)]
pub fn throw(s: State) -> State {
    State { pc: &raw const THROW, base: s.base }
}

/// Saves where the machine is, for tracebacks and for whoever looks at the frame.
#[inline(always)]
pub unsafe fn save(vm: &mut Vm, s: State) {
    (*vm.frame).pc = s.pc;
}

/// The payload of an object whose kind was checked.
#[inline(always)]
pub unsafe fn payload<'a, T>(v: Value) -> &'a mut T {
    &mut (*(v as *mut Object<T>)).data
}

pub use crate::guard::failed as deoptimise;

/// Generic executions after an attempt to specialise that found no form.
pub const BACK_OFF: u64 = 30;

/// Whether a generic instruction should try to specialise now; counts down otherwise.
#[inline(always)]
pub unsafe fn due(vm: &Vm, s: State) -> bool {
    let left = s.cache(1);
    if left == 0 {
        let on = vm.guards.mask() & OPTIMISATIONS[*s.pc as u8 as usize] != 0;
        return on && (!vm.guards.probes.get() || vm.guards.may_try(vm, s));
    }
    s.set_cache(1, left - 1);
    false
}

/// Ends an instruction of `n` words: result to `r`, or unwinding.
#[inline(always)]
pub unsafe fn finish(vm: &mut Vm, s: State, n: usize, r: u16, result: Result<ObjRef, Raised>) -> State {
    match result {
        Ok(v) => {
            let s = put(vm, s.next(n), r, raw(v));
            State { pc: drained(vm, s.pc), base: s.base }
        }
        Err(_) => throw(s),
    }
}

/// Ends an instruction that consumes some of its operands.
#[inline(always)]
pub unsafe fn finish_using<const N: usize>(
    vm: &mut Vm,
    s: State,
    n: usize,
    r: u16,
    result: Result<ObjRef, Raised>,
    operands: [u16; N],
) -> State {
    match result {
        Ok(v) => {
            let mut s = s.next(n);
            for operand in operands {
                s = consume(vm, s, operand);
            }
            let s = put(vm, s, r, raw(v));
            State { pc: drained(vm, s.pc), base: s.base }
        }
        Err(_) => throw(s),
    }
}

/// Ends an instruction without result that consumes some of its operands.
#[inline(always)]
pub unsafe fn finish_unit_using<const N: usize>(
    vm: &mut Vm,
    s: State,
    n: usize,
    result: Result<(), Raised>,
    operands: [u16; N],
) -> State {
    match result {
        Ok(()) => {
            let mut s = s.next(n);
            for operand in operands {
                s = consume(vm, s, operand);
            }
            State { pc: drained(vm, s.pc), base: s.base }
        }
        Err(_) => throw(s),
    }
}

/// Ends an instruction without result.
#[inline(always)]
pub fn finish_unit(vm: &mut Vm, s: State, n: usize, result: Result<(), Raised>) -> State {
    match result {
        // SAFETY: the instruction has `n` words.
        Ok(()) => State { pc: drained(vm, unsafe { s.pc.add(n) }), base: s.base },
        Err(_) => throw(s),
    }
}
