//! Code objects as Python sees them.

use theseus_bytecode::{Code, Flags, Position};
use theseus_object::class::TypeSpec;
use theseus_object::methods::{GetSet, NativeDef};
use theseus_object::slots::Slots;
use theseus_object::{CompareOp, Cx, ObjRef, PyResult};

use crate::code::CodeData;
use crate::codemake::{self, WORD_BYTES};
use crate::machine::Vm;
use crate::modules::warnings;

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
    co_flags |c| c.flags.0 & !Flags::IN_PLACE_OF_NATIVE;
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
pub fn variables(code: &Code) -> impl Iterator<Item = usize> {
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
    let same = |x: &ObjRef, y: &ObjRef| x.is(y);
    let foreign = x.foreign || y.foreign;
    let equal = a.is(b)
        || alike(&x.code, &y.code) && (!foreign || x.consts.iter().zip(&y.consts).all(|(x, y)| same(x, y)));
    Ok(match op {
        CompareOp::Eq => cx.bool(equal),
        CompareOp::Ne => cx.bool(!equal),
        _ => cx.not_implemented.clone(),
    })
}

/// Whether two code objects are equal: where they come from does not count.
fn alike(a: &Code, b: &Code) -> bool {
    a.name == b.name
        && a.first_line == b.first_line
        && a.flags == b.flags
        && (a.arg_count, a.posonly_count, a.kwonly_count) == (b.arg_count, b.posonly_count, b.kwonly_count)
        && a.words == b.words
        && a.names == b.names
        && a.local_names == b.local_names
        && a.free_names == b.free_names
        && a.cells == b.cells
        && a.exceptions == b.exceptions
        && a.positions == b.positions
        && a.consts.len() == b.consts.len()
        && a.consts.iter().zip(&b.consts).all(|(a, b)| match (a.code(), b.code()) {
            (Some(a), Some(b)) => alike(&a, &b),
            _ => a == b,
        })
}

fn code_hash(cx: &mut Cx, o: &ObjRef) -> PyResult<i64> {
    let name = code(cx, o, |d| d.name.str_hash(cx)).unwrap_or(0);
    let numbers = code(cx, o, |d| {
        let c = &d.code;
        [c.first_line as i64, c.flags.0 as i64, c.arg_count as i64]
            .into_iter()
            .chain(c.words.iter().map(|w| w.0 as i64))
            .fold(0i64, |h, n| h.wrapping_mul(1_000_003) ^ n)
    });
    // -1 is no hash.
    Ok((name ^ numbers.unwrap_or(0)) & !(1 << 63))
}

/// Code units of a word: offsets in code count bytes, and a unit has two of them.
const UNITS: usize = WORD_BYTES / 2;

fn or_none(cx: &Cx, there: bool, n: u32) -> ObjRef {
    if there { cx.int(n as i64) } else { cx.none.clone() }
}

/// `co_positions`: lines and columns for each code unit.
fn co_positions(cx: &mut Cx, o: &ObjRef) -> PyResult {
    let places = code(cx, o, |d| code_positions(&d.code)).unwrap_or_default();
    let mut list = Vec::with_capacity(places.len() * UNITS);
    let columns = !Vm::of(cx).shared.no_debug_ranges;
    for p in places {
        let there = p.line != 0;
        let end_line = if columns { p.end_line } else { p.line };
        let [column, end_column] = [p.column, p.end_column].map(|n| or_none(cx, there && columns, n));
        let parts = [or_none(cx, there, p.line), or_none(cx, there, end_line), column, end_column];
        let tuple = cx.new_tuple(parts);
        list.extend(std::iter::repeat_n(tuple, UNITS));
    }
    let list = cx.new_list(list);
    cx.iter(&list)
}

/// `co_lines`: start, end and line of the stretches of code that are of one line.
fn co_lines(cx: &mut Cx, o: &ObjRef) -> PyResult {
    let places = code(cx, o, |d| code_positions(&d.code)).unwrap_or_default();
    let mut list = Vec::new();
    let mut start = 0;
    // CPython's code begins with an instruction on the line of the definition; ours has none, so this
    // stretch is empty.
    let first = code(cx, o, |d| if &*d.code.name == "<module>" { 0 } else { d.code.first_line }).unwrap_or(0);
    if places.first().is_some_and(|p| p.line != first) {
        let zero = cx.int(0);
        let line = cx.int(first.into());
        list.push(cx.new_tuple([zero.clone(), zero, line]));
    }
    let places = if code(cx, o, |d| d.code.positions.is_empty()) == Some(true) { Vec::new() } else { places };
    for end in 1..=places.len() {
        if places.get(end).is_some_and(|p| p.line == places[start].line) {
            continue;
        }
        let line = places[start].line;
        let parts = [cx.usize(start * WORD_BYTES), cx.usize(end * WORD_BYTES), or_none(cx, line != 0, line)];
        list.push(cx.new_tuple(parts));
        start = end;
    }
    let list = cx.new_list(list);
    cx.iter(&list)
}

