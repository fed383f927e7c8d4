//! The views of a dict: `dict_keys`, `dict_values`, `dict_items`.

mod iter;

use theseus_object::class::TypeSpec;
use theseus_object::edges::{EdgeVisitor, Payload, Relation};
use theseus_object::methods::{GetSet, NativeDef};
use theseus_object::slots::{Binary, NUMBER_OPS, Slots, number};
use theseus_object::typeobj::Layout;
use theseus_object::{CompareOp, Cx, Kind, ObjRef, PyResult};

pub(crate) use iter::{iter_keys, reversed_keys};

use crate::dict;
use crate::iters::each;
use crate::sequence::join;
use crate::set::{self, is_set};
use crate::{list, namespace};

/// What a view or an iterator shows of each entry.
pub(crate) type Part = u8;
pub(crate) const KEYS: Part = 0;
pub(crate) const VALUES: Part = 1;
pub(crate) const ITEMS: Part = 2;

struct View<const PART: Part> {
    dict: ObjRef,
}

impl<const PART: Part> Payload for View<PART> {
    fn edges(&mut self, v: &mut dyn EdgeVisitor) {
        v.fixed(&mut self.dict, Relation::Typed("mapping"));
    }
}

const SET_OPERATORS: [Option<Binary>; NUMBER_OPS] = {
    let mut ops = Slots::EMPTY.number;
    ops[number::SUB] = Some(sub);
    ops[number::AND] = Some(and);
    ops[number::OR] = Some(or);
    ops[number::XOR] = Some(xor);
    ops
};

const MAPPING: GetSet = GetSet::new("mapping", mapping, "dictionary that this view refers to");

macro_rules! view_spec {
    ($part:ident, $back:literal, $slots:expr, [$($more:expr,)*]) => {
        TypeSpec {
            slots: Slots {
                repr: Some(repr),
                len: Some(len),
                iter: Some(iter::iter::<$part>),
                ..$slots
            },
            methods: &[NativeDef::m0("__reversed__", iter::reversed::<$part>, $back), $($more,)*],
            getsets: &[MAPPING],
            doc: "",
        }
    };
}

const SET_LIKE: Slots = Slots { compare: Some(compare), number: SET_OPERATORS, ..Slots::EMPTY };
const ISDISJOINT: NativeDef = NativeDef::m1(
    "isdisjoint",
    isdisjoint,
    "Return True if the view and the given iterable have a null intersection.",
);

static KEYS_SPEC: TypeSpec = view_spec!(
    KEYS,
    "Return a reverse iterator over the dict keys.",
    Slots { contains: Some(contains_key), ..SET_LIKE },
    [ISDISJOINT,]
);
static VALUES_SPEC: TypeSpec =
    view_spec!(VALUES, "Return a reverse iterator over the dict values.", Slots::EMPTY, []);
static ITEMS_SPEC: TypeSpec = view_spec!(
    ITEMS,
    "Return a reverse iterator over the dict items.",
    Slots { contains: Some(contains_item), ..SET_LIKE },
    [ISDISJOINT,]
);

pub fn install(cx: &mut Cx) {
    let ty = cx.add_native_type::<View<KEYS>>("dict_keys", None, 0);
    cx.fill_type(&ty, &KEYS_SPEC);
    let ty = cx.add_native_type::<View<VALUES>>("dict_values", None, 0);
    cx.fill_type(&ty, &VALUES_SPEC);
    let ty = cx.add_native_type::<View<ITEMS>>("dict_items", None, 0);
    cx.fill_type(&ty, &ITEMS_SPEC);
    iter::install(cx);
}

/// `dict.keys()`.
pub(crate) fn keys(cx: &mut Cx, dict: &ObjRef) -> PyResult {
    Ok(cx.new_object(View::<KEYS> { dict: dict.clone() }))
}

/// `dict.values()`.
pub(crate) fn values(cx: &mut Cx, dict: &ObjRef) -> PyResult {
    Ok(cx.new_object(View::<VALUES> { dict: dict.clone() }))
}

/// `dict.items()`.
pub(crate) fn items(cx: &mut Cx, dict: &ObjRef) -> PyResult {
    Ok(cx.new_object(View::<ITEMS> { dict: dict.clone() }))
}

