//! Specialising attribute instructions: what a name means on a type, and which form reads it.

use theseus_bytecode::Op;
use theseus_guards::Optimisation;
use theseus_object::class::{GetSetDescriptor, MemberDescriptor, MemberPlace};
use theseus_object::instance::{Shape, Tail};
use theseus_object::payload::{Dict, Function, Module, Property};
use theseus_object::slots::Special;
use theseus_object::typeobj::type_flag;
use theseus_object::{Kind, ObjRef, TypeObj};

use crate::guard::attrs::{self, Form, Found, Holder};
use crate::guard::fold;
use crate::guard::sites::Seen;
use crate::machine::{State, Vm, payload};

/// Byte offset of slot `i` of an instance, from the start of the object.
fn slot_offset(o: &ObjRef, i: usize) -> u64 {
    (theseus_object::instance::tail_offset(o.as_ptr()) + 8 + i * 8) as u64
}

/// Whether reading attributes of instances follows the plain rules.
pub fn loads_plainly(ty: &TypeObj) -> bool {
    let generic = theseus_object::attr::generic_getattr as *const () as usize;
    ty.data.plain_getattr.get() || ty.slots().getattr.is_none_or(|f| f as usize == generic)
}

/// Whether writing attributes of instances follows the plain rules.
pub fn stores_plainly(ty: &TypeObj) -> bool {
    let generic = theseus_object::attr::generic_setattr as *const () as usize;
    ty.slots().setattr.is_some_and(|f| f as usize == generic)
}

/// The shape of an instance over `object` with inline attributes; `None` if it keeps them elsewhere.
fn inline_shape(vm: &Vm, o: &ObjRef) -> Option<&'static Shape> {
    if o.kind() == Kind::Instance { tail_shape(vm, o) } else { None }
}

/// The shape of an instance with inline attributes, native code's among them.
fn tail_shape(vm: &Vm, o: &ObjRef) -> Option<&'static Shape> {
    if !o.ty().data.layout.has_dict {
        return None;
    }
    let shape = Tail::of(o)?.shape();
    // SAFETY: shapes live as long as the interpreter.
    (!std::ptr::eq(shape, vm.dict_shape)).then(|| unsafe { &*shape })
}

/// Whether the member, which may have been put into any class, is one of the instance's own.
fn belongs(m: &MemberDescriptor, o: &ObjRef) -> bool {
    TypeObj::of(&m.owner).is_some_and(|t| o.ty().is_subtype(t))
}

/// Whether the class of a class attribute may be given `__get__` or `__set__`: the version of the class
/// that holds the attribute would not say so.
fn may_become_descriptor(f: &ObjRef) -> bool {
    !f.ty().has_flag(type_flag::IMMUTABLE)
}

/// The version of a class, unless the policy trusts the class no more.
unsafe fn trusted_version(vm: &Vm, s: State, ty: &TypeObj) -> Option<u64> {
    let version = ty.version(vm.interp());
    let trusted = vm.guards.spend_class_version(ty, version);
    if !trusted {
        crate::guard::refuse(vm, s);
    }
    trusted.then_some(version)
}

/// Writes the form for what was found on objects like `o`: the one for a single class and shape, or the
/// one that tells several apart, if the instruction met others before.
unsafe fn write_form(vm: &Vm, s: State, o: &ObjRef, [version, shape, found]: [u64; 3], forms: [Op; 2]) {
    let exec = vm.exec();
    let seen = Seen { version, shape, found, class: o.header().ty.get() as usize };
    if let Some(all) = exec.known_sites().and_then(|sites| sites.see(exec.index_of(s.pc), seen)) {
        s.set_cache(3, all as u64);
        s.set_op(forms[1]);
        return;
    }
    write_plainly(s, forms[0], [version, shape, found]);
}

unsafe fn write_plainly(s: State, form: Op, caches: [u64; 3]) {
    for (i, word) in caches.into_iter().enumerate() {
        s.set_cache(i + 1, word);
    }
    s.set_op(form);
}

