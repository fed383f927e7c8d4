//! Awaiting: the iterator behind an awaitable, asynchronous iterators, and the builtins `aiter` and
//! `anext`.

use theseus_bytecode::Flags;
use theseus_object::class::TypeSpec;
use theseus_object::edges::{EdgeVisitor, Payload, Relation};
use theseus_object::methods::NativeDef;
use theseus_object::payload::Exception;
use theseus_object::slots::Slots;
use theseus_object::{Cx, ObjRef, PyResult, Raised};

use crate::asyncgen::{self, stepped};
use crate::generator::{self, Flavour, Generator, Step};

/// What `coroutine.__await__()` gives: the coroutine as an iterator.
pub struct CoroutineWrapper {
    coroutine: ObjRef,
}

impl Payload for CoroutineWrapper {
    fn edges(&mut self, v: &mut dyn EdgeVisitor) {
        v.fixed(&mut self.coroutine, Relation::Typed("cw_coroutine"));
    }
}

/// What `anext(iterator, default)` gives.
struct NextOrDefault {
    wrapped: ObjRef,
    default: ObjRef,
}

impl Payload for NextOrDefault {
    fn edges(&mut self, v: &mut dyn EdgeVisitor) {
        v.fixed(&mut self.wrapped, Relation::Typed("wrapped"));
        v.fixed(&mut self.default, Relation::Attr("default_value"));
    }
}

/// The coroutine in a wrapper.
pub fn wrapped_coroutine(cx: &Cx, it: &ObjRef) -> Option<ObjRef> {
    cx.heap.get::<CoroutineWrapper>(it).map(|w| w.coroutine.clone())
}

pub fn flavour(cx: &Cx, o: &ObjRef) -> Option<Flavour> {
    cx.heap.get::<Generator>(o).map(|g| g.flavour)
}

pub fn is_coroutine(cx: &Cx, o: &ObjRef) -> bool {
    flavour(cx, o) == Some(Flavour::Coroutine)
}

/// Whether a generator was made by a function that `types.coroutine` marked.
fn is_marked(cx: &Cx, o: &ObjRef) -> bool {
    // SAFETY: a generator's function keeps the Exec.
    cx.heap
        .get::<Generator>(o)
        .is_some_and(|g| unsafe { (*g.exec).code().flags.has(Flags::ITERABLE_COROUTINE) })
}

/// The iterator that awaiting `o` runs. `Ok(None)`: it is no awaitable.
pub fn awaited(cx: &mut Cx, o: &ObjRef) -> PyResult<Option<ObjRef>> {
    if is_coroutine(cx, o) || is_marked(cx, o) {
        return Ok(Some(o.clone()));
    }
    let name = cx.names.await_.clone();
    let Some(result) = cx.call_type_method(o, &name, &[]) else { return Ok(None) };
    let it = result?;
    if is_coroutine(cx, &it) || is_marked(cx, &it) {
        return Err(cx.type_error("__await__() returned a coroutine"));
    }
    if it.ty().slots().next.is_none() {
        let got = it.ty().name();
        return Err(cx.type_error(format!("__await__() returned non-iterator of type '{got}'")));
    }
    Ok(Some(it))
}

fn not_awaitable(cx: &mut Cx, o: &ObjRef) -> Raised {
    let got = o.ty().name();
    cx.type_error(format!("object {got} can't be used in 'await' expression"))
}

/// As [`awaited`], with the errors of an `await` expression, or of the method of `async with` that
/// `o` came from.
pub fn for_await(cx: &mut Cx, o: &ObjRef, from: u8) -> PyResult {
    let it = match awaited(cx, o)? {
        Some(it) => it,
        None if from == 0 => return Err(not_awaitable(cx, o)),
        None => {
            let (got, method) = (o.ty().name(), if from == 1 { "__aenter__" } else { "__aexit__" });
            return Err(cx.type_error(format!(
                "'async with' received an object from {method} that does not implement __await__: {got}"
            )));
        }
    };
    if is_coroutine(cx, &it) && generator::delegate(cx, &it).is_some() {
        return Err(cx.runtime_error("coroutine is being awaited already"));
    }
    Ok(it)
}

/// The asynchronous iterator of an `async for`.
pub fn for_aiter(cx: &mut Cx, o: &ObjRef) -> PyResult {
    if flavour(cx, o) == Some(Flavour::AsyncGenerator) {
        return Ok(o.clone());
    }
    let (aiter, anext) = (cx.names.aiter.clone(), cx.names.anext.clone());
    let Some(result) = cx.call_type_method(o, &aiter, &[]) else {
        let got = o.ty().name();
        return Err(cx.type_error(format!("'async for' requires an object with __aiter__ method, got {got}")));
    };
    let it = result?;
    if it.ty().lookup(cx, &anext).is_none() {
        let got = it.ty().name();
        return Err(cx.type_error(format!(
            "'async for' received an object from __aiter__ that does not implement __anext__: {got}"
        )));
    }
    Ok(it)
}

