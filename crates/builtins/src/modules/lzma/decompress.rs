//! `LZMADecompressor`'s stream: tells the container from the first bytes, then feeds one of the crate's decoders.

use std::io::{Error, ErrorKind};

use lzma_rust2::filter::StreamFilter;
use lzma_rust2::{Action, CheckType, Lzma2Stream, LzmaStream, Status, StreamResult, XzStream};

use super::filters::{Chain, LZMA2};
use super::{CHECK_NONE, CHECK_UNKNOWN, CORRUPT, FORMAT, MEMORY_LIMIT, OPTIONS};

/// How `.xz` begins.
const MAGIC: &[u8] = b"\xfd7zXZ\0";
/// Lengths of the headers.
const XZ_HEADER: usize = 12;
const ALONE_HEADER: usize = 13;
/// `.lzma` files that say to be longer are taken for something else, as liblzma does.
const LONGEST_ALONE: u64 = 1 << 38;

/// What kind of container is expected, or was found.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Container {
    Any,
    Xz,
    Alone,
}

/// Why decoding failed.
pub enum Fault {
    /// In the words of LZMAError.
    Data(&'static str),
    Memory,
}

/// A stream of one container, or of data without one.
pub enum Stream {
    /// The bytes so far of a container whose header is not complete.
    Head {
        wanted: Container,
        head: Vec<u8>,
        limit: Option<u64>,
    },
    Xz {
        stream: Box<XzStream>,
        limited: bool,
    },
    Alone {
        stream: Box<LzmaStream>,
        limited: bool,
    },
    Raw2(Box<Lzma2Stream>),
    /// A further filter behind a stream.
    Filtered(Box<Filtered>),
}

/// A stream whose output runs through a filter.
pub struct Filtered {
    inner: Stream,
    filter: StreamFilter,
    /// What the inner stream gave and the caller has not got.
    output: Vec<u8>,
    /// How many bytes of it the filter is done with.
    settled: usize,
    ended: bool,
}

impl Filtered {
    fn step(&mut self, input: &[u8], room: &mut [u8]) -> Result<Step, Fault> {
        let mut read = 0;
        if self.settled == 0 && !self.ended {
            let mut part = vec![0; room.len().max(1)];
            let step = self.inner.step(input, &mut part)?;
            read = step.read;
            self.output.extend_from_slice(&part[..step.written]);
            self.ended = step.ended;
            self.settled = self.filter.decode(&mut self.output);
            if step.ended {
                self.settled = self.output.len();
            }
        }
        let written = self.settled.min(room.len());
        room[..written].copy_from_slice(&self.output[..written]);
        self.output.drain(..written);
        self.settled -= written;
        Ok(Step { read, written, ended: self.ended && self.output.is_empty() })
    }
}

/// What a step did.
pub struct Step {
    pub read: usize,
    pub written: usize,
    pub ended: bool,
}

impl Stream {
    pub fn new(wanted: Container, limit: Option<u64>) -> Stream {
        Stream::Head { wanted, head: Vec::new(), limit }
    }

    /// Data without a header, made by this chain.
    pub fn raw(chain: &Chain) -> Result<Stream, Fault> {
        let lzma = &chain.lzma;
        let mut stream = if chain.id == LZMA2 {
            Stream::Raw2(Box::new(Lzma2Stream::new(lzma.dict_size)))
        } else {
            let made = LzmaStream::new(u64::MAX, lzma.lc, lzma.lp, lzma.pb, lzma.dict_size, None);
            Stream::Alone { stream: Box::new(made.map_err(|e| fault(&e, false))?), limited: false }
        };
        for config in chain.before.iter().rev() {
            let filter = StreamFilter::new(config).map_err(|e| fault(&e, false))?;
            let (output, settled, ended) = (Vec::new(), 0, false);
            stream = Stream::Filtered(Box::new(Filtered { inner: stream, filter, output, settled, ended }));
        }
        Ok(stream)
    }

