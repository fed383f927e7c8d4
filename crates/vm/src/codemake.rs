//! Making code objects from parts: `code.replace` and `types.CodeType`, and the tables in CPython's
//! encodings. Register code cannot be written by hand: the words must be those of a code object that
//! the compiler made, and what surrounds them passes the verifier.

use std::sync::Arc;

use theseus_bytecode::unroll;
use theseus_bytecode::verify::verify;
use theseus_bytecode::{Code, Const, Flags, Position};
use theseus_object::{Args, Cx, Kind, ObjRef, PyResult};

use crate::code::{CodeData, with_consts};
use crate::codetype::variables;

/// Offsets into code count bytes, as CPython's do.
pub const WORD_BYTES: usize = 8;

// ---- tables

/// `co_code`.
pub fn code_bytes(code: &Code) -> Vec<u8> {
    code.words.iter().flat_map(|w| w.0.to_le_bytes()).collect()
}

/// Six bits a byte, the highest of them first; a bit tells that more follow.
fn big_varint(out: &mut Vec<u8>, n: usize, first: u8) {
    let mut shift = 0;
    while n >> shift >> 6 != 0 {
        shift += 6;
    }
    let mut mark = first;
    loop {
        let more = if shift > 0 { 0x40 } else { 0 };
        out.push((n >> shift & 63) as u8 | more | mark);
        if shift == 0 {
            return;
        }
        shift -= 6;
        mark = 0;
    }
}

/// `co_exceptiontable`.
pub fn exception_table(code: &Code) -> Vec<u8> {
    let mut out = Vec::new();
    let units = |words: u32| words as usize * WORD_BYTES / 2;
    for e in &code.exceptions {
        big_varint(&mut out, units(e.start), 0x80);
        big_varint(&mut out, units(e.end - e.start), 0);
        big_varint(&mut out, units(e.target), 0);
        big_varint(&mut out, (e.depth as usize) << 1, 0);
    }
    out
}

/// Six bits a byte, the lowest first.
fn varint(out: &mut Vec<u8>, mut n: u32) {
    while n >= 64 {
        out.push(n as u8 & 63 | 64);
        n >>= 6;
    }
    out.push(n as u8);
}

fn signed_varint(out: &mut Vec<u8>, n: i32) {
    let magnitude = n.unsigned_abs() << 1;
    varint(out, if n < 0 { magnitude | 1 } else { magnitude });
}

/// Words that one entry of a line table can cover.
const ENTRY_WORDS: usize = 2;
const LONG: u8 = 14;
const NOWHERE: u8 = 15;

/// `co_linetable`.
pub fn line_table(code: &Code) -> Vec<u8> {
    let mut out = Vec::new();
    let mut line = code.first_line as i32;
    let mut at = 0;
    while at < code.words.len() {
        let p = code.position(at);
        let mut n = 1;
        while n < ENTRY_WORDS && at + n < code.words.len() && code.position(at + n) == p {
            n += 1;
        }
        let units = (n * WORD_BYTES / 2 - 1) as u8;
        let kind = if p.line == 0 { NOWHERE } else { LONG };
        out.push(0x80 | kind << 3 | units);
        if kind == LONG {
            signed_varint(&mut out, p.line as i32 - line);
            line = p.line as i32;
            varint(&mut out, p.end_line.saturating_sub(p.line));
            varint(&mut out, p.column + 1);
            varint(&mut out, p.end_column + 1);
        }
        at += n;
    }
    out
}

/// `co_lnotab`: pairs of byte and line steps.
pub fn lnotab(code: &Code) -> Vec<u8> {
    let mut out = Vec::new();
    let (mut line, mut offset) = (code.first_line as i64, 0);
    for at in 0..code.words.len() {
        let here = code.position(at).line as i64;
        if here == 0 || here == line {
            continue;
        }
        let (mut bytes, mut lines) = (at * WORD_BYTES - offset, here - line);
        while bytes > 255 {
            out.extend([255, 0]);
            bytes -= 255;
        }
        while !(-128..=127).contains(&lines) {
            let step = if lines < 0 { -128i64 } else { 127 };
            out.extend([bytes as u8, step as u8]);
            lines -= step;
            bytes = 0;
        }
        out.extend([bytes as u8, lines as u8]);
        (line, offset) = (here, at * WORD_BYTES);
    }
    out
}

