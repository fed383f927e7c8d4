//! Frame objects as Python sees them. One is made when somebody asks or a traceback needs it; when
//! its frame ends, it takes over the locals.

use std::cell::Cell;

use theseus_bytecode::{Flags, Position};
use theseus_object::class::TypeSpec;
use theseus_object::edges::{EdgeVisitor, Payload, Relation};
use theseus_object::methods::{GetSet, NativeDef};
use theseus_object::payload::{CellData, Function};
use theseus_object::slots::Slots;
use theseus_object::{Cx, Kind, ObjRef, PyResult};

use crate::code::CodeData;
use crate::codemake::WORD_BYTES;
use crate::exec::Exec;
use crate::frame::{Frame, Value, nil_value};
use crate::machine::{Vm, borrow, owned, payload};

/// Payload of a frame object.
pub struct FrameData {
    /// The function; it keeps the code.
    func: ObjRef,
    exec: *const Exec,
    /// The record while the frame runs, else null.
    live: Cell<*mut Frame>,
    /// The generator while it is suspended or not started, else null. The generator owns this
    /// object, and lets go before it dies.
    generator: Cell<Value>,
    /// Locals of a frame that has ended.
    locals: Vec<Option<ObjRef>>,
    /// Word index of the last instruction of a frame that is not running.
    index: usize,
    /// Word index of the instruction that raised last, but for those that end handlers.
    raised: Option<usize>,
    back: Option<ObjRef>,
    /// The dict that `f_locals` gave last.
    snapshot: Option<ObjRef>,
    pub trace: Tracing,
    /// `clear` was called: free variables are gone too.
    cleared: bool,
}

/// What a trace function knows of a frame.
#[derive(Clone)]
pub struct Tracing {
    /// `f_trace`.
    pub function: Option<ObjRef>,
    pub lines: bool,
    pub opcodes: bool,
    /// The line that the last event was about.
    pub line: u32,
    /// The session of `sys.monitoring` that `line` belongs to.
    pub session: u32,
    /// The line that `f_lineno` gives while the frame has not begun.
    pub shown: Option<u32>,
    /// The event that the trace function is being told.
    pub event: &'static str,
    /// The word to go on at, which the trace function has asked for.
    pub jump: Option<usize>,
}

impl Tracing {
    const NONE: Tracing = Tracing {
        function: None,
        lines: true,
        opcodes: false,
        line: 0,
        session: 0,
        shown: None,
        event: "",
        jump: None,
    };
}

impl Payload for FrameData {
    fn edges(&mut self, v: &mut dyn EdgeVisitor) {
        v.fixed(&mut self.func, Relation::Derived("f_func"));
        for (i, l) in self.locals.iter_mut().enumerate() {
            v.edge(l, Relation::Local(i));
        }
        v.edge(&mut self.back, Relation::Typed("f_back"));
        v.edge(&mut self.snapshot, Relation::Typed("f_locals"));
        v.edge(&mut self.trace.function, Relation::Attr("f_trace"));
    }
    fn clear(&mut self) {
        drop(std::mem::take(&mut self.locals));
        self.back = None;
        self.snapshot = None;
        self.trace.function = None;
    }
}

impl FrameData {
    pub fn code(&self) -> &CodeData {
        // SAFETY: the function keeps the code, which keeps the Exec.
        unsafe { (*self.exec).data() }
    }

    /// Word index of the instruction that runs or ran last.
    pub fn index(&self) -> usize {
        let live = self.live.get();
        // SAFETY: `live` is reset when the frame ends.
        if live.is_null() { self.index } else { unsafe { (*self.exec).index_of((*live).pc) } }
    }

    pub fn globals(&self) -> ObjRef {
        // SAFETY: the function keeps the Exec.
        unsafe { (*self.exec).globals.clone() }
    }

    /// The position of the instruction that runs or, in a frame that ended, of the last one on a line.
    pub fn position(&self) -> Position {
        let code = &self.code().code;
        if self.live.get().is_null() { code.last_position(self.index) } else { code.position(self.index()) }
    }

    /// The suspended generator whose frame this is.
    fn suspended(&self) -> Option<ObjRef> {
        let g = self.generator.get();
        // SAFETY: a generator resets the field before it dies.
        (!g.is_null()).then(|| unsafe { borrow(&raw const g).clone() })
    }

