//! Code objects as bytes: how the embedded library is stored, and what `marshal` writes.
//!
//! ```text
//! "TPC" version   4 bytes
//! table           4 bytes: a mark of the instruction table the words were written for
//! checksum        8 bytes over what follows
//! strings         count, then length and UTF-8 of each
//! code            names, constants, then the other fields; numbers as LEB128, words as 8 bytes
//! ```
//! Whatever the bytes are, decoding ends with a code object or an error. The checksum catches
//! accidents; who takes bytes from strangers verifies the code too ([`decode_verified`]). A code object in
//! another one has its length before it, so that it can be passed over: [`open`] leaves functions as they
//! lie until somebody calls them, which few of a library's functions live to see.

use std::sync::Arc;

use indexmap::IndexSet;

use crate::code::{Code, Const, ExceptionEntry, Flags, HiddenLocal, Position};
use crate::isa::Op;
use crate::unroll::Unrolled;
use crate::verify::verify;
use crate::word::Word;

const MAGIC: [u8; 3] = *b"TPC";
/// Of the format of the fields; the instruction table has a mark of its own.
const VERSION: u8 = 3;
const HEADER: usize = 16;
/// Bits of a code object that say something of its constants and its namespace.
const DOCSTRING: u64 = 1;
const NAME_MODE: u64 = 2;
/// Code objects and tuples nested in each other.
const DEPTH: usize = 500;

/// Why bytes are no code object.
#[derive(Debug, PartialEq, Eq, Clone)]
pub struct Damage(pub String);

impl std::fmt::Display for Damage {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

type Res<T> = Result<T, Damage>;

fn damage<T>(what: &str) -> Res<T> {
    Err(Damage(what.to_string()))
}

/// Eight bytes at a time: speed counts, not secrecy.
fn checksum(bytes: &[u8]) -> u64 {
    const FACTOR: u64 = 0x9e37_79b9_7f4a_7c15;
    let mut sum = bytes.len() as u64;
    for chunk in bytes.chunks(8) {
        let mut word = [0; 8];
        word[..chunk.len()].copy_from_slice(chunk);
        sum = (sum ^ u64::from_le_bytes(word)).wrapping_mul(FACTOR).rotate_left(29);
    }
    sum
}

/// A mark that changes when opcodes are added, renamed, moved, or get other cache words.
pub fn table_mark() -> u32 {
    let mut text = Vec::new();
    for op in Op::ALL {
        text.extend_from_slice(op.name().as_bytes());
        text.push(op.cache_words() as u8);
    }
    checksum(&text) as u32
}

// ---- writing

/// The bytes of a code object with everything below it.
pub fn encode(code: &Code) -> Vec<u8> {
    let mut w = Writer { out: Vec::new(), strings: IndexSet::new() };
    w.code(code);
    let mut body = Vec::new();
    number(&mut body, w.strings.len() as u64);
    for s in &w.strings {
        number(&mut body, s.len() as u64);
        body.extend_from_slice(s.as_bytes());
    }
    body.append(&mut w.out);
    let mut out = Vec::with_capacity(HEADER + body.len());
    out.extend_from_slice(&MAGIC);
    out.push(VERSION);
    out.extend_from_slice(&table_mark().to_le_bytes());
    out.extend_from_slice(&checksum(&body).to_le_bytes());
    out.append(&mut body);
    out
}

struct Writer {
    out: Vec<u8>,
    strings: IndexSet<Box<str>>,
}

fn number(out: &mut Vec<u8>, mut n: u64) {
    while n >= 0x80 {
        out.push(n as u8 | 0x80);
        n >>= 7;
    }
    out.push(n as u8);
}

fn zigzag(n: i64) -> u64 {
    (n << 1 ^ n >> 63) as u64
}

/// Tags of constants.
mod tag {
    pub const NONE: u8 = 0;
    pub const TRUE: u8 = 1;
    pub const FALSE: u8 = 2;
    pub const ELLIPSIS: u8 = 3;
    pub const INT: u8 = 4;
    pub const POSITIVE: u8 = 5;
    pub const NEGATIVE: u8 = 6;
    pub const FLOAT: u8 = 7;
    pub const COMPLEX: u8 = 8;
    pub const STR: u8 = 9;
    pub const WIDE: u8 = 10;
    pub const BYTES: u8 = 11;
    pub const TUPLE: u8 = 12;
    pub const FROZENSET: u8 = 13;
    pub const CODE: u8 = 14;
}

impl Writer {
    fn number(&mut self, n: usize) {
        number(&mut self.out, n as u64);
    }

