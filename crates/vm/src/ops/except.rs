//! Raising, handling and `with`.

use theseus_builtins::exceptions as group;
use theseus_bytecode::Word;
use theseus_object::payload::Exception;
use theseus_object::{ObjRef, PyResult, TypeObj};

use crate::frame::nil_value;
use crate::machine::{State, Vm, finish, finish_using, owned, put, put_bool, raw, release, save, throw};
use crate::ops::compare::borrowed;

#[inline(never)]
pub unsafe fn raise(vm: &mut Vm, s: State, w: Word) -> State {
    save(vm, s);
    if w.x() == 0 {
        match vm.cx.handled.clone() {
            Some(e) => {
                // The traceback has this frame from where the exception was raised.
                vm.reraise(e);
                vm.reraising = true;
            }
            None => {
                vm.runtime_error("No active exception to reraise");
            }
        }
        return throw(s);
    }
    let e = borrowed(s.get(w.a()));
    let cause = (w.x() == 2).then(|| borrowed(s.get(w.b())));
    if let Ok(e) = exception_of(vm, &e, cause.as_ref()) {
        vm.raise(e);
    }
    drop((e, cause));
    throw(s)
}

/// The exception object that a `raise` statement names, with its cause.
fn exception_of(vm: &mut Vm, e: &ObjRef, cause: Option<&ObjRef>) -> PyResult {
    let e = instance(vm, e, "exceptions must derive from BaseException")?;
    if let Some(cause) = cause {
        let cause = if cause.is_none() {
            None
        } else {
            Some(instance(vm, cause, "exception causes must derive from BaseException")?)
        };
        if let Some(x) = vm.heap.get_mut::<Exception>(&e) {
            let old = std::mem::replace(&mut x.cause, cause);
            x.suppress_context = true;
            drop(old);
        }
    }
    Ok(e)
}

/// The exception that `e`, a class or an instance, stands for.
fn instance(vm: &mut Vm, e: &ObjRef, message: &str) -> PyResult {
    let base = vm.excs.base_exception.clone();
    if TypeObj::of(e).is_some_and(|t| t.is_subtype(&base)) {
        let made = vm.call(e, &[])?;
        if !made.has_payload::<Exception>() {
            let (class, got) = (vm.repr_text(e)?, vm.repr_text(&made.class())?);
            return Err(vm.type_error(format!(
                "calling {class} should have returned an instance of BaseException, not {got}"
            )));
        }
        return Ok(made);
    }
    if e.has_payload::<Exception>() {
        return Ok(e.clone());
    }
    Err(vm.type_error(message))
}

#[inline(never)]
pub unsafe fn enter_handler(vm: &mut Vm, s: State, w: Word) -> State {
    let e = match vm.take_exception() {
        Some(e) => e,
        None => vm.none.clone(),
    };
    let previous = vm.cx.handled.replace(e.clone());
    let previous = of_this_frame(vm, previous);
    let s = put(vm, s.next(1), w.a(), raw(e));
    put(vm, s, w.b(), previous.map_or(nil_value(), raw))
}

/// What a frame handled before. A generator does not keep what whoever resumed it handles: the next one
/// may handle something else.
unsafe fn of_this_frame(vm: &Vm, previous: Option<ObjRef>) -> Option<ObjRef> {
    let frame = &*vm.frame;
    let outer = frame.handled.as_ref().filter(|_| frame.is_generator);
    previous.filter(|p| !outer.is_some_and(|outer| outer.is(p)))
}

/// Restores the exception handled before; releases both registers.
#[inline(never)]
unsafe fn leave_handler(vm: &mut Vm, s: State, w: Word) -> (State, Option<ObjRef>) {
    let e = std::mem::replace(&mut *s.slot(w.a()), nil_value());
    let previous = std::mem::replace(&mut *s.slot(w.b()), nil_value());
    let previous = (previous != nil_value()).then(|| owned(previous));
    let frame = &*vm.frame;
    let previous = previous.or_else(|| frame.handled.clone().filter(|_| frame.is_generator));
    let old = std::mem::replace(&mut vm.cx.handled, previous);
    let s = match old {
        Some(o) => release(vm, s, raw(o)),
        None => s,
    };
    (s, (e != nil_value()).then(|| owned(e)))
}

