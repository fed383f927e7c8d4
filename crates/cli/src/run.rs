//! Running what the command line names.

use std::io::{Read, Write};

use theseus_runtime::{Before, Builder, Outcome};

use crate::environment::{self, variable};
use crate::flags::{Command, Heap, Program, Replace, help};
use crate::repl;

pub const VERSION: &str = concat!("Python 3.12.1 (Theseus ", env!("CARGO_PKG_VERSION"), ")\n");
pub const LONG_VERSION: &str =
    concat!("Python 3.12.1 (Theseus ", env!("CARGO_PKG_VERSION"), ", register machine) [Rust]\n");

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
            say(if command.version > 1 { LONG_VERSION } else { VERSION });
            Outcome::Exit(0)
        }
        Program::Help => {
            say(&help());
            Outcome::Exit(0)
        }
        Program::Disassemble(path) => disassemble(path),
        Program::Heap(heap) => with(file(&heap.file), |script| explore(command, heap, script)),
        Program::Replace(r) => with(file(&r.file), |script| replace(command, r, script)),
        Program::RunAndDisassemble(path) => with(file(path), |script| list(command, script)),
        Program::Text(text) => {
            with(Ok(in_memory("-c", text.as_bytes(), "<string>")), |s| execute(command, s))
        }
        Program::Stdin(argv0) if repl::is_interactive(command) => converse(command, argv0),
        Program::Stdin(argv0) => with(stdin(argv0), |script| execute(command, script)),
        Program::Module(name) => module(command, name),
        Program::File(path) => match archive(path) {
            Some(full) => package(command, path, &full),
            None => with(file(path), |script| execute(command, script)),
        },
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

/// The absolute path, if it is a folder or zip file with a `__main__`.
fn archive(path: &str) -> Option<String> {
    let full = absolute(path);
    match theseus_runtime::is_directory(full.as_bytes())? {
        true => {
            let main = format!("{}/__main__.py", full.trim_end_matches('/'));
            (theseus_runtime::is_directory(main.as_bytes()) == Some(false)).then_some(full)
        }
        false => {
            let bytes = theseus_runtime::read_file(full.as_bytes()).ok()?;
            is_zip(&bytes).then_some(full)
        }
    }
}

