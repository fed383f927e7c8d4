//! Attributes of instances: the shape word and the inline slots behind a payload.
//!
//! An object whose `aux` byte is not 0 has a *tail* behind its payload: a word for the shape and
//! `aux` slots. The first slots are the class's `__slots__` members, the others inline attributes.
//! A [`Shape`] maps attribute names to inline slots; it does not know the class, so assigning
//! `__class__` touches the type word only. An instance whose attributes outgrow its room, or whose
//! `__dict__` somebody asked for, has the *dict shape*: the first inline slot holds its dict.

use std::cell::{Cell, UnsafeCell};
use std::ptr::NonNull;

use hashbrown::HashMap;

use crate::class::MemberDescriptor;
use crate::edges::{EdgeVisitor, PayloadInfo, Relation, info_of};
use crate::header::{HEADER_SIZE, Header, Kind, SUB_HEAP_TYPE, flag};
use crate::interp::Interp;
use crate::payload::{self, Dict, Module};
use crate::refs::ObjRef;
use crate::typeobj::TypeObj;

/// Attributes an instance can hold inline at most.
pub const INLINE_LIMIT: usize = 60;
/// Shapes beyond which new instances use dicts: names made at run time must not fill the memory.
const SHAPE_LIMIT: usize = 100_000;

/// An ordered set of attribute names, each with its inline slot.
pub struct Shape {
    names: Vec<ObjRef>,
    index: HashMap<usize, u32, rustc_hash_like::Build>,
    next: UnsafeCell<Vec<(usize, &'static Shape)>>,
    parent: Option<&'static Shape>,
}

pub(crate) mod rustc_hash_like {
    //! A multiplicative hasher for addresses and hashes.
    use std::hash::{BuildHasherDefault, Hasher};
    #[derive(Default)]
    pub struct AddressHasher(u64);
    impl Hasher for AddressHasher {
        fn finish(&self) -> u64 {
            self.0
        }
        fn write(&mut self, bytes: &[u8]) {
            for &b in bytes {
                self.write_usize(b as usize);
            }
        }
        fn write_usize(&mut self, n: usize) {
            self.0 = (self.0 ^ n as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(23);
        }
        fn write_i64(&mut self, n: i64) {
            self.write_usize(n as usize);
        }
    }
    pub type Build = BuildHasherDefault<AddressHasher>;
}

impl Shape {
    pub(crate) fn empty() -> Shape {
        Shape { names: Vec::new(), index: HashMap::default(), next: UnsafeCell::default(), parent: None }
    }

    pub fn names(&self) -> &[ObjRef] {
        &self.names
    }

    pub fn parent(&self) -> Option<&'static Shape> {
        self.parent
    }

    /// Inline slot of an interned name.
    #[inline]
    pub fn find(&self, name: &ObjRef) -> Option<usize> {
        if self.names.len() <= 8 {
            self.names.iter().position(|n| n.is(name))
        } else {
            self.index.get(&name.address()).map(|&i| i as usize)
        }
    }

