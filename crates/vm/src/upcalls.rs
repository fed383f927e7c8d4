//! What the machine does for objects: the table of upcalls, and pending work.

use std::sync::atomic::Ordering;

use theseus_bytecode::Flags;
use theseus_compiler::Mode;
use theseus_object::cx::{ClassBody, Compile, Upcalls};
use theseus_object::heap::pending;
use theseus_object::payload::Function;
use theseus_object::{Args, Cx, Kind, ObjRef, PyResult};

use crate::code::CodeData;
use crate::constants::new_code;
use crate::frameobj;
use crate::generator;
use crate::machine::{Vm, borrow, payload};
use crate::ops::build::new_function;

pub static UPCALLS: Upcalls = Upcalls {
    call_function: crate::call::call_function,
    current_globals,
    current_locals,
    super_context,
    compile,
    exec_code,
    import: crate::import::import,
    run_pending: |cx| run_pending(Vm::of(cx)),
    frame_depth: |cx| Vm::of(cx).depth(),
    class_body,
    set_recursion_limit,
    exception_text: crate::report::exception_text,
    blame_running_frame: |cx| crate::traceback::add_if_missing(Vm::of(cx)),
    warn: crate::modules::warnings::give,
    import_system: |cx| crate::import::ensure(Vm::of(cx)).map(drop),
    hears_events: crate::sysfuncs::hears_events,
    audit: |cx, event, args| crate::sysfuncs::raise_audit_event(cx, event, args),
    frames: crate::roots::FRAMES,
};

/// The limit is one for all threads.
fn set_recursion_limit(cx: &mut Cx, limit: usize) {
    for mut machine in crate::thread::machines(cx) {
        // SAFETY: the machine stands still; nothing is held of it beyond the call.
        unsafe { machine.as_mut() }.set_recursion_limit(limit);
    }
}

fn class_body(cx: &mut Cx, body: &ObjRef) -> ClassBody {
    let code = cx.heap.get::<Function>(body).map(|f| f.code.clone());
    let Some(data) = code.as_ref().and_then(|c| cx.heap.get::<CodeData>(c)) else {
        return ClassBody::default();
    };
    ClassBody {
        instance_attributes: data.code.instance_attributes as usize,
        in_place_of_native: data.code.flags.0 & Flags::IN_PLACE_OF_NATIVE != 0,
    }
}

/// Whether Python code is running; the first frame record is a placeholder.
pub fn has_frame(vm: &Vm) -> bool {
    vm.depth() > 0
}

fn current_globals(cx: &mut Cx) -> Option<ObjRef> {
    let vm = Vm::of(cx);
    has_frame(vm).then(|| vm.exec().globals.clone())
}

fn current_locals(cx: &mut Cx) -> PyResult {
    let vm = Vm::of(cx);
    if !has_frame(vm) {
        return Err(vm.system_error("frame does not exist"));
    }
    let frame = frameobj::current(vm, 0);
    frameobj::locals(vm, &frame)
}

/// `super()` without arguments: the class cell of the running function and its first argument.
fn super_context(cx: &mut Cx) -> PyResult<(ObjRef, ObjRef)> {
    let vm = Vm::of(cx);
    if !has_frame(vm) {
        return Err(vm.runtime_error("super(): no current frame"));
    }
    let code = vm.exec().code();
    if code.arg_count == 0 {
        return Err(vm.runtime_error("super(): no arguments"));
    }
    // SAFETY: the frame runs; its window and closure are alive while we read them.
    unsafe {
        let frame = &*vm.frame;
        let slot = frame.base;
        if *slot == crate::frame::nil_value() {
            return Err(vm.runtime_error("super(): arg[0] deleted"));
        }
        let mut first = borrow(slot).clone();
        if code.cells.contains(&0) {
            let held = vm.heap.get::<theseus_object::payload::CellData>(&first).and_then(|c| c.value.clone());
            match held {
                Some(v) => first = v,
                None => return Err(vm.runtime_error("super(): arg[0] deleted")),
            }
        }
        let at = code.free_names.iter().position(|n| &**n == "__class__");
        let closure = payload::<Function>(frame.func).closure.clone();
        let cell = at.zip(closure).and_then(|(i, c)| vm.heap.tuple(&c)?.get(i).cloned());
        let Some(cell) = cell else {
            return Err(vm.runtime_error("super(): __class__ cell not found"));
        };
        match vm.heap.get::<theseus_object::payload::CellData>(&cell).and_then(|c| c.value.clone()) {
            Some(class) if class.kind() == Kind::Type => Ok((class, first)),
            Some(other) => {
                let words = format!("super(): __class__ is not a type ({})", other.ty().name());
                Err(vm.runtime_error(words))
            }
            None => Err(vm.runtime_error("super(): empty __class__ cell")),
        }
    }
}

