//! The command line: exit codes, messages, and inputs made to break it.
//!
//! Every expected value is what CPython 3.12 does with the same input; our own options and words
//! stand at the end.

mod common;

use common::process::{self, Outcome};
use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::Duration;

const LIMIT: Duration = Duration::from_secs(60);

fn theseus() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_theseus"));
    process::clean(&mut command);
    command
}

fn run(args: &[&str]) -> Outcome {
    feed(args, "")
}

fn feed(args: &[&str], input: &str) -> Outcome {
    let outcome = process::run(theseus().args(args).current_dir(scratch()), input.as_bytes(), LIMIT);
    assert!(!outcome.timed_out, "{args:?} does not end");
    outcome
}

/// The directory of the files which these tests write.
fn scratch() -> PathBuf {
    // Resolved, for the messages show the real directory.
    let base = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("cli");
    fs::create_dir_all(&base).expect("make a scratch directory");
    base.canonicalize().expect("resolve the scratch directory")
}

/// Runs a file with the contents `source`.
fn script(name: &str, source: impl AsRef<[u8]>) -> Outcome {
    fs::write(scratch().join(name), source).expect("write a script");
    run(&[name])
}

fn expect(outcome: &Outcome, code: i32, stdout: &str, stderr: &str) {
    assert_eq!(outcome.err(), stderr);
    assert_eq!(outcome.out(), stdout);
    assert_eq!(outcome.code, code);
}

/// Errors which begin with our own name, whatever path it was started by.
fn complaint(outcome: &Outcome, code: i32, message: &str) {
    assert_eq!(outcome.err(), format!("{}: {message}\n", env!("CARGO_BIN_EXE_theseus")));
    assert_eq!(outcome.out(), "");
    assert_eq!(outcome.code, code);
}

/// The last line says `text`, nothing was printed, and nothing panicked.
fn last_line(outcome: &Outcome, code: i32, text: &str) {
    assert_eq!(outcome.err().lines().last().unwrap_or_default(), text);
    assert_eq!(outcome.out(), "");
    assert_eq!(outcome.code, code);
}

#[test]
fn missing_file() {
    let path = scratch().join("missing.py");
    let message = format!("can't open file '{}': [Errno 2] No such file or directory", path.display());
    complaint(&run(&["missing.py"]), 2, &message);
}

#[test]
fn missing_file_is_not_simplified() {
    let path = format!("{}/./../cli/missing.py", scratch().display());
    let message = format!("can't open file '{path}': [Errno 2] No such file or directory");
    complaint(&run(&["./../cli/missing.py"]), 2, &message);
}

#[test]
fn directory_without_main() {
    let dir = scratch().join("empty");
    fs::create_dir_all(&dir).expect("make a directory");
    let message = format!("can't find '__main__' module in '{}'", dir.display());
    complaint(&run(&["empty"]), 1, &message);
}

#[test]
fn command() {
    expect(&run(&["-c", "print('a')\nprint('b')"]), 0, "a\nb\n", "");
    // It is text, whatever encoding it names.
    expect(&run(&["-c", "# coding: latin-1\nprint('é')"]), 0, "é\n", "");
    expect(&run(&["-c", "# coding: nothing\nprint(1)"]), 0, "1\n", "");
}

#[test]
fn command_arguments() {
    let source = "import sys; print(sys.argv)";
    expect(&run(&["-c", source, "a", "-b"]), 0, "['-c', 'a', '-b']\n", "");
    expect(&run(&["-c", source, "-V", "--", "-c"]), 0, "['-c', '-V', '--', '-c']\n", "");
}

#[cfg(unix)]
#[test]
fn arguments_that_are_no_text() {
    use std::os::unix::ffi::OsStrExt;
    let mut command = theseus();
    command.args(["-c", "import sys; print(ascii(sys.argv))"]);
    command.arg(std::ffi::OsStr::from_bytes(b"\xffa")).arg("\u{e9}");
    let outcome = process::run(&mut command, b"", LIMIT);
    expect(&outcome, 0, "['-c', '\\udcffa', '\\xe9']\n", "");
}