#[inline(never)]
pub unsafe fn exit_handler(vm: &mut Vm, s: State, w: Word) -> State {
    let (s, e) = leave_handler(vm, s.next(1), w);
    match e {
        Some(e) => release(vm, s, raw(e)),
        None => s,
    }
}

#[inline(never)]
pub unsafe fn reraise(vm: &mut Vm, s: State, w: Word) -> State {
    save(vm, s);
    let (_, e) = leave_handler(vm, s, w);
    if let Some(e) = e {
        vm.reraise(e);
        vm.reraising = true;
    }
    throw(s)
}

#[inline(never)]
pub unsafe fn exc_match(vm: &mut Vm, s: State, w: Word) -> State {
    save(vm, s);
    let (e, class) = (borrowed(s.get(w.b())), borrowed(s.get(w.c())));
    let r = matches(vm, &e, &class);
    drop((e, class));
    match r {
        Ok(m) => {
            let s = crate::machine::consume(vm, s.next(1), w.c());
            put_bool(vm, s, w.a(), m)
        }
        Err(_) => throw(s),
    }
}

#[inline(never)]
pub unsafe fn exc_match_star(vm: &mut Vm, s: State, w: Word) -> State {
    save(vm, s);
    let (e, class) = (borrowed(s.get(w.b())), borrowed(s.get(w.c())));
    let r = star_parts(vm, &e, &class);
    drop((e, class));
    match r {
        Ok(parts) => {
            let none = vm.none.clone();
            let s = crate::machine::consume(vm, s.next(1), w.c());
            let s = put(vm, s, w.b(), raw(parts.rest.unwrap_or_else(|| none.clone())));
            let s = put(vm, s, w.a(), raw(parts.matching.unwrap_or(none)));
            State { pc: crate::machine::drained(vm, s.pc), base: s.base }
        }
        Err(_) => throw(s),
    }
}

fn star_parts(vm: &mut Vm, e: &ObjRef, class: &ObjRef) -> PyResult<group::GroupParts> {
    let classes = vm.heap.tuple(class).map_or_else(|| vec![class.clone()], <[ObjRef]>::to_vec);
    let base = vm.excs.base_exception.clone();
    let is_exception = |c: &ObjRef| TypeObj::of(c).is_some_and(|t| t.is_subtype(&base));
    if !classes.iter().all(is_exception) {
        return Err(bad_class(vm));
    }
    group::star_match(vm, e, class, &classes)
}

#[inline(never)]
pub unsafe fn enter_star(vm: &mut Vm, s: State, w: Word) -> State {
    let e = borrowed(s.get(w.a()));
    let before = vm.cx.handled.replace(e);
    let before = of_this_frame(vm, before);
    put(vm, s.next(1), w.b(), before.map_or(nil_value(), raw))
}

#[inline(never)]
pub unsafe fn prepare_reraise(vm: &mut Vm, s: State, w: Word) -> State {
    save(vm, s);
    let (e, list) = (borrowed(s.get(w.b())), borrowed(s.get(w.c())));
    let r = group::prepare_reraise(vm, &e, &list);
    drop((e, list));
    finish_using(vm, s, 1, w.a(), r, [w.c()])
}

fn matches(vm: &mut Vm, e: &ObjRef, class: &ObjRef) -> PyResult<bool> {
    let base = vm.excs.base_exception.clone();
    if let Some(t) = TypeObj::of(class) {
        if t.is_subtype(&base) {
            return Ok(e.ty().is_subtype(t));
        }
    } else if let Some(items) = vm.heap.tuple(class).map(<[ObjRef]>::to_vec) {
        let is_exception = |c: &ObjRef| TypeObj::of(c).is_some_and(|t| t.is_subtype(&base));
        if !items.iter().all(is_exception) {
            return Err(bad_class(vm));
        }
        return Ok(items.iter().filter_map(TypeObj::of).any(|t| e.ty().is_subtype(t)));
    }
    Err(bad_class(vm))
}

