//! Encoders and decoders with what they remember between pieces, and what error handlers make of faults.

use theseus_charsets::{Encoding, Fault, State};
use theseus_object::alarm::PIECE;
use theseus_object::edges::{EdgeVisitor, Payload};
use theseus_object::{Cx, Kind, ObjRef, PyResult};

use crate::modules::codecs::errors;
use crate::str::args::ssize;
use crate::str::codec::Fault as Reported;
use crate::str::units::chars;

/// Characters that an encoder keeps until it knows what follows.
const MOST_CHARACTERS: usize = 2;
/// Bytes that a decoder keeps until it knows what follows.
pub const MOST_BYTES: usize = 8;
/// Bytes that one character takes at most, with what changes the state.
const LONGEST: usize = 16;

#[derive(Clone)]
pub struct Encoder {
    pub encoding: &'static Encoding,
    pub errors: String,
    pub state: State,
    pub pending: Vec<u32>,
}

#[derive(Clone)]
pub struct Decoder {
    pub encoding: &'static Encoding,
    pub errors: String,
    pub state: State,
    pub pending: Vec<u8>,
}

impl Payload for Encoder {
    const HAS_EDGES: bool = false;
    fn edges(&mut self, _: &mut dyn EdgeVisitor) {}
}

impl Payload for Decoder {
    const HAS_EDGES: bool = false;
    fn edges(&mut self, _: &mut dyn EdgeVisitor) {}
}

fn reason(fault: Fault) -> &'static str {
    match fault {
        Fault::Bad(_) => "illegal multibyte sequence",
        Fault::Short => "incomplete multibyte sequence",
    }
}

/// What a handler has for what is between two places, and where to go on.
struct Answer {
    instead: ObjRef,
    at: usize,
}

/// Asks the handler of a name.
fn ask(cx: &mut Cx, handler: &str, fault: &Reported, encoding: bool, length: usize) -> PyResult<Answer> {
    let error = fault.exception(cx, encoding)?;
    if handler == "strict" {
        return Err(cx.raise(error));
    }
    let handler = errors::find(cx, handler)?;
    let answer = cx.call(&handler, &[error])?;
    let parts = cx.heap.tuple(&answer).filter(|_| answer.is_exact(Kind::Tuple));
    let fits = |instead: &ObjRef| instead.is_str() || encoding && instead.kind() == Kind::Bytes;
    let (instead, at) = match parts {
        Some([instead, at]) if fits(instead) && at.integer().is_some() => (instead.clone(), at.clone()),
        _ => {
            let which = if encoding { "encoding" } else { "decoding" };
            return Err(cx.type_error(format!("{which} error handler must return (str, int) tuple")));
        }
    };
    let place = match ssize(cx, &at) {
        Ok(at) if at < 0 => at.saturating_add(length as i64),
        Ok(at) => at,
        // As in CPython, whatever is too large is told as this.
        Err(_) => {
            drop(cx.take_exception());
            -1
        }
    };
    match usize::try_from(place) {
        Ok(at) if at <= length => Ok(Answer { instead, at }),
        _ => {
            let class = cx.excs.index_error.clone();
            Err(cx.error(&class, format!("position {place} from error handler out of bounds")))
        }
    }
}

impl Encoder {
    pub fn new(encoding: &'static Encoding, errors: String) -> Encoder {
        Encoder { encoding, errors, state: encoding.start(false), pending: Vec::new() }
    }

    /// Encodes what was kept and a text; at the `end` nothing is kept and the state is that of a start.
    pub fn encode(&mut self, cx: &mut Cx, text: &ObjRef, end: bool) -> PyResult<Vec<u8>> {
        let mut points = self.pending.clone();
        let characters = chars(text);
        if points.try_reserve(characters.len()).is_err() {
            return Err(cx.memory_error(""));
        }
        points.extend(characters.iter());
        let whole = if self.pending.is_empty() { text.clone() } else { cx.str_from_points(&points) };
        let mut out = Vec::new();
        let handler = self.errors.clone();
        let used = self.run(cx, &whole, &points, &handler, end, &mut out)?;
        if points.len() - used > MOST_CHARACTERS {
            let class = cx.excs.unicode_error.clone();
            return Err(cx.error(&class, "pending buffer overflow"));
        }
        self.pending = points.split_off(used);
        if end {
            self.encoding.finish(&mut self.state, &mut out);
        }
        Ok(out)
    }

