//! The module `_guards`: guards and specialised codes, settings and statistics, for the module `guards`.

mod objects;
mod report;

use theseus_guards::{Optimisation, Policy, Settings, Soundness, Strategy};
use theseus_object::methods::NativeDef;
use theseus_object::module::native_module;
use theseus_object::payload::Function;
use theseus_object::watch::{self, Change};
use theseus_object::{Cx, Kind, ObjRef, PyResult};

use crate::code::CodeData;
use crate::guard::check::{Form, Guard};
use crate::guard::record::{self, Event};
use crate::guard::special::{self, Place, Specialization};
use crate::machine::Vm;

static FUNCTIONS: &[NativeDef] = &[
    NativeDef::range(
        "specialize",
        specialize,
        3,
        5,
        "specialize(func, code, guards, where='entry', on_fail=None): adds a code behind guards; the \
         Specialization, or None if a guard fails already.",
    ),
    NativeDef::f1(
        "get_specialized",
        get_specialized,
        "The pairs of code and guards of a function, in the order of trial.",
    ),
    NativeDef::f2(
        "remove_specialized",
        remove_specialized,
        "Removes the specialised code at an index, or all (None).",
    ),
    NativeDef::f1(
        "configure",
        configure,
        "Takes settings, spelled as in -X guards=..., for what is specialised from now on.",
    ),
    NativeDef::f1(
        "adjust",
        adjust,
        "Changes the settings, spelled as in -X guards=..., for what is specialised from now on.",
    ),
    NativeDef::f0("settings", settings, "The strategy of each optimisation, and the policy, as a dict."),
    NativeDef::f0(
        "combinations",
        combinations,
        "Rows of optimisation, strategy, and 'sound', 'unsound' or why there is no such thing.",
    ),
    NativeDef::f0("policies", policies, "The presets of back-off policies: name and spelling."),
    NativeDef::f1("record", set_record, "Counts each site from now on, or stops that; what it was before."),
    NativeDef::f0("totals", totals, "Counters of all guards together."),
    NativeDef::f0(
        "time_in_tiers",
        time_in_tiers,
        "Nanoseconds spent in each tier while sites were recorded, estimated from samples.",
    ),
    NativeDef::f0("mutations", mutations, "How often each kind of mutation was seen."),
    NativeDef::f1(
        "sites",
        report::sites,
        "One dict for each site of a function's or code object's running form.",
    ),
    NativeDef::f1("reset", report::reset, "Statistics of a function's sites start again."),
    NativeDef::f1(
        "explain",
        report::explain,
        "The running form of a function or code object as text, with its guards.",
    ),
    NativeDef::f1("trace", trace, "Sends events to an object with write or to a callable; None ends it."),
    NativeDef::f1("open_trace", open_trace, "Opens a file for the trace."),
    NativeDef::f1(
        "drop_hook",
        drop_hook,
        "Makes the program a mutant that is not told of a kind of mutation, in a build for that.",
    ),
    NativeDef::f3("at", at, "Runs a callable at the k-th event from now on."),
];

pub fn install(cx: &mut Cx) {
    let dict = native_module(cx, "_guards", "Guards and specialised codes.", FUNCTIONS);
    objects::install(cx, &dict);
}

fn needs_function(cx: &mut Cx, func: &ObjRef) -> PyResult<()> {
    if func.kind() == Kind::Function {
        return Ok(());
    }
    let got = func.ty().name();
    Err(cx.type_error(format!("a Python function expected, not {got}")))
}

// ---- specialised codes

