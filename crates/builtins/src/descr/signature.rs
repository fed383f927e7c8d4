//! Text signatures of natives: in their own documentation, or else in a list of those that CPython gives.

use theseus_object::methods::NativeDef;
use theseus_object::{Cx, ObjRef, TypeObj};

use super::split_doc;
use crate::type_;

/// A line is `module.name(signature)` or `module.Type.name(signature)`, sorted by bytes.
static RECORDED: &str = include_str!("signatures.txt");

/// The signature recorded for `path`, parentheses included.
fn recorded(path: &str) -> Option<&'static str> {
    RECORDED.lines().find_map(|line| line.strip_prefix(path).filter(|rest| rest.starts_with('(')))
}

/// Of a function of the module of this name.
pub fn of_function(def: &NativeDef, module: &str) -> Option<&'static str> {
    split_doc(def).0.or_else(|| recorded(&format!("{module}.{}", def.name)))
}

/// Of a method in the dict of `owner`, a class.
pub fn of_method(cx: &Cx, def: &NativeDef, owner: &ObjRef) -> Option<&'static str> {
    split_doc(def).0.or_else(|| recorded(&format!("{}.{}", path(cx, TypeObj::of(owner)?)?, def.name)))
}

/// Of a method bound to `me`, an instance or a class: the native class that has it is among the bases.
pub fn of_bound(cx: &Cx, def: &NativeDef, me: &ObjRef) -> Option<&'static str> {
    if let (Some(own), _) = split_doc(def) {
        return Some(own);
    }
    let ty = TypeObj::of(me).unwrap_or(me.ty());
    ty.mro().iter().find_map(|class| of_method(cx, def, class))
}

/// Of the call of a native class.
pub fn of_type(cx: &Cx, ty: &TypeObj) -> Option<&'static str> {
    if ty.data.heap_type { None } else { recorded(&path(cx, ty)?) }
}

fn path(cx: &Cx, ty: &TypeObj) -> Option<String> {
    let module = if ty.data.heap_type { return None } else { type_::module_name(cx, ty)? };
    Some(format!("{module}.{}", type_::qualname(ty)))
}
