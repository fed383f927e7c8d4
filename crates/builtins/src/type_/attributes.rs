//! Attributes of classes: look-up with the metaclass, assignment, and the computed ones.

use theseus_object::class::{GetSetDescriptor, MemberDescriptor, MemberPlace};
use theseus_object::methods::GetSet;
use theseus_object::typeobj::type_flag;
use theseus_object::{Cx, Kind, ObjRef, PyResult, TypeObj};

use super::layout::{check_agreement, is_collected};
use super::{module_name, shortened};
use crate::descr::signature;
use crate::namespace::mapping_proxy;

pub static GETSETS: &[GetSet] = &[
    GetSet::rw("__name__", name, set_name, ""),
    GetSet::rw("__qualname__", qualname, set_qualname, ""),
    GetSet::rw("__module__", module, set_module, ""),
    GetSet::rw("__bases__", bases, set_bases, ""),
    GetSet::new("__mro__", mro, ""),
    GetSet::member("__base__", base, ""),
    GetSet::new("__dict__", dict, ""),
    GetSet::rw("__doc__", doc, set_doc, ""),
    GetSet::new("__text_signature__", text_signature, ""),
    GetSet::rw("__abstractmethods__", abstractmethods, set_abstractmethods, ""),
    GetSet::rw("__annotations__", annotations, set_annotations, ""),
    GetSet::rw("__type_params__", type_params, set_type_params, ""),
    GetSet::member("__flags__", flags, ""),
    GetSet::member("__basicsize__", basicsize, ""),
    GetSet::member("__itemsize__", itemsize, ""),
    GetSet::member("__dictoffset__", dictoffset, ""),
    GetSet::member("__weakrefoffset__", weakrefoffset, ""),
];

/// `C.name`: data descriptor of the metaclass, attribute along the MRO, other metaclass attribute.
pub fn getattr(cx: &mut Cx, class: &ObjRef, name: &ObjRef) -> PyResult {
    let name = &cx.attribute_name(name)?;
    let ty = cx.expect_type(class)?;
    let of_meta = class.ty().lookup(cx, name);
    let mut meta_get = None;
    if let Some(f) = &of_meta {
        let slots = f.ty().slots();
        meta_get = slots.get;
        if slots.set.is_some()
            && let Some(get) = meta_get
        {
            return get(cx, f, Some(class), &class.class());
        }
    }
    if let Some(v) = ty.lookup(cx, name) {
        return match v.ty().slots().get {
            Some(get) => get(cx, &v, None, class),
            None => Ok(v),
        };
    }
    match (of_meta, meta_get) {
        (Some(f), Some(get)) => get(cx, &f, Some(class), &class.class()),
        (Some(f), None) => Ok(f),
        (None, _) => Err(missing(cx, class, name)),
    }
}

fn missing_text(class: &ObjRef, name: &ObjRef) -> String {
    let class_name = TypeObj::of(class).map(|t| t.name()).unwrap_or_default();
    format!("type object '{class_name}' has no attribute '{}'", name.text_or_empty())
}

fn missing(cx: &mut Cx, class: &ObjRef, name: &ObjRef) -> theseus_object::Raised {
    cx.no_attribute(class, name, missing_text(class, name))
}

/// A missing attribute that should have been deleted: the exception does not carry its name.
fn unnamed(cx: &mut Cx, class: &ObjRef, name: &ObjRef) -> theseus_object::Raised {
    cx.attribute_error(missing_text(class, name))
}

/// `C.name = value` or `del C.name`; caches and slots are told.
pub fn setattr(cx: &mut Cx, class: &ObjRef, name: &ObjRef, value: Option<&ObjRef>) -> PyResult<()> {
    let name = &cx.attribute_name(name)?;
    let ty = cx.expect_type(class)?;
    if ty.has_flag(type_flag::IMMUTABLE) {
        let shown = cx.repr_text(name)?;
        return Err(cx.type_error(format!("cannot set {shown} attribute of immutable type '{}'", ty.name())));
    }
    if let Some(f) = class.ty().lookup(cx, name)
        && let Some(set) = f.ty().slots().set
    {
        return set(cx, &f, class, value);
    }
    store(cx, class, name, value)
}

