//! `combinations`, `combinations_with_replacement` and `permutations`.

use theseus_object::args::Params;
use theseus_object::class::TypeSpec;
use theseus_object::edges::{EdgeVisitor, Payload, Relation};
use theseus_object::methods::NativeDef;
use theseus_object::slots::Slots;
use theseus_object::{Args, Cx, ObjRef, PyResult};

use super::{add, bad, pool, product, renewed, state_items};
use crate::iters::same;
use crate::sequence::{int_argument, size_argument};

/// What the three have in common: places in a pool, which are moved on.
struct Choice {
    /// A tuple.
    pool: ObjRef,
    /// How many items are chosen.
    r: usize,
    indices: Vec<usize>,
    started: bool,
    stopped: bool,
    /// The tuple given last, given again if nobody kept it.
    tuple: Option<ObjRef>,
}

impl Choice {
    fn visit(&mut self, v: &mut dyn EdgeVisitor) {
        v.fixed(&mut self.pool, Relation::Part("pool"));
        v.edge(&mut self.tuple, Relation::Derived("result"));
    }

    fn bytes(&self) -> usize {
        self.indices.len() * 8
    }

    fn stop(&mut self) {
        self.stopped = true;
        let tuple = self.tuple.take();
        drop(tuple);
    }
}

/// A payload over [`Choice`] that is moved on by `step(choice, size of the pool, own field)`.
trait Chooser: Payload {
    const NAME: &'static str;
    fn choice(&mut self) -> &mut Choice;
    fn look(&self) -> &Choice;
    /// Moves to the next places: the first that moved, or nothing when there are none.
    fn step(&mut self, n: usize) -> Option<usize>;
    /// The first places.
    fn start(&mut self, n: usize);
}

macro_rules! chooser {
    ($name:ident, $text:literal, $($field:ident: $ty:ty)?, $step:expr, $start:expr) => {
        struct $name {
            choice: Choice,
            $($field: $ty,)?
        }

        impl Payload for $name {
            fn edges(&mut self, v: &mut dyn EdgeVisitor) {
                self.choice.visit(v);
            }
            fn clear(&mut self) {
                self.choice.stop();
            }
            fn extra_size(&self) -> usize {
                self.choice.bytes()
            }
        }

        impl Chooser for $name {
            const NAME: &'static str = $text;
            fn choice(&mut self) -> &mut Choice {
                &mut self.choice
            }
            fn look(&self) -> &Choice {
                &self.choice
            }
            fn step(&mut self, n: usize) -> Option<usize> {
                let step: fn(&mut $name, usize) -> Option<usize> = $step;
                step(self, n)
            }
            fn start(&mut self, n: usize) {
                let start: fn(&mut $name, usize) = $start;
                start(self, n)
            }
        }
    };
}

chooser!(
    Combinations,
    "combinations",
    ,
    |me, n| {
        let Choice { indices, r, .. } = &mut me.choice;
        let at = (0..*r).rev().find(|i| indices[*i] != i + n - *r)?;
        indices[at] += 1;
        for i in at + 1..*r {
            indices[i] = indices[i - 1] + 1;
        }
        Some(at)
    },
    |me, _| me.choice.indices = (0..me.choice.r).collect()
);

chooser!(
    WithReplacement,
    "combinations_with_replacement",
    ,
    |me, n| {
        let at = me.choice.indices.iter().rposition(|i| i + 1 != n)?;
        let next = me.choice.indices[at] + 1;
        me.choice.indices[at..].fill(next);
        Some(at)
    },
    |me, _| me.choice.indices = vec![0; me.choice.r]
);

chooser!(
    Permutations,
    "permutations",
    cycles: Vec<usize>,
    |me, n| {
        let indices = &mut me.choice.indices;
        for i in (0..me.cycles.len()).rev() {
            me.cycles[i] -= 1;
            if me.cycles[i] == 0 {
                indices[i..].rotate_left(1);
                me.cycles[i] = n - i;
            } else {
                let j = n - me.cycles[i];
                indices.swap(i, j);
                return Some(i);
            }
        }
        None
    },
    |me, n| {
        me.choice.indices = (0..n).collect();
        me.cycles = (0..me.choice.r).map(|i| n - i).collect();
    }
);

const REDUCE: &str = "Return state information for pickling.";
const SET_STATE: &str = "Set state information for unpickling.";
const SIZEOF: &str = "Returns size in memory, in bytes.";

static COMBINATIONS: TypeSpec = TypeSpec {
    slots: Slots {
        new: Some(combinations_new),
        iter: Some(same),
        next: Some(next::<Combinations>),
        ..Slots::EMPTY
    },
    methods: &[
        NativeDef::m0("__reduce__", outdated!(reduce::<Combinations>), REDUCE),
        NativeDef::m1("__setstate__", outdated!(combinations_set_state, state), SET_STATE),
        NativeDef::m0("__sizeof__", product::size, SIZEOF),
    ],
    getsets: &[],
    doc: "combinations(iterable, r)\n--\n\nReturn successive r-length combinations of elements in the iterable.\n\ncombinations(range(4), 3) --> (0,1,2), (0,1,3), (0,2,3), (1,2,3)",
};

