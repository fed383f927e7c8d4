//! The module `_bisect`: places in sorted lists.

use theseus_object::args::Params;
use theseus_object::methods::NativeDef;
use theseus_object::ops::native_order;
use theseus_object::{Args, CompareOp, Cx, Kind, ObjRef, PyResult};

use crate::module::native_module;
use crate::sequence::{item, items, size_argument, size_or_none};

const DOC: &str = "Bisection algorithms.\n\nThis module provides support for maintaining a list in sorted order without\nhaving to sort the list after each insertion. For long lists of items with\nexpensive comparison operations, this can be an improvement over the more\ncommon approach.\n";

static FUNCTIONS: &[NativeDef] = &[
    NativeDef::f_full(
        "bisect_left",
        |cx, args| bisect::<true>(cx, args, "bisect_left"),
        "bisect_left($module, /, a, x, lo=0, hi=None, *, key=None)\n--\n\nReturn the index where to insert item x in list a, assuming a is sorted.\n\nThe return value i is such that all e in a[:i] have e < x, and all e in\na[i:] have e >= x.  So if x already appears in the list, a.insert(i, x) will\ninsert just before the leftmost x already there.\n\nOptional args lo (default 0) and hi (default len(a)) bound the\nslice of a to be searched.",
    ),
    NativeDef::f_full(
        "bisect_right",
        |cx, args| bisect::<false>(cx, args, "bisect_right"),
        "bisect_right($module, /, a, x, lo=0, hi=None, *, key=None)\n--\n\nReturn the index where to insert item x in list a, assuming a is sorted.\n\nThe return value i is such that all e in a[:i] have e <= x, and all e in\na[i:] have e > x.  So if x already appears in the list, a.insert(i, x) will\ninsert just after the rightmost x already there.\n\nOptional args lo (default 0) and hi (default len(a)) bound the\nslice of a to be searched.",
    ),
    NativeDef::f_full(
        "insort_left",
        |cx, args| insort::<true>(cx, args, "insort_left"),
        "insort_left($module, /, a, x, lo=0, hi=None, *, key=None)\n--\n\nInsert item x in list a, and keep it sorted assuming a is sorted.\n\nIf x is already in a, insert it to the left of the leftmost x.\n\nOptional args lo (default 0) and hi (default len(a)) bound the\nslice of a to be searched.",
    ),
    NativeDef::f_full(
        "insort_right",
        |cx, args| insort::<false>(cx, args, "insort_right"),
        "insort_right($module, /, a, x, lo=0, hi=None, *, key=None)\n--\n\nInsert item x in list a, and keep it sorted assuming a is sorted.\n\nIf x is already in a, insert it to the right of the rightmost x.\n\nOptional args lo (default 0) and hi (default len(a)) bound the\nslice of a to be searched.",
    ),
];

pub fn install(cx: &mut Cx) {
    native_module(cx, "_bisect", DOC, FUNCTIONS);
}

/// What all four functions take.
struct Given {
    list: ObjRef,
    x: ObjRef,
    low: i64,
    high: Option<i64>,
    key: Option<ObjRef>,
}

fn given(cx: &mut Cx, args: &Args, name: &str) -> PyResult<Given> {
    const PARAMS: Params<2, 3> =
        Params { required: ["a", "x"], optional: ["lo", "hi", "key"], posonly: 0, kwonly: 4 };
    if args.positional() > PARAMS.kwonly {
        let n = args.positional();
        return Err(cx.type_error(format!("{name}() takes at most 4 positional arguments ({n} given)")));
    }
    if let ([list, x], []) = (args.values, args.names) {
        return Ok(Given { list: list.clone(), x: x.clone(), low: 0, high: None, key: None });
    }
    let ([list, x], [low, high, key]) = args.bind(cx, name, &PARAMS)?;
    let low = match low {
        Some(low) => size_argument(cx, &low)?,
        None => 0,
    };
    let high = size_or_none(cx, high.as_ref())?;
    Ok(Given { list, x, low, high, key: key.filter(|k| !k.is_none()) })
}

/// The place of `x`, which is what the key function gave if there is one.
fn search<const LEFT: bool>(cx: &mut Cx, g: &Given, x: &ObjRef) -> PyResult<i64> {
    let mut low = g.low;
    if low < 0 {
        return Err(cx.value_error("lo must be non-negative"));
    }
    let mut high = match g.high {
        Some(high) => high,
        None if g.list.kind() == Kind::Dict => return Err(cx.type_error("dict is not a sequence")),
        None => cx.len(&g.list)? as i64,
    };
    let plain = g.list.is_exact(Kind::List) || g.list.is_exact(Kind::Tuple);
    if plain && g.key.is_none() {
        (low, high) = narrowed::<LEFT>(cx, &g.list, x, low, high);
    }
    while low < high {
        let middle = low + (high - low) / 2;
        let known = if plain { item(cx, &g.list, middle as usize) } else { None };
        let probe = match known {
            Some(o) => o,
            None => {
                let index = cx.int(middle);
                cx.getitem(&g.list, &index)?
            }
        };
        let probe = match &g.key {
            Some(key) => cx.call(key, &[probe])?,
            None => probe,
        };
        let right = if LEFT {
            cx.compare_bool(CompareOp::Lt, &probe, x)?
        } else {
            !cx.compare_bool(CompareOp::Lt, x, &probe)?
        };
        if right {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    Ok(low)
}

/// The bounds as far as they can be narrowed down without calling anything.
fn narrowed<const LEFT: bool>(cx: &Cx, list: &ObjRef, x: &ObjRef, mut low: i64, mut high: i64) -> (i64, i64) {
    let all = items(&cx.heap, list);
    while low < high {
        let middle = low + (high - low) / 2;
        let Some(order) = all.get(middle as usize).and_then(|probe| native_order(probe, x)) else { break };
        if order.is_lt() || !LEFT && order.is_eq() {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    (low, high)
}

fn bisect<const LEFT: bool>(cx: &mut Cx, args: &Args, name: &str) -> PyResult {
    let g = given(cx, args, name)?;
    let at = search::<LEFT>(cx, &g, &g.x)?;
    Ok(cx.int(at))
}

fn insort<const LEFT: bool>(cx: &mut Cx, args: &Args, name: &str) -> PyResult {
    let g = given(cx, args, name)?;
    let x = match &g.key {
        Some(key) => cx.call(key, std::slice::from_ref(&g.x))?,
        None => g.x.clone(),
    };
    let at = search::<LEFT>(cx, &g, &x)?;
    if g.list.is_exact(Kind::List)
        && let Some((interp, list)) = cx.heap.list_mut(&g.list)
    {
        let at = (at as usize).min(list.len());
        list.insert(interp, at, g.x.clone());
        return Ok(cx.none.clone());
    }
    let at = cx.int(at);
    cx.call_method(&g.list, "insert", &[at, g.x.clone()])?;
    Ok(cx.none.clone())
}
