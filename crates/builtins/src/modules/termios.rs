//! The module `termios`: modes of terminals.

use theseus_object::host::{Answer, CONTROL_CHARACTERS, Host, Modes};
use theseus_object::methods::NativeDef;
use theseus_object::payload::List;
use theseus_object::{Cx, ObjRef, PyResult, Raised};

use super::termios_numbers::NUMBERS;
use crate::module::{exception_class, native_module};
use crate::world::{self, c_int, descriptor, long, retry};

static FUNCTIONS: &[NativeDef] = &[
    NativeDef::f1(
        "tcgetattr",
        tcgetattr,
        "tcgetattr($module, fd, /)\n--\n\nGet the tty attributes for file descriptor fd.",
    ),
    NativeDef::f3(
        "tcsetattr",
        tcsetattr,
        "tcsetattr($module, fd, when, attributes, /)\n--\n\nSet the tty attributes for file descriptor fd.",
    ),
    NativeDef::f2(
        "tcsendbreak",
        tcsendbreak,
        "tcsendbreak($module, fd, duration, /)\n--\n\nSend a break on file descriptor fd.",
    ),
    NativeDef::f1(
        "tcdrain",
        tcdrain,
        "tcdrain($module, fd, /)\n--\n\nWait until all output written to file descriptor fd has been transmitted.",
    ),
    NativeDef::f2(
        "tcflush",
        tcflush,
        "tcflush($module, fd, queue, /)\n--\n\nDiscard queued data on file descriptor fd.",
    ),
    NativeDef::f2(
        "tcflow",
        tcflow,
        "tcflow($module, fd, action, /)\n--\n\nSuspend or resume input or output on file descriptor fd.",
    ),
    NativeDef::f1("tcgetwinsize", tcgetwinsize, "tcgetwinsize($module, fd, /)\n--\n\nGet the tty winsize."),
    NativeDef::f2(
        "tcsetwinsize",
        tcsetwinsize,
        "tcsetwinsize($module, fd, winsize, /)\n--\n\nSet the tty winsize.",
    ),
];

/// `ICANON`: lines are edited, so that two of the control characters are numbers if it is off.
const CANONICAL: u32 = 2;
const LEAST_TIME: usize = 5;
const LEAST_COUNT: usize = 6;
/// `TIOCSWINSZ`.
const SET_WINDOW_SIZE: u64 = 0x5414;

pub fn install(cx: &mut Cx) {
    let doc = "This module provides an interface to the Posix calls for tty I/O control.";
    let dict = native_module(cx, "termios", doc, FUNCTIONS);
    world::put_numbers(cx, &dict, NUMBERS);
    let base = cx.excs.exception.clone();
    exception_class(cx, &dict, "termios.error", "termios", "error", &base);
}

/// Asks the host; a failure becomes `termios.error`.
fn system<T: Send>(cx: &mut Cx, call: impl FnMut(&dyn Host) -> Answer<T> + Send) -> PyResult<T> {
    match retry(cx, call)? {
        Ok(answer) => Ok(answer),
        Err(errno) => Err(failed(cx, errno)),
    }
}

fn failed(cx: &mut Cx, errno: i32) -> Raised {
    let text = cx.host.get().map(|h| h.error_text(errno)).unwrap_or_default();
    let arguments = [cx.int(errno.into()), cx.new_str(&text)];
    let made = super::attribute_of(cx, "termios", "error").and_then(|class| cx.call(&class, &arguments));
    match made {
        Ok(e) => cx.raise(e),
        Err(e) => e,
    }
}

fn tcgetattr(cx: &mut Cx, fd: &ObjRef) -> PyResult {
    let fd = descriptor(cx, fd)?;
    let modes = system(cx, |h| h.modes(fd))?;
    let numeric = |i: usize| modes.local & CANONICAL == 0 && (i == LEAST_TIME || i == LEAST_COUNT);
    let character = |(i, &c): (usize, &u8)| match numeric(i) {
        true => cx.int(c.into()),
        false => cx.new_bytes(&[c]),
    };
    let characters = cx.new_list(modes.characters.iter().enumerate().map(character).collect());
    let Modes { input, output, control, local, input_speed, output_speed, .. } = modes;
    let words = [input, output, control, local, input_speed, output_speed];
    Ok(cx.new_list(words.into_iter().map(|n| cx.int(n.into())).chain([characters]).collect()))
}

