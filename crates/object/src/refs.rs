//! `ObjRef`, the owned reference: cloning counts up, dropping counts down and frees at zero.

use std::fmt;
use std::ptr::NonNull;

use crate::header::{Header, Kind, flag};
use crate::heap::dispose;
use crate::typeobj::TypeObj;

/// An owned reference to a live object. It is not `Send`: counts are not atomic.
#[repr(transparent)]
pub struct ObjRef(NonNull<Header>);

impl ObjRef {
    /// Takes over one reference that the caller owns.
    ///
    /// # Safety
    /// `p` is a live object and the caller gives up one counted reference to it.
    #[inline(always)]
    pub unsafe fn from_raw(p: NonNull<Header>) -> ObjRef {
        ObjRef(p)
    }

    /// A new reference to an object somebody else keeps alive.
    ///
    /// # Safety
    /// `p` is a live object.
    #[inline(always)]
    pub unsafe fn from_borrowed(p: NonNull<Header>) -> ObjRef {
        // SAFETY: live by contract.
        let h = unsafe { p.as_ref() };
        h.check_live();
        h.rc.set(h.rc.get().wrapping_add(1));
        ObjRef(p)
    }

    /// Gives the counted reference to the caller.
    #[inline(always)]
    pub fn into_raw(self) -> NonNull<Header> {
        let p = self.0;
        std::mem::forget(self);
        p
    }

    #[inline(always)]
    pub fn as_ptr(&self) -> NonNull<Header> {
        self.0
    }

    #[inline(always)]
    pub fn header(&self) -> &Header {
        // SAFETY: an ObjRef keeps its object alive.
        unsafe { self.0.as_ref() }
    }

    #[inline(always)]
    pub fn kind(&self) -> Kind {
        self.header().kind.get()
    }

    /// Whether this is an instance of exactly the builtin type of `kind`.
    #[inline(always)]
    pub fn is_exact(&self, kind: Kind) -> bool {
        self.header().is_exact(kind)
    }

    /// Identity, Python's `is`.
    #[inline(always)]
    pub fn is(&self, other: &ObjRef) -> bool {
        self.0 == other.0
    }

    /// What messages about an argument of the wrong type call it: its type, or `None`.
    pub fn kind_given(&self) -> String {
        if self.is_none() { "None".to_string() } else { self.ty().name() }
    }

    #[inline(always)]
    pub fn is_none(&self) -> bool {
        self.kind() == Kind::None
    }

    #[inline(always)]
    pub fn is_not_implemented(&self) -> bool {
        self.kind() == Kind::NotImplemented
    }

    /// The object's class.
    #[inline(always)]
    pub fn ty(&self) -> &TypeObj {
        // SAFETY: a live object's type word points to a live type object: builtin types live as
        // long as the interpreter, others are kept by the object.
        unsafe { &*self.header().ty.get() }
    }

    /// The class as an object.
    pub fn class(&self) -> ObjRef {
        self.ty().to_ref()
    }

    pub fn ref_count(&self) -> u32 {
        self.header().rc.get()
    }

    /// The address, which is Python's `id()`; the object is never again overwritten in place.
    pub fn id(&self) -> usize {
        self.header().set_flag(flag::PINNED);
        self.address()
    }

    /// The address, for tables and messages.
    pub fn address(&self) -> usize {
        self.0.as_ptr() as usize
    }
}

impl Clone for ObjRef {
    #[inline(always)]
    fn clone(&self) -> ObjRef {
        // SAFETY: self keeps it alive.
        unsafe { ObjRef::from_borrowed(self.0) }
    }
}

/// Copies references into slots that hold nothing, and counts them.
///
/// # Safety
/// There are as many slots at `to` as items, and none of them is one of the items.
#[inline(always)]
pub(crate) unsafe fn copy_counted(items: &[ObjRef], to: *mut ObjRef) {
    for item in items {
        std::mem::forget(item.clone());
    }
    // SAFETY: the caller's promise; the copies are counted.
    unsafe { std::ptr::copy_nonoverlapping(items.as_ptr(), to, items.len()) }
}

impl Drop for ObjRef {
    #[inline(always)]
    fn drop(&mut self) {
        self.header().check_live();
        let rc = &self.header().rc;
        let left = rc.get().wrapping_sub(1);
        rc.set(left);
        if left == 0 {
            // SAFETY: the last reference is gone.
            unsafe { dispose(self.0) }
        }
    }
}

impl fmt::Debug for ObjRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "<{} object at {:#x}>", self.ty().name(), self.address())
    }
}
