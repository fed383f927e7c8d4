//! Random and exhaustive object graphs: after a replacement the labelled edges are those of a naive model,
//! after undoing they are what they were, and a refusal changes nothing.

use proptest::prelude::*;
use proptest::test_runner::{Config, TestCaseResult, TestRunner};
use theseus_object::host::Nothing;
use theseus_object::payload::{CellData, Dict};
use theseus_object::{Cx, Kind, ObjRef};
use theseus_vm::{Machine, Options};

/// What a node is. `Leaf` is an instance that hashes by identity; the others hold nodes.
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
}

const SHAPES: [Shape; 8] = [
    Shape::Leaf,
    Shape::List,
    Shape::Tuple,
    Shape::Values,
    Shape::Keys,
    Shape::Set,
    Shape::Frozen,
    Shape::Cell,
];

impl Shape {
    /// Made with its contents: it holds earlier nodes only.
    fn is_frozen(self) -> bool {
        matches!(self, Shape::Tuple | Shape::Frozen)
    }

    /// Holds what has a hash: leaves.
    fn hashes(self) -> bool {
        matches!(self, Shape::Keys | Shape::Set | Shape::Frozen)
    }
}

/// A graph: the shape of each node, and the nodes it holds, in order.
type Graph = Vec<(Shape, Vec<usize>)>;

/// Makes what is asked for possible: later nodes are not held by frozen ones, keys are leaves, each once.
fn sane(graph: &[(Shape, Vec<usize>)]) -> Graph {
    let n = graph.len();
    let fix = |(i, (shape, held)): (usize, &(Shape, Vec<usize>))| {
        let mut kept: Vec<usize> = Vec::new();
        for &h in held {
            let h = h % n;
            let fits = !(shape.is_frozen() && h >= i)
                && !(shape.hashes() && (graph[h].0 != Shape::Leaf || kept.contains(&h)))
                && *shape != Shape::Leaf
                && (*shape != Shape::Cell || kept.is_empty());
            if fits {
                kept.push(h);
            }
        }
        // There is only one empty tuple, and it is refused.
        if *shape == Shape::Tuple && kept.is_empty() { (Shape::List, kept) } else { (*shape, kept) }
    };
    graph.iter().enumerate().map(fix).collect()
}

/// Builds the nodes; the list that is given holds them all.
fn build(cx: &mut Cx, graph: &Graph) -> ObjRef {
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
        };
        nodes.push(node);
    }
    for (i, (shape, held)) in graph.iter().enumerate() {
        for (k, h) in held.iter().enumerate() {
            let (node, h) = (nodes[i].clone(), nodes[*h].clone());
            match shape {
                Shape::List => drop(cx.call_method(&node, "append", &[h]).expect("append")),
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
            _ => Vec::new(),
        }
    };
    list.iter().map(of).collect()
}

/// What the rules say of replacing node `old` by `new`: the edges afterwards, sets sorted; nothing if it is
/// refused.
fn model(graph: &Graph, before: &[Vec<usize>], old: usize, new: usize) -> Option<Vec<Vec<usize>>> {
    let mut after = before.to_vec();
    for (i, held) in after.iter_mut().enumerate() {
        let shape = graph[i].0;
        // The new object keeps what it holds itself.
        if i == new || !held.contains(&old) {
            continue;
        }
        if shape.hashes() && !matches!(graph[new].0, Shape::Leaf) && !hashable(graph, new) {
            return None;
        }
        if shape == Shape::Keys && held.contains(&new) {
            return None;
        }
        held.iter_mut().for_each(|h| *h = if *h == old { new } else { *h });
        if shape.hashes() {
            held.sort_unstable();
            held.dedup();
        }
    }
    Some(after)
}

fn hashable(graph: &Graph, node: usize) -> bool {
    let (shape, held) = &graph[node];
    match shape {
        Shape::Leaf | Shape::Frozen => true,
        Shape::Tuple => held.iter().all(|h| hashable(graph, *h)),
        _ => false,
    }
}

/// Edges without the order of members of sets.
fn sorted(graph: &Graph, mut edges: Vec<Vec<usize>>) -> Vec<Vec<usize>> {
    for (held, (shape, _)) in edges.iter_mut().zip(graph) {
        if shape.hashes() {
            held.sort_unstable();
        }
    }
    edges
}

struct Lab {
    machine: Machine,
    replace: ObjRef,
}

impl Lab {
    fn new() -> Lab {
        let mut options = Options::new(Box::new(Nothing));
        options.stack_size = 1 << 20;
        options.natives = vec![theseus_replace::NATIVES];
        let mut machine = Machine::new(options);
        let cx = machine.cx();
        let name = cx.new_str("_replace");
        let import = cx.upcalls.import;
        let none = cx.none.clone();
        let level = cx.int(0);
        let module = import(cx, &[name, none.clone(), none.clone(), none, level]).expect("the module");
        let replace = cx.intern("replace");
        let replace = cx.getattr(&module, &replace).expect("the function");
        Lab { machine, replace }
    }

    /// Replaces one node by another, checks the edges against the model, undoes, checks again.
    fn check(&mut self, graph: &Graph, old: usize, new: usize) -> TestCaseResult {
        let replace = self.replace.clone();
        let cx = self.machine.cx();
        let nodes = build(cx, graph);
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
                prop_assert_eq!(sorted(graph, edges(cx, &nodes)), sorted(graph, expected));
                cx.call_method(&report, "undo", &[]).expect("undoing");
                prop_assert_eq!(edges(cx, &nodes), before);
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
    let strategy = (graphs(9), any::<prop::sample::Index>(), any::<prop::sample::Index>());
    let outcome = TestRunner::new(config).run(&strategy, |(graph, old, new)| {
        let (old, new) = (old.index(graph.len()), new.index(graph.len()));
        if old == new { Ok(()) } else { lab.borrow_mut().check(&graph, old, new) }
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
            if let Err(e) = lab.check(&graph, old, new) {
                panic!("{graph:?}, node {old} by node {new}: {e}");
            }
        }
    }
    checks
}

#[test]
fn all_graphs_of_two_nodes() {
    assert_eq!(all_graphs(2, &SHAPES, 2), 552);
}

#[test]
fn all_graphs_of_three_nodes() {
    assert_eq!(all_graphs(3, &SHAPES, 1), 6678);
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