    fn line(&self) -> u32 {
        if let Some(target) = self.trace.jump {
            return self.code().code.position(target).line;
        }
        match self.suspended() {
            // A generator that has not started stands at its `def`.
            Some(g) if crate::generator::is_fresh(&g) => self.code().code.first_line,
            _ => match (self.trace.shown, self.position().line) {
                (Some(line), _) => line,
                // The end of a function belongs to the line it was reached from.
                (None, 0) => self.trace.line,
                (None, line) => line,
            },
        }
    }
}

/// The code that a frame object stands for, and the word index of its instruction.
pub fn code_place(cx: &Cx, o: &ObjRef) -> Option<(*const Exec, usize)> {
    cx.heap.get::<FrameData>(o).map(|f| (f.exec, f.index()))
}

/// The frame object of a generator that does not run.
pub fn of_generator(vm: &Vm, g: &ObjRef, func: ObjRef, exec: *const Exec, index: usize) -> ObjRef {
    let generator = Cell::new(g.as_ptr().as_ptr());
    let live = Cell::new(std::ptr::null_mut());
    vm.interp().new_object(FrameData {
        func,
        exec,
        live,
        generator,
        locals: Vec::new(),
        index,
        raised: None,
        back: None,
        snapshot: None,
        trace: Tracing::NONE,
        cleared: false,
    })
}

/// The generator of a frame object ends without running: the object takes the locals over.
///
/// # Safety
/// `frame` is a frame object.
pub unsafe fn leave_generator(frame: &ObjRef, locals: Vec<Option<ObjRef>>) {
    let data = payload::<FrameData>(frame.as_ptr().as_ptr());
    data.generator.set(std::ptr::null_mut());
    data.locals = locals;
}

/// The object of the running frame, or of one `up` frames below it.
pub fn current(vm: &mut Vm, up: usize) -> ObjRef {
    // SAFETY: the caller checked that there are that many frames.
    unsafe {
        let frame = vm.frame.sub(up.min(vm.depth().saturating_sub(1)));
        of_record(vm, frame)
    }
}

/// A record that Python sees, from `frame` on downwards: functions that stand for native ones have no frames.
///
/// # Safety
/// `frame` is a live record, or the placeholder below them all.
pub unsafe fn seen_from(mut frame: *mut Frame) -> Option<*mut Frame> {
    while !(*frame).is_placeholder() {
        if !(*(*frame).exec).code().flags.has(Flags::IN_PLACE_OF_NATIVE) {
            return Some(frame);
        }
        frame = frame.sub(1);
    }
    None
}

/// The record `up` frames below the one that runs, counting those that Python sees.
pub fn seen(vm: &Vm, up: usize) -> Option<*mut Frame> {
    // SAFETY: the records down to the placeholder are alive.
    unsafe {
        let mut frame = seen_from(vm.frame)?;
        for _ in 0..up {
            frame = seen_from(frame.sub(1))?;
        }
        Some(frame)
    }
}

/// The object of a frame that runs.
///
/// # Safety
/// `frame` is a live record.
pub unsafe fn of_record(vm: &mut Vm, frame: *mut Frame) -> ObjRef {
    if (*frame).object.is_null() {
        let data = FrameData {
            func: borrow(&raw const (*frame).func).clone(),
            exec: (*frame).exec,
            live: Cell::new(frame),
            generator: Cell::new(std::ptr::null_mut()),
            locals: Vec::new(),
            index: 0,
            raised: None,
            back: None,
            snapshot: None,
            trace: Tracing::NONE,
            cleared: false,
        };
        (*frame).object = crate::machine::raw(vm.interp().new_object(data));
    }
    borrow(&raw const (*frame).object).clone()
}

/// The frame object of a generator, if its frame is on the stack of some thread.
pub fn of_running(vm: &mut Vm, g: &ObjRef) -> Option<ObjRef> {
    for machine in crate::thread::machines(vm) {
        // SAFETY: the machine is this one or stands still; all records between its first, a placeholder,
        // and the running one are alive.
        unsafe {
            let mut frame = machine.as_ref().frame;
            while !(*frame).is_placeholder() {
                if (*frame).is_generator && (*frame).extra == g.as_ptr().as_ptr() {
                    return Some(of_record(vm, frame));
                }
                frame = frame.sub(1);
            }
        }
    }
    None
}

