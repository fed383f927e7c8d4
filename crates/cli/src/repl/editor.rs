//! Lines from a terminal: editing, history, completion, colour.

use std::borrow::Cow;
use std::collections::VecDeque;
use std::io::IsTerminal;

use rustyline::completion::Completer;
use rustyline::error::ReadlineError;
use rustyline::highlight::Highlighter;
use rustyline::hint::Hinter;
use rustyline::history::DefaultHistory;
use rustyline::validate::Validator;
use rustyline::{ColorMode, CompletionType, Config, Context, Helper};

use super::history::History;
use super::{Line, Reader, Shared};

/// Characters that end the word to be completed, but for space.
const DELIMITERS: &str = "`~!@#$%^&*()-=+[{]}\\|;:'\",<>/?";
/// What Tab inserts where there is no word.
const TAB: &str = "    ";
const COLOUR: &str = "\x1b[1;35m";
const PLAIN: &str = "\x1b[0m";
/// Lines of history that are kept at hand.
const LINES: usize = 10_000;

pub struct Editor {
    editor: rustyline::Editor<Names, DefaultHistory>,
    history: History,
    /// Lines that were pasted together with one that was taken.
    pasted: VecDeque<String>,
}

impl Editor {
    /// Nothing if the terminal cannot be used.
    pub fn new(session: &Shared) -> Option<Editor> {
        let colour =
            std::io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|v| v.is_empty());
        let config = Config::builder()
            .max_history_size(LINES)
            .ok()?
            .completion_type(CompletionType::List)
            .auto_add_history(false)
            .color_mode(if colour { ColorMode::Enabled } else { ColorMode::Disabled })
            .build();
        let mut editor = rustyline::Editor::with_config(config).ok()?;
        editor.set_helper(Some(Names { session: session.clone(), colour, open: 0 }));
        let (history, lines) = History::load();
        for line in lines {
            let _ = editor.add_history_entry(line);
        }
        Some(Editor { editor, history, pasted: VecDeque::new() })
    }

    fn take(&mut self, line: String) -> Line {
        if !line.trim().is_empty() && self.editor.add_history_entry(line.as_str()).unwrap_or(false) {
            self.history.add(&line);
        }
        Line::Text(line + "\n")
    }
}

impl Reader for Editor {
    fn line(&mut self, prompt: &str) -> Line {
        if let Some(line) = self.pasted.pop_front() {
            return self.take(line);
        }
        let open = self.editor.helper().map(|h| h.session.borrow_mut().take_open_line()).unwrap_or_default();
        if let Some(helper) = self.editor.helper_mut() {
            helper.open = open.len();
        }
        let prompt = format!("{open}{prompt}");
        loop {
            return match self.editor.readline(&prompt) {
                Ok(text) => {
                    self.pasted.extend(text.split('\n').map(str::to_string));
                    let first = self.pasted.pop_front().unwrap_or_default();
                    self.take(first)
                }
                Err(ReadlineError::Interrupted) => Line::Interrupted,
                Err(ReadlineError::Signal(_)) => continue,
                Err(_) => Line::End,
            };
        }
    }

    fn end(&mut self) {
        self.history.save();
    }
}

/// Completes names as the session knows them.
struct Names {
    session: Shared,
    colour: bool,
    /// How much of the prompt is what the program wrote before.
    open: usize,
}

impl Completer for Names {
    type Candidate = String;

    fn complete(&self, line: &str, at: usize, _: &Context<'_>) -> rustyline::Result<(usize, Vec<String>)> {
        let before = line.get(..at).unwrap_or_default();
        if before.trim().is_empty() {
            return Ok((at, vec![TAB.to_string()]));
        }
        let ends = |c: char| c.is_whitespace() || DELIMITERS.contains(c);
        let start = before.char_indices().rev().find(|&(_, c)| ends(c)).map_or(0, |(i, c)| i + c.len_utf8());
        let names = match self.session.try_borrow_mut() {
            Ok(mut session) => session.complete(&before[start..]),
            Err(_) => Vec::new(),
        };
        Ok((start, names))
    }
}

impl Highlighter for Names {
    fn highlight_prompt<'b, 's: 'b, 'p: 'b>(&'s self, prompt: &'p str, _: bool) -> Cow<'b, str> {
        match self.colour {
            true => {
                let (open, own) = prompt.split_at_checked(self.open).unwrap_or(("", prompt));
                Cow::Owned(format!("{open}{COLOUR}{own}{PLAIN}"))
            }
            false => Cow::Borrowed(prompt),
        }
    }
}

impl Hinter for Names {
    type Hint = String;
}

impl Validator for Names {}

impl Helper for Names {}
