//! Line ends: finding them, translating them, and `IncrementalNewlineDecoder`.

use theseus_object::args::Params;
use theseus_object::class::TypeSpec;
use theseus_object::edges::{EdgeVisitor, Payload, Relation};
use theseus_object::methods::{GetSet, NativeDef};
use theseus_object::payload::str::Chars;
use theseus_object::typeobj::type_flag;
use theseus_object::{Args, Cx, ObjRef, PyResult, Slots, TypeRef};

use crate::str::units::{by_width, chars};

/// What ends a line.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum LineEnd {
    /// `\n` alone.
    Feed,
    /// `\n`, `\r` and `\r\n`.
    Universal,
    /// `\r` alone.
    Return,
    /// `\r\n` alone.
    Both,
}

/// The `newline` parameter of text streams.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Newline {
    pub end: LineEnd,
    /// `\r` and `\r\n` become `\n` on reading.
    pub translate: bool,
    /// What `\n` becomes on writing.
    pub write: Option<&'static str>,
}

/// Reads a `newline` argument: one of None, '', '\n', '\r' and '\r\n'.
pub fn parse(cx: &mut Cx, function: &str, o: Option<&ObjRef>) -> PyResult<Newline> {
    let make = |end, translate, write| Newline { end, translate, write };
    let Some(o) = o.filter(|o| !o.is_none()) else { return Ok(make(LineEnd::Feed, true, None)) };
    if !o.is_str() {
        let got = o.ty().name();
        let what = match function {
            "StringIO" => "newline".to_string(),
            _ => format!("{function}() argument 'newline'"),
        };
        return Err(cx.type_error(format!("{what} must be str or None, not {got}")));
    }
    Ok(match o.ascii() {
        Some("") => make(LineEnd::Universal, false, None),
        Some("\n") => make(LineEnd::Feed, false, None),
        Some("\r") => make(LineEnd::Return, false, Some("\r")),
        Some("\r\n") => make(LineEnd::Both, false, Some("\r\n")),
        _ => {
            let shown = if function == "StringIO" { cx.repr_text(o)? } else { o.text_or_empty() };
            return Err(cx.value_error(format!("illegal newline value: {shown}")));
        }
    })
}

fn find_in<T: Copy + Into<u32>>(units: &[T], end: LineEnd) -> Option<usize> {
    let at = |c: u32| units.iter().position(|&u| u.into() == c);
    match end {
        LineEnd::Feed => at(10).map(|i| i + 1),
        LineEnd::Return => at(13).map(|i| i + 1),
        LineEnd::Both => units.windows(2).position(|w| w[0].into() == 13 && w[1].into() == 10).map(|i| i + 2),
        LineEnd::Universal => {
            let i = units.iter().position(|&u| matches!(u.into(), 10 | 13))?;
            let pair = units[i].into() == 13 && units.get(i + 1).is_some_and(|&u| u.into() == 10);
            Some(i + 1 + usize::from(pair))
        }
    }
}

/// Where the first line of the characters from `start` on ends.
pub fn find(text: Chars<'_>, start: usize, end: LineEnd) -> Option<usize> {
    if end == LineEnd::Feed
        && let Some(s) = text.narrow()
    {
        return memchr::memchr(b'\n', s.get(start..)?).map(|at| start + at + 1);
    }
    by_width!(text, |u| find_in(u.get(start..)?, end).map(|at| start + at))
}

const SEEN_CR: u8 = 1;
const SEEN_LF: u8 = 2;
const SEEN_CRLF: u8 = 4;

/// The state of a translation of line ends.
#[derive(Clone, Copy, Default, Debug)]
pub struct Translator {
    pub translate: bool,
    /// A `\r` came last, which may be half of `\r\n`.
    pub pending: bool,
    seen: u8,
}

impl Translator {
    pub fn new(translate: bool) -> Translator {
        Translator { translate, ..Translator::default() }
    }

    pub fn reset(&mut self) {
        (self.seen, self.pending) = (0, false);
    }

