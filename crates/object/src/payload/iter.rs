//! Iterators that the machine knows: over ranges of machine words, lists, tuples and ASCII strs.

use crate::edges::{EdgeVisitor, Payload, Relation};
use crate::header::Kind;
use crate::refs::ObjRef;

/// Over a range whose numbers fit machine words: `left` numbers from `next` by `step`.
pub struct RangeIter {
    pub next: i64,
    pub step: i64,
    pub left: u64,
}

impl Payload for RangeIter {
    const KIND: Kind = Kind::RangeIter;
    const HAS_EDGES: bool = false;
    crate::plain_fields!(RangeIter: next "next" Value, step "step" Value, left "left" Length);
    fn edges(&mut self, _: &mut dyn EdgeVisitor) {}
}

/// Over a list, as long as it is; `None` when exhausted.
pub struct ListIter {
    pub list: Option<ObjRef>,
    pub index: usize,
}

impl Payload for ListIter {
    const KIND: Kind = Kind::ListIter;
    crate::plain_fields!(ListIter: index "index" Value);
    fn edges(&mut self, v: &mut dyn EdgeVisitor) {
        v.edge(&mut self.list, Relation::Typed("list"));
    }
}

/// Over a tuple; `None` when exhausted.
pub struct TupleIter {
    pub tuple: Option<ObjRef>,
    pub index: usize,
}

impl Payload for TupleIter {
    const KIND: Kind = Kind::TupleIter;
    crate::plain_fields!(TupleIter: index "index" Value);
    fn edges(&mut self, v: &mut dyn EdgeVisitor) {
        v.edge(&mut self.tuple, Relation::Typed("tuple"));
    }
}

/// A place in a str; `None` when exhausted.
pub struct StrPosition {
    pub text: Option<ObjRef>,
    pub index: usize,
}

/// Over a str of ASCII characters.
pub struct AsciiIter(pub StrPosition);

impl Payload for AsciiIter {
    const KIND: Kind = Kind::AsciiIter;
    fn edges(&mut self, v: &mut dyn EdgeVisitor) {
        v.edge(&mut self.0.text, Relation::Typed("text"));
    }
    fn admits(&self, _: Relation, _: &ObjRef, new: &ObjRef) -> bool {
        new.ascii().is_some()
    }
}
