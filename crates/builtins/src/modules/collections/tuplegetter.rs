//! `_tuplegetter`: the attributes of named tuples.

use theseus_object::class::TypeSpec;
use theseus_object::edges::{EdgeVisitor, Payload, Relation};
use theseus_object::methods::{GetSet, NativeDef};
use theseus_object::{Args, Cx, Kind, ObjRef, PyResult, Slots};

use crate::sequence::size_argument;

struct TupleGetter {
    index: i64,
    doc: ObjRef,
}

impl Payload for TupleGetter {
    fn edges(&mut self, v: &mut dyn EdgeVisitor) {
        v.fixed(&mut self.doc, Relation::Attr("__doc__"));
    }
}

static SPEC: TypeSpec = TypeSpec {
    slots: Slots { new: Some(new), repr: Some(repr), get: Some(get), set: Some(set), ..Slots::EMPTY },
    methods: &[NativeDef::m0("__reduce__", reduce, "")],
    getsets: &[GetSet::rw("__doc__", doc, set_doc, "")],
    doc: "",
};

pub(super) fn install(cx: &mut Cx, dict: &ObjRef) {
    let ty = cx.add_native_type::<TupleGetter>("collections._tuplegetter", None, 0);
    cx.fill_type(&ty, &SPEC);
    cx.namespace_put(dict, "_tuplegetter", ty.as_ref().clone());
}

fn new(cx: &mut Cx, class: &ObjRef, args: &Args) -> PyResult {
    let ty = cx.expect_type(class)?;
    args.no_keywords(cx, "_tuplegetter")?;
    let [index, doc] = args.pos() else {
        let n = args.positional();
        return Err(cx.type_error(format!("_tuplegetter expected 2 arguments, got {n}")));
    };
    let index = size_argument(cx, index)?;
    Ok(cx.new_instance(ty, TupleGetter { index, doc: doc.clone() }))
}

fn get(cx: &mut Cx, me: &ObjRef, instance: Option<&ObjRef>, class: &ObjRef) -> PyResult {
    let Some(g) = cx.heap.get::<TupleGetter>(me) else { return Err(cx.bad_internal("_tuplegetter")) };
    let Some(instance) = instance else { return Ok(me.clone()) };
    let index = g.index;
    if let Some(items) = cx.heap.tuple(instance) {
        let found = usize::try_from(index).ok().and_then(|at| items.get(at)).cloned();
        return found.ok_or_else(|| cx.index_error("tuple index out of range"));
    }
    if instance.is_none() && !class.is_none() {
        return Ok(me.clone());
    }
    let got = instance.ty().name();
    Err(cx.type_error(format!(
        "descriptor for index '{index}' for tuple subclasses doesn't apply to '{got}' object"
    )))
}

fn set(cx: &mut Cx, _: &ObjRef, _: &ObjRef, value: Option<&ObjRef>) -> PyResult<()> {
    let what = if value.is_some() { "set" } else { "delete" };
    Err(cx.attribute_error(format!("can't {what} attribute")))
}

fn parts(cx: &mut Cx, me: &ObjRef) -> PyResult<(ObjRef, ObjRef)> {
    match cx.heap.get::<TupleGetter>(me) {
        Some(g) => Ok((cx.int(g.index), g.doc.clone())),
        None => Err(cx.bad_internal("_tuplegetter")),
    }
}

fn repr(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let (index, doc) = parts(cx, me)?;
    let doc = cx.repr_text(&doc)?;
    let text = format!("_tuplegetter({}, {doc})", index.int().unwrap_or(0));
    Ok(cx.new_str(&text))
}

fn reduce(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let (index, doc) = parts(cx, me)?;
    let args = cx.new_tuple([index, doc]);
    Ok(cx.new_tuple([me.class(), args]))
}

fn doc(cx: &mut Cx, me: &ObjRef) -> PyResult {
    // The type's own `__doc__` comes this way too.
    if me.kind() == Kind::Type {
        return Ok(cx.none.clone());
    }
    Ok(parts(cx, me)?.1)
}

fn set_doc(cx: &mut Cx, me: &ObjRef, value: Option<&ObjRef>) -> PyResult<()> {
    let value = value.cloned().unwrap_or_else(|| cx.none.clone());
    let old = cx.heap.get_mut::<TupleGetter>(me).map(|g| std::mem::replace(&mut g.doc, value));
    drop(old);
    Ok(())
}
