//! One run of a pickler: how the built-in types are written.

use theseus_object::payload::number::IntRef;
use theseus_object::{Cx, Kind, ObjRef, PyResult};

use super::memo::Written;
use super::{buffer, op};
use crate::modules::attribute_of;

/// Items that are put into a container at once.
const BATCH: usize = 1000;
/// A frame is closed when it has as many bytes; what is larger alone stands outside of frames.
const FRAME_TARGET: usize = 64 * 1024;
/// A shorter frame is not worth its header.
const FRAME_MIN: usize = 4;
/// Opcode and length.
const FRAME_HEADER: usize = 9;

/// What a pickler was told.
pub struct Settings {
    pub protocol: i64,
    /// Names are those of Python 2.
    pub fix_imports: bool,
    pub buffer_callback: Option<ObjRef>,
    /// Nothing is remembered.
    pub fast: bool,
}

/// A pickle that is being written.
pub struct Saving {
    out: Vec<u8>,
    /// The file's `write`; nothing if the bytes are kept.
    write_to: Option<ObjRef>,
    pub memo: Written,
    pub persistent_id: Option<ObjRef>,
    pub reducer_override: Option<ObjRef>,
    pub dispatch_table: Option<ObjRef>,
    pub(super) settings: Settings,
    framing: bool,
    /// Where the open frame's header stands.
    frame: Option<usize>,
    steps: u32,
    /// There was no memory for what was to be written.
    failed: bool,
}

impl Saving {
    pub fn new(settings: Settings, write_to: Option<ObjRef>) -> Saving {
        Saving {
            out: Vec::new(),
            write_to,
            memo: Written::default(),
            persistent_id: None,
            reducer_override: None,
            dispatch_table: None,
            settings,
            framing: false,
            frame: None,
            steps: 0,
            failed: false,
        }
    }

    pub(super) fn protocol(&self) -> i64 {
        self.settings.protocol
    }

    pub(super) fn binary(&self) -> bool {
        self.settings.protocol > 0
    }

    /// Writes the whole pickle; what was not given to a file.
    pub fn run(&mut self, cx: &mut Cx, o: &ObjRef) -> PyResult<Vec<u8>> {
        if self.protocol() >= 2 {
            self.out.extend([op::PROTO, self.protocol() as u8]);
        }
        self.framing = self.protocol() >= 4;
        self.save(cx, o)?;
        self.write(&[op::STOP]);
        self.close_frame();
        self.framing = false;
        self.flush(cx)?;
        self.check_memory(cx)?;
        Ok(std::mem::take(&mut self.out))
    }

    // ---- bytes

    /// Gives the bytes to the file.
    fn flush(&mut self, cx: &mut Cx) -> PyResult<()> {
        if let Some(write) = self.write_to.clone()
            && !self.out.is_empty()
        {
            let bytes = cx.new_bytes(&self.out);
            self.out.clear();
            drop(cx.call(&write, &[bytes])?);
        }
        Ok(())
    }

    pub(super) fn write(&mut self, bytes: &[u8]) {
        if self.framing && self.frame.is_none() {
            self.frame = Some(self.out.len());
            self.out.extend([0; FRAME_HEADER]);
        }
        if self.out.try_reserve(bytes.len()).is_ok() {
            self.out.extend_from_slice(bytes);
        } else {
            self.failed = true;
        }
    }

    fn check_memory(&self, cx: &mut Cx) -> PyResult<()> {
        if self.failed { Err(cx.memory_error("")) } else { Ok(()) }
    }

    fn close_frame(&mut self) {
        let Some(start) = self.frame.take() else { return };
        let len = self.out.len() - start - FRAME_HEADER;
        if len < FRAME_MIN {
            self.out.drain(start..start + FRAME_HEADER);
            return;
        }
        self.out[start] = op::FRAME;
        self.out[start + 1..start + FRAME_HEADER].copy_from_slice(&(len as u64).to_le_bytes());
    }

    /// Between two objects a frame may end.
    fn boundary(&mut self, cx: &mut Cx) -> PyResult<()> {
        if self.frame.is_some_and(|start| self.out.len() - start - FRAME_HEADER >= FRAME_TARGET) {
            self.close_frame();
            self.flush(cx)?;
        }
        Ok(())
    }

    /// A header and what it announces.
    fn write_large(&mut self, cx: &mut Cx, header: &[u8], data: &[u8]) -> PyResult<()> {
        let outside = self.framing && data.len() >= FRAME_TARGET;
        if outside {
            self.close_frame();
            self.framing = false;
        }
        self.write(header);
        if outside {
            self.flush(cx)?;
        }
        self.write(data);
        if outside {
            self.flush(cx)?;
        }
        self.framing = self.framing || outside;
        Ok(())
    }

