//! Opening a connection, and its attributes.

use std::sync::Arc;

use theseus_object::args::Params;
use theseus_object::host::Database;
use theseus_object::methods::GetSet;
use theseus_object::{Args, Cx, ObjRef, PyResult, Raised};

use super::connection::{self, Connection, check_open, check_thread, usable};
use super::errors::{self, CLASSES};
use super::guest::work;
use super::statement::Cache;
use crate::world::{self, Also};

/// Who begins transactions.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
pub enum Autocommit {
    /// They begin before statements that change rows, as the isolation level says.
    #[default]
    Legacy,
    On,
    /// There is always one.
    Off,
}

pub const LEGACY: i64 = -1;

impl Autocommit {
    fn from_object(cx: &mut Cx, o: &ObjRef) -> PyResult<Autocommit> {
        if o.is(&cx.true_) {
            Ok(Autocommit::On)
        } else if o.is(&cx.false_) {
            Ok(Autocommit::Off)
        } else if o.is_int() && o.int() == Some(LEGACY) {
            Ok(Autocommit::Legacy)
        } else {
            Err(cx.value_error("autocommit must be True, False, or sqlite3.LEGACY_TRANSACTION_CONTROL"))
        }
    }
}

fn isolation_level(cx: &mut Cx, o: &ObjRef) -> PyResult<Option<&'static str>> {
    if o.is_none() {
        return Ok(None);
    }
    if !o.is_str() {
        return Err(cx.type_error("isolation_level must be str or None"));
    }
    let given = o.text_or_empty();
    if given.contains('\0') {
        return Err(cx.value_error("embedded null character"));
    }
    let levels = ["", "DEFERRED", "IMMEDIATE", "EXCLUSIVE"];
    match levels.into_iter().find(|level| level.eq_ignore_ascii_case(&given)) {
        Some(level) => Ok(Some(level)),
        None => {
            Err(cx.value_error("isolation_level string must be '', 'DEFERRED', 'IMMEDIATE', or 'EXCLUSIVE'"))
        }
    }
}

pub fn new(cx: &mut Cx, class: &ObjRef, _: &Args) -> PyResult {
    let ty = cx.expect_type(class)?;
    Ok(cx.new_instance(ty, Connection::default()))
}

fn audit(cx: &mut Cx, event: &str, argument: &ObjRef) -> PyResult<()> {
    let arguments = cx.tuple_from_slice(std::slice::from_ref(argument));
    (cx.upcalls.audit)(cx, event, &arguments)
}

fn open(cx: &mut Cx, me: &ObjRef, path: &[u8], uri: bool, wait: i32) -> PyResult<Arc<dyn Database>> {
    let interp = cx.heap.forever();
    let Some(host) = interp.host.get().map(Box::as_ref) else { return Err(no_sqlite(cx)) };
    let answer = work(cx, me, |guest| host.open_database(path, uri, wait, guest))?;
    match answer {
        Ok(opened) => errors::checked(cx, opened),
        Err(_) => Err(no_sqlite(cx)),
    }
}

fn no_sqlite(cx: &mut Cx) -> Raised {
    errors::OPERATIONAL.raise(cx, "there is no SQLite here")
}

pub fn init(cx: &mut Cx, me: &ObjRef, args: &Args) -> PyResult<()> {
    const PARAMS: Params<1, 8> = Params {
        required: ["database"],
        optional: [
            "timeout",
            "detect_types",
            "isolation_level",
            "check_same_thread",
            "factory",
            "cached_statements",
            "uri",
            "autocommit",
        ],
        posonly: 0,
        kwonly: 8,
    };
    let ([name], [timeout, detect, level, same_thread, _, cached, uri, autocommit]) =
        args.bind(cx, "Connection", &PARAMS)?;
    let path = world::fspath(cx, &name)?;
    let path = world::path(cx, "", "database", &path, Also::Nothing)?.bytes;
    let timeout = timeout.map_or(Ok(5.0), |o| crate::float::from_object(cx, &o))?;
    let detect_types = detect.map_or(Ok(0), |o| world::c_int(cx, &o))?;
    let level = level.map_or(Ok(Some("")), |o| isolation_level(cx, &o))?;
    let same_thread = same_thread.map_or(Ok(true), |o| cx.truth(&o))?;
    let cached = cached.map_or(Ok(128), |o| world::c_int(cx, &o))?;
    let uri = uri.map_or(Ok(false), |o| cx.truth(&o))?;
    let autocommit = autocommit.map_or(Ok(Autocommit::Legacy), |o| Autocommit::from_object(cx, &o))?;
    audit(cx, "sqlite3.connect", &name)?;
    if Connection::of(cx, me)?.initialized {
        Connection::of(cx, me)?.initialized = false;
        connection::shut(cx, me)?;
    }
    let wait = (timeout * 1000.0) as i32;
    let database = open(cx, me, &path, uri, wait)?;
    let thread = same_thread.then_some(cx.thread.ident);
    let text_factory = cx.types.str_.as_ref().clone();
    let connection = Connection::of(cx, me)?;
    connection.database = Some(database.clone());
    connection.thread = thread;
    (connection.detect_types, connection.isolation_level) = (detect_types, level);
    connection.autocommit = autocommit;
    connection.statements = Some(Cache::new(cached.max(0) as usize));
    let factories = (connection.row_factory.take(), connection.text_factory.replace(text_factory));
    connection.initialized = true;
    drop(factories);
    audit(cx, "sqlite3.connect/handle", me)?;
    if autocommit == Autocommit::Off {
        connection::run(cx, me, &database, "BEGIN")?;
    }
    Ok(())
}

