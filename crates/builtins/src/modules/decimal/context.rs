//! The type `Context`, and the functions that ask for and change the current one.

use theseus_object::class::TypeSpec;
use theseus_object::edges::{EdgeVisitor, Payload, Relation};
use theseus_object::methods::{GetSet, NativeDef};
use theseus_object::typeobj::type_flag;
use theseus_object::{Args, Cx, Kind, ObjRef, PyResult, Slots};

use super::settings::{MAX_EMAX, MAX_PREC, MIN_EMIN, Rounding, Settings};
use super::signals::{self, SignalDict};
use super::state::{self, SIGNALS, State, bind, current, listed, part, settings};
use super::{convert, operations};
use crate::modules::contextvars;
use crate::world;

/// Payload of a context.
pub struct Context {
    pub settings: Settings,
    /// Its flags and traps as mappings, made when somebody asks.
    pub views: [Option<ObjRef>; 2],
}

impl Payload for Context {
    fn edges(&mut self, v: &mut dyn EdgeVisitor) {
        for (view, name) in self.views.iter_mut().zip(["flags", "traps"]) {
            v.edge(view, Relation::Attr(name));
        }
    }
    fn clear(&mut self) {
        self.views = [None, None];
    }
}

/// A new context of the exact type.
pub fn make(cx: &Cx, settings: Settings) -> ObjRef {
    cx.new_object(Context { settings, views: [None, None] })
}

/// Payload of what `localcontext()` gives.
struct Manager {
    inner: ObjRef,
    outer: ObjRef,
}

impl Payload for Manager {
    fn edges(&mut self, v: &mut dyn EdgeVisitor) {
        v.fixed(&mut self.inner, Relation::Typed("local context"));
        v.fixed(&mut self.outer, Relation::Typed("global context"));
    }
}

const NAMES: [&str; 8] = ["prec", "rounding", "Emin", "Emax", "capitals", "clamp", "flags", "traps"];

static SPEC: TypeSpec = TypeSpec {
    slots: Slots { new: Some(new), init: Some(init), repr: Some(repr), ..Slots::EMPTY },
    methods: operations::CONTEXT_METHODS,
    getsets: &[
        GetSet::rw("prec", |cx, me| number(cx, me, |s| s.prec), |cx, me, v| set(cx, me, 0, v), ""),
        GetSet::rw("rounding", rounding, |cx, me, v| set(cx, me, 1, v), ""),
        GetSet::rw("Emin", |cx, me| number(cx, me, |s| s.emin), |cx, me, v| set(cx, me, 2, v), ""),
        GetSet::rw("Emax", |cx, me| number(cx, me, |s| s.emax), |cx, me, v| set(cx, me, 3, v), ""),
        GetSet::rw(
            "capitals",
            |cx, me| number(cx, me, |s| s.capitals.into()),
            |cx, me, v| set(cx, me, 4, v),
            "",
        ),
        GetSet::rw("clamp", |cx, me| number(cx, me, |s| s.clamp.into()), |cx, me, v| set(cx, me, 5, v), ""),
        GetSet::rw("flags", |cx, me| signals::view(cx, me, false), |cx, me, v| set(cx, me, 6, v), ""),
        GetSet::rw("traps", |cx, me| signals::view(cx, me, true), |cx, me, v| set(cx, me, 7, v), ""),
    ],
    doc: "A context: precision, rounding, limits of exponents, and what is done about signals.",
};

static PLAIN_METHODS: &[NativeDef] = &[
    NativeDef::m0(
        "Etiny",
        |cx, me| number(cx, me, Settings::etiny),
        "Etiny($self, /)\n--\n\nThe least exponent of any number: Emin - prec + 1.",
    ),
    NativeDef::m0(
        "Etop",
        |cx, me| number(cx, me, Settings::etop),
        "Etop($self, /)\n--\n\nThe largest exponent of a number with all digits: Emax - prec + 1.",
    ),
    NativeDef::m0(
        "clear_flags",
        |cx, me| change(cx, me, |s| s.flags = 0),
        "clear_flags($self, /)\n--\n\nReset all flags to False.",
    ),
    NativeDef::m0(
        "clear_traps",
        |cx, me| change(cx, me, |s| s.traps = 0),
        "clear_traps($self, /)\n--\n\nSet all traps to False.",
    ),
    NativeDef::m0("__copy__", copy, "__copy__($self, /)\n--\n\n"),
    NativeDef::m0("copy", copy, "copy($self, /)\n--\n\nReturn a duplicate of the context with all flags."),
    NativeDef::m0("__reduce__", reduce, "__reduce__($self, /)\n--\n\n"),
    NativeDef::full(
        "create_decimal",
        create_decimal,
        "create_decimal($self, num=\"0\", /)\n--\n\nA Decimal of a value, rounded as the context says.",
    ),
    NativeDef::m1(
        "create_decimal_from_float",
        create_from_float,
        "create_decimal_from_float($self, f, /)\n--\n\nA Decimal of a float, rounded as the context says.",
    ),
];

