//! The module `_abc`: what abstract base classes remember of the classes asked about.

use std::collections::HashMap;

use theseus_object::edges::{EdgeVisitor, Payload, Relation};
use theseus_object::methods::NativeDef;
use theseus_object::payload::WeakRef;
use theseus_object::typeobj::type_flag;
use theseus_object::{Cx, ObjRef, PyResult, TypeObj};

use crate::descr;
use crate::module::native_module;

/// Classes held weakly, by their address.
#[derive(Default)]
struct ClassSet {
    refs: HashMap<usize, (u64, ObjRef)>,
    /// How many were ever added: asking goes in that order.
    added: u64,
    /// Size at which those whose class is gone are looked for.
    limit: usize,
}

impl ClassSet {
    fn visit(&mut self, v: &mut dyn EdgeVisitor, name: &'static str) {
        self.refs.values_mut().for_each(|(_, w)| v.fixed(w, Relation::Attr(name)));
    }
}

/// Payload of `_abc._abc_data`.
#[derive(Default)]
struct AbcData {
    registry: ClassSet,
    cache: ClassSet,
    negative: ClassSet,
    /// The count of registrations up to which the negative cache holds.
    version: u64,
    /// [`Interp::kinships`](theseus_object::Interp) up to which both caches hold.
    kinships: u64,
}

impl Payload for AbcData {
    fn edges(&mut self, v: &mut dyn EdgeVisitor) {
        self.registry.visit(v, "_abc_registry");
        self.cache.visit(v, "_abc_cache");
        self.negative.visit(v, "_abc_negative_cache");
    }
    fn clear(&mut self) {
        let old = std::mem::take(self);
        drop(old);
    }
}

/// Counts registrations with any class, and replacements of classes: each may change what is a subclass of what.
#[derive(Default)]
struct Registrations(u64);

theseus_object::leaf_payloads!(Registrations);

/// One of the sets of an [`AbcData`].
type Which = fn(&mut AbcData) -> &mut ClassSet;

const REGISTRY: Which = |d| &mut d.registry;
const CACHE: Which = |d| &mut d.cache;
const NEGATIVE: Which = |d| &mut d.negative;

static FUNCTIONS: &[NativeDef] = &[
    NativeDef::f1(
        "_abc_init",
        init,
        "_abc_init($module, self, /)\n--\n\nInternal ABC helper for class set-up. Should be never used outside abc module.",
    ),
    NativeDef::f2(
        "_abc_instancecheck",
        instancecheck,
        "_abc_instancecheck($module, self, instance, /)\n--\n\nInternal ABC helper for instance checks. Should be never used outside abc module.",
    ),
    NativeDef::f2(
        "_abc_register",
        register,
        "_abc_register($module, self, subclass, /)\n--\n\nInternal ABC helper for subclasss registration. Should be never used outside abc module.",
    ),
    NativeDef::f2(
        "_abc_subclasscheck",
        subclasscheck,
        "_abc_subclasscheck($module, self, subclass, /)\n--\n\nInternal ABC helper for subclasss checks. Should be never used outside abc module.",
    ),
    NativeDef::f1(
        "_get_dump",
        dump,
        "_get_dump($module, self, /)\n--\n\nInternal ABC helper for cache and registry debugging.\n\nReturn shallow copies of registry, of both caches, and\nnegative cache version. Don't call this function directly,\ninstead use ABC._dump_registry() for a nice repr.",
    ),
    NativeDef::f1(
        "_reset_caches",
        reset_caches,
        "_reset_caches($module, self, /)\n--\n\nInternal ABC helper to reset both caches of a given class.\n\nShould be only used by refleak.py",
    ),
    NativeDef::f1(
        "_reset_registry",
        reset_registry,
        "_reset_registry($module, self, /)\n--\n\nInternal ABC helper to reset registry of a given class.\n\nShould be only used by refleak.py",
    ),
    NativeDef::f0(
        "get_cache_token",
        cache_token,
        "get_cache_token($module, /)\n--\n\nReturns the current ABC cache token.\n\nThe token is an opaque object (supporting equality testing) identifying the\ncurrent version of the ABC cache for virtual subclasses. The token changes\nwith every call to register() on any ABC.",
    ),
];

