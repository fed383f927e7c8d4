//! `Cursor`: runs statements and gives their rows.

use std::rc::Rc;
use std::sync::Arc;

use theseus_object::args::Params;
use theseus_object::class::TypeSpec;
use theseus_object::edges::{EdgeVisitor, Payload, Relation};
use theseus_object::host::{Column, Database, Datum, Guest, Statement};
use theseus_object::methods::{GetSet, NativeDef};
use theseus_object::{Args, Cx, ObjRef, PyResult, Slots};

use super::connection::{self, Connection, usable};
use super::errors::{self, OPERATIONAL, PROGRAMMING};
use super::guest::work;
use super::open::Autocommit;
use super::statement::{self, Prepared};
use super::{adapt, values};
use crate::world::c_int;

/// Converters come from declared types, and from names of columns.
const DECLARED: i32 = 1;
const NAMED: i32 = 2;

/// Payload of `Cursor`.
pub struct Cursor {
    /// Nothing before `__init__`.
    connection: Option<ObjRef>,
    pub description: Option<ObjRef>,
    converters: Vec<Option<ObjRef>>,
    arraysize: i32,
    last_row: Option<i64>,
    row_count: i64,
    pub row_factory: Option<ObjRef>,
    /// What is under way, and its row that was not given yet.
    statement: Option<Rc<Prepared>>,
    row: Vec<Datum>,
    closed: bool,
    /// It is at work: nobody may use it.
    locked: bool,
}

impl Default for Cursor {
    fn default() -> Cursor {
        Cursor {
            connection: None,
            description: None,
            converters: Vec::new(),
            arraysize: 0,
            last_row: None,
            row_count: -1,
            row_factory: None,
            statement: None,
            row: Vec::new(),
            closed: false,
            locked: false,
        }
    }
}

impl Payload for Cursor {
    fn edges(&mut self, v: &mut dyn EdgeVisitor) {
        v.edge(&mut self.connection, Relation::Typed("connection"));
        v.edge(&mut self.description, Relation::Typed("description"));
        v.edge(&mut self.row_factory, Relation::Attr("row_factory"));
        for (i, converter) in self.converters.iter_mut().enumerate() {
            v.edge(converter, Relation::Index(i));
        }
    }
    fn clear(&mut self) {
        let converters = std::mem::take(&mut self.converters);
        drop((self.connection.take(), self.row_factory.take(), converters));
    }
}

impl Drop for Cursor {
    fn drop(&mut self) {
        if let Some(statement) = self.statement.as_ref().and_then(|s| s.statement.as_ref()) {
            statement.abandon();
        }
    }
}

pub static SPEC: TypeSpec = TypeSpec {
    slots: Slots {
        new: Some(|cx, class, _| {
            let ty = cx.expect_type(class)?;
            Ok(cx.new_instance(ty, Cursor::default()))
        }),
        init: Some(init),
        iter: Some(|_, me| Ok(me.clone())),
        next: Some(next),
        ..Slots::EMPTY
    },
    methods: &[
        NativeDef::m0("close", close, "close($self, /)\n--\n\nCloses the cursor."),
        NativeDef::range(
            "execute",
            execute,
            1,
            2,
            "execute($self, sql, parameters=(), /)\n--\n\nExecutes an SQL statement.",
        ),
        NativeDef::range(
            "executemany",
            executemany,
            2,
            2,
            "executemany($self, sql, seq_of_parameters, /)\n--\n\nRepeatedly executes an SQL statement.",
        ),
        NativeDef::m1(
            "executescript",
            executescript,
            "executescript($self, sql_script, /)\n--\n\nExecutes multiple SQL statements at once.",
        ),
        NativeDef::m0("fetchone", fetchone, "fetchone($self, /)\n--\n\nFetches one row from the resultset."),
        NativeDef::full(
            "fetchmany",
            fetchmany,
            "fetchmany($self, /, size=1)\n--\n\nFetches several rows from the resultset.\n\n  size\n    The default value is set by the Cursor.arraysize attribute.",
        ),
        NativeDef::m0("fetchall", fetchall, "fetchall($self, /)\n--\n\nFetches all rows from the resultset."),
        NativeDef::m1(
            "setinputsizes",
            |cx, _, _| Ok(cx.none.clone()),
            "setinputsizes($self, sizes, /)\n--\n\nRequired by DB-API. Does nothing in sqlite3.",
        ),
        NativeDef::range(
            "setoutputsize",
            |cx, _| Ok(cx.none.clone()),
            1,
            2,
            "setoutputsize($self, size, column=None, /)\n--\n\nRequired by DB-API. Does nothing in sqlite3.",
        ),
    ],
    getsets: &[
        GetSet::member("connection", |cx, me| field(cx, me, |cursor| cursor.connection.clone()), ""),
        GetSet::member("description", |cx, me| field(cx, me, |cursor| cursor.description.clone()), ""),
        GetSet::rw_member("arraysize", arraysize, set_arraysize, ""),
        GetSet::member("lastrowid", lastrowid, ""),
        GetSet::member("rowcount", rowcount, ""),
        GetSet::rw_member(
            "row_factory",
            |cx, me| field(cx, me, |cursor| cursor.row_factory.clone()),
            set_row_factory,
            "",
        ),
    ],
    doc: "SQLite database cursor class.",
};

