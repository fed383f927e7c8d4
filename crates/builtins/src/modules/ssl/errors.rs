//! Exceptions of the module: what failed is told by number, by library and reason, and in words.

use theseus_object::methods::NativeDef;
use theseus_object::{Cx, ObjRef, PyResult, Raised, TypeObj};

use super::faults::{Fault, words};
use crate::module::exception_class;

/// An exception class, by the name under which it is kept.
#[derive(Clone, Copy)]
pub struct Class(&'static str);

pub const ERROR: Class = Class("_ssl.SSLError");
const ZERO_RETURN: Class = Class("_ssl.SSLZeroReturnError");
pub const WANT_READ: Class = Class("_ssl.SSLWantReadError");
pub const WANT_WRITE: Class = Class("_ssl.SSLWantWriteError");
const SYSCALL: Class = Class("_ssl.SSLSyscallError");
const EOF: Class = Class("_ssl.SSLEOFError");
const UNTRUSTED: Class = Class("_ssl.SSLCertVerificationError");

/// All classes but the first, which is their base, with their documentation.
const DERIVED: &[(Class, &str)] = &[
    (ZERO_RETURN, "SSL/TLS session closed cleanly."),
    (
        WANT_READ,
        "Non-blocking SSL socket needs to read more data\nbefore the requested operation can be completed.",
    ),
    (
        WANT_WRITE,
        "Non-blocking SSL socket needs to write more data\nbefore the requested operation can be completed.",
    ),
    (SYSCALL, "System error when attempting SSL operation."),
    (EOF, "SSL/TLS connection terminated abruptly."),
];

/// Where in CPython's source an error of an operation is raised: a part of its message.
#[derive(Clone, Copy)]
pub struct Line(pub u32);

impl Line {
    pub const SERVER_CONTEXT: Line = Line(806);
    pub const CLIENT_CONTEXT: Line = Line(799);
    pub const HANDSHAKE: Line = Line(1000);
    pub const WRITE: Line = Line(2406);
    pub const READ: Line = Line(2559);
    pub const SHUTDOWN: Line = Line(2685);
    pub const POST_HANDSHAKE: Line = Line(2760);
    pub const CERTIFICATE_FILE: Line = Line(3896);
    pub const KEY_FILE: Line = Line(3917);
    pub const CADATA: Line = Line(4015);
    pub const VERIFY_LOCATIONS: Line = Line(4147);
    pub const PARAMETERS: Line = Line(4195);
}

static METHODS: &[NativeDef] = &[NativeDef::m0("__str__", text, "Return str(self).")];

impl Class {
    fn object(self, cx: &Cx) -> ObjRef {
        cx.kept(self.0).unwrap_or_else(|| cx.excs.os_error.as_ref().clone())
    }

    /// Raises it with these arguments and attributes.
    #[cold]
    fn raise_with(self, cx: &mut Cx, arguments: &[ObjRef], attributes: &[(&str, ObjRef)]) -> Raised {
        let class = self.object(cx);
        let Some(_) = TypeObj::of(&class) else { return cx.bad_internal("exception class") };
        let e = match cx.call(&class, arguments) {
            Ok(e) => e,
            Err(raised) => return raised,
        };
        for (name, value) in attributes {
            let name = cx.intern(name);
            if let Err(raised) = cx.setattr(&e, &name, Some(value)) {
                return raised;
            }
        }
        cx.raise(e)
    }

    /// Whether the exception in flight is one of these, which then is handled.
    pub fn catch(self, cx: &mut Cx) -> bool {
        cx.kept_type(self.0).is_some_and(|class| cx.catch(&class))
    }

    /// Raises it with a message alone.
    #[cold]
    pub fn plain(self, cx: &mut Cx, message: &str) -> Raised {
        let message = cx.new_str(message);
        self.raise_with(cx, &[message], &[])
    }

    /// Raises it with a number and a message, and no reason.
    #[cold]
    pub fn numbered(self, cx: &mut Cx, number: i64, message: &str, line: Line) -> Raised {
        let message = cx.new_str(&format!("{message} (_ssl.c:{})", line.0));
        let (number, none) = (cx.int(number), cx.none.clone());
        self.raise_with(cx, &[number, message], &[("library", none.clone()), ("reason", none)])
    }
}

pub fn install(cx: &mut Cx, dict: &ObjRef) {
    let os_error = cx.excs.os_error.clone();
    let name = |class: Class| class.0.trim_start_matches("_ssl.");
    let error = exception_class(cx, dict, ERROR.0, "ssl", name(ERROR), &os_error);
    let Some(base) = cx.kept_type(ERROR.0) else { return };
    cx.add_methods(&base, METHODS);
    cx.refresh_slots(&error);
    document(cx, &error, "An error occurred in the SSL implementation.");
    for (class, doc) in DERIVED {
        let object = exception_class(cx, dict, class.0, "ssl", name(*class), &base);
        document(cx, &object, doc);
    }
    // It is a ValueError, too.
    let bases = cx.new_tuple([error, cx.excs.value_error.as_ref().clone()]);
    let namespace = cx.new_dict();
    cx.namespace_put(&namespace, "__module__", cx.new_str("ssl"));
    cx.namespace_put(&namespace, "__doc__", cx.new_str("A certificate could not be verified."));
    let (title, make) = (cx.new_str(name(UNTRUSTED)), cx.types.type_.as_ref().clone());
    match cx.call(&make, &[title, bases, namespace]) {
        Ok(class) => {
            cx.namespace_put(dict, name(UNTRUSTED), class.clone());
            cx.keep(UNTRUSTED.0, class);
        }
        Err(_) => drop(cx.take_exception()),
    }
}

fn document(cx: &mut Cx, class: &ObjRef, doc: &str) {
    let (name, doc) = (cx.intern("__doc__"), cx.new_str(doc));
    if cx.setattr(class, &name, Some(&doc)).is_err() {
        drop(cx.take_exception());
    }
}

/// `str(e)`: the message alone if there is one.
fn text(cx: &mut Cx, e: &ObjRef) -> PyResult {
    let name = cx.intern("strerror");
    let message = cx.getattr(e, &name)?;
    if message.is_str() {
        return Ok(message);
    }
    let name = cx.intern("args");
    let arguments = cx.getattr(e, &name)?;
    cx.str(&arguments)
}

/// Raises what a connection failed of.
#[cold]
pub fn raise(cx: &mut Cx, fault: &Fault, line: Line) -> Raised {
    const SSL: i64 = 1;
    const END: i64 = 8;
    match fault {
        Fault::Reason(reason) => reasoned(cx, SSL, "SSL", reason, line),
        Fault::Cut => {
            let reason = "UNEXPECTED_EOF_WHILE_READING";
            with_reason(cx, EOF, END, "SSL", reason, "EOF occurred in violation of protocol", line, &[])
        }
        Fault::Untrusted(failure) => {
            let reason = "CERTIFICATE_VERIFY_FAILED";
            let text = format!("{}: {}", words(reason), failure.message);
            let more =
                [("verify_code", cx.int(failure.code)), ("verify_message", cx.new_str(&failure.message))];
            with_reason(cx, UNTRUSTED, SSL, "SSL", reason, &text, line, &more)
        }
    }
}

/// Raises SSLError with a library's reason.
#[cold]
pub fn reasoned(cx: &mut Cx, number: i64, library: &str, reason: &str, line: Line) -> Raised {
    with_reason(cx, ERROR, number, library, reason, &words(reason), line, &[])
}

fn with_reason(
    cx: &mut Cx,
    class: Class,
    number: i64,
    library: &str,
    reason: &str,
    text: &str,
    line: Line,
    more: &[(&str, ObjRef)],
) -> Raised {
    let message = cx.new_str(&format!("[{library}: {reason}] {text} (_ssl.c:{})", line.0));
    let mut attributes = vec![("library", cx.new_str(library)), ("reason", cx.new_str(reason))];
    attributes.extend(more.iter().cloned());
    let number = cx.int(number);
    class.raise_with(cx, &[number, message], &attributes)
}

/// Raises SSLError for a file that has not what was looked for.
#[cold]
pub fn bad_file(cx: &mut Cx, library: &str, line: Line) -> Raised {
    const PEM: i64 = 0x8_0009;
    let message = cx.new_str(&format!("[{library}] PEM lib (_ssl.c:{})", line.0));
    let (number, none) = (cx.int(PEM), cx.none.clone());
    ERROR.raise_with(cx, &[number, message], &[("library", cx.new_str(library)), ("reason", none)])
}

/// Raises what an operation must wait for in a socket that does not wait.
#[cold]
pub fn would_block(cx: &mut Cx, writing: bool, line: Line) -> Raised {
    let (class, number, what) = if writing { (WANT_WRITE, 3, "write") } else { (WANT_READ, 2, "read") };
    class.numbered(cx, number, &format!("The operation did not complete ({what})"), line)
}
