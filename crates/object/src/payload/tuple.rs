//! `tuple`: length and items in line behind the header.

use std::ptr::NonNull;

use crate::edges::{EdgeVisitor, Object, Payload, Shadow};
use crate::error::PyResult;
use crate::header::{HEADER_SIZE, Header, Kind};
use crate::heap::{Family, block_of};
use crate::interp::{Heap, Interp};
use crate::payload::list::ObjVec;
use crate::refs::{ObjRef, copy_counted};

/// Payload of a tuple; the items follow it.
#[repr(C)]
pub struct Tuple {
    len: usize,
}

const DATA: usize = HEADER_SIZE + size_of::<Tuple>();

impl Payload for Tuple {
    const KIND: Kind = Kind::Tuple;
    crate::plain_fields!(Tuple: len "ob_size" Length);
    const SHADOW: Option<Shadow> = Some(|cx, o, f| {
        let items = cx.heap.tuple(o).map(<[ObjRef]>::to_vec).unwrap_or_default();
        let items = items.iter().map(|o| f(cx, o)).collect::<PyResult<Vec<_>>>()?;
        Ok(cx.new_tuple(items))
    });

    fn edges(&mut self, v: &mut dyn EdgeVisitor) {
        // SAFETY: the payload stands in its object, so its items follow.
        v.items(unsafe { self.items_mut() });
    }
}

impl Drop for Tuple {
    fn drop(&mut self) {
        // SAFETY: as above; the items are dropped once, with the tuple. The last goes first, as in
        // CPython.
        unsafe { self.items_mut().iter_mut().rev().for_each(|o| std::ptr::drop_in_place(o)) }
    }
}

pub(crate) fn object_size(p: NonNull<Header>) -> usize {
    // SAFETY: callers pass a live tuple.
    DATA + unsafe { p.cast::<Object<Tuple>>().as_ref() }.data.len * 8
}

impl Tuple {
    unsafe fn items_mut(&mut self) -> &mut [ObjRef] {
        std::slice::from_raw_parts_mut((&raw mut *self).add(1).cast::<ObjRef>(), self.len)
    }

    /// Items of a tuple, without the heap token.
    ///
    /// # Safety
    /// `o` is a tuple, and nothing that may write it happens while the slice is used.
    #[inline(always)]
    pub unsafe fn items_unchecked(o: &ObjRef) -> &[ObjRef] {
        let object = o.as_ptr().cast::<Object<Tuple>>().as_ptr();
        let first = (&raw const (*object).data).add(1).cast::<ObjRef>();
        std::slice::from_raw_parts(first, (*object).data.len)
    }

    /// Slots of a tuple that nobody else refers to yet.
    ///
    /// # Safety
    /// `o` is a tuple whose only reference the caller has.
    pub unsafe fn slots_unchecked(o: &ObjRef) -> *mut ObjRef {
        let object = o.as_ptr().cast::<Object<Tuple>>().as_ptr();
        (&raw mut (*object).data).add(1).cast::<ObjRef>()
    }
}

impl Heap {
    /// Items of a tuple or an instance of a subclass.
    #[inline]
    pub fn tuple<'a>(&'a self, o: &'a ObjRef) -> Option<&'a [ObjRef]> {
        // SAFETY: the kind is checked; while the heap is borrowed nothing is written.
        (o.kind() == Kind::Tuple).then(|| unsafe { Tuple::items_unchecked(o) })
    }

    /// The items of an exact tuple for writing, if `o` is the only reference to it.
    pub fn sole_tuple_slots<'a>(&'a mut self, o: &'a ObjRef) -> Option<&'a mut [ObjRef]> {
        let h = o.header();
        if h.rc.get() != 1 || !h.is_exact(Kind::Tuple) || h.flags.get() != 0 {
            return None;
        }
        let len = self.tuple(o)?.len();
        // SAFETY: nobody else refers to the tuple, and the unique borrow of the token says that no
        // slice of its items is lent.
        Some(unsafe { std::slice::from_raw_parts_mut(Tuple::slots_unchecked(o), len) })
    }

    /// A tuple of the given items: `old` with other items if nobody but the caller refers to it, as
    /// iterators over pairs do that give the same tuple each time.
    pub fn renew_tuple(
        &mut self,
        old: ObjRef,
        items: impl IntoIterator<Item = ObjRef, IntoIter: ExactSizeIterator>,
    ) -> ObjRef {
        let items = items.into_iter();
        let h = old.header();
        let sole = h.rc.get() == 1 && h.is_exact(Kind::Tuple) && h.flags.get() == 0;
        if !sole || self.tuple(&old).is_none_or(|t| t.len() != items.len()) {
            return self.interp().new_tuple(items);
        }
        // SAFETY: an exact tuple whose only reference is `old`; the unique borrow of the token says
        // that no slice of its items is lent.
        let slots = unsafe { std::slice::from_raw_parts_mut(Tuple::slots_unchecked(&old), items.len()) };
        slots.iter_mut().zip(items).for_each(|(slot, item)| *slot = item);
        old
    }

