//! Positions of text streams: cookies that hold the place in the bytes and the state of the decoder.

use dashu_int::{IBig, UBig};
use theseus_object::methods::NativeDef;
use theseus_object::payload::number::IntRef;
use theseus_object::{Cx, ObjRef, PyResult};

use super::super::coder::{Encoder, Reader};
use super::super::unsupported;
use super::read::{set_decoded, with_reader};
use super::{TextStream, open_buffer, write};
use crate::str::units::chars;
use crate::world;

pub const METHODS: &[NativeDef] = &[
    NativeDef::range(
        "seek",
        seek,
        1,
        2,
        "Set the stream position, and return the new stream position.\n\n  cookie\n    Zero or an opaque number returned by tell().\n  whence\n    The relative position to seek from.",
    ),
    NativeDef::m0(
        "tell",
        tell,
        "Return the stream position as an opaque number.\n\nThe return value of tell() can be given as input to seek(), to restore a\nprevious stream position.",
    ),
    NativeDef::range("truncate", truncate, 0, 1, ""),
];

/// Where to put the bytes, and how to get from there to the character.
#[derive(Clone, Copy, Default)]
struct Cookie {
    start: u64,
    flags: u32,
    bytes: u32,
    skip: u32,
    to_end: bool,
}

impl Cookie {
    fn pack(self, cx: &Cx) -> ObjRef {
        if self.flags == 0 && self.bytes == 0 && self.skip == 0 && !self.to_end {
            return cx.big_int(self.start.into());
        }
        let mut all = [0u8; 21];
        all[..8].copy_from_slice(&self.start.to_le_bytes());
        all[8..12].copy_from_slice(&self.flags.to_le_bytes());
        all[12..16].copy_from_slice(&self.bytes.to_le_bytes());
        all[16..20].copy_from_slice(&self.skip.to_le_bytes());
        all[20] = u8::from(self.to_end);
        cx.big_int(IBig::from(UBig::from_le_bytes(&all)))
    }

    fn unpack(cx: &mut Cx, o: &ObjRef) -> PyResult<Cookie> {
        if let Some(IntRef::Small(v)) = o.integer() {
            return Ok(Cookie { start: v as u64, ..Cookie::default() });
        }
        let big = o.integer().map(IntRef::to_big).unwrap_or_default();
        let bytes = big.unsigned_abs_bytes();
        let mut all = [0u8; 21];
        if bytes.len() > all.len() {
            return Err(cx.overflow_error("int too big to convert"));
        }
        all[..bytes.len()].copy_from_slice(&bytes);
        let word = |at: usize| u32::from_le_bytes([all[at], all[at + 1], all[at + 2], all[at + 3]]);
        let start = u64::from(word(0)) | u64::from(word(4)) << 32;
        Ok(Cookie { start, flags: word(8), bytes: word(12), skip: word(16), to_end: all[20] != 0 })
    }
}

trait Magnitude {
    fn unsigned_abs_bytes(&self) -> Vec<u8>;
}

impl Magnitude for IBig {
    fn unsigned_abs_bytes(&self) -> Vec<u8> {
        self.clone().into_parts().1.to_le_bytes().into_vec()
    }
}

