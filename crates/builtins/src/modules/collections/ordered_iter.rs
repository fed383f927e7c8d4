//! `odict_iterator`, and the views of an `OrderedDict` that give it.

use theseus_object::class::TypeSpec;
use theseus_object::edges::{EdgeVisitor, Payload, Relation};
use theseus_object::methods::NativeDef;
use theseus_object::payload::Dict;
use theseus_object::slots::Slots;
use theseus_object::{Cx, ObjRef, PyResult};

use crate::dictview::{self, ITEMS, KEYS, Part, VALUES};
use crate::iters::{reduce_iterator, same};
use crate::list;

struct OrderedIter {
    dict: Option<ObjRef>,
    part: Part,
    back: bool,
    /// The next position; backwards, the one behind it.
    at: usize,
    /// The dict's version when the iterator was made.
    version: u64,
}

impl Payload for OrderedIter {
    fn edges(&mut self, v: &mut dyn EdgeVisitor) {
        v.edge(&mut self.dict, Relation::Typed("dict"));
    }
    fn clear(&mut self) {
        self.dict = None;
    }
}

static SPEC: TypeSpec = TypeSpec {
    slots: Slots { iter: Some(same), next: Some(next), ..Slots::EMPTY },
    methods: &[NativeDef::m0("__reduce__", reduce, "Return state information for pickling")],
    getsets: &[],
    doc: "",
};

macro_rules! view {
    ($part:ident) => {
        TypeSpec {
            slots: Slots { iter: Some(iter_view::<$part>), ..Slots::EMPTY },
            methods: &[NativeDef::m0("__reversed__", reversed_view::<$part>, "")],
            getsets: &[],
            doc: "",
        }
    };
}

static KEYS_VIEW: TypeSpec = view!(KEYS);
static VALUES_VIEW: TypeSpec = view!(VALUES);
static ITEMS_VIEW: TypeSpec = view!(ITEMS);

pub(super) fn install(cx: &mut Cx) {
    let ty = cx.add_native_type::<OrderedIter>("odict_iterator", None, 0);
    cx.fill_type(&ty, &SPEC);
    dictview::install_ordered(cx, [&KEYS_VIEW, &VALUES_VIEW, &ITEMS_VIEW]);
}

pub(super) fn over(cx: &Cx, dict: &ObjRef, part: Part, back: bool) -> ObjRef {
    let d = cx.heap.get::<Dict>(dict);
    let (end, version) = d.map_or((0, 0), |d| (d.end(), d.version(cx)));
    let at = if back { end } else { 0 };
    cx.new_object(OrderedIter { dict: Some(dict.clone()), part, back, at, version })
}

fn iter_view<const PART: Part>(cx: &mut Cx, view: &ObjRef) -> PyResult {
    let dict = dictview::dict_of(cx, view)?;
    Ok(over(cx, &dict, PART, false))
}

fn reversed_view<const PART: Part>(cx: &mut Cx, view: &ObjRef) -> PyResult {
    let dict = dictview::dict_of(cx, view)?;
    Ok(over(cx, &dict, PART, true))
}

fn next(cx: &mut Cx, me: &ObjRef) -> PyResult<Option<ObjRef>> {
    let Some(i) = cx.heap.get::<OrderedIter>(me) else { return Ok(None) };
    let (part, back, from) = (i.part, i.back, i.at);
    let Some(d) = i.dict.as_ref().and_then(|d| cx.heap.get::<Dict>(d)) else { return Ok(None) };
    if d.current_version() != i.version {
        let what = if d.end() == 0 { "changed size" } else { "mutated" };
        finish(cx, me);
        return Err(cx.runtime_error(format!("OrderedDict {what} during iteration")));
    }
    let entry = |at: usize| {
        let (key, value) = d.entry(at)?;
        Some((if back { at } else { at + 1 }, key.clone(), value.clone()))
    };
    let found =
        if back { (0..from.min(d.end())).rev().find_map(entry) } else { (from..d.end()).find_map(entry) };
    let Some((at, key, value)) = found else {
        finish(cx, me);
        return Ok(None);
    };
    let more = if back {
        (0..at).rev().any(|i| d.entry(i).is_some())
    } else {
        (at..d.end()).any(|i| d.entry(i).is_some())
    };
    if !more {
        // At the last entry it has ended: changes do not matter any more.
        finish(cx, me);
    } else if let Some(i) = cx.heap.get_mut::<OrderedIter>(me) {
        i.at = at;
    }
    Ok(Some(match part {
        KEYS => key,
        VALUES => value,
        _ => cx.new_tuple([key, value]),
    }))
}

fn finish(cx: &mut Cx, me: &ObjRef) {
    let dict = cx.heap.get_mut::<OrderedIter>(me).and_then(|i| i.dict.take());
    drop(dict);
}

/// The items still to come, as a list; the iterator stays where it is.
fn reduce(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let Some(i) = cx.heap.get::<OrderedIter>(me) else { return Err(cx.bad_internal("odict_iterator")) };
    let copy = OrderedIter { dict: i.dict.clone(), part: i.part, back: i.back, at: i.at, version: i.version };
    let copy = cx.new_object(copy);
    let rest = list::from_iterable(cx, &copy)?;
    reduce_iterator(cx, "iter", rest, None)
}
