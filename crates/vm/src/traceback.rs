//! Tracebacks: the frames an exception came through, each with the instruction that raised.

use theseus_bytecode::Position;
use theseus_object::class::TypeSpec;
use theseus_object::edges::{EdgeVisitor, Payload, Relation};
use theseus_object::methods::GetSet;
use theseus_object::payload::Exception;
use theseus_object::{Cx, ObjRef, PyResult};

use crate::frameobj::{self, FrameData};
use crate::machine::Vm;

/// Payload of a traceback entry.
pub struct Traceback {
    pub next: Option<ObjRef>,
    pub frame: ObjRef,
    /// Word index of the instruction.
    pub index: usize,
}

impl Payload for Traceback {
    fn edges(&mut self, v: &mut dyn EdgeVisitor) {
        v.edge(&mut self.next, Relation::Attr("tb_next"));
        v.fixed(&mut self.frame, Relation::Attr("tb_frame"));
    }
    fn clear(&mut self) {
        self.next = None;
    }
}

/// Adds the running frame to the traceback of the exception in flight.
pub fn add(vm: &mut Vm) {
    let Some(e) = vm.exception().cloned() else { return };
    let frame = frameobj::current(vm, 0);
    // SAFETY: a frame runs.
    let index = unsafe { vm.exec().index_of((*vm.frame).pc) };
    let next = vm.heap.get::<Exception>(&e).and_then(|x| x.traceback.clone());
    let entry = vm.interp().new_object(Traceback { next, frame, index });
    if let Some(x) = vm.heap.get_mut::<Exception>(&e) {
        x.traceback = Some(entry);
    }
}

/// An exception without traceback that nobody will handle gets the frame it interrupts: it counts
/// as raised by the instruction before the one that comes next.
pub fn add_if_missing(vm: &mut Vm) {
    let bare = |x: &Exception| x.traceback.is_none();
    if vm.depth() > 0 && vm.exception().and_then(|e| vm.heap.get::<Exception>(e)).is_some_and(bare) {
        blaming_previous(vm, add);
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
        (*frame).pc = if pc > first { pc.sub(1) } else { pc };
        f(vm);
        (*frame).pc = pc;
    }
}

/// Source position of an entry.
pub fn position(cx: &Cx, t: &Traceback) -> Position {
    cx.heap.get::<FrameData>(&t.frame).map(|f| f.code().code.position(t.index)).unwrap_or_default()
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
    let line = with(cx, o, |t| position(cx, t).line).unwrap_or(0);
    Ok(cx.int(line as i64))
}

fn tb_lasti(cx: &mut Cx, o: &ObjRef) -> PyResult {
    let index = with(cx, o, |t| t.index).unwrap_or(0);
    Ok(cx.usize(index))
}

static SPEC: TypeSpec = TypeSpec {
    getsets: &[
        GetSet::rw("tb_next", tb_next, set_next, ""),
        GetSet::new("tb_frame", tb_frame, ""),
        GetSet::new("tb_lineno", tb_lineno, ""),
        GetSet::new("tb_lasti", tb_lasti, ""),
    ],
    ..TypeSpec::EMPTY
};

pub fn install(cx: &mut Cx) {
    let ty = cx.add_native_type::<Traceback>("traceback", None, 0);
    cx.fill_type(&ty, &SPEC);
}