    /// The header of sized data: the shortest of the opcodes that fits.
    fn sized(
        &mut self,
        cx: &mut Cx,
        short: Option<u8>,
        middle: Option<u8>,
        long: u8,
        data: &[u8],
    ) -> PyResult<()> {
        let n = data.len();
        let mut header = Vec::with_capacity(FRAME_HEADER);
        match (short, middle) {
            (Some(code), _) if n <= 0xff => header.extend([code, n as u8]),
            (_, Some(code)) if u32::try_from(n).is_ok() => {
                header.push(code);
                header.extend((n as u32).to_le_bytes());
            }
            _ => {
                header.push(long);
                header.extend((n as u64).to_le_bytes());
            }
        }
        self.write_large(cx, &header, data)
    }

    // ---- the memo

    /// Remembers an object that was just written.
    pub(super) fn put(&mut self, o: &ObjRef) {
        if self.settings.fast {
            return;
        }
        let number = self.memo.add(o);
        match number {
            _ if self.protocol() >= 4 => self.write(&[op::MEMOIZE]),
            n if !self.binary() => self.write(format!("{}{n}\n", op::PUT as char).as_bytes()),
            n if n <= 0xff => self.write(&[op::BINPUT, n as u8]),
            n => {
                self.write(&[op::LONG_BINPUT]);
                self.write(&(n as u32).to_le_bytes());
            }
        }
    }

    pub(super) fn get(&mut self, number: usize) {
        match number {
            n if !self.binary() => self.write(format!("{}{n}\n", op::GET as char).as_bytes()),
            n if n <= 0xff => self.write(&[op::BINGET, n as u8]),
            n => {
                self.write(&[op::LONG_BINGET]);
                self.write(&(n as u32).to_le_bytes());
            }
        }
    }

    // ---- objects

    pub(super) fn save(&mut self, cx: &mut Cx, o: &ObjRef) -> PyResult<()> {
        self.boundary(cx)?;
        self.steps = self.steps.wrapping_add(1);
        if self.steps & 0xfff == 0 {
            self.check_memory(cx)?;
            cx.poll()?;
        }
        if let Some(ask) = self.persistent_id.clone() {
            let id = cx.call(&ask, std::slice::from_ref(o))?;
            if !id.is_none() {
                return self.persistent(cx, &id);
            }
        }
        self.save_object(cx, o)
    }

    /// An object that is not written, but named.
    fn persistent(&mut self, cx: &mut Cx, id: &ObjRef) -> PyResult<()> {
        if self.binary() {
            let ask = self.persistent_id.take();
            let done = self.save_object(cx, id);
            self.persistent_id = ask;
            done?;
            self.write(&[op::BINPERSID]);
            return Ok(());
        }
        let text = cx.str(id)?;
        let Some(ascii) = text.ascii() else {
            return Err(super::pickling_error(cx, "persistent IDs in protocol 0 must be ASCII strings"));
        };
        self.write(format!("{}{ascii}\n", op::PERSID as char).as_bytes());
        Ok(())
    }

    fn save_object(&mut self, cx: &mut Cx, o: &ObjRef) -> PyResult<()> {
        let exact = !o.ty().data.heap_type;
        match o.kind() {
            Kind::None => {
                self.write(&[op::NONE]);
                return Ok(());
            }
            Kind::Bool => {
                self.bool(o.int() == Some(1));
                return Ok(());
            }
            Kind::Int | Kind::BigInt if exact => return self.int(cx, o),
            Kind::Float if exact => {
                self.float(o.float().unwrap_or_default());
                return Ok(());
            }
            _ => (),
        }
        if let Some(number) = self.memo.number(o) {
            self.get(number);
            return Ok(());
        }
        if exact {
            match o.kind() {
                Kind::Bytes => return self.bytes(cx, o),
                Kind::Str => return self.str(cx, o),
                _ => (),
            }
        }
        cx.check_stack_while("pickling an object")?;
        if exact {
            match o.kind() {
                Kind::Dict if o.ty().is(&cx.types.dict) => return self.dict(cx, o),
                Kind::Set => return self.set(cx, o),
                Kind::FrozenSet => return self.frozenset(cx, o),
                Kind::List => return self.list(cx, o),
                Kind::Tuple if o.ty().is(&cx.types.tuple) => return self.tuple(cx, o),
                Kind::ByteArray => return self.bytearray(cx, o),
                _ if o.has_payload::<buffer::PickleBuffer>() => return self.buffer(cx, o),
                _ => (),
            }
        }
        self.by_reduction(cx, o)
    }

