//! `defaultdict`: a dict whose one hidden member is the factory.

use theseus_object::class::TypeSpec;
use theseus_object::methods::{GetSet, NativeDef};
use theseus_object::payload::Dict;
use theseus_object::slots::{Slots, number};
use theseus_object::typeobj::{Layout, type_flag};
use theseus_object::{Args, Cx, Kind, ObjRef, PyResult};

use crate::functions::objects::is_callable;
use crate::{alias, dict, dictview};

/// Under this name the type is remembered.
struct DefaultDict;

/// Place of the factory among the members.
const FACTORY: usize = 0;

static SPEC: TypeSpec = TypeSpec {
    slots: Slots {
        repr: Some(repr),
        init: Some(init),
        number: {
            let mut ops = Slots::EMPTY.number;
            ops[number::OR] = Some(or);
            ops
        },
        ..Slots::EMPTY
    },
    methods: &[
        NativeDef::m1(
            "__missing__",
            missing,
            "__missing__(key) # Called by __getitem__ for missing key; pseudo-code:\n  if self.default_factory is None: raise KeyError((key,))\n  self[key] = value = self.default_factory()\n  return value\n",
        ),
        NativeDef::m0("copy", copy, "D.copy() -> a shallow copy of D."),
        NativeDef::m0("__copy__", copy, "D.copy() -> a shallow copy of D."),
        NativeDef::reduce(reduce),
        NativeDef::class("__class_getitem__", alias::class_getitem, "See PEP 585"),
    ],
    getsets: &[GetSet::rw_member(
        "default_factory",
        get_factory,
        set_factory,
        "Factory for default value called by __missing__().",
    )],
    doc: "defaultdict(default_factory=None, /, [...]) --> dict with default factory\n\nThe default factory is called without arguments to produce\na new value when a key is not present, in __getitem__ only.\nA defaultdict compares equal to a dict with the same items.\nAll remaining arguments are treated the same as if they were\npassed to the dict constructor, including keyword arguments.\n",
};

pub(super) fn install(cx: &mut Cx, dict: &ObjRef) {
    let base = cx.types.dict.clone();
    let flags = type_flag::BASE_TYPE | type_flag::MAPPING | type_flag::SOLID;
    let layout = Layout { members: 1, ..Layout::PLAIN };
    let ty = cx.add_native_type_over::<Dict>("collections.defaultdict", Some(&base), flags, layout);
    cx.fill_type(&ty, &SPEC);
    cx.remember_as::<DefaultDict>(&ty);
    cx.namespace_put(dict, "defaultdict", ty.as_ref().clone());
}

fn is_defaultdict(cx: &Cx, o: &ObjRef) -> bool {
    o.ty().is_subtype(&cx.remembered::<DefaultDict>())
}

fn factory(cx: &Cx, me: &ObjRef) -> ObjRef {
    cx.member_get(me, FACTORY).unwrap_or_else(|| cx.none.clone())
}

fn get_factory(cx: &mut Cx, me: &ObjRef) -> PyResult {
    Ok(factory(cx, me))
}

fn set_factory(cx: &mut Cx, me: &ObjRef, value: Option<&ObjRef>) -> PyResult<()> {
    let old = cx.member_set(me, FACTORY, value.cloned());
    drop(old);
    Ok(())
}

fn init(cx: &mut Cx, me: &ObjRef, args: &Args) -> PyResult<()> {
    let first = args.pos().first().cloned();
    if let Some(f) = &first
        && !f.is_none()
        && !is_callable(f)
    {
        return Err(cx.type_error("first argument must be callable or None"));
    }
    set_factory(cx, me, first.as_ref())?;
    dict::update(cx, me, "dict", &args.skip(1))
}

fn missing(cx: &mut Cx, me: &ObjRef, key: &ObjRef) -> PyResult {
    let factory = factory(cx, me);
    if factory.is_none() {
        return Err(cx.key_error(key));
    }
    let value = cx.call(&factory, &[])?;
    cx.setitem(me, key, Some(&value))?;
    Ok(value)
}

fn repr(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let shown = dict::repr(cx, me)?.text_or_empty();
    let factory = factory(cx, me);
    let factory = if factory.is_none() {
        "None".to_string()
    } else {
        // A factory may show this very dict.
        let address = factory.clone();
        cx.guarded_repr(&address, "...", |cx| cx.repr(&factory))?.text_or_empty()
    };
    let name = crate::type_::short_name(me.ty());
    Ok(cx.new_str(&format!("{name}({factory}, {shown})")))
}

/// `type(me)(factory, of)`.
fn copy_of(cx: &mut Cx, me: &ObjRef, of: &ObjRef) -> PyResult {
    let factory = factory(cx, me);
    cx.call(&me.class(), &[factory, of.clone()])
}

fn copy(cx: &mut Cx, me: &ObjRef) -> PyResult {
    copy_of(cx, me, me)
}

fn reduce(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let factory = factory(cx, me);
    let args = if factory.is_none() { cx.empty_tuple.clone() } else { cx.new_tuple([factory]) };
    let items = if me.ty().is(&cx.remembered::<DefaultDict>()) {
        dictview::items(cx, me)?
    } else {
        cx.call_method(me, "items", &[])?
    };
    let items = cx.iter(&items)?;
    let none = cx.none.clone();
    Ok(cx.new_tuple([me.class(), args, none.clone(), none, items]))
}

fn or(cx: &mut Cx, a: &ObjRef, b: &ObjRef) -> PyResult {
    let (me, other) = if is_defaultdict(cx, a) { (a, b) } else { (b, a) };
    if other.kind() != Kind::Dict {
        return Ok(cx.not_implemented.clone());
    }
    let new = copy_of(cx, me, a)?;
    cx.call_method(&new, "update", std::slice::from_ref(b))?;
    Ok(new)
}