pub fn install(cx: &mut Cx) {
    let doc = "Module contains faster C implementation of abc.ABCMeta";
    native_module(cx, "_abc", doc, FUNCTIONS);
    cx.add_native_type::<AbcData>("_abc._abc_data", None, 0);
}

fn registrations(cx: &Cx) -> u64 {
    let state = cx.state::<Registrations>();
    cx.heap.get::<Registrations>(&state).map_or(0, |r| r.0) + cx.kinships.get()
}

fn cache_token(cx: &mut Cx) -> PyResult {
    let n = registrations(cx);
    Ok(cx.usize(n as usize))
}

// ---- the sets

/// What the class remembers; where classes were replaced since, it has forgotten whom it knew.
fn data_of(cx: &mut Cx, class: &ObjRef) -> PyResult {
    let name = cx.intern("_abc_impl");
    let data = cx.getattr(class, &name)?;
    let now = cx.kinships.get();
    let Some(d) = cx.heap.get_mut::<AbcData>(&data) else {
        return Err(cx.type_error("_abc_impl is set to a wrong type"));
    };
    if std::mem::replace(&mut d.kinships, now) != now {
        let old = (std::mem::take(&mut d.cache), std::mem::take(&mut d.negative));
        drop(old);
    }
    Ok(data)
}

fn has(cx: &mut Cx, data: &ObjRef, which: Which, class: &ObjRef) -> bool {
    let found = cx.heap.get_mut::<AbcData>(data).and_then(|d| which(d).refs.get(&class.address()).cloned());
    found.and_then(|(_, w)| crate::weakref::target(cx, &w)).is_some_and(|t| t.is(class))
}

fn add(cx: &mut Cx, data: &ObjRef, which: Which, class: &ObjRef) {
    let weak = cx.new_weakref(&cx.type_of::<WeakRef>(), class, None);
    let Some(set) = cx.heap.get_mut::<AbcData>(data).map(which) else { return };
    set.added += 1;
    let old = set.refs.insert(class.address(), (set.added, weak));
    drop(old);
    let Some(set) = cx.heap.get_mut::<AbcData>(data).map(which) else { return };
    if set.refs.len() <= set.limit {
        return;
    }
    // Now and then those whose class is gone are dropped.
    let refs = std::mem::take(&mut set.refs);
    let (alive, gone): (HashMap<_, _>, HashMap<_, _>) =
        refs.into_iter().partition(|(_, (_, w))| crate::weakref::target(cx, w).is_some());
    if let Some(set) = cx.heap.get_mut::<AbcData>(data).map(which) {
        set.limit = alive.len() * 2 + 8;
        set.refs = alive;
    }
    drop(gone);
}

/// The weak references of a set, the oldest first.
fn references(cx: &mut Cx, data: &ObjRef, which: Which) -> Vec<ObjRef> {
    let mut refs: Vec<(u64, ObjRef)> = match cx.heap.get_mut::<AbcData>(data) {
        Some(d) => which(d).refs.values().cloned().collect(),
        None => Vec::new(),
    };
    refs.sort_by_key(|(added, _)| *added);
    refs.into_iter().map(|(_, w)| w).collect()
}

fn classes(cx: &mut Cx, data: &ObjRef, which: Which) -> Vec<ObjRef> {
    let refs = references(cx, data, which);
    refs.iter().filter_map(|w| crate::weakref::target(cx, w)).collect()
}

fn empty(cx: &mut Cx, data: &ObjRef, which: Which) {
    let old = cx.heap.get_mut::<AbcData>(data).map(|d| std::mem::take(which(d)));
    drop(old);
}

// ---- setting up a class

fn init(cx: &mut Cx, class: &ObjRef) -> PyResult {
    let ty = cx.expect_type(class)?;
    let abstract_names = abstract_names(cx, ty)?;
    let name = cx.names.abstractmethods.clone();
    cx.setattr(class, &name, Some(&abstract_names))?;
    let data = cx.new_object(AbcData {
        version: registrations(cx),
        kinships: cx.kinships.get(),
        ..AbcData::default()
    });
    let name = cx.intern("_abc_impl");
    cx.setattr(class, &name, Some(&data))?;
    take_flags(cx, ty)?;
    Ok(cx.none.clone())
}

