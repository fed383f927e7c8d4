//! `type`: calling classes, their attributes and names.

mod attributes;
mod create;
pub(crate) mod layout;
mod slots;

use theseus_object::class::TypeSpec;
use theseus_object::methods::NativeDef;
use theseus_object::slots::number;
use theseus_object::typeobj::type_flag;
use theseus_object::{Args, Cx, Kind, ObjRef, PyResult, Slots, TypeObj};

use crate::{expose, object, union};

pub use attributes::{instance_dict, set_instance_dict};
pub use create::calculate_metaclass;

static SPEC: TypeSpec = TypeSpec {
    slots: Slots {
        repr: Some(repr),
        call: Some(call),
        getattr: Some(attributes::getattr),
        setattr: Some(attributes::setattr),
        init: Some(init),
        new: Some(create::new),
        number: {
            let mut table = Slots::EMPTY.number;
            table[number::OR] = Some(union::or);
            table
        },
        ..Slots::EMPTY
    },
    methods: METHODS,
    getsets: attributes::GETSETS,
    doc: "type(object) -> the object's type\ntype(name, bases, dict, **kwds) -> a new type",
};

static METHODS: &[NativeDef] = &[
    NativeDef::m0("mro", mro, "Return a type's method resolution order."),
    NativeDef::m0("__subclasses__", subclasses, "Return a list of immediate subclasses."),
    NativeDef::m1("__instancecheck__", instancecheck, "Check if an object is an instance."),
    NativeDef::m1("__subclasscheck__", subclasscheck, "Check if a class is a subclass."),
    NativeDef::m0("__dir__", dir, "Specialized __dir__ implementation for types."),
    NativeDef::class("__prepare__", prepare, "Create the namespace for the class statement"),
];

pub fn install(cx: &mut Cx) {
    let ty = cx.types.type_.clone();
    cx.fill_type(&ty, &SPEC);
    expose(cx, &ty);
    union::install(cx);
}

/// `__module__` of a class, if it is a str.
pub fn module_name(cx: &Cx, ty: &TypeObj) -> Option<String> {
    if ty.data.heap_type {
        let module = cx.namespace_get(&ty.data.dict, &cx.names.module)?;
        return module.text().map(|t| t.into_owned());
    }
    let name = ty.data.name.borrow();
    Some(name.rsplit_once('.').map_or("builtins", |(module, _)| module).to_string())
}

/// A class's name must be text that can be encoded.
fn check_name(cx: &mut Cx, name: &ObjRef) -> PyResult<()> {
    if name.ascii().is_none() {
        crate::str::encode(cx, name, "utf-8", "strict")?;
    }
    Ok(())
}

/// `__qualname__` of a class.
pub fn qualname(ty: &TypeObj) -> String {
    if let Some(q) = &*ty.data.qualname.borrow() {
        return q.to_string();
    }
    short_name(ty)
}

/// `__name__`: without the module that the names of native types may have.
pub fn short_name(ty: &TypeObj) -> String {
    shortened(ty, &ty.data.name.borrow()).to_string()
}

/// The name of a type without that of its module, which stands before it in those of native types.
fn shortened<'a>(ty: &TypeObj, name: &'a str) -> &'a str {
    let dotted = !ty.data.heap_type || ty.data.flags.get() & type_flag::DOTTED != 0;
    match name.rsplit_once('.').filter(|_| dotted) {
        Some((_, short)) => short,
        None => name,
    }
}

/// Module and qualified name, as in the repr of an instance.
pub fn full_name(cx: &Cx, ty: &TypeObj) -> String {
    match module_name(cx, ty) {
        Some(m) if m != "builtins" => format!("{m}.{}", qualname(ty)),
        _ => ty.name(),
    }
}

fn repr(cx: &mut Cx, class: &ObjRef) -> PyResult {
    let name = match TypeObj::of(class) {
        Some(ty) => full_name(cx, ty),
        None => String::new(),
    };
    Ok(cx.new_str(&format!("<class '{name}'>")))
}

/// `C(...)`: `__new__`, then `__init__` if that gave an instance.
fn call(cx: &mut Cx, class: &ObjRef, args: &Args) -> PyResult {
    if class.is(cx.types.type_.as_ref()) {
        match args.values.len() {
            1 if args.names.is_empty() => return Ok(args.values[0].class()),
            2.. if args.positional() == 1 => return Err(cx.type_error("type() takes no keyword arguments")),
            _ if args.positional() != 3 => return Err(cx.type_error("type() takes 1 or 3 arguments")),
            _ => (),
        }
    }
    construct(cx, class, args)
}

