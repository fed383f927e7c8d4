//! `typing.ParamSpec` and its parts `P.args` and `P.kwargs`.

use theseus_object::args::Params;
use theseus_object::class::TypeSpec;
use theseus_object::edges::{EdgeVisitor, Payload, Relation};
use theseus_object::methods::{GetSet, NativeDef};
use theseus_object::slots::number;
use theseus_object::typeobj::Layout;
use theseus_object::{Args, CompareOp, Cx, ObjRef, PyResult, Slots};

use super::{Variance, call_typing, checked_bound, expect_name, refuse_subclass, set_module, union};

pub struct ParamSpec {
    name: ObjRef,
    bound: Option<ObjRef>,
    variance: Variance,
}

impl Payload for ParamSpec {
    fn edges(&mut self, v: &mut dyn EdgeVisitor) {
        v.fixed(&mut self.name, Relation::Typed("__name__"));
        v.edge(&mut self.bound, Relation::Attr("__bound__"));
    }
}

/// `P.args`, or `P.kwargs`.
pub struct ParamSpecPart<const KEYWORDS: bool> {
    origin: ObjRef,
}

impl<const KEYWORDS: bool> Payload for ParamSpecPart<KEYWORDS> {
    fn edges(&mut self, v: &mut dyn EdgeVisitor) {
        v.fixed(&mut self.origin, Relation::Typed("__origin__"));
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
        NativeDef::m2("__typing_prepare_subst__", prepare_subst, ""),
        NativeDef::m0("__reduce__", name, ""),
        NativeDef::m1("__mro_entries__", |cx, _, _| refuse_subclass(cx, "ParamSpec"), ""),
    ],
    getsets: &[
        GetSet::member("__name__", name, ""),
        GetSet::member("__bound__", bound, ""),
        GetSet::member("__covariant__", |cx, o| flag(cx, o, |v| v.covariant), ""),
        GetSet::member("__contravariant__", |cx, o| flag(cx, o, |v| v.contravariant), ""),
        GetSet::member("__infer_variance__", |cx, o| flag(cx, o, |v| v.inferred), ""),
        GetSet::new("args", |cx, o| Ok(part::<false>(cx, o)), "Represents positional arguments."),
        GetSet::new("kwargs", |cx, o| Ok(part::<true>(cx, o)), "Represents keyword arguments."),
    ],
    doc: "Parameter specification variable.",
};

static ARGS: TypeSpec = TypeSpec {
    slots: Slots {
        repr: Some(part_repr::<false>),
        new: Some(part_new::<false>),
        compare: Some(part_compare::<false>),
        ..Slots::EMPTY
    },
    methods: &[NativeDef::m1("__mro_entries__", |cx, _, _| refuse_subclass(cx, "ParamSpecArgs"), "")],
    getsets: &[GetSet::member("__origin__", part_origin::<false>, "")],
    doc: "The args for a ParamSpec object.",
};

static KWARGS: TypeSpec = TypeSpec {
    slots: Slots {
        repr: Some(part_repr::<true>),
        new: Some(part_new::<true>),
        compare: Some(part_compare::<true>),
        ..Slots::EMPTY
    },
    methods: &[NativeDef::m1("__mro_entries__", |cx, _, _| refuse_subclass(cx, "ParamSpecKwargs"), "")],
    getsets: &[GetSet::member("__origin__", part_origin::<true>, "")],
    doc: "The kwargs for a ParamSpec object.",
};

pub(super) fn install(cx: &mut Cx) {
    let ty = cx.add_native_type_over::<ParamSpec>("typing.ParamSpec", None, 0, super::LAYOUT);
    cx.fill_type(&ty, &SPEC);
    super::put_module(cx, &ty);
    let ty = cx.add_native_type_over::<ParamSpecPart<false>>("typing.ParamSpecArgs", None, 0, Layout::WEAK);
    cx.fill_type(&ty, &ARGS);
    let ty = cx.add_native_type_over::<ParamSpecPart<true>>("typing.ParamSpecKwargs", None, 0, Layout::WEAK);
    cx.fill_type(&ty, &KWARGS);
}

/// A parameter of a list of type parameters.
pub(super) fn inferred(cx: &mut Cx, name: &ObjRef) -> ObjRef {
    let data = ParamSpec { name: name.clone(), bound: None, variance: Variance::INFERRED };
    cx.new_instance(&cx.type_of::<ParamSpec>(), data)
}