static MANAGER: TypeSpec = TypeSpec {
    slots: Slots::EMPTY,
    methods: &[NativeDef::m0("__enter__", enter, ""), NativeDef::full("__exit__", exit, "")],
    getsets: &[],
    doc: "",
};

pub static FUNCTIONS: &[NativeDef] = &[
    NativeDef::f0("getcontext", current, "getcontext($module, /)\n--\n\nThe current context."),
    NativeDef::f1(
        "setcontext",
        setcontext,
        "setcontext($module, context, /)\n--\n\nMake a context the current one.",
    ),
    NativeDef::f_full(
        "localcontext",
        localcontext,
        "localcontext($module, /, ctx=None, **kwargs)\n--\n\nA context manager in whose block a copy of a context, with changes, is the current one.",
    ),
];

pub fn install(cx: &mut Cx, dict: &ObjRef) {
    let ty = cx.add_native_type::<Context>("decimal.Context", None, type_flag::BASE_TYPE);
    cx.fill_type(&ty, &SPEC);
    cx.add_methods(&ty, PLAIN_METHODS);
    cx.namespace_put(dict, "Context", ty.as_ref().clone());
    let manager = cx.add_native_type::<Manager>("decimal.ContextManager", None, 0);
    cx.fill_type(&manager, &MANAGER);
    let templates = [
        ("DefaultContext", Settings::DEFAULT),
        ("BasicContext", Settings::BASIC),
        ("ExtendedContext", Settings::EXTENDED),
    ];
    let made: Vec<ObjRef> = templates
        .into_iter()
        .map(|(name, settings)| {
            let o = make(cx, settings);
            cx.namespace_put(dict, name, o.clone());
            o
        })
        .collect();
    let held = cx.state::<State>();
    if let Some(s) = cx.heap.get_mut::<State>(&held) {
        s.templates = made;
    }
    for (_, name) in Rounding::ALL {
        let text = cx.intern(name);
        cx.namespace_put(dict, name, text);
    }
}

pub fn is_context(cx: &Cx, o: &ObjRef) -> bool {
    cx.heap.get::<Context>(o).is_some()
}

/// The context among the arguments, or the current one.
pub fn given(cx: &mut Cx, o: Option<&ObjRef>) -> PyResult {
    match o.filter(|o| !o.is_none()) {
        None => current(cx),
        Some(o) if is_context(cx, o) => Ok(o.clone()),
        Some(_) => Err(cx.type_error("optional argument must be a context")),
    }
}

fn number(cx: &mut Cx, me: &ObjRef, get: fn(&Settings) -> i64) -> PyResult {
    let v = get(&settings(cx, me));
    Ok(cx.int(v))
}

fn rounding(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let name = settings(cx, me).rounding.name();
    Ok(cx.intern(name))
}

pub fn change(cx: &mut Cx, me: &ObjRef, f: impl FnOnce(&mut Settings)) -> PyResult {
    match cx.heap.get_mut::<Context>(me) {
        Some(c) => f(&mut c.settings),
        None => return Err(cx.bad_internal("context")),
    }
    Ok(cx.none.clone())
}

/// An int as settings take it.
fn word(cx: &mut Cx, o: &ObjRef) -> PyResult<i64> {
    if !o.is_int() {
        return Err(cx.type_error("an integer is required"));
    }
    match o.int() {
        Some(v) => Ok(v),
        None => Err(cx.overflow_error("Python int too large to convert to C ssize_t")),
    }
}

