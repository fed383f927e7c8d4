//! Type objects: name, bases, MRO, layout, version and slots; look-up along the MRO.

use std::cell::{Cell, RefCell, UnsafeCell};
use std::ptr::NonNull;

use hashbrown::HashSet;

use crate::edges::{EdgeVisitor, Object, Payload, PayloadInfo, Relation};
use crate::header::{Header, Kind, SUB_HEAP_TYPE, SUB_NATIVE};
use crate::heap::interp_of;
use crate::instance::INLINE_LIMIT;
use crate::interp::{Heap, Interp};
use crate::payload::Dict;
use crate::payload::tuple::Tuple;
use crate::refs::ObjRef;
use crate::slots::Slots;
use crate::watch::{Change, Forgotten, Mutation, Watch, forget};

pub type TypeObj = Object<TypeData>;

/// What decides whether instances of two classes can change places: same layout, same bytes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Layout {
    /// `__slots__` members, those of the bases included.
    pub members: usize,
    pub has_dict: bool,
    pub has_weakref: bool,
}

impl Layout {
    pub const PLAIN: Layout = Layout { members: 0, has_dict: false, has_weakref: false };
    /// Instances can be referred to weakly.
    pub const WEAK: Layout = Layout { has_weakref: true, ..Layout::PLAIN };
}

/// Bits of [`TypeData::flags`]; the numbers are CPython's `tp_flags`.
pub mod type_flag {
    pub const IMMUTABLE: u32 = 1 << 8;
    pub const HEAP_TYPE: u32 = 1 << 9;
    pub const BASE_TYPE: u32 = 1 << 10;
    pub const SEQUENCE: u32 = 1 << 5;
    pub const MAPPING: u32 = 1 << 6;
    pub const ABSTRACT: u32 = 1 << 20;
    /// Ours: the type gives its payload a meaning that its base does not know.
    pub const SOLID: u32 = 1 << 2;
    /// Ours: the instances look at the heap and are no part of what they look at.
    pub const OBSERVER: u32 = 1 << 3;
    /// Ours: the name of a class made by Python begins with its module, as that of a native type.
    pub const DOTTED: u32 = 1 << 4;
    /// What no program sees of the flags.
    pub const OURS: u32 = SOLID | OBSERVER | DOTTED;
}

pub struct TypeData {
    pub name: RefCell<Box<str>>,
    /// `__qualname__` where it is not the name.
    pub qualname: RefCell<Option<Box<str>>>,
    /// `__doc__` of a native type; its dict may hold the computed `__doc__` of its instances.
    pub doc: Cell<&'static str>,
    /// Made at run time: instances keep it alive and it can be changed.
    pub heap_type: bool,
    /// The byte `sub` of instances' headers.
    pub(crate) sub: Cell<u8>,
    pub flags: Cell<u32>,
    pub payload: &'static PayloadInfo,
    pub layout: Layout,
    /// Room for inline attributes that new instances get.
    expected: Cell<u8>,
    pub(crate) version: Cell<u64>,
    /// Names, by hash, whose plain values were rebound: the version does not say what they are. They count while
    /// `Mutations::spares_classes` is the number beside them.
    rebound: RefCell<(u64, HashSet<i64>)>,
    /// Some class of the MRO has `__del__`.
    pub has_finalizer: Cell<bool>,
    /// `__getattribute__` is that of `object`: what it finds, the plain rules find.
    pub plain_getattr: Cell<bool>,
    /// Of a native type: the slots of a class that has no other base and adds nothing, once somebody asked.
    pub heirs: RefCell<Option<Box<Slots>>>,
    pub base: Option<ObjRef>,
    pub bases: ObjRef,
    pub mro: ObjRef,
    pub dict: ObjRef,
    /// The class that this one is a copy of, byte for byte: they share the dict.
    original: Option<ObjRef>,
    /// Direct subclasses, not counted; each removes itself when it is freed.
    pub(crate) subclasses: UnsafeCell<Vec<NonNull<Header>>>,
    pub slots: UnsafeCell<Slots>,
}

impl Payload for TypeData {
    const KIND: Kind = Kind::Type;

    fn edges(&mut self, v: &mut dyn EdgeVisitor) {
        v.edge(&mut self.base, Relation::Derived("__base__"));
        v.fixed(&mut self.bases, Relation::Part("__bases__"));
        v.fixed(&mut self.mro, Relation::Derived("__mro__"));
        v.fixed(&mut self.dict, Relation::Part("__dict__"));
        v.edge(&mut self.original, Relation::Derived("original"));
    }

