//! The module `pyexpat`: parsers of XML that call handlers.

mod attributes;
mod calls;
mod parser;

use theseus_object::args::Params;
use theseus_object::methods::NativeDef;
use theseus_object::module::{module_over, native_module};
use theseus_object::payload::Module;
use theseus_object::{Args, Cx, ObjRef, PyResult, Raised, TypeObj};

use crate::module::exception_class;
use crate::text::xml::{CODES, Code, Place};

pub use self::parser::optional_text;

static FUNCTIONS: &[NativeDef] = &[
    NativeDef::f_full(
        "ParserCreate",
        parser::create,
        "ParserCreate($module, /, encoding=None, namespace_separator=None,\n             intern=<unrepresentable>)\n--\n\nReturn a new XML parser object.",
    ),
    NativeDef::f1(
        "ErrorString",
        error_string,
        "ErrorString($module, code, /)\n--\n\nReturns string error for given number.",
    ),
];

const PARAMETER_ENTITY_PARSING: [&str; 3] = [
    "XML_PARAM_ENTITY_PARSING_NEVER",
    "XML_PARAM_ENTITY_PARSING_UNLESS_STANDALONE",
    "XML_PARAM_ENTITY_PARSING_ALWAYS",
];

/// What the library of this version was built with.
const FEATURES: [(&str, i64); 7] = [
    ("sizeof(XML_Char)", 1),
    ("sizeof(XML_LChar)", 1),
    ("XML_DTD", 0),
    ("XML_CONTEXT_BYTES", 1024),
    ("XML_NS", 0),
    ("XML_BLAP_MAX_AMP", 100),
    ("XML_BLAP_ACT_THRES", 8_388_608),
];

const TYPES: [&str; 6] = ["EMPTY", "ANY", "MIXED", "NAME", "CHOICE", "SEQ"];
const QUANTIFIERS: [&str; 4] = ["NONE", "OPT", "REP", "PLUS"];

const ERROR: &str = "pyexpat.error";

pub fn install(cx: &mut Cx) {
    let dict = native_module(cx, "pyexpat", "Python wrapper for Expat parser.", FUNCTIONS);
    let exception = cx.excs.exception.clone();
    let error = exception_class(cx, &dict, ERROR, "xml.parsers.expat", "ExpatError", &exception);
    cx.namespace_put(&dict, "error", error);
    let ty = parser::install(cx);
    cx.namespace_put(&dict, "XMLParserType", ty);
    cx.namespace_put(&dict, "EXPAT_VERSION", cx.new_str("expat_2.5.0"));
    let version = cx.new_tuple([2, 5, 0].map(|n| cx.int(n)));
    cx.namespace_put(&dict, "version_info", version);
    cx.namespace_put(&dict, "native_encoding", cx.new_str("UTF-8"));
    let features = FEATURES.map(|(name, value)| cx.new_tuple([cx.new_str(name), cx.int(value)]));
    cx.namespace_put(&dict, "features", cx.new_list(features.to_vec()));
    for (value, name) in PARAMETER_ENTITY_PARSING.iter().enumerate() {
        cx.namespace_put(&dict, name, cx.usize(value));
    }
    let errors = submodule(cx, &dict, "errors", "Constants used to describe error conditions.");
    let (codes, messages) = (cx.new_dict(), cx.new_dict());
    for (code, name, text) in CODES {
        let (number, text) = (cx.usize(code.number()), cx.intern(text));
        drop(cx.namespace_set(&codes, &text, number.clone()));
        drop(cx.dict_set(&messages, &number, text.clone()));
        cx.namespace_put(&errors, &format!("XML_ERROR_{name}"), text);
    }
    cx.namespace_put(&errors, "codes", codes);
    cx.namespace_put(&errors, "messages", messages);
    let model = submodule(cx, &dict, "model", "Constants used to interpret content model information.");
    for (n, name) in (1..).zip(TYPES) {
        cx.namespace_put(&model, &format!("XML_CTYPE_{name}"), cx.int(n));
    }
    for (n, name) in (0..).zip(QUANTIFIERS) {
        cx.namespace_put(&model, &format!("XML_CQUANT_{name}"), cx.int(n));
    }
}

/// A module within this one; gives its namespace.
fn submodule(cx: &Cx, dict: &ObjRef, name: &str, doc: &str) -> ObjRef {
    let full = format!("pyexpat.{name}");
    let module = module_over(cx, &full, doc, cx.new_dict());
    cx.namespace_put(&cx.modules, &full, module.clone());
    cx.namespace_put(dict, name, module.clone());
    cx.heap.get::<Module>(&module).map_or_else(|| cx.new_dict(), |m| m.dict.clone())
}

fn error_string(cx: &mut Cx, code: &ObjRef) -> PyResult {
    let number = cx.index_word(code)?;
    let found = usize::try_from(number).ok().and_then(|n| CODES.get(n.checked_sub(1)?));
    Ok(found.map_or_else(|| cx.none.clone(), |(.., text)| cx.new_str(text)))
}

/// Raises an exception of a class for an error at a place: with `position` as a pair, or with `lineno` and `offset`.
pub fn raise(cx: &mut Cx, class: &ObjRef, text: &str, code: Code, place: Place, position: bool) -> Raised {
    let Some(ty) = TypeObj::of(class) else { return cx.bad_internal("exception class") };
    let text = format!("{text}: line {}, column {}", place.line, place.column);
    let e = cx.new_exception(ty, &[cx.new_str(&text)]);
    let (line, column) = (cx.usize(place.line), cx.usize(place.column));
    let mut parts = vec![("code", cx.usize(code.number()))];
    if position {
        parts.push(("position", cx.new_pair(line, column)));
    } else {
        parts.extend([("offset", column), ("lineno", line)]);
    }
    for (name, value) in parts {
        let name = cx.intern(name);
        if let Err(raised) = cx.setattr(&e, &name, Some(&value)) {
            return raised;
        }
    }
    cx.raise(e)
}

fn raise_error(cx: &mut Cx, code: Code, place: Place) -> Raised {
    match cx.kept(ERROR) {
        Some(class) => raise(cx, &class, code.message(), code, place, false),
        None => cx.bad_internal("ExpatError"),
    }
}

/// The characters that the bytes of an encoding stand for, one each.
pub fn table(cx: &mut Cx, encoding: &str) -> PyResult<Box<[Option<char>; 256]>> {
    let bytes: Vec<u8> = (0..=255).collect();
    let text = crate::str::decode(cx, None, &bytes, encoding, "replace")?;
    let chars = text.chars().map(|c| c.to_vec()).unwrap_or_default();
    let Ok(points) = <[u32; 256]>::try_from(chars) else {
        return Err(cx.value_error("multi-byte encodings are not supported"));
    };
    Ok(Box::new(points.map(|c| char::from_u32(c).filter(|&c| c != '\u{fffd}'))))
}

/// The arguments of `ParserCreate`: encoding, separator, dict of names.
fn create_arguments(cx: &mut Cx, args: &Args) -> PyResult<[Option<ObjRef>; 3]> {
    const PARAMS: Params<0, 3> = Params {
        required: [],
        optional: ["encoding", "namespace_separator", "intern"],
        posonly: 0,
        kwonly: 3,
    };
    Ok(args.bind(cx, "ParserCreate", &PARAMS)?.1)
}
