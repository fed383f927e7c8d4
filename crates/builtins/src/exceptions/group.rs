//! Exception groups.

use theseus_object::class::TypeSpec;
use theseus_object::methods::{GetSet, NativeDef};
use theseus_object::payload::Exception;
use theseus_object::typeobj::type_flag;
use theseus_object::{Args, Cx, Kind, ObjRef, PyResult, Slots, TypeObj, TypeRef};

use super::base::set_arguments;
use super::fields;
use crate::{alias, expose};

static BASE: TypeSpec = TypeSpec {
    slots: Slots { str_: Some(str_), new: Some(new), init: Some(init), ..Slots::EMPTY },
    methods: &[
        NativeDef::m1("derive", derive, ""),
        NativeDef::m1("split", split_method, ""),
        NativeDef::m1("subgroup", subgroup, ""),
        NativeDef::class("__class_getitem__", alias::class_getitem, "See PEP 585"),
    ],
    getsets: &[
        GetSet::member("message", message, "exception message"),
        GetSet::member("exceptions", exceptions, "nested exceptions"),
    ],
    doc: "A combination of multiple unrelated exceptions.",
};

static GROUP: TypeSpec = TypeSpec::EMPTY;

pub fn install(cx: &mut Cx) {
    let root = cx.excs.base_exception.clone();
    let flags = type_flag::BASE_TYPE | type_flag::SOLID;
    let base = cx.add_native_type::<Exception>("BaseExceptionGroup", Some(&root), flags);
    cx.fill_type(&base, &BASE);
    expose(cx, &base);
    let group = cx.add_native_type::<Exception>("ExceptionGroup", Some(&base), type_flag::BASE_TYPE);
    let exception = cx.excs.exception.as_ref().clone();
    let bases = cx.new_tuple([base.as_ref().clone(), exception]);
    if cx.set_bases(group.as_ref(), bases, base.as_ref().clone()).is_err() {
        drop(cx.take_exception());
    }
    cx.fill_type(&group, &GROUP);
    expose(cx, &group);
}

/// `BaseExceptionGroup`: the one type that was added for the payload of exceptions.
fn base_group(cx: &Cx) -> TypeRef {
    cx.type_of::<Exception>()
}

/// `ExceptionGroup`.
fn group_class(cx: &Cx) -> ObjRef {
    let base = base_group(cx);
    let native = |c: &ObjRef| TypeObj::of(c).is_some_and(|t| !t.data.heap_type);
    base.subclasses().into_iter().find(native).unwrap_or_else(|| base.as_ref().clone())
}

/// Whether this is an exception group.
pub fn is_group(cx: &Cx, e: &ObjRef) -> bool {
    e.kind() == Kind::Exception && e.ty().is_subtype(&base_group(cx))
}

fn new(cx: &mut Cx, class: &ObjRef, args: &Args) -> PyResult {
    let [message, list] = args.pos() else {
        let n = args.pos().len();
        return Err(
            cx.type_error(format!("BaseExceptionGroup.__new__() takes exactly 2 arguments ({n} given)"))
        );
    };
    if !message.is_str() {
        let got = message.kind_given();
        return Err(cx.type_error(format!("BaseExceptionGroup.__new__() argument 1 must be str, not {got}")));
    }
    if !cx.is_sequence(list) {
        return Err(cx.type_error("second argument (exceptions) must be a sequence"));
    }
    let items = cx.collect(list)?;
    if items.is_empty() {
        return Err(cx.value_error("second argument (exceptions) must be a non-empty sequence"));
    }
    let mut only_exceptions = true;
    for (i, item) in items.iter().enumerate() {
        if item.kind() != Kind::Exception {
            return Err(
                cx.value_error(format!("Item {i} of second argument (exceptions) is not an exception"))
            );
        }
        only_exceptions &= item.ty().is_subtype(&cx.excs.exception);
    }
    let mut class = class.clone();
    let group = group_class(cx);
    if class.is(base_group(cx).as_ref()) {
        if only_exceptions {
            class = group;
        }
    } else if !only_exceptions {
        if class.is(&group) {
            return Err(cx.type_error("Cannot nest BaseExceptions in an ExceptionGroup"));
        }
        let ty = cx.expect_type(&class)?;
        if ty.is_subtype(&cx.excs.exception) {
            let name = ty.name();
            return Err(cx.type_error(format!("Cannot nest BaseExceptions in '{name}'")));
        }
    }
    let ty = cx.expect_type(&class)?;
    let e = cx.new_exception(ty, args.pos());
    let items = cx.new_tuple(items);
    fields::set_all(cx, &e, &[message.clone(), items]);
    Ok(e)
}

