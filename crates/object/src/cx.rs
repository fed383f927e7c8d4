//! `Cx`, the context of a thread that runs Python: the heap token, the exception in flight, the
//! table of upcalls into the machine, and the errors in CPython's words.

use std::ops::Deref;
use std::ptr::NonNull;

use hashbrown::HashSet;

use crate::args::Args;
use crate::edges::Relation;
use crate::error::{PyResult, Raised};
use crate::header::Kind;
use crate::interp::{Heap, Interp, TypeRef};
use crate::methods;
use crate::payload::{Exception, Method};
use crate::refs::ObjRef;
use crate::roots::{Frames, Place, Root, RootVisitor};
use crate::slots::{Special, is_callable};
use crate::threads::{OfThread, Thread};
use crate::typeobj::TypeObj;

/// How deep natives nest that walk containers or classes by calling each other, as in CPython.
pub const NATIVE_DEPTH: usize = 1496;

/// How Python's `compile` wants it.
#[derive(Clone, Copy)]
pub struct Compile {
    /// 0 to 2; nothing for what the command line says.
    pub optimize: Option<u8>,
    /// Bits of `co_flags` that name future features.
    pub flags: i64,
    /// Future features of the running code are in force too.
    pub inherit: bool,
    /// The minor version of Python whose syntax a tree may have.
    pub feature_version: Option<u8>,
}

impl Compile {
    /// As `exec` and `eval` do.
    pub const INHERIT: Compile = Compile { optimize: None, flags: 0, inherit: true, feature_version: None };
}

/// What is known of the body of a class statement before it is run.
#[derive(Default)]
pub struct ClassBody {
    /// How many attributes its methods set on their instances.
    pub instance_attributes: usize,
    /// The class stands for one that is native in CPython.
    pub in_place_of_native: bool,
}

/// What the machine does for objects. It installs the table; there are at most 16 entries, and those
/// about frames.
pub struct Upcalls {
    /// Calls a function written in Python.
    pub call_function: fn(&mut Cx, &ObjRef, &Args) -> PyResult,
    /// `None` where no Python frame is running.
    pub current_globals: fn(&mut Cx) -> Option<ObjRef>,
    pub current_locals: fn(&mut Cx) -> PyResult,
    /// Class and first argument that `super()` without arguments means.
    pub super_context: fn(&mut Cx) -> PyResult<(ObjRef, ObjRef)>,
    /// Source (str or bytes), filename, mode (`exec`, `eval`, `single`) → code object.
    pub compile: fn(&mut Cx, &ObjRef, &ObjRef, &str, &Compile) -> PyResult,
    /// Runs a code object with globals, locals and closure.
    pub exec_code: fn(&mut Cx, &ObjRef, &ObjRef, &ObjRef, Option<&ObjRef>) -> PyResult,
    /// Name, globals, locals, fromlist, level.
    pub import: fn(&mut Cx, &[ObjRef]) -> PyResult,
    /// Runs finalisers and other pending work.
    pub run_pending: fn(&mut Cx) -> PyResult<()>,
    /// How many Python frames are running.
    pub frame_depth: fn(&mut Cx) -> usize,
    /// What the compiler found out about a class body (a function).
    pub class_body: fn(&mut Cx, &ObjRef) -> ClassBody,
    pub set_recursion_limit: fn(&mut Cx, usize),
    /// An exception with its traceback and chain, as it is printed when nobody caught it.
    pub exception_text: fn(&mut Cx, &ObjRef) -> String,
    /// Gives the exception in flight, which nobody will handle, the running frame if it has no traceback.
    pub blame_running_frame: fn(&mut Cx),
    /// Category, text, how many frames up: gives a warning, which a filter may make an exception.
    pub warn: fn(&mut Cx, &TypeRef, &str, usize) -> PyResult<()>,
    /// Makes the import system: `sys.meta_path` and what belongs to it.
    pub import_system: fn(&mut Cx) -> PyResult<()>,
    /// Whether there are audit hooks.
    pub hears_events: fn(&mut Cx) -> bool,
    /// Raises an audit event with a tuple of arguments.
    pub audit: fn(&mut Cx, &str, &ObjRef) -> PyResult<()>,
    pub frames: Frames,
}

