//! The interactive prompt: statements that run one by one in `__main__`, what it prompts with, what
//! a name may go on with.

use theseus_builtins::modules::sys::{self, hooks};
use theseus_builtins::{stdio, world};
use theseus_bytecode::Flags;
use theseus_compiler::Mode;
use theseus_object::{ObjRef, PyResult};

use crate::code::CodeData;
use crate::start::{Machine, Outcome};
use crate::upcalls::compile_source;

/// What runs before the first prompt.
#[derive(Clone, Copy, Debug)]
pub enum Before<'a> {
    /// Source text, as [`Machine::run_main`] takes it.
    Source { source: &'a [u8], filename: &'a str, file: Option<&'a str> },
    /// A module, as [`Machine::run_module`] takes it.
    Module { name: &'a str, argv: bool },
    /// Nothing but the file that `PYTHONSTARTUP` names.
    Startup(Option<&'a str>),
}

/// A line of standard input.
#[derive(Debug)]
pub enum Input {
    /// With its line end, if there is one.
    Line(String),
    /// ^C came first.
    Interrupted,
    End,
}

/// An interpreter that is talked to, statement by statement.
pub struct Session {
    machine: &'static mut Machine,
    /// `from __future__ import annotations` was said.
    annotations: bool,
    /// What was read of standard input and not yet taken.
    input: Vec<u8>,
}

/// The name of what is typed, in tracebacks.
const NAME: &str = "<stdin>";
/// Bytes read at once.
const CHUNK: usize = 4096;
/// The most names that one prefix is completed to.
const MOST_NAMES: i64 = 10_000;

impl Session {
    /// Runs what comes first, and reports what nobody caught: that does not end the session.
    pub fn new(machine: &'static mut Machine, before: &Before) -> Session {
        let mut session = Session { machine, annotations: false, input: Vec::new() };
        let machine = &mut *session.machine;
        let ran = match before {
            Before::Source { source, filename, file } => machine.execute(source, filename, *file),
            Before::Module { name, argv } => machine.execute_module(name, *argv),
            Before::Startup(None) => machine.prepare(),
            Before::Startup(Some(path)) => session.startup(path),
        };
        session.report(ran);
        for (name, prompt) in [("ps1", ">>> "), ("ps2", "... ")] {
            let vm = &mut *session.machine.vm;
            let key = vm.intern(name);
            if sys::attribute(vm, &key).is_none() {
                let (sys, prompt) = (vm.names.sys.clone(), vm.new_str(prompt));
                let modules = vm.modules.clone();
                if let Some(d) = vm.namespace_get(&modules, &sys).and_then(|m| vm.existing_dict(&m)) {
                    vm.namespace_put(&d, name, prompt);
                }
            }
        }
        session.call_hook();
        session
    }

    /// Runs the file that `PYTHONSTARTUP` names.
    fn startup(&mut self, path: &str) -> PyResult<()> {
        self.machine.prepare()?;
        let vm = &mut *self.machine.vm;
        match world::ask(vm, |host| host.read_file(path.as_bytes())) {
            Ok(source) => self.machine.execute_as(&source, None, path, None),
            Err(errno) => {
                hooks::write_stderr(vm, "Could not open PYTHONSTARTUP\n");
                let name = vm.new_str(path);
                Err(world::file_error(vm, errno, &name, None))
            }
        }
    }

    /// `sys.__interactivehook__()`, if there is one.
    fn call_hook(&mut self) {
        let vm = &mut *self.machine.vm;
        let name = vm.intern("__interactivehook__");
        let Some(hook) = sys::attribute(vm, &name) else { return };
        if let Err(e) = vm.call(&hook, &[]) {
            hooks::write_stderr(vm, "Failed calling sys.__interactivehook__\n");
            self.report(Err(e));
        }
    }

    /// What `sys.ps1`, or `sys.ps2` for a line that goes on, says now.
    pub fn prompt(&mut self, goes_on: bool) -> String {
        let vm = &mut *self.machine.vm;
        let name = vm.intern(if goes_on { "ps2" } else { "ps1" });
        let Some(prompt) = sys::attribute(vm, &name) else { return String::new() };
        match vm.str_text(&prompt) {
            Ok(text) => text,
            Err(_) => {
                drop(vm.take_exception());
                String::new()
            }
        }
    }

    /// What the program wrote behind the last line end; an editor that draws the line anew puts it
    /// before the prompt.
    pub fn take_open_line(&mut self) -> String {
        let written = self.machine.vm.host.get().map(|host| host.take_open_line());
        String::from_utf8_lossy(&written.unwrap_or_default()).into_owned()
    }

    /// Runs a statement in `__main__`. What nobody caught is reported; the outcome is there if the
    /// session is to end.
    pub fn run(&mut self, text: &str) -> Option<Outcome> {
        let ran = self.statement(text);
        let exits = match &ran {
            Err(_) => {
                let class = self.machine.vm.excs.system_exit.clone();
                let raised = self.machine.vm.exception().cloned();
                raised.filter(|e| e.ty().is_subtype(&class))
            }
            Ok(()) => None,
        };
        if let Some(e) = exits {
            drop(self.machine.vm.take_exception());
            return Some(Outcome::Exit(self.machine.exit_code(&e)));
        }
        let outcome = self.report(ran);
        stdio::flush_stdout(&mut self.machine.vm);
        outcome
    }

    fn statement(&mut self, text: &str) -> PyResult<()> {
        let dict = self.machine.main_namespace(None);
        let vm = &mut *self.machine.vm;
        let options = theseus_compiler::Options {
            mode: Mode::Single,
            optimize: vm.shared.optimize,
            future_annotations: self.annotations,
            in_memory: true,
            prompt: true,
            ..Default::default()
        };
        let code = compile_source(vm, text.as_bytes(), NAME, &options)?;
        let data = vm.heap.get::<CodeData>(&code);
        self.annotations |= data.is_some_and(|d| d.code.flags.has(Flags::FUTURE_ANNOTATIONS));
        let exec = vm.upcalls.exec_code;
        exec(vm, &code, &dict, &dict, None).map(drop)
    }

    /// Prints the exception in flight; the outcome, if `sys.excepthook` asks to exit.
    fn report(&mut self, ran: PyResult<()>) -> Option<Outcome> {
        ran.err()?;
        let e = self.machine.vm.take_exception()?;
        self.machine.vm.cx.handled = None;
        let code = self.machine.print_exception(&e);
        stdio::flush_stdout(&mut self.machine.vm);
        code.map(Outcome::Exit)
    }

    /// Says that ^C was typed at the prompt.
    pub fn interrupted(&mut self) {
        hooks::write_stderr(&mut self.machine.vm, "KeyboardInterrupt\n");
    }

    /// The next line of standard input, without an editor.
    pub fn read_line(&mut self) -> Input {
        let vm = &mut *self.machine.vm;
        let mut ended = false;
        loop {
            let end = self.input.iter().position(|&b| b == b'\n').map(|at| at + 1);
            if let Some(end) = end.or(Some(self.input.len()).filter(|&n| ended && n > 0)) {
                let line: Vec<u8> = self.input.drain(..end).collect();
                return Input::Line(String::from_utf8_lossy(&line).into_owned());
            }
            if ended {
                return Input::End;
            }
            let mut chunk = [0; CHUNK];
            match world::retry(vm, |host| host.read(0, &mut chunk)) {
                Ok(Ok(n)) if n > 0 => self.input.extend_from_slice(chunk.get(..n).unwrap_or_default()),
                Ok(_) => ended = true,
                Err(_) => {
                    drop(vm.take_exception());
                    self.input.clear();
                    return Input::Interrupted;
                }
            }
        }
    }

    /// What a name, or an attribute behind a dotted name, may go on with: what the library's
    /// `rlcompleter` says. Errors are none of the reader's concern.
    pub fn complete(&mut self, prefix: &str) -> Vec<String> {
        let names = self.names(prefix);
        let vm = &mut *self.machine.vm;
        names.unwrap_or_else(|_| {
            drop(vm.take_exception());
            Vec::new()
        })
    }

    fn names(&mut self, prefix: &str) -> PyResult<Vec<String>> {
        let dict = self.machine.main_namespace(None);
        let vm = &mut *self.machine.vm;
        let module = crate::import::import_module(vm, "rlcompleter")?;
        let completer: ObjRef = vm.call_method(&module, "Completer", &[dict])?;
        let prefix = vm.new_str(prefix);
        let mut names = Vec::new();
        for state in 0..MOST_NAMES {
            let state = vm.int(state);
            let name = vm.call_method(&completer, "complete", &[prefix.clone(), state])?;
            match name.text() {
                Some(text) => names.push(text.into_owned()),
                None => break,
            }
        }
        Ok(names)
    }

    /// Ends the interpreter.
    pub fn finish(&mut self, outcome: Outcome) -> Outcome {
        self.machine.finish(outcome)
    }
}
