//! `compress`, `dropwhile`, `takewhile` and `filterfalse`: some of the items of an iterable.

use theseus_object::args::Params;
use theseus_object::class::TypeSpec;
use theseus_object::edges::{EdgeVisitor, Payload, Relation};
use theseus_object::methods::NativeDef;
use theseus_object::slots::Slots;
use theseus_object::{Args, Cx, ObjRef, PyResult};

use super::{add, bad, ended, positional};
use crate::iters::{inner, poll_now_and_then, same};

/// Payload of the types over a predicate and an iterator; `WHICH` tells them apart.
struct Over<const WHICH: u8> {
    predicate: ObjRef,
    it: ObjRef,
    /// The predicate has decided, once for all.
    decided: bool,
}

type DropWhile = Over<0>;
type TakeWhile = Over<1>;
type FilterFalse = Over<2>;

impl<const WHICH: u8> Payload for Over<WHICH> {
    fn edges(&mut self, v: &mut dyn EdgeVisitor) {
        v.fixed(&mut self.predicate, Relation::Attr("function"));
        v.fixed(&mut self.it, Relation::Attr("iterator"));
    }
}

impl<const WHICH: u8> Over<WHICH> {
    fn make(cx: &mut Cx, class: &ObjRef, args: &Args, name: &str) -> PyResult {
        let ty = cx.expect_type(class)?;
        let [predicate, iterable] = positional(cx, ty, name, args, 2, 2)? else { return Err(bad(cx)) };
        let it = cx.iter(iterable)?;
        Ok(cx.new_instance(ty, Self { predicate: predicate.clone(), it, decided: false }))
    }

    fn parts(cx: &Cx, me: &ObjRef) -> Option<(ObjRef, ObjRef, bool)> {
        cx.heap.get::<Self>(me).map(|p| (p.predicate.clone(), p.it.clone(), p.decided))
    }

    fn decide(cx: &mut Cx, me: &ObjRef, decided: bool) {
        if let Some(p) = cx.heap.get_mut::<Self>(me) {
            p.decided = decided;
        }
    }
}

struct Compress {
    data: ObjRef,
    selectors: ObjRef,
}

impl Payload for Compress {
    fn edges(&mut self, v: &mut dyn EdgeVisitor) {
        v.fixed(&mut self.data, Relation::Attr("data"));
        v.fixed(&mut self.selectors, Relation::Attr("selectors"));
    }
}

static DROPWHILE: TypeSpec = TypeSpec {
    slots: Slots {
        new: Some(|cx, class, args| DropWhile::make(cx, class, args, "dropwhile")),
        iter: Some(same),
        next: Some(dropwhile_next),
        ..Slots::EMPTY
    },
    methods: &[
        NativeDef::reduce(outdated!(dropwhile_reduce)),
        NativeDef::set_state(outdated!(dropwhile_set_state, state)),
    ],
    getsets: &[],
    doc: "dropwhile(predicate, iterable, /)\n--\n\nDrop items from the iterable while predicate(item) is true.\n\nAfterwards, return every element until the iterable is exhausted.",
};

static TAKEWHILE: TypeSpec = TypeSpec {
    slots: Slots {
        new: Some(|cx, class, args| TakeWhile::make(cx, class, args, "takewhile")),
        iter: Some(same),
        next: Some(takewhile_next),
        ..Slots::EMPTY
    },
    methods: &[
        NativeDef::reduce(outdated!(takewhile_reduce)),
        NativeDef::set_state(outdated!(takewhile_set_state, state)),
    ],
    getsets: &[],
    doc: "takewhile(predicate, iterable, /)\n--\n\nReturn successive entries from an iterable as long as the predicate evaluates to true for each entry.",
};

static FILTERFALSE: TypeSpec = TypeSpec {
    slots: Slots {
        new: Some(|cx, class, args| FilterFalse::make(cx, class, args, "filterfalse")),
        iter: Some(same),
        next: Some(filterfalse_next),
        ..Slots::EMPTY
    },
    methods: &[NativeDef::reduce(outdated!(filterfalse_reduce))],
    getsets: &[],
    doc: "filterfalse(function, iterable, /)\n--\n\nReturn those items of iterable for which function(item) is false.\n\nIf function is None, return the items that are false.",
};

static COMPRESS: TypeSpec = TypeSpec {
    slots: Slots { new: Some(compress_new), iter: Some(same), next: Some(compress_next), ..Slots::EMPTY },
    methods: &[NativeDef::reduce(outdated!(compress_reduce))],
    getsets: &[],
    doc: "compress(data, selectors)\n--\n\nReturn data elements corresponding to true selector elements.\n\nForms a shorter iterator from selected data elements using the selectors to\nchoose the data elements.",
};

pub(super) fn install(cx: &mut Cx, dict: &ObjRef) {
    add::<Compress>(cx, dict, "compress", &COMPRESS);
    add::<DropWhile>(cx, dict, "dropwhile", &DROPWHILE);
    add::<FilterFalse>(cx, dict, "filterfalse", &FILTERFALSE);
    add::<TakeWhile>(cx, dict, "takewhile", &TAKEWHILE);
}

fn holds(cx: &mut Cx, predicate: &ObjRef, item: &ObjRef) -> PyResult<bool> {
    let r = cx.call(predicate, std::slice::from_ref(item))?;
    cx.truth(&r)
}

