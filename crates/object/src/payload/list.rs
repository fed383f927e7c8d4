//! `list`: a growable array of references.

use std::ops::{Deref, DerefMut};
use std::ptr::NonNull;

use crate::edges::{EdgeVisitor, Payload};
use crate::header::Kind;
use crate::heap::{cell_room, free_raw, pending};
use crate::interp::{Heap, Interp};
use crate::refs::{ObjRef, copy_counted};

/// Buffers up to this many bytes come from the interpreter's heap, larger ones from the system.
const RAW_LIMIT: usize = 1024;
/// No buffer is smaller: one item is rarely the last.
const RAW_LEAST: usize = 24;

/// A growable array whose small buffers come from the interpreter's heap.
#[repr(C)]
pub struct ObjVec {
    ptr: NonNull<ObjRef>,
    len: usize,
    cap: usize,
}

/// Where no array lies: a place that is aligned, and not the one that empty arrays have.
const UNTOUCHED: NonNull<ObjRef> = match NonNull::new(std::ptr::without_provenance_mut(16)) {
    Some(place) => place,
    None => NonNull::dangling(),
};

impl ObjVec {
    pub const fn new() -> ObjVec {
        ObjVec { ptr: NonNull::dangling(), len: 0, cap: 0 }
    }

    /// An empty array that can be told from any that was written to since: nothing else has its pointer.
    pub fn untouched() -> ObjVec {
        ObjVec { ptr: UNTOUCHED, len: 0, cap: 0 }
    }

    pub fn is_untouched(&self) -> bool {
        self.ptr == UNTOUCHED
    }

    /// An empty array with room for `n` items; without it, if there is no memory: MemoryError is due then.
    pub fn with_capacity(interp: &Interp, n: usize) -> ObjVec {
        let bytes = (n * 8).max(RAW_LEAST);
        if n > 0 && bytes <= RAW_LIMIT {
            return ObjVec { ptr: interp.alloc_raw(bytes).cast(), len: 0, cap: cell_room(bytes) / 8 };
        }
        let mut v = ObjVec::new();
        v.reserve(interp, n);
        v
    }

    pub fn capacity(&self) -> usize {
        self.cap
    }

    /// Appends an item. Where there is no memory for it, it is let go, and MemoryError is due.
    #[inline(always)]
    pub fn push(&mut self, interp: &Interp, o: ObjRef) {
        // As a plain pointer, so that growing needs no clean-up of it in the caller.
        let o = o.into_raw();
        if self.len == self.cap && !self.grow(interp) {
            // SAFETY: the reference was this function's.
            return drop(unsafe { ObjRef::from_raw(o) });
        }
        // SAFETY: len < cap; the reference goes to the array.
        unsafe { self.ptr.add(self.len).write(ObjRef::from_raw(o)) };
        self.len += 1;
    }

    #[inline(always)]
    pub fn pop(&mut self) -> Option<ObjRef> {
        if self.len == 0 {
            return None;
        }
        self.len -= 1;
        // SAFETY: the item was initialised and is now out of reach.
        Some(unsafe { self.ptr.add(self.len).read() })
    }

    /// Makes room for one item at least; false if there is no memory.
    #[cold]
    #[inline(never)]
    fn grow(&mut self, interp: &Interp) -> bool {
        let room = if self.cap == 0 { 4 } else { self.cap + self.cap / 2 + 2 };
        self.try_grow_to(interp, room)
    }

    /// Makes room for so many more items; false if there is no memory, and MemoryError is due.
    pub fn reserve(&mut self, interp: &Interp, more: usize) -> bool {
        let need = self.len + more;
        need <= self.cap || self.try_grow_to(interp, need.max(self.cap + self.cap / 4))
    }

    fn try_grow_to(&mut self, interp: &Interp, cap: usize) -> bool {
        let fits = interp.can_allocate(cap.saturating_mul(8));
        if fits {
            self.grow_to(interp, cap);
        } else {
            interp.heap.set_pending(pending::MEMORY);
        }
        fits
    }

    fn grow_to(&mut self, interp: &Interp, cap: usize) {
        // SAFETY: the items are moved bit by bit into the new buffer and the old one is freed.
        unsafe {
            if self.cap * 8 > RAW_LIMIT {
                let old = std::mem::ManuallyDrop::new(Vec::from_raw_parts(self.ptr.as_ptr(), 0, self.cap));
                let mut old = std::mem::ManuallyDrop::into_inner(old);
                old.set_len(self.len);
                old.reserve_exact(cap - self.len);
                self.adopt(old);
                return;
            }
            let bytes = (cap * 8).max(RAW_LEAST);
            let (ptr, cap) = if bytes <= RAW_LIMIT {
                (interp.alloc_raw(bytes).cast(), cell_room(bytes) / 8)
            } else {
                let mut v = std::mem::ManuallyDrop::new(Vec::with_capacity(cap));
                (NonNull::new_unchecked(v.as_mut_ptr()), v.capacity())
            };
            std::ptr::copy_nonoverlapping(self.ptr.as_ptr(), ptr.as_ptr(), self.len);
            if self.cap > 0 {
                free_raw(self.ptr.cast());
            }
            (self.ptr, self.cap) = (ptr, cap);
        }
    }

