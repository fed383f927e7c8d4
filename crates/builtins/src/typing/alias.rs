//! `typing.TypeAliasType`: what `type X = ...` binds.

use theseus_object::args::Params;
use theseus_object::class::TypeSpec;
use theseus_object::edges::{EdgeVisitor, Payload, Relation};
use theseus_object::methods::{GetSet, NativeDef};
use theseus_object::payload::Function;
use theseus_object::slots::number;
use theseus_object::{Args, Cx, Kind, ObjRef, PyResult, Slots};

use super::typevartuple::{TypeVarTuple, unpacked};
use super::{caller, expect_name, items};
use crate::union;

/// Payload of an alias. The value is computed when it is asked for.
pub struct TypeAlias {
    name: ObjRef,
    /// A tuple, if there are parameters.
    params: Option<ObjRef>,
    evaluate: Option<ObjRef>,
    value: Option<ObjRef>,
    module: Option<ObjRef>,
}

impl Payload for TypeAlias {
    fn edges(&mut self, v: &mut dyn EdgeVisitor) {
        v.fixed(&mut self.name, Relation::Typed("__name__"));
        v.edge(&mut self.params, Relation::Part("__type_params__"));
        v.edge(&mut self.evaluate, Relation::Attr("evaluate_value"));
        v.edge(&mut self.value, Relation::Attr("__value__"));
        v.edge(&mut self.module, Relation::Attr("__module__"));
    }

    fn clear(&mut self) {
        self.params = None;
        self.evaluate = None;
        self.value = None;
    }
}

static SPEC: TypeSpec = TypeSpec {
    slots: Slots {
        repr: Some(name),
        new: Some(new),
        getitem: Some(getitem),
        number: {
            let mut table = Slots::EMPTY.number;
            table[number::OR] = Some(union::or);
            table
        },
        ..Slots::EMPTY
    },
    methods: &[NativeDef::m0("__reduce__", name, "")],
    getsets: &[
        GetSet::member("__name__", name, ""),
        GetSet::new("__parameters__", parameters, ""),
        GetSet::new("__type_params__", type_params, ""),
        GetSet::new("__value__", value, ""),
        GetSet::new("__module__", module, ""),
    ],
    doc: "Type alias.\n\nType aliases are created through the type statement::\n\n    type Alias = int\n\n\
          In this example, Alias and int will be treated equivalently by static\ntype checkers.",
};

pub(super) fn install(cx: &mut Cx) {
    let ty = cx.add_native_type::<TypeAlias>("typing.TypeAliasType", None, 0);
    cx.fill_type(&ty, &SPEC);
}

/// The alias of a `type` statement.
pub(super) fn lazy(cx: &mut Cx, name: &ObjRef, params: &ObjRef, evaluate: &ObjRef) -> ObjRef {
    cx.new_object(TypeAlias {
        name: name.clone(),
        params: (!params.is_none()).then(|| params.clone()),
        evaluate: Some(evaluate.clone()),
        value: None,
        module: None,
    })
}

fn new(cx: &mut Cx, _: &ObjRef, args: &Args) -> PyResult {
    const PARAMS: Params<2, 1> =
        Params { required: ["name", "value"], optional: ["type_params"], posonly: 0, kwonly: 2 };
    let ([name, value], [params]) = args.bind(cx, "typealias", &PARAMS)?;
    let name = expect_name(cx, name, "typealias")?;
    if params.as_ref().is_some_and(|p| p.kind() != Kind::Tuple) {
        return Err(cx.type_error("type_params must be a tuple"));
    }
    let params = params.filter(|p| !items(cx, p).is_empty());
    let module = Some(caller(cx));
    Ok(cx.new_object(TypeAlias { name, params, evaluate: None, value: Some(value), module }))
}

fn get<T>(cx: &mut Cx, o: &ObjRef, part: impl FnOnce(&TypeAlias) -> T) -> PyResult<T> {
    match cx.heap.get::<TypeAlias>(o) {
        Some(a) => Ok(part(a)),
        None => Err(cx.bad_internal("typing.TypeAliasType")),
    }
}

fn name(cx: &mut Cx, o: &ObjRef) -> PyResult {
    get(cx, o, |a| a.name.clone())
}

fn type_params(cx: &mut Cx, o: &ObjRef) -> PyResult {
    let params = get(cx, o, |a| a.params.clone())?;
    Ok(params.unwrap_or_else(|| cx.empty_tuple.clone()))
}

/// The type parameters as a subscript takes them: `*Ts` for a tuple of types.
fn parameters(cx: &mut Cx, o: &ObjRef) -> PyResult {
    let params = type_params(cx, o)?;
    let mut list = items(cx, &params);
    if !list.iter().any(|p| p.has_payload::<TypeVarTuple>()) {
        return Ok(params);
    }
    for param in &mut list {
        if param.has_payload::<TypeVarTuple>() {
            *param = unpacked(cx, param)?;
        }
    }
    Ok(cx.new_tuple(list))
}

fn value(cx: &mut Cx, o: &ObjRef) -> PyResult {
    let (known, evaluate) = get(cx, o, |a| (a.value.clone(), a.evaluate.clone()))?;
    let (None, Some(evaluate)) = (&known, evaluate) else {
        return Ok(known.unwrap_or_else(|| cx.none.clone()));
    };
    let value = cx.call(&evaluate, &[])?;
    if let Some(a) = cx.heap.get_mut::<TypeAlias>(o) {
        let old = a.value.replace(value.clone());
        drop(old);
    }
    Ok(value)
}

fn module(cx: &mut Cx, o: &ObjRef) -> PyResult {
    let (module, evaluate) = get(cx, o, |a| (a.module.clone(), a.evaluate.clone()))?;
    if let Some(module) = module {
        return Ok(module);
    }
    let of = evaluate.and_then(|f| cx.heap.get::<Function>(&f).map(|f| f.module.clone()));
    Ok(of.unwrap_or_else(|| cx.none.clone()))
}

fn getitem(cx: &mut Cx, o: &ObjRef, item: &ObjRef) -> PyResult {
    if get(cx, o, |a| a.params.is_none())? {
        return Err(cx.type_error("Only generic type aliases are subscriptable"));
    }
    match cx.alias_hook.get() {
        Some(make) => make(cx, o, item),
        None => Err(cx.bad_internal("types.GenericAlias")),
    }
}
