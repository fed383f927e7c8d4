//! What lists and tuples share: search, comparison, text, and the arguments of their methods.

use theseus_object::ops::native_eq;
use theseus_object::payload::List;
use theseus_object::{CompareOp, Cx, Heap, Kind, ObjRef, PyResult};

use crate::iters::poll_now_and_then;

/// Items of a list or tuple, or an instance of a subclass; of anything else none.
#[inline]
pub(crate) fn items<'a>(heap: &'a Heap, o: &'a ObjRef) -> &'a [ObjRef] {
    match o.kind() {
        Kind::List => heap.get::<List>(o).map_or(&[], |l| &l.items),
        _ => heap.tuple(o).unwrap_or(&[]),
    }
}

/// An iterator over `o`; a TypeError on the way is replaced by one that says `words`.
pub(crate) fn iter_or(cx: &mut Cx, o: &ObjRef, words: impl FnOnce(&ObjRef) -> String) -> PyResult {
    let type_error = cx.excs.type_error.clone();
    match cx.iter(o) {
        Err(_) if cx.catch(&type_error) => Err(cx.type_error(words(o))),
        found => found,
    }
}

/// The item at a position, if the sequence is (still) that long.
#[inline]
pub(crate) fn item(cx: &Cx, o: &ObjRef, at: usize) -> Option<ObjRef> {
    items(&cx.heap, o).get(at).cloned()
}

/// Position of the first item in `from..to` equal to `value`. The sequence may change meanwhile.
pub(crate) fn find(
    cx: &mut Cx,
    o: &ObjRef,
    value: &ObjRef,
    from: usize,
    to: usize,
) -> PyResult<Option<usize>> {
    let mut at = from;
    loop {
        // As far as it goes without calling anything.
        let own = items(&cx.heap, o);
        let unsure = loop {
            match own.get(at).filter(|_| at < to) {
                None => return Ok(None),
                Some(x) if x.is(value) => return Ok(Some(at)),
                // Now and then as if it had to be asked: between two calls ^C comes through.
                Some(x) if at & (ROUNDS - 1) == ROUNDS - 1 => break x.clone(),
                Some(x) => match native_eq(x, value) {
                    Some(true) => return Ok(Some(at)),
                    Some(false) => at += 1,
                    None => break x.clone(),
                },
            }
        };
        if cx.eq(&unsure, value)? {
            return Ok(Some(at));
        }
        at += 1;
        cx.poll()?;
    }
}

/// Items compared between two looks for interrupts.
const ROUNDS: usize = 1 << 20;

/// How many items are equal to `value`.
pub(crate) fn count(cx: &mut Cx, o: &ObjRef, value: &ObjRef) -> PyResult<usize> {
    let (mut n, mut from) = (0, 0);
    while let Some(at) = find(cx, o, value, from, usize::MAX)? {
        // Where one is, there are often more.
        let more = items(&cx.heap, o).iter().skip(at + 1).take(ROUNDS).take_while(|x| x.is(value)).count();
        n += 1 + more;
        from = at + 1 + more;
        if more == ROUNDS {
            cx.poll()?;
        }
        poll_now_and_then(cx, from)?;
    }
    Ok(n)
}

/// `a op b` of two lists or two tuples: the first pair of unequal items decides, then the lengths.
pub(crate) fn compare(cx: &mut Cx, a: &ObjRef, b: &ObjRef, op: CompareOp) -> PyResult {
    let mut at = 0;
    loop {
        let (x, y) = (items(&cx.heap, a), items(&cx.heap, b));
        if x.len() != y.len() && at == 0 && matches!(op, CompareOp::Eq | CompareOp::Ne) {
            return Ok(cx.bool(op == CompareOp::Ne));
        }
        let unsure = loop {
            let (Some(p), Some(q)) = (x.get(at), y.get(at)) else {
                return Ok(cx.bool(op.holds(x.len().cmp(&y.len()))));
            };
            if p.is(q) {
                at += 1;
                continue;
            }
            match native_eq(p, q) {
                Some(true) if at & (ROUNDS - 1) != ROUNDS - 1 => at += 1,
                Some(true) => break (p.clone(), q.clone(), false),
                known => break (p.clone(), q.clone(), known == Some(false)),
            }
        };
        let (p, q, unequal) = unsure;
        if unequal || !cx.eq(&p, &q)? {
            return match op {
                CompareOp::Eq => Ok(cx.bool(false)),
                CompareOp::Ne => Ok(cx.bool(true)),
                _ => cx.compare(op, &p, &q),
            };
        }
        at += 1;
        cx.poll()?;
    }
}

