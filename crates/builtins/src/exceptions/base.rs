//! `BaseException`: arguments, chain, traceback and notes.

use theseus_object::class::TypeSpec;
use theseus_object::methods::{GetSet, NativeDef};
use theseus_object::payload::{Exception, List};
use theseus_object::{Args, Cx, Kind, ObjRef, PyResult, Slots};

use crate::type_::{instance_dict, set_instance_dict};

pub static SPEC: TypeSpec = TypeSpec {
    slots: Slots { repr: Some(repr), str_: Some(str_), new: Some(new), init: Some(init), ..Slots::EMPTY },
    methods: &[
        NativeDef::m1(
            "with_traceback",
            with_traceback,
            "Exception.with_traceback(tb) --\n    set self.__traceback__ to tb and return self.",
        ),
        NativeDef::m1(
            "add_note",
            add_note_method,
            "Exception.add_note(note) --\n    add a note to the exception",
        ),
        NativeDef::m1("__setstate__", setstate, ""),
        NativeDef::m0("__reduce__", reduce, ""),
    ],
    getsets: &[
        GetSet::rw("args", args, set_args, ""),
        GetSet::rw("__traceback__", traceback, set_traceback, ""),
        GetSet::rw("__context__", context, set_context, "exception context"),
        GetSet::rw("__cause__", cause, set_cause, "exception cause"),
        GetSet::rw_member("__suppress_context__", suppress_context, set_suppress_context, ""),
        GetSet::rw("__dict__", instance_dict, replace_dict, ""),
    ],
    doc: "Common base class for all exceptions",
};

fn replace_dict(cx: &mut Cx, e: &ObjRef, value: Option<&ObjRef>) -> PyResult<()> {
    match value {
        Some(_) => set_instance_dict(cx, e, value),
        None => Err(cx.type_error("cannot delete __dict__")),
    }
}

pub fn new(cx: &mut Cx, class: &ObjRef, args: &Args) -> PyResult {
    let ty = cx.expect_type(class)?;
    Ok(cx.new_exception(ty, args.pos()))
}

pub fn init(cx: &mut Cx, e: &ObjRef, args: &Args) -> PyResult<()> {
    let name = e.ty().name();
    args.no_keywords(cx, &name)?;
    set_arguments(cx, e, args.pos());
    Ok(())
}

/// Sets `args` from positional arguments.
pub fn set_arguments(cx: &mut Cx, e: &ObjRef, args: &[ObjRef]) {
    let new = cx.tuple_from_slice(args);
    let old = cx.heap.get_mut::<Exception>(e).map(|x| std::mem::replace(&mut x.args, new));
    drop(old);
}

/// The arguments as they stand.
pub fn arguments(cx: &Cx, e: &ObjRef) -> Vec<ObjRef> {
    let args = cx.heap.get::<Exception>(e).and_then(|x| cx.heap.tuple(&x.args));
    args.map(<[ObjRef]>::to_vec).unwrap_or_default()
}

fn repr(cx: &mut Cx, e: &ObjRef) -> PyResult {
    let name = e.ty().name();
    let name = name.rsplit('.').next().unwrap_or_default();
    let args = arguments(cx, e);
    let text = match &args[..] {
        [one] => format!("({})", cx.repr_text(one)?),
        _ => {
            let all = cx.new_tuple(args);
            cx.repr_text(&all)?
        }
    };
    Ok(cx.new_str(&format!("{name}{text}")))
}

pub fn str_(cx: &mut Cx, e: &ObjRef) -> PyResult {
    let args = arguments(cx, e);
    match &args[..] {
        [] => Ok(cx.empty_str.clone()),
        [one] => cx.str(one),
        _ => {
            let all = cx.new_tuple(args);
            cx.str(&all)
        }
    }
}

fn exception<'a>(cx: &'a mut Cx, e: &'a ObjRef) -> PyResult<&'a mut Exception> {
    if e.kind() != Kind::Exception {
        return Err(cx.bad_internal("exception"));
    }
    match cx.heap.get_mut::<Exception>(e) {
        Some(data) => Ok(data),
        None => Err(theseus_object::Raised),
    }
}

fn args(cx: &mut Cx, e: &ObjRef) -> PyResult {
    Ok(exception(cx, e)?.args.clone())
}

fn set_args(cx: &mut Cx, e: &ObjRef, value: Option<&ObjRef>) -> PyResult<()> {
    let Some(value) = value else { return Err(cx.type_error("args may not be deleted")) };
    let items = cx.collect(value)?;
    set_arguments(cx, e, &items);
    Ok(())
}

fn traceback(cx: &mut Cx, e: &ObjRef) -> PyResult {
    let value = exception(cx, e)?.traceback.clone();
    Ok(value.unwrap_or_else(|| cx.none.clone()))
}

