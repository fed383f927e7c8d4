//! `chain`.

use theseus_object::class::TypeSpec;
use theseus_object::edges::{EdgeVisitor, Payload, Relation};
use theseus_object::methods::NativeDef;
use theseus_object::slots::Slots;
use theseus_object::{Args, Cx, ObjRef, PyResult};

use super::{add, bad, ended, state_items};
use crate::alias;
use crate::iters::{inner, poll_now_and_then, refuse_keywords, same};

/// Payload of `chain`: an iterator over iterables, and that over the present one.
pub(super) struct Chain {
    source: Option<ObjRef>,
    active: Option<ObjRef>,
}

impl Payload for Chain {
    fn edges(&mut self, v: &mut dyn EdgeVisitor) {
        v.edge(&mut self.source, Relation::Attr("source"));
        v.edge(&mut self.active, Relation::Attr("active"));
    }
    fn clear(&mut self) {
        self.source = None;
        self.active = None;
    }
}

static SPEC: TypeSpec = TypeSpec {
    slots: Slots { new: Some(new), iter: Some(same), next: Some(next), ..Slots::EMPTY },
    methods: &[
        NativeDef::class(
            "from_iterable",
            from_iterable,
            "Alternative chain() constructor taking a single iterable argument that evaluates lazily.",
        ),
        NativeDef::reduce(outdated!(reduce)),
        NativeDef::set_state(outdated!(set_state, state)),
        NativeDef::class("__class_getitem__", alias::class_getitem, "See PEP 585"),
    ],
    getsets: &[],
    doc: "chain(*iterables) --> chain object\n\nReturn a chain object whose .__next__() method returns elements from the\nfirst iterable until it is exhausted, then elements from the next\niterable, until all of the iterables are exhausted.",
};

pub(super) fn install(cx: &mut Cx, dict: &ObjRef) {
    add::<Chain>(cx, dict, "chain", &SPEC);
}

fn new(cx: &mut Cx, class: &ObjRef, args: &Args) -> PyResult {
    let ty = cx.expect_type(class)?;
    refuse_keywords(cx, ty, "chain", args)?;
    let iterables = cx.tuple_from_slice(args.pos());
    let source = Some(cx.iter(&iterables)?);
    Ok(cx.new_instance(ty, Chain { source, active: None }))
}

fn from_iterable(cx: &mut Cx, class: &ObjRef, args: &Args) -> PyResult {
    let iterables = args.only(cx, "chain.from_iterable")?;
    let ty = cx.expect_type(class)?;
    let source = Some(cx.iter(iterables)?);
    Ok(cx.new_instance(ty, Chain { source, active: None }))
}

/// `chain((first,), rest)`, for the pickled forms of others.
pub(super) fn before(cx: &mut Cx, first: ObjRef, rest: ObjRef) -> PyResult {
    let first = cx.new_tuple([first]);
    let both = cx.new_tuple([first, rest]);
    let source = Some(cx.iter(&both)?);
    Ok(cx.new_object(Chain { source, active: None }))
}

fn next(cx: &mut Cx, me: &ObjRef) -> PyResult<Option<ObjRef>> {
    let mut rounds = 0;
    loop {
        let Some(c) = cx.heap.get::<Chain>(me) else { return Ok(None) };
        if let Some(active) = c.active.clone() {
            if let Some(item) = inner(cx, &active)? {
                return Ok(Some(item));
            }
            let old = cx.heap.get_mut::<Chain>(me).and_then(|c| c.active.take());
            drop(old);
            rounds += 1;
            poll_now_and_then(cx, rounds)?;
        }
        let r = advance(cx, me);
        if !matches!(r, Ok(Some(_))) {
            let old = cx.heap.get_mut::<Chain>(me).and_then(|c| c.source.take());
            drop(old);
            return ended(cx, r);
        }
    }
}

/// Goes on to the next iterable; `None` if there is none.
fn advance(cx: &mut Cx, me: &ObjRef) -> PyResult<Option<ObjRef>> {
    let Some(source) = cx.heap.get::<Chain>(me).and_then(|c| c.source.clone()) else { return Ok(None) };
    let Some(iterable) = inner(cx, &source)? else { return Ok(None) };
    let it = cx.iter(&iterable)?;
    let old = cx.heap.get_mut::<Chain>(me).and_then(|c| c.active.replace(it));
    drop(old);
    Ok(Some(source))
}

fn reduce(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let Some(c) = cx.heap.get::<Chain>(me) else { return Err(bad(cx)) };
    let (source, active) = (c.source.clone(), c.active.clone());
    let empty = cx.empty_tuple.clone();
    Ok(match (source, active) {
        (None, _) => cx.new_tuple([me.class(), empty]),
        (Some(source), active) => {
            let state: Vec<ObjRef> = [Some(source), active].into_iter().flatten().collect();
            let state = cx.new_tuple(state);
            cx.new_tuple([me.class(), empty, state])
        }
    })
}

fn set_state(cx: &mut Cx, me: &ObjRef, state: &ObjRef) -> PyResult {
    let items = state_items(cx, state)?;
    let (source, active) = match items.as_slice() {
        [source] => (source, None),
        [source, active] => (source, Some(active)),
        other => {
            let (how, n) = if other.is_empty() {
                ("at least 1 argument", 0)
            } else {
                ("at most 2 arguments", other.len())
            };
            return Err(cx.type_error(format!("function takes {how} ({n} given)")));
        }
    };
    if [Some(source), active].into_iter().flatten().any(|o| o.ty().slots().next.is_none()) {
        return Err(cx.type_error("Arguments must be iterators."));
    }
    let (source, active) = (Some(source.clone()), active.cloned());
    let old = cx.heap.get_mut::<Chain>(me).map(|c| std::mem::replace(c, Chain { source, active }));
    drop(old);
    Ok(cx.none.clone())
}