/// What awaiting the next item of an `async for` runs.
pub fn for_anext(cx: &mut Cx, it: &ObjRef) -> PyResult {
    if flavour(cx, it) == Some(Flavour::AsyncGenerator) {
        return asyncgen::asend(cx, it, None);
    }
    let anext = cx.names.anext.clone();
    let Some(result) = cx.call_type_method(it, &anext, &[]) else {
        let got = it.ty().name();
        return Err(
            cx.type_error(format!("'async for' requires an iterator with __anext__ method, got {got}"))
        );
    };
    let next = result?;
    match awaited(cx, &next) {
        Ok(Some(a)) => return Ok(a),
        Ok(None) => drop(not_awaitable(cx, &next)),
        Err(_) => (),
    }
    let got = next.ty().name();
    let cause = cx.take_exception();
    let raised = cx.type_error(format!("'async for' received an invalid object from __anext__: {got}"));
    if let Some(e) = cx.exception().cloned()
        && let Some(x) = cx.heap.get_mut::<Exception>(&e)
    {
        x.cause = cause.clone();
        x.context = cause;
        x.suppress_context = true;
    }
    Err(raised)
}

// ---- coroutine_wrapper

/// `coroutine.__await__`.
pub fn wrapper(cx: &mut Cx, coroutine: &ObjRef) -> PyResult {
    Ok(cx.new_object(CoroutineWrapper { coroutine: coroutine.clone() }))
}

fn inner(cx: &mut Cx, w: &ObjRef) -> PyResult {
    wrapped_coroutine(cx, w).ok_or_else(|| cx.bad_internal("coroutine wrapper"))
}

fn itself(_: &mut Cx, it: &ObjRef) -> PyResult {
    Ok(it.clone())
}

fn wrapper_next(cx: &mut Cx, w: &ObjRef) -> PyResult<Option<ObjRef>> {
    let c = inner(cx, w)?;
    match generator::resume(cx, &c, Ok(None))? {
        Step::Yielded(v) | Step::Item(v) => Ok(Some(v)),
        Step::Returned(v) => {
            cx.stop_value = Some(v);
            Ok(None)
        }
    }
}

fn wrapper_send(cx: &mut Cx, w: &ObjRef, value: &ObjRef) -> PyResult {
    let c = inner(cx, w)?;
    let step = generator::resume(cx, &c, Ok(Some(value.clone())))?;
    stepped(cx, step)
}

fn wrapper_throw(cx: &mut Cx, args: &[ObjRef]) -> PyResult {
    let Some((w, thrown)) = args.split_first() else { return Err(cx.bad_internal("throw")) };
    let c = inner(cx, w)?;
    let e = asyncgen::thrown(cx, thrown)?;
    let step = generator::throw_into(cx, &c, e, true)?;
    stepped(cx, step)
}

fn wrapper_close(cx: &mut Cx, w: &ObjRef) -> PyResult {
    let c = inner(cx, w)?;
    generator::close(cx, &c)
}

static WRAPPER: TypeSpec = TypeSpec {
    slots: Slots { iter: Some(itself), next: Some(wrapper_next), ..Slots::EMPTY },
    methods: &[
        NativeDef::m1(
            "send",
            wrapper_send,
            "send(arg) -> send 'arg' into coroutine,\nreturn next yielded value or raise StopIteration.",
        ),
        NativeDef::range(
            "throw",
            wrapper_throw,
            1,
            3,
            "throw(value)\nthrow(type[,value[,traceback]])\n\nRaise exception in coroutine, return next yielded value or raise\nStopIteration.",
        ),
        NativeDef::m0("close", wrapper_close, "close() -> raise GeneratorExit inside coroutine."),
    ],
    getsets: &[],
    doc: "A wrapper object implementing __await__ for coroutines.",
};

// ---- anext with a default

/// The iterator behind the awaitable that `anext` was given.
fn default_iter(cx: &mut Cx, o: &ObjRef) -> PyResult<(ObjRef, ObjRef)> {
    let Some(d) = cx.heap.get::<NextOrDefault>(o) else { return Err(cx.bad_internal("anext_awaitable")) };
    let (wrapped, default) = (d.wrapped.clone(), d.default.clone());
    match awaited(cx, &wrapped)? {
        Some(it) if is_coroutine(cx, &it) => Ok((wrapper(cx, &it)?, default)),
        Some(it) => Ok((it, default)),
        None => Err(not_awaitable(cx, &wrapped)),
    }
}

