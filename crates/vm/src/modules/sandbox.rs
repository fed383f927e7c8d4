//! The module `_ctypes_sandbox`: memory by address, checked, and a frame's locals written back. What
//! `ctypes` is made of.

use theseus_object::host::Disposition;
use theseus_object::memory::Fault;
use theseus_object::methods::NativeDef;
use theseus_object::payload::bytes;
use theseus_object::{Cx, Kind, ObjRef, PyResult};

use theseus_builtins::module::native_module;
use theseus_builtins::world::{ask, c_int};

use crate::frameobj;
use crate::machine::Vm;

static FUNCTIONS: &[NativeDef] = &[
    NativeDef::f2("read", read, "The bytes from an address on, of one object."),
    NativeDef::f2("write", write, "Write bytes to an address, into one object."),
    NativeDef::f3("copy", copy, "Copy to an address, from an address, so many bytes."),
    NativeDef::f1("object_at", object_at, "The object at an address."),
    NativeDef::f1("addressof_object", address, "The address of an object."),
    NativeDef::f1("data_address", data_address, "The address of the data of a bytes object."),
    NativeDef::f1("allocate", allocate, "A bytes object of so many zeros that nobody else has."),
    NativeDef::f2("filled", filled, "A bytes object of one byte, so many times, that nobody else has."),
    NativeDef::f1("copied", copied, "A bytes object with the same data that nobody else has."),
    NativeDef::f1("pooled", pooled, "The bytes object of some data; of one byte, that of the pool."),
    NativeDef::f2("locals_to_fast", locals_to_fast, "Write f_locals of a frame back into its variables."),
    NativeDef::f2("raise_in_thread", raise_in_thread, "Make a thread raise an exception of a class."),
    NativeDef::f1("signal_action", signal_action, "What the process does with a signal."),
    NativeDef::f2("set_signal_action", set_signal_action, "Set what the process does with a signal."),
];

pub fn install(cx: &mut Cx) {
    native_module(cx, "_ctypes_sandbox", "Memory by address, checked.", FUNCTIONS);
}

/// Most bytes of one read, write or buffer.
const LIMIT: usize = 1 << 30;

/// An address; what no address can be is one where nothing lies.
fn address_of(cx: &mut Cx, o: &ObjRef) -> PyResult<usize> {
    let o = cx.index(o)?;
    Ok(cx.meant_int(&o).and_then(|v| usize::try_from(v).ok()).unwrap_or(usize::MAX))
}

fn size_of(cx: &mut Cx, o: &ObjRef) -> PyResult<usize> {
    let o = cx.index(o)?;
    match cx.meant_int(&o).and_then(|v| usize::try_from(v).ok()).filter(|n| *n <= LIMIT) {
        Some(n) => Ok(n),
        None => Err(cx.value_error("size out of range")),
    }
}

fn checked<T>(cx: &mut Cx, r: Result<T, Fault>) -> PyResult<T> {
    r.map_err(|fault| cx.value_error(fault.to_string()))
}

fn data_of(cx: &mut Cx, o: &ObjRef) -> PyResult<Vec<u8>> {
    let buffer = cx.buffer(o)?;
    Ok(buffer.bytes(&cx.heap).to_vec())
}

fn read(cx: &mut Cx, at: &ObjRef, n: &ObjRef) -> PyResult {
    let (at, n) = (address_of(cx, at)?, size_of(cx, n)?);
    let r = cx.heap.read_memory(at, n);
    let data = checked(cx, r)?;
    Ok(cx.fresh_bytes(&data))
}

fn write(cx: &mut Cx, at: &ObjRef, data: &ObjRef) -> PyResult {
    let (at, data) = (address_of(cx, at)?, data_of(cx, data)?);
    let r = cx.heap.write_memory(at, &data);
    checked(cx, r)?;
    Ok(cx.none.clone())
}

fn copy(cx: &mut Cx, to: &ObjRef, from: &ObjRef, n: &ObjRef) -> PyResult {
    let (to, from, n) = (address_of(cx, to)?, address_of(cx, from)?, size_of(cx, n)?);
    let r = cx.heap.copy_memory(to, from, n);
    checked(cx, r)?;
    Ok(cx.none.clone())
}

