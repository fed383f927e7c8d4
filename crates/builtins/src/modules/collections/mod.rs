//! The module `_collections`: `deque`, `defaultdict`, `OrderedDict`, and the helpers of `namedtuple`
//! and `Counter`.

mod counter;
mod defaultdict;
mod deque;
mod deque_iter;
mod ordered;
mod ordered_iter;
mod tuplegetter;

use theseus_object::Cx;

use crate::module::native_module;

const DOC: &str = "High performance data structures.\n- deque:        ordered collection accessible from endpoints only\n- defaultdict:  dict subclass with a default value factory\n";

pub fn install(cx: &mut Cx) {
    let dict = native_module(cx, "_collections", DOC, counter::FUNCTIONS);
    deque::install(cx, &dict);
    deque_iter::install(cx, &dict);
    defaultdict::install(cx, &dict);
    ordered::install(cx, &dict);
    tuplegetter::install(cx, &dict);
}
