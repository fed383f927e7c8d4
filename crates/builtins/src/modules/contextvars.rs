//! The module `_contextvars`: the current context, its variables, and their tokens.

mod context;
mod variable;

use theseus_object::methods::NativeDef;
use theseus_object::{Cx, ObjRef, PyResult};

use crate::module::native_module;

use context::copy_current;
pub(crate) use variable::{assign, value};

static FUNCTIONS: &[NativeDef] =
    &[NativeDef::f0("copy_context", |cx| Ok(copy_current(cx)), "copy_context($module, /)\n--\n\n")];

pub fn install(cx: &mut Cx) {
    let dict = native_module(cx, "_contextvars", "Context Variables", FUNCTIONS);
    context::install(cx, &dict);
    variable::install(cx, &dict);
}

/// The current context; made when somebody asks.
fn current(cx: &mut Cx) -> ObjRef {
    if let Some(now) = cx.context.clone() {
        return now;
    }
    let fresh = context::empty(cx);
    set_current(cx, Some(fresh.clone()));
    fresh
}

/// Makes a context the current one and gives that before it.
fn set_current(cx: &mut Cx, context: Option<ObjRef>) -> Option<ObjRef> {
    std::mem::replace(&mut cx.context, context)
}

/// The dict of the current context's variables.
fn variables(cx: &mut Cx) -> PyResult {
    let now = current(cx);
    context::variables_of(cx, &now)
}
