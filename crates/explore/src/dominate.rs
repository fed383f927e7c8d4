//! Dominators: what would go if some objects went, and the objects that everything must pass.

use theseus_object::survey::Node;

use crate::graph::Graph;
use crate::set::Bits;

/// What only the members of a set keep alive, the set itself included.
pub fn dominated(graph: &Graph, set: &Bits) -> Bits {
    let mut all = graph.reachable(None);
    let others = graph.reachable(Some(set));
    all.combine(&others, |a, b| a & !b);
    all.combine(set, |a, b| a | b);
    all
}

/// In tables of places: not reached.
const NONE: u32 = u32::MAX;
/// Place of the root of all roots.
const ROOT: u32 = 0;

/// The immediate dominator of each member of the set; roots alone have none.
///
/// Cooper, Harvey and Kennedy's algorithm: dominators of places in reverse postorder, intersected until
/// nothing changes.
pub fn immediate(graph: &Graph, set: &Bits) -> Bits {
    let order = reverse_postorder(graph);
    let mut place = vec![NONE; graph.room()];
    order.iter().enumerate().for_each(|(i, n)| place[n.index()] = i as u32 + 1);
    let before = predecessors(graph, &order, &place);
    let mut dominator = vec![NONE; order.len() + 1];
    dominator[ROOT as usize] = ROOT;
    let mut changed = true;
    while changed {
        changed = false;
        for at in 1..=order.len() {
            let mut new = NONE;
            for &p in before.of(at) {
                if dominator[p as usize] != NONE {
                    new = if new == NONE { p } else { intersect(&dominator, p, new) };
                }
            }
            if dominator[at] != new {
                dominator[at] = new;
                changed = true;
            }
        }
    }
    let mut found = Bits::new(graph.room());
    for i in set.iter().filter(|i| place[*i] != NONE) {
        let d = dominator[place[i] as usize];
        if d != ROOT && d != NONE {
            found.insert(order[d as usize - 1].index());
        }
    }
    found
}

fn intersect(dominator: &[u32], mut a: u32, mut b: u32) -> u32 {
    while a != b {
        while a > b {
            a = dominator[a as usize];
        }
        while b > a {
            b = dominator[b as usize];
        }
    }
    a
}

/// What the roots reach, each object before all that only it leads to.
fn reverse_postorder(graph: &Graph) -> Vec<Node> {
    let mut seen = Bits::new(graph.room());
    let mut order = Vec::new();
    // An object, and whether what it refers to has been seen to.
    let roots = graph.roots.iter().filter(|r| !graph.is_hidden(r.node));
    let mut work: Vec<(Node, bool)> = roots.map(|r| (r.node, false)).collect();
    while let Some((n, left)) = work.pop() {
        if left {
            order.push(n);
            continue;
        }
        if !seen.insert(n.index()) {
            continue;
        }
        work.push((n, true));
        graph.edges(n, |target, _| {
            if !seen.has(target.index()) && !graph.is_hidden(target) {
                work.push((target, false));
            }
        });
    }
    order.reverse();
    order
}

/// The predecessors of each place, one list after the other.
struct Predecessors {
    starts: Vec<u32>,
    list: Vec<u32>,
}

impl Predecessors {
    fn of(&self, place: usize) -> &[u32] {
        &self.list[self.starts[place] as usize..self.starts[place + 1] as usize]
    }
}

fn predecessors(graph: &Graph, order: &[Node], place: &[u32]) -> Predecessors {
    let each = |f: &mut dyn FnMut(u32, u32)| {
        for root in &graph.roots {
            let place = place[root.node.index()];
            if place != NONE {
                f(ROOT, place);
            }
        }
        for (i, n) in order.iter().enumerate() {
            graph.edges(*n, |target, _| {
                let target = place[target.index()];
                if target != NONE {
                    f(i as u32 + 1, target);
                }
            });
        }
    };
    let mut starts = vec![0; order.len() + 2];
    each(&mut |_, to| starts[to as usize + 1] += 1);
    for i in 1..starts.len() {
        starts[i] += starts[i - 1];
    }
    let mut next = starts.clone();
    let mut list = vec![0; starts.last().copied().unwrap_or(0) as usize];
    each(&mut |from, to| {
        let at = &mut next[to as usize];
        list[*at as usize] = from;
        *at += 1;
    });
    Predecessors { starts, list }
}