/// Tries to specialise `LoadAttr`.
///
/// # Safety
/// `s` is at that instruction; `o` is its operand.
pub unsafe fn load_attr(vm: &mut Vm, s: State, o: &ObjRef, name: &ObjRef) -> bool {
    match o.kind() {
        Kind::Module => return load_module(vm, s, o, name, Op::LoadAttrModule),
        Kind::Type => return load_type(vm, s, o, name, Op::LoadAttrType),
        _ => (),
    }
    if !loads_plainly(o.ty()) {
        return false;
    }
    let ty = o.ty();
    let found = ty.lookup(vm, name);
    let Some(version) = trusted_version(vm, s, ty) else { return false };
    if let Some(f) = &found {
        if native_getter(vm, s, o, f, version) {
            return true;
        }
        if let Some(m) = vm.heap.get::<MemberDescriptor>(f) {
            let Some(index) = m.index().filter(|_| o.kind() == Kind::Instance && belongs(m, o)) else {
                return false;
            };
            let offset = slot_offset(o, index);
            if member_by_strategy(vm, s, o, name, f, Form::LoadMember, offset) {
                return true;
            }
            s.set_cache(1, version);
            s.set_cache(3, offset);
            s.set_op(Op::LoadAttrMember);
            return true;
        }
        if let Some(p) = vm.heap.get::<Property>(f).filter(|_| f.is_exact(Kind::Property)) {
            // An AttributeError of the getter would have to lead to `__getattr__`.
            if !vm.uses_generic_getattr(o) {
                return false;
            }
            let get = p.get.clone();
            // An AttributeError of the getter asks `__getattr__`.
            let fallback = ty.lookup(vm, vm.special_name(Special::GetAttr)).is_some();
            if get.kind() == Kind::Function && !fallback {
                let exec = crate::call::exec_of(vm, payload::<Function>(get.as_ptr().as_ptr()));
                if !exec.is_null() && (*exec).plain && (*exec).positional == 1 {
                    let inline = crate::ops::call::inlines(vm, exec);
                    let holder = Holder::Instances(ty, 0);
                    let form = Found { form: Form::Getter, holder, name, value: Some(f), offset: 0 };
                    if !inline && attrs::write(vm, s, &form) {
                        return true;
                    }
                    s.set_cache(1, version);
                    s.set_cache(2, f.as_ptr().as_ptr() as u64);
                    s.set_op(if inline { Op::LoadAttrPropertyInline } else { Op::LoadAttrProperty });
                    return true;
                }
            }
            return false;
        }
        let slots = f.ty().slots();
        if slots.set.is_some() && slots.get.is_some() || may_become_descriptor(f) {
            return false;
        }
    }
    if o.kind() != Kind::Instance {
        let Some(shape) = tail_shape(vm, o) else { return false };
        let Some(at) = shape.find(name) else { return false };
        let slot = ty.data.layout.members + at;
        write_plainly(s, Op::LoadAttrTail, [version, shape as *const Shape as u64, slot as u64]);
        return true;
    }
    let Some(shape) = inline_shape(vm, o) else {
        return load_from_dict(vm, s, o, name, found.as_ref(), version);
    };
    if let Some(at) = shape.find(name) {
        let offset = slot_offset(o, ty.data.layout.members + at);
        if attrs::write(vm, s, &own_slot(Form::LoadSlot, ty, name, found.as_ref(), shape, offset)) {
            return true;
        }
        let found = [version, shape as *const Shape as u64, offset];
        write_form(vm, s, o, found, [Op::LoadAttrSlot, Op::LoadAttrSlots]);
        return true;
    }
    match found {
        Some(f) if f.ty().slots().get.is_none() => {
            let form = Found { form: Form::Value, ..own_slot(Form::LoadSlot, ty, name, Some(&f), shape, 0) };
            if attrs::write(vm, s, &form) {
                return true;
            }
            if form.is_rebound(vm) {
                return false;
            }
            s.set_cache(1, version);
            s.set_cache(2, shape as *const Shape as u64);
            s.set_cache(3, f.as_ptr().as_ptr() as u64);
            s.set_op(Op::LoadAttrClass);
            true
        }
        _ => false,
    }
}

/// An attribute that native code computes, found in the type of `o`, which has this version.
unsafe fn native_getter(vm: &Vm, s: State, o: &ObjRef, found: &ObjRef, version: u64) -> bool {
    let (def, owner) = match (vm.heap.get::<GetSetDescriptor>(found), vm.heap.get::<MemberDescriptor>(found))
    {
        (Some(g), _) => (g.def, &g.owner),
        (_, Some(MemberDescriptor { place: MemberPlace::Native(def), owner, .. })) => (*def, owner),
        _ => return false,
    };
    // An AttributeError of the getter asks `__getattr__`.
    let falls_back = !o.ty().is(&vm.types.type_)
        && (!vm.uses_generic_getattr(o) || o.ty().lookup(vm, vm.special_name(Special::GetAttr)).is_some());
    if falls_back || TypeObj::of(owner).is_none_or(|t| !o.ty().is_subtype(t)) {
        return false;
    }
    s.set_cache(1, version);
    s.set_cache(2, &raw const *def as u64);
    s.set_op(Op::LoadAttrNative);
    true
}

/// A slot of an instance, or a method, as the strategies take it.
fn own_slot<'a>(
    form: Form,
    class: &'a TypeObj,
    name: &'a ObjRef,
    value: Option<&'a ObjRef>,
    shape: &Shape,
    offset: u64,
) -> Found<'a> {
    Found { form, holder: Holder::Instances(class, shape as *const Shape as u64), name, value, offset }
}

