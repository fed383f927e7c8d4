//! Calls: binding arguments, pushing frames, and the generic path of every call instruction.

use smallvec::SmallVec;
use theseus_bytecode::{Flags, Word};
use theseus_object::payload::{Dict, Function, Method, NativeData, Property};
use theseus_object::slots::Special;
use theseus_object::{Args, CompareOp, Cx, Kind, ObjRef, PyResult, TypeObj};

use crate::code::CodeData;
use crate::exec::Exec;
use crate::frame::{Action, Frame, Value, nil_value};
use crate::guard::special::{self, Chosen};
use crate::machine::{State, Vm, finish, owned, payload, raw, throw};
use crate::ops::build::suspends;

/// Values on their way to a callee.
pub type Values = SmallVec<[ObjRef; 8]>;

/// The executable form of a function, made if need be.
#[inline(always)]
pub unsafe fn exec_of(vm: &Vm, f: &Function) -> *const Exec {
    let e = f.exec.get();
    if e != 0 { e as *const Exec } else { make_exec(vm, f) }
}

#[cold]
unsafe fn make_exec(vm: &Vm, f: &Function) -> *const Exec {
    let Some(data) = vm.heap.get::<CodeData>(&f.code) else { return std::ptr::null() };
    let e = match f.special {
        None => data.exec(vm.interp(), &f.globals, &f.builtins),
        Some(_) => data.choosing(vm.interp(), &f.globals, &f.builtins),
    };
    f.exec.set(e as usize);
    e
}

/// Pushes the frame record of a call whose arguments stand at `base`. The function's reference
/// goes to the frame.
///
/// # Safety
/// There is room for the window and the record; all registers from `base` are filled.
#[inline(always)]
pub unsafe fn push(
    vm: &mut Vm,
    func: Value,
    exec: *const Exec,
    base: *mut Value,
    action: Action,
    extra: Value,
) -> State {
    let frame = vm.frame.add(1);
    frame.write(Frame {
        pc: (*exec).start.get(),
        base,
        exec,
        func,
        extra,
        object: std::ptr::null_mut(),
        handled: None,
        action,
        is_generator: false,
    });
    vm.frame = frame;
    State { pc: (*exec).start.get(), base }
}

/// Whether a frame for `exec` fits above `base`; raises RecursionError if not.
#[inline(always)]
pub unsafe fn fits(vm: &mut Vm, exec: *const Exec, base: *mut Value) -> bool {
    (vm.frame.add(1) < vm.frame_end && vm.reserve(base.add((*exec).registers as usize))) || overflow(vm)
}

#[cold]
#[inline(never)]
fn overflow(vm: &mut Vm) -> bool {
    let ty = vm.excs.recursion_error.clone();
    vm.error(&ty, "maximum recursion depth exceeded");
    false
}

/// Empties the locals behind `n` arguments: a reused stack may hold scratch there.
#[inline(always)]
pub unsafe fn clear_locals(base: *mut Value, n: usize, exec: *const Exec) {
    for i in n..(*exec).locals as usize {
        let slot = base.add(i);
        if *slot != nil_value() {
            drop(owned(std::mem::replace(&mut *slot, nil_value())));
        }
    }
}

/// How a callable is named in messages about its call: `f()`.
pub fn callee_name(vm: &mut Vm, f: &ObjRef) -> String {
    if let Some(function) = vm.heap.get::<Function>(f) {
        let module = function.module.text_or_empty();
        let name = function.qualname.text_or_empty();
        return if module.is_empty() || module == "builtins" {
            format!("{name}()")
        } else {
            format!("{module}.{name}()")
        };
    }
    if let Some(m) = vm.heap.get::<Method>(f) {
        let func = m.func.clone();
        return callee_name(vm, &func);
    }
    if let Some(n) = vm.heap.get::<NativeData>(f) {
        let name = n.def.name;
        return match &n.self_ {
            Some(me) if n.def.receivers() == 1 => format!("{}.{name}()", me.ty().name()),
            _ => format!("{name}()"),
        };
    }
    if let Some(ty) = TypeObj::of(f) {
        return format!("{}()", theseus_builtins::type_::full_name(vm, ty));
    }
    vm.str(f).map(|text| text.text_or_empty()).unwrap_or_default()
}

// ---- binding

