//! Functions in Rust that Python calls.

use std::rc::Rc;

use theseus_object::class::TypeSpec;
use theseus_object::{Args, Cx, ObjRef, PyResult, Slots};

use crate::object::Object;
use crate::python::{Python, Result};

type Callback = Rc<dyn Fn(&mut Python, &[Object]) -> Result>;

/// Payload of a function that the embedder brought.
pub struct RustFunction {
    pub name: String,
    pub f: Callback,
}

theseus_object::leaf_payloads!(RustFunction);

static SPEC: TypeSpec = TypeSpec {
    slots: Slots { call: Some(call), repr: Some(repr), ..Slots::EMPTY },
    doc: "A function of the embedding program.",
    ..TypeSpec::EMPTY
};

const TYPE: &str = "rust function";

pub fn make(cx: &mut Cx, function: RustFunction) -> ObjRef {
    let ty = match cx.kept_type(TYPE) {
        Some(ty) => ty,
        None => {
            let ty = cx.add_native_type::<RustFunction>("theseus.RustFunction", None, 0);
            cx.fill_type(&ty, &SPEC);
            cx.keep(TYPE, ty.as_ref().clone());
            ty
        }
    };
    cx.new_instance(&ty, function)
}

fn call(cx: &mut Cx, me: &ObjRef, args: &Args) -> PyResult {
    let Some((name, f)) = cx.heap.get::<RustFunction>(me).map(|f| (f.name.clone(), f.f.clone())) else {
        return Err(cx.bad_internal("function"));
    };
    args.no_keywords(cx, &name)?;
    cx.check_stack()?;
    let arguments: Vec<Object> = args.values.iter().cloned().map(Object).collect();
    let mut py = Python::new(cx);
    match f(&mut py, &arguments).and_then(|value| py.own(&value)) {
        Ok(value) => Ok(value),
        Err(e) => Err(cx.reraise(e.value().0.clone())),
    }
}

fn repr(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let name = cx.heap.get::<RustFunction>(me).map(|f| f.name.clone()).unwrap_or_default();
    Ok(cx.new_str(&format!("<rust function {name}>")))
}
