//! The command line: one table of options; python-style parsing that stops at the program.

/// What to run.
#[derive(Debug, PartialEq)]
pub enum Program {
    /// `-c`
    Text(String),
    File(String),
    /// `-` or nothing.
    Stdin,
    /// `-V`
    Version,
    /// `-h`
    Help,
    /// `dis FILE`
    Disassemble(String),
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
    /// `-I`: the script's folder does not go into `sys.path`.
    pub isolated: bool,
}

/// One option.
struct Flag {
    letter: char,
    /// Name of its value, if it takes one.
    value: Option<&'static str>,
    help: &'static str,
}

const FLAGS: &[Flag] = &[
    Flag { letter: 'B', value: None, help: "don't write .pyc files (none are written)" },
    Flag { letter: 'c', value: Some("cmd"), help: "program passed in as string (ends the options)" },
    Flag { letter: 'E', value: None, help: "ignore PYTHON* environment variables" },
    Flag { letter: 'h', value: None, help: "print this help and exit" },
    Flag { letter: 'I', value: None, help: "isolate from the environment (implies -E)" },
    Flag { letter: 'S', value: None, help: "don't import site (it is not imported)" },
    Flag { letter: 's', value: None, help: "don't add the user site directory (it is not added)" },
    Flag { letter: 'u', value: None, help: "unbuffered stdout" },
    Flag { letter: 'V', value: None, help: "print the version and exit" },
    Flag { letter: 'X', value: Some("opt"), help: "guards=off: no specialised instructions; gc=stress: collect at every chance" },
];

const USAGE: &str = "usage: theseus [option] ... [-c cmd | file | -] [arg] ...\n       theseus dis file\n";

/// The text of `-h`.
pub fn help() -> String {
    let mut text = USAGE.to_string();
    text.push_str("Options:\n");
    for f in FLAGS {
        let head = match f.value {
            Some(v) => format!("-{} {v}", f.letter),
            None => format!("-{}", f.letter),
        };
        text.push_str(&format!("{head:<7}: {}\n", f.help));
    }
    text.push_str("file   : program read from script file\n-      : program read from stdin\n");
    text.push_str("dis    : print the code of a file, with its source\n");
    text
}

/// Understands the command line; `Err` is what to print before exit code 2.
pub fn parse(arguments: &[String]) -> Result<Command, String> {
    let mut command = Command {
        program: Program::Stdin,
        arguments: Vec::new(),
        guards: true,
        collect_always: false,
        unbuffered: false,
        ignore_environment: false,
        isolated: false,
    };
    let mut rest = arguments.iter();
    while let Some(a) = rest.next() {
        match a.as_str() {
            "--version" => {
                command.program = Program::Version;
                return Ok(command);
            }
            "--help" => {
                command.program = Program::Help;
                return Ok(command);
            }
            "-" => {
                command.arguments = rest.cloned().collect();
                return Ok(command);
            }
            "dis" if rest.len() == 1 => {
                command.program = Program::Disassemble(rest.next().cloned().unwrap_or_default());
                return Ok(command);
            }
            _ => (),
        }
        let Some(letters) = a.strip_prefix('-') else {
            command.program = Program::File(a.clone());
            command.arguments = rest.cloned().collect();
            return Ok(command);
        };
        if let Some(word) = letters.strip_prefix('-') {
            return Err(unknown(&format!("--{word}"), ""));
        }
        if group(&mut command, letters, &mut rest)? {
            return Ok(command);
        }
    }
    Ok(command)
}

/// A group of letters such as `-uS` or `-cprint(1)`. True if the rest belongs to the program.
fn group(command: &mut Command, letters: &str, rest: &mut std::slice::Iter<String>) -> Result<bool, String> {
    for (i, letter) in letters.char_indices() {
        let Some(flag) = FLAGS.iter().find(|f| f.letter == letter) else {
            return Err(unknown(&format!("-{letter}"), ""));
        };
        let value = match flag.value {
            None => String::new(),
            Some(_) => {
                let attached = &letters[i + letter.len_utf8()..];
                match (attached.is_empty(), rest.next_if_needed(attached.is_empty())) {
                    (false, _) => attached.to_string(),
                    (true, Some(next)) => next,
                    (true, None) => {
                        return Err(format!("Argument expected for the -{letter} option\n{USAGE}{TRY}"));
                    }
                }
            }
        };
        match letter {
            'c' => {
                command.program = Program::Text(value);
                command.arguments = rest.cloned().collect();
                return Ok(true);
            }
            'V' => command.program = Program::Version,
            'h' => command.program = Program::Help,
            'u' => command.unbuffered = true,
            'E' => command.ignore_environment = true,
            'I' => (command.ignore_environment, command.isolated) = (true, true),
            'X' => extension(command, &value)?,
            _ => (),
        }
        if matches!(command.program, Program::Version | Program::Help) {
            return Ok(true);
        }
        if flag.value.is_some() {
            return Ok(false);
        }
    }
    Ok(false)
}

const TRY: &str = "Try `theseus -h' for more information.\n";

fn unknown(option: &str, _: &str) -> String {
    let head = if option.starts_with("--") { format!("unknown option {option}") } else { format!("Unknown option: {option}") };
    format!("{head}\n{USAGE}{TRY}")
}

/// `-X name=value`; options of CPython's that mean nothing here are passed over, as it does.
fn extension(command: &mut Command, value: &str) -> Result<(), String> {
    match value.split_once('=') {
        Some(("guards", "on")) => command.guards = true,
        Some(("guards", "off")) => command.guards = false,
        Some(("guards", v)) => return Err(format!("theseus: -X guards={v}: expected on or off\n")),
        Some(("gc", "stress")) => command.collect_always = true,
        _ => (),
    }
    Ok(())
}

trait NextIf {
    fn next_if_needed(&mut self, needed: bool) -> Option<String>;
}

impl NextIf for std::slice::Iter<'_, String> {
    fn next_if_needed(&mut self, needed: bool) -> Option<String> {
        if needed { self.next().cloned() } else { None }
    }
}
