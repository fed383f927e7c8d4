//! Paths: the shortest ways from some objects, or from the roots, to others, as edges by level.

use theseus_object::ObjRef;
use theseus_object::edges::{EdgeVisitor, Payload, Relation};
use theseus_object::instance::full_size;
use theseus_object::survey::Node;

use crate::graph::{Graph, Root};
use crate::kind::item;
use crate::names::Item;
use crate::relation::{Namer, Via};
use crate::roots::Variable;
use crate::set::Bits;

/// What a relation is about: the words of a field, a number, or a key.
#[derive(Clone)]
pub enum About {
    Name(String),
    Number(usize),
    Key(ObjRef),
}

/// A step of a path.
pub struct Edge {
    /// Number of the item it starts from; none for a root.
    pub source: Option<u32>,
    pub target: u32,
    /// Heapy's class of the relation, without `R_`.
    pub class: &'static str,
    pub about: About,
}

/// Payload of paths: items, and the edges between one level and the next.
#[derive(Default)]
pub struct Paths {
    pub items: Vec<Item>,
    pub edges: Vec<Edge>,
    /// Where each level of edges ends.
    pub levels: Vec<usize>,
}

impl Payload for Paths {
    fn edges(&mut self, v: &mut dyn EdgeVisitor) {
        for (i, item) in self.items.iter_mut().enumerate() {
            v.fixed(&mut item.object, Relation::Index(i));
            v.edge(&mut item.owner, Relation::Attr("owner"));
        }
        for edge in &mut self.edges {
            if let About::Key(key) = &mut edge.about {
                v.fixed(key, Relation::Attr("about"));
            }
        }
    }
}

impl Paths {
    /// How many paths there are; at most `usize::MAX`.
    pub fn count(&self) -> usize {
        // Ways from each item to the end.
        let mut ways = vec![1_usize; self.items.len()];
        let mut end = self.edges.len();
        let mut total = 0;
        for start in self.levels.iter().rev().skip(1).copied().chain([0]) {
            let level = &self.edges[start..end];
            total = level.iter().fold(0, |n: usize, e| n.saturating_add(ways[e.target as usize]));
            let mut sums: Vec<(u32, usize)> = Vec::new();
            for e in level {
                let (Some(source), n) = (e.source, ways[e.target as usize]) else { continue };
                match sums.last_mut().filter(|(s, _)| *s == source) {
                    Some((_, sum)) => *sum = sum.saturating_add(n),
                    None => sums.push((source, n)),
                }
            }
            sums.into_iter().for_each(|(item, n)| ways[item as usize] = n);
            end = start;
        }
        total
    }
}

/// Steps that are not gone: those between two objects, and those from the roots by their words.
#[derive(Default)]
pub struct Avoided {
    steps: rustc_hash::FxHashSet<(Node, Node)>,
    roots: rustc_hash::FxHashSet<String>,
}

impl Avoided {
    /// Avoids the steps of a level of other paths.
    pub fn add(&mut self, graph: &Graph, paths: &Paths, level: usize) {
        let start = level.checked_sub(1).and_then(|before| paths.levels.get(before)).copied().unwrap_or(0);
        let Some(edges) = paths.levels.get(level).and_then(|end| paths.edges.get(start..*end)) else {
            return;
        };
        let node = |item: u32| {
            let mut found = None;
            graph.for_each(&paths.items[item as usize].alone(), |n, _| found = Some(n));
            found
        };
        for edge in edges {
            match (edge.source, &edge.about) {
                (Some(source), _) => self.steps.extend(node(source).zip(node(edge.target))),
                (None, About::Name(label)) => drop(self.roots.insert(label.clone())),
                (None, _) => {}
            }
        }
    }

    fn has(&self, from: Node, to: Node) -> bool {
        !self.steps.is_empty() && self.steps.contains(&(from, to))
    }
}

/// Numbers of items by node while paths are made.
struct Builder<'g, 'h> {
    graph: &'g Graph<'h>,
    avoided: &'g Avoided,
    paths: Paths,
    numbers: rustc_hash::FxHashMap<Node, u32>,
}

impl Builder<'_, '_> {
    fn number(&mut self, n: Node) -> u32 {
        if let Some(known) = self.numbers.get(&n) {
            return *known;
        }
        let number = self.paths.items.len() as u32;
        if let Some(o) = self.graph.object(n) {
            self.paths.items.push(item(self.graph, n, &o));
            self.numbers.insert(n, number);
        }
        number
    }

