//! The module `gc`.

use theseus_object::args::Params;
use theseus_object::collect;
use theseus_object::header::flag;
use theseus_object::methods::NativeDef;
use theseus_object::payload::{Dict, List};
use theseus_object::{Args, Cx, Interp, Kind, ObjRef, PyResult, TypeObj};

use crate::module::new_module;

static FUNCTIONS: &[NativeDef] = &[
    NativeDef::f_full(
        "collect",
        collect_,
        "Run the garbage collector.\n\nWith no arguments, run a full collection.  The optional argument\nmay be an integer specifying which generation to collect.  A ValueError\nis raised if the generation number is invalid.\n\nThe number of unreachable objects is returned.",
    ),
    NativeDef::f0("enable", enable, "Enable automatic garbage collection."),
    NativeDef::f0("disable", disable, "Disable automatic garbage collection."),
    NativeDef::f0("isenabled", isenabled, "Returns true if automatic garbage collection is enabled."),
    NativeDef::f_range(
        "get_referrers",
        get_referrers,
        0,
        u8::MAX,
        "get_referrers(*objs) -> list\nReturn the list of objects that directly refer to any of objs.",
    ),
    NativeDef::f_range(
        "get_referents",
        get_referents,
        0,
        u8::MAX,
        "get_referents(*objs) -> list\nReturn the list of objects that are directly referred to by objs.",
    ),
    NativeDef::f_full(
        "get_objects",
        get_objects,
        "Return a list of objects tracked by the collector (excluding the list returned).\n\n  generation\n    Generation to extract the objects from.\n\nIf generation is not None, return only the objects tracked by the collector\nthat are in that generation.",
    ),
    NativeDef::f1(
        "is_tracked",
        is_tracked,
        "Returns true if the object is tracked by the garbage collector.\n\nSimple atomic objects will return false.",
    ),
    NativeDef::f1(
        "is_finalized",
        is_finalized,
        "Returns true if the object has been already finalized by the GC.",
    ),
    NativeDef::f0("get_threshold", get_threshold, "Return the current collection thresholds."),
    NativeDef::f_range(
        "set_threshold",
        set_threshold,
        0,
        u8::MAX,
        "set_threshold(threshold0, [threshold1, threshold2]) -> None\nSet the collection thresholds.  Setting threshold0 to zero disables\ncollection.",
    ),
    NativeDef::f0("get_count", get_count, "Return a three-tuple of the current collection counts."),
    NativeDef::f0(
        "get_stats",
        get_stats,
        "Return a list of dictionaries containing per-generation statistics.",
    ),
    NativeDef::f0("get_debug", get_debug, "Get the garbage collection debugging flags."),
    NativeDef::f1("set_debug", set_debug, "Set the garbage collection debugging flags."),
    NativeDef::f0(
        "freeze",
        freeze,
        "Freeze all current tracked objects and ignore them for future collections.",
    ),
    NativeDef::f0("unfreeze", unfreeze, "Unfreeze all objects in the permanent generation."),
    NativeDef::f0(
        "get_freeze_count",
        get_freeze_count,
        "Return the number of objects in the permanent generation.",
    ),
];

/// State of the module that programs can set and ask for: kept in its namespace.
const THRESHOLD: &str = "_threshold";
const STATS: &str = "_stats";
const DEBUG: &str = "_debug";
const FROZEN: &str = "_frozen";

/// Flags of `set_debug`.
const DEBUG_STATS: i64 = 1;
const DEBUG_COLLECTABLE: i64 = 2;
const DEBUG_SAVEALL: i64 = 32;

pub fn install(cx: &mut Cx) {
    let doc = "This module provides access to the garbage collector for reference cycles.";
    let module = new_module(cx, "gc", doc);
    let Some(dict) = cx.existing_dict(&module) else { return };
    let name = cx.intern("gc");
    for def in FUNCTIONS {
        let f = cx.native_function(def, Some(name.clone()));
        cx.namespace_put(&dict, def.name, f);
    }
    for name in ["garbage", "callbacks"] {
        let list = cx.new_list(Vec::new());
        cx.namespace_put(&dict, name, list);
    }
    let flags = [
        ("DEBUG_STATS", DEBUG_STATS),
        ("DEBUG_COLLECTABLE", DEBUG_COLLECTABLE),
        ("DEBUG_UNCOLLECTABLE", 4),
        ("DEBUG_SAVEALL", DEBUG_SAVEALL),
        ("DEBUG_LEAK", 38),
    ];
    for (name, value) in flags {
        cx.namespace_put(&dict, name, cx.int(value));
    }
    let threshold = [700, 10, 10].map(|n| cx.int(n));
    cx.namespace_put(&dict, THRESHOLD, cx.new_tuple(threshold));
    let stats = [0, 0].map(|n| cx.int(n));
    cx.namespace_put(&dict, STATS, cx.new_tuple(stats));
    for key in [DEBUG, FROZEN] {
        cx.namespace_put(&dict, key, cx.int(0));
    }
}

