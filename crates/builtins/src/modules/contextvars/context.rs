//! `Context`: a mapping from variables to values, in which code can run.

use theseus_object::class::TypeSpec;
use theseus_object::edges::{EdgeVisitor, Payload, Relation};
use theseus_object::methods::NativeDef;
use theseus_object::payload::Dict;
use theseus_object::typeobj::Layout;
use theseus_object::{Args, CompareOp, Cx, ObjRef, PyResult, Slots};

use super::variable::ContextVar;
use super::{current, set_current};
use crate::{dict, dictview};

/// Payload of a context. Its dict is shared with no other.
pub(super) struct Context {
    variables: ObjRef,
    entered: bool,
}

impl Payload for Context {
    fn edges(&mut self, v: &mut dyn EdgeVisitor) {
        v.fixed(&mut self.variables, Relation::Part("variables"));
    }
}

static SPEC: TypeSpec = TypeSpec {
    slots: Slots {
        new: Some(new),
        compare: Some(compare),
        iter: Some(iter),
        len: Some(len),
        getitem: Some(getitem),
        contains: Some(contains),
        ..Slots::EMPTY
    },
    methods: &[
        NativeDef::range(
            "get",
            get,
            1,
            2,
            "get($self, key, default=None, /)\n--\n\nReturn the value for `key` if `key` has the value in the context object.\n\nIf `key` does not exist, return `default`. If `default` is not given,\nreturn None.",
        ),
        NativeDef::m0(
            "items",
            items,
            "items($self, /)\n--\n\nReturn all variables and their values in the context object.\n\nThe result is returned as a list of 2-tuples (variable, value).",
        ),
        NativeDef::m0(
            "keys",
            keys,
            "keys($self, /)\n--\n\nReturn a list of all variables in the context object.",
        ),
        NativeDef::m0(
            "values",
            values,
            "values($self, /)\n--\n\nReturn a list of all variables' values in the context object.",
        ),
        NativeDef::m0("copy", copy, "copy($self, /)\n--\n\nReturn a shallow copy of the context object."),
        NativeDef::full("run", run, ""),
    ],
    getsets: &[],
    doc: "",
};

pub(super) fn install(cx: &mut Cx, dict: &ObjRef) {
    let ty = cx.add_native_type_over::<Context>("_contextvars.Context", None, 0, Layout::WEAK);
    cx.fill_type(&ty, &SPEC);
    cx.namespace_put(dict, "Context", ty.as_ref().clone());
}

fn with(cx: &Cx, variables: ObjRef) -> ObjRef {
    let ty = cx.type_of::<Context>();
    cx.new_instance(&ty, Context { variables, entered: false })
}

pub(super) fn empty(cx: &Cx) -> ObjRef {
    with(cx, cx.new_dict())
}

/// A copy of the current context.
pub(super) fn copy_current(cx: &mut Cx) -> ObjRef {
    let now = current(cx);
    match variables_of(cx, &now) {
        Ok(variables) => with(cx, dict::copy(cx, &variables)),
        Err(_) => empty(cx),
    }
}

pub(super) fn variables_of(cx: &mut Cx, context: &ObjRef) -> PyResult {
    match cx.heap.get::<Context>(context) {
        Some(c) => Ok(c.variables.clone()),
        None => Err(cx.bad_internal("Context")),
    }
}

fn new(cx: &mut Cx, _: &ObjRef, args: &Args) -> PyResult {
    if !args.values.is_empty() {
        return Err(cx.type_error("Context() does not accept any arguments"));
    }
    Ok(empty(cx))
}

fn compare(cx: &mut Cx, a: &ObjRef, b: &ObjRef, op: CompareOp) -> PyResult {
    let both = a.has_payload::<Context>() && b.has_payload::<Context>();
    if !both || !matches!(op, CompareOp::Eq | CompareOp::Ne) {
        return Ok(cx.not_implemented.clone());
    }
    let (x, y) = (variables_of(cx, a)?, variables_of(cx, b)?);
    let same = dict::equal(cx, &x, &y)?;
    Ok(cx.bool(same == (op == CompareOp::Eq)))
}

fn check_key(cx: &mut Cx, key: &ObjRef) -> PyResult<()> {
    if key.has_payload::<ContextVar>() {
        return Ok(());
    }
    let shown = cx.repr_text(key)?;
    Err(cx.type_error(format!("a ContextVar key was expected, got {shown}")))
}

fn find(cx: &mut Cx, me: &ObjRef, key: &ObjRef) -> PyResult<Option<ObjRef>> {
    check_key(cx, key)?;
    let variables = variables_of(cx, me)?;
    cx.dict_get(&variables, key)
}

fn getitem(cx: &mut Cx, me: &ObjRef, key: &ObjRef) -> PyResult {
    match find(cx, me, key)? {
        Some(v) => Ok(v),
        None => Err(cx.key_error(key)),
    }
}

fn contains(cx: &mut Cx, me: &ObjRef, key: &ObjRef) -> PyResult<bool> {
    Ok(find(cx, me, key)?.is_some())
}

fn get(cx: &mut Cx, args: &[ObjRef]) -> PyResult {
    let [me, key, default @ ..] = args else { return Err(cx.bad_internal("arguments")) };
    let found = find(cx, me, key)?;
    Ok(found.or_else(|| default.first().cloned()).unwrap_or_else(|| cx.none.clone()))
}

fn len(cx: &mut Cx, me: &ObjRef) -> PyResult<usize> {
    let variables = variables_of(cx, me)?;
    Ok(dict::len(cx, &variables))
}

fn iter(cx: &mut Cx, me: &ObjRef) -> PyResult {
    keys(cx, me)
}

/// Iterates over a copy: setting variables meanwhile does not matter.
fn over(cx: &mut Cx, me: &ObjRef, view: fn(&mut Cx, &ObjRef) -> PyResult) -> PyResult {
    let variables = variables_of(cx, me)?;
    let copy = dict::copy(cx, &variables);
    let view = view(cx, &copy)?;
    cx.iter(&view)
}

fn keys(cx: &mut Cx, me: &ObjRef) -> PyResult {
    over(cx, me, dictview::keys)
}

fn values(cx: &mut Cx, me: &ObjRef) -> PyResult {
    over(cx, me, dictview::values)
}

fn items(cx: &mut Cx, me: &ObjRef) -> PyResult {
    over(cx, me, dictview::items)
}

fn copy(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let variables = variables_of(cx, me)?;
    let copy = cx.heap.get::<Dict>(&variables).map(Dict::copy).unwrap_or_default();
    Ok(with(cx, cx.dict_from(copy)))
}

fn run(cx: &mut Cx, me: &ObjRef, args: &Args) -> PyResult {
    let Some(function) = args.pos().first() else {
        return Err(cx.type_error("run() missing 1 required positional argument"));
    };
    let Some(c) = cx.heap.get_mut::<Context>(me) else { return Err(cx.bad_internal("Context")) };
    if std::mem::replace(&mut c.entered, true) {
        let shown = cx.repr_text(me)?;
        return Err(cx.runtime_error(format!("cannot enter context: {shown} is already entered")));
    }
    let before = set_current(cx, Some(me.clone()));
    let result = cx.call_args(function, &args.skip(1));
    let own = set_current(cx, before);
    drop(own);
    if let Some(c) = cx.heap.get_mut::<Context>(me) {
        c.entered = false;
    }
    result
}