/// StopAsyncIteration becomes the default, as the result of the awaiting.
fn or_default(cx: &mut Cx, result: PyResult, default: ObjRef) -> PyResult {
    let ty = cx.excs.stop_async_iteration.clone();
    if result.is_err() && cx.catch(&ty) {
        cx.stop_value = Some(default);
        return Err(cx.raise_stop_iteration());
    }
    result
}

fn default_next(cx: &mut Cx, o: &ObjRef) -> PyResult<Option<ObjRef>> {
    let (it, default) = default_iter(cx, o)?;
    match cx.next(&it) {
        Err(_) if cx.catch(&cx.excs.stop_async_iteration.clone()) => {
            cx.stop_value = Some(default);
            Ok(None)
        }
        r => r,
    }
}

fn default_send(cx: &mut Cx, o: &ObjRef, value: &ObjRef) -> PyResult {
    let (it, default) = default_iter(cx, o)?;
    let r = cx.call_method(&it, "send", std::slice::from_ref(value));
    or_default(cx, r, default)
}

fn default_throw(cx: &mut Cx, args: &[ObjRef]) -> PyResult {
    let Some((o, thrown)) = args.split_first() else { return Err(cx.bad_internal("throw")) };
    let (it, default) = default_iter(cx, o)?;
    let r = cx.call_method(&it, "throw", thrown);
    or_default(cx, r, default)
}

fn default_close(cx: &mut Cx, o: &ObjRef) -> PyResult {
    let (it, default) = default_iter(cx, o)?;
    let r = cx.call_method(&it, "close", &[]);
    or_default(cx, r, default)
}

static NEXT_OR_DEFAULT: TypeSpec = TypeSpec {
    slots: Slots { iter: Some(itself), next: Some(default_next), ..Slots::EMPTY },
    methods: &[
        NativeDef::m1(
            "send",
            default_send,
            "send(arg) -> send 'arg' into the wrapped iterator,\nreturn next yielded value or raise StopIteration.",
        ),
        NativeDef::range(
            "throw",
            default_throw,
            1,
            3,
            "throw(value)\nthrow(typ[,val[,tb]])\n\nraise exception in the wrapped iterator, return next yielded value\nor raise StopIteration.",
        ),
        NativeDef::m0("close", default_close, "close() -> raise GeneratorExit inside generator."),
        NativeDef::m0("__await__", itself, "Return an iterator to be used in await expression."),
    ],
    getsets: &[],
    doc: "",
};

// ---- builtins

fn aiter(cx: &mut Cx, o: &ObjRef) -> PyResult {
    let (aiter, anext) = (cx.names.aiter.clone(), cx.names.anext.clone());
    let Some(result) = cx.call_type_method(o, &aiter, &[]) else {
        let got = o.ty().name();
        return Err(cx.type_error(format!("'{got}' object is not an async iterable")));
    };
    let it = result?;
    if it.ty().lookup(cx, &anext).is_none() {
        let got = it.ty().name();
        return Err(cx.type_error(format!("aiter() returned not an async iterator of type '{got}'")));
    }
    Ok(it)
}

fn anext(cx: &mut Cx, args: &[ObjRef]) -> PyResult {
    let Some(it) = args.first() else { return Err(cx.bad_internal("anext")) };
    let name = cx.names.anext.clone();
    let Some(result) = cx.call_type_method(it, &name, &[]) else {
        let got = it.ty().name();
        return Err(cx.type_error(format!("'{got}' object is not an async iterator")));
    };
    let wrapped = result?;
    match args.get(1) {
        Some(default) => Ok(cx.new_object(NextOrDefault { wrapped, default: default.clone() })),
        None => Ok(wrapped),
    }
}

static BUILTINS: &[NativeDef] = &[
    NativeDef::f1(
        "aiter",
        aiter,
        "aiter($module, async_iterable, /)\n--\n\nReturn an AsyncIterator for an AsyncIterable object.",
    ),
    NativeDef::f_range(
        "anext",
        anext,
        1,
        2,
        "anext($module, aiterator, default=<unrepresentable>, /)\n--\n\nReturn the next item from the async iterator.\n\nIf default is given and the async iterator is exhausted,\nit is returned instead of raising StopAsyncIteration.",
    ),
];

pub fn install(cx: &mut Cx) {
    let ty = cx.add_native_type::<CoroutineWrapper>("coroutine_wrapper", None, 0);
    cx.fill_type(&ty, &WRAPPER);
    let ty = cx.add_native_type::<NextOrDefault>("anext_awaitable", None, 0);
    cx.fill_type(&ty, &NEXT_OR_DEFAULT);
    crate::sysfuncs::add(cx, "builtins", BUILTINS);
}