#[test]
fn bytes_warnings() {
    let text = "<string>:1: BytesWarning: Comparison between bytes and string\n";
    expect(&run(&["-b", "-c", "print(b'a' == 'a')"]), 0, "False\n", text);
    expect(&run(&["-b", "-c", "print(b'a' == 1.5, repr(b'a'), b'a' == b'a')"]), 0, "False b'a' True\n", "");
    last_line(&run(&["-bb", "-c", "str(bytearray(b'a'))"]), 1, "BytesWarning: str() on a bytearray instance");
    let text = "<string>:1: EncodingWarning: 'encoding' argument not specified\n";
    expect(&run(&["-X", "warn_default_encoding", "-c", "open('/dev/null').close()"]), 0, "", text);
}

/// A program in a zip file, behind a line that names an interpreter.
#[test]
fn zip_behind_a_line() {
    let source = "import zipapp\nwith open('__main__.py', 'w') as f: f.write('print(__name__)')\n\
        import os\nos.makedirs('app', exist_ok=True)\nos.replace('__main__.py', 'app/__main__.py')\n\
        zipapp.create_archive('app', 'app.pyz', '/usr/bin/env python3')\n";
    expect(&run(&["-c", source]), 0, "", "");
    expect(&run(&["app.pyz"]), 0, "__main__\n", "");
}

#[test]
fn values_of_options() {
    let text = "Fatal Python error: preconfig_init_utf8_mode: invalid -X utf8 option value\n\
        Python runtime state: preinitializing\n\n";
    expect(&run(&["-X", "utf8=3", "-c", "1"]), 1, "", text);
    let text = "Fatal Python error: config_init_int_max_str_digits: -X int_max_str_digits: invalid limit; \
        must be >= 640 or 0 for unlimited.\nPython runtime state: preinitialized\n\n";
    expect(&run(&["-X", "int_max_str_digits=5", "-c", "1"]), 1, "", text);
    let source = "import sys, faulthandler; print(sys.pycache_prefix, faulthandler.is_enabled())";
    let options = ["-X", "pycache_prefix=/q", "-X", "faulthandler", "-c", source];
    expect(&run(&options), 0, "/q True\n", "");
}

#[test]
fn command_missing() {
    let outcome = run(&["-c"]);
    assert!(outcome.err().starts_with("Argument expected for the -c option\nusage: "), "{}", outcome.err());
    assert_eq!(outcome.code, 2);
}

#[test]
fn command_syntax_error() {
    let text = "  File \"<string>\", line 1\n    x =\n       ^\nSyntaxError: invalid syntax\n";
    expect(&run(&["-c", "x ="]), 1, "", text);
}

#[test]
fn command_indentation() {
    let text = "  File \"<string>\", line 2\n    print(2)\nIndentationError: unexpected indent\n";
    expect(&run(&["-c", "print(1)\n  print(2)"]), 1, "", text);
}

#[test]
fn standard_input() {
    let source = "import sys\nprint('in', sys.argv)\n";
    expect(&feed(&["-", "x", "-y"], source), 0, "in ['-', 'x', '-y']\n", "");
    expect(&feed(&[], source), 0, "in ['']\n", "");
    expect(&feed(&["-"], ""), 0, "", "");
}

#[test]
fn standard_input_error() {
    let text = "Traceback (most recent call last):\n  File \"<stdin>\", line 2, in <module>\nZeroDivisionError: division by zero\n";
    expect(&feed(&["-"], "x = 0\n1 / x\n"), 1, "", text);
}

#[test]
fn script_arguments() {
    fs::write(scratch().join("argv.py"), "import sys\nprint(sys.argv)\n").expect("write a script");
    expect(&run(&["argv.py", "-V", "1", ""]), 0, "['argv.py', '-V', '1', '']\n", "");
}

