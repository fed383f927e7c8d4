//! Classes that are replaced: their instances and subclasses.

use std::collections::VecDeque;

use hashbrown::HashMap;

use theseus_object::header::SUB_HEAP_TYPE;
use theseus_object::typeobj::type_flag;
use theseus_object::{Cx, Kind, ObjRef, TypeObj};

use crate::conflict::{Conflict, Reason};
use crate::draft::{Draft, Rules};
use crate::words;

/// A place of an old class among the bases of a class.
pub struct BasePlace<T> {
    /// That class, or a watch on it.
    pub class: T,
    /// Which of its bases.
    pub index: usize,
    pub pair: u32,
    /// Its place among the subclasses of the old class.
    pub age: usize,
}

/// A class that gets another MRO, and perhaps other bases.
pub struct Rebase {
    pub class: ObjRef,
    pub base: ObjRef,
    pub mro: ObjRef,
    /// Old and new bases.
    pub moves: Vec<(ObjRef, ObjRef)>,
}

/// Checks instances and subclasses of the old classes, and works out the MROs.
pub fn plan(cx: &mut Cx, rules: &Rules, draft: &mut Draft) {
    // Subclasses move in their order, which `__subclasses__()` shows.
    let mut ages = HashMap::new();
    for (old, _) in rules.pairs {
        let subclasses = TypeObj::of(old).map(TypeObj::subclasses).unwrap_or_default();
        ages.extend(subclasses.iter().enumerate().map(|(age, class)| (class.address(), age)));
    }
    for place in &mut draft.bases {
        place.age = ages.get(&place.class.address()).copied().unwrap_or(usize::MAX);
    }
    draft.bases.sort_by_key(|place| (place.pair, place.age, place.index));
    for (pair, (old, new)) in rules.pairs.iter().enumerate() {
        if old.kind() != Kind::Type {
            continue;
        }
        let instances = draft.instances[pair];
        let subclasses: Vec<ObjRef> =
            draft.bases.iter().filter(|p| p.pair as usize == pair).map(|p| p.class.clone()).collect();
        draft.conflicts.extend(check(cx, old, new, instances, &subclasses));
    }
    if !draft.bases.is_empty() {
        linearise(cx, rules, draft);
    }
}

fn check(cx: &mut Cx, old: &ObjRef, new: &ObjRef, instances: usize, subclasses: &[ObjRef]) -> Vec<Conflict> {
    let Some(from) = TypeObj::of(old) else { return Vec::new() };
    let mut conflicts = Vec::new();
    let mut against = |reason, holder: Option<&ObjRef>, text| {
        conflicts.push(Conflict::new(reason, holder, text));
    };
    let name = from.name();
    if !from.data.heap_type && has_native_instances(cx, from) {
        let text = format!("instances of {name}: those of a builtin type keep their class");
        against(Reason::Instances, None, text);
    }
    let why = unfit(cx, from, new);
    if instances > 0 {
        let builtin = || TypeObj::of(new).filter(|to| !to.data.heap_type);
        let why = why.clone().or_else(|| builtin().map(|to| format!("{} is a builtin type", to.name())));
        if let Some(why) = why {
            against(Reason::Instances, None, format!("instances of {name}: {why}"));
        }
    }
    for class in subclasses {
        let Some(sub) = TypeObj::of(class) else { continue };
        let mut against =
            |why: String| against(Reason::Subclasses, Some(class), format!("bases of {}: {why}", sub.name()));
        if let Some(why) = &why {
            against(why.clone());
        }
        let Some(to) = TypeObj::of(new) else { continue };
        if !to.has_flag(type_flag::BASE_TYPE) {
            against(format!("type '{}' is not an acceptable base type", to.name()));
        }
        if to.is_subtype(sub) {
            against(format!("{} is a subclass of it", to.name()));
        }
        if !class.ty().is_subtype(new.ty()) {
            against(format!("its metaclass is not a subclass of {}", new.ty().name()));
        }
    }
    conflicts
}

/// Why an object cannot stand for a class, whether as that of instances or as a base.
fn unfit(cx: &mut Cx, from: &TypeObj, new: &ObjRef) -> Option<String> {
    let Some(to) = TypeObj::of(new) else {
        return Some(format!("{} is not a class", words::noun(new)));
    };
    let differs = from.data.payload.id != to.data.payload.id
        || from.data.layout != to.data.layout
        || member_names(cx, from) != member_names(cx, to)
        || declared_otherwise(cx, from, to);
    differs.then(|| format!("the layout of {} differs", to.name()))
}

/// The `__slots__` of instances in their order.
fn member_names(cx: &Cx, ty: &TypeObj) -> Vec<String> {
    ty.member_names(cx).iter().map(|(_, name)| name.text_or_empty()).collect()
}

/// Whether two classes give the same `__slots__` in another order, which is not that of the places.
fn declared_otherwise(cx: &mut Cx, from: &TypeObj, to: &TypeObj) -> bool {
    let (mut from, mut to) = (declared_slots(cx, from), declared_slots(cx, to));
    if from == to {
        return false;
    }
    from.sort_unstable();
    to.sort_unstable();
    from == to
}

