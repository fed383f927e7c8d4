//! Exceptions: arguments, chain and traceback.

use crate::edges::{EdgeVisitor, Payload, Relation};
use crate::header::Kind;
use crate::refs::ObjRef;

/// Payload of every exception. What users set (`__notes__` too) are attributes of the instance.
pub struct Exception {
    /// A tuple.
    pub args: ObjRef,
    pub cause: Option<ObjRef>,
    pub context: Option<ObjRef>,
    pub traceback: Option<ObjRef>,
    pub suppress_context: bool,
    /// `StopIteration.value`, `SystemExit.code`, `NameError.name`; a tuple of the fields of types
    /// that have more than one, such as `AttributeError` (`name`, `obj`) and `OSError`.
    pub value: Option<ObjRef>,
}

impl Payload for Exception {
    const KIND: Kind = Kind::Exception;
    fn edges(&mut self, v: &mut dyn EdgeVisitor) {
        v.fixed(&mut self.args, Relation::Part("args"));
        v.edge(&mut self.cause, Relation::Typed("__cause__"));
        v.edge(&mut self.context, Relation::Typed("__context__"));
        v.edge(&mut self.traceback, Relation::Typed("__traceback__"));
        v.edge(&mut self.value, Relation::Attr("value"));
    }
    fn clear(&mut self) {
        self.cause = None;
        self.context = None;
        self.traceback = None;
        self.value = None;
    }
}