#[test]
fn version() {
    for option in ["-V", "--version"] {
        let outcome = run(&[option]);
        assert!(outcome.out().starts_with("Python 3.12"), "{}", outcome.out());
        assert_eq!(outcome.out().lines().count(), 1);
        assert_eq!((outcome.code, outcome.err()), (0, String::new()));
    }
}

#[test]
fn unknown_options() {
    for (option, message) in [("-Z", "Unknown option: -Z\n"), ("--nosuch", "unknown option --nosuch\n")] {
        let outcome = run(&[option]);
        assert!(outcome.err().starts_with(&format!("{message}usage: ")), "{}", outcome.err());
        assert!(outcome.err().ends_with("Try `python -h' for more information.\n"));
        assert_eq!((outcome.code, outcome.out()), (2, String::new()));
    }
}

#[test]
fn unknown_x_option_is_ignored() {
    expect(&run(&["-X", "nonsense", "-c", "print(5)"]), 0, "5\n", "");
}

#[test]
fn source_not_utf8() {
    let path = scratch().join("latin.py");
    let text = format!(
        "SyntaxError: Non-UTF-8 code starting with '\\xff' in file {} on line 1, but no encoding declared; \
         see https://peps.python.org/pep-0263/ for details\n",
        path.display()
    );
    expect(&script("latin.py", b"print(\"\xff\")\n"), 1, "", &text);
}

#[test]
fn source_with_nul() {
    let path = scratch().join("nul.py");
    let text = format!(
        "  File \"{}\", line 1\n    x = 1\nSyntaxError: source code cannot contain null bytes\n",
        path.display()
    );
    expect(&script("nul.py", b"x = 1\0\nprint(x)\n"), 1, "", &text);
}

#[test]
fn source_empty() {
    expect(&script("empty.py", ""), 0, "", "");
    expect(&script("blank.py", "\n\n   # only a comment, no line end"), 0, "", "");
    expect(&script("bom.py", "\u{feff}print('bom')\r\nprint('crlf')\r\n"), 0, "bom\ncrlf\n", "");
}

#[test]
fn nested_brackets() {
    const DEPTH: usize = 100_000;
    for (name, open, close) in [("round.py", "(", ")"), ("square.py", "[", "]"), ("curly.py", "{", "}")] {
        let outcome = script(name, format!("{}{}\n", open.repeat(DEPTH), close.repeat(DEPTH)));
        last_line(&outcome, 1, "SyntaxError: too many nested parentheses");
    }
}

/// Depth that no bracket counts: CPython runs out of stack or refuses it, and
/// either way says so; a crash is what is tested against.
#[test]
fn nested_operators() {
    for (name, part) in [("minus.py", "-"), ("not.py", "not "), ("lambda.py", "lambda: ")] {
        let outcome = script(name, format!("x = {}1\n", part.repeat(50_000)));
        assert!((0..=1).contains(&outcome.code), "{name}: {} {}", outcome.code, outcome.err());
    }
}

#[test]
fn nested_blocks() {
    let source: String = (0..101).map(|depth| format!("{}if 1:\n", " ".repeat(depth))).collect();
    last_line(&script("blocks.py", source), 1, "IndentationError: too many levels of indentation");
}

#[test]
fn long_number() {
    let outcome = script("digits.py", format!("x = {}\n", "9".repeat(1_000_000)));
    let text = "SyntaxError: Exceeds the limit (4300 digits) for integer string conversion: value has 1000000 \
                digits; use sys.set_int_max_str_digits() to increase the limit - Consider hexadecimal for huge \
                integer literals to avoid decimal conversion limits.";
    last_line(&outcome, 1, text);
}

#[test]
fn long_line() {
    let outcome = script("line.py", format!("x = [{}]\nprint(len(x))\n", "1, ".repeat(100_000)));
    expect(&outcome, 0, "100000\n", "");
}

