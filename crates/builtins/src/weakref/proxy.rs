//! `weakref.proxy`: stands for an object without keeping it.

use theseus_object::class::TypeSpec;
use theseus_object::methods::NativeDef;
use theseus_object::payload::WeakRef;
use theseus_object::slots::{Binary, NUMBER_OPS, Special};
use theseus_object::{Args, CompareOp, Cx, ObjRef, PyResult, Slots, TypeRef};

use super::check_target;

const SLOTS: Slots = Slots {
    repr: Some(repr),
    str_: Some(str_),
    getattr: Some(getattr),
    setattr: Some(setattr),
    compare: Some(compare),
    iter: Some(iter),
    next: Some(next),
    len: Some(len),
    getitem: Some(getitem),
    setitem: Some(setitem),
    contains: Some(contains),
    bool_: Some(bool_),
    number: NUMBER,
    inplace: INPLACE,
    neg: Some(neg),
    pos: Some(pos),
    invert: Some(invert),
    abs: Some(abs),
    int: Some(int),
    float: Some(float),
    index: Some(index),
    ..Slots::EMPTY
};

const METHODS: &[NativeDef] =
    &[NativeDef::m0("__bytes__", bytes, ""), NativeDef::m0("__reversed__", reversed, "")];

static PLAIN: TypeSpec = TypeSpec { slots: SLOTS, methods: METHODS, getsets: &[], doc: "" };
static CALLABLE: TypeSpec =
    TypeSpec { slots: Slots { call: Some(call), ..SLOTS }, methods: METHODS, getsets: &[], doc: "" };

/// Makes the two proxy types: for objects that cannot be called, and for those that can.
pub fn install(cx: &mut Cx) -> [TypeRef; 2] {
    let plain = cx.add_native_type::<WeakRef>("weakref.ProxyType", None, 0);
    cx.fill_type(&plain, &PLAIN);
    let callable = cx.add_native_type::<WeakRef>("weakref.CallableProxyType", None, 0);
    cx.fill_type(&callable, &CALLABLE);
    for ty in [&plain, &callable] {
        // Instances claim the class of what they stand for: `isinstance` may not go by their type alone.
        ty.set_apart();
    }
    [plain, callable]
}

/// `weakref.proxy(object, callback=None)`.
pub fn make(cx: &mut Cx, args: &[ObjRef]) -> PyResult {
    let [target, rest @ ..] = args else { return Err(cx.bad_internal("arguments")) };
    let callback = rest.first().cloned().filter(|c| !c.is_none());
    check_target(cx, target)?;
    let name = match target.ty().slots().call {
        Some(_) => "CallableProxyType",
        None => "ProxyType",
    };
    let (module, name) = (cx.intern("_weakref"), cx.intern(name));
    let module = cx.namespace_get(&cx.modules, &module);
    let class = module.and_then(|m| cx.existing_dict(&m)).and_then(|d| cx.namespace_get(&d, &name));
    let Some(class) = class else { return Err(cx.bad_internal("proxy type")) };
    let ty = cx.expect_type(&class)?;
    if callback.is_none() {
        let known =
            cx.weakrefs_of(target).into_iter().find(|w| w.ty().is(ty) && super::callback_of(cx, w).is_none());
        if let Some(known) = known {
            return Ok(known);
        }
    }
    Ok(cx.new_weakref(ty, target, callback))
}

/// The target; an object that is no proxy stands for itself.
fn behind(cx: &mut Cx, o: &ObjRef) -> PyResult {
    let proxy = o.has_payload::<WeakRef>()
        && o.ty().slots().getattr.is_some_and(|f| f as usize == getattr as *const () as usize);
    if !proxy {
        return Ok(o.clone());
    }
    match super::target(cx, o) {
        Some(o) => Ok(o),
        None => Err(cx.reference_error("weakly-referenced object no longer exists")),
    }
}

fn repr(cx: &mut Cx, p: &ObjRef) -> PyResult {
    let o = super::target(cx, p).unwrap_or_else(|| cx.none.clone());
    let text = format!("<weakproxy at {:#x} to {} at {:#x}>", p.address(), o.ty().name(), o.address());
    Ok(cx.new_str(&text))
}

fn getattr(cx: &mut Cx, p: &ObjRef, name: &ObjRef) -> PyResult {
    let o = behind(cx, p)?;
    cx.getattr(&o, name)
}

fn setattr(cx: &mut Cx, p: &ObjRef, name: &ObjRef, value: Option<&ObjRef>) -> PyResult<()> {
    let o = behind(cx, p)?;
    cx.setattr(&o, name, value)
}

