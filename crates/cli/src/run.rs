//! Running what the command line names.

use theseus_runtime::{Builder, Outcome};

use crate::flags::{Command, Program, help};

const VERSION: &str = concat!("Python 3.12.1 (Theseus ", env!("CARGO_PKG_VERSION"), ")");

pub fn run(command: &Command) -> Outcome {
    match &command.program {
        Program::Version => {
            println!("{VERSION}");
            Outcome::Exit(0)
        }
        Program::Help => {
            print!("{}", help());
            Outcome::Exit(0)
        }
        Program::Disassemble(path) => disassemble(path),
        Program::Text(text) => execute(command, "-c", "", text.as_bytes(), "<string>", None),
        Program::Stdin => match read_stdin() {
            Ok(source) => execute(command, "-", "", &source, "<stdin>", None),
            Err(message) => fail(&message, 1),
        },
        Program::File(path) => file(command, path),
    }
}

fn fail(message: &str, code: i32) -> Outcome {
    eprintln!("{message}");
    Outcome::Exit(code)
}

fn read_stdin() -> Result<Vec<u8>, String> {
    use std::io::Read;
    let mut source = Vec::new();
    std::io::stdin().read_to_end(&mut source).map_err(|e| format!("theseus: can't read stdin: {e}"))?;
    Ok(source)
}

/// Name of this program as it was started, for messages as CPython's.
fn program_name() -> String {
    std::env::args_os().next().map(|a| a.to_string_lossy().into_owned()).unwrap_or_else(|| "theseus".into())
}

/// The path of a script as CPython shows it: absolute.
fn absolute(path: &str) -> String {
    match std::path::absolute(path) {
        Ok(p) => p.to_string_lossy().into_owned(),
        Err(_) => path.to_string(),
    }
}

fn file(command: &Command, path: &str) -> Outcome {
    let me = program_name();
    if theseus_runtime::is_directory(path.as_bytes()) == Some(true) {
        let main = format!("{}/__main__.py", path.trim_end_matches('/'));
        return match theseus_runtime::read_file(main.as_bytes()) {
            Ok(source) => execute(command, path, path, &source, &main, Some(&main)),
            Err(_) => fail(&format!("{me}: can't find '__main__' module in '{}'", absolute(path)), 1),
        };
    }
    match theseus_runtime::read_file(path.as_bytes()) {
        Ok(source) => {
            let shown = absolute(path);
            let folder = shown.rsplit_once('/').map_or("", |(f, _)| f).to_string();
            execute(command, path, &folder, &source, &shown, Some(&shown))
        }
        Err(errno) => {
            let text = theseus_runtime::error_text(errno);
            fail(&format!("{me}: can't open file '{}': [Errno {errno}] {text}", absolute(path)), 2)
        }
    }
}

/// Environment variables that count, unless they are ignored.
fn environment(command: &Command, name: &str) -> Option<String> {
    if command.ignore_environment { None } else { std::env::var(name).ok().filter(|v| !v.is_empty()) }
}

fn execute(command: &Command, argv0: &str, folder: &str, source: &[u8], shown: &str, file: Option<&str>) -> Outcome {
    let mut builder = Builder::new();
    if command.unbuffered || environment(command, "PYTHONUNBUFFERED").is_some() {
        builder.unbuffered();
    }
    let arguments = std::iter::once(argv0.to_string()).chain(command.arguments.iter().cloned());
    builder.arguments(arguments);
    let mut path = Vec::new();
    if !command.isolated {
        path.push(folder.to_string());
    }
    let more = environment(command, "PYTHONPATH").unwrap_or_default();
    path.extend(more.split(':').filter(|p| !p.is_empty()).map(str::to_string));
    builder.path(path).guards(command.guards).handle_interrupts();
    if command.collect_always {
        builder.collect_always();
    }
    match environment(command, "PYTHONHASHSEED").as_deref() {
        None | Some("random") => (),
        Some(text) => match text.parse::<u32>() {
            Ok(seed) => {
                builder.hash_seed(seed);
            }
            Err(_) => {
                return fail(
                    "Fatal Python error: config_init_hash_seed: PYTHONHASHSEED must be \"random\" or an integer in range [0; 4294967295]\nPython runtime state: preinitialized\n\nCurrent thread 0x0000000000000000 (most recent call first):\n  <no Python frame>",
                    1,
                );
            }
        },
    }
    builder.run_source(source, shown, file)
}

fn disassemble(path: &str) -> Outcome {
    let source = match theseus_runtime::read_file(path.as_bytes()) {
        Ok(source) => source,
        Err(errno) => {
            let text = theseus_runtime::error_text(errno);
            return fail(&format!("theseus: can't open file '{path}': [Errno {errno}] {text}"), 2);
        }
    };
    match theseus_runtime::disassemble(&source, path) {
        Ok(text) => {
            print!("{text}");
            Outcome::Exit(0)
        }
        Err(message) => fail(&message, 1),
    }
}
