//! What asynchronous generators answer with: the awaitables of `asend`, `athrow` and `aclose`; the
//! hooks of an event loop, and coroutines that nobody awaited.

use theseus_builtins::modules::record;
use theseus_bytecode::Word;
use theseus_object::args::Params;
use theseus_object::class::TypeSpec;
use theseus_object::edges::{EdgeVisitor, Payload, Relation};
use theseus_object::interp::TypeRef;
use theseus_object::methods::NativeDef;
use theseus_object::slots::Slots;
use theseus_object::{Args, Cx, ObjRef, PyResult, Raised};

use crate::generator::{self, Generator, Stage, Step, Thrown};
use crate::machine::{State, Vm, borrow, payload};
use crate::modules::warnings;

/// What a thread remembers about coroutines and asynchronous generators.
#[derive(Default)]
pub struct Asyncs {
    /// The types of generators, coroutines and asynchronous generators.
    pub types: [Option<TypeRef>; 3],
    hooks_type: Option<ObjRef>,
    pub firstiter: Option<ObjRef>,
    pub finalizer: Option<ObjRef>,
    /// Frames that a new coroutine notes in `cr_origin`.
    pub origin_depth: usize,
}

impl Asyncs {
    /// What a new thread starts with: the types, and no hooks.
    pub fn of_new_thread(&self) -> Asyncs {
        Asyncs { types: self.types.clone(), hooks_type: self.hooks_type.clone(), ..Asyncs::default() }
    }
}

/// How far an awaitable is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    Initial,
    Under,
    Closed,
}

/// Payload of what `asend` and `__anext__` give.
pub struct ASend {
    pub generator: ObjRef,
    sent: Option<ObjRef>,
    phase: Phase,
}

impl Payload for ASend {
    fn edges(&mut self, v: &mut dyn EdgeVisitor) {
        v.fixed(&mut self.generator, Relation::Typed("ags_gen"));
        v.edge(&mut self.sent, Relation::Attr("ags_sendval"));
    }
}

/// Payload of what `athrow` and `aclose` give.
pub struct AThrow {
    generator: ObjRef,
    /// The arguments of `athrow`; none for `aclose`.
    thrown: Option<Vec<ObjRef>>,
    phase: Phase,
}

impl Payload for AThrow {
    fn edges(&mut self, v: &mut dyn EdgeVisitor) {
        v.fixed(&mut self.generator, Relation::Typed("agt_gen"));
        if let Some(args) = &mut self.thrown {
            v.items(args);
        }
    }
}

// ---- the generator's side

fn data<'a>(cx: &'a mut Cx, g: &'a ObjRef) -> PyResult<&'a mut Generator> {
    if !g.has_payload::<Generator>() {
        return Err(cx.bad_internal("async generator"));
    }
    cx.heap.get_mut::<Generator>(g).ok_or(Raised)
}

/// The first request tells the event loop of the generator.
fn meet_hooks(cx: &mut Cx, g: &ObjRef) -> PyResult<()> {
    if std::mem::replace(&mut data(cx, g)?.hooked, true) {
        return Ok(());
    }
    let hooks = &Vm::of(cx).asyncs;
    let (first, finalizer) = (hooks.firstiter.clone(), hooks.finalizer.clone());
    if finalizer.is_some() {
        data(cx, g)?.origin_or_finalizer = finalizer;
    }
    match first {
        Some(first) => cx.call(&first, std::slice::from_ref(g)).map(drop),
        None => Ok(()),
    }
}

/// `__anext__` and `asend`.
pub fn asend(cx: &mut Cx, g: &ObjRef, sent: Option<ObjRef>) -> PyResult {
    meet_hooks(cx, g)?;
    Ok(cx.new_object(ASend { generator: g.clone(), sent, phase: Phase::Initial }))
}

/// `athrow`, and without arguments `aclose`.
pub fn athrow(cx: &mut Cx, g: &ObjRef, thrown: Option<Vec<ObjRef>>) -> PyResult {
    check_thrown(cx, thrown.as_deref().unwrap_or_default(), "athrow")?;
    meet_hooks(cx, g)?;
    Ok(cx.new_object(AThrow { generator: g.clone(), thrown, phase: Phase::Initial }))
}

