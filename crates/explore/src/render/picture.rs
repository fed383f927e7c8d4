//! Pictures: nodes and labelled arrows, without the objects that they stand for.

use std::collections::{BTreeMap, BTreeSet};

/// How a node is drawn.
#[derive(Clone, Copy, PartialEq, Eq, Debug, PartialOrd, Ord)]
pub enum Shape {
    /// A variable.
    Name,
    /// An object.
    Object,
    /// An object that the question was about.
    Target,
    /// What was left out.
    More,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Node {
    /// Tells the node from others; that of an object is its address.
    pub id: String,
    pub shape: Shape,
    /// The kind of the object, above its words.
    pub title: String,
    pub text: String,
    /// Arrows to the questioned objects; below 0, arrows from them.
    pub level: i32,
}

#[derive(Clone, PartialEq, Eq, Debug, PartialOrd, Ord)]
pub struct Arrow {
    /// Places of the nodes.
    pub from: usize,
    pub to: usize,
    pub label: String,
    /// Not in the picture beside this one.
    pub changed: bool,
}

/// One picture, or two beside each other.
#[derive(Clone, Default, Debug)]
pub struct Picture {
    pub nodes: Vec<Node>,
    pub arrows: Vec<Arrow>,
    /// What stands above it.
    pub caption: String,
}

impl Picture {
    /// The place of a node, which is added if it is not there.
    pub fn node(&mut self, node: Node) -> usize {
        match self.nodes.iter().position(|n| n.id == node.id) {
            Some(at) => at,
            None => {
                self.nodes.push(node);
                self.nodes.len() - 1
            }
        }
    }

    pub fn arrow(&mut self, from: usize, to: usize, label: String) {
        let arrow = Arrow { from, to, label, changed: false };
        if !self.arrows.contains(&arrow) {
            self.arrows.push(arrow);
        }
    }

    fn keys(&self) -> BTreeSet<(String, String, String)> {
        let id = |at: usize| self.nodes[at].id.clone();
        self.arrows.iter().map(|a| (id(a.from), id(a.to), a.label.clone())).collect()
    }

    /// Marks the arrows that `other` does not have.
    pub fn mark_changes(&mut self, other: &Picture) {
        let (mine, theirs) = (self.keys(), other.keys());
        let gone: BTreeSet<_> = mine.difference(&theirs).cloned().collect();
        for at in 0..self.arrows.len() {
            let a = &self.arrows[at];
            let key = (self.nodes[a.from].id.clone(), self.nodes[a.to].id.clone(), a.label.clone());
            self.arrows[at].changed = gone.contains(&key);
        }
    }

    /// Places of the nodes by level, those that lead to the targets before these, those that they lead to
    /// after; in each level in the order that crosses few arrows.
    pub fn columns(&self) -> Vec<Vec<usize>> {
        let mut levels: BTreeMap<i32, Vec<usize>> = BTreeMap::new();
        for (at, node) in self.nodes.iter().enumerate() {
            levels.entry(node.level).or_default().push(at);
        }
        // From the targets outwards, each node goes to the middle of what it is joined to.
        let mut order: Vec<i32> = levels.keys().copied().collect();
        order.sort_by_key(|level| (level.abs(), *level));
        let mut place = vec![0.0_f64; self.nodes.len()];
        for level in order {
            let Some(column) = levels.get_mut(&level) else { continue };
            for &at in column.iter() {
                let joined = self.arrows.iter().filter(|a| a.to != a.from).filter_map(|a| match at {
                    _ if at == a.from && level >= 0 => Some(a.to),
                    _ if at == a.to && level < 0 => Some(a.from),
                    _ => None,
                });
                let ends: Vec<f64> = joined.map(|end| place[end]).collect();
                if !ends.is_empty() {
                    place[at] = ends.iter().sum::<f64>() / ends.len() as f64;
                }
            }
            column.sort_by(|a, b| place[*a].total_cmp(&place[*b]));
            column.iter().enumerate().for_each(|(i, at)| place[*at] = i as f64);
        }
        levels.into_values().rev().collect()
    }
}
