//! The builder: how an interpreter is to be, and running whole programs with one.

use theseus_explore::pymod::MODULES;
use theseus_object::heap::pending;
use theseus_vm::guards::Settings;
use theseus_vm::{Before, Config, LibraryShelf, Machine, Options, Outcome, Session};

use crate::interpreter::{BuildError, Interpreter};
use crate::output::{Output, Stream};

/// How the interpreter is to be built.
#[derive(Clone, Debug, Default)]
pub struct Builder {
    config: Config,
    seed: Option<u32>,
    guards: Settings,
    collect_always: bool,
    unbuffered: bool,
    interrupts: bool,
    keep_code: bool,
    output: Option<Output>,
}

/// Native stack that Python code may use; the operating system gives it memory as it is touched.
/// Where address space is short, the next smaller one is taken.
const STACKS: &[usize] = &[256 << 20, 64 << 20, 8 << 20];
/// Native stack that nested natives may use before RecursionError: room for some tens of thousands.
/// The compiler, whose depth has a limit of its own, uses the rest.
const RECURSION: usize = 24 << 20;
/// Native stack beyond what is counted.
const SPARE: usize = 1 << 20;
/// Native stack of a thread of the embedder's that is left to it.
const RESERVE: usize = 256 << 10;
/// The least that an interpreter can do with.
const LEAST: usize = 1 << 20;
/// The exit code of a bug of ours, as sysexits.h has it.
const INTERNAL_ERROR: i32 = 70;

impl Builder {
    pub fn new() -> Builder {
        Builder::default()
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
        self.config.arguments = arguments.into_iter().map(|word| word.into().into()).collect();
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

    /// Gets what programs write to standard output and error, instead of the process's streams. Output comes
    /// by lines, as on a terminal.
    ///
    /// ```
    /// use std::sync::{Arc, Mutex};
    /// use theseus_runtime::{Builder, Stream};
    ///
    /// let said = Arc::new(Mutex::new(Vec::new()));
    /// let heard = said.clone();
    /// let mut interpreter = Builder::new()
    ///     .output(move |stream, bytes| {
    ///         if stream == Stream::Output {
    ///             heard.lock().unwrap().extend_from_slice(bytes);
    ///         }
    ///     })
    ///     .build()?;
    /// interpreter.python().run("print('hello')")?;
    /// assert_eq!(*said.lock().unwrap(), b"hello\n");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn output(&mut self, f: impl Fn(Stream, &[u8]) + Send + Sync + 'static) -> &mut Builder {
        self.output = Some(Output::new(f));
        self
    }

    /// ^C raises KeyboardInterrupt instead of ending the process, and `signal.signal` works. A process
    /// has its signals once, so one interpreter at a time can have them.
    pub fn handle_interrupts(&mut self) -> &mut Builder {
        self.interrupts = true;
        self
    }

    /// An interpreter on the calling thread, on whose stack its programs run.
    ///
    /// # Errors
    /// The thread has less than a mebibyte of stack left; another interpreter has the signals that
    /// this one is to handle; or what runs before programs failed.
    pub fn build(&self) -> Result<Interpreter, BuildError> {
        let left = theseus_host::stack_left(theseus_object::stack::pointer()).unwrap_or(STACKS[2]);
        let stack = left.saturating_sub(RESERVE);
        if stack < LEAST {
            return Err(BuildError::Stack { left });
        }
        if self.interrupts && !theseus_host::take_signals() {
            return Err(BuildError::Signals);
        }
        Interpreter::start(self.machine(stack, true, self.interrupts), self.interrupts)
    }

    /// Calls `f` with an interpreter on a thread of its own with a large stack, for programs that nest
    /// deeply.
    ///
    /// ```
    /// let depth = theseus_runtime::Builder::new().run(|mut interpreter| {
    ///     let mut py = interpreter.python();
    ///     py.run("def f(n): return n and 1 + sorted([n - 1], key=f)[0]").unwrap();
    ///     py.eval::<i64>("f(200)").is_ok()
    /// })?;
    /// assert!(depth);
    /// # Ok::<(), theseus_runtime::BuildError>(())
    /// ```
    ///
    /// # Errors
    /// As [`Builder::build`]; also if there is no room for the thread, or `f` panicked.
    pub fn run<T: Send>(&self, f: impl Fn(Interpreter) -> T + Sync) -> Result<T, BuildError> {
        on_large_stack(|_| self.build().map(&f)).unwrap_or(Err(BuildError::Thread))
    }

