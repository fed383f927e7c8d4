//! The tests of `match` patterns.

use theseus_bytecode::Word;
use theseus_object::typeobj::type_flag;
use theseus_object::{Kind, ObjRef, PyResult, TypeObj};

use crate::machine::{State, Vm, finish, finish_using, put_bool, save, throw};
use crate::ops::compare::borrowed;

/// Whether the type of an object has a flag that patterns look at.
fn has_flag(o: &ObjRef, flag: u32) -> bool {
    o.ty().has_flag(flag)
}

#[inline(never)]
pub unsafe fn match_sequence(vm: &mut Vm, s: State, w: Word) -> State {
    let o = borrowed(s.get(w.b()));
    if !has_flag(&o, type_flag::SEQUENCE) {
        return put_bool(vm, s.next(1), w.a(), false);
    }
    if w.x() == 2 {
        return put_bool(vm, s.next(1), w.a(), true);
    }
    save(vm, s);
    let wanted = w.c() as usize;
    match vm.len(&o) {
        Ok(n) => {
            drop(o);
            put_bool(vm, s.next(1), w.a(), if w.x() == 1 { n >= wanted } else { n == wanted })
        }
        Err(_) => throw(s),
    }
}

#[inline(never)]
pub unsafe fn match_mapping(vm: &mut Vm, s: State, w: Word) -> State {
    let o = borrowed(s.get(w.b()));
    if !has_flag(&o, type_flag::MAPPING) {
        return put_bool(vm, s.next(1), w.a(), false);
    }
    if w.c() == 0 {
        return put_bool(vm, s.next(1), w.a(), true);
    }
    save(vm, s);
    match vm.len(&o) {
        Ok(n) => {
            drop(o);
            put_bool(vm, s.next(1), w.a(), n >= w.c() as usize)
        }
        Err(_) => throw(s),
    }
}

#[inline(never)]
pub unsafe fn get_len(vm: &mut Vm, s: State, w: Word) -> State {
    save(vm, s);
    let o = borrowed(s.get(w.b()));
    let r = vm.len(&o).map(|n| vm.int(n as i64));
    drop(o);
    finish(vm, s, 1, w.a(), r)
}

#[inline(never)]
pub unsafe fn match_keys(vm: &mut Vm, s: State, w: Word) -> State {
    save(vm, s);
    let (mapping, keys) = (borrowed(s.get(w.b())), borrowed(s.get(w.c())));
    let r = values_of(vm, &mapping, &keys);
    drop((mapping, keys));
    finish(vm, s, 1, w.a(), r)
}

/// The values of all keys, or None. Only `get` is asked, which adds nothing to a defaultdict.
fn values_of(vm: &mut Vm, mapping: &ObjRef, keys: &ObjRef) -> PyResult {
    let keys = vm.heap.tuple(keys).map(<[ObjRef]>::to_vec).unwrap_or_default();
    let plain = exact_kind(mapping) == Kind::Dict;
    let mut get = None;
    let mut values = Vec::with_capacity(keys.len());
    for (i, key) in keys.iter().enumerate() {
        for earlier in &keys[..i] {
            if vm.eq(earlier, key)? {
                let key = vm.repr_text(key)?;
                return Err(vm.value_error(format!("mapping pattern checks duplicate key ({key})")));
            }
        }
        if plain {
            match vm.dict_get(mapping, key)? {
                Some(value) => values.push(value),
                None => return Ok(vm.none.clone()),
            }
            continue;
        }
        let (get, missing) = match &get {
            Some(pair) => pair,
            None => {
                let name = vm.intern("get");
                let bound = vm.getattr(mapping, &name)?;
                let class = vm.types.object.as_ref().clone();
                let missing = vm.call(&class, &[])?;
                get.insert((bound, missing))
            }
        };
        let value = vm.call(get, &[key.clone(), missing.clone()])?;
        if value.is(missing) {
            return Ok(vm.none.clone());
        }
        values.push(value);
    }
    Ok(vm.new_tuple(values))
}

/// The kind of an object that is no instance of a subclass.
fn exact_kind(o: &ObjRef) -> Kind {
    let exact = !o.ty().data.heap_type;
    if exact { o.kind() } else { Kind::Instance }
}

#[inline(never)]
pub unsafe fn match_class(vm: &mut Vm, s: State, w: Word) -> State {
    use theseus_bytecode::CONSUME;
    save(vm, s);
    let first = w.c() & !CONSUME;
    let subject = borrowed(s.get(w.b()));
    let (class, names) = (borrowed(s.get(first)), borrowed(s.get(first + 1)));
    let r = attributes(vm, &subject, &class, w.x() as usize, &names);
    drop((subject, class, names));
    finish_using(vm, s, 1, w.a(), r, [first | CONSUME, (first + 1) | CONSUME])
}

/// The attributes that a class pattern asks for, or None.
fn attributes(vm: &mut Vm, subject: &ObjRef, class: &ObjRef, positional: usize, names: &ObjRef) -> PyResult {
    let Some(ty) = TypeObj::of(class) else {
        return Err(vm.type_error("called match pattern must be a class"));
    };
    if !vm.isinstance(subject, class)? {
        return Ok(vm.none.clone());
    }
    let mut seen: Vec<ObjRef> = Vec::new();
    let mut found = Vec::new();
    let mut wanted = Vec::new();
    if positional > 0 {
        let name = vm.intern("__match_args__");
        let args = match vm.try_getattr(class, &name)? {
            Some(args) if exact_kind(&args) == Kind::Tuple => Some(args),
            Some(args) => {
                let (name, got) = (ty.name(), args.ty().name());
                return Err(vm.type_error(format!("{name}.__match_args__ must be a tuple (got {got})")));
            }
            None => None,
        };
        let itself = args.is_none() && matches_itself(vm, ty);
        let args = args.and_then(|a| vm.heap.tuple(&a).map(<[ObjRef]>::to_vec)).unwrap_or_default();
        let allowed = if itself { 1 } else { args.len() };
        if allowed < positional {
            let (name, plural) = (ty.name(), if allowed == 1 { "" } else { "s" });
            return Err(vm.type_error(format!(
                "{name}() accepts {allowed} positional sub-pattern{plural} ({positional} given)"
            )));
        }
        if itself {
            found.push(subject.clone());
        } else {
            wanted.extend_from_slice(&args[..positional]);
        }
    }
    wanted.extend(vm.heap.tuple(names).map(<[ObjRef]>::to_vec).unwrap_or_default());
    for name in wanted {
        if !name.is_str() || name.ty().data.heap_type {
            let got = name.ty().name();
            return Err(vm.type_error(format!("__match_args__ elements must be strings (got {got})")));
        }
        for earlier in &seen {
            if vm.eq(earlier, &name)? {
                let (class, name) = (ty.name(), vm.repr_text(&name)?);
                return Err(
                    vm.type_error(format!("{class}() got multiple sub-patterns for attribute {name}"))
                );
            }
        }
        match vm.try_getattr(subject, &name)? {
            Some(value) => found.push(value),
            None => return Ok(vm.none.clone()),
        }
        seen.push(name);
    }
    Ok(vm.new_tuple(found))
}

/// Whether the only positional sub-pattern of a class is matched against the object itself.
fn matches_itself(vm: &Vm, ty: &TypeObj) -> bool {
    let t = &vm.types;
    let all =
        [&t.int, &t.float, &t.str_, &t.bytes, &t.bytearray, &t.list, &t.tuple, &t.dict, &t.set, &t.frozenset];
    all.into_iter().any(|base| ty.is_subtype(base))
}
