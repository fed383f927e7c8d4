//! Calls and returns.

use theseus_bytecode::{Op, Word};
use theseus_guards::Optimisation;
use theseus_object::methods::{Naming, NativeFn};
use theseus_object::payload::{ByteArray, Dict, Function, List, MethodDescriptor, NativeData, Set, Tuple};
use theseus_object::{Args, Kind, ObjRef, PyResult, TypeObj};

use crate::bind::{enter_in_place, generator_in_place, spread};
use crate::call::{Values, call_values, check_pending, clear_locals, exec_of, fits, push, python_init};
use crate::exec::Exec;
use crate::frame::{Action, Value, nil_value};
use crate::guard::sites::Seen;
use crate::inline;
use crate::machine::{
    BACK_OFF, State, Vm, borrow, deoptimise, drained, due, exact, finish, incref, owned, payload, put,
    put_bool, put_int, raw, release, release_object, save, throw,
};
use crate::ops::call_guarded::{DEFAULTS, INLINE, RECEIVER};

/// Words of each instruction, by opcode byte.
pub static LENGTHS: [u8; 256] = {
    let mut t = [1; 256];
    let mut i = 0;
    while i <= Op::Extended as usize {
        t[i] = 1 + CACHES[i];
        i += 1;
    }
    t
};

macro_rules! cache_table {
    ($(($name:ident, $handler:ident, $family:ident, $operands:tt, $cache:literal, $generic:ident, $doc:literal))*) => {
        const CACHES: &[u8] = &[$($cache,)*];
    };
}
theseus_bytecode::for_each_op!(cache_table);

/// Takes registers `first..first + n`: they are unbound afterwards.
unsafe fn take_values(s: State, first: u16, n: usize) -> Values {
    let first = s.slot(first);
    (0..n).map(|i| owned(std::mem::replace(&mut *first.add(i), nil_value()))).collect()
}

// ---- generic

#[inline(never)]
pub unsafe fn call(vm: &mut Vm, s: State, w: Word) -> State {
    let f = w.b() & 0x7fff;
    if due(vm, s) {
        if specialise_call(vm, s, w, s.get(f)) {
            return s;
        }
        s.set_cache(1, BACK_OFF);
    }
    save(vm, s);
    if (*s.get(f)).kind.get() == Kind::Function {
        let (func, base, n) = (s.slot(f), s.slot(f + 1), w.c() as usize);
        if let Some(entered) = enter_in_place(vm, func, base, n, &[]) {
            return entered;
        }
        if let Some(g) = generator_in_place(vm, func, base, n) {
            return finish(vm, s, 3, w.a(), Ok(g));
        }
    }
    if calls_native(vm, s.slot(f)) {
        return call_in_place(vm, s, w, 3, s.slot(f), w.c() as usize, &[]);
    }
    call_whatever(vm, s, w, false)
}

/// The general way of a call with positional arguments, or of what LoadMethod left.
#[inline(never)]
pub unsafe fn call_whatever(vm: &mut Vm, s: State, w: Word, method: bool) -> State {
    save(vm, s);
    let (f, n) = (w.b() & 0x7fff, w.c() as usize);
    let (callee, values) = if method {
        take_method(s, f, n)
    } else {
        (owned(std::mem::replace(&mut *s.slot(f), nil_value())), take_values(s, f + 1, n))
    };
    call_values(vm, s, w, 3, callee, values, &[], s.slot(f + 1))
}

/// Whether what is to be called runs natively, not in a frame pushed for it.
unsafe fn calls_native(vm: &mut Vm, slot: *const Value) -> bool {
    match (**slot).kind.get() {
        Kind::Function | Kind::Method | Kind::Nil => false,
        Kind::Type => python_init(vm, borrow(slot)).is_none(),
        _ => true,
    }
}

/// Calls native code with its `n` arguments where they stand, behind the callee. The window stays as it
/// is until the call returns.
unsafe fn call_in_place(
    vm: &mut Vm,
    s: State,
    w: Word,
    words: usize,
    slot: *mut Value,
    n: usize,
    names: &[ObjRef],
) -> State {
    let values = std::slice::from_raw_parts(slot.add(1) as *const ObjRef, n);
    let callee = borrow(slot).clone();
    let r = vm.call_args(&callee, &Args { values, names });
    drop(callee);
    let Ok(v) = r else { return throw(s) };
    let mut next = s.next(words);
    for i in 0..=n {
        let old = std::mem::replace(&mut *slot.add(i), nil_value());
        next = release(vm, next, old);
    }
    next = put(vm, next, w.a(), raw(v));
    State { pc: drained(vm, next.pc), base: next.base }
}

/// As [`call_in_place`] for what LoadMethod left; nothing if it does not run natively.
unsafe fn method_native(vm: &mut Vm, s: State, w: Word, words: usize, names: &[ObjRef]) -> Option<State> {
    let f = w.b() & 0x7fff;
    let (slot, n) = match (*s.get(f)).kind.get() {
        Kind::Nil => (s.slot(f + 1), w.c() as usize),
        _ => (s.slot(f), w.c() as usize + 1),
    };
    calls_native(vm, slot).then(|| call_in_place(vm, s, w, words, slot, n, names))
}

