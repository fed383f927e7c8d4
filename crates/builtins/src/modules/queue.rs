//! The module `_queue`: `SimpleQueue` and `Empty`.

use std::collections::VecDeque;

use theseus_object::args::Params;
use theseus_object::class::TypeSpec;
use theseus_object::edges::{EdgeVisitor, Payload, Relation};
use theseus_object::methods::NativeDef;
use theseus_object::typeobj::{Layout, type_flag};
use theseus_object::{Args, Cx, Heap, ObjRef, PyResult, Slots, TypeObj};

use super::wait;
use crate::alias;
use crate::module::native_module;

#[derive(Default)]
struct SimpleQueue {
    items: VecDeque<ObjRef>,
    waiters: wait::Waiters,
}

impl Payload for SimpleQueue {
    fn edges(&mut self, v: &mut dyn EdgeVisitor) {
        for (i, o) in self.items.iter_mut().enumerate() {
            v.fixed(o, Relation::Index(i));
        }
    }
    fn clear(&mut self) {
        let items = std::mem::take(&mut self.items);
        drop(items);
    }
    fn extra_size(&self) -> usize {
        self.items.capacity() * size_of::<ObjRef>()
    }
}

/// The exception `Empty`.
#[derive(Default)]
struct EmptyError(Option<ObjRef>);

impl Payload for EmptyError {
    fn edges(&mut self, v: &mut dyn EdgeVisitor) {
        v.edge(&mut self.0, Relation::Attr("Empty"));
    }
}

static SPEC: TypeSpec = TypeSpec {
    slots: Slots { new: Some(new), ..Slots::EMPTY },
    methods: &[
        NativeDef::m0(
            "empty",
            empty,
            "empty($self, /)\n--\n\nReturn True if the queue is empty, False otherwise (not reliable!).",
        ),
        NativeDef::full(
            "get",
            get,
            "get($self, /, block=True, timeout=None)\n--\n\nRemove and return an item from the queue.\n\nIf optional args 'block' is true and 'timeout' is None (the default),\nblock if necessary until an item is available. If 'timeout' is\na non-negative number, it blocks at most 'timeout' seconds and raises\nthe Empty exception if no item was available within that time.\nOtherwise ('block' is false), return an item if one is immediately\navailable, else raise the Empty exception ('timeout' is ignored\nin that case).",
        ),
        NativeDef::m0(
            "get_nowait",
            get_nowait,
            "get_nowait($self, /)\n--\n\nRemove and return an item from the queue without blocking.\n\nOnly get an item if one is immediately available. Otherwise\nraise the Empty exception.",
        ),
        NativeDef::full(
            "put",
            put,
            "put($self, /, item, block=True, timeout=None)\n--\n\nPut the item on the queue.\n\nThe optional 'block' and 'timeout' arguments are ignored, as this method\nnever blocks.  They are provided for compatibility with the Queue class.",
        ),
        NativeDef::full(
            "put_nowait",
            put_nowait,
            "put_nowait($self, /, item)\n--\n\nPut an item into the queue without blocking.\n\nThis is exactly equivalent to `put(item)` and is only provided\nfor compatibility with the Queue class.",
        ),
        NativeDef::m0(
            "qsize",
            qsize,
            "qsize($self, /)\n--\n\nReturn the approximate size of the queue (not reliable!).",
        ),
        NativeDef::class("__class_getitem__", alias::class_getitem, "See PEP 585"),
    ],
    getsets: &[],
    doc: "SimpleQueue()\n--\n\nSimple, unbounded, reentrant FIFO queue.",
};

const DOC: &str = "C implementation of the Python queue module.\nThis module is an implementation detail, please do not use it directly.";

pub fn install(cx: &mut Cx) {
    let dict = native_module(cx, "_queue", DOC, &[]);
    let flags = type_flag::BASE_TYPE;
    let ty = cx.add_native_type_over::<SimpleQueue>("_queue.SimpleQueue", None, flags, Layout::WEAK);
    cx.fill_type(&ty, &SPEC);
    cx.namespace_put(&dict, "SimpleQueue", ty.as_ref().clone());
    if let Ok(error) = make_error(cx) {
        cx.namespace_put(&dict, "Empty", error);
    }
}

