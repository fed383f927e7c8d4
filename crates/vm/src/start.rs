//! Starting and ending: an interpreter with its machine, running source, the exit code.

use theseus_builtins::modules::sys;
use theseus_guards::Settings;
use theseus_object::heap::pending;
use theseus_object::host::Host;
use theseus_object::module::Table;
use theseus_object::payload::{Exception, Module, WeakRef};
use theseus_object::{Cx, Interp, Kind, ObjRef, PyResult, hash};

use crate::config::Config;
use crate::frame::rooms;
use crate::guard::Guards;
use crate::machine::Vm;
use crate::shared::Shared;
use crate::upcalls::{compile_source, compile_text};

/// How a machine starts.
pub struct Options {
    pub host: Box<dyn Host>,
    /// Flags and paths.
    pub config: Config,
    /// The seed of string hashes; 0 gives CPython's hashes under `PYTHONHASHSEED=0`.
    pub hash_key: (u64, u64),
    /// How instructions are specialised.
    pub guards: Settings,
    /// Collect at every instruction boundary that looks for work.
    pub collect_always: bool,
    /// Bytes of native stack that Python code may use.
    pub stack_size: usize,
    /// Native modules of the layers above.
    pub natives: Vec<Table>,
    /// Keep the main program's code, so that it can be listed after the run.
    pub keep_code: bool,
    /// Native code outside runs the interpreter piece by piece, and may hold references.
    pub embedded: bool,
}

impl Options {
    pub fn new(host: Box<dyn Host>) -> Options {
        Options {
            host,
            hash_key: (0, 0),
            guards: Settings::default(),
            collect_always: false,
            stack_size: 7 << 20,
            natives: Vec::new(),
            keep_code: false,
            embedded: false,
            config: Config::default(),
        }
    }

    /// The hash key that CPython makes from a seed.
    pub fn seed(&mut self, seed: u32) {
        self.hash_key = hash::seed_key(seed);
    }
}

/// How a program ended.
#[derive(Debug, PartialEq, Eq, Clone, Copy)]
pub enum Outcome {
    Exit(i32),
    /// KeyboardInterrupt nobody caught: the process should die by the signal.
    Interrupted,
}

/// An interpreter and the machine that runs it.
pub struct Machine {
    pub(crate) vm: Box<Vm>,
    interp: &'static Interp,
    keep_code: bool,
    /// There are options about warnings.
    warns: bool,
    /// Statements that run before the program.
    site_code: Vec<String>,
    /// As in the configuration, with its namespace once the first part has run.
    around_code: Option<[String; 2]>,
    around_names: Option<ObjRef>,
    /// As in the configuration.
    traced_frames: Option<u16>,
    /// The main program's code, if it is to be kept.
    main: Option<ObjRef>,
}

/// Bytes of native stack for containers nested in each other: some ten thousand levels.
const CONTAINERS: usize = 24 << 20;

/// Bytes kept free below the limit, for natives that do not ask and for handling the error.
pub(crate) const RESERVE: usize = 512 << 10;

