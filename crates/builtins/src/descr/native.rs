//! Native methods in the dicts of their types: `method_descriptor`, `classmethod_descriptor`,
//! `wrapper_descriptor`, and `method-wrapper`, a special method bound to its receiver.

use theseus_object::class::TypeSpec;
use theseus_object::edges::{EdgeVisitor, Payload, Relation, Shadow};
use theseus_object::methods::{GetSet, NativeDef, call_method_descriptor};
use theseus_object::payload::{MethodDescriptor, NativeData, SlotWrapper};
use theseus_object::slots::{Group, NUMBER_SYMBOLS, Slots, Special, SpecialRow, call_slot};
use theseus_object::{Args, CompareOp, Cx, Kind, ObjRef, PyResult, TypeObj, hash};

use super::{qualified, signature, split_doc, text_or_none};

static METHOD: TypeSpec = TypeSpec {
    slots: Slots {
        repr: Some(method_repr),
        call: Some(call_method_descriptor),
        get: Some(method_get),
        ..Slots::EMPTY
    },
    methods: &[NativeDef::m0("__reduce__", method_reduce, "")],
    getsets: METHOD_GETSETS,
    doc: "",
};

static CLASS_METHOD: TypeSpec = TypeSpec {
    slots: Slots {
        repr: Some(method_repr),
        call: Some(class_method_call),
        get: Some(class_method_get),
        ..Slots::EMPTY
    },
    methods: &[],
    getsets: METHOD_GETSETS,
    doc: "",
};

static METHOD_GETSETS: &[GetSet] = &[
    GetSet::member("__name__", method_name, ""),
    GetSet::new("__qualname__", method_qualname, ""),
    GetSet::member("__objclass__", method_objclass, ""),
    GetSet::new("__doc__", method_doc, ""),
    GetSet::new("__text_signature__", method_signature, ""),
];

static WRAPPER: TypeSpec = TypeSpec {
    slots: Slots {
        repr: Some(wrapper_repr),
        call: Some(wrapper_call),
        get: Some(wrapper_get),
        ..Slots::EMPTY
    },
    methods: &[NativeDef::m0("__reduce__", wrapper_reduce, "")],
    getsets: &[
        GetSet::member("__name__", wrapper_name, ""),
        GetSet::new("__qualname__", wrapper_qualname, ""),
        GetSet::member("__objclass__", wrapper_objclass, ""),
        GetSet::new("__doc__", wrapper_doc, ""),
        GetSet::new("__text_signature__", wrapper_signature, ""),
    ],
    doc: "",
};

static BOUND: TypeSpec = TypeSpec {
    slots: Slots {
        repr: Some(bound_repr),
        call: Some(bound_call),
        compare: Some(bound_compare),
        hash: Some(bound_hash),
        ..Slots::EMPTY
    },
    methods: &[NativeDef::m0("__reduce__", bound_reduce, "")],
    getsets: &[
        GetSet::member("__name__", bound_name, ""),
        GetSet::new("__qualname__", bound_qualname, ""),
        GetSet::member("__objclass__", bound_objclass, ""),
        GetSet::new("__self__", bound_self, ""),
        GetSet::new("__doc__", bound_doc, ""),
        GetSet::new("__text_signature__", bound_signature, ""),
    ],
    doc: "",
};

/// A special method of a native type bound to its receiver, such as `(1).__add__`.
pub struct MethodWrapper {
    row: &'static SpecialRow,
    owner: ObjRef,
    self_: ObjRef,
}