    fn bool(&mut self, value: bool) {
        match (self.protocol() >= 2, value) {
            (true, true) => self.write(&[op::NEWTRUE]),
            (true, false) => self.write(&[op::NEWFALSE]),
            (false, true) => self.write(b"I01\n"),
            (false, false) => self.write(b"I00\n"),
        }
    }

    fn int(&mut self, cx: &mut Cx, o: &ObjRef) -> PyResult<()> {
        let small = o.int();
        let word = small.and_then(|v| i32::try_from(v).ok());
        if let (true, Some(v)) = (self.binary(), word) {
            match v {
                0..=0xff => self.write(&[op::BININT1, v as u8]),
                0x100..=0xffff => self.write(&[op::BININT2, v as u8, (v >> 8) as u8]),
                _ => {
                    self.write(&[op::BININT]);
                    self.write(&v.to_le_bytes());
                }
            }
            return Ok(());
        }
        if self.protocol() >= 2 {
            let mut bytes = match o.integer() {
                Some(IntRef::Small(v)) => v.to_le_bytes().to_vec(),
                Some(IntRef::Big(b)) => b.to_le_bytes().to_vec(),
                None => Vec::new(),
            };
            // As few bytes as tell the sign.
            while let [.., before, last] = bytes[..]
                && (last == 0 && before < 0x80 || last == 0xff && before >= 0x80)
            {
                bytes.pop();
            }
            match u8::try_from(bytes.len()) {
                Ok(n) => self.write(&[op::LONG1, n]),
                Err(_) => {
                    self.write(&[op::LONG4]);
                    self.write(&(bytes.len() as u32).to_le_bytes());
                }
            }
            self.write(&bytes);
            return Ok(());
        }
        let text = cx.repr_text(o)?;
        match word {
            Some(_) => self.write(format!("{}{text}\n", op::INT as char).as_bytes()),
            None => self.write(format!("{}{text}L\n", op::LONG as char).as_bytes()),
        }
        Ok(())
    }

    fn float(&mut self, value: f64) {
        if self.binary() {
            self.write(&[op::BINFLOAT]);
            self.write(&value.to_be_bytes());
        } else {
            let text = crate::text::float::repr(value);
            self.write(&[&[op::FLOAT], &text[..], b"\n"].concat());
        }
    }

    fn bytes(&mut self, cx: &mut Cx, o: &ObjRef) -> PyResult<()> {
        let data = cx.heap.bytes(o).unwrap_or_default().to_vec();
        if self.protocol() < 3 {
            return self.old_bytes(cx, o, &data);
        }
        let long = if self.protocol() >= 4 { op::BINBYTES8 } else { op::BINBYTES };
        self.sized(cx, Some(op::SHORT_BINBYTES), Some(op::BINBYTES), long, &data)?;
        self.put(o);
        Ok(())
    }

    /// Older protocols know no bytes: text in Latin-1 stands for them.
    fn old_bytes(&mut self, cx: &mut Cx, o: &ObjRef, data: &[u8]) -> PyResult<()> {
        if data.is_empty() {
            let class = cx.types.bytes.as_ref().clone();
            let none = cx.empty_tuple.clone();
            return self.reduced(cx, Some(o), &class, &none);
        }
        let encode = attribute_of(cx, "codecs", "encode")?;
        let args = [cx.str_from_latin1(data), cx.new_str("latin1")];
        let args = cx.new_tuple(args);
        self.reduced(cx, Some(o), &encode, &args)
    }

    fn bytearray(&mut self, cx: &mut Cx, o: &ObjRef) -> PyResult<()> {
        let data = cx.buffer(o)?.copied(cx)?;
        if self.protocol() < 5 {
            let class = cx.types.bytearray.as_ref().clone();
            let args = if data.is_empty() {
                cx.empty_tuple.clone()
            } else {
                let bytes = cx.new_bytes(&data);
                cx.new_tuple([bytes])
            };
            return self.reduced(cx, Some(o), &class, &args);
        }
        self.sized(cx, None, None, op::BYTEARRAY8, &data)?;
        self.put(o);
        Ok(())
    }