fn of<'a>(cx: &'a mut Cx, me: &'a ObjRef) -> PyResult<&'a mut Cursor> {
    if cx.heap.get::<Cursor>(me).is_none() {
        return Err(cx.bad_internal("cursor"));
    }
    cx.heap.get_mut::<Cursor>(me).ok_or(theseus_object::Raised)
}

fn field(cx: &mut Cx, me: &ObjRef, get: impl Fn(&mut Cursor) -> Option<ObjRef>) -> PyResult {
    let value = get(of(cx, me)?);
    Ok(value.unwrap_or_else(|| cx.none.clone()))
}

fn arraysize(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let size = of(cx, me)?.arraysize;
    Ok(cx.int(size.into()))
}

fn set_arraysize(cx: &mut Cx, me: &ObjRef, value: Option<&ObjRef>) -> PyResult<()> {
    let Some(value) = value else { return Err(cx.type_error("can't delete numeric/char attribute")) };
    let size = crate::world::long(cx, value)?;
    if i32::try_from(size).is_err() {
        let category = cx.excs.runtime_warning.clone();
        cx.warn(&category, "Truncation of value to int", 1)?;
    }
    of(cx, me)?.arraysize = size as i32;
    Ok(())
}

fn lastrowid(cx: &mut Cx, me: &ObjRef) -> PyResult {
    match of(cx, me)?.last_row {
        Some(row) => Ok(cx.int(row)),
        None => Ok(cx.none.clone()),
    }
}

fn rowcount(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let count = of(cx, me)?.row_count;
    Ok(cx.int(count))
}

fn set_row_factory(cx: &mut Cx, me: &ObjRef, value: Option<&ObjRef>) -> PyResult<()> {
    let value = value.filter(|v| !v.is_none()).cloned();
    let old = std::mem::replace(&mut of(cx, me)?.row_factory, value);
    drop(old);
    Ok(())
}

fn check_unlocked(cx: &mut Cx, me: &ObjRef) -> PyResult<()> {
    match of(cx, me)?.locked {
        true => Err(PROGRAMMING.raise(cx, "Recursive use of cursors not allowed.")),
        false => Ok(()),
    }
}

fn init(cx: &mut Cx, me: &ObjRef, args: &Args) -> PyResult<()> {
    let positional = Args::positional_only(args.pos());
    args.no_keywords(cx, "Cursor")?;
    let [connection] = positional.exact_range(cx, "Cursor", 1, 1)? else {
        return Err(cx.bad_internal("arguments"));
    };
    if cx.heap.get::<Connection>(connection).is_none() {
        let got = connection.kind_given();
        return Err(cx.type_error(format!("Cursor() argument 1 must be sqlite3.Connection, not {got}")));
    }
    check_unlocked(cx, me)?;
    let mut fresh = Cursor::default();
    (fresh.connection, fresh.arraysize) = (Some(connection.clone()), 1);
    let old = std::mem::replace(of(cx, me)?, fresh);
    drop(old);
    connection::check_thread(cx, connection)
}

