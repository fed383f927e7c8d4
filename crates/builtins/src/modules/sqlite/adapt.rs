//! Adapters: what becomes of parameters of types that SQLite does not know; converters: the way back.

use theseus_object::class::TypeSpec;
use theseus_object::edges::{EdgeVisitor, Payload};
use theseus_object::methods::NativeDef;
use theseus_object::{Args, Cx, Kind, ObjRef, PyResult, Slots};

use super::errors::PROGRAMMING;

const ADAPTERS: &str = "_sqlite3.adapters";
const CONVERTERS: &str = "_sqlite3.converters";
const PROTOCOL: &str = "_sqlite3.PrepareProtocol";
/// True once an adapter was registered for a type that else needs none.
const FOR_BASE_TYPES: &str = "_sqlite3.base_types_adapted";

pub static FUNCTIONS: &[NativeDef] = &[
    NativeDef::f_range(
        "adapt",
        adapt_function,
        1,
        3,
        "adapt($module, obj, proto=PrepareProtocolType, alt=<unrepresentable>, /)\n--\n\nAdapt given object to given protocol.",
    ),
    NativeDef::f_range(
        "register_adapter",
        register_adapter,
        2,
        2,
        "register_adapter($module, type, adapter, /)\n--\n\nRegister a function to adapt Python objects to SQLite values.",
    ),
    NativeDef::f_range(
        "register_converter",
        register_converter,
        2,
        2,
        "register_converter($module, typename, converter, /)\n--\n\nRegister a function to convert SQLite values to Python objects.",
    ),
];

/// The payload of `PrepareProtocol`, which only stands for itself.
struct Protocol;

impl Payload for Protocol {
    const HAS_EDGES: bool = false;
    fn edges(&mut self, _: &mut dyn EdgeVisitor) {}
}

static SPEC: TypeSpec = TypeSpec {
    slots: Slots {
        new: Some(|cx, class, _| {
            let ty = cx.expect_type(class)?;
            Ok(cx.new_instance(ty, Protocol))
        }),
        init: Some(|_, _, _| Ok(())),
        ..Slots::EMPTY
    },
    doc: "PEP 246 style object adaption protocol type.",
    ..TypeSpec::EMPTY
};

pub fn install(cx: &mut Cx, dict: &ObjRef) {
    let protocol = cx.add_native_type::<Protocol>("sqlite3.PrepareProtocol", None, 0);
    cx.fill_type(&protocol, &SPEC);
    cx.keep(PROTOCOL, protocol.as_ref().clone());
    cx.namespace_put(dict, "PrepareProtocol", protocol.as_ref().clone());
    for (kept, name) in [(ADAPTERS, "adapters"), (CONVERTERS, "converters")] {
        let table = cx.new_dict();
        cx.keep(kept, table.clone());
        cx.namespace_put(dict, name, table);
    }
}

fn kept(cx: &mut Cx, name: &str) -> PyResult {
    match cx.kept(name) {
        Some(o) => Ok(o),
        None => Err(cx.bad_internal("state of sqlite3")),
    }
}

/// Whether SQLite takes the type as it is.
fn is_base_type(cx: &Cx, ty: &ObjRef) -> bool {
    let types = &cx.types;
    [&types.int, &types.float, &types.str_, &types.bytearray].iter().any(|base| base.as_ref().is(ty))
}

fn register_adapter(cx: &mut Cx, args: &[ObjRef]) -> PyResult {
    let (ty, adapter) = (&args[0], &args[1]);
    if is_base_type(cx, ty) {
        cx.keep(FOR_BASE_TYPES, cx.true_.clone());
    }
    let (table, protocol) = (kept(cx, ADAPTERS)?, kept(cx, PROTOCOL)?);
    let key = cx.tuple_from_slice(&[ty.clone(), protocol]);
    drop(cx.dict_set(&table, &key, adapter.clone())?);
    Ok(cx.none.clone())
}

fn register_converter(cx: &mut Cx, args: &[ObjRef]) -> PyResult {
    if !args[0].is_str() {
        let got = args[0].kind_given();
        return Err(cx.type_error(format!("register_converter() argument 1 must be str, not {got}")));
    }
    let key = cx.call_method(&args[0], "upper", &[])?;
    let table = kept(cx, CONVERTERS)?;
    drop(cx.dict_set(&table, &key, args[1].clone())?);
    Ok(cx.none.clone())
}

/// The converter for a type of SQL.
pub fn converter(cx: &mut Cx, name: &[u8]) -> PyResult<Option<ObjRef>> {
    let name = super::values::text(cx, name)?;
    let key = cx.call_method(&name, "upper", &[])?;
    let table = kept(cx, CONVERTERS)?;
    cx.dict_get(&table, &key)
}

fn adapt_function(cx: &mut Cx, args: &[ObjRef]) -> PyResult {
    let protocol = match args.get(1) {
        Some(protocol) => protocol.clone(),
        None => kept(cx, PROTOCOL)?,
    };
    adapt(cx, &args[0], &protocol, args.get(2))
}

/// A parameter as it is bound.
pub fn adapted(cx: &mut Cx, value: &ObjRef) -> PyResult {
    let plain = [Kind::Int, Kind::BigInt, Kind::Float, Kind::Str, Kind::ByteArray];
    if plain.iter().any(|&kind| value.is_exact(kind)) && cx.kept(FOR_BASE_TYPES).is_none() {
        return Ok(value.clone());
    }
    let protocol = kept(cx, PROTOCOL)?;
    adapt(cx, value, &protocol, Some(value))
}

/// What calling an attribute gives, if there is one and it gives something.
fn ask(cx: &mut Cx, of: &ObjRef, name: &str, argument: &ObjRef) -> PyResult<Option<ObjRef>> {
    let name = cx.intern(name);
    let Some(method) = cx.try_getattr(of, &name)? else { return Ok(None) };
    match cx.call(&method, std::slice::from_ref(argument)) {
        Ok(answer) => Ok(Some(answer).filter(|answer| !answer.is_none())),
        Err(_) if cx.catch(&cx.excs.type_error.clone()) => Ok(None),
        Err(raised) => Err(raised),
    }
}

fn adapt(cx: &mut Cx, value: &ObjRef, protocol: &ObjRef, otherwise: Option<&ObjRef>) -> PyResult {
    let table = kept(cx, ADAPTERS)?;
    let key = cx.tuple_from_slice(&[value.class(), protocol.clone()]);
    if let Some(adapter) = cx.dict_get(&table, &key)? {
        return cx.call_args(&adapter, &Args::positional_only(std::slice::from_ref(value)));
    }
    if let Some(answer) = ask(cx, protocol, "__adapt__", value)? {
        return Ok(answer);
    }
    if let Some(answer) = ask(cx, value, "__conform__", protocol)? {
        return Ok(answer);
    }
    match otherwise {
        Some(value) => Ok(value.clone()),
        None => Err(PROGRAMMING.raise(cx, "can't adapt")),
    }
}
