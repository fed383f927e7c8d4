//! Native functions and native methods bound to their receivers.

use theseus_object::class::TypeSpec;
use theseus_object::methods::{Binding, GetSet, NativeDef, call_native};
use theseus_object::payload::NativeData;
use theseus_object::{CompareOp, Cx, Kind, ObjRef, PyResult, Slots, TypeObj, hash};

use crate::descr::{signature, split_doc};
use crate::type_;

static SPEC: TypeSpec = TypeSpec {
    slots: Slots {
        repr: Some(repr),
        call: Some(call_native),
        compare: Some(compare),
        hash: Some(hash_),
        ..Slots::EMPTY
    },
    methods: &[NativeDef::m0("__reduce__", reduce, "")],
    getsets: &[
        GetSet::new("__name__", name, ""),
        GetSet::new("__qualname__", qualname, ""),
        GetSet::rw_member("__module__", module, set_module, ""),
        GetSet::new("__self__", self_, ""),
        GetSet::new("__doc__", doc, ""),
        GetSet::new("__text_signature__", text_signature, ""),
    ],
    doc: "",
};

pub fn install(cx: &mut Cx) {
    let ty = cx.types.native.clone();
    cx.fill_type(&ty, &SPEC);
}

fn parts(cx: &mut Cx, f: &ObjRef) -> PyResult<(&'static NativeDef, Option<ObjRef>)> {
    match cx.heap.get::<NativeData>(f) {
        Some(n) => Ok((n.def, n.self_.clone())),
        None => Err(cx.bad_internal("native function")),
    }
}

/// A function is found by its name, a method as an attribute.
fn reduce(cx: &mut Cx, f: &ObjRef) -> PyResult {
    let (def, me) = parts(cx, f)?;
    match me.filter(|me| me.kind() != Kind::Module) {
        Some(me) => crate::reduce::as_attribute(cx, me, def.name),
        None => Ok(cx.new_str(def.name)),
    }
}

fn repr(cx: &mut Cx, f: &ObjRef) -> PyResult {
    let (def, me) = parts(cx, f)?;
    let name = def.name;
    let text = match me.filter(|me| me.kind() != Kind::Module) {
        Some(me) => format!("<built-in method {name} of {} object at {:#x}>", me.ty().name(), me.address()),
        None => format!("<built-in function {name}>"),
    };
    Ok(cx.new_str(&text))
}

fn compare(cx: &mut Cx, a: &ObjRef, b: &ObjRef, op: CompareOp) -> PyResult {
    let (Some(x), Some(y)) = (cx.heap.get::<NativeData>(a), cx.heap.get::<NativeData>(b)) else {
        return Ok(cx.not_implemented.clone());
    };
    let owner = match (&x.self_, &y.self_) {
        (Some(x), Some(y)) => x.is(y),
        (None, None) => true,
        _ => false,
    };
    let same = owner && std::ptr::eq(x.def, y.def);
    Ok(match op {
        CompareOp::Eq => cx.bool(same),
        CompareOp::Ne => cx.bool(!same),
        _ => cx.not_implemented.clone(),
    })
}

fn hash_(cx: &mut Cx, f: &ObjRef) -> PyResult<i64> {
    let (def, me) = parts(cx, f)?;
    let of = |address| hash::pointer(address);
    Ok(of(def as *const NativeDef as usize) ^ me.map_or(0, |me| of(me.address())))
}

fn name(cx: &mut Cx, f: &ObjRef) -> PyResult {
    let (def, _) = parts(cx, f)?;
    Ok(cx.intern(def.name))
}

fn qualname(cx: &mut Cx, f: &ObjRef) -> PyResult {
    let (def, me) = parts(cx, f)?;
    let owner = me.filter(|me| me.kind() != Kind::Module);
    let text = match owner.as_ref().map(|me| TypeObj::of(me).unwrap_or(me.ty())) {
        Some(ty) => format!("{}.{}", type_::qualname(ty), def.name),
        None => def.name.to_string(),
    };
    Ok(cx.new_str(&text))
}

fn module(cx: &mut Cx, f: &ObjRef) -> PyResult {
    let module = cx.heap.get::<NativeData>(f).and_then(|n| n.module.clone());
    Ok(module.unwrap_or_else(|| cx.none.clone()))
}

fn set_module(cx: &mut Cx, f: &ObjRef, value: Option<&ObjRef>) -> PyResult<()> {
    let old = cx.heap.get_mut::<NativeData>(f).and_then(|n| std::mem::replace(&mut n.module, value.cloned()));
    drop(old);
    Ok(())
}

/// The receiver; of a module's function, the module.
fn self_(cx: &mut Cx, f: &ObjRef) -> PyResult {
    let (def, me) = parts(cx, f)?;
    // A static method knows its type, and does not show it.
    if let Some(me) = me.filter(|_| def.binding != Binding::Static) {
        return Ok(me);
    }
    let module = cx.heap.get::<NativeData>(f).and_then(|n| n.module.clone());
    let found = module
        .filter(|m| m.is_str() && def.binding == Binding::Function)
        .and_then(|m| cx.namespace_get(&cx.modules, &m));
    Ok(found.unwrap_or_else(|| cx.none.clone()))
}

fn doc(cx: &mut Cx, f: &ObjRef) -> PyResult {
    let (def, _) = parts(cx, f)?;
    Ok(match split_doc(def).1 {
        "" => cx.none.clone(),
        text => cx.new_str(text),
    })
}

fn text_signature(cx: &mut Cx, f: &ObjRef) -> PyResult {
    let (def, me) = parts(cx, f)?;
    let module = cx.heap.get::<NativeData>(f).and_then(|n| n.module.clone());
    let found = match me.filter(|me| me.kind() != Kind::Module) {
        Some(me) => signature::of_bound(cx, def, &me),
        None => signature::of_function(def, &module.map(|m| m.text_or_empty()).unwrap_or_default()),
    };
    Ok(found.map_or_else(|| cx.none.clone(), |text| cx.new_str(text)))
}
