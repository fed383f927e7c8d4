//! Handles of objects, and exceptions.

use std::fmt;

use theseus_object::payload::Exception as Payload;
use theseus_object::{Cx, ObjRef};
use theseus_vm::entries;

/// A reference to an object of an interpreter. Clones refer to the same object. While the embedder holds
/// one, the object lives; replacing the object leaves the handle as it is, and counts it as pinned.
#[derive(Clone)]
pub struct Object(pub(crate) ObjRef);

impl Object {
    /// Whether both handles refer to the same object: Python's `is`.
    pub fn is(&self, other: &Object) -> bool {
        self.0.is(&other.0)
    }

    /// The name of its class.
    pub fn type_name(&self) -> String {
        self.0.ty().name()
    }

    pub fn is_none(&self) -> bool {
        self.0.is_none()
    }
}

impl fmt::Debug for Object {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "<{} object at {:#x}>", self.type_name(), self.0.address())
    }
}

/// A call that an exception came through.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Frame {
    pub file: String,
    /// 1 for the first line.
    pub line: u32,
    pub function: String,
}

/// A Python exception that nobody caught.
///
/// ```
/// let mut interpreter = theseus_runtime::Builder::new().build()?;
/// let mut py = interpreter.python();
/// let error = py.run("def f():\n    return {}['k']\nf()").unwrap_err();
/// assert_eq!((error.kind(), error.message()), ("KeyError", "'k'"));
/// let lines: Vec<_> = error.traceback().iter().map(|f| (f.function.as_str(), f.line)).collect();
/// assert_eq!(lines, [("<module>", 3), ("f", 2)]);
/// assert!(error.report().starts_with("Traceback (most recent call last):"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct Exception {
    value: Object,
    kind: String,
    message: String,
    report: String,
    traceback: Vec<Frame>,
    exit_code: Option<i32>,
}

impl Exception {
    pub(crate) fn new(cx: &mut Cx, e: ObjRef) -> Exception {
        let report = (cx.upcalls.exception_text)(cx, &e);
        let message = cx.str_text(&e).unwrap_or_default();
        let exit_code = e.ty().is_subtype(&cx.excs.system_exit).then(|| {
            let code = cx.heap.get::<Payload>(&e).and_then(|x| x.value.clone());
            match code {
                None => 0,
                Some(code) if code.is_none() => 0,
                Some(code) => code.int().map_or(1, |v| (v & 0xff) as i32),
            }
        });
        cx.take_exception();
        let frame =
            |e: theseus_vm::Entry| Frame { file: e.file, line: e.position.line, function: e.function };
        let traceback = entries(cx, &e).into_iter().map(frame).collect();
        let kind = e.ty().name();
        Exception { value: Object(e), kind, message, report, traceback, exit_code }
    }

    /// The exception object.
    pub fn value(&self) -> &Object {
        &self.value
    }

    /// The name of its class.
    pub fn kind(&self) -> &str {
        &self.kind
    }

    /// What `str` gives of it.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// Traceback, causes and message as they are printed at the end of a script.
    pub fn report(&self) -> &str {
        &self.report
    }

    /// The calls that it came through, outermost first.
    pub fn traceback(&self) -> &[Frame] {
        &self.traceback
    }

    /// For SystemExit, the exit code that the program asks for.
    pub fn exit_code(&self) -> Option<i32> {
        self.exit_code
    }
}

impl fmt::Display for Exception {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self.message.as_str() {
            "" => f.write_str(&self.kind),
            message => write!(f, "{}: {message}", self.kind),
        }
    }
}

impl fmt::Debug for Exception {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(&self.report)
    }
}

impl std::error::Error for Exception {}
