//! `super`: attributes looked up behind a class in the MRO of an object.

use theseus_object::class::TypeSpec;
use theseus_object::edges::{EdgeVisitor, Payload, Relation};
use theseus_object::methods::GetSet;
use theseus_object::typeobj::type_flag;
use theseus_object::{Args, Cx, Kind, ObjRef, PyResult, Slots, TypeObj};

use crate::expose;

/// Payload of a `super` object; unbound without object.
#[derive(Default)]
pub struct Super {
    class: Option<ObjRef>,
    object: Option<ObjRef>,
    /// The class whose MRO is searched.
    start: Option<ObjRef>,
}

impl Payload for Super {
    fn edges(&mut self, v: &mut dyn EdgeVisitor) {
        v.edge(&mut self.class, Relation::Typed("__thisclass__"));
        v.edge(&mut self.object, Relation::Receiver("__self__"));
        v.edge(&mut self.start, Relation::Typed("__self_class__"));
    }
    fn admits(&self, relation: Relation, _: &ObjRef, new: &ObjRef) -> bool {
        let above = |class: &ObjRef| TypeObj::of(class).is_some_and(|c| new.ty().is_subtype(c));
        !matches!(relation, Relation::Receiver(_)) || self.class.as_ref().is_some_and(above)
    }
    fn rewritten(&mut self, relation: Relation, _: &ObjRef, new: &ObjRef) {
        if matches!(relation, Relation::Receiver(_)) {
            self.start = Some(new.class());
        }
    }
    fn clear(&mut self) {
        *self = Super::default();
    }
}

static SPEC: TypeSpec = TypeSpec {
    slots: Slots {
        repr: Some(repr),
        getattr: Some(getattr),
        new: Some(new),
        init: Some(init),
        get: Some(get),
        ..Slots::EMPTY
    },
    methods: &[],
    getsets: GETSETS,
    doc: "super() -> same as super(__class__, <first argument>)\nsuper(type) -> unbound super object\nsuper(type, obj) -> bound super object; requires isinstance(obj, type)\nsuper(type, type2) -> bound super object; requires issubclass(type2, type)\nTypical use to call a cooperative superclass method:\nclass C(B):\n    def meth(self, arg):\n        super().meth(arg)\nThis works for class methods too:\nclass C(B):\n    @classmethod\n    def cmeth(cls, arg):\n        super().cmeth(arg)\n",
};

static GETSETS: &[GetSet] = &[
    GetSet::member("__thisclass__", thisclass, "the class invoking super()"),
    GetSet::member("__self__", self_, "the instance invoking super(); may be None"),
    GetSet::member("__self_class__", self_class, "the type of the instance invoking super(); may be None"),
];

pub fn install(cx: &mut Cx) {
    let ty = cx.add_native_type::<Super>("super", None, type_flag::BASE_TYPE);
    cx.fill_type(&ty, &SPEC);
    expose(cx, &ty);
}

/// `super(class, obj).name` without a `super` object: the attribute, and whether it is a function
/// still to be bound to `obj` (or called with `obj` in front).
pub fn super_getattr(cx: &mut Cx, class: &ObjRef, obj: &ObjRef, name: &ObjRef) -> PyResult<(ObjRef, bool)> {
    let start = check(cx, class, obj)?;
    if !name.is(&cx.names.class)
        && let Some(found) = find(cx, class, &start, name)
    {
        if found.kind() == Kind::Function && !start.is(obj) {
            return Ok((found, true));
        }
        return Ok((bind(cx, &found, obj, &start)?, false));
    }
    let data = Super { class: Some(class.clone()), object: Some(obj.clone()), start: Some(start) };
    let o = cx.new_object(data);
    Ok((cx.generic_getattr(&o, name)?, false))
}

/// The class whose MRO is searched for an object (or class) and a class above it.
fn check(cx: &mut Cx, class: &ObjRef, obj: &ObjRef) -> PyResult {
    let Some(ty) = TypeObj::of(class) else {
        let got = class.ty().name();
        return Err(cx.type_error(format!("super() argument 1 must be a type, not {got}")));
    };
    if TypeObj::of(obj).is_some_and(|o| o.is_subtype(ty)) {
        return Ok(obj.clone());
    }
    if obj.ty().is_subtype(ty) {
        return Ok(obj.class());
    }
    let name = cx.names.class.clone();
    if let Some(claimed) = cx.try_getattr(obj, &name)?
        && !claimed.is(&obj.class())
        && TypeObj::of(&claimed).is_some_and(|c| c.is_subtype(ty))
    {
        return Ok(claimed);
    }
    Err(cx.type_error("super(type, obj): obj must be an instance or subtype of type"))
}

