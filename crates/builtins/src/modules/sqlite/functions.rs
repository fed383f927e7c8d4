//! What a connection lets SQLite call: functions, aggregates, collations, hooks.

use theseus_object::args::Params;
use theseus_object::host::{Hook, Role};
use theseus_object::{Args, Cx, ObjRef, PyResult};

use super::connection::{Connection, usable};
use super::errors::{self, OPERATIONAL};
use super::guest::work;
use super::values;
use crate::functions::objects::is_callable;
use crate::world::c_int;

/// Defines a function of SQL; false if it cannot be one.
fn define(
    cx: &mut Cx,
    me: &ObjRef,
    name: &[u8],
    arity: i32,
    role: Role,
    callable: &ObjRef,
) -> PyResult<bool> {
    let database = usable(cx, me)?;
    let number = Some(Connection::enter(cx, me, callable.clone()));
    let defined = work(cx, me, |guest| database.define(name, arity, role, number, guest))?;
    Ok(defined.is_ok())
}

pub fn create_function(cx: &mut Cx, me: &ObjRef, args: &Args) -> PyResult {
    const PARAMS: Params<3, 1> =
        Params { required: ["name", "narg", "func"], optional: ["deterministic"], posonly: 0, kwonly: 3 };
    let ([name, arity, callable], [deterministic]) = args.bind(cx, "create_function", &PARAMS)?;
    let name = values::name(cx, &name, "create_function() argument 'name'")?;
    let arity = c_int(cx, &arity)?;
    let deterministic = deterministic.map_or(Ok(false), |o| cx.truth(&o))?;
    if !define(cx, me, &name, arity, Role::Scalar { deterministic }, &callable)? {
        return Err(OPERATIONAL.raise(cx, "Error creating function"));
    }
    Ok(cx.none.clone())
}

pub fn create_aggregate(cx: &mut Cx, me: &ObjRef, args: &Args) -> PyResult {
    const PARAMS: Params<3, 0> =
        Params { required: ["name", "n_arg", "aggregate_class"], optional: [], posonly: 0, kwonly: 3 };
    let ([name, arity, class], []) = args.bind(cx, "create_aggregate", &PARAMS)?;
    let name = values::name(cx, &name, "create_aggregate() argument 'name'")?;
    let arity = c_int(cx, &arity)?;
    if !define(cx, me, &name, arity, Role::Aggregate, &class)? {
        return Err(OPERATIONAL.raise(cx, "Error creating aggregate"));
    }
    Ok(cx.none.clone())
}

pub fn create_window_function(cx: &mut Cx, args: &[ObjRef]) -> PyResult {
    let me = &args[0];
    let name = values::name(cx, &args[1], "create_window_function() argument 1")?;
    let arity = c_int(cx, &args[2])?;
    let database = usable(cx, me)?;
    let class = &args[3];
    let number = (!class.is_none()).then(|| Connection::enter(cx, me, class.clone()));
    let defined = work(cx, me, |guest| database.define(&name, arity, Role::Window, number, guest))?;
    match defined {
        Ok(()) => Ok(cx.none.clone()),
        Err(fault) => Err(errors::PROGRAMMING.raise(cx, fault.message)),
    }
}

pub fn create_collation(cx: &mut Cx, args: &[ObjRef]) -> PyResult {
    let me = &args[0];
    let name = values::name(cx, &args[1], "create_collation() argument 1")?;
    let database = usable(cx, me)?;
    let callable = &args[2];
    if !callable.is_none() && !is_callable(callable) {
        return Err(cx.type_error("parameter must be callable"));
    }
    let number = (!callable.is_none()).then(|| Connection::enter(cx, me, callable.clone()));
    let defined = work(cx, me, |guest| database.collate(&name, number, guest))?;
    errors::checked(cx, defined)?;
    Ok(cx.none.clone())
}

fn set_hook(cx: &mut Cx, me: &ObjRef, hook: Hook, callable: &ObjRef) -> PyResult {
    let database = usable(cx, me)?;
    let number = (!callable.is_none()).then(|| Connection::enter(cx, me, callable.clone()));
    let set = work(cx, me, |guest| database.hook(hook, number, guest))?;
    errors::checked(cx, set)?;
    Ok(cx.none.clone())
}

pub fn set_authorizer(cx: &mut Cx, me: &ObjRef, args: &Args) -> PyResult {
    const PARAMS: Params<1, 0> =
        Params { required: ["authorizer_callback"], optional: [], posonly: 0, kwonly: 1 };
    let ([callable], []) = args.bind(cx, "set_authorizer", &PARAMS)?;
    set_hook(cx, me, Hook::Authorizer, &callable)
}

pub fn set_progress_handler(cx: &mut Cx, me: &ObjRef, args: &Args) -> PyResult {
    const PARAMS: Params<2, 0> =
        Params { required: ["progress_handler", "n"], optional: [], posonly: 0, kwonly: 2 };
    let ([callable, every], []) = args.bind(cx, "set_progress_handler", &PARAMS)?;
    let every = c_int(cx, &every)?;
    set_hook(cx, me, Hook::Progress(every), &callable)
}

pub fn set_trace_callback(cx: &mut Cx, me: &ObjRef, args: &Args) -> PyResult {
    const PARAMS: Params<1, 0> = Params { required: ["trace_callback"], optional: [], posonly: 0, kwonly: 1 };
    let ([callable], []) = args.bind(cx, "set_trace_callback", &PARAMS)?;
    set_hook(cx, me, Hook::Trace, &callable)
}