/// What a step of the generator means for whoever awaits the next item: the item ends the awaiting,
/// the end of the generator is StopAsyncIteration.
fn unwrap_step(cx: &mut Cx, g: &ObjRef, step: PyResult<Step>) -> PyResult<Step> {
    match step {
        Ok(Step::Yielded(v)) => return Ok(Step::Yielded(v)),
        Ok(Step::Item(v)) => {
            data(cx, g)?.busy = false;
            return Ok(Step::Returned(v));
        }
        Ok(Step::Returned(_)) => {
            let ty = cx.excs.stop_async_iteration.clone();
            cx.error(&ty, "");
        }
        Err(_) => (),
    }
    if is_end(cx) {
        data(cx, g)?.closed = true;
    }
    data(cx, g)?.busy = false;
    Err(Raised)
}

fn is_end(cx: &Cx) -> bool {
    cx.pending_is(&cx.excs.stop_async_iteration) || cx.pending_is(&cx.excs.generator_exit)
}

// ---- asend in an `await`, without nesting the loop

/// An awaitable of `asend` that a `YieldFrom` runs: what to resume its generator with.
pub fn begin_item(cx: &mut Cx, it: &ObjRef, sent: ObjRef) -> PyResult<(ObjRef, ObjRef)> {
    let Some(a) = cx.heap.get::<ASend>(it) else { return Err(cx.bad_internal("asend")) };
    let (g, phase, first) = (a.generator.clone(), a.phase, a.sent.clone());
    let mut sent = sent;
    match phase {
        Phase::Closed => return Err(cx.runtime_error("cannot reuse already awaited __anext__()/asend()")),
        Phase::Initial => {
            if data(cx, &g)?.busy {
                return Err(cx.runtime_error("anext(): asynchronous generator is already running"));
            }
            if sent.is_none() {
                sent = first.unwrap_or(sent);
            }
            set_phase(cx, it, Phase::Under);
        }
        Phase::Under => (),
    }
    data(cx, &g)?.busy = true;
    Ok((g, sent))
}

fn set_phase(cx: &mut Cx, it: &ObjRef, phase: Phase) {
    if let Some(a) = cx.heap.get_mut::<ASend>(it) {
        a.phase = phase;
    }
}

/// The awaitable that the `YieldFrom` at `s` runs, and its generator, are at rest.
unsafe fn at_rest(vm: &mut Vm, s: State) -> Option<ObjRef> {
    let slot = s.slot(Word(*s.pc).b());
    let it = borrow(slot).clone();
    if !it.has_payload::<ASend>() {
        return None;
    }
    set_phase(vm, &it, Phase::Closed);
    let g = vm.heap.get::<ASend>(&it)?.generator.clone();
    payload::<Generator>(g.as_ptr().as_ptr()).busy = false;
    Some(g)
}

/// The generator yielded an item to the `YieldFrom` at `s`.
///
/// # Safety
/// `s` is the state of the running frame, which stands there.
pub unsafe fn item_delivered(vm: &mut Vm, s: State) {
    at_rest(vm, s);
}

/// The generator ended: StopAsyncIteration is raised.
///
/// # Safety
/// As [`item_delivered`].
pub unsafe fn items_ended(vm: &mut Vm, s: State) {
    if let Some(g) = at_rest(vm, s) {
        payload::<Generator>(g.as_ptr().as_ptr()).closed = true;
    }
    let ty = vm.excs.stop_async_iteration.clone();
    vm.error(&ty, "");
}

/// The generator raised.
///
/// # Safety
/// As [`item_delivered`].
pub unsafe fn items_failed(vm: &mut Vm, s: State) {
    if let Some(g) = at_rest(vm, s)
        && is_end(vm)
    {
        payload::<Generator>(g.as_ptr().as_ptr()).closed = true;
    }
}

// ---- the awaitables as Python sees them

/// A step as the result of `send` and `throw`.
pub fn stepped(cx: &mut Cx, step: Step) -> PyResult {
    match step {
        Step::Yielded(v) | Step::Item(v) => Ok(v),
        Step::Returned(v) => {
            cx.stop_value = Some(v);
            Err(cx.raise_stop_iteration())
        }
    }
}

fn step_asend(cx: &mut Cx, it: &ObjRef, sent: ObjRef) -> PyResult<Step> {
    let (g, sent) = begin_item(cx, it, sent)?;
    let step = generator::resume(cx, &g, Ok(Some(sent)));
    let step = unwrap_step(cx, &g, step);
    if !matches!(step, Ok(Step::Yielded(_))) {
        set_phase(cx, it, Phase::Closed);
    }
    step
}

fn asend_send(cx: &mut Cx, it: &ObjRef, sent: &ObjRef) -> PyResult {
    let step = step_asend(cx, it, sent.clone())?;
    stepped(cx, step)
}

