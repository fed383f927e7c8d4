//! The module `marshal`: CPython's format, version 4, for data; code objects are in a format of our
//! own, since their instructions are.

use std::collections::HashMap;

use theseus_builtins::module::new_module;
use theseus_bytecode::store;
use theseus_object::methods::NativeDef;
use theseus_object::payload::number::IntRef;
use theseus_object::{Cx, Kind, ObjRef, PyResult};

use crate::code::CodeData;
use crate::constants::new_code;

const VERSION: i64 = 4;
/// Objects nested in each other, as CPython's limit.
const DEPTH: usize = 2000;
/// This object gets a number, by which later ones refer to it.
const REF: u8 = 0x80;

static FUNCTIONS: &[NativeDef] = &[
    NativeDef::f_range(
        "dump",
        dump,
        2,
        3,
        "Write the value on the open file.\n\n  value\n    Must be a supported type.\n  file\n    Must be a writeable binary file.\n  version\n    Indicates the data format that dump should use.",
    ),
    NativeDef::f_range(
        "dumps",
        dumps,
        1,
        2,
        "Return the bytes object that would be written to a file by dump(value, file).\n\n  value\n    Must be a supported type.\n  version\n    Indicates the data format that dumps should use.",
    ),
    NativeDef::f1(
        "load",
        load,
        "Read one value from the open file and return it.\n\n  file\n    Must be readable binary file.",
    ),
    NativeDef::f1(
        "loads",
        loads,
        "Convert the bytes-like object to a value.\n\nIf no valid value is found, raise EOFError, ValueError or TypeError.  Extra\nbytes in the input are ignored.",
    ),
];

pub fn install(cx: &mut Cx) {
    let module = new_module(
        cx,
        "marshal",
        "This module contains functions that can read and write Python values in\na binary format.",
    );
    let Some(dict) = cx.existing_dict(&module) else { return };
    let name = cx.intern("marshal");
    for def in FUNCTIONS {
        let f = cx.native_function(def, Some(name.clone()));
        cx.namespace_put(&dict, def.name, f);
    }
    cx.namespace_put(&dict, "version", cx.int(VERSION));
}

// ---- writing

struct Writer {
    out: Vec<u8>,
    version: i64,
    /// Objects written with `REF`, which the list keeps, by address.
    known: HashMap<usize, u32>,
    kept: Vec<ObjRef>,
    depth: usize,
    /// Bytes up to which there is memory.
    room: usize,
}

/// Bytes up to which nobody asks for memory.
const ROOM: usize = 1 << 20;

fn dumps(cx: &mut Cx, args: &[ObjRef]) -> PyResult {
    let version = match args.get(1) {
        Some(v) => cx.index_word(v)?,
        None => VERSION,
    };
    let Some(value) = args.first() else { return Err(cx.bad_internal("arguments")) };
    let mut w =
        Writer { out: Vec::new(), version, known: HashMap::new(), kept: Vec::new(), depth: 0, room: ROOM };
    w.object(cx, value, 1)?;
    cx.new_bytes_if_room(&w.out)
}

fn dump(cx: &mut Cx, args: &[ObjRef]) -> PyResult {
    let [value, file, rest @ ..] = args else { return Err(cx.bad_internal("arguments")) };
    let with_version: Vec<ObjRef> = std::iter::once(value).chain(rest).cloned().collect();
    let bytes = dumps(cx, &with_version)?;
    cx.call_method(file, "write", &[bytes])
}

impl Writer {
    fn tag(&mut self, tag: u8, flag: u8) {
        self.out.push(tag | flag);
    }

    fn long(&mut self, n: u32) {
        self.out.extend_from_slice(&n.to_le_bytes());
    }

    fn size(&mut self, cx: &mut Cx, n: usize) -> PyResult<()> {
        match i32::try_from(n) {
            Ok(n) => {
                self.long(n as u32);
                Ok(())
            }
            Err(_) => Err(unmarshallable(cx)),
        }
    }