    /// Decodes as much as there is input and room for.
    pub fn step(&mut self, input: &[u8], room: &mut [u8]) -> Result<Step, Fault> {
        let (done, limited) = match self {
            Stream::Head { .. } => return self.step_head(input, room),
            Stream::Filtered(filtered) => return filtered.step(input, room),
            Stream::Xz { stream, limited } => (stream.process(input, room, Action::Run), *limited),
            Stream::Alone { stream, limited } => (stream.process(input, room, Action::Run), *limited),
            Stream::Raw2(stream) => (stream.process(input, room, Action::Run), false),
        };
        let StreamResult { bytes_consumed, bytes_produced, status } = done.map_err(|e| fault(&e, limited))?;
        Ok(Step { read: bytes_consumed, written: bytes_produced, ended: status == Status::StreamEnd })
    }

    /// Collects the header; once it is there, the decoder gets it.
    fn step_head(&mut self, input: &[u8], room: &mut [u8]) -> Result<Step, Fault> {
        let Stream::Head { wanted, head, limit } = self else { return Err(Fault::Data(CORRUPT)) };
        let mut found = *wanted;
        let first = head.first().or(input.first());
        if let (Container::Any, Some(&first)) = (found, first) {
            found = if first == MAGIC[0] { Container::Xz } else { Container::Alone };
        }
        let length = if found == Container::Xz { XZ_HEADER } else { ALONE_HEADER };
        let read = input.len().min(length - head.len());
        head.extend_from_slice(&input[..read]);
        let complete = head.len() == length;
        let plausible = match found {
            Container::Xz => !complete || head.starts_with(MAGIC),
            _ => begins_alone(head),
        };
        if !plausible {
            return Err(Fault::Data(FORMAT));
        }
        if !complete {
            return Ok(Step { read, written: 0, ended: false });
        }
        let limited = limit.is_some();
        let kibibytes = limit.map_or(u32::MAX, |bytes| u32::try_from(bytes / 1024).unwrap_or(u32::MAX));
        let header = std::mem::take(head);
        *self = if found == Container::Xz {
            Stream::Xz { stream: Box::new(XzStream::new_mem_limit(false, kibibytes)), limited }
        } else {
            Stream::Alone { stream: Box::new(LzmaStream::new_mem_limit(kibibytes, None)), limited }
        };
        let step = self.step(&header, room)?;
        Ok(Step { read, ..step })
    }

    /// Input that the decoder took, although it lies behind the stream's end.
    pub fn after_end(&self) -> &[u8] {
        match self {
            Stream::Alone { stream, .. } => stream.unused_input(),
            Stream::Filtered(filtered) => filtered.inner.after_end(),
            _ => &[],
        }
    }

    /// The number of the integrity check in use.
    pub fn check(&self) -> i64 {
        match self {
            Stream::Head { .. } => CHECK_UNKNOWN,
            Stream::Xz { stream, .. } => stream.check_type().map_or(CHECK_UNKNOWN, check_number),
            _ => CHECK_NONE,
        }
    }
}

pub fn check_number(check: CheckType) -> i64 {
    check as i64
}

/// Whether these may be the first bytes of `.lzma`: a properties byte, a size of the dictionary as compressors
/// write it, a length that is unknown or not absurd.
fn begins_alone(head: &[u8]) -> bool {
    let properties = head.first().is_none_or(|&p| p < 225 && p % 9 + p / 9 % 5 <= 4);
    let dictionary = head.get(1..5).and_then(|b| b.try_into().ok()).map(u32::from_le_bytes);
    let usual = |size: u32| {
        let bits = size.count_ones();
        size == u32::MAX || bits == 1 || bits == 2 && size & (size >> 1) != 0
    };
    let length = head.get(5..13).and_then(|b| b.try_into().ok()).map(u64::from_le_bytes);
    properties
        && dictionary.is_none_or(usual)
        && length.is_none_or(|length| length == u64::MAX || length < LONGEST_ALONE)
}

/// What went wrong, by its kind.
fn fault(e: &Error, limited: bool) -> Fault {
    match e.kind() {
        ErrorKind::OutOfMemory if limited => Fault::Data(MEMORY_LIMIT),
        ErrorKind::OutOfMemory => Fault::Memory,
        ErrorKind::Unsupported => Fault::Data(OPTIONS),
        _ => Fault::Data(CORRUPT),
    }
}