/// Connection and database, if the cursor may be used here and now.
fn check(cx: &mut Cx, me: &ObjRef) -> PyResult<(ObjRef, Arc<dyn Database>)> {
    let cursor = of(cx, me)?;
    let (connection, closed) = (cursor.connection.clone(), cursor.closed);
    let Some(connection) = connection else {
        return Err(PROGRAMMING.raise(cx, "Base Cursor.__init__ not called."));
    };
    if closed {
        return Err(PROGRAMMING.raise(cx, "Cannot operate on a closed cursor."));
    }
    check_unlocked(cx, me)?;
    let database = usable(cx, &connection)?;
    Ok((connection, database))
}

/// Lets go of the statement under way, which begins again for who uses it next.
fn stop(cx: &mut Cx, me: &ObjRef, connection: &ObjRef) -> PyResult<()> {
    let cursor = of(cx, me)?;
    let row = std::mem::take(&mut cursor.row);
    let Some(prepared) = cursor.statement.take() else { return Ok(()) };
    drop(row);
    let Some(statement) = prepared.statement.clone() else { return Ok(()) };
    let raised = cx.take_exception();
    let reset = work(cx, connection, |guest| statement.reset(guest));
    match raised {
        Some(e) => Err(cx.reraise(e)),
        None => reset,
    }
}

fn close(cx: &mut Cx, me: &ObjRef) -> PyResult {
    check_unlocked(cx, me)?;
    let Some(connection) = of(cx, me)?.connection.clone() else {
        return Err(PROGRAMMING.raise(cx, "Base Cursor.__init__ not called."));
    };
    usable(cx, &connection)?;
    stop(cx, me, &connection)?;
    of(cx, me)?.closed = true;
    Ok(cx.none.clone())
}

/// Does something while nobody else may use the cursor.
fn locked<R>(cx: &mut Cx, me: &ObjRef, call: impl FnOnce(&mut Cx) -> PyResult<R>) -> PyResult<R> {
    of(cx, me)?.locked = true;
    let answer = call(cx);
    if let Some(cursor) = cx.heap.get_mut::<Cursor>(me) {
        cursor.locked = false;
    }
    answer
}

fn sql_argument(cx: &mut Cx, sql: &ObjRef, what: &str) -> PyResult<()> {
    match sql.is_str() {
        true => Ok(()),
        false => {
            let got = sql.kind_given();
            Err(cx.type_error(format!("{what} must be str, not {got}")))
        }
    }
}

fn execute(cx: &mut Cx, args: &[ObjRef]) -> PyResult {
    let (me, sql) = (&args[0], &args[1]);
    sql_argument(cx, sql, "execute() argument 1")?;
    check(cx, me)?;
    let parameters = args.get(2).cloned().unwrap_or_else(|| cx.empty_tuple.clone());
    run(cx, me, sql, |_| Ok(Given::One(Some(parameters))))
}

fn executemany(cx: &mut Cx, args: &[ObjRef]) -> PyResult {
    let (me, sql) = (&args[0], &args[1]);
    sql_argument(cx, sql, "executemany() argument 1")?;
    check(cx, me)?;
    run(cx, me, sql, |cx| cx.iter(&args[2]).map(Given::Many))
}

/// What a statement is run with: once, or as often as an iterator gives parameters.
enum Given {
    One(Option<ObjRef>),
    Many(ObjRef),
}

impl Given {
    fn next(&mut self, cx: &mut Cx) -> PyResult<Option<ObjRef>> {
        match self {
            Given::One(parameters) => Ok(parameters.take()),
            Given::Many(iterator) => cx.next(iterator),
        }
    }
}

