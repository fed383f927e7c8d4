//! Functions of `sys` and `builtins` that need the machine.

use theseus_object::Cx;
use theseus_object::methods::NativeDef;

/// Puts functions into a module that exists from the start.
pub fn add(cx: &mut Cx, module: &str, defs: &'static [NativeDef]) {
    let (name, modules) = (cx.intern(module), cx.modules.clone());
    let Some(dict) = cx.namespace_get(&modules, &name).and_then(|m| cx.existing_dict(&m)) else { return };
    for def in defs {
        let f = cx.native_function(def, Some(name.clone()));
        cx.namespace_put(&dict, def.name, f);
    }
}
