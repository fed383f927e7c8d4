//! `accumulate` and `starmap`: functions along an iterable.

use theseus_object::args::Params;
use theseus_object::class::TypeSpec;
use theseus_object::edges::{EdgeVisitor, Payload, Relation};
use theseus_object::methods::NativeDef;
use theseus_object::slots::{Slots, number};
use theseus_object::{Args, Cx, Kind, ObjRef, PyResult};

use super::{add, bad, chain, ended, positional};
use crate::iters::{inner, same};

struct Accumulate {
    it: ObjRef,
    /// None adds.
    function: ObjRef,
    total: Option<ObjRef>,
    initial: Option<ObjRef>,
}

impl Payload for Accumulate {
    fn edges(&mut self, v: &mut dyn EdgeVisitor) {
        v.fixed(&mut self.it, Relation::Attr("iterator"));
        v.fixed(&mut self.function, Relation::Attr("function"));
        v.edge(&mut self.total, Relation::Attr("total"));
        v.edge(&mut self.initial, Relation::Attr("initial"));
    }
    fn clear(&mut self) {
        self.total = None;
        self.initial = None;
    }
}

struct StarMap {
    function: ObjRef,
    it: ObjRef,
}

impl Payload for StarMap {
    fn edges(&mut self, v: &mut dyn EdgeVisitor) {
        v.fixed(&mut self.function, Relation::Attr("function"));
        v.fixed(&mut self.it, Relation::Attr("iterator"));
    }
}

static ACCUMULATE: TypeSpec = TypeSpec {
    slots: Slots { new: Some(accumulate_new), iter: Some(same), next: Some(accumulate_next), ..Slots::EMPTY },
    methods: &[
        NativeDef::reduce(outdated!(accumulate_reduce)),
        NativeDef::set_state(outdated!(accumulate_set_state, state)),
    ],
    getsets: &[],
    doc: "accumulate(iterable, func=None, *, initial=None)\n--\n\nReturn series of accumulated sums (or other binary function results).",
};

static STARMAP: TypeSpec = TypeSpec {
    slots: Slots { new: Some(starmap_new), iter: Some(same), next: Some(starmap_next), ..Slots::EMPTY },
    methods: &[NativeDef::reduce(outdated!(starmap_reduce))],
    getsets: &[],
    doc: "starmap(function, iterable, /)\n--\n\nReturn an iterator whose values are returned from the function evaluated with an argument tuple taken from the given sequence.",
};

pub(super) fn install(cx: &mut Cx, dict: &ObjRef) {
    add::<Accumulate>(cx, dict, "accumulate", &ACCUMULATE);
    add::<StarMap>(cx, dict, "starmap", &STARMAP);
}

// ---- accumulate

fn accumulate_new(cx: &mut Cx, class: &ObjRef, args: &Args) -> PyResult {
    const PARAMS: Params<1, 2> =
        Params { required: ["iterable"], optional: ["func", "initial"], posonly: 0, kwonly: 2 };
    let ty = cx.expect_type(class)?;
    let ([iterable], [function, initial]) = args.bind(cx, "accumulate", &PARAMS)?;
    let it = cx.iter(&iterable)?;
    let function = function.unwrap_or_else(|| cx.none.clone());
    let initial = initial.filter(|o| !o.is_none());
    Ok(cx.new_instance(ty, Accumulate { it, function, total: None, initial }))
}

fn accumulate_next(cx: &mut Cx, me: &ObjRef) -> PyResult<Option<ObjRef>> {
    let Some(a) = cx.heap.get_mut::<Accumulate>(me) else { return Ok(None) };
    if let Some(first) = a.initial.take() {
        let old = a.total.replace(first.clone());
        drop(old);
        return Ok(Some(first));
    }
    let (it, function) = (a.it.clone(), a.function.clone());
    let Some(item) = inner(cx, &it)? else { return Ok(None) };
    // Taken out, so that a total nobody else has may be written in place.
    let total = cx.heap.get::<Accumulate>(me).and_then(|a| a.total.clone());
    let total = match total {
        None => Ok(item),
        Some(total) if function.is_none() => cx.binary(number::ADD, &total, &item),
        Some(total) => cx.call(&function, &[total, item]),
    };
    let total = match total {
        Ok(total) => total,
        Err(e) => return ended(cx, Err(e)),
    };
    let old = cx.heap.get_mut::<Accumulate>(me).map(|a| a.total.replace(total.clone()));
    drop(old);
    Ok(Some(total))
}

fn accumulate_reduce(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let Some(a) = cx.heap.get::<Accumulate>(me) else { return Err(bad(cx)) };
    let (it, function, total, initial) =
        (a.it.clone(), a.function.clone(), a.total.clone(), a.initial.clone());
    if let Some(initial) = initial {
        let it = chain::before(cx, initial, it)?;
        let args = cx.new_tuple([it, function]);
        return Ok(cx.new_tuple([me.class(), args, cx.none.clone()]));
    }
    match total {
        // None as a total would be taken for no total: it becomes a first item that is skipped.
        Some(total) if total.is_none() => {
            let it = chain::before(cx, total, it)?;
            let inner = cx.new_object(Accumulate { it, function, total: None, initial: None });
            let key = cx.intern("islice");
            let module = cx.intern("itertools");
            let Some(module) = cx.namespace_get(&cx.modules, &module) else { return Err(bad(cx)) };
            let islice = cx.getattr(&module, &key)?;
            let args = cx.new_tuple([inner, cx.int(1), cx.none.clone()]);
            Ok(cx.new_tuple([islice, args]))
        }
        total => {
            let total = total.unwrap_or_else(|| cx.none.clone());
            let args = cx.new_tuple([it, function]);
            Ok(cx.new_tuple([me.class(), args, total]))
        }
    }
}

fn accumulate_set_state(cx: &mut Cx, me: &ObjRef, state: &ObjRef) -> PyResult {
    let state = Some(state.clone()).filter(|s| !s.is_none());
    let old = cx.heap.get_mut::<Accumulate>(me).map(|a| std::mem::replace(&mut a.total, state));
    drop(old);
    Ok(cx.none.clone())
}

// ---- starmap

fn starmap_new(cx: &mut Cx, class: &ObjRef, args: &Args) -> PyResult {
    let ty = cx.expect_type(class)?;
    let [function, iterable] = positional(cx, ty, "starmap", args, 2, 2)? else { return Err(bad(cx)) };
    let it = cx.iter(iterable)?;
    Ok(cx.new_instance(ty, StarMap { function: function.clone(), it }))
}

fn starmap_next(cx: &mut Cx, me: &ObjRef) -> PyResult<Option<ObjRef>> {
    let Some(s) = cx.heap.get::<StarMap>(me) else { return Ok(None) };
    let (function, it) = (s.function.clone(), s.it.clone());
    let Some(row) = inner(cx, &it)? else { return Ok(None) };
    let r = spread(cx, &function, &row);
    ended(cx, r)
}

/// `function(*row)`.
fn spread(cx: &mut Cx, function: &ObjRef, row: &ObjRef) -> PyResult<Option<ObjRef>> {
    let values: smallvec::SmallVec<[ObjRef; 4]> = match cx.heap.tuple(row) {
        Some(items) if row.is_exact(Kind::Tuple) => items.iter().cloned().collect(),
        _ => cx.collect(row)?.into(),
    };
    cx.call(function, &values).map(Some)
}

fn starmap_reduce(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let Some(s) = cx.heap.get::<StarMap>(me) else { return Err(bad(cx)) };
    let args = cx.new_tuple([s.function.clone(), s.it.clone()]);
    Ok(cx.new_tuple([me.class(), args]))
}
