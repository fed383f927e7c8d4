//! The last lines of a report: type, message, place of a syntax error, suggestion, notes.

use theseus_object::{Cx, Kind, ObjRef};

use super::suggestion::{self, Reach};
use crate::type_;

/// What stands under the traceback, with its newline; `margin` begins each line, but not those of a
/// message of several lines. Errors of `__str__` and the like are shown in place of the text and
/// forgotten.
pub fn final_lines(cx: &mut Cx, e: &ObjRef, margin: &str) -> String {
    let mut out = String::new();
    let syntax = e.ty().is_subtype(&cx.excs.syntax_error);
    let mut message = None;
    let mut lines = String::new();
    if syntax && let Some(msg) = place(cx, e, &mut lines) {
        message = Some(msg);
    }
    if !lines.is_empty() {
        // Only the first: the source and the marks under it stand at the left.
        out.push_str(margin);
        out.push_str(&lines);
    }
    out.push_str(margin);
    let module = type_::module_name(cx, e.ty());
    match module.as_deref() {
        None => out.push_str("<unknown>."),
        Some("builtins" | "__main__") => (),
        Some(m) => out.push_str(&format!("{m}.")),
    }
    out.push_str(&type_::qualname(e.ty()));
    let message = message.unwrap_or_else(|| e.clone());
    let text = match cx.str_text(&message) {
        Ok(text) => text,
        Err(_) => {
            drop(cx.take_exception());
            "<exception str() failed>".to_string()
        }
    };
    if !text.is_empty() {
        out.push_str(&format!(": {text}"));
    }
    match suggestion::of(cx, e, Reach::Far) {
        Ok(Some(text)) => out.push_str(&text),
        Ok(None) => (),
        Err(_) => drop(cx.take_exception()),
    }
    out.push('\n');
    notes(cx, e, margin, &mut out);
    out
}

/// An attribute, if it can be had.
fn attribute(cx: &mut Cx, o: &ObjRef, name: &str) -> Option<ObjRef> {
    let name = cx.intern(name);
    match cx.getattr(o, &name) {
        Ok(v) => Some(v),
        Err(_) => {
            drop(cx.take_exception());
            None
        }
    }
}

/// File, line, text and marks of a SyntaxError; gives its message, or nothing if the place is not
/// complete.
fn place(cx: &mut Cx, e: &ObjRef, out: &mut String) -> Option<ObjRef> {
    let message = attribute(cx, e, "msg")?;
    let file = attribute(cx, e, "filename")?;
    let line = attribute(cx, e, "lineno")?.int()?;
    let offset = attribute(cx, e, "offset")?.int();
    let end_line = attribute(cx, e, "end_lineno")?.int();
    let end_offset = attribute(cx, e, "end_offset")?.int();
    let text = attribute(cx, e, "text")?;
    let file = if file.is_none() { "<string>".to_string() } else { cx.str_text(&file).ok()? };
    out.push_str(&format!("  File \"{file}\", line {line}\n"));
    if let Some(text) = text.text() {
        let len = text.chars().count() as i64;
        let offset = offset.unwrap_or(-1);
        let mut end = end_offset.unwrap_or(-1);
        if end_line.is_some_and(|n| n > line) {
            // Only the first of several lines is shown.
            end = len;
        }
        if !e.ty().is(&cx.excs.syntax_error) {
            // Of IndentationError and all other subclasses the beginning is marked.
            end = -1;
        }
        marked_line(&text, offset, end, out);
    }
    Some(message)
}

/// The source line without its indentation, and carets under `offset..end` (columns from 1), unless
/// they would stand left of it.
fn marked_line(text: &str, offset: i64, end: i64, out: &mut String) {
    let carets = if end > 0 && end > offset { (end - offset) as usize } else { 1 };
    let mut line: Vec<char> = text.chars().collect();
    let whole = line.len();
    if line.last() == Some(&'\n') {
        line.pop();
    }
    let indent = line.iter().take_while(|c| matches!(c, ' ' | '\t' | '\x0c')).count();
    line.drain(..indent);
    let mut cut = indent;
    let mut offset = (offset - 1 - indent as i64).min(line.len() as i64);
    while let Some(at) = line.iter().position(|&c| c == '\n').filter(|&at| (at as i64) < offset) {
        line.drain(..=at);
        cut += at + 1;
        offset -= at as i64 + 1;
    }
    // No mark stands behind the text's end but the first.
    let room = (whole - cut) as i64 - offset;
    let carets = carets.min(room.max(1) as usize);
    out.push_str("    ");
    out.extend(line);
    out.push('\n');
    if offset < 0 {
        return;
    }
    out.push_str("    ");
    out.push_str(&" ".repeat(offset as usize));
    out.push_str(&"^".repeat(carets));
    out.push('\n');
}

fn notes(cx: &mut Cx, e: &ObjRef, margin: &str, out: &mut String) {
    let Some(notes) = attribute(cx, e, "__notes__").filter(|n| !n.is_none()) else { return };
    let sequence =
        notes.ty().slots().getitem.is_some() && !matches!(notes.kind(), Kind::Str | Kind::Bytes | Kind::Dict);
    if !sequence {
        let shown = cx.repr_text(&notes);
        out.push_str(margin);
        out.push_str(&or_failed(cx, shown, "<__notes__ repr() failed>"));
        out.push('\n');
        return;
    }
    let Ok(list) = cx.collect(&notes) else { return drop(cx.take_exception()) };
    for note in list {
        let text = cx.str_text(&note);
        for line in or_failed(cx, text, "<note str() failed>").split_inclusive('\n') {
            out.push_str(margin);
            out.push_str(line);
        }
        out.push('\n');
    }
}

fn or_failed(cx: &mut Cx, text: theseus_object::PyResult<String>, instead: &str) -> String {
    match text {
        Ok(text) => text,
        Err(_) => {
            drop(cx.take_exception());
            instead.to_string()
        }
    }
}
