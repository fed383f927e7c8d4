//! `Connection`: an open database, its transactions, and what of the program it holds.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::{Rc, Weak};
use std::sync::Arc;

use theseus_object::edges::{EdgeVisitor, Payload, Relation};
use theseus_object::host::{BlobHandle, Database, Datum, Guest, Number, State};
use theseus_object::{Args, Cx, Kind, ObjRef, PyResult};

use super::errors::{self, PROGRAMMING};
use super::guest::work;
use super::open::Autocommit;
use super::statement::{self, Cache, Prepared};

/// An open blob, until it or its connection is closed.
pub type OpenBlob = Rc<RefCell<Option<Arc<dyn BlobHandle>>>>;

/// Payload of `Connection`.
#[derive(Default)]
pub struct Connection {
    /// `__init__` was called.
    pub initialized: bool,
    /// Gone when it is closed.
    pub database: Option<Arc<dyn Database>>,
    /// The thread that may use it, if it is only one.
    pub thread: Option<u64>,
    pub detect_types: i32,
    /// How transactions begin that nobody asked for; `None`: not at all.
    pub isolation_level: Option<&'static str>,
    pub autocommit: Autocommit,
    pub row_factory: Option<ObjRef>,
    pub text_factory: Option<ObjRef>,
    /// What SQLite may call, and the states of aggregates under way.
    callables: BTreeMap<Number, ObjRef>,
    last_number: Number,
    pub statements: Option<Cache>,
    pub blobs: Vec<Weak<RefCell<Option<Arc<dyn BlobHandle>>>>>,
}

impl Payload for Connection {
    fn edges(&mut self, v: &mut dyn EdgeVisitor) {
        v.edge(&mut self.row_factory, Relation::Attr("row_factory"));
        v.edge(&mut self.text_factory, Relation::Attr("text_factory"));
        for callable in self.callables.values_mut() {
            v.fixed(callable, Relation::Attr("callable"));
        }
    }
    fn clear(&mut self) {
        let callables = std::mem::take(&mut self.callables);
        drop((self.row_factory.take(), self.text_factory.take(), callables));
    }
}

impl Connection {
    /// The payload; TypeError for other objects cannot happen but by a bug.
    pub fn of<'a>(cx: &'a mut Cx, me: &'a ObjRef) -> PyResult<&'a mut Connection> {
        if cx.heap.get::<Connection>(me).is_none() {
            return Err(cx.bad_internal("connection"));
        }
        cx.heap.get_mut::<Connection>(me).ok_or(theseus_object::Raised)
    }

    /// What stands for a number.
    pub fn callable(cx: &Cx, me: &ObjRef, number: Number) -> Option<ObjRef> {
        cx.heap.get::<Connection>(me)?.callables.get(&number).cloned()
    }

    /// Keeps an object for SQLite; its number.
    pub fn enter(cx: &mut Cx, me: &ObjRef, o: ObjRef) -> Number {
        let Some(connection) = cx.heap.get_mut::<Connection>(me) else { return 0 };
        connection.last_number += 1;
        connection.callables.insert(connection.last_number, o);
        connection.last_number
    }

    /// Lets go of what SQLite has let go of.
    pub fn forget_dropped(cx: &mut Cx, me: &ObjRef) {
        let Some(connection) = cx.heap.get_mut::<Connection>(me) else { return };
        let numbers = connection.database.as_ref().map(|d| d.dropped()).unwrap_or_default();
        let gone: Vec<Option<ObjRef>> = numbers.iter().map(|n| connection.callables.remove(n)).collect();
        drop(gone);
    }
}

/// ProgrammingError in a thread that must not use the connection.
pub fn check_thread(cx: &mut Cx, me: &ObjRef) -> PyResult<()> {
    let (thread, here) = (Connection::of(cx, me)?.thread, cx.thread.ident);
    match thread {
        Some(thread) if thread != here => {
            let text = format!(
                "SQLite objects created in a thread can only be used in that same thread. The object was created in thread id {thread} and this is thread id {here}."
            );
            Err(PROGRAMMING.raise(cx, text))
        }
        _ => Ok(()),
    }
}

