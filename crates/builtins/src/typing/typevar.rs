//! `typing.TypeVar`.

use theseus_object::class::TypeSpec;
use theseus_object::edges::{EdgeVisitor, Payload, Relation};
use theseus_object::methods::{GetSet, NativeDef};
use theseus_object::slots::number;
use theseus_object::{Args, Cx, ObjRef, PyResult, Slots};

use super::{
    Variance, call_typing, checked_bound, expect_name, keywords, refuse_subclass, set_module, union,
};

/// Payload of a type variable. Bound and constraints are computed when they are asked for.
pub struct TypeVar {
    name: ObjRef,
    bound: Option<ObjRef>,
    evaluate_bound: Option<ObjRef>,
    constraints: Option<ObjRef>,
    evaluate_constraints: Option<ObjRef>,
    variance: Variance,
}

impl Payload for TypeVar {
    fn edges(&mut self, v: &mut dyn EdgeVisitor) {
        v.fixed(&mut self.name, Relation::Typed("__name__"));
        v.edge(&mut self.bound, Relation::Attr("__bound__"));
        v.edge(&mut self.evaluate_bound, Relation::Attr("evaluate_bound"));
        v.edge(&mut self.constraints, Relation::Part("__constraints__"));
        v.edge(&mut self.evaluate_constraints, Relation::Attr("evaluate_constraints"));
    }

    fn clear(&mut self) {
        self.bound = None;
        self.evaluate_bound = None;
        self.constraints = None;
        self.evaluate_constraints = None;
    }
}

static SPEC: TypeSpec = TypeSpec {
    slots: Slots {
        repr: Some(repr),
        new: Some(new),
        number: {
            let mut table = Slots::EMPTY.number;
            table[number::OR] = Some(union);
            table
        },
        ..Slots::EMPTY
    },
    methods: &[
        NativeDef::m1("__typing_subst__", subst, ""),
        NativeDef::m0("__reduce__", name, ""),
        NativeDef::m1("__mro_entries__", mro_entries, ""),
    ],
    getsets: &[
        GetSet::member("__name__", name, ""),
        GetSet::new("__bound__", bound, ""),
        GetSet::new("__constraints__", constraints, ""),
        GetSet::member("__covariant__", |cx, o| flag(cx, o, |v| v.covariant), ""),
        GetSet::member("__contravariant__", |cx, o| flag(cx, o, |v| v.contravariant), ""),
        GetSet::member("__infer_variance__", |cx, o| flag(cx, o, |v| v.inferred), ""),
    ],
    doc: "Type variable.",
};

pub(super) fn install(cx: &mut Cx) {
    let ty = cx.add_native_type_over::<TypeVar>("typing.TypeVar", None, 0, super::LAYOUT);
    cx.fill_type(&ty, &SPEC);
    super::put_module(cx, &ty);
}

/// A type variable of a list of type parameters.
pub(super) fn lazy(
    cx: &mut Cx,
    name: &ObjRef,
    bound: Option<&ObjRef>,
    constraints: Option<&ObjRef>,
) -> ObjRef {
    let data = TypeVar {
        name: name.clone(),
        bound: None,
        evaluate_bound: bound.cloned(),
        constraints: None,
        evaluate_constraints: constraints.cloned(),
        variance: Variance::INFERRED,
    };
    cx.new_instance(&cx.type_of::<TypeVar>(), data)
}

fn new(cx: &mut Cx, _: &ObjRef, args: &Args) -> PyResult {
    const NAMES: [&str; 5] = ["name", "bound", "covariant", "contravariant", "infer_variance"];
    let [by_name, bound, covariant, contravariant, inferred] = keywords(cx, "typevar", args, NAMES)?;
    let (first, constraints) = match args.pos() {
        [first, rest @ ..] => (Some(first.clone()), rest.to_vec()),
        [] => (by_name, Vec::new()),
    };
    let Some(first) = first else {
        return Err(cx.type_error("typevar() missing required argument 'name' (pos 1)"));
    };
    let name = expect_name(cx, first, "typevar")?;
    let variance = Variance::of(cx, [covariant, contravariant, inferred])?;
    let bound = checked_bound(cx, bound)?;
    if constraints.len() == 1 {
        return Err(cx.type_error("A single constraint is not allowed"));
    }
    if !constraints.is_empty() && bound.is_some() {
        return Err(cx.type_error("Constraints cannot be combined with bound=..."));
    }
    let constraints = (!constraints.is_empty()).then(|| cx.new_tuple(constraints));
    let data =
        TypeVar { name, bound, evaluate_bound: None, constraints, evaluate_constraints: None, variance };
    let made = cx.new_instance(&cx.type_of::<TypeVar>(), data);
    set_module(cx, &made)?;
    Ok(made)
}

fn get<T>(cx: &mut Cx, o: &ObjRef, part: impl FnOnce(&TypeVar) -> T) -> PyResult<T> {
    match cx.heap.get::<TypeVar>(o) {
        Some(t) => Ok(part(t)),
        None => Err(cx.bad_internal("typing.TypeVar")),
    }
}

fn name(cx: &mut Cx, o: &ObjRef) -> PyResult {
    get(cx, o, |t| t.name.clone())
}

fn flag(cx: &mut Cx, o: &ObjRef, which: fn(&Variance) -> bool) -> PyResult {
    let set = get(cx, o, |t| which(&t.variance))?;
    Ok(cx.bool(set))
}

fn repr(cx: &mut Cx, o: &ObjRef) -> PyResult {
    let (name, mark) = get(cx, o, |t| (t.name.clone(), t.variance.mark()))?;
    if mark.is_empty() {
        return Ok(name);
    }
    let name = name.text_or_empty();
    Ok(cx.new_str(&format!("{mark}{name}")))
}

fn bound(cx: &mut Cx, o: &ObjRef) -> PyResult {
    let (known, evaluate) = get(cx, o, |t| (t.bound.clone(), t.evaluate_bound.clone()))?;
    let (None, Some(evaluate)) = (&known, evaluate) else {
        return Ok(known.unwrap_or_else(|| cx.none.clone()));
    };
    let value = cx.call(&evaluate, &[])?;
    if let Some(t) = cx.heap.get_mut::<TypeVar>(o) {
        let old = t.bound.replace(value.clone());
        drop(old);
    }
    Ok(value)
}

fn constraints(cx: &mut Cx, o: &ObjRef) -> PyResult {
    let (known, evaluate) = get(cx, o, |t| (t.constraints.clone(), t.evaluate_constraints.clone()))?;
    let (None, Some(evaluate)) = (&known, evaluate) else {
        return Ok(known.unwrap_or_else(|| cx.empty_tuple.clone()));
    };
    let value = cx.call(&evaluate, &[])?;
    if let Some(t) = cx.heap.get_mut::<TypeVar>(o) {
        let old = t.constraints.replace(value.clone());
        drop(old);
    }
    Ok(value)
}

fn subst(cx: &mut Cx, o: &ObjRef, arg: &ObjRef) -> PyResult {
    call_typing(cx, "_typevar_subst", &[o.clone(), arg.clone()])
}

fn mro_entries(cx: &mut Cx, _: &ObjRef, _: &ObjRef) -> PyResult {
    refuse_subclass(cx, "TypeVar")
}
