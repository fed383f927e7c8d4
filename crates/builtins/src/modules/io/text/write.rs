//! Writing of text streams.

use theseus_object::methods::NativeDef;
use theseus_object::payload::str::Chars;
use theseus_object::{Cx, ObjRef, PyResult};

use super::super::buffered::write::{flush as flush_buffer, write_bytes};
use super::super::coder::Encoder;
use super::super::stringio::with_ends;
use super::super::unsupported;
use super::{TextStream, open_buffer, read};
use crate::str::units::chars;

pub const METHODS: &[NativeDef] = &[NativeDef::m1(
    "write",
    write,
    "Write string s to stream.\n\nReturn the number of characters written\n(which is always equal to the length of the string).",
)];

/// Hands the collected bytes to the buffer.
pub fn flush_pending(cx: &mut Cx, me: &ObjRef) -> PyResult<()> {
    let Some(s) = cx.heap.get_mut::<TextStream>(me).filter(|s| !s.pending.is_empty()) else { return Ok(()) };
    let data = std::mem::take(&mut s.pending);
    let (plain, Some(buffer)) = (s.plain, s.buffer.clone()) else { return Ok(()) };
    if plain {
        let written = write_bytes(cx, &buffer, &data);
        if let Some(s) = cx.heap.get_mut::<TextStream>(me).filter(|s| s.pending.is_empty()) {
            // The room is used again.
            let mut room = data;
            room.clear();
            s.pending = room;
        }
        return written;
    }
    let data = cx.unshared_bytes(&data);
    cx.call_method(&buffer, "write", &[data]).map(drop)
}

pub fn flush(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let buffer = open_buffer(cx, me)?;
    if let Some(s) = cx.heap.get_mut::<TextStream>(me) {
        s.telling = s.seekable;
    }
    flush_pending(cx, me)?;
    let plain =
        cx.heap.get::<TextStream>(me).is_some_and(|s| s.plain && s.encoder.is_some() && s.reader.is_none());
    if plain { flush_buffer(cx, &buffer) } else { cx.call_method(&buffer, "flush", &[]) }
}

fn has(text: Chars<'_>, c: u8) -> bool {
    match text {
        Chars::Ascii(s) => memchr::memchr(c, s.as_bytes()).is_some(),
        Chars::Latin1(s) => memchr::memchr(c, s).is_some(),
        wide => wide.iter().any(|x| x == c as u32),
    }
}

/// `write_through` and line buffering: what is written goes on at once.
struct Urgency {
    hand_over: bool,
    flush: bool,
}

fn write(cx: &mut Cx, me: &ObjRef, text: &ObjRef) -> PyResult {
    if !text.is_str() {
        let got = text.kind_given();
        return Err(cx.type_error(format!("write() argument must be str, not {got}")));
    }
    open_buffer(cx, me)?;
    let Some(s) = cx.heap.get::<TextStream>(me) else { return Err(cx.bad_internal("stream")) };
    let Some(encoder) = s.encoder.clone() else { return Err(unsupported(cx, "not writable")) };
    let (end, lines, through) = (s.newline.write, s.line_buffering, s.write_through);
    let n = chars(text).len();
    let feeds = (end.is_some() || lines) && has(chars(text), b'\n');
    let flush = lines && (feeds || has(chars(text), b'\r'));
    let mut out = text.clone();
    if let (Some(end), true) = (end, feeds) {
        out = with_ends(cx, text, end);
    }
    let mut data = Vec::new();
    encoder.feed(cx, &out, &mut data)?;
    put(cx, me, &data, Urgency { hand_over: through, flush })?;
    forget_read(cx, me)?;
    Ok(cx.usize(n))
}

/// After writing, what was read ahead means nothing.
fn forget_read(cx: &mut Cx, me: &ObjRef) -> PyResult<()> {
    let Some(s) = cx.heap.get_mut::<TextStream>(me) else { return Ok(()) };
    if s.decoded.is_none() && s.snapshot.is_none() {
        return Ok(());
    }
    s.snapshot = None;
    let reads = s.reader.is_some();
    read::set_decoded(cx, me, None);
    if reads { read::with_reader(cx, me, |cx, r| r.reset(cx)) } else { Ok(()) }
}

/// Collects encoded bytes, and hands them over when there are enough.
fn put(cx: &mut Cx, me: &ObjRef, data: &[u8], urgency: Urgency) -> PyResult<()> {
    let Some(s) = cx.heap.get_mut::<TextStream>(me) else { return Err(cx.bad_internal("stream")) };
    let chunk = s.chunk;
    if !s.pending.is_empty() && s.pending.len() + data.len() > chunk {
        flush_pending(cx, me)?;
    }
    let Some(s) = cx.heap.get_mut::<TextStream>(me) else { return Err(cx.bad_internal("stream")) };
    s.pending.extend_from_slice(data);
    if s.pending.len() >= chunk || urgency.flush || urgency.hand_over {
        flush_pending(cx, me)?;
    }
    if urgency.flush {
        let buffer = super::buffer(cx, me)?;
        cx.call_method(&buffer, "flush", &[])?;
    }
    Ok(())
}

/// Writes bytes that are encoded already, for `print`: the stream is one that [`direct`] accepts.
pub fn put_direct(cx: &mut Cx, me: &ObjRef, data: &[u8]) -> PyResult<()> {
    open_buffer(cx, me)?;
    let Some(s) = cx.heap.get::<TextStream>(me) else { return Err(cx.bad_internal("stream")) };
    let flush = s.line_buffering && data.iter().any(|&b| b == b'\n' || b == b'\r');
    let urgency = Urgency { hand_over: s.write_through, flush };
    put(cx, me, data, urgency)
}

/// The encoder of a stream that `print` may write to by [`put_direct`]: no class of Python's, no
/// translation of line ends, never read, encoded natively as a superset of ASCII.
pub fn direct(cx: &Cx, me: &ObjRef) -> Option<Encoder> {
    let s = cx.heap.get::<TextStream>(me).filter(|_| !me.ty().data.heap_type)?;
    let native = matches!(s.encoder, Some(Encoder::Native { .. }));
    if native && s.newline.write.is_none() && s.reader.is_none() { s.encoder.clone() } else { None }
}