    /// [`Heap::renew_tuple`] of a pair, the commonest. The items go from registers to their slots.
    #[inline]
    pub fn renew_pair(&mut self, old: Option<ObjRef>, first: ObjRef, second: ObjRef) -> ObjRef {
        if let Some(old) = old
            && let Some([a, b]) = self.sole_tuple_slots(&old)
        {
            let gone = (std::mem::replace(a, first), std::mem::replace(b, second));
            drop(gone);
            return old;
        }
        self.interp().new_pair(first, second)
    }
}

impl Interp {
    /// A tuple of two items.
    #[inline]
    pub fn new_pair(&self, first: ObjRef, second: ObjRef) -> ObjRef {
        // SAFETY: both slots are written before the tuple is seen.
        unsafe {
            let tuple = self.tuple_cell(2);
            let slots = tuple.as_ptr().as_ptr().cast::<u8>().add(DATA).cast::<ObjRef>();
            slots.write(first);
            slots.add(1).write(second);
            tuple
        }
    }

    /// A tuple of the given items; an empty one if there is no memory.
    pub fn new_tuple(&self, items: impl IntoIterator<Item = ObjRef, IntoIter: ExactSizeIterator>) -> ObjRef {
        let items = items.into_iter();
        let len = items.len();
        if len == 0 || !self.has_room(DATA + len * 8) {
            return self.empty_tuple.clone();
        }
        // SAFETY: exactly `len` slots are written before the tuple is seen.
        unsafe {
            let tuple = self.tuple_cell(len);
            let slots = tuple.as_ptr().as_ptr().cast::<u8>().add(DATA).cast::<ObjRef>();
            let mut written = 0;
            for (i, item) in items.take(len).enumerate() {
                slots.add(i).write(item);
                written += 1;
            }
            for i in written..len {
                slots.add(i).write(self.none.clone());
            }
            tuple
        }
    }

    pub fn tuple_from_slice(&self, items: &[ObjRef]) -> ObjRef {
        if items.is_empty() || !self.has_room(DATA + items.len() * 8) {
            return self.empty_tuple.clone();
        }
        // SAFETY: all slots are written, and what they hold counted, before the tuple is seen.
        unsafe {
            let tuple = self.tuple_cell(items.len());
            copy_counted(items, Tuple::slots_unchecked(&tuple));
            tuple
        }
    }

    /// A tuple of the items of two slices.
    pub fn tuple_from_slices(&self, [a, b]: [&[ObjRef]; 2]) -> ObjRef {
        let len = a.len() + b.len();
        if len == 0 || !self.has_room(DATA + len * 8) {
            return self.empty_tuple.clone();
        }
        // SAFETY: as above, for both parts.
        unsafe {
            let tuple = self.tuple_cell(len);
            let slots = Tuple::slots_unchecked(&tuple);
            copy_counted(a, slots);
            copy_counted(b, slots.add(a.len()));
            tuple
        }
    }

    /// A tuple of an array's items.
    pub fn tuple_from_array(&self, mut items: ObjVec) -> ObjRef {
        if items.is_empty() || !self.has_room(DATA + items.len() * 8) {
            return self.empty_tuple.clone();
        }
        // SAFETY: the items move to as many slots, before the tuple is seen.
        unsafe {
            let tuple = self.tuple_cell(items.len());
            items.move_to(Tuple::slots_unchecked(&tuple));
            tuple
        }
    }

    /// Frees the cell of a tuple whose items were moved out.
    ///
    /// # Safety
    /// `p` is an exact tuple without flags to which nothing refers any more; nothing uses its items.
    #[inline(always)]
    pub unsafe fn free_emptied_tuple(&self, p: NonNull<Header>) {
        self.free_cell(p, block_of(p));
    }

    /// A tuple object whose items are not yet written.
    ///
    /// # Safety
    /// The caller writes all items before anything else happens.
    #[inline(always)]
    pub unsafe fn tuple_cell(&self, len: usize) -> ObjRef {
        let p = self.alloc_cell(DATA + len * 8, Family::Container);
        self.init_header(p, Kind::Tuple, &self.types.tuple);
        (&raw mut (*p.cast::<Object<Tuple>>().as_ptr()).data).write(Tuple { len });
        ObjRef::from_raw(p)
    }
}
