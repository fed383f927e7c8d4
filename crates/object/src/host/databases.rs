//! Databases: SQLite, as the world has it. Names and SQL are UTF-8 without NUL where SQLite takes C strings.

use std::any::Any;
use std::cmp::Ordering;
use std::sync::Arc;

use super::{Answer, ENOSYS};

/// What stands for a callable, or for the state of an aggregate, while SQLite has it. Never used again.
pub type Number = u64;

/// A value of SQLite's.
#[derive(Clone, Debug, PartialEq)]
pub enum Datum {
    Null,
    Integer(i64),
    Real(f64),
    /// UTF-8, as far as the writer of the database kept to it.
    Text(Vec<u8>),
    Blob(Vec<u8>),
}

/// Why SQLite did not do what it was asked.
#[derive(Clone, Debug)]
pub struct Fault {
    /// The extended result code; its lowest byte is the primary one.
    pub code: i32,
    pub message: String,
}

/// What a callable answers that has no value.
#[derive(Clone, Debug)]
pub enum Refusal {
    Error(&'static str),
    TooBig,
    NoMemory,
}

/// What SQLite calls while it works, on the thread that called it.
pub trait Guest {
    fn scalar(&mut self, function: Number, arguments: Vec<Datum>) -> Result<Datum, Refusal>;

    /// A row for an aggregate, or one that leaves its window. `group` is 0 before the first one, and stands for the
    /// state after that.
    fn step(
        &mut self,
        class: Number,
        group: &mut Number,
        inverse: bool,
        arguments: Vec<Datum>,
    ) -> Result<(), Refusal>;

    /// The value of an aggregate; with `last` the state is not used any more.
    fn value(&mut self, group: Number, last: bool) -> Result<Datum, Refusal>;

    fn compare(&mut self, collation: Number, left: &[u8], right: &[u8]) -> Ordering;

    /// Whether an action is allowed, as a result code: 0 if it is.
    fn authorize(&mut self, callable: Number, action: i32, details: [Option<&[u8]>; 4]) -> i32;

    /// Asked now and then during long work, and also while there is no callable; true stops the work.
    fn progress(&mut self, callable: Option<Number>) -> bool;

    /// A statement begins. Its text with the values of parameters may be too long: then it is the error.
    fn trace(&mut self, callable: Number, sql: Result<&[u8], &[u8]>);
}

/// What a function of SQL is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Role {
    Scalar { deterministic: bool },
    Aggregate,
    Window,
}

/// What is called at certain moments; there is at most one callable for each.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Hook {
    Authorizer,
    /// Every so many instructions of SQLite's machine.
    Progress(i32),
    Trace,
}

/// A column of a statement's rows.
pub struct Column {
    pub name: Option<Vec<u8>>,
    /// The type as its table declares it.
    pub declared: Option<Vec<u8>>,
}

/// A statement, and how many bytes of the text it took; nothing if there was only space and comments.
pub type Prepared = (Option<Arc<dyn Statement>>, usize);

/// How a database stands.
#[derive(Clone, Copy)]
pub struct State {
    pub in_transaction: bool,
    /// Rows changed by the last statement.
    pub changes: i64,
    pub total_changes: i64,
    /// The row that was inserted last.
    pub last_row: i64,
}

/// An open database. Whoever has the interpreter's lock must not call what may wait: another thread may be at work in
/// the database and wait for the lock.
pub trait Database: Send + Sync {
    fn as_any(&self) -> &dyn Any;

    // What answers at once.

    fn interrupt(&self);
    /// Numbers that SQLite has let go of since the last time.
    fn dropped(&self) -> Vec<Number>;

    // What may wait for another thread that is at work, take long and call the guest.

