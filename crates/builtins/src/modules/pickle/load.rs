//! One run of an unpickler: a machine with a stack of objects.

use theseus_object::{Args, Cx, Kind, ObjRef, PyResult, Raised};

use super::unpickler::How;
use super::{HIGHEST, names, op, unpickling_error};
use crate::modules::attribute_of;

/// Where the bytes come from: all are there, or a file is asked for as many as are needed.
pub struct Input {
    data: Vec<u8>,
    at: usize,
    file: Option<(ObjRef, ObjRef)>,
}

impl Input {
    pub fn memory(data: Vec<u8>) -> Input {
        Input { data, at: 0, file: None }
    }

    pub fn file(read: ObjRef, readline: ObjRef) -> Input {
        Input { data: Vec::new(), at: 0, file: Some((read, readline)) }
    }

    fn left(&self) -> usize {
        self.data.len() - self.at
    }

    /// Gets bytes until `n` are there, or the file has no more.
    fn fill(&mut self, cx: &mut Cx, n: usize) -> PyResult<()> {
        let Some((read, _)) = self.file.clone() else { return Ok(()) };
        if self.left() < n {
            self.data.drain(..self.at);
            self.at = 0;
            let wanted = cx.usize(n - self.data.len());
            let got = cx.call(&read, &[wanted])?;
            self.add(cx, &got, "read")?;
        }
        Ok(())
    }

    fn add(&mut self, cx: &mut Cx, got: &ObjRef, function: &str) -> PyResult<()> {
        match cx.try_buffer(got)? {
            Some(buffer) => {
                let bytes = buffer.bytes(&cx.heap);
                self.data.extend_from_slice(&bytes);
                Ok(())
            }
            None => {
                let got = got.ty().name();
                Err(cx.type_error(format!("{function}() returned non-bytes object ({got})")))
            }
        }
    }

    fn byte(&mut self, cx: &mut Cx) -> PyResult<Option<u8>> {
        if self.left() == 0 {
            self.fill(cx, 1)?;
        }
        let byte = self.data.get(self.at).copied();
        self.at += byte.is_some() as usize;
        Ok(byte)
    }

    fn take(&mut self, cx: &mut Cx, n: usize) -> PyResult<&[u8]> {
        self.fill(cx, n)?;
        if self.left() < n {
            return Err(truncated(cx));
        }
        self.at += n;
        Ok(&self.data[self.at - n..self.at])
    }

    /// A line without its end.
    fn line(&mut self, cx: &mut Cx) -> PyResult<Vec<u8>> {
        let end = |input: &Input| input.data[input.at..].iter().position(|&b| b == b'\n');
        if end(self).is_none()
            && let Some((_, readline)) = self.file.clone()
        {
            let got = cx.call(&readline, &[])?;
            self.add(cx, &got, "readline")?;
        }
        let Some(n) = end(self) else { return Err(truncated(cx)) };
        let line = self.data[self.at..self.at + n].to_vec();
        self.at += n + 1;
        Ok(line)
    }

    fn word<const N: usize>(&mut self, cx: &mut Cx) -> PyResult<[u8; N]> {
        let mut word = [0; N];
        word.copy_from_slice(self.take(cx, N)?);
        Ok(word)
    }

    /// A little-endian number of `n` bytes.
    fn number(&mut self, cx: &mut Cx, n: usize) -> PyResult<usize> {
        let bytes = self.take(cx, n)?;
        let number = bytes.iter().rev().fold(0u64, |all, &b| all << 8 | b as u64);
        usize::try_from(number).ok().filter(|n| *n <= isize::MAX as usize).ok_or_else(|| {
            let ty = cx.excs.overflow_error.clone();
            cx.error(&ty, "size exceeds system's maximum size")
        })
    }
}

fn truncated(cx: &mut Cx) -> Raised {
    unpickling_error(cx, "pickle data was truncated")
}

