//! `StringIO`: text in memory as a stream.

use theseus_object::args::Params;
use theseus_object::class::TypeSpec;
use theseus_object::edges::{EdgeVisitor, Payload};
use theseus_object::methods::{GetSet, NativeDef};
use theseus_object::payload::str::Chars;
use theseus_object::typeobj::type_flag;
use theseus_object::{Args, Cx, Kind, ObjRef, PyResult, Slots, TypeRef};

use super::base::LAYOUT;
use super::newline::{self, LineEnd, Newline, Translator};
use super::size_argument;
use crate::str::args::ssize;
use crate::str::units::chars;

/// Characters, of one byte each as long as all fit.
enum Text {
    Narrow(Vec<u8>),
    Wide(Vec<u32>),
}

impl Text {
    fn len(&self) -> usize {
        match self {
            Text::Narrow(v) => v.len(),
            Text::Wide(v) => v.len(),
        }
    }

    /// The characters as four bytes each; nothing is left here.
    fn take_wide(&mut self) -> Vec<u32> {
        match std::mem::replace(self, Text::Wide(Vec::new())) {
            Text::Narrow(v) => v.into_iter().map(u32::from).collect(),
            Text::Wide(v) => v,
        }
    }

    fn capacity(&self) -> usize {
        match self {
            Text::Narrow(v) => v.capacity(),
            Text::Wide(v) => v.capacity(),
        }
    }

    fn resize(&mut self, n: usize) {
        match self {
            Text::Narrow(v) => v.resize(n, 0),
            Text::Wide(v) => v.resize(n, 0),
        }
    }

    /// Writes characters over those from `at` on, which is not beyond the end.
    fn put(&mut self, at: usize, text: Chars<'_>) {
        let narrow = match text {
            Chars::Ascii(s) => Some(s.as_bytes()),
            Chars::Latin1(s) => Some(s),
            _ => None,
        };
        fn over<T: Copy>(to: &mut Vec<T>, at: usize, new: &[T]) {
            let end = (at + new.len()).min(to.len());
            let (head, tail) = new.split_at(end - at);
            to[at..end].copy_from_slice(head);
            to.extend_from_slice(tail);
        }
        match (&mut *self, narrow) {
            (Text::Narrow(v), Some(new)) => over(v, at, new),
            _ => {
                let mut wide = self.take_wide();
                over(&mut wide, at, &text.to_vec());
                *self = Text::Wide(wide);
            }
        }
    }

    fn part(&self, cx: &Cx, start: usize, end: usize) -> ObjRef {
        match self {
            Text::Narrow(v) => cx.str_from_latin1(v.get(start..end).unwrap_or_default()),
            Text::Wide(v) => cx.str_from_points(v.get(start..end).unwrap_or_default()),
        }
    }

    fn chars(&self) -> Chars<'_> {
        match self {
            Text::Narrow(v) => Chars::Latin1(v),
            Text::Wide(v) => Chars::Four(v),
        }
    }
}

/// Payload of StringIO.
struct StringIo {
    text: Text,
    at: usize,
    state: State,
    newline: Newline,
    translator: Option<Translator>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    New,
    Open,
    Closed,
}

impl Payload for StringIo {
    const HAS_EDGES: bool = false;
    fn edges(&mut self, _: &mut dyn EdgeVisitor) {}
    fn extra_size(&self) -> usize {
        match &self.text {
            Text::Narrow(v) => v.capacity(),
            Text::Wide(v) => v.capacity() * 4,
        }
    }
}

const PLAIN: Newline = Newline { end: LineEnd::Feed, translate: false, write: None };

