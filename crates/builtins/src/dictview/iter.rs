//! The iterators over a dict's keys, values and items, forwards and backwards.

use theseus_object::class::TypeSpec;
use theseus_object::edges::{EdgeVisitor, Payload, Relation};
use theseus_object::methods::NativeDef;
use theseus_object::payload::Dict;
use theseus_object::slots::Slots;
use theseus_object::{Cx, ObjRef, PyResult};

use super::{ITEMS, KEYS, Part, VALUES, dict_of};
use crate::dict;
use crate::iters::{reduce_iterator, same};

struct DictIter<const PART: Part, const BACK: bool> {
    dict: Option<ObjRef>,
    /// Entries that the dict had; another number of them is an error.
    size: usize,
    /// The next position; backwards, the one behind it.
    at: usize,
    left: usize,
    /// The pair given last, given again if nobody kept it.
    pair: Option<ObjRef>,
}

impl<const PART: Part, const BACK: bool> Payload for DictIter<PART, BACK> {
    fn edges(&mut self, v: &mut dyn EdgeVisitor) {
        v.edge(&mut self.dict, Relation::Typed("dict"));
        v.edge(&mut self.pair, Relation::Derived("result"));
    }
    fn clear(&mut self) {
        self.dict = None;
        self.pair = None;
    }
}

/// No dict is that large: the dict changed, and every further step fails too.
const CHANGED: usize = usize::MAX;

macro_rules! iterator_types {
    ($($spec:ident $part:ident $back:literal $name:literal;)*) => {
        $(static $spec: TypeSpec = TypeSpec {
            slots: Slots { iter: Some(same), next: Some(next::<$part, $back>), ..Slots::EMPTY },
            methods: &[
                NativeDef::length_hint(length_hint::<$part, $back>),
                NativeDef::reduce(reduce::<$part, $back>),
            ],
            ..TypeSpec::EMPTY
        };)*

        pub(super) fn install(cx: &mut Cx) {
            $(
                let ty = cx.add_native_type::<DictIter<$part, $back>>($name, None, 0);
                cx.fill_type(&ty, &$spec);
            )*
        }
    };
}

iterator_types! {
    KEY KEYS false "dict_keyiterator";
    VALUE VALUES false "dict_valueiterator";
    ITEM ITEMS false "dict_itemiterator";
    KEY_BACK KEYS true "dict_reversekeyiterator";
    VALUE_BACK VALUES true "dict_reversevalueiterator";
    ITEM_BACK ITEMS true "dict_reverseitemiterator";
}

fn over<const PART: Part, const BACK: bool>(cx: &Cx, dict: &ObjRef) -> ObjRef {
    let d = cx.heap.get::<Dict>(dict);
    let (size, end) = d.map_or((0, 0), |d| (d.len(), d.end()));
    let at = if BACK { end } else { 0 };
    cx.new_object(DictIter::<PART, BACK> { dict: Some(dict.clone()), size, at, left: size, pair: None })
}

/// `iter(dict)`.
pub(crate) fn iter_keys(cx: &mut Cx, dict: &ObjRef) -> PyResult {
    Ok(over::<KEYS, false>(cx, dict))
}

/// `reversed(dict)`.
pub(crate) fn reversed_keys(cx: &mut Cx, dict: &ObjRef) -> PyResult {
    Ok(over::<KEYS, true>(cx, dict))
}

pub(super) fn iter<const PART: Part>(cx: &mut Cx, view: &ObjRef) -> PyResult {
    let dict = dict_of(cx, view)?;
    Ok(over::<PART, false>(cx, &dict))
}

pub(super) fn reversed<const PART: Part>(cx: &mut Cx, view: &ObjRef) -> PyResult {
    let dict = dict_of(cx, view)?;
    Ok(over::<PART, true>(cx, &dict))
}

/// What a step finds.
enum Step {
    End,
    Resized,
    Entry(usize, ObjRef, ObjRef),
}

fn step<const PART: Part, const BACK: bool>(cx: &Cx, i: &DictIter<PART, BACK>) -> Step {
    let Some(d) = i.dict.as_ref().and_then(|d| cx.heap.get::<Dict>(d)) else { return Step::End };
    if d.len() != i.size {
        return Step::Resized;
    }
    let entry = |at: usize| {
        let (key, value) = d.entry(at)?;
        Some(Step::Entry(if BACK { at } else { at + 1 }, key.clone(), value.clone()))
    };
    let found =
        if BACK { (0..i.at.min(d.end())).rev().find_map(entry) } else { (i.at..d.end()).find_map(entry) };
    found.unwrap_or(Step::End)
}

fn next<const PART: Part, const BACK: bool>(cx: &mut Cx, me: &ObjRef) -> PyResult<Option<ObjRef>> {
    let Some(i) = cx.heap.get::<DictIter<PART, BACK>>(me) else { return Ok(None) };
    let found = step(cx, i);
    let Some(i) = cx.heap.get_mut::<DictIter<PART, BACK>>(me) else { return Ok(None) };
    let (key, value) = match found {
        // Backwards nobody counts, in CPython too.
        Step::Entry(at, key, value) if i.left > 0 || BACK => {
            i.at = at;
            i.left = i.left.saturating_sub(1);
            (key, value)
        }
        Step::Resized => {
            i.size = CHANGED;
            return Err(cx.runtime_error("dictionary changed size during iteration"));
        }
        other => {
            let dict = i.dict.take();
            drop(dict);
            return match other {
                Step::Entry(..) => Err(cx.runtime_error("dictionary keys changed during iteration")),
                _ => Ok(None),
            };
        }
    };
    if PART != ITEMS {
        return Ok(Some(if PART == KEYS { key } else { value }));
    }
    let old = i.pair.take();
    let pair = cx.heap.renew_pair(old, key, value);
    if let Some(i) = cx.heap.get_mut::<DictIter<PART, BACK>>(me) {
        i.pair = Some(pair.clone());
    }
    Ok(Some(pair))
}

fn length_hint<const PART: Part, const BACK: bool>(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let left = cx.heap.get::<DictIter<PART, BACK>>(me).and_then(|i| {
        let dict = i.dict.as_ref()?;
        (dict::len(cx, dict) == i.size).then_some(i.left)
    });
    Ok(cx.usize(left.unwrap_or(0)))
}

/// The items still to come, as a list; the iterator stays where it is.
fn reduce<const PART: Part, const BACK: bool>(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let Some(i) = cx.heap.get::<DictIter<PART, BACK>>(me) else {
        return Err(cx.bad_internal("dict iterator"));
    };
    let copy =
        DictIter::<PART, BACK> { dict: i.dict.clone(), size: i.size, at: i.at, left: i.left, pair: None };
    let copy = cx.new_object(copy);
    let rest = crate::list::from_iterable(cx, &copy)?;
    reduce_iterator(cx, "iter", rest, None)
}