#[inline(never)]
pub unsafe fn call_method(vm: &mut Vm, s: State, w: Word) -> State {
    let f = w.b() & 0x7fff;
    if due(vm, s) {
        if specialise_method(vm, s, w) {
            return s;
        }
        s.set_cache(1, BACK_OFF);
    }
    save(vm, s);
    if let Some(entered) = method_in_place(vm, s, f, w.c() as usize, &[]) {
        return entered;
    }
    if let Some(next) = method_native(vm, s, w, 3, &[]) {
        return next;
    }
    call_whatever(vm, s, w, true)
}

/// Enters a Python function that LoadMethod left, with its receiver if there is one.
unsafe fn method_in_place(vm: &mut Vm, s: State, f: u16, n: usize, names: &[ObjRef]) -> Option<State> {
    let (f, n) = if s.get(f) == nil_value() { (f + 1, n) } else { (f, n + 1) };
    if (*s.get(f)).kind.get() != Kind::Function {
        return None;
    }
    enter_in_place(vm, s.slot(f), s.slot(f + 1), n, names)
}

/// What LoadMethod left, with the arguments: the receiver is the first value if there is one.
unsafe fn take_method(s: State, f: u16, n: usize) -> (ObjRef, Values) {
    let callee = std::mem::replace(&mut *s.slot(f), nil_value());
    if callee == nil_value() {
        let callee = owned(std::mem::replace(&mut *s.slot(f + 1), nil_value()));
        return (callee, take_values(s, f + 2, n));
    }
    (owned(callee), take_values(s, f + 1, n + 1))
}

unsafe fn keyword_names<'a>(vm: &Vm, s: State) -> &'a [ObjRef] {
    let k = vm.exec().consts.add(s.cache(1) as usize);
    // The tuple is a constant of the running code: nobody writes it while a call reads it.
    Tuple::items_unchecked(borrow(k))
}

#[inline(never)]
pub unsafe fn call_kw(vm: &mut Vm, s: State, w: Word) -> State {
    save(vm, s);
    let f = w.b() & 0x7fff;
    let names = keyword_names(vm, s);
    if (*s.get(f)).kind.get() == Kind::Function
        && let Some(entered) = enter_in_place(vm, s.slot(f), s.slot(f + 1), w.c() as usize, names)
    {
        return entered;
    }
    if calls_native(vm, s.slot(f)) {
        return call_in_place(vm, s, w, 2, s.slot(f), w.c() as usize, names);
    }
    let callee = owned(std::mem::replace(&mut *s.slot(f), nil_value()));
    let values = take_values(s, f + 1, w.c() as usize);
    call_values(vm, s, w, 2, callee, values, names, s.slot(f + 1))
}

#[inline(never)]
pub unsafe fn call_method_kw(vm: &mut Vm, s: State, w: Word) -> State {
    save(vm, s);
    let f = w.b() & 0x7fff;
    let names = keyword_names(vm, s);
    if let Some(entered) = method_in_place(vm, s, f, w.c() as usize, names) {
        return entered;
    }
    if let Some(next) = method_native(vm, s, w, 2, names) {
        return next;
    }
    let (callee, values) = take_method(s, f, w.c() as usize);
    call_values(vm, s, w, 2, callee, values, names, s.slot(f + 1))
}

#[inline(never)]
pub unsafe fn call_ex(vm: &mut Vm, s: State, w: Word) -> State {
    save(vm, s);
    let f = w.b() & 0x7fff;
    if (*s.get(f)).kind.get() == Kind::Function
        && let Some((total, names)) = spread(vm, s.slot(f + 1), w.x() & 1 != 0)
    {
        if let Some(entered) = enter_in_place(vm, s.slot(f), s.slot(f + 1), total, &names) {
            return entered;
        }
        let callee = owned(std::mem::replace(&mut *s.slot(f), nil_value()));
        let values = take_values(s, f + 1, total);
        return call_values(vm, s, w, 1, callee, values, &names, s.slot(f + 1));
    }
    let callee = owned(std::mem::replace(&mut *s.slot(f), nil_value()));
    let tuple = owned(std::mem::replace(&mut *s.slot(f + 1), nil_value()));
    let mut values: Values = vm.heap.tuple(&tuple).map(|t| t.iter().cloned().collect()).unwrap_or_default();
    drop(tuple);
    let mut names = Values::new();
    if w.x() & 1 != 0 {
        let dict = owned(std::mem::replace(&mut *s.slot(f + 2), nil_value()));
        match crate::call::flatten_keywords(vm, &dict, &mut values) {
            Ok(n) => names = n,
            Err(_) => return throw(s),
        }
    }
    call_values(vm, s, w, 1, callee, values, &names, s.slot(f + 1))
}

// ---- specialisation

