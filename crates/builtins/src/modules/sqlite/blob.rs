//! `Blob`: a value of a row, read and written in place.

use std::sync::Arc;

use theseus_object::class::TypeSpec;
use theseus_object::edges::{EdgeVisitor, Payload, Relation};
use theseus_object::host::BlobHandle;
use theseus_object::methods::NativeDef;
use theseus_object::{Cx, Kind, ObjRef, PyResult, Slots};

use super::connection::{OpenBlob, usable};
use super::errors::{self, PROGRAMMING};
use super::guest::work;
use crate::slice::adjust;
use crate::world::c_int;

pub struct Blob {
    connection: Option<ObjRef>,
    handle: OpenBlob,
    at: usize,
}

impl Payload for Blob {
    fn edges(&mut self, v: &mut dyn EdgeVisitor) {
        v.edge(&mut self.connection, Relation::Typed("connection"));
    }
    fn clear(&mut self) {
        self.connection = None;
    }
}

impl Blob {
    pub fn new(connection: ObjRef, handle: OpenBlob) -> Blob {
        Blob { connection: Some(connection), handle, at: 0 }
    }
}

pub static SPEC: TypeSpec = TypeSpec {
    slots: Slots {
        len: Some(|cx, me| Ok(open(cx, me)?.1.len())),
        getitem: Some(getitem),
        setitem: Some(setitem),
        iter: Some(|cx, _| Err(cx.type_error("'sqlite3.Blob' object is not iterable"))),
        contains: Some(|cx, _, _| Err(cx.type_error("argument of type 'sqlite3.Blob' is not iterable"))),
        ..Slots::EMPTY
    },
    methods: &[
        NativeDef::m0("close", close, "close($self, /)\n--\n\nClose the blob."),
        NativeDef::m0("__enter__", enter, "__enter__($self, /)\n--\n\nBlob context manager enter."),
        NativeDef::range(
            "__exit__",
            exit,
            3,
            3,
            "__exit__($self, type, val, tb, /)\n--\n\nBlob context manager exit.",
        ),
        NativeDef::range(
            "read",
            read,
            0,
            1,
            "read($self, length=-1, /)\n--\n\nRead data at the current offset position.\n\n  length\n    Read length in bytes.\n\nIf the end of the blob is reached, the data up to end of file will be returned.\nWhen length is not specified, or is negative, Blob.read() will read until the\nend of the blob.",
        ),
        NativeDef::m1(
            "write",
            write,
            "write($self, data, /)\n--\n\nWrite data at the current offset.\n\nThis function cannot change the blob length.  Writing beyond the end of the\nblob will result in an exception being raised.",
        ),
        NativeDef::range(
            "seek",
            seek,
            1,
            2,
            "seek($self, offset, origin=0, /)\n--\n\nSet the current access position to offset.\n\nThe origin argument defaults to os.SEEK_SET (absolute blob positioning).\nOther values for origin are os.SEEK_CUR (seek relative to the current position)\nand os.SEEK_END (seek relative to the blob's end).",
        ),
        NativeDef::m0("tell", tell, "tell($self, /)\n--\n\nReturn the current access position for the blob."),
    ],
    ..TypeSpec::EMPTY
};

/// Connection and handle, if this thread may use them and both are open.
fn open(cx: &mut Cx, me: &ObjRef) -> PyResult<(ObjRef, Arc<dyn BlobHandle>, usize)> {
    let Some(blob) = cx.heap.get::<Blob>(me) else { return Err(cx.bad_internal("blob")) };
    let (connection, handle, at) = (blob.connection.clone(), blob.handle.borrow().clone(), blob.at);
    let Some(connection) = connection else { return Err(cx.bad_internal("blob")) };
    usable(cx, &connection)?;
    match handle {
        Some(handle) => Ok((connection, handle, at)),
        None => Err(PROGRAMMING.raise(cx, "Cannot operate on a closed blob.")),
    }
}

fn close(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let Some(blob) = cx.heap.get::<Blob>(me) else { return Err(cx.bad_internal("blob")) };
    let connection = blob.connection.clone();
    let Some(connection) = connection else { return Err(cx.bad_internal("blob")) };
    usable(cx, &connection)?;
    let handle = cx.heap.get::<Blob>(me).and_then(|blob| blob.handle.take());
    drop(handle);
    Ok(cx.none.clone())
}

fn enter(cx: &mut Cx, me: &ObjRef) -> PyResult {
    open(cx, me)?;
    Ok(me.clone())
}

fn exit(cx: &mut Cx, args: &[ObjRef]) -> PyResult {
    open(cx, &args[0])?;
    close(cx, &args[0])?;
    Ok(cx.false_.clone())
}

fn read_at(cx: &mut Cx, me: &ObjRef, offset: usize, length: usize) -> PyResult<Vec<u8>> {
    let (connection, handle, _) = open(cx, me)?;
    let answer = work(cx, &connection, |guest| handle.read(offset, length, guest))?;
    errors::checked(cx, answer)
}

fn write_at(cx: &mut Cx, me: &ObjRef, offset: usize, data: &[u8]) -> PyResult<()> {
    let (connection, handle, _) = open(cx, me)?;
    if data.len() > handle.len().saturating_sub(offset) {
        return Err(cx.value_error("data longer than blob length"));
    }
    let answer = work(cx, &connection, |guest| handle.write(offset, data, guest))?;
    errors::checked(cx, answer)
}

