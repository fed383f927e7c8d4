//! The module `_functools`: `partial`, `reduce`, `cmp_to_key` and the wrapper of `lru_cache`.

mod key;
mod lru;
mod partial;

use theseus_object::methods::NativeDef;
use theseus_object::{Cx, ObjRef, PyResult};

use crate::iters::poll_now_and_then;
use crate::module::native_module;

static FUNCTIONS: &[NativeDef] = &[
    NativeDef::f_full(
        "cmp_to_key",
        key::cmp_to_key,
        "cmp_to_key($module, /, mycmp)\n--\n\nConvert a cmp= function into a key= function.\n\n  mycmp\n    Function that compares two objects.",
    ),
    NativeDef::f_range(
        "reduce",
        reduce,
        2,
        3,
        "reduce(function, iterable[, initial]) -> value\n\nApply a function of two arguments cumulatively to the items of a sequence\nor iterable, from left to right, so as to reduce the iterable to a single\nvalue.  For example, reduce(lambda x, y: x+y, [1, 2, 3, 4, 5]) calculates\n((((1+2)+3)+4)+5).  If initial is present, it is placed before the items\nof the iterable in the calculation, and serves as a default when the\niterable is empty.",
    ),
];

pub fn install(cx: &mut Cx) {
    let dict = native_module(cx, "_functools", "Tools that operate on functions.", FUNCTIONS);
    key::install(cx);
    lru::install(cx, &dict);
    partial::install(cx, &dict);
}

fn reduce(cx: &mut Cx, args: &[ObjRef]) -> PyResult {
    let [function, iterable, initial @ ..] = args else { return Err(cx.bad_internal("arguments")) };
    let it = match cx.iter(iterable) {
        Ok(it) => it,
        Err(_) if cx.catch(&cx.excs.type_error.clone()) => {
            return Err(cx.type_error("reduce() arg 2 must support iteration"));
        }
        Err(e) => return Err(e),
    };
    let mut total = initial.first().cloned();
    let mut rounds = 0;
    while let Some(item) = cx.next(&it)? {
        total = Some(match total {
            Some(total) => cx.call(function, &[total, item])?,
            None => item,
        });
        rounds += 1;
        poll_now_and_then(cx, rounds)?;
    }
    total.ok_or_else(|| cx.type_error("reduce() of empty iterable with no initial value"))
}