unsafe fn specialise_call(vm: &mut Vm, s: State, w: Word, callee: Value) -> bool {
    let n = w.c() as usize;
    let kind = (*callee).kind.get();
    let python = matches!(kind, Kind::Function | Kind::Type);
    if !python && !vm.guards.is_on(Optimisation::CallBuiltin) {
        return false;
    }
    let op = match kind {
        Kind::Function => return specialise_function(vm, s, callee, n, Op::CallPy, Op::CallPyDefaults),
        Kind::Native => {
            let d = payload::<NativeData>(callee);
            let first = s.get((w.b() & 0x7fff) + 1);
            match d.def.name {
                "len" if n == 1 && is_builtin(d) && native_len(first).is_some() => Op::CallLen,
                "isinstance"
                    if n == 2 && is_builtin(d) && (*s.get((w.b() & 0x7fff) + 2)).kind.get() == Kind::Type =>
                {
                    Op::CallIsInstance
                }
                _ => Op::CallNative,
            }
        }
        Kind::Type => {
            let class = borrow(&raw const callee);
            let Some(init) = python_init(vm, class) else { return specialise_class(vm, s, class, n) };
            let exec = exec_of(vm, payload::<Function>(init.as_ptr().as_ptr()));
            if exec.is_null() || !(*exec).plain || (*exec).positional as usize != n + 1 {
                return false;
            }
            let (Some(ty), Some(served)) = (TypeObj::of(class), serves(vm, exec)) else { return false };
            if crate::guard::inits::write(vm, s, ty, &init, exec, served) {
                return true;
            }
            s.set_cache(1, ty.version(vm.interp()));
            // The function lives as long as the class does not change.
            s.set_cache(2, init.as_ptr().as_ptr() as u64);
            if served == Optimisation::Inline { Op::CallInitInline } else { Op::CallInit }
        }
        _ => return false,
    };
    s.set_op(op);
    s.set_x(0);
    if op == Op::CallLen || op == Op::CallIsInstance {
        s.set_cache(1, callee as u64);
    }
    true
}

/// A class that is called by the rules of `type`, with instances that Python code does not initialise.
unsafe fn specialise_class(vm: &mut Vm, s: State, class: &ObjRef, n: usize) -> bool {
    let Some(ty) = TypeObj::of(class).filter(|_| class.ty().is(&vm.types.type_)) else { return false };
    let makes_class = ty.is(&vm.types.type_) && n != 1;
    if makes_class || !vm.guards.is_on(Optimisation::CallBuiltin) {
        return false;
    }
    s.set_cache(1, ty.version(vm.interp()));
    s.set_x(0);
    s.set_op(Op::CallClass);
    true
}

/// Native code that LoadMethod left without a receiver: the operand x tells that it stands one register behind.
unsafe fn specialise_callable(vm: &mut Vm, s: State, callee: Value, n: usize) -> bool {
    let class = borrow(&raw const callee);
    let known = match (*callee).kind.get() {
        Kind::Native => {
            s.set_op(Op::CallNative);
            true
        }
        Kind::Type => python_init(vm, class).is_none() && specialise_class(vm, s, class, n),
        _ => false,
    };
    if known {
        s.set_x(1);
    }
    known
}

/// What specialising a call of a Python function of this form serves, with its arguments in place.
unsafe fn serves(vm: &Vm, exec: *const Exec) -> Option<Optimisation> {
    if inlines(vm, exec) {
        return Some(Optimisation::Inline);
    }
    vm.guards.is_on(Optimisation::CallPy).then_some(Optimisation::CallPy)
}

/// Whether calls of a function of this form are to be inlined.
pub unsafe fn inlines(vm: &Vm, exec: *const Exec) -> bool {
    vm.guards.is_on(Optimisation::Inline) && inline::is_inlinable(&*exec)
}

fn is_builtin(d: &NativeData) -> bool {
    d.module.as_ref().is_some_and(|m| m.ascii() == Some("builtins"))
}

unsafe fn specialise_function(vm: &mut Vm, s: State, f: Value, n: usize, exact: Op, defaults: Op) -> bool {
    let function = payload::<Function>(f);
    let exec = exec_of(vm, function);
    if !exec.is_null() && (*exec).choosing {
        return specialise_chosen(vm, s, function, exec, 0);
    }
    if exec.is_null() || !(*exec).plain || !trusts(vm, s, function) {
        return false;
    }
    let positional = (*exec).positional as usize;
    let given = function.defaults.as_ref().and_then(|d| vm.heap.tuple(d)).map_or(0, <[ObjRef]>::len);
    if n == positional {
        return specialise_exact(vm, s, f, exec, false, [exact, Op::CallPyAny, Op::CallPyInline]);
    }
    if n > positional || n + given < positional || !vm.guards.is_on(Optimisation::CallPy) {
        return false;
    }
    if !crate::guard::codes::write(vm, s, f, exec, DEFAULTS, Optimisation::CallPy) {
        s.set_cache(1, exec as u64);
        s.set_op(defaults);
    }
    true
}

/// Whether the policy lets a call of the function be specialised.
unsafe fn trusts(vm: &Vm, s: State, f: &Function) -> bool {
    let trusted = vm.guards.trusts_code(f);
    if !trusted {
        crate::guard::refuse(vm, s);
    }
    trusted
}