/// `__slots__` as far as they are lists or tuples, the classes' own last.
fn declared_slots(cx: &mut Cx, ty: &TypeObj) -> Vec<String> {
    let name = cx.intern("__slots__");
    let mut found = Vec::new();
    for class in ty.mro().iter().rev().filter_map(TypeObj::of) {
        let Some(slots) = cx.namespace_get(&class.data.dict, &name) else { continue };
        let items = cx.heap.tuple(&slots).map(<[ObjRef]>::to_vec);
        let items = items.or_else(|| cx.heap.list(&slots).map(<[ObjRef]>::to_vec));
        let names = items.unwrap_or_default().into_iter().map(|o| o.text_or_empty());
        found.extend(names.filter(|n| n != "__dict__" && n != "__weakref__"));
    }
    found
}

/// Whether a builtin type has instances; they do not count it.
fn has_native_instances(cx: &Cx, ty: &TypeObj) -> bool {
    cx.any_object(|h| h.sub.get() & SUB_HEAP_TYPE == 0 && std::ptr::eq(h.ty.get(), ty))
}

/// The MROs of all classes below the bases that change, bases before subclasses. Those that are refused, and
/// what lies below them, have none.
fn linearise(cx: &mut Cx, rules: &Rules, draft: &mut Draft) {
    let refused = draft.conflicts.iter().filter(|c| c.reason == Reason::Subclasses);
    let mut refused: Vec<ObjRef> = refused.filter_map(|c| c.holder.clone()).collect();
    let mut order: Vec<ObjRef> = Vec::new();
    let mut work: VecDeque<ObjRef> = draft.bases.iter().map(|p| p.class.clone()).collect();
    while let Some(class) = work.pop_front() {
        if !order.iter().any(|c| c.is(&class)) {
            work.extend(TypeObj::of(&class).map(TypeObj::subclasses).unwrap_or_default());
            order.push(class);
        }
    }
    let affected: Vec<ObjRef> = order.clone();
    let mut made: HashMap<usize, Vec<ObjRef>> = HashMap::new();
    loop {
        let below = |class: &ObjRef, list: &[ObjRef]| {
            let ty = TypeObj::of(class);
            list.iter().filter_map(TypeObj::of).any(|above| ty.is_some_and(|ty| ty.is_subtype(above)))
        };
        order.retain(|class| !below(class, &refused));
        if order.is_empty() {
            return;
        }
        // A class is ready when its bases that change are.
        let ready = order.iter().position(|class| {
            let bases = new_bases(cx, rules, draft, class);
            bases.iter().all(|b| !affected.iter().any(|a| a.is(b)) || made.contains_key(&b.address()))
        });
        let Some(at) = ready else {
            // Where classes are refused, others may wait for them.
            if refused.is_empty() {
                let text = "bases: the classes would be subclasses of themselves".into();
                draft.conflicts.push(Conflict::new(Reason::Subclasses, None, text));
            }
            return;
        };
        let class = order.remove(at);
        let bases = new_bases(cx, rules, draft, &class);
        let mut refuse = |why: String| {
            let name = TypeObj::of(&class).map(TypeObj::name).unwrap_or_default();
            let text = format!("bases of {name}: {why}");
            draft.conflicts.push(Conflict::new(Reason::Subclasses, Some(&class), text));
            refused.push(class.clone());
        };
        if class.ty().lookup(cx, &cx.intern("mro")).is_some_and(|f| f.kind() == Kind::Function) {
            refuse("its metaclass works out the MRO itself".into());
            continue;
        }
        let mro = cx.linearise_with(&class, &bases, |base| {
            made.get(&base.to_ref().address()).cloned().unwrap_or_else(|| base.mro())
        });
        let result = mro.and_then(|mro| Ok((mro, cx.best_base(&bases)?)));
        match result {
            Ok((mro, base)) => {
                made.insert(class.address(), mro.clone());
                let moves = draft.bases.iter().filter(|p| p.class.is(&class));
                let moves = moves.map(|p| rules.pairs[p.pair as usize].clone()).collect();
                draft.rebases.push(Rebase { class, base, mro: cx.new_tuple(mro), moves });
            }
            Err(_) => {
                let text = cx.take_exception().and_then(|e| cx.str_text(&e).ok()).unwrap_or_default();
                refuse(text.replace('\n', " "));
            }
        }
    }
}

/// The bases of a class as they will be.
fn new_bases(cx: &Cx, rules: &Rules, draft: &Draft, class: &ObjRef) -> Vec<ObjRef> {
    let Some(bases) = TypeObj::of(class).map(|t| t.data.bases.clone()) else { return Vec::new() };
    let items = cx.heap.tuple(&bases).unwrap_or_default().iter().enumerate();
    let change = |i: usize| draft.bases.iter().find(|p| p.class.is(class) && p.index == i);
    items
        .map(|(i, b)| change(i).map_or_else(|| b.clone(), |p| rules.pairs[p.pair as usize].1.clone()))
        .collect()
}
