//! Bound methods.

use theseus_object::class::TypeSpec;
use theseus_object::methods::{GetSet, NativeDef};
use theseus_object::payload::Method;
use theseus_object::{Args, CompareOp, Cx, Kind, ObjRef, PyResult, Slots, hash};

static SPEC: TypeSpec = TypeSpec {
    slots: Slots {
        repr: Some(repr),
        call: Some(call),
        getattr: Some(getattr),
        compare: Some(compare),
        hash: Some(hash_),
        new: Some(new),
        ..Slots::EMPTY
    },
    methods: &[NativeDef::m0("__reduce__", reduce, "")],
    getsets: &[
        GetSet::member("__func__", func, "the function (or other callable) implementing a method"),
        GetSet::member("__self__", self_, "the instance to which a method is bound"),
        GetSet::new("__doc__", doc, ""),
    ],
    doc: "Create a bound instance method object.",
};

pub fn install(cx: &mut Cx) {
    let ty = cx.types.method.clone();
    cx.fill_type(&ty, &SPEC);
}

fn parts(cx: &mut Cx, m: &ObjRef) -> PyResult<(ObjRef, ObjRef)> {
    match cx.heap.get::<Method>(m) {
        Some(m) => Ok((m.func.clone(), m.self_.clone())),
        None => Err(cx.bad_internal("method")),
    }
}

fn new(cx: &mut Cx, _: &ObjRef, args: &Args) -> PyResult {
    args.no_keywords(cx, "method")?;
    let [f, o] = args.values else {
        let n = args.values.len();
        return Err(cx.type_error(format!("method expected 2 arguments, got {n}")));
    };
    if f.kind() != Kind::Function && f.ty().slots().call.is_none() {
        return Err(cx.type_error("first argument must be callable"));
    }
    if o.is_none() {
        return Err(cx.type_error("instance must not be None"));
    }
    let ty = cx.types.method.clone();
    Ok(cx.new_as(&ty, Method { func: f.clone(), self_: o.clone() }))
}

fn call(cx: &mut Cx, m: &ObjRef, args: &Args) -> PyResult {
    let (f, me) = parts(cx, m)?;
    args.with_first(me, |args| cx.call_args(&f, args))
}

/// A method is found as an attribute of its receiver.
fn reduce(cx: &mut Cx, m: &ObjRef) -> PyResult {
    let (f, me) = parts(cx, m)?;
    let name = cx.names.name.clone();
    let name = cx.getattr(&f, &name)?;
    crate::reduce::as_attribute(cx, me, &name.text_or_empty())
}

/// What the method type does not have is the function's.
fn getattr(cx: &mut Cx, m: &ObjRef, name: &ObjRef) -> PyResult {
    let name = cx.attribute_name(name)?;
    if let Some(found) = m.ty().lookup(cx, &name) {
        return cx.bind(&found, m);
    }
    // A method of a method of a method.
    cx.check_stack()?;
    let (f, _) = parts(cx, m)?;
    cx.getattr(&f, &name)
}

fn compare(cx: &mut Cx, a: &ObjRef, b: &ObjRef, op: CompareOp) -> PyResult {
    let both = a.kind() == Kind::Method && b.kind() == Kind::Method;
    if !both || !matches!(op, CompareOp::Eq | CompareOp::Ne) {
        return Ok(cx.not_implemented.clone());
    }
    let ((f, x), (g, y)) = (parts(cx, a)?, parts(cx, b)?);
    let same = x.is(&y) && cx.eq(&f, &g)?;
    Ok(cx.bool(same == (op == CompareOp::Eq)))
}

fn hash_(cx: &mut Cx, m: &ObjRef) -> PyResult<i64> {
    let (f, me) = parts(cx, m)?;
    Ok(match hash::pointer(me.address()) ^ cx.hash(&f)? {
        -1 => -2,
        h => h,
    })
}

fn repr(cx: &mut Cx, m: &ObjRef) -> PyResult {
    let (f, me) = parts(cx, m)?;
    let mut name = None;
    for key in [cx.names.qualname.clone(), cx.names.name.clone()] {
        if name.is_none() {
            name = cx.try_getattr(&f, &key)?;
        }
    }
    let name = name.and_then(|n| n.text().map(|t| t.into_owned())).unwrap_or_else(|| "?".to_string());
    let me = cx.repr_text(&me)?;
    Ok(cx.new_str(&format!("<bound method {name} of {me}>")))
}

fn func(cx: &mut Cx, m: &ObjRef) -> PyResult {
    Ok(parts(cx, m)?.0)
}

fn self_(cx: &mut Cx, m: &ObjRef) -> PyResult {
    Ok(parts(cx, m)?.1)
}

fn doc(cx: &mut Cx, m: &ObjRef) -> PyResult {
    let (f, _) = parts(cx, m)?;
    let name = cx.names.doc.clone();
    cx.getattr(&f, &name)
}