/// The rounding mode that a str names.
pub fn rounding_named(cx: &mut Cx, o: &ObjRef) -> PyResult<Rounding> {
    let found = Rounding::ALL.iter().find(|(_, name)| o.is_str() && o.ascii() == Some(name));
    match found {
        Some((mode, _)) => Ok(*mode),
        None => Err(cx.type_error(
            "valid values for rounding are:\n  [ROUND_CEILING, ROUND_FLOOR, ROUND_UP, ROUND_DOWN,\n   ROUND_HALF_UP, ROUND_HALF_DOWN, ROUND_HALF_EVEN,\n   ROUND_05UP]",
        )),
    }
}

/// A word within a range, or ValueError in these words.
fn ranged(cx: &mut Cx, o: &ObjRef, least: i64, most: i64, what: &str) -> PyResult<i64> {
    let v = word(cx, o)?;
    if (least..=most).contains(&v) { Ok(v) } else { Err(cx.value_error(what)) }
}

/// Changes the setting at a place in [`NAMES`].
fn put(cx: &mut Cx, s: &mut Settings, at: usize, o: &ObjRef) -> PyResult<()> {
    match at {
        0 => s.prec = ranged(cx, o, 1, MAX_PREC, "valid range for prec is [1, MAX_PREC]")?,
        1 => s.rounding = rounding_named(cx, o)?,
        2 => s.emin = ranged(cx, o, MIN_EMIN, 0, "valid range for Emin is [MIN_EMIN, 0]")?,
        3 => s.emax = ranged(cx, o, 0, MAX_EMAX, "valid range for Emax is [0, MAX_EMAX]")?,
        4 => s.capitals = ranged(cx, o, 0, 1, "valid values for capitals are 0 or 1")? == 1,
        5 => s.clamp = ranged(cx, o, 0, 1, "valid values for clamp are 0 or 1")? == 1,
        6 => s.flags = signals::bits(cx, o)?,
        _ => s.traps = signals::bits(cx, o)?,
    }
    Ok(())
}

fn set(cx: &mut Cx, me: &ObjRef, at: usize, value: Option<&ObjRef>) -> PyResult<()> {
    let Some(value) = value else { return Err(cx.attribute_error("context attributes cannot be deleted")) };
    let mut s = settings(cx, me);
    put(cx, &mut s, at, value)?;
    change(cx, me, |old| *old = s)?;
    Ok(())
}

fn new(cx: &mut Cx, class: &ObjRef, _: &Args) -> PyResult {
    let template = part(cx, |s| s.templates.first().cloned())?;
    let settings = Settings { flags: 0, ..settings(cx, &template) };
    let ty = cx.expect_type(class)?;
    Ok(cx.new_instance(ty, Context { settings, views: [None, None] }))
}

/// Changes settings by the arguments that are not None. Lists of signals stand for flags and traps too.
fn apply(cx: &mut Cx, s: &mut Settings, given: &[Option<ObjRef>]) -> PyResult<()> {
    for (at, o) in given.iter().enumerate() {
        let Some(o) = o.as_ref().filter(|o| !o.is_none()) else { continue };
        if at >= 6 && o.kind() == Kind::List {
            let mut bits = 0;
            for class in cx.collect(o)? {
                bits |= state::bits_of(cx, &class)?;
            }
            if at == 6 { s.flags = bits } else { s.traps = bits }
        } else {
            put(cx, s, at, o)?;
        }
    }
    Ok(())
}

fn init(cx: &mut Cx, me: &ObjRef, args: &Args) -> PyResult<()> {
    let ([], given) = bind(cx, args, [], NAMES)?;
    let mut s = settings(cx, me);
    apply(cx, &mut s, &given)?;
    change(cx, me, |old| *old = s)?;
    Ok(())
}

/// The signals in a set of bits, in the order of the bits.
fn names(bits: u32) -> String {
    let mut rows: Vec<&(u32, &str)> =
        SIGNALS.iter().take(state::FLAGS).filter(|(b, _)| bits & b != 0).collect();
    rows.sort_by_key(|(b, _)| b.trailing_zeros());
    rows.iter().map(|(_, name)| *name).collect::<Vec<_>>().join(", ")
}

fn repr(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let s = settings(cx, me);
    Ok(cx.new_str(&format!(
        "Context(prec={}, rounding={}, Emin={}, Emax={}, capitals={}, clamp={}, flags=[{}], traps=[{}])",
        s.prec,
        s.rounding.name(),
        s.emin,
        s.emax,
        u8::from(s.capitals),
        u8::from(s.clamp),
        names(s.flags),
        names(s.traps)
    )))
}

