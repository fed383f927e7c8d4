//! Views and iterators of dicts.

use theseus_object::Cx;

pub fn install(_cx: &mut Cx) {}
