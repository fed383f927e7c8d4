//! The bits of an int's magnitude.

use theseus_object::payload::number::IntRef;
use theseus_object::{Cx, ObjRef, PyResult};

pub(super) fn bit_length(cx: &mut Cx, o: &ObjRef) -> PyResult {
    let n = o.integer().map_or(0, super::bit_len);
    Ok(cx.usize(n))
}

pub(super) fn bit_count(cx: &mut Cx, o: &ObjRef) -> PyResult {
    let n = match o.integer() {
        Some(IntRef::Small(v)) => v.unsigned_abs().count_ones() as usize,
        Some(IntRef::Big(b)) => b.as_sign_words().1.iter().map(|w| w.count_ones() as usize).sum(),
        None => 0,
    };
    Ok(cx.usize(n))
}