/// Whether the bytes end with a zip file's directory and its record of 22 bytes and a comment; anything may
/// stand before.
fn is_zip(bytes: &[u8]) -> bool {
    let start = bytes.len().saturating_sub(0x1_0016);
    let ends = bytes[start..].windows(22).enumerate().filter(|(_, w)| w.starts_with(b"PK\x05\x06"));
    ends.map(|(at, w)| (start + at, w)).any(|(at, w)| {
        let comment = usize::from(u16::from_le_bytes([w[20], w[21]]));
        let directory = u32::from_le_bytes([w[12], w[13], w[14], w[15]]) as usize;
        let first = at.checked_sub(directory).map(|first| &bytes[first..]);
        at + 22 + comment == bytes.len()
            && first.is_some_and(|b| b.starts_with(b"PK\x01\x02") || b.starts_with(b"PK\x05\x06"))
    })
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

/// An interpreter for a program as the command line and the environment want it.
fn builder(command: &Command, argv0: &str, folder: &str) -> Result<Builder, Outcome> {
    let mut builder = Builder::new();
    if command.unbuffered || variable(command, "PYTHONUNBUFFERED").is_some() {
        builder.unbuffered();
    }
    *builder.config() =
        environment::config(command, argv0, Some(folder.to_string())).map_err(|text| fail(&text, 1))?;
    builder.guards(command.guards.clone()).handle_interrupts();
    if command.guard_stats {
        builder.config().site_code.push("from _theseus_guards import tell_at_exit\ntell_at_exit()\n".into());
    }
    if command.collect_always {
        builder.collect_always();
    }
    match variable(command, "PYTHONHASHSEED").as_deref() {
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

/// `-m`: the module is looked for from the current folder.
fn module(command: &Command, name: &str) -> Outcome {
    match builder(command, "-m", &absolute("")) {
        Ok(builder) if repl::follows(command) => {
            repl::run(command, &builder, &Before::Module { name, argv: true })
        }
        Ok(builder) => builder.run_module(name),
        Err(outcome) => outcome,
    }
}

/// The `__main__` of a folder or zip file.
fn package(command: &Command, path: &str, full: &str) -> Outcome {
    match builder(command, path, full) {
        Ok(builder) if repl::follows(command) => {
            repl::run(command, &builder, &Before::Module { name: "__main__", argv: false })
        }
        Ok(builder) => builder.run_package(),
        Err(outcome) => outcome,
    }
}

fn execute(command: &Command, script: &Script) -> Outcome {
    let file = script.is_file.then_some(script.shown.as_str());
    let first = script.source.iter().position(|&b| b == b'\n').filter(|_| command.skip_first_line);
    // The line end stays, so that lines keep their numbers.
    let source = &script.source[first.unwrap_or(0)..];
    match builder(command, &script.argv0, &script.folder) {
        Ok(builder) if repl::follows(command) => {
            repl::run(command, &builder, &Before::Source { source, filename: &script.shown, file })
        }
        Ok(builder) => builder.run_source(source, &script.shown, file),
        Err(outcome) => outcome,
    }
}

/// The prompt, without a program.
fn converse(command: &Command, argv0: &str) -> Outcome {
    let startup = variable(command, "PYTHONSTARTUP");
    match builder(command, argv0, "") {
        Ok(builder) => repl::run(command, &builder, &Before::Startup(startup.as_deref())),
        Err(outcome) => outcome,
    }
}

/// Runs a script and prints its code as it is then.
fn list(command: &Command, script: &Script) -> Outcome {
    let file = script.is_file.then_some(script.shown.as_str());
    match builder(command, &script.argv0, &script.folder) {
        Ok(builder) => {
            let (outcome, text) = builder.run_and_list(&script.source, &script.shown, file);
            say(&text.unwrap_or_default());
            outcome
        }
        Err(outcome) => outcome,
    }
}

/// Runs a script that is watched for the moment to report on its heap.
fn explore(command: &Command, heap: &Heap, script: &Script) -> Outcome {
    let mut builder = match builder(command, &script.argv0, &script.folder) {
        Ok(builder) => builder,
        Err(outcome) => return outcome,
    };
    let line = heap.line.map_or("None".to_string(), |n| n.to_string());
    let output = heap.output.as_deref().map_or("None".to_string(), literal);
    let [file, format] = [&script.shown, &heap.format].map(|s| literal(s));
    let watch = format!("watch({file}, {line}, {format}, {output})");
    builder.config().around_code =
        Some([format!("from guppy.heapy.Command import watch\nended = {watch}\n"), "ended()\n".into()]);
    builder.run_source(&script.source, &script.shown, Some(&script.shown))
}

/// Runs a script that is watched for the moment to replace an object in it.
fn replace(command: &Command, r: &Replace, script: &Script) -> Outcome {
    let mut builder = match builder(command, &script.argv0, &script.folder) {
        Ok(builder) => builder,
        Err(outcome) => return outcome,
    };
    let [file, old, new] = [&script.shown, &r.old, &r.new].map(|s| literal(s));
    let (line, dry_run) = (r.line, if r.dry_run { "True" } else { "False" });
    let watch = format!("watch({file}, {line}, {old}, {new}, {dry_run})");
    builder.config().around_code =
        Some([format!("from _theseus_replace import watch\nended = {watch}\n"), "ended()\n".into()]);
    builder.run_source(&script.source, &script.shown, Some(&script.shown))
}

/// Text as a Python literal.
fn literal(s: &str) -> String {
    let escaped = s.chars().map(|c| match c {
        'a'..='z' | 'A'..='Z' | '0'..='9' | '/' | '.' | '_' | '-' => c.to_string(),
        c => format!("\\U{:08x}", u32::from(c)),
    });
    format!("'{}'", escaped.collect::<String>())
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
