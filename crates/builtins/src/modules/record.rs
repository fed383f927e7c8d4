//! Named tuples of native modules, such as `sys.version_info`.

use theseus_object::class::{GetSetDescriptor, TypeSpec};
use theseus_object::interp::TypeRef;
use theseus_object::methods::GetSet;
use theseus_object::payload::Tuple;
use theseus_object::{Args, Cx, ObjRef, PyResult, Slots};

/// The slots of every such type.
pub const SLOTS: Slots = Slots { repr: Some(repr), new: Some(new), ..Slots::EMPTY };

/// Getter of the field at a position.
pub fn field<const N: usize>(cx: &mut Cx, o: &ObjRef) -> PyResult {
    let value = cx.heap.tuple(o).and_then(|items| items.get(N).cloned());
    Ok(value.unwrap_or_else(|| cx.none.clone()))
}

/// The specification of a type with these fields in order.
macro_rules! record {
    ($spec:ident, $doc:literal, $($name:literal $index:literal)*) => {
        static $spec: theseus_object::class::TypeSpec = theseus_object::class::TypeSpec {
            slots: $crate::modules::record::SLOTS,
            methods: &[],
            getsets: &[$(theseus_object::methods::GetSet::member(
                $name,
                $crate::modules::record::field::<$index>,
                "",
            )),*],
            doc: $doc,
        };
    };
}

pub(crate) use record;

/// Makes the type and its one instance.
pub fn instance(cx: &mut Cx, name: &str, spec: &'static TypeSpec, values: Vec<ObjRef>) -> ObjRef {
    let ty = make_type(cx, name, spec);
    instance_of(cx, &ty, values)
}

/// Makes the type, for records that come more than once.
pub fn make_type(cx: &mut Cx, name: &str, spec: &'static TypeSpec) -> TypeRef {
    let tuple = cx.types.tuple.clone();
    let ty = cx.add_native_type::<Tuple>(name, Some(&tuple), 0);
    cx.fill_type(&ty, spec);
    let n = cx.usize(spec.getsets.len());
    for (key, value) in [("n_fields", n.clone()), ("n_sequence_fields", n), ("n_unnamed_fields", cx.int(0))] {
        cx.namespace_put(&ty.data.dict, key, value);
    }
    ty
}

/// A record of a type that [`make_type`] made.
pub fn instance_of(cx: &Cx, ty: &TypeRef, values: Vec<ObjRef>) -> ObjRef {
    let values = cx.new_tuple(values);
    cx.new_subclass_copy(ty, &values)
}

fn new(cx: &mut Cx, class: &ObjRef, _: &Args) -> PyResult {
    let name = cx.expect_type(class)?.name();
    Err(cx.type_error(format!("cannot create '{name}' instances")))
}

fn names(cx: &Cx, o: &ObjRef) -> Vec<&'static str> {
    let own = cx.dict_items(&o.ty().data.dict);
    let getset = |v: &ObjRef| {
        cx.heap.get::<GetSetDescriptor>(v).map(|g: &GetSetDescriptor| -> &'static GetSet { g.def })
    };
    own.iter().filter_map(|(_, v)| getset(v)).map(|def| def.name).collect()
}

fn repr(cx: &mut Cx, o: &ObjRef) -> PyResult {
    let items = cx.heap.tuple(o).map(<[ObjRef]>::to_vec).unwrap_or_default();
    let mut parts = Vec::new();
    for (name, value) in names(cx, o).into_iter().zip(&items) {
        parts.push(format!("{name}={}", cx.repr_text(value)?));
    }
    let text = format!("{}({})", o.ty().name(), parts.join(", "));
    Ok(cx.new_str(&text))
}
