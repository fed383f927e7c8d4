//! The native module `_replace`: functions, `Report`, `Plan` and the context manager of `replaced`.

use theseus_object::args::Params;
use theseus_object::class::TypeSpec;
use theseus_object::edges::{EdgeVisitor, Payload, Relation};
use theseus_object::methods::{GetSet, NativeDef};
use theseus_object::module::native_module;
use theseus_object::typeobj::type_flag;
use theseus_object::{Args, Cx, ObjRef, PyResult, Raised, Slots};

use crate::act::{self, Ask, Call, Found, Plan, Refused, Report};
use crate::conflict::refusal;
use crate::policy::KeyPolicy;
use crate::report::Summary;
use crate::state::{State, refuse};
use crate::words;

/// What `replaced` gives: replaces on entering, undoes on leaving.
struct Scope {
    ask: Ask,
    reports: Vec<ObjRef>,
}

impl Payload for Scope {
    fn edges(&mut self, v: &mut dyn EdgeVisitor) {
        self.ask.edges(v);
        self.reports.iter_mut().for_each(|r| v.fixed(r, Relation::Derived("report")));
    }
}

const PARAMS: Params<2, 2> =
    Params { required: ["old", "new"], optional: ["keep", "on_key_conflict"], posonly: 0, kwonly: 4 };

static FUNCTIONS: &[NativeDef] = &[
    NativeDef::f_full(
        "replace",
        replace,
        "replace($module, /, old, new, keep=(), on_key_conflict='error')\n--\n\nMake every reference to old one to new, at once; give a report that can undo it.\n\n  keep\n    Containers whose own references stay.\n  on_key_conflict\n    Where a dict would have a key twice: 'error' refuses, 'new' keeps the entry\n    of the new key, 'old' the value of the old one.",
    ),
    NativeDef::f_full(
        "plan",
        plan,
        "plan($module, /, old, new, keep=(), on_key_conflict='error')\n--\n\nTell what replace would write and what stands against it; touch nothing.",
    ),
    NativeDef::f_full(
        "replaced",
        replaced,
        "replaced($module, /, old, new, keep=(), on_key_conflict='error')\n--\n\nA context manager: old is replaced by new inside the with statement.",
    ),
    NativeDef::f_full(
        "swap",
        swap,
        "swap($module, /, a, b, keep=(), on_key_conflict='error')\n--\n\nExchange all references to a and b.",
    ),
    NativeDef::f_full(
        "replace_many",
        replace_many,
        "replace_many($module, /, pairs, keep=(), on_key_conflict='error')\n--\n\nReplace the first of each pair by the second, all at once.",
    ),
    NativeDef::f1(
        "referrers",
        referrers,
        "referrers($module, obj, /)\n--\n\nThe places that refer to an object: a list of (holder, place).",
    ),
];

static REPORT: TypeSpec = TypeSpec {
    slots: Slots { repr: Some(report_repr), str_: Some(report_text), ..Slots::EMPTY },
    methods: &[
        NativeDef::m0(
            "undo",
            report_undo,
            "Give every place that still holds what was written what it held before.",
        ),
        NativeDef::m0("json", report_json, "The report as JSON."),
    ],
    getsets: &[
        GetSet::new("count", |cx, o| number(cx, o, Summary::count), "How many places were written."),
        GetSet::new("by_relation", by_relation, "How many places of each kind."),
        GetSet::new("edges", edges, "The places: a list of (holder, place)."),
        GetSet::new(
            "pinned",
            |cx, o| number(cx, o, |s| s.pinned),
            "References that running native functions hold.",
        ),
        GetSet::new("pinned_by", pinned_by, "Names of those functions."),
    ],
    doc: "What a replacement wrote.",
};

static PLAN: TypeSpec = TypeSpec {
    slots: Slots { repr: Some(plan_repr), str_: Some(report_text), ..Slots::EMPTY },
    methods: &[
        NativeDef::m0("apply", plan_apply, "Replace; what has changed since is planned again."),
        NativeDef::m0("json", report_json, "The plan as JSON."),
    ],
    getsets: &[
        GetSet::new("count", |cx, o| number(cx, o, Summary::count), "How many places would be written."),
        GetSet::new("by_relation", by_relation, "How many places of each kind."),
        GetSet::new("conflicts", conflicts, "What stands against it, in words."),
        GetSet::new("edges", edges, "The places: a list of (holder, place)."),
        GetSet::new(
            "pinned",
            |cx, o| number(cx, o, |s| s.pinned),
            "References that running native functions hold.",
        ),
        GetSet::new("pinned_by", pinned_by, "Names of those functions."),
    ],
    doc: "What a replacement would write.",
};

static SCOPE: TypeSpec = TypeSpec {
    methods: &[NativeDef::m0("__enter__", enter, ""), NativeDef::range("__exit__", exit, 0, 3, "")],
    doc: "Replaces inside a with statement.",
    ..TypeSpec::EMPTY
};

