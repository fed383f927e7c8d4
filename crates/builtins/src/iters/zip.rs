//! `zip`.

use smallvec::SmallVec;

use theseus_object::class::TypeSpec;
use theseus_object::edges::{EdgeVisitor, Payload, Relation};
use theseus_object::methods::NativeDef;
use theseus_object::slots::Slots;
use theseus_object::typeobj::type_flag;
use theseus_object::{Args, Cx, ObjRef, PyResult};

use super::{inner, same};
use crate::sequence::item;

struct Zip {
    /// A tuple of iterators.
    iterators: ObjRef,
    count: usize,
    strict: bool,
    /// The tuple given last, given again if nobody kept it.
    tuple: Option<ObjRef>,
}

impl Payload for Zip {
    fn edges(&mut self, v: &mut dyn EdgeVisitor) {
        v.fixed(&mut self.iterators, Relation::Part("iterators"));
        v.edge(&mut self.tuple, Relation::Derived("result"));
    }
    fn clear(&mut self) {
        self.tuple = None;
    }
}

static SPEC: TypeSpec = TypeSpec {
    slots: Slots { new: Some(new), iter: Some(same), next: Some(next), ..Slots::EMPTY },
    methods: &[NativeDef::reduce(reduce), NativeDef::set_state(set_state)],
    getsets: &[],
    doc: "zip(*iterables, strict=False) --> Yield tuples until an input is exhausted.\n\n   >>> list(zip('abcdefg', range(3), range(4)))\n   [('a', 0, 0), ('b', 1, 1), ('c', 2, 2)]\n\nThe zip object yields n-length tuples, where n is the number of iterables\npassed as positional arguments to zip().  The i-th element in every tuple\ncomes from the i-th iterable argument to zip().  This continues until the\nshortest argument is exhausted.\n\nIf strict is true and one of the arguments is exhausted before the others,\nraise a ValueError.",
};

pub(super) fn install(cx: &mut Cx) {
    let ty = cx.add_native_type::<Zip>("zip", None, type_flag::BASE_TYPE);
    cx.fill_type(&ty, &SPEC);
    crate::expose(cx, &ty);
}

fn new(cx: &mut Cx, class: &ObjRef, args: &Args) -> PyResult {
    let ty = cx.expect_type(class)?;
    let mut strict = false;
    for (name, value) in args.keywords() {
        if name.ascii() != Some("strict") {
            let name = name.text_or_empty();
            return Err(cx.type_error(format!("'{name}' is an invalid keyword argument for zip()")));
        }
        strict = cx.truth(value)?;
    }
    let mut iterators = Vec::with_capacity(args.positional());
    for o in args.pos() {
        iterators.push(cx.iter(o)?);
    }
    let count = iterators.len();
    let iterators = cx.new_tuple(iterators);
    Ok(cx.new_instance(ty, Zip { iterators, count, strict, tuple: None }))
}

fn next(cx: &mut Cx, me: &ObjRef) -> PyResult<Option<ObjRef>> {
    let Some(z) = cx.heap.get::<Zip>(me) else { return Ok(None) };
    if !z.strict
        && let Some([a, b]) = cx.heap.tuple(&z.iterators)
    {
        let (a, b) = (a.clone(), b.clone());
        return next_pair(cx, me, &a, &b);
    }
    let (iterators, count, strict) = (z.iterators.clone(), z.count, z.strict);
    let mut row: SmallVec<[ObjRef; 4]> = SmallVec::with_capacity(count);
    while let Some(it) = item(cx, &iterators, row.len()) {
        match inner(cx, &it)? {
            Some(x) => row.push(x),
            None if strict => return check_all_ended(cx, &iterators, row.len()).map(|()| None),
            None => return Ok(None),
        }
    }
    if count == 0 {
        return Ok(None);
    }
    Ok(Some(give(cx, me, row)))
}

/// The next pair of the commonest zip, of two iterators.
fn next_pair(cx: &mut Cx, me: &ObjRef, a: &ObjRef, b: &ObjRef) -> PyResult<Option<ObjRef>> {
    let Some(x) = inner(cx, a)? else { return Ok(None) };
    let Some(y) = inner(cx, b)? else { return Ok(None) };
    let old = cx.heap.get_mut::<Zip>(me).and_then(|z| z.tuple.take());
    let pair = cx.heap.renew_pair(old, x, y);
    if let Some(z) = cx.heap.get_mut::<Zip>(me) {
        z.tuple = Some(pair.clone());
    }
    Ok(Some(pair))
}

/// A tuple of the items; the last one again if nobody kept it.
fn give(
    cx: &mut Cx,
    me: &ObjRef,
    items: impl IntoIterator<Item = ObjRef, IntoIter: ExactSizeIterator>,
) -> ObjRef {
    let old = cx.heap.get_mut::<Zip>(me).and_then(|z| z.tuple.take());
    let tuple = match old {
        Some(old) => cx.heap.renew_tuple(old, items),
        None => cx.new_tuple(items),
    };
    if let Some(z) = cx.heap.get_mut::<Zip>(me) {
        z.tuple = Some(tuple.clone());
    }
    tuple
}

/// Iterator `at` has ended before those behind it were asked: ValueError unless all end together.
fn check_all_ended(cx: &mut Cx, iterators: &ObjRef, at: usize) -> PyResult<()> {
    let plural = |n: usize| if n == 1 { " " } else { "s 1-" };
    if at > 0 {
        let (number, s) = (at + 1, plural(at));
        return Err(cx.value_error(format!("zip() argument {number} is shorter than argument{s}{at}")));
    }
    let mut others = 1;
    while let Some(it) = item(cx, iterators, others) {
        if inner(cx, &it)?.is_some() {
            let (number, s) = (others + 1, plural(others));
            return Err(cx.value_error(format!("zip() argument {number} is longer than argument{s}{others}")));
        }
        others += 1;
    }
    Ok(())
}

fn reduce(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let Some(z) = cx.heap.get::<Zip>(me) else { return Err(cx.bad_internal("zip")) };
    let (iterators, strict) = (z.iterators.clone(), z.strict);
    Ok(if strict {
        cx.new_tuple([me.class(), iterators, cx.true_.clone()])
    } else {
        cx.new_tuple([me.class(), iterators])
    })
}

fn set_state(cx: &mut Cx, me: &ObjRef, state: &ObjRef) -> PyResult {
    let strict = cx.truth(state)?;
    if let Some(z) = cx.heap.get_mut::<Zip>(me) {
        z.strict = strict;
    }
    Ok(cx.none.clone())
}
