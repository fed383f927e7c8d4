//! A match under way: the program, its machine, and the text that is matched.

use std::borrow::Cow;
use std::rc::Rc;

use theseus_object::payload::ByteArray;
use theseus_object::payload::str::Chars;
use theseus_object::{Cx, Kind, ObjRef, PyResult};

use super::pattern::Pattern;
use crate::bytes;
use crate::text::regex::{Goal, Machine, Outcome, Program, Unit};

/// What is done with the text from a position on.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum How {
    Match,
    Search,
}

/// Program, machine and text. The text is borrowed anew after every look at interrupts.
pub(super) struct Run {
    program: Rc<Program>,
    pub machine: Box<Machine>,
    /// What Python gave.
    pub string: ObjRef,
    /// What is read: the same, or a copy of the bytes of an object that cannot lend them.
    pub(super) text: ObjRef,
    pub start: usize,
    pub end: usize,
    /// Forbids a bytearray to change its length as long as this lives.
    _export: Option<Rc<()>>,
}

/// Whether text is bytes or str, as `isbytes` in CPython's messages; TypeError if it is neither.
pub(super) fn is_bytes(cx: &mut Cx, string: &ObjRef) -> PyResult<bool> {
    if string.is_str() {
        return Ok(false);
    }
    // A view with gaps does not lend its bytes in one run.
    if let Some(Cow::Borrowed(_)) = bytes::data(&cx.heap, string) {
        return Ok(true);
    }
    let got = string.ty().name();
    Err(cx.type_error(format!("expected string or bytes-like object, got '{got}'")))
}

/// A part of the text, as an exact str or bytes; the whole of such a one is itself.
pub(super) fn slice(cx: &Cx, string: &ObjRef, start: usize, end: usize) -> ObjRef {
    if let Some(len) = string.str_len() {
        let end = end.min(len);
        return cx.str_slice(string, start.min(end), end);
    }
    let data = bytes::data(&cx.heap, string).unwrap_or_default();
    if start == 0 && end == data.len() && string.is_exact(Kind::Bytes) {
        return string.clone();
    }
    let end = end.min(data.len());
    cx.new_bytes(data.get(start.min(end)..end).unwrap_or_default())
}

/// Pieces of str or bytes one after another.
pub(super) fn join(cx: &mut Cx, bytes_wanted: bool, pieces: &[ObjRef]) -> PyResult {
    if bytes_wanted {
        let joiner = cx.empty_bytes.clone();
        let list = cx.list_from_slice(pieces);
        return cx.call_method(&joiner, "join", &[list]);
    }
    let empty = cx.empty_str.clone();
    if let Ok(joined) = cx.str_join(&empty, pieces) {
        return Ok(joined);
    }
    // The method has the words of the error.
    let list = cx.list_from_slice(pieces);
    cx.call_method(&empty, "join", &[list])
}

impl Run {
    /// Text, positions and machine for a pattern, checked.
    pub fn new(cx: &mut Cx, pattern: &ObjRef, string: &ObjRef, from: i64, to: i64) -> PyResult<Run> {
        let text_is_bytes = is_bytes(cx, string)?;
        let Some(p) = cx.heap.get::<Pattern>(pattern) else { return Err(cx.bad_internal("pattern")) };
        match p.is_bytes {
            Some(false) if text_is_bytes => {
                return Err(cx.type_error("cannot use a string pattern on a bytes-like object"));
            }
            Some(true) if !text_is_bytes => {
                return Err(cx.type_error("cannot use a bytes pattern on a string-like object"));
            }
            _ => (),
        }
        let program = p.program.clone();
        let machine = p.spare.take().unwrap_or_default();
        let text = match cx.heap.exposed(string) {
            None if text_is_bytes => cx.unshared_bytes(&bytes::data(&cx.heap, string).unwrap_or_default()),
            _ => string.clone(),
        };
        let len = match text.str_len() {
            Some(len) => len,
            None => cx.heap.exposed(&text).map_or(0, <[u8]>::len),
        };
        let export = cx.heap.get_mut::<ByteArray>(&text).map(ByteArray::export);
        let clip = |v: i64| usize::try_from(v).unwrap_or(0).min(len);
        let (start, end, string) = (clip(from), clip(to), string.clone());
        Ok(Run { program, machine, string, text, start, end, _export: export })
    }

    pub fn is_bytes(&self) -> bool {
        !self.text.is_str()
    }

    /// Looks for a match from `from` on; the machine then knows its groups.
    pub fn find(&mut self, cx: &mut Cx, how: How, from: usize, goal: Goal) -> PyResult<bool> {
        self.machine.prepare(from, goal);
        loop {
            let outcome = self.go(cx, how);
            match outcome {
                Outcome::Matched => return Ok(true),
                Outcome::Failed => return Ok(false),
                Outcome::Paused => cx.poll()?,
                Outcome::Memory => return Err(cx.memory_error("")),
            }
        }
    }

    fn go(&mut self, cx: &Cx, how: How) -> Outcome {
        let (p, m, end) = (&*self.program, &mut *self.machine, self.end);
        match self.text.chars() {
            Some(Chars::Ascii(s)) => step(p, m, s.as_bytes(), end, how),
            Some(Chars::Latin1(s)) => step(p, m, s, end, how),
            Some(Chars::Two(s)) => step(p, m, s, end, how),
            Some(Chars::Four(s)) => step(p, m, s, end, how),
            None => step(p, m, cx.heap.exposed(&self.text).unwrap_or_default(), end, how),
        }
    }

    /// The part of the text between two positions.
    pub fn slice(&self, cx: &Cx, start: usize, end: usize) -> ObjRef {
        slice(cx, &self.text, start, end)
    }

    /// The text of a group from 1 on, if it matched.
    pub fn group(&self, cx: &Cx, number: usize) -> Option<ObjRef> {
        self.machine.group(number).map(|(start, end)| self.slice(cx, start, end))
    }

    pub fn groups(&self) -> usize {
        self.program.groups()
    }

    /// Gives the machine back to the pattern, whose next match needs no new one.
    pub fn finish(self, cx: &Cx, pattern: &ObjRef) {
        if let Some(p) = cx.heap.get::<Pattern>(pattern) {
            p.spare.set(Some(self.machine));
        }
    }
}

fn step<U: Unit>(p: &Program, m: &mut Machine, text: &[U], end: usize, how: How) -> Outcome {
    let text = text.get(..end).unwrap_or(text);
    match how {
        How::Match => m.match_here(p, text),
        How::Search => m.search(p, text),
    }
}
