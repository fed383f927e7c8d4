//! Partitions: a set divided by a relation, its parts ordered by size.

use theseus_object::edges::{EdgeVisitor, Payload, Relation};
use theseus_object::{Cx, Heap, Kind, ObjRef};

use crate::graph::Graph;
use crate::kind::{By, Codes, classify, items};
use crate::names::Item;
use crate::set::ObjectSet;

/// One part.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    pub label: String,
    pub count: usize,
    pub size: usize,
}

/// Payload of a partition. It keeps the set, whose order its `parts` are in.
pub struct Partition {
    set: ObjRef,
    pub by: By,
    pub rows: Vec<Row>,
    /// The row of each object.
    parts: Vec<u32>,
}

impl Payload for Partition {
    fn edges(&mut self, v: &mut dyn EdgeVisitor) {
        v.fixed(&mut self.set, Relation::Attr("set"));
    }
}

impl Partition {
    /// Divides a set; `set` is the object whose payload it is.
    pub fn new(graph: &Graph, set: &ObjRef, by: By) -> Option<Partition> {
        let objects = graph.heap().get::<ObjectSet>(set)?;
        let (mut parts, codes) = classify(graph, objects, by);
        let mut rows: Vec<Row> =
            codes.labels.into_iter().map(|label| Row { label, count: 0, size: 0 }).collect();
        let mut at = 0;
        graph.for_each(objects, |n, o| {
            let row = &mut rows[parts[at] as usize];
            row.count += 1;
            row.size += graph.size(n, o);
            at += 1;
        });
        let mut order: Vec<u32> = (0..rows.len() as u32).collect();
        order.sort_by(|a, b| {
            let (a, b) = (&rows[*a as usize], &rows[*b as usize]);
            b.size.cmp(&a.size).then_with(|| a.label.cmp(&b.label))
        });
        let mut places = vec![0; rows.len()];
        order.iter().enumerate().for_each(|(place, code)| places[*code as usize] = place as u32);
        parts.iter_mut().for_each(|p| *p = places[*p as usize]);
        let mut sorted = Vec::with_capacity(rows.len());
        for code in order {
            let row = &mut rows[code as usize];
            sorted.push(Row { label: std::mem::take(&mut row.label), ..*row });
        }
        Some(Partition { set: set.clone(), by, rows: sorted, parts })
    }

    pub fn count(&self) -> usize {
        self.parts.len()
    }

    pub fn size(&self) -> usize {
        self.rows.iter().map(|r| r.size).sum()
    }

    /// The objects of rows `from..to`.
    pub fn part(&self, heap: &Heap, from: usize, to: usize) -> ObjectSet {
        let mut found = ObjectSet::default();
        let Some(set) = heap.get::<ObjectSet>(&self.set) else { return found };
        let wanted = |row: &u32| (from..to).contains(&(*row as usize));
        let count = self.rows.iter().take(to).skip(from).map(|r| r.count).sum();
        found.objects.reserve(count);
        let (first, last) = self.parts.split_at(set.objects.len().min(self.parts.len()));
        let objects = set.objects.iter().zip(first).filter(|(_, row)| wanted(row));
        found.objects.extend(objects.map(|(o, _)| o.clone()));
        let owners = set.owners.iter().zip(last).filter(|(_, row)| wanted(row));
        found.owners.extend(owners.map(|(o, _)| o.clone()));
        found
    }
}

/// The objects of a set whose class under a relation is `class`.
pub fn select(graph: &Graph, set: &ObjectSet, by: By, find: impl Fn(&Codes) -> Vec<u32>) -> ObjectSet {
    let (given, codes) = classify(graph, set, by);
    let wanted = find(&codes);
    let mut found = ObjectSet::default();
    let (first, last) = given.split_at(set.objects.len().min(given.len()));
    let objects = set.objects.iter().zip(first).filter(|(_, code)| wanted.contains(code));
    found.objects.extend(objects.map(|(o, _)| o.clone()));
    let owners = set.owners.iter().zip(last).filter(|(_, code)| wanted.contains(code));
    found.owners.extend(owners.map(|(o, _)| o.clone()));
    found
}