    fn numbers<const N: usize>(&mut self, list: [u32; N]) {
        list.into_iter().for_each(|n| self.number(n as usize));
    }

    fn text(&mut self, s: &str) {
        let index = match self.strings.get_index_of(s) {
            Some(index) => index,
            None => self.strings.insert_full(s.into()).0,
        };
        self.number(index);
    }

    fn texts(&mut self, list: &[Box<str>]) {
        self.number(list.len());
        list.iter().for_each(|s| self.text(s));
    }

    fn code(&mut self, c: &Code) {
        self.text(&c.name);
        self.text(&c.qualname);
        self.text(&c.filename);
        let bit = |on: bool, bit: u64| if on { bit } else { 0 };
        number(&mut self.out, bit(c.has_docstring, DOCSTRING) | bit(c.name_mode, NAME_MODE));
        self.constants(&c.consts);
        self.number(c.first_line as usize);
        self.number(c.flags.0 as usize);
        for n in [c.arg_count, c.posonly_count, c.kwonly_count, c.register_count, c.instance_attributes] {
            self.number(n as usize);
        }
        self.texts(&c.local_names);
        self.texts(&c.free_names);
        self.texts(&c.names);
        self.number(c.hidden.len());
        for h in &c.hidden {
            self.text(&h.name);
            self.numbers([h.register as u32, h.start, h.end]);
        }
        self.number(c.cells.len());
        c.cells.iter().for_each(|&r| self.number(r as usize));
        self.number(c.words.len());
        c.words.iter().for_each(|w| self.out.extend_from_slice(&w.0.to_le_bytes()));
        self.number(c.exceptions.len());
        for e in &c.exceptions {
            self.numbers([e.start, e.end, e.target, e.depth as u32]);
        }
        self.positions(&c.positions);
        self.number(c.unrolled.len());
        for u in &c.unrolled {
            self.numbers([u.at, u.body, u.test, u.start, u.count, u.iterator.into()]);
            self.numbers([u.first as u16 as u32, u.step as u16 as u32]);
        }
    }

    fn nested(&mut self, c: &Code) {
        let before = std::mem::take(&mut self.out);
        self.code(c);
        let code = std::mem::replace(&mut self.out, before);
        self.bytes(&code);
    }

    /// Differences to the entry before: most take one byte.
    fn positions(&mut self, list: &[(u32, Position)]) {
        self.number(list.len());
        let (mut at, mut line) = (0, 0);
        for (index, p) in list {
            self.number((index - at) as usize);
            number(&mut self.out, zigzag(p.line as i64 - line));
            number(&mut self.out, zigzag(p.end_line as i64 - p.line as i64));
            self.number(p.column as usize);
            self.number(p.end_column as usize);
            (at, line) = (*index, p.line as i64);
        }
    }

    fn constants(&mut self, list: &[Const]) {
        self.number(list.len());
        list.iter().for_each(|c| self.constant(c));
    }

    fn constant(&mut self, c: &Const) {
        match c {
            Const::None => self.out.push(tag::NONE),
            Const::True => self.out.push(tag::TRUE),
            Const::False => self.out.push(tag::FALSE),
            Const::Ellipsis => self.out.push(tag::ELLIPSIS),
            Const::Int(n) => {
                self.out.push(tag::INT);
                number(&mut self.out, zigzag(*n));
            }
            Const::BigInt { negative, magnitude } => {
                self.out.push(if *negative { tag::NEGATIVE } else { tag::POSITIVE });
                self.bytes(magnitude);
            }
            Const::Float(f) => {
                self.out.push(tag::FLOAT);
                self.float(*f);
            }
            Const::Complex(re, im) => {
                self.out.push(tag::COMPLEX);
                self.float(*re);
                self.float(*im);
            }
            Const::Str(s) => {
                self.out.push(tag::STR);
                self.text(s);
            }
            Const::WideStr(points) => {
                self.out.push(tag::WIDE);
                self.number(points.len());
                points.iter().for_each(|&p| self.number(p as usize));
            }
            Const::Bytes(b) => {
                self.out.push(tag::BYTES);
                self.bytes(b);
            }
            Const::Tuple(items) => {
                self.out.push(tag::TUPLE);
                self.constants(items);
            }
            Const::FrozenSet(items) => {
                self.out.push(tag::FROZENSET);
                self.constants(items);
            }
            Const::Code(code) => {
                self.out.push(tag::CODE);
                self.nested(code);
            }
            Const::Stored(stored) => {
                self.out.push(tag::CODE);
                self.nested(&stored.code());
            }
        }
    }

