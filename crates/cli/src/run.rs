//! Running what the command line names.

use std::io::{Read, Write};

use theseus_runtime::{Builder, Outcome};

use crate::flags::{Command, Program, help};

const VERSION: &str = concat!("Python 3.12.1 (Theseus ", env!("CARGO_PKG_VERSION"), ")\n");

/// A program that was read.
struct Script {
    source: Vec<u8>,
    /// `sys.argv[0]`.
    argv0: String,
    /// The first entry of `sys.path`.
    folder: String,
    /// The name in tracebacks.
    shown: String,
    /// Whether that name is the program's `__file__`.
    is_file: bool,
}

pub fn run(command: &Command) -> Outcome {
    match &command.program {
        Program::Version => {
            say(VERSION);
            Outcome::Exit(0)
        }
        Program::Help => {
            say(&help());
            Outcome::Exit(0)
        }
        Program::Disassemble(path) => disassemble(path),
        Program::RunAndDisassemble(path) => with(file(path), |script| list(command, script)),
        Program::Text(text) => {
            with(Ok(in_memory("-c", text.as_bytes(), "<string>")), |s| execute(command, s))
        }
        Program::Stdin(argv0) => with(stdin(argv0), |script| execute(command, script)),
        Program::File(path) => with(file(path), |script| execute(command, script)),
    }
}

/// Runs what could be read, or tells why it could not.
fn with(script: Result<Script, Outcome>, run: impl Fn(&Script) -> Outcome) -> Outcome {
    script.map_or_else(|outcome| outcome, |script| run(&script))
}

/// Prints text; a reader who went away is no concern of ours.
fn say(text: &str) {
    let mut stdout = std::io::stdout().lock();
    let _ = stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush());
}

/// Prints a line on stderr, as nothing can be done if that is closed.
pub fn complain(message: &str) {
    let _ = std::io::stderr().write_all(message.as_bytes());
}

fn fail(message: &str, code: i32) -> Outcome {
    complain(&format!("{message}\n"));
    Outcome::Exit(code)
}

fn in_memory(argv0: &str, source: &[u8], shown: &str) -> Script {
    Script {
        source: source.to_vec(),
        argv0: argv0.to_string(),
        folder: String::new(),
        shown: shown.to_string(),
        is_file: false,
    }
}

fn stdin(argv0: &str) -> Result<Script, Outcome> {
    let mut source = Vec::new();
    match std::io::stdin().read_to_end(&mut source) {
        // `__file__` is there too, in CPython.
        Ok(_) => Ok(Script { is_file: true, ..in_memory(argv0, &source, "<stdin>") }),
        Err(e) => Err(fail(&format!("{}: can't read stdin: {e}", program_name()), 1)),
    }
}

/// Name of this program as it was started, for messages as CPython's.
fn program_name() -> String {
    std::env::args_os().next().map(|a| a.to_string_lossy().into_owned()).unwrap_or_else(|| "theseus".into())
}

/// The path of a script as CPython shows it: absolute, but not simplified.
fn absolute(path: &str) -> String {
    if path.starts_with('/') {
        return path.to_string();
    }
    let Ok(here) = std::env::current_dir() else { return path.to_string() };
    let here = here.to_string_lossy();
    if matches!(path, "" | ".") {
        here.into_owned()
    } else {
        format!("{}/{path}", here.trim_end_matches('/'))
    }
}

/// The folder a script lies in, links resolved.
fn folder_of(path: &str) -> String {
    let real = std::fs::canonicalize(path).map(|p| p.to_string_lossy().into_owned());
    let real = real.unwrap_or_else(|_| path.to_string());
    match real.rsplit_once('/') {
        Some(("", _)) => "/".to_string(),
        Some((folder, _)) => folder.to_string(),
        None => String::new(),
    }
}

/// Reads the script at `path`, or the `__main__.py` of a directory.
fn file(path: &str) -> Result<Script, Outcome> {
    let (me, full) = (program_name(), absolute(path));
    let script =
        |source, folder, shown| Script { source, argv0: path.to_string(), folder, shown, is_file: true };
    if theseus_runtime::is_directory(full.as_bytes()) == Some(true) {
        let main = format!("{}/__main__.py", full.trim_end_matches('/'));
        return match theseus_runtime::read_file(main.as_bytes()) {
            Ok(source) => Ok(script(source, full, main)),
            Err(_) => Err(fail(&format!("{me}: can't find '__main__' module in '{full}'"), 1)),
        };
    }
    match theseus_runtime::read_file(full.as_bytes()) {
        Ok(source) => Ok(script(source, folder_of(&full), full)),
        Err(errno) => {
            let text = theseus_runtime::error_text(errno);
            Err(fail(&format!("{me}: can't open file '{full}': [Errno {errno}] {text}"), 2))
        }
    }
}

/// Environment variables that count, unless they are ignored. Empty ones do not.
fn environment(command: &Command, name: &str) -> Option<String> {
    if command.ignore_environment {
        return None;
    }
    std::env::var_os(name).map(|v| v.to_string_lossy().into_owned()).filter(|v| !v.is_empty())
}

/// An interpreter for a script as the command line and the environment want it.
fn builder(command: &Command, script: &Script) -> Result<Builder, Outcome> {
    let mut builder = Builder::new();
    if command.unbuffered || environment(command, "PYTHONUNBUFFERED").is_some() {
        builder.unbuffered();
    }
    builder.arguments(std::iter::once(&script.argv0).chain(&command.arguments));
    let own = (!command.safe_path).then(|| script.folder.clone());
    let more = environment(command, "PYTHONPATH").unwrap_or_default();
    let more = more.split(':').filter(|p| !p.is_empty()).map(str::to_string);
    builder.path(own.into_iter().chain(more)).guards(command.guards).handle_interrupts();
    if command.collect_always {
        builder.collect_always();
    }
    match environment(command, "PYTHONHASHSEED").as_deref() {
        None | Some("random") => (),
        Some(text) => match text.trim_start().parse::<u32>() {
            Ok(seed) => {
                builder.hash_seed(seed);
            }
            Err(_) => return Err(fail(BAD_SEED, 1)),
        },
    }
    Ok(builder)
}

const BAD_SEED: &str = "Fatal Python error: config_init_hash_seed: PYTHONHASHSEED must be \"random\" \
    or an integer in range [0; 4294967295]\nPython runtime state: preinitialized\n";

fn execute(command: &Command, script: &Script) -> Outcome {
    let file = script.is_file.then_some(script.shown.as_str());
    match builder(command, script) {
        Ok(builder) => builder.run_source(&script.source, &script.shown, file),
        Err(outcome) => outcome,
    }
}

/// Runs a script and prints its code as it is then.
fn list(command: &Command, script: &Script) -> Outcome {
    let file = script.is_file.then_some(script.shown.as_str());
    match builder(command, script) {
        Ok(builder) => {
            let (outcome, text) = builder.run_and_list(&script.source, &script.shown, file);
            say(&text.unwrap_or_default());
            outcome
        }
        Err(outcome) => outcome,
    }
}

fn disassemble(path: &str) -> Outcome {
    with(file(path), |script| match theseus_runtime::disassemble(&script.source, path) {
        Ok(text) => {
            say(&text);
            Outcome::Exit(0)
        }
        Err(message) => fail(&message, 1),
    })
}
