//! Kinds: what a set is divided by. A classifier gives each object a code, and each code its words.

use std::cell::RefCell;

use rustc_hash::FxHashMap;

use theseus_object::edges::Relation;
use theseus_object::survey::Node;
use theseus_object::{Interp, Kind, ObjRef, TypeObj};

use crate::graph::Graph;
use crate::names::{Item, type_name};
use crate::relation::{Canon, Namer, Via};
use crate::set::ObjectSet;

/// Heapy's equivalence relations.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum By {
    Unity,
    Type,
    /// Class, or `dict of` the owner's class.
    Clodo,
    Size,
    Module,
    /// The kinds of referrers.
    Rcs,
    /// The relations to referrers.
    Via,
    Identity,
}

/// Name of a relation, and the title of its column.
const TABLE: &[(By, &str, &str)] = &[
    (By::Unity, "Unity", "<unclassified>"),
    (By::Type, "Type", "Type"),
    (By::Clodo, "Clodo", "Kind (class / dict of class)"),
    (By::Size, "Size", "Individual Size"),
    (By::Module, "Module", "Module"),
    (By::Rcs, "Rcs", "Referrers by Kind (class / dict of class)"),
    (By::Via, "Via", "Referred Via:"),
    (By::Identity, "Idset", "by identity set"),
];

impl By {
    pub fn named(name: &str) -> Option<By> {
        TABLE.iter().find(|row| row.1 == name).map(|row| row.0)
    }

    pub fn header(self) -> &'static str {
        TABLE.iter().find(|row| row.0 == self).map_or("", |row| row.2)
    }
}

/// What a code stands for.
#[derive(Clone, PartialEq, Eq, Hash)]
pub enum Class {
    All,
    /// A type by address.
    Type(usize),
    /// The dicts of instances of a type; of nobody.
    DictOf(Option<usize>),
    Size(usize),
    /// A module by address; anything else.
    Module(Option<usize>),
    /// An object by its place in the set.
    One(usize),
    /// Frames that run.
    Frames,
}

/// Codes in the order in which their classes were met, and each code's words.
#[derive(Default)]
pub struct Codes {
    pub labels: Vec<String>,
    by_class: FxHashMap<Class, u32>,
}

impl Codes {
    fn code(&mut self, class: Class, label: impl FnOnce() -> String) -> u32 {
        let next = self.labels.len() as u32;
        *self.by_class.entry(class).or_insert_with(|| {
            self.labels.push(label());
            next
        })
    }

    pub fn find(&self, class: &Class) -> Option<u32> {
        self.by_class.get(class).copied()
    }
}

fn type_of(interp: &Interp, address: usize, o: &ObjRef) -> String {
    debug_assert_eq!(address, std::ptr::from_ref(o.ty()) as usize);
    type_name(interp, o.ty())
}

fn address_of(ty: &TypeObj) -> usize {
    std::ptr::from_ref(ty) as usize
}

/// Class, or whose dict it is.
pub fn clodo(graph: &Graph, codes: &mut Codes, n: Node, o: &ObjRef) -> u32 {
    let interp = graph.interp();
    if graph.is_virtual(n) || o.is_exact(Kind::Dict) {
        let owner = graph.owner(n);
        let class = Class::DictOf(owner.as_ref().map(|w| address_of(w.ty())));
        return codes.code(class, || match owner {
            Some(owner) => format!("dict of {}", type_name(interp, owner.ty())),
            None => "dict (no owner)".to_string(),
        });
    }
    let address = address_of(o.ty());
    codes.code(Class::Type(address), || type_of(interp, address, o))
}

fn by_type(graph: &Graph, codes: &mut Codes, n: Node, o: &ObjRef) -> u32 {
    let interp = graph.interp();
    let ty: &TypeObj = if graph.is_virtual(n) { &interp.types.dict } else { o.ty() };
    codes.code(Class::Type(address_of(ty)), || type_name(interp, ty))
}

fn by_module(graph: &Graph, codes: &mut Codes, n: Node, o: &ObjRef) -> u32 {
    if graph.is_virtual(n) || o.kind() != Kind::Module {
        return codes.code(Class::Module(None), || "~module".to_string());
    }
    codes.code(Class::Module(Some(o.address())), || {
        let interp = graph.interp();
        let name = interp.existing_dict(o).and_then(|d| interp.namespace_get(&d, &interp.names.name));
        name.map(|n| n.text_or_empty()).unwrap_or_default()
    })
}

