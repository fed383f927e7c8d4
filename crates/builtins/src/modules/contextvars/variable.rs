//! `ContextVar` and `Token`.

use theseus_object::class::TypeSpec;
use theseus_object::edges::{EdgeVisitor, Payload, Relation};
use theseus_object::methods::{GetSet, NativeDef};
use theseus_object::{Args, Cx, ObjRef, PyResult, Slots};

use super::{current, variables};
use crate::alias;

/// Payload of a context variable.
pub(super) struct ContextVar {
    name: ObjRef,
    default: Option<ObjRef>,
}

impl Payload for ContextVar {
    fn edges(&mut self, v: &mut dyn EdgeVisitor) {
        v.fixed(&mut self.name, Relation::Typed("name"));
        v.edge(&mut self.default, Relation::Attr("default"));
    }
    fn clear(&mut self) {
        self.default = None;
    }
}

struct Token {
    context: ObjRef,
    variable: ObjRef,
    /// `None`: the variable was not set.
    old: Option<ObjRef>,
    used: bool,
}

impl Payload for Token {
    fn edges(&mut self, v: &mut dyn EdgeVisitor) {
        v.fixed(&mut self.context, Relation::Typed("context"));
        v.fixed(&mut self.variable, Relation::Typed("var"));
        v.edge(&mut self.old, Relation::Attr("old_value"));
    }
    fn clear(&mut self) {
        self.old = None;
    }
}

/// Payload of `Token.MISSING`.
#[derive(Default)]
struct Missing;

theseus_object::leaf_payloads!(Missing);

/// Keeps `Token.MISSING`.
#[derive(Default)]
struct MissingObject(Option<ObjRef>);

impl Payload for MissingObject {
    fn edges(&mut self, v: &mut dyn EdgeVisitor) {
        v.edge(&mut self.0, Relation::Attr("MISSING"));
    }
}

static VARIABLE: TypeSpec = TypeSpec {
    slots: Slots { new: Some(new), repr: Some(repr), ..Slots::EMPTY },
    methods: &[
        NativeDef::range(
            "get",
            get,
            0,
            1,
            "get($self, default=<unrepresentable>, /)\n--\n\nReturn a value for the context variable for the current context.\n\nIf there is no value for the variable in the current context, the method will:\n * return the value of the default argument of the method, if provided; or\n * return the default value for the context variable, if it was created\n   with one; or\n * raise a LookupError.",
        ),
        NativeDef::m1(
            "set",
            set,
            "set($self, value, /)\n--\n\nCall to set a new value for the context variable in the current context.\n\nThe required value argument is the new value for the context variable.\n\nReturns a Token object that can be used to restore the variable to its previous\nvalue via the `ContextVar.reset()` method.",
        ),
        NativeDef::m1(
            "reset",
            reset,
            "reset($self, token, /)\n--\n\nReset the context variable.\n\nThe variable is reset to the value it had before the `ContextVar.set()` that\ncreated the token was used.",
        ),
        NativeDef::class("__class_getitem__", alias::class_getitem, "See PEP 585"),
    ],
    getsets: &[GetSet::member("name", name, "")],
    doc: "",
};

static TOKEN: TypeSpec = TypeSpec {
    slots: Slots { new: Some(token_new), repr: Some(token_repr), ..Slots::EMPTY },
    methods: &[NativeDef::class("__class_getitem__", alias::class_getitem, "See PEP 585")],
    getsets: &[GetSet::new("var", token_var, ""), GetSet::new("old_value", token_old, "")],
    doc: "",
};

static MISSING: TypeSpec = TypeSpec {
    slots: Slots { repr: Some(|cx, _| Ok(cx.new_str("<Token.MISSING>"))), ..Slots::EMPTY },
    ..TypeSpec::EMPTY
};

pub(super) fn install(cx: &mut Cx, dict: &ObjRef) {
    let ty = cx.add_native_type::<ContextVar>("_contextvars.ContextVar", None, 0);
    cx.fill_type(&ty, &VARIABLE);
    cx.namespace_put(dict, "ContextVar", ty.as_ref().clone());
    let ty = cx.add_native_type::<Missing>("Token.MISSING", None, 0);
    cx.fill_type(&ty, &MISSING);
    let missing = cx.new_object(Missing);
    let state = cx.state::<MissingObject>();
    if let Some(s) = cx.heap.get_mut::<MissingObject>(&state) {
        s.0 = Some(missing.clone());
    }
    let ty = cx.add_native_type::<Token>("_contextvars.Token", None, 0);
    cx.fill_type(&ty, &TOKEN);
    cx.namespace_put(&ty.data.dict, "MISSING", missing);
    // Tokens cannot be hashed, though nothing compares them.
    cx.namespace_put(&ty.data.dict, "__hash__", cx.none.clone());
    ty.update_slots(|s| s.hash = None);
    cx.namespace_put(dict, "Token", ty.as_ref().clone());
}

// ---- variables

