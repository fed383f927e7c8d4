//! The interactive prompt: what is typed in `tests/repl/NAME.in`, and what CPython 3.12 answers.
//!
//! `THESEUS_RECORD=python3.12 cargo test -p theseus-cli --test repl` writes the answers anew.

mod common;

use common::process::{self, Outcome};
use std::fs;
use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

const LIMIT: Duration = Duration::from_secs(60);
const THESEUS: &str = env!("CARGO_BIN_EXE_theseus");

fn folder() -> PathBuf {
    common::root().join("tests/repl")
}

/// A home without a history.
fn home() -> PathBuf {
    let home = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("repl");
    fs::create_dir_all(&home).expect("make a home");
    home
}

fn run(program: &str, arguments: &[&str], input: &[u8]) -> Outcome {
    let mut command = Command::new(program);
    process::clean(&mut command).env("HOME", home()).env_remove("NO_COLOR").args(arguments);
    if let Some(version) = std::env::var_os("PYENV_VERSION").filter(|_| program != THESEUS) {
        command.env("PYENV_VERSION", version).env_remove("HOME");
    }
    let outcome = process::run(&mut command, input, LIMIT);
    assert!(!outcome.timed_out, "{arguments:?} does not end");
    outcome
}

/// All that was answered, as the `.out` files have it.
fn answer(program: &str, input: &[u8]) -> String {
    let outcome = run(program, &["-q", "-i"], input);
    format!("{}--- stderr\n{}--- {}\n", outcome.out(), outcome.err(), outcome.code)
}

#[test]
fn answers_as_cpython() {
    let record = std::env::var("THESEUS_RECORD").ok();
    let inputs = common::files(&folder(), "in");
    assert!(!inputs.is_empty(), "no inputs");
    let mut problems = Vec::new();
    for path in inputs {
        let input = fs::read(&path).expect("read the input");
        let recorded = path.with_extension("out");
        if let Some(python) = &record {
            fs::write(&recorded, answer(python, &input)).expect("record the answer");
        }
        let expected = fs::read_to_string(&recorded).unwrap_or_default();
        let got = answer(THESEUS, &input);
        if got != expected {
            problems.push(format!("{}:\n{got}\nexpected:\n{expected}", path.display()));
        }
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

#[test]
fn the_prompt_follows_a_program() {
    let traceback = "Traceback (most recent call last):\n  File \"<string>\", line 1, in <module>\n";
    let outcome = run(THESEUS, &["-i", "-c", "x = 5; raise SystemExit(3)"], b"x + 1\n");
    assert_eq!(outcome.out(), "6\n");
    assert_eq!(outcome.err(), format!("{traceback}SystemExit: 3\n>>> >>> \n"));
    assert_eq!(outcome.code, 0);
    let outcome = run(THESEUS, &["-i", "-c", "1 / 0"], b"exit(7)\n");
    assert_eq!(outcome.err(), format!("{traceback}ZeroDivisionError: division by zero\n>>> "));
    assert_eq!(outcome.code, 7);
}

#[test]
fn a_banner_is_shown_without_a_program() {
    let outcome = run(THESEUS, &["-i"], b"");
    let err = outcome.err();
    assert!(err.starts_with("Python 3.12.1 (Theseus "), "{err}");
    let line = "\nType \"help\", \"copyright\", \"credits\" or \"license\" for more information.\n>>> \n";
    assert!(err.ends_with(line), "{err}");
    assert_eq!((outcome.out().as_str(), outcome.code), ("", 0));
}

#[test]
fn the_startup_file_runs_first() {
    let file = home().join("startup.py");
    fs::write(&file, "x = 41\nprint('started')\n").expect("write the startup file");
    let mut command = Command::new(THESEUS);
    process::clean(&mut command).env("PYTHONSTARTUP", &file).env("HOME", home()).args(["-q", "-i"]);
    let outcome = process::run(&mut command, b"x + 1\n", LIMIT);
    assert_eq!((outcome.out().as_str(), outcome.err().as_str()), ("started\n42\n", ">>> >>> \n"));
    command.env("PYTHONSTARTUP", "/missing.py");
    let outcome = process::run(&mut command, b"", LIMIT);
    let text = "Could not open PYTHONSTARTUP\nFileNotFoundError: [Errno 2] No such file or directory: '/missing.py'\n>>> \n";
    assert_eq!(outcome.err(), text);
}

/// Types keys on a terminal made by the utility `script`; nothing where that is not installed, or
/// is another one than Linux has.
fn on_a_terminal(folder: &str, keys: &str) -> Option<Outcome> {
    let version = Command::new("script").arg("--version").output().ok()?;
    if !String::from_utf8_lossy(&version.stdout).contains("util-linux") {
        return None;
    }
    let home = home().join(folder);
    fs::create_dir_all(&home).expect("make a home");
    let _ = fs::remove_file(home.join(".python_history"));
    let mut command = Command::new("script");
    process::clean(&mut command).env("HOME", home).env("NO_COLOR", "1").env("TERM", "xterm");
    command.args(["-qec", &format!("{THESEUS} -q"), "/dev/null"]);
    let outcome = process::run(&mut command, keys.as_bytes(), LIMIT);
    assert!(!outcome.timed_out, "the terminal hangs: {}", outcome.out());
    Some(outcome)
}

#[test]
fn a_terminal_completes_indents_and_remembers() {
    let keys = "zebra = 41\rzeb\t + 1\rif zebra:\rprint('in')\r\r\x101\x03exit(7)\r";
    let Some(outcome) = on_a_terminal("keys", keys) else { return };
    let out = outcome.out();
    assert!(out.contains("\n42\r\n"), "{out}");
    assert!(out.contains("\nin\r\n"), "{out}");
    assert!(out.contains("\nKeyboardInterrupt\r\n"), "{out}");
    assert!(!out.contains("\x1b[1;35m"), "{out}");
    assert_eq!(outcome.code, 7, "{out}");
    let history = fs::read_to_string(home().join("keys/.python_history")).expect("read the history");
    assert_eq!(history, "zebra = 41\nzebra + 1\nif zebra:\n    print('in')\nexit(7)\n");
}

#[test]
fn control_d_ends_the_session() {
    let Some(outcome) = on_a_terminal("end", "6 * 7\r\x04") else { return };
    assert!(outcome.out().contains("\n42\r\n"), "{}", outcome.out());
    assert_eq!(outcome.code, 0);
}