    fn float(&mut self, f: f64) {
        self.out.extend_from_slice(&f.to_bits().to_le_bytes());
    }

    fn bytes(&mut self, b: &[u8]) {
        self.number(b.len());
        self.out.extend_from_slice(b);
    }
}

// ---- reading

/// The code object in these bytes, which our own compiler wrote. `filename` takes the place of the
/// one that stands there.
pub fn decode(bytes: &[u8], filename: Option<&str>) -> Res<Arc<Code>> {
    let body = body(bytes)?;
    if bytes[8..HEADER] != checksum(body).to_le_bytes() {
        return damage("wrong checksum");
    }
    Reader::new(body, filename, |r| Ok(Const::Code(r.code()?)))?.whole()
}

/// As [`decode`], for bytes that came with the program itself: the functions in the code are [`Stored`].
pub fn open(bytes: &'static [u8], filename: &str) -> Res<Arc<Code>> {
    Reader::new(body(bytes)?, Some(filename), stored)?.whole()
}

/// What follows the header, which is looked at.
fn body(bytes: &[u8]) -> Res<&[u8]> {
    let Some((header, body)) = bytes.split_at_checked(HEADER) else { return damage("too short") };
    if header[..3] != MAGIC {
        return damage("no code object");
    }
    if header[3] != VERSION || header[4..8] != table_mark().to_le_bytes() {
        return damage("written by another version");
    }
    Ok(body)
}

/// What the code objects of one store share.
struct Shelf<'a> {
    strings: Vec<&'a str>,
    /// In the place of the one that is stored.
    filename: Option<Arc<str>>,
}

/// The code object of a function that nobody has called yet: bytes, and what making the function takes.
pub struct Stored {
    shelf: Arc<Shelf<'static>>,
    bytes: &'static [u8],
    pub name: &'static str,
    pub qualname: &'static str,
    pub docstring: Option<&'static str>,
}

impl Stored {
    /// The code object, read anew.
    pub fn code(&self) -> Arc<Code> {
        let mut r = Reader { rest: self.bytes, shelf: self.shelf.clone(), depth: 0, inner: stored };
        r.code().expect("the library's code is what the compiler stored")
    }
}

impl std::fmt::Debug for Stored {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        write!(f, "Stored({})", self.qualname)
    }
}

/// Equal if they are the same bytes.
impl PartialEq for Stored {
    fn eq(&self, other: &Stored) -> bool {
        std::ptr::eq(self.bytes, other.bytes)
    }
}

/// The code object at the reader, which leaves it as it lies; but bodies of classes run at once.
fn stored(r: &mut Reader<'static>) -> Res<Const> {
    let bytes = r.rest;
    let (name, qualname, _) = (r.text()?, r.text()?, r.text()?);
    let bits = r.number()?;
    if bits & NAME_MODE != 0 {
        r.rest = bytes;
        return Ok(Const::Code(r.code()?));
    }
    let mut docstring = None;
    if bits & DOCSTRING != 0 && r.count(1)? > 0 && r.byte()? == tag::STR {
        docstring = Some(r.text()?);
    }
    r.rest = &[];
    Ok(Const::Stored(Arc::new(Stored { shelf: r.shelf.clone(), bytes, name, qualname, docstring })))
}

/// Puts the right checksum over bytes that were changed on purpose, for tests.
#[doc(hidden)]
pub fn reseal(bytes: &mut [u8]) {
    if let Some((header, body)) = bytes.split_at_mut_checked(HEADER) {
        header[8..].copy_from_slice(&checksum(body).to_le_bytes());
    }
}

/// [`decode`] for bytes that anybody may have written: the code is verified before it can run.
pub fn decode_verified(bytes: &[u8]) -> Res<Arc<Code>> {
    let code = decode(bytes, None)?;
    verify(&code).map_err(Damage)?;
    Ok(code)
}

