//! Syntax trees as objects of the library's `_ast`.

use theseus_compiler::tree::{Node, Value};
use theseus_object::{ObjRef, PyResult};

use crate::constants::materialise;
use crate::machine::Vm;

mod given;

pub use given::given;

/// The attributes that say where a node stands.
const PLACE: [&str; 4] = ["lineno", "col_offset", "end_lineno", "end_col_offset"];

/// The object of a tree.
pub fn object(vm: &mut Vm, tree: Node) -> PyResult {
    let module = crate::import::import_module(vm, "_ast")?;
    node(vm, &module, tree)
}

fn node(vm: &mut Vm, module: &ObjRef, node: Node) -> PyResult {
    vm.check_stack()?;
    let name = vm.intern(node.class);
    let class = vm.getattr(module, &name)?;
    let made = vm.call(&class, &[])?;
    for (name, field) in node.fields {
        let value = value(vm, module, field)?;
        let name = vm.intern(name);
        vm.setattr(&made, &name, Some(&value))?;
    }
    if let Some(p) = node.place {
        for (name, n) in PLACE.into_iter().zip(p) {
            let (name, n) = (vm.intern(name), vm.int(n));
            vm.setattr(&made, &name, Some(&n))?;
        }
    }
    Ok(made)
}

fn value(vm: &mut Vm, module: &ObjRef, field: Value) -> PyResult {
    Ok(match field {
        Value::None => vm.none.clone(),
        Value::Int(n) => vm.int(n),
        Value::Name(text) => vm.intern(&text),
        Value::Const(c) => materialise(vm.interp(), &c),
        Value::Node(inner) => node(vm, module, *inner)?,
        Value::List(items) => {
            let mut list = Vec::with_capacity(items.len());
            for item in items {
                list.push(value(vm, module, item)?);
            }
            vm.new_list(list)
        }
    })
}
