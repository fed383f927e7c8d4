//! Edges: the one list of references that an object holds, with the relation of each.
//!
//! Each payload names its reference slots once, in [`Payload::edges`]. The collector, `replace`,
//! the heap explorer, the audit and `gc.get_referrers` are readers of that list; there is no
//! second way to find a reference. A slot must be visited exactly once.

use std::any::TypeId;
use std::ptr::NonNull;

use crate::cx::Cx;
use crate::error::PyResult;
use crate::header::{Header, Kind};
use crate::refs::ObjRef;

/// How a holder refers to what a slot holds, and so what may stand there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relation {
    /// A named internal field that takes anything, such as `__func__`.
    Attr(&'static str),
    /// A named field of which native code knows what it is: only an object of the same payload may
    /// take the place of the one there.
    Typed(&'static str),
    /// As `Typed`, for an object that belongs to the holder alone, such as its `__dict__` or the tuple
    /// of its defaults.
    Part(&'static str),
    /// The receiver of a native method: an instance of the class that the method belongs to.
    Receiver(&'static str),
    /// Nothing else may stand here: its memory is lent.
    Fixed(&'static str),
    /// A copy of what stands elsewhere, or a result kept for reuse: no reference that counts.
    Derived(&'static str),
    /// An item of a sequence.
    Index(usize),
    /// The key of the entry at this position.
    Key(usize),
    /// The value of the entry at this position.
    Value(usize),
    /// An inline attribute or slot at this index.
    Slot(usize),
    /// Contents of a cell.
    Cell,
    /// A register of a suspended frame.
    Local(usize),
    /// The object's class.
    Class,
}

impl Relation {
    /// The name of a named field.
    pub fn name(self) -> Option<&'static str> {
        match self {
            Relation::Attr(name)
            | Relation::Typed(name)
            | Relation::Part(name)
            | Relation::Receiver(name)
            | Relation::Fixed(name)
            | Relation::Derived(name) => Some(name),
            _ => None,
        }
    }

    /// Whether this is a reference in the eyes of who asks who refers to an object.
    pub fn counts(self) -> bool {
        !matches!(self, Relation::Derived(_))
    }
}

/// A place that holds a reference or nothing.
pub trait Slot {
    fn as_option(&mut self) -> &mut Option<ObjRef>;
}

impl Slot for Option<ObjRef> {
    #[inline(always)]
    fn as_option(&mut self) -> &mut Option<ObjRef> {
        self
    }
}

impl Slot for ObjRef {
    #[inline(always)]
    fn as_option(&mut self) -> &mut Option<ObjRef> {
        // SAFETY: `Option<ObjRef>` has the size and representation of `ObjRef`, null being None.
        // Visitors that empty slots do so only in garbage, whose slots are never read again but
        // by `Drop`, and put an object there for slots that may not be empty.
        unsafe { &mut *(self as *mut ObjRef as *mut Option<ObjRef>) }
    }
}

/// What looks at the edges of one object after another.
pub trait EdgeVisitor {
    fn edge(&mut self, slot: &mut Option<ObjRef>, relation: Relation);

    /// Like [`EdgeVisitor::edge`] for a slot that must keep an object.
    #[inline(always)]
    fn fixed(&mut self, slot: &mut ObjRef, relation: Relation) {
        self.edge(slot.as_option(), relation)
    }

    /// A slice of slots, indexed from 0.
    #[inline(always)]
    fn items(&mut self, slots: &mut [ObjRef]) {
        for (i, slot) in slots.iter_mut().enumerate() {
            self.edge(slot.as_option(), Relation::Index(i));
        }
    }
}

/// Makes a copy of an object with what the closure gives in the place of what it holds.
pub type Shadow = fn(&mut Cx, &ObjRef, &mut dyn FnMut(&mut Cx, &ObjRef) -> PyResult) -> PyResult;

/// A payload: what stands behind the header of an object of some type.
pub trait Payload: 'static {
    /// The kind that tells this payload from others; `Opaque` payloads are told by their type.
    const KIND: Kind = Kind::Opaque;
    /// False for payloads without references: they lie in leaf blocks that scans skip.
    const HAS_EDGES: bool = true;
    /// For what hashes by what it holds.
    const SHADOW: Option<Shadow> = None;

    /// Visits every reference slot once.
    fn edges(&mut self, visitor: &mut dyn EdgeVisitor);

    /// Empties what it can, to break cycles of garbage. The default empties nothing: enough for
    /// payloads that cannot be the only mutable link of a cycle.
    fn clear(&mut self) {}

    /// Whether `new` may take the place of `old` in a slot of this relation, beyond what the relation
    /// itself asks for.
    fn admits(&self, _relation: Relation, _old: &ObjRef, _new: &ObjRef) -> bool {
        true
    }

    /// A slot was given `new` in the place of `old` by who writes edges: what the payload worked out
    /// of it before is forgotten. Runs no Python code.
    fn rewritten(&mut self, _relation: Relation, _old: &ObjRef, _new: &ObjRef) {}

    /// Whether freeing must first run Python code (a suspended generator).
    fn needs_finalizer(&self) -> bool {
        false
    }

    /// Bytes outside the object that it owns, for `sys.getsizeof`.
    fn extra_size(&self) -> usize {
        0
    }

    /// The fields that hold no reference, for those who look at memory: `theseus.layout` and
    /// `ctypes`. What neither this table nor `edges` names is private.
    const FIELDS: &'static [PlainField] = &[];

    /// Forgets what was derived from constants, whose objects have changed.
    fn forget_constants(&self) {}
}

/// Payloads without references, of which nothing more is to be said.
#[macro_export]
macro_rules! leaf_payloads {
    ($($name:ty),*) => {$(
        impl $crate::edges::Payload for $name {
            const HAS_EDGES: bool = false;
            fn edges(&mut self, _: &mut dyn $crate::edges::EdgeVisitor) {}
        }
    )*};
}

/// What a field without references holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Plain {
    /// A number or another value that belongs to nobody.
    Value,
    /// How many items or bytes follow.
    Length,
    /// Part of a buffer outside the object, which the object owns.
    Buffer,
    /// The address of something that lives as long as the interpreter.
    Static,
}

/// A field of a payload that holds no reference: initialised bytes without gaps.
#[derive(Debug)]
pub struct PlainField {
    pub name: &'static str,
    /// Bytes from the start of the payload.
    pub offset: usize,
    pub size: usize,
    pub plain: Plain,
}

impl PlainField {
    /// The row of a field; the function, which gets the field from the payload, tells its size.
    pub const fn new<T, F>(name: &'static str, offset: usize, _: fn(&T) -> &F, plain: Plain) -> PlainField {
        PlainField { name, offset, size: size_of::<F>(), plain }
    }
}

/// The table [`Payload::FIELDS`] of a payload: field, name, what it holds.
#[macro_export]
macro_rules! plain_fields {
    ($payload:ty: $($field:tt $name:literal $plain:ident),* $(,)?) => {
        const FIELDS: &'static [$crate::edges::PlainField] = &[$($crate::edges::PlainField::new(
            $name,
            std::mem::offset_of!($payload, $field),
            |p: &$payload| &p.$field,
            $crate::edges::Plain::$plain,
        )),*];
    };
}