impl Machine {
    /// Starts an interpreter on the calling thread, whose native stack has `stack_size` bytes left.
    pub fn new(options: Options) -> Machine {
        let interp = Interp::new(options.hash_key);
        let shared: &'static Shared = Box::leak(Box::new(Shared {
            library: options.config.library.as_str().into(),
            other_library: options.config.other_library.is_some(),
            no_debug_ranges: options.config.no_debug_ranges,
            import_times: options.config.import_times.then(Default::default),
            optimize: options.config.flags.optimize.clamp(0, 2) as u8,
            guards: Guards::new(options.guards),
            tables: options.natives,
            embedded: options.embedded,
            native_stack: options.stack_size,
            ..Shared::new(interp)
        }));
        let Some(mut vm) = Vm::new(interp, shared, rooms(options.host.address_space()), 1000) else {
            std::alloc::handle_alloc_error(std::alloc::Layout::new::<Vm>())
        };
        let here = theseus_object::stack::pointer();
        let limit = here.saturating_sub(options.stack_size.saturating_sub(RESERVE));
        vm.cx.stack_limit = limit;
        vm.cx.container_limit = limit.max(here.saturating_sub(CONTAINERS));
        let ident = options.host.thread();
        vm.cx.begin_thread(ident);
        let _ = interp.host.set(options.host);
        theseus_builtins::install(&mut vm);
        let name = vm.names.super_.clone();
        vm.super_type =
            vm.namespace_get(&vm.builtins, &name).map_or(std::ptr::null_mut(), |t| t.as_ptr().as_ptr());
        shared.super_type.set(vm.super_type);
        crate::codetype::install(&mut vm);
        crate::gentypes::install(&mut vm);
        crate::asyncgen::install(&mut vm);
        crate::awaitable::install(&mut vm);
        crate::traceback::install(&mut vm);
        crate::frameobj::install(&mut vm);
        crate::trace::install(&mut vm);
        crate::modules::monitoring::install(&mut vm);
        crate::sysfuncs::install(&mut vm);
        let mut machine = Machine {
            vm,
            interp,
            keep_code: options.keep_code,
            warns: !options.config.warnings.is_empty(),
            site_code: options.config.site_code.clone(),
            around_code: options.config.around_code.clone(),
            around_names: None,
            traced_frames: options.config.traced_frames,
            main: None,
        };
        options.config.apply(&mut machine.vm);
        crate::guard::record::follow(&mut machine.vm);
        if options.collect_always {
            machine.vm.interp().heap.set_pending(pending::STRESS);
        }
        machine
    }

    /// The context, for native code that works with objects.
    pub fn cx(&mut self) -> &mut Cx {
        &mut self.vm.cx
    }

    /// The address of the pending-work bits, for signal handlers.
    pub fn interrupt_flag(&self) -> &'static std::sync::atomic::AtomicU32 {
        &self.interp.heap.pending
    }

    /// The namespace of `__main__`, made on first use.
    pub(crate) fn main_namespace(&mut self, file: Option<&str>) -> ObjRef {
        let vm = &mut *self.vm;
        let (name, modules) = (vm.names.main.clone(), vm.modules.clone());
        if let Some(d) = vm.namespace_get(&modules, &name).and_then(|m| vm.existing_dict(&m)) {
            return d;
        }
        let dict = vm.new_dict();
        vm.namespace_put(&dict, "__name__", name.clone());
        let none = vm.none.clone();
        for key in ["__doc__", "__package__", "__loader__", "__spec__"] {
            vm.namespace_put(&dict, key, none.clone());
        }
        vm.namespace_put(&dict, "__annotations__", vm.new_dict());
        let builtins = vm.intern("builtins");
        if let Some(builtins) = vm.namespace_get(&modules, &builtins) {
            vm.namespace_put(&dict, "__builtins__", builtins);
        }
        if let Some(f) = file {
            vm.namespace_put(&dict, "__file__", vm.new_str(f));
            vm.namespace_put(&dict, "__cached__", none);
        }
        let module = vm.interp().alloc(&vm.types.module, Module { dict: dict.clone() });
        drop(vm.namespace_set(&modules, &name, module));
        dict
    }

    /// Makes `__main__`, and runs what comes before any program.
    pub fn prepare(&mut self) -> PyResult<()> {
        self.main_namespace(None);
        self.before_main()
    }

    /// Runs source as the main program; `file` is what `__file__` says. What comes from no file is text,
    /// whatever encoding a comment in it names.
    pub(crate) fn execute(&mut self, source: &[u8], filename: &str, file: Option<&str>) -> PyResult<()> {
        let text = std::str::from_utf8(source).ok().filter(|_| file.is_none());
        self.execute_as(source, text, filename, file)
    }

    /// Runs source as the main program: as text, if it is given as such, or as the bytes of a file.
    pub(crate) fn execute_as(
        &mut self,
        source: &[u8],
        text: Option<&str>,
        filename: &str,
        file: Option<&str>,
    ) -> PyResult<()> {
        let dict = self.main_namespace(file);
        self.before_main()?;
        let vm = &mut *self.vm;
        let options = theseus_compiler::Options {
            optimize: vm.shared.optimize,
            int_digits: Some(vm.int_max_str_digits.get()),
            ..Default::default()
        };
        let code = match text {
            Some(text) => compile_text(vm, text, filename, &options)?,
            None => compile_source(vm, source, filename, &options)?,
        };
        if self.keep_code {
            self.main = Some(code.clone());
        }
        let exec = vm.upcalls.exec_code;
        exec(vm, &code, &dict, &dict, None).map(drop)
    }

    /// Runs source text as the main program, reports what nobody caught, and ends the interpreter.
    /// `file` is set for programs that come from one.
    pub fn run_main(&mut self, source: &[u8], filename: &str, file: Option<&str>) -> Outcome {
        let result = self.execute(source, filename, file);
        let outcome = match result {
            Ok(()) => Outcome::Exit(0),
            Err(_) => self.report(),
        };
        self.finish(outcome)
    }

    /// Runs a module as the main program, as `-m` does; `argv` says whether its file becomes
    /// `sys.argv[0]`.
    pub fn run_module(&mut self, name: &str, argv: bool) -> Outcome {
        let result = self.execute_module(name, argv);
        let outcome = match result {
            Ok(()) => Outcome::Exit(0),
            Err(_) => self.report(),
        };
        self.finish(outcome)
    }

    pub(crate) fn execute_module(&mut self, name: &str, argv: bool) -> PyResult<()> {
        self.main_namespace(None);
        self.before_main()?;
        let vm = &mut *self.vm;
        let runpy = crate::import::import_module(vm, "runpy")?;
        let (name, argv) = (vm.new_str(name), vm.bool(argv));
        vm.call_method(&runpy, "_run_module_as_main", &[name, argv]).map(drop)
    }

    /// The trace of guards is opened; the module `warnings` reads the options; site's statements run.
    fn before_main(&mut self) -> PyResult<()> {
        crate::guard::record::open_trace(&mut self.vm)?;
        if let Some(frames) = self.traced_frames {
            let vm = &mut *self.vm;
            let module = crate::import::import_module(vm, "_tracemalloc")?;
            let frames = vm.int(frames.into());
            vm.call_method(&module, "start", &[frames])?;
        }
        if self.warns {
            crate::import::import_module(&mut self.vm, "warnings")?;
        }
        for statement in std::mem::take(&mut self.site_code) {
            let vm = &mut *self.vm;
            let dict = vm.new_dict();
            let Err(raised) = execute_in(vm, &statement, "<site>", &dict) else { continue };
            if !vm.exception().is_some_and(|e| e.ty().is_subtype(&vm.excs.exception)) {
                return Err(raised);
            }
            if let Some(e) = vm.take_exception() {
                self.write_report(&format!("Error processing a line of site-packages: {statement}\n\n"), &e);
            }
        }
        if let Some([first, _]) = &self.around_code {
            let vm = &mut *self.vm;
            let names = vm.new_dict();
            execute_in(vm, first, "<command>", &names)?;
            self.around_names = Some(names);
        }
        Ok(())
    }

    /// The code of the main program with the words as the run left them; nothing if it did not
    /// compile or was not kept.
    pub fn listing(&self, source: &[u8]) -> Option<String> {
        crate::listing::live(&self.vm.heap, self.main.as_ref()?, source)
    }

    /// Prints the exception in flight as CPython does at top level; the exit code it means.
    fn report(&mut self) -> Outcome {
        let vm = &mut *self.vm;
        let Some(e) = vm.take_exception() else { return Outcome::Exit(1) };
        vm.cx.handled = None;
        if e.ty().is_subtype(&vm.excs.system_exit.clone()) {
            return Outcome::Exit(self.exit_code(&e));
        }
        let interrupted = e.ty().is_subtype(&vm.excs.keyboard_interrupt.clone());
        match self.print_exception(&e) {
            Some(code) => Outcome::Exit(code),
            None if interrupted => Outcome::Interrupted,
            None => Outcome::Exit(1),
        }
    }

    /// Lets `sys.excepthook` report an exception; the code to exit with, if the hook asks for one.
    pub(crate) fn print_exception(&mut self, e: &ObjRef) -> Option<i32> {
        let vm = &mut *self.vm;
        theseus_builtins::stdio::flush_stdout(vm);
        let (name, modules) = (vm.intern("sys"), vm.modules.clone());
        let key = vm.intern("excepthook");
        let sys = vm.namespace_get(&modules, &name).and_then(|sys| vm.existing_dict(&sys));
        let Some(hook) = sys.and_then(|d| vm.namespace_get(&d, &key)) else {
            self.write_report("sys.excepthook is missing\n", e);
            return None;
        };
        crate::sysfuncs::remember_last(vm, e);
        let traceback = vm.heap.get::<Exception>(e).and_then(|x| x.traceback.clone());
        let parts = [e.class(), e.clone(), traceback.unwrap_or_else(|| vm.none.clone())];
        if vm.call(&hook, &parts).is_ok() {
            return None;
        }
        let failed = vm.take_exception()?;
        if failed.ty().is_subtype(&vm.excs.system_exit.clone()) {
            return Some(self.exit_code(&failed));
        }
        self.write_report("Error in sys.excepthook:\n", &failed);
        self.write_report("\nOriginal exception was:\n", e);
        None
    }

    fn write_report(&mut self, title: &str, e: &ObjRef) {
        let vm = &mut *self.vm;
        theseus_builtins::stdio::flush_stdout(vm);
        let text = format!("{title}{}", crate::report::exception_text(vm, e));
        vm.take_exception();
        if let Some(host) = vm.host.get() {
            // There is nowhere to report that stderr is closed.
            let _ = host.write_all(2, text.as_bytes());
        }
    }

    /// What `SystemExit` says: nothing is 0, an int itself, anything else is printed and 1.
    pub fn exit_code(&mut self, e: &ObjRef) -> i32 {
        let vm = &mut *self.vm;
        let code = vm.heap.get::<Exception>(e).and_then(|x| x.value.clone());
        match code {
            None => 0,
            Some(c) if c.is_none() => 0,
            Some(c) if c.is_int() => c.int().map_or(-1, |v| (v & 0xff) as i32),
            Some(c) => {
                theseus_builtins::stdio::flush_stdout(vm);
                if let Ok(text) = vm.str(&c) {
                    sys::write_str_to_stderr(vm, text);
                }
                sys::write_stderr(vm, "\n");
                1
            }
        }
    }

    /// Ends the program: finalisers of what lives in `__main__`, then the streams.
    pub fn finish(&mut self, outcome: Outcome) -> Outcome {
        let vm = &mut *self.vm;
        vm.threads.ending.set(true);
        end_threads(vm);
        theseus_builtins::modules::atexit::run(vm);
        let outcome = self.finish_around(outcome);
        let vm = &mut *self.vm;
        sys::set_finalizing(vm);
        // Daemon threads never come back from where they are.
        vm.threads.lock.close();
        crate::sysfuncs::forget_last(vm);
        end_modules(vm);
        let flushed = theseus_builtins::stdio::flush_at_exit(vm);
        match outcome {
            Outcome::Exit(_) if !flushed => Outcome::Exit(120),
            o => o,
        }
    }
}