fn reduce(cx: &mut Cx, me: &ObjRef, parts: Option<(ObjRef, ObjRef, bool)>, stateful: bool) -> PyResult {
    let Some((predicate, it, decided)) = parts else { return Err(bad(cx)) };
    let args = cx.new_tuple([predicate, it]);
    if !stateful {
        return Ok(cx.new_tuple([me.class(), args]));
    }
    let state = cx.int(decided as i64);
    Ok(cx.new_tuple([me.class(), args, state]))
}

// ---- dropwhile

fn dropwhile_next(cx: &mut Cx, me: &ObjRef) -> PyResult<Option<ObjRef>> {
    let Some((predicate, it, started)) = DropWhile::parts(cx, me) else { return Ok(None) };
    if started {
        return inner(cx, &it);
    }
    let r = drop_until(cx, me, &predicate, &it);
    ended(cx, r)
}

fn drop_until(cx: &mut Cx, me: &ObjRef, predicate: &ObjRef, it: &ObjRef) -> PyResult<Option<ObjRef>> {
    let mut rounds = 0;
    while let Some(item) = inner(cx, it)? {
        if !holds(cx, predicate, &item)? {
            DropWhile::decide(cx, me, true);
            return Ok(Some(item));
        }
        rounds += 1;
        poll_now_and_then(cx, rounds)?;
    }
    Ok(None)
}

fn dropwhile_reduce(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let parts = DropWhile::parts(cx, me);
    reduce(cx, me, parts, true)
}

fn dropwhile_set_state(cx: &mut Cx, me: &ObjRef, state: &ObjRef) -> PyResult {
    let decided = cx.truth(state)?;
    DropWhile::decide(cx, me, decided);
    Ok(cx.none.clone())
}

// ---- takewhile

fn takewhile_next(cx: &mut Cx, me: &ObjRef) -> PyResult<Option<ObjRef>> {
    let Some((predicate, it, stopped)) = TakeWhile::parts(cx, me) else { return Ok(None) };
    if stopped {
        return Ok(None);
    }
    let Some(item) = inner(cx, &it)? else { return Ok(None) };
    match holds(cx, &predicate, &item) {
        Ok(true) => Ok(Some(item)),
        Ok(false) => {
            TakeWhile::decide(cx, me, true);
            Ok(None)
        }
        Err(e) => ended(cx, Err(e)),
    }
}

fn takewhile_reduce(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let parts = TakeWhile::parts(cx, me);
    reduce(cx, me, parts, true)
}

fn takewhile_set_state(cx: &mut Cx, me: &ObjRef, state: &ObjRef) -> PyResult {
    let decided = cx.truth(state)?;
    TakeWhile::decide(cx, me, decided);
    Ok(cx.none.clone())
}

// ---- filterfalse

fn filterfalse_next(cx: &mut Cx, me: &ObjRef) -> PyResult<Option<ObjRef>> {
    let Some((predicate, it, _)) = FilterFalse::parts(cx, me) else { return Ok(None) };
    let r = pass_false(cx, &predicate, &it);
    ended(cx, r)
}

fn pass_false(cx: &mut Cx, predicate: &ObjRef, it: &ObjRef) -> PyResult<Option<ObjRef>> {
    let plain = predicate.is_none() || predicate.is(cx.bool_type().as_ref());
    let mut rounds = 0;
    while let Some(item) = inner(cx, it)? {
        let good = if plain { cx.truth(&item)? } else { holds(cx, predicate, &item)? };
        if !good {
            return Ok(Some(item));
        }
        rounds += 1;
        poll_now_and_then(cx, rounds)?;
    }
    Ok(None)
}

fn filterfalse_reduce(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let parts = FilterFalse::parts(cx, me);
    reduce(cx, me, parts, false)
}

// ---- compress

fn compress_new(cx: &mut Cx, class: &ObjRef, args: &Args) -> PyResult {
    const PARAMS: Params<2, 0> =
        Params { required: ["data", "selectors"], optional: [], posonly: 0, kwonly: 2 };
    let ty = cx.expect_type(class)?;
    let ([data, selectors], []) = args.bind(cx, "compress", &PARAMS)?;
    let data = cx.iter(&data)?;
    let selectors = cx.iter(&selectors)?;
    Ok(cx.new_instance(ty, Compress { data, selectors }))
}

fn compress_next(cx: &mut Cx, me: &ObjRef) -> PyResult<Option<ObjRef>> {
    let Some(c) = cx.heap.get::<Compress>(me) else { return Ok(None) };
    let (data, selectors) = (c.data.clone(), c.selectors.clone());
    let r = pass_selected(cx, &data, &selectors);
    ended(cx, r)
}

fn pass_selected(cx: &mut Cx, data: &ObjRef, selectors: &ObjRef) -> PyResult<Option<ObjRef>> {
    let mut rounds = 0;
    while let Some(item) = inner(cx, data)? {
        let Some(selector) = inner(cx, selectors)? else { return Ok(None) };
        if cx.truth(&selector)? {
            return Ok(Some(item));
        }
        rounds += 1;
        poll_now_and_then(cx, rounds)?;
    }
    Ok(None)
}

fn compress_reduce(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let Some(c) = cx.heap.get::<Compress>(me) else { return Err(bad(cx)) };
    let args = cx.new_tuple([c.data.clone(), c.selectors.clone()]);
    Ok(cx.new_tuple([me.class(), args]))
}