/// Reads a line table that somebody else wrote.
struct LineReader<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl LineReader<'_> {
    fn byte(&mut self) -> Option<u8> {
        self.at += 1;
        self.bytes.get(self.at - 1).copied()
    }

    fn varint(&mut self) -> Option<u32> {
        let (mut n, mut shift) = (0u32, 0);
        loop {
            let b = self.byte()?;
            n |= ((b & 63) as u32).checked_shl(shift)?;
            if b & 64 == 0 {
                return Some(n);
            }
            shift += 6;
        }
    }

    fn signed(&mut self) -> Option<i64> {
        let n = self.varint()?;
        Some(if n & 1 != 0 { -((n >> 1) as i64) } else { (n >> 1) as i64 })
    }

    /// Places by code unit.
    fn units(mut self, first_line: u32) -> Option<Vec<Position>> {
        let mut units = Vec::new();
        let mut line = first_line as i64;
        while self.at < self.bytes.len() {
            let head = self.byte()?;
            let (kind, length) = (head >> 3 & 15, (head & 7) as usize + 1);
            let (mut end_line, mut columns) = (0, (0, 0));
            match kind {
                NOWHERE => {
                    units.extend(std::iter::repeat_n(Position::default(), length));
                    continue;
                }
                LONG => {
                    line += self.signed()?;
                    end_line = self.varint()?;
                    columns = (self.varint()?.checked_sub(1)?, self.varint()?.checked_sub(1)?);
                }
                13 => line += self.signed()?,
                10..=12 => {
                    line += (kind - 10) as i64;
                    columns = (self.byte()? as u32, self.byte()? as u32);
                }
                _ => {
                    let b = self.byte()? as u32;
                    let start = (kind as u32) << 3 | b >> 4;
                    columns = (start, start + (b & 15));
                }
            }
            let here = u32::try_from(line).ok()?;
            let place = Position {
                line: here,
                end_line: here.checked_add(end_line)?,
                column: columns.0,
                end_column: columns.1,
            };
            units.extend(std::iter::repeat_n(place, length));
        }
        Some(units)
    }
}

/// Positions of words from a line table.
fn read_lines(bytes: &[u8], first_line: u32, words: usize) -> Option<Vec<(u32, Position)>> {
    if bytes.is_empty() {
        return Some(Vec::new());
    }
    let units = LineReader { bytes, at: 0 }.units(first_line)?;
    let mut positions: Vec<(u32, Position)> = Vec::new();
    for at in 0..words {
        let p = units.get(at * WORD_BYTES / 2).copied().unwrap_or_default();
        if positions.last().is_none_or(|(_, last)| *last != p) {
            positions.push((at as u32, p));
        }
    }
    Some(positions)
}

// ---- arguments

const FIELDS: [&str; 18] = [
    "co_argcount",
    "co_posonlyargcount",
    "co_kwonlyargcount",
    "co_nlocals",
    "co_stacksize",
    "co_flags",
    "co_code",
    "co_consts",
    "co_names",
    "co_varnames",
    "co_filename",
    "co_name",
    "co_qualname",
    "co_firstlineno",
    "co_linetable",
    "co_exceptiontable",
    "co_freevars",
    "co_cellvars",
];

/// Indexes into [`FIELDS`].
mod field {
    pub const NLOCALS: usize = 3;
    pub const STACKSIZE: usize = 4;
    pub const FLAGS: usize = 5;
    pub const CODE: usize = 6;
    pub const CONSTS: usize = 7;
    pub const NAMES: usize = 8;
    pub const VARNAMES: usize = 9;
    pub const FILENAME: usize = 10;
    pub const NAME: usize = 11;
    pub const QUALNAME: usize = 12;
    pub const FIRSTLINENO: usize = 13;
    pub const LINETABLE: usize = 14;
    pub const EXCEPTIONTABLE: usize = 15;
    pub const FREEVARS: usize = 16;
    pub const CELLVARS: usize = 17;
}

/// The kind that a field's value must have; ints are asked for their `__index__`.
fn kind_of(field: usize) -> Option<(Kind, &'static str)> {
    match field {
        field::CODE | field::LINETABLE | field::EXCEPTIONTABLE => Some((Kind::Bytes, "bytes")),
        field::CONSTS | field::NAMES | field::VARNAMES | field::FREEVARS | field::CELLVARS => {
            Some((Kind::Tuple, "tuple"))
        }
        field::FILENAME | field::NAME | field::QUALNAME => Some((Kind::Str, "str")),
        _ => None,
    }
}

