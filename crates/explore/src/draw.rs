//! Pictures of the graph: what refers to some objects, what they refer to, and of kinds.

use rustc_hash::FxHashMap;

use theseus_object::payload::{Dict, Function, List, NativeData};
use theseus_object::survey::Node as Number;
use theseus_object::{Kind, ObjRef};

use crate::graph::Graph;
use crate::kind::{Codes, clodo};
use crate::names::{address, limited, literal, type_name};
use crate::relation::{Namer, Via};
use crate::render::picture::{Node, Picture, Shape};
use crate::set::Bits;

/// Characters of an object's words.
const WORDS: usize = 28;

/// Which arrows are followed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    In,
    Out,
    Both,
}

/// What a picture shows.
#[derive(Clone, Copy)]
pub struct Frame {
    pub direction: Direction,
    /// Arrows away from the objects.
    pub depth: usize,
    /// Nodes added at each distance.
    pub most: usize,
}

struct Draft<'g, 'h> {
    graph: &'g Graph<'h>,
    picture: Picture,
    targets: Bits,
}

/// One arrow as it is drawn: dicts of objects are not shown, their entries are attributes.
struct Arrow {
    from: Number,
    to: Number,
    label: String,
}

impl Draft<'_, '_> {
    /// The node of an object.
    fn object(&mut self, n: Number, level: i32) -> Option<usize> {
        let o = self.graph.object(n)?;
        let shape = if self.targets.has(n.index()) { Shape::Target } else { Shape::Object };
        let title = type_name(self.graph.interp(), o.ty());
        let text = words(self.graph, &o);
        Some(self.picture.node(Node { id: address(&o), shape, title, text, level }))
    }

    fn title(&self, n: Number) -> String {
        self.graph.object(n).map(|o| type_name(self.graph.interp(), o.ty())).unwrap_or_default()
    }

    /// The object that stands for a number: for an object's own dict that object.
    fn stand_in(&self, n: Number) -> Number {
        let owner = self.graph.owner(n).filter(|o| o.kind() != Kind::Module);
        owner.and_then(|o| self.graph.survey.node(&o)).unwrap_or(n)
    }

    /// The name of an entry of a module's namespace, and of the module unless it is the main one.
    fn variable(&self, source: Number, via: Via) -> Option<(String, String)> {
        let Via::Value(key) = via else { return None };
        let module = self.graph.owner(source).filter(|o| o.kind() == Kind::Module)?;
        let interp = self.graph.interp();
        let name =
            interp.existing_dict(&module).and_then(|d| interp.namespace_get(&d, &interp.names.name))?;
        let module = name.text_or_empty();
        let title = if module == "__main__" { String::new() } else { module };
        Some((title, self.graph.survey.object(key)?.text_or_empty()))
    }

    fn label(&self, source: Number, via: Via) -> String {
        match via {
            Via::Value(key) if self.stand_in(source) != source => {
                let name = self.graph.survey.object(key).map(|o| o.text_or_empty()).unwrap_or_default();
                format!(".{name}")
            }
            Via::InSet(_) => "in".to_string(),
            Via::Key(_) => "key".to_string(),
            Via::Class => "class".to_string(),
            via => limited(&self.graph.via_text(via), WORDS),
        }
    }

    /// Arrows into `to` from the whole heap; names of variables become nodes at once.
    fn arrows_in(&mut self, to: &Bits, level: i32) -> Vec<Arrow> {
        if to.is_empty() {
            return Vec::new();
        }
        let graph = self.graph;
        let mut found = Vec::new();
        let mut names = Vec::new();
        graph.for_each_source(&mut |n, o| {
            let mut namer = Namer::new(graph, n, o);
            graph.edges_of(n, o, |target, _, relation| {
                let Some(via) = namer.name(relation).filter(|_| to.has(target.index())) else { return };
                // The class of each instance would hide the rest.
                if via == Via::Class || relation.name() == Some("__dict__") {
                    return;
                }
                match self.variable(n, via) {
                    Some(words) => names.push((words, target)),
                    None => {
                        let label = self.label(n, via);
                        found.push(Arrow { from: self.stand_in(n), to: target, label });
                    }
                }
            });
        });
        found.sort_by_cached_key(|a| (self.title(a.from), a.label.clone()));
        names.sort();
        for root in graph.roots.iter().filter(|r| to.has(r.node.index())) {
            if let Some(v) = &root.held.variable {
                names.push((("local".to_string(), v.name.clone()), root.node));
            }
        }
        for ((title, text), target) in names {
            let id = format!("{title}.{text}");
            let from = self.picture.node(Node { id, shape: Shape::Name, title, text, level });
            if let Some(to) = self.object(target, level - level.signum()) {
                self.picture.arrow(from, to, String::new());
            }
        }
        found
    }