/// A pickle that is being read.
pub struct Loading {
    input: Input,
    pub how: How,
    buffers: Option<ObjRef>,
    pub persistent_load: Option<ObjRef>,
    /// Of a subclass of `Unpickler`.
    pub find_class: Option<ObjRef>,
    pub memo: Vec<Option<ObjRef>>,
    stack: Vec<ObjRef>,
    marks: Vec<usize>,
    steps: u32,
}

impl Loading {
    pub fn new(input: Input, how: How, buffers: Option<ObjRef>) -> Loading {
        Loading {
            input,
            how,
            buffers,
            persistent_load: None,
            find_class: None,
            memo: Vec::new(),
            stack: Vec::new(),
            marks: Vec::new(),
            steps: 0,
        }
    }

    /// Reads one object.
    pub fn run(&mut self, cx: &mut Cx) -> PyResult {
        self.how.protocol = 0;
        loop {
            self.steps = self.steps.wrapping_add(1);
            if self.steps & 0xfff == 0 {
                cx.poll()?;
            }
            let Some(code) = self.input.byte(cx)? else {
                let ty = cx.excs.eof_error.clone();
                return Err(cx.error(&ty, "Ran out of input"));
            };
            if code == op::STOP {
                return self.pop(cx);
            }
            self.step(cx, code)?;
        }
    }

    // ---- the stack

    fn push(&mut self, o: ObjRef) {
        self.stack.push(o);
    }

    fn underflow(&self, cx: &mut Cx) -> Raised {
        let text = if self.marks.is_empty() { "unpickling stack underflow" } else { "unexpected MARK found" };
        unpickling_error(cx, text)
    }

    /// The lowest place that may be taken from.
    fn fence(&self) -> usize {
        self.marks.last().copied().unwrap_or(0)
    }

    fn pop(&mut self, cx: &mut Cx) -> PyResult {
        if self.stack.len() <= self.fence() {
            return Err(self.underflow(cx));
        }
        self.stack.pop().ok_or_else(|| self.underflow(cx))
    }

    fn top(&self, cx: &mut Cx) -> PyResult {
        match self.stack.get(self.fence()..).and_then(<[ObjRef]>::last) {
            Some(o) => Ok(o.clone()),
            None => Err(self.underflow(cx)),
        }
    }

    /// What lies above the last mark, which goes.
    fn marked(&mut self, cx: &mut Cx) -> PyResult<Vec<ObjRef>> {
        match self.marks.pop() {
            Some(at) => Ok(self.stack.split_off(at)),
            None => Err(unpickling_error(cx, "could not find MARK")),
        }
    }

    fn many(&mut self, cx: &mut Cx, n: usize) -> PyResult<Vec<ObjRef>> {
        match self.stack.len().checked_sub(n).filter(|at| *at >= self.fence()) {
            Some(at) => Ok(self.stack.split_off(at)),
            None => Err(self.underflow(cx)),
        }
    }

    // ---- the memo

    fn remember(&mut self, cx: &mut Cx, at: usize) -> PyResult<()> {
        let o = self.top(cx)?;
        if self.memo.len() <= at {
            if !cx.can_allocate(at.saturating_mul(size_of::<ObjRef>() * 2)) {
                return Err(cx.memory_error(""));
            }
            self.memo.resize(at + 1, None);
        }
        self.memo[at] = Some(o);
        Ok(())
    }

    fn recall(&mut self, cx: &mut Cx, at: usize) -> PyResult<()> {
        match self.memo.get(at).cloned().flatten() {
            Some(o) => {
                self.push(o);
                Ok(())
            }
            None => Err(unpickling_error(cx, format!("Memo value not found at index {at}"))),
        }
    }

    /// The number of a line.
    fn line_number(&mut self, cx: &mut Cx) -> PyResult<usize> {
        let line = self.input.line(cx)?;
        let text = String::from_utf8_lossy(&line).into_owned();
        match text.trim().parse::<i64>() {
            Ok(n) => usize::try_from(n).map_err(|_| cx.value_error("negative PUT argument")),
            Err(_) => {
                let shown = cx.repr_text(&cx.new_str(&text))?;
                Err(cx.value_error(format!("invalid literal for int() with base 10: {shown}")))
            }
        }
    }

