//! The module `_heapq`: lists as heaps.

use theseus_object::methods::NativeDef;
use theseus_object::ops::native_order;
use theseus_object::{CompareOp, Cx, Kind, ObjRef, PyResult};

use crate::iters::poll_now_and_then;
use crate::module::native_module;
use crate::sequence::item;

const DOC: &str = "Heap queue algorithm (a.k.a. priority queue).\n\nA heap is a list a with a[k] <= a[2*k+1] and a[k] <= a[2*k+2] for all k, where\nelements that are not there count as infinite: a[0] is the smallest of all.";

static FUNCTIONS: &[NativeDef] = &[
    NativeDef::f1(
        "_heapify_max",
        heapify::<true>,
        "_heapify_max($module, heap, /)\n--\n\nMaxheap variant of heapify.",
    ),
    NativeDef::f1(
        "_heappop_max",
        heappop::<true>,
        "_heappop_max($module, heap, /)\n--\n\nMaxheap variant of heappop.",
    ),
    NativeDef::f2(
        "_heapreplace_max",
        heapreplace::<true>,
        "_heapreplace_max($module, heap, item, /)\n--\n\nMaxheap variant of heapreplace.",
    ),
    NativeDef::f1(
        "heapify",
        heapify::<false>,
        "heapify($module, heap, /)\n--\n\nTransform list into a heap, in-place, in O(len(heap)) time.",
    ),
    NativeDef::f1(
        "heappop",
        heappop::<false>,
        "heappop($module, heap, /)\n--\n\nPop the smallest item off the heap, maintaining the heap invariant.",
    ),
    NativeDef::f2(
        "heappush",
        heappush,
        "heappush($module, heap, item, /)\n--\n\nPush item onto heap, maintaining the heap invariant.",
    ),
    NativeDef::f2(
        "heappushpop",
        heappushpop,
        "heappushpop($module, heap, item, /)\n--\n\nPush item on the heap, then pop and return the smallest item from the heap.\n\nThe combined action runs more efficiently than heappush() followed by\na separate call to heappop().",
    ),
    NativeDef::f2(
        "heapreplace",
        heapreplace::<false>,
        "heapreplace($module, heap, item, /)\n--\n\nPop and return the current smallest value, and add the new item.\n\nThis is more efficient than heappop() followed by heappush(), and can be\nmore appropriate when using a fixed-size heap.  Note that the value\nreturned may be larger than item!  That constrains reasonable uses of\nthis routine unless written as part of a conditional replacement:\n\n    if item > heap[0]:\n        item = heapreplace(heap, item)",
    ),
];

pub fn install(cx: &mut Cx) {
    native_module(cx, "_heapq", DOC, FUNCTIONS);
}

fn check(cx: &mut Cx, name: &str, which: &str, heap: &ObjRef) -> PyResult<()> {
    if heap.kind() == Kind::List {
        return Ok(());
    }
    let got = heap.kind_given();
    Err(cx.type_error(format!("{name}() argument{which} must be list, not {got}")))
}

fn len(cx: &Cx, heap: &ObjRef) -> usize {
    cx.heap.list(heap).map_or(0, <[ObjRef]>::len)
}

fn out_of_range(cx: &mut Cx) -> theseus_object::Raised {
    cx.index_error("index out of range")
}

/// Whether the item at `a` comes before that at `b`; the list must stay as long as it is.
fn before<const MAX: bool>(cx: &mut Cx, heap: &ObjRef, a: usize, b: usize, n: usize) -> PyResult<bool> {
    let list = cx.heap.list(heap).unwrap_or(&[]);
    let (Some(x), Some(y)) = (list.get(a), list.get(b)) else { return Err(out_of_range(cx)) };
    let (x, y) = if MAX { (y, x) } else { (x, y) };
    if let Some(order) = native_order(x, y) {
        return Ok(order.is_lt());
    }
    let (x, y) = (x.clone(), y.clone());
    let less = cx.compare_bool(CompareOp::Lt, &x, &y)?;
    if len(cx, heap) != n {
        return Err(cx.runtime_error("list changed size during iteration"));
    }
    Ok(less)
}