    /// Draws arrows; gives the objects that are new, and adds one node for those too many.
    fn draw(&mut self, arrows: Vec<Arrow>, level: i32, most: usize) -> Bits {
        let new_at_start = level > 0;
        let mut fresh = Bits::new(self.graph.room());
        let (mut added, mut left) = (0, 0);
        let mut last = None;
        for a in arrows {
            let (new, old) = if new_at_start { (a.from, a.to) } else { (a.to, a.from) };
            let Some(at) = self.object(old, level - level.signum()) else { continue };
            let Some(o) = self.graph.object(new) else { continue };
            let known = self.picture.nodes.iter().any(|n| n.id == address(&o));
            if !known && added == most {
                left += 1;
                last = Some(at);
                continue;
            }
            if !known {
                added += 1;
                fresh.insert(new.index());
            }
            if let Some(there) = self.object(new, level) {
                let (from, to) = if new_at_start { (there, at) } else { (at, there) };
                self.picture.arrow(from, to, a.label);
            }
        }
        if let Some(at) = last {
            let id = format!("more {level}");
            let text = format!("… {left} more");
            let more = self.picture.node(Node { id, shape: Shape::More, title: String::new(), text, level });
            let (from, to) = if new_at_start { (more, at) } else { (at, more) };
            self.picture.arrow(from, to, String::new());
        }
        fresh
    }

    fn arrows_out(&self, from: &Bits) -> Vec<Arrow> {
        let mut found = Vec::new();
        for i in from.iter() {
            self.arrows_of(Number(i as u32), Number(i as u32), &mut found);
        }
        found
    }

    fn arrows_of(&self, shown: Number, n: Number, found: &mut Vec<Arrow>) {
        let Some(o) = self.graph.object(n) else { return };
        let mut namer = Namer::new(self.graph, n, &o);
        self.graph.edges_of(n, &o, |target, _, relation| {
            let Some(via) = namer.name(relation).filter(|via| *via != Via::Class) else { return };
            if self.graph.is_hidden(target) {
                return;
            }
            if via == Via::Attribute("__dict__") {
                return self.arrows_of(shown, target, found);
            }
            found.push(Arrow { from: shown, to: target, label: self.label(n, via) });
        });
    }
}

/// What is around the objects of a set.
pub fn around(graph: &Graph, targets: &Bits, frame: Frame) -> Picture {
    let mut draft = Draft { graph, picture: Picture::default(), targets: targets.clone() };
    for i in targets.iter() {
        draft.object(Number(i as u32), 0);
    }
    let depth = i32::try_from(frame.depth).unwrap_or(i32::MAX - 1);
    if frame.direction != Direction::Out {
        let mut to = targets.clone();
        for level in 1..=depth {
            let arrows = draft.arrows_in(&to, level);
            to = draft.draw(arrows, level, frame.most);
            if to.is_empty() {
                break;
            }
        }
        // The farthest objects show their names.
        draft.arrows_in(&to, depth + 1);
    }
    if frame.direction != Direction::In {
        let mut from = targets.clone();
        for level in 1..=depth {
            let arrows = draft.arrows_out(&from);
            from = draft.draw(arrows, -level, frame.most);
            if from.is_empty() {
                break;
            }
        }
    }
    draft.picture
}

