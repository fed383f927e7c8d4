//! The same output under every sound setting: a script, run by a process for each.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use theseus_guards::{Optimisation, Settings, Strategy};

use crate::axes::Engine;

/// What a process printed, and how it ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Output {
    pub code: Option<i32>,
    pub stdout: Vec<u8>,
    /// The last line of stderr: the exception, whose traceback may name another place of the caches.
    pub error: String,
}

impl Output {
    /// Whether the script wanted a module that only Theseus has.
    pub fn lacks_module(&self) -> bool {
        self.error.starts_with("ModuleNotFoundError: ")
    }
}

/// The settings of `-X guards=` that must agree, the one that the others are compared with first.
pub fn settings() -> Vec<String> {
    let modes = ["off", "on", "stress"].map(str::to_string);
    let strategies = Strategy::ALL.iter().map(|s| s.name());
    let sound = strategies.filter(|name| Settings::parse(name).is_ok_and(|s| !s.is_unsound()));
    modes.into_iter().chain(sound.filter(|name| *name != "off").map(str::to_string)).collect()
}

/// The settings that concern one optimisation alone, or a strategy under stress.
pub fn single_settings() -> Vec<String> {
    let all = || Strategy::ALL.iter().map(|s| s.name()).filter(|name| *name != "off");
    let stressed = all().map(|strategy| format!("{strategy},stress"));
    let alone = Optimisation::ALL.iter().flat_map(|o| all().map(|s| format!("off,{}:{s}", o.name())));
    let sound = |setting: &String| Settings::parse(setting).is_ok_and(|s| !s.is_unsound());
    stressed.chain(alone).filter(sound).collect()
}

/// A CPython 3.12, for a third opinion; `Err` says what it is instead.
pub fn reference(program: &str) -> Result<PathBuf, String> {
    let ask = "import sys; print(sys.implementation.name, *sys.version_info[:2])";
    let told = |e: std::io::Error| format!("{program}: {e}");
    let output = Command::new(program).args(["-I", "-c", ask]).stdin(Stdio::null()).output().map_err(told)?;
    match String::from_utf8_lossy(&output.stdout).trim() {
        "cpython 3 12" => Ok(PathBuf::from(program)),
        "" => Err(format!("{program}: no Python")),
        other => Err(format!("{program}: {other}, not cpython 3 12")),
    }
}

/// A script is stopped after this long.
const LIMIT: Duration = Duration::from_secs(60);

/// Runs a script under a setting of `-X guards=`.
pub fn run(
    program: &Path,
    setting: Option<&str>,
    script: &Path,
    arguments: &[String],
) -> Result<Output, String> {
    let mut command = Command::new(program);
    if let Some(setting) = setting {
        command.args(["-X", &format!("guards={setting}")]);
    }
    command.arg(script).args(arguments);
    output(&mut command, &script.display().to_string())
}

/// Runs a command to its end; `name` is what it is called in errors.
pub fn output(command: &mut Command, name: &str) -> Result<Output, String> {
    command.env("PYTHONHASHSEED", "0");
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let told = |e: std::io::Error| format!("{name}: {e}");
    let mut child = command.spawn().map_err(told)?;
    // Pipes are read by threads, so that a process that writes much does not wait for us.
    let reader = |mut from: Box<dyn std::io::Read + Send>| {
        std::thread::spawn(move || {
            let mut bytes = Vec::new();
            drop(from.read_to_end(&mut bytes));
            bytes
        })
    };
    let stdout = child.stdout.take().map(|pipe| reader(Box::new(pipe)));
    let stderr = child.stderr.take().map(|pipe| reader(Box::new(pipe)));
    let start = Instant::now();
    let status = loop {
        match child.try_wait().map_err(told)? {
            Some(status) => break status,
            None if start.elapsed() > LIMIT => {
                drop(child.kill());
                drop(child.wait());
                return Err(format!("{name} did not end within {} s", LIMIT.as_secs()));
            }
            None => std::thread::sleep(Duration::from_millis(2)),
        }
    };
    let bytes = |thread: Option<std::thread::JoinHandle<Vec<u8>>>| {
        thread.and_then(|thread| thread.join().ok()).unwrap_or_default()
    };
    let (stdout, stderr) = (bytes(stdout), bytes(stderr));
    let error = String::from_utf8_lossy(&stderr).lines().last().unwrap_or("").to_string();
    Ok(Output { code: status.code(), stdout, error })
}

/// Where a script's output differs from that under the first setting; nothing if all agree.
pub fn differences(
    engine: &Engine,
    settings: &[String],
    script: &Path,
    arguments: &[String],
) -> Result<Vec<String>, String> {
    let mut outputs = Vec::new();
    for setting in settings {
        outputs.push(run(&engine.program, Some(setting), script, arguments)?);
    }
    let Some(expected) = outputs.first() else { return Ok(Vec::new()) };
    let unlike = settings.iter().zip(&outputs).filter(|(_, output)| *output != expected);
    Ok(unlike.map(|(setting, output)| format!("{setting}: {}", difference(expected, output))).collect())
}

/// The first difference in words.
pub fn difference(expected: &Output, got: &Output) -> String {
    let (a, b) = (String::from_utf8_lossy(&expected.stdout), String::from_utf8_lossy(&got.stdout));
    let (mut left, mut right) = (a.lines(), b.lines());
    let mut number = 0;
    loop {
        number += 1;
        match (left.next(), right.next()) {
            (None, None) => break,
            (a, b) if a == b => {}
            (a, b) => {
                let word =
                    |line: Option<&str>| line.map_or("the end".to_string(), |line| format!("{line:?}"));
                return format!("line {number} is {} instead of {}", word(b), word(a));
            }
        }
    }
    if expected.code != got.code {
        let word =
            |code: Option<i32>| code.map_or("a signal".to_string(), |code| format!("exit code {code}"));
        return format!("{} instead of {}", word(got.code), word(expected.code));
    }
    format!("it ended with {:?} instead of {:?}", got.error, expected.error)
}
