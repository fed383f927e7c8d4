//! The buffer protocol: memory that objects expose, and [`Buffer`], a lent view of it.
//!
//! A type exposes its memory by the slot [`Slots::buffer`](crate::Slots). Users ask
//! [`Cx::buffer`] or [`Cx::writable_buffer`] and keep the [`Buffer`] as long as they need the
//! memory: meanwhile the owner cannot change its size. The bytes are reached through the heap
//! token, so no code runs while they are lent:
//!
//! ```text
//! let buffer = cx.writable_buffer(o, "readinto() argument")?;
//! let got = read(buffer.bytes_mut(&mut cx.heap)?);
//! ```

use std::borrow::Cow;
use std::rc::Rc;

use smallvec::{SmallVec, smallvec};

use crate::alarm::PIECE;
use crate::cx::Cx;
use crate::edges::{EdgeVisitor, Payload, Relation};
use crate::error::PyResult;
use crate::header::Kind;
use crate::interp::Heap;
use crate::payload::ByteArray;
use crate::refs::ObjRef;

/// How a type exposes its memory.
pub struct BufferSlot {
    /// Lends the whole memory and pins its size.
    pub acquire: fn(&mut Cx, &ObjRef) -> PyResult<Buffer>,
    /// The memory, where it is one run of bytes.
    pub bytes: for<'a> fn(&'a Heap, &'a ObjRef) -> Option<&'a [u8]>,
    /// The same for writing; `None` if it cannot be written.
    pub bytes_mut: for<'a> fn(&'a mut Heap, &'a ObjRef) -> Option<&'a mut [u8]>,
}

/// What forbids an exporter to change its size as long as a clone of it lives.
pub type Pin = Rc<()>;

/// Lent memory: whose it is, where its items lie and what they are.
pub struct Buffer {
    /// The object whose memory it is.
    pub owner: ObjRef,
    slot: &'static BufferSlot,
    pins: SmallVec<[Pin; 1]>,
    pub readonly: bool,
    /// Format of an item in the language of `struct`.
    pub format: Cow<'static, str>,
    pub itemsize: usize,
    /// Byte offset of the item whose indices are all 0.
    pub start: usize,
    pub shape: SmallVec<[usize; 1]>,
    pub strides: SmallVec<[isize; 1]>,
}

impl Clone for Buffer {
    fn clone(&self) -> Buffer {
        Buffer {
            owner: self.owner.clone(),
            pins: self.pins.clone(),
            format: self.format.clone(),
            // Numbers are copied in one go.
            shape: SmallVec::from_slice(&self.shape),
            strides: SmallVec::from_slice(&self.strides),
            ..*self
        }
    }
}

impl Buffer {
    /// A row of `len` bytes; read-only if there is no pin that says otherwise.
    pub fn new(slot: &'static BufferSlot, owner: &ObjRef, len: usize, readonly: bool) -> Buffer {
        Buffer {
            owner: owner.clone(),
            slot,
            pins: SmallVec::new(),
            readonly,
            format: Cow::Borrowed("B"),
            itemsize: 1,
            start: 0,
            shape: smallvec![len],
            strides: smallvec![1],
        }
    }

    /// The same memory as a row of items.
    pub fn with_items(mut self, format: impl Into<Cow<'static, str>>, itemsize: usize) -> Buffer {
        let bytes = self.len();
        self.format = format.into();
        self.itemsize = itemsize;
        self.shape = smallvec![bytes / itemsize.max(1)];
        self.strides = smallvec![itemsize as isize];
        self
    }

    /// Keeps one more pin.
    pub fn pinned(mut self, pin: Pin) -> Buffer {
        self.pins.push(pin);
        self
    }