static SPEC: TypeSpec = TypeSpec {
    slots: Slots { new: Some(new), init: Some(init), next: Some(next), ..Slots::EMPTY },
    methods: &[
        NativeDef::range("read", read, 0, 1, "Read at most size characters, returned as a string."),
        NativeDef::range(
            "readline",
            readline,
            0,
            1,
            "Read until newline or EOF.\n\nReturns an empty string if EOF is hit immediately.",
        ),
        NativeDef::m1(
            "write",
            write,
            "Write string to file.\n\nReturns the number of characters written, which is always equal to\nthe length of the string.",
        ),
        NativeDef::range("seek", seek, 1, 2, "Change stream position."),
        NativeDef::m0("tell", tell, "Tell the current file position."),
        NativeDef::range("truncate", truncate, 0, 1, "Truncate size to pos."),
        NativeDef::m0("getvalue", getvalue, "Retrieve the entire contents of the object."),
        NativeDef::m0("close", close, "Close the IO object."),
        NativeDef::m0("readable", yes, "Returns True if the IO object can be read."),
        NativeDef::m0("writable", yes, "Returns True if the IO object can be written."),
        NativeDef::m0("seekable", yes, "Returns True if the IO object can be seeked."),
        NativeDef::m0("__getstate__", getstate, ""),
        NativeDef::m1("__setstate__", setstate, ""),
    ],
    getsets: &[
        GetSet::new("closed", closed, ""),
        GetSet::new("newlines", newlines, "Line endings translated so far."),
        GetSet::new("line_buffering", line_buffering, ""),
    ],
    doc: "Text I/O implementation using an in-memory buffer.\n\nThe initial_value argument sets the value of object.  The newline\nargument is like the one of TextIOWrapper's constructor.",
};

pub fn install(cx: &Cx, base: &TypeRef) -> TypeRef {
    let ty = cx.add_native_type_over::<StringIo>("_io.StringIO", Some(base), type_flag::BASE_TYPE, LAYOUT);
    cx.fill_type(&ty, &SPEC);
    ty
}

fn new(cx: &mut Cx, class: &ObjRef, _: &Args) -> PyResult {
    let ty = cx.expect_type(class)?;
    let data = StringIo {
        text: Text::Narrow(Vec::new()),
        at: 0,
        state: State::New,
        newline: PLAIN,
        translator: None,
    };
    Ok(cx.new_instance(ty, data))
}

fn init(cx: &mut Cx, me: &ObjRef, args: &Args) -> PyResult<()> {
    static PARAMS: Params<0, 2> =
        Params { required: [], optional: ["initial_value", "newline"], posonly: 0, kwonly: 2 };
    let ([], [value, end]) = args.bind(cx, "StringIO", &PARAMS)?;
    let newline = match &end {
        Some(n) => newline::parse(cx, "StringIO", Some(n))?,
        None => PLAIN,
    };
    let value = value.filter(|v| !v.is_none());
    if let Some(v) = value.as_ref().filter(|v| !v.is_str()) {
        let got = v.ty().name();
        return Err(cx.type_error(format!("initial_value must be str or None, not {got}")));
    }
    let universal = newline.translate || newline.end == LineEnd::Universal;
    if let Some(s) = cx.heap.get_mut::<StringIo>(me) {
        s.text = Text::Narrow(Vec::new());
        (s.at, s.state, s.newline) = (0, State::Open, newline);
        s.translator = universal.then(|| Translator::new(newline.translate));
    }
    if let Some(v) = value {
        put(cx, me, &v)?;
        open(cx, me)?.at = 0;
    }
    Ok(())
}

/// The payload of an open stream, or ValueError.
fn open<'a>(cx: &'a mut Cx, me: &'a ObjRef) -> PyResult<&'a mut StringIo> {
    match cx.heap.get::<StringIo>(me).map(|s| s.state) {
        Some(State::Open) => cx.heap.get_mut::<StringIo>(me).ok_or(theseus_object::Raised),
        Some(State::Closed) => Err(cx.value_error("I/O operation on closed file")),
        _ => Err(cx.value_error("I/O operation on uninitialized object")),
    }
}

fn closed(cx: &mut Cx, me: &ObjRef) -> PyResult {
    if cx.heap.get::<StringIo>(me).is_some_and(|s| s.state == State::Closed) {
        return Ok(cx.true_.clone());
    }
    open(cx, me)?;
    Ok(cx.false_.clone())
}

fn newlines(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let translator = open(cx, me)?.translator;
    Ok(translator.map_or_else(|| cx.none.clone(), |t| t.seen(cx)))
}