/// The next value of an iterator by its `send`.
fn next_of(cx: &mut Cx, step: Step) -> PyResult<Option<ObjRef>> {
    match step {
        Step::Yielded(v) | Step::Item(v) => Ok(Some(v)),
        Step::Returned(v) => {
            cx.stop_value = Some(v);
            Ok(None)
        }
    }
}

fn asend_next(cx: &mut Cx, it: &ObjRef) -> PyResult<Option<ObjRef>> {
    let none = cx.none.clone();
    let step = step_asend(cx, it, none)?;
    next_of(cx, step)
}

fn asend_throw(cx: &mut Cx, args: &[ObjRef]) -> PyResult {
    let Some((it, thrown)) = args.split_first() else { return Err(cx.bad_internal("throw")) };
    let Some(a) = cx.heap.get::<ASend>(it) else { return Err(cx.bad_internal("asend")) };
    let g = a.generator.clone();
    if a.phase == Phase::Closed {
        return Err(cx.runtime_error("cannot reuse already awaited __anext__()/asend()"));
    }
    let e = self::thrown(cx, thrown)?;
    let step = generator::throw_into(cx, &g, e, true);
    let step = unwrap_step(cx, &g, step);
    if !matches!(step, Ok(Step::Yielded(_))) {
        set_phase(cx, it, Phase::Closed);
    }
    stepped(cx, step?)
}

fn asend_close(cx: &mut Cx, it: &ObjRef) -> PyResult {
    set_phase(cx, it, Phase::Closed);
    Ok(cx.none.clone())
}

fn itself(_: &mut Cx, it: &ObjRef) -> PyResult {
    Ok(it.clone())
}

const SEND: &str =
    "send(value) -> send 'value' into the awaitable,\nreturn next yielded value or raise StopIteration.";
const THROW: &str = "throw(value)\nthrow(type[,value[,tb]])\n\nraise exception in the awaitable, return next yielded\nvalue or raise StopIteration.";
const CLOSE: &str = "close() -> raise GeneratorExit inside the awaitable.";
const AWAIT: &str = "Return an iterator to be used in await expression.";

static ASEND: TypeSpec = TypeSpec {
    slots: Slots { iter: Some(itself), next: Some(asend_next), ..Slots::EMPTY },
    methods: &[
        NativeDef::m1("send", asend_send, SEND),
        NativeDef::range("throw", asend_throw, 1, 3, THROW),
        NativeDef::m0("close", asend_close, CLOSE),
        NativeDef::m0("__await__", itself, AWAIT),
    ],
    getsets: &[],
    doc: "",
};

fn athrow_data<'a>(cx: &'a mut Cx, it: &'a ObjRef) -> PyResult<&'a mut AThrow> {
    if !it.has_payload::<AThrow>() {
        return Err(cx.bad_internal("athrow"));
    }
    cx.heap.get_mut::<AThrow>(it).ok_or(Raised)
}

/// The awaitable has ended.
fn close_athrow(cx: &mut Cx, it: &ObjRef, g: &ObjRef) {
    if let Ok(a) = athrow_data(cx, it) {
        a.phase = Phase::Closed;
    }
    if let Ok(g) = data(cx, g) {
        g.busy = false;
    }
}

/// What a step means for whoever awaits `athrow` (`closing` false) or `aclose`.
fn settle(cx: &mut Cx, it: &ObjRef, g: &ObjRef, step: PyResult<Step>, closing: bool) -> PyResult<Step> {
    if !closing {
        let step = unwrap_step(cx, g, step);
        if step.is_err() {
            close_athrow(cx, it, g);
        }
        return step;
    }
    match step {
        Ok(Step::Yielded(v)) => Ok(Step::Yielded(v)),
        Ok(Step::Item(_)) => {
            close_athrow(cx, it, g);
            Err(cx.runtime_error("async generator ignored GeneratorExit"))
        }
        Ok(Step::Returned(_)) => {
            close_athrow(cx, it, g);
            Ok(Step::Returned(cx.none.clone()))
        }
        Err(_) => {
            close_athrow(cx, it, g);
            if is_end(cx) {
                drop(cx.take_exception());
                return Ok(Step::Returned(cx.none.clone()));
            }
            Err(Raised)
        }
    }
}