pub fn install(cx: &mut Cx) {
    let doc = "Replacing objects: see the module theseus.";
    let dict = native_module(cx, "_replace", doc, &[]);
    let module = cx.intern("theseus");
    for def in FUNCTIONS {
        let f = cx.native_function(def, Some(module.clone()));
        cx.namespace_put(&dict, def.name, f);
    }
    let report = cx.add_native_type::<Report>("theseus.Report", None, 0);
    let plan = cx.add_native_type::<Plan>("theseus.Plan", None, 0);
    let scope = cx.add_native_type::<Scope>("theseus.Scope", None, 0);
    for (ty, spec, name) in [(report, &REPORT, "Report"), (plan, &PLAN, "Plan"), (scope, &SCOPE, "Scope")] {
        cx.fill_type(&ty, spec);
        // Reports and plans are no references: the explorer passes over them.
        ty.add_flag(type_flag::OBSERVER);
        cx.namespace_put(&dict, name, ty.as_ref().clone());
    }
    if let Ok(error) = error_class(cx) {
        let state = cx.state::<State>();
        if let Some(s) = cx.heap.get_mut::<State>(&state) {
            s.error = Some(error.clone());
        }
        cx.namespace_put(&dict, "ReplaceError", error);
    }
}

fn error_class(cx: &mut Cx) -> PyResult {
    let namespace = cx.new_dict();
    cx.namespace_put(&namespace, "__module__", cx.new_str("theseus"));
    cx.namespace_put(
        &namespace,
        "__doc__",
        cx.new_str(
            "A replacement is refused; nothing was touched. What stands against it, in words: conflicts.",
        ),
    );
    let bases = cx.new_tuple([cx.excs.type_error.as_ref().clone()]);
    let metaclass = cx.types.type_.as_ref().clone();
    cx.call(&metaclass, &[cx.new_str("ReplaceError"), bases, namespace])
}

// ---- asking

fn key_policy(cx: &mut Cx, value: Option<&ObjRef>) -> PyResult<KeyPolicy> {
    match value.map(ObjRef::text_or_empty).as_deref() {
        None | Some("error") => Ok(KeyPolicy::Error),
        Some("new") => Ok(KeyPolicy::New),
        Some("old") => Ok(KeyPolicy::Old),
        Some(_) => Err(cx.value_error("on_key_conflict must be 'error', 'new' or 'old'")),
    }
}

/// The containers to be kept; those that the argument came in are not looked at.
fn kept(cx: &mut Cx, keep: Option<&ObjRef>, call: &mut Call) -> PyResult<Vec<ObjRef>> {
    let Some(keep) = keep else { return Ok(Vec::new()) };
    call.arguments.push(keep.clone());
    cx.collect(keep)
}

fn ask_pair(cx: &mut Cx, args: &Args, name: &str) -> PyResult<(Ask, Call)> {
    let ([old, new], [keep, keys]) = args.bind(cx, name, &PARAMS)?;
    let mut call = called(args);
    let keep = kept(cx, keep.as_ref(), &mut call)?;
    let keys = key_policy(cx, keys.as_ref())?;
    Ok((Ask { pairs: vec![(old, new)], keep, keys }, call))
}

fn called(args: &Args) -> Call {
    Call { arguments: Vec::new(), values: args.values.iter().map(ObjRef::address).collect() }
}

/// Replaces and gives the report.
fn perform(cx: &mut Cx, ask: Ask, call: Call) -> PyResult {
    act::replace(cx, ask, call).map_err(|refused| raise(cx, refused))
}

fn raise(cx: &mut Cx, refused: Refused) -> Raised {
    match refused {
        Refused::Conflicts(list) => {
            let message = refusal(list.iter().map(|c| c.text.as_str()));
            refuse(cx, &message, &list)
        }
        Refused::Raised(raised) => raised,
    }
}

fn replace(cx: &mut Cx, args: &Args) -> PyResult {
    let (ask, call) = ask_pair(cx, args, "replace")?;
    perform(cx, ask, call)
}

fn swap(cx: &mut Cx, args: &Args) -> PyResult {
    const PARAMS: Params<2, 2> =
        Params { required: ["a", "b"], optional: ["keep", "on_key_conflict"], posonly: 0, kwonly: 4 };
    let ([a, b], [keep, keys]) = args.bind(cx, "swap", &PARAMS)?;
    let mut call = called(args);
    let keep = kept(cx, keep.as_ref(), &mut call)?;
    let keys = key_policy(cx, keys.as_ref())?;
    let ask = Ask { pairs: vec![(a.clone(), b.clone()), (b, a)], keep, keys };
    perform(cx, ask, call)
}

fn replace_many(cx: &mut Cx, args: &Args) -> PyResult {
    const PARAMS: Params<1, 2> =
        Params { required: ["pairs"], optional: ["keep", "on_key_conflict"], posonly: 0, kwonly: 3 };
    let ([pairs], [keep, keys]) = args.bind(cx, "replace_many", &PARAMS)?;
    let mut call = called(args);
    call.arguments.push(pairs.clone());
    let keep = kept(cx, keep.as_ref(), &mut call)?;
    let keys = key_policy(cx, keys.as_ref())?;
    let mut ask = Ask { pairs: Vec::new(), keep, keys };
    for item in cx.collect(&pairs)? {
        let [old, new] = <[ObjRef; 2]>::try_from(cx.collect(&item)?).map_err(|parts| {
            let n = parts.len();
            cx.value_error(format!("pairs must have two items, not {n}"))
        })?;
        ask.pairs.push((old, new));
        call.arguments.push(item);
    }
    perform(cx, ask, call)
}