    /// Classes change places through their subclasses and instances, not through these tuples.
    fn admits(&self, relation: Relation, _: &ObjRef, _: &ObjRef) -> bool {
        !matches!(relation, Relation::Part(_))
    }

    /// The MRO holds the class itself, and nobody else can break that cycle.
    fn clear(&mut self) {
        self.mro = interp_of(self.mro.as_ptr()).empty_tuple.clone();
    }
}

impl Drop for TypeData {
    fn drop(&mut self) {
        if self.original.is_none() {
            self.tell(Change::Death);
        }
        let me = (&raw mut *self).cast::<u8>();
        // SAFETY: a TypeData is dropped as the payload of its object, whose header stands before it.
        let me =
            unsafe { NonNull::new_unchecked(me.sub(std::mem::offset_of!(TypeObj, data))) }.cast::<Header>();
        // SAFETY: the bases tuple is alive until this returns, and so are the bases in it.
        let bases = unsafe { Tuple::items_unchecked(&self.bases) };
        for base in bases.iter().chain(&self.original) {
            if let Some(base) = TypeObj::of(base) {
                base.remove_subclass(me);
            }
        }
        interp_of(me).made_up.borrow_mut().retain(|class| *class != me);
    }
}

impl TypeData {
    fn own(&self) -> &Dict {
        // SAFETY: a class's dict is one, and the class keeps it.
        unsafe { self.dict.data_ptr::<Dict>().as_ref() }
    }

    /// Tells who watches the dict of something that happened to the class as a whole.
    fn tell(&self, change: Change) {
        let dict = self.own();
        if let Some(watch) = dict.watch() {
            watch.written(dict, change, None);
        }
    }

    pub(crate) fn new(
        name: &str,
        heap_type: bool,
        flags: u32,
        payload: &'static PayloadInfo,
        layout: Layout,
        base: Option<ObjRef>,
        bases: ObjRef,
        dict: ObjRef,
        empty: ObjRef,
    ) -> TypeData {
        TypeData {
            name: RefCell::new(name.into()),
            qualname: RefCell::new(None),
            doc: Cell::new(""),
            heap_type,
            sub: Cell::new(if heap_type { SUB_HEAP_TYPE } else { 0 }),
            flags: Cell::new(flags),
            payload,
            layout,
            expected: Cell::new(if payload.kind == Kind::Instance { 4 } else { 1 }),
            version: Cell::new(0),
            rebound: RefCell::default(),
            has_finalizer: Cell::new(false),
            plain_getattr: Cell::new(false),
            heirs: RefCell::default(),
            base,
            bases,
            mro: empty,
            dict,
            original: None,
            subclasses: UnsafeCell::default(),
            slots: UnsafeCell::new(Slots::EMPTY),
        }
    }

    /// Slots that a new instance gets: members and room for inline attributes.
    #[inline(always)]
    pub fn room(&self) -> usize {
        self.layout.members + if self.layout.has_dict { self.expected.get() as usize } else { 0 }
    }

    /// New instances get room for at least `n` inline attributes.
    pub fn grow_expected(&self, n: usize) {
        let n = n.max(self.expected.get() as usize).min(INLINE_LIMIT);
        self.expected.set(n as u8);
    }

    pub fn set_expected(&self, n: usize) {
        self.expected.set(n.clamp(1, INLINE_LIMIT) as u8);
    }

    pub fn expected(&self) -> usize {
        self.expected.get() as usize
    }
}

impl TypeObj {
    /// The type object behind a reference, if it is one.
    #[inline(always)]
    pub fn of(o: &ObjRef) -> Option<&TypeObj> {
        // SAFETY: an object of kind Type is an `Object<TypeData>`; the reference keeps it alive.
        (o.kind() == Kind::Type).then(|| unsafe { o.as_ptr().cast::<TypeObj>().as_ref() })
    }

    pub(crate) fn head_ptr(&self) -> NonNull<Header> {
        NonNull::from(&self.head)
    }

    pub fn to_ref(&self) -> ObjRef {
        // SAFETY: a type that can be borrowed is alive.
        unsafe { ObjRef::from_borrowed(NonNull::from(&self.head)) }
    }

