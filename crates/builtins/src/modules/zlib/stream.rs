//! Deflate streams in the wrappings of zlib and gzip, without objects.

use super::deflate::Compressor;
use miniz_oxide::inflate::TINFLStatus;
use miniz_oxide::inflate::core::inflate_flags::TINFL_FLAG_HAS_MORE_INPUT;
use miniz_oxide::inflate::core::{DecompressorOxide, decompress_with_limit};

/// What stands around the compressed data.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Wrapping {
    Raw,
    Zlib,
    Gzip,
    /// Zlib or gzip, whichever comes.
    Auto,
}

/// The checksum of RFC 1950.
pub fn adler32(start: u32, data: &[u8]) -> u32 {
    const BASE: u32 = 65521;
    /// Bytes after which the sums must be reduced.
    const RUN: usize = 5552;
    let (mut a, mut b) = (start & 0xffff, start >> 16);
    for run in data.chunks(RUN) {
        for &byte in run {
            a += u32::from(byte);
            b += a;
        }
        a %= BASE;
        b %= BASE;
    }
    b << 16 | a
}

/// Checksum and length of what went through, as the trailer has them.
#[derive(Clone)]
struct Check {
    wrapping: Wrapping,
    adler: u32,
    crc: crc32fast::Hasher,
    len: u32,
}

impl Check {
    fn new(wrapping: Wrapping) -> Check {
        Check { wrapping, adler: 1, crc: crc32fast::Hasher::new(), len: 0 }
    }

    fn add(&mut self, data: &[u8]) {
        match self.wrapping {
            Wrapping::Zlib => self.adler = adler32(self.adler, data),
            Wrapping::Gzip => {
                self.crc.update(data);
                self.len = self.len.wrapping_add(data.len() as u32);
            }
            _ => (),
        }
    }

    fn trailer(&self) -> Vec<u8> {
        match self.wrapping {
            Wrapping::Zlib => self.adler.to_be_bytes().to_vec(),
            Wrapping::Gzip => [self.crc.clone().finalize().to_le_bytes(), self.len.to_le_bytes()].concat(),
            _ => Vec::new(),
        }
    }
}

/// How much a flush writes out.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd)]
pub enum Flush {
    No,
    Sync,
    Full,
    Finish,
}

/// A stream that compresses.
#[derive(Clone)]
pub struct Deflate {
    core: Box<Compressor>,
    check: Check,
    header: Vec<u8>,
    pub finished: bool,
}

impl Deflate {
    /// Arguments are in zlib's ranges.
    pub fn new(
        level: i32,
        window_bits: u32,
        wrapping: Wrapping,
        memory: u32,
        strategy: i32,
        dictionary: Option<&[u8]>,
    ) -> Deflate {
        let quick = if strategy >= HUFFMAN_ONLY { 1 } else { level };
        let header = match wrapping {
            Wrapping::Zlib => zlib_header(quick, window_bits, dictionary),
            Wrapping::Gzip => gzip_header(level, quick),
            _ => Vec::new(),
        };
        Deflate {
            core: Box::new(Compressor::new(level, window_bits, memory, strategy, dictionary)),
            check: Check::new(wrapping),
            header,
            finished: false,
        }
    }

    /// Compresses more data into `out`.
    pub fn run(&mut self, data: &[u8], flush: Flush, out: &mut Vec<u8>) {
        out.append(&mut self.header);
        self.check.add(data);
        self.core.run(data, flush, out);
        if flush == Flush::Finish {
            out.extend(self.check.trailer());
            self.finished = true;
        }
    }
}

/// The first of the strategies that search no matches but the simplest.
const HUFFMAN_ONLY: i32 = 2;