fn namespace(cx: &mut Cx) -> PyResult {
    let name = cx.intern("gc");
    match cx.namespace_get(&cx.modules, &name).and_then(|m| cx.existing_dict(&m)) {
        Some(dict) => Ok(dict),
        None => Err(cx.runtime_error("lost gc")),
    }
}

fn state(cx: &mut Cx, key: &str) -> PyResult {
    let (dict, key) = (namespace(cx)?, cx.intern(key));
    Ok(cx.namespace_get(&dict, &key).unwrap_or_else(|| cx.empty_tuple.clone()))
}

/// The interpreter behind the context, whose heap is not the token of the context.
fn interp(cx: &Cx) -> &Interp {
    cx.heap.interp()
}

fn collect_(cx: &mut Cx, args: &Args) -> PyResult {
    const PARAMS: Params<0, 1> = Params { required: [], optional: ["generation"], posonly: 0, kwonly: 1 };
    let ([], [generation]) = args.bind(cx, "collect", &PARAMS)?;
    let generation = match generation {
        Some(g) => cx.index_word(&g)?,
        None => 2,
    };
    if !(0..=2).contains(&generation) {
        return Err(cx.value_error("invalid generation"));
    }
    call_back(cx, "start", generation, 0)?;
    let debug = state(cx, DEBUG)?.int().unwrap_or(0);
    if debug & DEBUG_STATS != 0 {
        tell(cx, &format!("gc: collecting generation {generation}...\n"))?;
    }
    let found = if debug & (DEBUG_COLLECTABLE | DEBUG_SAVEALL) == 0 {
        collect_all(cx)?
    } else {
        collect_telling(cx, debug)?
    };
    if debug & DEBUG_STATS != 0 {
        tell(cx, &format!("gc: done, {found} unreachable, 0 uncollectable\n"))?;
    }
    let key = cx.intern(STATS);
    let dict = namespace(cx)?;
    let old = state(cx, STATS)?;
    // Runs and what they found, a pair for each generation.
    let add = |cx: &Cx, i: usize| {
        let old = cx.heap.tuple(&old).and_then(|t| t.get(i)).and_then(ObjRef::int).unwrap_or(0);
        let more = if i.is_multiple_of(2) { 1 } else { found as i64 };
        cx.int(if i as i64 / 2 == generation { old + more } else { old })
    };
    let stats: [ObjRef; 6] = std::array::from_fn(|i| add(cx, i));
    drop(cx.namespace_set(&dict, &key, cx.new_tuple(stats)));
    call_back(cx, "stop", generation, found)?;
    Ok(cx.usize(found))
}

/// Collects. If finalisers had to run first, the garbage is what they did not bring back.
fn collect_all(cx: &mut Cx) -> PyResult<usize> {
    let (mut found, finalizing) = collect::collect_or_finalize(interp(cx));
    (cx.upcalls.run_pending)(cx)?;
    if finalizing {
        found = collect::collect(interp(cx));
        (cx.upcalls.run_pending)(cx)?;
    }
    Ok(found)
}

/// Writes to `sys.stderr`.
fn tell(cx: &mut Cx, text: &str) -> PyResult<()> {
    let to = super::attribute_of(cx, "sys", "stderr")?;
    let text = cx.new_str(text);
    cx.call_method(&to, "write", &[text]).map(drop)
}

