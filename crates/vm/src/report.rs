//! Tracebacks as text, word for word as CPython prints them, and compiler errors as exceptions.

use theseus_builtins::int::is_negative;
use theseus_builtins::modules::sys;
use theseus_bytecode::Position;
use theseus_compiler::{ErrorKind, NO_END, NO_LINE, Reporter, SyntaxError};
use theseus_object::payload::Exception;
use theseus_object::payload::number::IntRef;
use theseus_object::{Cx, ObjRef, PyResult, Raised};

use crate::frameobj::FrameData;
use crate::library;
use crate::machine::Vm;
use crate::traceback::{Traceback, position};
use crate::width::columns;

const CAUSE: &str = "\nThe above exception was the direct cause of the following exception:\n\n";
const CONTEXT: &str = "\nDuring handling of the above exception, another exception occurred:\n\n";
/// Equal entries printed in full before the rest is counted.
const REPEATS: usize = 3;
/// Links of a chain of exceptions that are printed; of longer ones the middle is left out.
const CHAIN: usize = 100;

/// Raises the exception that a compiler error stands for.
pub fn raise_syntax_error(vm: &mut Vm, e: &SyntaxError, filename: &str) -> Raised {
    let ty = match e.kind {
        ErrorKind::Syntax => &vm.excs.syntax_error,
        ErrorKind::Indentation => &vm.excs.indentation_error,
        ErrorKind::Tab => &vm.excs.tab_error,
        ErrorKind::Value => &vm.excs.value_error,
        ErrorKind::Type => &vm.excs.type_error,
        ErrorKind::Memory => &vm.excs.memory_error,
        ErrorKind::Recursion => &vm.excs.recursion_error,
    }
    .clone();
    if matches!(e.kind, ErrorKind::Value | ErrorKind::Type | ErrorKind::Memory | ErrorKind::Recursion) {
        return vm.error(&ty, &e.message);
    }
    let message = vm.new_str(&e.message);
    if e.line == 0 && e.text.is_none() {
        let made = if e.end_column == NO_END {
            let place = [vm.new_str(filename), vm.int(0), vm.int(-1), vm.none.clone()];
            let place = vm.tuple_from_slice(&place);
            vm.call(ty.as_ref(), &[message, place])
        } else {
            vm.call(ty.as_ref(), &[message])
        };
        return made.map_or(Raised, |e| vm.raise(e));
    }
    let number = |vm: &Vm, n: i64| vm.int(n);
    let mut read = || Sources::default().line(vm, filename, e.line).map(|line| format!("{line}\n"));
    let text = match e.text.clone().or_else(&mut read) {
        Some(t) => vm.new_str(&t),
        None => vm.none.clone(),
    };
    let end_line = if e.end_line == 0 { e.line } else { e.end_line };
    let parts = [
        vm.new_str(filename),
        number(vm, e.line.into()),
        number(vm, e.column.into()),
        text,
        if end_line == NO_LINE { vm.none.clone() } else { number(vm, end_line.into()) },
        if e.end_column == NO_END { vm.none.clone() } else { number(vm, e.end_column.into()) },
    ];
    let made = if e.bare {
        located(vm, ty.as_ref(), message, &parts)
    } else {
        let details = vm.tuple_from_slice(&parts);
        vm.call(ty.as_ref(), &[message, details])
    };
    match made {
        Ok(e) => vm.raise(e),
        Err(e) => e,
    }
}

/// A SyntaxError whose only argument is the message.
fn located(vm: &mut Vm, ty: &ObjRef, message: ObjRef, parts: &[ObjRef; 6]) -> PyResult {
    let made = vm.call(ty, &[message])?;
    let names = ["filename", "lineno", "offset", "text", "end_lineno", "end_offset"];
    for (name, value) in names.into_iter().zip(parts) {
        let name = vm.intern(name);
        vm.setattr(&made, &name, Some(value))?;
    }
    Ok(made)
}

/// Members of an exception group that are printed, and levels of groups in groups.
const GROUP_WIDTH: usize = 15;
const GROUP_DEPTH: usize = 10;

/// The text of an exception with its chain, as the interpreter prints it when nobody caught it.
pub fn exception_text(cx: &mut Cx, e: &ObjRef) -> String {
    let mut report = Report::default();
    report.chain(cx, e);
    report.out
}

/// A report under way: inside groups, each line has a margin.
#[derive(Default)]
struct Report {
    out: String,
    /// Groups around what is printed.
    depth: usize,
    /// The last member of a group closes the box, unless its own members did.
    need_close: bool,
    /// What was printed as the exception before another one.
    seen: Vec<ObjRef>,
}

impl Report {
    fn indent(&self) -> String {
        " ".repeat(2 * self.depth)
    }

    fn margin(&self) -> String {
        self.indent() + if self.depth > 0 { "| " } else { "" }
    }