/// The place of each word.
fn code_positions(code: &Code) -> Vec<Position> {
    (0..code.words.len()).map(|i| code.position(i)).collect()
}

macro_rules! code_bytes {
    ($($name:ident $bytes:path;)*) => {$(
        fn $name(cx: &mut Cx, o: &ObjRef) -> PyResult {
            let bytes = code(cx, o, |d| $bytes(&d.code)).unwrap_or_default();
            Ok(cx.new_bytes(&bytes))
        }
    )*};
}

code_bytes! {
    co_code codemake::code_bytes;
    co_linetable codemake::line_table;
    co_exceptiontable codemake::exception_table;
}

fn co_lnotab(cx: &mut Cx, o: &ObjRef) -> PyResult {
    let text = "co_lnotab is deprecated, use co_lines instead.";
    let category = cx.excs.deprecation_warning.clone();
    warnings::give(cx, &category, text, 1)?;
    let bytes = code(cx, o, |d| codemake::lnotab(&d.code)).unwrap_or_default();
    Ok(cx.new_bytes(&bytes))
}

/// The words as quickening left them.
fn co_code_adaptive(cx: &mut Cx, o: &ObjRef) -> PyResult {
    let bytes = code(cx, o, |d| match d.running() {
        Some(words) => words.iter().flat_map(|w| w.to_le_bytes()).collect(),
        None => codemake::code_bytes(&d.code),
    });
    Ok(cx.new_bytes(&bytes.unwrap_or_default()))
}

fn varname_from_oparg(cx: &mut Cx, o: &ObjRef, index: &ObjRef) -> PyResult {
    let i = cx.index_word(index)?;
    let name =
        code(cx, o, |d| d.local_names.iter().chain(&d.free_names).nth(usize::try_from(i).ok()?).cloned());
    name.flatten().ok_or_else(|| cx.index_error("tuple index out of range"))
}

static CODE: TypeSpec = TypeSpec {
    slots: Slots {
        repr: Some(code_repr),
        compare: Some(code_compare),
        hash: Some(code_hash),
        new: Some(codemake::new),
        ..Slots::EMPTY
    },
    methods: &[
        NativeDef::full(
            "replace",
            codemake::replace,
            "Return a copy of the code object with new values for the specified fields.",
        ),
        NativeDef::m0("co_lines", co_lines, ""),
        NativeDef::m0("co_positions", co_positions, ""),
        NativeDef::m1(
            "_varname_from_oparg",
            varname_from_oparg,
            "(internal-only) Return the local variable name for the given oparg.\n\nWARNING: this method is for internal use only and may change or go away.",
        ),
    ],
    getsets: &[
        GetSet::member("co_argcount", co_argcount, ""),
        GetSet::member("co_posonlyargcount", co_posonlyargcount, ""),
        GetSet::member("co_kwonlyargcount", co_kwonlyargcount, ""),
        GetSet::member("co_stacksize", co_stacksize, ""),
        GetSet::member("co_flags", co_flags, ""),
        GetSet::member("co_names", co_names, ""),
        GetSet::member("co_filename", co_filename, ""),
        GetSet::member("co_name", co_name, ""),
        GetSet::member("co_qualname", co_qualname, ""),
        GetSet::member("co_firstlineno", co_firstlineno, ""),
        GetSet::member("co_linetable", co_linetable, ""),
        GetSet::member("co_exceptiontable", co_exceptiontable, ""),
        GetSet::member("co_consts", co_consts, ""),
        GetSet::new("co_code", co_code, ""),
        GetSet::new("co_varnames", co_varnames, ""),
        GetSet::new("co_freevars", co_freevars, ""),
        GetSet::new("co_cellvars", co_cellvars, ""),
        GetSet::member("co_nlocals", co_nlocals, ""),
        GetSet::new("co_lnotab", co_lnotab, ""),
        GetSet::new("_co_code_adaptive", co_code_adaptive, ""),
    ],
    doc: "Create a code object.  Not for the faint of heart.",
};

pub fn install(cx: &mut Cx) {
    let ty = cx.add_native_type::<CodeData>("code", None, 0);
    cx.fill_type(&ty, &CODE);
}
