//! `bytes`, laid out as CPython's (length, hash, data, NUL), and `bytearray`.

use std::cell::Cell;
use std::ptr::NonNull;
use std::rc::Rc;

use crate::edges::{EdgeVisitor, Object, Payload};
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
        let p = self.alloc_cell(DATA + data.len() + 1, Family::Leaf);
        // SAFETY: the cell has room for header, payload, data and NUL.
        unsafe {
            self.init_header(p, Kind::Bytes, &self.types.bytes);
            let object = p.cast::<Object<Bytes>>().as_ptr();
            (&raw mut (*object).data).write(Bytes { len: data.len(), hash: Cell::new(-1) });
            let to = p.as_ptr().cast::<u8>().add(DATA);
            std::ptr::copy_nonoverlapping(data.as_ptr(), to, data.len());
            to.add(data.len()).write(0);
            ObjRef::from_raw(p)
        }
    }

    pub fn new_bytearray(&self, data: Vec<u8>) -> ObjRef {
        self.alloc(&self.types.bytearray, ByteArray::new(data))
    }
}