/// Writes the form of a call of `f` with just the arguments that it takes, as the strategy asks for: for one
/// function, for several, or to inline its body.
unsafe fn specialise_exact(
    vm: &mut Vm,
    s: State,
    f: Value,
    exec: *const Exec,
    receiver: bool,
    [one, any, inlined]: [Op; 3],
) -> bool {
    let Some(optimisation) = serves(vm, exec) else { return false };
    let inlined_bit = if optimisation == Optimisation::Inline { INLINE } else { 0 };
    let bits = inlined_bit | if receiver { RECEIVER } else { 0 };
    if !crate::guard::codes::write(vm, s, f, exec, bits, optimisation) {
        s.set_cache(1, exec as u64);
        s.set_op(match optimisation {
            Optimisation::Inline => inlined,
            _ if varies(vm, s, f, exec) => any,
            _ => one,
        });
    }
    true
}

/// Writes the form of a call of a function with specialised codes, of which each call chooses one.
unsafe fn specialise_chosen(vm: &mut Vm, s: State, function: &Function, exec: *const Exec, bits: u8) -> bool {
    if !vm.guards.is_on(Optimisation::CallPy) || !trusts(vm, s, function) {
        return false;
    }
    s.set_cache(1, exec as u64);
    s.set_cache(2, 0);
    s.set_x(bits);
    s.set_op(Op::CallPyChosen);
    true
}

/// Whether a call met different functions.
unsafe fn varies(vm: &Vm, s: State, function: Value, exec: *const Exec) -> bool {
    let seen = Seen { version: exec as u64, shape: 0, found: 0, class: function as usize };
    let caller = vm.exec();
    caller.known_sites().is_some_and(|sites| sites.see(caller.index_of(s.pc), seen).is_some())
}

unsafe fn specialise_method(vm: &mut Vm, s: State, w: Word) -> bool {
    let f = w.b() & 0x7fff;
    let callee = s.get(f);
    let n = w.c() as usize;
    let kind = (*callee).kind.get();
    if kind != Kind::Function && !vm.guards.is_on(Optimisation::CallBuiltin) {
        return false;
    }
    if callee == nil_value() {
        return specialise_callable(vm, s, s.get(f + 1), n);
    }
    match kind {
        Kind::Function => {
            let function = payload::<Function>(callee);
            let exec = exec_of(vm, function);
            if !exec.is_null() && (*exec).choosing {
                return specialise_chosen(vm, s, function, exec, RECEIVER);
            }
            if exec.is_null() || !(*exec).plain || (*exec).positional as usize != n + 1 {
                return false;
            }
            if !trusts(vm, s, function) {
                return false;
            }
            return specialise_exact(
                vm,
                s,
                callee,
                exec,
                true,
                [Op::CallMethodPy, Op::CallMethodPyAny, Op::CallMethodPyInline],
            );
        }
        Kind::MethodDescriptor => {
            let d = payload::<MethodDescriptor>(callee);
            let me = borrow(s.slot(f + 1));
            if TypeObj::of(&d.owner).is_none_or(|o| !me.ty().is_subtype(o)) {
                return false;
            }
            s.set_cache(1, callee as u64);
            s.set_op(match d.def.name {
                "append" if n == 1 && me.is_exact(Kind::List) => Op::CallListAppend,
                "pop" if n == 0 && me.is_exact(Kind::List) => Op::CallListPop,
                "add" if n == 1 && me.is_exact(Kind::Set) => Op::CallSetAdd,
                _ => Op::CallMethodNative,
            });
        }
        _ => return false,
    }
    true
}

// ---- Python functions

#[inline(always)]
pub unsafe fn call_py(vm: &mut Vm, s: State, w: Word) -> State {
    let slot = s.slot(w.b());
    let f = *slot;
    let exec = s.cache(1) as *const Exec;
    if (*f).kind.get() != Kind::Function || payload::<Function>(f).exec.get() != exec as usize {
        return deoptimise(vm, s);
    }
    enter_window(vm, s, slot, slot.add(1), exec, w.c() as usize)
}

#[inline(always)]
pub unsafe fn call_method_py(vm: &mut Vm, s: State, w: Word) -> State {
    let slot = s.slot(w.b());
    let f = *slot;
    let exec = s.cache(1) as *const Exec;
    if (*f).kind.get() != Kind::Function || payload::<Function>(f).exec.get() != exec as usize {
        return deoptimise(vm, s);
    }
    enter_window(vm, s, slot, slot.add(1), exec, w.c() as usize + 1)
}

/// The code of what is called, if it is a function of `n` plain parameters.
#[inline(always)]
unsafe fn plain_exec(vm: &Vm, f: Value, n: usize) -> Option<*const Exec> {
    if (*f).kind.get() != Kind::Function {
        return None;
    }
    let exec = exec_of(vm, payload::<Function>(f));
    (!exec.is_null() && (*exec).takes(n)).then_some(exec)
}

#[inline(never)]
pub unsafe fn call_py_any(vm: &mut Vm, s: State, w: Word) -> State {
    enter_any(vm, s, w, w.c() as usize, Op::CallPy)
}

