//! Tracebacks: the frames an exception came through, each with the instruction that raised.

use theseus_bytecode::{Flags, Position};
use theseus_object::args::Params;
use theseus_object::class::TypeSpec;
use theseus_object::edges::{EdgeVisitor, Payload, Relation};
use theseus_object::methods::{GetSet, NativeDef};
use theseus_object::payload::Exception;
use theseus_object::slots::Slots;
use theseus_object::{Args, Cx, ObjRef, PyResult};

use crate::codemake::WORD_BYTES;
use crate::frameobj::{self, FrameData};
use crate::machine::Vm;

/// Payload of a traceback entry.
pub struct Traceback {
    pub next: Option<ObjRef>,
    pub frame: ObjRef,
    /// Word index of the instruction.
    pub index: usize,
    /// The exception was thrown into a generator before it had begun: its place is where the function begins.
    pub unbegun: bool,
    /// `tb_lasti` and `tb_lineno`, where a program made the entry.
    pub given: Option<(i64, i64)>,
}

impl Payload for Traceback {
    fn edges(&mut self, v: &mut dyn EdgeVisitor) {
        v.edge(&mut self.next, Relation::Typed("tb_next"));
        v.fixed(&mut self.frame, Relation::Typed("tb_frame"));
    }
    fn clear(&mut self) {
        self.next = None;
    }
}

/// Adds the running frame to the traceback of the exception in flight.
pub fn add(vm: &mut Vm) {
    if vm.exec().code().flags.has(Flags::IN_PLACE_OF_NATIVE) {
        return;
    }
    let Some(e) = vm.exception().cloned() else { return };
    let frame = frameobj::current(vm, 0);
    // SAFETY: a frame runs.
    let index = unsafe { vm.exec().index_of((*vm.frame).pc) };
    let next = vm.heap.get::<Exception>(&e).and_then(|x| x.traceback.clone());
    let unbegun = crate::generator::is_unbegun(vm);
    let entry = vm.interp().new_object(Traceback { next, frame, index, unbegun, given: None });
    if let Some(x) = vm.heap.get_mut::<Exception>(&e) {
        x.traceback = Some(entry);
    }
}

/// An exception without traceback that nobody will handle gets the running frame. Between two
/// instructions, it counts as raised by the one before the one that comes next.
pub fn add_if_missing(vm: &mut Vm) {
    let bare = |x: &Exception| x.traceback.is_none();
    if vm.depth() == 0 || !vm.exception().and_then(|e| vm.heap.get::<Exception>(e)).is_some_and(bare) {
        return;
    }
    match vm.resting.contains(&vm.frame) {
        true => blaming_previous(vm, add),
        false => add(vm),
    }
}

/// Calls `f` while the running frame seems to stand at the instruction before the one that comes next:
/// what happens between two instructions belongs to the first.
pub fn blaming_previous(vm: &mut Vm, f: impl FnOnce(&mut Vm)) {
    if vm.depth() == 0 {
        return f(vm);
    }
    // SAFETY: a frame runs; the pc is put back.
    unsafe {
        let (frame, first) = (vm.frame, vm.exec().words as *const u64);
        let pc = (*frame).pc;
        let mut index = vm.exec().index_of(pc).saturating_sub(1);
        // What the compiler added by itself stands on no line.
        while index > 0 && vm.exec().code().position(index).line == 0 {
            index -= 1;
        }
        (*frame).pc = first.add(index);
        f(vm);
        (*frame).pc = pc;
    }
}

/// Source position of an entry.
pub fn position(cx: &Cx, t: &Traceback) -> Position {
    let Some(frame) = cx.heap.get::<FrameData>(&t.frame) else { return Position::default() };
    let code = &frame.code().code;
    if t.unbegun {
        return Position { line: code.first_line, end_line: code.first_line, ..Position::default() };
    }
    let own = code.position(t.index);
    match t.given {
        Some((_, line)) if line != own.line as i64 => {
            let line = u32::try_from(line).unwrap_or(0);
            Position { line, end_line: line, ..Position::default() }
        }
        _ => own,
    }
}

/// An entry for whoever reads a traceback from outside.
pub struct Entry {
    pub file: String,
    pub function: String,
    pub position: Position,
}

/// The traceback of an exception, outermost call first.
pub fn entries(cx: &Cx, e: &ObjRef) -> Vec<Entry> {
    let mut at = cx.heap.get::<Exception>(e).and_then(|x| x.traceback.clone());
    let mut list = Vec::new();
    while let Some(t) = at.as_ref().and_then(|o| cx.heap.get::<Traceback>(o)) {
        if let Some(frame) = cx.heap.get::<FrameData>(&t.frame) {
            let code = &frame.code().code;
            let (file, function) = (code.filename.to_string(), code.name.to_string());
            list.push(Entry { file, function, position: position(cx, t) });
        }
        at = t.next.clone();
    }
    list
}

