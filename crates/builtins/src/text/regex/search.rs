//! Matching at a position, and searching for the first position where a program matches.

use super::machine::{Goal, Machine, Outcome};
use super::program::{Program, Start, Unit};

impl Machine {
    /// Prepares to look for a match from a position on.
    pub fn prepare(&mut self, from: usize, goal: Goal) {
        (self.start, self.running, self.goal) = (from, false, goal);
    }

    /// Matches at the position that was prepared, or goes on with it.
    pub fn match_here<U: Unit>(&mut self, p: &Program, text: &[U]) -> Outcome {
        if !self.running {
            // A start behind the end is let through, as in CPython: nothing is there, and that matches.
            let at = self.start;
            self.begin(p, at, 0, at);
        }
        if !self.grant() {
            return Outcome::Memory;
        }
        self.run(p, text)
    }

    /// Searches from the position that was prepared on, or goes on with it.
    pub fn search<U: Unit>(&mut self, p: &Program, text: &[U]) -> Outcome {
        if !self.grant() {
            return Outcome::Memory;
        }
        loop {
            if !self.running {
                let Some((at, pc, position)) = candidate(p, text, self.start) else {
                    return Outcome::Failed;
                };
                if self.steps == 0 {
                    return Outcome::Paused;
                }
                self.steps = self.steps.saturating_sub(1 + (at - self.start) / 256);
                self.begin(p, at, pc, position);
            }
            match self.run(p, text) {
                Outcome::Failed => {
                    self.running = false;
                    self.start += 1;
                }
                other => return other,
            }
        }
    }
}

/// The next place from `from` on where a match may begin: it, and where and with which instruction.
#[inline]
fn candidate<U: Unit>(p: &Program, text: &[U], from: usize) -> Option<(usize, u32, usize)> {
    let rest = text.get(from..)?;
    let plain = |at: usize| Some((at, 0, at));
    match &p.start {
        Start::Anywhere => plain(from),
        Start::OfText => plain(from).filter(|_| from == 0),
        Start::OfLine => {
            if from == 0 || text.get(from - 1).is_some_and(|&c| c.into() == 10) {
                return plain(from);
            }
            let newline = U::from_char(10).and_then(|c| U::find(rest, c))?;
            plain(from + newline + 1)
        }
        Start::Literal { chars, finder, skip } => {
            let at = from + find(rest, chars, finder.as_deref())?;
            match skip {
                Some(pc) => Some((at, *pc, at + chars.len())),
                None => plain(at),
            }
        }
        Start::Bytes(members) => {
            let found = match (U::bytes(rest), &members[..]) {
                (Some(rest), [a]) => memchr::memchr(*a, rest),
                (Some(rest), [a, b]) => memchr::memchr2(*a, *b, rest),
                (Some(rest), [a, b, c]) => memchr::memchr3(*a, *b, *c, rest),
                _ => rest.iter().position(|&c| u8::try_from(c.into()).is_ok_and(|c| members.contains(&c))),
            };
            plain(from + found?)
        }
        Start::First(first) => plain(from + rest.iter().position(|&c| first.may(c.into()))?),
    }
}

fn find<U: Unit>(
    text: &[U],
    chars: &[u32],
    finder: Option<&memchr::memmem::Finder<'static>>,
) -> Option<usize> {
    if let (Some(bytes), Some(finder)) = (U::bytes(text), finder) {
        return finder.find(bytes);
    }
    let (first, others) = chars.split_first()?;
    let first = U::from_char(*first)?;
    let mut at = 0;
    loop {
        at += U::find(text.get(at..)?, first)?;
        let rest = text.get(at + 1..)?;
        if others.len() <= rest.len() && others.iter().zip(rest).all(|(&a, &b)| a == b.into()) {
            return Some(at);
        }
        at += 1;
    }
}
