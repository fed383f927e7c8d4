//! Code objects: the compiler's plain data with its constants and names as objects.

use std::cell::{Cell, OnceCell, RefCell, UnsafeCell};
use std::ops::Deref;
use std::sync::Arc;

use theseus_bytecode::store::Stored;
use theseus_bytecode::{Code, Op};
use theseus_object::edges::{EdgeVisitor, Payload, Relation};
use theseus_object::{Interp, Kind, ObjRef};

use crate::constants::Constants;
use crate::exec::Exec;
use crate::monitor::Watched;

/// Payload of a code object. Its [`Body`], to which it dereferences, is read when somebody looks at it, if
/// it is a function of the library.
pub struct CodeData {
    pub name: ObjRef,
    pub qualname: ObjRef,
    pub filename: ObjRef,
    /// What the body is read from; of code that was compiled here, nothing.
    stored: Option<Arc<Stored>>,
    body: OnceCell<Body>,
    /// Executable forms, one for each globals and builtins this code ran with.
    #[expect(clippy::vec_box, reason = "functions and frames point to them")]
    execs: UnsafeCell<Vec<Box<Exec>>>,
    /// Forms that were dropped or got other namespaces, so far.
    pub lost: Cell<u64>,
    /// What the tools of `sys.monitoring` have asked of this code.
    pub watched: RefCell<Option<Box<Watched>>>,
}

/// What running a code object takes.
pub struct Body {
    pub code: Arc<Code>,
    pub consts: Vec<ObjRef>,
    /// Interned.
    pub names: Vec<ObjRef>,
    pub local_names: Vec<ObjRef>,
    /// Names of the variables of inlined comprehensions.
    pub hidden_names: Vec<ObjRef>,
    pub free_names: Vec<ObjRef>,
    /// Some constant is an object that the plain data cannot name (after `replace`).
    pub foreign: bool,
}

impl Deref for CodeData {
    type Target = Body;

    fn deref(&self) -> &Body {
        self.body.get_or_init(|| self.read())
    }
}

impl Payload for CodeData {
    const KIND: Kind = Kind::Code;
    fn edges(&mut self, v: &mut dyn EdgeVisitor) {
        if let Some(body) = self.body.get_mut() {
            v.items(&mut body.consts);
            // Interned, so nothing ever takes their place.
            let Body { names, local_names, hidden_names, free_names, .. } = body;
            for names in [names, local_names, hidden_names, free_names] {
                names.iter_mut().for_each(|o| v.fixed(o, Relation::Derived("co_names")));
            }
        }
        v.fixed(&mut self.name, Relation::Typed("co_name"));
        v.fixed(&mut self.qualname, Relation::Typed("co_qualname"));
        v.fixed(&mut self.filename, Relation::Typed("co_filename"));
        for e in self.execs.get_mut() {
            e.edges(v);
        }
    }

    fn forget_constants(&self) {
        // SAFETY: the list changes only in `exec`.
        unsafe { &*self.execs.get() }.iter().for_each(|e| e.forget_constants());
    }

    fn admits(&self, relation: Relation, old: &ObjRef, new: &ObjRef) -> bool {
        let Relation::Index(i) = relation else { return true };
        let index = i as u16;
        let mut at = 0;
        while let Some(op) = self.code.words.get(at).and_then(|w| w.op()) {
            let word = self.code.words[at];
            let fixed = match op {
                // Names of keywords, and code to make functions of.
                Op::CallKw | Op::CallMethodKw => self.code.words[at + 1].0 == i as u64,
                Op::MakeFunction => word.b() == index && !theseus_object::scan::same_payload(old, new),
                _ => false,
            };
            if fixed {
                return false;
            }
            at += 1 + op.cache_words();
        }
        true
    }

    /// Instructions may have taken the constant's value as their own.
    fn rewritten(&mut self, _: Relation, _: &ObjRef, _: &ObjRef) {
        if let Some(body) = self.body.get_mut() {
            body.foreign = true;
        }
        self.execs_mut().for_each(Exec::forget);
    }
}

impl CodeData {
    /// Reads the body of a function of the library.
    fn read(&self) -> Body {
        let interp = theseus_object::heap::interp_of(self.name.as_ptr());
        let code = self.stored.as_ref().expect("without a body there is what it is read from").code();
        let consts = Constants::below(interp, &self.filename).all(&code);
        Body::new(interp, code, consts, false)
    }