#[repr(C)]
pub struct Cx {
    pub heap: Heap,
    /// The exception in flight.
    exception: Option<ObjRef>,
    /// The exception being handled, what `sys.exc_info()` gives.
    pub handled: Option<ObjRef>,
    /// Result of an iterator that ended through `Ok(None)`.
    pub stop_value: Option<ObjRef>,
    /// Lowest stack address that native recursion may reach.
    pub stack_limit: usize,
    /// Where the native stack ends for `repr` and comparison of nested containers, whose depth no
    /// program needs; a larger limit lets Python functions nest.
    pub container_limit: usize,
    pub recursion_limit: usize,
    pub upcalls: &'static Upcalls,
    /// Addresses of the containers whose `repr` is under way.
    in_repr: HashSet<usize>,
    /// How many comparisons are under way.
    pub(crate) comparing: usize,
    pub thread: Thread,
    /// Another thread changed something here that the next boundary must look at.
    pub attention: bool,
    /// The current context of context variables; made when somebody asks.
    pub context: Option<ObjRef>,
    pub(crate) of_thread: Vec<Box<dyn OfThread>>,
}

impl Deref for Cx {
    type Target = Interp;
    #[inline(always)]
    fn deref(&self) -> &Interp {
        self.heap.interp()
    }
}

impl Cx {
    /// # Safety
    /// The interpreter outlives the context; one context a thread that holds the lock.
    pub unsafe fn new(interp: NonNull<Interp>, upcalls: &'static Upcalls, stack_limit: usize) -> Cx {
        let number = interp.as_ref().threads.next();
        Cx {
            heap: Heap::new(interp),
            exception: None,
            handled: None,
            stop_value: None,
            stack_limit,
            container_limit: stack_limit,
            recursion_limit: 1000,
            upcalls,
            in_repr: HashSet::new(),
            comparing: 0,
            thread: Thread::new(number),
            attention: false,
            context: None,
            of_thread: Vec::new(),
        }
    }

    /// Presents the references that the context itself holds.
    pub fn visit_roots(&mut self, visitor: &mut dyn RootVisitor) {
        let exceptions =
            [(&mut self.exception, "exception in flight"), (&mut self.handled, "handled exception")];
        for (slot, name) in exceptions {
            if let Some(slot) = slot {
                visitor.root(slot, Root { relation: Relation::Typed(name), place: Place::Thread });
            }
        }
        if let Some(slot) = &mut self.stop_value {
            visitor.root(
                slot,
                Root { relation: Relation::Attr("value of StopIteration"), place: Place::Thread },
            );
        }
    }

    // ---- the exception in flight

    /// Puts an exception object in flight; its context becomes the exception being handled.
    pub fn raise(&mut self, e: ObjRef) -> Raised {
        if let Some(handled) = self.handled.clone()
            && !handled.is(&e)
        {
            self.set_context(&e, handled);
        }
        self.exception = Some(e);
        Raised
    }

    /// Puts an exception in flight as it is, without setting its context.
    pub fn reraise(&mut self, e: ObjRef) -> Raised {
        self.exception = Some(e);
        Raised
    }

    /// Sets `__context__`, avoiding a cycle. A cycle that Python made without `e` is left as it is: a
    /// second reference at half the speed meets the first one there.
    fn set_context(&mut self, e: &ObjRef, context: ObjRef) {
        let mut at = Some(context.clone());
        let mut slow = context.clone();
        let mut advance = false;
        while let Some(x) = at {
            let next = self.heap.get::<Exception>(&x).and_then(|x| x.context.clone());
            if next.as_ref().is_some_and(|n| n.is(e)) {
                if let Some(x) = self.heap.get_mut::<Exception>(&x) {
                    x.context = None;
                }
                break;
            }
            if next.as_ref().is_some_and(|n| n.is(&slow)) {
                break;
            }
            if advance && let Some(after) = self.heap.get::<Exception>(&slow).and_then(|x| x.context.clone())
            {
                slow = after;
            }
            advance = !advance;
            at = next;
        }
        if let Some(x) = self.heap.get_mut::<Exception>(e) {
            x.context = Some(context);
        }
    }

    pub fn exception(&self) -> Option<&ObjRef> {
        self.exception.as_ref()
    }

    /// Takes the exception in flight: it is handled by native code.
    pub fn take_exception(&mut self) -> Option<ObjRef> {
        self.exception.take()
    }

    /// Whether the exception in flight is an instance of `ty`.
    pub fn pending_is(&self, ty: &TypeRef) -> bool {
        self.exception.as_ref().is_some_and(|e| e.ty().is_subtype(ty))
    }

    /// Drops the exception in flight if it is an instance of `ty`.
    pub fn catch(&mut self, ty: &TypeRef) -> bool {
        let caught = self.pending_is(ty);
        if caught {
            self.exception = None;
        }
        caught
    }

    /// A new exception object of a builtin type with these arguments.
    pub fn new_exception(&self, ty: &TypeObj, args: &[ObjRef]) -> ObjRef {
        let args = self.tuple_from_slice(args);
        let data = Exception {
            args,
            cause: None,
            context: None,
            traceback: None,
            suppress_context: false,
            value: None,
        };
        self.new_instance(ty, data)
    }

