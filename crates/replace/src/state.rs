//! What the crate keeps for an interpreter: its error class, and whether somebody is planning.

use theseus_object::edges::{EdgeVisitor, Payload, Relation};
use theseus_object::{Cx, ObjRef, PyResult, Raised};

use crate::conflict::Conflict;

#[derive(Default)]
pub struct State {
    pub error: Option<ObjRef>,
    planning: bool,
}

impl Payload for State {
    fn edges(&mut self, v: &mut dyn EdgeVisitor) {
        v.edge(&mut self.error, Relation::Attr("ReplaceError"));
    }
}

/// Raises ReplaceError, which tells the conflicts in its attribute of that name.
pub fn refuse(cx: &mut Cx, message: &str, conflicts: &[Conflict]) -> Raised {
    let state = cx.state::<State>();
    let class = cx.heap.get::<State>(&state).and_then(|s| s.error.clone());
    let class = class.unwrap_or_else(|| cx.excs.type_error.as_ref().clone());
    let message = cx.new_str(message);
    let conflicts = conflicts.iter().map(|c| cx.new_str(&c.text)).collect();
    let conflicts = cx.new_list(conflicts);
    let name = cx.intern("conflicts");
    let made = cx.call(&class, &[message]).and_then(|e| cx.setattr(&e, &name, Some(&conflicts)).map(|()| e));
    match made {
        Ok(e) => cx.raise(e),
        Err(raised) => raised,
    }
}

/// Runs `f` as the only planning: code that it calls cannot plan a replacement of its own.
pub fn planning<R>(cx: &mut Cx, f: impl FnOnce(&mut Cx) -> PyResult<R>) -> PyResult<R> {
    let state = cx.state::<State>();
    let before = cx.heap.get_mut::<State>(&state).map(|s| std::mem::replace(&mut s.planning, true));
    if before == Some(true) {
        return Err(refuse(cx, "a replacement is being planned", &[]));
    }
    let result = f(cx);
    if let Some(s) = cx.heap.get_mut::<State>(&state) {
        s.planning = false;
    }
    result
}
