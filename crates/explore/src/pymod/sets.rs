//! Making sets and combining them.

use theseus_object::header::flag;
use theseus_object::methods::NativeDef;
use theseus_object::{Cx, ObjRef, PyResult};

use super::{ask, expect, new_set};
use crate::dominate;
use crate::graph::Graph;
use crate::kind::{By, Class};
use crate::partition::select;
use crate::path;
use crate::roots::all_held;
use crate::set::{Bits, ObjectSet};

pub(super) static FUNCTIONS: &[NativeDef] = &[
    NativeDef::f_range("iso", iso, 0, u8::MAX, "iso(*objects) -> Set"),
    NativeDef::f1(
        "heap",
        heap,
        "heap(fresh) -> Set\n\nWhat the roots reach, but what is older than the mark.",
    ),
    NativeDef::f1("unreachable", unreachable, "unreachable(fresh) -> Set\n\nWhat is alive and not reached."),
    NativeDef::f0("mark", mark, "mark()\n\nWhat there is now is old from now on."),
    NativeDef::f1("count", count, "count(set) -> int"),
    NativeDef::f1("size", size, "size(set) -> int"),
    NativeDef::f3("combine", combine, "combine(a, b, operator) -> Set"),
    NativeDef::f2("is_subset", is_subset, "is_subset(a, b) -> bool"),
    NativeDef::f2("contains", contains, "contains(set, object) -> bool"),
    NativeDef::f1("theone", theone, "theone(set) -> object"),
    NativeDef::f1("referrers", referrers, "referrers(set) -> Set"),
    NativeDef::f1("referents", referents, "referents(set) -> Set"),
    NativeDef::f1("dominos", dominos, "dominos(set) -> Set"),
    NativeDef::f1("imdom", imdom, "imdom(set) -> Set"),
    NativeDef::f1("owners", owners, "owners(set) -> Set"),
    NativeDef::f_range("select", select_, 3, 4, "select(set, relation, kind[, is_dict]) -> Set"),
    NativeDef::f1("address", address, "address(set) -> int\n\nThat of the only object."),
];

fn iso(cx: &mut Cx, objects: &[ObjRef]) -> PyResult {
    let set = ObjectSet { objects: objects.to_vec(), owners: Vec::new() };
    let set = ask(cx, |g| g.collect(&g.bits(&set), false))?;
    Ok(new_set(cx, set))
}

fn heap(cx: &mut Cx, fresh: &ObjRef) -> PyResult {
    let fresh = cx.truth(fresh)?;
    let set = ask(cx, |g| g.collect(&g.heap_objects(), fresh))?;
    Ok(new_set(cx, set))
}

fn unreachable(cx: &mut Cx, fresh: &ObjRef) -> PyResult {
    let fresh = cx.truth(fresh)?;
    let all = all_held(cx);
    let set = ask(cx, |g| {
        let reached = g.closure(all.iter(), |_, _| false);
        let mut rest = Bits::new(g.room());
        g.for_each_source(&mut |n, _| {
            if !reached.has(n.index()) {
                rest.insert(n.index());
            }
        });
        g.collect(&rest, fresh)
    })?;
    Ok(new_set(cx, set))
}

fn mark(cx: &mut Cx) -> PyResult {
    ask(cx, |g| g.survey.for_each(|_, o| o.header().set_flag(flag::OLD)))?;
    Ok(cx.none.clone())
}

/// Asks for a new set made of the numbers of another.
fn derive(cx: &mut Cx, set: &ObjRef, f: impl FnOnce(&Graph, Bits) -> Bits) -> PyResult {
    expect::<ObjectSet>(cx, set)?;
    let found = ask(cx, |g| {
        let bits = g.heap().get::<ObjectSet>(set).map(|s| g.bits(s)).unwrap_or_default();
        g.collect(&f(g, bits), false)
    })?;
    Ok(new_set(cx, found))
}

fn count(cx: &mut Cx, set: &ObjRef) -> PyResult {
    expect::<ObjectSet>(cx, set)?;
    let n = cx.heap.get::<ObjectSet>(set).map_or(0, ObjectSet::len);
    Ok(cx.usize(n))
}

fn size(cx: &mut Cx, set: &ObjRef) -> PyResult {
    expect::<ObjectSet>(cx, set)?;
    let size = ask(cx, |g| {
        let mut sum = 0;
        if let Some(s) = g.heap().get::<ObjectSet>(set) {
            g.for_each(s, |n, o| sum += g.size(n, o));
        }
        sum
    })?;
    Ok(cx.usize(size))
}

fn combine(cx: &mut Cx, a: &ObjRef, b: &ObjRef, op: &ObjRef) -> PyResult {
    expect::<ObjectSet>(cx, b)?;
    let op: fn(u64, u64) -> u64 = match op.text_or_empty().as_str() {
        "|" => |a, b| a | b,
        "&" => |a, b| a & b,
        "-" => |a, b| a & !b,
        _ => |a, b| a ^ b,
    };
    derive(cx, a, |g, mut bits| {
        if let Some(b) = g.heap().get::<ObjectSet>(b) {
            bits.combine(&g.bits(b), op);
        }
        bits
    })
}