    fn state(&self) -> State;
    /// Sets a limit, if one is given; the one before. -1 where there is no such limit.
    fn limit(&self, category: i32, limit: Option<i32>) -> i32;
    /// The text ends in NUL. What was taken of it does not count that.
    fn prepare(&self, sql: &[u8], guest: &mut dyn Guest) -> Result<Prepared, Fault>;
    /// Defines a function of SQL, or takes it away.
    fn define(
        &self,
        name: &[u8],
        arity: i32,
        role: Role,
        callable: Option<Number>,
        guest: &mut dyn Guest,
    ) -> Result<(), Fault>;
    fn collate(&self, name: &[u8], callable: Option<Number>, guest: &mut dyn Guest) -> Result<(), Fault>;
    /// The callable before is dropped.
    fn hook(&self, hook: Hook, callable: Option<Number>, guest: &mut dyn Guest) -> Result<(), Fault>;
    /// Sets a switch, if told to; how it stands. Nothing where there is no such switch.
    fn configure(&self, switch: i32, on: Option<bool>, guest: &mut dyn Guest) -> Result<Option<bool>, Fault>;
    /// All of a database as a file would have it; nothing if there is no database of this name.
    fn serialize(&self, name: &[u8], guest: &mut dyn Guest) -> Result<Option<Vec<u8>>, Fault>;
    fn deserialize(&self, name: &[u8], data: &[u8], guest: &mut dyn Guest) -> Result<(), Fault>;
    fn open_blob(
        &self,
        place: &BlobPlace,
        writable: bool,
        guest: &mut dyn Guest,
    ) -> Result<Box<dyn BlobHandle>, Fault>;
    /// Begins to copy a database of this name into the main one of another.
    fn begin_backup(
        &self,
        name: &[u8],
        target: &dyn Database,
        guest: &mut dyn Guest,
    ) -> Result<Box<dyn Backup>, Fault>;
}

/// A prepared statement.
pub trait Statement: Send + Sync {
    fn is_readonly(&self) -> bool;
    /// Whether it stands at a row.
    fn is_busy(&self) -> bool;
    /// Names of the parameters, with the sign in front.
    fn parameters(&self) -> Vec<Option<Vec<u8>>>;
    /// May wait, as all that takes a guest.
    fn columns(&self, guest: &mut dyn Guest) -> Vec<Column>;
    /// Gives the parameters, from the first one on, their values. The index of the one that could not have it is in
    /// the error.
    fn bind(&self, values: &[Datum], guest: &mut dyn Guest) -> Result<(), (usize, Fault)>;
    /// Goes on to the next row; false after the last one. Columns marked in `raw` are given as bytes.
    fn step(&self, raw: &[bool], row: &mut Vec<Datum>, guest: &mut dyn Guest) -> Result<bool, Fault>;
    fn reset(&self, guest: &mut dyn Guest);
    /// Resets it as soon as nobody is at work in the database; answers at once.
    fn abandon(&self);
}

/// Where a blob lies.
pub struct BlobPlace<'a> {
    pub database: &'a [u8],
    pub table: &'a [u8],
    pub column: &'a [u8],
    pub row: i64,
}

/// An open blob. All but its length may take long.
pub trait BlobHandle: Send + Sync {
    fn len(&self) -> usize;
    fn is_empty(&self) -> bool {
        self.len() == 0
    }
    fn read(&self, offset: usize, length: usize, guest: &mut dyn Guest) -> Result<Vec<u8>, Fault>;
    fn write(&self, offset: usize, data: &[u8], guest: &mut dyn Guest) -> Result<(), Fault>;
}

/// A copy under way.
pub trait Backup: Send {
    /// Copies some pages, or all if negative; the result code.
    fn step(&mut self, pages: i32, guest: &mut dyn Guest) -> i32;
    /// Pages that remain, and all pages.
    fn pages(&self) -> (i32, i32);
    /// The end; the error of the copy as a whole.
    fn finish(self: Box<Self>, guest: &mut dyn Guest) -> Result<(), Fault>;
}

/// What opens databases.
pub trait Databases {
    fn sqlite_version(&self) -> &'static str {
        ""
    }
    /// Whether a text ends in a complete statement.
    fn is_complete_sql(&self, _sql: &[u8]) -> Answer<bool> {
        Err(ENOSYS)
    }
    /// What a result code means.
    fn sqlite_error_text(&self, _code: i32) -> String {
        String::new()
    }
    /// Opens a database; others' locks are waited for so many milliseconds.
    fn open_database(
        &self,
        _name: &[u8],
        _uri: bool,
        _wait: i32,
        _guest: &mut dyn Guest,
    ) -> Answer<Result<Arc<dyn Database>, Fault>> {
        Err(ENOSYS)
    }
}