impl Machine {
    /// Runs what is to come after the program; the outcome that follows.
    fn finish_around(&mut self, outcome: Outcome) -> Outcome {
        let (Some([_, last]), Some(names)) = (&self.around_code, self.around_names.take()) else {
            return outcome;
        };
        match execute_in(&mut self.vm, last, "<command>", &names) {
            Ok(()) => outcome,
            Err(_) => match self.report() {
                failed if outcome == Outcome::Exit(0) => failed,
                _ => outcome,
            },
        }
    }

    /// After [`Machine::finish`], where the process goes on: gives back memory that nothing uses.
    pub fn release_unused(&mut self) {
        self.vm.interp().release_unused();
    }
}

/// Runs statements in a namespace of their own.
fn execute_in(vm: &mut Vm, statements: &str, filename: &str, names: &ObjRef) -> PyResult<()> {
    let code = compile_source(vm, statements.as_bytes(), filename, &theseus_compiler::Options::default())?;
    let exec = vm.upcalls.exec_code;
    exec(vm, &code, names, names, None).map(drop)
}

/// Lets the module `threading`, if the program imported it, run what it does at the end.
fn end_threads(vm: &mut Vm) {
    let (module, name, modules) = (vm.intern("threading"), vm.intern("_shutdown"), vm.modules.clone());
    let Some(threading) = vm.namespace_get(&modules, &module) else { return };
    let ended = match vm.getattr(&threading, &name) {
        Ok(shutdown) => vm.call(&shutdown, &[]),
        Err(raised) => Err(raised),
    };
    if ended.is_err() {
        theseus_builtins::weakref::report_unraisable(vm, &threading);
    }
}

