//! Views of namespaces: `mappingproxy` and `types.SimpleNamespace`.

use theseus_object::args::Params;
use theseus_object::class::TypeSpec;
use theseus_object::edges::{EdgeVisitor, Payload, Relation, Shadow};
use theseus_object::methods::{GetSet, NativeDef};
use theseus_object::slots::number;
use theseus_object::typeobj::type_flag;
use theseus_object::{Args, CompareOp, Cx, Kind, ObjRef, PyResult, Slots};

use crate::alias;
use crate::type_::{instance_dict, set_instance_dict};

/// Payload of a mappingproxy: a mapping that may only be read.
pub struct MappingProxy {
    mapping: ObjRef,
}

impl Payload for MappingProxy {
    const SHADOW: Option<Shadow> = Some(|cx, o, f| {
        let Some(p) = cx.heap.get::<MappingProxy>(o) else { return Err(cx.bad_internal("mappingproxy")) };
        let mapping = p.mapping.clone();
        let mapping = f(cx, &mapping)?;
        Ok(cx.new_object(MappingProxy { mapping }))
    });
    fn edges(&mut self, v: &mut dyn EdgeVisitor) {
        v.fixed(&mut self.mapping, Relation::Typed("mapping"));
    }
}

static PROXY: TypeSpec = TypeSpec {
    slots: Slots {
        repr: Some(proxy_repr),
        str_: Some(proxy_str),
        hash: Some(proxy_hash),
        compare: Some(proxy_compare),
        iter: Some(proxy_iter),
        len: Some(proxy_len),
        getitem: Some(proxy_getitem),
        contains: Some(proxy_contains),
        new: Some(proxy_new),
        number: {
            let mut table = Slots::EMPTY.number;
            table[number::OR] = Some(proxy_or);
            table
        },
        inplace: {
            let mut table = Slots::EMPTY.inplace;
            table[number::OR] = Some(proxy_inplace_or);
            table
        },
        ..Slots::EMPTY
    },
    methods: &[
        NativeDef::range(
            "get",
            proxy_get,
            1,
            2,
            "Return the value for key if key is in the mapping, else default.",
        ),
        NativeDef::m0("keys", proxy_keys, "D.keys() -> a set-like object providing a view on D's keys"),
        NativeDef::m0("values", proxy_values, "D.values() -> an object providing a view on D's values"),
        NativeDef::m0("items", proxy_items, "D.items() -> a set-like object providing a view on D's items"),
        NativeDef::m0("copy", proxy_copy, "D.copy() -> a shallow copy of D"),
        NativeDef::m0("__reversed__", proxy_reversed, "D.__reversed__() -> reverse iterator"),
        NativeDef::class("__class_getitem__", alias::class_getitem, "See PEP 585"),
    ],
    getsets: &[],
    doc: "Read-only proxy of a mapping.",
};

static NAMESPACE: TypeSpec = TypeSpec {
    slots: Slots {
        repr: Some(namespace_repr),
        compare: Some(namespace_compare),
        new: Some(namespace_new),
        init: Some(namespace_init),
        ..Slots::EMPTY
    },
    methods: &[NativeDef::m0("__reduce__", namespace_reduce, "Return state information for pickling")],
    getsets: &[GetSet::rw_member("__dict__", instance_dict, set_instance_dict, "")],
    doc: "A simple attribute-based namespace.\n\nSimpleNamespace(**kwargs)",
};

/// Payload of a SimpleNamespace: all it has are attributes.
pub struct SimpleNamespace;

impl Payload for SimpleNamespace {
    fn edges(&mut self, _: &mut dyn EdgeVisitor) {}
}

pub fn install(cx: &mut Cx) {
    let proxy = cx.add_native_type::<MappingProxy>("mappingproxy", None, type_flag::MAPPING);
    cx.fill_type(&proxy, &PROXY);
    let flags = type_flag::BASE_TYPE;
    let namespace = cx.add_native_type_with_dict::<SimpleNamespace>("types.SimpleNamespace", None, flags);
    cx.fill_type(&namespace, &NAMESPACE);
}

/// A read-only view of a mapping, such as the dict of a class.
pub fn mapping_proxy(cx: &Cx, mapping: ObjRef) -> ObjRef {
    cx.new_object(MappingProxy { mapping })
}

/// A SimpleNamespace with these attributes.
pub fn simple_namespace(cx: &Cx, items: Vec<(&str, ObjRef)>) -> ObjRef {
    let ty = cx.type_of::<SimpleNamespace>();
    let o = cx.new_instance(&ty, SimpleNamespace);
    for (name, value) in items {
        drop(cx.instance_set(&o, &cx.intern(name), value));
    }
    o
}

fn proxy_new(cx: &mut Cx, _: &ObjRef, args: &Args) -> PyResult {
    const PARAMS: Params<1, 0> = Params { required: ["mapping"], optional: [], posonly: 0, kwonly: 1 };
    let ([mapping], []) = args.bind(cx, "mappingproxy", &PARAMS)?;
    if matches!(mapping.kind(), Kind::List | Kind::Tuple) || mapping.ty().slots().getitem.is_none() {
        let got = mapping.ty().name();
        return Err(cx.type_error(format!("mappingproxy() argument must be a mapping, not {got}")));
    }
    Ok(mapping_proxy(cx, mapping))
}

fn mapping(cx: &mut Cx, p: &ObjRef) -> PyResult {
    // A proxy of a proxy of a proxy.
    cx.check_stack()?;
    match cx.heap.get::<MappingProxy>(p) {
        Some(p) => Ok(p.mapping.clone()),
        None => Err(cx.bad_internal("mappingproxy")),
    }
}

