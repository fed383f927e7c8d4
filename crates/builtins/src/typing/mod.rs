//! What `def f[T]`, `class A[T]` and `type X = ...` make: the native part of the module `typing`, which
//! is asked for the rest when it is needed. The types are made when the first of them is.

mod alias;
mod generic;
mod paramspec;
mod typevar;
mod typevartuple;

use theseus_object::methods::NativeDef;
use theseus_object::typeobj::Layout;
use theseus_object::{Args, Cx, Kind, ObjRef, PyResult, TypeRef};

use crate::module::new_module;

pub use alias::TypeAlias;
pub use generic::Generic;
pub use paramspec::{ParamSpec, ParamSpecPart};
pub use typevar::TypeVar;
pub use typevartuple::TypeVarTuple;

/// Type parameters have a dict, and may be referred to weakly.
const LAYOUT: Layout = Layout { members: 0, has_dict: true, has_weakref: true };

/// Makes the types unless they are there.
fn ensure(cx: &mut Cx) -> TypeRef {
    if let Some(known) = cx.known_type::<Generic>() {
        return known;
    }
    typevar::install(cx);
    paramspec::install(cx);
    typevartuple::install(cx);
    alias::install(cx);
    generic::install(cx)
}

/// The types are of the module `typing`, and so are their instances unless they say otherwise.
fn put_module(cx: &mut Cx, ty: &TypeRef) {
    let module = cx.intern("typing");
    cx.namespace_put(&ty.data.dict, "__module__", module);
}

/// A type parameter: its name and, for a type variable, the function that gives its bound or its
/// constraints.
pub fn type_var(cx: &mut Cx, name: &ObjRef, bound: Option<&ObjRef>, constraints: Option<&ObjRef>) -> ObjRef {
    ensure(cx);
    typevar::lazy(cx, name, bound, constraints)
}

pub fn param_spec(cx: &mut Cx, name: &ObjRef) -> ObjRef {
    ensure(cx);
    paramspec::inferred(cx, name)
}

pub fn type_var_tuple(cx: &mut Cx, name: &ObjRef) -> ObjRef {
    ensure(cx);
    typevartuple::make(cx, name)
}

/// `type name[params] = value()`; `params` is a tuple or None.
pub fn type_alias(cx: &mut Cx, name: &ObjRef, params: &ObjRef, value: &ObjRef) -> ObjRef {
    ensure(cx);
    alias::lazy(cx, name, params, value)
}

/// `Generic[params]`, the last base of a class with type parameters.
pub fn generic_base(cx: &mut Cx, params: &ObjRef) -> PyResult {
    let generic = ensure(cx);
    generic::base(cx, &generic, params)
}

// ---- the module

static FUNCTIONS: &[NativeDef] = &[NativeDef::f1("_idfunc", identity, "")];

fn identity(_: &mut Cx, o: &ObjRef) -> PyResult {
    Ok(o.clone())
}

/// The module `_typing`.
pub fn install_module(cx: &mut Cx) {
    let generic = ensure(cx);
    let module = new_module(cx, "_typing", "Primitives and accelerators for the typing module.\n");
    let Some(dict) = cx.existing_dict(&module) else { return };
    let name = cx.intern("_typing");
    for def in FUNCTIONS {
        let f = cx.native_function(def, Some(name.clone()));
        cx.namespace_put(&dict, def.name, f);
    }
    let types = [
        ("TypeVar", cx.type_of::<TypeVar>()),
        ("TypeVarTuple", cx.type_of::<TypeVarTuple>()),
        ("ParamSpec", cx.type_of::<ParamSpec>()),
        ("ParamSpecArgs", cx.type_of::<ParamSpecPart<false>>()),
        ("ParamSpecKwargs", cx.type_of::<ParamSpecPart<true>>()),
        ("TypeAliasType", cx.type_of::<TypeAlias>()),
        ("Generic", generic),
    ];
    for (name, ty) in types {
        cx.namespace_put(&dict, name, ty.as_ref().clone());
    }
}

// ---- what typing.py does

/// A function of the module `typing`.
fn from_typing(cx: &mut Cx, name: &str) -> PyResult {
    let (module, none) = (cx.intern("typing"), cx.none.clone());
    let (fromlist, level) = (cx.empty_tuple.clone(), cx.int(0));
    let typing = (cx.upcalls.import)(cx, &[module, none.clone(), none, fromlist, level])?;
    let name = cx.intern(name);
    cx.getattr(&typing, &name)
}

