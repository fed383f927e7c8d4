//! `classmethod` and `staticmethod`: callables that are bound to the class, or not at all.

use theseus_object::class::TypeSpec;
use theseus_object::edges::{EdgeVisitor, Payload, Relation};
use theseus_object::methods::GetSet;
use theseus_object::payload::Method;
use theseus_object::typeobj::type_flag;
use theseus_object::{Args, Cx, ObjRef, PyResult, Slots, TypeRef};

use crate::expose;
use crate::type_::{instance_dict, set_instance_dict};

macro_rules! wrapper_payload {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        pub struct $name {
            callable: Option<ObjRef>,
        }

        impl Payload for $name {
            fn edges(&mut self, v: &mut dyn EdgeVisitor) {
                v.edge(&mut self.callable, Relation::Attr("__func__"));
            }
            fn clear(&mut self) {
                self.callable = None;
            }
        }
    };
}

wrapper_payload! {
    /// A callable that gets the class as its first argument.
    ClassMethod
}
wrapper_payload! {
    /// A callable that is not bound.
    StaticMethod
}

static CLASS_METHOD: TypeSpec = TypeSpec {
    slots: Slots {
        repr: Some(repr),
        get: Some(class_method_get),
        new: Some(class_method_new),
        init: Some(init),
        ..Slots::EMPTY
    },
    methods: &[],
    getsets: GETSETS,
    doc: "classmethod(function) -> method\n\nConvert a function to be a class method.\n\nA class method receives the class as implicit first argument,\njust like an instance method receives the instance.\nTo declare a class method, use this idiom:\n\n  class C:\n      @classmethod\n      def f(cls, arg1, arg2, argN):\n          ...\n\nIt can be called either on the class (e.g. C.f()) or on an instance\n(e.g. C().f()).  The instance is ignored except for its class.\nIf a class method is called for a derived class, the derived class\nobject is passed as the implied first argument.\n\nClass methods are different than C++ or Java static methods.\nIf you want those, see the staticmethod builtin.",
};

static STATIC_METHOD: TypeSpec = TypeSpec {
    slots: Slots {
        repr: Some(repr),
        get: Some(static_method_get),
        call: Some(static_method_call),
        new: Some(static_method_new),
        init: Some(init),
        ..Slots::EMPTY
    },
    methods: &[],
    getsets: GETSETS,
    doc: "staticmethod(function) -> method\n\nConvert a function to be a static method.\n\nA static method does not receive an implicit first argument.\nTo declare a static method, use this idiom:\n\n     class C:\n         @staticmethod\n         def f(arg1, arg2, argN):\n             ...\n\nIt can be called either on the class (e.g. C.f()) or on an instance\n(e.g. C().f()). Both the class and the instance are ignored, and\nneither is passed implicitly as the first argument to the method.\n\nStatic methods in Python are similar to those found in Java or C++.\nFor a more advanced concept, see the classmethod builtin.",
};

static GETSETS: &[GetSet] = &[
    GetSet::member("__func__", func, ""),
    GetSet::member("__wrapped__", func, ""),
    GetSet::new("__isabstractmethod__", abstract_, ""),
    GetSet::rw("__dict__", instance_dict, set_instance_dict, ""),
];

pub fn install(cx: &mut Cx) {
    let flags = type_flag::BASE_TYPE;
    let list = [
        (cx.add_native_type_with_dict::<ClassMethod>("classmethod", None, flags), &CLASS_METHOD),
        (cx.add_native_type_with_dict::<StaticMethod>("staticmethod", None, flags), &STATIC_METHOD),
    ];
    for (ty, spec) in list {
        cx.fill_type(&ty, spec);
        expose(cx, &ty);
    }
}

/// What the compiler's classes need for `__init_subclass__` and `__class_getitem__`.
pub fn new_class_method(cx: &Cx, f: ObjRef) -> ObjRef {
    cx.new_instance(&cx.type_of::<ClassMethod>(), ClassMethod { callable: Some(f) })
}

/// What `__new__` becomes.
pub fn new_static_method(cx: &Cx, f: ObjRef) -> ObjRef {
    cx.new_instance(&cx.type_of::<StaticMethod>(), StaticMethod { callable: Some(f) })
}

/// A static native method of a type stands in the type's dict as a `staticmethod`.
pub fn wrap_static(cx: &Cx, ty: &TypeRef, name: &str) {
    let name = cx.intern(name);
    if let Some(f) = cx.namespace_get(&ty.data.dict, &name) {
        drop(cx.namespace_set(&ty.data.dict, &name, new_static_method(cx, f)));
        ty.modified();
    }
}

