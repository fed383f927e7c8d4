//! Random and exhaustive object graphs: after a replacement the labelled edges are those of a naive model,
//! after undoing they are what they were, and a refusal changes nothing.

use std::collections::BTreeSet;

use proptest::prelude::*;
use proptest::test_runner::{Config, TestCaseResult, TestRunner};
use theseus_object::host::Nothing;
use theseus_object::payload::{CellData, Dict};
use theseus_object::{Cx, Kind, ObjRef};
use theseus_vm::{Machine, Options};

/// What a node is. `Leaf` is an instance that hashes by identity; the others hold nodes, `Instance` in attributes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Shape {
    Leaf,
    List,
    Tuple,
    Values,
    Keys,
    Set,
    Frozen,
    Cell,
    Instance,
    Deque,
}

const SHAPES: [Shape; 10] = [
    Shape::Leaf,
    Shape::List,
    Shape::Tuple,
    Shape::Values,
    Shape::Keys,
    Shape::Set,
    Shape::Frozen,
    Shape::Cell,
    Shape::Instance,
    Shape::Deque,
];

impl Shape {
    /// Made with its contents: it holds earlier nodes only.
    fn is_frozen(self) -> bool {
        matches!(self, Shape::Tuple | Shape::Frozen)
    }

    /// Hashes by identity.
    fn is_opaque(self) -> bool {
        matches!(self, Shape::Leaf | Shape::Instance)
    }

    /// Holds what has a hash, each value once.
    fn hashes(self) -> bool {
        matches!(self, Shape::Keys | Shape::Set | Shape::Frozen)
    }
}

/// A graph: the shape of each node, and the nodes it holds, in order.
type Graph = Vec<(Shape, Vec<usize>)>;

/// Makes what is asked for possible: later nodes are not held by frozen ones, keys have a hash and differ.
fn sane(graph: &[(Shape, Vec<usize>)]) -> Graph {
    let n = graph.len();
    let mut made: Graph = graph.iter().map(|(shape, _)| (*shape, Vec::new())).collect();
    // Frozen ones first: what others hold as keys is known then.
    for frozen in [true, false] {
        for (i, (shape, held)) in graph.iter().enumerate().filter(|(_, (s, _))| s.is_frozen() == frozen) {
            let mut kept: Vec<usize> = Vec::new();
            for &h in held {
                let h = h % n;
                let equal = |k: &usize| value(&made, *k) == value(&made, h);
                let fits = !(shape.is_frozen() && h >= i)
                    && !(shape.hashes() && (value(&made, h).is_none() || kept.iter().any(equal)))
                    && *shape != Shape::Leaf
                    && (*shape != Shape::Cell || kept.is_empty());
                if fits {
                    kept.push(h);
                }
            }
            // There is only one empty tuple, and it is refused.
            let shape = if *shape == Shape::Tuple && kept.is_empty() { Shape::List } else { *shape };
            made[i] = (shape, kept);
        }
    }
    made
}

/// What a node is equal by; nothing if it has no hash.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Value {
    Node(usize),
    Tuple(Vec<Value>),
    Frozen(BTreeSet<Value>),
}

fn value(graph: &Graph, node: usize) -> Option<Value> {
    value_within(graph, node, graph.len())
}

/// A tuple that holds itself has none.
fn value_within(graph: &Graph, node: usize, depth: usize) -> Option<Value> {
    let (shape, held) = &graph[node];
    let values = held.iter().map(|h| value_within(graph, *h, depth.checked_sub(1)?));
    match shape {
        Shape::Tuple => Some(Value::Tuple(values.collect::<Option<_>>()?)),
        Shape::Frozen => Some(Value::Frozen(values.collect::<Option<_>>()?)),
        _ => shape.is_opaque().then_some(Value::Node(node)),
    }
}

