//! What Python sees: one file a type, one a native module. Nothing here names the machine: calls go
//! through the context.
#![forbid(unsafe_code)]

pub mod alias;
pub mod bytes;
pub mod complex;
pub mod descr;
pub mod dict;
pub mod dictview;
pub mod exceptions;
pub mod float;
pub mod function;
pub mod functions;
pub mod int;
mod item;
pub mod iters;
pub mod list;
pub mod module;
pub mod modules;
pub mod namespace;
pub mod object;
pub mod range;
mod reduce;
mod sequence;
pub mod set;
pub mod singletons;
pub mod site;
pub mod slice;
pub mod stdio;
pub mod str;
pub mod super_;
pub mod text;
pub mod tuple;
pub mod type_;
pub mod typing;
pub mod union;
pub mod weakref;
pub mod world;

use theseus_object::slots::Special;
use theseus_object::{Cx, TypeObj, TypeRef};

/// Fills all native types and makes the modules. Bases come before the types over them.
pub fn install(cx: &mut Cx) {
    object::install(cx);
    type_::install(cx);
    descr::install(cx);
    alias::install(cx);
    function::install(cx);
    super_::install(cx);
    singletons::install(cx);
    module::install(cx);
    int::install(cx);
    float::install(cx);
    complex::install(cx);
    str::install(cx);
    bytes::install(cx);
    tuple::install(cx);
    list::install(cx);
    dict::install(cx);
    dictview::install(cx);
    set::install(cx);
    range::install(cx);
    slice::install(cx);
    iters::install(cx);
    exceptions::install(cx);
    weakref::install(cx);
    namespace::install(cx);
    show_getattribute(cx);
    functions::install(cx);
    modules::io::install_core(cx);
    modules::install(cx);
}

/// Core types that look attributes up as `object` does, and say so in their dict; all others do.
fn show_getattribute(cx: &Cx) {
    const SILENT: [&str; 3] = ["NoneType", "NotImplementedType", "function"];
    for class in cx.types.all() {
        let Some(ty) = TypeObj::of(class) else { continue };
        let over_object = ty.data.base.as_ref().is_some_and(|b| b.is(cx.types.object.as_ref()));
        let has_own = cx.namespace_get(&ty.data.dict, cx.special_name(Special::GetAttribute)).is_some();
        if over_object && !has_own && !SILENT.contains(&&*ty.name()) {
            cx.show_inherited(class, &[Special::GetAttribute]);
        }
    }
}

/// Makes a type visible in `builtins` under its own name.
pub(crate) fn expose(cx: &Cx, ty: &TypeRef) {
    cx.namespace_put(&cx.builtins, &ty.name(), ty.as_ref().clone());
}