/// Collects as [`collect_all`] does, with what the debugging flags ask for: a line about each object that is
/// garbage, and garbage kept in `gc.garbage`.
fn collect_telling(cx: &mut Cx, debug: i64) -> PyResult<usize> {
    let (mut garbage, finalizing) = collect::found(interp(cx));
    if finalizing {
        drop(garbage);
        (cx.upcalls.run_pending)(cx)?;
        garbage = collect::found(interp(cx)).0;
    }
    let found = garbage.len();
    if debug & DEBUG_COLLECTABLE != 0 {
        for o in &garbage {
            let text = format!("gc: collectable <{} {:#x}>\n", o.ty().name(), o.address());
            tell(cx, &text)?;
        }
    }
    if debug & DEBUG_SAVEALL == 0 {
        drop(garbage);
        return collect_all(cx);
    }
    let (dict, key) = (namespace(cx)?, cx.intern("garbage"));
    if let Some(list) = cx.namespace_get(&dict, &key) {
        let more = cx.new_list(garbage);
        cx.call_method(&list, "extend", &[more])?;
    }
    Ok(found)
}

fn call_back(cx: &mut Cx, phase: &str, generation: i64, found: usize) -> PyResult<()> {
    let (dict, key) = (namespace(cx)?, cx.intern("callbacks"));
    let Some(list) = cx.namespace_get(&dict, &key).filter(|l| l.kind() == Kind::List) else { return Ok(()) };
    let functions = cx.heap.get::<List>(&list).map(|l| l.items.to_vec()).unwrap_or_default();
    for f in functions {
        let info = cx.new_dict();
        let parts = [
            ("generation", cx.int(generation)),
            ("collected", cx.usize(found)),
            ("uncollectable", cx.int(0)),
        ];
        for (name, value) in parts {
            cx.namespace_put(&info, name, value);
        }
        let phase = cx.new_str(phase);
        if cx.call(&f, &[phase, info]).is_err() {
            crate::weakref::report_unraisable(cx, &f);
        }
    }
    Ok(())
}

fn enable(cx: &mut Cx) -> PyResult {
    interp(cx).heap.collect_enabled.set(true);
    Ok(cx.none.clone())
}

fn disable(cx: &mut Cx) -> PyResult {
    interp(cx).heap.collect_enabled.set(false);
    Ok(cx.none.clone())
}

fn isenabled(cx: &mut Cx) -> PyResult {
    let on = interp(cx).heap.collect_enabled.get();
    Ok(cx.bool(on))
}

fn get_referrers(cx: &mut Cx, args: &[ObjRef]) -> PyResult {
    let mut found: Vec<ObjRef> = Vec::new();
    for target in args {
        for o in collect::referrers(interp(cx), target) {
            if !found.iter().any(|f| f.is(&o)) {
                found.push(o);
            }
        }
    }
    Ok(cx.new_list(found))
}

fn get_referents(cx: &mut Cx, args: &[ObjRef]) -> PyResult {
    let mut found = Vec::new();
    for source in args {
        let mut part = collect::referents(source);
        if matches!(source.kind(), Kind::List | Kind::Tuple) {
            // CPython visits the items of sequences from the end.
            part.reverse();
        }
        found.extend(part);
    }
    Ok(cx.new_list(found))
}

fn get_objects(cx: &mut Cx, args: &Args) -> PyResult {
    const PARAMS: Params<0, 1> = Params { required: [], optional: ["generation"], posonly: 0, kwonly: 1 };
    let ([], [generation]) = args.bind(cx, "get_objects", &PARAMS)?;
    if let Some(g) = generation.filter(|g| !g.is_none()) {
        let g = cx.index_word(&g)?;
        if g >= 3 {
            let text = "generation parameter must be less than the number of available generations (3)";
            return Err(cx.value_error(text));
        }
        if g < 0 {
            return Err(cx.value_error("generation parameter cannot be negative"));
        }
    }
    let list = cx.walk().into_iter().filter(|o| tracked(cx, o)).collect();
    Ok(cx.new_list(list))
}

/// Whether CPython's collector would know the object.
fn tracked(cx: &Cx, o: &ObjRef) -> bool {
    match o.kind() {
        Kind::Tuple if o.is_exact(Kind::Tuple) => cx.heap.tuple(o).is_some_and(|t| !t.is_empty()),
        Kind::Dict if o.is_exact(Kind::Dict) => {
            let values = cx.heap.get::<Dict>(o);
            values.is_some_and(|d| d.iter().any(|(_, k, v)| is_container(k) || is_container(v)))
        }
        Kind::Instance => o.ty().data.heap_type,
        // CPython's types that no program made are no objects of its collector.
        Kind::Type => TypeObj::of(o).is_some_and(|t| t.data.heap_type),
        _ => is_container(o),
    }
}

