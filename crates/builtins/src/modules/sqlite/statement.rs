//! Statements: prepared, kept for the next time, given their parameters.

use std::collections::HashMap;
use std::rc::Rc;
use std::sync::Arc;

use theseus_object::class::TypeSpec;
use theseus_object::edges::{EdgeVisitor, Payload};
use theseus_object::host::{Database, Datum, Statement};
use theseus_object::{Cx, Kind, ObjRef, PyResult};

use super::adapt::adapted;
use super::errors::{self, DATA, PROGRAMMING};
use super::guest::work;
use super::values;

/// A statement and what is known of it.
pub struct Prepared {
    /// Nothing for a text without one.
    pub statement: Option<Arc<dyn Statement>>,
    /// It changes rows: INSERT, UPDATE, DELETE or REPLACE.
    pub changes_rows: bool,
    /// Names of the parameters, with their sign.
    parameters: Vec<Option<String>>,
}

impl Prepared {
    pub fn is_busy(&self) -> bool {
        self.statement.as_ref().is_some_and(|s| s.is_busy())
    }

    pub fn is_readonly(&self) -> bool {
        self.statement.as_ref().is_none_or(|s| s.is_readonly())
    }
}

/// Statements by their text; those not used for longest go first.
pub struct Cache {
    statements: HashMap<Vec<u8>, (Rc<Prepared>, u64)>,
    most: usize,
    uses: u64,
}

impl Cache {
    pub fn new(most: usize) -> Cache {
        Cache { statements: HashMap::new(), most, uses: 0 }
    }

    pub fn get(&mut self, sql: &[u8]) -> Option<Rc<Prepared>> {
        self.uses += 1;
        let (prepared, used) = self.statements.get_mut(sql)?;
        *used = self.uses;
        Some(prepared.clone())
    }

    pub fn put(&mut self, sql: Vec<u8>, prepared: Rc<Prepared>) {
        if self.most == 0 {
            return;
        }
        if self.statements.len() >= self.most {
            let oldest = self.statements.iter().min_by_key(|(_, (_, used))| *used);
            let oldest = oldest.map(|(sql, _)| sql.clone());
            oldest.map(|sql| self.statements.remove(&sql));
        }
        self.statements.insert(sql, (prepared, self.uses));
    }
}

/// The text behind space and comments.
fn stripped(mut sql: &[u8]) -> &[u8] {
    loop {
        sql = sql.trim_ascii_start();
        if sql.starts_with(b"--") {
            let end = sql.iter().position(|&b| b == b'\n').map_or(sql.len(), |at| at + 1);
            sql = &sql[end..];
        } else if sql.starts_with(b"/*") {
            let end = sql.windows(2).skip(2).position(|two| two == b"*/").map_or(sql.len(), |at| at + 4);
            sql = &sql[end.min(sql.len())..];
        } else {
            return sql;
        }
    }
}

/// The text of a statement as SQLite takes it, with a NUL at the end.
pub fn text(cx: &mut Cx, sql: &ObjRef) -> PyResult<Vec<u8>> {
    let mut text = values::utf8(cx, sql)?;
    text.push(0);
    Ok(text)
}

/// DataError if a text is longer than the connection's limit.
pub fn check_length(
    cx: &mut Cx,
    connection: &ObjRef,
    database: &Arc<dyn Database>,
    sql: &[u8],
) -> PyResult<()> {
    const SQL_LENGTH: i32 = 1;
    let most = work(cx, connection, |_| database.limit(SQL_LENGTH, None))?;
    match sql.len() - 1 > most.max(0) as usize {
        true => Err(DATA.raise(cx, "query string is too large")),
        false => Ok(()),
    }
}

/// Whether there is a NUL before the one at the end.
pub fn has_null(sql: &[u8]) -> bool {
    sql.iter().position(|&b| b == 0).is_some_and(|at| at + 1 < sql.len())
}

/// Prepares the one statement of a text.
pub fn prepare(
    cx: &mut Cx,
    connection: &ObjRef,
    database: &Arc<dyn Database>,
    sql: &[u8],
) -> PyResult<Rc<Prepared>> {
    check_length(cx, connection, database, sql)?;
    if has_null(sql) {
        return Err(PROGRAMMING.raise(cx, "the query contains a null character"));
    }
    let answer = work(cx, connection, |guest| database.prepare(sql, guest))?;
    let sql = sql.strip_suffix(b"\0").unwrap_or(sql);
    let (statement, taken) = errors::checked(cx, answer)?;
    if !stripped(sql.get(taken..).unwrap_or_default()).is_empty() {
        return Err(PROGRAMMING.raise(cx, "You can only execute one statement at a time."));
    }
    let start = stripped(sql);
    let begins = |word: &[u8]| start.get(..word.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(word));
    let changes_rows = [&b"INSERT"[..], b"UPDATE", b"DELETE", b"REPLACE"].into_iter().any(begins);
    let names = statement.as_ref().map(|s| s.parameters()).unwrap_or_default();
    let name = |name: Vec<u8>| String::from_utf8_lossy(&name).into_owned();
    let parameters = names.into_iter().map(|n| n.map(name)).collect();
    Ok(Rc::new(Prepared { statement, changes_rows, parameters }))
}