#[test]
fn exit_codes() {
    for (argument, code, stderr) in [
        ("", 0, ""),
        ("None", 0, ""),
        ("0", 0, ""),
        ("3", 3, ""),
        ("300", 44, ""),
        ("-1", 255, ""),
        ("True", 1, ""),
        ("'text'", 1, "text\n"),
        ("(1, 2)", 1, "(1, 2)\n"),
        ("1.5", 1, "1.5\n"),
    ] {
        let outcome = run(&["-c", &format!("import sys\nsys.exit({argument})")]);
        expect(&outcome, code, "", stderr);
    }
}

#[test]
fn uncaught() {
    let text =
        "Traceback (most recent call last):\n  File \"<string>\", line 1, in <module>\nKeyError: 'k'\n";
    expect(&run(&["-c", "{}['k']"]), 1, "", text);
}

/// Output is all there before the traceback's process ends.
#[test]
fn output_is_flushed() {
    let outcome = run(&["-c", "print('no line end', end='')\nraise SystemExit(4)"]);
    expect(&outcome, 4, "no line end", "");
}

#[test]
fn closed_pipe() {
    for source in ["for i in range(100000): print(i)", "print(1)"] {
        let source = format!("import sys\nsys.stdin.read()\n{source}");
        let mut child = theseus()
            .args(["-c", &source])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("start theseus");
        drop(child.stdout.take());
        // Children of other tests, that are just being started, may hold the pipe for a moment.
        std::thread::sleep(Duration::from_millis(200));
        drop(child.stdin.take());
        let mut text = String::new();
        child.stderr.take().expect("stderr is piped").read_to_string(&mut text).expect("read stderr");
        let (status, late) = process::wait(&mut child, LIMIT);
        // Whether the pipe breaks in `print` or in the last flush is a race.
        assert!(!late && [1, 120].contains(&process::code(status)), "{status}: {text}");
        assert!(text.ends_with("BrokenPipeError: [Errno 32] Broken pipe\n"), "{text}");
        assert!(!text.contains("panicked"), "{text}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn full_device() {
    let full = fs::OpenOptions::new().write(true).open("/dev/full").expect("open /dev/full");
    let child = theseus().args(["-c", "print(1)"]).stdout(full).stderr(Stdio::piped()).spawn();
    let output = child.expect("start theseus").wait_with_output().expect("wait for theseus");
    let text = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(120), "{text}");
    assert!(text.ends_with("OSError: [Errno 28] No space left on device\n"), "{text}");
    // An error of the program's gives way to that of its end.
    let full = fs::OpenOptions::new().write(true).open("/dev/full").expect("open /dev/full");
    let status = theseus().args(["-c", "print(1, flush=True)"]).stdout(full).stderr(Stdio::null()).status();
    assert_eq!(status.expect("run theseus").code(), Some(120));
}

#[cfg(target_os = "linux")]
#[test]
fn interrupt() {
    let mut command = process::python(env!("CARGO_BIN_EXE_theseus"));
    // One line, for the signal may come before `print` is left.
    command.args(["-c", "print('ready', flush=True), [0 for x in iter(int, 1) if x]"]);
    let mut child = process::clean(&mut command)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("start theseus");
    let mut line = String::new();
    let mut stdout = BufReader::new(child.stdout.take().expect("stdout is piped"));
    stdout.read_line(&mut line).expect("read stdout");
    assert_eq!(line, "ready\n");
    let pid = child.id().to_string();
    assert!(Command::new("kill").args(["-INT", &pid]).status().expect("run kill").success());
    let (status, late) = process::wait(&mut child, LIMIT);
    let mut text = String::new();
    child.stderr.take().expect("stderr is piped").read_to_string(&mut text).expect("read stderr");
    assert!(!late, "not interrupted");
    let expected =
        "Traceback (most recent call last):\n  File \"<string>\", line 1, in <module>\nKeyboardInterrupt\n";
    assert_eq!(text, expected);
    assert_eq!(process::code(status), 128 + 2);
}

/// A program that waits for input is interrupted too.
#[cfg(target_os = "linux")]
#[test]
fn interrupt_of_input() {
    let mut command = process::python(env!("CARGO_BIN_EXE_theseus"));
    command.args([
        "-c",
        "try:\n print('ready', flush=True)\n input()\nexcept KeyboardInterrupt: print('stopped')",
    ]);
    let mut child = process::clean(&mut command)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("start theseus");
    let mut stdout = BufReader::new(child.stdout.take().expect("stdout is piped"));
    let mut line = String::new();
    stdout.read_line(&mut line).expect("read stdout");
    let pid = child.id().to_string();
    assert!(Command::new("kill").args(["-INT", &pid]).status().expect("run kill").success());
    let (status, late) = process::wait(&mut child, LIMIT);
    stdout.read_line(&mut line).expect("read stdout");
    assert!(!late, "not interrupted");
    assert_eq!((line.as_str(), process::code(status)), ("ready\nstopped\n", 0));
}

#[test]
fn hash_seed() {
    let run = |seed: &str| {
        let mut command = theseus();
        command.env("PYTHONHASHSEED", seed).args(["-c", "print(hash('a'))"]);
        process::run(&mut command, b"", LIMIT)
    };
    // CPython's numbers: the seeds mean the same here.
    expect(&run("0"), 0, "4644417185603328019\n", "");
    expect(&run("5"), 0, "-3242440559064031509\n", "");
    for seed in ["random", ""] {
        assert_eq!(run(seed).code, 0);
    }
    for seed in ["abc", "-1", "4294967296"] {
        let outcome = run(seed);
        let text = "Fatal Python error: config_init_hash_seed: PYTHONHASHSEED must be \"random\" or an integer in \
                    range [0; 4294967295]\nPython runtime state: preinitialized\n\n";
        expect(&outcome, 1, "", text);
    }
}

#[test]
fn module_path() {
    fs::create_dir_all(scratch().join("pack")).expect("make a directory");
    fs::write(scratch().join("pack/__main__.py"), "import sys; print(sys.path[0], __file__)").expect("write");
    let base = scratch();
    let base = base.display();
    expect(&run(&["pack"]), 0, &format!("{base}/pack {base}/pack/__main__.py\n"), "");
    let source = "import sys; print(sys.path[0] == '', '' in sys.path)";
    expect(&run(&["-c", source]), 0, "True True\n", "");
    expect(&run(&["-P", "-c", source]), 0, "False False\n", "");
    expect(&run(&["-IBSsq", "-c", source]), 0, "False False\n", "");
}

const LOOP: &str = "def twice(n):\n    return n * 2\nfor i in range(1000):\n    twice(i)\nprint('ran')\n";

/// The tests that the library brings along, found without any other Python.
#[test]
fn tests_of_the_library() {
    let outcome = run(&["-I", "-m", "unittest", "test.test_threading"]);
    assert!(outcome.err().ends_with("\nOK\n"), "{}", outcome.err());
    assert_eq!(outcome.code, 0);
}

#[test]
fn disassembly() {
    fs::write(scratch().join("loop.py"), LOOP).expect("write a script");
    let outcome = run(&["dis", "loop.py"]);
    let text = outcome.out();
    assert_eq!((outcome.code, outcome.err()), (0, String::new()));
    for part in ["code twice (loop.py line 1)", "     2 |     return n * 2\n", "BinaryK", "Call  "] {
        assert!(text.contains(part), "{part} is not in {text}");
    }
    assert!(!text.starts_with("ran"), "{text}");
}

#[test]
fn disassembly_after_a_run() {
    fs::write(scratch().join("quick.py"), LOOP).expect("write a script");
    let text = run(&["dis", "--run", "quick.py", "argument"]).out();
    assert!(text.starts_with("ran\ncode <module> "), "{text}");
    for part in ["CallPy", "MulIntK", "ForIterRange"] {
        assert!(text.contains(part), "{part} is not in {text}");
    }
    let text = run(&["-X", "guards=off", "dis", "--run", "quick.py"]).out();
    assert!(text.contains("quickened: 0 of "), "{text}");
    assert!(!text.contains("CallPy"), "{text}");
    let outcome = script("unused.py", "def unused():\n    def inner(): pass\nraise SystemExit(7)\n");
    assert_eq!(outcome.code, 7);
    let outcome = run(&["dis", "--run", "unused.py"]);
    assert!(outcome.out().contains("never ran"), "{}", outcome.out());
    assert_eq!(outcome.code, 7);
}

#[test]
fn disassembly_of_nothing() {
    let outcome = run(&["dis"]);
    assert!(outcome.err().starts_with("Argument expected for dis\nusage: "), "{}", outcome.err());
    assert_eq!(outcome.code, 2);
    let path = scratch().join("missing.py");
    let message = format!("can't open file '{}': [Errno 2] No such file or directory", path.display());
    complaint(&run(&["dis", "missing.py"]), 2, &message);
    fs::write(scratch().join("wrong.py"), "x =\n").expect("write a script");
    expect(&run(&["dis", "wrong.py"]), 1, "", "wrong.py:1: invalid syntax\n");
}

const LEAK: &str = "class Leak: pass\nkept = [Leak() for i in range(7)]\nprint('ran')\nkept.append(Leak())\n";

#[test]
fn heap_of_a_program() {
    fs::write(scratch().join("leak.py"), LEAK).expect("write a script");
    let outcome = run(&["heap", "leak.py"]);
    let text = outcome.out();
    assert_eq!((outcome.code, outcome.err()), (0, String::new()));
    assert!(text.starts_with("ran\nPartition of a set of "), "{text}");
    let row = |text: &str| text.lines().find(|l| l.ends_with(" __main__.Leak")).map(str::to_string);
    assert!(row(&text).is_some_and(|r| r.contains("      8 ")), "{text}");
    // Before line 3: nothing was printed yet, and the program goes on.
    let text = run(&["heap", "--at", "3", "leak.py"]).out();
    assert!(text.starts_with("Partition of") && text.ends_with("ran\n"), "{text}");
    assert!(row(&text).is_some_and(|r| r.contains("      7 ")), "{text}");
    let text = run(&["heap", "--at", "3", "--format", "json", "leak.py"]).out();
    assert!(text.contains("{\"kind\": \"__main__.Leak\", \"count\": 7, "), "{text}");
    // Options may stand behind the file, with their values behind `=`; what follows `--` is the program's.
    let text = run(&["heap", "leak.py", "--at=3", "--json", "--", "--at"]).out();
    assert!(text.contains("{\"kind\": \"__main__.Leak\", \"count\": 7, "), "{text}");
    let outcome = run(&["heap", "leak.py", "--at", "90"]);
    expect(&outcome, 2, "", "theseus: line 90 of leak.py has no code to stop at; line 4 has some\n");
    let text = run(&["heap", "--format", "dot", "leak.py"]).out();
    assert!(text.starts_with("ran\ndigraph heap {") && text.ends_with("}\n"), "{text}");
    let outcome = run(&["heap", "--format", "svg", "--output", "leak.svg", "leak.py"]);
    assert_eq!(outcome.out(), "ran\n");
    let svg = fs::read_to_string(scratch().join("leak.svg")).expect("read the picture");
    assert!(svg.starts_with("<?xml") && svg.ends_with("</svg>\n"), "{svg}");
}

/// The pictures of `docs/tour.md` are those that the tour draws.
#[test]
fn pictures_of_the_tour() {
    let drawn = scratch().join("tour");
    fs::create_dir_all(&drawn).expect("make a folder");
    let program = common::root().join("corpus/replace/tour.py");
    let outcome = run(&[&program.to_string_lossy(), &drawn.to_string_lossy()]);
    assert_eq!((outcome.code, outcome.err()), (0, String::new()));
    for name in ["names.svg", "list.svg", "swap.svg"] {
        let new = fs::read_to_string(drawn.join(name)).expect("read a picture");
        let kept = fs::read_to_string(common::root().join("docs/tour").join(name)).expect("read a page");
        assert!(new == kept, "docs/tour/{name} is old: run theseus corpus/replace/tour.py docs/tour");
    }
}

#[test]
fn heap_of_nothing() {
    for (args, message) in [
        (&["heap"][..], "Argument expected for heap: file"),
        (&["heap", "--at"], "Argument expected for heap: --at"),
        (&["heap", "--at", "x", "leak.py"], "not a line: x"),
        (&["heap", "leak.py", "--at", "0"], "not a line: 0"),
        (&["heap", "leak.py", "--at-exit=3"], "no value is expected: 3"),
        (&["heap", "--format", "gif", "leak.py"], "unknown format gif"),
        (&["heap", "--nosuch", "leak.py"], "unknown option --nosuch"),
    ] {
        let outcome = run(args);
        assert!(outcome.err().starts_with(&format!("{message}\nusage: ")), "{}", outcome.err());
        assert_eq!(outcome.code, 2);
    }
    fs::write(scratch().join("fails.py"), "1 / 0\n").expect("write a script");
    let outcome = run(&["heap", "fails.py"]);
    assert!(outcome.err().ends_with("ZeroDivisionError: division by zero\n"), "{}", outcome.err());
    assert!(outcome.out().starts_with("Partition of a set"), "{}", outcome.out());
    assert_eq!(outcome.code, 1);
}

/// The options change how a program runs, not what it prints.
#[test]
fn runtime_options() {
    for option in ["guards=off", "guards=on", "gc=stress"] {
        expect(&run(&["-X", option, "-c", LOOP]), 0, "ran\n", "");
    }
    let outcome = run(&["-Xguards=maybe", "-c", "1"]);
    let known = "-X guards=maybe: unknown strategy 'maybe'; known: off none entry ";
    assert!(outcome.err().starts_with(known), "{}", outcome.err());
    assert_eq!(outcome.code, 2);
}

#[test]
fn help_names_every_option() {
    for option in ["-h", "-?", "--help"] {
        let outcome = run(&[option]);
        assert_eq!((outcome.code, outcome.err()), (0, String::new()));
        for part in [
            "usage: theseus ",
            "\n-c cmd : ",
            "\n-X opt : ",
            "guards=...",
            "gc=stress",
            "PYTHONHASHSEED",
            "dis ",
        ] {
            assert!(outcome.out().contains(part), "{part} is not in {}", outcome.out());
        }
    }
}

/// Nobody reads what is printed, or there is no room for it: no panic, whoever prints.
#[cfg(target_os = "linux")]
#[test]
fn output_of_our_own_fails() {
    fs::write(scratch().join("loop2.py"), LOOP).expect("write a script");
    for args in [&["-V"][..], &["-h"], &["dis", "loop2.py"], &["--nosuch"]] {
        let full = || fs::OpenOptions::new().write(true).open("/dev/full").expect("open /dev/full");
        let status = theseus().args(args).current_dir(scratch()).stdout(full()).stderr(full()).status();
        let code = process::code(status.expect("run theseus"));
        assert_eq!(code, if args[0] == "--nosuch" { 2 } else { 0 }, "{args:?}");
    }
}

#[test]
fn an_object_is_replaced_on_the_way() {
    let source = "def one():\n    return 1\n\ndef two():\n    return 2\n\nboth = [one, two]\nprint(one())\nprint(one(), both[0] is two)\n";
    fs::write(scratch().join("replaced.py"), source).expect("write a script");
    let place = ["--at", "9", "--old", "one", "--new", "two"];
    let outcome = run(&[&["replace", "replaced.py"], &place[..]].concat());
    expect(&outcome, 0, "1\n+ 1 dict value\n+ 1 list item\n2 True\n", "");
    let outcome = run(&[&["replace"], &place[..], &["--dry-run", "replaced.py"]].concat());
    expect(&outcome, 0, "1\n+ 1 dict value\n+ 1 list item\n1 False\n", "");
    let outcome = run(&["replace", "replaced.py", "--at", "9", "--old", "None", "--new", "two"]);
    let message = "theseus: line 9 of replaced.py: cannot replace: None is a singleton\n";
    expect(&outcome, 1, "1\n1 False\n", message);
    let outcome = run(&["replace", "replaced.py", "--at", "90", "--old", "one", "--new", "two"]);
    expect(&outcome, 2, "", "theseus: line 90 of replaced.py has no code to stop at; line 9 has some\n");
    let outcome = run(&["replace", "replaced.py", "--at", "5", "--old", "one", "--new", "two"]);
    expect(&outcome, 1, "1\n1 False\n", "theseus: line 5 of replaced.py was never reached\n");
    let outcome = run(&["replace", "replaced.py", "--at", "9", "--old", "object()", "--new", "two"]);
    let message = "theseus: line 9 of replaced.py: nothing refers to object()\n";
    expect(&outcome, 1, "1\n= no references\n1 False\n", message);
    let outcome = run(&["replace", "replaced.py", "--at", "9", "--old", "one", "--new", "three"]);
    let message =
        "theseus: line 9 of replaced.py: nothing was replaced: NameError: name 'three' is not defined\n";
    expect(&outcome, 1, "1\n1 False\n", message);
    let outcome = run(&["replace", "replaced.py", "--at", "9", "--old", "one two", "--new", "two"]);
    expect(&outcome, 2, "", "theseus: --old: invalid syntax: one two\n");
    let outcome = run(&["replace", "replaced.py", "--old", "one", "--new", "two"]);
    assert!(outcome.err().contains("Argument expected for replace"), "{}", outcome.err());
    assert_eq!(outcome.code, 2);
}

#[test]
fn run_chooses_guards_by_options() {
    let script =
        "import sys\ndef f():\n    return len('ab')\nfor _ in range(50):\n    f()\nprint(sys.argv)\n";
    fs::write(scratch().join("guarded.py"), script).expect("write a script");
    let options =
        ["run", "guarded.py", "--guards=cell", "--opt", "builtin-load", "--guard-trace", "guarded.jsonl"];
    let outcome = run(&[&options[..], &["--guard-stats", "--", "--own"]].concat());
    assert_eq!((outcome.code, outcome.out()), (0, "['guarded.py', '--own']\n".to_string()));
    let site = outcome.err().lines().find(|line| line.contains("guarded.py:3:")).map(str::to_string);
    assert!(site.is_some_and(|s| s.contains("builtin-load  cell")), "{}", outcome.err());
    let trace = fs::read_to_string(scratch().join("guarded.jsonl")).expect("the trace");
    assert!(trace.lines().any(|line| line.contains("\"ev\":\"specialize\"")), "{trace}");
    for (options, known) in [
        (["run", "guarded.py", "--opt", "all,sorts"], "builtin-load"),
        (["run", "guarded.py", "--guards", "hope"], "watch-key"),
        (["run", "guarded.py", "--backoff", "soon"], "cpython312"),
        (["run", "--recheck", "often", "guarded.py"], "never backedge call"),
        (["run", "guarded.py", "--speed", "9"], "--guard-stats"),
    ] {
        let outcome = run(&options);
        assert_eq!(outcome.code, 2, "{options:?}");
        assert!(outcome.err().contains(known), "{}", outcome.err());
    }
}
