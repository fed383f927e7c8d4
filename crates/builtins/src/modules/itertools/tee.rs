//! `tee`: several iterators over one, which read from a shared chain of blocks.

use theseus_object::class::TypeSpec;
use theseus_object::edges::{EdgeVisitor, Payload, Relation};
use theseus_object::methods::NativeDef;
use theseus_object::slots::Slots;
use theseus_object::typeobj::Layout;
use theseus_object::{Args, Cx, Kind, ObjRef, PyResult};

use super::{add_with, bad, positional, state_items};
use crate::iters::{inner, same};
use crate::sequence::size_argument;

/// Items in a block: visible in the pickled form.
const BLOCK: usize = 57;

/// Payload of `_tee_dataobject`: what was read from the iterator, and the block that follows.
struct Block {
    it: ObjRef,
    values: Vec<ObjRef>,
    next: Option<ObjRef>,
    running: bool,
}

impl Payload for Block {
    fn edges(&mut self, v: &mut dyn EdgeVisitor) {
        v.fixed(&mut self.it, Relation::Attr("iterator"));
        v.items(&mut self.values);
        v.edge(&mut self.next, Relation::Part("next"));
    }
    fn clear(&mut self) {
        self.values.clear();
        self.next = None;
    }
    fn extra_size(&self) -> usize {
        self.values.capacity() * size_of::<ObjRef>()
    }
}

struct Tee {
    block: ObjRef,
    index: usize,
}

impl Payload for Tee {
    fn edges(&mut self, v: &mut dyn EdgeVisitor) {
        v.fixed(&mut self.block, Relation::Part("data"));
    }
}

static TEE: TypeSpec = TypeSpec {
    slots: Slots { new: Some(new), iter: Some(same), next: Some(next), ..Slots::EMPTY },
    methods: &[
        NativeDef::m0("__copy__", copy, "Returns an independent iterator."),
        NativeDef::reduce(outdated!(reduce)),
        NativeDef::set_state(outdated!(set_state, state)),
    ],
    getsets: &[],
    doc: "Iterator wrapped to make it copyable.",
};

static DATA: TypeSpec = TypeSpec {
    slots: Slots { new: Some(block_new), ..Slots::EMPTY },
    methods: &[NativeDef::reduce(outdated!(block_reduce))],
    getsets: &[],
    doc: "teedataobject(iterable, values, next, /)\n--\n\nData container common to multiple tee objects.",
};

static FUNCTION: NativeDef = NativeDef::f_range(
    "tee",
    tee,
    1,
    2,
    "tee($module, iterable, n=2, /)\n--\n\nReturns a tuple of n independent iterators.",
);

pub(super) fn install(cx: &mut Cx, dict: &ObjRef) {
    add_with::<Tee>(cx, dict, "_tee", &TEE, 0, Layout::WEAK);
    add_with::<Block>(cx, dict, "_tee_dataobject", &DATA, 0, Layout::PLAIN);
    let f = cx.native_function(&FUNCTION, Some(cx.intern("itertools")));
    cx.namespace_put(dict, "tee", f);
}

fn tee(cx: &mut Cx, args: &[ObjRef]) -> PyResult {
    let [iterable, count @ ..] = args else { return Err(bad(cx)) };
    let n = match count.first() {
        Some(n) => size_argument(cx, n)?,
        None => 2,
    };
    if n < 0 {
        return Err(cx.value_error("n must be >= 0"));
    }
    if !cx.can_allocate((n as usize).saturating_mul(8)) {
        return Err(cx.memory_error(""));
    }
    if n == 0 {
        return Ok(cx.empty_tuple.clone());
    }
    let it = cx.iter(iterable)?;
    let name = cx.intern("__copy__");
    let (first, copier) = match cx.try_getattr(&it, &name)? {
        Some(copier) => (it, copier),
        None => {
            let first = from_iterable(cx, &it)?;
            let copier = cx.getattr(&first, &name)?;
            (first, copier)
        }
    };
    let mut all = vec![first];
    for at in 1..n as usize {
        all.push(cx.call(&copier, &[])?);
        crate::iters::poll_now_and_then(cx, at)?;
    }
    Ok(cx.new_tuple(all))
}

fn new(cx: &mut Cx, class: &ObjRef, args: &Args) -> PyResult {
    let ty = cx.expect_type(class)?;
    let [iterable] = positional(cx, ty, "_tee", args, 1, 1)? else { return Err(bad(cx)) };
    from_iterable(cx, iterable)
}

fn from_iterable(cx: &mut Cx, iterable: &ObjRef) -> PyResult {
    let it = cx.iter(iterable)?;
    if it.has_payload::<Tee>() {
        return copy(cx, &it);
    }
    let block = cx.new_object(Block { it, values: Vec::new(), next: None, running: false });
    let ty = cx.type_of::<Tee>();
    Ok(cx.new_instance(&ty, Tee { block, index: 0 }))
}

