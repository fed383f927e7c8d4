//! `set` and `frozenset`: their special methods.

mod iter;
mod methods;
mod operations;

pub(crate) use iter::next_place;
pub use operations::update;
pub(crate) use operations::{
    copy, difference_update, from_iterable, intersection, is_set, symmetric_difference_update,
};

use theseus_object::class::TypeSpec;
use theseus_object::payload::{FrozenSet, Set};
use theseus_object::slots::{Binary, NUMBER_OPS, Slots, number};
use theseus_object::{Args, CompareOp, Cx, Kind, ObjRef, PyResult, hash};

use crate::sequence;
use operations::{contains_key, difference, intersection_update, issubset, symmetric_difference};

/// The operators without assignment, which both types have.
const NUMBER: [Option<Binary>; NUMBER_OPS] = {
    let mut ops = Slots::EMPTY.number;
    ops[number::SUB] = Some(sub);
    ops[number::AND] = Some(and);
    ops[number::OR] = Some(or);
    ops[number::XOR] = Some(xor);
    ops
};

static SET: TypeSpec = TypeSpec {
    slots: Slots {
        new: Some(new),
        init: Some(init),
        repr: Some(repr),
        compare: Some(compare),
        iter: Some(iter::iter),
        len: Some(len),
        contains: Some(contains_key),
        number: NUMBER,
        inplace: {
            let mut ops = Slots::EMPTY.inplace;
            ops[number::SUB] = Some(inplace_sub);
            ops[number::AND] = Some(inplace_and);
            ops[number::OR] = Some(inplace_or);
            ops[number::XOR] = Some(inplace_xor);
            ops
        },
        ..Slots::EMPTY
    },
    methods: methods::SET,
    getsets: &[],
    doc: "set() -> new empty set object\nset(iterable) -> new set object\n\nBuild an unordered collection of unique elements.",
};

static FROZENSET: TypeSpec = TypeSpec {
    slots: Slots {
        new: Some(new_frozen),
        repr: Some(repr),
        hash: Some(hash_of),
        compare: Some(compare),
        iter: Some(iter::iter),
        len: Some(len),
        contains: Some(contains_key),
        number: NUMBER,
        ..Slots::EMPTY
    },
    methods: methods::FROZENSET,
    getsets: &[],
    doc: "frozenset() -> empty frozenset object\nfrozenset(iterable) -> frozenset object\n\nBuild an immutable unordered collection of unique elements.",
};

pub fn install(cx: &mut Cx) {
    let (set, frozenset) = (cx.types.set.clone(), cx.types.frozenset.clone());
    cx.fill_type(&set, &SET);
    cx.fill_type(&frozenset, &FROZENSET);
    crate::expose(cx, &set);
    crate::expose(cx, &frozenset);
    iter::install(cx);
}

fn new(cx: &mut Cx, class: &ObjRef, _: &Args) -> PyResult {
    let ty = cx.expect_type(class)?;
    Ok(cx.new_instance(ty, Set::default()))
}

fn init(cx: &mut Cx, me: &ObjRef, args: &Args) -> PyResult<()> {
    let given = match args.values {
        [iterable] if args.names.is_empty() => Some(iterable),
        _ => {
            args.no_keywords(cx, "set")?;
            args.exact_range(cx, &me.ty().name(), 0, 1)?.first()
        }
    };
    let old = cx.heap.set_table_mut(me).map(|t| t.take_all());
    drop(old);
    match given {
        Some(iterable) => update(cx, me, iterable),
        None => Ok(()),
    }
}

fn new_frozen(cx: &mut Cx, class: &ObjRef, args: &Args) -> PyResult {
    let ty = cx.expect_type(class)?;
    let exact = ty.is(&cx.types.frozenset);
    // A subclass with an `__init__` of its own may take keywords there.
    let own_init = ty.slots().init.map(|f| f as usize) != cx.types.frozenset.slots().init.map(|f| f as usize);
    let args = if own_init && !exact { Args::positional_only(args.pos()) } else { *args };
    args.no_keywords(cx, "frozenset")?;
    let name = ty.name();
    let given = args.exact_range(cx, &name, 0, 1)?.first();
    if let Some(iterable) = given.filter(|o| exact && o.is_exact(Kind::FrozenSet)) {
        return Ok(iterable.clone());
    }
    let made = cx.new_instance(ty, FrozenSet::default());
    if let Some(iterable) = given {
        update(cx, &made, iterable)?;
    }
    Ok(made)
}

