//! abs, divmod, pow, round, sum, min, max, hex, oct, bin.

use theseus_object::methods::NativeDef;

pub const FUNCTIONS: &[NativeDef] = &[];
