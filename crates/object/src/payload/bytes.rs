//! `bytes`, laid out as CPython's (length, hash, data, NUL), and `bytearray`.

use std::borrow::Cow;
use std::cell::Cell;
use std::ptr::NonNull;
use std::rc::Rc;

use crate::alarm::{Alarm, PIECE, Stopped};
use crate::cx::Cx;
use crate::edges::{EdgeVisitor, Object, Payload};
use crate::error::PyResult;
use crate::hash;
use crate::header::{HEADER_SIZE, Header, Kind};
use crate::heap::Family;
use crate::interp::{Heap, Interp};
use crate::refs::ObjRef;

/// Payload of bytes; the data and a NUL follow.
#[repr(C)]
pub struct Bytes {
    len: usize,
    hash: Cell<i64>,
}

/// Where the data of a bytes object starts.
pub const DATA: usize = HEADER_SIZE + size_of::<Bytes>();

impl Payload for Bytes {
    const KIND: Kind = Kind::Bytes;
    const HAS_EDGES: bool = false;
    crate::plain_fields!(Bytes: len "ob_size" Length, hash "ob_shash" Value);
    fn edges(&mut self, _: &mut dyn EdgeVisitor) {}
}

pub(crate) fn object_size(p: NonNull<Header>) -> usize {
    // SAFETY: callers pass a live bytes object.
    DATA + unsafe { p.cast::<Object<Bytes>>().as_ref() }.data.len + 1
}

/// Payload of a bytearray.
pub struct ByteArray {
    pub data: Vec<u8>,
    /// Made by the first view; each view has a clone of it while it forbids resizing.
    views: Option<Rc<()>>,
}

impl ByteArray {
    pub fn new(data: Vec<u8>) -> ByteArray {
        ByteArray { data, views: None }
    }

    /// What a view of the data keeps: as long as it does, the length must not change.
    pub fn export(&mut self) -> Rc<()> {
        self.views.get_or_insert_default().clone()
    }

    pub fn is_exported(&self) -> bool {
        self.views.as_ref().is_some_and(|v| Rc::strong_count(v) > 1)
    }
}

impl Payload for ByteArray {
    const KIND: Kind = Kind::ByteArray;
    const HAS_EDGES: bool = false;
    crate::plain_fields!(ByteArray: data "data" Buffer);
    fn edges(&mut self, _: &mut dyn EdgeVisitor) {}
    fn extra_size(&self) -> usize {
        self.data.capacity()
    }
}

impl Heap {
    /// The data of a bytes or bytearray object or an instance of a subclass.
    #[inline]
    pub fn bytes<'a>(&'a self, o: &'a ObjRef) -> Option<&'a [u8]> {
        match o.kind() {
            // SAFETY: the kind is checked; while the heap is borrowed nothing is written.
            Kind::Bytes => Some(unsafe { Bytes::data_unchecked(o) }),
            Kind::ByteArray => self.get::<ByteArray>(o).map(|b| &b.data[..]),
            _ => None,
        }
    }
}

/// Writes a byte into a bytes object and gives what was there; `None` if there is no such place. The
/// hash, which is derived from the data, is computed anew when it is next asked for.
pub(crate) fn write_byte(heap: &mut Heap, o: &ObjRef, at: usize, value: u8) -> Option<u8> {
    let data = heap.get_mut::<Bytes>(o)?;
    if at >= data.len {
        return None;
    }
    data.hash.set(-1);
    // SAFETY: the place lies within the data, and the unique borrow of the token says that no slice
    // of it is lent.
    unsafe {
        let place = o.as_ptr().as_ptr().cast::<u8>().add(DATA + at);
        Some(std::mem::replace(&mut *place, value))
    }
}

impl Bytes {
    /// # Safety
    /// `o` is a bytes object, and nothing writes it while the slice is used.
    #[inline(always)]
    pub unsafe fn data_unchecked(o: &ObjRef) -> &[u8] {
        let p = o.as_ptr();
        let len = p.cast::<Object<Bytes>>().as_ref().data.len;
        std::slice::from_raw_parts(p.as_ptr().cast::<u8>().add(DATA), len)
    }
}

impl ObjRef {
    /// Hash of a bytes object, computed once.
    pub fn bytes_hash(&self, interp: &Interp) -> i64 {
        if self.kind() != Kind::Bytes {
            return 0;
        }
        // SAFETY: the kind is checked; the data is read and left at once.
        unsafe {
            let cached = &self.as_ptr().cast::<Object<Bytes>>().as_ref().data.hash;
            if cached.get() == -1 {
                cached.set(hash::bytes(interp.hash_key, Bytes::data_unchecked(self)));
            }
            cached.get()
        }
    }
}

impl Cx {
    /// A bytes object, or MemoryError at once: for those who would go on with an empty one.
    pub fn new_bytes_if_room(&mut self, data: &[u8]) -> PyResult {
        if self.has_room(DATA + 1 + data.len()) {
            Ok(self.new_bytes(data))
        } else {
            Err(self.memory_error(""))
        }
    }
}