    #[inline(always)]
    pub fn is(&self, other: &TypeObj) -> bool {
        std::ptr::eq(self, other)
    }

    pub fn name(&self) -> String {
        self.data.name.borrow().to_string()
    }

    #[inline(always)]
    pub fn slots(&self) -> &Slots {
        // SAFETY: slots are plain function pointers, written while a class is made or one of its
        // special methods changes; readers copy what they need before anything runs.
        unsafe { &*self.data.slots.get() }
    }

    /// Changes the slots. The closure must not run Python code.
    pub fn update_slots(&self, f: impl FnOnce(&mut Slots)) {
        // SAFETY: see `slots`; the closure has the only reference while it runs.
        f(unsafe { &mut *self.data.slots.get() })
    }

    pub fn has_flag(&self, bit: u32) -> bool {
        self.data.flags.get() & bit != 0
    }

    /// Sets a flag of this type alone.
    pub fn add_flag(&self, bit: u32) {
        self.data.flags.set(self.data.flags.get() | bit);
    }

    /// The MRO's classes, as owned references.
    pub fn mro(&self) -> Vec<ObjRef> {
        // SAFETY: cloned at once.
        unsafe { Tuple::items_unchecked(&self.data.mro) }.to_vec()
    }

    /// Instances made from now on do not count as being of the builtin type of their kind: short ways that
    /// go by the type alone leave them to the general rules.
    pub fn set_apart(&self) {
        self.data.sub.set(SUB_NATIVE);
    }

    /// Whether `other` stands in the MRO.
    #[inline]
    pub fn is_subtype(&self, other: &TypeObj) -> bool {
        if self.is(other) {
            return true;
        }
        // SAFETY: nothing runs while the items are lent.
        let mro = unsafe { Tuple::items_unchecked(&self.data.mro) };
        mro.iter().any(|t| std::ptr::eq(t.as_ptr().as_ptr(), &other.head))
    }

    /// The version that inline caches compare; a new one after every change of this class or one
    /// of its bases. Never 0, never used twice.
    #[inline]
    pub fn version(&self, interp: &Interp) -> u64 {
        match self.data.version.get() {
            0 => {
                let v = interp.next_version();
                self.data.version.set(v);
                v
            }
            v => v,
        }
    }

    /// The version as it stands, 0 if nobody asked since the last change.
    #[inline(always)]
    pub fn current_version(&self) -> u64 {
        self.data.version.get()
    }

    /// Where the version stands.
    pub fn version_word(&self) -> *const u64 {
        self.data.version.as_ptr()
    }

    /// Tells caches that this class changed: it, all its subclasses and the classes that share its
    /// dict lose their versions.
    pub fn modified(&self) {
        let holder = &raw const self.data as usize;
        interp_of(NonNull::from(&self.head)).mutated(&Mutation { change: Change::Class, holder, key: None });
        self.for_heirs(|t| forget(Forgotten::ClassVersion, &t.data.version));
    }

    /// This class, all its subclasses, the classes that share its dict, and those whose metaclass put it into their
    /// MRO. `f` changes no list of subclasses.
    fn for_heirs(&self, mut f: impl FnMut(&TypeObj)) {
        let mut work = vec![NonNull::from(self.first())];
        for p in interp_of(NonNull::from(&self.head)).made_up.borrow().iter() {
            // SAFETY: classes remove themselves when they die, so the list holds live types; an MRO is a tuple.
            let t = unsafe { p.cast::<TypeObj>().as_ref() };
            // SAFETY: as above.
            if unsafe { Tuple::items_unchecked(&t.data.mro) }.iter().any(|entry| self.is_at(entry)) {
                work.push(NonNull::from(t));
            }
        }
        while let Some(t) = work.pop() {
            // SAFETY: subclasses remove themselves when they die, so the list holds live types.
            let t = unsafe { t.as_ref() };
            f(t);
            t.for_subclasses(|s| work.push(NonNull::from(s)));
        }
    }

