//! The native module `_explore`, over which the package `guppy` is written.

mod paths;
mod pictures;
mod sets;
mod tables;

use theseus_object::class::TypeSpec;
use theseus_object::edges::Payload;
use theseus_object::heap::Family;
use theseus_object::methods::NativeDef;
use theseus_object::module::{Table, native_module};
use theseus_object::payload::Dict;
use theseus_object::typeobj::type_flag;
use theseus_object::{Cx, Kind, ObjRef, PyResult, TypeObj};

use crate::graph::{Graph, Observers};
use crate::partition::{Listing, Partition};
use crate::path::Paths;
use crate::roots::{held, local_name};
use crate::set::ObjectSet;

/// The native modules of this crate.
pub const MODULES: Table = &[("_explore", install)];

static HIDING: &[NativeDef] = &[NativeDef::f1(
    "hide",
    hide,
    "hide(module)\n\nMakes a module, its classes with their instances, and its functions part of the explorer.",
)];

fn install(cx: &mut Cx) {
    let dict = native_module(cx, "_explore", "Sets of objects, partitions and paths.", HIDING);
    let module = cx.intern("_explore");
    for def in
        [sets::FUNCTIONS, tables::FUNCTIONS, paths::FUNCTIONS, pictures::FUNCTIONS].into_iter().flatten()
    {
        let f = cx.native_function(def, Some(module.clone()));
        cx.namespace_put(&dict, def.name, f);
    }
    add_type::<ObjectSet>(cx, "_explore.Set");
    add_type::<Partition>(cx, "_explore.Partition");
    add_type::<Listing>(cx, "_explore.Listing");
    add_type::<Paths>(cx, "_explore.Paths");
    pictures::install(cx);
    let state = cx.state::<Observers>();
    state.ty().add_flag(type_flag::OBSERVER);
    if let Some(me) = cx.namespace_get(&cx.modules, &module)
        && let Some(observers) = cx.heap.get_mut::<Observers>(&state)
    {
        observers.add(&me);
    }
}

fn add_type<T: Payload>(cx: &mut Cx, name: &str) {
    let ty = cx.add_native_type::<T>(name, None, 0);
    cx.fill_type(&ty, &TypeSpec::EMPTY);
    ty.add_flag(type_flag::OBSERVER);
}

/// Bytes that the answer to a question may take for an object: numbers, and a row of a table with its words.
const ROOM: usize = 128;

/// Answers a question about the graph as it is now, if there is memory for the answer.
fn ask<R>(cx: &mut Cx, question: impl FnOnce(&Graph) -> R) -> PyResult<R> {
    let heap = &cx.heap.interp().heap;
    let cells = heap.cells(Family::Container) + heap.cells(Family::Leaf);
    if cx.can_allocate(cells.saturating_mul(ROOM)) {
        Ok(answer(cx, question))
    } else {
        Err(cx.memory_error(""))
    }
}

/// Answers a question about the graph as it is now.
pub fn answer<R>(cx: &mut Cx, question: impl FnOnce(&Graph) -> R) -> R {
    let held = held(cx);
    let state = cx.state::<Observers>();
    let cx: &Cx = cx;
    let local_name = |keeper: &ObjRef, register: usize| local_name(cx, keeper, register);
    question(&Graph::new(&cx.heap, &state, &held, &local_name))
}

/// The payload of an argument that Python code of ours passes.
fn expect<T: Payload>(cx: &mut Cx, o: &ObjRef) -> PyResult<()> {
    if o.has_payload::<T>() { Ok(()) } else { Err(cx.type_error("not an object of the explorer")) }
}

fn new_set(cx: &Cx, set: ObjectSet) -> ObjRef {
    cx.new_object(set)
}

fn hide(cx: &mut Cx, module: &ObjRef) -> PyResult {
    let mut found = vec![module.clone()];
    let Some(dict) = cx.existing_dict(module) else { return Err(cx.type_error("not a module")) };
    let name = cx.namespace_get(&dict, &cx.names.name);
    let is_own = |cx: &Cx, o: &ObjRef, dict: &ObjRef| {
        let own = cx.namespace_get(dict, &cx.names.module);
        o.kind() == Kind::Type && own.zip(name.clone()).is_some_and(|(a, b)| a.str_eq(&b))
    };
    for (_, value) in cx.dict_items(&dict) {
        match TypeObj::of(&value) {
            Some(ty) if is_own(cx, &value, &ty.data.dict) => {
                ty.add_flag(type_flag::OBSERVER);
                let members = cx.heap.get::<Dict>(&ty.data.dict);
                let functions = members.into_iter().flat_map(Dict::iter).map(|(_, _, f)| f);
                found.extend(functions.filter(|f| f.kind() == Kind::Function).cloned());
                found.push(value.clone());
            }
            _ if value.kind() == Kind::Function => found.push(value),
            _ => (),
        }
    }
    let state = cx.state::<Observers>();
    if let Some(observers) = cx.heap.get_mut::<Observers>(&state) {
        found.iter().for_each(|o| observers.add(o));
    }
    Ok(cx.none.clone())
}
