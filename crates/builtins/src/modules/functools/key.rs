//! `cmp_to_key`: objects that compare as a function of two arguments says.

use theseus_object::args::Params;
use theseus_object::class::TypeSpec;
use theseus_object::edges::{EdgeVisitor, Payload, Relation};
use theseus_object::methods::GetSet;
use theseus_object::slots::Slots;
use theseus_object::{Args, CompareOp, Cx, ObjRef, PyResult};

/// Payload of `K`, and of what makes them: that one has no object.
struct KeyWrapper {
    compare: ObjRef,
    object: Option<ObjRef>,
}

impl Payload for KeyWrapper {
    fn edges(&mut self, v: &mut dyn EdgeVisitor) {
        v.fixed(&mut self.compare, Relation::Attr("cmp"));
        v.edge(&mut self.object, Relation::Attr("obj"));
    }
    fn clear(&mut self) {
        self.object = None;
    }
}

static SPEC: TypeSpec = TypeSpec {
    slots: Slots { call: Some(call), compare: Some(compare), ..Slots::EMPTY },
    methods: &[],
    getsets: &[GetSet::rw_member("obj", object, set_object, "Value wrapped by a key function.")],
    doc: "",
};

pub(super) fn install(cx: &mut Cx) {
    let ty = cx.add_native_type::<KeyWrapper>("functools.KeyWrapper", None, 0);
    cx.fill_type(&ty, &SPEC);
}

pub(super) fn cmp_to_key(cx: &mut Cx, args: &Args) -> PyResult {
    const PARAMS: Params<1, 0> = Params { required: ["mycmp"], optional: [], posonly: 0, kwonly: 1 };
    let ([compare], []) = args.bind(cx, "cmp_to_key", &PARAMS)?;
    Ok(cx.new_object(KeyWrapper { compare, object: None }))
}

fn call(cx: &mut Cx, me: &ObjRef, args: &Args) -> PyResult {
    const PARAMS: Params<1, 0> = Params { required: ["obj"], optional: [], posonly: 0, kwonly: 1 };
    let ([object], []) = args.bind(cx, "K", &PARAMS)?;
    let Some(k) = cx.heap.get::<KeyWrapper>(me) else { return Err(cx.bad_internal("KeyWrapper")) };
    let compare = k.compare.clone();
    Ok(cx.new_object(KeyWrapper { compare, object: Some(object) }))
}

fn compare(cx: &mut Cx, a: &ObjRef, b: &ObjRef, op: CompareOp) -> PyResult {
    let Some(left) = cx.heap.get::<KeyWrapper>(a) else { return Ok(cx.not_implemented.clone()) };
    let Some(right) = cx.heap.get::<KeyWrapper>(b) else {
        return Err(cx.type_error("other argument must be K instance"));
    };
    let (f, x, y) = (left.compare.clone(), left.object.clone(), right.object.clone());
    let (Some(x), Some(y)) = (x, y) else { return Err(cx.attribute_error("object")) };
    let r = cx.call(&f, &[x, y])?;
    let zero = cx.fresh_int(0);
    cx.compare(op, &r, &zero)
}

fn object(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let object = cx.heap.get::<KeyWrapper>(me).and_then(|k| k.object.clone());
    Ok(object.unwrap_or_else(|| cx.none.clone()))
}

fn set_object(cx: &mut Cx, me: &ObjRef, value: Option<&ObjRef>) -> PyResult<()> {
    let old = cx.heap.get_mut::<KeyWrapper>(me).map(|k| std::mem::replace(&mut k.object, value.cloned()));
    drop(old);
    Ok(())
}