/// Writes the class's own dict.
fn store(cx: &mut Cx, class: &ObjRef, name: &ObjRef, value: Option<&ObjRef>) -> PyResult<()> {
    let dict = cx.expect_type(class)?.data.dict.clone();
    let old = match value {
        Some(v) => cx.namespace_set(&dict, name, v.clone()),
        None => match cx.namespace_delete(&dict, name) {
            None => return Err(unnamed(cx, class, name)),
            old => old,
        },
    };
    match (&old, value) {
        (Some(old), Some(new)) => cx.class_value_changed(class, name, old, new),
        (None, Some(_)) => cx.class_attribute_changed(class, name),
        (_, None) => {
            cx.expect_type(class)?.deleted(cx, name);
            cx.class_attribute_changed(class, name);
        }
    }
    drop(old);
    Ok(())
}

/// The checks of every special attribute that can be assigned but not deleted.
fn assignable<'a>(
    cx: &mut Cx,
    class: &'a ObjRef,
    value: Option<&'a ObjRef>,
    name: &str,
) -> PyResult<(&'a TypeObj, &'a ObjRef)> {
    let ty = cx.expect_type(class)?;
    if ty.has_flag(type_flag::IMMUTABLE) {
        return Err(cx.type_error(format!("cannot set '{name}' attribute of immutable type '{}'", ty.name())));
    }
    match value {
        Some(v) => Ok((ty, v)),
        None => {
            Err(cx.type_error(format!("cannot delete '{name}' attribute of immutable type '{}'", ty.name())))
        }
    }
}

fn own(cx: &mut Cx, class: &ObjRef, name: &ObjRef) -> PyResult<Option<ObjRef>> {
    let ty = cx.expect_type(class)?;
    Ok(cx.namespace_get(&ty.data.dict, name))
}

fn name(cx: &mut Cx, class: &ObjRef) -> PyResult {
    let ty = cx.expect_type(class)?;
    let name = ty.data.name.borrow();
    let name = shortened(ty, &name);
    // Whoever asks a class twice gets the same str.
    Ok(if ty.data.heap_type { cx.intern(name) } else { cx.new_str(name) })
}

fn set_name(cx: &mut Cx, class: &ObjRef, value: Option<&ObjRef>) -> PyResult<()> {
    let (ty, v) = assignable(cx, class, value, "__name__")?;
    let Some(text) = v.text() else {
        let (name, got) = (ty.name(), v.ty().name());
        return Err(cx.type_error(format!("can only assign string to {name}.__name__, not '{got}'")));
    };
    super::check_name(cx, v)?;
    if text.contains('\0') {
        return Err(cx.value_error("type name must not contain null characters"));
    }
    let qualname = super::qualname(ty);
    *ty.data.qualname.borrow_mut() = Some(qualname.into());
    *ty.data.name.borrow_mut() = text.into();
    Ok(())
}

fn qualname(cx: &mut Cx, class: &ObjRef) -> PyResult {
    let ty = cx.expect_type(class)?;
    let name = super::qualname(ty);
    Ok(if ty.data.heap_type { cx.intern(&name) } else { cx.new_str(&name) })
}

fn set_qualname(cx: &mut Cx, class: &ObjRef, value: Option<&ObjRef>) -> PyResult<()> {
    let (ty, v) = assignable(cx, class, value, "__qualname__")?;
    let Some(text) = v.text() else {
        let (name, got) = (ty.name(), v.ty().name());
        return Err(cx.type_error(format!("can only assign string to {name}.__qualname__, not '{got}'")));
    };
    *ty.data.qualname.borrow_mut() = Some(text.into());
    Ok(())
}

fn module(cx: &mut Cx, class: &ObjRef) -> PyResult {
    let ty = cx.expect_type(class)?;
    if ty.data.heap_type {
        return match cx.namespace_get(&ty.data.dict, &cx.names.module) {
            Some(m) => Ok(m),
            None => Err(cx.attribute_error("__module__")),
        };
    }
    let text = module_name(cx, ty).unwrap_or_default();
    Ok(cx.intern(&text))
}

fn set_module(cx: &mut Cx, class: &ObjRef, value: Option<&ObjRef>) -> PyResult<()> {
    let (_, v) = assignable(cx, class, value, "__module__")?;
    let name = cx.names.module.clone();
    store(cx, class, &name, Some(v))
}

fn bases(cx: &mut Cx, class: &ObjRef) -> PyResult {
    Ok(cx.expect_type(class)?.data.bases.clone())
}

