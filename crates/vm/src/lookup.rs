//! Attribute look-up for calls: a method with its receiver, or a bound callable.

use theseus_object::{Kind, ObjRef, PyResult};

use crate::machine::Vm;

/// What LoadMethod leaves: `Some(function)` with the receiver apart, or `None` and the callable.
pub fn method(vm: &mut Vm, o: &ObjRef, name: &ObjRef) -> PyResult<(Option<ObjRef>, ObjRef)> {
    if vm.finds_plainly(o)
        && !matches!(o.kind(), Kind::Module | Kind::Type | Kind::Function)
        && let Some(f) = o.ty().lookup(vm, name)
    {
        let method = f.kind() == Kind::Function
            || (f.kind() == Kind::MethodDescriptor && f.ty().is(&vm.types.method_descriptor));
        if method && vm.instance_get(o, name).is_none() {
            return Ok((Some(f), o.clone()));
        }
    }
    Ok((None, vm.getattr(o, name)?))
}