#[inline(never)]
pub unsafe fn call_method_py_any(vm: &mut Vm, s: State, w: Word) -> State {
    enter_any(vm, s, w, w.c() as usize + 1, Op::CallMethodPy)
}

#[inline(always)]
unsafe fn enter_any(vm: &mut Vm, s: State, w: Word, n: usize, one: Op) -> State {
    let slot = s.slot(w.b());
    let Some(exec) = plain_exec(vm, *slot, n) else { return deoptimise(vm, s) };
    if *slot as u64 != s.cache(1) {
        s.set_cache(1, *slot as u64);
        s.set_cache(2, 0);
    } else {
        s.set_cache(2, s.cache(2) + 1);
        if s.cache(2) == SETTLED {
            s.set_cache(1, exec as u64);
            s.set_op(one);
        }
    }
    enter_window(vm, s, slot, slot.add(1), exec, n)
}

/// A call that met several functions has settled for one when it met that so often in a row.
const SETTLED: u64 = 1000;

/// The form for several functions, of a call that has settled for one and meets another again.
///
/// # Safety
/// `s` is at an instruction of the running frame.
pub unsafe fn unsettle(vm: &Vm, s: State) -> bool {
    let any = match Word(*s.pc).op() {
        Some(Op::CallPy) => Op::CallPyAny,
        Some(Op::CallMethodPy) => Op::CallMethodPyAny,
        _ => return false,
    };
    let exec = vm.exec();
    let several = exec.known_sites().is_some_and(|sites| sites.has_seen_several(exec.index_of(s.pc)));
    if several {
        s.set_cache(1, 0);
        s.set_op(any);
    }
    several
}

/// Enters a function whose `n` arguments stand in place at `base`; its reference moves from `slot`
/// to the frame.
#[inline(always)]
pub unsafe fn enter_window(
    vm: &mut Vm,
    s: State,
    slot: *mut Value,
    base: *mut Value,
    exec: *const Exec,
    n: usize,
) -> State {
    save(vm, s);
    if !fits(vm, exec, base) {
        return throw(s);
    }
    let f = std::mem::replace(&mut *slot, nil_value());
    clear_locals(base, n, exec);
    let entered = push(vm, f, exec, base, Action::Value, std::ptr::null_mut());
    check_pending(vm, entered)
}

#[inline(never)]
pub unsafe fn call_py_defaults(vm: &mut Vm, s: State, w: Word) -> State {
    let slot = s.slot(w.b());
    let f = *slot;
    let exec = s.cache(1) as *const Exec;
    if (*f).kind.get() != Kind::Function || payload::<Function>(f).exec.get() != exec as usize {
        return deoptimise(vm, s);
    }
    enter_with_defaults(vm, s, slot, exec, w.c() as usize)
}

/// Enters the function in `slot` with the `n` arguments behind it and with its defaults, unless they are too few.
#[inline(always)]
pub unsafe fn enter_with_defaults(
    vm: &mut Vm,
    s: State,
    slot: *mut Value,
    exec: *const Exec,
    n: usize,
) -> State {
    save(vm, s);
    let positional = (*exec).positional as usize;
    let Some(defaults) = &payload::<Function>(*slot).defaults else { return deoptimise(vm, s) };
    let items = Tuple::items_unchecked(defaults);
    if n > positional || n + items.len() < positional {
        return deoptimise(vm, s);
    }
    let base = slot.add(1);
    if !fits(vm, exec, base) {
        return throw(s);
    }
    let first = items.len() - (positional - n);
    for (i, d) in items[first..].iter().enumerate() {
        let v = d.as_ptr().as_ptr();
        incref(v);
        let old = std::mem::replace(&mut *base.add(n + i), v);
        if old != nil_value() {
            drop(owned(old));
        }
    }
    enter_window(vm, s, slot, base, exec, positional)
}

/// The `__init__` that the site calls, and its form; nothing if the guard fails.
#[inline(always)]
pub unsafe fn init_of(vm: &Vm, s: State, w: Word) -> Option<(Value, *const Exec)> {
    let class = *s.slot(w.b());
    if (*class).kind.get() != Kind::Type || (*(class as *const TypeObj)).current_version() != s.cache(1) {
        return None;
    }
    let init = s.cache(2) as Value;
    let exec = exec_of(vm, payload::<Function>(init));
    let fits = !exec.is_null() && (*exec).plain && (*exec).positional as usize == w.c() as usize + 1;
    fits.then_some((init, exec))
}

#[inline(never)]
pub unsafe fn call_init(vm: &mut Vm, s: State, w: Word) -> State {
    let Some((init, exec)) = init_of(vm, s, w) else { return deoptimise(vm, s) };
    let slot = s.slot(w.b());
    let class = *slot;
    // The instance takes the place of the class: it stands right before the arguments.
    *slot = raw(vm.interp().alloc_instance(&*(class as *const TypeObj)));
    call_init_with(vm, s, class, init, exec, w.c() as usize + 1)
}

