//! print, input, repr, ascii, format, chr, ord.

use theseus_object::methods::NativeDef;

pub const FUNCTIONS: &[NativeDef] = &[];