fn copy(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let Some(t) = cx.heap.get::<Tee>(me) else { return Err(bad(cx)) };
    let (block, index) = (t.block.clone(), t.index);
    let ty = cx.type_of::<Tee>();
    Ok(cx.new_instance(&ty, Tee { block, index }))
}

fn next(cx: &mut Cx, me: &ObjRef) -> PyResult<Option<ObjRef>> {
    let Some(t) = cx.heap.get::<Tee>(me) else { return Ok(None) };
    let (mut block, mut index) = (t.block.clone(), t.index);
    if index >= BLOCK {
        block = following(cx, &block);
        index = 0;
        let old = cx.heap.get_mut::<Tee>(me).map(|t| {
            t.index = 0;
            std::mem::replace(&mut t.block, block.clone())
        });
        drop(old);
    }
    let item = value(cx, &block, index)?;
    if item.is_some()
        && let Some(t) = cx.heap.get_mut::<Tee>(me)
    {
        t.index += 1;
    }
    Ok(item)
}

/// The block behind a full one.
fn following(cx: &mut Cx, block: &ObjRef) -> ObjRef {
    let Some(b) = cx.heap.get::<Block>(block) else { return block.clone() };
    if let Some(next) = &b.next {
        return next.clone();
    }
    let it = b.it.clone();
    let next = cx.new_object(Block { it, values: Vec::new(), next: None, running: false });
    if let Some(b) = cx.heap.get_mut::<Block>(block) {
        b.next = Some(next.clone());
    }
    next
}

/// The value at a place of a block; the first behind those known is read from the iterator.
fn value(cx: &mut Cx, block: &ObjRef, index: usize) -> PyResult<Option<ObjRef>> {
    let Some(b) = cx.heap.get_mut::<Block>(block) else { return Ok(None) };
    if let Some(v) = b.values.get(index) {
        return Ok(Some(v.clone()));
    }
    if b.running {
        return Err(cx.runtime_error("cannot re-enter the tee iterator"));
    }
    b.running = true;
    let it = b.it.clone();
    let r = inner(cx, &it);
    let Some(b) = cx.heap.get_mut::<Block>(block) else { return Ok(None) };
    b.running = false;
    let item = r?;
    if let Some(item) = &item {
        b.values.push(item.clone());
    }
    Ok(item)
}

fn reduce(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let Some(t) = cx.heap.get::<Tee>(me) else { return Err(bad(cx)) };
    let state = cx.new_tuple([t.block.clone(), cx.usize(t.index)]);
    let args = cx.new_tuple([cx.empty_tuple.clone()]);
    Ok(cx.new_tuple([me.class(), args, state]))
}

fn set_state(cx: &mut Cx, me: &ObjRef, state: &ObjRef) -> PyResult {
    let items = state_items(cx, state)?;
    let [block, index] = items.as_slice() else {
        let n = items.len();
        return Err(cx.type_error(format!("function takes exactly 2 arguments ({n} given)")));
    };
    if !block.has_payload::<Block>() {
        let got = block.ty().name();
        return Err(cx.type_error(format!("argument 1 must be itertools._tee_dataobject, not {got}")));
    }
    let index = size_argument(cx, index)?;
    let Some(index) = usize::try_from(index).ok().filter(|i| *i <= BLOCK) else {
        return Err(cx.value_error("Index out of range"));
    };
    let old = cx.heap.get_mut::<Tee>(me).map(|t| {
        t.index = index;
        std::mem::replace(&mut t.block, block.clone())
    });
    drop(old);
    Ok(cx.none.clone())
}

// ---- blocks

fn block_new(cx: &mut Cx, class: &ObjRef, args: &Args) -> PyResult {
    let ty = cx.expect_type(class)?;
    let [it, values, next] = positional(cx, ty, "teedataobject", args, 3, 3)? else { return Err(bad(cx)) };
    if values.kind() != Kind::List {
        let got = values.kind_given();
        return Err(cx.type_error(format!("teedataobject() argument 2 must be list, not {got}")));
    }
    let values = cx.collect(values)?;
    let good_next = next.is_none() || (next.has_payload::<Block>() && values.len() == BLOCK);
    if values.len() > BLOCK || !good_next {
        return Err(cx.value_error("Invalid arguments"));
    }
    let next = Some(next.clone()).filter(|n| !n.is_none());
    Ok(cx.new_instance(ty, Block { it: it.clone(), values, next, running: false }))
}

fn block_reduce(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let Some(b) = cx.heap.get::<Block>(me) else { return Err(bad(cx)) };
    let (it, values, next) = (b.it.clone(), b.values.clone(), b.next.clone());
    let next = next.unwrap_or_else(|| cx.none.clone());
    let args = cx.new_tuple([it, cx.new_list(values), next]);
    Ok(cx.new_tuple([me.class(), args]))
}