fn run(cx: &mut Cx, me: &ObjRef, sql: &ObjRef, given: impl FnOnce(&mut Cx) -> PyResult<Given>) -> PyResult {
    let (connection, database) = check(cx, me)?;
    let ran = locked(cx, me, |cx| {
        let given = given(cx)?;
        run_locked(cx, me, &connection, &database, sql, given)
    });
    if let Err(raised) = ran {
        of(cx, me)?.row_count = -1;
        stop(cx, me, &connection)?;
        return Err(raised);
    }
    Ok(me.clone())
}

fn run_locked(
    cx: &mut Cx,
    me: &ObjRef,
    connection: &ObjRef,
    database: &Arc<dyn Database>,
    sql: &ObjRef,
    mut given: Given,
) -> PyResult<()> {
    let many = matches!(given, Given::Many(_));
    let description = of(cx, me)?.description.take();
    drop(description);
    stop(cx, me, connection)?;
    let prepared = connection::statement_of(cx, connection, database, sql)?;
    if many && prepared.is_readonly() {
        return Err(PROGRAMMING.raise(cx, "executemany() can only execute DML statements."));
    }
    of(cx, me)?.row_count = if prepared.changes_rows { 0 } else { -1 };
    let settings = Connection::of(cx, connection)?;
    let begins = settings.autocommit == Autocommit::Legacy && settings.isolation_level.is_some();
    if begins && prepared.changes_rows && !connection::state(cx, connection, database)?.in_transaction {
        connection::begin(cx, connection, database)?;
    }
    of(cx, me)?.statement = Some(prepared.clone());
    while let Some(parameters) = given.next(cx)? {
        prepared.bind(cx, connection, &parameters)?;
        drop(parameters);
        let Some(statement) = &prepared.statement else { continue };
        prepare_columns(cx, me, connection, statement)?;
        let stands = step(cx, me, connection, statement)?;
        if of(cx, me)?.description.is_none() {
            describe(cx, me, connection, statement)?;
        }
        if !stands {
            if prepared.changes_rows {
                let changes = connection::state(cx, connection, database)?.changes;
                of(cx, me)?.row_count += changes;
            }
            work(cx, connection, |guest| statement.reset(guest))?;
        } else if many {
            // Rows that nobody can ask for; what else the statement changes, it has changed.
            work(cx, connection, |guest| statement.reset(guest))?;
        }
    }
    if !many {
        let last_row = connection::state(cx, connection, database)?.last_row;
        of(cx, me)?.last_row = Some(last_row);
    }
    if !prepared.is_busy() {
        let statement = of(cx, me)?.statement.take();
        drop(statement);
    }
    Ok(())
}

/// Goes on to the next row, which the cursor keeps; false after the last one.
fn step(cx: &mut Cx, me: &ObjRef, connection: &ObjRef, statement: &Arc<dyn Statement>) -> PyResult<bool> {
    let cursor = of(cx, me)?;
    let mut row = std::mem::take(&mut cursor.row);
    let raw: Vec<bool> = cursor.converters.iter().map(Option::is_some).collect();
    let stepped = work(cx, connection, |guest| statement.step(&raw, &mut row, guest))?;
    let stands = errors::checked(cx, stepped)?;
    of(cx, me)?.row = row;
    Ok(stands)
}

fn columns(cx: &mut Cx, connection: &ObjRef, statement: &Arc<dyn Statement>) -> PyResult<Vec<Column>> {
    work(cx, connection, |guest: &mut dyn Guest| statement.columns(guest))
}

/// Finds the converters of the columns.
fn prepare_columns(
    cx: &mut Cx,
    me: &ObjRef,
    connection: &ObjRef,
    statement: &Arc<dyn Statement>,
) -> PyResult<()> {
    let detect = Connection::of(cx, connection)?.detect_types;
    let mut converters = Vec::new();
    if detect & (DECLARED | NAMED) != 0 {
        for column in columns(cx, connection, statement)? {
            converters.push(converter(cx, &column, detect)?);
        }
    }
    let old = std::mem::replace(&mut of(cx, me)?.converters, converters);
    drop(old);
    Ok(())
}

