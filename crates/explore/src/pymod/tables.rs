//! Partitions and listings of sets, and their text.

use theseus_object::methods::NativeDef;
use theseus_object::{Cx, ObjRef, PyResult, TypeObj};

use super::{ask, expect, new_set};
use crate::kind::{By, classify, item};
use crate::names::{Item, type_name};
use crate::partition::{Listing, Partition, Row, ordered};
use crate::render::json;
use crate::render::table::{ListingTable, PartitionTable, shown};
use crate::set::ObjectSet;

pub(super) static FUNCTIONS: &[NativeDef] = &[
    NativeDef::f2("partition", partition, "partition(set, relation) -> Partition"),
    NativeDef::f1("rows", rows, "rows(partition) -> list of (count, size, words)"),
    NativeDef::f2(
        "kinds",
        kinds,
        "kinds(set, relation) -> list of (value, is_dict)\n\nTypes, with whether dicts of their instances are meant; else words.",
    ),
    NativeDef::f1("header", header, "header(relation) -> str"),
    NativeDef::f3("part", part, "part(partition, from, to) -> Set"),
    NativeDef::f_range("table", table, 5, 5, "table(partition, from, all, index, before) -> str"),
    NativeDef::f1("listing", listing, "listing(set) -> Listing"),
    NativeDef::f1("length", length, "length(listing or partition) -> int"),
    NativeDef::f3("objects", objects, "objects(listing, from, to) -> Set"),
    NativeDef::f3("listing_table", listing_table, "listing_table(listing, from, all) -> str"),
    NativeDef::f2("briefs", briefs, "briefs(set, most) -> list of str"),
    NativeDef::f_range(
        "rows_table",
        rows_table,
        4,
        6,
        "rows_table(header, rows, from, all[, index, before]) -> str",
    ),
    NativeDef::f2("rows_json", rows_json, "rows_json(header, rows) -> str"),
    NativeDef::f3("idset_table", idset_table, "idset_table(listing, from, all) -> str"),
    NativeDef::f2("bytes_before", bytes_before, "bytes_before(partition, row) -> int"),
    NativeDef::f1("type_name", type_name_, "type_name(type) -> str"),
    NativeDef::f1("short_repr", short_repr, "short_repr(object) -> str"),
];

fn usize_of(cx: &mut Cx, o: &ObjRef) -> PyResult<usize> {
    Ok(usize::try_from(cx.index_word(o)?).unwrap_or(0))
}

fn partition(cx: &mut Cx, set: &ObjRef, by: &ObjRef) -> PyResult {
    expect::<ObjectSet>(cx, set)?;
    let Some(by) = By::named(&by.text_or_empty()) else { return Err(cx.value_error("no such relation")) };
    match ask(cx, |g| Partition::new(g, set, by))? {
        Some(p) => Ok(cx.new_object(p)),
        None => Err(cx.bad_internal("set")),
    }
}

fn rows(cx: &mut Cx, p: &ObjRef) -> PyResult {
    expect::<Partition>(cx, p)?;
    let rows = cx.heap.get::<Partition>(p).map(|p| p.rows.clone()).unwrap_or_default();
    let rows = rows.iter().map(|r| cx.new_tuple([cx.usize(r.count), cx.usize(r.size), cx.new_str(&r.label)]));
    Ok(cx.new_list(rows.collect()))
}

fn kinds(cx: &mut Cx, set: &ObjRef, by: &ObjRef) -> PyResult {
    expect::<ObjectSet>(cx, set)?;
    let Some(by) = By::named(&by.text_or_empty()) else { return Err(cx.value_error("no such relation")) };
    // The first object of each kind stands for it.
    let found = ask(cx, |g| {
        let Some(objects) = g.heap().get::<ObjectSet>(set) else { return Vec::new() };
        let (given, codes) = classify(g, objects, by);
        let mut found: Vec<Option<(String, Item)>> = vec![None; codes.labels.len()];
        let mut at = 0;
        g.for_each(objects, |n, o| {
            let code = given[at] as usize;
            found[code].get_or_insert_with(|| (codes.labels[code].trim().to_string(), item(g, n, o)));
            at += 1;
        });
        found
    })?;
    let mut list = Vec::new();
    for (label, item) in found.into_iter().flatten() {
        let (value, is_dict) = match by {
            By::Clodo if item.is_dict() => (item.owner.map_or_else(|| cx.none.clone(), |o| o.class()), true),
            By::Type if item.is_virtual => (cx.types.dict.as_ref().clone(), false),
            By::Clodo | By::Type => (item.object.class(), false),
            By::Identity => (cx.usize(item.object.address()), false),
            By::Size => (cx.usize(item.size), false),
            _ => (cx.new_str(&label), false),
        };
        list.push(cx.new_tuple([value, cx.bool(is_dict)]));
    }
    Ok(cx.new_list(list))
}