/// The instruction at a word has raised in the frame of this object.
///
/// # Safety
/// `object` is a frame object.
pub unsafe fn note_raised(object: Value, index: usize) {
    payload::<FrameData>(object).raised = Some(index);
}

/// The running frame ends: its object takes the locals over.
///
/// # Safety
/// The running frame has an object; its window is not used any more.
pub unsafe fn detach(vm: &mut Vm) {
    let frame = &mut *vm.frame;
    let object = owned(std::mem::replace(&mut frame.object, std::ptr::null_mut()));
    let data = payload::<FrameData>(object.as_ptr().as_ptr());
    data.index = (*frame.exec).index_of(frame.pc);
    data.live.set(std::ptr::null_mut());
    if vm.exception().is_some() && data.code().code.position(data.index).line == 0 {
        // What raises again as a handler ends stands on no line.
        data.index = data.raised.unwrap_or(data.index);
    }
    if object.ref_count() > 1 {
        if let Some(outer) = seen_from(vm.frame.sub(1)) {
            data.back = Some(of_record(vm, outer));
        }
        let frame = &mut *vm.frame;
        let n = (*frame.exec).locals as usize;
        data.locals = (0..n)
            .map(|i| {
                let v = std::mem::replace(&mut *frame.base.add(i), nil_value());
                (v != nil_value()).then(|| owned(v))
            })
            .collect();
    }
}

/// A generator's frame stops: its object goes with the generator.
///
/// # Safety
/// The running frame has an object.
pub unsafe fn suspend(vm: &mut Vm) {
    let frame = &mut *vm.frame;
    let data = payload::<FrameData>(frame.object);
    data.index = (*frame.exec).index_of(frame.pc);
    data.live.set(std::ptr::null_mut());
    data.generator.set(frame.extra);
}

/// A generator's frame goes on.
///
/// # Safety
/// The running frame has an object.
pub unsafe fn attach(vm: &mut Vm) {
    let data = payload::<FrameData>((*vm.frame).object);
    data.live.set(vm.frame);
    data.generator.set(std::ptr::null_mut());
}

/// The variables of inlined comprehensions: with a value where one runs, without where not.
fn hidden_locals(vm: &Vm, o: &ObjRef) -> Vec<(ObjRef, Option<ObjRef>)> {
    let Some(f) = vm.heap.get::<FrameData>(o) else { return Vec::new() };
    let (data, index, live) = (f.code(), f.index() as u32, f.live.get());
    let suspended = f.suspended().map(|g| crate::generator::registers(&g));
    let value = |register: u16| {
        if let Some(registers) = &suspended {
            return registers.get(register as usize).cloned().flatten();
        }
        if live.is_null() {
            return None;
        }
        // SAFETY: the frame runs, so its window holds owned references or the sentinel.
        unsafe {
            let slot = (*live).base.add(register as usize);
            (*slot != nil_value()).then(|| borrow(slot).clone())
        }
    };
    let mut found: Vec<(ObjRef, Option<ObjRef>)> = Vec::new();
    for (local, name) in data.code.hidden.iter().zip(&data.hidden_names) {
        let value = (local.start..local.end).contains(&index).then(|| value(local.register)).flatten();
        match found.iter_mut().find(|(n, _)| n.is(name)) {
            Some(entry) if value.is_some() => entry.1 = value,
            Some(_) => {}
            None if value.is_none() && data.local_names.iter().any(|n| n.is(name)) => {}
            None => found.push((name.clone(), value)),
        }
    }
    found
}

/// The value of a local: what is in the cell, if it has one.
fn content(vm: &Vm, value: ObjRef) -> Option<ObjRef> {
    match vm.heap.get::<CellData>(&value) {
        Some(cell) => cell.value.clone(),
        None => Some(value),
    }
}