    /// The shape with one more name; `None` when there are too many shapes already.
    pub fn advance(&'static self, interp: &Interp, name: &ObjRef) -> Option<&'static Shape> {
        // SAFETY: the list is touched only here and nothing below runs other code.
        let next = unsafe { &mut *self.next.get() };
        if let Some((_, shape)) = next.iter().find(|(n, _)| *n == name.address()) {
            return Some(shape);
        }
        if interp.shape_count.get() >= SHAPE_LIMIT {
            return None;
        }
        interp.shape_count.set(interp.shape_count.get() + 1);
        let mut names = self.names.clone();
        names.push(name.clone());
        let index = names.iter().enumerate().map(|(i, n)| (n.address(), i as u32)).collect();
        let shape: &'static Shape =
            Box::leak(Box::new(Shape { names, index, next: UnsafeCell::default(), parent: Some(self) }));
        next.push((name.address(), shape));
        Some(shape)
    }
}

/// Bytes of header and payload, before the tail.
#[inline(always)]
pub fn payload_size(p: NonNull<Header>) -> usize {
    // SAFETY: callers pass live objects.
    let h = unsafe { p.as_ref() };
    match h.kind.get() {
        Kind::Instance => HEADER_SIZE,
        Kind::Str => payload::str::object_size(p),
        Kind::Bytes => payload::bytes::object_size(p),
        Kind::Tuple => payload::tuple::object_size(p),
        // SAFETY: a live object has a live type.
        _ => unsafe { payload_info(h) }.size,
    }
}

/// The functions of the object's payload. A big int has the type of all ints, but a payload of its own.
///
/// # Safety
/// The header is that of a live object.
#[inline(always)]
pub(crate) unsafe fn payload_info(h: &Header) -> &'static PayloadInfo {
    match h.kind.get() {
        Kind::BigInt => info_of::<payload::BigInt>(),
        _ => (*h.ty.get()).data.payload,
    }
}

/// Bytes of the whole object.
pub fn object_size(p: NonNull<Header>) -> usize {
    // SAFETY: callers pass live objects.
    let aux = unsafe { p.as_ref() }.aux.get() as usize;
    let size = payload_size(p).next_multiple_of(8);
    if aux > 0 { size + 8 + aux * 8 } else { size.max(HEADER_SIZE + 8) }
}

/// Bytes of the object and of the buffers that it owns.
pub fn full_size(o: &ObjRef) -> usize {
    let p = o.as_ptr();
    // SAFETY: the object has the payload that its type tells.
    object_size(p)
        + if o.kind() == Kind::Instance {
            0
        } else {
            // SAFETY: the object has the payload that its header tells.
            unsafe { (payload_info(o.header()).extra_size)(p) }
        }
}

/// Where the tail of an object with a payload of `size` bytes starts.
#[inline(always)]
pub fn tail_offset(p: NonNull<Header>) -> usize {
    payload_size(p).next_multiple_of(8)
}

/// Where an object with slots keeps its attributes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Attributes {
    /// It can have none.
    None,
    /// In the slots after the members.
    Inline,
    /// In a dict, which the first slot after the members holds.
    Dict,
}

/// How the slots of an object are used.
#[derive(Clone, Copy, Debug)]
pub struct SlotUse {
    /// Slots of `__slots__` members, which come first.
    pub members: usize,
    /// All slots.
    pub room: usize,
    pub attributes: Attributes,
}

/// The shape word and the slots of an object with a tail.
#[derive(Clone, Copy)]
pub struct Tail {
    shape: NonNull<Cell<*const Shape>>,
    room: usize,
}

impl Tail {
    #[inline(always)]
    pub fn of(o: &ObjRef) -> Option<Tail> {
        Tail::of_raw(o.as_ptr())
    }

    #[inline(always)]
    fn of_raw(p: NonNull<Header>) -> Option<Tail> {
        // SAFETY: callers pass live objects; an object with `aux` > 0 was allocated with a tail.
        unsafe {
            let room = p.as_ref().aux.get() as usize;
            (room > 0).then(|| Tail { shape: p.cast::<u8>().add(tail_offset(p)).cast(), room })
        }
    }

    #[inline(always)]
    pub fn shape(self) -> *const Shape {
        // SAFETY: the tail lies in a live object.
        unsafe { self.shape.as_ref() }.get()
    }

    #[inline(always)]
    fn set_shape(self, shape: *const Shape) {
        // SAFETY: as above.
        unsafe { self.shape.as_ref() }.set(shape)
    }

    /// Which slot holds the dict of an instance that keeps its attributes in one.
    #[inline(always)]
    fn dict_index(self, h: &Header, ty: &TypeObj) -> Option<usize> {
        let interp = crate::heap::interp_of(NonNull::from(h));
        (ty.data.layout.has_dict && interp.is_dict_shape(self.shape())).then_some(ty.data.layout.members)
    }

    /// Pointer to a slot; members first, inline attributes after them.
    #[inline(always)]
    fn slot(self, i: usize) -> *mut Option<ObjRef> {
        debug_assert!(i < self.room);
        // SAFETY: i < room, so the slot lies in the object.
        unsafe { (self.shape.as_ptr() as *mut Option<ObjRef>).add(1 + i) }
    }

    #[inline(always)]
    pub fn get(self, i: usize) -> Option<ObjRef> {
        // SAFETY: the slot is initialised; it is cloned at once, nothing is lent.
        unsafe { (*self.slot(i)).clone() }
    }

