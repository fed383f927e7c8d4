//! Type parameters, type aliases, and names of annotation scopes in classes.

use theseus_builtins::typing;
use theseus_bytecode::Word;
use theseus_bytecode::isa::Typing;
use theseus_object::payload::Function;
use theseus_object::{ObjRef, PyResult};

use crate::frame::nil_value;
use crate::machine::{State, Vm, finish, owned, save, throw};
use crate::ops::compare::borrowed;
use crate::ops::name::{namespace_lookup, no_name, outer_lookup};

#[inline(never)]
pub unsafe fn make_typing(vm: &mut Vm, s: State, w: Word) -> State {
    save(vm, s);
    let first = s.slot(w.b());
    let n = w.c() as usize;
    let parts: smallvec::SmallVec<[ObjRef; 3]> =
        (0..n).map(|i| owned(std::mem::replace(&mut *first.add(i), nil_value()))).collect();
    let r = make(vm, Typing::from_byte(w.x()), &parts);
    drop(parts);
    finish(vm, s, 1, w.a(), r)
}

fn make(vm: &mut Vm, kind: Option<Typing>, parts: &[ObjRef]) -> PyResult {
    match (kind, parts) {
        (Some(Typing::TypeVar), [name]) => Ok(typing::type_var(vm, name, None, None)),
        (Some(Typing::Bounded), [name, f]) => Ok(typing::type_var(vm, name, Some(f), None)),
        (Some(Typing::Constrained), [name, f]) => Ok(typing::type_var(vm, name, None, Some(f))),
        (Some(Typing::ParamSpec), [name]) => Ok(typing::param_spec(vm, name)),
        (Some(Typing::TypeVarTuple), [name]) => Ok(typing::type_var_tuple(vm, name)),
        (Some(Typing::Alias), [name, params, f]) => Ok(typing::type_alias(vm, name, params, f)),
        (Some(Typing::Base), [params]) => typing::generic_base(vm, params),
        (Some(Typing::SetParams), [params, f]) => {
            if let Some(data) = vm.heap.get_mut::<Function>(f) {
                let old = data.type_params.replace(params.clone());
                drop(old);
            }
            Ok(f.clone())
        }
        _ => Err(vm.bad_internal("type parameters")),
    }
}

#[inline(never)]
pub unsafe fn load_dict_free(vm: &mut Vm, s: State, w: Word) -> State {
    save(vm, s);
    let name = vm.exec().name(w.c()).clone();
    let mapping = borrowed(s.get(w.a()));
    let found = namespace_lookup(vm, &mapping, &name);
    drop(mapping);
    match found {
        Ok(Some(v)) => finish(vm, s, 1, w.a(), Ok(v)),
        Ok(None) => super::load::load_free(vm, s, w),
        Err(_) => throw(s),
    }
}

#[inline(never)]
pub unsafe fn load_dict_global(vm: &mut Vm, s: State, w: Word) -> State {
    save(vm, s);
    let name = vm.exec().name(w.b()).clone();
    let mapping = borrowed(s.get(w.a()));
    let found = namespace_lookup(vm, &mapping, &name);
    drop(mapping);
    let found = match found {
        Ok(None) => outer_lookup(vm, &name),
        found => found,
    };
    match found {
        Ok(Some(v)) => finish(vm, s, 1, w.a(), Ok(v)),
        Ok(None) => no_name(vm, s, &name),
        Err(_) => throw(s),
    }
}