/// Pushes the frame of an `__init__` whose `n` arguments begin with the new instance, which stands where
/// its class stood.
#[inline(always)]
pub unsafe fn call_init_with(
    vm: &mut Vm,
    s: State,
    class: Value,
    init: Value,
    exec: *const Exec,
    n: usize,
) -> State {
    save(vm, s);
    let base = s.slot(Word(*s.pc).b());
    // The instance holds its class.
    let rc = &(*class).rc;
    rc.set(rc.get() - 1);
    if !fits(vm, exec, base) {
        return throw(s);
    }
    let instance = *base;
    incref(instance);
    incref(init);
    clear_locals(base, n, exec);
    let entered = push(vm, init, exec, base, Action::Init, instance);
    check_pending(vm, entered)
}

// ---- native functions

/// Ends a native call: the window `first..first + n` is released, the result goes to `a`.
#[inline(always)]
unsafe fn finish_native(vm: &mut Vm, s: State, w: Word, first: *mut Value, n: usize, r: PyResult) -> State {
    match r {
        Ok(v) => {
            let mut next = s.next(3);
            for i in 0..n {
                let old = std::mem::replace(&mut *first.add(i), nil_value());
                next = release(vm, next, old);
            }
            next = put(vm, next, w.a(), raw(v));
            State { pc: drained(vm, next.pc), base: next.base }
        }
        Err(_) => throw(s),
    }
}

/// Calls a native function with its arguments where they stand. The window stays as it is until
/// the call returns: registers own it and nobody writes it.
#[inline(always)]
unsafe fn invoke(
    vm: &mut Vm,
    def: &theseus_object::methods::NativeDef,
    module: Option<&ObjRef>,
    first: *const Value,
    n: usize,
) -> PyResult {
    let values = std::slice::from_raw_parts(first as *const ObjRef, n);
    match (def.call, values) {
        (NativeFn::A1(f), [a]) => f(vm, a),
        (NativeFn::A2(f), [a, b]) => f(vm, a, b),
        _ => def.invoke_of(vm, &Args { values, names: &[] }, Naming::of(module)),
    }
}

#[inline(never)]
pub unsafe fn call_native(vm: &mut Vm, s: State, w: Word) -> State {
    let slot = s.slot(w.b() + u16::from(w.x()));
    let f = *slot;
    if (*f).kind.get() != Kind::Native {
        return deoptimise(vm, s);
    }
    save(vm, s);
    let d = payload::<NativeData>(f);
    let n = w.c() as usize;
    if d.self_.is_some() && d.def.receivers() == 1 || d.def.name == "__new__" {
        let values = std::slice::from_raw_parts(slot.add(1) as *const ObjRef, n);
        let callee = borrow(slot).clone();
        let r = vm.call_args(&callee, &Args { values, names: &[] });
        drop(callee);
        return finish_native(vm, s, w, slot, n + 1, r);
    }
    let r = invoke(vm, d.def, d.module.as_ref(), slot.add(1), n);
    finish_native(vm, s, w, slot, n + 1, r)
}

#[inline(never)]
pub unsafe fn call_class(vm: &mut Vm, s: State, w: Word) -> State {
    let slot = s.slot(w.b() + u16::from(w.x()));
    let class = *slot;
    let metaclass = (*class).ty.get();
    if (*class).kind.get() != Kind::Type
        || (*(class as *const TypeObj)).current_version() != s.cache(1)
        || !std::ptr::eq(metaclass, &*vm.types.type_)
    {
        return deoptimise(vm, s);
    }
    save(vm, s);
    let n = w.c() as usize;
    let values = std::slice::from_raw_parts(slot.add(1) as *const ObjRef, n);
    let r = match values {
        [o] if std::ptr::addr_eq(class, metaclass) => Ok(o.class()),
        _ => theseus_builtins::type_::construct(vm, borrow(slot), &Args { values, names: &[] }),
    };
    finish_native(vm, s, w, slot, n + 1, r)
}

#[inline(never)]
pub unsafe fn call_method_native(vm: &mut Vm, s: State, w: Word) -> State {
    let slot = s.slot(w.b());
    let f = *slot;
    // The descriptor is the one seen before: its owner was checked against this receiver's type
    // by the LoadMethod that put it there.
    if f as u64 != s.cache(1) {
        return deoptimise(vm, s);
    }
    let d = payload::<MethodDescriptor>(f);
    let me = borrow(slot.add(1));
    let own = std::ptr::addr_eq(me.header().ty.get(), d.owner.as_ptr().as_ptr());
    if !own && TypeObj::of(&d.owner).is_none_or(|o| !me.ty().is_subtype(o)) {
        return deoptimise(vm, s);
    }
    save(vm, s);
    let n = w.c() as usize + 1;
    let r = invoke(vm, d.def, None, slot.add(1), n);
    finish_native(vm, s, w, slot, n + 1, r)
}

#[inline(never)]
pub unsafe fn call_list_append(vm: &mut Vm, s: State, w: Word) -> State {
    let slot = s.slot(w.b());
    let me = *slot.add(1);
    if *slot as u64 != s.cache(1) || exact(me) != Kind::List as u16 {
        return deoptimise(vm, s);
    }
    let v = owned(std::mem::replace(&mut *slot.add(2), nil_value()));
    payload::<List>(me).items.push(vm.interp(), v);
    finish_with_none(vm, s, w, slot)
}

