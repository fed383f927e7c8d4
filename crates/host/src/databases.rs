//! Databases: SQLite, which the crate `libsqlite3-sys` brings and compiles. What it calls back is in `calling`.

mod calling;
mod connection;
mod statement;

use std::ffi::CStr;
use std::sync::Arc;

use libsqlite3_sys as ffi;
use theseus_object::host::{Answer, Database, Databases, Fault, Guest};

use self::connection::Connection;
use crate::Process;
use crate::calls::string;

/// What SQLite says of a result code.
fn error_text(code: i32) -> String {
    // SAFETY: the text is a constant of SQLite's.
    unsafe { CStr::from_ptr(ffi::sqlite3_errstr(code)) }.to_string_lossy().into_owned()
}

/// The error of a code alone.
trait Of {
    fn of(code: i32) -> Fault;
}

impl Of for Fault {
    fn of(code: i32) -> Fault {
        Fault { code, message: error_text(code) }
    }
}

impl Databases for Process {
    fn sqlite_version(&self) -> &'static str {
        ffi::SQLITE_VERSION.to_str().unwrap_or_default()
    }

    fn is_complete_sql(&self, sql: &[u8]) -> Answer<bool> {
        let sql = string(sql)?;
        // SAFETY: the text is alive.
        Ok(unsafe { ffi::sqlite3_complete(sql.as_ptr()) } != 0)
    }

    fn sqlite_error_text(&self, code: i32) -> String {
        error_text(code)
    }

    fn open_database(
        &self,
        name: &[u8],
        uri: bool,
        wait: i32,
        guest: &mut dyn Guest,
    ) -> Answer<Result<Arc<dyn Database>, Fault>> {
        let opened = Connection::open(name, uri, wait, guest);
        Ok(opened.map(|connection| Arc::new(connection) as Arc<dyn Database>))
    }
}
