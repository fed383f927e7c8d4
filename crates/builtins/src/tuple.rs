//! `tuple` and its iterator.

use theseus_object::alarm::PIECE;
use theseus_object::class::TypeSpec;
use theseus_object::hash::{self, TupleHasher};
use theseus_object::methods::NativeDef;
use theseus_object::payload::TupleIter;
use theseus_object::slots::{Slots, number};
use theseus_object::{Args, CompareOp, Cx, Kind, ObjRef, PyResult};

use crate::iters::{python_operator_first, reduce_iterator, same};
use crate::sequence::{self, int_argument, is_index, item, items, place, repeat_count};
use crate::slice::{TUPLE, unpack};
use crate::{alias, list};

static SPEC: TypeSpec = TypeSpec {
    slots: Slots {
        new: Some(new),
        repr: Some(repr),
        hash: Some(hash_of),
        compare: Some(compare),
        iter: Some(iter),
        len: Some(len),
        contains: Some(contains),
        getitem: Some(getitem),
        number: {
            let mut ops = Slots::EMPTY.number;
            ops[number::ADD] = Some(add);
            ops[number::MUL] = Some(mul);
            ops
        },
        ..Slots::EMPTY
    },
    methods: &[
        NativeDef::m1("count", count, "count($self, value, /)\n--\n\nReturn number of occurrences of value."),
        NativeDef::range(
            "index",
            index,
            1,
            3,
            "index($self, value, start=0, stop=sys.maxsize, /)\n--\n\nReturn first index of value.\n\nRaises ValueError if the value is not present.",
        ),
        NativeDef::m0("__getnewargs__", getnewargs, "__getnewargs__($self, /)\n--\n\n"),
        NativeDef::class("__class_getitem__", alias::class_getitem, "See PEP 585"),
    ],
    getsets: &[],
    doc: "Built-in immutable sequence.\n\nIf no argument is given, the constructor returns an empty tuple.\nIf iterable is specified the tuple is initialized from iterable's items.\n\nIf the argument is a tuple, the return value is the same object.",
};

static ITERATOR: TypeSpec = TypeSpec {
    slots: Slots { iter: Some(same), next: Some(next), ..Slots::EMPTY },
    methods: &[
        NativeDef::length_hint(length_hint),
        NativeDef::reduce(reduce),
        NativeDef::set_state(set_state),
    ],
    ..TypeSpec::EMPTY
};

pub fn install(cx: &mut Cx) {
    let ty = cx.types.tuple.clone();
    cx.fill_type(&ty, &SPEC);
    crate::expose(cx, &ty);
    let iterator = cx.types.tuple_iterator.clone();
    cx.fill_type(&iterator, &ITERATOR);
}

fn new(cx: &mut Cx, class: &ObjRef, args: &Args) -> PyResult {
    let ty = cx.expect_type(class)?;
    let exact = ty.is(&cx.types.tuple);
    // A subclass with an `__init__` of its own may take keywords there.
    let own_init = ty.slots().init.map(|f| f as usize) != cx.types.tuple.slots().init.map(|f| f as usize);
    let args = if own_init && !exact { Args::positional_only(args.pos()) } else { *args };
    let made = match args.exact_range(cx, "tuple", 0, 1)?.first() {
        Some(iterable) => from_iterable(cx, iterable)?,
        None => cx.empty_tuple.clone(),
    };
    Ok(if exact { made } else { cx.new_subclass_copy(ty, &made) })
}

/// `tuple(iterable)`.
pub(crate) fn from_iterable(cx: &mut Cx, iterable: &ObjRef) -> PyResult {
    if iterable.is_exact(Kind::Tuple) {
        return Ok(iterable.clone());
    }
    if iterable.is_exact(Kind::List) {
        return Ok(cx.tuple_from_slice(items(&cx.heap, iterable)));
    }
    let made = list::from_iterable(cx, iterable)?;
    let all = cx.heap.list_mut(&made).map(|(_, own)| std::mem::take(own)).unwrap_or_default();
    Ok(cx.tuple_from_array(all))
}

fn repr(cx: &mut Cx, me: &ObjRef) -> PyResult {
    if items(&cx.heap, me).is_empty() {
        return Ok(cx.new_str("()"));
    }
    cx.guarded_repr(me, "(...)", |cx| sequence::repr_items(cx, me, "(", ")", ","))
}

fn hash_of(cx: &mut Cx, me: &ObjRef) -> PyResult<i64> {
    let mut hasher = TupleHasher::new();
    let mut at = 0usize;
    loop {
        // As far as it goes without calling anything.
        cx.poll()?;
        let own = items(&cx.heap, me);
        let end = at.saturating_add(PIECE);
        let unsure = loop {
            match own.get(at) {
                Some(_) if at == end => break None,
                None => return Ok(hasher.finish()),
                Some(x) if x.is_exact(Kind::Str) => hasher.add(x.str_hash(cx)),
                Some(x) if x.is_exact(Kind::Int) => hasher.add(hash::int(x.int().unwrap_or(0))),
                Some(x) => break Some(x.clone()),
            }
            at += 1;
        };
        if let Some(unsure) = unsure {
            hasher.add(cx.hash(&unsure)?);
            at += 1;
        }
    }
}

fn compare(cx: &mut Cx, a: &ObjRef, b: &ObjRef, op: CompareOp) -> PyResult {
    if a.kind() != Kind::Tuple || b.kind() != Kind::Tuple {
        return Ok(cx.not_implemented.clone());
    }
    sequence::compare(cx, a, b, op)
}

fn len(cx: &mut Cx, me: &ObjRef) -> PyResult<usize> {
    Ok(items(&cx.heap, me).len())
}

