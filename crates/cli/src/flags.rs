//! The command line: one table of options; python-style parsing that stops at the program.

/// What to run.
#[derive(Debug, PartialEq)]
pub enum Program {
    /// `-c`
    Text(String),
    File(String),
    /// `-` or nothing; what `sys.argv[0]` says.
    Stdin(&'static str),
    /// `-V`
    Version,
    /// `-h`
    Help,
    /// `dis FILE`: the code as compiled.
    Disassemble(String),
    /// `dis --run FILE`: the code after a run.
    RunAndDisassemble(String),
}

/// The command line, understood.
#[derive(Debug, PartialEq)]
pub struct Command {
    pub program: Program,
    /// What follows the program.
    pub arguments: Vec<String>,
    pub guards: bool,
    pub collect_always: bool,
    pub unbuffered: bool,
    /// `-E`, `-I`: environment variables are not read.
    pub ignore_environment: bool,
    /// `-P`, `-I`: the script's folder does not go into `sys.path`.
    pub safe_path: bool,
}

/// What an option does to the command.
enum Effect {
    Nothing,
    Set(fn(&mut Command)),
    /// Takes a value, the rest of its word or the next one.
    Take(&'static str, fn(&mut Command, String) -> Result<(), String>),
    /// The program, from a value: the options end here.
    End(&'static str, fn(String) -> Program),
    /// The program, known already: the options end here.
    Answer(fn() -> Program),
}

/// One option.
struct Flag {
    letter: char,
    effect: Effect,
    help: &'static str,
}

use Effect::{Answer, End, Nothing, Set, Take};

const FLAGS: &[Flag] = &[
    Flag { letter: 'B', effect: Nothing, help: "don't write .pyc files (none are ever written)" },
    Flag {
        letter: 'c',
        effect: End("cmd", Program::Text),
        help: "program passed in as string (ends the options)",
    },
    Flag {
        letter: 'E',
        effect: Set(|c| c.ignore_environment = true),
        help: "ignore PYTHON* environment variables",
    },
    Flag {
        letter: 'h',
        effect: Answer(|| Program::Help),
        help: "print this help and exit (also -? or --help)",
    },
    Flag { letter: 'I', effect: Set(isolate), help: "isolate from the environment (implies -E and -P)" },
    Flag {
        letter: 'P',
        effect: Set(|c| c.safe_path = true),
        help: "don't put the script's folder into sys.path",
    },
    Flag { letter: 'q', effect: Nothing, help: "no version at the start (none is ever printed)" },
    Flag { letter: 'S', effect: Nothing, help: "don't import site (it is never imported)" },
    Flag { letter: 's', effect: Nothing, help: "don't add the user site directory (it is never added)" },
    Flag { letter: 'u', effect: Set(|c| c.unbuffered = true), help: "unbuffered stdout" },
    Flag {
        letter: 'V',
        effect: Answer(|| Program::Version),
        help: "print the version and exit (also --version)",
    },
    Flag { letter: 'X', effect: Take("opt", extension), help: "implementation-specific option, see below" },
];

const USAGE: &str = "usage: theseus [option] ... [-c cmd | file | -] [arg] ...
       theseus [option] ... dis [--run] file [arg] ...
";

const MORE: &str = "\
Arguments:
file   : program read from script file, or from __main__.py of a directory
-      : program read from stdin (default)
arg ...: arguments passed to program in sys.argv[1:]
dis    : print the code of a file between the lines of its source;
         with --run, run the program first and print the code as it is then
Implementation-specific options:
-X guards=off: no specialised instructions (default: guards=on)
-X gc=stress : collect garbage at every chance
Environment variables:
PYTHONHASHSEED  : seed of the hashes of str and bytes, 0 to 4294967295, or random (default)
PYTHONPATH      : folders separated by ':', searched for modules after the script's own
PYTHONUNBUFFERED: if not empty, as -u
";

/// CPython's words.
const TRY: &str = "Try `python -h' for more information.\n";

/// The text of `-h`.
pub fn help() -> String {
    let mut text = format!("{USAGE}Options:\n");
    for flag in FLAGS {
        let head = match flag.effect {
            Take(value, _) | End(value, _) => format!("-{} {value}", flag.letter),
            _ => format!("-{}", flag.letter),
        };
        text.push_str(&format!("{head:<7}: {}\n", flag.help));
    }
    text + MORE
}

/// Understands the command line; `Err` is what to print before exit code 2.
pub fn parse(arguments: &[String]) -> Result<Command, String> {
    let mut command = Command {
        program: Program::Stdin(""),
        arguments: Vec::new(),
        guards: true,
        collect_always: false,
        unbuffered: false,
        ignore_environment: false,
        safe_path: false,
    };
    let mut rest = arguments.iter().cloned();
    while let Some(word) = rest.next() {
        let chosen = match (word.as_str(), word.strip_prefix('-')) {
            ("-", _) => Some(Program::Stdin("-")),
            ("--version", _) => Some(Program::Version),
            ("--help", _) => Some(Program::Help),
            ("dis", _) => Some(disassembly(&mut rest)?),
            (_, None) => Some(Program::File(word)),
            (long, Some(_)) if long.starts_with("--") => {
                return Err(usage(&format!("unknown option {long}")));
            }
            (_, Some(letters)) => group(&mut command, letters, &mut rest)?,
        };
        if let Some(program) = chosen {
            command.program = program;
            command.arguments = rest.collect();
            break;
        }
    }
    Ok(command)
}

/// A group of letters such as `-uS` or `-cprint(1)`; the program, if it names one.
fn group(
    command: &mut Command,
    letters: &str,
    rest: &mut impl Iterator<Item = String>,
) -> Result<Option<Program>, String> {
    for (i, letter) in letters.char_indices() {
        let known = if letter == '?' { 'h' } else { letter };
        let Some(flag) = FLAGS.iter().find(|f| f.letter == known) else {
            return Err(usage(&format!("Unknown option: -{letter}")));
        };
        let mut value = || match &letters[i + letter.len_utf8()..] {
            "" => rest.next().ok_or_else(|| usage(&format!("Argument expected for the -{letter} option"))),
            attached => Ok(attached.to_string()),
        };
        match &flag.effect {
            Nothing => (),
            Set(f) => f(command),
            Take(_, f) => return f(command, value()?).map(|()| None),
            End(_, f) => return Ok(Some(f(value()?))),
            Answer(f) => return Ok(Some(f())),
        }
    }
    Ok(None)
}

fn usage(message: &str) -> String {
    format!("{message}\n{USAGE}{TRY}")
}

fn isolate(command: &mut Command) {
    (command.ignore_environment, command.safe_path) = (true, true);
}

/// What follows the word `dis`.
fn disassembly(rest: &mut impl Iterator<Item = String>) -> Result<Program, String> {
    let missing = || usage("Argument expected for dis");
    match rest.next().ok_or_else(missing)? {
        word if word == "--run" => rest.next().map(Program::RunAndDisassemble).ok_or_else(missing),
        word if word.starts_with("--") => Err(usage(&format!("unknown option {word}"))),
        file => Ok(Program::Disassemble(file)),
    }
}

/// `-X name=value`; options of CPython's that mean nothing here are passed over, as it does.
fn extension(command: &mut Command, value: String) -> Result<(), String> {
    match value.split_once('=') {
        Some(("guards", "on")) => command.guards = true,
        Some(("guards", "off")) => command.guards = false,
        Some(("guards", v)) => return Err(usage(&format!("-X guards={v}: expected on or off"))),
        Some(("gc", "stress")) => command.collect_always = true,
        _ => (),
    }
    Ok(())
}