fn seek(cx: &mut Cx, values: &[ObjRef]) -> PyResult {
    let me = &values[0];
    let whence = match values.get(2) {
        Some(w) => world::c_int(cx, w)?,
        None => 0,
    };
    let mut target = values[1].clone();
    let buffer = open_buffer(cx, me)?;
    if !cx.heap.get::<TextStream>(me).is_some_and(|s| s.seekable) {
        return Err(unsupported(cx, "underlying stream is not seekable"));
    }
    let is_zero = |cx: &mut Cx, o: &ObjRef| {
        let zero = cx.fresh_int(0);
        cx.eq(o, &zero)
    };
    match whence {
        1 => {
            if !is_zero(cx, &target)? {
                return Err(unsupported(cx, "can't do nonzero cur-relative seeks"));
            }
            // Seeking to the present position drops what was read ahead.
            target = cx.call_method(me, "tell", &[])?;
        }
        2 => {
            if !is_zero(cx, &target)? {
                return Err(unsupported(cx, "can't do nonzero end-relative seeks"));
            }
            cx.call_method(me, "flush", &[])?;
            forget(cx, me);
            let args = [cx.fresh_int(0), cx.fresh_int(2)];
            let at = cx.call_method(&buffer, "seek", &args)?;
            if cx.heap.get::<TextStream>(me).is_some_and(|s| s.reader.is_some()) {
                with_reader(cx, me, |cx, r| r.reset(cx))?;
            }
            let start = is_zero(cx, &at)?;
            reset_encoder(cx, me, start)?;
            return Ok(at);
        }
        0 => (),
        _ => return Err(cx.value_error(format!("invalid whence ({whence}, should be 0, 1 or 2)"))),
    }
    let zero = cx.fresh_int(0);
    if cx.compare_bool(theseus_object::CompareOp::Lt, &target, &zero)? {
        let shown = cx.repr_text(&target)?;
        return Err(cx.value_error(format!("negative seek position {shown}")));
    }
    cx.call_method(me, "flush", &[])?;
    let index = cx.index(&target)?;
    let cookie = Cookie::unpack(cx, &index)?;
    let start = cx.big_int(cookie.start.into());
    cx.call_method(&buffer, "seek", &[start])?;
    forget(cx, me);
    if cx.heap.get::<TextStream>(me).is_some_and(|s| s.reader.is_some()) {
        with_reader(cx, me, |cx, r| match (cookie.start, cookie.flags) {
            (0, 0) => r.reset(cx),
            (_, flags) => r.set_state(cx, &[], flags as u64),
        })?;
    }
    if cookie.skip > 0 {
        skip(cx, me, &buffer, cookie)?;
    } else if let Some(s) = cx.heap.get_mut::<TextStream>(me) {
        s.snapshot = Some((cookie.flags as u64, Vec::new()));
    }
    reset_encoder(cx, me, cookie.start == 0 && cookie.flags == 0)?;
    Ok(target)
}

/// Reads on from the start of a cookie to its character.
fn skip(cx: &mut Cx, me: &ObjRef, buffer: &ObjRef, cookie: Cookie) -> PyResult<()> {
    let n = cx.usize(cookie.bytes as usize);
    let data = cx.call_method(buffer, "read", &[n])?;
    let Some(data) = cx.heap.bytes(&data).map(<[u8]>::to_vec) else {
        let got = data.ty().name();
        return Err(
            cx.type_error(format!("underlying read() should have returned a bytes object, not '{got}'"))
        );
    };
    let text = with_reader(cx, me, |cx, r| r.feed(cx, &data, cookie.to_end))?;
    if chars(&text).len() < cookie.skip as usize {
        return Err(cx.os_error("can't restore logical file position"));
    }
    set_decoded(cx, me, Some(text));
    if let Some(s) = cx.heap.get_mut::<TextStream>(me) {
        s.used = cookie.skip as usize;
        s.snapshot = Some((cookie.flags as u64, data));
    }
    Ok(())
}

fn forget(cx: &mut Cx, me: &ObjRef) {
    set_decoded(cx, me, None);
    if let Some(s) = cx.heap.get_mut::<TextStream>(me) {
        s.snapshot = None;
    }
}

/// At the start of the stream the encoder writes its mark again, elsewhere it does not.
fn reset_encoder(cx: &mut Cx, me: &ObjRef, at_start: bool) -> PyResult<()> {
    let encoder = match cx.heap.get::<TextStream>(me).and_then(|s| s.encoder.as_ref()) {
        Some(Encoder::Object(o)) => o.clone(),
        _ => return Ok(()),
    };
    if at_start {
        return cx.call_method(&encoder, "reset", &[]).map(drop);
    }
    let zero = cx.fresh_int(0);
    cx.call_method(&encoder, "setstate", &[zero]).map(drop)
}

