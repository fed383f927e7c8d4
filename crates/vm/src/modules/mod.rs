//! Native modules that work on code, frames or imports; the others are in `builtins`.

pub mod dis;
pub mod guards;
pub mod imp;
pub mod marshal;
pub mod monitoring;
pub mod sandbox;
pub mod symtable;
pub mod tokenize;
pub mod traceback;
pub mod tracemalloc;
pub mod warnings;

use theseus_object::ObjRef;
use theseus_object::module::{Install, Table};
use theseus_object::payload::Module;

use crate::machine::Vm;

static TABLE: Table = &[
    ("_ctypes_sandbox", sandbox::install),
    ("_dis", dis::install),
    ("_guards", guards::install),
    ("_imp", imp::install),
    ("_symtable", symtable::install),
    ("_thread", crate::thread::install),
    ("_tokenize", tokenize::install),
    ("_traceback", traceback::install),
    ("_tracemalloc", tracemalloc::install),
    ("_warnings", warnings::install),
    ("marshal", marshal::install),
];

/// Every table: ours, and those of the crates that the embedder brought along.
fn rows(vm: &Vm) -> impl Iterator<Item = (&'static str, Install)> + '_ {
    let brought = vm.shared.tables.iter().copied();
    [theseus_builtins::modules::TABLE, TABLE].into_iter().chain(brought).flatten().copied()
}

/// Whether there is a native module of this name.
pub fn exists(vm: &Vm, name: &str) -> bool {
    install_of(vm, name).is_some() || matches!(name, "builtins" | "sys")
}

fn install_of(vm: &Vm, name: &str) -> Option<Install> {
    rows(vm).find(|(known, _)| *known == name).map(|(_, install)| install)
}

/// The names of all native modules, sorted.
pub fn names(vm: &Vm) -> Vec<&'static str> {
    let mut names: Vec<&str> = rows(vm).map(|(name, _)| name).chain(["builtins", "sys"]).collect();
    names.sort_unstable();
    names.dedup();
    names
}

fn copy(vm: &Vm, dict: &ObjRef) -> ObjRef {
    let made = vm.new_dict();
    for (key, value) in vm.dict_items(dict) {
        drop(vm.namespace_set(&made, &key, value));
    }
    made
}

/// The native module of this name, made if it was never made, and put into `sys.modules`.
pub fn load(vm: &mut Vm, name: &str) -> Option<ObjRef> {
    let key = vm.intern(name);
    let modules = vm.modules.clone();
    let made = vm.shared.natives.borrow().clone();
    if let Some(dict) = vm.namespace_get(&made, &key) {
        let dict = copy(vm, &dict);
        let module = vm.interp().alloc(&vm.types.module, Module { dict });
        drop(vm.namespace_set(&modules, &key, module.clone()));
        return Some(module);
    }
    install_of(vm, name)?(vm);
    let module = vm.namespace_get(&modules, &key)?;
    // A module that is imported again is a new one with the old contents.
    if let Some(dict) = vm.existing_dict(&module) {
        let dict = copy(vm, &dict);
        drop(vm.namespace_set(&made, &key, dict));
    }
    Some(module)
}