/// The type of an argument as messages name it.
fn type_name(o: &ObjRef) -> String {
    if o.is_none() { "None".into() } else { o.ty().name() }
}

/// `code.replace(**fields)`.
pub fn replace(cx: &mut Cx, me: &ObjRef, args: &Args) -> PyResult {
    if args.positional() > 0 {
        return Err(cx.type_error("replace() takes no positional arguments"));
    }
    let mut values = Vec::with_capacity(FIELDS.len());
    for name in FIELDS {
        let name = cx.intern(name);
        values.push(cx.getattr(me, &name)?);
    }
    for (name, value) in args.keywords() {
        let name = name.text_or_empty();
        let Some(i) = FIELDS.iter().position(|f| *f == name) else {
            return Err(cx.type_error(format!("'{name}' is an invalid keyword argument for replace()")));
        };
        if let Some((kind, what)) = kind_of(i)
            && value.kind() != kind
        {
            let got = type_name(value);
            return Err(cx.type_error(format!("replace() argument '{name}' must be {what}, not {got}")));
        }
        values[i] = value.clone();
    }
    let numbers = numbers(cx, &values)?;
    for i in 0..field::CODE {
        if numbers[i] < 0 {
            return Err(cx.value_error(format!("{} must be a positive integer", FIELDS[i])));
        }
    }
    make(cx, Some(me), &values, &numbers)
}

/// `types.CodeType(...)`.
pub fn new(cx: &mut Cx, _: &ObjRef, args: &Args) -> PyResult {
    args.no_keywords(cx, "code")?;
    let n = args.values.len();
    if !(16..=18).contains(&n) {
        let (how, limit) = if n < 16 { ("at least", 16) } else { ("at most", 18) };
        return Err(cx.type_error(format!("code expected {how} {limit} arguments, got {n}")));
    }
    let mut values = args.values.to_vec();
    values.resize(FIELDS.len(), cx.empty_tuple.clone());
    for (i, value) in values.iter().enumerate() {
        match kind_of(i) {
            Some((kind, what)) if value.kind() != kind => {
                let (at, got) = (i + 1, type_name(value));
                return Err(cx.type_error(format!("code() argument {at} must be {what}, not {got}")));
            }
            None if !value.is_int() && cx.index(value).is_err() => return Err(theseus_object::Raised),
            _ => (),
        }
    }
    let numbers = numbers(cx, &values)?;
    if let Some(i) = (0..field::CODE).find(|&i| numbers[i] < 0) {
        let name = FIELDS[i].trim_start_matches("co_");
        return Err(cx.value_error(format!("code: {name} must not be negative")));
    }
    make(cx, None, &values, &numbers)
}

/// The ints among the values, 0 for the others.
fn numbers(cx: &mut Cx, values: &[ObjRef]) -> PyResult<[i64; FIELDS.len()]> {
    let mut numbers = [0; FIELDS.len()];
    for (i, value) in values.iter().enumerate().take(FIELDS.len()) {
        if kind_of(i).is_none() {
            let n = cx.index(value)?;
            match n.int().and_then(|n| i32::try_from(n).ok()) {
                Some(n) => numbers[i] = n as i64,
                None => return Err(cx.overflow_error("Python int too large to convert to C int")),
            }
        }
    }
    Ok(numbers)
}

// ---- making

/// The code object whose words these are: the one given, or any that is alive.
fn owner_of_words(cx: &mut Cx, me: Option<&ObjRef>, bytes: &[u8]) -> PyResult {
    if !bytes.len().is_multiple_of(WORD_BYTES) {
        return Err(cx.value_error("code: co_code is malformed"));
    }
    let has = |cx: &Cx, o: &ObjRef| {
        cx.heap.get::<CodeData>(o).is_some_and(|d| {
            let words = &d.code.words;
            words.len() * WORD_BYTES == bytes.len()
                && words.iter().zip(bytes.chunks_exact(WORD_BYTES)).all(|(w, b)| w.0.to_le_bytes() == b)
        })
    };
    if let Some(me) = me.filter(|me| has(cx, me)) {
        return Ok(me.clone());
    }
    match cx.walk().into_iter().find(|o| o.kind() == Kind::Code && has(cx, o)) {
        Some(owner) => Ok(owner),
        None => Err(cx.value_error("code: co_code is not register code that this interpreter compiled")),
    }
}