fn step_athrow(cx: &mut Cx, it: &ObjRef, sent: &ObjRef) -> PyResult<Step> {
    let a = athrow_data(cx, it)?;
    let (g, phase, thrown) = (a.generator.clone(), a.phase, a.thrown.clone());
    let closing = thrown.is_none();
    if phase == Phase::Closed {
        return Err(cx.runtime_error("cannot reuse already awaited aclose()/athrow()"));
    }
    let d = data(cx, &g)?;
    let (stage, busy, closed) = (d.stage, d.busy, d.closed);
    if stage == Stage::Finished {
        athrow_data(cx, it)?.phase = Phase::Closed;
        return Ok(Step::Returned(cx.none.clone()));
    }
    if phase == Phase::Under {
        let step = generator::resume(cx, &g, Ok(Some(sent.clone())));
        return settle(cx, it, &g, step, closing);
    }
    if busy {
        athrow_data(cx, it)?.phase = Phase::Closed;
        let name = if closing { "aclose" } else { "athrow" };
        return Err(cx.runtime_error(format!("{name}(): asynchronous generator is already running")));
    }
    if closed {
        athrow_data(cx, it)?.phase = Phase::Closed;
        let ty = cx.excs.stop_async_iteration.clone();
        return Err(cx.error(&ty, ""));
    }
    if !sent.is_none() {
        return Err(cx.runtime_error("can't send non-None value to a just-started coroutine"));
    }
    athrow_data(cx, it)?.phase = Phase::Under;
    let d = data(cx, &g)?;
    d.busy = true;
    d.closed |= closing;
    let e = match &thrown {
        Some(args) => thrown_exception(cx, args).map(|exception| Thrown { exception, given: args.clone() }),
        None => Ok(Thrown::from(cx.new_exception(&cx.excs.generator_exit, &[]))),
    };
    let step = e.and_then(|e| generator::throw_into(cx, &g, e, false));
    settle(cx, it, &g, step, closing)
}

fn athrow_send(cx: &mut Cx, it: &ObjRef, sent: &ObjRef) -> PyResult {
    let step = step_athrow(cx, it, sent)?;
    stepped(cx, step)
}

fn athrow_next(cx: &mut Cx, it: &ObjRef) -> PyResult<Option<ObjRef>> {
    let none = cx.none.clone();
    let step = step_athrow(cx, it, &none)?;
    next_of(cx, step)
}

fn athrow_throw(cx: &mut Cx, args: &[ObjRef]) -> PyResult {
    let Some((it, thrown)) = args.split_first() else { return Err(cx.bad_internal("throw")) };
    let a = athrow_data(cx, it)?;
    let (g, phase, closing) = (a.generator.clone(), a.phase, a.thrown.is_none());
    if phase == Phase::Closed {
        return Err(cx.runtime_error("cannot reuse already awaited aclose()/athrow()"));
    }
    let e = self::thrown(cx, thrown)?;
    let step = generator::throw_into(cx, &g, e, true);
    let step = settle(cx, it, &g, step, closing)?;
    stepped(cx, step)
}

fn athrow_close(cx: &mut Cx, it: &ObjRef) -> PyResult {
    athrow_data(cx, it)?.phase = Phase::Closed;
    Ok(cx.none.clone())
}

static ATHROW: TypeSpec = TypeSpec {
    slots: Slots { iter: Some(itself), next: Some(athrow_next), ..Slots::EMPTY },
    methods: &[
        NativeDef::m1("send", athrow_send, SEND),
        NativeDef::range("throw", athrow_throw, 1, 3, THROW),
        NativeDef::m0("close", athrow_close, CLOSE),
        NativeDef::m0("__await__", itself, AWAIT),
    ],
    getsets: &[],
    doc: "",
};

/// Warns of more than one argument to a `throw`.
pub fn check_thrown(cx: &mut Cx, args: &[ObjRef], method: &str) -> PyResult<()> {
    if args.len() < 2 {
        return Ok(());
    }
    let text = format!(
        "the (type, exc, tb) signature of {method}() is deprecated, use the single-arg signature instead."
    );
    let category = cx.excs.deprecation_warning.clone();
    warnings::give(cx, &category, &text, 1)
}

/// What the arguments of a `throw` mean.
pub fn thrown(cx: &mut Cx, args: &[ObjRef]) -> PyResult<Thrown> {
    check_thrown(cx, args, "throw")?;
    Ok(Thrown { exception: thrown_exception(cx, args)?, given: args.to_vec() })
}