    /// `held`: references to the object that only this reading made, and the one to its place.
    fn object(&mut self, cx: &mut Cx, o: &ObjRef, held: u32) -> PyResult<()> {
        if self.depth >= DEPTH {
            return Err(cx.value_error("object too deeply nested to marshal"));
        }
        let single = match o.kind() {
            Kind::None => Some(b'N'),
            Kind::Ellipsis => Some(b'.'),
            Kind::Bool if o.is(&cx.true_) => Some(b'T'),
            Kind::Bool => Some(b'F'),
            _ if o.is(&cx.excs.stop_iteration.as_ref().clone()) => Some(b'S'),
            _ => None,
        };
        if let Some(tag) = single {
            self.out.push(tag);
            return Ok(());
        }
        self.make_room(cx)?;
        let Some(flag) = self.reference(o, held) else { return Ok(()) };
        self.depth += 1;
        let result = self.value(cx, o, flag);
        self.depth -= 1;
        result
    }

    /// Asks for as much memory again as what was written takes, when that has grown so far.
    fn make_room(&mut self, cx: &mut Cx) -> PyResult<()> {
        // A known object takes an entry of a table, which may be doubled, and one of a list.
        let used = self.out.len() + 64 * self.kept.len();
        if used > self.room {
            self.room = 2 * used;
            if !cx.can_allocate(2 * self.room) {
                return Err(cx.memory_error(""));
            }
        }
        Ok(())
    }

    /// The flag for the object's tag; nothing if it was written before and a number stands for it.
    fn reference(&mut self, o: &ObjRef, held: u32) -> Option<u8> {
        // As CPython: an object that only we hold cannot come again.
        if self.version < 3 || o.ref_count() <= held {
            return Some(0);
        }
        if let Some(&index) = self.known.get(&o.address()) {
            self.out.push(b'r');
            self.long(index);
            return None;
        }
        self.known.insert(o.address(), self.kept.len() as u32);
        self.kept.push(o.clone());
        Some(REF)
    }

    fn value(&mut self, cx: &mut Cx, o: &ObjRef, flag: u8) -> PyResult<()> {
        match o.kind() {
            Kind::Int | Kind::BigInt if !o.ty().data.heap_type => self.int(cx, o, flag),
            Kind::Float if !o.ty().data.heap_type => {
                self.float(o.float().unwrap_or(0.0), b'g', b'f', flag);
                Ok(())
            }
            Kind::Complex if !o.ty().data.heap_type => {
                let c = cx.heap.get::<theseus_object::payload::Complex>(o).map(|c| c.0);
                let (re, im) = c.unwrap_or_default();
                if self.version > 1 {
                    self.tag(b'y', flag);
                    self.out.extend_from_slice(&re.to_le_bytes());
                    self.out.extend_from_slice(&im.to_le_bytes());
                } else {
                    self.tag(b'x', flag);
                    self.float_text(re);
                    self.float_text(im);
                }
                Ok(())
            }
            Kind::Str if !o.ty().data.heap_type => self.text(cx, o, flag),
            Kind::Tuple if !o.ty().data.heap_type => {
                let items = cx.heap.tuple(o).map(<[ObjRef]>::to_vec).unwrap_or_default();
                match u8::try_from(items.len()) {
                    Ok(n) if self.version >= 4 => {
                        self.tag(b')', flag);
                        self.out.push(n);
                    }
                    _ => {
                        self.tag(b'(', flag);
                        self.size(cx, items.len())?;
                    }
                }
                items.iter().try_for_each(|i| self.object(cx, i, 2))
            }
            Kind::List if !o.ty().data.heap_type => {
                let items = cx.heap.list(o).map(<[ObjRef]>::to_vec).unwrap_or_default();
                self.tag(b'[', flag);
                self.size(cx, items.len())?;
                items.iter().try_for_each(|i| self.object(cx, i, 2))
            }
            Kind::Dict if !o.ty().data.heap_type => {
                self.tag(b'{', flag);
                for (key, value) in cx.dict_items(o) {
                    self.object(cx, &key, 2)?;
                    self.object(cx, &value, 2)?;
                }
                self.out.push(b'0');
                Ok(())
            }
            Kind::Set | Kind::FrozenSet if !o.ty().data.heap_type => self.set(cx, o, flag),
            Kind::Code => {
                let stored = cx.heap.get::<CodeData>(o).map(|d| store::encode(&d.code)).unwrap_or_default();
                self.tag(b'c', flag);
                self.size(cx, stored.len())?;
                self.out.extend_from_slice(&stored);
                Ok(())
            }
            _ => {
                let bytes = match cx.heap.bytes(o).map(<[u8]>::to_vec) {
                    Some(bytes) => bytes,
                    // Memory that objects lend is stored as bytes.
                    None if o.ty().slots().buffer.is_some() => cx.contiguous_buffer(o)?.copied(cx)?,
                    None => return Err(unmarshallable(cx)),
                };
                self.tag(b's', flag);
                self.size(cx, bytes.len())?;
                self.out.extend_from_slice(&bytes);
                Ok(())
            }
        }
    }

