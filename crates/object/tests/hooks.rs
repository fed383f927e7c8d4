//! Every way to write a dict tells its watch, and every hook is on the list.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::rc::Rc;

use theseus_object::edges::{EdgeVisitor, Payload, Relation};
use theseus_object::payload::Dict;
use theseus_object::watch::{Change, Dependant, Mutation, NameCell, Observer, Side};
use theseus_object::{Interp, ObjRef};

/// Notes the changes that it is told of.
#[derive(Default)]
struct Seen(RefCell<Vec<&'static str>>);

impl Observer for Seen {
    fn mutated(&self, m: &Mutation) {
        self.0.borrow_mut().push(m.change.name());
    }
}

impl Dependant for Seen {
    fn broken(&self, site: u32, m: &Mutation) {
        let text = format!("{site} {}", m.change.name());
        self.0.borrow_mut().push(Box::leak(text.into_boxed_str()));
    }

    fn alive(&self) -> bool {
        true
    }
}

/// A watched dict with the keys `a` and `b`, and who observes it.
fn watched() -> (&'static Interp, Dict, Rc<Seen>) {
    let interp = Interp::new((0, 0));
    let mut dict = Dict::default();
    for name in ["a", "b"] {
        put(interp, &mut dict, name, 1);
    }
    dict.watched(interp);
    let seen = Rc::new(Seen::default());
    interp.mutations.observe(Some(seen.clone()));
    (interp, dict, seen)
}

fn put(interp: &Interp, dict: &mut Dict, name: &str, value: i64) {
    let key = interp.intern(name);
    dict.insert_new(key.str_hash(interp), key, interp.int(value));
}

fn at(interp: &Interp, dict: &Dict, name: &str) -> usize {
    let key = interp.intern(name);
    dict.find_str(&key, key.str_hash(interp)).ok().flatten().expect("the key is there")
}

/// Replaces every value by another object, as a scan of the heap might.
struct Rewriter(ObjRef);

impl EdgeVisitor for Rewriter {
    fn edge(&mut self, slot: &mut Option<ObjRef>, relation: Relation) {
        if matches!(relation, Relation::Value(_)) {
            *slot = Some(self.0.clone());
        }
    }
}

/// An entry goes, and comes back into its hole.
fn put_back(i: &Interp, d: &mut Dict) {
    let hole = at(i, d, "a");
    let (key, value) = d.remove_at(hole).expect("an entry");
    assert!(d.put_back(hole, hash(i, "a"), key, value).is_none());
}

fn hash(i: &Interp, name: &str) -> i64 {
    i.intern(name).str_hash(i)
}

type Write = fn(&Interp, &mut Dict);

/// Every method of a dict that writes, and what it tells.
const WRITES: &[(&str, Write, &[&str])] = &[
    ("set_value_at", |i, d| drop(d.set_value_at(at(i, d, "a"), i.int(2))), &["dict_set"]),
    ("insert_new", |i, d| put(i, d, "c", 3), &["dict_add"]),
    ("remove_at", |i, d| drop(d.remove_at(at(i, d, "a"))), &["dict_delete"]),
    ("pop_last", |_, d| drop(d.pop_last()), &["dict_delete"]),
    ("pop_first", |_, d| drop(d.pop_first()), &["dict_delete"]),
    ("move_to_front", |i, d| d.move_to_front(at(i, d, "b")), &["dict_delete", "dict_add"]),
    ("move_to_end", |i, d| d.move_to_end(at(i, d, "a")), &["dict_delete", "dict_add"]),
    ("take_all", |_, d| drop(d.take_all()), &["dict_clear"]),
    ("rekey_at", |i, d| drop(d.rekey_at(at(i, d, "a"), hash(i, "c"), i.intern("c"))), &["dict_rewrite"]),
    ("reserve", |_, d| d.reserve(100), &["dict_add"]),
    ("put_back", put_back, &["dict_delete", "dict_rewrite"]),
    ("replace", |_, d| drop(d.replace(Dict::default())), &["dict_clear", "dict_refill"]),
    ("edges", |i, d| d.edges(&mut Rewriter(i.none.clone())), &["dict_rewrite"]),
];

/// Methods that change nothing of a dict but who watches it.
const SILENT: &[&str] = &["watched", "keys_watched"];

#[test]
fn each_write_is_told() {
    for (name, write, changes) in WRITES {
        let (interp, mut dict, seen) = watched();
        let (stamp, epoch) = (dict.stamp(), interp.mutations.epoch.get());
        write(interp, &mut dict);
        assert_eq!(*seen.0.borrow(), *changes, "{name}");
        assert_ne!(dict.stamp(), stamp, "{name}");
        assert_eq!(interp.mutations.epoch.get() - epoch, changes.len() as u64, "{name}");
    }
}

#[test]
fn each_writing_method_is_tested() {
    let source = include_str!("../src/payload/dict.rs");
    let writing = source.lines().filter(|line| line.contains("pub fn ") && line.contains("(&mut self"));
    for line in writing {
        let name = line.trim().trim_start_matches("pub fn ").split('(').next().unwrap_or_default();
        let known = SILENT.contains(&name) || WRITES.iter().any(|(w, ..)| *w == name);
        assert!(known, "Dict::{name} takes &mut self: does it tell the watch?");
    }
}

#[test]
fn each_hook_of_dicts_is_used() {
    let told: BTreeSet<&str> = WRITES.iter().flat_map(|(.., changes)| *changes).copied().collect();
    let listed = Change::ALL.iter().map(|c| c.name()).filter(|n| n.starts_with("dict_"));
    assert_eq!(told, listed.collect());
}

/// The setters of functions that make them no other function to a caller.
const SILENT_SETTERS: &[&str] =
    &["set_name", "set_qualname", "set_doc", "set_module", "set_annotations", "set_type_params", "set_dict"];

#[test]
fn each_setter_of_functions_tells() {
    let source = include_str!("../../builtins/src/function/mod.rs");
    let (mut told, mut setter) = (BTreeSet::new(), None);
    for line in source.lines() {
        if let Some(name) = line.strip_prefix("fn ").and_then(|l| l.split('(').next()) {
            setter = Some(name).filter(|n| n.starts_with("set_"));
        }
        let tells = line.contains("changed(cx, f, Change::") || line.contains(".set_code(");
        told.extend(setter.filter(|_| tells));
        if line == "}"
            && let Some(name) = setter.take()
        {
            let known = told.contains(name) || SILENT_SETTERS.contains(&name);
            assert!(known, "{name} writes a function: who is told?");
        }
    }
    assert_eq!(told.into_iter().collect::<Vec<_>>(), ["set_code", "set_defaults", "set_kwdefaults"]);
    let payload = include_str!("../src/payload/callable.rs");
    let set_code = payload.split("pub fn set_code(").nth(1).and_then(|rest| rest.split("\n    }\n").next());
    assert!(set_code.is_some_and(|body| body.contains("self.changed(Change::Code)")));
}

#[test]
fn each_other_mro_is_told() {
    for source in [include_str!("../src/class.rs"), include_str!("../src/typeobj.rs")] {
        let written = source.matches("&mut d.mro").count() + source.matches("&mut (*data).mro").count();
        assert_eq!(written, source.matches(".rebased()").count());
    }
}

#[test]
fn the_list_of_hooks_is_covered() {
    let others = ["class", "bases", "code", "defaults", "death"];
    let listed = Change::ALL.iter().map(|c| c.name()).filter(|n| !n.starts_with("dict_"));
    let others: BTreeSet<&str> = others.into_iter().collect();
    assert_eq!(
        listed.collect::<BTreeSet<_>>(),
        others,
        "a new hook needs a test here and a mutant in tests/mutants.rs"
    );
}

#[test]
fn dependants_are_told_once() {
    let (interp, mut dict, _) = watched();
    interp.mutations.observe(None);
    let told = Rc::new(Seen::default());
    let hash = interp.intern("a").str_hash(interp);
    dict.watched(interp).depend_on_key(hash, told.clone(), 1);
    put(interp, &mut dict, "c", 3);
    assert!(told.0.borrow().is_empty());
    dict.watched(interp).depend(told.clone(), 2);
    dict.set_value_at(at(interp, &dict, "a"), interp.int(5));
    dict.set_value_at(at(interp, &dict, "a"), interp.int(6));
    assert_eq!(*told.0.borrow(), ["2 dict_set", "1 dict_set"]);
}

#[test]
fn who_rests_on_the_keys_sees_no_values() {
    for (name, write, changes) in WRITES {
        let interp = Interp::new((0, 0));
        let mut dict = Dict::default();
        put(interp, &mut dict, "a", 1);
        put(interp, &mut dict, "b", 2);
        let told = Rc::new(Seen::default());
        dict.keys_watched(interp).depend_on_keys(told.clone(), 1);
        let epoch = interp.mutations.epoch.get();
        write(interp, &mut dict);
        let expected: &[&str] = if *changes == ["dict_set"] { &[] } else { &[changes[0]] };
        let heard: Vec<&str> = told.0.borrow().iter().map(|t| t.trim_start_matches("1 ")).collect();
        assert_eq!(heard, expected, "{name}");
        assert_eq!(interp.mutations.epoch.get() != epoch, !expected.is_empty(), "{name}");
    }
}

#[test]
fn a_watch_of_keys_becomes_one_of_all_and_back() {
    let interp = Interp::new((0, 0));
    let mut dict = Dict::default();
    put(interp, &mut dict, "a", 1);
    let told = Rc::new(Seen::default());
    dict.keys_watched(interp).depend_on_keys(told.clone(), 1);
    assert_eq!(dict.stamp(), 0);
    let stamp = dict.watched(interp).stamp();
    for i in 0..100 {
        dict.set_value_at(0, interp.int(i));
    }
    // Nobody has asked for a while: values are not seen any more, keys are.
    assert_eq!(dict.stamp(), 0);
    assert!(told.0.borrow().is_empty());
    put(interp, &mut dict, "b", 1);
    assert_eq!(*told.0.borrow(), ["1 dict_add"]);
    assert_ne!(dict.watched(interp).stamp(), stamp);
}

#[test]
fn cells_mirror_both_namespaces() {
    let (interp, mut globals, _) = watched();
    let mut builtins = Dict::default();
    let name = interp.intern("x");
    let cell = NameCell::new(interp, &name);
    for (dict, side) in [(&mut globals, Side::Globals), (&mut builtins, Side::Builtins)] {
        dict.watched(interp);
        let d: &Dict = dict;
        d.watch().expect("watched").mirror(d, &cell, side);
    }
    let value = |cell: &NameCell| (!cell.value().is_null()).then(|| cell.value() as usize);
    assert_eq!(value(&cell), None);
    let (low, high) = (interp.int(1), interp.int(2));
    builtins.insert_new(name.str_hash(interp), name.clone(), low.clone());
    assert_eq!(value(&cell), Some(low.address()));
    globals.insert_new(name.str_hash(interp), name.clone(), high.clone());
    assert_eq!(value(&cell), Some(high.address()));
    globals.remove_at(at(interp, &globals, "x"));
    assert_eq!(value(&cell), Some(low.address()));
    drop(builtins);
    assert_eq!(value(&cell), None);
}
