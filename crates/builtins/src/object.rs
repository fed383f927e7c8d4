//! `object`: what every object can do.

use theseus_object::Cx;

pub fn install(_cx: &mut Cx) {}