    /// Small ones in 4 bytes, others in digits of 15 bits.
    fn int(&mut self, cx: &mut Cx, o: &ObjRef, flag: u8) -> PyResult<()> {
        if let Some(n) = o.int().and_then(|n| i32::try_from(n).ok()) {
            self.tag(b'i', flag);
            self.long(n as u32);
            return Ok(());
        }
        let (negative, bytes) = match o.integer() {
            Some(IntRef::Small(n)) => (n < 0, n.unsigned_abs().to_le_bytes().to_vec()),
            Some(IntRef::Big(b)) => {
                let (sign, magnitude) = b.as_sign_words();
                let negative = sign == dashu_int::Sign::Negative;
                (negative, magnitude.iter().flat_map(|w| w.to_le_bytes()).collect())
            }
            None => return Err(unmarshallable(cx)),
        };
        let mut digits: Vec<u16> = Vec::new();
        let (mut bits, mut held) = (0u32, 0u32);
        for byte in bytes {
            held |= u32::from(byte) << bits;
            bits += 8;
            if bits >= 15 {
                digits.push((held & 0x7fff) as u16);
                held >>= 15;
                bits -= 15;
            }
        }
        digits.push(held as u16);
        while digits.last() == Some(&0) {
            digits.pop();
        }
        let n = i32::try_from(digits.len()).map_err(|_| unmarshallable(cx))?;
        self.tag(b'l', flag);
        self.long(if negative { -n } else { n } as u32);
        digits.iter().for_each(|d| self.out.extend_from_slice(&d.to_le_bytes()));
        Ok(())
    }

    fn float(&mut self, f: f64, binary: u8, text: u8, flag: u8) {
        if self.version > 1 {
            self.tag(binary, flag);
            self.out.extend_from_slice(&f.to_le_bytes());
        } else {
            self.tag(text, flag);
            self.float_text(f);
        }
    }

    fn float_text(&mut self, f: f64) {
        let text = theseus_builtins::text::float::repr(f);
        self.out.push(text.len() as u8);
        self.out.extend_from_slice(&text);
    }

    fn text(&mut self, cx: &mut Cx, o: &ObjRef, flag: u8) -> PyResult<()> {
        let interned = o.header().has_flag(theseus_object::header::flag::INTERNED);
        if self.version >= 4
            && let Some(ascii) = o.ascii()
        {
            let short = u8::try_from(ascii.len()).ok();
            let tag = match (short.is_some(), interned) {
                (true, true) => b'Z',
                (true, false) => b'z',
                (false, true) => b'A',
                (false, false) => b'a',
            };
            self.tag(tag, flag);
            match short {
                Some(n) => self.out.push(n),
                None => self.size(cx, ascii.len())?,
            }
            self.out.extend_from_slice(ascii.as_bytes());
            return Ok(());
        }
        let points: Vec<u32> = o.chars().map(|c| c.to_vec()).unwrap_or_default();
        let mut bytes = Vec::new();
        points.iter().for_each(|&p| surrogatepass(p, &mut bytes));
        self.tag(if self.version >= 3 && interned { b't' } else { b'u' }, flag);
        self.size(cx, bytes.len())?;
        self.out.extend_from_slice(&bytes);
        Ok(())
    }