fn init(cx: &mut Cx, e: &ObjRef, args: &Args) -> PyResult<()> {
    let name = e.ty().name();
    args.no_keywords(cx, &name)?;
    set_arguments(cx, e, args.values);
    Ok(())
}

fn message(cx: &mut Cx, e: &ObjRef) -> PyResult {
    Ok(fields::get(cx, e, 0))
}

fn exceptions(cx: &mut Cx, e: &ObjRef) -> PyResult {
    Ok(fields::get(cx, e, 1))
}

/// The exceptions in a group.
pub fn members(cx: &Cx, e: &ObjRef) -> Vec<ObjRef> {
    let all = fields::get(cx, e, 1);
    cx.heap.tuple(&all).map(<[ObjRef]>::to_vec).unwrap_or_default()
}

fn str_(cx: &mut Cx, e: &ObjRef) -> PyResult {
    let text = message(cx, e)?;
    let text = cx.str_text(&text)?;
    let n = members(cx, e).len();
    let plural = if n > 1 { "s" } else { "" };
    Ok(cx.new_str(&format!("{text} ({n} sub-exception{plural})")))
}

fn derive(cx: &mut Cx, e: &ObjRef, list: &ObjRef) -> PyResult {
    let base = base_group(cx);
    let text = message(cx, e)?;
    cx.call(base.as_ref(), &[text, list.clone()])
}

/// What a condition divides a group (or an exception that is none) into.
#[derive(Default)]
pub struct GroupParts {
    pub matching: Option<ObjRef>,
    pub rest: Option<ObjRef>,
}

/// Divides by an exception type, a tuple of them, or a function.
pub fn split(cx: &mut Cx, e: &ObjRef, condition: &ObjRef) -> PyResult<GroupParts> {
    cx.check_stack()?;
    if matches(cx, e, condition)? {
        return Ok(GroupParts { matching: Some(e.clone()), rest: None });
    }
    if !is_group(cx, e) {
        return Ok(GroupParts { matching: None, rest: Some(e.clone()) });
    }
    let (mut matching, mut rest) = (Vec::new(), Vec::new());
    for member in members(cx, e) {
        let parts = split(cx, &member, condition)?;
        matching.extend(parts.matching);
        rest.extend(parts.rest);
    }
    Ok(GroupParts { matching: derive_like(cx, e, matching)?, rest: derive_like(cx, e, rest)? })
}

fn is_exception_type(cx: &Cx, o: &ObjRef) -> bool {
    TypeObj::of(o).is_some_and(|t| t.is_subtype(&cx.excs.base_exception))
}

fn matches(cx: &mut Cx, e: &ObjRef, condition: &ObjRef) -> PyResult<bool> {
    let types = match cx.heap.tuple(condition) {
        Some(list) => list.to_vec(),
        None if condition.kind() == Kind::Type => vec![condition.clone()],
        None => {
            let r = cx.call(condition, std::slice::from_ref(e))?;
            return cx.truth(&r);
        }
    };
    Ok(types.iter().filter_map(TypeObj::of).any(|t| e.ty().is_subtype(t)))
}

