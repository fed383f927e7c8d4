//! Descriptors: computed attributes, members of `__slots__`, native methods, `property`,
//! `classmethod` and `staticmethod`.

mod attribute;
mod native;
mod property;
pub mod signature;
mod wrapped;

use theseus_object::methods::NativeDef;
use theseus_object::{Cx, ObjRef, PyResult, TypeObj};

use crate::type_;

pub use native::MethodWrapper;
pub use wrapped::{ClassMethod, StaticMethod, is_abstract, new_class_method, new_static_method, wrap_static};

/// Makes the types that the tables of every other type need.
pub fn make_types(cx: &mut Cx) {
    attribute::make_types(cx);
    native::make_types(cx);
}

pub fn install(cx: &mut Cx) {
    attribute::install(cx);
    native::install(cx);
    property::install(cx);
    wrapped::install(cx);
}

/// TypeError unless `o` is an instance of `owner`.
fn check_instance(cx: &mut Cx, name: &str, owner: &ObjRef, o: &ObjRef) -> PyResult<()> {
    cx.check_receiver(name, owner, o)
}

/// `__qualname__` of something that belongs to a type.
fn qualified(owner: &ObjRef, name: &str) -> String {
    match TypeObj::of(owner) {
        Some(ty) => format!("{}.{name}", type_::qualname(ty)),
        None => name.to_string(),
    }
}

/// `__text_signature__` and `__doc__` of a native function: its first line may be a signature,
/// which an empty line ends or `--`.
pub fn split_doc(def: &NativeDef) -> (Option<&'static str>, &'static str) {
    if let Some(rest) = def.doc.strip_prefix(def.name)
        && rest.starts_with('(')
        && let Some((signature, doc)) = rest.split_once(")\n--\n\n")
    {
        return (Some(&rest[..signature.len() + 1]), doc);
    }
    (None, def.doc)
}

/// A text or None.
fn text_or_none(cx: &Cx, text: &str) -> ObjRef {
    if text.is_empty() { cx.none.clone() } else { cx.new_str(text) }
}
