//! Lines without an editor: prompts go to stderr, as CPython's do.

use theseus_runtime::Input;

use super::{Line, Reader, Shared};
use crate::run::complain;

pub struct Plain {
    session: Shared,
}

impl Plain {
    pub fn new(session: &Shared) -> Plain {
        Plain { session: session.clone() }
    }
}

impl Reader for Plain {
    fn line(&mut self, prompt: &str) -> Line {
        complain(prompt);
        let input = self.session.borrow_mut().read_line();
        match input {
            Input::Line(text) => Line::Text(text),
            Input::Interrupted => {
                complain("\n");
                Line::Interrupted
            }
            Input::End => {
                complain("\n");
                Line::End
            }
        }
    }
}
