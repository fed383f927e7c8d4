//! The corpus: every program prints what CPython 3.12 printed, in every mode.
//!
//! A program that CPython cannot run says `[ours]` in its first line, and its expectation is written by
//! hand. The theme `guards` runs under every sound strategy, too.
//!
//! `THESEUS_CORPUS=text` keeps only the programs whose name contains `text`;
//! `THESEUS_RECORD=python` stores what that python prints instead of comparing.

mod common;

use common::process::{self, Outcome};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

const LIMIT: Duration = Duration::from_secs(60);
const THREADS: usize = 2;
/// Lines shown of a difference, before and after it.
const SHOWN: usize = 3;

/// A program of the corpus.
struct Program {
    /// Its path below the corpus, as given to the interpreter.
    name: String,
    path: PathBuf,
    /// Not run with a collection at every allocation: too slow (`[slow]`), or the program tells when
    /// a collection happens (`[when]`).
    unstressed: bool,
    /// CPython cannot run it.
    ours: bool,
}

#[test]
fn plain() {
    check("plain", &[]);
}

#[test]
fn guards_off() {
    check("guards=off", &["-X", "guards=off"]);
}

#[test]
fn gc_stress() {
    check("gc=stress", &["-X", "gc=stress"]);
}

/// Runs the whole corpus with `options` before the program's name.
fn check(mode: &str, options: &[&str]) {
    let _turn = turn();
    if let Ok(python) = std::env::var("THESEUS_RECORD") {
        // One mode is enough: the options are ours, not CPython's.
        if mode == "plain" {
            record(&python);
        }
        return;
    }
    let stress = mode == "gc=stress";
    let programs: Vec<_> = programs().into_iter().filter(|p| !(stress && p.unstressed)).collect();
    check_programs(mode, options, &programs);
}

/// Ways of guarding under which every program prints the same. `none` is not among them: it is the
/// unsound ceiling.
const STRATEGIES: &[&str] = &[
    "entry",
    "epoch",
    "dictver",
    "keysver",
    "cell",
    "watch-dict",
    "watch-key",
    "watch-keyset,record",
    "stress",
    "entry,stress",
    "cell,stress",
    "watch-key,stress",
    "watch-dict,record",
    "backoff=always",
    "cell,backoff=pypy",
    "watch-key,backoff=fat",
    "epoch,backoff=strikes:2",
];

#[test]
fn guard_strategies() {
    let _turn = turn();
    if std::env::var("THESEUS_RECORD").is_ok() {
        return;
    }
    let programs: Vec<_> = programs().into_iter().filter(|p| p.name.starts_with("guards/")).collect();
    for settings in STRATEGIES {
        let option = format!("guards={settings}");
        check_programs(&option, &["-X", &option], &programs);
    }
}

fn check_programs(mode: &str, options: &[&str], programs: &[Program]) {
    let failures =
        each(programs, |program| compare(program, &execute(env!("CARGO_BIN_EXE_theseus"), program, options)));
    for failure in &failures {
        println!("{failure}");
    }
    let passed = programs.len() - failures.len();
    println!("corpus {mode}: {} runs, {passed} passed", programs.len());
    assert!(failures.is_empty(), "{} programs differ in mode {mode}", failures.len());
}

/// One mode at a time, or the modes would steal time from one another.
fn turn() -> MutexGuard<'static, ()> {
    static TURN: Mutex<()> = Mutex::new(());
    TURN.lock().unwrap_or_else(PoisonError::into_inner)
}

fn corpus() -> PathBuf {
    // Resolved, for tracebacks show the real directory.
    common::root().join("corpus").canonicalize().expect("find the corpus")
}

/// All the programs which the filter keeps.
fn programs() -> Vec<Program> {
    let base = corpus();
    let filter = std::env::var("THESEUS_CORPUS").unwrap_or_default();
    // What programs import is not run by itself.
    let support = |path: &PathBuf| path.iter().any(|part| part == "support");
    let all = common::files(&base, "py").into_iter().filter(|path| !support(path));
    let all = all.map(|path| program(path, &base));
    let kept: Vec<_> = all.filter(|program| program.name.contains(&filter)).collect();
    assert!(!kept.is_empty(), "no program matches {filter:?}");
    kept
}

fn program(path: PathBuf, base: &Path) -> Program {
    let text = fs::read(&path).expect("read a program");
    let first = text.split(|&byte| byte == b'\n').next().unwrap_or_default();
    let first = String::from_utf8_lossy(first);
    let unstressed = first.contains("[slow]") || first.contains("[when]");
    let ours = first.contains("[ours]");
    Program { name: common::relative(&path, base), path, unstressed, ours }
}

