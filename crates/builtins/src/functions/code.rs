//! eval, exec, compile, globals, locals, __import__, __build_class__.

use theseus_object::methods::NativeDef;

pub const FUNCTIONS: &[NativeDef] = &[];