#[inline(never)]
pub unsafe fn call_list_pop(vm: &mut Vm, s: State, w: Word) -> State {
    let slot = s.slot(w.b());
    let me = *slot.add(1);
    if *slot as u64 != s.cache(1) || exact(me) != Kind::List as u16 {
        return deoptimise(vm, s);
    }
    match payload::<List>(me).items.pop() {
        Some(v) => finish_method(vm, s, w, slot, raw(v)),
        None => call_method_native(vm, s, w),
    }
}

/// [`finish_method`] with the result None. A statement lets go of that at once, which is done here.
#[inline(always)]
unsafe fn finish_with_none(vm: &mut Vm, s: State, w: Word, slot: *mut Value) -> State {
    let behind = Word(*s.pc.add(3));
    if behind.0 as u8 == Op::Unbind as u8 && behind.a() == w.a() {
        let next = release_method(vm, s, 4, slot);
        let old = std::mem::replace(&mut *next.slot(w.a()), nil_value());
        return release(vm, next, old);
    }
    let none = vm.interp().none.as_ptr().as_ptr();
    incref(none);
    finish_method(vm, s, w, slot, none)
}

/// Ends a call of a native method whose arguments are gone.
#[inline(always)]
unsafe fn finish_method(vm: &mut Vm, s: State, w: Word, slot: *mut Value, v: Value) -> State {
    let next = release_method(vm, s, 3, slot);
    put(vm, next, w.a(), v)
}

/// Releases what LoadMethod left, and goes on `n` words further.
#[inline(always)]
unsafe fn release_method(vm: &mut Vm, s: State, n: usize, slot: *mut Value) -> State {
    let f = std::mem::replace(&mut *slot, nil_value());
    let me = std::mem::replace(&mut *slot.add(1), nil_value());
    // The method's type keeps the descriptor.
    let rc = &(*f).rc;
    rc.set(rc.get() - 1);
    release_object(vm, s.next(n), me)
}

#[inline(never)]
pub unsafe fn call_set_add(vm: &mut Vm, s: State, w: Word) -> State {
    let slot = s.slot(w.b());
    let (me, key) = (*slot.add(1), *slot.add(2));
    if *slot as u64 != s.cache(1) || exact(me) != Kind::Set as u16 {
        return deoptimise(vm, s);
    }
    let o = borrow(slot.add(2));
    let Some(hash) = super::item::plain_hash(vm, key) else { return call_method_native(vm, s, w) };
    // A key of another type may have the same hash.
    if payload::<Set>(me).table.add_plain(hash, o).is_err() {
        return call_method_native(vm, s, w);
    }
    drop(owned(std::mem::replace(&mut *slot.add(2), nil_value())));
    finish_with_none(vm, s, w, slot)
}

/// Length of an exact builtin container, without calling anything.
#[inline(always)]
pub unsafe fn native_len(v: Value) -> Option<usize> {
    const LIST: u16 = Kind::List as u16;
    const TUPLE: u16 = Kind::Tuple as u16;
    const STR: u16 = Kind::Str as u16;
    const DICT: u16 = Kind::Dict as u16;
    const SET: u16 = Kind::Set as u16;
    const BYTEARRAY: u16 = Kind::ByteArray as u16;
    Some(match exact(v) {
        LIST => payload::<List>(v).items.len(),
        TUPLE => Tuple::items_unchecked(borrow(&raw const v)).len(),
        STR => return borrow(&raw const v).str_len(),
        DICT => payload::<Dict>(v).len(),
        SET => payload::<Set>(v).table.len(),
        BYTEARRAY => payload::<ByteArray>(v).data.len(),
        _ => return None,
    })
}

#[inline(never)]
pub unsafe fn call_len(vm: &mut Vm, s: State, w: Word) -> State {
    let slot = s.slot(w.b());
    if *slot as u64 != s.cache(1) {
        return deoptimise(vm, s);
    }
    let Some(n) = native_len(*slot.add(1)) else { return deoptimise(vm, s) };
    let f = std::mem::replace(&mut *slot, nil_value());
    let arg = std::mem::replace(&mut *slot.add(1), nil_value());
    let next = release_object(vm, s.next(3), f);
    let next = release_object(vm, next, arg);
    put_int(vm, next, w.a(), n as i64)
}

#[inline(never)]
pub unsafe fn call_isinstance(vm: &mut Vm, s: State, w: Word) -> State {
    let slot = s.slot(w.b());
    let class = *slot.add(2);
    if *slot as u64 != s.cache(1)
        || (*class).kind.get() != Kind::Type
        || !std::ptr::eq((*class).ty.get(), &*vm.types.type_)
    {
        return deoptimise(vm, s);
    }
    let o = *slot.add(1);
    let is = (*(*o).ty.get()).is_subtype(&*(class as *const TypeObj));
    // An object may claim another class through `__class__`: the general rules know.
    if !is && (*o).sub.get() != 0 {
        return call_native(vm, s, w);
    }
    let mut next = s.next(3);
    for i in 0..3 {
        let v = std::mem::replace(&mut *slot.add(i), nil_value());
        next = release_object(vm, next, v);
    }
    put_bool(vm, next, w.a(), is)
}