fn tell(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let buffer = open_buffer(cx, me)?;
    let Some(s) = cx.heap.get::<TextStream>(me) else { return Err(cx.bad_internal("stream")) };
    if !s.seekable {
        return Err(unsupported(cx, "underlying stream is not seekable"));
    }
    if !s.telling {
        return Err(cx.os_error("telling position disabled by next() call"));
    }
    write::flush_pending(cx, me)?;
    cx.call_method(me, "flush", &[])?;
    let at = cx.call_method(&buffer, "tell", &[])?;
    let Some(s) = cx.heap.get::<TextStream>(me) else { return Err(cx.bad_internal("stream")) };
    let (Some((flags, input)), true) = (s.snapshot.clone(), s.reader.is_some()) else { return Ok(at) };
    let used = s.used;
    let ratio = s.ratio;
    let at = world::long(cx, &at)?;
    let start = (at - input.len() as i64).max(0) as u64;
    let cookie = Cookie { start, flags: flags as u32, ..Cookie::default() };
    if used == 0 {
        return Ok(cookie.pack(cx));
    }
    let saved = with_reader(cx, me, |cx, r| r.state(cx))?;
    let found = with_reader(cx, me, |cx, r| locate(cx, r, cookie, &input, used, ratio));
    let restored = with_reader(cx, me, |cx, r| r.set_state(cx, &saved.0, saved.1));
    let cookie = found?;
    restored?;
    Ok(cookie.pack(cx))
}

/// The cookie of the character `skip` of what `input` decodes to: the nearest place before it where
/// the decoder holds nothing back, and the way from there.
fn locate(
    cx: &mut Cx,
    r: &mut Reader,
    from: Cookie,
    input: &[u8],
    skip: usize,
    ratio: f64,
) -> PyResult<Cookie> {
    let mut cookie = from;
    let mut left = skip;
    let mut at = ((ratio * skip as f64) as usize).min(input.len());
    let mut back = 1;
    loop {
        if at == 0 {
            r.set_state(cx, &[], cookie.flags as u64)?;
            break;
        }
        r.set_state(cx, &[], from.flags as u64)?;
        let n = chars(&r.feed(cx, input.get(..at).unwrap_or_default(), false)?).len();
        if n <= skip {
            let (held, flags) = r.state(cx)?;
            if held.is_empty() {
                (cookie.flags, left) = (flags as u32, skip - n);
                break;
            }
            at = at.saturating_sub(held.len());
            back = 1;
        } else {
            at = at.saturating_sub(back);
            back *= 2;
        }
    }
    cookie.start += at as u64;
    if left == 0 {
        return Ok(cookie);
    }
    let (mut fed, mut decoded) = (0u32, 0usize);
    for byte in input.get(at..).unwrap_or_default() {
        fed += 1;
        decoded += chars(&r.feed(cx, std::slice::from_ref(byte), false)?).len();
        let (held, flags) = r.state(cx)?;
        if held.is_empty() && decoded <= left {
            cookie.start += fed as u64;
            left -= decoded;
            (cookie.flags, fed, decoded) = (flags as u32, 0, 0);
        }
        if decoded >= left {
            (cookie.bytes, cookie.skip) = (fed, left as u32);
            return Ok(cookie);
        }
        cx.poll()?;
    }
    decoded += chars(&r.feed(cx, &[], true)?).len();
    if decoded < left {
        return Err(cx.os_error("can't reconstruct logical file position"));
    }
    (cookie.bytes, cookie.skip, cookie.to_end) = (fed, left as u32, true);
    Ok(cookie)
}

fn truncate(cx: &mut Cx, values: &[ObjRef]) -> PyResult {
    let me = &values[0];
    let buffer = super::buffer(cx, me)?;
    cx.call_method(me, "flush", &[])?;
    cx.call_method(&buffer, "truncate", &values[1..])
}