fn move_to(cx: &mut Cx, me: &ObjRef, at: usize) {
    if let Some(blob) = cx.heap.get_mut::<Blob>(me) {
        blob.at = at;
    }
}

fn read(cx: &mut Cx, args: &[ObjRef]) -> PyResult {
    let me = &args[0];
    let wanted = args.get(1).map_or(Ok(-1), |o| super::connection::number(cx, o))?;
    let (_, handle, at) = open(cx, me)?;
    let rest = handle.len().saturating_sub(at);
    let length = usize::try_from(wanted).map_or(rest, |wanted| wanted.min(rest));
    if length == 0 {
        return Ok(cx.empty_bytes.clone());
    }
    let data = read_at(cx, me, at, length)?;
    move_to(cx, me, at + length);
    Ok(cx.new_bytes(&data))
}

fn write(cx: &mut Cx, me: &ObjRef, data: &ObjRef) -> PyResult {
    let data = cx.contiguous_buffer(data)?.copied(cx)?;
    let at = open(cx, me)?.2;
    write_at(cx, me, at, &data)?;
    move_to(cx, me, at + data.len());
    Ok(cx.none.clone())
}

fn seek(cx: &mut Cx, args: &[ObjRef]) -> PyResult {
    let me = &args[0];
    let offset = match args[1].int() {
        Some(v) if i32::try_from(v).is_err() => {
            return Err(cx.overflow_error("Python int too large to convert to C int"));
        }
        _ => i64::from(super::connection::number(cx, &args[1])?),
    };
    let origin = args.get(2).map_or(Ok(0), |o| c_int(cx, o))?;
    let (_, handle, at) = open(cx, me)?;
    let start = match origin {
        0 => 0,
        1 => at,
        2 => handle.len(),
        _ => {
            return Err(cx.value_error("'origin' should be os.SEEK_SET, os.SEEK_CUR, or os.SEEK_END"));
        }
    };
    let target = start as i64 + offset;
    if target > i64::from(i32::MAX) {
        return Err(cx.overflow_error("seek offset results in overflow"));
    }
    match usize::try_from(target).ok().filter(|&target| target <= handle.len()) {
        Some(target) => {
            move_to(cx, me, target);
            Ok(cx.none.clone())
        }
        None => Err(cx.value_error("offset out of blob range")),
    }
}

fn tell(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let at = open(cx, me)?.2;
    Ok(cx.usize(at))
}

/// The place that an index means.
fn index(cx: &mut Cx, key: &ObjRef, len: usize) -> PyResult<usize> {
    if !key.is_int() && key.ty().slots().index.is_none() {
        return Err(cx.type_error("Blob indices must be integers"));
    }
    let Some(at) = cx.index(key)?.int() else {
        return Err(cx.index_error("cannot fit 'int' into an index-sized integer"));
    };
    let at = if at < 0 { at.saturating_add(len as i64) } else { at };
    match usize::try_from(at).ok().filter(|&at| at < len) {
        Some(at) => Ok(at),
        None => Err(cx.index_error("Blob index out of range")),
    }
}

fn getitem(cx: &mut Cx, me: &ObjRef, key: &ObjRef) -> PyResult {
    let len = open(cx, me)?.1.len();
    if key.kind() != Kind::Slice {
        let at = index(cx, key, len)?;
        let byte = read_at(cx, me, at, 1)?.first().copied().unwrap_or(0);
        return Ok(cx.int(byte.into()));
    }
    let range = adjust(cx, key, len)?;
    let places: Vec<usize> = range.indices().collect();
    let (Some(&first), Some(&last)) = (places.iter().min(), places.iter().max()) else {
        return Ok(cx.empty_bytes.clone());
    };
    let data = read_at(cx, me, first, last + 1 - first)?;
    let part: Vec<u8> = places.iter().filter_map(|&at| data.get(at - first).copied()).collect();
    Ok(cx.new_bytes(&part))
}

fn setitem(cx: &mut Cx, me: &ObjRef, key: &ObjRef, value: Option<&ObjRef>) -> PyResult<()> {
    let len = open(cx, me)?.1.len();
    let is_slice = key.kind() == Kind::Slice;
    let Some(value) = value else {
        let what = if is_slice { "slice" } else { "item" };
        return Err(cx.type_error(format!("Blob doesn't support {what} deletion")));
    };
    if !is_slice {
        let at = index(cx, key, len)?;
        if !value.is_int() {
            let got = value.ty().name();
            return Err(cx.type_error(format!("'{got}' object cannot be interpreted as an integer")));
        }
        let Some(byte) = value.int().and_then(|v| u8::try_from(v).ok()) else {
            return Err(cx.value_error("byte must be in range(0, 256)"));
        };
        return write_at(cx, me, at, &[byte]);
    }
    let range = adjust(cx, key, len)?;
    let new = cx.contiguous_buffer(value)?.copied(cx)?;
    if new.len() != range.count {
        return Err(cx.index_error("Blob slice assignment is wrong size"));
    }
    let places: Vec<usize> = range.indices().collect();
    let (Some(&first), Some(&last)) = (places.iter().min(), places.iter().max()) else { return Ok(()) };
    let mut data = read_at(cx, me, first, last + 1 - first)?;
    for (&at, byte) in places.iter().zip(new) {
        if let Some(slot) = data.get_mut(at - first) {
            *slot = byte;
        }
    }
    write_at(cx, me, first, &data)
}
