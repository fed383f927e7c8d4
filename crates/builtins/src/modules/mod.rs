//! Native modules: one table of names and install functions. A module is made when it is first
//! imported, so that a further row costs a start nothing.

pub mod codecs;
pub mod gc;
pub mod io;
pub mod record;
pub mod signal;
pub mod sys;
pub mod time;

use theseus_object::Cx;

/// Makes a native module: `install` puts it into `sys.modules`, with `module::new_module`.
pub type Install = fn(&mut Cx);

/// Modules that are made when they are imported. Sorted by name.
pub static TABLE: &[(&str, Install)] = &[
    ("_codecs", codecs::install),
    ("_io", io::install),
    ("_signal", signal::install),
    ("_weakref", crate::weakref::install_module),
    ("gc", gc::install),
    ("time", time::install),
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