    /// Adds the edges of `n` that lead into `wanted`, in the order of their words.
    fn add(&mut self, n: Node, wanted: &Bits) {
        let Some(o) = self.graph.object(n) else { return };
        let mut namer = Namer::new(self.graph, n, &o);
        let mut found: Vec<(Via, Node)> = Vec::new();
        self.graph.edges_of(n, &o, |target, _, relation| {
            if let Some(via) = namer.name(relation)
                && wanted.has(target.index())
                && !self.avoided.has(n, target)
            {
                found.push((via, target));
            }
        });
        let key = |graph: &Graph, via: Via| match via {
            Via::Value(k) => {
                let o = graph.survey.object(k);
                // Numbers come first, and strs last.
                let rank = o.as_ref().map_or(1, |o| if o.is_str() { 2 } else { u8::from(o.int().is_none()) });
                (0, Some((rank, o.and_then(|o| o.int()).unwrap_or(0))), graph.via_text(via))
            }
            Via::Index(i) => (1, Some((0, i as i64)), String::new()),
            Via::Key(i) | Via::InSet(i) | Via::Stack(i) | Via::Variable(i) => {
                (3, Some((0, i as i64)), String::new())
            }
            Via::Attribute(_) | Via::Member(_) | Via::Local(_) | Via::Cell => (2, None, graph.via_text(via)),
            Via::Class => (4, None, String::new()),
        };
        found.sort_by_cached_key(|(via, _)| key(self.graph, *via));
        let source = self.number(n);
        for (via, target) in found {
            let target = self.number(target);
            let about = self.about(via);
            self.paths.edges.push(Edge { source: Some(source), target, class: via.class(), about });
        }
    }

    fn about(&self, via: Via) -> About {
        let object = |n: Node| self.graph.survey.object(n).map_or(About::Number(0), About::Key);
        match via {
            Via::Attribute(name) => About::Name(name.to_string()),
            Via::Cell => About::Name("cell_contents".to_string()),
            Via::Class => About::Name("ob_type".to_string()),
            Via::Member(n) | Via::Value(n) | Via::Local(n) => object(n),
            Via::Index(i) | Via::Key(i) | Via::InSet(i) | Via::Stack(i) | Via::Variable(i) => {
                About::Number(i)
            }
        }
    }

    fn end_level(&mut self) {
        self.paths.levels.push(self.paths.edges.len());
    }
}

/// The shortest ways to `targets` from `sources`; none if nothing leads there.
pub fn shortest(graph: &Graph, sources: &Bits, targets: &Bits, avoided: &Avoided) -> Paths {
    let sources = sources.iter().map(|i| Node(i as u32)).collect();
    ways(graph, sources, &[], targets, avoided)
}

/// The shortest ways to `targets` from what the interpreter holds; if there is none, from variables of
/// running frames; else from anything that frames hold.
pub fn from_roots(graph: &Graph, targets: &Bits, avoided: &Avoided) -> Paths {
    let kinds: [fn(&Root) -> bool; 3] =
        [|r| r.held.label.starts_with("i0_"), |r| r.held.variable.is_some(), |_| true];
    for wanted in kinds {
        let visible = graph.roots.iter().filter(|r| !graph.is_hidden(r.node));
        let wanted = |r: &&Root| wanted(r) && !avoided.roots.contains(&r.held.label);
        let roots: Vec<&Root> = visible.filter(wanted).collect();
        let paths = ways(graph, roots.iter().map(|r| r.node).collect(), &roots, targets, avoided);
        if !paths.edges.is_empty() {
            return paths;
        }
    }
    Paths::default()
}

/// The shortest ways from the objects of a level, with steps from the roots before them if there are any.
fn ways(graph: &Graph, mut level: Vec<Node>, roots: &[&Root], targets: &Bits, avoided: &Avoided) -> Paths {
    let mut seen = Bits::new(graph.room());
    level.retain(|n| seen.insert(n.index()));
    let mut levels = vec![];
    let met = |level: &[Node]| level.iter().any(|n| targets.has(n.index()));
    // From the roots, an object that is one is a target already.
    let mut done = !roots.is_empty() && met(&level);
    while !done && !level.is_empty() {
        let mut next = Vec::new();
        for n in &level {
            graph.edges(*n, |target, _| {
                let i = target.index();
                let goes = targets.has(i) || !graph.is_hidden(target);
                if !seen.has(i) && goes && !avoided.has(*n, target) {
                    seen.insert(i);
                    next.push(target);
                }
            });
        }
        levels.push(std::mem::replace(&mut level, next));
        done = met(&level);
    }
    let mut builder = Builder { graph, avoided, paths: Paths::default(), numbers: Default::default() };
    if !done {
        return builder.paths;
    }
    levels.push(level);
    // Backwards, what of each level is on a way.
    let mut wanted = vec![Bits::new(graph.room())];
    if let Some(last) = levels.last() {
        for n in last.iter().filter(|n| targets.has(n.index())) {
            wanted[0].insert(n.index());
        }
    }
    for level in levels.iter().rev().skip(1) {
        let mut on_way = Bits::new(graph.room());
        if let Some(next) = wanted.last() {
            for n in level {
                let mut leads = false;
                graph.edges(*n, |target, _| leads |= next.has(target.index()) && !avoided.has(*n, target));
                if leads {
                    on_way.insert(n.index());
                }
            }
        }
        wanted.push(on_way);
    }
    wanted.reverse();
    if !roots.is_empty() {
        for root in roots.iter().filter(|r| wanted[0].has(r.node.index())) {
            let target = builder.number(root.node);
            let about = About::Name(root.held.label.clone());
            builder.paths.edges.push(Edge { source: None, target, class: "ATTRIBUTE", about });
        }
        builder.end_level();
    }
    for (at, level) in levels.iter().enumerate().take(levels.len() - 1) {
        for n in level.iter().filter(|n| wanted[at].has(n.index())) {
            builder.add(*n, &wanted[at + 1]);
        }
        builder.end_level();
    }
    builder.paths
}