/// A namespace as code in it sees it: while an inlined comprehension runs, a copy with its variables.
fn with_hidden(vm: &mut Vm, o: &ObjRef, namespace: ObjRef) -> PyResult {
    let hidden = hidden_locals(vm, o);
    let hidden: Vec<_> = hidden.into_iter().filter_map(|(n, v)| Some((n, content(vm, v?)?))).collect();
    if hidden.is_empty() || namespace.kind() != Kind::Dict {
        return Ok(namespace);
    }
    let copy = vm.new_dict();
    vm.dict_merge(&copy, &namespace)?;
    for (name, value) in hidden {
        drop(vm.namespace_set(&copy, &name, value));
    }
    Ok(copy)
}

/// Whether somebody has asked for `f_locals`.
pub fn has_snapshot(vm: &Vm, o: &ObjRef) -> bool {
    vm.heap.get::<FrameData>(o).is_some_and(|f| f.snapshot.is_some())
}

/// The first variable, kept in a register, that a running frame has bound and that was taken out of its
/// `f_locals`.
pub fn taken_out(vm: &Vm, o: &ObjRef) -> Option<ObjRef> {
    let f = vm.heap.get::<FrameData>(o)?;
    let (live, dict) = (f.live.get(), f.snapshot.as_ref()?);
    let data = f.code();
    if live.is_null() || data.code.name_mode {
        return None;
    }
    let bound = |i: usize| {
        // SAFETY: the frame runs: its window holds owned references or the sentinel.
        unsafe { (*live).base.add(i).read() != nil_value() }
    };
    let registers = data.local_names.iter().enumerate();
    let mut plain = registers.filter(|(i, _)| !data.code.cells.contains(&(*i as u16)) && bound(*i));
    plain.find(|(_, name)| vm.namespace_get(dict, name).is_none()).map(|(_, name)| name.clone())
}

/// Writes what somebody put into `f_locals` back into the frame, which runs. A variable that was taken
/// out stays bound, but for those in cells, if `clear` says so: the code relies on it. `between`: the frame stands between instructions, as for a
/// trace function; else it is in the middle of a call, and operands may be read late.
pub fn write_back(vm: &mut Vm, o: &ObjRef, between: bool, clear: bool) {
    let Some(f) = vm.heap.get::<FrameData>(o) else { return };
    let (live, Some(dict)) = (f.live.get(), f.snapshot.clone()) else { return };
    let data = f.code();
    if live.is_null() || data.code.name_mode {
        return;
    }
    let free = vm.heap.get::<Function>(&f.func).and_then(|f| f.closure.clone());
    let cells: Vec<ObjRef> =
        free.as_ref().and_then(|c| vm.heap.tuple(c)).map(<[ObjRef]>::to_vec).unwrap_or_default();
    let free: Vec<(ObjRef, ObjRef)> = data.free_names.iter().cloned().zip(cells).collect();
    let locals: Vec<(usize, ObjRef)> = data.local_names.iter().cloned().enumerate().collect();
    let cells_at = data.code.cells.clone();
    for (name, cell) in free {
        store_cell(vm, &dict, &name, &cell, clear);
    }
    for (i, name) in locals {
        // SAFETY: the frame runs: its window holds owned references or the sentinel.
        let slot = unsafe { (*live).base.add(i) };
        // SAFETY: as above.
        let cell = cells_at
            .contains(&(i as u16))
            .then(|| unsafe { (*slot != nil_value()).then(|| borrow(slot).clone()) });
        if let Some(cell) = cell.flatten().filter(|c| c.has_payload::<CellData>()) {
            store_cell(vm, &dict, &name, &cell, clear);
        } else if let Some(new) = vm.namespace_get(&dict, &name) {
            // SAFETY: the frame runs, and the register is one of its locals.
            unsafe {
                if between {
                    crate::late::put((*live).base, i as u16, new);
                } else {
                    crate::late::write(vm, live, i as u16, new);
                }
            }
        }
    }
}

fn store_cell(vm: &mut Vm, dict: &ObjRef, name: &ObjRef, cell: &ObjRef, clear: bool) {
    let new = vm.namespace_get(dict, name);
    if new.is_some() || clear {
        let old = vm.heap.get_mut::<CellData>(cell).and_then(|c| std::mem::replace(&mut c.value, new));
        drop(old);
    }
}

