//! `Exec`: a code object made executable for one pair of globals and builtins. Quickening writes
//! its words; code objects stay as they were compiled.

use std::cell::{Cell, UnsafeCell};
use std::ptr::NonNull;

use theseus_bytecode::{Code, Flags, Op, Operand, Word, disasm};
use theseus_object::edges::{EdgeVisitor, Object, Relation};
use theseus_object::header::Header;
use theseus_object::{Cx, Interp, Kind, ObjRef};

use crate::code::CodeData;
use crate::guard::sites::Sites;
use crate::inline::Trials;

#[repr(C)]
pub struct Exec {
    /// First word; the words are written by quickening.
    pub words: *mut u64,
    /// Where a call begins: at the first word, or at the check before it.
    pub start: Cell<*const u64>,
    pub consts: *const *mut Header,
    pub names: *const ObjRef,
    pub code: *const CodeData,
    pub registers: u32,
    pub locals: u32,
    /// Positional parameters.
    pub positional: u32,
    /// A call with exactly `positional` positional arguments needs no binding: no *args, no
    /// keyword-only parameters. It may make a generator.
    pub positional_only: bool,
    /// As `positional_only`, and the call runs the code at once: no generator.
    pub plain: bool,
    pub globals: ObjRef,
    pub builtins: ObjRef,
    /// Calls bind their arguments in [`crate::call::enter`], which does something besides: the code
    /// has a namespace for its names, or its function has specialised codes.
    pub heeded: bool,
    /// It stands for a function with specialised codes; see [`Exec::choose`].
    pub choosing: bool,
    /// The epoch of mutations when what is checked at entry was last found to hold.
    pub verified: Cell<u64>,
    /// When calls of it are tried without a frame.
    pub trials: Trials,
    len: usize,
    sites: UnsafeCell<Option<Box<Sites>>>,
}

impl Exec {
    pub fn new(_: &Interp, data: &CodeData, globals: ObjRef, builtins: ObjRef) -> Exec {
        let code: &Code = &data.code;
        let mut words = Vec::with_capacity(code.words.len() + 1);
        // The check at entry stands before the first word, for when it is wanted.
        words.push(Word::new(Op::EnterGuarded, 0, 0, 0, 0).0);
        words.extend(code.words.iter().map(|w| w.0));
        if code.name_mode {
            // Bodies of modules and classes run once: only what they repeat is worth a specialised form.
            let sites = disasm::instructions(&code.words).filter(|&(_, op)| op.specialises());
            sites.for_each(|(index, _)| words[1 + index + 1] = 1);
        }
        let words = words.into_boxed_slice();
        let flags = code.flags;
        let suspends = Flags::GENERATOR | Flags::COROUTINE | Flags::ASYNC_GENERATOR;
        let positional_only = code.kwonly_count == 0 && flags.0 & (Flags::VARARGS | Flags::VARKEYWORDS) == 0;
        let plain = positional_only && flags.0 & suspends == 0 && !code.name_mode;
        let len = code.words.len();
        // SAFETY: the box has a word more than the code.
        let first = unsafe { Box::into_raw(words).cast::<u64>().add(1) };
        let locals = code.local_count().max(code.name_mode as usize) as u32;
        Exec {
            words: first,
            start: Cell::new(first),
            consts: data.consts.as_ptr().cast(),
            names: data.names.as_ptr(),
            code: data,
            registers: code.register_count as u32,
            locals,
            // The namespace of a module or class body is passed like an argument.
            positional: (code.arg_count as u32).max(code.name_mode as u32),
            positional_only,
            plain,
            globals,
            builtins,
            heeded: code.name_mode,
            choosing: false,
            verified: Cell::new(0),
            trials: Trials::default(),
            len,
            sites: UnsafeCell::default(),
        }
    }

    /// Makes it the form by which functions with specialised codes are called: it never runs, for each
    /// call chooses another one.
    pub fn choose(&mut self) {
        (self.positional_only, self.plain) = (false, false);
        (self.heeded, self.choosing) = (true, true);
    }

    /// A form without code and registers: it never runs.
    pub fn empty(globals: ObjRef, builtins: ObjRef) -> Exec {
        Exec {
            words: std::ptr::null_mut(),
            start: Cell::new(std::ptr::null()),
            consts: std::ptr::null(),
            names: std::ptr::null(),
            code: std::ptr::null(),
            registers: 0,
            locals: 0,
            positional: 0,
            positional_only: false,
            plain: false,
            globals,
            builtins,
            heeded: false,
            choosing: false,
            verified: Cell::new(0),
            trials: Trials::default(),
            len: 0,
            sites: UnsafeCell::default(),
        }
    }