/// What an object is, in a few words without addresses.
fn words(graph: &Graph, o: &ObjRef) -> String {
    let heap = graph.heap();
    let short = |o: &ObjRef| match o.kind() {
        Kind::List => "[...]".to_string(),
        Kind::Dict => "{...}".to_string(),
        Kind::Tuple => "(...)".to_string(),
        _ if is_plain(o) => literal(&graph.survey, o),
        _ => format!("<{}>", type_name(graph.interp(), o.ty())),
    };
    let text = match o.kind() {
        _ if o.ty().data.heap_type && o.kind() != Kind::Type => String::new(),
        Kind::List => {
            let items = heap.get::<List>(o).map(|l| l.items.iter().map(short).collect::<Vec<_>>());
            format!("[{}]", items.unwrap_or_default().join(", "))
        }
        Kind::Tuple => {
            let items: Vec<String> = heap.tuple(o).unwrap_or_default().iter().map(short).collect();
            if items.len() == 1 { format!("({},)", items[0]) } else { format!("({})", items.join(", ")) }
        }
        Kind::Dict => {
            let entries = heap
                .get::<Dict>(o)
                .map(|d| d.iter().map(|(_, k, v)| format!("{}: {}", short(k), short(v))).collect::<Vec<_>>());
            format!("{{{}}}", entries.unwrap_or_default().join(", "))
        }
        Kind::Function => heap.get::<Function>(o).map(|f| f.name.text_or_empty()).unwrap_or_default(),
        Kind::Native => heap.get::<NativeData>(o).map(|f| f.def.name.to_string()).unwrap_or_default(),
        Kind::Type => theseus_object::TypeObj::of(o).map(|t| t.name()).unwrap_or_default(),
        _ if is_plain(o) => literal(&graph.survey, o),
        _ => String::new(),
    };
    limited(&text, WORDS)
}

fn is_plain(o: &ObjRef) -> bool {
    matches!(o.kind(), Kind::None | Kind::Bool | Kind::Int | Kind::Str) && !o.ty().data.heap_type
}

/// Arrows that leave a kind.
const ARROWS_OF_KIND: usize = 2;

/// The kinds of everything reached, the largest `most`, and how many references go from one to another.
pub fn kinds(graph: &Graph, most: usize) -> Picture {
    let reached = graph.reachable(None);
    let mut codes = Codes::default();
    let mut sums: Vec<(usize, usize)> = Vec::new();
    let mut of = vec![u32::MAX; graph.room()];
    for i in reached.iter() {
        let n = Number(i as u32);
        let Some(o) = graph.object(n) else { continue };
        let code = clodo(graph, &mut codes, n, &o);
        of[i] = code;
        sums.resize(codes.labels.len(), (0, 0));
        let (count, size) = &mut sums[code as usize];
        *count += 1;
        *size += graph.size(n, &o);
    }
    let mut arrows: FxHashMap<(u32, u32), usize> = FxHashMap::default();
    for i in reached.iter() {
        graph.edges(Number(i as u32), |target, _| {
            if of[target.index()] != u32::MAX {
                *arrows.entry((of[i], of[target.index()])).or_default() += 1;
            }
        });
    }
    let mut order: Vec<u32> = (0..sums.len() as u32).collect();
    order.sort_by_key(|c| (std::cmp::Reverse(sums[*c as usize].1), codes.labels[*c as usize].clone()));
    order.truncate(most);
    let mut picture = Picture::default();
    for (rank, code) in order.iter().enumerate() {
        let (count, size) = sums[*code as usize];
        let title = format!("{count} × {size} bytes");
        let (id, text) = (format!("kind {code}"), codes.labels[*code as usize].clone());
        picture.node(Node { id, shape: Shape::Object, title, text, level: rank as i32 / 4 });
    }
    let mut list: Vec<(usize, usize, usize)> = Vec::new();
    for ((from, to), n) in arrows {
        let place = |c: u32| order.iter().position(|o| *o == c);
        if let (Some(from), Some(to)) = (place(from), place(to)) {
            list.push((from, to, n));
        }
    }
    // All of them would be a tangle: of each kind, those that there are most of.
    list.sort_unstable_by_key(|(from, to, n)| (*from, std::cmp::Reverse(*n), *to));
    for of_one in list.chunk_by(|a, b| a.0 == b.0) {
        for (from, to, n) in of_one.iter().take(ARROWS_OF_KIND) {
            picture.arrow(*from, *to, n.to_string());
        }
    }
    picture
}