/// The names of what is abstract in the class: its own, and those of its bases that it leaves so.
fn abstract_names(cx: &mut Cx, ty: &TypeObj) -> PyResult {
    let names = cx.new_set(Default::default());
    for (key, value) in cx.dict_items(&ty.data.dict) {
        if descr::is_abstract(cx, &value)? {
            cx.set_add(&names, &key)?;
        }
    }
    let (key, class) = (cx.names.abstractmethods.clone(), ty.to_ref());
    let bases = cx.heap.tuple(&ty.data.bases).map(<[ObjRef]>::to_vec).unwrap_or_default();
    for base in bases {
        let Some(inherited) = cx.try_getattr(&base, &key)? else { continue };
        for name in cx.collect(&inherited)? {
            if let Some(value) = cx.try_getattr(&class, &name)?
                && descr::is_abstract(cx, &value)?
            {
                cx.set_add(&names, &name)?;
            }
        }
    }
    let table = cx.heap.set_table(&names).map(|t| t.copy()).unwrap_or_default();
    Ok(cx.new_frozenset(table))
}

/// `__abc_tpflags__` says which patterns of `match` the instances take part in.
fn take_flags(cx: &mut Cx, ty: &TypeObj) -> PyResult<()> {
    let key = cx.intern("__abc_tpflags__");
    let Some(flags) = cx.namespace_get(&ty.data.dict, &key).and_then(|f| f.int()) else { return Ok(()) };
    let both = i64::from(COLLECTION);
    if flags & both == both {
        let text = "__abc_tpflags__ cannot be both Py_TPFLAGS_SEQUENCE and Py_TPFLAGS_MAPPING";
        return Err(cx.type_error(text));
    }
    set_collection_flags(ty, (flags & both) as u32);
    drop(cx.namespace_delete(&ty.data.dict, &key));
    ty.modified();
    Ok(())
}

const COLLECTION: u32 = type_flag::SEQUENCE | type_flag::MAPPING;

/// Makes the instances of a class sequences or mappings for `match`, in place of what they were.
pub fn set_collection_flags(ty: &TypeObj, flags: u32) {
    if flags != 0 {
        ty.data.flags.set(ty.data.flags.get() & !COLLECTION | flags);
    }
}

/// The same for a class and its subclasses, as far as they can change.
fn spread_collection_flags(ty: &TypeObj, flags: u32) {
    let mut work = vec![ty.to_ref()];
    while let Some(class) = work.pop() {
        let Some(ty) = TypeObj::of(&class) else { continue };
        if ty.has_flag(type_flag::IMMUTABLE) || ty.data.flags.get() & COLLECTION == flags {
            continue;
        }
        set_collection_flags(ty, flags);
        work.extend(ty.subclasses());
    }
}

// ---- registration and checks

fn register(cx: &mut Cx, class: &ObjRef, subclass: &ObjRef) -> PyResult {
    let Some(sub) = TypeObj::of(subclass) else {
        return Err(cx.type_error("Can only register classes"));
    };
    if cx.issubclass(subclass, class)? {
        return Ok(subclass.clone());
    }
    // Asked now, so that no path from the one to the other is there when it is added.
    if cx.issubclass(class, subclass)? {
        return Err(cx.runtime_error("Refusing to create an inheritance cycle"));
    }
    let data = data_of(cx, class)?;
    add(cx, &data, REGISTRY, subclass);
    let state = cx.state::<Registrations>();
    if let Some(r) = cx.heap.get_mut::<Registrations>(&state) {
        r.0 += 1;
    }
    if let Some(ty) = TypeObj::of(class) {
        let flags = ty.data.flags.get() & COLLECTION;
        if flags != 0 {
            spread_collection_flags(sub, flags);
        }
    }
    Ok(subclass.clone())
}

fn instancecheck(cx: &mut Cx, class: &ObjRef, o: &ObjRef) -> PyResult {
    let data = data_of(cx, class)?;
    let name = cx.names.class.clone();
    let claimed = cx.getattr(o, &name)?;
    if has(cx, &data, CACHE, &claimed) {
        return Ok(cx.true_.clone());
    }
    let own = o.class();
    if own.is(&claimed) {
        let current = cx.heap.get::<AbcData>(&data).is_some_and(|d| d.version == registrations(cx));
        if current && has(cx, &data, NEGATIVE, &claimed) {
            return Ok(cx.false_.clone());
        }
        return cx.call_method(class, "__subclasscheck__", &[claimed]);
    }
    let r = cx.call_method(class, "__subclasscheck__", &[claimed])?;
    if cx.truth(&r)? {
        return Ok(r);
    }
    cx.call_method(class, "__subclasscheck__", &[own])
}