/// Applies `test` to all the programs on a few threads; the failures by name.
fn each(programs: &[Program], test: impl Fn(&Program) -> Result<(), String> + Sync) -> Vec<String> {
    let next = AtomicUsize::new(0);
    let failures = Mutex::new(Vec::new());
    thread::scope(|scope| {
        for _ in 0..THREADS {
            scope.spawn(|| {
                while let Some(program) = programs.get(next.fetch_add(1, Ordering::Relaxed)) {
                    if let Err(why) = test(program) {
                        let text = format!("FAIL {}\n{why}", program.name);
                        failures.lock().expect("no test panics").push(text);
                    }
                }
            });
        }
    });
    let mut failures = failures.into_inner().expect("no test panics");
    failures.sort();
    failures
}

fn execute(python: &str, program: &Program, options: &[&str]) -> Outcome {
    let mut command = process::python(python);
    command.args(options).arg(&program.name).current_dir(corpus());
    let mut outcome = process::run(process::clean(&mut command), b"", LIMIT);
    outcome.stdout = without_base(outcome.stdout);
    outcome.stderr = portable(&outcome.err()).into_bytes();
    outcome
}

/// Output without the directory it was made in. Programs that print no text keep their bytes.
fn without_base(output: Vec<u8>) -> Vec<u8> {
    match String::from_utf8(output) {
        Ok(text) => text.replace(&base(), "<corpus>/").into_bytes(),
        Err(bytes) => bytes.into_bytes(),
    }
}

fn base() -> String {
    format!("{}/", corpus().display())
}

/// Text without what differs from run to run: directories and addresses.
fn portable(text: &str) -> String {
    let text = text.replace(&base(), "<corpus>/");
    let mut parts = text.split(" at 0x");
    let mut result = parts.next().unwrap_or_default().to_string();
    for part in parts {
        result.push_str(" at <address>");
        result.push_str(part.trim_start_matches(|c: char| c.is_ascii_hexdigit()));
    }
    result
}

fn compare(program: &Program, outcome: &Outcome) -> Result<(), String> {
    if outcome.timed_out {
        return Err(format!("  still running after {} s", LIMIT.as_secs()));
    }
    let stdout = fs::read(program.path.with_extension("out")).expect("recorded stdout");
    let stderr = fs::read(program.path.with_extension("err")).unwrap_or_default();
    let mut why = String::new();
    if stdout != outcome.stdout {
        why += &difference("stdout", &stdout, &outcome.stdout);
    }
    let found = errors(outcome);
    if stderr != found {
        why += &difference("stderr", &stderr, &found);
    }
    if why.is_empty() { Ok(()) } else { Err(why) }
}

/// What an `.err` file holds: stderr and the exit code, nothing if all is well.
fn errors(outcome: &Outcome) -> Vec<u8> {
    if outcome.stderr.is_empty() && outcome.code == 0 {
        return Vec::new();
    }
    let mut text = outcome.stderr.clone();
    text.extend(format!("exit: {}\n", outcome.code).bytes());
    text
}

/// The first line that differs and its neighbours.
fn difference(what: &str, expected: &[u8], found: &[u8]) -> String {
    let (expected, found) = (String::from_utf8_lossy(expected), String::from_utf8_lossy(found));
    let (a, b): (Vec<_>, Vec<_>) = (expected.lines().collect(), found.lines().collect());
    let same = a.iter().zip(&b).take_while(|(a, b)| a == b).count();
    let mut text = format!("  {what} differs at line {}:\n", same + 1);
    for (sign, lines) in [('-', &a), ('+', &b)] {
        for line in lines.iter().skip(same).take(SHOWN) {
            text += &format!("  {sign} {}\n", shorten(line));
        }
    }
    text
}

/// Long lines would hide the list of failures.
fn shorten(line: &str) -> String {
    const WIDTH: usize = 300;
    if line.chars().count() <= WIDTH {
        return line.to_string();
    }
    line.chars().take(WIDTH).chain("...".chars()).collect()
}

/// Stores what `python` prints as the expectation of every program.
fn record(python: &str) {
    let programs: Vec<_> = programs().into_iter().filter(|p| !p.ours).collect();
    let failures = each(&programs, |program| store(program, &execute(python, program, &[])));
    assert!(failures.is_empty(), "not recorded: {failures:?}");
    println!("corpus: {} programs recorded", programs.len());
}

fn store(program: &Program, outcome: &Outcome) -> Result<(), String> {
    if outcome.timed_out {
        return Err("  timed out".to_string());
    }
    let write = |ext: &str, bytes: &[u8]| {
        fs::write(program.path.with_extension(ext), bytes).map_err(|error| error.to_string())
    };
    write("out", &outcome.stdout)?;
    let text = errors(outcome);
    if text.is_empty() {
        // An old record may say otherwise.
        fs::remove_file(program.path.with_extension("err")).ok();
        return Ok(());
    }
    write("err", &text)
}