/// A new instance of a class: `type.__call__` but for `type(o)`.
pub fn construct(cx: &mut Cx, class: &ObjRef, args: &Args) -> PyResult {
    let ty = cx.expect_type(class)?;
    let (new, init) = (ty.slots().new, ty.slots().init);
    let Some(new) = new else {
        return Err(cx.type_error(format!("cannot create '{}' instances", ty.name())));
    };
    let plain =
        is_object_new(ty) && ty.data.payload.kind == Kind::Instance && !ty.has_flag(type_flag::ABSTRACT);
    if plain && (args.values.is_empty() || !object::has_plain_init(ty)) {
        let o = cx.alloc_instance(ty);
        if let Some(init) = init.filter(|_| !object::has_plain_init(ty)) {
            init(cx, &o, args)?;
        }
        return Ok(o);
    }
    let o = new(cx, class, args)?;
    let made = o.ty();
    if (made.is(ty) || made.is_subtype(ty))
        && let Some(init) = made.slots().init
        // What has a constructor of its own and no initialiser takes any arguments there.
        && (!object::has_plain_init(made) || is_object_new(made))
    {
        init(cx, &o, args)?;
    }
    Ok(o)
}

/// Whether instances are made by `object.__new__`.
fn is_object_new(ty: &TypeObj) -> bool {
    ty.slots().new.is_some_and(|new| new as usize == object::new as *const () as usize)
}

fn init(cx: &mut Cx, _: &ObjRef, args: &Args) -> PyResult<()> {
    match args.positional() {
        1 if !args.names.is_empty() => Err(cx.type_error("type.__init__() takes no keyword arguments")),
        1 | 3 => Ok(()),
        _ => Err(cx.type_error("type.__init__() takes 1 or 3 arguments")),
    }
}

fn mro(cx: &mut Cx, class: &ObjRef) -> PyResult {
    let bases = cx.expect_type(class)?.data.bases.clone();
    let bases = cx.heap.tuple(&bases).map(<[ObjRef]>::to_vec).unwrap_or_default();
    let list = cx.linearise(class, &bases)?;
    Ok(cx.new_list(list))
}

fn subclasses(cx: &mut Cx, class: &ObjRef) -> PyResult {
    let list = cx.expect_type(class)?.subclasses();
    Ok(cx.new_list(list))
}

fn instancecheck(cx: &mut Cx, class: &ObjRef, o: &ObjRef) -> PyResult {
    let r = cx.abstract_isinstance(o, class)?;
    Ok(cx.bool(r))
}

fn subclasscheck(cx: &mut Cx, class: &ObjRef, sub: &ObjRef) -> PyResult {
    let r = cx.abstract_issubclass(sub, class)?;
    Ok(cx.bool(r))
}

fn prepare(cx: &mut Cx, _: &ObjRef, _: &Args) -> PyResult {
    Ok(cx.new_dict())
}

fn dir(cx: &mut Cx, class: &ObjRef) -> PyResult {
    let all = cx.new_dict();
    merge_class_dict(cx, &all, class)?;
    let keys = cx.dict_items(&all).into_iter().map(|(k, _)| k).collect();
    Ok(cx.new_list(keys))
}

/// Adds the names of a class and, by its `__bases__`, of all above it.
pub fn merge_class_dict(cx: &mut Cx, all: &ObjRef, class: &ObjRef) -> PyResult<()> {
    cx.check_stack()?;
    if let Some(ty) = TypeObj::of(class) {
        cx.dict_merge(all, &ty.data.dict)?;
    } else {
        let name = cx.names.dict.clone();
        if let Some(dict) = cx.try_getattr(class, &name)?
            && dict.kind() == Kind::Dict
        {
            cx.dict_merge(all, &dict)?;
        }
    }
    let name = cx.names.bases.clone();
    let Some(bases) = cx.try_getattr(class, &name)? else { return Ok(()) };
    for base in cx.heap.tuple(&bases).map(<[ObjRef]>::to_vec).unwrap_or_default() {
        merge_class_dict(cx, all, &base)?;
    }
    Ok(())
}
