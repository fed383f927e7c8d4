//! `type.__new__`: making a class from name, bases and namespace.

use theseus_object::payload::{CellData, Dict};
use theseus_object::slots::Special;
use theseus_object::{Args, Cx, Kind, ObjRef, PyResult, TypeObj};

use super::{attributes, slots};
use crate::{descr, exceptions, super_};

/// The most derived of a metaclass and those of the bases.
pub fn calculate_metaclass(cx: &mut Cx, metaclass: &ObjRef, bases: &[ObjRef]) -> PyResult {
    let mut winner = metaclass.clone();
    for base in bases {
        let other = base.class();
        let above =
            |a: &ObjRef, b: &ObjRef| TypeObj::of(a).zip(TypeObj::of(b)).is_some_and(|(a, b)| a.is_subtype(b));
        if above(&winner, &other) {
            continue;
        }
        if !above(&other, &winner) {
            return Err(cx.type_error(
                "metaclass conflict: the metaclass of a derived class must be a (non-strict) subclass of the metaclasses of all its bases",
            ));
        }
        winner = other;
    }
    Ok(winner)
}

/// Slot `new` of `type`.
pub fn new(cx: &mut Cx, metaclass: &ObjRef, args: &Args) -> PyResult {
    let [name, bases, namespace] = args.pos() else {
        let n = args.positional();
        return Err(cx.type_error(format!("type.__new__() takes exactly 3 arguments ({n} given)")));
    };
    let expected = [(name, name.is_str(), "str"), (bases, bases.kind() == Kind::Tuple, "tuple")];
    let expected = expected.into_iter().chain([(namespace, namespace.kind() == Kind::Dict, "dict")]);
    for (i, (o, good, what)) in expected.enumerate() {
        if !good {
            let got = o.kind_given();
            return Err(cx.type_error(format!("type.__new__() argument {} must be {what}, not {got}", i + 1)));
        }
    }
    let base_list = cx.heap.tuple(bases).map(<[ObjRef]>::to_vec).unwrap_or_default();
    refuse_entries(cx, &base_list)?;
    let winner = calculate_metaclass(cx, metaclass, &base_list)?;
    if !winner.is(metaclass) {
        let other = TypeObj::of(&winner).and_then(|t| t.slots().new);
        if let Some(other) = other.filter(|f| *f as usize != new as *const () as usize) {
            return other(cx, &winner, args);
        }
    }
    let base_list = if base_list.is_empty() { vec![cx.types.object.as_ref().clone()] } else { base_list };
    make(cx, &winner, name, &base_list, namespace, args)
}

fn refuse_entries(cx: &mut Cx, bases: &[ObjRef]) -> PyResult<()> {
    let hook = cx.names.mro_entries.clone();
    for base in bases.iter().filter(|b| TypeObj::of(b).is_none()) {
        if cx.try_getattr(base, &hook)?.is_some() {
            return Err(cx.type_error("type() doesn't support MRO entry resolution; use types.new_class()"));
        }
    }
    Ok(())
}

fn make(
    cx: &mut Cx,
    metaclass: &ObjRef,
    name: &ObjRef,
    bases: &[ObjRef],
    namespace: &ObjRef,
    args: &Args,
) -> PyResult {
    let base = cx.best_base(bases)?;
    super::check_name(cx, name)?;
    let name = name.text_or_empty();
    if name.contains('\0') {
        return Err(cx.value_error("type name must not contain null characters"));
    }
    let copy = cx.heap.get::<Dict>(namespace).map(Dict::copy).unwrap_or_default();
    let dict = cx.dict_from(copy);
    let base_type = cx.expect_type(&base)?;
    let added = slots::process(cx, &name, base_type, bases, &dict)?;
    set_module(cx, &dict)?;
    let qualname = take_qualname(cx, &dict)?;
    wrap_implicit(cx, &dict);
    set_hash(cx, &dict);
    let cell = take_cell(cx, &dict)?;
    let dict_cell = take_dict_cell(cx, &dict)?;
    let class = cx.new_class(metaclass, &name, bases, dict.clone(), added.layout)?;
    if let Some(q) = qualname.filter(|q| *q != name)
        && let Some(ty) = TypeObj::of(&class)
    {
        *ty.data.qualname.borrow_mut() = Some(q.into());
    }
    attributes::add_instance_attributes(cx, &class, added.dict, added.weakref, &added.members)?;
    // A special method may be a slot that each instance fills.
    if added.members.iter().any(|name| name.text_or_empty().starts_with("__")) {
        cx.refresh_slots(&class);
    }
    if cx.namespace_get(&dict, &cx.names.doc).is_none() {
        cx.namespace_put(&dict, "__doc__", cx.none.clone());
    }
    if let Some(cell) = dict_cell
        && let Some(c) = cx.heap.get_mut::<CellData>(&cell)
    {
        let old = c.value.replace(dict.clone());
        drop(old);
    }
    if let Some(cell) = cell
        && let Some(c) = cx.heap.get_mut::<CellData>(&cell)
    {
        let old = c.value.replace(class.clone());
        drop(old);
    }
    if let Some(ty) = TypeObj::of(&class) {
        ty.modified();
    }
    set_names(cx, &class, &dict)?;
    init_subclass(cx, &class, args)?;
    Ok(class)
}

