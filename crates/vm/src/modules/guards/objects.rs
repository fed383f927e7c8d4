//! `Guard` and `Specialization` as Python sees them.

use theseus_object::class::TypeSpec;
use theseus_object::methods::{GetSet, NativeDef};
use theseus_object::payload::{CellData, Function};
use theseus_object::typeobj::type_flag;
use theseus_object::{Args, Cx, Kind, ObjRef, PyResult, Slots, TypeObj};

use crate::guard::check::{self, Form, Guard, Scope, Watched};
use crate::guard::special::{Specialization, Specialized};
use crate::machine::Vm;

static GUARD: TypeSpec = TypeSpec {
    slots: Slots { new: Some(new), call: Some(call), ..Slots::EMPTY },
    methods: &[
        NativeDef::m1("init", init, "init(func): 0, or 1 if the guard does not hold already."),
        NativeDef::m2("check", check_args, "check(args, kwargs): 0 holds, 1 not this time, 2 never again."),
        NativeDef::range(
            "_assume",
            assume,
            2,
            4,
            "Makes the guard one of a kind that the interpreter checks itself.",
        ),
    ],
    getsets: &[
        GetSet::new("executed", executed, "How often it was checked."),
        GetSet::new("failed", failed, "How often it did not hold."),
        GetSet::new("cost_ns", cost, "Nanoseconds that a check takes, on the average of samples; or None."),
        GetSet::new("last_failure", last_failure, "The last result that was not 0, or None."),
    ],
    doc: "What a specialized code is called behind. Subclasses define check(args, kwargs).",
};

static SPECIALIZATION: TypeSpec = TypeSpec {
    slots: Slots { repr: Some(repr), ..Slots::EMPTY },
    methods: &[],
    getsets: &[
        GetSet::new("code", |cx, o| part(cx, o, |_, s| s.code.clone()), "A code object or callable."),
        GetSet::new("guards", |cx, o| part(cx, o, |cx, s| cx.new_list(s.guards.clone())), "Its guards."),
        GetSet::new("hits", |cx, o| part(cx, o, |cx, s| cx.int(s.calls() as i64)), "Calls that ran it."),
        GetSet::new(
            "misses",
            |cx, o| part(cx, o, |cx, s| cx.int(s.misses as i64)),
            "Calls that a guard kept from it.",
        ),
        GetSet::new("state", |cx, o| part(cx, o, |cx, s| cx.intern(state(s))), "'live' or 'removed'."),
        GetSet::new(
            "where",
            |cx, o| part(cx, o, |cx, s| cx.intern(s.place.name())),
            "'entry': guards are checked on each call; 'site': those that only a mutation can break are \
             checked again after one.",
        ),
        GetSet::new(
            "on_fail",
            |cx, o| part(cx, o, |cx, s| s.on_fail.clone().unwrap_or_else(|| cx.none.clone())),
            "What is called with the Specialization, the guard and its result when one does not hold.",
        ),
        GetSet::new("cause", cause, "The guard that failed last, or None."),
    ],
    doc: "A code that a function may run instead of its own.",
};

pub fn install(cx: &mut Cx, dict: &ObjRef) {
    let guard = cx.add_native_type::<Guard>("_guards.Guard", None, type_flag::BASE_TYPE);
    cx.fill_type(&guard, &GUARD);
    cx.namespace_put(dict, "Guard", guard.as_ref().clone());
    let special = cx.add_native_type::<Specialization>("guards.Specialization", None, 0);
    cx.fill_type(&special, &SPECIALIZATION);
    cx.namespace_put(dict, "Specialization", special.as_ref().clone());
    cx.add_native_type::<Specialized>("_guards.specialized", None, 0);
}

// ---- guards

fn new(cx: &mut Cx, class: &ObjRef, _: &Args) -> PyResult {
    match TypeObj::of(class) {
        Some(ty) => Ok(cx.new_instance(ty, Guard::default())),
        None => Err(cx.bad_internal("type")),
    }
}

/// The namespaces of the running code.
fn here(vm: &Vm) -> Scope {
    Scope { globals: vm.exec().globals.clone(), builtins: vm.exec().builtins.clone() }
}