fn specialize(cx: &mut Cx, args: &[ObjRef]) -> PyResult {
    let [func, code, guards, rest @ ..] = args else { return Err(cx.bad_internal("arguments")) };
    needs_function(cx, func)?;
    let place = rest.first().map_or("entry".to_string(), ObjRef::text_or_empty);
    let Some(place) = Place::from_name(&place) else {
        let known: Vec<&str> = Place::NAMES.iter().map(|(n, _)| *n).collect();
        return Err(cx.value_error(format!("unknown place '{place}'; known: {}", known.join(" "))));
    };
    let on_fail = rest.get(1).filter(|f| !f.is_none()).cloned();
    if let Some(f) = on_fail.as_ref().filter(|f| f.ty().slots().call.is_none()) {
        let got = f.ty().name();
        return Err(cx.type_error(format!("on_fail must be callable, not {got}")));
    }
    let guards = cx.collect(guards)?;
    if guards.is_empty() {
        return Err(cx.value_error("guards must not be empty"));
    }
    if let Some(other) = guards.iter().find(|g| !g.has_payload::<Guard>()) {
        let got = other.ty().name();
        return Err(cx.type_error(format!("guards must be guards, not {got}")));
    }
    let code = specialised_code(cx, func, code)?;
    for guard in &guards {
        if let Some(Form::Code { func: watched, .. }) = cx.heap.get::<Guard>(guard).map(|g| &g.form)
            && watched.is(func)
        {
            return Err(cx.value_error(
                "a function cannot be guarded by its own code, whose change removes the guard",
            ));
        }
        let answer = cx.call_method(guard, "init", std::slice::from_ref(func))?;
        match answer.int() {
            Some(0) => (),
            Some(1) => {
                record::noted(Vm::of(cx), "refuse", func);
                return Ok(cx.none.clone());
            }
            _ => {
                let got = cx.repr_text(&answer)?;
                return Err(cx.value_error(format!("a guard's init must return 0 or 1, not {got}")));
            }
        }
    }
    let mut item = Specialization::new(code, guards);
    (item.on_fail, item.place) = (on_fail, place);
    let item = cx.new_object(item);
    special::add(Vm::of(cx), func, item.clone());
    record::noted(Vm::of(cx), "specialize", func);
    Ok(item)
}

/// The code object or callable that stands for `func`, if it may.
fn specialised_code(cx: &mut Cx, func: &ObjRef, code: &ObjRef) -> PyResult {
    if code.is(func) {
        return Err(cx.value_error("a function cannot be specialized by itself"));
    }
    let mut code = code.clone();
    if code.kind() == Kind::Function {
        if !special::list(Vm::of(cx), &code).is_empty() {
            return Err(cx.value_error("a function that is specialized itself cannot specialize another"));
        }
        let (ours, theirs) = (parameters(cx, func)?, parameters(cx, &code)?);
        for (what, a, b) in [("defaults", &ours.0, &theirs.0), ("keyword defaults", &ours.1, &theirs.1)] {
            if !cx.eq(a, b)? {
                return Err(cx.value_error(format!("the specialized code has other {what}")));
            }
        }
        let inner = cx.heap.get::<Function>(&code).map(|f| f.code.clone());
        code = inner.ok_or_else(|| cx.bad_internal("function"))?;
    }
    if code.kind() != Kind::Code {
        if code.ty().slots().call.is_some() {
            return Ok(code);
        }
        let got = code.ty().name();
        return Err(cx.type_error(format!("a code object or a callable expected, not {got}")));
    }
    let own = cx.heap.get::<Function>(func).map(|f| f.code.clone());
    let own = own.ok_or_else(|| cx.bad_internal("function"))?;
    same_shape(cx, &own, &code)?;
    let mut values = Vec::new();
    let mut names = Vec::new();
    for name in ["co_name", "co_firstlineno"] {
        let name = cx.intern(name);
        values.push(cx.getattr(&own, &name)?);
        names.push(name);
    }
    let replace = cx.intern("replace");
    let replace = cx.getattr(&code, &replace)?;
    cx.call_args(&replace, &theseus_object::Args { values: &values, names: &names })
}

fn parameters(cx: &mut Cx, func: &ObjRef) -> PyResult<(ObjRef, ObjRef)> {
    let (defaults, keywords) = (cx.intern("__defaults__"), cx.intern("__kwdefaults__"));
    Ok((cx.getattr(func, &defaults)?, cx.getattr(func, &keywords)?))
}