    /// The slot by which the owner's memory is reached.
    pub fn slot(&self) -> &'static BufferSlot {
        self.slot
    }

    /// Bytes of all items together.
    pub fn len(&self) -> usize {
        self.shape.iter().product::<usize>() * self.itemsize
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn in_order<'a>(&self, dims: impl Iterator<Item = (&'a usize, &'a isize)>) -> bool {
        let mut wanted = self.itemsize as isize;
        for (&n, &stride) in dims {
            if n > 1 && stride != wanted {
                return false;
            }
            wanted *= n as isize;
        }
        true
    }

    /// Whether the items lie one after the other, the last index varying fastest.
    pub fn is_c_contiguous(&self) -> bool {
        self.is_empty() || self.in_order(self.shape.iter().zip(&self.strides).rev())
    }

    /// Whether the items lie one after the other, the first index varying fastest.
    pub fn is_f_contiguous(&self) -> bool {
        self.is_empty() || self.in_order(self.shape.iter().zip(&self.strides))
    }

    /// Where each item begins, the last index varying fastest.
    pub fn places(&self) -> Vec<usize> {
        let mut places = vec![self.start as isize];
        for (&n, &stride) in self.shape.iter().zip(&self.strides) {
            let row = |p: isize| (0..n as isize).map(move |i| p + i * stride);
            places = places.into_iter().flat_map(row).collect();
        }
        places.into_iter().map(|p| p as usize).collect()
    }

    /// The owner's memory as a whole.
    fn memory<'a>(&'a self, heap: &'a Heap) -> &'a [u8] {
        (self.slot.bytes)(heap, &self.owner).unwrap_or_default()
    }

    /// The items' bytes, without a copy where they lie one after the other.
    pub fn bytes<'a>(&'a self, heap: &'a Heap) -> Cow<'a, [u8]> {
        let memory = self.memory(heap);
        if self.is_c_contiguous() {
            return Cow::Borrowed(memory.get(self.start..self.start + self.len()).unwrap_or_default());
        }
        let mut out = Vec::with_capacity(self.len());
        for at in self.places() {
            out.extend_from_slice(memory.get(at..at + self.itemsize).unwrap_or_default());
        }
        Cow::Owned(out)
    }

    /// A copy of the items' bytes, if there is memory for it and for as much again.
    pub fn copied(&self, cx: &mut Cx) -> PyResult<Vec<u8>> {
        if cx.can_allocate(self.len().saturating_mul(2)) {
            Ok(self.bytes(&cx.heap).into_owned())
        } else {
            Err(cx.memory_error(""))
        }
    }

    /// The bytes for writing; empty if the memory is read-only or its items lie scattered, which
    /// [`Cx::writable_buffer`] has ruled out.
    pub fn bytes_mut<'a>(&'a self, heap: &'a mut Heap) -> &'a mut [u8] {
        if self.readonly || !self.is_c_contiguous() {
            return &mut [];
        }
        let range = self.start..self.start + self.len();
        (self.slot.bytes_mut)(heap, &self.owner).and_then(|m| m.get_mut(range)).unwrap_or_default()
    }

    /// The bytes of the item at a place.
    pub fn item<'a>(&'a self, heap: &'a Heap, at: usize) -> &'a [u8] {
        self.memory(heap).get(at..at + self.itemsize).unwrap_or_default()
    }

    /// Writes the bytes of the item at a place.
    pub fn set_item(&self, heap: &mut Heap, at: usize, item: &[u8]) {
        let memory = (self.slot.bytes_mut)(heap, &self.owner).unwrap_or_default();
        if let Some(to) = memory.get_mut(at..at + item.len()) {
            to.copy_from_slice(item);
        }
    }

    /// For the payloads that keep one.
    pub fn edges(&mut self, v: &mut dyn EdgeVisitor) {
        v.fixed(&mut self.owner, Relation::Fixed("obj"));
    }
}

/// Payload of a memoryview. A released one has no buffer.
pub struct MemoryView {
    pub buffer: Option<Buffer>,
    /// What [`Buffer::pinned`] gets when the view itself lends its memory.
    pub pin: Pin,
    /// The object of a class with `__buffer__` written in Python, to be told of the release.
    pub exporter: Option<ObjRef>,
    pub hash: Option<i64>,
}

impl MemoryView {
    pub fn new(buffer: Buffer) -> MemoryView {
        MemoryView { buffer: Some(buffer), pin: Pin::default(), exporter: None, hash: None }
    }

    /// How many buffers were lent of the view and are still kept.
    pub fn exports(&self) -> usize {
        Rc::strong_count(&self.pin) - 1
    }
}

impl Payload for MemoryView {
    fn edges(&mut self, v: &mut dyn EdgeVisitor) {
        if let Some(b) = &mut self.buffer {
            b.edges(v);
        }
        v.edge(&mut self.exporter, Relation::Fixed("obj"));
    }
}

/// Slot of bytes.
pub static BYTES: BufferSlot = BufferSlot {
    acquire: |cx, o| {
        let len = cx.heap.bytes(o).map_or(0, <[u8]>::len);
        Ok(Buffer::new(&BYTES, o, len, true))
    },
    bytes: |heap, o| heap.bytes(o),
    bytes_mut: |_, _| None,
};

/// Slot of bytearray.
pub static BYTEARRAY: BufferSlot = BufferSlot {
    acquire: |cx, o| {
        let Some(b) = cx.heap.get_mut::<ByteArray>(o) else { return Err(cx.bad_internal("bytearray")) };
        let (len, pin) = (b.data.len(), b.export());
        Ok(Buffer::new(&BYTEARRAY, o, len, false).pinned(pin))
    },
    bytes: |heap, o| heap.bytes(o),
    bytes_mut: |heap, o| heap.get_mut::<ByteArray>(o).map(|b| &mut b.data[..]),
};

