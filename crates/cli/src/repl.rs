//! The interactive prompt: when there is one, its banner, and the loop that makes statements of lines.

mod editor;
mod history;
mod plain;

use std::cell::RefCell;
use std::io::IsTerminal;
use std::rc::Rc;

use theseus_runtime::{Before, Builder, Outcome, Piece, Session, piece};

use crate::environment::variable;
use crate::flags::Command;
use crate::run::{LONG_VERSION, complain};

/// The session, which the completion of names asks too.
type Shared = Rc<RefCell<Session>>;

/// What a reader of lines came to.
enum Line {
    /// With its line end, but for the last one of a file.
    Text(String),
    /// ^C; the cursor stands at the beginning of a line.
    Interrupted,
    /// The end of the input; as above.
    End,
}

/// Where lines come from.
trait Reader {
    /// A line after a prompt.
    fn line(&mut self, prompt: &str) -> Line;
    /// The session is over.
    fn end(&mut self) {}
}

/// Whether standard input is a conversation: a terminal, or said to be one.
pub fn is_interactive(command: &Command) -> bool {
    command.flags.interactive > 0 || std::io::stdin().is_terminal()
}

/// Whether the prompt comes after the program.
pub fn follows(command: &Command) -> bool {
    let inspects = command.flags.inspect > 0 || variable(command, "PYTHONINSPECT").is_some();
    inspects && is_interactive(command)
}

/// Runs what comes first, then what is typed.
pub fn run(command: &Command, builder: &Builder, before: &Before) -> Outcome {
    if command.flags.quiet == 0 && matches!(before, Before::Startup(_)) {
        complain(&banner(command));
    }
    builder.interact(before, |session| {
        let session = Rc::new(RefCell::new(session));
        let mut reader = reader(&session);
        let outcome = converse(&session, &mut *reader);
        reader.end();
        session.borrow_mut().finish(outcome)
    })
}

fn banner(command: &Command) -> String {
    let system = match std::env::consts::OS {
        "macos" => "darwin",
        other => other,
    };
    let mut text = format!("{} on {system}\n", LONG_VERSION.trim_end());
    if command.flags.no_site == 0 {
        text.push_str("Type \"help\", \"copyright\", \"credits\" or \"license\" for more information.\n");
    }
    text
}

/// Terminals whose cursor cannot be moved, by the names that the editor knows them by: it would read a line
/// there without looking for ^C, and write again what stands before the prompt.
const WITHOUT_CURSOR: &[&str] = &["dumb", "cons25", "emacs"];

/// An editor on a terminal, plain lines elsewhere.
fn reader(session: &Shared) -> Box<dyn Reader> {
    let draws = std::env::var("TERM").is_ok_and(|name| !WITHOUT_CURSOR.contains(&name.as_str()));
    let terminal = draws && std::io::stdin().is_terminal() && std::io::stdout().is_terminal();
    match editor::Editor::new(session).filter(|_| terminal) {
        Some(editor) => Box::new(editor),
        None => Box::new(plain::Plain::new(session)),
    }
}

/// Runs statement after statement, until the input ends or one of them exits.
fn converse(session: &Shared, reader: &mut dyn Reader) -> Outcome {
    let mut text = String::new();
    loop {
        let prompt = session.borrow_mut().prompt(!text.is_empty());
        match reader.line(&prompt) {
            Line::Text(line) => {
                text.push_str(&line);
                // A last line without an end may go on.
                let what = if line.ends_with('\n') { piece(&text) } else { Piece::Block };
                match what {
                    Piece::Open | Piece::Block => continue,
                    Piece::Nothing => text.clear(),
                    Piece::Whole => (),
                }
            }
            Line::Interrupted => {
                session.borrow_mut().interrupted();
                text.clear();
            }
            Line::End if text.is_empty() => return Outcome::Exit(0),
            Line::End => (),
        }
        if text.is_empty() {
            continue;
        }
        if !text.ends_with('\n') {
            text.push('\n');
        }
        if let Some(outcome) = session.borrow_mut().run(&text) {
            return outcome;
        }
        text.clear();
    }
}