fn set_bases(cx: &mut Cx, class: &ObjRef, value: Option<&ObjRef>) -> PyResult<()> {
    let (ty, v) = assignable(cx, class, value, "__bases__")?;
    let name = ty.name();
    let Some(new) = cx.heap.tuple(v).map(<[ObjRef]>::to_vec) else {
        let got = v.ty().name();
        return Err(cx.type_error(format!("can only assign tuple to {name}.__bases__, not {got}")));
    };
    if new.is_empty() {
        return Err(cx.type_error(format!("can only assign non-empty tuple to {name}.__bases__, not ()")));
    }
    for base in &new {
        let Some(base) = TypeObj::of(base) else {
            let got = base.ty().name();
            return Err(cx.type_error(format!("{name}.__bases__ must be tuple of classes, not '{got}'")));
        };
        if base.is_subtype(ty) || has_base(base, class) {
            return Err(cx.type_error("a __bases__ item causes an inheritance cycle"));
        }
    }
    let best = cx.best_base(&new)?;
    let old_base = ty.data.base.clone();
    if let (Some(old), Some(new)) = (old_base.as_ref().and_then(TypeObj::of), TypeObj::of(&best)) {
        check_agreement(cx, "__bases__", old, new)?;
    }
    let old_bases = ty.data.bases.clone();
    let mut changed = vec![(class.clone(), ty.data.mro.clone())];
    let new = cx.tuple_from_slice(&new);
    let done =
        cx.set_bases(class, new.clone(), best).and_then(|()| renew_subclasses(cx, class, &mut changed));
    if done.is_err() {
        restore(cx, class, &new, old_bases, old_base, changed);
    }
    done
}

/// Whether `class` stands in the chain of the first bases of `t`. The MRO does not say so yet while an
/// `mro()` of a metaclass runs that this very change called.
fn has_base(t: &TypeObj, class: &ObjRef) -> bool {
    let mut at = t.data.base.clone();
    while let Some(base) = at {
        if base.is(class) {
            return true;
        }
        at = TypeObj::of(&base).and_then(|t| t.data.base.clone());
    }
    false
}

/// Takes back a change of bases that failed, without asking any `mro()`: the bases of `class`, if they
/// are still the new ones, and the MROs of the classes in `changed`.
fn restore(
    cx: &mut Cx,
    class: &ObjRef,
    new: &ObjRef,
    old_bases: ObjRef,
    old_base: Option<ObjRef>,
    changed: Vec<(ObjRef, ObjRef)>,
) {
    for (c, mro) in changed.into_iter().rev() {
        let Some(ty) = TypeObj::of(&c) else { continue };
        let ours = c.is(class);
        if ours && !ty.data.bases.is(new) {
            continue;
        }
        let (bases, base) = match &old_base {
            Some(base) if ours => (old_bases.clone(), Some(base.clone())),
            _ => (ty.data.bases.clone(), ty.data.base.clone()),
        };
        if let Some(base) = base {
            cx.install_bases(&c, bases, base, mro);
        }
    }
}

/// After the bases of a class changed: the MROs of all classes below it. The old ones go to `changed`.
fn renew_subclasses(cx: &mut Cx, class: &ObjRef, changed: &mut Vec<(ObjRef, ObjRef)>) -> PyResult<()> {
    cx.check_stack()?;
    for sub in cx.expect_type(class)?.subclasses() {
        let Some(ty) = TypeObj::of(&sub) else { continue };
        if let Some(base) = ty.data.base.clone() {
            let bases = ty.data.bases.clone();
            changed.push((sub.clone(), ty.data.mro.clone()));
            cx.set_bases(&sub, bases, base)?;
        }
        renew_subclasses(cx, &sub, changed)?;
    }
    Ok(())
}

fn mro(cx: &mut Cx, class: &ObjRef) -> PyResult {
    Ok(cx.expect_type(class)?.data.mro.clone())
}

fn base(cx: &mut Cx, class: &ObjRef) -> PyResult {
    let base = cx.expect_type(class)?.data.base.clone();
    Ok(base.unwrap_or_else(|| cx.none.clone()))
}

fn dict(cx: &mut Cx, class: &ObjRef) -> PyResult {
    let dict = cx.expect_type(class)?.data.dict.clone();
    Ok(mapping_proxy(cx, dict))
}