fn zlib_header(level: i32, window_bits: u32, dictionary: Option<&[u8]>) -> Vec<u8> {
    let first = (window_bits.clamp(9, 15) - 8) << 4 | 8;
    let speed = match level {
        0 | 1 => 0,
        2..=5 => 1,
        -1 | 6 => 2,
        _ => 3,
    };
    let mut second = speed << 6 | if dictionary.is_some() { 0x20 } else { 0 };
    second += 31 - (first << 8 | second) % 31;
    let mut header = vec![first as u8, second as u8];
    if let Some(dictionary) = dictionary {
        header.extend(adler32(1, dictionary).to_be_bytes());
    }
    header
}

fn gzip_header(level: i32, quick: i32) -> Vec<u8> {
    let speed = match (level, quick) {
        (9, _) => 2,
        (_, 0 | 1) => 4,
        _ => 0,
    };
    vec![0x1f, 0x8b, 8, 0, 0, 0, 0, 0, speed, 3]
}

/// Where a stream that is decompressed stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Header,
    Body,
    Trailer,
    End,
}

/// Why decompressing failed: zlib's code and words.
pub struct Fault(pub i32, pub &'static str);

const WINDOW: usize = 32 << 10;

/// A stream that is decompressed.
#[derive(Clone)]
pub struct Inflate {
    core: Box<DecompressorOxide>,
    window: Vec<u8>,
    place: usize,
    part: Part,
    wrapping: Wrapping,
    check: Check,
    /// Bytes of a header or trailer that is not yet whole.
    partial: Vec<u8>,
    dictionary: Option<Vec<u8>>,
    /// Most bits of a window that the caller allows; 0: any.
    window_bits: u32,
}

impl Inflate {
    pub fn new(wrapping: Wrapping, window_bits: u32, dictionary: Option<Vec<u8>>) -> Inflate {
        let mut me = Inflate {
            core: Box::default(),
            window: vec![0; WINDOW],
            place: 0,
            part: Part::Header,
            wrapping,
            check: Check::new(wrapping),
            partial: Vec::new(),
            dictionary,
            window_bits,
        };
        if wrapping == Wrapping::Raw {
            me.part = Part::Body;
            me.load_dictionary();
        }
        me
    }

    pub fn is_at_end(&self) -> bool {
        self.part == Part::End
    }

    /// Puts the end of the dictionary where matches look for what came before.
    fn load_dictionary(&mut self) {
        let Some(d) = self.dictionary.take() else { return };
        let end = d.get(d.len().saturating_sub(WINDOW)..).unwrap_or_default();
        if let Some(to) = self.window.get_mut(..end.len()) {
            to.copy_from_slice(end);
        }
        self.place = end.len() % WINDOW;
    }

    /// Decompresses `data` into `out`, which gets at most `limit` bytes; gives how much was read.
    pub fn run(&mut self, data: &[u8], limit: usize, out: &mut Vec<u8>) -> Result<usize, Fault> {
        let mut read = 0;
        let end = out.len().saturating_add(limit);
        loop {
            let rest = data.get(read..).unwrap_or_default();
            match self.part {
                Part::End => return Ok(read),
                Part::Header | Part::Trailer => {
                    let Some(&b) = rest.first() else { return Ok(read) };
                    self.partial.push(b);
                    read += 1;
                    if self.part == Part::Header { self.header()? } else { self.trailer()? }
                }
                Part::Body => {
                    let room = end - out.len();
                    let (status, used, written) = decompress_with_limit(
                        &mut self.core,
                        rest,
                        &mut self.window,
                        self.place,
                        room,
                        TINFL_FLAG_HAS_MORE_INPUT,
                    );
                    read += used;
                    let new = self.window.get(self.place..self.place + written).unwrap_or_default();
                    self.check.add(new);
                    out.extend_from_slice(new);
                    self.place = (self.place + written) % WINDOW;
                    match status {
                        TINFLStatus::Done => {
                            self.part = Part::Trailer;
                            self.trailer()?;
                        }
                        TINFLStatus::NeedsMoreInput => return Ok(read),
                        TINFLStatus::HasMoreOutput if out.len() >= end => return Ok(read),
                        TINFLStatus::HasMoreOutput => (),
                        _ => return Err(Fault(-3, block_fault(rest))),
                    }
                }
            }
        }
    }

    /// Looks at the header once it may be whole.
    fn header(&mut self) -> Result<(), Fault> {
        const WRONG: Fault = Fault(-3, "incorrect header check");
        let h = &self.partial;
        let byte = |i: usize| h.get(i).copied().unwrap_or(0);
        if self.wrapping == Wrapping::Auto && h.len() == 2 {
            self.wrapping = if h[..] == [0x1f, 0x8b] { Wrapping::Gzip } else { Wrapping::Zlib };
        }
        match self.wrapping {
            Wrapping::Zlib if h.len() == 2 => {
                if (u32::from(byte(0)) << 8 | u32::from(byte(1))) % 31 != 0 {
                    return Err(WRONG);
                }
                if byte(0) & 15 != 8 {
                    return Err(Fault(-3, "unknown compression method"));
                }
                let bits = u32::from(byte(0) >> 4) + 8;
                if bits > 15 || (self.window_bits != 0 && bits > self.window_bits) {
                    return Err(Fault(-3, "invalid window size"));
                }
                if byte(1) & 0x20 == 0 {
                    self.start_body();
                }
            }
            Wrapping::Zlib if h.len() == 6 => {
                let Some(d) = &self.dictionary else { return Err(Fault(2, "")) };
                if h[2..] != adler32(1, d).to_be_bytes() {
                    return Err(Fault(-3, "zdict"));
                }
                self.load_dictionary();
                self.start_body();
            }
            Wrapping::Gzip => {
                if h.len() == 2 && h[..] != [0x1f, 0x8b] {
                    return Err(WRONG);
                }
                if h.len() == 3 && byte(2) != 8 {
                    return Err(Fault(-3, "unknown compression method"));
                }
                if h.len() == 4 && byte(3) & 0xe0 != 0 {
                    return Err(Fault(-3, "unknown header flags set"));
                }
                if gzip_header_is_whole(h) {
                    self.start_body();
                }
            }
            _ => (),
        }
        Ok(())
    }

    fn start_body(&mut self) {
        self.check = Check::new(self.wrapping);
        self.partial.clear();
        self.part = Part::Body;
    }

    fn trailer(&mut self) -> Result<(), Fault> {
        let wanted = self.check.trailer();
        if self.partial.len() < wanted.len() {
            return Ok(());
        }
        if self.partial == wanted {
            self.part = Part::End;
            return Ok(());
        }
        let sum = self.wrapping != Wrapping::Gzip || self.partial.get(..4) != wanted.get(..4);
        Err(Fault(-3, if sum { "incorrect data check" } else { "incorrect length check" }))
    }
}

/// Whether the bytes are a gzip header up to its end.
fn gzip_header_is_whole(h: &[u8]) -> bool {
    if h.len() < 10 {
        return false;
    }
    let flags = h[3];
    let mut at = 10;
    if flags & 4 != 0 {
        let Some(n) = h.get(at..at + 2) else { return false };
        at += 2 + usize::from(n[0]) + 256 * usize::from(n[1]);
    }
    // Name and comment end with a zero byte.
    for flag in [8, 16] {
        if flags & flag != 0 {
            let rest = h.get(at..).unwrap_or_default();
            let Some(n) = memchr::memchr(0, rest) else { return false };
            at += n + 1;
        }
    }
    if flags & 2 != 0 {
        at += 2;
    }
    h.len() >= at
}

/// The likeliest words for broken data: those of its first block.
fn block_fault(data: &[u8]) -> &'static str {
    match data.first().map(|b| b >> 1 & 3) {
        Some(0) => "invalid stored block lengths",
        Some(3) => "invalid block type",
        Some(2) => "invalid code lengths set",
        _ => "invalid distance too far back",
    }
}