/// Names under which the view types of `OrderedDict` are remembered.
pub(crate) struct OrderedView<const PART: u8>;

/// Makes the types `odict_keys`, `odict_values` and `odict_items`: views that iterate in ways of
/// their own.
pub(crate) fn install_ordered(cx: &mut Cx, specs: [&'static TypeSpec; 3]) {
    let [keys, values, items] = specs;
    let ty = ordered_view::<KEYS>(cx, "odict_keys", keys);
    cx.remember_as::<OrderedView<KEYS>>(&ty);
    let ty = ordered_view::<VALUES>(cx, "odict_values", values);
    cx.remember_as::<OrderedView<VALUES>>(&ty);
    let ty = ordered_view::<ITEMS>(cx, "odict_items", items);
    cx.remember_as::<OrderedView<ITEMS>>(&ty);
}

fn ordered_view<const PART: Part>(
    cx: &mut Cx,
    name: &str,
    spec: &'static TypeSpec,
) -> theseus_object::interp::TypeRef {
    let base = cx.type_of::<View<PART>>();
    let ty = cx.add_native_type_over::<View<PART>>(name, Some(&base), 0, Layout::PLAIN);
    cx.fill_type(&ty, spec);
    ty
}

/// A view of an `OrderedDict`.
pub(crate) fn ordered<const PART: Part>(cx: &mut Cx, dict: &ObjRef) -> PyResult {
    let ty = cx.remembered::<OrderedView<PART>>();
    Ok(cx.new_instance(&ty, View::<PART> { dict: dict.clone() }))
}

/// The dict behind a view of one kind.
fn viewed<const PART: Part>(cx: &Cx, o: &ObjRef) -> Option<ObjRef> {
    cx.heap.get::<View<PART>>(o).map(|v| v.dict.clone())
}

/// The dict behind any view.
pub(crate) fn dict_of(cx: &mut Cx, o: &ObjRef) -> PyResult {
    let dict = viewed::<KEYS>(cx, o).or_else(|| viewed::<VALUES>(cx, o)).or_else(|| viewed::<ITEMS>(cx, o));
    dict.ok_or_else(|| cx.bad_internal("dict view"))
}

/// Whether this is a view that behaves as a set.
fn is_set_view(o: &ObjRef) -> bool {
    o.has_payload::<View<KEYS>>() || o.has_payload::<View<ITEMS>>()
}

fn repr(cx: &mut Cx, me: &ObjRef) -> PyResult {
    cx.guarded_repr(me, "...", |cx| {
        let all = list::from_iterable(cx, me)?;
        let (open, text, close) =
            (cx.new_str(&format!("{}(", me.ty().name())), cx.repr(&all)?, cx.new_str(")"));
        Ok(join(cx, &[open, text, close]))
    })
}

fn len(cx: &mut Cx, me: &ObjRef) -> PyResult<usize> {
    let dict = dict_of(cx, me)?;
    Ok(dict::len(cx, &dict))
}

fn mapping(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let dict = dict_of(cx, me)?;
    Ok(namespace::mapping_proxy(cx, dict))
}

fn contains_key(cx: &mut Cx, me: &ObjRef, key: &ObjRef) -> PyResult<bool> {
    let dict = dict_of(cx, me)?;
    Ok(cx.dict_get(&dict, key)?.is_some())
}

fn contains_item(cx: &mut Cx, me: &ObjRef, pair: &ObjRef) -> PyResult<bool> {
    let dict = dict_of(cx, me)?;
    let Some([key, value]) = cx.heap.tuple(pair) else { return Ok(false) };
    let (key, value) = (key.clone(), value.clone());
    match cx.dict_get(&dict, &key)? {
        Some(found) => cx.eq(&found, &value),
        None => Ok(false),
    }
}

fn contains(cx: &mut Cx, view: &ObjRef, o: &ObjRef) -> PyResult<bool> {
    if view.has_payload::<View<KEYS>>() { contains_key(cx, view, o) } else { contains_item(cx, view, o) }
}

/// Whether all items of one are in the other.
fn all_in(cx: &mut Cx, some: &ObjRef, other: &ObjRef) -> PyResult<bool> {
    let mut all = true;
    each(cx, some, |cx, o| {
        all = cx.contains(other, &o)?;
        Ok(all)
    })?;
    Ok(all)
}

fn compare(cx: &mut Cx, me: &ObjRef, other: &ObjRef, op: CompareOp) -> PyResult {
    if !is_set(other) && !is_set_view(other) {
        return Ok(cx.not_implemented.clone());
    }
    let (n, m) = (len(cx, me)?, cx.len(other)?);
    let holds = match op {
        CompareOp::Eq => n == m && all_in(cx, me, other)?,
        CompareOp::Ne => !(n == m && all_in(cx, me, other)?),
        CompareOp::Lt => n < m && all_in(cx, me, other)?,
        CompareOp::Le => n <= m && all_in(cx, me, other)?,
        CompareOp::Gt => n > m && all_in(cx, other, me)?,
        CompareOp::Ge => n >= m && all_in(cx, other, me)?,
    };
    Ok(cx.bool(holds))
}

/// A set of an operand's items: of a view's, or of any iterable's if the other operand is the view.
fn to_set(cx: &mut Cx, o: &ObjRef) -> PyResult {
    match viewed::<KEYS>(cx, o).filter(|d| d.is_exact(Kind::Dict)) {
        Some(dict) => set::from_iterable(cx, &dict),
        None => set::from_iterable(cx, o),
    }
}

fn sub(cx: &mut Cx, a: &ObjRef, b: &ObjRef) -> PyResult {
    let result = to_set(cx, a)?;
    set::difference_update(cx, &result, b)?;
    Ok(result)
}

fn and(cx: &mut Cx, a: &ObjRef, b: &ObjRef) -> PyResult {
    let (mut view, mut other) = if is_set_view(a) { (a, b) } else { (b, a) };
    if other.is_exact(Kind::Set) && len(cx, view)? <= cx.len(other)? {
        return set::intersection(cx, other, view);
    }
    if is_set_view(other) && len(cx, other)? > len(cx, view)? {
        (view, other) = (other, view);
    }
    let result = cx.new_set(Default::default());
    each(cx, other, |cx, o| {
        if contains(cx, view, &o)? {
            cx.set_add(&result, &o)?;
        }
        Ok(true)
    })?;
    Ok(result)
}

fn or(cx: &mut Cx, a: &ObjRef, b: &ObjRef) -> PyResult {
    let result = to_set(cx, a)?;
    set::update(cx, &result, b)?;
    Ok(result)
}

fn xor(cx: &mut Cx, a: &ObjRef, b: &ObjRef) -> PyResult {
    if let (Some(x), Some(y)) = (viewed::<ITEMS>(cx, a), viewed::<ITEMS>(cx, b)) {
        return items_xor(cx, &x, &y);
    }
    let result = to_set(cx, a)?;
    set::symmetric_difference_update(cx, &result, b)?;
    Ok(result)
}

/// The items that only one of two dicts has.
fn items_xor(cx: &mut Cx, a: &ObjRef, b: &ObjRef) -> PyResult {
    let rest = dict::copy(cx, a);
    let result = cx.new_set(Default::default());
    let mut at = 0;
    while let Some(e) = dict::next_entry(cx, b, at) {
        at = e.after;
        let same = match cx.dict_get_hashed(&rest, &e.key, e.hash)? {
            Some(other) => cx.eq(&other, &e.value)?,
            None => false,
        };
        if same {
            drop(cx.dict_remove(&rest, &e.key)?);
        } else {
            let pair = cx.new_tuple([e.key, e.value]);
            cx.set_add(&result, &pair)?;
        }
    }
    let rest = items(cx, &rest)?;
    set::update(cx, &result, &rest)?;
    Ok(result)
}

fn isdisjoint(cx: &mut Cx, me: &ObjRef, other: &ObjRef) -> PyResult {
    if me.is(other) {
        let empty = len(cx, me)? == 0;
        return Ok(cx.bool(empty));
    }
    let (mut large, mut small) = (me.clone(), other.clone());
    // The shorter one is gone through.
    if (is_set(other) || is_set_view(other)) && cx.len(other)? > len(cx, me)? {
        (large, small) = (other.clone(), me.clone());
    }
    let mut none = true;
    each(cx, &small, |cx, o| {
        none = !cx.contains(&large, &o)?;
        Ok(none)
    })?;
    Ok(cx.bool(none))
}
