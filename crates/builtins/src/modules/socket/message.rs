//! Messages with ancillary data: `sendmsg`, `recvmsg`, `recvmsg_into`, and the room that such data takes.

use theseus_object::host::{Control, Message};
use theseus_object::methods::NativeDef;
use theseus_object::{Cx, Kind, ObjRef, PyResult};

use super::{POLLIN, POLLOUT, Socket, address, data_of, deadline, field, flags, patient};
use crate::str::args::ssize;
use crate::world::c_int;

/// Bytes of the header before a piece of ancillary data, and what pieces are aligned to.
const HEADER: i64 = 16;
const ALIGNMENT: i64 = 8;

pub static FUNCTIONS: &[NativeDef] = &[
    NativeDef::f1(
        "CMSG_LEN",
        |cx, n| length(cx, n, "CMSG_LEN", 1),
        "CMSG_LEN(length) -> control message length\n\nThe length of an ancillary data item with data of the given length.",
    ),
    NativeDef::f1(
        "CMSG_SPACE",
        |cx, n| length(cx, n, "CMSG_SPACE", ALIGNMENT),
        "CMSG_SPACE(length) -> buffer size\n\nThe room that an ancillary data item with data of the given length takes.",
    ),
];

fn length(cx: &mut Cx, n: &ObjRef, function: &str, alignment: i64) -> PyResult {
    match ssize(cx, n)? {
        n if (0..=i64::from(i32::MAX)).contains(&n) => {
            let padded = (n + alignment - 1) / alignment * alignment;
            Ok(cx.int(HEADER + padded))
        }
        _ => Err(cx.overflow_error(format!("{function}() argument out of range"))),
    }
}

/// The items of an argument that is to be iterable.
fn items(cx: &mut Cx, o: &ObjRef, what: &str) -> PyResult<Vec<ObjRef>> {
    match cx.collect(o) {
        Ok(items) => Ok(items),
        Err(_) if cx.catch(&cx.excs.type_error.clone()) => {
            Err(cx.type_error(format!("{what} must be an iterable")))
        }
        Err(e) => Err(e),
    }
}

/// A piece of ancillary data: level, type and bytes.
fn control(cx: &mut Cx, item: &ObjRef) -> PyResult<Control> {
    const WHAT: &str = "[sendmsg() ancillary data items]";
    let parts = match item.kind() {
        Kind::Tuple => cx.heap.tuple(item).map(<[ObjRef]>::to_vec).unwrap_or_default(),
        _ => {
            let got = item.kind_given();
            return Err(cx.type_error(format!("{WHAT}() argument must be 3-item sequence, not {got}")));
        }
    };
    let [level, kind, data] = &parts[..] else {
        let n = parts.len();
        return Err(cx.type_error(format!("{WHAT}() argument must be sequence of length 3, not {n}")));
    };
    Ok(Control { level: c_int(cx, level)?, kind: c_int(cx, kind)?, data: data_of(cx, data)? })
}

pub fn send(cx: &mut Cx, values: &[ObjRef]) -> PyResult {
    let me = &values[0];
    let mut data = Vec::new();
    for part in items(cx, &values[1], "sendmsg() argument 1")? {
        data.extend(data_of(cx, &part)?);
    }
    let mut ancillary = Vec::new();
    if let Some(given) = values.get(2) {
        for item in items(cx, given, "sendmsg() argument 2")? {
            ancillary.push(control(cx, &item)?);
        }
    }
    let flags = flags(cx, values.get(3))?;
    let to = match values.get(4).filter(|to| !to.is_none()) {
        Some(to) => {
            let family = field(cx, me, |s: &Socket| s.family);
            Some(address::parse(cx, "sendmsg", family, to)?)
        }
        None => None,
    };
    let end = deadline(cx, me);
    let n = patient(cx, me, POLLOUT, end, |h, fd| h.send_message(fd, &data, &ancillary, flags, to.as_ref()))?;
    Ok(cx.usize(n))
}

/// Receives into `data`, with the room for ancillary data and the flags among the arguments.
fn receive_message(cx: &mut Cx, values: &[ObjRef], data: &mut [u8]) -> PyResult<Message> {
    let room = match values.get(2) {
        Some(n) => match usize::try_from(ssize(cx, n)?) {
            Ok(n) if n <= i32::MAX as usize => n,
            _ => {
                return Err(cx.value_error("invalid ancillary data buffer length"));
            }
        },
        None => 0,
    };
    let flags = flags(cx, values.get(3))?;
    let end = deadline(cx, &values[0]);
    patient(cx, &values[0], POLLIN, end, |h, fd| h.receive_message(fd, data, room, flags))
}

/// The result of a method: what was received, ancillary data, flags, the sender.
fn result(cx: &mut Cx, received: ObjRef, message: Message) -> ObjRef {
    let pieces = message.ancillary.iter().map(|c| {
        let numbers = [cx.int(i64::from(c.level)), cx.int(i64::from(c.kind))];
        let [level, kind] = numbers;
        cx.new_tuple([level, kind, cx.new_bytes(&c.data)])
    });
    let ancillary = cx.new_list(pieces.collect());
    let from = message.from.map_or_else(|| cx.none.clone(), |a| address::to_object(cx, &a));
    cx.new_tuple([received, ancillary, cx.int(i64::from(message.flags)), from])
}

pub fn receive(cx: &mut Cx, values: &[ObjRef]) -> PyResult {
    let Ok(n) = usize::try_from(ssize(cx, &values[1])?) else {
        return Err(cx.value_error("negative buffer size in recvmsg()"));
    };
    if !cx.can_allocate(n) {
        return Err(cx.memory_error(""));
    }
    let mut data = vec![0; n];
    let message = receive_message(cx, values, &mut data)?;
    let received = cx.new_bytes(data.get(..message.length).unwrap_or_default());
    Ok(result(cx, received, message))
}

pub fn receive_into(cx: &mut Cx, values: &[ObjRef]) -> PyResult {
    let mut buffers = Vec::new();
    for part in items(cx, &values[1], "recvmsg_into() argument 1")? {
        match cx.writable_buffer(&part, "recvmsg_into() argument 1") {
            Ok(buffer) => buffers.push(buffer),
            Err(_) if cx.catch(&cx.excs.type_error.clone()) => {
                let text =
                    "recvmsg_into() argument 1 must be an iterable of single-segment read-write buffers";
                return Err(cx.type_error(text));
            }
            Err(e) => return Err(e),
        }
    }
    let mut data = vec![0; buffers.iter().map(|b| b.len()).sum()];
    let message = receive_message(cx, values, &mut data)?;
    let mut rest = data.get(..message.length).unwrap_or_default();
    for buffer in &buffers {
        let (now, later) = rest.split_at(rest.len().min(buffer.len()));
        if let Some(to) = buffer.bytes_mut(&mut cx.heap).get_mut(..now.len()) {
            to.copy_from_slice(now);
        }
        rest = later;
    }
    let received = cx.usize(message.length);
    Ok(result(cx, received, message))
}