fn thrown_exception(cx: &mut Cx, args: &[ObjRef]) -> PyResult {
    use theseus_object::TypeObj;
    use theseus_object::payload::Exception;
    let Some(kind) = args.first() else { return Err(cx.bad_internal("throw")) };
    let base = cx.excs.base_exception.clone();
    let value = args.get(1).filter(|v| !v.is_none());
    let traceback = args.get(2).filter(|t| !t.is_none());
    if traceback.is_some_and(|t| !t.has_payload::<crate::traceback::Traceback>()) {
        return Err(cx.type_error("throw() third argument must be a traceback object"));
    }
    let e = if TypeObj::of(kind).is_some_and(|t| t.is_subtype(&base)) {
        let made = match value {
            Some(v) if TypeObj::of(kind).is_some_and(|t| v.ty().is_subtype(t)) => Ok(v.clone()),
            Some(v) => match cx.heap.tuple(v).map(<[ObjRef]>::to_vec) {
                Some(args) => cx.call(kind, &args),
                None => cx.call(kind, std::slice::from_ref(v)),
            },
            None => cx.call(kind, &[]),
        };
        let made = made.and_then(|made| {
            if made.has_payload::<Exception>() {
                return Ok(made);
            }
            let (class, got) = (cx.repr_text(kind)?, made.ty().name());
            Err(cx.type_error(format!(
                "calling {class} should have returned an instance of BaseException, not {got}"
            )))
        });
        // What making the exception raises is thrown in its place.
        match made {
            Ok(e) => e,
            Err(raised) => cx.take_exception().ok_or(raised)?,
        }
    } else if kind.has_payload::<Exception>() {
        if value.is_some() {
            return Err(cx.type_error("instance exception may not have a separate value"));
        }
        kind.clone()
    } else {
        let got = kind.ty().name();
        return Err(cx.type_error(format!(
            "exceptions must be classes or instances deriving from BaseException, not {got}"
        )));
    };
    if let Some(t) = traceback
        && let Some(x) = cx.heap.get_mut::<Exception>(&e)
    {
        x.traceback = Some(t.clone());
    }
    Ok(e)
}

// ---- hooks

fn set_asyncgen_hooks(cx: &mut Cx, args: &Args) -> PyResult {
    const PARAMS: Params<0, 2> =
        Params { required: [], optional: ["firstiter", "finalizer"], posonly: 0, kwonly: 2 };
    let ([], given) = args.bind(cx, "set_asyncgen_hooks", &PARAMS)?;
    for (hook, name) in given.iter().zip(["firstiter", "finalizer"]) {
        if let Some(h) = hook.as_ref().filter(|h| !h.is_none())
            && h.ty().slots().call.is_none()
        {
            let got = h.ty().name();
            return Err(cx.type_error(format!("callable {name} expected, got {got}")));
        }
    }
    let [first, finalizer] = given;
    let hooks = &mut Vm::of(cx).asyncs;
    let old = (
        first.map(|f| std::mem::replace(&mut hooks.firstiter, Some(f).filter(|f| !f.is_none()))),
        finalizer.map(|f| std::mem::replace(&mut hooks.finalizer, Some(f).filter(|f| !f.is_none()))),
    );
    drop(old);
    Ok(cx.none.clone())
}

fn get_asyncgen_hooks(cx: &mut Cx) -> PyResult {
    let hooks = &Vm::of(cx).asyncs;
    let (first, finalizer) = (hooks.firstiter.clone(), hooks.finalizer.clone());
    let none = || cx.none.clone();
    let values = vec![first.unwrap_or_else(none), finalizer.unwrap_or_else(none)];
    let ty = Vm::of(cx).asyncs.hooks_type.clone();
    match ty {
        Some(ty) => Ok(record::build(cx, &ty, values)),
        None => Err(cx.bad_internal("asyncgen_hooks")),
    }
}

fn set_origin_depth(cx: &mut Cx, args: &Args) -> PyResult {
    const PARAMS: Params<1, 0> = Params { required: ["depth"], optional: [], posonly: 0, kwonly: 1 };
    let ([depth], []) = args.bind(cx, "set_coroutine_origin_tracking_depth", &PARAMS)?;
    let n = cx.index(&depth)?;
    let Some(n) = n.int().and_then(|n| i32::try_from(n).ok()) else {
        return Err(cx.overflow_error("Python int too large to convert to C int"));
    };
    if n < 0 {
        return Err(cx.value_error("depth must be >= 0"));
    }
    Vm::of(cx).asyncs.origin_depth = n as usize;
    Ok(cx.none.clone())
}

fn get_origin_depth(cx: &mut Cx) -> PyResult {
    let n = Vm::of(cx).asyncs.origin_depth;
    Ok(cx.usize(n))
}