/// Binds arguments to the parameters of a function: fills the registers at `base` in the order of
/// the parameters.
///
/// # Safety
/// The window at `base` is reserved and holds nothing that matters.
unsafe fn bind(
    vm: &mut Vm,
    func: &ObjRef,
    exec: &Exec,
    base: *mut Value,
    values: Values,
    names: &[ObjRef],
) -> PyResult<()> {
    let code = exec.code();
    let positional = code.arg_count as usize;
    let kwonly = code.kwonly_count as usize;
    let named = positional + kwonly;
    let given = values.len() - names.len();
    let mut slots: SmallVec<[Option<ObjRef>; 8]> = SmallVec::from_elem(None, named);
    let mut values = values.into_iter();
    let mut extra = Values::new();
    for (i, v) in values.by_ref().take(given).enumerate() {
        match slots.get_mut(i).filter(|_| i < positional) {
            Some(slot) => *slot = Some(v),
            None => extra.push(v),
        }
    }
    let keywords = if code.flags.has(Flags::VARKEYWORDS) { Some(vm.new_dict()) } else { None };
    for (name, v) in names.iter().zip(values) {
        let at = parameter(exec, name, code.posonly_count as usize, named);
        match (at, &keywords) {
            (Some(i), _) => {
                if slots[i].is_some() {
                    let (f, n) = (qualname(vm, func), name.text_or_empty());
                    return Err(vm.type_error(format!("{f}() got multiple values for argument '{n}'")));
                }
                slots[i] = Some(v);
            }
            (None, Some(dict)) => drop(vm.dict_set(dict, name, v)?),
            (None, None) => {
                let positional_only =
                    |n: &&ObjRef| parameter(exec, n, 0, code.posonly_count as usize).is_some();
                let misplaced: Vec<String> =
                    names.iter().filter(positional_only).map(|n| n.text_or_empty()).collect();
                if !misplaced.is_empty() {
                    let (f, list) = (qualname(vm, func), misplaced.join(", "));
                    return Err(vm.type_error(format!(
                        "{f}() got some positional-only arguments passed as keyword arguments: '{list}'"
                    )));
                }
                let (f, n) = (qualname(vm, func), name.text_or_empty());
                return Err(vm.type_error(format!("{f}() got an unexpected keyword argument '{n}'")));
            }
        }
    }
    if !extra.is_empty() && !code.flags.has(Flags::VARARGS) {
        return Err(too_many(vm, func, exec, given, &slots));
    }
    fill_defaults(vm, func, exec, &mut slots)?;
    // Nothing can fail any more: the values go to their registers.
    let mut at = base;
    let mut store = |o: ObjRef| {
        drop_register(at);
        at.write(raw(o));
        at = at.add(1);
    };
    for slot in slots {
        store(slot.unwrap_or_else(|| vm.none.clone()));
    }
    if code.flags.has(Flags::VARARGS) {
        store(vm.interp().new_tuple(extra));
    }
    if let Some(dict) = keywords {
        store(dict);
    }
    clear_locals(base, code.parameter_count(), exec);
    Ok(())
}

/// Releases what a register of an unused window holds: nothing or scratch.
unsafe fn drop_register(at: *mut Value) {
    let old = std::mem::replace(&mut *at, nil_value());
    if old != nil_value() {
        drop(owned(old));
    }
}

/// Index of the parameter with this name, from `first` on.
fn parameter(exec: &Exec, name: &ObjRef, first: usize, end: usize) -> Option<usize> {
    let names = exec.data().local_names.get(first..end)?;
    names
        .iter()
        .position(|n| n.is(name))
        .or_else(|| names.iter().position(|n| n.str_eq(name)))
        .map(|i| i + first)
}

pub fn qualname(vm: &Vm, func: &ObjRef) -> String {
    vm.heap.get::<Function>(func).map(|f| f.qualname.text_or_empty()).unwrap_or_default()
}