fn header(cx: &mut Cx, by: &ObjRef) -> PyResult {
    let Some(by) = By::named(&by.text_or_empty()) else { return Err(cx.value_error("no such relation")) };
    Ok(cx.new_str(by.header()))
}

fn part(cx: &mut Cx, p: &ObjRef, from: &ObjRef, to: &ObjRef) -> PyResult {
    expect::<Partition>(cx, p)?;
    let (from, to) = (usize_of(cx, from)?, usize_of(cx, to)?);
    let set = cx.heap.get::<Partition>(p).map(|p| p.part(&cx.heap, from, to)).unwrap_or_default();
    Ok(new_set(cx, set))
}

fn table(cx: &mut Cx, args: &[ObjRef]) -> PyResult {
    let [p, from, all, index, before] = args else { return Err(cx.bad_internal("arguments")) };
    expect::<Partition>(cx, p)?;
    let (from, all) = (usize_of(cx, from)?, cx.truth(all)?);
    let (index, before) = (usize_of(cx, index)?, usize_of(cx, before)?);
    let text = cx.heap.get::<Partition>(p).map(|p| {
        let (count, size) = (p.count(), p.size());
        PartitionTable { header: p.by.header(), rows: &p.rows, count, size, index, before }.text(from, all)
    });
    Ok(cx.new_str(&text.unwrap_or_default()))
}

fn listing(cx: &mut Cx, set: &ObjRef) -> PyResult {
    expect::<ObjectSet>(cx, set)?;
    match ask(cx, |g| g.heap().get::<ObjectSet>(set).map(|s| Listing::new(g, s)))? {
        Some(l) => Ok(cx.new_object(l)),
        None => Err(cx.bad_internal("set")),
    }
}

fn length(cx: &mut Cx, o: &ObjRef) -> PyResult {
    let listing = cx.heap.get::<Listing>(o).map(Listing::len);
    match listing.or_else(|| cx.heap.get::<Partition>(o).map(|p| p.rows.len())) {
        Some(n) => Ok(cx.usize(n)),
        None => Err(cx.type_error("not an object of the explorer")),
    }
}

fn set_of(items: Vec<Item>) -> ObjectSet {
    let (owners, objects): (Vec<Item>, Vec<Item>) = items.into_iter().partition(|i| i.is_virtual);
    let take = |items: Vec<Item>| items.into_iter().map(|i| i.object).collect();
    ObjectSet { objects: take(objects), owners: take(owners) }
}

fn objects(cx: &mut Cx, listing: &ObjRef, from: &ObjRef, to: &ObjRef) -> PyResult {
    expect::<Listing>(cx, listing)?;
    let (from, to) = (usize_of(cx, from)?, usize_of(cx, to)?);
    let items = ordered(cx, listing, from, to);
    Ok(new_set(cx, set_of(items)))
}

fn listing_table(cx: &mut Cx, listing: &ObjRef, from: &ObjRef, all: &ObjRef) -> PyResult {
    expect::<Listing>(cx, listing)?;
    let (from, all) = (usize_of(cx, from)?, cx.truth(all)?);
    let Some(list) = cx.heap.get::<Listing>(listing) else { return Err(cx.bad_internal("listing")) };
    let (count, uniform) = (list.len(), list.uniform);
    let size = list.items().iter().map(|i| i.size).sum();
    let before = list.items().iter().take(from).map(|i| i.size).sum();
    let first = list.items().first().cloned();
    let shown = shown(from, count, all);
    let mut rows = Vec::new();
    for item in ordered(cx, listing, shown.start, shown.end) {
        rows.push((item.size, if uniform { item.text(cx) } else { item.brief(cx) }));
    }
    let (kind, header) = match first {
        Some(first) if uniform => (first.kind(cx.heap.interp()), first.header()),
        _ => ("mixed".to_string(), "Brief"),
    };
    let table = ListingTable { kind: &kind, header, count, size, before };
    Ok(cx.new_str(&table.text(&rows, shown)))
}