    /// Encodes characters; how many were.
    fn run(
        &mut self,
        cx: &mut Cx,
        text: &ObjRef,
        points: &[u32],
        handler: &str,
        end: bool,
        out: &mut Vec<u8>,
    ) -> PyResult<usize> {
        let mut at = 0;
        while at < points.len() {
            cx.poll()?;
            let upto = points.len().min(at + PIECE);
            if out.try_reserve((upto - at).saturating_mul(2) + LONGEST).is_err() {
                return Err(cx.memory_error(""));
            }
            let last = upto == points.len();
            let fault =
                match self.encoding.encode(&points[..upto], &mut at, end && last, &mut self.state, out) {
                    Err(Fault::Short) if !last => continue,
                    Err(Fault::Short) if !end => break,
                    Err(fault) => fault,
                    Ok(()) => continue,
                };
            let stop = match fault {
                Fault::Bad(n) => at + n,
                Fault::Short => points.len(),
            };
            at = self.handle(cx, text, (at, stop), fault, handler, out)?;
        }
        Ok(at)
    }

    fn handle(
        &mut self,
        cx: &mut Cx,
        text: &ObjRef,
        (start, end): (usize, usize),
        fault: Fault,
        handler: &str,
        out: &mut Vec<u8>,
    ) -> PyResult<usize> {
        if handler == "replace" && self.mark(out).is_err() {
            out.push(b'?');
        }
        if matches!(handler, "replace" | "ignore") {
            return Ok(end);
        }
        let (encoding, object) = (self.encoding.name(), text.clone());
        let report = Reported { encoding, object, start, end, reason: reason(fault) };
        let Answer { instead, at } = ask(cx, handler, &report, true, chars(text).len())?;
        match cx.heap.bytes(&instead) {
            Some(data) => out.extend_from_slice(data),
            None => {
                let points: Vec<u32> = chars(&instead).iter().collect();
                self.run(cx, &instead, &points, "strict", true, out)?;
            }
        }
        Ok(at)
    }

    /// Writes a question mark.
    fn mark(&mut self, out: &mut Vec<u8>) -> Result<(), Fault> {
        self.encoding.encode(&[b'?' as u32], &mut 0, true, &mut self.state, out)
    }

    pub fn reset(&mut self) {
        self.pending.clear();
        self.encoding.finish(&mut self.state, &mut Vec::new());
    }
}

impl Decoder {
    pub fn new(encoding: &'static Encoding, errors: String) -> Decoder {
        Decoder { encoding, errors, state: encoding.start(true), pending: Vec::new() }
    }

    /// Decodes what was kept and more bytes; at the `end` nothing is kept.
    pub fn decode(&mut self, cx: &mut Cx, data: Vec<u8>, end: bool) -> PyResult {
        let data = if self.pending.is_empty() { data } else { [&self.pending[..], &data].concat() };
        let (mut out, mut at) = (Vec::new(), 0);
        while at < data.len() {
            cx.poll()?;
            let room = PIECE.min(data.len() - at);
            if out.try_reserve(room + LONGEST).is_err() {
                return Err(cx.memory_error(""));
            }
            let fault = match self.encoding.decode(&data, &mut at, &mut self.state, &mut out, PIECE) {
                Err(Fault::Short) if !end => break,
                Err(fault) => fault,
                Ok(()) => continue,
            };
            let stop = match fault {
                Fault::Bad(n) => at + n,
                Fault::Short => data.len(),
            };
            at = self.handle(cx, &data, (at, stop), fault, &mut out)?;
        }
        if data.len() - at > MOST_BYTES {
            self.pending.clear();
            let class = cx.excs.unicode_error.clone();
            return Err(cx.error(&class, "pending buffer overflow"));
        }
        self.pending = data[at..].to_vec();
        Ok(cx.str_from_points(&out))
    }

    fn handle(
        &mut self,
        cx: &mut Cx,
        data: &[u8],
        (start, end): (usize, usize),
        fault: Fault,
        out: &mut Vec<u32>,
    ) -> PyResult<usize> {
        match self.errors.as_str() {
            "replace" => out.push(0xfffd),
            "ignore" => (),
            handler => {
                let (encoding, object) = (self.encoding.name(), cx.new_bytes(data));
                let report = Reported { encoding, object, start, end, reason: reason(fault) };
                let Answer { instead, at } = ask(cx, handler, &report, false, data.len())?;
                out.extend(chars(&instead).iter());
                return Ok(at);
            }
        }
        Ok(end)
    }

    pub fn reset(&mut self) {
        self.pending.clear();
        self.encoding.restart(&mut self.state);
    }
}
