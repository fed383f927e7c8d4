//! `TextIOWrapper`: UTF-8 text over a byte stream.

use theseus_object::class::TypeSpec;
use theseus_object::edges::{EdgeVisitor, Payload, Relation};
use theseus_object::methods::{GetSet, NativeDef};
use theseus_object::payload::str::Chars;
use theseus_object::{Args, Cx, ObjRef, PyResult, Slots};

use super::{binary, check_open, read_lines, size_argument, with_host};
use crate::str::push_utf8;
use crate::str::units::{chars, points};

pub(super) const NAMES: [&str; 3] = ["<stdin>", "<stdout>", "<stderr>"];

/// A text stream over standard input, output or error.
pub(crate) struct TextStream {
    fd: i32,
    buffer: ObjRef,
    /// The error handler of its encoding.
    errors: String,
    /// Characters read but not yet given.
    pending: Vec<u32>,
}

impl Payload for TextStream {
    fn edges(&mut self, v: &mut dyn EdgeVisitor) {
        v.fixed(&mut self.buffer, Relation::Attr("buffer"));
    }
}

static SPEC: TypeSpec = TypeSpec {
    slots: Slots { repr: Some(repr), iter: Some(iter), next: Some(next), ..Slots::EMPTY },
    methods: METHODS,
    getsets: GETSETS,
    doc: "Character and line based layer over a BufferedIOBase object, buffer.",
};

static METHODS: &[NativeDef] = &[
    NativeDef::m1("write", write, "Write string s to stream."),
    NativeDef::m1("writelines", writelines, "Write a list of lines to stream."),
    NativeDef::m0("flush", flush, "Flush write buffers, if applicable."),
    NativeDef::range("read", read, 0, 1, "Read at most size characters from stream."),
    NativeDef::range("readline", readline, 0, 1, "Read until newline or EOF."),
    NativeDef::range("readlines", readlines, 0, 1, "Return a list of lines from the stream."),
    NativeDef::m0("close", close, "Flush and close the IO object."),
    NativeDef::m0("fileno", fileno, "Return underlying file descriptor if one exists."),
    NativeDef::m0("isatty", isatty, "Return whether this is an 'interactive' stream."),
    NativeDef::m0("readable", readable, "Return whether object was opened for reading."),
    NativeDef::m0("writable", writable, "Return whether object was opened for writing."),
    NativeDef::m0("seekable", seekable, "Return whether object supports random access."),
    NativeDef::full("reconfigure", reconfigure, "Reconfigure the text stream with new parameters."),
    NativeDef::m0("__enter__", enter, ""),
    NativeDef::range("__exit__", exit, 0, u8::MAX, ""),
];

static GETSETS: &[GetSet] = &[
    GetSet::new("name", |cx, me| Ok(cx.new_str(name(cx, me))), ""),
    GetSet::new("mode", |cx, me| Ok(cx.new_str(mode(cx, me))), ""),
    GetSet::new("encoding", |cx, _| Ok(cx.new_str("utf-8")), "Encoding of the text stream."),
    GetSet::new(
        "errors",
        |cx, me| Ok(cx.new_str(&errors(cx, me))),
        "The error setting of the decoder or encoder.",
    ),
    GetSet::new("newlines", |cx, _| Ok(cx.none.clone()), "Line endings translated so far."),
    GetSet::new("closed", |cx, me| Ok(cx.bool(is_closed(cx, me))), ""),
    GetSet::new("buffer", |cx, me| Ok(buffer(cx, me).unwrap_or_else(|| cx.none.clone())), ""),
    GetSet::new("line_buffering", line_buffering, ""),
    GetSet::new("write_through", |cx, _| Ok(cx.false_.clone()), ""),
];

pub(super) fn install(cx: &Cx) {
    let ty = cx.add_native_type::<TextStream>("_io.TextIOWrapper", None, 0);
    cx.fill_type(&ty, &SPEC);
}

