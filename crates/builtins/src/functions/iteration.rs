//! len, iter, next, sorted, any, all.

use theseus_object::methods::NativeDef;

pub const FUNCTIONS: &[NativeDef] = &[];
