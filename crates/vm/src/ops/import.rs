//! Import statements, annotations and the interactive display.

use theseus_bytecode::Word;
use theseus_object::{Args, Kind, ObjRef, PyResult};

use crate::frame::nil_value;
use crate::machine::{State, Vm, borrow, finish, finish_unit, finish_unit_using, owned, save};
use crate::ops::compare::borrowed;
use crate::ops::name::namespace_lookup;

#[inline(never)]
pub unsafe fn import_name(vm: &mut Vm, s: State, w: Word) -> State {
    save(vm, s);
    let name = vm.exec().name(w.b()).clone();
    let first = w.c() & 0x7fff;
    let level = owned(std::mem::replace(&mut *s.slot(first), nil_value()));
    let fromlist = owned(std::mem::replace(&mut *s.slot(first + 1), nil_value()));
    // Code that keeps its names in a namespace has it in its first register.
    let locals = if vm.exec().code().name_mode { borrowed(s.get(0)).clone() } else { vm.none.clone() };
    let r = import(vm, name, locals, level, fromlist);
    finish(vm, s, 1, w.a(), r)
}

/// `builtins.__import__`, whatever it is now.
fn import(vm: &mut Vm, name: ObjRef, locals: ObjRef, level: ObjRef, fromlist: ObjRef) -> PyResult {
    let (globals, builtins) = (vm.exec().globals.clone(), vm.exec().builtins.clone());
    let key = vm.names.import.clone();
    let Some(f) = namespace_lookup(vm, &builtins, &key)? else {
        return Err(vm.import_error("__import__ not found"));
    };
    let values = [name, globals, locals, fromlist, level];
    vm.call_args(&f, &Args::positional_only(&values))
}

#[inline(never)]
pub unsafe fn import_from(vm: &mut Vm, s: State, w: Word) -> State {
    save(vm, s);
    let module = borrowed(s.get(w.b()));
    let name = vm.exec().name(w.c()).clone();
    let r = crate::import::import_from(vm, &module, &name);
    drop(module);
    finish(vm, s, 1, w.a(), r)
}

#[inline(never)]
pub unsafe fn import_star(vm: &mut Vm, s: State, w: Word) -> State {
    save(vm, s);
    let module = borrowed(s.get(w.a()));
    let namespace = borrow(s.base).clone();
    let r = import_all(vm, &module, &namespace);
    drop(module);
    finish_unit_using(vm, s, 1, r, [w.a()])
}

fn import_all(vm: &mut Vm, module: &ObjRef, namespace: &ObjRef) -> PyResult<()> {
    let all = vm.names.all.clone();
    let listed = vm.try_getattr(module, &all)?;
    let names = match &listed {
        Some(list) => vm.collect(list)?,
        None => {
            let dict = vm.names.dict.clone();
            match vm.try_getattr(module, &dict)? {
                Some(dict) => vm.collect(&dict)?,
                None => return Err(vm.import_error("from-import-* object has no __dict__ and no __all__")),
            }
        }
    };
    for name in names {
        if !name.is_str() {
            let got = name.ty().name();
            return Err(vm.type_error(format!("Item in module.__all__ must be str, not {got}")));
        }
        if listed.is_none() && name.text_or_empty().starts_with('_') {
            continue;
        }
        let value = vm.getattr(module, &name)?;
        vm.setitem(namespace, &name, Some(&value))?;
    }
    Ok(())
}

#[inline(never)]
pub unsafe fn setup_annotations(vm: &mut Vm, s: State, _: Word) -> State {
    save(vm, s);
    let namespace = borrow(s.base).clone();
    let name = vm.names.annotations.clone();
    let r = match namespace_lookup(vm, &namespace, &name) {
        Ok(Some(_)) => Ok(()),
        Ok(None) => {
            let dict = vm.new_dict();
            if namespace.is_exact(Kind::Dict) {
                drop(vm.namespace_set(&namespace, &name, dict));
                Ok(())
            } else {
                vm.setitem(&namespace, &name, Some(&dict))
            }
        }
        Err(e) => Err(e),
    };
    finish_unit(vm, s, 1, r)
}

#[inline(never)]
pub unsafe fn print_expr(vm: &mut Vm, s: State, w: Word) -> State {
    save(vm, s);
    let o = borrowed(s.get(w.a()));
    let r = display(vm, &o);
    drop(o);
    finish_unit_using(vm, s, 1, r, [w.a()])
}

fn display(vm: &mut Vm, o: &ObjRef) -> PyResult<()> {
    let sys = vm.intern("sys");
    let modules = vm.modules.clone();
    let hook = vm.names.displayhook.clone();
    let hook = match vm.namespace_get(&modules, &sys) {
        Some(sys) => vm.try_getattr(&sys, &hook)?,
        None => None,
    };
    match hook {
        Some(f) => vm.call(&f, std::slice::from_ref(o)).map(drop),
        None => Err(vm.runtime_error("lost sys.displayhook")),
    }
}