fn doc(cx: &mut Cx, class: &ObjRef) -> PyResult {
    let ty = cx.expect_type(class)?;
    if !ty.data.heap_type {
        return Ok(match ty.data.doc.get() {
            "" => cx.none.clone(),
            text => cx.new_str(text),
        });
    }
    match cx.namespace_get(&ty.data.dict, &cx.names.doc) {
        Some(doc) => cx.bind_class(&doc, class),
        None => Ok(cx.none.clone()),
    }
}

fn set_doc(cx: &mut Cx, class: &ObjRef, value: Option<&ObjRef>) -> PyResult<()> {
    let (_, v) = assignable(cx, class, value, "__doc__")?;
    let name = cx.names.doc.clone();
    store(cx, class, &name, Some(v))
}

fn text_signature(cx: &mut Cx, class: &ObjRef) -> PyResult {
    let ty = cx.expect_type(class)?;
    Ok(signature::of_type(cx, ty).map_or_else(|| cx.none.clone(), |text| cx.new_str(text)))
}

fn abstractmethods(cx: &mut Cx, class: &ObjRef) -> PyResult {
    let name = cx.names.abstractmethods.clone();
    // `type` itself has this very descriptor in its dict.
    if !class.is(cx.types.type_.as_ref())
        && let Some(v) = own(cx, class, &name)?
    {
        return Ok(v);
    }
    Err(cx.attribute_error("__abstractmethods__"))
}

fn set_abstractmethods(cx: &mut Cx, class: &ObjRef, value: Option<&ObjRef>) -> PyResult<()> {
    let is_abstract = match value {
        Some(v) => cx.truth(v)?,
        None => false,
    };
    let name = cx.names.abstractmethods.clone();
    if value.is_none() && own(cx, class, &name)?.is_none() {
        return Err(cx.attribute_error("__abstractmethods__"));
    }
    store(cx, class, &name, value)?;
    let flags = &cx.expect_type(class)?.data.flags;
    flags.set(flags.get() & !type_flag::ABSTRACT | if is_abstract { type_flag::ABSTRACT } else { 0 });
    Ok(())
}

fn annotations(cx: &mut Cx, class: &ObjRef) -> PyResult {
    let ty = cx.expect_type(class)?;
    let name = cx.names.annotations.clone();
    if !ty.data.heap_type {
        return Err(missing(cx, class, &name));
    }
    if let Some(v) = cx.namespace_get(&ty.data.dict, &name) {
        return cx.bind_class(&v, class);
    }
    let made = cx.new_dict();
    store(cx, class, &name, Some(&made))?;
    Ok(made)
}

fn set_annotations(cx: &mut Cx, class: &ObjRef, value: Option<&ObjRef>) -> PyResult<()> {
    let name = cx.names.annotations.clone();
    let ty = cx.expect_type(class)?;
    if ty.has_flag(type_flag::IMMUTABLE) {
        return Err(cx.type_error(format!(
            "cannot set '__annotations__' attribute of immutable type '{}'",
            ty.name()
        )));
    }
    if value.is_none() && own(cx, class, &name)?.is_none() {
        return Err(cx.attribute_error("__annotations__"));
    }
    store(cx, class, &name, value)
}

fn type_params(cx: &mut Cx, class: &ObjRef) -> PyResult {
    let name = cx.names.type_params.clone();
    let found = if class.is(cx.types.type_.as_ref()) { None } else { own(cx, class, &name)? };
    Ok(found.unwrap_or_else(|| cx.empty_tuple.clone()))
}

fn set_type_params(cx: &mut Cx, class: &ObjRef, value: Option<&ObjRef>) -> PyResult<()> {
    let (_, v) = assignable(cx, class, value, "__type_params__")?;
    let name = cx.names.type_params.clone();
    store(cx, class, &name, Some(v))
}

/// CPython's `tp_flags`: ours, those that every type has, and the bit of a builtin base.
fn flags(cx: &mut Cx, class: &ObjRef) -> PyResult {
    const READY: u32 = 1 << 12;
    const COLLECTED: u32 = 1 << 14;
    let ty = cx.expect_type(class)?;
    let data = &ty.data;
    let base = match data.payload.kind {
        Kind::Int | Kind::Bool | Kind::BigInt => 1 << 24,
        Kind::List => 1 << 25,
        Kind::Tuple => 1 << 26,
        Kind::Bytes => 1 << 27,
        Kind::Str => 1 << 28,
        Kind::Dict => 1 << 29,
        Kind::Exception => 1 << 30,
        Kind::Type => 1 << 31,
        _ => 0u32,
    };
    let collected = if is_collected(ty) { COLLECTED } else { 0 };
    let flags = data.flags.get() & !type_flag::OURS | READY | collected | base;
    Ok(cx.int(flags as i64))
}