fn strings(cx: &mut Cx, tuple: &ObjRef) -> PyResult<Vec<Box<str>>> {
    let items = cx.heap.tuple(tuple).map(<[ObjRef]>::to_vec).unwrap_or_default();
    if items.iter().any(|s| !s.is_str()) {
        return Err(cx.system_error("non-string found in code slot"));
    }
    Ok(items.iter().map(|s| s.text_or_empty().into()).collect())
}

fn make(cx: &mut Cx, me: Option<&ObjRef>, values: &[ObjRef], numbers: &[i64; FIELDS.len()]) -> PyResult {
    let bytes = cx.heap.bytes(&values[field::CODE]).map(<[u8]>::to_vec).unwrap_or_default();
    let owner = owner_of_words(cx, me, &bytes)?;
    let Some(data) = cx.heap.get::<CodeData>(&owner) else { return Err(cx.bad_internal("code")) };
    let mut code = (*data.code).clone();
    counts(cx, &mut code, numbers)?;
    let varnames = strings(cx, &values[field::VARNAMES])?;
    if varnames.len() < code.parameter_count() {
        return Err(cx.value_error("code: co_varnames is too small"));
    }
    if numbers[field::NLOCALS] as usize != varnames.len() {
        return Err(cx.value_error("code: co_nlocals != len(co_varnames)"));
    }
    let cellvars = strings(cx, &values[field::CELLVARS])?;
    rename_locals(cx, &mut code, &owner, varnames, cellvars)?;
    code.names = strings(cx, &values[field::NAMES])?;
    let free = strings(cx, &values[field::FREEVARS])?;
    if free.len() < code.free_names.len() {
        return Err(cx.value_error("code: co_freevars is too small"));
    }
    code.free_names = free;
    code.name = values[field::NAME].text_or_empty().into();
    code.qualname = values[field::QUALNAME].text_or_empty().into();
    code.filename = values[field::FILENAME].text_or_empty().into();
    places(cx, &mut code, values, numbers[field::FIRSTLINENO])?;
    let consts = cx.heap.tuple(&values[field::CONSTS]).map(<[ObjRef]>::to_vec).unwrap_or_default();
    let foreign = constants(cx, &mut code, &owner, &consts)?;
    unroll::forget_others(&mut code);
    if let Err(fault) = verify(&code) {
        return Err(cx.value_error(format!("code: the fields do not fit the code: {fault}")));
    }
    let filename = cx.new_str(&code.filename);
    Ok(with_consts(cx, Arc::new(code), consts, foreign, filename))
}

fn counts(cx: &mut Cx, code: &mut Code, numbers: &[i64; FIELDS.len()]) -> PyResult<()> {
    let [args, posonly, kwonly, ..] = *numbers;
    let small = |n: i64| u16::try_from(n).ok().filter(|n| *n < 0x7000);
    let (Some(a), Some(p), Some(k)) = (small(args), small(posonly), small(kwonly)) else {
        return Err(cx.value_error("code: co_varnames is too small"));
    };
    if p > a {
        return Err(cx.system_error("bad argument to internal function"));
    }
    (code.arg_count, code.posonly_count, code.kwonly_count) = (a, p, k);
    code.flags = Flags(numbers[field::FLAGS] as u32);
    match small(numbers[field::STACKSIZE]) {
        Some(n) => code.register_count = code.register_count.max(n),
        None => return Err(cx.memory_error("code: co_stacksize is too large")),
    }
    Ok(())
}

/// Gives the locals new names; how many there are of each kind is fixed by the code.
fn rename_locals(
    cx: &mut Cx,
    code: &mut Code,
    owner: &ObjRef,
    varnames: Vec<Box<str>>,
    cellvars: Vec<Box<str>>,
) -> PyResult<()> {
    let Some(old) = cx.heap.get::<CodeData>(owner).map(|d| d.code.clone()) else {
        return Err(cx.bad_internal("code"));
    };
    let plain: Vec<usize> = variables(&old).collect();
    let mut hidden: Vec<Box<str>> = Vec::new();
    for h in &old.hidden {
        let known = plain.iter().any(|&r| old.local_names[r] == h.name) || hidden.contains(&h.name);
        if !known {
            hidden.push(h.name.clone());
        }
    }
    if varnames.len() != plain.len() + hidden.len() {
        let n = plain.len() + hidden.len();
        return Err(
            cx.value_error(format!("code: co_varnames must have {n} names, as the code has registers"))
        );
    }
    if cellvars.len() != old.cells.len() {
        let n = old.cells.len();
        return Err(cx.value_error(format!("code: co_cellvars must have {n} names, as the code has cells")));
    }
    for (&r, name) in old.cells.iter().zip(cellvars) {
        if let Some(slot) = code.local_names.get_mut(r as usize) {
            *slot = name;
        }
    }
    for (i, name) in varnames.into_iter().enumerate() {
        let before = match plain.get(i) {
            Some(&r) => std::mem::replace(&mut code.local_names[r], name.clone()),
            None => hidden[i - plain.len()].clone(),
        };
        code.hidden.iter_mut().filter(|h| h.name == before).for_each(|h| h.name = name.clone());
    }
    Ok(())
}

