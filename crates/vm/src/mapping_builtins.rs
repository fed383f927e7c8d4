//! `__builtins__` that is neither a module nor a dict: names are looked up as items of the object.

use theseus_object::class::TypeSpec;
use theseus_object::payload::Dict;
use theseus_object::slots::Slots;
use theseus_object::typeobj::{Layout, type_flag};
use theseus_object::{Cx, ObjRef, PyResult, TypeRef};

use crate::machine::Vm;
use crate::upcalls::has_frame;

/// Under this name the type is remembered.
struct MappingBuiltins;

/// Place of the object among the members.
const OBJECT: usize = 0;

static SPEC: TypeSpec =
    TypeSpec { slots: Slots { getitem: Some(getitem), ..Slots::EMPTY }, ..TypeSpec::EMPTY };

fn getitem(cx: &mut Cx, me: &ObjRef, key: &ObjRef) -> PyResult {
    match cx.member_get(me, OBJECT) {
        Some(object) => cx.getitem(&object, key),
        None => Err(cx.bad_internal("builtins")),
    }
}

/// The type, which few programs need: it is made when one does.
fn class(vm: &mut Vm) -> TypeRef {
    let known = vm.remembered::<MappingBuiltins>();
    if !known.is(&vm.types.object) {
        return known;
    }
    let base = vm.types.dict.clone();
    let layout = Layout { members: 1, ..Layout::PLAIN };
    let ty = vm.add_native_type_over::<Dict>("builtins", Some(&base), type_flag::MAPPING, layout);
    vm.fill_type(&ty, &SPEC);
    vm.remember_as::<MappingBuiltins>(&ty);
    ty
}

/// Functions have dicts for builtins: one that is empty, and asks the object. It is that of the running
/// function, if that asks the same object.
pub fn over(vm: &mut Vm, object: ObjRef) -> ObjRef {
    let class = class(vm);
    if has_frame(vm) {
        let running = vm.exec().builtins.clone();
        let same = |o: ObjRef| o.is(&object);
        if std::ptr::eq(running.ty(), &*class) && vm.member_get(&running, OBJECT).is_some_and(same) {
            return running;
        }
    }
    let made = vm.new_instance(&class, Dict::default());
    drop(vm.member_set(&made, OBJECT, Some(object)));
    made
}
