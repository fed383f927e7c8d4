//! isinstance, getattr, hash, id, vars, dir, callable and the like.

use theseus_object::methods::NativeDef;

pub const FUNCTIONS: &[NativeDef] = &[];
