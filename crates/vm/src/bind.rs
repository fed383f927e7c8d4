//! Binding arguments where they stand: the common shapes of calls, without moving values about.
//!
//! The values of a call instruction already lie in the window that becomes the callee's. A first
//! pass decides where each goes and touches nothing; the second moves and cannot fail. What the
//! first pass does not understand goes to the general [`crate::call::enter`], errors included.

use theseus_bytecode::Flags;
use theseus_object::ObjRef;
use theseus_object::payload::{Dict, Function, Tuple};

use crate::call::{check_pending, clear_locals, exec_of, fits, push};
use crate::exec::Exec;
use crate::frame::{Action, Value, nil_value};
use crate::guard::special;
use crate::machine::{State, Vm, borrow, incref, owned, payload, raw};

/// Most keyword arguments and parameters that are bound in place.
const KEYWORDS: usize = 8;
const PARAMETERS: usize = 32;

/// A keyword argument that no parameter has the name of.
const INTO_DICT: u8 = u8::MAX;

/// Where the arguments of a call go.
struct Plan {
    /// Parameter of each keyword argument, or [`INTO_DICT`].
    keywords: [u8; KEYWORDS],
    /// Parameters that have a value, as bits.
    filled: u32,
}

/// Enters a function whose `total` arguments stand at `base`, the last ones named by `names`.
/// `None`: nothing was touched, and the general way must be taken.
///
/// # Safety
/// `func` is a function, `base` the register behind it in the caller's window.
pub unsafe fn enter_in_place(
    vm: &mut Vm,
    func: *mut Value,
    base: *mut Value,
    total: usize,
    names: &[ObjRef],
) -> Option<State> {
    let function = payload::<Function>(*func);
    let mut exec = exec_of(vm, function);
    if exec.is_null() {
        return None;
    }
    if (*exec).choosing && names.is_empty() {
        exec = special::told(vm, function, base, total)?;
    }
    if names.is_empty() && (*exec).plain && total == (*exec).positional as usize {
        if !fits(vm, exec, base) {
            return None;
        }
        clear_locals(base, total, exec);
        let f = std::mem::replace(&mut *func, nil_value());
        let entered = push(vm, f, exec, base, Action::Value, std::ptr::null_mut());
        return Some(check_pending(vm, entered));
    }
    let code = (*exec).code();
    if (*exec).heeded || crate::ops::build::suspends(code.flags) {
        return None;
    }
    let plan = plan(vm, function, &*exec, total, names)?;
    let last = base.add(total.max((*exec).registers as usize));
    if !vm.reserve(last) || !fits(vm, exec, base) {
        return None;
    }
    place(vm, function, &*exec, base, total, names, &plan);
    clear_locals(base, code.parameter_count(), exec);
    let f = std::mem::replace(&mut *func, nil_value());
    let entered = push(vm, f, exec, base, Action::Value, std::ptr::null_mut());
    Some(check_pending(vm, entered))
}

/// The generator of a call whose `total` positional arguments, as many as there are parameters, stand
/// at `base`. `None`: nothing was touched, and the general way must be taken.
///
/// # Safety
/// As [`enter_in_place`].
pub unsafe fn generator_in_place(
    vm: &mut Vm,
    func: *mut Value,
    base: *mut Value,
    total: usize,
) -> Option<ObjRef> {
    let exec = exec_of(vm, payload::<Function>(*func));
    if exec.is_null()
        || !crate::ops::build::suspends((*exec).code().flags)
        || !(*exec).positional_only
        || total != (*exec).positional as usize
        || !fits(vm, exec, base)
    {
        return None;
    }
    clear_locals(base, total, exec);
    let f = owned(std::mem::replace(&mut *func, nil_value()));
    Some(crate::generator::new(vm, f, exec, base))
}

#[inline(never)]
unsafe fn plan(vm: &Vm, function: &Function, exec: &Exec, total: usize, names: &[ObjRef]) -> Option<Plan> {
    let code = exec.code();
    let (positional, kwonly) = (code.arg_count as usize, code.kwonly_count as usize);
    let named = positional + kwonly;
    let given = total - names.len();
    if named > PARAMETERS || names.len() > KEYWORDS || (given > positional && !code.flags.has(Flags::VARARGS))
    {
        return None;
    }
    let mut filled = ((1u64 << given.min(positional)) - 1) as u32;
    let mut keywords = [INTO_DICT; KEYWORDS];
    let parameters = &exec.data().local_names;
    for (name, slot) in names.iter().zip(&mut keywords) {
        let at = parameters[code.posonly_count as usize..named].iter().position(|p| p.is(name));
        match at.map(|i| i + code.posonly_count as usize) {
            Some(i) if filled & 1 << i == 0 => {
                filled |= 1 << i;
                *slot = i as u8;
            }
            // Names that are not interned, repeated or positional-only take the general way.
            None if code.flags.has(Flags::VARKEYWORDS)
                && name.header().has_flag(theseus_object::header::flag::INTERNED)
                && !parameters[..named].iter().any(|p| p.is(name)) => {}
            _ => return None,
        }
    }
    let defaults = function.defaults.as_ref().and_then(|d| vm.heap.tuple(d)).map_or(0, <[ObjRef]>::len);
    let need = if named == 32 { u32::MAX } else { (1 << named) - 1 };
    let mut missing = need & !filled;
    while missing != 0 {
        let i = missing.trailing_zeros() as usize;
        missing &= missing - 1;
        let has = if i < positional {
            i + defaults >= positional
        } else {
            let d = function.kwdefaults.as_ref();
            d.is_some_and(|d| vm.namespace_get(d, &parameters[i]).is_some())
        };
        if !has {
            return None;
        }
    }
    Some(Plan { keywords, filled })
}