    /// The members of a set in an order that does not depend on their hashes.
    fn set(&mut self, cx: &mut Cx, o: &ObjRef, flag: u8) -> PyResult<()> {
        let mut parts = Vec::new();
        for item in cx.collect(o)? {
            let mut w = Writer {
                out: Vec::new(),
                version: self.version,
                known: HashMap::new(),
                kept: Vec::new(),
                depth: self.depth,
                room: ROOM,
            };
            w.object(cx, &item, 2)?;
            parts.push((w.out, item));
        }
        parts.sort_by(|a, b| a.0.cmp(&b.0));
        self.tag(if o.kind() == Kind::Set { b'<' } else { b'>' }, flag);
        self.size(cx, parts.len())?;
        parts.iter().try_for_each(|(_, item)| self.object(cx, item, 2))
    }
}

fn unmarshallable(cx: &mut Cx) -> theseus_object::Raised {
    cx.value_error("unmarshallable object")
}

/// UTF-8, lone surrogates as if they were characters.
fn surrogatepass(point: u32, out: &mut Vec<u8>) {
    match char::from_u32(point) {
        Some(c) => out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes()),
        None => out.extend_from_slice(&[
            0xe0 | (point >> 12) as u8,
            0x80 | (point >> 6 & 0x3f) as u8,
            0x80 | (point & 0x3f) as u8,
        ]),
    }
}

// ---- reading

struct Reader<'a> {
    rest: &'a [u8],
    refs: Vec<Option<ObjRef>>,
    depth: usize,
}

fn loads(cx: &mut Cx, data: &ObjRef) -> PyResult {
    let bytes = match cx.heap.bytes(data) {
        Some(bytes) if cx.can_allocate(bytes.len()) => bytes.to_vec(),
        Some(_) => return Err(cx.memory_error("")),
        None => {
            // Memory views and such.
            let class = cx.types.bytes.as_ref().clone();
            let whole = match data.is_str() || data.is_int() {
                true => None,
                false => Some(cx.call(&class, std::slice::from_ref(data))?),
            };
            match whole.as_ref().and_then(|w| cx.heap.bytes(w)) {
                Some(bytes) => bytes.to_vec(),
                None => {
                    let got = data.ty().name();
                    return Err(cx.type_error(format!("a bytes-like object is required, not '{got}'")));
                }
            }
        }
    };
    let mut r = Reader { rest: &bytes, refs: Vec::new(), depth: 0 };
    read_value(cx, &mut r)
}

fn read_value(cx: &mut Cx, r: &mut Reader) -> PyResult {
    match r.object(cx)? {
        Some(v) => Ok(v),
        None => Err(cx.type_error("NULL object in marshal data for object")),
    }
}

/// The whole rest of the file is read, and what follows the value is given back.
fn load(cx: &mut Cx, file: &ObjRef) -> PyResult {
    let read = cx.call_method(file, "read", &[])?;
    let Some(bytes) = cx.heap.bytes(&read).map(<[u8]>::to_vec) else {
        let got = read.ty().name();
        return Err(cx.type_error(format!("file.read() returned not bytes but {got}")));
    };
    let mut r = Reader { rest: &bytes, refs: Vec::new(), depth: 0 };
    let value = read_value(cx, &mut r)?;
    if !r.rest.is_empty() {
        let (back, whence) = (cx.int(-(r.rest.len() as i64)), cx.int(1));
        cx.call_method(file, "seek", &[back, whence])?;
    }
    Ok(value)
}

