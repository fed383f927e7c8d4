//! The module `_tracemalloc`: where the objects were made that are alive.

use std::any::Any;
use std::cell::Cell;
use std::collections::HashMap;
use std::rc::Rc;
use std::sync::Arc;

use theseus_object::heap::Places;
use theseus_object::methods::NativeDef;
use theseus_object::module::native_module;
use theseus_object::{Args, Cx, ObjRef, PyResult};

use crate::machine::Vm;

static FUNCTIONS: &[NativeDef] = &[
    NativeDef::f_full(
        "start",
        start,
        "start($module, nframe=1, /)\n--\n\nStart tracing Python memory allocations.\n\nAlso set the maximum number of frames stored in the traceback of a\ntrace to nframe.",
    ),
    NativeDef::f0(
        "stop",
        stop,
        "Stop tracing Python memory allocations.\n\nAlso clear traces of memory blocks allocated by Python.",
    ),
    NativeDef::f0(
        "is_tracing",
        is_tracing,
        "Return True if the tracemalloc module is tracing Python memory allocations.",
    ),
    NativeDef::f0("clear_traces", clear_traces, "Clear traces of memory blocks allocated by Python."),
    NativeDef::f0(
        "get_traceback_limit",
        get_traceback_limit,
        "Get the maximum number of frames stored in the traceback of a trace.",
    ),
    NativeDef::f0(
        "get_traced_memory",
        get_traced_memory,
        "Get the current size and peak size of memory blocks traced by tracemalloc, as a tuple.",
    ),
    NativeDef::f0(
        "reset_peak",
        reset_peak,
        "Set the peak size of memory blocks traced by tracemalloc to the current size.",
    ),
    NativeDef::f0(
        "get_tracemalloc_memory",
        get_tracemalloc_memory,
        "Get the memory usage in bytes of the tracemalloc module.",
    ),
    NativeDef::f0(
        "_get_traces",
        get_traces,
        "Get traces of all memory blocks allocated by Python, as a list of tuples.",
    ),
    NativeDef::f1(
        "_get_object_traceback",
        get_object_traceback,
        "Get the traceback where the object was allocated, or None.",
    ),
];

/// Frames kept of a traceback at most.
const MOST: i64 = u16::MAX as i64;

pub fn install(cx: &mut Cx) {
    native_module(cx, "_tracemalloc", "Debug module to trace memory blocks allocated by Python.", FUNCTIONS);
}

/// A line of a file, by the numbers of [`Stacks`].
type Line = (u32, u32);

/// Frames of a place, innermost first, and how many there were.
type Frames = (Vec<Line>, usize);

/// Places that allocated, each kept once.
struct Stacks {
    /// The machine that ran an instruction last.
    vm: Rc<Cell<*const Vm>>,
    /// How many frames are kept.
    limit: usize,
    files: Vec<Arc<str>>,
    file_numbers: HashMap<Arc<str>, u32>,
    stacks: Vec<Frames>,
    numbers: HashMap<Frames, u32>,
}

impl Stacks {
    fn file(&mut self, name: &Arc<str>) -> u32 {
        if let Some(&number) = self.file_numbers.get(name) {
            return number;
        }
        let number = self.files.len() as u32;
        self.files.push(name.clone());
        self.file_numbers.insert(name.clone(), number);
        number
    }
}

impl Places for Stacks {
    fn here(&mut self) -> u32 {
        let mut lines = Vec::new();
        let mut depth = 0;
        let vm = self.vm.get();
        if !vm.is_null() {
            // SAFETY: the machine runs, and what calls this allocates for it; the records between its first,
            // a placeholder, and the running one are alive.
            unsafe {
                let mut frame = (*vm).frame;
                while !(*frame).is_placeholder() {
                    if lines.len() < self.limit && !(*(*frame).exec).code.is_null() {
                        let exec = &*(*frame).exec;
                        let line = exec.code().last_position(exec.index_of((*frame).pc)).line;
                        let file = self.file(&exec.data().code.filename);
                        lines.push((file, line));
                    }
                    depth += 1;
                    frame = frame.sub(1);
                }
            }
        }
        let frames = (lines, depth);
        if let Some(&number) = self.numbers.get(&frames) {
            return number;
        }
        let number = self.stacks.len() as u32;
        self.stacks.push(frames.clone());
        self.numbers.insert(frames, number);
        number
    }

    fn as_any(&mut self) -> &mut dyn Any {
        self
    }
}

/// What the places know.
fn with_stacks<R>(cx: &Cx, f: impl FnOnce(&mut Stacks) -> R) -> Option<R> {
    cx.heap.interp().with_places(|places| places.as_any().downcast_mut().map(f)).flatten()
}