impl Payload for MethodWrapper {
    const SHADOW: Option<Shadow> = Some(|cx, o, f| {
        let Some(m) = cx.heap.get::<MethodWrapper>(o) else { return Err(cx.bad_internal("method-wrapper")) };
        let (row, owner, me) = (m.row, m.owner.clone(), m.self_.clone());
        let self_ = f(cx, &me)?;
        Ok(cx.new_object(MethodWrapper { row, owner, self_ }))
    });
    fn edges(&mut self, v: &mut dyn EdgeVisitor) {
        v.fixed(&mut self.owner, Relation::Derived("__objclass__"));
        v.fixed(&mut self.self_, Relation::Receiver("__self__"));
    }
    fn admits(&self, _: Relation, _: &ObjRef, new: &ObjRef) -> bool {
        TypeObj::of(&self.owner).is_some_and(|owner| new.ty().is_subtype(owner))
    }
}

pub fn make_types(cx: &mut Cx) {
    cx.add_native_type::<MethodWrapper>("method-wrapper", None, 0);
}

pub fn install(cx: &mut Cx) {
    let types = &cx.types;
    let list = [
        (types.method_descriptor.clone(), &METHOD),
        (types.classmethod_descriptor.clone(), &CLASS_METHOD),
        (types.wrapper_descriptor.clone(), &WRAPPER),
        (cx.type_of::<MethodWrapper>(), &BOUND),
    ];
    for (ty, spec) in list {
        cx.fill_type(&ty, spec);
    }
}

// ---- methods

fn method(cx: &mut Cx, d: &ObjRef) -> PyResult<(&'static NativeDef, ObjRef)> {
    match cx.heap.get::<MethodDescriptor>(d) {
        Some(m) => Ok((m.def, m.owner.clone())),
        None => Err(cx.bad_internal("method_descriptor")),
    }
}

fn method_get(cx: &mut Cx, d: &ObjRef, o: Option<&ObjRef>, _: &ObjRef) -> PyResult {
    let Some(o) = o else { return Ok(d.clone()) };
    let (def, owner) = method(cx, d)?;
    cx.check_receiver(def.name, &owner, o)?;
    let native = cx.types.native.clone();
    Ok(cx.new_as(&native, NativeData { def, self_: Some(o.clone()), module: None }))
}

/// Binds to the class; through an instance, to its class.
fn class_method_get(cx: &mut Cx, d: &ObjRef, o: Option<&ObjRef>, class: &ObjRef) -> PyResult {
    let (def, owner) = method(cx, d)?;
    let class = match o {
        Some(o) if class.is_none() => o.class(),
        _ => class.clone(),
    };
    check_class(cx, def, &owner, &class)?;
    let native = cx.types.native.clone();
    Ok(cx.new_as(&native, NativeData { def, self_: Some(class), module: None }))
}

fn check_class(cx: &mut Cx, def: &NativeDef, owner: &ObjRef, class: &ObjRef) -> PyResult<()> {
    let (name, owner) = (def.name, cx.expect_type(owner)?);
    let Some(ty) = TypeObj::of(class) else {
        let (owner, got) = (owner.name(), class.ty().name());
        return Err(cx.type_error(format!(
            "descriptor '{name}' for type '{owner}' needs a type, not a '{got}' as arg 2"
        )));
    };
    if ty.is_subtype(owner) {
        return Ok(());
    }
    let (owner, got) = (owner.name(), ty.name());
    Err(cx.type_error(format!("descriptor '{name}' requires a subtype of '{owner}' but received '{got}'")))
}

fn class_method_call(cx: &mut Cx, d: &ObjRef, args: &Args) -> PyResult {
    let (def, owner) = method(cx, d)?;
    let Some(class) = args.pos().first() else {
        let (name, owner) = (def.name, cx.expect_type(&owner)?.name());
        return Err(cx.type_error(format!("descriptor '{name}' of '{owner}' object needs an argument")));
    };
    check_class(cx, def, &owner, class)?;
    def.invoke(cx, args)
}

fn method_repr(cx: &mut Cx, d: &ObjRef) -> PyResult {
    let (def, owner) = method(cx, d)?;
    let owner = cx.expect_type(&owner)?.name();
    Ok(cx.new_str(&format!("<method '{}' of '{owner}' objects>", def.name)))
}

