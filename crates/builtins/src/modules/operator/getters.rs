//! `itemgetter` and `attrgetter`.

use theseus_object::class::TypeSpec;
use theseus_object::edges::{EdgeVisitor, Payload, Relation};
use theseus_object::methods::NativeDef;
use theseus_object::slots::Slots;
use theseus_object::{Args, Cx, ObjRef, PyResult};

use crate::sequence::{item, place};

/// Payload of `itemgetter`.
struct ItemGetter {
    /// A tuple, as given.
    items: ObjRef,
    /// The only one, if it is an int that tuples and lists can be asked directly.
    index: Option<i64>,
}

impl Payload for ItemGetter {
    fn edges(&mut self, v: &mut dyn EdgeVisitor) {
        v.fixed(&mut self.items, Relation::Part("items"));
    }
}

/// Payload of `attrgetter`.
struct AttrGetter {
    /// A tuple of strs, as given.
    names: ObjRef,
    /// For each of them a tuple of its parts.
    paths: ObjRef,
}

impl Payload for AttrGetter {
    fn edges(&mut self, v: &mut dyn EdgeVisitor) {
        v.fixed(&mut self.names, Relation::Part("names"));
        v.fixed(&mut self.paths, Relation::Part("attr"));
    }
}

const REDUCE: &str = "Return state information for pickling";

static ITEM: TypeSpec = TypeSpec {
    slots: Slots { new: Some(item_new), call: Some(item_call), repr: Some(item_repr), ..Slots::EMPTY },
    methods: &[NativeDef::m0("__reduce__", item_reduce, REDUCE)],
    getsets: &[],
    doc: "itemgetter(item, /, *items)\n--\n\nReturn a callable object that fetches the given item(s) from its operand.\nAfter f = itemgetter(2), the call f(r) returns r[2].\nAfter g = itemgetter(2, 5, 3), the call g(r) returns (r[2], r[5], r[3])",
};

static ATTR: TypeSpec = TypeSpec {
    slots: Slots { new: Some(attr_new), call: Some(attr_call), repr: Some(attr_repr), ..Slots::EMPTY },
    methods: &[NativeDef::m0("__reduce__", attr_reduce, REDUCE)],
    getsets: &[],
    doc: "attrgetter(attr, /, *attrs)\n--\n\nReturn a callable object that fetches the given attribute(s) from its operand.\nAfter f = attrgetter('name'), the call f(r) returns r.name.\nAfter g = attrgetter('name', 'date'), the call g(r) returns (r.name, r.date).\nAfter h = attrgetter('name.first', 'name.last'), the call h(r) returns\n(r.name.first, r.name.last).",
};

pub(super) fn install(cx: &mut Cx, dict: &ObjRef) {
    let ty = cx.add_native_type::<ItemGetter>("operator.itemgetter", None, 0);
    cx.fill_type(&ty, &ITEM);
    cx.namespace_put(dict, "itemgetter", ty.as_ref().clone());
    let ty = cx.add_native_type::<AttrGetter>("operator.attrgetter", None, 0);
    cx.fill_type(&ty, &ATTR);
    cx.namespace_put(dict, "attrgetter", ty.as_ref().clone());
}

/// The one argument of a call, or of making with at least one.
pub(super) fn only<'a>(cx: &mut Cx, name: &str, args: &Args<'a>, more: bool) -> PyResult<&'a ObjRef> {
    args.no_keywords(cx, name)?;
    match args.values {
        [only] => Ok(only),
        [first, ..] if more => Ok(first),
        other => {
            let n = other.len();
            Err(cx.type_error(format!("{name} expected 1 argument, got {n}")))
        }
    }
}

fn shown(cx: &mut Cx, me: &ObjRef, list: &ObjRef) -> PyResult {
    let name = me.ty().name();
    cx.guarded_repr(me, "...", |cx| {
        let mut parts = Vec::new();
        for o in cx.collect(list)? {
            parts.push(cx.repr_text(&o)?);
        }
        Ok(cx.new_str(&format!("{name}({})", parts.join(", "))))
    })
}

// ---- itemgetter

