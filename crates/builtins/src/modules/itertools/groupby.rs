//! `groupby` and its groups.

use theseus_object::args::Params;
use theseus_object::class::TypeSpec;
use theseus_object::edges::{EdgeVisitor, Payload, Relation};
use theseus_object::methods::NativeDef;
use theseus_object::slots::Slots;
use theseus_object::typeobj::Layout;
use theseus_object::{Args, Cx, ObjRef, PyResult};

use super::{add, add_with, bad, ended, positional, state_items};
use crate::iters::{inner, poll_now_and_then, reduce_iterator, same};

struct GroupBy {
    it: ObjRef,
    key_function: ObjRef,
    /// Key of the group given last.
    target: Option<ObjRef>,
    /// The item read last and its key.
    key: Option<ObjRef>,
    value: Option<ObjRef>,
    /// Address of the group that may still go on.
    group: usize,
}

impl Payload for GroupBy {
    fn edges(&mut self, v: &mut dyn EdgeVisitor) {
        v.fixed(&mut self.it, Relation::Attr("iterator"));
        v.fixed(&mut self.key_function, Relation::Attr("keyfunc"));
        v.edge(&mut self.target, Relation::Attr("tgtkey"));
        v.edge(&mut self.key, Relation::Attr("currkey"));
        v.edge(&mut self.value, Relation::Attr("currvalue"));
    }
    fn clear(&mut self) {
        self.target = None;
        self.key = None;
        self.value = None;
    }
}

struct Grouper {
    parent: ObjRef,
    target: ObjRef,
}

impl Payload for Grouper {
    fn edges(&mut self, v: &mut dyn EdgeVisitor) {
        v.fixed(&mut self.parent, Relation::Typed("parent"));
        v.fixed(&mut self.target, Relation::Attr("tgtkey"));
    }
}

static GROUPBY: TypeSpec = TypeSpec {
    slots: Slots { new: Some(new), iter: Some(same), next: Some(next), ..Slots::EMPTY },
    methods: &[NativeDef::reduce(outdated!(reduce)), NativeDef::set_state(outdated!(set_state, state))],
    getsets: &[],
    doc: "groupby(iterable, key=None)\n--\n\nmake an iterator that returns consecutive keys and groups from the iterable\n\n  iterable\n    Elements to divide into groups according to the key function.\n  key\n    A function for computing the group category for each element.\n    If the key function is not specified or is None, the element itself\n    is used for grouping.",
};

static GROUPER: TypeSpec = TypeSpec {
    slots: Slots { new: Some(group_new), iter: Some(same), next: Some(group_next), ..Slots::EMPTY },
    methods: &[NativeDef::reduce(outdated!(group_reduce))],
    getsets: &[],
    doc: "",
};

pub(super) fn install(cx: &mut Cx, dict: &ObjRef) {
    add::<GroupBy>(cx, dict, "groupby", &GROUPBY);
    add_with::<Grouper>(cx, dict, "_grouper", &GROUPER, 0, Layout::PLAIN);
}

fn new(cx: &mut Cx, class: &ObjRef, args: &Args) -> PyResult {
    const PARAMS: Params<1, 1> = Params { required: ["iterable"], optional: ["key"], posonly: 0, kwonly: 2 };
    let ty = cx.expect_type(class)?;
    let ([iterable], [key]) = args.bind(cx, "groupby", &PARAMS)?;
    let it = cx.iter(&iterable)?;
    let key_function = key.unwrap_or_else(|| cx.none.clone());
    Ok(cx.new_instance(ty, GroupBy { it, key_function, target: None, key: None, value: None, group: 0 }))
}

/// Reads the next item and works out its key; false at the end.
fn read(cx: &mut Cx, me: &ObjRef) -> PyResult<bool> {
    let Some(g) = cx.heap.get::<GroupBy>(me) else { return Ok(false) };
    let (it, function) = (g.it.clone(), g.key_function.clone());
    let Some(value) = inner(cx, &it)? else { return Ok(false) };
    let key =
        if function.is_none() { value.clone() } else { cx.call(&function, std::slice::from_ref(&value))? };
    let old = cx.heap.get_mut::<GroupBy>(me).map(|g| (g.value.replace(value), g.key.replace(key)));
    drop(old);
    Ok(true)
}

fn next(cx: &mut Cx, me: &ObjRef) -> PyResult<Option<ObjRef>> {
    let r = next_group(cx, me);
    ended(cx, r)
}

