//! The heap under random graphs: every count is the counted edges plus the held roots, and what is
//! let go is freed, cycles by the collector.

use std::collections::HashMap;
use std::ptr::NonNull;

use proptest::prelude::*;
use theseus_object::collect::collect;
use theseus_object::edges::{EdgeVisitor, Relation};
use theseus_object::instance::visit_edges;
use theseus_object::{Heap, Interp, Kind, ObjRef, hash};

#[derive(Clone, Debug)]
enum Node {
    Int(i64),
    Str(usize),
    /// Items are indexes of earlier nodes, taken modulo their number.
    Tuple(Vec<usize>),
    List,
    Dict,
}

/// A graph: nodes, then edges from lists and dicts to any node, then the nodes to hold on to.
#[derive(Clone, Debug)]
struct Graph {
    nodes: Vec<Node>,
    edges: Vec<(usize, usize)>,
    kept: Vec<usize>,
}

fn graphs() -> impl Strategy<Value = Graph> {
    let node = prop_oneof![
        1 => any::<i64>().prop_map(Node::Int),
        1 => (2..60usize).prop_map(Node::Str),
        3 => proptest::collection::vec(any::<usize>(), 0..5).prop_map(Node::Tuple),
        3 => Just(Node::List),
        3 => Just(Node::Dict),
    ];
    let nodes = proptest::collection::vec(node, 1..60);
    let edges = proptest::collection::vec(any::<(usize, usize)>(), 0..150);
    let kept = proptest::collection::vec(any::<usize>(), 0..4);
    (nodes, edges, kept).prop_map(|(nodes, edges, kept)| Graph { nodes, edges, kept })
}

impl Graph {
    /// Makes the objects; every node is held once by the result.
    fn build(&self, interp: &Interp, heap: &mut Heap) -> Vec<ObjRef> {
        let mut made: Vec<ObjRef> = Vec::new();
        for node in &self.nodes {
            let o = match node {
                Node::Int(v) => interp.int(*v),
                Node::Str(n) => interp.new_str(&"x".repeat(*n)),
                Node::Tuple(items) if made.is_empty() => {
                    interp.new_tuple(items[..0].iter().map(|_| interp.none.clone()))
                }
                Node::Tuple(items) => interp.new_tuple(items.iter().map(|i| made[i % made.len()].clone())),
                Node::List => interp.new_list(Vec::new()),
                Node::Dict => interp.new_dict(),
            };
            made.push(o);
        }
        for (i, (from, to)) in self.edges.iter().enumerate() {
            let (from, to) = (&made[from % made.len()], &made[to % made.len()]);
            if let Some((interp, items)) = heap.list_mut(from) {
                items.push(interp, to.clone());
            } else if let Some(dict) = heap.dict_mut(from) {
                dict.insert_new(hash::int(i as i64), interp.int(i as i64), to.clone());
            }
        }
        made
    }
}

/// By address: the references that no edge accounts for.
fn unaccounted(interp: &Interp) -> HashMap<usize, i64> {
    struct Count<'a>(&'a mut HashMap<usize, i64>);
    impl EdgeVisitor for Count<'_> {
        fn edge(&mut self, slot: &mut Option<ObjRef>, _: Relation) {
            if let Some(o) = slot {
                *self.0.entry(o.address()).or_default() -= 1;
            }
        }
    }
    let mut counts = HashMap::new();
    // SAFETY: the visitor counts edges; it makes, frees and changes nothing.
    unsafe {
        interp.for_each_object(|p: NonNull<_>| {
            visit_edges(p, &mut Count(&mut counts));
            *counts.entry(p.as_ptr() as usize).or_default() += i64::from(p.as_ref().rc.get());
        });
    }
    counts
}

/// The audit: `now` differs from `before` by the held references alone.
fn audit(before: &HashMap<usize, i64>, now: &HashMap<usize, i64>, held: &[ObjRef]) {
    let mut expected = before.clone();
    held.iter().for_each(|o| *expected.entry(o.address()).or_default() += 1);
    for (address, count) in now {
        let expected = expected.get(address).copied().unwrap_or(0);
        assert_eq!(*count, expected, "references to {address:#x} that nobody holds, or that nobody counted");
        assert!(*count >= 0);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]
    #[test]
    fn graphs_are_counted_and_freed(graph in graphs()) {
        let interp = Interp::new((0, 0));
        // SAFETY: interpreters live for ever, and this is the only token.
        let mut heap = unsafe { Heap::new(NonNull::from(interp)) };
        collect(interp);
        let (start, before) = (interp.count_objects(), unaccounted(interp));
        let mut held = graph.build(interp, &mut heap);
        audit(&before, &unaccounted(interp), &held);

        // Some nodes are kept: what they reach stays, unchanged, and the rest goes.
        let kept: Vec<ObjRef> = graph.kept.iter().map(|i| held[i % held.len()].clone()).collect();
        held = kept;
        collect(interp);
        audit(&before, &unaccounted(interp), &held);
        prop_assert_eq!(collect(interp), 0);

        drop(held);
        collect(interp);
        prop_assert_eq!(interp.count_objects(), start);
        audit(&before, &unaccounted(interp), &[]);
    }

    /// Cells of all sizes are found again by the walk, and their contents don't overlap.
    #[test]
    fn sizes(sizes in proptest::collection::vec(prop_oneof![4 => 1..600usize, 1 => 600..40_000usize], 1..80)) {
        let interp = Interp::new((0, 0));
        let start = interp.count_objects();
        let mut made: Vec<ObjRef> = Vec::new();
        for (i, n) in sizes.iter().enumerate() {
            made.push(interp.new_bytes(&vec![i as u8; n + 1]));
            made.push(interp.new_tuple((0..*n).map(|_| made[0].clone())));
            if i % 3 == 2 {
                made.remove(made.len() / 2);
            }
        }
        // SAFETY: the only token.
        let heap = unsafe { Heap::new(NonNull::from(interp)) };
        for o in &made {
            let whole = match o.kind() {
                Kind::Bytes => heap.bytes(o).is_some_and(|b| b.iter().all(|c| *c == b[0])),
                _ => heap.tuple(o).is_some_and(|t| t.iter().all(|i| i.kind() == Kind::Bytes)),
            };
            prop_assert!(whole);
        }
        prop_assert!(interp.walk().iter().filter(|o| o.kind() == Kind::Bytes).count() > made.len() / 3);
        drop(made);
        prop_assert_eq!(interp.count_objects(), start);
    }
}

/// Freeing a long chain takes no stack.
#[test]
fn deep_chains() {
    let interp = Interp::new((0, 0));
    let start = interp.count_objects();
    let mut chain = interp.none.clone();
    for i in 0..300_000 {
        chain = if i % 2 == 0 { interp.new_tuple([chain]) } else { interp.new_list(vec![chain]) };
    }
    drop(chain);
    assert_eq!(interp.count_objects(), start);
}
