//! Relations: how an object refers to another, in Heapy's classes and words.

use std::cell::RefCell;

use rustc_hash::FxHashMap;

use theseus_object::edges::Relation;
use theseus_object::instance::Attributes;
use theseus_object::payload::Dict;
use theseus_object::survey::Node;
use theseus_object::{Kind, ObjRef};

use crate::graph::Graph;
use crate::names::{literal, member_name};

/// A relation, without the objects between which it stands.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Via {
    /// A field of the interpreter's.
    Attribute(&'static str),
    /// A `__slots__` member, by the number of the str that names it.
    Member(Node),
    /// The item of a sequence.
    Index(usize),
    /// The value under the key with this number.
    Value(Node),
    /// The key at this place.
    Key(usize),
    /// The member of a set at this place.
    InSet(usize),
    /// A local variable of a suspended frame, by the number of the str that names it.
    Local(Node),
    /// A register of a suspended frame without a name.
    Stack(usize),
    /// A variable of a running frame, by the number of its root.
    Variable(usize),
    Cell,
    Class,
}

impl Via {
    /// The name that Heapy's class has behind `R_`.
    pub fn class(self) -> &'static str {
        match self {
            Via::Attribute(_) | Via::Member(_) => "ATTRIBUTE",
            Via::Index(_) | Via::Value(_) => "INDEXVAL",
            Via::Key(_) => "INDEXKEY",
            Via::InSet(_) => "INSET",
            Via::Local(_) | Via::Variable(_) => "LOCAL_VAR",
            Via::Stack(_) => "STACK",
            Via::Cell => "CELL_CONTENTS",
            Via::Class => "INTERATTR",
        }
    }
}

/// Names the edges of one object, in the order in which they are visited.
pub struct Namer<'g, 'h> {
    graph: &'g Graph<'h>,
    source: &'g ObjRef,
    is_virtual: bool,
    keys: usize,
}

impl<'g, 'h> Namer<'g, 'h> {
    pub fn new(graph: &'g Graph<'h>, n: Node, source: &'g ObjRef) -> Namer<'g, 'h> {
        Namer { graph, source, is_virtual: graph.is_virtual(n), keys: 0 }
    }

    /// The relation of the next edge; every edge of the object is asked for, or those of its kind
    /// before it are.
    pub fn name(&mut self, relation: Relation) -> Option<Via> {
        Some(match relation {
            Relation::Attr(name)
            | Relation::Typed(name)
            | Relation::Part(name)
            | Relation::Receiver(name)
            | Relation::Fixed(name)
            | Relation::Derived(name) => Via::Attribute(name),
            Relation::Index(i) => Via::Index(i),
            Relation::Cell => Via::Cell,
            Relation::Class => Via::Class,
            Relation::Local(i) => {
                let name = self.graph.local_name(self.source, i);
                let name = name.and_then(|n| self.graph.survey.node(&self.graph.interp().intern(&n)));
                name.map_or(Via::Stack(i), Via::Local)
            }
            Relation::Key(_) => {
                self.keys += 1;
                match self.source.kind() {
                    Kind::Set | Kind::FrozenSet => Via::InSet(self.keys - 1),
                    _ => Via::Key(self.keys - 1),
                }
            }
            Relation::Value(at) => {
                let dict = self.graph.heap().get::<Dict>(self.source)?;
                Via::Value(self.graph.survey.node(dict.entry(at)?.0)?)
            }
            Relation::Slot(i) => return self.slot(i),
        })
    }

    fn slot(&self, i: usize) -> Option<Via> {
        let interp = self.graph.interp();
        let number = |name: ObjRef| self.graph.survey.node(&name);
        if self.is_virtual {
            return Some(Via::Value(number(interp.inline_name(self.source, i)?)?));
        }
        let slots = interp.slot_use(self.source)?;
        if i < slots.members {
            return Some(Via::Member(number(member_name(self.graph.heap(), self.source, i)?)?));
        }
        (slots.attributes == Attributes::Dict).then_some(Via::Attribute("__dict__"))
    }
}

impl Graph<'_> {
    /// What stands between a holder and what it holds, as in `['key']`; `_` stands for the holder where
    /// it cannot come first.
    pub fn via_text(&self, via: Via) -> String {
        let name = |n: Node| self.survey.object(n).map(|o| o.text_or_empty()).unwrap_or_default();
        match via {
            Via::Attribute(name) => format!(".{name}"),
            Via::Member(n) => format!(".{}", name(n)),
            Via::Index(i) => format!("[{i}]"),
            Via::Value(n) => {
                let key = self.survey.object(n).map(|o| literal(&self.survey, &o));
                format!("[{}]", key.unwrap_or_default())
            }
            Via::Key(i) => format!(".keys()[{i}]"),
            Via::InSet(i) => format!("list(_)[{i}]"),
            Via::Local(n) => format!(".f_locals['{}']", name(n)),
            Via::Stack(_) => ".??".to_string(),
            Via::Variable(i) => {
                let variable = self.roots.get(i).and_then(|r| r.held.variable.as_ref());
                format!(".f_locals['{}']", variable.map_or("", |v| &v.name))
            }
            Via::Cell => ".cell_contents".to_string(),
            Via::Class => "->ob_type".to_string(),
        }
    }
}

/// Makes relations by equal keys one: two strs with the same text are the same key.
#[derive(Default)]
pub struct Canon {
    seen: RefCell<FxHashMap<Node, Node>>,
    texts: RefCell<FxHashMap<String, Node>>,
}

impl Canon {
    pub fn of(&self, graph: &Graph, via: Via) -> Via {
        let n = match via {
            // Values by a number are found like items.
            Via::Value(n) if let Some(i) = index_of(graph, n) => return Via::Index(i),
            Via::Value(n) | Via::Member(n) => n,
            // Names of variables are interned.
            _ => return via,
        };
        let first = *self.seen.borrow_mut().entry(n).or_insert_with(|| {
            let text = graph.survey.object(n).map(|o| literal(&graph.survey, &o)).unwrap_or_default();
            *self.texts.borrow_mut().entry(text).or_insert(n)
        });
        if matches!(via, Via::Value(_)) { Via::Value(first) } else { Via::Member(first) }
    }
}

/// The number that a key is.
fn index_of(graph: &Graph, key: Node) -> Option<usize> {
    let key = graph.survey.object(key).filter(|o| o.is_exact(Kind::Int))?;
    key.int().and_then(|i| usize::try_from(i).ok())
}