/// The frames of a place as `tracemalloc` takes them: lines, innermost first, and how many there were.
fn traceback(cx: &Cx, place: u32) -> Option<(ObjRef, ObjRef)> {
    let (lines, depth) = with_stacks(cx, |stacks| {
        let (lines, depth) = stacks.stacks.get(place as usize)?.clone();
        let named = |&(file, line): &Line| (stacks.files[file as usize].clone(), line);
        Some((lines.iter().map(named).collect::<Vec<_>>(), depth))
    })??;
    let mut frames: Vec<ObjRef> =
        lines.iter().map(|(file, line)| cx.new_tuple([cx.intern(file), cx.usize(*line as usize)])).collect();
    if frames.is_empty() {
        frames.push(cx.new_tuple([cx.intern("<unknown>"), cx.int(0)]));
    }
    Some((cx.tuple_from_slice(&frames), cx.usize(depth.max(1))))
}

fn start(cx: &mut Cx, args: &Args) -> PyResult {
    args.no_keywords(cx, "start")?;
    let limit = match args.values {
        [] => 1,
        [n] => cx.index_word(n)?,
        more => {
            return Err(cx.type_error(format!("start expected at most 1 argument, got {}", more.len())));
        }
    };
    if !(1..=MOST).contains(&limit) {
        return Err(cx.value_error(format!("the number of frames must be in range [1; {MOST}]")));
    }
    if cx.heap.interp().traces_memory() {
        with_stacks(cx, |stacks| stacks.limit = limit as usize);
        return Ok(cx.none.clone());
    }
    let vm = Vm::of(cx);
    let source = Rc::new(Cell::new(std::ptr::null()));
    let stacks = Stacks {
        vm: source.clone(),
        limit: limit as usize,
        files: Vec::new(),
        file_numbers: HashMap::new(),
        stacks: Vec::new(),
        numbers: HashMap::new(),
    };
    vm.heap.interp().trace_memory(Box::new(stacks));
    *vm.shared.allocates.borrow_mut() = Some(source);
    crate::trace::count_all(vm);
    Ok(vm.none.clone())
}

fn stop(cx: &mut Cx) -> PyResult {
    let vm = Vm::of(cx);
    vm.heap.interp().untrace_memory();
    *vm.shared.allocates.borrow_mut() = None;
    crate::trace::count_all(vm);
    Ok(vm.none.clone())
}

fn is_tracing(cx: &mut Cx) -> PyResult {
    Ok(cx.bool(cx.heap.interp().traces_memory()))
}

fn clear_traces(cx: &mut Cx) -> PyResult {
    cx.heap.interp().clear_traces();
    Ok(cx.none.clone())
}

fn get_traceback_limit(cx: &mut Cx) -> PyResult {
    let limit = with_stacks(cx, |stacks| stacks.limit).unwrap_or(1);
    Ok(cx.usize(limit))
}

fn get_traced_memory(cx: &mut Cx) -> PyResult {
    let (current, peak) = cx.heap.interp().traced_memory();
    Ok(cx.new_tuple([cx.usize(current), cx.usize(peak)]))
}

fn reset_peak(cx: &mut Cx) -> PyResult {
    cx.heap.interp().reset_peak();
    Ok(cx.none.clone())
}

fn get_tracemalloc_memory(cx: &mut Cx) -> PyResult {
    let bytes = with_stacks(cx, |stacks| {
        let lines: usize = stacks.stacks.iter().map(|(lines, _)| lines.len() * size_of::<Line>()).sum();
        2 * (lines + stacks.stacks.len() * size_of::<Frames>())
    });
    Ok(cx.usize(bytes.unwrap_or(0)))
}

fn get_traces(cx: &mut Cx) -> PyResult {
    let objects = cx.heap.interp().traced_objects();
    let cx = &*cx;
    let list = cx.heap.interp().untraced(|| {
        let mut known: HashMap<u32, Option<(ObjRef, ObjRef)>> = HashMap::new();
        let mut list = Vec::with_capacity(objects.len());
        for (place, bytes) in objects {
            let found = known.entry(place).or_insert_with(|| traceback(cx, place));
            if let Some((frames, total)) = found {
                list.push(cx.new_tuple([cx.int(0), cx.usize(bytes), frames.clone(), total.clone()]));
            }
        }
        cx.new_list(list)
    });
    Ok(list)
}

fn get_object_traceback(cx: &mut Cx, o: &ObjRef) -> PyResult {
    let found = cx.heap.interp().traced_place(o).and_then(|place| traceback(cx, place));
    Ok(match found {
        Some((frames, _)) => frames,
        None => cx.none.clone(),
    })
}
