//! The module `_decimal`: decimal numbers of any precision, and contexts.

mod arithmetic;
mod coefficient;
mod context;
mod convert;
mod exponent;
mod logarithm;
mod logical;
mod number;
mod object;
mod operations;
mod order;
mod power;
mod settings;
mod signals;
mod state;
mod text;

use theseus_object::{Cx, ObjRef, PyResult};

use self::state::State;
use crate::module::native_module;
use crate::modules::attribute_of;

pub fn install(cx: &mut Cx) {
    let dict = native_module(cx, "_decimal", "C decimal arithmetic module", context::FUNCTIONS);
    // What the library gives is there, or the import system itself is broken.
    if let Err(e) = fill(cx, &dict) {
        let _: theseus_object::Raised = e;
        drop(cx.take_exception());
    }
}

fn fill(cx: &mut Cx, dict: &ObjRef) -> PyResult<()> {
    for (name, text) in [("__version__", "1.70"), ("__libmpdec_version__", "2.5.1")] {
        let text = cx.new_str(text);
        cx.namespace_put(dict, name, text);
    }
    context::put_constants(cx, dict);
    signals::install(cx, dict)?;
    object::install(cx, dict);
    context::install(cx, dict);

    let namedtuple = attribute_of(cx, "collections", "namedtuple")?;
    let (name, fields) = (cx.new_str("DecimalTuple"), cx.new_str("sign digits exponent"));
    let tuple = cx.call(&namedtuple, &[name, fields])?;
    let (key, module) = (cx.intern("__module__"), cx.new_str("decimal"));
    cx.setattr(&tuple, &key, Some(&module))?;
    cx.namespace_put(dict, "DecimalTuple", tuple.clone());

    let number = attribute_of(cx, "numbers", "Number")?;
    let class = cx.type_of::<number::Number>().as_ref().clone();
    cx.call_method(&number, "register", &[class])?;
    let rational = attribute_of(cx, "numbers", "Rational")?;

    let variable = attribute_of(cx, "_contextvars", "ContextVar")?;
    let variable = cx.call(&variable, &[cx.new_str("decimal_context")])?;
    let held = cx.state::<State>();
    if let Some(s) = cx.heap.get_mut::<State>(&held) {
        s.variable = Some(variable);
        s.tuple = Some(tuple);
        s.rational = Some(rational);
    }
    Ok(())
}