impl Interp {
    /// A bytes object; of one byte, from the pool.
    pub fn new_bytes(&self, data: &[u8]) -> ObjRef {
        match data {
            [] => self.empty_bytes.clone(),
            [b] => self.bytes_pool[*b as usize].clone(),
            _ => self.fresh_bytes(data),
        }
    }

    /// A bytes object that is not of the pool: for what is computed, and for what natives hand on.
    pub fn unshared_bytes(&self, data: &[u8]) -> ObjRef {
        if data.is_empty() { self.empty_bytes.clone() } else { self.fresh_bytes(data) }
    }

    /// A bytes object that nobody else has, empty ones included.
    pub fn fresh_bytes(&self, data: &[u8]) -> ObjRef {
        // SAFETY: all of the data is written.
        unsafe {
            self.bytes_with(data.len(), |to| std::ptr::copy_nonoverlapping(data.as_ptr(), to, data.len()))
        }
    }

    /// A bytes object whose data the closure writes; an empty one if there is no memory.
    ///
    /// # Safety
    /// The closure writes `len` bytes and no more.
    unsafe fn bytes_with(&self, len: usize, fill: impl FnOnce(*mut u8)) -> ObjRef {
        if !self.has_room(DATA + len + 1) {
            return self.empty_bytes.clone();
        }
        let p = self.alloc_cell(DATA + len + 1, Family::Leaf);
        self.init_header(p, Kind::Bytes, &self.types.bytes);
        let object = p.cast::<Object<Bytes>>().as_ptr();
        (&raw mut (*object).data).write(Bytes { len, hash: Cell::new(-1) });
        let to = p.as_ptr().cast::<u8>().add(DATA);
        fill(to);
        to.add(len).write(0);
        ObjRef::from_raw(p)
    }

    /// A bytes object, not of the pool, put together from pieces, which have `len` bytes in all.
    pub fn bytes_of_pieces<'a>(
        &self,
        len: usize,
        pieces: impl IntoIterator<Item = &'a [u8]>,
        alarm: &Alarm<'_>,
    ) -> Result<ObjRef, Stopped> {
        if len == 0 {
            return Ok(self.empty_bytes.clone());
        }
        let mut written = Ok(());
        // SAFETY: `write_pieces` fills what it is given.
        let o = unsafe { self.bytes_with(len, |to| written = write_pieces(to, len, pieces, alarm)) };
        written.map(|()| o)
    }

    pub fn new_bytearray(&self, data: Vec<u8>) -> ObjRef {
        self.alloc(&self.types.bytearray, ByteArray::new(data))
    }
}

/// Writes pieces one after another to `len` bytes, and zeros where they are too short.
///
/// # Safety
/// There is room for `len` bytes.
pub(super) unsafe fn write_pieces<'a>(
    to: *mut u8,
    len: usize,
    pieces: impl IntoIterator<Item = &'a [u8]>,
    alarm: &Alarm<'_>,
) -> Result<(), Stopped> {
    let (mut at, mut unchecked) = (0, 0);
    for part in pieces.into_iter().flat_map(|piece| piece.chunks(PIECE)) {
        let part = part.get(..len - at).unwrap_or(part);
        std::ptr::copy_nonoverlapping(part.as_ptr(), to.add(at), part.len());
        at += part.len();
        unchecked += part.len();
        if unchecked >= PIECE {
            unchecked = 0;
            // What lies behind is nothing yet, but nobody reads it: the object is dropped.
            alarm.check()?;
        }
    }
    std::ptr::write_bytes(to.add(at), 0, len - at);
    Ok(())
}

/// Data `times` over, as a block of some size, how often it comes, and how much of it comes at the end.
pub(super) struct Repetition<'a> {
    block: Cow<'a, [u8]>,
    blocks: usize,
    rest: usize,
}

impl Repetition<'_> {
    pub(super) fn of(data: &[u8], times: usize) -> Repetition<'_> {
        const BLOCK: usize = 1 << 14;
        let fold = (BLOCK / data.len().max(1)).clamp(1, times.max(1));
        let block = if fold == 1 { Cow::Borrowed(data) } else { Cow::Owned(data.repeat(fold)) };
        Repetition { block, blocks: times / fold, rest: times % fold * data.len() }
    }

    pub(super) fn pieces(&self) -> impl Iterator<Item = &[u8]> {
        std::iter::repeat_n(&self.block[..], self.blocks).chain([&self.block[..self.rest]])
    }
}

impl Interp {
    /// Data `times` over, in a bytes object that is not of the pool; callers checked the length.
    pub fn bytes_repeated(&self, data: &[u8], times: usize, alarm: &Alarm<'_>) -> Result<ObjRef, Stopped> {
        let all = Repetition::of(data, times);
        self.bytes_of_pieces(data.len() * times, all.pieces(), alarm)
    }
}