    /// A plain value of this name (interned) took another one's place in the dict. False the first time,
    /// when the caller has to end the versions; afterwards they stand, since nobody rests on them for the value.
    pub(crate) fn spared(&self, interp: &Interp, name: &ObjRef) -> bool {
        let hash = name.str_hash(interp);
        let mut rebound = self.first().data.rebound.borrow_mut();
        let now = interp.mutations.spares_classes.get();
        if rebound.0 != now {
            *rebound = (now, HashSet::new());
        }
        if rebound.1.insert(hash) {
            return false;
        }
        drop(rebound);
        let holder = &raw const self.data as usize;
        interp.mutated(&Mutation { change: Change::Class, holder, key: Some(name) });
        self.for_heirs(|t| interp.forget_lookup(t.current_version(), name));
        true
    }

    /// The name was deleted: whoever adds it again ends the versions.
    pub fn deleted(&self, interp: &Interp, name: &ObjRef) {
        let hash = name.str_hash(interp);
        self.first().data.rebound.borrow_mut().1.remove(&hash);
    }

    /// Whether this class, or one of its bases, has rebound a plain value of this name: then the version
    /// says nothing of the value, but that it is plain.
    pub fn rebinds(&self, interp: &Interp, name: &ObjRef) -> bool {
        let (now, hash) = (interp.mutations.spares_classes.get(), name.str_hash(interp));
        let rebinds = |t: &TypeObj| {
            let rebound = t.first().data.rebound.borrow();
            rebound.0 == now && rebound.1.contains(&hash)
        };
        // SAFETY: nothing runs while the items are lent.
        let mro = unsafe { Tuple::items_unchecked(&self.data.mro) };
        now != 0 && mro.iter().filter_map(TypeObj::of).any(rebinds)
    }

    /// Tells who rests on what the classes of the MRO say that the MRO is another one.
    pub fn rebased(&self) {
        self.data.tell(Change::Bases);
    }