/// A new text stream over a standard stream.
pub(super) fn stream(cx: &Cx, fd: i32) -> ObjRef {
    let errors = if fd == 2 { "backslashreplace" } else { "strict" };
    let buffer = binary::stream(cx, fd);
    cx.new_object(TextStream { fd, buffer, errors: errors.to_string(), pending: Vec::new() })
}

fn fd(cx: &Cx, me: &ObjRef) -> i32 {
    cx.heap.get::<TextStream>(me).map_or(-1, |s| s.fd)
}

fn name(cx: &Cx, me: &ObjRef) -> &'static str {
    NAMES[fd(cx, me).clamp(0, 2) as usize]
}

fn mode(cx: &Cx, me: &ObjRef) -> &'static str {
    if fd(cx, me) == 0 { "r" } else { "w" }
}

fn errors(cx: &Cx, me: &ObjRef) -> String {
    cx.heap.get::<TextStream>(me).map(|s| s.errors.clone()).unwrap_or_default()
}

fn buffer(cx: &Cx, me: &ObjRef) -> Option<ObjRef> {
    cx.heap.get::<TextStream>(me).map(|s| s.buffer.clone())
}

fn is_closed(cx: &Cx, me: &ObjRef) -> bool {
    cx.heap.get::<TextStream>(me).is_some_and(|s| binary::is_closed(cx, &s.buffer))
}

fn line_buffering(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let fd = fd(cx, me);
    let r = fd == 2 || with_host(cx, |h| Ok(h.is_terminal(fd)))?;
    Ok(cx.bool(r))
}

fn open(cx: &mut Cx, me: &ObjRef) -> PyResult<()> {
    let closed = is_closed(cx, me);
    check_open(cx, closed)
}

fn repr(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let text =
        format!("<_io.TextIOWrapper name='{}' mode='{}' encoding='utf-8'>", name(cx, me), mode(cx, me));
    Ok(cx.new_str(&text))
}

/// Appends a str as the stream encodes it.
fn encode_into(cx: &mut Cx, me: &ObjRef, out: &mut Vec<u8>, s: &ObjRef) -> PyResult<()> {
    let start = out.len();
    match chars(s) {
        Chars::Ascii(t) => out.extend_from_slice(t.as_bytes()),
        wide => {
            if !push_utf8(out, wide) {
                // A lone surrogate: the error handler has the whole text.
                out.truncate(start);
                let errors = errors(cx, me);
                out.extend(crate::str::encode(cx, s, "utf-8", &errors)?);
            }
        }
    }
    Ok(())
}

fn put(cx: &mut Cx, me: &ObjRef, data: &[u8]) -> PyResult<()> {
    open(cx, me)?;
    let fd = fd(cx, me);
    if fd < 1 {
        return Err(cx.os_error("not writable"));
    }
    with_host(cx, |h| h.write(fd, data))
}

/// Writes the texts of values with a separator between them and an end: what `print` does on a
/// standard stream. What Python code may write meanwhile comes in its order.
pub(crate) fn write_direct(
    cx: &mut Cx,
    me: &ObjRef,
    values: &[ObjRef],
    separator: Option<&ObjRef>,
    end: Option<&ObjRef>,
) -> PyResult<()> {
    let mut out = Vec::with_capacity(120);
    let done = write_values(cx, me, &mut out, values, separator, end);
    if !out.is_empty() || done.is_ok() {
        let raised = if done.is_err() { cx.take_exception() } else { None };
        put(cx, me, &out)?;
        if let Some(e) = raised {
            return Err(cx.reraise(e));
        }
    }
    done
}

fn write_values(
    cx: &mut Cx,
    me: &ObjRef,
    out: &mut Vec<u8>,
    values: &[ObjRef],
    separator: Option<&ObjRef>,
    end: Option<&ObjRef>,
) -> PyResult<()> {
    use theseus_object::Kind;
    for (i, value) in values.iter().enumerate() {
        if i > 0 {
            match separator {
                Some(s) => encode_into(cx, me, out, s)?,
                None => out.push(b' '),
            }
        }
        if value.is_exact(Kind::Str) {
            encode_into(cx, me, out, value)?;
        } else if value.is_exact(Kind::Int) {
            out.extend_from_slice(crate::text::int::to_text(value.int().unwrap_or(0)).as_bytes());
        } else {
            if !matches!(value.kind(), Kind::None | Kind::Bool | Kind::Float | Kind::BigInt)
                && !out.is_empty()
            {
                put(cx, me, out)?;
                out.clear();
            }
            let text = cx.str(value)?;
            encode_into(cx, me, out, &text)?;
        }
    }
    match end {
        Some(s) => encode_into(cx, me, out, s),
        None => {
            out.push(b'\n');
            Ok(())
        }
    }
}