fn class_method_new(cx: &mut Cx, class: &ObjRef, _: &Args) -> PyResult {
    let ty = cx.expect_type(class)?;
    Ok(cx.new_instance(ty, ClassMethod { callable: None }))
}

fn static_method_new(cx: &mut Cx, class: &ObjRef, _: &Args) -> PyResult {
    let ty = cx.expect_type(class)?;
    Ok(cx.new_instance(ty, StaticMethod { callable: None }))
}

fn init(cx: &mut Cx, o: &ObjRef, args: &Args) -> PyResult<()> {
    let what = if o.has_payload::<ClassMethod>() { "classmethod" } else { "staticmethod" };
    args.no_keywords(cx, what)?;
    let [f] = args.values else {
        let n = args.values.len();
        return Err(cx.type_error(format!("{what} expected 1 argument, got {n}")));
    };
    let old = match cx.heap.get_mut::<ClassMethod>(o) {
        Some(m) => m.callable.replace(f.clone()),
        None => cx.heap.get_mut::<StaticMethod>(o).and_then(|m| m.callable.replace(f.clone())),
    };
    drop(old);
    // The attributes of the function show through the wrapper.
    for name in ["__module__", "__name__", "__qualname__", "__doc__", "__annotations__"] {
        let name = cx.intern(name);
        if let Some(v) = cx.try_getattr(f, &name)? {
            drop(cx.instance_set(o, &name, v));
        }
    }
    let own = cx.existing_dict(f).filter(|_| f.kind() == theseus_object::Kind::Function);
    for (name, v) in own.map(|d| cx.dict_items(&d)).unwrap_or_default() {
        if name.is_str() {
            let name = cx.intern_obj(&name);
            drop(cx.instance_set(o, &name, v));
        }
    }
    Ok(())
}

fn callable(cx: &Cx, o: &ObjRef) -> ObjRef {
    let f = match cx.heap.get::<ClassMethod>(o) {
        Some(m) => m.callable.clone(),
        None => cx.heap.get::<StaticMethod>(o).and_then(|m| m.callable.clone()),
    };
    f.unwrap_or_else(|| cx.none.clone())
}

fn class_method_get(cx: &mut Cx, d: &ObjRef, o: Option<&ObjRef>, class: &ObjRef) -> PyResult {
    let class = match o {
        Some(o) if class.is_none() => o.class(),
        _ => class.clone(),
    };
    let Some(f) = cx.heap.get::<ClassMethod>(d).map(|m| m.callable.clone()) else {
        return Err(cx.runtime_error("uninitialized classmethod object"));
    };
    let Some(f) = f else { return Err(cx.runtime_error("uninitialized classmethod object")) };
    match f.ty().slots().get {
        Some(get) => get(cx, &f, Some(&class), &class),
        None => {
            let method = cx.types.method.clone();
            Ok(cx.new_as(&method, Method { func: f, self_: class }))
        }
    }
}

fn static_method_get(cx: &mut Cx, d: &ObjRef, _: Option<&ObjRef>, _: &ObjRef) -> PyResult {
    Ok(callable(cx, d))
}

fn static_method_call(cx: &mut Cx, d: &ObjRef, args: &Args) -> PyResult {
    let f = callable(cx, d);
    cx.call_args(&f, args)
}

fn repr(cx: &mut Cx, o: &ObjRef) -> PyResult {
    let what = if o.has_payload::<ClassMethod>() { "classmethod" } else { "staticmethod" };
    let f = callable(cx, o);
    let f = cx.repr_text(&f)?;
    Ok(cx.new_str(&format!("<{what}({f})>")))
}

fn func(cx: &mut Cx, o: &ObjRef) -> PyResult {
    Ok(callable(cx, o))
}

fn abstract_(cx: &mut Cx, o: &ObjRef) -> PyResult {
    let f = callable(cx, o);
    let r = is_abstract(cx, &f)?;
    Ok(cx.bool(r))
}

/// Whether a function is marked as abstract.
pub fn is_abstract(cx: &mut Cx, f: &ObjRef) -> PyResult<bool> {
    let name = cx.names.isabstractmethod.clone();
    match cx.try_getattr(f, &name)? {
        Some(v) => cx.truth(&v),
        None => Ok(false),
    }
}
