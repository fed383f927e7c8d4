//! The embedding API: build an interpreter, run source, get the exit code.
//!
//! ```no_run
//! let mut builder = theseus_runtime::Builder::new();
//! builder.arguments(["script.py", "1", "2"]);
//! let outcome = builder.run_source(b"import sys; print(sys.argv)", "<string>", None);
//! ```

use theseus_object::heap::pending;
use theseus_vm::guards::Settings;
use theseus_vm::{Machine, Options};

pub use theseus_host::{append_file, die_by_interrupt, error_text, is_directory, read_file};
pub use theseus_vm::guards;
pub use theseus_vm::{Before, Config, FlagValues, Input, Outcome, Piece, Session, piece};

/// How the interpreter is to be built.
#[derive(Clone, Debug)]
pub struct Builder {
    config: Config,
    seed: Option<u32>,
    guards: Settings,
    collect_always: bool,
    unbuffered: bool,
    interrupts: bool,
    keep_code: bool,
}

/// Native stack that Python code may use; the operating system gives it memory as it is touched.
/// Where address space is short, the next smaller one is taken.
const STACKS: &[usize] = &[256 << 20, 64 << 20, 8 << 20];
/// Native stack that nested natives may use before RecursionError: room for some tens of thousands.
/// The compiler, whose depth has a limit of its own, uses the rest.
const RECURSION: usize = 24 << 20;
/// Native stack beyond what is counted.
const SPARE: usize = 1 << 20;
/// The exit code of a bug of ours, as sysexits.h has it.
const INTERNAL_ERROR: i32 = 70;

impl Default for Builder {
    fn default() -> Builder {
        Builder::new()
    }
}

impl Builder {
    pub fn new() -> Builder {
        Builder {
            config: Config::default(),
            seed: None,
            guards: Settings::default(),
            collect_always: false,
            unbuffered: false,
            interrupts: false,
            keep_code: false,
        }
    }

    /// stdout is written at once.
    pub fn unbuffered(&mut self) -> &mut Builder {
        self.unbuffered = true;
        self
    }

    /// Flags, paths and options that programs see.
    pub fn config(&mut self) -> &mut Config {
        &mut self.config
    }

    /// `sys.argv`.
    pub fn arguments<S: Into<String>>(&mut self, arguments: impl IntoIterator<Item = S>) -> &mut Builder {
        self.config.arguments = arguments.into_iter().map(Into::into).collect();
        self
    }

    /// What comes first in `sys.path`, before the library.
    pub fn path<S: Into<String>>(&mut self, path: impl IntoIterator<Item = S>) -> &mut Builder {
        self.config.path = path.into_iter().map(Into::into).collect();
        self
    }

    /// The seed of string hashes, as `PYTHONHASHSEED`; without one they are different each time.
    pub fn hash_seed(&mut self, seed: u32) -> &mut Builder {
        self.seed = Some(seed);
        self
    }

    /// Which instructions are specialised, and how they are guarded.
    pub fn guards(&mut self, settings: Settings) -> &mut Builder {
        self.guards = settings;
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
        to_the_end(|stack| self.machine(stack).run_main(source, filename, file))
    }

    /// Runs a module of the library or of `sys.path` as the main program.
    pub fn run_module(&self, name: &str) -> Outcome {
        to_the_end(|stack| self.machine(stack).run_module(name, true))
    }

    /// Runs the `__main__` of the folder or zip file that stands first in `sys.path`.
    pub fn run_package(&self) -> Outcome {
        to_the_end(|stack| self.machine(stack).run_module("__main__", false))
    }

    /// Runs what comes first, then lets `talk` feed the interpreter with statements, on a thread
    /// with a large stack. `talk` ends the session by [`Session::finish`].
    pub fn interact(&self, before: &Before, talk: impl Fn(Session) -> Outcome + Sync) -> Outcome {
        to_the_end(|stack| talk(Session::new(self.machine(stack), before)))
    }

    /// As `run_source`; gives the program's code too, with the words as the run left them, unless
    /// it did not compile.
    pub fn run_and_list(
        &self,
        source: &[u8],
        filename: &str,
        file: Option<&str>,
    ) -> (Outcome, Option<String>) {
        let keeping = Builder { keep_code: true, ..self.clone() };
        let end = on_large_stack(|stack| {
            let machine = keeping.machine(stack);
            let outcome = machine.run_main(source, filename, file);
            (outcome, machine.listing(source))
        });
        end.unwrap_or((Outcome::Exit(INTERNAL_ERROR), None))
    }

    fn machine(&self, stack_size: usize) -> &'static mut Machine {
        let mut process = theseus_host::Process::new();
        process.unbuffered = self.unbuffered;
        process.signals = true;
        let mut options = Options::new(Box::new(process));
        options.stack_size = stack_size.min(RECURSION);
        options.config = self.config.clone();
        options.guards = self.guards.clone();
        options.collect_always = self.collect_always;
        options.keep_code = self.keep_code;
        options.natives = vec![theseus_explore::pymod::MODULES, theseus_replace::NATIVES];
        match self.seed {
            Some(seed) => options.seed(seed),
            None => options.hash_key = random_key(),
        }
        // The machine lives until the process ends: finalisers have run by then, and the memory
        // goes back at once.
        let machine = Box::leak(Box::new(Machine::new(options)));
        if self.interrupts {
            let (flag, word) = (machine.interrupt_flag(), machine.cx().thread.word.clone());
            theseus_host::set_on_signal(flag, pending::INTERRUPT, &word);
        }
        machine
    }
}

/// Calls `f` on a thread with a large stack, whose size it is told; nothing if it panicked or there
/// is no room for the thread, which is a bug of ours or a tight limit, and is said on stderr.
fn on_large_stack<T: Send>(f: impl Fn(usize) -> T + Sync) -> Option<T> {
    // Signals go to the thread that runs Python, not to the one that waits for it.
    let mask = theseus_host::block_signals();
    let end = std::thread::scope(|scope| {
        let f = &f;
        for &size in STACKS {
            let thread = std::thread::Builder::new().stack_size(size + SPARE);
            let run = move || {
                mask.restore();
                f(size)
            };
            if let Ok(thread) = thread.spawn_scoped(scope, run) {
                return thread.join().ok();
            }
        }
        eprintln!("theseus: no memory for the stack");
        None
    });
    mask.restore();
    end
}

/// Runs a program on a thread with a large stack. A child that it forked has that thread only: there
/// the process ends with it.
fn to_the_end(run: impl Fn(usize) -> Outcome + Sync) -> Outcome {
    let parent = theseus_host::process_id();
    let end = on_large_stack(|stack| {
        let outcome = run(stack);
        if theseus_host::process_id() != parent {
            match outcome {
                Outcome::Exit(code) => theseus_host::exit(code),
                Outcome::Interrupted => die_by_interrupt(),
            }
        }
        outcome
    });
    end.unwrap_or(Outcome::Exit(INTERNAL_ERROR))
}

/// A key for string hashes that nobody can guess.
fn random_key() -> (u64, u64) {
    use std::hash::{BuildHasher, RandomState};
    (RandomState::new().hash_one(0), RandomState::new().hash_one(1))
}

/// The code of a source file as text, with the source between the instructions.
pub fn disassemble(source: &[u8], filename: &str) -> Result<String, String> {
    on_large_stack(|_| theseus_vm::disassemble(source, filename)).unwrap_or_else(|| Err(String::new()))
}
