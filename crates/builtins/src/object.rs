//! `object`: what every object can do.

use theseus_object::class::TypeSpec;
use theseus_object::instance::full_size;
use theseus_object::methods::{GetSet, NativeDef};
use theseus_object::typeobj::type_flag;
use theseus_object::{Args, CompareOp, Cx, Kind, ObjRef, PyResult, Slots, TypeObj};
use theseus_object::{attr, hash};

use crate::{expose, reduce, type_};

static SPEC: TypeSpec = TypeSpec {
    slots: Slots {
        repr: Some(repr),
        str_: Some(str_),
        hash: Some(hash_),
        getattr: Some(attr::generic_getattr),
        setattr: Some(attr::generic_setattr),
        compare: Some(compare),
        init: Some(init),
        new: Some(new),
        ..Slots::EMPTY
    },
    methods: METHODS,
    getsets: GETSETS,
    doc: "The base class of the class hierarchy.\n\nWhen called, it accepts no arguments and returns a new featureless\ninstance that has no instance attributes and cannot be given any.\n",
};

static METHODS: &[NativeDef] = &[
    NativeDef::m0("__dir__", dir, "Default dir() implementation."),
    NativeDef::m1(
        "__format__",
        format,
        "Default object formatter.\n\nReturn str(self) if format_spec is empty. Raise TypeError otherwise.",
    ),
    NativeDef::m0("__sizeof__", sizeof, "Size of object in memory, in bytes."),
    NativeDef::m0("__reduce__", reduce::reduce, "Helper for pickle."),
    NativeDef::m1("__reduce_ex__", reduce::reduce_ex, "Helper for pickle."),
    NativeDef::m0("__getstate__", reduce::getstate, "Helper for pickle."),
    NativeDef::class(
        "__init_subclass__",
        init_subclass,
        "This method is called when a class is subclassed.\n\nThe default implementation does nothing. It may be\noverridden to extend subclasses.\n",
    ),
    NativeDef::class(
        "__subclasshook__",
        subclasshook,
        "Abstract classes can override this to customize issubclass().\n",
    ),
];

static GETSETS: &[GetSet] = &[GetSet::rw("__class__", class, set_class, "the object's class")];

pub fn install(cx: &mut Cx) {
    crate::descr::make_types(cx);
    let ty = cx.types.object.clone();
    cx.fill_type(&ty, &SPEC);
    expose(cx, &ty);
}

/// `object.__new__`: an instance without attributes.
pub fn new(cx: &mut Cx, class: &ObjRef, args: &Args) -> PyResult {
    let ty = cx.expect_type(class)?;
    if ty.data.payload.kind != Kind::Instance {
        return Err(cx.type_error(format!("cannot create '{}' instances", ty.name())));
    }
    if !args.values.is_empty() {
        let slots = ty.slots();
        if slots.new.is_none_or(|f| f as usize != new as *const () as usize) {
            let text = "object.__new__() takes exactly one argument (the type to instantiate)";
            return Err(cx.type_error(text));
        }
        if has_plain_init(ty) {
            return Err(cx.type_error(format!("{}() takes no arguments", ty.name())));
        }
    }
    if ty.has_flag(type_flag::ABSTRACT) {
        return abstract_error(cx, class);
    }
    Ok(cx.alloc_instance(ty))
}

/// Whether instances are initialised by `object.__init__`.
pub fn has_plain_init(ty: &TypeObj) -> bool {
    ty.slots().init.is_none_or(|f| f as usize == init as *const () as usize)
}

fn abstract_error(cx: &mut Cx, class: &ObjRef) -> PyResult {
    let name = cx.names.abstractmethods.clone();
    let methods = cx.getattr(class, &name)?;
    let mut names = Vec::new();
    for m in cx.collect(&methods)? {
        names.push(cx.str_text(&m)?);
    }
    names.sort();
    let plural = theseus_object::error::plural(names.len());
    let class = cx.expect_type(class)?.name();
    let names = names.join("', '");
    Err(cx.type_error(format!(
        "Can't instantiate abstract class {class} without an implementation for abstract method{plural} '{names}'"
    )))
}