struct Reader<'a> {
    rest: &'a [u8],
    shelf: Arc<Shelf<'a>>,
    depth: usize,
    /// Reads a code object in another one, which is all that is left.
    inner: fn(&mut Reader<'a>) -> Res<Const>,
}

impl<'a> Reader<'a> {
    /// Reads the strings; the code is next.
    fn new(
        body: &'a [u8],
        filename: Option<&str>,
        inner: fn(&mut Reader<'a>) -> Res<Const>,
    ) -> Res<Reader<'a>> {
        let shelf = Arc::new(Shelf { strings: Vec::new(), filename: filename.map(Arc::from) });
        let mut r = Reader { rest: body, shelf, depth: 0, inner };
        let strings = r.list(1, |r| {
            let n = r.count(1)?;
            std::str::from_utf8(r.take(n)?).or_else(|_| damage("text that is no UTF-8"))
        })?;
        r.shelf = Arc::new(Shelf { strings, filename: r.shelf.filename.clone() });
        Ok(r)
    }

    /// The code object that is all that is left.
    fn whole(mut self) -> Res<Arc<Code>> {
        let code = self.code()?;
        if self.rest.is_empty() { Ok(code) } else { damage("bytes after the end") }
    }

    fn take(&mut self, n: usize) -> Res<&'a [u8]> {
        match self.rest.split_at_checked(n) {
            Some((head, rest)) => {
                self.rest = rest;
                Ok(head)
            }
            None => damage("too short"),
        }
    }

    fn byte(&mut self) -> Res<u8> {
        Ok(self.take(1)?[0])
    }

    fn number(&mut self) -> Res<u64> {
        let mut n = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            n |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Ok(n);
            }
        }
        damage("a number that does not end")
    }

    fn signed(&mut self) -> Res<i64> {
        let n = self.number()?;
        Ok((n >> 1) as i64 ^ -((n & 1) as i64))
    }

    fn small<T: TryFrom<u64>>(&mut self) -> Res<T> {
        T::try_from(self.number()?).or_else(|_| damage("a number that is too large"))
    }

    /// A number of items of at least `size` bytes each: no more than the bytes can hold.
    fn count(&mut self, size: usize) -> Res<usize> {
        let n: usize = self.small()?;
        if n > self.rest.len() / size { damage("too short") } else { Ok(n) }
    }

    fn list<T>(&mut self, size: usize, item: impl Fn(&mut Self) -> Res<T>) -> Res<Vec<T>> {
        let n = self.count(size)?;
        let mut list = Vec::with_capacity(n);
        for _ in 0..n {
            list.push(item(self)?);
        }
        Ok(list)
    }

    fn text(&mut self) -> Res<&'a str> {
        let index: usize = self.small()?;
        self.shelf.strings.get(index).copied().map_or_else(|| damage("a string that is not there"), Ok)
    }

    fn texts(&mut self) -> Res<Vec<Box<str>>> {
        self.list(1, |r| r.text().map(Box::from))
    }

    fn deeper<T>(&mut self, read: impl FnOnce(&mut Self) -> Res<T>) -> Res<T> {
        if self.depth == DEPTH {
            return damage("nested too deeply");
        }
        self.depth += 1;
        let result = read(self);
        self.depth -= 1;
        result
    }

    fn code(&mut self) -> Res<Arc<Code>> {
        let (name, qualname) = (self.text()?.into(), self.text()?.into());
        let stored = self.text()?;
        let filename = self.shelf.filename.clone().unwrap_or_else(|| stored.into());
        let bits = self.number()?;
        let consts = self.deeper(Self::constants)?;
        let first_line = self.small()?;
        let flags = Flags(self.small()?);
        let (arg_count, posonly_count, kwonly_count) = (self.small()?, self.small()?, self.small()?);
        let (register_count, instance_attributes) = (self.small()?, self.small()?);
        let (local_names, free_names, names) = (self.texts()?, self.texts()?, self.texts()?);
        let hidden = self.list(4, |r| {
            let (name, register, start) = (r.text()?.into(), r.small()?, r.small()?);
            Ok(HiddenLocal { name, register, start, end: r.small()? })
        })?;
        let cells = self.list(1, Self::small)?;
        let count = self.count(8)?;
        let words = self.take(count * 8)?.as_chunks().0;
        let words = words.iter().map(|&word| Word(u64::from_le_bytes(word))).collect();
        let exceptions = self.list(4, |r| {
            let (start, end, target) = (r.small()?, r.small()?, r.small()?);
            Ok(ExceptionEntry { start, end, target, depth: r.small()? })
        })?;
        let positions = self.positions()?;
        let unrolled = self.list(8, Self::unrolled)?;
        Ok(Arc::new(Code {
            name,
            qualname,
            filename,
            first_line,
            flags,
            arg_count,
            posonly_count,
            kwonly_count,
            local_names,
            hidden,
            cells,
            free_names,
            register_count,
            words,
            consts,
            names,
            exceptions,
            positions,
            unrolled,
            instance_attributes,
            has_docstring: bits & DOCSTRING != 0,
            name_mode: bits & NAME_MODE != 0,
        }))
    }

    fn unrolled(&mut self) -> Res<Unrolled> {
        let (at, body, test, start) = (self.small()?, self.small()?, self.small()?, self.small()?);
        let (count, iterator) = (self.small()?, self.small()?);
        let (first, step): (u16, u16) = (self.small()?, self.small()?);
        let (first, step) = (first as i16, step as i16);
        Ok(Unrolled { at, body, test, start, count, iterator, first, step })
    }

    fn positions(&mut self) -> Res<Vec<(u32, Position)>> {
        let n = self.count(5)?;
        let mut list = Vec::with_capacity(n);
        let (mut at, mut line) = (0u32, 0i64);
        let fit = |n: i64| u32::try_from(n).or_else(|_| damage("a line out of range"));
        for _ in 0..n {
            at = at.checked_add(self.small()?).map_or_else(|| damage("a position out of range"), Ok)?;
            line = line.wrapping_add(self.signed()?);
            let end = line.wrapping_add(self.signed()?);
            let (column, end_column) = (self.small()?, self.small()?);
            list.push((at, Position { line: fit(line)?, end_line: fit(end)?, column, end_column }));
        }
        Ok(list)
    }

    fn constants(&mut self) -> Res<Vec<Const>> {
        self.list(1, Self::constant)
    }

    fn constant(&mut self) -> Res<Const> {
        Ok(match self.byte()? {
            tag::NONE => Const::None,
            tag::TRUE => Const::True,
            tag::FALSE => Const::False,
            tag::ELLIPSIS => Const::Ellipsis,
            tag::INT => Const::Int(self.signed()?),
            tag::POSITIVE => Const::BigInt { negative: false, magnitude: self.bytes()? },
            tag::NEGATIVE => Const::BigInt { negative: true, magnitude: self.bytes()? },
            tag::FLOAT => Const::Float(self.float()?),
            tag::COMPLEX => Const::Complex(self.float()?, self.float()?),
            tag::STR => Const::Str(self.text()?.into()),
            tag::WIDE => Const::WideStr(self.list(1, Self::point)?.into()),
            tag::BYTES => Const::Bytes(self.bytes()?),
            tag::TUPLE => Const::Tuple(self.deeper(Self::constants)?.into()),
            tag::FROZENSET => Const::FrozenSet(self.deeper(Self::constants)?.into()),
            tag::CODE => self.deeper(Self::nested)?,
            _ => return damage("an unknown constant"),
        })
    }

    fn nested(&mut self) -> Res<Const> {
        let n = self.count(1)?;
        let code = self.take(n)?;
        let after = std::mem::replace(&mut self.rest, code);
        let result = (self.inner)(self)?;
        if !std::mem::replace(&mut self.rest, after).is_empty() {
            return damage("bytes after the end of a code object");
        }
        Ok(result)
    }

    fn point(&mut self) -> Res<u32> {
        match self.small()? {
            point @ 0..=0x10_ffff => Ok(point),
            _ => damage("a code point out of range"),
        }
    }

    fn float(&mut self) -> Res<f64> {
        let mut bits = [0; 8];
        bits.copy_from_slice(self.take(8)?);
        Ok(f64::from_bits(u64::from_le_bytes(bits)))
    }

    fn bytes(&mut self) -> Res<Box<[u8]>> {
        let n = self.count(1)?;
        Ok(self.take(n)?.into())
    }
}
