//! Code objects as Python sees them.

use theseus_bytecode::{Code, Flags};
use theseus_object::class::TypeSpec;
use theseus_object::methods::GetSet;
use theseus_object::slots::Slots;
use theseus_object::{CompareOp, Cx, ObjRef, PyResult};

use crate::code::CodeData;

fn code<R>(cx: &Cx, o: &ObjRef, f: impl FnOnce(&CodeData) -> R) -> Option<R> {
    cx.heap.get::<CodeData>(o).map(f)
}

macro_rules! code_numbers {
    ($($name:ident |$c:ident| $value:expr;)*) => {$(
        fn $name(cx: &mut Cx, o: &ObjRef) -> PyResult {
            let v = code(cx, o, |data| { let $c = &*data.code; $value as i64 }).unwrap_or(0);
            Ok(cx.int(v))
        }
    )*};
}

code_numbers! {
    co_argcount |c| c.arg_count;
    co_posonlyargcount |c| c.posonly_count;
    co_kwonlyargcount |c| c.kwonly_count;
    co_nlocals |c| variables(c).count() + hidden_count(c);
    co_stacksize |c| c.register_count;
    co_flags |c| c.flags.0 | if c.free_names.is_empty() { 0 } else { Flags::NESTED };
    co_firstlineno |c| c.first_line;
}

macro_rules! code_objects {
    ($($name:ident $field:ident;)*) => {$(
        fn $name(cx: &mut Cx, o: &ObjRef) -> PyResult {
            Ok(code(cx, o, |data| data.$field.clone()).unwrap_or_else(|| cx.none.clone()))
        }
    )*};
}

code_objects! { co_name name; co_qualname qualname; co_filename filename; }

macro_rules! code_tuples {
    ($($name:ident $field:ident;)*) => {$(
        fn $name(cx: &mut Cx, o: &ObjRef) -> PyResult {
            let items = code(cx, o, |data| data.$field.clone()).unwrap_or_default();
            Ok(cx.new_tuple(items))
        }
    )*};
}

code_tuples! { co_consts consts; co_names names; co_freevars free_names; }

/// Registers of the locals that are plain variables: parameters, and others that are no cells.
fn variables(code: &Code) -> impl Iterator<Item = usize> {
    let parameters = code.parameter_count();
    (0..code.local_count()).filter(move |&r| r < parameters || !code.cells.contains(&(r as u16)))
}

/// Variables of inlined comprehensions that are no other locals.
fn hidden_count(code: &Code) -> usize {
    let known = |name: &str| variables(code).any(|i| &*code.local_names[i] == name);
    let hidden = &code.hidden;
    let first = |i: usize| !hidden[..i].iter().any(|h| h.name == hidden[i].name);
    (0..hidden.len()).filter(|&i| first(i) && !known(&hidden[i].name)).count()
}

fn co_varnames(cx: &mut Cx, o: &ObjRef) -> PyResult {
    let items = code(cx, o, |d| {
        let mut names: Vec<ObjRef> = variables(&d.code).map(|r| d.local_names[r].clone()).collect();
        for name in &d.hidden_names {
            if !names.iter().any(|n| n.is(name)) {
                names.push(name.clone());
            }
        }
        names
    });
    Ok(cx.new_tuple(items.unwrap_or_default()))
}

fn co_cellvars(cx: &mut Cx, o: &ObjRef) -> PyResult {
    let items = code(cx, o, |data| {
        data.code.cells.iter().filter_map(|&r| data.local_names.get(r as usize).cloned()).collect::<Vec<_>>()
    });
    Ok(cx.new_tuple(items.unwrap_or_default()))
}

fn co_code(cx: &mut Cx, o: &ObjRef) -> PyResult {
    let bytes =
        code(cx, o, |data| data.code.words.iter().flat_map(|w| w.0.to_le_bytes()).collect::<Vec<u8>>());
    Ok(cx.new_bytes(&bytes.unwrap_or_default()))
}

fn code_repr(cx: &mut Cx, o: &ObjRef) -> PyResult {
    let text = code(cx, o, |d| {
        let c = &d.code;
        format!(
            "<code object {} at {:#x}, file \"{}\", line {}>",
            c.name,
            o.address(),
            c.filename,
            c.first_line
        )
    });
    Ok(cx.new_str(&text.unwrap_or_default()))
}

fn code_compare(cx: &mut Cx, a: &ObjRef, b: &ObjRef, op: CompareOp) -> PyResult {
    let (Some(x), Some(y)) = (cx.heap.get::<CodeData>(a), cx.heap.get::<CodeData>(b)) else {
        return Ok(cx.not_implemented.clone());
    };
    let equal = a.is(b) || x.code == y.code;
    Ok(match op {
        CompareOp::Eq => cx.bool(equal),
        CompareOp::Ne => cx.bool(!equal),
        _ => cx.not_implemented.clone(),
    })
}

fn code_hash(cx: &mut Cx, o: &ObjRef) -> PyResult<i64> {
    let name = code(cx, o, |d| d.name.str_hash(cx)).unwrap_or(0);
    Ok(name ^ code(cx, o, |d| d.code.first_line as i64).unwrap_or(0))
}

static CODE: TypeSpec = TypeSpec {
    slots: Slots {
        repr: Some(code_repr),
        compare: Some(code_compare),
        hash: Some(code_hash),
        ..Slots::EMPTY
    },
    methods: &[],
    getsets: &[
        GetSet::new("co_argcount", co_argcount, ""),
        GetSet::new("co_posonlyargcount", co_posonlyargcount, ""),
        GetSet::new("co_kwonlyargcount", co_kwonlyargcount, ""),
        GetSet::new("co_nlocals", co_nlocals, ""),
        GetSet::new("co_stacksize", co_stacksize, ""),
        GetSet::new("co_flags", co_flags, ""),
        GetSet::new("co_firstlineno", co_firstlineno, ""),
        GetSet::new("co_name", co_name, ""),
        GetSet::new("co_qualname", co_qualname, ""),
        GetSet::new("co_filename", co_filename, ""),
        GetSet::new("co_consts", co_consts, ""),
        GetSet::new("co_names", co_names, ""),
        GetSet::new("co_varnames", co_varnames, ""),
        GetSet::new("co_freevars", co_freevars, ""),
        GetSet::new("co_cellvars", co_cellvars, ""),
        GetSet::new("co_code", co_code, ""),
    ],
    doc: "",
};

pub fn install(cx: &mut Cx) {
    let ty = cx.add_native_type::<CodeData>("code", None, 0);
    cx.fill_type(&ty, &CODE);
}