fn fill_defaults(vm: &mut Vm, func: &ObjRef, exec: &Exec, slots: &mut [Option<ObjRef>]) -> PyResult<()> {
    let code = exec.code();
    let positional = code.arg_count as usize;
    if slots.iter().all(Option::is_some) {
        return Ok(());
    }
    let Some(f) = vm.heap.get::<Function>(func) else { return Ok(()) };
    let defaults = f.defaults.as_ref().and_then(|d| vm.heap.tuple(d)).unwrap_or_default();
    let first = positional.saturating_sub(defaults.len());
    let skip = defaults.len().saturating_sub(positional);
    for (slot, d) in slots[first..positional].iter_mut().zip(&defaults[skip..]) {
        if slot.is_none() {
            *slot = Some(d.clone());
        }
    }
    let kwdefaults = f.kwdefaults.clone();
    for (slot, name) in slots.iter_mut().zip(&exec.data().local_names).skip(positional) {
        if slot.is_none()
            && let Some(d) = &kwdefaults
        {
            *slot = vm.dict_get(d, name)?;
        }
    }
    if slots.iter().all(Option::is_some) {
        return Ok(());
    }
    let missing = |range: std::ops::Range<usize>, slots: &[Option<ObjRef>]| -> Vec<String> {
        let names = &exec.data().local_names;
        range.filter(|&i| slots[i].is_none()).map(|i| format!("'{}'", names[i].text_or_empty())).collect()
    };
    let list = missing(0..positional, slots);
    if !list.is_empty() {
        return Err(missing_error(vm, func, "positional", list));
    }
    let list = missing(positional..slots.len(), slots);
    if !list.is_empty() {
        return Err(missing_error(vm, func, "keyword-only", list));
    }
    Ok(())
}

fn missing_error(vm: &mut Vm, func: &ObjRef, what: &str, mut list: Vec<String>) -> theseus_object::Raised {
    let f = qualname(vm, func);
    let (n, s) = (list.len(), if list.len() == 1 { "" } else { "s" });
    let last = list.pop().unwrap_or_default();
    let text = match list.len() {
        0 => last,
        1 => format!("{} and {last}", list[0]),
        _ => format!("{}, and {last}", list.join(", ")),
    };
    vm.type_error(format!("{f}() missing {n} required {what} argument{s}: {text}"))
}

fn too_many(
    vm: &mut Vm,
    func: &ObjRef,
    exec: &Exec,
    given: usize,
    slots: &[Option<ObjRef>],
) -> theseus_object::Raised {
    let code = exec.code();
    let most = code.arg_count as usize;
    let defaults = vm
        .heap
        .get::<Function>(func)
        .and_then(|f| f.defaults.clone())
        .and_then(|d| vm.heap.tuple(&d).map(<[ObjRef]>::len))
        .unwrap_or(0);
    let f = qualname(vm, func);
    let takes = if defaults > 0 {
        format!("from {} to {most}", most as isize - defaults as isize)
    } else {
        most.to_string()
    };
    let s = if defaults > 0 || most != 1 { "s" } else { "" };
    let kwonly = slots[most..].iter().filter(|s| s.is_some()).count();
    let (were, also) = if kwonly > 0 {
        let (p, k) = (if given == 1 { "" } else { "s" }, if kwonly == 1 { "" } else { "s" });
        ("were", format!(" positional argument{p} (and {kwonly} keyword-only argument{k})"))
    } else {
        (if given == 1 { "was" } else { "were" }, String::new())
    };
    vm.type_error(format!("{f}() takes {takes} positional argument{s} but {given}{also} {were} given"))
}

// ---- calls of functions

/// What came of preparing a call of a function.
pub enum Entered {
    /// Its frame is pushed.
    Frame(State),
    /// Nothing is to be run: the result is there, such as the generator of a generator function.
    Value(ObjRef),
}

/// What a call runs whose function has specialised codes, or whose code has a namespace.
#[cold]
unsafe fn heed(
    vm: &mut Vm,
    func: &ObjRef,
    exec: *const Exec,
    values: &[ObjRef],
    names: &[ObjRef],
) -> PyResult<Chosen> {
    if (*exec).choosing {
        vm.check_stack()?;
        return special::choose(vm, func, values, names);
    }
    if values.first().is_some_and(|namespace| !namespace.is(&(*exec).globals)) {
        (*exec).mix();
    }
    Ok(Chosen::Code(exec))
}