    /// Raises a builtin exception with a message; an empty one is none.
    #[cold]
    pub fn error(&mut self, ty: &TypeRef, message: impl AsRef<str>) -> Raised {
        let e = match message.as_ref() {
            "" => self.new_exception(ty, &[]),
            text => self.new_exception(ty, &[self.new_str(text)]),
        };
        self.raise(e)
    }

    /// Raises KeyError with the key itself.
    #[cold]
    pub fn key_error(&mut self, key: &ObjRef) -> Raised {
        let e = self.new_exception(&self.excs.key_error, std::slice::from_ref(key));
        self.raise(e)
    }

    /// Raises StopIteration without a value.
    #[cold]
    pub fn raise_stop_iteration(&mut self) -> Raised {
        let value = self.stop_value.take();
        let args: Vec<ObjRef> = value.filter(|v| !v.is_none()).into_iter().collect();
        let e = self.new_exception(&self.excs.stop_iteration, &args);
        if let Some(x) = self.heap.get_mut::<Exception>(&e) {
            x.value = args.first().cloned();
        }
        self.raise(e)
    }

    /// Takes a StopIteration in flight and keeps its value as the iterator's result.
    pub fn stop_value_from_exception(&mut self) {
        let Some(e) = self.take_exception() else { return };
        let value = self.heap.get::<Exception>(&e).and_then(|x| x.value.clone());
        self.stop_value = value;
    }

    /// A bug of ours: the message says so.
    #[cold]
    pub fn bad_internal(&mut self, what: &str) -> Raised {
        let ty = self.excs.system_error.clone();
        self.error(&ty, format!("internal error: bad {what}"))
    }

    /// Raises NameError, AttributeError or such with its `name` attribute.
    #[cold]
    pub fn attribute_error(&mut self, message: impl AsRef<str>) -> Raised {
        let ty = self.excs.attribute_error.clone();
        self.error(&ty, message)
    }

    /// AttributeError with `name` and `obj`, from which suggestions are made.
    #[cold]
    pub fn no_attribute(&mut self, o: &ObjRef, name: &ObjRef, message: String) -> Raised {
        let lossy = name.text_or_empty();
        let text = match message.rsplit_once(&lossy) {
            // Lone surrogates are lost in text: the name itself goes in.
            Some((before, after)) if lossy.contains('\u{fffd}') => {
                self.str_concat(&[&self.new_str(before), name, &self.new_str(after)])
            }
            _ => self.new_str(&message),
        };
        let e = self.new_exception(&self.excs.attribute_error, &[text]);
        let raised = self.raise(e);
        if let Some(e) = self.exception.clone() {
            let parts = self.tuple_from_slice(&[name.clone(), o.clone()]);
            if let Some(x) = self.heap.get_mut::<Exception>(&e) {
                x.value = Some(parts);
            }
        }
        raised
    }

    /// Gives a warning at the place of the running code (`level` 1) or of a caller.
    pub fn warn(&mut self, category: &TypeRef, text: &str, level: usize) -> PyResult<()> {
        (self.upcalls.warn)(self, category, text, level)
    }

    // ---- recursion

    /// RecursionError when the native stack is nearly used up: every native function that may
    /// come back to itself asks first.
    #[inline]
    pub fn check_stack(&mut self) -> PyResult<()> {
        if crate::stack::pointer() < self.stack_limit {
            return Err(self.recursion_error());
        }
        Ok(())
    }

    /// Like [`Cx::check_stack`]; the error tells what was being done.
    pub fn check_stack_while(&mut self, doing: &str) -> PyResult<()> {
        if crate::stack::pointer() < self.stack_limit {
            let ty = self.excs.recursion_error.clone();
            return Err(self.error(&ty, format!("maximum recursion depth exceeded while {doing}")));
        }
        Ok(())
    }

    #[cold]
    fn recursion_error(&mut self) -> Raised {
        let ty = self.excs.recursion_error.clone();
        // Room for handling the error.
        self.error(&ty, "maximum recursion depth exceeded")
    }

    /// The `repr` of a container that may hold itself: `again` where it is met inside its own. The depth
    /// is limited by count: what the stack could carry differs from build to build.
    pub fn guarded_repr(
        &mut self,
        o: &ObjRef,
        again: &str,
        repr: impl FnOnce(&mut Cx) -> PyResult,
    ) -> PyResult {
        let address = o.address();
        if !self.in_repr.insert(address) {
            return Ok(self.new_str(again));
        }
        if self.in_repr.len() > NATIVE_DEPTH {
            self.in_repr.remove(&address);
            let ty = self.excs.recursion_error.clone();
            return Err(
                self.error(&ty, "maximum recursion depth exceeded while getting the repr of an object")
            );
        }
        let r = repr(self);
        self.in_repr.remove(&address);
        r
    }

    // ---- calls