/// Kind and words of the first objects of a set, the largest first.
fn briefs(cx: &mut Cx, set: &ObjRef, most: &ObjRef) -> PyResult {
    let most = usize_of(cx, most)?;
    let listing = listing(cx, set)?;
    let mut found = Vec::new();
    for item in ordered(cx, &listing, 0, most) {
        let text = item.short_text(cx);
        found.push(cx.new_str(&text));
    }
    Ok(cx.new_list(found))
}

/// `repr`, cut as `reprlib` cuts it.
fn short_repr(cx: &mut Cx, o: &ObjRef) -> PyResult {
    let text = cx.repr_text(o)?;
    let most = if o.int().is_some() { 40 } else { 30 };
    Ok(cx.new_str(&crate::names::limited(&text, most)))
}

/// The table of a partition whose rows Python kept, as (count, size, words).
fn rows_table(cx: &mut Cx, args: &[ObjRef]) -> PyResult {
    let [header, list, from, all, place @ ..] = args else { return Err(cx.bad_internal("arguments")) };
    let (from, all) = (usize_of(cx, from)?, cx.truth(all)?);
    let place = match place {
        [index, before] => (usize_of(cx, index)?, usize_of(cx, before)?),
        _ => (0, 0),
    };
    let rows = rows_of(cx, list)?;
    let header = header.text_or_empty();
    Ok(cx.new_str(&whole_table(&header, &rows, place, from, all)))
}

fn rows_json(cx: &mut Cx, header: &ObjRef, list: &ObjRef) -> PyResult {
    let rows = rows_of(cx, list)?;
    Ok(cx.new_str(&json::partition(&header.text_or_empty(), &rows)))
}

fn rows_of(cx: &mut Cx, list: &ObjRef) -> PyResult<Vec<Row>> {
    let mut rows = Vec::new();
    for row in cx.collect(list)? {
        let parts = cx.heap.tuple(&row).map(<[ObjRef]>::to_vec).unwrap_or_default();
        let [count, size, label] = &parts[..] else { return Err(cx.type_error("a row has three parts")) };
        let (count, size) = (usize_of(cx, count)?, usize_of(cx, size)?);
        rows.push(Row { label: label.text_or_empty(), count, size });
    }
    Ok(rows)
}

/// The table of all rows, the first of which stands at an index behind so many bytes.
fn whole_table(header: &str, rows: &[Row], place: (usize, usize), from: usize, all: bool) -> String {
    let count = rows.iter().map(|r| r.count).sum();
    let size = rows.iter().map(|r| r.size).sum();
    let (index, before) = place;
    PartitionTable { header, rows, count, size, index, before }.text(from, all)
}

/// A listing as a partition into sets of one.
fn idset_table(cx: &mut Cx, listing: &ObjRef, from: &ObjRef, all: &ObjRef) -> PyResult {
    expect::<Listing>(cx, listing)?;
    let (from, all) = (usize_of(cx, from)?, cx.truth(all)?);
    let Some(list) = cx.heap.get::<Listing>(listing) else { return Err(cx.bad_internal("listing")) };
    let count = list.len();
    let shown = shown(from, count, all);
    let mut rows: Vec<Row> =
        list.items().iter().map(|i| Row { label: String::new(), count: 1, size: i.size }).collect();
    for (at, item) in shown.clone().zip(ordered(cx, listing, shown.start, shown.end)) {
        rows[at].label = format!("<1 {}>", item.brief(cx));
    }
    Ok(cx.new_str(&whole_table(By::Identity.header(), &rows, (0, 0), from, all)))
}

fn bytes_before(cx: &mut Cx, p: &ObjRef, row: &ObjRef) -> PyResult {
    expect::<Partition>(cx, p)?;
    let row = usize_of(cx, row)?;
    let sum = cx.heap.get::<Partition>(p).map_or(0, |p| p.rows.iter().take(row).map(|r| r.size).sum());
    Ok(cx.usize(sum))
}

fn type_name_(cx: &mut Cx, ty: &ObjRef) -> PyResult {
    let Some(known) = TypeObj::of(ty) else { return Err(cx.type_error("type expected")) };
    let name = type_name(cx.heap.interp(), known);
    Ok(cx.new_str(&name))
}