    // ---- the opcodes

    fn step(&mut self, cx: &mut Cx, code: u8) -> PyResult<()> {
        match code {
            op::PROTO => return self.protocol(cx),
            op::FRAME => {
                let n = self.input.number(cx, 8)?;
                self.input.fill(cx, n)?;
                if self.input.left() < n {
                    return Err(truncated(cx));
                }
            }
            op::MARK => self.marks.push(self.stack.len()),
            op::POP => {
                // A mark on the top is what goes.
                if self.marks.last() == Some(&self.stack.len()) {
                    self.marks.pop();
                } else {
                    drop(self.pop(cx)?);
                }
            }
            op::POP_MARK => drop(self.marked(cx)?),
            op::DUP => {
                let o = self.top(cx)?;
                self.push(o);
            }
            op::GET => {
                let at = self.line_number(cx)?;
                return self.recall(cx, at);
            }
            op::BINGET | op::LONG_BINGET => {
                let at = self.input.number(cx, if code == op::BINGET { 1 } else { 4 })?;
                return self.recall(cx, at);
            }
            op::PUT => {
                let at = self.line_number(cx)?;
                return self.remember(cx, at);
            }
            op::BINPUT | op::LONG_BINPUT => {
                let at = self.input.number(cx, if code == op::BINPUT { 1 } else { 4 })?;
                return self.remember(cx, at);
            }
            op::MEMOIZE => {
                let at = self.memo.len();
                return self.remember(cx, at);
            }
            op::APPEND => {
                let item = self.many(cx, 1)?;
                return self.extend(cx, item);
            }
            op::APPENDS => {
                let items = self.marked(cx)?;
                return self.extend(cx, items);
            }
            op::ADDITEMS => {
                let items = self.marked(cx)?;
                return self.add_items(cx, items);
            }
            op::SETITEM => {
                let pair = self.many(cx, 2)?;
                return self.set_items(cx, pair);
            }
            op::SETITEMS => {
                let items = self.marked(cx)?;
                return self.set_items(cx, items);
            }
            op::BUILD => return self.build(cx),
            _ => {
                let made = self.value(cx, code)?;
                self.push(made);
            }
        }
        Ok(())
    }

    fn protocol(&mut self, cx: &mut Cx) -> PyResult<()> {
        let [p] = self.input.word::<1>(cx)?;
        if i64::from(p) > HIGHEST {
            return Err(cx.value_error(format!("unsupported pickle protocol: {p}")));
        }
        self.how.protocol = p.into();
        Ok(())
    }