    /// Takes over the buffer of a vector.
    fn adopt(&mut self, v: Vec<ObjRef>) {
        let mut v = std::mem::ManuallyDrop::new(v);
        self.len = v.len();
        self.cap = v.capacity();
        // SAFETY: a vector's pointer is never null.
        self.ptr = unsafe { NonNull::new_unchecked(v.as_mut_ptr()) };
    }

    /// The items as a vector; the array is empty afterwards.
    pub fn take(&mut self) -> Vec<ObjRef> {
        // Taking nothing leaves an untouched array as it is.
        let ptr = if self.cap == 0 { self.ptr } else { NonNull::dangling() };
        let v = std::mem::replace(self, ObjVec { ptr, len: 0, cap: 0 });
        let v = std::mem::ManuallyDrop::new(v);
        // SAFETY: the items are moved out once; the buffer goes with the vector or is freed.
        unsafe {
            if v.cap * 8 > RAW_LIMIT {
                return Vec::from_raw_parts(v.ptr.as_ptr(), v.len, v.cap);
            }
            let mut out = Vec::with_capacity(v.len);
            std::ptr::copy_nonoverlapping(v.ptr.as_ptr(), out.as_mut_ptr(), v.len);
            out.set_len(v.len);
            if v.cap > 0 {
                free_raw(v.ptr.cast());
            }
            out
        }
    }

    /// Moves all items to `to`; the array is empty afterwards.
    ///
    /// # Safety
    /// There is room for `len` items at `to`.
    pub unsafe fn move_to(&mut self, to: *mut ObjRef) {
        std::ptr::copy_nonoverlapping(self.ptr.as_ptr(), to, self.len);
        self.len = 0;
    }

    pub fn from_vec(interp: &Interp, v: Vec<ObjRef>) -> ObjVec {
        let mut out = ObjVec::new();
        if v.capacity() * 8 > RAW_LIMIT {
            out.adopt(v);
        } else {
            let mut v = v;
            out.reserve(interp, v.len());
            // SAFETY: there is room; the vector lets go of what is moved.
            unsafe {
                std::ptr::copy_nonoverlapping(v.as_ptr(), out.ptr.as_ptr(), v.len());
                out.len = v.len();
                v.set_len(0);
            }
        }
        out
    }

    /// An array of these items; an empty one if there is no memory: MemoryError is due then.
    pub fn from_slice(interp: &Interp, items: &[ObjRef]) -> ObjVec {
        let mut out = ObjVec::with_capacity(interp, items.len());
        if out.cap < items.len() {
            return out;
        }
        // SAFETY: there is room for all.
        unsafe { copy_counted(items, out.ptr.as_ptr()) };
        out.len = items.len();
        out
    }

    /// Appends these items; none of them if there is no memory: MemoryError is due then.
    pub fn append_slice(&mut self, interp: &Interp, items: &[ObjRef]) {
        if self.reserve(interp, items.len()) {
            // SAFETY: there is room for all.
            unsafe { copy_counted(items, self.ptr.as_ptr().add(self.len)) };
            self.len += items.len();
        }
    }

    /// Inserts at `at` ≤ len. Where there is no memory, the item is let go, and MemoryError is due.
    pub fn insert(&mut self, interp: &Interp, at: usize, o: ObjRef) {
        debug_assert!(at <= self.len);
        let at = at.min(self.len);
        if self.len == self.cap && !self.grow(interp) {
            return;
        }
        // SAFETY: there is room for one more, and at ≤ len.
        unsafe {
            let p = self.ptr.add(at);
            std::ptr::copy(p.as_ptr(), p.add(1).as_ptr(), self.len - at);
            p.write(o);
        }
        self.len += 1;
    }

    /// Removes the item at `at`.
    pub fn remove(&mut self, at: usize) -> Option<ObjRef> {
        if at >= self.len {
            return None;
        }
        // SAFETY: at < len; the rest moves down by one.
        unsafe {
            let p = self.ptr.add(at);
            let o = p.read();
            std::ptr::copy(p.add(1).as_ptr(), p.as_ptr(), self.len - at - 1);
            self.len -= 1;
            Some(o)
        }
    }