fn is_container(o: &ObjRef) -> bool {
    let atomic = matches!(
        o.kind(),
        Kind::Nil
            | Kind::None
            | Kind::NotImplemented
            | Kind::Ellipsis
            | Kind::Bool
            | Kind::Int
            | Kind::BigInt
            | Kind::Float
            | Kind::Complex
            | Kind::Str
            | Kind::Bytes
            | Kind::ByteArray
            | Kind::Range
            | Kind::Slice
            | Kind::Code
            | Kind::RangeIter
    );
    !atomic || o.ty().data.heap_type
}

fn is_tracked(cx: &mut Cx, o: &ObjRef) -> PyResult {
    let r = tracked(cx, o);
    Ok(cx.bool(r))
}

fn is_finalized(cx: &mut Cx, o: &ObjRef) -> PyResult {
    Ok(cx.bool(o.header().has_flag(flag::FINALIZED)))
}

fn get_threshold(cx: &mut Cx) -> PyResult {
    state(cx, THRESHOLD)
}

/// The numbers are remembered; collections are due by the bytes allocated.
fn set_threshold(cx: &mut Cx, args: &[ObjRef]) -> PyResult {
    let n = args.len();
    if n == 0 || n > 3 {
        let how = if n == 0 { "at least 1 argument" } else { "at most 3 arguments" };
        return Err(cx.type_error(format!("set_threshold() takes {how} ({n} given)")));
    }
    let old = state(cx, THRESHOLD)?;
    let mut values = cx.heap.tuple(&old).map(<[ObjRef]>::to_vec).unwrap_or_default();
    for (slot, v) in values.iter_mut().zip(args) {
        *slot = cx.index(v)?;
    }
    let off = values.first().and_then(ObjRef::int) == Some(0);
    if off {
        interp(cx).heap.collect_enabled.set(false);
    }
    let dict = namespace(cx)?;
    cx.namespace_put(&dict, THRESHOLD, cx.new_tuple(values));
    Ok(cx.none.clone())
}

fn get_count(cx: &mut Cx) -> PyResult {
    let zero = cx.int(0);
    Ok(cx.new_tuple([zero.clone(), zero.clone(), zero]))
}

/// One collection takes all generations: the numbers stand with the oldest.
fn get_stats(cx: &mut Cx) -> PyResult {
    let stats = state(cx, STATS)?;
    let number =
        |cx: &Cx, i: usize| cx.heap.tuple(&stats).and_then(|t| t.get(i)).and_then(ObjRef::int).unwrap_or(0);
    let mut rows = Vec::new();
    for generation in 0..3 {
        let row = cx.new_dict();
        let (collections, collected) = (number(cx, 2 * generation), number(cx, 2 * generation + 1));
        for (name, n) in [("collections", collections), ("collected", collected), ("uncollectable", 0)] {
            cx.namespace_put(&row, name, cx.int(n));
        }
        rows.push(row);
    }
    Ok(cx.new_list(rows))
}

fn get_debug(cx: &mut Cx) -> PyResult {
    state(cx, DEBUG)
}

fn set_debug(cx: &mut Cx, flags: &ObjRef) -> PyResult {
    let flags = crate::world::c_int(cx, flags)?;
    let dict = namespace(cx)?;
    cx.namespace_put(&dict, DEBUG, cx.int(flags.into()));
    Ok(cx.none.clone())
}

/// Objects are counted as frozen; every collection looks at all of them nevertheless.
fn freeze(cx: &mut Cx) -> PyResult {
    let all = cx.walk().into_iter().filter(|o| tracked(cx, o)).count();
    let dict = namespace(cx)?;
    cx.namespace_put(&dict, FROZEN, cx.usize(all));
    Ok(cx.none.clone())
}

fn unfreeze(cx: &mut Cx) -> PyResult {
    let dict = namespace(cx)?;
    cx.namespace_put(&dict, FROZEN, cx.int(0));
    Ok(cx.none.clone())
}

fn get_freeze_count(cx: &mut Cx) -> PyResult {
    state(cx, FROZEN)
}