    /// Puts a value into a slot and gives what was there.
    #[inline(always)]
    fn replace(self, i: usize, value: Option<ObjRef>) -> Option<ObjRef> {
        // SAFETY: as in `get`.
        unsafe { std::mem::replace(&mut *self.slot(i), value) }
    }
}

impl Interp {
    /// A new instance of a class with the base payload `object`: no attribute is set.
    #[inline(always)]
    pub fn alloc_instance(&self, ty: &TypeObj) -> ObjRef {
        let room = ty.data.room();
        let p = self.alloc_cell(HEADER_SIZE + 8 + room * 8, crate::heap::Family::Container);
        // SAFETY: the cell has room for the header, the shape word and the slots.
        unsafe {
            self.init_header(p, Kind::Instance, ty);
            self.init_tail(p, HEADER_SIZE, room);
            ObjRef::from_raw(p)
        }
    }

    /// Bytes to add to a payload for the tail of an instance of `ty`.
    pub(crate) fn tail_bytes(ty: &TypeObj) -> usize {
        match ty.data.room() {
            0 => 0,
            room => 8 + room * 8,
        }
    }

    /// Writes an empty tail.
    ///
    /// # Safety
    /// The cell of `p` has room for it at `offset`.
    #[inline(always)]
    pub(crate) unsafe fn init_tail(&self, p: NonNull<Header>, offset: usize, room: usize) {
        p.as_ref().aux.set(room as u8);
        let at = p.as_ptr().cast::<u8>().add(offset) as *mut usize;
        at.write(self.root_shape as *const Shape as usize);
        for i in 1..=room {
            at.add(i).write(0);
        }
    }

    fn is_dict_shape(&self, shape: *const Shape) -> bool {
        std::ptr::eq(shape, self.dict_shape)
    }

    /// The attribute `name` (interned) that the instance itself holds.
    pub fn instance_get(&self, o: &ObjRef, name: &ObjRef) -> Option<ObjRef> {
        if o.kind() == Kind::Function || o.kind() == Kind::Module || o.kind() == Kind::Type {
            let dict = self.existing_dict(o)?;
            return self.namespace_get(&dict, name);
        }
        let members = o.ty().data.layout.members;
        let tail = Tail::of(o).filter(|_| o.ty().data.layout.has_dict)?;
        if self.is_dict_shape(tail.shape()) {
            let dict = tail.get(members)?;
            return self.namespace_get(&dict, name);
        }
        // SAFETY: shapes live as long as the interpreter.
        let at = unsafe { &*tail.shape() }.find(name)?;
        tail.get(members + at)
    }

    /// Sets an attribute of the instance itself and gives the old value. `Err` if it can have none.
    pub fn instance_set(&self, o: &ObjRef, name: &ObjRef, value: ObjRef) -> Result<Option<ObjRef>, ObjRef> {
        let data = &o.ty().data;
        let Some(tail) = Tail::of(o).filter(|_| data.layout.has_dict) else { return Err(value) };
        let members = data.layout.members;
        if !self.is_dict_shape(tail.shape()) {
            // SAFETY: shapes live as long as the interpreter.
            let shape: &'static Shape = unsafe { &*tail.shape() };
            if let Some(at) = shape.find(name) {
                return Ok(tail.replace(members + at, Some(value)));
            }
            let at = shape.names.len();
            if members + at < tail.room
                && let Some(next) = shape.advance(self, name)
            {
                tail.set_shape(next);
                return Ok(tail.replace(members + at, Some(value)));
            }
            data.grow_expected(at + 1);
            if let Some(dict) = self.instance_dict(o) {
                dict.header().set_flag(flag::OVERFLOW);
            }
        }
        let dict = self.instance_dict(o).ok_or_else(|| value.clone())?;
        Ok(self.namespace_set(&dict, name, value))
    }

    /// Removes an attribute of the instance itself.
    pub fn instance_delete(&self, o: &ObjRef, name: &ObjRef) -> Option<ObjRef> {
        let data = &o.ty().data;
        let tail = Tail::of(o).filter(|_| data.layout.has_dict)?;
        if !self.is_dict_shape(tail.shape()) {
            // SAFETY: shapes live as long as the interpreter.
            let shape = unsafe { &*tail.shape() };
            let at = shape.find(name)?;
            if at + 1 == shape.names.len()
                && let Some(parent) = shape.parent
            {
                tail.set_shape(parent);
                return tail.replace(data.layout.members + at, None);
            }
        }
        let dict = self.instance_dict(o)?;
        self.namespace_delete(&dict, name)
    }