    /// Runs source text as the main program on a thread with a large stack. `file` is what
    /// `__file__` says, for programs that come from a file.
    pub fn run_source(&self, source: &[u8], filename: &str, file: Option<&str>) -> Outcome {
        to_the_end(|stack| self.program(stack).run_main(source, filename, file))
    }

    /// Runs a module of the library or of `sys.path` as the main program.
    pub fn run_module(&self, name: &str) -> Outcome {
        to_the_end(|stack| self.program(stack).run_module(name, true))
    }

    /// Runs the `__main__` of the folder or zip file that stands first in `sys.path`.
    pub fn run_package(&self) -> Outcome {
        to_the_end(|stack| self.program(stack).run_module("__main__", false))
    }

    /// Runs what comes first, then lets `talk` feed the interpreter with statements, on a thread
    /// with a large stack. `talk` ends the session by [`Session::finish`].
    pub fn interact(&self, before: &Before, talk: impl Fn(Session) -> Outcome + Sync) -> Outcome {
        to_the_end(|stack| talk(Session::new(self.program(stack), before)))
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
            let machine = keeping.program(stack);
            let outcome = machine.run_main(source, filename, file);
            (outcome, machine.listing(source))
        });
        end.unwrap_or((Outcome::Exit(INTERNAL_ERROR), None))
    }

    /// The machine of a program that is the whole process.
    fn program(&self, stack_size: usize) -> &'static mut Machine {
        self.machine(stack_size, false, theseus_host::take_signals())
    }

    fn machine(&self, stack_size: usize, embedded: bool, signals: bool) -> &'static mut Machine {
        let mut process = theseus_host::Process::new();
        process.unbuffered = self.unbuffered;
        process.signals = signals;
        process.output = self.output.as_ref().map(Output::for_host);
        process.shelf = Some(Box::new(LibraryShelf::new(&self.config.library)));
        let mut options = Options::new(Box::new(process));
        options.stack_size = stack_size.min(RECURSION);
        options.config = self.config.clone();
        options.guards = self.guards.clone();
        options.collect_always = self.collect_always;
        options.keep_code = self.keep_code;
        options.embedded = embedded;
        options.natives = vec![MODULES, theseus_replace::NATIVES];
        match self.seed {
            Some(seed) => options.seed(seed),
            None => options.hash_key = random_key(),
        }
        // The machine lives until the process ends: finalisers have run by then, and the memory
        // goes back at once.
        let machine = Box::leak(Box::new(Machine::new(options)));
        theseus_host::set_on_shortage(machine.interrupt_flag(), pending::MEMORY);
        if self.interrupts {
            let (flag, word) = (machine.interrupt_flag(), machine.cx().thread.word.clone());
            theseus_host::set_on_signal(flag, pending::INTERRUPT, &word);
        }
        machine
    }
}

/// Calls `f` on a thread with a large stack, whose size it is told, an eighth of limited address space at most;
/// nothing if it panicked or there is no room for the thread, which is a bug of ours or a tight limit, and is said on stderr.
fn on_large_stack<T: Send>(f: impl Fn(usize) -> T + Sync) -> Option<T> {
    // Signals go to the thread that runs Python, not to the one that waits for it.
    let mask = theseus_host::block_signals();
    let end = std::thread::scope(|scope| {
        let f = &f;
        let most = theseus_host::address_space().map_or(usize::MAX, |space| (space / 8) as usize);
        let fitting = STACKS.iter().position(|size| *size <= most).unwrap_or(STACKS.len() - 1);
        for &size in &STACKS[fitting..] {
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
                Outcome::Interrupted => theseus_host::die_by_interrupt(),
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
