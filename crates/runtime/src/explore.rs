//! Looking at the heap: kinds, paths, sizes, pictures.

use theseus_explore::dominate::dominated;
use theseus_explore::draw::{self, Direction};
use theseus_explore::graph::Graph;
use theseus_explore::kind::By;
use theseus_explore::partition::Partition;
use theseus_explore::path::{self, About, Edge, Paths};
use theseus_explore::pymod::answer;
use theseus_explore::render::svg;
use theseus_explore::set::{Bits, ObjectSet};
use theseus_object::ObjRef;
use theseus_object::survey::Node;

use crate::object::Object;
use crate::python::{Python, Result};

/// Objects of one class; the dicts of a class's instances are a kind of their own.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Kind {
    pub name: String,
    pub count: usize,
    /// Bytes.
    pub size: usize,
}

/// How a step of a path refers to its object.
#[derive(Clone, Debug)]
pub enum Link {
    /// What the interpreter holds, or a variable of a running frame: `i0_modules`.
    Root(String),
    /// A field or attribute.
    Attribute(String),
    /// The item of a sequence.
    Item(usize),
    /// The value of a key.
    Value(Object),
    /// A key of a dict, by place.
    Key(usize),
    /// An element of a set, by place.
    Element(usize),
    /// A variable of a suspended frame.
    Local(String),
    /// A temporary of a frame, by place.
    Temporary(usize),
}

/// A step of a path: by this link to that object.
#[derive(Clone, Debug)]
pub struct Step {
    pub link: Link,
    pub object: Object,
}

impl Step {
    fn new(paths: &Paths, edge: &Edge) -> Step {
        let link = match (&edge.about, edge.class) {
            (About::Name(label), _) if edge.source.is_none() => Link::Root(label.clone()),
            (About::Name(name), _) => Link::Attribute(name.clone()),
            (About::Key(key), "INDEXVAL") => Link::Value(Object(key.clone())),
            (About::Key(key), "LOCAL_VAR") => Link::Local(key.text_or_empty()),
            (About::Key(key), _) => Link::Attribute(key.text_or_empty()),
            (About::Number(i), "INDEXKEY") => Link::Key(*i),
            (About::Number(i), "INSET") => Link::Element(*i),
            (About::Number(i), "INDEXVAL") => Link::Item(*i),
            (About::Number(i), _) => Link::Temporary(*i),
        };
        Step { link, object: Object(paths.items[edge.target as usize].object.clone()) }
    }
}

/// The number of one object in a graph.
fn only(graph: &Graph, o: &ObjRef) -> Bits {
    graph.bits(&ObjectSet { objects: vec![o.clone()], owners: Vec::new() })
}

/// Looking disturbs nothing: what the embedder holds is no part of the heap.
impl Python<'_> {
    /// What the program can reach, by kind, largest first.
    ///
    /// ```
    /// # let mut interpreter = theseus_runtime::Builder::new().build()?;
    /// # let mut py = interpreter.python();
    /// py.run("class Thing: pass\nthings = [Thing() for _ in range(1000)]")?;
    /// let kinds = py.heap()?;
    /// assert_eq!(kinds.iter().find(|kind| kind.name == "__main__.Thing").unwrap().count, 1000);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn heap(&mut self) -> Result<Vec<Kind>> {
        self.import("_explore")?;
        let set = answer(self.cx(), |g| g.collect(&g.heap_objects(), false));
        let set = self.cx().new_object(set);
        let rows = answer(self.cx(), |g| Partition::new(g, &set, By::Clodo).map(|p| p.rows));
        let kind =
            |row: theseus_explore::partition::Row| Kind { name: row.label, count: row.count, size: row.size };
        Ok(rows.unwrap_or_default().into_iter().map(kind).collect())
    }

    /// What an object refers to.
    pub fn referents(&mut self, o: &Object) -> Result<Vec<Object>> {
        self.import("_explore")?;
        let o = self.own(o)?;
        let found = answer(self.cx(), |g| {
            let referents = path::referents(g, &only(g, &o));
            referents.iter().filter_map(|i| g.object(Node(i as u32))).collect::<Vec<_>>()
        });
        Ok(found.into_iter().map(Object).collect())
    }

    /// A shortest way by which the program reaches an object; nothing if it does not.
    ///
    /// ```
    /// # use theseus_runtime::{Builder, Link, Object};
    /// # let mut interpreter = Builder::new().build()?;
    /// # let mut py = interpreter.python();
    /// py.run("config = {'servers': [1.5]}")?;
    /// let server = py.eval::<Object>("config['servers'][0]")?;
    /// let path = py.path_to(&server)?.unwrap();
    /// assert!(matches!(path[0].link, Link::Root(_)));
    /// assert!(matches!(path.last().unwrap().link, Link::Item(0)));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn path_to(&mut self, o: &Object) -> Result<Option<Vec<Step>>> {
        self.import("_explore")?;
        let o = self.own(o)?;
        let paths = answer(self.cx(), |g| path::from_roots(g, &only(g, &o), &Default::default()));
        let mut steps = Vec::new();
        let (mut start, mut at) = (0, None);
        for &end in &paths.levels {
            let level = &paths.edges[start..end];
            let Some(edge) = level.iter().find(|e| at.is_none() || e.source == at) else { break };
            steps.push(Step::new(&paths, edge));
            (start, at) = (end, Some(edge.target));
        }
        Ok((!steps.is_empty()).then_some(steps))
    }

    /// Bytes of an object and of what only it keeps alive.
    pub fn retained_size(&mut self, o: &Object) -> Result<usize> {
        self.import("_explore")?;
        let o = self.own(o)?;
        Ok(answer(self.cx(), |g| {
            let kept = dominated(g, &only(g, &o));
            let size = |i: usize| {
                let n = Node(i as u32);
                g.object(n).map_or(0, |o| g.size(n, &o))
            };
            kept.iter().map(size).sum()
        }))
    }

    /// A picture of what refers to an object, as SVG.
    pub fn picture(&mut self, o: &Object) -> Result<String> {
        self.import("_explore")?;
        let o = self.own(o)?;
        let frame = draw::Frame { direction: Direction::In, depth: 3, most: 12 };
        let picture = answer(self.cx(), |g| draw::around(g, &only(g, &o), frame));
        Ok(svg::svg(&[picture]))
    }
}