/// What a proxy stands for; any other object stands for itself.
fn behind(cx: &Cx, o: &ObjRef) -> ObjRef {
    cx.heap.get::<MappingProxy>(o).map_or_else(|| o.clone(), |p| p.mapping.clone())
}

fn proxy_repr(cx: &mut Cx, p: &ObjRef) -> PyResult {
    let m = mapping(cx, p)?;
    let text = cx.repr_text(&m)?;
    Ok(cx.new_str(&format!("mappingproxy({text})")))
}

fn proxy_str(cx: &mut Cx, p: &ObjRef) -> PyResult {
    let m = mapping(cx, p)?;
    cx.str(&m)
}

fn proxy_hash(cx: &mut Cx, p: &ObjRef) -> PyResult<i64> {
    let m = mapping(cx, p)?;
    cx.hash(&m)
}

fn proxy_compare(cx: &mut Cx, a: &ObjRef, b: &ObjRef, op: CompareOp) -> PyResult {
    let a = mapping(cx, a)?;
    cx.compare(op, &a, b)
}

fn proxy_iter(cx: &mut Cx, p: &ObjRef) -> PyResult {
    let m = mapping(cx, p)?;
    cx.iter(&m)
}

fn proxy_len(cx: &mut Cx, p: &ObjRef) -> PyResult<usize> {
    let m = mapping(cx, p)?;
    cx.len(&m)
}

fn proxy_getitem(cx: &mut Cx, p: &ObjRef, key: &ObjRef) -> PyResult {
    let m = mapping(cx, p)?;
    cx.getitem(&m, key)
}

fn proxy_contains(cx: &mut Cx, p: &ObjRef, key: &ObjRef) -> PyResult<bool> {
    let m = mapping(cx, p)?;
    cx.contains(&m, key)
}

fn proxy_or(cx: &mut Cx, a: &ObjRef, b: &ObjRef) -> PyResult {
    let (a, b) = (behind(cx, a), behind(cx, b));
    cx.binary(number::OR, &a, &b)
}

fn proxy_inplace_or(cx: &mut Cx, _: &ObjRef, _: &ObjRef) -> PyResult {
    Err(cx.type_error("'|=' is not supported by mappingproxy; use '|' instead"))
}

fn proxy_get(cx: &mut Cx, args: &[ObjRef]) -> PyResult {
    let [p, key, rest @ ..] = args else { return Err(cx.bad_internal("arguments")) };
    let m = mapping(cx, p)?;
    let default = rest.first().cloned().unwrap_or_else(|| cx.none.clone());
    cx.call_method(&m, "get", &[key.clone(), default])
}

fn proxy_keys(cx: &mut Cx, p: &ObjRef) -> PyResult {
    let m = mapping(cx, p)?;
    cx.call_method(&m, "keys", &[])
}

fn proxy_values(cx: &mut Cx, p: &ObjRef) -> PyResult {
    let m = mapping(cx, p)?;
    cx.call_method(&m, "values", &[])
}

fn proxy_items(cx: &mut Cx, p: &ObjRef) -> PyResult {
    let m = mapping(cx, p)?;
    cx.call_method(&m, "items", &[])
}

fn proxy_copy(cx: &mut Cx, p: &ObjRef) -> PyResult {
    let m = mapping(cx, p)?;
    cx.call_method(&m, "copy", &[])
}

fn proxy_reversed(cx: &mut Cx, p: &ObjRef) -> PyResult {
    let m = mapping(cx, p)?;
    cx.call_method(&m, "__reversed__", &[])
}

fn namespace_new(cx: &mut Cx, class: &ObjRef, _: &Args) -> PyResult {
    let ty = cx.expect_type(class)?;
    Ok(cx.new_instance(ty, SimpleNamespace))
}

fn namespace_init(cx: &mut Cx, o: &ObjRef, args: &Args) -> PyResult<()> {
    if args.positional() > 0 {
        return Err(cx.type_error("no positional arguments expected"));
    }
    for (name, value) in args.keywords() {
        let name = cx.attribute_name(name)?;
        drop(cx.instance_set(o, &name, value.clone()));
    }
    Ok(())
}

fn namespace_repr(cx: &mut Cx, o: &ObjRef) -> PyResult {
    let plain = o.ty().is(&cx.type_of::<SimpleNamespace>());
    let name = if plain { "namespace".to_string() } else { o.ty().name() };
    let again = format!("{name}(...)");
    cx.guarded_repr(o, &again, |cx| {
        let mut parts = Vec::new();
        for (key, value) in cx.instance_items(o) {
            if key.is_str() && key.str_len() != Some(0) {
                let value = cx.repr_text(&value)?;
                parts.push(format!("{}={value}", key.text_or_empty()));
            }
        }
        Ok(cx.new_str(&format!("{name}({})", parts.join(", "))))
    })
}

fn namespace_compare(cx: &mut Cx, a: &ObjRef, b: &ObjRef, op: CompareOp) -> PyResult {
    if !a.has_payload::<SimpleNamespace>() || !b.has_payload::<SimpleNamespace>() {
        return Ok(cx.not_implemented.clone());
    }
    match (cx.instance_dict(a), cx.instance_dict(b)) {
        (Some(a), Some(b)) => cx.compare(op, &a, &b),
        _ => Ok(cx.not_implemented.clone()),
    }
}

fn namespace_reduce(cx: &mut Cx, o: &ObjRef) -> PyResult {
    let class = o.class();
    let empty = cx.empty_tuple.clone();
    let dict = instance_dict(cx, o)?;
    Ok(cx.new_tuple([class, empty, dict]))
}
