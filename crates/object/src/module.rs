//! Native modules: their objects, and the table by which a layer above offers some.

use crate::cx::Cx;
use crate::methods::NativeDef;
use crate::payload::Module;
use crate::refs::ObjRef;

/// Makes a native module: puts it into `sys.modules`, with [`new_module`] or [`native_module`].
pub type Install = fn(&mut Cx);

/// Native modules by name, made when they are imported. Sorted by name.
pub type Table = &'static [(&'static str, Install)];

/// A native module: its object stands in `sys.modules`.
pub fn new_module(cx: &Cx, name: &str, doc: &str) -> ObjRef {
    let dict = cx.new_dict();
    let module = module_over(cx, name, doc, dict);
    cx.namespace_put(&cx.modules, name, module.clone());
    module
}

/// A native module with these functions; gives its namespace.
pub fn native_module(cx: &Cx, name: &str, doc: &str, functions: &'static [NativeDef]) -> ObjRef {
    let dict = cx.new_dict();
    let module = module_over(cx, name, doc, dict.clone());
    cx.namespace_put(&cx.modules, name, module);
    let name = cx.intern(name);
    for def in functions {
        let f = cx.native_function(def, Some(name.clone()));
        cx.namespace_put(&dict, def.name, f);
    }
    dict
}

/// A module over a namespace that already exists.
pub fn module_over(cx: &Cx, name: &str, doc: &str, dict: ObjRef) -> ObjRef {
    let doc = if doc.is_empty() { cx.none.clone() } else { cx.new_str(doc) };
    name_module(cx, &dict, cx.intern(name), doc);
    cx.new_as(&cx.types.module, Module { dict })
}

/// What every module has in its namespace.
pub fn name_module(cx: &Cx, dict: &ObjRef, name: ObjRef, doc: ObjRef) {
    let names = &cx.names;
    let list = [
        (&names.name, name),
        (&names.doc, doc),
        (&names.package, cx.none.clone()),
        (&names.loader, cx.none.clone()),
        (&names.spec, cx.none.clone()),
    ];
    for (key, value) in list {
        drop(cx.namespace_set(dict, key, value));
    }
}
