//! `typing.TypeVarTuple`.

use theseus_object::args::Params;
use theseus_object::class::TypeSpec;
use theseus_object::edges::{EdgeVisitor, Payload, Relation};
use theseus_object::methods::{GetSet, NativeDef};
use theseus_object::{Args, Cx, ObjRef, PyResult, Slots};

use super::{call_typing, expect_name, from_typing, refuse_subclass, set_module};

pub struct TypeVarTuple {
    name: ObjRef,
}

impl Payload for TypeVarTuple {
    fn edges(&mut self, v: &mut dyn EdgeVisitor) {
        v.fixed(&mut self.name, Relation::Typed("__name__"));
    }
}

static SPEC: TypeSpec = TypeSpec {
    slots: Slots { repr: Some(name), new: Some(new), iter: Some(iter), ..Slots::EMPTY },
    methods: &[
        NativeDef::m1("__typing_subst__", subst, ""),
        NativeDef::m2("__typing_prepare_subst__", prepare_subst, ""),
        NativeDef::m0("__reduce__", name, ""),
        NativeDef::m1("__mro_entries__", |cx, _, _| refuse_subclass(cx, "TypeVarTuple"), ""),
    ],
    getsets: &[GetSet::member("__name__", name, "")],
    doc: "Type variable tuple.",
};

pub(super) fn install(cx: &mut Cx) {
    let ty = cx.add_native_type_over::<TypeVarTuple>("typing.TypeVarTuple", None, 0, super::LAYOUT);
    cx.fill_type(&ty, &SPEC);
    super::put_module(cx, &ty);
}

pub(super) fn make(cx: &mut Cx, name: &ObjRef) -> ObjRef {
    cx.new_instance(&cx.type_of::<TypeVarTuple>(), TypeVarTuple { name: name.clone() })
}

fn new(cx: &mut Cx, _: &ObjRef, args: &Args) -> PyResult {
    const PARAMS: Params<1, 0> = Params { required: ["name"], optional: [], posonly: 0, kwonly: 1 };
    let ([name], []) = args.bind(cx, "typevartuple", &PARAMS)?;
    let name = expect_name(cx, name, "typevartuple")?;
    let made = make(cx, &name);
    set_module(cx, &made)?;
    Ok(made)
}

fn name(cx: &mut Cx, o: &ObjRef) -> PyResult {
    match cx.heap.get::<TypeVarTuple>(o) {
        Some(t) => Ok(t.name.clone()),
        None => Err(cx.bad_internal("typing.TypeVarTuple")),
    }
}

/// `Unpack[Ts]`.
pub(super) fn unpacked(cx: &mut Cx, o: &ObjRef) -> PyResult {
    let unpack = from_typing(cx, "Unpack")?;
    cx.getitem(&unpack, o)
}

/// `*Ts` is `Unpack[Ts]`.
fn iter(cx: &mut Cx, o: &ObjRef) -> PyResult {
    let unpacked = unpacked(cx, o)?;
    let one = cx.new_tuple([unpacked]);
    cx.iter(&one)
}

fn subst(cx: &mut Cx, _: &ObjRef, _: &ObjRef) -> PyResult {
    Err(cx.type_error("Substitution of bare TypeVarTuple is not supported"))
}

fn prepare_subst(cx: &mut Cx, o: &ObjRef, alias: &ObjRef, args: &ObjRef) -> PyResult {
    call_typing(cx, "_typevartuple_prepare_subst", &[o.clone(), alias.clone(), args.clone()])
}
