//! `Exec`: a code object made executable for one pair of globals and builtins. Quickening writes
//! its words; code objects stay as they were compiled.

use std::ptr::NonNull;

use theseus_bytecode::{Code, Flags, Word};
use theseus_object::edges::Object;
use theseus_object::header::Header;
use theseus_object::{Cx, Interp, Kind, ObjRef};

use crate::code::CodeData;

#[repr(C)]
pub struct Exec {
    /// First word; the words are written by quickening.
    pub words: *mut u64,
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
    len: usize,
}

impl Exec {
    pub fn new(_: &Interp, data: &CodeData, globals: ObjRef, builtins: ObjRef) -> Exec {
        let code: &Code = &data.code;
        let words: Box<[u64]> = code.words.iter().map(|w| w.0).collect();
        let flags = code.flags;
        let suspends = Flags::GENERATOR | Flags::COROUTINE | Flags::ASYNC_GENERATOR;
        let positional_only = code.kwonly_count == 0 && flags.0 & (Flags::VARARGS | Flags::VARKEYWORDS) == 0;
        let plain = positional_only && flags.0 & suspends == 0;
        let len = words.len();
        let locals = code.local_count().max(code.name_mode as usize) as u32;
        Exec {
            words: Box::into_raw(words).cast(),
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
            len,
        }
    }

    /// A form without code and registers: it never runs.
    pub fn empty(globals: ObjRef, builtins: ObjRef) -> Exec {
        Exec {
            words: std::ptr::null_mut(),
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
            len: 0,
        }
    }

    /// The code object.
    pub fn code_object(&self) -> ObjRef {
        let at = self.code as usize - std::mem::offset_of!(Object<CodeData>, data);
        // SAFETY: `code` is the payload of a code object, which is alive as long as this is.
        unsafe { ObjRef::from_borrowed(NonNull::new_unchecked(at as *mut Header)) }
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
        (pc as usize).wrapping_sub(self.words as usize) / 8
    }

    /// The words as they stand, quickened.
    pub fn words(&self) -> &[u64] {
        // SAFETY: `words` and `len` are of the box made in `new`.
        unsafe { std::slice::from_raw_parts(self.words, self.len) }
    }

    /// Writes the generic forms back.
    pub fn forget(&mut self) {
        let mut at = 0;
        while at < self.len {
            // SAFETY: `words` has `len` words, and an instruction's caches follow it.
            let Some(op) = Word(unsafe { *self.words.add(at) }).op() else { return };
            if op.is_quickened() {
                // SAFETY: as above; a quickened form has at least one cache word.
                unsafe {
                    *self.words.add(at).cast::<u8>() = op.generic() as u8;
                    *self.words.add(at + 1) = 0;
                }
            }
            at += 1 + op.cache_words();
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
        // SAFETY: the words came from this box and nobody runs them any more.
        drop(unsafe { Box::from_raw(std::ptr::slice_from_raw_parts_mut(self.words, self.len)) });
    }
}