/// A group of some members of `e`, with its notes, traceback and chain.
fn derive_like(cx: &mut Cx, e: &ObjRef, list: Vec<ObjRef>) -> PyResult<Option<ObjRef>> {
    if list.is_empty() {
        return Ok(None);
    }
    let list = cx.new_list(list);
    let made = cx.call_method(e, "derive", &[list])?;
    if !is_group(cx, &made) {
        return Err(cx.type_error("derive must return an instance of BaseExceptionGroup"));
    }
    let chain =
        cx.heap.get::<Exception>(e).map(|x| (x.traceback.clone(), x.context.clone(), x.cause.clone()));
    if let (Some(chain), Some(x)) = (chain, cx.heap.get_mut::<Exception>(&made)) {
        let old = (x.traceback.take(), x.context.take(), x.cause.take());
        (x.traceback, x.context, x.cause) = chain;
        drop(old);
    }
    let name = cx.names.notes.clone();
    if let Some(notes) = cx.try_getattr(e, &name)?
        && notes.ty().slots().getitem.is_some()
    {
        let copy = cx.collect(&notes)?;
        let copy = cx.new_list(copy);
        cx.setattr(&made, &name, Some(&copy))?;
    }
    Ok(Some(made))
}

fn check_condition(cx: &mut Cx, condition: &ObjRef) -> PyResult<()> {
    let good = match cx.heap.tuple(condition) {
        Some(list) => list.iter().all(|t| is_exception_type(cx, t)),
        None if condition.kind() == Kind::Type => is_exception_type(cx, condition),
        None => condition.ty().slots().call.is_some(),
    };
    if good {
        return Ok(());
    }
    Err(cx.type_error("expected a function, exception type or tuple of exception types"))
}

fn split_method(cx: &mut Cx, e: &ObjRef, condition: &ObjRef) -> PyResult {
    check_condition(cx, condition)?;
    let parts = split(cx, e, condition)?;
    let none = cx.none.clone();
    let or_none = |o: Option<ObjRef>| o.unwrap_or_else(|| none.clone());
    Ok(cx.new_tuple([or_none(parts.matching), or_none(parts.rest)]))
}

fn subgroup(cx: &mut Cx, e: &ObjRef, condition: &ObjRef) -> PyResult {
    check_condition(cx, condition)?;
    let parts = split(cx, e, condition)?;
    Ok(parts.matching.unwrap_or_else(|| cx.none.clone()))
}

// ---- except*

/// What an `except*` clause gets of an exception, and what is left for the next ones.
pub fn star_match(cx: &mut Cx, e: &ObjRef, class: &ObjRef, classes: &[ObjRef]) -> PyResult<GroupParts> {
    let base = base_group(cx);
    if classes.iter().filter_map(TypeObj::of).any(|t| t.is_subtype(&base)) {
        return Err(cx.type_error("catching ExceptionGroup with except* is not allowed. Use except instead."));
    }
    if e.is_none() {
        return Ok(GroupParts::default());
    }
    if classes.iter().filter_map(TypeObj::of).any(|t| e.ty().is_subtype(t)) {
        let matching = if is_group(cx, e) { e.clone() } else { wrapped(cx, [e.clone()])? };
        return Ok(GroupParts { matching: Some(matching), rest: None });
    }
    if !is_group(cx, e) {
        return Ok(GroupParts { matching: None, rest: Some(e.clone()) });
    }
    let pair = cx.call_method(e, "split", std::slice::from_ref(class))?;
    let name = e.ty().name();
    let Some(parts) = cx.heap.tuple(&pair).map(<[ObjRef]>::to_vec) else {
        let got = pair.ty().name();
        return Err(cx.type_error(format!("{name}.split must return a tuple, not {got}")));
    };
    let [matching, rest, ..] = &parts[..] else {
        let n = parts.len();
        return Err(cx.type_error(format!("{name}.split must return a 2-tuple, got tuple of size {n}")));
    };
    let some = |o: &ObjRef| (!o.is_none()).then(|| o.clone());
    Ok(GroupParts { matching: some(matching), rest: some(rest) })
}