fn call(cx: &mut Cx, guard: &ObjRef, args: &Args) -> PyResult {
    let vm = Vm::of(cx);
    let verdict = check::check(vm, guard, &here(vm), args)?;
    Ok(vm.int(verdict as i64))
}

fn check_args(cx: &mut Cx, guard: &ObjRef, args: &ObjRef, kwargs: &ObjRef) -> PyResult {
    let mut values = cx.collect(args)?;
    let mut names = Vec::new();
    for (name, value) in cx.dict_items(kwargs) {
        names.push(name);
        values.push(value);
    }
    let vm = Vm::of(cx);
    let verdict = check::check_native(vm, guard, &here(vm), &Args { values: &values, names: &names })?;
    Ok(vm.int(verdict as i64))
}

fn init(cx: &mut Cx, guard: &ObjRef, _: &ObjRef) -> PyResult {
    let void = cx.heap.get::<Guard>(guard).is_some_and(|g| matches!(g.form, Form::Void));
    Ok(cx.int(void.into()))
}

fn executed(cx: &mut Cx, o: &ObjRef) -> PyResult {
    let n = cx.heap.get::<Guard>(o).map_or(0, Guard::executed);
    Ok(cx.int(n as i64))
}

fn failed(cx: &mut Cx, o: &ObjRef) -> PyResult {
    let n = cx.heap.get::<Guard>(o).map_or(0, |g| g.failed);
    Ok(cx.int(n as i64))
}

fn cost(cx: &mut Cx, o: &ObjRef) -> PyResult {
    let Some((ns, samples)) = cx.heap.get::<Guard>(o).map(|g| g.sampled) else {
        return Err(cx.bad_internal("Guard"));
    };
    Ok(if samples == 0 { cx.none.clone() } else { cx.float(ns as f64 / samples as f64) })
}

fn last_failure(cx: &mut Cx, o: &ObjRef) -> PyResult {
    match cx.heap.get::<Guard>(o).map_or(0, |g| g.last_failure) {
        0 => Ok(cx.none.clone()),
        n => Ok(cx.int(n.into())),
    }
}

/// `guard._assume(kind, ...)`.
fn assume(cx: &mut Cx, args: &[ObjRef]) -> PyResult {
    let (guard, parts) = (&args[0], &args[2..]);
    let form = form(cx, &args[1].text_or_empty(), parts)?;
    let old = cx.heap.get_mut::<Guard>(guard).map(|g| {
        g.changed();
        std::mem::replace(&mut g.form, form)
    });
    drop(old);
    Ok(cx.none.clone())
}

fn form(cx: &mut Cx, kind: &str, parts: &[ObjRef]) -> PyResult<Form> {
    Ok(match (kind, parts) {
        ("arg", [index, types]) => {
            let index = cx.index_word(index)?;
            let Ok(index) = usize::try_from(index) else {
                return Err(cx.value_error("arg_index must not be negative"));
            };
            let types = cx.collect(types)?;
            needs_all(cx, &types, Kind::Type, "arg_types must be types")?;
            Form::Arg { index, types }
        }
        ("dict", [dict, keys]) => Form::Dict(watched(cx, dict, keys)?),
        ("globals", [keys]) => names(cx, keys, None)?,
        ("builtins", [keys, originals]) => names(cx, keys, Some(originals))?,
        ("type_dict", [class, keys]) => {
            let Some(ty) = TypeObj::of(class) else { return Err(cx.type_error("a type expected")) };
            let dict = ty.data.dict.clone();
            Form::Dict(watched(cx, &dict, keys)?)
        }
        ("code", [func]) => {
            needs_all(cx, std::slice::from_ref(func), Kind::Function, "a Python function expected")?;
            let code = cx.heap.get::<Function>(func).map(|f| f.code.clone());
            let Some(code) = code else { return Err(cx.bad_internal("function")) };
            Form::Code { func: func.clone(), code }
        }
        ("type", [class, keys]) => {
            let names = keys_of(cx, keys)?;
            let Some(ty) = TypeObj::of(class) else { return Err(cx.type_error("a type expected")) };
            let names: Vec<ObjRef> = names.iter().map(|n| cx.intern(&n.text_or_empty())).collect();
            let values = names.iter().map(|n| ty.lookup(cx, n)).collect();
            Form::Type { class: class.clone(), names, values, version: ty.version(cx) }
        }
        ("cell", [cell]) => {
            needs_all(cx, std::slice::from_ref(cell), Kind::Cell, "a cell expected")?;
            let value = cx.heap.get::<CellData>(cell).and_then(|c| c.value.clone());
            Form::Cell { cell: cell.clone(), value }
        }
        ("value", [get, expected]) => Form::Value { get: get.clone(), expected: expected.clone() },
        _ => return Err(cx.value_error("unknown kind of guard")),
    })
}