fn basicsize(cx: &mut Cx, class: &ObjRef) -> PyResult {
    let data = &cx.expect_type(class)?.data;
    Ok(cx.usize(data.payload.size + data.layout.members * 8))
}

fn itemsize(cx: &mut Cx, class: &ObjRef) -> PyResult {
    let size = match cx.expect_type(class)?.data.payload.kind {
        Kind::Int | Kind::Bool => 4,
        Kind::Tuple => 8,
        Kind::Bytes => 1,
        Kind::Type => 40,
        _ => 0,
    };
    Ok(cx.int(size))
}

/// There are no such offsets: −1 says that there is a `__dict__`.
fn dictoffset(cx: &mut Cx, class: &ObjRef) -> PyResult {
    let has_dict = cx.expect_type(class)?.data.layout.has_dict;
    Ok(cx.int(if has_dict { -1 } else { 0 }))
}

fn weakrefoffset(cx: &mut Cx, class: &ObjRef) -> PyResult {
    let has_weakref = cx.expect_type(class)?.data.layout.has_weakref;
    Ok(cx.int(if has_weakref { -32 } else { 0 }))
}

/// `__dict__` and `__weakref__` of instances, which classes that add them have in their dict.
static INSTANCE_DICT: GetSet =
    GetSet::rw("__dict__", instance_dict, set_instance_dict, "dictionary for instance variables");
static INSTANCE_WEAKREF: GetSet =
    GetSet::new("__weakref__", instance_weakref, "list of weak references to the object");

/// Puts the descriptors into the dict of a class that was just made.
pub fn add_instance_attributes(
    cx: &mut Cx,
    class: &ObjRef,
    dict: bool,
    weakref: bool,
    members: &[ObjRef],
) -> PyResult<()> {
    let ty = cx.expect_type(class)?;
    let namespace = ty.data.dict.clone();
    let first = ty.data.layout.members - members.len();
    for (i, name) in members.iter().enumerate() {
        let place = MemberPlace::Slot(first + i);
        let member = MemberDescriptor { name: name.clone(), place, owner: class.clone() };
        drop(cx.namespace_set(&namespace, name, cx.new_object(member)));
    }
    for (def, wanted) in [(&INSTANCE_DICT, dict), (&INSTANCE_WEAKREF, weakref)] {
        if wanted && cx.namespace_get(&namespace, &cx.intern(def.name)).is_none() {
            let descriptor = cx.new_object(GetSetDescriptor { def, owner: class.clone() });
            cx.namespace_put(&namespace, def.name, descriptor);
        }
    }
    ty.modified();
    Ok(())
}

pub fn instance_dict(cx: &mut Cx, o: &ObjRef) -> PyResult {
    if TypeObj::of(o).is_some() {
        // Of a class whose metaclass has another base that brings the descriptor along.
        return dict(cx, o);
    }
    match cx.own_dict(o) {
        Some(dict) => Ok(dict),
        None => {
            let name = o.ty().name();
            Err(cx.attribute_error(format!("'{name}' object has no attribute '__dict__'")))
        }
    }
}

pub fn set_instance_dict(cx: &mut Cx, o: &ObjRef, value: Option<&ObjRef>) -> PyResult<()> {
    let new = match value {
        None => cx.new_dict(),
        Some(v) if v.kind() == Kind::Dict => v.clone(),
        Some(v) => {
            let got = v.ty().name();
            return Err(cx.type_error(format!("__dict__ must be set to a dictionary, not a '{got}'")));
        }
    };
    if cx.set_instance_dict(o, new) {
        return Ok(());
    }
    Err(cx.attribute_error("This object has no __dict__"))
}

fn instance_weakref(cx: &mut Cx, o: &ObjRef) -> PyResult {
    let first = cx.weakrefs_of(o).into_iter().next();
    Ok(first.unwrap_or_else(|| cx.none.clone()))
}