    /// The instance's `__dict__`, made if need be; from then on it holds the attributes.
    pub fn instance_dict(&self, o: &ObjRef) -> Option<ObjRef> {
        let data = &o.ty().data;
        let tail = Tail::of(o).filter(|_| data.layout.has_dict)?;
        let members = data.layout.members;
        if !self.is_dict_shape(tail.shape()) {
            // SAFETY: shapes live as long as the interpreter.
            let shape = unsafe { &*tail.shape() };
            let dict = self.new_dict();
            for (i, name) in shape.names.iter().enumerate() {
                if let Some(value) = tail.replace(members + i, None) {
                    self.namespace_set(&dict, name, value);
                }
            }
            tail.set_shape(self.dict_shape);
            tail.replace(members, Some(dict));
        }
        tail.get(members)
    }

    /// Replaces the instance's `__dict__`.
    pub fn set_instance_dict(&self, o: &ObjRef, dict: ObjRef) -> bool {
        if self.instance_dict(o).is_none() {
            return false;
        }
        let members = o.ty().data.layout.members;
        if let Some(tail) = Tail::of(o) {
            drop(tail.replace(members, Some(dict)));
        }
        true
    }

    /// Names and values of the instance's own attributes, in order; makes no dict.
    pub fn instance_items(&self, o: &ObjRef) -> Vec<(ObjRef, ObjRef)> {
        let data = &o.ty().data;
        let Some(tail) = Tail::of(o).filter(|_| data.layout.has_dict) else { return Vec::new() };
        let members = data.layout.members;
        if self.is_dict_shape(tail.shape()) {
            return tail.get(members).map(|d| self.dict_items(&d)).unwrap_or_default();
        }
        // SAFETY: shapes live as long as the interpreter.
        let shape = unsafe { &*tail.shape() };
        let values = shape.names.iter().enumerate();
        values.filter_map(|(i, n)| Some((n.clone(), tail.get(members + i)?))).collect()
    }

    /// How the slots behind the payload are used; nothing if there are none.
    #[inline]
    pub fn slot_use(&self, o: &ObjRef) -> Option<SlotUse> {
        let tail = Tail::of(o)?;
        let layout = &o.ty().data.layout;
        let attributes = if !layout.has_dict {
            Attributes::None
        } else if self.is_dict_shape(tail.shape()) {
            Attributes::Dict
        } else {
            Attributes::Inline
        };
        Some(SlotUse { members: layout.members, room: tail.room, attributes })
    }

    /// The name of the inline attribute in a slot.
    pub fn inline_name(&self, o: &ObjRef, slot: usize) -> Option<ObjRef> {
        let at = slot.checked_sub(o.ty().data.layout.members)?;
        // SAFETY: shapes live as long as the interpreter.
        unsafe { &*Tail::of(o)?.shape() }.names().get(at).cloned()
    }

    /// Makes the object an instance of another class; false unless payload and layout are the same.
    pub fn set_class(&self, o: &ObjRef, class: &TypeObj) -> bool {
        let old = o.ty();
        if old.data.payload.id != class.data.payload.id || old.data.layout != class.data.layout {
            return false;
        }
        let h = o.header();
        let was_counted = h.sub.get() & SUB_HEAP_TYPE != 0;
        let old = NonNull::from(&old.head);
        if class.data.heap_type {
            std::mem::forget(class.to_ref());
        }
        h.ty.set(class);
        h.sub.set(class.data.sub.get());
        if was_counted {
            // SAFETY: the object gives up the reference it had to its class.
            drop(unsafe { ObjRef::from_raw(old) });
        }
        if o.kind() == Kind::Module {
            // SAFETY: a module's namespace is a dict that it holds; nobody lends it while natives run.
            unsafe { o.data_ptr::<Module>().as_ref().dict.data_ptr::<Dict>().as_ref() }.owner_changed();
        }
        true
    }

    /// A `__slots__` member; `None` while unset.
    pub fn member_get(&self, o: &ObjRef, index: usize) -> Option<ObjRef> {
        Tail::of(o).filter(|t| index < t.room)?.get(index)
    }