/// The attribute in the classes behind `class` in the MRO of `start`.
fn find(cx: &Cx, class: &ObjRef, start: &ObjRef, name: &ObjRef) -> Option<ObjRef> {
    let mro = &TypeObj::of(start)?.data.mro;
    let mro = cx.heap.tuple(mro)?;
    let behind = mro.iter().position(|c| c.is(class))? + 1;
    mro[behind..].iter().filter_map(TypeObj::of).find_map(|t| cx.namespace_get(&t.data.dict, name))
}

fn bind(cx: &mut Cx, found: &ObjRef, obj: &ObjRef, start: &ObjRef) -> PyResult {
    match found.ty().slots().get {
        // Through a class, functions stay functions and class methods get the class.
        Some(get) => get(cx, found, Some(obj).filter(|_| !start.is(obj)), start),
        None => Ok(found.clone()),
    }
}

fn getattr(cx: &mut Cx, o: &ObjRef, name: &ObjRef) -> PyResult {
    let name = &cx.attribute_name(name)?;
    if !name.is(&cx.names.class)
        && let Some(s) = cx.heap.get::<Super>(o)
        && let (Some(class), Some(obj), Some(start)) = (s.class.clone(), s.object.clone(), s.start.clone())
        && let Some(found) = find(cx, &class, &start, name)
    {
        return bind(cx, &found, &obj, &start);
    }
    cx.generic_getattr(o, name)
}

fn new(cx: &mut Cx, class: &ObjRef, _: &Args) -> PyResult {
    let ty = cx.expect_type(class)?;
    Ok(cx.new_instance(ty, Super::default()))
}

fn init(cx: &mut Cx, o: &ObjRef, args: &Args) -> PyResult<()> {
    args.no_keywords(cx, "super")?;
    let (class, object) = match args.values {
        [] => {
            let (class, object) = (cx.upcalls.super_context)(cx)?;
            (class, Some(object))
        }
        [class] => (class.clone(), None),
        [class, object] => (class.clone(), Some(object.clone()).filter(|o| !o.is_none())),
        more => {
            let n = more.len();
            return Err(cx.type_error(format!("super() expected at most 2 arguments, got {n}")));
        }
    };
    if TypeObj::of(&class).is_none() {
        let got = class.ty().name();
        return Err(cx.type_error(format!("super() argument 1 must be a type, not {got}")));
    }
    let start = match &object {
        Some(object) => Some(check(cx, &class, object)?),
        None => None,
    };
    if let Some(s) = cx.heap.get_mut::<Super>(o) {
        let old = std::mem::replace(s, Super { class: Some(class), object, start });
        drop(old);
    }
    Ok(())
}

/// An unbound `super` in a class binds to the instance.
fn get(cx: &mut Cx, o: &ObjRef, instance: Option<&ObjRef>, _: &ObjRef) -> PyResult {
    let Some(s) = cx.heap.get::<Super>(o) else { return Ok(o.clone()) };
    let (Some(instance), Some(class), None) = (instance, s.class.clone(), &s.object) else {
        return Ok(o.clone());
    };
    let own = o.class();
    if !own.is(cx.type_of::<Super>().as_ref()) {
        return cx.call(&own, &[class, instance.clone()]);
    }
    let start = check(cx, &class, instance)?;
    Ok(cx.new_object(Super { class: Some(class), object: Some(instance.clone()), start: Some(start) }))
}

fn repr(cx: &mut Cx, o: &ObjRef) -> PyResult {
    let name = |c: Option<&ObjRef>| c.and_then(TypeObj::of).map(|t| t.name());
    let s = cx.heap.get::<Super>(o);
    let class = name(s.and_then(|s| s.class.as_ref())).unwrap_or_else(|| "NULL".to_string());
    let text = match name(s.and_then(|s| s.start.as_ref())) {
        Some(start) => format!("<super: <class '{class}'>, <{start} object>>"),
        None => format!("<super: <class '{class}'>, NULL>"),
    };
    Ok(cx.new_str(&text))
}

fn field(cx: &mut Cx, o: &ObjRef, f: fn(&Super) -> Option<ObjRef>) -> PyResult {
    let value = cx.heap.get::<Super>(o).and_then(f);
    Ok(value.unwrap_or_else(|| cx.none.clone()))
}

fn thisclass(cx: &mut Cx, o: &ObjRef) -> PyResult {
    field(cx, o, |s| s.class.clone())
}

fn self_(cx: &mut Cx, o: &ObjRef) -> PyResult {
    field(cx, o, |s| s.object.clone())
}

fn self_class(cx: &mut Cx, o: &ObjRef) -> PyResult {
    field(cx, o, |s| s.start.clone())
}