// ---- returns

#[inline(always)]
pub unsafe fn return_(vm: &mut Vm, s: State, w: Word) -> State {
    // The frame ends: a local can be moved out like a temporary.
    let slot = s.slot(w.a());
    let v = std::mem::replace(&mut *slot, nil_value());
    leave(vm, s, v)
}

#[inline(always)]
pub unsafe fn return_k(vm: &mut Vm, s: State, w: Word) -> State {
    let v = *vm.exec().consts.add(w.a() as usize);
    incref(v);
    leave(vm, s, v)
}

/// Ends the running frame with a result.
#[inline(always)]
unsafe fn leave(vm: &mut Vm, s: State, v: Value) -> State {
    let frame = vm.frame;
    if (*frame).is_generator || !(*frame).object.is_null() {
        save(vm, s);
        return leave_slow(vm, v);
    }
    // The compiler leaves only locals bound at a return.
    let n = (*(*frame).exec).locals as usize;
    for i in 0..n {
        let slot = s.base.add(i);
        let old = *slot;
        if old != nil_value() {
            *slot = nil_value();
            drop(owned(old));
        }
    }
    drop(owned((*frame).func));
    vm.frame = frame.sub(1);
    if (*frame).action != Action::Value {
        return end_of(vm, v, (*frame).action, (*frame).extra);
    }
    let caller = &*vm.frame;
    let w = Word(*caller.pc);
    let next = State { pc: caller.pc.add(LENGTHS[w.0 as u8 as usize] as usize), base: caller.base };
    let next = put(vm, next, w.a(), v);
    State { pc: drained(vm, next.pc), base: next.base }
}

/// Ends a frame that a generator keeps, or that programs hold.
#[inline(never)]
unsafe fn leave_slow(vm: &mut Vm, v: Value) -> State {
    let frame = &mut *vm.frame;
    let (action, extra) = (frame.action, frame.extra);
    let w = Word(*frame.pc);
    if !frame.object.is_null() && w.op().map(Op::generic) == Some(Op::Return) {
        // Whoever holds the frame still sees the local that was moved out.
        let slot = frame.base.add(w.a() as usize);
        if *slot == nil_value() && (w.a() as usize) < (*frame.exec).locals as usize {
            incref(v);
            *slot = v;
        }
    }
    if frame.is_generator {
        return crate::generator::finished(vm, owned(v));
    }
    crate::unwind::release_frame(vm);
    vm.frame = vm.frame.sub(1);
    end_of(vm, v, action, extra)
}

/// Hands the result of a frame that has ended to whoever waits for it.
#[inline(never)]
unsafe fn end_of(vm: &mut Vm, v: Value, action: Action, extra: Value) -> State {
    if action == Action::Exit {
        vm.result = v;
        return State { pc: &raw const crate::machine::EXIT, base: std::ptr::null_mut() };
    }
    resume_caller(vm, v, action, extra)
}

/// Goes on in the caller with the result of a frame that has ended.
pub unsafe fn resume_caller(vm: &mut Vm, v: Value, action: Action, extra: Value) -> State {
    let caller = &*vm.frame;
    let s = State { pc: caller.pc, base: caller.base };
    let w = Word(*s.pc);
    let n = LENGTHS[w.0 as u8 as usize] as usize;
    match action {
        Action::Init => {
            let instance = owned(extra);
            let r = owned(v);
            if !r.is_none() {
                let got = r.ty().name();
                vm.type_error(format!("__init__() should return None, not '{got}'"));
                return throw(s);
            }
            drop(r);
            finish(vm, s, n, w.a(), Ok(instance))
        }
        Action::Next | Action::NextMethod => super::iter::deliver(vm, s, v),
        Action::Operator => operator_result(vm, s, w, n, owned(v)),
        Action::Comparison => super::branch::comparison_result(vm, s, w, owned(v)),
        Action::Discard => {
            drop(owned(v));
            crate::machine::finish_unit_using(vm, s, n, Ok(()), [w.a(), w.b()])
        }
        Action::Value | Action::Exit | Action::Delegate | Action::Item => {
            finish(vm, s, n, w.a(), Ok(owned(v)))
        }
    }
}

/// The value of a Python `__add__` and such: NotImplemented asks the reflected method.
unsafe fn operator_result(vm: &mut Vm, s: State, w: Word, n: usize, v: ObjRef) -> State {
    use crate::machine::finish_using;
    let constant = matches!(w.op().map(Op::generic), Some(Op::BinaryK));
    let used = [w.b(), if constant { 0 } else { w.c() }];
    if !v.is_not_implemented() {
        return finish_using(vm, s, n, w.a(), Ok(v), used);
    }
    let a = borrow(s.slot(w.b())).clone();
    let b = if constant {
        borrow(vm.exec().consts.add(w.c() as usize)).clone()
    } else {
        borrow(s.slot(w.c())).clone()
    };
    let r = vm.binary_reflected(w.x() as usize, &a, &b);
    drop((a, b));
    finish_using(vm, s, n, w.a(), r, used)
}