/// A group without a message.
fn wrapped(cx: &mut Cx, members: impl IntoIterator<Item = ObjRef>) -> PyResult {
    let members: Vec<ObjRef> = members.into_iter().collect();
    let list = cx.new_tuple(members);
    let text = cx.new_str("");
    let base = base_group(cx);
    cx.call(base.as_ref(), &[text, list])
}

/// What is raised after all `except*` clauses: what they raised anew beside the parts of `e` that
/// they left or raised again, in their old nesting. None if nothing is left.
pub fn prepare_reraise(cx: &mut Cx, e: &ObjRef, list: &ObjRef) -> PyResult {
    let list = cx.collect(list)?;
    let left: Vec<ObjRef> = list.into_iter().filter(|o| !o.is_none()).collect();
    if !is_group(cx, e) {
        // Only one clause can have had it.
        return Ok(left.into_iter().next().unwrap_or_else(|| cx.none.clone()));
    }
    let (mut raised, mut leaves) = (Vec::new(), Vec::new());
    for o in left {
        if same_origin(cx, &o, e)? {
            leaves_of(cx, &o, &mut leaves)?;
        } else {
            raised.push(o);
        }
    }
    if let Some(again) = project(cx, e, &leaves)? {
        if raised.is_empty() {
            return Ok(again);
        }
        raised.push(again);
    }
    match &raised[..] {
        [] => Ok(cx.none.clone()),
        [only] => Ok(only.clone()),
        _ => {
            let list = cx.new_list(raised);
            let text = cx.new_str("");
            let base = base_group(cx);
            cx.call(base.as_ref(), &[text, list])
        }
    }
}

/// Whether one exception is a part of the other: it carries the same notes, traceback and chain.
fn same_origin(cx: &mut Cx, a: &ObjRef, b: &ObjRef) -> PyResult<bool> {
    if !is_group(cx, a) || !is_group(cx, b) {
        return Ok(false);
    }
    let same = |a: &Option<ObjRef>, b: &Option<ObjRef>| match (a, b) {
        (Some(a), Some(b)) => a.is(b),
        (None, None) => true,
        _ => false,
    };
    let (Some(x), Some(y)) = (cx.heap.get::<Exception>(a), cx.heap.get::<Exception>(b)) else {
        return Ok(false);
    };
    if !same(&x.traceback, &y.traceback) || !same(&x.context, &y.context) || !same(&x.cause, &y.cause) {
        return Ok(false);
    }
    let name = cx.names.notes.clone();
    let (a, b) = (cx.try_getattr(a, &name)?, cx.try_getattr(b, &name)?);
    Ok(match (a, b) {
        (Some(a), Some(b)) => a.is(&b) || cx.eq(&a, &b)?,
        (None, None) => true,
        _ => false,
    })
}

/// The exceptions in a group that are no groups.
fn leaves_of(cx: &mut Cx, e: &ObjRef, leaves: &mut Vec<ObjRef>) -> PyResult<()> {
    cx.check_stack()?;
    if !is_group(cx, e) {
        leaves.push(e.clone());
        return Ok(());
    }
    members(cx, e).iter().try_for_each(|member| leaves_of(cx, member, leaves))
}

/// The part of a group that holds exactly the given leaves.
fn project(cx: &mut Cx, e: &ObjRef, leaves: &[ObjRef]) -> PyResult<Option<ObjRef>> {
    cx.check_stack()?;
    if !is_group(cx, e) {
        return Ok(leaves.iter().any(|leaf| leaf.is(e)).then(|| e.clone()));
    }
    let mut kept = Vec::new();
    for member in members(cx, e) {
        kept.extend(project(cx, &member, leaves)?);
    }
    derive_like(cx, e, kept)
}