fn swap(cx: &mut Cx, heap: &ObjRef, a: usize, b: usize) {
    if let Some((_, list)) = cx.heap.list_mut(heap)
        && a.max(b) < list.len()
    {
        list.swap(a, b);
    }
}

/// Puts an item in a place and gives the one that was there.
fn put(cx: &mut Cx, heap: &ObjRef, at: usize, o: ObjRef) -> Option<ObjRef> {
    let (_, list) = cx.heap.list_mut(heap)?;
    Some(std::mem::replace(list.get_mut(at)?, o))
}

/// Moves the item at `pos` towards the top, at most to `start`.
fn rise<const MAX: bool>(cx: &mut Cx, heap: &ObjRef, start: usize, mut pos: usize) -> PyResult<()> {
    let n = len(cx, heap);
    if pos >= n {
        return Err(out_of_range(cx));
    }
    while pos > start {
        let parent = (pos - 1) / 2;
        if !before::<MAX>(cx, heap, pos, parent, n)? {
            break;
        }
        swap(cx, heap, parent, pos);
        pos = parent;
    }
    Ok(())
}

/// Moves the item at `pos` to the bottom, smaller children up, and then to where it belongs.
fn sink<const MAX: bool>(cx: &mut Cx, heap: &ObjRef, start: usize) -> PyResult<()> {
    let n = len(cx, heap);
    if start >= n {
        return Err(out_of_range(cx));
    }
    let mut pos = start;
    while pos < n / 2 {
        let mut child = 2 * pos + 1;
        if child + 1 < n && !before::<MAX>(cx, heap, child, child + 1, n)? {
            child += 1;
        }
        swap(cx, heap, child, pos);
        pos = child;
    }
    rise::<MAX>(cx, heap, start, pos)
}

fn heappush(cx: &mut Cx, heap: &ObjRef, o: &ObjRef) -> PyResult {
    check(cx, "heappush", " 1", heap)?;
    if let Some((interp, list)) = cx.heap.list_mut(heap) {
        list.push(interp, o.clone());
    }
    let last = len(cx, heap).saturating_sub(1);
    rise::<false>(cx, heap, 0, last)?;
    Ok(cx.none.clone())
}

fn heappop<const MAX: bool>(cx: &mut Cx, heap: &ObjRef) -> PyResult {
    check(cx, if MAX { "_heappop_max" } else { "heappop" }, "", heap)?;
    let Some(last) = cx.heap.list_mut(heap).and_then(|(_, list)| list.pop()) else {
        return Err(out_of_range(cx));
    };
    if len(cx, heap) == 0 {
        return Ok(last);
    }
    let Some(top) = put(cx, heap, 0, last) else { return Err(out_of_range(cx)) };
    sink::<MAX>(cx, heap, 0)?;
    Ok(top)
}

fn heapreplace<const MAX: bool>(cx: &mut Cx, heap: &ObjRef, o: &ObjRef) -> PyResult {
    check(cx, if MAX { "_heapreplace_max" } else { "heapreplace" }, " 1", heap)?;
    let Some(top) = put(cx, heap, 0, o.clone()) else { return Err(out_of_range(cx)) };
    sink::<MAX>(cx, heap, 0)?;
    Ok(top)
}

fn heappushpop(cx: &mut Cx, heap: &ObjRef, o: &ObjRef) -> PyResult {
    check(cx, "heappushpop", " 1", heap)?;
    let Some(top) = item(cx, heap, 0) else { return Ok(o.clone()) };
    if !cx.compare_bool(CompareOp::Lt, &top, o)? {
        return Ok(o.clone());
    }
    let Some(top) = put(cx, heap, 0, o.clone()) else { return Err(out_of_range(cx)) };
    sink::<false>(cx, heap, 0)?;
    Ok(top)
}

fn heapify<const MAX: bool>(cx: &mut Cx, heap: &ObjRef) -> PyResult {
    check(cx, if MAX { "_heapify_max" } else { "heapify" }, "", heap)?;
    for at in (0..len(cx, heap) / 2).rev() {
        sink::<MAX>(cx, heap, at)?;
        poll_now_and_then(cx, at)?;
    }
    Ok(cx.none.clone())
}