    /// An opcode that puts one object onto the stack.
    fn value(&mut self, cx: &mut Cx, code: u8) -> PyResult {
        Ok(match code {
            op::NONE => cx.none.clone(),
            op::NEWTRUE | op::NEWFALSE => cx.bool(code == op::NEWTRUE),
            op::BININT => {
                let word = self.input.word(cx)?;
                cx.int(i32::from_le_bytes(word).into())
            }
            op::BININT1 | op::BININT2 => {
                let n = self.input.number(cx, if code == op::BININT1 { 1 } else { 2 })?;
                cx.usize(n)
            }
            op::INT | op::LONG | op::FLOAT => return self.number_line(cx, code),
            op::LONG1 | op::LONG4 => {
                let n = self.input.number(cx, if code == op::LONG1 { 1 } else { 4 })?;
                let bytes = self.input.take(cx, n)?;
                let bytes = cx.new_bytes(bytes);
                let class = cx.types.int.as_ref().clone();
                let (little, signed) = (cx.new_str("little"), cx.bool(true));
                let names = [cx.intern("signed")];
                let f = cx.intern("from_bytes");
                let f = cx.getattr(&class, &f)?;
                return cx.call_args(&f, &Args { values: &[bytes, little, signed], names: &names });
            }
            op::BINFLOAT => {
                let word = self.input.word(cx)?;
                cx.float(f64::from_be_bytes(word))
            }
            op::SHORT_BINUNICODE | op::BINUNICODE | op::BINUNICODE8 => {
                let width = match code {
                    op::SHORT_BINUNICODE => 1,
                    op::BINUNICODE => 4,
                    _ => 8,
                };
                let n = self.input.number(cx, width)?;
                let data = self.input.take(cx, n)?;
                return text(cx, data);
            }
            op::SHORT_BINBYTES | op::BINBYTES | op::BINBYTES8 => {
                let width = match code {
                    op::SHORT_BINBYTES => 1,
                    op::BINBYTES => 4,
                    _ => 8,
                };
                let n = self.input.number(cx, width)?;
                let data = self.input.take(cx, n)?;
                cx.new_bytes(data)
            }
            op::BYTEARRAY8 => {
                let n = self.input.number(cx, 8)?;
                let bytes = self.input.take(cx, n)?.to_vec();
                cx.new_bytearray(bytes)
            }
            op::UNICODE | op::STRING | op::BINSTRING | op::SHORT_BINSTRING => return self.old_text(cx, code),
            op::EMPTY_TUPLE => cx.empty_tuple.clone(),
            op::EMPTY_LIST => cx.new_list(Vec::new()),
            op::EMPTY_DICT => cx.new_dict(),
            op::EMPTY_SET => {
                let class = cx.types.set.as_ref().clone();
                return cx.call(&class, &[]);
            }
            op::TUPLE => {
                let items = self.marked(cx)?;
                cx.new_tuple(items)
            }
            op::TUPLE1 | op::TUPLE2 | op::TUPLE3 => {
                let items = self.many(cx, usize::from(code - op::TUPLE1) + 1)?;
                cx.new_tuple(items)
            }
            op::LIST => {
                let items = self.marked(cx)?;
                cx.new_list(items)
            }
            op::DICT => {
                let items = self.marked(cx)?;
                let dict = cx.new_dict();
                set_all(cx, &dict, &items, "DICT")?;
                dict
            }
            op::FROZENSET => {
                let items = self.marked(cx)?;
                let items = cx.new_list(items);
                let class = cx.types.frozenset.as_ref().clone();
                return cx.call(&class, &[items]);
            }
            op::NEXT_BUFFER | op::READONLY_BUFFER => return self.next_buffer(cx, code),
            _ => return self.made(cx, code),
        })
    }

    /// An opcode that finds or calls something.
    fn made(&mut self, cx: &mut Cx, code: u8) -> PyResult {
        match code {
            op::GLOBAL => {
                let (module, name) = self.name_lines(cx)?;
                self.find(cx, &module, &name)
            }
            op::STACK_GLOBAL => {
                let both = self.many(cx, 2)?;
                let [module, name] = &both[..] else { return Err(self.underflow(cx)) };
                if !module.is_str() || !name.is_str() {
                    return Err(unpickling_error(cx, "STACK_GLOBAL requires str"));
                }
                self.find(cx, module, name)
            }
            op::REDUCE => {
                let both = self.many(cx, 2)?;
                let [callable, args] = &both[..] else { return Err(self.underflow(cx)) };
                let Some(args) = cx.heap.tuple(args).map(<[ObjRef]>::to_vec) else {
                    return Err(cx.type_error("argument list must be a tuple"));
                };
                cx.call(callable, &args)
            }
            op::NEWOBJ | op::NEWOBJ_EX => self.new_object(cx, code),
            op::INST | op::OBJ => {
                let mut args = self.marked(cx)?;
                let class = if code == op::INST {
                    let (module, name) = self.name_lines(cx)?;
                    self.find(cx, &module, &name)?
                } else if args.is_empty() {
                    return Err(self.underflow(cx));
                } else {
                    args.remove(0)
                };
                instance(cx, &class, &args)
            }
            op::PERSID | op::BINPERSID => {
                let id = if code == op::PERSID {
                    let line = self.input.line(cx)?;
                    if !line.is_ascii() {
                        let text = "persistent IDs in protocol 0 must be ASCII strings";
                        return Err(unpickling_error(cx, text));
                    }
                    cx.new_str(&String::from_utf8_lossy(&line))
                } else {
                    self.pop(cx)?
                };
                match self.persistent_load.clone() {
                    Some(f) => cx.call(&f, &[id]),
                    None => Err(unpickling_error(
                        cx,
                        "A load persistent id instruction was encountered, but no persistent_load function was specified.",
                    )),
                }
            }
            op::EXT1 | op::EXT2 | op::EXT4 => {
                let n = self.input.number(cx, 1 << (code - op::EXT1))?;
                self.extension(cx, n)
            }
            0x20..=0x7e if code != b'\'' && code != b'\\' => {
                Err(unpickling_error(cx, format!("invalid load key, '{}'.", code as char)))
            }
            _ => Err(unpickling_error(cx, format!("invalid load key, '\\x{code:02x}'."))),
        }
    }