fn line_buffering(cx: &mut Cx, me: &ObjRef) -> PyResult {
    open(cx, me)?;
    Ok(cx.false_.clone())
}

fn yes(cx: &mut Cx, me: &ObjRef) -> PyResult {
    open(cx, me)?;
    Ok(cx.true_.clone())
}

fn close(cx: &mut Cx, me: &ObjRef) -> PyResult {
    if let Some(s) = cx.heap.get_mut::<StringIo>(me) {
        (s.state, s.text) = (State::Closed, Text::Narrow(Vec::new()));
    }
    Ok(cx.none.clone())
}

/// `\n` replaced by another line end.
pub fn with_ends(cx: &Cx, text: &ObjRef, end: &str) -> ObjRef {
    let mut points = Vec::with_capacity(chars(text).len() + 16);
    for c in chars(text).iter() {
        match c {
            10 => points.extend(end.bytes().map(u32::from)),
            c => points.push(c),
        }
    }
    cx.str_from_points(&points)
}

/// Writes a text at the position.
fn put(cx: &mut Cx, me: &ObjRef, text: &ObjRef) -> PyResult<()> {
    let s = open(cx, me)?;
    let (mut translator, write) = (s.translator, s.newline.write);
    let mut text = text.clone();
    if let Some(t) = &mut translator {
        text = t.feed(cx, text, true);
    }
    if let Some(end) = write {
        text = with_ends(cx, &text, end);
    }
    let s = open(cx, me)?;
    s.translator = translator;
    if s.at > s.text.len() {
        let at = s.at;
        if !cx.can_allocate(at.saturating_mul(4)) {
            return Err(cx.memory_error(""));
        }
        open(cx, me)?.text.resize(at);
    }
    let s = open(cx, me)?;
    // Where the text has to move, the old one and the new one stand side by side.
    let (room, end) = (s.text.capacity(), s.at + chars(&text).len());
    if end > room && !cx.can_allocate(end.saturating_mul(2 * size_of::<u32>())) {
        return Err(cx.memory_error(""));
    }
    let s = open(cx, me)?;
    s.text.put(s.at, chars(&text));
    s.at += chars(&text).len();
    Ok(())
}

fn write(cx: &mut Cx, me: &ObjRef, text: &ObjRef) -> PyResult {
    if !text.is_str() {
        let got = text.ty().name();
        return Err(cx.type_error(format!("string argument expected, got '{got}'")));
    }
    open(cx, me)?;
    let n = chars(text).len();
    if n > 0 {
        put(cx, me, text)?;
    }
    Ok(cx.usize(n))
}

/// Gives out the next `n` characters.
fn take(cx: &mut Cx, me: &ObjRef, n: usize) -> PyResult {
    let s = open(cx, me)?;
    let start = s.at.min(s.text.len());
    let end = start.saturating_add(n).min(s.text.len());
    if end > start {
        s.at = end;
    }
    match cx.heap.get::<StringIo>(me) {
        Some(s) => Ok(s.text.part(cx, start, end)),
        None => Err(cx.bad_internal("StringIO")),
    }
}

fn read(cx: &mut Cx, values: &[ObjRef]) -> PyResult {
    let n = size_argument(cx, values.get(1))?;
    take(cx, &values[0], n.unwrap_or(usize::MAX))
}

fn line(cx: &mut Cx, me: &ObjRef, limit: Option<usize>) -> PyResult {
    let s = open(cx, me)?;
    let end = newline::find(s.text.chars(), s.at, s.newline.end).unwrap_or(s.text.len());
    let n = end.saturating_sub(s.at).min(limit.unwrap_or(usize::MAX));
    take(cx, me, n)
}

fn readline(cx: &mut Cx, values: &[ObjRef]) -> PyResult {
    let limit = size_argument(cx, values.get(1))?;
    line(cx, &values[0], limit)
}

fn next(cx: &mut Cx, me: &ObjRef) -> PyResult<Option<ObjRef>> {
    let line =
        if me.ty().data.heap_type { cx.call_method(me, "readline", &[])? } else { line(cx, me, None)? };
    if !line.is_str() {
        let got = line.ty().name();
        return Err(cx.os_error(format!("readline() should have returned a str object, not '{got}'")));
    }
    Ok((line.str_len() != Some(0)).then_some(line))
}

