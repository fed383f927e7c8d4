//! The interactive prompt: what is typed in `tests/repl/NAME.in`, and what CPython 3.12 answers.
//!
//! `THESEUS_RECORD=python3.12 cargo test -p theseus-cli --test repl` writes the answers anew.

mod common;

use common::process::{self, Outcome};
use std::fs;
use std::io::{Read, Write};
use std::path::PathBuf;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{self, Receiver};
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
    let mut command = process::python(program);
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

/// A terminal made by the utility `script`.
struct Terminal {
    child: Child,
    keys: ChildStdin,
    screen: Receiver<Vec<u8>>,
    /// All that was shown.
    shown: String,
    /// How much of it was waited for.
    seen: usize,
}

impl Terminal {
    /// Nothing where `script` is not installed, or is another one than Linux has.
    fn open(folder: &str) -> Option<Terminal> {
        let version = Command::new("script").arg("--version").output().ok()?;
        if !String::from_utf8_lossy(&version.stdout).contains("util-linux") {
            return None;
        }
        let home = home().join(folder);
        fs::create_dir_all(&home).expect("make a home");
        let _ = fs::remove_file(home.join(".python_history"));
        let mut command = Command::new("script");
        process::clean(&mut command).env("HOME", home).env("NO_COLOR", "1").env("TERM", "xterm");
        // As in `process::python`: a job in the background ignores SIGINT, and so would the session.
        let session = format!("exec env --default-signal=INT {THESEUS} -q");
        command.args(["-qec", &session, "/dev/null"]);
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("start script");
        let keys = child.stdin.take().expect("the keys");
        let mut output = child.stdout.take().expect("the screen");
        let (sender, screen) = mpsc::channel();
        std::thread::spawn(move || {
            let mut chunk = [0; 4096];
            while let Ok(n @ 1..) = output.read(&mut chunk) {
                if sender.send(chunk[..n].to_vec()).is_err() {
                    break;
                }
            }
        });
        Some(Terminal { child, keys, screen, shown: String::new(), seen: 0 })
    }

    /// Waits until the screen shows a text, then types.
    fn type_after(&mut self, text: &str, keys: &str) {
        loop {
            if let Some(at) = self.shown[self.seen..].find(text) {
                self.seen += at + text.len();
                break;
            }
            match self.screen.recv_timeout(LIMIT) {
                Ok(chunk) => self.shown.push_str(&String::from_utf8_lossy(&chunk)),
                Err(_) => panic!("no {text:?} in {:?}", self.shown),
            }
        }
        self.keys.write_all(keys.as_bytes()).expect("type");
    }

    /// Waits for the end; the exit code and the screen.
    fn close(mut self) -> (i32, String) {
        while let Ok(chunk) = self.screen.recv_timeout(LIMIT) {
            self.shown.push_str(&String::from_utf8_lossy(&chunk));
        }
        let status = self.child.wait().expect("wait for script");
        (status.code().unwrap_or(-1), std::mem::take(&mut self.shown))
    }
}

impl Drop for Terminal {
    /// A test that fails leaves no session behind.
    fn drop(&mut self) {
        let _ = self.child.kill();
    }
}

#[test]
fn a_terminal_completes_and_remembers() {
    let Some(mut terminal) = Terminal::open("keys") else { return };
    terminal.type_after(">>> ", "zebra = 41\r");
    terminal.type_after(">>> ", "zeb\t + 1\r");
    terminal.type_after("\n42\r\n", "if zebra:\r");
    terminal.type_after("... ", "    print('in')\r");
    terminal.type_after("... ", "\r");
    terminal.type_after("\nin\r\n", "");
    terminal.type_after(">>> ", "17");
    terminal.type_after("17", "\x03");
    terminal.type_after("\nKeyboardInterrupt\r\n", "print('on'); [0 for x in iter(int, 1) if x]\r");
    terminal.type_after("\non\r\n", "\x03");
    terminal.type_after("Traceback", "");
    terminal.type_after("\nKeyboardInterrupt\r\n", "");
    terminal.type_after(">>> ", "exit(7)\r");
    let (code, screen) = terminal.close();
    assert_eq!(code, 7, "{screen}");
    assert!(!screen.contains("\x1b[1;35m"), "{screen}");
    let history = fs::read_to_string(home().join("keys/.python_history")).expect("read the history");
    let lines = "zebra = 41\nzebra + 1\nif zebra:\n    print('in')\nprint('on'); [0 for x in iter(int, 1) if x]\nexit(7)\n";
    assert_eq!(history, lines);
}

#[test]
fn control_d_ends_the_session() {
    let Some(mut terminal) = Terminal::open("end") else { return };
    terminal.type_after(">>> ", "6 * 7\r");
    terminal.type_after("\n42\r\n", "");
    terminal.type_after(">>> ", "\x04");
    let (code, screen) = terminal.close();
    assert_eq!(code, 0, "{screen}");
}
