//! The module `_sqlite3`: databases by SQLite, which the host has.

mod adapt;
mod blob;
mod connection;
mod constants;
mod cursor;
mod errors;
mod functions;
mod guest;
mod open;
mod row;
mod statement;
mod values;
mod whole;

use theseus_object::class::TypeSpec;
use theseus_object::methods::NativeDef;
use theseus_object::typeobj::{Layout, type_flag};
use theseus_object::{Args, Cx, ObjRef, PyResult, Slots};

use self::connection::Connection;
use crate::module::native_module;
use crate::world::{ask, put_functions, put_numbers};

/// True while exceptions in callables are shown.
const TRACEBACKS: &str = "_sqlite3.tracebacks";

static FUNCTIONS: &[NativeDef] = &[
    NativeDef::f_full(
        "complete_statement",
        complete_statement,
        "complete_statement($module, /, statement)\n--\n\nChecks if a string contains a complete SQL statement.",
    ),
    NativeDef::f_full(
        "connect",
        connect,
        "connect($module, /, database, timeout=5.0, detect_types=0,\n        isolation_level='', check_same_thread=True,\n        factory=ConnectionType, cached_statements=128, uri=False, *,\n        autocommit=sqlite3.LEGACY_TRANSACTION_CONTROL)\n--\n\nOpens a connection to the SQLite database file database.\n\nYou can use \":memory:\" to open a database connection to a database that resides\nin RAM instead of on disk.",
    ),
    NativeDef::f1(
        "enable_callback_tracebacks",
        enable_callback_tracebacks,
        "enable_callback_tracebacks($module, enable, /)\n--\n\nEnable or disable callback functions throwing errors to stderr.",
    ),
];

static CONNECTION: TypeSpec = TypeSpec {
    slots: Slots {
        new: Some(open::new),
        init: Some(open::init),
        call: Some(connection::call),
        ..Slots::EMPTY
    },
    methods: &[
        NativeDef::full(
            "backup",
            whole::backup,
            "backup($self, /, target, *, pages=-1, progress=None, name='main',\n       sleep=0.25)\n--\n\nMakes a backup of the database.",
        ),
        NativeDef::full(
            "blobopen",
            whole::blobopen,
            "blobopen($self, table, column, row, /, *, readonly=False, name='main')\n--\n\nOpen and return a BLOB object.",
        ),
        NativeDef::m0(
            "close",
            connection::close,
            "close($self, /)\n--\n\nClose the database connection.\n\nAny pending transaction is not committed implicitly.",
        ),
        NativeDef::m0(
            "commit",
            connection::commit,
            "commit($self, /)\n--\n\nCommit any pending transaction to the database.\n\nIf there is no open transaction, this method is a no-op.",
        ),
        NativeDef::full(
            "create_aggregate",
            functions::create_aggregate,
            "create_aggregate($self, /, name, n_arg, aggregate_class)\n--\n\nCreates a new aggregate.",
        ),
        NativeDef::range(
            "create_collation",
            functions::create_collation,
            2,
            2,
            "create_collation($self, name, callback, /)\n--\n\nCreates a collation function.",
        ),
        NativeDef::full(
            "create_function",
            functions::create_function,
            "create_function($self, /, name, narg, func, *, deterministic=False)\n--\n\nCreates a new function.",
        ),
        NativeDef::range(
            "create_window_function",
            functions::create_window_function,
            3,
            3,
            "create_window_function($self, name, num_params, aggregate_class, /)\n--\n\nCreates or redefines an aggregate window function. Non-standard.",
        ),
        NativeDef::full(
            "cursor",
            connection::cursor,
            "cursor($self, /, factory=<unrepresentable>)\n--\n\nReturn a cursor for the connection.",
        ),
        NativeDef::full(
            "deserialize",
            whole::deserialize,
            "deserialize($self, data, /, *, name='main')\n--\n\nLoad a serialized database.",
        ),
        NativeDef::range(
            "execute",
            |cx, args| connection::by_cursor(cx, args, "execute"),
            1,
            2,
            "execute($self, sql, parameters=<unrepresentable>, /)\n--\n\nExecutes an SQL statement.",
        ),
        NativeDef::range(
            "executemany",
            |cx, args| connection::by_cursor(cx, args, "executemany"),
            2,
            2,
            "executemany($self, sql, parameters, /)\n--\n\nRepeatedly executes an SQL statement.",
        ),
        NativeDef::m1(
            "executescript",
            |cx, me, script| connection::by_cursor(cx, &[me.clone(), script.clone()], "executescript"),
            "executescript($self, sql_script, /)\n--\n\nExecutes multiple SQL statements at once.",
        ),
        NativeDef::m1(
            "getconfig",
            whole::getconfig,
            "getconfig($self, op, /)\n--\n\nQuery a boolean connection configuration option.",
        ),
        NativeDef::m1(
            "getlimit",
            whole::getlimit,
            "getlimit($self, category, /)\n--\n\nGet connection run-time limits.",
        ),
        NativeDef::m0(
            "interrupt",
            connection::interrupt,
            "interrupt($self, /)\n--\n\nAbort any pending database operation.",
        ),
        NativeDef::m0(
            "iterdump",
            connection::iterdump,
            "iterdump($self, /)\n--\n\nReturns iterator to the dump of the database in an SQL text format.",
        ),
        NativeDef::m0(
            "rollback",
            connection::rollback,
            "rollback($self, /)\n--\n\nRoll back to the start of any pending transaction.\n\nIf there is no open transaction, this method is a no-op.",
        ),
        NativeDef::full(
            "serialize",
            whole::serialize,
            "serialize($self, /, *, name='main')\n--\n\nSerialize a database into a byte string.",
        ),
        NativeDef::full(
            "set_authorizer",
            functions::set_authorizer,
            "set_authorizer($self, /, authorizer_callback)\n--\n\nSets authorizer callback.",
        ),
        NativeDef::full(
            "set_progress_handler",
            functions::set_progress_handler,
            "set_progress_handler($self, /, progress_handler, n)\n--\n\nSets progress handler callback.",
        ),
        NativeDef::full(
            "set_trace_callback",
            functions::set_trace_callback,
            "set_trace_callback($self, /, trace_callback)\n--\n\nSets a trace callback called for each SQL statement (passed as unicode).",
        ),
        NativeDef::range(
            "setconfig",
            whole::setconfig,
            1,
            2,
            "setconfig($self, op, enable=True, /)\n--\n\nSet a boolean connection configuration option.",
        ),
        NativeDef::m2(
            "setlimit",
            whole::setlimit,
            "setlimit($self, category, limit, /)\n--\n\nSet connection run-time limits.",
        ),
        NativeDef::m0(
            "__enter__",
            connection::enter,
            "__enter__($self, /)\n--\n\nCalled when the connection is used as a context manager.\n\nReturns itself as a convenience to the caller.",
        ),
        NativeDef::range(
            "__exit__",
            connection::exit,
            3,
            3,
            "__exit__($self, type, value, traceback, /)\n--\n\nCalled when the connection is used as a context manager.\n\nIf there was any exception, a rollback takes place; otherwise we commit.",
        ),
    ],
    getsets: open::ATTRIBUTES,
    doc: "SQLite database connection object.",
};