fn set_module(cx: &mut Cx, dict: &ObjRef) -> PyResult<()> {
    if cx.namespace_get(dict, &cx.names.module).is_some() {
        return Ok(());
    }
    if let Some(globals) = (cx.upcalls.current_globals)(cx)
        && let Some(name) = cx.namespace_get(&globals, &cx.names.name)
    {
        cx.namespace_put(dict, "__module__", name);
    }
    Ok(())
}

/// `__qualname__` leaves the namespace: it is no attribute of instances.
fn take_qualname(cx: &mut Cx, dict: &ObjRef) -> PyResult<Option<String>> {
    let Some(q) = cx.namespace_get(dict, &cx.names.qualname) else { return Ok(None) };
    let Some(text) = q.text() else {
        let got = q.ty().name();
        return Err(cx.type_error(format!("type __qualname__ must be a str, not {got}")));
    };
    drop(cx.namespace_delete(dict, &cx.names.qualname));
    Ok(Some(text.into_owned()))
}

/// Functions that are static or class methods without saying so.
fn wrap_implicit(cx: &mut Cx, dict: &ObjRef) {
    let names = [cx.names.new.clone(), cx.names.init_subclass.clone(), cx.names.class_getitem.clone()];
    for (i, name) in names.iter().enumerate() {
        let Some(f) = cx.namespace_get(dict, name).filter(|f| f.kind() == Kind::Function) else { continue };
        let wrapped = if i == 0 { descr::new_static_method(cx, f) } else { descr::new_class_method(cx, f) };
        drop(cx.namespace_set(dict, name, wrapped));
    }
}

/// A class that defines equality but no hash is unhashable.
fn set_hash(cx: &mut Cx, dict: &ObjRef) {
    let (eq, hash) = (cx.special_name(Special::Eq).clone(), cx.special_name(Special::Hash).clone());
    if cx.namespace_get(dict, &eq).is_some() && cx.namespace_get(dict, &hash).is_none() {
        drop(cx.namespace_set(dict, &hash, cx.none.clone()));
    }
}

fn take_cell(cx: &mut Cx, dict: &ObjRef) -> PyResult<Option<ObjRef>> {
    let Some(cell) = cx.namespace_delete(dict, &cx.names.classcell) else { return Ok(None) };
    if cell.kind() == Kind::Cell {
        return Ok(Some(cell));
    }
    let got = cx.repr_text(&cell.class())?;
    Err(cx.type_error(format!("__classcell__ must be a nonlocal cell, not {got}")))
}

/// The cell through which annotation scopes see the class.
fn take_dict_cell(cx: &mut Cx, dict: &ObjRef) -> PyResult<Option<ObjRef>> {
    let name = cx.intern("__classdictcell__");
    let Some(cell) = cx.namespace_delete(dict, &name) else { return Ok(None) };
    if cell.kind() == Kind::Cell {
        return Ok(Some(cell));
    }
    let got = cx.repr_text(&cell.class())?;
    Err(cx.type_error(format!("__classdictcell__ must be a nonlocal cell, not {got}")))
}

/// `__set_name__` of everything in the namespace that has it.
fn set_names(cx: &mut Cx, class: &ObjRef, dict: &ObjRef) -> PyResult<()> {
    let hook = cx.names.set_name.clone();
    for (key, value) in cx.dict_items(dict) {
        let Some(r) = cx.call_type_method(&value, &hook, &[class, &key]) else { continue };
        if let Err(e) = r {
            let (kind, class) = (value.ty().name(), TypeObj::of(class).map(|t| t.name()).unwrap_or_default());
            if let Some(failed) = cx.take_exception() {
                let key = cx.repr_text(&key)?;
                let note = format!("Error calling __set_name__ on '{kind}' instance {key} in '{class}'");
                let note = cx.new_str(&note);
                exceptions::add_note(cx, &failed, &note)?;
                cx.reraise(failed);
            }
            return Err(e);
        }
    }
    Ok(())
}

/// `super(class, class).__init_subclass__(**keywords)`.
fn init_subclass(cx: &mut Cx, class: &ObjRef, args: &Args) -> PyResult<()> {
    let hook = cx.names.init_subclass.clone();
    let (f, bind) = super_::super_getattr(cx, class, class, &hook)?;
    let f = if bind { cx.bind(&f, class)? } else { f };
    let values: Vec<ObjRef> = args.keywords().map(|(_, v)| v.clone()).collect();
    cx.call_args(&f, &Args { values: &values, names: args.names })?;
    Ok(())
}