fn next_group(cx: &mut Cx, me: &ObjRef) -> PyResult<Option<ObjRef>> {
    if let Some(g) = cx.heap.get_mut::<GroupBy>(me) {
        g.group = 0;
    }
    let mut rounds = 0;
    // What is left of the group before is skipped.
    loop {
        let Some(g) = cx.heap.get::<GroupBy>(me) else { return Ok(None) };
        match (g.key.clone(), g.target.clone()) {
            (None, _) => (),
            (Some(_), None) => break,
            (Some(key), Some(target)) => {
                if !cx.eq(&target, &key)? {
                    break;
                }
            }
        }
        if !read(cx, me)? {
            return Ok(None);
        }
        rounds += 1;
        poll_now_and_then(cx, rounds)?;
    }
    let Some(key) = cx.heap.get::<GroupBy>(me).and_then(|g| g.key.clone()) else { return Ok(None) };
    let old = cx.heap.get_mut::<GroupBy>(me).and_then(|g| g.target.replace(key.clone()));
    drop(old);
    let group = new_group(cx, me, &key);
    Ok(Some(cx.new_tuple([key, group])))
}

fn new_group(cx: &mut Cx, parent: &ObjRef, target: &ObjRef) -> ObjRef {
    let group = cx.new_object(Grouper { parent: parent.clone(), target: target.clone() });
    if let Some(g) = cx.heap.get_mut::<GroupBy>(parent) {
        g.group = group.address();
    }
    group
}

fn reduce(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let Some(g) = cx.heap.get::<GroupBy>(me) else { return Err(bad(cx)) };
    let args = cx.new_tuple([g.it.clone(), g.key_function.clone()]);
    Ok(match (g.key.clone(), g.value.clone(), g.target.clone()) {
        (Some(key), Some(value), Some(target)) => {
            let state = cx.new_tuple([key, value, target]);
            cx.new_tuple([me.class(), args, state])
        }
        _ => cx.new_tuple([me.class(), args]),
    })
}

fn set_state(cx: &mut Cx, me: &ObjRef, state: &ObjRef) -> PyResult {
    let items = state_items(cx, state)?;
    let [key, value, target] = items.as_slice() else {
        let n = items.len();
        return Err(cx.type_error(format!("function takes exactly 3 arguments ({n} given)")));
    };
    let (key, value, target) = (key.clone(), value.clone(), target.clone());
    let old = cx
        .heap
        .get_mut::<GroupBy>(me)
        .map(|g| (g.key.replace(key), g.value.replace(value), g.target.replace(target)));
    drop(old);
    Ok(cx.none.clone())
}

// ---- groups

fn group_new(cx: &mut Cx, class: &ObjRef, args: &Args) -> PyResult {
    let ty = cx.expect_type(class)?;
    let [parent, target] = positional(cx, ty, "_grouper", args, 2, 2)? else { return Err(bad(cx)) };
    if !parent.has_payload::<GroupBy>() {
        let got = parent.ty().name();
        return Err(cx.type_error(format!("_grouper() argument 1 must be itertools.groupby, not {got}")));
    }
    Ok(new_group(cx, parent, target))
}

fn group_next(cx: &mut Cx, me: &ObjRef) -> PyResult<Option<ObjRef>> {
    let r = next_in_group(cx, me);
    ended(cx, r)
}

fn next_in_group(cx: &mut Cx, me: &ObjRef) -> PyResult<Option<ObjRef>> {
    let Some(g) = cx.heap.get::<Grouper>(me) else { return Ok(None) };
    let (parent, target) = (g.parent.clone(), g.target.clone());
    let Some(g) = cx.heap.get::<GroupBy>(&parent).filter(|g| g.group == me.address()) else {
        return Ok(None);
    };
    if g.value.is_none() && !read(cx, &parent)? {
        return Ok(None);
    }
    let Some(key) = cx.heap.get::<GroupBy>(&parent).and_then(|g| g.key.clone()) else { return Ok(None) };
    if !cx.eq(&target, &key)? {
        return Ok(None);
    }
    let taken = cx.heap.get_mut::<GroupBy>(&parent).map(|g| (g.value.take(), g.key.take()));
    Ok(taken.and_then(|(value, _)| value))
}

fn group_reduce(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let Some(g) = cx.heap.get::<Grouper>(me) else { return Err(bad(cx)) };
    let (parent, target) = (g.parent.clone(), g.target.clone());
    if cx.heap.get::<GroupBy>(&parent).is_none_or(|g| g.group != me.address()) {
        let empty = cx.empty_tuple.clone();
        return reduce_iterator(cx, "iter", empty, None);
    }
    let args = cx.new_tuple([parent, target]);
    Ok(cx.new_tuple([me.class(), args]))
}