    /// Replaces `start..end` by new items and gives the old ones; where there is no memory, MemoryError is due
    /// and nothing is replaced.
    pub fn splice(&mut self, interp: &Interp, start: usize, end: usize, new: Vec<ObjRef>) -> Vec<ObjRef> {
        let end = end.min(self.len);
        let start = start.min(end);
        if new.len() == end - start {
            let slots = self[start..end].iter_mut();
            return slots.zip(new).map(|(slot, o)| std::mem::replace(slot, o)).collect();
        }
        if !interp.can_allocate((self.len + new.len()) * 8) {
            interp.heap.set_pending(pending::MEMORY);
            return new;
        }
        let mut all = self.take();
        let old = all.splice(start..end, new).collect();
        *self = ObjVec::from_vec(interp, all);
        old
    }

    /// Cuts the array to `n` items and gives the others.
    pub fn split_off(&mut self, n: usize) -> Vec<ObjRef> {
        let n = n.min(self.len);
        let rest = self[n..].iter().map(|o| o.as_ptr()).collect::<Vec<_>>();
        self.len = n;
        // SAFETY: the items past `n` are out of the array's reach; their counts go to the vector.
        rest.into_iter().map(|p| unsafe { ObjRef::from_raw(p) }).collect()
    }
}

impl Default for ObjVec {
    fn default() -> ObjVec {
        ObjVec::new()
    }
}

impl Deref for ObjVec {
    type Target = [ObjRef];
    #[inline(always)]
    fn deref(&self) -> &[ObjRef] {
        // SAFETY: the first `len` items are initialised.
        unsafe { std::slice::from_raw_parts(self.ptr.as_ptr(), self.len) }
    }
}

impl DerefMut for ObjVec {
    #[inline(always)]
    fn deref_mut(&mut self) -> &mut [ObjRef] {
        // SAFETY: as above.
        unsafe { std::slice::from_raw_parts_mut(self.ptr.as_ptr(), self.len) }
    }
}

impl Drop for ObjVec {
    fn drop(&mut self) {
        // SAFETY: the items are dropped once; the buffer goes back to where it came from.
        unsafe {
            // The last goes first, as in CPython.
            self.iter_mut().rev().for_each(|o| std::ptr::drop_in_place(o));
            if self.cap * 8 > RAW_LIMIT {
                drop(Vec::from_raw_parts(self.ptr.as_ptr(), 0, self.cap));
            } else if self.cap > 0 {
                free_raw(self.ptr.cast());
            }
        }
    }
}

/// Payload of a list.
#[derive(Default)]
pub struct List {
    pub items: ObjVec,
}

impl Payload for List {
    const KIND: Kind = Kind::List;
    crate::plain_fields!(List: items "items" Buffer);
    fn edges(&mut self, v: &mut dyn EdgeVisitor) {
        v.items(&mut self.items);
    }
    fn clear(&mut self) {
        drop(self.items.take());
    }
    fn extra_size(&self) -> usize {
        self.items.capacity() * 8
    }
}

impl Heap {
    /// Items of a list or an instance of a subclass.
    #[inline]
    pub fn list<'a>(&'a self, o: &'a ObjRef) -> Option<&'a [ObjRef]> {
        self.get::<List>(o).map(|l| &l.items[..])
    }

    /// Appends what a list or tuple has to a list, which may be the same. Where there is no memory, MemoryError is
    /// due.
    pub fn extend_list(&mut self, o: &ObjRef, from: &ObjRef) {
        let items =
            |heap: &Heap| &raw const *heap.list(from).or_else(|| heap.tuple(from)).unwrap_or_default();
        let more = items(self).len();
        let fits = self.list_mut(o).is_some_and(|(interp, own)| own.reserve(interp, more));
        let from = items(self);
        if let Some((interp, own)) = self.list_mut(o).filter(|_| fits) {
            // SAFETY: there is room already, so that even a list's own items stay where they are.
            own.append_slice(interp, unsafe { &*from });
        }
    }

    /// The array of a list for writing, with the interpreter that its buffers come from.
    #[inline]
    pub fn list_mut<'a>(&'a mut self, o: &'a ObjRef) -> Option<(&'a Interp, &'a mut ObjVec)> {
        let interp = self.interp_ptr();
        let items = &mut self.get_mut::<List>(o)?.items;
        // SAFETY: the interpreter outlives the token and holds no payload in line.
        Some((unsafe { interp.as_ref() }, items))
    }
}

impl Interp {
    pub fn new_list(&self, items: Vec<ObjRef>) -> ObjRef {
        self.alloc(&self.types.list, List { items: ObjVec::from_vec(self, items) })
    }

    pub fn list_from_slice(&self, items: &[ObjRef]) -> ObjRef {
        self.new_list_of(ObjVec::from_slice(self, items))
    }

    pub fn new_list_of(&self, items: ObjVec) -> ObjRef {
        self.alloc(&self.types.list, List { items })
    }
}
