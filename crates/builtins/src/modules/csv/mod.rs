//! The module `_csv`.

mod dialect;
mod reader;
mod writer;

use theseus_object::args::Params;
use theseus_object::methods::NativeDef;
use theseus_object::payload::number::IntRef;
use theseus_object::typeobj::type_flag;
use theseus_object::{Args, Cx, Kind, ObjRef, PyResult, Raised};

use self::dialect::Dialect;
use crate::module::{exception_class, native_module, raise_kept};

static FUNCTIONS: &[NativeDef] = &[
    NativeDef::f_full(
        "reader",
        reader::reader,
        "csv_reader = reader(iterable [, dialect='excel']\n                         [optional keyword args])\n    for row in csv_reader:\n        process(row)\n\nThe \"iterable\" argument can be any object that returns a line\nof input for each iteration, such as a file object or a list.",
    ),
    NativeDef::f_full(
        "writer",
        writer::writer,
        "csv_writer = csv.writer(fileobj [, dialect='excel']\n                            [optional keyword args])\n    for row in sequence:\n        csv_writer.writerow(row)\n\nThe \"fileobj\" argument can be any object that supports the file API.",
    ),
    NativeDef::f0(
        "list_dialects",
        list_dialects,
        "list_dialects($module, /)\n--\n\nReturn a list of all known dialect names.",
    ),
    NativeDef::f_full(
        "register_dialect",
        register_dialect,
        "Create a mapping from a string name to a dialect class.\n    dialect = csv.register_dialect(name[, dialect[, **fmtparams]])",
    ),
    NativeDef::f1(
        "unregister_dialect",
        unregister_dialect,
        "unregister_dialect($module, /, name)\n--\n\nDelete the name/dialect mapping associated with a string name.",
    ),
    NativeDef::f1(
        "get_dialect",
        dialect::registered,
        "get_dialect($module, /, name)\n--\n\nReturn the dialect instance associated with name.",
    ),
    NativeDef::f_full(
        "field_size_limit",
        field_size_limit,
        "field_size_limit($module, /, new_limit=<unrepresentable>)\n--\n\nSets an upper limit on parsed fields.",
    ),
];

const LIMIT: i64 = 128 * 1024;

pub fn install(cx: &mut Cx) {
    let dict = native_module(cx, "_csv", "CSV parsing and writing.\n", FUNCTIONS);
    let exception = cx.excs.exception.clone();
    exception_class(cx, &dict, "_csv.Error", "_csv", "Error", &exception);
    let dialects = cx.new_dict();
    cx.keep("_csv._dialects", dialects.clone());
    cx.keep("_csv.limit", cx.int(LIMIT));
    cx.namespace_put(&dict, "_dialects", dialects);
    let dialect = cx.add_native_type::<Dialect>("_csv.Dialect", None, type_flag::BASE_TYPE);
    cx.fill_type(&dialect, &dialect::SPEC);
    let reader = cx.add_native_type::<reader::Reader>("_csv.reader", None, 0);
    cx.fill_type(&reader, &reader::SPEC);
    let writer = cx.add_native_type::<writer::Writer>("_csv.writer", None, 0);
    cx.fill_type(&writer, &writer::SPEC);
    for (name, ty) in [("Dialect", &dialect), ("Reader", &reader), ("Writer", &writer)] {
        cx.namespace_put(&dict, name, ty.as_ref().clone());
    }
    let constants = [
        ("QUOTE_MINIMAL", dialect::QUOTE_MINIMAL),
        ("QUOTE_ALL", dialect::QUOTE_ALL),
        ("QUOTE_NONNUMERIC", dialect::QUOTE_NONNUMERIC),
        ("QUOTE_NONE", dialect::QUOTE_NONE),
        ("QUOTE_STRINGS", dialect::QUOTE_STRINGS),
        ("QUOTE_NOTNULL", dialect::QUOTE_NOTNULL),
    ];
    for (name, value) in constants {
        cx.namespace_put(&dict, name, cx.int(value));
    }
    cx.namespace_put(&dict, "__version__", cx.new_str("1.0"));
}

fn error(cx: &mut Cx, message: impl AsRef<str>) -> Raised {
    raise_kept(cx, "_csv.Error", message)
}

/// The most characters of a field.
fn field_limit(cx: &Cx) -> i64 {
    cx.kept("_csv.limit").and_then(|o| o.int()).unwrap_or(LIMIT)
}

fn list_dialects(cx: &mut Cx) -> PyResult {
    let table = dialect::table(cx);
    let names = cx.dict_items(&table).into_iter().map(|(name, _)| name).collect();
    Ok(cx.new_list(names))
}

fn register_dialect(cx: &mut Cx, args: &Args) -> PyResult {
    let positional = Args::positional_only(args.pos());
    let given = positional.exact_range(cx, "", 1, 2)?;
    let Some(name) = given.first() else { return Err(cx.bad_internal("arguments")) };
    if !name.is_str() {
        return Err(cx.type_error("dialect name must be a string"));
    }
    let d = dialect::make(cx, given.get(1), args)?;
    let table = dialect::table(cx);
    drop(cx.dict_set(&table, name, d)?);
    Ok(cx.none.clone())
}

fn unregister_dialect(cx: &mut Cx, name: &ObjRef) -> PyResult {
    let table = dialect::table(cx);
    match cx.dict_remove(&table, name)? {
        Some(_) => Ok(cx.none.clone()),
        None => Err(error(cx, "unknown dialect")),
    }
}

fn field_size_limit(cx: &mut Cx, args: &Args) -> PyResult {
    static PARAMS: Params<0, 1> = Params { required: [], optional: ["new_limit"], posonly: 0, kwonly: 1 };
    let ([], [new]) = args.bind(cx, "field_size_limit", &PARAMS)?;
    let old = field_limit(cx);
    if let Some(new) = new {
        if !(new.is_exact(Kind::Int) || new.is_exact(Kind::BigInt)) {
            return Err(cx.type_error("limit must be an integer"));
        }
        match new.integer() {
            Some(IntRef::Small(v)) => cx.keep("_csv.limit", cx.int(v)),
            _ => return Err(cx.overflow_error("Python int too large to convert to C long")),
        }
    }
    Ok(cx.int(old))
}
