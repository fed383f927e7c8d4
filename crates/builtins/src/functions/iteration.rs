//! len, iter, next, sorted, any, all.

use theseus_object::args::Params;
use theseus_object::methods::NativeDef;
use theseus_object::{Args, Cx, ObjRef, PyResult};

use crate::iters::{CallableIter, each};
use crate::list;

pub const FUNCTIONS: &[NativeDef] = &[
    NativeDef::f1("len", len, "len($module, obj, /)\n--\n\nReturn the number of items in a container."),
    NativeDef::f_range(
        "iter",
        iter,
        1,
        2,
        "iter(iterable) -> iterator\niter(callable, sentinel) -> iterator\n\nGet an iterator from an object.\nIn the first form, the argument must supply its own iterator, or be a sequence.\nIn the second form, the callable is called until it returns the sentinel.",
    ),
    NativeDef::f_range(
        "next",
        next,
        1,
        2,
        "next(iterator[, default])\n\nReturn the next item from the iterator. If default is given and the iterator\nis exhausted, it is returned instead of raising StopIteration.",
    ),
    NativeDef::f_full(
        "sorted",
        sorted,
        "sorted($module, iterable, /, *, key=None, reverse=False)\n--\n\nReturn a new list containing all items from the iterable in ascending order.\n\nA custom key function can be supplied to customize the sort order, and the\nreverse flag can be set to request the result in descending order.",
    ),
    NativeDef::f1(
        "any",
        any,
        "any($module, iterable, /)\n--\n\nReturn True if bool(x) is True for any x in the iterable.\n\nIf the iterable is empty, return False.",
    ),
    NativeDef::f1(
        "all",
        all,
        "all($module, iterable, /)\n--\n\nReturn True if bool(x) is True for all values x in the iterable.\n\nIf the iterable is empty, return True.",
    ),
];

fn len(cx: &mut Cx, o: &ObjRef) -> PyResult {
    let n = cx.len(o)?;
    Ok(cx.usize(n))
}

fn iter(cx: &mut Cx, args: &[ObjRef]) -> PyResult {
    match args {
        [o] => cx.iter(o),
        [callable, sentinel] => {
            if callable.ty().slots().call.is_none() {
                return Err(cx.type_error("iter(object, sentinel): object must be callable"));
            }
            let it = CallableIter { callable: Some(callable.clone()), sentinel: Some(sentinel.clone()) };
            Ok(cx.new_object(it))
        }
        _ => Err(cx.bad_internal("arguments")),
    }
}

fn next(cx: &mut Cx, args: &[ObjRef]) -> PyResult {
    let Some(it) = args.first() else { return Err(cx.bad_internal("arguments")) };
    // What an earlier iterator ended with is not this one's.
    cx.stop_value = None;
    if let Some(x) = cx.next(it)? {
        return Ok(x);
    }
    match args.get(1) {
        Some(default) => {
            cx.stop_value = None;
            Ok(default.clone())
        }
        None => Err(cx.raise_stop_iteration()),
    }
}

fn sorted(cx: &mut Cx, args: &Args) -> PyResult {
    const PARAMS: Params<0, 2> = Params { required: [], optional: ["key", "reverse"], posonly: 0, kwonly: 0 };
    let [iterable] = args.pos() else {
        let n = args.positional();
        return Err(cx.type_error(format!("sorted expected 1 argument, got {n}")));
    };
    let made = list::from_iterable(cx, iterable)?;
    let ([], [key, reverse]) = args.skip(1).bind(cx, "sort", &PARAMS)?;
    let reverse = match reverse {
        Some(r) => cx.truth(&r)?,
        None => false,
    };
    list::sort(cx, &made, key.filter(|k| !k.is_none()).as_ref(), reverse)?;
    Ok(made)
}

fn any(cx: &mut Cx, iterable: &ObjRef) -> PyResult {
    let mut found = false;
    each(cx, iterable, |cx, x| {
        found = cx.truth(&x)?;
        Ok(!found)
    })?;
    Ok(cx.bool(found))
}

fn all(cx: &mut Cx, iterable: &ObjRef) -> PyResult {
    let mut holds = true;
    each(cx, iterable, |cx, x| {
        holds = cx.truth(&x)?;
        Ok(holds)
    })?;
    Ok(cx.bool(holds))
}
