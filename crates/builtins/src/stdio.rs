//! The streams behind sys.stdin, sys.stdout and sys.stderr, and the short way of `print` to them.

use theseus_object::host::{EBADF, Place};
use theseus_object::{Cx, Kind, ObjRef, PyResult};

use crate::modules::io::coder::Encoder;
use crate::modules::io::text::{self, TextStream, write};
use crate::modules::io::{DEFAULT_BUFFER_SIZE, buffered, file};
use crate::modules::sys;
use crate::world;

const NAMES: [&str; 3] = ["<stdin>", "<stdout>", "<stderr>"];

/// New stream objects for standard input, output and error; None where there is no such descriptor.
pub fn streams(cx: &mut Cx) -> [ObjRef; 3] {
    [0, 1, 2].map(|fd| match stream(cx, fd) {
        Ok(stream) => stream,
        Err(_) => {
            drop(cx.take_exception());
            cx.none.clone()
        }
    })
}

fn stream(cx: &mut Cx, fd: i32) -> PyResult {
    if world::ask(cx, |h| h.stat(Place::Open(fd), true)).err() == Some(EBADF) {
        return Ok(cx.none.clone());
    }
    let writes = fd != 0;
    let name = cx.new_str(NAMES[fd as usize]);
    let raw = file::over(cx, fd, writes, &name)?;
    let class = crate::modules::io::class(cx, if writes { "BufferedWriter" } else { "BufferedReader" })?;
    let followed = cx.host.get().is_some_and(|h| h.is_terminal(fd) || h.is_followed());
    let unbuffered = writes && cx.host.get().is_some_and(|h| h.is_unbuffered());
    // Without room everything is written at once.
    let size = if unbuffered { 0 } else { DEFAULT_BUFFER_SIZE };
    let Some(buffer) = buffered::over(cx, &class, &raw, !writes, writes, size) else {
        return Err(cx.bad_internal("standard stream"));
    };
    let errors = if fd == 2 { "backslashreplace" } else { "strict" };
    let lines = fd == 2 || followed || unbuffered;
    text::over(cx, &buffer, writes, errors, lines, unbuffered)
}

/// Gives the standard streams another encoding or error handler; standard error keeps its handler.
pub fn recode(cx: &mut Cx, encoding: Option<&str>, errors: Option<&str>) -> PyResult<()> {
    for (fd, name) in ["stdin", "stdout", "stderr"].into_iter().enumerate() {
        let name = cx.intern(name);
        let errors = if fd == 2 { encoding.map(|_| "backslashreplace") } else { errors };
        let stream = sys::attribute(cx, &name).filter(|stream| stream.has_payload::<TextStream>());
        if let Some(stream) = stream.filter(|_| encoding.is_some() || errors.is_some()) {
            text::recode(cx, &stream, encoding, errors)?;
        }
    }
    Ok(())
}

/// Whether `print` can write to the stream by [`write_direct`].
pub(crate) fn takes_direct(cx: &Cx, stream: &ObjRef) -> Option<Encoder> {
    write::direct(cx, stream)
}

/// A line of a text stream of ours that no class overrides; `None` for other streams.
pub(crate) fn read_text_line(cx: &mut Cx, stream: &ObjRef) -> Option<PyResult> {
    let plain = stream.has_payload::<TextStream>() && !stream.ty().data.heap_type;
    plain.then(|| text::read::line(cx, stream, None))
}

/// Writes the texts of values with a separator between them and an end: what `print` does on a
/// plain text stream. What Python code may write meanwhile comes in its order.
pub(crate) fn write_direct(
    cx: &mut Cx,
    me: &ObjRef,
    encoder: &Encoder,
    values: &[ObjRef],
    separator: Option<&ObjRef>,
    end: Option<&ObjRef>,
) -> PyResult<()> {
    let mut out = Vec::with_capacity(120);
    let done = write_values(cx, me, encoder, &mut out, values, separator, end);
    if !out.is_empty() || done.is_ok() {
        let raised = if done.is_err() { cx.take_exception() } else { None };
        write::put_direct(cx, me, &out)?;
        if let Some(e) = raised {
            return Err(cx.reraise(e));
        }
    }
    done
}

fn write_values(
    cx: &mut Cx,
    me: &ObjRef,
    encoder: &Encoder,
    out: &mut Vec<u8>,
    values: &[ObjRef],
    separator: Option<&ObjRef>,
    end: Option<&ObjRef>,
) -> PyResult<()> {
    for (i, value) in values.iter().enumerate() {
        if i > 0 {
            match separator {
                Some(s) => encoder.feed(cx, s, out)?,
                None => out.push(b' '),
            }
        }
        if value.is_exact(Kind::Str) {
            encoder.feed(cx, value, out)?;
        } else if value.is_exact(Kind::Int) {
            out.extend_from_slice(crate::text::int::to_text(value.int().unwrap_or(0)).as_bytes());
        } else {
            if !matches!(value.kind(), Kind::None | Kind::Bool | Kind::Float | Kind::BigInt)
                && !out.is_empty()
            {
                write::put_direct(cx, me, out)?;
                out.clear();
            }
            let text = cx.str(value)?;
            encoder.feed(cx, &text, out)?;
        }
    }
    match end {
        Some(s) => encoder.feed(cx, s, out),
        None => {
            out.push(b'\n');
            Ok(())
        }
    }
}

/// Flushes `sys.stdout` and `sys.stderr` at the end of a program; false if that failed, which is
/// reported for stdout.
pub fn flush_at_exit(cx: &mut Cx) -> bool {
    let mut good = true;
    // What the program put in their place comes before the streams that were there.
    let names = [("stdout", true), ("stderr", false), ("__stdout__", true), ("__stderr__", false)];
    let mut seen: Vec<ObjRef> = Vec::new();
    for (name, reported) in names {
        let name = cx.intern(name);
        let Some(stream) = crate::modules::sys::attribute(cx, &name).filter(|s| !s.is_none()) else {
            continue;
        };
        if seen.iter().any(|s| s.is(&stream)) {
            continue;
        }
        seen.push(stream.clone());
        let closed = match crate::modules::io::is_closed(cx, &stream) {
            Ok(closed) => closed,
            Err(_) => {
                drop(cx.take_exception());
                false
            }
        };
        if !closed && cx.call_method(&stream, "flush", &[]).is_err() {
            good = false;
            match reported {
                true => crate::weakref::report_unraisable(cx, &stream),
                false => drop(cx.take_exception()),
            }
        }
    }
    good
}

/// Flushes `sys.stdout` before something is written elsewhere; that it fails shows at the end.
pub fn flush_stdout(cx: &mut Cx) {
    let name = cx.names.stdout.clone();
    let kept = cx.take_exception();
    if let Some(stream) = crate::modules::sys::attribute(cx, &name).filter(|s| !s.is_none())
        && cx.call_method(&stream, "flush", &[]).is_err()
    {
        drop(cx.take_exception());
    }
    if let Some(e) = kept {
        let _ = cx.reraise(e);
    }
}
