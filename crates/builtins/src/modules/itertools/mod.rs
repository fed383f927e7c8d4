//! The module `itertools`: iterators for efficient loops, one file a family.

/// A method for pickling and copying (one that takes a state has `state` behind it), which says that
/// it will go. In front, for the modules below use it.
macro_rules! outdated {
    ($method:expr) => {
        |cx: &mut Cx, me: &ObjRef| {
            $crate::modules::itertools::warn_outdated(cx)?;
            $method(cx, me)
        }
    };
    ($method:expr, state) => {
        |cx: &mut Cx, me: &ObjRef, state: &ObjRef| {
            $crate::modules::itertools::warn_outdated(cx)?;
            $method(cx, me, state)
        }
    };
}

mod batch;
mod chain;
mod combine;
mod endless;
mod fold;
mod groupby;
mod islice;
mod product;
mod select;
mod tee;
mod zip_longest;

use theseus_object::class::TypeSpec;
use theseus_object::edges::Payload;
use theseus_object::typeobj::{Layout, type_flag};
use theseus_object::{Args, Cx, Heap, Kind, ObjRef, PyResult, TypeObj};

use crate::iters::{end_by_exception, refuse_keywords};
use crate::module::new_module;

const DOC: &str = "Functional tools for creating and using iterators.\n\nInfinite iterators:\ncount(start=0, step=1) --> start, start+step, start+2*step, ...\ncycle(p) --> p0, p1, ... plast, p0, p1, ...\nrepeat(elem [,n]) --> elem, elem, elem, ... endlessly or up to n times\n\nIterators terminating on the shortest input sequence:\naccumulate(p[, func]) --> p0, p0+p1, p0+p1+p2\nbatched(p, n) --> [p0, p1, ..., p_n-1], [p_n, p_n+1, ..., p_2n-1], ...\nchain(p, q, ...) --> p0, p1, ... plast, q0, q1, ...\nchain.from_iterable([p, q, ...]) --> p0, p1, ... plast, q0, q1, ...\ncompress(data, selectors) --> (d[0] if s[0]), (d[1] if s[1]), ...\ndropwhile(predicate, seq) --> seq[n], seq[n+1], starting when predicate fails\ngroupby(iterable[, keyfunc]) --> sub-iterators grouped by value of keyfunc(v)\nfilterfalse(predicate, seq) --> elements of seq where predicate(elem) is False\nislice(seq, [start,] stop [, step]) --> elements from\n       seq[start:stop:step]\npairwise(s) --> (s[0],s[1]), (s[1],s[2]), (s[2], s[3]), ...\nstarmap(fun, seq) --> fun(*seq[0]), fun(*seq[1]), ...\ntee(it, n=2) --> (it1, it2 , ... itn) splits one iterator into n\ntakewhile(predicate, seq) --> seq[0], seq[1], until predicate fails\nzip_longest(p, q, ...) --> (p[0], q[0]), (p[1], q[1]), ...\n\nCombinatoric generators:\nproduct(p, q, ... [repeat=1]) --> cartesian product\npermutations(p[, r])\ncombinations(p, r)\ncombinations_with_replacement(p, r)\n";

pub fn install(cx: &mut Cx) {
    let module = new_module(cx, "itertools", DOC);
    let Some(dict) = cx.existing_dict(&module) else { return };
    fold::install(cx, &dict);
    batch::install(cx, &dict);
    chain::install(cx, &dict);
    combine::install(cx, &dict);
    endless::install(cx, &dict);
    groupby::install(cx, &dict);
    islice::install(cx, &dict);
    product::install(cx, &dict);
    select::install(cx, &dict);
    tee::install(cx, &dict);
    zip_longest::install(cx, &dict);
}

/// Makes an iterator type that may have subclasses and puts it into the module.
fn add<T: Payload>(cx: &mut Cx, dict: &ObjRef, name: &str, spec: &'static TypeSpec) {
    add_with::<T>(cx, dict, name, spec, type_flag::BASE_TYPE, Layout::PLAIN);
}

