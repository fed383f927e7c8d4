//! `types.UnionType`: what `int | str` gives.

use theseus_object::class::TypeSpec;
use theseus_object::edges::{EdgeVisitor, Payload, Relation, Shadow};
use theseus_object::methods::{GetSet, NativeDef};
use theseus_object::slots::number;
use theseus_object::{CompareOp, Cx, Kind, ObjRef, PyResult, Slots, TypeObj};

use crate::alias::{self, Alias};
use crate::type_;
use crate::typing::TypeAlias;

/// Payload of a union: its members, each once, in a tuple.
pub struct Union {
    args: ObjRef,
}

impl Payload for Union {
    const SHADOW: Option<Shadow> = Some(|cx, o, f| {
        let Some(args) = cx.heap.get::<Union>(o).map(|u| u.args.clone()) else {
            return Err(cx.bad_internal("union"));
        };
        let args = f(cx, &args)?;
        Ok(cx.new_object(Union { args }))
    });
    fn edges(&mut self, v: &mut dyn EdgeVisitor) {
        v.fixed(&mut self.args, Relation::Part("__args__"));
    }
}

static SPEC: TypeSpec = TypeSpec {
    slots: Slots {
        repr: Some(repr),
        hash: Some(hash),
        compare: Some(compare),
        getitem: Some(getitem),
        number: {
            let mut table = Slots::EMPTY.number;
            table[number::OR] = Some(or);
            table
        },
        ..Slots::EMPTY
    },
    methods: &[
        NativeDef::m1("__instancecheck__", instancecheck, ""),
        NativeDef::m1("__subclasscheck__", subclasscheck, ""),
    ],
    getsets: &[GetSet::member("__args__", args, ""), GetSet::new("__parameters__", parameters, "")],
    doc: "Represent a PEP 604 union type\n\nE.g. for int | str",
};

pub fn install(cx: &mut Cx) {
    let ty = cx.add_native_type::<Union>("types.UnionType", None, 0);
    cx.fill_type(&ty, &SPEC);
}

fn members(cx: &Cx, o: &ObjRef) -> Vec<ObjRef> {
    match cx.heap.get::<Union>(o) {
        Some(u) => cx.heap.tuple(&u.args).map(<[ObjRef]>::to_vec).unwrap_or_default(),
        None => vec![o.clone()],
    }
}

fn may_join(o: &ObjRef) -> bool {
    o.is_none()
        || o.kind() == Kind::Type
        || o.has_payload::<Alias>()
        || o.has_payload::<Union>()
        || o.has_payload::<TypeAlias>()
}

/// `X | Y` of types; None stands for its type.
pub fn or(cx: &mut Cx, a: &ObjRef, b: &ObjRef) -> PyResult {
    if !may_join(a) || !may_join(b) {
        return Ok(cx.not_implemented.clone());
    }
    let none_type = cx.types.none.as_ref().clone();
    let mut all: Vec<ObjRef> = Vec::new();
    for o in members(cx, a).into_iter().chain(members(cx, b)) {
        let o = if o.is_none() { none_type.clone() } else { o };
        let mut known = false;
        for other in &all {
            known |= if o.has_payload::<Alias>() { cx.eq(other, &o)? } else { other.is(&o) };
        }
        if !known {
            all.push(o);
        }
    }
    if let [one] = &all[..] {
        return Ok(one.clone());
    }
    let args = cx.new_tuple(all);
    Ok(cx.new_object(Union { args }))
}

fn repr(cx: &mut Cx, o: &ObjRef) -> PyResult {
    let mut parts = Vec::new();
    for member in members(cx, o) {
        let none = member.is(cx.types.none.as_ref());
        parts.push(if none { "None".to_string() } else { item_text(cx, &member)? });
    }
    Ok(cx.new_str(&parts.join(" | ")))
}

/// A type as it is written in an annotation.
pub fn item_text(cx: &mut Cx, o: &ObjRef) -> PyResult<String> {
    if o.kind() == Kind::Ellipsis {
        return Ok("...".to_string());
    }
    match TypeObj::of(o) {
        Some(ty) => Ok(match type_::module_name(cx, ty) {
            Some(m) if m != "builtins" => format!("{m}.{}", type_::qualname(ty)),
            _ => type_::qualname(ty),
        }),
        None if matches!(o.kind(), Kind::Function | Kind::Native) => {
            let (module, name) = (cx.intern("__module__"), cx.intern("__qualname__"));
            let (module, name) = (cx.getattr(o, &module)?, cx.getattr(o, &name)?.text_or_empty());
            Ok(match module.text_or_empty() {
                m if m.is_empty() || m == "builtins" => name,
                m => format!("{m}.{name}"),
            })
        }
        None => cx.repr_text(o),
    }
}

/// Unions are equal if they have the same members in any order.
fn compare(cx: &mut Cx, a: &ObjRef, b: &ObjRef, op: CompareOp) -> PyResult {
    let both = a.has_payload::<Union>() && b.has_payload::<Union>();
    if !both || !matches!(op, CompareOp::Eq | CompareOp::Ne) {
        return Ok(cx.not_implemented.clone());
    }
    let (x, y) = (members(cx, a), members(cx, b));
    let mut same = x.len() == y.len();
    for member in &x {
        let mut found = false;
        for other in &y {
            found |= cx.eq(member, other)?;
        }
        same &= found;
    }
    Ok(cx.bool(same == (op == CompareOp::Eq)))
}

fn hash(cx: &mut Cx, o: &ObjRef) -> PyResult<i64> {
    let mut hashes = Vec::new();
    for member in members(cx, o) {
        hashes.push(cx.hash(&member)?);
    }
    Ok(theseus_object::hash::frozenset(hashes.into_iter()))
}

fn getitem(cx: &mut Cx, o: &ObjRef, item: &ObjRef) -> PyResult {
    let (list, parameters) = (members(cx, o), parameters(cx, o)?);
    let mut given = alias::substituted(cx, o, &list, &parameters, item)?.into_iter();
    let first = given.next().unwrap_or_else(|| cx.none.clone());
    given.try_fold(first, |union, member| cx.binary(number::OR, &union, &member))
}

fn instancecheck(cx: &mut Cx, o: &ObjRef, instance: &ObjRef) -> PyResult {
    for member in members(cx, o) {
        if member.has_payload::<Alias>() {
            return Err(cx.type_error("isinstance() argument 2 cannot be a parameterized generic"));
        }
        if cx.isinstance(instance, &member)? {
            return Ok(cx.true_.clone());
        }
    }
    Ok(cx.false_.clone())
}

fn subclasscheck(cx: &mut Cx, o: &ObjRef, sub: &ObjRef) -> PyResult {
    if TypeObj::of(sub).is_none() {
        return Err(cx.type_error("issubclass() arg 1 must be a class"));
    }
    for member in members(cx, o) {
        if member.has_payload::<Alias>() {
            return Err(cx.type_error("issubclass() argument 2 cannot be a parameterized generic"));
        }
        if cx.issubclass(sub, &member)? {
            return Ok(cx.true_.clone());
        }
    }
    Ok(cx.false_.clone())
}

fn args(cx: &mut Cx, o: &ObjRef) -> PyResult {
    let list = members(cx, o);
    Ok(cx.new_tuple(list))
}

fn parameters(cx: &mut Cx, o: &ObjRef) -> PyResult {
    let list = members(cx, o);
    alias::parameters_of(cx, &list)
}