/// A member of `__slots__`, by a strategy that is not the default's. Instances that have attributes beside it
/// are of many shapes, so that it is left to versions there.
unsafe fn member_by_strategy(
    vm: &mut Vm,
    s: State,
    o: &ObjRef,
    name: &ObjRef,
    member: &ObjRef,
    form: Form,
    offset: u64,
) -> bool {
    let Some(tail) = Tail::of(o).filter(|_| !o.ty().data.layout.has_dict) else { return false };
    let holder = Holder::Instances(o.ty(), tail.shape() as u64);
    attrs::write(vm, s, &Found { form, holder, name, value: Some(member), offset })
}

/// An attribute in the dict of an instance that has one.
unsafe fn load_from_dict(
    vm: &mut Vm,
    s: State,
    o: &ObjRef,
    name: &ObjRef,
    found: Option<&ObjRef>,
    version: u64,
) -> bool {
    if o.kind() != Kind::Instance || !o.ty().data.layout.has_dict {
        return false;
    }
    let Some(dict) = vm.instance_dict(o).filter(|d| d.is_exact(Kind::Dict)) else { return false };
    let d = payload::<Dict>(dict.as_ptr().as_ptr());
    let Ok(Some(at)) = d.find_str(name, name.str_hash(vm.interp())) else { return false };
    let place = (at as u64) << 32 | slot_offset(o, o.ty().data.layout.members);
    let keys = d.version(vm.interp());
    let holder = Holder::Instances(o.ty(), keys);
    if attrs::write(vm, s, &Found { form: Form::InDict, holder, name, value: found, offset: place }) {
        return true;
    }
    s.set_cache(1, version);
    s.set_cache(2, keys);
    s.set_cache(3, place);
    s.set_op(Op::LoadAttrDict);
    true
}

unsafe fn load_module(vm: &mut Vm, s: State, o: &ObjRef, name: &ObjRef, op: Op) -> bool {
    if !o.is_exact(Kind::Module) {
        return false;
    }
    let Some(dict) = vm.heap.get::<Module>(o).map(|m| m.dict.clone()) else { return false };
    let d = payload::<Dict>(dict.as_ptr().as_ptr());
    let Ok(Some(at)) = d.find_str(name, name.str_hash(vm.interp())) else { return false };
    let form = if op == Op::LoadAttrModule { Form::Value } else { Form::Method };
    let (holder, value) = (Holder::Module(o, &dict), d.value_at(at));
    if attrs::write(vm, s, &Found { form, holder, name, value, offset: 0 }) {
        return true;
    }
    s.set_cache(1, d.version(vm.interp()));
    s.set_cache(2, o.as_ptr().as_ptr() as u64);
    s.set_cache(3, at as u64);
    s.set_op(op);
    true
}

/// An attribute of a class object: a plain value, a function or a static method of its MRO.
unsafe fn load_type(vm: &mut Vm, s: State, o: &ObjRef, name: &ObjRef, op: Op) -> bool {
    let Some(ty) = TypeObj::of(o).filter(|_| o.ty().is(&vm.types.type_)) else { return false };
    if let Some(computed) = o.ty().lookup(vm, name) {
        let version = o.ty().version(vm.interp());
        return op == Op::LoadAttrType && native_getter(vm, s, o, &computed, version);
    }
    let Some(found) = ty.lookup(vm, name) else { return false };
    // What the class gives as it stands: no binding, or a binding that changes nothing.
    if found.kind() != Kind::Function && found.ty().slots().get.is_some() {
        return false;
    }
    let Some(version) = trusted_version(vm, s, ty) else { return false };
    let form = if op == Op::LoadAttrType { Form::Value } else { Form::Method };
    let by_class = Found { form, holder: Holder::Class(ty), name, value: Some(&found), offset: 0 };
    // What may become a descriptor is never left out of the version.
    if !may_become_descriptor(&found) {
        if attrs::write(vm, s, &by_class) {
            return true;
        }
        if by_class.is_rebound(vm) {
            return false;
        }
    }
    s.set_cache(1, version);
    s.set_cache(2, o.as_ptr().as_ptr() as u64);
    s.set_cache(3, found.as_ptr().as_ptr() as u64);
    s.set_x(may_become_descriptor(&found).into());
    s.set_op(op);
    true
}