/// Slot of memoryview.
pub static MEMORYVIEW: BufferSlot = BufferSlot {
    acquire: |cx, o| match cx.heap.get::<MemoryView>(o) {
        Some(MemoryView { buffer: Some(b), pin, .. }) => Ok(b.clone().pinned(pin.clone())),
        _ => Err(cx.value_error("operation forbidden on released memoryview object")),
    },
    bytes: |heap, o| {
        let b = heap.get::<MemoryView>(o)?.buffer.as_ref()?;
        match b.bytes(heap) {
            Cow::Borrowed(data) => Some(data),
            Cow::Owned(_) => None,
        }
    },
    bytes_mut: |_, _| None,
};

impl Cx {
    /// Lends the memory of an object; `None` if its type exposes none.
    pub fn try_buffer(&mut self, o: &ObjRef) -> PyResult<Option<Buffer>> {
        match o.ty().slots().buffer {
            Some(slot) => (slot.acquire)(self, o).map(Some),
            None => Ok(None),
        }
    }

    /// Lends the memory of a bytes-like object, or TypeError.
    pub fn buffer(&mut self, o: &ObjRef) -> PyResult<Buffer> {
        match self.try_buffer(o)? {
            Some(b) => Ok(b),
            None => {
                let got = o.ty().name();
                Err(self.type_error(format!("a bytes-like object is required, not '{got}'")))
            }
        }
    }

    /// Lends memory as [`Cx::buffer`] does, which must be one run of bytes.
    pub fn contiguous_buffer(&mut self, o: &ObjRef) -> PyResult<Buffer> {
        let b = self.buffer(o)?;
        if b.is_c_contiguous() {
            return Ok(b);
        }
        Err(self.buffer_error("memoryview: underlying buffer is not C-contiguous"))
    }

    /// Lends memory that is one run of bytes and may be written; `what` begins the TypeError:
    /// `readinto() argument`.
    pub fn writable_buffer(&mut self, o: &ObjRef, what: &str) -> PyResult<Buffer> {
        let b = match self.try_buffer(o)? {
            Some(b) if !b.readonly => b,
            _ => {
                let got = o.kind_given();
                return Err(
                    self.type_error(format!("{what} must be read-write bytes-like object, not {got}"))
                );
            }
        };
        if b.is_c_contiguous() {
            return Ok(b);
        }
        Err(self.buffer_error("memoryview: underlying buffer is not C-contiguous"))
    }

    /// A memoryview of an object that exposes memory.
    pub fn memoryview(&mut self, o: &ObjRef) -> PyResult {
        let b = match o.ty().slots().buffer {
            Some(slot) => (slot.acquire)(self, o)?,
            None => {
                let got = o.ty().name();
                return Err(
                    self.type_error(format!("memoryview: a bytes-like object is required, not '{got}'"))
                );
            }
        };
        Ok(self.new_memoryview(MemoryView::new(b)))
    }

    /// Gives the bytes of a contiguous buffer piece by piece, and looks for interrupts in between.
    pub fn each_piece(&mut self, buffer: &Buffer, mut f: impl FnMut(&[u8])) -> PyResult<()> {
        for start in (0..buffer.len()).step_by(PIECE) {
            if start > 0 {
                self.poll()?;
            }
            // Handlers of signals may have shortened it.
            let end = buffer.len().min(start + PIECE);
            f(buffer.bytes(&self.heap).get(start..end).unwrap_or_default());
        }
        Ok(())
    }

    pub fn new_memoryview(&self, view: MemoryView) -> ObjRef {
        self.new_as(&self.types.memoryview, view)
    }
}

/// Slot of classes whose `__buffer__` is written in Python.
pub(crate) static TRAMPOLINE: BufferSlot =
    BufferSlot { acquire: python_buffer, bytes: |_, _| None, bytes_mut: |_, _| None };

/// `PyBUF_FULL_RO`, what a memoryview asks for.
const FULL_READ_ONLY: i64 = 0x11c;

fn python_buffer(cx: &mut Cx, o: &ObjRef) -> PyResult<Buffer> {
    let flags = cx.int(FULL_READ_ONLY);
    let view = match cx.call_special(o, crate::slots::Special::Buffer, &[&flags]) {
        Some(view) => view?,
        None => return Err(cx.bad_internal("__buffer__")),
    };
    match cx.heap.get::<MemoryView>(&view) {
        Some(MemoryView { buffer: Some(b), .. }) => Ok(b.clone()),
        Some(_) => Err(cx.value_error("operation forbidden on released memoryview object")),
        None => Err(cx.type_error("__buffer__ returned non-memoryview object")),
    }
}

impl Heap {
    /// The bytes of a native bytes-like object whose memory is one run, without lending it.
    #[inline]
    pub fn exposed<'a>(&'a self, o: &'a ObjRef) -> Option<&'a [u8]> {
        match o.kind() {
            Kind::Bytes | Kind::ByteArray => self.bytes(o),
            _ => o.ty().slots().buffer.and_then(|slot| (slot.bytes)(self, o)),
        }
    }
}