fn converter(cx: &mut Cx, column: &Column, detect: i32) -> PyResult<Option<ObjRef>> {
    if detect & NAMED != 0
        && let Some(name) = &column.name
        && let Some(start) = name.iter().position(|&b| b == b'[')
        && let Some(end) = name[start..].iter().position(|&b| b == b']')
        && let Some(found) = adapt::converter(cx, &name[start + 1..start + end])?
    {
        return Ok(Some(found));
    }
    match &column.declared {
        Some(declared) if detect & DECLARED != 0 => {
            let end = declared.iter().position(|b| b" (".contains(b)).unwrap_or(declared.len());
            adapt::converter(cx, &declared[..end])
        }
        _ => Ok(None),
    }
}

/// Says what columns there are, in the form of the DB-API.
fn describe(cx: &mut Cx, me: &ObjRef, connection: &ObjRef, statement: &Arc<dyn Statement>) -> PyResult<()> {
    let named = Connection::of(cx, connection)?.detect_types & NAMED != 0;
    let mut described = Vec::new();
    for column in columns(cx, connection, statement)? {
        let name = column.name.unwrap_or_default();
        let bracket = name.iter().position(|&b| b == b'[').filter(|&at| named && at > 0);
        let shown = match bracket {
            Some(at) if name[at - 1] == b' ' => &name[..at - 1],
            Some(at) => &name[..at],
            None => &name[..],
        };
        let name = values::text(cx, shown)?;
        let none = cx.none.clone();
        let rest = std::iter::repeat_n(none, 6);
        let column: Vec<ObjRef> = std::iter::once(name).chain(rest).collect();
        described.push(cx.new_tuple(column));
    }
    if !described.is_empty() {
        let description = cx.new_tuple(described);
        of(cx, me)?.description = Some(description);
    }
    Ok(())
}

/// A value of a row as the program gets it.
fn value(
    cx: &mut Cx,
    datum: Datum,
    converter: Option<&ObjRef>,
    text_factory: &ObjRef,
    name: impl Fn(&mut Cx) -> String,
) -> PyResult {
    match (datum, converter) {
        (Datum::Null, _) => Ok(cx.none.clone()),
        // What SQLite has no address of.
        (Datum::Blob(bytes), Some(_)) if bytes.is_empty() => Ok(cx.none.clone()),
        (Datum::Blob(bytes), Some(converter)) => {
            let bytes = cx.new_bytes(&bytes);
            cx.call(converter, &[bytes])
        }
        (Datum::Text(text), _) => {
            if text_factory.is(cx.types.str_.as_ref()) {
                let Ok(text) = std::str::from_utf8(&text) else {
                    let name = name(cx);
                    let text = String::from_utf8_lossy(&text);
                    let text = format!("Could not decode to UTF-8 column '{name}' with text '{text}'");
                    return Err(OPERATIONAL.raise(cx, text));
                };
                return Ok(cx.new_str(text));
            }
            if text_factory.is(cx.types.bytearray.as_ref()) {
                return Ok(cx.new_bytearray(text));
            }
            let bytes = cx.new_bytes(&text);
            if text_factory.is(cx.types.bytes.as_ref()) { Ok(bytes) } else { cx.call(text_factory, &[bytes]) }
        }
        (datum, _) => values::object(cx, datum),
    }
}

fn next(cx: &mut Cx, me: &ObjRef) -> PyResult<Option<ObjRef>> {
    let (connection, database) = check(cx, me)?;
    let Some(prepared) = of(cx, me)?.statement.clone() else { return Ok(None) };
    let Some(statement) = prepared.statement.clone() else { return Ok(None) };
    let values = locked(cx, me, |cx| row_values(cx, me, &connection))?;
    let row = cx.new_tuple(values);
    let stepped = locked(cx, me, |cx| step(cx, me, &connection, &statement));
    match stepped {
        Ok(true) => (),
        Ok(false) => {
            if prepared.changes_rows {
                let changes = connection::state(cx, &connection, &database)?.changes;
                of(cx, me)?.row_count = changes;
            }
            stop(cx, me, &connection)?;
        }
        Err(raised) => {
            stop(cx, me, &connection)?;
            return Err(raised);
        }
    }
    match of(cx, me)?.row_factory.clone() {
        Some(factory) => cx.call(&factory, &[me.clone(), row]).map(Some),
        None => Ok(Some(row)),
    }
}