    fn buffer(&mut self, cx: &mut Cx, o: &ObjRef) -> PyResult<()> {
        if self.protocol() < 5 {
            return Err(super::pickling_error(cx, "PickleBuffer can only pickled with protocol >= 5"));
        }
        let view = buffer::view(cx, o)?;
        let lent = cx.buffer(&view)?;
        if !lent.is_c_contiguous() {
            let text = "PickleBuffer can not be pickled when pointing to a non-contiguous buffer";
            return Err(super::pickling_error(cx, text));
        }
        let inside = match self.settings.buffer_callback.clone() {
            None => true,
            Some(f) => {
                let answer = cx.call(&f, std::slice::from_ref(o))?;
                cx.truth(&answer)?
            }
        };
        if !inside {
            self.write(&[op::NEXT_BUFFER]);
            if lent.readonly {
                self.write(&[op::READONLY_BUFFER]);
            }
            return Ok(());
        }
        let data = lent.copied(cx)?;
        if lent.readonly {
            self.sized(cx, Some(op::SHORT_BINBYTES), Some(op::BINBYTES), op::BINBYTES8, &data)?;
        } else {
            self.sized(cx, None, None, op::BYTEARRAY8, &data)?;
        }
        self.put(o);
        Ok(())
    }

    pub(super) fn str(&mut self, cx: &mut Cx, o: &ObjRef) -> PyResult<()> {
        if self.binary() {
            let data = match o.ascii() {
                Some(text) => text.as_bytes().to_vec(),
                None => crate::str::encode(cx, o, "utf-8", "surrogatepass")?,
            };
            let short = (self.protocol() >= 4).then_some(op::SHORT_BINUNICODE);
            self.sized(cx, short, Some(op::BINUNICODE), op::BINUNICODE8, &data)?;
        } else {
            self.write(&[op::UNICODE]);
            self.write(&escaped(o));
            self.write(b"\n");
        }
        self.put(o);
        Ok(())
    }

    fn tuple(&mut self, cx: &mut Cx, o: &ObjRef) -> PyResult<()> {
        let items = cx.heap.tuple(o).unwrap_or_default().to_vec();
        if items.is_empty() {
            let code: &[u8] = if self.binary() { &[op::EMPTY_TUPLE] } else { &[op::MARK, op::TUPLE] };
            self.write(code);
            return Ok(());
        }
        let short = items.len() <= 3 && self.protocol() >= 2;
        if !short {
            self.write(&[op::MARK]);
        }
        for item in &items {
            self.save(cx, item)?;
        }
        // It may have been written meanwhile, as a part of itself.
        if let Some(number) = self.memo.number(o) {
            if short {
                items.iter().for_each(|_| self.write(&[op::POP]));
            } else if self.binary() {
                self.write(&[op::POP_MARK]);
            } else {
                items.iter().for_each(|_| self.write(&[op::POP]));
                self.write(&[op::POP]);
            }
            self.get(number);
            return Ok(());
        }
        let code = match items.len() {
            1 if short => op::TUPLE1,
            2 if short => op::TUPLE2,
            3 if short => op::TUPLE3,
            _ => op::TUPLE,
        };
        self.write(&[code]);
        self.put(o);
        Ok(())
    }

    fn list(&mut self, cx: &mut Cx, o: &ObjRef) -> PyResult<()> {
        let code: &[u8] = if self.binary() { &[op::EMPTY_LIST] } else { &[op::MARK, op::LIST] };
        self.write(code);
        self.put(o);
        let items = cx.heap.list(o).unwrap_or_default().to_vec();
        if !self.binary() || items.len() == 1 {
            for item in &items {
                self.save(cx, item)?;
                self.write(&[op::APPEND]);
            }
            return Ok(());
        }
        for batch in items.chunks(BATCH) {
            self.write(&[op::MARK]);
            for item in batch {
                self.save(cx, item)?;
            }
            self.write(&[op::APPENDS]);
        }
        Ok(())
    }

    fn dict(&mut self, cx: &mut Cx, o: &ObjRef) -> PyResult<()> {
        let code: &[u8] = if self.binary() { &[op::EMPTY_DICT] } else { &[op::MARK, op::DICT] };
        self.write(code);
        self.put(o);
        let items = cx.dict_items(o);
        if !self.binary() || items.len() == 1 {
            for (key, value) in &items {
                self.save(cx, key)?;
                self.save(cx, value)?;
                self.write(&[op::SETITEM]);
            }
            return Ok(());
        }
        for batch in items.chunks(BATCH) {
            self.write(&[op::MARK]);
            for (key, value) in batch {
                self.save(cx, key)?;
                self.save(cx, value)?;
                if cx.heap.dict(o).is_some_and(|d| d.len() != items.len()) {
                    return Err(cx.runtime_error("dictionary changed size during iteration"));
                }
            }
            self.write(&[op::SETITEMS]);
        }
        Ok(())
    }

    fn members(cx: &Cx, o: &ObjRef) -> Vec<ObjRef> {
        cx.heap.set_table(o).map(|t| t.iter().map(|(item, _)| item.clone()).collect()).unwrap_or_default()
    }

