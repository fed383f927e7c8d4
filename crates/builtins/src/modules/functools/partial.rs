//! `partial`.

use smallvec::SmallVec;

use theseus_object::class::TypeSpec;
use theseus_object::edges::{EdgeVisitor, Payload, Relation};
use theseus_object::methods::{GetSet, NativeDef};
use theseus_object::payload::Dict;
use theseus_object::slots::Slots;
use theseus_object::typeobj::{Layout, type_flag};
use theseus_object::{Args, Cx, Kind, ObjRef, PyResult};

use crate::functions::objects::is_callable;
use crate::type_::{instance_dict, set_instance_dict};
use crate::{alias, dict};

/// Payload of `partial`: a tuple and a dict of arguments.
struct Partial {
    function: ObjRef,
    args: ObjRef,
    keywords: ObjRef,
}

impl Payload for Partial {
    fn edges(&mut self, v: &mut dyn EdgeVisitor) {
        v.fixed(&mut self.function, Relation::Attr("func"));
        v.fixed(&mut self.args, Relation::Part("args"));
        v.fixed(&mut self.keywords, Relation::Part("keywords"));
    }
}

static SPEC: TypeSpec = TypeSpec {
    slots: Slots { new: Some(new), call: Some(call), repr: Some(repr), ..Slots::EMPTY },
    methods: &[
        NativeDef::m0("__reduce__", reduce, ""),
        NativeDef::m1("__setstate__", set_state, ""),
        NativeDef::class("__class_getitem__", alias::class_getitem, "See PEP 585"),
    ],
    getsets: &[
        GetSet::member("func", function, "function object to use in future partial calls"),
        GetSet::member("args", arguments, "tuple of arguments to future partial calls"),
        GetSet::member("keywords", keywords, "dictionary of keyword arguments to future partial calls"),
        GetSet::rw("__dict__", instance_dict, set_dict, ""),
    ],
    doc: "partial(func, *args, **keywords) - new function with partial application\n    of the given arguments and keywords.\n",
};

pub(super) fn install(cx: &mut Cx, dict: &ObjRef) {
    let layout = Layout { has_dict: true, ..Layout::WEAK };
    let flags = type_flag::BASE_TYPE;
    let ty = cx.add_native_type_over::<Partial>("functools.partial", None, flags, layout);
    cx.fill_type(&ty, &SPEC);
    cx.namespace_put(dict, "partial", ty.as_ref().clone());
}

fn new(cx: &mut Cx, class: &ObjRef, args: &Args) -> PyResult {
    let ty = cx.expect_type(class)?;
    let Some(first) = args.pos().first() else {
        return Err(cx.type_error("type 'partial' takes at least one argument"));
    };
    if !is_callable(first) {
        return Err(cx.type_error("the first argument must be callable"));
    }
    let rest = args.skip(1);
    // A partial of a partial is one, unless the inner one has attributes.
    let inner = first.has_payload::<Partial>() && cx.instance_items(first).is_empty();
    let (function, mut all, own) = match parts(cx, first).filter(|_| inner) {
        Some((f, a, k)) => {
            (f, cx.heap.tuple(&a).map(<[ObjRef]>::to_vec).unwrap_or_default(), dict::copy(cx, &k))
        }
        None => (first.clone(), Vec::new(), cx.new_dict()),
    };
    all.extend_from_slice(rest.pos());
    for (name, value) in rest.keywords() {
        drop(cx.dict_set(&own, name, value.clone())?);
    }
    let all = cx.new_tuple(all);
    Ok(cx.new_instance(ty, Partial { function, args: all, keywords: own }))
}

fn parts(cx: &Cx, me: &ObjRef) -> Option<(ObjRef, ObjRef, ObjRef)> {
    cx.heap.get::<Partial>(me).map(|p| (p.function.clone(), p.args.clone(), p.keywords.clone()))
}

fn own(cx: &mut Cx, me: &ObjRef) -> PyResult<(ObjRef, ObjRef, ObjRef)> {
    parts(cx, me).ok_or_else(|| cx.bad_internal("partial"))
}