fn with<R>(cx: &Cx, o: &ObjRef, f: impl FnOnce(&Traceback) -> R) -> Option<R> {
    cx.heap.get::<Traceback>(o).map(f)
}

fn tb_next(cx: &mut Cx, o: &ObjRef) -> PyResult {
    Ok(with(cx, o, |t| t.next.clone()).flatten().unwrap_or_else(|| cx.none.clone()))
}

fn set_next(cx: &mut Cx, o: &ObjRef, value: Option<&ObjRef>) -> PyResult<()> {
    let Some(v) = value else { return Err(cx.type_error("can't delete tb_next attribute")) };
    if !v.is_none() && !v.has_payload::<Traceback>() {
        let got = v.ty().name();
        return Err(cx.type_error(format!("expected traceback object, got '{got}'")));
    }
    let mut at = Some(v.clone());
    while let Some(t) = at {
        if t.is(o) {
            return Err(cx.value_error("traceback loop detected"));
        }
        at = with(cx, &t, |t| t.next.clone()).flatten();
    }
    if let Some(t) = cx.heap.get_mut::<Traceback>(o) {
        let old = std::mem::replace(&mut t.next, Some(v.clone()).filter(|v| !v.is_none()));
        drop(old);
    }
    Ok(())
}

fn tb_frame(cx: &mut Cx, o: &ObjRef) -> PyResult {
    Ok(with(cx, o, |t| t.frame.clone()).unwrap_or_else(|| cx.none.clone()))
}

fn tb_lineno(cx: &mut Cx, o: &ObjRef) -> PyResult {
    let line =
        with(cx, o, |t| t.given.map_or_else(|| position(cx, t).line as i64, |(_, line)| line)).unwrap_or(0);
    Ok(cx.int(line))
}

fn tb_lasti(cx: &mut Cx, o: &ObjRef) -> PyResult {
    // No instruction has run where nothing has begun.
    let own = |t: &Traceback| if t.unbegun { -1 } else { (t.index * WORD_BYTES) as i64 };
    let at = with(cx, o, |t| t.given.map_or_else(|| own(t), |(lasti, _)| lasti));
    Ok(cx.int(at.unwrap_or(0)))
}

/// `types.TracebackType(tb_next, tb_frame, tb_lasti, tb_lineno)`.
fn new(cx: &mut Cx, _: &ObjRef, args: &Args) -> PyResult {
    const PARAMS: Params<4, 0> = Params {
        required: ["tb_next", "tb_frame", "tb_lasti", "tb_lineno"],
        optional: [],
        posonly: 0,
        kwonly: 4,
    };
    let ([next, frame, lasti, line], []) = args.bind(cx, "TracebackType", &PARAMS)?;
    if !frame.has_payload::<FrameData>() {
        let got = frame.kind_given();
        return Err(cx.type_error(format!("TracebackType() argument 'tb_frame' must be frame, not {got}")));
    }
    let (lasti, line) = (cx.index_word(&lasti)?, cx.index_word(&line)?);
    if !next.is_none() && !next.has_payload::<Traceback>() {
        let got = next.ty().name();
        return Err(cx.type_error(format!("expected traceback object or None, got '{got}'")));
    }
    let next = Some(next).filter(|n| !n.is_none());
    let index = usize::try_from(lasti).unwrap_or(0) / WORD_BYTES;
    Ok(cx.new_object(Traceback { next, frame, index, unbegun: false, given: Some((lasti, line)) }))
}

/// What belongs to the entry itself.
fn dir(cx: &mut Cx, _: &ObjRef) -> PyResult {
    let names = ["tb_frame", "tb_next", "tb_lasti", "tb_lineno"].map(|name| cx.intern(name));
    Ok(cx.new_list(names.to_vec()))
}

static SPEC: TypeSpec = TypeSpec {
    slots: Slots { new: Some(new), ..Slots::EMPTY },
    doc: "Create a new traceback object.",
    methods: &[NativeDef::m0("__dir__", dir, "__dir__($self, /)\n--\n\n")],
    getsets: &[
        GetSet::rw("tb_next", tb_next, set_next, ""),
        GetSet::member("tb_frame", tb_frame, ""),
        GetSet::new("tb_lineno", tb_lineno, ""),
        GetSet::member("tb_lasti", tb_lasti, ""),
    ],
};

pub fn install(cx: &mut Cx) {
    let ty = cx.add_native_type::<Traceback>("traceback", None, 0);
    cx.fill_type(&ty, &SPEC);
}