/// Builds the nodes; the list that is given holds them all.
fn build(cx: &mut Cx, graph: &Graph, [class, deque]: &[ObjRef; 2]) -> ObjRef {
    let mut nodes: Vec<ObjRef> = Vec::new();
    for (shape, held) in graph {
        let hold = |nodes: &[ObjRef]| held.iter().map(|h| nodes[*h].clone()).collect::<Vec<_>>();
        let node = match shape {
            Shape::Leaf => cx.alloc_instance(&cx.types.object),
            Shape::List => cx.new_list(Vec::new()),
            Shape::Tuple => cx.new_tuple(hold(&nodes)),
            Shape::Values | Shape::Keys => cx.new_dict(),
            Shape::Set => cx.new_set(Default::default()),
            Shape::Frozen => {
                let set = cx.new_frozenset(Default::default());
                for key in hold(&nodes) {
                    cx.set_add(&set, &key).expect("a key");
                }
                set
            }
            Shape::Cell => cx.new_as(&cx.types.cell, CellData::default()),
            Shape::Instance => cx.call(class, &[]).expect("an instance"),
            Shape::Deque => cx.call(deque, &[]).expect("a deque"),
        };
        nodes.push(node);
    }
    for (i, (shape, held)) in graph.iter().enumerate() {
        for (k, h) in held.iter().enumerate() {
            let (node, h) = (nodes[i].clone(), nodes[*h].clone());
            match shape {
                Shape::List | Shape::Deque => drop(cx.call_method(&node, "append", &[h]).expect("append")),
                Shape::Instance => {
                    let name = cx.intern(&format!("a{k}"));
                    cx.setattr(&node, &name, Some(&h)).expect("an attribute");
                }
                Shape::Values => {
                    let key = cx.int(1000 + k as i64);
                    cx.dict_set(&node, &key, h).expect("a value");
                }
                Shape::Keys => drop(cx.dict_set(&node, &h, cx.int(k as i64)).expect("a key")),
                Shape::Set => drop(cx.set_add(&node, &h).expect("a member")),
                Shape::Cell => {
                    cx.heap.get_mut::<CellData>(&node).expect("a cell").value = Some(h);
                }
                Shape::Leaf | Shape::Tuple | Shape::Frozen => {}
            }
        }
    }
    cx.new_list(nodes)
}

/// The labelled edges of all nodes, as places in the list `nodes`; members of sets in order of the table.
fn edges(cx: &mut Cx, nodes: &ObjRef) -> Vec<Vec<usize>> {
    let list = cx.heap.list(nodes).expect("the nodes");
    let number = |o: &ObjRef| list.iter().position(|n| n.is(o)).unwrap_or(usize::MAX);
    let of = |o: &ObjRef| -> Vec<usize> {
        match o.kind() {
            Kind::List => cx.heap.list(o).unwrap_or_default().iter().map(number).collect(),
            Kind::Tuple => cx.heap.tuple(o).unwrap_or_default().iter().map(number).collect(),
            Kind::Dict => {
                let d = cx.heap.get::<Dict>(o).expect("a dict");
                d.iter().map(|(_, k, v)| if k.is_int() { number(v) } else { number(k) }).collect()
            }
            Kind::Set | Kind::FrozenSet => {
                cx.heap.set_table(o).expect("a set").iter().map(|(k, _)| number(k)).collect()
            }
            Kind::Cell => {
                cx.heap.get::<CellData>(o).and_then(|c| c.value.as_ref()).map(number).into_iter().collect()
            }
            _ => {
                let mut held = Vec::new();
                cx.heap.slots(o, |_, h, _| held.push(number(h)));
                held.retain(|h| *h != usize::MAX);
                held
            }
        }
    };
    list.iter().map(of).collect()
}

/// What the rules say of replacing node `old` by `new`: the edges afterwards; nothing if it is refused.
fn model(graph: &Graph, before: &[Vec<usize>], old: usize, new: usize) -> Option<Vec<Vec<usize>>> {
    let mut after: Graph =
        graph.iter().zip(before).map(|((shape, _), held)| (*shape, held.clone())).collect();
    for (i, (_, held)) in after.iter_mut().enumerate() {
        // The new object keeps what it holds itself.
        if i != new {
            held.iter_mut().for_each(|h| *h = if *h == old { new } else { *h });
        }
    }
    for (shape, held) in after.iter().filter(|(shape, _)| shape.hashes()) {
        let values: Vec<Value> = held.iter().map(|h| value(&after, *h)).collect::<Option<_>>()?;
        let distinct: BTreeSet<&Value> = values.iter().collect();
        if *shape == Shape::Keys && distinct.len() < values.len() {
            return None;
        }
    }
    Some(after.into_iter().map(|(_, held)| held).collect())
}

/// Edges with the members of sets, equal ones once, in the order of the nodes that they equal.
fn sorted(graph: &Graph, edges: &[Vec<usize>]) -> Vec<Vec<usize>> {
    let now: Graph = graph.iter().zip(edges).map(|((shape, _), held)| (*shape, held.clone())).collect();
    let first = |h: usize| (0..h).find(|other| value(&now, *other) == value(&now, h)).unwrap_or(h);
    let sort = |(shape, held): &(Shape, Vec<usize>)| {
        if !shape.hashes() || *shape == Shape::Keys {
            return held.clone();
        }
        let members: BTreeSet<usize> = held.iter().map(|h| first(*h)).collect();
        members.into_iter().collect()
    };
    now.iter().map(sort).collect()
}

