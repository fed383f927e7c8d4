//! `list`: its special methods and methods.

mod iter;
mod native;
pub(crate) mod sort;
mod subscript;
mod timsort;

pub(crate) use sort::sort;

use theseus_object::alarm::PIECE;
use theseus_object::args::Params;
use theseus_object::class::TypeSpec;
use theseus_object::methods::NativeDef;
use theseus_object::payload::List;
use theseus_object::payload::list::ObjVec;
use theseus_object::slots::{Slots, number};
use theseus_object::typeobj::type_flag;
use theseus_object::{Args, CompareOp, Cx, Kind, ObjRef, PyResult};

use crate::alias;
use crate::iters::{length_hint, python_operator_first};
use crate::sequence::{self, is_index, items, repeat_count, size_argument};
use crate::str::args::worked;
use crate::text::error::with_room;

/// Items up to which a list is copied without asking for memory or for interrupts.
pub(crate) const SHORT: usize = 512;

static SPEC: TypeSpec = TypeSpec {
    slots: Slots {
        new: Some(new),
        init: Some(init),
        repr: Some(repr),
        compare: Some(compare),
        iter: Some(iter::iter),
        len: Some(len),
        contains: Some(contains),
        getitem: Some(subscript::getitem),
        setitem: Some(subscript::setitem),
        number: {
            let mut ops = Slots::EMPTY.number;
            ops[number::ADD] = Some(add);
            ops[number::MUL] = Some(mul);
            ops
        },
        inplace: {
            let mut ops = Slots::EMPTY.inplace;
            ops[number::ADD] = Some(inplace_add);
            ops[number::MUL] = Some(inplace_mul);
            ops
        },
        ..Slots::EMPTY
    },
    methods: METHODS,
    getsets: &[],
    doc: "Built-in mutable sequence.\n\nIf no argument is given, the constructor creates a new empty list.\nThe argument must be an iterable if specified.",
};

static METHODS: &[NativeDef] = &[
    NativeDef::m1("append", append, "append($self, object, /)\n--\n\nAppend object to the end of the list."),
    NativeDef::m0("clear", clear, "clear($self, /)\n--\n\nRemove all items from list."),
    NativeDef::m0("copy", copy, "copy($self, /)\n--\n\nReturn a shallow copy of the list."),
    NativeDef::m1("count", count, "count($self, value, /)\n--\n\nReturn number of occurrences of value."),
    NativeDef::m1(
        "extend",
        extend_method,
        "extend($self, iterable, /)\n--\n\nExtend list by appending elements from the iterable.",
    ),
    NativeDef::range(
        "index",
        index,
        1,
        3,
        "index($self, value, start=0, stop=sys.maxsize, /)\n--\n\nReturn first index of value.\n\nRaises ValueError if the value is not present.",
    ),
    NativeDef::m2("insert", insert, "insert($self, index, object, /)\n--\n\nInsert object before index."),
    NativeDef::range(
        "pop",
        pop,
        0,
        1,
        "pop($self, index=-1, /)\n--\n\nRemove and return item at index (default last).\n\nRaises IndexError if list is empty or index is out of range.",
    ),
    NativeDef::m1(
        "remove",
        remove,
        "remove($self, value, /)\n--\n\nRemove first occurrence of value.\n\nRaises ValueError if the value is not present.",
    ),
    NativeDef::m0("reverse", reverse, "reverse($self, /)\n--\n\nReverse *IN PLACE*."),
    NativeDef::full(
        "sort",
        sort_method,
        "sort($self, /, *, key=None, reverse=False)\n--\n\nSort the list in ascending order and return None.\n\nThe sort is in-place (i.e. the list itself is modified) and stable (i.e. the\norder of two equal elements is maintained).\n\nIf a key function is given, apply it once to each list item and sort them,\nascending or descending, according to their function values.\n\nThe reverse flag can be set to sort in descending order.",
    ),
    NativeDef::m0(
        "__reversed__",
        iter::reversed,
        "__reversed__($self, /)\n--\n\nReturn a reverse iterator over the list.",
    ),
    NativeDef::m1(
        "__getitem__",
        subscript::getitem,
        "__getitem__($self, index, /)\n--\n\nReturn self[index].",
    ),
    NativeDef::class("__class_getitem__", alias::class_getitem, "See PEP 585"),
];

pub fn install(cx: &mut Cx) {
    let ty = cx.types.list.clone();
    cx.fill_type(&ty, &SPEC);
    ty.add_flag(type_flag::SEQUENCE);
    crate::expose(cx, &ty);
    iter::install(cx);
}

