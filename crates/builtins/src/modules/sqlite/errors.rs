//! Exceptions of the module, and which of them a result code of SQLite's is.

use theseus_object::host::Fault;
use theseus_object::{Cx, ObjRef, PyResult, Raised, TypeObj};

use super::constants::CODES;
use crate::module::{exception_class, raise_kept};

/// An exception class, by the name under which it is kept.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Class(pub &'static str);

pub const PROGRAMMING: Class = Class("_sqlite3.ProgrammingError");
pub const OPERATIONAL: Class = Class("_sqlite3.OperationalError");
pub const DATABASE: Class = Class("_sqlite3.DatabaseError");
pub const DATA: Class = Class("_sqlite3.DataError");
const INTERFACE: Class = Class("_sqlite3.InterfaceError");
const INTERNAL: Class = Class("_sqlite3.InternalError");
const INTEGRITY: Class = Class("_sqlite3.IntegrityError");
const ERROR: Class = Class("_sqlite3.Error");
const WARNING: Class = Class("_sqlite3.Warning");
const NOT_SUPPORTED: Class = Class("_sqlite3.NotSupportedError");

/// All classes with their bases, which come first.
pub const CLASSES: &[(Class, Option<Class>)] = &[
    (WARNING, None),
    (ERROR, None),
    (INTERFACE, Some(ERROR)),
    (DATABASE, Some(ERROR)),
    (INTERNAL, Some(DATABASE)),
    (OPERATIONAL, Some(DATABASE)),
    (PROGRAMMING, Some(DATABASE)),
    (INTEGRITY, Some(DATABASE)),
    (DATA, Some(DATABASE)),
    (NOT_SUPPORTED, Some(DATABASE)),
];

impl Class {
    pub fn name(self) -> &'static str {
        self.0.trim_start_matches("_sqlite3.")
    }

    pub fn object(self, cx: &Cx) -> ObjRef {
        cx.kept(self.0).unwrap_or_else(|| cx.excs.exception.as_ref().clone())
    }

    /// Raises it with a message.
    #[cold]
    pub fn raise(self, cx: &mut Cx, message: impl AsRef<str>) -> Raised {
        raise_kept(cx, self.0, message)
    }
}

pub fn install(cx: &mut Cx, dict: &ObjRef) {
    for (class, base) in CLASSES {
        let base = match base {
            Some(base) => cx.kept_type(base.0),
            None => None,
        };
        let base = base.unwrap_or_else(|| cx.excs.exception.clone());
        exception_class(cx, dict, class.0, "sqlite3", class.name(), &base);
    }
}

/// The class of a result code; the numbers are those of the table.
fn class_of(code: i32) -> Class {
    const INTERNAL_ERROR: i32 = 2;
    const NOT_FOUND: i32 = 12;
    const CORRUPT: i32 = 11;
    const TOO_BIG: i32 = 18;
    const CONSTRAINT: i32 = 19;
    const MISMATCH: i32 = 20;
    const MISUSE: i32 = 21;
    const RANGE: i32 = 25;
    match code & 0xff {
        INTERNAL_ERROR | NOT_FOUND => INTERNAL,
        CORRUPT => DATABASE,
        TOO_BIG => DATA,
        CONSTRAINT | MISMATCH => INTEGRITY,
        MISUSE | RANGE => INTERFACE,
        1..=17 => OPERATIONAL,
        _ => DATABASE,
    }
}

const NO_MEMORY: i32 = 7;

/// Raises the exception that an error of SQLite's is.
#[cold]
pub fn raise_fault(cx: &mut Cx, fault: &Fault) -> Raised {
    if fault.code & 0xff == NO_MEMORY {
        return cx.memory_error("");
    }
    raise_with_code(cx, class_of(fault.code), fault.code, &fault.message)
}

/// Raises an exception of a class with a code and its name as attributes.
#[cold]
pub fn raise_with_code(cx: &mut Cx, class: Class, code: i32, message: &str) -> Raised {
    let object = class.object(cx);
    let Some(ty) = TypeObj::of(&object) else { return cx.bad_internal("exception class") };
    let e = cx.new_exception(ty, &[cx.new_str(message)]);
    let name = CODES.iter().find(|(_, value)| *value == i64::from(code)).map_or("unknown", |(name, _)| name);
    let attributes = [("sqlite_errorcode", cx.int(code.into())), ("sqlite_errorname", cx.new_str(name))];
    for (name, value) in attributes {
        let name = cx.intern(name);
        if let Err(raised) = cx.setattr(&e, &name, Some(&value)) {
            return raised;
        }
    }
    cx.raise(e)
}

/// What SQLite answered, or the exception.
pub fn checked<T>(cx: &mut Cx, answer: Result<T, Fault>) -> PyResult<T> {
    answer.map_err(|fault| raise_fault(cx, &fault))
}