fn item_new(cx: &mut Cx, class: &ObjRef, args: &Args) -> PyResult {
    let ty = cx.expect_type(class)?;
    let first = only(cx, "itemgetter", args, true)?;
    let index = first.int().filter(|_| args.values.len() == 1 && first.is_exact(theseus_object::Kind::Int));
    let items = cx.tuple_from_slice(args.values);
    Ok(cx.new_instance(ty, ItemGetter { items, index }))
}

fn item_call(cx: &mut Cx, me: &ObjRef, args: &Args) -> PyResult {
    let o = only(cx, "itemgetter", args, false)?;
    let Some(g) = cx.heap.get::<ItemGetter>(me) else { return Err(cx.bad_internal("itemgetter")) };
    let (items, index) = (g.items.clone(), g.index);
    if let Some(index) = index
        && o.is_exact(theseus_object::Kind::Tuple)
        && let Some(at) = cx.heap.tuple(o).and_then(|t| place(index, t.len()))
        && let Some(found) = item(cx, o, at)
    {
        return Ok(found);
    }
    if let Some([key]) = cx.heap.tuple(&items) {
        let key = key.clone();
        return cx.getitem(o, &key);
    }
    let mut found = Vec::new();
    while let Some(key) = item(cx, &items, found.len()) {
        found.push(cx.getitem(o, &key)?);
    }
    Ok(cx.new_tuple(found))
}

fn given_items(cx: &mut Cx, me: &ObjRef) -> PyResult {
    match cx.heap.get::<ItemGetter>(me) {
        Some(g) => Ok(g.items.clone()),
        None => Err(cx.bad_internal("itemgetter")),
    }
}

fn item_repr(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let items = given_items(cx, me)?;
    shown(cx, me, &items)
}

fn item_reduce(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let items = given_items(cx, me)?;
    Ok(cx.new_tuple([me.class(), items]))
}

// ---- attrgetter

fn attr_new(cx: &mut Cx, class: &ObjRef, args: &Args) -> PyResult {
    let ty = cx.expect_type(class)?;
    only(cx, "attrgetter", args, true)?;
    let mut paths = Vec::with_capacity(args.values.len());
    for name in args.values {
        if !name.is_str() {
            return Err(cx.type_error("attribute name must be a string"));
        }
        paths.push(path(cx, name));
    }
    let (names, paths) = (cx.tuple_from_slice(args.values), cx.new_tuple(paths));
    Ok(cx.new_instance(ty, AttrGetter { names, paths }))
}

/// The parts of a dotted name, interned.
fn path(cx: &Cx, name: &ObjRef) -> ObjRef {
    let points = crate::str::units::points(name);
    let parts: Vec<ObjRef> = points
        .split(|c| *c == u32::from(b'.'))
        .map(|part| cx.intern_obj(&cx.str_from_points(part)))
        .collect();
    cx.new_tuple(parts)
}

fn follow(cx: &mut Cx, o: &ObjRef, path: &ObjRef) -> PyResult {
    let mut o = o.clone();
    let mut at = 0;
    while let Some(name) = item(cx, path, at) {
        o = cx.getattr(&o, &name)?;
        at += 1;
    }
    Ok(o)
}

fn attr_call(cx: &mut Cx, me: &ObjRef, args: &Args) -> PyResult {
    let o = only(cx, "attrgetter", args, false)?;
    let Some(g) = cx.heap.get::<AttrGetter>(me) else { return Err(cx.bad_internal("attrgetter")) };
    let paths = g.paths.clone();
    if let Some([path]) = cx.heap.tuple(&paths) {
        let path = path.clone();
        return follow(cx, o, &path);
    }
    let mut found = Vec::new();
    while let Some(path) = item(cx, &paths, found.len()) {
        found.push(follow(cx, o, &path)?);
    }
    Ok(cx.new_tuple(found))
}

fn names(cx: &mut Cx, me: &ObjRef) -> PyResult {
    match cx.heap.get::<AttrGetter>(me) {
        Some(g) => Ok(g.names.clone()),
        None => Err(cx.bad_internal("attrgetter")),
    }
}

fn attr_repr(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let names = names(cx, me)?;
    shown(cx, me, &names)
}

fn attr_reduce(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let names = names(cx, me)?;
    Ok(cx.new_tuple([me.class(), names]))
}