    /// Calls any callable with positional arguments.
    #[inline]
    pub fn call(&mut self, f: &ObjRef, values: &[ObjRef]) -> PyResult {
        self.call_args(f, &Args { values, names: &[] })
    }

    /// Calls any callable.
    pub fn call_args(&mut self, f: &ObjRef, args: &Args) -> PyResult {
        match f.kind() {
            Kind::Function => {
                self.check_stack()?;
                (self.upcalls.call_function)(self, f, args)
            }
            Kind::Method => {
                let Some(m) = self.heap.get::<Method>(f) else { return Err(self.bad_internal("method")) };
                let (func, me) = (m.func.clone(), m.self_.clone());
                self.check_stack()?;
                args.with_first(me, |args| self.call_args(&func, args))
            }
            Kind::Native => methods::call_native(self, f, args),
            _ => match f.ty().slots().call {
                Some(call) => {
                    self.check_stack()?;
                    call(self, f, args)
                }
                None => Err(self.not_callable(f)),
            },
        }
    }

    /// TypeError for a call of what cannot be called; of a module, whose namesake in it may have been meant.
    #[cold]
    fn not_callable(&mut self, f: &ObjRef) -> Raised {
        let message = format!("'{}' object is not callable", f.ty().name());
        if f.kind() == Kind::Module {
            let key = self.intern("__name__");
            let Ok(Some(name)) = self.try_getattr(f, &key) else { return self.type_error(message) };
            if name.is_str()
                && let Ok(Some(namesake)) = self.try_getattr(f, &name)
                && is_callable(&namesake)
            {
                let name = name.text_or_empty();
                return self.type_error(format!("{message}. Did you mean: '{name}.{name}(...)'?"));
            }
        }
        self.type_error(message)
    }

    /// Calls the attribute `name` of `o`.
    pub fn call_method(&mut self, o: &ObjRef, name: &str, args: &[ObjRef]) -> PyResult {
        let name = self.intern(name);
        let f = self.getattr(o, &name)?;
        self.call(&f, args)
    }

    /// Calls a special method looked up on the type; `None` if the type has none.
    pub fn call_special(&mut self, o: &ObjRef, s: Special, args: &[&ObjRef]) -> Option<PyResult> {
        let name = self.special_name(s).clone();
        self.call_type_method(o, &name, args)
    }

    /// Calls the method `name` (interned) looked up on the type of `o`; `None` if there is none.
    pub fn call_type_method(&mut self, o: &ObjRef, name: &ObjRef, args: &[&ObjRef]) -> Option<PyResult> {
        let f = o.ty().lookup(self, name)?;
        let mut values: smallvec::SmallVec<[ObjRef; 4]> = smallvec::SmallVec::new();
        if f.kind() == Kind::Function || f.kind() == Kind::MethodDescriptor {
            values.push(o.clone());
            values.extend(args.iter().map(|a| (*a).clone()));
            return Some(self.call(&f, &values));
        }
        values.extend(args.iter().map(|a| (*a).clone()));
        Some(match self.bind(&f, o) {
            Ok(f) => self.call(&f, &values),
            Err(e) => Err(e),
        })
    }

    /// Binds an attribute of the type to its instance.
    pub fn bind(&mut self, f: &ObjRef, o: &ObjRef) -> PyResult {
        let class = o.class();
        match f.ty().slots().get {
            Some(get) => get(self, f, Some(o), &class),
            None => Ok(f.clone()),
        }
    }

    /// Binds an attribute accessed through the class itself.
    pub fn bind_class(&mut self, f: &ObjRef, class: &ObjRef) -> PyResult {
        match f.ty().slots().get {
            Some(get) => get(self, f, None, class),
            None => Ok(f.clone()),
        }
    }

    pub fn is_slot_wrapper(&self, f: &ObjRef) -> bool {
        f.has_payload::<crate::payload::SlotWrapper>()
    }

    /// The type behind an object, or TypeError.
    pub fn expect_type<'a>(&mut self, o: &'a ObjRef) -> PyResult<&'a TypeObj> {
        match TypeObj::of(o) {
            Some(t) => Ok(t),
            None => {
                let name = o.ty().name();
                Err(self.type_error(format!("'{name}' object is not a type")))
            }
        }
    }
}

macro_rules! raisers {
    ($($f:ident,)*) => {
        impl Cx {
            $(#[cold]
            pub fn $f(&mut self, message: impl AsRef<str>) -> Raised {
                let ty = self.excs.$f.clone();
                self.error(&ty, message)
            })*
        }
    };
}

raisers! {
    type_error, value_error, index_error, overflow_error, zero_division_error, runtime_error,
    memory_error, name_error, import_error, lookup_error, system_error, not_implemented_error,
    buffer_error, unbound_local_error, syntax_error, os_error, reference_error, assertion_error,
}