fn needs_all(cx: &mut Cx, list: &[ObjRef], kind: Kind, complaint: &str) -> PyResult<()> {
    if list.iter().all(|o| o.kind() == kind) { Ok(()) } else { Err(cx.type_error(complaint)) }
}

fn keys_of(cx: &mut Cx, keys: &ObjRef) -> PyResult<Vec<ObjRef>> {
    let keys = cx.collect(keys)?;
    if keys.is_empty() {
        return Err(cx.value_error("a guard needs at least one key"));
    }
    needs_all(cx, &keys, Kind::Str, "keys must be str")?;
    Ok(keys)
}

fn watched(cx: &mut Cx, dict: &ObjRef, keys: &ObjRef) -> PyResult<Watched> {
    let keys = keys_of(cx, keys)?;
    needs_all(cx, std::slice::from_ref(dict), Kind::Dict, "a dict expected")?;
    Ok(Watched::new(Vm::of(cx), dict, keys))
}

/// The namespaces of whoever called the function that runs, which is one of the module `guards`.
fn caller(vm: &Vm) -> Scope {
    let own = &vm.exec().globals;
    let frames = (0..vm.depth()).map(|i| {
        // SAFETY: there are so many records above the first one, and each has its Exec.
        unsafe { &*(*vm.frame.sub(i)).exec }
    });
    let other = frames.map(|e| (&e.globals, &e.builtins)).find(|(globals, _)| !globals.is(own));
    let (globals, builtins) = other.unwrap_or((own, &vm.exec().builtins));
    Scope { globals: globals.clone(), builtins: builtins.clone() }
}

/// Names as the calling code sees them: in its globals or, if `originals` has the builtins as they
/// were, in its builtins and not in its globals.
fn names(cx: &mut Cx, keys: &ObjRef, originals: Option<&ObjRef>) -> PyResult<Form> {
    let Scope { globals, builtins } = caller(Vm::of(cx));
    let mut dicts = vec![watched(cx, &globals, keys)?];
    let Some(originals) = originals else { return Ok(Form::Names { globals, builtins: None, dicts }) };
    dicts.push(watched(cx, &builtins, keys)?);
    for key in keys_of(cx, keys)? {
        let key = cx.intern(&key.text_or_empty());
        let (now, then) = (cx.namespace_get(&builtins, &key), cx.namespace_get(originals, &key));
        let same = now.map(|o| o.address()) == then.map(|o| o.address());
        if !same || cx.namespace_get(&globals, &key).is_some() {
            return Ok(Form::Void);
        }
    }
    Ok(Form::Names { globals, builtins: Some(builtins), dicts })
}

// ---- specialisations

fn part(cx: &mut Cx, o: &ObjRef, f: fn(&Cx, &Specialization) -> ObjRef) -> PyResult {
    match cx.heap.get::<Specialization>(o) {
        Some(s) => Ok(f(cx, s)),
        None => Err(cx.bad_internal("Specialization")),
    }
}

fn state(s: &Specialization) -> &'static str {
    if s.removed { "removed" } else { "live" }
}

fn cause(cx: &mut Cx, o: &ObjRef) -> PyResult {
    part(cx, o, |cx, s| s.cause.clone().unwrap_or_else(|| cx.none.clone()))
}

fn repr(cx: &mut Cx, o: &ObjRef) -> PyResult {
    part(cx, o, |cx, s| {
        cx.new_str(&format!("<Specialization {}, {} hits, {} misses>", state(s), s.calls(), s.misses))
    })
}