macro_rules! class {
    ($at:literal) => {
        GetSet::member(CLASSES[$at].0.0.split_at(PREFIX).1, |cx, _| Ok(CLASSES[$at].0.object(cx)), "")
    };
}

const PREFIX: usize = "_sqlite3.".len();

pub static ATTRIBUTES: &[GetSet] = &[
    class!(0),
    class!(1),
    class!(2),
    class!(3),
    class!(4),
    class!(5),
    class!(6),
    class!(7),
    class!(8),
    class!(9),
    GetSet::rw_member("row_factory", row_factory, set_row_factory, ""),
    GetSet::rw_member("text_factory", text_factory, set_text_factory, ""),
    GetSet::rw("isolation_level", level, set_level, ""),
    GetSet::new("total_changes", total_changes, ""),
    GetSet::new("in_transaction", in_transaction, ""),
    GetSet::rw("autocommit", autocommit, set_autocommit, ""),
];

fn or_none(cx: &Cx, o: Option<ObjRef>) -> ObjRef {
    o.unwrap_or_else(|| cx.none.clone())
}

fn row_factory(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let factory = Connection::of(cx, me)?.row_factory.clone();
    Ok(or_none(cx, factory))
}

fn set_row_factory(cx: &mut Cx, me: &ObjRef, value: Option<&ObjRef>) -> PyResult<()> {
    let value = value.filter(|v| !v.is_none()).cloned();
    let old = std::mem::replace(&mut Connection::of(cx, me)?.row_factory, value);
    drop(old);
    Ok(())
}

fn text_factory(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let factory = Connection::of(cx, me)?.text_factory.clone();
    Ok(or_none(cx, factory))
}

fn set_text_factory(cx: &mut Cx, me: &ObjRef, value: Option<&ObjRef>) -> PyResult<()> {
    let old = std::mem::replace(&mut Connection::of(cx, me)?.text_factory, value.cloned());
    drop(old);
    Ok(())
}

fn level(cx: &mut Cx, me: &ObjRef) -> PyResult {
    check_open(cx, me)?;
    match Connection::of(cx, me)?.isolation_level {
        Some(level) => Ok(cx.new_str(level)),
        None => Ok(cx.none.clone()),
    }
}

fn set_level(cx: &mut Cx, me: &ObjRef, value: Option<&ObjRef>) -> PyResult<()> {
    let Some(value) = value else { return Err(cx.attribute_error("cannot delete attribute")) };
    if value.is_none() {
        Connection::of(cx, me)?.isolation_level = None;
        // What was begun is ended.
        connection::commit(cx, me)?;
    } else {
        let level = isolation_level(cx, value)?;
        Connection::of(cx, me)?.isolation_level = level;
    }
    Ok(())
}

fn total_changes(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let database = check_open(cx, me)?;
    let changes = connection::state(cx, me, &database)?.total_changes;
    Ok(cx.int(changes))
}

fn in_transaction(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let database = check_open(cx, me)?;
    let inside = connection::state(cx, me, &database)?.in_transaction;
    Ok(cx.bool(inside))
}

fn autocommit(cx: &mut Cx, me: &ObjRef) -> PyResult {
    usable(cx, me)?;
    Ok(match Connection::of(cx, me)?.autocommit {
        Autocommit::On => cx.true_.clone(),
        Autocommit::Off => cx.false_.clone(),
        Autocommit::Legacy => cx.int(LEGACY),
    })
}

fn set_autocommit(cx: &mut Cx, me: &ObjRef, value: Option<&ObjRef>) -> PyResult<()> {
    check_thread(cx, me)?;
    let database = check_open(cx, me)?;
    let Some(value) = value else { return Err(cx.attribute_error("cannot delete attribute")) };
    let autocommit = Autocommit::from_object(cx, value)?;
    let inside = connection::state(cx, me, &database)?.in_transaction;
    match autocommit {
        Autocommit::On if inside => connection::run(cx, me, &database, "COMMIT")?,
        Autocommit::Off if !inside => connection::run(cx, me, &database, "BEGIN")?,
        _ => (),
    }
    Connection::of(cx, me)?.autocommit = autocommit;
    Ok(())
}
