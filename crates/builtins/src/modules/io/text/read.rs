//! Reading of text streams.

use theseus_object::methods::NativeDef;
use theseus_object::{Cx, Kind, ObjRef, PyResult};

use super::super::buffered::read::{read_all, read_once};
use super::super::coder::Reader;
use super::super::{newline, size_argument, unsupported};
use super::{TextStream, open_buffer, write};
use crate::str::units::chars;

pub const METHODS: &[NativeDef] = &[
    NativeDef::range("read", read, 0, 1, "Read at most size characters from stream."),
    NativeDef::range("readline", readline, 0, 1, "Read until newline or EOF."),
];

/// Lets the decoder work; it is away from the stream meanwhile.
pub fn with_reader<T>(
    cx: &mut Cx,
    me: &ObjRef,
    work: impl FnOnce(&mut Cx, &mut Reader) -> PyResult<T>,
) -> PyResult<T> {
    let Some(mut reader) = cx.heap.get_mut::<TextStream>(me).and_then(|s| s.reader.take()) else {
        return Err(unsupported(cx, "not readable"));
    };
    let result = work(cx, &mut reader);
    let old = cx.heap.get_mut::<TextStream>(me).and_then(|s| s.reader.replace(reader));
    drop(old);
    result
}

/// Replaces the text that waits to be given out.
pub fn set_decoded(cx: &mut Cx, me: &ObjRef, text: Option<ObjRef>) {
    let old = cx.heap.get_mut::<TextStream>(me).and_then(|s| {
        s.used = 0;
        std::mem::replace(&mut s.decoded, text)
    });
    drop(old);
}

/// The text that waits, and how much of it was given out.
fn waiting(cx: &Cx, me: &ObjRef) -> Option<(ObjRef, usize)> {
    let s = cx.heap.get::<TextStream>(me)?;
    let text = s.decoded.clone()?;
    (s.used < chars(&text).len()).then_some((text, s.used))
}

/// Gives out at most `n` of the waiting characters.
fn take(cx: &mut Cx, me: &ObjRef, n: usize) -> ObjRef {
    let Some((text, used)) = waiting(cx, me) else { return cx.empty_str.clone() };
    let end = chars(&text).len().min(used.saturating_add(n));
    if let Some(s) = cx.heap.get_mut::<TextStream>(me) {
        s.used = end;
    }
    if used == 0 && end == chars(&text).len() { text } else { cx.str_slice(&text, used, end) }
}

/// Decodes the next chunk; false at the end.
fn fill(cx: &mut Cx, me: &ObjRef, buffer: &ObjRef, hint: usize) -> PyResult<bool> {
    let Some(s) = cx.heap.get::<TextStream>(me) else { return Err(cx.bad_internal("stream")) };
    if s.reader.is_none() {
        return Err(unsupported(cx, "not readable"));
    }
    let (plain, read1, telling) = (s.plain, s.has_read1, s.telling);
    let wanted = (s.ratio.max(1.0) * hint as f64) as usize;
    let n = s.chunk.max(wanted.min(1 << 24));
    let input = if plain {
        read_once(cx, buffer, n)?
    } else {
        let (method, n) = (if read1 { "read1" } else { "read" }, cx.usize(n));
        let r = cx.call_method(buffer, method, &[n])?;
        match cx.heap.exposed(&r) {
            Some(data) => data.to_vec(),
            None => {
                let got = r.ty().name();
                return Err(cx.type_error(format!(
                    "underlying {method}() should have returned a bytes-like object, not '{got}'"
                )));
            }
        }
    };
    let last = input.is_empty();
    let (text, before) = with_reader(cx, me, |cx, reader| {
        let before = if telling { Some(reader.state(cx)?) } else { None };
        Ok((reader.feed(cx, &input, last)?, before))
    })?;
    let n = chars(&text).len();
    set_decoded(cx, me, Some(text));
    if let Some(s) = cx.heap.get_mut::<TextStream>(me) {
        s.ratio = if n > 0 { input.len() as f64 / n as f64 } else { 0.0 };
        if let Some((mut bytes, flags)) = before {
            bytes.extend(input);
            s.snapshot = Some((flags, bytes));
        }
    }
    Ok(!last || n > 0)
}

/// The buffer, when what was written is with it.
fn ready(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let buffer = open_buffer(cx, me)?;
    if cx.heap.get::<TextStream>(me).is_none_or(|s| s.reader.is_none()) {
        return Err(unsupported(cx, "not readable"));
    }
    write::flush_pending(cx, me)?;
    Ok(buffer)
}

fn read(cx: &mut Cx, values: &[ObjRef]) -> PyResult {
    let me = &values[0];
    let limit = size_argument(cx, values.get(1))?;
    let buffer = ready(cx, me)?;
    let Some(most) = limit else { return rest(cx, me, &buffer) };
    let mut text = take(cx, me, most);
    let mut parts = Vec::new();
    let mut got = chars(&text).len();
    while got < most {
        if !fill(cx, me, &buffer, most - got)? {
            break;
        }
        let more = take(cx, me, most - got);
        got += chars(&more).len();
        parts.push(std::mem::replace(&mut text, more));
        cx.poll()?;
    }
    parts.push(text);
    Ok(join(cx, parts))
}

