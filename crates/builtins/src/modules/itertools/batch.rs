//! `batched` and `pairwise`: neighbours together.

use theseus_object::args::Params;
use theseus_object::class::TypeSpec;
use theseus_object::edges::{EdgeVisitor, Payload, Relation};
use theseus_object::slots::Slots;
use theseus_object::{Args, Cx, ObjRef, PyResult};

use super::{add, bad, positional};
use crate::iters::{inner, poll_now_and_then, same};
use crate::sequence::size_argument;

struct Batched {
    it: Option<ObjRef>,
    size: usize,
}

impl Payload for Batched {
    fn edges(&mut self, v: &mut dyn EdgeVisitor) {
        v.edge(&mut self.it, Relation::Attr("iterator"));
    }
    fn clear(&mut self) {
        self.it = None;
    }
}

struct Pairwise {
    it: Option<ObjRef>,
    old: Option<ObjRef>,
    /// The pair given last, given again if nobody kept it.
    pair: Option<ObjRef>,
}

impl Payload for Pairwise {
    fn edges(&mut self, v: &mut dyn EdgeVisitor) {
        v.edge(&mut self.it, Relation::Attr("iterator"));
        v.edge(&mut self.old, Relation::Attr("old"));
        v.edge(&mut self.pair, Relation::Derived("result"));
    }
    fn clear(&mut self) {
        self.it = None;
        self.old = None;
        self.pair = None;
    }
}

static BATCHED: TypeSpec = TypeSpec {
    slots: Slots { new: Some(batched_new), iter: Some(same), next: Some(batched_next), ..Slots::EMPTY },
    methods: &[],
    getsets: &[],
    doc: "batched(iterable, n)\n--\n\nBatch data into tuples of length n. The last batch may be shorter than n.\n\nLoops over the input iterable and accumulates data into tuples\nup to size n.  The input is consumed lazily, just enough to\nfill a batch.  The result is yielded as soon as a batch is full\nor when the input iterable is exhausted.\n\n    >>> for batch in batched('ABCDEFG', 3):\n    ...     print(batch)\n    ...\n    ('A', 'B', 'C')\n    ('D', 'E', 'F')\n    ('G',)",
};

static PAIRWISE: TypeSpec = TypeSpec {
    slots: Slots { new: Some(pairwise_new), iter: Some(same), next: Some(pairwise_next), ..Slots::EMPTY },
    methods: &[],
    getsets: &[],
    doc: "pairwise(iterable, /)\n--\n\nReturn an iterator of overlapping pairs taken from the input iterator.\n\n    s -> (s0,s1), (s1,s2), (s2, s3), ...",
};

pub(super) fn install(cx: &mut Cx, dict: &ObjRef) {
    add::<Batched>(cx, dict, "batched", &BATCHED);
    add::<Pairwise>(cx, dict, "pairwise", &PAIRWISE);
}

// ---- batched

fn batched_new(cx: &mut Cx, class: &ObjRef, args: &Args) -> PyResult {
    const PARAMS: Params<2, 0> = Params { required: ["iterable", "n"], optional: [], posonly: 0, kwonly: 2 };
    let ty = cx.expect_type(class)?;
    let ([iterable, n], []) = args.bind(cx, "batched", &PARAMS)?;
    let n = size_argument(cx, &n)?;
    if n < 1 {
        return Err(cx.value_error("n must be at least one"));
    }
    let it = Some(cx.iter(&iterable)?);
    Ok(cx.new_instance(ty, Batched { it, size: n as usize }))
}

fn batched_next(cx: &mut Cx, me: &ObjRef) -> PyResult<Option<ObjRef>> {
    let Some(b) = cx.heap.get::<Batched>(me) else { return Ok(None) };
    let Some(it) = b.it.clone() else { return Ok(None) };
    let size = b.size;
    if !cx.can_allocate(size.saturating_mul(size_of::<ObjRef>())) {
        return Err(cx.memory_error(""));
    }
    let mut items = Vec::with_capacity(size.min(64));
    let r = fill(cx, &it, size, &mut items);
    if items.len() < size {
        let it = cx.heap.get_mut::<Batched>(me).and_then(|b| b.it.take());
        drop(it);
    }
    r?;
    Ok((!items.is_empty()).then(|| cx.new_tuple(items)))
}

fn fill(cx: &mut Cx, it: &ObjRef, size: usize, items: &mut Vec<ObjRef>) -> PyResult<()> {
    while items.len() < size
        && let Some(item) = inner(cx, it)?
    {
        items.push(item);
        poll_now_and_then(cx, items.len())?;
    }
    Ok(())
}

// ---- pairwise

fn pairwise_new(cx: &mut Cx, class: &ObjRef, args: &Args) -> PyResult {
    let ty = cx.expect_type(class)?;
    let [iterable] = positional(cx, ty, "pairwise", args, 1, 1)? else { return Err(bad(cx)) };
    let it = Some(cx.iter(iterable)?);
    Ok(cx.new_instance(ty, Pairwise { it, old: None, pair: None }))
}

fn pairwise_next(cx: &mut Cx, me: &ObjRef) -> PyResult<Option<ObjRef>> {
    let Some(p) = cx.heap.get::<Pairwise>(me) else { return Ok(None) };
    let Some(it) = p.it.clone() else { return Ok(None) };
    let old = match p.old.clone() {
        Some(old) => old,
        None => {
            let Some(first) = inner(cx, &it)? else { return Ok(finish(cx, me)) };
            let before = cx.heap.get_mut::<Pairwise>(me).and_then(|p| p.old.replace(first.clone()));
            drop(before);
            first
        }
    };
    let Some(new) = inner(cx, &it)? else { return Ok(finish(cx, me)) };
    let pair = cx.heap.get_mut::<Pairwise>(me).and_then(|p| p.pair.take());
    let pair = cx.heap.renew_pair(pair, old, new.clone());
    let before = cx.heap.get_mut::<Pairwise>(me).map(|p| (p.old.replace(new), p.pair.replace(pair.clone())));
    drop(before);
    Ok(Some(pair))
}

fn finish(cx: &mut Cx, me: &ObjRef) -> Option<ObjRef> {
    let old = cx.heap.get_mut::<Pairwise>(me).map(|p| (p.it.take(), p.old.take()));
    drop(old);
    None
}