/// The database, or ProgrammingError if there is none.
pub fn check_open(cx: &mut Cx, me: &ObjRef) -> PyResult<Arc<dyn Database>> {
    let connection = Connection::of(cx, me)?;
    match (&connection.database, connection.initialized) {
        (Some(database), _) => Ok(database.clone()),
        (None, true) => Err(PROGRAMMING.raise(cx, "Cannot operate on a closed database.")),
        (None, false) => Err(PROGRAMMING.raise(cx, "Base Connection.__init__ not called.")),
    }
}

/// The database, if this thread may use it now.
pub fn usable(cx: &mut Cx, me: &ObjRef) -> PyResult<Arc<dyn Database>> {
    check_thread(cx, me)?;
    check_open(cx, me)
}

/// How the database stands.
pub fn state(cx: &mut Cx, me: &ObjRef, database: &Arc<dyn Database>) -> PyResult<State> {
    work(cx, me, |_| database.state())
}

/// Runs one statement without parameters.
pub fn run(cx: &mut Cx, me: &ObjRef, database: &Arc<dyn Database>, sql: &str) -> PyResult<()> {
    let sql = format!("{sql}\0");
    let run = |guest: &mut dyn Guest| {
        if let (Some(statement), _) = database.prepare(sql.as_bytes(), guest)? {
            let mut row: Vec<Datum> = Vec::new();
            while statement.step(&[], &mut row, guest)? {}
            statement.reset(guest);
        }
        Ok(())
    };
    let answer = work(cx, me, run)?;
    errors::checked(cx, answer)
}

/// Begins a transaction in the way of the isolation level.
pub fn begin(cx: &mut Cx, me: &ObjRef, database: &Arc<dyn Database>) -> PyResult<()> {
    let level = Connection::of(cx, me)?.isolation_level.unwrap_or_default();
    run(cx, me, database, &format!("BEGIN {level}"))
}

/// Ends the transaction, if there is one, by `COMMIT` or `ROLLBACK`; with autocommit off another one begins.
fn end(cx: &mut Cx, me: &ObjRef, how: &str) -> PyResult {
    let database = usable(cx, me)?;
    let inside = state(cx, me, &database)?.in_transaction;
    match Connection::of(cx, me)?.autocommit {
        Autocommit::Legacy if inside => run(cx, me, &database, how)?,
        Autocommit::Off => {
            run(cx, me, &database, how)?;
            run(cx, me, &database, "BEGIN")?;
        }
        _ => (),
    }
    Ok(cx.none.clone())
}

pub fn commit(cx: &mut Cx, me: &ObjRef) -> PyResult {
    end(cx, me, "COMMIT")
}

pub fn rollback(cx: &mut Cx, me: &ObjRef) -> PyResult {
    end(cx, me, "ROLLBACK")
}

pub fn close(cx: &mut Cx, me: &ObjRef) -> PyResult {
    check_thread(cx, me)?;
    if !Connection::of(cx, me)?.initialized {
        return Err(PROGRAMMING.raise(cx, "Base Connection.__init__ not called."));
    }
    shut(cx, me)?;
    Ok(cx.none.clone())
}

/// Closes the database if it is open.
pub fn shut(cx: &mut Cx, me: &ObjRef) -> PyResult<()> {
    let connection = Connection::of(cx, me)?;
    let statements = connection.statements.take();
    let blobs: Vec<_> = std::mem::take(&mut connection.blobs).iter().filter_map(Weak::upgrade).collect();
    let handles: Vec<_> = blobs.iter().filter_map(|blob| blob.take()).collect();
    let (database, autocommit) = (connection.database.clone(), connection.autocommit);
    drop((statements, handles));
    let Some(database) = database else { return Ok(()) };
    let mut ended = Ok(());
    if autocommit == Autocommit::Off && state(cx, me, &database)?.in_transaction {
        ended = run(cx, me, &database, "ROLLBACK");
    }
    let connection = Connection::of(cx, me)?;
    let own = connection.database.take();
    let callables = std::mem::take(&mut connection.callables);
    work(cx, me, move |_| drop((own, database)))?;
    drop(callables);
    ended
}

/// The statement of a text: the one that is kept, unless it is under way.
pub fn statement_of(
    cx: &mut Cx,
    me: &ObjRef,
    database: &Arc<dyn Database>,
    sql: &ObjRef,
) -> PyResult<Rc<Prepared>> {
    let sql = statement::text(cx, sql)?;
    let kept = Connection::of(cx, me)?.statements.as_mut().and_then(|cache| cache.get(&sql));
    let is_kept = kept.is_some();
    // The other reference is the one that is kept: no cursor has it.
    if let Some(prepared) = kept.filter(|prepared| Rc::strong_count(prepared) == 2) {
        return Ok(prepared);
    }
    let prepared = statement::prepare(cx, me, database, &sql)?;
    if !is_kept && let Some(cache) = Connection::of(cx, me)?.statements.as_mut() {
        cache.put(sql, prepared.clone());
    }
    Ok(prepared)
}

