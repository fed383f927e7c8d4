//! Computed attributes of native types (`getset_descriptor`); members of `__slots__` and parts of native
//! instances (`member_descriptor`).

use theseus_object::class::{GetSetDescriptor, MemberDescriptor, MemberPlace, TypeSpec};
use theseus_object::methods::{GetSet, NativeDef};
use theseus_object::{Cx, ObjRef, PyResult, Slots, TypeObj};

use super::{check_instance, qualified, text_or_none};

static GETSET: TypeSpec = TypeSpec {
    slots: Slots { repr: Some(getset_repr), get: Some(getset_get), set: Some(getset_set), ..Slots::EMPTY },
    methods: &[],
    getsets: &[
        GetSet::member("__name__", getset_name, ""),
        GetSet::new("__qualname__", getset_qualname, ""),
        GetSet::member("__objclass__", getset_objclass, ""),
        GetSet::new("__doc__", getset_doc, ""),
    ],
    doc: "",
};

static MEMBER: TypeSpec = TypeSpec {
    slots: Slots { repr: Some(member_repr), get: Some(member_get), set: Some(member_set), ..Slots::EMPTY },
    methods: &[NativeDef::m0("__reduce__", member_reduce, "")],
    getsets: &[
        GetSet::member("__name__", member_name, ""),
        GetSet::new("__qualname__", member_qualname, ""),
        GetSet::member("__objclass__", member_objclass, ""),
        GetSet::new("__doc__", member_doc, ""),
    ],
    doc: "",
};

pub fn make_types(cx: &mut Cx) {
    cx.add_native_type::<GetSetDescriptor>("getset_descriptor", None, 0);
    cx.add_native_type::<MemberDescriptor>("member_descriptor", None, 0);
}

pub fn install(cx: &mut Cx) {
    let ty = cx.type_of::<GetSetDescriptor>();
    cx.fill_type(&ty, &GETSET);
    let ty = cx.type_of::<MemberDescriptor>();
    cx.fill_type(&ty, &MEMBER);
}

fn getset(cx: &mut Cx, d: &ObjRef) -> PyResult<(&'static GetSet, ObjRef)> {
    match cx.heap.get::<GetSetDescriptor>(d) {
        Some(g) => Ok((g.def, g.owner.clone())),
        None => Err(cx.bad_internal("getset_descriptor")),
    }
}

fn getset_get(cx: &mut Cx, d: &ObjRef, o: Option<&ObjRef>, _: &ObjRef) -> PyResult {
    let Some(o) = o else { return Ok(d.clone()) };
    let (def, owner) = getset(cx, d)?;
    check_instance(cx, def.name, &owner, o)?;
    (def.get)(cx, o)
}

fn getset_set(cx: &mut Cx, d: &ObjRef, o: &ObjRef, value: Option<&ObjRef>) -> PyResult<()> {
    let (def, owner) = getset(cx, d)?;
    check_instance(cx, def.name, &owner, o)?;
    match def.set {
        Some(set) => set(cx, o, value),
        None => {
            let owner = cx.expect_type(&owner)?.name();
            let name = def.name;
            Err(cx.attribute_error(format!("attribute '{name}' of '{owner}' objects is not writable")))
        }
    }
}

fn getset_repr(cx: &mut Cx, d: &ObjRef) -> PyResult {
    let (def, owner) = getset(cx, d)?;
    let owner = cx.expect_type(&owner)?.name();
    Ok(cx.new_str(&format!("<attribute '{}' of '{owner}' objects>", def.name)))
}

fn getset_name(cx: &mut Cx, d: &ObjRef) -> PyResult {
    let (def, _) = getset(cx, d)?;
    Ok(cx.intern(def.name))
}

fn getset_qualname(cx: &mut Cx, d: &ObjRef) -> PyResult {
    let (def, owner) = getset(cx, d)?;
    Ok(cx.new_str(&qualified(&owner, def.name)))
}

fn member_reduce(cx: &mut Cx, d: &ObjRef) -> PyResult {
    let (name, owner) = (member_name(cx, d)?, member_objclass(cx, d)?);
    crate::reduce::as_attribute(cx, owner, &name.text_or_empty())
}

fn getset_objclass(cx: &mut Cx, d: &ObjRef) -> PyResult {
    Ok(getset(cx, d)?.1)
}

fn getset_doc(cx: &mut Cx, d: &ObjRef) -> PyResult {
    let (def, _) = getset(cx, d)?;
    Ok(text_or_none(cx, def.doc))
}

/// Name, place and class of a member.
fn member(cx: &mut Cx, d: &ObjRef) -> PyResult<(ObjRef, MemberPlace, ObjRef)> {
    match cx.heap.get::<MemberDescriptor>(d) {
        Some(m) => Ok((m.name.clone(), m.place, m.owner.clone())),
        None => Err(cx.bad_internal("member_descriptor")),
    }
}

fn check_member(cx: &mut Cx, name: &ObjRef, owner: &ObjRef, o: &ObjRef) -> PyResult<()> {
    if TypeObj::of(owner).is_some_and(|t| o.ty().is_subtype(t)) {
        return Ok(());
    }
    check_instance(cx, &name.text_or_empty(), owner, o)
}

fn member_get(cx: &mut Cx, d: &ObjRef, o: Option<&ObjRef>, _: &ObjRef) -> PyResult {
    let Some(o) = o else { return Ok(d.clone()) };
    let (name, place, owner) = member(cx, d)?;
    check_member(cx, &name, &owner, o)?;
    let index = match place {
        MemberPlace::Slot(index) => index,
        MemberPlace::Native(def) => return (def.get)(cx, o),
    };
    match cx.member_get(o, index) {
        Some(v) => Ok(v),
        None => {
            let text = format!("'{}' object has no attribute '{}'", o.ty().name(), name.text_or_empty());
            Err(cx.no_attribute(o, &name, text))
        }
    }
}

fn member_set(cx: &mut Cx, d: &ObjRef, o: &ObjRef, value: Option<&ObjRef>) -> PyResult<()> {
    let (name, place, owner) = member(cx, d)?;
    check_member(cx, &name, &owner, o)?;
    let index = match place {
        MemberPlace::Slot(index) => index,
        MemberPlace::Native(def) => {
            return def.set.map_or(Ok(()), |set| set(cx, o, value));
        }
    };
    let old = cx.member_set(o, index, value.cloned());
    if value.is_none() && old.is_none() {
        return Err(cx.attribute_error(name.text_or_empty()));
    }
    drop(old);
    Ok(())
}

fn member_repr(cx: &mut Cx, d: &ObjRef) -> PyResult {
    let (name, _, owner) = member(cx, d)?;
    let owner = cx.expect_type(&owner)?.name();
    Ok(cx.new_str(&format!("<member '{}' of '{owner}' objects>", name.text_or_empty())))
}

fn member_name(cx: &mut Cx, d: &ObjRef) -> PyResult {
    Ok(member(cx, d)?.0)
}

fn member_qualname(cx: &mut Cx, d: &ObjRef) -> PyResult {
    let (name, _, owner) = member(cx, d)?;
    Ok(cx.new_str(&qualified(&owner, &name.text_or_empty())))
}

fn member_objclass(cx: &mut Cx, d: &ObjRef) -> PyResult {
    Ok(member(cx, d)?.2)
}

fn member_doc(cx: &mut Cx, d: &ObjRef) -> PyResult {
    Ok(match member(cx, d)?.1 {
        MemberPlace::Slot(_) => cx.none.clone(),
        MemberPlace::Native(def) => text_or_none(cx, def.doc),
    })
}
