//! `MemoryBIO`: bytes between a connection and whoever carries them.

use theseus_object::class::TypeSpec;
use theseus_object::edges::{EdgeVisitor, Payload};
use theseus_object::methods::{GetSet, NativeDef};
use theseus_object::{Args, Cx, ObjRef, PyResult, Slots};

use super::errors::ERROR;
use crate::world::c_int;

#[derive(Default)]
pub struct MemoryBio {
    bytes: Vec<u8>,
    /// How much of them was read.
    read: usize,
    /// Nothing more will be written.
    is_ended: bool,
}

impl Payload for MemoryBio {
    const HAS_EDGES: bool = false;
    fn edges(&mut self, _: &mut dyn EdgeVisitor) {}
}

impl MemoryBio {
    fn waiting(&self) -> &[u8] {
        self.bytes.get(self.read..).unwrap_or_default()
    }

    /// At most so many of the bytes that wait; `None` if none will come any more.
    pub fn take(&mut self, most: usize) -> Option<Vec<u8>> {
        let waiting = self.waiting();
        if waiting.is_empty() && self.is_ended {
            return None;
        }
        let taken = waiting[..most.min(waiting.len())].to_vec();
        self.read += taken.len();
        // What was read goes when it is half of all.
        if self.read * 2 > self.bytes.len() {
            self.bytes.drain(..self.read);
            self.read = 0;
        }
        Some(taken)
    }

    pub fn put(&mut self, bytes: &[u8]) {
        self.bytes.extend_from_slice(bytes);
    }
}

pub static SPEC: TypeSpec = TypeSpec {
    slots: Slots { new: Some(new), ..Slots::EMPTY },
    methods: &[
        NativeDef::range(
            "read",
            read,
            0,
            1,
            "read($self, size=-1, /)\n--\n\nRead up to size bytes from the memory BIO.\n\nIf size is not specified, read the entire buffer.\nIf the return value is an empty bytes instance, this means either\nEOF or that no data is available. Use the \"eof\" property to\ndistinguish between the two.",
        ),
        NativeDef::m1(
            "write",
            write,
            "write($self, b, /)\n--\n\nWrites the bytes b into the memory BIO.\n\nReturns the number of bytes written.",
        ),
        NativeDef::m0(
            "write_eof",
            write_eof,
            "write_eof($self, /)\n--\n\nWrite an EOF marker to the memory BIO.\n\nWhen all data has been read, the \"eof\" property will be True.",
        ),
    ],
    getsets: &[
        GetSet::new("eof", eof, "Whether the memory BIO is at EOF."),
        GetSet::new("pending", pending, "The number of bytes pending in the memory BIO."),
    ],
    ..TypeSpec::EMPTY
};

fn new(cx: &mut Cx, class: &ObjRef, args: &Args) -> PyResult {
    if !args.pos().is_empty() {
        return Err(cx.type_error("MemoryBIO() takes no positional arguments"));
    }
    args.no_keywords(cx, "MemoryBIO")?;
    let ty = cx.expect_type(class)?;
    Ok(cx.new_instance(ty, MemoryBio::default()))
}

fn of<'a>(cx: &'a mut Cx, me: &'a ObjRef) -> PyResult<&'a mut MemoryBio> {
    if cx.heap.get::<MemoryBio>(me).is_none() {
        return Err(cx.bad_internal("memory BIO"));
    }
    cx.heap.get_mut::<MemoryBio>(me).ok_or(theseus_object::Raised)
}

fn read(cx: &mut Cx, args: &[ObjRef]) -> PyResult {
    let size = args.get(1).map_or(Ok(-1), |o| c_int(cx, o))?;
    let most = usize::try_from(size).unwrap_or(usize::MAX);
    let taken = of(cx, &args[0])?.take(most).unwrap_or_default();
    Ok(cx.new_bytes(&taken))
}

fn write(cx: &mut Cx, me: &ObjRef, data: &ObjRef) -> PyResult {
    let data = cx.contiguous_buffer(data)?.bytes(&cx.heap).into_owned();
    let bio = of(cx, me)?;
    if bio.is_ended {
        return Err(ERROR.plain(cx, "cannot write() after write_eof()"));
    }
    bio.put(&data);
    Ok(cx.usize(data.len()))
}

fn write_eof(cx: &mut Cx, me: &ObjRef) -> PyResult {
    of(cx, me)?.is_ended = true;
    Ok(cx.none.clone())
}

fn eof(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let bio = of(cx, me)?;
    let at_end = bio.is_ended && bio.waiting().is_empty();
    Ok(cx.bool(at_end))
}

fn pending(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let waiting = of(cx, me)?.waiting().len();
    Ok(cx.usize(waiting))
}