fn new(cx: &mut Cx, _: &ObjRef, args: &Args) -> PyResult {
    const PARAMS: Params<1, 4> = Params {
        required: ["name"],
        optional: ["bound", "covariant", "contravariant", "infer_variance"],
        posonly: 0,
        kwonly: 1,
    };
    let ([name], [bound, covariant, contravariant, inferred]) = args.bind(cx, "paramspec", &PARAMS)?;
    let name = expect_name(cx, name, "paramspec")?;
    let variance = Variance::of(cx, [covariant, contravariant, inferred])?;
    let bound = match checked_bound(cx, bound)? {
        Some(bound) => bound,
        // None is taken for its type, given or not.
        None => cx.types.none.as_ref().clone(),
    };
    let bound = Some(bound);
    let made = cx.new_instance(&cx.type_of::<ParamSpec>(), ParamSpec { name, bound, variance });
    set_module(cx, &made)?;
    Ok(made)
}

fn get<T>(cx: &mut Cx, o: &ObjRef, part: impl FnOnce(&ParamSpec) -> T) -> PyResult<T> {
    match cx.heap.get::<ParamSpec>(o) {
        Some(p) => Ok(part(p)),
        None => Err(cx.bad_internal("typing.ParamSpec")),
    }
}

fn name(cx: &mut Cx, o: &ObjRef) -> PyResult {
    get(cx, o, |p| p.name.clone())
}

fn bound(cx: &mut Cx, o: &ObjRef) -> PyResult {
    let bound = get(cx, o, |p| p.bound.clone())?;
    Ok(bound.unwrap_or_else(|| cx.none.clone()))
}

fn flag(cx: &mut Cx, o: &ObjRef, which: fn(&Variance) -> bool) -> PyResult {
    let set = get(cx, o, |p| which(&p.variance))?;
    Ok(cx.bool(set))
}

fn repr(cx: &mut Cx, o: &ObjRef) -> PyResult {
    let (name, mark) = get(cx, o, |p| (p.name.clone(), p.variance.mark()))?;
    let name = name.text_or_empty();
    Ok(cx.new_str(&format!("{mark}{name}")))
}

fn subst(cx: &mut Cx, o: &ObjRef, arg: &ObjRef) -> PyResult {
    call_typing(cx, "_paramspec_subst", &[o.clone(), arg.clone()])
}

fn prepare_subst(cx: &mut Cx, o: &ObjRef, alias: &ObjRef, args: &ObjRef) -> PyResult {
    call_typing(cx, "_paramspec_prepare_subst", &[o.clone(), alias.clone(), args.clone()])
}

// ---- the parts

fn part<const KEYWORDS: bool>(cx: &mut Cx, origin: &ObjRef) -> ObjRef {
    cx.new_object(ParamSpecPart::<KEYWORDS> { origin: origin.clone() })
}

const fn attribute<const KEYWORDS: bool>() -> &'static str {
    if KEYWORDS { "kwargs" } else { "args" }
}

fn part_new<const KEYWORDS: bool>(cx: &mut Cx, _: &ObjRef, args: &Args) -> PyResult {
    const PARAMS: Params<1, 0> = Params { required: ["origin"], optional: [], posonly: 0, kwonly: 1 };
    let name = if KEYWORDS { "paramspeckwargs" } else { "paramspecargs" };
    let ([origin], []) = args.bind(cx, name, &PARAMS)?;
    Ok(part::<KEYWORDS>(cx, &origin))
}

fn part_origin<const KEYWORDS: bool>(cx: &mut Cx, o: &ObjRef) -> PyResult {
    match cx.heap.get::<ParamSpecPart<KEYWORDS>>(o) {
        Some(p) => Ok(p.origin.clone()),
        None => Err(cx.bad_internal("typing.ParamSpec")),
    }
}

fn part_repr<const KEYWORDS: bool>(cx: &mut Cx, o: &ObjRef) -> PyResult {
    let origin = part_origin::<KEYWORDS>(cx, o)?;
    let known = cx.heap.get::<ParamSpec>(&origin).map(|p| p.name.text_or_empty());
    let shown = match known {
        Some(name) => name,
        None => cx.repr_text(&origin)?,
    };
    Ok(cx.new_str(&format!("{shown}.{}", attribute::<KEYWORDS>())))
}

fn part_compare<const KEYWORDS: bool>(cx: &mut Cx, a: &ObjRef, b: &ObjRef, op: CompareOp) -> PyResult {
    let both = a.has_payload::<ParamSpecPart<KEYWORDS>>() && b.has_payload::<ParamSpecPart<KEYWORDS>>();
    if !both || !matches!(op, CompareOp::Eq | CompareOp::Ne) {
        return Ok(cx.not_implemented.clone());
    }
    let (x, y) = (part_origin::<KEYWORDS>(cx, a)?, part_origin::<KEYWORDS>(cx, b)?);
    let same = cx.eq(&x, &y)?;
    Ok(cx.bool(same == (op == CompareOp::Eq)))
}