    /// What hangs on the class's own dict; made when first asked for.
    pub fn watched<'a>(&'a self, interp: &Interp) -> &'a Watch {
        // SAFETY: a class's dict is one, and the class keeps it; nobody lends it while natives run.
        unsafe { self.data.dict.data_ptr::<Dict>().as_mut() }.watched(interp)
    }

    /// [`Dict::stamp`] of the class's own dict.
    #[inline(always)]
    pub fn stamp(&self) -> u64 {
        self.data.own().stamp()
    }

    /// Whether the dict is that of another class, too.
    pub fn shares_dict(&self) -> bool {
        self.data.original.is_some()
    }

    pub fn for_subclasses(&self, mut f: impl FnMut(&TypeObj)) {
        // SAFETY: live types, see `modified`; the list is not changed by `f`, which gets no access.
        for p in unsafe { &*self.data.subclasses.get() } {
            // SAFETY: as above.
            f(unsafe { p.cast::<TypeObj>().as_ref() });
        }
    }

    /// Direct subclasses, oldest first.
    pub fn subclasses(&self) -> Vec<ObjRef> {
        let mut list = Vec::new();
        let is_copy = |s: &TypeObj| s.data.original.as_ref().is_some_and(|o| self.is_at(o));
        self.for_subclasses(|s| list.extend((!is_copy(s)).then(|| s.to_ref())));
        list
    }

    fn is_at(&self, o: &ObjRef) -> bool {
        std::ptr::eq(o.as_ptr().as_ptr(), &self.head)
    }

    /// The class at the end of the chain of originals.
    fn first(&self) -> &TypeObj {
        let mut at = self;
        while let Some(next) = at.data.original.as_ref().and_then(TypeObj::of) {
            at = next;
        }
        at
    }

    /// Whether both are classes made at run time whose instances have the same layout.
    pub(crate) fn can_become(&self, other: &TypeObj) -> bool {
        let (a, b) = (&self.data, &other.data);
        a.heap_type && b.heap_type && a.payload.id == b.payload.id && a.layout == b.layout
    }

    /// Makes a class a shallow copy of another: it keeps its identity and its subclasses, and shares
    /// the dict, the bases and the MRO of `of`. False, and nothing done, if instances would not fit.
    pub(crate) fn overwrite(_: &mut Heap, class: &ObjRef, of: &ObjRef) -> bool {
        let (Some(me), Some(other)) = (TypeObj::of(class), TypeObj::of(of)) else { return false };
        if !me.can_become(other) || other.is_subtype(me) {
            return false;
        }
        me.rebased();
        let first = other.first();
        let original = (!first.is(me)).then(|| first.to_ref());
        let (to, from) = (&me.data, &other.data);
        *to.name.borrow_mut() = from.name.borrow().clone();
        *to.qualname.borrow_mut() = from.qualname.borrow().clone();
        to.doc.set(from.doc.get());
        to.flags.set(from.flags.get());
        to.has_finalizer.set(from.has_finalizer.get());
        to.plain_getattr.set(from.plain_getattr.get());
        me.update_slots(|s| *s = other.slots().clone());
        // SAFETY: the items are cloned at once.
        let items = |t: &ObjRef| unsafe { Tuple::items_unchecked(t) }.to_vec();
        let (before, after) = (items(&to.bases), items(&from.bases));
        for base in before.iter().chain(&to.original).filter_map(TypeObj::of) {
            base.remove_subclass(class.as_ptr());
        }
        for base in after.iter().chain(&original).filter_map(TypeObj::of) {
            base.add_subclass(me);
        }
        let parts = (from.base.clone(), from.bases.clone(), from.mro.clone(), from.dict.clone());
        let data = class.data_ptr::<TypeData>().as_ptr();
        // SAFETY: the unique borrow of the token says that nobody has borrowed these fields. What they
        // held is dropped when all are written.
        let old = unsafe {
            (
                std::mem::replace(&mut (*data).base, parts.0),
                std::mem::replace(&mut (*data).bases, parts.1),
                std::mem::replace(&mut (*data).mro, parts.2),
                std::mem::replace(&mut (*data).dict, parts.3),
                std::mem::replace(&mut (*data).original, original),
            )
        };
        if let Some(me) = TypeObj::of(class) {
            me.modified();
        }
        drop(old);
        true
    }

    pub fn add_subclass(&self, sub: &TypeObj) {
        // SAFETY: touched only here, in `remove_subclass` and by readers that run nothing.
        unsafe { (*self.data.subclasses.get()).push(NonNull::from(&sub.head)) }
    }

    /// Puts a direct subclass at another place of the list.
    pub fn move_subclass(&self, sub: &TypeObj, at: usize) {
        // SAFETY: as above.
        let list = unsafe { &mut *self.data.subclasses.get() };
        if let Some(now) = list.iter().position(|p| *p == NonNull::from(&sub.head)) {
            let p = list.remove(now);
            list.insert(at.min(list.len()), p);
        }
    }

    pub fn remove_subclass(&self, sub: NonNull<Header>) {
        // SAFETY: as above.
        unsafe { (*self.data.subclasses.get()).retain(|p| *p != sub) }
    }

    /// The attribute `name` (interned) along the MRO, without binding; cached by version.
    #[inline]
    pub fn lookup(&self, interp: &Interp, name: &ObjRef) -> Option<ObjRef> {
        let version = self.version(interp);
        let slot = &interp.method_cache[Interp::method_cache_slot(version, name)];
        let (v, n, found) = slot.get();
        if v == version && n == name.address() {
            // SAFETY: while the version stands, the class's dict holds what was found.
            return NonNull::new(found).map(|p| unsafe { ObjRef::from_borrowed(p) });
        }
        let found = self.lookup_uncached(interp, name);
        let p = found.as_ref().map_or(std::ptr::null_mut(), |o| o.as_ptr().as_ptr());
        slot.set((version, name.address(), p));
        found
    }

    fn lookup_uncached(&self, interp: &Interp, name: &ObjRef) -> Option<ObjRef> {
        // SAFETY: nothing below runs Python code.
        let mro = unsafe { Tuple::items_unchecked(&self.data.mro) };
        mro.iter().filter_map(TypeObj::of).find_map(|t| interp.namespace_get(&t.data.dict, name))
    }

    /// The class of the MRO whose own dict has `name`, and the value there.
    pub fn find_definer(&self, interp: &Interp, name: &ObjRef) -> Option<(ObjRef, ObjRef)> {
        // SAFETY: nothing below runs Python code.
        let mro = unsafe { Tuple::items_unchecked(&self.data.mro) };
        mro.iter().find_map(|t| {
            let value = interp.namespace_get(&TypeObj::of(t)?.data.dict, name)?;
            Some((t.clone(), value))
        })
    }

    /// The nearest base made by the interpreter itself, which decides the payload.
    pub fn solid_base(&self) -> ObjRef {
        let mut t = self.to_ref();
        while let Some(ty) = TypeObj::of(&t)
            && ty.data.heap_type
            && let Some(base) = ty.data.base.clone()
        {
            t = base;
        }
        t
    }
}
