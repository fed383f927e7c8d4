//! `typing.Generic`: the base of classes with type parameters.

use theseus_object::class::TypeSpec;
use theseus_object::methods::NativeDef;
use theseus_object::typeobj::type_flag;
use theseus_object::{Args, Cx, ObjRef, PyResult, Slots, TypeRef};

use super::typevartuple::{TypeVarTuple, unpacked};
use super::{from_typing_if_any, items};
use crate::{alias, super_};

/// Names the type; its instances are plain objects.
pub struct Generic;

static SPEC: TypeSpec = TypeSpec {
    slots: Slots::EMPTY,
    methods: &[
        NativeDef::class("__class_getitem__", class_getitem, "Parameterizes a generic class."),
        NativeDef::class("__init_subclass__", init_subclass, "Function to initialize subclasses."),
    ],
    getsets: &[],
    doc: "Abstract base class for generic types\n\n\
          On Python 3.12 and newer, generic classes implicitly inherit from\n\
          Generic when they declare a parameter list after the class's name::\n\n    \
          class Mapping[KT, VT]:\n        def __getitem__(self, key: KT) -> VT:\n            ...\n            # Etc.",
};

pub(super) fn install(cx: &mut Cx) -> TypeRef {
    let ty = cx.add_plain_type::<Generic>("typing.Generic", type_flag::BASE_TYPE | type_flag::HEAP_TYPE);
    cx.fill_type(&ty, &SPEC);
    super::put_module(cx, &ty);
    ty
}

/// `Generic[params]` as typing makes it; an alias like that of a builtin class where there is no
/// such module.
pub(super) fn base(cx: &mut Cx, generic: &TypeRef, params: &ObjRef) -> PyResult {
    let mut list = items(cx, params);
    for param in &mut list {
        if param.has_payload::<TypeVarTuple>() {
            *param = unpacked(cx, param)?;
        }
    }
    let params = cx.new_tuple(list);
    let class = generic.as_ref().clone();
    match from_typing_if_any(cx, "_GenericAlias")? {
        Some(make) => cx.call(&make, &[class, params]),
        None => plain_alias(cx, &class, &params),
    }
}

fn plain_alias(cx: &mut Cx, class: &ObjRef, params: &ObjRef) -> PyResult {
    match cx.alias_hook.get() {
        Some(make) => make(cx, class, params),
        None => Err(cx.bad_internal("types.GenericAlias")),
    }
}

fn class_getitem(cx: &mut Cx, class: &ObjRef, args: &Args) -> PyResult {
    let Some(f) = from_typing_if_any(cx, "_generic_class_getitem")? else {
        let [params] = args.pos() else {
            let n = args.positional();
            return Err(cx.type_error(format!("__class_getitem__() takes exactly one argument ({n} given)")));
        };
        return plain_alias(cx, class, params);
    };
    args.with_first(class.clone(), |args| cx.call_args(&f, args))
}

fn init_subclass(cx: &mut Cx, class: &ObjRef, args: &Args) -> PyResult {
    if let Some(f) = from_typing_if_any(cx, "_generic_init_subclass")? {
        return args.with_first(class.clone(), |args| cx.call_args(&f, args));
    }
    let hook = cx.names.init_subclass.clone();
    if let Some(generic) = cx.known_type::<Generic>() {
        let (f, bind) = super_::super_getattr(cx, generic.as_ref(), class, &hook)?;
        let f = if bind { cx.bind(&f, class)? } else { f };
        cx.call_args(&f, args)?;
    }
    let name = cx.intern("__orig_bases__");
    let bases = cx.try_getattr(class, &name)?;
    let bases = bases.map(|b| items(cx, &b)).unwrap_or_default();
    let params = alias::parameters_of(cx, &bases)?;
    let name = cx.intern("__parameters__");
    cx.setattr(class, &name, Some(&params))?;
    Ok(cx.none.clone())
}