fn method_name(cx: &mut Cx, d: &ObjRef) -> PyResult {
    let (def, _) = method(cx, d)?;
    Ok(cx.intern(def.name))
}

fn method_qualname(cx: &mut Cx, d: &ObjRef) -> PyResult {
    let (def, owner) = method(cx, d)?;
    Ok(cx.new_str(&qualified(&owner, def.name)))
}

/// Descriptors and bound special methods are found again as attributes.
fn method_reduce(cx: &mut Cx, d: &ObjRef) -> PyResult {
    let (name, owner) = (method_name(cx, d)?, method_objclass(cx, d)?);
    crate::reduce::as_attribute(cx, owner, &name.text_or_empty())
}

fn wrapper_reduce(cx: &mut Cx, d: &ObjRef) -> PyResult {
    let (name, owner) = (wrapper_name(cx, d)?, wrapper_objclass(cx, d)?);
    crate::reduce::as_attribute(cx, owner, &name.text_or_empty())
}

fn bound_reduce(cx: &mut Cx, o: &ObjRef) -> PyResult {
    let (name, me) = (bound_name(cx, o)?, bound_self(cx, o)?);
    crate::reduce::as_attribute(cx, me, &name.text_or_empty())
}

fn method_objclass(cx: &mut Cx, d: &ObjRef) -> PyResult {
    Ok(method(cx, d)?.1)
}

fn method_doc(cx: &mut Cx, d: &ObjRef) -> PyResult {
    let (def, _) = method(cx, d)?;
    Ok(text_or_none(cx, split_doc(def).1))
}

fn method_signature(cx: &mut Cx, d: &ObjRef) -> PyResult {
    let (def, owner) = method(cx, d)?;
    Ok(text_or_none(cx, signature::of_method(cx, def, &owner).unwrap_or_default()))
}

// ---- special methods

fn wrapper(cx: &mut Cx, d: &ObjRef) -> PyResult<(&'static SpecialRow, ObjRef)> {
    match cx.heap.get::<SlotWrapper>(d) {
        Some(w) => Ok((w.row, w.owner.clone())),
        None => Err(cx.bad_internal("wrapper_descriptor")),
    }
}

fn wrapper_get(cx: &mut Cx, d: &ObjRef, o: Option<&ObjRef>, _: &ObjRef) -> PyResult {
    let Some(o) = o else { return Ok(d.clone()) };
    let (row, owner) = wrapper(cx, d)?;
    cx.check_receiver(row.name, &owner, o)?;
    Ok(cx.new_object(MethodWrapper { row, owner, self_: o.clone() }))
}

fn wrapper_call(cx: &mut Cx, d: &ObjRef, args: &Args) -> PyResult {
    let (row, owner) = wrapper(cx, d)?;
    let ty = cx.expect_type(&owner)?;
    let Some(me) = args.pos().first() else {
        let (name, owner) = (row.name, ty.name());
        return Err(cx.type_error(format!("descriptor '{name}' of '{owner}' object needs an argument")));
    };
    if !me.ty().is_subtype(ty) {
        let (name, owner, got) = (row.name, ty.name(), me.ty().name());
        return Err(
            cx.type_error(format!("descriptor '{name}' requires a '{owner}' object but received a '{got}'"))
        );
    }
    call(cx, row, &owner, me, &args.skip(1))
}

/// Calls the native function behind a special method of `owner`.
fn call(cx: &mut Cx, row: &'static SpecialRow, owner: &ObjRef, me: &ObjRef, args: &Args) -> PyResult {
    let slots = cx.expect_type(owner)?.slots().clone();
    let free = matches!(row.special, Special::Init | Special::Call);
    if !free && !args.names.is_empty() {
        return Err(cx.type_error(format!("wrapper {}() takes no keyword arguments", row.name)));
    }
    let attribute = matches!(row.special, Special::SetAttr | Special::DelAttr);
    if attribute && me.kind() == Kind::Type && !owner.is(cx.types.type_.as_ref()) {
        // `object.__setattr__` must not get around what `type.__setattr__` checks.
        let meta = me.ty().name();
        let name = row.name;
        return Err(cx.type_error(format!("can't apply this {name} to {meta} object")));
    }
    call_slot(cx, row, &slots, me, args)
}