    /// Whether `n` positional arguments are all that a call needs, and it runs the code at once.
    #[inline(always)]
    pub fn takes(&self, n: usize) -> bool {
        self.plain && self.positional as usize == n
    }

    /// The code object.
    pub fn code_object(&self) -> ObjRef {
        let at = self.code as usize - std::mem::offset_of!(Object<CodeData>, data);
        // SAFETY: `code` is the payload of a code object, which is alive as long as this is.
        unsafe { ObjRef::from_borrowed(NonNull::new_unchecked(at as *mut Header)) }
    }

    /// The interpreter whose objects it works on.
    pub fn interp(&self) -> &'static Interp {
        theseus_object::heap::interp_of(self.globals.as_ptr())
    }

    pub fn data(&self) -> &CodeData {
        // SAFETY: a code object owns its Execs, so it outlives them.
        unsafe { &*self.code }
    }

    pub fn code(&self) -> &Code {
        &self.data().code
    }

    /// Word index of an instruction.
    pub fn index_of(&self, pc: *const u64) -> usize {
        (pc as usize).saturating_sub(self.words as usize) / 8
    }

    /// What is known of the sites beyond their words.
    ///
    /// # Safety
    /// No other borrow of it is alive.
    #[expect(clippy::mut_from_ref, reason = "the contract above")]
    pub unsafe fn sites(&self) -> &mut Sites {
        (*self.sites.get()).get_or_insert_default()
    }

    /// As [`Exec::sites`], if anything is known of them.
    ///
    /// # Safety
    /// No other borrow of it is alive.
    #[expect(clippy::mut_from_ref, reason = "the contract above")]
    pub unsafe fn known_sites(&self) -> Option<&mut Sites> {
        (*self.sites.get()).as_deref_mut()
    }

    /// Visits the references, all of them derived: whoever rewrites what they stand for makes every
    /// instruction generic ([`Exec::forget`]).
    pub fn edges(&mut self, v: &mut dyn EdgeVisitor) {
        v.fixed(&mut self.globals, Relation::Derived("globals"));
        v.fixed(&mut self.builtins, Relation::Derived("builtins"));
        if let Some(sites) = self.sites.get_mut() {
            sites.edges(v);
        }
    }

    /// The words as they stand, quickened.
    pub fn words(&self) -> &[u64] {
        // SAFETY: `words` and `len` are of the box made in `new`.
        unsafe { std::slice::from_raw_parts(self.words, self.len) }
    }

    /// Writes back what the compiler wrote, and lets go what specialised forms read.
    pub fn forget(&mut self) {
        self.start.set(self.words);
        self.forget_forms(|_| true);
        if let Some(sites) = self.sites.get_mut() {
            sites.clear();
            sites.forget_seen();
        }
    }

    /// Writes the generic forms back where a form holds what a constant held, or what was worked out
    /// from it: they read the constants.
    pub fn forget_constants(&self) {
        self.forget_forms(|op| op.operands().contains(&Operand::Konst) || op == Op::LoadGlobal);
    }

    /// Makes the specialised forms generic of those instructions that `which` names.
    fn forget_forms(&self, which: impl Fn(Op) -> bool) {
        if self.words.is_null() {
            return;
        }
        for (index, op) in disasm::instructions(&self.code().words) {
            if which(op) && self.op_at(index).is_some_and(Op::is_quickened) {
                self.make_generic(index, 0);
            }
        }
    }

    pub fn name(&self, i: u16) -> &ObjRef {
        &self.data().names[i as usize]
    }
}

/// Every instruction of every code object forgets what it has seen: it is generic again. Globals and
/// builtins that are the first of a pair become the second.
pub fn rebind_all(cx: &mut Cx, pairs: &[(ObjRef, ObjRef)]) {
    let mut codes = Vec::new();
    // SAFETY: objects are neither made nor freed.
    unsafe {
        cx.for_each_object(|p| {
            if p.as_ref().kind.get() == Kind::Code {
                codes.push(ObjRef::from_borrowed(p));
            }
        })
    };
    for code in &codes {
        if let Some(data) = cx.heap.get_mut::<CodeData>(code) {
            data.lost.set(data.lost.get() + 1);
            data.execs_mut().for_each(|e| {
                e.forget();
                for slot in [&mut e.globals, &mut e.builtins] {
                    if let Some((_, new)) = pairs.iter().find(|(old, _)| old.is(slot)) {
                        *slot = new.clone();
                    }
                }
            });
        }
    }
}

impl Drop for Exec {
    fn drop(&mut self) {
        if self.words.is_null() {
            return;
        }
        // SAFETY: the words came from this box, with one before them, and nobody runs them any more.
        drop(unsafe { Box::from_raw(std::ptr::slice_from_raw_parts_mut(self.words.sub(1), self.len + 1)) });
    }
}