fn seek(cx: &mut Cx, values: &[ObjRef]) -> PyResult {
    let me = &values[0];
    let offset = ssize(cx, &values[1])?;
    let whence = match values.get(2) {
        Some(w) => crate::world::c_int(cx, w)?,
        None => 0,
    };
    let s = open(cx, me)?;
    let at = match (whence, offset) {
        (0, n) if n < 0 => return Err(cx.value_error(format!("Negative seek position {n}"))),
        (0, n) => n as usize,
        (1 | 2, n) if n != 0 => return Err(cx.os_error("Can't do nonzero cur-relative seeks")),
        (1, _) => s.at,
        (2, _) => s.text.len(),
        _ => return Err(cx.value_error(format!("Invalid whence ({whence}, should be 0, 1 or 2)"))),
    };
    open(cx, me)?.at = at;
    Ok(cx.usize(at))
}

fn tell(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let at = open(cx, me)?.at;
    Ok(cx.usize(at))
}

fn truncate(cx: &mut Cx, values: &[ObjRef]) -> PyResult {
    let me = &values[0];
    let n = match values.get(1).filter(|n| !n.is_none()) {
        Some(n) => {
            open(cx, me)?;
            ssize(cx, n)?
        }
        None => open(cx, me)?.at as i64,
    };
    let Ok(size) = usize::try_from(n) else { return Err(cx.value_error(format!("Negative size value {n}"))) };
    let s = open(cx, me)?;
    if size < s.text.len() {
        s.text.resize(size);
    }
    Ok(cx.usize(size))
}

fn getvalue(cx: &mut Cx, me: &ObjRef) -> PyResult {
    open(cx, me)?;
    match cx.heap.get::<StringIo>(me) {
        Some(s) => Ok(s.text.part(cx, 0, s.text.len())),
        None => Err(cx.bad_internal("StringIO")),
    }
}

fn getstate(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let value = getvalue(cx, me)?;
    let s = open(cx, me)?;
    let (n, at) = (s.newline, s.at);
    let end = match (n.end, n.translate) {
        (_, true) => cx.none.clone(),
        (LineEnd::Universal, _) => cx.empty_str.clone(),
        (LineEnd::Return, _) => cx.new_str("\r"),
        (LineEnd::Both, _) => cx.new_str("\r\n"),
        (LineEnd::Feed, _) => cx.new_str("\n"),
    };
    let dict = super::dict_copy(cx, me);
    Ok(cx.new_tuple([value, end, cx.usize(at), dict]))
}

fn setstate(cx: &mut Cx, me: &ObjRef, state: &ObjRef) -> PyResult {
    let parts = cx.heap.tuple(state).map(<[ObjRef]>::to_vec).unwrap_or_default();
    let [value, end, at, dict] = &parts[..] else {
        let (name, got) = (me.ty().name(), state.ty().name());
        return Err(cx.type_error(format!("{name}.__setstate__ argument should be 4-tuple, got {got}")));
    };
    if cx.heap.get::<StringIo>(me).is_some_and(|s| s.state == State::Closed) {
        return Err(cx.value_error("I/O operation on closed file"));
    }
    let at = ssize(cx, at)?;
    let Ok(at) = usize::try_from(at) else {
        return Err(cx.value_error("position value cannot be negative"));
    };
    let args = [cx.empty_str.clone(), end.clone()];
    init(cx, me, &Args::positional_only(&args))?;
    if !value.is_str() {
        return Err(cx.type_error("initial_value must be str"));
    }
    let s = open(cx, me)?;
    // The value was translated when it was written first.
    s.text.put(0, chars(value));
    s.at = at;
    if dict.kind() == Kind::Dict {
        super::update_dict(cx, me, dict)?;
    } else if !dict.is_none() {
        let got = dict.ty().name();
        return Err(cx.type_error(format!("fourth item of state should be a dict, got a {got}")));
    }
    Ok(cx.none.clone())
}
