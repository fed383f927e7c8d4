//! `zip_longest`.

use theseus_object::class::TypeSpec;
use theseus_object::edges::{EdgeVisitor, Payload, Relation};
use theseus_object::methods::NativeDef;
use theseus_object::slots::Slots;
use theseus_object::{Args, Cx, ObjRef, PyResult};

use super::{add, bad};
use crate::iters::{inner, same};

struct ZipLongest {
    /// Those that have ended are gone.
    iterators: Vec<Option<ObjRef>>,
    active: usize,
    fill: ObjRef,
    /// The tuple given last, given again if nobody kept it.
    tuple: Option<ObjRef>,
}

impl Payload for ZipLongest {
    fn edges(&mut self, v: &mut dyn EdgeVisitor) {
        for (i, it) in self.iterators.iter_mut().enumerate() {
            v.edge(it, Relation::Index(i));
        }
        v.fixed(&mut self.fill, Relation::Attr("fillvalue"));
        v.edge(&mut self.tuple, Relation::Derived("result"));
    }
    fn clear(&mut self) {
        self.iterators.iter_mut().for_each(|it| *it = None);
        self.tuple = None;
    }
}

static SPEC: TypeSpec = TypeSpec {
    slots: Slots { new: Some(new), iter: Some(same), next: Some(next), ..Slots::EMPTY },
    methods: &[NativeDef::reduce(outdated!(reduce)), NativeDef::set_state(outdated!(set_state, state))],
    getsets: &[],
    doc: "zip_longest(iter1 [,iter2 [...]], [fillvalue=None]) --> zip_longest object\n\nReturn a zip_longest object whose .__next__() method returns a tuple where\nthe i-th element comes from the i-th iterable argument.  The .__next__()\nmethod continues until the longest iterable in the argument sequence\nis exhausted and then it raises StopIteration.  When the shorter iterables\nare exhausted, the fillvalue is substituted in their place.  The fillvalue\ndefaults to None or can be specified by a keyword argument.\n",
};

pub(super) fn install(cx: &mut Cx, dict: &ObjRef) {
    add::<ZipLongest>(cx, dict, "zip_longest", &SPEC);
}

fn new(cx: &mut Cx, class: &ObjRef, args: &Args) -> PyResult {
    let ty = cx.expect_type(class)?;
    if args.keywords().any(|(name, _)| name.ascii() != Some("fillvalue")) {
        return Err(cx.type_error("zip_longest() got an unexpected keyword argument"));
    }
    let fill = args.keyword("fillvalue").cloned().unwrap_or_else(|| cx.none.clone());
    let mut iterators = Vec::with_capacity(args.positional());
    for o in args.pos() {
        iterators.push(Some(cx.iter(o)?));
    }
    let active = iterators.len();
    Ok(cx.new_instance(ty, ZipLongest { iterators, active, fill, tuple: None }))
}

fn next(cx: &mut Cx, me: &ObjRef) -> PyResult<Option<ObjRef>> {
    let Some(z) = cx.heap.get_mut::<ZipLongest>(me).filter(|z| z.active > 0) else { return Ok(None) };
    let (n, old) = (z.iterators.len(), z.tuple.take());
    // The tuple given last is filled anew, if nobody kept it.
    let tuple = match old.filter(|old| cx.heap.sole_tuple_slots(old).is_some()) {
        Some(tuple) => tuple,
        None => cx.new_tuple(std::iter::repeat_n(cx.none.clone(), n)),
    };
    for at in 0..n {
        let Some(item) = item(cx, me, at)? else { return Ok(None) };
        let slot = cx.heap.sole_tuple_slots(&tuple).and_then(|slots| slots.get_mut(at));
        let old = slot.map(|slot| std::mem::replace(slot, item));
        drop(old);
    }
    if let Some(z) = cx.heap.get_mut::<ZipLongest>(me) {
        let old = z.tuple.replace(tuple.clone());
        drop(old);
    }
    Ok(Some(tuple))
}

/// The next item of an iterator, or what stands for it; nothing when all have ended.
#[inline]
fn item(cx: &mut Cx, me: &ObjRef, at: usize) -> PyResult<Option<ObjRef>> {
    let Some(z) = cx.heap.get::<ZipLongest>(me) else { return Ok(None) };
    let Some(Some(it)) = z.iterators.get(at).cloned() else { return Ok(Some(z.fill.clone())) };
    match inner(cx, &it) {
        Ok(Some(x)) => Ok(Some(x)),
        Ok(None) if retire(cx, me, at) => Ok(cx.heap.get::<ZipLongest>(me).map(|z| z.fill.clone())),
        Ok(None) => Ok(None),
        Err(e) => {
            if let Some(z) = cx.heap.get_mut::<ZipLongest>(me) {
                z.active = 0;
            }
            Err(e)
        }
    }
}

/// An iterator has ended. Says whether others go on.
fn retire(cx: &mut Cx, me: &ObjRef, at: usize) -> bool {
    let Some(z) = cx.heap.get_mut::<ZipLongest>(me) else { return false };
    z.active = z.active.saturating_sub(1);
    let others = z.active > 0;
    let it = if others { z.iterators.get_mut(at).and_then(Option::take) } else { None };
    drop(it);
    others
}

fn reduce(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let Some(z) = cx.heap.get::<ZipLongest>(me) else { return Err(bad(cx)) };
    let (iterators, fill) = (z.iterators.clone(), z.fill.clone());
    let empty = cx.empty_tuple.clone();
    let args: Vec<ObjRef> = iterators.into_iter().map(|it| it.unwrap_or_else(|| empty.clone())).collect();
    let args = cx.new_tuple(args);
    Ok(cx.new_tuple([me.class(), args, fill]))
}

fn set_state(cx: &mut Cx, me: &ObjRef, state: &ObjRef) -> PyResult {
    let state = state.clone();
    let old = cx.heap.get_mut::<ZipLongest>(me).map(|z| std::mem::replace(&mut z.fill, state));
    drop(old);
    Ok(cx.none.clone())
}
