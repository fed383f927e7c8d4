//! `product`.

use theseus_object::class::TypeSpec;
use theseus_object::edges::{EdgeVisitor, Payload, Relation};
use theseus_object::instance::full_size;
use theseus_object::methods::NativeDef;
use theseus_object::slots::Slots;
use theseus_object::{Args, Cx, ObjRef, PyResult};

use super::{add, bad, pool, renewed};
use crate::iters::same;
use crate::sequence::{int_argument, size_argument};

/// Payload of `product`: an odometer over tuples.
struct Product {
    pools: Vec<ObjRef>,
    indices: Vec<usize>,
    started: bool,
    stopped: bool,
    /// The tuple given last, given again if nobody kept it.
    tuple: Option<ObjRef>,
}

impl Payload for Product {
    fn edges(&mut self, v: &mut dyn EdgeVisitor) {
        v.items(&mut self.pools);
        v.edge(&mut self.tuple, Relation::Derived("result"));
    }
    fn clear(&mut self) {
        self.pools.clear();
        self.indices.clear();
        self.stopped = true;
        self.tuple = None;
    }
    fn extra_size(&self) -> usize {
        self.pools.len() * 8
    }
}

static SPEC: TypeSpec = TypeSpec {
    slots: Slots { new: Some(new), iter: Some(same), next: Some(next), ..Slots::EMPTY },
    methods: &[
        NativeDef::reduce(outdated!(reduce)),
        NativeDef::set_state(outdated!(set_state, state)),
        NativeDef::m0("__sizeof__", size, "Returns size in memory, in bytes."),
    ],
    getsets: &[],
    doc: "product(*iterables, repeat=1) --> product object\n\nCartesian product of input iterables.  Equivalent to nested for-loops.\n\nFor example, product(A, B) returns the same as:  ((x,y) for x in A for y in B).\nThe leftmost iterators are in the outermost for-loop, so the output tuples\ncycle in a manner similar to an odometer (with the rightmost element changing\non every iteration).\n\nTo compute the product of an iterable with itself, specify the number\nof repetitions with the optional repeat keyword argument. For example,\nproduct(A, repeat=4) means the same as product(A, A, A, A).\n\nproduct('ab', range(3)) --> ('a',0) ('a',1) ('a',2) ('b',0) ('b',1) ('b',2)\nproduct((0,1), (0,1), (0,1)) --> (0,0,0) (0,0,1) (0,1,0) (0,1,1) (1,0,0) ...",
};

pub(super) fn install(cx: &mut Cx, dict: &ObjRef) {
    add::<Product>(cx, dict, "product", &SPEC);
}

pub(super) fn size(cx: &mut Cx, me: &ObjRef) -> PyResult {
    Ok(cx.usize(full_size(me)))
}

fn new(cx: &mut Cx, class: &ObjRef, args: &Args) -> PyResult {
    let ty = cx.expect_type(class)?;
    let mut repeat = 1;
    for (name, value) in args.keywords() {
        if name.ascii() != Some("repeat") {
            let name = name.text_or_empty();
            return Err(cx.type_error(format!("'{name}' is an invalid keyword argument for product()")));
        }
        repeat = size_argument(cx, value)?;
        if repeat < 0 {
            return Err(cx.value_error("repeat argument cannot be negative"));
        }
    }
    let repeat = repeat as usize;
    let n = args.positional();
    let all = n.checked_mul(repeat).filter(|all| *all <= isize::MAX as usize / 8);
    let Some(all) = all else { return Err(cx.overflow_error("repeat argument too large")) };
    if !cx.can_allocate(all.saturating_mul(16)) {
        return Err(cx.memory_error(""));
    }
    let mut once = Vec::with_capacity(n);
    if repeat > 0 {
        for o in args.pos() {
            once.push(pool(cx, o)?);
        }
    }
    let pools: Vec<ObjRef> = once.iter().cycle().take(all).cloned().collect();
    let indices = vec![0; pools.len()];
    Ok(cx.new_instance(ty, Product { pools, indices, started: false, stopped: false, tuple: None }))
}

fn next(cx: &mut Cx, me: &ObjRef) -> PyResult<Option<ObjRef>> {
    let Some(turned) = advance(cx, me) else { return Ok(None) };
    let Some(p) = cx.heap.get_mut::<Product>(me) else { return Ok(None) };
    let (old, n) = (p.tuple.take(), p.pools.len());
    let tuple = renewed(cx, old, turned, n, |heap, at| {
        let p = heap.get::<Product>(me)?;
        heap.tuple(p.pools.get(at)?)?.get(*p.indices.get(at)?).cloned()
    });
    if let Some(p) = cx.heap.get_mut::<Product>(me) {
        p.tuple = Some(tuple.clone());
    }
    Ok(Some(tuple))
}

fn pool_len(cx: &Cx, pool: &ObjRef) -> usize {
    cx.heap.tuple(pool).map_or(0, <[ObjRef]>::len)
}

/// Turns the odometer by one: the first place that moved, or nothing when it has gone round.
fn advance(cx: &mut Cx, me: &ObjRef) -> Option<usize> {
    let p = cx.heap.get::<Product>(me).filter(|p| !p.stopped)?;
    let fresh = !p.started;
    let turn = if fresh {
        p.pools.iter().all(|pool| pool_len(cx, pool) > 0).then_some(p.indices.len())
    } else {
        p.indices.iter().zip(&p.pools).rposition(|(i, pool)| i + 1 < pool_len(cx, pool))
    };
    let p = cx.heap.get_mut::<Product>(me)?;
    p.started = true;
    let Some(at) = turn else {
        p.stopped = true;
        let tuple = p.tuple.take();
        drop(tuple);
        return None;
    };
    if let Some((i, behind)) = p.indices.get_mut(at..).and_then(<[usize]>::split_first_mut) {
        *i += 1;
        behind.fill(0);
    }
    Some(if fresh { 0 } else { at })
}

fn reduce(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let Some(p) = cx.heap.get::<Product>(me) else { return Err(bad(cx)) };
    if p.stopped {
        let args = cx.new_tuple([cx.empty_tuple.clone()]);
        return Ok(cx.new_tuple([me.class(), args]));
    }
    let args = cx.tuple_from_slice(&p.pools);
    if !p.started {
        return Ok(cx.new_tuple([me.class(), args]));
    }
    let indices: Vec<ObjRef> = p.indices.iter().map(|i| cx.usize(*i)).collect();
    let state = cx.new_tuple(indices);
    Ok(cx.new_tuple([me.class(), args, state]))
}

fn set_state(cx: &mut Cx, me: &ObjRef, state: &ObjRef) -> PyResult {
    let Some(p) = cx.heap.get::<Product>(me) else { return Err(bad(cx)) };
    let limits: Vec<usize> = p.pools.iter().map(|pool| pool_len(cx, pool)).collect();
    let given = cx.heap.tuple(state).map(<[ObjRef]>::to_vec);
    let Some(given) = given.filter(|g| g.len() == limits.len()) else {
        return Err(cx.value_error("invalid arguments"));
    };
    let mut indices = Vec::with_capacity(given.len());
    for (o, limit) in given.iter().zip(&limits) {
        let i = int_argument(cx, o)?;
        indices.push(i.clamp(0, (*limit as i64 - 1).max(0)) as usize);
    }
    if let Some(p) = cx.heap.get_mut::<Product>(me) {
        p.stopped = limits.contains(&0);
        p.started = true;
        p.indices = indices;
    }
    Ok(cx.none.clone())
}