fn compile(cx: &mut Cx, source: &ObjRef, filename: &ObjRef, mode: &str, how: &Compile) -> PyResult {
    let vm = Vm::of(cx);
    let function_type = mode == "func_type";
    let mode = match mode {
        "eval" => Mode::Eval,
        "single" => Mode::Single,
        _ => Mode::Exec,
    };
    let filename = filename.text_or_empty();
    let annotations = Flags::FUTURE_ANNOTATIONS;
    let inherited = how.inherit && has_frame(vm) && vm.exec().code().flags.has(annotations);
    let options = theseus_compiler::Options {
        mode,
        optimize: how.optimize.unwrap_or(vm.shared.optimize),
        future_annotations: inherited || how.flags & i64::from(annotations) != 0,
        in_memory: true,
        prompt: false,
        allow_incomplete: how.flags & ALLOW_INCOMPLETE_INPUT != 0,
        keep_indent: how.flags & DONT_IMPLY_DEDENT != 0,
        top_level_await: how.flags & ALLOW_TOP_LEVEL_AWAIT != 0,
        int_digits: Some(vm.int_max_str_digits.get()),
        type_comments: how.flags & TYPE_COMMENTS != 0,
        feature_version: how.feature_version,
    };
    if !source.is_str() && vm.heap.bytes(source).is_none() {
        return compile_tree(vm, source, &filename, &options, how.flags & ONLY_AST != 0);
    }
    if function_type {
        let bytes = vm.heap.bytes(source).map(|bytes| String::from_utf8_lossy(bytes).into_owned());
        let text = bytes.unwrap_or_else(|| source.text_or_empty());
        let parsed = theseus_compiler::parse_function_type(&text, &options);
        return tree_object(vm, parsed, &filename);
    }
    if how.flags & ONLY_AST != 0 {
        return syntax_tree(vm, source, &filename, &options);
    }
    if let Some(bytes) = vm.heap.bytes(source).map(<[u8]>::to_vec) {
        return compile_source(vm, &bytes, &filename, &options);
    }
    compile_text(vm, &source.text_or_empty(), &filename, &options)
}

/// The flag of Python's `compile` that asks for the syntax tree.
const ONLY_AST: i64 = 0x400;
/// Flags with which `codeop` finds out whether a statement goes on.
const DONT_IMPLY_DEDENT: i64 = 0x200;
const ALLOW_INCOMPLETE_INPUT: i64 = 0x4000;
const ALLOW_TOP_LEVEL_AWAIT: i64 = 0x2000;
/// The syntax tree is to have type comments.
const TYPE_COMMENTS: i64 = 0x1000;

fn syntax_tree(
    vm: &mut Vm,
    source: &ObjRef,
    filename: &str,
    options: &theseus_compiler::Options,
) -> PyResult {
    check_room(vm, vm.heap.bytes(source).map_or_else(|| source.str_len().unwrap_or(0), <[u8]>::len))?;
    let parsed = match vm.heap.bytes(source).map(<[u8]>::to_vec) {
        Some(bytes) => match decoded(vm, &bytes, filename)? {
            Some(text) => theseus_compiler::parse_tree(&text, options),
            None => theseus_compiler::parse_tree_bytes(&bytes, filename, options),
        },
        None => theseus_compiler::parse_tree(&source.text_or_empty(), options),
    };
    tree_object(vm, parsed, filename)
}

/// The objects of a tree, or the SyntaxError.
fn tree_object(
    vm: &mut Vm,
    parsed: Result<theseus_compiler::Parsed, theseus_compiler::SyntaxError>,
    filename: &str,
) -> PyResult {
    match parsed {
        Ok(parsed) => {
            warn(vm, &parsed.warnings, filename)?;
            crate::tree::object(vm, parsed.tree)
        }
        Err(e) => {
            warn(vm, &e.warned, filename)?;
            Err(crate::report::raise_syntax_error(vm, &e, filename))
        }
    }
}

