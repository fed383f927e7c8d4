//! Whether instances of one class may become instances of another: `__class__` and `__bases__` assigned.

use theseus_object::class::MemberDescriptor;
use theseus_object::typeobj::type_flag;
use theseus_object::{Cx, PyResult, TypeObj};

/// Whether instances of the class may hold references, so that CPython's collector looks at them.
pub fn is_collected(ty: &TypeObj) -> bool {
    ty.data.heap_type || ty.data.payload.has_edges && ty.data.base.is_some()
}

/// TypeError unless what was laid out for `old` may be used as `new` lays it out.
pub fn check_agreement(cx: &mut Cx, attribute: &str, old: &TypeObj, new: &TypeObj) -> PyResult<()> {
    let what = if is_collected(old) != is_collected(new) {
        "deallocator"
    } else if !agree(cx, old, new) {
        "object layout"
    } else {
        return Ok(());
    };
    let (new, old) = (new.name(), old.name());
    Err(cx.type_error(format!("{attribute} assignment: '{new}' {what} differs from '{old}'")))
}

/// Two layouts agree if they come from the same class, or if two classes add the same to the same base.
fn agree(cx: &Cx, old: &TypeObj, new: &TypeObj) -> bool {
    if old.data.payload.id != new.data.payload.id || old.data.layout != new.data.layout {
        return false;
    }
    let (old, new) = (origin(old), origin(new));
    if std::ptr::eq(old, new) {
        return true;
    }
    let (Some(old_base), Some(new_base)) = (&old.data.base, &new.data.base) else { return false };
    let made = old.data.heap_type && new.data.heap_type;
    made && old_base.is(new_base) && own_members(cx, old) == own_members(cx, new)
}

/// The class that its layout comes from: it adds something to its base.
fn origin(ty: &TypeObj) -> &TypeObj {
    let mut ty = ty;
    while !ty.has_flag(type_flag::SOLID)
        && let Some(base) = ty.data.base.as_ref().and_then(TypeObj::of)
        && base.data.layout == ty.data.layout
        && base.data.payload.id == ty.data.payload.id
        && is_collected(base) == is_collected(ty)
    {
        ty = base;
    }
    ty
}

/// The names of the `__slots__` that a class adds.
fn own_members(cx: &Cx, class: &TypeObj) -> Vec<String> {
    let member = |value| cx.heap.get::<MemberDescriptor>(value).filter(|m| m.index().is_some());
    let items = cx.dict_items(&class.data.dict);
    let mut names: Vec<_> =
        items.iter().filter_map(|(_, value)| member(value)).map(|m| m.name.text_or_empty()).collect();
    names.sort();
    names
}