/// `f_locals`: the namespace of a module or class body, else a dict of the bound locals.
pub fn locals(vm: &mut Vm, o: &ObjRef) -> PyResult {
    let Some(f) = vm.heap.get::<FrameData>(o) else { return Err(vm.bad_internal("frame")) };
    if f.cleared {
        return Ok(vm.new_dict());
    }
    let live = f.live.get();
    let (name_mode, names) = (f.code().code.name_mode, f.code().local_names.clone());
    let free = f.code().free_names.clone();
    let values: Vec<Option<ObjRef>> = if let Some(g) = f.suspended() {
        crate::generator::registers(&g)
    } else if live.is_null() {
        f.locals.clone()
    } else {
        // SAFETY: the frame runs, so its window holds owned references or the sentinel.
        unsafe {
            let n = names.len().max(name_mode as usize);
            (0..n)
                .map(|i| {
                    let slot = (*live).base.add(i);
                    (*slot != nil_value()).then(|| borrow(slot).clone())
                })
                .collect()
        }
    };
    if name_mode {
        let namespace = values.into_iter().next().flatten().unwrap_or_else(|| vm.new_dict());
        return with_hidden(vm, o, namespace);
    }
    let closure = vm.heap.get::<Function>(&f.func).and_then(|f| f.closure.clone());
    let cells: Vec<ObjRef> =
        closure.as_ref().and_then(|c| vm.heap.tuple(c)).map(<[ObjRef]>::to_vec).unwrap_or_default();
    let dict = vm.heap.get::<FrameData>(o).and_then(|f| f.snapshot.clone()).unwrap_or_else(|| vm.new_dict());
    let pairs = names.into_iter().zip(values).chain(free.into_iter().zip(cells.into_iter().map(Some)));
    let pairs = pairs.chain(hidden_locals(vm, o));
    for (name, value) in pairs {
        match value.and_then(|v| content(vm, v)) {
            Some(v) => drop(vm.namespace_set(&dict, &name, v)),
            None => drop(vm.namespace_delete(&dict, &name)),
        }
    }
    if let Some(f) = vm.heap.get_mut::<FrameData>(o) {
        f.snapshot = Some(dict.clone());
    }
    Ok(dict)
}

fn get<R>(cx: &Cx, o: &ObjRef, f: impl FnOnce(&FrameData) -> R) -> Option<R> {
    cx.heap.get::<FrameData>(o).map(f)
}

fn or_none(cx: &Cx, o: Option<ObjRef>) -> PyResult {
    Ok(o.unwrap_or_else(|| cx.none.clone()))
}

fn f_code(cx: &mut Cx, o: &ObjRef) -> PyResult {
    // SAFETY: the function keeps the Exec and its code.
    or_none(cx, get(cx, o, |f| unsafe { (*f.exec).code_object() }))
}

fn f_globals(cx: &mut Cx, o: &ObjRef) -> PyResult {
    // SAFETY: the function keeps the Exec.
    or_none(cx, get(cx, o, |f| unsafe { (*f.exec).globals.clone() }))
}

fn f_builtins(cx: &mut Cx, o: &ObjRef) -> PyResult {
    // SAFETY: as above.
    or_none(cx, get(cx, o, |f| unsafe { (*f.exec).builtins.clone() }))
}

fn f_locals(cx: &mut Cx, o: &ObjRef) -> PyResult {
    locals(Vm::of(cx), o)
}

fn f_lineno(cx: &mut Cx, o: &ObjRef) -> PyResult {
    let vm = Vm::of(cx);
    let line = line_between(vm, o).or_else(|| get(vm, o, FrameData::line)).unwrap_or(0);
    Ok(vm.int(line as i64))
}

/// The line of a frame that rests between two instructions, while finalisers run: what dropped the objects is the first.
pub fn line_between(vm: &Vm, o: &ObjRef) -> Option<u32> {
    let f = vm.heap.get::<FrameData>(o)?;
    if !vm.resting.contains(&f.live.get()) || vm.tracer.is_busy() {
        return None;
    }
    let code = &f.code().code;
    (0..f.index()).rev().map(|i| code.position(i).line).find(|&line| line != 0)
}