fn new(cx: &mut Cx, class: &ObjRef, args: &Args) -> PyResult {
    let ty = cx.expect_type(class)?;
    let [name] = args.pos() else {
        let n = args.positional();
        let how = if n == 0 { "exactly" } else { "at most" };
        return Err(cx.type_error(format!("ContextVar() takes {how} 1 positional argument ({n} given)")));
    };
    let mut default = None;
    for (key, value) in args.keywords() {
        if key.ascii() != Some("default") {
            let key = key.text_or_empty();
            return Err(cx.type_error(format!("'{key}' is an invalid keyword argument for ContextVar()")));
        }
        default = Some(value.clone());
    }
    if !name.is_str() {
        return Err(cx.type_error("context variable name must be a str"));
    }
    Ok(cx.new_instance(ty, ContextVar { name: name.clone(), default }))
}

fn parts(cx: &mut Cx, me: &ObjRef) -> PyResult<(ObjRef, Option<ObjRef>)> {
    match cx.heap.get::<ContextVar>(me) {
        Some(v) => Ok((v.name.clone(), v.default.clone())),
        None => Err(cx.bad_internal("ContextVar")),
    }
}

fn name(cx: &mut Cx, me: &ObjRef) -> PyResult {
    Ok(parts(cx, me)?.0)
}

fn repr(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let (name, default) = parts(cx, me)?;
    let mut text = format!("<ContextVar name={}", cx.repr_text(&name)?);
    if let Some(default) = default {
        text += &format!(" default={}", cx.repr_text(&default)?);
    }
    text += &format!(" at {:#x}>", me.address());
    Ok(cx.new_str(&text))
}

fn get(cx: &mut Cx, args: &[ObjRef]) -> PyResult {
    let [me, given @ ..] = args else { return Err(cx.bad_internal("arguments")) };
    let values = variables(cx)?;
    let found = cx.dict_get(&values, me)?;
    let (_, default) = parts(cx, me)?;
    match found.or_else(|| given.first().cloned()).or(default) {
        Some(v) => Ok(v),
        None => {
            let ty = cx.excs.lookup_error.clone();
            let e = cx.new_exception(&ty, std::slice::from_ref(me));
            Err(cx.raise(e))
        }
    }
}

fn set(cx: &mut Cx, me: &ObjRef, value: &ObjRef) -> PyResult {
    let context = current(cx);
    let values = variables(cx)?;
    let old = cx.dict_set(&values, me, value.clone())?;
    Ok(cx.new_object(Token { context, variable: me.clone(), old, used: false }))
}

fn reset(cx: &mut Cx, me: &ObjRef, token: &ObjRef) -> PyResult {
    let Some(t) = cx.heap.get::<Token>(token) else {
        let shown = cx.repr_text(token)?;
        return Err(cx.type_error(format!("expected an instance of Token, got {shown}")));
    };
    let (context, variable, old, used) = (t.context.clone(), t.variable.clone(), t.old.clone(), t.used);
    let shown = cx.repr_text(token)?;
    if used {
        return Err(cx.runtime_error(format!("{shown} has already been used once")));
    }
    if !variable.is(me) {
        return Err(cx.value_error(format!("{shown} was created by a different ContextVar")));
    }
    if !context.is(&current(cx)) {
        return Err(cx.value_error(format!("{shown} was created in a different Context")));
    }
    if let Some(t) = cx.heap.get_mut::<Token>(token) {
        t.used = true;
    }
    let values = variables(cx)?;
    match old {
        Some(old) => drop(cx.dict_set(&values, me, old)?),
        None => drop(cx.dict_remove(&values, me)?),
    }
    Ok(cx.none.clone())
}

/// The value of a variable in the current context, for native code.
pub(crate) fn value(cx: &mut Cx, variable: &ObjRef) -> PyResult<Option<ObjRef>> {
    let values = variables(cx)?;
    cx.dict_get(&values, variable)
}

/// Sets a variable for native code.
pub(crate) fn assign(cx: &mut Cx, variable: &ObjRef, value: ObjRef) -> PyResult<()> {
    let values = variables(cx)?;
    drop(cx.dict_set(&values, variable, value)?);
    Ok(())
}

// ---- tokens

fn token_new(cx: &mut Cx, _: &ObjRef, _: &Args) -> PyResult {
    Err(cx.runtime_error("Tokens can only be created by ContextVars"))
}

fn token_var(cx: &mut Cx, me: &ObjRef) -> PyResult {
    match cx.heap.get::<Token>(me) {
        Some(t) => Ok(t.variable.clone()),
        None => Err(cx.bad_internal("Token")),
    }
}

fn token_old(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let Some(t) = cx.heap.get::<Token>(me) else { return Err(cx.bad_internal("Token")) };
    if let Some(old) = t.old.clone() {
        return Ok(old);
    }
    let state = cx.state::<MissingObject>();
    let missing = cx.heap.get::<MissingObject>(&state).and_then(|s| s.0.clone());
    missing.ok_or_else(|| cx.bad_internal("Token.MISSING"))
}

fn token_repr(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let variable = token_var(cx, me)?;
    let used = cx.heap.get::<Token>(me).is_some_and(|t| t.used);
    let used = if used { " used" } else { "" };
    let text = format!("<Token{used} var={} at {:#x}>", cx.repr_text(&variable)?, me.address());
    Ok(cx.new_str(&text))
}