/// What PEP 510 demands of a specialised code.
fn same_shape(cx: &mut Cx, own: &ObjRef, other: &ObjRef) -> PyResult<()> {
    let (Some(a), Some(b)) = (cx.heap.get::<CodeData>(own), cx.heap.get::<CodeData>(other)) else {
        return Err(cx.bad_internal("code"));
    };
    let (a, b) = (a.code.clone(), b.code.clone());
    let names = |c: &theseus_bytecode::Code| c.local_names[..c.parameter_count()].to_vec();
    let cells = |c: &theseus_bytecode::Code| {
        c.cells.iter().map(|&r| c.local_names[r as usize].clone()).collect::<Vec<_>>()
    };
    let kinds = theseus_bytecode::Flags::VARARGS
        | theseus_bytecode::Flags::VARKEYWORDS
        | theseus_bytecode::Flags::SUSPENDS;
    let problem = if a.free_names != b.free_names {
        "free variables"
    } else if cells(&a) != cells(&b) {
        "cell variables"
    } else if (a.arg_count, a.posonly_count) != (b.arg_count, b.posonly_count) {
        "positional parameters"
    } else if a.kwonly_count != b.kwonly_count {
        "keyword-only parameters"
    } else if a.flags.0 & kinds != b.flags.0 & kinds || a.name_mode != b.name_mode {
        "kinds of parameters"
    } else if names(&a) != names(&b) {
        "names of parameters"
    } else {
        return Ok(());
    };
    Err(cx.value_error(format!("the specialized code has other {problem}")))
}

fn get_specialized(cx: &mut Cx, func: &ObjRef) -> PyResult {
    needs_function(cx, func)?;
    let mut list = Vec::new();
    for item in special::list(Vm::of(cx), func) {
        if let Some(s) = cx.heap.get::<Specialization>(&item) {
            let (code, guards) = (s.code.clone(), s.guards.clone());
            let guards = cx.new_list(guards);
            list.push(cx.new_tuple([code, guards]));
        }
    }
    Ok(cx.new_list(list))
}

fn remove_specialized(cx: &mut Cx, func: &ObjRef, index: &ObjRef) -> PyResult {
    needs_function(cx, func)?;
    let all = special::list(Vm::of(cx), func);
    let chosen = if index.is_none() {
        all
    } else {
        let at = cx.index_word(index)?;
        let at = if at < 0 { at + all.len() as i64 } else { at };
        match usize::try_from(at).ok().and_then(|i| all.get(i)) {
            Some(item) => vec![item.clone()],
            None => return Err(cx.index_error("no specialized code at this index")),
        }
    };
    for item in chosen {
        special::remove(Vm::of(cx), func, &item);
    }
    Ok(cx.none.clone())
}

// ---- settings

fn configure(cx: &mut Cx, text: &ObjRef) -> PyResult {
    let settings = Settings::parse(&text.text_or_empty()).map_err(|e| cx.value_error(e))?;
    take(cx, settings)
}

fn adjust(cx: &mut Cx, text: &ObjRef) -> PyResult {
    let mut settings = Vm::of(cx).guards.settings();
    settings.apply(&text.text_or_empty()).map_err(|e| cx.value_error(e))?;
    take(cx, settings)
}

fn take(cx: &mut Cx, settings: Settings) -> PyResult {
    let vm = Vm::of(cx);
    vm.guards.adopt(settings);
    record::follow(vm);
    Ok(vm.none.clone())
}

fn settings(cx: &mut Cx) -> PyResult {
    let settings = Vm::of(cx).guards.settings();
    let dict = cx.new_dict();
    for &o in Optimisation::ALL {
        cx.namespace_put(&dict, o.name(), cx.new_str(settings.strategy(o).name()));
    }
    let policy = settings.policy;
    let policy = if policy.name == "own" { policy.backoff.spelling() } else { policy.name.to_string() };
    cx.namespace_put(&dict, "backoff", cx.new_str(&policy));
    cx.namespace_put(&dict, "unsound", cx.bool(settings.is_unsound()));
    Ok(dict)
}

