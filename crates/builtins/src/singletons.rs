//! `None`, `NotImplemented` and `Ellipsis`.

use theseus_object::class::TypeSpec;
use theseus_object::methods::NativeDef;
use theseus_object::{Args, Cx, ObjRef, PyResult, Slots, hash};

macro_rules! singleton {
    ($spec:ident, $new:ident, $object:ident, $name:literal, $methods:expr, $slots:expr) => {
        static $spec: TypeSpec = TypeSpec {
            slots: Slots { repr: Some(repr), new: Some($new), ..$slots },
            methods: $methods,
            getsets: &[],
            doc: "",
        };

        fn $new(cx: &mut Cx, _: &ObjRef, args: &Args) -> PyResult {
            if args.values.is_empty() {
                return Ok(cx.$object.clone());
            }
            Err(cx.type_error(concat!($name, " takes no arguments")))
        }
    };
}

singleton!(
    NONE,
    new_none,
    none,
    "NoneType",
    &[],
    Slots { bool_: Some(is_true), hash: Some(none_hash), ..Slots::EMPTY }
);
singleton!(
    NOT_IMPLEMENTED,
    new_not_implemented,
    not_implemented,
    "NotImplementedType",
    METHODS,
    Slots { bool_: Some(not_implemented_truth), ..Slots::EMPTY }
);
singleton!(ELLIPSIS, new_ellipsis, ellipsis, "EllipsisType", METHODS, Slots::EMPTY);

static METHODS: &[NativeDef] = &[NativeDef::m0("__reduce__", repr, "Pickled by name.")];

pub fn install(cx: &mut Cx) {
    let types = &cx.types;
    let list = [
        (types.none.clone(), &NONE),
        (types.not_implemented.clone(), &NOT_IMPLEMENTED),
        (types.ellipsis.clone(), &ELLIPSIS),
    ];
    for (ty, spec) in list {
        cx.fill_type(&ty, spec);
    }
}

fn repr(cx: &mut Cx, o: &ObjRef) -> PyResult {
    let text = match o {
        o if o.is_none() => "None",
        o if o.is_not_implemented() => "NotImplemented",
        _ => "Ellipsis",
    };
    Ok(cx.intern(text))
}

fn none_hash(_: &mut Cx, _: &ObjRef) -> PyResult<i64> {
    Ok(hash::NONE)
}

fn not_implemented_truth(cx: &mut Cx, _: &ObjRef) -> PyResult<bool> {
    let category = cx.excs.deprecation_warning.clone();
    cx.warn(&category, "NotImplemented should not be used in a boolean context", 1)?;
    Ok(true)
}

fn is_true(_: &mut Cx, _: &ObjRef) -> PyResult<bool> {
    Ok(false)
}