fn new(cx: &mut Cx, class: &ObjRef, _: &Args) -> PyResult {
    let ty = cx.expect_type(class)?;
    Ok(cx.new_instance(ty, List::default()))
}

fn init(cx: &mut Cx, me: &ObjRef, args: &Args) -> PyResult<()> {
    // A subclass with a `__new__` of its own may take keywords there.
    let own_new = me.ty().slots().new.is_none_or(|f| f as usize != new as *const () as usize);
    let args = if own_new { Args::positional_only(args.pos()) } else { *args };
    let given = args.exact_range(cx, "list", 0, 1)?;
    clear(cx, me)?;
    match given.first() {
        Some(iterable) => extend(cx, me, iterable),
        None => Ok(()),
    }
}

fn repr(cx: &mut Cx, me: &ObjRef) -> PyResult {
    if items(&cx.heap, me).is_empty() {
        return Ok(cx.new_str("[]"));
    }
    cx.guarded_repr(me, "[...]", |cx| sequence::repr_items(cx, me, "[", "]", ""))
}

fn compare(cx: &mut Cx, a: &ObjRef, b: &ObjRef, op: CompareOp) -> PyResult {
    if a.kind() != Kind::List || b.kind() != Kind::List {
        return Ok(cx.not_implemented.clone());
    }
    sequence::compare(cx, a, b, op)
}

fn len(cx: &mut Cx, me: &ObjRef) -> PyResult<usize> {
    Ok(items(&cx.heap, me).len())
}

fn contains(cx: &mut Cx, me: &ObjRef, item: &ObjRef) -> PyResult<bool> {
    Ok(sequence::find(cx, me, item, 0, usize::MAX)?.is_some())
}

fn add(cx: &mut Cx, a: &ObjRef, b: &ObjRef) -> PyResult {
    if a.kind() != Kind::List || b.kind() != Kind::List {
        return Ok(cx.not_implemented.clone());
    }
    let (x, y) = (items(&cx.heap, a), items(&cx.heap, b));
    if x.len() + y.len() <= SHORT {
        let mut all = ObjVec::with_capacity(cx, x.len() + y.len());
        all.append_slice(cx, x);
        all.append_slice(cx, y);
        return Ok(cx.new_list_of(all));
    }
    let all = both(cx, a, b)?;
    Ok(cx.new_list(all))
}

fn mul(cx: &mut Cx, a: &ObjRef, b: &ObjRef) -> PyResult {
    let (me, count) = if a.kind() == Kind::List { (a, b) } else { (b, a) };
    if !is_index(count) {
        return Ok(cx.not_implemented.clone());
    }
    if let Some(r) = python_operator_first(cx, number::MUL, a, b, count)? {
        return Ok(r);
    }
    let n = repeat_count(cx, count)?;
    let own = items(&cx.heap, me);
    let total = usize::try_from(n).unwrap_or(0).saturating_mul(own.len());
    if total <= SHORT {
        let mut all = ObjVec::with_capacity(cx, total);
        for _ in 0..n.max(0).min(total as i64) {
            all.append_slice(cx, own);
        }
        return Ok(cx.new_list_of(all));
    }
    let all = repeated(cx, me, n)?;
    Ok(cx.new_list(all))
}

/// The items `n` times over.
pub(crate) fn repeated(cx: &mut Cx, me: &ObjRef, n: i64) -> PyResult<Vec<ObjRef>> {
    let n = usize::try_from(n).unwrap_or(0);
    let total = items(&cx.heap, me).len().checked_mul(n);
    let Some(total) = total.filter(|t| cx.can_allocate(t.saturating_mul(8))) else {
        return Err(cx.memory_error(""));
    };
    worked(cx, |cx, alarm| {
        let own = items(&cx.heap, me);
        let mut all = with_room(total)?;
        if let [one] = own {
            while all.len() < total {
                all.resize(total.min(all.len() + PIECE), one.clone());
                alarm.check()?;
            }
        } else if !own.is_empty() {
            for round in 0..n {
                alarm.append(&mut all, own)?;
                alarm.check_now_and_then(round)?;
            }
        }
        Ok(all)
    })
}