fn bad_class(vm: &mut Vm) -> theseus_object::Raised {
    vm.type_error("catching classes that do not inherit from BaseException is not allowed")
}

#[inline(never)]
pub unsafe fn exc_parts(vm: &mut Vm, s: State, w: Word) -> State {
    let e = borrowed(s.get(w.b()));
    let traceback = vm.heap.get::<Exception>(&e).and_then(|x| x.traceback.clone());
    let first = w.a() & 0x7fff;
    let class = e.class();
    let s = put(vm, s.next(1), first, raw(class));
    let s = put(vm, s, first + 1, raw(e));
    let traceback = traceback.unwrap_or_else(|| vm.none.clone());
    put(vm, s, first + 2, raw(traceback))
}

#[inline(never)]
pub unsafe fn load_with(vm: &mut Vm, s: State, w: Word) -> State {
    let names = [vm.names.enter.clone(), vm.names.exit.clone()];
    load_manager(vm, s, w, names, "context manager")
}

#[inline(never)]
pub unsafe fn load_async_with(vm: &mut Vm, s: State, w: Word) -> State {
    let names = [vm.names.aenter.clone(), vm.names.aexit.clone()];
    load_manager(vm, s, w, names, "asynchronous context manager")
}

#[inline(always)]
unsafe fn load_manager(vm: &mut Vm, s: State, w: Word, names: [ObjRef; 2], protocol: &str) -> State {
    save(vm, s);
    let manager = borrowed(s.get(w.b()));
    let [enter, exit] = names;
    let found = (manager.ty().lookup(vm, &enter), manager.ty().lookup(vm, &exit));
    let (Some(enter), Some(exit)) = found else {
        let name = manager.ty().name();
        let missing = match found.0 {
            None => String::new(),
            Some(_) => format!(" (missed {} method)", exit.text_or_empty()),
        };
        vm.type_error(format!("'{name}' object does not support the {protocol} protocol{missing}"));
        return throw(s);
    };
    let pairs = bound_pair(vm, exit, &manager).and_then(|e| Ok([e, bound_pair(vm, enter, &manager)?]));
    let Ok(pairs) = pairs else { return throw(s) };
    drop(manager);
    // The manager's register may be the first of the window.
    let mut next = crate::machine::consume(vm, s.next(1), w.b());
    let mut at = w.a() & 0x7fff;
    for (callee, receiver) in pairs {
        next = put(vm, next, at, callee.map_or(nil_value(), raw));
        next = put(vm, next, at + 1, raw(receiver));
        at += 2;
    }
    State { pc: crate::machine::drained(vm, next.pc), base: next.base }
}

/// What LoadMethod would leave: function and receiver, or nothing and the bound callable.
fn bound_pair(vm: &mut Vm, f: ObjRef, o: &ObjRef) -> PyResult<(Option<ObjRef>, ObjRef)> {
    use theseus_object::Kind;
    if matches!(f.kind(), Kind::Function | Kind::MethodDescriptor)
        && !f.ty().is(&vm.types.classmethod_descriptor)
    {
        return Ok((Some(f), o.clone()));
    }
    Ok((None, vm.bind(&f, o)?))
}

#[inline(never)]
pub unsafe fn match_stop_async(vm: &mut Vm, s: State, w: Word) -> State {
    let ended = borrowed(s.get(w.b())).ty().is_subtype(&vm.excs.stop_async_iteration);
    put_bool(vm, s.next(1), w.a(), ended)
}

#[inline(never)]
pub unsafe fn load_assertion_error(vm: &mut Vm, s: State, w: Word) -> State {
    let class = vm.excs.assertion_error.as_ref().clone();
    finish(vm, s, 1, w.a(), Ok(class))
}
