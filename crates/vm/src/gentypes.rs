//! Generators, coroutines and asynchronous generators as Python sees them.

use theseus_object::class::TypeSpec;
use theseus_object::methods::{GetSet, NativeDef};
use theseus_object::slots::Slots;
use theseus_object::{Args, Cx, ObjRef, PyResult};

use crate::asyncgen::{self, stepped};
use crate::awaitable;
use crate::generator::{self, Flavour, Generator, Stage, Step};
use crate::machine::Vm;

fn data<R>(cx: &Cx, o: &ObjRef, f: impl FnOnce(&Generator) -> R) -> Option<R> {
    cx.heap.get::<Generator>(o).map(f)
}

fn next(cx: &mut Cx, o: &ObjRef) -> PyResult<Option<ObjRef>> {
    match generator::resume(cx, o, Ok(None))? {
        Step::Yielded(v) | Step::Item(v) => Ok(Some(v)),
        Step::Returned(v) => {
            cx.stop_value = Some(v);
            Ok(None)
        }
    }
}

fn iter(_: &mut Cx, o: &ObjRef) -> PyResult {
    Ok(o.clone())
}

fn send(cx: &mut Cx, o: &ObjRef, value: &ObjRef) -> PyResult {
    let step = generator::resume(cx, o, Ok(Some(value.clone())))?;
    stepped(cx, step)
}

fn throw(cx: &mut Cx, args: &[ObjRef]) -> PyResult {
    let Some((o, thrown)) = args.split_first() else { return Err(cx.bad_internal("throw")) };
    let e = asyncgen::thrown(cx, thrown)?;
    let step = generator::throw_into(cx, o, e, true)?;
    stepped(cx, step)
}

fn close(cx: &mut Cx, o: &ObjRef) -> PyResult {
    generator::close(cx, o)
}

fn repr(cx: &mut Cx, o: &ObjRef) -> PyResult {
    let kind = o.ty().name();
    let name = data(cx, o, |g| g.qualname.text_or_empty()).unwrap_or_default();
    Ok(cx.new_str(&format!("<{kind} object {name} at {:#x}>", o.address())))
}

fn running(cx: &mut Cx, o: &ObjRef) -> PyResult {
    let running = data(cx, o, |g| g.stage == Stage::Running) == Some(true);
    Ok(cx.bool(running))
}

fn suspended(cx: &mut Cx, o: &ObjRef) -> PyResult {
    let suspended = data(cx, o, |g| g.stage == Stage::Suspended) == Some(true);
    Ok(cx.bool(suspended))
}

fn waits_for(cx: &mut Cx, o: &ObjRef) -> PyResult {
    Ok(generator::delegate(cx, o).unwrap_or_else(|| cx.none.clone()))
}

fn frame(cx: &mut Cx, o: &ObjRef) -> PyResult {
    Ok(generator::frame(cx, o).unwrap_or_else(|| cx.none.clone()))
}

fn code(cx: &mut Cx, o: &ObjRef) -> PyResult {
    // SAFETY: the function keeps the Exec and its code.
    let code = data(cx, o, |g| unsafe { (*g.exec).code_object() });
    Ok(code.unwrap_or_else(|| cx.none.clone()))
}

fn name(cx: &mut Cx, o: &ObjRef) -> PyResult {
    Ok(data(cx, o, |g| g.name.clone()).unwrap_or_else(|| cx.none.clone()))
}

fn qualname(cx: &mut Cx, o: &ObjRef) -> PyResult {
    Ok(data(cx, o, |g| g.qualname.clone()).unwrap_or_else(|| cx.none.clone()))
}

fn set_name(cx: &mut Cx, o: &ObjRef, value: Option<&ObjRef>) -> PyResult<()> {
    match (value.filter(|v| v.is_str()), cx.heap.get_mut::<Generator>(o)) {
        (Some(v), Some(g)) => {
            g.name = v.clone();
            Ok(())
        }
        _ => Err(cx.type_error("__name__ must be set to a string object")),
    }
}

fn set_qualname(cx: &mut Cx, o: &ObjRef, value: Option<&ObjRef>) -> PyResult<()> {
    match (value.filter(|v| v.is_str()), cx.heap.get_mut::<Generator>(o)) {
        (Some(v), Some(g)) => {
            g.qualname = v.clone();
            Ok(())
        }
        _ => Err(cx.type_error("__qualname__ must be set to a string object")),
    }
}

static GENERATOR: TypeSpec = TypeSpec {
    slots: Slots { repr: Some(repr), iter: Some(iter), next: Some(next), ..Slots::EMPTY },
    methods: &[
        NativeDef::m1(
            "send",
            send,
            "send(arg) -> send 'arg' into generator,\nreturn next yielded value or raise StopIteration.",
        ),
        NativeDef::range(
            "throw",
            throw,
            1,
            3,
            "throw(value)\nthrow(type[,value[,tb]])\n\nRaise exception in generator, return next yielded value or raise\nStopIteration.",
        ),
        NativeDef::m0("close", close, "close() -> raise GeneratorExit inside generator."),
    ],
    getsets: &[
        GetSet::new("gi_running", running, ""),
        GetSet::new("gi_suspended", suspended, ""),
        GetSet::new("gi_yieldfrom", waits_for, ""),
        GetSet::new("gi_frame", frame, ""),
        GetSet::new("gi_code", code, ""),
        GetSet::rw("__name__", name, set_name, "name of the generator"),
        GetSet::rw("__qualname__", qualname, set_qualname, "qualified name of the generator"),
    ],
    doc: "",
};