/// `connection(sql)`: prepares a statement.
pub fn call(cx: &mut Cx, me: &ObjRef, args: &Args) -> PyResult {
    let database = check_open(cx, me)?;
    args.no_keywords(cx, "Connection.__call__")?;
    let [sql] = args.values else {
        let given = args.values.len();
        return Err(cx.type_error(format!("function takes exactly 1 argument ({given} given)")));
    };
    if !sql.is_str() {
        let got = sql.kind_given();
        return Err(cx.type_error(format!("argument 1 must be str, not {got}")));
    }
    statement_of(cx, me, &database, sql)?;
    Ok(cx.new_object(statement::Kept))
}

pub fn cursor(cx: &mut Cx, me: &ObjRef, args: &Args) -> PyResult {
    const PARAMS: theseus_object::args::Params<0, 1> =
        theseus_object::args::Params { required: [], optional: ["factory"], posonly: 0, kwonly: 1 };
    let ([], [factory]) = args.bind(cx, "cursor", &PARAMS)?;
    usable(cx, me)?;
    let class = cx.type_of::<super::cursor::Cursor>();
    let factory = factory.unwrap_or_else(|| class.as_ref().clone());
    let cursor = cx.call(&factory, std::slice::from_ref(me))?;
    if !cursor.ty().is_subtype(&class) {
        let got = cursor.ty().name();
        return Err(cx.type_error(format!("factory must return a cursor, not {got}")));
    }
    if let Some(factory) = Connection::of(cx, me)?.row_factory.clone()
        && let Some(cursor) = cx.heap.get_mut::<super::cursor::Cursor>(&cursor)
    {
        let old = cursor.row_factory.replace(factory);
        drop(old);
    }
    Ok(cursor)
}

/// `connection.execute(...)` and the like: the same of a new cursor.
pub fn by_cursor(cx: &mut Cx, args: &[ObjRef], method: &str) -> PyResult {
    let cursor = cursor(cx, &args[0], &Args::NONE)?;
    cx.call_method(&cursor, method, &args[1..])
}

pub fn enter(cx: &mut Cx, me: &ObjRef) -> PyResult {
    usable(cx, me)?;
    Ok(me.clone())
}

/// Commits, or takes everything back after an exception or where it cannot be committed.
pub fn exit(cx: &mut Cx, args: &[ObjRef]) -> PyResult {
    let me = &args[0];
    let plain = args[1..].iter().all(ObjRef::is_none);
    if Connection::of(cx, me)?.autocommit == Autocommit::On {
        return Ok(cx.false_.clone());
    }
    match if plain { commit(cx, me) } else { rollback(cx, me) } {
        Ok(_) => Ok(cx.false_.clone()),
        Err(raised) if !plain => Err(raised),
        Err(raised) => {
            // The transaction is taken back; what kept it from being committed goes on.
            let Some(e) = cx.take_exception() else { return Err(raised) };
            if let Err(raised) = rollback(cx, me) {
                if let Some(second) = cx.exception().cloned()
                    && let Some(second) = cx.heap.get_mut::<theseus_object::payload::Exception>(&second)
                {
                    second.context = Some(e);
                }
                return Err(raised);
            }
            Err(cx.reraise(e))
        }
    }
}

pub fn interrupt(cx: &mut Cx, me: &ObjRef) -> PyResult {
    check_open(cx, me)?.interrupt();
    Ok(cx.none.clone())
}

pub fn iterdump(cx: &mut Cx, me: &ObjRef) -> PyResult {
    check_open(cx, me)?;
    let dump = crate::modules::attribute_of(cx, "sqlite3.dump", "_iterdump")?;
    cx.call(&dump, std::slice::from_ref(me))
}

/// An int argument of an SQLite enumeration.
pub fn number(cx: &mut Cx, o: &ObjRef) -> PyResult<i32> {
    if o.kind() == Kind::Float {
        return Err(cx.type_error("'float' object cannot be interpreted as an integer"));
    }
    crate::world::c_int(cx, o)
}