    /// Lines of text, each behind the margin.
    fn lines(&mut self, text: &str) {
        let margin = self.margin();
        for line in text.split_inclusive('\n') {
            self.out.push_str(&margin);
            self.out.push_str(line);
        }
    }

    /// An exception after those that led to it.
    fn chain(&mut self, cx: &mut Cx, e: &ObjRef) {
        let mut chain = vec![(e.clone(), "")];
        self.seen.push(e.clone());
        let mut at = e.clone();
        while let Some((next, link)) = predecessor(cx, &at) {
            if self.seen.iter().any(|x| x.is(&next)) {
                break;
            }
            self.seen.push(next.clone());
            if let Some(last) = chain.last_mut() {
                last.1 = link;
            }
            chain.push((next.clone(), ""));
            at = next;
        }
        let n = chain.len();
        for (i, (e, link)) in chain.into_iter().enumerate().rev() {
            if n > 2 * CHAIN && (CHAIN..n - CHAIN).contains(&i) {
                continue;
            }
            self.lines(link);
            let need_close = self.need_close;
            self.one(cx, &e);
            if i > 0 {
                self.need_close = need_close;
            }
        }
    }

    fn one(&mut self, cx: &mut Cx, e: &ObjRef) {
        let is_group = theseus_builtins::exceptions::is_group(cx, e);
        if !is_group {
            return self.single(cx, e, false);
        }
        if self.depth > GROUP_DEPTH {
            return self.lines(&format!("... (max_group_depth is {GROUP_DEPTH})\n"));
        }
        let top = self.depth == 0;
        self.depth += top as usize;
        self.single(cx, e, true);
        self.members(cx, e);
        self.depth -= top as usize;
    }

    /// Traceback, type and message.
    fn single(&mut self, cx: &mut Cx, e: &ObjRef, is_group: bool) {
        let traceback = cx.heap.get::<Exception>(e).and_then(|x| x.traceback.clone());
        if let Some(t) = traceback.filter(|_| limit(cx) > 0) {
            if is_group && self.depth == 1 {
                let title =
                    format!("{}+ Exception Group Traceback (most recent call last):\n", self.indent());
                self.out.push_str(&title);
            } else {
                let kind = if is_group { "Exception Group " } else { "" };
                self.lines(&format!("{kind}Traceback (most recent call last):\n"));
            }
            let mut text = String::new();
            traceback_text(cx, t, &mut text);
            self.lines(&text);
        }
        let margin = self.margin();
        self.out.push_str(&theseus_builtins::exceptions::final_lines(cx, e, &margin));
    }

    fn members(&mut self, cx: &mut Cx, e: &ObjRef) {
        let all = theseus_builtins::exceptions::members(cx, e);
        let shown = if all.len() > GROUP_WIDTH { GROUP_WIDTH + 1 } else { all.len() };
        self.need_close = false;
        for (i, member) in all.iter().take(shown).enumerate() {
            let last = i + 1 == shown;
            self.need_close |= last;
            let title = if i < GROUP_WIDTH { (i + 1).to_string() } else { "...".to_string() };
            let corner = if i == 0 { "+-" } else { "  " };
            let line = format!("{}{corner}+---------------- {title} ----------------\n", self.indent());
            self.out.push_str(&line);
            self.depth += 1;
            if i < GROUP_WIDTH {
                self.chain(cx, member);
            } else {
                let more = all.len() - GROUP_WIDTH;
                let s = if more > 1 { "s" } else { "" };
                self.lines(&format!("and {more} more exception{s}\n"));
            }
            if last && self.need_close {
                let line = format!("{}+------------------------------------\n", self.indent());
                self.out.push_str(&line);
                self.need_close = false;
            }
            self.depth -= 1;
        }
    }
}

/// The exception printed before this one, and the words between the two.
fn predecessor(cx: &Cx, e: &ObjRef) -> Option<(ObjRef, &'static str)> {
    let x = cx.heap.get::<Exception>(e)?;
    match (&x.cause, &x.context) {
        (Some(c), _) => Some((c.clone(), CAUSE)),
        (None, Some(c)) if !x.suppress_context => Some((c.clone(), CONTEXT)),
        _ => None,
    }
}

/// One line of a traceback, by what decides whether two lines are equal.
#[derive(PartialEq, Clone)]
struct Entry {
    file: String,
    name: String,
    line: u32,
}

/// The number of entries shown of a traceback, its last: `sys.tracebacklimit`, if it is an int.
fn limit(cx: &Cx) -> usize {
    const DEFAULT: usize = 1000;
    let set = sys::attribute(cx, &cx.intern("tracebacklimit"));
    match set.as_ref().and_then(|n| n.integer()) {
        Some(n) if is_negative(n) => 0,
        Some(IntRef::Small(n)) => n as usize,
        Some(IntRef::Big(_)) => usize::MAX,
        None => DEFAULT,
    }
}