/// Binds arguments above the running frame and pushes the callee's frame.
///
/// # Safety
/// `func` is a function.
pub unsafe fn enter(
    vm: &mut Vm,
    func: ObjRef,
    mut values: Values,
    names: &[ObjRef],
    base: *mut Value,
    action: Action,
    extra: Value,
) -> PyResult<Entered> {
    let mut exec = exec_of(vm, payload::<Function>(func.as_ptr().as_ptr()));
    if exec.is_null() {
        return Err(vm.bad_internal("function"));
    }
    if (*exec).heeded {
        // A function that a program made of a module's code: its names are the globals.
        if (*exec).code().name_mode && values.is_empty() {
            values.push((*exec).globals.clone());
        }
        match heed(vm, &func, exec, &values, names)? {
            Chosen::Code(chosen) => exec = chosen,
            Chosen::Callable(f) => {
                return Ok(Entered::Value(vm.call_args(&f, &Args { values: &values, names })?));
            }
        }
    }
    if !fits(vm, exec, base) {
        return Err(theseus_object::Raised);
    }
    if names.is_empty() && (*exec).positional_only && values.len() == (*exec).positional as usize {
        let n = values.len();
        for (i, v) in values.into_iter().enumerate() {
            drop_register(base.add(i));
            base.add(i).write(raw(v));
        }
        clear_locals(base, n, exec);
    } else {
        bind(vm, &func, &*exec, base, values, names)?;
    }
    if suspends((*exec).code().flags) {
        return Ok(Entered::Value(crate::generator::new(vm, func, exec, base)));
    }
    Ok(Entered::Frame(push(vm, raw(func), exec, base, action, extra)))
}

/// Pushes the frame of a function of plain shape, for counted copies of its arguments, above the running
/// one. `Err`: RecursionError is in flight.
///
/// # Safety
/// `func` is a function, and `exec` takes as many arguments.
#[inline]
unsafe fn enter_plain(
    vm: &mut Vm,
    func: ObjRef,
    exec: *const Exec,
    values: &[ObjRef],
    action: Action,
) -> PyResult<State> {
    let base = vm.top();
    if !fits(vm, exec, base) {
        return Err(theseus_object::Raised);
    }
    for (i, v) in values.iter().enumerate() {
        drop_register(base.add(i));
        base.add(i).write(raw(v.clone()));
    }
    clear_locals(base, values.len(), exec);
    Ok(push(vm, raw(func), exec, base, action, std::ptr::null_mut()))
}

/// The upcall `call_function`: runs a Python function to its end.
pub fn call_function(cx: &mut Cx, f: &ObjRef, args: &Args) -> PyResult {
    let vm = Vm::of(cx);
    // SAFETY: `f` is a function (the caller dispatched on its kind); the window starts above the
    // running frame's.
    unsafe {
        let function = payload::<Function>(f.as_ptr().as_ptr());
        let mut exec = exec_of(vm, function);
        if args.names.is_empty() && !exec.is_null() && (*exec).choosing {
            let values = args.values.as_ptr() as *const Value;
            exec = special::told(vm, function, values, args.values.len()).unwrap_or(exec);
        }
        if args.names.is_empty() && !exec.is_null() && (*exec).takes(args.values.len()) {
            let s = enter_plain(vm, f.clone(), exec, args.values, Action::Exit)?;
            return run_nested(vm, s);
        }
        let values: Values = args.values.iter().cloned().collect();
        let base = vm.top();
        match enter(vm, f.clone(), values, args.names, base, Action::Exit, std::ptr::null_mut())? {
            Entered::Value(g) => Ok(g),
            Entered::Frame(s) => run_nested(vm, s),
        }
    }
}

/// Runs the frame just pushed, whose action is `Exit`, to its end.
///
/// # Safety
/// `s` is the state of that frame.
pub unsafe fn run_nested(vm: &mut Vm, s: State) -> PyResult {
    if vm.has_pending() {
        // What is pending is looked at by the callee's first back-edge or call.
    }
    crate::trace::execute(vm, s);
    let r = std::mem::replace(&mut vm.result, std::ptr::null_mut());
    if r.is_null() { Err(theseus_object::Raised) } else { Ok(owned(r)) }
}

// ---- the generic path of call instructions

/// Calls `callee`; the arguments are owned, the result goes to register `a` of the instruction,
/// which has `n` words.
///
/// # Safety
/// `base` is where the callee's window may start: above everything that is alive.
#[inline(never)]
pub unsafe fn call_values(
    vm: &mut Vm,
    s: State,
    w: Word,
    n: usize,
    callee: ObjRef,
    mut values: Values,
    names: &[ObjRef],
    base: *mut Value,
) -> State {
    let mut callee = callee;
    while callee.kind() == Kind::Method {
        let m = payload::<Method>(callee.as_ptr().as_ptr());
        let (func, me) = (m.func.clone(), m.self_.clone());
        values.insert(0, me);
        callee = func;
    }
    if callee.kind() == Kind::Function {
        return match enter(vm, callee, values, names, base, Action::Value, std::ptr::null_mut()) {
            Ok(Entered::Frame(entered)) => check_pending(vm, entered),
            Ok(Entered::Value(g)) => finish(vm, s, n, w.a(), Ok(g)),
            Err(_) => throw(s),
        };
    }
    if callee.kind() == Kind::Type
        && let Some(init) = python_init(vm, &callee)
    {
        return call_init(vm, s, w, n, &callee, init, values, names, base);
    }
    let r = vm.call_args(&callee, &Args { values: &values, names });
    drop((callee, values));
    finish(vm, s, n, w.a(), r)
}