    /// The docstring of a function made of it.
    pub fn docstring(&self, interp: &Interp) -> Option<ObjRef> {
        match (&self.stored, self.body.get()) {
            (Some(stored), None) => stored.docstring.map(|text| interp.new_str(text)),
            _ if self.code.has_docstring => self.consts.first().cloned(),
            _ => None,
        }
    }

    /// The executable form for these globals and builtins, if there is one.
    pub fn made_exec(&self, globals: &ObjRef, builtins: &ObjRef) -> Option<*const Exec> {
        let same = |e: &&Exec| e.globals.is(globals) && e.builtins.is(builtins);
        self.forms().find(same).map(std::ptr::from_ref)
    }

    /// The executable form for these globals and builtins, made on first use. It lives as long as
    /// the code object.
    pub fn exec(&self, interp: &Interp, globals: &ObjRef, builtins: &ObjRef) -> *const Exec {
        self.form(interp, globals, builtins, false)
    }

    /// The form by which functions are called that have specialised codes.
    pub fn choosing(&self, interp: &Interp, globals: &ObjRef, builtins: &ObjRef) -> *const Exec {
        self.form(interp, globals, builtins, true)
    }

    fn form(&self, interp: &Interp, globals: &ObjRef, builtins: &ObjRef, choosing: bool) -> *const Exec {
        // SAFETY: the list is touched only here, and boxes do not move.
        let list = unsafe { &mut *self.execs.get() };
        let same = |e: &Exec| e.choosing == choosing && e.globals.is(globals) && e.builtins.is(builtins);
        if let Some(e) = list.iter().find(|e| same(e)) {
            return &**e;
        }
        // A code object that runs with ever new globals (exec in a loop) must not pile them up:
        // forms whose globals nobody else has are dropped (functions and frames hold their globals).
        let before = list.len();
        list.retain(|e| e.globals.ref_count() > 1);
        self.lost.set(self.lost.get() + (before - list.len()) as u64);
        let mut made = Exec::new(interp, self, globals.clone(), builtins.clone());
        if choosing {
            made.choose();
        }
        list.push(Box::new(made));
        list.last().map_or(std::ptr::null(), |e| &**e)
    }

    /// The executable forms, for writing.
    pub fn execs_mut(&mut self) -> impl Iterator<Item = &mut Exec> {
        self.execs.get_mut().iter_mut().map(|e| &mut **e)
    }

    /// The words of the first form as they stand; nothing if no function was ever made of the code.
    pub fn running(&self) -> Option<&[u64]> {
        self.forms().next().map(Exec::words)
    }

    /// The forms that run.
    pub fn forms(&self) -> impl Iterator<Item = &Exec> {
        // SAFETY: the list changes only in `form`, while nobody reads it.
        let list = unsafe { &*self.execs.get() };
        list.iter().map(|e| &**e).filter(|e| !e.choosing)
    }
}

impl Body {
    fn new(interp: &Interp, code: Arc<Code>, consts: Vec<ObjRef>, foreign: bool) -> Body {
        let intern = |names: &[Box<str>]| names.iter().map(|n| interp.intern(n)).collect::<Vec<_>>();
        Body {
            consts,
            foreign,
            names: intern(&code.names),
            local_names: intern(&code.local_names),
            hidden_names: code.hidden.iter().map(|h| interp.intern(&h.name)).collect(),
            free_names: intern(&code.free_names),
            code,
        }
    }
}

/// A code object whose constants are made already.
pub fn with_consts(
    interp: &Interp,
    code: Arc<Code>,
    consts: Vec<ObjRef>,
    foreign: bool,
    filename: ObjRef,
) -> ObjRef {
    let (name, qualname) = (interp.intern(&code.name), interp.new_str(&code.qualname));
    let body = OnceCell::from(Body::new(interp, code, consts, foreign));
    let (execs, lost, watched) = Default::default();
    interp.new_object(CodeData { name, qualname, filename, stored: None, body, execs, lost, watched })
}

/// A code object that is read when it is needed.
pub fn of_stored(interp: &Interp, stored: &Arc<Stored>, filename: ObjRef) -> ObjRef {
    let (name, qualname) = (interp.intern(stored.name), interp.new_str(stored.qualname));
    let (stored, body) = (Some(stored.clone()), OnceCell::new());
    let (execs, lost, watched) = Default::default();
    interp.new_object(CodeData { name, qualname, filename, stored, body, execs, lost, watched })
}
