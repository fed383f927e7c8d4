//! `enumerate`.

use dashu_int::IBig;
use theseus_object::args::Params;
use theseus_object::class::TypeSpec;
use theseus_object::edges::{EdgeVisitor, Payload, Relation};
use theseus_object::methods::NativeDef;
use theseus_object::slots::Slots;
use theseus_object::typeobj::type_flag;
use theseus_object::{Args, Cx, ObjRef, PyResult};

use super::{inner, same};
use crate::alias;
use crate::int::value;

struct Enumerate {
    it: ObjRef,
    index: i64,
    /// The index once it is beyond a machine word.
    long: Option<ObjRef>,
    /// The pair given last, given again if nobody kept it.
    pair: Option<ObjRef>,
}

impl Payload for Enumerate {
    fn edges(&mut self, v: &mut dyn EdgeVisitor) {
        v.fixed(&mut self.it, Relation::Attr("iterator"));
        v.edge(&mut self.long, Relation::Typed("index"));
        v.edge(&mut self.pair, Relation::Derived("result"));
    }
    fn clear(&mut self) {
        self.pair = None;
    }
}

static SPEC: TypeSpec = TypeSpec {
    slots: Slots { new: Some(new), iter: Some(same), next: Some(next), ..Slots::EMPTY },
    methods: &[
        NativeDef::reduce(reduce),
        NativeDef::class("__class_getitem__", alias::class_getitem, "See PEP 585"),
    ],
    getsets: &[],
    doc: "Return an enumerate object.\n\n  iterable\n    an object supporting iteration\n\nThe enumerate object yields pairs containing a count (from start, which\ndefaults to zero) and a value yielded by the iterable argument.\n\nenumerate is useful for obtaining an indexed list:\n    (0, seq[0]), (1, seq[1]), (2, seq[2]), ...",
};

pub(super) fn install(cx: &mut Cx) {
    let ty = cx.add_native_type::<Enumerate>("enumerate", None, type_flag::BASE_TYPE);
    cx.fill_type(&ty, &SPEC);
    crate::expose(cx, &ty);
}

fn new(cx: &mut Cx, class: &ObjRef, args: &Args) -> PyResult {
    const PARAMS: Params<0, 2> =
        Params { required: [], optional: ["iterable", "start"], posonly: 0, kwonly: 2 };
    let ty = cx.expect_type(class)?;
    check_keywords(cx, args)?;
    let ([], [iterable, start]) = args.bind(cx, "enumerate", &PARAMS)?;
    let Some(iterable) = iterable else {
        return Err(cx.type_error("enumerate() missing required argument 'iterable'"));
    };
    let start = start.map(|start| cx.index(&start)).transpose()?;
    let it = cx.iter(&iterable)?;
    let (index, long) = match start.as_ref().map(ObjRef::int) {
        None => (0, None),
        Some(Some(v)) => (v, None),
        Some(None) => (0, start),
    };
    Ok(cx.new_instance(ty, Enumerate { it, index, long, pair: None }))
}

/// Keyword arguments in CPython's words: a lone one is the iterable, the second one the start.
fn check_keywords(cx: &mut Cx, args: &Args) -> PyResult<()> {
    let allowed: &[&str] = match (args.values.len(), args.names.len()) {
        (1, 1) => &["iterable"],
        (2, 1) => &["start"],
        (2, 2) => &["iterable", "start"],
        _ => return Ok(()),
    };
    let wrong = args.names.iter().map(ObjRef::text_or_empty).find(|n| !allowed.contains(&n.as_str()));
    match wrong {
        Some(name) => Err(cx.type_error(format!("'{name}' is an invalid keyword argument for enumerate()"))),
        None => Ok(()),
    }
}

fn next(cx: &mut Cx, me: &ObjRef) -> PyResult<Option<ObjRef>> {
    let Some(e) = cx.heap.get::<Enumerate>(me) else { return Ok(None) };
    let it = e.it.clone();
    let Some(item) = inner(cx, &it)? else { return Ok(None) };
    let index = take_index(cx, me)?;
    let pair = cx.heap.get_mut::<Enumerate>(me).and_then(|e| e.pair.take());
    let pair = cx.heap.renew_pair(pair, index, item);
    if let Some(e) = cx.heap.get_mut::<Enumerate>(me) {
        e.pair = Some(pair.clone());
    }
    Ok(Some(pair))
}

/// The index of this item; the next one follows it.
fn take_index(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let Some(e) = cx.heap.get_mut::<Enumerate>(me) else { return Err(cx.bad_internal("enumerate")) };
    let (now, long) = (e.index, e.long.clone());
    if long.is_none()
        && let Some(after) = now.checked_add(1)
    {
        e.index = after;
        return Ok(cx.int(now));
    }
    let now = long.unwrap_or_else(|| cx.int(now));
    let after = cx.big_int(value(&now) + IBig::ONE);
    if let Some(e) = cx.heap.get_mut::<Enumerate>(me) {
        e.long = Some(after);
    }
    Ok(now)
}

fn reduce(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let Some(e) = cx.heap.get::<Enumerate>(me) else { return Err(cx.bad_internal("enumerate")) };
    let index = e.long.clone().unwrap_or_else(|| cx.int(e.index));
    let args = cx.new_tuple([e.it.clone(), index]);
    Ok(cx.new_tuple([me.class(), args]))
}