fn plan(cx: &mut Cx, args: &Args) -> PyResult {
    let (ask, call) = ask_pair(cx, args, "plan")?;
    act::plan(cx, ask, call)
}

fn plan_apply(cx: &mut Cx, me: &ObjRef) -> PyResult {
    act::apply(cx, me).map_err(|refused| raise(cx, refused))
}

fn referrers(cx: &mut Cx, o: &ObjRef) -> PyResult {
    let places = act::referrers(cx, o);
    place_list(cx, places)
}

// ---- the context manager

fn replaced(cx: &mut Cx, args: &Args) -> PyResult {
    let (ask, _) = ask_pair(cx, args, "replaced")?;
    Ok(cx.new_object(Scope { ask, reports: Vec::new() }))
}

fn enter(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let Some(ask) = cx.heap.get::<Scope>(me).map(|s| s.ask.clone()) else {
        return Err(cx.bad_internal("scope"));
    };
    let report = perform(cx, ask, Call::default())?;
    if let Some(s) = cx.heap.get_mut::<Scope>(me) {
        s.reports.push(report.clone());
    }
    Ok(report)
}

fn exit(cx: &mut Cx, args: &[ObjRef]) -> PyResult {
    if let Some(report) = cx.heap.get_mut::<Scope>(&args[0]).and_then(|s| s.reports.pop()) {
        report_undo(cx, &report)?;
    }
    Ok(cx.false_.clone())
}

// ---- telling

fn number(cx: &mut Cx, o: &ObjRef, f: impl Fn(&Summary) -> usize) -> PyResult {
    let n = act::summary(cx, o).map_or(0, f);
    Ok(cx.usize(n))
}

fn strings(cx: &mut Cx, list: Vec<String>) -> PyResult {
    let list = list.iter().map(|s| cx.new_str(s)).collect();
    Ok(cx.new_list(list))
}

fn conflicts(cx: &mut Cx, o: &ObjRef) -> PyResult {
    let list = act::summary(cx, o).map(|s| s.conflicts.clone()).unwrap_or_default();
    strings(cx, list)
}

fn pinned_by(cx: &mut Cx, o: &ObjRef) -> PyResult {
    let list = act::summary(cx, o).map(|s| s.pinned_by.clone()).unwrap_or_default();
    strings(cx, list)
}

fn by_relation(cx: &mut Cx, o: &ObjRef) -> PyResult {
    let dict = cx.new_dict();
    let places = act::summary(cx, o).map(|s| s.places.clone()).unwrap_or_default();
    for (category, n) in places {
        let n = cx.usize(n);
        cx.namespace_put(&dict, category, n);
    }
    Ok(dict)
}

fn place_list(cx: &mut Cx, places: Vec<Found>) -> PyResult {
    let places = places
        .into_iter()
        .map(|(holder, place)| {
            let holder = holder.unwrap_or_else(|| cx.none.clone());
            cx.new_tuple([holder, cx.new_str(&place.to_string())])
        })
        .collect();
    Ok(cx.new_list(places))
}

fn edges(cx: &mut Cx, o: &ObjRef) -> PyResult {
    let places = act::places(cx, o);
    place_list(cx, places)
}

fn report_text(cx: &mut Cx, o: &ObjRef) -> PyResult {
    let text = act::summary(cx, o).map(Summary::text).unwrap_or_default();
    Ok(cx.new_str(&text))
}

fn report_json(cx: &mut Cx, o: &ObjRef) -> PyResult {
    let name = |o: Option<ObjRef>| o.map_or_else(|| "interpreter".to_string(), |o| words::noun(&o));
    let places: Vec<(String, String)> =
        act::places(cx, o).into_iter().map(|(o, place)| (name(o), place.to_string())).collect();
    let text = act::summary(cx, o).map(|s| s.json(&places)).unwrap_or_default();
    Ok(cx.new_str(&text))
}

fn report_repr(cx: &mut Cx, o: &ObjRef) -> PyResult {
    let undone = cx.heap.get::<Report>(o).is_some_and(|r| r.undone);
    let n = act::summary(cx, o).map_or(0, Summary::count);
    let state = if undone { ", undone" } else { "" };
    Ok(cx.new_str(&format!("<Report: {n} {}{state}>", words::plural("reference", n))))
}

fn plan_repr(cx: &mut Cx, o: &ObjRef) -> PyResult {
    let (n, c) = act::summary(cx, o).map_or((0, 0), |s| (s.count(), s.conflicts.len()));
    let text = format!("<Plan: {n} {}, {c} {}>", words::plural("reference", n), words::plural("conflict", c));
    Ok(cx.new_str(&text))
}

fn report_undo(cx: &mut Cx, o: &ObjRef) -> PyResult {
    act::undo(cx, o);
    Ok(cx.none.clone())
}