impl<'a> Reader<'a> {
    fn take(&mut self, cx: &mut Cx, n: usize) -> PyResult<&'a [u8]> {
        match self.rest.split_at_checked(n) {
            Some((head, rest)) => {
                self.rest = rest;
                Ok(head)
            }
            None => {
                let ty = cx.excs.eof_error.clone();
                Err(cx.error(&ty, "marshal data too short"))
            }
        }
    }

    fn byte(&mut self, cx: &mut Cx) -> PyResult<u8> {
        match self.rest.split_first() {
            Some((&byte, rest)) => {
                self.rest = rest;
                Ok(byte)
            }
            None => {
                let ty = cx.excs.eof_error.clone();
                Err(cx.error(&ty, "marshal data too short"))
            }
        }
    }

    fn long(&mut self, cx: &mut Cx) -> PyResult<i32> {
        let mut four = [0; 4];
        four.copy_from_slice(self.take(cx, 4)?);
        Ok(i32::from_le_bytes(four))
    }

    fn size(&mut self, cx: &mut Cx, what: &str) -> PyResult<usize> {
        let n = self.long(cx)?;
        usize::try_from(n).map_err(|_| bad(cx, &format!("{what} size out of range")))
    }

    fn double(&mut self, cx: &mut Cx) -> PyResult<f64> {
        let mut eight = [0; 8];
        eight.copy_from_slice(self.take(cx, 8)?);
        Ok(f64::from_le_bytes(eight))
    }

    fn float_text(&mut self, cx: &mut Cx) -> PyResult<f64> {
        let n = self.byte(cx)? as usize;
        let text = self.take(cx, n)?;
        let value = std::str::from_utf8(text).ok().and_then(|t| t.parse().ok());
        value.ok_or_else(|| bad(cx, "float"))
    }

    /// The next object; nothing for the mark that ends a dict.
    fn object(&mut self, cx: &mut Cx) -> PyResult<Option<ObjRef>> {
        let Some((&byte, rest)) = self.rest.split_first() else {
            let ty = cx.excs.eof_error.clone();
            return Err(cx.error(&ty, "EOF read where object expected"));
        };
        self.rest = rest;
        if self.depth > DEPTH {
            return Err(cx.value_error("recursion limit exceeded"));
        }
        let (tag, place) = (byte & !REF, (byte & REF != 0).then_some(self.refs.len()));
        if place.is_some() && !matches!(tag, b'0' | b'N' | b'T' | b'F' | b'.' | b'S' | b'r') {
            self.refs.push(None);
        }
        self.depth += 1;
        let value = self.value(cx, tag, place);
        self.depth -= 1;
        let value = value?;
        if let (Some(place), Some(value)) = (place, &value)
            && let Some(slot) = self.refs.get_mut(place)
        {
            *slot = Some(value.clone());
        }
        Ok(value)
    }

    fn value(&mut self, cx: &mut Cx, tag: u8, place: Option<usize>) -> PyResult<Option<ObjRef>> {
        Ok(Some(match tag {
            b'0' => return Ok(None),
            b'N' => cx.none.clone(),
            b'T' => cx.true_.clone(),
            b'F' => cx.false_.clone(),
            b'.' => cx.ellipsis.clone(),
            b'S' => cx.excs.stop_iteration.as_ref().clone(),
            b'i' => {
                let n = self.long(cx)?;
                cx.int(n.into())
            }
            b'I' => {
                let mut eight = [0; 8];
                eight.copy_from_slice(self.take(cx, 8)?);
                cx.int(i64::from_le_bytes(eight))
            }
            b'l' => self.digits(cx)?,
            b'f' => {
                let f = self.float_text(cx)?;
                cx.float(f)
            }
            b'g' => {
                let f = self.double(cx)?;
                cx.float(f)
            }
            b'x' => {
                let (re, im) = (self.float_text(cx)?, self.float_text(cx)?);
                cx.complex(re, im)
            }
            b'y' => {
                let (re, im) = (self.double(cx)?, self.double(cx)?);
                cx.complex(re, im)
            }
            b's' => {
                let n = self.size(cx, "bytes object")?;
                let bytes = self.take(cx, n)?;
                cx.new_bytes(bytes)
            }
            b'a' | b'A' | b'z' | b'Z' | b'u' | b't' => self.text(cx, tag)?,
            b'(' | b')' => {
                let n = if tag == b')' { self.byte(cx)? as usize } else { self.size(cx, "tuple")? };
                let items = self.items(cx, n, "tuple")?;
                cx.new_tuple(items)
            }
            b'[' => self.list(cx, place)?,
            b'{' => self.dict(cx, place)?,
            b'<' | b'>' => {
                let n = self.size(cx, "set")?;
                let items = self.items(cx, n, "set")?;
                let list = cx.new_list(items);
                let class = if tag == b'<' { &cx.types.set } else { &cx.types.frozenset };
                let class = class.as_ref().clone();
                cx.call(&class, &[list])?
            }
            b'c' => {
                let n = self.size(cx, "code")?;
                let bytes = self.take(cx, n)?;
                match store::decode_verified(bytes) {
                    Ok(code) => new_code(cx.heap.interp(), &code),
                    Err(damage) => return Err(bad(cx, &damage.0)),
                }
            }
            b'r' => {
                let n = self.long(cx)?;
                let known = usize::try_from(n).ok().and_then(|n| self.refs.get(n).cloned()).flatten();
                match known {
                    Some(v) => v,
                    None => return Err(bad(cx, "invalid reference")),
                }
            }
            _ => return Err(bad(cx, "unknown type code")),
        }))
    }

    fn digits(&mut self, cx: &mut Cx) -> PyResult {
        let n = self.long(cx)?;
        let bytes = self.take(cx, n.unsigned_abs() as usize * 2)?;
        let mut magnitude = Vec::with_capacity(bytes.len());
        let (mut bits, mut held) = (0u32, 0u32);
        for digit in bytes.as_chunks::<2>().0 {
            let digit = u16::from_le_bytes(*digit);
            if digit > 0x7fff {
                return Err(bad(cx, "digit out of range in long"));
            }
            held |= u32::from(digit) << bits;
            bits += 15;
            while bits >= 8 {
                magnitude.push(held as u8);
                held >>= 8;
                bits -= 8;
            }
        }
        if bytes.ends_with(&[0, 0]) {
            return Err(bad(cx, "unnormalized long data"));
        }
        magnitude.push(held as u8);
        let big = dashu_int::IBig::from(dashu_int::UBig::from_le_bytes(&magnitude));
        Ok(cx.big_int(if n < 0 { -big } else { big }))
    }

    fn text(&mut self, cx: &mut Cx, tag: u8) -> PyResult {
        let n = if matches!(tag, b'z' | b'Z') { self.byte(cx)? as usize } else { self.size(cx, "string")? };
        let bytes = self.take(cx, n)?;
        let text = match tag {
            b'u' | b't' => match std::str::from_utf8(bytes) {
                Ok(text) => cx.new_str(text),
                Err(_) => {
                    let bytes = cx.new_bytes(bytes);
                    let how = [cx.new_str("utf-8"), cx.new_str("surrogatepass")];
                    cx.call_method(&bytes, "decode", &how)?
                }
            },
            _ => cx.str_from_latin1(bytes),
        };
        Ok(if matches!(tag, b'A' | b'Z' | b't') { cx.intern_obj(&text) } else { text })
    }

    /// `n` objects: no more than there are bytes.
    fn items(&mut self, cx: &mut Cx, n: usize, what: &str) -> PyResult<Vec<ObjRef>> {
        let mut items = Vec::with_capacity(n.min(self.rest.len()));
        for _ in 0..n {
            match self.object(cx)? {
                Some(v) => items.push(v),
                None => return Err(cx.type_error(format!("NULL object in marshal data for {what}"))),
            }
        }
        Ok(items)
    }

    /// A list may hold itself: it stands among the references before its items are read.
    fn list(&mut self, cx: &mut Cx, place: Option<usize>) -> PyResult {
        let n = self.size(cx, "list")?;
        let list = cx.new_list(Vec::new());
        self.announce(place, &list);
        for _ in 0..n {
            let Some(item) = self.object(cx)? else {
                return Err(cx.type_error("NULL object in marshal data for list"));
            };
            if let Some((interp, items)) = cx.heap.list_mut(&list) {
                items.push(interp, item);
            }
        }
        Ok(list)
    }

    fn dict(&mut self, cx: &mut Cx, place: Option<usize>) -> PyResult {
        let dict = cx.new_dict();
        self.announce(place, &dict);
        while let Some(key) = self.object(cx)? {
            let Some(value) = self.object(cx)? else { break };
            drop(cx.dict_set(&dict, &key, value)?);
        }
        Ok(dict)
    }

    fn announce(&mut self, place: Option<usize>, o: &ObjRef) {
        if let Some(slot) = place.and_then(|p| self.refs.get_mut(p)) {
            *slot = Some(o.clone());
        }
    }
}

fn bad(cx: &mut Cx, what: &str) -> theseus_object::Raised {
    cx.value_error(format!("bad marshal data ({what})"))
}