fn repr(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let name = me.ty().name();
    if cx.heap.set_table(me).is_none_or(|t| t.is_empty()) {
        return Ok(cx.new_str(&format!("{name}()")));
    }
    let again = format!("{name}(...)");
    cx.guarded_repr(me, &again, |cx| {
        let keys = cx.heap.set_table(me).map(|t| t.iter().map(|(k, _)| k.clone()).collect());
        let keys = cx.new_list(keys.unwrap_or_default());
        if me.is_exact(Kind::Set) {
            return sequence::repr_items(cx, &keys, "{", "}", "");
        }
        sequence::repr_items(cx, &keys, &format!("{name}({{"), "})", "")
    })
}

fn hash_of(cx: &mut Cx, me: &ObjRef) -> PyResult<i64> {
    let Some(s) = cx.heap.get::<FrozenSet>(me) else { return Err(cx.bad_internal("frozenset")) };
    if let Some(h) = s.hash.get() {
        return Ok(h);
    }
    let h = hash::frozenset(s.table.iter().map(|(_, h)| h));
    s.hash.set(Some(h));
    Ok(h)
}

fn len(cx: &mut Cx, me: &ObjRef) -> PyResult<usize> {
    Ok(operations::len(cx, me))
}

fn compare(cx: &mut Cx, a: &ObjRef, b: &ObjRef, op: CompareOp) -> PyResult {
    if !is_set(a) || !is_set(b) {
        return Ok(cx.not_implemented.clone());
    }
    let (n, m) = (operations::len(cx, a), operations::len(cx, b));
    let holds = match op {
        CompareOp::Eq => equal(cx, a, b)?,
        CompareOp::Ne => {
            // A subclass may have another `==`.
            let r = cx.compare(CompareOp::Eq, a, b)?;
            !cx.truth(&r)?
        }
        CompareOp::Le => issubset(cx, a, b)?,
        CompareOp::Ge => issubset(cx, b, a)?,
        CompareOp::Lt => n < m && issubset(cx, a, b)?,
        CompareOp::Gt => n > m && issubset(cx, b, a)?,
    };
    Ok(cx.bool(holds))
}

fn equal(cx: &mut Cx, a: &ObjRef, b: &ObjRef) -> PyResult<bool> {
    if operations::len(cx, a) != operations::len(cx, b) {
        return Ok(false);
    }
    let known = |o: &ObjRef| cx.heap.get::<FrozenSet>(o).and_then(|s| s.hash.get());
    if let (Some(x), Some(y)) = (known(a), known(b))
        && x != y
    {
        return Ok(false);
    }
    issubset(cx, a, b)
}

fn sub(cx: &mut Cx, a: &ObjRef, b: &ObjRef) -> PyResult {
    if !is_set(a) || !is_set(b) {
        return Ok(cx.not_implemented.clone());
    }
    difference(cx, a, b)
}

fn and(cx: &mut Cx, a: &ObjRef, b: &ObjRef) -> PyResult {
    if !is_set(a) || !is_set(b) {
        return Ok(cx.not_implemented.clone());
    }
    intersection(cx, a, b)
}

fn or(cx: &mut Cx, a: &ObjRef, b: &ObjRef) -> PyResult {
    if !is_set(a) || !is_set(b) {
        return Ok(cx.not_implemented.clone());
    }
    let result = copy(cx, a)?;
    if !a.is(b) {
        update(cx, &result, b)?;
    }
    Ok(result)
}

fn xor(cx: &mut Cx, a: &ObjRef, b: &ObjRef) -> PyResult {
    if !is_set(a) || !is_set(b) {
        return Ok(cx.not_implemented.clone());
    }
    symmetric_difference(cx, a, b)
}

fn inplace_sub(cx: &mut Cx, me: &ObjRef, other: &ObjRef) -> PyResult {
    if !is_set(other) {
        return Ok(cx.not_implemented.clone());
    }
    difference_update(cx, me, other)?;
    Ok(me.clone())
}

fn inplace_and(cx: &mut Cx, me: &ObjRef, other: &ObjRef) -> PyResult {
    if !is_set(other) {
        return Ok(cx.not_implemented.clone());
    }
    intersection_update(cx, me, std::slice::from_ref(other))?;
    Ok(me.clone())
}

fn inplace_or(cx: &mut Cx, me: &ObjRef, other: &ObjRef) -> PyResult {
    if !is_set(other) {
        return Ok(cx.not_implemented.clone());
    }
    update(cx, me, other)?;
    Ok(me.clone())
}

fn inplace_xor(cx: &mut Cx, me: &ObjRef, other: &ObjRef) -> PyResult {
    if !is_set(other) {
        return Ok(cx.not_implemented.clone());
    }
    symmetric_difference_update(cx, me, other)?;
    Ok(me.clone())
}
