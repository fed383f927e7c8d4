//! Code objects and generators as Python sees them.

use theseus_bytecode::{Code, Flags};
use theseus_object::class::TypeSpec;
use theseus_object::methods::{GetSet, NativeDef};
use theseus_object::payload::Exception;
use theseus_object::slots::Slots;
use theseus_object::{CompareOp, Cx, ObjRef, PyResult, TypeObj};

use crate::code::CodeData;
use crate::generator::{self, Generator, Stage, Step};

// ---- code

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

// ---- generators

fn data<R>(cx: &Cx, o: &ObjRef, f: impl FnOnce(&Generator) -> R) -> Option<R> {
    cx.heap.get::<Generator>(o).map(f)
}

/// A step as the result of `send` and `throw`.
fn stepped(cx: &mut Cx, step: Step) -> PyResult {
    match step {
        Step::Yielded(v) => Ok(v),
        Step::Returned(v) => {
            cx.stop_value = Some(v);
            Err(cx.raise_stop_iteration())
        }
    }
}

fn next(cx: &mut Cx, o: &ObjRef) -> PyResult<Option<ObjRef>> {
    match generator::resume(cx, o, Ok(None))? {
        Step::Yielded(v) => Ok(Some(v)),
        Step::Returned(v) => {
            cx.stop_value = Some(v);
            Ok(None)
        }
    }
}

fn iter(_: &mut Cx, o: &ObjRef) -> PyResult {
    Ok(o.clone())
}

fn send(cx: &mut Cx, o: &ObjRef, value: &ObjRef) -> PyResult {
    let step = generator::resume(cx, o, Ok(Some(value.clone())))?;
    stepped(cx, step)
}

fn throw(cx: &mut Cx, args: &[ObjRef]) -> PyResult {
    let (Some(o), Some(kind)) = (args.first(), args.get(1)) else { return Err(cx.bad_internal("throw")) };
    let base = cx.excs.base_exception.clone();
    let value = args.get(2).filter(|v| !v.is_none());
    let e = if TypeObj::of(kind).is_some_and(|t| t.is_subtype(&base)) {
        match value {
            Some(v) if v.ty().is_subtype(&base) => v.clone(),
            Some(v) => cx.call(kind, std::slice::from_ref(v))?,
            None => cx.call(kind, &[])?,
        }
    } else if kind.has_payload::<Exception>() {
        if value.is_some() {
            return Err(cx.type_error("instance exception may not have a separate value"));
        }
        kind.clone()
    } else {
        let got = kind.ty().name();
        return Err(cx.type_error(format!(
            "exceptions must be classes or instances deriving from BaseException, not {got}"
        )));
    };
    if let Some(t) = args.get(3).filter(|t| !t.is_none())
        && let Some(x) = cx.heap.get_mut::<Exception>(&e)
    {
        x.traceback = Some(t.clone());
    }
    let step = generator::throw_into(cx, o, e)?;
    stepped(cx, step)
}

fn close(cx: &mut Cx, o: &ObjRef) -> PyResult {
    generator::close(cx, o)
}

fn generator_repr(cx: &mut Cx, o: &ObjRef) -> PyResult {
    let name = data(cx, o, |g| g.qualname.text_or_empty()).unwrap_or_default();
    Ok(cx.new_str(&format!("<generator object {name} at {:#x}>", o.address())))
}

fn gi_running(cx: &mut Cx, o: &ObjRef) -> PyResult {
    let running = data(cx, o, |g| g.stage == Stage::Running) == Some(true);
    Ok(cx.bool(running))
}

fn gi_suspended(cx: &mut Cx, o: &ObjRef) -> PyResult {
    let suspended = data(cx, o, |g| g.stage == Stage::Suspended) == Some(true);
    Ok(cx.bool(suspended))
}

fn gi_yieldfrom(cx: &mut Cx, o: &ObjRef) -> PyResult {
    Ok(generator::yield_from(cx, o).unwrap_or_else(|| cx.none.clone()))
}

fn gi_frame(cx: &mut Cx, o: &ObjRef) -> PyResult {
    Ok(generator::frame(cx, o).unwrap_or_else(|| cx.none.clone()))
}

fn gi_code(cx: &mut Cx, o: &ObjRef) -> PyResult {
    let func = data(cx, o, |g| g.func.clone());
    let code =
        func.and_then(|f| cx.heap.get::<theseus_object::payload::Function>(&f).map(|f| f.code.clone()));
    Ok(code.unwrap_or_else(|| cx.none.clone()))
}

fn name(cx: &mut Cx, o: &ObjRef) -> PyResult {
    Ok(data(cx, o, |g| g.name.clone()).unwrap_or_else(|| cx.none.clone()))
}

fn qualname(cx: &mut Cx, o: &ObjRef) -> PyResult {
    Ok(data(cx, o, |g| g.qualname.clone()).unwrap_or_else(|| cx.none.clone()))
}

fn set_name(cx: &mut Cx, o: &ObjRef, value: Option<&ObjRef>) -> PyResult<()> {
    match (value.filter(|v| v.is_str()), cx.heap.get_mut::<Generator>(o)) {
        (Some(v), Some(g)) => {
            g.name = v.clone();
            Ok(())
        }
        _ => Err(cx.type_error("__name__ must be set to a string object")),
    }
}

fn set_qualname(cx: &mut Cx, o: &ObjRef, value: Option<&ObjRef>) -> PyResult<()> {
    match (value.filter(|v| v.is_str()), cx.heap.get_mut::<Generator>(o)) {
        (Some(v), Some(g)) => {
            g.qualname = v.clone();
            Ok(())
        }
        _ => Err(cx.type_error("__qualname__ must be set to a string object")),
    }
}

static GENERATOR: TypeSpec = TypeSpec {
    slots: Slots { repr: Some(generator_repr), iter: Some(iter), next: Some(next), ..Slots::EMPTY },
    methods: &[
        NativeDef::m1(
            "send",
            send,
            "send(arg) -> send 'arg' into generator,\nreturn next yielded value or raise StopIteration.",
        ),
        NativeDef::range(
            "throw",
            throw,
            1,
            3,
            "throw(value)\nthrow(type[,value[,tb]])\n\nRaise exception in generator, return next yielded value or raise\nStopIteration.",
        ),
        NativeDef::m0("close", close, "close() -> raise GeneratorExit inside generator."),
    ],
    getsets: &[
        GetSet::new("gi_running", gi_running, ""),
        GetSet::new("gi_suspended", gi_suspended, ""),
        GetSet::new("gi_yieldfrom", gi_yieldfrom, ""),
        GetSet::new("gi_frame", gi_frame, ""),
        GetSet::new("gi_code", gi_code, ""),
        GetSet::rw("__name__", name, set_name, "name of the generator"),
        GetSet::rw("__qualname__", qualname, set_qualname, "qualified name of the generator"),
    ],
    doc: "",
};

pub fn install(cx: &mut Cx) {
    let ty = cx.add_native_type::<CodeData>("code", None, 0);
    cx.fill_type(&ty, &CODE);
    let ty = cx.add_native_type::<Generator>("generator", None, 0);
    cx.fill_type(&ty, &GENERATOR);
}
