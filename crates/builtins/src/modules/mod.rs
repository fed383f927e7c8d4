//! Native modules.

pub mod gc;
pub mod record;
pub mod sys;
pub mod time;

use theseus_object::Cx;

pub fn install(cx: &mut Cx) {
    sys::install(cx);
    gc::install(cx);
    time::install(cx);
}