fn write(cx: &mut Cx, me: &ObjRef, s: &ObjRef) -> PyResult {
    if !s.is_str() {
        let got = s.ty().name();
        return Err(cx.type_error(format!("write() argument must be str, not {got}")));
    }
    open(cx, me)?;
    match chars(s) {
        Chars::Ascii(t) => put(cx, me, t.as_bytes())?,
        _ => {
            let mut data = Vec::new();
            encode_into(cx, me, &mut data, s)?;
            put(cx, me, &data)?;
        }
    }
    Ok(cx.usize(chars(s).len()))
}

fn writelines(cx: &mut Cx, me: &ObjRef, lines: &ObjRef) -> PyResult {
    open(cx, me)?;
    let it = cx.iter(lines)?;
    while let Some(line) = cx.next(&it)? {
        write(cx, me, &line)?;
    }
    Ok(cx.none.clone())
}

fn flush(cx: &mut Cx, me: &ObjRef) -> PyResult {
    open(cx, me)?;
    let fd = fd(cx, me);
    if fd > 0 {
        with_host(cx, |h| h.flush(fd))?;
    }
    Ok(cx.none.clone())
}

fn close(cx: &mut Cx, me: &ObjRef) -> PyResult {
    match buffer(cx, me) {
        Some(b) => binary::close(cx, &b),
        None => Ok(cx.none.clone()),
    }
}

fn fileno(cx: &mut Cx, me: &ObjRef) -> PyResult {
    open(cx, me)?;
    let fd = fd(cx, me);
    Ok(cx.int(fd as i64))
}

fn isatty(cx: &mut Cx, me: &ObjRef) -> PyResult {
    open(cx, me)?;
    let fd = fd(cx, me);
    let r = with_host(cx, |h| Ok(h.is_terminal(fd)))?;
    Ok(cx.bool(r))
}

fn readable(cx: &mut Cx, me: &ObjRef) -> PyResult {
    open(cx, me)?;
    Ok(cx.bool(fd(cx, me) == 0))
}

fn writable(cx: &mut Cx, me: &ObjRef) -> PyResult {
    open(cx, me)?;
    Ok(cx.bool(fd(cx, me) != 0))
}

fn seekable(cx: &mut Cx, me: &ObjRef) -> PyResult {
    open(cx, me)?;
    Ok(cx.false_.clone())
}

fn enter(cx: &mut Cx, me: &ObjRef) -> PyResult {
    open(cx, me)?;
    Ok(me.clone())
}

fn exit(cx: &mut Cx, values: &[ObjRef]) -> PyResult {
    close(cx, &values[0])
}

/// `reconfigure(errors=...)`; the encoding stays UTF-8 and buffering is the host's.
fn reconfigure(cx: &mut Cx, args: &Args) -> PyResult {
    let Some(me) = args.values.first() else { return Err(cx.bad_internal("receiver")) };
    if args.positional() > 1 {
        return Err(cx.type_error("reconfigure() takes no positional arguments"));
    }
    for (key, value) in args.keywords() {
        match key.ascii() {
            Some("encoding" | "newline" | "errors") if value.is_none() => (),
            Some("encoding") => {
                let plain = value.text_or_empty().to_ascii_lowercase().replace('_', "-");
                if !matches!(plain.as_str(), "utf-8" | "utf8") {
                    return Err(cx.not_implemented_error("standard streams are always UTF-8"));
                }
            }
            Some("errors") => {
                crate::str::args::expect_str(cx, "reconfigure", " 'errors'", value)?;
                let text = value.text_or_empty();
                if let Some(s) = cx.heap.get_mut::<TextStream>(me) {
                    s.errors = text;
                }
            }
            Some("newline" | "line_buffering" | "write_through") => (),
            _ => {
                let key = key.text_or_empty();
                return Err(
                    cx.type_error(format!("'{key}' is an invalid keyword argument for reconfigure()"))
                );
            }
        }
    }
    flush(cx, me)
}

