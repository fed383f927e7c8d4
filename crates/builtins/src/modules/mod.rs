//! Native modules: one table of names and install functions. A module is made when it is first
//! imported, so that a further row costs a start nothing.

pub mod abc;
pub mod atexit;
pub mod bisect;
pub mod cmath;
pub mod codecs;
pub mod collections;
pub mod contextvars;
pub mod functools;
pub mod gc;
pub mod heapq;
pub mod io;
pub mod itertools;
pub mod json;
pub mod math;
pub mod operator;
pub mod queue;
pub mod random;
pub mod record;
pub mod signal;
pub mod sre;
pub mod stat;
pub mod string;
pub mod struct_;
pub mod sys;
pub mod thread;
pub mod time;
pub mod unicodedata;
mod wait;

use theseus_object::{Cx, ObjRef, PyResult};

/// Makes a native module: `install` puts it into `sys.modules`, with `module::new_module`.
pub type Install = fn(&mut Cx);

/// Modules that are made when they are imported. Sorted by name.
pub static TABLE: &[(&str, Install)] = &[
    ("_abc", abc::install),
    ("_bisect", bisect::install),
    ("_codecs", codecs::install),
    ("_collections", collections::install),
    ("_contextvars", contextvars::install),
    ("_functools", functools::install),
    ("_heapq", heapq::install),
    ("_io", io::install),
    ("_json", json::install),
    ("_operator", operator::install),
    ("_queue", queue::install),
    ("_random", random::install),
    ("_signal", signal::install),
    ("_sre", sre::install),
    ("_stat", stat::install),
    ("_string", string::install),
    ("_struct", struct_::install),
    ("_thread", thread::install),
    ("_weakref", crate::weakref::install_module),
    ("atexit", atexit::install),
    ("cmath", cmath::install),
    ("gc", gc::install),
    ("itertools", itertools::install),
    ("math", math::install),
    ("time", time::install),
    ("unicodedata", unicodedata::install),
    ("weakref", crate::weakref::install_module),
];

/// The install function of a native module.
pub fn find(name: &str) -> Option<Install> {
    TABLE.iter().find(|(known, _)| *known == name).map(|(_, install)| *install)
}

/// What every program has from the start.
pub fn install(cx: &mut Cx) {
    sys::install(cx);
}

/// An attribute of a module, which is imported if it must be.
pub(crate) fn attribute_of(cx: &mut Cx, module: &str, name: &str) -> PyResult {
    let list = cx.new_tuple([cx.intern(name)]);
    let args = [cx.intern(module), cx.none.clone(), cx.none.clone(), list, cx.int(0)];
    let module = (cx.upcalls.import)(cx, &args)?;
    let name: ObjRef = cx.intern(name);
    cx.getattr(&module, &name)
}
