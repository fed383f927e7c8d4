//! The module `builtins`: its functions by theme.

pub mod code;
pub mod iteration;
pub mod numbers;
pub mod objects;
pub mod text;

use theseus_object::Cx;
use theseus_object::methods::NativeDef;

pub fn install(cx: &mut Cx) {
    let tables: [&'static [NativeDef]; 5] =
        [numbers::FUNCTIONS, text::FUNCTIONS, iteration::FUNCTIONS, objects::FUNCTIONS, code::FUNCTIONS];
    let name = cx.intern("builtins");
    for def in tables.into_iter().flatten() {
        let f = cx.native_function(def, Some(name.clone()));
        cx.namespace_put(&cx.builtins, def.name, f);
    }
}