fn wrapper_repr(cx: &mut Cx, d: &ObjRef) -> PyResult {
    let (row, owner) = wrapper(cx, d)?;
    let owner = cx.expect_type(&owner)?.name();
    Ok(cx.new_str(&format!("<slot wrapper '{}' of '{owner}' objects>", row.name)))
}

fn wrapper_name(cx: &mut Cx, d: &ObjRef) -> PyResult {
    let (row, _) = wrapper(cx, d)?;
    Ok(cx.intern(row.name))
}

fn wrapper_qualname(cx: &mut Cx, d: &ObjRef) -> PyResult {
    let (row, owner) = wrapper(cx, d)?;
    Ok(cx.new_str(&qualified(&owner, row.name)))
}

fn wrapper_objclass(cx: &mut Cx, d: &ObjRef) -> PyResult {
    Ok(wrapper(cx, d)?.1)
}

fn wrapper_doc(cx: &mut Cx, d: &ObjRef) -> PyResult {
    let (row, _) = wrapper(cx, d)?;
    Ok(cx.new_str(&special_doc(row.special)))
}

fn wrapper_signature(cx: &mut Cx, d: &ObjRef) -> PyResult {
    let (row, _) = wrapper(cx, d)?;
    Ok(cx.new_str(special_signature(row.special)))
}

/// CPython's words for what a special method does.
fn special_doc(s: Special) -> String {
    let symbol = |i: usize| NUMBER_SYMBOLS.get(i).copied().unwrap_or_default();
    match s.group() {
        Group::Number(_) if s == Special::Pow => "Return pow(self, value, mod).".to_string(),
        Group::Reflected(_) if s == Special::RPow => "Return pow(value, self, mod).".to_string(),
        Group::Number(i) => format!("Return self{}value.", symbol(i)),
        Group::Reflected(i) => format!("Return value{}self.", symbol(i)),
        Group::InPlace(_) if s == Special::IPow => "Return self**=value.".to_string(),
        Group::InPlace(i) => format!("Return self{}=value.", symbol(i)),
        Group::Compare(op) => format!("Return self{}value.", op.symbol()),
        Group::Other => other_doc(s).to_string(),
    }
}

fn other_doc(s: Special) -> &'static str {
    match s {
        Special::DivMod => "Return divmod(self, value).",
        Special::RDivMod => "Return divmod(value, self).",
        Special::Repr => "Return repr(self).",
        Special::Str => "Return str(self).",
        Special::Hash => "Return hash(self).",
        Special::Call => "Call self as a function.",
        Special::GetAttribute => "Return getattr(self, name).",
        Special::SetAttr => "Implement setattr(self, name, value).",
        Special::DelAttr => "Implement delattr(self, name).",
        Special::Iter => "Implement iter(self).",
        Special::Next => "Implement next(self).",
        Special::Init => "Initialize self.  See help(type(self)) for accurate signature.",
        Special::Get => "Return an attribute of instance, which is of type owner.",
        Special::Set => "Set an attribute of instance to value.",
        Special::Delete => "Delete an attribute of instance.",
        Special::Len => "Return len(self).",
        Special::GetItem => "Return self[key].",
        Special::SetItem => "Set self[key] to value.",
        Special::DelItem => "Delete self[key].",
        Special::Contains => "Return bool(key in self).",
        Special::Bool => "True if self else False",
        Special::Neg => "-self",
        Special::Pos => "+self",
        Special::Invert => "~self",
        Special::Abs => "abs(self)",
        Special::Int => "int(self)",
        Special::Float => "float(self)",
        Special::Index => {
            "Return self converted to an integer, if self is suitable for use as an index into a list."
        }
        Special::Buffer => "Return a buffer object that exposes the underlying memory of the object.",
        _ => "",
    }
}