fn traceback_text(cx: &mut Cx, first: ObjRef, out: &mut String) {
    let mut entries = Vec::new();
    let mut at = Some(first);
    while let Some(t) = at {
        let Some(data) = cx.heap.get::<Traceback>(&t) else { break };
        let p = position(cx, data);
        if let Some(f) = cx.heap.get::<FrameData>(&data.frame) {
            let c = &f.code().code;
            let entry = Entry { file: c.filename.to_string(), name: c.name.to_string(), line: p.line };
            entries.push((entry, p));
        }
        at = data.next.clone();
    }
    let skip = entries.len().saturating_sub(limit(cx));
    let mut sources = Sources::default();
    let mut last: Option<Entry> = None;
    let mut count = 0;
    for (entry, p) in entries.into_iter().skip(skip) {
        if last.as_ref() != Some(&entry) {
            repeated(count, out);
            count = 0;
            last = Some(entry.clone());
        }
        count += 1;
        if count <= REPEATS {
            entry_text(Vm::of(cx), &mut sources, &entry, p, out);
        }
    }
    repeated(count, out);
}

fn repeated(count: usize, out: &mut String) {
    if count > REPEATS {
        let n = count - REPEATS;
        let s = if n > 1 { "s" } else { "" };
        out.push_str(&format!("  [Previous line repeated {n} more time{s}]\n"));
    }
}

fn entry_text(vm: &mut Vm, sources: &mut Sources, entry: &Entry, p: Position, out: &mut String) {
    out.push_str(&format!("  File \"{}\", line {}, in {}\n", entry.file, entry.line, entry.name));
    let Some(line) = sources.line(vm, &entry.file, entry.line) else { return };
    let text = line.trim_start_matches([' ', '\t', '\x0c']);
    if text.trim_end().is_empty() {
        return;
    }
    out.push_str("    ");
    out.push_str(text.trim_end_matches(['\n', '\r']));
    out.push('\n');
    if !vm.shared.no_debug_ranges
        && let Some(marks) = carets(&line, p)
    {
        out.push_str("    ");
        out.push_str(&marks);
        out.push('\n');
    }
}

/// The marks under a source line: carets under what raised, tildes around an operator or subscript.
fn carets(line: &str, p: Position) -> Option<String> {
    if p.line == 0 || p.end_line == 0 {
        return None;
    }
    let line = line.trim_end_matches(['\n', '\r']);
    let indent = line.len() - line.trim_start_matches([' ', '\t', '\x0c']).len();
    let start = (p.column as usize).min(line.len());
    let stripped_end = line.trim_end().len();
    let (end, anchors) = if p.line == p.end_line {
        let end = (p.end_column as usize).min(line.len());
        let anchors = line
            .get(start..end)
            .and_then(|text| theseus_compiler::operator_anchors(text, Reporter::Interpreter));
        (end, anchors)
    } else {
        (stripped_end, None)
    };
    if end <= start {
        return None;
    }
    if end - start == line.len() - indent && anchors.is_none() {
        return None;
    }
    let chars = |a: usize, b: usize| line.get(a..b).map_or(0, columns);
    let mut marks = " ".repeat(chars(indent, start));
    match anchors {
        Some((left, right)) => {
            marks.push_str(&"~".repeat(chars(start, start + left)));
            marks.push_str(&"^".repeat(chars(start + left, start + right)));
            marks.push_str(&"~".repeat(chars(start + right, end)));
        }
        None => marks.push_str(&"^".repeat(chars(start, end))),
    }
    Some(marks)
}

/// The text of a file; what cannot be read of it stands as replacement characters.
fn text_of(vm: &mut Vm, source: &[u8], file: &str) -> String {
    if let Some(text) = theseus_compiler::source_text(source) {
        return text;
    }
    let raised = vm.take_exception();
    let text = crate::upcalls::decoded(vm, source, file);
    if text.is_err() {
        drop(vm.take_exception());
    }
    if let Some(e) = raised {
        vm.reraise(e);
    }
    text.ok().flatten().unwrap_or_else(|| String::from_utf8_lossy(source).into_owned())
}

/// Source files read for a report.
#[derive(Default)]
struct Sources {
    files: Vec<(String, Option<Vec<String>>)>,
}

impl Sources {
    fn line(&mut self, vm: &mut Vm, file: &str, line: u32) -> Option<String> {
        if !self.files.iter().any(|(f, _)| f == file) {
            let named = file.starts_with('<') && file.ends_with('>');
            let read = if named { None } else { library::source(vm, file) };
            let lines = read.map(|b| text_of(vm, &b, file).lines().map(str::to_string).collect());
            self.files.push((file.to_string(), lines));
        }
        let (_, lines) = self.files.iter().find(|(f, _)| f == file)?;
        lines.as_ref()?.get((line as usize).checked_sub(1)?).cloned()
    }
}