fn call_typing(cx: &mut Cx, name: &str, args: &[ObjRef]) -> PyResult {
    let f = from_typing(cx, name)?;
    cx.call(&f, args)
}

/// As [`from_typing`]; None where there is no such module.
fn from_typing_if_any(cx: &mut Cx, name: &str) -> PyResult<Option<ObjRef>> {
    match from_typing(cx, name) {
        Ok(f) => Ok(Some(f)),
        Err(_) if cx.catch(&cx.excs.module_not_found_error.clone()) => Ok(None),
        Err(e) => Err(e),
    }
}

/// `a | b` where one is a type parameter.
fn union(cx: &mut Cx, a: &ObjRef, b: &ObjRef) -> PyResult {
    call_typing(cx, "_make_union", &[a.clone(), b.clone()])
}

/// A bound as `typing` takes it: None is its type.
fn checked_bound(cx: &mut Cx, bound: Option<ObjRef>) -> PyResult<Option<ObjRef>> {
    let Some(bound) = bound.filter(|b| !b.is_none()) else { return Ok(None) };
    let message = cx.new_str("Bound must be a type.");
    call_typing(cx, "_type_check", &[bound, message]).map(Some)
}

fn expect_name(cx: &mut Cx, name: ObjRef, of: &str) -> PyResult {
    if name.is_str() {
        return Ok(name);
    }
    let got = name.ty().name();
    Err(cx.type_error(format!("{of}() argument 'name' must be str, not {got}")))
}

/// `__module__` of what Python code makes by calling a type: that of the code.
fn set_module(cx: &mut Cx, o: &ObjRef) -> PyResult<()> {
    let module = caller(cx);
    let name = cx.names.module.clone();
    cx.setattr(o, &name, Some(&module))
}

fn caller(cx: &mut Cx) -> ObjRef {
    let globals = (cx.upcalls.current_globals)(cx);
    let name = cx.names.name.clone();
    globals.and_then(|g| cx.namespace_get(&g, &name)).unwrap_or_else(|| cx.none.clone())
}

/// `__mro_entries__` of what is no class.
fn refuse_subclass(cx: &mut Cx, what: &str) -> PyResult {
    Err(cx.type_error(format!("Cannot subclass an instance of {what}")))
}

/// How a type parameter varies.
#[derive(Clone, Copy, Default)]
struct Variance {
    covariant: bool,
    contravariant: bool,
    inferred: bool,
}

impl Variance {
    const INFERRED: Variance = Variance { covariant: false, contravariant: false, inferred: true };

    /// From the arguments `covariant`, `contravariant` and `infer_variance`.
    fn of(cx: &mut Cx, parts: [Option<ObjRef>; 3]) -> PyResult<Variance> {
        let mut truth = [false; 3];
        for (slot, part) in truth.iter_mut().zip(parts) {
            *slot = match part {
                Some(o) => cx.truth(&o)?,
                None => false,
            };
        }
        let [covariant, contravariant, inferred] = truth;
        if covariant && contravariant {
            return Err(cx.value_error("Bivariant types are not supported."));
        }
        if inferred && (covariant || contravariant) {
            return Err(cx.value_error("Variance cannot be specified with infer_variance."));
        }
        Ok(Variance { covariant, contravariant, inferred })
    }

    fn mark(self) -> &'static str {
        match self {
            Variance { inferred: true, .. } => "",
            Variance { covariant: true, .. } => "+",
            Variance { contravariant: true, .. } => "-",
            _ => "~",
        }
    }
}

/// The keyword arguments of a call, by name, after checking that all are known.
fn keywords<const N: usize>(
    cx: &mut Cx,
    of: &str,
    args: &Args,
    known: [&str; N],
) -> PyResult<[Option<ObjRef>; N]> {
    let mut out: [Option<ObjRef>; N] = std::array::from_fn(|_| None);
    for (key, value) in args.keywords() {
        let key = key.text_or_empty();
        let Some(i) = known.iter().position(|k| *k == key) else {
            return Err(cx.type_error(format!("'{key}' is an invalid keyword argument for {of}()")));
        };
        out[i] = Some(value.clone());
    }
    Ok(out)
}

fn items(cx: &Cx, tuple: &ObjRef) -> Vec<ObjRef> {
    match tuple.kind() {
        Kind::Tuple => cx.heap.tuple(tuple).map(<[ObjRef]>::to_vec).unwrap_or_default(),
        _ => Vec::new(),
    }
}