fn special_signature(s: Special) -> &'static str {
    match s {
        Special::Pow | Special::RPow => "($self, value, mod=None, /)",
        Special::Call | Special::Init => "($self, /, *args, **kwargs)",
        Special::GetAttribute | Special::DelAttr => "($self, name, /)",
        Special::SetAttr => "($self, name, value, /)",
        Special::Get => "($self, instance, owner=None, /)",
        Special::Set => "($self, instance, value, /)",
        Special::Delete => "($self, instance, /)",
        Special::Buffer => "($self, flags, /)",
        Special::DivMod | Special::RDivMod => "($self, value, /)",
        Special::GetItem | Special::DelItem | Special::Contains => "($self, key, /)",
        Special::SetItem => "($self, key, value, /)",
        _ if s.group() != Group::Other => "($self, value, /)",
        _ => "($self, /)",
    }
}

// ---- bound special methods

fn bound(cx: &mut Cx, o: &ObjRef) -> PyResult<(&'static SpecialRow, ObjRef, ObjRef)> {
    match cx.heap.get::<MethodWrapper>(o) {
        Some(w) => Ok((w.row, w.owner.clone(), w.self_.clone())),
        None => Err(cx.bad_internal("method-wrapper")),
    }
}

fn bound_call(cx: &mut Cx, o: &ObjRef, args: &Args) -> PyResult {
    let (row, owner, me) = bound(cx, o)?;
    call(cx, row, &owner, &me, args)
}

fn bound_repr(cx: &mut Cx, o: &ObjRef) -> PyResult {
    let (row, _, me) = bound(cx, o)?;
    let (ty, at) = (me.ty().name(), me.address());
    Ok(cx.new_str(&format!("<method-wrapper '{}' of {ty} object at {at:#x}>", row.name)))
}

fn bound_compare(cx: &mut Cx, a: &ObjRef, b: &ObjRef, op: CompareOp) -> PyResult {
    let (Some(x), Some(y)) = (cx.heap.get::<MethodWrapper>(a), cx.heap.get::<MethodWrapper>(b)) else {
        return Ok(cx.not_implemented.clone());
    };
    let same = std::ptr::eq(x.row, y.row) && x.owner.is(&y.owner) && x.self_.is(&y.self_);
    Ok(match op {
        CompareOp::Eq => cx.bool(same),
        CompareOp::Ne => cx.bool(!same),
        _ => cx.not_implemented.clone(),
    })
}

fn bound_hash(cx: &mut Cx, o: &ObjRef) -> PyResult<i64> {
    let (row, _, me) = bound(cx, o)?;
    Ok(hash::pointer(me.address()) ^ hash::pointer(row as *const SpecialRow as usize))
}

fn bound_name(cx: &mut Cx, o: &ObjRef) -> PyResult {
    let (row, ..) = bound(cx, o)?;
    Ok(cx.intern(row.name))
}

fn bound_qualname(cx: &mut Cx, o: &ObjRef) -> PyResult {
    let (row, owner, _) = bound(cx, o)?;
    Ok(cx.new_str(&qualified(&owner, row.name)))
}

fn bound_objclass(cx: &mut Cx, o: &ObjRef) -> PyResult {
    Ok(bound(cx, o)?.1)
}

fn bound_self(cx: &mut Cx, o: &ObjRef) -> PyResult {
    Ok(bound(cx, o)?.2)
}

fn bound_doc(cx: &mut Cx, o: &ObjRef) -> PyResult {
    let (row, ..) = bound(cx, o)?;
    Ok(cx.new_str(&special_doc(row.special)))
}

fn bound_signature(cx: &mut Cx, o: &ObjRef) -> PyResult {
    let (row, ..) = bound(cx, o)?;
    Ok(cx.new_str(special_signature(row.special)))
}