fn init(cx: &mut Cx, o: &ObjRef, args: &Args) -> PyResult<()> {
    if args.values.is_empty() {
        return Ok(());
    }
    if !has_plain_init(o.ty()) {
        let text = "object.__init__() takes exactly one argument (the instance to initialize)";
        return Err(cx.type_error(text));
    }
    // Native types that only the machine instantiates take anything.
    let is_instance = o.kind() == Kind::Instance;
    if is_instance && o.ty().slots().new.is_some_and(|f| f as usize == new as *const () as usize) {
        let name = o.ty().name();
        return Err(cx.type_error(format!(
            "{name}.__init__() takes exactly one argument (the instance to initialize)"
        )));
    }
    Ok(())
}

fn repr(cx: &mut Cx, o: &ObjRef) -> PyResult {
    let name = type_::full_name(cx, o.ty());
    Ok(cx.new_str(&format!("<{name} object at {:#x}>", o.address())))
}

fn str_(cx: &mut Cx, o: &ObjRef) -> PyResult {
    cx.str_by_repr(o)
}

fn hash_(_: &mut Cx, o: &ObjRef) -> PyResult<i64> {
    Ok(hash::pointer(o.address()))
}

/// Identity; `!=` is the contrary of what the class says about `==`.
fn compare(cx: &mut Cx, a: &ObjRef, b: &ObjRef, op: CompareOp) -> PyResult {
    match op {
        CompareOp::Eq if a.is(b) => Ok(cx.true_.clone()),
        CompareOp::Ne => {
            let equal = a.ty().slots().compare.unwrap_or(compare);
            let r = equal(cx, a, b, CompareOp::Eq)?;
            if r.is_not_implemented() {
                return Ok(r);
            }
            let equal = cx.truth(&r)?;
            Ok(cx.bool(!equal))
        }
        _ => Ok(cx.not_implemented.clone()),
    }
}

fn class(_: &mut Cx, o: &ObjRef) -> PyResult {
    Ok(o.class())
}

fn set_class(cx: &mut Cx, o: &ObjRef, value: Option<&ObjRef>) -> PyResult<()> {
    let Some(value) = value else { return Err(cx.type_error("can't delete __class__ attribute")) };
    let Some(new) = TypeObj::of(value) else {
        let got = value.ty().name();
        return Err(cx.type_error(format!("__class__ must be set to a class, not '{got}' object")));
    };
    let old = o.ty();
    let immutable = |t: &TypeObj| t.has_flag(type_flag::IMMUTABLE);
    let module = cx.types.module.clone();
    let modules = new.is_subtype(&module) && old.is_subtype(&module);
    if !modules && (immutable(new) || immutable(old)) {
        let text = "__class__ assignment only supported for mutable types or ModuleType subclasses";
        return Err(cx.type_error(text));
    }
    type_::layout::check_agreement(cx, "__class__", old, new)?;
    cx.set_class(o, new);
    Ok(())
}

/// All attribute names: the object's own, its class's and those of the bases.
fn dir(cx: &mut Cx, o: &ObjRef) -> PyResult {
    let all = cx.new_dict();
    let name = cx.names.dict.clone();
    if let Some(own) = cx.try_getattr(o, &name)?
        && own.kind() == Kind::Dict
    {
        cx.dict_merge(&all, &own)?;
    }
    let name = cx.names.class.clone();
    if let Some(class) = cx.try_getattr(o, &name)? {
        type_::merge_class_dict(cx, &all, &class)?;
    }
    let keys = cx.dict_items(&all).into_iter().map(|(k, _)| k).collect();
    Ok(cx.new_list(keys))
}

fn format(cx: &mut Cx, o: &ObjRef, spec: &ObjRef) -> PyResult {
    if !spec.is_str() {
        let got = spec.kind_given();
        return Err(cx.type_error(format!("__format__() argument must be str, not {got}")));
    }
    if spec.str_len() != Some(0) {
        let name = o.ty().name();
        return Err(cx.type_error(format!("unsupported format string passed to {name}.__format__")));
    }
    cx.str(o)
}

fn sizeof(cx: &mut Cx, o: &ObjRef) -> PyResult {
    Ok(cx.usize(full_size(o)))
}

fn init_subclass(cx: &mut Cx, class: &ObjRef, args: &Args) -> PyResult {
    let name = TypeObj::of(class).map(type_::qualname).unwrap_or_default();
    args.nothing(cx, &format!("{name}.__init_subclass__"))?;
    Ok(cx.none.clone())
}

fn subclasshook(cx: &mut Cx, _: &ObjRef, _: &Args) -> PyResult {
    Ok(cx.not_implemented.clone())
}
