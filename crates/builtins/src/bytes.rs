//! `bytes` and `bytearray`.

use theseus_object::Cx;

pub fn install(_cx: &mut Cx) {}