fn is_subset(cx: &mut Cx, a: &ObjRef, b: &ObjRef) -> PyResult {
    expect::<ObjectSet>(cx, a)?;
    expect::<ObjectSet>(cx, b)?;
    let yes = ask(cx, |g| {
        let sets = [a, b].map(|s| g.heap().get::<ObjectSet>(s).map(|s| g.bits(s)).unwrap_or_default());
        sets[0].is_subset(&sets[1])
    })?;
    Ok(cx.bool(yes))
}

fn contains(cx: &mut Cx, set: &ObjRef, o: &ObjRef) -> PyResult {
    expect::<ObjectSet>(cx, set)?;
    let yes = ask(cx, |g| {
        let Some(n) = g.survey.node(o) else { return false };
        g.heap().get::<ObjectSet>(set).is_some_and(|s| g.bits(s).has(n.index()))
    })?;
    Ok(cx.bool(yes))
}

fn only(cx: &mut Cx, set: &ObjRef) -> PyResult<(Option<ObjRef>, Option<ObjRef>)> {
    expect::<ObjectSet>(cx, set)?;
    match cx.heap.get::<ObjectSet>(set) {
        Some(s) if s.len() == 1 => Ok((s.objects.first().cloned(), s.owners.first().cloned())),
        _ => Err(cx.value_error("theone requires a singleton set")),
    }
}

/// The only object; a virtual dict becomes real.
fn theone(cx: &mut Cx, set: &ObjRef) -> PyResult {
    let (object, owner) = only(cx, set)?;
    let found = object.or_else(|| owner.and_then(|o| cx.own_dict(&o)));
    found.ok_or_else(|| cx.value_error("theone requires a singleton set"))
}

fn address(cx: &mut Cx, set: &ObjRef) -> PyResult {
    let (object, owner) = only(cx, set)?;
    let found = object.or(owner).map_or(0, |o| o.id());
    Ok(cx.usize(found))
}

fn referrers(cx: &mut Cx, set: &ObjRef) -> PyResult {
    expect::<ObjectSet>(cx, set)?;
    let (mut found, variables) = ask(cx, |g| {
        let bits = g.heap().get::<ObjectSet>(set).map(|s| g.bits(s)).unwrap_or_default();
        (g.collect(&path::referrers(g, &bits), false), path::variables(g, &bits))
    })?;
    let keeper = cx.upcalls.frames.keeper;
    for (v, _) in variables {
        let frame = keeper(cx, v.machine, v.depth);
        if !found.objects.iter().any(|o| o.is(&frame)) {
            found.objects.push(frame);
        }
    }
    Ok(new_set(cx, found))
}

fn referents(cx: &mut Cx, set: &ObjRef) -> PyResult {
    derive(cx, set, |g, bits| path::referents(g, &bits))
}

fn dominos(cx: &mut Cx, set: &ObjRef) -> PyResult {
    derive(cx, set, |g, bits| dominate::dominated(g, &bits))
}

fn imdom(cx: &mut Cx, set: &ObjRef) -> PyResult {
    derive(cx, set, |g, bits| dominate::immediate(g, &bits))
}

/// The objects whose dicts are in a set.
fn owners(cx: &mut Cx, set: &ObjRef) -> PyResult {
    derive(cx, set, |g, bits| {
        let mut found = Bits::new(g.room());
        for i in bits.iter() {
            let owner = g.owner(theseus_object::survey::Node(i as u32));
            if let Some(n) = owner.and_then(|o| g.survey.node(&o)) {
                found.insert(n.index());
            }
        }
        found
    })
}

/// The part of a set that is of a kind: a type, a type whose dicts are meant, a size, a module's name or
/// the words of a row.
fn select_(cx: &mut Cx, args: &[ObjRef]) -> PyResult {
    let [set, by, kind, rest @ ..] = args else { return Err(cx.bad_internal("arguments")) };
    expect::<ObjectSet>(cx, set)?;
    let Some(by) = By::named(&by.text_or_empty()) else { return Err(cx.value_error("no such relation")) };
    let is_dict = match rest.first() {
        Some(o) => cx.truth(o)?,
        None => false,
    };
    let found = ask(cx, |g| {
        let Some(s) = g.heap().get::<ObjectSet>(set) else { return ObjectSet::default() };
        let address = (!kind.is_none()).then(|| kind.address());
        if by == By::Identity {
            let wanted = |o: &&ObjRef| kind.int() == Some(o.address() as i64);
            return ObjectSet {
                objects: s.objects.iter().filter(wanted).cloned().collect(),
                owners: Vec::new(),
            };
        }
        let class = match by {
            By::Type => Some(Class::Type(address.unwrap_or(0))),
            By::Clodo if is_dict => Some(Class::DictOf(address)),
            By::Clodo => Some(Class::Type(address.unwrap_or(0))),
            By::Size => Some(Class::Size(kind.int().and_then(|n| usize::try_from(n).ok()).unwrap_or(0))),
            _ => None,
        };
        select(g, s, by, |codes| match &class {
            Some(class) => codes.find(class).into_iter().collect(),
            None => {
                let words = kind.text_or_empty();
                let codes = codes.labels.iter().enumerate().filter(|(_, label)| **label == words);
                codes.map(|(i, _)| i as u32).collect()
            }
        })
    })?;
    Ok(new_set(cx, found))
}