fn subclasscheck(cx: &mut Cx, class: &ObjRef, subclass: &ObjRef) -> PyResult {
    if TypeObj::of(subclass).is_none() {
        return Err(cx.type_error("issubclass() arg 1 must be a class"));
    }
    cx.check_stack()?;
    let data = data_of(cx, class)?;
    if has(cx, &data, CACHE, subclass) {
        return Ok(cx.true_.clone());
    }
    let now = registrations(cx);
    if cx.heap.get::<AbcData>(&data).is_some_and(|d| d.version < now) {
        empty(cx, &data, NEGATIVE);
        if let Some(d) = cx.heap.get_mut::<AbcData>(&data) {
            d.version = now;
        }
    } else if has(cx, &data, NEGATIVE, subclass) {
        return Ok(cx.false_.clone());
    }
    if let Some(known) = told(cx, class, subclass, &data)? {
        return Ok(cx.bool(known));
    }
    let found = search(cx, class, subclass, &data)?;
    add(cx, &data, if found { CACHE } else { NEGATIVE }, subclass);
    Ok(cx.bool(found))
}

/// What the hook, inheritance and the registry say at once.
fn told(cx: &mut Cx, class: &ObjRef, subclass: &ObjRef, data: &ObjRef) -> PyResult<Option<bool>> {
    let r = cx.call_method(class, "__subclasshook__", std::slice::from_ref(subclass))?;
    if r.is(&cx.true_) || r.is(&cx.false_) {
        let known = r.is(&cx.true_);
        add(cx, data, if known { CACHE } else { NEGATIVE }, subclass);
        return Ok(Some(known));
    }
    if !r.is_not_implemented() {
        let text = "__subclasshook__ must return either False, True, or NotImplemented";
        return Err(cx.assertion_error(text));
    }
    if let (Some(sub), Some(ty)) = (TypeObj::of(subclass), TypeObj::of(class))
        && sub.is_subtype(ty)
    {
        add(cx, data, CACHE, subclass);
        return Ok(Some(true));
    }
    Ok(has(cx, data, REGISTRY, subclass).then_some(true))
}

/// Whether it is a subclass of a registered class or of a subclass.
fn search(cx: &mut Cx, class: &ObjRef, subclass: &ObjRef, data: &ObjRef) -> PyResult<bool> {
    for registered in classes(cx, data, REGISTRY) {
        if cx.issubclass(subclass, &registered)? {
            return Ok(true);
        }
    }
    let subclasses = cx.call_method(class, "__subclasses__", &[])?;
    for sub in cx.collect(&subclasses)? {
        if cx.issubclass(subclass, &sub)? {
            return Ok(true);
        }
    }
    Ok(false)
}

// ---- for tests and debugging

fn dump(cx: &mut Cx, class: &ObjRef) -> PyResult {
    let data = data_of(cx, class)?;
    let mut parts = Vec::new();
    for which in [REGISTRY, CACHE, NEGATIVE] {
        let set = cx.new_set(Default::default());
        for w in references(cx, &data, which) {
            if crate::weakref::target(cx, &w).is_some() {
                cx.set_add(&set, &w)?;
            }
        }
        parts.push(set);
    }
    let version = cx.heap.get::<AbcData>(&data).map_or(0, |d| d.version);
    parts.push(cx.usize(version as usize));
    Ok(cx.new_tuple(parts))
}

fn reset_caches(cx: &mut Cx, class: &ObjRef) -> PyResult {
    let data = data_of(cx, class)?;
    empty(cx, &data, CACHE);
    empty(cx, &data, NEGATIVE);
    Ok(cx.none.clone())
}

fn reset_registry(cx: &mut Cx, class: &ObjRef) -> PyResult {
    let data = data_of(cx, class)?;
    empty(cx, &data, REGISTRY);
    Ok(cx.none.clone())
}