/// The values of the row that the cursor keeps.
fn row_values(cx: &mut Cx, me: &ObjRef, connection: &ObjRef) -> PyResult<Vec<ObjRef>> {
    let text_factory = Connection::of(cx, connection)?.text_factory.clone();
    let text_factory = text_factory.unwrap_or_else(|| cx.types.str_.as_ref().clone());
    let cursor = of(cx, me)?;
    let (row, converters) = (std::mem::take(&mut cursor.row), cursor.converters.clone());
    let mut all = Vec::with_capacity(row.len());
    for (at, datum) in row.into_iter().enumerate() {
        let converter = converters.get(at).and_then(Option::as_ref);
        all.push(value(cx, datum, converter, &text_factory, |cx| column_name(cx, me, at))?);
    }
    Ok(all)
}

/// The name of a column, for an error.
fn column_name(cx: &mut Cx, me: &ObjRef, at: usize) -> String {
    let description = cx.heap.get::<Cursor>(me).and_then(|cursor| cursor.description.clone());
    let column = description.and_then(|all| crate::sequence::item(cx, &all, at));
    let name = column.and_then(|column| crate::sequence::item(cx, &column, 0));
    name.map(|name| name.text_or_empty()).unwrap_or_default()
}

fn fetchone(cx: &mut Cx, me: &ObjRef) -> PyResult {
    Ok(next(cx, me)?.unwrap_or_else(|| cx.none.clone()))
}

/// Up to so many rows; a negative number is all of them.
fn fetch(cx: &mut Cx, me: &ObjRef, most: i32) -> PyResult {
    let mut rows = Vec::new();
    while most < 0 || rows.len() < most as usize {
        let Some(row) = next(cx, me)? else { break };
        rows.push(row);
        crate::iters::poll_now_and_then(cx, rows.len())?;
    }
    Ok(cx.new_list(rows))
}

fn fetchmany(cx: &mut Cx, me: &ObjRef, args: &Args) -> PyResult {
    const PARAMS: Params<0, 1> = Params { required: [], optional: ["size"], posonly: 0, kwonly: 1 };
    let ([], [size]) = args.bind(cx, "fetchmany", &PARAMS)?;
    let size = match size {
        Some(size) => c_int(cx, &size)?,
        None => of(cx, me)?.arraysize,
    };
    // None at all is as many as there are.
    fetch(cx, me, if size == 0 { -1 } else { size })
}

fn fetchall(cx: &mut Cx, me: &ObjRef) -> PyResult {
    fetch(cx, me, -1)
}

/// Runs all statements of a text, behind a commit.
fn executescript(cx: &mut Cx, me: &ObjRef, script: &ObjRef) -> PyResult {
    sql_argument(cx, script, "executescript() argument")?;
    let (connection, database) = check(cx, me)?;
    let sql = statement::text(cx, script)?;
    statement::check_length(cx, &connection, &database, &sql)?;
    if statement::has_null(&sql) {
        return Err(cx.value_error("embedded null character"));
    }
    if Connection::of(cx, &connection)?.autocommit == Autocommit::Legacy
        && connection::state(cx, &connection, &database)?.in_transaction
    {
        connection::run(cx, &connection, &database, "COMMIT")?;
    }
    let mut rest = &sql[..];
    while rest.len() > 1 {
        cx.poll()?;
        let one = |guest: &mut dyn Guest| {
            let (statement, taken) = database.prepare(rest, guest)?;
            if let Some(statement) = statement {
                let mut row = Vec::new();
                let stepped = loop {
                    match statement.step(&[], &mut row, guest) {
                        Ok(true) => (),
                        Ok(false) => break Ok(()),
                        Err(fault) => break Err(fault),
                    }
                };
                statement.reset(guest);
                stepped?;
            }
            Ok(taken)
        };
        let answer = work(cx, &connection, one)?;
        let taken = errors::checked(cx, answer)?;
        rest = rest.get(taken.max(1)..).unwrap_or_default();
    }
    Ok(me.clone())
}