/// Pending work is done before the first instruction of a callee.
#[inline(always)]
pub unsafe fn check_pending(vm: &mut Vm, s: State) -> State {
    if vm.has_pending() { crate::ops::branch::pending(vm, s) } else { s }
}

/// The `__init__` of a class whose instances are allocated plainly and initialised in Python.
pub unsafe fn python_init(vm: &mut Vm, class: &ObjRef) -> Option<ObjRef> {
    let ty = TypeObj::of(class)?;
    if !class.ty().is(&vm.types.type_) || ty.data.payload.kind != Kind::Instance || !ty.data.heap_type {
        return None;
    }
    let object_new = vm.types.object.slots().new? as usize;
    if ty.slots().new? as usize != object_new || ty.has_flag(theseus_object::typeobj::type_flag::ABSTRACT) {
        return None;
    }
    let name = vm.special_name(Special::Init).clone();
    let init = ty.lookup(vm, &name)?;
    (init.kind() == Kind::Function).then_some(init)
}

unsafe fn call_init(
    vm: &mut Vm,
    s: State,
    w: Word,
    n: usize,
    class: &ObjRef,
    init: ObjRef,
    mut values: Values,
    names: &[ObjRef],
    base: *mut Value,
) -> State {
    let Some(ty) = TypeObj::of(class) else { return throw(s) };
    let instance = vm.interp().alloc_instance(ty);
    values.insert(0, instance.clone());
    let extra = raw(instance.clone());
    match enter(vm, init, values, names, base, Action::Init, extra) {
        Ok(Entered::Frame(entered)) => check_pending(vm, entered),
        Ok(Entered::Value(v)) => {
            drop(owned(extra));
            if v.is_none() {
                return finish(vm, s, n, w.a(), Ok(instance));
            }
            let got = v.ty().name();
            vm.type_error(format!("__init__() should return None, not '{got}'"));
            throw(s)
        }
        Err(_) => {
            drop(owned(extra));
            throw(s)
        }
    }
}

// ---- special methods as frames

/// The Python function behind a special method of an object's class.
unsafe fn special_function(vm: &Vm, o: &ObjRef, special: Special) -> Option<ObjRef> {
    if o.header().sub.get() == 0 {
        return None;
    }
    let f = o.ty().lookup(vm, vm.special_name(special))?;
    if f.kind() != Kind::Function {
        return None;
    }
    let exec = exec_of(vm, payload::<Function>(f.as_ptr().as_ptr()));
    (!exec.is_null() && (*exec).plain).then_some(f)
}

/// Pushes a frame for a special method of plain shape; `None` where that does not apply.
unsafe fn special_call(vm: &mut Vm, f: ObjRef, values: &[ObjRef], action: Action) -> Option<State> {
    let exec = exec_of(vm, payload::<Function>(f.as_ptr().as_ptr()));
    if !(*exec).takes(values.len()) {
        return None;
    }
    // The stack may be used up.
    let base = (*vm.frame).base;
    Some(
        enter_plain(vm, f, exec, values, action)
            .unwrap_or(State { pc: &raw const crate::machine::THROW, base }),
    )
}

/// `o[key]` by a Python `__getitem__`: consumes the operands and enters it.
pub unsafe fn special_frame(
    vm: &mut Vm,
    s: State,
    _: Word,
    container: u16,
    key: Value,
    used: [u16; 2],
) -> Option<State> {
    let o = crate::ops::compare::borrowed(s.get(container));
    let f = special_function(vm, &o, Special::GetItem)?;
    let values = [o, crate::ops::compare::borrowed(key)];
    let entered = special_call(vm, f, &values, Action::Value)?;
    drop(values);
    Some(consume_and_enter(vm, s, used, entered))
}