/// Whether every key is found by what it is now.
fn found(cx: &mut Cx, nodes: &ObjRef) -> bool {
    let list = cx.heap.list(nodes).expect("the nodes").to_vec();
    list.iter().all(|o| {
        let keys: Vec<ObjRef> = match (cx.heap.get::<Dict>(o), cx.heap.set_table(o)) {
            (Some(d), _) => d.iter().map(|(_, key, _)| key.clone()).collect(),
            (_, Some(t)) => t.iter().map(|(key, _)| key.clone()).collect(),
            _ => return true,
        };
        keys.iter().all(|key| {
            // One that got back something without a hash is not to be found.
            if cx.hash(key).is_err() {
                cx.take_exception();
                return true;
            }
            let held = cx.call_method(o, "__contains__", std::slice::from_ref(key)).expect("a look");
            held.is(&cx.bool(true))
        })
    })
}

/// Changes containers: keys go, known nodes and many fresh keys come, and most of these go again.
fn mutate(cx: &mut Cx, graph: &Graph, nodes: &ObjRef, steps: &[(usize, usize)]) {
    let list = cx.heap.list(nodes).expect("the nodes").to_vec();
    for (i, choice) in steps {
        let (i, h) = (i % list.len(), choice % list.len());
        let node = &list[i];
        let mut keys: Vec<ObjRef> = (0..choice % 40).map(|k| cx.int(2000 + k as i64)).collect();
        match graph[i].0 {
            Shape::List => drop(cx.call_method(node, "append", &[list[h].clone()]).expect("append")),
            Shape::Keys => {
                keys.insert(0, list[h].clone());
                // What has no hash does not come in.
                for key in &keys {
                    if cx.dict_set(node, key, cx.int(7)).is_err() {
                        cx.take_exception();
                    }
                }
                let gone = cx.heap.get::<Dict>(node).and_then(|d| d.iter().next().map(|(_, k, _)| k.clone()));
                for key in keys.iter().skip(2).chain(&gone) {
                    cx.call_method(node, "pop", &[key.clone(), cx.none.clone()]).expect("pop");
                }
            }
            Shape::Set => {
                keys.insert(0, list[h].clone());
                for key in &keys {
                    if cx.set_add(node, key).is_err() {
                        cx.take_exception();
                    }
                }
                let gone = cx.heap.set_table(node).and_then(|t| t.iter().next().map(|(k, _)| k.clone()));
                for key in keys.iter().skip(2).chain(&gone) {
                    cx.call_method(node, "discard", std::slice::from_ref(key)).expect("discard");
                }
            }
            _ => {}
        }
    }
}

struct Lab {
    machine: Machine,
    replace: ObjRef,
    /// A class, and that of deques.
    types: [ObjRef; 2],
}

fn imported(cx: &mut Cx, module: &str, name: &str) -> ObjRef {
    let import = cx.upcalls.import;
    let (module, none, level) = (cx.new_str(module), cx.none.clone(), cx.int(0));
    let module = import(cx, &[module, none.clone(), none.clone(), none, level]).expect("the module");
    let name = cx.intern(name);
    cx.getattr(&module, &name).expect("what the module has")
}

impl Lab {
    fn new() -> Lab {
        let mut options = Options::new(Box::new(Nothing));
        options.stack_size = 1 << 20;
        options.natives = vec![theseus_replace::NATIVES];
        let mut machine = Machine::new(options);
        let cx = machine.cx();
        let replace = imported(cx, "_replace", "replace");
        let deque = imported(cx, "_collections", "deque");
        let (name, bases, names) = (cx.new_str("Node"), cx.new_tuple([]), cx.new_dict());
        let class = cx.call(cx.types.type_.clone().as_ref(), &[name, bases, names]).expect("a class");
        Lab { machine, replace, types: [class, deque] }
    }

    /// Replaces one node by another, checks the edges against the model, undoes, checks again. If anything is
    /// changed meanwhile, all keys are still to be found.
    fn check(&mut self, graph: &Graph, old: usize, new: usize, later: &[(usize, usize)]) -> TestCaseResult {
        let replace = self.replace.clone();
        let cx = self.machine.cx();
        let nodes = build(cx, graph, &self.types);
        let before = edges(cx, &nodes);
        let expected = model(graph, &before, old, new);
        let report = {
            let node = |cx: &Cx, i: usize| cx.heap.list(&nodes).expect("the nodes")[i].clone();
            let keep = cx.new_tuple([nodes.clone()]);
            let args = [node(cx, old), node(cx, new), keep];
            cx.call(&replace, &args)
        };
        match (report, expected) {
            (Ok(report), Some(expected)) => {
                prop_assert_eq!(sorted(graph, &edges(cx, &nodes)), sorted(graph, &expected));
                prop_assert!(found(cx, &nodes), "a key is lost");
                mutate(cx, graph, &nodes, later);
                cx.call_method(&report, "undo", &[]).expect("undoing");
                prop_assert!(!later.is_empty() || edges(cx, &nodes) == before, "{:?}", edges(cx, &nodes));
                prop_assert!(found(cx, &nodes), "a key is lost by undoing");
            }
            (Err(_), expected) => {
                let text = cx.take_exception().map(|e| cx.str_text(&e).unwrap_or_default());
                prop_assert!(expected.is_none(), "refused: {:?}", text);
                prop_assert_eq!(edges(cx, &nodes), before);
            }
            (Ok(_), None) => prop_assert!(false, "not refused"),
        }
        Ok(())
    }
}