static WITH_REPLACEMENT: TypeSpec = TypeSpec {
    slots: Slots {
        new: Some(with_replacement_new),
        iter: Some(same),
        next: Some(next::<WithReplacement>),
        ..Slots::EMPTY
    },
    methods: &[
        NativeDef::m0("__reduce__", outdated!(reduce::<WithReplacement>), REDUCE),
        NativeDef::m1("__setstate__", outdated!(with_replacement_set_state, state), SET_STATE),
        NativeDef::m0("__sizeof__", product::size, SIZEOF),
    ],
    getsets: &[],
    doc: "combinations_with_replacement(iterable, r)\n--\n\nReturn successive r-length combinations of elements in the iterable allowing individual elements to have successive repeats.\n\ncombinations_with_replacement('ABC', 2) --> ('A','A'), ('A','B'), ('A','C'), ('B','B'), ('B','C'), ('C','C')",
};

static PERMUTATIONS: TypeSpec = TypeSpec {
    slots: Slots {
        new: Some(permutations_new),
        iter: Some(same),
        next: Some(next::<Permutations>),
        ..Slots::EMPTY
    },
    methods: &[
        NativeDef::m0("__reduce__", outdated!(permutations_reduce), REDUCE),
        NativeDef::m1("__setstate__", outdated!(permutations_set_state, state), SET_STATE),
        NativeDef::m0("__sizeof__", product::size, SIZEOF),
    ],
    getsets: &[],
    doc: "permutations(iterable, r=None)\n--\n\nReturn successive r-length permutations of elements in the iterable.\n\npermutations(range(3), 2) --> (0,1), (0,2), (1,0), (1,2), (2,0), (2,1)",
};

pub(super) fn install(cx: &mut Cx, dict: &ObjRef) {
    add::<Combinations>(cx, dict, "combinations", &COMBINATIONS);
    add::<WithReplacement>(cx, dict, "combinations_with_replacement", &WITH_REPLACEMENT);
    add::<Permutations>(cx, dict, "permutations", &PERMUTATIONS);
}

fn pool_len(cx: &Cx, pool: &ObjRef) -> usize {
    cx.heap.tuple(pool).map_or(0, <[ObjRef]>::len)
}

/// A choice of `r` from a pool, not begun.
fn choice(cx: &mut Cx, pool: ObjRef, r: i64, stopped: bool) -> PyResult<Choice> {
    if r < 0 {
        return Err(cx.value_error("r must be non-negative"));
    }
    let r = r as usize;
    if !stopped && !cx.can_allocate(r.saturating_mul(24)) {
        return Err(cx.memory_error(""));
    }
    Ok(Choice { pool, r, indices: Vec::new(), started: false, stopped, tuple: None })
}

/// `name(iterable, r)`.
fn arguments<T: Chooser>(cx: &mut Cx, args: &Args) -> PyResult<(ObjRef, i64)> {
    const PARAMS: Params<2, 0> = Params { required: ["iterable", "r"], optional: [], posonly: 0, kwonly: 2 };
    let ([iterable, r], []) = args.bind(cx, T::NAME, &PARAMS)?;
    let r = size_argument(cx, &r)?;
    Ok((pool(cx, &iterable)?, r))
}

fn combinations_new(cx: &mut Cx, class: &ObjRef, args: &Args) -> PyResult {
    let ty = cx.expect_type(class)?;
    let (pool, r) = arguments::<Combinations>(cx, args)?;
    let few = r > pool_len(cx, &pool) as i64;
    let choice = choice(cx, pool, r, few)?;
    Ok(cx.new_instance(ty, Combinations { choice }))
}

fn with_replacement_new(cx: &mut Cx, class: &ObjRef, args: &Args) -> PyResult {
    let ty = cx.expect_type(class)?;
    let (pool, r) = arguments::<WithReplacement>(cx, args)?;
    let none = r > 0 && pool_len(cx, &pool) == 0;
    let choice = choice(cx, pool, r, none)?;
    Ok(cx.new_instance(ty, WithReplacement { choice }))
}

fn permutations_new(cx: &mut Cx, class: &ObjRef, args: &Args) -> PyResult {
    const PARAMS: Params<1, 1> = Params { required: ["iterable"], optional: ["r"], posonly: 0, kwonly: 2 };
    let ty = cx.expect_type(class)?;
    let ([iterable], [r]) = args.bind(cx, "permutations", &PARAMS)?;
    let pool = pool(cx, &iterable)?;
    let n = pool_len(cx, &pool) as i64;
    let r = match r.filter(|r| !r.is_none()) {
        None => n,
        Some(r) if !r.is_int() => return Err(cx.type_error("Expected int as r")),
        Some(r) => size_argument(cx, &r)?,
    };
    let choice = choice(cx, pool, r, r > n)?;
    Ok(cx.new_instance(ty, Permutations { choice, cycles: Vec::new() }))
}

