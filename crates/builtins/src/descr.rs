//! Descriptors: property, classmethod, staticmethod, computed attributes, slots members, native methods.

use theseus_object::Cx;

pub fn install(_cx: &mut Cx) {}