/// Appends input to the pending characters.
fn receive(cx: &mut Cx, me: &ObjRef, data: &[u8]) -> PyResult<()> {
    let errors = errors(cx, me);
    let text = crate::str::decode(cx, None, data, "utf-8", &errors)?;
    if let Some(s) = cx.heap.get_mut::<TextStream>(me) {
        s.pending.extend(points(&text));
    }
    Ok(())
}

/// Reads a line more; false at the end of input.
fn fill(cx: &mut Cx, me: &ObjRef) -> PyResult<bool> {
    let Some(b) = buffer(cx, me).filter(|_| fd(cx, me) == 0) else { return Err(cx.os_error("not readable")) };
    let data = binary::line(cx, &b)?;
    let more = !data.is_empty();
    receive(cx, me, &data)?;
    Ok(more)
}

/// The first `n` pending characters.
fn take(cx: &mut Cx, me: &ObjRef, n: usize) -> ObjRef {
    let taken: Vec<u32> = match cx.heap.get_mut::<TextStream>(me) {
        Some(s) => {
            let n = n.min(s.pending.len());
            s.pending.drain(..n).collect()
        }
        None => Vec::new(),
    };
    cx.str_from_points(&taken)
}

/// A line with its end, at most `most` characters of it; empty at the end of input.
pub(crate) fn read_text_line(cx: &mut Cx, me: &ObjRef, most: Option<usize>) -> PyResult {
    open(cx, me)?;
    loop {
        let pending = cx.heap.get::<TextStream>(me).map(|s| &s.pending[..]).unwrap_or_default();
        let end = pending.iter().position(|&c| c == 10).map(|at| at + 1);
        let n = match (end, most) {
            (Some(end), Some(most)) => Some(end.min(most)),
            (Some(end), None) => Some(end),
            (None, Some(most)) if pending.len() >= most => Some(most),
            _ => None,
        };
        if let Some(n) = n {
            return Ok(take(cx, me, n));
        }
        if !fill(cx, me)? {
            return Ok(take(cx, me, usize::MAX));
        }
    }
}

fn read(cx: &mut Cx, values: &[ObjRef]) -> PyResult {
    let me = &values[0];
    let most = size_argument(cx, values.get(1))?;
    open(cx, me)?;
    let Some(most) = most else {
        let Some(b) = buffer(cx, me).filter(|_| fd(cx, me) == 0) else {
            return Err(cx.os_error("not readable"));
        };
        let data = binary::rest(cx, &b)?;
        receive(cx, me, &data)?;
        return Ok(take(cx, me, usize::MAX));
    };
    while cx.heap.get::<TextStream>(me).is_some_and(|s| s.pending.len() < most) && fill(cx, me)? {}
    Ok(take(cx, me, most))
}

fn readline(cx: &mut Cx, values: &[ObjRef]) -> PyResult {
    let most = size_argument(cx, values.get(1))?;
    read_text_line(cx, &values[0], most)
}

fn readlines(cx: &mut Cx, values: &[ObjRef]) -> PyResult {
    let hint = size_argument(cx, values.get(1))?;
    let me = values[0].clone();
    read_lines(cx, hint, |cx| read_text_line(cx, &me, None))
}

fn iter(cx: &mut Cx, me: &ObjRef) -> PyResult {
    open(cx, me)?;
    Ok(me.clone())
}

fn next(cx: &mut Cx, me: &ObjRef) -> PyResult<Option<ObjRef>> {
    let line = read_text_line(cx, me, None)?;
    Ok((line.str_len() != Some(0)).then_some(line))
}