/// What parameters become that are given in one way or the other.
impl Prepared {
    pub fn bind(&self, cx: &mut Cx, connection: &ObjRef, given: &ObjRef) -> PyResult<()> {
        let exact = given.is_exact(Kind::Tuple) || given.is_exact(Kind::List);
        let is_dict = given.kind() == Kind::Dict;
        let data = if exact || (!is_dict && is_sequence(given)) {
            self.by_position(cx, given)?
        } else if is_dict || given.ty().slots().getitem.is_some() {
            self.by_name(cx, given)?
        } else {
            return Err(PROGRAMMING.raise(cx, "parameters are of unsupported type"));
        };
        let Some(statement) = self.statement.as_ref().filter(|_| !data.is_empty()) else { return Ok(()) };
        let bound = work(cx, connection, |guest| statement.bind(&data, guest))?;
        bound.map_err(|(_, fault)| errors::raise_fault(cx, &fault))
    }

    fn by_position(&self, cx: &mut Cx, given: &ObjRef) -> PyResult<Vec<Datum>> {
        let count = match given.kind() {
            Kind::Tuple | Kind::List => crate::sequence::items(&cx.heap, given).len(),
            _ => cx.len(given)?,
        };
        let wanted = self.parameters.len();
        if count != wanted {
            let text = format!(
                "Incorrect number of bindings supplied. The current statement uses {wanted}, and there are {count} supplied."
            );
            return Err(PROGRAMMING.raise(cx, text));
        }
        let mut data = Vec::with_capacity(count);
        for (at, name) in self.parameters.iter().enumerate() {
            if let Some(name) = name.as_deref().filter(|name| !name.starts_with('?')) {
                let text = format!(
                    "Binding {} ('{name}') is a named parameter, but you supplied a sequence which requires nameless (qmark) placeholders. Starting with Python 3.14 an sqlite3.ProgrammingError will be raised.",
                    at + 1
                );
                let category = cx.excs.deprecation_warning.clone();
                cx.warn(&category, &text, 1)?;
            }
            let value = match given.is_exact(Kind::Tuple) || given.is_exact(Kind::List) {
                true => crate::sequence::item(cx, given, at),
                false => {
                    let index = cx.usize(at);
                    Some(cx.getitem(given, &index)?)
                }
            };
            let Some(value) = value else { return Err(cx.index_error("list index out of range")) };
            data.push(self.parameter(cx, &value, at)?);
        }
        Ok(data)
    }

    fn by_name(&self, cx: &mut Cx, given: &ObjRef) -> PyResult<Vec<Datum>> {
        let mut data = Vec::with_capacity(self.parameters.len());
        for (at, name) in self.parameters.iter().enumerate() {
            let Some(name) = name else {
                let text = format!(
                    "Binding {} has no name, but you supplied a dictionary (which has only names).",
                    at + 1
                );
                return Err(PROGRAMMING.raise(cx, text));
            };
            // The sign is no part of the name.
            let name = name.get(1..).unwrap_or_default();
            let key = cx.new_str(name);
            let found = match given.is_exact(Kind::Dict) {
                true => cx.dict_get(given, &key)?,
                false => match cx.getitem(given, &key) {
                    Ok(value) => Some(value),
                    Err(raised) => match cx.catch(&cx.excs.lookup_error.clone()) {
                        true => None,
                        false => return Err(raised),
                    },
                },
            };
            let Some(value) = found else {
                let text = format!("You did not supply a value for binding parameter :{name}.");
                return Err(PROGRAMMING.raise(cx, text));
            };
            data.push(self.parameter(cx, &value, at)?);
        }
        Ok(data)
    }

    fn parameter(&self, cx: &mut Cx, value: &ObjRef, at: usize) -> PyResult<Datum> {
        let value = adapted(cx, value)?;
        match values::datum(cx, &value)? {
            Some(datum) => Ok(datum),
            None => {
                let (which, got) = (at + 1, value.ty().name());
                let text = format!("Error binding parameter {which}: type '{got}' is not supported");
                Err(PROGRAMMING.raise(cx, text))
            }
        }
    }
}

/// `PySequence_Check`: it has items, and is no dict.
fn is_sequence(o: &ObjRef) -> bool {
    let slots = o.ty().slots();
    slots.getitem.is_some() && o.kind() != Kind::Dict && !is_native_mapping(o)
}

/// A native type whose items go by key alone.
fn is_native_mapping(o: &ObjRef) -> bool {
    o.ty().name() == "mappingproxy"
}

/// What calling a connection gives: the statement was prepared, and programs can do no more with it.
pub struct Kept;

impl Payload for Kept {
    const HAS_EDGES: bool = false;
    fn edges(&mut self, _: &mut dyn EdgeVisitor) {}
}

pub static SPEC: TypeSpec = TypeSpec::EMPTY;