/// All that is left.
fn rest(cx: &mut Cx, me: &ObjRef, buffer: &ObjRef) -> PyResult {
    let plain = cx.heap.get::<TextStream>(me).is_some_and(|s| s.plain);
    let data = if plain {
        read_all(cx, buffer)?
    } else {
        let r = cx.call_method(buffer, "read", &[])?;
        match cx.heap.exposed(&r) {
            Some(data) => Some(data.to_vec()),
            None if r.is_none() => None,
            None => {
                let got = r.ty().name();
                let text = format!("underlying read() should have returned a bytes-like object, not '{got}'");
                return Err(cx.type_error(text));
            }
        }
    };
    let Some(data) = data else {
        let text = "read() returned None";
        return Err(cx.type_error(text));
    };
    let text = with_reader(cx, me, |cx, reader| reader.feed(cx, &data, true))?;
    let first = take(cx, me, usize::MAX);
    set_decoded(cx, me, Some(cx.empty_str.clone()));
    if let Some(s) = cx.heap.get_mut::<TextStream>(me) {
        s.snapshot = None;
    }
    Ok(join(cx, vec![first, text]))
}

fn join(cx: &Cx, mut parts: Vec<ObjRef>) -> ObjRef {
    parts.retain(|p| !chars(p).is_empty());
    match &parts[..] {
        [] => cx.empty_str.clone(),
        [one] => one.clone(),
        _ => cx.str_concat(&parts.iter().collect::<Vec<_>>()),
    }
}

/// The next line, if the text that waits has all of it and nothing waits to be written.
fn waiting_line(cx: &mut Cx, me: &ObjRef) -> Option<ObjRef> {
    let s = cx.heap.get::<TextStream>(me).filter(|s| s.pending.is_empty())?;
    let text = s.decoded.as_ref()?;
    let end = newline::find(chars(text), s.used, s.newline.end)?;
    let line = cx.str_slice(text, s.used, end);
    cx.heap.get_mut::<TextStream>(me)?.used = end;
    Some(line)
}

/// A line with its end, at most `limit` characters; empty at the end of the stream.
pub fn line(cx: &mut Cx, me: &ObjRef, limit: Option<usize>) -> PyResult {
    let buffer = open_buffer(cx, me)?;
    if limit.is_none()
        && let Some(line) = waiting_line(cx, me)
    {
        return Ok(line);
    }
    write::flush_pending(cx, me)?;
    let most = limit.unwrap_or(usize::MAX);
    let Some(end_kind) = cx.heap.get::<TextStream>(me).map(|s| s.newline.end) else {
        return Err(cx.bad_internal("stream"));
    };
    let mut parts = Vec::new();
    // `\r\n` may be cut by a chunk: the `\r` waits for what comes.
    let mut carried: Option<ObjRef> = None;
    let mut got = 0;
    loop {
        if waiting(cx, me).is_none() && !fill(cx, me, &buffer, 0)? {
            set_decoded(cx, me, Some(cx.empty_str.clone()));
            if let Some(s) = cx.heap.get_mut::<TextStream>(me) {
                s.snapshot = None;
            }
            parts.extend(carried);
            return Ok(join(cx, parts));
        }
        let Some((mut text, mut used)) = waiting(cx, me) else {
            cx.poll()?;
            continue;
        };
        if let Some(before) = carried.take() {
            let rest = cx.str_slice(&text, used, chars(&text).len());
            text = cx.str_add(&before, &rest);
            got -= chars(&before).len();
            used = 0;
            set_decoded(cx, me, Some(text.clone()));
        }
        let n = chars(&text).len();
        if let Some(end) = newline::find(chars(&text), used, end_kind) {
            let part = take(cx, me, (end - used).min(most - got));
            parts.push(part);
            return Ok(join(cx, parts));
        }
        if n - used >= most - got {
            let part = take(cx, me, most - got);
            parts.push(part);
            return Ok(join(cx, parts));
        }
        let half = end_kind == newline::LineEnd::Both && chars(&text).get(n - 1) == Some(13);
        let part = take(cx, me, n - used - usize::from(half));
        got += n - used;
        parts.push(part);
        if half {
            carried = Some(take(cx, me, 1));
        }
        cx.poll()?;
    }
}

fn readline(cx: &mut Cx, values: &[ObjRef]) -> PyResult {
    let limit = match values.get(1) {
        Some(limit) => usize::try_from(crate::str::args::ssize(cx, limit)?).ok(),
        None => None,
    };
    line(cx, &values[0], limit)
}

/// The next line. Positions cannot be told while a file is iterated.
pub fn next(cx: &mut Cx, me: &ObjRef) -> PyResult<Option<ObjRef>> {
    super::buffer(cx, me)?;
    if let Some(s) = cx.heap.get_mut::<TextStream>(me) {
        s.telling = false;
    }
    let text = if me.ty().data.heap_type {
        let text = cx.call_method(me, "readline", &[])?;
        if text.kind() != Kind::Str {
            let got = text.ty().name();
            return Err(cx.os_error(format!("readline() should have returned a str object, not '{got}'")));
        }
        text
    } else {
        line(cx, me, None)?
    };
    if text.str_len() != Some(0) {
        return Ok(Some(text));
    }
    if let Some(s) = cx.heap.get_mut::<TextStream>(me) {
        s.snapshot = None;
        s.telling = s.seekable;
    }
    Ok(None)
}
