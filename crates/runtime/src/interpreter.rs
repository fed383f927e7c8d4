//! An interpreter that a program in Rust owns.

use std::fmt;

use theseus_vm::{Machine, Outcome};

use crate::python::Python;

/// An interpreter on one thread. Dropping it ends its program as the end of a script does: `atexit`,
/// finalisers of what lives in `__main__`, buffered output. Then the memory of its heap goes back to the
/// system, but for what modules and the embedder still hold, which stays what it is until the process ends.
///
/// ```
/// let mut interpreter = theseus_runtime::Builder::new().build()?;
/// let mut py = interpreter.python();
/// py.run("def double(x): return 2 * x")?;
/// assert_eq!(py.eval::<i64>("double(21)")?, 42);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// A process may have many, at the same time, on one thread or on several. They share what the process
/// has once: the working directory, the environment, file descriptors, and the signals, which go to the
/// one that was built with [`handle_interrupts`](crate::Builder::handle_interrupts); in the others
/// `signal.signal` raises ValueError. Objects stay within the interpreter that made them: in another one
/// they raise TypeError.
///
/// ```
/// use theseus_runtime::Builder;
///
/// let (mut one, mut two) = (Builder::new().build()?, Builder::new().build()?);
/// one.python().set("x", 1)?;
/// assert_eq!(two.python().run("x").unwrap_err().kind(), "NameError");
///
/// let foreign = one.python().eval::<theseus_runtime::Object>("[]")?;
/// assert_eq!(two.python().set("x", &foreign).unwrap_err().kind(), "TypeError");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Interpreter {
    machine: &'static mut Machine,
    has_signals: bool,
    ended: bool,
}

impl Interpreter {
    pub(crate) fn start(machine: &'static mut Machine, has_signals: bool) -> Result<Interpreter, BuildError> {
        let mut interpreter = Interpreter { machine, has_signals, ended: false };
        if interpreter.machine.prepare().is_err() {
            let error = interpreter.python().caught();
            return Err(BuildError::Start(error.report().to_string()));
        }
        Ok(interpreter)
    }

    /// The right to work with its objects.
    pub fn python(&mut self) -> Python<'_> {
        Python::new(self.machine.cx())
    }

    /// Ends the program; the exit code of the process that it would have been: 0, or 120 if buffered
    /// output could not be written.
    pub fn end(mut self) -> i32 {
        self.finish()
    }

    fn finish(&mut self) -> i32 {
        if std::mem::replace(&mut self.ended, true) {
            return 0;
        }
        if self.has_signals {
            theseus_host::leave_signals();
        }
        let outcome = self.machine.finish(Outcome::Exit(0));
        self.machine.release_unused();
        match outcome {
            Outcome::Exit(code) => code,
            Outcome::Interrupted => 130,
        }
    }
}

impl Drop for Interpreter {
    fn drop(&mut self) {
        self.finish();
    }
}

/// Why there is no interpreter.
#[derive(Debug)]
pub enum BuildError {
    /// The calling thread has too little stack left: this many bytes.
    Stack { left: usize },
    /// Another interpreter handles the signals of the process.
    Signals,
    /// There is no room for the stack of a thread, or what ran on it panicked.
    Thread,
    /// What runs before programs raised an exception: its report.
    Start(String),
}

impl fmt::Display for BuildError {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            BuildError::Stack { left } => write!(f, "only {left} bytes of stack are left on this thread"),
            BuildError::Signals => f.write_str("another interpreter handles the signals of this process"),
            BuildError::Thread => f.write_str("the thread of the interpreter did not come to its end"),
            BuildError::Start(report) => f.write_str(report),
        }
    }
}

impl std::error::Error for BuildError {}