    /// The text with its line ends noted, and translated if that is wanted. A `\r` at the end is
    /// held back unless this is the end of all.
    pub fn feed(&mut self, cx: &Cx, text: ObjRef, last: bool) -> ObjRef {
        let plain = match chars(&text) {
            Chars::Ascii(s) if !self.pending => memchr::memchr(b'\r', s.as_bytes()).is_none(),
            _ => false,
        };
        if plain {
            if self.seen & SEEN_LF == 0 && text.ascii().is_some_and(|s| s.contains('\n')) {
                self.seen |= SEEN_LF;
            }
            return text;
        }
        let mut points = Vec::with_capacity(chars(&text).len() + 1);
        if self.pending && (last || !chars(&text).is_empty()) {
            points.push(13);
            self.pending = false;
        }
        points.extend(chars(&text).iter());
        if points.last() == Some(&13) && !last {
            points.pop();
            self.pending = true;
        }
        let mut out = Vec::with_capacity(points.len());
        let mut i = 0;
        while let Some(&c) = points.get(i) {
            let pair = c == 13 && points.get(i + 1) == Some(&10);
            match c {
                13 if pair => self.seen |= SEEN_CRLF,
                13 => self.seen |= SEEN_CR,
                10 => self.seen |= SEEN_LF,
                _ => (),
            }
            match (c, self.translate) {
                (13, true) => out.push(10),
                _ => {
                    out.push(c);
                    if pair {
                        out.push(10);
                    }
                }
            }
            i += 1 + usize::from(pair);
        }
        cx.str_from_points(&out)
    }

    /// The `newlines` attribute: what was seen.
    pub fn seen(&self, cx: &Cx) -> ObjRef {
        let all = [(SEEN_CR, "\r"), (SEEN_LF, "\n"), (SEEN_CRLF, "\r\n")];
        let found: Vec<ObjRef> =
            all.iter().filter(|(bit, _)| self.seen & bit != 0).map(|(_, text)| cx.new_str(text)).collect();
        match &found[..] {
            [] => cx.none.clone(),
            [one] => one.clone(),
            _ => cx.new_tuple(found),
        }
    }
}

/// Payload of IncrementalNewlineDecoder.
struct Decoder {
    inner: Option<ObjRef>,
    state: Translator,
}

impl Payload for Decoder {
    fn edges(&mut self, v: &mut dyn EdgeVisitor) {
        v.edge(&mut self.inner, Relation::Attr("decoder"));
    }
    fn clear(&mut self) {
        self.inner = None;
    }
}

static SPEC: TypeSpec = TypeSpec {
    slots: Slots { new: Some(new), init: Some(init), ..Slots::EMPTY },
    methods: &[
        NativeDef::full("decode", decode, ""),
        NativeDef::m0("getstate", getstate, ""),
        NativeDef::m1("setstate", setstate, ""),
        NativeDef::m0("reset", reset, ""),
    ],
    getsets: &[GetSet::new("newlines", newlines, "")],
    doc: "Codec used when reading a file in universal newlines mode.\n\nIt wraps another incremental decoder, translating \\r\\n and \\r into \\n.\nIt also records the types of newlines encountered.  When used with\ntranslate=False, it ensures that the newline sequence is returned in\none piece. When used with decoder=None, it expects unicode strings as\ndecode input and translates newlines without first invoking an external\ndecoder.",
};

pub fn install(cx: &Cx) -> TypeRef {
    let ty = cx.add_native_type::<Decoder>("_io.IncrementalNewlineDecoder", None, type_flag::BASE_TYPE);
    cx.fill_type(&ty, &SPEC);
    ty
}

fn new(cx: &mut Cx, class: &ObjRef, _: &Args) -> PyResult {
    let ty = cx.expect_type(class)?;
    Ok(cx.new_instance(ty, Decoder { inner: None, state: Translator::default() }))
}

