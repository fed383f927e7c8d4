//! Modules: a namespace dict.

use crate::edges::{EdgeVisitor, Payload, Relation};
use crate::header::Kind;
use crate::refs::ObjRef;

pub struct Module {
    pub dict: ObjRef,
}

impl Payload for Module {
    const KIND: Kind = Kind::Module;
    fn edges(&mut self, v: &mut dyn EdgeVisitor) {
        v.fixed(&mut self.dict, Relation::Part("__dict__"));
    }
    fn admits(&self, relation: Relation, _: &ObjRef, new: &ObjRef) -> bool {
        !matches!(relation, Relation::Part(_)) || new.is_exact(Kind::Dict)
    }
}