/// The code of each object of a set, in the set's order.
pub fn classify(graph: &Graph, set: &ObjectSet, by: By) -> (Vec<u32>, Codes) {
    let mut codes = Codes::default();
    let mut given = Vec::with_capacity(set.len());
    match by {
        By::Rcs => return by_referrers(graph, set),
        By::Via => return by_relations(graph, set),
        By::Unity => graph.for_each(set, |_, _| given.push(codes.code(Class::All, || "<Anything>".into()))),
        By::Type => graph.for_each(set, |n, o| given.push(by_type(graph, &mut codes, n, o))),
        By::Clodo => graph.for_each(set, |n, o| given.push(clodo(graph, &mut codes, n, o))),
        By::Module => graph.for_each(set, |n, o| given.push(by_module(graph, &mut codes, n, o))),
        By::Size => graph.for_each(set, |n, o| {
            let size = graph.size(n, o);
            given.push(codes.code(Class::Size(size), || format!("{size:>9}")));
        }),
        By::Identity => graph.for_each(set, |_, _| {
            let at = given.len();
            given.push(codes.code(Class::One(at), String::new));
        }),
    }
    (given, codes)
}

/// Sets of small numbers as numbers, each made of another set and one more member. 0 is the empty set.
///
/// Sets of one are the most, by far, where things are told apart by their place in a list: they are
/// found by their member, without hashing.
#[derive(Default)]
struct Families {
    members: Vec<Members>,
    of_one: Vec<u32>,
    of_many: FxHashMap<Box<[u32]>, u32>,
    added: FxHashMap<(u32, u32), u32>,
}

enum Members {
    One(u32),
    Many(Box<[u32]>),
}

impl Members {
    fn list(&self) -> &[u32] {
        match self {
            Members::One(member) => std::slice::from_ref(member),
            Members::Many(list) => list,
        }
    }
}

impl Families {
    fn new() -> Families {
        Families { members: vec![Members::Many(Box::default())], ..Families::default() }
    }

    fn with(&mut self, family: u32, member: u32) -> u32 {
        let next = self.members.len() as u32;
        if family == 0 {
            let at = member as usize;
            if at >= self.of_one.len() {
                self.of_one.resize(at + 1, 0);
            }
            if self.of_one[at] == 0 {
                self.of_one[at] = next;
                self.members.push(Members::One(member));
            }
            return self.of_one[at];
        }
        let list = self.members[family as usize].list();
        if list.last() == Some(&member) {
            return family;
        }
        if let Some(known) = self.added.get(&(family, member)) {
            return *known;
        }
        let result = match list.binary_search(&member) {
            Ok(_) => family,
            Err(at) => {
                let mut longer = list.to_vec();
                longer.insert(at, member);
                *self.of_many.entry(longer.into_boxed_slice()).or_insert_with_key(|list| {
                    self.members.push(Members::Many(list.clone()));
                    next
                })
            }
        };
        self.added.insert((family, member), result);
        result
    }
}

/// In the table of families: not in the set.
const OUTSIDE: u32 = u32::MAX;

/// Goes through all edges into the set; `code` names each by its source and relation, `variable` those
/// from variables of running frames by the number of the root.
fn families(
    graph: &Graph,
    set: &ObjectSet,
    mut code: impl FnMut(Node, &ObjRef, &mut dyn FnMut(Node, u32)),
    variable: impl Fn(usize) -> u32,
) -> (Vec<u32>, Families) {
    let mut of = vec![OUTSIDE; graph.room()];
    graph.for_each(set, |n, _| of[n.index()] = 0);
    let mut families = Families::new();
    let mut visit = |n: Node, o: &ObjRef| {
        code(n, o, &mut |target, member| {
            let family = &mut of[target.index()];
            if *family != OUTSIDE {
                *family = families.with(*family, member);
            }
        });
    };
    graph.for_each_source(&mut visit);
    for (i, root) in graph.roots.iter().enumerate().filter(|(_, r)| r.held.variable.is_some()) {
        let family = &mut of[root.node.index()];
        if *family != OUTSIDE {
            *family = families.with(*family, variable(i));
        }
    }
    let mut given = Vec::with_capacity(set.len());
    graph.for_each(set, |n, _| given.push(of[n.index()]));
    (given, families)
}

/// Codes of families that some object has, with the words of their members.
fn family_codes(given: Vec<u32>, families: Families, label: impl Fn(&[u32]) -> String) -> (Vec<u32>, Codes) {
    let mut codes = Codes::default();
    let mut numbers = vec![OUTSIDE; families.members.len()];
    let given = given.into_iter().map(|family| {
        let number = &mut numbers[family as usize];
        if *number == OUTSIDE {
            *number = codes.labels.len() as u32;
            codes.labels.push(label(families.members[family as usize].list()));
        }
        *number
    });
    let given = given.collect();
    (given, codes)
}