/// A class in Python's sense, so that it has a module and a place for attributes.
fn make_error(cx: &mut Cx) -> PyResult {
    let namespace = cx.new_dict();
    cx.namespace_put(&namespace, "__module__", cx.new_str("_queue"));
    let doc = cx.new_str("Exception raised by Queue.get(block=0)/get_nowait().");
    cx.namespace_put(&namespace, "__doc__", doc);
    let bases = cx.new_tuple([cx.excs.exception.as_ref().clone()]);
    let args = [cx.new_str("Empty"), bases, namespace];
    let ty = cx.types.type_.as_ref().clone();
    let error = cx.call(&ty, &args)?;
    let state = cx.state::<EmptyError>();
    if let Some(s) = cx.heap.get_mut::<EmptyError>(&state) {
        s.0 = Some(error.clone());
    }
    Ok(error)
}

fn raise_empty(cx: &mut Cx) -> theseus_object::Raised {
    let state = cx.state::<EmptyError>();
    let Some(class) = cx.heap.get::<EmptyError>(&state).and_then(|s| s.0.clone()) else {
        return cx.bad_internal("_queue");
    };
    match TypeObj::of(&class) {
        Some(ty) => {
            let e = cx.new_exception(ty, &[]);
            cx.raise(e)
        }
        None => cx.bad_internal("_queue"),
    }
}

fn new(cx: &mut Cx, class: &ObjRef, args: &Args) -> PyResult {
    let ty = cx.expect_type(class)?;
    if ty.is(&cx.type_of::<SimpleQueue>()) {
        args.no_keywords(cx, "SimpleQueue")?;
        if !args.values.is_empty() {
            return Err(cx.type_error("SimpleQueue() takes no positional arguments"));
        }
    }
    Ok(cx.new_instance(ty, SimpleQueue::default()))
}

fn len(cx: &Cx, me: &ObjRef) -> usize {
    cx.heap.get::<SimpleQueue>(me).map_or(0, |q| q.items.len())
}

fn line<'a>(heap: &'a mut Heap, me: &'a ObjRef) -> Option<&'a mut wait::Waiters> {
    heap.get_mut::<SimpleQueue>(me).map(|q| &mut q.waiters)
}

fn empty(cx: &mut Cx, me: &ObjRef) -> PyResult {
    Ok(cx.bool(len(cx, me) == 0))
}

fn qsize(cx: &mut Cx, me: &ObjRef) -> PyResult {
    Ok(cx.usize(len(cx, me)))
}

fn get(cx: &mut Cx, me: &ObjRef, args: &Args) -> PyResult {
    const PARAMS: Params<0, 2> =
        Params { required: [], optional: ["block", "timeout"], posonly: 0, kwonly: 2 };
    let ([], [block, timeout]) = args.bind(cx, "get", &PARAMS)?;
    let block = match block {
        Some(b) => cx.truth(&b)?,
        None => true,
    };
    let timeout = match timeout.filter(|t| !t.is_none() && block) {
        Some(t) => match u64::try_from(wait::nanoseconds(cx, &t)?) {
            Ok(t) => Some(t),
            Err(_) => return Err(cx.value_error("'timeout' must be a non-negative number")),
        },
        None => None,
    };
    let timeout = if block { timeout } else { Some(0) };
    wait::wait_for(cx, me, line, timeout, |cx| len(cx, me) > 0)?;
    take(cx, me)
}

fn get_nowait(cx: &mut Cx, me: &ObjRef) -> PyResult {
    take(cx, me)
}

fn take(cx: &mut Cx, me: &ObjRef) -> PyResult {
    match cx.heap.get_mut::<SimpleQueue>(me).and_then(|q| q.items.pop_front()) {
        Some(o) => Ok(o),
        None => Err(raise_empty(cx)),
    }
}

fn push(cx: &mut Cx, me: &ObjRef, o: ObjRef) -> PyResult {
    if let Some(q) = cx.heap.get_mut::<SimpleQueue>(me) {
        q.items.push_back(o);
    }
    wait::wake_one(cx, me, line);
    Ok(cx.none.clone())
}

fn put(cx: &mut Cx, me: &ObjRef, args: &Args) -> PyResult {
    const PARAMS: Params<1, 2> =
        Params { required: ["item"], optional: ["block", "timeout"], posonly: 0, kwonly: 3 };
    let ([item], [block, _]) = args.bind(cx, "put", &PARAMS)?;
    if let Some(block) = block {
        cx.truth(&block)?;
    }
    push(cx, me, item)
}

fn put_nowait(cx: &mut Cx, me: &ObjRef, args: &Args) -> PyResult {
    const PARAMS: Params<1, 0> = Params { required: ["item"], optional: [], posonly: 0, kwonly: 1 };
    let ([item], []) = args.bind(cx, "put_nowait", &PARAMS)?;
    push(cx, me, item)
}