/// Releases consumed operands of the caller's instruction once its callee holds the values.
unsafe fn consume_and_enter(vm: &mut Vm, s: State, used: [u16; 2], entered: State) -> State {
    if entered.pc == &raw const crate::machine::THROW {
        return entered;
    }
    for operand in used {
        if crate::machine::consumes(operand) {
            let slot = s.slot(operand);
            let v = std::mem::replace(&mut *slot, nil_value());
            if v != nil_value() {
                drop(owned(v));
            }
        }
    }
    check_pending(vm, entered)
}

/// `a op b` where both are instances of one class with a plain Python method: the result cannot
/// come from a reflected method, so the frame's value is the instruction's, unless it is
/// NotImplemented, which the return path turns into the error.
pub unsafe fn operator_frame(
    vm: &mut Vm,
    s: State,
    w: Word,
    a: &ObjRef,
    b: &ObjRef,
    both: bool,
) -> Option<State> {
    use theseus_bytecode::isa::INPLACE;
    if a.header().sub.get() == 0 || w.x() & INPLACE != 0 {
        return None;
    }
    let op = w.x() as usize;
    if !theseus_object::slots::is_number_trampoline(a.ty(), op) {
        return None;
    }
    // A reflected method of another class may have to be asked.
    if !a.ty().is(b.ty()) && b.ty().slots().number[op].is_some() && b.header().sub.get() != 0 {
        return None;
    }
    let f = special_function(vm, a, Special::number(op))?;
    let values = [a.clone(), b.clone()];
    let entered = special_call(vm, f, &values, Action::Operator)?;
    drop(values);
    let _ = both;
    // The operands stay in their registers: NotImplemented goes on with the general rules.
    if entered.pc == &raw const crate::machine::THROW {
        return Some(entered);
    }
    let _ = s;
    Some(check_pending(vm, entered))
}

/// A comparison by a Python method of the left operand. The operands stay in their registers:
/// NotImplemented asks the right one.
pub unsafe fn compare_frame(vm: &mut Vm, op: CompareOp, a: &ObjRef, b: &ObjRef) -> Option<State> {
    if !a.ty().is(b.ty()) && b.header().sub.get() != 0 && b.ty().is_subtype(a.ty()) {
        return None;
    }
    let f = special_function(vm, a, Special::compare(op))?;
    let values = [a.clone(), b.clone()];
    let entered = special_call(vm, f, &values, Action::Comparison)?;
    drop(values);
    if entered.pc == &raw const crate::machine::THROW {
        return Some(entered);
    }
    Some(check_pending(vm, entered))
}

/// `o.name = value` by a property whose setter is a Python function.
pub unsafe fn setter_frame(vm: &mut Vm, o: &ObjRef, name: &ObjRef, value: &ObjRef) -> Option<State> {
    if o.header().sub.get() == 0
        || o.ty().slots().setattr? as usize != theseus_object::attr::generic_setattr as *const () as usize
    {
        return None;
    }
    let found = o.ty().lookup(vm, name).filter(|f| f.is_exact(Kind::Property))?;
    let set = vm.heap.get::<Property>(&found)?.set.clone();
    if set.kind() != Kind::Function {
        return None;
    }
    let exec = exec_of(vm, payload::<Function>(set.as_ptr().as_ptr()));
    if exec.is_null() || !(*exec).plain {
        return None;
    }
    special_call(vm, set, &[o.clone(), value.clone()], Action::Discard)
}

/// A `__next__` written in Python, for a ForIter.
pub unsafe fn next_frame(vm: &mut Vm, _: State, it: &ObjRef) -> Option<State> {
    let f = special_function(vm, it, Special::Next)?;
    let entered = special_call(vm, f, std::slice::from_ref(it), Action::NextMethod)?;
    if entered.pc == &raw const crate::machine::THROW {
        return Some(entered);
    }
    Some(check_pending(vm, entered))
}

/// Checks that the keyword arguments of a call instruction are a dict of strs, and flattens them.
pub fn flatten_keywords(vm: &mut Vm, dict: &ObjRef, values: &mut Values) -> PyResult<Values> {
    let mut names = Values::new();
    let Some(d) = vm.heap.get::<Dict>(dict) else { return Ok(names) };
    for (_, k, v) in d.iter() {
        names.push(k.clone());
        values.push(v.clone());
    }
    if names.iter().any(|n| !n.is_str()) {
        return Err(vm.type_error("keywords must be strings"));
    }
    Ok(names)
}
