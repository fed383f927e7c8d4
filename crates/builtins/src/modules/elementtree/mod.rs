//! The module `_elementtree`: elements of XML, and what builds trees of them.

mod builder;
mod children;
mod copying;
mod element;
mod iterate;
mod parser;
mod search;

use theseus_object::methods::NativeDef;
use theseus_object::module::native_module;
use theseus_object::{Cx, ObjRef, PyResult, Raised};

use crate::module::exception_class;
use crate::text::xml::{Code, Place};

static FUNCTIONS: &[NativeDef] = &[
    NativeDef::f_full("SubElement", element::sub_element, ""),
    NativeDef::f2(
        "_set_factories",
        builder::set_factories,
        "_set_factories($module, comment_factory, pi_factory, /)\n--\n\nChange the factories used to create comments and processing instructions.\n\nFor internal use only.",
    ),
];

const PARSE_ERROR: &str = "_elementtree.ParseError";

pub fn install(cx: &mut Cx) {
    let dict = native_module(cx, "_elementtree", "", FUNCTIONS);
    let syntax_error = cx.excs.syntax_error.clone();
    exception_class(cx, &dict, PARSE_ERROR, "xml.etree.ElementTree", "ParseError", &syntax_error);
    iterate::install(cx);
    for (name, ty) in [
        ("Element", element::install(cx)),
        ("TreeBuilder", builder::install(cx)),
        ("XMLParser", parser::install(cx)),
    ] {
        cx.namespace_put(&dict, name, ty);
    }
}

/// Raises ParseError for an error in a document.
fn parse_error(cx: &mut Cx, code: Code, place: Place, text: Option<&str>) -> Raised {
    let Some(class) = cx.kept(PARSE_ERROR) else { return cx.bad_internal("ParseError") };
    super::pyexpat::raise(cx, &class, text.unwrap_or(code.message()), code, place, true)
}

/// Calls a function of `xml.etree.ElementPath`.
fn call_element_path(cx: &mut Cx, function: &str, args: &[ObjRef]) -> PyResult {
    let function = super::attribute_of(cx, "xml.etree.ElementPath", function)?;
    cx.call(&function, args)
}