    fn name_lines(&mut self, cx: &mut Cx) -> PyResult<(ObjRef, ObjRef)> {
        let module = self.input.line(cx)?;
        let name = self.input.line(cx)?;
        Ok((text(cx, &module)?, text(cx, &name)?))
    }

    fn find(&mut self, cx: &mut Cx, module: &ObjRef, name: &ObjRef) -> PyResult {
        match self.find_class.clone() {
            Some(f) => cx.call(&f, &[module.clone(), name.clone()]),
            None => {
                let old = self.how.fix_imports && self.how.protocol < 3;
                names::find_class(cx, module, name, self.how.protocol >= 4, old)
            }
        }
    }

    fn extension(&mut self, cx: &mut Cx, code: usize) -> PyResult {
        if code == 0 {
            return Err(unpickling_error(cx, "EXT specifies code <= 0"));
        }
        let key = cx.usize(code);
        let cache = attribute_of(cx, "copyreg", "_extension_cache")?;
        if let Some(o) = cx.dict_get(&cache, &key)? {
            return Ok(o);
        }
        let table = attribute_of(cx, "copyreg", "_inverted_registry")?;
        let pair = cx.dict_get(&table, &key)?;
        let pair = pair
            .as_ref()
            .and_then(|p| cx.heap.tuple(p))
            .and_then(|t| Some((t.first()?.clone(), t.get(1)?.clone())));
        let Some((module, name)) = pair else {
            return Err(cx.value_error(format!("unregistered extension code {code}")));
        };
        let o = self.find(cx, &module, &name)?;
        drop(cx.dict_set(&cache, &key, o.clone())?);
        Ok(o)
    }

    fn new_object(&mut self, cx: &mut Cx, code: u8) -> PyResult {
        let ex = code == op::NEWOBJ_EX;
        let name = if ex { "NEWOBJ_EX" } else { "NEWOBJ" };
        let parts = self.many(cx, if ex { 3 } else { 2 })?;
        let [class, args, keywords @ ..] = &parts[..] else { return Err(self.underflow(cx)) };
        if class.kind() != Kind::Type {
            let got = class.ty().name();
            return Err(unpickling_error(cx, format!("{name} class argument must be a type, not {got}")));
        }
        let mut values = vec![class.clone()];
        match cx.heap.tuple(args) {
            Some(args) => values.extend(args.iter().cloned()),
            None => {
                let got = args.ty().name();
                let text = if ex {
                    format!("NEWOBJ_EX args argument must be a tuple, not {got}")
                } else {
                    format!("NEWOBJ expected an arg tuple, got {got}")
                };
                return Err(unpickling_error(cx, text));
            }
        }
        let mut names = Vec::new();
        if let [keywords] = keywords {
            if keywords.kind() != Kind::Dict {
                let got = keywords.ty().name();
                let text = format!("NEWOBJ_EX kwargs argument must be a dict, not {got}");
                return Err(unpickling_error(cx, text));
            }
            for (key, value) in cx.dict_items(keywords) {
                names.push(key);
                values.push(value);
            }
        }
        let new = cx.names.new.clone();
        let new = cx.getattr(class, &new)?;
        cx.call_args(&new, &Args { values: &values, names: &names })
    }

