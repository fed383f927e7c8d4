//! Prepared statements.

use std::ffi::{CStr, c_char, c_int};
use std::sync::Arc;

use libsqlite3_sys as ffi;
use theseus_object::host::{Column, Datum, Fault, Guest, Prepared, Statement};

use super::Of;
use super::calling::{attended, copied};
use super::connection::{Handle, Left};

/// A statement, which keeps its database open.
struct Lines {
    statement: *mut ffi::sqlite3_stmt,
    database: Arc<Handle>,
}

// SAFETY: SQLite is compiled to serialise calls about one database. What it lends until the next call is only read
// while the database is held.
unsafe impl Send for Lines {}
// SAFETY: as above.
unsafe impl Sync for Lines {}

pub fn prepare(database: &Arc<Handle>, sql: &[u8], guest: &mut dyn Guest) -> Result<Prepared, Fault> {
    let length = c_int::try_from(sql.len()).map_err(|_| Fault::of(ffi::SQLITE_TOOBIG))?;
    // With the NUL at the end, SQLite makes no copy of the text.
    if sql.last() != Some(&0) {
        return Err(Fault::of(ffi::SQLITE_MISUSE));
    }
    let held = database.hold();
    let (mut statement, mut tail) = (std::ptr::null_mut(), std::ptr::null());
    let start = sql.as_ptr().cast::<c_char>();
    let code = attended(guest, || {
        // SAFETY: the text is alive and so long; the answers have room.
        unsafe { ffi::sqlite3_prepare_v2(held.database(), start, length, &mut statement, &mut tail) }
    });
    held.checked(code)?;
    // SAFETY: the tail points into the text, or to its end.
    let taken = if tail.is_null() { sql.len() } else { unsafe { tail.offset_from(start) as usize } };
    let taken = taken.min(sql.len() - 1);
    let statement: Option<Arc<dyn Statement>> = match statement.is_null() {
        true => None,
        false => Some(Arc::new(Lines { statement, database: database.clone() })),
    };
    Ok((statement, taken))
}

impl Lines {
    /// # Safety
    /// The database is held, and the statement stands at a row with this column.
    unsafe fn column(&self, i: c_int, raw: bool) -> Option<Datum> {
        let s = self.statement;
        let kind = ffi::sqlite3_column_type(s, i);
        let blob = |s| {
            let at = ffi::sqlite3_column_blob(s, i).cast();
            copied(at, ffi::sqlite3_column_bytes(s, i) as usize)
        };
        Some(match kind {
            ffi::SQLITE_NULL => Datum::Null,
            _ if raw => Datum::Blob(blob(s)?),
            ffi::SQLITE_INTEGER => Datum::Integer(ffi::sqlite3_column_int64(s, i)),
            ffi::SQLITE_FLOAT => Datum::Real(ffi::sqlite3_column_double(s, i)),
            ffi::SQLITE_TEXT => {
                let at = ffi::sqlite3_column_text(s, i);
                Datum::Text(copied(at, ffi::sqlite3_column_bytes(s, i) as usize)?)
            }
            _ => Datum::Blob(blob(s)?),
        })
    }

    /// # Safety
    /// The database is held, and there is such a parameter.
    unsafe fn bind_one(&self, i: c_int, value: &Datum) -> c_int {
        let (s, copy) = (self.statement, ffi::SQLITE_TRANSIENT());
        match value {
            Datum::Null => ffi::sqlite3_bind_null(s, i),
            Datum::Integer(v) => ffi::sqlite3_bind_int64(s, i, *v),
            Datum::Real(v) => ffi::sqlite3_bind_double(s, i, *v),
            Datum::Text(v) => {
                let (at, length) = (v.as_ptr().cast(), v.len() as u64);
                ffi::sqlite3_bind_text64(s, i, at, length, copy, ffi::SQLITE_UTF8 as u8)
            }
            Datum::Blob(v) => ffi::sqlite3_bind_blob64(s, i, v.as_ptr().cast(), v.len() as u64, copy),
        }
    }
}

impl Statement for Lines {
    fn is_readonly(&self) -> bool {
        // SAFETY: the statement is alive.
        unsafe { ffi::sqlite3_stmt_readonly(self.statement) != 0 }
    }

    fn is_busy(&self) -> bool {
        // SAFETY: the statement is alive.
        unsafe { ffi::sqlite3_stmt_busy(self.statement) != 0 }
    }

    fn parameters(&self) -> Vec<Option<Vec<u8>>> {
        // SAFETY: the statement is alive; names live as long, and are made when it is prepared.
        unsafe {
            let count = ffi::sqlite3_bind_parameter_count(self.statement);
            let name = |i| text(ffi::sqlite3_bind_parameter_name(self.statement, i));
            (1..=count).map(name).collect()
        }
    }

    fn columns(&self, guest: &mut dyn Guest) -> Vec<Column> {
        let _held = self.database.hold();
        attended(guest, || {
            // SAFETY: the statement is alive; texts are copied while the database is held.
            unsafe {
                let count = ffi::sqlite3_column_count(self.statement);
                let column = |i| Column {
                    name: text(ffi::sqlite3_column_name(self.statement, i)),
                    declared: text(ffi::sqlite3_column_decltype(self.statement, i)),
                };
                (0..count).map(column).collect()
            }
        })
    }

    fn bind(&self, values: &[Datum], guest: &mut dyn Guest) -> Result<(), (usize, Fault)> {
        let held = self.database.hold();
        attended(guest, || {
            for (i, value) in values.iter().enumerate() {
                // SAFETY: the statement is alive, SQLite checks the index and copies the value.
                let code = unsafe { self.bind_one(i as c_int + 1, value) };
                held.checked(code).map_err(|fault| (i, fault))?;
            }
            Ok(())
        })
    }

    fn step(&self, raw: &[bool], row: &mut Vec<Datum>, guest: &mut dyn Guest) -> Result<bool, Fault> {
        let held = self.database.hold();
        row.clear();
        // SAFETY: the statement is alive.
        match attended(guest, || unsafe { ffi::sqlite3_step(self.statement) }) {
            ffi::SQLITE_ROW => (),
            ffi::SQLITE_DONE => return Ok(false),
            code => return held.checked(code).map(|()| false),
        }
        // SAFETY: it stands at a row, and nobody else moves it while the database is held.
        unsafe {
            for i in 0..ffi::sqlite3_data_count(self.statement) {
                let raw = raw.get(i as usize).copied().unwrap_or(false);
                row.push(self.column(i, raw).ok_or_else(|| Fault::of(ffi::SQLITE_NOMEM))?);
            }
        }
        Ok(true)
    }

    fn reset(&self, guest: &mut dyn Guest) {
        let _held = self.database.hold();
        // Its result is that of the last step.
        // SAFETY: the statement is alive.
        attended(guest, || unsafe { ffi::sqlite3_reset(self.statement) });
    }

    fn abandon(&self) {
        self.database.give_up(Left::Row(self.statement));
    }
}

impl Drop for Lines {
    fn drop(&mut self) {
        self.database.give_up(Left::Statement(self.statement));
    }
}

/// # Safety
/// A C string, or null.
unsafe fn text(text: *const c_char) -> Option<Vec<u8>> {
    (!text.is_null()).then(|| CStr::from_ptr(text).to_bytes().to_vec())
}