fn next<T: Chooser>(cx: &mut Cx, me: &ObjRef) -> PyResult<Option<ObjRef>> {
    let Some(c) = cx.heap.get::<T>(me).map(T::look).filter(|c| !c.stopped) else { return Ok(None) };
    let n = pool_len(cx, &c.pool);
    let Some(t) = cx.heap.get_mut::<T>(me) else { return Ok(None) };
    let moved = if t.choice().started {
        t.step(n)
    } else {
        t.choice().started = true;
        t.start(n);
        Some(0)
    };
    let c = t.choice();
    let Some(moved) = moved else {
        c.stop();
        return Ok(None);
    };
    let (old, r) = (c.tuple.take(), c.r);
    let tuple = renewed(cx, old, moved, r, |heap, at| {
        let c = heap.get::<T>(me)?.look();
        heap.tuple(&c.pool)?.get(*c.indices.get(at)?).cloned()
    });
    if let Some(t) = cx.heap.get_mut::<T>(me) {
        t.choice().tuple = Some(tuple.clone());
    }
    Ok(Some(tuple))
}

fn numbers(cx: &Cx, list: &[usize]) -> ObjRef {
    let list: Vec<ObjRef> = list.iter().map(|i| cx.usize(*i)).collect();
    cx.new_tuple(list)
}

fn reduce<T: Chooser>(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let Some(c) = cx.heap.get::<T>(me).map(T::look) else { return Err(bad(cx)) };
    let state = (c.started && !c.stopped).then(|| numbers(cx, &c.indices));
    Ok(reduced(cx, me, c, state))
}

fn reduced(cx: &Cx, me: &ObjRef, c: &Choice, state: Option<ObjRef>) -> ObjRef {
    // An end that came before the first item shows the pool, as if nothing had been asked.
    let pool = if c.stopped && c.started { cx.empty_tuple.clone() } else { c.pool.clone() };
    let args = cx.new_tuple([pool, cx.usize(c.r)]);
    match state {
        Some(state) => cx.new_tuple([me.class(), args, state]),
        None => cx.new_tuple([me.class(), args]),
    }
}

fn permutations_reduce(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let Some(p) = cx.heap.get::<Permutations>(me) else { return Err(bad(cx)) };
    let c = &p.choice;
    let state = (c.started && !c.stopped).then(|| {
        let (indices, cycles) = (numbers(cx, &c.indices), numbers(cx, &p.cycles));
        cx.new_tuple([indices, cycles])
    });
    Ok(reduced(cx, me, c, state))
}

/// Numbers of a state, each put between its limits.
fn clamped(
    cx: &mut Cx,
    state: Option<ObjRef>,
    len: usize,
    limits: impl Fn(usize) -> (i64, i64),
) -> PyResult<Vec<usize>> {
    let given = state.and_then(|s| cx.heap.tuple(&s).map(<[ObjRef]>::to_vec));
    let Some(given) = given.filter(|g| g.len() == len) else {
        return Err(cx.value_error("invalid arguments"));
    };
    let mut out = Vec::with_capacity(len);
    for (i, o) in given.iter().enumerate() {
        let (least, most) = limits(i);
        out.push(int_argument(cx, o)?.min(most).max(least).max(0) as usize);
    }
    Ok(out)
}

fn set_state<T: Chooser>(
    cx: &mut Cx,
    me: &ObjRef,
    state: &ObjRef,
    most: fn(usize, usize, usize) -> i64,
) -> PyResult {
    let Some(c) = cx.heap.get::<T>(me).map(T::look) else { return Err(bad(cx)) };
    let (n, r) = (pool_len(cx, &c.pool), c.r);
    let indices = clamped(cx, Some(state.clone()), r, |i| (0, most(i, n, r)))?;
    if let Some(t) = cx.heap.get_mut::<T>(me) {
        t.choice().indices = indices;
        t.choice().started = true;
    }
    Ok(cx.none.clone())
}

fn combinations_set_state(cx: &mut Cx, me: &ObjRef, state: &ObjRef) -> PyResult {
    set_state::<Combinations>(cx, me, state, |i, n, r| (i + n) as i64 - r as i64)
}

fn with_replacement_set_state(cx: &mut Cx, me: &ObjRef, state: &ObjRef) -> PyResult {
    set_state::<WithReplacement>(cx, me, state, |_, n, _| n as i64 - 1)
}

fn permutations_set_state(cx: &mut Cx, me: &ObjRef, state: &ObjRef) -> PyResult {
    let Some(p) = cx.heap.get::<Permutations>(me) else { return Err(bad(cx)) };
    let (n, r) = (pool_len(cx, &p.choice.pool), p.choice.r);
    let parts = state_items(cx, state)?;
    let [indices, cycles] = parts.as_slice() else { return Err(cx.value_error("invalid arguments")) };
    let indices = clamped(cx, Some(indices.clone()), n, |_| (0, n as i64 - 1))?;
    let cycles = clamped(cx, Some(cycles.clone()), r, |i| (1, n as i64 - i as i64))?;
    if let Some(p) = cx.heap.get_mut::<Permutations>(me) {
        p.choice.indices = indices;
        p.choice.started = true;
        p.cycles = cycles;
    }
    Ok(cx.none.clone())
}