    /// A number in a line of its own.
    fn number_line(&mut self, cx: &mut Cx, code: u8) -> PyResult {
        let line = self.input.line(cx)?;
        let text = String::from_utf8_lossy(&line).into_owned();
        match (code, text.as_str()) {
            (op::INT, "00" | "01") => Ok(cx.bool(text == "01")),
            (op::FLOAT, _) => {
                let (class, text) = (cx.types.float.as_ref().clone(), cx.new_str(&text));
                cx.call(&class, &[text])
            }
            _ => {
                let digits = if code == op::LONG { text.strip_suffix('L').unwrap_or(&text) } else { &text };
                let (class, text) = (cx.types.int.as_ref().clone(), cx.new_str(digits));
                let number = cx.call(&class, &[text]);
                if code == op::INT && number.is_err() && cx.catch(&cx.excs.value_error.clone()) {
                    return Err(cx.value_error("could not convert string to int"));
                }
                number
            }
        }
    }

    /// Text of the old protocols.
    fn old_text(&mut self, cx: &mut Cx, code: u8) -> PyResult {
        let bytes = match code {
            op::UNICODE => {
                let line = self.input.line(cx)?;
                return crate::str::decode(cx, None, &line, "raw-unicode-escape", "strict");
            }
            op::STRING => {
                let line = self.input.line(cx)?;
                let inner = match &line[..] {
                    [first @ (b'"' | b'\''), inner @ .., last] if first == last => inner,
                    _ => return Err(unpickling_error(cx, "the STRING opcode argument must be quoted")),
                };
                let decode = attribute_of(cx, "codecs", "escape_decode")?;
                let inner = cx.new_bytes(inner);
                let both = cx.call(&decode, &[inner])?;
                let bytes = cx.heap.tuple(&both).and_then(|t| t.first().cloned());
                let bytes = bytes.ok_or_else(|| cx.bad_internal("escape_decode"))?;
                cx.heap.bytes(&bytes).unwrap_or_default().to_vec()
            }
            _ => {
                let n = self.input.number(cx, if code == op::BINSTRING { 4 } else { 1 })?;
                if n > i32::MAX as usize {
                    return Err(unpickling_error(cx, "BINSTRING pickle has negative byte count"));
                }
                self.input.take(cx, n)?.to_vec()
            }
        };
        if self.how.encoding == "bytes" {
            return Ok(cx.new_bytes(&bytes));
        }
        let How { encoding, errors, .. } = self.how.clone();
        crate::str::decode(cx, None, &bytes, &encoding, &errors)
    }

    fn next_buffer(&mut self, cx: &mut Cx, code: u8) -> PyResult {
        if code == op::READONLY_BUFFER {
            let o = self.pop(cx)?;
            let view = cx.memoryview(&o)?;
            if cx.buffer(&view)?.readonly {
                return Ok(o);
            }
            return cx.call_method(&view, "toreadonly", &[]);
        }
        let Some(buffers) = self.buffers.clone() else {
            return Err(unpickling_error(
                cx,
                "pickle stream refers to out-of-band data but no *buffers* argument was given",
            ));
        };
        match cx.next(&buffers)? {
            Some(o) => Ok(o),
            None => Err(unpickling_error(cx, "not enough out-of-band buffers")),
        }
    }

    // ---- what changes the object on the top

    fn extend(&mut self, cx: &mut Cx, items: Vec<ObjRef>) -> PyResult<()> {
        let list = self.top(cx)?;
        if items.is_empty() {
            return Ok(());
        }
        if list.is_exact(Kind::List) {
            if let Some((interp, held)) = cx.heap.list_mut(&list) {
                items.into_iter().for_each(|item| held.push(interp, item));
            }
            return Ok(());
        }
        let name = cx.intern("extend");
        if items.len() > 1
            && let Some(extend) = cx.try_getattr(&list, &name)?
        {
            let items = cx.new_list(items);
            drop(cx.call(&extend, &[items])?);
            return Ok(());
        }
        let name = cx.intern("append");
        let append = cx.getattr(&list, &name)?;
        for item in items {
            drop(cx.call(&append, &[item])?);
        }
        Ok(())
    }

