//! The module `builtins`: its functions by theme.

pub mod code;
pub mod iteration;
pub mod numbers;
pub mod objects;
pub mod text;

use theseus_object::Cx;
use theseus_object::methods::NativeDef;

use crate::module::module_over;

pub fn install(cx: &mut Cx) {
    let tables: [&'static [NativeDef]; 5] =
        [numbers::FUNCTIONS, text::FUNCTIONS, iteration::FUNCTIONS, objects::FUNCTIONS, code::FUNCTIONS];
    let name = cx.intern("builtins");
    for def in tables.into_iter().flatten() {
        let f = cx.native_function(def, Some(name.clone()));
        cx.namespace_put(&cx.builtins, def.name, f);
    }
    constants(cx);
    let namespace = cx.builtins.clone();
    let module = module_over(cx, "builtins", DOC, namespace);
    cx.namespace_put(&cx.modules, "builtins", module);
}

const DOC: &str = "Built-in functions, types, exceptions, and other objects.\n\nThis module provides direct access to all 'built-in'\nidentifiers of Python; for example, builtins.len is\nthe full name for the built-in function len().\n\nThis module is not normally accessed explicitly by most\napplications, but can be useful in modules that provide\nobjects with the same name as a builtin and need that builtin.";

fn constants(cx: &Cx) {
    let list = [
        ("None", &cx.none),
        ("True", &cx.true_),
        ("False", &cx.false_),
        ("Ellipsis", &cx.ellipsis),
        ("NotImplemented", &cx.not_implemented),
        ("__debug__", &cx.true_),
    ];
    for (name, value) in list {
        cx.namespace_put(&cx.builtins, name, value.clone());
    }
}