fn set_traceback(cx: &mut Cx, e: &ObjRef, value: Option<&ObjRef>) -> PyResult<()> {
    let Some(value) = value else { return Err(cx.type_error("__traceback__ may not be deleted")) };
    let is_traceback = !value.ty().data.heap_type && &**value.ty().data.name.borrow() == "traceback";
    if !value.is_none() && !is_traceback {
        return Err(cx.type_error("__traceback__ must be a traceback or None"));
    }
    let value = Some(value.clone()).filter(|v| !v.is_none());
    let old = std::mem::replace(&mut exception(cx, e)?.traceback, value);
    drop(old);
    Ok(())
}

fn with_traceback(cx: &mut Cx, e: &ObjRef, traceback: &ObjRef) -> PyResult {
    set_traceback(cx, e, Some(traceback))?;
    Ok(e.clone())
}

/// None or an exception, for the links of the chain.
fn link(cx: &mut Cx, value: Option<&ObjRef>, attribute: &str, words: &str) -> PyResult<Option<ObjRef>> {
    match value {
        None => Err(cx.type_error(format!("{attribute} may not be deleted"))),
        Some(v) if v.is_none() => Ok(None),
        Some(v) if v.kind() == Kind::Exception => Ok(Some(v.clone())),
        Some(_) => Err(cx.type_error(format!("exception {words} must be None or derive from BaseException"))),
    }
}

fn context(cx: &mut Cx, e: &ObjRef) -> PyResult {
    let value = exception(cx, e)?.context.clone();
    Ok(value.unwrap_or_else(|| cx.none.clone()))
}

fn set_context(cx: &mut Cx, e: &ObjRef, value: Option<&ObjRef>) -> PyResult<()> {
    let value = link(cx, value, "__context__", "context")?;
    let old = std::mem::replace(&mut exception(cx, e)?.context, value);
    drop(old);
    Ok(())
}

fn cause(cx: &mut Cx, e: &ObjRef) -> PyResult {
    let value = exception(cx, e)?.cause.clone();
    Ok(value.unwrap_or_else(|| cx.none.clone()))
}

fn set_cause(cx: &mut Cx, e: &ObjRef, value: Option<&ObjRef>) -> PyResult<()> {
    let value = link(cx, value, "__cause__", "cause")?;
    let data = exception(cx, e)?;
    data.suppress_context = true;
    let old = std::mem::replace(&mut data.cause, value);
    drop(old);
    Ok(())
}

fn suppress_context(cx: &mut Cx, e: &ObjRef) -> PyResult {
    let value = exception(cx, e)?.suppress_context;
    Ok(cx.bool(value))
}

fn set_suppress_context(cx: &mut Cx, e: &ObjRef, value: Option<&ObjRef>) -> PyResult<()> {
    let Some(value) = value else { return Err(cx.type_error("can't delete numeric/char attribute")) };
    if value.kind() != Kind::Bool {
        return Err(cx.type_error("attribute value type must be bool"));
    }
    let value = cx.truth(value)?;
    exception(cx, e)?.suppress_context = value;
    Ok(())
}

fn add_note_method(cx: &mut Cx, e: &ObjRef, note: &ObjRef) -> PyResult {
    add_note(cx, e, note)?;
    Ok(cx.none.clone())
}

/// Appends to `__notes__`.
pub fn add_note(cx: &mut Cx, e: &ObjRef, note: &ObjRef) -> PyResult<()> {
    if !note.is_str() {
        let got = note.ty().name();
        return Err(cx.type_error(format!("note must be a str, not '{got}'")));
    }
    let name = cx.names.notes.clone();
    let notes = match cx.try_getattr(e, &name)? {
        Some(notes) => notes,
        None => {
            let notes = cx.new_list(Vec::new());
            cx.setattr(e, &name, Some(&notes))?;
            notes
        }
    };
    if notes.kind() != Kind::List {
        return Err(cx.type_error("Cannot add note: __notes__ is not a list"));
    }
    let mut items = match cx.heap.get_mut::<List>(&notes) {
        Some(list) => std::mem::take(&mut list.items),
        None => return Ok(()),
    };
    items.push(cx, note.clone());
    if let Some(list) = cx.heap.get_mut::<List>(&notes) {
        list.items = items;
    }
    Ok(())
}

fn setstate(cx: &mut Cx, e: &ObjRef, state: &ObjRef) -> PyResult {
    if state.is_none() {
        return Ok(state.clone());
    }
    if state.kind() != Kind::Dict {
        return Err(cx.type_error("state is not a dictionary"));
    }
    for (name, value) in cx.dict_items(state) {
        cx.setattr(e, &name, Some(&value))?;
    }
    Ok(cx.none.clone())
}

pub(super) fn reduce(cx: &mut Cx, e: &ObjRef) -> PyResult {
    let (class, args) = (e.class(), args(cx, e)?);
    if cx.instance_items(e).is_empty() {
        return Ok(cx.new_tuple([class, args]));
    }
    let dict = instance_dict(cx, e)?;
    Ok(cx.new_tuple([class, args, dict]))
}