/// `cr_origin` of a coroutine made now: file, line and function of the frames that make it.
pub fn origin(vm: &mut Vm) -> ObjRef {
    let mut entries = Vec::new();
    let mut next = crate::frameobj::seen(vm, 0);
    while let Some(frame) = next.filter(|_| entries.len() < vm.asyncs.origin_depth) {
        // SAFETY: all records between the first and the running one are alive.
        let (data, line) = unsafe {
            let exec = &*(*frame).exec;
            (exec.data(), exec.code().position(exec.index_of((*frame).pc)).line)
        };
        let parts = [data.filename.clone(), vm.int(line as i64), data.name.clone()];
        entries.push(vm.new_tuple(parts));
        // SAFETY: as above.
        next = unsafe { crate::frameobj::seen_from(frame.sub(1)) };
    }
    vm.new_tuple(entries)
}

/// A coroutine goes that nobody awaited: RuntimeWarning.
pub fn warn_never_awaited(vm: &mut Vm, coroutine: &ObjRef) {
    let (name, modules) = (vm.intern("warnings"), vm.modules.clone());
    let attribute = vm.intern("_warn_unawaited_coroutine");
    if vm.namespace_get(&modules, &name).is_none() {
        let import = vm.upcalls.import;
        let (dict, level, none) = (vm.new_dict(), vm.int(0), vm.none.clone());
        if import(vm, &[name.clone(), dict.clone(), dict, none, level]).is_err() {
            // Without the module the text below will do.
            drop(vm.take_exception());
        }
    }
    let module = vm.namespace_get(&modules, &name).and_then(|m| vm.existing_dict(&m));
    if let Some(warn) = module.and_then(|d| vm.namespace_get(&d, &attribute)) {
        if vm.call(&warn, std::slice::from_ref(coroutine)).is_err() {
            theseus_builtins::weakref::report_unraisable(vm, coroutine);
        }
        return;
    }
    let Some(g) = vm.heap.get::<Generator>(coroutine) else { return };
    let mut text = format!("coroutine '{}' was never awaited\n", g.qualname.text_or_empty());
    if let Some(origin) = &g.origin_or_finalizer {
        text += "Coroutine created at (most recent call last)\n";
        for entry in vm.heap.tuple(origin).unwrap_or_default().iter().rev() {
            if let Some([file, line, name]) = vm.heap.tuple(entry) {
                let (file, name) = (file.text_or_empty(), name.text_or_empty());
                text += &format!("  File \"{file}\", line {}, in {name}\n", line.int().unwrap_or(0));
            }
        }
    }
    let text = text.trim_end().to_owned();
    let category = vm.excs.runtime_warning.clone();
    if warnings::give_about(vm, &category, &text, coroutine).is_err() {
        theseus_builtins::weakref::report_unraisable(vm, coroutine);
    }
}

static SYS_FUNCTIONS: &[NativeDef] = &[
    NativeDef::f_full(
        "set_asyncgen_hooks",
        set_asyncgen_hooks,
        "set_asyncgen_hooks([firstiter] [, finalizer])\n\nSet a finalizer for async generators objects.",
    ),
    NativeDef::f0(
        "get_asyncgen_hooks",
        get_asyncgen_hooks,
        "Return the installed asynchronous generators hooks.\n\nThis returns a namedtuple of the form (firstiter, finalizer).",
    ),
    NativeDef::f_full(
        "set_coroutine_origin_tracking_depth",
        set_origin_depth,
        "Enable or disable origin tracking for coroutine objects in this thread.\n\nCoroutine objects will track 'depth' frames of traceback information\nabout where they came from, available in their cr_origin attribute.\n\nSet a depth of 0 to disable.",
    ),
    NativeDef::f0(
        "get_coroutine_origin_tracking_depth",
        get_origin_depth,
        "Check status of origin tracking for coroutine objects in this thread.",
    ),
];

pub fn install(cx: &mut Cx) {
    let ty = cx.add_native_type::<ASend>("async_generator_asend", None, 0);
    cx.fill_type(&ty, &ASEND);
    let ty = cx.add_native_type::<AThrow>("async_generator_athrow", None, 0);
    cx.fill_type(&ty, &ATHROW);
    let ty = theseus_builtins::modules::sys::asyncgen_hooks_type(cx);
    Vm::of(cx).asyncs.hooks_type = Some(ty);
    crate::sysfuncs::add(cx, "sys", SYS_FUNCTIONS);
}