/// Moves the arguments as planned; every parameter's register is bound afterwards.
unsafe fn place(
    vm: &mut Vm,
    function: &Function,
    exec: &Exec,
    base: *mut Value,
    total: usize,
    names: &[ObjRef],
    plan: &Plan,
) {
    let code = exec.code();
    let (positional, kwonly) = (code.arg_count as usize, code.kwonly_count as usize);
    let named = positional + kwonly;
    let given = total - names.len();
    let mut stash = [nil_value(); KEYWORDS];
    for (i, slot) in stash.iter_mut().enumerate().take(names.len()) {
        *slot = std::mem::replace(&mut *base.add(given + i), nil_value());
    }
    let rest = code.flags.has(Flags::VARARGS).then(|| {
        let extra = given.saturating_sub(positional);
        let first = base.add(positional);
        vm.interp().new_tuple((0..extra).map(|i| owned(std::mem::replace(&mut *first.add(i), nil_value()))))
    });
    // What stands behind the positional arguments is scratch now.
    for i in given.min(positional)..code.parameter_count() {
        let old = std::mem::replace(&mut *base.add(i), nil_value());
        if old != nil_value() {
            drop(owned(old));
        }
    }
    let unnamed = plan.keywords[..names.len()].iter().filter(|&&to| to == INTO_DICT).count();
    // Filled where it lies: moving a dict that was just written stalls the processor.
    let dict =
        code.flags.has(Flags::VARKEYWORDS).then(|| vm.interp().dict_from(Dict::with_capacity(unnamed)));
    for ((name, value), to) in names.iter().zip(stash).zip(plan.keywords) {
        match (to, &dict) {
            (0..INTO_DICT, _) => *base.add(to as usize) = value,
            (INTO_DICT, Some(d)) => payload::<Dict>(d.as_ptr().as_ptr()).insert_new(
                name.str_hash(vm.interp()),
                name.clone(),
                owned(value),
            ),
            (INTO_DICT, None) => drop(owned(value)),
        }
    }
    fill_defaults(vm, function, exec, base, positional, named, plan.filled);
    let mut at = base.add(named);
    if let Some(rest) = rest {
        at.write(raw(rest));
        at = at.add(1);
    }
    if let Some(d) = dict {
        at.write(raw(d));
    }
}

unsafe fn fill_defaults(
    vm: &Vm,
    function: &Function,
    exec: &Exec,
    base: *mut Value,
    positional: usize,
    named: usize,
    filled: u32,
) {
    let defaults = function.defaults.as_ref().map(|d| Tuple::items_unchecked(d)).unwrap_or_default();
    for i in (0..named).filter(|i| filled & 1 << i == 0) {
        let value = if i < positional {
            defaults.get(i + defaults.len() - positional).cloned()
        } else {
            function.kwdefaults.as_ref().and_then(|d| vm.namespace_get(d, &exec.data().local_names[i]))
        };
        if let Some(v) = value {
            *base.add(i) = raw(v);
        }
    }
}

/// Spreads a tuple and a dict of keyword arguments into the window behind `func`, so that the call
/// can be bound in place. Gives the number of values and the keyword names; `None` (nothing is
/// touched) if there is no room or a key is no str.
///
/// # Safety
/// The tuple and the dict stand at `base` and `base + 1`; above them nothing is alive.
pub unsafe fn spread(vm: &mut Vm, base: *mut Value, has_dict: bool) -> Option<(usize, crate::call::Values)> {
    let items = Tuple::items_unchecked(borrow(base));
    let keywords = if has_dict { payload::<Dict>(*base.add(1)).len() } else { 0 };
    let total = items.len() + keywords;
    if keywords > KEYWORDS || items.len() > 64 || !vm.reserve(base.add(total + 2)) {
        return None;
    }
    if has_dict
        && !payload::<Dict>(*base.add(1)).iter().all(|(_, k, _)| k.is_exact(theseus_object::Kind::Str))
    {
        return None;
    }
    let tuple = owned(std::mem::replace(&mut *base, nil_value()));
    let items = Tuple::items_unchecked(&tuple);
    let dict = has_dict.then(|| owned(std::mem::replace(&mut *base.add(1), nil_value())));
    let mut names = crate::call::Values::new();
    let mut at = base;
    let mut write = |value: &ObjRef| {
        let v = value.as_ptr().as_ptr();
        incref(v);
        let old = std::mem::replace(&mut *at, v);
        if old != nil_value() {
            drop(owned(old));
        }
        at = at.add(1);
    };
    items.iter().for_each(&mut write);
    if let Some(dict) = &dict {
        for (_, k, v) in payload::<Dict>(dict.as_ptr().as_ptr()).iter() {
            names.push(k.clone());
            write(v);
        }
    }
    drop((tuple, dict));
    Some((total, names))
}