/// The items' `repr`, separated by commas, between brackets; `alone` goes behind a single item.
pub(crate) fn repr_items(cx: &mut Cx, o: &ObjRef, open: &str, close: &str, alone: &str) -> PyResult {
    let comma = cx.new_str(", ");
    let mut parts = vec![cx.new_str(open)];
    let mut at = 0;
    while let Some(x) = item(cx, o, at) {
        if at > 0 {
            parts.push(comma.clone());
        }
        parts.push(cx.repr(&x)?);
        at += 1;
        poll_now_and_then(cx, at)?;
    }
    if at == 1 {
        parts.push(cx.new_str(alone));
    }
    parts.push(cx.new_str(close));
    Ok(join(cx, &parts))
}

/// The strs one after another.
pub(crate) fn join(cx: &Cx, parts: &[ObjRef]) -> ObjRef {
    let parts: Vec<&ObjRef> = parts.iter().collect();
    cx.str_concat(&parts)
}

/// A start or stop of `index(value, start, stop)`, clipped to `0..=len`.
fn bound(cx: &mut Cx, o: &ObjRef, len: usize) -> PyResult<usize> {
    if !o.is_int() && o.ty().slots().index.is_none() {
        return Err(cx.type_error("slice indices must be integers or have an __index__ method"));
    }
    let v = cx.index_clipped(o)?;
    let v = if v < 0 { v.saturating_add_unsigned(len as u64).max(0) } else { v };
    Ok(usize::try_from(v).unwrap_or(usize::MAX))
}

/// `index(value, start=0, stop=sys.maxsize)`; `args` begin with the receiver.
pub(crate) fn index(cx: &mut Cx, args: &[ObjRef]) -> PyResult<Option<usize>> {
    let [o, value, bounds @ ..] = args else { return Ok(None) };
    let len = items(&cx.heap, o).len();
    let start = match bounds.first() {
        Some(b) => bound(cx, b, len)?,
        None => 0,
    };
    let stop = match bounds.get(1) {
        Some(b) => bound(cx, b, len)?,
        None => usize::MAX,
    };
    find(cx, o, value, start, stop)
}

/// A native function's index argument: OverflowError beyond a machine word.
pub(crate) fn size_argument(cx: &mut Cx, o: &ObjRef) -> PyResult<i64> {
    let v = cx.index(o)?;
    match v.int() {
        Some(v) => Ok(v),
        None => Err(cx.overflow_error("Python int too large to convert to C ssize_t")),
    }
}

/// A size that may be left out: what Argument Clinic's `Py_ssize_t(accept={int, NoneType})` does.
pub(crate) fn size_or_none(cx: &mut Cx, o: Option<&ObjRef>) -> PyResult<Option<i64>> {
    let Some(o) = o.filter(|o| !o.is_none()) else { return Ok(None) };
    if !is_index(o) {
        let got = o.ty().name();
        return Err(cx.type_error(format!("argument should be integer or None, not '{got}'")));
    }
    size_argument(cx, o).map(Some)
}

/// An int, and nothing else, as a machine word: what `PyLong_AsSsize_t` does.
pub(crate) fn int_argument(cx: &mut Cx, o: &ObjRef) -> PyResult<i64> {
    if !o.is_int() {
        return Err(cx.type_error("an integer is required"));
    }
    size_argument(cx, o)
}

/// Whether an object can be an index: an int or something with `__index__`.
pub(crate) fn is_index(o: &ObjRef) -> bool {
    o.is_int() || o.ty().slots().index.is_some()
}

/// The place that an index means in a sequence of `len` items.
pub(crate) fn place(index: i64, len: usize) -> Option<usize> {
    let at = if index < 0 { index.checked_add_unsigned(len as u64)? } else { index };
    usize::try_from(at).ok().filter(|&at| at < len)
}

/// What a repetition does with a count that is no int but has its own `*`, which goes first.
pub(crate) fn repeat_count(cx: &mut Cx, count: &ObjRef) -> PyResult<i64> {
    let v = cx.index(count)?;
    match v.int() {
        Some(v) => Ok(v),
        None => {
            let name = count.ty().name();
            Err(cx.overflow_error(format!("cannot fit '{name}' into an index-sized integer")))
        }
    }
}