fn contains(cx: &mut Cx, me: &ObjRef, value: &ObjRef) -> PyResult<bool> {
    Ok(sequence::find(cx, me, value, 0, usize::MAX)?.is_some())
}

fn getitem(cx: &mut Cx, me: &ObjRef, key: &ObjRef) -> PyResult {
    if is_index(key) {
        let at = match key.int() {
            Some(at) => at,
            None => cx.index_word(key)?,
        };
        let own = items(&cx.heap, me);
        let found = place(at, own.len()).and_then(|at| own.get(at)).cloned();
        return found.ok_or_else(|| cx.index_error(TUPLE.range_error));
    }
    if key.kind() != Kind::Slice {
        let name = key.ty().name();
        return Err(cx.type_error(format!("{}{name}", TUPLE.type_error)));
    }
    let range = unpack(cx, key)?;
    let own = items(&cx.heap, me);
    let range = range.adjust(own.len());
    if range.step == 1 && range.count == own.len() && me.is_exact(Kind::Tuple) {
        return Ok(me.clone());
    }
    let part: Vec<ObjRef> = range.indices().filter_map(|at| own.get(at).cloned()).collect();
    Ok(cx.new_tuple(part))
}

fn add(cx: &mut Cx, a: &ObjRef, b: &ObjRef) -> PyResult {
    if a.kind() != Kind::Tuple || b.kind() != Kind::Tuple {
        return Ok(cx.not_implemented.clone());
    }
    let (x, y) = (items(&cx.heap, a), items(&cx.heap, b));
    if x.is_empty() && b.is_exact(Kind::Tuple) {
        return Ok(b.clone());
    }
    if y.is_empty() && a.is_exact(Kind::Tuple) {
        return Ok(a.clone());
    }
    if !cx.can_allocate((x.len() + y.len()) * 16) {
        return Err(cx.memory_error(""));
    }
    if x.len() + y.len() <= list::SHORT {
        return Ok(cx.tuple_from_slices([x, y]));
    }
    let all = list::both(cx, a, b)?;
    Ok(cx.new_tuple(all))
}

fn mul(cx: &mut Cx, a: &ObjRef, b: &ObjRef) -> PyResult {
    let (me, count) = if a.kind() == Kind::Tuple { (a, b) } else { (b, a) };
    if !is_index(count) {
        return Ok(cx.not_implemented.clone());
    }
    if let Some(r) = python_operator_first(cx, number::MUL, a, b, count)? {
        return Ok(r);
    }
    let n = repeat_count(cx, count)?.max(0);
    let own = items(&cx.heap, me);
    if (n == 1 || own.is_empty()) && me.is_exact(Kind::Tuple) {
        return Ok(me.clone());
    }
    // The items and the tuple made of them stand side by side.
    if !cx.can_allocate(own.len().saturating_mul(n as usize).saturating_mul(16)) {
        return Err(cx.memory_error(""));
    }
    let all = list::repeated(cx, me, n)?;
    Ok(cx.new_tuple(all))
}

// ---- methods

fn count(cx: &mut Cx, me: &ObjRef, value: &ObjRef) -> PyResult {
    let n = sequence::count(cx, me, value)?;
    Ok(cx.usize(n))
}

fn index(cx: &mut Cx, args: &[ObjRef]) -> PyResult {
    match sequence::index(cx, args)? {
        Some(at) => Ok(cx.usize(at)),
        None => Err(cx.value_error("tuple.index(x): x not in tuple")),
    }
}

fn getnewargs(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let own = cx.tuple_from_slice(items(&cx.heap, me));
    Ok(cx.new_tuple([own]))
}

// ---- iterator

fn iter(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let it = TupleIter { tuple: Some(me.clone()), index: 0 };
    Ok(cx.new_as(&cx.types.tuple_iterator, it))
}

fn next(cx: &mut Cx, it: &ObjRef) -> PyResult<Option<ObjRef>> {
    let Some(i) = cx.heap.get::<TupleIter>(it) else { return Ok(None) };
    let found = i.tuple.as_ref().and_then(|t| item(cx, t, i.index));
    let Some(i) = cx.heap.get_mut::<TupleIter>(it) else { return Ok(None) };
    if found.is_some() {
        i.index += 1;
    } else {
        let tuple = i.tuple.take();
        drop(tuple);
    }
    Ok(found)
}

fn length_hint(cx: &mut Cx, it: &ObjRef) -> PyResult {
    let left = cx.heap.get::<TupleIter>(it).and_then(|i| {
        let tuple = i.tuple.as_ref()?;
        Some(items(&cx.heap, tuple).len().saturating_sub(i.index))
    });
    Ok(cx.usize(left.unwrap_or(0)))
}

fn reduce(cx: &mut Cx, it: &ObjRef) -> PyResult {
    let Some(i) = cx.heap.get::<TupleIter>(it) else { return Err(cx.bad_internal("tuple iterator")) };
    let state = cx.usize(i.index);
    match i.tuple.clone() {
        Some(tuple) => reduce_iterator(cx, "iter", tuple, Some(state)),
        None => {
            let empty = cx.empty_tuple.clone();
            reduce_iterator(cx, "iter", empty, None)
        }
    }
}

fn set_state(cx: &mut Cx, it: &ObjRef, state: &ObjRef) -> PyResult {
    let index = int_argument(cx, state)?;
    let most =
        cx.heap.get::<TupleIter>(it).and_then(|i| i.tuple.as_ref()).map_or(0, |t| items(&cx.heap, t).len());
    if let Some(i) = cx.heap.get_mut::<TupleIter>(it) {
        i.index = usize::try_from(index).unwrap_or(0).min(most);
    }
    Ok(cx.none.clone())
}