fn by_referrers(graph: &Graph, set: &ObjectSet) -> (Vec<u32>, Codes) {
    let mut kinds = Codes::default();
    let frame = kinds.code(Class::Frames, || "types.FrameType".to_string());
    let code = |n: Node, o: &ObjRef, found: &mut dyn FnMut(Node, u32)| {
        let kind = clodo(graph, &mut kinds, n, o);
        graph.edges_of(n, o, |target, _, _| found(target, kind));
    };
    let (given, families) = families(graph, set, code, |_| frame);
    let label = |members: &[u32]| {
        let mut words: Vec<&str> = members.iter().map(|m| kinds.labels[*m as usize].as_str()).collect();
        words.sort_unstable();
        if words.is_empty() { "<Nothing>".to_string() } else { words.join(", ") }
    };
    family_codes(given, families, label)
}

/// Numbers of relations; those of places in sequences are found without hashing.
#[derive(Default)]
struct Numbers {
    list: Vec<Via>,
    by_index: Vec<u32>,
    others: FxHashMap<Via, u32>,
}

impl Numbers {
    /// Places from here on are seldom, such as the keys of a sparse dict.
    const NEAR: usize = 1 << 22;

    fn of(&mut self, via: Via) -> u32 {
        let next = self.list.len() as u32;
        let known = match via {
            Via::Index(i) if i < Numbers::NEAR => {
                if i >= self.by_index.len() {
                    self.by_index.resize((i + 1).next_power_of_two(), OUTSIDE);
                }
                &mut self.by_index[i]
            }
            via => self.others.entry(via).or_insert(OUTSIDE),
        };
        if *known == OUTSIDE {
            *known = next;
            self.list.push(via);
        }
        *known
    }
}

fn by_relations(graph: &Graph, set: &ObjectSet) -> (Vec<u32>, Codes) {
    let canon = Canon::default();
    let wanted = graph.bits(set);
    let numbers = RefCell::new(Numbers::default());
    // Variables come first: by name, so that those of the same name are the same relation.
    let names: Vec<String> = (0..graph.roots.len()).map(|i| graph.via_text(Via::Variable(i))).collect();
    let first = |i: usize| names.iter().position(|n| *n == names[i]).unwrap_or(i);
    let variables: Vec<u32> =
        (0..names.len()).map(|i| numbers.borrow_mut().of(Via::Variable(first(i)))).collect();
    let code = |n: Node, o: &ObjRef, found: &mut dyn FnMut(Node, u32)| {
        let mut namer = Namer::new(graph, n, o);
        graph.edges_of(n, o, |target, _, relation| {
            // Keys are counted.
            let counts = matches!(relation, Relation::Key(_));
            if !wanted.has(target.index()) && !counts {
                return;
            }
            let Some(via) = namer.name(relation).filter(|via| *via != Via::Class) else { return };
            if wanted.has(target.index()) {
                found(target, numbers.borrow_mut().of(canon.of(graph, via)));
            }
        });
    };
    let (given, families) = families(graph, set, code, |i| variables[i]);
    let list = numbers.into_inner().list;
    let label = |members: &[u32]| {
        // Most have one relation, most of those a place in a sequence.
        if let [one] = members
            && let Via::Index(i) = list[*one as usize]
        {
            return format!("'[{i}]'");
        }
        let mut words: Vec<String> =
            members.iter().map(|m| quote(&graph.via_text(list[*m as usize]))).collect();
        words.sort_unstable();
        words.join(", ")
    };
    family_codes(given, families, label)
}

/// Between quotes as Python's `repr` would.
fn quote(s: &str) -> String {
    let s = s.replace('\\', "\\\\");
    if s.contains('\'') && !s.contains('"') {
        format!("\"{s}\"")
    } else {
        format!("'{}'", s.replace('\'', "\\'"))
    }
}

/// The objects of a set one by one.
pub fn items(graph: &Graph, set: &ObjectSet) -> Vec<Item> {
    let mut items = Vec::with_capacity(set.len());
    graph.for_each(set, |n, o| items.push(item(graph, n, o)));
    items
}

pub fn item(graph: &Graph, n: Node, o: &ObjRef) -> Item {
    let is_virtual = graph.is_virtual(n);
    let is_dict = is_virtual || o.is_exact(Kind::Dict);
    let owner = if is_dict { graph.owner(n) } else { None };
    Item { object: o.clone(), is_virtual, owner, size: graph.size(n, o) }
}