pub fn install(cx: &mut Cx) {
    let dict = native_module(cx, "_sqlite3", "", FUNCTIONS);
    put_functions(cx, &dict, "_sqlite3", adapt::FUNCTIONS);
    errors::install(cx, &dict);
    adapt::install(cx, &dict);
    let base = type_flag::BASE_TYPE;
    let connection = cx.add_native_type::<Connection>("sqlite3.Connection", None, base);
    cx.fill_type(&connection, &CONNECTION);
    let cursor = cx.add_native_type_over::<cursor::Cursor>("sqlite3.Cursor", None, base, Layout::WEAK);
    cx.fill_type(&cursor, &cursor::SPEC);
    let row = cx.add_native_type::<row::Row>("sqlite3.Row", None, base);
    cx.fill_type(&row, &row::SPEC);
    let blob = cx.add_native_type::<blob::Blob>("sqlite3.Blob", None, 0);
    cx.fill_type(&blob, &blob::SPEC);
    let statement = cx.add_native_type::<statement::Kept>("sqlite3.Statement", None, 0);
    cx.fill_type(&statement, &statement::SPEC);
    for (name, ty) in [("Connection", &connection), ("Cursor", &cursor), ("Row", &row), ("Blob", &blob)] {
        cx.namespace_put(&dict, name, ty.as_ref().clone());
    }
    put_numbers(cx, &dict, constants::CODES);
    put_numbers(cx, &dict, constants::NUMBERS);
    // SQLite lets threads share connections.
    cx.namespace_put(&dict, "threadsafety", cx.int(3));
    cx.namespace_put(&dict, "_deprecated_version", cx.new_str("2.6.0"));
    let version = ask(cx, |host| Ok(host.sqlite_version())).unwrap_or_default();
    cx.namespace_put(&dict, "sqlite_version", cx.new_str(version));
}

/// Calls the factory with all that was given.
fn connect(cx: &mut Cx, args: &Args) -> PyResult {
    const FACTORY: usize = 5;
    let factory = args.pos().get(FACTORY).or_else(|| args.keyword("factory")).cloned();
    let factory = factory.unwrap_or_else(|| cx.type_of::<Connection>().as_ref().clone());
    cx.call_args(&factory, args)
}

fn complete_statement(cx: &mut Cx, args: &Args) -> PyResult {
    const PARAMS: theseus_object::args::Params<1, 0> =
        theseus_object::args::Params { required: ["statement"], optional: [], posonly: 0, kwonly: 1 };
    let ([sql], []) = args.bind(cx, "complete_statement", &PARAMS)?;
    let sql = values::name(cx, &sql, "complete_statement() argument 'statement'")?;
    let complete = ask(cx, |host| host.is_complete_sql(&sql)).unwrap_or(false);
    Ok(cx.bool(complete))
}

fn enable_callback_tracebacks(cx: &mut Cx, enable: &ObjRef) -> PyResult {
    let on = connection::number(cx, enable)? != 0;
    cx.keep(TRACEBACKS, cx.bool(on));
    Ok(cx.none.clone())
}