/// Compiles a tree that a program made, or only checks it.
fn compile_tree(
    vm: &mut Vm,
    source: &ObjRef,
    filename: &str,
    options: &theseus_compiler::Options,
    check_only: bool,
) -> PyResult {
    let wanted = match options.mode {
        Mode::Exec => "Module",
        Mode::Eval => "Expression",
        Mode::Single => "Interactive",
    };
    let tree = crate::tree::given(vm, source, wanted)?;
    if check_only {
        return match theseus_compiler::check_tree(&tree) {
            Ok(()) => Ok(source.clone()),
            Err(e) => Err(crate::report::raise_syntax_error(vm, &e, filename)),
        };
    }
    let compiled = theseus_compiler::compile_tree(tree, filename, options);
    code_object(vm, compiled, filename)
}

/// Bytes that compiling takes, a byte of source.
const COMPILING: usize = 250;

/// MemoryError if so much source cannot be compiled.
fn check_room(vm: &mut Vm, source: usize) -> PyResult<()> {
    if vm.can_allocate(source.saturating_mul(COMPILING)) { Ok(()) } else { Err(vm.memory_error("")) }
}

/// Compiles text to a code object; errors become SyntaxError and its like.
pub fn compile_text(
    vm: &mut Vm,
    text: &str,
    filename: &str,
    options: &theseus_compiler::Options,
) -> PyResult {
    check_room(vm, text.len())?;
    let compiled = theseus_compiler::compile_warning(text, filename, options);
    code_object(vm, compiled, filename)
}

/// Compiles bytes of source to a code object; errors become SyntaxError and its like.
pub fn compile_source(
    vm: &mut Vm,
    source: &[u8],
    filename: &str,
    options: &theseus_compiler::Options,
) -> PyResult {
    check_room(vm, source.len())?;
    let compiled = match decoded(vm, source, filename)? {
        Some(text) => theseus_compiler::compile_warning(&text, filename, options),
        None => theseus_compiler::compile_bytes_warning(source, filename, options),
    };
    code_object(vm, compiled, filename)
}

/// The symbol tables of source (str or bytes).
pub fn symbol_table(
    vm: &mut Vm,
    source: &ObjRef,
    filename: &str,
    options: &theseus_compiler::Options,
) -> PyResult<theseus_compiler::Table> {
    let made = match vm.heap.bytes(source).map(<[u8]>::to_vec) {
        Some(bytes) => match decoded(vm, &bytes, filename)? {
            Some(text) => theseus_compiler::symbol_table(&text, options),
            None => theseus_compiler::symbol_table_bytes(&bytes, filename, options),
        },
        None => theseus_compiler::symbol_table(&source.text_or_empty(), options),
    };
    made.map_err(|e| crate::report::raise_syntax_error(vm, &e, filename))
}

/// The text of a source whose encoding only the registry of codecs may know.
pub fn decoded(vm: &mut Vm, source: &[u8], filename: &str) -> PyResult<Option<String>> {
    let Some(encoding) = theseus_compiler::foreign_encoding(source) else { return Ok(None) };
    let bytes = vm.new_bytes(source);
    let unknown = vm.excs.lookup_error.clone();
    match theseus_builtins::modules::codecs::decode_text(vm, &bytes, &encoding, "strict") {
        Ok(text) => Ok(Some(text.text_or_empty())),
        // The compiler says that it does not know the encoding.
        Err(_) if vm.catch(&unknown) => Ok(None),
        Err(_) => {
            let e = vm.take_exception();
            let message = e.map(|e| vm.str_text(&e)).transpose()?.unwrap_or_default();
            let error = theseus_compiler::SyntaxError::of_file(message);
            Err(crate::report::raise_syntax_error(vm, &error, filename))
        }
    }
}

fn code_object(
    vm: &mut Vm,
    compiled: Result<theseus_compiler::Compiled, theseus_compiler::SyntaxError>,
    filename: &str,
) -> PyResult {
    match compiled {
        Ok(compiled) => {
            warn(vm, &compiled.warnings, filename)?;
            Ok(new_code(vm.interp(), &compiled.code))
        }
        Err(e) => {
            warn(vm, &e.warned, filename)?;
            Err(crate::report::raise_syntax_error(vm, &e, filename))
        }
    }
}

/// Gives the warnings of the compiler; one that is an error becomes a SyntaxError.
fn warn(vm: &mut Vm, warnings: &[theseus_compiler::Warning], filename: &str) -> PyResult<()> {
    let category = vm.excs.syntax_warning.clone();
    for warning in warnings {
        let given =
            crate::modules::warnings::give_at(vm, &category, warning.text(), filename, warning.line());
        match given {
            Err(_) if vm.catch(&category) => {
                return Err(crate::report::raise_syntax_error(vm, warning.error(), filename));
            }
            given => given?,
        }
    }
    Ok(())
}