fn graphs(largest: usize) -> impl Strategy<Value = Graph> {
    let node = (0..SHAPES.len(), proptest::collection::vec(0..largest, 0..5));
    proptest::collection::vec(node.prop_map(|(s, held)| (SHAPES[s], held)), 2..largest).prop_map(|g| sane(&g))
}

#[test]
fn random_graphs_follow_the_model() {
    let lab = std::cell::RefCell::new(Lab::new());
    let config = Config::default();
    let config = Config { cases: config.cases.max(600), failure_persistence: None, ..config };
    let later = proptest::collection::vec((0..9usize, any::<usize>()), 0..6);
    let later = prop_oneof![Just(Vec::new()), later];
    let strategy = (graphs(9), any::<prop::sample::Index>(), any::<prop::sample::Index>(), later);
    let outcome = TestRunner::new(config).run(&strategy, |(graph, old, new, later)| {
        let (old, new) = (old.index(graph.len()), new.index(graph.len()));
        if old == new { Ok(()) } else { lab.borrow_mut().check(&graph, old, new, &later) }
    });
    if let Err(e) = outcome {
        panic!("{e}");
    }
}

/// The lists of at most `longest` nodes of `n`.
fn holdings(n: usize, longest: usize) -> Vec<Vec<usize>> {
    let mut all: Vec<Vec<usize>> = vec![Vec::new()];
    let mut last = all.clone();
    for _ in 0..longest {
        last = last.iter().flat_map(|held| (0..n).map(|h| [&held[..], &[h]].concat())).collect();
        all.extend(last.iter().cloned());
    }
    all
}

/// The graph with its nodes in another order, node `i` becoming `order[i]`.
fn renamed(graph: &Graph, order: &[usize]) -> Graph {
    let mut new = graph.clone();
    for (i, (shape, held)) in graph.iter().enumerate() {
        new[order[i]] = (*shape, held.iter().map(|h| order[*h]).collect());
    }
    new
}

fn orders(n: usize) -> Vec<Vec<usize>> {
    if n == 0 {
        return vec![Vec::new()];
    }
    let insert = |order: Vec<usize>| (0..n).map(move |at| [&order[..at], &[n - 1], &order[at..]].concat());
    orders(n - 1).into_iter().flat_map(insert).collect()
}

/// All graphs of `n` nodes of these shapes that hold at most `longest` nodes each, up to renaming, with all
/// pairs; how many replacements there were.
fn all_graphs(n: usize, shapes: &[Shape], longest: usize) -> usize {
    let mut lab = Lab::new();
    let (holds, orders) = (holdings(n, longest), orders(n));
    let choices = shapes.len() * holds.len();
    let mut checks = 0;
    for code in 0..choices.pow(n as u32) {
        let node = |i: usize| {
            let choice = code / choices.pow(i as u32) % choices;
            (shapes[choice % shapes.len()], holds[choice / shapes.len()].clone())
        };
        let given: Graph = (0..n).map(node).collect();
        let graph = sane(&given);
        // Of graphs that differ by renaming alone, the least is taken; what cannot be made is another one.
        let smaller = |order: &Vec<usize>| {
            let other = renamed(&graph, order);
            other < graph && sane(&other) == other
        };
        if graph != given || orders.iter().any(smaller) {
            continue;
        }
        for (old, new) in (0..n).flat_map(|old| (0..n).map(move |new| (old, new))).filter(|(a, b)| a != b) {
            checks += 1;
            if checks % 500 == 0 {
                theseus_object::collect::collect(lab.machine.cx().heap.interp());
            }
            if let Err(e) = lab.check(&graph, old, new, &[]) {
                panic!("{graph:?}, node {old} by node {new}: {e}");
            }
        }
    }
    checks
}

#[test]
fn all_graphs_of_two_nodes() {
    assert_eq!(all_graphs(2, &SHAPES, 2), 1454);
}

#[test]
fn all_graphs_of_three_nodes() {
    assert_eq!(all_graphs(3, &SHAPES, 1), 21_816);
}

#[test]
fn all_graphs_of_four_lists_tuples_and_dicts() {
    assert_eq!(all_graphs(4, &[Shape::List, Shape::Tuple, Shape::Values], 1), 15_864);
}

/// Minutes: `cargo test -p theseus-replace --test graphs -- --ignored`.
#[test]
#[ignore = "takes minutes"]
fn all_graphs_of_three_nodes_that_hold_two_each() {
    all_graphs(3, &SHAPES, 2);
}