fn f_lasti(cx: &mut Cx, o: &ObjRef) -> PyResult {
    let at = get(cx, o, FrameData::index).unwrap_or(0);
    Ok(cx.usize(at * WORD_BYTES))
}

fn f_back(cx: &mut Cx, o: &ObjRef) -> PyResult {
    let Some((live, back)) = get(cx, o, |f| (f.live.get(), f.back.clone())) else {
        return Ok(cx.none.clone());
    };
    let vm = Vm::of(cx);
    // SAFETY: a live record lies on the stack of frames; the first one is a placeholder.
    unsafe {
        if !live.is_null()
            && let Some(back) = seen_from(live.sub(1))
        {
            return Ok(of_record(vm, back));
        }
    }
    or_none(cx, back)
}

fn f_trace(cx: &mut Cx, o: &ObjRef) -> PyResult {
    or_none(cx, get(cx, o, |f| f.trace.function.clone()).flatten())
}

/// The tracing state of a frame object, for writing.
pub fn tracing<'a>(cx: &'a mut Cx, o: &'a ObjRef) -> Option<&'a mut Tracing> {
    cx.heap.get_mut::<FrameData>(o).map(|f| &mut f.trace)
}

fn set_trace(cx: &mut Cx, o: &ObjRef, value: Option<&ObjRef>) -> PyResult<()> {
    let value = value.filter(|v| !v.is_none()).cloned();
    // SAFETY: the frame's pc is that of its code.
    let line = get(cx, o, |f| f.position().line).unwrap_or(0);
    if let Some(t) = tracing(cx, o) {
        // While the frame has not begun, its first line is still to come.
        if t.shown.is_none() {
            t.line = line;
        }
        let old = std::mem::replace(&mut t.function, value);
        drop(old);
    }
    Ok(())
}

macro_rules! flags {
    ($($get:ident $set:ident $field:ident;)*) => {$(
        fn $get(cx: &mut Cx, o: &ObjRef) -> PyResult {
            let on = get(cx, o, |f| f.trace.$field).unwrap_or(false);
            Ok(cx.bool(on))
        }

        fn $set(cx: &mut Cx, o: &ObjRef, value: Option<&ObjRef>) -> PyResult<()> {
            let Some(value) = value else {
                return Err(cx.type_error("can't delete numeric/char attribute"));
            };
            if value.kind() != Kind::Bool {
                return Err(cx.type_error("attribute value type must be bool"));
            }
            let on = cx.truth(value)?;
            if let Some(t) = tracing(cx, o) {
                t.$field = on;
            }
            Ok(())
        }
    )*};
}

flags! {
    f_trace_lines set_trace_lines lines;
    f_trace_opcodes set_trace_opcodes opcodes;
}

/// Asks for a jump to another line, in a trace function that is told of a line.
fn set_lineno(cx: &mut Cx, o: &ObjRef, value: Option<&ObjRef>) -> PyResult<()> {
    let Some(value) = value else { return Err(cx.attribute_error("cannot delete attribute")) };
    if !value.is_exact(Kind::Int) {
        return Err(cx.value_error("lineno must be an integer"));
    }
    let Some((event, index)) = get(cx, o, |f| (f.trace.event, f.index())) else { return Ok(()) };
    match event {
        "line" => {}
        "" => return Err(cx.value_error("f_lineno can only be set in a trace function")),
        "call" => return Err(cx.value_error("can't jump from the 'call' trace event of a new frame")),
        _ => return Err(cx.value_error("can only jump from a 'line' trace event")),
    }
    let line = cx.index_word(value)?;
    let Some(code) = get(cx, o, |f| f.code().code.clone()) else { return Ok(()) };
    let target = match crate::jump::target(&code, index, line) {
        Ok(target) => target,
        Err(message) => return Err(cx.value_error(message)),
    };
    fill_locals(cx, o)?;
    if let Some(t) = tracing(cx, o) {
        t.jump = Some(target);
    }
    Ok(())
}