/// Lets the modules of the program go, `__main__` and those that are not the library's. What is garbage
/// then, cycles through their functions included, is finalised with their globals as they are; of modules
/// that somebody still has the globals are dropped.
fn end_modules(vm: &mut Vm) {
    let modules = vm.modules.clone();
    let mut weak = Vec::new();
    for (name, module) in vm.dict_items(&modules) {
        if module.kind() == Kind::Module && is_of_program(vm, &name, &module) {
            let ty = vm.type_of::<WeakRef>();
            weak.push(vm.new_weakref(&ty, &module, None));
            drop(vm.namespace_delete(&modules, &name));
        }
    }
    collect_all(vm);
    let mut dropped = false;
    for reference in weak.iter().rev() {
        let module = theseus_builtins::weakref::target(vm, reference);
        if let Some(dict) = module.and_then(|m| vm.existing_dict(&m)) {
            drop_namespace(vm, &dict);
            dropped = true;
        }
    }
    drop(weak);
    if dropped {
        collect_all(vm);
    }
}

fn collect_all(vm: &mut Vm) {
    crate::upcalls::run_finalizers(vm);
    theseus_object::collect::collect(vm.interp());
    crate::upcalls::run_finalizers(vm);
}

/// Whether a module is the main program or comes from a file outside the library.
fn is_of_program(vm: &Vm, name: &ObjRef, module: &ObjRef) -> bool {
    if name.is(&vm.names.main) {
        return true;
    }
    let file = vm.existing_dict(module).and_then(|dict| vm.namespace_get(&dict, &vm.intern("__file__")));
    file.and_then(|f| f.text().map(|f| !f.starts_with(&*vm.shared.library))).unwrap_or(false)
}

/// Drops the values of a module's namespace in CPython's order: names with one underscore first,
/// then the others but `__builtins__`.
fn drop_namespace(vm: &mut Vm, dict: &ObjRef) {
    for underscore in [true, false] {
        for (key, _) in vm.dict_items(dict) {
            let name = key.text_or_empty();
            let private = name.starts_with('_') && !name.starts_with("__");
            if name != "__builtins__" && (private == underscore) {
                let none = vm.none.clone();
                drop(vm.namespace_set(dict, &key, none));
                crate::upcalls::run_finalizers(vm);
            }
        }
    }
}