/// First line, positions and the exception table.
fn places(cx: &mut Cx, code: &mut Code, values: &[ObjRef], first_line: i64) -> PyResult<()> {
    let Ok(first) = u32::try_from(first_line) else {
        return Err(cx.value_error("code: co_firstlineno must not be negative"));
    };
    let table = cx.heap.bytes(&values[field::EXCEPTIONTABLE]).map(<[u8]>::to_vec).unwrap_or_default();
    if table != exception_table(code) {
        return Err(cx.value_error("code: co_exceptiontable does not belong to co_code"));
    }
    let table = cx.heap.bytes(&values[field::LINETABLE]).map(<[u8]>::to_vec).unwrap_or_default();
    if table != line_table(code) || first != code.first_line {
        match read_lines(&table, first, code.words.len()) {
            Some(positions) => code.positions = positions,
            None => return Err(cx.value_error("code: co_linetable is malformed")),
        }
    }
    code.first_line = first;
    Ok(())
}

/// New constants as plain data; whether some are objects that this cannot name. Instructions rely on
/// what is a tuple or code staying one.
fn constants(cx: &mut Cx, code: &mut Code, owner: &ObjRef, consts: &[ObjRef]) -> PyResult<bool> {
    let old = cx.heap.get::<CodeData>(owner).map(|d| d.consts.clone()).unwrap_or_default();
    for (i, (old, new)) in old.iter().zip(consts).enumerate() {
        if old.is(new) {
            continue;
        }
        let free = |o: &ObjRef| cx.heap.get::<CodeData>(o).map(|d| d.code.free_names.len());
        let fits = match old.kind() {
            Kind::Tuple => new.is_exact(Kind::Tuple),
            Kind::Code => free(old) == free(new),
            _ => true,
        };
        if !fits {
            let what = if old.kind() == Kind::Tuple { "a tuple" } else { "code with as many free variables" };
            return Err(cx.value_error(format!("code: constant {i} must stay {what}")));
        }
    }
    let mut foreign = false;
    code.consts = consts.iter().map(|o| plain_data(cx, o, &mut foreign, 0)).collect();
    Ok(foreign)
}

fn plain_data(cx: &Cx, o: &ObjRef, foreign: &mut bool, depth: usize) -> Const {
    let items = |items: &[ObjRef], foreign: &mut bool| -> Box<[Const]> {
        items.iter().map(|o| plain_data(cx, o, foreign, depth + 1)).collect()
    };
    match o.kind() {
        Kind::None => return Const::None,
        Kind::Ellipsis => return Const::Ellipsis,
        Kind::Bool => return if o.is(&cx.true_) { Const::True } else { Const::False },
        Kind::Code => {
            if let Some(d) = cx.heap.get::<CodeData>(o) {
                *foreign |= d.foreign;
                return Const::Code(d.code.clone());
            }
        }
        Kind::Tuple if depth < 100 && o.is_exact(Kind::Tuple) => {
            if let Some(t) = cx.heap.tuple(o) {
                return Const::Tuple(items(t, foreign));
            }
        }
        Kind::Int if o.is_exact(Kind::Int) => {
            if let Some(n) = o.int() {
                return Const::Int(n);
            }
        }
        Kind::Float if o.is_exact(Kind::Float) => {
            if let Some(f) = o.float() {
                return Const::Float(f);
            }
        }
        Kind::Str if o.is_exact(Kind::Str) => {
            if let Some(s) = o.text() {
                return Const::Str((*s).into());
            }
        }
        Kind::Bytes if o.is_exact(Kind::Bytes) => {
            if let Some(b) = cx.heap.bytes(o) {
                return Const::Bytes(b.into());
            }
        }
        _ => (),
    }
    *foreign = true;
    Const::None
}