/// Gives the locals that have no value None, for what stands behind a jump may rely on one.
fn fill_locals(cx: &mut Cx, o: &ObjRef) -> PyResult<()> {
    let unbound = |cx: &Cx| -> Vec<*mut Value> {
        let slots = get(cx, o, |f| {
            let (live, code) = (f.live.get(), &f.code().code);
            let n = if live.is_null() || code.name_mode { 0 } else { code.local_names.len() };
            // SAFETY: the frame runs: its window has a register for each local.
            (0..n).map(|i| unsafe { (*live).base.add(i) }).collect::<Vec<_>>()
        });
        // SAFETY: as above.
        slots.unwrap_or_default().into_iter().filter(|&slot| unsafe { *slot == nil_value() }).collect()
    };
    let count = unbound(cx).len();
    if count == 0 {
        return Ok(());
    }
    let s = theseus_object::error::plural(count);
    let category = cx.excs.runtime_warning.clone();
    cx.warn(&category, &format!("assigning None to {count} unbound local{s}"), 0)?;
    for slot in unbound(cx) {
        // SAFETY: as above; the register holds nothing.
        unsafe { *slot = crate::machine::raw(cx.none.clone()) };
    }
    Ok(())
}

fn clear(cx: &mut Cx, o: &ObjRef) -> PyResult {
    let Some(f) = cx.heap.get_mut::<FrameData>(o) else { return Err(cx.bad_internal("frame")) };
    if !f.live.get().is_null() {
        return Err(cx.runtime_error("cannot clear an executing frame"));
    }
    if let Some(g) = f.suspended() {
        if crate::generator::close(cx, &g).is_err() {
            theseus_builtins::weakref::report_unraisable(cx, &g);
        }
        return Ok(cx.none.clone());
    }
    f.cleared = true;
    let old = (std::mem::take(&mut f.locals), f.snapshot.take());
    drop(old);
    Ok(cx.none.clone())
}

fn repr(cx: &mut Cx, o: &ObjRef) -> PyResult {
    let text = get(cx, o, |f| {
        let code = &f.code().code;
        format!(
            "<frame at {:#x}, file '{}', line {}, code {}>",
            o.address(),
            code.filename,
            f.line(),
            code.name
        )
    });
    Ok(cx.new_str(&text.unwrap_or_default()))
}

static SPEC: TypeSpec = TypeSpec {
    slots: Slots { repr: Some(repr), ..Slots::EMPTY },
    methods: &[NativeDef::m0("clear", clear, "F.clear(): clear most references held by the frame")],
    getsets: &[
        GetSet::new("f_code", f_code, ""),
        GetSet::new("f_globals", f_globals, ""),
        GetSet::new("f_builtins", f_builtins, ""),
        GetSet::new("f_locals", f_locals, ""),
        GetSet::rw("f_lineno", f_lineno, set_lineno, ""),
        GetSet::new("f_lasti", f_lasti, ""),
        GetSet::new("f_back", f_back, ""),
        GetSet::rw("f_trace", f_trace, set_trace, ""),
        GetSet::rw_member("f_trace_lines", f_trace_lines, set_trace_lines, ""),
        GetSet::rw("f_trace_opcodes", f_trace_opcodes, set_trace_opcodes, ""),
    ],
    doc: "",
};

/// `sys._getframe`.
fn get_frame(cx: &mut Cx, args: &[ObjRef]) -> PyResult {
    let depth = match args.first() {
        Some(d) => cx.index_word(d)?.max(0) as usize,
        None => 0,
    };
    let vm = Vm::of(cx);
    match seen(vm, depth) {
        // SAFETY: the record is one of those that run.
        Some(frame) => Ok(unsafe { of_record(vm, frame) }),
        None => Err(vm.value_error("call stack is not deep enough")),
    }
}

static FUNCTIONS: &[NativeDef] = &[NativeDef::f_range(
    "_getframe",
    get_frame,
    0,
    1,
    "Return a frame object from the call stack.\n\nIf optional integer depth is given, return the frame object that many\ncalls below the top of the stack.  If that is deeper than the call\nstack, ValueError is raised.  The default for depth is zero, returning\nthe frame at the top of the call stack.\n\nThis function should be used for internal and specialized purposes\nonly.",
)];

pub fn install(cx: &mut Cx) {
    let ty = cx.add_native_type::<FrameData>("frame", None, 0);
    cx.fill_type(&ty, &SPEC);
    crate::sysfuncs::add(cx, "sys", FUNCTIONS);
}