/// Payload of a list of all objects of a set, the largest first; those of a size are put in order when
/// they are looked at.
pub struct Listing {
    items: Vec<Item>,
    /// Items up to here are in their final order.
    ordered: Vec<bool>,
    /// All are of one kind.
    pub uniform: bool,
}

impl Payload for Listing {
    fn edges(&mut self, v: &mut dyn EdgeVisitor) {
        for (i, item) in self.items.iter_mut().enumerate() {
            v.fixed(&mut item.object, Relation::Index(i));
            v.edge(&mut item.owner, Relation::Attr("owner"));
        }
    }
}

impl Listing {
    pub fn new(graph: &Graph, set: &ObjectSet) -> Listing {
        let mut items = items(graph, set);
        items.sort_by_key(|i| std::cmp::Reverse(i.size));
        let interp = graph.interp();
        let mut kinds =
            items.iter().map(|i| (i.object.class(), i.is_virtual, i.owner.as_ref().map(ObjRef::class)));
        let uniform = kinds.next().is_some_and(|(class, is_virtual, owner)| {
            kinds.all(|(c, v, o)| {
                c.is(&class)
                    && v == is_virtual
                    && o.map(|o| o.address()) == owner.as_ref().map(|o| o.address())
            })
        });
        let uniform = uniform || {
            // Real and virtual dicts of one class are of one kind.
            let mut kinds = items.iter().map(|i| i.owner.as_ref().map(ObjRef::class));
            let all_dicts = items.iter().all(|i| i.owner.is_some());
            all_dicts
                && kinds.next().flatten().is_some_and(|class| kinds.all(|k| k.is_some_and(|k| k.is(&class))))
        };
        let _ = interp;
        Listing { ordered: vec![false; items.len()], items, uniform }
    }

    pub fn len(&self) -> usize {
        self.items.len()
    }

    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    pub fn items(&self) -> &[Item] {
        &self.items
    }
}

/// Puts items `from..to` of a listing in order, and gives them.
pub fn ordered(cx: &mut Cx, listing: &ObjRef, from: usize, to: usize) -> Vec<Item> {
    let mut at = from;
    loop {
        let Some(list) = cx.heap.get::<Listing>(listing) else { return Vec::new() };
        let to = to.min(list.items.len());
        if at >= to {
            return list.items.get(from..to).unwrap_or_default().to_vec();
        }
        let size = list.items[at].size;
        let first = list.items.partition_point(|i| i.size > size);
        let last = list.items.partition_point(|i| i.size >= size);
        at = last;
        if list.ordered[first] {
            continue;
        }
        let group = list.items[first..last].to_vec();
        let mut keyed: Vec<(Key, Item)> = group.into_iter().map(|i| (Key::of(cx, &i), i)).collect();
        keyed.sort_by(|a, b| a.0.order(&b.0));
        if let Some(list) = cx.heap.get_mut::<Listing>(listing) {
            for (slot, (_, item)) in list.items[first..last].iter_mut().zip(keyed) {
                *slot = item;
            }
            list.ordered[first] = true;
        }
    }
}

/// What orders items of the same size: kinds by name, numbers by value, others by their words.
struct Key {
    kind: String,
    value: Option<f64>,
    text: String,
}

impl Key {
    fn of(cx: &mut Cx, item: &Item) -> Key {
        let kind = item.kind(cx.heap.interp());
        let o = &item.object;
        if item.is_virtual || !matches!(o.kind(), Kind::Int | Kind::Float) {
            return Key { kind, value: None, text: item.text(cx) };
        }
        let value = o.int().map(|n| n as f64).or_else(|| o.float());
        Key { kind, value, text: String::new() }
    }

    fn order(&self, other: &Key) -> std::cmp::Ordering {
        let by_value = match (self.value, other.value) {
            (Some(a), Some(b)) => a.total_cmp(&b),
            _ => std::cmp::Ordering::Equal,
        };
        self.kind.cmp(&other.kind).then(by_value).then_with(|| self.text.cmp(&other.text))
    }
}
