//! Functions, bound methods, native functions and cells as Python sees them.

use theseus_object::Cx;

pub fn install(_cx: &mut Cx) {}