/// The items of two sequences one after another.
pub(crate) fn both(cx: &mut Cx, a: &ObjRef, b: &ObjRef) -> PyResult<Vec<ObjRef>> {
    worked(cx, |cx, alarm| {
        let (x, y) = (items(&cx.heap, a), items(&cx.heap, b));
        let mut all = with_room(x.len() + y.len())?;
        alarm.append(&mut all, x)?;
        alarm.append(&mut all, y)?;
        Ok(all)
    })
}

/// The items from a position to another, or to the end.
pub(crate) fn stretch(cx: &mut Cx, me: &ObjRef, from: usize, to: usize) -> PyResult<Vec<ObjRef>> {
    worked(cx, |cx, alarm| {
        let own = items(&cx.heap, me);
        let own = own.get(from..to.min(own.len())).unwrap_or_default();
        let mut all = with_room(own.len())?;
        alarm.append(&mut all, own)?;
        Ok(all)
    })
}

fn inplace_add(cx: &mut Cx, me: &ObjRef, other: &ObjRef) -> PyResult {
    if let Some(r) = python_operator_first(cx, number::ADD, me, other, other)? {
        return Ok(r);
    }
    extend(cx, me, other)?;
    Ok(me.clone())
}

fn inplace_mul(cx: &mut Cx, me: &ObjRef, count: &ObjRef) -> PyResult {
    if !is_index(count) {
        return Ok(cx.not_implemented.clone());
    }
    if let Some(r) = python_operator_first(cx, number::MUL, me, count, count)? {
        return Ok(r);
    }
    let n = repeat_count(cx, count)?;
    if n != 1 {
        let all = repeated(cx, me, n)?;
        drop(replace_items(cx, me, all));
    }
    Ok(me.clone())
}

/// Gives the list other items; the old ones go to the caller.
fn replace_items(cx: &mut Cx, me: &ObjRef, new: Vec<ObjRef>) -> Vec<ObjRef> {
    match cx.heap.list_mut(me) {
        Some((interp, own)) => {
            let old = own.take();
            *own = ObjVec::from_vec(interp, new);
            old
        }
        None => Vec::new(),
    }
}

fn push(cx: &mut Cx, me: &ObjRef, item: ObjRef) {
    if let Some((interp, own)) = cx.heap.list_mut(me) {
        own.push(interp, item);
    }
}

/// `list.extend`: items come one by one, so that who makes them can look at the list.
pub fn extend(cx: &mut Cx, me: &ObjRef, other: &ObjRef) -> PyResult<()> {
    if other.is_exact(Kind::List) || other.is_exact(Kind::Tuple) || other.is(me) {
        if items(&cx.heap, other).len() <= SHORT {
            cx.heap.extend_list(me, other);
            return Ok(());
        }
        let new = stretch(cx, other, 0, usize::MAX)?;
        reserve(cx, me, new.len())?;
        if let Some((interp, own)) = cx.heap.list_mut(me) {
            new.into_iter().for_each(|o| own.push(interp, o));
        }
        return Ok(());
    }
    let it = cx.iter(other)?;
    let hint = length_hint(cx, other)?;
    // With so many no sum is possible: what comes is taken, hoping for less.
    if hint <= isize::MAX as usize - items(&cx.heap, me).len() {
        reserve(cx, me, hint)?;
    }
    let mut rounds = 0u32;
    while let Some(o) = cx.next(&it)? {
        push(cx, me, o);
        rounds = rounds.wrapping_add(1);
        if rounds & 0xffff == 0 {
            cx.poll()?;
        }
    }
    Ok(())
}

fn reserve(cx: &mut Cx, me: &ObjRef, more: usize) -> PyResult<()> {
    if !cx.can_allocate(more.saturating_add(items(&cx.heap, me).len()).saturating_mul(8)) {
        return Err(cx.memory_error(""));
    }
    if let Some((interp, own)) = cx.heap.list_mut(me) {
        own.reserve(interp, more);
    }
    Ok(())
}

// ---- methods

fn append(cx: &mut Cx, me: &ObjRef, item: &ObjRef) -> PyResult {
    push(cx, me, item.clone());
    Ok(cx.none.clone())
}

fn clear(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let own = cx.heap.list_mut(me).filter(|(_, own)| own.capacity() > 0);
    let old = own.map(|(_, own)| std::mem::take(own));
    drop(old);
    Ok(cx.none.clone())
}

fn copy(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let own = items(&cx.heap, me);
    if own.len() <= SHORT {
        return Ok(cx.list_from_slice(own));
    }
    let all = stretch(cx, me, 0, usize::MAX)?;
    Ok(cx.new_list(all))
}