/// Type-erased [`Payload`], held by each type object.
pub struct PayloadInfo {
    pub kind: Kind,
    pub id: TypeId,
    pub has_edges: bool,
    pub shadow: Option<Shadow>,
    /// Bytes of header and payload; instance attributes follow.
    pub size: usize,
    pub edges: unsafe fn(NonNull<Header>, &mut dyn EdgeVisitor),
    pub clear: unsafe fn(NonNull<Header>),
    pub admits: unsafe fn(NonNull<Header>, Relation, &ObjRef, &ObjRef) -> bool,
    pub rewritten: unsafe fn(NonNull<Header>, Relation, &ObjRef, &ObjRef),
    pub drop: unsafe fn(NonNull<Header>),
    pub needs_finalizer: unsafe fn(NonNull<Header>) -> bool,
    pub extra_size: unsafe fn(NonNull<Header>) -> usize,
    pub forget_constants: unsafe fn(NonNull<Header>),
    pub fields: &'static [PlainField],
    /// Where the payload starts.
    pub offset: usize,
}

/// An object: header and payload.
#[repr(C)]
pub struct Object<T> {
    pub head: Header,
    pub data: T,
}

/// The erased functions for `T`.
pub struct InfoOf<T>(std::marker::PhantomData<T>);

impl<T: Payload> InfoOf<T> {
    pub const INFO: PayloadInfo = PayloadInfo {
        kind: T::KIND,
        id: TypeId::of::<T>(),
        has_edges: T::HAS_EDGES,
        shadow: T::SHADOW,
        size: size_of::<Object<T>>(),
        // SAFETY (all of them): the header is that of a live `Object<T>`, as its type says.
        // SAFETY: as above.
        edges: |p, v| unsafe { p.cast::<Object<T>>().as_mut().data.edges(v) },
        // SAFETY: as above.
        clear: |p| unsafe { p.cast::<Object<T>>().as_mut().data.clear() },
        // SAFETY: as above.
        admits: |p, r, old, new| unsafe { p.cast::<Object<T>>().as_ref().data.admits(r, old, new) },
        // SAFETY: as above.
        rewritten: |p, r, old, new| unsafe { p.cast::<Object<T>>().as_mut().data.rewritten(r, old, new) },
        // SAFETY: as above; called once, when the count is zero.
        drop: |p| unsafe { std::ptr::drop_in_place(&mut p.cast::<Object<T>>().as_mut().data) },
        // SAFETY: as above.
        needs_finalizer: |p| unsafe { p.cast::<Object<T>>().as_ref().data.needs_finalizer() },
        // SAFETY: as above.
        extra_size: |p| unsafe { p.cast::<Object<T>>().as_ref().data.extra_size() },
        // SAFETY: as above.
        forget_constants: |p| unsafe { p.cast::<Object<T>>().as_ref().data.forget_constants() },
        fields: T::FIELDS,
        offset: std::mem::offset_of!(Object<T>, data),
    };
}

/// The statically allocated info of `T`.
pub fn info_of<T: Payload>() -> &'static PayloadInfo {
    const { &InfoOf::<T>::INFO }
}