fn exec_code(
    cx: &mut Cx,
    code: &ObjRef,
    globals: &ObjRef,
    locals: &ObjRef,
    closure: Option<&ObjRef>,
) -> PyResult {
    let vm = Vm::of(cx);
    let Some(data) = vm.heap.get::<CodeData>(code) else { return Err(vm.type_error("code object expected")) };
    let name_mode = data.code.name_mode;
    let free = data.code.free_names.len();
    let given = closure.and_then(|c| vm.heap.tuple(c)).map_or(0, <[ObjRef]>::len);
    if free != given {
        return Err(vm.type_error(format!("code object requires a closure of exactly length {free}")));
    }
    let builtins = builtins_of(vm, globals);
    let f = new_function(vm, code.clone(), globals.clone(), builtins, closure.cloned(), |_| ());
    let values = [locals.clone()];
    let values = if name_mode { &values[..] } else { &[] };
    vm.check_stack()?;
    crate::call::call_function(vm, &f, &Args { values, names: &[] })
}

/// The builtins that code with these globals sees: `__builtins__`, a module or a dict. Where it is missing,
/// the dict is put there that the running code sees.
pub fn builtins_of(vm: &mut Vm, globals: &ObjRef) -> ObjRef {
    named_builtins(vm, globals).unwrap_or_else(|| {
        let builtins = if has_frame(vm) { vm.exec().builtins.clone() } else { vm.builtins.clone() };
        let key = vm.names.builtins.clone();
        drop(vm.namespace_set(globals, &key, builtins.clone()));
        builtins
    })
}

/// The dict that `__builtins__` among these globals means, if it is there.
pub fn named_builtins(vm: &mut Vm, globals: &ObjRef) -> Option<ObjRef> {
    let b = vm.namespace_get(globals, &vm.names.builtins)?;
    Some(match b.kind() {
        Kind::Module => vm.existing_dict(&b).unwrap_or_else(|| vm.builtins.clone()),
        Kind::Dict => b,
        _ => crate::mapping_builtins::over(vm, b),
    })
}

/// Does pending work while the running frame stands between two instructions.
pub fn between_instructions<R>(vm: &mut Vm, work: impl FnOnce(&mut Vm) -> R) -> R {
    vm.resting.push(vm.frame);
    let r = work(vm);
    vm.resting.pop();
    r
}

/// Does what waits for an instruction boundary.
pub fn run_pending(vm: &mut Vm) -> PyResult<()> {
    let bits = vm.interp().heap.pending.load(Ordering::Relaxed);
    if bits & pending::LIMBO != 0 {
        crate::roots::leave_limbo(vm);
    }
    if bits & (pending::FINALIZE | pending::LIMBO) != 0 {
        run_finalizers(vm);
    }
    if bits & (pending::COLLECT | pending::STRESS) != 0 {
        vm.interp().heap.clear_pending(pending::COLLECT);
        if vm.interp().heap.collect_enabled.get() || bits & pending::STRESS != 0 {
            theseus_object::collect::collect(vm.interp());
            run_finalizers(vm);
        }
    }
    if bits & pending::SWITCH != 0 {
        vm.cx.hand_over();
    }
    if bits & pending::RECHECK != 0 {
        vm.interp().heap.clear_pending(pending::RECHECK);
        crate::guard::entry::recheck(vm);
    }
    if bits & pending::MEMORY != 0 {
        vm.interp().heap.clear_pending(pending::MEMORY);
        return Err(vm.memory_error(""));
    }
    // Other threads leave signals to the main one.
    if bits & pending::INTERRUPT != 0 && vm.cx.is_main_thread() {
        vm.interp().heap.clear_pending(pending::INTERRUPT);
        theseus_builtins::modules::signal::handle_signals(vm)?;
    }
    match vm.sent.take() {
        Some(class) => Err(crate::thread::raise_sent(vm, &class)),
        None => Ok(()),
    }
}

/// Runs queued finalisers. An exception in flight is kept aside meanwhile.
pub fn run_finalizers(vm: &mut Vm) {
    let kept = vm.take_exception();
    let result = std::mem::replace(&mut vm.result, std::ptr::null_mut());
    loop {
        let queue = vm.interp().heap.take_finalizers();
        if queue.is_empty() {
            break;
        }
        for o in queue {
            if o.kind() == Kind::Generator {
                generator::finalize(vm, &o);
            } else {
                theseus_builtins::weakref::finalize(vm, &o);
            }
        }
    }
    vm.result = result;
    if let Some(e) = kept {
        vm.reraise(e);
    }
}