fn items(cx: &mut Cx, o: &ObjRef) -> Vec<ObjRef> {
    cx.heap.get::<List>(o).map(|l| l.items.to_vec()).unwrap_or_default()
}

fn tcsetattr(cx: &mut Cx, fd: &ObjRef, when: &ObjRef, attributes: &ObjRef) -> PyResult {
    let (fd, when) = (descriptor(cx, fd)?, c_int(cx, when)?);
    let parts = items(cx, attributes);
    let [input, output, control, local, input_speed, output_speed, characters] = &parts[..] else {
        return Err(cx.type_error("tcsetattr, arg 3: must be 7 element list"));
    };
    let mut modes = Modes {
        input: long(cx, input)? as u32,
        output: long(cx, output)? as u32,
        control: long(cx, control)? as u32,
        local: long(cx, local)? as u32,
        input_speed: long(cx, input_speed)? as u32,
        output_speed: long(cx, output_speed)? as u32,
        ..Modes::default()
    };
    let characters = items(cx, characters);
    if characters.len() != CONTROL_CHARACTERS {
        let text = format!("tcsetattr: attributes[6] must be {CONTROL_CHARACTERS} element list");
        return Err(cx.type_error(text));
    }
    for (slot, c) in modes.characters.iter_mut().zip(&characters) {
        *slot = match cx.heap.bytes(c) {
            Some([byte]) => *byte,
            _ if c.is_int() => long(cx, c)? as u8,
            _ => {
                let text = "tcsetattr: elements of attributes must be characters or integers";
                return Err(cx.type_error(text));
            }
        };
    }
    system(cx, |h| h.set_modes(fd, when, &modes))?;
    Ok(cx.none.clone())
}

fn tcsendbreak(cx: &mut Cx, fd: &ObjRef, duration: &ObjRef) -> PyResult {
    let (fd, duration) = (descriptor(cx, fd)?, c_int(cx, duration)?);
    system(cx, |h| h.send_break(fd, duration))?;
    Ok(cx.none.clone())
}

fn tcdrain(cx: &mut Cx, fd: &ObjRef) -> PyResult {
    let fd = descriptor(cx, fd)?;
    system(cx, |h| h.drain(fd))?;
    Ok(cx.none.clone())
}

fn tcflush(cx: &mut Cx, fd: &ObjRef, queue: &ObjRef) -> PyResult {
    let (fd, queue) = (descriptor(cx, fd)?, c_int(cx, queue)?);
    system(cx, |h| h.flush_queue(fd, queue))?;
    Ok(cx.none.clone())
}

fn tcflow(cx: &mut Cx, fd: &ObjRef, action: &ObjRef) -> PyResult {
    let (fd, action) = (descriptor(cx, fd)?, c_int(cx, action)?);
    system(cx, |h| h.flow(fd, action))?;
    Ok(cx.none.clone())
}

fn tcgetwinsize(cx: &mut Cx, fd: &ObjRef) -> PyResult {
    let fd = descriptor(cx, fd)?;
    let (columns, lines) = system(cx, |h| h.terminal_size(fd))?;
    Ok(cx.new_tuple([lines, columns].map(|n| cx.int(n.into()))))
}

fn tcsetwinsize(cx: &mut Cx, fd: &ObjRef, size: &ObjRef) -> PyResult {
    let fd = descriptor(cx, fd)?;
    let parts = cx.collect(size)?;
    let [lines, columns] = &parts[..] else {
        return Err(cx.type_error("tcsetwinsize, arg 2: must be a two-item sequence"));
    };
    let mut data = [0; 8];
    for (slot, o) in data.chunks_exact_mut(2).zip([lines, columns]) {
        let Ok(n) = u16::try_from(long(cx, o)?) else {
            return Err(cx.overflow_error("winsize value(s) out of range."));
        };
        slot.copy_from_slice(&n.to_ne_bytes());
    }
    system(cx, |h| h.device_control_buffer(fd, SET_WINDOW_SIZE, &mut data))?;
    Ok(cx.none.clone())
}