static COROUTINE: TypeSpec = TypeSpec {
    slots: Slots { repr: Some(repr), ..Slots::EMPTY },
    methods: &[
        NativeDef::m1(
            "send",
            send,
            "send(arg) -> send 'arg' into coroutine,\nreturn next yielded value or raise StopIteration.",
        ),
        NativeDef::range(
            "throw",
            throw,
            1,
            3,
            "throw(value)\nthrow(type[,value[,traceback]])\n\nRaise exception in coroutine, return next yielded value or raise\nStopIteration.",
        ),
        NativeDef::m0("close", close, "close() -> raise GeneratorExit inside coroutine."),
        NativeDef::m0("__await__", awaitable::wrapper, "Return an iterator to be used in await expression."),
        NativeDef::class("__class_getitem__", class_getitem, "See PEP 585"),
    ],
    getsets: &[
        GetSet::new("cr_running", running, ""),
        GetSet::new("cr_suspended", suspended, ""),
        GetSet::new("cr_await", waits_for, "object being awaited on, or None"),
        GetSet::new("cr_frame", frame, ""),
        GetSet::new("cr_code", code, ""),
        GetSet::member("cr_origin", origin, ""),
        GetSet::rw("__name__", name, set_name, "name of the coroutine"),
        GetSet::rw("__qualname__", qualname, set_qualname, "qualified name of the coroutine"),
    ],
    doc: "",
};

static ASYNC_GENERATOR: TypeSpec = TypeSpec {
    slots: Slots { repr: Some(repr), ..Slots::EMPTY },
    methods: &[
        NativeDef::m0("__aiter__", itself, "Return an asynchronous iterator of the object itself."),
        NativeDef::m0("__anext__", anext, "Return an awaitable for the next item."),
        NativeDef::m1("asend", asend, "asend(v) -> send 'v' in generator."),
        NativeDef::range(
            "athrow",
            athrow,
            1,
            3,
            "athrow(value)\nathrow(type[,value[,tb]])\n\nraise exception in generator.",
        ),
        NativeDef::m0("aclose", aclose, "aclose() -> raise GeneratorExit inside generator."),
        NativeDef::class("__class_getitem__", class_getitem, "See PEP 585"),
    ],
    getsets: &[
        GetSet::member("ag_running", busy, ""),
        GetSet::new("ag_suspended", suspended, ""),
        GetSet::new("ag_await", waits_for, "object being awaited on, or None"),
        GetSet::new("ag_frame", frame, ""),
        GetSet::new("ag_code", code, ""),
        GetSet::rw("__name__", name, set_name, "name of the async generator"),
        GetSet::rw("__qualname__", qualname, set_qualname, "qualified name of the async generator"),
    ],
    doc: "",
};

fn itself(_: &mut Cx, o: &ObjRef) -> PyResult {
    Ok(o.clone())
}

fn origin(cx: &mut Cx, o: &ObjRef) -> PyResult {
    let origin = data(cx, o, |g| g.origin_or_finalizer.clone()).flatten();
    Ok(origin.unwrap_or_else(|| cx.none.clone()))
}

fn busy(cx: &mut Cx, o: &ObjRef) -> PyResult {
    let busy = data(cx, o, |g| g.busy) == Some(true);
    Ok(cx.bool(busy))
}

fn anext(cx: &mut Cx, o: &ObjRef) -> PyResult {
    asyncgen::asend(cx, o, None)
}

fn asend(cx: &mut Cx, o: &ObjRef, value: &ObjRef) -> PyResult {
    asyncgen::asend(cx, o, Some(value.clone()))
}

fn athrow(cx: &mut Cx, args: &[ObjRef]) -> PyResult {
    let Some((o, thrown)) = args.split_first() else { return Err(cx.bad_internal("athrow")) };
    asyncgen::athrow(cx, o, Some(thrown.to_vec()))
}

fn aclose(cx: &mut Cx, o: &ObjRef) -> PyResult {
    asyncgen::athrow(cx, o, None)
}

fn class_getitem(cx: &mut Cx, class: &ObjRef, args: &Args) -> PyResult {
    match (args.values, cx.alias_hook.get()) {
        ([item], Some(make)) => make(cx, class, item),
        _ => Err(cx.type_error("__class_getitem__() takes exactly one argument")),
    }
}

pub fn install(cx: &mut Cx) {
    let generator = cx.add_native_type::<Generator>("generator", None, 0);
    cx.fill_type(&generator, &GENERATOR);
    let coroutine = cx.add_native_type::<Generator>("coroutine", None, 0);
    cx.fill_type(&coroutine, &COROUTINE);
    let async_generator = cx.add_native_type::<Generator>("async_generator", None, 0);
    cx.fill_type(&async_generator, &ASYNC_GENERATOR);
    let types = &mut Vm::of(cx).asyncs.types;
    types[Flavour::Generator as usize] = Some(generator);
    types[Flavour::Coroutine as usize] = Some(coroutine);
    types[Flavour::AsyncGenerator as usize] = Some(async_generator);
}
