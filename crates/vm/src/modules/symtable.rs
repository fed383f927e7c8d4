//! The module `_symtable`: the scopes of a program, for the library's `symtable`.

use theseus_builtins::module::native_module;
use theseus_builtins::world;
use theseus_compiler::{Mode, Options, Table};
use theseus_object::methods::NativeDef;
use theseus_object::{Cx, ObjRef, PyResult};

use crate::machine::Vm;
use crate::upcalls;

static FUNCTIONS: &[NativeDef] = &[NativeDef::f3(
    "symtable",
    symtable,
    "The scopes of a program (source, filename, mode), each a tuple: kind, name, line, whether inside a function, symbols, parameters, scopes inside it.",
)];

pub fn install(cx: &mut Cx) {
    native_module(cx, "_symtable", "Scopes of programs.", FUNCTIONS);
}

fn symtable(cx: &mut Cx, source: &ObjRef, filename: &ObjRef, mode: &ObjRef) -> PyResult {
    let mode = match mode.text_or_empty().as_str() {
        "exec" => Mode::Exec,
        "eval" => Mode::Eval,
        "single" => Mode::Single,
        _ => return Err(cx.value_error("symtable() arg 3 must be 'exec' or 'eval' or 'single'")),
    };
    if !source.is_str() && cx.heap.bytes(source).is_none() {
        return Err(cx.type_error("symtable() arg 1 must be a string or bytes object"));
    }
    let options = Options { mode, in_memory: true, ..Options::default() };
    let filename = world::fspath(cx, filename)?;
    let filename = match cx.heap.bytes(&filename) {
        Some(bytes) => String::from_utf8_lossy(bytes).into_owned(),
        None => filename.text_or_empty(),
    };
    let table = upcalls::symbol_table(Vm::of(cx), source, &filename, &options)?;
    object(cx, &table)
}

fn object(cx: &mut Cx, table: &Table) -> PyResult {
    cx.check_stack()?;
    let symbols = cx.new_dict();
    for (name, flags) in &table.symbols {
        cx.namespace_put(&symbols, name, cx.int((*flags).into()));
    }
    let params = table.params.iter().map(|name| cx.intern(name)).collect::<Vec<_>>();
    let mut children = Vec::with_capacity(table.children.len());
    for child in &table.children {
        children.push(object(cx, child)?);
    }
    let parts = [
        cx.intern(table.kind),
        cx.intern(&table.name),
        cx.int(table.line.into()),
        cx.bool(table.nested),
        symbols,
        cx.new_tuple(params),
        cx.new_list(children),
    ];
    Ok(cx.new_tuple(parts))
}