fn add_with<T: Payload>(
    cx: &mut Cx,
    dict: &ObjRef,
    name: &str,
    spec: &'static TypeSpec,
    flags: u32,
    layout: Layout,
) {
    let ty = cx.add_native_type_over::<T>(&format!("itertools.{name}"), None, flags, layout);
    cx.fill_type(&ty, spec);
    cx.namespace_put(dict, name, ty.as_ref().clone());
}

/// The warning of CPython 3.12 that iterators will be neither pickled nor copied.
fn warn_outdated(cx: &mut Cx) -> PyResult<()> {
    let category = cx.excs.deprecation_warning.clone();
    cx.warn(&category, "Pickle, copy, and deepcopy support will be removed from itertools in Python 3.14.", 1)
}

/// Positional arguments of a type that takes no keywords.
fn positional<'a>(
    cx: &mut Cx,
    ty: &TypeObj,
    name: &str,
    args: &Args<'a>,
    least: usize,
    most: usize,
) -> PyResult<&'a [ObjRef]> {
    refuse_keywords(cx, ty, name, args)?;
    let given = args.pos();
    let n = given.len();
    if (least..=most).contains(&n) {
        return Ok(given);
    }
    let (how, wanted) = match (least == most, n < least) {
        (true, _) => ("", least),
        (false, true) => ("at least ", least),
        (false, false) => ("at most ", most),
    };
    let s = theseus_object::error::plural(wanted);
    Err(cx.type_error(format!("{name} expected {how}{wanted} argument{s}, got {n}")))
}

/// The result of a step that calls Python functions: a StopIteration from one of them ends the
/// iteration.
#[inline]
fn ended(cx: &mut Cx, r: PyResult<Option<ObjRef>>) -> PyResult<Option<ObjRef>> {
    match r {
        Ok(v) => Ok(v),
        Err(e) => end_by_exception::<Option<ObjRef>>(cx, Err(e)).map(Option::flatten),
    }
}

/// A tuple with the items of an iterable.
fn pool(cx: &mut Cx, o: &ObjRef) -> PyResult {
    if o.is_exact(Kind::Tuple) {
        return Ok(o.clone());
    }
    let items = cx.collect(o)?;
    Ok(cx.new_tuple(items))
}

/// The tuple of `n` items that a combinatoric iterator gives next: the one given last with the items
/// from `from` on exchanged, if nobody kept it, or a new one.
#[inline]
fn renewed(
    cx: &mut Cx,
    old: Option<ObjRef>,
    from: usize,
    n: usize,
    item: impl Fn(&Heap, usize) -> Option<ObjRef>,
) -> ObjRef {
    if let Some(old) = old
        && cx.heap.sole_tuple_slots(&old).is_some_and(|slots| slots.len() == n)
    {
        for at in from..n {
            let o = item(&cx.heap, at);
            if let (Some(slots), Some(o)) = (cx.heap.sole_tuple_slots(&old), o) {
                slots[at] = o;
            }
        }
        return old;
    }
    let (heap, none) = (&cx.heap, &cx.none);
    cx.new_tuple((0..n).map(|at| item(heap, at).unwrap_or_else(|| none.clone())))
}

/// The items of a state given to `__setstate__`.
fn state_items(cx: &mut Cx, state: &ObjRef) -> PyResult<Vec<ObjRef>> {
    match cx.heap.tuple(state) {
        Some(items) => Ok(items.to_vec()),
        None => Err(cx.type_error("state is not a tuple")),
    }
}

/// An iterator over nothing.
fn empty_iterator(cx: &mut Cx) -> PyResult {
    let list = cx.new_list(Vec::new());
    cx.iter(&list)
}

fn bad(cx: &mut Cx) -> theseus_object::Raised {
    cx.bad_internal("itertools object")
}