/// Tries to specialise `StoreAttr`.
///
/// # Safety
/// As for `load_attr`.
pub unsafe fn store_attr(vm: &mut Vm, s: State, o: &ObjRef, name: &ObjRef) -> bool {
    let ty = o.ty();
    if !stores_plainly(ty) || o.kind() != Kind::Instance {
        return false;
    }
    let found = ty.lookup(vm, name);
    let Some(version) = trusted_version(vm, s, ty) else { return false };
    if let Some(f) = &found {
        if let Some(m) = vm.heap.get::<MemberDescriptor>(f) {
            let Some(index) = m.index().filter(|_| belongs(m, o)) else { return false };
            let offset = slot_offset(o, index);
            if member_by_strategy(vm, s, o, name, f, Form::StoreMember, offset) {
                return true;
            }
            s.set_cache(1, version);
            s.set_cache(3, offset);
            s.set_op(Op::StoreAttrMember);
            return true;
        }
        if f.ty().slots().set.is_some() || may_become_descriptor(f) {
            return false;
        }
    }
    let Some(shape) = inline_shape(vm, o) else { return false };
    let members = ty.data.layout.members;
    if let Some(at) = shape.find(name) {
        let offset = slot_offset(o, members + at);
        if attrs::write(vm, s, &own_slot(Form::StoreSlot, ty, name, found.as_ref(), shape, offset)) {
            return true;
        }
        let found = [version, shape as *const Shape as u64, offset];
        write_form(vm, s, o, found, [Op::StoreAttrSlot, Op::StoreAttrSlots]);
        return true;
    }
    let at = members + shape.names().len();
    if at >= o.header().aux.get() as usize || at >= 255 {
        return false;
    }
    let Some(next) = shape.advance(vm.interp(), name) else { return false };
    s.set_cache(1, version);
    s.set_cache(2, shape as *const Shape as u64);
    s.set_cache(3, next as *const Shape as u64);
    *(s.pc as *mut u8).add(1) = at as u8;
    s.set_op(Op::StoreAttrAdd);
    true
}

/// Folds the call of a method of a constant.
unsafe fn fold_method(vm: &mut Vm, s: State, o: &ObjRef, name: &ObjRef) -> bool {
    let exec = &*(*vm.frame).exec;
    let index = exec.index_of(s.pc);
    let Some(plan) = fold::method(vm, exec, index, o, name) else { return false };
    s.set_cache(3, exec.sites().keep_plan(index, plan) as u64);
    s.set_op(Op::FoldMethod);
    true
}

/// Tries to specialise `LoadMethod`.
///
/// # Safety
/// As for `load_attr`.
pub unsafe fn load_method(vm: &mut Vm, s: State, o: &ObjRef, name: &ObjRef) -> bool {
    if vm.guards.is_on(Optimisation::CallFold) && !vm.tracer.tells() && fold_method(vm, s, o, name) {
        return true;
    }
    match o.kind() {
        _ if !vm.guards.is_on(Optimisation::MethodLoad) => return false,
        Kind::Module => return load_module(vm, s, o, name, Op::LoadMethodModule),
        Kind::Type => return load_type(vm, s, o, name, Op::LoadMethodType),
        _ => (),
    }
    if !loads_plainly(o.ty()) {
        return false;
    }
    let ty = o.ty();
    let Some(f) = ty.lookup(vm, name) else { return false };
    let method = f.kind() == Kind::Function
        || (f.kind() == Kind::MethodDescriptor && f.ty().is(&vm.types.method_descriptor));
    if !method {
        return false;
    }
    let Some(version) = trusted_version(vm, s, ty) else { return false };
    if ty.data.layout.has_dict {
        let Some(shape) = tail_shape(vm, o).filter(|shape| shape.find(name).is_none()) else { return false };
        if o.kind() != Kind::Instance {
            let found = [version, shape as *const Shape as u64, f.as_ptr().as_ptr() as u64];
            write_plainly(s, Op::LoadMethodTail, found);
            return true;
        }
        let form = Found { value: Some(&f), ..own_slot(Form::Method, ty, name, None, shape, 0) };
        if attrs::write(vm, s, &form) {
            return true;
        }
        let found = [version, shape as *const Shape as u64, f.as_ptr().as_ptr() as u64];
        write_form(vm, s, o, found, [Op::LoadMethodInstance, Op::LoadMethodInstances]);
        return true;
    }
    if vm.existing_dict(o).is_some() || matches!(o.kind(), Kind::Function) {
        return false;
    }
    // Instances without a dict: the shape says nothing, but stands where it is looked at.
    if let Some(tail) = Tail::of(o).filter(|_| o.kind() == Kind::Instance && f.kind() == Kind::Function) {
        let holder = Holder::Instances(ty, tail.shape() as u64);
        if attrs::write(vm, s, &Found { form: Form::Method, holder, name, value: Some(&f), offset: 0 }) {
            return true;
        }
    }
    s.set_cache(1, version);
    s.set_cache(3, f.as_ptr().as_ptr() as u64);
    s.set_op(Op::LoadMethodPlain);
    true
}