fn compare(cx: &mut Cx, a: &ObjRef, b: &ObjRef, op: CompareOp) -> PyResult {
    let (a, b) = (behind(cx, a)?, behind(cx, b)?);
    cx.compare(op, &a, &b)
}

fn call(cx: &mut Cx, p: &ObjRef, args: &Args) -> PyResult {
    let o = behind(cx, p)?;
    cx.call_args(&o, args)
}

fn str_(cx: &mut Cx, p: &ObjRef) -> PyResult {
    let o = behind(cx, p)?;
    cx.str(&o)
}

fn iter(cx: &mut Cx, p: &ObjRef) -> PyResult {
    let o = behind(cx, p)?;
    cx.iter(&o)
}

fn next(cx: &mut Cx, p: &ObjRef) -> PyResult<Option<ObjRef>> {
    let o = behind(cx, p)?;
    if o.ty().slots().next.is_none() {
        let name = o.ty().name();
        return Err(cx.type_error(format!("Weakref proxy referenced a non-iterator '{name}' object")));
    }
    cx.next(&o)
}

fn len(cx: &mut Cx, p: &ObjRef) -> PyResult<usize> {
    let o = behind(cx, p)?;
    cx.len(&o)
}

fn getitem(cx: &mut Cx, p: &ObjRef, key: &ObjRef) -> PyResult {
    let o = behind(cx, p)?;
    cx.getitem(&o, key)
}

fn setitem(cx: &mut Cx, p: &ObjRef, key: &ObjRef, value: Option<&ObjRef>) -> PyResult<()> {
    let o = behind(cx, p)?;
    cx.setitem(&o, key, value)
}

fn contains(cx: &mut Cx, p: &ObjRef, item: &ObjRef) -> PyResult<bool> {
    let o = behind(cx, p)?;
    cx.contains(&o, item)
}

fn bool_(cx: &mut Cx, p: &ObjRef) -> PyResult<bool> {
    let o = behind(cx, p)?;
    cx.truth(&o)
}

fn number<const OP: usize>(cx: &mut Cx, a: &ObjRef, b: &ObjRef) -> PyResult {
    let (a, b) = (behind(cx, a)?, behind(cx, b)?);
    cx.binary(OP, &a, &b)
}

fn inplace<const OP: usize>(cx: &mut Cx, a: &ObjRef, b: &ObjRef) -> PyResult {
    let (a, b) = (behind(cx, a)?, behind(cx, b)?);
    cx.inplace(OP, &a, &b)
}

macro_rules! operators {
    ($f:ident: $($op:literal)*) => { [$(Some($f::<$op>)),*] };
}

const NUMBER: [Option<Binary>; NUMBER_OPS] = operators!(number: 0 1 2 3 4 5 6 7 8 9 10 11 12);
const INPLACE: [Option<Binary>; NUMBER_OPS] = operators!(inplace: 0 1 2 3 4 5 6 7 8 9 10 11 12);

macro_rules! unary {
    ($($f:ident $special:ident;)*) => {$(
        fn $f(cx: &mut Cx, p: &ObjRef) -> PyResult {
            let o = behind(cx, p)?;
            cx.unary(Special::$special, &o)
        }
    )*};
}

unary! { neg Neg; pos Pos; invert Invert; abs Abs; }

fn convert(cx: &mut Cx, p: &ObjRef, special: Special) -> PyResult {
    let o = behind(cx, p)?;
    match cx.call_special(&o, special, &[]) {
        Some(r) => r,
        None => {
            let (name, what) = (o.ty().name(), special.name());
            Err(cx.type_error(format!("'{name}' object has no {what}")))
        }
    }
}

fn int(cx: &mut Cx, p: &ObjRef) -> PyResult {
    convert(cx, p, Special::Int)
}

fn float(cx: &mut Cx, p: &ObjRef) -> PyResult {
    convert(cx, p, Special::Float)
}

fn index(cx: &mut Cx, p: &ObjRef) -> PyResult {
    let o = behind(cx, p)?;
    cx.index(&o)
}

fn bytes(cx: &mut Cx, p: &ObjRef) -> PyResult {
    let o = behind(cx, p)?;
    cx.call_method(&o, "__bytes__", &[])
}

fn reversed(cx: &mut Cx, p: &ObjRef) -> PyResult {
    let o = behind(cx, p)?;
    cx.call_method(&o, "__reversed__", &[])
}
