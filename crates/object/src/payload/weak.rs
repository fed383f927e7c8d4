//! Weak references: they know their target without keeping it.

use std::cell::Cell;
use std::ptr::NonNull;

use crate::buffer::MemoryView;
use crate::edges::{EdgeVisitor, Payload, Relation, Shadow};
use crate::header::{Header, Kind};
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
    /// Hashes by its target, which is no edge.
    const SHADOW: Option<Shadow> = Some(|cx, o, f| {
        let Some(target) = cx.heap.get::<WeakRef>(o).and_then(WeakRef::target) else { return Ok(o.clone()) };
        let target = f(cx, &target)?;
        Ok(cx.new_weakref(&cx.type_of::<WeakRef>(), &target, None))
    });
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

impl ObjRef {
    /// Whether there can be weak references to the object.
    pub fn takes_weakrefs(&self) -> bool {
        kind_takes_weakrefs(self.kind())
            || self.has_payload::<MemoryView>()
            || self.ty().data.layout.has_weakref
    }
}

/// Whether instances of every type over this payload can be referred to weakly.
pub fn kind_takes_weakrefs(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Type
            | Kind::Function
            | Kind::Method
            | Kind::Native
            | Kind::Set
            | Kind::FrozenSet
            | Kind::Module
            | Kind::Generator
            | Kind::Code
    )
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

    /// Weak references to one object point to another from now on, and forget its hash.
    pub fn redirect_weakrefs(&self, weak: &[ObjRef], from: &ObjRef, to: &ObjRef) {
        for w in weak.iter().filter(|w| w.has_payload::<WeakRef>()) {
            // SAFETY: the payload is checked and only cells of it are written.
            let data = unsafe { w.data_ptr::<WeakRef>().as_ref() };
            data.target.set(Some(to.as_ptr()));
            data.hash.set(None);
        }
        if to.kind() == Kind::Type {
            self.kinships.set(self.kinships.get() + 1);
        }
        self.move_weakrefs(weak, from, to);
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