fn count(cx: &mut Cx, me: &ObjRef, value: &ObjRef) -> PyResult {
    let n = sequence::count(cx, me, value)?;
    Ok(cx.usize(n))
}

fn extend_method(cx: &mut Cx, me: &ObjRef, other: &ObjRef) -> PyResult {
    extend(cx, me, other)?;
    Ok(cx.none.clone())
}

fn index(cx: &mut Cx, args: &[ObjRef]) -> PyResult {
    if let Some(at) = sequence::index(cx, args)? {
        return Ok(cx.usize(at));
    }
    let Some(value) = args.get(1) else { return Err(cx.bad_internal("arguments")) };
    let text = cx.repr_text(value)?;
    Err(cx.value_error(format!("{text} is not in list")))
}

fn insert(cx: &mut Cx, me: &ObjRef, at: &ObjRef, item: &ObjRef) -> PyResult {
    let at = size_argument(cx, at)?;
    if let Some((interp, own)) = cx.heap.list_mut(me) {
        let n = own.len() as i64;
        let at = if at < 0 { at.saturating_add(n).max(0) } else { at.min(n) };
        own.insert(interp, at as usize, item.clone());
    }
    Ok(cx.none.clone())
}

fn pop(cx: &mut Cx, args: &[ObjRef]) -> PyResult {
    let Some(me) = args.first() else { return Err(cx.bad_internal("arguments")) };
    let at = match args.get(1) {
        Some(at) => size_argument(cx, at)?,
        None => -1,
    };
    let Some((_, own)) = cx.heap.list_mut(me) else { return Err(cx.bad_internal("list")) };
    if own.is_empty() {
        return Err(cx.index_error("pop from empty list"));
    }
    let n = own.len();
    let found = match sequence::place(at, n) {
        Some(at) if at + 1 == n => own.pop(),
        Some(at) => own.remove(at),
        None => None,
    };
    found.ok_or_else(|| cx.index_error("pop index out of range"))
}

fn remove(cx: &mut Cx, me: &ObjRef, value: &ObjRef) -> PyResult {
    let Some(at) = sequence::find(cx, me, value, 0, usize::MAX)? else {
        return Err(cx.value_error("list.remove(x): x not in list"));
    };
    let old = cx.heap.list_mut(me).and_then(|(_, own)| own.remove(at));
    drop(old);
    Ok(cx.none.clone())
}

fn reverse(cx: &mut Cx, me: &ObjRef) -> PyResult {
    if let Some((_, own)) = cx.heap.list_mut(me) {
        own.reverse();
    }
    Ok(cx.none.clone())
}

fn sort_method(cx: &mut Cx, me: &ObjRef, args: &Args) -> PyResult {
    const PARAMS: Params<0, 2> = Params { required: [], optional: ["key", "reverse"], posonly: 0, kwonly: 0 };
    let ([], [key, reverse]) = args.bind(cx, "sort", &PARAMS)?;
    let reverse = match reverse {
        Some(r) => cx.truth(&r)?,
        None => false,
    };
    sort(cx, me, key.filter(|k| !k.is_none()).as_ref(), reverse)?;
    Ok(cx.none.clone())
}

/// `list(iterable)` for native code.
pub(crate) fn from_iterable(cx: &mut Cx, iterable: &ObjRef) -> PyResult {
    let is_short = |o: &ObjRef| items(&cx.heap, o).len() <= SHORT;
    if (iterable.is_exact(Kind::List) || iterable.is_exact(Kind::Tuple)) && is_short(iterable) {
        return Ok(cx.list_from_slice(items(&cx.heap, iterable)));
    }
    let list = cx.new_list(Vec::new());
    extend(cx, &list, iterable)?;
    Ok(list)
}

/// The items of any iterable; TypeError in these words if it is none.
pub(crate) fn collect_or(cx: &mut Cx, o: &ObjRef, message: &str) -> PyResult<Vec<ObjRef>> {
    if o.is_exact(Kind::List) || o.is_exact(Kind::Tuple) {
        return Ok(items(&cx.heap, o).to_vec());
    }
    let it = match cx.iter(o) {
        Ok(it) => it,
        Err(_) if cx.catch(&cx.excs.type_error.clone()) => return Err(cx.type_error(message)),
        Err(e) => return Err(e),
    };
    let list = from_iterable(cx, &it)?;
    Ok(cx.heap.list_mut(&list).map(|(_, own)| own.take()).unwrap_or_default())
}