    /// Older protocols know no sets: lists stand for them.
    fn old_set(&mut self, cx: &mut Cx, o: &ObjRef) -> PyResult<()> {
        let (class, items) = (o.class(), cx.new_list(Self::members(cx, o)));
        let args = cx.new_tuple([items]);
        self.reduced(cx, Some(o), &class, &args)
    }

    fn set(&mut self, cx: &mut Cx, o: &ObjRef) -> PyResult<()> {
        if self.protocol() < 4 {
            return self.old_set(cx, o);
        }
        self.write(&[op::EMPTY_SET]);
        self.put(o);
        let items = Self::members(cx, o);
        for batch in items.chunks(BATCH) {
            self.write(&[op::MARK]);
            for item in batch {
                self.save(cx, item)?;
                if cx.heap.set_table(o).is_some_and(|t| t.len() != items.len()) {
                    return Err(cx.runtime_error("set changed size during iteration"));
                }
            }
            self.write(&[op::ADDITEMS]);
        }
        Ok(())
    }

    fn frozenset(&mut self, cx: &mut Cx, o: &ObjRef) -> PyResult<()> {
        if self.protocol() < 4 {
            return self.old_set(cx, o);
        }
        self.write(&[op::MARK]);
        for item in Self::members(cx, o) {
            self.save(cx, &item)?;
        }
        if let Some(number) = self.memo.number(o) {
            self.write(&[op::POP_MARK]);
            self.get(number);
            return Ok(());
        }
        self.write(&[op::FROZENSET]);
        self.put(o);
        Ok(())
    }

    /// The items of an iterator, appended to what was just written.
    pub(super) fn appended(&mut self, cx: &mut Cx, items: &ObjRef) -> PyResult<()> {
        let mut first = cx.next(items)?;
        while let Some(item) = first.take() {
            let next = if self.binary() { cx.next(items)? } else { None };
            let Some(mut ahead) = next else {
                self.save(cx, &item)?;
                self.write(&[op::APPEND]);
                first = if self.binary() { None } else { cx.next(items)? };
                continue;
            };
            self.write(&[op::MARK]);
            self.save(cx, &item)?;
            let mut n = 1;
            loop {
                self.save(cx, &ahead)?;
                n += 1;
                if n == BATCH {
                    break;
                }
                match cx.next(items)? {
                    Some(item) => ahead = item,
                    None => break,
                }
            }
            self.write(&[op::APPENDS]);
            first = if n == BATCH { cx.next(items)? } else { None };
        }
        Ok(())
    }

    fn pair(&mut self, cx: &mut Cx, pair: &ObjRef) -> PyResult<()> {
        let both = cx.heap.tuple(pair).and_then(|t| Some((t.first()?.clone(), t.get(1)?.clone())));
        match both.filter(|_| cx.heap.tuple(pair).is_some_and(|t| t.len() == 2)) {
            Some((key, value)) => {
                self.save(cx, &key)?;
                self.save(cx, &value)
            }
            None => Err(cx.type_error("dict items iterator must return 2-tuples")),
        }
    }

    /// The pairs of an iterator, set as items of what was just written.
    pub(super) fn set_items(&mut self, cx: &mut Cx, pairs: &ObjRef) -> PyResult<()> {
        let mut first = cx.next(pairs)?;
        while let Some(pair) = first.take() {
            let next = if self.binary() { cx.next(pairs)? } else { None };
            let Some(mut ahead) = next else {
                self.pair(cx, &pair)?;
                self.write(&[op::SETITEM]);
                first = if self.binary() { None } else { cx.next(pairs)? };
                continue;
            };
            self.write(&[op::MARK]);
            self.pair(cx, &pair)?;
            let mut n = 1;
            loop {
                self.pair(cx, &ahead)?;
                n += 1;
                if n == BATCH {
                    break;
                }
                match cx.next(pairs)? {
                    Some(pair) => ahead = pair,
                    None => break,
                }
            }
            self.write(&[op::SETITEMS]);
            first = if n == BATCH { cx.next(pairs)? } else { None };
        }
        Ok(())
    }
}

/// Text in Latin-1, what is not in it or would end the line as escapes.
fn escaped(o: &ObjRef) -> Vec<u8> {
    let mut out = Vec::new();
    for point in o.chars().into_iter().flat_map(|c| c.to_vec()) {
        match point {
            0 | 10 | 13 | 26 | 92 | 0x100..=0xffff => out.extend(format!("\\u{point:04x}").bytes()),
            0x1_0000.. => out.extend(format!("\\U{point:08x}").bytes()),
            _ => out.push(point as u8),
        }
    }
    out
}
