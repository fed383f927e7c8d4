//! `methodcaller`.

use smallvec::SmallVec;

use theseus_object::class::TypeSpec;
use theseus_object::edges::{EdgeVisitor, Payload, Relation};
use theseus_object::methods::NativeDef;
use theseus_object::slots::Slots;
use theseus_object::{Args, Cx, ObjRef, PyResult};

use super::getters::only;

struct MethodCaller {
    name: ObjRef,
    /// Positional arguments, then those of the keywords.
    values: ObjRef,
    /// Names of the keywords.
    names: ObjRef,
}

impl Payload for MethodCaller {
    fn edges(&mut self, v: &mut dyn EdgeVisitor) {
        v.fixed(&mut self.name, Relation::Typed("name"));
        v.fixed(&mut self.values, Relation::Part("args"));
        v.fixed(&mut self.names, Relation::Part("kwds"));
    }
}

static SPEC: TypeSpec = TypeSpec {
    slots: Slots { new: Some(new), call: Some(call), repr: Some(repr), ..Slots::EMPTY },
    methods: &[NativeDef::m0("__reduce__", reduce, "Return state information for pickling")],
    getsets: &[],
    doc: "methodcaller(name, /, *args, **kwargs)\n--\n\nReturn a callable object that calls the given method on its operand.\nAfter f = methodcaller('name'), the call f(r) returns r.name().\nAfter g = methodcaller('name', 'date', foo=1), the call g(r) returns\nr.name('date', foo=1).",
};

pub(super) fn install(cx: &mut Cx, dict: &ObjRef) {
    let ty = cx.add_native_type::<MethodCaller>("operator.methodcaller", None, 0);
    cx.fill_type(&ty, &SPEC);
    cx.namespace_put(dict, "methodcaller", ty.as_ref().clone());
}

fn new(cx: &mut Cx, class: &ObjRef, args: &Args) -> PyResult {
    let ty = cx.expect_type(class)?;
    let Some(name) = args.pos().first() else {
        return Err(cx.type_error("methodcaller needs at least one argument, the method name"));
    };
    if !name.is_str() {
        return Err(cx.type_error("method name must be a string"));
    }
    let name = cx.intern_obj(name);
    let rest = args.skip(1);
    let (values, names) = (cx.tuple_from_slice(rest.values), cx.tuple_from_slice(rest.names));
    Ok(cx.new_instance(ty, MethodCaller { name, values, names }))
}

type Parts = (ObjRef, SmallVec<[ObjRef; 4]>, SmallVec<[ObjRef; 4]>);

fn parts(cx: &mut Cx, me: &ObjRef) -> PyResult<Parts> {
    let Some(m) = cx.heap.get::<MethodCaller>(me) else { return Err(cx.bad_internal("methodcaller")) };
    let list = |o: &ObjRef| cx.heap.tuple(o).unwrap_or(&[]).iter().cloned().collect();
    Ok((m.name.clone(), list(&m.values), list(&m.names)))
}

fn call(cx: &mut Cx, me: &ObjRef, args: &Args) -> PyResult {
    let o = only(cx, "methodcaller", args, false)?;
    let (name, values, names) = parts(cx, me)?;
    let f = cx.getattr(o, &name)?;
    cx.call_args(&f, &Args { values: &values, names: &names })
}

fn repr(cx: &mut Cx, me: &ObjRef) -> PyResult {
    cx.guarded_repr(me, "...", |cx| {
        let (name, values, names) = parts(cx, me)?;
        let mut text = format!("{}({}", me.ty().name(), cx.repr_text(&name)?);
        let args = Args { values: &values, names: &names };
        for o in args.pos() {
            text += &format!(", {}", cx.repr_text(o)?);
        }
        for (name, value) in args.keywords() {
            text += &format!(", {}={}", name.text_or_empty(), cx.repr_text(value)?);
        }
        text.push(')');
        Ok(cx.new_str(&text))
    })
}

/// With keywords it is rebuilt through a partial, since a call without them is all there is.
fn reduce(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let (name, values, names) = parts(cx, me)?;
    let args = Args { values: &values, names: &names };
    if names.is_empty() {
        let all: Vec<ObjRef> = std::iter::once(name).chain(args.pos().iter().cloned()).collect();
        let all = cx.new_tuple(all);
        return Ok(cx.new_tuple([me.class(), all]));
    }
    let partial = crate::modules::attribute_of(cx, "_functools", "partial")?;
    let mut given: SmallVec<[ObjRef; 4]> = SmallVec::from_iter([me.class(), name]);
    given.extend(args.keywords().map(|(_, v)| v.clone()));
    let made = cx.call_args(&partial, &Args { values: &given, names: &names })?;
    let rest = cx.tuple_from_slice(args.pos());
    Ok(cx.new_tuple([made, rest]))
}
