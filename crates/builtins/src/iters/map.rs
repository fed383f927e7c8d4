//! `map` and `filter`.

use smallvec::SmallVec;

use theseus_object::class::TypeSpec;
use theseus_object::edges::{EdgeVisitor, Payload, Relation};
use theseus_object::methods::NativeDef;
use theseus_object::slots::Slots;
use theseus_object::typeobj::type_flag;
use theseus_object::{Args, Cx, ObjRef, PyResult, TypeObj};

use super::{inner, poll_now_and_then, same};
use crate::sequence::item;

struct Map {
    function: ObjRef,
    /// A tuple of iterators.
    iterators: ObjRef,
}

impl Payload for Map {
    fn edges(&mut self, v: &mut dyn EdgeVisitor) {
        v.fixed(&mut self.function, Relation::Attr("function"));
        v.fixed(&mut self.iterators, Relation::Part("iterators"));
    }
}

struct Filter {
    function: ObjRef,
    it: ObjRef,
}

impl Payload for Filter {
    fn edges(&mut self, v: &mut dyn EdgeVisitor) {
        v.fixed(&mut self.function, Relation::Attr("function"));
        v.fixed(&mut self.it, Relation::Attr("iterator"));
    }
}

static MAP: TypeSpec = TypeSpec {
    slots: Slots { new: Some(new_map), iter: Some(same), next: Some(next_mapped), ..Slots::EMPTY },
    methods: &[NativeDef::reduce(reduce_map)],
    getsets: &[],
    doc: "map(func, *iterables) --> map object\n\nMake an iterator that computes the function using arguments from\neach of the iterables.  Stops when the shortest iterable is exhausted.",
};

static FILTER: TypeSpec = TypeSpec {
    slots: Slots { new: Some(new_filter), iter: Some(same), next: Some(next_passed), ..Slots::EMPTY },
    methods: &[NativeDef::reduce(reduce_filter)],
    getsets: &[],
    doc: "filter(function or None, iterable) --> filter object\n\nReturn an iterator yielding those items of iterable for which function(item)\nis true. If function is None, return the items that are true.",
};

pub(super) fn install(cx: &mut Cx) {
    let map = cx.add_native_type::<Map>("map", None, type_flag::BASE_TYPE);
    cx.fill_type(&map, &MAP);
    crate::expose(cx, &map);
    let filter = cx.add_native_type::<Filter>("filter", None, type_flag::BASE_TYPE);
    cx.fill_type(&filter, &FILTER);
    crate::expose(cx, &filter);
}

/// TypeError for keywords, unless a subclass takes them in an `__init__` of its own.
pub(crate) fn refuse_keywords(cx: &mut Cx, ty: &TypeObj, name: &str, args: &Args) -> PyResult<()> {
    let plain = cx.types.object.slots().init.map(|f| f as usize);
    if ty.slots().init.map(|f| f as usize) != plain {
        return Ok(());
    }
    args.no_keywords(cx, name)
}

fn new_map(cx: &mut Cx, class: &ObjRef, args: &Args) -> PyResult {
    let ty = cx.expect_type(class)?;
    refuse_keywords(cx, ty, "map", args)?;
    let [function, iterables @ ..] = args.pos() else {
        return Err(cx.type_error("map() must have at least two arguments."));
    };
    if iterables.is_empty() {
        return Err(cx.type_error("map() must have at least two arguments."));
    }
    let mut iterators = Vec::with_capacity(iterables.len());
    for o in iterables {
        iterators.push(cx.iter(o)?);
    }
    let iterators = cx.new_tuple(iterators);
    Ok(cx.new_instance(ty, Map { function: function.clone(), iterators }))
}

fn next_mapped(cx: &mut Cx, me: &ObjRef) -> PyResult<Option<ObjRef>> {
    let Some(m) = cx.heap.get::<Map>(me) else { return Ok(None) };
    let (function, iterators) = (m.function.clone(), m.iterators.clone());
    let mut row: SmallVec<[ObjRef; 4]> = SmallVec::new();
    while let Some(it) = item(cx, &iterators, row.len()) {
        match inner(cx, &it)? {
            Some(x) => row.push(x),
            None => return Ok(None),
        }
    }
    let r = cx.call(&function, &row);
    end_by_exception(cx, r)
}

/// A StopIteration that the function raises ends the iteration.
pub(crate) fn end_by_exception<T>(cx: &mut Cx, r: PyResult<T>) -> PyResult<Option<T>> {
    match r {
        Err(_) if cx.pending_is(&cx.excs.stop_iteration.clone()) => {
            cx.stop_value_from_exception();
            Ok(None)
        }
        r => r.map(Some),
    }
}

fn reduce_map(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let Some(m) = cx.heap.get::<Map>(me) else { return Err(cx.bad_internal("map")) };
    let mut args = vec![m.function.clone()];
    args.extend(cx.heap.tuple(&m.iterators).unwrap_or(&[]).iter().cloned());
    let args = cx.new_tuple(args);
    Ok(cx.new_tuple([me.class(), args]))
}

fn new_filter(cx: &mut Cx, class: &ObjRef, args: &Args) -> PyResult {
    let ty = cx.expect_type(class)?;
    refuse_keywords(cx, ty, "filter", args)?;
    let [function, iterable] = args.pos() else {
        let n = args.positional();
        return Err(cx.type_error(format!("filter expected 2 arguments, got {n}")));
    };
    let it = cx.iter(iterable)?;
    Ok(cx.new_instance(ty, Filter { function: function.clone(), it }))
}

fn next_passed(cx: &mut Cx, me: &ObjRef) -> PyResult<Option<ObjRef>> {
    let Some(f) = cx.heap.get::<Filter>(me) else { return Ok(None) };
    let (function, it) = (f.function.clone(), f.it.clone());
    let by_truth = function.is_none() || function.is(cx.bool_type().as_ref());
    let mut rounds = 0;
    while let Some(x) = inner(cx, &it)? {
        let verdict = if by_truth {
            cx.truth(&x)
        } else {
            cx.call(&function, std::slice::from_ref(&x)).and_then(|r| cx.truth(&r))
        };
        match end_by_exception(cx, verdict)? {
            Some(true) => return Ok(Some(x)),
            Some(false) => (),
            None => return Ok(None),
        }
        rounds += 1;
        poll_now_and_then(cx, rounds)?;
    }
    Ok(None)
}

fn reduce_filter(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let Some(f) = cx.heap.get::<Filter>(me) else { return Err(cx.bad_internal("filter")) };
    let args = cx.new_tuple([f.function.clone(), f.it.clone()]);
    Ok(cx.new_tuple([me.class(), args]))
}