    /// Writes or empties a `__slots__` member and gives what was there.
    pub fn member_set(&self, o: &ObjRef, index: usize, value: Option<ObjRef>) -> Option<ObjRef> {
        Tail::of(o).filter(|t| index < t.room)?.replace(index, value)
    }
}

/// Visits every reference that the object holds: payload, tail and class.
///
/// # Safety
/// `p` is live and none of its slots is lent.
#[inline]
pub unsafe fn visit_edges<V: EdgeVisitor>(p: NonNull<Header>, visitor: &mut V) {
    let h = p.as_ref();
    let ty = &*h.ty.get();
    if h.kind.get() != Kind::Instance {
        (ty.data.payload.edges)(p, visitor);
    }
    if h.aux.get() > 0
        && let Some(tail) = Tail::of_raw(p)
    {
        let dict = tail.dict_index(h, ty);
        for i in 0..tail.room {
            let relation = if Some(i) == dict { Relation::Part("__dict__") } else { Relation::Slot(i) };
            visitor.edge(&mut *tail.slot(i), relation);
        }
    }
    if h.sub.get() & SUB_HEAP_TYPE != 0 {
        // The type word has the representation of an owned reference to the class.
        visitor.edge(&mut *(h.ty.as_ptr() as *mut Option<ObjRef>), Relation::Class);
    }
}

/// Empties what an object of a garbage cycle holds.
///
/// # Safety
/// No slot of the object is lent.
pub unsafe fn clear_edges(p: NonNull<Header>) {
    let h = p.as_ref();
    if h.kind.get() != Kind::Instance {
        ((*h.ty.get()).data.payload.clear)(p);
    }
    if let Some(tail) = Tail::of_raw(p) {
        let dict = tail.dict_index(h, &*h.ty.get());
        for i in 0..tail.room {
            if Some(i) != dict {
                drop(tail.replace(i, None));
            } else if tail.get(i).is_some_and(|dict| Tail::of(&dict).is_some()) {
                // A dict is cleared as an object of its own, and its slot must stay filled. But if it is an
                // instance, with a dict of its own, a cycle may lead through such slots alone.
                drop(tail.replace(i, Some(crate::heap::interp_of(p).new_dict())));
            }
        }
    }
}

/// Drops the slots of an object that is being freed.
///
/// # Safety
/// `p` has a tail and is not used any more.
pub(crate) unsafe fn drop_tail(p: NonNull<Header>) {
    if let Some(tail) = Tail::of_raw(p) {
        for i in 0..tail.room {
            std::ptr::drop_in_place(tail.slot(i));
        }
    }
}

impl Interp {
    /// The name of an inline attribute or `__slots__` member.
    pub fn slot_name(&self, o: &ObjRef, slot: usize) -> Option<ObjRef> {
        let members = o.ty().data.layout.members;
        if slot >= members {
            let shape = Tail::of(o)?.shape();
            // SAFETY: shapes live as long as the interpreter.
            return unsafe { &*shape }.names.get(slot - members).cloned();
        }
        o.ty().member_names(self).into_iter().find(|(at, _)| *at == slot).map(|(_, name)| name)
    }

    /// The shape of an object that keeps attributes inline.
    pub fn inline_shape(&self, o: &ObjRef) -> Option<&'static Shape> {
        let shape = Tail::of(o).filter(|_| o.ty().data.layout.has_dict)?.shape();
        // SAFETY: as above.
        (!self.is_dict_shape(shape)).then(|| unsafe { &*shape })
    }
}

impl TypeObj {
    /// The `__slots__` members of instances: places and names, by place.
    pub fn member_names(&self, interp: &Interp) -> Vec<(usize, ObjRef)> {
        let mut members = Vec::new();
        for class in self.mro() {
            let Some(class) = TypeObj::of(&class) else { continue };
            for (name, o) in interp.dict_items(&class.data.dict) {
                // SAFETY: the payload is checked and only read.
                let member = o
                    .has_payload::<MemberDescriptor>()
                    .then(|| unsafe { o.data_ptr::<MemberDescriptor>().as_ref() });
                if let Some(at) = member.and_then(MemberDescriptor::index)
                    && !members.iter().any(|(m, _)| *m == at)
                {
                    members.push((at, name));
                }
            }
        }
        members.sort_by_key(|(at, _)| *at);
        members
    }
}