fn object_at(cx: &mut Cx, at: &ObjRef) -> PyResult {
    let at = address_of(cx, at)?;
    let r = cx.heap.object_at(at);
    checked(cx, r)
}

fn address(cx: &mut Cx, o: &ObjRef) -> PyResult {
    Ok(cx.usize(o.id()))
}

fn data_address(cx: &mut Cx, o: &ObjRef) -> PyResult {
    if o.kind() != Kind::Bytes {
        let got = o.ty().name();
        return Err(cx.type_error(format!("a bytes-like object is required, not '{got}'")));
    }
    Ok(cx.usize(o.id() + bytes::DATA))
}

fn allocate(cx: &mut Cx, n: &ObjRef) -> PyResult {
    let n = size_of(cx, n)?;
    zeros(cx, 0, n)
}

fn zeros(cx: &mut Cx, byte: u8, n: usize) -> PyResult {
    if !cx.can_allocate(n) {
        return Err(cx.memory_error(""));
    }
    Ok(cx.fresh_bytes(&vec![byte; n]))
}

fn filled(cx: &mut Cx, byte: &ObjRef, n: &ObjRef) -> PyResult {
    let (byte, n) = (size_of(cx, byte)?, size_of(cx, n)?);
    zeros(cx, byte as u8, n)
}

fn copied(cx: &mut Cx, data: &ObjRef) -> PyResult {
    let data = data_of(cx, data)?;
    Ok(cx.fresh_bytes(&data))
}

fn pooled(cx: &mut Cx, data: &ObjRef) -> PyResult {
    let data = data_of(cx, data)?;
    Ok(cx.new_bytes(&data))
}

/// `clear` is ignored: a variable that was taken out stays bound, for the code relies on it.
fn locals_to_fast(cx: &mut Cx, frame: &ObjRef, clear: &ObjRef) -> PyResult {
    if !frame.has_payload::<frameobj::FrameData>() {
        let got = frame.ty().name();
        return Err(cx.type_error(format!("a frame is required, not '{got}'")));
    }
    let clear = cx.truth(clear)?;
    if clear && let Some(name) = frameobj::taken_out(Vm::of(cx), frame) {
        let name = name.text_or_empty();
        return Err(cx.value_error(format!("the variable '{name}' of a running frame cannot be unbound")));
    }
    frameobj::write_back(Vm::of(cx), frame, false, clear);
    Ok(cx.fresh_int(0))
}

/// How many threads there were; None takes the exception back.
fn raise_in_thread(cx: &mut Cx, ident: &ObjRef, class: &ObjRef) -> PyResult {
    let ident = address_of(cx, ident)? as u64;
    let class = Some(class).filter(|class| !class.is_none()).cloned();
    let found = crate::thread::send(Vm::of(cx), ident, class);
    Ok(cx.fresh_int(found as i64))
}

/// What stands for a handler's address: C's own two numbers, and one for the interpreter's handler.
const ACTIONS: [Disposition; 3] = [Disposition::Default, Disposition::Ignore, Disposition::Note];

/// The place in [`ACTIONS`], or one behind it for a handler of somebody else; −1 if there is no such signal.
fn signal_action(cx: &mut Cx, signal: &ObjRef) -> PyResult {
    let signal = c_int(cx, signal)?;
    let action = match ask(cx, |host| host.disposition(signal)) {
        Ok(action) => ACTIONS.iter().position(|known| *known == action).unwrap_or(ACTIONS.len()) as i64,
        Err(_) => -1,
    };
    Ok(cx.fresh_int(action))
}

/// The action before. Python's handlers stay as they are.
fn set_signal_action(cx: &mut Cx, signal: &ObjRef, action: &ObjRef) -> PyResult {
    let before = signal_action(cx, signal)?;
    let (signal, action) = (c_int(cx, signal)?, address_of(cx, action)?);
    match ACTIONS.get(action) {
        Some(action) if ask(cx, |host| host.set_disposition(signal, *action)).is_ok() => Ok(before),
        Some(_) => Ok(cx.fresh_int(-1)),
        None => Err(cx.value_error("no handler of a signal lies at this address")),
    }
}