/// The single steps from the objects of `sources`, largest first, into `targets`.
pub fn steps(graph: &Graph, sources: &Bits, targets: &Bits) -> Paths {
    let avoided = Avoided::default();
    let mut builder =
        Builder { graph, avoided: &avoided, paths: Paths::default(), numbers: Default::default() };
    let mut order: Vec<(usize, String, Node)> = Vec::new();
    for i in sources.iter() {
        let n = Node(i as u32);
        if let Some(o) = graph.object(n) {
            let item = item(graph, n, &o);
            order.push((item.size, item.kind(graph.interp()), n));
        }
    }
    order.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    for (_, _, n) in order {
        builder.add(n, targets);
    }
    builder.end_level();
    builder.paths
}

/// Variables of running frames that hold members of the set, each with what it holds.
pub fn variables(graph: &Graph, set: &Bits) -> Vec<(Variable, Item)> {
    let roots = graph.roots.iter().filter(|r| set.has(r.node.index()));
    let found = roots.filter_map(|r| Some((r.held.variable.clone()?, item(graph, r.node, &r.held.object))));
    found.collect()
}

impl Paths {
    /// Puts steps from frame objects before all others.
    pub fn add_variables(&mut self, variables: Vec<(ObjRef, String, Item)>) {
        let mut edges = Vec::new();
        for (frame, name, item) in variables {
            let size = full_size(&frame);
            let source = self.place(Item { object: frame, is_virtual: false, owner: None, size });
            let target = self.place(item);
            edges.push(Edge { source: Some(source), target, class: "LOCAL_VAR", about: About::Name(name) });
        }
        self.levels.iter_mut().for_each(|end| *end += edges.len());
        self.edges.splice(0..0, edges);
    }

    fn place(&mut self, item: Item) -> u32 {
        let known = |i: &Item| i.object.is(&item.object) && i.is_virtual == item.is_virtual;
        let at = self.items.iter().position(known).unwrap_or(self.items.len());
        if at == self.items.len() {
            self.items.push(item);
        }
        at as u32
    }
}

/// Sets up to this size are looked for by address.
const FEW: usize = 8;

/// Everything that refers to a member of the set.
pub fn referrers(graph: &Graph, set: &Bits) -> Bits {
    let mut found = Bits::new(graph.room());
    let mut look = |n: Node, o: &ObjRef| {
        let mut hit = false;
        graph.edges_of(n, o, |target, _, _| hit |= set.has(target.index()));
        if hit {
            found.insert(n.index());
        }
    };
    if set.count() > FEW {
        graph.for_each_source(&mut look);
        return found;
    }
    // Who holds a virtual dict is its owner.
    let members: Vec<Node> = set.iter().map(|i| Node(i as u32)).collect();
    let is_virtual = |n: &Node| graph.is_virtual(*n);
    let wanted: Vec<ObjRef> =
        members.iter().filter(|n| !is_virtual(n)).filter_map(|n| graph.object(*n)).collect();
    graph.survey.for_each_container(|n, o| {
        if graph.survey.holds(o, &wanted) {
            graph.as_sources(n, o, &mut look);
        }
    });
    for n in members.iter().filter(|n| is_virtual(n)) {
        if let Some(owner) = graph.object(*n) {
            graph.as_sources(graph.base(*n), &owner, &mut look);
        }
    }
    found
}

/// Everything that a member of the set refers to.
pub fn referents(graph: &Graph, set: &Bits) -> Bits {
    let mut found = Bits::new(graph.room());
    for i in set.iter() {
        graph.edges(Node(i as u32), |target, _| {
            if !graph.is_hidden(target) {
                found.insert(target.index());
            }
        });
    }
    found
}