fn copy(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let settings = settings(cx, me);
    Ok(make(cx, settings))
}

fn reduce(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let s = settings(cx, me);
    let (flags, traps) = (listed(cx, s.flags), listed(cx, s.traps));
    let args = [
        cx.int(s.prec),
        cx.intern(s.rounding.name()),
        cx.int(s.emin),
        cx.int(s.emax),
        cx.int(s.capitals.into()),
        cx.int(s.clamp.into()),
        cx.new_list(flags),
        cx.new_list(traps),
    ];
    let args = cx.new_tuple(args);
    Ok(cx.new_tuple([me.class(), args]))
}

fn create_decimal(cx: &mut Cx, me: &ObjRef, args: &Args) -> PyResult {
    args.no_keywords(cx, "decimal.Context.create_decimal")?;
    match args.values {
        [] => Ok(state::decimal(cx, super::number::Number::zero(false, 0))),
        [o] => convert::under(cx, o, me),
        given => {
            let n = given.len();
            Err(cx.type_error(format!("function takes at most 1 argument ({n} given)")))
        }
    }
}

fn create_from_float(cx: &mut Cx, me: &ObjRef, o: &ObjRef) -> PyResult {
    let n = convert::float_or_int(cx, o)?;
    let mut status = 0;
    let n = n.finish(&settings(cx, me), &mut status);
    state::result(cx, me, n, status)
}

// ---- the current context

/// Templates are never current themselves: a copy is.
fn setcontext(cx: &mut Cx, context: &ObjRef) -> PyResult {
    if !is_context(cx, context) {
        return Err(cx.type_error("argument must be a context"));
    }
    let held = cx.state::<State>();
    let template = cx.heap.get::<State>(&held).is_some_and(|s| s.templates.iter().any(|t| t.is(context)));
    let mut context = context.clone();
    if template {
        context = make(cx, Settings { flags: 0, ..settings(cx, &context) });
    }
    let variable = part(cx, |s| s.variable.clone())?;
    contextvars::assign(cx, &variable, context)?;
    Ok(cx.none.clone())
}

fn localcontext(cx: &mut Cx, args: &Args) -> PyResult {
    let [p, r, emin, emax, capitals, clamp, flags, traps] = NAMES;
    let names = ["ctx", p, r, emin, emax, capitals, clamp, flags, traps];
    let ([], [ctx, changes @ ..]) = bind(cx, args, [], names)?;
    let outer = current(cx)?;
    let from = given(cx, ctx.as_ref())?;
    let mut s = settings(cx, &from);
    apply(cx, &mut s, &changes)?;
    let inner = make(cx, s);
    Ok(cx.new_object(Manager { inner, outer }))
}

fn contexts(cx: &mut Cx, me: &ObjRef) -> PyResult<(ObjRef, ObjRef)> {
    match cx.heap.get::<Manager>(me) {
        Some(m) => Ok((m.inner.clone(), m.outer.clone())),
        None => Err(cx.bad_internal("context manager")),
    }
}

fn enter(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let (inner, _) = contexts(cx, me)?;
    setcontext(cx, &inner)?;
    Ok(inner)
}

fn exit(cx: &mut Cx, me: &ObjRef, _: &Args) -> PyResult {
    let (_, outer) = contexts(cx, me)?;
    setcontext(cx, &outer)?;
    Ok(cx.bool(false))
}

/// Numbers that the module names.
pub fn put_constants(cx: &mut Cx, dict: &ObjRef) {
    let limits = [
        ("MAX_PREC", MAX_PREC),
        ("MAX_EMAX", MAX_EMAX),
        ("MIN_EMIN", MIN_EMIN),
        ("MIN_ETINY", super::settings::MIN_ETINY),
    ];
    world::put_numbers(cx, dict, &limits);
    for name in ["HAVE_THREADS", "HAVE_CONTEXTVAR"] {
        let yes = cx.bool(true);
        cx.namespace_put(dict, name, yes);
    }
}

/// The settings that a signal dict shows.
pub fn shown(cx: &Cx, view: &SignalDict) -> u32 {
    let Some(context) = &view.context else { return 0 };
    let s = settings(cx, context);
    if view.traps { s.traps } else { s.flags }
}