fn call(cx: &mut Cx, me: &ObjRef, args: &Args) -> PyResult {
    let (function, first, keywords) = own(cx, me)?;
    let mut values: SmallVec<[ObjRef; 8]> = cx.heap.tuple(&first).unwrap_or(&[]).iter().cloned().collect();
    values.extend(args.pos().iter().cloned());
    if dict::len(cx, &keywords) == 0 {
        values.extend(args.values[args.positional()..].iter().cloned());
        return cx.call_args(&function, &Args { values: &values, names: args.names });
    }
    let mut names: SmallVec<[ObjRef; 4]> = SmallVec::new();
    for (name, value) in cx.dict_items(&keywords) {
        if !name.is_str() {
            return Err(cx.type_error("keywords must be strings"));
        }
        // What the call says goes before what was kept.
        let given = args.keywords().find(|(n, _)| n.str_eq(&name)).map(|(_, v)| v.clone());
        values.push(given.unwrap_or(value));
        names.push(name);
    }
    for (name, value) in args.keywords() {
        if !names.iter().any(|n| n.str_eq(name)) {
            names.push(name.clone());
            values.push(value.clone());
        }
    }
    cx.call_args(&function, &Args { values: &values, names: &names })
}

fn repr(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let name = me.ty().name();
    cx.guarded_repr(me, "...", |cx| {
        let (function, args, keywords) = own(cx, me)?;
        let mut text = format!("{name}({}", cx.repr_text(&function)?);
        for o in cx.collect(&args)? {
            text += &format!(", {}", cx.repr_text(&o)?);
        }
        for (name, value) in cx.dict_items(&keywords) {
            let name = cx.str_text(&name)?;
            text += &format!(", {name}={}", cx.repr_text(&value)?);
        }
        text.push(')');
        Ok(cx.new_str(&text))
    })
}

fn reduce(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let (function, args, keywords) = own(cx, me)?;
    let attributes = if cx.instance_items(me).is_empty() { cx.none.clone() } else { instance_dict(cx, me)? };
    let made = cx.new_tuple([function.clone()]);
    let state = cx.new_tuple([function, args, keywords, attributes]);
    Ok(cx.new_tuple([me.class(), made, state]))
}

fn set_state(cx: &mut Cx, me: &ObjRef, state: &ObjRef) -> PyResult {
    let items = cx.heap.tuple(state).map(<[ObjRef]>::to_vec).unwrap_or_default();
    let good = match items.as_slice() {
        [f, args, keywords, _] => {
            is_callable(f)
                && args.kind() == Kind::Tuple
                && (keywords.is_none() || keywords.kind() == Kind::Dict)
        }
        _ => false,
    };
    let ([function, args, keywords, attributes], true) = (items.as_slice(), good) else {
        return Err(cx.type_error("invalid partial state"));
    };
    let args = if args.is_exact(Kind::Tuple) {
        args.clone()
    } else {
        let items = cx.collect(args)?;
        cx.new_tuple(items)
    };
    let keywords = match keywords.kind() {
        Kind::None => cx.new_dict(),
        _ if keywords.is_exact(Kind::Dict) => keywords.clone(),
        _ => {
            let copy = cx.heap.get::<Dict>(keywords).map(Dict::copy).unwrap_or_default();
            cx.dict_from(copy)
        }
    };
    let new = Partial { function: function.clone(), args, keywords };
    let old = cx.heap.get_mut::<Partial>(me).map(|p| std::mem::replace(p, new));
    drop(old);
    if attributes.is_none() {
        let empty = cx.new_dict();
        set_instance_dict(cx, me, Some(&empty))?;
    } else {
        set_instance_dict(cx, me, Some(attributes))?;
    }
    Ok(cx.none.clone())
}

fn set_dict(cx: &mut Cx, me: &ObjRef, value: Option<&ObjRef>) -> PyResult<()> {
    if value.is_none() {
        return Err(cx.type_error("cannot delete __dict__"));
    }
    set_instance_dict(cx, me, value)
}

fn function(cx: &mut Cx, me: &ObjRef) -> PyResult {
    Ok(own(cx, me)?.0)
}

fn arguments(cx: &mut Cx, me: &ObjRef) -> PyResult {
    Ok(own(cx, me)?.1)
}

fn keywords(cx: &mut Cx, me: &ObjRef) -> PyResult {
    Ok(own(cx, me)?.2)
}