fn combinations(cx: &mut Cx) -> PyResult {
    let recheck = Vm::of(cx).guards.settings().recheck;
    let mut rows = Vec::new();
    for &o in Optimisation::ALL {
        for &s in Strategy::ALL {
            let what = match s.soundness(o.assumption(), recheck) {
                Soundness::Sound => "sound",
                Soundness::Unsound => "unsound",
                Soundness::NotApplicable(why) => why,
            };
            rows.push(cx.new_tuple([o.name(), s.name(), what].map(|t| cx.new_str(t))));
        }
    }
    Ok(cx.new_list(rows))
}

fn policies(cx: &mut Cx) -> PyResult {
    let dict = cx.new_dict();
    for p in Policy::PRESETS {
        cx.namespace_put(&dict, p.name, cx.new_str(&p.backoff.spelling()));
    }
    Ok(dict)
}

fn set_record(cx: &mut Cx, on: &ObjRef) -> PyResult {
    let on = cx.truth(on)?;
    let vm = Vm::of(cx);
    let before = vm.guards.recorder.is_on();
    vm.guards.recorder.set_on(on);
    record::follow(vm);
    Ok(vm.bool(before))
}

fn totals(cx: &mut Cx) -> PyResult {
    let guards = Vm::of(cx).guards.clone();
    let dict = cx.new_dict();
    let told = cx.mutations.told.get();
    let executed = &guards.recorder.executed;
    for (name, n) in [
        ("violations", guards.violations.get()),
        ("invalidations", guards.invalidations.get()),
        ("dependants_walked", told),
        ("gave_up", guards.gave_up.get()),
        ("epoch", cx.mutations.epoch.get()),
        ("ops_generic", executed.generic.get()),
        ("ops_special", executed.special.get()),
        ("dict_probes", executed.probes.get()),
    ] {
        cx.namespace_put(&dict, name, cx.int(n as i64));
    }
    Ok(dict)
}

fn time_in_tiers(cx: &mut Cx) -> PyResult {
    let times = Vm::of(cx).guards.recorder.times();
    let dict = cx.new_dict();
    for (name, ns) in times {
        cx.namespace_put(&dict, name, cx.int(ns as i64));
    }
    Ok(dict)
}

fn mutations(cx: &mut Cx) -> PyResult {
    let dict = cx.new_dict();
    for &change in Change::ALL {
        let n = cx.mutations.count(change);
        cx.namespace_put(&dict, change.name(), cx.int(n as i64));
    }
    Ok(dict)
}

fn drop_hook(cx: &mut Cx, name: &ObjRef) -> PyResult {
    watch::drop_hook(&name.text_or_empty()).map_err(|e| cx.value_error(e))?;
    Ok(cx.none.clone())
}

// ---- events

fn trace(cx: &mut Cx, sink: &ObjRef) -> PyResult {
    let vm = Vm::of(cx);
    record::flush(vm)?;
    let sink = Some(sink.clone()).filter(|s| !s.is_none());
    if sink.is_some() {
        vm.guards.recorder.set_on(true);
    }
    let before = vm.guards.recorder.set_sink(sink);
    record::follow(vm);
    Ok(before.unwrap_or_else(|| vm.none.clone()))
}

fn open_trace(cx: &mut Cx, path: &ObjRef) -> PyResult {
    record::open(Vm::of(cx), path)
}

fn at(cx: &mut Cx, event: &ObjRef, k: &ObjRef, action: &ObjRef) -> PyResult {
    let name = event.text_or_empty();
    let Some((_, event)) = Event::NAMES.iter().find(|(known, _)| *known == name) else {
        let known: Vec<&str> = Event::NAMES.iter().map(|(n, _)| *n).collect();
        return Err(cx.value_error(format!("unknown event '{name}'; known: {}", known.join(" "))));
    };
    let Some(k) = cx.index_word(k).map(u64::try_from)?.ok().filter(|&k| k > 0) else {
        return Err(cx.value_error("events are counted from 1"));
    };
    let vm = Vm::of(cx);
    vm.guards.recorder.at(*event, k, action.clone());
    record::follow(vm);
    Ok(vm.none.clone())
}