    fn add_items(&mut self, cx: &mut Cx, items: Vec<ObjRef>) -> PyResult<()> {
        let set = self.top(cx)?;
        if set.is_exact(Kind::Set) {
            for item in &items {
                cx.set_add(&set, item)?;
            }
            return Ok(());
        }
        for item in items {
            drop(cx.call_method(&set, "add", &[item])?);
        }
        Ok(())
    }

    fn set_items(&mut self, cx: &mut Cx, items: Vec<ObjRef>) -> PyResult<()> {
        let dict = self.top(cx)?;
        set_all(cx, &dict, &items, "SETITEMS")
    }

    fn build(&mut self, cx: &mut Cx) -> PyResult<()> {
        let state = self.pop(cx)?;
        let o = self.top(cx)?;
        let name = cx.intern("__setstate__");
        if let Some(set) = cx.try_getattr(&o, &name)? {
            drop(cx.call(&set, &[state])?);
            return Ok(());
        }
        let pair = cx.heap.tuple(&state).filter(|t| t.len() == 2).map(<[ObjRef]>::to_vec);
        let (state, slots) = match pair.as_deref() {
            Some([state, slots]) => (state.clone(), Some(slots.clone())),
            _ => (state, None),
        };
        if !state.is_none() {
            if state.kind() != Kind::Dict {
                return Err(unpickling_error(cx, "state is not a dictionary"));
            }
            self.set_attributes(cx, &o, &state)?;
        }
        let Some(slots) = slots.filter(|slots| !slots.is_none()) else { return Ok(()) };
        if slots.kind() != Kind::Dict {
            return Err(unpickling_error(cx, "slot state is not a dictionary"));
        }
        for (name, value) in cx.dict_items(&slots) {
            cx.setattr(&o, &name, Some(&value))?;
        }
        Ok(())
    }

    fn set_attributes(&mut self, cx: &mut Cx, o: &ObjRef, state: &ObjRef) -> PyResult<()> {
        let name = cx.names.dict.clone();
        let dict = cx.getattr(o, &name)?;
        for (key, value) in cx.dict_items(state) {
            let key = if key.is_exact(Kind::Str) { cx.intern_obj(&key) } else { key };
            cx.setitem(&dict, &key, Some(&value))?;
        }
        Ok(())
    }
}

/// An instance of a class of Python 2: without arguments `__init__` is not called.
fn instance(cx: &mut Cx, class: &ObjRef, args: &[ObjRef]) -> PyResult {
    let name = cx.intern("__getinitargs__");
    if !args.is_empty() || class.kind() != Kind::Type || cx.try_getattr(class, &name)?.is_some() {
        return cx.call(class, args);
    }
    let new = cx.names.new.clone();
    let new = cx.getattr(class, &new)?;
    cx.call(&new, std::slice::from_ref(class))
}

/// Sets keys and values that alternate.
fn set_all(cx: &mut Cx, dict: &ObjRef, items: &[ObjRef], code: &str) -> PyResult<()> {
    if !items.len().is_multiple_of(2) {
        return Err(unpickling_error(cx, format!("odd number of items for {code}")));
    }
    for pair in items.chunks_exact(2) {
        if dict.is_exact(Kind::Dict) {
            drop(cx.dict_set(dict, &pair[0], pair[1].clone())?);
        } else {
            cx.setitem(dict, &pair[0], Some(&pair[1]))?;
        }
    }
    Ok(())
}

/// Text in UTF-8, in which surrogates may stand.
fn text(cx: &mut Cx, data: &[u8]) -> PyResult {
    match std::str::from_utf8(data) {
        Ok(text) => Ok(cx.new_str(text)),
        Err(_) => crate::str::decode(cx, None, data, "utf-8", "surrogatepass"),
    }
}
