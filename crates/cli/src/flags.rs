//! The command line: one table of options; python-style parsing that stops at the program.

use theseus_runtime::FlagValues;
use theseus_runtime::guards::Settings;

use crate::{guarded, inspected};

/// What to run.
#[derive(Debug, PartialEq)]
pub enum Program {
    /// `-c`
    Text(String),
    /// `-m`
    Module(String),
    File(String),
    /// `-` or nothing; what `sys.argv[0]` says.
    Stdin(&'static str),
    /// `-V`; `-VV` tells more.
    Version,
    /// `-h`
    Help,
    /// `dis FILE`: the code as compiled.
    Disassemble(String),
    /// `dis --run FILE`: the code after a run.
    RunAndDisassemble(String),
    /// `heap FILE`: what the program keeps.
    Heap(Heap),
    /// `replace FILE`: an object of the program is replaced on the way.
    Replace(Replace),
}

/// What `replace` is to do.
#[derive(Debug, PartialEq)]
pub struct Replace {
    pub file: String,
    /// Before this line is first run.
    pub line: u32,
    /// Expressions for the two objects.
    pub old: String,
    pub new: String,
    /// The plan is printed, nothing is replaced.
    pub dry_run: bool,
}

/// How `heap` is to report.
#[derive(Debug, PartialEq)]
pub struct Heap {
    pub file: String,
    /// Before this line is first run, else at the end.
    pub line: Option<u32>,
    /// One of [`FORMATS`].
    pub format: String,
    /// A file instead of stdout.
    pub output: Option<String>,
}

pub const FORMATS: &[&str] = &["text", "json", "dot", "svg"];

/// The command line, understood.
#[derive(Debug)]
pub struct Command {
    pub program: Program,
    /// What follows the program.
    pub arguments: Vec<String>,
    pub guards: Settings,
    /// What became of the guards is told at the end.
    pub guard_stats: bool,
    pub collect_always: bool,
    pub unbuffered: bool,
    /// `-x`: the first line of the program is passed over.
    pub skip_first_line: bool,
    /// How often `-V` was given.
    pub version: u8,
    pub flags: FlagValues,
    /// `-W`
    pub warnings: Vec<String>,
    /// `-X`
    pub extensions: Vec<(String, Option<String>)>,
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

const fn flag(letter: char, effect: Effect, help: &'static str) -> Flag {
    Flag { letter, effect, help }
}

use Effect::{Answer, End, Nothing, Set, Take};

const FLAGS: &[Flag] = &[
    flag('b', Set(|c| c.flags.bytes_warning += 1), "warn when bytes are compared with str (-bb: an error)"),
    flag('B', Set(|c| c.flags.dont_write_bytecode = 1), "don't write .pyc files (none are written anyway)"),
    flag('c', End("cmd", Program::Text), "program passed in as string (ends the options)"),
    flag('d', Set(|c| c.flags.debug += 1), "debug output of the parser (there is none)"),
    flag('E', Set(|c| c.flags.ignore_environment = 1), "ignore PYTHON* environment variables"),
    flag('h', Answer(|| Program::Help), "print this help and exit (also -? or --help)"),
    flag('i', Set(inspect), "go on interactively after the program, also if stdin is no terminal"),
    flag('I', Set(isolate), "isolate from the environment (implies -E, -P and -s)"),
    flag('m', End("mod", Program::Module), "run a library module as a program (ends the options)"),
    flag('O', Set(|c| c.flags.optimize += 1), "drop assert statements (-OO: docstrings too)"),
    flag('P', Set(|c| c.flags.safe_path = true), "don't put the script's folder into sys.path"),
    flag('q', Set(|c| c.flags.quiet += 1), "no version and copyright at an interactive start"),
    flag('R', Nothing, "random hashes, which is the default"),
    flag('s', Set(|c| c.flags.no_user_site = 1), "don't add the user's site-packages to sys.path"),
    flag('S', Set(|c| c.flags.no_site = 1), "don't add site-packages, nor exit, help and such to builtins"),
    flag('u', Set(|c| c.unbuffered = true), "unbuffered stdout"),
    flag('v', Set(|c| c.flags.verbose += 1), "tell about imports"),
    flag('V', Set(|c| c.version += 1), "print the version and exit (also --version); -VV tells more"),
    flag(
        'W',
        Take("arg", |c, v| {
            c.warnings.push(v);
            Ok(())
        }),
        "what to do with a warning: action:message:category:module:lineno",
    ),
    flag('x', Set(|c| c.skip_first_line = true), "skip the first line of the program"),
    flag('X', Take("opt", extension), "implementation-specific option, see below"),
];

const USAGE: &str = "usage: theseus [option] ... [-c cmd | -m mod | file | -] [arg] ...
       theseus [option] ... dis [--run] file [arg] ...
       theseus [option] ... replace file --at line --old expr --new expr [--dry-run] [arg] ...
       theseus [option] ... heap file [--at-exit | --at line] [--format f] [--output file] [arg] ...
       theseus [option] ... run file [--opt list] [--guards s] [--backoff p] [--recheck when]
               [--guard-trace file] [--guard-stats] [--] [arg] ...
       theseus bench mutation|report|compare|merge ...
       theseus difftest script [arg] ...
       theseus fuzz mutation ...
";

const MORE: &str = "\
Arguments:
file   : program read from script file, or from __main__.py of a directory or zip file
-      : program read from stdin (default; on a terminal, the interactive prompt)
arg ...: arguments passed to program in sys.argv[1:]
dis    : print the code of a file between the lines of its source;
         with --run, run the program first and print the code as it is then
replace: run a file, and before a line is first run replace one object by another and print what was
         written; with --dry-run print the plan only
heap   : run a file and print what its heap holds, at the end or before a line is first run;
         the format is text, json, dot or svg (--json is short for --format json)
run    : run a file; its optimisations, how they are guarded and what follows a failed guard chosen
         by options; --guard-trace writes each event as a line of JSON, --guard-stats prints at the
         end what became of each site (the same as -X guards=..., in words)
bench  : measure guarded optimisations against mutation (bench mutation --help)
difftest: run a script under every sound setting of the guards and compare what it prints
fuzz   : the same with random programs that mutate
Implementation-specific options:
-X guards=... : how instructions are specialised; parts separated by commas, the later prevail:
               off, on, a strategy for all, OPTIMISATION:STRATEGY, backoff=POLICY, recheck=never|backedge,
               analysis=off (no guard is left out), stress (every guard fails every time), record, trace=FILE
-X gc=stress : collect garbage at every chance
-X dev       : development mode: every warning is shown
-X importtime, -X int_max_str_digits=N, -X no_debug_ranges, -X tracemalloc[=N], -X utf8,
-X warn_default_encoding: as in CPython
Environment variables:
NO_COLOR        : no colours at the interactive prompt
PYTHONHASHSEED  : seed of the hashes of str and bytes, 0 to 4294967295, or random (default)
PYTHONHOME      : the prefix below which site-packages lies
PYTHONPATH      : folders separated by ':', searched for modules after the script's own
PYTHONSTARTUP   : a program that runs before the first interactive prompt
THESEUS_STDLIB  : a folder with another standard library than the embedded one
PYTHONDEVMODE, PYTHONDONTWRITEBYTECODE, PYTHONINSPECT, PYTHONINTMAXSTRDIGITS, PYTHONNODEBUGRANGES,
PYTHONNOUSERSITE, PYTHONOPTIMIZE, PYTHONSAFEPATH, PYTHONTRACEMALLOC, PYTHONUNBUFFERED, PYTHONUTF8, PYTHONVERBOSE, PYTHONWARNINGS:
                  as the options
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
        guards: Settings::default(),
        guard_stats: false,
        collect_always: false,
        unbuffered: false,
        skip_first_line: false,
        version: 0,
        flags: FlagValues { hash_randomization: 1, ..FlagValues::default() },
        warnings: Vec::new(),
        extensions: Vec::new(),
    };
    let mut rest = arguments.iter().cloned();
    while let Some(word) = rest.next() {
        let chosen = match (word.as_str(), word.strip_prefix('-')) {
            ("-", _) => Some(Program::Stdin("-")),
            ("--version", _) => Some(Program::Version),
            ("--help" | "--help-all" | "--help-env" | "--help-xoptions", _) => Some(Program::Help),
            ("--check-hash-based-pycs", _) => {
                let value = rest
                    .next()
                    .ok_or_else(|| usage("Argument expected for the --check-hash-based-pycs option"))?;
                if !["default", "always", "never"].contains(&value.as_str()) {
                    let message = "--check-hash-based-pycs must be one of 'default', 'always', or 'never'";
                    return Err(usage(message));
                }
                None
            }
            ("--", _) => rest.next().map(Program::File),
            ("dis", _) => Some(disassembly(&mut rest)?),
            ("run", _) => {
                guarded::parse(&mut command, rest.by_ref().collect())?;
                break;
            }
            ("heap" | "replace", _) => {
                let parse = if word == "heap" { inspected::heap } else { inspected::replacement };
                let (program, arguments) = parse(rest.by_ref().collect())?;
                command.program = program;
                command.arguments = arguments;
                break;
            }
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
    if command.version > 0 && command.program != Program::Help {
        command.program = Program::Version;
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

pub fn usage(message: &str) -> String {
    format!("{message}\n{USAGE}{TRY}")
}

fn inspect(command: &mut Command) {
    command.flags.inspect += 1;
    command.flags.interactive += 1;
}

fn isolate(command: &mut Command) {
    let flags = &mut command.flags;
    (flags.isolated, flags.ignore_environment, flags.no_user_site, flags.safe_path) = (1, 1, 1, true);
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
fn extension(command: &mut Command, option: String) -> Result<(), String> {
    let (name, value) = match option.split_once('=') {
        Some((name, value)) => (name, Some(value)),
        None => (option.as_str(), None),
    };
    match (name, value) {
        ("guards", Some(v)) => {
            command.guards = Settings::parse(v).map_err(|e| usage(&format!("-X guards={v}: {e}")))?;
        }
        ("gc", Some("stress")) => command.collect_always = true,
        ("dev", None) => command.flags.dev_mode = true,
        ("warn_default_encoding", None) => command.flags.warn_default_encoding = 1,
        _ => (),
    }
    command.extensions.push((name.to_string(), value.map(str::to_string)));
    Ok(())
}
