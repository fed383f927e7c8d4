//! Weak references: they know their target without keeping it.

use std::cell::Cell;
use std::ptr::NonNull;

use crate::edges::{EdgeVisitor, Payload, Relation};
use crate::header::Header;
use crate::interp::Interp;
use crate::refs::ObjRef;
use crate::typeobj::TypeObj;

/// Payload of a weak reference.
pub struct WeakRef {
    interp: NonNull<Interp>,
    /// The target while it lives; not counted.
    target: Cell<Option<NonNull<Header>>>,
    me: Cell<Option<NonNull<Header>>>,
    /// Called with the weak reference when the target is gone.
    pub callback: Option<ObjRef>,
    /// The target's hash, kept so that it outlives the target.
    pub hash: Cell<Option<i64>>,
}

impl Payload for WeakRef {
    fn edges(&mut self, v: &mut dyn EdgeVisitor) {
        v.edge(&mut self.callback, Relation::Attr("__callback__"));
    }
    fn clear(&mut self) {
        self.forget();
        self.callback = None;
    }
}

impl WeakRef {
    /// Takes the reference out of the table of its target.
    fn forget(&mut self) {
        if let (Some(target), Some(me)) = (self.target.take(), self.me.get()) {
            // SAFETY: the interpreter outlives its objects.
            unsafe { self.interp.as_ref() }.remove_weakref(target, me);
        }
    }

    /// The target, if it is still alive.
    pub fn target(&self) -> Option<ObjRef> {
        // SAFETY: the target is taken away before its object is freed. One that is being freed has
        // no references any more and must not get a new one.
        self.target
            .get()
            .filter(|p| unsafe { p.as_ref() }.rc.get() > 0)
            .map(|p| unsafe { ObjRef::from_borrowed(p) })
    }
}

impl Drop for WeakRef {
    fn drop(&mut self) {
        self.forget();
    }
}

impl Interp {
    /// A weak reference of class `ty`, whose payload is [`WeakRef`].
    pub fn new_weakref(&self, ty: &TypeObj, target: &ObjRef, callback: Option<ObjRef>) -> ObjRef {
        let data = WeakRef {
            interp: NonNull::from(self),
            target: Cell::new(Some(target.as_ptr())),
            me: Cell::new(None),
            callback,
            hash: Cell::new(None),
        };
        let weak = self.new_instance(ty, data);
        // SAFETY: the payload was just written.
        unsafe { weak.data_ptr::<WeakRef>().as_ref() }.me.set(Some(weak.as_ptr()));
        self.add_weakref(target, &weak);
        weak
    }

    /// The target of a weak reference is going: for [`Interp::weakref_hook`]. One with a callback
    /// is queued.
    pub fn weakref_expired(&self, weak: ObjRef) {
        if !weak.has_payload::<WeakRef>() {
            return;
        }
        // SAFETY: the payload is checked and only cells of it are written.
        let data = unsafe { weak.data_ptr::<WeakRef>().as_ref() };
        data.target.set(None);
        if data.callback.is_some() {
            self.heap.queue_finalizer(weak);
        }
    }
}
