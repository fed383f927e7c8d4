//! The module `_traceback`: what the library's `traceback` shares with the machine's own reports.

use theseus_builtins::exceptions::suggestion::{self, Reach};
use theseus_builtins::module::new_module;
use theseus_object::methods::NativeDef;
use theseus_object::{Cx, ObjRef, PyResult};

use crate::width::columns;

static FUNCTIONS: &[NativeDef] = &[
    NativeDef::f1(
        "anchors",
        anchors,
        "Where in the text of an expression its operator or subscript begins and ends, or None.",
    ),
    NativeDef::f1("width", width, "Columns of a terminal that the text takes."),
    NativeDef::f2(
        "suggestion",
        words_meant,
        "What the exception's message may be about, or an empty string.",
    ),
];

pub fn install(cx: &mut Cx) {
    let module = new_module(cx, "_traceback", "Parts of reports about exceptions.");
    let Some(dict) = cx.existing_dict(&module) else { return };
    let name = cx.intern("_traceback");
    for def in FUNCTIONS {
        let f = cx.native_function(def, Some(name.clone()));
        cx.namespace_put(&dict, def.name, f);
    }
}

fn anchors(cx: &mut Cx, text: &ObjRef) -> PyResult {
    let text = text.text_or_empty();
    match theseus_compiler::operator_anchors(&text, theseus_compiler::Reporter::Library) {
        Some(ends) => {
            let parts = [ends.0, ends.1].map(|at| text.get(..at).map_or(0, |t| t.chars().count()));
            let parts = parts.map(|n| cx.usize(n));
            Ok(cx.new_tuple(parts))
        }
        None => Ok(cx.none.clone()),
    }
}

fn width(cx: &mut Cx, text: &ObjRef) -> PyResult {
    Ok(cx.usize(columns(&text.text_or_empty())))
}

fn words_meant(cx: &mut Cx, e: &ObjRef, traceback: &ObjRef) -> PyResult {
    let reach = Reach::Near(Some(traceback).filter(|t| !t.is_none()));
    // An exception that is being reported hides what goes wrong in it.
    let text = suggestion::of(cx, e, reach).unwrap_or_else(|_| {
        drop(cx.take_exception());
        None
    });
    Ok(cx.new_str(&text.unwrap_or_default()))
}
