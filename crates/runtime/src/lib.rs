//! The embedding API: build an interpreter, run source, get the exit code.
//!
//! ```no_run
//! let mut builder = theseus_runtime::Builder::new();
//! builder.arguments(["script.py", "1", "2"]);
//! let outcome = builder.run_source(b"import sys; print(sys.argv)", "<string>", None);
//! ```

mod host;

use theseus_object::heap::pending;
use theseus_vm::{Machine, Options};

pub use theseus_host::{die_by_interrupt, error_text, is_directory, read_file};
pub use theseus_vm::Outcome;

/// How the interpreter is to be built.
#[derive(Clone, Debug)]
pub struct Builder {
    arguments: Vec<String>,
    path: Vec<String>,
    seed: Option<u32>,
    guards: bool,
    collect_always: bool,
    unbuffered: bool,
    interrupts: bool,
}

/// Native stack that Python code may use; the operating system gives it memory as it is touched.
const STACK: usize = 256 << 20;

impl Default for Builder {
    fn default() -> Builder {
        Builder::new()
    }
}

impl Builder {
    pub fn new() -> Builder {
        Builder {
            arguments: Vec::new(),
            path: Vec::new(),
            seed: None,
            guards: true,
            collect_always: false,
            unbuffered: false,
            interrupts: false,
        }
    }

    /// stdout is written at once.
    pub fn unbuffered(&mut self) -> &mut Builder {
        self.unbuffered = true;
        self
    }

    /// `sys.argv`.
    pub fn arguments<S: Into<String>>(&mut self, arguments: impl IntoIterator<Item = S>) -> &mut Builder {
        self.arguments = arguments.into_iter().map(Into::into).collect();
        self
    }

    /// `sys.path`.
    pub fn path<S: Into<String>>(&mut self, path: impl IntoIterator<Item = S>) -> &mut Builder {
        self.path = path.into_iter().map(Into::into).collect();
        self
    }

    /// The seed of string hashes, as `PYTHONHASHSEED`; without one they are different each time.
    pub fn hash_seed(&mut self, seed: u32) -> &mut Builder {
        self.seed = Some(seed);
        self
    }

    /// Off: no instruction is specialised.
    pub fn guards(&mut self, on: bool) -> &mut Builder {
        self.guards = on;
        self
    }

    /// Collects garbage at every boundary that looks for work.
    pub fn collect_always(&mut self) -> &mut Builder {
        self.collect_always = true;
        self
    }

    /// ^C raises KeyboardInterrupt instead of ending the process.
    pub fn handle_interrupts(&mut self) -> &mut Builder {
        self.interrupts = true;
        self
    }

    /// Runs source text as the main program on a thread with a large stack. `file` is what
    /// `__file__` says, for programs that come from a file.
    pub fn run_source(&self, source: &[u8], filename: &str, file: Option<&str>) -> Outcome {
        std::thread::scope(|scope| {
            let thread = std::thread::Builder::new().stack_size(STACK + (1 << 20));
            match thread.spawn_scoped(scope, || self.run(source, filename, file)).map(|t| t.join()) {
                Ok(Ok(outcome)) => outcome,
                // A panic is a bug of ours; its message is on stderr already.
                _ => Outcome::Exit(70),
            }
        })
    }

    fn run(&self, source: &[u8], filename: &str, file: Option<&str>) -> Outcome {
        let mut options = Options::new(Box::new(host::ProcessHost::new(self.unbuffered)));
        options.stack_size = STACK;
        options.arguments = self.arguments.clone();
        options.path = self.path.clone();
        options.guards = self.guards;
        options.collect_always = self.collect_always;
        match self.seed {
            Some(seed) => options.seed(seed),
            None => options.hash_key = random_key(),
        }
        // The machine lives until the process ends: finalisers have run by then, and the memory
        // goes back at once.
        let machine = Box::leak(Box::new(Machine::new(options)));
        if self.interrupts {
            theseus_host::set_on_interrupt(machine.interrupt_flag(), pending::INTERRUPT);
        }
        machine.run_main(source, filename, file)
    }
}

/// A key for string hashes that nobody can guess.
fn random_key() -> (u64, u64) {
    use std::hash::{BuildHasher, RandomState};
    (RandomState::new().hash_one(0), RandomState::new().hash_one(1))
}

/// The code of a source file as text, with the source between the instructions.
pub fn disassemble(source: &[u8], filename: &str) -> Result<String, String> {
    theseus_vm::disassemble(source, filename)
}
