//! `__slots__`: which members, `__dict__` and weak references the instances of a new class get.

use theseus_object::payload::weak::kind_takes_weakrefs;
use theseus_object::typeobj::Layout;
use theseus_object::{Cx, Kind, ObjRef, PyResult, TypeObj};

use crate::text::unicode;

/// What a class adds to the layout of its base.
pub struct Added {
    pub layout: Layout,
    pub dict: bool,
    pub weakref: bool,
    /// Mangled names of the members.
    pub members: Vec<ObjRef>,
}

/// Whether instances of the payload hold a namespace that is not behind them.
fn has_own_dict(kind: Kind) -> bool {
    matches!(kind, Kind::Type | Kind::Module | Kind::Function)
}

/// Whether objects of the payload have parts of varying number behind them.
fn is_variable(kind: Kind) -> bool {
    matches!(kind, Kind::Int | Kind::Bool | Kind::Tuple | Kind::Bytes | Kind::Type)
}

/// Reads `__slots__` from the dict of the class to be made.
pub fn process(cx: &mut Cx, name: &str, base: &TypeObj, bases: &[ObjRef], dict: &ObjRef) -> PyResult<Added> {
    let old = base.data.layout;
    let kind = base.data.payload.kind;
    let may_dict = !old.has_dict && !has_own_dict(kind);
    let may_weakref = !old.has_weakref && !kind_takes_weakrefs(kind) && !is_variable(kind);
    let declared = cx.namespace_get(dict, &cx.names.slots);
    let mut added = Added { layout: old, dict: may_dict, weakref: may_weakref, members: Vec::new() };
    if let Some(declared) = declared {
        (added.dict, added.weakref) = (false, false);
        let names = declared_names(cx, &declared)?;
        if !names.is_empty() && is_variable(kind) {
            let base = base.name();
            return Err(cx.type_error(format!("nonempty __slots__ not supported for subtype of '{base}'")));
        }
        check_names(cx, &names)?;
        sort_slots(cx, name, dict, names, may_dict, may_weakref, &mut added)?;
        // Secondary bases may have what the slots leave out.
        for b in bases.iter().filter_map(TypeObj::of).filter(|b| !b.is(base)) {
            added.dict |= may_dict && b.data.layout.has_dict;
            added.weakref |= may_weakref && b.data.layout.has_weakref;
        }
    }
    added.layout = Layout {
        members: old.members + added.members.len(),
        has_dict: old.has_dict || added.dict,
        has_weakref: old.has_weakref || added.weakref,
    };
    Ok(added)
}

fn declared_names(cx: &mut Cx, declared: &ObjRef) -> PyResult<Vec<ObjRef>> {
    if declared.is_str() { Ok(vec![declared.clone()]) } else { cx.collect(declared) }
}

fn check_names(cx: &mut Cx, names: &[ObjRef]) -> PyResult<()> {
    for n in names {
        let Some(chars) = n.chars() else {
            let got = n.ty().name();
            return Err(cx.type_error(format!("__slots__ items must be strings, not '{got}'")));
        };
        if !unicode::is_identifier(&chars.to_vec()) {
            return Err(cx.type_error("__slots__ must be identifiers"));
        }
    }
    Ok(())
}

/// Tells members from `__dict__` and `__weakref__`.
fn sort_slots(
    cx: &mut Cx,
    class: &str,
    dict: &ObjRef,
    names: Vec<ObjRef>,
    may_dict: bool,
    may_weakref: bool,
    added: &mut Added,
) -> PyResult<()> {
    for n in names {
        let text = n.text_or_empty();
        match text.as_str() {
            "__dict__" => {
                if !may_dict || added.dict {
                    return Err(cx.type_error("__dict__ slot disallowed: we already got one"));
                }
                added.dict = true;
            }
            "__weakref__" => {
                if !may_weakref || added.weakref {
                    return Err(cx.type_error("__weakref__ slot disallowed: we already got one"));
                }
                added.weakref = true;
            }
            _ => {
                let mangled = cx.intern(&mangle(class, &text));
                let free = matches!(text.as_str(), "__qualname__" | "__classcell__" | "__classdictcell__");
                if !free && cx.namespace_get(dict, &mangled).is_some() {
                    let shown = cx.repr_text(&mangled)?;
                    return Err(cx.value_error(format!("{shown} in __slots__ conflicts with class variable")));
                }
                added.members.push(mangled);
            }
        }
    }
    added.members.sort_by_key(|m| m.text_or_empty());
    Ok(())
}

/// A private name as the compiler mangles it.
fn mangle(class: &str, name: &str) -> String {
    let class = class.trim_start_matches('_');
    if !name.starts_with("__") || name.ends_with("__") || name.contains('.') || class.is_empty() {
        return name.to_string();
    }
    format!("_{class}{name}")
}