fn init(cx: &mut Cx, me: &ObjRef, args: &Args) -> PyResult<()> {
    static PARAMS: Params<2, 1> =
        Params { required: ["decoder", "translate"], optional: ["errors"], posonly: 0, kwonly: 3 };
    let ([decoder, translate], [_]) = args.bind(cx, "IncrementalNewlineDecoder", &PARAMS)?;
    let translate = cx.truth(&translate)?;
    let inner = Some(decoder).filter(|d| !d.is_none());
    let old = cx.heap.get_mut::<Decoder>(me).map(|d| {
        d.state = Translator::new(translate);
        std::mem::replace(&mut d.inner, inner)
    });
    drop(old);
    Ok(())
}

fn inner(cx: &Cx, me: &ObjRef) -> Option<ObjRef> {
    cx.heap.get::<Decoder>(me).and_then(|d| d.inner.clone())
}

fn decode(cx: &mut Cx, me: &ObjRef, args: &Args) -> PyResult {
    static PARAMS: Params<1, 1> = Params { required: ["input"], optional: ["final"], posonly: 0, kwonly: 2 };
    let ([input], [last]) = args.bind(cx, "decode", &PARAMS)?;
    let last = match last {
        Some(l) => cx.truth(&l)?,
        None => false,
    };
    let text = match inner(cx, me) {
        Some(d) => {
            let args = [input, cx.bool(last)];
            cx.call_method(&d, "decode", &args)?
        }
        None => input,
    };
    if !text.is_str() {
        let got = text.ty().name();
        return Err(cx.type_error(format!("decoder should return a string result, not '{got}'")));
    }
    let mut state = cx.heap.get::<Decoder>(me).map(|d| d.state).unwrap_or_default();
    let text = state.feed(cx, text, last);
    if let Some(d) = cx.heap.get_mut::<Decoder>(me) {
        d.state = state;
    }
    Ok(text)
}

fn getstate(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let (buffer, flag) = match inner(cx, me) {
        Some(d) => {
            let state = cx.call_method(&d, "getstate", &[])?;
            let parts = cx.heap.tuple(&state).map(<[ObjRef]>::to_vec).unwrap_or_default();
            let [buffer, flag] = &parts[..] else { return Err(cx.type_error("illegal decoder state")) };
            (buffer.clone(), crate::world::long(cx, flag)?)
        }
        None => (cx.empty_bytes.clone(), 0),
    };
    let pending = cx.heap.get::<Decoder>(me).is_some_and(|d| d.state.pending);
    let flag = cx.int(flag << 1 | i64::from(pending));
    Ok(cx.new_tuple([buffer, flag]))
}

fn setstate(cx: &mut Cx, me: &ObjRef, state: &ObjRef) -> PyResult {
    let parts = cx.heap.tuple(state).map(<[ObjRef]>::to_vec).unwrap_or_default();
    let [buffer, flag] = &parts[..] else { return Err(cx.type_error("state argument must be a tuple")) };
    let flag = crate::world::long(cx, flag)?;
    if let Some(d) = cx.heap.get_mut::<Decoder>(me) {
        d.state.pending = flag & 1 != 0;
    }
    if let Some(d) = inner(cx, me) {
        let flag = cx.int(flag >> 1);
        let state = cx.new_tuple([buffer.clone(), flag]);
        cx.call_method(&d, "setstate", &[state])?;
    }
    Ok(cx.none.clone())
}

fn reset(cx: &mut Cx, me: &ObjRef) -> PyResult {
    if let Some(d) = cx.heap.get_mut::<Decoder>(me) {
        d.state.reset();
    }
    match inner(cx, me) {
        Some(d) => cx.call_method(&d, "reset", &[]),
        None => Ok(cx.none.clone()),
    }
}

fn newlines(cx: &mut Cx, me: &ObjRef) -> PyResult {
    let state = cx.heap.get::<Decoder>(me).map(|d| d.state).unwrap_or_default();
    Ok(state.seen(cx))
}
